/* value_text.h - values as a message shows them: masked first, then cut. */
#ifndef CT_JUDGE_VALUE_TEXT_H
#define CT_JUDGE_VALUE_TEXT_H

#include <jansson.h>

#include "base/buf.h"
#include "judge/matcher.h"

/* A value as JSON on one line, masked, long ones cut in the middle; "nothing" for NULL. */
void ct_value_text_add(ct_buf *out, const ct_judging *judging, const json_t *value);
const char *ct_value_text(const ct_judging *judging, const json_t *value);

/* Whether the value at that place must not be shown: it, or a property around it, has a secret
 * name. */
bool ct_value_text_is_hidden(const ct_judging *judging, const ct_value_place *value_place);

/* Like ct_value_text() for a value of the response: a hidden one is CT_MASK. */
const char *ct_value_text_at(const ct_judging *judging, const json_t *value,
                             const ct_value_place *value_place);

/* A text cut in the middle to about CT_LIMIT_VALUE bytes, on character borders. */
void ct_value_text_cut(ct_buf *out, const char *text, size_t size);

/* A text of ours that may hold pieces of the answer: masked. */
const char *ct_value_text_masked(const ct_judging *judging, const char *text);

/* The normalized path of a spot (RFC 9535 section 2.7): $['applies'][0], masked. */
const char *ct_value_text_path(const ct_judging *judging, const ct_value_place *value_place);

/* The same for a JSON pointer into a value. */
const char *ct_value_text_pointer(const ct_judging *judging, const json_t *value,
                                  const char *pointer);

/* Why two values may have been meant to be equal: "a number as text". NULL when nothing is
 * near, or the budget does not allow to look. */
const char *ct_value_text_near_miss(const ct_judging *judging, const json_t *expected,
                                    const json_t *actual);

#endif
