/* record_digest.h - the digests of a record: one for its head, and one for each case.
 *
 * Each is the last member of what it covers, "sha256": the SHA-256 of all that
 * stands ahead of it (of the file, or of the line), without the comma between
 * them. It has no key: it shows that a record was damaged or edited, and not
 * that nobody meant to deceive, who could write another digest.
 */
#ifndef CT_RECORD_RECORD_DIGEST_H
#define CT_RECORD_RECORD_DIGEST_H

#include "lang/json/json_bind.h"
#include "lang/json/json_writer.h"

/* Adds the member to the open object, for what was written from `start` on. */
void ct_record_put_digest(ct_json_writer *json, size_t start);

/* Checks the digest of a line: "{...,"sha256":"..."}". On success the line is without it, still an
 * object. Returns false after noting that it is missing, or that the line was changed. */
bool ct_record_check_line(ct_json_field_reader *reader, ct_buf *line);

/* Checks the digest of a head, the text of the file up to and with the line that begins its cases.
 * Returns false after noting. */
bool ct_record_check_head(ct_json_field_reader *reader, const char *text, size_t size);

#endif
