/* Refuses expectations about the body of a response that cannot have one: they would always fail.
 */
#include <string.h>

#include "judge/content.h"
#include "judge/judge.h"
#include "judge/matcher.h"
#include "load/loading.h"

/* False for a status that depends on a variable. */
static bool excludes_content(const ct_shape *status)
{
    if (status->matcher == &ct_match_status_class)
        return *(const unsigned *)status->operand == 1;
    if (status->matcher == &ct_match_literal)
        return status->value->kind == CT_VALUE_LITERAL &&
               ct_status_excludes_content((unsigned)json_integer_value(status->value->literal));
    for (const ct_part *part = status->parts; part; part = part->next)
        if (!excludes_content(part->shape))
            return false;
    return true;
}

/* The reason why no response with the expected status has a body; NULL if one may have. */
static const char *reason_in_status(const ct_expect *expects)
{
    for (; expects; expects = expects->next)
        if (expects->subject == CT_SUBJECT_STATUS && excludes_content(expects->shape))
            return "a response with that status has no body";
    return NULL;
}

static bool is_constant(const ct_shape *shape)
{
    return shape && shape->matcher == &ct_match_literal && shape->value->kind == CT_VALUE_LITERAL;
}

/* True if only an empty body matches: json: !absent, text: '', bytes: {length: 0}. */
static bool wants_no_body(ct_arena *arena, const ct_expect *e)
{
    if (e->subject == CT_SUBJECT_JSON)
        return e->shape->matcher == ct_matcher_find("!absent");
    bool const is_fixed =
        (e->subject == CT_SUBJECT_TEXT && is_constant(e->shape)) ||
        (e->subject == CT_SUBJECT_BYTES && (is_constant(ct_shape_part(e->shape, "length")) ||
                                            is_constant(ct_shape_part(e->shape, "sha256"))));
    return is_fixed && ct_judge_allows_no_body(arena, e);
}

static const char *reason_in_bodies(ct_arena *arena, const ct_expect *expects)
{
    for (; expects; expects = expects->next)
        if (wants_no_body(arena, expects))
            return ct_arena_printf(arena, "'%s' expects that there is no body",
                                   ct_subject_name(expects->subject));
    return NULL;
}

static bool refuse(ct_binder *binder, const ct_expect *e, const char *reason)
{
    const char *subject = ct_subject_name(e->subject);
    ct_fail(binder->diag, CT_ERR_NEVER_MATCHES, e->where, "'%s' never matches: %s", subject,
            reason);
    return e->subject == CT_SUBJECT_JSON &&
           ct_hint(binder->diag, "use json: !absent to expect no body");
}

/* `reason`: why the response has no body; NULL: it may have one. */
static bool check_bodies(ct_binder *binder, const ct_expect *expects, const char *reason)
{
    bool ok = true;
    if (!reason)
        reason = reason_in_status(expects);
    const char *const why = reason ? reason : reason_in_bodies(binder->arena, expects);
    for (const ct_expect *e = expects; e; e = e->next) {
        for (const ct_alternative *a = e->alternatives; a; a = a->next)
            ok = check_bodies(binder, a->expects, why) && ok;
        if (why && !e->alternatives && !ct_judge_allows_no_body(binder->arena, e))
            ok = refuse(binder, e, why);
    }
    return ok;
}

static const char *reason_in_method(const ct_plan *plan)
{
    return strcmp(plan->method, "HEAD") ? NULL : "a response to HEAD has no body";
}

bool ct_check_step_bodies(ct_binder *binder, const ct_step *step)
{
    const char *const in_method = reason_in_method(step->plan);
    const char *const reason = in_method ? in_method : reason_in_status(step->expects);
    bool ok = check_bodies(binder, step->expects, in_method);
    ok = check_bodies(binder, step->fail_when, in_method) && ok;
    for (const ct_capture *c = step->captures; reason && c; c = c->next)
        if (c->path)
            ok = ct_fail(binder->diag, CT_ERR_NEVER_MATCHES, c->where,
                         "'%s' can never be captured: %s", c->name, reason);
    return ok;
}

bool ct_check_row_bodies(ct_binder *binder, const ct_operation *operation)
{
    bool ok = true;
    for (const ct_response_row *row = operation->responses; row; row = row->next) {
        const char *reason = reason_in_method(operation->plan);
        if (row->high < 200 || (row->low == row->high && ct_status_excludes_content(row->low)))
            reason = "a response with that status has no body";
        ok = check_bodies(binder, row->expects, reason) && ok;
    }
    return ok;
}
