/* fault.h - seeded defects: ways in which an API breaks its contract.
 *
 * One table over several files, by subject. A row either damages an answer (a
 * pure function: a response in, a damaged one out, or NULL where there is
 * nothing to damage), or is a quirk of the reference gateway. Rows that damage
 * a member are applied to each member of a body in turn: a site is the members'
 * names on the way there, "applies/app_id"; arrays are walked through.
 */
#ifndef CT_MUTATION_FAULT_H
#define CT_MUTATION_FAULT_H

#include <jansson.h>

#include "base/diag.h"
#include "model/exchange.h"
#include "mutation/behaviour.h"

typedef struct ct_fault ct_fault;

/* `site` is "" for rows that do not take one. */
typedef const ct_response *ct_mutate_fn(const ct_fault *fault, const char *site,
                                        const ct_response *good, ct_arena *arena);

/* What stands there instead of a member's value: a new reference, or NULL: nothing to damage. */
typedef json_t *ct_mutate_value_fn(const ct_fault *fault, const json_t *value, ct_arena *arena);

struct ct_fault {
    const char *name;
    const char *summary; /* one sentence: what is wrong with it */
    /* Ids of requirements, with a blank between. {status}, {json} and {request-id} stand for those
     * of the answer's status, of its being JSON and of its number, {form} and {value} for those of
     * the member: see requirement_map.h. */
    const char *breaks;
    ct_mutate_fn *mutate;     /* NULL: a quirk */
    ct_mutate_value_fn *edit; /* of rows that damage a member */
    const char *text;         /* for damage and edit */
    int number;               /* the same */
    bool is_of_member;        /* takes a site */
    ct_behaviour_fault behaviour_fault;
    ct_request_fault request_fault; /* that the quirk is about */
};

/* The first row for NULL, NULL behind the last. */
const ct_fault *ct_fault_next(const ct_fault *fault);

/* The row of that name. NULL after noting that there is none, and which was meant. */
const ct_fault *ct_fault_find(const char *name, ct_diag *diag);

/* The sites of a JSON body, each once: added as names of an object. */
void ct_fault_sites(const ct_response *response, json_t *sites, ct_arena *arena);

/* The answer with the defect at that site, at all of them where `site` is NULL; the answer itself
 * where there is nothing to damage. */
const ct_response *ct_fault_apply(const ct_fault *fault, const char *site, const ct_response *good,
                                  ct_arena *arena);

/* A copy whose body is this one. */
ct_response *ct_response_with_body(const ct_response *good, const char *bytes, size_t size,
                                   ct_arena *arena);

/* The tables; each ends with a NULL name. */
extern const ct_fault ct_status_faults[], ct_head_faults[], ct_body_faults[], ct_property_faults[],
    ct_array_faults[], ct_code_faults[], ct_time_faults[], ct_behaviour_faults[],
    ct_request_faults[];

/* Damages the member at the site by the row's edit. */
ct_mutate_fn ct_mutate_property;

#endif
