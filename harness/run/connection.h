/* connection.h - how the requests of a run reach its target, as a fact of its result. */
#ifndef CT_RUN_CONNECTION_H
#define CT_RUN_CONNECTION_H

#include "model/analysis.h"
#include "model/redact/redact.h"
#include "model/target.h"

/* The files of TLS settings as SHA-256 in hex digits, see ct_connection. NULL: not known. */
typedef struct ct_tls_files {
    const char *ca_sha256, *client_cert_sha256;
} ct_tls_files;

/* Collects the settings of the route and of the target's TLS that differ from the defaults.
 * route:    in; the password of its proxy is masked already; NULL: the default
 * tls:      in; NULL: the default
 * files:    in; of `tls`
 * redactor: in; masks the secrets of the target in all strings
 * arena:    owns the result; its strings may be those of `route` and `tls`, which must live as long
 * Returns NULL if all settings are the defaults. */
const ct_connection *ct_run_connection(const ct_route *route, const ct_tls *tls, ct_tls_files files,
                                       const ct_redactor *redactor, ct_arena *arena);

#endif
