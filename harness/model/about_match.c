#include "model/about_match.h"

#include <string.h>
#include <strings.h>

/* ---- Segments of a JSONPath ---- */

typedef enum segment_kind {
    SEGMENT_END,
    SEGMENT_NAME,
    SEGMENT_INDEX,
    SEGMENT_ANY, /* a wildcard, a filter, a slice, or several selectors */
    SEGMENT_DESCENDANTS
} segment_kind;

typedef struct segment {
    segment_kind kind;
    const char *text; /* of a name without quotes, or of an index */
    size_t size;
    bool is_quoted; /* with escapes */
} segment;

/* Returns the size of the quoted text at `text`, with its quotes. */
static size_t quoted_size(const char *text)
{
    size_t at = 1;
    while (text[at] && text[at] != text[0])
        at += text[at] == '\\' && text[at + 1] ? 2 : 1;
    return text[at] ? at + 1 : at;
}

/* Returns the size of the brackets at `text`, with what is in them. */
static size_t bracket_size(const char *text)
{
    size_t at = 0, depth = 0;
    while (text[at]) {
        if (text[at] == '\'' || text[at] == '"') {
            at += quoted_size(text + at);
            continue;
        }
        depth += text[at] == '[';
        if (text[at++] == ']' && !--depth)
            break;
    }
    return at;
}

/* Spaces are allowed inside brackets (RFC 9535 section 2.1.1). */
static segment bracketed(const char *text, size_t size)
{
    const char *end = text + size - 1;
    for (text++; text < end && strchr(" \t\r\n", *text);)
        text++;
    while (end > text && strchr(" \t\r\n", end[-1]))
        end--;
    size_t const inner = (size_t)(end - text);
    if (inner > 1 && (*text == '\'' || *text == '"') && quoted_size(text) == inner)
        return (segment){SEGMENT_NAME, text + 1, inner - 2, true};
    if (inner && strspn(text, "0123456789") == inner)
        return (segment){SEGMENT_INDEX, text, inner, false};
    return (segment){SEGMENT_ANY, text, inner, false};
}

/* Returns the next segment, and advances `*path` to the one after it. */
static segment take_segment(const char **path)
{
    const char *text = *path + strspn(*path, " \t\r\n");
    if (!*text)
        return (segment){SEGMENT_END, text, 0, false};
    if (text[0] == '.' && text[1] == '.') {
        *path = text + 2;
        return (segment){SEGMENT_DESCENDANTS, text, 2, false};
    }
    if (*text == '[') {
        size_t const size = bracket_size(text);
        *path = text + size;
        return bracketed(text, size);
    }
    text += *text == '.';
    text += strspn(text, " \t\r\n");
    size_t const size = strcspn(text, ".[ \t\r\n");
    *path = text + size;
    return (segment){*text == '*' ? SEGMENT_ANY : SEGMENT_NAME, text, size, false};
}

/* ---- Names ---- */

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef";
    const char *found = c ? strchr(digits, c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* Returns the ASCII character of "\u00XX" at `text`, or -1. */
static int escaped_unit(const char *text, size_t size)
{
    if (size < 6 || text[1] != 'u' || text[2] != '0' || text[3] != '0')
        return -1;
    int const high = hex_digit(text[4]), low = hex_digit(text[5]);
    return high < 0 || high > 7 || low < 0 ? -1 : high * 16 + low;
}

/* Returns the next byte of a name without its escape. Escapes beyond ASCII are kept: normalized
 * paths have none. */
static int take_byte(segment *name)
{
    static const char escapes[] = "b\bf\fn\nr\rt\t";
    size_t used = 1;
    int byte = (unsigned char)*name->text;
    if (name->is_quoted && byte == '\\' && name->size > 1) {
        int const unit = escaped_unit(name->text, name->size);
        const char *letter = strchr("bfnrt", name->text[1]);
        if (unit >= 0) {
            used = 6;
            byte = unit;
        } else if (name->text[1] != 'u') {
            used = 2;
            byte = letter ? strchr(escapes, *letter)[1] : (unsigned char)name->text[1];
        }
    }
    name->text += used;
    name->size -= used;
    return byte;
}

static bool is_same_name(segment a, segment b)
{
    while (a.size && b.size)
        if (take_byte(&a) != take_byte(&b))
            return false;
    return !a.size && !b.size;
}

static bool is_like(const segment *a, const segment *b)
{
    if (a->kind == SEGMENT_ANY || b->kind == SEGMENT_ANY)
        return true;
    if (a->kind != b->kind)
        return false;
    return a->kind == SEGMENT_INDEX ? a->size == b->size && !memcmp(a->text, b->text, a->size)
                                    : is_same_name(*a, *b);
}

/* ---- Paths ---- */

static ct_fit relate(const char *place, const char *checked, int depth);

static ct_fit closer(ct_fit a, ct_fit b)
{
    if (a > CT_FIT_NONE || b > CT_FIT_NONE)
        return a > b ? a : b;
    return a < b ? a : b; /* to hide the place is more than nothing */
}

/* `descending` follows ".." in its path, and can begin at every segment of the other. */
static ct_fit relate_descendants(const char *descending, const char *other, bool is_place_first,
                                 int depth)
{
    ct_fit found = CT_FIT_NONE;
    const char *at = other;
    do {
        other = at;
        found = closer(found, is_place_first ? relate(descending, other, depth)
                                             : relate(other, descending, depth));
    } while (take_segment(&at).kind != SEGMENT_END);
    return found;
}

/* Both without the leading "$". */
static ct_fit relate(const char *place, const char *checked, int depth)
{
    for (;; depth++) {
        const char *const place_left = place;
        segment const wanted = take_segment(&place);
        if (wanted.kind == SEGMENT_DESCENDANTS)
            return relate_descendants(place, checked, true, depth);
        segment const given = take_segment(&checked);
        if (given.kind == SEGMENT_DESCENDANTS && wanted.kind != SEGMENT_END)
            return relate_descendants(checked, place_left, false, depth);
        if (wanted.kind == SEGMENT_END)
            return given.kind == SEGMENT_END ? CT_FIT_EXACT : (ct_fit)(CT_FIT_AROUND + depth);
        if (given.kind == SEGMENT_END)
            return CT_FIT_HIDES;
        if (!is_like(&wanted, &given))
            return CT_FIT_NONE;
    }
}

static bool is_of_body(ct_subject subject)
{
    return subject == CT_SUBJECT_JSON || subject == CT_SUBJECT_PATH || subject == CT_SUBJECT_TEXT ||
           subject == CT_SUBJECT_BYTES;
}

static ct_fit fit_body(const ct_about *about, const ct_checked *check)
{
    bool const is_whole =
        check->subject == CT_SUBJECT_TEXT || check->subject == CT_SUBJECT_BYTES || !check->at;
    return relate(about->at_text + 1, is_whole ? "" : check->at + 1, 0);
}

/* ---- Places ---- */

/* Other statuses show that the request failed, not what it would have shown. */
static bool shows_state(unsigned received)
{
    return !received || (received >= 200 && received <= 299) || received == 404 || received == 410;
}

static ct_fit fit_effect(const ct_checked *check)
{
    bool const can_show = is_of_body(check->subject) || check->subject == CT_SUBJECT_STATUS;
    return can_show && shows_state(check->received) ? CT_FIT_EXACT : CT_FIT_NONE;
}

bool ct_statuses_have(const ct_status_range *ranges, unsigned status)
{
    const ct_status_range *range = ranges;
    while (range && (status < range->low || status > range->high))
        range = range->next;
    return range || !ranges;
}

static bool is_of_status(const ct_about *about, const ct_checked *check)
{
    if (check->status)
        return check->status == about->status;
    if (!ct_statuses_have(check->statuses, about->status))
        return false;
    return check->subject == CT_SUBJECT_STATUS || !check->received ||
           !ct_statuses_have(check->statuses, check->received) || check->received == about->status;
}

ct_fit ct_about_fit(const ct_about *about, const ct_checked *check)
{
    if (!ct_about_is_of(about, check->method, check->path))
        return CT_FIT_NONE;
    if (about->is_effect)
        return fit_effect(check);
    if (!is_of_status(about, check))
        return CT_FIT_NONE;
    bool const is_part = about->header || about->at_text;
    switch (check->subject) {
    case CT_SUBJECT_STATUS:
    case CT_SUBJECT_CONNECTION:
        return is_part ? CT_FIT_HIDES : CT_FIT_EXACT;
    case CT_SUBJECT_TIME:
        return is_part ? CT_FIT_NONE : CT_FIT_AROUND;
    case CT_SUBJECT_HEADER:
        return about->header && !strcasecmp(about->header, check->header) ? CT_FIT_EXACT
                                                                          : CT_FIT_NONE;
    default:
        return is_of_body(check->subject) && about->at_text ? fit_body(about, check) : CT_FIT_NONE;
    }
}

ct_fit ct_requirement_fit(const ct_requirement *requirement, const ct_checked *check)
{
    ct_fit found = CT_FIT_NONE;
    for (const ct_about *about = requirement->about; about; about = about->next)
        found = closer(found, ct_about_fit(about, check));
    return found;
}

static ct_fit fit_alternatives(const ct_about *about, const ct_checked *request,
                               const ct_alternative *alternative)
{
    ct_fit found = CT_FIT_NONE;
    for (; alternative; alternative = alternative->next)
        for (const ct_expect *e = alternative->expects; e; e = e->next)
            found = closer(found, ct_about_fit_expect(about, request, e));
    return found;
}

ct_fit ct_about_fit_expect(const ct_about *about, const ct_checked *request,
                           const ct_expect *expect)
{
    ct_checked check = *request;
    ct_fit found = CT_FIT_NONE;
    if (expect->subject == CT_SUBJECT_ONE_OF)
        return fit_alternatives(about, request, expect->alternatives);
    check.subject = expect->subject;
    check.header = expect->name;
    if (!expect->compared) {
        check.at = NULL;
        return ct_about_fit(about, &check);
    }
    for (const ct_compared *part = expect->compared; part; part = part->next) {
        check.at = part->at;
        ct_fit const fit = ct_about_fit(about, &check);
        found = closer(found, fit == CT_FIT_HIDES && part->is_open ? CT_FIT_AROUND : fit);
    }
    return found;
}
