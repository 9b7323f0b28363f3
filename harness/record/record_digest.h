/* record_digest.h - the digests of results.json: one of its head, and one of each case.
 *
 * A digest is the last property of what it covers, "sha256": the SHA-256 of all text before it (of
 * the file, or of the line), without the comma between them. It has no key: it detects damage and
 * careless edits, not an edit that also writes another digest.
 */
#ifndef CT_RECORD_RECORD_DIGEST_H
#define CT_RECORD_RECORD_DIGEST_H

#include "lang/json/json_bind.h"
#include "lang/json/json_writer.h"

/* The line that ends the head and starts the cases. */
#define CT_RECORD_CASES "  \"cases\": ["

/* Adds "sha256" to the open object, for json->out from the byte `start` on. */
void ct_record_put_digest(ct_json_writer *json, size_t start);

/* Checks the digest of a line "{...,"sha256":"..."}".
 *
 * reader  in/out: gets the error.
 * line    in/out: loses the digest, and is still an object.
 *
 * Returns false after noting that the digest is missing, or does not match. */
bool ct_record_check_line(ct_json_field_reader *reader, ct_buf *line);

/* Checks the digest of a head: the text of the file up to the line that starts its cases, included.
 * Returns false after noting that it is missing, or does not match. */
bool ct_record_check_head(ct_json_field_reader *reader, const char *text, size_t size);

#endif
