#include "base/diag.h"

#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"

static ct_note *add_note(ct_diag *diag, ct_code code, ct_loc where)
{
    ct_note *note = ct_new(diag->arena, ct_note);
    note->code = code;
    note->where = where;
    if (diag->last)
        diag->last->next = note;
    else
        diag->first = note;
    diag->last = note;
    return note;
}

bool ct_fail(ct_diag *diag, ct_code code, ct_loc where, const char *format, ...)
{
    diag->is_left_out = ++diag->count > CT_LIMIT_NOTES;
    if (diag->is_left_out)
        return false;
    va_list values;
    va_start(values, format);
    add_note(diag, code, where)->what = ct_arena_vprintf(diag->arena, format, values);
    va_end(values);
    return false;
}

bool ct_warn(ct_diag *diag, ct_loc where, const char *format, ...)
{
    diag->is_left_out = ++diag->warnings > CT_LIMIT_NOTES;
    if (diag->is_left_out)
        return false;
    va_list values;
    va_start(values, format);
    ct_note *note = add_note(diag, CT_E_NONE, where);
    note->is_warning = true;
    note->what = ct_arena_vprintf(diag->arena, format, values);
    va_end(values);
    return false;
}

bool ct_hint(ct_diag *diag, const char *format, ...)
{
    if (!diag->last || diag->is_left_out)
        return false;
    va_list values;
    va_start(values, format);
    diag->last->hint = ct_arena_vprintf(diag->arena, format, values);
    va_end(values);
    return false;
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

/* Edits between two short names; a swap of neighbours counts once, case not at all. */
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
    const char *best = NULL;
    unsigned best_distance = (unsigned)(strlen(name) / 3 + 1);
    for (; *names; names++) {
        unsigned const d = distance(name, *names);
        /* Little in common is no suggestion, however short the words. */
        if (d <= best_distance && 2 * d <= strlen(name) && (d < best_distance || !best)) {
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

void ct_loc_name(ct_loc where, ct_buf *out)
{
    if (!where.source)
        return;
    ct_show_text(out, where.source->name, strlen(where.source->name));
    if (where.line)
        ct_buf_printf(out, ":%u:%u", where.line, where.column ? where.column : 1);
}

enum { SHOWN_MAX = 160 }; /* characters of a source line that are shown */

/* Shows one character; returns the columns it takes. */
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
    unsigned const behind = first + (where.width ? where.width : 1);
    unsigned skipped =
        first > SHOWN_MAX - 20 ? first - 40 : 0; /* a long line: begin near the place */
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
        else if (column < behind)
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

/* There are few notes; insertion keeps those of one place in their order. */
void ct_diag_sort(ct_diag *diag, ct_note *last)
{
    ct_note *sorted = NULL;
    ct_note *note = last ? last->next : diag->first;
    for (ct_note *next; note; note = next) {
        ct_note **place = &sorted;
        next = note->next;
        while (*place && compare_places((*place)->where, note->where) <= 0)
            place = &(*place)->next;
        note->next = *place;
        *place = note;
    }
    *(last ? &last->next : &diag->first) = sorted;
    for (diag->last = last; sorted; sorted = sorted->next)
        diag->last = sorted;
}

static void print_note(const ct_note *note, ct_buf *out)
{
    ct_loc_name(note->where, out);
    ct_buf_text(out, out->size ? ": " : "apigcheck: ");
    if (note->is_warning)
        ct_buf_text(out, "warning: ");
    ct_show_text(out, note->what, strlen(note->what));
    ct_buf_char(out, '\n');
    ct_loc_show(note->where, out);
    if (note->hint) {
        ct_buf_text(out, note->where.line ? "      = " : "  = ");
        ct_show_text(out, note->hint, strlen(note->hint));
        ct_buf_char(out, '\n');
    }
}

void ct_diag_print(const ct_diag *diag, FILE *out)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (const ct_note *note = diag->first; note; note = note->next) {
        ct_buf_clear(&text);
        print_note(note, &text);
        fputs(ct_buf_str(&text), out);
    }
    if (diag->count > CT_LIMIT_NOTES)
        fprintf(out, "apigcheck: and %u more\n", diag->count - CT_LIMIT_NOTES);
    ct_buf_free(&text);
}

void ct_diag_flush(ct_diag *diag, FILE *out)
{
    ct_diag_print(diag, out);
    *diag = (ct_diag){.arena = diag->arena};
}
