#include "report/har_entry.h"

#include <string.h>
#include <strings.h>

#include "base/datetime.h"
#include "lang/json/json_writer.h"
#include "model/body_text.h"

/* ---- Times ---- */

static bool is_https(const ct_exchange *exchange)
{
    return !strncasecmp(exchange->request->url, "https:", 6);
}

ct_har_times ct_har_time(const ct_exchange *e)
{
    /* When each phase was over; 0: not known. */
    uint64_t const marks[CT_HAR_PHASES] = {
        [CT_HAR_DNS] = e->name_us,
        [CT_HAR_CONNECT] = is_https(e) ? e->tls_us : e->connect_us,
        [CT_HAR_SEND] = e->sent_us,
        [CT_HAR_WAIT] = e->first_byte_us,
        [CT_HAR_RECEIVE] = e->response ? e->elapsed_us : 0,
    };
    int last = CT_HAR_RECEIVE;
    while (last >= 0 && !marks[last])
        last--;
    ct_har_times t = {0};
    uint64_t begin = 0;
    for (int i = 0; i < CT_HAR_PHASES && i <= last + 1; i++) {
        uint64_t const end = i <= last ? marks[i] : e->elapsed_us;
        t.is_known[i] = end;
        if (end <= begin)
            continue;
        t.us[i] = end - begin;
        begin = end;
    }
    t.whole_us = begin;
    /* TLS starts once the connection is established, and ends with its phase. */
    uint64_t const connected = t.us[CT_HAR_DNS] + t.us[CT_HAR_CONNECT];
    t.has_tls = is_https(e) && t.is_known[CT_HAR_CONNECT] && e->connect_us;
    if (t.has_tls && connected > e->connect_us)
        t.tls_us = connected - e->connect_us;
    if (t.tls_us > t.us[CT_HAR_CONNECT])
        t.tls_us = t.us[CT_HAR_CONNECT];
    return t;
}

static void put_ms(ct_json_writer *json, const char *name, uint64_t us)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_seconds_text(&text, us); /* a thousandth of it, with three digits: milliseconds */
    ct_json_put_raw(json, name, ct_buf_str(&text));
    ct_buf_free(&text);
}

static void put_phase(ct_json_writer *json, const char *name, bool is_known, uint64_t us)
{
    if (is_known)
        put_ms(json, name, us);
    else
        ct_json_put_raw(json, name, "-1");
}

static void put_timings(ct_json_writer *json, const ct_har_times *t)
{
    ct_json_put_open(json, "timings", '{');
    ct_json_put_raw(json, "blocked", "-1");
    put_phase(json, "dns", t->is_known[CT_HAR_DNS], t->us[CT_HAR_DNS]);
    put_phase(json, "connect", t->is_known[CT_HAR_CONNECT], t->us[CT_HAR_CONNECT]);
    put_phase(json, "ssl", t->has_tls, t->tls_us);
    put_ms(json, "send", t->us[CT_HAR_SEND]); /* these three may not be unknown */
    put_ms(json, "wait", t->us[CT_HAR_WAIT]);
    put_ms(json, "receive", t->us[CT_HAR_RECEIVE]);
    ct_json_put_close(json, '}');
}

/* ---- Requests and responses ---- */

static void put_pair(ct_json_writer *json, const char *name, size_t name_size, const char *value,
                     size_t value_size)
{
    ct_json_put_open(json, NULL, '{');
    ct_json_put_bytes(json, "name", name, name_size);
    ct_json_put_bytes(json, "value", value, value_size);
    ct_json_put_close(json, '}');
}

static void put_fields(ct_json_writer *json, const ct_header *field)
{
    for (; field; field = field->next) {
        const char *value = field->value ? field->value : "";
        put_pair(json, field->name, strlen(field->name), value, strlen(value));
    }
}

/* HAR knows no trailers: they follow the headers. */
static void put_headers(ct_json_writer *json, const ct_header *headers, const ct_header *trailers)
{
    ct_json_put_raw(json, "cookies", "[]"); /* they are secrets, and masked */
    ct_json_put_open(json, "headers", '[');
    put_fields(json, headers);
    put_fields(json, trailers);
    ct_json_put_close(json, ']');
}

/* As it is written in the address: what was escaped there stays so. */
static void put_query(ct_json_writer *json, const char *url)
{
    const char *at = strchr(url, '?');
    size_t left = at ? strcspn(++at, "#") : 0;
    ct_json_put_open(json, "queryString", '[');
    while (left) {
        const char *stop = memchr(at, '&', left);
        size_t const size = stop ? (size_t)(stop - at) : left;
        const char *equals = memchr(at, '=', size);
        size_t const name = equals ? (size_t)(equals - at) : size;
        if (size)
            put_pair(json, at, name, at + name + (equals != NULL), size - name - (equals != NULL));
        left -= size + (stop != NULL);
        at += size + (stop != NULL);
    }
    ct_json_put_close(json, ']');
}

static const char *type_of(const ct_header *headers)
{
    const ct_header *type = ct_header_find(headers, "Content-Type");
    return type && type->value ? type->value : "";
}

/* `encoding`: the name of the property that says that the content is base64. */
static void put_text(ct_json_writer *json, const ct_body *body, const char *encoding)
{
    size_t size;
    if (!body->bytes)
        return;
    if (ct_body_is_text(body, &size)) {
        ct_json_put_bytes(json, "text", body->bytes, size);
    } else {
        size = body->size;
        ct_json_put_base64(json, "text", body->bytes, size);
        ct_json_put_string(json, encoding, "base64");
    }
    if (body->whole <= body->size)
        return;
    ct_buf cut = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&cut, "cut: the first %zu of %zu bytes", size, body->whole);
    ct_json_put_string(json, "comment", ct_buf_str(&cut));
    ct_buf_free(&cut);
}

static void put_version(ct_json_writer *json, const ct_response *response)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    if (response)
        ct_buf_printf(&text, "HTTP/%s", response->version);
    ct_json_put_string(json, "httpVersion", response ? ct_buf_str(&text) : "unknown");
    ct_buf_free(&text);
}

static void put_request(ct_json_writer *json, const ct_exchange *exchange)
{
    const ct_request *request = exchange->request;
    ct_json_put_open(json, "request", '{');
    ct_json_put_string(json, "method", request->method);
    ct_json_put_string(json, "url", request->url);
    put_version(json, exchange->response);
    put_headers(json, request->headers, NULL);
    put_query(json, request->url);
    if (request->body.bytes) {
        ct_json_put_open(json, "postData", '{');
        ct_json_put_string(json, "mimeType", type_of(request->headers));
        put_text(json, &request->body, "_encoding"); /* HAR defines one only for responses */
        ct_json_put_close(json, '}');
    }
    ct_json_put_raw(json, "headersSize", "-1");
    ct_json_put_uint(json, "bodySize", request->body.bytes ? request->body.whole : 0);
    ct_json_put_close(json, '}');
}

static void put_response(ct_json_writer *json, const ct_response *response, const char *error)
{
    static const ct_response none = {.reason = ""};
    const ct_response *r = response ? response : &none;
    const ct_header *location = ct_header_find(r->headers, "Location");
    ct_json_put_open(json, "response", '{');
    ct_json_put_uint(json, "status", r->status);
    ct_json_put_string(json, "statusText", r->reason ? r->reason : "");
    put_version(json, response);
    put_headers(json, r->headers, r->trailers);
    ct_json_put_open(json, "content", '{');
    ct_json_put_uint(json, "size", r->body.bytes ? r->body.whole : 0);
    ct_json_put_string(json, "mimeType", *type_of(r->headers) ? type_of(r->headers) : "x-unknown");
    put_text(json, &r->body, "encoding");
    ct_json_put_close(json, '}');
    ct_json_put_string(json, "redirectURL", location && location->value ? location->value : "");
    ct_json_put_raw(json, "headersSize", "-1");
    if (response)
        ct_json_put_uint(json, "bodySize", r->body.bytes ? r->body.whole : 0);
    else
        ct_json_put_raw(json, "bodySize", "-1");
    ct_json_put_string(json, "_error", response ? NULL : error);
    ct_json_put_close(json, '}');
}

/* ---- An entry ---- */

/* "[::1]:8080" is the address ::1 and the port 8080. */
static void put_address(ct_json_writer *json, const char *address)
{
    const char *colon = address ? strrchr(address, ':') : NULL;
    if (!colon)
        return;
    bool const has_brackets = *address == '[' && colon[-1] == ']';
    const char *begin = address + has_brackets, *end = colon - has_brackets;
    ct_json_put_bytes(json, "serverIPAddress", begin, (size_t)(end - begin));
    ct_json_put_string(json, "connection", colon + 1);
}

static void put_tls(ct_json_writer *json, const ct_tls_facts *tls)
{
    if (!tls)
        return;
    ct_json_put_open(json, "_tls", '{');
    ct_json_put_string(json, "version", tls->version);
    ct_json_put_string(json, "cipher", tls->cipher);
    ct_json_put_string(json, "subject", tls->subject);
    ct_json_put_string(json, "sha256", tls->sha256);
    ct_json_put_string(json, "public_key_sha256", tls->public_key_sha256);
    ct_json_put_close(json, '}');
}

static void put_comment(ct_json_writer *json, const ct_step_result *step, unsigned ordinal)
{
    const char *title = step->step ? step->step->title : NULL;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&text, "%sstep %u%s%s: %s", step->is_cleanup ? "clean-up, " : "", ordinal,
                  title ? ", " : "", title ? title : "", ct_verdict_name(step->verdict));
    if (step->attempts > 1)
        ct_buf_printf(&text, ", the last of %u attempts", step->attempts);
    ct_json_put_string(json, "comment", ct_buf_str(&text));
    ct_buf_free(&text);
}

void ct_har_entry(ct_buf *out, const ct_step_result *step, unsigned ordinal, const char *page)
{
    const ct_exchange *exchange = step->exchange;
    ct_har_times const times = ct_har_time(exchange);
    ct_json_writer json = {.out = out};
    ct_json_put_open(&json, NULL, '{');
    ct_json_put_string(&json, "pageref", page);
    ct_json_put_time(&json, "startedDateTime", exchange->started_at);
    put_ms(&json, "time", times.whole_us);
    put_request(&json, exchange);
    put_response(&json, exchange->response, step->error);
    ct_json_put_raw(&json, "cache", "{}");
    put_timings(&json, &times);
    put_address(&json, exchange->address);
    put_tls(&json, exchange->tls);
    ct_json_put_string(&json, "_verdict", ct_verdict_name(step->verdict));
    put_comment(&json, step, ordinal);
    ct_json_put_close(&json, '}');
}
