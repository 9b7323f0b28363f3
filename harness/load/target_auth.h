/* target_auth.h - how a target's requests prove who sends them. Of target.c. */
#ifndef CT_LOAD_TARGET_AUTH_H
#define CT_LOAD_TARGET_AUTH_H

#include "lang/yaml/bind.h"
#include "model/target.h"

/* The word behind `auth`, into the ct_target that `slot` is. */
bool ct_bind_target_auth(ct_binder *binder, const ct_yaml *node, void *slot);

/* Notes what the target's kind needs and does not have, and adds its capability. A target that
 * declares the capability of another kind has its secrets too: so can it show how signatures that
 * are wrong are refused, whatever it proves itself by. */
void ct_check_target_auth(ct_arena *arena, ct_diag *diag, ct_target *target);

#endif
