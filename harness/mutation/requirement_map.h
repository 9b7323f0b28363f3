/* requirement_map.h - what is at stake: of which requirement a part of an answer is. */
#ifndef CT_MUTATION_REQUIREMENT_MAP_H
#define CT_MUTATION_REQUIREMENT_MAP_H

#include <stdbool.h>

#include "mutation/fault.h"

typedef struct ct_stake {
    const char *operation; /* as ct_gateway_operation names it */
    unsigned status;
    const char *site;  /* "": the answer as a whole */
    const char *form;  /* that it is there, and what it is; of a whole answer: its status */
    const char *value; /* what it says; of a whole answer: that it is JSON. NULL: anything */
    const char *body;  /* of a whole answer: an example */
} ct_stake;

extern const ct_stake ct_stakes[]; /* ends with a NULL operation */

/* Where a defect strikes; `operation` is NULL for quirks. */
typedef struct ct_strike {
    const ct_defect *defect;
    const char *operation;
    unsigned status;
    const char *site;
} ct_strike;

/* Is told the id of each requirement that is broken, some that no suite may have. */
typedef void ct_stake_visit(void *user, const char *id);

void ct_strike_breaks(const ct_strike *strike, ct_stake_visit *visit, void *user, ct_arena *arena);

/* Which defects break what: an object of the arena, from an id to the list of their names. */
const json_t *ct_stake_map(ct_arena *arena);

#endif
