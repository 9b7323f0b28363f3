#include "cli/data_files.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH_SIZE = 4096, LEVELS = 4 };

static const char variable[] = "APIGCHECK_HOME";

typedef struct search {
    ct_arena *arena;
    const char *home; /* the first folder that has the data; NULL: none yet */
    ct_buf places;    /* the folders that were searched, for the message */
} search;

/* Returns c/d for /a/b/c/d if the current folder is /a/b. */
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

static bool has(ct_arena *arena, const char *folder, const char *name)
{
    return !access(ct_arena_printf(arena, "%s/%s", folder, name), R_OK);
}

/* Checks for both folders, so that an unrelated folder 'cases' is not taken for the shipped one. */
static void look_in(search *s, const char *folder)
{
    if (s->home)
        return;
    ct_buf_printf(&s->places, "%s%s", s->places.size ? ", " : "", folder);
    if (has(s->arena, folder, "cases/requirements.yaml") &&
        has(s->arena, folder, "fixtures/gateway"))
        s->home = ct_arena_text(s->arena, folder);
}

static void look_at(search *s, const char *folder)
{
    look_in(s, folder);
    look_in(s, ct_arena_printf(s->arena, "%s/share/apigcheck", folder));
}

/* Searches the folder of the program, after following links, and those above it: a build folder, or
 * bin/ beside share/. */
static void look_beside_program(search *s)
{
    char *folder = ct_arena_alloc(s->arena, PATH_SIZE);
    ssize_t const size = readlink("/proc/self/exe", folder, PATH_SIZE - 1);
    for (int level = 0; size > 0 && level < LEVELS; level++) {
        char *slash = strrchr(folder, '/');
        if (!slash || slash == folder)
            break;
        *slash = '\0';
        look_at(s, folder);
    }
}

static const char *not_found(search *s, const char *chosen, const char *name, ct_diag *diag)
{
    ct_fail(diag, CT_ERR_MISSING_DATA_DIRECTORY, CT_NOWHERE,
            "cannot find the data file or folder '%s'; searched: %s", name, ct_buf_str(&s->places));
    if (chosen)
        ct_hint(diag,
                "%s is set, so no other folder was searched: set it to the folder that contains "
                "'cases' and 'fixtures', or unset it",
                variable);
    else
        ct_hint(diag, "set %s to the folder that contains 'cases' and 'fixtures'", variable);
    return NULL;
}

const char *ct_data_file(ct_arena *arena, const char *name, ct_diag *diag)
{
    search s = {.arena = arena, .places = CT_BUF(CT_BUF_ANY)};
    const char *chosen = getenv(variable);
    chosen = chosen && *chosen ? chosen : NULL;
    if (chosen) {
        look_at(&s, chosen);
    } else {
        look_beside_program(&s);
        look_in(&s, CT_DATA_FOLDER);
    }
    const char *found = s.home && has(arena, s.home, name)
                            ? shortened(arena, ct_arena_printf(arena, "%s/%s", s.home, name))
                            : not_found(&s, chosen, name, diag);
    ct_buf_free(&s.places);
    return found;
}
