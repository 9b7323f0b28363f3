#include "run/render.h"

#include <stdarg.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "http/field_value.h"
#include "lang/base_url.h"
#include "lang/json/json.h"
#include "lang/uri.h"
#include "lang/yaml/value.h"

typedef struct rendering {
    const ct_plan *plan;
    const ct_scope *scope;
    ct_arena *arena;
    ct_render_error *error;
    ct_header **tail;
    ct_request *request;
    size_t origin_size; /* of the base URL, before the path */
} rendering;

bool ct_render_fail(ct_render_error *error, ct_arena *arena, ct_code code, const char *format, ...)
{
    va_list values;
    if (error->what)
        return false;
    va_start(values, format);
    *error = (ct_render_error){code, ct_arena_vprintf(arena, format, values)};
    va_end(values);
    return false;
}

static bool fail(rendering *r, ct_code code, const char *sentence, const char *name)
{
    return ct_render_fail(r->error, r->arena, code, "%s '%s'", sentence, name);
}

static bool no_variable(rendering *r, const char *name)
{
    return !name || fail(r, CT_E_MISSING, "no variable", name);
}

/* ---- One name with one value or several ---- */

/* Adds one of the values. is_from_variable: at least a part of it comes from a variable */
typedef bool add_fn(rendering *r, void *into, const char *name, ct_buf *text,
                    bool is_from_variable);

typedef struct adding {
    rendering *r;
    const char *name;
    add_fn *add;
    void *into;
} adding;

static bool add_text(const adding *a, const ct_value *value)
{
    ct_buf text = CT_BUF(CT_LIMIT_REQUEST);
    const char *missing = ct_value_fill_text(value, a->r->scope, &text);
    bool const ok = no_variable(a->r, missing) &&
                    a->add(a->r, a->into, a->name, &text, value->kind == CT_VALUE_TEMPLATE);
    ct_buf_free(&text);
    return ok;
}

static bool refuse(const adding *a, const char *what)
{
    return ct_render_fail(a->r->error, a->r->arena, CT_E_VALUE, "'%s' cannot be %s", a->name, what);
}

/* A variable's own value. A list in a variable means what a list in the file does. */
static bool add_json(const adding *a, const json_t *value, bool is_element)
{
    size_t index;
    const json_t *element;
    if (json_is_object(value))
        return refuse(a, "an object");
    if (json_is_null(value))
        return refuse(a, "null");
    if (json_is_array(value) && is_element)
        return refuse(a, "a list in a list");
    if (json_is_array(value) && !json_array_size(value))
        return refuse(a, "an empty list");
    if (json_is_array(value)) {
        json_array_foreach(value, index, element)
        {
            if (!add_json(a, element, true))
                return false;
        }
        return true;
    }
    ct_buf text = CT_BUF(CT_LIMIT_REQUEST);
    ct_value_as_text(&text, value);
    bool const ok = a->add(a->r, a->into, a->name, &text, true);
    ct_buf_free(&text);
    return ok;
}

static bool add_value(const adding *a, const ct_value *value, bool is_element)
{
    if (!ct_value_keeps_type(value))
        return add_text(a, value);
    const char *missing;
    const json_t *own = ct_template_value(value->text, a->r->scope, a->r->arena, &missing);
    return own ? add_json(a, own, is_element) : no_variable(a->r, missing);
}

static bool for_each_value(rendering *r, const ct_pair *pair, add_fn *add, void *into)
{
    adding const a = {r, pair->name, add, into};
    if (pair->value->kind == CT_VALUE_ABSENT)
        return true;
    if (pair->value->kind != CT_VALUE_ARRAY)
        return add_value(&a, pair->value, false);
    for (const ct_value_property *m = pair->value->members; m; m = m->next)
        if (!add_value(&a, m->value, true))
            return false;
    return true;
}

/* ---- The address ---- */

static bool add_parameter(rendering *r, void *into, const char *name, ct_buf *text,
                          bool is_from_variable)
{
    ct_buf *out = into;
    (void)r;
    (void)is_from_variable;
    if (out->size && !strchr("?&", out->bytes[out->size - 1]))
        ct_buf_char(out, '&');
    ct_uri_escape(out, name, strlen(name));
    ct_buf_char(out, '=');
    ct_uri_escape(out, ct_buf_str(text), text->size);
    return true;
}

static bool add_query(rendering *r, ct_buf *url)
{
    bool has_any = false;
    for (const ct_pair *pair = r->plan->query; pair; pair = pair->next)
        has_any = has_any || pair->value->kind != CT_VALUE_ABSENT;
    if (has_any && !strchr(ct_buf_str(url) + r->origin_size, '?'))
        ct_buf_char(url, '?');
    for (const ct_pair *pair = r->plan->query; pair; pair = pair->next)
        if (!for_each_value(r, pair, add_parameter, url))
            return false;
    return true;
}

/* The plan's own base URL. It is not shown when it is wrong: it may have a password. */
static const char *own_base(rendering *r)
{
    const json_t *value = ct_scope_find(r->scope, r->plan->url);
    const char *text = json_string_value(value), *base = NULL;
    if (!value) {
        no_variable(r, r->plan->url);
        return NULL;
    }
    if (text && strlen(text) == json_string_length(value) &&
        ct_base_url_read(r->arena, text, &base, NULL) == CT_BASE_URL_GOOD)
        return base;
    ct_render_fail(r->error, r->arena, CT_E_VALUE,
                   "the variable '%s' is not a base URL: expected " CT_BASE_URL_FORM, r->plan->url);
    return NULL;
}

static bool render_url(rendering *r, const char *base_url)
{
    const char *base = r->plan->url ? own_base(r) : base_url;
    ct_buf url = CT_BUF(CT_LIMIT_HEADERS);
    if (!base)
        return false;
    ct_buf_text(&url, base);
    r->origin_size = url.size;
    bool ok = ct_render_path(r->plan, r->scope, r->arena, &url, r->error) && add_query(r, &url);
    if (ok && url.is_full)
        ok = fail(r, CT_E_LIMIT, "URL too long, for the method", r->plan->method);
    r->request->url = ct_buf_finish(&url, r->arena);
    return ok;
}

/* ---- Headers ---- */

static bool has_header(const rendering *r, const char *name)
{
    for (const ct_pair *pair = r->plan->headers; pair; pair = pair->next)
        if (!strcasecmp(pair->name, name))
            return true;
    return false;
}

static void add_header_text(rendering *r, const char *name, const char *value)
{
    ct_header *header = ct_new(r->arena, ct_header);
    header->name = name;
    header->value = value;
    *r->tail = header;
    r->tail = &header->next;
}

/* A recipient takes off spaces at the ends: what a variable brought would not arrive as it was. A
 * case may write them down. */
static bool add_header(rendering *r, void *into, const char *name, ct_buf *text,
                       bool is_from_variable)
{
    (void)into;
    if (!ct_field_value_is_valid(ct_buf_str(text), text->size))
        return fail(r, CT_E_VALUE, "control character in the header", name);
    if (is_from_variable && ct_field_value_has_edge(text->bytes, text->size))
        return ct_render_fail(r->error, r->arena, CT_E_VALUE,
                              "the header '%s' starts or ends with a space or tab", name);
    if (text->size > CT_LIMIT_HEADERS)
        return fail(r, CT_E_LIMIT, "header too long:", name);
    add_header_text(r, name, ct_buf_keep(text, r->arena));
    return true;
}

static bool render_headers(rendering *r, const ct_render_basis *basis)
{
    for (const ct_pair *pair = basis->credential; pair; pair = pair->next)
        if (!has_header(r, pair->name) && !for_each_value(r, pair, add_header, NULL))
            return false;
    for (const ct_pair *pair = r->plan->headers; pair; pair = pair->next)
        if (!for_each_value(r, pair, add_header, NULL))
            return false;
    const char *type = r->plan->body_kind == CT_BODY_JSON   ? "application/json"
                       : r->plan->body_kind == CT_BODY_FORM ? "application/x-www-form-urlencoded"
                                                            : NULL;
    if (type && !has_header(r, "Content-Type"))
        add_header_text(r, "Content-Type", type);
    if (!has_header(r, "Accept"))
        add_header_text(r, "Accept", "*/*");
    if (!has_header(r, "User-Agent"))
        add_header_text(r, "User-Agent", basis->user_agent ? basis->user_agent : CT_USER_AGENT);
    return true;
}

/* ---- The body ---- */

static bool render_json(rendering *r, ct_buf *body)
{
    const char *missing;
    const json_t *value = ct_value_fill(r->plan->json, r->scope, r->arena, &missing);
    if (!value)
        return no_variable(r, missing);
    ct_json_write(body, value, CT_JSON_COMPACT);
    return true;
}

static bool render_form(rendering *r, ct_buf *body)
{
    for (const ct_pair *pair = r->plan->form; pair; pair = pair->next)
        if (!for_each_value(r, pair, add_parameter, body))
            return false;
    return true;
}

static bool fill_body(rendering *r, ct_buf *body)
{
    switch (r->plan->body_kind) {
    case CT_BODY_JSON:
        return render_json(r, body);
    case CT_BODY_TEXT:
        return no_variable(r, ct_template_text(r->plan->text, r->scope, body));
    case CT_BODY_FORM:
        return render_form(r, body);
    case CT_BODY_FILE:
        ct_buf_add(body, r->plan->file->text, r->plan->file->size);
        return true;
    default:
        return true;
    }
}

static bool render_body(rendering *r)
{
    ct_buf body = CT_BUF(CT_LIMIT_REQUEST);
    bool ok = fill_body(r, &body);
    if (ok && body.is_full)
        ok = fail(r, CT_E_LIMIT, "a body that is larger than we send:", r->plan->method);
    if (r->plan->body_kind != CT_BODY_NONE)
        r->request->body = (ct_body){ct_buf_keep(&body, r->arena), body.size, body.size};
    ct_buf_free(&body);
    return ok;
}

ct_request *ct_render(const ct_plan *plan, const ct_render_basis *basis, const ct_scope *scope,
                      ct_arena *arena, ct_render_error *error)
{
    ct_request *request = ct_new(arena, ct_request);
    rendering r = {.plan = plan,
                   .scope = scope,
                   .arena = arena,
                   .error = error,
                   .tail = &request->headers,
                   .request = request};
    *error = (ct_render_error){0};
    request->method = plan->method;
    request->is_safe = ct_plan_is_safe(plan);
    request->tls = plan->tls;
    bool const ok = render_url(&r, basis->base_url) && render_headers(&r, basis) && render_body(&r);
    return ok ? request : NULL;
}
