/* Faults of times: not RFC 3339, or another moment. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "mutation/fault.h"

/* Reads 2020-09-19T07:43:11 and ignores what follows, a fraction or a zone. */
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

/* Returns the offset from UTC in seconds. */
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

/* Returns the text of the row with its {fields} replaced by those of the time in UTC, moved by the
 * number of seconds of the row. */
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
    ROW("time-blank-for-t", "a time has a space instead of the T", CT_ASPECT_FORM,
        "{Y}-{M}-{D} {h}:{m}:{s}Z", 0),
    ROW("time-underscore-for-t", "a time has an underscore instead of the T", CT_ASPECT_FORM,
        "{Y}-{M}-{D}_{h}:{m}:{s}Z", 0),
    ROW("time-nothing-for-t", "the T of a time is missing", CT_ASPECT_FORM,
        "{Y}-{M}-{D}{h}:{m}:{s}Z", 0),
    ROW("time-without-zone", "a time has no time zone", CT_ASPECT_FORM | CT_ASPECT_ZONE,
        "{Y}-{M}-{D}T{h}:{m}:{s}", 0),
    ROW("time-without-zone-fraction", "a time has a fraction and no time zone",
        CT_ASPECT_FORM | CT_ASPECT_ZONE, "{Y}-{M}-{D}T{h}:{m}:{s}.5", 0),
    ROW("time-date-alone", "the time of day is missing", CT_ASPECT_FORM, "{Y}-{M}-{D}", 0),
    ROW("time-date-with-zone", "the time of day is missing, the time zone is present",
        CT_ASPECT_FORM, "{Y}-{M}-{D}Z", 0),
    ROW("time-clock-alone", "the date is missing", CT_ASPECT_FORM, "{h}:{m}:{s}Z", 0),
    ROW("time-without-seconds", "the seconds are missing", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}:{m}Z",
        0),
    ROW("time-basic", "a time has neither hyphens nor colons", CT_ASPECT_FORM,
        "{Y}{M}{D}T{h}{m}{s}Z", 0),
    ROW("time-half-basic", "a time has no colons", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}{m}{s}Z", 0),
    ROW("time-slashes", "a date has slashes", CT_ASPECT_FORM, "{Y}/{M}/{D}T{h}:{m}:{s}Z", 0),
    ROW("time-dots", "a date has dots and starts with the day", CT_ASPECT_FORM,
        "{D}.{M}.{Y}T{h}:{m}:{s}Z", 0),
    ROW("time-american", "a date starts with the month", CT_ASPECT_FORM, "{M}/{D}/{Y} {h}:{m}:{s}",
        0),
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
    ROW("time-day-30-february", "the date is 30 February", CT_ASPECT_FORM, "{Y}-02-30T{h}:{m}:{s}Z",
        0),
    ROW("time-day-29-february", "the date is 29 February of a year that is not a leap year",
        CT_ASPECT_FORM, "2023-02-29T{h}:{m}:{s}Z", 0),
    ROW("time-hour-24", "the hour is 24", CT_ASPECT_FORM, "{Y}-{M}-{D}T24:{m}:{s}Z", 0),
    ROW("time-hour-of-one-digit", "the hour has one digit", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T7:{m}:{s}Z", 0),
    ROW("time-twelve-hours", "the time of day is in 12-hour format", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T07:{m}:{s} PM", 0),
    ROW("time-minute-60", "the minute is 60", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}:60:{s}Z", 0),
    ROW("time-second-61", "the second is 61", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}:{m}:61Z", 0),
    ROW("time-comma", "a comma precedes the fraction", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s},948Z", 0),
    ROW("time-fraction-empty", "the fraction has no digits", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}.Z", 0),
    ROW("time-fraction-signed", "the fraction has a sign", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}.-5Z", 0),
    ROW("time-fraction-as-field", "a colon precedes the fraction", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}:948Z", 0),
    ROW("time-offset-without-colon", "the offset has no colon", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}+0000", 0),
    ROW("time-offset-of-hours", "the offset has no minutes", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}+00", 0),
    ROW("time-offset-24", "the offset is 24 hours", CT_ASPECT_FORM, "{Y}-{M}-{D}T{h}:{m}:{s}+24:00",
        0),
    ROW("time-offset-minute-60", "the offset has 60 minutes", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}+00:60", 0),
    ROW("time-offset-behind-z", "an offset follows the Z", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z+00:00", 0),
    ROW("time-offset-unsigned", "the offset has no sign", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s} 00:00", 0),
    ROW("time-zone-as-name", "the time zone is a name", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s} UTC", 0),
    ROW("time-zone-as-gmt", "the time zone is GMT and an offset", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}GMT+00:00", 0),
    ROW("time-zone-in-brackets", "the name of the time zone follows the offset", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}+00:00[Etc/UTC]", 0),
    ROW("time-as-go-prints", "a time is in the default format of Go", CT_ASPECT_FORM,
        "{Y}-{M}-{D} {h}:{m}:{s} +0000 UTC", 0),
    ROW("time-as-mail", "a time is in the format of email", CT_ASPECT_FORM,
        "Sat, {D} Sep {Y} {h}:{m}:{s} GMT", 0),
    ROW("time-week-date", "the date is a week date", CT_ASPECT_FORM, "{Y}-W38-6T{h}:{m}:{s}Z", 0),
    ROW("time-ordinal-date", "the date is an ordinal date", CT_ASPECT_FORM, "{Y}-263T{h}:{m}:{s}Z",
        0),
    ROW("time-epoch", "a time is a number of seconds, as a string", CT_ASPECT_FORM, "{E}", 0),
    ROW("time-epoch-milliseconds", "a time is a number of milliseconds, as a string",
        CT_ASPECT_FORM, "{E}000", 0),
    ROW("time-blank-in-front", "a space precedes the time", CT_ASPECT_FORM,
        " {Y}-{M}-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-blank-behind", "a space follows the time", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z ", 0),
    ROW("time-line-break", "a line break follows the time", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z\n", 0),
    ROW("time-two", "a time is an interval", CT_ASPECT_FORM,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z/{Y}-{M}-{D}T{h}:{m}:{s}Z", 0),
    ROW("time-quoted", "a time is in quotes", CT_ASPECT_FORM, "'{Y}-{M}-{D}T{h}:{m}:{s}Z'", 0),
    ROW("time-words", "a time is prose", CT_ASPECT_FORM, "just now", 0),
    ROW("time-zero", "a time is the zero value of Go", CT_ASPECT_VALUE, "0001-01-01T00:00:00Z", 0),
    ROW("time-epoch-begin", "a time is the Unix epoch", CT_ASPECT_VALUE, "1970-01-01T00:00:00Z", 0),
    ROW("time-of-example", "a time is that of the example in the documentation", CT_ASPECT_VALUE,
        "2020-09-19T07:43:11.948178051Z", 0),
    ROW("time-local-as-utc", "a time is 8 hours ahead: local time with a Z", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z", 28800),
    ROW("time-west-as-utc", "a time is 5 hours too early: local time with a Z", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z", -18000),
    ROW("time-offset-twice", "a time is UTC with the offset +08:00", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}+08:00", 0),
    ROW("time-yesterday", "a time is one day in the past", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z", -86400),
    ROW("time-tomorrow", "a time is one day in the future", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z", 86400),
    ROW("time-last-year", "a time is one year in the past", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z", -31536000),
    ROW("time-half-an-hour-ago", "a time is half an hour in the past", CT_ASPECT_VALUE,
        "{Y}-{M}-{D}T{h}:{m}:{s}Z", -1800),
    {0},
};
