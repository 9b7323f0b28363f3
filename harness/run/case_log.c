/* What a flight writes into the journal: ahead of what it may leave behind, and when it is gone. */
#include "lang/json/json.h"
#include "run/case_run.h"
#include "run/cleanup_log.h"

/* A target's own steps are undone one by one, a case as a whole. */
static bool is_of_target(const ct_flight *f)
{
    return !f->result->asked->operation;
}

static size_t place_of(const ct_flight *f)
{
    size_t place = 0;
    for (const ct_step *step = f->result->asked->steps; step && step != f->step; step = step->next)
        place++;
    return place;
}

static bool has_cleanup(const ct_flight *f)
{
    return !f->is_cleaning &&
           (is_of_target(f) ? f->step->cleanup != NULL : f->result->asked->cleanup != NULL);
}

/* To be given back. */
static json_t *name_of(const ct_flight *f)
{
    return is_of_target(f) ? json_integer((json_int_t)place_of(f))
                           : json_string(f->result->asked->full_name);
}

const char *ct_flight_note_begin(ct_flight *f)
{
    ct_journal *journal = f->air->options->journal;
    if (!journal || !has_cleanup(f) || (f->is_noted && !is_of_target(f)))
        return NULL;
    json_t *name = name_of(f);
    const char *trouble = ct_journal_begin(journal, name);
    json_decref(name);
    f->is_noted = true;
    return trouble;
}

/* All that was captured, but for secrets; NULL: nothing. To be given back. */
static json_t *values_of(const ct_flight *f)
{
    json_t *values = f->captured.vars ? json_copy(f->captured.vars) : NULL;
    for (const ct_step *step = f->result->asked->steps; step && values; step = step->next)
        for (const ct_capture *c = step->captures; c; c = c->next)
            if (c->is_secret)
                json_object_del(values, c->name);
    return values;
}

const char *ct_flight_note_answer(ct_flight *f)
{
    ct_journal *journal = f->air->options->journal;
    if (!journal || !has_cleanup(f) || (!is_of_target(f) && !f->step->captures))
        return NULL;
    json_t *name = name_of(f), *values = values_of(f);
    const char *trouble = ct_journal_captured(journal, name, values);
    json_decref(name);
    json_decref(values);
    return trouble;
}

static bool is_clean(const ct_case_result *result)
{
    for (const ct_step_result *s = result->steps; s; s = s->next)
        if (s->is_cleanup && (s->verdict >= CT_ERROR || s->verdict == CT_NOT_RUN))
            return false;
    return true;
}

void ct_flight_note_end(ct_flight *f, size_t steps)
{
    ct_journal *journal = f->air->options->journal;
    if (!journal || !is_clean(f->result))
        return;
    if (!is_of_target(f)) {
        json_t *name = json_string(f->result->asked->full_name);
        if (f->is_noted)
            ct_journal_end(journal, name);
        json_decref(name);
        return;
    }
    const ct_step *step = f->result->asked->steps;
    for (size_t place = 0; step && place < steps; step = step->next, place++) {
        json_t *name = json_integer((json_int_t)place);
        if (step->cleanup)
            ct_journal_end(journal, name);
        json_decref(name);
    }
}
