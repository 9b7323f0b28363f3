/* satisfiable.h - whether an expectation can hold at all. What cannot is a mistake in its file.
 *
 * Each value that is looked at has one kind for all matchers of its expectation: the text of a
 * header or the list of its occurrences, the text of a body, the array of what a path selects that
 * can select several values. A matcher for another kind never matches, or, inside `!not`, always.
 */
#ifndef CT_JUDGE_SATISFIABLE_H
#define CT_JUDGE_SATISFIABLE_H

#include "judge/shape.h"
#include "lang/yaml/bind.h"
#include "model/suite.h"

/* False after noting each matcher that can never match. Expectations without a shape are fine. */
bool ct_expect_check_possible(ct_binder *binder, const ct_expect *expect);

/* Whether the shape of a header looks at the list of all its occurrences: it needs a list, or it
 * can do with text too and has a `!contains`. */
bool ct_shape_wants_list(const ct_shape *shape);

/* Whether a value of this JSON type can match the shape, as far as that is known without its
 * variables. */
bool ct_shape_accepts_kind(const ct_shape *shape, const json_t *value);

#endif
