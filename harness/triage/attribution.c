#include "triage/attribution.h"

#include <string.h>

#include "judge/checks.h"
#include "judge/content.h"
#include "model/about_match.h"
#include "triage/attribution_parts.h"

typedef enum state { HELD, BROKEN, UNEVALUATED, SKIPPED, STATES } state;

/* ---- Citations -------------------------------------------------------------------------- */

static ct_cited **add_cites(ct_attribution *a, const ct_cite *cite, const ct_step *step,
                            ct_cited **end)
{
    for (; cite; cite = cite->next) {
        if (!step && cite->is_of_steps)
            continue;
        *end = ct_new(a->scratch, ct_cited);
        (*end)->requirement = cite->requirement;
        (*end)->step = step;
        end = &(*end)->next;
    }
    return end;
}

static void collect_cites(ct_attribution *a)
{
    const ct_case *test_case = a->result->test_case;
    ct_cited **end = add_cites(a, test_case->verifies, NULL, &a->cites);
    for (const ct_step *step = test_case->steps; step; step = step->next)
        end = add_cites(a, step->verifies, step, end);
}

static bool is_in_scope(const ct_attribution *a, const ct_cited *c)
{
    return !c->step || c->step == a->step;
}

/* ---- Statuses --------------------------------------------------------------------------- */

static bool names_status(const ct_expect *expects)
{
    for (const ct_expect *e = expects; e; e = e->next) {
        if (e->subject == CT_SUBJECT_STATUS)
            return true;
        for (const ct_alternative *alt = e->alternatives; alt; alt = alt->next)
            if (names_status(alt->expects))
                return true;
    }
    return false;
}

static bool accepts_status(const ct_attribution *a, const ct_expect *expects, unsigned status)
{
    for (const ct_expect *e = expects; e; e = e->next) {
        if (ct_expect_accepts_status(a->scratch, e, status))
            return true;
        for (const ct_alternative *alt = e->alternatives; alt; alt = alt->next)
            if (accepts_status(a, alt->expects, status))
                return true;
    }
    return false;
}

/* The expectation of the step that decides which status is expected: the first that names one, as
 * those of `expect` are before those of `should`. NULL: there is none. */
static const ct_expect *decider(const ct_step *step)
{
    for (const ct_expect *e = step->expects; e; e = e->next) {
        ct_expect alone = *e;
        alone.next = NULL;
        if (names_status(&alone))
            return e;
    }
    return NULL;
}

static bool accepts(const ct_attribution *a, const ct_expect *expect, unsigned status)
{
    ct_expect alone = *expect;
    alone.next = NULL;
    return accepts_status(a, &alone, status);
}

/* Whether the step expects that status, so that a place with it is what the step is about. A part
 * of a response with another status than the received one is not. */
static bool is_expected(const ct_attribution *a, unsigned status, ct_subject subject)
{
    unsigned const received = a->ran ? a->ran->status : 0;
    bool const is_part = subject != CT_SUBJECT_STATUS && subject != CT_SUBJECT_ONE_OF;
    if (a->is_as_received)
        return status == received;
    if (a->row && (status < a->row->low || status > a->row->high))
        return false;
    if (received && !a->is_status_wrong && (status == received || is_part))
        return status == received;
    const ct_expect *expect = decider(a->step);
    return expect ? accepts(a, expect, status) : !received;
}

static bool is_broken(const ct_finding *f)
{
    return f->verdict == CT_FAIL || f->verdict == CT_WARN;
}

/* Alternatives of which none permits the status are about the status. */
static bool is_of_status(const ct_attribution *a, const ct_expect *expect)
{
    return expect->subject == CT_SUBJECT_STATUS ||
           (expect->subject == CT_SUBJECT_ONE_OF && expect == decider(a->step) &&
            !accepts(a, expect, a->ran->status));
}

static bool has_wrong_status(const ct_attribution *a)
{
    const ct_expect *expect = decider(a->step);
    for (const ct_finding *f = a->ran ? a->ran->findings : NULL; f; f = f->next)
        if (is_broken(f) && f->expect && (f->expect == expect || f->verdict == CT_FAIL) &&
            is_of_status(a, f->expect))
            return true;
    return false;
}

/* ---- Fits ------------------------------------------------------------------------------- */

static ct_fit closer(ct_fit a, ct_fit b)
{
    if (a > CT_FIT_NONE || b > CT_FIT_NONE)
        return a > b ? a : b;
    return a < b ? a : b;
}

static ct_fit fit_place(const ct_attribution *a, const ct_about *about, const ct_checked *checked)
{
    ct_checked own = *checked;
    own.method = a->method;
    own.path = a->path ? a->path : about->path ? about->path : "";
    own.received = a->ran && (a->is_finding || !a->is_status_wrong) ? a->ran->status : 0;
    if (about->is_effect ? a->is_as_received : !is_expected(a, about->status, checked->subject))
        return CT_FIT_NONE;
    own.status = about->status;
    return about->method ? ct_about_fit(about, &own) : CT_FIT_NONE;
}

static ct_fit fit_of(const ct_attribution *a, const ct_cited *c, const ct_checked *checked)
{
    ct_fit found = CT_FIT_NONE;
    for (const ct_about *about = c->requirement->about; about; about = about->next)
        found = closer(found, fit_place(a, about, checked));
    return found;
}

static bool is_of_body(ct_subject subject)
{
    return subject == CT_SUBJECT_JSON || subject == CT_SUBJECT_PATH || subject == CT_SUBJECT_TEXT ||
           subject == CT_SUBJECT_BYTES;
}

static void note_check(const ct_check *check, void *user)
{
    const ct_attribution *a = user;
    ct_checked const checked = {
        .subject = check->subject, .header = check->header, .at = check->at};
    for (ct_cited *c = a->cites; c; c = c->next) {
        if (!is_in_scope(a, c) || c->fit > CT_FIT_NONE)
            continue;
        ct_fit const fit = fit_of(a, c, &checked);
        bool const is_inside = check->is_deep && fit == CT_FIT_HIDES && is_of_body(check->subject);
        c->fit = is_inside ? CT_FIT_AROUND : closer(c->fit, fit);
    }
}

static void fit_checks(ct_attribution *a, const ct_expect *expect)
{
    ct_expect_each_check(expect, note_check, a);
    for (const ct_alternative *alt = expect->alternatives; alt; alt = alt->next)
        for (const ct_expect *e = alt->expects; e; e = e->next)
            fit_checks(a, e);
}

/* Sets `fit` of each citation in scope to how the places of an expectation fit it. */
static void fit_expect(ct_attribution *a, const ct_expect *expect)
{
    for (ct_cited *c = a->cites; c; c = c->next)
        c->fit = CT_FIT_NONE;
    fit_checks(a, expect);
}

/* ---- Findings --------------------------------------------------------------------------- */

static void blame_one(const ct_attribution *a, ct_finding *f, ct_cited *c)
{
    if (f->verdict == CT_FAIL) {
        c->is_failed = true;
        ct_finding_violates(a, f, c->requirement);
    } else if (!ct_cited_is_must(c)) {
        c->is_warned = true;
        ct_finding_violates(a, f, c->requirement);
    }
}

/* What contains the difference is not violated by a part that is missing, nor the whole body by one
 * of its parts. */
static ct_fit narrow(ct_fit fit, const ct_finding *f, bool is_missing)
{
    bool const is_only_around = fit > CT_FIT_NONE && fit < CT_FIT_EXACT;
    bool const is_of_root = fit == CT_FIT_AROUND && is_of_body(f->expect->subject);
    return is_only_around && (is_missing || is_of_root) ? CT_FIT_NONE : fit;
}

/* Blames those whose fit is the closest, of the step if it has one. Those that are hidden by the
 * difference, or spared because the step has its own, are not verified. Returns whether any fits.
 */
static bool blame(const ct_attribution *a, ct_finding *f, bool is_missing)
{
    ct_fit best[2] = {CT_FIT_NONE, CT_FIT_NONE};
    for (ct_cited *c = a->cites; c; c = c->next) {
        c->fit = narrow(c->fit, f, is_missing);
        c->is_hidden = c->is_hidden || (c->fit == CT_FIT_HIDES && f->verdict == CT_FAIL &&
                                        is_of_body(f->expect->subject));
        if (c->fit > best[c->step != NULL])
            best[c->step != NULL] = c->fit;
    }
    bool const is_own = best[1] > CT_FIT_NONE;
    for (ct_cited *c = a->cites; c; c = c->next) {
        if (c->fit > CT_FIT_NONE && c->fit == best[is_own] && (c->step != NULL) == is_own)
            blame_one(a, f, c);
        else if (is_own && c->fit == CT_FIT_EXACT && f->verdict == CT_FAIL)
            c->is_hidden = true;
    }
    return best[0] > CT_FIT_NONE || best[1] > CT_FIT_NONE;
}

/* ---- What an operation documents -------------------------------------------------------- */

/* How a finding of a `responses` row fits a requirement that need not be cited. An effect is shown
 * only by the cases that cite it, and a failure violates a MUST, a warning one of another level. */
static ct_fit fit_other(const ct_attribution *a, const ct_requirement *requirement,
                        const ct_finding *f, const ct_checked *checked, bool is_missing)
{
    ct_fit found = CT_FIT_NONE;
    if (ct_level_is_must(requirement->level) != (f->verdict == CT_FAIL))
        return CT_FIT_NONE;
    for (const ct_about *about = requirement->about; about; about = about->next)
        if (!about->is_effect)
            found = closer(found, narrow(fit_place(a, about, checked), f, is_missing));
    return found;
}

static void blame_other(const ct_attribution *a, ct_finding *f, const ct_requirement *requirement)
{
    ct_finding_violates(a, f, requirement);
    for (ct_cited *c = a->cites; c; c = c->next)
        if (c->requirement == requirement)
            blame_one(a, f, c);
}

/* Blames the closest requirements of the suite for a finding of a `responses` row that fits none
 * that is cited: the operation documents what differs, whatever the case is about. */
static void blame_others(ct_attribution *a, ct_finding *f, const ct_checked *checked,
                         bool is_missing)
{
    ct_fit best = (ct_fit)(CT_FIT_AROUND + 1); /* closer than the whole body or response */
    a->is_finding = true;
    for (const ct_requirement *r = a->row ? a->suite->requirements : NULL; r; r = r->next)
        best = closer(best, fit_other(a, r, f, checked, is_missing));
    for (const ct_requirement *r = a->row ? a->suite->requirements : NULL; r; r = r->next)
        if (fit_other(a, r, f, checked, is_missing) == best)
            blame_other(a, f, r);
    a->is_finding = false;
}

/* ---- Where findings are ----------------------------------------------------------------- */

static void fit_finding(ct_attribution *a, const ct_checked *checked)
{
    a->is_finding = true;
    for (ct_cited *c = a->cites; c; c = c->next)
        c->fit = is_in_scope(a, c) ? fit_of(a, c, checked) : CT_FIT_NONE;
    a->is_finding = false;
}

/* A requirement without `about` is blamed for every finding, unless the step cites its own. */
static void blame_without_place(const ct_attribution *a, ct_finding *f)
{
    bool is_own = false;
    for (const ct_cited *c = a->cites; c; c = c->next)
        for (const ct_cite *v = f->violates; v && c->step == a->step; v = v->next)
            is_own = is_own || v->requirement == c->requirement;
    for (ct_cited *c = a->cites; c; c = c->next)
        if (!c->requirement->about && (c->step ? c->step == a->step : !is_own))
            blame_one(a, f, c);
}

static void blame_differences(ct_attribution *a, ct_finding *f)
{
    for (const ct_difference *d = f->differences; d; d = d->next) {
        const char *at = d->path ? d->path : f->expect->name;
        bool const is_missing = d->mismatch == CT_MISMATCH_MISSING;
        ct_checked const checked = {.subject = f->expect->subject, .at = at};
        fit_finding(a, &checked);
        if (!blame(a, f, is_missing))
            blame_others(a, f, &checked, is_missing);
    }
}

static bool is_violated(const ct_finding *f, const ct_cited *c)
{
    const ct_cite *v = f->violates;
    while (v && v->requirement != c->requirement)
        v = v->next;
    return v;
}

/* The parts of a body that do not differ hold. If not all differences are listed, it is not known
 * which parts these are; and what another finding would show is not known either. */
static void count_rest(ct_attribution *a, const ct_finding *f)
{
    bool const has_places = f->differences && f->expect->subject != CT_SUBJECT_ONE_OF;
    unsigned listed = 0;
    for (const ct_difference *d = f->differences; d; d = d->next)
        listed++;
    fit_expect(a, f->expect);
    for (ct_cited *c = a->cites; c; c = c->next) {
        if (c->fit <= CT_FIT_NONE || is_violated(f, c) ||
            (f->expect->is_should && ct_cited_is_must(c)))
            continue;
        if (!has_places || listed < f->difference_count || c->is_hidden)
            c->unevaluated++;
        else
            c->held++;
    }
}

static void take_finding(ct_attribution *a, ct_finding *f)
{
    bool const has_places = f->differences && f->expect->subject != CT_SUBJECT_ONE_OF;
    if (has_places) {
        blame_differences(a, f);
    } else if (f->expect->subject == CT_SUBJECT_ONE_OF) {
        fit_expect(a, f->expect);
        blame(a, f, false);
    } else {
        ct_checked const checked = {
            .subject = f->expect->subject, .header = f->expect->name, .at = f->expect->name};
        fit_finding(a, &checked);
        if (!blame(a, f, false))
            blame_others(a, f, &checked, false);
    }
    blame_without_place(a, f);
    bool has_must = false;
    for (const ct_cite *v = f->violates; v; v = v->next)
        has_must = has_must || ct_level_is_must(v->requirement->level);
    a->has_loose_failure = a->has_loose_failure || (f->verdict == CT_FAIL && !has_must);
    a->has_loose_warning = a->has_loose_warning || (f->verdict == CT_WARN && !f->violates);
    count_rest(a, f);
}

/* ---- Expectations ----------------------------------------------------------------------- */

static ct_finding *finding_of(const ct_attribution *a, const ct_expect *expect)
{
    ct_finding *f = a->ran ? a->ran->findings : NULL;
    while (f && f->expect != expect)
        f = f->next;
    return f;
}

static state state_of(const ct_attribution *a, const ct_expect *expect, const ct_finding *f)
{
    if (a->ran && a->ran->verdict == CT_SKIP)
        return SKIPPED;
    if (!a->ran || a->ran->verdict == CT_NOT_RUN || !a->ran->checks)
        return UNEVALUATED;
    if ((f && !is_broken(f)) || (a->is_status_wrong && !is_of_status(a, expect)))
        return UNEVALUATED;
    return f ? BROKEN : HELD;
}

static void count(const ct_attribution *a, const ct_expect *expect, state s)
{
    for (ct_cited *c = a->cites; c; c = c->next) {
        if (c->fit <= CT_FIT_NONE || (expect->is_should && ct_cited_is_must(c)))
            continue;
        c->held += s == HELD;
        c->unevaluated += s == UNEVALUATED;
        c->skipped += s == SKIPPED;
    }
}

/* What holds on an unexpected status shows that it holds there, not where it was expected. */
static void count_as_received(ct_attribution *a, const ct_expect *expect)
{
    a->is_as_received = true;
    fit_expect(a, expect);
    a->is_as_received = false;
    count(a, expect, HELD);
    for (ct_cited *c = a->cites; c; c = c->next)
        c->is_shown = c->fit > CT_FIT_NONE;
    fit_expect(a, expect);
    for (ct_cited *c = a->cites; c; c = c->next)
        c->fit = c->is_shown ? CT_FIT_NONE : c->fit;
    count(a, expect, UNEVALUATED);
}

static void take_expect(ct_attribution *a, const ct_expect *expect)
{
    ct_finding *f = finding_of(a, expect);
    state const s = state_of(a, expect, f);
    if (s == BROKEN) {
        take_finding(a, f);
    } else if (s == UNEVALUATED && !f && !a->row && a->is_status_wrong) {
        count_as_received(a, expect);
    } else {
        fit_expect(a, expect);
        count(a, expect, s);
    }
}

static unsigned count_expects(const ct_expect *expects)
{
    unsigned count = 0;
    for (; expects; expects = expects->next)
        count++;
    return count;
}

/* Some expectations of a row do not apply to a response without content (judge/content.h). */
static bool covers(const ct_attribution *a, const ct_response_row *row, const ct_expect *expect)
{
    unsigned const all = count_expects(a->step->expects) + count_expects(row->expects);
    return a->ran->checks >= all || !ct_expect_is_about_content(expect);
}

/* A row is evaluated if it is that of the response. Those of other statuses that the step expects
 * are not, unless the status is one that the step does not expect at all. */
static void take_rows(ct_attribution *a)
{
    const ct_operation *operation = a->step->operation;
    unsigned const received = a->ran ? a->ran->status : 0;
    const ct_response_row *of_response =
        operation && received ? ct_row_of_status(operation, received) : NULL;
    bool const has_response = received && !a->is_status_wrong;
    for (const ct_response_row *row = operation ? operation->responses : NULL; row;
         row = row->next) {
        if (has_response && row != of_response)
            continue;
        a->row = row;
        for (const ct_expect *e = row->expects; e; e = e->next)
            if (!has_response || finding_of(a, e) || covers(a, row, e))
                take_expect(a, e);
    }
    a->row = NULL;
}

/* The path of the plan, or that of the request that was sent if a variable decides it. */
static const char *requested_path(const ct_attribution *a)
{
    const ct_exchange *exchange = a->ran ? a->ran->exchange : NULL;
    const char *path = ct_plan_path(a->step->plan, a->scratch);
    if (path || !exchange || !exchange->request)
        return path;
    const char *authority = strstr(exchange->request->url, "://");
    return authority ? strchr(authority + 3, '/') : NULL;
}

static void take_step(ct_attribution *a, const ct_step *step)
{
    a->step = step;
    a->ran = ct_attribution_result_of(a->result, step);
    a->method = step->plan->method;
    a->path = requested_path(a);
    a->row = NULL;
    a->is_status_wrong = has_wrong_status(a);
    for (const ct_expect *e = step->expects; e; e = e->next)
        take_expect(a, e);
    take_rows(a);
}

void ct_attribute(ct_case_result *result, const ct_suite *suite, ct_arena *arena, ct_arena *steps)
{
    ct_attribution a = {.arena = arena,
                        .steps = steps,
                        .scratch = ct_arena_new(),
                        .suite = suite,
                        .result = result};
    collect_cites(&a);
    bool const has_run = result->verdict != CT_SKIP && result->verdict != CT_NOT_RUN;
    for (const ct_step *step = result->test_case->steps; a.cites && has_run && step;
         step = step->next)
        take_step(&a, step);
    result->requirements = ct_attribution_outcomes(&a);
    ct_arena_free(a.scratch);
}
