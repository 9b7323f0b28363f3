/* JSON Schema: accepted values, and the failures of others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/schema_rows.h"

/* A line for each failure: instance, schema, expected | actual | hint. */
static const char *failures_of(ct_arena *arena, const ct_schema_result *result)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    if (result->verdict == CT_SCHEMA_GAVE_UP)
        ct_buf_printf(&out, "gave up: %s", result->gave_up);
    for (const ct_schema_failure *f = result->failures; f; f = f->next)
        ct_buf_printf(&out, "%s%s %s: %s | %s%s%s", out.size ? "\n" : "", f->instance, f->schema,
                      f->expected, f->actual, f->hint ? " | " : "", f->hint ? f->hint : "");
    return ct_buf_finish(&out, arena);
}

/* One schema and one value; `failures` is "" if the value is accepted. */
typedef struct row {
    const char *schema, *value, *failures;
} row;

static void check_row(ct_arena *arena, const row *r, ct_schema_options options)
{
    ct_diag diag;
    const ct_schema *schema = compile(arena, r->schema, options, &diag);
    if (!schema)
        fail_msg("%s: %s", r->schema, diag.first->message);
    const json_t *value = json_of(arena, r->value);
    const ct_schema_result *result = ct_schema_check(arena, schema, value, NULL);
    const char *failures = failures_of(arena, result);
    if (strcmp(failures, r->failures) != 0)
        fail_msg("%s\n  of %s says\n%s\n  not\n%s", r->schema, r->value, failures, r->failures);
    assert_int_equal(result->verdict, *r->failures ? CT_SCHEMA_REJECTS : CT_SCHEMA_ACCEPTS);
    assert_int_equal(ct_schema_test(schema, value, NULL), result->verdict);
}

static void check_rows(ct_arena *arena, const row *rows, size_t count, ct_schema_options options)
{
    for (size_t i = 0; i < count; i++)
        check_row(arena, &rows[i], options);
}

#define ROWS(rows) (rows), sizeof(rows) / sizeof *(rows)

static const row judged[] = {
    {"{'type': 'string'}", "7", " #/type: a string | the number 7"},
    {"{'type': ['integer', 'null']}", "1.5", " #/type: an integer or null | the number 1.5"},
    {"{'type': ['array', 'boolean', 'object']}", "'x'",
     " #/type: an array, a boolean or an object | the string 'x'"},
    {"{'type': 'integer'}", "1.0", ""},
    {"{'type': ['number', 'integer']}", "1.5", ""},
    {"{'type': 'integer'}", "1e400", ""},
    {"{'type': 'null'}", "[1, 2]", " #/type: null | an array with 2 items"},
    {"{'type': 'null'}", "{'a': 1}", " #/type: null | an object with 1 property"},
    {"{'const': {'a': 1}}", "{'a': 1.0}", ""},
    {"{'const': 'a'}", "'b'", " #/const: 'a' | the string 'b'"},
    {"{'enum': ['a', 3, null]}", "false", " #/enum: 'a', 3 or null | false"},
    {"{'enum': ['a']}", "true", " #/enum: 'a' | true"},
    {"{'enum': []}", "true", " #/enum: no value | true"},
    {"{'enum': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}", "10.0", ""},
    {"{'enum': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}", "11",
     " #/enum: 1, 2, 3, 4, 5, 6, 7, 8 or 2 more | the number 11"},
    {"{'minimum': 10}", "7", " #/minimum: at least 10 | the number 7"},
    {"{'maximum': 0.1}", "0.10000000000000000001",
     " #/maximum: at most 0.1 | the number 0.10000000000000000001"},
    {"{'exclusiveMinimum': 10}", "10.0",
     " #/exclusiveMinimum: a number above 10 | the number 10.0"},
    {"{'exclusiveMaximum': 10}", "10", " #/exclusiveMaximum: a number below 10 | the number 10"},
    {"{'multipleOf': 0.01}", "4.35", ""},
    {"{'multipleOf': 2}", "7", " #/multipleOf: a multiple of 2 | the number 7"},
    {"{'minLength': 2}", "'\xF0\x9F\x90\xB2'", " #/minLength: at least 2 characters | 1 character"},
    {"{'maxLength': 1}", "'ab'", " #/maxLength: at most 1 character | 2 characters"},
    {"{'maxLength': 2.0}", "'\xF0\x9F\x90\xB2\xF0\x9F\x90\xB2'", ""},
    {"{'pattern': '^a+$'}", "'ab'", " #/pattern: a string that matches '^a+$' | the string 'ab'"},
    {"{'pattern': 'a'}", "'b\\n'", " #/pattern: a string that matches 'a' | the string 'b\\n'"},
    {"{'minItems': 2}", "[1]", " #/minItems: at least 2 items | 1 item"},
    {"{'maxItems': 0}", "[1]", " #/maxItems: at most 0 items | 1 item"},
    {"{'uniqueItems': true}", "[1, 'a', 1.0]",
     " #/uniqueItems: items that are all different | equal items at 0 and 2"},
    {"{'uniqueItems': true}", "[1, true, '1', [1], {'1': 1}, null, 0, false, '', [], {}, [[1]]]",
     ""},
    {"{'uniqueItems': true}", "[0, 1, 2, 3, 4, 5, 6, 7, 8, {'a': 1, 'b': 2}, {'b': 2, 'a': 1}]",
     " #/uniqueItems: items that are all different | equal items at 9 and 10"},
    {"{'minProperties': 1}", "{}", " #/minProperties: at least 1 property | 0 properties"},
    {"{'maxProperties': 1}", "{'a': 1, 'b': 2}",
     " #/maxProperties: at most 1 property | 2 properties"},
    {"{'required': ['a', 'b', 'c']}", "{'b': 1}",
     "/a #/required: property 'a' | nothing\n/c #/required: property 'c' | nothing"},
    {"{'dependentRequired': {'a': ['b']}}", "{'a': 1}",
     "/b #/dependentRequired: property 'b' | nothing | property 'a' requires it"},
    {"{'properties': {'a/b': {'type': 'null'}}}", "{'a/b': 1}",
     "/a~1b #/properties/a~1b/type: null | the number 1"},
    {"{'properties': {'a': false}}", "{'a': 1}",
     "/a #/properties/a: no property 'a' | the number 1"},
    {"{'properties': {'a': {}}, 'additionalProperties': false}", "{'a': 1, 'x': 1}",
     "/x #/additionalProperties: no property 'x' | the number 1"},
    {"{'patternProperties': {'^x': {'type': 'null'}}, 'additionalProperties': false}",
     "{'x1': null, 'x2': 2}", "/x2 #/patternProperties/^x/type: null | the number 2"},
    {"{'propertyNames': {'maxLength': 1}}", "{'a': 1, 'bc': 2}",
     "/bc #/propertyNames/maxLength: at most 1 character | 2 characters | of the property name "
     "'bc'"},
    {"{'prefixItems': [{'type': 'null'}], 'items': false}", "[null, 2]",
     "/1 #/items: no item at index 1 | the number 2"},
    {"{'items': {'properties': {'id': {'type': 'integer'}}}}", "[{'id': 1}, {'id': 'x'}]",
     "/1/id #/items/properties/id/type: an integer | the string 'x'"},
    {"{'contains': {'type': 'null'}}", "[1]",
     " #/contains: at least 1 item that matches 'contains' | 0 items that match 'contains'"},
    {"{'contains': {'type': 'null'}, 'minContains': 2, 'maxContains': 3}", "[null]",
     " #/contains: at least 2 items that match 'contains' | 1 item that matches 'contains'"},
    {"{'contains': {'type': 'null'}, 'maxContains': 1}", "[null, null, 1]",
     " #/contains: at most 1 item that matches 'contains' | 2 items that match 'contains'"},
    {"{'contains': false, 'minContains': 0}", "[1]", ""},
    {"false", "1", " #: no value | the number 1"},
    {"true", "1", ""},
    {"{'not': {'type': 'null'}}", "null",
     " #/not: a value that does not match the schema of 'not' | null"},
    {"{'allOf': [{'type': 'null'}, {'minimum': 9}]}", "1",
     " #/allOf/0/type: null | the number 1\n #/allOf/1/minimum: at least 9 | the number 1"},
    {"{'anyOf': [{'type': 'null'}, {'type': 'string'}]}", "1",
     " #/anyOf: a value that matches one of the 2 alternatives | the number 1"},
    {"{'oneOf': [{'type': 'null'}, {'type': 'object', 'required': ['a']}]}", "{}",
     " #/oneOf: a value that matches one of the 2 alternatives | an object with 0 properties\n/a "
     "#/oneOf/1/required: property 'a' | nothing"},
    {"{'oneOf': [{'minimum': 1}, {'const': 0}, {'maximum': 5}]}", "3",
     " #/oneOf: a value that matches exactly one of the alternatives | the number 3 | alternatives "
     "0 and 2 match"},
    {"{'oneOf': [{'properties': {'k': {'const': 'a'}, 'v': {'type': 'null'}}},"
     " {'properties': {'k': {'const': 'b'}, 'v': {'type': 'string'}}}]}",
     "{'k': 'b', 'v': 7}",
     " #/oneOf: a value that matches one of the 2 alternatives | an object with 2 properties\n/v "
     "#/oneOf/1/properties/v/type: a string | the number 7"},
    {"{'if': {'type': 'number'}, 'then': {'minimum': 3}, 'else': {'minLength': 3}}", "2",
     " #/then/minimum: at least 3 | the number 2"},
    {"{'if': {'type': 'number'}, 'then': {'minimum': 3}, 'else': {'minLength': 3}}", "'ab'",
     " #/else/minLength: at least 3 characters | 2 characters"},
    {"{'dependentSchemas': {'a': {'required': ['b']}}}", "{'a': 1}",
     "/b #/dependentSchemas/a/required: property 'b' | nothing"},
    {"{'$ref': '#/$defs/id', '$defs': {'id': {'type': 'integer'}}}", "'x'",
     " #/$defs/id/type: an integer | the string 'x'"},
    {"{'$ref': 'http://x/name.json'}", "'x'",
     " http://x/name.json#/minLength: at least 2 characters | 1 character"},
    {"{'format': 'date-time'}", "'2020-13-01'", ""},
    {"{'minLength': 5}", "'a\\u0000b'", " #/minLength: at least 5 characters | 3 characters"},
    {"{'required': ['a\\u0000b']}", "{'a': 1}", "/a #/required: property 'a\\x00b' | nothing"},
};

static void reports_failures(void **state)
{
    check_rows(*state, ROWS(judged), (ct_schema_options){0});
}

static void collects_evaluated_properties(void **state)
{
    static const row rows[] = {
        {"{'properties': {'a': true}, 'unevaluatedProperties': false}", "{'a': 1, 'b': 2}",
         "/b #/unevaluatedProperties: no property 'b' | the number 2"},
        {"{'allOf': [{'properties': {'a': true}}], 'anyOf': [{'required': ['b'], 'properties': "
         "{'b':"
         " true}}, true], 'unevaluatedProperties': false}",
         "{'a': 1, 'b': 2}", ""},
        {"{'anyOf': [{'required': ['x'], 'properties': {'b': true}}, true],"
         " 'unevaluatedProperties': false}",
         "{'b': 2}", "/b #/unevaluatedProperties: no property 'b' | the number 2"},
        /* cousins do not see each other */
        {"{'allOf': [{'properties': {'a': true}}, {'unevaluatedProperties': false}]}", "{'a': 1}",
         "/a #/allOf/1/unevaluatedProperties: no property 'a' | the number 1"},
        {"{'not': {'not': {'properties': {'a': true}}}, 'unevaluatedProperties': false}",
         "{'a': 1}", "/a #/unevaluatedProperties: no property 'a' | the number 1"},
        {"{'if': {'required': ['a'], 'properties': {'a': true}}, 'unevaluatedProperties': false}",
         "{'a': 1}", ""},
        /* a failed schema does not report unevaluated properties as well */
        {"{'allOf': [{'properties': {'a': {'type': 'null'}}}], 'unevaluatedProperties': false}",
         "{'a': 1}", "/a #/allOf/0/properties/a/type: null | the number 1"},
        {"{'prefixItems': [true], 'contains': {'type': 'null'}, 'unevaluatedItems': false}",
         "[1, null, 2, null]", "/2 #/unevaluatedItems: no item at index 2 | the number 2"},
        {"{'$ref': '#/$defs/a', '$defs': {'a': {'prefixItems': [true]}},"
         " 'unevaluatedItems': {'type': 'null'}}",
         "[1, null, 3]", "/2 #/unevaluatedItems/type: null | the number 3"},
        {"{'allOf': [{'items': true}], 'unevaluatedItems': false}", "[1, 2]", ""},
        {"{'propertyNames': true, 'unevaluatedProperties': {'type': 'null'}}", "{'a': 1}",
         "/a #/unevaluatedProperties/type: null | the number 1"},
    };
    check_rows(*state, ROWS(rows), (ct_schema_options){0});
}

static void follows_references(void **state)
{
    static const row rows[] = {
        {"{'$id': 'http://x/a.json', '$ref': 'name.json'}", "7",
         " http://x/name.json#/type: a string | the number 7"},
        {"{'$ref': 'http://x/tree.json#leaf'}", "7",
         " http://x/tree.json#/$defs/leaf/type: null | the number 7"},
        {"{'$ref': 'http://x/tree.json#/$defs/leaf'}", "null", ""},
        {"{'$ref': 'file.json'}", "7", " file.json#/type: null | the number 7"},
        {"{'$ref': '#/components/a~1b', 'components': {'a/b': {'type': 'null'}}}", "7",
         " #/components/a~1b/type: null | the number 7"},
        /* an old draft keeps its rules when a new one refers to it */
        {"{'$ref': 'http://x/old.json'}", "[7]",
         "/0 http://x/old.json#/items/0/type: null | the number 7"},
        {"{'$ref': 'http://json-schema.org/draft-07/schema#'}", "{'minLength': -1}",
         "/minLength "
         "http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger/minimum: at least "
         "0 | the number -1"},
        {"{'$ref': 'https://json-schema.org/draft/2020-12/schema'}",
         "{'properties': {'a': {'type': 'text'}}}",
         "/properties/a/type "
         "https://json-schema.org/draft/2020-12/meta/validation#/properties/type/anyOf: a value "
         "that matches one of the 2 alternatives | the string 'text'"},
        {"{'$ref': 'https://json-schema.org/draft/2020-12/schema'}",
         "{'items': {'$anchor': 'x'}, 'allOf': [true, {'enum': [1]}]}", ""},
        /* the outermost dynamic anchor wins */
        {"{'$id': 'http://y/strict', '$ref': 'tree', '$dynamicAnchor': 'node',"
         " 'unevaluatedProperties': false, '$defs': {'tree': {'$id': 'tree', '$dynamicAnchor':"
         " 'node', 'properties': {'child': {'$dynamicRef': '#node'}}}}}",
         "{'child': {'chld': 1}}",
         "/child/chld #/unevaluatedProperties: no property 'chld' | the number 1"},
        {"{'$schema': 'http://x/no-validation.json', 'minimum': 5, 'properties': {'a': false}}",
         "{'a': 1}", "/a #/properties/a: no property 'a' | the number 1"},
        {"{'$schema': 'http://x/no-validation.json', 'minimum': 5}", "1", ""},
        {"{'$schema': 'http://x/relaxed.json', 'minimum': 5, 'properties': {'a': false}}", "1",
         " #/minimum: at least 5 | the number 1"},
        {"{'$schema': 'http://x/strict-format.json', 'format': 'ipv4'}", "'x'",
         " #/format: an IPv4 address | the string 'x'"},
    };
    check_rows(*state, ROWS(rows), (ct_schema_options){0});
}

static void asserts_formats_on_request(void **state)
{
    static const row rows[] = {
        {"{'format': 'date-time'}", "'2020-13-01'",
         " #/format: a date-time | the string '2020-13-01'"},
        {"{'format': 'date-time'}", "'2020-12-01T00:00:00Z'", ""},
        {"{'format': 'date-time'}", "7", ""},
        {"{'format': 'int64'}", "'x'", ""},
    };
    check_rows(*state, ROWS(rows), (ct_schema_options){.assert_formats = true});
}

static void keeps_the_rules_of_draft_07(void **state)
{
    static const row rows[] = {
        {"{'$ref': '#/definitions/a', 'maximum': 1, 'definitions': {'a': {'type': 'integer'}}}",
         "7", ""},
        {"{'$ref': '#/definitions/a', 'definitions': {'a': {'type': 'integer'}}}", "'x'",
         " #/definitions/a/type: an integer | the string 'x'"},
        {"{'items': [{'type': 'null'}, true], 'additionalItems': {'type': 'string'}}",
         "[null, 1, 2]", "/2 #/additionalItems/type: a string | the number 2"},
        {"{'items': [{'type': 'null'}]}", "[1]", "/0 #/items/0/type: null | the number 1"},
        {"{'items': {'type': 'null'}, 'additionalItems': false}", "[null, null]", ""},
        {"{'additionalItems': false}", "[1]", ""},
        {"{'dependencies': {'a': ['b'], 'c': {'required': ['d']}}}", "{'a': 1, 'c': 1}",
         "/b #/dependencies: property 'b' | nothing | property 'a' requires it\n/d "
         "#/dependencies/c/required: property 'd' | nothing"},
        {"{'dependencies': {'a': false}}", "{'a': 1}",
         " #/dependencies/a: no value | an object with 1 property"},
        {"{'allOf': [{'$ref': '#x'}], 'definitions': {'a': {'$id': '#x', 'type': 'null'}}}", "1",
         " #/definitions/a/type: null | the number 1"},
        {"{'$ref': 'http://y/b#x', 'definitions': {'a': {'$id': 'http://y/b#x', 'type': 'null'}}}",
         "1", " #/definitions/a/type: null | the number 1"},
        {"{'$id': 'http://y/a', 'definitions': {'b': {'$id': 'b', 'type': 'null'}},"
         " 'allOf': [{'$ref': 'b'}]}",
         "1", " #/definitions/b/type: null | the number 1"},
        /* an $id beside $ref has no effect */
        {"{'$id': 'http://y/a/', 'allOf': [{'$id': 'http://z/', '$ref': 'c'}],"
         " 'definitions': {'c': {'$id': 'c', 'type': 'null'}}}",
         "1", " #/definitions/c/type: null | the number 1"},
        {"{'contains': {'type': 'null'}, 'maxContains': 1}", "[null, null]", ""},
        {"{'unevaluatedProperties': false}", "{'a': 1}", ""},
        {"{'prefixItems': [false], 'dependentRequired': {'a': ['b']}}", "[1]", ""},
        {"{'if': {'minimum': 5}, 'then': {'maximum': 7}}", "9",
         " #/then/maximum: at most 7 | the number 9"},
        {"{'propertyNames': {'pattern': '^a'}}", "{'b': 1}",
         "/b #/propertyNames/pattern: a string that matches '^a' | the string 'b' | of the "
         "property name 'b'"},
        {"{'type': 'integer', 'const': 1}", "1.0", ""},
        {"{'$ref': 'http://json-schema.org/draft-07/schema'}", "{'type': 'object'}", ""},
    };
    check_rows(*state, ROWS(rows), (ct_schema_options){.draft = CT_SCHEMA_DRAFT_07});
    static const row said[] = {
        {"{'$schema': 'http://json-schema.org/draft-07/schema#', 'items': [false]}", "[1]",
         "/0 #/items/0: no item at index 0 | the number 1"},
    };
    check_rows(*state, ROWS(said), (ct_schema_options){.draft = CT_SCHEMA_2020_12});
}

static void stops_at_its_limits(void **state)
{
    static const struct {
        const char *schema, *value, *gave_up;
    } rows[] = {
        {"{'$ref': '#'}", "1", "the schema '#' refers to itself without descending into the value"},
        {"{'$defs': {'a': {'allOf': [{'$ref': '#/$defs/b'}]}, 'b': {'not': {'$ref': '#/$defs/a'}}},"
         " '$ref': '#/$defs/a'}",
         "1", "the schema '#/$defs/b/not' refers to itself without descending into the value"},
        {"{'pattern': '^(([a-z])+)+$'}", "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'",
         "a pattern of '#/pattern' takes too long"},
        {"{'anyOf': [{'pattern': '^(([a-z])+)+$'}, true]}",
         "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'",
         "a pattern of '#/anyOf/0/pattern' takes too long"},
        {"{'not': {'pattern': '^(([a-z])+)+$'}}",
         "'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'",
         "a pattern of '#/not/pattern' takes too long"},
        {"{'patternProperties': {'^(([a-z])+)+$': true}}",
         "{'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!': 1}",
         "a pattern of '#/patternProperties' takes too long"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_diag diag;
        const ct_schema *schema = compile(*state, rows[i].schema, (ct_schema_options){0}, &diag);
        const json_t *value = json_of(*state, rows[i].value);
        const ct_schema_result *result = ct_schema_check(*state, schema, value, NULL);
        assert_int_equal(result->verdict, CT_SCHEMA_GAVE_UP);
        assert_int_equal(ct_schema_test(schema, value, NULL), CT_SCHEMA_GAVE_UP);
        assert_string_equal(result->gave_up, rows[i].gave_up);
        assert_null(result->failures);
    }
}

/* All iterations of a schema count as steps, also in branches. */
static void stops_when_the_budget_is_used_up(void **state)
{
    static const char *const schemas[] = {
        "{'uniqueItems': true}",
        "{'items': {'anyOf': [{'const': 1}, {'const': 2}]}}",
        "{'not': {'contains': {'enum': [1, 2]}}}",
        "{'unevaluatedItems': {'type': 'array'}}",
        "{'items': {'multipleOf': 0.7}}",
    };
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (int i = 0; i < 20000; i++)
        ct_buf_printf(&text, "%c%d.5", i ? ',' : '[', i);
    ct_buf_char(&text, ']');
    const json_t *value = json_of(*state, text.bytes);
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        ct_diag diag;
        const ct_schema *schema = compile(*state, schemas[i], (ct_schema_options){0}, &diag);
        ct_budget budget = ct_budget_new(NULL, NULL);
        budget.left = 10000;
        bool const is_first = i == 1 || i >= 3; /* these reject the first item */
        if (!is_first)
            assert_int_equal(ct_schema_test(schema, value, &budget), CT_SCHEMA_GAVE_UP);
        const ct_schema_result *result = ct_schema_check(*state, schema, value, &budget);
        assert_string_equal(result->gave_up, "judging stopped after 100 million steps");
        assert_non_null(budget.stopped);
    }
    ct_buf_free(&text);
}

static void limits_its_failures(void **state)
{
    ct_diag diag;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    const ct_schema *schema =
        compile(*state, "{'items': {'type': 'null'}}", (ct_schema_options){0}, &diag);
    ct_buf_text(&text, "[0");
    for (int i = 1; i < 1000; i++)
        ct_buf_text(&text, ",0");
    ct_buf_char(&text, ']');
    const ct_schema_result *many =
        ct_schema_check(*state, schema, json_of(*state, text.bytes), NULL);
    unsigned reported = 0;
    for (const ct_schema_failure *f = many->failures; f; f = f->next)
        reported++;
    assert_int_equal(reported, CT_LIMIT_SCHEMA_FAILURES);
    assert_int_equal(many->count, 1000);

    ct_buf_clear(&text);
    ct_buf_text(&text, "['\xC3\xA9");
    for (int i = 0; i < 1000; i++)
        ct_buf_text(&text, "\xC3\xA9");
    ct_buf_text(&text, "']");
    const ct_schema_result *wide =
        ct_schema_check(*state, schema, json_of(*state, text.bytes), NULL);
    size_t const size = strlen(wide->failures->actual);
    assert_int_equal(size, strlen("the string ''...") + CT_LIMIT_VALUE);
    assert_string_equal(wide->failures->actual + size - 4, "...'");
    ct_buf_free(&text);
}

/* Sizes at which a quadratic algorithm would be noticed. */
static void is_fast_for_wide_values(void **state)
{
    enum { COUNT = 100000 };
    ct_diag diag;
    ct_buf array = CT_BUF(CT_BUF_ANY), object = CT_BUF(CT_BUF_ANY);
    for (int i = 0; i < COUNT; i++) {
        ct_buf_printf(&array, "%c%d.5", i ? ',' : '[', i);
        ct_buf_printf(&object, "%c'm%d': %d", i ? ',' : '{', i, i);
    }
    ct_buf_char(&array, ']');
    ct_buf_char(&object, '}');
    const ct_schema *unique =
        compile(*state, "{'uniqueItems': true}", (ct_schema_options){0}, &diag);
    const ct_schema *unevaluated =
        compile(*state,
                "{'allOf': [{'patternProperties': {'0$': true}}, {'properties': {'m1': true}}],"
                " 'unevaluatedProperties': {'type': 'integer'}}",
                (ct_schema_options){0}, &diag);
    assert_int_equal(ct_schema_test(unique, json_of(*state, array.bytes), NULL), CT_SCHEMA_ACCEPTS);
    assert_int_equal(ct_schema_test(unevaluated, json_of(*state, object.bytes), NULL),
                     CT_SCHEMA_ACCEPTS);
    ct_buf_free(&array);
    ct_buf_free(&object);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reports_failures),
        TEST(collects_evaluated_properties),
        TEST(follows_references),
        TEST(asserts_formats_on_request),
        TEST(keeps_the_rules_of_draft_07),
        TEST(stops_at_its_limits),
        TEST(stops_when_the_budget_is_used_up),
        TEST(limits_its_failures),
        TEST(is_fast_for_wide_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
