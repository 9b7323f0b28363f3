#include "certify/waiver.h"

#include <string.h>
#include <strings.h>

#include "base/datetime.h"
#include "certify/claims.h"
#include "certify/profile.h"
#include "judge/judge.h"
#include "judge/shape.h"
#include "load/loading.h"

/* ---- The file ---- */

typedef struct waiver_values {
    ct_waiver waiver;
    const char *requirement, *test_case;
    ct_loc requirement_where, case_where;
    ct_expect *observed;
    bool is_known; /* case and requirement exist; false if the suite was loaded only in part */
} waiver_values;

typedef struct reading {
    ct_loading loading; /* for the keys of `expect` */
    const ct_suite *suite;
    ct_waiver **tail, *first;
} reading;

static bool bind_requirement(ct_binder *binder, const ct_yaml *node, void *slot)
{
    waiver_values *values = slot;
    values->requirement_where = node->where;
    return ct_bind_id(binder, node, &values->requirement);
}

static bool bind_case(ct_binder *binder, const ct_yaml *node, void *slot)
{
    waiver_values *values = slot;
    values->case_where = node->where;
    return ct_bind_text(binder, node, &values->test_case);
}

static bool bind_holder(ct_binder *binder, const ct_yaml *node, const char **name)
{
    if (!ct_bind_text(binder, node, name))
        return false;
    return !ct_is_blank(*name) || ct_bind_fail(binder, node, CT_ERR_EMPTY_VALUE,
                                               "'%s' has no visible character", node->key);
}

static bool bind_vendor(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return bind_holder(binder, node, &((waiver_values *)slot)->waiver.vendor);
}

static bool bind_product(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return bind_holder(binder, node, &((waiver_values *)slot)->waiver.product);
}

static unsigned digits(const char *text, size_t count)
{
    unsigned n = 0;
    for (size_t i = 0; i < count; i++)
        n = n * 10 + (unsigned)(text[i] - '0');
    return n;
}

static bool bind_expires(ct_binder *binder, const ct_yaml *node, void *slot)
{
    static const char form[] = "dddd-dd-dd";
    waiver_values *values = slot;
    const char *text;
    if (!ct_bind_text(binder, node, &text))
        return false;
    bool is_date = strlen(text) == sizeof form - 1;
    for (size_t i = 0; is_date && form[i]; i++)
        is_date = form[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];
    unsigned const year = is_date ? digits(text, 4) : 0, month = is_date ? digits(text + 5, 2) : 0;
    unsigned const day = is_date ? digits(text + 8, 2) : 0;
    if (!is_date || month < 1 || month > 12 || day < 1 || day > ct_days_in_month(year, month))
        return ct_bind_fail(binder, node, CT_ERR_INVALID_VALUE,
                            "expected a date, such as 2027-03-31, got '%s'", text);
    values->waiver.expires = text;
    values->waiver.expires_ms = (ct_days_from_date(year, month, day) + 1) * 86400000;
    return true;
}

static void refuse_variable(void *user, const char *name, ct_loc where)
{
    ct_fail(user, CT_ERR_VARIABLE_NOT_ALLOWED, where,
            "'$(%s)': 'observed' cannot contain variables", name);
}

static bool bind_observed(ct_binder *binder, const ct_yaml *node, void *slot)
{
    waiver_values *values = slot;
    unsigned const mistakes = binder->diag->count;
    if (!ct_expects_bind(binder, node, false, &values->observed))
        return false;
    for (const ct_expect *e = values->observed; e; e = e->next) {
        if (e->shape)
            ct_shape_each_variable(e->shape, refuse_variable, binder->diag);
        if (e->subject == CT_SUBJECT_CONNECTION || e->subject == CT_SUBJECT_ONE_OF)
            ct_fail(binder->diag, CT_ERR_INVALID_WAIVER, e->where,
                    "'observed' must describe one response, not alternatives and not a failed "
                    "connection");
    }
    values->waiver.observed = values->observed;
    return binder->diag->count == mistakes;
}

static const ct_field waiver_fields[] = {
    {"requirement", bind_requirement, 0, true, "requirement that the target violates"},
    {"case", bind_case, 0, true, "full name of the case that fails"},
    {"reason", ct_bind_text, offsetof(waiver_values, waiver.reason), true,
     "reason why the deviation is accepted"},
    {"owner", ct_bind_text, offsetof(waiver_values, waiver.owner), true,
     "person or team that is responsible"},
    {"link", ct_bind_text, offsetof(waiver_values, waiver.link), false, "link to the issue"},
    {"vendor", bind_vendor, 0, false, "vendor of the product that the waiver is for"},
    {"product", bind_product, 0, false, "product that the waiver is for"},
    {"expires", bind_expires, 0, true, "last day on which the waiver applies"},
    {"observed", bind_observed, 0, true, "expectations that describe the actual response"},
    {0},
};

/* ---- Its names ---- */

/* Whether two waivers can apply to the same product. */
static bool may_meet(const ct_waiver *a, const ct_waiver *b)
{
    return !a->vendor || !b->vendor || ct_waiver_is_for(a, b->vendor, b->product);
}

static bool look_up(reading *r, waiver_values *values)
{
    ct_diag *diag = r->loading.diag;
    ct_waiver *w = &values->waiver;
    w->test_case = ct_case_find(r->suite, values->test_case);
    w->requirement = ct_requirement_find(r->suite, values->requirement);
    values->is_known = w->test_case && w->requirement;
    if (!w->test_case && r->suite->is_whole)
        return ct_unknown_case(r->suite, values->test_case, values->case_where, diag);
    if (!w->requirement)
        return ct_fail(diag, CT_ERR_UNKNOWN_REQUIREMENT, values->requirement_where,
                       "unknown requirement '%s'", values->requirement);
    if (w->test_case && !ct_case_verifies(w->test_case, w->requirement))
        return ct_fail(diag, CT_ERR_INVALID_WAIVER, values->requirement_where,
                       "'%s' does not verify '%s'", values->test_case, values->requirement);
    if (!w->vendor != !w->product)
        return ct_fail(diag, CT_ERR_MISSING_KEY, w->where,
                       "'vendor' and 'product' require each other");
    for (const ct_waiver *other = r->first; other && w->test_case; other = other->next)
        if (other->test_case == w->test_case && other->requirement == w->requirement &&
            may_meet(other, w))
            return ct_fail(diag, CT_ERR_INVALID_WAIVER, values->requirement_where,
                           "duplicate waiver of '%s' for '%s'", values->requirement,
                           values->test_case);
    return true;
}

static bool bind_waivers(ct_binder *binder, const ct_yaml *node, void *slot)
{
    reading *r = slot;
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_LIST))
        return false;
    for (const ct_yaml *item = node->child; item; item = item->next) {
        waiver_values *values = ct_new(binder->arena, waiver_values);
        values->waiver.where = item->where;
        if (!ct_bind(binder, item, waiver_fields, values) || !look_up(r, values)) {
            ok = false;
            continue;
        }
        if (!values->is_known)
            continue;
        *r->tail = &values->waiver;
        r->tail = &values->waiver.next;
    }
    return ok;
}

static const ct_field waivers_fields[] = {
    {"waivers", bind_waivers, 0, true, "list of waivers"},
    {0},
};

const ct_waivers *ct_waivers_read(ct_arena *arena, const ct_suite *suite, const char *path,
                                  ct_diag *diag)
{
    ct_waivers *waivers = ct_new(arena, ct_waivers);
    reading r = {.loading = {.arena = arena, .diag = diag}, .suite = suite, .tail = &r.first};
    unsigned const mistakes = diag->count;
    r.loading.library = ct_file_resolver_open(&r.loading);
    ct_arena *nodes = ct_arena_new();
    ct_binder binder = ct_loading_binder(&r.loading);
    waivers->source = ct_source_read(arena, path, diag);
    const ct_yaml *root = waivers->source ? ct_yaml_parse(nodes, waivers->source, diag) : NULL;
    if (root)
        ct_bind(&binder, root, waivers_fields, &r);
    ct_arena_free(nodes);
    waivers->first = r.first;
    return diag->count == mistakes ? waivers : NULL;
}

/* ---- The product ---- */

bool ct_waiver_is_for(const ct_waiver *waiver, const char *vendor, const char *product)
{
    if (!waiver->vendor)
        return true;
    return vendor && product && !strcmp(waiver->vendor, vendor) &&
           !strcmp(waiver->product, product);
}

void ct_waivers_report_scope(const ct_waivers *waivers, const char *vendor, const char *product,
                             ct_diag *diag)
{
    const ct_waiver *other = NULL, *open = NULL;
    unsigned others = 0;
    for (const ct_waiver *w = waivers ? waivers->first : NULL; w; w = w->next) {
        bool const is_other = !ct_waiver_is_for(w, vendor, product);
        others += is_other;
        other = is_other && !other ? w : other;
        open = !w->vendor && !open ? w : open;
    }
    if (other)
        ct_warn(diag, CT_ERR_INVALID_WAIVER, other->where,
                "%u waiver%s for another vendor or product, and ignored", others,
                others == 1 ? " is" : "s are");
    if (open)
        ct_warn(diag, CT_ERR_INVALID_WAIVER, open->where,
                "this waiver names no vendor and product, so it applies to every product");
}

/* ---- The state after a run ---- */

static bool reads_body(ct_subject subject)
{
    return subject == CT_SUBJECT_JSON || subject == CT_SUBJECT_PATH || subject == CT_SUBJECT_TEXT ||
           subject == CT_SUBJECT_BYTES;
}

/* Whether the finding is about something that `observed` describes. */
static bool is_explained(const ct_finding *finding, const ct_expect *observed)
{
    const ct_expect *e = finding->expect;
    for (; e && observed; observed = observed->next) {
        bool const is_header =
            e->subject == CT_SUBJECT_HEADER && observed->subject == CT_SUBJECT_HEADER;
        if (is_header ? !strcasecmp(e->name, observed->name) : e->subject == observed->subject)
            return true;
        if (reads_body(e->subject) && reads_body(observed->subject))
            return true;
    }
    return false;
}

/* Nothing is concluded from a truncated body. */
static bool can_be_seen(const ct_expect *observed, const ct_exchange *exchange)
{
    if (!exchange || !exchange->response)
        return false;
    bool const is_cut = exchange->response->body.size != exchange->response->body.whole;
    for (; observed; observed = observed->next)
        if (is_cut && reads_body(observed->subject))
            return false;
    return true;
}

static bool covers_step(const ct_waiver *waiver, const ct_step_result *step, ct_arena *arena)
{
    ct_scope const scope = {0};
    ct_budget budget = ct_budget_new(NULL, NULL);
    ct_judge_context const judge_context = {arena, &scope, ct_redactor_new(arena), &budget};
    if (step->error || !can_be_seen(waiver->observed, step->exchange))
        return false;
    for (const ct_finding *f = step->findings; f; f = f->next)
        if (f->verdict == CT_ERROR || (f->verdict == CT_FAIL && !is_explained(f, waiver->observed)))
            return false;
    ct_response_body answer = ct_response_body_of(step->exchange, arena);
    return ct_judge_all_hold(&judge_context, waiver->observed, &answer);
}

static bool covers(const ct_waiver *waiver, const ct_case_result *result, ct_arena *arena)
{
    bool is_met = false;
    if (result->reason) /* flaky: it does not always fail in this way */
        return false;
    for (const ct_step_result *step = result->steps; step; step = step->next) {
        if (step->is_cleanup || step->verdict != CT_FAIL)
            continue;
        if (!covers_step(waiver, step, arena))
            return false;
        is_met = true;
    }
    return is_met;
}

ct_waiver_state ct_waiver_judge(const ct_waiver *waiver, const ct_case_result *result,
                                int64_t now_ms, ct_arena *arena)
{
    if (now_ms >= waiver->expires_ms)
        return CT_WAIVER_EXPIRED;
    if (!result || result->verdict == CT_NOT_RUN || result->verdict == CT_ERROR)
        return CT_WAIVER_IDLE;
    if (result->verdict == CT_SKIP)
        return CT_WAIVER_UNUSED;
    if (result->verdict != CT_FAIL)
        return CT_WAIVER_PASSING;
    return covers(waiver, result, arena) ? CT_WAIVER_COVERS : CT_WAIVER_OTHER;
}

bool ct_waiver_is_error(ct_waiver_state state)
{
    return state == CT_WAIVER_PASSING || state == CT_WAIVER_UNUSED || state == CT_WAIVER_EXPIRED;
}

const char *ct_waiver_describe(const ct_waiver *waiver, ct_waiver_state state, ct_arena *arena)
{
    static const char *const words[CT_WAIVER_STATES] = {
        [CT_WAIVER_PASSING] = "is no longer needed: the case passes",
        [CT_WAIVER_OTHER] = "does not cover this failure of the case",
        [CT_WAIVER_UNUSED] = "has no effect: the case is skipped",
        [CT_WAIVER_EXPIRED] = "has expired: its last day was",
    };
    if (!words[state])
        return NULL;
    bool const is_expired = state == CT_WAIVER_EXPIRED;
    return ct_arena_printf(arena, "the waiver of '%s' for '%s' %s%s%s", waiver->requirement->id,
                           waiver->test_case->full_name, words[state], is_expired ? " " : "",
                           is_expired ? waiver->expires : "");
}
