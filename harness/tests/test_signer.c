/* Signatures: the published vectors, the canonical form, and signed requests. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/encoding.h"
#include "http/sdk_hmac.h"
#include "http/signer.h"
#include "tests/rows.h"

#define PATH_OF_THE_PAGE                                                                           \
    "/v2/0123456789abcdef0123456789abcdef/apigw/instances/eddc4d25480b4cd6b512f270a1b8b341/"       \
    "app-quotas/c900c5612dbe451bb43cbcc49cfaf2f3/binding-apps"

typedef struct vector {
    const char *method, *target;
    ct_header headers[5];
    const char *names, *date, *body, *secret;
    const char *canonical; /* its digest; NULL: not published */
    const char *signature;
} vector;

static const vector vectors[] = {
    /* from the signing guide */
    {"GET",
     "/v1/77b6a44cba5143ab91d13ab9a8ff44fd/vpcs?limit=2&marker=13551d6b-755d-4757-b956-"
     "536f674975c0",
     {{.name = "Content-Type", .value = "application/json"},
      {.name = "Host", .value = "service.region.example.com"},
      {.name = "X-Sdk-Date", .value = "20191115T033655Z"}},
     "content-type;host;x-sdk-date",
     "20191115T033655Z",
     "",
     "MFyfvK41ba2giqM7Uio6PznpdUKGpownRZlmVmHc",
     "b25362e603ee30f4f25e7858e8a7160fd36e803bb2dfe206278659d71a9bcd7a",
     "7be6668032f70418fcc22abc52071e57aff61b84a1d2381bb430d6870f4f6ebe"},
    /* from the tests of the SDKs */
    {"GET",
     "/resources?size=1",
     {{.name = "host", .value = "service.endpoint.myhuaweicloud.com"},
      {.name = "TEST_UNDERSCORE", .value = "1"},
      {.name = "x-sdk-date", .value = "20200608T023900Z"}},
     "host;test_underscore;x-sdk-date",
     "20200608T023900Z",
     "",
     "SecretKey",
     "de94dd1e1ccdb730b403ce35d7e14f7c7b04337f6def1c3a3a2ba936852b133f",
     "cfb4171acec81de07d50e53d57eb77edd537414d66ddb1d7d780f128e12cd842"},
    {"POST",
     "/resources?size=1",
     {{.name = "host", .value = "service.endpoint.myhuaweicloud.com"},
      {.name = "x-sdk-date", .value = "20200608T023900Z"}},
     "host;x-sdk-date",
     "20200608T023900Z",
     "{\"name\":\"test\",\"id\":1}",
     "SecretKey",
     "2b1b2515e48cb55e043ff2ec5b93d3f13ec287e1da1d7a2e4e14b0611a341969",
     "436b1ac0a1ae03705934bb70ef2f2e09f7bfed2117d731a38235053199323a1f"},
    {"GET",
     "/path?limit=1",
     {{.name = "X-Sdk-Date", .value = "20060102T150405Z"}},
     "x-sdk-date",
     "20060102T150405Z",
     "",
     "SecretKey",
     NULL,
     "5a2ce64c865e0e6046321c6f3d5a77ba8413eeaf355c3166c03d58d02ac79624"},
    {"POST",
     "/path?key=value",
     {{.name = "X-Sdk-Date", .value = "20060102T150405Z"}},
     "x-sdk-date",
     "20060102T150405Z",
     "{\"Name\":\"test\",\"Id\":1}\n",
     "SecretKey",
     NULL,
     "cecc2af119b18ab70b4d094c0750f3b42c02f254903179a0fc2cc72fc9db4f59"},
    /* derived for the documented operation */
    {"POST",
     PATH_OF_THE_PAGE,
     {{.name = "Content-Type", .value = "application/json"},
      {.name = "Host", .value = "apig.cn-north-4.myhuaweicloud.com"},
      {.name = "X-Sdk-Date", .value = "20200919T074311Z"}},
     "content-type;host;x-sdk-date",
     "20200919T074311Z",
     "{\"app_ids\":[\"98df09fb-d459-4cbf-83a7-2b55ca6f3d5d\"]}",
     "SecretKey",
     "b9e5b81fd2397dc45d04d295cc1a35b5fc5d1a63dd4e0823af9e5a88921bf3ff",
     "4cde142778d6357f0af22d05811d0813070c35caf0670a4e2cb482d110468827"},
    {"POST",
     PATH_OF_THE_PAGE,
     {{.name = "Content-Type", .value = "application/json;charset=UTF-8"},
      {.name = "Host", .value = "apig.cn-north-4.myhuaweicloud.com"},
      {.name = "X-Project-Id", .value = "0123456789abcdef0123456789abcdef"},
      {.name = "X-Sdk-Date", .value = "20200919T074311Z"}},
     "content-type;host;x-project-id;x-sdk-date",
     "20200919T074311Z",
     "{\"app_ids\":[\"98df09fb-d459-4cbf-83a7-2b55ca6f3d5d\"]}",
     "SecretKey",
     NULL,
     "1ba4c5a7e6ba105f7e280581b7647e5b9795324a23bfdd829d8b4c1acaae17b3"},
};

static ct_header *linked(ct_arena *arena, const ct_header *headers)
{
    ct_header *first = NULL, **tail = &first;
    for (; headers->name; headers++) {
        *tail = ct_new(arena, ct_header);
        **tail = *headers;
        tail = &(*tail)->next;
    }
    return first;
}

static const char *digest_of(ct_arena *arena, const char *text)
{
    unsigned char digest[CT_SHA256_SIZE];
    char *hex = ct_arena_alloc(arena, CT_SHA256_TEXT);
    ct_sha256(text, strlen(text), digest);
    ct_hex(digest, sizeof digest, hex);
    return hex;
}

static void signs_as_published(void **state)
{
    ct_arena *arena = *state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        const vector *v = &vectors[i];
        char signature[CT_SHA256_TEXT];
        ct_sdk_request const request = {.method = v->method,
                                        .target = v->target,
                                        .headers = linked(arena, v->headers),
                                        .signed_names = v->names,
                                        .body = {v->body, strlen(v->body), strlen(v->body)}};
        if (v->canonical)
            rows_same(v->target, digest_of(arena, ct_sdk_canonical(&request, arena)), v->canonical);
        ct_sdk_signature(&request, v->date, v->secret, arena, signature);
        rows_same(v->target, signature, v->signature);
    }
}

/* The second and the third line: path and query. */
static void canonicalizes_unusual_urls(void **state)
{
    static const struct {
        const char *target, *canonical;
    } rows[] = {
        {"/", "/ "},
        {"", "/ "},
        {"/a", "/a/ "},
        {"/a/", "/a/ "},
        {"/a//b", "/a//b/ "},
        {"/a/../b/.", "/a/../b/./ "},
        {"/a b", "/a%20b/ "},
        {"/a%20b", "/a%20b/ "},
        {"/a%2fb", "/a/b/ "},
        {"/a%2Bb+c", "/a%2Bb%2Bc/ "},
        {"/%7e~-_.", "/~~-_./ "},
        {"/%e4%b8%80", "/%E4%B8%80/ "},
        {"/%zz%4", "/%25zz%254/ "},
        {"/%2541", "/%2541/ "},
        {"/a%00b", "/a%00b/ "},
        {"/a:b@c,d;e=f", "/a%3Ab%40c%2Cd%3Be%3Df/ "},
        {"/a?", "/a/ "},
        {"/a?b", "/a/ b="},
        {"/a?b=", "/a/ b="},
        {"/a?b=c=d", "/a/ b=c%3Dd"},
        {"/a?&&b=1&", "/a/ b=1"},
        {"/a?b=2&a=1", "/a/ a=1&b=2"},
        {"/a?b=2&b=10&b=1", "/a/ b=1&b=10&b=2"},
        {"/a?ab=1&a=2", "/a/ a=2&ab=1"},
        {"/a?b=x+y%2Bz", "/a/ b=x%20y%2Bz"},
        {"/a?b=/tmp?c", "/a/ b=%2Ftmp%3Fc"},
        {"/?test=%E4%B8%80%20(%26%3D?!%23%25.*)&path=/tmp/123&multi=1&multi=2&multi=3&limit=1&"
         "enable=true",
         "/ enable=true&limit=1&multi=1&multi=2&multi=3&path=%2Ftmp%2F123&"
         "test=%E4%B8%80%20%28%26%3D%3F%21%23%25.%2A%29"},
    };
    ct_arena *arena = *state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_sdk_request const request = {
            .method = "GET", .target = rows[i].target, .signed_names = ""};
        const char *path = strchr(ct_sdk_canonical(&request, arena), '\n') + 1;
        size_t const path_size = strcspn(path, "\n"), size = strcspn(path + path_size + 1, "\n");
        rows_same(rows[i].target,
                  ct_arena_printf(arena, "%.*s %.*s", (int)path_size, path, (int)size,
                                  path + path_size + 1),
                  rows[i].canonical);
    }
}

static void writes_headers(void **state)
{
    static const ct_header headers[] = {{.name = "X-A", .value = " \t one  two \t"},
                                        {.name = "X-Empty", .value = ""},
                                        {.name = "X-Sdk-Content-Sha256", .value = "UNSIGNED"},
                                        {0}};
    ct_arena *arena = *state;
    ct_sdk_request const request = {.method = "PUT",
                                    .target = "/a",
                                    .headers = linked(arena, headers),
                                    .signed_names = "x-a;x-b;x-empty",
                                    .body = {"body", 4, 4}};
    rows_same("headers", ct_sdk_canonical(&request, arena),
              "PUT\n/a/\n\nx-a:one  two\nx-empty:\n\nx-a;x-empty\nUNSIGNED");
}

static void signs_the_host(void **state)
{
    static const struct {
        const char *url, *host, *target;
    } rows[] = {
        {"http://a.example.net", "a.example.net", "/"},
        {"http://a.example.net:80/b?c", "a.example.net", "/b?c"},
        {"https://a.example.net:443/b", "a.example.net", "/b"},
        {"HTTPS://a.example.net:443/b", "a.example.net", "/b"},
        {"https://a.example.net:80/b", "a.example.net:80", "/b"},
        {"http://a.example.net:8080?c", "a.example.net:8080", "?c"},
        {"http://[::1]:80/b", "[::1]", "/b"},
        {"http://[::1]/b://c", "[::1]", "/b://c"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        rows_same(rows[i].url, ct_url_host(rows[i].url, *state), rows[i].host);
        rows_same(rows[i].url, ct_url_target(rows[i].url), rows[i].target);
    }
}

/* ---- Headers that are added to a request ---- */

static const char given[] =
    "{'access_key': 'AccessKey', 'secret_key': 'SecretKey', 'project_id': 'p1', "
    "'user': 'Aladdin', 'password': 'open sesame'}";

/* The headers that were added. */
static const char *report(ct_arena *arena, const char *vars, ct_target_auth kind,
                          const ct_plan *plan)
{
    ct_scope const scope = rows_scope(arena, vars);
    ct_header *type = ct_new(arena, ct_header);
    *type = (ct_header){"Content-Type", "application/json", NULL};
    ct_request request = {.method = "GET", .url = "http://gw:8080/a?b=c", .headers = type};
    ct_signing const how = {.plan = plan,
                            .kind = kind,
                            .scope = &scope,
                            .unix_ms = INT64_C(1573789015999),
                            .arena = arena};
    const char *error = NULL;
    ct_buf out = CT_BUF(CT_BUF_ANY);
    if (!ct_sign(&request, &how, &error))
        return ct_arena_printf(arena, "! %s", error);
    for (const ct_header *h = type->next; h; h = h->next)
        ct_buf_printf(&out, "%s%s: %s", out.size ? "|" : "", h->name, h->value);
    return ct_buf_finish(&out, arena);
}

#define SIGNED "SignedHeaders=content-type;host;x-project-id;x-sdk-date, Signature="

static const struct {
    const char *vars;
    ct_target_auth kind;
    ct_plan plan;
    const char *headers;
} proofs[] = {
    {given, CT_TARGET_TOKEN, {.auth = CT_AUTH_TARGET}, ""},
    {given,
     CT_TARGET_BASIC,
     {.auth = CT_AUTH_TARGET},
     "Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="},
    {given, CT_TARGET_BASIC, {.auth = CT_AUTH_NONE}, ""},
    {given, CT_TARGET_AKSK, {.auth = CT_AUTH_NONE}, ""},
    {given, CT_TARGET_AKSK, {.url = "iam"}, ""},
    {given, CT_TARGET_TOKEN, {.auth = CT_AUTH_WRONG_KEY, .url = "iam"}, ""},
    {given,
     CT_TARGET_AKSK,
     {.auth = CT_AUTH_TARGET},
     "X-Sdk-Date: 20191115T033655Z|X-Project-Id: p1|"
     "Authorization: SDK-HMAC-SHA256 Access=AccessKey, " SIGNED
     "0ff54cdf40952d4bf9f9b1e31d1280c7ea2cd82382497ff67edc5888e02cc6b7"},
    {"{'access_key': 'AccessKey', 'secret_key': 'SecretKey', 'security_token': 'temporary'}",
     CT_TARGET_AKSK,
     {.auth = CT_AUTH_TARGET},
     "X-Sdk-Date: 20191115T033655Z|X-Security-Token: temporary|"
     "Authorization: SDK-HMAC-SHA256 Access=AccessKey, "
     "SignedHeaders=content-type;host;x-sdk-date;x-security-token, Signature="
     "95f8b838af86d650a35b340465d89b36baec25844f608c558cc324d3f3c8cb08"},
    /* invalid on purpose: for any kind of target */
    {given,
     CT_TARGET_TOKEN,
     {.auth = CT_AUTH_WRONG_SIGNATURE},
     "X-Sdk-Date: 20191115T033655Z|X-Project-Id: p1|"
     "Authorization: SDK-HMAC-SHA256 Access=AccessKey, " SIGNED
     "0ff54cdf40952d4bf9f9b1e31d1280c7ea2cd82382497ff67edc5888e02cc6b0"},
    {given,
     CT_TARGET_AKSK,
     {.auth = CT_AUTH_WRONG_KEY},
     "X-Sdk-Date: 20191115T033655Z|X-Project-Id: p1|"
     "Authorization: SDK-HMAC-SHA256 Access=28DC82BAD86159D3AD2F, " SIGNED
     "0ff54cdf40952d4bf9f9b1e31d1280c7ea2cd82382497ff67edc5888e02cc6b7"},
    {given,
     CT_TARGET_AKSK,
     {.auth = CT_AUTH_STALE_DATE},
     "X-Sdk-Date: 20191114T033655Z|X-Project-Id: p1|"
     "Authorization: SDK-HMAC-SHA256 Access=AccessKey, " SIGNED
     "885801a82bfbbece8cb06e8d01ad517c4323c3205876be6f0333fd906ec43b46"},
    {"{'access_key': 'AccessKey'}",
     CT_TARGET_AKSK,
     {.auth = CT_AUTH_TARGET},
     "! no variable 'secret_key'"},
    {"{'access_key': 'a\\nb', 'secret_key': 'x'}",
     CT_TARGET_AKSK,
     {.auth = CT_AUTH_TARGET},
     "! control character in the variable 'access_key'"},
    {"{'access_key': 'a', 'secret_key': 'x', 'project_id': 'p\\u007f'}",
     CT_TARGET_AKSK,
     {.auth = CT_AUTH_TARGET},
     "! control character in the variable 'project_id'"},
    {"{'access_key': 'a', 'secret_key': 'x', 'security_token': 'p '}",
     CT_TARGET_AKSK,
     {.auth = CT_AUTH_TARGET},
     "! space or tab at the start or end of the header 'X-Security-Token'"},
    {"{'user': 'me'}", CT_TARGET_BASIC, {.auth = CT_AUTH_TARGET}, "! no variable 'password'"},
    {"{'user': 'm:e', 'password': 'x'}",
     CT_TARGET_BASIC,
     {.auth = CT_AUTH_TARGET},
     "! ':' in the variable 'user'"},
};

static void adds_credentials(void **state)
{
    for (size_t i = 0; i < COUNT(proofs); i++)
        rows_same(proofs[i].vars, report(*state, proofs[i].vars, proofs[i].kind, &proofs[i].plan),
                  proofs[i].headers);
}

/* Explicit headers of the request are not replaced. */
static void keeps_explicit_headers(void **state)
{
    ct_pair const own = {.name = "authorization"};
    ct_plan const plan = {.headers = (ct_pair *)&own};
    rows_same("own", report(*state, given, CT_TARGET_BASIC, &plan), "");
    rows_same("own", report(*state, given, CT_TARGET_AKSK, &plan),
              "X-Sdk-Date: 20191115T033655Z|X-Project-Id: p1");
}

/* The credential of an operation is sent only to a target of kind token. */
static void sends_the_credential_only_where_it_applies(void **state)
{
    (void)state;
    assert_true(ct_sign_sends_credential(&(ct_plan){0}, CT_TARGET_TOKEN));
    assert_false(ct_sign_sends_credential(&(ct_plan){0}, CT_TARGET_AKSK));
    assert_false(ct_sign_sends_credential(&(ct_plan){0}, CT_TARGET_BASIC));
    assert_false(ct_sign_sends_credential(&(ct_plan){.auth = CT_AUTH_NONE}, CT_TARGET_TOKEN));
    assert_false(ct_sign_sends_credential(&(ct_plan){.auth = CT_AUTH_STALE_DATE}, CT_TARGET_TOKEN));
    assert_false(ct_sign_sends_credential(&(ct_plan){.url = "iam"}, CT_TARGET_TOKEN));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(signs_as_published),
        ROWS_TEST(canonicalizes_unusual_urls),
        ROWS_TEST(writes_headers),
        ROWS_TEST(signs_the_host),
        ROWS_TEST(adds_credentials),
        ROWS_TEST(keeps_explicit_headers),
        ROWS_TEST(sends_the_credential_only_where_it_applies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
