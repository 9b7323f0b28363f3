/* The numbers of a mutation report: exit status and score in percent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mutation/mutation_report.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

static void determines_the_exit_status(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        ct_mutation_report_counts counts;
        int status, strict_status;
    } rows[] = {
        {"all caught", {.outcome = CT_OUTCOME_PROVEN, .total = {9, 9}}, 0, 0},
        {"a fault that breaks nothing survives",
         {.outcome = CT_OUTCOME_PROVEN, .charged = {7, 7}, .uncharged = {2, 0}, .total = {9, 7}},
         0,
         0},
        {"a weak case", {.outcome = CT_OUTCOME_PROVEN, .total = {9, 9}, .redundant = 1}, 0, 1},
        {"a break of a MUST survives",
         {.outcome = CT_OUTCOME_NOT_PROVEN, .total = {9, 8}, .must_survivors = 1},
         1,
         1},
        {"a MUST that nothing breaks",
         {.outcome = CT_OUTCOME_NOT_PROVEN, .total = {9, 9}, .must_unproven = 1},
         1,
         1},
        {"a false alarm", {.total = {9, 9}, .false_alarms = 1}, 1, 1},
        {"a case was left out",
         {.outcome = CT_OUTCOME_NOT_PROVEN, .total = {9, 9}, .left_out = 1},
         1,
         1},
        {"a score, a case was left out", {.total = {9, 9}, .left_out = 1}, 1, 1},
        {"no fault applies, a case was left out", {.total = {0, 0}, .left_out = 1}, 1, 1},
        {"a score with survivors", {.total = {9, 8}}, 0, 1},
        {"a score, all caught", {.total = {9, 9}}, 0, 0},
        {"a score of zero", {.total = {9, 0}}, 0, 1},
        {"a score with a MUST that nothing breaks", {.total = {9, 9}, .must_unproven = 1}, 1, 1},
        {"no fault applies", {.total = {0, 0}}, 3, 3},
        {"no fault applies to a MUST", {.total = {0, 0}, .must_unproven = 1}, 3, 3},
        {"no fault applies, and a false alarm", {.total = {0, 0}, .false_alarms = 1}, 1, 1},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int const status = ct_mutation_report_status(&rows[i].counts, false),
                  strict = ct_mutation_report_status(&rows[i].counts, true);
        if (status != rows[i].status || strict != rows[i].strict_status)
            print_error("%s\n", rows[i].what);
        assert_int_equal(status, rows[i].status);
        assert_int_equal(strict, rows[i].strict_status);
    }
}

static void computes_the_score_in_percent(void **state)
{
    (void)state;
    static const struct {
        ct_mutation_count counter;
        const char *score;
    } rows[] = {
        {{430, 188}, "188/430 (43.7 %)"},
        {{3, 3}, "3/3 (100.0 %)"},
        {{10000, 9999}, "9999/10000 (99.9 %)"},
        {{10000, 1}, "1/10000 (0.0 %)"},
        {{7, 0}, "0/7 (0.0 %)"},
        {{0, 0}, "0/0 (0.0 %)"},
    };
    ct_arena *arena = ct_arena_new();
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(ct_mutation_score(&rows[i].counter, arena), rows[i].score);
    ct_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(determines_the_exit_status),
        cmocka_unit_test(computes_the_score_in_percent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
