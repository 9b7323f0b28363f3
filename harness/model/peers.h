/* peers.h - which servers the responses of a run came from.
 *
 * A peer is an IP address with its port and, with TLS, what was negotiated and the peer's
 * certificate. A proxy is a peer, as connections are made to it; the TLS facts are then those of
 * the server that it connects to. Exchanges without a response do not count.
 */
#ifndef CT_MODEL_PEERS_H
#define CT_MODEL_PEERS_H

#include "model/result.h"

/* All strings are those of exchanges: masked, but not escaped. */
typedef struct ct_peer {
    const char *address; /* "127.0.0.1:8080" or "[::1]:80"; NULL: not known */
    ct_tls_facts tls;    /* its members are NULL and 0 without TLS, or if they are not known */
    bool has_tls;
    uint64_t responses; /* at least 1 */
} ct_peer;

typedef struct ct_peers ct_peers;

/* Returns an empty set. It belongs to the arena, and copies what it keeps. */
ct_peers *ct_peers_new(ct_arena *arena);

/* Adds the exchanges of a case, or of the steps of a target.
 * result: in; with its steps; only read during the call */
void ct_peers_add(ct_peers *peers, const ct_case_result *result);

/* Returns the peers in an order that does not depend on the order in which they were added: by
 * address, then by the TLS facts. The array belongs to the set, and is valid until the next one is
 * added.
 * count: out; its length */
const ct_peer *const *ct_peers_list(ct_peers *peers, size_t *count);

#endif
