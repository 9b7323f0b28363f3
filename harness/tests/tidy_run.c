#include <stdarg.h>
#include <stdio.h>

#include "tests/tidy.h"

const tidy_check tidy_checks[] = {
    {"layers", tidy_layers},         {"reach", tidy_reach},       {"circles", tidy_circles},
    {"doors", tidy_doors},           {"blanks", tidy_blanks},     {"lengths", tidy_lengths},
    {"functions", tidy_functions},   {"calls", tidy_calls},       {"undone", tidy_undone},
    {"prose", tidy_prose},           {"ids", tidy_ids},           {"names", tidy_names},
    {"guards", tidy_guards},         {"openings", tidy_openings}, {"listed", tidy_listed},
    {"documented", tidy_documented}, {"format", tidy_format},     {0},
};

static void report(tidy *t, const char *path, unsigned line, const char *kind, const char *what)
{
    ct_buf_text(&t->report, path);
    if (line)
        ct_buf_printf(&t->report, ":%u", line);
    ct_buf_printf(&t->report, ": %s%s [%s]\n", kind, what, t->check);
}

void tidy_find(tidy *t, const char *path, unsigned line, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    report(t, path, line, "", ct_arena_vprintf(t->arena, format, values));
    va_end(values);
    t->findings++;
}

void tidy_note(tidy *t, const char *path, unsigned line, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    report(t, path, line, "note: ", ct_arena_vprintf(t->arena, format, values));
    va_end(values);
}

const char *tidy_output(tidy *t, const char *command, bool *is_fine)
{
    ct_buf all = CT_BUF(CT_BUF_ANY);
    char part[4096];
    size_t got;
    FILE *pipe = popen(command, "r");
    *is_fine = false;
    if (!pipe)
        return "";
    while ((got = fread(part, 1, sizeof part, pipe)) > 0)
        ct_buf_add(&all, part, got);
    *is_fine = pclose(pipe) == 0;
    return ct_buf_finish(&all, t->arena);
}

const char *tidy_command(tidy *t, const char *command, bool has_headers)
{
    ct_buf all = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&all, command);
    for (const tidy_file *file = NULL; (file = tidy_next_code(t, file));)
        if (file->is_source || has_headers)
            ct_buf_printf(&all, " '%s'", file->path);
    return ct_buf_finish(&all, t->arena);
}

void tidy_run(tidy *t, ct_arena *arena)
{
    *t = (tidy){.arena = arena, .check = "tree", .report = CT_BUF(CT_BUF_ANY)};
    tidy_read(t);
    for (const tidy_check *check = tidy_checks; check->name; check++) {
        t->check = check->name;
        t->looked = 0;
        check->run(t);
        if (!t->looked)
            tidy_find(t, "tidy", 0, "found nothing to look at");
        t->checks++;
    }
}
