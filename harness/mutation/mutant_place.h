/* mutant_place.h - names of requests that are the same in every run.
 *
 * Where no operation of the reference gateway is known, a request is named by its method and the
 * template of its URL: "GET /pets/{pet_id}?limit=5". Values that the case files state are shown,
 * all others are replaced, so that a name has no generated id, no time and no secret.
 */
#ifndef CT_MUTATION_MUTANT_PLACE_H
#define CT_MUTATION_MUTANT_PLACE_H

#include "model/suite.h"

/* Returns the name of a request, in `arena`.
 * test_case: in; the case that sent it; NULL: the steps of the target
 * method:    in
 * target:    in; the path and query that were sent, with the path of the base URL */
const char *ct_mutant_place_name(const ct_case *test_case, const char *method, const char *target,
                                 ct_arena *arena);

/* Returns whether the case captures a secret: its requests and responses can contain values that
 * no redactor knows after the run. */
bool ct_captures_secrets(const ct_case *test_case);

/* Returns whether a string looks like an id, a time or a token that differs in the next run: a
 * UUID, many hexadecimal digits, a long number, an RFC 3339 date, or a long mix of letters and
 * digits.
 * text: in; `size` bytes, need not end with NUL */
bool ct_looks_generated(const char *text, size_t size);

/* Returns whether the string or a word in it looks generated. Parameters as above. */
bool ct_contains_generated(const char *text, size_t size);

#endif
