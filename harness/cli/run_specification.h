/* run_specification.h - what the commands that read cases have in common: suite, target, selection.
 */
#ifndef CT_CLI_RUN_SPECIFICATION_H
#define CT_CLI_RUN_SPECIFICATION_H

#include "certify/profile.h"
#include "certify/waiver.h"
#include "cli/command.h"
#include "model/target.h"
#include "run/runner.h"

typedef struct ct_run_specification {
    const ct_suite *suite;
    ct_profile *profiles;      /* those that are named */
    const ct_waivers *waivers; /* NULL: none were named */
    const ct_target *target;   /* NULL where none was named */
    ct_selection selection;
    const char *seed, *run_id, *shuffle_seed;
    bool needs_no_url; /* set before: nothing is sent, so that --var alone makes a target */
} ct_run_specification;

/* The cases that are named, or the shipped ones. False after noting every mistake. */
bool ct_run_specification_load(ct_session *session, ct_run_specification *specification);

/* The target that is named; `mock_url` is the address of the reference gateway where it was
 * started, or NULL. False after noting every mistake; true without a target where none is named. */
bool ct_run_specification_target(ct_session *session, const char *mock_url,
                                 ct_run_specification *specification);

/* Selects cases and checks their variables. False after noting. */
bool ct_run_specification_select(ct_session *session, ct_run_specification *specification);

#endif
