#include "judge/text_difference.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "judge/line_diff.h"
#include "judge/value_text.h"
#include "lang/json/json.h"

enum {
    BYTES_A_STEP = 4,                  /* masking examines each byte many times */
    SHOWN_BEFORE = CT_LIMIT_VALUE / 3, /* bytes before the first difference */
    ESCAPE_SIZE = 6                    /* \u001b */
};

/* Two strings after masking. A part of a masked string may be shown: masked later, a secret that
 * begins before the part would not be found. */
typedef struct texts {
    ct_lines sides[2]; /* expected, actual */
    size_t same;       /* bytes at the start that are equal; does not end inside a character */
    bool is_masked;
} texts;

static bool is_tail(const ct_lines *s, size_t at)
{
    return at < s->size && ((unsigned char)s->bytes[at] & 0xC0) == 0x80;
}

static void find_first(texts *t)
{
    const ct_lines *a = &t->sides[0], *b = &t->sides[1];
    while (t->same < a->size && t->same < b->size && a->bytes[t->same] == b->bytes[t->same])
        t->same++;
    while (t->same && (is_tail(a, t->same) || is_tail(b, t->same)))
        t->same--;
}

static ct_lines mask(const ct_judging *judging, ct_arena *scratch, const json_t *value)
{
    ct_lines s = {.size = json_string_length(value)};
    s.bytes = ct_redact_body(judging->redactor, scratch, json_string_value(value), s.size, &s.size);
    return s;
}

/* The size of a character as JSON: "\\n", "\\u001b", or itself. */
static size_t shown_size(const char *bytes, size_t size)
{
    bool const is_short = *bytes && strchr("\b\t\n\f\r\"\\", *bytes);
    bool const is_control = (unsigned char)*bytes < 0x20 || *bytes == 0x7F;
    return is_short ? 2 : is_control ? ESCAPE_SIZE : size;
}

static size_t before(const ct_lines *s, size_t at, size_t most)
{
    for (size_t used = 0; at;) {
        size_t start = at - 1;
        while (start && is_tail(s, start))
            start--;
        used += shown_size(s->bytes + start, at - start);
        if (used > most)
            break;
        at = start;
    }
    return at;
}

static size_t after(const ct_lines *s, size_t at, size_t most)
{
    for (size_t used = 0; at < s->size;) {
        size_t end = at + 1;
        while (is_tail(s, end))
            end++;
        used += shown_size(s->bytes + at, end - at);
        if (used > most)
            break;
        at = end;
    }
    return at;
}

/* "..." outside the quotes stands for what is left out. */
static const char *part(const ct_judging *judging, ct_arena *scratch, const ct_lines *s,
                        size_t begin)
{
    size_t const end = after(s, begin, CT_LIMIT_VALUE);
    ct_buf json = CT_BUF(CT_BUF_ANY);
    size_t size;
    if (begin)
        ct_buf_text(&json, "...");
    ct_json_write_string(&json, s->bytes + begin, end - begin, CT_JSON_SHOWN);
    if (end < s->size)
        ct_buf_text(&json, "...");
    /* Masked once more, as what an escape in the string stands for is only now seen. */
    const char *masked =
        ct_redact_body(judging->redactor, scratch, ct_buf_str(&json), json.size, &size);
    const char *text = ct_arena_copy(judging->arena, masked, size);
    ct_buf_free(&json);
    return text;
}

static bool is_long(const texts *t)
{
    return t->sides[0].size > CT_LIMIT_VALUE || t->sides[1].size > CT_LIMIT_VALUE;
}

/* One line on both sides is not worth a diff. */
static bool has_lines(const texts *t)
{
    const char *feeds[2];
    bool has_second = false;
    for (size_t i = 0; i < 2; i++) {
        const ct_lines *s = &t->sides[i];
        feeds[i] = s->size ? memchr(s->bytes, '\n', s->size) : NULL;
        has_second = has_second || (feeds[i] && feeds[i] + 1 < s->bytes + s->size);
    }
    return feeds[0] && feeds[1] && has_second;
}

static const char *position(const ct_judging *judging, const texts *t, bool is_of_lines)
{
    const ct_lines *a = &t->sides[0], *b = &t->sides[1];
    if (is_of_lines) {
        size_t line = 1, start = 0;
        for (size_t i = 0; i < t->same; i++)
            if (a->bytes[i] == '\n') {
                line++;
                start = i + 1;
            }
        return ct_arena_printf(judging->arena, "the first difference is in line %zu, character %zu",
                               line, 1 + ct_utf8_length(a->bytes + start, t->same - start));
    }
    size_t const at = 1 + ct_utf8_length(a->bytes, t->same);
    size_t const wanted = ct_utf8_length(a->bytes, a->size);
    size_t const found = ct_utf8_length(b->bytes, b->size);
    if (wanted == found)
        return ct_arena_printf(judging->arena, "the first difference is at character %zu of %zu",
                               at, wanted);
    return ct_arena_printf(judging->arena,
                           "the first difference is at character %zu (expected %zu characters, got "
                           "%zu)",
                           at, wanted, found);
}

static void explain(const ct_judging *judging, ct_arena *scratch, const texts *t,
                    ct_difference *difference)
{
    bool const is_of_lines = has_lines(t);
    if (!is_long(t) && !is_of_lines)
        return;
    const char *where = NULL;
    if (t->same == t->sides[0].size && t->same == t->sides[1].size)
        where = "the strings differ only in what is masked";
    /* Inside a secret, a position would reveal how much of it is right. */
    else if (!t->is_masked)
        where = position(judging, t, is_of_lines);
    if (where)
        difference->hint = difference->hint
                               ? ct_arena_printf(judging->arena, "%s; %s", difference->hint, where)
                               : where;
    if (t->same == t->sides[0].size && t->same == t->sides[1].size)
        return;
    size_t const begin = before(&t->sides[0], t->same, SHOWN_BEFORE);
    if (is_long(t)) {
        difference->expected = part(judging, scratch, &t->sides[0], begin);
        difference->actual = part(judging, scratch, &t->sides[1], begin);
    }
    if (is_of_lines)
        difference->diff = ct_line_diff(judging->arena, &t->sides[0], &t->sides[1], t->same);
}

void ct_text_difference_add(const ct_judging *judging, const json_t *expected, const json_t *actual,
                            const ct_value_place *value_place, ct_difference *difference)
{
    if (!judging->hints || !json_is_string(expected) || !json_is_string(actual) ||
        ct_value_text_is_hidden(judging, value_place))
        return;
    size_t const m = json_string_length(expected), n = json_string_length(actual);
    bool const is_short = m <= CT_LIMIT_VALUE && n <= CT_LIMIT_VALUE;
    if (is_short && (!memchr(json_string_value(expected), '\n', m) ||
                     !memchr(json_string_value(actual), '\n', n)))
        return;
    if (!ct_budget_spend(judging->hints, (m + n) / BYTES_A_STEP))
        return;
    ct_arena *scratch = ct_arena_new();
    texts t = {.sides = {mask(judging, scratch, expected), mask(judging, scratch, actual)}};
    t.is_masked = t.sides[0].bytes != json_string_value(expected) ||
                  t.sides[1].bytes != json_string_value(actual);
    find_first(&t);
    explain(judging, scratch, &t, difference);
    ct_arena_free(scratch);
}
