/* Binds cases, checks that their keys fit together, and makes one case for each row. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "load/loading.h"

typedef struct case_values {
    const char *id, *title, *skip, *why;
    ct_name *verifies, *tags, *requires;
    const ct_yaml *steps, *lock, *cleanup;
    ct_step_fields own; /* of its only request */
    ct_row *rows;
    ct_pair *vars;
    unsigned timeout_ms;
} case_values;

#define AT(member) offsetof(case_values, member)

static const ct_field case_fields[] = {
    {"id", ct_bind_id, AT(id), true, "a stable id, unique in its operation"},
    {"title", ct_bind_text, AT(title), true, "a sentence that is true when the case passes"},
    {"verifies", ct_bind_names, AT(verifies), false, "the requirements that it verifies"},
    {"tags", ct_bind_names, AT(tags), false, "tags for --tag and --not-tag"},
    {"requires", ct_bind_names, AT(requires), false, "capabilities that the target must have"},
    {"skip", ct_bind_text, AT(skip), false, "the reason why it is not run"},
    {"why", ct_bind_text, AT(why), false, "the reason why a case with the tag 'redundant' is kept"},
    {"with", ct_bind_node, AT(own.with), false, "a change to the operation's request"},
    {"steps", ct_bind_node, AT(steps), false, "several requests in order"},
    {"expect", ct_bind_node, AT(own.expect), false, "what the response must be"},
    {"should", ct_bind_node, AT(own.should), false,
     "like expect, but a mismatch is only a warning"},
    {"capture", ct_bind_node, AT(own.capture), false, "values of the response for its cleanup"},
    {"each", ct_bind_rows, AT(rows), false, "parameter sets: one case for each"},
    {"within", ct_bind_node, AT(own.within), false,
     "repeat the request until it passes, for up to this time"},
    {"every", ct_bind_node, AT(own.every), false, "the time between two attempts (default 1s)"},
    {"fail_when", ct_bind_node, AT(own.fail_when), false,
     "a response that ends the attempts early, with the keys of expect"},
    {"lock", ct_bind_node, AT(lock), false, "a lock instead of the operation's; !absent: none"},
    {"timeout", ct_bind_duration, AT(timeout_ms), false, "the timeout of each request"},
    {"vars", ct_bind_vars, AT(vars), false, "variables of this case"},
    {"cleanup", ct_bind_node, AT(cleanup), false, "steps that always run and are not judged"},
    {0},
};

/* ---- Checks across keys ---- */

static bool expects_any(const ct_step *step, bool is_should)
{
    for (; step; step = step->next)
        for (const ct_expect *e = step->expects; e; e = e->next)
            if (e->is_should == is_should)
                return true;
    return false;
}

static bool cites_any(const ct_case *test_case, bool is_must)
{
    for (const ct_cite *c = test_case->verifies; c; c = c->next)
        if (ct_level_is_must(c->requirement->level) == is_must)
            return true;
    return false;
}

static bool check_expects(ct_loading *loading, const ct_case *test_case)
{
    if (expects_any(test_case->steps, false) || expects_any(test_case->steps, true))
        return true;
    ct_fail(loading->diag, CT_ERR_NO_EXPECTATIONS, test_case->where,
            "case '%s' has no expectations", test_case->id);
    return ct_hint(loading->diag, "add 'expect' or 'should'");
}

/* A MUST is verified under `expect`, every other requirement under `should`. */
static bool check_levels(ct_loading *loading, const ct_case *test_case)
{
    bool const has_expect = expects_any(test_case->steps, false);
    bool const has_should = expects_any(test_case->steps, true);
    ct_diag *diag = loading->diag;
    if (!loading->suite->requirements)
        return true;
    if (!test_case->verifies) {
        ct_fail(diag, CT_ERR_MISSING_KEY, test_case->where, "case '%s' verifies no requirement",
                test_case->id);
        return ct_hint(diag, "add 'verifies' with ids of requirements.yaml");
    }
    if (cites_any(test_case, true) && !has_expect)
        return ct_fail(diag, CT_ERR_LEVEL_MISMATCH, test_case->where,
                       "case '%s' verifies a MUST but has no 'expect'", test_case->id);
    if (cites_any(test_case, false) && !has_should)
        return ct_fail(diag, CT_ERR_LEVEL_MISMATCH, test_case->where,
                       "case '%s' verifies a SHOULD or MAY but has no 'should'", test_case->id);
    if (has_should && !cites_any(test_case, false))
        return ct_fail(diag, CT_ERR_LEVEL_MISMATCH, test_case->where,
                       "case '%s' has 'should' but verifies no SHOULD or MAY", test_case->id);
    return true;
}

static bool bind_lock(ct_binder *binder, const ct_yaml *node, ct_case *test_case)
{
    if (!node)
        return true;
    test_case->lock = NULL;
    if (node->kind == CT_YAML_SCALAR && node->tag && !strcmp(node->tag, "!absent") && !node->text)
        return true;
    return ct_bind_template(binder, node, &test_case->lock);
}

static bool bind_written_steps(ct_binder *binder, const case_values *values, ct_case *test_case)
{
    const ct_step_fields *own = &values->own;
    const ct_yaml *beside[] = {own->with,   own->expect, own->should,   own->capture,
                               own->within, own->every,  own->fail_when};
    bool ok = true;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (beside[i])
            ok = ct_fail(binder->diag, CT_ERR_MISPLACED_KEY, beside[i]->key_where,
                         "'%s' is not allowed beside 'steps'; move it into a step", beside[i]->key);
    return ct_bind_steps(binder, values->steps, &test_case->steps) && ok;
}

static bool bind_requests(ct_binder *binder, const case_values *values, ct_case *test_case)
{
    if (values->steps)
        return bind_written_steps(binder, values, test_case);
    test_case->steps = ct_step_make(binder, &values->own, test_case->where);
    return test_case->steps != NULL;
}

/* Without an id, a case is named by its title, so that its other errors can be reported. */
static void name_case(const ct_yaml *node, const case_values *values, ct_case *test_case)
{
    const ct_yaml *id = ct_yaml_get(node, "id");
    test_case->where = id ? id->where : node->where;
    test_case->id = values->id ? values->id : values->title ? values->title : "without an id";
    test_case->base_id = test_case->id;
}

/* True if the list is missing or empty; false if it is there but malformed. */
static bool is_left_empty(const ct_yaml *node, const char *key)
{
    const ct_yaml *list = ct_yaml_get(node, key);
    return !list || (list->kind == CT_YAML_LIST && !list->tag && !list->child);
}

static bool check_why(ct_loading *loading, const ct_yaml *node, const ct_case *test_case)
{
    if (!test_case->why || ct_names_have(test_case->tags, "redundant"))
        return true;
    ct_fail(loading->diag, CT_ERR_MISPLACED_KEY, ct_yaml_get(node, "why")->where,
            "'why' requires the tag 'redundant'");
    ct_hint(loading->diag, "add 'tags: [redundant]', or remove 'why'");
    return false;
}

static bool bind_case(ct_loading *loading, const ct_yaml *node, ct_case *test_case, ct_row **rows)
{
    ct_binder binder = ct_loading_binder(loading);
    case_values values = {0};
    bool ok = ct_bind(&binder, node, case_fields, &values);
    if (node->kind != CT_YAML_MAP || !node->child)
        return false;
    values.own.has_unknown_key = !ct_bind_knows_keys(node, case_fields);
    name_case(node, &values, test_case);
    test_case->title = values.title;
    test_case->operation = loading->operation;
    test_case->tags = values.tags;
    test_case->requires = values.requires;
    test_case->skip = values.skip;
    test_case->why = values.why;
    test_case->vars = values.vars;
    test_case->lock = loading->operation->lock;
    test_case->timeout_ms = values.timeout_ms;
    *rows = values.rows;
    ok = ct_check_requires(loading, values.requires) && values.id && ok;
    ok = check_why(loading, node, test_case) && ok;
    ok = bind_lock(&binder, values.lock, test_case) && ok;
    bool const has_steps = bind_requests(&binder, &values, test_case);
    ok = (!values.cleanup || ct_bind_cleanup(&binder, values.cleanup, &test_case->cleanup)) && ok;
    bool const is_cited = ct_cites_bind(loading, values.verifies, &test_case->verifies) &&
                          (test_case->verifies || is_left_empty(node, "verifies"));
    ct_cites_add_steps(loading->arena, test_case);
    if (values.own
            .has_unknown_key) /* it may have been meant to be 'expect', 'should' or 'verifies' */
        return false;
    return has_steps && check_expects(loading, test_case) && is_cited &&
           check_levels(loading, test_case) && ok;
}

static void add_case(ct_loading *loading, ct_case *test_case)
{
    test_case->full_name =
        ct_arena_printf(loading->arena, "%s/%s", loading->operation->id, test_case->id);
    test_case->index = loading->suite->case_count++;
    *loading->next_case = test_case;
    loading->next_case = &test_case->next;
}

/* The cases of the rows share everything except name and variables. */
static void add_rows(ct_loading *loading, const ct_case *sample, const ct_row *rows)
{
    for (const ct_row *row = rows; row; row = row->next) {
        ct_case *test_case = ct_new(loading->arena, ct_case);
        *test_case = *sample;
        test_case->id = ct_arena_printf(loading->arena, "%s[%s]", sample->id, row->name);
        test_case->row = row->vars;
        add_case(loading, test_case);
    }
}

bool ct_case_bind(ct_loading *loading, const ct_yaml *node)
{
    ct_case *test_case = ct_new(loading->arena, ct_case);
    ct_row *rows = NULL;
    if (!bind_case(loading, node, test_case, &rows))
        return false;
    if (rows)
        add_rows(loading, test_case, rows);
    else
        add_case(loading, test_case);
    return true;
}

bool ct_cases_bind(ct_loading *loading, const ct_yaml *cases)
{
    ct_binder binder = ct_loading_binder(loading);
    bool ok = true;
    if (!ct_bind_expect(&binder, cases, CT_YAML_LIST))
        return false;
    if (!cases->count)
        return ct_fail(loading->diag, CT_ERR_EMPTY_VALUE, cases->where, "'cases' is empty");
    for (const ct_yaml *item = cases->child; item; item = item->next)
        ok = ct_case_bind(loading, item) && ok;
    return ok;
}

/* ---- Names ---- */

static int by_full_name(const void *a, const void *b)
{
    const ct_case *x = *(const ct_case *const *)a, *y = *(const ct_case *const *)b;
    int const order = strcmp(x->full_name, y->full_name);
    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static bool report_duplicate(ct_loading *loading, const ct_case *test_case, const ct_case *first)
{
    ct_fail(loading->diag, CT_ERR_DUPLICATE_ID, test_case->where, "duplicate id '%s'",
            test_case->id);
    return ct_note_place(loading->diag, "first defined", first->where);
}

bool ct_check_names(ct_loading *loading)
{
    size_t const count = loading->suite->case_count;
    const ct_case **cases = ct_malloc(count * sizeof *cases), *first = NULL;
    size_t filled = 0;
    bool ok = true;
    for (const ct_operation *op = loading->suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            cases[filled++] = test_case;
    qsort(cases, filled, sizeof *cases, by_full_name);
    for (size_t i = 0; i < filled; i++) {
        if (first && !strcmp(first->full_name, cases[i]->full_name))
            ok = report_duplicate(loading, cases[i], first);
        else
            first = cases[i];
    }
    free(cases);
    return ok;
}
