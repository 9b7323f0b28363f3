/* html.h - the run as one page for people, which needs nothing but itself.
 *
 * The files of html/ are bytes of the program: the page with its gaps, its
 * style, its script. The run stands in the page as JSON, in blocks that no
 * text can end: the run, then its cases by CT_HTML_BLOCK, then a row a case for
 * the list. The page's policy allows its own style and script, known by their
 * digests, and nothing else; only the script shows the data, as text.
 *
 * A case is what the record tells of it ("case", record.h) and what the record
 * leaves to be computed ("steps": the command that repeats each request, ...).
 */
#ifndef CT_REPORT_HTML_H
#define CT_REPORT_HTML_H

#include <stddef.h>

#include "base/buf.h"
#include "model/reporter.h"

enum { CT_HTML_BLOCK = 32 };

typedef struct ct_html_file {
    const unsigned char *bytes;
    size_t size;
} ct_html_file;

extern const ct_html_file ct_html_page, ct_html_style, ct_html_script;

ct_reporter *ct_html_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* Adds JSON so that it may stand in a page: what could be markup, or the end of a line to a
 * script, is written as \uXXXX. It is inside of strings, or the JSON is none. */
void ct_html_data(ct_buf *out, const char *json, size_t size);

#endif
