/* source.h - files and strings that are read, and places in them.
 * A ct_source is read-only and lives as long as its arena. Its bytes are not
 * checked here: they may be any, also invalid UTF-8. The text of a file
 * can be unloaded to save memory; ct_loc_line() loads it again if it is needed,
 * unless the file has changed meanwhile.
 */
#ifndef CT_BASE_SOURCE_H
#define CT_BASE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"

struct ct_diag;

typedef struct ct_source {
    const char *name; /* the path as the user typed it, or made from that */
    const char *text; /* NUL-terminated; may contain NUL bytes; NULL while unloaded */
    size_t size;
    const uint32_t *marks; /* offsets of every 32nd line, so that lines are found fast, or NULL */
    size_t mark_count;
    bool is_file;       /* it can be unloaded */
    int64_t changed_ns; /* modification time of the file when it was read, Unix nanoseconds */
} ct_source;

/* A place in a source. Lines and columns start at 1; columns count characters, not bytes. Line 0
 * means the whole source, a NULL source no place. It is passed by value and owns nothing; it is
 * valid as long as the source. */
typedef struct ct_loc {
    const ct_source *source;
    uint32_t line;
    uint16_t column;
    uint16_t width; /* characters to underline; 0 counts as 1 */
} ct_loc;

/* Reads a regular file of at most CT_LIMIT_SOURCE bytes. Never blocks on a pipe or device. Links
 * are followed.
 * arena: owns the source, and frees its text
 * path:  in; copied; relative to the current folder
 * Returns NULL after reporting why it cannot be read. */
const ct_source *ct_source_read(ct_arena *arena, const char *path, struct ct_diag *diag);

/* Reads a file that another file names.
 *   path    relative to `folder`; neither '..' nor a link may lead out of it
 *   where   the place where it is named: errors are reported there
 * Returns NULL after reporting why it cannot be read. */
const ct_source *ct_source_read_beneath(ct_arena *arena, const char *folder, const char *path,
                                        ct_loc where, struct ct_diag *diag);

/* Makes a source of a string in memory. It cannot fail.
 * name: in; shown in diagnostics, such as "--var"; not copied: must live as long as `arena`
 * text: in; `size` bytes and a NUL; likewise */
const ct_source *ct_source_text(ct_arena *arena, const char *name, const char *text, size_t size);

/* Frees the text of a file; does nothing for a string in memory. Pointers into the text are invalid
 * from then on, places stay valid. `source` is changed in spite of its type: no other thread may
 * use it meanwhile. */
void ct_source_unload(const ct_source *source);

/* Returns the place that means the whole source: line 0. `source` is borrowed. */
ct_loc ct_loc_whole(const ct_source *source);

/* Returns the place of a part of a string.
 *   outer    the place of the first character of `text` in the source
 *   text     the text as it was read, in which escapes and folded lines are resolved
 *   offset   of the part, in bytes
 *   width of the part, in characters; 0 counts as 1
 * Returns `outer` if the part cannot be found in the source. */
ct_loc ct_loc_within(ct_loc outer, const char *text, size_t offset, size_t width);

/* Returns the line of a place without its line break, and its size in bytes. Loads the text of a
 * file again if it was unloaded.
 * where: in
 * size:  out; set only if a line is returned
 * Returns NULL if the place has no line or the file has changed. The line is not NUL-terminated,
 * and is valid until the source is unloaded. */
const char *ct_loc_line(ct_loc where, size_t *size);

#endif
