/* transcript.h - what was sent and received, for people: lines behind "> " and "< ". */
#ifndef CT_REPORT_TRANSCRIPT_H
#define CT_REPORT_TRANSCRIPT_H

#include "report/print.h"

/* Request and answer of a step's last attempt, a line each for what stands on one: masked, hidden
 * characters visible. JSON is indented anew (only blanks outside of its texts change), bytes that
 * are no text are shown as such, and what is long is cut and says so. Nothing of a step that sent
 * nothing. */
void ct_transcript(ct_buf *out, const ct_step_result *step, unsigned ordinal,
                   const ct_print_options *how);

/* A JSON text with a line for each member: only blanks outside of its texts change. What is none
 * loses its blanks. */
void ct_transcript_indent(ct_buf *out, const char *json, size_t size);

#endif
