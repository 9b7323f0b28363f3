/* The strict reader of response heads: rejected heads with the clause, and unusual but valid ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/limits.h"
#include "http/head.h"
#include "tests/rows.h"

/* Passes each line with its line break, like libcurl. */
static void feed(ct_head *head, const char *text, size_t size)
{
    const char *const end = text + size;
    for (const char *at = text; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *const next = stop ? stop + 1 : end;
        bool const was_well = !head->error;
        bool const ok = ct_head_line(head, at, (size_t)(next - at));
        assert_int_equal(ok, !head->error);
        assert_true(was_well || !ok); /* an error is permanent */
        at = next;
    }
}

/* "VERSION STATUS REASON|NAME: VALUE|...", trailers after "||", or the error. */
static const char *reading_as(ct_arena *arena, const char *text, size_t size, bool is_http2)
{
    ct_head head;
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_head_start(&head, arena);
    head.is_http2 = is_http2;
    feed(&head, text, size);
    bool const ok = ct_head_finish(&head);
    assert_int_equal(ok, !head.error);
    if (!ok)
        return ct_arena_printf(arena, "%s%s", head.is_limit ? "limit: " : "", head.error);
    assert_int_equal(head.size, size);
    ct_buf_printf(&out, "%s %u %s", head.version, head.status, head.reason);
    for (const ct_header *h = head.headers; h; h = h->next)
        ct_buf_printf(&out, "|%s: %s", h->name, h->value);
    for (const ct_header *h = head.trailers; h; h = h->next)
        ct_buf_printf(&out, "||%s: %s", h->name, h->value);
    return ct_buf_finish(&out, arena);
}

static const char *reading(ct_arena *arena, const char *text, size_t size)
{
    return reading_as(arena, text, size, false);
}

typedef struct row {
    const char *text, *found;
} row;

static void check(ct_arena *arena, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows_same(rows[i].text, reading(arena, rows[i].text, strlen(rows[i].text)), rows[i].found);
}

/* Every row is a head with this status line. */
static void check_fields(ct_arena *arena, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *text = ct_arena_printf(arena, "HTTP/1.1 200 OK\r\n%s\r\n", rows[i].text);
        rows_same(rows[i].text, reading(arena, text, strlen(text)), rows[i].found);
    }
}

static void reads_status_lines(void **state)
{
    static const row rows[] = {
        {"HTTP/1.1 200 OK\r\n\r\n", "1.1 200 OK"},
        {"HTTP/1.0 404 Not Found\r\n\r\n", "1.0 404 Not Found"},
        {"HTTP/1.1 201 \r\n\r\n", "1.1 201 "},
        {"HTTP/1.1 201  two\tblanks \r\n\r\n", "1.1 201  two\tblanks "},
        {"HTTP/1.1 599 \xC3\xA9\xFF\r\n\r\n", "1.1 599 \xC3\xA9\xFF"},
        {"HTTP/1.1 200 OK\n\n", "1.1 200 OK"},
    };
    check(*state, rows, COUNT(rows));
}

/* libcurl writes the status line of an HTTP/2 response itself. */
static void reads_the_negotiated_version(void **state)
{
    static const char not_1[] =
        "the status line names HTTP/2, but the connection uses HTTP/1 (RFC 9112 section 2.3)";
    static const char not_2[] = "the status line is not one of HTTP/2, which was negotiated";
    static const struct {
        const char *text;
        bool is_http2;
        const char *found;
    } rows[] = {
        {"HTTP/2 200 \r\n\r\n", true, "2 200 "},
        {"HTTP/2 200\r\n\r\n", true, "2 200 "},
        {"HTTP/2 103 \r\n\r\nHTTP/2 200 \r\n\r\n", true, "2 200 "},
        {"HTTP/1.1 200 OK\r\n\r\n", true, not_2},
        {"HTTP/2 103 \r\n\r\nHTTP/1.1 200 OK\r\n\r\n", true, not_2},
        {"HTTP/2 201 Created\r\n\r\n", false, not_1},
        {"HTTP/2 200 \r\n\r\n", false, not_1},
        {"HTTP/2 103 \r\n\r\nHTTP/1.1 200 OK\r\n\r\n", false, not_1},
        {"HTTP/1.1 103 \r\n\r\nHTTP/2 200 OK\r\n\r\n", false, not_1},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].text,
                  reading_as(*state, rows[i].text, strlen(rows[i].text), rows[i].is_http2),
                  rows[i].found);
}

static void rejects_malformed_status_lines(void **state)
{
    static const char malformed[] = "the status line is malformed (RFC 9112 section 4)";
    static const char range[] = "the status is not between 100 and 599 (RFC 9110 section 15)";
    static const row rows[] = {
        {"\r\n", malformed},
        {"200 OK\r\n\r\n", malformed},
        {"HTTP\r\n\r\n", malformed},
        {"HTTP/1.1\r\n\r\n", malformed},
        {"HTTP/1.1 \r\n\r\n", malformed},
        {"HTTP/1.1 20\r\n\r\n", malformed},
        {"HTTP/1.1 2x0 OK\r\n\r\n", malformed},
        {"HTTP/1.1 OK\r\n\r\n", malformed},
        {"HTTP/1.1 201Created\r\n\r\n", malformed},
        {"HTTP/1.1 2010 Created\r\n\r\n", malformed},
        {"HTTP/1.1 201\tCreated\r\n\r\n", malformed},
        {"HTTP/1.1  201 Created\r\n\r\n", malformed},
        {"HTTP/1.1\t201 Created\r\n\r\n", malformed},
        {"HTTP/1.1201 Created\r\n\r\n", malformed},
        {"HTTP/1.1 -201 Created\r\n\r\n", malformed},
        {"HTTP/1.1 +20 Created\r\n\r\n", malformed},
        {" HTTP/1.1 200 OK\r\n\r\n", malformed},
        {"http/1.1 200 OK\r\n\r\n", malformed},
        {"Http/1.1 200 OK\r\n\r\n", malformed},
        {"HTTP/1.2 200 OK\r\n\r\n", malformed},
        {"HTTP/1.10 200 OK\r\n\r\n", malformed},
        {"HTTP/1 200 OK\r\n\r\n", malformed},
        {"HTTP/0.9 200 OK\r\n\r\n", malformed},
        {"HTTP/2.0 200 OK\r\n\r\n", malformed},
        {"HTTP/3 200 OK\r\n\r\n", malformed},
        {"ICY 200 OK\r\n\r\n", malformed},
        {"<html>\r\n\r\n", malformed},
        {"HTTP/1.1 200\r\n\r\n",
         "the status line lacks the space after the status (RFC 9112 section 4)"},
        {"HTTP/1.1 000 x\r\n\r\n", range},
        {"HTTP/1.1 099 x\r\n\r\n", range},
        {"HTTP/1.1 600 x\r\n\r\n", range},
        {"HTTP/1.1 999 x\r\n\r\n", range},
    };
    check(*state, rows, COUNT(rows));
}

static void reads_unusual_fields(void **state)
{
    static const row rows[] = {
        {"", "1.1 200 OK"},
        {"A: b\r\n", "1.1 200 OK|A: b"},
        {"A:b\r\n", "1.1 200 OK|A: b"},
        {"A: \t b \t \r\n", "1.1 200 OK|A: b"},
        {"A:\r\n", "1.1 200 OK|A: "},
        {"A: \r\n", "1.1 200 OK|A: "},
        {"A: b:c: d\r\n", "1.1 200 OK|A: b:c: d"},
        {"A: b\r\na: c\r\nA: b\r\n", "1.1 200 OK|A: b|a: c|A: b"},
        {"!#$%&'*+-.^_`|~09azAZ: x\r\n", "1.1 200 OK|!#$%&'*+-.^_`|~09azAZ: x"},
        {"A: \xC3\xA9\xFF\r\n", "1.1 200 OK|A: \xC3\xA9\xFF"},
        {"A: b\n", "1.1 200 OK|A: b"},
        /* obs-fold: a user agent must replace it by spaces (RFC 9112 section 5.2) */
        {"A: b\r\n c\r\n", "1.1 200 OK|A: b c"},
        {"A: b\r\n\t c \t\r\n", "1.1 200 OK|A: b c"},
        {"A:\r\n b\r\n", "1.1 200 OK|A: b"},
        {"A: b\r\n \r\nC: d\r\n", "1.1 200 OK|A: b|C: d"},
        {"A: b\r\n c\r\n d\r\nE: f\r\n", "1.1 200 OK|A: b c d|E: f"},
    };
    check_fields(*state, rows, COUNT(rows));
}

static void rejects_malformed_fields(void **state)
{
    static const char nameless[] = "field without a valid name (RFC 9112 section 5)";
    static const char control[] = "control character in a header line (RFC 9110 section 5.5)";
    static const char blank[] = "white space before the colon of a field (RFC 9112 section 5.1)";
    static const row rows[] = {
        {"A : b\r\n", blank},
        {"A\t: b\r\n", blank},
        {"A b: c\r\n", blank},
        {": b\r\n", nameless},
        {"A\r\n", nameless},
        {"A=b\r\n", nameless},
        {"A(b): c\r\n", nameless},
        {"\"A\": c\r\n", nameless},
        {"\xC3\xA9: c\r\n", nameless},
        {"A: a\x01\r\n", control},
        {"A: a\x7F\r\n", control},
        {"A\x01: c\r\n", control},
        {"HTTP/1.1 200 OK\r\n", nameless},
        {" A: b\r\n", "white space before the first field (RFC 9112 section 2.2)"},
        {"\tA: b\r\n", "white space before the first field (RFC 9112 section 2.2)"},
        {"A: b\rc\r\n", "CR inside a header line (RFC 9112 section 2.2)"},
        {"A: b\r\r\n", "CR inside a header line (RFC 9112 section 2.2)"},
        {"A\r: b\r\n", "CR inside a header line (RFC 9112 section 2.2)"},
        {"\r\r\n", "CR inside a header line (RFC 9112 section 2.2)"},
        {"A: b\r\n\rC: d\r\n", "CR inside a header line (RFC 9112 section 2.2)"},
    };
    check_fields(*state, rows, COUNT(rows));
}

static void rejects_a_nul(void **state)
{
    static const struct {
        const char *text;
        size_t size;
    } rows[] = {
        {"HTTP/1.1 200 O\0K\r\n\r\n", 20},
        {"HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n", 28},
        {"HTTP/1.1 200 OK\r\nA\0: b\r\n\r\n", 27},
        {"HTTP/1.1 200 OK\r\n\0\r\n\r\n", 22},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].text, reading(*state, rows[i].text, rows[i].size),
                  "NUL in a header line (RFC 9110 section 5.5)");
}

static void reads_interim_responses_and_trailers(void **state)
{
    static const char switches[] =
        "the response switches protocols, which was not requested (RFC 9110 section 15.2.2)";
    static const row rows[] = {
        {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\n", "1.1 200 OK|A: b"},
        {"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "1.1 200 OK"},
        {"HTTP/1.1 100 \r\n\r\nHTTP/1.1 102 \r\n\r\nHTTP/1.1 204 \r\n\r\n", "1.1 204 "},
        {"HTTP/1.1 200 OK\r\nA: b\r\n\r\nC: d\r\n", "1.1 200 OK|A: b||C: d"},
        {"HTTP/1.1 200 OK\r\n\r\nC: d\r\n\r\n", "1.1 200 OK||C: d"},
        {"HTTP/1.1 200 OK\r\nA: b\r\n\r\nA: d\r\n e\r\nB: f\r\n\r\n",
         "1.1 200 OK|A: b||A: d e||B: f"},
        {"HTTP/1.1 200 OK\r\nA: b\r\n\r\n c\r\n",
         "white space before the first field (RFC 9112 section 2.2)"},
        {"HTTP/1.1 101 Switching Protocols\r\n\r\n", switches},
        {"HTTP/1.1 101 \r\nUpgrade: h2c\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", switches},
        {"HTTP/1.1 100 \r\n\r\nA: b\r\n\r\n", "the status line is malformed (RFC 9112 section 4)"},
        {"HTTP/1.1 200 OK\r\n\r\nC : d\r\n",
         "white space before the colon of a field (RFC 9112 section 5.1)"},
        {"HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
         "field without a valid name (RFC 9112 section 5)"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_framing_where_it_is_forbidden(void **state)
{
    static const char length[] = "Content-Length in a 1xx or 204 response (RFC 9110 section 8.6)";
    static const char coding[] =
        "Transfer-Encoding in a 1xx or 204 response (RFC 9112 section 6.1)";
    static const char length_behind[] = "Content-Length in a trailer (RFC 9110 section 6.5.1)";
    static const char coding_behind[] = "Transfer-Encoding in a trailer (RFC 9110 section 6.5.1)";
    static const row rows[] = {
        {"HTTP/1.1 204 \r\nContent-Length: 0\r\n\r\n", length},
        {"HTTP/1.1 204 \r\ncontent-length: 5\r\n\r\n", length},
        {"HTTP/1.1 204 \r\nTransfer-Encoding: chunked\r\n\r\n", coding},
        {"HTTP/1.1 103 \r\nContent-Length: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", length},
        {"HTTP/1.1 100 \r\nTransfer-Encoding: chunked\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", coding},
        {"HTTP/1.1 304 \r\nContent-Length: 5\r\n\r\n", "1.1 304 |Content-Length: 5"},
        {"HTTP/1.1 205 \r\nContent-Length: 0\r\n\r\n", "1.1 205 |Content-Length: 0"},
        {"HTTP/1.1 200 OK\r\n\r\nContent-Length: 0\r\n\r\n", length_behind},
        {"HTTP/1.1 200 OK\r\n\r\nA: b\r\ncontent-length: 0\r\n\r\n", length_behind},
        {"HTTP/1.1 200 OK\r\n\r\nTRANSFER-ENCODING: chunked\r\n\r\n", coding_behind},
        {"HTTP/1.1 200 OK\r\n\r\nX-Content-Length: 0\r\n\r\n", "1.1 200 OK||X-Content-Length: 0"},
    };
    check(*state, rows, COUNT(rows));
}

/* libcurl configures nghttp2 to accept them, and adds ": " itself. */
static void rejects_white_space_around_values_of_http2(void **state)
{
    static const char error[] =
        "white space at the start or end of a field value (RFC 9113 section 8.2.1)";
    static const row rows[] = {
        {"HTTP/2 200 \r\na: b c\r\n\r\n", "2 200 |a: b c"},
        {"HTTP/2 200 \r\na: \r\n\r\n", "2 200 |a: "},
        {"HTTP/2 200 \r\na:  b\r\n\r\n", error},
        {"HTTP/2 200 \r\na: \tb\r\n\r\n", error},
        {"HTTP/2 200 \r\na: b \r\n\r\n", error},
        {"HTTP/2 200 \r\na: b\t\r\n\r\n", error},
        {"HTTP/2 200 \r\na:  \r\n\r\n", error},
        {"HTTP/2 200 \r\n\r\na:  b\r\n\r\n", error},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].text, reading_as(*state, rows[i].text, strlen(rows[i].text), true),
                  rows[i].found);
}

static void rejects_incomplete_heads(void **state)
{
    static const char early[] =
        "the response head ends before its empty line (RFC 9112 section 2.1)";
    static const char line[] = "a header line is incomplete (RFC 9112 section 2.2)";
    static const row rows[] = {
        {"", early},
        {"HTTP/1.1 201 Created\r\n", early},
        {"HTTP/1.1 201 Created\r\nA: b\r\n", early},
        {"HTTP/1.1 100 Continue\r\n\r\n", early},
        {"HTTP/1.1 100 Continue\r\n", early},
        {"HTTP/1.1 201 Crea", line},
        {"HTTP/1.1 201 Created\r", line},
        {"HTTP/1.1 201 Created\r\nA: b", line},
        {"HTTP/1.1 201 Created\r\n\r", line},
        {"HTTP/1.1 201 Created\r\n\r\nA: b", line},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_ambiguous_lengths(void **state)
{
    static const char error[] =
        "Content-Length is not a number, or has different values (RFC 9112 section 6.3)";
    static const row rows[] = {
        {"Content-Length: 5\r\n", "1.1 200 OK|Content-Length: 5"},
        {"content-LENGTH: 0\r\n", "1.1 200 OK|content-LENGTH: 0"},
        {"Content-Length: 5\r\nContent-Length: 5\r\n",
         "1.1 200 OK|Content-Length: 5|Content-Length: 5"},
        {"Content-Length: 5, 5\r\n", "1.1 200 OK|Content-Length: 5, 5"},
        {"Content-Length: 05\r\nContent-Length: 5\r\n",
         "1.1 200 OK|Content-Length: 05|Content-Length: 5"},
        {"Content-Length: 00, 0\r\n", "1.1 200 OK|Content-Length: 00, 0"},
        {"Content-Length: 5\r\nContent-Length: 6\r\n", error},
        {"Content-Length: 5, 6\r\n", error},
        {"Content-Length: 5,\r\n", error},
        {"Content-Length: ,5\r\n", error},
        {"Content-Length:\r\n", error},
        {"Content-Length: +5\r\n", error},
        {"Content-Length: -5\r\n", error},
        {"Content-Length: 0x5\r\n", error},
        {"Content-Length: 5 5\r\n", error},
        {"Content-Length: 5.0\r\n", error},
        {"Content-Length: 5e1\r\n", error},
        {"Content-Length: five\r\n", error},
        {"Content-Length: 5\r\n 6\r\n", error},
        {"Content-Length: 5\r\ncontent-length: 50\r\n", error},
    };
    check_fields(*state, rows, COUNT(rows));
}

static void rejects_codings_other_than_chunked_once(void **state)
{
    static const char error[] = "Transfer-Encoding must be 'chunked', once (RFC 9112 section 6.1)";
    static const row rows[] = {
        {"Transfer-Encoding: chunked\r\n", "1.1 200 OK|Transfer-Encoding: chunked"},
        {"transfer-encoding: CHUNKED\r\n", "1.1 200 OK|transfer-encoding: CHUNKED"},
        {"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", error},
        {"Transfer-Encoding: chunked, chunked\r\n", error},
        {"Transfer-Encoding: gzip, chunked\r\n", error},
        {"Transfer-Encoding: identity\r\n", error},
        {"Transfer-Encoding: xchunked\r\n", error},
        {"Transfer-Encoding: chunked;q=1\r\n", error},
        {"Transfer-Encoding:\r\n", error},
        {"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
         "Transfer-Encoding and Content-Length together (RFC 9112 section 6.3)"},
        {"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
         "Transfer-Encoding and Content-Length together (RFC 9112 section 6.3)"},
    };
    static const row old[] = {
        {"HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
         "Transfer-Encoding in HTTP/1.0 (RFC 9112 section 6.1)"},
    };
    check_fields(*state, rows, COUNT(rows));
    check(*state, old, COUNT(old));
}

static void resets_for_the_next_response(void **state)
{
    ct_head head;
    ct_head_start(&head, *state);
    feed(&head, "HTTP/1.1 x\r\n", 12);
    assert_false(ct_head_finish(&head));
    ct_head_start(&head, *state);
    feed(&head, "HTTP/1.1 204 \r\n\r\n", 17);
    assert_true(ct_head_finish(&head));
    assert_int_equal(head.status, 204);
    assert_null(head.headers);
}

/* ---- Limits ---- */

static char *repeated(ct_arena *arena, const char *front, const char *part, size_t count,
                      const char *after)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&text, front);
    for (size_t i = 0; i < count; i++)
        ct_buf_text(&text, part);
    ct_buf_text(&text, after);
    return ct_buf_finish(&text, arena);
}

static void counts_interim_responses(void **state)
{
    static const char final[] = "HTTP/1.1 200 OK\r\n\r\n";
    const row rows[] = {
        {repeated(*state, "", "HTTP/1.1 103 \r\n\r\n", CT_LIMIT_INTERIM, final), "1.1 200 OK"},
        {repeated(*state, "", "HTTP/1.1 103 \r\n\r\n", CT_LIMIT_INTERIM + 1, final),
         "limit: too many interim responses"},
    };
    check(*state, rows, COUNT(rows));
}

static void counts_every_byte_of_every_line(void **state)
{
    static const char too_large[] = "limit: the header section is too large";
    size_t const many = CT_LIMIT_HEADERS / 8 + 1;
    const row rows[] = {
        {repeated(*state, "HTTP/1.1 200 OK\r\n", "A: bcd\r\n", many, "\r\n"), too_large},
        {repeated(*state, "HTTP/1.1 200 OK\r\n\r\n", "A: bcd\r\n", many, ""), too_large},
        {repeated(*state, "HTTP/1.1 103 \r\n", "A: bcd\r\n", many, "\r\nHTTP/1.1 200 OK\r\n\r\n"),
         too_large},
        {repeated(*state, "HTTP/1.1 200 OK\r\nA: ", "bcdefghi", many, "\r\n\r\n"), too_large},
        {repeated(*state, "HTTP/1.1 200 OK\r\nA: b\r\n", " c\r\n", 2 * many, "\r\n"), too_large},
    };
    check(*state, rows, COUNT(rows));
    char *most = repeated(*state, "HTTP/1.1 200 OK\r\nA: ", "x", CT_LIMIT_HEADERS - 24, "\r\n\r\n");
    assert_int_equal(strlen(most), CT_LIMIT_HEADERS);
    assert_memory_equal(reading(*state, most, strlen(most)), "1.1 200 OK|A: xxx", 17);
}

/* A value with 65,000 folds must not be copied 65,000 times. */
static void folds_in_time_that_grows_with_the_size(void **state)
{
    const char *text = repeated(*state, "HTTP/1.1 200 OK\r\nA: b\r\n", " c\r\n", 65000, "\r\n");
    clock_t const begin = clock();
    const char *found = reading(*state, text, strlen(text));
    assert_true(clock() - begin < CLOCKS_PER_SEC);
    assert_memory_equal(found, "1.1 200 OK|A: b c c c", 21);
    assert_int_equal(strlen(found), 15 + 2 * 65000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(reads_status_lines),
        ROWS_TEST(rejects_malformed_status_lines),
        ROWS_TEST(reads_the_negotiated_version),
        ROWS_TEST(reads_unusual_fields),
        ROWS_TEST(rejects_malformed_fields),
        ROWS_TEST(rejects_a_nul),
        ROWS_TEST(reads_interim_responses_and_trailers),
        ROWS_TEST(rejects_framing_where_it_is_forbidden),
        ROWS_TEST(rejects_white_space_around_values_of_http2),
        ROWS_TEST(rejects_incomplete_heads),
        ROWS_TEST(rejects_ambiguous_lengths),
        ROWS_TEST(rejects_codings_other_than_chunked_once),
        ROWS_TEST(resets_for_the_next_response),
        ROWS_TEST(counts_interim_responses),
        ROWS_TEST(counts_every_byte_of_every_line),
        ROWS_TEST(folds_in_time_that_grows_with_the_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
