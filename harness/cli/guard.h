/* guard.h - nothing is written to a host that nobody confirmed. */
#ifndef CT_CLI_GUARD_H
#define CT_CLI_GUARD_H

#include "model/target.h"
#include "run/runner.h"

/* Off loopback a case that writes needs the target's confirm_host. False after noting it. A name
 * that does not resolve is let through, for the run to say so: the transport refuses, when it
 * connects, to write to any address that is not on loopback. Behind a proxy no address can be seen:
 * there only a name that is loopback's will do. */
bool ct_guard(const ct_target *target, const ct_selection *selection, bool has_proxy,
              ct_arena *arena, ct_diag *diag);

#endif
