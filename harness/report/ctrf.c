#include "report/ctrf.h"

#include <errno.h>

#include "base/spool.h"
#include "base/utf8.h"
#include "lang/json/json_writer.h"
#include "lang/yaml/bind.h"
#include "report/print.h"

enum { MESSAGE_LIMIT = 500, VALUE_LIMIT = 4 << 10, TRACE_LIMIT = 64 << 10 };

static const char spec_version[] = "1.0.0";
static const ct_print_options manner = {.margin = "  ", .value_limit = VALUE_LIMIT};

/* The five statuses of the format. */
typedef enum status { PASSED, FAILED, SKIPPED, PENDING, OTHER, STATUSES } status;

static const char *const status_names[STATUSES] = {"passed", "failed", "skipped", "pending",
                                                   "other"};

typedef struct ctrf {
    ct_reporter reporter;
    ct_spool *tests; /* an object each */
    ct_buf text;
    size_t counts[STATUSES];
    size_t flaky, suites;
} ctrf;

static status status_of(ct_verdict verdict, bool is_strict)
{
    switch (verdict) {
    case CT_PASS:
        return PASSED;
    case CT_WARN:
        return is_strict ? FAILED : PASSED;
    case CT_FAIL:
        return FAILED;
    case CT_SKIP:
        return SKIPPED;
    case CT_NOT_RUN:
        return PENDING;
    default:
        return OTHER;
    }
}

/* Passed in some repetitions only: no other case that ran has a reason. */
static bool is_flaky(const ct_case_result *result)
{
    return result->verdict > CT_SKIP && result->reason;
}

/* ---- A test ---- */

static void put_suite(ct_json_writer *json, const char *suite, const ct_operation *operation)
{
    ct_json_put_open(json, "suite", '[');
    ct_json_put_string(json, NULL, suite && *suite ? suite : "suite");
    ct_json_put_string(json, NULL, operation ? operation->id : NULL);
    ct_json_put_close(json, ']');
}

static void put_message(ct_json_writer *json, const ct_case_result *result)
{
    ct_buf message = CT_BUF(CT_BUF_ANY), trace = CT_BUF(CT_BUF_ANY);
    ct_print_message(&message, result, MESSAGE_LIMIT);
    ct_print_steps(&trace, result, false, &manner);
    ct_print_steps(&trace, result, true, &manner);
    if (trace.size > TRACE_LIMIT) {
        trace.size = ct_utf8_valid_size(trace.bytes, TRACE_LIMIT);
        ct_buf_text(&trace, "\n[cut here: the text was longer than 64 KiB]\n");
    }
    if (message.size)
        ct_json_put_string(json, "message", ct_buf_str(&message));
    if (trace.size)
        ct_json_put_bytes(json, "trace", trace.bytes, trace.size);
    ct_buf_free(&message);
    ct_buf_free(&trace);
}

static void put_names(ct_json_writer *json, const char *member, const ct_name *name)
{
    if (!name)
        return;
    ct_json_put_open(json, member, '[');
    for (; name; name = name->next)
        ct_json_put_string(json, NULL, name->text);
    ct_json_put_close(json, ']');
}

static void put_labels(ct_json_writer *json, const ct_case *test_case)
{
    ct_json_put_open(json, "labels", '{');
    if (test_case->verifies) {
        ct_json_put_open(json, "requirement", '[');
        for (const ct_cite *cite = test_case->verifies; cite; cite = cite->next)
            ct_json_put_string(json, NULL, cite->requirement->id);
        ct_json_put_close(json, ']');
    }
    put_names(json, "requires", test_case->requires);
    ct_json_put_close(json, '}');
}

static void put_step(ct_json_writer *json, const ct_step_result *step, unsigned ordinal)
{
    const ct_request *request = step->exchange ? step->exchange->request : NULL;
    const char *title = step->step ? step->step->title : NULL;
    ct_buf name = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&name, "%sstep %u", step->is_cleanup ? "clean-up, " : "", ordinal);
    if (title)
        ct_buf_printf(&name, ", %s", title);
    ct_json_put_open(json, NULL, '{');
    ct_json_put_string(json, "name", ct_buf_str(&name));
    ct_json_put_string(json, "status", status_names[status_of(step->verdict, false)]);
    ct_json_put_open(json, "extra", '{');
    ct_json_put_string(json, "verdict", ct_verdict_name(step->verdict));
    ct_json_put_uint(json, "checks", step->checks);
    if (request) {
        ct_json_put_string(json, "method", request->method);
        ct_json_put_string(json, "url", request->url);
    }
    if (step->exchange && step->exchange->response)
        ct_json_put_uint(json, "status", step->exchange->response->status);
    ct_json_put_close(json, '}');
    ct_json_put_close(json, '}');
    ct_buf_free(&name);
}

static void put_steps(ct_json_writer *json, const ct_case_result *result)
{
    unsigned ordinals[2] = {0, 0}; /* of the case, and of its clean-up */
    ct_json_put_open(json, "steps", '[');
    for (const ct_step_result *step = result->steps; step; step = step->next)
        put_step(json, step, ++ordinals[step->is_cleanup]);
    ct_json_put_close(json, ']');
}

/* Requests that were sent again because a step waits for something. */
static uint64_t retries_of(const ct_case_result *result)
{
    uint64_t retries = 0;
    for (const ct_step_result *step = result->steps; step; step = step->next)
        retries += step->attempts > 1 ? step->attempts - 1 : 0;
    return retries;
}

static void put_place(ct_json_writer *json, ct_loc where)
{
    if (!where.source)
        return;
    ct_json_put_string(json, "filePath", where.source->name);
    ct_json_put_uint(json, "line", where.line);
}

static void put_test(ct_buf *out, const ct_run_result *run, const ct_case_result *result)
{
    const ct_case *test_case = result->test_case;
    uint64_t const duration = result->elapsed_us / 1000, retries = retries_of(result);
    ct_json_writer json = {.out = out};
    ct_json_put_open(&json, NULL, '{');
    ct_json_put_string(&json, "testId", test_case->full_name);
    ct_json_put_string(&json, "name", test_case->full_name);
    ct_json_put_string(&json, "status", status_names[status_of(result->verdict, run->is_strict)]);
    ct_json_put_string(&json, "rawStatus", ct_verdict_name(result->verdict));
    ct_json_put_uint(&json, "duration", duration);
    if (result->started_at > 0) { /* a case that never began has no time */
        ct_json_put_uint(&json, "start", (uint64_t)result->started_at);
        ct_json_put_uint(&json, "stop", (uint64_t)result->started_at + duration);
    }
    put_suite(&json, run->suite->name, test_case->operation);
    put_message(&json, result);
    put_place(&json, test_case->where);
    put_names(&json, "tags", test_case->tags);
    put_labels(&json, test_case);
    ct_json_put_string(&json, "type", "contract");
    if (retries)
        ct_json_put_uint(&json, "retries", retries);
    if (is_flaky(result))
        ct_json_put_bool(&json, "flaky", true);
    put_steps(&json, result);
    ct_json_put_open(&json, "extra", '{');
    ct_json_put_string(&json, "title", test_case->title);
    ct_json_put_close(&json, '}');
    ct_json_put_close(&json, '}');
}

static void put_unshown(ct_buf *out, const char *why)
{
    ct_json_writer json = {.out = out};
    ct_json_put_open(&json, NULL, '{');
    ct_json_put_string(&json, "testId", "harness/run");
    ct_json_put_string(&json, "name", "harness/run");
    ct_json_put_string(&json, "status", status_names[OTHER]);
    ct_json_put_string(&json, "rawStatus", "error");
    ct_json_put_uint(&json, "duration", 0);
    put_suite(&json, "harness", NULL);
    ct_json_put_string(&json, "message", why);
    ct_json_put_close(&json, '}');
}

/* ---- The run ---- */

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    ctrf *c = (ctrf *)self;
    ct_buf_clear(&c->text);
    put_test(&c->text, run, result);
    ct_spool_put(c->tests, (size_t)(result - run->cases), ct_buf_str(&c->text), c->text.size);
}

static void count(ctrf *c, const ct_run_result *run, bool has_unshown)
{
    const ct_operation *last = NULL;
    for (size_t i = 0; i < run->case_count; i++) {
        const ct_case_result *result = &run->cases[i];
        c->counts[status_of(result->verdict, run->is_strict)]++;
        c->flaky += is_flaky(result);
        c->suites += !i || result->test_case->operation != last;
        last = result->test_case->operation;
    }
    c->counts[OTHER] += has_unshown;
    c->suites += has_unshown;
}

static void put_summary(ct_json_writer *json, const ctrf *c, const ct_run_result *run)
{
    uint64_t const start = run->started_at > 0 ? (uint64_t)run->started_at : 0;
    uint64_t const duration = run->elapsed_us / 1000;
    size_t tests = 0;
    for (size_t i = 0; i < STATUSES; i++)
        tests += c->counts[i];
    ct_json_put_open(json, "summary", '{');
    ct_json_put_uint(json, "tests", tests);
    for (size_t i = 0; i < STATUSES; i++)
        ct_json_put_uint(json, status_names[i], c->counts[i]);
    ct_json_put_uint(json, "flaky", c->flaky);
    ct_json_put_uint(json, "suites", c->suites);
    ct_json_put_uint(json, "start", start);
    ct_json_put_uint(json, "stop", start + duration);
    ct_json_put_uint(json, "duration", duration);
    ct_json_put_open(json, "extra", '{');
    ct_json_put_string(json, "verdict", ct_verdict_name(ct_run_verdict(run)));
    ct_json_put_uint(json, "deselected", run->deselected);
    ct_json_put_uint(json, "cleanup_failures", run->cleanup_failures);
    ct_json_put_close(json, '}');
    ct_json_put_close(json, '}');
}

static void put_environment(ct_json_writer *json, const ct_run_result *run,
                            const ct_report_about *about)
{
    ct_json_put_open(json, "environment", '{');
    ct_json_put_string(json, "appName", run->target_name);
    ct_json_put_bool(json, "healthy", !ct_run_exit_status(run));
    ct_json_put_open(json, "extra", '{');
    ct_json_put_string(json, "url", run->target_url);
    ct_json_put_string(json, "host", about->host);
    ct_json_put_string(json, "seed", run->seed);
    ct_json_put_string(json, "shuffle", run->shuffle);
    if (run->repeat > 1)
        ct_json_put_uint(json, "repeat", run->repeat);
    ct_json_put_bool(json, "strict", run->is_strict);
    ct_json_put_string(json, "insecure", run->is_insecure ? CT_INSECURE : NULL);
    ct_json_put_string(json, "stopped", run->stopped);
    ct_json_put_close(json, '}');
    ct_json_put_close(json, '}');
}

static void put_tool(ct_json_writer *json, const ct_report_about *about)
{
    ct_json_put_open(json, "tool", '{');
    ct_json_put_string(json, "name", "apigcheck");
    ct_json_put_string(json, "version", about->version);
    ct_json_put_close(json, '}');
}

static void flush(ctrf *c)
{
    ct_outfile_write(c->reporter.file, ct_buf_str(&c->text), c->text.size);
    ct_buf_clear(&c->text);
}

static void write_tests(ctrf *c, const ct_run_result *run)
{
    for (size_t i = 0; i < run->case_count; i++) {
        ct_outfile_text(c->reporter.file, i ? ",\n" : "\n");
        ct_spool_copy(c->tests, i, c->reporter.file);
        if (!ct_spool_size(c->tests, i))
            ct_outfile_spoil(c->reporter.file, ENODATA); /* a case without a case_end event */
    }
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    ctrf *c = (ctrf *)self;
    ct_buf why = CT_BUF(CT_BUF_ANY);
    bool const has_unshown = ct_print_run_reason(&why, run);
    ct_json_writer json = {.out = &c->text};
    ct_buf_clear(&c->text);
    count(c, run, has_unshown);
    ct_json_put_open(&json, NULL, '{');
    ct_json_put_string(&json, "reportFormat", "CTRF");
    ct_json_put_string(&json, "specVersion", spec_version);
    ct_json_put_time(&json, "timestamp", run->started_at + (int64_t)(run->elapsed_us / 1000));
    ct_json_put_string(&json, "generatedBy", "apigcheck");
    ct_json_put_open(&json, "results", '{');
    put_tool(&json, c->reporter.about);
    put_summary(&json, c, run);
    put_environment(&json, run, c->reporter.about);
    ct_json_put_open(&json, "tests", '[');
    flush(c);
    write_tests(c, run);
    if (has_unshown) {
        ct_buf_text(&c->text, run->case_count ? ",\n" : "\n");
        put_unshown(&c->text, ct_buf_str(&why));
    }
    ct_buf_text(&c->text, "\n]}}\n");
    flush(c);
    ct_buf_free(&why);
    c->reporter.has_ended = true;
}

static void drop(void *text)
{
    ct_buf_free(text);
}

ct_reporter *ct_ctrf_open(ct_arena *arena, ct_outfile *file, ct_diag *diag)
{
    ctrf *c = ct_new(arena, ctrf);
    c->reporter.listener =
        (ct_listener){.case_end = case_end, .run_end = run_end, .wants_each_exchange = true};
    c->text = CT_BUF(CT_BUF_ANY);
    ct_arena_own(arena, &c->text, drop);
    c->tests = ct_spool_open(arena, ct_outfile_folder(file), diag);
    return c->tests ? &c->reporter : NULL;
}
