#include "triage/cause.h"

#include <stdlib.h>
#include <string.h>

#include "triage/cause_title.h"
#include "triage/failure_groups.h"

struct ct_triage {
    ct_failed_cases failures;
    const ct_control *controls; /* NULL: none */
};

/* A group while it becomes a cause. */
typedef struct draft {
    const ct_group *group;
    const ct_group_member *first; /* the simplest case, which represents the cause */
    const ct_control *control;    /* which explains at least half of the cases; NULL: none */
    ct_cause *cause;
} draft;

ct_triage *ct_triage_new(ct_arena *arena)
{
    ct_triage *triage = ct_new(arena, ct_triage);
    ct_failed_cases_init(&triage->failures, arena);
    return triage;
}

void ct_triage_add(ct_triage *triage, const ct_case_result *result)
{
    ct_failed_cases_add(&triage->failures, result);
}

const ct_controls *ct_triage_controls(const ct_triage *triage)
{
    return triage->failures.controls;
}

/* ---- What represents a cause ---- */

/* A case with few steps, whose response shows little else, and with a short request. */
static bool is_simpler(const ct_failed_case *a, const ct_failed_case *b)
{
    if (a->step_count != b->step_count)
        return a->step_count < b->step_count;
    if (a->symptom_count != b->symptom_count)
        return a->symptom_count < b->symptom_count;
    return a->request_size < b->request_size;
}

static const ct_group_member *simplest(const ct_group *group)
{
    const ct_group_member *found = group->members;
    for (const ct_group_member *m = group->members; m; m = m->next)
        if (is_simpler(m->failure, found->failure))
            found = m;
    return found;
}

static const ct_group_member *member_of(const ct_group *group, const ct_case *test_case)
{
    const ct_group_member *m = group->members;
    while (m && m->failure->test_case != test_case)
        m = m->next;
    return m;
}

/* The control that explains most of a group of statuses, with its own case in the group. */
static const ct_control *control_of(const ct_triage *triage, const ct_group *group)
{
    const ct_control *best = NULL;
    if (group->symptoms->symptom->kind != CT_SYMPTOM_STATUS || group->is_everywhere)
        return NULL;
    for (const ct_control *c = triage->controls; c; c = c->next)
        if ((c->dependent_count + 1) * 2 >= group->count && member_of(group, c->test_case) &&
            (!best || c->dependent_count > best->dependent_count))
            best = c;
    return best;
}

static bool is_in_body(const ct_symptom *symptom)
{
    return symptom->kind >= CT_SYMPTOM_WRAPPED && symptom->kind <= CT_SYMPTOM_STATE;
}

static ct_mismatch common_mismatch(const ct_group *g)
{
    for (const ct_shown_symptom *s = g->symptoms; s; s = s->next)
        if (s->symptom->mismatch != g->symptoms->symptom->mismatch)
            return CT_MISMATCH_NONE;
    return g->symptoms->symptom->mismatch;
}

static const char *kind_of(const draft *d)
{
    static const char *const kinds[] = {[CT_SYMPTOM_ERROR] = "error",
                                        [CT_SYMPTOM_STATUS] = "status",
                                        [CT_SYMPTOM_HEADER] = "header",
                                        [CT_SYMPTOM_WRAPPED] = "wrapped-body",
                                        [CT_SYMPTOM_RENAMED] = "renamed-property",
                                        [CT_SYMPTOM_VALUE] = "value",
                                        [CT_SYMPTOM_STATE] = "state",
                                        [CT_SYMPTOM_OTHER] = "other"};
    static const char *const unchecked[CT_CONTROL_PARTS] = {
        [CT_CONTROL_HEADER] = "unchecked-header",
        [CT_CONTROL_QUERY] = "unchecked-query",
        [CT_CONTROL_PROPERTY] = "unchecked-property"};
    return d->control && d->control->is_of_most ? unchecked[d->control->part]
                                                : kinds[d->group->symptoms->symptom->kind];
}

static ct_cause_case *cases_of(ct_arena *arena, const ct_group *group)
{
    ct_cause_case *cases = NULL, **tail = &cases;
    for (const ct_group_member *m = group->members; m; m = m->next) {
        ct_cause_case *one = ct_new(arena, ct_cause_case);
        *one = (ct_cause_case){.name = m->failure->test_case->full_name,
                               .step = m->failure->step,
                               .has_finding = m->symptom->finding != CT_SYMPTOM_NO_FINDING};
        one->finding = one->has_finding ? m->symptom->finding : 0;
        *tail = one;
        tail = &one->next;
    }
    return cases;
}

static ct_cause *cause_of(const ct_triage *triage, draft *d)
{
    ct_arena *arena = triage->failures.arena;
    const ct_symptom *lead = d->group->symptoms->symptom;
    d->control = control_of(triage, d->group);
    d->first = d->control ? member_of(d->group, d->control->test_case) : simplest(d->group);
    ct_title_facts const facts = {.group = d->group,
                                  .control = d->control,
                                  .first = d->first,
                                  .response_count = triage->failures.response_count};
    d->cause = ct_new(arena, ct_cause);
    *d->cause = (ct_cause){.kind = kind_of(d),
                           .subject = lead->subject,
                           .path = is_in_body(lead) ? lead->place : NULL,
                           .mismatch = common_mismatch(d->group),
                           .text = ct_cause_title(arena, &facts),
                           .expected = d->first->symptom->expected,
                           .actual = d->first->symptom->actual,
                           .first = d->first->failure->test_case->full_name,
                           .cases = cases_of(arena, d->group)};
    return d->cause;
}

/* ---- Consequences ---- */

static bool is_status_accepted(const ct_symptom *s)
{
    return s->kind == CT_SYMPTOM_STATUS && s->expected && *s->expected == '4' && *s->name == '2';
}

/* When the first request that should have been rejected was accepted and may have changed the
 * target; 0: never. */
static int64_t interference_at(const ct_group *group)
{
    int64_t first = 0;
    for (const ct_group_member *m = group->members; m; m = m->next)
        if (m->failure->is_write && is_status_accepted(m->symptom) &&
            (!first || m->failure->sent_at < first))
            first = m->failure->sent_at;
    return first;
}

static bool is_success_instead(const ct_symptom *s)
{
    return s->kind == CT_SYMPTOM_STATUS && s->expected && *s->expected != '2' && *s->name == '2';
}

/* Whether the response to a write already shows that it had another effect. */
static bool has_other_effect(const ct_group *group)
{
    for (const ct_group_member *m = group->members; m; m = m->next)
        if (m->failure->is_write && (m->symptom->is_of_list || is_success_instead(m->symptom)))
            return true;
    return false;
}

/* How likely it is that a group is the reason for a wrong state that was seen then; 0: it is not.
 */
static int likelihood(const ct_group *group, int64_t seen_at)
{
    int64_t const accepted_at = interference_at(group);
    if (group->symptoms->symptom->kind == CT_SYMPTOM_STATE)
        return 0;
    if (accepted_at && (!seen_at || accepted_at <= seen_at))
        return 2;
    return has_other_effect(group) ? 1 : 0;
}

/* A list that does not show what a case wrote is a consequence if there is a reason for it. */
static void find_reason(const draft *drafts, size_t count, const draft *consequence)
{
    int best = 0;
    if (consequence->group->symptoms->symptom->kind != CT_SYMPTOM_STATE)
        return;
    for (size_t i = 0; i < count; i++) {
        int const found = likelihood(drafts[i].group, consequence->first->failure->sent_at);
        if (found > best) {
            consequence->cause->follows = drafts[i].cause->id;
            best = found;
        }
    }
}

/* ---- Causes ---- */

static int compare_drafts(const void *a, const void *b)
{
    const ct_group *x = ((const draft *)a)->group, *y = ((const draft *)b)->group;
    bool const is_state = x->symptoms->symptom->kind == CT_SYMPTOM_STATE;
    size_t const first = x->members->failure->number, second = y->members->failure->number;
    if (is_state != (y->symptoms->symptom->kind == CT_SYMPTOM_STATE) && x->count == y->count)
        return is_state ? 1 : -1;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return (first > second) - (first < second);
}

ct_cause *ct_triage_causes(ct_triage *triage)
{
    ct_failed_cases *failures = &triage->failures;
    ct_cause *first = NULL, **tail = &first;
    size_t count = 0;
    if (!failures->count)
        return NULL;
    ct_failed_cases_sort(failures);
    triage->controls = ct_controls_find(failures->controls);
    const ct_group *groups = ct_groups_of(failures);
    for (const ct_group *g = groups; g; g = g->next)
        count++;
    draft *drafts = ct_arena_alloc(failures->arena, count * sizeof *drafts);
    for (size_t i = 0; i < count; i++, groups = groups->next)
        drafts[i].group = groups;
    qsort(drafts, count, sizeof *drafts, compare_drafts);
    for (size_t i = 0; i < count; i++) {
        *tail = cause_of(triage, &drafts[i]);
        (*tail)->id = (unsigned)i + 1;
        tail = &(*tail)->next;
    }
    for (size_t i = 0; i < count; i++)
        find_reason(drafts, count, &drafts[i]);
    return first;
}
