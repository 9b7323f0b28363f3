/* Tags for strings: !re, !format, !date-time, !media-type. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/shape_rows.h"

static void finds_patterns(void **state)
{
    static const shape_row rows[] = {
        {"!re 'b'", "'abc'", ""},
        {"!re '^b'", "'abc'", "$: a string that matches '^b' | \"abc\""},
        {"!re '^API(G|GW|C)\\.\\d{4}$'", "'APIG.3093'", ""},
        {"!re '^API(G|GW|C)\\.\\d{4}$'", "'APIG.309'",
         "$: a string that matches '^API(G|GW|C)\\.\\d{4}$' | \"APIG.309\""},
        {"!re '^$'", "''", ""},
        {"!re '^.$'", "'😀'", ""},
        {"!re '\\x00'", "'a\\u0000'", ""},
        {"!re '1'", "1", "$: a string that matches '1' | 1"},
        {"!re '1'", "['1']", "$: a string that matches '1' | [\"1\"]"},
        {"!re 'null'", "null", "$: a string that matches 'null' | null"},
        {"!re 'a'", NULL, "$: a string that matches 'a' | nothing"},
        {"!re \"a\\\\d\"", "'a1'", ""},
        {"!re \"\\\"\\\\b\"", "'\\'a'", ""},
        {"!re |-\n  ^a\n  b$", "'a\\nb'", ""},
        {"!re 'cost: \\$\\(5\\)'", "'cost: $(5)'", ""},
        {"!re '^a$(?!\\n)'", "'a'", ""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

/* A pattern that takes too long is inconclusive: neither a match nor a mismatch. */
static void stops_slow_patterns(void **state)
{
    static const char slow[] = "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'";
    static const char list[] = "['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!']";
    static const char gave_up[] = "gave up: a pattern exceeded the step limit";
    static const shape_row rows[] = {
        {"!re '^(a+)+$'", slow, gave_up},
        {"!not [!re '^(a+)+$']", slow, gave_up},
        {"!not [!not [!re '^(a+)+$']]", slow, gave_up},
        {"!in [!re '^(a+)+$', !any string]", slow, gave_up},
        {"!all [!any string, !re '^(a+)+$']", slow, gave_up},
        {"!optional [!re '^(a+)+$']", slow, gave_up},
        {"!each [!re '^(a+)+$']", list, gave_up},
        {"!contains [!re '^(a+)+$']", list, gave_up},
        {"!not [!contains [!re '^(a+)+$']]", list, gave_up},
        {"!unordered [!re '^(a+)+$']", list, gave_up},
        {"[!re '^(a+)+$']", list, gave_up},
        {"!in [!any string, !re '^(a+)+$']", slow, ""}, /* never evaluated */
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void checks_formats(void **state)
{
    static const shape_row rows[] = {
        {"!format date-time", "'2026-11-24T04:17:26Z'", ""},
        {"!format date-time", "'2026-11-24'", "$: a string that is a date-time | \"2026-11-24\""},
        {"!format ipv4", "'127.0.0.1'", ""},
        {"!format ipv4", "'1x7.0.0.1'", "$: a string that is an IPv4 address | \"1x7.0.0.1\""},
        {"!format ipv4", "127", "$: a string that is an IPv4 address | 127"},
        {"!format ipv4", NULL, "$: a string that is an IPv4 address | nothing"},
        {"!not [!format ipv4]", "7", ""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void requires_times_with_a_zone(void **state)
{
    static const shape_row rows[] = {
        {"!date-time", "'2026-11-24T04:17:26Z'", ""},
        {"!date-time", "'1970-01-01t00:00:00.5+23:59'", ""},
        {"!date-time", "'2026-11-24T04:17:26'",
         "$: an RFC 3339 date-time with a time zone | \"2026-11-24T04:17:26\" (it has no time "
         "zone)"},
        {"!date-time", "'2026-11-24 04:17:26Z'",
         "$: an RFC 3339 date-time with a time zone | \"2026-11-24 04:17:26Z\""},
        {"!date-time", "'2026-02-29T04:17:26Z'",
         "$: an RFC 3339 date-time with a time zone | \"2026-02-29T04:17:26Z\""},
        {"!date-time", "1795493846123",
         "$: an RFC 3339 date-time with a time zone | 1795493846123"},
        {"!date-time", "''", "$: an RFC 3339 date-time with a time zone | \"\""},
        {"!date-time", NULL, "$: an RFC 3339 date-time with a time zone | nothing"},
    };
    shape_check(*state, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

/* The response was complete at 2026-11-24T04:17:26.123Z. */
static void measures_from_the_end_of_the_response(void **state)
{
    static const char expected[] = "an RFC 3339 date-time with a time zone within 10m of "
                                   "2026-11-24T04:17:26.123Z";
    ct_arena *arena = *state;
    const shape_row rows[] = {
        {"!date-time {within: 10m}", "'2026-11-24T04:17:26.123Z'", ""},
        {"!date-time {within: 10m}", "'2026-11-24T04:27:26.123Z'", ""},
        {"!date-time {within: 10m}", "'2026-11-24T04:07:26.123Z'", ""},
        {"!date-time {within: 10m}", "'2026-11-24T05:17:26.123+01:00'", ""},
        {"!date-time {within: 10m}", "'2026-11-24T04:27:26.1230001Z'",
         ct_arena_printf(arena, "$: %s | \"2026-11-24T04:27:26.1230001Z\" (10m later)", expected)},
        {"!date-time {within: 10m}", "'2026-11-24T03:00:00Z'",
         ct_arena_printf(arena, "$: %s | \"2026-11-24T03:00:00Z\" (1h17m earlier)", expected)},
        {"!date-time {within: 10m}", "'9999-12-31T23:59:59Z'",
         ct_arena_printf(arena, "$: %s | \"9999-12-31T23:59:59Z\" (2912115d19h later)", expected)},
        {"!date-time {within: 10m}", "'0001-01-01T00:00:00Z'",
         ct_arena_printf(arena, "$: %s | \"0001-01-01T00:00:00Z\" (739943d4h earlier)", expected)},
        {"!date-time {within: 10m}", "'2026-11-24T04:17:26'",
         ct_arena_printf(arena, "$: %s | \"2026-11-24T04:17:26\" (it has no time zone)", expected)},
        {"!not [!date-time {within: 10m}]", "'2026-11-24T03:00:00Z'", ""},
    };
    shape_check(arena, CT_SHAPE_OF_JSON, NULL, rows, COUNT(rows));
}

static void checks_time_windows(void **state)
{
    static const shape_row rows[] = {
        {"!date-time {within: 1s, of: $(t)}", "'2026-01-01T00:00:01Z'", ""},
        {"!date-time {within: 1s, of: $(t)}", "'2026-01-01T00:00:02Z'",
         "$: an RFC 3339 date-time with a time zone within 1s of \"2026-01-01T00:00:00Z\" | "
         "\"2026-01-01T00:00:02Z\" (2s later)"},
        {"!date-time {within: 1s, of: 2026-01-01T00:00:00Z}", "'2025-12-31T23:59:59Z'", ""},
        {"!date-time {within: 1s, of: '2026-01-01T00:00:00Z'}", "'2025-12-31T23:59:59Z'", ""},
        {"!date-time {after: $(t)}", "'2026-01-01T00:00:00Z'", ""},
        {"!date-time {after: $(t)}", "'2025-12-31T23:59:59.9Z'",
         "$: an RFC 3339 date-time with a time zone after \"2026-01-01T00:00:00Z\" | "
         "\"2025-12-31T23:59:59.9Z\""},
        {"!date-time {before: $(t)}", "'2026-01-01T01:00:00+01:00'", ""},
        {"!date-time {before: $(t)}", "'2026-01-01T00:00:00.000000001Z'",
         "$: an RFC 3339 date-time with a time zone before \"2026-01-01T00:00:00Z\" | "
         "\"2026-01-01T00:00:00.000000001Z\""},
        /* centuries away, where 64 bits of nanoseconds end */
        {"!date-time {after: 9999-01-01T00:00:00Z}", "'2300-01-01T00:00:00Z'",
         "$: an RFC 3339 date-time with a time zone after \"9999-01-01T00:00:00Z\" | "
         "\"2300-01-01T00:00:00Z\""},
        {"!date-time {before: 0001-01-01T00:00:00Z}", "'1500-01-01T00:00:00Z'",
         "$: an RFC 3339 date-time with a time zone before \"0001-01-01T00:00:00Z\" | "
         "\"1500-01-01T00:00:00Z\""},
        {"!date-time {within: 1s, of: 9999-01-01T00:00:00Z}", "'2300-01-01T00:00:00Z'",
         "$: an RFC 3339 date-time with a time zone within 1s of \"9999-01-01T00:00:00Z\" | "
         "\"2300-01-01T00:00:00Z\" (2812002d earlier)"},
        {"!date-time {after: $(t), before: $(later)}", "'2026-06-01T00:00:00Z'", ""},
        {"!date-time {after: $(t), before: $(later)}", "'2027-06-01T00:00:00Z'",
         "$: an RFC 3339 date-time with a time zone after \"2026-01-01T00:00:00Z\", before "
         "\"2027-01-01T00:00:00Z\" | \"2027-06-01T00:00:00Z\""},
        {"!date-time {after: $(later), before: $(t)}", "'2026-06-01T00:00:00Z'",
         "$: an RFC 3339 date-time with a time zone after \"2027-01-01T00:00:00Z\", before "
         "\"2026-01-01T00:00:00Z\" | \"2026-06-01T00:00:00Z\""},
        {"!date-time {after: $(text)}", "'2026-06-01T00:00:00Z'",
         "gave up: a bound of '!date-time' is not an RFC 3339 date-time with a time zone"},
        {"!date-time {within: 1s, of: $(number)}", "'2026-06-01T00:00:00Z'",
         "gave up: a bound of '!date-time' is not an RFC 3339 date-time with a time zone"},
        {"!date-time {before: $(none)}", "'2026-06-01T00:00:00Z'",
         "gave up: undefined variable 'none'"},
        {"!not [!date-time {before: $(none)}]", "'2026-06-01T00:00:00Z'",
         "gave up: undefined variable 'none'"},
        {"!date-time {after: $(day)T00:00:00Z}", "'2026-06-01T00:00:00Z'", ""},
    };
    shape_check(*state, CT_SHAPE_OF_JSON,
                "{'t': '2026-01-01T00:00:00Z', 'later': '2027-01-01T00:00:00Z', 'text': 'x',"
                " 'number': 7, 'day': '2026-05-31'}",
                rows, COUNT(rows));
}

static void compares_media_types(void **state)
{
    static const shape_row rows[] = {
        {"!media-type application/json", "'application/json'", ""},
        {"!media-type application/json", "'application/json; charset=utf-8'", ""},
        {"!media-type application/json", "'application/json;charset=utf-8'", ""},
        {"!media-type application/json", "'application/json \\t; charset=utf-8'", ""},
        {"!media-type application/json", "'Application/JSON'", ""},
        {"!media-type application/JSON", "'application/json;'", ""},
        {"!media-type application/problem+json", "'application/problem+json'", ""},
        {"!media-type application/json", "'application/problem+json'",
         "$: the media type application/json | \"application/problem+json\""},
        {"!media-type application/json", "'application/jsonp'",
         "$: the media type application/json | \"application/jsonp\""},
        {"!media-type application/json", "'application/jso'",
         "$: the media type application/json | \"application/jso\""},
        {"!media-type application/json", "'application/json, text/html'",
         "$: the media type application/json | \"application/json, text/html\""},
        {"!media-type application/json", "'application/json text/html'",
         "$: the media type application/json | \"application/json text/html\""},
        {"!media-type application/json", "' application/json'",
         "$: the media type application/json | \" application/json\""},
        {"!media-type application/json", "'text/html; a=application/json'",
         "$: the media type application/json | \"text/html; a=application/json\""},
        {"!media-type application/json", "'application/json\\u0000;'",
         "$: the media type application/json | \"application/json\\u0000;\""},
        {"!media-type application/json", "''", "$: the media type application/json | \"\""},
        {"!media-type application/json", "7", "$: the media type application/json | 7"},
        {"!media-type application/json", NULL, "$: the media type application/json | nothing"},
    };
    shape_check(*state, CT_SHAPE_OF_TEXT, NULL, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(finds_patterns),
        ROWS_TEST(stops_slow_patterns),
        ROWS_TEST(checks_formats),
        ROWS_TEST(requires_times_with_a_zone),
        ROWS_TEST(measures_from_the_end_of_the_response),
        ROWS_TEST(checks_time_windows),
        ROWS_TEST(compares_media_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
