#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "model/redact/parts.h"
#include "model/redact/redact.h"

/* The longest name of a property that is compared, in bytes with its escapes. */
enum { NAME_SIZE = 512 };

typedef struct text {
    const ct_redactor *redactor;
    const char *begin, *end;
    bool is_outer;
    ct_spans *found;
} text;

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && isspace((unsigned char)*at))
        at++;
    return at;
}

/* Returns the closing quote of the quoted text that starts at `at`, or `end`. */
static const char *find_quote(const char *at, const char *end)
{
    char const quote = *at;
    for (at++; at < end && *at != quote; at++)
        if (*at == '\\' && at + 1 < end)
            at++;
    return at;
}

static const char *after_quote(const char *at, const char *end)
{
    at = find_quote(at, end);
    return at < end ? at + 1 : end;
}

/* After an array or object, brackets in its strings left out. */
static const char *after_nested(const char *at, const char *end)
{
    size_t depth = 0;
    while (at < end) {
        char const c = *at;
        if (c == '"') {
            at = after_quote(at, end);
            continue;
        }
        at++;
        if (c == '[' || c == '{')
            depth++;
        else if ((c == ']' || c == '}') && --depth == 0)
            break;
    }
    return at;
}

static const char *find_any(const char *at, const char *end, const char *stops)
{
    while (at < end && !(*at && strchr(stops, *at)))
        at++;
    return at;
}

static bool is_null(const char *at, const char *end)
{
    return end - at >= 4 && !memcmp(at, "null", 4) &&
           (end - at == 4 || !isalnum((unsigned char)at[4]));
}

static const char *after_value(const char *at, const char *end, bool is_json)
{
    if (*at == '"' || *at == '\'')
        return after_quote(at, end);
    if (!is_json)
        return find_any(at, end, "&;\"'<> \t\r\n");
    return *at == '[' || *at == '{' ? after_nested(at, end) : find_any(at, end, ",]}\r\n");
}

/* Masks the value that starts at `at`. Returns where it ends. */
static const char *mask_value(const text *t, const char *at, bool is_json)
{
    if (at == t->end || is_null(at, t->end))
        return at;
    bool const is_quoted = *at == '"' || *at == '\'', is_value = is_json && t->is_outer;
    const char *end = after_value(at, t->end, is_json), *first = at, *last = end;
    if (is_quoted && !is_value) { /* the quotes stay, which may be written with escapes */
        first = at + 1;
        last = find_quote(at, t->end);
    }
    if (first < last)
        ct_spans_add(t->found, (ct_span){.begin = (size_t)(first - t->begin),
                                         .end = (size_t)(last - t->begin),
                                         .is_open = last == t->end,
                                         .is_value = is_value});
    return end;
}

static bool hides(const text *t, const char *name, const char *end)
{
    size_t size = (size_t)(end - name);
    char *shown = NULL;
    if (memchr(name, '\\', size) || memchr(name, '%', size))
        shown = ct_redact_view_text(CT_REDACT_VIEW_ESCAPES, name, size, &size);
    bool const is_hidden = ct_redactor_hides_name(t->redactor, shown ? shown : name, size);
    free(shown);
    return is_hidden;
}

/* At a quote. Whether it opens or closes does not matter: broken JSON may have lost one. */
static const char *try_quoted(const text *t, const char *at)
{
    bool const is_escaped = at > t->begin && at[-1] == '\\'; /* a view will show it */
    size_t const left = (size_t)(t->end - at);
    const char *end = left > NAME_SIZE ? at + NAME_SIZE : t->end;
    const char *close = is_escaped ? end : find_quote(at, end);
    if (close == end)
        return at + 1;
    const char *colon = skip_blanks(close + 1, t->end);
    if (colon == t->end || *colon != ':' || !hides(t, at + 1, close))
        return at + 1;
    return mask_value(t, skip_blanks(colon + 1, t->end), true);
}

static bool is_name_byte(char c)
{
    return isalnum((unsigned char)c) || (c && strchr("-_.%+", c));
}

/* "cookie=" at the end of a JSON string, whose closing quote opens no value. */
static bool is_empty_value(const text *t, const char *at)
{
    return at + 1 < t->end && (at[0] == '"' || at[0] == '\'') && strchr(",]} \r\n", at[1]);
}

/* At the '=' of a form, a query, an attribute. */
static const char *try_word(const text *t, const char *at)
{
    const char *name = at;
    while (name > t->begin && at - name < NAME_SIZE && is_name_byte(name[-1]))
        name--;
    if (name == at || is_empty_value(t, at + 1) || !hides(t, name, at))
        return at + 1;
    return mask_value(t, at + 1, false);
}

void ct_secret_members_find(const ct_redactor *redactor, const char *bytes, size_t size,
                            bool is_outer, ct_spans *found)
{
    text const t = {redactor, bytes, bytes + size, is_outer, found};
    for (const char *at = bytes; at < t.end;) {
        if (*at == '"' || *at == '\'')
            at = try_quoted(&t, at);
        else if (*at == '=')
            at = try_word(&t, at);
        else
            at++;
    }
}
