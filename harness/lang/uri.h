/* uri.h - splits, resolves, escapes and checks URIs and references (RFC 3986, RFC 3987).
 *
 * A URI is only a name here: no function opens it or resolves a host. Invalid strings can be split
 * and resolved too; call ct_uri_is_valid() where it matters. All functions are pure and may be
 * called by several threads at once.
 */
#ifndef CT_LANG_URI_H
#define CT_LANG_URI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/* A part of a URI, borrowed from its string. `at` is NULL if the URI does not have the part; an
 * empty part, such as the query of "a?", has an `at` and a size of 0. It is not NUL-terminated. */
typedef struct ct_uri_part {
    const char *at;
    size_t size;
} ct_uri_part;

/* The parts without their delimiters ':', '//', '?' and '#' (RFC 3986 section 3). The path may be
 * empty, but is never NULL. */
typedef struct ct_uri {
    ct_uri_part scheme, authority, path, query, fragment;
} ct_uri;

/* Splits a string into its parts, as the regular expression of RFC 3986 appendix B does, except
 * that an invalid scheme ("1a:b") is part of the path.
 * text: any bytes, borrowed as long as the result is used */
ct_uri ct_uri_split(const char *text, size_t size);

/* Resolves a reference against a base (RFC 3986 section 5.2.2, strict).
 * base:      may lack a scheme; then the result lacks one too, unless the reference has one
 * reference: absolute or relative; its fragment is kept, that of the base is not
 * Returns a string in the arena; never NULL. */
char *ct_uri_resolve(ct_arena *arena, const char *base, const char *reference);

/* Decodes percent-encoded bytes (RFC 3986 section 2.1). A '%' without two hex digits stays as it
 * is.
 * plain_size: out, the size of the result in bytes; the result may contain NULs, and need not be
 *             UTF-8
 * Returns a string in the arena with a NUL after it; never NULL. */
char *ct_uri_unescape(ct_arena *arena, const char *text, size_t size, size_t *plain_size);

/* Returns true for unreserved characters (RFC 3986 section 2.3): letters, digits and "-._~". */
bool ct_uri_is_unreserved(char c);

/* Appends a string with every byte percent-encoded except unreserved characters: "a%2Fb". The hex
 * digits are uppercase (RFC 3986 section 2.1). */
void ct_uri_escape(ct_buf *out, const char *text, size_t size);

/* Returns true if a path segment with this value would not name a resource: it is empty, or
 * consists only of dot segments and slashes, also percent-encoded: "", ".", "..", "%2e.", "../",
 * "%2F" (RFC 3986 section 5.2.4). For requests that would otherwise be sent to another path than
 * intended. Bytes after a NUL are ignored, as many servers ignore them. */
bool ct_uri_names_nothing(const char *text, size_t size);

/* The strings that are valid; a sum of these. */
typedef enum ct_uri_kind {
    CT_URI_ABSOLUTE = 0,  /* with a scheme; a fragment is optional */
    CT_URI_REFERENCE = 1, /* also a relative reference */
    CT_URI_UNICODE = 2    /* an IRI (RFC 3987): most of Unicode unescaped */
} ct_uri_kind;

/* Returns true if all bytes of a string match the grammar of RFC 3986 appendix A, or of RFC 3987
 * section 2.2 with CT_URI_UNICODE. Rules of single schemes are not checked.
 * kind: a sum of ct_uri_kind */
bool ct_uri_is_valid(const char *text, size_t size, int kind);

/* Return true for an IPv4 address of four decimals without leading zeros, and for an IPv6 address
 * without brackets and zone, which may end in an IPv4 address (RFC 3986 section 3.2.2). */
bool ct_uri_is_ipv4(const char *text, size_t size);
bool ct_uri_is_ipv6(const char *text, size_t size);

#endif
