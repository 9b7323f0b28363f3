/* target_auth.h - the kinds of authentication of a target. For target.c only. */
#ifndef CT_LOAD_TARGET_AUTH_H
#define CT_LOAD_TARGET_AUTH_H

#include "lang/yaml/bind.h"
#include "model/target.h"

/* Binds the value of `auth`; `slot` is a ct_target. Returns false after reporting an error. */
bool ct_bind_target_auth(ct_binder *binder, const ct_yaml *node, void *slot);

/* Reports each secret that the target's kind of authentication requires and the target does not
 * have, and adds the capability of the kind. If the target declares the capability of another kind,
 * the secrets of that kind are required too: cases of wrong signatures need them. */
void ct_check_target_auth(ct_arena *arena, ct_diag *diag, ct_target *target);

#endif
