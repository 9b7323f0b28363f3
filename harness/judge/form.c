/* Whether a response breaks the form that its operation documents. */
#include "judge/content.h"
#include "judge/judge.h"

static bool has_subject(const ct_expect *expects, const ct_expect *wanted, ct_subject subject)
{
    for (const ct_expect *e = expects; e; e = e->next) {
        if (e != wanted && wanted)
            continue;
        if (e->subject == subject)
            return true;
        for (const ct_alternative *a = e->alternatives; a; a = a->next)
            if (has_subject(a->expects, NULL, subject))
                return true;
    }
    return false;
}

static bool has_expect(const ct_expect *expects, const ct_expect *wanted)
{
    while (expects && expects != wanted)
        expects = expects->next;
    return expects;
}

bool ct_judge_breaks_form(const ct_step *step, const ct_response *response,
                          const ct_step_result *result)
{
    const ct_response_row *row =
        step->operation ? ct_row_of_status(step->operation, response->status) : NULL;
    bool breaks = false;
    for (const ct_finding *f = row ? result->findings : NULL; f; f = f->next) {
        if (has_subject(step->expects, f->expect, CT_SUBJECT_STATUS))
            return false;
        breaks = breaks || (f->verdict == CT_FAIL && has_expect(row->expects, f->expect) &&
                            !has_subject(row->expects, f->expect, CT_SUBJECT_TIME));
    }
    return breaks;
}
