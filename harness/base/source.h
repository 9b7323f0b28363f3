/* source.h - a text that we read, and how to point into it.
 *
 * A ct_source is read-only once read and lives as long as its arena. The text
 * of a file may rest while nobody looks at it: whoever asks for one of its
 * lines gets it from the file again, unless that has changed.
 */
#ifndef CT_BASE_SOURCE_H
#define CT_BASE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"

struct ct_diag;

typedef struct ct_source {
    const char *name; /* as the user typed it, or made from that */
    const char *text; /* NUL-terminated; may contain NUL bytes; NULL while it rests */
    size_t size;
    const uint32_t *marks; /* where every 32nd line begins: places are found without a search; */
    size_t mark_count;     /* a source without marks is searched from its start */
    bool is_file;          /* it may rest */
    int64_t changed_ns;    /* the file, before it was read */
} ct_source;

/* A place in a source. Lines and columns start at 1; columns count characters,
 * not bytes. Line 0 means the whole source, a NULL source no place at all.
 * Copied freely; owns nothing. */
typedef struct ct_loc {
    const ct_source *source;
    uint32_t line;
    uint16_t column;
    uint16_t width; /* characters to underline; 0 counts as 1 */
} ct_loc;

/* Reads a regular file of at most CT_LIMIT_SOURCE bytes. NULL after noting why. */
const ct_source *ct_source_read(ct_arena *arena, const char *path, struct ct_diag *diag);

/* The same for a file that another file names: `path` stays below `folder`, and no link leads out
 * of it. A mistake is noted at `where`, where it is named. */
const ct_source *ct_source_read_beneath(ct_arena *arena, const char *folder, const char *path,
                                        ct_loc where, struct ct_diag *diag);

/* A text that is already in memory; it is not copied. */
const ct_source *ct_source_text(ct_arena *arena, const char *name, const char *text, size_t size);

/* Nobody needs the text of the file for now: its memory is given back. */
void ct_source_unload(const ct_source *source);

/* A place without a line: the whole source. */
ct_loc ct_loc_whole(const ct_source *source);

/* Moves into a text whose first character stands at `outer`: `offset` bytes of
 * `text` on, to underline `width` characters. Follows line breaks in the text,
 * and what is written in the source otherwise (folded lines, escapes). */
ct_loc ct_loc_within(ct_loc outer, const char *text, size_t offset, size_t width);

/* The line that a place is on, without its line break; NULL when there is none. */
const char *ct_loc_line(ct_loc where, size_t *size);

#endif
