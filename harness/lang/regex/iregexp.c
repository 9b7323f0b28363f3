/* Checks the grammar of RFC 9485 section 3 from left to right, and translates it for PCRE2. */
#include "lang/regex/iregexp.h"

#include <string.h>

#include "base/ascii.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/utf8.h"

enum {
    NESTING_MAX = 200,  /* of parentheses; PCRE2's limit is 250 */
    REPEAT_MAX = 65535, /* in {n,m}; the limit of PCRE2 */
    NOT_A_CHARACTER = -1
};

typedef struct translator {
    const char *start, *at, *end;
    ct_buf out;
    unsigned nesting;
    bool can_repeat; /* a quantifier may follow */
    ct_iregexp_error *error;
} translator;

static bool stop_at(translator *t, const char *at, const char *what)
{
    *t->error = (ct_iregexp_error){.what = what, .offset = (size_t)(at - t->start)};
    return false;
}

static bool stop_at_limit(translator *t, const char *what)
{
    stop_at(t, t->at, what);
    t->error->is_limit = true;
    return false;
}

static char peek(const translator *t, size_t ahead)
{
    return (size_t)(t->end - t->at) > ahead ? t->at[ahead] : '\0';
}

static bool take(translator *t, char c)
{
    if (t->at == t->end || *t->at != c)
        return false;
    t->at++;
    return true;
}

/* Returns true for a character that may follow a backslash: an escaped special one, or n, r, t. */
static bool is_single_escape(char c)
{
    return c && strchr("()*+-.?[\\]^nrt{|}", c);
}

/* Returns the size of a category such as "L" or "Lu": a group, then optionally one of its kinds. */
static size_t category_size(const translator *t)
{
    static const char *const groups[] = {"Llmotu", "Mcen",  "Ndlo",  "Pcdefios",
                                         "Zlps",   "Sckmo", "Ccfno", NULL};
    for (const char *const *group = groups; *group; group++) {
        if (peek(t, 0) != **group)
            continue;
        char const kind = peek(t, 1);
        return kind && strchr(*group + 1, kind) ? 2 : 1;
    }
    return 0;
}

static bool at_property(const translator *t)
{
    return peek(t, 0) == '\\' && (peek(t, 1) == 'p' || peek(t, 1) == 'P');
}

/* Copies \p{Lu} or \P{Lu}, which mean the same in PCRE2. */
static bool read_property(translator *t)
{
    const char *const start = t->at;
    t->at += 2;
    size_t const size = take(t, '{') ? category_size(t) : 0;
    t->at += size;
    if (!size || !take(t, '}'))
        return stop_at(t, start, "not a valid category in I-Regexp");
    return ct_buf_add(&t->out, start, (size_t)(t->at - start));
}

/* Reads one character of [...], escaped or not. Returns NOT_A_CHARACTER after setting the error. */
static int32_t read_class_character(translator *t)
{
    const char *const start = t->at;
    if (t->at == t->end || *t->at == ']' || *t->at == '[' || *t->at == '-') {
        stop_at(t, start,
                t->at == t->end ? "'[' without ']'" : "a character that must be escaped with '\\'");
        return NOT_A_CHARACTER;
    }
    if (!take(t, '\\'))
        return ct_utf8_next(&t->at, t->end);
    char const c = peek(t, 0);
    if (!is_single_escape(c)) {
        stop_at(t, start, "not a valid escape in I-Regexp");
        return NOT_A_CHARACTER;
    }
    t->at++;
    return c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
}

/* Writes the code point, so that no character of a class has a special meaning in PCRE2. */
static void write_class_character(translator *t, int32_t c)
{
    bool const is_plain = c >= 0 && c < 0x80 && ct_is_letter_or_digit((char)c);
    if (is_plain)
        ct_buf_char(&t->out, (char)c);
    else
        ct_buf_printf(&t->out, "\\x{%X}", (unsigned)c);
}

static bool read_class_item(translator *t)
{
    const char *const start = t->at;
    if (at_property(t))
        return read_property(t);
    int32_t const first = read_class_character(t);
    if (first == NOT_A_CHARACTER)
        return false;
    write_class_character(t, first);
    if (peek(t, 0) != '-' || peek(t, 1) == ']')
        return true;
    t->at++;
    int32_t const last = read_class_character(t);
    if (last == NOT_A_CHARACTER)
        return false;
    if (last < first)
        return stop_at(t, start, "a range that ends before it starts");
    ct_buf_char(&t->out, '-');
    write_class_character(t, last);
    return true;
}

/* Reads a class after its '['. */
static bool read_class(translator *t)
{
    const char *const open = t->at - 1;
    ct_buf_text(&t->out, take(t, '^') ? "[^" : "[");
    const char *const first = t->at;
    if (take(t, '-'))
        ct_buf_text(&t->out, "\\-");
    while (t->at < t->end && *t->at != ']' && !(*t->at == '-' && peek(t, 1) == ']'))
        if (!read_class_item(t))
            return false;
    if (take(t, '-'))
        ct_buf_text(&t->out, "\\-");
    if (t->at == first)
        return stop_at(t, open, t->at == t->end ? "'[' without ']'" : "no character in '[]'");
    return take(t, ']') ? ct_buf_char(&t->out, ']') : stop_at(t, open, "'[' without ']'");
}

static bool read_escape(translator *t)
{
    const char *const start = t->at;
    if (at_property(t))
        return read_property(t);
    if (!is_single_escape(peek(t, 1)))
        return stop_at(t, start, "not a valid escape in I-Regexp");
    t->at += 2;
    return ct_buf_add(&t->out, start, 2);
}

/* Reads the digits of {n,m}. Returns -1 if there are none, more than REPEAT_MAX for a number that
 * is too large. */
static int read_count(translator *t)
{
    int count = -1;
    for (; ct_is_digit(peek(t, 0)); t->at++)
        if (count <= REPEAT_MAX)
            count = (count < 0 ? 0 : count * 10) + (*t->at - '0');
    return count;
}

/* Reads a range quantifier after its '{'. */
static bool read_range(translator *t)
{
    const char *const open = t->at - 1;
    int const least = read_count(t);
    bool const has_comma = take(t, ',');
    int const most = has_comma ? read_count(t) : least;
    if (least < 0 || !take(t, '}'))
        return stop_at(t, open, "expected {n}, {n,} or {n,m}");
    if (most >= 0 && most < least)
        return stop_at(t, open, "a range that ends before it starts");
    if (least > REPEAT_MAX || most > REPEAT_MAX)
        return stop_at_limit(t, "more than 65535 repetitions");
    return ct_buf_add(&t->out, open, (size_t)(t->at - open));
}

static bool read_quantifier(translator *t)
{
    if (!t->can_repeat)
        return stop_at(t, t->at, "nothing to repeat");
    t->can_repeat = false;
    if (take(t, '{'))
        return read_range(t);
    return ct_buf_char(&t->out, *t->at++);
}

static bool open_group(translator *t)
{
    if (t->nesting == NESTING_MAX)
        return stop_at_limit(t, "parentheses nested deeper than 200 levels");
    t->at++;
    t->nesting++;
    t->can_repeat = false;
    return ct_buf_text(&t->out, "(?:");
}

static bool close_group(translator *t)
{
    if (!t->nesting)
        return stop_at(t, t->at, "')' without '('");
    t->at++;
    t->nesting--;
    return ct_buf_char(&t->out, ')');
}

static bool read_plain(translator *t)
{
    const char *const start = t->at;
    ct_utf8_next(&t->at, t->end);
    return ct_buf_add(&t->out, start, (size_t)(t->at - start));
}

static bool write_as(translator *t, const char *text)
{
    t->at++;
    return ct_buf_text(&t->out, text);
}

static bool read_atom(translator *t)
{
    t->can_repeat = true;
    switch (*t->at) {
    case '.':
        return write_as(t, "[^\\n\\r]");
    case '^':
        return write_as(t, "(?:^)"); /* PCRE2 does not repeat ^ without parentheses */
    case '$':
        return write_as(t, "(?:\\z)");
    case ')':
        return close_group(t);
    case '[':
        t->at++;
        return read_class(t);
    case '\\':
        return read_escape(t);
    case ']':
    case '}':
        return stop_at(t, t->at, "a character that must be escaped with '\\'");
    default:
        return read_plain(t);
    }
}

static bool read_piece(translator *t)
{
    switch (*t->at) {
    case '|':
        t->can_repeat = false;
        return write_as(t, "|");
    case '(':
        return open_group(t);
    case '*':
    case '+':
    case '?':
    case '{':
        return read_quantifier(t);
    default:
        return read_atom(t);
    }
}

static bool translate(translator *t)
{
    while (t->at < t->end)
        if (!read_piece(t))
            return false;
    return !t->nesting || stop_at(t, t->at, "'(' without ')'");
}

const ct_regex *ct_iregexp_compile(ct_arena *arena, const char *pattern, size_t size, bool is_whole,
                                   ct_iregexp_error *error)
{
    translator t = {.start = pattern,
                    .at = pattern,
                    .end = pattern + size,
                    .out = CT_BUF(CT_BUF_ANY),
                    .error = error};
    const ct_regex *regex = NULL;
    *error = (ct_iregexp_error){0};
    if (translate(&t)) {
        /* The translated pattern is valid; if PCRE2 rejects it, it is too large. */
        ct_diag unread = {.arena = arena};
        regex = ct_regex_compile(arena, ct_buf_str(&t.out), t.out.size,
                                 is_whole ? CT_REGEX_WHOLE : 0, CT_NOWHERE, &unread);
        if (!regex)
            stop_at_limit(&t, "the pattern is too large");
    }
    ct_buf_free(&t.out);
    return regex;
}
