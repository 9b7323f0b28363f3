#include "mutation/suggestion_text.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "lang/json/json.h"
#include "lang/yaml/bind.h"
#include "mutation/mutant_place.h"

static void cut(ct_buf *out, size_t size)
{
    out->size = size;
    if (out->bytes)
        out->bytes[size] = '\0';
}

/* ---- Scalars ---------------------------------------------------------------------------- */

/* Whether YAML reads it as this string without quotes. */
static bool is_plain(const char *text, size_t size)
{
    static const char *const words[] = {"null", "true", "false"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcasecmp(text, words[i]))
            return false;
    for (size_t i = 0; i < size; i++)
        if (!isalnum((unsigned char)text[i]) && (!i || !memchr("_-./", text[i], 4)))
            return false;
    return size && isalpha((unsigned char)*text);
}

/* Without an escape, single quotes are easier to read. */
static bool needs_escapes(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)text[i] < ' ' || text[i] == '\'' || (unsigned char)text[i] > '~')
            return true;
    return false;
}

/* A quoted JSON string is a YAML scalar in double quotes. A variable would be read in it. */
static void add_string(ct_buf *out, const char *text, size_t size)
{
    ct_buf quoted = CT_BUF(CT_BUF_ANY);
    if (is_plain(text, size)) {
        ct_buf_add(out, text, size);
        return;
    }
    if (needs_escapes(text, size))
        ct_json_write_string(&quoted, text, size, CT_JSON_COMPACT);
    else
        ct_buf_printf(&quoted, "'%.*s'", (int)size, text);
    for (const char *at = ct_buf_str(&quoted); *at; at++)
        ct_buf_text(out, at[0] == '$' && at[1] == '(' ? "$$" : (char[]){*at, '\0'});
    ct_buf_free(&quoted);
}

void ct_suggest_name(ct_buf *out, const char *name)
{
    if (is_plain(name, strlen(name)))
        ct_buf_text(out, name);
    else
        ct_json_write_string(out, name, strlen(name), CT_JSON_COMPACT);
}

/* Returns the variable that has this value, or NULL. A short value would be equal by chance. */
static const char *variable_of(const char *text, const ct_literals *literals)
{
    enum { SIZE_MIN = 6 };
    const ct_need *need = literals->operation ? literals->operation->needs : NULL;
    for (; need && strlen(text) >= SIZE_MIN; need = need->next)
        for (const ct_name *name = need->capability ? NULL : need->names; name; name = name->next) {
            const char *value =
                json_string_value(json_object_get(literals->target->values, name->text));
            if (value && !strcmp(value, text) &&
                !json_object_get(literals->target->secrets, name->text))
                return name->text;
        }
    return NULL;
}

bool ct_suggest_literal(ct_buf *out, const json_t *value, const ct_literals *literals)
{
    enum { SIZE_MAX_SHOWN = 120 };
    const char *text = json_string_value(value);
    size_t const size = json_string_length(value);
    const char *variable = text ? variable_of(text, literals) : NULL;
    if (variable) {
        ct_buf_printf(out, "$(%s)", variable);
        return true;
    }
    if (json_is_object(value) || json_is_array(value))
        return false;
    if (text &&
        (!literals->is_allowed || size > SIZE_MAX_SHOWN || ct_contains_generated(text, size)))
        return false;
    if (text)
        add_string(out, text, size);
    else
        ct_json_write(out, value, CT_JSON_COMPACT);
    return true;
}

void ct_suggest_type(ct_buf *out, const json_t *value)
{
    ct_buf_printf(out, json_is_null(value) ? "null" : "!any %s",
                  json_is_string(value)    ? "string"
                  : json_is_integer(value) ? "integer"
                  : json_is_boolean(value) ? "boolean"
                  : json_is_array(value)   ? "array"
                  : json_is_object(value)  ? "object"
                                           : "number");
}

/* ---- Structure -------------------------------------------------------------------------- */

bool ct_suggest_nested(ct_buf *out, const json_t *body, const char *site, const char *each,
                       const char *leaf)
{
    size_t const size = strcspn(site, "/"), before = out->size;
    ct_arena *arena = ct_arena_new();
    const char *name = ct_arena_copy(arena, site, size);
    const json_t *member = json_object_get(body, name);
    bool is_found = false;
    if (json_is_array(body)) {
        ct_buf_printf(out, "%s [", each);
        for (size_t i = 0; i < json_array_size(body) && !is_found; i++)
            is_found = ct_suggest_nested(out, json_array_get(body, i), site, each, leaf);
        ct_buf_char(out, ']');
    } else if (member) {
        ct_buf_char(out, '{');
        ct_suggest_name(out, name);
        ct_buf_text(out, ": ");
        is_found = !site[size] || ct_suggest_nested(out, member, site + size + 1, each, leaf);
        ct_buf_printf(out, "%s}", site[size] ? "" : leaf);
    }
    if (!is_found)
        cut(out, before);
    ct_arena_free(arena);
    return is_found;
}

void ct_suggest_members(ct_buf *out, const json_t *object)
{
    enum { MEMBERS_MAX = 8 };
    const char *name;
    json_t *value;
    size_t count = 0;
    ct_buf_char(out, '{');
    json_object_foreach(ct_json_iterable(object), name, value)
    {
        if (count == MEMBERS_MAX)
            break;
        ct_buf_text(out, count++ ? ", " : "");
        ct_suggest_name(out, name);
        ct_buf_text(out, ": ");
        ct_suggest_type(out, value);
    }
    ct_buf_char(out, '}');
}

/* Returns whether all elements are objects that have the property, with different scalars. */
static bool distinguishes(const json_t *array, const char *name)
{
    size_t const count = json_array_size(array);
    for (size_t i = 0; i < count; i++) {
        const json_t *value = json_object_get(json_array_get(array, i), name);
        if (!value || json_is_object(value) || json_is_array(value))
            return false;
        for (size_t k = 0; k < i; k++)
            if (ct_json_equal(value, json_object_get(json_array_get(array, k), name)))
                return false;
    }
    return count > 0;
}

/* name: of the property to show; NULL: the elements are scalars */
static bool add_elements(ct_buf *out, const json_t *array, const char *name,
                         const ct_literals *literals)
{
    size_t const before = out->size;
    bool ok = true;
    ct_buf_char(out, '[');
    for (size_t i = 0; i < json_array_size(array) && ok; i++) {
        const json_t *element = json_array_get(array, i);
        ct_buf_text(out, i ? ", " : "");
        if (name) {
            ct_buf_char(out, '{');
            ct_suggest_name(out, name);
            ct_buf_text(out, ": ");
        }
        ok = ct_suggest_literal(out, name ? json_object_get(element, name) : element, literals);
        ct_buf_text(out, name ? "}" : "");
    }
    ct_buf_char(out, ']');
    if (!ok)
        cut(out, before);
    return ok;
}

bool ct_suggest_elements(ct_buf *out, const json_t *array, const char *name,
                         const ct_literals *literals)
{
    enum { ELEMENTS_MAX = 20 };
    json_t *ignored;
    if (!json_array_size(array) || json_array_size(array) > ELEMENTS_MAX)
        return false;
    if (name)
        return add_elements(out, array, name, literals);
    if (!json_is_object(json_array_get(array, 0)))
        return add_elements(out, array, NULL, literals);
    json_object_foreach(json_array_get(array, 0), name, ignored)
    {
        if (distinguishes(array, name) && add_elements(out, array, name, literals))
            return true;
    }
    return false;
}

static void add_path(ct_buf *out, const json_t *value, const char *site)
{
    size_t const size = strcspn(site, "/");
    ct_arena *arena = ct_arena_new();
    const char *name = ct_arena_copy(arena, site, size);
    for (const json_t *first = value; json_is_array(first); first = value) {
        size_t i = 0;
        while (i + 1 < json_array_size(first) && !json_object_get(json_array_get(first, i), name))
            i++;
        ct_buf_text(out, "[*]");
        value = json_array_get(first, i);
    }
    bool is_word = *name && !isdigit((unsigned char)*name);
    for (const char *at = name; *at; at++)
        is_word = is_word && (isalnum((unsigned char)*at) || *at == '_');
    ct_buf_printf(out, is_word ? ".%s" : "['%s']", name);
    if (site[size])
        add_path(out, json_object_get(value, name), site + size + 1);
    ct_arena_free(arena);
}

void ct_suggest_path(ct_buf *out, const json_t *body, const char *site)
{
    ct_buf_char(out, '$');
    add_path(out, body, site);
}
