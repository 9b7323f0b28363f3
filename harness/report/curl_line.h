/* curl_line.h - a request as one command that reproduces it. */
#ifndef CT_REPORT_CURL_LINE_H
#define CT_REPORT_CURL_LINE_H

#include <stddef.h>

#include "base/buf.h"
#include "model/exchange.h"

/* Adds a line for bash, without a line break: the request, how TLS is done, and its route. A masked
 * secret becomes a variable named after its header ("$X_AUTH_TOKEN"), "$CLIENT_KEY_PASSWORD" or
 * "$SECRET"; hidden characters and the second of "##" become $'\xNN'. A body that was cut, holds a
 * NUL or is larger than `body_limit` is left to a file: @BODY. */
void ct_curl_line(ct_buf *out, const ct_request *request, size_t body_limit);

#endif
