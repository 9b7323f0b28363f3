/* html.h - the run as one self-contained page.
 *
 * The files of html/ are part of the program: the page with its placeholders, its style, its
 * script. The run is in the page as JSON, in blocks that no text can end: the run, then its cases
 * in blocks of CT_HTML_BLOCK, then one row for each case of the list. The page's content security
 * policy allows its own style and script, by their digests, and nothing else. The script shows data
 * as text only.
 *
 * A case has the properties "case", as in results.json (record.h), and "steps", with what is
 * computed from them, such as the curl command that reproduces each request.
 */
#ifndef CT_REPORT_HTML_H
#define CT_REPORT_HTML_H

#include <stddef.h>

#include "base/buf.h"
#include "model/reporter.h"

enum { CT_HTML_BLOCK = 32 }; /* cases */

/* A file of html/ as bytes; page.html, the style, and all scripts in one. */
typedef struct ct_html_file {
    const unsigned char *bytes;
    size_t size;
} ct_html_file;

extern const ct_html_file ct_html_page, ct_html_style, ct_html_script;

/* Returns a reporter that writes the file when the run ends. It belongs to the arena; the file must
 * live as long. NULL after noting why its temporary file cannot be made. */
ct_reporter *ct_html_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* Adds valid JSON so that it is safe in a page: characters that could be markup, or the end of a
 * line in a script, are written as \uXXXX. They can only be inside strings. */
void ct_html_data(ct_buf *out, const char *json, size_t size);

#endif
