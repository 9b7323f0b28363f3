#include "load/check.h"

#include <string.h>

#include "judge/shape.h"
#include "lang/base_url.h"
#include "lang/json/json.h"
#include "lang/yaml/bind.h"
#include "load/tls.h"
#include "model/redact/redact.h"

const char *const ct_generated_names[] = {"uuid", "uuid_hex", "run_id", "now", NULL};

static bool is_generated(const char *name)
{
    for (size_t i = 0; ct_generated_names[i]; i++)
        if (!strcmp(ct_generated_names[i], name))
            return true;
    return false;
}

bool ct_check_not_generated(ct_diag *diag, const char *name, ct_loc where)
{
    return !is_generated(name) ||
           ct_fail(diag, CT_ERR_RESERVED_NAME, where, "variable name '%s' is reserved", name);
}

/* Sets of variable names (name -> true). */
typedef struct names {
    json_t *target;    /* of the target, and generated ones; they need not be used */
    json_t *operation; /* vars of the operation, as far as they were read */
    json_t *own;       /* vars and captures of the case, as far as they were read */
    json_t *used;      /* by any template */
} names;

typedef struct checking {
    ct_diag *diag;
    const ct_target *target;
    names names;
    bool is_required;  /* the case will run: its variables must be defined */
    ct_name **missing; /* collects undefined names instead of reporting them; NULL: reports */
    ct_arena *arena;   /* of `missing` */
    json_t *reported;  /* places of errors: a request that cases share is reported once */
} checking;

static void add(json_t *set, const char *name)
{
    json_object_set_nocheck(set, name, json_true());
}

static bool has(const json_t *set, const char *name)
{
    return json_object_get(set, name) != NULL;
}

static bool is_defined(const checking *c, const char *name)
{
    return has(c->names.own, name) || has(c->names.operation, name) || has(c->names.target, name);
}

static void hint_name(checking *c, const char *name)
{
    const json_t *sets[] = {c->names.own, c->names.operation, c->names.target};
    const char *known[257] = {NULL};
    size_t count = 0;
    for (size_t i = 0; i < 3; i++) {
        const char *key;
        json_t *unused;
        json_object_foreach(ct_json_iterable(sets[i]), key, unused)
        {
            if (count < 256)
                known[count++] = key;
        }
    }
    ct_hint(
        c->diag,
        "define it under 'vars', or list it under 'needs' and set it in the target file or with "
        "--var %s=VALUE",
        name);
    ct_hint_nearest(c->diag, name, known);
}

static bool was_reported(checking *c, const char *name, ct_loc where)
{
    const char *place =
        ct_arena_printf(c->diag->arena, "%s:%u:%u:%s", where.source ? where.source->name : "",
                        where.line, where.column, name);
    if (has(c->reported, place))
        return true;
    add(c->reported, place);
    return false;
}

static void collect(checking *c, const char *name)
{
    ct_name **end = c->missing;
    for (; *end; end = &(*end)->next)
        if (!strcmp((*end)->text, name))
            return;
    *end = ct_new(c->arena, ct_name);
    (*end)->text = ct_arena_text(c->arena, name);
}

static void visit(void *user, const char *name, ct_loc where)
{
    checking *c = user;
    add(c->names.used, name);
    if (!c->is_required || is_defined(c, name) || was_reported(c, name, where))
        return;
    if (c->missing) {
        collect(c, name);
        return;
    }
    ct_fail_once(c->diag, CT_ERR_UNDEFINED_VARIABLE, where, "undefined variable '%s'", name);
    hint_name(c, name);
}

static void visit_pairs(checking *c, const ct_pair *pairs)
{
    for (; pairs; pairs = pairs->next)
        if (pairs->value)
            ct_value_each_variable(pairs->value, visit, c);
}

/* {name} in a path is the variable of that name, unless `path` of the case sets it. */
static void visit_path(checking *c, const ct_plan *plan)
{
    for (const ct_path_piece *piece = plan->path; piece; piece = piece->next) {
        const ct_pair *given = plan->params;
        if (piece->text)
            ct_template_each_variable(piece->text, visit, c);
        while (piece->param && given && strcmp(given->name, piece->param))
            given = given->next;
        if (piece->param && !given)
            visit(c, piece->param, piece->where);
    }
    visit_pairs(c, plan->params);
}

/* Checks a base URL whose value is known before the run. The value is not shown: it may be or
 * contain a secret. */
static void check_base_url(checking *c, const ct_plan *plan)
{
    const json_t *value = c->target ? json_object_get(c->target->values, plan->url) : NULL;
    const char *text = json_string_value(value);
    if (!value || !c->is_required)
        return;
    if (text && strlen(text) == json_string_length(value) &&
        ct_base_url_read(c->diag->arena, text, NULL, NULL) == CT_BASE_URL_GOOD)
        return;
    if (!was_reported(c, plan->url, plan->url_where))
        ct_fail(c->diag, CT_ERR_INVALID_URL, plan->url_where,
                "variable '%s' is not a base URL: expected " CT_BASE_URL_FORM, plan->url);
}

/* Checks the client key of a request; that of the target is checked with the target. Where results
 * are judged again, the pass phrase is masked and nothing is sent. */
static void check_key(checking *c, const ct_tls *own)
{
    const ct_tls *tls = ct_tls_change(c->diag->arena, c->target->tls, own);
    bool const is_masked = tls->client_key_password && !strcmp(tls->client_key_password, CT_MASK);
    if (own->client_key && !is_masked &&
        !was_reported(c, CT_CLIENT_KEY_PASSWORD, own->client_key_where))
        ct_check_client_key(c->diag, tls);
}

static void visit_plan(checking *c, const ct_plan *plan)
{
    if (c->target && c->is_required && plan->tls)
        check_key(c, plan->tls);
    if (plan->url) {
        visit(c, plan->url, plan->url_where);
        check_base_url(c, plan);
    }
    if (plan->auth > CT_AUTH_NONE)
        for (const char *const *name = ct_auth_kinds[CT_TARGET_AKSK].needs; *name; name++)
            visit(c, *name, plan->auth_where);
    visit_path(c, plan);
    visit_pairs(c, plan->query);
    visit_pairs(c, plan->headers);
    if (plan->body_kind == CT_BODY_JSON)
        ct_value_each_variable(plan->json, visit, c);
    if (plan->body_kind == CT_BODY_TEXT)
        ct_template_each_variable(plan->text, visit, c);
    if (plan->body_kind == CT_BODY_FORM)
        visit_pairs(c, plan->form);
}

static void visit_expects(checking *c, const ct_expect *expects)
{
    for (; expects; expects = expects->next) {
        if (expects->shape)
            ct_shape_each_variable(expects->shape, visit, c);
        for (const ct_alternative *a = expects->alternatives; a; a = a->next)
            visit_expects(c, a->expects);
    }
}

static const char *owner_of(const checking *c, const char *name)
{
    return is_generated(name)              ? "apigcheck"
           : has(c->names.target, name)    ? "the target"
           : has(c->names.operation, name) ? "'vars' of the operation"
                                           : "the case";
}

/* Adds a name to a set. It must not be defined yet. */
static void add_name(checking *c, const char *name, ct_loc where, json_t *set)
{
    if (is_defined(c, name) && !was_reported(c, name, where))
        ct_fail(c->diag, CT_ERR_RESERVED_NAME, where, "variable '%s' is already defined by %s",
                name, owner_of(c, name));
    add(set, name);
}

/* True if the step requires a capability that the target does not declare: it will be left out. */
static bool is_left_out(const checking *c, const ct_step *step)
{
    for (const ct_name *name = step->requires; c->target && name; name = name->next)
        if (!ct_names_have(c->target->capabilities, name->text))
            return true;
    return false;
}

/* Captures of a step are defined for the steps after it. */
static void visit_steps(checking *c, const ct_step *steps)
{
    bool const is_required = c->is_required;
    for (; steps; steps = steps->next) {
        c->is_required = is_required && !is_left_out(c, steps);
        visit_plan(c, steps->plan);
        visit_expects(c, steps->expects);
        visit_expects(c, steps->fail_when);
        for (const ct_capture *capture = steps->captures; capture; capture = capture->next)
            add_name(c, capture->name, capture->where, c->names.own);
    }
    c->is_required = is_required;
}

/* Visits the values of `vars` in order: each may use the names before it. */
static void visit_vars(checking *c, const ct_pair *vars, json_t *set)
{
    for (const ct_pair *pair = vars; pair; pair = pair->next) {
        ct_value_each_variable(pair->value, visit, c);
        add_name(c, pair->name, pair->where, set);
    }
}

static void check_reached(checking *c, const ct_pair *vars)
{
    for (; vars; vars = vars->next)
        if (!has(c->names.used, vars->name))
            ct_fail(c->diag, CT_ERR_UNUSED_VARIABLE, vars->where, "unused variable '%s'",
                    vars->name);
}

/* A case before may have used a variable of its own with that name. */
static void forget_uses(checking *c, const ct_pair *vars)
{
    for (; vars; vars = vars->next)
        json_object_del(c->names.used, vars->name);
}

static void check_case(checking *c, const ct_case *test_case)
{
    json_object_clear(c->names.own);
    forget_uses(c, test_case->row);
    forget_uses(c, test_case->vars);
    visit_vars(c, test_case->row, c->names.own);
    visit_vars(c, test_case->vars, c->names.own);
    if (test_case->lock)
        ct_template_each_variable(test_case->lock, visit, c);
    visit_steps(c, test_case->steps);
    visit_steps(c, test_case->cleanup);
    check_reached(c, test_case->vars);
    json_object_clear(c->names.own);
}

static void check_shared(checking *c, const ct_operation *op)
{
    for (const ct_response_row *row = op->responses; row; row = row->next)
        visit_expects(c, row->expects);
    if (!c->target || c->target->auth == CT_TARGET_TOKEN)
        visit_pairs(c, op->credential);
}

static void add_before_names(checking *c, const ct_case *before)
{
    for (const ct_step *step = before ? before->steps : NULL; step; step = step->next)
        for (const ct_capture *capture = step->captures; capture; capture = capture->next)
            add(c->names.target, capture->name);
}

static void add_target_names(checking *c, const ct_operation *op)
{
    json_object_clear(c->names.target);
    for (size_t i = 0; ct_generated_names[i]; i++)
        add(c->names.target, ct_generated_names[i]);
    if (c->target) {
        json_object_update(c->names.target, c->target->values);
        add_before_names(c, c->target->before);
        return;
    }
    for (const ct_need *need = op->needs; need; need = need->next)
        for (const ct_name *name = need->names; name; name = name->next)
            add(c->names.target, name->text);
    for (const char *const *name = ct_auth_kinds[CT_TARGET_AKSK].needs; *name; name++)
        add(c->names.target, *name);
    /* The target provides what the credential needs, whether `needs` lists it or not. */
    c->is_required = false;
    json_t *used = c->names.used;
    c->names.used = c->names.target;
    visit_pairs(c, op->credential);
    c->names.used = used;
}

static void check_operation(checking *c, const ct_operation *op, ct_will_run *will_run, void *user)
{
    bool is_any_required = false;
    add_target_names(c, op);
    json_object_clear(c->names.operation);
    json_object_clear(c->names.used);
    for (const ct_case *test_case = op->cases; test_case && !is_any_required;
         test_case = test_case->next)
        is_any_required = !test_case->skip && (!will_run || will_run(user, test_case));
    c->is_required = is_any_required;
    visit_vars(c, op->vars, c->names.operation);
    check_shared(c, op);
    for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next) {
        c->is_required = !test_case->skip && (!will_run || will_run(user, test_case));
        check_case(c, test_case);
    }
    if (!op->is_partial) /* files that were not read may use them */
        check_reached(c, op->vars);
}

static void check_capabilities(checking *c, const ct_suite *suite)
{
    const char *known[257] = {NULL};
    size_t count = 0;
    while (ct_auth_kinds[count].name) {
        known[count] = ct_auth_kinds[count].capability;
        count++;
    }
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_need *need = op->needs; need && count < 256; need = need->next)
            if (need->capability)
                known[count++] = need->capability;
    for (const ct_name *name = c->target->capabilities; name; name = name->next) {
        size_t i = 0;
        while (i < count && strcmp(known[i], name->text))
            i++;
        if (i < count)
            continue;
        ct_warn(c->diag, CT_ERR_UNKNOWN_CAPABILITY, name->where,
                "unknown capability '%s': no operation declares it", name->text);
        ct_hint_nearest(c->diag, name->text, known);
    }
}

/* The target's steps see its names and their own captures; each cleanup sees what was captured up
 * to its step. */
static void check_before(checking *c, const ct_case *before)
{
    json_object_clear(c->names.target);
    json_object_clear(c->names.operation);
    json_object_clear(c->names.own);
    for (size_t i = 0; ct_generated_names[i]; i++)
        add(c->names.target, ct_generated_names[i]);
    json_object_update(c->names.target, c->target->values);
    c->is_required = true;
    for (const ct_step *step = before->steps; step; step = step->next) {
        ct_step alone = *step;
        alone.next = NULL;
        visit_steps(c, &alone);
        visit_steps(c, step->cleanup);
    }
    json_object_clear(c->names.own);
}

static void check_all(checking *c, const ct_suite *suite, ct_will_run *will_run, void *user)
{
    c->names = (names){json_object(), json_object(), json_object(), json_object()};
    c->reported = json_object();
    if (c->target && c->target->before)
        check_before(c, c->target->before);
    for (const ct_operation *op = suite->operations; op; op = op->next)
        check_operation(c, op, will_run, user);
    if (c->target)
        check_capabilities(c, suite);
    json_decref(c->names.target);
    json_decref(c->names.operation);
    json_decref(c->names.own);
    json_decref(c->names.used);
    json_decref(c->reported);
}

bool ct_check(const ct_suite *suite, const ct_target *target, ct_will_run *will_run, void *user,
              ct_diag *diag)
{
    unsigned const errors = diag->count;
    checking c = {.diag = diag, .target = target};
    check_all(&c, suite, will_run, user);
    return diag->count == errors;
}

const ct_name *ct_check_missing(const ct_suite *suite, const ct_target *target,
                                ct_will_run *will_run, void *user, ct_arena *arena)
{
    ct_diag unused = {.arena = arena};
    ct_name *missing = NULL;
    checking c = {.diag = &unused, .target = target, .missing = &missing, .arena = arena};
    check_all(&c, suite, will_run, user);
    return missing;
}
