/* buf.h - a string that grows, up to a limit.
 *
 * A buffer starts as CT_BUF(limit), grows by itself, ends with NUL as soon as
 * something was added, and is freed with ct_buf_free(). Bytes beyond the limit
 * are left out, and `is_full` is set; nothing else can fail.
 * ct_buf_clear() keeps the memory for the next use.
 */
#ifndef CT_BASE_BUF_H
#define CT_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

typedef struct ct_buf {
    char *bytes;           /* NULL while empty */
    size_t size, capacity; /* bytes used, without the NUL, and allocated */
    size_t limit;          /* of `size` */
    bool is_full;          /* something did not fit and was left out */
} ct_buf;

/* No limit: for strings whose parts are limited already. Memory that runs out ends the process, see
 * arena.h. */
#define CT_BUF_ANY ((size_t)-1 / 4)
#define CT_BUF(at_most) ((ct_buf){.limit = (at_most)})

/* These append: bytes, a string, a character, a formatted string. Bytes can be any, also NUL; a
 * string must not be NULL. What is appended must not be in the buffer itself, which can move.
 * Return false if not all of it fits: then what fits is appended, which can end inside a character,
 * and is_full is set. */
bool ct_buf_add(ct_buf *buf, const void *bytes, size_t size);
bool ct_buf_text(ct_buf *buf, const char *text);
bool ct_buf_char(ct_buf *buf, char c);
bool ct_buf_printf(ct_buf *buf, const char *format, ...) CT_PRINTF(2, 3);

/* Makes a buffer empty and keeps its memory and limit. is_full is false afterwards. */
void ct_buf_clear(ct_buf *buf);

/* Makes a buffer empty and frees its memory. The limit stays, so it can be used again. Freeing
 * twice is harmless. */
void ct_buf_free(ct_buf *buf);

/* Returns the contents, "" if there are none. They belong to the buffer and are valid until its
 * next change. With NULs in them, use buf->size for the length. */
const char *ct_buf_str(const ct_buf *buf);

/* Returns a copy in the arena, with a NUL at its end. The buffer is not changed. Never NULL. */
char *ct_buf_keep(const ct_buf *buf, ct_arena *arena);

/* Returns the contents without copying them: the arena takes over the memory, which may be larger
 * than the string, and the buffer is empty. For strings that are too large to be copied. */
char *ct_buf_hand_over(ct_buf *buf, ct_arena *arena);

/* Returns a copy in the arena and frees the buffer, which can be used again. Never NULL. */
char *ct_buf_finish(ct_buf *buf, ct_arena *arena);

#endif
