/* html.h - the HTML report: one self-contained page.
 *
 * The files of html/ are compiled into the program: the page with its placeholders, its style and
 * its scripts. The data is in the page as JSON, in script elements. The page's policy allows its
 * own style and script, known by their digests, and nothing else. Only the script shows the data,
 * and only as text.
 *
 * One page has several views. The first block of data has id="run"; its property "view" names the
 * view that shows the data (html/page.js). The view "run" has the run in it, then its cases in
 * blocks of CT_HTML_BLOCK, then one row per case for the list. The view "mutations" has the
 * document of `prove --json` as "report", and the "target" of the faults.
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

/* Writes a page of any view.
 *
 * file     in: gets the page; spoiled if page.html has an unknown placeholder.
 * summary  in: the title, and the only text without JavaScript. It is written as it is: fixed words
 *          and numbers, nothing untrusted.
 * write    in: called once; writes the blocks of data to the same file.
 * context  in: passed to `write`. */
void ct_html_write(ct_outfile *file, const char *summary, void (*write)(void *context),
                   void *context);

/* Begins or ends a block of data. In between there is JSON from ct_html_data().
 * attributes  in: of the script element: id="run". Written as they are. */
void ct_html_begin_block(ct_outfile *file, const char *attributes);
void ct_html_end_block(ct_outfile *file);

#endif
