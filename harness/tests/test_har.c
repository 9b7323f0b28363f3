/* HAR 1.2: consistent entries, bodies without loss, no raw control characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "report/har_entry.h"
#include "tests/report_sample.h"

static json_t *read_json(ct_arena *arena, const char *text, size_t size)
{
    ct_json_error error = {0};
    json_t *value = ct_json_read(arena, text, size, &error);
    if (!value)
        fprintf(stderr, "%u:%u: %s\n%s\n", error.line, error.column, error.what, text);
    assert_non_null(value);
    return value;
}

static const ct_source *report(sample *s)
{
    return sample_report(s, "har", folder_new(s->arena));
}

static const json_t *member(const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (!value)
        fprintf(stderr, "no member '%s'\n", name);
    assert_non_null(value);
    return value;
}

static const char *text_at(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "(none)";
}

static void writes_one_of_everything(void **state)
{
    sample *s = sample_mixed(*state);
    const ct_source *file = report(s);
    golden_check("mixed.har", file->text, file->size);
    const json_t *log = member(read_json(s->arena, file->text, file->size), "log");
    const json_t *entries = member(log, "entries"), *pages = member(log, "pages");
    size_t sent = 0, cases = 0;
    for (size_t i = 0; i < s->run.case_count; i++) {
        cases += s->results[i].steps != NULL;
        for (const ct_step_result *step = s->results[i].steps; step; step = step->next)
            sent += step->exchange != NULL;
    }
    assert_int_equal(json_array_size(entries), sent);
    assert_int_equal(json_array_size(pages), cases);
}

static void escapes_hostile_strings(void **state)
{
    const ct_source *file = report(sample_attack(*state));
    read_json(*state, file->text, file->size);
    for (size_t i = 0; i < file->size; i++)
        assert_true(file->text[i] == '\n' || (unsigned char)file->text[i] >= 0x20);
    assert_null(strstr(file->text, "\342\200\256")); /* a bidi mark */
}

/* Times of one exchange in microseconds, and those of its entry. */
enum { NO = -1 };
static const struct {
    const char *url;
    bool is_answered;
    uint64_t name, connect, tls, sent, first, elapsed;
    int dns, connected, ssl, send, wait, receive;
    uint64_t whole;
} rows[] = {
    {"http://h/", true, 100, 300, 0, 350, 1000, 1200, 100, 200, NO, 50, 650, 200, 1200},
    {"https://h/", true, 100, 300, 900, 950, 2000, 2100, 100, 800, 600, 50, 1050, 100, 2100},
    /* unknown host name; connection refused; failed handshake; no response in time */
    {"http://h/", false, 0, 0, 0, 0, 0, 500, 500, NO, NO, 0, 0, 0, 500},
    {"http://h/", false, 100, 0, 0, 0, 0, 500, 100, 400, NO, 0, 0, 0, 500},
    {"https://h/", false, 100, 300, 0, 0, 0, 500, 100, 400, 200, 0, 0, 0, 500},
    {"HTTPS://h/", false, 100, 0, 0, 0, 0, 500, 100, 400, NO, 0, 0, 0, 500},
    {"http://h/", false, 100, 300, 0, 350, 0, 9000, 100, 200, NO, 50, 8650, 0, 9000},
    /* broken off within the response */
    {"http://h/", false, 100, 300, 0, 350, 400, 9000, 100, 200, NO, 50, 50, 8600, 9000},
    /* a shared connection, a response before the end of the request, a clock that did not advance
     */
    {"http://h/", true, 0, 0, 0, 50, 1000, 1200, NO, NO, NO, 50, 950, 200, 1200},
    {"http://h/", true, 100, 300, 0, 350, 340, 340, 100, 200, NO, 50, 0, 0, 350},
    {"http://h/", true, 0, 0, 0, 0, 0, 0, NO, NO, NO, 0, 0, 0, 0},
    /* no network: the parts were not measured */
    {"http://h/", true, 0, 0, 0, 0, 500, 500, NO, NO, NO, 0, 500, 0, 500},
};

static void assert_phase(const ct_har_times *t, ct_har_phase phase, int us)
{
    if (us == NO)
        assert_false(t->is_known[phase]);
    assert_int_equal(t->us[phase], us == NO ? 0 : us);
}

static void writes_consistent_times(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_request const request = {.url = rows[i].url};
        ct_response const response = {.status = 200};
        ct_exchange const exchange = {.request = &request,
                                      .response = rows[i].is_answered ? &response : NULL,
                                      .name_us = rows[i].name,
                                      .connect_us = rows[i].connect,
                                      .tls_us = rows[i].tls,
                                      .sent_us = rows[i].sent,
                                      .first_byte_us = rows[i].first,
                                      .elapsed_us = rows[i].elapsed};
        ct_har_times const t = ct_har_time(&exchange);
        assert_phase(&t, CT_HAR_DNS, rows[i].dns);
        assert_phase(&t, CT_HAR_CONNECT, rows[i].connected);
        assert_phase(&t, CT_HAR_SEND, rows[i].send);
        assert_phase(&t, CT_HAR_WAIT, rows[i].wait);
        assert_phase(&t, CT_HAR_RECEIVE, rows[i].receive);
        assert_int_equal(t.has_tls, rows[i].ssl != NO);
        assert_int_equal(t.tls_us, rows[i].ssl == NO ? 0 : rows[i].ssl);
        uint64_t sum = 0;
        for (int phase = 0; phase < CT_HAR_PHASES; phase++)
            sum += t.us[phase];
        assert_int_equal(t.whole_us, rows[i].whole);
        assert_int_equal(sum, rows[i].whole);
    }
}

static const json_t *entry_of(ct_arena *arena, const ct_step_result *step)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_har_entry(&out, step, 1, "case-1");
    const char *text = ct_buf_finish(&out, arena);
    return read_json(arena, text, strlen(text));
}

static ct_step_result *a_step(ct_arena *arena)
{
    sample *s = sample_new(arena);
    ct_case_result *result = sample_case(s, sample_operation(s, "bind"), "x", CT_PASS);
    return sample_step(s, result, 200);
}

static void writes_bodies_without_loss(void **state)
{
    static const struct {
        const char *bytes;
        size_t size, whole;
        const char *text, *encoding, *comment;
    } bodies[] = {
        {"", 0, 0, "", "(none)", "(none)"},
        {"caf\303\251", 5, 5, "caf\303\251", "(none)", "(none)"},
        {"caf\303\251", 4, 9, "caf", "(none)", "cut: the first 3 of 9 bytes"},
        {"a\0b", 3, 3, "YQBi", "base64", "(none)"},
        {"\377\376\375\374\373", 5, 9, "//79/Ps=", "base64", "cut: the first 5 of 9 bytes"},
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        ct_step_result *step = a_step(*state);
        sample_body(step, bodies[i].bytes, bodies[i].size, bodies[i].whole);
        ((ct_request *)step->exchange->request)->body =
            (ct_body){bodies[i].bytes, bodies[i].size, bodies[i].whole};
        const json_t *entry = entry_of(*state, step);
        const json_t *content = member(member(entry, "response"), "content");
        const json_t *post = member(member(entry, "request"), "postData");
        assert_string_equal(text_at(content, "text"), bodies[i].text);
        assert_string_equal(text_at(content, "encoding"), bodies[i].encoding);
        assert_string_equal(text_at(content, "comment"), bodies[i].comment);
        assert_string_equal(text_at(post, "text"), bodies[i].text);
        assert_string_equal(text_at(post, "_encoding"), bodies[i].encoding);
        assert_int_equal(json_integer_value(member(content, "size")), bodies[i].whole);
    }
}

static void splits_the_query(void **state)
{
    static const struct {
        const char *url, *query;
    } urls[] = {
        {"http://h/a", "[]"},
        {"http://h/a?", "[]"},
        {"http://h/a?x", "[{\"name\":\"x\",\"value\":\"\"}]"},
        {"http://h/a?x=1&&y=a%20b=c#z?q=1",
         "[{\"name\":\"x\",\"value\":\"1\"},{\"name\":\"y\",\"value\":\"a%20b=c\"}]"},
        {"http://h/a?=1&x=***",
         "[{\"name\":\"\",\"value\":\"1\"},{\"name\":\"x\",\"value\":\"***\"}]"},
    };
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        ct_step_result *step = a_step(*state);
        ((ct_request *)step->exchange->request)->url = urls[i].url;
        ct_buf text = CT_BUF(CT_BUF_ANY);
        ct_json_write(&text, member(member(entry_of(*state, step), "request"), "queryString"), 0);
        assert_string_equal(ct_buf_str(&text), urls[i].query);
        ct_buf_free(&text);
    }
}

static void writes_the_server_address(void **state)
{
    static const struct {
        const char *address, *host, *port;
    } peers[] = {{"127.0.0.1:8080", "127.0.0.1", "8080"},
                 {"[::1]:443", "::1", "443"},
                 {NULL, "(none)", "(none)"}};
    static const ct_tls_facts facts = {.version = "TLSv1.3",
                                       .cipher = "TLS_AES_256_GCM_SHA384",
                                       .subject = "CN=x",
                                       .sha256 = "00ff"};
    for (size_t i = 0; i < sizeof peers / sizeof *peers; i++) {
        ct_step_result *step = a_step(*state);
        ((ct_exchange *)step->exchange)->address = peers[i].address;
        ((ct_exchange *)step->exchange)->tls = i ? NULL : &facts;
        const json_t *entry = entry_of(*state, step);
        assert_string_equal(text_at(entry, "serverIPAddress"), peers[i].host);
        assert_string_equal(text_at(entry, "connection"), peers[i].port);
        assert_string_equal(text_at(json_object_get(entry, "_tls"), "version"),
                            i ? "(none)" : "TLSv1.3");
    }
}

/* The steps of the target are reported twice: before the cases, and with the clean-up after them.
 */
static void has_a_page_for_the_steps_of_before(void **state)
{
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    sample *s = sample_new(arena), *other = sample_new(arena);
    ct_case_result *before = sample_case(other, sample_operation(other, "b"), "before", CT_PASS);
    sample_step(other, before, 201);
    sample_case(s, sample_operation(s, "bind"), "x", CT_SKIP)->reason = "no reason";
    const char *path = path_in(arena, folder_new(arena), "r.har");
    ct_reporter *reporter =
        ct_reporter_open(arena, ct_reporter_find("har"), path, &s->about, &diag);
    assert_true(reporter->listener.wants_each_exchange);
    reporter->listener.before_end(&reporter->listener, &s->run, before);
    before->steps->is_cleanup = true;
    reporter->listener.before_end(&reporter->listener, &s->run, before);
    sample_tell(s, &reporter->listener);
    assert_true(ct_reporter_close(reporter, &diag));
    const ct_source *file = ct_source_read(arena, path, &diag);
    const json_t *log = member(read_json(arena, file->text, file->size), "log");
    assert_int_equal(json_array_size(member(log, "pages")), 1);
    assert_int_equal(json_array_size(member(log, "entries")), 2);
    assert_string_equal(text_at(json_array_get(member(log, "pages"), 0), "id"), "before");
    assert_string_equal(text_at(json_array_get(member(log, "entries"), 1), "comment"),
                        "clean-up, step 1: pass");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_one_of_everything),
        TEST(escapes_hostile_strings),
        TEST(writes_consistent_times),
        TEST(writes_bodies_without_loss),
        TEST(splits_the_query),
        TEST(writes_the_server_address),
        TEST(has_a_page_for_the_steps_of_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
