/* parts.h - how redact.c finds what is secret; for redact*.c alone.
 *
 * A secret may be spelled in many ways. What undoes escapes, line breaks,
 * separators, UTF-16, base64 or hex shows another text: there the secret itself
 * is a needle, and what is found is carried back. Texts and needles see the
 * same lens, so a secret that itself looks escaped is still found. Needles are
 * compared without regard to the case of ASCII letters, and may lack their
 * first or their last character. Every step is linear in the text, whatever it
 * contains.
 */
#ifndef CT_MODEL_REDACT_PARTS_H
#define CT_MODEL_REDACT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct ct_redactor;

/* ---- What is to be masked ---- */

typedef struct ct_span {
    size_t begin, end;
    bool is_open;  /* the text breaks off inside: what follows in an outer text belongs to it */
    bool is_value; /* the whole value of a JSON member: its mask is a JSON string */
} ct_span;

typedef struct ct_spans {
    ct_span *items; /* free() */
    size_t count, capacity;
} ct_spans;

/* One that meets the last one becomes a part of it. */
void ct_spans_add(ct_spans *spans, ct_span span);

/* Sorts them and joins those that overlap. */
void ct_spans_merge(ct_spans *spans);

/* ---- Other ways to look at a text ---- */

/* How often escapes may be escaped again: JSON in JSON in a form, and escapes in the secret. */
enum { CT_LAYERS = 6 };

typedef enum ct_redact_view {
    CT_REDACT_VIEW_ESCAPES, /* one layer of %XX, JSON's \ and XML's & undone; '+' shows as a blank
                             */
    CT_REDACT_VIEW_BASE64,  /* base64url as base64; without line breaks and NULs */
    CT_REDACT_VIEW_HEX,     /* lower-case digits without separators */
    CT_LENS_WIDE            /* without NULs: UTF-16 as what it has in common with ISO 8859-1 */
} ct_redact_view;

/* What the lens shows, never longer than the text, to be free()d; NULL when that is the text
 * itself. A half escape at the end does not show. */
char *ct_redact_view_text(ct_redact_view view, const char *bytes, size_t size, size_t *shown);

/* Carries merged spans of what the lens shows back to the text. */
void ct_redact_view_map_back(ct_redact_view view, const char *bytes, size_t size, ct_spans *spans);

/* ---- Digits that stand for bytes ---- */

typedef struct ct_view {
    const char *bytes;
    size_t size;
} ct_view;

typedef enum ct_digits {
    CT_DIGITS_BASE64, /* of a text that CT_REDACT_VIEW_BASE64 shows */
    CT_DIGITS_HEX     /* of a text that CT_REDACT_VIEW_HEX shows */
} ct_digits;

/* Digits in a row. */
typedef struct ct_digit_run {
    size_t begin, end;
} ct_digit_run;

/* The next run from run->end on that is long enough for a secret, or for a part of one at the end
 * of the text; begin with {0}. */
bool ct_digits_next(ct_digits digits, const ct_view *text, ct_digit_run *run);

/* The same before the lens of the digits: with what it takes for digits, or drops between them. */
bool ct_digits_next_raw(ct_digits digits, const ct_view *text, ct_digit_run *run);

/* How many digits of a run may come before the first whole group. */
size_t ct_digits_phases(ct_digits digits);

/* What the run stands for if its first group is whole; behind it, unless the text ends there, a
 * byte that is in no needle. `out` holds as many bytes as the run has digits. */
ct_view ct_digits_decode(ct_digits digits, const ct_view *text, const ct_digit_run *run, char *out);

/* Carries a span of that back to the text: whole groups. */
ct_span ct_digits_carry(ct_digits digits, const ct_view *text, const ct_digit_run *run,
                        const ct_span *span);

/* ---- What is looked for ---- */

typedef struct ct_secret_patterns ct_secret_patterns;

ct_secret_patterns *ct_secret_patterns_new(ct_arena *arena);
bool ct_secret_patterns_is_empty(const ct_secret_patterns *needles);
void ct_secret_patterns_add(ct_secret_patterns *needles, const char *secret, size_t size);

/* Which needles may stand in a text, by the lens that shows it. */
typedef enum ct_secret_match {
    CT_SECRET_MATCH_WHOLE,  /* secrets, perhaps without their first or last character */
    CT_SECRET_MATCH_PARTIAL /* ... and what is left when an escape around one took a bite */
} ct_secret_match;

/* Also the beginning of a needle at the text's end. */
void ct_secret_patterns_find(const ct_secret_patterns *needles, ct_secret_match seek,
                             const char *bytes, size_t size, ct_spans *found);

/* The values of members that the redactor hides by name, in JSON, in what nearly is JSON, and in
 * forms. `is_outer`: this is the text that will be shown, not what a lens made of it. */
void ct_json_bind_find(const struct ct_redactor *redactor, const char *bytes, size_t size,
                       bool is_outer, ct_spans *found);

typedef struct ct_url_text {
    const char *bytes;
    size_t size;
    bool is_url;   /* a URL, or a proxy without a scheme; else a text that may contain URLs */
    bool is_outer; /* the text that will be shown, not what a lens made of it */
} ct_url_text;

/* The users and passwords of URLs; inside a text those that begin with "//". */
void ct_userinfo_find(const ct_url_text *text, ct_spans *found);

#endif
