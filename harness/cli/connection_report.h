/* connection_report.h - how a certified run reached its target, as lines for people. */
#ifndef CT_CLI_CONNECTION_REPORT_H
#define CT_CLI_CONNECTION_REPORT_H

#include <jansson.h>

/* Prints the peers with their public keys and the connection options to standard output.
 * claims: `predicate.apigcheck` of a statement; fields of a wrong type are left out */
void ct_print_connection(const json_t *claims);

#endif
