/* fake_transport.h - a transport for tests that returns prepared responses. */
#ifndef CT_TESTS_FAKE_TRANSPORT_H
#define CT_TESTS_FAKE_TRANSPORT_H

#include "http/transport.h"

/* One answer for each request, in the order of sending: see fake_transport.c. */
typedef struct ct_canned {
    unsigned status;
    ct_header *headers;
    const char *body;
    const char *trouble; /* instead of an answer */
    bool is_unreachable;
} ct_canned;

/* The answers are read in turn; the last one is repeated. `log`, when not NULL, gets a line
 * "METHOD URL" for each request. */
ct_transport *ct_canned_open(const ct_canned *answers, size_t count, ct_buf *log);

#endif
