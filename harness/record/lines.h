/* lines.h - a file of lines, read from its beginning, and again by place.
 *
 * A line is at most CT_LIMIT_RECORD_LINE long. Only regular files are read:
 * what is read again must still be there.
 */
#ifndef CT_RECORD_LINES_H
#define CT_RECORD_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/diag.h"

typedef struct ct_lines ct_lines;

/* Where a line stands. */
typedef struct ct_line {
    uint64_t offset;
    size_t size;     /* without its line break */
    uint32_t number; /* from 1 on */
    bool is_torn;    /* the file ends within it */
} ct_line;

/* Closed with its arena. NULL after noting why it cannot be read. */
ct_lines *ct_lines_open(ct_arena *arena, const char *path, ct_diag *diag) CT_MUST_USE;

/* The next line, in place of what `text` held. False at the end, and after noting trouble. */
bool ct_lines_next(ct_lines *lines, ct_buf *text, ct_line *line, ct_diag *diag);

/* That line again. False after noting trouble. */
bool ct_lines_read(ct_lines *lines, const ct_line *line, ct_buf *text, ct_diag *diag) CT_MUST_USE;

/* A place in the file, for notes; the source has its name and no text. */
ct_loc ct_lines_place(const ct_lines *lines, uint32_t number);

#endif
