/* chunks.h - the strict reader of a chunked body (RFC 9112 section 7.1).
 *
 * libcurl accepts any size line that starts with a digit, and lines that end
 * with LF alone. Here the bytes are read as they came from the connection.
 * Trailers pass through the reader of the head, which also keeps the errors.
 */
#ifndef CT_HTTP_CHUNKS_H
#define CT_HTTP_CHUNKS_H

#include "base/buf.h"
#include "http/head.h"

/* What comes next. */
typedef enum ct_chunk_state {
    CT_CHUNK_SIZE,     /* a size line, or the rest of it */
    CT_CHUNK_DATA,     /* `left` bytes of data */
    CT_CHUNK_DATA_END, /* the line break after them */
    CT_CHUNK_TRAILERS, /* trailers and the empty line */
    CT_CHUNK_DONE      /* nothing: the body is complete, more bytes are an error */
} ct_chunk_state;

typedef struct ct_chunks {
    ct_chunk_state state;
    uint64_t left;
    ct_buf line; /* the beginning of a line whose end is not read yet */
} ct_chunks;

/* Makes the reader ready for the next body. Keeps the memory of `line`, which the caller frees with
 * ct_buf_free(). */
void ct_chunks_start(ct_chunks *chunks);

/* Reads the next bytes of a body; they may be cut anywhere.
 * head: in/out, gets the trailers, and the error if the body is malformed
 * body: in/out, gets the data
 * Returns false if the body is malformed (then `head->error` is set) or `body` is full. */
bool ct_chunks_read(ct_chunks *chunks, const char *bytes, size_t size, ct_head *head, ct_buf *body);

#endif
