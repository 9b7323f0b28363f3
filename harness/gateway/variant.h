/* variant.h - legal ways to be different: what the contract leaves open, decided otherwise.
 *
 * Every suite that passes against the first row must pass against all. What a
 * variant changes is either words (rows of refusal.h) or a switch of the
 * gateway's behaviour; where no variant says otherwise, every switch is off.
 */
#ifndef CT_GATEWAY_VARIANT_H
#define CT_GATEWAY_VARIANT_H

#include "base/diag.h"
#include "gateway/hooks.h"
#include "gateway/refusal.h"

/* How a moment is written. */
typedef enum ct_clock_style {
    CT_CLOCK_TRIMMED, /* nanoseconds, zeros at the end left out */
    CT_CLOCK_SECONDS,
    CT_CLOCK_MILLISECONDS,
    CT_CLOCK_MICROSECONDS,
    CT_CLOCK_NANOSECONDS,
    CT_CLOCK_EAST,       /* +08:00 */
    CT_CLOCK_WEST,       /* -03:30 */
    CT_CLOCK_UNKNOWN,    /* -00:00 */
    CT_CLOCK_LOWER_CASE, /* t and z */
} ct_clock_style;

/* How JSON is written. */
typedef enum ct_text_style {
    CT_TEXT_COMPACT,
    CT_TEXT_PRETTY,
    CT_TEXT_ESCAPED,   /* as many \uXXXX as can be */
    CT_TEXT_LINE_BREAK /* behind it */
} ct_text_style;

/* How the answer travels. */
typedef enum ct_framing_style {
    CT_FRAMING_PLAIN,
    CT_FRAMING_CHUNKED,
    CT_FRAMING_CLOSING,
    CT_FRAMING_HTTP_1_0
} ct_framing_style;

typedef enum ct_name_style { CT_NAMES_USUAL, CT_NAMES_LOWER, CT_NAMES_UPPER } ct_name_style;

typedef struct ct_behaviour {
    bool refuses_rebinding; /* to the quota that the credential is bound to already */
    bool refuses_twice;     /* an id that stands in app_ids more than once */
    bool accepts_empty;     /* an app_ids without ids binds nothing: 201 */
    bool looks_before_body; /* gateway and quota are looked up before the body is read */
    bool reads_before_path; /* the body is read before the ids of the path are looked at */
    bool is_strict_in_path; /* a quota's id has the form of a gateway's */
    bool has_more_properties, has_more_headers, has_no_request_id;
    bool is_reversed; /* members and bindings in the opposite order */
    int clock_skew_s; /* its clock is ahead by so much */
    unsigned latency_ms;
    ct_clock_style clock;
    ct_text_style text;
    ct_framing_style framing;
    ct_name_style names;           /* of headers */
    const char *media_type;        /* NULL: application/json */
    const ct_gateway_hooks *hooks; /* NULL in every row of the table: a variant conforms */
} ct_behaviour;

typedef struct ct_variant {
    const char *name;
    const char *summary;       /* one sentence: what it does otherwise */
    const ct_wording *wording; /* NULL: as usual */
    ct_behaviour behaviour;
} ct_variant;

/* The first row is the gateway as the reference page has it. Ends with a NULL name. */
extern const ct_variant ct_variants[];

/* The row of that name. NULL after noting that there is none, and which was meant. */
const ct_variant *ct_variant_find(const char *name, ct_diag *diag);

#endif
