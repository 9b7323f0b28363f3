/* tidy_can_fail - violates each rule of tidy once.
 *
 * A small tree without violations is written to a new folder; each row adds one
 * or two files to it, and has the exact report of tidy. Every check must fail for
 * some row, and must fail if it finds nothing to check.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/tidy.h"
#include "tests/tidy_broken.h"

typedef struct mutant {
    char folder[256];
    ct_arena *arena;
    unsigned passed, failed;
} mutant;

static const broken_file house[] = {
    {".clang-format",
     "BasedOnStyle: LLVM\nIndentWidth: 4\nColumnLimit: 100\nBreakBeforeBraces: Linux\n"
     "AllowShortFunctionsOnASingleLine: None\n"},
    {"harness/base/CMakeLists.txt", "ct_layer(base arena.c utils.c)\n"},
    {"harness/cli/CMakeLists.txt", "add_executable(apigcheck command.c)\n"},
    {"harness/lang/CMakeLists.txt",
     "ct_layer(lang json.c)\n# extra.c: a comment names nothing. ct_unit(unknown)\n"},
    {"harness/judge/CMakeLists.txt", "ct_layer(judge matcher.c)\n"},
    {"harness/load/CMakeLists.txt", "ct_layer(load case.c)\n"},
    {"harness/gateway/CMakeLists.txt", "ct_layer(gateway variant.c)\n"},
    {"harness/run/CMakeLists.txt", "ct_layer(run runner.c)\n"},
    {"harness/report/CMakeLists.txt", "ct_layer(report console.c)\n"},
    {"harness/attic/CMakeLists.txt", "ct_layer(attic thing.c)\n"},
    {"harness/tests/CMakeLists.txt",
     "add_executable(x test_built.c)\nct_suite(json-path json-path)\nct_unit(json)\n"},
    {"README.md", "`apigcheck run`\n"},
    {"cases/README.md", "A `title`, and `!any TYPE`:\n\n```yaml\nsteps: []\n```\n"},
    {"fixtures/target.yaml", "name: XXXX\n"},
    {"harness/README.md", "`standard`\n"},
    {"harness/base/arena.h", "/* arena.h - x */\n"
                             "#ifndef CT_BASE_ARENA_H\n"
                             "#define CT_BASE_ARENA_H\n"
                             "#endif\n"},
    {"harness/base/arena.c", "#include \"base/arena.h\"\n"},
    {"harness/cli/command.c", "#include \"run/runner.h\"\n\n"
                              "const ct_command ct_commands[] = {{\"run\", 1}, {0}};\n"},
    {"harness/lang/json.h", "/* json.h - x */\n"
                            "#ifndef CT_LANG_JSON_H\n"
                            "#define CT_LANG_JSON_H\n"
                            "#endif\n"},
    {"harness/lang/json.c", "#include \"lang/json.h\"\n\n#include \"base/arena.h\"\n"},
    {"harness/judge/matcher.c", "const ct_matcher ct_matchers[] = {{\"!any\", \"[x]\"}, {0}};\n"},
    {"harness/load/case.c", "#include \"lang/json.h\"\n\n"
                            "static const ct_field a[] = {{\"title\", 1}, {0}};\n"
                            "static const ct_field b[] = {{\"steps\", {1}}, {0}};\n"},
    {"harness/gateway/variant.c", "const ct_variant ct_variants[] = {{\"standard\"}, {0}};\n"},
    {"harness/report/console.c", "#include \"lang/json.h\"\n"},
    {"harness/run/runner.h", "/* runner.h - x */\n"
                             "#ifndef CT_RUN_RUNNER_H\n"
                             "#define CT_RUN_RUNNER_H\n"
                             "#endif\n"},
    {"harness/run/runner.c", "#include \"run/runner.h\"\n"},
    {"harness/tests/suite_json_path.c", "#include \"lang/json.h\"\n"},
    {"harness/tests/test_json.c", "#include \"lang/json.h\"\n"},
    {NULL, NULL},
};

/* ---- Trees ---- */

static void make_folders(mutant *all, const char *path)
{
    for (const char *slash = path; (slash = strchr(slash, '/')); slash++)
        mkdir(ct_arena_printf(all->arena, "%.*s", (int)(slash - path), path), 0700);
}

static void write_file(mutant *all, const broken_file *file)
{
    make_folders(all, file->path);
    FILE *out = fopen(file->path, "w");
    if (!out) {
        perror(file->path);
        exit(2);
    }
    fputs(file->text, out);
    fclose(out);
}

static int drop_file(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
    (void)facts, (void)kind;
    return where->level ? remove(path) : 0;
}

static void empty_folder(mutant *all)
{
    nftw(all->folder, drop_file, 16, FTW_DEPTH | FTW_PHYS);
}

static void write_house(mutant *all)
{
    empty_folder(all);
    for (const broken_file *file = house; file->path; file++)
        write_file(all, file);
}

/* ---- Trials ---- */

/* The report of tidy about the current folder, without the parts that depend on the machine. */
static const char *report(mutant *all)
{
    tidy t;
    tidy_run(&t, all->arena);
    char *report = ct_buf_finish(&t.report, all->arena);
    char *skipped = strstr(report, "tidy: note: skipped");
    if (skipped) {
        char *after = strchr(skipped, '\n') + 1;
        memmove(skipped, after, strlen(after) + 1);
    }
    return report;
}

static void compare(mutant *all, const char *name, const char *expected, const char *actual)
{
    if (!strcmp(expected, actual)) {
        all->passed++;
        return;
    }
    printf("FAILED: %s\n-- expected\n%s-- tidy reported\n%s\n", name, expected, actual);
    all->failed++;
}

static bool has_formatter(mutant *all)
{
    tidy t;
    tidy_run(&t, all->arena);
    bool const has_it = !strstr(ct_buf_str(&t.report), "skipped");
    ct_buf_free(&t.report);
    return has_it;
}

static void try_rows(mutant *all)
{
    write_house(all);
    compare(all, "a tree that breaks no rule", "", report(all));
    bool const formats = has_formatter(all);
    for (const broken_row *row = broken_rows; row->reported; row++) {
        if (!formats && strstr(row->reported, "[format]"))
            continue;
        write_house(all);
        for (size_t i = 0; i < 2 && row->files[i].path; i++)
            write_file(all, &row->files[i]);
        if (row->missing)
            remove(row->missing);
        compare(all, row->files[0].path ? row->files[0].path : row->missing, row->reported,
                report(all));
    }
}

static void try_nothing(mutant *all)
{
    empty_folder(all);
    const char *reported = report(all);
    for (const tidy_check *check = tidy_checks; check->name; check++) {
        const char *line =
            ct_arena_printf(all->arena, "tidy: found nothing to look at [%s]\n", check->name);
        compare(all, "an empty folder", line, strstr(reported, line) ? line : reported);
    }
}

static void try_coverage(mutant *all)
{
    for (const tidy_check *check = tidy_checks; check->name; check++) {
        const char *mark = ct_arena_printf(all->arena, " [%s]\n", check->name);
        const broken_row *row = broken_rows;
        while (row->reported && !strstr(row->reported, mark))
            row++;
        compare(all, "every check is broken by a row", mark, row->reported ? mark : "no row\n");
    }
}

int main(void)
{
    const char *parent = getenv("TMPDIR");
    mutant all = {.arena = ct_arena_new()};
    snprintf(all.folder, sizeof all.folder, "%s/tidy-XXXXXX", parent && *parent ? parent : "/tmp");
    if (!mkdtemp(all.folder) || chdir(all.folder)) {
        perror(all.folder);
        return 2;
    }
    try_rows(&all);
    try_nothing(&all);
    try_coverage(&all);
    empty_folder(&all);
    rmdir(all.folder);
    printf("%u passed, %u failed\n", all.passed, all.failed);
    ct_arena_free(all.arena);
    return all.failed > 0;
}
