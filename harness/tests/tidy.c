/* tidy [FOLDER] - checks a source tree against the rules of this project.
 *
 * Reports violations like a compiler. Exit status 0: none; 1: some; 2: the folder
 * cannot be opened.
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
