/* variant.h - conforming variants of the gateway: other decisions where the contract leaves a
 * choice.
 *
 * A suite that passes against the first variant must pass against all of them: a failure is a false
 * alarm. A variant changes error responses (rows of refusal.h), switches of the behaviour, or both.
 * Every switch is off by default.
 */
#ifndef CT_GATEWAY_VARIANT_H
#define CT_GATEWAY_VARIANT_H

#include "base/diag.h"
#include "gateway/hooks.h"
#include "gateway/refusal.h"

/* The style of times. */
typedef enum ct_clock_style {
    CT_CLOCK_TRIMMED, /* nanoseconds without trailing zeros */
    CT_CLOCK_SECONDS,
    CT_CLOCK_MILLISECONDS,
    CT_CLOCK_MICROSECONDS,
    CT_CLOCK_NANOSECONDS,
    CT_CLOCK_EAST,       /* +08:00 */
    CT_CLOCK_WEST,       /* -03:30 */
    CT_CLOCK_UNKNOWN,    /* -00:00 */
    CT_CLOCK_LOWER_CASE, /* t and z */
} ct_clock_style;

/* The style of JSON. */
typedef enum ct_text_style {
    CT_TEXT_COMPACT,
    CT_TEXT_PRETTY,
    CT_TEXT_ESCAPED,   /* \uXXXX wherever possible */
    CT_TEXT_LINE_BREAK /* after the JSON */
} ct_text_style;

/* The framing of responses. */
typedef enum ct_framing_style {
    CT_FRAMING_PLAIN,
    CT_FRAMING_CHUNKED,
    CT_FRAMING_CLOSING,
    CT_FRAMING_HTTP_1_0
} ct_framing_style;

/* The spelling of header names. */
typedef enum ct_name_style { CT_NAMES_USUAL, CT_NAMES_LOWER, CT_NAMES_UPPER } ct_name_style;

/* The switches of a variant. All zero: the first variant. */
typedef struct ct_behaviour {
    bool refuses_rebinding; /* of a credential to the quota it is bound to */
    bool refuses_twice;     /* a duplicate id in app_ids */
    bool accepts_empty;     /* an app_ids without ids binds nothing (201) */
    bool looks_before_body; /* looks up gateway and quota before it reads the body */
    bool reads_before_path; /* reads the body before it checks the ids of the path */
    bool is_strict_in_path; /* a quota id must have the form of a gateway id */
    bool has_more_properties, has_more_headers, has_no_request_id;
    bool is_reversed;    /* properties and bindings in reverse order */
    int clock_skew_s;    /* seconds that its clock is ahead */
    unsigned latency_ms; /* delay of each response, in milliseconds */
    ct_clock_style clock;
    ct_text_style text;
    ct_framing_style framing;
    ct_name_style names;           /* of headers */
    const char *media_type;        /* NULL: application/json */
    const ct_gateway_hooks *hooks; /* NULL in every row of the table: a variant conforms */
} ct_behaviour;

/* A row of the table. */
typedef struct ct_variant {
    const char *name;
    const char *summary;       /* what is different, as a clause without a period */
    const ct_wording *wording; /* rows that take precedence, see refusal.h; NULL: none */
    ct_behaviour behaviour;
} ct_variant;

/* All variants, as constants: a mutation run copies one to give it hooks. The first one follows the
 * API documentation. Ends with a NULL name. */
extern const ct_variant ct_variants[];

/* Returns the variant of that name, which is static.
 * name: in; compared with its case
 * Returns NULL after adding an error and a suggestion to `diag`. */
const ct_variant *ct_variant_find(const char *name, ct_diag *diag);

#endif
