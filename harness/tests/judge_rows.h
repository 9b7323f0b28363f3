/* judge_rows.h - rows of answers: what a step expects, what came, what is found. */
#ifndef CT_TESTS_JUDGE_ROWS_H
#define CT_TESTS_JUDGE_ROWS_H

#include "tests/rows.h"

typedef struct judge_row {
    const char *expect;    /* YAML: words of expect; NULL: none */
    const char *should;    /* the same */
    const char *responses; /* YAML of an operation; NULL: the step has none */
    const char *answer;    /* "201|Name: value|Name: value||BODY"; "HEAD 201": to that request */
    const char *result;    /* the verdict, then a line for each finding, remark, trouble */
} judge_row;

/* ' stands for " in bodies. `vars` is a JSON object with ' for ", or NULL. */
void judge_check(ct_arena *arena, const char *vars, const judge_row *rows, size_t count);

/* The same for one row and a body of any bytes. */
void judge_check_body(ct_arena *arena, const judge_row *row, const char *bytes, size_t size);

/* The same, with all facts of each finding, and of each difference in a line of its own:
 * "[MISMATCH] EXPECTED | ACTUAL (HINT) {SCHEMA}" behind the subject or the path. Expectations may
 * name the schema JUDGE_SCHEMA as `!schema pet.json`. */
void judge_check_facts(ct_arena *arena, const char *vars, const judge_row *rows, size_t count);

#define JUDGE_SCHEMA                                                                               \
    "{'type': 'object', 'required': ['id'], 'additionalProperties': false, 'properties': {"        \
    "'id': {'type': 'integer'}, 'name': {'maxLength': 3}, 'password': {'type': 'integer'}, "       \
    "'tags': {'items': {'oneOf': [{'const': 'a'}, {'pattern': '^a'}]}}}}"

/* The one secret of these rows. */
#define JUDGE_SECRET "hunter22"

#endif
