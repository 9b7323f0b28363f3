#include "tests/shape_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "judge/matcher.h"

static const ct_shape *compile(ct_arena *arena, const char *yaml, ct_shape_of of, ct_diag *diag)
{
    ct_binder binder = {.arena = arena, .diag = diag, .user = NULL};
    const ct_yaml *root = rows_yaml(arena, yaml, diag);
    if (!root)
        return NULL;
    ct_yaml node = *root;
    if (of == CT_SHAPE_OF_STATUS)
        node.key = "status"; /* a shape that is never an element of a list */
    return ct_shape_compile(&binder, &node, of);
}

static const char *differences(ct_arena *arena, const ct_judging *judging)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    if (judging->gave_up)
        ct_buf_printf(&out, "gave up: %s", judging->gave_up);
    for (const ct_difference *d = judging->gave_up ? NULL : judging->first; d; d = d->next) {
        ct_buf_printf(&out, "%s: %s | %s", d->path, d->expected, d->actual);
        if (d->hint)
            ct_buf_printf(&out, " (%s)", d->hint);
        if (d->diff)
            ct_buf_printf(&out, "\n%s", d->diff);
        if (d->next)
            ct_buf_char(&out, '\n');
    }
    return ct_buf_finish(&out, arena);
}

/* A match reports no differences, a mismatch reports some, and both agree without reporting. */
static void check_results(const shape_row *row, const ct_shape *shape, ct_judging *judging,
                          const json_t *value)
{
    bool const holds = ct_shape_test(shape, judging, value, NULL);
    ct_judging quiet = *judging;
    quiet.first = NULL;
    quiet.gave_up = NULL;
    quiet.tail = &quiet.first;
    if (!judging->gave_up && holds != (judging->count == 0))
        fail_msg("%s: holds %d with %u differences", row->shape, holds, judging->count);
    if (ct_shape_holds(shape, &quiet, value, NULL) != holds || quiet.first)
        fail_msg("%s: another result without a report", row->shape);
}

void shape_check(ct_arena *arena, ct_shape_of of, const char *vars, const shape_row *rows,
                 size_t count)
{
    ct_redactor *redactor = ct_redactor_new(arena);
    ct_redactor_add_value(redactor, SHAPE_SECRET, strlen(SHAPE_SECRET));
    ct_redactor_add_name(redactor, "password");
    for (size_t i = 0; i < count; i++) {
        ct_diag diag = {.arena = arena};
        ct_scope const scope = rows_scope(arena, vars);
        ct_budget budget = ct_budget_new(NULL, NULL);
        ct_budget hints = ct_budget_apart(&budget, CT_LIMIT_HINT_STEPS);
        ct_judging judging = {.arena = arena,
                              .scope = &scope,
                              .budget = &budget,
                              .hints = &hints,
                              .redactor = redactor,
                              .received_at = SHAPE_RECEIVED_AT};
        judging.tail = &judging.first;
        const ct_shape *shape = compile(arena, rows[i].shape, of, &diag);
        rows_same(rows[i].shape, rows_notes(arena, &diag), "");
        if (!shape)
            continue;
        check_results(&rows[i], shape, &judging, rows_json(arena, rows[i].value));
        const char *row = ct_arena_printf(arena, "%s\nover %s", rows[i].shape,
                                          rows[i].value ? rows[i].value : "nothing");
        rows_same(row, differences(arena, &judging), rows[i].found);
    }
}

void shape_check_mistakes(ct_arena *arena, ct_shape_of of, const char *const (*rows)[2],
                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ct_diag diag = {.arena = arena};
        const ct_shape *shape = compile(arena, rows[i][0], of, &diag);
        if ((shape == NULL) != (diag.count > 0))
            fail_msg("%s: %u mistakes", rows[i][0], diag.count);
        rows_same(rows[i][0], rows_notes(arena, &diag), rows[i][1]);
    }
}
