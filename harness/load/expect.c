/* `expect`, `should` and `responses`: what is looked at, and its shape. */
#include <string.h>
#include <strings.h>

#include "judge/shape.h"
#include "load/loading.h"

typedef struct expect_words {
    const ct_yaml *status, *headers, *json, *text;
} expect_words;

static const ct_field expect_fields[] = {
    {"status", ct_bind_node, offsetof(expect_words, status), false,
     "a number, a class such as 4xx, or a list of these"},
    {"headers", ct_bind_node, offsetof(expect_words, headers), false, "name: value or matcher"},
    {"json", ct_bind_node, offsetof(expect_words, json), false, "the body, mirrored"},
    {"text", ct_bind_node, offsetof(expect_words, text), false, "the body, as text"},
    {"bytes", ct_bind_not_yet, 0, false, "{length, sha256} of the body"},
    {"time", ct_bind_not_yet, 0, false, "{total, first_byte}: at most"},
    {"connection", ct_bind_not_yet, 0, false, "the transport failure that is expected"},
    {"at", ct_bind_not_yet, 0, false, "JSONPath: value or matcher"},
    {0},
};

static bool add_expect(ct_binder *binder, const ct_yaml *node, ct_shape_of of,
                       const ct_expect *sample, ct_expect **list)
{
    ct_expect *e = ct_new(binder->arena, ct_expect);
    *e = *sample;
    e->where = node->where;
    e->shape = ct_shape_compile(binder, node, of);
    while (*list)
        list = &(*list)->next;
    *list = e;
    return e->shape != NULL;
}

static bool is_header_name(const char *name)
{
    return *name && !name[strspn(name, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ")];
}

/* A header is one line: what is compared with it is one, too. */
static bool check_lines(ct_binder *binder, const ct_yaml *node)
{
    bool ok = true;
    if (node->kind == CT_YAML_SCALAR)
        return node->tag || !memchr(node->text, '\n', node->size) ||
               ct_fail(binder->diag, CT_E_VALUE, node->where, "a line break in a header");
    for (const ct_yaml *child = node->child; child; child = child->next)
        ok = check_lines(binder, child) && ok;
    return ok;
}

static bool add_headers(ct_binder *binder, const ct_yaml *node, ct_expect sample, ct_expect **list)
{
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_MAP))
        return false;
    if (!node->child)
        return ct_fail(binder->diag, CT_E_VALUE, node->where, "'{}' expects nothing");
    for (const ct_yaml *child = node->child; child; child = child->next) {
        if (!is_header_name(child->key))
            ok = ct_fail(binder->diag, CT_E_VALUE, child->key_where, "'%s' is no name of a header",
                         child->key);
        for (const ct_yaml *other = node->child; other != child; other = other->next)
            if (!strcasecmp(other->key, child->key))
                ok = ct_fail(binder->diag, CT_E_SYNTAX, child->key_where, "duplicate key '%s'",
                             child->key);
        ok = check_lines(binder, child) && ok;
        sample.look = CT_LOOK_HEADER;
        sample.name = ct_arena_text(binder->arena, child->key);
        ok = add_expect(binder, child, CT_SHAPE_OF_TEXT, &sample, list) && ok;
    }
    return ok;
}

static bool add_text(ct_binder *binder, const ct_yaml *node, ct_expect sample, ct_expect **list)
{
    static const char *const of_lists[] = {"!each", "!each-if-any", "!unordered", "!exact"};
    if (node->tag && !strcmp(node->tag, "!absent")) {
        ct_fail(binder->diag, CT_E_VALUE, node->where,
                "a body is always a text, perhaps an empty one");
        return ct_hint(binder->diag, "write text: '' or json: !absent");
    }
    if (node->kind == CT_YAML_SCALAR && !node->tag && ct_yaml_scalar_type(node) == CT_YAML_NULL) {
        ct_fail(binder->diag, CT_E_TYPE, node->where, "null is no text");
        return ct_hint(binder->diag, "an empty body is text: '' and no JSON is json: !absent");
    }
    if (!node->tag && node->kind == CT_YAML_LIST)
        return ct_fail(binder->diag, CT_E_TYPE, node->where, "expected a text, found a list");
    for (size_t i = 0; node->tag && i < sizeof of_lists / sizeof *of_lists; i++)
        if (!strcmp(node->tag, of_lists[i]))
            return ct_fail(binder->diag, CT_E_TYPE, node->where, "'%s' is for lists, not for text",
                           node->tag);
    sample.look = CT_LOOK_TEXT;
    return add_expect(binder, node, CT_SHAPE_OF_TEXT, &sample, list);
}

bool ct_expects_bind(ct_binder *binder, const ct_yaml *node, bool is_should, ct_expect **list)
{
    expect_words words = {0};
    ct_expect sample = {.is_should = is_should};
    if (node->tag && !strcmp(node->tag, "!in"))
        return ct_fail(binder->diag, CT_E_UNKNOWN, node->where,
                       "alternative expectations are not supported yet");
    bool ok = ct_bind(binder, node, expect_fields, &words);
    if (ok && !node->child)
        return ct_fail(binder->diag, CT_E_VALUE, node->where, "'{}' expects nothing");
    if (words.status) {
        sample.look = CT_LOOK_STATUS;
        ok = add_expect(binder, words.status, CT_SHAPE_OF_STATUS, &sample, list) && ok;
    }
    if (words.headers)
        ok = add_headers(binder, words.headers, sample, list) && ok;
    if (words.json) {
        sample.look = CT_LOOK_JSON;
        ok = add_expect(binder, words.json, CT_SHAPE_OF_JSON, &sample, list) && ok;
    }
    if (words.text)
        ok = add_text(binder, words.text, sample, list) && ok;
    return ok;
}

/* "201" or "4xx". */
static bool read_status_key(ct_binder *binder, const ct_yaml *node, ct_response_row *row)
{
    const char *key = node->key;
    if (strlen(key) != 3 || key[0] < '1' || key[0] > '5' ||
        (strcmp(key + 1, "xx") && strspn(key, "0123456789") != 3)) {
        ct_fail(binder->diag, CT_E_VALUE, node->key_where, "'%s' is no status", key);
        return ct_hint(binder->diag, "a status is 100 to 599, or a class such as 4xx");
    }
    bool const is_class = key[1] == 'x';
    unsigned const hundred = (unsigned)(key[0] - '0') * 100;
    row->low =
        is_class ? hundred : hundred + (unsigned)(key[1] - '0') * 10 + (unsigned)(key[2] - '0');
    row->high = is_class ? hundred + 99 : row->low;
    return true;
}

bool ct_bind_responses(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_response_row **tail = slot;
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_MAP))
        return false;
    for (const ct_yaml *child = node->child; child; child = child->next) {
        ct_response_row *row = ct_new(binder->arena, ct_response_row);
        row->where = child->key_where;
        ok = read_status_key(binder, child, row) && ok;
        if (child->kind == CT_YAML_MAP && ct_yaml_get(child, "status"))
            ok = ct_fail(binder->diag, CT_E_VALUE, ct_yaml_get(child, "status")->key_where,
                         "the status of a response is its key");
        else if (child->kind != CT_YAML_MAP || child->tag || child->child) /* {}: documented */
            ok = ct_expects_bind(binder, child, false, &row->expects) && ok;
        *tail = row;
        tail = &row->next;
    }
    return ok;
}
