/* loading.h - the shared state and functions of the loader. For load/ only.
 *
 * The functions bind parts of case files to the model. They return false or NULL
 * after reporting errors, and continue after an error as far as possible, so that
 * all errors of a file are reported at once. Results belong to the arena of the
 * binder, and the arena of the binder is that of the suite. A ct_bind_fn stores
 * its result in the slot of the type that its comment begins with.
 */
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
    ct_operation *operation; /* whose cases are read; NULL: steps of a target */
    ct_case **next_case;     /* the end of the list */
    json_t *read;            /* files that were read: "device:inode" -> true */
    json_t *others;          /* files of options, which are not cases: the same */
    ct_file **next_file;     /* the end of the list */
    struct ct_pending *pending, **next_pending; /* cases that wait for all operations */
    bool met_again;                             /* a path led to a file that was read before */
    bool lacks_requirements;                    /* requirements.yaml has errors */
    bool lacks_pem_files; /* TLS settings may name files that do not exist: nothing is sent */
} ct_loading;

/* Returns a binder whose `user` is the ct_loading. */
ct_binder ct_loading_binder(ct_loading *loading);

/* Adds a file to the suite, at the end of its list. Never NULL. `source` is borrowed. */
ct_file *ct_loading_add_file(ct_loading *loading, const ct_source *source);

/* Removes duplicates from the list of files. Returns false after reporting a file that changed
 * between two readings. */
bool ct_loading_unify_files(ct_loading *loading);

/* loader.c: reads an operation that no path of the command line led to, without its cases: the one
 * in the folder of that name in the folder of the suite.
 * Returns NULL if there is none, or after reporting its errors. */
const ct_operation *ct_loading_operation(ct_loading *loading, const char *id);

/* Reports a key that is reserved for a later version. */
ct_bind_fn ct_bind_not_yet;

/* control_characters.c: the places of case files, operations and targets in which control
 * characters are allowed, as escapes in double quotes: values of requests and expectations. */
ct_yaml_place_fn ct_place_of_controls;

/* const ct_yaml *: keeps the node, to be bound later. */
ct_bind_fn ct_bind_node;

/* ct_pair *: a mapping of variable names to values. */
ct_bind_fn ct_bind_vars;

/* const ct_template *: a string with variables. */
ct_bind_fn ct_bind_template;

/* const char *: an id, [A-Za-z0-9][A-Za-z0-9._-]*. */
ct_bind_fn ct_bind_id;

/* const char *: the name of a variable. */
ct_bind_fn ct_bind_variable;

/* Returns the pair of that name, or NULL. */
ct_pair *ct_pair_find(ct_pair *pairs, const char *name, bool ignore_case);

/* merge.c: merges `change` into `base` (may be NULL): objects property by property; everything
 * else, and objects with !exact, replaces the old value. */
const ct_value *ct_value_merge(ct_binder *binder, const ct_value *base, const ct_value *change);

/* request.c: the base request of an operation or step, and a change to one. */
bool ct_is_token(const char *text); /* can be a method or a header name: RFC 9110 section 5.6.2 */
const ct_plan *ct_plan_bind(ct_binder *binder, const ct_yaml *node);
const ct_plan *ct_plan_change(ct_binder *binder, const ct_plan *base, const ct_yaml *with);
ct_bind_fn ct_bind_headers; /* ct_pair * */

typedef enum ct_pair_kind { CT_PAIR_HEADER, CT_PAIR_PARAMETER, CT_PAIR_PATH } ct_pair_kind;

/* Adds the pairs of a mapping to *pairs; a pair of the same name is replaced. Header names are
 * compared without case. */
bool ct_bind_pairs(ct_binder *binder, const ct_yaml *node, ct_pair **pairs, ct_pair_kind kind);

/* body.c: the body of a request, of which a mapping may have one. */
typedef struct ct_body_fields {
    const ct_yaml *json, *text, *form, *file; /* at most one is not NULL */
} ct_body_fields;

bool ct_bind_body(ct_binder *binder, const ct_body_fields *values, ct_plan *plan);

/* tls.c: const ct_tls * */
ct_bind_fn ct_bind_request_tls, ct_bind_target_tls;

/* expect.c: adds the expectations of a mapping to the list. */
bool ct_expects_bind(ct_binder *binder, const ct_yaml *node, bool is_should, ct_expect **list);
ct_bind_fn ct_bind_responses; /* ct_response_row * */

/* check_bodies.c: reports expectations about a body of responses that cannot have one. All
 * expectations must have been bound without an error. */
bool ct_check_step_bodies(ct_binder *binder, const ct_step *step);
bool ct_check_row_bodies(ct_binder *binder, const ct_operation *operation);

/* compared.c: the parts of the body that an expectation compares, NULL if it is about something
 * else, and the statuses that a list of expectations accepts, NULL if that is not known. The
 * expectations must have been bound without an error. */
ct_compared *ct_compared_of(ct_arena *arena, const ct_expect *expect);
ct_status_range *ct_statuses_of(ct_arena *arena, const ct_expect *expects);

/* step.c */
ct_bind_fn ct_bind_steps;        /* ct_step *: a list of at least one step */
ct_bind_fn ct_bind_cleanup;      /* likewise, of steps that verify nothing */
ct_bind_fn ct_bind_before_steps; /* the steps of a target, each with its own cleanup */

/* The values of a step, or of a case with only one request. */
typedef struct ct_step_fields {
    const char *title;
    const ct_yaml *operation, *with, *request, *expect, *should, *capture, *cleanup;
    const ct_yaml *within, *every, *fail_when;
    ct_name *verifies, *requires;
    unsigned timeout_ms;
    bool has_unknown_key; /* which may have been meant to be one of these */
} ct_step_fields;

/* Makes a step; NULL after reporting errors. `where` is the place of the step or case. */
ct_step *ct_step_make(ct_binder *binder, const ct_step_fields *values, ct_loc where);

/* Reports capabilities that `needs` of the operation does not declare. */
bool ct_check_requires(const ct_loading *loading, const ct_name *requires);

/* cite.c: finds the requirements of a list of ids; false after reporting unknown ones. */
bool ct_cites_bind(ct_loading *loading, const ct_name *verifies, ct_cite **list);

/* Adds what the steps of the case verify to what it verifies, each requirement once. */
void ct_cites_add_steps(ct_arena *arena, ct_case *test_case);

/* Reports a step that verifies a MUST without `expect`, or a SHOULD or MAY without `should`. */
bool ct_check_step_cites(ct_binder *binder, const ct_step *step);

/* each.c: the rows of `each`. */
typedef struct ct_row {
    const char *name;
    ct_loc where;
    ct_pair *vars;
    struct ct_row *next;
} ct_row;

ct_bind_fn ct_bind_rows; /* ct_row * */

/* operation.c: adds an operation to the suite and sets loading->operation. *cases becomes the node
 * of its cases in the same file, or NULL. */
bool ct_operation_bind(ct_loading *loading, const ct_yaml *root, const ct_source *source,
                       const ct_yaml **cases);

/* case.c: adds a case, or the list under `cases`, to loading->operation. */
bool ct_case_bind(ct_loading *loading, const ct_yaml *node);
bool ct_cases_bind(ct_loading *loading, const ct_yaml *cases);

/* Reports cases with the same full name, each with the place of the first one. Call it when all
 * operations were read. */
bool ct_check_names(ct_loading *loading);

/* requirements.c: returns NULL after reporting errors. */
ct_requirement *ct_requirements_read(ct_arena *arena, const ct_source *source, ct_diag *diag);

/* about.c: ct_about *, a place or a list of places. */
ct_bind_fn ct_bind_about;

/* Gives each place without a request the one of the operation whose cases cite the requirement.
 * All of the suite must have been read without a mistake. False after noting a place for which
 * there are several, and where the suite is whole, a request that it does not send. */
bool ct_check_about(ct_suite *suite, ct_arena *arena, ct_diag *diag);

/* file_resolver.c: opens files below the folder of the file that names them. */
ct_file_resolver *ct_file_resolver_open(ct_loading *loading);

#endif
