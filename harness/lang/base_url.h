/* base_url.h - a base URL: the prefix of every path that is sent.
 *
 * "https://host:port/prefix". Without user and password, which would be a
 * secret in a place where reports show it, and without query and fragment,
 * after which no path can be appended.
 */
#ifndef CT_LANG_BASE_URL_H
#define CT_LANG_BASE_URL_H

#include "base/arena.h"

typedef enum ct_base_url_flaw {
    CT_BASE_URL_GOOD,
    CT_BASE_URL_HAS_USER, /* "http://user:password@host": do not show it */
    CT_BASE_URL_MALFORMED
} ct_base_url_flaw;

/* What a base URL has to be, to complete "expected ...". */
#define CT_BASE_URL_FORM "http:// or https://, a host, perhaps a port and a path"

/* The URL without slashes at its end, and its "host:port", as copies that belong to the arena.
 * Both are set only where CT_BASE_URL_GOOD is returned; either may be NULL. `text` is not NULL. */
ct_base_url_flaw ct_base_url_read(ct_arena *arena, const char *text, const char **url,
                                  const char **authority);

#endif
