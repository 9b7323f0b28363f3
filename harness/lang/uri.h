/* uri.h - URIs and references: split, resolved, checked (RFC 3986, RFC 3987).
 *
 * Nothing is looked up: a URI is a name. Texts that are not valid can be split and resolved too.
 */
#ifndef CT_LANG_URI_H
#define CT_LANG_URI_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

/* A part of a URI, borrowed from its text. `at` is NULL if the URI does not have the part; an empty
 * part has a size of 0. */
typedef struct ct_uri_part {
    const char *at;
    size_t size;
} ct_uri_part;

/* The parts without their delimiters (RFC 3986 section 3). The path is never NULL. */
typedef struct ct_uri {
    ct_uri_part scheme, authority, path, query, fragment;
} ct_uri;

/* Splits a text by the regular expression of RFC 3986 appendix B, but for schemes that are not
 * valid. */
ct_uri ct_uri_split(const char *text, size_t size);

/* Resolves a reference against a base (RFC 3986 section 5.2, strict). The base may lack a scheme:
 * then so does the result. Returns a string in the arena. */
char *ct_uri_resolve(ct_arena *arena, const char *base, const char *reference);

/* Decodes "%2F" and the like; what is not a valid escape stays.
 * plain_size: out, the size of the result, which may hold NULs
 * Returns a string in the arena. */
char *ct_uri_unescape(ct_arena *arena, const char *text, size_t size, size_t *plain_size);

/* Returns whether a character is unreserved (RFC 3986 section 2.3): a letter, a digit or "-._~". */
bool ct_uri_is_unreserved(char c);

/* Appends a text with everything encoded except unreserved characters: "a%2Fb". */
void ct_uri_escape(ct_buf *out, const char *text, size_t size);

/* Returns whether a path segment of this text would not name a resource: it is empty, or consists
 * only of dot segments and slashes, also percent-encoded: "", ".", "..", "%2e.", "../", "%2F" (RFC
 * 3986 section 5.2.4). What follows a NUL is ignored, as many servers do. */
bool ct_uri_names_nothing(const char *text, size_t size);

/* What is valid; a sum of these. */
typedef enum ct_uri_kind {
    CT_URI_ABSOLUTE = 0,  /* with a scheme, and a fragment or not */
    CT_URI_REFERENCE = 1, /* also a relative reference */
    CT_URI_UNICODE = 2    /* an IRI (RFC 3987): most of Unicode unescaped */
} ct_uri_kind;

/* Returns whether a text is valid by the grammar. kind: a sum of ct_uri_kind */
bool ct_uri_is_valid(const char *text, size_t size, int kind);

/* Return whether a text is an IPv4 address of four decimals, or an IPv6 address without brackets
 * and zone (RFC 3986 section 3.2.2). */
bool ct_uri_is_ipv4(const char *text, size_t size);
bool ct_uri_is_ipv6(const char *text, size_t size);

#endif
