/* Documented responses of an operation: judged together with the case, notes for the rest; secrets.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/judge_rows.h"

static void judges_the_entry_of_the_received_status(void **state)
{
    static const char responses[] = "{4xx: {headers: {A: class}}, 404: {headers: {A: number}},"
                                    " 201: {}, 5xx: {json: {code: !any }}}";
    static const judge_row rows[] = {
        {"status: 404", NULL, responses, "404|A: number", "pass"},
        {"status: 404", NULL, responses, "404|A: class",
         "fail\nfail header A: \"number\" | \"class\" @1:49+6"}, /* a number before its class */
        {"status: 400", NULL, responses, "400|A: class", "pass"},
        {"status: 400", NULL, responses, "400|A: number",
         "fail\nfail header A: \"class\" | \"number\" @1:21+5"},
        {"status: 201", NULL, responses, "201", "pass"},
        {"status: 5xx", NULL, responses, "599||{}", "fail\nfail json: any value | nothing @1:87+4"},
        {"status: 5xx", NULL, responses, "599",
         "fail\nfail json: an object with 'code' | no body @1:80"},
        {"status: 201", NULL, responses, "404|A: number", "fail\nfail status: 201 | 404 @1:9+3"},
        {"status: 201", NULL, responses, "404|A: x",
         "fail\nfail status: 201 | 404 @1:9+3\nfail header A: \"number\" | \"x\" @1:49+6"},
        /* a failure of the documented responses, also if the case only has `should` */
        {NULL, "status: 400", responses, "400|A: x",
         "fail\nfail header A: \"class\" | \"x\" @1:21+5"},
        {"status: 200", NULL, responses, "200", "pass\n# status 200 is not documented"},
        {"status: 301", NULL, responses, "302",
         "fail\nfail status: 301 | 302 @1:9+3\n# status 302 is not documented"},
        {"status: 200", NULL, "{}", "200", "pass"}, /* an operation that documents nothing */
        {"status: 200", NULL, NULL, "200||{'a': 1}", "pass"},
    };
    judge_check(*state, NULL, rows, COUNT(rows));
}

/* RFC 9110 section 6.4.1: the entry of a status class does not apply to content there. */
static void ignores_content_where_it_is_forbidden(void **state)
{
    static const char classes[] =
        "{4xx: {json: {e: 1}}, 2xx: {headers: {A: b, content-type: x}, at: {$.a: 1}, text: x,"
        " bytes: {length: 1}}, 3xx: {headers: {Content-Type: !media-type a/b, Content-Length: 7,"
        " Content-Encoding: gzip, Content-Language: en}, json: !any }}";
    static const char numbers[] =
        "{200: {headers: {A: b, Content-Type: x}, json: {a: 1}}, 204: {headers: {Content-Type: x},"
        " json: !absent }, 205: {json: !absent }}";
    static const char either[] = "{4xx: !in [{json: {e: 1}}, {text: x}], 2xx: !in [{headers: {A: "
                                 "b}}, {headers: {A: c}}]}";
    static const judge_row rows[] = {
        {"status: 404", NULL, classes, "HEAD 404", "pass"},
        {"status: 404", NULL, classes, "404",
         "fail\nfail json: an object with 'e' | no body @1:14"},
        {"status: 204", NULL, classes, "204|A: b", "pass"},
        {"status: 204", NULL, classes, "204|A: c", "fail\nfail header A: \"b\" | \"c\" @1:42"},
        {"status: 200", NULL, classes, "HEAD 200|A: b|Content-Type: y|Content-Length: 9", "pass"},
        {"status: 200", NULL, classes, "200|A: b|Content-Type: x||x",
         "fail\nfail at $.a: 1 | a body that is not JSON (line 1, column 1: expected a value) "
         "@1:73"},
        {"status: 304", NULL, classes, "304", "pass"},
        {"status: 301", NULL, classes,
         "301|Content-Type: a/b|Content-Length: 7|Content-Encoding: "
         "gzip|Content-Language: en",
         "fail\nfail json: any value | no body @1:226+4"},
        /* section 15.3.6: 205 has no content either, but received content is judged */
        {"status: 205", NULL, classes, "205|A: b", "pass"},
        {"status: 205", NULL, classes, "205|A: b|Content-Type: x||7",
         "fail\nfail at $.a: 1 | nothing @1:73\nfail text: \"x\" | \"7\" @1:83\n"
         "# a 205 response has content (RFC 9110 section 15.3.6)"},
        /* alternatives apply to content if one of them does */
        {"status: 404", NULL, either, "HEAD 404", "pass"},
        {"status: 404", NULL, either, "404||y",
         "fail\nfail one of: a response that matches one of 2 alternatives | a response with "
         "status 404 (closest is alternative 1, json (line 1, column 1: expected a value): "
         "expected an object with 'e', got a body that is not JSON) @1:7+5 and 1 more"},
        {"status: 204", NULL, either, "204|A: d",
         "fail\nfail one of: a response that matches one of 2 alternatives | a response with "
         "status 204 (closest is alternative 1, header A: expected \"b\", got \"d\") @1:45+5 and 1 "
         "more"},
        /* an entry for one status applies to it, except for HEAD */
        {"status: 204", NULL, numbers, "204|Content-Type: x", "pass"},
        {"status: 204", NULL, numbers, "204",
         "fail\nfail header Content-Type: \"x\" | nothing @1:87"},
        {"status: 200", NULL, numbers, "HEAD 200|A: b", "pass"},
        {"status: 200", NULL, numbers, "HEAD 200", "fail\nfail header A: \"b\" | nothing @1:21"},
        {"status: 205", NULL, numbers, "205", "pass"},
        /* the expectations of the case are always judged */
        {"{status: 2xx, json: {a: 1}}", NULL, "{2xx: {json: {a: 1}}}", "204",
         "fail\nfail json: an object with 'a' | no body @1:21"},
    };
    judge_check(*state, NULL, rows, COUNT(rows));
}

static void notes_undocumented_fields(void **state)
{
    static const judge_row rows[] = {
        {"json: {a: 1}", NULL, "{200: {}}", "200||{'a': 1, 'b': 2}",
         "pass\n# property $['b'] is not documented"},
        {"status: 200", NULL, "{200: {json: {a: 1, b: !any }}}", "200||{'a': 1, 'b': {'c': 1}}",
         "pass"},
        {"json: {a: 1}", NULL, "{200: {json: {b: 2}}}", "200||{'a': 1, 'b': 2, 'c': 3}",
         "pass\n# property $['c'] is not documented"},
        {"status: 200", NULL, "{200: {}}", "200||{'a': 1}", "pass"}, /* no expectation uses JSON */
        {"json: !any", NULL, "{200: {}}", "200||{'a': 1}", "pass"},
        {"json: !any", NULL, "{200: {json: {b: 2}}}", "200||{'a': 1, 'b': 2}", "pass"},
        {"json: {a: {b: 1}}", NULL, "{200: {}}", "200||{'a': {'b': 1, 'c': 2}}",
         "pass\n# property $['a']['c'] is not documented"},
        {"json: {a: [{b: 1}]}", NULL, "{200: {}}", "200||{'a': [{'b': 1, 'c': 2}]}",
         "pass\n# property $['a'][0]['c'] is not documented"},
        {"json: !each [{b: 1}]", NULL, "{200: {}}", "200||[{'b': 1}, {'b': 1, 'c': 2}]",
         "pass\n# property $[1]['c'] is not documented"},
        {"json: {a: !optional [{b: 1}], d: !absent }", NULL, "{200: {}}",
         "200||{'a': {'b': 1, 'c': 2}}", "pass\n# property $['a']['c'] is not documented"},
        {"json: !in [{a: 1}, {b: 2}]", NULL, "{200: {}}", "200||{'b': 2, 'c': 3}",
         "pass\n# property $['c'] is not documented"},
        {"json: !all [{a: 1}, {b: 2}]", NULL, "{200: {}}", "200||{'a': 1, 'b': 2, 'c': 3}",
         "pass\n# property $['c'] is not documented"},
        {"json: !contains [{a: 1}]", NULL, "{200: {}}", "200||[{'a': 1, 'b': 2}]",
         "pass\n# property $[0]['b'] is not documented"},
        {"json: {}", NULL, "{200: {}}", "200||{'a': 1}",
         "pass\n# property $['a'] is not documented"},
        {"json: {a: 1}", NULL, "{201: {}}", "200||{'a': 1, 'b': 2}",
         "pass\n# status 200 is not documented\n# property $['b'] is not documented"},
        {"json: {a: 2}", NULL, "{200: {}}", "200||{'a': 1, 'b': 2}",
         "fail\nfail json: 2 | 1 @1:11\n# property $['b'] is not documented"},
        {"json: {a: 1}", NULL, "{200: {}}", "200||{'a': 1, 'hunter22': 2}",
         "pass\n# property $['***'] is not documented"},
    };
    judge_check(*state, NULL, rows, COUNT(rows));
}

static void masks_secrets_in_every_key(void **state)
{
    static const judge_row rows[] = {
        {"status: $(token)", NULL, NULL, "200", "fail\nfail status: \"***\" | 200 @1:9+8"},
        {"headers: {A: x}", NULL, NULL, "200|A: a hunter22",
         "fail\nfail header A: \"x\" | \"a ***\" @1:14"},
        {"headers: {A: x}", NULL, NULL, "200|A: hunter22|A: x",
         "fail\nfail header A: \"x\" | [\"***\",\"x\"] (the field occurs 2 times) @1:14"},
        {"headers: {A: 'x$(token)'}", NULL, NULL, "200|A: y",
         "fail\nfail header A: \"x***\" | \"y\" @1:14+11"},
        {"headers: {Set-Cookie: x}", NULL, NULL, "200|Set-Cookie: any value",
         "fail\nfail header Set-Cookie: \"x\" | *** @1:23"},
        {"headers: {PASSWORD: !re '^x'}", NULL, NULL, "200|password: y",
         "fail\nfail header PASSWORD: a string that matches '^x' | *** @1:21+8"},
        {"headers: {password: x}", NULL, NULL, "200",
         "fail\nfail header password: \"x\" | nothing @1:21"},
        {"headers: {password: !contains [x]}", NULL, NULL, "200|password: y",
         "fail\nfail header password: an element that is \"x\" | *** @1:32"},
        {"text: x", NULL, NULL, "200||a hunter22 b", "fail\nfail text: \"x\" | \"a *** b\" @1:7"},
        {"text: x", NULL, NULL, "200||{'password': 'y'}",
         "fail\nfail text: \"x\" | \"{\\\"password\\\": \\\"***\\\"}\" @1:7"},
        {"json: {a: {password: x}}", NULL, NULL, "200||{'a': {'password': 'y'}}",
         "fail\nfail json: \"x\" | *** @1:22"},
        {"json: 1", NULL, NULL, "200||{'a': 'hunter22', 'password': 7}",
         "fail\nfail json: 1 | {\"a\":\"***\",\"password\":\"***\"} @1:7"},
    };
    judge_check(*state, "{'token': 'hunter22'}", rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(judges_the_entry_of_the_received_status),
        ROWS_TEST(ignores_content_where_it_is_forbidden),
        ROWS_TEST(notes_undocumented_fields),
        ROWS_TEST(masks_secrets_in_every_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
