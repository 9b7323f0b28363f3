#include "report/print_text.h"

#include <string.h>

#include "base/utf8.h"

enum { TITLE_LIMIT = 200 };

/* CI servers look for "##[" and "##vso[" anywhere in a line: never write two of them in a row. */
static void show_character(ct_buf *out, const char *from, const char *to)
{
    bool const is_second = *from == '#' && out->size && out->bytes[out->size - 1] == '#';
    if (is_second)
        ct_buf_text(out, "\\x23");
    else
        ct_show_text(out, from, (size_t)(to - from));
}

static void show_all(ct_buf *out, const char *text, const char *end)
{
    for (const char *at = text; at < end;) {
        const char *const from = at;
        ct_utf8_next(&at, end);
        show_character(out, from, at);
    }
}

void ct_print_text(ct_buf *out, const char *text, size_t limit)
{
    static const char cut[] = "...";
    size_t const start = out->size, size = strlen(text);
    const char *const end = text + size;
    const char *fits = text; /* what fits with "..." after it */
    for (const char *at = text; at < end;) {
        const char *const from = at;
        ct_utf8_next(&at, end);
        show_character(out, from, at);
        if (out->size - start + sizeof cut - 1 <= limit)
            fits = at;
        if (out->size - start <= limit)
            continue;
        out->size = start;
        show_all(out, text, fits);
        ct_buf_text(out, cut);
        return;
    }
}

/* Log readers skip leading spaces, also those beyond ASCII. */
bool ct_print_is_like_a_command(const char *line)
{
    while (*line == ' ' || (unsigned char)*line >= 0x80)
        line++;
    return *line == ':' || *line == '#';
}

void ct_print_line(ct_buf *out, const char *text, size_t limit, const char *prefix)
{
    if (!ct_print_is_like_a_command(text))
        prefix = "";
    ct_buf_text(out, prefix);
    ct_print_text(out, text, limit - strlen(prefix));
}

void ct_print_duration(ct_buf *out, uint64_t us)
{
    uint64_t const ms = us / 1000, tenths = us / 100000, seconds = us / 1000000;
    if (ms < 1000)
        ct_buf_printf(out, "%llu ms", (unsigned long long)ms);
    else if (seconds < 60)
        ct_buf_printf(out, "%llu.%llu s", (unsigned long long)seconds,
                      (unsigned long long)(tenths % 10));
    else
        ct_buf_printf(out, "%llu min %llu s", (unsigned long long)(seconds / 60),
                      (unsigned long long)(seconds % 60));
}

void ct_print_attempts(ct_buf *out, const ct_step_result *step)
{
    if (step->attempts > 1)
        ct_buf_printf(out, ", after %u attempts", step->attempts);
    if (!step->waited_ms)
        return;
    ct_buf_text(out, ", waited ");
    ct_print_duration(out, (uint64_t)step->waited_ms * 1000);
}

void ct_print_size(ct_buf *out, size_t bytes)
{
    if (bytes < 1024)
        ct_buf_printf(out, "%zu byte%s", bytes, bytes == 1 ? "" : "s");
    else if (bytes < 1024 * 1024)
        ct_buf_printf(out, "%zu.%zu KiB", bytes / 1024, bytes % 1024 * 10 / 1024);
    else
        ct_buf_printf(out, "%zu.%zu MiB", bytes >> 20, (bytes & 0xFFFFF) * 10 >> 20);
}

void ct_print_location(ct_buf *out, ct_loc where)
{
    if (where.source && ct_print_is_like_a_command(where.source->name))
        ct_buf_text(out, "./");
    ct_loc_name(where, out);
}

void ct_print_step_name(ct_buf *out, const ct_step_result *step, unsigned ordinal)
{
    const char *title = step->step ? step->step->title : NULL;
    if (step->is_cleanup)
        ct_buf_text(out, ", clean-up");
    if (ordinal > 1 || title)
        ct_buf_printf(out, ", step %u", ordinal);
    if (title) {
        ct_buf_text(out, " '");
        ct_print_text(out, title, TITLE_LIMIT);
        ct_buf_char(out, '\'');
    }
}
