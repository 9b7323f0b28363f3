/* The path of a request. A variable fills in one part of it; it must not lead to another resource:
 * DELETE /quotas/{id} with an empty id would be about all quotas. */
#include <string.h>

#include "base/limits.h"
#include "lang/uri.h"
#include "lang/yaml/value.h"
#include "run/render.h"

/* What a variable put into the path. */
typedef struct inserted {
    const char *name;
    size_t begin, end; /* as sent, from the first byte of the path */
    struct inserted *next;
} inserted;

typedef struct path_text {
    const ct_plan *plan;
    const ct_scope *scope;
    ct_arena *arena;
    ct_render_error *error;
    ct_buf *url;
    size_t start; /* of the path in the URL */
    inserted *first, **tail;
} path_text;

static bool no_variable(path_text *p, const char *name)
{
    return !name || ct_render_fail(p->error, p->arena, CT_E_MISSING, "no variable '%s'", name);
}

static void note_inserted(path_text *p, const char *name, size_t begin)
{
    inserted *in = ct_new(p->arena, inserted);
    *in = (inserted){name, begin - p->start, p->url->size - p->start, NULL};
    *p->tail = in;
    p->tail = &in->next;
}

static bool is_one_value(const json_t *value)
{
    return json_is_string(value) || json_is_number(value) || json_is_boolean(value);
}

/* ---- {name} ---- */

static const ct_pair *find_pair(const ct_pair *pairs, const char *name)
{
    while (pairs && strcmp(pairs->name, name))
        pairs = pairs->next;
    return pairs;
}

static bool check_param(path_text *p, const char *name, const ct_buf *text)
{
    const char *value = ct_buf_str(text);
    if (!ct_uri_names_nothing(value, text->size))
        return true;
    if (!*value)
        return ct_render_fail(p->error, p->arena, CT_E_VALUE,
                              "path parameter '%s' is empty, so nothing is sent", name);
    return ct_render_fail(p->error, p->arena, CT_E_VALUE,
                          "path parameter '%s' is '%.20s', so nothing is sent", name, value);
}

static bool fill_param(path_text *p, const char *name, ct_buf *text)
{
    const ct_pair *given = find_pair(p->plan->params, name);
    bool const is_typed = !given || ct_value_keeps_type(given->value);
    const char *missing = NULL;
    const json_t *value = NULL;
    if (!given) {
        value = ct_scope_find(p->scope, name);
        missing = value ? NULL : name;
    } else if (is_typed) {
        value = ct_template_value(given->value->text, p->scope, p->arena, &missing);
    } else {
        missing = ct_value_fill_text(given->value, p->scope, text);
    }
    if (missing)
        return no_variable(p, missing);
    if (!is_typed)
        return true;
    if (!is_one_value(value))
        return ct_render_fail(p->error, p->arena, CT_E_VALUE,
                              "path parameter '%s' must be a string, a number or a boolean", name);
    ct_value_as_text(text, value);
    return true;
}

static bool add_param(path_text *p, const char *name)
{
    ct_buf text = CT_BUF(CT_LIMIT_HEADERS);
    size_t const begin = p->url->size;
    bool const ok = fill_param(p, name, &text) && check_param(p, name, &text);
    ct_uri_escape(p->url, ct_buf_str(&text), text.size);
    ct_buf_free(&text);
    note_inserted(p, name, begin);
    return ok;
}

/* ---- $(name) ---- */

/* A path is sent as it is written: only what is not allowed in a request line is encoded. */
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

static void add_part(void *user, const char *name, const json_t *value, const char *text,
                     size_t size)
{
    path_text *p = user;
    size_t const begin = p->url->size;
    if (name && !is_one_value(value))
        ct_render_fail(p->error, p->arena, CT_E_VALUE,
                       "variable '%s' in a path must be a string, a number or a boolean", name);
    add_as_written(p->url, text, size);
    if (name)
        note_inserted(p, name, begin);
}

/* ---- The whole ---- */

/* The variable that made the segment what it is, or NULL: it is as the case wrote it. */
static const inserted *maker_of(const path_text *p, size_t begin, size_t end)
{
    const inserted *in = p->first;
    while (in && (in->begin > end || in->end < begin))
        in = in->next;
    return in;
}

static bool check_segment(path_text *p, const char *path, size_t begin, size_t end)
{
    const inserted *in = maker_of(p, begin, end);
    if (!in || !ct_uri_names_nothing(path + begin, end - begin))
        return true;
    if (begin < end)
        return ct_render_fail(p->error, p->arena, CT_E_VALUE,
                              "variable '%s' puts the segment '%.*s' in the path, so nothing is "
                              "sent",
                              in->name, (int)(end - begin < 20 ? end - begin : 20), path + begin);
    /* A value that ends with a slash: the whole path of a Location may. */
    if (in->begin < begin && (!path[end] || path[end] == '?'))
        return true;
    return ct_render_fail(p->error, p->arena, CT_E_VALUE,
                          "variable '%s' leaves an empty segment in the path, so nothing is sent",
                          in->name);
}

static bool check_segments(path_text *p, const char *path)
{
    size_t const size = strcspn(path, "?");
    for (size_t begin = 1; begin <= size;) {
        size_t const end = begin + strcspn(path + begin, "/?");
        if (!check_segment(p, path, begin, end))
            return false;
        begin = end + 1;
    }
    return true;
}

static bool add_pieces(path_text *p)
{
    for (const ct_path_piece *piece = p->plan->path; piece && !p->error->what;
         piece = piece->next) {
        if (piece->param)
            add_param(p, piece->param);
        else
            no_variable(p, ct_template_each_part(piece->text, p->scope, add_part, p));
    }
    return !p->error->what;
}

bool ct_render_path(const ct_plan *plan, const ct_scope *scope, ct_arena *arena, ct_buf *url,
                    ct_render_error *error)
{
    path_text p = {.plan = plan,
                   .scope = scope,
                   .arena = arena,
                   .error = error,
                   .url = url,
                   .start = url->size,
                   .tail = &p.first};
    if (!add_pieces(&p))
        return false;
    const char *path = ct_buf_str(url) + p.start;
    if (path[0] != '/' || path[1] == '/' || strchr(path, '#'))
        return ct_render_fail(error, arena, CT_E_VALUE,
                              "not a valid path, or outside the target: '%s'", path);
    return check_segments(&p, path);
}
