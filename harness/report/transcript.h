/* transcript.h - requests and responses for people, on lines that start with "> " and "< ". */
#ifndef CT_REPORT_TRANSCRIPT_H
#define CT_REPORT_TRANSCRIPT_H

#include "base/buf.h"
#include "model/result.h"
#include "report/print_options.h"

/* Adds the request and the response of a step's last attempt. Hidden characters are visible, JSON
 * is indented (only spaces outside of its strings change), binary bodies are shown in hex, and long
 * ones are truncated with a note. Nothing for a step that sent no request.
 *
 * ordinal  in: of the step in its case, from 1.
 * how      in: margin and colour. */
void ct_transcript(ct_buf *out, const ct_step_result *step, unsigned ordinal,
                   const ct_print_options *how);

/* Adds a JSON text with one property or element on a line. Only spaces outside of its strings
 * change. A string that is not JSON loses its spaces. */
void ct_transcript_indent(ct_buf *out, const char *json, size_t size);

#endif
