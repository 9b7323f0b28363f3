/* metamorphic.h - what no case may pass: a response without its body, with another body than JSON,
 * with a status line of another protocol, or without a header that is expected. */
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

/* Whether the expectation must break under this variation. The rules do not ask the judge:
 *   no body      `json`, unless it is !absent or !optional; `at`; `text` and `bytes` if they are a
 *                constant that an empty body is not
 *   not JSON     `json` and `at`
 *   not text     `text`
 *   no header    `headers`, unless it is !absent or !optional
 *   status line  everything but `connection`
 * Alternatives break if all of them do. */
bool meta_must_break(const ct_expect *expect, meta_variation variation);

/* The response under this variation, in the arena; NULL: it is refused before it is judged, as a
 * foreign status line is. `header` is the name of the one to leave out, `kind` selects one of
 * several foreign status lines. */
const ct_response *meta_change(ct_arena *arena, const ct_response *good, meta_variation variation,
                               const char *header, unsigned kind);

/* How many foreign status lines there are. */
extern const unsigned meta_status_lines;

/* metamorphic_replay.c: whole cases of a suite. They run against the reference gateway, and once
 * more for each response and variation. `root` is the project's folder. */
void meta_replay(const char *root, meta_tally *counter);

#endif
