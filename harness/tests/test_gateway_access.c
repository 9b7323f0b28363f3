/* Access to the reference gateway: signatures, tokens for passwords, creating and deleting
 * credentials and quotas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "gateway/gateway.h"
#include "gateway/timestamp.h"
#include "http/sdk_hmac.h"
#include "lang/json/json.h"

#define PROJECT "73d69ae0cfcf460190522d06b60f05ad"
#define OF_GATEWAY "/v2/" PROJECT "/apigw/instances/f0fa1789-3b76-433b-a787-9892951c620e"
#define QUOTA OF_GATEWAY "/app-quotas/c900c5612dbe451bb43cbcc49cfaf2f3"
#define OPERATOR "reference-gateway-token-of-an-operator"
#define READER "reference-gateway-token-of-a-reader"
#define KEY "REFERENCEGATEWAYKEY"

/* 2026-03-01T10:00:00.5Z */
static const int64_t start_ns = INT64_C(1772359200500000000);

typedef struct bench {
    ct_arena *arena;
    ct_diag diag;
    ct_gateway *gateway;
    int64_t now_ns;
} bench;

static const ct_response *ask(bench *b, const char *method, const char *target,
                              const ct_header *headers, const char *body)
{
    ct_gateway_request request = {.method = method, .target = target, .headers = headers};
    if (body)
        request.body = (ct_body){body, strlen(body), strlen(body)};
    return ct_gateway_respond(b->gateway, &request, b->now_ns, b->arena);
}

static const ct_response *ask_as(bench *b, const char *token, const char *method,
                                 const char *target, const char *body)
{
    ct_header const header = {"X-Auth-Token", token, NULL};
    return ask(b, method, target, &header, body);
}

static json_t *json_of(bench *b, const ct_response *response)
{
    ct_json_error error = {0};
    json_t *json = ct_json_read(b->arena, response->body.bytes, response->body.size, &error);
    assert_non_null(json);
    return json;
}

static const char *text_of(bench *b, const ct_response *response, const char *name)
{
    return json_string_value(json_object_get(json_of(b, response), name));
}

/* ---- Signatures ---- */

/* A valid request, except for the parts that are not NULL. */
typedef struct signed_by {
    const char *key, *secret, *token, *date, *names, *target, *sent_target, *body, *sent_body;
} signed_by;

static const char *either(const char *given, const char *good)
{
    return given ? given : good;
}

static const ct_response *ask_signed(bench *b, signed_by by)
{
    const char *body = either(by.body, "");
    ct_header token = {"X-Security-Token", either(by.token, ""), NULL};
    ct_header const host = {"Host", "gw.example.net", by.token ? &token : NULL};
    ct_header date = {"X-Sdk-Date", either(by.date, "20260301T100000Z"), (ct_header *)&host};
    ct_sdk_request const what = {.method = "GET",
                                 .target = either(by.target, QUOTA "/bound-apps"),
                                 .headers = &date,
                                 .signed_names = either(by.names, "host;x-sdk-date"),
                                 .body = {body, strlen(body), strlen(body)}};
    char signature[CT_SHA256_TEXT];
    ct_sdk_signature(&what, date.value,
                     either(by.secret, "reference-gateway-secret-key-of-an-operator"), b->arena,
                     signature);
    ct_header const report = {
        "Authorization",
        ct_arena_printf(b->arena, CT_SDK_ALGORITHM " Access=%s, SignedHeaders=%s, Signature=%s",
                        either(by.key, KEY "0"), what.signed_names, signature),
        &date};
    return ask(b, "GET", either(by.sent_target, what.target), &report, either(by.sent_body, body));
}

static void verifies_signatures(void **state)
{
    static const struct {
        signed_by by;
        unsigned status;
        const char *says;
    } rows[] = {
        {{0}, 200, NULL},
        {{.body = "a body"}, 200, NULL},
        {{.target = QUOTA "/bound-apps?limit=1&app_name=%61"}, 200, NULL},
        {{.date = "20260301T094600Z"}, 200, NULL},
        {{.date = "20260301T101400Z"}, 200, NULL},
        {{.key = KEY "1", .secret = "reference-gateway-secret-key-of-a-reader"}, 200, NULL},
        {{.key = KEY "2",
          .secret = "reference-gateway-secret-key-for-a-day",
          .token = "reference-gateway-security-token-for-a-day"},
         200,
         NULL},
        {{.key = KEY "2", .secret = "reference-gateway-secret-key-for-a-day"},
         401,
         "verify aksk signature fail"},
        {{.key = "ANOTHERKEY\x07"}, 401, "ak ANOTHERKEY? not exist"},
        {{.secret = "another"}, 401, "canonicalRequest:GET|/v2/" PROJECT "/apigw/"},
        {{.sent_target = QUOTA "/bound-apps?limit=1"}, 401, "bound-apps/|limit=1|"},
        {{.sent_body = "another body"}, 401, "verify aksk signature fail"},
        {{.names = "host"}, 401, "verify aksk signature fail"},
        {{.date = "20260301T094400Z"}, 401, "20260301T094400Z has expired"},
        {{.date = "20260301T101600Z"}, 401, "20260301T101600Z has expired"},
        {{.date = "now"}, 401, "now has expired"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bench *b = *state;
        const ct_response *response = ask_signed(b, rows[i].by);
        ask_signed(b, (signed_by){0}); /* resets the lock */
        if (response->status != rows[i].status)
            fail_msg("row %zu: %u", i, response->status);
        if (!rows[i].says)
            continue;
        assert_string_equal(text_of(b, response, "error_code"), "APIGW.0301");
        assert_non_null(text_of(b, response, "request_id"));
        if (!strstr(text_of(b, response, "error_msg"), rows[i].says))
            fail_msg("row %zu: %s", i, text_of(b, response, "error_msg"));
    }
}

static void locks_a_key_after_too_many_failures(void **state)
{
    bench *b = *state;
    for (int i = 0; i < 6; i++)
        assert_int_equal(ask_signed(b, (signed_by){.secret = "wrong"})->status, 401);
    assert_non_null(strstr(text_of(b, ask_signed(b, (signed_by){0}), "error_msg"), "forbidden"));
    b->now_ns += INT64_C(301) * CT_NANOSECONDS;
    assert_int_equal(ask_signed(b, (signed_by){.date = "20260301T100500Z"})->status, 200);
}

/* ---- Tokens for passwords ---- */

#define LOG_IN(name, password, domain, scope)                                                      \
    "{\"auth\":{\"identity\":{\"methods\":[\"password\"],\"password\":{\"user\":{\"name\":\"" name \
    "\",\"password\":\"" password "\",\"domain\":{\"name\":\"" domain "\"}}}},\"scope\":" scope    \
    "}}"
#define GOOD "reference-gateway-password-of-an-operator"

static const char *subject_token(const ct_response *response)
{
    const ct_header *header = ct_header_find(response->headers, "X-Subject-Token");
    return header ? header->value : NULL;
}

static void issues_tokens_for_passwords(void **state)
{
    static const struct {
        const char *body;
        unsigned status;
    } rows[] = {
        {LOG_IN("operator", GOOD, "reference", "{\"project\":{\"id\":\"" PROJECT "\"}}"), 201},
        {LOG_IN("operator", GOOD, "reference", "{\"project\":{\"name\":\"staging\"}}"), 201},
        {LOG_IN("operator", "wrong", "reference", "{\"project\":{\"name\":\"staging\"}}"), 401},
        {LOG_IN("nobody", GOOD, "reference", "{\"project\":{\"name\":\"staging\"}}"), 401},
        {LOG_IN("operator", GOOD, "another", "{\"project\":{\"name\":\"staging\"}}"), 401},
        {LOG_IN("operator", GOOD, "reference", "{\"project\":{\"name\":\"another\"}}"), 401},
        {LOG_IN("operator", GOOD, "reference", "{}"), 401},
        {"{}", 400},
        {"no JSON", 400},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ct_response *response =
            ask(b, "POST", "/v3/auth/tokens?nocatalog=true", NULL, rows[i].body);
        const char *token = subject_token(response);
        if (response->status != rows[i].status)
            fail_msg("%s: %u", rows[i].body, response->status);
        assert_int_equal(token != NULL, response->status == 201);
        if (token)
            assert_int_equal(ask_as(b, token, "GET", QUOTA "/bound-apps", NULL)->status, 200);
        else
            assert_int_equal(json_integer_value(json_object_get(
                                 json_object_get(json_of(b, response), "error"), "code")),
                             response->status);
    }
}

static void expires_and_signs_its_tokens(void **state)
{
    bench *b = *state;
    const char *token = subject_token(
        ask(b, "POST", "/v3/auth/tokens", NULL,
            LOG_IN("operator", GOOD, "reference", "{\"project\":{\"name\":\"staging\"}}")));
    assert_non_null(token);
    assert_int_equal(
        json_array_size(json_object_get(
            json_of(b, ask_as(b, token, "GET", "/v3/projects?name=staging", NULL)), "projects")),
        1);
    char *forged = ct_arena_text(b->arena, token);
    char *last = forged + strlen(forged) - 1;
    *last = *last == '0' ? '1' : '0';
    assert_int_equal(ask_as(b, forged, "GET", "/v3/projects", NULL)->status, 401);
    forged = ct_arena_text(b->arena, token);
    forged[strlen("reference-gateway-issued.")] = '1'; /* another user */
    assert_int_equal(ask_as(b, forged, "GET", QUOTA "/bound-apps", NULL)->status, 401);
    b->now_ns += INT64_C(86401) * CT_NANOSECONDS;
    assert_string_equal(
        text_of(b, ask_as(b, token, "GET", QUOTA "/bound-apps", NULL), "error_code"), "APIG.1001");
}

/* ---- Credentials and quotas ---- */

static void creates_and_deletes(void **state)
{
    bench *b = *state;
    /* repeatedly, in the memory of the first one */
    for (int i = 0; i < 200; i++) {
        const ct_response *made = ask_as(b, OPERATOR, "POST", OF_GATEWAY "/apps",
                                         "{\"name\":\"made_\xE4\xB8\x80\",\"remark\":\"r\"}");
        assert_int_equal(made->status, 201);
        const char *app = text_of(b, made, "id");
        assert_non_null(text_of(b, made, "app_secret"));
        made = ask_as(b, OPERATOR, "POST", OF_GATEWAY "/app-quotas",
                      "{\"name\":\"made_quota\",\"call_limits\":5,\"time_unit\":\"HOUR\","
                      "\"time_interval\":2}");
        assert_int_equal(made->status, 201);
        const char *quota = ct_arena_printf(b->arena, OF_GATEWAY "/app-quotas/%s",
                                            text_of(b, made, "app_quota_id"));
        assert_int_equal(ask_as(b, OPERATOR, "POST",
                                ct_arena_printf(b->arena, "%s/binding-apps", quota),
                                ct_arena_printf(b->arena, "{\"app_ids\":[\"%s\"]}", app))
                             ->status,
                         201);
        const json_t *listed =
            json_of(b, ask_as(b, OPERATOR, "GET", OF_GATEWAY "/app-quotas?name=made_quota", NULL));
        const json_t *first = json_array_get(json_object_get(listed, "quotas"), 0);
        assert_int_equal(json_integer_value(json_object_get(first, "bound_app_num")), 1);
        assert_int_equal(json_integer_value(json_object_get(first, "call_limits")), 5);
        assert_int_equal(ask_as(b, OPERATOR, "DELETE", quota, NULL)->status, 204);
        assert_int_equal(ask_as(b, OPERATOR, "DELETE", quota, NULL)->status, 404);
        const char *path = ct_arena_printf(b->arena, OF_GATEWAY "/apps/%s", app);
        assert_int_equal(ask_as(b, OPERATOR, "DELETE", path, NULL)->status, 204);
        assert_int_equal(ask_as(b, OPERATOR, "DELETE", path, NULL)->status, 404);
    }
}

static void rejects_invalid_objects(void **state)
{
    static const struct {
        const char *token, *path, *body, *code;
    } rows[] = {
        {OPERATOR, "/apps", "{}", "APIG.2001"},
        {OPERATOR, "/apps", "[]", "APIG.2000"},
        {OPERATOR, "/apps", "{\"name\":7}", "APIG.2012"},
        {OPERATOR, "/apps", "{\"name\":\"ab\"}", "APIG.2012"},
        {OPERATOR, "/apps", "{\"name\":\"1ab\"}", "APIG.2012"},
        {OPERATOR, "/apps", "{\"name\":\"with-hyphen\"}", "APIG.2012"},
        {OPERATOR, "/apps", "{\"name\":\"a\\u0000bc\"}", "APIG.2012"},
        {OPERATOR, "/apps", "{\"name\":\"abc\",\"app_key\":1}", "APIG.2012"},
        {OPERATOR, "/apps", "{\"name\":\"app_orders\"}", "APIG.3203"},
        {READER, "/apps", "{\"name\":\"abc\"}", "APIG.1005"},
        {OPERATOR, "/app-quotas", "{\"name\":\"abc\"}", "APIG.2001"},
        {OPERATOR, "/app-quotas",
         "{\"name\":\"quota_basic\",\"call_limits\":1,\"time_unit\":\"DAY\",\"time_interval\":1}",
         "APIG.3325"},
        {OPERATOR, "/app-quotas",
         "{\"name\":\"abc\",\"call_limits\":0,\"time_unit\":\"DAY\",\"time_interval\":1}",
         "APIG.2012"},
        {OPERATOR, "/app-quotas",
         "{\"name\":\"abc\",\"call_limits\":1,\"time_unit\":\"HOURE\",\"time_interval\":1}",
         "APIG.2012"},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(
            text_of(b,
                    ask_as(b, rows[i].token, "POST",
                           ct_arena_printf(b->arena, OF_GATEWAY "%s", rows[i].path), rows[i].body),
                    "error_code"),
            rows[i].code);
    for (int i = 0; i < 50; i++)
        assert_int_equal(ask_as(b, OPERATOR, "POST", OF_GATEWAY "/apps",
                                ct_arena_printf(b->arena, "{\"name\":\"made_%d\"}", i))
                             ->status,
                         201);
    assert_string_equal(
        text_of(b, ask_as(b, OPERATOR, "POST", OF_GATEWAY "/apps", "{\"name\":\"one_more\"}"),
                "error_code"),
        "APIG.3103");
}

static void lists_by_name_and_id(void **state)
{
    static const struct {
        const char *query;
        json_int_t total;
    } rows[] = {
        {"", 3},
        {"?name=app_", 3},
        {"?name=orders", 1},
        {"?name=orders&precise_search=name", 0},
        {"?name=app_orders&precise_search=name", 1},
        {"?id=98df09fb-d459-4cbf-83a7-2b55ca6f3d5d", 1},
        {"?id=no", 0},
        {"?limit=1&offset=1", 3},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const json_t *listed = json_of(
            b, ask_as(b, OPERATOR, "GET",
                      ct_arena_printf(b->arena, OF_GATEWAY "/apps%s", rows[i].query), NULL));
        assert_int_equal(json_integer_value(json_object_get(listed, "total")), rows[i].total);
    }
}

static int open_bench(void **state)
{
    ct_arena *arena = ct_arena_new();
    bench *b = ct_new(arena, bench);
    b->arena = arena;
    b->diag.arena = arena;
    b->now_ns = start_ns;
    const ct_gateway_data *data = ct_gateway_data_load(arena, "fixtures/gateway", &b->diag);
    ct_diag_print(&b->diag, stderr);
    *state = b;
    if (!data)
        return -1;
    b->gateway = ct_gateway_new(data, &ct_variants[0], arena);
    return 0;
}

static int close_bench(void **state)
{
    ct_arena_free(((bench *)*state)->arena);
    return 0;
}

#define ON_A_BENCH(test) cmocka_unit_test_setup_teardown(test, open_bench, close_bench)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_A_BENCH(verifies_signatures),         ON_A_BENCH(locks_a_key_after_too_many_failures),
        ON_A_BENCH(issues_tokens_for_passwords), ON_A_BENCH(expires_and_signs_its_tokens),
        ON_A_BENCH(creates_and_deletes),         ON_A_BENCH(rejects_invalid_objects),
        ON_A_BENCH(lists_by_name_and_id),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
