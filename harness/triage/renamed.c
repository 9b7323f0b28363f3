#include "triage/renamed.h"

#include <ctype.h>
#include <string.h>

#include "base/diag.h"

enum { PROPERTIES_MAX = 256 }; /* that are compared with a missing one */

/* A step of a normalized path (RFC 9535 section 2.7): a name, or an index. */
typedef struct path_step {
    const char *name; /* NULL: an index */
    size_t index;
} path_step;

/* Reads the step at *path and moves after it. Returns false at the end. */
static bool next_step(const char **path, path_step *step, ct_arena *arena)
{
    const char *at = *path + (**path == '$');
    if (*at++ != '[')
        return false;
    *step = (path_step){0};
    if (*at != '\'') {
        for (; isdigit((unsigned char)*at); at++)
            step->index = step->index * 10 + (size_t)(*at - '0');
    } else {
        const char *end = ++at;
        while (*end && *end != '\'')
            end += *end == '\\' && end[1] ? 2 : 1;
        step->name = ct_arena_copy(arena, at, (size_t)(end - at));
        at = *end ? end + 1 : end;
    }
    *path = *at ? at + 1 : at;
    return true;
}

/* The value that should have the property of the path's last step, and that step; NULL if it is not
 * there, or not an object. */
static const json_t *parent_of(const json_t *body, const char *path, path_step *last,
                               ct_arena *arena)
{
    path_step next;
    if (!next_step(&path, last, arena))
        return NULL;
    while (next_step(&path, &next, arena)) {
        body = last->name ? json_object_get(body, last->name) : json_array_get(body, last->index);
        *last = next;
    }
    return last->name && json_is_object(body) ? body : NULL;
}

/* Letters and digits only, in lower case: equal for error_code, errorCode, ERROR-CODE. */
static bool is_same_word(const char *a, const char *b)
{
    for (;; a++, b++) {
        while (*a && !isalnum((unsigned char)*a))
            a++;
        while (*b && !isalnum((unsigned char)*b))
            b++;
        if (tolower((unsigned char)*a) != tolower((unsigned char)*b))
            return false;
        if (!*a)
            return true;
    }
}

/* The name of a property that differs from `name` only in case and separators, or NULL. */
static const char *other_spelling(const json_t *object, const char *name)
{
    const char *each;
    json_t *value;
    unsigned count = 0;
    json_object_foreach((json_t *)object, each, value)
    {
        if (++count > PROPERTIES_MAX)
            return NULL;
        if (is_same_word(each, name))
            return each;
    }
    return NULL;
}

ct_wrapped ct_renamed_wrapper(const json_t *body, const char *path, ct_arena *arena)
{
    ct_wrapped found = {0};
    const char *name;
    json_t *value;
    path_step last;
    unsigned count = 0;
    json_object_foreach((json_t *)body, name, value)
    {
        if (++count > PROPERTIES_MAX)
            return (ct_wrapped){0};
        const json_t *inside = parent_of(value, path, &last, arena);
        bool const has_name = inside && json_object_get(inside, last.name);
        const char *other = inside && !has_name ? other_spelling(inside, last.name) : NULL;
        found.lacks_property = inside && !has_name && !other && json_object_size(body) == 1;
        if (!has_name && !other)
            continue;
        if (found.wrapper)
            return (ct_wrapped){0};
        found.wrapper = ct_arena_text(arena, name);
        found.other_name = ct_arena_text(arena, other);
    }
    return found;
}

/* Two documented properties may have similar names, so that only an undocumented one counts. */
static bool is_undocumented(const ct_response_note *notes, const char *name, ct_arena *arena)
{
    const char *segment = ct_arena_printf(arena, "['%s']", name);
    while (notes && !strstr(notes->text, segment))
        notes = notes->next;
    return notes;
}

const char *ct_renamed_property(const json_t *body, const char *path, const ct_response_note *notes,
                                ct_arena *arena)
{
    path_step last;
    const json_t *parent = parent_of(body, path, &last, arena);
    const char *name;
    json_t *value;
    unsigned count = 0;
    if (!parent)
        return NULL;
    json_object_foreach((json_t *)parent, name, value)
    {
        if (++count > PROPERTIES_MAX)
            return NULL;
        const char *const wanted[] = {last.name, NULL};
        if (strcmp(name, last.name) &&
            (is_same_word(name, last.name) ||
             (ct_nearest(name, wanted) && is_undocumented(notes, name, arena))))
            return ct_arena_text(arena, name);
    }
    return NULL;
}
