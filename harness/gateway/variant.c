#include "gateway/variant.h"

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

/* Codes that other pages of the vendor document, and real gateways send, for the same errors. */
static const ct_wording other_codes[] = {
    {CT_TOKEN_MISSING, 401, "APIG.1002", "Incorrect token or token resolution failed", false},
    {CT_TOKEN_EXPIRED, 401, "APIG.1002", "Incorrect token or token resolution failed", false},
    {CT_KEY_UNKNOWN, 401, "APIG.0301", "Get secretKey failed,ak:{},err:ak not exist", true},
    {CT_SIGNATURE_WRONG, 401, "APIG.0301", "verify aksk signature fail", true},
    {CT_SIGNATURE_STALE, 401, "APIG.0301", "signature expired", true},
    {CT_PERMISSION_MISSING, 403, "APIG.1020", "Insufficient permissions", false},
    {CT_PROJECT_FOREIGN, 403, "APIG.1136", "No permission on the instance", false},
    {CT_PARAMETER_INVALID, 400, "APIG.2011", "Invalid parameter value, parameterName: {}", false},
    {CT_PARAMETER_MISSING, 400, "APIG.2000", "Parameter error: {} is null", false},
    {CT_BODY_INVALID, 400, "APIG.2011", "Invalid parameter value, parameterName: body: {}", false},
    {CT_BACK_END_FAILED, 500, "APIG.3500", "etcd sync failed", false},
    {CT_CREDENTIAL_MISSING, 404, "APIG.3002", "App {} does not exist", false},
    {CT_NOT_REFUSED, 0, NULL, NULL, false},
};

/* Errors of the management of gateways, which has codes of its own. */
static const ct_wording manager_codes[] = {
    {CT_TOKEN_MISSING, 401, "APIC.7100", "Invalid token", false},
    {CT_TOKEN_UNKNOWN, 401, "APIC.7102", "Incorrect token", false},
    {CT_TOKEN_EXPIRED, 401, "APIC.7101", "The token expired at {}", false},
    {CT_PERMISSION_MISSING, 403, "APIC.7300", "No permission for the action", false},
    {CT_PARAMETER_INVALID, 400, "APIC.7211", "{} does not match the rules", false},
    {CT_PARAMETER_MISSING, 400, "APIC.7211", "{} does not match the rules", false},
    {CT_BODY_INVALID, 400, "APIC.7211", "body does not match the rules: {}", false},
    {CT_BACK_END_FAILED, 500, "APIC.9999", "Internal Server Error", false},
    {CT_INSTANCE_MISSING, 404, "APIC.7302", "The instance {} does not exist", false},
    {CT_NOT_REFUSED, 0, NULL, NULL, false},
};

/* A 404 does not reveal that the object exists in another project. */
static const ct_wording secretive[] = {
    {CT_PROJECT_FOREIGN, 404, "APIG.3030", "The instance does not exist", false},
    {CT_NOT_REFUSED, 0, NULL, NULL, false},
};

/* The documentation of bind lists no error for an unknown credential, so 400 conforms as well. */
static const ct_wording parameters[] = {
    {CT_CREDENTIAL_MISSING, 400, "APIG.2012", "Invalid parameter value,parameterName:app_ids",
     false},
    {CT_BINDING_MISSING, 404, "APIG.3004", "The App is not bound", false},
    {CT_NOT_REFUSED, 0, NULL, NULL, false},
};

static const ct_wording conflicts[] = {
    {CT_BOUND_TO_THE_QUOTA, 409, "APIG.3309", "The operation has already been performed", false},
    {CT_BOUND_TO_ANOTHER, 409, "APIG.3309", "The operation has already been performed", false},
    {CT_NOT_REFUSED, 0, NULL, NULL, false},
};

/* error_msg is for people: its language and its wording are free. */
static const ct_wording other_words[] = {
    {CT_TOKEN_MISSING, 401, "APIG.1000", "\xe7\xbc\xba\xe5\xb0\x91 token", false},
    {CT_TOKEN_UNKNOWN, 401, "APIG.1002", "token \xe9\x94\x99\xe8\xaf\xaf", false},
    {CT_PERMISSION_MISSING, 403, "APIG.1005", "\xe6\x97\xa0\xe6\x9d\x83\xe9\x99\x90", false},
    {CT_BODY_INVALID, 400, "APIG.2000", "\xe5\x8f\x82\xe6\x95\xb0 \"{}\"\t\\", false},
    {CT_QUOTA_MISSING, 404, "APIG.3093", "\xe4\xb8\x8d\xe5\xad\x98\xe5\x9c\xa8: {}", false},
    {CT_BACK_END_FAILED, 500, "APIG.9999", "Internal Server Error", false},
    {CT_NOT_REFUSED, 0, NULL, NULL, false},
};

const ct_variant ct_variants[] = {
    {"standard", "responses as in the API documentation", NULL, {0}},
    {"front-door",
     "authentication errors of the API gateway front end: APIGW.0301, with a request_id",
     front_door,
     {0}},
    {"other-codes", "other documented error codes for the same errors", other_codes, {0}},
    {"manager-codes", "error codes of the gateway management: APIC", manager_codes, {0}},
    {"other-words",
     "messages in another language, with characters that JSON escapes",
     other_words,
     {0}},
    {"secretive", "objects of another project are not found: 404 instead of 403", secretive, {0}},
    {"credential-as-parameter",
     "an unknown credential is an invalid parameter: 400",
     parameters,
     {0}},
    {"no-rebind",
     "binding a credential again to the same quota is refused: 400, APIG.3309",
     NULL,
     {.refuses_rebinding = true}},
    {"no-rebind-conflict",
     "binding a credential again to the same quota is a conflict: 409",
     conflicts,
     {.refuses_rebinding = true}},
    {"no-repeat", "a duplicate id in app_ids is refused: 400", NULL, {.refuses_twice = true}},
    {"empty-granted",
     "an empty app_ids is accepted and binds nothing: 201",
     NULL,
     {.accepts_empty = true}},
    {"existence-first",
     "gateway and quota are looked up before the body is read",
     NULL,
     {.looks_before_body = true}},
    {"body-first",
     "the body is read before the path is checked",
     NULL,
     {.reads_before_path = true}},
    {"strict-path",
     "a quota id that is not a UUID is malformed: 400",
     NULL,
     {.is_strict_in_path = true}},
    {"time-seconds", "times without a fraction", NULL, {.clock = CT_CLOCK_SECONDS}},
    {"time-milliseconds", "times with 3 digits", NULL, {.clock = CT_CLOCK_MILLISECONDS}},
    {"time-microseconds", "times with 6 digits", NULL, {.clock = CT_CLOCK_MICROSECONDS}},
    {"time-nanoseconds",
     "times with 9 digits, trailing zeros included",
     NULL,
     {.clock = CT_CLOCK_NANOSECONDS}},
    {"time-east", "times with an offset east of UTC: +08:00", NULL, {.clock = CT_CLOCK_EAST}},
    {"time-west", "times with an offset west of UTC: -03:30", NULL, {.clock = CT_CLOCK_WEST}},
    {"time-unknown-zone",
     "times in UTC with an unknown local offset: -00:00",
     NULL,
     {.clock = CT_CLOCK_UNKNOWN}},
    {"time-lower-case", "times with t and z in lower case", NULL, {.clock = CT_CLOCK_LOWER_CASE}},
    {"clock-ahead", "clock four minutes ahead", NULL, {.clock_skew_s = 240}},
    {"clock-behind", "clock four minutes slow", NULL, {.clock_skew_s = -240}},
    {"slow", "two seconds of latency for each response", NULL, {.latency_ms = 2000}},
    {"more-members", "undocumented properties in responses", NULL, {.has_more_properties = true}},
    {"more-headers", "undocumented headers in responses", NULL, {.has_more_headers = true}},
    {"no-request-id", "no X-Request-Id in responses", NULL, {.has_no_request_id = true}},
    {"reversed", "properties and bindings in reverse order", NULL, {.is_reversed = true}},
    {"pretty", "JSON with line breaks and indentation", NULL, {.text = CT_TEXT_PRETTY}},
    {"escaped", "JSON with as many escapes as possible", NULL, {.text = CT_TEXT_ESCAPED}},
    {"line-break", "a line break after the JSON", NULL, {.text = CT_TEXT_LINE_BREAK}},
    {"charset",
     "media type with a charset",
     NULL,
     {.media_type = "application/json;charset=UTF-8"}},
    {"charset-quoted",
     "media type with a quoted charset, in another spelling",
     NULL,
     {.media_type = "Application/JSON ; Charset=\"utf-8\"; v=1"}},
    {"names-lower-case", "header names in lower case", NULL, {.names = CT_NAMES_LOWER}},
    {"names-upper-case", "header names in upper case", NULL, {.names = CT_NAMES_UPPER}},
    {"chunked", "chunked bodies", NULL, {.framing = CT_FRAMING_CHUNKED}},
    {"closing", "connection closed after each response", NULL, {.framing = CT_FRAMING_CLOSING}},
    {"http-1.0", "responses in HTTP/1.0", NULL, {.framing = CT_FRAMING_HTTP_1_0}},
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
    ct_fail(diag, CT_ERR_UNKNOWN_VALUE, CT_NOWHERE, "unknown variant '%s'", name);
    ct_hint_nearest(diag, name, names);
    return NULL;
}
