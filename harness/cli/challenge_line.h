/* challenge_line.h - prints how many responses of a certificate are bound to its challenge. */
#ifndef CT_CLI_CHALLENGE_LINE_H
#define CT_CLI_CHALLENGE_LINE_H

#include <jansson.h>

/* Prints one line to standard output; nothing if the numbers are missing.
 * claims: `predicate.apigcheck` of a statement */
void ct_print_challenge_binding(const json_t *claims);

#endif
