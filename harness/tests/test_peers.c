/* The peers of a run, and what a certificate says about its connections. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "certify/connections.h"
#include "http/ip.h"
#include "lang/json/json.h"
#include "lang/yaml/bind.h"
#include "tests/rows.h"

static const ct_tls_facts with_key = {.version = "TLSv1.3", .public_key_sha256 = "aa"},
                          with_other_key = {.version = "TLSv1.3", .public_key_sha256 = "bb"};

/* The result of a case with one exchange. */
static const ct_case_result *answered(ct_arena *arena, const char *address, const ct_tls_facts *tls,
                                      bool has_response)
{
    static const ct_response response = {.status = 200};
    ct_exchange *exchange = ct_new(arena, ct_exchange);
    *exchange =
        (ct_exchange){.address = address, .tls = tls, .response = has_response ? &response : NULL};
    ct_step_result *step = ct_new(arena, ct_step_result);
    step->exchange = exchange;
    ct_case_result *result = ct_new(arena, ct_case_result);
    result->steps = step;
    return result;
}

static const char *listed(ct_arena *arena, ct_peers *peers)
{
    size_t count;
    const ct_peer *const *list = ct_peers_list(peers, &count);
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < count; i++)
        ct_buf_printf(&text, "%s%s %s %u", i ? ", " : "", list[i]->address ? list[i]->address : "?",
                      list[i]->has_tls ? list[i]->tls.public_key_sha256 : "plain",
                      (unsigned)list[i]->responses);
    return ct_buf_finish(&text, arena);
}

static void counts_responses_in_any_order(void **state)
{
    ct_arena *arena = *state;
    const ct_case_result *const results[] = {
        answered(arena, "1.2.3.4:1", &with_other_key, true),
        answered(arena, "1.2.3.4:1", &with_key, true),
        answered(arena, "1.2.3.4:1", NULL, true),
        answered(arena, NULL, NULL, true),
        answered(arena, "1.2.3.4:1", &with_key, true),
        answered(arena, "9.9.9.9:1", NULL, false), /* did not respond */
        answered(arena, "1.2.3.3:1", NULL, true),
    };
    for (size_t first = 0; first < COUNT(results); first++) {
        ct_peers *peers = ct_peers_new(arena);
        for (size_t i = 0; i < COUNT(results); i++) {
            ct_peers_add(peers, results[(first + i) % COUNT(results)]);
            listed(arena, peers); /* may be asked for in between */
        }
        rows_same("peers", listed(arena, peers),
                  "1.2.3.3:1 plain 1, 1.2.3.4:1 aa 2, 1.2.3.4:1 bb 1, 1.2.3.4:1 plain 1, "
                  "? plain 1");
    }
}

static const char *part(ct_arena *arena, ct_connections *all, const char *name)
{
    return rows_written(arena, json_object_get(ct_connections_json(all), name));
}

static void states_options_and_peers(void **state)
{
    ct_arena *arena = *state;
    ct_name resolve = {.text = "h:1:127.0.0.1"};
    ct_connection const connection = {.http_version = "2",
                                      .proxy = "http://***@p:1",
                                      .resolve = &resolve,
                                      .ca = "ca.pem",
                                      .ca_sha256 = "ca",
                                      .client_cert_sha256 = "cc"};
    ct_run_result const run = {.target_url = "https://h:1", .connection = &connection};
    ct_run_result const plain = {.target_url = "https://h:1"};
    ct_run_result const insecure = {.target_url = "https://h:1", .is_insecure = true};
    ct_connections *all = ct_connections_new(arena);
    assert_true(ct_connections_add(all, &run));
    assert_true(ct_connections_add(all, &run));
    assert_false(ct_connections_add(all, &plain));
    rows_same("http", part(arena, all, "httpVersion"), "\"2\"");
    rows_same("proxy", part(arena, all, "proxy"), "\"http://***@p:1\"");
    rows_same("resolve", part(arena, all, "resolve"), "[\"h:1:127.0.0.1\"]");
    rows_same("ca", part(arena, all, "caSha256"), "\"ca\"");
    rows_same("client", part(arena, all, "clientCertificateSha256"), "\"cc\"");
    rows_same("rerouted", part(arena, all, "reroutedBy"), "\"--proxy http://***@p:1\"");
    all = ct_connections_new(arena);
    assert_true(ct_connections_add(all, &plain));
    assert_false(ct_connections_add(all, &insecure));
    rows_same("http", part(arena, all, "httpVersion"), "\"1.1\"");
    rows_same("rerouted", part(arena, all, "reroutedBy"), "null");
    rows_same("peers", part(arena, all, "peers"), "[]");
}

static void shows_strings_of_peers_visibly(void **state)
{
    ct_tls_facts const facts = {.subject = "CN=\377\n", .valid_from = 1000};
    ct_connections *all = ct_connections_new(*state);
    ct_peers_add(ct_connections_peers(all), answered(*state, "1.2.3.4:1", &facts, true));
    rows_same("peers", part(*state, all, "peers"),
              "[{\"address\":\"1.2.3.4:1\",\"responses\":1,\"tls\":{\"version\":null,"
              "\"cipher\":null,\"publicKeySha256\":null,\"certificateSha256\":null,"
              "\"subject\":\"CN=\\\\xFF\\\\n\",\"issuer\":null,"
              "\"notBefore\":\"1970-01-01T00:00:01.000Z\",\"notAfter\":null}}]");
}

static void names_only_some_of_many_peers(void **state)
{
    ct_arena *arena = *state;
    ct_connections *all = ct_connections_new(arena);
    for (unsigned i = 0; i < CT_CONNECTIONS_PEERS + 3; i++)
        ct_peers_add(ct_connections_peers(all),
                     answered(arena, ct_arena_printf(arena, "1.2.3.4:%u", i + 1), NULL, true));
    assert_int_equal(json_array_size(json_object_get(ct_connections_json(all), "peers")),
                     CT_CONNECTIONS_PEERS);
    rows_same("further", part(arena, all, "furtherPeers"), "3");
}

static void knows_private_addresses(void **state)
{
    static const char *const private[] = {
        "0.0.0.0",         "10.1.2.3",    "127.0.0.1",  "100.64.0.1",
        "100.127.255.255", "169.254.0.1", "172.16.0.1", "172.31.255.255",
        "192.168.0.1",     "::",          "::1",        "fc00::1",
        "fdff::1",         "fe80::1",     "febf::1",    "::ffff:10.0.0.1"};
    static const char *const public[] = {
        "100.63.0.1",  "100.128.0.1", "172.15.0.1", "172.32.0.1",         "192.169.0.1",
        "203.0.113.7", "2001:db8::1", "fec0::1",    "::ffff:203.0.113.7", "::2"};
    (void)state;
    for (size_t i = 0; i < sizeof private / sizeof *private; i++) {
        ct_ip const ip = ct_ip_read(private[i]);
        assert_true(ip.size && ct_ip_is_private(&ip));
    }
    for (size_t i = 0; i < sizeof public / sizeof *public; i++) {
        ct_ip const ip = ct_ip_read(public[i]);
        assert_true(ip.size && !ct_ip_is_private(&ip));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(counts_responses_in_any_order),  ROWS_TEST(states_options_and_peers),
        ROWS_TEST(shows_strings_of_peers_visibly), ROWS_TEST(names_only_some_of_many_peers),
        ROWS_TEST(knows_private_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
