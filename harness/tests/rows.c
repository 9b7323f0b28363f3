#include "tests/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/json/json.h"

int rows_open(void **state)
{
    *state = ct_arena_new();
    return 0;
}

int rows_close(void **state)
{
    ct_arena_free(*state);
    return 0;
}

char *rows_quoted(ct_arena *arena, const char *text)
{
    char *quoted = ct_arena_text(arena, text);
    for (char *at = quoted; *at; at++)
        if (*at == '\'')
            *at = '"';
    return quoted;
}

json_t *rows_json(ct_arena *arena, const char *text)
{
    ct_json_error error;
    if (!text)
        return NULL;
    const char *quoted = rows_quoted(arena, text);
    json_t *value = ct_json_read(arena, quoted, strlen(quoted), &error);
    if (!value)
        fail_msg("%s: %s", text, error.what);
    return value;
}

const char *rows_written(ct_arena *arena, const json_t *value)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    if (!value)
        return NULL;
    ct_json_write(&out, value, CT_JSON_COMPACT);
    return ct_buf_finish(&out, arena);
}

ct_scope rows_scope(ct_arena *arena, const char *vars)
{
    return (ct_scope){.vars = rows_json(arena, vars ? vars : "{}")};
}

const ct_yaml *rows_yaml(ct_arena *arena, const char *text, ct_diag *diag)
{
    return ct_yaml_parse(arena, ct_source_text(arena, "row", text, strlen(text)), diag);
}

ct_loc rows_loc(ct_arena *arena, const char *text, unsigned line, unsigned column)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    for (unsigned i = 1; i < line; i++)
        ct_buf_char(&out, '\n');
    ct_buf_printf(&out, "%*s", (int)column - 1, "");
    for (; *text; text++) {
        ct_buf_char(&out, *text);
        if (*text == '\n')
            ct_buf_printf(&out, "%*s", (int)column - 1, "");
    }
    size_t const size = out.size;
    const ct_source *source = ct_source_text(arena, "row", ct_buf_finish(&out, arena), size);
    return (ct_loc){source, line, (uint16_t)column, 1};
}

static void add_place(ct_buf *out, ct_loc where)
{
    if (!where.source)
        ct_buf_char(out, '-');
    else
        ct_buf_printf(out, "%u:%u", where.line, where.column);
    if (where.width > 1)
        ct_buf_printf(out, "+%u", where.width);
}

const char *rows_place(ct_arena *arena, ct_loc where)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    add_place(&out, where);
    return ct_buf_finish(&out, arena);
}

const char *rows_notes(ct_arena *arena, const ct_diag *diag)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    for (const ct_diagnostic *note = diag->first; note; note = note->next) {
        add_place(&out, note->where);
        ct_buf_printf(&out, " %s%s", note->is_warning ? "warning: " : "", note->message);
        for (const ct_diag_note *fact = note->notes; fact; fact = fact->next)
            ct_buf_printf(&out, " {%s}", fact->text);
        if (note->help)
            ct_buf_printf(&out, " (%s)", note->help);
        if (note->next)
            ct_buf_char(&out, '\n');
    }
    return ct_buf_finish(&out, arena);
}

void rows_same(const char *row, const char *found, const char *expected)
{
    if (!found != !expected || (found && strcmp(found, expected) != 0))
        fail_msg("%s\n  found    %s\n  expected %s", row, found ? found : "nothing",
                 expected ? expected : "nothing");
}
