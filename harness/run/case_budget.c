/* How long a case may be judged, and what else goes on meanwhile. */
#include "base/datetime.h"
#include "base/limits.h"
#include "run/case_run.h"

enum { PUMP_EVERY_US = 5000 };

/* Why the run ends, or NULL. */
static const char *end_of_run(const ct_case_run *f, uint64_t now)
{
    const ct_run_options *options = f->context->options;
    if (options->stop && *options->stop)
        return "interrupted";
    return f->context->end_us && now > f->context->end_us ? "--max-time is over" : NULL;
}

static const char *stopped_after(const ct_case_run *f, uint64_t us, const char *why)
{
    char duration[CT_DURATION_TEXT];
    ct_duration_text(us / 1000, duration);
    return ct_arena_printf(
        f->arena, why ? "judging stopped after %s: %s" : "judging stopped after %s", duration, why);
}

/* A judgement that is nearly done may end. Who asks a second time does not want to wait for it. */
static bool is_too_late(ct_case_run *f, uint64_t now)
{
    bool const is_urgent = f->context->options->stop && *f->context->options->stop > 1;
    if (!f->judging_grace_us)
        f->judging_grace_us = now + (uint64_t)CT_LIMIT_JUDGE_GRACE_MS * 1000;
    return is_urgent || now > f->judging_grace_us;
}

static const char *poll(void *user)
{
    ct_case_run *f = user;
    ct_transport *transport = f->context->transport;
    uint64_t const now = ct_monotonic_us(transport);
    uint64_t const judged_us = f->judged_us + (now - f->judging_since_us);
    if (transport->pump && now - f->pumped_us >= PUMP_EVERY_US) {
        transport->pump(transport);
        f->pumped_us = now;
    }
    const char *why = end_of_run(f, now);
    if (why && is_too_late(f, now))
        return stopped_after(f, judged_us, why);
    return judged_us > f->judging_most_us ? stopped_after(f, f->judging_most_us, NULL) : NULL;
}

void ct_flight_open_budget(ct_case_run *f)
{
    f->budget = ct_budget_new(poll, f);
}

void ct_flight_begin_judging(ct_case_run *f, unsigned timeout_ms)
{
    uint64_t const ms = timeout_ms < CT_LIMIT_JUDGE_MS_MIN ? CT_LIMIT_JUDGE_MS_MIN
                        : timeout_ms > CT_LIMIT_JUDGE_MS   ? CT_LIMIT_JUDGE_MS
                                                           : timeout_ms;
    f->judging_most_us = ms * 1000;
    f->judging_grace_us = 0;
    f->judging_since_us = f->pumped_us = ct_monotonic_us(f->context->transport);
}

void ct_flight_end_judging(ct_case_run *f)
{
    f->judged_us += ct_monotonic_us(f->context->transport) - f->judging_since_us;
}

void ct_flight_mark_budget(ct_case_run *f)
{
    f->marked_budget = f->budget;
    f->marked_judged_us = f->judged_us;
}

void ct_flight_refund_budget(ct_case_run *f)
{
    f->budget = f->marked_budget;
    f->judged_us = f->marked_judged_us;
}
