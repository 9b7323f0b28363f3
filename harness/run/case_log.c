/* What a case run writes into the journal: before a request that needs cleaning up, and after the
 * cleanup. */
#include "lang/json/json.h"
#include "run/case_run.h"
#include "run/cleanup_log.h"

/* The steps of a target are cleaned up one by one, a case as a whole. */
static bool is_of_target(const ct_case_run *self)
{
    return self->result->test_case->kind == CT_CASE_SETUP;
}

static size_t place_of(const ct_case_run *self)
{
    size_t place = 0;
    for (const ct_step *step = self->result->test_case->steps; step && step != self->step;
         step = step->next)
        place++;
    return place;
}

static bool has_cleanup(const ct_case_run *self)
{
    return !self->is_cleaning && (is_of_target(self) ? self->step->cleanup != NULL
                                                     : self->result->test_case->cleanup != NULL);
}

/* The caller calls json_decref(). */
static json_t *name_of(const ct_case_run *self)
{
    return is_of_target(self) ? json_integer((json_int_t)place_of(self))
                              : json_string(self->result->test_case->full_name);
}

const char *ct_case_run_log_start(ct_case_run *self)
{
    ct_cleanup_log *journal = self->context->options->journal;
    if (!journal || !has_cleanup(self) || (self->is_logged && !is_of_target(self)))
        return NULL;
    json_t *name = name_of(self);
    const char *error = ct_cleanup_log_start(journal, name);
    json_decref(name);
    self->is_logged = true;
    return error;
}

/* All captured values that are not secret; NULL: none. The caller calls json_decref(). */
static json_t *values_of(const ct_case_run *self)
{
    json_t *values = self->captured.vars ? json_copy(self->captured.vars) : NULL;
    for (const ct_step *step = self->result->test_case->steps; step && values; step = step->next)
        for (const ct_capture *c = step->captures; c; c = c->next)
            if (c->is_secret)
                json_object_del(values, c->name);
    return values;
}

const char *ct_case_run_log_response(ct_case_run *self)
{
    ct_cleanup_log *journal = self->context->options->journal;
    if (!journal || !has_cleanup(self) || (!is_of_target(self) && !self->step->captures))
        return NULL;
    json_t *name = name_of(self), *values = values_of(self);
    const char *error = ct_cleanup_log_captured(journal, name, values);
    json_decref(name);
    json_decref(values);
    return error;
}

static bool is_clean(const ct_case_result *result)
{
    for (const ct_step_result *s = result->steps; s; s = s->next)
        if (s->is_cleanup && (s->verdict >= CT_ERROR || s->verdict == CT_NOT_RUN))
            return false;
    return true;
}

void ct_case_run_log_end(ct_case_run *self, size_t steps)
{
    ct_cleanup_log *journal = self->context->options->journal;
    if (!journal || !is_clean(self->result))
        return;
    if (!is_of_target(self)) {
        json_t *name = json_string(self->result->test_case->full_name);
        if (self->is_logged)
            ct_cleanup_log_end(journal, name);
        json_decref(name);
        return;
    }
    const ct_step *step = self->result->test_case->steps;
    for (size_t place = 0; step && place < steps; step = step->next, place++) {
        json_t *name = json_integer((json_int_t)place);
        if (step->cleanup)
            ct_cleanup_log_end(journal, name);
        json_decref(name);
    }
}
