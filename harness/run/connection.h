/* connection.h - how the requests of a run reach its target, as a fact of its result. */
#ifndef CT_RUN_CONNECTION_H
#define CT_RUN_CONNECTION_H

#include "model/analysis.h"
#include "model/redact/redact.h"
#include "model/target.h"

/* Collects the settings of the route and of the target's TLS that differ from the defaults.
 * route:    in; the password of its proxy is masked already; NULL: the default
 * tls:      in; NULL: the default
 * redactor: in; masks the secrets of the target in all strings
 * arena:    owns the result; its strings may be those of `route` and `tls`, which must live as long
 * Returns NULL if all settings are the defaults. */
const ct_connection *ct_run_connection(const ct_route *route, const ct_tls *tls,
                                       const ct_redactor *redactor, ct_arena *arena);

#endif
