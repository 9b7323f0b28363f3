/* redact_parts.h - how redact.c finds what is secret; for redact*.c alone.
 *
 * A secret may stand in a text in many spellings. Some are needles: the value
 * itself, its base64 in each alignment, its hex. The others are lenses: what
 * undoes escapes, line breaks and separators shows another text, in which the
 * same needles are looked for, and what is found there is carried back. Texts
 * and needles see the same lens, so a secret that itself looks escaped is
 * still found. Every step is linear in the text, whatever it holds.
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

typedef enum ct_lens {
    CT_LENS_ESCAPES, /* one layer of %XX, JSON's \ and XML's & undone; '+' shows as a blank */
    CT_LENS_BASE64,  /* base64url as base64; without line breaks and NULs */
    CT_LENS_HEX      /* lower-case digits without separators */
} ct_lens;

/* What the lens shows, never longer than the text, to be free()d; NULL when that is the text
 * itself. A half escape at the end does not show. */
char *ct_lens_look(ct_lens lens, const char *bytes, size_t size, size_t *shown);

/* Carries merged spans of what the lens shows back to the text. */
void ct_lens_carry(ct_lens lens, const char *bytes, size_t size, ct_spans *spans);

/* ---- What is looked for ---- */

typedef struct ct_needles ct_needles;

ct_needles *ct_needles_new(ct_arena *arena);
bool ct_needles_is_empty(const ct_needles *needles);
void ct_needles_add(ct_needles *needles, const char *secret, size_t size);

/* Which needles may stand in a text, by the lens that shows it. */
typedef enum ct_seek {
    CT_SEEK_WHOLE,  /* every spelling of a secret */
    CT_SEEK_BITTEN, /* ... and what is left when an escape around it took a bite */
    CT_SEEK_HEX     /* without separators, dates and numbers would look like many a secret */
} ct_seek;

/* Also the beginning of a needle at the text's end. */
void ct_needles_find(const ct_needles *needles, ct_seek seek, const char *bytes, size_t size,
                     ct_spans *found);

/* The values of members that the redactor hides by name, in JSON, in what nearly is JSON, and in
 * forms. `is_outer`: this is the text that will be shown, not what a lens made of it. */
void ct_members_find(const struct ct_redactor *redactor, const char *bytes, size_t size,
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
