/* waiver.h - waivers: deviations that are accepted until a date.
 *
 * A waiver is for one case and one of the requirements that it verifies. It covers a failure only
 * if the response is as `observed` describes it, and if every finding is about something that
 * `observed` describes. The case still runs, and its findings are still reported. A waiver that is
 * no longer needed, or has expired, is an error.
 *
 * A waiver can name the vendor and the product that it is for. In a certificate of another product
 * it is ignored. `run` does not know the product, and applies every waiver.
 */
#ifndef CT_CERTIFY_WAIVER_H
#define CT_CERTIFY_WAIVER_H

#include "base/diag.h"
#include "model/events.h"
#include "model/suite.h"

typedef struct ct_waiver {
    ct_loc where;
    const ct_requirement *requirement;
    const ct_case *test_case;
    const char *reason, *owner;
    const char *link;   /* NULL: none */
    const char *vendor; /* NULL: any vendor and product; then `product` is NULL too */
    const char *product;
    const char *expires;       /* "2027-03-31": the last day on which it applies, in UTC */
    int64_t expires_ms;        /* the end of that day, Unix milliseconds */
    const ct_expect *observed; /* expectations that the actual response meets */
    struct ct_waiver *next;
} ct_waiver;

typedef struct ct_waivers {
    const ct_source *source;
    ct_waiver *first; /* in the order of the file; NULL: none */
} ct_waivers;

/* Reads a file of waivers.
 * arena: owns the waivers, which refer to the suite
 * suite: if it was loaded only in part, waivers of cases that it lacks are ignored; otherwise they
 *        are errors
 * Returns NULL after reporting every error. */
const ct_waivers *ct_waivers_read(ct_arena *arena, const ct_suite *suite, const char *path,
                                  ct_diag *diag);

/* Returns whether the waiver applies to a product: it names this vendor and this product exactly,
 * or none at all. */
bool ct_waiver_is_for(const ct_waiver *waiver, const char *vendor, const char *product);

/* Warns if waivers are for other vendors or products, and so are ignored, and if waivers name none,
 * and so apply to every product.
 * waivers: NULL: none */
void ct_waivers_report_scope(const ct_waivers *waivers, const char *vendor, const char *product,
                             ct_diag *diag);

/* The state of a waiver after a run. */
typedef enum ct_waiver_state {
    CT_WAIVER_IDLE,    /* the case did not run or could not be judged: unknown */
    CT_WAIVER_COVERS,  /* the case failed as the waiver describes */
    CT_WAIVER_PASSING, /* the case passed */
    CT_WAIVER_OTHER,   /* the case failed in another way */
    CT_WAIVER_UNUSED,  /* the case was skipped */
    CT_WAIVER_EXPIRED, /* whatever the result is */
    CT_WAIVER_STATES
} ct_waiver_state;

/* Returns the state of a waiver. A pure function.
 * result: of the waiver's case, with its steps and exchanges; NULL: the case was not selected
 * now_ms: the current time, Unix milliseconds
 * arena: for temporary values */
ct_waiver_state ct_waiver_judge(const ct_waiver *waiver, const ct_case_result *result,
                                int64_t now_ms, ct_arena *arena);

/* Returns whether the state is an error by itself: passing, unused or expired. */
bool ct_waiver_is_error(ct_waiver_state state);

/* Returns a sentence about the state, such as "the waiver of 'BIND-404' for 'bind/unknown-quota'
 * has expired: its last day was 2027-03-31", in the arena. Returns NULL for a state without a
 * message. */
const char *ct_waiver_describe(const ct_waiver *waiver, ct_waiver_state state, ct_arena *arena);

/* ---- In a run ---- */

/* A listener that applies waivers: it passes on the run in which a covered failure is a warning
 * with a reason. Use the result in `seen` for the exit status. */
typedef struct ct_waiver_filter {
    ct_listener listener;      /* first: this is a ct_listener */
    const ct_run_result *seen; /* the run as it was passed on; set by run_begin */
    unsigned errors;           /* waivers that are an error; set by run_end */
} ct_waiver_filter;

/* Returns a filter, which belongs to the arena.
 * waivers: borrowed
 * inner: the listeners that receive the run; borrowed
 * diag: receives the errors and warnings about waivers when the run ends */
ct_waiver_filter *ct_waiver_filter_open(ct_arena *arena, const ct_waivers *waivers,
                                        ct_listener *inner, ct_diag *diag);

#endif
