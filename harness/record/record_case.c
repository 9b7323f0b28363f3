/* One case of the record: its steps, what was sent and received, what was found. */
#include "record/record.h"

#include <string.h>

#include "base/utf8.h"
#include "lang/json/json_writer.h"
#include "lang/yaml/bind.h"
#include "model/body_text.h"
#include "model/redact/redact.h"
#include "record/record_digest.h"

const char *ct_record_code_name(ct_code code)
{
    static const char *const names[] = {
        [CT_E_NONE] = NULL,         [CT_E_IO] = "io",
        [CT_E_MISSING] = "missing", [CT_E_VALUE] = "value",
        [CT_E_LIMIT] = "limit",     [CT_E_NETWORK] = "network",
        [CT_E_TIMEOUT] = "timeout", [CT_E_PROTOCOL] = "protocol",
    };
    return (size_t)code < sizeof names / sizeof *names ? names[code] : NULL;
}

static void put_place(ct_json_writer *json, ct_loc where)
{
    if (!where.source)
        return;
    ct_json_put_open(json, "place", '{');
    ct_json_put_exact(json, "file", where.source->name);
    ct_json_put_uint(json, "line", where.line);
    ct_json_put_uint(json, "column", where.column);
    ct_json_put_uint(json, "width", where.width);
    ct_json_put_close(json, '}');
}

/* ---- Requests and responses ---- */

static bool is_utf8(const char *text)
{
    size_t const size = strlen(text);
    return ct_utf8_valid_size(text, size) == size;
}

/* The element of a "..._base64" list: the bytes, or null if the text is UTF-8. */
static void put_bytes_or_null(ct_json_writer *json, const char *text)
{
    if (is_utf8(text))
        ct_json_put_null(json, NULL);
    else
        ct_json_put_base64(json, NULL, text, strlen(text));
}

static const char *value_of(const ct_header *header)
{
    return header->value ? header->value : "";
}

/* `bytes_name`: of the list with the bytes. */
static void put_fields(ct_json_writer *json, const char *name, const char *bytes_name,
                       const ct_header *fields)
{
    bool is_text = true;
    ct_json_put_open(json, name, '[');
    for (const ct_header *field = fields; field; field = field->next) {
        ct_json_put_open(json, NULL, '[');
        ct_json_put_string(json, NULL, field->name);
        ct_json_put_string(json, NULL, value_of(field));
        ct_json_put_close(json, ']');
        is_text = is_text && is_utf8(field->name) && is_utf8(value_of(field));
    }
    ct_json_put_close(json, ']');
    if (is_text)
        return;
    ct_json_put_open(json, bytes_name, '[');
    for (const ct_header *field = fields; field; field = field->next) {
        ct_json_put_open(json, NULL, '[');
        put_bytes_or_null(json, field->name);
        put_bytes_or_null(json, value_of(field));
        ct_json_put_close(json, ']');
    }
    ct_json_put_close(json, ']');
}

static void put_body(ct_json_writer *json, const ct_body *body)
{
    if (!body->bytes)
        return;
    size_t size;
    bool const is_text = ct_body_is_text(body, &size);
    ct_json_put_open(json, "body", '{');
    ct_json_put_uint(json, "size", body->whole);
    if (body->whole > body->size)
        ct_json_put_bool(json, "is_cut", true);
    if (is_text)
        ct_json_put_bytes(json, "text", body->bytes, size);
    else
        ct_json_put_base64(json, "base64", body->bytes, size);
    ct_json_put_close(json, '}');
}

/* TLS options, if they are not the defaults. */
static void put_request_tls(ct_json_writer *json, const ct_tls *tls)
{
    if (!tls)
        return;
    ct_json_put_open(json, "tls", '{');
    ct_json_put_exact(json, "ca", tls->ca);
    ct_json_put_exact(json, "client_cert", tls->client_cert);
    ct_json_put_exact(json, "client_key", tls->client_key);
    if (tls->client_key_password)
        ct_json_put_string(json, "client_key_password", CT_MASK);
    ct_json_put_exact(json, "min_version", tls->min_version);
    ct_json_put_exact(json, "max_version", tls->max_version);
    if (tls->is_insecure)
        ct_json_put_bool(json, "insecure", true);
    ct_json_put_close(json, '}');
}

static void put_request(ct_json_writer *json, const ct_request *request)
{
    ct_json_put_open(json, "request", '{');
    ct_json_put_exact(json, "method", request->method);
    ct_json_put_exact(json, "url", request->url);
    ct_json_put_bool(json, "is_safe", request->is_safe);
    put_fields(json, "headers", "headers_base64", request->headers);
    put_body(json, &request->body);
    put_request_tls(json, request->tls);
    ct_json_put_close(json, '}');
}

static void put_response(ct_json_writer *json, const ct_response *response)
{
    ct_json_put_open(json, "response", '{');
    ct_json_put_exact(json, "version", response->version);
    ct_json_put_uint(json, "status", response->status);
    ct_json_put_exact(json, "reason", response->reason);
    put_fields(json, "headers", "headers_base64", response->headers);
    put_body(json, &response->body);
    if (response->trailers)
        put_fields(json, "trailers", "trailers_base64", response->trailers);
    ct_json_put_close(json, '}');
}

static void put_tls(ct_json_writer *json, const ct_tls_facts *tls)
{
    if (!tls)
        return;
    ct_json_put_open(json, "tls", '{');
    ct_json_put_exact(json, "version", tls->version);
    ct_json_put_exact(json, "cipher", tls->cipher);
    ct_json_put_exact(json, "subject", tls->subject);
    ct_json_put_exact(json, "issuer", tls->issuer);
    ct_json_put_exact(json, "sha256", tls->sha256);
    ct_json_put_exact(json, "public_key_sha256", tls->public_key_sha256);
    if (tls->valid_from)
        ct_json_put_time(json, "valid_from", tls->valid_from);
    if (tls->valid_until)
        ct_json_put_time(json, "valid_until", tls->valid_until);
    ct_json_put_close(json, '}');
}

static void put_exchange(ct_json_writer *json, const ct_exchange *exchange)
{
    if (!exchange)
        return;
    put_request(json, exchange->request);
    if (exchange->response)
        put_response(json, exchange->response);
    if (exchange->failure)
        ct_json_put_string(json, "failure", ct_failure_name(exchange->failure));
    ct_json_put_exact(json, "address", exchange->address);
    ct_json_put_time(json, "started_at", exchange->started_at);
    if (exchange->response)
        ct_json_put_time(json, "received_at", exchange->received_at);
    put_tls(json, exchange->tls);
    ct_json_put_uint(json, "name_us", exchange->name_us);
    ct_json_put_uint(json, "connect_us", exchange->connect_us);
    if (exchange->tls_us)
        ct_json_put_uint(json, "tls_us", exchange->tls_us);
    ct_json_put_uint(json, "sent_us", exchange->sent_us);
    ct_json_put_uint(json, "first_byte_us", exchange->first_byte_us);
    ct_json_put_uint(json, "elapsed_us", exchange->elapsed_us);
}

/* ---- What was found ---- */

static void put_differences(ct_json_writer *json, const ct_finding *finding)
{
    if (!finding->differences)
        return;
    ct_json_put_uint(json, "difference_count", finding->difference_count);
    ct_json_put_open(json, "differences", '[');
    for (const ct_difference *d = finding->differences; d; d = d->next) {
        ct_json_put_open(json, NULL, '{');
        ct_json_put_exact(json, "path", d->path);
        ct_json_put_string(json, "mismatch", ct_mismatch_name(d->mismatch));
        ct_json_put_exact(json, "expected", d->expected);
        ct_json_put_exact(json, "actual", d->actual);
        ct_json_put_exact(json, "hint", d->hint);
        ct_json_put_exact(json, "schema", d->schema);
        ct_json_put_exact(json, "diff", d->diff);
        put_place(json, d->where);
        ct_json_put_close(json, '}');
    }
    ct_json_put_close(json, ']');
}

static void put_violates(ct_json_writer *json, const ct_cite *cite)
{
    if (!cite)
        return;
    ct_json_put_open(json, "violates", '[');
    for (; cite; cite = cite->next)
        ct_json_put_exact(json, NULL, cite->requirement->id);
    ct_json_put_close(json, ']');
}

static void put_findings(ct_json_writer *json, const ct_finding *finding)
{
    ct_json_put_open(json, "findings", '[');
    for (; finding; finding = finding->next) {
        ct_json_put_open(json, NULL, '{');
        ct_json_put_exact(json, "subject", finding->subject);
        ct_json_put_string(json, "verdict", ct_verdict_name(finding->verdict));
        put_place(json, finding->where);
        ct_json_put_string(json, "mismatch", ct_mismatch_name(finding->mismatch));
        ct_json_put_exact(json, "expected", finding->expected);
        ct_json_put_exact(json, "actual", finding->actual);
        ct_json_put_exact(json, "hint", finding->hint);
        ct_json_put_exact(json, "schema", finding->schema);
        ct_json_put_exact(json, "diff", finding->diff);
        put_violates(json, finding->violates);
        put_differences(json, finding);
        ct_json_put_close(json, '}');
    }
    ct_json_put_close(json, ']');
}

static void put_error(ct_json_writer *json, const ct_step_result *step)
{
    if (!step->error)
        return;
    ct_json_put_open(json, "error", '{');
    ct_json_put_string(json, "code", ct_record_code_name(step->code));
    ct_json_put_exact(json, "text", step->error);
    ct_json_put_close(json, '}');
}

static void put_notes(ct_json_writer *json, const ct_response_note *notes)
{
    bool is_text = true;
    ct_json_put_open(json, "notes", '[');
    for (const ct_response_note *note = notes; note; note = note->next) {
        ct_json_put_string(json, NULL, note->text);
        is_text = is_text && is_utf8(note->text);
    }
    ct_json_put_close(json, ']');
    if (is_text)
        return;
    ct_json_put_open(json, "notes_base64", '[');
    for (const ct_response_note *note = notes; note; note = note->next)
        put_bytes_or_null(json, note->text);
    ct_json_put_close(json, ']');
}

static void put_step(ct_json_writer *json, const ct_step_result *step)
{
    ct_json_put_open(json, NULL, '{');
    if (step->step) {
        ct_json_put_exact(json, "title", step->step->title);
        put_place(json, step->step->where);
    }
    ct_json_put_string(json, "verdict", ct_verdict_name(step->verdict));
    ct_json_put_bool(json, "is_cleanup", step->is_cleanup);
    ct_json_put_uint(json, "checks", step->checks);
    /* One request for one exchange is the usual case, and is left out. */
    if (step->attempts != (step->exchange ? 1 : 0))
        ct_json_put_uint(json, "attempts", step->attempts);
    if (step->throttled_ms)
        ct_json_put_uint(json, "throttled_ms", step->throttled_ms);
    if (step->waited_ms)
        ct_json_put_uint(json, "waited_ms", step->waited_ms);
    if (step->saved_ms)
        ct_json_put_uint(json, "saved_ms", step->saved_ms);
    put_exchange(json, step->exchange);
    put_findings(json, step->findings);
    put_error(json, step);
    put_notes(json, step->notes);
    ct_json_put_close(json, '}');
}

/* ---- The case ---- */

static void put_verified(ct_json_writer *json, const ct_requirement *requirement,
                         const ct_requirement_outcome *outcome)
{
    while (outcome && outcome->requirement != requirement)
        outcome = outcome->next;
    ct_json_put_open(json, NULL, '{');
    ct_json_put_exact(json, "id", requirement->id);
    ct_json_put_string(json, "level", ct_level_name(requirement->level));
    ct_json_put_exact(json, "source", requirement->source);
    if (outcome)
        ct_json_put_string(json, "status", ct_requirement_status_name(outcome->status));
    ct_json_put_close(json, '}');
}

static void put_verifies(ct_json_writer *json, const ct_case_result *result)
{
    ct_json_put_open(json, "verifies", '[');
    for (const ct_cite *cite = result->test_case->verifies; cite; cite = cite->next)
        put_verified(json, cite->requirement, result->requirements);
    ct_json_put_close(json, ']');
}

void ct_record_names(ct_json_writer *json, const char *member, const struct ct_name *name)
{
    ct_json_put_open(json, member, '[');
    for (; name; name = name->next)
        ct_json_put_string(json, NULL, name->text);
    ct_json_put_close(json, ']');
}

static void put_case_definition(ct_json_writer *json, const ct_case_result *result)
{
    const ct_case *test_case = result->test_case;
    ct_json_put_exact(json, "full_name", test_case->full_name);
    ct_json_put_exact(json, "operation", test_case->operation ? test_case->operation->id : NULL);
    ct_json_put_exact(json, "id", test_case->id);
    if (test_case->base_id && strcmp(test_case->base_id, test_case->id))
        ct_json_put_exact(json, "base_id", test_case->base_id);
    if (test_case->operation)
        ct_json_put_uint(json, "index", test_case->index);
    ct_json_put_exact(json, "title", test_case->title);
    put_place(json, test_case->where);
    ct_record_names(json, "tags", test_case->tags);
    ct_record_names(json, "requires", test_case->requires);
    put_verifies(json, result);
}

/* Without the bracket that closes it. */
static void put_case(ct_json_writer *json, const ct_case_result *result)
{
    ct_json_put_open(json, NULL, '{');
    put_case_definition(json, result);
    ct_json_put_string(json, "verdict", ct_verdict_name(result->verdict));
    ct_json_put_exact(json, "reason", result->reason);
    /* A case that did not start has no time. */
    if (result->started_at)
        ct_json_put_time(json, "started_at", result->started_at);
    ct_json_put_uint(json, "elapsed_us", result->elapsed_us);
    ct_json_put_open(json, "steps", '[');
    for (const ct_step_result *step = result->steps; step; step = step->next)
        put_step(json, step);
    ct_json_put_close(json, ']');
}

void ct_record_case(ct_buf *out, const ct_case_result *result)
{
    ct_json_writer json = {.out = out};
    put_case(&json, result);
    ct_json_put_close(&json, '}');
}

void ct_record_line(ct_buf *out, const ct_case_result *result)
{
    ct_json_writer json = {.out = out};
    size_t const start = out->size;
    put_case(&json, result);
    ct_record_put_digest(&json, start);
    ct_json_put_close(&json, '}');
}
