/* schema_formats.h - the checks behind the table of formats, by subject.
 *
 * All are pure functions of a text, which is valid UTF-8 and may have NULs.
 */
#ifndef CT_LANG_SCHEMA_SCHEMA_FORMATS_H
#define CT_LANG_SCHEMA_SCHEMA_FORMATS_H

#include <stdbool.h>
#include <stddef.h>

/* formats_time.c: RFC 3339, its appendix A for durations */
bool ct_format_date(const char *text, size_t size);
bool ct_format_time(const char *text, size_t size);
bool ct_format_date_time(const char *text, size_t size);
bool ct_format_duration(const char *text, size_t size);

/* formats_net.c: RFC 5321 and 6531, RFC 1123, RFC 5890 to 5893 */
bool ct_format_email(const char *text, size_t size);
bool ct_format_idn_email(const char *text, size_t size);
bool ct_format_hostname(const char *text, size_t size);
bool ct_format_idn_hostname(const char *text, size_t size);

/* formats_text.c: RFC 9562, RFC 6570, RFC 6901 and the draft of relative pointers, ECMA-262 */
bool ct_format_uuid(const char *text, size_t size);
bool ct_format_uri_template(const char *text, size_t size);
bool ct_format_relative_pointer(const char *text, size_t size);
bool ct_format_regex(const char *text, size_t size);

#endif
