/* Faults of arrays: too many elements, too few, in another order, or another type. */
#include <string.h>

#include "lang/json/json.h"
#include "mutation/fault.h"

/* Returns a new array of the elements from `first` up to, not including, `end`. */
static json_t *part(const json_t *list, size_t first, size_t end)
{
    json_t *out = json_array();
    for (size_t i = first; i < end && i < json_array_size(list); i++)
        json_array_append(out, json_array_get(list, i));
    return out;
}

static json_t *edit_empty(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault, (void)arena;
    return json_array_size(value) ? json_array() : NULL;
}

static json_t *edit_doubled(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault, (void)arena;
    if (!json_array_size(value))
        return NULL;
    json_t *out = part(value, 0, SIZE_MAX);
    json_array_extend(out, ct_json_iterable(value));
    return out;
}

static json_t *edit_first_twice(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault, (void)arena;
    if (!json_array_size(value))
        return NULL;
    json_t *out = part(value, 0, SIZE_MAX);
    json_array_append(out, json_array_get(value, 0));
    return out;
}

static json_t *edit_without_first(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault, (void)arena;
    return json_array_size(value) > 1 ? part(value, 1, SIZE_MAX) : NULL;
}

static json_t *edit_without_last(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    size_t const size = json_array_size(value);
    (void)fault, (void)arena;
    return size > 1 ? part(value, 0, size - 1) : NULL;
}

static json_t *edit_all_first(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    size_t const size = json_array_size(value);
    (void)fault, (void)arena;
    if (size < 2)
        return NULL;
    json_t *out = json_array();
    for (size_t i = 0; i < size; i++)
        json_array_append(out, json_array_get(value, 0));
    return out;
}

static json_t *edit_wrapped(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault, (void)arena;
    return json_is_array(value) ? json_pack("[O]", value) : NULL;
}

static json_t *edit_as_object(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault;
    if (!json_array_size(value))
        return NULL;
    json_t *out = json_object();
    for (size_t i = 0; i < json_array_size(value); i++)
        json_object_set(out, ct_arena_printf(arena, "%zu", i), json_array_get(value, i));
    return out;
}

static json_t *edit_as_element(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault, (void)arena;
    return json_array_size(value) ? json_incref(json_array_get(value, 0)) : NULL;
}

static json_t *edit_as_count(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault, (void)arena;
    return json_is_array(value) ? json_integer((json_int_t)json_array_size(value)) : NULL;
}

static json_t *edit_as_text(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    (void)fault, (void)arena;
    if (!json_is_array(value))
        return NULL;
    ct_json_write(&text, value, CT_JSON_COMPACT);
    json_t *out = json_stringn(text.bytes, text.size);
    ct_buf_free(&text);
    return out;
}

static json_t *edit_append(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    ct_json_error error;
    if (!json_is_array(value))
        return NULL;
    json_t *out = part(value, 0, SIZE_MAX);
    json_array_append(out, ct_json_read(arena, fault->text, strlen(fault->text), &error));
    return out;
}

/* Returns a copy of an element with other strings, as an element that does not belong there. */
static json_t *stranger(const json_t *element, ct_arena *arena)
{
    json_t *out = json_incref(ct_json_copy(arena, element));
    const char *name;
    json_t *member;
    void *next;
    json_object_foreach_safe(out, next, name, member)
    {
        const char *text = json_string_value(member);
        if (text)
            json_object_set_new(out, name, json_string(ct_arena_printf(arena, "%sf", text)));
    }
    return out;
}

static json_t *edit_append_other(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault;
    if (!json_is_object(json_array_get(value, 0)))
        return NULL;
    json_t *out = part(value, 0, SIZE_MAX);
    json_array_append_new(out, stranger(json_array_get(value, 0), arena));
    return out;
}

static json_t *edit_flat(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault, (void)arena;
    if (!json_is_object(json_array_get(value, 0)))
        return NULL;
    json_t *out = json_array();
    for (size_t i = 0; i < json_array_size(value); i++) {
        json_t *element = json_array_get(value, i);
        json_array_append(out, json_object_iter_value(json_object_iter(element)));
    }
    return out;
}

/* Returns NULL for an order that is the same, such as that of equal elements. Takes the reference
 * to `out`. */
static json_t *unless_same(json_t *out, const json_t *value)
{
    if (!ct_json_equal(out, value))
        return out;
    json_decref(out);
    return NULL;
}

static json_t *edit_reversed(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    size_t const size = json_array_size(value);
    (void)fault, (void)arena;
    if (size < 2)
        return NULL;
    json_t *out = json_array();
    for (size_t i = size; i; i--)
        json_array_append(out, json_array_get(value, i - 1));
    return unless_same(out, value);
}

/* Two elements that are rotated are reversed. */
static json_t *edit_rotated(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault, (void)arena;
    if (json_array_size(value) < 3)
        return NULL;
    json_t *out = part(value, 1, SIZE_MAX);
    json_array_append(out, json_array_get(value, 0));
    return unless_same(out, value);
}

#define ROW(fault_name, sentence, aspect, change, becomes)                                         \
    {                                                                                              \
        fault_name, sentence, CT_PART_PROPERTY, aspect, ct_mutate_property, .edit = change,        \
                                                                            .text = becomes        \
    }

const ct_fault ct_array_faults[] = {
    ROW("array-empty", "an array is empty", CT_ASPECT_VALUE | CT_ASPECT_MISSING, edit_empty, NULL),
    ROW("array-doubled", "each element of an array appears twice", CT_ASPECT_VALUE, edit_doubled,
        NULL),
    ROW("array-first-twice", "the first element of an array appears twice", CT_ASPECT_VALUE,
        edit_first_twice, NULL),
    ROW("array-without-first", "the first of several elements is missing",
        CT_ASPECT_VALUE | CT_ASPECT_MISSING, edit_without_first, NULL),
    ROW("array-without-last", "the last of several elements is missing",
        CT_ASPECT_VALUE | CT_ASPECT_MISSING, edit_without_last, NULL),
    ROW("array-of-first", "each of several elements is a copy of the first",
        CT_ASPECT_VALUE | CT_ASPECT_MISSING, edit_all_first, NULL),
    ROW("array-wrapped", "an array is wrapped in an array", CT_ASPECT_FORM, edit_wrapped, NULL),
    ROW("array-as-object", "an array is an object with indices as names", CT_ASPECT_FORM,
        edit_as_object, NULL),
    ROW("array-as-element", "an array is replaced by its first element", CT_ASPECT_FORM,
        edit_as_element, NULL),
    ROW("array-as-count", "an array is replaced by the number of its elements", CT_ASPECT_FORM,
        edit_as_count, NULL),
    ROW("array-as-text", "an array is JSON in a string", CT_ASPECT_FORM, edit_as_text, NULL),
    ROW("array-with-null", "null follows the elements of an array", CT_ASPECT_FORM, edit_append,
        "null"),
    ROW("array-with-empty", "an empty object follows the elements of an array", CT_ASPECT_EXTRA,
        edit_append, "{}"),
    ROW("array-with-other", "an array has an unexpected element", CT_ASPECT_EXTRA,
        edit_append_other, NULL),
    ROW("array-of-texts", "each element of an array is replaced by its first property",
        CT_ASPECT_FORM, edit_flat, NULL),
    ROW("array-reversed", "the elements of an array are in reverse order", CT_ASPECT_ORDER,
        edit_reversed, NULL),
    ROW("array-rotated", "the first element of an array is the last one", CT_ASPECT_ORDER,
        edit_rotated, NULL),
    {0},
};
