/* The limits of judging a case, and the work that continues meanwhile. */
#include "base/datetime.h"
#include "base/limits.h"
#include "run/case_run.h"

enum { PUMP_EVERY_US = 5000 };

/* Why the run ends, or NULL. */
static const char *end_of_run(const ct_case_run *self, uint64_t now)
{
    const ct_run_options *options = self->context->options;
    if (options->stop && *options->stop)
        return "interrupted";
    return self->context->end_us && now > self->context->end_us ? "--max-time exceeded" : NULL;
}

static const char *stopped_after(const ct_case_run *self, uint64_t us, const char *why)
{
    char duration[CT_DURATION_TEXT];
    ct_duration_text(us / 1000, duration);
    return ct_arena_printf(self->arena,
                           why ? "judging stopped after %s: %s" : "judging stopped after %s",
                           duration, why);
}

/* A judgement that is nearly done may end, unless the user asked a second time to stop. */
static bool is_too_late(ct_case_run *self, uint64_t now)
{
    bool const is_urgent = self->context->options->stop && *self->context->options->stop > 1;
    if (!self->judging_grace_us)
        self->judging_grace_us = now + (uint64_t)CT_LIMIT_JUDGE_GRACE_MS * 1000;
    return is_urgent || now > self->judging_grace_us;
}

static const char *poll(void *user)
{
    ct_case_run *self = user;
    ct_transport *transport = self->context->transport;
    uint64_t const now = ct_monotonic_us(transport);
    uint64_t const judged_us = self->judged_us + (now - self->judging_since_us);
    if (transport->pump && now - self->pumped_us >= PUMP_EVERY_US) {
        transport->pump(transport);
        self->pumped_us = now;
    }
    const char *why = end_of_run(self, now);
    if (why && is_too_late(self, now))
        return stopped_after(self, judged_us, why);
    return judged_us > self->judging_most_us ? stopped_after(self, self->judging_most_us, NULL)
                                             : NULL;
}

void ct_case_run_open_budget(ct_case_run *self)
{
    self->budget = ct_budget_new(poll, self);
}

void ct_case_run_start_judging(ct_case_run *self, unsigned timeout_ms)
{
    uint64_t const ms = timeout_ms < CT_LIMIT_JUDGE_MS_MIN ? CT_LIMIT_JUDGE_MS_MIN
                        : timeout_ms > CT_LIMIT_JUDGE_MS   ? CT_LIMIT_JUDGE_MS
                                                           : timeout_ms;
    self->judging_most_us = ms * 1000;
    self->judging_grace_us = 0;
    self->judging_since_us = self->pumped_us = ct_monotonic_us(self->context->transport);
}

void ct_case_run_stop_judging(ct_case_run *self)
{
    self->judged_us += ct_monotonic_us(self->context->transport) - self->judging_since_us;
}

void ct_case_run_mark_budget(ct_case_run *self)
{
    self->marked_budget = self->budget;
    self->marked_judged_us = self->judged_us;
}

void ct_case_run_refund_budget(ct_case_run *self)
{
    self->budget = self->marked_budget;
    self->judged_us = self->marked_judged_us;
}
