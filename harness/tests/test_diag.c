/* Trouble: how it is noted, counted and printed; the nearest name; files that cannot be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/rows.h"

static const char *printed(ct_arena *arena, const ct_diag *diag)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    ct_diag_print(diag, out);
    fclose(out);
    const char *kept = ct_arena_copy(arena, text, size);
    free(text);
    return kept;
}

static void prints_like_a_compiler(void **state)
{
    ct_diag diag = {.arena = *state};
    const ct_source *source = ct_source_text(*state, "a.yaml", "id: x\nidd: y\n", 13);
    assert_false(
        ct_fail(&diag, CT_E_UNKNOWN, (ct_loc){source, 2, 1, 3}, "unknown key '%s'", "idd"));
    assert_false(ct_hint(&diag, "did you mean '%s'?", "id"));
    ct_fail(&diag, CT_E_SYNTAX, ct_loc_whole(source), "nothing in it");
    ct_hint(&diag, "write something");
    ct_fail(&diag, CT_E_USAGE, CT_NOWHERE, "what\nis \x1B[31mred");
    assert_false(ct_warn(&diag, (ct_loc){source, 1, 5, 1}, "odd"));
    assert_int_equal(diag.count, 3);
    assert_int_equal(diag.warnings, 1);
    assert_string_equal(printed(*state, &diag), "a.yaml:2:1: unknown key 'idd'\n"
                                                "    2 | idd: y\n"
                                                "      | ^^^\n"
                                                "      = did you mean 'id'?\n"
                                                "a.yaml: nothing in it\n"
                                                "  = write something\n"
                                                "apigcheck: what\\nis \\x1B[31mred\n"
                                                "a.yaml:1:5: warning: odd\n"
                                                "    1 | id: x\n"
                                                "      |     ^\n");
}

static void counts_what_it_does_not_keep(void **state)
{
    ct_diag diag = {.arena = *state};
    for (unsigned i = 1; i <= CT_LIMIT_NOTES + 3; i++) {
        ct_fail(&diag, CT_E_VALUE, CT_NOWHERE, "mistake %u", i);
        ct_hint(&diag, "hint %u", i);
    }
    assert_int_equal(diag.count, CT_LIMIT_NOTES + 3);
    assert_string_equal(diag.last->what, "mistake 32");
    assert_string_equal(diag.last->hint, "hint 32"); /* not that of one that is not kept */
    const char *text = printed(*state, &diag);
    assert_non_null(strstr(text, "apigcheck: mistake 32\n  = hint 32\napigcheck: and 3 more\n"));
}

static void keeps_mistakes_behind_many_warnings(void **state)
{
    ct_diag diag = {.arena = *state};
    for (unsigned i = 0; i < CT_LIMIT_NOTES + 3; i++) {
        ct_warn(&diag, CT_NOWHERE, "warning %u", i);
        ct_hint(&diag, "of warning %u", i);
    }
    ct_fail(&diag, CT_E_VALUE, CT_NOWHERE, "a mistake");
    assert_string_equal(diag.last->what, "a mistake");
    ct_hint(&diag, "what to do");
    assert_string_equal(diag.last->hint, "what to do");
}

static void hints_only_when_there_is_a_note(void **state)
{
    ct_diag diag = {.arena = *state};
    assert_false(ct_hint(&diag, "of nothing"));
    assert_false(ct_hint_nearest(&diag, "statsu", (const char *const[]){"status", NULL}));
    assert_null(diag.first);
    assert_string_equal(printed(*state, &diag), "");
}

static void finds_the_nearest_name(void **state)
{
    static const char *const names[] = {"status",  "headers", "json", "text",   "connection",
                                        "capture", "path",    "id",   "X-Long", NULL};
    static const struct {
        const char *name, *nearest;
    } rows[] = {
        {"status", "status"},
        {"STATUS", "status"},
        {"statsu", "status"},
        {"stauts", "status"},
        {"tatus", "status"},
        {"statuss", "status"},
        {"statvs", "status"},
        {"header", "headers"},
        {"haeder", "headers"},
        {"jsno", "json"},
        {"jason", "json"},
        {"tetx", "text"},
        {"conection", "connection"},
        {"conexionn", "connection"},
        {"captuer", "capture"},
        {"x-lang", "X-Long"},
        {"ID", "id"},
        {"di", "id"},
        {"x", NULL},
        {"", NULL},
        {"body", NULL},
        {"xyz", NULL},
        {"completely", NULL},
        {"statusstatusstatusstatusstatusstatusstatusstatusstatusstatusstatu", NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].name, ct_nearest(rows[i].name, names), rows[i].nearest);
    assert_null(ct_nearest("status", (const char *const[]){NULL}));
}

/* ---- Files ---- */

static const char *in(ct_arena *arena, const char *path, const char *name)
{
    return ct_arena_printf(arena, "%s/%s", path, name);
}

static void reads_files(void **state)
{
    char path[] = "/tmp/apigcheck-XXXXXX";
    ct_diag diag = {.arena = *state};
    assert_non_null(mkdtemp(path));
    const char *file = in(*state, path, "a"), *fifo = in(*state, path, "pipe"),
               *none = in(*state, path, "none");
    FILE *out = fopen(file, "w");
    fwrite("a\0b\n", 1, 4, out);
    fclose(out);
    assert_int_equal(mkfifo(fifo, 0600), 0);

    const ct_source *source = ct_source_read(*state, file, &diag);
    assert_non_null(source);
    assert_string_equal(source->name, file);
    assert_int_equal(source->size, 4);
    assert_memory_equal(source->text, "a\0b\n", 5);

    assert_null(ct_source_read(*state, none, &diag));
    assert_null(ct_source_read(*state, path, &diag));
    assert_null(ct_source_read(*state, fifo, &diag));
    assert_int_equal(truncate(file, (off_t)CT_LIMIT_SOURCE + 1), 0);
    assert_null(ct_source_read(*state, file, &diag));
    unlink(file);
    unlink(fifo);
    rmdir(path);
    rows_same("files", rows_notes(*state, &diag),
              ct_arena_printf(*state,
                              "- cannot open '%s': No such file or directory\n"
                              "- '%s' is not a regular file\n"
                              "- '%s' is not a regular file\n"
                              "- '%s' is larger than 64 MiB",
                              none, path, fifo, file));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(prints_like_a_compiler),
        ROWS_TEST(counts_what_it_does_not_keep),
        ROWS_TEST(keeps_mistakes_behind_many_warnings),
        ROWS_TEST(hints_only_when_there_is_a_note),
        ROWS_TEST(finds_the_nearest_name),
        ROWS_TEST(reads_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
