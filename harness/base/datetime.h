/* datetime.h - times (RFC 3339), HTTP dates (RFC 9110) and durations, as text.
 *
 * Pure: nothing here reads a clock, and no locale changes the result.
 */
#ifndef CT_BASE_DATETIME_H
#define CT_BASE_DATETIME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Nanoseconds since 1970-01-01T00:00:00Z. 64 bits would end in the year 2262. */
__extension__ typedef __int128 ct_nanoseconds;

typedef enum ct_time_form {
    CT_TIME_WELL_FORMED, /* an RFC 3339 date-time with a zone */
    CT_TIME_NO_ZONE,     /* only its zone is missing */
    CT_TIME_MALFORMED    /* anything else, also a day that does not exist */
} ct_time_form;

/* Reads a date-time (RFC 3339 section 5.6). The fraction may have any number of digits, of which
 * nine count; second 60 is accepted only at the end of a day in UTC, where leap seconds are.
 * text: in; `size` bytes, need not end with NUL
 * time: out; set only if CT_TIME_WELL_FORMED is returned */
ct_time_form ct_time_parse(const char *text, size_t size, ct_nanoseconds *time);

/* Reads an HTTP date in the form that must be sent, "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110
 * section 5.6.7), but not in the two obsolete forms.
 * text:    in; the whole value, without spaces around it
 * unix_ms: out; milliseconds since 1970; set only if true is returned
 * Returns false if the text is not such a date. */
bool ct_http_date_parse(const char *text, int64_t *unix_ms);

enum { CT_TIME_TEXT = 32 }; /* bytes of the strings below, with the NUL */

/* Writes "2026-11-24T04:17:26.123Z": RFC 3339, UTC, milliseconds.
 * unix_ms: milliseconds since 1970, may be negative. A time outside the years 0000 to 9999, which
 *          RFC 3339 cannot express, becomes the nearest one inside. */
void ct_time_text(int64_t unix_ms, char text[CT_TIME_TEXT]);

/* Writes the same without fraction and zone, which is not RFC 3339 any more, for seconds since
 * 1970: "2026-11-24T04:17:26". */
void ct_time_text_seconds(int64_t unix_s, char text[CT_TIME_TEXT]);

enum { CT_DURATION_TEXT = 48 }; /* bytes, with the NUL */

/* Writes a duration for people, in its two largest units: "10m", "1h30m", "2.5s", "3d". What is
 * smaller is cut off, so a duration is never shown longer than it is.
 * text: out; ends with NUL */
void ct_duration_text(uint64_t milliseconds, char text[CT_DURATION_TEXT]);

/* Adds "1.204" for 1204 ms: seconds with three digits. The point does not depend on the locale. */
void ct_seconds_text(ct_buf *out, uint64_t milliseconds);

/* Returns the days since 1970-01-01 of a day in the proleptic Gregorian calendar, negative before.
 * The month counts from 1, and the day must exist. */
int64_t ct_days_from_date(int64_t year, unsigned month, unsigned day);

/* Returns the number of days of a month, 28 to 31, in the proleptic Gregorian calendar.
 * month: in; 1 to 12 */
unsigned ct_days_in_month(int64_t year, unsigned month);

#endif
