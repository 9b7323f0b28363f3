/* sdk_hmac.h - SDK-HMAC-SHA256, the signature that the vendor's SDKs put under a request.
 *
 * Both sides compute the same: signer.c to sign, the reference gateway to
 * verify. Pure. The secret key is used as it is: nothing is derived from it,
 * so that other vendors' schemes of a similar look do not serve.
 *
 *   StringToSign = "SDK-HMAC-SHA256" LF X-Sdk-Date LF hex(sha256(CanonicalRequest))
 *   Signature    = hex(HMAC-SHA256(secret key, StringToSign))
 */
#ifndef CT_HTTP_SDK_HMAC_H
#define CT_HTTP_SDK_HMAC_H

#include "base/digest.h"
#include "model/exchange.h"

#define CT_SDK_ALGORITHM "SDK-HMAC-SHA256"

/* What is signed of a request. */
typedef struct ct_sdk_request {
    const char *method;
    const char *target;       /* path and query, as the request line has them */
    const ct_header *headers; /* those that are signed, Host among them, and others */
    const char *signed_names; /* lower case, sorted: "content-type;host;x-sdk-date" */
    ct_body body;
} ct_sdk_request;

/* The canonical request, in the arena. In it a path is decoded and encoded anew, segment by
 * segment, and ends with a slash; parameters of the query are too, and stand in the order of their
 * names and values. The body's digest is what X-Sdk-Content-Sha256 says where it is there. A name
 * with a '_', and one of a header that is not there, is passed over. */
const char *ct_sdk_canonical(const ct_sdk_request *request, ct_arena *arena);

/* `date` is what X-Sdk-Date says. */
void ct_sdk_signature(const ct_sdk_request *request, const char *date, const char *secret_key,
                      ct_arena *arena, char signature[CT_SHA256_TEXT]);

/* What Host says for an address: without the port that its scheme has anyway. In the arena. */
const char *ct_url_host(const char *url, ct_arena *arena);

/* Of an address, the path and query that the request line has; "/" for none. */
const char *ct_url_target(const char *url);

#endif
