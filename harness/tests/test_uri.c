#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "lang/json/json.h"
#include "lang/json/pointer.h"
#include "lang/uri.h"
#include "tests/rows.h"

/* RFC 3986 section 5.4, and additional rules of schemas. */
static void resolves(void **state)
{
    static const char base[] = "http://a/b/c/d;p?q";
    static const struct {
        const char *base, *reference, *expected;
    } rows[] = {
        {base, "g:h", "g:h"},
        {base, "g", "http://a/b/c/g"},
        {base, "./g", "http://a/b/c/g"},
        {base, "g/", "http://a/b/c/g/"},
        {base, "/g", "http://a/g"},
        {base, "//g", "http://g"},
        {base, "?y", "http://a/b/c/d;p?y"},
        {base, "g?y", "http://a/b/c/g?y"},
        {base, "#s", "http://a/b/c/d;p?q#s"},
        {base, "g#s", "http://a/b/c/g#s"},
        {base, "g?y#s", "http://a/b/c/g?y#s"},
        {base, ";x", "http://a/b/c/;x"},
        {base, "", "http://a/b/c/d;p?q"},
        {base, ".", "http://a/b/c/"},
        {base, "./", "http://a/b/c/"},
        {base, "..", "http://a/b/"},
        {base, "../", "http://a/b/"},
        {base, "../g", "http://a/b/g"},
        {base, "../..", "http://a/"},
        {base, "../../g", "http://a/g"},
        {base, "../../../g", "http://a/g"},
        {base, "/./g", "http://a/g"},
        {base, "/../g", "http://a/g"},
        {base, "g.", "http://a/b/c/g."},
        {base, "..g", "http://a/b/c/..g"},
        {base, "./../g", "http://a/b/g"},
        {base, "./g/.", "http://a/b/c/g/"},
        {base, "g/../h", "http://a/b/c/h"},
        {base, "g;x=1/../y", "http://a/b/c/y"},
        {base, "g?y/../x", "http://a/b/c/g?y/../x"},
        {base, "http:g", "http:g"},
        {"http://a", "g", "http://a/g"},
        {"http://a", "#x", "http://a#x"},
        {"", "schema.json#/x", "schema.json#/x"},
        {"schema.json", "#/x", "schema.json#/x"},
        {"a/b.json", "c.json", "a/c.json"},
        {"urn:example:a", "#/x", "urn:example:a#/x"},
        {"file:///folder/a.json", "b.json", "file:///folder/b.json"},
        {"http://a/b#x", "c", "http://a/c"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(ct_uri_resolve(*state, rows[i].base, rows[i].reference),
                            rows[i].expected);
}

static void unescapes(void **state)
{
    static const struct {
        const char *text, *plain;
    } rows[] = {
        {"a%22b", "a\"b"}, {"%25", "%"}, {"%2g", "%2g"},
        {"%", "%"},        {"%4", "%4"}, {"%c3%A9", "\xC3\xA9"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t size;
        assert_string_equal(ct_uri_unescape(*state, rows[i].text, strlen(rows[i].text), &size),
                            rows[i].plain);
        assert_int_equal(size, strlen(rows[i].plain));
    }
}

static const char document[] =
    "{\"\": 0, \"a/b\": 1, \"m~n\": 2, \" \": 3, \"foo\": [\"bar\", {\"x\": 4}], \"e^f\": 5}";

static void detects_empty_and_dot_segments(void **state)
{
    static const struct {
        const char *text;
        bool names_nothing;
    } rows[] = {
        {"", true},       {".", true},      {"..", true},    {"%2e", true}, {"%2E.", true},
        {"/", true},      {"%2f", true},    {"../..", true}, {"./", true},  {"%2e%2e%2F", true},
        {"%00x", true},   {"..%00x", true}, {"...", false},  {"a", false},  {"..a", false},
        {"a..", false},   {"../a", false},  {"%", false},    {"%2", false}, {".%2", false},
        {"%252e", false}, {" ", false},     {"%20", false},  {"-", false},  {"%2eg", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (ct_uri_names_nothing(rows[i].text, strlen(rows[i].text)) != rows[i].names_nothing)
            fail_msg("'%s'", rows[i].text);
    assert_true(ct_uri_names_nothing("\0x", 2));
    assert_true(ct_uri_names_nothing("a", 0));
}

static void finds_by_pointer(void **state)
{
    static const struct {
        const char *pointer, *expected; /* NULL: nothing there */
    } rows[] = {
        {"/", "0"},
        {"/a~1b", "1"},
        {"/m~0n", "2"},
        {"/ ", "3"},
        {"/foo/0", "\"bar\""},
        {"/foo/1/x", "4"},
        {"/e^f", "5"},
        {"/foo/2", NULL},
        {"/foo/00", NULL},
        {"/foo/-", NULL},
        {"/foo/", NULL},
        {"foo", NULL},
        {"/m~n", NULL},
        {"/a~2b", NULL},
        {"/foo/0/x", NULL},
        {"/foo/18446744073709551616", NULL},
    };
    ct_json_error error;
    const json_t *json = ct_json_read(*state, document, strlen(document), &error);
    assert_ptr_equal(ct_pointer_find(json, "", 0), json);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_buf out = CT_BUF(CT_BUF_ANY);
        const json_t *value = ct_pointer_find(json, rows[i].pointer, strlen(rows[i].pointer));
        if (rows[i].expected) {
            ct_json_write(&out, value, CT_JSON_COMPACT);
            assert_string_equal(ct_buf_str(&out), rows[i].expected);
        } else {
            assert_null(value);
        }
        ct_buf_free(&out);
    }
}

static void writes_pointers(void **state)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    (void)state;
    ct_pointer_add(&out, "a/b~c", 5);
    ct_pointer_add(&out, "", 0);
    assert_string_equal(ct_buf_str(&out), "/a~1b~0c/");
    assert_true(ct_pointer_is_valid(out.bytes, out.size));
    ct_buf_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(resolves),
        ROWS_TEST(unescapes),
        cmocka_unit_test(detects_empty_and_dot_segments),
        ROWS_TEST(finds_by_pointer),
        cmocka_unit_test(writes_pointers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
