/* The wait after a response that limits the request rate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "http/rate_limit.h"
#include "tests/rows.h"

enum { NOW_US = 1000000, HOUR_MS = 3600000 };

/* Sun, 06 Nov 1994 08:49:37 GMT */
static const int64_t now_ms = INT64_C(784111777) * 1000;

static const struct {
    const char *retry_after; /* NULL: field missing */
    int64_t wait_us;         /* -1: longer than the limit of one hour */
} rows[] = {
    {"1", 1000000},
    {"0", 100000},
    {"3600", INT64_C(3600000000)},
    {"3601", -1},
    {"0000000001", 1000000},
    {"00000000000000000000000000000002", 2000000},
    {"999999", -1},
    {"1000000", -1},
    {"9999999", -1},
    {"4294967297", -1},
    {"18446744073709551617", -1},
    {"18446744073710", -1}, /* microseconds beyond 64 bits */
    {"99999999999999999999999999999999", -1},
    {"Sun, 06 Nov 1994 08:49:40 GMT", 3000000},
    {"Sun, 06 Nov 1994 08:49:36 GMT", 100000},
    {"Fri, 31 Dec 9999 23:59:59 GMT", -1},
    {NULL, 1000000},
    {"", 1000000},
    {"soon", 1000000},
    {"-1", 1000000},
    {"+1000000", 1000000},
    {"1.5", 1000000},
    {"7, 7", 1000000},
};

static void waits_as_long_as_the_target_asks(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_header field = {"retry-after", rows[i].retry_after, NULL};
        ct_response const response = {.status = 429,
                                      .headers = rows[i].retry_after ? &field : NULL};
        ct_rate_limit rate_limit = ct_rate_limit_new(0, 1000, HOUR_MS);
        uint64_t when = 0;
        bool const waits = ct_rate_limit_throttled(&rate_limit, &response, NOW_US, now_ms, &when);
        int64_t const found = waits ? (int64_t)(when - NOW_US) : -1;
        if (found != rows[i].wait_us)
            fprintf(stderr, "Retry-After: %s\n", rows[i].retry_after);
        assert_int_equal(found, rows[i].wait_us);
        assert_int_equal(rate_limit.waited_us, waits ? found : 0);
        assert_int_equal(rate_limit.not_before_us, waits ? when : 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(waits_as_long_as_the_target_asks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
