/* expectation.h - reads one expectation that is not in a file, such as one that a command suggests.
 */
#ifndef CT_LOAD_EXPECTATION_H
#define CT_LOAD_EXPECTATION_H

#include "base/diag.h"
#include "model/suite.h"

/* Compiles the value of `expect` as a case file has it: "{status: 200, json: !any object}". Schemas
 * of files are errors: there is no folder.
 * arena: owns the result
 * text:  in; must live as long as `arena`
 * Returns NULL after reporting all errors to `diag`. Variables are not checked. */
const ct_expect *ct_expectation_read(ct_arena *arena, const char *text, ct_diag *diag);

#endif
