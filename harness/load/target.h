/* target.h - reads a target file and the target options of the command line. */
#ifndef CT_LOAD_TARGET_H
#define CT_LOAD_TARGET_H

#include "base/diag.h"
#include "model/target.h"

/* The target options of the command line. */
typedef struct ct_target_fields {
    const char *file;        /* --target, or NULL */
    const char *url;         /* --url: sets or replaces the base URL; NULL: that of the file */
    const char *run_id;      /* the value of $(run_id) */
    const char *const *vars; /* --var: "NAME=TEXT" or "NAME:=JSON" */
    size_t var_count;
    const char *const *secrets; /* --secret: "NAME=env:VARIABLE" or "NAME=file:PATH" */
    size_t secret_count;
    bool needs_no_url; /* for `lint`: variables alone make a target, whose url is NULL */
    bool is_read_only;
    bool is_masked; /* secrets are not read: each is CT_MASK, as in results files */
    ct_tls tls;     /* --ca and so on: replaces the values of the file */
} ct_target_fields;

/* Reads the target file, the options, and the secrets from the environment and files.
 * arena: owns the target; the strings of `values` must live as long
 * values: in; an option takes precedence over the same value of the file
 * Returns a target with all variables resolved, or NULL after reporting all errors. No error shows
 * a secret. */
const ct_target *ct_target_read(ct_arena *arena, const ct_target_fields *values, ct_diag *diag);

#endif
