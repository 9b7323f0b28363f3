/* requirement_map.h - what is at stake: of which requirement a part of an answer is. */
#ifndef CT_MUTATION_REQUIREMENT_MAP_H
#define CT_MUTATION_REQUIREMENT_MAP_H

#include <stdbool.h>

#include "mutation/fault.h"

typedef struct ct_requirement_map_row {
    const char *operation; /* as ct_gateway_operation names it */
    unsigned status;
    const char *site;  /* "": the answer as a whole */
    const char *form;  /* that it is there, and what it is; of a whole answer: its status */
    const char *value; /* what it says; of a whole answer: that it is JSON. NULL: anything */
    const char *body;  /* of a whole answer: an example */
} ct_requirement_map_row;

extern const ct_requirement_map_row ct_requirement_map[]; /* ends with a NULL operation */

/* Where a defect strikes; `operation` is NULL for quirks. */
typedef struct ct_mutation {
    const ct_fault *fault;
    const char *operation;
    unsigned status;
    const char *site;
} ct_mutation;

/* Is told the id of each requirement that is broken, some that no suite may have. */
typedef void ct_requirement_map_visit(void *user, const char *id);

void ct_mutation_violates(const ct_mutation *mutation, ct_requirement_map_visit *visit, void *user,
                          ct_arena *arena);

/* Which defects break what: an object of the arena, from an id to the list of their names. */
const json_t *ct_requirement_map_json(ct_arena *arena);

#endif
