/* The timer for progress events: its ticks, and their data. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "run/progress_timer.h"

enum { LONG_US = 10000000 }; /* longer than any test, also on a busy machine */

typedef struct finger {
    ct_listener listener;
    unsigned beats;
    ct_run_progress last;
} finger;

static void feel(ct_listener *self, const ct_run_result *run, const ct_run_progress *run_progress)
{
    finger *f = (finger *)self;
    assert_non_null(run);
    f->beats++;
    f->last = *run_progress;
}

static void ticks_at_the_interval(void **state)
{
    (void)state;
    finger second = {.listener = {.run_progress = feel}};
    ct_listener first = {.next = &second.listener}; /* ignores progress */
    ct_transport clock = {.ahead_us = 0};
    ct_run_result const run = {0};
    ct_progress_timer progress_timer = ct_progress_timer_new(&first, &run, &clock);
    assert_true(progress_timer.is_wanted);
    progress_timer.next_us += LONG_US;
    ct_progress_timer_tick(&progress_timer, NULL, 0);
    assert_int_equal(second.beats, 0);
    clock.ahead_us += 2 * LONG_US;
    ct_progress_timer_tick(&progress_timer, NULL, 0);
    assert_int_equal(second.beats, 1);
    assert_in_range(second.last.elapsed_us, 2 * LONG_US, 3 * LONG_US);
    assert_int_equal(second.last.in_flight, 0);
    assert_null(second.last.longest);
    progress_timer.next_us += LONG_US;
    ct_progress_timer_tick(&progress_timer, NULL, 0);
    assert_int_equal(second.beats, 1);
}

static void names_the_longest_running_case(void **state)
{
    (void)state;
    finger one = {.listener = {.run_progress = feel}};
    ct_transport clock = {.ahead_us = LONG_US};
    ct_run_result const run = {0};
    ct_case const young = {.id = "young"}, old = {.id = "old"};
    ct_case_result young_result = {.test_case = &young}, old_result = {.test_case = &old};
    uint64_t const now = ct_monotonic_us(&clock);
    ct_case_run const case_runs[] = {{.started_us = now - 9000000}, /* free: no running case */
                                     {.result = &young_result, .started_us = now - 1000},
                                     {.result = &old_result, .started_us = now - 5000000},
                                     {.result = &young_result, .started_us = now - 2000}};
    ct_progress_timer progress_timer = ct_progress_timer_new(&one.listener, &run, &clock);
    progress_timer.next_us = 0;
    ct_progress_timer_tick(&progress_timer, case_runs, sizeof case_runs / sizeof *case_runs);
    assert_int_equal(one.last.in_flight, 3);
    assert_ptr_equal(one.last.longest, &old);
    assert_in_range(one.last.longest_us, 5000000, 5000000 + LONG_US);
}

static void has_no_timer_without_listeners(void **state)
{
    (void)state;
    ct_listener deaf = {0};
    ct_transport clock = {0};
    ct_run_result const run = {0};
    ct_progress_timer progress_timer = ct_progress_timer_new(&deaf, &run, &clock);
    assert_false(progress_timer.is_wanted);
    progress_timer.next_us = 0;
    ct_progress_timer_tick(&progress_timer, NULL, 0);
    assert_int_equal(progress_timer.next_us, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ticks_at_the_interval),
        cmocka_unit_test(names_the_longest_running_case),
        cmocka_unit_test(has_no_timer_without_listeners),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
