/* What a case run does with a response: judge it, send the request again, capture values, keep it.
 */
#include "base/datetime.h"
#include "base/limits.h"
#include "judge/capture.h"
#include "judge/judge.h"
#include "lang/json/json.h"
#include "run/case_run.h"

static ct_judge_context context_of(ct_case_run *self)
{
    return (ct_judge_context){self->attempt, &self->request, self->context->redactor,
                              &self->budget};
}

/* Values that the steps of a target capture are variables of every case. */
static void publish(ct_case_run *self)
{
    const char *name;
    json_t *value;
    json_object_foreach(self->captured.vars, name, value)
    {
        json_object_set_new_nocheck(self->context->run_scope.vars, name,
                                    json_incref(ct_json_copy(self->context->arena, value)));
    }
}

static void take_captures(ct_case_run *self)
{
    const ct_capture *captures = self->step->captures;
    const char *error = ct_captures_take(captures, &self->received, self->arena, &self->budget,
                                         ct_case_run_vars(self, &self->captured));
    for (const ct_capture *c = captures; c && !error; c = c->next) {
        const json_t *value = json_object_get(self->captured.vars, c->name);
        if (!c->is_secret)
            continue;
        if (json_string_length(value) < CT_LIMIT_SECRET_MIN)
            error = ct_arena_printf(self->arena,
                                    "the secret '%s' must be a string of at least %d bytes",
                                    c->name, CT_LIMIT_SECRET_MIN);
        ct_redactor_add_value(self->context->redactor, json_string_value(value),
                              json_string_length(value));
    }
    if (error)
        ct_case_run_set_error(self, CT_E_MISSING, error);
    else if (self->result->test_case->kind == CT_CASE_SETUP)
        publish(self);
}

static void judge(ct_case_run *self, const ct_arrival *arrival)
{
    ct_step_result *result = self->step_result;
    ct_judge_context const judge_context = context_of(self);
    result->findings = NULL;
    result->notes = NULL;
    result->error = NULL;
    result->code = CT_E_NONE;
    result->checks = 0;
    if (!arrival->error ||
        (ct_judge_expects_failure(self->step) && arrival->exchange->failure != CT_FAILURE_OTHER))
        ct_judge(&judge_context, self->step, &self->received, result);
    if (arrival->error && (result->verdict == CT_ERROR || !ct_judge_expects_failure(self->step) ||
                           arrival->exchange->failure == CT_FAILURE_OTHER))
        ct_case_run_set_error(self, arrival->code, arrival->error);
}

static bool is_settled(const ct_step_result *result)
{
    return result->verdict == CT_PASS || result->verdict == CT_WARN;
}

/* ---- Polling ---- */

/* Of the cases only: the cleanup and the steps of a target wait in any case. */
static ct_polling *polling_of(const ct_case_run *self, const ct_exchange *exchange)
{
    bool const counts = self->step->within_ms && exchange->response && !self->is_cleaning &&
                        self->result->test_case->kind == CT_CASE_TEST;
    return counts ? self->context->polling : NULL;
}

static ct_poll poll_of(const ct_case_run *self, const ct_exchange *exchange)
{
    return (ct_poll){.step = self->step,
                     .exchange = exchange,
                     .case_name = self->result->test_case->full_name,
                     .watch = &self->watch};
}

/* Notes how much of 'within' is left. */
static void save_wait(ct_case_run *self)
{
    uint64_t const now = ct_monotonic_us(self->context->transport);
    uint64_t const end = self->first_sent_us + (uint64_t)self->step->within_ms * 1000;
    self->step_result->saved_ms = end > now ? (unsigned)((end - now) / 1000) : 0;
}

static void note_broken_form(ct_case_run *self)
{
    ct_step_result *result = self->step_result;
    ct_response_note **end = &result->notes;
    char saved[CT_DURATION_TEXT];
    if (!result->saved_ms)
        return;
    while (*end)
        end = &(*end)->next;
    ct_duration_text(result->saved_ms, saved);
    *end = ct_new(self->arena, ct_response_note);
    (*end)->text = ct_arena_printf(
        self->arena,
        "polled %s: the response violates its documented format, so waiting cannot help (saved %s)",
        result->attempts > 1 ? ct_arena_printf(self->arena, "%u times", result->attempts) : "once",
        saved);
}

/* The step says nothing new: the case ends without a result. */
static void give_up(ct_case_run *self, const char *why)
{
    ct_step_result *result = self->step_result;
    save_wait(self);
    result->verdict = CT_NOT_RUN;
    result->findings = NULL;
    result->notes = NULL;
    result->checks = 0;
    self->result->reason = why;
}

/* Whether there is time for another attempt, and a reason to make it. A response that cannot be
 * judged, such as a 429, shows nothing. */
static bool has_hope(ct_case_run *self, const ct_exchange *exchange, uint64_t due)
{
    ct_polling *polling = self->step_result->verdict == CT_FAIL ? polling_of(self, exchange) : NULL;
    ct_poll const poll = poll_of(self, exchange);
    bool const is_late = due > self->first_sent_us + (uint64_t)self->step->within_ms * 1000;
    const char *why = polling && self->watch.attempts == 1 && !is_late
                          ? ct_polling_hopeless(polling, &poll)
                          : NULL;
    if (polling && is_late)
        ct_polling_expire(polling, &poll);
    if (why)
        give_up(self, why);
    return !is_late && !why;
}

/* 'within': the step is sent again until it passes. */
static bool polls_again(ct_case_run *self, const ct_exchange *exchange)
{
    const ct_step *step = self->step;
    ct_step_result *result = self->step_result;
    ct_judge_context const judge_context = context_of(self);
    if (!step->within_ms || self->budget.stopped)
        return false;
    if (step->fail_when && exchange->response &&
        ct_judge_all_hold(&judge_context, step->fail_when, &self->received)) {
        result->verdict = CT_FAIL;
        result->error = "'fail_when' matched; polling stopped";
        return false;
    }
    if (self->budget.stopped) {
        ct_case_run_set_error(self, CT_E_LIMIT, self->budget.stopped);
        return false;
    }
    if (exchange->response && ct_judge_breaks_form(step, exchange->response, result)) {
        save_wait(self);
        note_broken_form(self);
        return false;
    }
    uint64_t const due =
        ct_monotonic_us(self->context->transport) + (uint64_t)step->every_ms * 1000;
    if (!has_hope(self, exchange, due))
        return false;
    self->due_us = due;
    result->waited_ms += step->every_ms;
    return true;
}

/* --throttle: the target asks to wait, and the time is within the limit. */
static bool is_throttled(ct_case_run *self, const ct_exchange *exchange)
{
    unsigned const status = exchange->response ? exchange->response->status : 0;
    uint64_t const before = self->context->rate_limit->waited_us;
    if (status != 429 && status != 503) {
        ct_rate_limit_response(self->context->rate_limit);
        return false;
    }
    if (!ct_rate_limit_throttled(self->context->rate_limit, exchange->response,
                                 ct_monotonic_us(self->context->transport),
                                 ct_unix_ms(self->context->transport), &self->due_us))
        return false;
    self->step_result->throttled_ms +=
        (unsigned)((self->context->rate_limit->waited_us - before) / 1000);
    return true;
}

static bool retries(ct_case_run *self, const ct_exchange *exchange)
{
    ct_polling *polling = polling_of(self, exchange);
    ct_poll const poll = poll_of(self, exchange);
    if (self->step->within_ms && self->context->polling)
        ct_poll_watch_add(&self->watch, exchange->response);
    bool const is_over = is_settled(self->step_result);
    if (is_over && polling)
        ct_polling_pass(polling, &poll);
    if (is_over)
        return false;
    return (self->context->rate_limit && is_throttled(self, exchange)) ||
           polls_again(self, exchange);
}

static void finish_step(ct_case_run *self, const ct_exchange *exchange)
{
    if (self->step->captures && is_settled(self->step_result)) {
        ct_case_run_start_judging(self, ct_case_run_timeout(self));
        take_captures(self);
        ct_case_run_stop_judging(self);
    }
    const char *error =
        self->step_result->verdict == CT_ERROR ? NULL : ct_case_run_log_response(self);
    if (error)
        ct_case_run_set_error(self, CT_E_IO, error);
    if (self->context->keeps_each_exchange || self->step_result->verdict != CT_PASS)
        self->step_result->exchange =
            ct_exchange_keep(self->arena, exchange, self->context->redactor,
                             self->context->options->evidence ? self->context->options->evidence
                                                              : CT_LIMIT_EVIDENCE);
    self->last = NULL;
    ct_arena_reset(self->incoming);
    ct_case_run_conclude_step(self);
}

void ct_case_run_receive(ct_case_run *self, const ct_arrival *arrival)
{
    ct_exchange *exchange = ct_new(self->attempt, ct_exchange);
    ct_arrival own = *arrival;
    *exchange = *arrival->exchange;
    /* The same time for both, so that the request can be made again from the record. */
    exchange->started_at = self->rendered_at;
    own.exchange = exchange;
    ct_case_run_start_judging(self, ct_case_run_timeout(self));
    self->received = ct_response_body_of(exchange, self->incoming);
    self->step_result->status = exchange->response ? exchange->response->status : 0;
    judge(self, &own);
    self->last = exchange;
    bool const is_over = !retries(self, exchange);
    ct_case_run_stop_judging(self);
    if (is_over)
        finish_step(self, exchange);
}

bool ct_case_run_retry(ct_case_run *self)
{
    ct_step_result *result = self->step_result;
    self->due_us = 0;
    ct_case_run_refund_budget(self);
    result->verdict = CT_NOT_RUN;
    result->status = 0;
    result->findings = NULL;
    result->notes = NULL;
    result->error = NULL;
    if (self->attempt != self->arena)
        ct_arena_reset(self->attempt);
    if (ct_case_run_send(self))
        return true;
    ct_case_run_conclude_step(self);
    return false;
}

void ct_case_run_stop_retrying(ct_case_run *self, const char *reason)
{
    self->due_us = 0;
    if (self->last) {
        finish_step(self, self->last);
        return;
    }
    /* This step was never sent. */
    self->step_result->verdict = CT_NOT_RUN;
    self->step = NULL;
    if (!self->is_cleaning)
        ct_case_run_abort(self, reason);
}
