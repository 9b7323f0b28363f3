/* preview.h - the requests of a case as they would be sent, without sending them. */
#ifndef CT_RUN_PREVIEW_H
#define CT_RUN_PREVIEW_H

#include "model/target.h"
#include "run/runner.h"

/* `request` is masked; NULL when it cannot be made, and `trouble` says why. */
typedef void ct_preview_visit(void *user, const ct_step *step, const ct_request *request,
                              const char *error);

/* Each step of the case in its order, and its cleanup. What a step would capture stands as its
 * name in dollars: $NAME. */
void ct_preview(const ct_case *test_case, const ct_suite *suite, const ct_target *target,
                ct_preview_visit *visit, void *user);

#endif
