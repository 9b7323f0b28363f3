/* loading.h - what the parts of load/ share while files are read. Not for others. */
#ifndef CT_LOAD_LOADING_H
#define CT_LOAD_LOADING_H

#include "data/bind.h"
#include "data/value.h"
#include "model/suite.h"

typedef struct ct_loading {
    ct_arena *arena;
    ct_diag *diag;
    ct_suite *suite;
    ct_operation *operation; /* whose cases are being read */
    json_t *case_names;      /* full names that were taken */
    json_t *read;            /* files that were read, by device and inode */
    ct_file **next_file;     /* where the next one goes */
    bool met_again;          /* a path led to what was read already */
    ct_case **next_case;     /* where the next one goes */
} ct_loading;

/* A key of the format that this version cannot do yet: refused, never ignored. */
ct_bind_fn ct_bind_not_yet;

/* Keeps the node for later: const ct_yaml *. */
ct_bind_fn ct_bind_node;

/* ct_pair *: a map of name to value (vars, needs nothing of HTTP). */
ct_bind_fn ct_bind_vars;

/* const ct_template *: a text with variables. */
ct_bind_fn ct_bind_template;

/* An id: [A-Za-z0-9][A-Za-z0-9._-]* */
ct_bind_fn ct_bind_id;

/* The pair of that name, or NULL. */
ct_pair *ct_pair_find(ct_pair *pairs, const char *name, bool ignore_case);

/* merge.c: objects are merged member by member; everything else, and !exact, replaces. `base` may
 * be NULL. NULL after noting mistakes. */
const ct_value *ct_value_merge(ct_binder *binder, const ct_value *base, const ct_value *change);

/* request.c */
const ct_plan *ct_plan_bind(ct_binder *binder, const ct_yaml *node);
const ct_plan *ct_plan_change(ct_binder *binder, const ct_plan *base, const ct_yaml *with);
ct_bind_fn ct_bind_headers; /* ct_pair * */

/* expect.c: adds to the list; false after noting mistakes. */
bool ct_expects_bind(ct_binder *binder, const ct_yaml *node, bool is_should, ct_expect **list);
ct_bind_fn ct_bind_responses; /* ct_response_row * */

/* operation.c */
bool ct_operation_bind(ct_loading *loading, const ct_yaml *root, const ct_source *source);

/* case.c: reads the list under `cases` into loading->operation. */
bool ct_cases_bind(ct_loading *loading, const ct_yaml *cases);

/* requirements.c */
ct_requirement *ct_requirements_read(ct_arena *arena, const ct_source *source, ct_diag *diag);

#endif
