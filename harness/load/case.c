/* Cases and their steps. */
#include <string.h>

#include "base/limits.h"
#include "load/loading.h"

/* Only what the operation's `needs` knows. */
static bool check_capabilities(const ct_loading *loading, const ct_name *requires)
{
    const char *names[64] = {"auth-token", "auth-aksk", "auth-basic", NULL};
    size_t count = 3;
    bool ok = true;
    for (const ct_need *need = loading->operation->needs; need && count < 63; need = need->next)
        if (need->capability)
            names[count++] = need->capability;
    for (; requires; requires = requires->next) {
        size_t i = 0;
        while (i < count && strcmp(names[i], requires->text))
            i++;
        if (i < count)
            continue;
        ok = ct_fail(loading->diag, CT_E_UNKNOWN, requires->where,
                     "the operation's 'needs' knows no capability '%s'", requires->text);
        ct_hint_nearest(loading->diag, requires->text, names);
    }
    return ok;
}

/* ---- Steps ---- */

typedef struct step_words {
    const char *title;
    const ct_yaml *with, *request, *expect, *should;
    ct_name *requires;
    unsigned timeout_ms;
} step_words;

static const ct_field step_fields[] = {
    {"title", ct_bind_text, offsetof(step_words, title), false, "what the step is for"},
    {"operation", ct_bind_not_yet, 0, false, "another operation, whose request `with` changes"},
    {"with", ct_bind_node, offsetof(step_words, with), false,
     "a change to the operation's request"},
    {"request", ct_bind_node, offsetof(step_words, request), false, "a request of its own"},
    {"expect", ct_bind_node, offsetof(step_words, expect), false, "what must hold"},
    {"should", ct_bind_node, offsetof(step_words, should), false, "what breaks here is a warning"},
    {"capture", ct_bind_not_yet, 0, false, "values for later steps"},
    {"requires", ct_bind_names, offsetof(step_words, requires), false,
     "capabilities of the target"},
    {"within", ct_bind_not_yet, 0, false, "send again until it holds, at most so long"},
    {"every", ct_bind_not_yet, 0, false, "the wait between two attempts"},
    {"fail_when", ct_bind_not_yet, 0, false, "ends the attempts early"},
    {"timeout", ct_bind_duration, offsetof(step_words, timeout_ms), false, "of its request"},
    {0},
};

static bool bind_plan(ct_binder *binder, const step_words *words, ct_step *step)
{
    const ct_operation *op = ((ct_loading *)binder->user)->operation;
    if (words->with && words->request)
        return ct_fail(
            binder->diag, CT_E_VALUE, words->request->key_where,
            "'with' changes the operation's request, 'request' is another one: write one");
    if (words->request) {
        step->plan = ct_plan_bind(binder, words->request);
    } else {
        step->operation = op;
        step->plan = words->with ? ct_plan_change(binder, op->plan, words->with) : op->plan;
    }
    return step->plan != NULL;
}

static bool bind_expectations(ct_binder *binder, const step_words *words, ct_step *step)
{
    bool ok = true;
    if (words->expect)
        ok = ct_expects_bind(binder, words->expect, false, &step->expects) && ok;
    if (words->should)
        ok = ct_expects_bind(binder, words->should, true, &step->expects) && ok;
    return ok;
}

static ct_step *make_step(ct_binder *binder, const step_words *words, ct_loc where)
{
    ct_step *step = ct_new(binder->arena, ct_step);
    step->where = where;
    step->title = words->title;
    step->requires = words->requires;
    step->timeout_ms = words->timeout_ms;
    bool ok = check_capabilities(binder->user, words->requires);
    ok = bind_plan(binder, words, step) && ok;
    return bind_expectations(binder, words, step) && ok ? step : NULL;
}

static bool bind_steps(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_step **tail = slot;
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_LIST))
        return false;
    if (!node->child)
        return ct_fail(binder->diag, CT_E_VALUE, node->where, "'%s' without a step", node->key);
    for (const ct_yaml *item = node->child; item; item = item->next) {
        step_words words = {0};
        ok = ct_bind(binder, item, step_fields, &words) && ok;
        ct_step *step = make_step(binder, &words, item->where);
        if (!step) {
            ok = false;
            continue;
        }
        *tail = step;
        tail = &step->next;
    }
    return ok;
}

/* ---- Cases ---- */

typedef struct case_words {
    ct_case *asked;
    const char *id, *title, *skip;
    ct_name *verifies, *tags, *requires;
    const ct_yaml *with, *steps, *expect, *should, *lock, *cleanup;
    ct_pair *vars;
    unsigned timeout_ms;
} case_words;

#define AT(member) offsetof(case_words, member)

static const ct_field case_fields[] = {
    {"id", ct_bind_id, AT(id), true, "stable, unique in its operation"},
    {"title", ct_bind_text, AT(title), true, "a sentence that is true when the case passes"},
    {"verifies", ct_bind_names, AT(verifies), false, "requirements that it shows"},
    {"tags", ct_bind_names, AT(tags), false, "for --tag"},
    {"requires", ct_bind_names, AT(requires), false, "capabilities of the target"},
    {"skip", ct_bind_text, AT(skip), false, "why it is not run"},
    {"with", ct_bind_node, AT(with), false, "a change to the operation's request"},
    {"steps", ct_bind_node, AT(steps), false, "several requests in order"},
    {"expect", ct_bind_node, AT(expect), false, "what must hold"},
    {"should", ct_bind_node, AT(should), false, "what breaks here is a warning"},
    {"capture", ct_bind_not_yet, 0, false, "values for later steps"},
    {"each", ct_bind_not_yet, 0, false, "rows: a case for each"},
    {"within", ct_bind_not_yet, 0, false, "send again until it holds, at most so long"},
    {"every", ct_bind_not_yet, 0, false, "the wait between two attempts"},
    {"fail_when", ct_bind_not_yet, 0, false, "ends the attempts early"},
    {"lock", ct_bind_node, AT(lock), false, "instead of the operation's; !absent: none"},
    {"timeout", ct_bind_duration, AT(timeout_ms), false, "of each request"},
    {"vars", ct_bind_vars, AT(vars), false, "variables of this case"},
    {"cleanup", ct_bind_node, AT(cleanup), false, "steps that always run, never judged"},
    {0},
};

/* ---- What a case says fits together ---- */

static void unknown_requirement(ct_loading *loading, const ct_name *cited)
{
    enum { NAMES_MAX = 1000 };
    const char **names = ct_arena_alloc(loading->diag->arena, (NAMES_MAX + 1) * sizeof *names);
    size_t count = 0;
    for (const ct_requirement *r = loading->suite->requirements; r && count < NAMES_MAX;
         r = r->next)
        names[count++] = r->id;
    ct_fail(loading->diag, CT_E_UNKNOWN, cited->where, "no requirement '%s'%s", cited->text,
            count ? "" : ": there is no requirements.yaml");
    ct_hint_nearest(loading->diag, cited->text, names);
}

static bool cite(ct_loading *loading, const ct_name *verifies, ct_case *asked)
{
    ct_cite **tail = &asked->verifies;
    bool ok = true;
    for (; verifies; verifies = verifies->next) {
        ct_cite *c = ct_new(loading->arena, ct_cite);
        c->requirement = ct_requirement_find(loading->suite, verifies->text);
        if (!c->requirement) {
            unknown_requirement(loading, verifies);
            ok = false;
            continue;
        }
        *tail = c;
        tail = &c->next;
    }
    return ok;
}

static bool expects_any(const ct_step *step, bool is_should)
{
    for (; step; step = step->next)
        for (const ct_expect *e = step->expects; e; e = e->next)
            if (e->is_should == is_should)
                return true;
    return false;
}

static bool cites_any(const ct_case *asked, bool is_must)
{
    for (const ct_cite *c = asked->verifies; c; c = c->next)
        if (ct_level_is_must(c->requirement->level) == is_must)
            return true;
    return false;
}

static bool check_expects(ct_loading *loading, const ct_case *asked)
{
    if (expects_any(asked->steps, false) || expects_any(asked->steps, true))
        return true;
    ct_fail(loading->diag, CT_E_MISSING, asked->where, "the case '%s' expects nothing", asked->id);
    return ct_hint(loading->diag, "a case that cannot fail shows nothing: give it an 'expect'");
}

/* The MUST requirements stand on `expect`, the others on `should`. */
static bool check_sides(ct_loading *loading, const ct_case *asked)
{
    bool const has_expect = expects_any(asked->steps, false);
    bool const has_should = expects_any(asked->steps, true);
    ct_diag *diag = loading->diag;
    if (!loading->suite->requirements)
        return true;
    if (!asked->verifies) {
        ct_fail(diag, CT_E_MISSING, asked->where, "the case '%s' verifies no requirement",
                asked->id);
        return ct_hint(diag, "name the requirements of requirements.yaml under 'verifies'");
    }
    if (cites_any(asked, true) && !has_expect)
        return ct_fail(diag, CT_E_VALUE, asked->where,
                       "the case '%s' verifies a MUST, but expects nothing under 'expect'",
                       asked->id);
    if (cites_any(asked, false) && !has_should)
        return ct_fail(diag, CT_E_VALUE, asked->where,
                       "the case '%s' verifies a SHOULD or MAY, but has no 'should'", asked->id);
    if (has_should && !cites_any(asked, false))
        return ct_fail(diag, CT_E_VALUE, asked->where,
                       "the case '%s' has a 'should', but verifies no SHOULD or MAY", asked->id);
    return true;
}

static bool bind_lock(ct_binder *binder, const ct_yaml *node, ct_case *asked)
{
    if (!node)
        return true;
    asked->lock = NULL;
    if (node->kind == CT_YAML_SCALAR && node->tag && !strcmp(node->tag, "!absent") && !node->text)
        return true;
    return ct_bind_template(binder, node, &asked->lock);
}

/* One step for a case that has none of its own. */
static bool bind_own_step(ct_binder *binder, const case_words *words, ct_case *asked)
{
    step_words const own = {.with = words->with, .expect = words->expect, .should = words->should};
    asked->steps = make_step(binder, &own, asked->where);
    return asked->steps != NULL;
}

static bool bind_written_steps(ct_binder *binder, const case_words *words, ct_case *asked)
{
    const ct_yaml *beside[] = {words->with, words->expect, words->should};
    bool ok = true;
    for (size_t i = 0; i < sizeof beside / sizeof *beside; i++)
        if (beside[i])
            ok = ct_fail(binder->diag, CT_E_VALUE, beside[i]->key_where,
                         "a case with 'steps' says '%s' in its steps", beside[i]->key);
    return bind_steps(binder, words->steps, &asked->steps) && ok;
}

static bool take_name(ct_loading *loading, ct_case *asked)
{
    asked->full_name = ct_arena_printf(loading->arena, "%s/%s", loading->operation->id, asked->id);
    const json_t *first = json_object_get(loading->case_names, asked->full_name);
    if (first) {
        ct_fail(loading->diag, CT_E_VALUE, asked->where, "the id '%s' is taken", asked->id);
        return ct_hint(loading->diag, "by the case at %s", json_string_value(first));
    }
    ct_buf place = CT_BUF(CT_BUF_ANY);
    ct_loc_name(asked->where, &place);
    json_object_set_new_nocheck(loading->case_names, asked->full_name,
                                json_string_nocheck(ct_buf_str(&place)));
    ct_buf_free(&place);
    return true;
}

/* Without an id a case is told by its title, so that its other mistakes are told too. */
static bool name_case(ct_loading *loading, const ct_yaml *node, const case_words *words,
                      ct_case *asked)
{
    const ct_yaml *id = ct_yaml_get(node, "id");
    asked->where = id ? id->where : node->where;
    asked->id = words->id ? words->id : words->title ? words->title : "without an id";
    return words->id && take_name(loading, asked);
}

/* Nothing stands there, and nothing that could not be read. */
static bool says_nothing(const ct_yaml *node, const char *key)
{
    const ct_yaml *list = ct_yaml_get(node, key);
    return !list || (list->kind == CT_YAML_LIST && !list->tag && !list->child);
}

static bool bind_case(ct_loading *loading, const ct_yaml *node, ct_case *asked)
{
    ct_binder binder = {loading->arena, loading->diag, loading};
    case_words words = {0};
    bool ok = ct_bind(&binder, node, case_fields, &words);
    if (node->kind != CT_YAML_MAP || !node->child)
        return false;
    asked->title = words.title;
    asked->operation = loading->operation;
    asked->tags = words.tags;
    asked->requires = words.requires;
    asked->skip = words.skip;
    asked->vars = words.vars;
    asked->lock = loading->operation->lock;
    asked->timeout_ms = words.timeout_ms;
    ok = name_case(loading, node, &words, asked) && ok;
    ok = check_capabilities(loading, words.requires) && ok;
    ok = bind_lock(&binder, words.lock, asked) && ok;
    bool const has_steps = words.steps ? bind_written_steps(&binder, &words, asked)
                                       : bind_own_step(&binder, &words, asked);
    ok = (!words.cleanup || bind_steps(&binder, words.cleanup, &asked->cleanup)) && ok;
    bool const is_cited =
        cite(loading, words.verifies, asked) && (asked->verifies || says_nothing(node, "verifies"));
    return has_steps && check_expects(loading, asked) && is_cited && check_sides(loading, asked) &&
           ok;
}

bool ct_cases_bind(ct_loading *loading, const ct_yaml *cases)
{
    ct_binder binder = {loading->arena, loading->diag, loading};
    bool ok = true;
    if (!ct_bind_expect(&binder, cases, CT_YAML_LIST))
        return false;
    if (!cases->child)
        return ct_fail(loading->diag, CT_E_VALUE, cases->where, "'cases' without a case");
    for (const ct_yaml *item = cases->child; item; item = item->next) {
        ct_case *asked = ct_new(loading->arena, ct_case);
        if (!bind_case(loading, item, asked)) {
            ok = false;
            continue;
        }
        asked->index = loading->suite->case_count++;
        *loading->next_case = asked;
        loading->next_case = &asked->next;
    }
    return ok;
}
