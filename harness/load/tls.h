/* tls.h - what can be said about client keys before anything is sent. Not for others. */
#ifndef CT_LOAD_TLS_H
#define CT_LOAD_TLS_H

#include "base/diag.h"
#include "model/exchange.h"

/* The secret of a target that decrypts client keys: its own, and those of requests. */
#define CT_CLIENT_KEY_PASSWORD "client_key_password"

/* The client key can be read, and if it is encrypted, with the pass phrase that is given. Where
 * there is no client key that holds. False after noting. Never asks for a pass phrase. */
bool ct_check_client_key(ct_diag *diag, const ct_tls *tls);

#endif
