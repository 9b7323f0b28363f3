#include "run/progress_timer.h"

enum { PAUSE_US = 100000 };

ct_progress_timer ct_progress_timer_new(ct_listener *listeners, const ct_run_result *run,
                                        const ct_transport *transport)
{
    uint64_t const now = ct_monotonic_us(transport);
    ct_progress_timer progress_timer = {.listeners = listeners,
                                        .run = run,
                                        .transport = transport,
                                        .begin_us = now,
                                        .next_us = now + PAUSE_US};
    for (const ct_listener *l = listeners; l; l = l->next)
        progress_timer.is_wanted = progress_timer.is_wanted || l->run_progress;
    return progress_timer;
}

static void count(ct_run_progress *run_progress, const ct_case_run *case_run, uint64_t now_us)
{
    uint64_t const length_us = now_us - case_run->started_us;
    run_progress->in_flight++;
    if (run_progress->longest && length_us <= run_progress->longest_us)
        return;
    run_progress->longest = case_run->result->test_case;
    run_progress->longest_us = length_us;
}

void ct_progress_timer_tick(ct_progress_timer *progress_timer, const ct_case_run *case_runs,
                            size_t case_run_count)
{
    uint64_t const now = progress_timer->is_wanted ? ct_monotonic_us(progress_timer->transport) : 0;
    if (!progress_timer->is_wanted || now < progress_timer->next_us)
        return;
    ct_run_progress run_progress = {.elapsed_us = now - progress_timer->begin_us};
    for (size_t i = 0; i < case_run_count; i++)
        if (case_runs[i].result)
            count(&run_progress, &case_runs[i], now);
    progress_timer->next_us = now + PAUSE_US;
    for (ct_listener *l = progress_timer->listeners; l; l = l->next)
        if (l->run_progress)
            l->run_progress(l, progress_timer->run, &run_progress);
}
