/* Sockets: which addresses may be reached, which open connection may carry another request.
 *
 * An answer that nobody asked for would be taken for the next request's: a
 * connection on which anything waits is closed, and the request goes out on
 * a fresh one. libcurl 7.88 does not look (PR 10690 came after it).
 */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "run/curl_call.h"

typedef struct ct_socket {
    curl_socket_t fd;
    int local_port; /* 0: not known yet */
    struct ct_socket *next;
} ct_socket;

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

curl_socket_t ct_socket_open(ct_sockets *sockets, ct_call *call, const struct curl_sockaddr *at)
{
    curl_socket_t const fd = socket(at->family, at->socktype | SOCK_CLOEXEC, at->protocol);
    call->is_starved = fd == CURL_SOCKET_BAD && (errno == EMFILE || errno == ENFILE);
    if (fd == CURL_SOCKET_BAD)
        return fd;
    ct_socket *s = new_socket(sockets);
    *s = (ct_socket){.fd = fd, .next = sockets->first};
    sockets->first = s;
    call->is_own_connection = true;
    return fd;
}

int ct_socket_close(void *user, curl_socket_t fd)
{
    ct_sockets *sockets = user;
    for (ct_socket **at = &sockets->first; *at; at = &(*at)->next) {
        ct_socket *s = *at;
        if (s->fd != fd)
            continue;
        *at = s->next;
        s->next = sockets->free;
        sockets->free = s;
        break;
    }
    return close(fd);
}

static int port_of(curl_socket_t fd)
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)&address;
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)&address;
    if (getsockname(fd, (struct sockaddr *)&address, &size))
        return 0;
    return ntohs(address.ss_family == AF_INET ? v4->sin_port : v6->sin6_port);
}

curl_socket_t ct_socket_of_port(ct_sockets *sockets, int local_port)
{
    for (ct_socket *s = sockets->first; s; s = s->next) {
        if (!s->local_port)
            s->local_port = port_of(s->fd);
        if (s->local_port == local_port)
            return s->fd;
    }
    return CURL_SOCKET_BAD;
}

/* Without a socket: a connection that we know nothing of is none that we use. */
bool ct_socket_has_bytes(curl_socket_t fd)
{
    char byte;
    return fd == CURL_SOCKET_BAD || recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0;
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
