/* shape_rows.h - rows for shapes: a shape, a value, and the differences. */
#ifndef CT_TESTS_SHAPE_ROWS_H
#define CT_TESTS_SHAPE_ROWS_H

#include "judge/shape.h"
#include "tests/rows.h"

typedef struct shape_row {
    const char *shape; /* YAML */
    const char *value; /* JSON with ' instead of "; NULL: no value */
    /* "" if the value matches; otherwise a line "PATH: EXPECTED | ACTUAL (HINT)" for each
     * difference, or "gave up: WHY". Here ' is not replaced. */
    const char *found;
} shape_row;

/* The time at which each response of these rows was complete: 2026-11-24T04:17:26.123Z. */
#define SHAPE_RECEIVED_AT 1795493846123

/* The only secret of these rows. */
#define SHAPE_SECRET "hunter22"

/* `vars` is a JSON object with ' instead of ", or NULL. */
void shape_check(ct_arena *arena, ct_shape_of of, const char *vars, const shape_row *rows,
                 size_t count);

/* Checks that the value does not match, with no hint or diff if there are so few steps for hints,
 * and with the same work for the result. */
void shape_check_without_hints(ct_arena *arena, const char *shape, const char *value,
                               unsigned steps);

/* Checks the diagnostics of compiling these shapes; no value is compared. */
void shape_check_mistakes(ct_arena *arena, ct_shape_of of, const char *const (*rows)[2],
                          size_t count);

#endif
