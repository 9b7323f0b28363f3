#include "certify/connections.h"

#include <string.h>

#include "base/datetime.h"
#include "base/utf8.h"
#include "certify/peer_check.h"
#include "lang/json/json.h"
#include "lang/yaml/bind.h"

struct ct_connections {
    ct_listener listener; /* first: this is a ct_listener */
    ct_arena *arena;
    ct_peers *peers;
    const json_t *options; /* of the first pass; NULL: none was added */
};

static json_t *text(const char *bytes)
{
    ct_buf shown = CT_BUF(CT_BUF_ANY);
    if (!bytes)
        return json_null();
    ct_show_text(&shown, bytes, strlen(bytes));
    json_t *value = json_string(ct_buf_str(&shown));
    ct_buf_free(&shown);
    return value;
}

static json_t *time_text(int64_t unix_ms)
{
    char shown[CT_TIME_TEXT];
    if (!unix_ms)
        return json_null();
    ct_time_text(unix_ms, shown);
    return json_string(shown);
}

/* ---- Options ---- */

static json_t *options_of(ct_arena *arena, const ct_run_result *run)
{
    static const ct_connection usual = {0};
    const ct_connection *c = run->connection ? run->connection : &usual;
    json_t *all = ct_json_own(arena, json_object()), *resolve = json_array();
    for (const ct_name *name = c->resolve; name; name = name->next)
        json_array_append_new(resolve, text(name->text));
    json_object_set_new(all, "httpVersion", text(c->http_version ? c->http_version : "1.1"));
    json_object_set_new(all, "proxy", text(c->proxy));
    json_object_set_new(all, "resolve", resolve);
    json_object_set_new(all, "caSha256", text(c->ca_sha256));
    json_object_set_new(all, "clientCertificateSha256", text(c->client_cert_sha256));
    json_object_set_new(all, "insecure", json_boolean(run->is_insecure || c->is_insecure));
    json_object_set_new(all, "reroutedBy", text(ct_peer_detour(arena, run->target_url, c)));
    return all;
}

bool ct_connections_add(ct_connections *all, const ct_run_result *run)
{
    const json_t *options = options_of(all->arena, run);
    if (!all->options)
        all->options = options;
    return ct_json_equal(all->options, options);
}

/* ---- Peers ---- */

static json_t *tls_of(const ct_peer *peer)
{
    const ct_tls_facts *tls = &peer->tls;
    if (!peer->has_tls)
        return json_null();
    json_t *all = json_object();
    json_object_set_new(all, "version", text(tls->version));
    json_object_set_new(all, "cipher", text(tls->cipher));
    json_object_set_new(all, "publicKeySha256", text(tls->public_key_sha256));
    json_object_set_new(all, "certificateSha256", text(tls->sha256));
    json_object_set_new(all, "subject", text(tls->subject));
    json_object_set_new(all, "issuer", text(tls->issuer));
    json_object_set_new(all, "notBefore", time_text(tls->valid_from));
    json_object_set_new(all, "notAfter", time_text(tls->valid_until));
    return all;
}

static json_t *peer_json(const ct_peer *peer)
{
    json_t *one = json_object();
    json_object_set_new(one, "address", text(peer->address));
    json_object_set_new(one, "responses", json_integer((json_int_t)peer->responses));
    json_object_set_new(one, "tls", tls_of(peer));
    return one;
}

json_t *ct_connections_json(ct_connections *all)
{
    json_t *made = ct_json_own(all->arena, json_object()), *list = json_array();
    size_t count;
    const ct_peer *const *peers = ct_peers_list(all->peers, &count);
    for (size_t i = 0; i < count && i < CT_CONNECTIONS_PEERS; i++)
        json_array_append_new(list, peer_json(peers[i]));
    if (all->options)
        json_object_update(made, ct_json_iterable(all->options));
    json_object_set_new(made, "peers", list);
    json_object_set_new(
        made, "furtherPeers",
        json_integer(
            (json_int_t)(count > CT_CONNECTIONS_PEERS ? count - CT_CONNECTIONS_PEERS : 0)));
    return made;
}

/* ---- The whole ---- */

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    (void)run;
    ct_peers_add(((ct_connections *)self)->peers, result);
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    ct_connections_add((ct_connections *)self, run);
}

ct_connections *ct_connections_new(ct_arena *arena)
{
    ct_connections *all = ct_new(arena, ct_connections);
    *all = (ct_connections){.listener = {.before_end = case_end,
                                         .case_end = case_end,
                                         .run_end = run_end,
                                         .wants_each_exchange = true},
                            .arena = arena,
                            .peers = ct_peers_new(arena)};
    return all;
}

ct_peers *ct_connections_peers(ct_connections *all)
{
    return all->peers;
}

ct_listener *ct_connections_listener(ct_connections *all)
{
    return &all->listener;
}
