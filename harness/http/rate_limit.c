#include "http/rate_limit.h"

#include <string.h>

#include "base/datetime.h"

enum { SECOND_US = 1000000, MOST_US = 60 * SECOND_US, SHORTEST_US = 100000 };

ct_rate_limit ct_rate_limit_new(unsigned rate, unsigned rate_ms, unsigned throttle_ms)
{
    return (ct_rate_limit){.interval_us = rate ? (uint64_t)rate_ms * 1000 / rate : 0,
                           .patience_us = (uint64_t)throttle_ms * 1000};
}

uint64_t ct_rate_limit_reserve(ct_rate_limit *rate_limit, uint64_t now_us)
{
    uint64_t slot = rate_limit->next_us > now_us ? rate_limit->next_us : now_us;
    if (slot < rate_limit->not_before_us)
        slot = rate_limit->not_before_us;
    rate_limit->next_us = slot + rate_limit->interval_us;
    return slot;
}

/* Reads any number of digits, up to a billion seconds, which exceeds every limit. */
static uint64_t read_seconds(const char *digits)
{
    static const uint64_t most = 1000000000;
    uint64_t seconds = 0;
    for (; *digits; digits++) {
        seconds = seconds * 10 + (uint64_t)(*digits - '0');
        if (seconds > most)
            seconds = most;
    }
    return seconds;
}

/* Reads a number of seconds or a date. Returns false if there is neither. */
static bool read_retry_after(const ct_response *response, int64_t unix_ms, uint64_t *wait_us)
{
    const ct_header *header = ct_header_find(response->headers, "Retry-After");
    int64_t date_ms;
    if (!header || !*header->value)
        return false;
    if (!header->value[strspn(header->value, "0123456789")]) {
        *wait_us = read_seconds(header->value) * SECOND_US;
        return true;
    }
    if (!ct_http_date_parse(header->value, &date_ms))
        return false;
    *wait_us = date_ms > unix_ms ? (uint64_t)(date_ms - unix_ms) * 1000 : 0;
    return true;
}

bool ct_rate_limit_throttled(ct_rate_limit *rate_limit, const ct_response *response,
                             uint64_t now_us, int64_t unix_ms, uint64_t *when_us)
{
    uint64_t wait;
    if (!read_retry_after(response, unix_ms, &wait)) {
        wait = (uint64_t)SECOND_US << (rate_limit->doublings < 6 ? rate_limit->doublings : 6);
        rate_limit->doublings++;
        if (wait > MOST_US)
            wait = MOST_US;
    }
    if (wait < SHORTEST_US)
        wait = SHORTEST_US; /* "now" has just been tried */
    uint64_t const until = now_us + wait;
    uint64_t const more =
        until > rate_limit->not_before_us
            ? until - (rate_limit->not_before_us > now_us ? rate_limit->not_before_us : now_us)
            : 0;
    if (more > rate_limit->patience_us)
        return false;
    rate_limit->patience_us -= more;
    rate_limit->waited_us += more;
    if (until > rate_limit->not_before_us)
        rate_limit->not_before_us = until;
    *when_us = until;
    return true;
}

void ct_rate_limit_response(ct_rate_limit *rate_limit)
{
    rate_limit->doublings = 0;
}
