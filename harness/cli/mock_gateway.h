/* mock_gateway.h - the reference gateway as the commands start it. */
#ifndef CT_CLI_MOCK_GATEWAY_H
#define CT_CLI_MOCK_GATEWAY_H

#include "cli/settings.h"
#include "gateway/server.h"

/* By the settings' data, variant, port, listen and latency. NULL after noting why not. The
 * caller stops it before the arena goes. */
ct_server *ct_mock_gateway_start(const ct_settings *settings, ct_arena *arena, ct_diag *diag);

#endif
