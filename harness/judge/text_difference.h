/* text_difference.h - where two strings differ.
 *
 * A long string is shown around its first difference from the other one: cut anywhere else, both
 * could look the same.
 */
#ifndef CT_JUDGE_TEXT_DIFFERENCE_H
#define CT_JUDGE_TEXT_DIFFERENCE_H

#include "judge/matcher.h"

/* Adds to a difference what its strings show: if one of them is long, both are shown around the
 * first difference, and the hint says where that is; if they have several lines, there is a diff.
 * Takes time linear in the strings, spends judging->hints, and adds nothing if that is used up, if
 * the value is hidden, or if one of the values is not a string.
 *
 * judging      in
 * expected     in; may be NULL
 * actual       in; may be NULL
 * value_place  in: of `actual`
 * difference   in/out: has its expected and actual values and its hint */
void ct_text_difference_add(const ct_judging *judging, const json_t *expected, const json_t *actual,
                            const ct_value_place *value_place, ct_difference *difference);

#endif
