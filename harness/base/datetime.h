/* datetime.h - times as RFC 3339 writes them, and how long things last. */
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
    CT_TIME_NO_ZONE,     /* it would be one with a zone */
    CT_TIME_MALFORMED
} ct_time_form;

/* Reads a date-time by RFC 3339 section 5.6: any number of fraction digits, of which nine count;
 * second 60 only where UTC has a leap second (the end of a day in UTC); a day that exists. *time
 * is set only for a well-formed one. */
ct_time_form ct_time_parse(const char *text, size_t size, ct_nanoseconds *time);

/* An HTTP date as it is sent today, "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 section 5.6.7), in
 * Unix milliseconds. False when it is none. */
bool ct_http_date_parse(const char *text, int64_t *unix_ms);

enum { CT_TIME_TEXT = 32 }; /* bytes of the texts below, with the NUL */

/* Writes "2026-11-24T04:17:26.123Z": RFC 3339, UTC, milliseconds.
 * unix_ms: milliseconds since 1970, may be negative. A time outside the years 0000 to 9999, which
 *          RFC 3339 cannot express, becomes the nearest one inside. */
void ct_time_text(int64_t unix_ms, char text[CT_TIME_TEXT]);

/* The same without fraction and zone, for seconds since 1970: "2026-11-24T04:17:26". */
void ct_time_text_seconds(int64_t unix_s, char text[CT_TIME_TEXT]);

/* "10m", "1h30m", "2.5s", "3d": the two largest units. */
enum { CT_DURATION_TEXT = 48 };
void ct_duration_text(uint64_t milliseconds, char text[CT_DURATION_TEXT]);

/* Adds "1.204" for 1204 ms: seconds with three digits. The point does not depend on the locale. */
void ct_seconds_text(ct_buf *out, uint64_t milliseconds);

/* Days since 1970-01-01 of a day in the proleptic Gregorian calendar. */
int64_t ct_days_from_date(int64_t year, unsigned month, unsigned day);
unsigned ct_days_in_month(int64_t year, unsigned month);

#endif
