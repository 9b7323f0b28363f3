/* signer.h - how a request proves who sends it: a row for each kind of a target's `auth`.
 *
 * Pure: the same request, variables and time give the same proof. What proves
 * somebody stands in headers that a redactor knows by name; the names and
 * passwords behind it are secrets of the target, which it knows by value.
 */
#ifndef CT_HTTP_SIGNER_H
#define CT_HTTP_SIGNER_H

#include "lang/yaml/template.h"
#include "model/target.h"

typedef struct ct_signing {
    const ct_plan *plan; /* what it gives or takes away itself stays so */
    ct_target_auth kind; /* the target's */
    const ct_scope *scope;
    int64_t unix_ms; /* when the request is made */
    ct_arena *arena;
} ct_signing;

/* Does the operation's own `credential` go with the request? */
bool ct_sign_sends_credential(const ct_plan *plan, ct_target_auth kind);

/* Adds the headers of the proof behind the others; the body and all other headers are there. False
 * and a sentence when a variable that it needs is missing, or can stand in no header. */
bool ct_sign(ct_request *request, const ct_signing *how, const char **error);

#endif
