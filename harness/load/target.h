/* target.h - from a target file and the command line to a ct_target. */
#ifndef CT_LOAD_TARGET_H
#define CT_LOAD_TARGET_H

#include "base/diag.h"
#include "model/target.h"

/* What the command line says about the target. Lists of "NAME=..." as they were typed. */
typedef struct ct_target_fields {
    const char *file; /* --target, or NULL */
    const char *url;  /* --url: gives or replaces the address; NULL: the file's */
    const char *run_id;
    const char *const *vars;
    size_t var_count;
    const char *const *secrets;
    size_t secret_count;
    bool needs_no_url; /* nothing is sent: variables without a file are a target, whose url is NULL
                        */
    bool is_read_only;
    bool is_masked; /* secrets are not looked for: each is CT_MASK, as records show it */
    ct_tls tls;     /* --ca and the like: instead of the file's */
} ct_target_fields;

/* Everything is read and resolved: secrets from the environment and files too. NULL after noting
 * every mistake. The target belongs to the arena. */
const ct_target *ct_target_read(ct_arena *arena, const ct_target_fields *words, ct_diag *diag);

#endif
