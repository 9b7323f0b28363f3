/* mock_gateway.h - the reference gateway as the commands start it. */
#ifndef CT_CLI_MOCK_GATEWAY_H
#define CT_CLI_MOCK_GATEWAY_H

#include "cli/settings.h"
#include "gateway/server.h"
#include "mutation/requirement_map.h"

/* By the settings' data, variant, port, listen and latency. NULL after noting why not. The
 * caller stops it before the arena goes. */
ct_server *ct_mock_gateway_start(const ct_settings *settings, ct_arena *arena, ct_diag *diag);

/* Reads the data of the settings, or else the shipped data. Returns NULL after noting why not. */
const ct_gateway_data *ct_mock_gateway_data(const ct_settings *settings, ct_arena *arena,
                                            ct_diag *diag);

/* Makes the map of the requirements that the faults violate, by the faults.yaml in the folder of
 * the settings' data or else the shipped one. Its ids must be the suite's if both come from
 * the user, or both are shipped. Returns NULL after noting the mistakes of the file. */
ct_requirement_map *ct_mock_gateway_map(const ct_settings *settings, const ct_suite *suite,
                                        ct_arena *arena, ct_diag *diag);

#endif
