#include "cli/diagnostics_json.h"

#include <string.h>

#include "base/utf8.h"
#include "lang/json/json_writer.h"

/* Escapes control characters as the text output does. */
static void put_text(ct_json_writer *json, const char *name, const char *text)
{
    ct_buf shown = CT_BUF(CT_BUF_ANY);
    ct_show_text(&shown, text, strlen(text));
    ct_json_put_string(json, name, ct_buf_str(&shown));
    ct_buf_free(&shown);
}

static void put_place(ct_json_writer *json, ct_loc where)
{
    if (!where.source)
        return;
    put_text(json, "file", where.source->name);
    if (!where.line)
        return;
    unsigned const column = where.column ? where.column : 1;
    ct_json_put_uint(json, "line", where.line);
    ct_json_put_uint(json, "column", column);
    ct_json_put_uint(json, "end_column", column + (where.width ? where.width : 1));
}

static void put_notes(ct_json_writer *json, const ct_diagnostic *d)
{
    ct_json_put_open(json, "notes", '[');
    if (d->places) {
        ct_buf places = CT_BUF(CT_BUF_ANY);
        ct_diagnostic_places(d, &places);
        put_text(json, NULL, ct_buf_str(&places));
        ct_buf_free(&places);
    }
    for (const ct_diag_note *note = d->notes; note; note = note->next)
        put_text(json, NULL, note->text);
    ct_json_put_close(json, ']');
}

static void put_diagnostic(ct_json_writer *json, const ct_diagnostic *d)
{
    ct_json_put_open(json, NULL, '{');
    ct_json_put_string(json, "severity", d->is_warning ? "warning" : "error");
    ct_json_put_string(json, "code", ct_error_info_of(d->code)->name);
    put_place(json, d->where);
    put_text(json, "message", d->message);
    if (d->help)
        put_text(json, "help", d->help);
    put_notes(json, d);
    ct_json_put_close(json, '}');
}

void ct_diagnostics_json(const ct_diag *diag, ct_buf *out)
{
    ct_json_writer json = {.out = out, .broken_depth = 2};
    ct_json_put_open(&json, NULL, '{');
    ct_json_put_uint(&json, "errors", diag->count);
    ct_json_put_uint(&json, "warnings", diag->warnings);
    ct_json_put_uint(&json, "files", ct_diag_file_count(diag));
    ct_json_put_open(&json, "diagnostics", '[');
    for (const ct_diagnostic *d = diag->first; d; d = d->next)
        put_diagnostic(&json, d);
    ct_json_put_close(&json, ']');
    ct_json_put_close(&json, '}');
    ct_buf_char(out, '\n');
}
