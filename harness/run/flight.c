#include "run/flight.h"

#include <string.h>
#include <time.h>

#include "base/limits.h"
#include "data/datetime.h"
#include "data/digest.h"
#include "data/json.h"
#include "data/value.h"
#include "judge/judge.h"
#include "run/render.h"

uint64_t ct_monotonic_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

int64_t ct_unix_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- Variables ---- */

static void set_text(json_t *vars, const char *name, const char *text)
{
    json_object_set_new_nocheck(vars, name, json_string_nocheck(text));
}

/* One value a case, from the run's seed and the case's name: RFC 9562 section 5.4, version 4. */
static void add_uuid(ct_flight *f, json_t *vars)
{
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    const char *from =
        ct_arena_printf(f->arena, "uuid %s %s", f->air->options->seed, f->result->asked->full_name);
    ct_sha256(from, strlen(from), digest);
    digest[6] = (unsigned char)((digest[6] & 0x0F) | 0x40);
    digest[8] = (unsigned char)((digest[8] & 0x3F) | 0x80);
    ct_hex(digest, 16, hex);
    set_text(vars, "uuid_hex", hex);
    set_text(vars, "uuid",
             ct_arena_printf(f->arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12,
                             hex + 16, hex + 20));
}

static void set_now(json_t *vars)
{
    char now[CT_TIME_TEXT];
    ct_time_text(ct_unix_ms(), now);
    set_text(vars, "now", now);
}

static ct_scope new_scope(ct_flight *f, const ct_scope *outer)
{
    return (ct_scope){outer, ct_json_own(f->arena, json_object())};
}

/* Values may use what was said before them. The missing variable's name, or NULL. */
static const char *fill_vars(ct_flight *f, const ct_pair *vars, ct_scope *scope)
{
    for (; vars; vars = vars->next) {
        const char *missing;
        json_t *value = ct_value_fill(vars->value, scope, f->arena, &missing);
        if (!value)
            return missing;
        json_object_set_nocheck(scope->vars, vars->name, value);
    }
    return NULL;
}

static ct_step_result *add_step_result(ct_flight *f, const ct_step *step)
{
    ct_step_result *result = ct_new(f->arena, ct_step_result);
    result->step = step;
    result->is_cleanup = f->is_cleaning;
    *f->tail = result;
    f->tail = &result->next;
    return result;
}

static void set_trouble(ct_flight *f, ct_step_result *result, ct_code code, const char *trouble)
{
    result->verdict = CT_ERROR;
    result->code = code;
    result->trouble = ct_redact_text(f->air->redactor, f->arena, trouble);
}

static void plan_cleanup(ct_flight *f)
{
    size_t count = 0;
    for (const ct_step *step = f->result->asked->cleanup; step; step = step->next)
        count++;
    f->cleanup = ct_arena_alloc(f->arena, count * sizeof *f->cleanup);
    for (const ct_step *step = f->result->asked->cleanup; step; step = step->next)
        f->cleanup[f->cleanup_left++] = step;
}

bool ct_flight_prepare(ct_flight *f, const ct_airspace *air, ct_case_result *result)
{
    const ct_case *asked = result->asked;
    *f = (ct_flight){.air = air,
                     .result = result,
                     .arena = f->arena ? f->arena : ct_arena_new(),
                     .took_off_us = ct_monotonic_us(),
                     .step = asked->steps,
                     .tail = &result->steps};
    result->started_at = ct_unix_ms();
    result->verdict = CT_SKIP;
    plan_cleanup(f);
    f->generated = new_scope(f, &air->run_scope);
    add_uuid(f, f->generated.vars);
    set_now(f->generated.vars);
    f->operation = new_scope(f, &f->generated);
    f->own = new_scope(f, &f->operation);
    f->request = new_scope(f, &f->own);
    const char *missing = fill_vars(f, asked->operation->vars, &f->operation);
    if (!missing)
        missing = fill_vars(f, asked->vars, &f->own);
    if (!missing)
        return true;
    result->verdict = CT_ERROR;
    set_trouble(f, add_step_result(f, asked->steps), CT_E_MISSING,
                ct_arena_printf(f->arena, "no variable '%s'", missing));
    return false;
}

const char *ct_flight_lock(ct_flight *f)
{
    const ct_case *asked = f->result->asked;
    if (!asked->lock)
        return NULL;
    ct_buf name = CT_BUF(CT_LIMIT_HEADERS);
    ct_template_text(asked->lock, &f->own, &name);
    return ct_buf_finish(&name, f->arena);
}

/* ---- Steps ---- */

static bool has_capabilities(const ct_target *target, const ct_name *requires, const char **missing)
{
    for (; requires; requires = requires->next) {
        if (ct_names_have(target->capabilities, requires->text))
            continue;
        *missing = requires->text;
        return false;
    }
    return true;
}

static unsigned timeout_of(const ct_flight *f)
{
    const ct_case *asked = f->result->asked;
    unsigned const said[] = {f->step->timeout_ms, asked->timeout_ms, asked->operation->timeout_ms};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (said[i])
            return said[i];
    return f->air->options->timeout_ms;
}

/* False when nothing was sent: the step's result says why. */
static bool send_step(ct_flight *f)
{
    const char *missing, *trouble;
    ct_step_result *result = f->step_result = add_step_result(f, f->step);
    if (!has_capabilities(f->air->target, f->step->requires, &missing)) {
        result->verdict = CT_SKIP;
        result->trouble =
            ct_arena_printf(f->arena, "the target does not declare the capability '%s'", missing);
        return false;
    }
    set_now(f->request.vars);
    ct_request *request =
        (ct_request *)ct_render(f->step->plan, f->result->asked->operation->credential,
                                f->air->target->url, &f->request, f->arena, &trouble);
    if (!request) {
        set_trouble(f, result, CT_E_VALUE, trouble);
        return false;
    }
    request->timeout_ms = timeout_of(f);
    f->air->transport->send(f->air->transport, request, f->arena, f);
    return true;
}

/* What a step came to, for the case. */
static void conclude(ct_flight *f)
{
    ct_case_result *result = f->result;
    ct_verdict const verdict = f->step_result->verdict;
    if (f->is_cleaning)
        return;
    result->verdict = ct_verdict_worse(result->verdict, verdict);
    /* What follows a step that did not pass would only confuse. */
    f->step = verdict == CT_FAIL || verdict == CT_ERROR ? NULL : f->step->next;
}

static bool next_step(ct_flight *f)
{
    if (!f->is_cleaning && f->step)
        return true;
    f->is_cleaning = true;
    f->step = f->cleanup_left ? f->cleanup[--f->cleanup_left] : NULL;
    return f->step != NULL;
}

bool ct_flight_go_on(ct_flight *f)
{
    while (next_step(f)) {
        if (send_step(f))
            return true;
        conclude(f);
    }
    return false;
}

void ct_flight_arrive(ct_flight *f, const ct_arrival *arrival)
{
    ct_step_result *result = f->step_result;
    ct_court const court = {f->arena, &f->request, f->air->redactor};
    if (arrival->trouble)
        set_trouble(f, result, arrival->code, arrival->trouble);
    else
        ct_judge(&court, f->step, arrival->exchange, result);
    result->exchange =
        ct_exchange_keep(f->arena, arrival->exchange, f->air->redactor, CT_LIMIT_EVIDENCE);
    conclude(f);
}

void ct_flight_turn_back(ct_flight *f, const char *reason)
{
    if (f->is_cleaning || !f->step || f->result->verdict >= CT_ERROR)
        return;
    f->result->verdict = CT_NOT_RUN;
    f->result->reason = reason;
    f->step = NULL;
}

void ct_flight_give_up(ct_flight *f, const char *reason)
{
    if (f->is_cleaning) {
        set_trouble(f, f->step_result, CT_E_NONE, reason);
        return;
    }
    f->result->verdict = CT_NOT_RUN;
    f->result->reason = reason;
}

static const char *skipped_steps(const ct_flight *f)
{
    for (const ct_step_result *s = f->result->steps; s; s = s->next)
        if (s->verdict == CT_SKIP)
            return s->trouble;
    return "it has no step to run";
}

void ct_flight_land(ct_flight *f)
{
    ct_case_result *result = f->result;
    if (result->verdict == CT_SKIP && !result->reason)
        result->reason = skipped_steps(f);
    result->elapsed_us = ct_monotonic_us() - f->took_off_us;
}
