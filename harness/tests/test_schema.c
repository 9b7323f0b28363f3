/* Schemas: what they accept, and what they say when they do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "tests/schema_rows.h"

/* A line for each failure: instance, schema, sentence. */
static const char *failures_of(ct_arena *arena, const ct_schema_result *result)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    if (result->verdict == CT_SCHEMA_GAVE_UP)
        ct_buf_printf(&out, "gave up: %s", result->gave_up);
    for (const ct_schema_failure *f = result->failures; f; f = f->next)
        ct_buf_printf(&out, "%s%s %s: %s", out.size ? "\n" : "", f->instance, f->schema, f->what);
    return ct_buf_finish(&out, arena);
}

/* One schema and one value; `failures` is "" when the value is accepted. */
typedef struct row {
    const char *schema, *value, *failures;
} row;

static void check_row(ct_arena *arena, const row *r, ct_schema_options options)
{
    ct_diag diag;
    const ct_schema *schema = compile(arena, r->schema, options, &diag);
    if (!schema)
        fail_msg("%s: %s", r->schema, diag.first->what);
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
    {"{'type': 'string'}", "7", " #/type: expected a string, found the number 7"},
    {"{'type': ['integer', 'null']}", "1.5",
     " #/type: expected an integer or null, found the number 1.5"},
    {"{'type': ['array', 'boolean', 'object']}", "'x'",
     " #/type: expected an array, a boolean or an object, found the string 'x'"},
    {"{'type': 'integer'}", "1.0", ""},
    {"{'type': ['number', 'integer']}", "1.5", ""},
    {"{'type': 'integer'}", "1e400", ""},
    {"{'type': 'null'}", "[1, 2]", " #/type: expected null, found an array of 2 items"},
    {"{'type': 'null'}", "{'a': 1}", " #/type: expected null, found an object of 1 property"},
    {"{'const': {'a': 1}}", "{'a': 1.0}", ""},
    {"{'const': 'a'}", "'b'", " #/const: expected 'a', found the string 'b'"},
    {"{'enum': ['a', 3, null]}", "false", " #/enum: expected 'a', 3 or null, found false"},
    {"{'enum': ['a']}", "true", " #/enum: expected 'a', found true"},
    {"{'enum': []}", "true", " #/enum: no value is allowed, found true"},
    {"{'enum': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}", "10.0", ""},
    {"{'enum': [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}", "11",
     " #/enum: expected 1, 2, 3, 4, 5, 6, 7, 8 or 2 more, found the number 11"},
    {"{'minimum': 10}", "7", " #/minimum: 7 is below the minimum of 10"},
    {"{'maximum': 0.1}", "0.10000000000000000001",
     " #/maximum: 0.10000000000000000001 is above the maximum of 0.1"},
    {"{'exclusiveMinimum': 10}", "10.0", " #/exclusiveMinimum: 10.0 is not above 10"},
    {"{'exclusiveMaximum': 10}", "10", " #/exclusiveMaximum: 10 is not below 10"},
    {"{'multipleOf': 0.01}", "4.35", ""},
    {"{'multipleOf': 2}", "7", " #/multipleOf: 7 is not a multiple of 2"},
    {"{'minLength': 2}", "'\xF0\x9F\x90\xB2'",
     " #/minLength: expected at least 2 characters, found 1"},
    {"{'maxLength': 1}", "'ab'", " #/maxLength: expected at most 1 character, found 2"},
    {"{'maxLength': 2.0}", "'\xF0\x9F\x90\xB2\xF0\x9F\x90\xB2'", ""},
    {"{'pattern': '^a+$'}", "'ab'", " #/pattern: 'ab' does not match the pattern '^a+$'"},
    {"{'pattern': 'a'}", "'b\\n'", " #/pattern: 'b\\n' does not match the pattern 'a'"},
    {"{'minItems': 2}", "[1]", " #/minItems: expected at least 2 items, found 1"},
    {"{'maxItems': 0}", "[1]", " #/maxItems: expected at most 0 items, found 1"},
    {"{'uniqueItems': true}", "[1, 'a', 1.0]", " #/uniqueItems: items 0 and 2 are equal"},
    {"{'uniqueItems': true}", "[1, true, '1', [1], {'1': 1}, null, 0, false, '', [], {}, [[1]]]",
     ""},
    {"{'uniqueItems': true}", "[0, 1, 2, 3, 4, 5, 6, 7, 8, {'a': 1, 'b': 2}, {'b': 2, 'a': 1}]",
     " #/uniqueItems: items 9 and 10 are equal"},
    {"{'minProperties': 1}", "{}", " #/minProperties: expected at least 1 property, found 0"},
    {"{'maxProperties': 1}", "{'a': 1, 'b': 2}",
     " #/maxProperties: expected at most 1 property, found 2"},
    {"{'required': ['a', 'b', 'c']}", "{'b': 1}",
     " #/required: missing property 'a'\n #/required: missing property 'c'"},
    {"{'dependentRequired': {'a': ['b']}}", "{'a': 1}",
     " #/dependentRequired: missing property 'b', which property 'a' requires"},
    {"{'properties': {'a/b': {'type': 'null'}}}", "{'a/b': 1}",
     "/a~1b #/properties/a~1b/type: expected null, found the number 1"},
    {"{'properties': {'a': false}}", "{'a': 1}", "/a #/properties/a: property 'a' is not allowed"},
    {"{'properties': {'a': {}}, 'additionalProperties': false}", "{'a': 1, 'x': 1}",
     "/x #/additionalProperties: property 'x' is not allowed"},
    {"{'patternProperties': {'^x': {'type': 'null'}}, 'additionalProperties': false}",
     "{'x1': null, 'x2': 2}", "/x2 #/patternProperties/^x/type: expected null, found the number 2"},
    {"{'propertyNames': {'maxLength': 1}}", "{'a': 1, 'bc': 2}",
     "/bc #/propertyNames/maxLength: property name 'bc': expected at most 1 character, found 2"},
    {"{'prefixItems': [{'type': 'null'}], 'items': false}", "[null, 2]",
     "/1 #/items: item 1 is not allowed"},
    {"{'items': {'properties': {'id': {'type': 'integer'}}}}", "[{'id': 1}, {'id': 'x'}]",
     "/1/id #/items/properties/id/type: expected an integer, found the string 'x'"},
    {"{'contains': {'type': 'null'}}", "[1]",
     " #/contains: expected at least 1 item by '#/contains', found 0"},
    {"{'contains': {'type': 'null'}, 'minContains': 2, 'maxContains': 3}", "[null]",
     " #/contains: expected at least 2 items by '#/contains', found 1"},
    {"{'contains': {'type': 'null'}, 'maxContains': 1}", "[null, null, 1]",
     " #/contains: expected at most 1 item by '#/contains', found 2"},
    {"{'contains': false, 'minContains': 0}", "[1]", ""},
    {"false", "1", " #: no value is allowed here"},
    {"true", "1", ""},
    {"{'not': {'type': 'null'}}", "null", " #/not: matches the schema that it must not match"},
    {"{'allOf': [{'type': 'null'}, {'minimum': 9}]}", "1",
     " #/allOf/0/type: expected null, found the number 1\n"
     " #/allOf/1/minimum: 1 is below the minimum of 9"},
    {"{'anyOf': [{'type': 'null'}, {'type': 'string'}]}", "1",
     " #/anyOf: matches none of the 2 alternatives"},
    {"{'oneOf': [{'type': 'null'}, {'type': 'object', 'required': ['a']}]}", "{}",
     " #/oneOf: matches none of the 2 alternatives\n"
     " #/oneOf/1/required: missing property 'a'"},
    {"{'oneOf': [{'minimum': 1}, {'const': 0}, {'maximum': 5}]}", "3",
     " #/oneOf: matches the alternatives 0 and 2, but only one may match"},
    {"{'oneOf': [{'properties': {'k': {'const': 'a'}, 'v': {'type': 'null'}}},"
     " {'properties': {'k': {'const': 'b'}, 'v': {'type': 'string'}}}]}",
     "{'k': 'b', 'v': 7}",
     " #/oneOf: matches none of the 2 alternatives\n"
     "/v #/oneOf/1/properties/v/type: expected a string, found the number 7"},
    {"{'if': {'type': 'number'}, 'then': {'minimum': 3}, 'else': {'minLength': 3}}", "2",
     " #/then/minimum: 2 is below the minimum of 3"},
    {"{'if': {'type': 'number'}, 'then': {'minimum': 3}, 'else': {'minLength': 3}}", "'ab'",
     " #/else/minLength: expected at least 3 characters, found 2"},
    {"{'dependentSchemas': {'a': {'required': ['b']}}}", "{'a': 1}",
     " #/dependentSchemas/a/required: missing property 'b'"},
    {"{'$ref': '#/$defs/id', '$defs': {'id': {'type': 'integer'}}}", "'x'",
     " #/$defs/id/type: expected an integer, found the string 'x'"},
    {"{'$ref': 'http://x/name.json'}", "'x'",
     " http://x/name.json#/minLength: expected at least 2 characters, found 1"},
    {"{'format': 'date-time'}", "'2020-13-01'", ""},
    {"{'minLength': 5}", "'a\\u0000b'", " #/minLength: expected at least 5 characters, found 3"},
    {"{'required': ['a\\u0000b']}", "{'a': 1}", " #/required: missing property 'a\\x00b'"},
};

static void says_what_is_wrong(void **state)
{
    check_rows(*state, ROWS(judged), (ct_schema_options){0});
}

static void collects_what_was_evaluated(void **state)
{
    static const row rows[] = {
        {"{'properties': {'a': true}, 'unevaluatedProperties': false}", "{'a': 1, 'b': 2}",
         "/b #/unevaluatedProperties: property 'b' is not allowed"},
        {"{'allOf': [{'properties': {'a': true}}], 'anyOf': [{'required': ['b'], 'properties': "
         "{'b':"
         " true}}, true], 'unevaluatedProperties': false}",
         "{'a': 1, 'b': 2}", ""},
        {"{'anyOf': [{'required': ['x'], 'properties': {'b': true}}, true],"
         " 'unevaluatedProperties': false}",
         "{'b': 2}", "/b #/unevaluatedProperties: property 'b' is not allowed"},
        /* cousins do not see each other */
        {"{'allOf': [{'properties': {'a': true}}, {'unevaluatedProperties': false}]}", "{'a': 1}",
         "/a #/allOf/1/unevaluatedProperties: property 'a' is not allowed"},
        {"{'not': {'not': {'properties': {'a': true}}}, 'unevaluatedProperties': false}",
         "{'a': 1}", "/a #/unevaluatedProperties: property 'a' is not allowed"},
        {"{'if': {'required': ['a'], 'properties': {'a': true}}, 'unevaluatedProperties': false}",
         "{'a': 1}", ""},
        /* a schema that failed already does not complain of what it could not see */
        {"{'allOf': [{'properties': {'a': {'type': 'null'}}}], 'unevaluatedProperties': false}",
         "{'a': 1}", "/a #/allOf/0/properties/a/type: expected null, found the number 1"},
        {"{'prefixItems': [true], 'contains': {'type': 'null'}, 'unevaluatedItems': false}",
         "[1, null, 2, null]", "/2 #/unevaluatedItems: item 2 is not allowed"},
        {"{'$ref': '#/$defs/a', '$defs': {'a': {'prefixItems': [true]}},"
         " 'unevaluatedItems': {'type': 'null'}}",
         "[1, null, 3]", "/2 #/unevaluatedItems/type: expected null, found the number 3"},
        {"{'allOf': [{'items': true}], 'unevaluatedItems': false}", "[1, 2]", ""},
        {"{'propertyNames': true, 'unevaluatedProperties': {'type': 'null'}}", "{'a': 1}",
         "/a #/unevaluatedProperties/type: expected null, found the number 1"},
    };
    check_rows(*state, ROWS(rows), (ct_schema_options){0});
}

static void follows_references(void **state)
{
    static const row rows[] = {
        {"{'$id': 'http://x/a.json', '$ref': 'name.json'}", "7",
         " http://x/name.json#/type: expected a string, found the number 7"},
        {"{'$ref': 'http://x/tree.json#leaf'}", "7",
         " http://x/tree.json#/$defs/leaf/type: expected null, found the number 7"},
        {"{'$ref': 'http://x/tree.json#/$defs/leaf'}", "null", ""},
        {"{'$ref': 'file.json'}", "7", " file.json#/type: expected null, found the number 7"},
        {"{'$ref': '#/components/a~1b', 'components': {'a/b': {'type': 'null'}}}", "7",
         " #/components/a~1b/type: expected null, found the number 7"},
        /* an old draft keeps its rules when a new one refers to it */
        {"{'$ref': 'http://x/old.json'}", "[7]",
         "/0 http://x/old.json#/items/0/type: expected null, found the number 7"},
        {"{'$ref': 'http://json-schema.org/draft-07/schema#'}", "{'minLength': -1}",
         "/minLength "
         "http://json-schema.org/draft-07/schema#/definitions/nonNegativeInteger/minimum:"
         " -1 is below the minimum of 0"},
        {"{'$ref': 'https://json-schema.org/draft/2020-12/schema'}",
         "{'properties': {'a': {'type': 'text'}}}",
         "/properties/a/type "
         "https://json-schema.org/draft/2020-12/meta/validation#/properties/type/anyOf: matches "
         "none of the 2 alternatives"},
        {"{'$ref': 'https://json-schema.org/draft/2020-12/schema'}",
         "{'items': {'$anchor': 'x'}, 'allOf': [true, {'enum': [1]}]}", ""},
        /* the outermost dynamic anchor wins */
        {"{'$id': 'http://y/strict', '$ref': 'tree', '$dynamicAnchor': 'node',"
         " 'unevaluatedProperties': false, '$defs': {'tree': {'$id': 'tree', '$dynamicAnchor':"
         " 'node', 'properties': {'child': {'$dynamicRef': '#node'}}}}}",
         "{'child': {'chld': 1}}",
         "/child/chld #/unevaluatedProperties: property 'chld' is not allowed"},
        {"{'$schema': 'http://x/no-validation.json', 'minimum': 5, 'properties': {'a': false}}",
         "{'a': 1}", "/a #/properties/a: property 'a' is not allowed"},
        {"{'$schema': 'http://x/no-validation.json', 'minimum': 5}", "1", ""},
        {"{'$schema': 'http://x/relaxed.json', 'minimum': 5, 'properties': {'a': false}}", "1",
         " #/minimum: 1 is below the minimum of 5"},
        {"{'$schema': 'http://x/strict-format.json', 'format': 'ipv4'}", "'x'",
         " #/format: 'x' is not an IPv4 address"},
    };
    check_rows(*state, ROWS(rows), (ct_schema_options){0});
}

static void asserts_formats_on_request(void **state)
{
    static const row rows[] = {
        {"{'format': 'date-time'}", "'2020-13-01'", " #/format: '2020-13-01' is not a date-time"},
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
         " #/definitions/a/type: expected an integer, found the string 'x'"},
        {"{'items': [{'type': 'null'}, true], 'additionalItems': {'type': 'string'}}",
         "[null, 1, 2]", "/2 #/additionalItems/type: expected a string, found the number 2"},
        {"{'items': [{'type': 'null'}]}", "[1]",
         "/0 #/items/0/type: expected null, found the number 1"},
        {"{'items': {'type': 'null'}, 'additionalItems': false}", "[null, null]", ""},
        {"{'additionalItems': false}", "[1]", ""},
        {"{'dependencies': {'a': ['b'], 'c': {'required': ['d']}}}", "{'a': 1, 'c': 1}",
         " #/dependencies: missing property 'b', which property 'a' requires\n"
         " #/dependencies/c/required: missing property 'd'"},
        {"{'dependencies': {'a': false}}", "{'a': 1}",
         " #/dependencies/a: no value is allowed here"},
        {"{'allOf': [{'$ref': '#x'}], 'definitions': {'a': {'$id': '#x', 'type': 'null'}}}", "1",
         " #/definitions/a/type: expected null, found the number 1"},
        {"{'$ref': 'http://y/b#x', 'definitions': {'a': {'$id': 'http://y/b#x', 'type': 'null'}}}",
         "1", " #/definitions/a/type: expected null, found the number 1"},
        {"{'$id': 'http://y/a', 'definitions': {'b': {'$id': 'b', 'type': 'null'}},"
         " 'allOf': [{'$ref': 'b'}]}",
         "1", " #/definitions/b/type: expected null, found the number 1"},
        /* beside $ref an $id changes nothing */
        {"{'$id': 'http://y/a/', 'allOf': [{'$id': 'http://z/', '$ref': 'c'}],"
         " 'definitions': {'c': {'$id': 'c', 'type': 'null'}}}",
         "1", " #/definitions/c/type: expected null, found the number 1"},
        {"{'contains': {'type': 'null'}, 'maxContains': 1}", "[null, null]", ""},
        {"{'unevaluatedProperties': false}", "{'a': 1}", ""},
        {"{'prefixItems': [false], 'dependentRequired': {'a': ['b']}}", "[1]", ""},
        {"{'if': {'minimum': 5}, 'then': {'maximum': 7}}", "9",
         " #/then/maximum: 9 is above the maximum of 7"},
        {"{'propertyNames': {'pattern': '^a'}}", "{'b': 1}",
         "/b #/propertyNames/pattern: property name 'b': 'b' does not match the pattern '^a'"},
        {"{'type': 'integer', 'const': 1}", "1.0", ""},
        {"{'$ref': 'http://json-schema.org/draft-07/schema'}", "{'type': 'object'}", ""},
    };
    check_rows(*state, ROWS(rows), (ct_schema_options){.draft = CT_SCHEMA_DRAFT_07});
    static const row said[] = {
        {"{'$schema': 'http://json-schema.org/draft-07/schema#', 'items': [false]}", "[1]",
         "/0 #/items/0: item 0 is not allowed"},
    };
    check_rows(*state, ROWS(said), (ct_schema_options){.draft = CT_SCHEMA_2020_12});
}

static void gives_up_at_its_limits(void **state)
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

/* Whatever a schema loops over counts, in its branches too. */
static void gives_up_when_the_budget_is_used_up(void **state)
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

static void tells_only_so_much(void **state)
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
    size_t const size = strlen(wide->failures->what);
    assert_int_equal(size, strlen("expected null, found the string ''...") + CT_LIMIT_VALUE);
    assert_string_equal(wide->failures->what + size - 4, "...'");
    ct_buf_free(&text);
}

/* Sizes at which something quadratic would be noticed. */
static void stays_fast_when_wide(void **state)
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
        TEST(says_what_is_wrong),
        TEST(collects_what_was_evaluated),
        TEST(follows_references),
        TEST(asserts_formats_on_request),
        TEST(keeps_the_rules_of_draft_07),
        TEST(gives_up_at_its_limits),
        TEST(gives_up_when_the_budget_is_used_up),
        TEST(tells_only_so_much),
        TEST(stays_fast_when_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
