/* fake_transport.h - a transport for tests that returns prepared responses. */
#ifndef CT_TESTS_FAKE_TRANSPORT_H
#define CT_TESTS_FAKE_TRANSPORT_H

#include "http/transport.h"

/* One response for each request, in the order of sending: see fake_transport.c. */
typedef struct ct_fake_transport {
    unsigned status;
    ct_header *headers;
    const char *body;
    const char *error; /* instead of a response */
    bool is_unreachable;
} ct_fake_transport;

/* The responses are used in turn; the last one is repeated. `log`, if not NULL, gets a line
 * "METHOD URL" for each request. */
ct_transport *ct_fake_transport_open(const ct_fake_transport *responses, size_t count, ct_buf *log);

#endif
