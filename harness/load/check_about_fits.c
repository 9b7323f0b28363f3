/* Whether what requirements are about is what the cases check. */
#include <string.h>

#include "load/check.h"
#include "model/about_match.h"

typedef struct check {
    const ct_suite *suite;
    ct_diag *diag;
    ct_arena *arena;
} check;

/* A path that depends on a variable may be that of the place. */
static ct_checked checked_of(const check *c, const ct_step *step, const ct_about *about)
{
    const char *path = ct_plan_path(step->plan, c->arena);
    if (!path)
        path = about->path ? about->path : "";
    return (ct_checked){.method = step->plan->method, .path = path, .statuses = step->statuses};
}

/* ---- Places that are not checked ---- */

static bool is_checked_by_row(const ct_about *about, const ct_checked *request,
                              const ct_response_row *row)
{
    if (about->status < row->low || about->status > row->high)
        return false;
    for (const ct_expect *e = row->expects; e; e = e->next)
        if (ct_about_fit_expect(about, request, e) > CT_FIT_NONE)
            return true;
    return false;
}

static bool is_checked_by_step(const check *c, const ct_about *about, const ct_step *step)
{
    ct_checked const request = checked_of(c, step, about);
    for (const ct_expect *e = step->expects; e; e = e->next)
        if (ct_about_fit_expect(about, &request, e) > CT_FIT_NONE)
            return true;
    const ct_response_row *row = step->operation ? step->operation->responses : NULL;
    for (; row; row = row->next)
        if (is_checked_by_row(about, &request, row))
            return true;
    return false;
}

/* `*first`: the first case that verifies the requirement. */
static bool is_checked(const check *c, const ct_requirement *r, const ct_about *about,
                       const ct_case **first)
{
    for (const ct_operation *op = c->suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next) {
            if (!ct_case_verifies(test_case, r))
                continue;
            *first = *first ? *first : test_case;
            for (const ct_step *step = test_case->steps; step; step = step->next)
                if (ct_step_verifies(test_case, step, r) && is_checked_by_step(c, about, step))
                    return true;
        }
    return false;
}

static bool check_place(const check *c, const ct_requirement *r, const ct_about *about)
{
    const ct_case *first = NULL;
    if (is_checked(c, r, about, &first) || !first)
        return true;
    ct_fail(c->diag, CT_ERR_UNOBSERVED_ABOUT, about->where,
            "no case that verifies '%s' checks this place", r->id);
    return ct_hint(c->diag, "correct the place, or expect something there, such as in '%s'",
                   first->full_name);
}

/* ---- Checks that fit nothing ---- */

static bool is_of_response(const ct_about *about, const ct_checked *request)
{
    return ct_about_is_of(about, request->method, request->path) &&
           (about->is_effect || ct_statuses_have(request->statuses, about->status));
}

/* A failed `expect` violates a MUST, a failed `should` a requirement of another level. */
static bool fits_level(const ct_requirement *r, const ct_expect *e)
{
    return ct_level_is_must(r->level) != e->is_should;
}

/* True as well if the requirements are about other responses: the step only prepares something. The
 * same is true of a check that has to pass before one of them can, such as that of the status. */
static bool is_cited(const check *c, const ct_case *test_case, const ct_step *step,
                     const ct_expect *e)
{
    bool is_about_response = false;
    for (const ct_cite *cite = test_case->verifies; cite; cite = cite->next) {
        const ct_requirement *r = cite->requirement;
        if (!fits_level(r, e) || !ct_step_verifies(test_case, step, r))
            continue;
        for (const ct_about *about = r->about; about; about = about->next) {
            ct_checked const request = checked_of(c, step, about);
            if (ct_about_fit_expect(about, &request, e) != CT_FIT_NONE)
                return true;
            is_about_response = is_about_response || is_of_response(about, &request);
        }
    }
    return !is_about_response;
}

static const char *name_of(const ct_expect *e, ct_arena *arena)
{
    bool const is_header = e->subject == CT_SUBJECT_HEADER;
    return ct_arena_printf(arena, "%s'%s'", is_header ? "header " : "",
                           e->name ? e->name : ct_subject_name(e->subject));
}

static bool check_step(const check *c, const ct_case *test_case, const ct_step *step)
{
    bool ok = true;
    for (const ct_expect *e = step->expects; e; e = e->next) {
        if (is_cited(c, test_case, step, e))
            continue;
        ct_fail_once(c->diag, CT_ERR_UNCITED_CHECK, e->where,
                     "no requirement that '%s' verifies is about this check of %s",
                     test_case->base_id, name_of(e, c->arena));
        ok = ct_hint(c->diag, "add the requirement to 'verifies', or the place to its 'about'");
    }
    return ok;
}

static bool has_places(const ct_case *test_case)
{
    for (const ct_cite *cite = test_case->verifies; cite; cite = cite->next)
        if (!cite->requirement->about)
            return false;
    return test_case->verifies;
}

static bool check_cases(const check *c, const ct_operation *op)
{
    const ct_step *last = NULL; /* the cases of the rows of `each` share their steps */
    bool ok = true;
    for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next) {
        bool const is_new = test_case->steps != last && has_places(test_case);
        for (const ct_step *step = is_new ? test_case->steps : NULL; step; step = step->next)
            ok = check_step(c, test_case, step) && ok;
        last = test_case->steps;
    }
    return ok;
}

bool ct_check_about_fits(const ct_suite *suite, ct_diag *diag)
{
    if (!suite->is_whole || !suite->requirements)
        return true;
    check const c = {suite, diag, ct_arena_new()};
    bool ok = true;
    for (const ct_requirement *r = suite->requirements; r; r = r->next)
        for (const ct_about *about = r->about; about; about = about->next)
            ok = check_place(&c, r, about) && ok;
    for (const ct_operation *op = suite->operations; op; op = op->next)
        ok = check_cases(&c, op) && ok;
    ct_arena_free(c.arena);
    return ok;
}
