/* What a run shows as a whole, written: causes, requirements, coverage, connection. */
#include "lang/json/json_writer.h"
#include "lang/yaml/bind.h"
#include "record/record.h"

static void put_cause(ct_json_writer *json, const ct_cause *cause)
{
    ct_json_put_open(json, NULL, '{');
    ct_json_put_uint(json, "id", cause->id);
    ct_json_put_string(json, "kind", cause->kind);
    ct_json_put_exact(json, "subject", cause->subject);
    ct_json_put_exact(json, "path", cause->path);
    ct_json_put_string(json, "mismatch", ct_mismatch_name(cause->mismatch));
    ct_json_put_exact(json, "text", cause->text);
    ct_json_put_exact(json, "expected", cause->expected);
    ct_json_put_exact(json, "actual", cause->actual);
    if (cause->follows)
        ct_json_put_uint(json, "follows", cause->follows);
    ct_json_put_exact(json, "first", cause->first);
    ct_json_put_open(json, "cases", '[');
    for (const ct_cause_case *one = cause->cases; one; one = one->next) {
        ct_json_put_open(json, NULL, '{');
        ct_json_put_exact(json, "case", one->name);
        ct_json_put_uint(json, "step", one->step);
        if (one->has_finding)
            ct_json_put_uint(json, "finding", one->finding);
        ct_json_put_close(json, '}');
    }
    ct_json_put_close(json, ']');
    if (cause->violates)
        ct_record_names(json, "violates", cause->violates);
    ct_json_put_close(json, '}');
}

static void put_requirement_result(ct_json_writer *json, const ct_requirement_result *result)
{
    ct_json_put_open(json, NULL, '{');
    ct_json_put_exact(json, "id", result->requirement->id);
    ct_json_put_string(json, "status", ct_requirement_status_name(result->status));
    ct_record_names(json, "cases", result->cases);
    ct_json_put_close(json, '}');
}

static void put_coverage_point(ct_json_writer *json, const ct_coverage_point *point)
{
    ct_json_put_open(json, NULL, '{');
    ct_json_put_exact(json, "operation", point->operation->id);
    ct_json_put_exact(json, "kind", point->kind);
    ct_json_put_exact(json, "point", point->point);
    ct_json_put_uint(json, "count", point->count);
    ct_json_put_close(json, '}');
}

static void put_connection(ct_json_writer *json, const ct_connection *connection)
{
    ct_json_put_open(json, "connection", '{');
    ct_json_put_string(json, "http_version", connection->http_version);
    ct_json_put_exact(json, "proxy", connection->proxy);
    if (connection->resolve)
        ct_record_names(json, "resolve", connection->resolve);
    ct_json_put_exact(json, "ca", connection->ca);
    ct_json_put_exact(json, "ca_sha256", connection->ca_sha256);
    ct_json_put_exact(json, "client_cert", connection->client_cert);
    ct_json_put_exact(json, "client_cert_sha256", connection->client_cert_sha256);
    ct_json_put_exact(json, "client_key", connection->client_key);
    if (connection->is_insecure)
        ct_json_put_bool(json, "insecure", true);
    ct_json_put_close(json, '}');
}

void ct_record_put_analysis(ct_json_writer *json, const ct_run_result *run)
{
    unsigned const broken_depth = json->broken_depth;
    json->broken_depth = 2; /* an element on one line */
    if (run->connection)
        put_connection(json, run->connection);
    if (run->causes) {
        ct_json_put_open(json, "causes", '[');
        for (const ct_cause *cause = run->causes; cause; cause = cause->next)
            put_cause(json, cause);
        ct_json_put_close(json, ']');
    }
    if (run->requirement_results) {
        ct_json_put_open(json, "requirement_results", '[');
        for (const ct_requirement_result *r = run->requirement_results; r; r = r->next)
            put_requirement_result(json, r);
        ct_json_put_close(json, ']');
    }
    if (run->coverage) {
        ct_json_put_open(json, "coverage", '[');
        for (const ct_coverage_point *point = run->coverage; point; point = point->next)
            put_coverage_point(json, point);
        ct_json_put_close(json, ']');
    }
    json->broken_depth = broken_depth;
}
