/* evidence_reports.h - the reports in the evidence of a certificate, and how they are checked. */
#ifndef CT_CLI_EVIDENCE_REPORTS_H
#define CT_CLI_EVIDENCE_REPORTS_H

#include "certify/verify.h"
#include "cli/command.h"

/* Writes junit.xml, report.html and exchanges.har of each pass again from its results.json, in a
 * temporary folder, and compares them byte for byte. Reports of another version of this program
 * cannot be compared.
 * path:     of the certificate; the evidence is in the same folder
 * verified: in, out; does nothing unless it is sound. It is not sound after a difference, which is
 *           reported in the session, nor if a report cannot be written. Sets
 *           has_compared_reports if the reports were compared. */
void ct_evidence_reports_compare(ct_session *session, const char *path, ct_verified *verified);

#endif
