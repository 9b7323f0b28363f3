/* nearest.h - which of several values, or of several matchers, comes closest to matching.
 *
 * Only an explanation: it spends judging->hints, and never changes a result.
 */
#ifndef CT_JUDGE_NEAREST_H
#define CT_JUDGE_NEAREST_H

#include "judge/matcher.h"

/* Returns a hint that names the element of a list with the fewest differences from a shape, and the
 * first of them: "nearest: $[3], where $[3]['id'] is 1 instead of 2". Of strings it is the one with
 * nearly the same characters. Looks at the first 1000 elements.
 *
 * shape        in: no element matches it
 * judging      in: its arena gets the hint
 * list         in: an array
 * value_place  in: of the list
 *
 * Returns NULL if no element has anything in common with the shape, if several that differ in
 * everything come equally close, or if judging->hints is used up or NULL. */
const char *ct_nearest_element(const ct_shape *shape, const ct_judging *judging, const json_t *list,
                               const ct_value_place *value_place);

/* Returns the same for the matchers of an !in and an object or array: "nearest: alternative 2,
 * where ...".
 *
 * in      in: none of its matchers matches
 * actual  in; may be NULL */
const char *ct_nearest_alternative(const ct_shape *in, const ct_judging *judging,
                                   const json_t *actual, const ct_value_place *value_place);

#endif
