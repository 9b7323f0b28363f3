#include "cli/connection_report.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { PEERS_SHOWN = 5 };

static void add(ct_buf *line, const char *label, const json_t *value)
{
    const char *text = json_string_value(value);
    if (!text)
        return;
    ct_buf_text(line, label);
    ct_show_text(line, text, strlen(text));
}

static void print_peer(const json_t *peer)
{
    const json_t *tls = json_object_get(peer, "tls");
    json_int_t const responses = json_integer_value(json_object_get(peer, "responses"));
    ct_buf line = CT_BUF(CT_BUF_ANY);
    add(&line, "", json_object_get(peer, "address"));
    if (json_is_object(tls)) {
        add(&line, ", ", json_object_get(tls, "version"));
        add(&line, ", public key SHA-256 ", json_object_get(tls, "publicKeySha256"));
    } else {
        ct_buf_text(&line, ", no TLS");
    }
    printf("peer: %s, %lld response%s\n", ct_buf_str(&line), (long long)responses,
           responses == 1 ? "" : "s");
    ct_buf_free(&line);
}

static void print_peers(const json_t *connection)
{
    const json_t *peers = json_object_get(connection, "peers");
    json_int_t more = json_integer_value(json_object_get(connection, "furtherPeers"));
    size_t index;
    const json_t *peer;
    json_array_foreach(peers, index, peer)
    {
        if (index < PEERS_SHOWN)
            print_peer(peer);
        else
            more++;
    }
    if (more > 0)
        printf("peers: %lld more\n", (long long)more);
}

static void print_options(const json_t *connection)
{
    size_t index;
    const json_t *resolve;
    const char *version = json_string_value(json_object_get(connection, "httpVersion"));
    ct_buf line = CT_BUF(CT_BUF_ANY);
    add(&line, ", --proxy ", json_object_get(connection, "proxy"));
    json_array_foreach(json_object_get(connection, "resolve"), index, resolve)
    {
        add(&line, ", --resolve ", resolve);
    }
    add(&line, ", CA file SHA-256 ", json_object_get(connection, "caSha256"));
    add(&line, ", client certificate SHA-256 ",
        json_object_get(connection, "clientCertificateSha256"));
    if (version && strcmp(version, "1.1") != 0)
        add(&line, ", HTTP/", json_object_get(connection, "httpVersion"));
    if (line.size)
        printf("connection: %s\n", ct_buf_str(&line) + 2);
    ct_buf_free(&line);
}

void ct_print_connection(const json_t *claims)
{
    const json_t *connection = json_object_get(claims, "connection");
    print_peers(connection);
    print_options(connection);
}
