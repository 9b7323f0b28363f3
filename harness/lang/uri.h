/* uri.h - URIs and their references: taken apart, resolved, checked (RFC 3986, RFC 3987).
 *
 * Nothing here looks anything up; a URI is a name. Texts need not be valid to
 * be split or resolved: what is odd stays odd.
 */
#ifndef CT_LANG_URI_H
#define CT_LANG_URI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/* A part of a text; `at` is NULL when the part is not there, which "" is not. */
typedef struct ct_uri_part {
    const char *at;
    size_t size;
} ct_uri_part;

/* Without the delimiters; the path is always there. Borrowed from the text. */
typedef struct ct_uri {
    ct_uri_part scheme, authority, path, query, fragment;
} ct_uri;

ct_uri ct_uri_split(const char *text, size_t size);

/* The reference as seen from the base (RFC 3986 section 5.2, strict). A base that has
 * no scheme is taken as it is, so that names relative to nothing stay comparable. */
char *ct_uri_resolve(ct_arena *arena, const char *base, const char *reference);

/* "%2F" and its like undone; what is no escape stays. The size is told, as the
 * bytes may be anything. */
char *ct_uri_unescape(ct_arena *arena, const char *text, size_t size, size_t *plain_size);

/* unreserved of RFC 3986 section 2.3: a letter, a digit or one of "-._~". */
bool ct_uri_is_unreserved(char c);

/* Adds a text of which everything is encoded but letters, digits and "-._~": "a%2Fb". */
void ct_uri_escape(ct_buf *out, const char *text, size_t size);

/* True when a path segment of that text would not name a resource of its own: it is empty, or made
 * of dot segments and slashes only, also percent-encoded: "", ".", "..", "%2e.", "../", "%2F" (RFC
 * 3986 section 5.2.4). What follows a NUL is not looked at, as many servers do not. */
bool ct_uri_names_nothing(const char *text, size_t size);

typedef enum ct_uri_kind {
    CT_URI_ABSOLUTE = 0,  /* with a scheme; a fragment may be there */
    CT_URI_REFERENCE = 1, /* or relative */
    CT_URI_UNICODE = 2    /* an IRI: most of Unicode as it is */
} ct_uri_kind;

/* Valid by the grammar; `kind` is a sum of the above. */
bool ct_uri_is_valid(const char *text, size_t size, int kind);

/* An IPv4 address in four decimals, an IPv6 address without a zone (RFC 3986 section 3.2.2). */
bool ct_uri_is_ipv4(const char *text, size_t size);
bool ct_uri_is_ipv6(const char *text, size_t size);

#endif
