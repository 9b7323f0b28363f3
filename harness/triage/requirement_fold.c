#include "triage/requirement_fold.h"

#include <string.h>

#include "base/map.h"
#include "lang/yaml/bind.h"
#include "triage/control.h"

/* A finding that counts against a requirement. */
typedef struct violation {
    unsigned step, finding;
    const ct_requirement *requirement;
    struct violation *next;
} violation;

typedef struct folded_case {
    const ct_case *test_case;
    ct_verdict verdict;
    const ct_requirement_outcome *outcomes;
    violation *violations;
    struct folded_case *next;
} folded_case;

struct ct_requirement_fold {
    ct_arena *arena;
    folded_case *first, **end;
    ct_controls *controls;
    ct_map by_name; /* the cases that failed, or have violations */
};

ct_requirement_fold *ct_requirement_fold_new(ct_arena *arena)
{
    ct_requirement_fold *fold = ct_new(arena, ct_requirement_fold);
    fold->arena = arena;
    fold->end = &fold->first;
    fold->controls = ct_controls_new(arena);
    return fold;
}

static violation **add_finding(const ct_requirement_fold *fold, violation **end, unsigned step,
                               unsigned index, const ct_finding *finding)
{
    for (const ct_cite *cite = finding->violates; cite; cite = cite->next) {
        *end = ct_new(fold->arena, violation);
        **end = (violation){step, index, cite->requirement, NULL};
        end = &(*end)->next;
    }
    return end;
}

static violation *violations_of(const ct_requirement_fold *fold, const ct_case_result *result)
{
    violation *first = NULL, **end = &first;
    unsigned step = 0;
    for (const ct_step_result *ran = result->steps; ran; ran = ran->next, step++) {
        unsigned index = 0;
        for (const ct_finding *f = ran->findings; f; f = f->next)
            end = add_finding(fold, end, step, index++, f);
    }
    return first;
}

void ct_requirement_fold_add(ct_requirement_fold *fold, const ct_case_result *result)
{
    folded_case *c = ct_new(fold->arena, folded_case);
    *c = (folded_case){.test_case = result->test_case,
                       .verdict = result->verdict,
                       .outcomes = result->requirements,
                       .violations = violations_of(fold, result)};
    *fold->end = c;
    fold->end = &c->next;
    if (c->outcomes)
        ct_controls_add(fold->controls, result);
    if (c->verdict == CT_FAIL || c->violations) {
        const char *name = result->test_case->full_name;
        ct_map_put(fold->arena, &fold->by_name, name, strlen(name), c);
    }
}

static const folded_case *find_case(const ct_requirement_fold *fold, const char *name)
{
    return ct_map_find(&fold->by_name, name, strlen(name));
}

/* ---- Requirements ----------------------------------------------------------------------- */

typedef struct row {
    ct_requirement_result result;
    bool has_case, shows_nothing;
    ct_name **end;
} row;

bool ct_control_is_acceptance(const ct_control *control)
{
    return control && (*control->expected == '4' || *control->expected == '5') &&
           control->status >= 200 && control->status <= 299;
}

static bool has_status(const folded_case *c, ct_requirement_status status)
{
    const ct_requirement_outcome *o = c->outcomes;
    while (o && o->status != status)
        o = o->next;
    return o;
}

/* Whether a request was accepted that the control shows to be accepted anyway, and whose control
 * fails a requirement of its own with it. */
static bool has_failed_control(const ct_requirement_fold *fold, const folded_case *c)
{
    const ct_control *control =
        c->verdict == CT_FAIL ? ct_control_of(fold->controls, c->test_case) : NULL;
    if (!ct_control_is_acceptance(control))
        return false;
    const folded_case *first = find_case(fold, control->test_case->full_name);
    return first && has_status(first, CT_FAILED);
}

static void add_case(const ct_requirement_fold *fold, row *r, const folded_case *c,
                     ct_requirement_status status)
{
    r->has_case = true;
    r->shows_nothing =
        r->shows_nothing || (status == CT_NOT_APPLICABLE && has_status(c, CT_WAIVED));
    if (status > r->result.status) {
        r->result.status = status;
        r->result.cases = NULL;
        r->end = &r->result.cases;
    }
    if (status < r->result.status || status <= CT_PASSED)
        return;
    *r->end = ct_new(fold->arena, ct_name);
    (*r->end)->text = c->test_case->full_name;
    r->end = &(*r->end)->next;
}

static void fold_case(const ct_requirement_fold *fold, const ct_map *rows, const folded_case *c)
{
    bool const is_dependent = has_failed_control(fold, c);
    for (const ct_requirement_outcome *o = c->outcomes; o; o = o->next) {
        const char *id = o->requirement->id;
        row *r = (row *)ct_map_find(rows, id, strlen(id));
        bool const is_open = is_dependent && o->status == CT_FAILED;
        if (r)
            add_case(fold, r, c, is_open ? CT_NOT_VERIFIED : o->status);
    }
}

/* A requirement that only waived failures of others are about is not verified. */
static void settle(row *r)
{
    if (!r->has_case && !r->result.requirement->not_tested)
        r->result.status = CT_NOT_VERIFIED;
    else if (r->has_case && r->result.status == CT_NOT_APPLICABLE && r->shows_nothing)
        r->result.status = CT_NOT_VERIFIED;
}

const ct_requirement_result *ct_requirement_fold_results(ct_requirement_fold *fold,
                                                         const ct_suite *suite)
{
    ct_requirement_result *first = NULL, **end = &first;
    ct_map rows = {0};
    ct_controls_find(fold->controls);
    for (const ct_requirement *r = suite->requirements; r; r = r->next) {
        row *one = ct_new(fold->arena, row);
        one->result.requirement = r;
        one->end = &one->result.cases;
        ct_map_put(fold->arena, &rows, r->id, strlen(r->id), one);
    }
    for (const folded_case *c = fold->first; c; c = c->next)
        fold_case(fold, &rows, c);
    for (const ct_requirement *r = suite->requirements; r; r = r->next) {
        row *one = (row *)ct_map_find(&rows, r->id, strlen(r->id));
        settle(one);
        *end = &one->result;
        end = &one->result.next;
    }
    return first;
}

/* ---- Causes ----------------------------------------------------------------------------- */

static void add_violated(const ct_requirement_fold *fold, ct_name **end, const char *id)
{
    for (; *end; end = &(*end)->next)
        if (!strcmp((*end)->text, id))
            return;
    *end = ct_new(fold->arena, ct_name);
    (*end)->text = id;
}

static void join(ct_name **end, ct_name *others)
{
    while (*end)
        end = &(*end)->next;
    *end = others;
}

void ct_requirement_fold_causes(const ct_requirement_fold *fold, ct_cause *causes)
{
    for (ct_cause *cause = causes; cause; cause = cause->next) {
        ct_name *musts = NULL, *others = NULL;
        for (const ct_cause_case *one = cause->cases; one; one = one->next) {
            const folded_case *c = one->has_finding ? find_case(fold, one->name) : NULL;
            if (c && has_failed_control(fold, c))
                continue; /* its failures show nothing of their own */
            for (const violation *v = c ? c->violations : NULL; v; v = v->next)
                if (v->step == one->step && v->finding == one->finding)
                    add_violated(fold, ct_level_is_must(v->requirement->level) ? &musts : &others,
                                 v->requirement->id);
        }
        join(&musts, others);
        cause->violates = musts;
    }
}
