#include "mock/variant.h"

#include <string.h>

static const ct_wording front_door[] = {
    {CT_TOKEN_MISSING, 401, "APIGW.0301",
     "Incorrect IAM authentication information: x-auth-token not found", true},
    {CT_TOKEN_UNKNOWN, 401, "APIGW.0301",
     "Incorrect IAM authentication information: decrypt token fail", true},
    {CT_TOKEN_EXPIRED, 401, "APIGW.0301",
     "Incorrect IAM authentication information: token expires, expires_at: {}", true},
    {CT_NOT_REFUSED, 0, NULL, NULL, false},
};

const ct_variant ct_variants[] = {
    {"standard", "answers as the reference page words it", NULL, {0}},
    {"front-door",
     "authentication fails at the gateway in front of the API: APIGW.0301, with a request_id",
     front_door,
     {0}},
    {"no-rebind",
     "binding a credential to the quota that it has already is refused: 400, APIG.3309",
     NULL,
     {.refuses_rebinding = true}},
    {0},
};

const ct_variant *ct_variant_find(const char *name, ct_diag *diag)
{
    const char *names[sizeof ct_variants / sizeof *ct_variants];
    size_t count = 0;
    for (const ct_variant *variant = ct_variants; variant->name; variant++) {
        if (!strcmp(variant->name, name))
            return variant;
        names[count++] = variant->name;
    }
    names[count] = NULL;
    ct_fail(diag, CT_E_UNKNOWN, CT_NOWHERE, "unknown variant '%s'", name);
    ct_hint_nearest(diag, name, names);
    return NULL;
}
