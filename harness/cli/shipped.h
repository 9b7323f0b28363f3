/* shipped.h - where the files are that come with the program. */
#ifndef CT_CLI_SHIPPED_H
#define CT_CLI_SHIPPED_H

#include "base/diag.h"

/* The path of "cases", "fixtures/gateway" and the like: in the folder of the program or one above
 * it, or where it was installed. Relative to the current folder where that is shorter. NULL after
 * noting that it is not there. */
const char *ct_shipped(ct_arena *arena, const char *name, ct_diag *diag);

#endif
