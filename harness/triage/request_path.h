/* request_path.h - the path of a request, to be compared with what a requirement is about. */
#ifndef CT_TRIAGE_REQUEST_PATH_H
#define CT_TRIAGE_REQUEST_PATH_H

#include "base/arena.h"
#include "model/exchange.h"
#include "model/suite.h"

/* Returns the path that a step requests, for ct_about_is_of(): its template, as far as no variable
 * of the text decides it, else that of the request that was sent. The exchange may be NULL. NULL:
 * the path is not known. In the arena. */
const char *ct_request_path(ct_arena *arena, const ct_step *step, const ct_exchange *exchange);

#endif
