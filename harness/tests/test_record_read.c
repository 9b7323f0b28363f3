/* Reading results.json: every report has the same bytes, and damaged files are rejected. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "model/reporter.h"
#include "record/record_read.h"
#include "tests/report_sample.h"

static const char *write_text(ct_arena *arena, const char *text)
{
    const char *path = path_in(arena, folder_new(arena), "results.json");
    file_write(path, text);
    return path;
}

static ct_recorded *open_text(ct_arena *arena, const char *text, ct_diag *diag)
{
    const char *path = write_text(arena, text);
    return ct_recorded_open(arena, &path, 1, diag);
}

/* ---- The same bytes ---- */

static const ct_source *report_again(ct_arena *arena, ct_recorded *recorded, const char *kind)
{
    ct_diag diag = {.arena = arena};
    const char *path = path_in(arena, folder_new(arena), "again");
    ct_reporter *reporter =
        ct_reporter_open(arena, ct_reporter_find(kind), path, &recorded->about, &diag);
    assert_non_null(reporter);
    bool const is_written = ct_recorded_replay(recorded, &reporter->listener, &diag) &&
                            ct_reporter_close(reporter, &diag);
    ct_diag_print(&diag, stderr);
    assert_true(is_written);
    return ct_source_read(arena, path, &diag);
}

static void check_same(ct_arena *arena, sample *s)
{
    ct_diag diag = {.arena = arena};
    const char *record = sample_report(s, "json", folder_new(arena))->name;
    for (const ct_reporter_kind *kind = ct_reporter_kinds; kind->name; kind++) {
        if (kind->is_log)
            continue;
        ct_recorded *recorded = ct_recorded_open(arena, &record, 1, &diag);
        ct_diag_print(&diag, stderr);
        assert_non_null(recorded);
        const ct_source *then = sample_report(s, kind->name, folder_new(arena));
        const ct_source *now = report_again(arena, recorded, kind->name);
        if (then->size != now->size || memcmp(then->text, now->text, now->size))
            fprintf(stderr, "%s:\n%s\nagain:\n%s\n", kind->name, then->text, now->text);
        assert_int_equal(then->size, now->size);
        assert_memory_equal(then->text, now->text, now->size);
    }
}

static void restores_one_of_everything(void **state)
{
    check_same(*state, sample_mixed(*state));
}

static void restores_hostile_strings(void **state)
{
    check_same(*state, sample_attack(*state));
}

static void restores_binary_data(void **state)
{
    static ct_header second = {"X-Ok", "plain", NULL}, first = {"X-\377", "a\200b\\x80", &second};
    sample *s = sample_new(*state);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_FAIL);
    ct_step_result *step = sample_step(s, result, 200);
    ct_request *request = (ct_request *)step->exchange->request;
    request->headers = &first;
    request->url = "http://127.0.0.1/\376";
    request->method = "P\377T";
    request->body = (ct_body){"\0\1\2\377", 4, 4};
    sample_finding(s, step, "header X-\377", "\377\377", "a literal \\xFF");
    sample_remark(s, step, "a \200 remark");
    sample_remark(s, step, "a \\x80 remark");
    sample_body(step, "cut \377\376", 6, 60000);
    ((ct_response *)step->exchange->response)->trailers = &first;
    check_same(*state, s);
}

static void restores_curl_lines(void **state)
{
    static ct_report_option resolve = {"resolve", "h:1:127.0.0.1", NULL},
                            proxy = {"proxy", "http://***@p:1", &resolve};
    static const ct_tls tls = {.ca = "ca\377.pem",
                               .client_cert = "c.pem",
                               .client_key = "c.key",
                               .client_key_password = "***",
                               .min_version = "1.2",
                               .max_version = "1.3",
                               .is_insecure = true};
    static const ct_tls_facts agreed = {.version = "TLSv1.3",
                                        .cipher = "TLS_AES_256_GCM_SHA384",
                                        .subject = "CN=\377",
                                        .issuer = "CN=authority",
                                        .sha256 = "00ff",
                                        .public_key_sha256 = "ff00",
                                        .valid_from = 1767225600000,
                                        .valid_until = 253402300799000};
    sample *s = sample_new(*state);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_FAIL);
    ct_step_result *step = sample_step(s, result, 200);
    ct_request *request = (ct_request *)step->exchange->request;
    ((ct_exchange *)step->exchange)->tls = &agreed;
    step->attempts = 3;
    step->waited_ms = 20;
    step->saved_ms = 7;
    s->about.options = &proxy;
    request->url = "https://h:1/";
    request->tls = &tls;
    request->route = ct_report_route(s->arena, &proxy);
    sample_finding(s, step, "status", "404", "200");
    check_same(*state, s);
}

static void sums_up_the_waits(void **state)
{
    sample *s = sample_new(*state);
    ct_diag diag = {.arena = *state};
    ct_operation *operation = sample_operation(s, "list");
    ct_case_result *first = sample_case(s, operation, "x", CT_FAIL);
    ct_step_result *one = sample_step(s, first, 200), *two = sample_step(s, first, 200);
    ct_case_result *second = sample_case(s, operation, "y", CT_NOT_RUN);
    ct_step_result *three = sample_step(s, second, 200);
    one->waited_ms = 20;
    two->waited_ms = 30;
    two->saved_ms = 5;
    three->saved_ms = 1000;
    three->verdict = CT_NOT_RUN;
    second->reason = "the same step ran out of time in two other cases";
    sample_finding(s, two, "status", "404", "200");
    const char *record = sample_report(s, "json", folder_new(*state))->name;
    const ct_recorded *recorded = ct_recorded_open(*state, &record, 1, &diag);
    ct_diag_print(&diag, stderr);
    assert_non_null(recorded);
    const ct_waiting *found = &recorded->run.waiting;
    assert_int_equal(found->waited_ms, 50);
    assert_int_equal(found->steps, 2);
    assert_int_equal(found->longest_ms, 30);
    assert_string_equal(found->longest_case, "list/x");
    assert_int_equal(found->saved_ms, 1005);
    assert_int_equal(found->saved_steps, 2);
}

static void restores_a_shard(void **state)
{
    sample *s = sample_mixed(*state);
    static const ct_case *others[1];
    ct_case *other = ct_new(s->arena, ct_case);
    *other = *s->results[0].test_case;
    other->full_name = "bind/other";
    other->index = s->run.case_count;
    others[0] = other;
    s->run.shard = 2;
    s->run.shards = 3;
    s->run.others = others;
    s->run.other_count = 1;
    check_same(*state, s);
}

/* ---- Damage ---- */

static void write_digest(char *digits, const char *from, size_t size)
{
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    ct_sha256(from, size, digest);
    ct_hex(digest, sizeof digest, hex);
    memcpy(digits, hex, CT_SHA256_TEXT - 1);
}

/* With updated digests, as a careful forger would write them. */
static const char *with_digests(ct_arena *arena, const char *text)
{
    static const char of_head[] = ",\n  \"sha256\": \"", of_line[] = ",\"sha256\":\"";
    char *copy = ct_arena_text(arena, text), *end;
    char *head = strstr(copy, of_head);
    if (head)
        write_digest(head + strlen(of_head), copy, (size_t)(head - copy));
    size_t const tail = strlen(of_line) + CT_SHA256_TEXT - 1 + 2;
    char *cases = strstr(copy, "\n  \"cases\": [\n");
    for (char *line = cases ? cases + 1 : copy; (end = strchr(line, '\n')); line = end + 1) {
        size_t const size = (size_t)(end - line) - (end > line && end[-1] == ',');
        if (size > tail && !strncmp(line + size - tail, of_line, strlen(of_line)))
            write_digest(line + size - tail + strlen(of_line), line, size - tail);
    }
    return copy;
}

/* The results of the mixed run, with the first `from` after `after` replaced. */
static const char *mutated(ct_arena *arena, const char *after, const char *from, const char *to)
{
    sample *s = sample_mixed(arena);
    const char *text = sample_report(s, "json", folder_new(arena))->text;
    const char *at = strstr(text, after);
    at = at ? strstr(at, from) : NULL;
    if (!at)
        fprintf(stderr, "no '%s' after '%s'\n", from, after);
    assert_non_null(at);
    return ct_arena_printf(arena, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

/* The start of the line of a case: the head also names cases. */
#define UNKNOWN "\"full_name\":\"bind/unknown\""
#define REFUSED "\"full_name\":\"bind/refused\""

static const struct {
    const char *after, *from, *to, *what;
} damages[] = {
    {"", "\"record\": 3", "\"record\": 1",
     "results of version 1 are not supported: this program reads"},
    {"", "\"record\": 3,", "", "this is not a results file"},
    {"", "\"strict\": false", "\"strict\": 0", "expected true or false, got integer in 'strict'"},
    {"", "\"strict\": false,", "", "missing property 'strict'"},
    {"", "\"strict\"", "\"is_stirct\": 1, \"strict\"", "unknown property in 'is_stirct'"},
    {"", "\"fail\": 1", "\"fail\": 0", "'counts' does not match the cases"},
    {"", "\"pass\": 2", "\"pass\": 3", "'counts' does not match the cases"},
    {"", "\"pass\": 2", "\"pass\": -2", "expected a number of at least 0, got integer"},
    {"", "\"pass\": 2", "\"pass\": 4294967296", "number too large"},
    {"", "\"verdict\": \"fail\"", "\"verdict\": \"pass\"", "'verdict' does not match the cases"},
    {"", "\"verdict\": \"fail\"", "\"verdict\": \"green\"", "'verdict' is unknown"},
    {"", "\"deselected\": 3", "\"deselected\": 2", "'deselected' does not match the cases"},
    {"", "\"seed\"", "\"shard\": 2, \"seed\"", "'shard' must be between 1 and 'shards'"},
    {"", "2026-09-01T10:00:00.123Z", "2026-09-31T10:00:00.123Z", "expected a time such as"},
    {"", "\"level\":\"MUST\"", "\"level\":\"MUSS\"", "expected a level, got 'MUSS'"},
    {"\"files\"", "\"sha256\":\"", "\"sha256\":\"zz", "'sha256' is not a SHA-256 digest"},
    {UNKNOWN, "\"verdict\":\"fail\"", "\"verdict\":\"pass\"",
     "its verdict does not match its steps (case 'bind/unknown')"},
    {UNKNOWN, "\"steps\":[{", "\"steps\":[{\"x\":1,",
     "unknown property in 'steps[0].x' (case 'bind/unknown')"},
    {UNKNOWN, "\"difference_count\":5", "\"difference_count\":1",
     "'difference_count' does not match 'differences'"},
    {UNKNOWN, "\"size\":16", "\"size\":15", "'size' does not match the content"},
    {UNKNOWN, "\"size\":16,", "\"size\":16,\"is_cut\":true,", "'size' does not match"},
    {UNKNOWN, "\"text\":\"{\\\"app_ids\\\":[]}\"", "\"base64\":\"eyJhcHBfaWRzIjpbXX0=\"",
     "text must be in 'text', not in 'base64'"},
    {UNKNOWN, "\"id\":\"BIND-404\"", "\"id\":\"BIND-405\"", "unknown requirement"},
    {UNKNOWN, "\"operation\":\"bind\"", "\"operation\":\"bond\"", "unknown operation"},
    {UNKNOWN, "\"operation\":\"bind\",", "", "a case must have 'operation' and 'index'"},
    {UNKNOWN, "\"index\":2", "\"index\":1", "the case is out of order"},
    {UNKNOWN, "\"index\":2", "\"index\":2000", "its index is larger than"},
    {UNKNOWN, "\"request\":", "\"requested\":", "unknown property"},
    {UNKNOWN, "\"status\":200", "\"status\":\"200\"", "expected a number of at least 0"},
    {REFUSED, "\"code\":\"network\"", "\"code\":\"internet\"", "an error code"},
    {UNKNOWN, "[\"X-Auth-Token\",\"***\"]", "[\"X-Auth-Token\"]", "a name and a value"},
    {UNKNOWN, "\"title\":\"An", "\"title\":\"\\u0000", "NUL character"},
    {UNKNOWN, "\"title\":", "\"title_base64\":\"/w==\",\"title\":", "the base64 bytes"},
    {UNKNOWN, "\"title\":", "\"title_base64\":\"/x==\",\"title\":", "bytes in base64"},
    {UNKNOWN, "}", "", "this line is damaged"},
    {UNKNOWN, "\"verdict\":\"fail\"", "\"verdict\":\"fail\\u0000\"", "NUL character"},
    {UNKNOWN, "\"steps\":[", "\"steps\\u0000\":1,\"steps\":[", "NUL character"},
    {UNKNOWN, "Z\"", "Z\\u0000\"", "NUL character"},
    {"", "\"seed\": \"", "\"seed\": \"\\u0000", "NUL character"},
    {UNKNOWN, "\"elapsed_us\":", "\"elapsed_us\":999999999999", "number too large"},
    {"", "\"elapsed_us\": ", "\"elapsed_us\": 999999999", "number too large"},
    {UNKNOWN, "\"sha256\":\"", "\"sha257\":\"", "the digest ('sha256') at its end is missing"},
    {"", "  \"sha256\": \"", "  \"sha257\": \"", "the digest ('sha256') at its end is missing"},
    {UNKNOWN, "},\n", "}\n", "a comma is missing between the cases"},
    {"list/later", "\n  ]\n}", "\n  ]\n", "the results file is incomplete: it ends here"},
    {"list/later", "\n  ]\n}", "", "the results file is incomplete: it ends here"},
    {"list/later", "\n  ]\n}", ",\n  ]\n}", "the last case is missing"},
    {"list/later", "\n  ]\n}", "\n  ]\n}\n{}", "unexpected content after the end of the results"},
    {"list/later", "\n  ]\n}", "\n  ],\n  \"more\": [\n  ]\n}",
     "unexpected content after the cases"},
    {"", "{", "", "damaged"},
    {"", "  \"cases\": [\n", "\"cases\":[\n", "this is not a results file"},
    {UNKNOWN, "\"mismatch\":\"value\",", "", "a finding has a 'mismatch' unless"},
    {UNKNOWN, "\"mismatch\":\"value\"", "\"mismatch\":\"other\"", "a kind of mismatch"},
    {UNKNOWN, "\"violates\":[\"BIND-404\"]", "\"violates\":[]", "the list is empty"},
    {UNKNOWN, "\"violates\":[\"BIND-404\"", "\"violates\":[\"BIND-X\"", "unknown requirement"},
    {UNKNOWN, "\"status\":\"not-verified\"", "\"status\":\"not-tested\"",
     "the status of a requirement does not match"},
    {UNKNOWN, "\"status\":\"failed\"", "\"status\":\"waved\"", "a status of a requirement"},
    {"\"connection\"", "\"2\"", "\"3\"", "expected \"1.1\" or \"2\" in 'connection.http_version'"},
    {"\"connection\"", "\"insecure\"", "\"secure\"", "unknown property in 'connection.secure'"},
    {"\"causes\"", "\"id\":1", "\"id\":2", "the ids of causes must count from 1 in 'causes[0]'"},
    {"\"causes\"", "\"other-type\"", "\"Other type\"", "expected lower-case words"},
    {"\"causes\"", "\"mismatch\":\"type\"", "\"mismatch\":\"class\"", "'causes[0].mismatch'"},
    {"\"causes\"", "\"first\":\"bind/unknown\"", "\"first\":\"bind/bound\"",
     "'first' is not one of 'cases'"},
    {"\"causes\"", "\"first\":\"bind/unknown\"", "\"follows\":1,\"first\":\"bind/unknown\"",
     "'follows' is not the id of another cause"},
    {"\"causes\"", "\"first\":\"bind/unknown\"", "\"follows\":9,\"first\":\"bind/unknown\"",
     "'follows' is not the id of another cause"},
    {"\"causes\"", "\"finding\":1", "\"finding\":3", "'causes' refers to a step"},
    {"\"causes\"", "\"finding\":1", "\"finding\":-1", "expected a number of at least 0"},
    {"\"causes\"", ",\"finding\":1", "", "'causes' refers to a step or a finding"},
    {"\"causes\"", "\"step\":0", "\"step\":1", "'causes' refers to a step"},
    {"\"causes\"", "\"bind/refused\",\"step\":0", "\"bind/refused\",\"step\":0,\"finding\":0",
     "'causes' refers to a step"},
    {"\"causes\"", "{\"case\":\"bind/refused\"",
     "{\"case\":\"bind/x\",\"step\":0},{\"case\":\"bind/refused\"",
     "refers to the case 'bind/x', which is not in this file"},
    {"\"causes\"", "[\"BIND-404\"]", "[\"BIND-405\"]", "unknown requirement"},
    {"\"causes\"", "[\"BIND-404\"]", "[]", "the list is empty in 'causes[0].violates'"},
    {"\"causes\"", "[{\"case\":\"bind/unknown\",\"step\":0,\"finding\":1}]", "[]",
     "the list is empty in 'causes[0].cases'"},
    {"\"requirement_results\"", "\"BIND-ERROR\"", "\"BIND-404\"", "duplicate requirement"},
    {"\"requirement_results\"", "\"BIND-ERROR\"", "\"BIND-X\"", "unknown requirement"},
    {"\"requirement_results\"", "\"not-verified\"", "\"green\"", "a status of a requirement"},
    {"\"requirement_results\"", "[\"bind/unknown\"]", "[\"bind/nowhere\"]",
     "refers to the case 'bind/nowhere', which is not in this file"},
    {"\"coverage\"", "\"404\"", "\"201\"", "duplicate coverage point"},
    {"\"coverage\"", "\"operation\":\"bind\"", "\"operation\":\"x\"", "unknown operation"},
    {"\"coverage\"", "\"count\":0", "\"count\":-1", "expected a number of at least 0"},
};

static void rejects_damage(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        ct_arena *arena = ct_arena_new();
        ct_diag diag = {.arena = arena};
        const char *text =
            with_digests(arena, mutated(arena, damages[i].after, damages[i].from, damages[i].to));
        const ct_recorded *recorded = open_text(arena, text, &diag);
        bool const is_printed =
            !recorded && diag.first && strstr(diag.first->message, damages[i].what);
        if (!is_printed)
            fprintf(stderr, "%s -> %s: %s, and not: %s\n", damages[i].from, damages[i].to,
                    diag.first ? diag.first->message : "taken", damages[i].what);
        assert_true(is_printed);
        ct_arena_free(arena);
    }
}

/* A digest detects any edit of a line. */
static void rejects_edits(void **state)
{
    static const struct {
        const char *after, *from, *to;
    } edits[] = {
        {"", "\"strict\": false", "\"strict\": true"},
        {"", "\"seed\": \"", "\"seed\": \"0"},
        {UNKNOWN, "\"X-Auth-Token\"", "\"X-Auth-Tokem\""},
        {UNKNOWN, "\"status\":200", "\"status\":201"},
        {UNKNOWN, "\"tags\":", "\"tags\": "},
        {"list/later", "\"title\":\"", "\"title\":\"X"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        ct_arena *arena = ct_arena_new();
        ct_diag diag = {.arena = arena};
        const char *text = mutated(arena, edits[i].after, edits[i].from, edits[i].to);
        assert_null(open_text(arena, text, &diag));
        assert_non_null(strstr(diag.first->message, "it was changed: the digest"));
        assert_int_equal(diag.count, 1);
        ct_arena_free(arena);
    }
}

/* Truncated anywhere, or with any byte changed: rejected or read, but no crash. */
static void survives_any_damage(void **state)
{
    sample *s = sample_mixed(*state);
    const ct_source *file = sample_report(s, "json", folder_new(s->arena));
    for (size_t i = 0; i < file->size; i += 61) {
        ct_arena *arena = ct_arena_new();
        ct_diag diag = {.arena = arena};
        char *text = ct_arena_copy(arena, file->text, file->size);
        text[i] = (char)(text[i] ^ (1 << i % 7));
        assert_null(open_text(arena, text, &diag));
        ct_diag other = {.arena = arena};
        open_text(arena, with_digests(arena, text), &other);
        text[i] = '\0';
        assert_null(open_text(arena, text, &diag));
        assert_non_null(diag.first);
        ct_arena_free(arena);
    }
}

static void reports_what_it_cannot_read(void **state)
{
    static const char *const texts[] = {"",
                                        "\n",
                                        "{}",
                                        "[]",
                                        "{\"apigcheck\": {\"record\": 1}}",
                                        "<?xml?>",
                                        "  \"cases\": [\n  ]\n}\n"};
    ct_arena *arena = *state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        ct_diag diag = {.arena = arena};
        assert_null(open_text(arena, texts[i], &diag));
        assert_int_equal(diag.count, 1);
    }
    ct_diag diag = {.arena = arena};
    const char *folder = folder_new(arena), *missing = path_in(arena, folder, "x");
    assert_null(ct_recorded_open(arena, &folder, 1, &diag));
    assert_null(ct_recorded_open(arena, &missing, 1, &diag));
    assert_int_equal(diag.count, 2);
}

/* ---- Steps ---- */

static void reads_the_steps_of_one_case(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    const char *path = sample_report(sample_mixed(arena), "json", folder_new(arena))->name;
    ct_recorded *recorded = ct_recorded_open(arena, &path, 1, &diag);
    assert_non_null(recorded);
    ct_case_result *result = &recorded->run.cases[2];
    assert_null(result->steps);
    assert_true(ct_recorded_steps(recorded, result, arena, &diag));
    assert_string_equal(result->steps->exchange->request->method, "POST");
    assert_string_equal(result->steps->findings->subject, "status");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(restores_one_of_everything, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(restores_hostile_strings, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(restores_binary_data, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(restores_curl_lines, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(sums_up_the_waits, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(restores_a_shard, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(rejects_damage, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(rejects_edits, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(survives_any_damage, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(reports_what_it_cannot_read, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(reads_the_steps_of_one_case, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
