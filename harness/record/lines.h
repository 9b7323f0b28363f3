/* lines.h - a file of lines: read once from its start, and again line by line.
 *
 * A line has at most CT_LIMIT_RECORD_LINE bytes. Only regular files are read, because a line that
 * was read must be there again later.
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

/* The position of a line. */
typedef struct ct_line {
    uint64_t offset;
    size_t size;     /* without its line break */
    uint32_t number; /* from 1 on */
    bool is_torn;    /* the file ends before its line break */
} ct_line;

/* Opens a file, which is closed with the arena. NULL after noting why it cannot be read. */
ct_lines *ct_lines_open(ct_arena *arena, const char *path, ct_diag *diag) CT_MUST_USE;

/* Reads the next line.
 *
 * text  out: replaced by the line, without its line break.
 * line  out: its position.
 *
 * Returns false at the end of the file, and after noting an error. */
bool ct_lines_next(ct_lines *lines, ct_buf *text, ct_line *line, ct_diag *diag);

/* Reads a line again, at a position that ct_lines_next() gave. Returns false after noting an error.
 */
bool ct_lines_read(ct_lines *lines, const ct_line *line, ct_buf *text, ct_diag *diag) CT_MUST_USE;

/* Returns a location in the file, for diagnostics; its source has a name and no text. */
ct_loc ct_lines_place(const ct_lines *lines, uint32_t number);

#endif
