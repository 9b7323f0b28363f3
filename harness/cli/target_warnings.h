/* target_warnings.h - reasons to doubt that a certified run tested the product in earnest. */
#ifndef CT_CLI_TARGET_WARNINGS_H
#define CT_CLI_TARGET_WARNINGS_H

#include <jansson.h>

#include "cli/command.h"
#include "model/target.h"

/* Returns an array of sentences, in the session's arena: an option made the requests reach another
 * address than the URL names, the host of the URL or a peer has a loopback or private address, or
 * the target uses values of a shipped target file.
 * claims: `predicate.apigcheck` of a statement; fields of a wrong type are left out
 * target: of the evidence; NULL: not known */
json_t *ct_target_warnings(ct_session *session, const json_t *claims, const ct_target *target);

/* Prints the sentences to standard output, one line each. */
void ct_print_target_warnings(const json_t *warnings);

#endif
