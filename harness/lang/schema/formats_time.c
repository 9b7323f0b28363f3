/* Checks dates, times and durations (RFC 3339). */
#include <string.h>

#include "base/ascii.h"
#include "lang/schema/schema_formats.h"

typedef struct text {
    const char *at, *end;
} text;

static bool take(text *t, char c)
{
    if (t->at == t->end || *t->at != c)
        return false;
    t->at++;
    return true;
}

static bool take_either(text *t, char a, char b)
{
    return take(t, a) || take(t, b);
}

/* Reads exactly `count` digits. */
static bool read_number(text *t, int count, int *number)
{
    *number = 0;
    if (t->end - t->at < count)
        return false;
    for (int i = 0; i < count; i++) {
        if (!ct_is_digit(t->at[i]))
            return false;
        *number = *number * 10 + (t->at[i] - '0');
    }
    t->at += count;
    return true;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool const is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap);
}

static bool read_date(text *t)
{
    int year, month, day;
    return read_number(t, 4, &year) && take(t, '-') && read_number(t, 2, &month) && take(t, '-') &&
           read_number(t, 2, &day) && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_of(year, month);
}

/* Reads "Z" or "+01:00": the minutes by which local time is ahead of UTC. */
static bool read_offset(text *t, int *ahead)
{
    int hour, minute;
    *ahead = 0;
    if (take_either(t, 'Z', 'z'))
        return true;
    bool const is_behind = t->at < t->end && *t->at == '-';
    if (!take_either(t, '+', '-') || !read_number(t, 2, &hour) || !take(t, ':') ||
        !read_number(t, 2, &minute))
        return false;
    *ahead = (hour * 60 + minute) * (is_behind ? -1 : 1);
    return hour <= 23 && minute <= 59;
}

static bool read_fraction(text *t)
{
    if (!take(t, '.'))
        return true;
    const char *const start = t->at;
    while (t->at < t->end && ct_is_digit(*t->at))
        t->at++;
    return t->at > start;
}

/* Second 60 is a leap second, which is always the last second of a UTC day. */
static bool read_time(text *t)
{
    int hour, minute, second, ahead;
    if (!read_number(t, 2, &hour) || !take(t, ':') || !read_number(t, 2, &minute) ||
        !take(t, ':') || !read_number(t, 2, &second) || !read_fraction(t) ||
        !read_offset(t, &ahead))
        return false;
    int const day = 24 * 60;
    int const utc = ((hour * 60 + minute - ahead) % day + day) % day;
    return hour <= 23 && minute <= 59 && (second <= 59 || (second == 60 && utc == day - 1));
}

bool ct_format_date(const char *bytes, size_t size)
{
    text t = {bytes, bytes + size};
    return read_date(&t) && t.at == t.end;
}

bool ct_format_time(const char *bytes, size_t size)
{
    text t = {bytes, bytes + size};
    return read_time(&t) && t.at == t.end;
}

bool ct_format_date_time(const char *bytes, size_t size)
{
    text t = {bytes, bytes + size};
    return read_date(&t) && take_either(&t, 'T', 't') && read_time(&t) && t.at == t.end;
}

/* Reads numbers with units, in the order of the units and without gaps (RFC 3339 appendix A):
 * "P1Y2D" is not valid. Returns whether there is at least one. */
static bool read_units(text *t, const char *units)
{
    const char *expected = NULL; /* NULL before the first unit */
    while (t->at < t->end && ct_is_digit(*t->at)) {
        while (t->at < t->end && ct_is_digit(*t->at))
            t->at++;
        if (t->at == t->end || !*t->at)
            return false;
        const char *unit = strchr(units, *t->at++);
        if (!unit || (expected && unit != expected))
            return false;
        expected = unit + 1;
    }
    return expected;
}

bool ct_format_duration(const char *bytes, size_t size)
{
    text t = {bytes, bytes + size};
    if (!take(&t, 'P') || t.at == t.end)
        return false;
    if (bytes[size - 1] == 'W')
        return read_units(&t, "W") && t.at == t.end;
    bool const has_date = *t.at != 'T';
    if (has_date && !read_units(&t, "YMD"))
        return false;
    if (take(&t, 'T') && !read_units(&t, "HMS"))
        return false;
    return t.at == t.end;
}
