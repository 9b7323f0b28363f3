/* redact.h - what is secret, and what is shown instead.
 *
 * A redactor knows values (from the target's secrets, and captured ones) and
 * names (of headers and JSON members). A value is found raw, percent-encoded,
 * with JSON, XML or HTML escapes, in UTF-16, as hex, and as base64 in each of
 * its three alignments; with ASCII letters in any case; and without its first
 * or last character if CT_LIMIT_SECRET_MIN bytes are left. A text that breaks
 * off inside a value is masked from there. Nothing is decompressed: see
 * ct_exchange_keep. Mask first, cut and escape afterwards: this is the only
 * place where bytes become fit to be kept.
 */
#ifndef CT_MODEL_REDACT_REDACT_H
#define CT_MODEL_REDACT_REDACT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

#define CT_MASK "***"

typedef struct ct_redactor ct_redactor;

/* Belongs to the arena. Knows the usual names: Authorization, Cookie, Set-Cookie,
 * Proxy-Authorization, X-Auth-Token, X-Subject-Token, X-Security-Token. */
ct_redactor *ct_redactor_new(ct_arena *arena);

/* At least CT_LIMIT_SECRET_MIN bytes; shorter ones are ignored. The bytes are copied. */
void ct_redactor_add_value(ct_redactor *redactor, const char *bytes, size_t size);

/* Of a header, and of a member of a JSON body; case does not count. The name is copied. */
void ct_redactor_add_name(ct_redactor *redactor, const char *name);

/* How many bytes behind a place decide what is masked before it: whoever keeps only the beginning
 * of a body need not mask more than that and this. */
size_t ct_redactor_reach(const ct_redactor *redactor);

bool ct_redactor_hides_name(const ct_redactor *redactor, const char *name, size_t size);

/* The text with every secret value masked: the text itself when there is none in it, else a copy
 * in the arena. *out_size is its size. */
const char *ct_redact(const ct_redactor *redactor, ct_arena *arena, const char *bytes, size_t size,
                      size_t *out_size);

/* The same for a body, where members of secret names are masked too, JSON or nearly so. */
const char *ct_redact_body(const ct_redactor *redactor, ct_arena *arena, const char *bytes,
                           size_t size, size_t *out_size);

/* ct_redact for a text that ends with a NUL. */
const char *ct_redact_text(const ct_redactor *redactor, ct_arena *arena, const char *text);

/* ---- URLs ----
 *
 * The only two functions that mask the user and password of a URL ("http://joe:x@host"). They need
 * no redactor: these are secret whatever they are. A password in which '/', '?' or '#' was not
 * encoded is found unless it begins with what could be a port ("http://u:80/x@h"). */

/* The URL or proxy ("user:password@host:3128", with or without a scheme) without its user and
 * password, and so are URLs inside it: the text itself when it has none, else a copy in the arena.
 * NULL for NULL. */
const char *ct_mask_url(ct_arena *arena, const char *url);

/* The same for a text in which there may be URLs: only those with "//" count. */
const char *ct_mask_urls(ct_arena *arena, const char *text);

/* Where the user and password of a URL or proxy are; false if it has none. */
bool ct_url_userinfo(const char *url, size_t *begin, size_t *size);

#endif
