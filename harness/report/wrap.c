#include "report/wrap.h"

#include <string.h>

#include "report/print_text.h"
#include "report/width.h"

/* The end of a colour of style.h, "\033[1;31m". */
static const char *skip_escape(const char *at)
{
    const char *end = strchr(at, 'm');
    return end ? end + 1 : at + 1;
}

static size_t columns_of(const char *line, const char *end)
{
    size_t columns = 0;
    while (line < end) {
        const char *escape = memchr(line, '\033', (size_t)(end - line));
        const char *stop = escape ? escape : end;
        columns += ct_width(line, (size_t)(stop - line));
        line = escape ? skip_escape(escape) : end;
    }
    return columns;
}

size_t ct_wrap_column(const ct_buf *out)
{
    const char *text = ct_buf_str(out), *last = memrchr(text, '\n', out->size);
    return columns_of(last ? last + 1 : text, text + out->size);
}

static void new_line(ct_buf *out, size_t indent)
{
    while (out->size && out->bytes[out->size - 1] == ' ')
        out->bytes[--out->size] = '\0';
    ct_buf_printf(out, "\n%*s", (int)indent, "");
}

/* Adds a word that is longer than a line, from this column on. */
static void add_long_word(ct_buf *out, const char *word, size_t size, size_t column, size_t indent,
                          size_t columns)
{
    size_t fits = ct_width_fit(word, size, columns - column);
    while (fits && fits < size && !ct_print_is_like_a_command(word + fits)) {
        ct_buf_add(out, word, fits);
        new_line(out, indent);
        word += fits;
        size -= fits;
        fits = ct_width_fit(word, size, columns - indent);
    }
    ct_buf_add(out, word, size);
}

void ct_wrap(ct_buf *out, const char *text, size_t indent, size_t columns)
{
    size_t column = columns ? ct_wrap_column(out) : 0;
    if (!columns) {
        ct_buf_text(out, text);
        return;
    }
    while (*text) {
        size_t const size = strcspn(text, " "), spaces = strspn(text + size, " ");
        size_t const width = ct_width(text, size);
        if (column + width > columns && column > indent && !ct_print_is_like_a_command(text)) {
            new_line(out, indent);
            column = indent;
        }
        if (column + width > columns && column <= indent)
            add_long_word(out, text, size, column, indent, columns);
        else
            ct_buf_add(out, text, size);
        if (text[size + spaces])
            ct_buf_add(out, text + size, spaces);
        column = ct_wrap_column(out);
        text += size + spaces;
    }
}

size_t ct_wrap_rows(const char *text, size_t columns)
{
    size_t rows = 0;
    for (const char *end; (end = strchr(text, '\n')); text = end + 1) {
        size_t const width = columns_of(text, end);
        rows += width ? (width + columns - 1) / columns : 1;
    }
    return rows;
}
