/* Wrong members: gone, under another name, of another type, with another value. */
#include <ctype.h>
#include <string.h>

#include "lang/json/json.h"
#include "mutation/fault.h"

/* ---- Names ------------------------------------------------------------------------------ */

typedef const char *respelling(const char *name, ct_arena *arena);

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

/* By a row that names the member that the site ends with anew. */
static const ct_response *rename_by(respelling *respell, const char *site, const ct_response *good,
                                    ct_arena *arena)
{
    const char *slash = strrchr(site, '/'), *name = slash ? slash + 1 : site;
    const char *other = respell(name, arena);
    ct_fault const row = {.mutate = ct_mutate_property, .text = other};
    return strcmp(name, other) ? ct_mutate_property(&row, site, good, arena) : NULL;
}

static const ct_response *mutate_name_camel(const ct_fault *fault, const char *site,
                                            const ct_response *good, ct_arena *arena)
{
    (void)fault;
    return rename_by(camel, site, good, arena);
}

static const ct_response *mutate_name_upper(const ct_fault *fault, const char *site,
                                            const ct_response *good, ct_arena *arena)
{
    (void)fault;
    return rename_by(upper, site, good, arena);
}

static const ct_response *mutate_name_kebab(const ct_fault *fault, const char *site,
                                            const ct_response *good, ct_arena *arena)
{
    (void)fault;
    return rename_by(kebab, site, good, arena);
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

const ct_fault ct_property_faults[] = {
    {.name = "member-dropped",
     .summary = "a member is missing",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true},
    {.name = "member-prefixed",
     .summary = "a member has an underscore in front of its name",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .text = "_%s"},
    {.name = "member-suffixed",
     .summary = "a member has a letter behind its name",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .text = "%ss"},
    {.name = "member-namespaced",
     .summary = "a member has a namespace in its name",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .text = "ns:%s"},
    {.name = "member-camel-case",
     .summary = "a member's name is in camel case",
     .breaks = "{form}",
     .mutate = mutate_name_camel,
     .is_of_member = true},
    {.name = "member-upper-case",
     .summary = "a member's name is in upper case",
     .breaks = "{form}",
     .mutate = mutate_name_upper,
     .is_of_member = true},
    {.name = "member-kebab-case",
     .summary = "a member's name has hyphens",
     .breaks = "{form}",
     .mutate = mutate_name_kebab,
     .is_of_member = true},
    {.name = "member-null",
     .summary = "a member is null",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_fixed,
     .text = "null"},
    {.name = "member-number",
     .summary = "a member is a number",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_fixed,
     .text = "7"},
    {.name = "member-true",
     .summary = "a member is true",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_fixed,
     .text = "true"},
    {.name = "member-false",
     .summary = "a member is false",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_fixed,
     .text = "false"},
    {.name = "member-empty-object",
     .summary = "a member is an object without members",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_fixed,
     .text = "{}"},
    {.name = "member-empty-array",
     .summary = "a member is an array without elements, though it was none",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_other_than_array,
     .text = "[]"},
    {.name = "member-in-array",
     .summary = "a member's value is inside an array",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_around,
     .text = "[%s]"},
    {.name = "member-in-object",
     .summary = "a member's value is inside an object",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_around,
     .text = "{\"value\":%s}"},
    {.name = "member-encoded",
     .summary = "a member's value is JSON inside a string",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_encoded},
    {.name = "member-empty-text",
     .summary = "a text is empty",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_text,
     .text = ""},
    {.name = "member-text-null",
     .summary = "a text is the word null",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_text,
     .text = "null"},
    {.name = "member-text-undefined",
     .summary = "a text is the word undefined",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_text,
     .text = "undefined"},
    {.name = "member-text-zeros",
     .summary = "a text is a row of zeros",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_text,
     .text = "00000000000000000000000000000000"},
    {.name = "member-other-case",
     .summary = "a text is in the other case",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_case},
    {.name = "member-other-value",
     .summary = "the last character of a text is another",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_last},
    {.name = "member-cut",
     .summary = "the last character of a text is missing",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_cut},
    {.name = "member-longer",
     .summary = "a text has a character more",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_around_text,
     .text = "%sx"},
    {.name = "member-blank-in-front",
     .summary = "a text begins with a blank",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_around_text,
     .text = " %s"},
    {.name = "member-blank-behind",
     .summary = "a text ends with a blank",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_around_text,
     .text = "%s "},
    {.name = "member-line-break",
     .summary = "a text ends with a line break",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_around_text,
     .text = "%s\n"},
    {.name = "member-quoted",
     .summary = "a text stands in quotes",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_around_text,
     .text = "\"%s\""},
    {.name = "member-doubled",
     .summary = "a text stands there twice",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_twice},
    {.name = "member-without-hyphens",
     .summary = "a text has lost its hyphens",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_without,
     .text = "-"},
    {.name = "member-more",
     .summary = "a number is one more",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_number,
     .number = 0},
    {.name = "member-negative",
     .summary = "a number is negative",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_fixed_number,
     .text = "-1"},
    {.name = "last-member-dropped",
     .summary = "of the last of several elements, a member is missing",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .number = 1},
    {.name = "last-member-null",
     .summary = "of the last of several elements, a member is null",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_fixed,
     .text = "null",
     .number = 1},
    {.name = "last-member-empty",
     .summary = "of the last of several elements, a text is empty",
     .breaks = "{form}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_text,
     .text = "",
     .number = 1},
    {.name = "last-member-other",
     .summary = "of the last of several elements, a text is another",
     .breaks = "{value}",
     .mutate = ct_mutate_property,
     .is_of_member = true,
     .edit = edit_last,
     .number = 1},
    {0},
};
