#include "load/filename.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *ct_file_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

const char *ct_file_folder(ct_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : ct_arena_copy(arena, path, (size_t)(slash - path));
}

const char *ct_file_in(ct_arena *arena, const char *folder, const char *name)
{
    if (!strcmp(folder, "."))
        return name;
    size_t const size = strlen(folder);
    return ct_arena_printf(arena, folder[size - 1] == '/' ? "%s%s" : "%s/%s", folder, name);
}

bool ct_file_is_folder(const char *path)
{
    struct stat facts;
    return !stat(path, &facts) && S_ISDIR(facts.st_mode);
}

bool ct_file_exists(const char *path)
{
    struct stat facts;
    return !stat(path, &facts);
}

const char *ct_file_parent(ct_arena *arena, const char *folder)
{
    const char *name = ct_file_base_name(folder);
    if (!strcmp(folder, "."))
        return "..";
    if (!strcmp(name, "..") || !strcmp(name, "."))
        return ct_file_in(arena, folder, "..");
    return ct_file_folder(arena, folder);
}

bool ct_file_is_same(const char *a, const char *b)
{
    char *x = realpath(a, NULL), *y = realpath(b, NULL);
    bool const same = x && y && !strcmp(x, y);
    free(x);
    free(y);
    return same;
}
