#include "base/time_text.h"

#include <time.h>

static const int64_t LATEST_MS = 253402300799999; /* the last millisecond of the year 9999 */

static int64_t clamp(int64_t unix_ms)
{
    return unix_ms < 0 ? 0 : unix_ms > LATEST_MS ? LATEST_MS : unix_ms;
}

void ct_time_text_seconds(ct_buf *out, int64_t unix_ms)
{
    time_t const seconds = (time_t)(clamp(unix_ms) / 1000);
    struct tm utc;
    gmtime_r(&seconds, &utc);
    ct_buf_printf(out, "%04d-%02d-%02dT%02d:%02d:%02d", utc.tm_year + 1900, utc.tm_mon + 1,
                  utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

void ct_time_text_ms(ct_buf *out, int64_t unix_ms)
{
    ct_time_text_seconds(out, unix_ms);
    ct_buf_printf(out, ".%03dZ", (int)(clamp(unix_ms) % 1000));
}

void ct_time_text_length(ct_buf *out, uint64_t length_ms)
{
    ct_buf_printf(out, "%llu.%03llu", (unsigned long long)(length_ms / 1000),
                  (unsigned long long)(length_ms % 1000));
}
