/* print_text.h - strings, durations, sizes and places as reports for people print them. */
#ifndef CT_REPORT_PRINT_TEXT_H
#define CT_REPORT_PRINT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "model/result.h"

/* Adds a string of at most `limit` bytes, with "..." at its end if it was cut. */
void ct_print_text(ct_buf *out, const char *text, size_t limit);

/* Adds the same at the start of a line: a string that a log reader could take for a command gets
 * the prefix, which must not be empty. */
void ct_print_line(ct_buf *out, const char *text, size_t limit, const char *prefix);

/* Returns whether a log reader could take a line that starts like this for a command. */
bool ct_print_is_like_a_command(const char *line);

/* Adds a duration in microseconds as "17 ms", "2.4 s" or "1 min 30 s", rounded down. */
void ct_print_duration(ct_buf *out, uint64_t us);

/* Adds ", after 31 attempts, waited 30.0 s", as far as the step was repeated and waited. */
void ct_print_attempts(ct_buf *out, const ct_step_result *step);

/* Adds a size as "1 byte", "512 bytes", "1.5 KiB" or "16.0 MiB", rounded down. */
void ct_print_size(ct_buf *out, size_t bytes);

/* Adds a place as FILE:LINE:COLUMN, with "./" before it if it could be taken for a command. */
void ct_print_location(ct_buf *out, ct_loc where);

/* Adds ", clean-up" and ", step 2 'TITLE'", as far as needed to identify the step in its case. */
void ct_print_step_name(ct_buf *out, const ct_step_result *step, unsigned ordinal);

#endif
