/* polling.h - what a run has learned about waiting: which steps with `within` ran out of time.
 *
 * Waiting for a response is hopeless if it ended without success in two cases, and never helped in
 * this run. Steps wait for the same response if one of these is the same:
 *
 *   - the request: method, URL and body, with variables filled in. Hopeless if the response stayed
 *     the same from the first attempt to the last in both cases, if all that ran out of time got
 * the same status, which is that of this step, too, and if no step that polled this request ever
 * got another response while it waited. That a step passes at once shows nothing about waiting. The
 *     bodies of the cases can differ, such as in a count.
 *   - the expectations: their place in the case files, which YAML aliases and the rows of `each`
 *     share, and the method. Their requests can differ. Hopeless if all that ran out of time got
 * the same status and body in the end, if the response to this step is the same, too, and if no
 * such step ever passed.
 *
 * The runner then ends a case before such a step waits: the case is not run, because its result
 * would repeat those of the others. A step that has started to wait always waits to its end, and
 * one that passes at once is not affected. So a run in which a case is not run for this reason has
 * two cases that ran out of time. Which ones they are depends on the order of the cases and, with
 * --parallel, on the time of the responses; no case fails because of this order.
 */
#ifndef CT_RUN_POLLING_H
#define CT_RUN_POLLING_H

#include "base/arena.h"
#include "base/digest.h"
#include "model/exchange.h"
#include "model/suite.h"

typedef struct ct_polling ct_polling;

/* Compares the responses to the attempts of one step. Zeroed before the first. */
typedef struct ct_poll_watch {
    unsigned char first[CT_SHA256_SIZE]; /* of status and body of the first response */
    unsigned attempts;
    bool has_changed; /* another response, or none */
} ct_poll_watch;

/* Adds an attempt; NULL: there was no response. */
void ct_poll_watch_add(ct_poll_watch *self, const ct_response *response);

/* A step with `within`, and the last exchange that it made. All of it is borrowed. */
typedef struct ct_poll {
    const ct_step *step;
    const ct_exchange *exchange; /* as received; with a response */
    const char *case_name;       /* full name; must live as long as the run */
    const struct ct_poll_watch *watch;
} ct_poll;

/* Returns an empty store, in the arena. */
ct_polling *ct_polling_new(ct_arena *arena);

/* Notes that the step passed. */
void ct_polling_pass(ct_polling *self, const ct_poll *poll);

/* Notes that the step ran out of time. */
void ct_polling_expire(ct_polling *self, const ct_poll *poll);

/* Returns NULL if the step may wait. If waiting is hopeless, the reason as one sentence, in the
 * arena of the store. */
const char *ct_polling_hopeless(const ct_polling *self, const ct_poll *poll);

#endif
