#include "base/diag.h"

#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

/* A file with at least one diagnostic. */
typedef struct ct_diag_file {
    const char *name;
    struct ct_diag_file *next;
} ct_diag_file;

static void count_file(ct_diag *diag, const ct_source *source)
{
    ct_diag_file **file = &diag->files;
    while (source && *file && strcmp((*file)->name, source->name))
        file = &(*file)->next;
    if (!source || *file)
        return;
    *file = ct_new(diag->arena, ct_diag_file);
    **file = (ct_diag_file){.name = source->name};
}

unsigned ct_diag_file_count(const ct_diag *diag)
{
    unsigned count = 0;
    for (const ct_diag_file *file = diag->files; file; file = file->next)
        count++;
    return count;
}

/* Returns NULL if the diagnostic is only counted. */
static ct_diagnostic *add(ct_diag *diag, unsigned *counter, ct_loc where)
{
    count_file(diag, where.source);
    diag->is_left_out = ++*counter > (diag->limit ? diag->limit : CT_LIMIT_DIAGNOSTICS);
    if (diag->is_left_out)
        return NULL;
    ct_diagnostic *added = ct_new(diag->arena, ct_diagnostic);
    if (diag->last)
        diag->last->next = added;
    else
        diag->first = added;
    diag->last = added;
    return added;
}

bool ct_fail(ct_diag *diag, ct_error_code code, ct_loc where, const char *format, ...)
{
    ct_diagnostic *added = add(diag, &diag->count, where);
    va_list values;
    va_start(values, format);
    if (added)
        *added = (ct_diagnostic){
            .code = code, .where = where, .message = ct_arena_vprintf(diag->arena, format, values)};
    va_end(values);
    return false;
}

/* The kept error with this code and message, or NULL. */
static ct_diagnostic *find_same(const ct_diag *diag, ct_error_code code, const char *message)
{
    for (ct_diagnostic *d = diag->first; d; d = d->next)
        if (!d->is_warning && d->code == code && !strcmp(d->message, message))
            return d;
    return NULL;
}

/* Adds "a.yaml:3:5" to the places of an error. */
static void add_place(ct_diag *diag, ct_diagnostic *d, ct_loc where)
{
    enum { SHOWN = 3 };
    if (d->repeats++ >= SHOWN)
        return;
    ct_buf places = CT_BUF(CT_BUF_ANY);
    if (d->places)
        ct_buf_printf(&places, "%s, ", d->places);
    ct_loc_name(where, &places);
    d->places = ct_buf_finish(&places, diag->arena);
    d->places_shown = d->repeats;
}

bool ct_fail_once(ct_diag *diag, ct_error_code code, ct_loc where, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const char *message = ct_arena_vprintf(diag->arena, format, values);
    va_end(values);
    ct_diagnostic *same = find_same(diag, code, message);
    if (!same)
        return ct_fail(diag, code, where, "%s", message);
    add_place(diag, same, where);
    diag->is_left_out = true; /* a hint that follows is about this place */
    return false;
}

bool ct_warn(ct_diag *diag, ct_error_code code, ct_loc where, const char *format, ...)
{
    ct_diagnostic *added = add(diag, &diag->warnings, where);
    va_list values;
    va_start(values, format);
    if (added)
        *added = (ct_diagnostic){.code = code,
                                 .is_warning = true,
                                 .where = where,
                                 .message = ct_arena_vprintf(diag->arena, format, values)};
    va_end(values);
    return false;
}

ct_diagnostic *ct_diag_latest(const ct_diag *diag)
{
    return diag->is_left_out ? NULL : diag->last;
}

bool ct_hint(ct_diag *diag, const char *format, ...)
{
    ct_diagnostic *latest = ct_diag_latest(diag);
    if (!latest)
        return false;
    va_list values;
    va_start(values, format);
    latest->help = ct_arena_vprintf(diag->arena, format, values);
    va_end(values);
    return false;
}

bool ct_note(ct_diag *diag, const char *format, ...)
{
    ct_diagnostic *latest = ct_diag_latest(diag);
    if (!latest)
        return false;
    ct_diag_note **end = &latest->notes;
    while (*end)
        end = &(*end)->next;
    va_list values;
    va_start(values, format);
    *end = ct_new(diag->arena, ct_diag_note);
    **end = (ct_diag_note){.text = ct_arena_vprintf(diag->arena, format, values)};
    va_end(values);
    return false;
}

void ct_diagnostic_places(const ct_diagnostic *d, ct_buf *out)
{
    ct_buf_printf(out, "also at %s", d->places);
    if (d->repeats > d->places_shown)
        ct_buf_printf(out, " and %u more", d->repeats - d->places_shown);
}

void ct_diag_clear(ct_diag *diag)
{
    *diag = (ct_diag){.arena = diag->arena, .limit = diag->limit};
}

static unsigned min3(unsigned a, unsigned b, unsigned c)
{
    unsigned const ab = a < b ? a : b;
    return ab < c ? ab : c;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

enum { NAME_MAX_SIZE = 64 };

/* The number of edits between two short names. A swap of neighbours is one edit, and case does not
 * count. */
static unsigned distance(const char *a, const char *b)
{
    size_t const m = strlen(a), n = strlen(b);
    if (m >= NAME_MAX_SIZE || n >= NAME_MAX_SIZE)
        return UINT32_MAX;
    unsigned row[3][NAME_MAX_SIZE + 1] = {0};
    for (size_t j = 0; j <= n; j++)
        row[0][j] = (unsigned)j;
    for (size_t i = 1; i <= m; i++) {
        unsigned *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= n; j++) {
            unsigned const cost = lower(a[i - 1]) != lower(b[j - 1]);
            now[j] = min3(last[j] + 1, now[j - 1] + 1, last[j - 1] + cost);
            bool const is_swap = i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) &&
                                 lower(a[i - 2]) == lower(b[j - 1]);
            if (is_swap && before[j - 2] + 1 < now[j])
                now[j] = before[j - 2] + 1;
        }
    }
    return row[m % 3][n];
}

const char *ct_nearest(const char *name, const char *const *names)
{
    size_t const size = strlen(name + strspn(name, "-!")); /* without what options and tags share */
    size_t const most = size < 6 ? 1 : 2;
    const char *best = NULL;
    unsigned best_distance = UINT32_MAX;
    for (; *names; names++) {
        unsigned const d = distance(name, *names);
        if (d <= most && 2 * d <= size && d < best_distance) {
            best = *names;
            best_distance = d;
        }
    }
    return best;
}

bool ct_hint_nearest(ct_diag *diag, const char *name, const char *const *names)
{
    const char *near = ct_nearest(name, names);
    return near ? ct_hint(diag, "did you mean '%s'?", near) : false;
}

bool ct_hint_word(ct_diag *diag, ct_word_kind kind, const char *word, const char *const *names)
{
    const char *help = ct_other_tools_help(kind, word, names, NULL);
    if (help)
        ct_hint(diag, "%s", help);
    else
        ct_hint_nearest(diag, word, names);
    return help || ct_nearest(word, names);
}

void ct_loc_name(ct_loc where, ct_buf *out)
{
    if (!where.source)
        return;
    ct_show_text(out, where.source->name, strlen(where.source->name));
    if (where.line)
        ct_buf_printf(out, ":%u:%u", where.line, where.column ? where.column : 1);
}

enum { SHOWN_MAX = 160 }; /* characters of a source line that are shown */

bool ct_note_place(ct_diag *diag, const char *label, ct_loc where)
{
    ct_buf place = CT_BUF(CT_BUF_ANY);
    ct_loc_name(where, &place);
    if (place.size)
        ct_note(diag, "%s at %s", label, ct_buf_str(&place));
    ct_buf_free(&place);
    return false;
}

/* Appends one character. Returns the number of columns that it takes. */
static unsigned show_char(ct_buf *out, const char **at, const char *end)
{
    const char *const start = *at;
    int32_t const c = ct_utf8_next(at, end);
    if (c == '\t') {
        ct_buf_char(out, ' ');
        return 1;
    }
    size_t const before = out->size;
    ct_show_text(out, start, (size_t)(*at - start));
    return c >= 0x80 && !ct_utf8_is_hidden(c) ? 1 : (unsigned)(out->size - before);
}

void ct_loc_show(ct_loc where, ct_buf *out)
{
    size_t size;
    const char *at = ct_loc_line(where, &size);
    if (!at)
        return;
    const char *const end = at + size;
    unsigned const first = where.column ? where.column : 1;
    unsigned const after = first + (where.width ? where.width : 1);
    unsigned skipped =
        first > SHOWN_MAX - 20 ? first - 40 : 0; /* a long line is shown from near the place */
    unsigned indent = 0, width = 0, column = 1;
    int const margin = snprintf(NULL, 0, "%5u", where.line);
    ct_buf_printf(out, "%5u | ", where.line);
    if (skipped) {
        ct_buf_text(out, "...");
        indent = 3;
    }
    for (; at < end; column++) {
        if (column <= skipped) {
            ct_utf8_next(&at, end);
            continue;
        }
        if (column > skipped + SHOWN_MAX) {
            ct_buf_text(out, "...");
            break;
        }
        unsigned const taken = show_char(out, &at, end);
        if (column < first)
            indent += taken;
        else if (column < after)
            width += taken;
    }
    if (column < first && column > skipped)
        indent += first - column;
    ct_buf_printf(out, "\n%*s | %*s", margin, "", (int)indent, "");
    for (unsigned i = 0; i < (width ? width : 1); i++)
        ct_buf_char(out, '^');
    ct_buf_char(out, '\n');
}

static int compare_places(ct_loc a, ct_loc b)
{
    if (!a.source || !b.source)
        return (a.source != NULL) - (b.source != NULL);
    int const order = strcmp(a.source->name, b.source->name);
    if (order)
        return order;
    return a.line != b.line ? (a.line > b.line) - (a.line < b.line)
                            : (a.column > b.column) - (a.column < b.column);
}

/* There are few diagnostics. Insertion keeps those of one place in their order. */
void ct_diag_sort(ct_diag *diag, ct_diagnostic *last)
{
    ct_diagnostic *sorted = NULL;
    ct_diagnostic *d = last ? last->next : diag->first;
    for (ct_diagnostic *next; d; d = next) {
        ct_diagnostic **place = &sorted;
        next = d->next;
        while (*place && compare_places((*place)->where, d->where) <= 0)
            place = &(*place)->next;
        d->next = *place;
        *place = d;
    }
    *(last ? &last->next : &diag->first) = sorted;
    for (diag->last = last; sorted; sorted = sorted->next)
        diag->last = sorted;
}

/* Prints "help: did you mean 'id'?", indented like the excerpt if there is one. */
static void print_advice(const char *label, const char *text, bool is_below_line, ct_buf *out)
{
    ct_buf_printf(out, "%s%s: ", is_below_line ? "      " : "  ", label);
    ct_show_text(out, text, strlen(text));
    ct_buf_char(out, '\n');
}

static void print_places(const ct_diagnostic *d, bool is_below_line, ct_buf *out)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_diagnostic_places(d, &text);
    print_advice("note", ct_buf_str(&text), is_below_line, out);
    ct_buf_free(&text);
}

static void print_diagnostic(const ct_diagnostic *d, ct_buf *out)
{
    ct_loc_name(d->where, out);
    ct_buf_printf(out, "%s%s[%s]: ", out->size ? ": " : "apigcheck: ",
                  d->is_warning ? "warning" : "error", ct_error_info_of(d->code)->name);
    ct_show_text(out, d->message, strlen(d->message));
    ct_buf_char(out, '\n');
    size_t const size = out->size;
    ct_loc_show(d->where, out);
    bool const is_below_line = out->size > size;
    if (d->places)
        print_places(d, is_below_line, out);
    for (const ct_diag_note *note = d->notes; note; note = note->next)
        print_advice("note", note->text, is_below_line, out);
    if (d->help)
        print_advice("help", d->help, is_below_line, out);
}

static void print_count(unsigned n, const char *what, FILE *out)
{
    fprintf(out, "%u %s%s", n, what, n == 1 ? "" : "s");
}

/* "... and 3 more errors", then "35 errors, 1 warning in 2 files". */
static void print_counts(const ct_diag *diag, FILE *out)
{
    unsigned const limit = diag->limit ? diag->limit : CT_LIMIT_DIAGNOSTICS;
    unsigned const files = ct_diag_file_count(diag);
    if (diag->count > limit) {
        fputs("... and ", out);
        print_count(diag->count - limit, "more error", out);
        fputc('\n', out);
    }
    if (diag->count)
        print_count(diag->count, "error", out);
    if (diag->count && diag->warnings)
        fputs(", ", out);
    if (diag->warnings)
        print_count(diag->warnings, "warning", out);
    if (files) {
        fputs(" in ", out);
        print_count(files, "file", out);
    }
    fputc('\n', out);
}

void ct_diag_print(const ct_diag *diag, FILE *out)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (const ct_diagnostic *d = diag->first; d; d = d->next) {
        ct_buf_clear(&text);
        print_diagnostic(d, &text);
        fputs(ct_buf_str(&text), out);
    }
    if (diag->first)
        print_counts(diag, out);
    ct_buf_free(&text);
}

void ct_diag_flush(ct_diag *diag, FILE *out)
{
    ct_diag_print(diag, out);
    ct_diag_clear(diag);
}
