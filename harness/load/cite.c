/* Citations: the requirements that a case or a step verifies. */
#include <string.h>

#include "load/loading.h"

static void report_unknown_requirement(ct_loading *loading, const ct_name *cited)
{
    enum { NAMES_MAX = 1000 };
    if (loading->lacks_requirements) /* its errors are reported, and this is their consequence */
        return;
    const char **names = ct_arena_alloc(loading->diag->arena, (NAMES_MAX + 1) * sizeof *names);
    size_t count = 0;
    for (const ct_requirement *r = loading->suite->requirements; r && count < NAMES_MAX;
         r = r->next)
        names[count++] = r->id;
    ct_fail_once(loading->diag, CT_ERR_UNKNOWN_REQUIREMENT, cited->where,
                 "unknown requirement '%s'", cited->text);
    if (!count)
        ct_hint(loading->diag, "add a requirements.yaml to the suite, or remove 'verifies'");
    ct_hint_nearest(loading->diag, cited->text, names);
}

bool ct_cites_bind(ct_loading *loading, const ct_name *verifies, ct_cite **list)
{
    bool ok = true;
    for (; verifies; verifies = verifies->next) {
        const ct_requirement *found = ct_requirement_find(loading->suite, verifies->text);
        if (!found) {
            report_unknown_requirement(loading, verifies);
            ok = false;
            continue;
        }
        ct_cite *cite = ct_new(loading->arena, ct_cite);
        cite->requirement = found;
        *list = cite;
        list = &cite->next;
    }
    return ok;
}

void ct_cites_add_steps(ct_arena *arena, ct_case *test_case)
{
    ct_cite **tail = &test_case->verifies;
    while (*tail)
        tail = &(*tail)->next;
    for (const ct_step *step = test_case->steps; step; step = step->next)
        for (const ct_cite *own = step->verifies; own; own = own->next) {
            if (ct_case_verifies(test_case, own->requirement))
                continue;
            *tail = ct_new(arena, ct_cite);
            **tail = (ct_cite){.requirement = own->requirement, .is_of_steps = true};
            tail = &(*tail)->next;
        }
}

/* ---- Levels ---- */

static bool expects_any(const ct_step *step, bool is_should)
{
    for (const ct_expect *e = step->expects; e; e = e->next)
        if (e->is_should == is_should)
            return true;
    return false;
}

bool ct_check_step_cites(ct_binder *binder, const ct_step *step)
{
    for (const ct_cite *cite = step->verifies; cite; cite = cite->next) {
        bool const is_must = ct_level_is_must(cite->requirement->level);
        if (!expects_any(step, !is_must))
            return ct_fail(binder->diag, CT_ERR_LEVEL_MISMATCH, step->where,
                           is_must ? "the step verifies the MUST '%s' but has no 'expect'"
                                   : "the step verifies the SHOULD or MAY '%s' but has no 'should'",
                           cite->requirement->id);
    }
    return true;
}
