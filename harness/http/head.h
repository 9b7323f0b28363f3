/* head.h - the strict reader of the head of a response (RFC 9112, RFC 9113, RFC 9110).
 *
 * libcurl is lenient: it accepts a header section that is cut off, two lengths
 * or "201Created". A conformance tool must not, so every line passes through
 * here as it was received. Interim responses and trailers are read and counted
 * too. One head reads one response; ct_head_start() makes it ready for the next.
 */
#ifndef CT_HTTP_HEAD_H
#define CT_HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/exchange.h"

/* What comes next. */
typedef enum ct_head_state {
    CT_HEAD_STATUS, /* a status line */
    CT_HEAD_FIELDS, /* a field line, or the empty line that ends the section */
    CT_HEAD_DONE    /* trailers: the section of the final response is complete */
} ct_head_state;

/* The caller sets `is_http2` and reads the rest. */
typedef struct ct_head {
    ct_arena *arena; /* of everything below */
    ct_head_state state;
    bool is_http2;   /* what was negotiated; false: HTTP/1 */
    unsigned status; /* of the last status line; 100 to 599 */
    const char *version, *reason;
    ct_header *headers, *trailers;
    ct_header *last, **tail;       /* of the section that is being read */
    size_t value_size, value_room; /* of the value of `last` */
    bool is_chunked, has_length;   /* neither: the end of the connection ends the body */
    size_t size;                   /* bytes of all lines, at most CT_LIMIT_HEADERS */
    unsigned interim;              /* responses before the final one, at most CT_LIMIT_INTERIM */
    bool is_limit;                 /* `error` is that a limit of ours was exceeded */
    const char *error; /* what is wrong, with the section of the RFC; NULL: nothing so far */
} ct_head;

/* Makes a reader ready for the next response. arena: owns the fields */
void ct_head_start(ct_head *head, ct_arena *arena);

/* Reads one line with its line break. At the empty line it also checks that the fields agree about
 * the length of the body (RFC 9112 section 6.3). Returns false if this line or an earlier one is
 * malformed. */
bool ct_head_line(ct_head *head, const char *line, size_t size);

/* Call it after the last line. Returns false, with `error` set, if the head is not complete. */
bool ct_head_finish(ct_head *head);

/* Set an error, unless one is set already: for the readers of the body. `error` is static or in the
 * arena. Return false. */
bool ct_head_fail(ct_head *head, const char *error);
bool ct_head_limit(ct_head *head, const char *error);

/* Returns the size of the token (RFC 9110 section 5.6.2) at the start of the text, 0 if there is
 * none.
 */
size_t ct_token_size(const char *text, size_t size);

#endif
