/* The properties that no schema describes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/schema_rows.h"

typedef struct undocumented_row {
    const char *schema, *value, *members;
} undocumented_row;

static void check_undocumented(void **state, const undocumented_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ct_diag diag;
        ct_buf out = CT_BUF(CT_BUF_ANY);
        const ct_schema_property *members;
        const ct_schema *schema = compile(*state, rows[i].schema, (ct_schema_options){0}, &diag);
        assert_true(
            ct_schema_undocumented(*state, schema, json_of(*state, rows[i].value), NULL, &members));
        for (; members; members = members->next)
            ct_buf_printf(&out, "%s ", members->instance);
        assert_string_equal(ct_buf_str(&out), rows[i].members);
        ct_buf_free(&out);
    }
}

static void lists_undocumented_properties(void **state)
{
    static const undocumented_row rows[] = {
        {"{'properties': {'a': true}}", "{'a': 1, 'b': 2}", "/b "},
        {"{'properties': {'a': true}, 'additionalProperties': true}", "{'a': 1, 'b': 2}", "/b "},
        {"{'properties': {'a': true}, 'additionalProperties': {'type': 'integer'}}",
         "{'a': 1, 'b': 2}", ""},
        {"{'properties': {'a': true}, 'patternProperties': {'^x-': true}}",
         "{'a': 1, 'x-b': 2, 'y': 3}", "/y "},
        {"{'properties': {'a': true}, 'unevaluatedProperties': {'type': 'null'}}", "{'b': null}",
         ""},
        /* an object without a description may have any properties */
        {"{'properties': {'a': {'type': 'object'}}}", "{'a': {'b': 1}}", ""},
        {"{'type': 'object'}", "{'a': {'b': 1}}", ""},
        /* schemas for the same object are combined, wherever they are */
        {"{'allOf': [{'properties': {'a': {'properties': {'x': true}}}},"
         " {'properties': {'a': {'properties': {'y': true}}}}]}",
         "{'a': {'x': 1, 'y': 2, 'z': 3}}", "/a/z "},
        {"{'items': {'$ref': '#/$defs/i'}, '$defs': {'i': {'properties': {'id': true}}}}",
         "[{'id': 1}, {'id': 2, 'extra': 3}]", "/1/extra "},
        /* an alternative that rejects describes nothing */
        {"{'oneOf': [{'properties': {'k': {'const': 1}, 'a': true}}, {'properties': {'k': {'const':"
         " 2}, 'b': true}}]}",
         "{'k': 2, 'a': 1, 'b': 1}", "/a "},
        {"{'anyOf': [{'properties': {'a': true}}, {'properties': {'b': true}}]}",
         "{'a': 1, 'b': 1, 'c/d': 1}", "/c~1d "},
        {"{'not': {'properties': {'a': {'const': 0}}}}", "{'a': 1}", ""},
    };
    check_undocumented(state, rows, sizeof rows / sizeof *rows);
}

/* Documented properties do not depend on failures before, after, beside or below them. */
static void keeps_documentation_despite_failures(void **state)
{
    static const undocumented_row rows[] = {
        {"{'required': ['z'], 'properties': {'a': true}}", "{'a': 1, 'b': 2}", "/b "},
        {"{'properties': {'a': {'type': 'string'}, 'b': true}}", "{'a': 1, 'b': 2, 'c': 3}", "/c "},
        {"{'allOf': [{'properties': {'a': {'type': 'string'}}}, {'properties': {'b': true}}]}",
         "{'a': 1, 'b': 2, 'c': 3}", "/c "},
        {"{'items': {'type': 'object', 'properties': {'a': true}}}", "[7, {'a': 1, 'b': 2}]",
         "/1/b "},
        {"{'prefixItems': [{'type': 'string'}, {'properties': {'a': true}}]}", "[7, {'b': 2}]",
         "/1/b "},
        {"{'properties': {'a': {'type': 'string'}},"
         " 'unevaluatedProperties': {'properties': {'b': true}}}",
         "{'a': 1, 'x': {'b': 1, 'c': 2}}", "/x/c "},
        {"{'propertyNames': {'maxLength': 1}, 'properties': {'aa': true, 'b': true}}",
         "{'aa': 1, 'b': 2, 'c': 3}", "/c "},
        {"{'dependentRequired': {'a': ['z']}, 'properties': {'a': true, 'b': true}}",
         "{'a': 1, 'b': 2, 'c': 3}", "/c "},
        /* if no alternative matches, the properties of all of them are documented */
        {"{'properties': {'k': true}, 'oneOf': [{'properties': {'k': {'const': 1}, 'a': true}},"
         " {'properties': {'k': {'const': 2}, 'b': true}}]}",
         "{'k': 3, 'a': 1, 'b': 1, 'c': 1}", "/c "},
        {"{'anyOf': [{'properties': {'k': {'const': 1}, 'a': true}},"
         " {'properties': {'k': {'const': 2}, 'b': true}}]}",
         "{'k': 3, 'a': 1, 'b': 1, 'c': 1}", "/c "},
        {"{'oneOf': [{'properties': {'a': true}}, {'properties': {'b': true}},"
         " {'properties': {'c': true}}]}",
         "{'a': 1, 'b': 1, 'c': 1, 'd': 1}", "/d "},
    };
    check_undocumented(state, rows, sizeof rows / sizeof *rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lists_undocumented_properties),
        TEST(keeps_documentation_despite_failures),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
