/* buf.h - a text that grows, up to a limit.
 *
 * A buffer starts as CT_BUF(limit), grows by itself, is always NUL-terminated
 * once something was added, and is released with ct_buf_free(). What would
 * pass the limit is left out and `is_full` says so; nothing else can fail.
 * ct_buf_clear() keeps the memory for the next use.
 */
#ifndef CT_BASE_BUF_H
#define CT_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef struct ct_buf {
    char *bytes; /* NULL while empty */
    size_t size, capacity;
    size_t limit;
    bool is_full; /* something did not fit and was left out */
} ct_buf;

/* The limit that is none: for texts whose parts are limited already. */
#define CT_BUF_ANY ((size_t)-1 / 4)
#define CT_BUF(at_most) ((ct_buf){.limit = (at_most)})

/* False when not all of it fitted; what fits is added. */
bool ct_buf_add(ct_buf *buf, const void *bytes, size_t size);
bool ct_buf_text(ct_buf *buf, const char *text);
bool ct_buf_char(ct_buf *buf, char c);
bool ct_buf_printf(ct_buf *buf, const char *format, ...) CT_PRINTF(2, 3);

void ct_buf_clear(ct_buf *buf);
void ct_buf_free(ct_buf *buf);

/* The text so far, "" when there is none; valid until the next change. */
const char *ct_buf_str(const ct_buf *buf);

/* A copy that lives as long as the arena. */
char *ct_buf_keep(const ct_buf *buf, ct_arena *arena);

/* The arena gets the buffer's own memory, which may be larger than the text, and the buffer is
 * empty again: for texts too large to be copied. */
char *ct_buf_hand_over(ct_buf *buf, ct_arena *arena);

/* Moves the text into the arena and frees the buffer. */
char *ct_buf_finish(ct_buf *buf, ct_arena *arena);

#endif
