/* metamorphic.h - changes of a response that no case may pass: no body, a body that is not JSON, a
 * status line of another protocol, or a missing expected header. */
#ifndef CT_TESTS_METAMORPHIC_H
#define CT_TESTS_METAMORPHIC_H

#include <stdbool.h>
#include <stdio.h>

#include "judge/judge.h"
#include "model/suite.h"

typedef enum meta_variation {
    META_NO_BODY,
    META_NOT_JSON,
    META_NOT_TEXT, /* bytes that are not UTF-8 */
    META_NO_HEADER,
    META_FOREIGN_STATUS_LINE,
    META_VARIATIONS
} meta_variation;

typedef struct meta_tally {
    unsigned tried[META_VARIATIONS]; /* expectations, or responses */
    unsigned left_out[META_VARIATIONS];
    unsigned cases, failures;
} meta_tally;

extern const char *const meta_names[META_VARIATIONS];

/* Whether the expectation must fail with this variation. The rules are independent of the judge:
 *   no body      `json`, unless it is !absent or !optional; `at`; `text` and `bytes` if they are a
 *                constant other than the empty body
 *   not JSON     `json` and `at`
 *   not text     `text`
 *   no header    `headers`, unless it is !absent or !optional
 *   status line  everything but `connection`
 * Alternatives fail if all of them fail. */
bool meta_must_break(const ct_expect *expect, meta_variation variation);

/* Returns the response with this variation, in the arena; NULL if it is rejected before it is
 * judged, like a foreign status line. `header` is the name of the header to omit, `kind` selects
 * one of several foreign status lines. */
const ct_response *meta_change(ct_arena *arena, const ct_response *good, meta_variation variation,
                               const char *header, unsigned kind);

/* The number of foreign status lines. */
extern const unsigned meta_status_lines;

/* metamorphic_replay.c: runs whole cases against the reference gateway, and again for each response
 * and variation. `root` is the folder of the project. */
void meta_replay(const char *root, meta_tally *counter);

#endif
