/* What libcurl does not look at: a response that precedes its request, and bytes after the end of
 * a response.
 *
 * Data that came while no request was outstanding must not be taken for a response (RFC 9112
 * section 9.2). Two signs show such data. Bytes may wait before the request is written; below TLS
 * these could be session tickets, so only plain connections are looked at. And a peer that
 * responds to a request has acknowledged some of its bytes by then: if none of them is
 * acknowledged when the first byte of a response is read, it is a response to something else.
 */
#include <string.h>

#include "http/curl_transfer.h"

static const char early[] = "the response came before the request was sent (RFC 9112 section 9.2)";

/* HTTP/2 numbers its responses: there nothing that waits can be taken for another. */
static bool may_write(ct_transfer *c)
{
    if (c->head.is_http2)
        return true;
    ssize_t const waiting = ct_socket_peek(c->socket);
    if (!c->is_own_connection)
        c->is_unsent = waiting >= 0;
    else if (waiting > 0 && !c->has_tls)
        ct_head_fail(&c->head, early);
    return !c->is_unsent && !c->head.error;
}

int ct_watch_request(void *user, char *peer, char *own, int peer_port, int own_port)
{
    ct_transfer *c = user;
    (void)peer;
    (void)own;
    c->is_rerun = c->is_written;
    if (c->is_rerun)
        return CURL_PREREQFUNC_ABORT;
    c->exchange->tls = ct_tls_agreed(c);
    c->has_tls = c->exchange->tls;
    c->head.is_http2 = c->options->is_http2 && ct_tls_allows_http2(c);
    c->socket = ct_socket_find(c->sockets, own_port, peer_port);
    c->fd = ct_socket_fd(c->socket);
    if (!may_write(c))
        return CURL_PREREQFUNC_ABORT;
    c->sent_before = ct_socket_sent(c->socket);
    c->is_written = true;
    return CURL_PREREQFUNC_OK;
}

bool ct_watch_first_byte(ct_transfer *c)
{
    return c->head.is_http2 || ct_socket_has_acknowledged(c->socket, c->sent_before) ||
           ct_head_fail(&c->head, early);
}

/* libcurl reports only in its log that it dropped bytes. */
int ct_watch_log(CURL *easy, curl_infotype type, char *text, size_t size, void *user)
{
    static const char *const signs[] = {"Excess found", "Leftovers after chunking"};
    ct_transfer *c = user;
    (void)easy;
    for (size_t i = 0; type == CURLINFO_TEXT && i < sizeof signs / sizeof *signs; i++)
        c->has_excess = c->has_excess || memmem(text, size, signs[i], strlen(signs[i]));
    return 0;
}
