/* time_text.h - times as reports write them: from integers, so that no locale can change a comma.
 */
#ifndef CT_BASE_TIME_TEXT_H
#define CT_BASE_TIME_TEXT_H

#include <stdint.h>

#include "base/buf.h"

/* "2026-09-01T10:00:00" in UTC, without a zone. A time outside the years 1970 to 9999 becomes
 * the nearest one inside. */
void ct_time_text_seconds(ct_buf *out, int64_t unix_ms);

/* "2026-09-01T10:00:00.123Z" */
void ct_time_text_ms(ct_buf *out, int64_t unix_ms);

/* "1.204": seconds. */
void ct_time_text_length(ct_buf *out, uint64_t length_ms);

#endif
