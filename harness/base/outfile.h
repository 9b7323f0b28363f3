/* outfile.h - a report file that is whole or absent.
 *
 * Opening proves that the folder can be written to, so that a wrong path is
 * told before the first request. Bytes go to a temporary file in the same
 * folder, made at the first write (a run that is killed while it still asks
 * leaves nothing behind); ct_outfile_commit() flushes it, renames it and
 * flushes the folder. Until that rename an older report stays as it is, and
 * after any trouble the temporary file is gone.
 *
 * The file is made with mode 0644 less the umask: readable for the CI server,
 * never writable for others, however loose the umask. A path that is a link is
 * replaced, not followed. "-" and "/dev/stdout" are standard output; other
 * devices and named pipes are written to directly: there is nothing to rename.
 *
 * An outfile belongs to its arena, which abandons it when it was not committed.
 */
#ifndef CT_BASE_OUTFILE_H
#define CT_BASE_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"

typedef struct ct_outfile ct_outfile;

/* NULL after noting why the path cannot be written. */
ct_outfile *ct_outfile_open(ct_arena *arena, const char *path, ct_diag *diag) CT_MUST_USE;

/* The first trouble is kept for ct_outfile_commit; later bytes are then dropped. */
void ct_outfile_write(ct_outfile *file, const void *bytes, size_t size);
void ct_outfile_text(ct_outfile *file, const char *text);

/* Trouble of the writer's own (its spool could not be read, ...): the commit will fail with
 * this errno. */
void ct_outfile_spoil(ct_outfile *file, int error);

/* Looks at what was written so far; NULL when it is sound, else what is wrong with it. */
typedef const char *ct_outfile_check(const char *bytes, size_t size, const void *context);

/* Shows the bytes to `check` before they get their name; a report that is unsound is never
 * published. What was not kept (standard output, devices) is not checked. */
bool ct_outfile_verify(ct_outfile *file, ct_outfile_check *check, const void *context,
                       ct_diag *diag) CT_MUST_USE;

/* Gives the file its name. False after noting why it could not be written; then it is
 * abandoned. */
bool ct_outfile_commit(ct_outfile *file, ct_diag *diag) CT_MUST_USE;

/* Removes what was written. After a commit it does nothing. */
void ct_outfile_abandon(ct_outfile *file);

/* As given to ct_outfile_open. */
const char *ct_outfile_path(const ct_outfile *file);

/* The folder that the file will stand in, NULL for standard output and devices. */
const char *ct_outfile_folder(const ct_outfile *file);

#endif
