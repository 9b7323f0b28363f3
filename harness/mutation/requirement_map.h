/* requirement_map.h - which requirements a mutant violates.
 *
 * A fault that changes a part of a response violates the requirements that are about this part:
 * `about` in requirements.yaml. What `about` cannot distinguish is in faults.yaml: the requirements
 * that a fault of requests or of behaviour, or a fault that repeats an earlier response, violates,
 * the requirements that only such faults violate, and where several requirements are about one
 * property or header, in which aspect of it each of them is violated. No id of a requirement is in
 * the code. A map belongs to the arena it was made in, and refers to the suite, which must outlive
 * it. A MUST that is about nothing and that no fault names is violated by no mutant.
 */
#ifndef CT_MUTATION_REQUIREMENT_MAP_H
#define CT_MUTATION_REQUIREMENT_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "model/suite.h"
#include "mutation/fault.h"

/* A fault, and where it is applied. Faults of behaviour are not applied at a place: `operation` is
 * NULL, and `status` does not count. */
typedef struct ct_mutation {
    const ct_fault *fault;
    const char *operation; /* as ct_gateway_operation() names it; NULL: the fault has no part */
    unsigned status;       /* of the response */
    const char *site;      /* of the property; "" for other parts */
} ct_mutation;

/* It grows with ct_requirement_map_add(). It belongs to one thread. */
typedef struct ct_requirement_map ct_requirement_map;

/* Makes a map of the suite's requirements and of the file at `path`; NULL: without a file. With
 * `is_of_suite` an id in the file that the suite does not have is an error, otherwise it is
 * skipped.
 * arena: owns the map
 * path:  in; read now and not again
 * Returns NULL after adding every mistake of the file to `diag`. */
ct_requirement_map *ct_requirement_map_load(ct_arena *arena, const ct_suite *suite,
                                            const char *path, bool is_of_suite, ct_diag *diag);

/* Finds out which properties of a response the JSONPaths of `about` select. It must be done for
 * one response at least of each operation and status, before the map is asked about those.
 * operation: in; as ct_gateway_operation() names it
 * response:  in; not kept. A body that is not JSON adds nothing */
void ct_requirement_map_add(ct_requirement_map *map, const char *operation,
                            const ct_response *response);

/* Writes the requirements that the mutation violates into `violated`, at most `max`, each once.
 * Returns their number, at most `max`.
 * mutation: in
 * violated: out; pointers into the suite */
size_t ct_requirement_map_violated(const ct_requirement_map *map, const ct_mutation *mutation,
                                   const ct_requirement **violated, size_t max);

/* Returns an object of the map's arena, from the id of a requirement to the names of the faults
 * that violate it, in the order of the table. Faults of responses are tried on an example of each
 * documented response of the reference gateway, which this adds to the map.
 * map: in, out */
const json_t *ct_requirement_map_json(ct_requirement_map *map);

#endif
