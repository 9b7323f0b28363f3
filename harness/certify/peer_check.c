#include "certify/peer_check.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http/ip.h"
#include "lang/yaml/bind.h"
#include "model/redact/redact.h"

/* Host and port of a URL or of an address. */
typedef struct place {
    const char *host; /* without brackets */
    unsigned port;    /* 0: not known */
} place;

/* ---- Reading ---- */

/* Reads "host:port" up to the first of "/?#". */
static place read_authority(ct_arena *arena, const char *text, unsigned port)
{
    size_t const size = strcspn(text, "/?#");
    const char *authority = ct_arena_copy(arena, text, size);
    const char *at = strrchr(authority, '@');
    authority = at ? at + 1 : authority;
    const char *bracket = *authority == '[' ? strchr(authority, ']') : NULL;
    const char *colon = bracket ? strchr(bracket, ':') : strrchr(authority, ':');
    const char *end = bracket ? bracket : colon ? colon : authority + strlen(authority);
    const char *begin = authority + (bracket != NULL);
    if (colon && colon[1])
        port = (unsigned)strtoul(colon + 1, NULL, 10);
    return (place){ct_arena_copy(arena, begin, (size_t)(end - begin)), port};
}

static bool is_https(const char *url)
{
    return !strncasecmp(url, "https:", 6);
}

static place read_url(ct_arena *arena, const char *url, unsigned default_port)
{
    const char *authority = strstr(url, "://");
    return read_authority(arena, authority ? authority + 3 : url, default_port);
}

/* ---- --resolve ---- */

/* Returns the addresses of "[+]HOST:PORT:ADDRESS[,ADDRESS]..." if it is about this place. */
static const char *addresses_for(const char *option, const place *wanted)
{
    option += *option == '+';
    size_t const host = strcspn(option, ":");
    const char *port = option + host;
    char *end;
    if (*port != ':' || strtoul(port + 1, &end, 10) != wanted->port || *end != ':')
        return NULL;
    bool const is_any = host == 1 && *option == '*';
    bool const is_host = host == strlen(wanted->host) && !strncasecmp(option, wanted->host, host);
    return is_any || is_host ? end + 1 : NULL;
}

static const char *resolution_of(const ct_connection *connection, const place *wanted)
{
    const char *found = NULL;
    for (const ct_name *name = connection->resolve; name; name = name->next) {
        const char *addresses = addresses_for(name->text, wanted);
        found = addresses ? addresses : found;
    }
    return found;
}

static bool has_address(ct_arena *arena, const char *list, const ct_ip *wanted)
{
    while (*list) {
        size_t const size = strcspn(list, ",");
        bool const has_brackets = size > 1 && *list == '[' && list[size - 1] == ']';
        ct_ip const one =
            ct_ip_read(ct_arena_copy(arena, list + has_brackets, size - 2 * (size_t)has_brackets));
        if (ct_ip_is_same(&one, wanted))
            return true;
        list += size + (list[size] == ',');
    }
    return false;
}

/* ---- The checks ---- */

static const char *check_tls(const ct_exchange *exchange, bool has_proxy)
{
    bool const is_secure = is_https(exchange->request->url);
    if (is_secure && !exchange->tls)
        return "the record has no TLS facts of an https request";
    if (is_secure && (!exchange->tls->public_key_sha256 || !exchange->tls->sha256))
        return "the record has no public key of the peer";
    return !is_secure && !has_proxy && exchange->tls ? "the record has TLS facts of an http request"
                                                     : NULL;
}

/* Whether requests to `wanted` can have reached the IP address. */
static bool can_reach(ct_arena *arena, const place *wanted, const ct_connection *connection,
                      const ct_ip *reached)
{
    ct_ip const named = ct_ip_read(wanted->host);
    const char *list = connection->proxy ? NULL : resolution_of(connection, wanted);
    if (named.size)
        return ct_ip_is_same(&named, reached);
    if (list)
        return has_address(arena, list, reached);
    return strcasecmp(wanted->host, "localhost") != 0 || ct_ip_is_loopback(reached);
}

const char *ct_peer_check(ct_arena *arena, const ct_exchange *exchange,
                          const ct_connection *connection)
{
    if (!exchange->response)
        return NULL;
    const char *url = exchange->request->url, *proxy = connection->proxy;
    if (!exchange->address)
        return "the record has no address of the peer";
    place const wanted =
        proxy ? read_url(arena, proxy, 0) : read_url(arena, url, is_https(url) ? 443 : 80);
    place const peer = read_authority(arena, exchange->address, 0);
    ct_ip const reached = ct_ip_read(peer.host);
    if (!reached.size || !peer.port)
        return ct_arena_printf(arena, "'%.100s' is not an IP address with a port",
                               exchange->address);
    bool const is_hidden = strstr(wanted.host, CT_MASK);
    if ((wanted.port && wanted.port != peer.port) ||
        (!is_hidden && !can_reach(arena, &wanted, connection, &reached)))
        return ct_arena_printf(arena, "the peer %.100s is not that of %.200s", exchange->address,
                               proxy ? proxy : url);
    return check_tls(exchange, proxy != NULL);
}

const char *ct_peer_detour(ct_arena *arena, const char *url, const ct_connection *connection)
{
    if (connection->proxy)
        return ct_arena_printf(arena, "--proxy %s", connection->proxy);
    if (!url)
        return NULL;
    place const wanted = read_url(arena, url, is_https(url) ? 443 : 80);
    const char *addresses =
        !ct_ip_read(wanted.host).size ? resolution_of(connection, &wanted) : NULL;
    return addresses
               ? ct_arena_printf(arena, "--resolve %s:%u:%s", wanted.host, wanted.port, addresses)
               : NULL;
}
