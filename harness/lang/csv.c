#include "lang/csv.h"

#include <string.h>

#include "base/utf8.h"
#include "lang/json/json.h"

typedef struct reader {
    ct_arena *arena;
    const ct_source *source;
    ct_diag *diag;
    const char *at, *end;
    uint32_t line;
    ct_buf field;
} reader;

static ct_loc here(const reader *r, uint32_t line)
{
    return (ct_loc){.source = r->source, .line = line, .column = 1};
}

static bool read_quoted(reader *r)
{
    uint32_t const start = r->line;
    for (r->at++; r->at < r->end; r->at++) {
        if (*r->at == '\n')
            r->line++;
        if (*r->at != '"') {
            ct_buf_char(&r->field, *r->at);
        } else if (r->at + 1 < r->end && r->at[1] == '"') {
            ct_buf_char(&r->field, *r->at++);
        } else {
            r->at++;
            return r->at == r->end || strchr(",\r\n", *r->at) ||
                   ct_fail(r->diag, CT_ERR_INVALID_CSV, here(r, r->line),
                           "characters after a closing quote");
        }
    }
    return ct_fail(r->diag, CT_ERR_INVALID_CSV, here(r, start), "unclosed quote");
}

static bool read_field(reader *r)
{
    ct_buf_clear(&r->field);
    if (r->at < r->end && *r->at == '"')
        return read_quoted(r);
    while (r->at < r->end && !strchr(",\r\n", *r->at)) {
        if (*r->at == '"')
            return ct_fail(r->diag, CT_ERR_INVALID_CSV, here(r, r->line),
                           "a quote inside a field that is not quoted");
        ct_buf_char(&r->field, *r->at++);
    }
    return true;
}

/* Reads what follows a field. Returns true for a comma, false at the end of the line. */
static bool take_comma(reader *r)
{
    if (r->at < r->end && *r->at == ',') {
        r->at++;
        return true;
    }
    if (r->at < r->end && *r->at == '\r')
        r->at++;
    if (r->at < r->end && *r->at == '\n')
        r->at++;
    r->line++;
    return false;
}

/* Reads one line as an array of strings. Returns NULL after reporting an error. */
static json_t *read_line(reader *r)
{
    json_t *fields = ct_json_own(r->arena, json_array());
    do {
        if (!read_field(r))
            return NULL;
        json_array_append_new(fields, json_stringn_nocheck(ct_buf_str(&r->field), r->field.size));
    } while (take_comma(r));
    return fields;
}

static bool check_columns(reader *r, const json_t *columns)
{
    for (size_t i = 0; i < json_array_size(columns); i++) {
        const char *name = json_string_value(json_array_get(columns, i));
        if (!*name)
            return ct_fail(r->diag, CT_ERR_INVALID_CSV, here(r, 1), "column %zu has no name",
                           i + 1);
        for (size_t j = 0; j < i; j++)
            if (!strcmp(name, json_string_value(json_array_get(columns, j))))
                return ct_fail(r->diag, CT_ERR_INVALID_CSV, here(r, 1), "duplicate column '%s'",
                               name);
    }
    return true;
}

static bool add_row(reader *r, const json_t *columns, const json_t *fields, uint32_t line,
                    json_t *rows)
{
    size_t const count = json_array_size(columns);
    if (json_array_size(fields) != count)
        return ct_fail(r->diag, CT_ERR_INVALID_CSV, here(r, line), "%zu fields for %zu columns",
                       json_array_size(fields), count);
    json_t *row = json_object();
    for (size_t i = 0; i < count; i++)
        json_object_set_nocheck(row, json_string_value(json_array_get(columns, i)),
                                json_array_get(fields, i));
    json_array_append_new(rows, row);
    return true;
}

static json_t *read_table(reader *r)
{
    json_t *rows = ct_json_own(r->arena, json_array());
    const json_t *columns = read_line(r);
    bool ok = columns && check_columns(r, columns);
    while (ok && r->at < r->end) {
        uint32_t const line = r->line;
        const json_t *fields = read_line(r);
        ok = fields && add_row(r, columns, fields, line, rows);
    }
    return ok ? rows : NULL;
}

json_t *ct_csv_read(ct_arena *arena, const ct_source *source, ct_diag *diag)
{
    size_t const valid = ct_utf8_valid_size(source->text, source->size);
    size_t const mark = source->size >= 3 && !memcmp(source->text, "\xEF\xBB\xBF", 3) ? 3 : 0;
    reader r = {arena,
                source,
                diag,
                source->text + mark,
                source->text + source->size,
                1,
                CT_BUF(CT_BUF_ANY)};
    json_t *rows = NULL;
    if (valid != source->size || memchr(source->text, '\0', source->size))
        ct_fail(diag, CT_ERR_INVALID_ENCODING, ct_loc_whole(source), "the file is not UTF-8 text");
    else
        rows = read_table(&r);
    ct_buf_free(&r.field);
    return rows;
}
