/* What a requirement is about: places of responses, and state that a request shows. */
#include <string.h>
#include <strings.h>

#include "lang/path/path.h"
#include "load/loading.h"
#include "model/about_match.h"

/* ---- One place -------------------------------------------------------------------------- */

typedef struct place_fields {
    const ct_yaml *request, *effect, *status, *header, *at;
} place_fields;

static const ct_field about_fields[] = {
    {"request", ct_bind_node, offsetof(place_fields, request), false,
     "the request, METHOD PATH; without it the only one of the operation"},
    {"status", ct_bind_node, offsetof(place_fields, status), false, "of the response, a number"},
    {"header", ct_bind_node, offsetof(place_fields, header), false, "the name of a header of it"},
    {"at", ct_bind_node, offsetof(place_fields, at), false, "a JSONPath in its body"},
    {"effect", ct_bind_node, offsetof(place_fields, effect), false,
     "alone: the request that shows the state, METHOD PATH"},
    {0},
};

static bool bind_request(ct_binder *binder, const ct_yaml *node, ct_about *place)
{
    const char *text;
    if (!ct_bind_text(binder, node, &text))
        return false;
    size_t const size = strcspn(text, " ");
    place->method = ct_arena_copy(binder->arena, text, size);
    place->path = text + size + (text[size] == ' ');
    if (ct_is_token(place->method) && *place->path == '/' && !strpbrk(place->path, " ?#\n\t"))
        return true;
    ct_fail(binder->diag, CT_ERR_INVALID_ABOUT, node->where,
            "'%s': expected a method, a space and a path without a query", text);
    return ct_hint(binder->diag, "such as POST /v2/{project_id}/pets");
}

static bool bind_status(ct_binder *binder, const ct_yaml *node, ct_about *place)
{
    if (!ct_bind_uint(binder, node, &place->status))
        return false;
    return (place->status >= 100 && place->status <= 599) ||
           ct_fail(binder->diag, CT_ERR_INVALID_STATUS, node->where,
                   "status must be between 100 and 599, got %u", place->status);
}

static bool bind_header(ct_binder *binder, const ct_yaml *node, ct_about *place)
{
    return ct_bind_text(binder, node, &place->header) &&
           (ct_is_token(place->header) || ct_fail(binder->diag, CT_ERR_INVALID_HEADER, node->where,
                                                  "invalid header name '%s'", place->header));
}

static bool bind_at(ct_binder *binder, const ct_yaml *node, ct_about *place)
{
    if (!ct_bind_text(binder, node, &place->at_text))
        return false;
    place->at = ct_path_compile(binder->arena, place->at_text, strlen(place->at_text),
                                ct_yaml_text_where(node), binder->diag);
    return place->at != NULL;
}

/* An effect excludes all other keys. Everything else is a part of a response: it needs a status. */
static bool check_fields(ct_binder *binder, const ct_yaml *node, const place_fields *fields)
{
    const ct_yaml *other = fields->request  ? fields->request
                           : fields->status ? fields->status
                           : fields->header ? fields->header
                                            : fields->at;
    if (fields->effect && other)
        return ct_fail(binder->diag, CT_ERR_INVALID_ABOUT, other->key_where,
                       "'%s' beside 'effect', which excludes all other keys", other->key);
    if (!fields->effect && !fields->status)
        return ct_fail(binder->diag, CT_ERR_INVALID_ABOUT, node->where,
                       "a place has a 'status', or is an 'effect'");
    return !fields->header || !fields->at ||
           ct_fail(binder->diag, CT_ERR_INVALID_ABOUT, fields->at->key_where,
                   "a place is a 'header' or 'at' a part of the body: write two places");
}

static bool bind_place(ct_binder *binder, const ct_yaml *node, ct_about *place)
{
    place_fields fields = {0};
    if (!ct_bind(binder, node, about_fields, &fields) || !check_fields(binder, node, &fields))
        return false;
    const ct_yaml *request = fields.effect ? fields.effect : fields.request;
    place->where = request ? request->where : node->where;
    place->is_effect = fields.effect != NULL;
    bool ok = !request || bind_request(binder, request, place);
    ok = (!fields.status || bind_status(binder, fields.status, place)) && ok;
    ok = (!fields.header || bind_header(binder, fields.header, place)) && ok;
    return (!fields.at || bind_at(binder, fields.at, place)) && ok;
}

/* ---- Several ---------------------------------------------------------------------------- */

static bool is_same(const char *a, const char *b, int (*compare)(const char *, const char *))
{
    return a && b ? !compare(a, b) : a == b;
}

static bool is_same_place(const ct_about *a, const ct_about *b)
{
    return a->is_effect == b->is_effect && a->status == b->status &&
           is_same(a->method, b->method, strcmp) && is_same(a->path, b->path, strcmp) &&
           is_same(a->header, b->header, strcasecmp) && is_same(a->at_text, b->at_text, strcmp);
}

bool ct_bind_about(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_about **first = slot, **tail = slot;
    bool const is_list = node->kind == CT_YAML_LIST && !node->tag;
    bool ok = true;
    if (is_list && !node->child)
        return ct_fail(binder->diag, CT_ERR_EMPTY_VALUE, node->where, "'about' is empty");
    for (const ct_yaml *item = is_list ? node->child : node; item;
         item = is_list ? item->next : NULL) {
        ct_about *place = ct_new(binder->arena, ct_about);
        if (!bind_place(binder, item, place)) {
            ok = false;
            continue;
        }
        for (const ct_about *other = *first; other; other = other->next)
            if (is_same_place(other, place))
                ok = ct_fail(binder->diag, CT_ERR_INVALID_ABOUT, place->where, "duplicate place");
        *tail = place;
        tail = &place->next;
    }
    return ok;
}

/* ---- In its suite ----------------------------------------------------------------------- */

typedef struct search {
    ct_suite *suite;
    ct_arena *arena, *scratch;
    ct_diag *diag;
} search;

/* The steps that verify the requirement send the operation's request, whatever is changed in it. */
static bool is_of_one_request(const ct_case *test_case, const ct_requirement *r)
{
    for (const ct_step *step = test_case->steps; step; step = step->next)
        if (ct_step_verifies(test_case, step, r) &&
            (step->operation != test_case->operation ||
             strcmp(step->plan->method, test_case->operation->plan->method)))
            return false;
    return true;
}

/* The operation of the cases that cite the requirement; the only one there is where none does.
 * NULL: none. `*is_clear` becomes false if there are several requests. */
static const ct_operation *operation_of(const search *s, const ct_requirement *r, bool *is_clear)
{
    const ct_operation *found = NULL, *first = s->suite->operations;
    for (const ct_operation *op = first; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next) {
            if (!ct_case_verifies(test_case, r))
                continue;
            *is_clear = *is_clear && (!found || found == op) && is_of_one_request(test_case, r);
            found = op;
        }
    return found ? found : first && !first->next ? first : NULL;
}

static bool give_request(const search *s, const ct_requirement *r, ct_about *place)
{
    bool is_clear = true;
    const ct_operation *op = operation_of(s, r, &is_clear);
    if (op && is_clear) {
        place->method = op->plan->method;
        place->path = ct_plan_path(op->plan, s->arena);
        return true;
    }
    if (is_clear && !s->suite->is_whole)
        return true; /* the operation was not read */
    if (is_clear)
        return ct_fail(s->diag, CT_ERR_INVALID_ABOUT, place->where,
                       "the place needs its 'request': no case cites '%s'", r->id);
    return ct_fail(s->diag, CT_ERR_INVALID_ABOUT, place->where,
                   "the place needs its 'request': the cases that cite '%s' send several", r->id);
}

static bool is_sent_by_step(const search *s, const ct_step *step, const ct_about *place)
{
    for (; step; step = step->next) {
        const char *path = ct_plan_path(step->plan, s->scratch);
        if (path ? ct_about_is_of(place, step->plan->method, path)
                 : !strcmp(place->method, step->plan->method))
            return true;
    }
    return false;
}

static bool is_sent(const search *s, const ct_about *place)
{
    for (const ct_operation *op = s->suite->operations; op; op = op->next) {
        if (is_sent_by_step(s, &(ct_step){.plan = op->plan}, place))
            return true;
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            if (is_sent_by_step(s, test_case->steps, place) ||
                is_sent_by_step(s, test_case->cleanup, place))
                return true;
    }
    return false;
}

static bool check_request(const search *s, const ct_about *place)
{
    enum { NAMES_MAX = 64 };
    const char *names[NAMES_MAX + 1] = {NULL};
    size_t count = 0;
    if (!place->path || is_sent(s, place))
        return true;
    for (const ct_operation *op = s->suite->operations; op && count < NAMES_MAX; op = op->next) {
        const char *path = ct_plan_path(op->plan, s->scratch);
        if (path)
            names[count++] = ct_arena_printf(s->scratch, "%s %s", op->plan->method, path);
    }
    const char *request = ct_arena_printf(s->scratch, "%s %s", place->method, place->path);
    ct_fail(s->diag, CT_ERR_INVALID_ABOUT, place->where, "no operation and no case sends '%s'",
            request);
    return ct_hint_nearest(s->diag, request, names);
}

bool ct_check_about(ct_suite *suite, ct_arena *arena, ct_diag *diag)
{
    search const s = {suite, arena, ct_arena_new(), diag};
    bool ok = true;
    for (ct_requirement *r = suite->requirements; r; r = r->next)
        for (ct_about *place = r->about; place; place = place->next) {
            if (!place->path && !place->is_effect)
                ok = give_request(&s, r, place) && ok;
            else if (suite->is_whole)
                ok = check_request(&s, place) && ok;
        }
    ct_arena_free(s.scratch);
    return ok;
}
