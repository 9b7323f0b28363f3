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

/* Other codes that mean the same, as other pages of the vendor and real gateways have them. */
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

/* The management of gateways answers in its own name. */
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

/* Whoever may not see a thing is told that it is not there. */
static const ct_wording secretive[] = {
    {CT_PROJECT_FOREIGN, 404, "APIG.3030", "The instance does not exist", false},
    {CT_NOT_REFUSED, 0, NULL, NULL, false},
};

/* A credential that cannot be bound is a parameter that is not valid. */
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

/* Words for people, in another language. */
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
    {"standard", "answers as the reference page words it", NULL, {0}},
    {"front-door",
     "authentication fails at the gateway in front of the API: APIGW.0301, with a request_id",
     front_door,
     {0}},
    {"other-codes", "other documented codes for the same faults", other_codes, {0}},
    {"manager-codes", "the codes of the gateways' management: APIC", manager_codes, {0}},
    {"other-words", "messages in another language, with signs that JSON escapes", other_words, {0}},
    {"secretive", "what belongs to another project is not there: 404, not 403", secretive, {0}},
    {"credential-as-parameter",
     "a credential that does not exist is an invalid parameter: 400",
     parameters,
     {0}},
    {"no-rebind",
     "binding a credential to the quota that it has already is refused: 400, APIG.3309",
     NULL,
     {.refuses_rebinding = true}},
    {"no-rebind-conflict", "the same, as a conflict: 409", conflicts, {.refuses_rebinding = true}},
    {"no-repeat", "an id twice in app_ids is refused: 400", NULL, {.refuses_twice = true}},
    {"empty-granted",
     "an empty app_ids binds nothing and is granted: 201",
     NULL,
     {.accepts_empty = true}},
    {"existence-first",
     "gateway and quota are looked up before the body is read",
     NULL,
     {.looks_before_body = true}},
    {"body-first",
     "the body is read before the path is looked at",
     NULL,
     {.reads_before_path = true}},
    {"strict-path",
     "a quota's id that is no UUID is malformed: 400",
     NULL,
     {.is_strict_in_path = true}},
    {"time-seconds", "times without a fraction", NULL, {.clock = CT_CLOCK_SECONDS}},
    {"time-milliseconds", "times with 3 digits", NULL, {.clock = CT_CLOCK_MILLISECONDS}},
    {"time-microseconds", "times with 6 digits", NULL, {.clock = CT_CLOCK_MICROSECONDS}},
    {"time-nanoseconds", "times with 9 digits, zeros too", NULL, {.clock = CT_CLOCK_NANOSECONDS}},
    {"time-east", "times of a zone east of Greenwich: +08:00", NULL, {.clock = CT_CLOCK_EAST}},
    {"time-west", "times of a zone west of it: -03:30", NULL, {.clock = CT_CLOCK_WEST}},
    {"time-unknown-zone",
     "times in UTC that tell no zone: -00:00",
     NULL,
     {.clock = CT_CLOCK_UNKNOWN}},
    {"time-lower-case", "times with t and z", NULL, {.clock = CT_CLOCK_LOWER_CASE}},
    {"clock-ahead", "its clock is four minutes ahead", NULL, {.clock_skew_s = 240}},
    {"clock-behind", "its clock is four minutes behind", NULL, {.clock_skew_s = -240}},
    {"slow", "two seconds for each answer", NULL, {.latency_ms = 2000}},
    {"more-members",
     "answers have members that no page names",
     NULL,
     {.has_more_properties = true}},
    {"more-headers", "answers have headers that no page names", NULL, {.has_more_headers = true}},
    {"no-request-id", "answers have no X-Request-Id", NULL, {.has_no_request_id = true}},
    {"reversed", "members and bindings in the opposite order", NULL, {.is_reversed = true}},
    {"pretty", "JSON with line breaks and blanks", NULL, {.text = CT_TEXT_PRETTY}},
    {"escaped", "JSON with as many escapes as can be", NULL, {.text = CT_TEXT_ESCAPED}},
    {"line-break", "a line break behind the JSON", NULL, {.text = CT_TEXT_LINE_BREAK}},
    {"charset",
     "the media type has a charset",
     NULL,
     {.media_type = "application/json;charset=UTF-8"}},
    {"charset-quoted",
     "the same in another spelling",
     NULL,
     {.media_type = "Application/JSON ; Charset=\"utf-8\"; v=1"}},
    {"names-lower-case", "names of headers in lower case", NULL, {.names = CT_NAMES_LOWER}},
    {"names-upper-case", "names of headers in upper case", NULL, {.names = CT_NAMES_UPPER}},
    {"chunked", "bodies come in chunks", NULL, {.framing = CT_FRAMING_CHUNKED}},
    {"closing", "each answer ends its connection", NULL, {.framing = CT_FRAMING_CLOSING}},
    {"http-1.0", "answers in HTTP/1.0", NULL, {.framing = CT_FRAMING_HTTP_1_0}},
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
