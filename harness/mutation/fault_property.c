/* Wrong members: gone, under another name, of another type, with another value. */
#include <ctype.h>
#include <string.h>

#include "lang/json/json.h"
#include "mutation/fault.h"

/* ---- Names ------------------------------------------------------------------------------ */

static const char *camel(const char *name, ct_arena *arena)
{
    char *out = ct_arena_text(arena, name), *end = out;
    for (; *name; name++) {
        bool const is_joint = *name == '_' && name[1];
        name += is_joint;
        *end++ = (char)(is_joint ? toupper((unsigned char)*name) : *name);
    }
    *end = '\0';
    return out;
}

static const char *upper(const char *name, ct_arena *arena)
{
    char *out = ct_arena_text(arena, name);
    for (char *c = out; *c; c++)
        *c = (char)toupper((unsigned char)*c);
    return out;
}

static const char *kebab(const char *name, ct_arena *arena)
{
    char *out = ct_arena_text(arena, name);
    for (char *c = out; *c; c++)
        *c = *c == '_' ? '-' : *c;
    return out;
}

/* ---- Values ----------------------------------------------------------------------------- */

static json_t *read_json(const char *text, size_t size, ct_arena *arena)
{
    ct_json_error error;
    json_t *value = ct_json_read(arena, text, size, &error);
    return value ? json_incref(value) : NULL;
}

/* NULL when it would be the same. */
static json_t *unless_same(json_t *wrong, const json_t *value)
{
    if (!wrong || !ct_json_equal(wrong, value))
        return wrong;
    json_decref(wrong);
    return NULL;
}

/* Of another type: one number for another may be as good. */
static json_t *edit_fixed(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    json_t *wrong = read_json(fault->text, strlen(fault->text), arena);
    if (json_is_number(wrong) && json_is_number(value) && !strchr(fault->text, '-')) {
        json_decref(wrong);
        return NULL;
    }
    return unless_same(wrong, value);
}

static json_t *edit_other_than_array(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    return json_is_array(value) ? NULL : edit_fixed(fault, value, arena);
}

static json_t *edit_fixed_number(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    return json_is_number(value) ? edit_fixed(fault, value, arena) : NULL;
}

static json_t *edit_number(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault, (void)arena;
    return json_is_integer(value) ? json_integer(json_integer_value(value) + 1) : NULL;
}

static json_t *edit_around(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    const char *gap = strstr(fault->text, "%s");
    ct_buf_add(&text, fault->text, (size_t)(gap - fault->text));
    ct_json_write(&text, value, CT_JSON_COMPACT);
    ct_buf_text(&text, gap + 2);
    size_t const size = text.size;
    return read_json(ct_buf_finish(&text, arena), size, arena);
}

static json_t *edit_encoded(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    (void)fault, (void)arena;
    ct_json_write(&text, value, CT_JSON_COMPACT);
    json_t *wrong = json_stringn(text.bytes, text.size);
    ct_buf_free(&text);
    return wrong;
}

/* ---- Texts ------------------------------------------------------------------------------ */

static json_t *edit_text(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)arena;
    return json_is_string(value) ? unless_same(json_string(fault->text), value) : NULL;
}

static json_t *edit_case(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    (void)fault;
    if (!json_is_string(value))
        return NULL;
    char *text = ct_arena_text(arena, json_string_value(value));
    if (strlen(text) > 19 && text[10] == 'T' && text[4] == '-')
        return NULL; /* RFC 3339 takes t and z */
    for (char *c = text; *c; c++) {
        int const given = (unsigned char)*c;
        *c = (char)(islower(given) ? toupper(given) : tolower(given));
    }
    return unless_same(json_string(text), value);
}

/* Hex digits stay hex digits, so that an id is only another id. */
static json_t *edit_last(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    size_t const size = json_string_length(value);
    (void)fault;
    if (!size)
        return NULL;
    char *text = ct_arena_copy(arena, json_string_value(value), size);
    text[size - 1] = text[size - 1] == '7' ? '3' : '7';
    return json_string(text);
}

static json_t *edit_cut(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    size_t const size = json_string_length(value);
    (void)fault, (void)arena;
    return size ? json_stringn(json_string_value(value), size - 1) : NULL;
}

static json_t *edit_around_text(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    const char *gap = strstr(fault->text, "%s");
    if (!json_is_string(value))
        return NULL;
    return json_string(ct_arena_printf(arena, "%.*s%s%s", (int)(gap - fault->text), fault->text,
                                       json_string_value(value), gap + 2));
}

static json_t *edit_twice(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    const char *text = json_string_value(value);
    (void)fault;
    return text && *text ? json_string(ct_arena_printf(arena, "%s%s", text, text)) : NULL;
}

static json_t *edit_without(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    const char *text = json_string_value(value);
    if (!text || !strpbrk(text, fault->text))
        return NULL;
    char *out = ct_arena_text(arena, text), *end = out;
    for (; *text; text++)
        if (!strchr(fault->text, *text))
            *end++ = *text;
    *end = '\0';
    return json_string(out);
}

#define NAME(fault_name, sentence, becomes, by)                                                    \
    {                                                                                              \
        fault_name, sentence, CT_PART_PROPERTY, CT_ASPECT_FORM, ct_mutate_property,                \
            .text = becomes, .respell = by                                                         \
    }

#define ROW(fault_name, sentence, aspect, change, becomes)                                         \
    {                                                                                              \
        fault_name, sentence, CT_PART_PROPERTY, aspect, ct_mutate_property, .edit = change,        \
                                                                            .text = becomes        \
    }

#define LAST(fault_name, sentence, aspect, change, becomes)                                        \
    {                                                                                              \
        fault_name, sentence, CT_PART_PROPERTY, aspect, ct_mutate_property,                        \
            .edit = change, .text = becomes, .is_in_last = true                                    \
    }

const ct_fault ct_property_faults[] = {
    NAME("member-dropped", "a member is missing", NULL, NULL),
    NAME("member-prefixed", "a member has an underscore in front of its name", "_%s", NULL),
    NAME("member-suffixed", "a member has a letter behind its name", "%ss", NULL),
    NAME("member-namespaced", "a member has a namespace in its name", "ns:%s", NULL),
    NAME("member-camel-case", "a member's name is in camel case", NULL, camel),
    NAME("member-upper-case", "a member's name is in upper case", NULL, upper),
    NAME("member-kebab-case", "a member's name has hyphens", NULL, kebab),
    ROW("member-null", "a member is null", CT_ASPECT_FORM, edit_fixed, "null"),
    ROW("member-number", "a member is a number", CT_ASPECT_FORM, edit_fixed, "7"),
    ROW("member-true", "a member is true", CT_ASPECT_FORM, edit_fixed, "true"),
    ROW("member-false", "a member is false", CT_ASPECT_FORM, edit_fixed, "false"),
    ROW("member-empty-object", "a member is an object without members", CT_ASPECT_FORM, edit_fixed,
        "{}"),
    ROW("member-empty-array", "a member is an array without elements, though it was none",
        CT_ASPECT_FORM, edit_other_than_array, "[]"),
    ROW("member-in-array", "a member's value is inside an array", CT_ASPECT_FORM, edit_around,
        "[%s]"),
    ROW("member-in-object", "a member's value is inside an object", CT_ASPECT_FORM, edit_around,
        "{\"value\":%s}"),
    ROW("member-encoded", "a member's value is JSON inside a string", CT_ASPECT_VALUE, edit_encoded,
        NULL),
    ROW("member-empty-text", "a text is empty", CT_ASPECT_FORM, edit_text, ""),
    ROW("member-text-null", "a text is the word null", CT_ASPECT_VALUE, edit_text, "null"),
    ROW("member-text-undefined", "a text is the word undefined", CT_ASPECT_VALUE, edit_text,
        "undefined"),
    ROW("member-text-zeros", "a text is a row of zeros", CT_ASPECT_VALUE, edit_text,
        "00000000000000000000000000000000"),
    ROW("member-other-case", "a text is in the other case", CT_ASPECT_VALUE, edit_case, NULL),
    ROW("member-other-value", "the last character of a text is another", CT_ASPECT_VALUE, edit_last,
        NULL),
    ROW("member-cut", "the last character of a text is missing", CT_ASPECT_VALUE, edit_cut, NULL),
    ROW("member-longer", "a text has a character more", CT_ASPECT_VALUE, edit_around_text, "%sx"),
    ROW("member-blank-in-front", "a text begins with a blank", CT_ASPECT_VALUE, edit_around_text,
        " %s"),
    ROW("member-blank-behind", "a text ends with a blank", CT_ASPECT_VALUE, edit_around_text,
        "%s "),
    ROW("member-line-break", "a text ends with a line break", CT_ASPECT_VALUE, edit_around_text,
        "%s\n"),
    ROW("member-quoted", "a text stands in quotes", CT_ASPECT_VALUE, edit_around_text, "\"%s\""),
    ROW("member-doubled", "a text stands there twice", CT_ASPECT_VALUE, edit_twice, NULL),
    ROW("member-without-hyphens", "a text has lost its hyphens", CT_ASPECT_VALUE, edit_without,
        "-"),
    ROW("member-more", "a number is one more", CT_ASPECT_VALUE, edit_number, NULL),
    ROW("member-negative", "a number is negative", CT_ASPECT_VALUE, edit_fixed_number, "-1"),
    LAST("last-member-dropped", "of the last of several elements, a member is missing",
         CT_ASPECT_FORM, NULL, NULL),
    LAST("last-member-null", "of the last of several elements, a member is null", CT_ASPECT_FORM,
         edit_fixed, "null"),
    LAST("last-member-empty", "of the last of several elements, a text is empty", CT_ASPECT_FORM,
         edit_text, ""),
    LAST("last-member-other", "of the last of several elements, a text is another", CT_ASPECT_VALUE,
         edit_last, NULL),
    {0},
};
