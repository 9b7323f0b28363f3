#include "run/case_run.h"

#include <string.h>
#include <time.h>

#include "base/datetime.h"
#include "base/limits.h"
#include "http/signer.h"
#include "judge/judge.h"
#include "lang/json/json.h"
#include "lang/yaml/value.h"
#include "run/generated.h"
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

json_t *ct_case_run_vars(ct_case_run *self, ct_scope *scope)
{
    if (!scope->vars)
        scope->vars = ct_json_own(self->arena, json_object());
    return scope->vars;
}

static json_t *set_text(json_t *vars, const char *name, const char *text)
{
    json_object_set_new_nocheck(vars, name, json_string_nocheck(text));
    return json_object_get(vars, name);
}

/* One value for each case. */
static json_t *make_uuid(ct_case_run *self, const char *name)
{
    return set_text(ct_case_run_vars(self, &self->generated), name,
                    ct_generated_uuid(self->arena, self->context->options->seed,
                                      self->result->test_case->full_name, name[4] != '\0'));
}

static json_t *make_now(json_t *vars, int64_t unix_ms)
{
    char now[CT_TIME_TEXT];
    ct_time_text(unix_ms, now);
    return set_text(vars, "now", now);
}

static json_t *make_generated(const ct_scope *scope, const char *name)
{
    ct_case_run *self = scope->maker;
    if (!strcmp(name, "now"))
        return make_now(ct_case_run_vars(self, &self->generated), self->result->started_at);
    if (!strcmp(name, "uuid") || !strcmp(name, "uuid_hex"))
        return make_uuid(self, name);
    return NULL;
}

/* $(now) in a step is the time of its own request. */
static json_t *make_of_request(const ct_scope *scope, const char *name)
{
    ct_case_run *self = scope->maker;
    return strcmp(name, "now")
               ? NULL
               : make_now(ct_case_run_vars(self, &self->request), self->rendered_at);
}

/* A value may use the variables before it. Returns the name of the missing variable, or NULL. */
static const char *fill_vars(ct_case_run *self, const ct_pair *vars, ct_scope *scope)
{
    for (; vars; vars = vars->next) {
        const char *missing;
        json_t *value = ct_value_fill(vars->value, scope, self->arena, &missing);
        if (!value)
            return missing;
        json_object_set_nocheck(ct_case_run_vars(self, scope), vars->name, value);
    }
    return NULL;
}

static ct_step_result *add_step_result(ct_case_run *self, const ct_step *step)
{
    ct_step_result *result = ct_new(self->arena, ct_step_result);
    result->step = step;
    result->is_cleanup = self->is_cleaning;
    *self->tail = result;
    self->tail = &result->next;
    return result;
}

void ct_case_run_set_error(ct_case_run *self, ct_code code, const char *error)
{
    ct_step_result *result = self->step_result;
    result->verdict = CT_ERROR;
    result->code = code;
    const char *masked = ct_redact_text(self->context->redactor, self->arena, error);
    /* The sentence may belong to the response, which is freed before the result is reported. */
    result->error = masked == error ? ct_arena_text(self->arena, error) : masked;
}

static void plan_cleanup(ct_case_run *self)
{
    size_t count = 0;
    for (const ct_step *step = self->result->test_case->cleanup; step; step = step->next)
        count++;
    self->cleanup = ct_arena_alloc(self->arena, count * sizeof *self->cleanup);
    for (const ct_step *step = self->result->test_case->cleanup; step; step = step->next)
        self->cleanup[self->cleanup_left++] = step;
}

bool ct_case_run_prepare(ct_case_run *self, const ct_run_context *context, ct_case_result *result)
{
    const ct_case *test_case = result->test_case;
    *self = (ct_case_run){.context = context,
                          .lock = self->lock,
                          .repetition = self->repetition,
                          .passed = self->passed,
                          .worst = self->worst,
                          .worst_arena = self->worst_arena,
                          .result = result,
                          .arena = self->arena ? self->arena : ct_arena_new(),
                          .incoming = self->incoming ? self->incoming : ct_arena_new(),
                          .started_us = ct_monotonic_us(context->transport),
                          .step = test_case->steps,
                          .tail = &result->steps};
    result->started_at = test_case->kind == CT_CASE_TEST && context->options->case_started_at
                             ? context->options->case_started_at
                             : ct_unix_ms(context->transport);
    result->verdict = CT_SKIP;
    ct_case_run_open_budget(self);
    plan_cleanup(self);
    self->generated =
        (ct_scope){.outer = &context->run_scope, .make = make_generated, .maker = self};
    self->operation = (ct_scope){.outer = &self->generated};
    self->own = (ct_scope){.outer = &self->operation};
    self->captured = (ct_scope){.outer = &self->own};
    self->request = (ct_scope){.outer = &self->captured, .make = make_of_request, .maker = self};
    const char *missing = NULL;
    if (test_case->operation)
        missing = fill_vars(self, test_case->operation->vars, &self->operation);
    if (!missing)
        missing = fill_vars(self, test_case->row, &self->own);
    if (!missing)
        missing = fill_vars(self, test_case->vars, &self->own);
    if (!missing)
        return true;
    result->verdict = CT_ERROR;
    self->step_result = add_step_result(self, test_case->steps);
    ct_case_run_set_error(self, CT_E_MISSING,
                          ct_arena_printf(self->arena, "no variable '%s'", missing));
    return false;
}

const char *ct_case_run_lock_name(ct_case_run *self)
{
    const ct_case *test_case = self->result->test_case;
    if (!test_case->lock)
        return NULL;
    ct_buf name = CT_BUF(CT_LIMIT_HEADERS);
    ct_template_text(test_case->lock, &self->own, &name);
    return ct_buf_finish(&name, self->arena);
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

unsigned ct_case_run_timeout(const ct_case_run *self)
{
    const ct_case *test_case = self->result->test_case;
    unsigned const said[] = {self->step->timeout_ms, test_case->timeout_ms,
                             test_case->operation ? test_case->operation->timeout_ms : 0};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        if (said[i])
            return said[i];
    return self->context->options->timeout_ms;
}

/* The credential is that of the step's operation; of the case's, if the step has its own request.
 */
static const ct_pair *credential_of(const ct_case_run *self)
{
    if (!ct_sign_sends_credential(self->step->plan, self->context->target->auth))
        return NULL;
    const ct_operation *operation =
        self->step->operation ? self->step->operation : self->result->test_case->operation;
    return operation ? operation->credential : NULL;
}

static void add_traceparent(ct_case_run *self, ct_request *request)
{
    const ct_run_options *options = self->context->options;
    if (options->has_traceparent)
        ct_traceparent_add(self->step->plan, request,
                           ct_generated_traceparent(
                               self->attempt, options->seed, self->result->test_case->full_name,
                               ct_case_run_count_steps(self), self->is_cleaning),
                           self->attempt);
}

ct_request *ct_case_run_render(ct_case_run *self, const ct_step *step, ct_render_error *error)
{
    self->step = step;
    self->attempt = self->attempt ? self->attempt : self->arena;
    self->rendered_at = ct_unix_ms(self->context->transport);
    json_object_clear(self->request.vars);
    ct_render_basis const basis = {.credential = credential_of(self),
                                   .base_url = self->context->target->url,
                                   .user_agent = self->context->options->user_agent};
    ct_request *request = ct_render(self->step->plan, &basis, &self->request, self->attempt, error);
    ct_signing const how = {.plan = self->step->plan,
                            .kind = self->context->target->auth,
                            .scope = &self->request,
                            .unix_ms = self->rendered_at,
                            .arena = self->attempt};
    if (!request)
        return NULL;
    add_traceparent(self, request);
    error->code = CT_E_VALUE;
    if (!ct_sign(request, &how, &error->what))
        return NULL;
    request->timeout_ms = ct_case_run_timeout(self);
    request->route = self->context->options->route;
    request->tls = ct_tls_change(self->attempt, self->context->target->tls, request->tls);
    return request;
}

static bool skip_step(ct_case_run *self, const char *why)
{
    self->step_result->verdict = CT_SKIP;
    self->step_result->error = why;
    return false;
}

/* Returns whether the request has to wait for its slot. */
static bool waits_for_slot(ct_case_run *self)
{
    uint64_t const now = ct_monotonic_us(self->context->transport);
    if (self->has_slot || !self->context->rate_limit) {
        self->has_slot = false;
        return false;
    }
    uint64_t const slot = ct_rate_limit_reserve(self->context->rate_limit, now);
    if (slot <= now)
        return false;
    self->has_slot = true;
    self->due_us = slot;
    return true;
}

/* Returns false if nothing is sent: the result of the step says why. */
bool ct_case_run_send(ct_case_run *self)
{
    ct_render_error error;
    if (waits_for_slot(self))
        return true;
    ct_request *request = ct_case_run_render(self, self->step, &error);
    if (request) {
        self->step_result->attempts++;
        ct_arena_reset(self->incoming);
        self->context->transport->send(self->context->transport, request, self->incoming, self);
        return true;
    }
    /* If the variable was never captured, because the case ended before, there is nothing to clean
     * up. If the value was captured and cannot be sent, a resource is left. */
    if (self->is_cleaning && !self->uncertain_steps && error.code == CT_E_MISSING)
        return skip_step(self, error.what);
    if (self->is_cleaning && self->uncertain_steps)
        error.what = ct_arena_printf(
            self->arena, "%s: '%s' was interrupted and may have left a resource (run_id %s)",
            error.what, self->uncertain_title, self->context->options->run_id);
    ct_case_run_set_error(self, CT_E_VALUE, error.what);
    return false;
}

static void drop_arena(void *arena)
{
    ct_arena_free(arena);
}

static bool send_step(ct_case_run *self)
{
    const char *missing;
    self->step_result = add_step_result(self, self->step);
    self->first_sent_us = ct_monotonic_us(self->context->transport);
    self->last = NULL;
    self->watch = (ct_poll_watch){.attempts = 0};
    ct_case_run_mark_budget(self);
    self->attempt =
        self->step->within_ms ? ct_arena_own(self->arena, ct_arena_new(), drop_arena) : self->arena;
    if (!has_capabilities(self->context->target, self->step->requires, &missing))
        return skip_step(
            self, ct_arena_printf(self->arena, "the target lacks the capability '%s'", missing));
    const char *error = ct_case_run_log_start(self);
    if (error)
        ct_case_run_set_error(self, CT_E_IO, error);
    return !error && ct_case_run_send(self);
}

/* Adds the verdict of the step to that of the case. */
void ct_case_run_conclude_step(ct_case_run *self)
{
    ct_case_result *result = self->result;
    ct_verdict const verdict = self->step_result->verdict;
    if (self->is_cleaning)
        return;
    bool const gave_up = verdict == CT_NOT_RUN;
    result->verdict = gave_up ? CT_NOT_RUN : ct_verdict_worse(result->verdict, verdict);
    /* The steps after a failed one would fail as a consequence. */
    self->step = gave_up || verdict >= CT_ERROR ? NULL : self->step->next;
}

static bool next_step(ct_case_run *self)
{
    if (!self->is_cleaning && self->step)
        return true;
    self->uncertain_steps -= self->is_cleaning && self->uncertain_steps;
    self->is_cleaning = true;
    self->step = self->cleanup_left ? self->cleanup[--self->cleanup_left] : NULL;
    return self->step != NULL;
}

bool ct_case_run_next_step(ct_case_run *self)
{
    while (next_step(self)) {
        if (send_step(self))
            return true;
        ct_case_run_conclude_step(self);
    }
    return false;
}

/* ---- Ends ---- */

bool ct_case_run_expects_failure(const ct_case_run *self)
{
    return ct_judge_expects_failure(self->step);
}

size_t ct_case_run_count_steps(const ct_case_run *self)
{
    size_t count = 0;
    for (const ct_step_result *s = self->result->steps; s; s = s->next)
        count++;
    return count;
}

/* The cleanup of the last step runs first, and within it the last step. */
void ct_case_run_plan_teardown(ct_case_run *self, size_t steps)
{
    size_t count = 0;
    self->step = NULL;
    self->is_cleaning = true;
    for (const ct_step *step = self->result->test_case->steps; step && steps;
         step = step->next, steps--)
        for (const ct_step *undo = step->cleanup; undo; undo = undo->next)
            count++;
    self->cleanup = ct_arena_alloc(self->arena, (count + 1) * sizeof *self->cleanup);
    for (const ct_step *step = self->result->test_case->steps; step && self->cleanup_left < count;
         step = step->next)
        for (const ct_step *undo = step->cleanup; undo; undo = undo->next)
            self->cleanup[self->cleanup_left++] = undo;
}

void ct_case_run_mark_uncertain(ct_case_run *self, size_t steps)
{
    const ct_step *last = self->result->test_case->steps;
    while (last && --steps)
        last = last->next;
    for (const ct_step *undo = last ? last->cleanup : NULL; undo; undo = undo->next)
        self->uncertain_steps++;
    self->uncertain_steps +=
        self->uncertain_steps > 0; /* next_step() counts down before the first of them */
    self->uncertain_title = last && last->title ? last->title : "a step of 'before'";
}

void ct_case_run_cancel(ct_case_run *self, const char *reason)
{
    if (self->is_cleaning || !self->step || self->result->verdict >= CT_ERROR)
        return;
    self->result->verdict = CT_NOT_RUN;
    self->result->reason = reason;
    self->step = NULL;
}

void ct_case_run_abort(ct_case_run *self, const char *reason)
{
    if (self->is_cleaning) {
        ct_case_run_set_error(self, CT_E_NONE, reason);
        return;
    }
    self->result->verdict = CT_NOT_RUN;
    self->result->reason = reason;
}

static const char *skipped_steps(const ct_case_run *self)
{
    for (const ct_step_result *s = self->result->steps; s; s = s->next)
        if (s->verdict == CT_SKIP)
            return s->error;
    return "none of its steps could run";
}

void ct_case_run_finish(ct_case_run *self)
{
    ct_case_result *result = self->result;
    if (result->verdict == CT_SKIP && !result->reason)
        result->reason = ct_arena_text(self->context->arena, skipped_steps(self));
    if (result->test_case->kind == CT_CASE_TEST)
        ct_case_run_log_end(self, 0);
    result->elapsed_us = ct_monotonic_us(self->context->transport) - self->started_us;
}

void ct_case_run_free(ct_case_run *self)
{
    ct_arena_free(self->arena);
    ct_arena_free(self->incoming);
}

/* ---- Once more ---- */

static void keep_if_worst(ct_case_run *self)
{
    if (self->worst_arena && self->worst.verdict >= self->result->verdict) {
        ct_arena_reset(self->arena);
        return;
    }
    ct_arena *spare = self->worst_arena;
    self->worst = *self->result;
    self->worst_arena = self->arena;
    self->arena = spare;
    if (spare)
        ct_arena_reset(spare);
}

static void settle(ct_case_run *self)
{
    *self->result = self->worst;
    ct_arena_free(self->arena);
    self->arena = self->worst_arena;
    self->worst_arena = NULL;
    if (!self->passed || self->passed == self->repetition || self->result->verdict == CT_NOT_RUN)
        return;
    self->result->verdict = CT_FAIL;
    self->result->reason = ct_arena_printf(self->context->arena, "flaky: passed %u of %u times",
                                           self->passed, self->repetition);
}

bool ct_case_run_repeat(ct_case_run *self, bool is_last)
{
    ct_case_result *result = self->result;
    ct_verdict const verdict = result->verdict;
    unsigned const times = self->context->options->repeat;
    if (times < 2 || result->test_case->kind == CT_CASE_SETUP)
        return false;
    self->repetition++;
    self->passed += verdict == CT_PASS || verdict == CT_WARN;
    keep_if_worst(self);
    if (is_last || self->repetition == times || verdict == CT_NOT_RUN || verdict == CT_SKIP) {
        settle(self);
        return false;
    }
    result->steps = NULL;
    if (ct_case_run_prepare(self, self->context, result))
        return true;
    keep_if_worst(self);
    settle(self);
    return false;
}
