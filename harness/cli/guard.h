/* guard.h - refuses to write to a host that the target file does not confirm.
 *
 * It protects a production system from a run that was meant for a test system. A request writes
 * unless ct_plan_is_safe() holds for its plan.
 */
#ifndef CT_CLI_GUARD_H
#define CT_CLI_GUARD_H

#include "model/target.h"
#include "run/runner.h"

/* Checks, before anything is sent, that the run may send its write requests. Without `confirm_host`
 * in the target file, they may go only to IP addresses of the local host.
 *
 * A name that cannot be resolved is allowed, because the transport checks the address again when it
 * connects. With a proxy no address is known, so only names that resolve to the local host are
 * allowed. A read-only target must have no write requests in its set-up steps.
 * target: the target of the run
 * selection: the cases that would run; skipped ones do not count
 * has_proxy: requests go through a proxy
 * arena: for temporary strings
 * Returns false after reporting the first case that would write. */
bool ct_guard(const ct_target *target, const ct_selection *selection, bool has_proxy,
              ct_arena *arena, ct_diag *diag);

#endif
