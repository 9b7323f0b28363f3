/* What a case does with an answer: judged, asked again, captured, kept. */
#include "base/limits.h"
#include "judge/capture.h"
#include "judge/judge.h"
#include "lang/json/json.h"
#include "run/case_run.h"

static ct_court court_of(ct_flight *f)
{
    return (ct_court){f->attempt, &f->request, f->air->redactor, &f->budget};
}

/* A target's own steps capture for everybody. */
static void publish(ct_flight *f)
{
    const char *name;
    json_t *value;
    json_object_foreach(f->captured.vars, name, value)
    {
        json_object_set_new_nocheck(f->air->run_scope.vars, name,
                                    json_incref(ct_json_copy(f->air->arena, value)));
    }
}

static void take_captures(ct_flight *f)
{
    const ct_capture *captures = f->step->captures;
    const char *trouble = ct_captures_take(captures, &f->answer, f->arena, &f->budget,
                                           ct_flight_vars(f, &f->captured));
    for (const ct_capture *c = captures; c && !trouble; c = c->next) {
        const json_t *value = json_object_get(f->captured.vars, c->name);
        if (!c->is_secret)
            continue;
        if (json_string_length(value) < CT_LIMIT_SECRET_MIN)
            trouble = ct_arena_printf(f->arena, "the secret '%s' is no text of %d bytes or more",
                                      c->name, CT_LIMIT_SECRET_MIN);
        ct_redactor_add_value(f->air->redactor, json_string_value(value),
                              json_string_length(value));
    }
    if (trouble)
        ct_flight_trouble(f, CT_E_MISSING, trouble);
    else if (!f->result->asked->operation)
        publish(f);
}

static void judge(ct_flight *f, const ct_arrival *arrival)
{
    ct_step_result *result = f->step_result;
    ct_court const court = court_of(f);
    result->findings = NULL;
    result->remarks = NULL;
    result->trouble = NULL;
    result->code = CT_E_NONE;
    result->checks = 0;
    if (!arrival->trouble ||
        (ct_judge_expects_failure(f->step) && arrival->exchange->failure != CT_FAILURE_OTHER))
        ct_judge(&court, f->step, &f->answer, result);
    if (arrival->trouble && (result->verdict == CT_ERROR || !ct_judge_expects_failure(f->step) ||
                             arrival->exchange->failure == CT_FAILURE_OTHER))
        ct_flight_trouble(f, arrival->code, arrival->trouble);
}

static bool is_settled(const ct_step_result *result)
{
    return result->verdict == CT_PASS || result->verdict == CT_WARN;
}

/* `within`: the step waits for something that does not hold yet. */
static bool polls_again(ct_flight *f, const ct_exchange *exchange)
{
    const ct_step *step = f->step;
    ct_step_result *result = f->step_result;
    ct_court const court = court_of(f);
    if (!step->within_ms || f->budget.stopped)
        return false;
    if (step->fail_when && exchange->response &&
        ct_judge_all_hold(&court, step->fail_when, &f->answer)) {
        result->verdict = CT_FAIL;
        result->trouble = "what 'fail_when' expects holds: it will not come right any more";
        return false;
    }
    if (f->budget.stopped) {
        ct_flight_trouble(f, CT_E_LIMIT, f->budget.stopped);
        return false;
    }
    uint64_t const due = ct_monotonic_us(f->air->transport) + (uint64_t)step->every_ms * 1000;
    if (due > f->first_sent_us + (uint64_t)step->within_ms * 1000)
        return false;
    f->due_us = due;
    return true;
}

/* --throttle: the target asks for patience, and there is some left. */
static bool is_throttled(ct_flight *f, const ct_exchange *exchange)
{
    unsigned const status = exchange->response ? exchange->response->status : 0;
    uint64_t const before = f->air->pace->waited_us;
    if (status != 429 && status != 503) {
        ct_pace_answered(f->air->pace);
        return false;
    }
    if (!ct_pace_throttled(f->air->pace, exchange->response, ct_monotonic_us(f->air->transport),
                           ct_unix_ms(f->air->transport), &f->due_us))
        return false;
    f->step_result->throttled_ms += (unsigned)((f->air->pace->waited_us - before) / 1000);
    return true;
}

static bool tries_again(ct_flight *f, const ct_exchange *exchange)
{
    if (is_settled(f->step_result))
        return false;
    return (f->air->pace && is_throttled(f, exchange)) || polls_again(f, exchange);
}

static void finish_step(ct_flight *f, const ct_exchange *exchange)
{
    if (f->step->captures && f->step_result->verdict <= CT_WARN) {
        ct_flight_begin_judging(f, ct_flight_timeout(f));
        take_captures(f);
        ct_flight_end_judging(f);
    }
    const char *trouble = f->step_result->verdict == CT_ERROR ? NULL : ct_flight_note_answer(f);
    if (trouble)
        ct_flight_trouble(f, CT_E_IO, trouble);
    if (f->air->keeps_each_exchange || f->step_result->verdict != CT_PASS)
        f->step_result->exchange = ct_exchange_keep(
            f->arena, exchange, f->air->redactor,
            f->air->options->evidence ? f->air->options->evidence : CT_LIMIT_EVIDENCE);
    f->last = NULL;
    ct_arena_reset(f->incoming);
    ct_flight_conclude(f);
}

void ct_flight_arrive(ct_flight *f, const ct_arrival *arrival)
{
    ct_exchange *exchange = ct_new(f->attempt, ct_exchange);
    ct_arrival own = *arrival;
    *exchange = *arrival->exchange;
    /* One moment for both, so that who has the record can make the same request again. */
    exchange->started_at = f->rendered_at;
    own.exchange = exchange;
    ct_flight_begin_judging(f, ct_flight_timeout(f));
    f->answer = ct_answer_of(exchange, f->incoming);
    judge(f, &own);
    f->last = exchange;
    bool const is_over = !tries_again(f, exchange);
    ct_flight_end_judging(f);
    if (is_over)
        finish_step(f, exchange);
}

bool ct_flight_try_again(ct_flight *f)
{
    ct_step_result *result = f->step_result;
    f->due_us = 0;
    ct_flight_refund_budget(f);
    result->verdict = CT_NOT_RUN;
    result->findings = NULL;
    result->remarks = NULL;
    result->trouble = NULL;
    if (f->attempt != f->arena)
        ct_arena_reset(f->attempt);
    if (ct_flight_send(f))
        return true;
    ct_flight_conclude(f);
    return false;
}

void ct_flight_stop_trying(ct_flight *f, const char *reason)
{
    f->due_us = 0;
    if (f->last) {
        finish_step(f, f->last);
        return;
    }
    /* Nothing was ever sent of this step. */
    f->step_result->verdict = CT_NOT_RUN;
    f->step = NULL;
    if (!f->is_cleaning)
        ct_flight_abandon(f, reason);
}
