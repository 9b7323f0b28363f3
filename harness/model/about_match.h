/* about_match.h - whether a check of a response fits a place that a requirement is about.
 *
 * A check is one comparison with a response: an expectation of a case (does any check fit the
 * requirement?), or a finding or one of its differences (which requirement is violated?). Functions
 * change nothing, allocate nothing and cannot fail; several threads may call them at once.
 */
#ifndef CT_MODEL_ABOUT_MATCH_H
#define CT_MODEL_ABOUT_MATCH_H

#include "model/suite.h"

/* What is compared. Its strings are borrowed. */
typedef struct ct_checked {
    const char *method;
    const char *path; /* of the request, or a template of it, as in ct_about_is_of() */
    unsigned status;  /* that the step expects; 0: one of `statuses` */
    const ct_status_range *statuses; /* that the step expects, without `status`; NULL: any */
    unsigned received;               /* the status that was received; 0: not known */
    ct_subject subject; /* not CT_SUBJECT_ONE_OF: its alternatives are checks of their own */
    const char *header; /* of CT_SUBJECT_HEADER: the name */
    const char *at;     /* of CT_SUBJECT_PATH and _JSON: a valid JSONPath, such as the normalized
                           path of a difference; NULL: the whole body */
} ct_checked;

/* How a check fits a place. Positive numbers are fits, and the larger one is the closer one:
 * requirements whose place fits closest are violated by a finding, those with a smaller number are
 * about something around it. */
typedef enum ct_fit {
    CT_FIT_HIDES = -1, /* the check is about what contains the place, or about the status of its
                          response: while it fails, nothing is known about the place */
    CT_FIT_NONE = 0,
    CT_FIT_AROUND = 1, /* the place contains what is checked; plus the depth of the place */
    CT_FIT_EXACT = 1 << 30
} ct_fit;

/* Returns how the check fits the place.
 *
 * A place without a header and `at` is the status of the response: checks of the status fit it, and
 * those of the time and the connection, which have no place of their own. A place with `at` fits
 * checks of the body at that path and below it. Indices and wildcards fit each other; a filter, a
 * slice and several selectors in brackets fit every element or property. Text and bytes are checks
 * of the whole body. An effect fits checks of the body and of the status in responses to its
 * request, if the received status shows a state: 2xx, 404 or 410. Of several statuses that a step
 * expects, a check of the status fits each; a check of another part fits the one that was received,
 * if it is one of them.
 *
 * about: in; a place without a request fits nothing
 * check: in */
ct_fit ct_about_fit(const ct_about *about, const ct_checked *check);

/* Returns the closest fit of the places of a requirement: the largest of ct_about_fit(), or
 * CT_FIT_HIDES if that is the only one beside CT_FIT_NONE. CT_FIT_NONE without an `about`. */
ct_fit ct_requirement_fit(const ct_requirement *requirement, const ct_checked *check);

/* Returns the closest fit of what an expectation compares with a place: of the parts of its value,
 * or of the expectations of its alternatives. CT_FIT_HIDES if it compares nothing inside the place.
 *
 * about:   in
 * request: in; its subject, header and `at` do not count
 * expect:  in; of a suite that was loaded */
ct_fit ct_about_fit_expect(const ct_about *about, const ct_checked *request,
                           const ct_expect *expect);

/* Returns whether the ranges contain the status; true without ranges. */
bool ct_statuses_have(const ct_status_range *ranges, unsigned status);

#endif
