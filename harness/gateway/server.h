/* server.h - the reference gateway on a port of its own. The door to libmicrohttpd.
 *
 * Each connection has a thread, so that many answers are under way at once,
 * also while they wait out a latency. The server guards the gateway: from
 * start to stop nobody else may use it. Its threads share nothing else with
 * the caller, and take no signals from it. The gateway outlives the server.
 *
 * What is no HTTP, or has more header lines than CT_LIMIT_MOCK_HEADERS, is
 * answered or cut off by libmicrohttpd and never reaches the gateway. A body
 * over CT_LIMIT_MOCK_BODY is read to its end and refused; over
 * CT_LIMIT_MOCK_READ the connection is closed.
 */
#ifndef CT_GATEWAY_SERVER_H
#define CT_GATEWAY_SERVER_H

#include "base/diag.h"
#include "gateway/gateway.h"

typedef struct ct_server_options {
    const char *listen;  /* an address or a name of this machine, IPv6 with or without brackets;
                            NULL: 127.0.0.1 */
    unsigned port;       /* 0: any that is free */
    unsigned latency_ms; /* before each request is looked at */
} ct_server_options;

typedef struct ct_server ct_server;

/* It accepts connections when this returns. NULL after noting why not. */
ct_server *ct_server_start(ct_gateway *gateway, const ct_server_options *options, ct_diag *diag);

/* Where to reach it from this machine, "http://127.0.0.1:40123" or "http://[::1]:40123".
 * Lives as long as the server. */
const char *ct_server_url(const ct_server *server);

/* Cuts off what is under way, idle connections and latency too. NULL is fine. */
void ct_server_stop(ct_server *server);

/* Of libmicrohttpd: "0.9.75". */
const char *ct_server_version(void);

#endif
