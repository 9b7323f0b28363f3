/* spool.h - pieces that come in any order and are wanted in another.
 *
 * Cases end as they end, a report has them in file order. The pieces go to a
 * temporary file without a name, a block at a time; what stays in memory is
 * sixteen bytes a piece. A spool belongs to its arena, which drops the file.
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

/* In the folder (where the report will have to fit anyway), or, for NULL, in TMPDIR or /tmp.
 * NULL after noting why not. */
ct_spool *ct_spool_open(ct_arena *arena, const char *folder, ct_diag *diag) CT_MUST_USE;

/* The bytes of piece `index`; given twice, the later ones count. Trouble is kept and told by
 * whatever reads. */
void ct_spool_put(ct_spool *spool, size_t index, const char *bytes, size_t size);

/* 0 for a piece that was never given. */
size_t ct_spool_size(const ct_spool *spool, size_t index);

/* Adds a piece to a file; trouble spoils the file. */
void ct_spool_copy(ct_spool *spool, size_t index, ct_outfile *out);

/* Adds a piece to a text; false when it could not be read. */
bool ct_spool_read(ct_spool *spool, size_t index, ct_buf *out);

/* errno of the first trouble with all that was put, or 0. */
int ct_spool_error(ct_spool *spool);

#endif
