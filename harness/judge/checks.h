/* checks.h - the places of a response that an expectation compares.
 *
 * Functions of this header read the suite only. Which requirements an expectation can show
 * something about is decided by model/about_match.h.
 */
#ifndef CT_JUDGE_CHECKS_H
#define CT_JUDGE_CHECKS_H

#include "base/arena.h"
#include "model/suite.h"

/* One place. The strings are borrowed for the call. */
typedef struct ct_check {
    ct_subject subject; /* never CT_SUBJECT_ONE_OF */
    const char *header; /* of CT_SUBJECT_HEADER: the name */
    const char *at;     /* of CT_SUBJECT_JSON and _PATH: a valid JSONPath; else NULL */
    bool is_deep;       /* everything below it is compared, too, as far as is known */
} ct_check;

typedef void ct_check_visit(const ct_check *check, void *user);

/* Visits each place that an expectation compares: for a body its root, and each property and
 * element that the shape names, from the outside in. Alternatives are not visited: their
 * expectations are to be passed one by one.
 * user: passed to `visit` */
void ct_expect_each_check(const ct_expect *expect, ct_check_visit *visit, void *user);

/* Returns whether a response with that status can pass an expectation of the status; false for one
 * that depends on variables, and for all other subjects.
 * arena: gets temporary values */
bool ct_expect_accepts_status(ct_arena *arena, const ct_expect *expect, unsigned status);

#endif
