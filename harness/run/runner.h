/* runner.h - runs the selected cases against a target.
 *
 * One event loop in one thread. The steps of a case run in order; up to `parallel` cases run at the
 * same time. A run has three phases: the steps of the target ('before'), the cases, the cleanup of
 * the target's steps.
 *
 * ct_run() cannot fail: whatever goes wrong becomes the verdict of a case, or the reason why the
 * run stopped early. Every selected case has a result before the first request is sent, so none can
 * get lost, and case_end is called once for each, also for cases that were skipped or not run.
 */
#ifndef CT_RUN_RUNNER_H
#define CT_RUN_RUNNER_H

#include "http/transport.h"
#include "model/events.h"
#include "model/redact/redact.h"
#include "model/target.h"
#include "run/run_options.h"

/* The cases to run. All of it is borrowed. */
typedef struct ct_selection {
    const ct_suite *suite;
    const ct_case **cases; /* in file order; those of the suite that are not here are deselected */
    size_t *order;         /* the order of starting, indices into `cases`; NULL: file order */
    size_t count;          /* of `cases`, and of `order` */
    size_t deselected;
    unsigned shard, shards; /* this is part `shard` (from 1) of `shards`; 0: not divided */
    const ct_case **others; /* the cases of the other shards */
    size_t other_count;
} ct_selection;

/* Returns the run id that belongs to a seed: 12 hex digits, in the arena. */
const char *ct_run_id(ct_arena *arena, const char *seed);

/* Sets selection->order to a random order of its cases, the same for the same seed. The
 * order of the cases in the suite and in reports stays.
 * selection: in, out; `order` is set, in `arena`
 * seed:      in; hex digits */
void ct_shuffle(ct_selection *selection, const char *seed, ct_arena *arena);

/* Returns a redactor, in the arena, that knows the secrets of the target and the names that the
 * operations mask. */
ct_redactor *ct_run_redactor(ct_arena *arena, const ct_suite *suite, const ct_target *target);

/* Teaches a redactor the password of a proxy URL, or its user if it has no password, as written and
 * percent-decoded, and the pair as Basic credentials (RFC 7617). `proxy` may be NULL. */
void ct_run_hide_proxy(ct_redactor *redactor, const char *proxy);

/* Returns NULL if the case can run against this target, else why it is skipped: a sentence that is
 * static, of the suite, or in the arena. */
const char *ct_skip_reason(const ct_case *test_case, const ct_target *target, ct_arena *arena);

/* Runs the selection.
 * transport: in/out; used by this call alone until it returns, and not closed
 * listeners: a list, may be NULL; called in its order, in this thread
 * arena:     owns the result and everything in it; memory of a case is freed when it ends, so the
 *            steps of a result exist only during case_end
 * Returns the result, never NULL. */
const ct_run_result *ct_run(const ct_selection *selection, const ct_target *target,
                            const ct_run_options *options, ct_transport *transport,
                            ct_listener *listeners, ct_arena *arena);

#endif
