/* in_process.h - a transport without a network: a function makes the responses.
 *
 * Nothing sleeps: waiting advances the clock of the transport instead (see ahead_us in
 * transport.h), so that a case that polls for minutes takes milliseconds.
 */
#ifndef CT_HTTP_IN_PROCESS_H
#define CT_HTTP_IN_PROCESS_H

#include "http/transport.h"

/* Makes the response to a request.
 * now_ns: Unix nanoseconds by the clock of the transport
 * arena:  owns the response
 * Returns NULL for a connection that breaks off. */
typedef const ct_response *ct_in_process_respond(void *user, const ct_request *request,
                                                 int64_t now_ns, ct_arena *arena);

/* Opens a transport. The caller closes it.
 * user:       passed to the function; must outlive the transport
 * latency_ms: the time that each response takes */
ct_transport *ct_in_process_open(ct_in_process_respond *respond, void *user, unsigned latency_ms);

#endif
