/* head.h - the strict reader of a response's head, line by line (RFC 9112, RFC 9113, RFC 9110).
 *
 * libcurl is lenient: it takes a cut header block, two lengths or "201Created"
 * for success. A conformance tool must not, so every raw line passes through
 * here. Interim responses and trailers are read and counted too. One head reads
 * one response; ct_head_start() makes it ready for the next.
 */
#ifndef CT_HTTP_HEAD_H
#define CT_HTTP_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "model/exchange.h"

typedef enum ct_head_state {
    CT_HEAD_STATUS, /* a status line comes next */
    CT_HEAD_FIELDS, /* fields come next, or the blank line */
    CT_HEAD_DONE    /* the final answer's blank line was read; what follows are trailers */
} ct_head_state;

typedef struct ct_head {
    ct_arena *arena;
    ct_head_state state;
    bool is_http2; /* what was negotiated; set by the caller, HTTP/1 otherwise */
    unsigned status;
    const char *version, *reason;
    ct_header *headers, *trailers;
    ct_header *last, **tail;       /* of the section that is being read */
    size_t value_size, value_room; /* of the last field's value */
    bool is_chunked, has_length;   /* neither: the end of the connection ends the body */
    size_t size;                   /* bytes of all lines */
    unsigned interim;              /* answers before the final one */
    bool is_limit;                 /* `trouble` is a limit of ours */
    const char *error; /* what is wrong, with the clause that says so; NULL while all is well */
} ct_head;

void ct_head_start(ct_head *head, ct_arena *arena);

/* A line with its line break. False when it, or an earlier one, is malformed. The blank line is
 * also refused when the head contradicts itself about the length of the body. */
bool ct_head_line(ct_head *head, const char *line, size_t size);

/* After the last line: was the head complete? False with `trouble` set. */
bool ct_head_finish(ct_head *head);

/* For who reads on behind the head: the first trouble counts. Both return false. */
bool ct_head_fail(ct_head *head, const char *error);
bool ct_head_limit(ct_head *head, const char *error);

/* How many bytes of a token (RFC 9110 section 5.6.2) the text begins with. */
size_t ct_token_size(const char *text, size_t size);

#endif
