/* prove_page.h - the mutation report as an HTML page. */
#ifndef CT_CLI_PROVE_PAGE_H
#define CT_CLI_PROVE_PAGE_H

#include "base/outfile.h"
#include "mutation/mutation_report.h"

/* Writes the page (report/html.h) with the view "mutations": it shows the document of
 * ct_mutation_report_write_json().
 * report: in
 * file:   in, out; not committed
 * target: in; what the faults were injected into, without secrets */
void ct_prove_page(const ct_mutation_report *report, ct_outfile *file, const char *target);

#endif
