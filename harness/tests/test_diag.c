/* Diagnostics: adding, counting and printing; the nearest name; unreadable files. */
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
        ct_fail(&diag, CT_ERR_UNKNOWN_KEY, (ct_loc){source, 2, 1, 3}, "unknown key '%s'", "idd"));
    assert_false(ct_hint(&diag, "did you mean '%s'?", "id"));
    ct_fail(&diag, CT_ERR_DUPLICATE_ID, (ct_loc){source, 1, 5, 1}, "duplicate id 'x'");
    assert_false(ct_note(&diag, "first defined at %s", "b.yaml:3:5"));
    assert_false(ct_note(&diag, "also defined at %s", "c.yaml:1:1"));
    ct_fail(&diag, CT_ERR_INVALID_YAML, ct_loc_whole(source), "the file is empty");
    ct_hint(&diag, "add a case");
    ct_fail(&diag, CT_ERR_UNKNOWN_COMMAND, CT_NOWHERE, "what\nis \x1B[31mred");
    assert_false(ct_warn(&diag, CT_ERR_UNKNOWN_KEYWORD, (ct_loc){source, 1, 5, 1}, "odd"));
    assert_int_equal(diag.count, 4);
    assert_int_equal(diag.warnings, 1);
    assert_string_equal(printed(*state, &diag),
                        "a.yaml:2:1: error[unknown-key]: unknown key 'idd'\n"
                        "    2 | idd: y\n"
                        "      | ^^^\n"
                        "      help: did you mean 'id'?\n"
                        "a.yaml:1:5: error[duplicate-id]: duplicate id 'x'\n"
                        "    1 | id: x\n"
                        "      |     ^\n"
                        "      note: first defined at b.yaml:3:5\n"
                        "      note: also defined at c.yaml:1:1\n"
                        "a.yaml: error[invalid-yaml]: the file is empty\n"
                        "  help: add a case\n"
                        "apigcheck: error[unknown-command]: what\\nis \\x1B[31mred\n"
                        "a.yaml:1:5: warning[unknown-keyword]: odd\n"
                        "    1 | id: x\n"
                        "      |     ^\n"
                        "4 errors, 1 warning in 1 file\n");
}

/* The last line: how many errors and warnings there are, and in how many files. */
static void counts_diagnostics_and_files(void **state)
{
    static const struct {
        unsigned errors, warnings, files;
        const char *count;
    } rows[] = {
        {0, 0, 0, ""},
        {1, 0, 0, "1 error\n"},
        {2, 0, 1, "2 errors in 1 file\n"},
        {3, 0, 2, "3 errors in 2 files\n"},
        {2, 1, 1, "2 errors, 1 warning in 1 file\n"},
        {0, 2, 2, "2 warnings in 2 files\n"},
        {CT_LIMIT_DIAGNOSTICS, 0, 1, "32 errors in 1 file\n"},
        {CT_LIMIT_DIAGNOSTICS + 1, 0, 33, "33 errors in 33 files\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        for (unsigned n = 0; n < rows[i].errors + rows[i].warnings; n++) {
            const char *name =
                ct_arena_printf(*state, "%u.yaml", rows[i].files ? n % rows[i].files : 0);
            ct_loc const where =
                rows[i].files ? ct_loc_whole(ct_source_text(*state, name, "", 0)) : CT_NOWHERE;
            if (n < rows[i].errors)
                ct_fail(&diag, CT_ERR_INVALID_YAML, where, "wrong");
            else
                ct_warn(&diag, CT_ERR_UNKNOWN_KEYWORD, where, "odd");
        }
        const char *text = printed(*state, &diag), *last = text + strlen(text);
        for (last -= last > text; last > text && last[-1] != '\n';)
            last--;
        rows_same("count", last, rows[i].count);
        ct_diag_clear(&diag);
        assert_string_equal(printed(*state, &diag), "");
    }
}

static void counts_diagnostics_beyond_the_limit(void **state)
{
    ct_diag diag = {.arena = *state};
    for (unsigned i = 1; i <= CT_LIMIT_DIAGNOSTICS + 3; i++) {
        ct_fail(&diag, CT_ERR_INVALID_VALUE, CT_NOWHERE, "mistake %u", i);
        ct_hint(&diag, "hint %u", i);
        ct_note(&diag, "note %u", i);
    }
    assert_int_equal(diag.count, CT_LIMIT_DIAGNOSTICS + 3);
    assert_string_equal(diag.last->message, "mistake 32");
    assert_string_equal(diag.last->help, "hint 32"); /* not of a dropped diagnostic */
    assert_string_equal(diag.last->notes->text, "note 32");
    assert_null(diag.last->notes->next);
    assert_null(ct_diag_latest(&diag));
    const char *text = printed(*state, &diag);
    assert_non_null(strstr(text, "mistake 32\n  note: note 32\n  help: hint 32\n"
                                 "... and 3 more errors\n35 errors\n"));
    ct_diag larger = {.arena = *state, .limit = CT_LIMIT_DIAGNOSTICS + 1};
    for (unsigned i = 0; i < CT_LIMIT_DIAGNOSTICS + 2; i++)
        ct_fail(&larger, CT_ERR_INVALID_VALUE, CT_NOWHERE, "mistake");
    assert_non_null(strstr(printed(*state, &larger), "... and 1 more error\n34 errors\n"));
}

static void keeps_errors_after_many_warnings(void **state)
{
    ct_diag diag = {.arena = *state};
    for (unsigned i = 0; i < CT_LIMIT_DIAGNOSTICS + 3; i++) {
        ct_warn(&diag, CT_ERR_UNKNOWN_KEYWORD, CT_NOWHERE, "warning %u", i);
        ct_hint(&diag, "of warning %u", i);
    }
    ct_fail(&diag, CT_ERR_INVALID_VALUE, CT_NOWHERE, "a mistake");
    assert_string_equal(diag.last->message, "a mistake");
    ct_hint(&diag, "what to do");
    assert_string_equal(diag.last->help, "what to do");
}

/* The same missing item in many places is one error. */
static void reports_a_repeated_error_once(void **state)
{
    ct_diag diag = {.arena = *state};
    const ct_source *source = ct_source_text(*state, "a.yaml", "a\nb\nc\nd\ne\nf\n", 12);
    for (unsigned line = 1; line <= 6; line++) {
        assert_false(ct_fail_once(&diag, CT_ERR_UNDEFINED_VARIABLE, (ct_loc){source, line, 1, 1},
                                  "undefined variable '%s'", "x"));
        ct_hint(&diag, "hint of line %u", line);
    }
    ct_fail_once(&diag, CT_ERR_UNDEFINED_VARIABLE, CT_NOWHERE, "undefined variable 'y'");
    ct_fail_once(&diag, CT_ERR_UNKNOWN_NAME, CT_NOWHERE, "undefined variable 'y'");
    assert_int_equal(diag.count, 3);
    assert_string_equal(printed(*state, &diag),
                        "a.yaml:1:1: error[undefined-variable]: undefined variable 'x'\n"
                        "    1 | a\n"
                        "      | ^\n"
                        "      note: also at a.yaml:2:1, a.yaml:3:1, a.yaml:4:1 and 2 more\n"
                        "      help: hint of line 1\n"
                        "apigcheck: error[undefined-variable]: undefined variable 'y'\n"
                        "apigcheck: error[unknown-name]: undefined variable 'y'\n"
                        "3 errors in 1 file\n");
}

static void records_locations(void **state)
{
    ct_diag diag = {.arena = *state};
    const ct_source *source = ct_source_text(*state, "a.yaml", "a\n", 2);
    assert_false(ct_note_place(&diag, "first defined", ct_loc_whole(source)));
    assert_null(diag.first);
    ct_fail(&diag, CT_ERR_DUPLICATE_ID, CT_NOWHERE, "duplicate id 'a'");
    ct_note_place(&diag, "first defined", (ct_loc){source, 1, 2, 1});
    ct_note_place(&diag, "first defined", CT_NOWHERE);
    assert_string_equal(diag.first->notes->text, "first defined at a.yaml:1:2");
    assert_null(diag.first->notes->next);
}

/* For an option of another tool, only options that are accepted there are suggested. */
static void suggests_options_for_those_of_other_tools(void **state)
{
    static const char *const keys[] = {"expect", "title", "with", NULL};
    static const char *const options[] = {"--case", "--wait", NULL};
    static const struct {
        ct_word_kind kind;
        const char *word, *help, *meant;
    } rows[] = {
        {CT_WORD_KEY, "assert", "use 'expect'", "expect"},
        {CT_WORD_KEY, "name", "use 'title'", "title"},
        {CT_WORD_KEY, "params", NULL, NULL},
        {CT_WORD_KEY, "asser", NULL, NULL},
        {CT_WORD_KEY, "", NULL, NULL},
        {CT_WORD_TAG, "assert", NULL, NULL},
        {CT_WORD_OPTION, "-k", "use --case GLOB to select cases; curl's -k is --insecure",
         "--case"},
        {CT_WORD_OPTION, "--bail", NULL, NULL},
        {CT_WORD_OPTION, "--Version", "use 'apigcheck --version'", NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *meant = "";
        rows_same(rows[i].word,
                  ct_other_tools_help(rows[i].kind, rows[i].word,
                                      rows[i].kind == CT_WORD_KEY ? keys : options, &meant),
                  rows[i].help);
        rows_same(rows[i].word, meant, rows[i].meant);
    }
    ct_diag diag = {.arena = *state};
    ct_fail(&diag, CT_ERR_UNKNOWN_OPTION, CT_NOWHERE, "unknown option '--bail'");
    assert_false(ct_hint_word(&diag, CT_WORD_OPTION, "--bail", options));
    assert_null(diag.last->help);
    assert_true(ct_hint_word(&diag, CT_WORD_OPTION, "--wiat", options));
    assert_string_equal(diag.last->help, "did you mean '--wait'?");
}

static void adds_help_only_to_a_diagnostic(void **state)
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
        {"conexionn", NULL},
        {"wait", NULL},
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
        ROWS_TEST(counts_diagnostics_and_files),
        ROWS_TEST(counts_diagnostics_beyond_the_limit),
        ROWS_TEST(keeps_errors_after_many_warnings),
        ROWS_TEST(reports_a_repeated_error_once),
        ROWS_TEST(records_locations),
        ROWS_TEST(suggests_options_for_those_of_other_tools),
        ROWS_TEST(adds_help_only_to_a_diagnostic),
        ROWS_TEST(finds_the_nearest_name),
        ROWS_TEST(reads_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
