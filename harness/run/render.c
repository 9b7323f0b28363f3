#include "run/render.h"

#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "data/json.h"
#include "data/uri.h"
#include "data/value.h"

typedef struct rendering {
    const ct_plan *plan;
    const ct_scope *scope;
    ct_arena *arena;
    const char *trouble;
    ct_header **tail;
    ct_request *request;
    size_t origin_size; /* of the address in front of the path */
} rendering;

static bool fail(rendering *r, const char *sentence, const char *name)
{
    if (!r->trouble)
        r->trouble = ct_arena_printf(r->arena, "%s '%s'", sentence, name);
    return false;
}

static bool no_variable(rendering *r, const char *name)
{
    return !name || fail(r, "no variable", name);
}

/* ---- The address ---- */

/* A path as it was written: what cannot stand in a request line is encoded, nothing else. */
static void add_as_written(ct_buf *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char const c = (unsigned char)text[i];
        if (c <= 0x20 || c >= 0x7F)
            ct_buf_printf(out, "%%%02X", c);
        else
            ct_buf_char(out, (char)c);
    }
}

static const ct_pair *find_pair(const ct_pair *pairs, const char *name)
{
    while (pairs && strcmp(pairs->name, name))
        pairs = pairs->next;
    return pairs;
}

static bool add_param(rendering *r, ct_buf *url, const char *name)
{
    const ct_pair *given = find_pair(r->plan->params, name);
    ct_buf text = CT_BUF(CT_LIMIT_HEADERS);
    bool ok = true;
    if (given) {
        ok = no_variable(r, ct_value_fill_text(given->value, r->scope, &text));
    } else {
        const json_t *value = ct_scope_find(r->scope, name);
        ok = value || no_variable(r, name);
        if (value)
            ct_value_as_text(&text, value);
    }
    ct_uri_escape(url, ct_buf_str(&text), text.size);
    ct_buf_free(&text);
    return ok;
}

static bool add_path(rendering *r, ct_buf *url)
{
    size_t const start = url->size;
    ct_buf text = CT_BUF(CT_LIMIT_HEADERS);
    bool ok = true;
    for (const ct_path_piece *piece = r->plan->path; piece && ok; piece = piece->next) {
        ct_buf_clear(&text);
        if (piece->param)
            ok = add_param(r, url, piece->param);
        else
            ok = no_variable(r, ct_template_text(piece->text, r->scope, &text));
        if (!piece->param)
            add_as_written(url, ct_buf_str(&text), text.size);
    }
    ct_buf_free(&text);
    const char *path = ct_buf_str(url) + start;
    if (ok && (path[0] != '/' || path[1] == '/' || strchr(path, '#')))
        return fail(r, "a path that is none, or leaves the target:", path);
    return ok;
}

/* One name with one value or several. `add` is called for each. */
typedef bool add_fn(rendering *r, void *into, const char *name, const ct_value *value);

static bool for_each_value(rendering *r, const ct_pair *pair, add_fn *add, void *into)
{
    if (pair->value->kind == CT_VALUE_ABSENT)
        return true;
    if (pair->value->kind != CT_VALUE_ARRAY)
        return add(r, into, pair->name, pair->value);
    for (const ct_value_member *m = pair->value->members; m; m = m->next)
        if (!add(r, into, pair->name, m->value))
            return false;
    return true;
}

static bool add_parameter(rendering *r, void *into, const char *name, const ct_value *value)
{
    ct_buf *out = into, text = CT_BUF(CT_LIMIT_REQUEST);
    bool const ok = no_variable(r, ct_value_fill_text(value, r->scope, &text));
    if (out->size && !strchr("?&", out->bytes[out->size - 1]))
        ct_buf_char(out, '&');
    ct_uri_escape(out, name, strlen(name));
    ct_buf_char(out, '=');
    ct_uri_escape(out, ct_buf_str(&text), text.size);
    ct_buf_free(&text);
    return ok;
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

/* The plan's own base address: a variable of the target. */
static const char *own_base(rendering *r)
{
    const char *base = ct_json_text(ct_scope_find(r->scope, r->plan->url));
    if (!base || (strncmp(base, "http://", 7) && strncmp(base, "https://", 8))) {
        fail(r, "no address, http:// or https://, in the variable", r->plan->url);
        return NULL;
    }
    size_t size = strlen(base);
    while (base[size - 1] == '/')
        size--;
    return ct_arena_copy(r->arena, base, size);
}

static bool render_url(rendering *r, const char *base_url)
{
    const char *base = r->plan->url ? own_base(r) : base_url;
    ct_buf url = CT_BUF(CT_LIMIT_HEADERS);
    if (!base)
        return false;
    ct_buf_text(&url, base);
    r->origin_size = url.size;
    bool ok = add_path(r, &url) && add_query(r, &url);
    if (ok && url.is_full)
        ok = fail(r, "an address that is larger than we send:", r->plan->method);
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

static bool add_header(rendering *r, void *into, const char *name, const ct_value *value)
{
    ct_buf text = CT_BUF(CT_LIMIT_HEADERS);
    (void)into;
    bool const ok = no_variable(r, ct_value_fill_text(value, r->scope, &text));
    size_t const size = text.size;
    bool const is_full = text.is_full;
    const char *filled = ct_buf_finish(&text, r->arena);
    if (strlen(filled) != size || strpbrk(filled, "\r\n"))
        return fail(r, "a line break in the header", name);
    if (is_full)
        return fail(r, "a header that is larger than we send:", name);
    add_header_text(r, name, filled);
    return ok;
}

static bool render_headers(rendering *r, const ct_pair *credential)
{
    for (const ct_pair *pair = credential; pair; pair = pair->next)
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
        add_header_text(r, "User-Agent", CT_USER_AGENT);
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
        ok = fail(r, "a body that is larger than we send:", r->plan->method);
    if (r->plan->body_kind != CT_BODY_NONE)
        r->request->body = (ct_body){ct_buf_keep(&body, r->arena), body.size, body.size};
    ct_buf_free(&body);
    return ok;
}

ct_request *ct_render(const ct_plan *plan, const ct_pair *credential, const char *base_url,
                      const ct_scope *scope, ct_arena *arena, const char **trouble)
{
    ct_request *request = ct_new(arena, ct_request);
    rendering r = {.plan = plan,
                   .scope = scope,
                   .arena = arena,
                   .tail = &request->headers,
                   .request = request};
    request->method = plan->method;
    request->is_safe = ct_plan_is_safe(plan);
    request->tls = plan->tls;
    bool const ok = render_url(&r, base_url) && render_headers(&r, credential) && render_body(&r);
    *trouble = r.trouble;
    return ok ? request : NULL;
}
