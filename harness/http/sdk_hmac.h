/* sdk_hmac.h - SDK-HMAC-SHA256, the signature of requests in the SDKs of the vendor.
 *
 * Both sides compute the same: signer.c to sign, the reference gateway to
 * verify. Pure. The secret key is used as it is, no key is derived from it; that
 * distinguishes it from similar schemes of other vendors.
 *
 *   StringToSign = "SDK-HMAC-SHA256" LF X-Sdk-Date LF hex(sha256(CanonicalRequest))
 *   Signature    = hex(HMAC-SHA256(secret key, StringToSign))
 */
#ifndef CT_HTTP_SDK_HMAC_H
#define CT_HTTP_SDK_HMAC_H

#include "base/digest.h"
#include "model/exchange.h"

#define CT_SDK_ALGORITHM "SDK-HMAC-SHA256"

/* What is signed of a request. All of it is borrowed. */
typedef struct ct_sdk_request {
    const char *method;
    const char *target;       /* path and query, as in the request line */
    const ct_header *headers; /* at least those that are signed, with Host */
    const char *signed_names; /* lower case, sorted: "content-type;host;x-sdk-date" */
    ct_body body;
} ct_sdk_request;

/* Returns the canonical request, in the arena:
 *   - The path is decoded and encoded again, segment by segment, and ends with a slash.
 *   - So are the parameters of the query; they are sorted by name and value.
 *   - The digest of the body is the value of X-Sdk-Content-Sha256, if the request has this header.
 *   - Signed names with a '_', and those of missing headers, are left out. */
const char *ct_sdk_canonical(const ct_sdk_request *request, ct_arena *arena);

/* Computes a signature.
 * date:      the value of X-Sdk-Date
 * signature: out, 64 hex digits and a NUL */
void ct_sdk_signature(const ct_sdk_request *request, const char *date, const char *secret_key,
                      ct_arena *arena, char signature[CT_SHA256_TEXT]);

/* Returns the value of Host for a URL, without the default port of its scheme (RFC 9110
 * section 7.2). In the arena. */
const char *ct_url_host(const char *url, ct_arena *arena);

/* Returns the path and query of a URL, as in the request line; "/" if it has none. Borrowed from
 * the URL, or static. */
const char *ct_url_target(const char *url);

#endif
