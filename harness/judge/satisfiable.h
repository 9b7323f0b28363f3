/* satisfiable.h - whether an expectation can hold at all. One that cannot is an error in its file.
 *
 * Each subject has one kind for all matchers of its expectation: a header is a string or the list
 * of its values, a body read as text a string, a path that can select several values an array. A
 * matcher for another kind never matches, or, inside `!not`, always.
 */
#ifndef CT_JUDGE_SATISFIABLE_H
#define CT_JUDGE_SATISFIABLE_H

#include "judge/shape.h"
#include "lang/yaml/bind.h"
#include "model/suite.h"

/* Returns whether each matcher of the expectation can match; false after noting each one that
 * cannot. True for an expectation without a shape. */
bool ct_expect_check_possible(ct_binder *binder, const ct_expect *expect);

/* Returns whether the shape of a header is about the list of all values of that field: it needs a
 * list, or it can match a string, too, and has a `!contains`. */
bool ct_shape_wants_list(const ct_shape *shape);

/* Returns whether a value of this JSON type can match the shape, as far as that is known without
 * the values of its variables. */
bool ct_shape_accepts_kind(const ct_shape *shape, const json_t *value);

#endif
