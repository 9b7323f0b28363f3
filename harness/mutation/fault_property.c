/* Faults of single properties: missing, with another name, type or value. */
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

/* Returns NULL if the fault would change nothing. Takes the reference to `wrong`. */
static json_t *unless_same(json_t *wrong, const json_t *value)
{
    if (!wrong || !ct_json_equal(wrong, value))
        return wrong;
    json_decref(wrong);
    return NULL;
}

/* Only another type is certainly wrong: another number could be as good as this one. */
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

/* ---- Strings ---------------------------------------------------------------------------- */

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
        return NULL; /* RFC 3339 allows t and z in lower case */
    for (char *c = text; *c; c++) {
        int const given = (unsigned char)*c;
        *c = (char)(islower(given) ? toupper(given) : tolower(given));
    }
    return unless_same(json_string(text), value);
}

/* A hexadecimal digit becomes another one, so that an id stays well-formed. */
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
    NAME("member-dropped", "a property is missing", NULL, NULL),
    NAME("member-prefixed", "the name of a property starts with an underscore", "_%s", NULL),
    NAME("member-suffixed", "the name of a property has an extra letter at its end", "%ss", NULL),
    NAME("member-namespaced", "the name of a property has a namespace", "ns:%s", NULL),
    NAME("member-camel-case", "the name of a property is in camel case", NULL, camel),
    NAME("member-upper-case", "the name of a property is in upper case", NULL, upper),
    NAME("member-kebab-case", "the name of a property has hyphens", NULL, kebab),
    ROW("member-null", "a property is null", CT_ASPECT_FORM, edit_fixed, "null"),
    ROW("member-number", "a property is a number", CT_ASPECT_FORM, edit_fixed, "7"),
    ROW("member-true", "a property is true", CT_ASPECT_FORM, edit_fixed, "true"),
    ROW("member-false", "a property is false", CT_ASPECT_FORM, edit_fixed, "false"),
    ROW("member-empty-object", "a property is an empty object", CT_ASPECT_FORM, edit_fixed, "{}"),
    ROW("member-empty-array", "a property that is not an array is an empty array", CT_ASPECT_FORM,
        edit_other_than_array, "[]"),
    ROW("member-in-array", "the value of a property is wrapped in an array", CT_ASPECT_FORM,
        edit_around, "[%s]"),
    ROW("member-in-object", "the value of a property is wrapped in an object", CT_ASPECT_FORM,
        edit_around, "{\"value\":%s}"),
    ROW("member-encoded", "the value of a property is JSON in a string", CT_ASPECT_VALUE,
        edit_encoded, NULL),
    ROW("member-empty-text", "a string is empty", CT_ASPECT_FORM, edit_text, ""),
    ROW("member-text-null", "a string is 'null'", CT_ASPECT_VALUE, edit_text, "null"),
    ROW("member-text-undefined", "a string is 'undefined'", CT_ASPECT_VALUE, edit_text,
        "undefined"),
    ROW("member-text-zeros", "a string consists of zeros", CT_ASPECT_VALUE, edit_text,
        "00000000000000000000000000000000"),
    ROW("member-other-case", "upper and lower case of a string are swapped", CT_ASPECT_VALUE,
        edit_case, NULL),
    ROW("member-other-value", "the last character of a string is different", CT_ASPECT_VALUE,
        edit_last, NULL),
    ROW("member-cut", "the last character of a string is missing", CT_ASPECT_VALUE, edit_cut, NULL),
    ROW("member-longer", "a string has an extra character", CT_ASPECT_VALUE, edit_around_text,
        "%sx"),
    ROW("member-blank-in-front", "a string starts with a space", CT_ASPECT_VALUE, edit_around_text,
        " %s"),
    ROW("member-blank-behind", "a string ends with a space", CT_ASPECT_VALUE, edit_around_text,
        "%s "),
    ROW("member-line-break", "a string ends with a line break", CT_ASPECT_VALUE, edit_around_text,
        "%s\n"),
    ROW("member-quoted", "a string contains quotes around its value", CT_ASPECT_VALUE,
        edit_around_text, "\"%s\""),
    ROW("member-doubled", "a string is repeated", CT_ASPECT_VALUE, edit_twice, NULL),
    ROW("member-without-hyphens", "the hyphens of a string are missing", CT_ASPECT_VALUE,
        edit_without, "-"),
    ROW("member-more", "an integer is too large by one", CT_ASPECT_VALUE, edit_number, NULL),
    ROW("member-negative", "a number is negative", CT_ASPECT_VALUE, edit_fixed_number, "-1"),
    LAST("last-member-dropped", "a property of the last of several elements is missing",
         CT_ASPECT_FORM, NULL, NULL),
    LAST("last-member-null", "a property of the last of several elements is null", CT_ASPECT_FORM,
         edit_fixed, "null"),
    LAST("last-member-empty", "a string of the last of several elements is empty", CT_ASPECT_FORM,
         edit_text, ""),
    LAST("last-member-other",
         "the last character of a string of the last of several elements is different",
         CT_ASPECT_VALUE, edit_last, NULL),
    {0},
};
