/* field_value.h - which bytes a field value may consist of (RFC 9110 section 5.5). */
#ifndef CT_HTTP_FIELD_VALUE_H
#define CT_HTTP_FIELD_VALUE_H

#include <stdbool.h>
#include <stddef.h>

/* Returns whether a field value may consist of these bytes: no control characters except tab. */
bool ct_field_value_is_valid(const char *text, size_t size);

/* Returns whether the value starts or ends with a space or tab, which a recipient removes. */
bool ct_field_value_has_edge(const char *text, size_t size);

#endif
