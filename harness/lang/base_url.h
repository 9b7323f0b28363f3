/* base_url.h - base URLs: the prefix of the URL of every request.
 *
 * "https://host:port/prefix". It must not have a user and password, which reports would show, nor a
 * query or fragment, because a path is appended.
 */
#ifndef CT_LANG_BASE_URL_H
#define CT_LANG_BASE_URL_H

#include "base/arena.h"

/* What a text is. */
typedef enum ct_base_url_flaw {
    CT_BASE_URL_GOOD,
    CT_BASE_URL_HAS_USER, /* "http://user:password@host": the text must not be shown */
    CT_BASE_URL_MALFORMED
} ct_base_url_flaw;

/* What a base URL is, to complete "expected ...". */
#define CT_BASE_URL_FORM "http:// or https://, a host, and optionally a port and a path"

/* Reads a base URL.
 * text:      not NULL
 * url:       out, the URL without slashes at its end; NULL: not wanted
 * authority: out, its "host:port"; NULL: not wanted
 * Both belong to the arena, and are set only if CT_BASE_URL_GOOD is returned. */
ct_base_url_flaw ct_base_url_read(ct_arena *arena, const char *text, const char **url,
                                  const char **authority);

#endif
