/* run_specification.h - suite, target and selection of the commands that read cases.
 *
 * Commands call ct_run_specification_load(), ct_run_specification_target() and
 * ct_run_specification_select() in this order. Everything belongs to the session's arena.
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
    ct_profile *profiles;      /* of --profile, in their order; NULL: none */
    const ct_waivers *waivers; /* of --waivers; NULL: none */
    const ct_target *target;   /* NULL: no option names one */
    ct_selection selection;
    const char *seed;         /* of generated values: --seed, or 16 random hex digits */
    const char *run_id;       /* derived from the seed */
    const char *shuffle_seed; /* NULL: not shuffled */
    bool needs_no_url;        /* in: nothing is sent, so a target without a URL is allowed */
} ct_run_specification;

/* Returns the hex digits of random bytes, for seeds and nonces.
 * size: number of bytes, at most 16 */
const char *ct_random_digits(ct_arena *arena, size_t size);

/* Loads the suite (the paths of the command line, or the shipped cases), profiles and waivers.
 * Returns false after reporting every error. */
bool ct_run_specification_load(ct_session *session, ct_run_specification *specification);

/* Reads the target that the options name, and chooses the seed.
 * mock_url: URL of the reference gateway of --mock; NULL: it was not started
 * Returns false after reporting every error; true with a NULL target if no option names one. */
bool ct_run_specification_target(ct_session *session, const char *mock_url,
                                 ct_run_specification *specification);

/* Selects and shuffles the cases, and checks that the target defines their variables.
 * Returns false after reporting every error, such as an empty selection. */
bool ct_run_specification_select(ct_session *session, ct_run_specification *specification);

#endif
