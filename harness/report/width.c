#include "report/width.h"

#include <uniwidth.h>

#include "base/utf8.h"

/* What libunistring knows no width of is shown as one column: a byte that is not UTF-8, and a
 * control character, for which uc_width() returns -1. */
static size_t columns_of(int32_t c)
{
    int const width = c == CT_UTF8_INVALID ? -1 : uc_width((ucs4_t)c, "UTF-8");
    return width < 0 ? 1 : (size_t)width;
}

size_t ct_width(const char *text, size_t size)
{
    const char *const end = text + size;
    size_t width = 0;
    for (const char *at = text; at < end;)
        width += columns_of(ct_utf8_next(&at, end));
    return width;
}

size_t ct_width_fit(const char *text, size_t size, size_t columns)
{
    const char *const end = text + size;
    const char *at = text;
    for (size_t width = 0; at < end;) {
        const char *next = at;
        width += columns_of(ct_utf8_next(&next, end));
        if (width > columns)
            break;
        at = next;
    }
    return (size_t)(at - text);
}
