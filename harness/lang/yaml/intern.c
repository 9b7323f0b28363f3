#include "lang/yaml/intern.h"

enum { KEPT_MAX = 4096 }; /* entries of one kind */

const void *ct_intern_find(const ct_intern *shared, ct_intern_kind kind, const char *text,
                           size_t size)
{
    return shared ? ct_map_find(&shared->kinds[kind], text, size) : NULL;
}

const void *ct_intern_keep(ct_intern *shared, ct_intern_kind kind, const char *text, size_t size,
                           const void *value)
{
    if (shared && shared->kinds[kind].count < KEPT_MAX)
        ct_map_put(shared->arena, &shared->kinds[kind], text, size, value);
    return value;
}

const char *ct_intern_name(ct_intern *shared, ct_arena *arena, const char *text, size_t size)
{
    const char *name = ct_intern_find(shared, CT_INTERN_NAME, text, size);
    if (name)
        return name;
    name = ct_arena_copy(arena, text, size);
    return ct_intern_keep(shared, CT_INTERN_NAME, name, size, name);
}
