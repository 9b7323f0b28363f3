/* profile.h - what a certificate of that name needs: requirements, and the cases that show them.
 *
 * A profile is a file of the suite, profiles/NAME.yaml. Its list of cases is
 * frozen: exactly these are run, and all of them must be there. A name without
 * a row stands for all rows of an `each`. Every requirement is shown by one of
 * the cases, and every case shows one of the requirements, so that nothing in
 * a profile is without effect.
 */
#ifndef CT_CERTIFY_PROFILE_H
#define CT_CERTIFY_PROFILE_H

#include "base/diag.h"
#include "model/suite.h"

typedef struct ct_profile {
    const ct_source *source;
    const char *name;
    const char *version;
    uint64_t validity_ms; /* of a certificate; 0: not said, a year */
    unsigned passes;      /* how often every case is run; 0: not said, once */
    unsigned throttle_ms; /* the total wait for 429 and 503 in each pass */
    const ct_requirement **requirements;
    size_t requirement_count;
    const ct_case **cases; /* in the order of the suite's files */
    size_t case_count;
    struct ct_profile *next;
} ct_profile;

/* A certificate of a profile that says nothing is good for so long. */
#define CT_PROFILE_VALIDITY_MS (UINT64_C(365) * 86400000)

/* The suite's profile of that name. What a suite that was read only in part does not have is left
 * out; of a whole one it is a mistake. NULL after noting every mistake. */
const ct_profile *ct_profile_read(ct_arena *arena, const ct_suite *suite, const char *name,
                                  ct_diag *diag);

/* All of them, in name order, so that nothing in a suite goes unread; false after noting. */
bool ct_profiles_check(ct_arena *arena, const ct_suite *suite, ct_diag *diag);

bool ct_profile_has_case(const ct_profile *profile, const ct_case *test_case);

#endif
