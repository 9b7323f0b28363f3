#include "report/print_body.h"

#include <stdbool.h>
#include <string.h>

#include "model/body_text.h"
#include "report/print_text.h"

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Leaves the strings as they are. Only the first bytes are looked at, which may be cut JSON. */
static void add_compact(ct_buf *out, const char *json, size_t size)
{
    bool is_in_string = false;
    for (size_t i = 0; i < size; i++) {
        char const c = json[i];
        if (!is_in_string && is_space(c))
            continue;
        ct_buf_char(out, c);
        if (is_in_string && c == '\\' && i + 1 < size)
            ct_buf_char(out, json[++i]);
        else if (c == '"')
            is_in_string = !is_in_string;
        if (!is_in_string && (c == ',' || c == ':'))
            ct_buf_char(out, ' ');
    }
}

void ct_print_body_head(ct_buf *out, const ct_body *body, size_t limit)
{
    size_t size, start = 0;
    if (!body->bytes)
        return;
    if (!ct_body_is_text(body, &size)) {
        ct_buf_text(out, "(binary, ");
        ct_print_size(out, body->whole);
        ct_buf_char(out, ')');
        return;
    }
    while (start < size && is_space(body->bytes[start]))
        start++;
    if (start == size) {
        ct_buf_text(out, "(empty)");
        return;
    }
    ct_buf head = CT_BUF(CT_BUF_ANY);
    size_t const most = 4 * limit; /* with the spaces of indented JSON */
    size_t const shown = size - start < most ? size - start : most;
    if (body->bytes[start] == '{' || body->bytes[start] == '[')
        add_compact(&head, body->bytes + start, shown);
    else
        ct_buf_add(&head, body->bytes + start, shown);
    if (size - start > shown && head.size <= limit)
        ct_buf_text(&head, "...");
    ct_print_text(out, ct_buf_str(&head), limit);
    ct_buf_free(&head);
}
