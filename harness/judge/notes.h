/* notes.h - what is odd about a response, whatever the case expects of it.
 *
 * A note changes no result: it names what a client may stumble over although
 * nothing that the case expects is broken.
 */
#ifndef CT_JUDGE_NOTES_H
#define CT_JUDGE_NOTES_H

#include "judge/subject.h"
#include "model/result.h"

/* Appends the notes at *end, in `arena`, and returns the new end of the list. The notes live as
 * long as the result that they belong to, which is longer than the response. The answer has a
 * response.
 */
ct_response_note **ct_notes_add(ct_arena *arena, const ct_response_body *answer,
                                ct_response_note **end);

#endif
