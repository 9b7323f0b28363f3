/* Exchanges: the parts that are kept as evidence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/exchange.h"
#include "model/redact/redact.h"
#include "tests/rows.h"
#include "tests/spell.h"

static ct_redactor *redactor_of(ct_arena *arena, const char *secret)
{
    ct_redactor *redactor = ct_redactor_new(arena);
    ct_redactor_add_value(redactor, secret, strlen(secret));
    return redactor;
}

static ct_body body_of(const char *bytes)
{
    return (ct_body){bytes, strlen(bytes), strlen(bytes)};
}

static ct_body keep_body(ct_arena *arena, const ct_redactor *redactor, ct_body body, size_t limit)
{
    ct_response const response = {.status = 200, .version = "1.1", .reason = "OK", .body = body};
    ct_exchange const exchange = {.response = &response};
    return ct_exchange_keep(arena, &exchange, redactor, limit)->response->body;
}

static void finds_headers(void **state)
{
    (void)state;
    ct_header third = {"x-b", "3", NULL}, second = {"X-B", "2", &third},
              first = {"a", "1", &second};
    assert_ptr_equal(ct_header_find(&first, "x-B"), &second);
    assert_ptr_equal(ct_header_find(second.next, "x-B"), &third);
    assert_null(ct_header_find(&first, "x"));
    assert_null(ct_header_find(NULL, "x"));
}

static void keeps_masked_headers(void **state)
{
    static const struct {
        const char *name, *value, *kept_name, *kept_value;
    } rows[] = {
        {"Authorization", "Bearer abc", "Authorization", "***"},
        {"set-cookie", "", "set-cookie", "***"},
        {"Location", "/a?t=hunter22", "Location", "/a?t=***"},
        {"X-hunter22", "1", "X-***", "1"},
        {"Content-Type", "text/plain", "Content-Type", "text/plain"},
    };
    ct_header headers[COUNT(rows)];
    for (size_t i = 0; i < COUNT(rows); i++)
        headers[i] =
            (ct_header){rows[i].name, rows[i].value, i + 1 < COUNT(rows) ? &headers[i + 1] : NULL};
    ct_response const response = {
        .status = 200, .version = "1.1", .reason = "", .headers = headers};
    ct_exchange const exchange = {.response = &response};
    const ct_exchange *kept =
        ct_exchange_keep(*state, &exchange, redactor_of(*state, "hunter22"), 100);
    const ct_header *header = kept->response->headers;
    for (size_t i = 0; i < COUNT(rows); i++, header = header->next) {
        assert_string_equal(header->name, rows[i].kept_name);
        assert_string_equal(header->value, rows[i].kept_value);
    }
    assert_null(header);
}

/* Every source is overwritten after keeping: nothing kept may point into it. */
static void copies_all_data(void **state)
{
    char method[] = "PUT", url[] = "http://a/hunter22", name[] = "a", value[] = "b";
    char sent[] = "{\"x\": 1}", version[] = "1.1", reason[] = "no hunter22", address[] = "[::1]:80";
    char *const sources[] = {method, url, name, value, sent, version, reason, address};
    ct_header header = {name, value, NULL};
    ct_request const request = {.method = method,
                                .url = url,
                                .headers = &header,
                                .body = body_of(sent),
                                .is_safe = true,
                                .timeout_ms = 7};
    ct_response const response = {.status = 404,
                                  .version = version,
                                  .reason = reason,
                                  .headers = &header,
                                  .trailers = &header,
                                  .body = body_of(sent)};
    ct_exchange const exchange = {.request = &request,
                                  .response = &response,
                                  .address = address,
                                  .started_at = 1,
                                  .received_at = 2,
                                  .connect_us = 3,
                                  .first_byte_us = 4,
                                  .elapsed_us = 5};
    const ct_exchange *kept =
        ct_exchange_keep(*state, &exchange, redactor_of(*state, "hunter22"), 100);
    for (size_t i = 0; i < COUNT(sources); i++)
        memset(sources[i], '#', strlen(sources[i]));

    const ct_request *test_case = kept->request;
    const ct_response *answer = kept->response;
    const char *const rows[][2] = {
        {test_case->method, "PUT"},
        {test_case->url, "http://a/***"},
        {test_case->headers->name, "a"},
        {test_case->headers->value, "b"},
        {test_case->body.bytes, "{\"x\": 1}"},
        {answer->version, "1.1"},
        {answer->reason, "no ***"},
        {answer->headers->name, "a"},
        {answer->headers->value, "b"},
        {answer->body.bytes, "{\"x\": 1}"},
        {kept->address, "[::1]:80"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_string_equal(rows[i][0], rows[i][1]);
    assert_true(test_case->is_safe);
    assert_int_equal(test_case->timeout_ms, 7);
    assert_int_equal(answer->status, 404);
    assert_int_equal(kept->started_at, 1);
    assert_int_equal(kept->received_at, 2);
    assert_int_equal(kept->connect_us, 3);
    assert_int_equal(kept->first_byte_us, 4);
    assert_int_equal(kept->elapsed_us, 5);
}

static void keeps_missing_parts(void **state)
{
    ct_request const request = {.method = "GET", .url = "http://a/"};
    ct_exchange const exchange = {.request = &request};
    const ct_exchange *kept = ct_exchange_keep(*state, &exchange, ct_redactor_new(*state), 100);
    assert_null(kept->response);
    assert_null(kept->address);
    assert_null(kept->request->headers);
    assert_null(kept->request->body.bytes);
    assert_int_equal(kept->request->body.size, 0);
}

static void truncates_bodies(void **state)
{
    static const struct {
        const char *bytes;
        size_t limit;
        const char *kept;
        size_t whole;
    } rows[] = {
        {"", 0, "", 0},
        {"abc", 3, "abc", 3},
        {"abcd", 3, "abc", 4},
        {"abc", 0, "", 3},
        {"a\xC3\xA9", 2, "a", 3},
        {"a\xC3\xA9", 3, "a\xC3\xA9", 3},
        {"a\xF0\x9F\x94\x91", 4, "a", 5},
        {"a\xF0\x9F\x94\x91z", 5, "a\xF0\x9F\x94\x91", 6},
        {"\x80\x80\x80\x80\x80\x80", 4, "\x80\x80\x80\x80", 6}, /* invalid UTF-8 */
        /* masked first, and complete nevertheless */
        {"-hunter22-", 5, "-***-", 5},
        {"-hunter22-", 4, "-***", 10},
        {"{\"cookie\":1}", 16, "{\"cookie\":\"***\"}", 16},
        {"{\"cookie\":1}", 14, "{\"cookie\":\"***", 16},
    };
    ct_redactor *redactor = redactor_of(*state, "hunter22");
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_body const kept = keep_body(*state, redactor, body_of(rows[i].bytes), rows[i].limit);
        assert_int_equal(kept.size, strlen(rows[i].kept));
        assert_memory_equal(kept.bytes, rows[i].kept, kept.size);
        assert_int_equal(kept.whole, rows[i].whole);
    }
    ct_body const part = keep_body(*state, redactor, (ct_body){"abc", 3, 9}, 100);
    assert_int_equal(part.size, 3);
    assert_int_equal(part.whole, 9);
}

#define BYTES(text) text, sizeof(text) - 1

/* A reader of a report could decompress its content. */
static void drops_compressed_bodies(void **state)
{
    static ct_header plain = {"Content-Type", "application/json", NULL},
                     identity = {"content-encoding", "Identity", NULL},
                     br = {"content-encoding", "br", &plain};
    static const struct {
        const char *bytes;
        size_t size;
        ct_header *headers;
        bool is_kept;
    } rows[] = {
        {BYTES("\x1F\x8B\x08\0\0\0\0\0\0\xFF"), &plain, false},
        {BYTES("\x1F\x8B\x08\0\0\0\0\0\0\xFF"), NULL, false},
        {BYTES("\x78\x9C\xCB\x48\xCD"), NULL, false},
        {BYTES("\x78\x01\xCB\x48\xCD"), NULL, false},
        {BYTES("PK\3\4\x14\0\0"), NULL, false},
        {BYTES("\x28\xB5\x2F\xFD\x04"), NULL, false},
        {BYTES("\xFD"
               "7zXZ\0\0"),
         NULL, false},
        {BYTES("BZh91AY&SY\xAA"), NULL, false},
        {BYTES("\x0B\x02\x80hello\x03"), &br, false},
        {BYTES("--x\r\n\r\n\x1F\x8B\x08\0\0\0\0\0\0\xFF"), NULL, false},
        {BYTES("\x0B\x02\x80hello\x03"), &identity, true},
        {BYTES("{\"plain\": 1}"), &br, true}, /* not really compressed */
        {BYTES("x^2 is no zlib, PK no ZIP"), NULL, true},
        {BYTES("BZh is text"), NULL, true},
        {BYTES("\x89PNG\r\n\x1A\n\0"), NULL, true},
        {BYTES("\xFF\xFEh\0"), NULL, true},
        {BYTES("caf\xC3\xA9"), &br, true},
        {BYTES(""), &br, true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_body const body = {rows[i].bytes, rows[i].size, rows[i].size};
        ct_request const request = {
            .method = "PUT", .url = "http://a/", .headers = rows[i].headers, .body = body};
        ct_response const response = {.status = 200,
                                      .version = "1.1",
                                      .reason = "OK",
                                      .headers = rows[i].headers,
                                      .body = body};
        ct_exchange const exchange = {.request = &request, .response = &response};
        const ct_exchange *kept =
            ct_exchange_keep(*state, &exchange, redactor_of(*state, "hunter22"), 100);
        ct_body const bodies[] = {kept->request->body, kept->response->body};
        for (size_t k = 0; k < COUNT(bodies); k++) {
            if (bodies[k].size != (rows[i].is_kept ? rows[i].size : 0))
                print_error("row %zu\n", i);
            assert_non_null(bodies[k].bytes);
            assert_int_equal(bodies[k].size, rows[i].is_kept ? rows[i].size : 0);
            assert_int_equal(bodies[k].whole, rows[i].size);
        }
    }
    /* text truncated inside a character */
    ct_body const part =
        keep_body(*state, redactor_of(*state, "hunter22"), (ct_body){"PK caf\xC3", 7, 90}, 100);
    assert_int_equal(part.size, 7);
}

static void leaks_no_secret_at_any_limit(void **state)
{
    ct_buf spelled = CT_BUF(CT_BUF_ANY);
    (void)state;
    for (const char *const *secret = spell_secrets; *secret; secret++) {
        for (const spelling *s = spellings; s->name; s++) {
            ct_arena *arena = ct_arena_new();
            ct_redactor *redactor = redactor_of(arena, *secret);
            const char *part = spell_with(s, *secret, &spelled);
            ct_body const body = body_of(ct_arena_printf(arena, "[\"%s\", 12]", part));
            for (size_t limit = 0; limit <= body.size; limit += 1 + limit / 8) {
                ct_body const kept = keep_body(arena, redactor, body, limit);
                assert_true(kept.size <= limit);
                assert_false(spell_leaks(kept.bytes, kept.size, *secret, 4));
                assert_false(spell_leaks(kept.bytes, kept.size, part, s->window));
            }
            ct_arena_free(arena);
        }
    }
    ct_buf_free(&spelled);
}

/* Only the start of a large body is masked, with the same result as masking the whole. */
static void masks_the_start_like_the_whole(void **state)
{
    enum { AFTER = 64 << 10 };
    ct_buf spelled = CT_BUF(CT_BUF_ANY);
    (void)state;
    for (const char *const *secret = spell_secrets; *secret; secret++) {
        for (const spelling *s = spellings; s->name; s++) {
            ct_arena *arena = ct_arena_new();
            ct_redactor *redactor = redactor_of(arena, *secret);
            const char *part = spell_with(s, *secret, &spelled);
            size_t const before = strlen("[\"a & b\", \"");
            ct_body const body = body_of(ct_arena_printf(arena, "[\"a & b\", \"%s\", 12, %*d]",
                                                         part, (int)strlen(part) + AFTER, 7));
            assert_true(body.size > ct_redactor_reach(redactor) + strlen(part));
            size_t size;
            const char *masked = ct_redact_body(redactor, arena, body.bytes, body.size, &size);
            for (size_t limit = 0; limit < before + strlen(part); limit += 1 + limit / 8) {
                ct_body const kept = keep_body(arena, redactor, body, limit);
                assert_true(kept.size <= limit && kept.size <= size);
                assert_memory_equal(kept.bytes, masked, kept.size);
                assert_int_equal(kept.whole, body.size);
                assert_false(spell_leaks(kept.bytes, kept.size, *secret, 4));
            }
            ct_arena_free(arena);
        }
    }
    ct_buf_free(&spelled);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(finds_headers),
        ROWS_TEST(keeps_masked_headers),
        ROWS_TEST(copies_all_data),
        ROWS_TEST(keeps_missing_parts),
        ROWS_TEST(truncates_bodies),
        ROWS_TEST(leaks_no_secret_at_any_limit),
        ROWS_TEST(masks_the_start_like_the_whole),
        ROWS_TEST(drops_compressed_bodies),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
