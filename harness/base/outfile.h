/* outfile.h - a report file that is complete or does not exist.
 *
 * Opening it proves that the folder can be written to, so that a wrong path is
 * reported before the first request. Bytes go to a temporary file in the same
 * folder, made at the first write (a run that is killed before leaves no
 * file); ct_outfile_commit() flushes it, renames it and flushes the folder.
 * Until the rename an older report stays as it is, and after an error the
 * temporary file is deleted.
 *
 * The file is made with mode 0644 less the umask: readable for the CI server,
 * never writable for others, however loose the umask. A path that is a link is
 * replaced, not followed. "-" and "/dev/stdout" are standard output; other
 * devices and named pipes are written to directly: there is nothing to rename.
 * An outfile belongs to its arena, which abandons it when it was not committed.
 * So a path never has a part of a report: after a crash, a full disk or an error
 * it has the report of before, or no file.
 */
#ifndef CT_BASE_OUTFILE_H
#define CT_BASE_OUTFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/diag.h"

typedef struct ct_outfile ct_outfile;

/* Opens a file. The path is copied. The folder must exist.
 * arena: owns the file
 * path:  in; relative to the current folder
 * Returns NULL after reporting why the path cannot be written. */
ct_outfile *ct_outfile_open(ct_arena *arena, const char *path, ct_diag *diag) CT_MUST_USE;

/* Append. The first error is kept and reported by ct_outfile_commit(); bytes after it are dropped.
 * So a writer needs no error paths. Do not call them after a commit.
 * bytes: in; copied
 * text:  in; not NULL */
void ct_outfile_write(ct_outfile *file, const void *bytes, size_t size);
void ct_outfile_text(ct_outfile *file, const char *text);

/* Makes the commit fail with this errno, unless there was an error before: for an error of the
 * writer, such as a spool that cannot be read. */
void ct_outfile_spoil(ct_outfile *file, int error);

/* Checks the contents. Returns NULL if they are valid, else what is wrong, to complete a sentence.
 */
typedef const char *ct_outfile_check(const char *bytes, size_t size, const void *context);

/* Reads the temporary file again and passes it to `check`, before the commit: a report that is not
 * valid never gets its name. Standard output and devices cannot be read again and are not checked.
 * context: passed to `check`
 * Returns false after reporting what is wrong. */
bool ct_outfile_verify(ct_outfile *file, ct_outfile_check *check, const void *context,
                       ct_diag *diag) CT_MUST_USE;

/* Gives the file its name. Call it once, after the last write. Returns false after reporting why it
 * could not be written; then it is abandoned. */
bool ct_outfile_commit(ct_outfile *file, ct_diag *diag) CT_MUST_USE;

/* Deletes the temporary file, so that the path keeps what it had. Does nothing after a commit. What
 * was written to a device or to standard output stays. */
void ct_outfile_abandon(ct_outfile *file);

/* Returns the path as given to ct_outfile_open(). It lives as long as the file. */
const char *ct_outfile_path(const ct_outfile *file);

/* Returns the folder of the file, for other files that belong there; NULL for standard output and
 * devices. It lives as long as the file. */
const char *ct_outfile_folder(const ct_outfile *file);

#endif
