#include "report/xml.h"

#include <string.h>

#include "base/utf8.h"

typedef enum place { IN_CDATA, IN_ELEMENT, IN_ATTRIBUTE } place;

/* NULL: written as it is. */
static const char *entity(int32_t c, place where)
{
    if (where == IN_CDATA)
        return NULL;
    switch (c) {
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '&':
        return "&amp;";
    case '"':
        return where == IN_ATTRIBUTE ? "&quot;" : NULL;
    /* A reader replaces them by spaces if they are not escaped. */
    case '\t':
        return where == IN_ATTRIBUTE ? "&#9;" : NULL;
    case '\n':
        return where == IN_ATTRIBUTE ? "&#10;" : NULL;
    case '\r':
        return where == IN_ATTRIBUTE ? "&#13;" : NULL;
    default:
        return NULL;
    }
}

static bool is_kept(int32_t c)
{
    return c == '\n' || c == '\t' || (c != CT_UTF8_INVALID && !ct_utf8_is_hidden(c));
}

static void add_escaped(ct_buf *out, const char *bytes, size_t size, place where)
{
    const char *const end = bytes + size;
    const char *written = bytes; /* up to here */
    for (const char *at = bytes; at < end;) {
        const char *const start = at;
        int32_t const c = ct_utf8_next(&at, end);
        const char *word = entity(c, where);
        if (!word && is_kept(c))
            continue;
        ct_buf_add(out, written, (size_t)(start - written));
        written = at;
        if (word)
            ct_buf_text(out, word);
        else
            ct_show_text(out, start, (size_t)(at - start));
    }
    ct_buf_add(out, written, (size_t)(end - written));
}

void ct_xml_value(ct_buf *out, const char *value)
{
    add_escaped(out, value, strlen(value), IN_ATTRIBUTE);
}

void ct_xml_attribute(ct_buf *out, const char *name, const char *value)
{
    ct_buf_printf(out, " %s=\"", name);
    ct_xml_value(out, value);
    ct_buf_char(out, '"');
}

void ct_xml_line(ct_buf *out, const char *name, const char *value)
{
    ct_buf line = CT_BUF(CT_BUF_ANY);
    ct_show_text(&line, value, strlen(value));
    ct_xml_attribute(out, name, ct_buf_str(&line));
    ct_buf_free(&line);
}

void ct_xml_text(ct_buf *out, const char *bytes, size_t size)
{
    if (!size)
        return;
    if (memmem(bytes, size, "]]>", 3)) {
        add_escaped(out, bytes, size, IN_ELEMENT);
        return;
    }
    ct_buf_text(out, "<![CDATA[");
    add_escaped(out, bytes, size, IN_CDATA);
    ct_buf_text(out, "]]>");
}
