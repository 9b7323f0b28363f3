/* in_process.h - the transport without a network: a function answers.
 *
 * Nothing sleeps: who waits finds the clock that much further on, so that a
 * case that polls for minutes takes none.
 */
#ifndef CT_HTTP_IN_PROCESS_H
#define CT_HTTP_IN_PROCESS_H

#include "http/transport.h"

/* The answer, in the arena; NULL: the connection breaks off. */
typedef const ct_response *ct_in_process_respond(void *user, const ct_request *request,
                                                 int64_t now_ns, ct_arena *arena);

/* Each answer takes that long. Belongs to the caller, who closes it; `user` outlives it. */
ct_transport *ct_in_process_open(ct_in_process_respond *answer, void *user, unsigned latency_ms);

#endif
