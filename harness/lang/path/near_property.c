#include "lang/path/near_property.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/diag.h"
#include "lang/json/pointer.h"

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

/* The same, with the pointer to the parent appended to `pointer`, unless that is NULL. */
static const json_t *find_parent(const json_t *value, const char *path, ct_arena *arena,
                                 const char **name, ct_buf *pointer)
{
    path_step last, next;
    if (!next_step(&path, &last, arena))
        return NULL;
    for (; next_step(&path, &next, arena); last = next) {
        const char *key = last.name ? last.name : ct_arena_printf(arena, "%zu", last.index);
        if (pointer)
            ct_pointer_add(pointer, key, strlen(key));
        value = last.name ? json_object_get(value, last.name) : json_array_get(value, last.index);
    }
    *name = last.name;
    return last.name && json_is_object(value) ? value : NULL;
}

const json_t *ct_path_parent(const json_t *document, const char *path, ct_arena *arena,
                             const char **name)
{
    return find_parent(document, path, arena, name, NULL);
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

static bool is_near(const char *name, const char *missing)
{
    const char *const wanted[] = {missing, NULL};
    return ct_nearest(name, wanted);
}

static bool is_accepted(ct_near_filter *is_candidate, void *user, const char *name, ct_buf *pointer)
{
    size_t const size = pointer->size;
    ct_pointer_add(pointer, name, strlen(name));
    bool const is_accepted = is_candidate(user, name, ct_buf_str(pointer));
    pointer->size = size;
    return is_accepted;
}

const char *ct_near_property(const json_t *document, const char *path, ct_near_filter *is_candidate,
                             void *user, ct_arena *arena)
{
    ct_buf pointer = CT_BUF(CT_BUF_ANY);
    const char *missing, *name, *found = NULL;
    const json_t *parent = find_parent(document, path, arena, &missing, &pointer);
    json_t *value;
    unsigned count = 0;
    json_object_foreach((json_t *)parent, name, value)
    {
        if (++count > PROPERTIES_MAX || found)
            break;
        if (!strcmp(name, missing))
            continue;
        if (is_same_word(name, missing) ||
            (is_near(name, missing) && is_accepted(is_candidate, user, name, &pointer)))
            found = ct_arena_text(arena, name);
    }
    ct_buf_free(&pointer);
    return found;
}
