/* connections.h - how the passes of a certificate reached the target: connection options and peers.
 *
 * A certificate states both. The peers are collected from the responses, when they arrive and again
 * when they are verified.
 */
#ifndef CT_CERTIFY_CONNECTIONS_H
#define CT_CERTIFY_CONNECTIONS_H

#include <jansson.h>

#include "model/events.h"
#include "model/peers.h"

/* At most this many peers are named in a certificate; the others are counted. */
enum { CT_CONNECTIONS_PEERS = 100 };

typedef struct ct_connections ct_connections;

/* Returns connections without a pass. They belong to the arena. */
ct_connections *ct_connections_new(ct_arena *arena);

/* Returns the peers of all passes, to add more, or to list them (ct_peers_list). */
ct_peers *ct_connections_peers(ct_connections *all);

/* Adds the options of a pass.
 * run: copied
 * Returns false if they differ from those of the first pass. */
bool ct_connections_add(ct_connections *all, const ct_run_result *run);

/* Returns a listener that adds each case and the options of a run. It belongs to the connections,
 * and may listen to several runs in turn. */
ct_listener *ct_connections_listener(ct_connections *all);

/* Returns what a certificate says: the options, and `peers`. Strings are in visible form. It
 * belongs to the arena. The same passes always give the same bytes, in whatever order their cases
 * ended. */
json_t *ct_connections_json(ct_connections *all);

#endif
