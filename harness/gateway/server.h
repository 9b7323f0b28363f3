/* server.h - the reference gateway as an HTTP server. The only user of libmicrohttpd.
 *
 * Each connection has a thread of its own, so that requests are served in parallel, also while they
 * wait for the latency. The server locks the gateway: no other code may use it between start and
 * stop. The threads share nothing else with the caller and block its signals.
 *
 * Requests that are not HTTP, or whose header lines exceed CT_LIMIT_MOCK_HEADERS, are answered or
 * cut off by libmicrohttpd and never reach the gateway. A body over CT_LIMIT_MOCK_BODY is read to
 * its end and refused; over CT_LIMIT_MOCK_READ the connection is closed. At most
 * CT_LIMIT_MOCK_CONNECTIONS are open at once; one that is idle for CT_LIMIT_MOCK_IDLE_S is closed.
 */
#ifndef CT_GATEWAY_SERVER_H
#define CT_GATEWAY_SERVER_H

#include "base/diag.h"
#include "gateway/gateway.h"

typedef struct ct_server_options {
    const char *listen;  /* IP address or host name of this machine, IPv6 with or without brackets;
                            NULL: 127.0.0.1 */
    unsigned port;       /* 0: any free port */
    unsigned latency_ms; /* delay before each request is processed, in milliseconds */
} ct_server_options;

typedef struct ct_server ct_server;

/* Starts a server that accepts connections when this returns.
 * gateway: in; borrowed, must outlive the server
 * options: in; not needed afterwards
 * Returns NULL after adding the reason to `diag`, such as a port in use. The caller stops the
 * server with ct_server_stop(). */
ct_server *ct_server_start(ct_gateway *gateway, const ct_server_options *options, ct_diag *diag);

/* Returns the URL of the server for clients on this machine, "http://127.0.0.1:40123" or
 * "http://[::1]:40123". It lives as long as the server. */
const char *ct_server_url(const ct_server *server);

/* Closes all connections, also in the middle of a response or a latency, and frees the server. Does
 * nothing for NULL. */
void ct_server_stop(ct_server *server);

/* Returns the version of libmicrohttpd, such as "0.9.75". */
const char *ct_server_version(void);

#endif
