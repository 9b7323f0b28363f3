/* xml.h - text as XML 1.0 can carry it.
 *
 * XML cannot express most control characters, and a report must not show others: what
 * ct_utf8_is_hidden() hides, and bytes that are not UTF-8, become visible as \xNN or \u{NNNN}. Line
 * feeds and tabs stay what they are.
 */
#ifndef CT_REPORT_XML_H
#define CT_REPORT_XML_H

#include <stddef.h>

#include "base/buf.h"

/* Adds a space, the name, and the value in quotes. */
void ct_xml_attribute(ct_buf *out, const char *name, const char *value);

/* Adds the same for a value of one line: line breaks become visible, too. */
void ct_xml_line(ct_buf *out, const char *name, const char *value);

/* Adds a part of the value of an attribute, without quotes around it. */
void ct_xml_value(ct_buf *out, const char *value);

/* Adds the text of an element: one CDATA section, or entities if the text contains "]]>". Never
 * both, and never two sections, because some readers lose one of them. Nothing for an empty text.
 */
void ct_xml_text(ct_buf *out, const char *bytes, size_t size);

#endif
