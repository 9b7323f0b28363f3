/* not_applicable.h - what a certificate says nothing about, as a list for people and programs. */
#ifndef CT_CLI_NOT_APPLICABLE_H
#define CT_CLI_NOT_APPLICABLE_H

#include <jansson.h>

/* Prints the counts and names of the requirements and cases that are not applicable, and the
 * capabilities that are not declared, to standard output. Prints nothing if there are none.
 * claims: `predicate.apigcheck` of a statement; fields of a wrong type are left out */
void ct_print_not_applicable(const json_t *claims);

/* Returns the same as an object, which the caller owns. */
json_t *ct_not_applicable_json(const json_t *claims);

#endif
