#include "certify/record_compare.h"

#include <string.h>

#include "judge/value_text.h"
#include "lang/json/json.h"
#include "model/redact/redact.h"

typedef struct comparing {
    ct_arena *arena;
    const ct_record_comparison *how;
    const char *path; /* of the values that are compared */
} comparing;

static const char *shown(ct_arena *arena, const json_t *value)
{
    ct_buf json = CT_BUF(CT_BUF_ANY), out = CT_BUF(CT_BUF_ANY);
    if (!value)
        return "nothing";
    ct_json_write(&json, value, CT_JSON_SHOWN);
    ct_value_text_cut(&out, ct_buf_str(&json), json.size);
    ct_buf_free(&json);
    return ct_buf_finish(&out, arena);
}

static const char *differ(const comparing *c, const json_t *recorded, const json_t *own)
{
    return ct_arena_printf(c->arena, "%s: expected %s, got %s", c->path, shown(c->arena, own),
                           shown(c->arena, recorded));
}

/* ---- Strings ---- */

/* Whether a string may be another one because a response has a masked part: what is shown of it was
 * measured and compared before it was masked, and cut at another place. */
static bool may_be_masked(const char *name, const char *own)
{
    static const char cut[] = "...("; /* of ct_value_text_cut() */
    bool const is_shown =
        !strcmp(name, "actual") || !strcmp(name, "diff") || !strcmp(name, "expected");
    return !strcmp(name, "hint") || (is_shown && (strstr(own, CT_MASK) || strstr(own, cut)));
}

/* Skips the folder of the suite. */
static const char *below(const char *root, const char *name)
{
    size_t const size = root ? strlen(root) : 0;
    return size && !strncmp(name, root, size) && name[size] == '/' ? name + size + 1 : name;
}

static bool is_file_name(const comparing *c, const char *name)
{
    return !strcmp(name, "file") ||
           (!strcmp(name, "name") && !strncmp(c->path, "$.suite.files[", 14));
}

static bool are_equal_texts(const comparing *c, const char *name, const char *recorded,
                            const char *own)
{
    if (!strcmp(recorded, own))
        return true;
    if (is_file_name(c, name))
        return c->how->ignores_files ||
               !strcmp(below(c->how->recorded_root, recorded), below(c->how->own_root, own));
    return c->how->has_mask && may_be_masked(name, own);
}

/* ---- Values ---- */

/* `name`: of the property that is, or contains, the values. */
static const char *compare(comparing *c, const char *name, const json_t *recorded,
                           const json_t *own);

static const char *compare_property(comparing *c, const char *name, const json_t *recorded,
                                    const json_t *own)
{
    const char *path = c->path;
    c->path = ct_arena_printf(c->arena, "%s.%s", path, name);
    const char *found = compare(c, name, recorded, own);
    c->path = path;
    return found;
}

static const char *compare_objects(comparing *c, const json_t *recorded, const json_t *own)
{
    const char *name, *found = NULL;
    json_t *value;
    json_object_foreach(ct_json_iterable(own), name, value)
    {
        if (!found)
            found = compare_property(c, name, json_object_get(recorded, name), value);
    }
    json_object_foreach(ct_json_iterable(recorded), name, value)
    {
        if (!found && !json_object_get(own, name))
            found = compare_property(c, name, value, NULL);
    }
    return found;
}

static bool has_text(const json_t *list, const json_t *text)
{
    size_t i = 0;
    while (i < json_array_size(list) && !ct_json_equal(json_array_get(list, i), text))
        i++;
    return i < json_array_size(list);
}

/* The cases of a requirement are in the order in which they ended. */
static bool has_same_texts(const char *name, const json_t *recorded, const json_t *own)
{
    size_t const count = json_array_size(own);
    if (strcmp(name, "cases") != 0 || json_array_size(recorded) != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!json_is_string(json_array_get(own, i)) || !has_text(recorded, json_array_get(own, i)))
            return false;
    return true;
}

static const char *compare_lists(comparing *c, const char *name, const json_t *recorded,
                                 const json_t *own)
{
    size_t const size = json_array_size(recorded), own_size = json_array_size(own);
    const char *path = c->path, *found = NULL;
    if (has_same_texts(name, recorded, own))
        return NULL;
    for (size_t i = 0; !found && i < (size > own_size ? size : own_size); i++) {
        c->path = ct_arena_printf(c->arena, "%s[%zu]", path, i);
        found = compare(c, name, json_array_get(recorded, i), json_array_get(own, i));
    }
    c->path = path;
    return found;
}

static const char *compare(comparing *c, const char *name, const json_t *recorded,
                           const json_t *own)
{
    if (json_is_object(recorded) && json_is_object(own))
        return compare_objects(c, recorded, own);
    if (json_is_array(recorded) && json_is_array(own))
        return compare_lists(c, name, recorded, own);
    bool const is_equal =
        json_is_string(recorded) && json_is_string(own)
            ? are_equal_texts(c, name, json_string_value(recorded), json_string_value(own))
            : recorded && own && ct_json_equal(recorded, own);
    return is_equal ? NULL : differ(c, recorded, own);
}

const char *ct_record_compare(ct_arena *arena, const ct_record_comparison *how,
                              const json_t *recorded, const json_t *own)
{
    comparing c = {.arena = arena, .how = how, .path = "$"};
    return compare(&c, "", recorded, own);
}
