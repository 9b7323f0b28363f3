/* curl_line.h - a request as a curl command that reproduces it. */
#ifndef CT_REPORT_CURL_LINE_H
#define CT_REPORT_CURL_LINE_H

#include <stddef.h>

#include "base/buf.h"
#include "model/exchange.h"

/* Adds a command for bash on one line, without a line break: the request, its TLS options and its
 * route.
 *
 * request:     in; as it was kept, with secrets masked
 * body_limit:  in; bytes. A body that was cut, contains a NUL or is larger is read from a file:
 * @BODY
 *
 * A masked secret becomes a variable named after its header ("$X_AUTH_TOKEN"),
 * "$CLIENT_KEY_PASSWORD" or "$SECRET". Hidden characters, and the second of "##", become $'\xNN'.
 */
void ct_curl_line(ct_buf *out, const ct_request *request, size_t body_limit);

#endif
