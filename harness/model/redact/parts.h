/* parts.h - how secrets are found. For model/redact/ only.
 *
 * A secret may be encoded in many ways. A *view* of a string is the text with one
 * encoding undone: escapes, line breaks, separators, UTF-16, base64 or hex. The
 * secret is searched for in each view, and the spans that are found are mapped
 * back to the text. Secrets are seen through the same views, so that one which
 * looks escaped itself is found too. Patterns are compared without regard to
 * the case of ASCII letters, and may lack their first or last character. Every
 * step takes time linear in the text, whatever it contains.
 */
#ifndef CT_MODEL_REDACT_PARTS_H
#define CT_MODEL_REDACT_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct ct_redactor;

/* ---- What is to be masked ---- */

/* A part of a string, in bytes. */
typedef struct ct_span {
    size_t begin, end;
    bool is_open;  /* the view ends inside: what follows in the outer text belongs to it */
    bool is_value; /* the whole value of a JSON property: its mask is a JSON string */
} ct_span;

typedef struct ct_spans {
    ct_span *items; /* the user calls free() */
    size_t count, capacity;
} ct_spans;

/* Adds a span; one that touches the last one is joined with it.
 * spans: in, out; starts as {0}
 * span:  in; begin <= end */
void ct_spans_add(ct_spans *spans, ct_span span);

/* Sorts spans by their begin and joins those that overlap. A joined span is open if a part of it
 * is. It is the value of a property only if one part is, and contains the others. */
void ct_spans_merge(ct_spans *spans);

/* ---- Views ---- */

/* How many times escapes may be escaped again: JSON in JSON in a form, and escapes in the secret.
 */
enum { CT_LAYERS = 6 };

typedef enum ct_redact_view {
    CT_REDACT_VIEW_ESCAPES, /* one layer of %XX, JSON \ and XML & undone; '+' is a space */
    CT_REDACT_VIEW_BASE64,  /* base64url as base64; without line breaks and NULs */
    CT_REDACT_VIEW_HEX,     /* lower-case digits without separators */
    CT_REDACT_VIEW_WIDE     /* without NULs: UTF-16 as far as it is ISO 8859-1 */
} ct_redact_view;

/* Returns the view of a string, never longer than it; the caller calls free(). A half escape at the
 * end is left out.
 * bytes: in; `size` bytes
 * shown: out; the size of the view in bytes; set only if a view is returned
 * Returns NULL if the view is the text itself. */
char *ct_redact_view_text(ct_redact_view view, const char *bytes, size_t size, size_t *shown);

/* Maps merged spans of a view back to the text: to all characters that the view shows in a span.
 * bytes: in; the text that the view was made of, `size` bytes
 * spans: in, out; offsets in the view become offsets in the text */
void ct_redact_view_map_back(ct_redact_view view, const char *bytes, size_t size, ct_spans *spans);

/* ---- Digits of base64 and hex ---- */

/* Bytes, borrowed: any content, need not end with NUL. */
typedef struct ct_view {
    const char *bytes;
    size_t size;
} ct_view;

typedef enum ct_digits {
    CT_DIGITS_BASE64, /* in a view of CT_REDACT_VIEW_BASE64 */
    CT_DIGITS_HEX     /* in a view of CT_REDACT_VIEW_HEX */
} ct_digits;

/* A sequence of digits in a string, as offsets: `end` is that after the last digit. */
typedef struct ct_digit_run {
    size_t begin, end;
} ct_digit_run;

/* Finds the next sequence that is long enough for a secret, or for a part of one at the end of the
 * text.
 * run: in/out, the search continues at run->end; start with {0}
 * Returns false if there is none. */
bool ct_digits_next(ct_digits digits, const ct_view *text, ct_digit_run *run);

/* The same in the text before the view: with the characters that the view converts or drops. */
bool ct_digits_next_raw(ct_digits digits, const ct_view *text, ct_digit_run *run);

/* Returns the number of digits of a group, 4 for base64 and 2 for hex: a sequence can start inside
 * one, so the caller decodes it at each offset below this number. */
size_t ct_digits_phases(ct_digits digits);

/* Decodes a sequence that starts with a complete group. Unless the text ends there, a byte follows
 * that no pattern contains.
 * out: room for as many bytes as the sequence has digits
 * Returns the bytes, in `out`. */
ct_view ct_digits_decode(ct_digits digits, const ct_view *text, const ct_digit_run *run, char *out);

/* Maps a span of the decoded bytes back to the text: complete groups of digits, so that no digit of
 * a secret is left.
 * run:  in; the one that was decoded
 * span: in; offsets in the decoded bytes */
ct_span ct_digits_carry(ct_digits digits, const ct_view *text, const ct_digit_run *run,
                        const ct_span *span);

/* ---- Patterns ---- */

typedef struct ct_secret_patterns ct_secret_patterns;

/* Returns an empty set, which belongs to the arena. */
ct_secret_patterns *ct_secret_patterns_new(ct_arena *arena);

/* Returns whether no secret was added. */
bool ct_secret_patterns_is_empty(const ct_secret_patterns *patterns);

/* Adds a secret, which is copied.
 * secret: in; `size` bytes, at least CT_LIMIT_SECRET_MIN */
void ct_secret_patterns_add(ct_secret_patterns *patterns, const char *secret, size_t size);

/* Which patterns may be in a string, by the view that shows it. */
typedef enum ct_secret_match {
    CT_SECRET_MATCH_WHOLE,  /* secrets, also without their first or last character */
    CT_SECRET_MATCH_PARTIAL /* also without what an escape around one may have swallowed */
} ct_secret_match;

/* Finds all patterns, and the beginning of one at the end of the text.
 * seek:  in; PARTIAL for a string in which escapes were undone
 * bytes: in; `size` bytes
 * found: in, out; spans are added, in any order */
void ct_secret_patterns_find(const ct_secret_patterns *patterns, ct_secret_match seek,
                             const char *bytes, size_t size, ct_spans *found);

/* Finds the values of properties that the redactor hides by name, in JSON, in what looks like it,
 * and in forms.
 * is_outer: in; this is the text that will be shown, not a view of it
 * found:    in, out; spans are added */
void ct_secret_members_find(const struct ct_redactor *redactor, const char *bytes, size_t size,
                            bool is_outer, ct_spans *found);

typedef struct ct_url_text {
    const char *bytes;
    size_t size;
    bool is_url;   /* a URL, or a proxy without a scheme; else a string that may contain URLs */
    bool is_outer; /* the text that will be shown, not a view of it */
} ct_url_text;

/* Finds users and passwords of URLs; inside a string, those of URLs with "//". The '@' is not part
 * of a span.
 * found: in, out; spans are added */
void ct_userinfo_find(const ct_url_text *text, ct_spans *found);

#endif
