/* rate_limit.h - decides when a request may be sent: --rate and --throttle.
 *
 * A leaky bucket without burst: requests get slots at a fixed distance. With 10 requests per
 * second, the slots are 100 ms apart, however many cases wait. A slot is reserved first and waited
 * for afterwards, by the caller. After a 429 or 503, no slot is before the time that the target
 * named.
 *
 * One limit for a whole run. All times are of the transport's monotonic clock, in microseconds; the
 * functions read no clock.
 */
#ifndef CT_HTTP_RATE_LIMIT_H
#define CT_HTTP_RATE_LIMIT_H

#include <stdbool.h>
#include <stdint.h>

#include "model/exchange.h"

typedef struct ct_rate_limit {
    uint64_t interval_us;   /* between two slots; 0: no rate limit */
    uint64_t next_us;       /* the next free slot */
    uint64_t patience_us;   /* the rest of the time that may be waited after 429 and 503 */
    uint64_t not_before_us; /* no slot is earlier, after a 429 or 503 */
    unsigned doublings;     /* 429 and 503 in a row that named no time */
    uint64_t waited_us;     /* waited after 429 and 503 in total */
} ct_rate_limit;

/* Returns a limit of `rate` requests in `rate_ms` milliseconds; 0: none.
 * throttle_ms: the total time to wait after 429 and 503; 0: do not wait */
ct_rate_limit ct_rate_limit_new(unsigned rate, unsigned rate_ms, unsigned throttle_ms);

/* Reserves the next slot. Returns its time, not before `now_us`. */
uint64_t ct_rate_limit_reserve(ct_rate_limit *rate_limit, uint64_t now_us);

/* Call it for a 429 or 503. The wait is that of Retry-After (RFC 9110 section 10.2.3); without it,
 * one second, doubled each time up to a minute.
 * unix_ms: the time of day, for a Retry-After that is a date
 * when_us: out, when to send the request again; set only if true is returned
 * Returns false if the wait would exceed what is left of `throttle_ms`. */
bool ct_rate_limit_throttled(ct_rate_limit *rate_limit, const ct_response *response,
                             uint64_t now_us, int64_t unix_ms, uint64_t *when_us);

/* Call it for any other response: the next wait starts with one second again. */
void ct_rate_limit_response(ct_rate_limit *rate_limit);

#endif
