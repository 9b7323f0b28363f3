/* base_url.h - base URLs: the prefix of the URL of every request.
 *
 * A base URL is "https://host:port/prefix" (RFC 3986 section 3). It must not have a user and
 * password, because reports show it, nor a query or fragment, because a path is appended.
 */
#ifndef CT_LANG_BASE_URL_H
#define CT_LANG_BASE_URL_H

#include "base/arena.h"

/* The result of reading a base URL. */
typedef enum ct_base_url_error {
    CT_BASE_URL_GOOD,
    CT_BASE_URL_HAS_USER, /* "http://user:password@host": the string must not be shown */
    CT_BASE_URL_MALFORMED
} ct_base_url_error;

/* The form of a base URL: a noun phrase for messages "expected ...". */
#define CT_BASE_URL_FORM "http:// or https://, a host, and optionally a port and a path"

/* Reads a base URL.
 * text:      NUL-terminated, not NULL, borrowed for the call; the scheme may have any case, the
 *            host is a name, an IPv4 address or an IPv6 address in brackets, the port is 1 to 65535
 * url:       out, the URL as written, without slashes at its end; may be NULL
 * authority: out, its "host" or "host:port"; may be NULL
 * Spaces, control characters, non-ASCII characters, '\', '{', '}' and "$(" are malformed, because
 * they are not valid in a URL or look like a variable.
 * Both results belong to the arena, and are set only if CT_BASE_URL_GOOD is returned. Nothing is
 * looked up in DNS, and nothing is reported: the caller reports with CT_BASE_URL_FORM. */
ct_base_url_error ct_base_url_read(ct_arena *arena, const char *text, const char **url,
                                   const char **authority);

#endif
