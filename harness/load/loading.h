/* loading.h - what the parts of load/ share while files are read. Not for others. */
#ifndef CT_LOAD_LOADING_H
#define CT_LOAD_LOADING_H

#include "lang/schema/file_resolver.h"
#include "lang/yaml/bind.h"
#include "lang/yaml/intern.h"
#include "lang/yaml/value.h"
#include "model/suite.h"

typedef struct ct_loading {
    ct_arena *arena;
    ct_diag *diag;
    ct_suite *suite;
    ct_file_resolver *library;
    ct_intern *shared;
    ct_operation *operation; /* whose cases are being read; NULL: a target's own steps */
    ct_case **next_case;     /* where the next one goes */
    json_t *read;            /* files that were read, by device and inode */
    json_t *others;          /* files of options, by the same: not read as cases */
    ct_file **next_file;     /* where the next one goes */
    struct ct_pending *pending, **next_pending; /* cases whose turn comes after all operations */
    bool met_again;                             /* a path led to what was read already */
    bool lacks_requirements; /* there is a requirements.yaml, but it has mistakes */
} ct_loading;

ct_binder ct_loading_binder(ct_loading *loading);

/* A file that was read belongs to the suite. */
ct_file *ct_loading_add_file(ct_loading *loading, const ct_source *source);

/* Lists each file of the suite once, however many cases use it. Returns false after noting a file
 * that changed between two readings. */
bool ct_loading_unify_files(ct_loading *loading);

/* A key of the format that this version cannot do yet: refused, never ignored. */
ct_bind_fn ct_bind_not_yet;

/* control_characters.c: values of a request or an expectation may have control characters, as
 * escapes in double quotes. Of case files, operations and targets. */
ct_yaml_place_fn ct_place_of_controls;

/* Keeps the node for later: const ct_yaml *. */
ct_bind_fn ct_bind_node;

/* ct_pair *: a map of name to value. */
ct_bind_fn ct_bind_vars;

/* const ct_template *: a text with variables. */
ct_bind_fn ct_bind_template;

/* An id: [A-Za-z0-9][A-Za-z0-9._-]* */
ct_bind_fn ct_bind_id;

/* The name of a variable: const char *. */
ct_bind_fn ct_bind_variable;

/* The pair of that name, or NULL. */
ct_pair *ct_pair_find(ct_pair *pairs, const char *name, bool ignore_case);

/* merge.c: objects are merged member by member; everything else, and !exact, replaces. `base` may
 * be NULL. NULL after noting mistakes. */
const ct_value *ct_value_merge(ct_binder *binder, const ct_value *base, const ct_value *change);

/* request.c */
bool ct_is_token(const char *text); /* can be a method or a header name: RFC 9110 section 5.6.2 */
const ct_plan *ct_plan_bind(ct_binder *binder, const ct_yaml *node);
const ct_plan *ct_plan_change(ct_binder *binder, const ct_plan *base, const ct_yaml *with);
ct_bind_fn ct_bind_headers; /* ct_pair * */

typedef enum ct_pair_kind { CT_PAIR_HEADER, CT_PAIR_PARAMETER, CT_PAIR_PATH } ct_pair_kind;

/* Adds the map's pairs; one that is there already is replaced. */
bool ct_bind_pairs(ct_binder *binder, const ct_yaml *node, ct_pair **pairs, ct_pair_kind kind);

/* body.c */
typedef struct ct_body_fields {
    const ct_yaml *json, *text, *form, *file; /* at most one */
} ct_body_fields;

bool ct_bind_body(ct_binder *binder, const ct_body_fields *words, ct_plan *plan);

/* tls.c: const ct_tls * */
ct_bind_fn ct_bind_request_tls, ct_bind_target_tls;

/* expect.c: adds to the list; false after noting mistakes. */
bool ct_expects_bind(ct_binder *binder, const ct_yaml *node, bool is_should, ct_expect **list);
ct_bind_fn ct_bind_responses; /* ct_response_row * */

/* check_bodies.c: whether what is expected of a body can hold. False after noting each expectation
 * that cannot, because the response has no body. All of them must have been bound without a
 * mistake. */
bool ct_check_step_bodies(ct_binder *binder, const ct_step *step);
bool ct_check_row_bodies(ct_binder *binder, const ct_operation *operation);

/* step.c */
ct_bind_fn ct_bind_steps;        /* ct_step *: a list of steps */
ct_bind_fn ct_bind_before_steps; /* the same, of a target: each may have its own cleanup */

/* What a case says of its only request. */
typedef struct ct_step_fields {
    const char *title;
    const ct_yaml *operation, *with, *request, *expect, *should, *capture, *cleanup;
    const ct_yaml *within, *every, *fail_when;
    ct_name *requires;
    unsigned timeout_ms;
    bool has_unknown_key; /* which may have been meant to be one of these */
} ct_step_fields;

/* NULL after noting. */
ct_step *ct_step_make(ct_binder *binder, const ct_step_fields *words, ct_loc where);

/* Only what the operation's `needs` knows. */
bool ct_check_requires(const ct_loading *loading, const ct_name *requires);

/* each.c */
typedef struct ct_row {
    const char *name;
    ct_loc where;
    ct_pair *vars;
    struct ct_row *next;
} ct_row;

ct_bind_fn ct_bind_rows; /* ct_row * */

/* operation.c; the cases in the same file become pending. */
bool ct_operation_bind(ct_loading *loading, const ct_yaml *root, const ct_source *source,
                       const ct_yaml **cases);

/* case.c: reads a case, or the list under `cases`, into loading->operation. */
bool ct_case_bind(ct_loading *loading, const ct_yaml *node);
bool ct_cases_bind(ct_loading *loading, const ct_yaml *cases);

/* Every case has a name of its own; of several, the first one read keeps it. */
bool ct_check_names(ct_loading *loading);

/* requirements.c */
ct_requirement *ct_requirements_read(ct_arena *arena, const ct_source *source, ct_diag *diag);

/* about.c: ct_about *, a place or a list of places. */
ct_bind_fn ct_bind_about;

/* Gives each place without a request the one of the operation whose cases cite the requirement.
 * All of the suite must have been read without a mistake. False after noting a place for which
 * there are several, and where the suite is whole, a request that it does not send. */
bool ct_check_about(ct_suite *suite, ct_arena *arena, ct_diag *diag);

/* file_resolver.c: files below the folder of the one that names them. */
ct_file_resolver *ct_file_resolver_open(ct_loading *loading);

#endif
