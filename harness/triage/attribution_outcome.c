/* What a case shows about each requirement that it cites. */
#include "triage/attribution_parts.h"

void ct_finding_violates(const ct_attribution *a, ct_finding *f, const ct_requirement *requirement)
{
    const ct_cite **end = &f->violates;
    for (; *end; end = (const ct_cite **)&(*end)->next)
        if ((*end)->requirement == requirement)
            return;
    ct_cite *one = ct_new(a->steps, ct_cite);
    one->requirement = requirement;
    *end = one;
}

const ct_step_result *ct_attribution_result_of(const ct_case_result *result, const ct_step *step)
{
    const ct_step_result *ran = result->steps;
    while (ran && (ran->is_cleanup || ran->step != step))
        ran = ran->next;
    return ran;
}

bool ct_cited_is_must(const ct_cited *c)
{
    return ct_level_is_must(c->requirement->level);
}

/* ---- Outcomes --------------------------------------------------------------------------- */

static ct_requirement_status by_verdict(const ct_cited *c, ct_verdict verdict)
{
    switch (verdict) {
    case CT_PASS:
        return CT_PASSED;
    case CT_WARN:
        return ct_cited_is_must(c) ? CT_PASSED : CT_WARNED;
    case CT_FAIL:
        return CT_FAILED;
    case CT_SKIP:
        return CT_NOT_APPLICABLE;
    default:
        return CT_NOT_VERIFIED;
    }
}

/* A step's own citation without `about` has the verdict of the step. */
static ct_requirement_status without_place(const ct_attribution *a, const ct_cited *c)
{
    const ct_step_result *ran = c->step ? ct_attribution_result_of(a->result, c->step) : NULL;
    return by_verdict(c, !c->step ? a->result->verdict : ran ? ran->verdict : CT_NOT_RUN);
}

static ct_requirement_status status_of(const ct_attribution *a, const ct_cited *c)
{
    const ct_case_result *result = a->result;
    if (result->verdict == CT_SKIP)
        return result->test_case->skip ? CT_NOT_VERIFIED : CT_NOT_APPLICABLE;
    if (result->verdict == CT_NOT_RUN)
        return CT_NOT_VERIFIED;
    if (!c->requirement->about)
        return without_place(a, c);
    if (c->is_failed)
        return CT_FAILED;
    if (c->is_hidden || c->unevaluated)
        return CT_NOT_VERIFIED;
    if (c->is_warned)
        return CT_WARNED;
    return c->held ? CT_PASSED : c->skipped ? CT_NOT_APPLICABLE : CT_NOT_VERIFIED;
}

/* One outcome for each requirement: the worst of those of the case and of its steps. */
static ct_requirement_outcome *add_outcomes(const ct_attribution *a)
{
    ct_requirement_outcome *first = NULL, **end = &first;
    for (const ct_cited *c = a->cites; c; c = c->next) {
        ct_requirement_status const status = status_of(a, c);
        ct_requirement_outcome *known = first;
        while (known && known->requirement != c->requirement)
            known = known->next;
        if (known) {
            known->status = status > known->status ? status : known->status;
            continue;
        }
        *end = ct_new(a->arena, ct_requirement_outcome);
        **end = (ct_requirement_outcome){c->requirement, status, NULL};
        end = &(*end)->next;
    }
    return first;
}

typedef enum group { MUST, OTHERS, ALL } group;

static bool is_in(const ct_requirement_outcome *o, group which)
{
    return which == ALL || ct_level_is_must(o->requirement->level) == (which == MUST);
}

static bool all_passed(const ct_requirement_outcome *o, group which)
{
    bool has_any = false;
    for (; o; o = o->next) {
        if (!is_in(o, which))
            continue;
        has_any = true;
        if (o->status != CT_PASSED && o->status != CT_NOT_APPLICABLE)
            return false;
    }
    return has_any;
}

static void set_all(ct_requirement_outcome *o, group which, ct_requirement_status status)
{
    for (; o; o = o->next)
        if (is_in(o, which))
            o->status = status;
}

static bool has_must(const ct_requirement_outcome *o)
{
    while (o && !is_in(o, MUST))
        o = o->next;
    return o;
}

/* Notes in the findings that they count against all of the group. */
static void blame_group(const ct_attribution *a, const ct_requirement_outcome *first, group which,
                        ct_verdict verdict)
{
    for (ct_step_result *ran = a->result->steps; ran; ran = ran->next)
        for (ct_finding *f = ran->is_cleanup ? NULL : ran->findings; f; f = f->next)
            for (const ct_requirement_outcome *o = first; o && f->verdict == verdict; o = o->next)
                if (is_in(o, which))
                    ct_finding_violates(a, f, o->requirement);
}

static bool has_failed_finding(const ct_case_result *result)
{
    for (const ct_step_result *ran = result->steps; ran; ran = ran->next)
        for (const ct_finding *f = ran->is_cleanup ? NULL : ran->findings; f; f = f->next)
            if (f->verdict == CT_FAIL)
                return true;
    return false;
}

/* What is not absorbed by a cited requirement must not leave all of them passed. */
static void settle(const ct_attribution *a, ct_requirement_outcome *first)
{
    ct_verdict const verdict = a->result->verdict;
    group const blamed = has_must(first) ? MUST : ALL;
    bool const is_loose = a->has_loose_failure || !has_failed_finding(a->result);
    if (verdict == CT_FAIL && is_loose && all_passed(first, blamed)) {
        set_all(first, blamed, CT_FAILED);
        blame_group(a, first, blamed, CT_FAIL);
    } else if (verdict == CT_ERROR && all_passed(first, ALL)) {
        set_all(first, ALL, CT_NOT_VERIFIED);
    } else if (verdict == CT_WARN && a->has_loose_warning && all_passed(first, OTHERS)) {
        set_all(first, OTHERS, CT_WARNED);
        blame_group(a, first, OTHERS, CT_WARN);
    }
}

const ct_requirement_outcome *ct_attribution_outcomes(const ct_attribution *a)
{
    ct_requirement_outcome *first = add_outcomes(a);
    settle(a, first);
    return first;
}
