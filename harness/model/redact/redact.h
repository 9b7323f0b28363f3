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
 * All functions that mask return their argument if there is nothing to mask,
 * else a copy in the arena, with a NUL after it. They take time linear in the text.
 *
 * A redactor can learn more at any time; what was masked before is not masked again. It belongs
 * to one thread while it learns. Nothing can fail. A mask can replace more than the secret, such as
 * the characters of an escape around it, but never less.
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
 * Set-Cookie, Proxy-Authorization, X-Auth-Token, X-Subject-Token, X-Security-Token. It knows no
 * value. */
ct_redactor *ct_redactor_new(ct_arena *arena);

/* Adds a secret value, which is copied. Values shorter than CT_LIMIT_SECRET_MIN bytes are ignored:
 * they would mask half of every report.
 * bytes: in; `size` bytes, any content, need not end with NUL */
void ct_redactor_add_value(ct_redactor *redactor, const char *bytes, size_t size);

/* Adds the name of a header or JSON property whose values are secret. Compared without regard to
 * case of ASCII letters; copied. A name that is known already is ignored.
 * name: in */
void ct_redactor_add_name(ct_redactor *redactor, const char *name);

/* Returns how many bytes after a place can influence what is masked before it: to keep the first n
 * bytes of a body, mask n plus this many, then cut. It grows with the longest value that was added,
 * so it must be asked for again after that. */
size_t ct_redactor_reach(const ct_redactor *redactor);

/* Returns whether the values of a name are secret.
 * name: in; `size` bytes, need not end with NUL; compared without regard to case */
bool ct_redactor_hides_name(const ct_redactor *redactor, const char *name, size_t size);

/* Masks every secret value. Names do not count.
 * arena:    owns the result, unless it is `bytes`
 * bytes:    in; `size` bytes, any content
 * out_size: out; the size of the result, without the NUL of a copy */
const char *ct_redact(const ct_redactor *redactor, ct_arena *arena, const char *bytes, size_t size,
                      size_t *out_size);

/* Masks a body: also the values of properties with secret names, in JSON, in what looks like it,
 * and in forms. The value of such a property becomes a JSON string, whatever its type was.
 * Parameters as for ct_redact(). */
const char *ct_redact_body(const ct_redactor *redactor, ct_arena *arena, const char *bytes,
                           size_t size, size_t *out_size);

/* Masks a string, as ct_redact() does.
 * text: in; not NULL */
const char *ct_redact_text(const ct_redactor *redactor, ct_arena *arena, const char *text);

/* ---- URLs ----
 *
 * Only these functions mask or find the user and password of a URL ("http://joe:x@host"). They need
 * no redactor: user and password are always secret. A password in which '/', '?' or '#' was not
 * encoded is found unless it begins with what could be a port ("http://u:80/x@h"). */

/* Masks user and password of a URL or proxy ("user:password@host:3128", with or without a scheme),
 * and those of URLs inside it. Returns NULL for NULL.
 * arena: owns the result, unless it is `url`
 * url:   in; may be NULL */
const char *ct_mask_url(ct_arena *arena, const char *url);

/* Masks user and password of all URLs with "//" in a string. Relative references and proxies
 * without a scheme are not found in running text.
 * text: in; not NULL */
const char *ct_mask_urls(ct_arena *arena, const char *text);

/* Finds the user and password of a URL or proxy, without the '@'.
  * url:   in; may be NULL
 * begin: out; offset in `url`, in bytes; set only if true is returned
 * size:  out; likewise, 0 if the part before the '@' is empty

 * Returns false if it has none. */
bool ct_url_userinfo(const char *url, size_t *begin, size_t *size);

#endif
