/* Recorded requests and peers against today's: what differs, what is masked, what is a gap. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "certify/peer_check.h"
#include "certify/replay_request.h"
#include "certify/replay_tls.h"
#include "lang/yaml/bind.h"
#include "run/render.h"
#include "tests/rows.h"

static const char *or_same(const char *found)
{
    return found ? found : "same";
}

/* ---- Requests ---- */

static const ct_request *request(ct_arena *arena, const char *method, const char *header,
                                 ct_body body, bool is_safe)
{
    ct_header *second = ct_new(arena, ct_header), *first = ct_new(arena, ct_header);
    *second = (ct_header){"X-Last", "z", NULL};
    *first = (ct_header){"X-First", header, second};
    ct_request *made = ct_new(arena, ct_request);
    *made = (ct_request){
        .method = method, .url = "http://h/a", .headers = first, .body = body, .is_safe = is_safe};
    return made;
}

#define BODY(text)                                                                                 \
    {                                                                                              \
        text, sizeof(text) - 1, sizeof(text) - 1                                                   \
    }

static void compares_requests(void **state)
{
    static const struct {
        const char *method, *header;
        ct_body body;
        bool is_safe;
        const char *found;
    } rows[] = {
        {"PUT", "a", BODY("\0\1\2"), false, "same"},
        {"POST", "a", BODY("\0\1\2"), false, "it was POST http://h/a, now it is PUT http://h/a"},
        {"PUT", "b", BODY("\0\1\2"), false, "header 'X-First' was 'b', now it is 'a'"},
        {"PUT", "***", BODY("\0\1\2"), false, "header 'X-First' is masked in the results"},
        {"PUT", "a", BODY("\0\1\3"), false,
         "the body had 3 bytes, now it is another one of 3 bytes"},
        {"PUT", "a", BODY("\0\1"), false, "the body had 2 bytes, now it is another one of 3 bytes"},
        {"PUT", "a", BODY(""), false, "the body had 0 bytes, now it is another one of 3 bytes"},
        {"PUT", "a", {NULL, 0, 0}, false, "it had no body, now it has one"},
        {"PUT",
         "a",
         {"\0\1", 2, 3},
         false,
         "the body had 3 bytes, now it is another one of 3 bytes"},
        {"PUT", "a", {"", 0, 3}, false, "the body had 3 bytes, now it is another one of 3 bytes"},
        {"PUT", "a", BODY("\0\1\2"), true, "it was declared to change nothing, now it is not"},
    };
    ct_arena *arena = *state;
    const ct_request *today = request(arena, "PUT", "a", (ct_body)BODY("\0\1\2"), false);
    ct_replay_rules const rules = {.is_whole = true};
    for (size_t i = 0; i < COUNT(rows); i++) {
        const ct_request *recorded =
            request(arena, rows[i].method, rows[i].header, rows[i].body, rows[i].is_safe);
        ct_replay_difference const found = ct_replay_compare(arena, &rules, recorded, today, NULL);
        rows_same(rows[i].header, or_same(found.unlike ? found.unlike : found.hidden),
                  rows[i].found);
    }
}

static void compares_the_presence_of_a_body(void **state)
{
    ct_arena *arena = *state;
    ct_replay_rules const rules = {0};
    const ct_request *none = request(arena, "PUT", "a", (ct_body){0}, false);
    const ct_request *empty = request(arena, "PUT", "a", (ct_body)BODY(""), false);
    rows_same("none", or_same(ct_replay_compare(arena, &rules, none, none, NULL).unlike), "same");
    rows_same("empty", or_same(ct_replay_compare(arena, &rules, empty, empty, NULL).unlike),
              "same");
    rows_same("emptied", or_same(ct_replay_compare(arena, &rules, empty, none, NULL).unlike),
              "it had a body, now it has none");
}

static void counts_what_is_not_compared(void **state)
{
    ct_arena *arena = *state;
    ct_replay_gaps gaps = {0};
    ct_replay_rules const rules = {0}, whole = {.is_whole = true};
    const ct_request *cut = request(arena, "PUT", "***", (ct_body){"\0\1", 2, 3}, false);
    const ct_request *today = request(arena, "PUT", "***", (ct_body)BODY("\0\1\2"), false);
    const ct_request *packed = request(arena, "PUT", "a", (ct_body){"", 0, 30}, false);
    rows_same("cut", or_same(ct_replay_compare(arena, &rules, cut, today, &gaps).unlike), "same");
    assert_int_equal(gaps.headers, 1);
    assert_int_equal(gaps.cut, 1);
    rows_same("compressed", or_same(ct_replay_compare(arena, &whole, packed, packed, &gaps).unlike),
              "same");
    assert_int_equal(gaps.cut, 2);
}

/* ---- TLS settings ---- */

static void compares_tls_settings(void **state)
{
    static const ct_connection connection = {
        .ca = "/a/ca.pem", .client_cert = "/a/c.pem", .client_key = "/a/c.key"};
    static const ct_tls target = {.ca = "ca.pem"};
    static const struct {
        const char *what;
        ct_tls recorded, today;
        const char *found;
    } rows[] = {
        {"those of the connection",
         {.ca = "/a/ca.pem", .client_cert = "/a/c.pem", .client_key = "/a/c.key"},
         {.ca = "ca.pem"},
         "same"},
        {"another CA",
         {.ca = "/b/ca.pem", .client_cert = "/a/c.pem", .client_key = "/a/c.key"},
         {.ca = "ca.pem"},
         "the TLS setting 'ca' was '/b/ca.pem', now it is '/a/ca.pem'"},
        {"no client certificate",
         {.ca = "/a/ca.pem", .client_key = "/a/c.key"},
         {.ca = "ca.pem"},
         "the TLS setting 'client_cert' was '', now it is '/a/c.pem'"},
        {"a file of the case, in another folder",
         {.ca = "/a/ca.pem", .client_cert = "/x/suite/d.pem", .client_key = "/x/suite/d.key"},
         {.ca = "ca.pem", .client_cert = "suite/d.pem", .client_key = "suite/d.key"},
         "same"},
        {"another file of the case",
         {.ca = "/a/ca.pem", .client_cert = "/x/suite/e.pem", .client_key = "/x/suite/d.key"},
         {.ca = "ca.pem", .client_cert = "suite/d.pem", .client_key = "suite/d.key"},
         "the TLS setting 'client_cert' was '/x/suite/e.pem', now it is 'suite/d.pem'"},
        {"another version",
         {.ca = "/a/ca.pem",
          .client_cert = "/a/c.pem",
          .client_key = "/a/c.key",
          .max_version = "1.1"},
         {.ca = "ca.pem"},
         "the TLS setting 'max_version' was '1.1', now it is ''"},
        {"insecure",
         {.ca = "/a/ca.pem",
          .client_cert = "/a/c.pem",
          .client_key = "/a/c.key",
          .is_insecure = true},
         {.ca = "ca.pem"},
         "the TLS setting 'insecure' was 'true', now it is 'false'"},
        {"a pass phrase",
         {.ca = "/a/ca.pem",
          .client_cert = "/a/c.pem",
          .client_key = "/a/c.key",
          .client_key_password = "***"},
         {.ca = "ca.pem"},
         "the pass phrase of the client key was set on one side only"},
    };
    ct_arena *arena = *state;
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].what,
                  or_same(ct_replay_compare_tls(arena, &rows[i].recorded, &rows[i].today, &target,
                                                &connection)),
                  rows[i].found);
}

static void accepts_tls_settings_that_are_all_defaults(void **state)
{
    ct_connection const usual = {0};
    assert_null(ct_replay_compare_tls(*state, NULL, NULL, NULL, &usual));
    assert_null(ct_replay_compare_tls(*state, &(ct_tls){0}, NULL, &(ct_tls){.ca = ""}, &usual));
}

/* ---- Peers ---- */

static const struct {
    const char *url, *proxy, *resolve, *address, *found;
} peers[] = {
    {"http://h/", NULL, NULL, "203.0.113.7:80", "same"},
    {"http://h:8080/a:1", NULL, NULL, "[2001:db8::7]:8080", "same"},
    {"http://h/", NULL, NULL, "203.0.113.7:81", "the peer 203.0.113.7:81 is not that of http://h/"},
    {"http://h/", NULL, NULL, "203.0.113.7", "'203.0.113.7' is not an IP address with a port"},
    {"http://h/", NULL, NULL, "h:80", "'h:80' is not an IP address with a port"},
    {"http://h/", NULL, NULL, NULL, "the record has no address of the peer"},
    {"http://127.0.0.1:5/", NULL, NULL, "127.0.0.1:5", "same"},
    {"http://127.0.0.1:5/", NULL, NULL, "127.0.0.2:5",
     "the peer 127.0.0.2:5 is not that of http://127.0.0.1:5/"},
    {"http://[2001:DB8:0::7]/", NULL, NULL, "[2001:db8::7]:80", "same"},
    {"http://[2001:db8::7]/", NULL, NULL, "[2001:db8::8]:80",
     "the peer [2001:db8::8]:80 is not that of http://[2001:db8::7]/"},
    {"http://localhost/", NULL, NULL, "127.0.0.1:80", "same"},
    {"http://LOCALHOST?x", NULL, NULL, "[::1]:80", "same"},
    {"http://localhost/", NULL, NULL, "203.0.113.7:80",
     "the peer 203.0.113.7:80 is not that of http://localhost/"},
    {"http://h/", NULL, "h:80:203.0.113.7", "203.0.113.7:80", "same"},
    {"http://h/", NULL, "+H:80:203.0.113.6,[2001:db8::7]", "[2001:db8::7]:80", "same"},
    {"http://h/", NULL, "*:80:203.0.113.7", "203.0.113.7:80", "same"},
    {"http://h/", NULL, "h:80:203.0.113.7", "203.0.113.8:80",
     "the peer 203.0.113.8:80 is not that of http://h/"},
    {"http://h/", NULL, "h:81:203.0.113.7", "203.0.113.8:80", "same"},
    {"http://h/", NULL, "hh:80:203.0.113.7", "203.0.113.8:80", "same"},
    {"http://h/", "http://***@203.0.113.9:3128/", NULL, "203.0.113.9:3128", "same"},
    {"http://h/", "***@203.0.113.9:3128", NULL, "203.0.113.9:3128", "same"},
    {"http://h/", "http://203.0.113.9:3128", NULL, "203.0.113.9:80",
     "the peer 203.0.113.9:80 is not that of http://203.0.113.9:3128"},
    {"http://h/", "http://p", "h:80:203.0.113.7", "203.0.113.9:1080", "same"},
    {"https://h/", NULL, NULL, "203.0.113.7:443",
     "the record has no TLS facts of an https request"},
};

static ct_connection connection_of(size_t row, ct_name *resolve)
{
    *resolve = (ct_name){.text = peers[row].resolve};
    return (ct_connection){.proxy = peers[row].proxy,
                           .resolve = peers[row].resolve ? resolve : NULL};
}

static void checks_recorded_peers(void **state)
{
    ct_arena *arena = *state;
    for (size_t i = 0; i < COUNT(peers); i++) {
        ct_name resolve;
        ct_connection const connection = connection_of(i, &resolve);
        ct_request const sent = {.url = peers[i].url};
        ct_response const response = {0};
        ct_exchange exchange = {
            .request = &sent, .response = &response, .address = peers[i].address};
        rows_same(peers[i].url, or_same(ct_peer_check(arena, &exchange, &connection)),
                  peers[i].found);
        exchange.response = NULL;
        assert_null(ct_peer_check(arena, &exchange, &connection));
    }
}

static void checks_the_facts_of_tls(void **state)
{
    static const ct_tls_facts none = {.version = "TLSv1.3"},
                              key = {.sha256 = "00", .public_key_sha256 = "11"};
    static const struct {
        const char *url, *proxy;
        const ct_tls_facts *tls;
        const char *found;
    } rows[] = {
        {"https://h/", NULL, &key, "same"},
        {"HTTPS://h/", NULL, &none, "the record has no public key of the peer"},
        {"http://h:443/", NULL, &key, "the record has TLS facts of an http request"},
        {"http://h:443/", "https://p:443", &key, "same"},
    };
    ct_arena *arena = *state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_connection const connection = {.proxy = rows[i].proxy};
        ct_request const sent = {.url = rows[i].url};
        ct_response const response = {0};
        ct_exchange const exchange = {.request = &sent,
                                      .response = &response,
                                      .address = "203.0.113.7:443",
                                      .tls = rows[i].tls};
        rows_same(rows[i].url, or_same(ct_peer_check(arena, &exchange, &connection)),
                  rows[i].found);
    }
}

static void finds_the_option_that_leads_elsewhere(void **state)
{
    static const struct {
        const char *url, *proxy, *resolve, *found;
    } rows[] = {
        {"https://h/", NULL, NULL, "same"},
        {"https://h/", NULL, "h:443:127.0.0.1", "--resolve h:443:127.0.0.1"},
        {"https://h/", NULL, "h:80:127.0.0.1", "same"},
        {"https://127.0.0.1/", NULL, "*:443:127.0.0.2", "same"},
        {"https://h/", "http://***@p:1", "h:443:127.0.0.1", "--proxy http://***@p:1"},
        {NULL, NULL, "h:443:127.0.0.1", "same"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_name resolve = {.text = rows[i].resolve};
        ct_connection const connection = {.proxy = rows[i].proxy,
                                          .resolve = rows[i].resolve ? &resolve : NULL};
        rows_same(rows[i].url ? rows[i].url : "none",
                  or_same(ct_peer_detour(*state, rows[i].url, &connection)), rows[i].found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(compares_requests),
        ROWS_TEST(compares_the_presence_of_a_body),
        ROWS_TEST(counts_what_is_not_compared),
        ROWS_TEST(compares_tls_settings),
        ROWS_TEST(accepts_tls_settings_that_are_all_defaults),
        ROWS_TEST(checks_recorded_peers),
        ROWS_TEST(checks_the_facts_of_tls),
        ROWS_TEST(finds_the_option_that_leads_elsewhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
