/* suite.h - what the case files say: operations, cases, steps, requests and expectations.
 *
 * A suite has operations, an operation has cases, a case has steps, a step has one request and
 * what is expected of its response. load/ makes it; all of it belongs to the arena of the suite and
 * is const after loading. Lists are linked and end with NULL; `where` is the place in the file, for
 * diagnostics. A pointer is never NULL unless its comment permits it.
 *
 * Invariants after loading:
 *   - ids are unique in their kind, and full names of cases in the suite;
 *   - `index` of the cases counts from 0 to case_count - 1, in the order of the operations and of
 *     the cases in each;
 *   - every requirement that a case cites and every operation that a step names is in the suite;
 *   - JSONPaths, patterns and templates are compiled; times are in milliseconds;
 *   - the suite has at least one case.
 *
 * Several threads may read a suite at once. The functions below change nothing, allocate nothing
 * and cannot fail.
 */
#ifndef CT_MODEL_SUITE_H
#define CT_MODEL_SUITE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"
#include "model/exchange.h"

struct ct_name;     /* lang/yaml/bind.h     */
struct ct_path;     /* lang/path/path.h     */
struct ct_regex;    /* lang/regex/regex.h    */
struct ct_shape;    /* judge/shape.h   */
struct ct_template; /* lang/yaml/template.h */
struct ct_value;    /* lang/yaml/value.h    */

/* ---- Requirements ---- */

/* The keywords of RFC 2119, with the meaning of its sections 1 to 5. A violated MUST or MUST_NOT is
 * a failure, a violated SHOULD or SHOULD_NOT a warning. */
typedef enum ct_level {
    CT_MUST,
    CT_MUST_NOT,
    CT_SHOULD,
    CT_SHOULD_NOT,
    CT_MAY,
    CT_LEVELS
} ct_level;

/* A place that a requirement is about; a requirement can have several. It is one of these: the
 * responses to a request that have a status, one header or one part of the body of these, or the
 * state that another request shows. */
typedef struct ct_about {
    ct_loc where;
    const char *method;
    const char *path;         /* "/pets/{id}", without a query: {name} is any one segment */
    bool is_effect;           /* the state that the request shows; the rest is not set */
    unsigned status;          /* of the responses; 0 for an effect */
    const char *header;       /* name, or NULL */
    const struct ct_path *at; /* JSONPath, or NULL; never together with a header */
    const char *at_text;      /* as it is written, or NULL */
    struct ct_about *next;
} ct_about;

/* One requirement of the API's documentation, from requirements.yaml. A requirement that no case
 * verifies and that has no `not_tested` is reported as not verified. */
typedef struct ct_requirement {
    ct_loc where;
    const char *id; /* unique in the suite */
    ct_level level;
    const char *text;       /* one sentence */
    const char *source;     /* where the documentation says it */
    const char *not_tested; /* why no case can verify it; NULL: cases can */
    ct_about *about;        /* NULL: not stated */
    struct ct_requirement *next;
} ct_requirement;

/* Returns the name of a level as files write it: "MUST_NOT". Static.
 * level: in; below CT_LEVELS */
const char *ct_level_name(ct_level level);

/* Returns true for MUST and MUST_NOT: a violation is a failure, not a warning.
 * level: in; below CT_LEVELS */
bool ct_level_is_must(ct_level level);

/* Returns whether the place is about requests with this method and path. Segments are compared one
 * by one. A {name} of the place matches any segment that is not empty, {name}.json any
 * {other}.json.
 * about:  in; a place without a request never matches
 * method: in; compared with its case (RFC 9110 section 9.1)
 * path:   in; a path or a template of one, "/pets/7" or "/pets/{pet_id}"; it ends at a '?' if it
 *         has one. Percent-encoding is not decoded. Names of parameters do not count */
bool ct_about_is_of(const ct_about *about, const char *method, const char *path);

/* ---- A request before its variables are filled in ---- */

/* A header, a query or form parameter, a path parameter or a variable. In a list of headers, names
 * are compared without regard to case (RFC 9110 section 5.1); in all others with it. A list has one
 * pair for each name; several values of one name are a list value. */
typedef struct ct_pair {
    const char *name;
    ct_loc where;
    const struct ct_value *value; /* a string or a list of strings; NULL: removed */
    struct ct_pair *next;
} ct_pair;

/* Which member of a plan gives the body: exactly the one of that name is set. CT_BODY_FORM is sent
 * as application/x-www-form-urlencoded, CT_BODY_FILE as the bytes of the file. */
typedef enum ct_body_kind {
    CT_BODY_NONE,
    CT_BODY_JSON,
    CT_BODY_TEXT,
    CT_BODY_FORM,
    CT_BODY_FILE
} ct_body_kind;

/* How a request is authenticated. The target file has the credentials and the kind of
 * authentication. The kinds other than CT_AUTH_TARGET make requests that a target must refuse. The
 * last three are about signatures (CT_TARGET_AKSK). */
typedef enum ct_auth {
    CT_AUTH_TARGET,          /* as the target file says */
    CT_AUTH_NONE,            /* not at all */
    CT_AUTH_WRONG_KEY,       /* signed with an access key that does not exist */
    CT_AUTH_WRONG_SIGNATURE, /* with a wrong signature */
    CT_AUTH_STALE_DATE,      /* signed with the date of yesterday */
    CT_AUTHS
} ct_auth;

/* Returns the name as a case writes it, "wrong-key"; "" for CT_AUTH_TARGET, the default. Static.
 * auth: in; below CT_AUTHS */
const char *ct_auth_name(ct_auth auth);

/* A piece of a path: literal text or a {parameter}. The pieces of a path are joined without
 * anything between them; slashes are in the literal text. run/render_path.c fills in the value and
 * refuses one that would name another resource, such as an empty one. */
typedef struct ct_path_piece {
    const char *param;              /* NULL: literal text */
    const struct ct_template *text; /* sent as it is, with spaces and non-ASCII characters encoded;
                                     * NULL for a parameter */
    ct_loc where;
    struct ct_path_piece *next;
} ct_path_piece;

/* The plan of a request: run/render.h makes the request from it. Which variables have a value is
 * known only then; load/check.h has made sure that every one is defined. A plan is immutable. A
 * case that changes the request of its operation has a plan of its own, which can share parts with
 * that of the operation. */
typedef struct ct_plan {
    ct_loc where;
    const char *method;
    struct ct_path_piece *path; /* "/v2/{project_id}/x?y=z" */
    ct_pair *params;            /* values of {name}; a name that is missing is a variable */
    ct_pair *query;
    ct_pair *headers;
    ct_body_kind body_kind;
    const struct ct_value *json; /* of CT_BODY_JSON, else NULL; likewise the next three */
    const struct ct_template *text;
    ct_pair *form;
    const ct_source *file;
    ct_auth auth;
    ct_loc auth_where;
    bool is_safe;    /* declared to change nothing, whatever its method */
    const char *url; /* name of the variable with the base URL; NULL: the target's URL */
    ct_loc url_where;
    const ct_tls *tls; /* changes to the target's settings; NULL: none */
} ct_plan;

/* Returns whether a request changes nothing on the target: GET, HEAD and OPTIONS (RFC 9110 section
 * 9.2.1), or declared as safe. The other safe method, TRACE, must be declared.
 * plan: in; its method is compared with its case */
bool ct_plan_is_safe(const ct_plan *plan);

/* ---- Expectations ---- */

/* What of an exchange is compared. Without a response only CT_SUBJECT_CONNECTION can be
 * judged. */
typedef enum ct_subject {
    CT_SUBJECT_STATUS,
    CT_SUBJECT_HEADER,     /* the field `name` of the response */
    CT_SUBJECT_JSON,       /* the body as JSON */
    CT_SUBJECT_PATH,       /* what `path` selects in the JSON body */
    CT_SUBJECT_TEXT,       /* the body as text */
    CT_SUBJECT_BYTES,      /* {length, sha256} of the body */
    CT_SUBJECT_TIME,       /* {total, first_byte} */
    CT_SUBJECT_CONNECTION, /* that the exchange fails with `failure` */
    CT_SUBJECT_ONE_OF,     /* that one of `alternatives` passes as a whole */
    CT_SUBJECTS
} ct_subject;

/* A part of a JSON body that an expectation compares, also inside the value that it expects. */
typedef struct ct_compared {
    const char *at; /* JSONPath */
    bool is_open;   /* and everything below, as far as it is known: a schema, or a variable */
    struct ct_compared *next;
} ct_compared;

/* Statuses, from `low` to `high` inclusive. */
typedef struct ct_status_range {
    unsigned low, high;
    struct ct_status_range *next;
} ct_status_range;

/* One expectation: a subject and the shape that it must have. The expectations of a list are
 * independent: each is judged, also after one that failed. */
typedef struct ct_expect {
    ct_loc where; /* of the expected value */
    ct_subject subject;
    const char *name;                    /* the header name, or the path as text; else NULL */
    const struct ct_path *path;          /* of CT_SUBJECT_PATH, else NULL */
    const struct ct_shape *shape;        /* NULL for CT_SUBJECT_CONNECTION and _ONE_OF */
    ct_compared *compared;               /* of CT_SUBJECT_JSON and _PATH, else NULL */
    ct_failure failure;                  /* of CT_SUBJECT_CONNECTION */
    struct ct_alternative *alternatives; /* of CT_SUBJECT_ONE_OF, else NULL */
    bool is_should;                      /* a violation is a warning, not a failure */
    struct ct_expect *next;
} ct_expect;

/* One of several alternatives: a list of expectations that must all pass. The
 * expectation passes if one alternative does. */
typedef struct ct_alternative {
    ct_loc where;
    ct_expect *expects;
    struct ct_alternative *next;
} ct_alternative;

/* Returns the word that starts the name of a subject in reports: "status", "header", "json".
 * Static.
 * subject: in; below CT_SUBJECTS */
const char *ct_subject_name(ct_subject subject);

/* What an operation documents for a status (low = high) or for a class, such as 400 to 499. A
 * response is judged by the row of its status, else by that of its class, else by none. */
typedef struct ct_response_row {
    ct_loc where;
    unsigned low, high; /* inclusive */
    ct_expect *expects; /* judged beside the expectations of the case */
    struct ct_response_row *next;
} ct_response_row;

/* ---- Steps, cases, operations ---- */

/* A requirement that a case or a step verifies. */
typedef struct ct_cite {
    const ct_requirement *requirement;
    bool is_of_steps; /* in a case: only its steps name it, so other steps do not verify it */
    struct ct_cite *next;
} ct_cite;

/* A value of a response that later requests of the same case use as a variable. It is taken only
 * from a response that passed. No value, or more than one, is an error of the step. */
typedef struct ct_capture {
    ct_loc where;
    const char *name;             /* of the variable */
    const char *header;           /* take the value of this header; NULL: the body */
    const struct ct_path *path;   /* take what it selects in the body; NULL: the text of the body */
    const struct ct_regex *regex; /* take its first group, or its match, in that; NULL: all of it */
    bool is_secret;               /* mask the value in everything that is written */
    struct ct_capture *next;
} ct_capture;

/* One request of a case and what is expected of its response.
 *
 * With `within_ms` the request is sent again every `every_ms` milliseconds until its response
 * passes, or the time is over; only the last response is reported. `fail_when` ends this early. */
typedef struct ct_step {
    ct_loc where;
    const char *title;                    /* NULL: none */
    const struct ct_operation *operation; /* whose plan it changes; NULL: its plan is its own */
    const ct_plan *plan;
    ct_expect *expects;
    ct_status_range *statuses; /* that `expects` accepts; NULL: any, or it is not known */
    ct_capture *captures;
    ct_cite *verifies;        /* in addition to those of the case, and blamed first; NULL: none */
    struct ct_name *requires; /* capabilities; the step is skipped without them */
    unsigned timeout_ms;      /* 0: that of the case, the operation or the run */
    unsigned within_ms, every_ms; /* send again until it passes; 0: send once */
    ct_expect *fail_when;         /* if all of these pass, stop sending it again */
    struct ct_step *cleanup;      /* only of a step of a target; NULL: none */
    struct ct_step *next;
} ct_step;

/* What a ct_case stands for. Only tests are selected and counted. */
typedef enum ct_case_kind {
    CT_CASE_TEST, /* a case of an operation */
    CT_CASE_SETUP /* the steps of a target ('before') with their cleanup; it has no operation */
} ct_case_kind;

/* A test case; with `each`, one for each row. Its steps run in order and stop after the first
 * that fails or is an error. The clean-up runs afterwards in any case. Cases share nothing with
 * each other but the target. */
typedef struct ct_case {
    ct_case_kind kind;
    ct_loc where;
    const char *id;        /* "unknown-quota"; with its row: "bad-body[number-in-ids]" */
    const char *base_id;   /* without the row */
    const char *full_name; /* "bind-credentials/unknown-quota", unique in a run */
    const char *title;     /* a sentence that is true if the case passes */
    const struct ct_operation *operation; /* NULL exactly for CT_CASE_SETUP */
    ct_cite *verifies;                    /* also what only its steps verify, at the end */
    struct ct_name *tags;
    struct ct_name *requires; /* capabilities; the case is skipped without them */
    const char *skip;         /* why it is never run, or NULL */
    const char *why;          /* why a redundant case is kept, or NULL */
    ct_pair *row;             /* of `each`: more variables */
    ct_pair *vars;
    const struct ct_template *lock; /* never run together with cases of the same lock; or NULL */
    unsigned timeout_ms;            /* 0: that of the operation or the run */
    ct_step *steps;
    ct_step *cleanup; /* always run, the last step first; never part of the verdict */
    size_t index;     /* in file order, over the whole suite */
    struct ct_case *next;
} ct_case;

/* Variables that a target must give: always, or if it declares a capability. A capability that is
 * missing skips a case; a variable that is missing is an error before the first request. */
typedef struct ct_need {
    const char *capability; /* NULL: always */
    ct_loc where;
    struct ct_name *names; /* of the variables */
    struct ct_need *next;
} ct_need;

/* An operation of the API, with what its cases have in common. A value that a case or step sets
 * takes precedence over that of the operation. */
typedef struct ct_operation {
    const ct_source *source;
    ct_loc where;
    const char *id;    /* unique in the suite */
    const char *title; /* NULL: none */
    ct_need *needs;
    const ct_plan *plan; /* the request that cases change with `with` */
    ct_pair *credential; /* headers that authenticate, if the target's `auth` is token */
    ct_response_row *responses;
    const struct ct_template *lock;
    ct_pair *vars;
    struct ct_name *tags;
    struct ct_name *mask; /* headers and JSON properties whose values are secret */
    unsigned timeout_ms;
    ct_case *cases;
    bool is_partial; /* some of its case files were not read */
    struct ct_operation *next;
} ct_operation;

/* A file of the suite, in the order of reading. Each file is listed once, also those that cases
 * name, such as schemas and bodies. The digest of the suite covers all of them. */
typedef struct ct_file {
    const ct_source *source;
    const unsigned char *sha256; /* CT_SHA256_SIZE bytes, if the text is not in memory; else NULL */
    struct ct_file *next;
} ct_file;

/* Everything that was loaded, as linked lists in file order. It belongs to the arena that was given
 * to ct_load(). The cases of a suite that was read from a results file (record/) have neither plans
 * nor expectations. */
typedef struct ct_suite {
    const char *root; /* the folder that has requirements.yaml, else that of the first operation */
    const char *name; /* the last component of `root` */
    ct_requirement *requirements;
    ct_operation *operations;
    ct_file *files;
    size_t case_count;
    bool is_whole; /* all files below `root` were read, not only some of them */
} ct_suite;

/* Returns the requirement of that id, or NULL if the suite has none. Takes time in proportion to
 * the number of requirements.
 * id: in; compared with its case. The result belongs to the suite */
const ct_requirement *ct_requirement_find(const ct_suite *suite, const char *id);

/* Returns the case of that full name (operation, slash, id), or NULL if there is none. The steps of
 * a target are not found. Takes time in proportion to the number of cases.
 * full_name: in; "bind-credentials/unknown-quota", with the row if the case has `each`. The result
 *            belongs to the suite */
const ct_case *ct_case_find(const ct_suite *suite, const char *full_name);

/* Returns whether the case or one of its steps names the requirement under `verifies`.
 * requirement: in; of the same suite: the address is compared, not the id */
bool ct_case_verifies(const ct_case *test_case, const ct_requirement *requirement);

#endif
