#include "judge/line_diff.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "model/result.h"

enum {
    CONTEXT = 3,      /* equal lines before and after a difference */
    WINDOW = 40,      /* lines of each string that are compared with each other */
    SHOWN_SIZE = 120, /* bytes of a line */
    SHOWN_BEFORE = 40 /* of those, before the first difference of a long line */
};

typedef struct line {
    const char *bytes;
    size_t size;     /* without the line feed */
    size_t full;     /* with it, if there is one */
    size_t number;   /* equal for equal lines of both strings */
    uint64_t hashed; /* of the line with its line feed */
} line;

/* The lines of one string from the first one that differs. */
typedef struct side {
    line lines[WINDOW];
    size_t count;
    const char *end; /* of the string */
} side;

typedef struct script {
    ct_buf text;
    const side *sides[2];
    size_t used[2];   /* lines of each side that were written or skipped */
    size_t same;      /* bytes of the first line that are equal in both strings */
    size_t count;     /* lines written */
    size_t kept;      /* size of the text up to CONTEXT lines after the last difference */
    size_t unchanged; /* equal lines since the last difference */
    bool has_one_end; /* only one of the strings ends with a line feed */
} script;

static void read_lines(side *s, const ct_lines *of, size_t from)
{
    const char *at = of->bytes + from;
    s->end = of->bytes + of->size;
    for (s->count = 0; s->count < WINDOW && at < s->end; s->count++) {
        const char *stop = memchr(at, '\n', (size_t)(s->end - at));
        line *l = &s->lines[s->count];
        l->bytes = at;
        l->size = (size_t)((stop ? stop : s->end) - at);
        l->full = l->size + (stop != NULL);
        l->hashed = ct_hash_foreign(0, at, l->full);
        at += l->full;
    }
}

/* Gives each line the number of the first line that equals it, so that each line is compared with
 * few others byte by byte, however often it occurs. */
static void number_lines(side *a, side *b)
{
    for (size_t i = 0; i < a->count + b->count; i++) {
        line *l = i < a->count ? &a->lines[i] : &b->lines[i - a->count];
        l->number = i;
        for (size_t j = 0; j < i; j++) {
            const line *other = j < a->count ? &a->lines[j] : &b->lines[j - a->count];
            if (other->number != j || other->hashed != l->hashed || other->full != l->full ||
                memcmp(other->bytes, l->bytes, l->full) != 0)
                continue;
            l->number = j;
            break;
        }
    }
}

/* The length of the longest common subsequence of what begins at each pair of lines. */
static void measure(const side *a, const side *b, unsigned char common[WINDOW + 1][WINDOW + 1])
{
    memset(common, 0, (WINDOW + 1) * (WINDOW + 1));
    for (size_t i = a->count; i-- > 0;)
        for (size_t j = b->count; j-- > 0;) {
            unsigned char const down = common[i + 1][j], right = common[i][j + 1];
            common[i][j] = a->lines[i].number == b->lines[j].number
                               ? (unsigned char)(common[i + 1][j + 1] + 1)
                           : down > right ? down
                                          : right;
        }
}

static size_t character_start(const char *bytes, size_t at)
{
    while (at && ((unsigned char)bytes[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* A long line is cut; `same` bytes at its start need not be shown whole. */
static void add_line(script *s, char mark, const char *bytes, size_t size, size_t same)
{
    size_t const begin = size > SHOWN_SIZE && same > SHOWN_BEFORE && same < size
                             ? character_start(bytes, same - SHOWN_BEFORE)
                             : 0;
    size_t const shown = ct_utf8_cut(bytes + begin, size - begin, SHOWN_SIZE);
    if (s->count++)
        ct_buf_char(&s->text, '\n');
    ct_buf_char(&s->text, mark);
    if (begin)
        ct_buf_text(&s->text, "...");
    for (const char *at = bytes + begin; at < bytes + begin + shown; at++)
        if (*at)
            ct_buf_char(&s->text, *at);
        else
            ct_buf_text(&s->text, "\\u0000"); /* a NUL would end the string of the finding */
    if (begin + shown < size)
        ct_buf_text(&s->text, "...");
}

static void add_before(script *s, const ct_lines *of, size_t from)
{
    size_t starts[CONTEXT + 1] = {from};
    size_t count = 0;
    while (count < CONTEXT && starts[count]) {
        const char *feed = memrchr(of->bytes, '\n', starts[count] - 1);
        starts[count + 1] = feed ? (size_t)(feed - of->bytes) + 1 : 0;
        count++;
    }
    for (; count; count--)
        add_line(s, ' ', of->bytes + starts[count], starts[count - 1] - starts[count] - 1, 0);
}

static void add_changed(script *s, unsigned which)
{
    size_t const i = s->used[which]++;
    const line *l = &s->sides[which]->lines[i];
    add_line(s, which ? '+' : '-', l->bytes, l->size, i ? 0 : s->same);
    if (l->full == l->size && s->has_one_end) {
        ct_buf_text(&s->text, "\n\\ no newline at the end");
        s->count++;
    }
    s->unchanged = 0;
    s->kept = s->text.size;
}

static void add_same(script *s)
{
    const line *l = &s->sides[0]->lines[s->used[0]++];
    s->used[1]++;
    add_line(s, ' ', l->bytes, l->size, 0);
    if (++s->unchanged <= CONTEXT)
        s->kept = s->text.size;
}

static void add_script(script *s)
{
    const side *a = s->sides[0], *b = s->sides[1];
    unsigned char common[WINDOW + 1][WINDOW + 1];
    measure(a, b, common);
    /* Two lines are left for "no newline" and for "...". */
    while (s->count < CT_DIFF_LINES - 2 && s->unchanged < (size_t)2 * CONTEXT) {
        size_t const i = s->used[0], j = s->used[1];
        if (i == a->count && j == b->count)
            break;
        if (i < a->count && j < b->count && a->lines[i].number == b->lines[j].number)
            add_same(s);
        else
            add_changed(s, j < b->count && (i == a->count || common[i][j + 1] > common[i + 1][j]));
    }
    s->text.size = s->kept;
}

static const char *rest_of(const side *s, size_t used)
{
    return used < s->count ? s->lines[used].bytes
           : s->count      ? s->lines[s->count - 1].bytes + s->lines[s->count - 1].full
                           : s->end;
}

static bool has_rest(const script *s)
{
    const char *a = rest_of(s->sides[0], s->used[0]), *b = rest_of(s->sides[1], s->used[1]);
    size_t const size = (size_t)(s->sides[0]->end - a);
    return size != (size_t)(s->sides[1]->end - b) || memcmp(a, b, size) != 0;
}

static bool ends_with_feed(const ct_lines *of)
{
    return of->size && of->bytes[of->size - 1] == '\n';
}

const char *ct_line_diff(ct_arena *arena, const ct_lines *expected, const ct_lines *actual,
                         size_t same)
{
    const char *feed = same ? memrchr(expected->bytes, '\n', same) : NULL;
    size_t const from = feed ? (size_t)(feed - expected->bytes) + 1 : 0;
    side sides[2];
    read_lines(&sides[0], expected, from);
    read_lines(&sides[1], actual, from);
    number_lines(&sides[0], &sides[1]);
    script s = {.text = CT_BUF(CT_BUF_ANY),
                .sides = {&sides[0], &sides[1]},
                .same = same - from,
                .has_one_end = ends_with_feed(expected) != ends_with_feed(actual)};
    add_before(&s, expected, from);
    add_script(&s);
    if (has_rest(&s))
        ct_buf_text(&s.text, "\n...");
    return ct_buf_finish(&s.text, arena);
}
