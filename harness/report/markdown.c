#include "report/markdown.h"

#include <string.h>

#include "report/print.h"

typedef struct markdown {
    ct_reporter reporter;
    ct_summary *summary;
} markdown;

/* ---- Strings made harmless ---- */

static size_t longest_run(const char *text, size_t size, char c)
{
    size_t longest = 0, run = 0;
    for (size_t i = 0; i < size; i++) {
        run = text[i] == c ? run + 1 : 0;
        longest = run > longest ? run : longest;
    }
    return longest;
}

static void add_times(ct_buf *out, char c, size_t times)
{
    while (times--)
        ct_buf_char(out, c);
}

/* A '|' ends a cell, also in code, unless a backslash precedes it, which is not shown. */
static void add_content(ct_buf *out, const ct_buf *text, bool in_table)
{
    for (size_t i = 0; i < text->size; i++) {
        if (in_table && text->bytes[i] == '|')
            ct_buf_char(out, '\\');
        ct_buf_char(out, text->bytes[i]);
    }
}

/* A space at each end is removed again by the reader, so that a string can start with a backtick or
 * a space. */
static bool needs_blanks(const ct_buf *text)
{
    static const char ends[] = "` ";
    return !text->size || strchr(ends, *text->bytes) || strchr(ends, text->bytes[text->size - 1]);
}

void ct_markdown_code(ct_buf *out, const char *text, size_t limit, bool in_table)
{
    ct_buf shown = CT_BUF(CT_BUF_ANY);
    ct_print_text(&shown, text, limit);
    size_t const ticks = longest_run(ct_buf_str(&shown), shown.size, '`') + 1;
    const char *blank = needs_blanks(&shown) ? " " : "";
    add_times(out, '`', ticks);
    ct_buf_text(out, blank);
    add_content(out, &shown, in_table);
    ct_buf_text(out, blank);
    add_times(out, '`', ticks);
    ct_buf_free(&shown);
}

void ct_markdown_text(ct_buf *out, const char *text, size_t limit)
{
    static const char harmless[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                   " ,;'()\"";
    bool const is_plain = *text && !text[strspn(text, harmless)] && strlen(text) <= limit;
    if (is_plain)
        ct_buf_text(out, text);
    else
        ct_markdown_code(out, text, limit, false);
}

void ct_markdown_fence(ct_buf *out, const char *lines, size_t size)
{
    size_t const longest = longest_run(lines, size, '`');
    size_t const ticks = longest < 3 ? 3 : longest + 1;
    add_times(out, '`', ticks);
    ct_buf_text(out, "text\n");
    ct_buf_add(out, lines, size);
    if (size && lines[size - 1] != '\n')
        ct_buf_char(out, '\n');
    add_times(out, '`', ticks);
    ct_buf_char(out, '\n');
}

/* ---- The reporter ---- */

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    ct_summary_case(((markdown *)self)->summary, run, result);
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    markdown *m = (markdown *)self;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    int const error = ct_summary_write(m->summary, run, CT_LIMIT_MARKDOWN, &text);
    ct_outfile_write(m->reporter.file, ct_buf_str(&text), text.size);
    if (error)
        ct_outfile_spoil(m->reporter.file, error);
    ct_buf_free(&text);
    m->reporter.has_ended = true;
}

ct_reporter *ct_markdown_open(ct_arena *arena, ct_outfile *file, ct_diag *diag)
{
    markdown *m = ct_new(arena, markdown);
    m->reporter.listener = (ct_listener){.case_end = case_end, .run_end = run_end};
    m->summary = ct_summary_new(arena, ct_outfile_folder(file), diag);
    return m->summary ? &m->reporter : NULL;
}
