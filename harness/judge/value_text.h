/* value_text.h - values and places as messages show them: masked first, then cut.
 *
 * Masking precedes cutting, because a secret that is cut in two would not be recognized. Every
 * function spends the budget of the judging; once it is used up, a fixed text stands for the value.
 */
#ifndef CT_JUDGE_VALUE_TEXT_H
#define CT_JUDGE_VALUE_TEXT_H

#include <jansson.h>

#include "base/buf.h"
#include "judge/matcher.h"

/* Adds a value as JSON on one line, cut in the middle to about CT_LIMIT_VALUE bytes; "nothing" for
 * NULL. */
void ct_value_text_add(ct_buf *out, const ct_judging *judging, const json_t *value);

/* Returns the same text, in the judging's arena. */
const char *ct_value_text(const ct_judging *judging, const json_t *value);

/* Returns whether the value at that place must not be shown: it, or a property around it, has a
 * secret name. */
bool ct_value_text_is_hidden(const ct_judging *judging, const ct_value_place *value_place);

/* Returns the text of a value of the response: CT_MASK if it is hidden, "nothing" for NULL. */
const char *ct_value_text_at(const ct_judging *judging, const json_t *value,
                             const ct_value_place *value_place);

/* Adds a string, cut in the middle to about CT_LIMIT_VALUE bytes, never inside a character. The
 * text is not masked. */
void ct_value_text_cut(ct_buf *out, const char *text, size_t size);

/* Returns a string that may quote the response, masked; the same pointer if nothing was masked. */
const char *ct_value_text_masked(const ct_judging *judging, const char *text);

/* Returns the normalized path (RFC 9535 section 2.7) of a place: $['applies'][0], masked. If a path
 * selected the value that is judged, the place is shown in the whole body. */
const char *ct_value_text_path(const ct_judging *judging, const ct_value_place *value_place);

/* Returns the normalized path of what a JSON pointer (RFC 6901) leads to in a value, masked. */
const char *ct_value_text_pointer(const ct_judging *judging, const json_t *value,
                                  const char *pointer);

/* Returns a hint why two values that differ may have been meant to be equal: "a number sent as a
 * string"; NULL if there is no such reason, or if the budget does not allow to look for one. */
const char *ct_value_text_near_miss(const ct_judging *judging, const json_t *expected,
                                    const json_t *actual);

#endif
