/* shape_rows.h - rows of shapes: what holds, and the differences of what does not. */
#ifndef CT_TESTS_SHAPE_ROWS_H
#define CT_TESTS_SHAPE_ROWS_H

#include "judge/shape.h"
#include "tests/rows.h"

typedef struct shape_row {
    const char *shape; /* YAML */
    const char *value; /* JSON with ' for "; NULL: nothing is there */
    /* "" when it holds; else a line "PATH: EXPECTED | ACTUAL (HINT)" for each difference, or "gave
     * up: WHY". ' stands for ' here. */
    const char *found;
} shape_row;

/* When every answer of these rows was complete: 2026-11-24T04:17:26.123Z. */
#define SHAPE_RECEIVED_AT 1795493846123

/* The one secret of these rows. */
#define SHAPE_SECRET "hunter22"

/* `vars` is a JSON object with ' for ", or NULL. */
void shape_check(ct_arena *arena, ct_shape_of of, const char *vars, const shape_row *rows,
                 size_t count);

/* What was noted when these shapes were compiled: no value is looked at. */
void shape_check_mistakes(ct_arena *arena, ct_shape_of of, const char *const (*rows)[2],
                          size_t count);

#endif
