/* replay_head.h - whether the head of a recorded response can have been received. */
#ifndef CT_CERTIFY_REPLAY_HEAD_H
#define CT_CERTIFY_REPLAY_HEAD_H

#include "model/result.h"

/* Checks the responses of the steps against the limits of http/head.h: the version of HTTP, names
 * of headers that are tokens, no line breaks in a line, and at most CT_LIMIT_HEADERS bytes.
 * Returns NULL if all of them can have been received; otherwise the first mistake, in the arena:
 * "the name of a response header is not a token". */
const char *ct_replay_head_mistake(ct_arena *arena, const ct_step_result *steps);

#endif
