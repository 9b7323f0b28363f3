/* The reference gateway: each route, each refusal, its state, its variants. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "gateway/gateway.h"
#include "gateway/timestamp.h"
#include "lang/json/json.h"

#define PROJECT "73d69ae0cfcf460190522d06b60f05ad"
#define FOREIGN_PROJECT "0f4e5a5e2c3b4b6f9d1e7a8b9c0d1e2f"
#define INSTANCE "f0fa1789-3b76-433b-a787-9892951c620e"
#define FOREIGN_INSTANCE "8d3c1f60-52a7-4b7e-9a55-0c6b1f2e7d40"
#define FAILING "00000000-0000-4000-8000-000000000500"
#define QUOTA "c900c5612dbe451bb43cbcc49cfaf2f3"
#define OTHER_QUOTA "5b2f0f7c9a6d4c1e8e3a7d90b4c6f218"
#define FOREIGN_QUOTA "e1d7a4c08b9f4f52a6c30d95e7b81246"
#define ORDERS "98df09fb-d459-4cbf-83a7-2b55ca6f3d5d"
#define BILLING "356de8eb7a8742168586e5daf5339965"
#define REPORTS "1c4a9e27-6d0b-4f38-b5e2-93f7c8a1d604"
#define FOREIGN_APP "a7e61b0d93f24c5880d4be2c16f5790a"
#define NOTHING_HEX "00000000000000000000000000000abc"

#define OPERATOR "reference-gateway-token-of-an-operator"
#define READER "reference-gateway-token-of-a-reader"
#define EXPIRED "reference-gateway-token-that-has-expired"
#define SOMEBODY "reference-gateway-token-of-somebody-else"

#define IDS(list) "{\"app_ids\":[" list "]}"
#define NO_TOKEN "(none)"
#define NO_BODY "(none)"

/* 2026-03-01T10:00:00.5Z */
static const int64_t start_ns = 1772359200500000000;

typedef struct bench {
    ct_arena *arena;
    ct_diag diag;
    const ct_gateway_data *data;
    ct_gateway *gateway;
    int64_t now_ns;
} bench;

/* A valid request, except for the parts that are not NULL. */
typedef struct change {
    const char *method, *project, *instance, *quota, *tail, *token, *body;
} change;

static const char *either(const char *given, const char *good)
{
    return given ? given : good;
}

static const ct_response *ask(bench *b, change c)
{
    ct_header token = {"x-auth-token", either(c.token, OPERATOR), NULL};
    ct_gateway_request request = {
        .method = either(c.method, "POST"),
        .target = ct_arena_printf(b->arena, "/v2/%s/apigw/instances/%s/app-quotas/%s%s",
                                  either(c.project, PROJECT), either(c.instance, INSTANCE),
                                  either(c.quota, QUOTA), either(c.tail, "/binding-apps")),
        .headers = c.token && !strcmp(c.token, NO_TOKEN) ? NULL : &token,
    };
    const char *body = either(c.body, IDS("\"" ORDERS "\""));
    if (strcmp(body, NO_BODY))
        request.body = (ct_body){body, strlen(body), strlen(body)};
    return ct_gateway_respond(b->gateway, &request, b->now_ns, b->arena);
}

static const json_t *json_of(bench *b, const ct_response *response)
{
    ct_json_error error = {0};
    json_t *json = ct_json_read(b->arena, response->body.bytes, response->body.size, &error);
    assert_non_null(json);
    return json;
}

static const char *text_of(const json_t *json, const char *name)
{
    return json_string_value(json_object_get(json, name));
}

static const char *code_of(bench *b, const ct_response *response)
{
    return text_of(json_of(b, response), "error_code");
}

static const char *header_of(const ct_response *response, const char *name)
{
    for (const ct_header *h = response->headers; h; h = h->next)
        if (!strcmp(h->name, name))
            return h->value;
    return NULL;
}

static void put(bench *b, const char *variant)
{
    b->gateway = ct_gateway_new(b->data, ct_variant_find(variant, &b->diag), b->arena);
}

/* The number of credentials bound to a quota, according to its list. */
static json_int_t bound(bench *b, const char *quota)
{
    const ct_response *response =
        ask(b, (change){.method = "GET", .quota = quota, .tail = "/bound-apps", .body = NO_BODY});
    assert_int_equal(response->status, 200);
    return json_integer_value(json_object_get(json_of(b, response), "total"));
}

/* ---- binding ---------------------------------------------------------------------------- */

static void binds_each_id_once_and_in_order(void **state)
{
    static const struct {
        const char *body, *ids[3];
    } rows[] = {
        {IDS("\"" ORDERS "\""), {ORDERS}},
        {IDS("\"" BILLING "\",\"" ORDERS "\""), {BILLING, ORDERS}},
        {IDS("\"" REPORTS "\",\"" BILLING "\",\"" ORDERS "\""), {REPORTS, BILLING, ORDERS}},
        {IDS("\"" ORDERS "\",\"" BILLING "\",\"" ORDERS "\""), {ORDERS, BILLING}},
        {" {\"note\": 1, \"app_ids\": [\"" ORDERS "\"], \"more\": [{}]} ", {ORDERS}},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put(b, "standard");
        const ct_response *response = ask(b, (change){.body = rows[i].body});
        const json_t *applies = json_object_get(json_of(b, response), "applies");
        assert_int_equal(response->status, 201);
        assert_string_equal(header_of(response, "Content-Type"), "application/json");
        size_t count = 0;
        for (; count < 3 && rows[i].ids[count]; count++) {
            const json_t *binding = json_array_get(applies, count);
            assert_int_equal(json_object_size(binding), 3);
            assert_string_equal(text_of(binding, "app_id"), rows[i].ids[count]);
            assert_string_equal(text_of(binding, "app_quota_id"), QUOTA);
            assert_string_equal(text_of(binding, "bound_time"), "2026-03-01T10:00:00.5Z");
        }
        assert_int_equal(json_array_size(applies), count);
        assert_int_equal(bound(b, QUOTA), count);
    }
}

static const struct {
    change change;
    unsigned status;
    const char *code, *message; /* the message contains this */
} refusals[] = {
    /* authentication */
    {{.token = NO_TOKEN}, 401, "APIG.1000", "token is missing"},
    {{.token = ""}, 401, "APIG.1000", "token is missing"},
    {{.token = "garbage"}, 401, "APIG.1002", "Incorrect token or token resolution failed"},
    {{.token = OPERATOR "x"}, 401, "APIG.1002", "Incorrect token"},
    {{.token = EXPIRED}, 401, "APIG.1001", "2020-09-20T07:43:11Z"},
    /* authorization */
    {{.token = READER}, 403, "APIG.1005", "No permissions to request this method"},
    {{.token = SOMEBODY}, 403, "APIC.7130", "other projects"},
    {{.project = FOREIGN_PROJECT}, 403, "APIC.7130", "other projects"},
    {{.project = "nonsense"}, 403, "APIC.7130", "other projects"},
    {{.method = "DELETE", .tail = "/bound-apps/" ORDERS, .token = READER}, 403, "APIG.1005", ""},
    /* the form of the path */
    {{.instance = "not-a-uuid"}, 400, "APIG.2012", "parameterName:instance_id."},
    {{.instance = INSTANCE "0"}, 400, "APIG.2012", "parameterName:instance_id."},
    {{.instance = INSTANCE "%00"}, 400, "APIG.2012", "parameterName:instance_id."},
    {{.instance = INSTANCE "%2Fx"}, 400, "APIG.2012", "parameterName:instance_id."},
    {{.quota = "a%20b"}, 400, "APIG.2012", "parameterName:app_quota_id."},
    {{.method = "DELETE", .tail = "/bound-apps/a%C3%A9"}, 400, "APIG.2012", "app_id."},
    /* the body */
    {{.body = NO_BODY}, 400, "APIG.2000", "unexpected end of JSON input"},
    {{.body = ""}, 400, "APIG.2000", "unexpected end of JSON input"},
    {{.body = "{\"app_ids\": ["}, 400, "APIG.2000", "unexpected end of JSON input"},
    {{.body = "{'app_ids': []}"}, 400, "APIG.2000", "Serialization error: line 1, column 2"},
    {{.body = "app_ids=" ORDERS}, 400, "APIG.2000", "Serialization error"},
    {{.body = "null"}, 400, "APIG.2000", "the request from the JSON type null"},
    {{.body = "[\"" ORDERS "\"]"}, 400, "APIG.2000", "the JSON type array"},
    {{.body = "\"" ORDERS "\""}, 400, "APIG.2000", "the JSON type string"},
    {{.body = "{}"}, 400, "APIG.2001", "must be specified,parameterName:app_ids."},
    {{.body = "{\"app_id\":[\"" ORDERS "\"]}"}, 400, "APIG.2001", "parameterName:app_ids."},
    {{.body = "{\"app_ids\":null}"}, 400, "APIG.2001", "parameterName:app_ids."},
    {{.body = "{\"app_ids\":\"" ORDERS "\"}"}, 400, "APIG.2000", "app_ids from the JSON type s"},
    {{.body = "{\"app_ids\":{}}"}, 400, "APIG.2000", "the JSON type object"},
    {{.body = "{\"app_ids\":7}"}, 400, "APIG.2000", "the JSON type integer"},
    {{.body = IDS("")}, 400, "APIG.2012", "parameterName:app_ids."},
    {{.body = IDS("7")}, 400, "APIG.2000", "an id in app_ids from the JSON type integer"},
    {{.body = IDS("null")}, 400, "APIG.2000", "an id in app_ids from the JSON type null"},
    {{.body = IDS("\"" ORDERS "\",[]")}, 400, "APIG.2000", "the JSON type array"},
    {{.body = IDS("\"\"")}, 400, "APIG.2012", "parameterName:app_ids."},
    {{.body = IDS("\"a b\"")}, 400, "APIG.2012", "parameterName:app_ids."},
    {{.body = IDS("\"" ORDERS "\\u0000\"")}, 400, "APIG.2012", "parameterName:app_ids."},
    /* existence */
    {{.instance = NOTHING_HEX}, 404, "APIG.3030", "not exist;id:" NOTHING_HEX},
    {{.instance = FOREIGN_INSTANCE}, 404, "APIG.3030", "id:" FOREIGN_INSTANCE},
    {{.instance = FAILING}, 500, "APIG.9999", "System error"},
    {{.quota = NOTHING_HEX}, 404, "APIG.3093", "The App quota " NOTHING_HEX " does not exist"},
    {{.quota = FOREIGN_QUOTA}, 404, "APIG.3093", "quota " FOREIGN_QUOTA " does"},
    {{.body = IDS("\"" NOTHING_HEX "\"")}, 404, "APIG.3004", "App " NOTHING_HEX " does not exi"},
    {{.body = IDS("\"" FOREIGN_APP "\"")}, 404, "APIG.3004", "App " FOREIGN_APP " does not exi"},
    {{.method = "GET", .tail = "/bound-apps", .quota = "none"}, 404, "APIG.3093", "quota none"},
    {{.method = "GET", .tail = "/bound-apps", .instance = FAILING}, 500, "APIG.9999", ""},
    {{.method = "GET", .tail = "/bound-apps?limit=ten"}, 400, "APIG.2012", "limit."},
    {{.method = "GET", .tail = "/bound-apps?offset=-"}, 400, "APIG.2012", "offset."},
    {{.method = "DELETE", .tail = "/bound-apps/none"}, 404, "APIG.3004", "App none does not"},
    {{.method = "DELETE", .tail = "/bound-apps/" ORDERS}, 404, "APIG.3093", QUOTA},
    /* only the first error is reported */
    {{.token = "garbage", .instance = "x", .body = "{"}, 401, "APIG.1002", ""},
    {{.token = READER, .instance = "x", .body = "{"}, 403, "APIG.1005", ""},
    {{.instance = "x", .body = "{", .quota = "none"}, 400, "APIG.2012", "instance_id"},
    {{.body = "{", .quota = "none"}, 400, "APIG.2000", ""},
    {{.body = "{", .instance = FAILING}, 400, "APIG.2000", ""},
    {{.quota = "none", .body = IDS("\"none\"")}, 404, "APIG.3093", ""},
};

static void rejects_with_the_messages_of_the_real_service(void **state)
{
    bench *b = *state;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const ct_response *response = ask(b, refusals[i].change);
        const json_t *json = json_of(b, response);
        assert_int_equal(response->status, refusals[i].status);
        assert_string_equal(text_of(json, "error_code"), refusals[i].code);
        assert_non_null(strstr(text_of(json, "error_msg"), refusals[i].message));
        assert_int_equal(json_object_size(json), 2);
        assert_string_equal(header_of(response, "Content-Type"), "application/json");
    }
    assert_int_equal(bound(b, QUOTA), 0); /* none of these requests has bound anything */
}

static void rejects_unknown_paths_in_the_front_end(void **state)
{
    static const struct {
        const char *method, *target;
    } rows[] = {
        {"GET", "/"},
        {"GET", ""},
        {"GET", "*"},
        {"OPTIONS", "/v2"},
        {"POST", "http://127.0.0.1/v2"},
        {"POST", "/v2/p/apigw/instances/i/app-quotas/q/bound-apps"},
        {"GET", "/v2/p/apigw/instances/i/app-quotas/q/binding-apps"},
        {"HEAD", "/v2/p/apigw/instances/i/app-quotas/q/bound-apps"},
        {"get", "/v2/p/apigw/instances/i/app-quotas/q/bound-apps"},
        {"PUT", "/v2/p/apigw/instances/i/app-quotas/q/binding-apps"},
        {"POST", "/v2/p/apigw/instances/i/app-quotas/q/binding-apps/"},
        {"POST", "/v2/p/apigw/instances//app-quotas/q/binding-apps"},
        {"POST", "//v2/p/apigw/instances/i/app-quotas/q/binding-apps"},
        {"POST", "/v2/p/apigw/instances/i/app-quotas/q/binding%2Dapps"},
        {"DELETE", "/v2/p/apigw/instances/i/app-quotas/q/bound-apps/"},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_gateway_request const request = {.method = rows[i].method, .target = rows[i].target};
        const ct_response *response = ct_gateway_respond(b->gateway, &request, b->now_ns, b->arena);
        const json_t *json = json_of(b, response);
        assert_int_equal(response->status, 404);
        assert_string_equal(text_of(json, "error_code"), "APIGW.0101");
        assert_string_equal(text_of(json, "request_id"), header_of(response, "X-Request-Id"));
    }
}

static void rejects_bodies_that_are_too_large(void **state)
{
    bench *b = *state;
    ct_gateway_request const request = {
        .method = "POST", .target = "/", .body = {NULL, 0, CT_LIMIT_MOCK_BODY + 1}};
    const ct_response *response = ct_gateway_respond(b->gateway, &request, b->now_ns, b->arena);
    assert_int_equal(response->status, 413);
    assert_string_equal(code_of(b, response), "APIGW.0201");
}

static void adds_a_unique_request_id(void **state)
{
    bench *b = *state;
    const char *last = "";
    for (int i = 0; i < 20; i++) {
        const ct_response *response = ask(b, (change){.token = i % 2 ? OPERATOR : "garbage"});
        const char *id = header_of(response, "X-Request-Id");
        assert_int_equal(strspn(id, "0123456789abcdef"), 32);
        assert_int_equal(strlen(id), 32);
        assert_string_not_equal(id, last);
        last = id;
    }
}

/* ---- state ------------------------------------------------------------------------------ */

static void binds_all_of_a_list_or_none(void **state)
{
    static const char *const rows[] = {
        IDS("\"" ORDERS "\",\"" NOTHING_HEX "\""),
        IDS("\"" NOTHING_HEX "\",\"" ORDERS "\""),
        IDS("\"" ORDERS "\",\"" FOREIGN_APP "\""),
        IDS("\"" ORDERS "\",\"" REPORTS "\""), /* REPORTS has another quota */
        IDS("\"" ORDERS "\",7"),
    };
    bench *b = *state;
    ask(b, (change){.quota = OTHER_QUOTA, .body = IDS("\"" REPORTS "\"")});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_not_equal(ask(b, (change){.body = rows[i]})->status, 201);
        assert_int_equal(bound(b, QUOTA), 0);
    }
    assert_int_equal(bound(b, OTHER_QUOTA), 1);
}

static void a_credential_has_one_quota(void **state)
{
    bench *b = *state;
    assert_int_equal(ask(b, (change){0})->status, 201);
    const ct_response *response = ask(b, (change){.quota = OTHER_QUOTA});
    assert_int_equal(response->status, 400);
    assert_string_equal(code_of(b, response), "APIG.3309");
    change const unbind = {.method = "DELETE", .tail = "/bound-apps/" ORDERS, .body = NO_BODY};
    response = ask(b, unbind);
    assert_int_equal(response->status, 204);
    assert_null(response->body.bytes);
    assert_null(header_of(response, "Content-Type"));
    assert_int_equal(ask(b, unbind)->status, 404);
    assert_int_equal(ask(b, (change){.quota = OTHER_QUOTA})->status, 201);
    assert_int_equal(bound(b, QUOTA), 0);
    assert_int_equal(bound(b, OTHER_QUOTA), 1);
}

static void binding_again_has_a_new_time(void **state)
{
    bench *b = *state;
    ask(b, (change){0});
    b->now_ns += CT_NANOSECONDS;
    const ct_response *response = ask(b, (change){0});
    const json_t *applies = json_object_get(json_of(b, response), "applies");
    assert_int_equal(response->status, 201);
    assert_string_equal(text_of(json_array_get(applies, 0), "bound_time"),
                        "2026-03-01T10:00:01.5Z");
    assert_int_equal(bound(b, QUOTA), 1);
}

static void lists_bindings(void **state)
{
    static const struct {
        const char *tail;
        int total, size;
        const char *first; /* the first name, or NULL */
    } rows[] = {
        {"/bound-apps", 3, 3, "app_orders"},
        {"/bound-apps?", 3, 3, "app_orders"},
        {"/bound-apps?limit=&offset=", 3, 3, "app_orders"},
        {"/bound-apps?limit=2", 3, 2, "app_orders"},
        {"/bound-apps?limit=2&offset=2", 3, 1, "app_reports"},
        {"/bound-apps?offset=3", 3, 0, NULL},
        {"/bound-apps?limit=0&offset=-4", 3, 3, "app_orders"},
        {"/bound-apps?limit=-1", 3, 3, "app_orders"},
        {"/bound-apps?limit=999999999&x=y&&", 3, 3, "app_orders"},
        {"/bound-apps?app_name=r", 2, 2, "app_orders"},
        {"/bound-apps?app_name=%62illing", 1, 1, "app_billing"},
        {"/bound-apps?app_name=", 3, 3, "app_orders"},
        {"/bound-apps?app_name=a+b", 0, 0, NULL},
        {"/bound-apps?app_name=r&limit=1&offset=1", 2, 1, "app_reports"},
    };
    bench *b = *state;
    ask(b, (change){.body = IDS("\"" REPORTS "\",\"" BILLING "\",\"" ORDERS "\"")});
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ct_response *response =
            ask(b, (change){.method = "GET", .tail = rows[i].tail, .token = READER});
        const json_t *json = json_of(b, response), *apps = json_object_get(json, "apps");
        assert_int_equal(response->status, 200);
        assert_int_equal(json_integer_value(json_object_get(json, "total")), rows[i].total);
        assert_int_equal(json_integer_value(json_object_get(json, "size")), rows[i].size);
        assert_int_equal(json_array_size(apps), rows[i].size);
        if (rows[i].first)
            assert_string_equal(text_of(json_array_get(apps, 0), "name"), rows[i].first);
    }
}

static void lists_all_fields_of_a_binding(void **state)
{
    bench *b = *state;
    ask(b, (change){0});
    const json_t *json = json_of(b, ask(b, (change){.method = "GET", .tail = "/bound-apps"}));
    const json_t *app = json_array_get(json_object_get(json, "apps"), 0);
    assert_string_equal(text_of(app, "app_id"), ORDERS);
    assert_string_equal(text_of(app, "app_quota_id"), QUOTA);
    assert_string_equal(text_of(app, "app_quota_name"), "quota_basic");
    assert_string_equal(text_of(app, "register_time"), "2020-09-19T07:40:00Z");
    assert_string_equal(text_of(app, "bound_time"), "2026-03-01T10:00:00Z"); /* whole seconds */
    assert_int_equal(json_integer_value(json_object_get(app, "status")), 1);
}

/* ---- variants --------------------------------------------------------------------------- */

static void the_front_end_reports_authentication_errors(void **state)
{
    static const struct {
        const char *token, *message;
    } rows[] = {
        {NO_TOKEN, "Incorrect IAM authentication information: x-auth-token not found"},
        {"garbage", "Incorrect IAM authentication information: decrypt token fail"},
        {EXPIRED, "Incorrect IAM authentication information: token expires, expires_at: "
                  "2020-09-20T07:43:11Z"},
    };
    bench *b = *state;
    put(b, "front-door");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ct_response *response = ask(b, (change){.token = rows[i].token});
        const json_t *json = json_of(b, response);
        assert_int_equal(response->status, 401);
        assert_string_equal(text_of(json, "error_code"), "APIGW.0301");
        assert_string_equal(text_of(json, "error_msg"), rows[i].message);
        assert_string_equal(text_of(json, "request_id"), header_of(response, "X-Request-Id"));
    }
    assert_string_equal(code_of(b, ask(b, (change){.token = READER})), "APIG.1005");
    assert_int_equal(ask(b, (change){0})->status, 201);
}

static void no_rebind_requires_unbinding_first(void **state)
{
    bench *b = *state;
    put(b, "no-rebind");
    assert_int_equal(ask(b, (change){0})->status, 201);
    const ct_response *response = ask(b, (change){.body = IDS("\"" BILLING "\",\"" ORDERS "\"")});
    assert_int_equal(response->status, 400);
    assert_string_equal(code_of(b, response), "APIG.3309");
    assert_int_equal(bound(b, QUOTA), 1);
    ask(b, (change){.method = "DELETE", .tail = "/bound-apps/" ORDERS});
    response = ask(b, (change){.body = IDS("\"" ORDERS "\",\"" ORDERS "\"")});
    assert_int_equal(response->status, 201); /* twice in one list is not a rebind */
}

/* The target file refers to secrets in files; the gateway must accept them. */
static void the_target_has_the_tokens_of_the_data(void **state)
{
    static const struct {
        const char *path;
        unsigned status;
    } rows[] = {
        {"fixtures/targets/embedded.token", 201},
        {"fixtures/targets/embedded-forbidden.token", 403},
    };
    bench *b = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const ct_source *source = ct_source_read(b->arena, rows[i].path, &b->diag);
        assert_non_null(source);
        assert_int_equal(source->text[source->size - 1], '\n');
        const char *token = ct_arena_copy(b->arena, source->text, source->size - 1);
        assert_int_equal(ask(b, (change){.token = token})->status, rows[i].status);
    }
}

static int open_bench(void **state)
{
    ct_arena *arena = ct_arena_new();
    bench *b = ct_new(arena, bench);
    b->arena = arena;
    b->diag.arena = arena;
    b->now_ns = start_ns;
    b->data = ct_gateway_data_load(arena, "fixtures/gateway", &b->diag);
    ct_diag_print(&b->diag, stderr);
    *state = b;
    if (!b->data)
        return -1;
    put(b, "standard");
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
        ON_A_BENCH(binds_each_id_once_and_in_order),
        ON_A_BENCH(rejects_with_the_messages_of_the_real_service),
        ON_A_BENCH(rejects_unknown_paths_in_the_front_end),
        ON_A_BENCH(rejects_bodies_that_are_too_large),
        ON_A_BENCH(adds_a_unique_request_id),
        ON_A_BENCH(binds_all_of_a_list_or_none),
        ON_A_BENCH(a_credential_has_one_quota),
        ON_A_BENCH(binding_again_has_a_new_time),
        ON_A_BENCH(lists_bindings),
        ON_A_BENCH(lists_all_fields_of_a_binding),
        ON_A_BENCH(the_front_end_reports_authentication_errors),
        ON_A_BENCH(no_rebind_requires_unbinding_first),
        ON_A_BENCH(the_target_has_the_tokens_of_the_data),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
