/* rows.h - what tests that are tables share: an arena a test, texts in and out, one comparison.
 *
 * Texts of rows have ' where JSON has ", so that they can be read. Everything
 * that is found becomes one text and is compared as a whole: rows_same() tells
 * the row, what was found and what was expected, and fails the test.
 */
#ifndef CT_TESTS_ROWS_H
#define CT_TESTS_ROWS_H

#include <jansson.h>

#include "base/arena.h"
#include "base/diag.h"
#include "lang/yaml/template.h"
#include "lang/yaml/yaml.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* Set up and tear down: *state is an arena of the test's own. */
int rows_open(void **state);
int rows_close(void **state);

/* A test with an arena of its own. */
#define ROWS_TEST(test) cmocka_unit_test_setup_teardown(test, rows_open, rows_close)

/* The text with " for each '. */
char *rows_quoted(ct_arena *arena, const char *text);

/* JSON with ' for "; NULL gives NULL. Fails the test when it is none. */
json_t *rows_json(ct_arena *arena, const char *text);
const char *rows_written(ct_arena *arena, const json_t *value);

/* Variables, from a JSON object with ' for "; NULL: none. */
ct_scope rows_scope(ct_arena *arena, const char *vars);

/* YAML as it stands. NULL after noting why not. */
const ct_yaml *rows_yaml(ct_arena *arena, const char *text, ct_diag *diag);

/* Where the text stands in a source of its own, at that place and with all lines indented alike. */
ct_loc rows_loc(ct_arena *arena, const char *text, unsigned line, unsigned column);

/* "2:3", and "2:3+4" where more than one character is underlined; "-" for no place. */
const char *rows_place(ct_arena *arena, ct_loc where);

/* A line "2:3+4 sentence (hint)" for each note, "" when there is none. */
const char *rows_notes(ct_arena *arena, const ct_diag *diag);

/* Fails the test, telling `row`, when the texts differ. NULL is equal to NULL only. */
void rows_same(const char *row, const char *found, const char *expected);

#endif
