#include "base/datetime.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/ascii.h"

#define SECOND INT64_C(1000000000)

/* RFC 3339 has years of four digits. */
static const int64_t EARLIEST_S = -62167219200, LATEST_S = 253402300799;

unsigned ct_days_in_month(int64_t year, unsigned month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool const is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap ? 1u : 0u);
}

/* Counts in eras of 400 years that start in March, so that the leap day is the last. */
int64_t ct_days_from_date(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    int64_t const era = (year >= 0 ? year : year - 399) / 400;
    int64_t const year_of_era = year - era * 400;
    unsigned const shifted = month > 2 ? month - 3 : month + 9;
    int64_t const day_of_year = (153 * shifted + 2) / 5 + day - 1;
    int64_t const day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

typedef struct cursor {
    const char *at, *end;
} cursor;

static bool take(cursor *c, char wanted)
{
    if (c->at == c->end || *c->at != wanted)
        return false;
    c->at++;
    return true;
}

static bool take_digits(cursor *c, int count, unsigned *value)
{
    *value = 0;
    for (int i = 0; i < count; i++, c->at++) {
        if (c->at == c->end || !ct_is_digit(*c->at))
            return false;
        *value = *value * 10 + (unsigned)(*c->at - '0');
    }
    return true;
}

static bool take_fraction(cursor *c, int64_t *nanoseconds)
{
    int64_t weight = SECOND / 10;
    *nanoseconds = 0;
    if (!take(c, '.'))
        return true;
    if (c->at == c->end || !ct_is_digit(*c->at))
        return false;
    for (; c->at < c->end && ct_is_digit(*c->at); c->at++, weight /= 10)
        *nanoseconds += (*c->at - '0') * weight;
    return true;
}

static bool take_zone(cursor *c, int64_t *offset_minutes)
{
    unsigned hours, minutes;
    *offset_minutes = 0;
    if (take(c, 'Z') || take(c, 'z'))
        return true;
    bool const is_negative = c->at < c->end && *c->at == '-';
    if (!take(c, '+') && !take(c, '-'))
        return false;
    if (!take_digits(c, 2, &hours) || !take(c, ':') || !take_digits(c, 2, &minutes) || hours > 23 ||
        minutes > 59)
        return false;
    *offset_minutes = (int64_t)(hours * 60 + minutes) * (is_negative ? -1 : 1);
    return true;
}

static bool take_date(cursor *c, int64_t *days)
{
    unsigned year, month, day;
    if (!take_digits(c, 4, &year) || !take(c, '-') || !take_digits(c, 2, &month) || !take(c, '-') ||
        !take_digits(c, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || day > ct_days_in_month(year, month))
        return false;
    *days = ct_days_from_date(year, month, day);
    return true;
}

static bool take_clock(cursor *c, int64_t *seconds)
{
    unsigned hour, minute, second;
    if (!take_digits(c, 2, &hour) || !take(c, ':') || !take_digits(c, 2, &minute) ||
        !take(c, ':') || !take_digits(c, 2, &second))
        return false;
    *seconds = hour * 3600 + minute * 60 + second;
    return hour <= 23 && minute <= 59 && second <= 60;
}

static ct_nanoseconds compose(int64_t days, int64_t seconds, int64_t nanoseconds)
{
    return (ct_nanoseconds)(days * 86400 + seconds) * SECOND + nanoseconds;
}

ct_time_form ct_time_parse(const char *text, size_t size, ct_nanoseconds *time)
{
    cursor c = {text, text + size};
    int64_t days, seconds, nanoseconds, offset;
    if (!take_date(&c, &days) || !(take(&c, 'T') || take(&c, 't')) || !take_clock(&c, &seconds) ||
        !take_fraction(&c, &nanoseconds))
        return CT_TIME_MALFORMED;
    if (c.at == c.end)
        return CT_TIME_NO_ZONE;
    if (!take_zone(&c, &offset) || c.at != c.end)
        return CT_TIME_MALFORMED;
    bool const is_leap_second = seconds % 60 == 0 && text[17] == '6';
    seconds -= offset * 60;
    if (is_leap_second && ((seconds % 86400) + 86400) % 86400 != 0)
        return CT_TIME_MALFORMED;
    *time = compose(days, seconds, nanoseconds);
    return CT_TIME_WELL_FORMED;
}

static bool take_month(cursor *c, unsigned *month)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (*month = 1; *month <= 12; ++*month) {
        if (c->end - c->at < 3 || memcmp(c->at, names + 3 * (*month - 1), 3))
            continue;
        c->at += 3;
        return true;
    }
    return false;
}

/* Not curl_getdate(), which accepts more than RFC 9110 defines: "20040911" in a Retry-After is a
 * number of seconds, not a date. */
bool ct_http_date_parse(const char *text, int64_t *unix_ms)
{
    cursor c = {text, text + strlen(text)};
    unsigned day, month, year;
    int64_t seconds;
    c.at = strchr(text, ',') ? strchr(text, ',') + 1 : c.end;
    if (!take(&c, ' ') || !take_digits(&c, 2, &day) || !take(&c, ' ') || !take_month(&c, &month) ||
        !take(&c, ' ') || !take_digits(&c, 4, &year) || !take(&c, ' ') || !take_clock(&c, &seconds))
        return false;
    if (day < 1 || day > ct_days_in_month(year, month) || strcmp(c.at, " GMT"))
        return false;
    *unix_ms = (ct_days_from_date(year, month, day) * 86400 + seconds) * 1000;
    return true;
}

static int64_t clamp(int64_t value, int64_t least, int64_t most)
{
    return value < least ? least : value > most ? most : value;
}

void ct_time_text_seconds(int64_t unix_s, char text[CT_TIME_TEXT])
{
    time_t const second = clamp(unix_s, EARLIEST_S, LATEST_S);
    struct tm utc;
    gmtime_r(&second, &utc);
    snprintf(text, CT_TIME_TEXT, "%04d", utc.tm_year + 1900); /* %Y would not pad it */
    strftime(text + 4, CT_TIME_TEXT - 4, "-%m-%dT%H:%M:%S", &utc);
}

void ct_time_text(int64_t unix_ms, char text[CT_TIME_TEXT])
{
    unix_ms = clamp(unix_ms, EARLIEST_S * 1000, LATEST_S * 1000 + 999);
    int64_t const ms = (unix_ms % 1000 + 1000) % 1000; /* also before 1970 */
    ct_time_text_seconds((unix_ms - ms) / 1000, text);
    size_t const size = strlen(text);
    snprintf(text + size, CT_TIME_TEXT - size, ".%03uZ", (unsigned)ms);
}

void ct_seconds_text(ct_buf *out, uint64_t ms)
{
    ct_buf_printf(out, "%" PRIu64 ".%03" PRIu64, ms / 1000, ms % 1000);
}

void ct_duration_text(uint64_t ms, char text[CT_DURATION_TEXT])
{
    uint64_t const s = ms / 1000, m = s / 60, h = m / 60, d = h / 24;
    if (ms < 1000)
        snprintf(text, CT_DURATION_TEXT, "%" PRIu64 "ms", ms);
    else if (s < 60 && ms % 1000)
        snprintf(text, CT_DURATION_TEXT, "%" PRIu64 ".%" PRIu64 "s", s, ms % 1000 / 100);
    else if (s < 60)
        snprintf(text, CT_DURATION_TEXT, "%" PRIu64 "s", s);
    else if (m < 60)
        snprintf(text, CT_DURATION_TEXT, s % 60 ? "%" PRIu64 "m%" PRIu64 "s" : "%" PRIu64 "m", m,
                 s % 60);
    else if (h < 24)
        snprintf(text, CT_DURATION_TEXT, m % 60 ? "%" PRIu64 "h%" PRIu64 "m" : "%" PRIu64 "h", h,
                 m % 60);
    else
        snprintf(text, CT_DURATION_TEXT, h % 24 ? "%" PRIu64 "d%" PRIu64 "h" : "%" PRIu64 "d", d,
                 h % 24);
}
