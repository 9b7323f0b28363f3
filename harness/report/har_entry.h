/* har_entry.h - one entry of a HAR file, and its times. */
#ifndef CT_REPORT_HAR_ENTRY_H
#define CT_REPORT_HAR_ENTRY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/result.h"

/* The phases of an exchange, in their order. */
typedef enum ct_har_phase {
    CT_HAR_DNS,
    CT_HAR_CONNECT, /* TLS too */
    CT_HAR_SEND,
    CT_HAR_WAIT,
    CT_HAR_RECEIVE,
    CT_HAR_PHASES
} ct_har_phase;

/* How long each phase took, in microseconds. */
typedef struct ct_har_times {
    uint64_t us[CT_HAR_PHASES];
    bool is_known[CT_HAR_PHASES]; /* false: it did not start, or was not measured */
    uint64_t tls_us;              /* a part of CT_HAR_CONNECT */
    bool has_tls;
    uint64_t whole_us; /* the sum */
} ct_har_times;

/* Returns the times of an exchange. A phase that did not end, as a connection that was refused,
 * lasted until the exchange ended. */
ct_har_times ct_har_time(const ct_exchange *exchange);

/* Adds the exchange of a step, which must have one, as a JSON object.
 *
 * ordinal  in: of the step in its case, from 1.
 * page     in: the id of the case's page. */
void ct_har_entry(ct_buf *out, const ct_step_result *step, unsigned ordinal, const char *page);

#endif
