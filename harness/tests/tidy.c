/* tidy [FOLDER] - whether a source tree keeps the rules of this house.
 *
 * Tells what breaks them as a compiler would. Status 0 when nothing does, 1 when
 * something does, 2 when there is no such folder.
 */
#include "tests/tidy.h"

#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
    if (argc > 2 || (argc == 2 && chdir(argv[1]))) {
        fputs("usage: tidy [FOLDER]\n", stderr);
        return 2;
    }
    ct_arena *arena = ct_arena_new();
    tidy t;
    tidy_run(&t, arena);
    printf("%s%u checks, %u findings\n", ct_buf_str(&t.report), t.checks, t.findings);
    ct_buf_free(&t.report);
    ct_arena_free(arena);
    return t.findings > 0;
}
