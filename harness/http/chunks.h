/* chunks.h - the strict reader of a body in chunks (RFC 9112 section 7.1).
 *
 * libcurl takes any size line that begins with a digit, and lines that end
 * with LF alone. Here the bytes are read as they came off the wire. Trailers
 * go through the head's own reader, and what is wrong is its trouble.
 */
#ifndef CT_HTTP_CHUNKS_H
#define CT_HTTP_CHUNKS_H

#include "base/buf.h"
#include "http/head.h"

typedef enum ct_chunk_state {
    CT_CHUNK_SIZE,     /* a size line comes next, or the rest of it */
    CT_CHUNK_DATA,     /* `left` bytes of data */
    CT_CHUNK_DATA_END, /* the line break behind them */
    CT_CHUNK_TRAILERS, /* trailers, and the blank line */
    CT_CHUNK_DONE      /* what follows belongs to nobody */
} ct_chunk_state;

typedef struct ct_chunks {
    ct_chunk_state state;
    uint64_t left;
    ct_buf line; /* as much of it as has come */
} ct_chunks;

/* Makes it ready for the next body. The line's memory is used again; ct_buf_free() frees it. */
void ct_chunks_start(ct_chunks *chunks);

/* Takes what came: data goes to `body`, trailers to `head`. False when it is not as it must be,
 * which is the head's trouble, or when `body` is full. */
bool ct_chunks_read(ct_chunks *chunks, const char *bytes, size_t size, ct_head *head, ct_buf *body);

#endif
