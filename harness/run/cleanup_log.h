/* cleanup_log.h - what a run is about to leave behind, written down before it does.
 *
 * A line of JSON for each intent, on the disk before the request is sent: so
 * that what was made can be taken away even after the run was killed. There is
 * no secret in it: values that a step captures as secret are left out, and what
 * else is told goes through the redactor. Who cleans up reads the target file
 * and its secrets again.
 */
#ifndef CT_RUN_CLEANUP_LOG_H
#define CT_RUN_CLEANUP_LOG_H

#include <jansson.h>
#include <stdbool.h>

#include "base/diag.h"
#include "model/redact/redact.h"

typedef struct ct_cleanup_log ct_cleanup_log;

/* A new file, for nobody else to read: one that is there is never written over. `about` is an
 * object that the first line tells. NULL after noting why not. Belongs to the arena; the file is
 * closed with ct_cleanup_log_close(). */
ct_cleanup_log *ct_cleanup_log_open(ct_arena *arena, const char *path, const json_t *about,
                                    const ct_redactor *redactor, ct_diag *diag);

/* Each writes a line and waits until it is on the disk. NULL, or a sentence: then nothing may be
 * sent. `what` is the place of a target's own step, or the full name of a case. */
const char *ct_cleanup_log_start(ct_cleanup_log *journal, const json_t *what);

/* It was answered, or went on: what was captured so far and is not secret (may be NULL). */
const char *ct_cleanup_log_captured(ct_cleanup_log *journal, const json_t *what,
                                    const json_t *values);

/* Nothing of it is left. */
const char *ct_cleanup_log_end(ct_cleanup_log *journal, const json_t *what);

/* Removes the file when nothing is left. False when it stays; NULL gives true. */
bool ct_cleanup_log_close(ct_cleanup_log *journal);

const char *ct_cleanup_log_path(const ct_cleanup_log *journal);

/* What is left, by name: of steps "0", "1", ..., of cases their full names. Each is an object: its
 * member `captured` has the values, `answered` is there when it was not cut off. */
typedef struct ct_leftovers {
    json_t *about;
    json_t *steps, *cases;
} ct_leftovers;

/* False after noting what is wrong with it. A last line that broke off does not count. */
bool ct_cleanup_log_read(ct_arena *arena, const char *path, ct_leftovers *left, ct_diag *diag);

#endif
