/* tls_files.h - the files that the TLS settings of a target name, as digests. */
#ifndef CT_CLI_TLS_FILES_H
#define CT_CLI_TLS_FILES_H

#include "model/exchange.h"
#include "run/connection.h"

/* Returns the digests of the files `ca` and `client_cert`. A digest is NULL if there is no such
 * file, or if it cannot be read: then the first connection reports why.
 * tls:   in; NULL: the default
 * arena: owns the digests */
ct_tls_files ct_tls_files_read(ct_arena *arena, const ct_tls *tls);

#endif
