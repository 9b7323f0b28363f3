/* behaviour.h - ways in which a gateway can be wrong that no damaged answer would show.
 *
 * A gateway has at most one quirk. Some are about requests that have to be
 * refused: what is wrong with those is a flaw, and the quirk is what becomes of
 * a request that has it. Each pair is a row of fault_request.c, each other quirk
 * one of fault_behaviour.c: the row says in a sentence what it is and what it
 * breaks. gateway.c and bindings.c, and the files quirk_... beside them, do it.
 */
#ifndef CT_MUTATION_BEHAVIOUR_H
#define CT_MUTATION_BEHAVIOUR_H

typedef enum ct_quirk {
    CT_QUIRK_NONE,

    /* what becomes of a flaw */
    CT_QUIRK_GRANTED,     /* it is not noticed */
    CT_QUIRK_MISCODED,    /* it is refused with a code that means another fault */
    CT_QUIRK_BINDS,       /* it is refused, and done all the same */
    CT_QUIRK_BINDS_WHILE, /* the same, until the next call is granted */
    CT_QUIRK_BINDS_LATER, /* it is refused, and done when the next call is granted */

    /* who asks */
    CT_QUIRK_TOKEN_REFUSED,
    CT_QUIRK_TOKEN_NAME_CASE,
    CT_QUIRK_PROJECT_REFUSED,

    /* what is asked for */
    CT_QUIRK_PATH_UNKNOWN,
    CT_QUIRK_INSTANCE_AS_QUOTA,
    CT_QUIRK_QUOTA_AS_INSTANCE,
    CT_QUIRK_BOTH_UNKNOWN_FAILS,
    CT_QUIRK_BODY_CHARSET_REFUSED,
    CT_QUIRK_IDS_EMPTY_FAILS,
    CT_QUIRK_IDS_ONE_REFUSED,

    /* what is bound, and what is answered */
    CT_QUIRK_QUOTA_ALWAYS_LAST,
    CT_QUIRK_BINDS_FIRST,
    CT_QUIRK_BINDS_LAST,
    CT_QUIRK_BINDS_NOTHING,
    CT_QUIRK_BINDS_ALL,
    CT_QUIRK_BINDS_ALL_BESIDE,
    CT_QUIRK_LOSES_SECOND,
    CT_QUIRK_ANSWERS_ALL,
    CT_QUIRK_ANSWERS_LAST_CALL,
    CT_QUIRK_ANSWERS_FIRST_ID,
    CT_QUIRK_ANSWERS_OTHER_QUOTA,
    CT_QUIRK_ANSWERS_TWICE,
    CT_QUIRK_SECOND_FAILS,
    CT_QUIRK_AGAIN_FAILS,
    CT_QUIRK_RACE,

    /* unbinding and listing */
    CT_QUIRK_UNBINDS_NOTHING,
    CT_QUIRK_UNBINDS_ALL,
    CT_QUIRK_UNBINDS_FOR_GOOD,
    CT_QUIRK_LISTS_NOTHING,
    CT_QUIRK_LISTS_UNBOUND,
    CT_QUIRK_LISTS_LAST_CALL,
    CT_QUIRK_LISTS_NO_TIME,
    CT_QUIRK_LISTS_OTHER_TIME,
    CT_QUIRK_LISTS_WRONG_SIZE,
    CT_QUIRK_LISTS_WRONG_TOTAL,
    CT_QUIRK_LISTS_TWICE,
    CT_QUIRK_LIST_LIMIT_IGNORED,
    CT_QUIRK_LIST_OFFSET_IGNORED,
    CT_QUIRKS
} ct_quirk;

typedef enum ct_flaw {
    CT_FLAW_NONE,

    /* who asks */
    CT_FLAW_TOKEN, /* any */
    CT_FLAW_TOKEN_BAD,
    CT_FLAW_TOKEN_MISSING,
    CT_FLAW_TOKEN_EMPTY,
    CT_FLAW_TOKEN_LONGER_IN_FRONT,
    CT_FLAW_TOKEN_LONGER_BEHIND,
    CT_FLAW_TOKEN_OLD,
    CT_FLAW_TOKEN_WITH_BLANKS,
    CT_FLAW_TOKEN_OF_HEX,
    CT_FLAW_TOKEN_EVERY_SECOND,
    CT_FLAW_TOKEN_AS_BEARER,
    CT_FLAW_TOKEN_AS_SUBJECT,
    CT_FLAW_TOKEN_IN_COOKIE,
    CT_FLAW_TOKEN_IN_QUERY,
    CT_FLAW_TOKEN_IN_BODY,
    CT_FLAW_KEY,
    CT_FLAW_SIGNATURE,
    CT_FLAW_SIGNATURE_DATE,
    CT_FLAW_PERMISSION,
    CT_FLAW_PROJECT,

    /* what the path names */
    CT_FLAW_INSTANCE, /* any */
    CT_FLAW_INSTANCE_BLANK,
    CT_FLAW_INSTANCE_SIGN,
    CT_FLAW_INSTANCE_BEYOND_ASCII,
    CT_FLAW_INSTANCE_TOO_LONG,
    CT_FLAW_INSTANCE_LONGER_BEHIND,
    CT_FLAW_INSTANCE_LONGER_IN_FRONT,
    CT_FLAW_INSTANCE_HYPHENS,
    CT_FLAW_INSTANCE_HEX,
    CT_FLAW_QUOTA, /* any */
    CT_FLAW_QUOTA_LONGER_BEHIND,
    CT_FLAW_QUOTA_LONGER_IN_FRONT,

    /* the body: none, or no JSON */
    CT_FLAW_BODY, /* any */
    CT_FLAW_BODY_NONE,
    CT_FLAW_BODY_EMPTY,
    CT_FLAW_JSON_COMMA_TOO_MANY,
    CT_FLAW_JSON_COMMA_MISSING,
    CT_FLAW_JSON_TEXT_BEHIND,
    CT_FLAW_JSON_TEXT_IN_FRONT,
    CT_FLAW_JSON_TRUNCATED,
    CT_FLAW_JSON_BARE_NAME,
    CT_FLAW_JSON_BARE_ID,
    CT_FLAW_FORM,

    /* the body: JSON, but no object with app_ids */
    CT_FLAW_ARRAY_OF_IDS,
    CT_FLAW_ARRAY_OF_OBJECTS,
    CT_FLAW_STRING,
    CT_FLAW_STRING_OF_JSON,
    CT_FLAW_NUMBER,
    CT_FLAW_BOOLEAN,
    CT_FLAW_NULL,
    CT_FLAW_IDS_MISSING,
    CT_FLAW_IDS_CAMEL_CASE,
    CT_FLAW_IDS_HYPHEN,
    CT_FLAW_IDS_SINGULAR,
    CT_FLAW_IDS_LIST_IN_SINGULAR,
    CT_FLAW_IDS_WRAPPED,
    CT_FLAW_IDS_ANY_CASE,

    /* app_ids: no array, or one of other things than texts */
    CT_FLAW_IDS_NULL,
    CT_FLAW_IDS_STRING,
    CT_FLAW_IDS_STRING_OF_JSON,
    CT_FLAW_IDS_OBJECT,
    CT_FLAW_IDS_NUMBER,
    CT_FLAW_IDS_BOOLEAN,
    CT_FLAW_ID_NUMBER,
    CT_FLAW_ID_NUMBER_BEHIND,
    CT_FLAW_ID_NUMBERS_ALONE,
    CT_FLAW_ID_NULL,
    CT_FLAW_ID_BOOLEAN,
    CT_FLAW_ID_OBJECT,
    CT_FLAW_ID_ARRAY,
    CT_FLAW_ID_BEHIND_TEXT,
    CT_FLAW_ID_IN_FRONT_OF_TEXT,
    CT_FLAW_ID_BESIDE_TEXT,

    /* what does not exist, or fails */
    CT_FLAW_CREDENTIAL, /* any */
    CT_FLAW_CREDENTIAL_HYPHENS,
    CT_FLAW_CREDENTIAL_HEX,
    CT_FLAW_BINDING,
    CT_FLAW_FAILURE,
    CT_FLAWS
} ct_flaw;

#endif
