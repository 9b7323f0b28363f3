#include "triage/renamed.h"

#include <string.h>

#include "lang/path/near_property.h"

enum { PROPERTIES_MAX = 256 }; /* in which a missing one is looked for */

const char *ct_renamed_wrapper(const json_t *body, const char *path, ct_arena *arena)
{
    const char *found = NULL, *name, *missing;
    json_t *value;
    unsigned count = 0;
    json_object_foreach((json_t *)body, name, value)
    {
        if (++count > PROPERTIES_MAX)
            return NULL;
        const json_t *inside = ct_path_parent(value, path, arena, &missing);
        if (!inside || !json_object_get(inside, missing))
            continue;
        if (found)
            return NULL;
        found = name;
    }
    return found ? ct_arena_text(arena, found) : NULL;
}

typedef struct documentation {
    const ct_response_note *notes;
    ct_arena *arena;
} documentation;

static bool is_undocumented(void *user, const char *name, const char *pointer)
{
    const documentation *d = user;
    const char *segment = ct_arena_printf(d->arena, "['%s']", name);
    const ct_response_note *note = d->notes;
    (void)pointer;
    while (note && !strstr(note->text, segment))
        note = note->next;
    return note;
}

const char *ct_renamed_property(const json_t *body, const char *path, const ct_response_note *notes,
                                ct_arena *arena)
{
    documentation d = {notes, arena};
    return ct_near_property(body, path, is_undocumented, &d, arena);
}
