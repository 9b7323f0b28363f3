/* Wrong times: no RFC 3339 any more, each in its way; or another moment. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "mutation/fault.h"

/* 2020-09-19T07:43:11, and whatever stands behind it. */
static bool read_moment(const char *text, struct tm *moment)
{
    static const char form[] = "0000-00-00T00:00:00";
    for (size_t i = 0; form[i]; i++) {
        bool const is_digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == '0' ? !is_digit : (text[i] | 0x20) != (form[i] | 0x20))
            return false;
    }
    *moment = (struct tm){.tm_year = (int)strtol(text, NULL, 10) - 1900,
                          .tm_mon = (int)strtol(text + 5, NULL, 10) - 1,
                          .tm_mday = (int)strtol(text + 8, NULL, 10),
                          .tm_hour = (int)strtol(text + 11, NULL, 10),
                          .tm_min = (int)strtol(text + 14, NULL, 10),
                          .tm_sec = (int)strtol(text + 17, NULL, 10)};
    return strchr("Zz+-.", text[19]) != NULL;
}

/* So many seconds to Greenwich: the offset behind the time. */
static long offset_of(const char *text)
{
    const char *sign = strpbrk(text + 19, "+-");
    if (!sign || strlen(sign) != 6)
        return 0;
    long const seconds = strtol(sign + 1, NULL, 10) * 3600 + strtol(sign + 4, NULL, 10) * 60;
    return *sign == '-' ? -seconds : seconds;
}

static void add_field(ct_buf *text, char field, const struct tm *utc, time_t second)
{
    switch (field) {
    case 'Y':
        ct_buf_printf(text, "%04d", utc->tm_year + 1900);
        break;
    case 'y':
        ct_buf_printf(text, "%02d", utc->tm_year % 100);
        break;
    case 'M':
        ct_buf_printf(text, "%02d", utc->tm_mon + 1);
        break;
    case 'D':
        ct_buf_printf(text, "%02d", utc->tm_mday);
        break;
    case 'h':
        ct_buf_printf(text, "%02d", utc->tm_hour);
        break;
    case 'm':
        ct_buf_printf(text, "%02d", utc->tm_min);
        break;
    case 's':
        ct_buf_printf(text, "%02d", utc->tm_sec);
        break;
    default:
        ct_buf_printf(text, "%lld", (long long)second);
        break;
    }
}

/* The row's text with its {fields} filled in, in UTC, so many seconds later. */
static json_t *edit_time(const ct_fault *fault, const json_t *value, ct_arena *arena)
{
    const char *good = json_string_value(value);
    struct tm moment;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    if (!good || strlen(good) < 20 || !read_moment(good, &moment))
        return NULL;
    time_t const second = timegm(&moment) - offset_of(good) + fault->number;
    gmtime_r(&second, &moment);
    for (const char *at = fault->text; *at; at++) {
        if (at[0] == '{' && at[2] == '}') {
            add_field(&text, at[1], &moment, second);
            at += 2;
        } else {
            ct_buf_char(&text, *at);
        }
    }
    return json_string(ct_buf_finish(&text, arena));
}

#define ROW(fault_name, sentence, aspect, becomes, seconds)                                        \
    {                                                                                              \
        fault_name, sentence, CT_PART_PROPERTY, aspect, ct_mutate_property,                        \
            .edit = edit_time, .text = becomes, .number = seconds                                  \
    }

const ct_fault ct_time_faults[] = {
    ROW("time-blank-for-t", "a blank stands between date and time", CT_ASPECT_FORM,
        "{Y}-{M}-{D} {h}:{m}:{s}Z", 0),
    ROW("time-underscore-for-t", "an underscore stands between date and time", CT_ASPECT_FORM,
        "{Y}-{M}-{D}_{h}:{m}:{s}Z", 0),
    ROW("time-nothing-for-t", "nothing stands between date and time", CT_ASPECT_FORM,
        "{Y}-{M}-{D}{h}:{m}:{s}Z", 0),
    ROW("time-without-zone", "the time tells no zone", CT_ASPECT_FORM | CT_ASPECT_ZONE,
        "{Y}-{M}-{D}T{h}:{m}:{s}", 0),
    ROW("time-without-zone-fraction", "the time has a fraction and tells no zone",
        CT_ASPECT_FORM | CT_ASPECT_ZONE, "{Y}-{M}-{D}T{h}:{m}:{s}.5", 0),
    ROW("time-date-alone", "the time of day is missing", CT_ASPECT_FORM, "{Y}-{M}-{D}", 0),
    ROW("time-date-with-zone", "the time of day is missing, the zone is there", CT_ASPECT_FORM,
        "{Y}-{M}-{D}Z", 0),
    ROW("time-clock-alone", "the date is missing", CT_ASPECT_FORM, "{h}:{m}:{s}Z", 0),
    ROW("time-without-seconds", "the seconds are missing", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}:{m}Z",
        0),
    ROW("time-basic", "there are no hyphens and colons", CT_ASPECT_FORM, "{Y}{M}{D}T{h}{m}{s}Z", 0),
    ROW("time-half-basic", "there are no colons", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}{m}{s}Z", 0),
    ROW("time-slashes", "the date has slashes", CT_ASPECT_FORM, "{Y}/{M}/{D}T{h}:{m}:{s}Z", 0),
    ROW("time-dots", "the date has dots, and begins with the day", CT_ASPECT_FORM,
        "{D}.{M}.{Y}T{h}:{m}:{s}Z", 0),
    ROW("time-american", "the month comes first", CT_ASPECT_FORM, "{M}/{D}/{Y} {h}:{m}:{s}", 0),
    ROW("time-year-of-two-digits", "the year has two digits", CT_ASPECT_FORM,
        "{y}-{M}-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-year-of-five-digits", "the year has five digits", CT_ASPECT_FORM,
        "0{Y}-{M}-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-year-signed", "the year has a sign", CT_ASPECT_FORM, "+{Y}-{M}-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-month-00", "the month is 00", CT_ASPECT_FORM, "{Y}-00-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-month-13", "the month is 13", CT_ASPECT_FORM, "{Y}-13-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-month-of-one-digit", "the month has one digit", CT_ASPECT_FORM,
        "{Y}-9-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-month-as-name", "the month is a name", CT_ASPECT_FORM, "{Y}-Sep-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-day-00", "the day is 00", CT_ASPECT_FORM, "{Y}-{M}-00T{h}:{m}:{s}Z", 0),
    ROW("time-day-32", "the day is 32", CT_ASPECT_FORM, "{Y}-{M}-32T{h}:{m}:{s}Z", 0),
    ROW("time-day-30-february", "the day is the 30th of February", CT_ASPECT_FORM,
        "{Y}-02-30T{h}:{m}:{s}Z", 0),
    ROW("time-day-29-february", "the day is the 29th of February of a year that has none",
        CT_ASPECT_FORM, "2023-02-29T{h}:{m}:{s}Z", 0),
    ROW("time-hour-24", "the hour is 24", CT_ASPECT_FORM, "{Y}-{M}-{D}T24:{m}:{s}Z", 0),
    ROW("time-hour-of-one-digit", "the hour has one digit", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T7:{m}:{s}Z", 0),
    ROW("time-twelve-hours", "the hour is told with PM", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T07:{m}:{s} PM", 0),
    ROW("time-minute-60", "the minute is 60", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}:60:{s}Z", 0),
    ROW("time-second-61", "the second is 61", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}:{m}:61Z", 0),
    ROW("time-comma", "a comma stands before the fraction", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s},948Z", 0),
    ROW("time-fraction-empty", "the fraction has no digits", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}.Z", 0),
    ROW("time-fraction-signed", "the fraction has a sign", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}.-5Z", 0),
    ROW("time-fraction-as-field", "the fraction stands behind a colon", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}:948Z", 0),
    ROW("time-offset-without-colon", "the offset has no colon", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}+0000", 0),
    ROW("time-offset-of-hours", "the offset has no minutes", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}+00", 0),
    ROW("time-offset-24", "the offset is a day", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}:{m}:{s}+24:00",
        0),
    ROW("time-offset-minute-60", "the offset has 60 minutes", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}+00:60", 0),
    ROW("time-offset-behind-z", "an offset stands behind the Z", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z+00:00", 0),
    ROW("time-offset-unsigned", "the offset has no sign", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s} 00:00", 0),
    ROW("time-zone-as-name", "the zone is a name", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}:{m}:{s} UTC",
        0),
    ROW("time-zone-as-gmt", "the zone is GMT and an offset", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}GMT+00:00", 0),
    ROW("time-zone-in-brackets", "the zone's name stands behind the offset", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}+00:00[Etc/UTC]", 0),
    ROW("time-as-go-prints", "the time is as a program prints it", CT_ASPECT_FORM,
        "{Y}-{M}-{D} {h}:{m}:{s} +0000 UTC", 0),
    ROW("time-as-mail", "the time is as mail has it", CT_ASPECT_FORM,
        "Sat, {D} Sep {Y} {h}:{m}:{s} GMT", 0),
    ROW("time-week-date", "the date tells week and weekday", CT_ASPECT_FORM,
        "{Y}-W38-6T{h}:{m}:{s}Z", 0),
    ROW("time-ordinal-date", "the date tells the day of the year", CT_ASPECT_FORM,
        "{Y}-263T{h}:{m}:{s}Z", 0),
    ROW("time-epoch", "the time is a count of seconds, as text", CT_ASPECT_FORM, "{E}", 0),
    ROW("time-epoch-milliseconds", "the time is a count of milliseconds, as text", CT_ASPECT_FORM,
        "{E}000", 0),
    ROW("time-blank-in-front", "a blank stands before the time", CT_ASPECT_FORM,
        " {Y}-{M}-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-blank-behind", "a blank stands behind the time", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z ", 0),
    ROW("time-line-break", "a line break stands behind the time", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z\n", 0),
    ROW("time-two", "there are two times", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z/{Y}-{M}-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-quoted", "the time stands in quotes", CT_ASPECT_FORM, "'{Y}-{M}-{D}T{h}:{m}:{s}Z'",
        0),
    ROW("time-words", "the time is told in words", CT_ASPECT_FORM, "just now", 0),
    ROW("time-zero", "the time is the zero of the program's language", CT_ASPECT_VALUE,
        "0001-01-01T00:00:00Z", 0),
    ROW("time-epoch-begin", "the time is the beginning of 1970", CT_ASPECT_VALUE,
        "1970-01-01T00:00:00Z", 0),
    ROW("time-of-example", "the time is that of the page's example", CT_ASPECT_VALUE,
        "2020-09-19T07:43:11.948178051Z", 0),
    ROW("time-local-as-utc", "the time is of another zone, and says UTC", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z", 28800),
    ROW("time-west-as-utc", "the time is of a zone in the west, and says UTC", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z", -18000),
    ROW("time-offset-twice", "the time is UTC, and tells an offset", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}+08:00", 0),
    ROW("time-yesterday", "the time is a day ago", CT_ASPECT_VALUE, "{Y}-{M}-{D}T{h}:{m}:{s}Z",
        -86400),
    ROW("time-tomorrow", "the time is in a day", CT_ASPECT_VALUE, "{Y}-{M}-{D}T{h}:{m}:{s}Z",
        86400),
    ROW("time-last-year", "the time is a year ago", CT_ASPECT_VALUE, "{Y}-{M}-{D}T{h}:{m}:{s}Z",
        -31536000),
    ROW("time-half-an-hour-ago", "the time is half an hour ago", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z", -1800),
    {0},
};
