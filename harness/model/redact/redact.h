/* redact.h - masks secrets in everything that is kept or shown.
 *
 * A redactor knows values (the target's secrets, and captured ones) and names
 * (of headers and JSON properties). A value is found raw, percent-encoded, with
 * JSON, XML or HTML escapes, in UTF-16, as hex, and as base64 in each of its
 * three alignments; with ASCII letters in any case; and without its first or
 * last character if CT_LIMIT_SECRET_MIN bytes are left. A string that ends inside
 * a value is masked from the start of the value. Nothing is decompressed: see
 * ct_exchange_keep(). Mask before you cut or escape a string: afterwards a part
 * of a secret could be left.
 *
 * All functions that mask return their argument if there is nothing to mask,
 * else a copy in the arena. They take time linear in the text.
 */
#ifndef CT_MODEL_REDACT_REDACT_H
#define CT_MODEL_REDACT_REDACT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* What is shown instead of a secret. */
#define CT_MASK "***"

typedef struct ct_redactor ct_redactor;

/* Returns a redactor that belongs to the arena. It knows the usual names: Authorization, Cookie,
 * Set-Cookie, Proxy-Authorization, X-Auth-Token, X-Subject-Token, X-Security-Token. */
ct_redactor *ct_redactor_new(ct_arena *arena);

/* Adds a secret value, which is copied. Values shorter than CT_LIMIT_SECRET_MIN bytes are ignored:
 * they would mask half of every report. */
void ct_redactor_add_value(ct_redactor *redactor, const char *bytes, size_t size);

/* Adds the name of a header or JSON property whose values are secret. Compared without regard to
 * case; copied. */
void ct_redactor_add_name(ct_redactor *redactor, const char *name);

/* Returns how many bytes after a place can influence what is masked before it: to keep the first n
 * bytes of a body, mask n plus this many, then cut. */
size_t ct_redactor_reach(const ct_redactor *redactor);

/* Returns whether the values of a name are secret. */
bool ct_redactor_hides_name(const ct_redactor *redactor, const char *name, size_t size);

/* Masks every secret value. out_size: out, the size of the result */
const char *ct_redact(const ct_redactor *redactor, ct_arena *arena, const char *bytes, size_t size,
                      size_t *out_size);

/* Masks a body: also the values of properties with secret names, in JSON and in what looks like it.
 */
const char *ct_redact_body(const ct_redactor *redactor, ct_arena *arena, const char *bytes,
                           size_t size, size_t *out_size);

/* Masks a string. */
const char *ct_redact_text(const ct_redactor *redactor, ct_arena *arena, const char *text);

/* ---- URLs ----
 *
 * Only these functions mask or find the user and password of a URL ("http://joe:x@host"). They need
 * no redactor: user and password are always secret. A password in which '/', '?' or '#' was not
 * encoded is found unless it begins with what could be a port ("http://u:80/x@h"). */

/* Masks user and password of a URL or proxy ("user:password@host:3128", with or without a scheme),
 * and those of URLs inside it. NULL for NULL. */
const char *ct_mask_url(ct_arena *arena, const char *url);

/* Masks user and password of all URLs with "//" in a string. */
const char *ct_mask_urls(ct_arena *arena, const char *text);

/* Finds the user and password of a URL or proxy, without the '@'.
 * url: may be NULL
 * begin, size: out, set only if true is returned
 * Returns false if it has none. */
bool ct_url_userinfo(const char *url, size_t *begin, size_t *size);

#endif
