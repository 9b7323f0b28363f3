#include "certify/waiver.h"

#include <string.h>
#include <strings.h>

#include "base/datetime.h"
#include "judge/judge.h"
#include "judge/shape.h"
#include "load/loading.h"

/* ---- The file ---- */

typedef struct waiver_values {
    ct_waiver waiver;
    const char *requirement, *test_case;
    ct_loc requirement_where, case_where;
    ct_expect *observed;
    bool is_known; /* both names exist; false in a suite that was read in part */
} waiver_values;

typedef struct reading {
    ct_loading loading; /* for words of `expect` */
    const ct_suite *suite;
    ct_waiver **tail, *first;
} reading;

static bool bind_requirement(ct_binder *binder, const ct_yaml *node, void *slot)
{
    waiver_values *words = slot;
    words->requirement_where = node->where;
    return ct_bind_id(binder, node, &words->requirement);
}

static bool bind_case(ct_binder *binder, const ct_yaml *node, void *slot)
{
    waiver_values *words = slot;
    words->case_where = node->where;
    return ct_bind_text(binder, node, &words->test_case);
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
    waiver_values *words = slot;
    const char *text;
    if (!ct_bind_text(binder, node, &text))
        return false;
    bool is_date = strlen(text) == sizeof form - 1;
    for (size_t i = 0; is_date && form[i]; i++)
        is_date = form[i] == 'd' ? text[i] >= '0' && text[i] <= '9' : text[i] == form[i];
    unsigned const year = is_date ? digits(text, 4) : 0, month = is_date ? digits(text + 5, 2) : 0;
    unsigned const day = is_date ? digits(text + 8, 2) : 0;
    if (!is_date || month < 1 || month > 12 || day < 1 || day > ct_days_in_month(year, month))
        return ct_bind_fail(binder, node, "expected a day, such as 2027-03-31, found '%s'", text);
    words->waiver.expires = text;
    words->waiver.expires_ms = (ct_days_from_date(year, month, day) + 1) * 86400000;
    return true;
}

static void refuse_variable(void *user, const char *name, ct_loc where)
{
    ct_fail(user, CT_E_VALUE, where, "'$(%s)': what was observed has no variables", name);
}

static bool bind_observed(ct_binder *binder, const ct_yaml *node, void *slot)
{
    waiver_values *words = slot;
    unsigned const mistakes = binder->diag->count;
    if (!ct_expects_bind(binder, node, false, &words->observed))
        return false;
    for (const ct_expect *e = words->observed; e; e = e->next) {
        if (e->shape)
            ct_shape_each_variable(e->shape, refuse_variable, binder->diag);
        if (e->look == CT_SUBJECT_CONNECTION || e->look == CT_SUBJECT_ONE_OF)
            ct_fail(binder->diag, CT_E_VALUE, e->where,
                    "what was observed is an answer, not one of several and not its absence");
    }
    words->waiver.observed = words->observed;
    return binder->diag->count == mistakes;
}

static const ct_field waiver_fields[] = {
    {"requirement", bind_requirement, 0, true, "the requirement that is not kept"},
    {"case", bind_case, 0, true, "the full name of the case that shows it"},
    {"reason", ct_bind_text, offsetof(waiver_values, waiver.reason), true, "why it is accepted"},
    {"owner", ct_bind_text, offsetof(waiver_values, waiver.owner), true, "who answers for it"},
    {"link", ct_bind_text, offsetof(waiver_values, waiver.link), false, "where it is dealt with"},
    {"expires", bind_expires, 0, true, "the last day on which it counts"},
    {"observed", bind_observed, 0, true, "words of expect: what comes instead"},
    {0},
};

/* ---- Its names ---- */

static bool unknown_case(ct_diag *diag, const ct_suite *suite, const waiver_values *words)
{
    const char **names = ct_arena_alloc(diag->arena, (suite->case_count + 1) * sizeof *names);
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            names[test_case->index] = test_case->full_name;
    names[suite->case_count] = NULL;
    ct_fail(diag, CT_E_UNKNOWN, words->case_where, "there is no case '%s'", words->test_case);
    return ct_hint_nearest(diag, words->test_case, names);
}

static bool look_up(reading *r, waiver_values *words)
{
    ct_diag *diag = r->loading.diag;
    ct_waiver *w = &words->waiver;
    w->test_case = ct_case_find(r->suite, words->test_case);
    w->requirement = ct_requirement_find(r->suite, words->requirement);
    words->is_known = w->test_case && w->requirement;
    if (!w->test_case && r->suite->is_whole)
        return unknown_case(diag, r->suite, words);
    if (!w->requirement)
        return ct_fail(diag, CT_E_UNKNOWN, words->requirement_where, "there is no requirement '%s'",
                       words->requirement);
    if (w->test_case && !ct_case_verifies(w->test_case, w->requirement))
        return ct_fail(diag, CT_E_VALUE, words->requirement_where, "'%s' does not verify '%s'",
                       words->test_case, words->requirement);
    for (const ct_waiver *other = r->first; other && w->test_case; other = other->next)
        if (other->test_case == w->test_case && other->requirement == w->requirement)
            return ct_fail(diag, CT_E_VALUE, words->requirement_where,
                           "'%s' of '%s' is waived twice", words->requirement, words->test_case);
    return true;
}

static bool bind_waivers(ct_binder *binder, const ct_yaml *node, void *slot)
{
    reading *r = slot;
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_LIST))
        return false;
    for (const ct_yaml *item = node->child; item; item = item->next) {
        waiver_values *words = ct_new(binder->arena, waiver_values);
        words->waiver.where = item->where;
        if (!ct_bind(binder, item, waiver_fields, words) || !look_up(r, words)) {
            ok = false;
            continue;
        }
        if (!words->is_known)
            continue;
        *r->tail = &words->waiver;
        r->tail = &words->waiver.next;
    }
    return ok;
}

static const ct_field waivers_fields[] = {
    {"waivers", bind_waivers, 0, true, "the list of deviations"},
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

/* ---- What it came to ---- */

static bool reads_body(ct_subject look)
{
    return look == CT_SUBJECT_JSON || look == CT_SUBJECT_PATH || look == CT_SUBJECT_TEXT ||
           look == CT_SUBJECT_BYTES;
}

/* The finding is about something that was observed. */
static bool is_explained(const ct_finding *finding, const ct_expect *observed)
{
    const ct_expect *e = finding->expect;
    for (; e && observed; observed = observed->next) {
        bool const is_header = e->look == CT_SUBJECT_HEADER && observed->look == CT_SUBJECT_HEADER;
        if (is_header ? !strcasecmp(e->name, observed->name) : e->look == observed->look)
            return true;
        if (reads_body(e->look) && reads_body(observed->look))
            return true;
    }
    return false;
}

/* What a report keeps of a body is not the body: nothing is concluded from a part. */
static bool can_be_seen(const ct_expect *observed, const ct_exchange *exchange)
{
    if (!exchange || !exchange->response)
        return false;
    bool const is_cut = exchange->response->body.size != exchange->response->body.whole;
    for (; observed; observed = observed->next)
        if (is_cut && reads_body(observed->look))
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
    if (result->reason) /* flaky: it does not always fail as was observed */
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
        [CT_WAIVER_PASSING] = "is not needed any more: the case passes",
        [CT_WAIVER_OTHER] = "does not cover how the case fails",
        [CT_WAIVER_UNUSED] = "is of no use: the case is skipped",
        [CT_WAIVER_EXPIRED] = "has expired: its last day was",
    };
    if (!words[state])
        return NULL;
    bool const is_expired = state == CT_WAIVER_EXPIRED;
    return ct_arena_printf(arena, "the waiver of '%s' for '%s' %s%s%s", waiver->requirement->id,
                           waiver->test_case->full_name, words[state], is_expired ? " " : "",
                           is_expired ? waiver->expires : "");
}
