/* Sockets: which addresses may be reached, which open connection may carry another request.
 *
 * An unsolicited response would be taken for the next request's: a
 * connection on which anything waits is closed, and the request goes out on
 * a fresh one. libcurl 7.88 does not look (PR 10690 came after it).
 */
#include <errno.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "http/curl_transfer.h"

struct ct_socket {
    curl_socket_t fd;
    int own_port, peer_port; /* 0: not known yet */
    ct_transfer *call;       /* the only one that uses it; NULL: connections are shared */
    struct ct_socket *next;
};

bool ct_socket_is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
        return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
    }
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;
    return address->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

static ct_socket *new_socket(ct_sockets *sockets)
{
    ct_socket *s = sockets->free;
    if (!s)
        return ct_malloc(sizeof *s);
    sockets->free = s->next;
    return s;
}

curl_socket_t ct_socket_open(ct_sockets *sockets, ct_transfer *call, const struct curl_sockaddr *at)
{
    curl_socket_t const fd = socket(at->family, at->socktype | SOCK_CLOEXEC, at->protocol);
    call->is_starved = fd == CURL_SOCKET_BAD && (errno == EMFILE || errno == ENFILE);
    if (fd == CURL_SOCKET_BAD)
        return fd;
    ct_socket *s = new_socket(sockets);
    *s = (ct_socket){
        .fd = fd, .call = call->options->reuse_connections ? NULL : call, .next = sockets->first};
    sockets->first = s;
    call->is_own_connection = true;
    return fd;
}

/* How many bytes wait, up to 1; 0: the end of the connection; -1: nothing. */
static ssize_t peek(curl_socket_t fd)
{
    char byte;
    return recv(fd, &byte, sizeof byte, MSG_PEEK | MSG_DONTWAIT);
}

/* The bytes after the last byte that libcurl read. On TLS that may be its own records, and on
 * HTTP/2 frames of the connection. */
static void note_excess(const ct_socket *s)
{
    ct_transfer *c = s->call;
    if (c && c->is_written && !c->has_tls && !c->head.is_http2 && !c->options->proxy)
        c->has_excess = c->has_excess || peek(s->fd) > 0;
}

int ct_socket_close(void *user, curl_socket_t fd)
{
    ct_sockets *sockets = user;
    for (ct_socket **at = &sockets->first; *at; at = &(*at)->next) {
        ct_socket *s = *at;
        if (s->fd != fd)
            continue;
        note_excess(s);
        *at = s->next;
        s->next = sockets->free;
        sockets->free = s;
        break;
    }
    return close(fd);
}

typedef int name_of(int fd, struct sockaddr *address, socklen_t *size);

static int port_of(curl_socket_t fd, name_of *name)
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)&address;
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)&address;
    if (name(fd, (struct sockaddr *)&address, &size))
        return 0;
    return ntohs(address.ss_family == AF_INET ? v4->sin_port : v6->sin6_port);
}

curl_socket_t ct_socket_fd(const ct_socket *s)
{
    return s ? s->fd : CURL_SOCKET_BAD;
}

ct_socket *ct_socket_find(ct_sockets *sockets, int own_port, int peer_port)
{
    for (ct_socket *s = sockets->first; s; s = s->next) {
        if (!s->own_port)
            s->own_port = port_of(s->fd, getsockname);
        if (!s->peer_port)
            s->peer_port = port_of(s->fd, getpeername);
        if (s->own_port == own_port && s->peer_port == peer_port)
            return s;
    }
    return NULL;
}

ssize_t ct_socket_peek(const ct_socket *s)
{
    return s ? peek(s->fd) : 0;
}

/* ---- What the peer has acknowledged ---- */

/* False when the kernel does not count bytes. */
static bool read_info(const ct_socket *s, struct tcp_info *info)
{
    socklen_t size = sizeof *info;
    return s && !getsockopt(s->fd, IPPROTO_TCP, TCP_INFO, info, &size) &&
           size >= offsetof(struct tcp_info, tcpi_bytes_retrans) + sizeof info->tcpi_bytes_retrans;
}

uint64_t ct_socket_sent(const ct_socket *s)
{
    struct tcp_info info = {0};
    return read_info(s, &info) ? info.tcpi_bytes_sent - info.tcpi_bytes_retrans : 0;
}

bool ct_socket_has_acknowledged(const ct_socket *s, uint64_t sent_before)
{
    struct tcp_info info = {0};
    if (!read_info(s, &info) || !info.tcpi_bytes_sent)
        return true;
    return info.tcpi_bytes_acked > sent_before + 1; /* the SYN counts as a byte */
}

static void free_list(ct_socket *s)
{
    for (ct_socket *next; s; s = next) {
        next = s->next;
        free(s);
    }
}

void ct_sockets_free(ct_sockets *sockets)
{
    free_list(sockets->first);
    free_list(sockets->free);
}
