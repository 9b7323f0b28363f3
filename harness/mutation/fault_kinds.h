/* fault_kinds.h - faults in the behaviour of the gateway, which no mutated response could show.
 *
 * A gateway has at most one of these faults. Some of them are about invalid requests: then a
 * request fault names these requests, and the behaviour fault says what the gateway does with them
 * instead of refusing them. Each such pair is a row of fault_request.c, every other behaviour fault
 * a row of fault_behaviour.c, with a summary. behaviour.c and behaviour_refusal.c carry them out;
 * request_fault.c recognizes the invalid requests.
 *
 * The constants are not written to any file; files and the command line use the names in the table
 * of faults. "Refused" means an error response of the gateway, "accepted" a success. All faults but
 * those of authentication, unbinding and listing are about bind requests. "All of them" marks the
 * request fault that includes every other one of its group.
 */
#ifndef CT_MUTATION_FAULT_KINDS_H
#define CT_MUTATION_FAULT_KINDS_H

/* What the gateway does wrong. A row of the table has at most one, CT_BEHAVIOUR_FAULT_NONE if it
 * changes a response. */
typedef enum ct_behaviour_fault {
    CT_BEHAVIOUR_FAULT_NONE,

    /* what is done with an invalid request */
    CT_BEHAVIOUR_FAULT_ACCEPTED,    /* it is accepted */
    CT_BEHAVIOUR_FAULT_MISCODED,    /* it is refused with the code of another error */
    CT_BEHAVIOUR_FAULT_BINDS,       /* it is refused, and carried out nevertheless */
    CT_BEHAVIOUR_FAULT_BINDS_WHILE, /* likewise, until the next accepted request */
    CT_BEHAVIOUR_FAULT_BINDS_LATER, /* it is refused, and carried out with the next accepted request
                                     */

    /* authentication */
    CT_BEHAVIOUR_FAULT_TOKEN_REFUSED,   /* a valid token is refused */
    CT_BEHAVIOUR_FAULT_TOKEN_NAME_CASE, /* the header name is case-sensitive */
    CT_BEHAVIOUR_FAULT_PROJECT_REFUSED, /* the project of the token is refused */

    /* path and body */
    CT_BEHAVIOUR_FAULT_PATH_UNKNOWN,
    CT_BEHAVIOUR_FAULT_INSTANCE_AS_QUOTA,  /* reported as an unknown quota */
    CT_BEHAVIOUR_FAULT_QUOTA_AS_INSTANCE,  /* reported as an unknown instance */
    CT_BEHAVIOUR_FAULT_BOTH_UNKNOWN_FAILS, /* internal error if both are unknown */
    CT_BEHAVIOUR_FAULT_BODY_CHARSET_REFUSED,
    CT_BEHAVIOUR_FAULT_IDS_EMPTY_FAILS, /* internal error */
    CT_BEHAVIOUR_FAULT_IDS_ONE_REFUSED, /* a single id is refused */

    /* bindings, and the response to a bind request */
    CT_BEHAVIOUR_FAULT_QUOTA_ALWAYS_LAST, /* binds to another quota */
    CT_BEHAVIOUR_FAULT_BINDS_FIRST,       /* binds and reports the first id only */
    CT_BEHAVIOUR_FAULT_BINDS_LAST,        /* binds and reports the last id only */
    CT_BEHAVIOUR_FAULT_BINDS_NOTHING,     /* but reports success */
    CT_BEHAVIOUR_FAULT_BINDS_ALL,         /* credentials of the instance */
    CT_BEHAVIOUR_FAULT_BINDS_ALL_BESIDE,  /* likewise, but only with a second request */
    CT_BEHAVIOUR_FAULT_LOSES_SECOND,      /* binds the first id only, reports all */
    CT_BEHAVIOUR_FAULT_ANSWERS_ALL,       /* reports all bindings of the quota */
    CT_BEHAVIOUR_FAULT_ANSWERS_LAST_CALL, /* reports the id of the previous request */
    CT_BEHAVIOUR_FAULT_ANSWERS_FIRST_ID,  /* always reports the same id */
    CT_BEHAVIOUR_FAULT_ANSWERS_OTHER_QUOTA,
    CT_BEHAVIOUR_FAULT_ANSWERS_TWICE, /* reports each binding twice */
    CT_BEHAVIOUR_FAULT_SECOND_FAILS,  /* every second request */
    CT_BEHAVIOUR_FAULT_AGAIN_FAILS,   /* internal error if an id is bound */
    CT_BEHAVIOUR_FAULT_RACE,          /* undoes the previous binding */

    /* unbinding and listing */
    CT_BEHAVIOUR_FAULT_UNBINDS_NOTHING,
    CT_BEHAVIOUR_FAULT_UNBINDS_ALL,
    CT_BEHAVIOUR_FAULT_UNBINDS_FOR_GOOD, /* unbound ids cannot be bound again */
    CT_BEHAVIOUR_FAULT_LISTS_NOTHING,
    CT_BEHAVIOUR_FAULT_LISTS_UNBOUND,     /* lists unbound credentials too */
    CT_BEHAVIOUR_FAULT_LISTS_LAST_CALL,   /* once, only what the last request bound */
    CT_BEHAVIOUR_FAULT_LISTS_NO_TIME,     /* zero time */
    CT_BEHAVIOUR_FAULT_LISTS_OTHER_TIME,  /* time of creation */
    CT_BEHAVIOUR_FAULT_LISTS_WRONG_SIZE,  /* size is the total */
    CT_BEHAVIOUR_FAULT_LISTS_WRONG_TOTAL, /* total is the size */
    CT_BEHAVIOUR_FAULT_LISTS_TWICE,
    CT_BEHAVIOUR_FAULT_LIST_LIMIT_IGNORED,
    CT_BEHAVIOUR_FAULT_LIST_OFFSET_IGNORED,
    CT_BEHAVIOUR_FAULTS /* their number */
} ct_behaviour_fault;

/* What is wrong with the requests that a behaviour fault is about: the gateway does not see this
 * mistake, but still sees all others. CT_REQUEST_FAULT_NONE: the fault is not about invalid
 * requests. A request can have several mistakes; then the check that refused it decides. */
typedef enum ct_request_fault {
    CT_REQUEST_FAULT_NONE,

    /* authentication */
    CT_REQUEST_FAULT_TOKEN,     /* all of them */
    CT_REQUEST_FAULT_TOKEN_BAD, /* a token, but not a valid one */
    CT_REQUEST_FAULT_TOKEN_MISSING,
    CT_REQUEST_FAULT_TOKEN_EMPTY,
    CT_REQUEST_FAULT_TOKEN_LONGER_BEFORE, /* a valid token with a prefix */
    CT_REQUEST_FAULT_TOKEN_LONGER_AFTER,  /* a valid token with a suffix */
    CT_REQUEST_FAULT_TOKEN_OLD,           /* well-formed, with an old date */
    CT_REQUEST_FAULT_TOKEN_WITH_SPACES,
    CT_REQUEST_FAULT_TOKEN_OF_HEX,       /* 32 hexadecimal digits */
    CT_REQUEST_FAULT_TOKEN_EVERY_SECOND, /* every second invalid token */
    CT_REQUEST_FAULT_TOKEN_AS_BEARER,    /* in Authorization */
    CT_REQUEST_FAULT_TOKEN_AS_SUBJECT,   /* in X-Subject-Token */
    CT_REQUEST_FAULT_TOKEN_IN_COOKIE,
    CT_REQUEST_FAULT_TOKEN_IN_QUERY,
    CT_REQUEST_FAULT_TOKEN_IN_BODY,
    CT_REQUEST_FAULT_KEY, /* unknown access key */
    CT_REQUEST_FAULT_SIGNATURE,
    CT_REQUEST_FAULT_SIGNATURE_DATE, /* expired */
    CT_REQUEST_FAULT_PERMISSION,     /* missing */
    CT_REQUEST_FAULT_PROJECT,        /* not that of the token */

    /* path */
    CT_REQUEST_FAULT_INSTANCE, /* all of them */
    CT_REQUEST_FAULT_INSTANCE_SPACE,
    CT_REQUEST_FAULT_INSTANCE_CHARACTER,    /* punctuation in the id */
    CT_REQUEST_FAULT_INSTANCE_BEYOND_ASCII, /* non-ASCII letters in the id */
    CT_REQUEST_FAULT_INSTANCE_TOO_LONG,
    CT_REQUEST_FAULT_INSTANCE_LONGER_AFTER,  /* a known id with a suffix */
    CT_REQUEST_FAULT_INSTANCE_LONGER_BEFORE, /* a known id with a prefix */
    CT_REQUEST_FAULT_INSTANCE_HYPHENS,       /* unknown id with hyphens */
    CT_REQUEST_FAULT_INSTANCE_HEX,           /* unknown id without hyphens */
    CT_REQUEST_FAULT_QUOTA,                  /* all of them */
    CT_REQUEST_FAULT_QUOTA_LONGER_AFTER,     /* a known id with a suffix */
    CT_REQUEST_FAULT_QUOTA_LONGER_BEFORE,    /* a known id with a prefix */

    /* body: missing or not JSON */
    CT_REQUEST_FAULT_BODY, /* all of them */
    CT_REQUEST_FAULT_BODY_NONE,
    CT_REQUEST_FAULT_BODY_EMPTY, /* no bytes, but a Content-Type */
    CT_REQUEST_FAULT_JSON_COMMA_TOO_MANY,
    CT_REQUEST_FAULT_JSON_COMMA_MISSING,
    CT_REQUEST_FAULT_JSON_TEXT_AFTER,
    CT_REQUEST_FAULT_JSON_TEXT_BEFORE,
    CT_REQUEST_FAULT_JSON_TRUNCATED,
    CT_REQUEST_FAULT_JSON_BARE_NAME, /* unquoted property name */
    CT_REQUEST_FAULT_JSON_BARE_ID,   /* unquoted id */
    CT_REQUEST_FAULT_FORM,

    /* body: JSON other than an object with app_ids */
    CT_REQUEST_FAULT_ARRAY_OF_IDS,
    CT_REQUEST_FAULT_ARRAY_OF_OBJECTS,
    CT_REQUEST_FAULT_STRING,
    CT_REQUEST_FAULT_STRING_OF_JSON,
    CT_REQUEST_FAULT_NUMBER,
    CT_REQUEST_FAULT_BOOLEAN,
    CT_REQUEST_FAULT_NULL,
    CT_REQUEST_FAULT_IDS_MISSING,
    CT_REQUEST_FAULT_IDS_CAMEL_CASE,
    CT_REQUEST_FAULT_IDS_HYPHEN,
    CT_REQUEST_FAULT_IDS_SINGULAR,         /* a string in app_id */
    CT_REQUEST_FAULT_IDS_LIST_IN_SINGULAR, /* an array in app_id */
    CT_REQUEST_FAULT_IDS_WRAPPED,          /* app_ids in another object */
    CT_REQUEST_FAULT_IDS_ANY_CASE,         /* APP_IDS and the like */

    /* app_ids: not an array, or not an array of strings */
    CT_REQUEST_FAULT_IDS_NULL,
    CT_REQUEST_FAULT_IDS_STRING,
    CT_REQUEST_FAULT_IDS_STRING_OF_JSON,
    CT_REQUEST_FAULT_IDS_OBJECT,
    CT_REQUEST_FAULT_IDS_NUMBER,
    CT_REQUEST_FAULT_IDS_BOOLEAN,
    CT_REQUEST_FAULT_ID_NUMBER,
    CT_REQUEST_FAULT_ID_NUMBER_AFTER,
    CT_REQUEST_FAULT_ID_NUMBERS_ALONE,
    CT_REQUEST_FAULT_ID_NULL,
    CT_REQUEST_FAULT_ID_BOOLEAN,
    CT_REQUEST_FAULT_ID_OBJECT,
    CT_REQUEST_FAULT_ID_ARRAY,
    CT_REQUEST_FAULT_ID_AFTER_STRING,  /* the first id is valid */
    CT_REQUEST_FAULT_ID_BEFORE_STRING, /* the last id is valid */
    CT_REQUEST_FAULT_ID_BESIDE_STRING, /* at least one id is valid */

    /* unknown objects, internal errors */
    CT_REQUEST_FAULT_CREDENTIAL, /* all of them */
    CT_REQUEST_FAULT_CREDENTIAL_HYPHENS,
    CT_REQUEST_FAULT_CREDENTIAL_HEX,
    CT_REQUEST_FAULT_BINDING, /* nothing to unbind */
    CT_REQUEST_FAULT_FAILURE, /* internal error of the gateway */
    CT_REQUEST_FAULTS         /* their number */
} ct_request_fault;

#endif
