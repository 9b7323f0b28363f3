#include "cli/shipped.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, LEVELS = 4 };

/* /a/b/c/d seen from /a/b is c/d. */
static const char *shortened(ct_arena *arena, const char *path)
{
    char *here = realpath(".", NULL);
    size_t const size = here ? strlen(here) : 0;
    const char *result = path;
    if (size > 1 && !strncmp(path, here, size) && path[size] == '/')
        result = ct_arena_text(arena, path + size + 1);
    free(here);
    return result;
}

static const char *in_folder(ct_arena *arena, const char *folder, const char *name)
{
    const char *path = ct_arena_printf(arena, "%s/%s", folder, name);
    return access(path, R_OK) ? NULL : shortened(arena, path);
}

const char *ct_shipped(ct_arena *arena, const char *name, ct_diag *diag)
{
    char *folder = ct_arena_alloc(arena, PATH_SIZE);
    ssize_t const size = readlink("/proc/self/exe", folder, PATH_SIZE - 1);
    for (int level = 0; size > 0 && level < LEVELS; level++) {
        char *slash = strrchr(folder, '/');
        if (!slash || slash == folder)
            break;
        *slash = '\0';
        const char *path = in_folder(arena, folder, name);
        if (!path)
            path = in_folder(arena, ct_arena_printf(arena, "%s/share/apigcheck", folder), name);
        if (path)
            return path;
    }
    ct_fail(diag, CT_E_IO, CT_NOWHERE, "the shipped '%s' is not beside the program", name);
    return NULL;
}
