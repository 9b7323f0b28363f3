/* xml.h - text as XML 1.0 can carry it.
 *
 * XML has no way to write most control characters, and a report must not show
 * others: what ct_utf8_is_hidden hides and what is no UTF-8 becomes visible,
 * \xNN or \u{NNNN}. Only line feeds and tabs stay what they are.
 */
#ifndef CT_REPORT_XML_H
#define CT_REPORT_XML_H

#include <stddef.h>

#include "base/buf.h"

/* A blank, the name, and the value between quotes. */
void ct_xml_attribute(ct_buf *out, const char *name, const char *value);

/* The same with a value that shall be one line: what would break it becomes visible too. */
void ct_xml_line(ct_buf *out, const char *name, const char *value);

/* The text of one element: a single CDATA section, or entities when the text has "]]>" in it.
 * Never both, never two sections: some readers lose the one or stumble over the other. An empty
 * text gives nothing. */
void ct_xml_text(ct_buf *out, const char *bytes, size_t size);

#endif
