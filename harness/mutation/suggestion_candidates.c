/* What can be expected of a part of a response, the most general first. */
#include <string.h>
#include <strings.h>

#include "lang/json/json.h"
#include "mutation/suggestion_search.h"

static bool try_text(ct_suggestion_search *s, const char *text)
{
    ct_buf candidate = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&candidate, text);
    return ct_suggestion_try(s, &candidate);
}

static bool try_status(ct_suggestion_search *s)
{
    return try_text(s, ct_arena_printf(s->arena, "{status: %u}", s->mutation->status));
}

/* ---- Headers ---------------------------------------------------------------------------- */

static bool try_header_value(ct_suggestion_search *s, const char *name, const char *value)
{
    ct_buf candidate = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&candidate, "{headers: {");
    ct_suggest_name(&candidate, name);
    ct_buf_printf(&candidate, ": %s}}", value);
    return ct_suggestion_try(s, &candidate);
}

/* Returns the pattern of a header by its definition, or NULL. */
static const char *pattern_of(const char *name)
{
    static const struct {
        const char *name, *pattern;
    } rows[] = {
        {"Allow", "!re '\\A[A-Z]+(, *[A-Z]+)*\\z'"},
        {"Content-Range", "!re '\\Abytes ([0-9]+-[0-9]+|\\*)/([0-9]+|\\*)\\z'"},
        {"ETag", "!re '\\A(W/)?\"[^\"]*\"\\z'"},
        {"Last-Modified", "!re '\\A[A-Z][a-z]{2}, .* GMT\\z'"},
        {"Link", "!re '\\A<[^>]*>'"},
        {"Location", "!re '\\A(https?://[^/\\[]|/)'"},
        {"Retry-After", "!re '\\A([0-9]+|[A-Z][a-z]{2}, .* GMT)\\z'"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!strcasecmp(rows[i].name, name))
            return rows[i].pattern;
    return NULL;
}

static bool try_header(ct_suggestion_search *s, const char *name)
{
    const ct_header *header = ct_header_find(s->shown->headers, name);
    ct_buf literal = CT_BUF(CT_BUF_ANY);
    if (!header)
        return false;
    if (!strcasecmp(name, "Content-Type"))
        try_header_value(s, name,
                         ct_arena_printf(s->arena, "!media-type %.*s",
                                         (int)strcspn(header->value, "; "), header->value));
    else
        try_header_value(s, name, "!any string");
    if (pattern_of(name))
        try_header_value(s, name, pattern_of(name));
    json_t *value = ct_json_own(s->arena, json_string(header->value));
    if (!s->found && value && ct_suggest_literal(&literal, value, &s->literals))
        try_header_value(s, name, ct_buf_str(&literal));
    ct_buf_free(&literal);
    return s->found != NULL;
}

/* ---- Properties ------------------------------------------------------------------------- */

/* Tries a matcher at the site: for all elements of arrays on the way, which can be empty, and for a
 * property that can be missing. */
static bool try_leaf(ct_suggestion_search *s, const char *site, const char *leaf)
{
    static const char *const forms[] = {"%s", "!optional [%s]"};
    static const char *const each[] = {"!each", "!each-if-any"};
    for (size_t i = 0; i < sizeof forms / sizeof *forms && !s->found; i++)
        for (size_t k = 0; k < sizeof each / sizeof *each && !s->found; k++) {
            ct_buf candidate = CT_BUF(CT_BUF_ANY);
            const char *text = ct_arena_printf(s->arena, forms[i], leaf);
            ct_buf_text(&candidate, "{json: ");
            if (ct_suggest_nested(&candidate, s->body, site, each[k], text))
                ct_buf_char(&candidate, '}');
            else
                ct_buf_clear(&candidate);
            ct_suggestion_try(s, &candidate);
        }
    return s->found != NULL;
}

static void try_string(ct_suggestion_search *s, const char *site, const char *text)
{
    static const char *const leaves[] = {"!format uuid", "!re '\\A[0-9a-f]{32}\\z'",
                                         "!re '\\A[A-Z]+\\.[0-9]{4}\\z'"};
    bool const is_time = strlen(text) > 18 && text[4] == '-' && text[13] == ':';
    if (is_time)
        try_leaf(s, site, "!date-time ");
    if (is_time && !s->found)
        try_leaf(s, site, "!date-time {within: 10m}");
    if (!is_time && !s->found)
        try_leaf(s, site, "!any string");
    if (!is_time && !s->found)
        try_leaf(s, site, "!all [!any string, !len {min: 1}]");
    for (size_t i = 0; i < sizeof leaves / sizeof *leaves && !is_time && !s->found; i++)
        try_leaf(s, site, leaves[i]);
}

static void try_array(ct_suggestion_search *s, const char *site, const json_t *array)
{
    ct_buf elements = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&elements, "!each [");
    ct_suggest_type(&elements, json_array_get(array, 0));
    ct_buf_char(&elements, ']');
    try_leaf(s, site, "!any array");
    if (json_array_size(array) && !s->found)
        try_leaf(s, site, ct_buf_str(&elements));
    ct_buf_clear(&elements);
    if (!s->found)
        try_leaf(s, site, ct_arena_printf(s->arena, "!len %zu", json_array_size(array)));
    if (!s->found && ct_suggest_elements(&elements, array, NULL, &s->literals) &&
        !try_leaf(s, site, ct_arena_printf(s->arena, "!unordered %s", ct_buf_str(&elements))))
        try_leaf(s, site, ct_buf_str(&elements));
    ct_buf_free(&elements);
}

static void try_other(ct_suggestion_search *s, const char *site, const json_t *value)
{
    ct_buf type = CT_BUF(CT_BUF_ANY);
    ct_suggest_type(&type, value);
    try_leaf(s, site, ct_buf_str(&type));
    ct_buf_clear(&type);
    if (json_is_number(value) && !s->found)
        try_leaf(s, site, "!range {min: 0}");
    if (json_object_size(value) && !s->found) {
        ct_suggest_members(&type, value);
        try_leaf(s, site, ct_buf_str(&type));
    }
    ct_buf_free(&type);
}

static void try_literal(ct_suggestion_search *s, const char *site, const json_t *value)
{
    ct_buf literal = CT_BUF(CT_BUF_ANY);
    if (!s->found && ct_suggest_literal(&literal, value, &s->literals))
        try_leaf(s, site, ct_buf_str(&literal));
    ct_buf_free(&literal);
}

/* Returns the first value at the site of a body. */
static const json_t *value_at(const json_t *body, const char *site)
{
    size_t const size = strcspn(site, "/");
    const json_t *found = NULL;
    for (size_t i = 0; i < json_array_size(body) && !found; i++)
        found = value_at(json_array_get(body, i), site);
    if (!json_is_object(body))
        return found;
    const json_t *member = json_object_getn(body, site, size);
    return member && site[size] ? value_at(member, site + size + 1) : member;
}

/* Elements of an array have different values of the property: shows all of them. */
static void try_elements(ct_suggestion_search *s, const char *site)
{
    const char *slash = strrchr(site, '/');
    const char *parent = slash ? ct_arena_copy(s->arena, site, (size_t)(slash - site)) : "";
    const json_t *array = slash ? value_at(s->body, parent) : s->body;
    ct_buf elements = CT_BUF(CT_BUF_ANY);
    if (json_is_array(array) &&
        ct_suggest_elements(&elements, array, slash ? slash + 1 : site, &s->literals)) {
        const char *list = ct_buf_str(&elements);
        const char *any_order = ct_arena_printf(s->arena, "!unordered %s", list);
        if (slash && !try_leaf(s, parent, any_order))
            try_leaf(s, parent, list);
        else if (!slash && !try_text(s, ct_arena_printf(s->arena, "{json: %s}", any_order)))
            try_text(s, ct_arena_printf(s->arena, "{json: %s}", list));
    }
    ct_buf_free(&elements);
}

static bool try_property(ct_suggestion_search *s, const char *site)
{
    const json_t *value = value_at(s->body, site);
    if (!value)
        return false;
    if (json_is_string(value))
        try_string(s, site, json_string_value(value));
    else if (json_is_array(value))
        try_array(s, site, value);
    else
        try_other(s, site, value);
    try_literal(s, site, value);
    if (!s->found)
        try_elements(s, site);
    return s->found != NULL;
}

/* ---- Bodies ----------------------------------------------------------------------------- */

static void try_shape(ct_suggestion_search *s)
{
    const json_t *value = json_is_array(s->body) ? json_array_get(s->body, 0) : s->body;
    ct_buf candidate = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&candidate, "{json: ");
    ct_suggest_type(&candidate, s->body);
    ct_buf_char(&candidate, '}');
    if (ct_suggestion_try(s, &candidate) || !json_is_object(value) || !json_object_size(value))
        return;
    ct_buf_text(&candidate, json_is_array(s->body) ? "{json: !each [" : "{json: ");
    ct_suggest_members(&candidate, value);
    ct_buf_text(&candidate, json_is_array(s->body) ? "]}" : "}");
    ct_suggestion_try(s, &candidate);
}

/* Only another value shows an earlier response. */
static void try_each_literal(ct_suggestion_search *s)
{
    const char *site;
    json_t *ignored, *sites = ct_json_own(s->arena, json_object());
    ct_fault_sites(s->shown, sites, s->arena);
    json_object_foreach(sites, site, ignored)
    {
        const json_t *value = s->found ? NULL : value_at(s->body, site);
        if (value)
            try_literal(s, site, value);
    }
}

static void try_plain_text(ct_suggestion_search *s)
{
    ct_buf literal = CT_BUF(CT_BUF_ANY);
    const ct_body *body = &s->shown->body;
    json_t *text =
        body->bytes ? ct_json_own(s->arena, json_stringn(body->bytes, body->size)) : NULL;
    try_text(s, "{text: !re '\\S'}");
    if (!s->found && text && ct_suggest_literal(&literal, text, &s->literals))
        try_text(s, ct_arena_printf(s->arena, "{text: %s}", ct_buf_str(&literal)));
    if (!s->found)
        try_text(s, ct_arena_printf(s->arena, "{bytes: {length: %zu}}",
                                    s->samples->good->response->body.size));
    ct_buf_free(&literal);
}

static bool try_body(ct_suggestion_search *s)
{
    if (!s->body)
        try_plain_text(s);
    else if (s->mutation->fault->mutate_after)
        try_each_literal(s);
    else
        try_shape(s);
    return s->found != NULL;
}

/* ---- All of them ------------------------------------------------------------------------ */

const char *ct_mutated_header(const ct_mutation *mutation)
{
    return mutation->fault->header ? mutation->fault->header : mutation->site;
}

void ct_suggestion_try_all(ct_suggestion_search *search)
{
    switch (search->mutation->fault->part) {
    case CT_PART_STATUS:
        try_status(search);
        break;
    case CT_PART_HEADER:
        try_header(search, ct_mutated_header(search->mutation));
        break;
    case CT_PART_BODY:
        try_body(search);
        break;
    default:
        try_property(search, search->mutation->site);
        break;
    }
}
