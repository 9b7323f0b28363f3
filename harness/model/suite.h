/* suite.h - the question: what case files ask of an API.
 *
 * Built by load/, read by everyone, changed by no one after loading. All of it
 * belongs to the suite's arena, and every node knows where it stood in its
 * file. The first sentence of a life: a suite has operations, an operation has
 * cases, a case has steps, a step has one request and what is expected of the
 * answer.
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

/* ---- What the API's page promises ---- */

typedef enum ct_level {
    CT_MUST,
    CT_MUST_NOT,
    CT_SHOULD,
    CT_SHOULD_NOT,
    CT_MAY,
    CT_LEVELS
} ct_level;

typedef struct ct_requirement {
    ct_loc where;
    const char *id;
    ct_level level;
    const char *text;       /* one obligation, one sentence */
    const char *source;     /* the place on the page */
    const char *not_tested; /* why no case can show it, or NULL */
    struct ct_requirement *next;
} ct_requirement;

const char *ct_level_name(ct_level level); /* "MUST_NOT", as it is written in files */

/* True for MUST and MUST_NOT: what breaks it is a failure, not a warning. */
bool ct_level_is_must(ct_level level);

/* ---- A request before its variables are filled in ---- */

/* A header, a query or form parameter, a path parameter or a variable. */
typedef struct ct_pair {
    const char *name;
    ct_loc where;
    const struct ct_value *value; /* a text, or a list of texts; NULL: taken away */
    struct ct_pair *next;
} ct_pair;

typedef enum ct_body_kind {
    CT_BODY_NONE,
    CT_BODY_JSON,
    CT_BODY_TEXT,
    CT_BODY_FORM,
    CT_BODY_FILE
} ct_body_kind;

/* Who the request says it is. */
typedef enum ct_auth {
    CT_AUTH_TARGET,          /* as the target file says */
    CT_AUTH_NONE,            /* nobody */
    CT_AUTH_WRONG_KEY,       /* signed: with an access key that nobody has, */
    CT_AUTH_WRONG_SIGNATURE, /* with a signature that is another one, */
    CT_AUTH_STALE_DATE,      /* as of yesterday */
    CT_AUTHS
} ct_auth;

/* As a case writes it, "wrong-key"; "" for CT_AUTH_TARGET, which it does not. */
const char *ct_auth_name(ct_auth auth);

/* A path is texts and {parameters} in turn. */
typedef struct ct_path_piece {
    const char *param;              /* NULL: a text */
    const struct ct_template *text; /* as it is sent, but for blanks and what is not ASCII */
    ct_loc where;
    struct ct_path_piece *next;
} ct_path_piece;

typedef struct ct_plan {
    ct_loc where;
    const char *method;
    struct ct_path_piece *path; /* "/v2/{project_id}/x?y=z" */
    ct_pair *params;            /* for {name}; one that is not here is the variable of that name */
    ct_pair *query;
    ct_pair *headers;
    ct_body_kind body_kind;
    const struct ct_value *json;
    const struct ct_template *text;
    ct_pair *form;
    const ct_source *file;
    ct_auth auth;
    ct_loc auth_where;
    bool is_safe;    /* changes nothing, whatever its method */
    const char *url; /* the variable that has its base address; NULL: the target's */
    ct_loc url_where;
    const ct_tls *tls; /* instead of the target's; NULL: that one */
} ct_plan;

/* GET, HEAD, OPTIONS, or said to be safe. */
bool ct_plan_is_safe(const ct_plan *plan);

/* ---- What is expected of the answer ---- */

typedef enum ct_subject {
    CT_SUBJECT_STATUS,
    CT_SUBJECT_HEADER, /* the one with the expectation's name */
    CT_SUBJECT_JSON,
    CT_SUBJECT_PATH, /* what the expectation's path selects in the body */
    CT_SUBJECT_TEXT,
    CT_SUBJECT_BYTES,      /* {length, sha256} of the body */
    CT_SUBJECT_TIME,       /* {total, first_byte} */
    CT_SUBJECT_CONNECTION, /* the exchange failed as the expectation says */
    CT_SUBJECT_ONE_OF,     /* one of the alternatives holds, whole */
    CT_SUBJECTS
} ct_subject;

typedef struct ct_expect {
    ct_loc where; /* of what is expected */
    ct_subject look;
    const char *name;                    /* of the header, or the path's text; NULL elsewhere */
    const struct ct_path *path;          /* of CT_SUBJECT_PATH */
    const struct ct_shape *shape;        /* NULL for a connection, and for alternatives */
    ct_failure failure;                  /* of CT_SUBJECT_CONNECTION */
    struct ct_alternative *alternatives; /* of CT_SUBJECT_ONE_OF */
    bool is_should;                      /* what breaks it is a warning */
    struct ct_expect *next;
} ct_expect;

/* One whole expectation of several. */
typedef struct ct_alternative {
    ct_loc where;
    ct_expect *expects;
    struct ct_alternative *next;
} ct_alternative;

/* "status", "header Content-Type", "json": how a report names it. `name` may be NULL. */
const char *ct_subject_name(ct_subject look);

/* What an operation documents for a status (low = high) or a class of them. */
typedef struct ct_response_row {
    ct_loc where;
    unsigned low, high;
    ct_expect *expects;
    struct ct_response_row *next;
} ct_response_row;

/* ---- Steps, cases, operations ---- */

/* A value of the answer that later requests use. */
typedef struct ct_capture {
    ct_loc where;
    const char *name;
    const char *header;           /* in this header, or */
    const struct ct_path *path;   /* at this path of the body, or in the body's text; */
    const struct ct_regex *regex; /* what this finds in it: its first group, or all of it */
    bool is_secret;
    struct ct_capture *next;
} ct_capture;

typedef struct ct_step {
    ct_loc where;
    const char *title; /* or NULL */
    const struct ct_operation *operation;
    const ct_plan *plan;
    ct_expect *expects;
    ct_capture *captures;
    struct ct_name *requires;
    unsigned timeout_ms;          /* 0: the case's, the operation's, the run's */
    unsigned within_ms, every_ms; /* send again until it holds; 0: once */
    ct_expect *fail_when;         /* ends the attempts early, when all of these hold */
    struct ct_step *cleanup;      /* of a target's `before` */
    struct ct_step *next;
} ct_step;

/* A requirement that a case verifies. */
typedef struct ct_cite {
    const ct_requirement *requirement;
    struct ct_cite *next;
} ct_cite;

typedef struct ct_case {
    ct_loc where;
    const char *id;        /* "unknown-quota"; with its row: "bad-body[number-in-ids]" */
    const char *base_id;   /* without the row */
    const char *full_name; /* "bind-credentials/unknown-quota", unique in a run */
    const char *title;     /* a sentence that is true when the case passes */
    const struct ct_operation *operation;
    ct_cite *verifies;
    struct ct_name *tags;
    struct ct_name *requires; /* capabilities of the target */
    const char *skip;         /* why it is never run, or NULL */
    const char *why;          /* why a redundant case is kept, or NULL */
    ct_pair *row;             /* of `each`: variables too */
    ct_pair *vars;
    const struct ct_template *lock; /* NULL: takes none */
    unsigned timeout_ms;
    ct_step *steps;
    ct_step *cleanup; /* always run, last in first out; reported, never judged */
    size_t index;     /* in file order, over the whole run */
    struct ct_case *next;
} ct_case;

/* What a target gives: always (capability NULL), or when it declares a capability. */
typedef struct ct_need {
    const char *capability;
    ct_loc where;
    struct ct_name *names;
    struct ct_need *next;
} ct_need;

typedef struct ct_operation {
    const ct_source *source;
    ct_loc where;
    const char *id;
    const char *title;
    ct_need *needs;
    const ct_plan *plan;
    ct_pair *credential; /* headers that prove who asks, where the target's auth is token */
    ct_response_row *responses;
    const struct ct_template *lock;
    ct_pair *vars;
    struct ct_name *tags;
    struct ct_name *mask; /* headers and JSON members whose values are secret */
    unsigned timeout_ms;
    ct_case *cases;
    bool is_partial; /* some of its case files were not read */
    struct ct_operation *next;
} ct_operation;

/* A file that was read, in the order of reading. */
typedef struct ct_file {
    const ct_source *source;
    const unsigned char *sha256; /* of a text that rests; NULL: it is there */
    struct ct_file *next;
} ct_file;

typedef struct ct_suite {
    const char *root; /* the folder that has requirements.yaml, else the operation's */
    const char *name; /* that folder's own name */
    ct_requirement *requirements;
    ct_operation *operations;
    ct_file *files;
    size_t case_count;
    bool is_whole; /* everything below `root` was read */
} ct_suite;

const ct_requirement *ct_requirement_find(const ct_suite *suite, const char *id);

/* Returns whether the case cites the requirement under `verifies`. */
bool ct_case_verifies(const ct_case *test_case, const ct_requirement *requirement);

/* By its full name; NULL: there is none. */
const ct_case *ct_case_find(const ct_suite *suite, const char *full_name);

#endif
