#include "lang/yaml/template.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "lang/json/json.h"

typedef struct piece {
    const char *text; /* a literal, or the name of a variable */
    size_t size;
    bool is_variable;
    ct_loc where;
    struct piece *next;
} piece;

struct ct_template {
    piece *pieces;
    bool keeps_type;
};

json_t *ct_scope_find(const ct_scope *scope, const char *name)
{
    for (; scope; scope = scope->outer) {
        json_t *value = json_object_get(scope->vars, name);
        if (!value && scope->make)
            value = scope->make(scope, name);
        if (value)
            return value;
    }
    return NULL;
}

static bool is_name_char(char c, bool is_first)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           (!is_first && ((c >= '0' && c <= '9') || c == '-'));
}

bool ct_variable_name_is_valid(const char *name)
{
    if (!is_name_char(*name, true))
        return false;
    while (*++name)
        if (!is_name_char(*name, false))
            return false;
    return true;
}

static piece *new_piece(ct_arena *arena, const char *text, size_t size)
{
    piece *p = ct_new(arena, piece);
    p->text = ct_arena_copy(arena, text, size);
    p->size = size;
    return p;
}

/* Reads the name after "$(" and moves *at after the ')'. Returns NULL if there is no ')'. */
static piece *read_variable(ct_arena *arena, const char **at, const char *end)
{
    const char *close = memchr(*at, ')', (size_t)(end - *at));
    if (!close)
        return NULL;
    piece *p = new_piece(arena, *at, (size_t)(close - *at));
    p->is_variable = true;
    *at = close + 1;
    return p;
}

typedef struct compilation {
    ct_arena *arena;
    const char *text, *end;
    ct_loc where;
    ct_diag *diag;
    ct_buf literal; /* the literal characters since the last variable */
    piece **tail;
} compilation;

static void add_piece(compilation *c, piece *p)
{
    *c->tail = p;
    c->tail = &p->next;
}

static void end_literal(compilation *c)
{
    if (c->literal.size)
        add_piece(c, new_piece(c->arena, ct_buf_str(&c->literal), c->literal.size));
    ct_buf_clear(&c->literal);
}

static ct_loc here(const compilation *c, const char *at, size_t width)
{
    return ct_loc_within(c->where, c->text, (size_t)(at - c->text), ct_utf8_length(at, width));
}

static bool take_variable(compilation *c, const char **at)
{
    const char *const start = *at;
    *at += 2;
    piece *p = read_variable(c->arena, at, c->end);
    if (!p) {
        ct_fail(c->diag, CT_ERR_INVALID_TEMPLATE, here(c, start, 2), "unclosed '$('");
        return ct_hint(c->diag, "write $(name) for a variable, or $$( for the text '$('");
    }
    p->where = here(c, start, (size_t)(*at - start));
    if (!ct_variable_name_is_valid(p->text)) {
        ct_fail(c->diag, CT_ERR_INVALID_VARIABLE_NAME, p->where, "invalid variable name '%s'",
                p->text);
        return ct_hint(c->diag, "write $$( if it is the text '$('");
    }
    end_literal(c);
    add_piece(c, p);
    return true;
}

static bool starts(const char *at, const char *end, const char *word)
{
    size_t const size = strlen(word);
    return (size_t)(end - at) >= size && !memcmp(at, word, size);
}

static bool compile_pieces(compilation *c)
{
    for (const char *at = c->text; at < c->end;) {
        if (starts(at, c->end, "$$(")) {
            ct_buf_text(&c->literal, "$(");
            at += 3;
        } else if (starts(at, c->end, "$(")) {
            if (!take_variable(c, &at))
                return false;
        } else if (starts(at, c->end, "${")) {
            ct_fail(c->diag, CT_ERR_INVALID_TEMPLATE, here(c, at, 2),
                    "invalid variable reference '${'");
            return ct_hint(c->diag, "write $(name) for a variable");
        } else {
            ct_buf_char(&c->literal, *at++);
        }
    }
    end_literal(c);
    return true;
}

const ct_template *ct_template_literal(ct_arena *arena, const char *text, size_t size)
{
    ct_template *t = ct_new(arena, ct_template);
    if (size)
        t->pieces = new_piece(arena, text, size);
    return t;
}

const ct_template *ct_template_compile(ct_arena *arena, const char *text, size_t size, ct_loc where,
                                       ct_diag *diag)
{
    if (!memchr(text, '$', size))
        return ct_template_literal(arena, text, size);
    ct_template *t = ct_new(arena, ct_template);
    compilation c = {arena, text, text + size, where, diag, CT_BUF(CT_BUF_ANY), &t->pieces};
    bool const ok = compile_pieces(&c);
    ct_buf_free(&c.literal);
    t->keeps_type = ok && t->pieces && t->pieces->is_variable && !t->pieces->next;
    return ok ? t : NULL;
}

const ct_template *ct_template_from_yaml(ct_arena *arena, const ct_yaml *scalar, ct_diag *diag)
{
    const ct_template *t =
        ct_template_compile(arena, scalar->text, scalar->size, ct_yaml_text_where(scalar), diag);
    if (t && scalar->is_quoted)
        ((ct_template *)t)->keeps_type = false;
    return t;
}

const char *ct_template_constant(const ct_template *t, size_t *size)
{
    const piece *p = t->pieces;
    *size = p ? p->size : 0;
    if (!p)
        return "";
    return p->is_variable || p->next ? NULL : p->text;
}

bool ct_template_keeps_type(const ct_template *t)
{
    return t->keeps_type;
}

void ct_value_as_text(ct_buf *out, const json_t *value)
{
    if (json_is_string(value))
        ct_buf_add(out, json_string_value(value), json_string_length(value));
    else
        ct_json_write(out, value, CT_JSON_COMPACT);
}

const char *ct_template_each_part(const ct_template *t, const ct_scope *scope,
                                  ct_template_part *visit, void *user)
{
    for (const piece *p = t->pieces; p; p = p->next) {
        if (!p->is_variable) {
            visit(user, NULL, NULL, p->text, p->size);
            continue;
        }
        const json_t *value = ct_scope_find(scope, p->text);
        if (!value)
            return p->text;
        ct_buf text = CT_BUF(CT_LIMIT_REQUEST + 1); /* more than any use of a template accepts */
        ct_value_as_text(&text, value);
        visit(user, p->text, value, ct_buf_str(&text), text.size);
        ct_buf_free(&text);
    }
    return NULL;
}

static void add_part(void *out, const char *name, const json_t *value, const char *text,
                     size_t size)
{
    (void)name;
    (void)value;
    ct_buf_add(out, text, size);
}

const char *ct_template_text(const ct_template *t, const ct_scope *scope, ct_buf *out)
{
    return ct_template_each_part(t, scope, add_part, out);
}

json_t *ct_template_value(const ct_template *t, const ct_scope *scope, ct_arena *arena,
                          const char **missing)
{
    *missing = NULL;
    if (t->keeps_type) {
        json_t *value = ct_scope_find(scope, t->pieces->text);
        if (!value)
            *missing = t->pieces->text;
        return value;
    }
    ct_buf text = CT_BUF(CT_LIMIT_REQUEST);
    *missing = ct_template_text(t, scope, &text);
    json_t *value =
        *missing ? NULL : ct_json_own(arena, json_stringn_nocheck(ct_buf_str(&text), text.size));
    ct_buf_free(&text);
    return value;
}

void ct_template_each_variable(const ct_template *t, ct_template_visit *visit, void *user)
{
    for (const piece *p = t->pieces; p; p = p->next)
        if (p->is_variable)
            visit(user, p->text, p->where);
}
