/* judge_rows.h - rows for the judge: the expectations of a step, a response, the result. */
#ifndef CT_TESTS_JUDGE_ROWS_H
#define CT_TESTS_JUDGE_ROWS_H

#include "tests/rows.h"

typedef struct judge_row {
    const char *expect;    /* YAML: keys of expect; NULL: none */
    const char *should;    /* the same */
    const char *responses; /* YAML of an operation; NULL: none */
    const char *received;  /* "201|Name: value|Name: value||BODY"; "HEAD 201": of a HEAD request */
    const char *result;    /* the result, then a line for each finding, note and error */
} judge_row;

/* Bodies have ' instead of ". `vars` is a JSON object with ' instead of ", or NULL. */
void judge_check(ct_arena *arena, const char *vars, const judge_row *rows, size_t count);

/* The same for one row with a binary body. */
void judge_check_body(ct_arena *arena, const judge_row *row, const char *bytes, size_t size);

/* The same with all facts of each finding, and a line for each difference: after the subject or the
 * path "[MISMATCH] EXPECTED | ACTUAL (HINT) {SCHEMA}". Expectations may refer to JUDGE_SCHEMA as
 * `!schema pet.json`. */
void judge_check_facts(ct_arena *arena, const char *vars, const judge_row *rows, size_t count);

#define JUDGE_SCHEMA                                                                               \
    "{'type': 'object', 'required': ['id'], 'additionalProperties': false, 'properties': {"        \
    "'id': {'type': 'integer'}, 'name': {'maxLength': 3}, 'password': {'type': 'integer'}, "       \
    "'tags': {'items': {'oneOf': [{'const': 'a'}, {'pattern': '^a'}]}}}}"

/* The one secret of these rows. */
#define JUDGE_SECRET "hunter22"

#endif
