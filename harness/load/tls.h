/* tls.h - checks client keys before anything is sent. For load/ only. */
#ifndef CT_LOAD_TLS_H
#define CT_LOAD_TLS_H

#include "base/diag.h"
#include "model/exchange.h"

/* The name of the secret that decrypts the client keys of a target and of its requests. */
#define CT_CLIENT_KEY_PASSWORD "client_key_password"

/* Returns false after reporting that the client key cannot be read, or is encrypted and the pass
 * phrase is missing or wrong. Returns true if there is no client key. Never prompts for a pass
 * phrase. */
bool ct_check_client_key(ct_diag *diag, const ct_tls *tls);

#endif
