/* Parses queries, segments and selectors of a JSONPath into its tree. */

#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "lang/path/path.h"
#include "lang/path/path_reader.h"

static path_name keep_name(ct_path_reader *r, const char *bytes, size_t size)
{
    return (path_name){ct_arena_copy(r->arena, bytes, size), size};
}

static bool read_quoted_name(ct_path_reader *r, path_selector *selector)
{
    ct_buf name = CT_BUF(CT_BUF_ANY);
    bool const is_read = ct_path_read_string(r, &name);
    selector->kind = PATH_NAME;
    if (is_read)
        selector->name = keep_name(r, ct_buf_str(&name), name.size);
    ct_buf_free(&name);
    return is_read;
}

static bool at_int(const ct_path_reader *r)
{
    char const c = ct_path_peek(r);
    return c == '-' || ct_is_digit(c);
}

/* Reads a slice after its first ':'. */
static bool read_slice(ct_path_reader *r, path_slice *slice)
{
    slice->step = 1;
    ct_path_skip_spaces(r);
    slice->has_end = at_int(r);
    if (slice->has_end && !ct_path_read_int(r, &slice->end))
        return false;
    ct_path_skip_spaces(r);
    if (!ct_path_take(r, ":"))
        return true;
    ct_path_skip_spaces(r);
    return !at_int(r) || ct_path_read_int(r, &slice->step);
}

static bool read_index_or_slice(ct_path_reader *r, path_selector *selector)
{
    int64_t first = 0;
    bool const has_first = at_int(r);
    if (has_first && !ct_path_read_int(r, &first))
        return false;
    const char *const behind = r->at;
    ct_path_skip_spaces(r);
    if (ct_path_take(r, ":")) {
        selector->kind = PATH_SLICE;
        selector->slice = (path_slice){.has_start = has_first, .start = first};
        return read_slice(r, &selector->slice);
    }
    r->at = behind;
    selector->kind = PATH_INDEX;
    selector->index = first;
    return true;
}

static bool read_filter(ct_path_reader *r, path_selector *selector)
{
    selector->kind = PATH_FILTER;
    if (!ct_path_enter(r))
        return false;
    ct_path_skip_spaces(r);
    selector->filter = ct_path_read_filter(r);
    ct_path_leave(r);
    return selector->filter != NULL;
}

static bool read_selector(ct_path_reader *r, path_selector *selector)
{
    if (ct_path_peek(r) == '\'' || ct_path_peek(r) == '"')
        return read_quoted_name(r, selector);
    if (ct_path_take(r, "?"))
        return read_filter(r, selector);
    if (ct_path_peek(r) == ':' || at_int(r))
        return read_index_or_slice(r, selector);
    selector->kind = PATH_WILDCARD;
    if (ct_path_take(r, "*"))
        return true;
    ct_path_expected(r, "a selector: a name in quotes, an index, a slice, '*' or '?'");
    size_t const size = ct_path_name_size(r);
    return size ? ct_hint(r->diag, "a name in brackets has quotes: ['%.*s']", (int)size, r->at)
                : false;
}

/* Reads a bracketed selection after its '['. */
static bool read_brackets(ct_path_reader *r, path_query *query, path_segment *segment)
{
    path_selector **next = &segment->selectors;
    do {
        query->is_spaced = query->is_spaced || ct_path_at_space(r);
        ct_path_skip_spaces(r);
        *next = ct_new(r->arena, path_selector);
        if (!read_selector(r, *next))
            return false;
        next = &(*next)->next;
        query->is_spaced = query->is_spaced || ct_path_at_space(r);
        ct_path_skip_spaces(r);
    } while (ct_path_take(r, ","));
    return ct_path_take(r, "]") || ct_path_expected(r, "',' or ']'");
}

/* Reads a shorthand after its '.' or '..'. */
static bool read_shorthand(ct_path_reader *r, path_segment *segment)
{
    size_t const size = ct_path_name_size(r);
    path_selector *selector = segment->selectors = ct_new(r->arena, path_selector);
    selector->kind = PATH_WILDCARD;
    if (ct_path_take(r, "*"))
        return true;
    if (!size)
        return ct_path_expected(r, segment->is_descendant ? "a name, '*' or '['" : "a name or '*'");
    selector->kind = PATH_NAME;
    selector->name = keep_name(r, r->at, size);
    r->at += size;
    return true;
}

static bool is_singular(const path_segment *segment)
{
    const path_selector *first = segment->selectors;
    return !segment->is_descendant && !first->next &&
           (first->kind == PATH_NAME || first->kind == PATH_INDEX);
}

static bool read_segment(ct_path_reader *r, path_query *query, path_segment *segment)
{
    segment->is_descendant = ct_path_take(r, "..");
    if (!segment->is_descendant && ct_path_take(r, "."))
        return read_shorthand(r, segment);
    return ct_path_take(r, "[") ? read_brackets(r, query, segment) : read_shorthand(r, segment);
}

/* Spaces belong to the query only if a segment follows them. */
static bool at_segment(ct_path_reader *r)
{
    const char *const start = r->at;
    ct_path_skip_spaces(r);
    if (ct_path_peek(r) == '[' || ct_path_peek(r) == '.')
        return true;
    r->at = start;
    return false;
}

bool ct_path_read_query(ct_path_reader *r, path_query *query)
{
    path_segment **next = &query->segments;
    query->is_singular = true;
    query->is_relative = *r->at++ == '@';
    for (; at_segment(r); next = &(*next)->next) {
        *next = ct_new(r->arena, path_segment);
        if (!read_segment(r, query, *next))
            return false;
        query->is_singular = query->is_singular && is_singular(*next);
    }
    return true;
}

static bool read_path(ct_path_reader *r, path_query *query)
{
    if (ct_path_peek(r) != '$')
        return ct_path_expected(r, "'$'");
    if (!ct_path_read_query(r, query))
        return false;
    if (r->at == r->end)
        return true;
    if (ct_path_at_space(r))
        return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH, ct_path_span(r, r->at, r->end),
                       "spaces after the path");
    ct_path_expected(r, "'.', '[' or the end of the path");
    return ct_hint(r->diag, "a name with other characters is written ['...']");
}

static bool is_readable(const ct_path_reader *r, size_t size)
{
    size_t const valid = ct_utf8_valid_size(r->text, size);
    if (size > CT_LIMIT_PATH)
        return ct_fail(r->diag, CT_ERR_LIMIT_EXCEEDED, r->where, "the path is longer than %d bytes",
                       CT_LIMIT_PATH);
    if (valid < size)
        return ct_fail(r->diag, CT_ERR_INVALID_JSONPATH,
                       ct_path_span(r, r->text + valid, r->text + valid + 1),
                       "a byte that is not UTF-8");
    return true;
}

const ct_path *ct_path_compile(ct_arena *arena, const char *text, size_t size, ct_loc where,
                               ct_diag *diag)
{
    ct_path_reader r = {arena, text, text, text + size, where, diag, 0};
    ct_path *path = ct_new(arena, ct_path);
    return is_readable(&r, size) && read_path(&r, &path->query) ? path : NULL;
}

bool ct_path_is_singular(const ct_path *path)
{
    return path->query.is_singular;
}
