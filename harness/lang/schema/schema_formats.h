/* schema_formats.h - the checks of the table of formats, by subject.
 *
 * Each is a pure function of `size` bytes of valid UTF-8, which may contain NULs and need not
 * end with one. It returns true if the whole string has the format (JSON Schema 2020-12
 * validation section 7.3).
 */
#ifndef CT_LANG_SCHEMA_SCHEMA_FORMATS_H
#define CT_LANG_SCHEMA_SCHEMA_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

/* formats_time.c: RFC 3339 section 5.6, with its limits for days and leap seconds (section 5.7),
 * and appendix A for durations. */
bool ct_format_date(const char *text, size_t size);
bool ct_format_time(const char *text, size_t size);
bool ct_format_date_time(const char *text, size_t size);
bool ct_format_duration(const char *text, size_t size);

/* formats_net.c: RFC 5321 section 4.1.2 and RFC 6531 for email addresses, RFC 1123 section 2.1
 * and RFC 5890 to 5893 for host names. The formats idn-... allow Unicode. */
bool ct_format_email(const char *text, size_t size);
bool ct_format_idn_email(const char *text, size_t size);
bool ct_format_hostname(const char *text, size_t size);
bool ct_format_idn_hostname(const char *text, size_t size);

/* formats_text.c: RFC 9562 section 4 for UUIDs, RFC 6570 for URI templates, the draft
 * draft-bhutton-relative-json-pointer for relative pointers, ECMA-262 for patterns. */
bool ct_format_uuid(const char *text, size_t size);
bool ct_format_uri_template(const char *text, size_t size);
bool ct_format_relative_pointer(const char *text, size_t size);
bool ct_format_regex(const char *text, size_t size);

#endif
