/* Binds requests: the base request of an operation, and the changes of `with`. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "lang/uri.h"
#include "load/loading.h"

/* The values of a mapping, before it becomes a request or a change to one. */
typedef struct request_values {
    const ct_yaml *method, *path, *query, *headers, *auth, *tls, *url, *safe;
    ct_body_fields body;
} request_values;

static const ct_field request_fields[] = {
    {"method", ct_bind_node, offsetof(request_values, method), false, "the HTTP method"},
    {"path", ct_bind_node, offsetof(request_values, path), false,
     "the path, such as /a/{name}?b=c, or in `with` a mapping of path parameters"},
    {"query", ct_bind_node, offsetof(request_values, query), false,
     "query parameters; a list repeats one"},
    {"headers", ct_bind_node, offsetof(request_values, headers), false,
     "headers; a list repeats one"},
    {"json", ct_bind_node, offsetof(request_values, body.json), false, "a JSON body"},
    {"text", ct_bind_node, offsetof(request_values, body.text), false, "a body as written"},
    {"form", ct_bind_node, offsetof(request_values, body.form), false, "a form body"},
    {"file", ct_bind_node, offsetof(request_values, body.file), false, "a body from a file"},
    {"auth", ct_bind_node, offsetof(request_values, auth), false,
     "none: no authentication; wrong-key, wrong-signature, stale-date: a wrong signature"},
    {"tls", ct_bind_node, offsetof(request_values, tls), false,
     "TLS options of this request, with max_version"},
    {"url", ct_bind_node, offsetof(request_values, url), false,
     "the name of a variable with another base URL"},
    {"safe", ct_bind_node, offsetof(request_values, safe), false,
     "true: the request changes nothing, whatever its method"},
    {0},
};

/* ---- Method, path ---- */

/* RFC 9110 section 5.6.2: methods and header names are tokens. */
bool ct_is_token(const char *text)
{
    return *text && !text[strspn(text, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ")];
}

static bool bind_method(ct_binder *binder, const ct_yaml *node, ct_plan *plan)
{
    if (!ct_bind_text(binder, node, &plan->method))
        return false;
    return ct_is_token(plan->method) || ct_fail(binder->diag, CT_ERR_INVALID_METHOD, node->where,
                                                "invalid method '%s'", plan->method);
}

typedef struct path_reader {
    ct_binder *binder;
    const char *text;
    ct_loc where;
    ct_path_piece **tail;
} path_reader;

static ct_loc path_place(const path_reader *r, const char *at, size_t width)
{
    return ct_loc_within(r->where, r->text, (size_t)(at - r->text), ct_utf8_length(at, width));
}

static ct_path_piece *add_piece(path_reader *r, const char *at, size_t width)
{
    ct_path_piece *piece = ct_new(r->binder->arena, ct_path_piece);
    piece->where = path_place(r, at, width);
    *r->tail = piece;
    r->tail = &piece->next;
    return piece;
}

static bool read_path_text(path_reader *r, const char *at, size_t size)
{
    const char *fragment = memchr(at, '#', size), *stray = memchr(at, '}', size);
    ct_diag *diag = r->binder->diag;
    if (fragment)
        return ct_fail(diag, CT_ERR_INVALID_PATH, path_place(r, fragment, 1),
                       "'#' in a path; write %%23");
    if (stray)
        return ct_fail(diag, CT_ERR_INVALID_PATH, path_place(r, stray, 1), "unmatched '}'");
    ct_path_piece *piece = add_piece(r, at, size);
    piece->text = ct_template_compile(r->binder->arena, at, size, piece->where, diag);
    return piece->text != NULL;
}

static bool read_path_param(path_reader *r, const char *at, size_t size)
{
    ct_diag *diag = r->binder->diag;
    const char *name = ct_arena_copy(r->binder->arena, at + 1, size - 2);
    if (!ct_variable_name_is_valid(name)) {
        ct_fail(diag, CT_ERR_INVALID_PATH, path_place(r, at, size), "invalid path parameter '{%s}'",
                name);
        if (*name == '{')
            ct_hint(diag, "write {name} or $(name) for a variable");
        return false;
    }
    add_piece(r, at, size)->param = name;
    return true;
}

/* The next '{', which starts a parameter. */
static const char *find_param(const char *at)
{
    const char *brace = strchr(at, '{');
    return brace ? brace : at + strlen(at);
}

static bool read_path(path_reader *r)
{
    for (const char *at = r->text; *at;) {
        const char *brace = find_param(at);
        if (brace > at && !read_path_text(r, at, (size_t)(brace - at) + (brace[-1] == '$')))
            return false;
        if (!*brace)
            break;
        const char *end = strchr(brace, '}');
        if (!end)
            return ct_fail(r->binder->diag, CT_ERR_INVALID_PATH, path_place(r, brace, 1),
                           "unclosed '{'");
        if (!read_path_param(r, brace, (size_t)(end - brace) + 1))
            return false;
        at = end + 1;
    }
    return true;
}

static bool bind_path(ct_binder *binder, const ct_yaml *node, ct_plan *plan)
{
    path_reader r = {binder, NULL, ct_yaml_text_where(node), &plan->path};
    plan->path = NULL;
    plan->params = NULL;
    if (!ct_bind_text(binder, node, &r.text))
        return false;
    if (strpbrk(r.text, "\n\t"))
        return ct_fail(binder->diag, CT_ERR_INVALID_PATH, node->where,
                       "line break or tab in a path");
    bool const begins_with_variable = !strncmp(r.text, "$(", 2);
    if (!begins_with_variable && (r.text[0] != '/' || r.text[1] == '/')) {
        ct_fail(binder->diag, CT_ERR_INVALID_PATH, r.where,
                "a path must start with exactly one '/'");
        return ct_hint(binder->diag, "write the base URL into the target file or use --url");
    }
    return read_path(&r);
}

/* ---- Headers, query, form ---- */

static bool is_control(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (((unsigned char)text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7F)
            return true;
    return false;
}

static bool check_header(ct_binder *binder, const ct_yaml *node)
{
    static const char *const framing[] = {"Content-Length", "Transfer-Encoding", "Connection",
                                          "Host", "Expect"};
    if (!ct_is_token(node->key))
        return ct_fail(binder->diag, CT_ERR_INVALID_HEADER, node->key_where,
                       "invalid header name '%s'", node->key);
    for (size_t i = 0; i < sizeof framing / sizeof *framing; i++)
        if (!strcasecmp(node->key, framing[i]))
            return ct_fail(binder->diag, CT_ERR_INVALID_HEADER, node->key_where,
                           "header '%s' is set by apigcheck and not allowed here", node->key);
    return true;
}

/* An empty {id} would address the collection, and a dot segment the resource above it. */
static bool check_segment(ct_binder *binder, const ct_yaml *node)
{
    if (!ct_uri_names_nothing(node->text, node->size))
        return true;
    if (node->size)
        ct_fail(binder->diag, CT_ERR_INVALID_PATH, node->where, "a path parameter must not be '%s'",
                node->text);
    else
        ct_fail(binder->diag, CT_ERR_INVALID_PATH, node->where,
                "a path parameter must not be empty");
    return ct_hint(binder->diag, "write the whole path to test %s segment: %s",
                   node->size ? "a dot" : "an empty", node->size ? "/a/../b" : "/a//b");
}

/* Checks a scalar that is sent as a string. */
static bool check_scalar(ct_binder *binder, const ct_yaml *node, ct_pair_kind kind)
{
    if (node->tag)
        return ct_bind_expect(binder, node, CT_YAML_SCALAR);
    if (node->kind != CT_YAML_SCALAR)
        return ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where,
                       kind == CT_PAIR_PATH ? "a path parameter must be a scalar"
                                            : "expected a scalar or a list of scalars");
    if (ct_yaml_scalar_type(node) == CT_YAML_NULL) {
        ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where, "expected a string, got null");
        return ct_hint(binder->diag,
                       kind == CT_PAIR_PATH
                           ? "quote it if it is a string"
                           : "use !absent to remove it, or quote it if it is a string");
    }
    if (kind == CT_PAIR_HEADER && is_control(node->text, node->size))
        return ct_fail(binder->diag, CT_ERR_INVALID_HEADER, node->where,
                       "control character in a header value");
    return kind != CT_PAIR_PATH || check_segment(binder, node);
}

static bool check_pair(ct_binder *binder, const ct_yaml *node, ct_pair_kind kind)
{
    bool ok = true;
    if (kind == CT_PAIR_HEADER && !check_header(binder, node))
        return false;
    if (kind != CT_PAIR_PATH && node->tag && !strcmp(node->tag, "!absent"))
        return true;
    if (kind == CT_PAIR_PATH || node->kind != CT_YAML_LIST || node->tag)
        return check_scalar(binder, node, kind);
    if (!node->child) {
        ct_fail(binder->diag, CT_ERR_EMPTY_VALUE, node->where, "empty list");
        return ct_hint(binder->diag, "use !absent to remove it");
    }
    for (const ct_yaml *item = node->child; item; item = item->next)
        ok = check_scalar(binder, item, kind) && ok;
    return ok;
}

/* A header may be removed that is not written: some are added by default. */
static bool check_removal(ct_binder *binder, const ct_pair *pair, ct_pair *old, ct_pair_kind kind)
{
    if (kind == CT_PAIR_HEADER || pair->value->kind != CT_VALUE_ABSENT ||
        ct_pair_find(old, pair->name, false))
        return true;
    return ct_fail(binder->diag, CT_ERR_NO_EFFECT, pair->where, "no '%s' to remove", pair->name);
}

bool ct_bind_pairs(ct_binder *binder, const ct_yaml *node, ct_pair **pairs, ct_pair_kind kind)
{
    bool ok = true;
    bool const is_header = kind == CT_PAIR_HEADER;
    if (!ct_bind_expect(binder, node, CT_YAML_MAP))
        return false;
    if (!node->child)
        return ct_fail(binder->diag, CT_ERR_NO_EFFECT, node->where, "'{}' has no effect");
    ct_pair *added = NULL, **tail = &added;
    for (const ct_yaml *child = node->child; child; child = child->next) {
        if (ct_pair_find(added, child->key, is_header))
            ok = ct_fail(binder->diag, CT_ERR_DUPLICATE_KEY, child->key_where, "duplicate key '%s'",
                         child->key);
        ct_pair *pair = ct_new(binder->arena, ct_pair);
        pair->name = ct_arena_text(binder->arena, child->key);
        pair->where = child->key_where;
        pair->value = check_pair(binder, child, kind) ? ct_value_compile(binder, child) : NULL;
        ok = pair->value && check_removal(binder, pair, *pairs, kind) && ok;
        *tail = pair;
        tail = &pair->next;
    }
    /* Pairs that are not replaced come first, in their order. */
    ct_pair *all = NULL, **end = &all;
    for (const ct_pair *old = *pairs; old; old = old->next) {
        if (ct_pair_find(added, old->name, is_header))
            continue;
        ct_pair *copy = ct_new(binder->arena, ct_pair);
        *copy = *old;
        copy->next = NULL;
        *end = copy;
        end = &copy->next;
    }
    *end = added;
    *pairs = all;
    return ok;
}

bool ct_bind_headers(ct_binder *binder, const ct_yaml *node, void *slot)
{
    return ct_bind_pairs(binder, node, slot, CT_PAIR_HEADER);
}

/* ---- Path parameters ---- */

static bool has_param(const ct_plan *plan, const char *name)
{
    for (const ct_path_piece *piece = plan->path; piece; piece = piece->next)
        if (piece->param && !strcmp(piece->param, name))
            return true;
    return false;
}

static bool report_unknown_param(ct_binder *binder, const ct_plan *plan, const ct_yaml *node)
{
    const char *names[33] = {NULL};
    size_t count = 0;
    for (const ct_path_piece *piece = plan->path; piece && count < 32; piece = piece->next)
        if (piece->param)
            names[count++] = piece->param;
    ct_fail(binder->diag, CT_ERR_UNKNOWN_NAME, node->key_where, "unknown path parameter '%s'",
            node->key);
    return ct_hint_nearest(binder->diag, node->key, names);
}

static bool bind_params(ct_binder *binder, const ct_yaml *node, ct_plan *plan)
{
    bool ok = true;
    for (const ct_yaml *child = node->child; child; child = child->next)
        if (!has_param(plan, child->key))
            ok = report_unknown_param(binder, plan, child);
    return ct_bind_pairs(binder, node, &plan->params, CT_PAIR_PATH) && ok;
}

/* ---- The whole ---- */

static bool bind_auth(ct_binder *binder, const ct_yaml *node, ct_plan *plan)
{
    const char *names[CT_AUTHS] = {NULL};
    const char *text;
    if (!ct_bind_text(binder, node, &text))
        return false;
    plan->auth_where = node->where;
    for (ct_auth auth = CT_AUTH_NONE; auth < CT_AUTHS; auth++) {
        names[auth - CT_AUTH_NONE] = ct_auth_name(auth);
        plan->auth = auth;
        if (!strcmp(text, ct_auth_name(auth)))
            return true;
    }
    ct_fail(binder->diag, CT_ERR_UNKNOWN_VALUE, node->where, "unknown auth '%s'", text);
    return ct_hint_nearest(binder->diag, text, names);
}

static bool apply(ct_binder *binder, const request_values *values, ct_plan *plan)
{
    bool ok = true;
    if (values->method)
        ok = bind_method(binder, values->method, plan) && ok;
    if (values->path && values->path->kind == CT_YAML_MAP && plan->path)
        ok = bind_params(binder, values->path, plan) && ok;
    else if (values->path)
        ok = bind_path(binder, values->path, plan) && ok;
    if (values->query)
        ok = ct_bind_pairs(binder, values->query, &plan->query, CT_PAIR_PARAMETER) && ok;
    if (values->headers)
        ok = ct_bind_pairs(binder, values->headers, &plan->headers, CT_PAIR_HEADER) && ok;
    if (values->auth)
        ok = bind_auth(binder, values->auth, plan) && ok;
    if (values->tls)
        ok = ct_bind_request_tls(binder, values->tls, &plan->tls) && ok;
    if (values->url) {
        plan->url_where = values->url->where;
        ok = ct_bind_variable(binder, values->url, &plan->url) && ok;
    }
    if (values->safe)
        ok = ct_bind_bool(binder, values->safe, &plan->is_safe) && ok;
    return ct_bind_body(binder, &values->body, plan) && ok;
}

const ct_plan *ct_plan_bind(ct_binder *binder, const ct_yaml *node)
{
    request_values values = {0};
    ct_plan *plan = ct_new(binder->arena, ct_plan);
    bool const is_read = ct_bind(binder, node, request_fields, &values);
    bool ok = is_read;
    plan->where = node->where;
    if (is_read && !values.method)
        ok =
            ct_fail(binder->diag, CT_ERR_MISSING_KEY, node->where, "missing required key 'method'");
    if (is_read && !values.path)
        ok = ct_fail(binder->diag, CT_ERR_MISSING_KEY, node->where, "missing required key 'path'");
    return apply(binder, &values, plan) && ok ? plan : NULL;
}

const ct_plan *ct_plan_change(ct_binder *binder, const ct_plan *base, const ct_yaml *with)
{
    request_values values = {0};
    ct_plan *plan = ct_new(binder->arena, ct_plan);
    *plan = *base;
    plan->where = with->where;
    bool const ok = ct_bind(binder, with, request_fields, &values);
    if (ok && !with->child) {
        ct_fail(binder->diag, CT_ERR_NO_EFFECT, with->where, "'{}' has no effect");
        return NULL;
    }
    return apply(binder, &values, plan) && ok ? plan : NULL;
}
