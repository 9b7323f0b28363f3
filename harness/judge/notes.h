/* notes.h - what is unusual about a response, whatever the case expects of it.
 *
 * A note does not change the result. It names what may confuse a client although every expectation
 * holds: a trailer field that must precede the body, bytes after the end of the response.
 */
#ifndef CT_JUDGE_NOTES_H
#define CT_JUDGE_NOTES_H

#include "judge/subject.h"
#include "model/result.h"

/* Appends notes to a list.
 *
 * arena     in: gets the notes; it lives as long as the result, longer than the response.
 * received  in: it has a response. Notes borrow nothing of it.
 * end       in: where the next note is linked, such as &result->notes.
 *
 * Returns the new end of the list. */
ct_response_note **ct_notes_add(ct_arena *arena, const ct_response_body *received,
                                ct_response_note **end);

#endif
