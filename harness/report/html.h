/* html.h - the HTML report: one self-contained page.
 *
 * The files of html/ are compiled into the program: the page with its placeholders, its style and
 * its scripts. The results are in the page as JSON, in script elements: first the run, then its
 * cases in blocks of CT_HTML_BLOCK, then one row per case for the list. The page's policy allows
 * its own style and script, known by their digests, and nothing else. Only the script shows the
 * data, and only as text.
 *
 * A case consists of its part of the results file ("case", record.h) and of values that the file
 * does not have ("steps": the curl command of each request, ...).
 */
#ifndef CT_REPORT_HTML_H
#define CT_REPORT_HTML_H

#include <stddef.h>

#include "base/buf.h"
#include "model/reporter.h"

enum { CT_HTML_BLOCK = 32 }; /* cases in a block; data.js has the same number */

/* A file of html/, static. */
typedef struct ct_html_file {
    const unsigned char *bytes;
    size_t size;
} ct_html_file;

extern const ct_html_file ct_html_page, ct_html_style, ct_html_script;

/* Opens the report. The page is written to `file` when the run ends; until then the cases are in a
 * temporary file in the same folder. If no temporary file can be created, this is reported in
 * `diag` and NULL is returned. The reporter belongs to the arena. */
ct_reporter *ct_html_open(ct_arena *arena, ct_outfile *file, ct_diag *diag);

/* Appends valid JSON, `size` bytes, in a form that is safe inside a script element: characters that
 * could be markup or end a line are written as \uXXXX. In valid JSON they occur only in strings. */
void ct_html_data(ct_buf *out, const char *json, size_t size);

#endif
