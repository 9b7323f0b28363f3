/* spool.h - stores pieces that are written in one order and read in another.
 *
 * Cases end in any order, a report lists them in file order. The pieces go to a
 * temporary file without a name, a block at a time; only sixteen bytes a piece
 * stay in memory. A spool belongs to its arena, which closes the file.
 */
#ifndef CT_BASE_SPOOL_H
#define CT_BASE_SPOOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/outfile.h"

typedef struct ct_spool ct_spool;

/* Opens a spool.
 * arena:  owns the spool, and closes its file, whose space is free then
 * folder: for its file: that of the report, which has to fit there anyway; NULL: TMPDIR or /tmp
 * Returns NULL after reporting why the file cannot be made. */
ct_spool *ct_spool_open(ct_arena *arena, const char *folder, ct_diag *diag) CT_MUST_USE;

/* Stores a piece; the bytes are copied. An index that is used again replaces the piece, but its
 * space in the file is not reused. Indices should be dense: memory grows with the largest one. An
 * error is kept, and returned by the functions that read and by ct_spool_error(). */
void ct_spool_put(ct_spool *spool, size_t index, const char *bytes, size_t size);

/* Returns the size of a piece; 0 if it was never stored. */
size_t ct_spool_size(const ct_spool *spool, size_t index);

/* Appends a piece to a file. An error makes the commit of that file fail: ct_outfile_spoil(). */
void ct_spool_copy(ct_spool *spool, size_t index, ct_outfile *out);

/* Appends a piece to a buffer, nothing if it was never stored. Returns false if it cannot be read:
 * then `out` may have a part of it. */
bool ct_spool_read(ct_spool *spool, size_t index, ct_buf *out);

/* Writes what is still in memory. Returns the errno of the first error so far, or 0. After an error
 * nothing more is written or read. */
int ct_spool_error(ct_spool *spool);

#endif
