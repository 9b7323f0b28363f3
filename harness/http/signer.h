/* signer.h - authenticates requests, in one way for each kind of `auth` of a target.
 *
 * Pure: the same request, variables and time give the same headers. A redactor
 * knows these headers by name; the keys and passwords they are made of are
 * secrets of the target, which it knows by value.
 */
#ifndef CT_HTTP_SIGNER_H
#define CT_HTTP_SIGNER_H

#include "lang/yaml/template.h"
#include "model/target.h"

typedef struct ct_signing {
    const ct_plan *plan;   /* headers that it sets or removes itself stay as they are */
    ct_target_auth kind;   /* of the target */
    const ct_scope *scope; /* has the secrets */
    int64_t unix_ms;       /* the time of the request, for the date that is signed */
    ct_arena *arena;       /* owns the headers that are added */
} ct_signing;

/* Returns whether the operation's `credential` headers are sent with the request. */
bool ct_sign_sends_credential(const ct_plan *plan, ct_target_auth kind);

/* Appends the headers that authenticate.
 * request: in/out, complete except for these headers
 * error:   out, one sentence in the arena; set only if false is returned
 * Returns false if a variable is missing, or its value is not allowed in a field value. */
bool ct_sign(ct_request *request, const ct_signing *how, const char **error);

#endif
