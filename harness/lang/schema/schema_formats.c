/* The table of formats. The checks are in formats_*.c. */
#include "lang/schema/schema_formats.h"

#include <string.h>

#include "lang/json/pointer.h"
#include "lang/schema/schema.h"
#include "lang/uri.h"

static bool is_uri(const char *text, size_t size)
{
    return ct_uri_is_valid(text, size, CT_URI_ABSOLUTE);
}

static bool is_uri_reference(const char *text, size_t size)
{
    return ct_uri_is_valid(text, size, CT_URI_REFERENCE);
}

static bool is_iri(const char *text, size_t size)
{
    return ct_uri_is_valid(text, size, CT_URI_UNICODE);
}

static bool is_iri_reference(const char *text, size_t size)
{
    return ct_uri_is_valid(text, size, CT_URI_UNICODE | CT_URI_REFERENCE);
}

static const ct_schema_format formats[] = {
    {"date-time", "a date-time", ct_format_date_time},
    {"date", "a date", ct_format_date},
    {"time", "a time", ct_format_time},
    {"duration", "a duration", ct_format_duration},
    {"email", "an email address", ct_format_email},
    {"idn-email", "an internationalized email address", ct_format_idn_email},
    {"hostname", "a host name", ct_format_hostname},
    {"idn-hostname", "an internationalized host name", ct_format_idn_hostname},
    {"ipv4", "an IPv4 address", ct_uri_is_ipv4},
    {"ipv6", "an IPv6 address", ct_uri_is_ipv6},
    {"uri", "a URI", is_uri},
    {"uri-reference", "a URI reference", is_uri_reference},
    {"iri", "an IRI", is_iri},
    {"iri-reference", "an IRI reference", is_iri_reference},
    {"uuid", "a UUID", ct_format_uuid},
    {"uri-template", "a URI template", ct_format_uri_template},
    {"json-pointer", "a JSON pointer", ct_pointer_is_valid},
    {"relative-json-pointer", "a relative JSON pointer", ct_format_relative_pointer},
    {"regex", "a regular expression", ct_format_regex},
};
enum { FORMAT_COUNT = sizeof formats / sizeof *formats };

const ct_schema_format *ct_schema_format_find(const char *name)
{
    for (size_t i = 0; i < FORMAT_COUNT; i++)
        if (!strcmp(formats[i].name, name))
            return &formats[i];
    return NULL;
}

bool ct_schema_format_check(const ct_schema_format *format, const char *text, size_t size)
{
    return format->check(text, size);
}

const char *const *ct_schema_format_names(void)
{
    static const char *const names[] = {
        "date-time",    "date",
        "time",         "duration",
        "email",        "idn-email",
        "hostname",     "idn-hostname",
        "ipv4",         "ipv6",
        "uri",          "uri-reference",
        "iri",          "iri-reference",
        "uuid",         "uri-template",
        "json-pointer", "relative-json-pointer",
        "regex",        NULL,
    };
    _Static_assert(sizeof names / sizeof *names == FORMAT_COUNT + 1, "each format has its name");
    return names;
}
