#include <stdint.h>
#include <string.h>

#include "model/redact/parts.h"

/* Digits may start anywhere in a group: each place is tried as the first of a group. */

enum { NO_DIGIT = 0xFF, BETWEEN = 0xFF /* in no UTF-8 */ };

typedef struct alphabet {
    const char *digits;
    unsigned bits;       /* of a digit */
    size_t group;        /* digits that stand for whole bytes... */
    size_t made;         /* ... and how many these are */
    size_t least;        /* digits of the shortest secret */
    size_t least_at_end; /* ... of so much of one that it is masked where a string breaks off */
    const char *padding;
    const char *others; /* what its view converts to digits, or drops between them */
    size_t other_count;
} alphabet;

static const alphabet alphabets[] = {
    [CT_DIGITS_BASE64] = {"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6, 4,
                          3, 8, 6, "=", "-_ =\t\r\n\0", 8},
    [CT_DIGITS_HEX] = {"0123456789abcdef", 4, 2, 1, 12, 8, "", "ABCDEF:- ", 9},
};

typedef unsigned char digit_map[256];

/* Filled once: most strings are shorter than a map. */
static const unsigned char *map_of(const alphabet *a)
{
    static digit_map maps[sizeof alphabets / sizeof *alphabets];
    unsigned char *map = maps[a - alphabets];
    if (map[0xFF] == NO_DIGIT)
        return map;
    memset(map, NO_DIGIT, sizeof(digit_map));
    for (unsigned i = 0; a->digits[i]; i++)
        map[(unsigned char)a->digits[i]] = (unsigned char)i;
    return map;
}

/* The same for digits before the view: only whether a byte is one matters. */
static const unsigned char *raw_map_of(const alphabet *a)
{
    static digit_map maps[sizeof alphabets / sizeof *alphabets];
    unsigned char *map = maps[a - alphabets];
    if (map[0xFF] == NO_DIGIT)
        return map;
    memcpy(map, map_of(a), sizeof(digit_map));
    for (size_t i = 0; i < a->other_count; i++)
        map[(unsigned char)a->others[i]] = 0;
    return map;
}

/* Returns where a sequence of `least` digits starts, from `at` on; text->size if there is none.
 * Most strings have no sequence of that length: its last digit is checked first. */
static size_t find_run(const unsigned char *map, const ct_view *text, size_t at, size_t least)
{
    while (text->size - at >= least) {
        size_t last = at + least;
        while (last > at && map[(unsigned char)text->bytes[last - 1]] != NO_DIGIT)
            last--;
        if (last == at)
            return at;
        at = last;
    }
    return text->size;
}

/* Returns where the digits at the end of a string start, not before `at`. */
static size_t find_last_run(const unsigned char *map, const ct_view *text, size_t at)
{
    size_t begin = text->size;
    while (begin > at && map[(unsigned char)text->bytes[begin - 1]] != NO_DIGIT)
        begin--;
    return begin;
}

static bool next_run(const alphabet *a, const unsigned char *map, const ct_view *text,
                     ct_digit_run *run)
{
    size_t const from = run->end;
    run->begin = find_run(map, text, from, a->least);
    if (run->begin == text->size)
        run->begin = find_last_run(map, text, from);
    run->end = run->begin;
    while (run->end < text->size && map[(unsigned char)text->bytes[run->end]] != NO_DIGIT)
        run->end++;
    return run->end - run->begin >= a->least_at_end;
}

bool ct_digits_next(ct_digits which, const ct_view *text, ct_digit_run *run)
{
    return next_run(&alphabets[which], map_of(&alphabets[which]), text, run);
}

bool ct_digits_next_raw(ct_digits which, const ct_view *text, ct_digit_run *run)
{
    return next_run(&alphabets[which], raw_map_of(&alphabets[which]), text, run);
}

/* Whole groups, four digits at once: nearly all of a run. */
static char *decode_base64(const unsigned char *map, const char **digits, const char *end, char *to)
{
    const char *at = *digits;
    for (; end - at >= 4; at += 4, to += 3) {
        uint32_t const bits = (uint32_t)map[(unsigned char)at[0]] << 18 |
                              (uint32_t)map[(unsigned char)at[1]] << 12 |
                              (uint32_t)map[(unsigned char)at[2]] << 6 | map[(unsigned char)at[3]];
        to[0] = (char)(bits >> 16);
        to[1] = (char)(bits >> 8 & 0xFF);
        to[2] = (char)(bits & 0xFF);
    }
    *digits = at;
    return to;
}

static char *decode_hex(const unsigned char *map, const char **digits, const char *end, char *to)
{
    const char *at = *digits;
    for (; end - at >= 2; at += 2)
        *to++ = (char)(map[(unsigned char)at[0]] << 4 | map[(unsigned char)at[1]]);
    *digits = at;
    return to;
}

/* Fewer digits than a group; bits that make no byte are dropped. */
static char *decode_rest(const alphabet *a, const unsigned char *map, const char *at,
                         const char *end, char *to)
{
    uint32_t bits = 0;
    unsigned has = 0;
    for (; at < end; at++) {
        bits = bits << a->bits | map[(unsigned char)*at];
        has += a->bits;
        if (has < 8)
            continue;
        has -= 8;
        *to++ = (char)(bits >> has & 0xFF);
    }
    return to;
}

size_t ct_digits_phases(ct_digits which)
{
    return alphabets[which].group;
}

ct_view ct_digits_decode(ct_digits which, const ct_view *text, const ct_digit_run *run, char *out)
{
    const alphabet *a = &alphabets[which];
    const char *at = text->bytes + run->begin, *end = text->bytes + run->end;
    char *to = which == CT_DIGITS_BASE64 ? decode_base64(map_of(a), &at, end, out)
                                         : decode_hex(map_of(a), &at, end, out);
    to = decode_rest(a, map_of(a), at, end, to);
    if (run->end < text->size) /* else the text ends here, perhaps inside a secret */
        *to++ = (char)BETWEEN;
    return (ct_view){out, (size_t)(to - out)};
}

ct_span ct_digits_carry(ct_digits which, const ct_view *text, const ct_digit_run *run,
                        const ct_span *from)
{
    const alphabet *a = &alphabets[which];
    ct_span span = *from;
    span.begin = run->begin + from->begin / a->made * a->group;
    span.end = run->begin + (from->end + a->made - 1) / a->made * a->group;
    if (span.end > run->end)
        span.end = run->end;
    for (int i = 0; i < 2 && span.end >= run->end && span.end < text->size; i++)
        span.end += *a->padding && text->bytes[span.end] == *a->padding;
    if (span.is_open)
        span.end = text->size;
    return span;
}
