/* rate_limit.h - when a request may be sent: the rate, and what a throttling target asks for.
 *
 * One pace for a whole run. A slot is reserved and then waited for, so that the
 * rate is steady however many cases wait; after a 429 or 503 nobody sends
 * before the time that the target named.
 */
#ifndef CT_HTTP_RATE_LIMIT_H
#define CT_HTTP_RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/exchange.h"

typedef struct ct_rate_limit {
    uint64_t interval_us;   /* between two requests; 0: no rate */
    uint64_t next_us;       /* the next slot that is free */
    uint64_t patience_us;   /* what is left of the time that may be waited for a throttle */
    uint64_t not_before_us; /* nobody sends earlier */
    unsigned doublings;     /* throttles in a row that named no time */
    uint64_t waited_us;     /* for throttles, in all */
} ct_rate_limit;

/* `rate`: requests in `rate_ms`, 0 for any. */
ct_rate_limit ct_rate_limit_new(unsigned rate, unsigned rate_ms, unsigned throttle_ms);

/* When the next request may be sent; the slot is taken. */
uint64_t ct_rate_limit_reserve(ct_rate_limit *rate_limit, uint64_t now_us);

/* A 429 or 503 came. True when waiting for it is within the run's patience: then it may be sent
 * again at *when_us. Retry-After counts (RFC 9110 section 10.2.3), else one second that doubles up
 * to a minute. */
bool ct_rate_limit_throttled(ct_rate_limit *rate_limit, const ct_response *response,
                             uint64_t now_us, int64_t unix_ms, uint64_t *when_us);

/* Something else came: the next throttle begins with a second again. */
void ct_rate_limit_response(ct_rate_limit *rate_limit);

#endif
