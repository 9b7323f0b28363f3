/* peer_check.h - whether a recorded peer can be the one that the request was sent to.
 *
 * A signer can write any address into a record. What the URL of the request and the connection
 * options determine must match nevertheless.
 */
#ifndef CT_CERTIFY_PEER_CHECK_H
#define CT_CERTIFY_PEER_CHECK_H

#include "model/analysis.h"
#include "model/exchange.h"

/* Checks the peer of a recorded exchange: the port is that of the URL, or of the proxy; the IP
 * address is the one that the URL names or that --resolve gives, if one of them does, and on
 * loopback for localhost; https has TLS facts with a public key, and http has none.
 * arena:      owns the returned string
 * exchange:   in; one without a response is not checked
 * connection: in; of the record
 * Returns what does not match, or NULL. */
const char *ct_peer_check(ct_arena *arena, const ct_exchange *exchange,
                          const ct_connection *connection);

/* Returns the option that makes the requests to a URL reach another address than the one that the
 * URL names, such as "--proxy http://p:3128", or NULL.
 * arena: owns the string
 * url:   NULL: not known */
const char *ct_peer_detour(ct_arena *arena, const char *url, const ct_connection *connection);

#endif
