#include "model/exchange.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "model/redact/redact.h"

const ct_header *ct_header_find(const ct_header *headers, const char *name)
{
    while (headers && strcasecmp(headers->name, name) != 0)
        headers = headers->next;
    return headers;
}

/* ---- Keeping ---- */

typedef struct keeper {
    ct_arena *arena;
    const ct_redactor *redactor;
    size_t limit;
} keeper;

/* The arena's own in any case: what it came from is used again for the next exchange. */
static const char *keep_text(const keeper *k, const char *text)
{
    const char *kept = ct_redact_text(k->redactor, k->arena, text);
    return kept == text ? ct_arena_text(k->arena, text) : kept;
}

static ct_header *keep_headers(const keeper *k, const ct_header *headers)
{
    ct_header *first = NULL, **last = &first;
    for (const ct_header *h = headers; h; h = h->next) {
        ct_header *kept = ct_new(k->arena, ct_header);
        kept->name = keep_text(k, h->name);
        kept->value = ct_redactor_hides_name(k->redactor, h->name, strlen(h->name))
                          ? CT_MASK
                          : keep_text(k, h->value);
        *last = kept;
        last = &kept->next;
    }
    return first;
}

/* The size to report for a body of which `kept` bytes are shown; `masked`: its size after masking.
 */
static size_t whole_size(const ct_body *body, size_t masked, size_t kept)
{
    bool const was_cut = body->whole > body->size;
    size_t const whole = was_cut ? body->whole : body->size;
    if (kept == masked && !was_cut)
        return kept;                      /* masks alone do not make it a part */
    return whole > kept ? whole : masked; /* masks may have made it longer than it was */
}

static bool is_text(const ct_body *body)
{
    enum { CUT_CHARACTER = 3 };
    size_t const valid = ct_utf8_valid_size(body->bytes, body->size);
    size_t const lost = body->whole > body->size ? CUT_CHARACTER : 0;
    return valid + lost >= body->size && !memchr(body->bytes, '\0', valid);
}

static bool begins_with(const ct_body *body, const char *bytes, size_t size)
{
    return body->size >= size && !memcmp(body->bytes, bytes, size);
}

/* Recognized by their first bytes; gzip and ZIP also inside other bytes. */
static bool has_mark(const ct_body *body)
{
    static const struct {
        const char *bytes;
        size_t size;
    } marks[] = {
        {"\x28\xB5\x2F\xFD", 4}, /* zstd, RFC 8878 */
        {"\x04\x22\x4D\x18", 4}, /* LZ4 */
        {"\xFD"
         "7zXZ\0",
         6},
        {"7z\xBC\xAF\x27\x1C", 6},
        {"BZh", 3},
        {"\x1F\x9D", 2}, /* compress */
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (begins_with(body, marks[i].bytes, marks[i].size))
            return true;
    const unsigned char *first = (const unsigned char *)body->bytes;
    bool const is_zlib = body->size > 1 && (first[0] & 0x8F) == 8 &&
                         (first[0] << 8 | first[1]) % 31 == 0; /* RFC 1950 section 2.2 */
    return is_zlib || memmem(body->bytes, body->size, "\x1F\x8B\x08", 3) || /* RFC 1952 */
           memmem(body->bytes, body->size, "PK\3\4", 4);
}

static bool has_content_coding(const ct_header *headers)
{
    while ((headers = ct_header_find(headers, "Content-Encoding"))) {
        if (*headers->value && strcasecmp(headers->value, "identity") != 0)
            return true;
        headers = headers->next;
    }
    return false;
}

/* A secret in compressed bytes cannot be masked, but a reader of the report could decompress it. */
static bool is_compressed(const ct_body *body, const ct_header *headers)
{
    return body->size && !is_text(body) && (has_content_coding(headers) || has_mark(body));
}

static ct_body keep_body(const keeper *k, const ct_body *body, const ct_header *headers)
{
    if (!body->bytes)
        return (ct_body){.whole = body->whole};
    if (is_compressed(body, headers))
        return (ct_body){ct_arena_text(k->arena, ""), 0,
                         body->whole > body->size ? body->whole : body->size};
    ct_arena *scratch = ct_arena_new(); /* the arena gets only what is left after the cut */
    size_t size;
    size_t const looked_at =
        ct_utf8_cut(body->bytes, body->size, k->limit + ct_redactor_reach(k->redactor));
    const char *masked = ct_redact_body(k->redactor, scratch, body->bytes, looked_at, &size);
    size_t const kept = ct_utf8_cut(masked, size, k->limit);
    ct_body const copy = {ct_arena_copy(k->arena, masked, kept), kept,
                          looked_at < body->size ? body->whole : whole_size(body, size, kept)};
    ct_arena_free(scratch);
    return copy;
}

/* Paths of files may contain a secret, and the original may be freed before the copy. */
static const ct_tls *keep_tls_wish(const keeper *k, const ct_tls *tls)
{
    if (!tls)
        return NULL;
    ct_tls *kept = ct_new(k->arena, ct_tls);
    *kept = *tls;
    kept->ca = tls->ca ? keep_text(k, tls->ca) : NULL;
    kept->client_cert = tls->client_cert ? keep_text(k, tls->client_cert) : NULL;
    kept->client_key = tls->client_key ? keep_text(k, tls->client_key) : NULL;
    kept->client_key_password = tls->client_key_password ? CT_MASK : NULL;
    return kept;
}

static const ct_request *keep_request(const keeper *k, const ct_request *request)
{
    ct_request *kept = ct_new(k->arena, ct_request);
    *kept = *request;
    kept->method = keep_text(k, request->method);
    kept->url = ct_mask_url(k->arena, keep_text(k, request->url));
    kept->headers = keep_headers(k, request->headers);
    kept->body = keep_body(k, &request->body, request->headers);
    kept->tls = keep_tls_wish(k, request->tls);
    return kept;
}

static const ct_response *keep_response(const keeper *k, const ct_response *response)
{
    ct_response *kept = ct_new(k->arena, ct_response);
    *kept = *response;
    kept->version = keep_text(k, response->version);
    kept->reason = keep_text(k, response->reason);
    kept->headers = keep_headers(k, response->headers);
    kept->trailers = keep_headers(k, response->trailers);
    kept->body = keep_body(k, &response->body, response->headers);
    return kept;
}

static const ct_tls_facts *keep_tls(const keeper *k, const ct_tls_facts *tls)
{
    ct_tls_facts *kept = ct_new(k->arena, ct_tls_facts);
    kept->version = keep_text(k, tls->version);
    kept->cipher = keep_text(k, tls->cipher);
    kept->subject = tls->subject ? keep_text(k, tls->subject) : NULL;
    kept->issuer = tls->issuer ? keep_text(k, tls->issuer) : NULL;
    kept->sha256 = tls->sha256 ? keep_text(k, tls->sha256) : NULL;
    kept->public_key_sha256 = tls->public_key_sha256 ? keep_text(k, tls->public_key_sha256) : NULL;
    kept->valid_from = tls->valid_from;
    kept->valid_until = tls->valid_until;
    return kept;
}

const ct_exchange *ct_exchange_keep(ct_arena *arena, const ct_exchange *exchange,
                                    const struct ct_redactor *redactor, size_t limit)
{
    keeper const k = {arena, redactor, limit};
    ct_exchange *kept = ct_new(arena, ct_exchange);
    *kept = *exchange;
    if (exchange->request)
        kept->request = keep_request(&k, exchange->request);
    if (exchange->response)
        kept->response = keep_response(&k, exchange->response);
    if (exchange->tls)
        kept->tls = keep_tls(&k, exchange->tls);
    kept->address = ct_arena_text(arena, exchange->address);
    return kept;
}

const char *ct_failure_name(ct_failure failure)
{
    static const char *const names[CT_FAILURES] = {"none",    "refused",     "reset",
                                                   "timeout", "tls-refused", "other"};
    return names[failure];
}

static const char *changed(const char *base, const char *change)
{
    const char *path = change ? change : base;
    return path && *path ? path : NULL;
}

const ct_tls *ct_tls_change(ct_arena *arena, const ct_tls *base, const ct_tls *change)
{
    static const ct_tls usual = {0};
    if (!change)
        return base;
    if (!base)
        base = &usual;
    ct_tls *tls = ct_new(arena, ct_tls);
    *tls = (ct_tls){
        .ca = changed(base->ca, change->ca),
        .client_cert = changed(base->client_cert, change->client_cert),
        .client_key = changed(base->client_key, change->client_key),
        .client_key_password = changed(base->client_key_password, change->client_key_password),
        .client_key_where = change->client_key ? change->client_key_where : base->client_key_where,
        .min_version = changed(base->min_version, change->min_version),
        .max_version = change->max_version,
        .is_insecure = base->is_insecure || change->is_insecure};
    /* A maximum below the target's minimum is meant to be tried. */
    if (tls->min_version && tls->max_version && strcmp(tls->min_version, tls->max_version) > 0)
        tls->min_version = tls->max_version;
    return tls;
}
