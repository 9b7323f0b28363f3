#include <stdlib.h>
#include <string.h>

#include "tests/tidy.h"

/* Versions of clang-format differ slightly; Debian 12 has this one. */
static const char version[] = "version 14.";

/* "harness/a/b.c:3:10: error: code should be clang-formatted ..."; a file is reported once. */
static void tell_places(tidy *t, const char *errors)
{
    const char *reported = "";
    while (*errors) {
        int const size = (int)strcspn(errors, "\n");
        const char *line = ct_arena_printf(t->arena, "%.*s", size, errors);
        const char *colon = strchr(line, ':');
        const char *path = ct_arena_printf(t->arena, "%.*s", colon ? (int)(colon - line) : 0, line);
        if (strstr(line, "error: ") && strcmp(path, reported)) {
            tidy_find(t, path, (unsigned)strtoul(colon + 1, NULL, 10),
                      "clang-format would write it otherwise");
            reported = path;
        }
        errors += size + (errors[size] == '\n');
    }
}

void tidy_format(tidy *t)
{
    bool is_fine;
    unsigned const before = t->findings;
    const char *command = tidy_command(t, "clang-format --dry-run -Werror", true);
    const char *found = tidy_output(t, "clang-format --version 2>/dev/null", &is_fine);
    if (!is_fine || !strstr(found, version)) {
        tidy_note(t, "tidy", 0, "skipped: clang-format %s is not installed", version);
        return;
    }
    const char *errors = tidy_output(t, ct_arena_printf(t->arena, "%s 2>&1", command), &is_fine);
    tell_places(t, errors);
    if (!is_fine && t->findings == before)
        tidy_find(t, "tidy", 0, "clang-format fails: %.200s", errors);
}
