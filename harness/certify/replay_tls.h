/* replay_tls.h - compares the TLS settings of a recorded request with the current ones. Part of
 * replay_request.c.
 */
#ifndef CT_CERTIFY_REPLAY_TLS_H
#define CT_CERTIFY_REPLAY_TLS_H

#include "model/analysis.h"
#include "model/exchange.h"

/* Compares the settings of one request. Files that the case does not choose are those of the
 * recorded connection: the command line may have named them. Those of the case are compared by
 * their names without folders, because the suites are in different folders.
 * arena:      owns the returned string
 * recorded:   of the recorded request; NULL: the default
 * today:      of the current request; NULL: the default
 * target:     of the current target; NULL: the default
 * connection: of the record
 * Returns the first difference, or NULL. */
const char *ct_replay_compare_tls(ct_arena *arena, const ct_tls *recorded, const ct_tls *today,
                                  const ct_tls *target, const ct_connection *connection);

#endif
