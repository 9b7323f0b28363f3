/* Binds steps: a request, what is expected of its response, and what is captured from it. */
#include <string.h>

#include "judge/shape.h"
#include "lang/path/path.h"
#include "lang/regex/regex.h"
#include "load/loading.h"
#include "model/target.h"

enum { DEFAULT_EVERY_MS = 1000 };

/* ---- Captures ---- */

typedef struct capture_values {
    const char *header;
    const ct_yaml *at, *re;
    bool is_secret;
} capture_values;

static const ct_field capture_fields[] = {
    {"header", ct_bind_text, offsetof(capture_values, header), false, "the header to capture"},
    {"at", ct_bind_node, offsetof(capture_values, at), false,
     "the JSONPath of the body to capture"},
    {"re", ct_bind_node, offsetof(capture_values, re), false,
     "a pattern to capture: its first group, or else the whole match"},
    {"secret", ct_bind_bool, offsetof(capture_values, is_secret), false,
     "true: mask the value in every report"},
    {0},
};

static bool bind_capture_path(ct_binder *binder, const ct_yaml *node, ct_capture *capture)
{
    const char *text;
    if (!ct_bind_text(binder, node, &text))
        return false;
    capture->path =
        ct_path_compile(binder->arena, text, strlen(text), ct_yaml_text_where(node), binder->diag);
    return capture->path != NULL;
}

static bool bind_capture_regex(ct_binder *binder, const ct_yaml *node, ct_capture *capture)
{
    const char *text;
    if (!ct_bind_text(binder, node, &text) || !ct_check_pattern(binder, node))
        return false;
    capture->regex = ct_regex_compile(binder->arena, text, strlen(text), 0,
                                      ct_yaml_text_where(node), binder->diag);
    return capture->regex != NULL;
}

static bool fill_capture(ct_binder *binder, const ct_yaml *node, ct_capture *capture)
{
    capture_values values = {0};
    bool ok = ct_bind(binder, node, capture_fields, &values);
    capture->header = values.header;
    capture->is_secret = values.is_secret;
    if (values.header && values.at)
        return ct_fail(binder->diag, CT_ERR_CONFLICTING_KEYS, node->where,
                       "'header' and 'at' exclude each other");
    if (!values.header && !values.at && !values.re)
        return ok && ct_fail(binder->diag, CT_ERR_MISSING_KEY, node->where,
                             "missing required key 'header', 'at' or 're'");
    if (values.at)
        ok = bind_capture_path(binder, values.at, capture) && ok;
    if (values.re)
        ok = bind_capture_regex(binder, values.re, capture) && ok;
    return ok;
}

static bool bind_captures(ct_binder *binder, const ct_yaml *node, ct_capture **tail)
{
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_MAP))
        return false;
    if (!node->child)
        return ct_fail(binder->diag, CT_ERR_EMPTY_VALUE, node->where, "'{}' captures nothing");
    for (const ct_yaml *child = node->child; child; child = child->next) {
        ct_capture *capture = ct_new(binder->arena, ct_capture);
        capture->name = ct_arena_text(binder->arena, child->key);
        capture->where = child->key_where;
        if (!ct_variable_name_is_valid(child->key))
            ok = ct_fail(binder->diag, CT_ERR_INVALID_VARIABLE_NAME, child->key_where,
                         "invalid variable name '%s'", child->key);
        ok = fill_capture(binder, child, capture) && ok;
        *tail = capture;
        tail = &capture->next;
    }
    return ok;
}

/* ---- Attempts ---- */

static bool bind_attempts(ct_binder *binder, const ct_step_fields *values, ct_step *step)
{
    const ct_yaml *orphan = values->every ? values->every : values->fail_when;
    bool ok = true;
    if (!values->within)
        return !orphan || ct_fail(binder->diag, CT_ERR_MISSING_KEY, orphan->key_where,
                                  "'%s' requires 'within'", orphan->key);
    ok = ct_bind_duration(binder, values->within, &step->within_ms);
    step->every_ms = DEFAULT_EVERY_MS;
    if (values->every)
        ok = ct_bind_duration(binder, values->every, &step->every_ms) && ok;
    if (ok && step->every_ms > step->within_ms && values->every)
        ok = ct_fail(binder->diag, CT_ERR_INVALID_DURATION, values->every->where,
                     "'every' must not be longer than 'within'");
    if (values->fail_when)
        ok = ct_expects_bind(binder, values->fail_when, false, &step->fail_when) && ok;
    if (!values->expect && !values->should && !values->has_unknown_key)
        ok = ct_fail(binder->diag, CT_ERR_NO_EXPECTATIONS, values->within->key_where,
                     "'within' requires 'expect' or 'should'");
    return ok;
}

/* ---- The request ---- */

static const ct_operation *find_operation(ct_binder *binder, const ct_yaml *node)
{
    ct_loading *loading = binder->user;
    const ct_suite *suite = loading->suite;
    unsigned const errors = binder->diag->count;
    const char *names[65] = {NULL};
    size_t count = 0;
    const char *id;
    if (!ct_bind_text(binder, node, &id))
        return NULL;
    for (const ct_operation *op = suite ? suite->operations : NULL; op; op = op->next) {
        if (!strcmp(op->id, id))
            return op;
        if (count < 64)
            names[count++] = op->id;
    }
    const ct_operation *read = suite && suite->root ? ct_loading_operation(loading, id) : NULL;
    if (read || binder->diag->count > errors)
        return read;
    ct_fail(binder->diag, CT_ERR_UNKNOWN_NAME, node->where, "unknown operation '%s'", id);
    ct_hint_nearest(binder->diag, id, names);
    return NULL;
}

static bool bind_plan(ct_binder *binder, const ct_step_fields *values, ct_step *step)
{
    const ct_loading *loading = binder->user;
    const ct_yaml *other = values->with ? values->with : values->operation;
    if (values->request && other)
        return ct_fail(binder->diag, CT_ERR_CONFLICTING_KEYS, values->request->key_where,
                       "'%s' and 'request' exclude each other", other->key);
    if (values->request) {
        step->plan = ct_plan_bind(binder, values->request);
        return step->plan != NULL;
    }
    step->operation =
        values->operation ? find_operation(binder, values->operation) : loading->operation;
    if (!step->operation)
        return false; /* reported: an unknown operation, or a target's step without a request */
    step->plan = values->with ? ct_plan_change(binder, step->operation->plan, values->with)
                              : step->operation->plan;
    return step->plan != NULL;
}

/* ---- The whole ---- */

bool ct_check_requires(const ct_loading *loading, const ct_name *requires)
{
    const char *names[64] = {NULL};
    size_t count = 0;
    bool ok = true;
    const ct_need *need = loading->operation ? loading->operation->needs : NULL;
    for (; ct_auth_kinds[count].name; count++)
        names[count] = ct_auth_kinds[count].capability;
    for (; need && count < 63; need = need->next)
        if (need->capability)
            names[count++] = need->capability;
    for (; requires; requires = requires->next) {
        size_t i = 0;
        while (i < count && strcmp(names[i], requires->text))
            i++;
        if (i < count)
            continue;
        ok = ct_fail(loading->diag, CT_ERR_UNKNOWN_CAPABILITY, requires->where,
                     "unknown capability '%s': the operation does not declare it", requires->text);
        ct_hint_nearest(loading->diag, requires->text, names);
    }
    return ok;
}

static bool bind_expectations(ct_binder *binder, const ct_step_fields *values, ct_step *step)
{
    bool ok = true;
    if (values->expect)
        ok = ct_expects_bind(binder, values->expect, false, &step->expects) && ok;
    if (values->should)
        ok = ct_expects_bind(binder, values->should, true, &step->expects) && ok;
    if (values->capture)
        ok = bind_captures(binder, values->capture, &step->captures) && ok;
    if (values->cleanup)
        ok = ct_bind_cleanup(binder, values->cleanup, &step->cleanup) && ok;
    return bind_attempts(binder, values, step) && ok;
}

ct_step *ct_step_make(ct_binder *binder, const ct_step_fields *values, ct_loc where)
{
    ct_step *step = ct_new(binder->arena, ct_step);
    step->where = where;
    step->title = values->title;
    step->requires = values->requires;
    step->timeout_ms = values->timeout_ms;
    bool ok = ct_check_requires(binder->user, values->requires);
    ok = ct_cites_bind(binder->user, values->verifies, &step->verifies) && ok;
    ok = bind_plan(binder, values, step) && ok;
    ok = bind_expectations(binder, values, step) && ok;
    if (!ok)
        return NULL;
    step->statuses = ct_statuses_of(binder->arena, step->expects);
    return ct_check_step_cites(binder, step) && ct_check_step_bodies(binder, step) ? step : NULL;
}

#define AT(member) offsetof(ct_step_fields, member)

static const ct_field step_fields[] = {
    {"title", ct_bind_text, AT(title), false, "what the step does"},
    {"operation", ct_bind_node, AT(operation), false,
     "another operation, whose request `with` changes"},
    {"with", ct_bind_node, AT(with), false, "a change to the operation's request"},
    {"request", ct_bind_node, AT(request), false, "a request instead of an operation's"},
    {"expect", ct_bind_node, AT(expect), false, "what the response must be"},
    {"should", ct_bind_node, AT(should), false, "like expect, but a mismatch is only a warning"},
    {"capture", ct_bind_node, AT(capture), false, "values of the response for later steps"},
    {"verifies", ct_bind_names, AT(verifies), false,
     "the requirements that it verifies, beside those of the case"},
    {"requires", ct_bind_names, AT(requires), false, "capabilities that the target must have"},
    {"within", ct_bind_node, AT(within), false,
     "repeat the request until it passes, for up to this time"},
    {"every", ct_bind_node, AT(every), false, "the time between two attempts (default 1s)"},
    {"fail_when", ct_bind_node, AT(fail_when), false,
     "a response that ends the attempts early, with the keys of expect"},
    {"timeout", ct_bind_duration, AT(timeout_ms), false, "the timeout of its request"},
    {0},
};

static const ct_field before_fields[] = {
    {"title", ct_bind_text, AT(title), false, "what the step does"},
    {"request", ct_bind_node, AT(request), true, "the request"},
    {"expect", ct_bind_node, AT(expect), false, "what the response must be"},
    {"capture", ct_bind_node, AT(capture), false, "values of the response for all cases"},
    {"within", ct_bind_node, AT(within), false,
     "repeat the request until it passes, for up to this time"},
    {"every", ct_bind_node, AT(every), false, "the time between two attempts (default 1s)"},
    {"fail_when", ct_bind_node, AT(fail_when), false,
     "a response that ends the attempts early, with the keys of expect"},
    {"timeout", ct_bind_duration, AT(timeout_ms), false, "the timeout of its request"},
    {"cleanup", ct_bind_node, AT(cleanup), false, "steps that undo it at the end of the run"},
    {0},
};

static bool bind_list(ct_binder *binder, const ct_yaml *node, const ct_field *fields,
                      ct_step **tail)
{
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_LIST))
        return false;
    for (const ct_yaml *item = node->child; item; item = item->next) {
        ct_step_fields values = {0};
        ok = ct_bind(binder, item, fields, &values) && ok;
        values.has_unknown_key = !ct_bind_knows_keys(item, fields);
        ct_step *step = ct_step_make(binder, &values, item->where);
        if (!step) {
            ok = false;
            continue;
        }
        *tail = step;
        tail = &step->next;
    }
    return ok;
}

bool ct_bind_steps(ct_binder *binder, const ct_yaml *node, void *slot)
{
    if (node->kind == CT_YAML_LIST && !node->tag && !node->child)
        return ct_fail(binder->diag, CT_ERR_EMPTY_VALUE, node->where, "'%s' is empty", node->key);
    return bind_list(binder, node, step_fields, slot);
}

bool ct_bind_cleanup(ct_binder *binder, const ct_yaml *node, void *slot)
{
    for (const ct_yaml *item = node->kind == CT_YAML_LIST ? node->child : NULL; item;
         item = item->next) {
        const ct_yaml *verifies = item->kind == CT_YAML_MAP ? ct_yaml_get(item, "verifies") : NULL;
        if (verifies)
            return ct_fail(binder->diag, CT_ERR_MISPLACED_KEY, verifies->key_where,
                           "'verifies' is not allowed in 'cleanup', whose steps are not judged");
    }
    return ct_bind_steps(binder, node, slot);
}

bool ct_bind_before_steps(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return bind_list(binder, node, before_fields, slot);
}
