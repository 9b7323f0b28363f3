/* preview.h - shows the requests of a case without sending them. */
#ifndef CT_RUN_PREVIEW_H
#define CT_RUN_PREVIEW_H

#include "model/target.h"
#include "run/runner.h"

/* Called for each step.
 * request: with secrets masked, valid during the call; NULL if it cannot be made
 * error:   why it cannot be made, one sentence, valid during the call; else NULL */
typedef void ct_preview_visit(void *user, const ct_step *step, const ct_request *request,
                              const char *error);

/* Calls `visit` for each step of the case in its order, then for each step of its cleanup. A value
 * that a step would capture is shown as its name with a dollar: $NAME.
 * target: may lack values and a URL; see `error` above */
void ct_preview(const ct_case *test_case, const ct_suite *suite, const ct_target *target,
                ct_preview_visit *visit, void *user);

#endif
