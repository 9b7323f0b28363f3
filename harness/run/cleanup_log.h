/* cleanup_log.h - the journal of resources that a run may not have deleted.
 *
 * One line of JSON for each intent, on the disk before the request is sent, so that `cleanup` can
 * delete what was made even if the run was killed. It holds no secrets: captured values that are
 * secret are left out, and the redactor masks the rest. The clean-up reads the target file
 * and its secrets again.
 */
#ifndef CT_RUN_CLEANUP_LOG_H
#define CT_RUN_CLEANUP_LOG_H

#include <jansson.h>
#include <stdbool.h>

#include "base/diag.h"
#include "model/redact/redact.h"

typedef struct ct_cleanup_log ct_cleanup_log;

/* Creates a journal with mode 0600. An existing file is never overwritten.
 * arena:    owns the journal; but the file stays open until ct_cleanup_log_close()
 * about:    an object that identifies the run, written to the first line
 * redactor: borrowed until the journal is closed
 * Returns NULL after reporting why the file cannot be created or written. */
ct_cleanup_log *ct_cleanup_log_open(ct_arena *arena, const char *path, const json_t *about,
                                    const ct_redactor *redactor, ct_diag *diag);

/* The next three append a line and return after it reached the disk (fdatasync).
 * what: borrowed; the index of a step of the target, or the full name of a case
 * Each returns NULL, or why it failed: one sentence that belongs to the journal's arena. Then
 * nothing more may be sent that needs cleaning up. */

/* A step with a cleanup is about to be sent. */
const char *ct_cleanup_log_start(ct_cleanup_log *journal, const json_t *what);

/* Its response came, or the case went on. values: what was captured and is not secret, or NULL. */
const char *ct_cleanup_log_captured(ct_cleanup_log *journal, const json_t *what,
                                    const json_t *values);

/* Its cleanup passed. */
const char *ct_cleanup_log_end(ct_cleanup_log *journal, const json_t *what);

/* Closes the file, and deletes it if everything in it was cleaned up.
 * Returns true if the file is gone. NULL is allowed and returns true. */
bool ct_cleanup_log_close(ct_cleanup_log *journal);

/* Returns the path as given to ct_cleanup_log_open(). */
const char *ct_cleanup_log_path(const ct_cleanup_log *journal);

/* What a journal says is left. Each member of `steps` and `cases` is an object with `captured` (an
 * object of values) and, if the response came, `answered`. */
typedef struct ct_leftovers {
    json_t *about; /* as given to ct_cleanup_log_open() */
    json_t *steps; /* by the index of the target's step: "0", "1", ... */
    json_t *cases; /* by full name */
} ct_leftovers;

/* Reads a journal. A last line that is cut off, as by a crash, is ignored.
 * left: out, belongs to the arena
 * Returns false after reporting what is wrong with the file. */
bool ct_cleanup_log_read(ct_arena *arena, const char *path, ct_leftovers *left, ct_diag *diag);

#endif
