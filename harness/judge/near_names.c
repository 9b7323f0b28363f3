#include "judge/near_names.h"

#include <string.h>
#include <strings.h>

#include "base/diag.h"
#include "judge/undocumented.h"
#include "judge/value_text.h"
#include "lang/path/near_property.h"

enum { DIFFERENCES_MAX = 20 }; /* of a finding that get a hint */

/* What a name is compared with. */
typedef struct comparison {
    const ct_judge_context *context;
    const ct_step *step;
    const ct_response_row *row;
    const json_t *json;
} comparison;

static const char *hint_text(const ct_judge_context *context, const char *kind, const char *name)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    name = ct_redact_text(context->redactor, context->arena, name);
    ct_buf_printf(&out, "the response has a similar %s, '", kind);
    ct_value_text_cut(&out, name, strlen(name));
    ct_buf_char(&out, '\'');
    return ct_buf_finish(&out, context->arena);
}

/* ---- Headers ---- */

static bool expects_header(const ct_expect *expects, const char *name)
{
    for (const ct_expect *e = expects; e; e = e->next) {
        if (e->subject == CT_SUBJECT_HEADER && !strcasecmp(e->name, name))
            return true;
        for (const ct_alternative *a = e->alternatives; a; a = a->next)
            if (expects_header(a->expects, name))
                return true;
    }
    return false;
}

static const char *near_header(const comparison *c, const ct_header *headers, const char *missing)
{
    const char *const wanted[] = {missing, NULL};
    /* If the missing name is not documented, a documented one may have been meant. */
    bool const is_documented = c->row && expects_header(c->row->expects, missing);
    for (const ct_header *h = headers; h; h = h->next)
        if (ct_budget_spend(c->context->budget, 64) && ct_nearest(h->name, wanted) &&
            !expects_header(c->step->expects, h->name) &&
            !(is_documented && expects_header(c->row->expects, h->name)))
            return h->name;
    return NULL;
}

/* ---- Properties ---- */

static bool is_unexpected(void *user, const char *name, const char *pointer)
{
    const comparison *c = user;
    (void)name;
    return ct_is_undocumented(c->context, c->step->expects, c->json, pointer) &&
           (!c->row || ct_is_undocumented(c->context, c->row->expects, c->json, pointer));
}

static void hint_properties(comparison *c, ct_finding *f)
{
    unsigned count = 0;
    for (ct_difference *d = f->differences; d && count < DIFFERENCES_MAX; d = d->next) {
        if (d->mismatch != CT_MISMATCH_MISSING || d->hint)
            continue;
        count++;
        if (!ct_budget_spend(c->context->budget, 256))
            return;
        const char *name = ct_near_property(c->json, d->path, is_unexpected, c, c->context->arena);
        if (name)
            d->hint = hint_text(c->context, "property", name);
    }
    if (f->differences && !f->hint)
        f->hint = f->differences->hint;
}

void ct_hint_near_names(const ct_judge_context *context, const ct_step *step,
                        const ct_response_row *row, ct_response_body *received,
                        ct_step_result *result)
{
    comparison c = {context, step, row, NULL};
    for (ct_finding *f = result->findings; f; f = f->next) {
        ct_subject const subject = f->expect->subject;
        if (subject == CT_SUBJECT_HEADER && f->mismatch == CT_MISMATCH_MISSING && !f->hint) {
            const char *name =
                near_header(&c, received->exchange->response->headers, f->expect->name);
            f->hint = name ? hint_text(context, "header", name) : NULL;
        } else if (subject == CT_SUBJECT_JSON || subject == CT_SUBJECT_PATH) {
            c.json = ct_response_body_json(received);
            hint_properties(&c, f);
        }
    }
}
