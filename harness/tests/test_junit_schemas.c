/* Validates JUnit files with xmllint and the two common schemas. These are not part of this
 * project: without them the program is skipped with exit status 77. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "report/junit.h"
#include "tests/report_sample.h"

static const char *const schemas[] = {CT_SHARED "/schemas/xunit-junit-10.xsd",
                                      CT_SHARED "/schemas/windyroad-JUnit.xsd"};

/* The exit status of xmllint, which prints nothing for a valid file; 127 if it is not installed. */
static int xmllint(const char *schema, const char *path)
{
    pid_t const child = fork();
    int status = 0;
    if (!child) {
        if (schema)
            execlp("xmllint", "xmllint", "--noout", "--nonet", "--schema", schema, path,
                   (char *)NULL);
        else
            execlp("xmllint", "xmllint", "--noout", "--nonet", path, (char *)NULL);
        _exit(127);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 126;
}

static void assert_valid(const char *path)
{
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++)
        assert_int_equal(xmllint(schemas[i], path), 0);
}

static void is_valid(void **state)
{
    ct_arena *arena = *state;
    sample *const samples[] = {sample_mixed(arena), sample_attack(arena), sample_new(arena)};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        assert_valid(sample_report(samples[i], "junit", folder_new(arena))->name);
}

static void is_valid_with_unusual_times(void **state)
{
    static const int64_t rows[] = {0, -1, 1, 253402300799999, INT64_MAX, INT64_MIN};
    ct_arena *arena = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        sample *s = sample_new(arena);
        ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_PASS);
        result->elapsed_us = UINT64_MAX;
        result->started_at = s->run.started_at = rows[i];
        assert_valid(sample_report(s, "junit", folder_new(arena))->name);
    }
}

static void is_valid_for_a_run_that_cannot_start(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    const char *path = path_in(arena, folder_new(arena), "junit.xml");
    ct_report_about const about = {.version = "0.1.0", .host = ""};
    assert_true(ct_junit_write_refusal(path, sample_hostile, 0, &about, &diag));
    assert_valid(path);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(is_valid),
        TEST(is_valid_with_unusual_times),
        TEST(is_valid_for_a_run_that_cannot_start),
    };
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        if (access(schemas[i], R_OK)) {
            printf("skipped: missing %s\n", schemas[i]);
            return 77;
        }
    }
    if (xmllint(NULL, schemas[0])) {
        printf("skipped: xmllint is not installed\n");
        return 77;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
