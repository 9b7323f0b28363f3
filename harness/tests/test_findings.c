/* The facts of findings: each is a single fact, and none is a sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/judge_rows.h"

static void has_the_kind_of_difference(void **state)
{
    static const judge_row rows[] = {
        {"status: 201", NULL, NULL, "200", "fail\nstatus [value] 201 | 200"},
        {"status: [201, 204]", NULL, NULL, "200", "fail\nstatus [value] one of 201, 204 | 200"},
        {"status: 4xx", NULL, NULL, "200", "fail\nstatus [value] 4xx | 200"},
        {"headers: {A: b}", NULL, NULL, "200", "fail\nheader A [missing] \"b\" | nothing"},
        {"headers: {A: b}", NULL, NULL, "200|A: b|A: b",
         "fail\nheader A [type] \"b\" | [\"b\",\"b\"] (the field occurs 2 times)"},
        {"headers: {A: !absent }", NULL, NULL, "200|A: b",
         "fail\nheader A [unexpected] nothing | \"b\""},
        {"json: {a: 1}", NULL, NULL, "200||{'a': 2}",
         "fail\njson [value] 1 | 2\n$['a'] [value] 1 | 2"},
        {"json: {a: 1}", NULL, NULL, "200||{'a': '1'}",
         "fail\njson [type] 1 | \"1\" (a number sent as a string)\n$['a'] [type] 1 | \"1\" (a "
         "number sent as a string)"},
        {"json: {a: 1}", NULL, NULL, "200||{}",
         "fail\njson [missing] 1 | nothing\n$['a'] [missing] 1 | nothing"},
        {"json: {a: !absent }", NULL, NULL, "200||{'a': null}",
         "fail\njson [unexpected] nothing | null\n$['a'] [unexpected] nothing | null"},
        {"json: !exact {a: 1}", NULL, NULL, "200||{'a': 1, 'b': 2}",
         "fail\njson [unexpected] no property 'b' | 2\n$['b'] [unexpected] no property 'b' | 2"},
        {"json: {a: !re '^x'}", NULL, NULL, "200||{'a': null}",
         "fail\njson [type] a string that matches '^x' | null\n$['a'] [type] a string that matches "
         "'^x' | null"},
        {"json: {a: [1]}", NULL, NULL, "200||{'a': [1, 2]}",
         "fail\njson [unexpected] no further element | 2\n$['a'][1] [unexpected] no further "
         "element | 2"},
        {"json: {a: $(o)}", NULL, NULL, "200||{'a': {'b': '1', 'd': 3}}",
         "fail\njson [type] 1 | \"1\"\n$['a']['b'] [type] 1 | \"1\"\n$['a']['c'] [missing] 2 | "
         "nothing"},
        {"json: {a: !any array }", NULL, NULL, "200||{'a': {}}",
         "fail\njson [type] an array | {}\n$['a'] [type] an array | {}"},
        {"json: {a: !not [!in [1, 2]]}", NULL, NULL, "200||{'a': 1}",
         "fail\njson [value] none of 1, 2 | 1\n$['a'] [value] none of 1, 2 | 1"},
        {"json: {a: 1}", NULL, NULL, "200",
         "fail\njson [missing] an object with 'a' | no body\n$ [missing] an object with 'a' | no "
         "body"},
        {"json: {a: 1}", NULL, NULL, "200||<p>",
         "fail\njson [type] an object with 'a' | a body that is not JSON (line 1, column 1: "
         "expected a value)\n$ [type] an object with 'a' | a body that is not JSON (line 1, column "
         "1: expected a value)"},
        {"json: {a: 1}", NULL, NULL, "200|Content-Encoding: gzip||{}",
         "fail\njson [type] an object with 'a' | a body with Content-Encoding 'gzip' (encoded "
         "bodies are not decoded (RFC 9110 section 8.4))\n$ [type] an object with 'a' | a body "
         "with Content-Encoding 'gzip' (encoded bodies are not decoded (RFC 9110 section 8.4))"},
        {"json: {a: $(none)}", NULL, NULL, "200||{'a': 1}",
         "error\njson [] an object with 'a' | a response that could not be evaluated (undefined "
         "variable 'none')"},
        {"connection: refused", NULL, NULL, "200",
         "fail\nconnection [value] a connection failure (refused) | a response with status 200"},
    };
    judge_check_facts(*state, "{'o': {'b': 1, 'c': 2, 'd': 3}}", rows, COUNT(rows));
}

/* The location is that of the value, or of the missing property; the keyword is a separate fact. */
static void keeps_the_keyword_of_a_schema(void **state)
{
    static const judge_row rows[] = {
        {"json: !schema pet.json", NULL, NULL, "200||{'id': 1}", "pass"},
        {"json: !schema pet.json", NULL, NULL, "200||{}",
         "fail\njson [missing] property 'id' | nothing {pet.json#/required}\n$['id'] [missing] "
         "property 'id' | nothing {pet.json#/required}"},
        {"json: !schema pet.json", NULL, NULL, "200||{'id': null}",
         "fail\njson [type] an integer | null {pet.json#/properties/id/type}\n$['id'] [type] an "
         "integer | null {pet.json#/properties/id/type}"},
        {"json: !schema pet.json", NULL, NULL, "200||{'id': 1, 'name': 'abcd'}",
         "fail\njson [value] at most 3 characters | 4 characters "
         "{pet.json#/properties/name/maxLength}\n$['name'] [value] at most 3 characters | 4 "
         "characters {pet.json#/properties/name/maxLength}"},
        {"json: !schema pet.json", NULL, NULL, "200||{'id': 1, 'more': 7}",
         "fail\njson [unexpected] no property 'more' | the number 7 "
         "{pet.json#/additionalProperties}\n$['more'] [unexpected] no property 'more' | the number "
         "7 {pet.json#/additionalProperties}"},
        {"json: !schema pet.json", NULL, NULL, "200||{'id': 1, 'tags': ['a', 'b', 'ab']}",
         "fail\njson [value] a value that matches exactly one of the alternatives | the string 'a' "
         "(alternatives 0 and 1 match) {pet.json#/properties/tags/items/oneOf}\n$['tags'][0] "
         "[value] a value that matches exactly one of the alternatives | the string 'a' "
         "(alternatives 0 and 1 match) {pet.json#/properties/tags/items/oneOf}\n$['tags'][1] "
         "[value] a value that matches one of the 2 alternatives | the string 'b' "
         "{pet.json#/properties/tags/items/oneOf}\n$['tags'][1] [value] a string that matches '^a' "
         "| the string 'b' {pet.json#/properties/tags/items/oneOf/1/pattern}"},
        {"json: {pet: !schema pet.json }", NULL, NULL, "200||{'pet': {'id': '1'}}",
         "fail\njson [type] an integer | the string '1' "
         "{pet.json#/properties/id/type}\n$['pet']['id'] [type] an integer | the string '1' "
         "{pet.json#/properties/id/type}"},
        {"at: {'$.pets[*]': !each [!schema pet.json ]}", NULL, NULL,
         "200||{'pets': [{'id': 1}, {}]}",
         "fail\nat $.pets[*] [missing] property 'id' | nothing "
         "{pet.json#/required}\n$['pets'][1]['id'] [missing] property 'id' | nothing "
         "{pet.json#/required}"},
    };
    judge_check_facts(*state, NULL, rows, COUNT(rows));
}

/* A schema failure also shows a value, but no secret, and not the value of a secret name. */
static void masks_values_that_a_schema_rejects(void **state)
{
    static const judge_row rows[] = {
        {"json: !schema pet.json", NULL, NULL, "200||{'id': 1, 'password': 'abc'}",
         "fail\njson [type] an integer | *** {pet.json#/properties/password/type}\n$['password'] "
         "[type] an integer | *** {pet.json#/properties/password/type}"},
        {"json: !schema pet.json", NULL, NULL, "200||{'id': 'hunter22'}",
         "fail\njson [type] an integer | the string '***' {pet.json#/properties/id/type}\n$['id'] "
         "[type] an integer | the string '***' {pet.json#/properties/id/type}"},
        {"json: !schema pet.json", NULL, NULL, "200||{'id': 1, 'hunter22': 1}",
         "fail\njson [unexpected] no property '***' | the number 1 "
         "{pet.json#/additionalProperties}\n$['***'] [unexpected] no property '***' | the number 1 "
         "{pet.json#/additionalProperties}"},
    };
    judge_check_facts(*state, NULL, rows, COUNT(rows));
}

/* The finding is about the response as a whole, and names the alternative with the most matches. */
static void compares_with_alternatives_as_a_whole(void **state)
{
    static const judge_row rows[] = {
        {"!in [{status: 400}, {status: 200, json: {a: 1}}]", NULL, NULL, "200||{'a': '1'}",
         "fail\none of [value] a response that matches one of 2 alternatives | a response with "
         "status 200 (closest is alternative 2, json (a number sent as a string): expected 1, got "
         "\"1\")\n$ [value] 400 | 200 (alternative 1, status)\n$['a'] [type] 1 | \"1\" "
         "(alternative 2, json (a number sent as a string))"},
        {"!in [{status: 400}, {status: 404, json: {a: 1}}]", NULL, NULL, "200||{'a': 1}",
         "fail\none of [value] a response that matches one of 2 alternatives | a response with "
         "status 200 (closest is alternative 1, status: expected 400, got 200)\n$ [value] 400 | "
         "200 (alternative 1, status)\n$ [value] 404 | 200 (alternative 2, status)"},
        {"!in [{json: !schema pet.json }, {status: 404}]", NULL, NULL, "200||{'id': null}",
         "fail\none of [value] a response that matches one of 2 alternatives | a response with "
         "status 200 (closest is alternative 1, json: expected an integer, got null)\n$['id'] "
         "[type] an integer | null (alternative 1, json) {pet.json#/properties/id/type}\n$ [value] "
         "404 | 200 (alternative 2, status)"},
    };
    judge_check_facts(*state, NULL, rows, COUNT(rows));
}

static void names_the_encoding_of_unreadable_bodies(void **state)
{
    static const judge_row rows[] = {
        {"json: 1", NULL, NULL, "200|Content-Type: a/b; Charset=\"utf-16\"||<p>",
         "fail\njson [type] 1 | a body that is not JSON (the charset 'utf-16' (Content-Type) is "
         "not "
         "supported: only UTF-8 is)\n$ [type] 1 | a body that is not JSON (the charset 'utf-16' "
         "(Content-Type) is not supported: only UTF-8 is)"},
        {"text: a", NULL, NULL, "200|Content-Type: text/plain; charset=hunter22||\xE4",
         "fail\ntext [type] \"a\" | a body that is not valid UTF-8 (the charset '***' "
         "(Content-Type) is not supported: only UTF-8 is)"},
        {"text: a", NULL, NULL, "200|Content-Type: text/plain; charset=UTF-8||\xE4",
         "fail\ntext [type] \"a\" | a body that is not valid UTF-8"},
        {"text: a", NULL, NULL, "200||\xFF\xFE",
         "fail\ntext [type] \"a\" | a body that is not valid UTF-8 (the body starts like UTF-16, "
         "and only UTF-8 is supported)"},
        {"text: a", NULL, NULL, "200||\x1F\x8B\x08",
         "fail\ntext [type] \"a\" | a body that is not valid UTF-8 (the body starts like gzip "
         "data, but there is no Content-Encoding)"},
    };
    judge_check_facts(*state, NULL, rows, COUNT(rows));
}

static void hints_at_misspelled_names(void **state)
{
    static const char documented[] = "{200: {headers: {X-Request-Id: !any , X-Request-Ids: !any },"
                                     " json: {count: !any , cout: !any }}}";
    static const judge_row rows[] = {
        {"headers: {Content-Type: a/b}", NULL, NULL, "200|Content-Typ: a/b",
         "fail\nheader Content-Type [missing] \"a/b\" | nothing (the response has a similar "
         "header, 'Content-Typ')"},
        {"headers: {Content-Typ: a/b}", NULL, NULL, "200|Content-Type: a/b",
         "fail\nheader Content-Typ [missing] \"a/b\" | nothing (the response has a similar "
         "header, 'Content-Type')"},
        {"headers: {Content-Type: a/b, Content-Typ: a/b}", NULL, NULL, "200|Content-Typ: a/b",
         "fail\nheader Content-Type [missing] \"a/b\" | nothing"},
        {"headers: {Content-Type: a/b}", NULL, NULL, "200|Content-Length: 7",
         "fail\nheader Content-Type [missing] \"a/b\" | nothing"},
        {"json: {count: 1}", NULL, NULL, "200||{'cout': 1}",
         "fail\njson [missing] 1 | nothing (the response has a similar property, 'cout')\n"
         "$['count'] [missing] 1 | nothing (the response has a similar property, 'cout')"},
        {"json: {a: [{x: 1, b_c: 1}]}", NULL, NULL, "200||{'a': [{'bC': 1}]}",
         "fail\njson [missing] 1 | nothing\n$['a'][0]['x'] [missing] 1 | nothing\n"
         "$['a'][0]['b_c'] [missing] 1 | nothing (the response has a similar property, 'bC')"},
        {"at: {$.a.count: 1}", NULL, NULL, "200||{'a': {'cout': 1}}",
         "fail\nat $.a.count [missing] 1 | nothing (the response has a similar property, 'cout')\n"
         "$['a']['count'] [missing] 1 | nothing (the response has a similar property, 'cout')"},
        {"json: !schema pet.json", NULL, NULL, "200||{'Id': 1}",
         "fail\njson [missing] property 'id' | nothing (the response has a similar property, "
         "'Id') {pet.json#/required}\n$['id'] [missing] property 'id' | nothing (the response "
         "has a similar property, 'Id') {pet.json#/required}\n$['Id'] [unexpected] no property "
         "'Id' "
         "| the number 1 {pet.json#/additionalProperties}"},
        /* what is expected or documented is there on purpose */
        {"json: {count: 1, cout: 1}", NULL, NULL, "200||{'cout': 1}",
         "fail\njson [missing] 1 | nothing\n$['count'] [missing] 1 | nothing"},
        {"at: {$.count: 1, $.cout: 1}", NULL, NULL, "200||{'cout': 1}",
         "fail\nat $.count [missing] 1 | nothing\n$['count'] [missing] 1 | nothing"},
        {"json: {count: 1}", NULL, documented, "200|X-Request-Id: 1|X-Request-Ids: 1||{'cout': 1}",
         "fail\njson [missing] 1 | nothing\n$['count'] [missing] 1 | nothing\n"
         "json [missing] any value | nothing\n$['count'] [missing] any value | nothing"},
        {"headers: {X-Request-Id: 1}", NULL, documented,
         "200|X-Request-Ids: 1||{'cout': 1, 'count': 1}",
         "fail\nheader X-Request-Id [missing] \"1\" | nothing\n"
         "header X-Request-Id [missing] any value | nothing"},
        {"headers: {X-Request-Id: 1}", NULL, NULL, "200|X-Request-Id2: hunter22",
         "fail\nheader X-Request-Id [missing] \"1\" | nothing (the response has a similar header, "
         "'X-Request-Id2')"},
    };
    judge_check_facts(*state, NULL, rows, COUNT(rows));
}

static void puts_a_wrong_status_first(void **state)
{
    static const judge_row rows[] = {
        {"json: 1\nstatus: 200", NULL, NULL, "400||2",
         "fail\nstatus [value] 200 | 400\njson [value] 1 | 2\n$ [value] 1 | 2"},
        {"json: 1", "status: 200", NULL, "400||2",
         "fail\njson [value] 1 | 2\n$ [value] 1 | 2\nstatus [value] 200 | 400"},
        {"text: \"a\\nb\\n\"", NULL, NULL, "200||a\nc\n",
         "fail\ntext [value] \"a\\nb\\n\" | \"a\\nc\\n\" (the first difference is in line 2, "
         "character 1)\n a\n-b\n+c"},
    };
    judge_check_facts(*state, NULL, rows, COUNT(rows));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(has_the_kind_of_difference),
        ROWS_TEST(names_the_encoding_of_unreadable_bodies),
        ROWS_TEST(hints_at_misspelled_names),
        ROWS_TEST(puts_a_wrong_status_first),
        ROWS_TEST(keeps_the_keyword_of_a_schema),
        ROWS_TEST(masks_values_that_a_schema_rejects),
        ROWS_TEST(compares_with_alternatives_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
