#include "model/analysis.h"

#include <stddef.h>

const char *ct_mismatch_name(ct_mismatch mismatch)
{
    static const char *const names[CT_MISMATCHES] = {NULL, "value", "type", "missing",
                                                     "unexpected"};
    return names[mismatch];
}

const char *ct_requirement_status_name(ct_requirement_status status)
{
    static const char *const names[CT_REQUIREMENT_STATUSES] = {
        "not-tested", "not-applicable", "passed", "warned", "waived", "not-verified", "failed"};
    return names[status];
}

const char *ct_requirement_status_words(ct_requirement_status status)
{
    static const char *const words[CT_REQUIREMENT_STATUSES] = {
        "not tested", "not applicable", "passed", "warned", "waived", "not verified", "failed"};
    return words[status];
}
