/* matchers.h - the functions of the rows of the matcher table, by file.
 *
 * A ct_prepare_* checks how an operand is written and returns false after noting each mistake; a
 * ct_test_* compares at run time; a ct_describe_* adds what was expected as a noun phrase. Their
 * contracts are those of ct_matcher (matcher.h).
 */
#ifndef CT_JUDGE_MATCHERS_H
#define CT_JUDGE_MATCHERS_H

#include "judge/matcher.h"

typedef bool ct_prepare_fn(const ct_shape_context *context, const ct_yaml *node, ct_shape *shape);
typedef bool ct_test_fn(const ct_shape *shape, ct_judging *judging, const json_t *actual,
                        const ct_value_place *value_place);
typedef void ct_describe_fn(const ct_shape *shape, ct_judging *judging, ct_buf *out);

/* matchers_self.c: what is written as itself */
ct_prepare_fn ct_prepare_exact;
extern const char ct_status_syntax[]; /* the help for an invalid status */

/* matchers_value.c: over any value */
ct_prepare_fn ct_prepare_any, ct_prepare_absent, ct_prepare_one, ct_prepare_optional,
    ct_prepare_list, ct_prepare_in, ct_prepare_range;
ct_test_fn ct_test_any, ct_test_absent, ct_test_optional, ct_test_in, ct_test_not, ct_test_all,
    ct_test_range;
ct_describe_fn ct_describe_any, ct_describe_absent, ct_describe_optional, ct_describe_in,
    ct_describe_not, ct_describe_all, ct_describe_range;

/* matchers_text.c: over strings */
ct_prepare_fn ct_prepare_re, ct_prepare_format, ct_prepare_date_time, ct_prepare_media_type;
ct_test_fn ct_test_re, ct_test_format, ct_test_date_time, ct_test_media_type;
ct_describe_fn ct_describe_re, ct_describe_format, ct_describe_date_time, ct_describe_media_type;

/* matchers_list.c: over arrays, and over what has a length */
ct_prepare_fn ct_prepare_len;
ct_test_fn ct_test_len, ct_test_contains, ct_test_unordered, ct_test_each, ct_test_each_if_any;
ct_describe_fn ct_describe_len, ct_describe_contains, ct_describe_unordered, ct_describe_each,
    ct_describe_each_if_any;

/* Gives the lengths that a !len accepts, both included; *max is UINT64_MAX without an upper bound.
 */
void ct_len_bounds(const ct_shape *shape, uint64_t *min, uint64_t *max);

/* Returns whether both shapes are a !range whose constant bounds have no number in common. */
bool ct_ranges_exclude(const ct_shape *a, const ct_shape *b);

/* contradictions.c: returns whether the matchers of an !all can match the same value; false after
 * noting one that cannot. */
bool ct_all_check_together(ct_binder *binder, const ct_shape *all);

/* matchers_facts.c: facts of the whole received, and !schema */
ct_prepare_fn ct_prepare_bytes, ct_prepare_time, ct_prepare_schema;
ct_test_fn ct_test_schema;
ct_describe_fn ct_describe_schema;

/* Returns whether the operand of a tag is a scalar that is not empty; false after noting what the
 * tag takes instead (`what`). */
bool ct_operand_text(const ct_shape_context *context, const ct_yaml *node, const char *what);

#endif
