#include "tests/runner_rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "lang/yaml/bind.h"
#include "load/loader.h"
#include "load/target.h"
#include "tests/fake_transport.h"

#define URL "http://gw.example"

/* ---- The suite ---- */

static const ct_suite *load(ct_arena *arena, const run_row *row)
{
    char folder[] = "/tmp/apigcheck-XXXXXX";
    ct_diag diag = {.arena = arena};
    assert_non_null(mkdtemp(folder));
    const char *path = ct_arena_printf(arena, "%s/suite.yaml", folder);
    FILE *file = fopen(path, "w");
    fprintf(file,
            "operation: op\nneeds: {always: [id], cap: [], other: []}\n"
            "request: {method: GET, path: /op}\n%scases:\n%s",
            row->operation ? row->operation : "", row->cases);
    fclose(file);
    const ct_suite *suite = ct_load(arena, (const char *const[]){path}, 1, &diag);
    unlink(path);
    rmdir(folder);
    rows_same(row->cases, rows_notes(arena, &diag), "");
    assert_non_null(suite);
    return suite;
}

static ct_selection select_all(ct_arena *arena, const ct_suite *suite)
{
    ct_selection selection = {
        .suite = suite,
        .cases = ct_arena_alloc(arena, suite->case_count * sizeof *selection.cases)};
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *c = op->cases; c; c = c->next)
            selection.cases[selection.count++] = c;
    return selection;
}

/* The steps of `before`, as in a target file. */
static const ct_case *load_setup(ct_arena *arena, const char *before)
{
    char path[] = "/tmp/apigcheck-XXXXXX";
    ct_diag diag = {.arena = arena};
    FILE *file = fdopen(mkstemp(path), "w");
    assert_non_null(file);
    fprintf(file, "name: Gateway\nurl: " URL "\nbefore:\n%s", before);
    fclose(file);
    ct_target_fields const fields = {.file = path, .run_id = "r-1"};
    const ct_target *target = ct_target_read(arena, &fields, &diag);
    unlink(path);
    rows_same(before, rows_notes(arena, &diag), "");
    assert_non_null(target);
    return target->before;
}

static ct_target target_of(ct_arena *arena, const run_row *row)
{
    ct_name *capability = ct_new(arena, ct_name);
    capability->text = row->capability;
    return (ct_target){.name = "Gateway",
                       .url = URL,
                       .values = rows_json(arena, "{'id': 'i-7', 'token': 'hunter22'}"),
                       .secrets = rows_json(arena, "{'token': true}"),
                       .capabilities = row->capability ? capability : NULL,
                       .is_read_only = row->is_read_only,
                       .before = row->before ? load_setup(arena, row->before) : NULL};
}

/* ---- The responses and the spy ---- */

enum { RESPONSES_MAX = 64, RUNNING_MAX = 256 };

typedef struct spy {
    ct_transport transport; /* first: this is a ct_transport */
    ct_transport *canned;
    const run_row *row;
    volatile sig_atomic_t stop;
    unsigned sent, arrived;
    const char *running[RUNNING_MAX]; /* URLs */
    size_t running_count;
    run_seen seen;
} spy;

static size_t read_responses(ct_arena *arena, const char *text, ct_fake_transport *responses)
{
    size_t count = 0;
    char *rest = ct_arena_text(arena, text), *word;
    while ((word = strsep(&rest, " ")) && count < RESPONSES_MAX) {
        const char *body = strchr(word, '=');
        responses[count++] = (ct_fake_transport){.status = (unsigned)strtoul(word, NULL, 10),
                                                 .body = body ? body + 1 : NULL,
                                                 .error = *word == '!'   ? "connection refused"
                                                          : *word == '?' ? "malformed"
                                                                         : NULL,
                                                 .is_unreachable = *word == '!'};
    }
    return count;
}

static bool shares_a_lock(const char *a, const char *b)
{
    return strstr(a, "/lock-") && !strcmp(a, b);
}

static void spy_send(ct_transport *self, const ct_request *request, ct_arena *into, void *token)
{
    spy *s = (spy *)self;
    for (size_t i = 0; i < s->running_count; i++)
        s->seen.has_lock_conflict =
            s->seen.has_lock_conflict || shares_a_lock(s->running[i], request->url);
    s->running[s->running_count++] = request->url;
    if (s->running_count > s->seen.most)
        s->seen.most = (unsigned)s->running_count;
    if (s->sent < COUNT(s->seen.timeouts))
        s->seen.timeouts[s->sent] = request->timeout_ms;
    s->sent++;
    s->canned->send(s->canned, request, into, token);
}

/* Like the network: a signal ends the wait without an arrival. */
static bool is_asked_to_stop(spy *s)
{
    unsigned const awaited = s->arrived + 1;
    sig_atomic_t const before = s->stop;
    if (awaited == s->row->stop_before && !s->stop)
        s->stop = 1;
    if (awaited == s->row->stop_twice_before)
        s->stop = 2;
    return s->stop != before;
}

static bool spy_wait(ct_transport *self, unsigned milliseconds, ct_arrival *arrival)
{
    spy *s = (spy *)self;
    if (is_asked_to_stop(s))
        return false;
    bool const has_arrived = s->canned->wait(s->canned, milliseconds, arrival);
    if (self->has_own_time)
        self->ahead_us += has_arrived ? 1000 : (uint64_t)milliseconds * 1000;
    if (!has_arrived)
        return false;
    size_t i = 0;
    while (s->running[i] != arrival->exchange->request->url)
        i++;
    s->running[i] = s->running[--s->running_count];
    s->arrived++;
    return true;
}

static void spy_cancel(ct_transport *self)
{
    spy *s = (spy *)self;
    s->running_count = 0;
    s->canned->cancel(s->canned);
}

static const char *spy_probe(ct_transport *self, const char *url, const ct_tls *tls,
                             ct_arena *arena)
{
    spy *s = (spy *)self;
    assert_string_equal(url, URL);
    return s->canned->probe(s->canned, url, tls, arena);
}

static void spy_close(ct_transport *self)
{
    spy *s = (spy *)self;
    s->canned->close(s->canned);
}

/* ---- The listener ---- */

typedef struct recorder {
    ct_listener listener; /* first: this is a ct_listener */
    ct_arena *arena;
    ct_buf text;
    run_seen *seen;
    json_t *reported; /* names of cases */
} recorder;

static void recorder_begin(ct_listener *self, const ct_run_result *run)
{
    recorder *s = (recorder *)self;
    s->seen->begins++;
    assert_int_equal(s->seen->ends, 0);
    for (size_t i = 0; i < run->case_count; i++)
        assert_int_equal(run->cases[i].verdict, CT_NOT_RUN);
}

static void write_cleanup(recorder *s, const ct_case_result *result)
{
    for (const ct_step_result *step = result->steps; step; step = step->next) {
        if (!step->is_cleanup)
            continue;
        ct_buf_printf(&s->text, "\n  cleanup %s", ct_verdict_name(step->verdict));
        if (step->error)
            ct_buf_printf(&s->text, ": %s", step->error);
    }
}

/* The set-up is reported with its result, then the tear-down with its steps. */
static void recorder_before(ct_listener *self, const ct_run_result *run,
                            const ct_case_result *result)
{
    recorder *s = (recorder *)self;
    (void)run;
    ct_buf_printf(&s->text, "\n%s before", ct_verdict_name(result->verdict));
    write_cleanup(s, result);
}

static void recorder_case(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    recorder *s = (recorder *)self;
    const char *why = ct_case_why(result, s->arena), *id = result->test_case->id;
    assert_true(result >= run->cases && result < run->cases + run->case_count);
    assert_null(json_object_get(s->reported, id)); /* once a case */
    json_object_set_new(s->reported, id, json_true());
    ct_buf_printf(&s->text, "\n%s %s", ct_verdict_name(result->verdict), id);
    if (why)
        ct_buf_printf(&s->text, ": %s", why);
    write_cleanup(s, result);
}

static void recorder_end(ct_listener *self, const ct_run_result *run)
{
    recorder *s = (recorder *)self;
    s->seen->ends++;
    assert_int_equal(json_object_size(s->reported), run->case_count);
}

/* ---- Together ---- */

/* "GET /a, POST /b" of lines "GET http://gw.example/a" */
static void add_requests(ct_buf *out, const ct_buf *log)
{
    const char *at = ct_buf_str(log);
    while (*at) {
        const char *stop = strchr(at, '\n'), *url = strstr(at, URL);
        if (out->size)
            ct_buf_text(out, ", ");
        ct_buf_add(out, at, (size_t)(url - at));
        ct_buf_add(out, url + strlen(URL), (size_t)(stop - url) - strlen(URL));
        at = stop + 1;
    }
}

static void check_counts(const ct_run_result *result)
{
    unsigned counts[CT_VERDICTS] = {0};
    for (size_t i = 0; i < result->case_count; i++) {
        counts[result->cases[i].verdict]++;
        assert_null(result->cases[i].steps);
    }
    for (size_t v = 0; v < CT_VERDICTS; v++)
        assert_int_equal(counts[v], result->counts[v]);
}

static const char *found(ct_arena *arena, const ct_buf *log, const recorder *s,
                         const ct_run_result *result)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    add_requests(&out, log);
    ct_buf_text(&out, ct_buf_str(&s->text));
    if (result->stopped)
        ct_buf_printf(&out, "\nstopped: %s", result->stopped);
    if (result->cleanup_failures)
        ct_buf_printf(&out, "\ncleanup failures: %u", result->cleanup_failures);
    return ct_buf_finish(&out, arena);
}

run_seen run_check_one(ct_arena *arena, const run_row *row)
{
    ct_fake_transport responses[RESPONSES_MAX];
    ct_buf log = CT_BUF(CT_BUF_ANY);
    const ct_suite *suite = load(arena, row);
    ct_selection const selection = select_all(arena, suite);
    ct_target const target = target_of(arena, row);
    spy watch = {.transport = {.send = spy_send,
                               .wait = spy_wait,
                               .cancel = spy_cancel,
                               .probe = spy_probe,
                               .close = spy_close,
                               .has_own_time = row->has_own_time,
                               .ahead_us = 1,
                               .unix_ms = 1},
                 .row = row};
    watch.canned =
        ct_fake_transport_open(responses, read_responses(arena, row->responses, responses), &log);
    recorder reported = {.listener = {.run_begin = recorder_begin,
                                      .before_end = recorder_before,
                                      .case_end = recorder_case,
                                      .run_end = recorder_end},
                         .arena = arena,
                         .text = CT_BUF(CT_BUF_ANY),
                         .seen = &watch.seen,
                         .reported = ct_json_own(arena, json_object())};
    ct_listener silent = {.next = &reported.listener};
    ct_run_options const options = {.parallel = row->parallel ? row->parallel : 1,
                                    .timeout_ms = 10000,
                                    .wait_ms = row->wait_ms,
                                    .fail_fast = row->fail_fast,
                                    .gives_up_polling = row->gives_up_polling,
                                    .seed = "5eed",
                                    .run_id = "r-1",
                                    .stop = &watch.stop};
    const ct_run_result *result =
        ct_run(&selection, &target, &options, &watch.transport, &silent, arena);
    rows_same(row->cases, found(arena, &log, &reported, result), row->found);
    check_counts(result);
    watch.transport.close(&watch.transport);
    ct_buf_free(&log);
    ct_buf_free(&reported.text);
    watch.seen.result = result;
    return watch.seen;
}

void run_check(ct_arena *arena, const run_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        run_seen const seen = run_check_one(arena, &rows[i]);
        assert_int_equal(seen.begins, 1);
        assert_int_equal(seen.ends, 1);
        assert_false(seen.has_lock_conflict);
        assert_true(seen.most <= (rows[i].parallel ? rows[i].parallel : 1));
    }
}
