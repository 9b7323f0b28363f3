/* mock_gateway.h - the reference gateway, its data and the map of its faults, by the settings. */
#ifndef CT_CLI_MOCK_GATEWAY_H
#define CT_CLI_MOCK_GATEWAY_H

#include "cli/settings.h"
#include "gateway/server.h"
#include "mutation/requirement_map.h"

/* Starts a server with the data, variant, fault, address, port and latency of the settings.
 * settings: in; borrowed until the server is stopped
 * arena:    owns the gateway and its data
 * Returns NULL after adding the reason to `diag`. The caller stops the server before it frees
 * `arena`. */
ct_server *ct_mock_gateway_start(const ct_settings *settings, ct_arena *arena, ct_diag *diag);

/* Reads the data that the settings name, or else the shipped data, into `arena`. Returns NULL after
 * adding every mistake to `diag`. */
const ct_gateway_data *ct_mock_gateway_data(const ct_settings *settings, ct_arena *arena,
                                            ct_diag *diag);

/* Creates the map of the requirements that the faults violate, in `arena`: from the faults.yaml in
 * the folder of the settings' data, or else from the shipped one. Ids that the suite does not have
 * are errors in the user's own file, and in the shipped file for the shipped suite. Returns NULL
 * after adding every mistake to `diag`. `suite` is borrowed. */
ct_requirement_map *ct_mock_gateway_map(const ct_settings *settings, const ct_suite *suite,
                                        ct_arena *arena, ct_diag *diag);

#endif
