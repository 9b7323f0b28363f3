/* rows.h - helpers for table-driven tests: an arena for each test, conversions, one comparison.
 *
 * Rows write ' instead of ", so that JSON is readable. A test converts its result to one string and
 * compares it as a whole: rows_same() fails the test and prints the row, the result and the
 * expected string.
 */
#ifndef CT_TESTS_ROWS_H
#define CT_TESTS_ROWS_H

#include <jansson.h>

#include "base/arena.h"
#include "base/diag.h"
#include "lang/yaml/template.h"
#include "lang/yaml/yaml.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* Setup and teardown: *state is the arena of the test. */
int rows_open(void **state);
int rows_close(void **state);

/* A test with its own arena. */
#define ROWS_TEST(test) cmocka_unit_test_setup_teardown(test, rows_open, rows_close)

/* Returns the string with each ' replaced by ". */
char *rows_quoted(ct_arena *arena, const char *text);

/* Parses JSON with ' instead of "; returns NULL for NULL. Fails the test if the JSON is invalid. */
json_t *rows_json(ct_arena *arena, const char *text);
const char *rows_written(ct_arena *arena, const json_t *value);

/* Variables, from a JSON object with ' instead of "; NULL means none. */
ct_scope rows_scope(ct_arena *arena, const char *vars);

/* Parses YAML. Returns NULL and adds a diagnostic if it is invalid. */
const ct_yaml *rows_yaml(ct_arena *arena, const char *text, ct_diag *diag);

/* The location of the text in a new source, which has it at that line and column, with all its
 * lines indented to the column. */
ct_loc rows_loc(ct_arena *arena, const char *text, unsigned line, unsigned column);

/* "2:3", or "2:3+4" if more than one character is underlined; "-" for no location. */
const char *rows_place(ct_arena *arena, ct_loc where);

/* A line "2:3+4 message (help)" for each diagnostic, "" if there are none. */
const char *rows_notes(ct_arena *arena, const ct_diag *diag);

/* Fails the test with the name `row` if the strings differ. NULL equals only NULL. */
void rows_same(const char *row, const char *found, const char *expected);

#endif
