/* profile.h - profiles: the requirements of a certificate, and the cases that verify them.
 *
 * A profile is the file profiles/NAME.yaml of a suite. Its list of cases is fixed: exactly these
 * run, and all of them must exist. A name of a case with `each` means all of its parameter sets.
 * Every requirement is verified by one of the cases, and every case verifies one of the
 * requirements, and every mandatory capability is required by one of the cases, so that no entry is
 * without effect.
 */
#ifndef CT_CERTIFY_PROFILE_H
#define CT_CERTIFY_PROFILE_H

#include "base/diag.h"
#include "model/suite.h"

typedef struct ct_profile {
    const ct_source *source;
    const char *name;
    const char *version;
    uint64_t validity_ms; /* of a certificate; CT_PROFILE_VALIDITY_MS if the file has none */
    unsigned passes;      /* how many times every case runs; 1 if the file has no number */
    unsigned max_time_ms; /* of all passes; CT_PROFILE_MAX_TIME_MS if the file has none */
    bool has_traceparent; /* each request gets a generated header `traceparent` */
    unsigned throttle_ms; /* total wait for 429 and 503 responses in each pass; 0: no retries */
    const ct_requirement **requirements; /* in the order of the profile */
    size_t requirement_count;
    const ct_case **cases; /* in the order of the suite's files */
    size_t case_count;
    /* Without them, a target is CONFORMANT_LIMITED at best; NULL: none. */
    const struct ct_name *capabilities;
    struct ct_profile *next;
} ct_profile;

enum { CT_PROFILE_MAX_TIME_MS = 24 * 3600 * 1000 };
#define CT_PROFILE_VALIDITY_MS (UINT64_C(365) * 86400000) /* a year */

/* Reads a profile of the suite.
 * arena: owns the profile, which refers to the suite
 * suite: if it was loaded only in part, entries of the profile that it lacks are ignored; otherwise
 *        they are errors
 * Returns NULL after reporting every error. */
const ct_profile *ct_profile_read(ct_arena *arena, const ct_suite *suite, const char *name,
                                  ct_diag *diag);

/* Reads all profiles of a suite, in the order of their names, to find their errors. Does nothing if
 * the suite was loaded only in part. Returns false after reporting every error. */
bool ct_profiles_check(ct_arena *arena, const ct_suite *suite, ct_diag *diag);

/* Reports a case that the suite does not have, with a suggestion. Returns false. */
bool ct_unknown_case(const ct_suite *suite, const char *full_name, ct_loc where, ct_diag *diag);

bool ct_profile_has_case(const ct_profile *profile, const ct_case *test_case);

#endif
