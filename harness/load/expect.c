/* Binds `expect`, `should` and `responses`. */
#include <string.h>
#include <strings.h>

#include "judge/satisfiable.h"
#include "lang/path/path.h"
#include "load/loading.h"

typedef struct expect_values {
    const ct_yaml *status, *headers, *json, *text, *at, *bytes, *time, *connection;
} expect_values;

static const ct_field expect_fields[] = {
    {"status", ct_bind_node, offsetof(expect_values, status), false,
     "a number, a class such as 4xx, or a list of these"},
    {"headers", ct_bind_node, offsetof(expect_values, headers), false,
     "header names with a value or matcher"},
    {"json", ct_bind_node, offsetof(expect_values, json), false,
     "the JSON body: the same structure with values or matchers"},
    {"text", ct_bind_node, offsetof(expect_values, text), false, "the body as a string"},
    {"at", ct_bind_node, offsetof(expect_values, at), false, "JSONPaths with a value or matcher"},
    {"bytes", ct_bind_node, offsetof(expect_values, bytes), false,
     "the length and SHA-256 digest of the body"},
    {"time", ct_bind_node, offsetof(expect_values, time), false,
     "the longest time, total or until the first byte"},
    {"connection", ct_bind_node, offsetof(expect_values, connection), false,
     "the expected failure: refused, reset, timeout or tls-refused"},
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
    if (!e->shape || (e->subject == CT_SUBJECT_PATH && !e->path) ||
        !ct_expect_check_possible(binder, e))
        return false;
    e->compared = ct_compared_of(binder->arena, e);
    return true;
}

static bool is_header_name(const char *name)
{
    return *name && !name[strspn(name, "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                       "ABCDEFGHIJKLMNOPQRSTUVWXYZ")];
}

/* A header is one line, so its expected value must be one line. */
static bool check_lines(ct_binder *binder, const ct_yaml *node)
{
    bool ok = true;
    if (node->kind == CT_YAML_SCALAR)
        return node->tag || !memchr(node->text, '\n', node->size) ||
               ct_fail(binder->diag, CT_ERR_INVALID_HEADER, node->where,
                       "line break in a header value");
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
        return ct_fail(binder->diag, CT_ERR_NO_EXPECTATIONS, node->where,
                       "'{}' has no expectations");
    for (const ct_yaml *child = node->child; child; child = child->next) {
        if (!is_header_name(child->key))
            ok = ct_fail(binder->diag, CT_ERR_INVALID_HEADER, child->key_where,
                         "invalid header name '%s'", child->key);
        for (const ct_yaml *other = node->child; other != child; other = other->next)
            if (!strcasecmp(other->key, child->key))
                ok = ct_fail(binder->diag, CT_ERR_DUPLICATE_KEY, child->key_where,
                             "duplicate key '%s'", child->key);
        ok = check_lines(binder, child) && ok;
        sample.subject = CT_SUBJECT_HEADER;
        sample.name = ct_arena_text(binder->arena, child->key);
        ok = add_expect(binder, child, CT_SHAPE_OF_TEXT, &sample, list) && ok;
    }
    return ok;
}

static bool add_text(ct_binder *binder, const ct_yaml *node, ct_expect sample, ct_expect **list)
{
    static const char *const of_lists[] = {"!each", "!each-if-any", "!unordered", "!exact"};
    if (node->tag && !strcmp(node->tag, "!absent")) {
        ct_fail(binder->diag, CT_ERR_NEVER_MATCHES, node->where,
                "never matches: a body is always a string, possibly empty");
        return ct_hint(binder->diag, "use text: '' or json: !absent");
    }
    if (node->kind == CT_YAML_SCALAR && !node->tag && ct_yaml_scalar_type(node) == CT_YAML_NULL) {
        ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where, "expected a string, got null");
        return ct_hint(binder->diag,
                       "use text: '' to expect an empty body, or json: !absent to expect no JSON");
    }
    if (!node->tag && node->kind == CT_YAML_LIST)
        return ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where,
                       "expected a string, got a list");
    for (size_t i = 0; node->tag && i < sizeof of_lists / sizeof *of_lists; i++)
        if (!strcmp(node->tag, of_lists[i]))
            return ct_fail(binder->diag, CT_ERR_MISPLACED_TAG, node->where,
                           "'%s' is for lists, not for strings", node->tag);
    sample.subject = CT_SUBJECT_TEXT;
    return add_expect(binder, node, CT_SHAPE_OF_TEXT, &sample, list);
}

static bool add_paths(ct_binder *binder, const ct_yaml *node, ct_expect sample, ct_expect **list)
{
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_MAP))
        return false;
    if (!node->child)
        return ct_fail(binder->diag, CT_ERR_NO_EXPECTATIONS, node->where,
                       "'{}' has no expectations");
    sample.subject = CT_SUBJECT_PATH;
    for (const ct_yaml *child = node->child; child; child = child->next) {
        ct_yaml const key = {.text = child->key, .where = child->key_where};
        ct_loc const where = ct_yaml_text_where(&key);
        sample.name = ct_arena_text(binder->arena, child->key);
        sample.path =
            ct_path_compile(binder->arena, sample.name, strlen(sample.name), where, binder->diag);
        ok = add_expect(binder, child, CT_SHAPE_OF_JSON, &sample, list) && sample.path && ok;
    }
    return ok;
}

/* Mappings whose values are shapes. */
typedef struct fact_fields {
    const ct_yaml *length, *sha256, *total, *first_byte;
} fact_fields;

static const ct_field bytes_fields[] = {
    {"length", ct_bind_node, offsetof(fact_fields, length), false, "the number of bytes"},
    {"sha256", ct_bind_node, offsetof(fact_fields, sha256), false,
     "the SHA-256 digest in hex digits"},
    {0},
};

static const ct_field time_fields[] = {
    {"total", ct_bind_node, offsetof(fact_fields, total), false,
     "the longest time until the response is complete"},
    {"first_byte", ct_bind_node, offsetof(fact_fields, first_byte), false,
     "the longest time until its first byte"},
    {0},
};

static bool add_facts(ct_binder *binder, const ct_yaml *node, ct_expect sample, ct_expect **list)
{
    bool const is_time = sample.subject == CT_SUBJECT_TIME;
    fact_fields values = {0};
    if (!ct_bind(binder, node, is_time ? time_fields : bytes_fields, &values))
        return false;
    if (!node->child)
        return ct_fail(binder->diag, CT_ERR_NO_EXPECTATIONS, node->where,
                       "'{}' has no expectations");
    return add_expect(binder, node, is_time ? CT_SHAPE_OF_TIME : CT_SHAPE_OF_BYTES, &sample, list);
}

static bool add_connection(ct_binder *binder, const ct_yaml *node, ct_expect sample,
                           ct_expect **list)
{
    const char *names[CT_FAILURE_OTHER] = {NULL};
    const char *text;
    if (!ct_bind_text(binder, node, &text))
        return false;
    for (ct_failure failure = CT_FAILURE_REFUSED; failure < CT_FAILURE_OTHER; failure++) {
        names[failure - CT_FAILURE_REFUSED] = ct_failure_name(failure);
        if (!strcmp(text, ct_failure_name(failure)))
            sample.failure = failure;
    }
    if (!sample.failure) {
        ct_fail(binder->diag, CT_ERR_UNKNOWN_VALUE, node->where, "unknown failure '%s'", text);
        ct_hint(binder->diag, "use refused, reset, timeout or tls-refused");
        return ct_hint_nearest(binder->diag, text, names);
    }
    ct_expect *e = ct_new(binder->arena, ct_expect);
    *e = sample;
    e->subject = CT_SUBJECT_CONNECTION;
    e->where = node->where;
    while (*list)
        list = &(*list)->next;
    *list = e;
    return true;
}

/* A failed connection has no response that other keys could check. */
static bool check_connection(ct_binder *binder, const ct_yaml *node, const expect_values *values)
{
    if (!values->connection || node->count == 1)
        return true;
    return ct_fail(binder->diag, CT_ERR_CONFLICTING_KEYS, values->connection->key_where,
                   "'connection' excludes other keys: a failed connection has no response");
}

static bool bind_fields(ct_binder *binder, const expect_values *values, ct_expect sample,
                        ct_expect **list)
{
    bool ok = true;
    if (values->connection)
        ok = add_connection(binder, values->connection, sample, list) && ok;
    if (values->status) {
        sample.subject = CT_SUBJECT_STATUS;
        ok = add_expect(binder, values->status, CT_SHAPE_OF_STATUS, &sample, list) && ok;
    }
    if (values->headers)
        ok = add_headers(binder, values->headers, sample, list) && ok;
    if (values->json) {
        sample.subject = CT_SUBJECT_JSON;
        ok = add_expect(binder, values->json, CT_SHAPE_OF_JSON, &sample, list) && ok;
    }
    if (values->at)
        ok = add_paths(binder, values->at, sample, list) && ok;
    if (values->text)
        ok = add_text(binder, values->text, sample, list) && ok;
    if (values->bytes) {
        sample.subject = CT_SUBJECT_BYTES;
        ok = add_facts(binder, values->bytes, sample, list) && ok;
    }
    if (values->time) {
        sample.subject = CT_SUBJECT_TIME;
        ok = add_facts(binder, values->time, sample, list) && ok;
    }
    return ok;
}

/* !in [E, E]: one of these must match as a whole. */
static bool bind_alternatives(ct_binder *binder, const ct_yaml *node, bool is_should,
                              ct_expect **list)
{
    ct_expect *e = ct_new(binder->arena, ct_expect);
    ct_alternative **tail = &e->alternatives;
    bool ok = true;
    if (node->kind != CT_YAML_LIST || node->count < 2)
        return ct_fail(binder->diag, CT_ERR_WRONG_TYPE, node->where,
                       "'!in' requires a list of two or more alternatives: !in [{...}, {...}]");
    *e = (ct_expect){.where = node->where, .subject = CT_SUBJECT_ONE_OF, .is_should = is_should};
    for (const ct_yaml *item = node->child; item; item = item->next) {
        ct_alternative *alternative = ct_new(binder->arena, ct_alternative);
        alternative->where = item->where;
        ok = ct_expects_bind(binder, item, is_should, &alternative->expects) && ok;
        *tail = alternative;
        tail = &alternative->next;
    }
    while (*list)
        list = &(*list)->next;
    *list = e;
    return ok;
}

bool ct_expects_bind(ct_binder *binder, const ct_yaml *node, bool is_should, ct_expect **list)
{
    expect_values values = {0};
    ct_expect const sample = {.is_should = is_should};
    if (node->tag && !strcmp(node->tag, "!in"))
        return bind_alternatives(binder, node, is_should, list);
    bool const ok = ct_bind(binder, node, expect_fields, &values);
    if (ok && !node->child)
        return ct_fail(binder->diag, CT_ERR_NO_EXPECTATIONS, node->where,
                       "'{}' has no expectations");
    return check_connection(binder, node, &values) && bind_fields(binder, &values, sample, list) &&
           ok;
}

/* "201" or "4xx". */
static bool read_status_key(ct_binder *binder, const ct_yaml *node, ct_response_row *row)
{
    const char *key = node->key;
    if (strlen(key) != 3 || key[0] < '1' || key[0] > '5' ||
        (strcmp(key + 1, "xx") && strspn(key, "0123456789") != 3)) {
        ct_fail(binder->diag, CT_ERR_INVALID_STATUS, node->key_where, "invalid status '%s'", key);
        return ct_hint(binder->diag, "use a status from 100 to 599, or a class such as 4xx");
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
            ok =
                ct_fail(binder->diag, CT_ERR_MISPLACED_KEY, ct_yaml_get(child, "status")->key_where,
                        "'status' is not allowed here: the key above is the status");
        else if (child->kind != CT_YAML_MAP || child->tag || child->child) /* {}: documented */
            ok = ct_expects_bind(binder, child, false, &row->expects) && ok;
        *tail = row;
        tail = &row->next;
    }
    return ok;
}
