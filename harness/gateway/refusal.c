#include "gateway/refusal.h"

#include <assert.h>
#include <stddef.h>

/* The start of the messages of the front end about invalid authentication. */
#define IAM "Incorrect IAM authentication information: "

static const ct_wording usual[] = {
    {CT_NO_SUCH_API, 404, "APIGW.0101",
     "The API does not exist or has not been published in the environment", true},
    {CT_BODY_TOO_LARGE, 413, "APIGW.0201", "Request entity too large", true},

    {CT_TOKEN_MISSING, 401, "APIG.1000", "The token is missing", false},
    {CT_TOKEN_UNKNOWN, 401, "APIG.1002", "Incorrect token or token resolution failed", false},
    {CT_TOKEN_EXPIRED, 401, "APIG.1001", "The session has expired since {}", false},
    {CT_KEY_UNKNOWN, 401, "APIGW.0301", IAM "ak {} not exist", true},
    {CT_KEY_LOCKED, 401, "APIGW.0301", IAM "AK access failed to reach the limit,forbidden", true},
    {CT_SIGNATURE_WRONG, 401, "APIGW.0301", IAM "verify aksk signature fail, canonicalRequest:{}",
     true},
    {CT_SIGNATURE_STALE, 401, "APIGW.0301", IAM "the signature of {} has expired", true},
    {CT_PERMISSION_MISSING, 403, "APIG.1005", "No permissions to request this method", false},
    {CT_PROJECT_FOREIGN, 403, "APIC.7130", "No permissions for gateways in other projects", false},

    {CT_PARAMETER_INVALID, 400, "APIG.2012",
     "Invalid parameter value,parameterName:{}. Please refer to the support documentation", false},
    {CT_PARAMETER_MISSING, 400, "APIG.2001",
     "The request parameters must be specified,parameterName:{}. Please refer to the support "
     "documentation",
     false},
    {CT_BODY_INVALID, 400, "APIG.2000", "Parameter error: Serialization error: {}", false},

    {CT_BACK_END_FAILED, 500, "APIG.9999", "System error", false},
    {CT_INSTANCE_MISSING, 404, "APIG.3030", "The instance does not exist;id:{}", false},
    {CT_QUOTA_MISSING, 404, "APIG.3093", "The App quota {} does not exist", false},
    {CT_CREDENTIAL_MISSING, 404, "APIG.3004", "App {} does not exist", false},
    {CT_BINDING_MISSING, 404, "APIG.3093", "The App quota {} is not bound to the App", false},
    {CT_BOUND_TO_THE_QUOTA, 400, "APIG.3309",
     "The operation has already been performed: App {} is bound to the App quota", false},
    {CT_BOUND_TO_ANOTHER, 400, "APIG.3309",
     "The operation has already been performed: App {} is bound to another App quota", false},
    {CT_NAME_TAKEN, 400, "APIG.3203", "The App name already exists: {}", false},
    {CT_QUOTA_NAME_TAKEN, 400, "APIG.3325", "The App quota name already exists: {}", false},
    {CT_TOO_MANY, 403, "APIG.3103", "The number of objects exceeds the limit", false},
    {CT_NOT_REFUSED, 0, NULL, NULL, false},
};

static const ct_wording *find(const ct_wording *rows, ct_refusal refusal)
{
    for (; rows && rows->refusal != CT_NOT_REFUSED; rows++)
        if (rows->refusal == refusal)
            return rows;
    return NULL;
}

const ct_wording *ct_wording_find(const ct_wording *first, ct_refusal refusal)
{
    const ct_wording *row = find(first, refusal);
    if (!row)
        row = find(usual, refusal);
    assert(row); /* the default table is complete, which test_gateway checks */
    return row;
}
