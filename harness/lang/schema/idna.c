#include "lang/schema/idna.h"

#include <string.h>

#include "base/utf8.h"
#include "lang/schema/idna_tables.h"

/* The tables are short or rarely asked, and end in a zero. */
static bool is_in(const ct_idna_range *ranges, int32_t c)
{
    while (ranges->last && ranges->last < c)
        ranges++;
    return ranges->last && ranges->first <= c;
}

bool ct_idna_read(ct_idna_label *label, const char *text, size_t size)
{
    const char *at = text;
    label->count = 0;
    while (at < text + size) {
        int32_t const c = ct_utf8_next(&at, text + size);
        if (c == CT_UTF8_INVALID || label->count == CT_IDNA_LABEL)
            return false;
        label->chars[label->count++] = c;
    }
    return label->count;
}

/* ------------------------------------------------------- Punycode (RFC 3492) */

enum { BASE = 36, T_MIN = 1, T_MAX = 26, SKEW = 38, DAMP = 700, BIAS = 72, FIRST = 128 };

static uint32_t adapt(uint32_t delta, uint32_t points, bool is_first)
{
    uint32_t k = 0;
    delta = is_first ? delta / DAMP : delta / 2;
    for (delta += delta / points; delta > ((BASE - T_MIN) * T_MAX) / 2; k += BASE)
        delta /= BASE - T_MIN;
    return k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
}

static uint32_t threshold(uint32_t k, uint32_t bias)
{
    return k <= bias ? T_MIN : k >= bias + T_MAX ? T_MAX : k - bias;
}

static int digit_value(char c)
{
    return c >= 'a' && c <= 'z'   ? c - 'a'
           : c >= 'A' && c <= 'Z' ? c - 'A'
           : c >= '0' && c <= '9' ? c - '0' + 26
                                  : -1;
}

/* One number of variable length; false when it is none, or too large for a code point. */
static bool read_delta(const char **at, const char *end, uint32_t bias, uint32_t *delta)
{
    uint32_t weight = 1;
    *delta = 0;
    for (uint32_t k = BASE;; k += BASE) {
        int const digit = *at < end ? digit_value(*(*at)++) : -1;
        uint32_t const t = threshold(k, bias);
        if (digit < 0 || weight > UINT32_MAX / BASE / BASE)
            return false;
        *delta += (uint32_t)digit * weight;
        if (*delta > 0x10FFFF * (CT_IDNA_LABEL + 1))
            return false;
        if ((uint32_t)digit < t)
            return true;
        weight *= BASE - t;
    }
}

static void insert(ct_idna_label *label, size_t at, uint32_t c)
{
    memmove(label->chars + at + 1, label->chars + at, (label->count - at) * sizeof *label->chars);
    label->chars[at] = (int32_t)c;
    label->count++;
}

bool ct_idna_decode(ct_idna_label *label, const char *text, size_t size)
{
    const char *const end = text + size;
    const char *const dash = size ? memrchr(text, '-', size) : NULL;
    const char *at = dash ? dash + 1 : text;
    label->count = 0;
    if (size > CT_IDNA_LABEL || at == end)
        return false;
    for (const char *plain = text; dash && plain < dash; plain++)
        label->chars[label->count++] = (unsigned char)*plain;
    uint32_t c = FIRST, place = 0, bias = BIAS;
    while (at < end) {
        uint32_t delta;
        if (label->count == CT_IDNA_LABEL || !read_delta(&at, end, bias, &delta))
            return false;
        uint32_t const points = (uint32_t)label->count + 1;
        bias = adapt(delta, points, label->count == (dash ? (size_t)(dash - text) : 0));
        place += delta;
        c += place / points;
        place %= points;
        if (c > 0x10FFFF)
            return false;
        insert(label, place++, c);
    }
    return true;
}

static size_t delta_size(uint32_t delta, uint32_t bias)
{
    size_t size = 1;
    for (uint32_t k = BASE;; k += BASE, size++) {
        uint32_t const t = threshold(k, bias);
        if (delta < t)
            return size;
        delta = (delta - t) / (BASE - t);
    }
}

/* The smallest character of the label that is not below `least`. */
static uint32_t next_char(const ct_idna_label *label, uint32_t least)
{
    uint32_t next = UINT32_MAX;
    for (size_t i = 0; i < label->count; i++)
        if ((uint32_t)label->chars[i] >= least && (uint32_t)label->chars[i] < next)
            next = (uint32_t)label->chars[i];
    return next;
}

size_t ct_idna_encoded_size(const ct_idna_label *label)
{
    uint32_t plain = 0;
    for (size_t i = 0; i < label->count; i++)
        plain += label->chars[i] < FIRST;
    size_t size = strlen("xn--") + plain + (plain > 0);
    uint32_t c = FIRST, delta = 0, bias = BIAS, done = plain;
    while (done < label->count) {
        uint32_t const next = next_char(label, c);
        delta += (next - c) * (done + 1);
        c = next;
        for (size_t i = 0; i < label->count; i++) {
            delta += (uint32_t)label->chars[i] < c;
            if ((uint32_t)label->chars[i] != c)
                continue;
            size += delta_size(delta, bias);
            bias = adapt(delta, done + 1, done == plain);
            delta = 0;
            done++;
        }
        delta++;
        c++;
    }
    return size;
}

/* ----------------------------------------------- contextual rules (RFC 5892 appendix A) */

static bool has_any(const ct_idna_label *label, const ct_idna_range *ranges)
{
    for (size_t i = 0; i < label->count; i++)
        if (is_in(ranges, label->chars[i]))
            return true;
    return false;
}

static bool has_between(const ct_idna_label *label, int32_t first, int32_t last)
{
    return has_any(label, (const ct_idna_range[]){{first, last}, {0}});
}

/* Letters that join over the non-joiner, marks in between not counted. */
static bool joins_around(const ct_idna_label *label, size_t at)
{
    size_t left = at, right = at + 1;
    while (left && is_in(ct_idna_marks, label->chars[left - 1]))
        left--;
    while (right < label->count && is_in(ct_idna_marks, label->chars[right]))
        right++;
    return left && right < label->count && is_in(ct_idna_joins_left, label->chars[left - 1]) &&
           is_in(ct_idna_joins_right, label->chars[right]);
}

static bool fits_context(const ct_idna_label *label, size_t at)
{
    int32_t const c = label->chars[at];
    int32_t const before = at ? label->chars[at - 1] : 0;
    int32_t const after = at + 1 < label->count ? label->chars[at + 1] : 0;
    switch (c) {
    case 0x00B7: /* middle dot: Catalan */
        return before == 'l' && after == 'l';
    case 0x0375: /* Greek keraia */
        return is_in(ct_idna_greek, after);
    case 0x05F3: /* Hebrew geresh, gershayim */
    case 0x05F4:
        return is_in(ct_idna_hebrew, before);
    case 0x30FB: /* Katakana middle dot */
        return has_any(label, ct_idna_hiragana) || has_any(label, ct_idna_katakana) ||
               has_any(label, ct_idna_han);
    case 0x200C: /* zero width non-joiner */
        return is_in(ct_idna_viramas, before) || joins_around(label, at);
    case 0x200D: /* zero width joiner */
        return is_in(ct_idna_viramas, before);
    default:
        break;
    }
    if (c >= 0x0660 && c <= 0x0669)
        return !has_between(label, 0x06F0, 0x06F9);
    return c >= 0x06F0 && c <= 0x06F9 && !has_between(label, 0x0660, 0x0669);
}

bool ct_idna_is_valid(const ct_idna_label *label)
{
    const int32_t *c = label->chars;
    size_t const count = label->count;
    if (!count || c[0] == '-' || c[count - 1] == '-' || (count > 3 && c[2] == '-' && c[3] == '-') ||
        is_in(ct_idna_marks, c[0]))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_in(ct_idna_valid, c[i]) && !fits_context(label, i))
            return false;
    return true;
}

/* ------------------------------------------------------ the Bidi rule (RFC 5893) */

static bool is_right_to_left(int32_t c)
{
    return is_in(ct_idna_right_to_left, c);
}

static bool is_left_to_right(int32_t c)
{
    return !is_right_to_left(c) && !is_in(ct_idna_arabic_numbers, c) &&
           !is_in(ct_idna_european_numbers, c) && !is_in(ct_idna_nonspacing, c) &&
           !is_in(ct_idna_neutral, c);
}

bool ct_idna_is_right_to_left(const ct_idna_label *label)
{
    return has_any(label, ct_idna_right_to_left) || has_any(label, ct_idna_arabic_numbers);
}

bool ct_idna_keeps_bidi(const ct_idna_label *label)
{
    size_t last = label->count;
    while (last > 1 && is_in(ct_idna_nonspacing, label->chars[last - 1]))
        last--;
    int32_t const begin = label->chars[0], end = label->chars[last - 1];
    bool const ends_in_digit = is_in(ct_idna_european_numbers, end);
    if (is_left_to_right(begin))
        return !ct_idna_is_right_to_left(label) && (is_left_to_right(end) || ends_in_digit);
    if (!is_right_to_left(begin) ||
        (has_any(label, ct_idna_european_numbers) && has_any(label, ct_idna_arabic_numbers)))
        return false;
    for (size_t i = 0; i < label->count; i++)
        if (is_left_to_right(label->chars[i]))
            return false;
    return is_right_to_left(end) || ends_in_digit || is_in(ct_idna_arabic_numbers, end);
}
