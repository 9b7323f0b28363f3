#include "load/expectation.h"

#include <string.h>

#include "load/loading.h"

const ct_expect *ct_expectation_read(ct_arena *arena, const char *text, ct_diag *diag)
{
    ct_binder binder = {.arena = arena, .diag = diag};
    const ct_source *source = ct_source_text(arena, "expectation", text, strlen(text));
    const ct_yaml *root = ct_yaml_parse(arena, source, diag);
    ct_expect *expects = NULL;
    return root && ct_expects_bind(&binder, root, false, &expects) ? expects : NULL;
}
