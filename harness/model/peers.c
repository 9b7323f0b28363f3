#include "model/peers.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"

typedef struct peer {
    ct_peer facts; /* first: this is a ct_peer */
    const char *key;
    size_t key_size;
    struct peer *next;
} peer;

struct ct_peers {
    ct_arena *arena;
    ct_map by_key;
    peer *first;
    size_t count;
    const ct_peer **list; /* room for `listed` */
    size_t listed;
};

ct_peers *ct_peers_new(ct_arena *arena)
{
    ct_peers *peers = ct_new(arena, ct_peers);
    peers->arena = arena;
    return peers;
}

/* ---- What identifies a peer ---- */

/* Strings in a record can hold any bytes but NUL, which therefore ends each of them. */
static void add_part(ct_buf *key, const char *text)
{
    ct_buf_char(key, text ? '+' : '-');
    ct_buf_text(key, text ? text : "");
    ct_buf_char(key, '\0');
}

static void make_key(ct_buf *key, const ct_exchange *exchange)
{
    const ct_tls_facts *tls = exchange->tls;
    add_part(key, exchange->address);
    ct_buf_char(key, tls ? '+' : '-');
    if (!tls)
        return;
    const char *const parts[] = {tls->public_key_sha256, tls->sha256, tls->version, tls->cipher,
                                 tls->subject,           tls->issuer};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        add_part(key, parts[i]);
    ct_buf_printf(key, "%lld %lld", (long long)tls->valid_from, (long long)tls->valid_until);
}

static ct_tls_facts copy_tls(ct_arena *arena, const ct_tls_facts *tls)
{
    return (ct_tls_facts){.version = ct_arena_text(arena, tls->version),
                          .cipher = ct_arena_text(arena, tls->cipher),
                          .subject = ct_arena_text(arena, tls->subject),
                          .issuer = ct_arena_text(arena, tls->issuer),
                          .sha256 = ct_arena_text(arena, tls->sha256),
                          .public_key_sha256 = ct_arena_text(arena, tls->public_key_sha256),
                          .valid_from = tls->valid_from,
                          .valid_until = tls->valid_until};
}

/* ---- The set ---- */

static peer *add_peer(ct_peers *peers, const ct_exchange *exchange, const ct_buf *key)
{
    peer *p = ct_new(peers->arena, peer);
    *p = (peer){.key = ct_arena_copy(peers->arena, key->bytes, key->size),
                .key_size = key->size,
                .next = peers->first};
    p->facts.address = ct_arena_text(peers->arena, exchange->address);
    p->facts.has_tls = exchange->tls;
    if (exchange->tls)
        p->facts.tls = copy_tls(peers->arena, exchange->tls);
    peers->first = p;
    peers->count++;
    ct_map_put(peers->arena, &peers->by_key, p->key, p->key_size, p);
    return p;
}

void ct_peers_add(ct_peers *peers, const ct_case_result *result)
{
    ct_buf key = CT_BUF(CT_BUF_ANY);
    for (const ct_step_result *step = result->steps; step; step = step->next) {
        if (!step->exchange || !step->exchange->response)
            continue;
        ct_buf_clear(&key);
        make_key(&key, step->exchange);
        peer *p = (peer *)ct_map_find(&peers->by_key, key.bytes, key.size);
        if (!p)
            p = add_peer(peers, step->exchange, &key);
        p->facts.responses++;
    }
    ct_buf_free(&key);
}

static int by_key(const void *a, const void *b)
{
    const peer *first = *(const peer *const *)a, *second = *(const peer *const *)b;
    size_t const least = first->key_size < second->key_size ? first->key_size : second->key_size;
    int const order = memcmp(first->key, second->key, least);
    return order ? order
                 : (first->key_size > second->key_size) - (first->key_size < second->key_size);
}

const ct_peer *const *ct_peers_list(ct_peers *peers, size_t *count)
{
    size_t i = 0;
    if (peers->listed < peers->count) {
        peers->list = ct_arena_alloc(peers->arena, peers->count * sizeof *peers->list);
        peers->listed = peers->count;
    }
    for (const peer *p = peers->first; p; p = p->next)
        peers->list[i++] = &p->facts;
    if (i)
        qsort(peers->list, i, sizeof *peers->list, by_key);
    *count = i;
    return peers->list;
}
