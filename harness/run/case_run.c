#include "run/case_run.h"

#include <string.h>
#include <time.h>

#include "base/datetime.h"
#include "base/digest.h"
#include "base/encoding.h"
#include "base/limits.h"
#include "http/signer.h"
#include "judge/judge.h"
#include "lang/json/json.h"
#include "lang/yaml/value.h"
#include "run/render.h"

uint64_t ct_monotonic_us(const ct_transport *transport)
{
    struct timespec t;
    if (transport && transport->has_own_time)
        return transport->ahead_us;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000 +
           (transport ? transport->ahead_us : 0);
}

int64_t ct_unix_ms(const ct_transport *transport)
{
    struct timespec t;
    if (transport && transport->has_own_time)
        return transport->unix_ms;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000 +
           (transport ? (int64_t)transport->ahead_us / 1000 : 0);
}

/* ---- Variables ---- */

json_t *ct_case_run_vars(ct_case_run *f, ct_scope *scope)
{
    if (!scope->vars)
        scope->vars = ct_json_own(f->arena, json_object());
    return scope->vars;
}

static json_t *set_text(json_t *vars, const char *name, const char *text)
{
    json_object_set_new_nocheck(vars, name, json_string_nocheck(text));
    return json_object_get(vars, name);
}

/* One value a case, from the run's seed and the case's name: RFC 9562 section 5.4, version 4. */
static json_t *make_uuid(ct_case_run *f, bool is_hex)
{
    json_t *vars = ct_case_run_vars(f, &f->generated);
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    const char *from = ct_arena_printf(f->arena, "uuid %s %s", f->context->options->seed,
                                       f->result->test_case->full_name);
    ct_sha256(from, strlen(from), digest);
    digest[6] = (unsigned char)((digest[6] & 0x0F) | 0x40);
    digest[8] = (unsigned char)((digest[8] & 0x3F) | 0x80);
    ct_hex(digest, 16, hex);
    if (is_hex)
        return set_text(vars, "uuid_hex", hex);
    return set_text(vars, "uuid",
                    ct_arena_printf(f->arena, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12,
                                    hex + 16, hex + 20));
}

static json_t *make_now(json_t *vars, int64_t unix_ms)
{
    char now[CT_TIME_TEXT];
    ct_time_text(unix_ms, now);
    return set_text(vars, "now", now);
}

static json_t *make_generated(const ct_scope *scope, const char *name)
{
    ct_case_run *f = scope->maker;
    if (!strcmp(name, "now"))
        return make_now(ct_case_run_vars(f, &f->generated), f->result->started_at);
    if (!strcmp(name, "uuid") || !strcmp(name, "uuid_hex"))
        return make_uuid(f, name[4] != '\0');
    return NULL;
}

/* What a step says of the time is about its own request. */
static json_t *make_of_request(const ct_scope *scope, const char *name)
{
    ct_case_run *f = scope->maker;
    return strcmp(name, "now") ? NULL : make_now(ct_case_run_vars(f, &f->request), f->rendered_at);
}

/* Values may use what was said before them. The missing variable's name, or NULL. */
static const char *fill_vars(ct_case_run *f, const ct_pair *vars, ct_scope *scope)
{
    for (; vars; vars = vars->next) {
        const char *missing;
        json_t *value = ct_value_fill(vars->value, scope, f->arena, &missing);
        if (!value)
            return missing;
        json_object_set_nocheck(ct_case_run_vars(f, scope), vars->name, value);
    }
    return NULL;
}

static ct_step_result *add_step_result(ct_case_run *f, const ct_step *step)
{
    ct_step_result *result = ct_new(f->arena, ct_step_result);
    result->step = step;
    result->is_cleanup = f->is_cleaning;
    *f->tail = result;
    f->tail = &result->next;
    return result;
}

void ct_case_run_set_error(ct_case_run *f, ct_code code, const char *error)
{
    ct_step_result *result = f->step_result;
    result->verdict = CT_ERROR;
    result->code = code;
    const char *masked = ct_redact_text(f->context->redactor, f->arena, error);
    /* It may be of the response, which is gone before the result is told. */
    result->error = masked == error ? ct_arena_text(f->arena, error) : masked;
}

static void plan_cleanup(ct_case_run *f)
{
    size_t count = 0;
    for (const ct_step *step = f->result->test_case->cleanup; step; step = step->next)
        count++;
    f->cleanup = ct_arena_alloc(f->arena, count * sizeof *f->cleanup);
    for (const ct_step *step = f->result->test_case->cleanup; step; step = step->next)
        f->cleanup[f->cleanup_left++] = step;
}

bool ct_case_run_prepare(ct_case_run *f, const ct_run_context *context, ct_case_result *result)
{
    const ct_case *test_case = result->test_case;
    *f = (ct_case_run){.context = context,
                       .lock = f->lock,
                       .repetition = f->repetition,
                       .passed = f->passed,
                       .worst = f->worst,
                       .worst_arena = f->worst_arena,
                       .result = result,
                       .arena = f->arena ? f->arena : ct_arena_new(),
                       .incoming = f->incoming ? f->incoming : ct_arena_new(),
                       .started_us = ct_monotonic_us(context->transport),
                       .step = test_case->steps,
                       .tail = &result->steps};
    result->started_at = test_case->kind == CT_CASE_TEST && context->options->case_started_at
                             ? context->options->case_started_at
                             : ct_unix_ms(context->transport);
    result->verdict = CT_SKIP;
    ct_flight_open_budget(f);
    plan_cleanup(f);
    f->generated = (ct_scope){.outer = &context->run_scope, .make = make_generated, .maker = f};
    f->operation = (ct_scope){.outer = &f->generated};
    f->own = (ct_scope){.outer = &f->operation};
    f->captured = (ct_scope){.outer = &f->own};
    f->request = (ct_scope){.outer = &f->captured, .make = make_of_request, .maker = f};
    const char *missing = NULL;
    if (test_case->operation)
        missing = fill_vars(f, test_case->operation->vars, &f->operation);
    if (!missing)
        missing = fill_vars(f, test_case->row, &f->own);
    if (!missing)
        missing = fill_vars(f, test_case->vars, &f->own);
    if (!missing)
        return true;
    result->verdict = CT_ERROR;
    f->step_result = add_step_result(f, test_case->steps);
    ct_case_run_set_error(f, CT_E_MISSING, ct_arena_printf(f->arena, "no variable '%s'", missing));
    return false;
}

const char *ct_case_run_lock_name(ct_case_run *f)
{
    const ct_case *test_case = f->result->test_case;
    if (!test_case->lock)
        return NULL;
    ct_buf name = CT_BUF(CT_LIMIT_HEADERS);
    ct_template_text(test_case->lock, &f->own, &name);
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

unsigned ct_flight_timeout(const ct_case_run *f)
{
    const ct_case *test_case = f->result->test_case;
    unsigned const said[] = {f->step->timeout_ms, test_case->timeout_ms,
                             test_case->operation ? test_case->operation->timeout_ms : 0};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (said[i])
            return said[i];
    return f->context->options->timeout_ms;
}

/* The step's own operation proves who asks; a request written anew, the case's. */
static const ct_pair *credential_of(const ct_case_run *f)
{
    if (!ct_sign_sends_credential(f->step->plan, f->context->target->auth))
        return NULL;
    const ct_operation *operation =
        f->step->operation ? f->step->operation : f->result->test_case->operation;
    return operation ? operation->credential : NULL;
}

ct_request *ct_case_run_render(ct_case_run *f, const ct_step *step, ct_render_trouble *error)
{
    f->step = step;
    f->attempt = f->attempt ? f->attempt : f->arena;
    f->rendered_at = ct_unix_ms(f->context->transport);
    json_object_clear(f->request.vars);
    ct_request *request = ct_render(f->step->plan, credential_of(f), f->context->target->url,
                                    &f->request, f->attempt, error);
    ct_signing const how = {.plan = f->step->plan,
                            .kind = f->context->target->auth,
                            .scope = &f->request,
                            .unix_ms = f->rendered_at,
                            .arena = f->attempt};
    if (!request)
        return NULL;
    error->code = CT_E_VALUE;
    if (!ct_sign(request, &how, &error->what))
        return NULL;
    request->timeout_ms = ct_flight_timeout(f);
    request->route = f->context->options->route;
    request->tls = ct_tls_change(f->attempt, f->context->target->tls, request->tls);
    return request;
}

static bool skip_step(ct_case_run *f, const char *why)
{
    f->step_result->verdict = CT_SKIP;
    f->step_result->error = why;
    return false;
}

/* True when the request has to wait for its slot. */
static bool waits_for_slot(ct_case_run *f)
{
    uint64_t const now = ct_monotonic_us(f->context->transport);
    if (f->has_slot || !f->context->rate_limit) {
        f->has_slot = false;
        return false;
    }
    uint64_t const slot = ct_rate_limit_reserve(f->context->rate_limit, now);
    if (slot <= now)
        return false;
    f->has_slot = true;
    f->due_us = slot;
    return true;
}

/* False when nothing will be sent: the step's result says why. */
bool ct_case_run_send(ct_case_run *f)
{
    ct_render_trouble error;
    if (waits_for_slot(f))
        return true;
    ct_request *request = ct_case_run_render(f, f->step, &error);
    if (request) {
        f->step_result->attempts++;
        ct_arena_reset(f->incoming);
        f->context->transport->send(f->context->transport, request, f->incoming, f);
        return true;
    }
    /* What was never captured, because the case did not get that far, needs no cleanup. What was
     * captured and cannot be sent does: something is left. */
    if (f->is_cleaning && !f->uncertain_steps && error.code == CT_E_MISSING)
        return skip_step(f, error.what);
    if (f->is_cleaning && f->uncertain_steps)
        error.what = ct_arena_printf(
            f->arena, "%s: something may be left of '%s', which was cut off (run_id %s)",
            error.what, f->uncertain_title, f->context->options->run_id);
    ct_case_run_set_error(f, CT_E_VALUE, error.what);
    return false;
}

static void drop_arena(void *arena)
{
    ct_arena_free(arena);
}

static bool send_step(ct_case_run *f)
{
    const char *missing;
    f->step_result = add_step_result(f, f->step);
    f->first_sent_us = ct_monotonic_us(f->context->transport);
    f->last = NULL;
    ct_flight_mark_budget(f);
    f->attempt = f->step->within_ms ? ct_arena_own(f->arena, ct_arena_new(), drop_arena) : f->arena;
    if (!has_capabilities(f->context->target, f->step->requires, &missing))
        return skip_step(
            f,
            ct_arena_printf(f->arena, "the target does not declare the capability '%s'", missing));
    const char *error = ct_case_run_log_start(f);
    if (error)
        ct_case_run_set_error(f, CT_E_IO, error);
    return !error && ct_case_run_send(f);
}

/* What a step came to, for the case. */
void ct_case_run_conclude_step(ct_case_run *f)
{
    ct_case_result *result = f->result;
    ct_verdict const verdict = f->step_result->verdict;
    if (f->is_cleaning)
        return;
    result->verdict = ct_verdict_worse(result->verdict, verdict);
    /* What follows a step that did not pass would only confuse. */
    f->step = verdict == CT_FAIL || verdict == CT_ERROR ? NULL : f->step->next;
}

static bool next_step(ct_case_run *f)
{
    if (!f->is_cleaning && f->step)
        return true;
    f->uncertain_steps -= f->is_cleaning && f->uncertain_steps;
    f->is_cleaning = true;
    f->step = f->cleanup_left ? f->cleanup[--f->cleanup_left] : NULL;
    return f->step != NULL;
}

bool ct_case_run_next_step(ct_case_run *f)
{
    while (next_step(f)) {
        if (send_step(f))
            return true;
        ct_case_run_conclude_step(f);
    }
    return false;
}

/* ---- Ends ---- */

bool ct_case_run_expects_failure(const ct_case_run *f)
{
    return ct_judge_expects_failure(f->step);
}

size_t ct_case_run_count_steps(const ct_case_run *f)
{
    size_t count = 0;
    for (const ct_step_result *s = f->result->steps; s; s = s->next)
        count++;
    return count;
}

/* The last step's cleanup runs first; its own steps too are taken from the end. */
void ct_case_run_plan_teardown(ct_case_run *f, size_t steps)
{
    size_t count = 0;
    f->step = NULL;
    f->is_cleaning = true;
    for (const ct_step *step = f->result->test_case->steps; step && steps;
         step = step->next, steps--)
        for (const ct_step *undo = step->cleanup; undo; undo = undo->next)
            count++;
    f->cleanup = ct_arena_alloc(f->arena, (count + 1) * sizeof *f->cleanup);
    for (const ct_step *step = f->result->test_case->steps; step && f->cleanup_left < count;
         step = step->next)
        for (const ct_step *undo = step->cleanup; undo; undo = undo->next)
            f->cleanup[f->cleanup_left++] = undo;
}

void ct_case_run_mark_uncertain(ct_case_run *f, size_t steps)
{
    const ct_step *last = f->result->test_case->steps;
    while (last && --steps)
        last = last->next;
    for (const ct_step *undo = last ? last->cleanup : NULL; undo; undo = undo->next)
        f->uncertain_steps++;
    f->uncertain_steps += f->uncertain_steps > 0; /* the first of them is still to come */
    f->uncertain_title = last && last->title ? last->title : "a step of 'before'";
}

void ct_case_run_cancel(ct_case_run *f, const char *reason)
{
    if (f->is_cleaning || !f->step || f->result->verdict >= CT_ERROR)
        return;
    f->result->verdict = CT_NOT_RUN;
    f->result->reason = reason;
    f->step = NULL;
}

void ct_case_run_abort(ct_case_run *f, const char *reason)
{
    if (f->is_cleaning) {
        ct_case_run_set_error(f, CT_E_NONE, reason);
        return;
    }
    f->result->verdict = CT_NOT_RUN;
    f->result->reason = reason;
}

static const char *skipped_steps(const ct_case_run *f)
{
    for (const ct_step_result *s = f->result->steps; s; s = s->next)
        if (s->verdict == CT_SKIP)
            return s->error;
    return "it has no step to run";
}

void ct_case_run_finish(ct_case_run *f)
{
    ct_case_result *result = f->result;
    if (result->verdict == CT_SKIP && !result->reason)
        result->reason = ct_arena_text(f->context->arena, skipped_steps(f));
    if (result->test_case->kind == CT_CASE_TEST)
        ct_case_run_log_end(f, 0);
    result->elapsed_us = ct_monotonic_us(f->context->transport) - f->started_us;
}

void ct_flight_free(ct_case_run *f)
{
    ct_arena_free(f->arena);
    ct_arena_free(f->incoming);
}

/* ---- Once more ---- */

static void keep_if_worst(ct_case_run *f)
{
    if (f->worst_arena && f->worst.verdict >= f->result->verdict) {
        ct_arena_reset(f->arena);
        return;
    }
    ct_arena *spare = f->worst_arena;
    f->worst = *f->result;
    f->worst_arena = f->arena;
    f->arena = spare;
    if (spare)
        ct_arena_reset(spare);
}

static void settle(ct_case_run *f)
{
    *f->result = f->worst;
    ct_arena_free(f->arena);
    f->arena = f->worst_arena;
    f->worst_arena = NULL;
    if (!f->passed || f->passed == f->repetition || f->result->verdict == CT_NOT_RUN)
        return;
    f->result->verdict = CT_FAIL;
    f->result->reason = ct_arena_printf(f->context->arena, "flaky: passed %u of %u times",
                                        f->passed, f->repetition);
}

bool ct_case_run_repeat(ct_case_run *f, bool is_last)
{
    ct_case_result *result = f->result;
    ct_verdict const verdict = result->verdict;
    unsigned const times = f->context->options->repeat;
    if (times < 2 || result->test_case->kind == CT_CASE_SETUP)
        return false;
    f->repetition++;
    f->passed += verdict == CT_PASS || verdict == CT_WARN;
    keep_if_worst(f);
    if (is_last || f->repetition == times || verdict == CT_NOT_RUN || verdict == CT_SKIP) {
        settle(f);
        return false;
    }
    result->steps = NULL;
    if (ct_case_run_prepare(f, f->context, result))
        return true;
    keep_if_worst(f);
    settle(f);
    return false;
}
