/* The grammar of ECMA-262 patterns with the u flag (ECMA-262 section 22.2.1). */
#include "lang/regex/ecma_regex.h"

#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "lang/regex/ecma_internal.h"

/* Translations of "." and "$", which have other meanings in PCRE2. */
static const char any_but_line_ends[] = "[^\\n\\r\\x{2028}\\x{2029}]";
static const char end_of_text[] = "\\z";

bool ct_ecma_stop(ct_ecma *e, const char *at, const char *what)
{
    if (e->error->what)
        return false;
    e->error->what = what;
    e->error->character = ct_utf8_length(e->start, (size_t)(at - e->start)) + 1;
    return false;
}

static bool stop_at_limit(ct_ecma *e, const char *at, const char *what)
{
    e->error->is_limit = !e->error->what;
    return ct_ecma_stop(e, at, what);
}

bool ct_ecma_take(ct_ecma *e, char c)
{
    if (e->at == e->end || *e->at != c)
        return false;
    e->at++;
    return true;
}

static bool take_text(ct_ecma *e, const char *text)
{
    size_t const size = strlen(text);
    if ((size_t)(e->end - e->at) < size || memcmp(e->at, text, size) != 0)
        return false;
    e->at += size;
    return true;
}

/* ------------------------------------------------------------------- groups */

/* Reads a group name after "(?<", with its ">". Characters outside ASCII are not checked. */
static bool read_name(ct_ecma *e, const char **text, size_t *size)
{
    const char *const start = e->at;
    while (e->at < e->end && *e->at != '>') {
        char const c = *e->at;
        bool const is_letter = ct_is_letter(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
        if (!is_letter && !(ct_is_digit(c) && e->at > start))
            return ct_ecma_stop(e, e->at,
                                "has a group name with a character that names cannot have");
        e->at++;
    }
    *text = start;
    *size = (size_t)(e->at - start);
    if (!*size)
        return ct_ecma_stop(e, start, "has a group without a name");
    return ct_ecma_take(e, '>') || ct_ecma_stop(e, start, "has a group name without '>'");
}

static const ct_ecma_name *find_group(const ct_ecma *e, const char *text, size_t size)
{
    for (const ct_ecma_name *name = e->names; name; name = name->next)
        if (name->size == size && !memcmp(name->text, text, size))
            return name;
    return NULL;
}

static bool count_group(ct_ecma *e)
{
    bool const is_named = e->end - e->at > 2 && e->at[0] == '?' && e->at[1] == '<' &&
                          e->at[2] != '=' && e->at[2] != '!';
    if (!is_named && e->at < e->end && *e->at == '?')
        return true;
    e->groups++;
    if (!is_named)
        return true;
    e->at += 2;
    ct_ecma_name *name = ct_new(e->arena, ct_ecma_name);
    *name = (ct_ecma_name){.number = e->groups, .next = e->names};
    if (!read_name(e, &name->text, &name->size))
        return false;
    if (find_group(e, name->text, name->size))
        return ct_ecma_stop(e, name->text, "has two groups of the same name");
    e->names = name;
    return true;
}

/* Counts the groups in advance, because a reference may precede its group. */
static bool count_groups(ct_ecma *e)
{
    bool in_class = false;
    while (e->at < e->end) {
        char const c = *e->at++;
        if (c == '\\' && e->at < e->end)
            e->at++;
        else if (c == '[')
            in_class = true;
        else if (c == ']')
            in_class = false;
        else if (c == '(' && !in_class && !count_group(e))
            return false;
    }
    e->at = e->start;
    return true;
}

/* A reference to a group that did not participate matches the empty string in ECMA-262, but fails
 * in PCRE2. */
static void add_reference(ct_ecma *e, unsigned number)
{
    ct_buf_printf(&e->out, "(?(%u)\\g{%u}|)", number, number);
}

static bool read_named_reference(ct_ecma *e)
{
    const char *const start = e->at;
    const char *text;
    size_t size;
    if (!ct_ecma_take(e, '<'))
        return ct_ecma_stop(e, start, "has '\\k' without a group name");
    if (!read_name(e, &text, &size))
        return false;
    const ct_ecma_name *name = find_group(e, text, size);
    if (!name)
        return ct_ecma_stop(e, text, "refers to a group that it does not have");
    add_reference(e, name->number);
    return true;
}

static bool read_numbered_reference(ct_ecma *e)
{
    const char *const start = e->at;
    unsigned number = 0;
    while (e->at < e->end && ct_is_digit(*e->at) && number <= e->groups)
        number = number * 10 + (unsigned)(*e->at++ - '0');
    if (number > e->groups)
        return ct_ecma_stop(e, start, "refers to a group that it does not have");
    add_reference(e, number);
    return true;
}

/* -------------------------------------------------------------- quantifiers */

enum { COUNT_MAX = 65535, COUNT_ENDLESS = -1 };

/* Reads a decimal; above COUNT_MAX the value is only known to be larger. Returns false without
 * digits. */
static bool read_count(ct_ecma *e, long *count)
{
    const char *const start = e->at;
    for (*count = 0; e->at < e->end && ct_is_digit(*e->at); e->at++)
        if (*count <= COUNT_MAX)
            *count = *count * 10 + (*e->at - '0');
    return e->at > start;
}

/* Reads the counts of a quantifier after "{". */
static bool read_counts(ct_ecma *e)
{
    const char *const start = e->at - 1;
    long least, most;
    bool is_fine = read_count(e, &least);
    most = least;
    if (is_fine && ct_ecma_take(e, ',') && !read_count(e, &most))
        most = COUNT_ENDLESS;
    if (!is_fine || !ct_ecma_take(e, '}'))
        return ct_ecma_stop(e, start,
                            "has a '{' that does not start a count; write '\\{' for the character");
    if (least > COUNT_MAX || most > COUNT_MAX)
        return stop_at_limit(e, start, "repeats too many times");
    if (most != COUNT_ENDLESS && most < least)
        return ct_ecma_stop(e, start, "has a count whose end is before its start");
    if (most == COUNT_ENDLESS)
        ct_buf_printf(&e->out, "{%ld,}", least);
    else
        ct_buf_printf(&e->out, "{%ld,%ld}", least, most);
    return true;
}

static bool read_quantifier(ct_ecma *e)
{
    if (e->at == e->end || !*e->at || !strchr("*+?{", *e->at))
        return true;
    char const c = *e->at++;
    if (c == '{' && !read_counts(e))
        return false;
    if (c != '{')
        ct_buf_char(&e->out, c);
    if (ct_ecma_take(e, '?'))
        ct_buf_char(&e->out, '?');
    return true;
}

/* --------------------------------------------------------------------- terms */

static bool read_disjunction(ct_ecma *e);

/* Reads the rest of a group with its ")".
 * open: how the group starts in PCRE2 */
static bool read_group_rest(ct_ecma *e, const char *start, const char *open)
{
    ct_buf_text(&e->out, open);
    if (++e->depth > CT_LIMIT_PATTERN_DEPTH)
        return stop_at_limit(e, start, "is nested too deep");
    if (!read_disjunction(e))
        return false;
    e->depth--;
    ct_buf_char(&e->out, ')');
    return ct_ecma_take(e, ')') || ct_ecma_stop(e, start, "has a '(' without ')'");
}

/* Reads a group after "(". Sets *is_assertion for assertions, which must not be repeated. */
static bool read_group(ct_ecma *e, bool *is_assertion)
{
    static const char *const assertions[] = {"?=", "?!", "?<=", "?<!", NULL};
    static const char *const opens[] = {"(?=", "(?!", "(?<=", "(?<!"};
    const char *const start = e->at - 1;
    const char *name;
    size_t size;
    for (size_t i = 0; assertions[i]; i++) {
        if (!take_text(e, assertions[i]))
            continue;
        *is_assertion = true;
        return read_group_rest(e, start, opens[i]);
    }
    if (take_text(e, "?:"))
        return read_group_rest(e, start, "(?:");
    if (take_text(e, "?<") && !read_name(e, &name, &size))
        return false;
    if (e->at < e->end && *e->at == '?')
        return ct_ecma_stop(e, start, "has a group that is not valid in ECMA-262");
    return read_group_rest(e, start, "(");
}

/* Reads an escape after its backslash, outside of classes. */
static bool read_atom_escape(ct_ecma *e, bool *is_assertion)
{
    const char *const start = e->at - 1;
    uint32_t c;
    if (e->at == e->end)
        return ct_ecma_stop(e, start, "ends in a backslash");
    if (*e->at == 'b' || *e->at == 'B') {
        *is_assertion = true;
        ct_buf_printf(&e->out, "\\%c", *e->at++);
        return true;
    }
    if (*e->at >= '1' && *e->at <= '9')
        return read_numbered_reference(e);
    if (ct_ecma_take(e, 'k'))
        return read_named_reference(e);
    size_t const before = e->out.size;
    ct_buf_char(&e->out, '[');
    if (ct_ecma_add_set(e)) {
        ct_buf_char(&e->out, ']');
        return true;
    }
    e->out.size = before;
    if (e->error->what || !ct_ecma_read_escape(e, false, &c))
        return false;
    ct_ecma_add_char(e, c);
    return true;
}

static bool read_literal(ct_ecma *e)
{
    const char *const start = e->at;
    int32_t const c = ct_utf8_next(&e->at, e->end);
    if (c == CT_UTF8_INVALID)
        return ct_ecma_stop(e, start, "has a byte that is not UTF-8");
    if (c && c < 0x80 && strchr("*+?{", c))
        return ct_ecma_stop(e, start, "has nothing to repeat");
    if (c == ']' || c == '}')
        return ct_ecma_stop(e, start, c == ']' ? "has a ']' without '['" : "has a '}' without '{'");
    ct_ecma_add_char(e, (uint32_t)c);
    return true;
}

static bool read_term(ct_ecma *e)
{
    bool is_assertion = false, is_fine = true;
    if (ct_ecma_take(e, '^')) {
        ct_buf_char(&e->out, '^');
        is_assertion = true;
    } else if (ct_ecma_take(e, '$')) {
        ct_buf_text(&e->out, end_of_text);
        is_assertion = true;
    } else if (ct_ecma_take(e, '.')) {
        ct_buf_text(&e->out, any_but_line_ends);
    } else if (ct_ecma_take(e, '(')) {
        is_fine = read_group(e, &is_assertion);
    } else if (ct_ecma_take(e, '[')) {
        is_fine = ct_ecma_read_class(e);
    } else if (ct_ecma_take(e, '\\')) {
        is_fine = read_atom_escape(e, &is_assertion);
    } else {
        is_fine = read_literal(e);
    }
    return is_fine && (is_assertion || read_quantifier(e));
}

static bool read_disjunction(ct_ecma *e)
{
    while (e->at < e->end && *e->at != ')') {
        if (ct_ecma_take(e, '|'))
            ct_buf_char(&e->out, '|');
        else if (!read_term(e))
            return false;
    }
    return true;
}

static bool translate(ct_ecma *e)
{
    if ((size_t)(e->end - e->start) > CT_LIMIT_PATTERN)
        return stop_at_limit(e, e->start, "is too long");
    if (!count_groups(e) || !read_disjunction(e))
        return false;
    return e->at == e->end || ct_ecma_stop(e, e->at, "has a ')' without '('");
}

const ct_regex *ct_ecma_regex_compile(ct_arena *arena, const char *pattern, size_t size,
                                      ct_ecma_error *error)
{
    ct_ecma e = {.start = pattern,
                 .at = pattern,
                 .end = pattern + size,
                 .arena = arena,
                 .out = CT_BUF(CT_BUF_ANY),
                 .error = error};
    ct_diag diag = {.arena = arena};
    const ct_regex *regex = NULL;
    *error = (ct_ecma_error){0};
    if (translate(&e)) {
        regex = ct_regex_compile(arena, ct_buf_str(&e.out), e.out.size, 0, CT_NOWHERE, &diag);
        if (!regex)
            stop_at_limit(&e, e.start,
                          ct_arena_printf(arena, "exceeds a limit (%s)", diag.first->message));
    }
    ct_buf_free(&e.out);
    return regex;
}
