/* Compiling schemas: errors and warnings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/schema_rows.h"

/* Invalid schemas, with every diagnostic. */
static const struct {
    const char *schema, *notes;
} not_schemas[] = {
    {"[]", "'#' must be a schema: an object, true or false, found an empty array"},
    {"{'properties': {'a': 7}}",
     "'#/properties/a' must be a schema: an object, true or false, found 7"},
    {"{'type': 'sting'}", "'#/type': unknown type 'sting' (did you mean 'string'?)"},
    {"{'type': 'string\\u0000'}",
     "'#/type' must be the name of a type, or an array of such names, found a string"},
    {"{'$ref': '#\\u0000'}", "'#/$ref' must be a URI reference, found a string"},
    {"{'$id': 'a:b\\u0000'}", "'#/$id' must be a string without NUL, found a string"},
    {"{'format': 'date\\u0000'}", "'#/format' must be a string without NUL, found a string"},
    {"{'type': 7}", "'#/type' must be the name of a type, or an array of such names, found 7"},
    {"{'type': []}",
     "'#/type' must be the name of a type, or an array of such names, found an empty array"},
    {"{'type': ['null', 'null']}", "'#/type': duplicate type 'null'"},
    {"{'type': ['number', 'number']}", "'#/type': duplicate type 'number'"},
    {"{'minimum': '3', 'maxLength': -1, 'minItems': 1.5}",
     "'#/minimum' must be a number, found a string\n"
     "'#/maxLength' must be an integer of 0 or more, found -1\n"
     "'#/minItems' must be an integer of 0 or more, found 1.5"},
    {"{'multipleOf': 0}", "'#/multipleOf' must be a number above 0, found 0"},
    {"{'enum': 'a'}", "'#/enum' must be an array, found a string"},
    {"{'pattern': '^*'}", "'#/pattern': the pattern '^*' has nothing to repeat, at character 2"},
    {"{'patternProperties': {'(': true}}",
     "'#/patternProperties': the pattern '(' has a '(' without ')', at character 1"},
    {"{'uniqueItems': 1}", "'#/uniqueItems' must be true or false, found 1"},
    {"{'required': 'a'}", "'#/required' must be an array of names, found a string"},
    {"{'required': ['a', 'a']}", "'#/required': duplicate name 'a'"},
    {"{'allOf': []}", "'#/allOf' must be an array of one or more schemas, found an empty array"},
    {"{'items': [true]}",
     "'#/items' must be a schema, found an array (draft 2020-12 calls a list of schemas "
     "'prefixItems')"},
    {"{'$defs': {'a': {'$ref': '#/$defs/b'}}}",
     "'#/$defs/a/$ref': the reference '#/$defs/b' cannot be resolved"},
    {"{'$ref': 'http://x/missing.json'}",
     "'#/$ref': the reference 'http://x/missing.json' cannot be resolved"},
    {"{'$ref': '#nowhere'}", "'#/$ref': the reference '#nowhere' cannot be resolved"},
    {"{'$ref': '#/'}", "'#/$ref': the reference '#/' cannot be resolved"},
    {"{'$ref': 7}", "'#/$ref' must be a URI reference, found 7"},
    {"{'$id': 'http://x/#a'}", "'#/$id': 'http://x/#a' must not have a fragment"},
    {"{'$anchor': '1'}", "'#/$anchor': '1' cannot be the name of an anchor"},
    {"{'$defs': {'a': {'$anchor': 'x'}, 'b': {'$anchor': 'x'}}}",
     "'#/$defs/a' and '#/$defs/b' have the same name '#x'"},
    {"{'$defs': {'a': {'$id': 'http://y/'}, 'b': {'$id': 'http://y/'}}}",
     "'#/$defs/a' and '#/$defs/b' have the same name 'http://y/'"},
    {"{'$schema': 'http://json-schema.org/draft-04/schema#'}",
     "'#/$schema' names 'http://json-schema.org/draft-04/schema#', which is neither a "
     "supported draft nor a known document (use 'https://json-schema.org/draft/2020-12/schema' or "
     "'http://json-schema.org/draft-07/schema')"},
    {"{'$schema': 'http://x/strange.json'}",
     "'#/$schema' requires the unknown vocabulary 'http://x/vocab/strange'"},
    {"{'items': {'$schema': 'http://json-schema.org/draft-07/schema#'}}",
     "'#/items/$schema' is inside a schema; it is allowed only beside an $id"},
    {"{'$schema': 'http://x/strict-format.json', 'format': 'ip4'}",
     "'#/format': unknown format 'ip4' (did you mean 'ipv4'?)"},
    {"{'then': 7, 'minContains': 'x', 'title': 7, 'deprecated': 1, 'examples': 1}",
     "'#/minContains' must be an integer of 0 or more, found a string\n"
     "'#/title' must be a string, found 7\n"
     "'#/examples' must be an array, found 1\n"
     "'#/deprecated' must be true or false, found 1\n"
     "'#/then' must be a schema: an object, true or false, found 7"},
};

static void rejects_invalid_schemas(void **state)
{
    for (size_t i = 0; i < sizeof not_schemas / sizeof *not_schemas; i++) {
        ct_diag diag;
        ct_buf notes = CT_BUF(CT_BUF_ANY);
        assert_null(compile(*state, not_schemas[i].schema, (ct_schema_options){0}, &diag));
        for (const ct_diagnostic *note = diag.first; note; note = note->next) {
            ct_buf_printf(&notes, "%s%s", notes.size ? "\n" : "", note->message);
            if (note->help)
                ct_buf_printf(&notes, " (%s)", note->help);
        }
        assert_string_equal(ct_buf_str(&notes), not_schemas[i].notes);
        ct_buf_free(&notes);
    }
}

static void warns_of_misspelt_keywords(void **state)
{
    static const struct {
        const char *schema, *note, *hint; /* NULL: no warning */
    } rows[] = {
        {"{'requierd': ['a']}", "'#/requierd' is not a keyword", "did you mean 'required'?"},
        {"{'items': {'minlength': 3}}", "'#/items/minlength' is not a keyword",
         "did you mean 'minLength'?"},
        {"{'ref': '#'}", "'#/ref' is not a keyword", "did you mean '$ref'?"},
        {"{'dependencies': {}}", "'#/dependencies' has no meaning in draft 2020-12", NULL},
        {"{'format': 'date-tme'}", "'#/format': unknown format 'date-tme'",
         "did you mean 'date-time'?"},
        {"{'x-note': 1, 'nullable': true, 'example': 1, 'unit': 'm', 'group': 1}", NULL, NULL},
        {"{'format': 'int64'}", NULL, NULL},
        {"{'properties': {'requierd': true}}", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_diag diag;
        assert_non_null(
            compile(*state, rows[i].schema, (ct_schema_options){.assert_formats = true}, &diag));
        assert_int_equal(diag.warnings, rows[i].note != NULL);
        if (!rows[i].note)
            continue;
        assert_string_equal(diag.first->message, rows[i].note);
        assert_true(rows[i].hint ? !strcmp(diag.first->help, rows[i].hint) : !diag.first->help);
    }
}

static void compiles_a_part_of_a_document(void **state)
{
    static const char document[] = "{'openapi': '3.1.0', 'components': {'schemas': {'Pet': "
                                   "{'$ref': '#/components/schemas/Id'},"
                                   " 'Id': {'type': 'integer'}, 'Wrong': {'type': 'int'}}}}";
    ct_diag diag;
    const ct_schema *schema =
        compile(*state, document, (ct_schema_options){.pointer = "/components/schemas/Pet"}, &diag);
    assert_non_null(schema);
    assert_int_equal(ct_schema_test(schema, json_of(*state, "7"), NULL), CT_SCHEMA_ACCEPTS);
    assert_int_equal(ct_schema_test(schema, json_of(*state, "'x'"), NULL), CT_SCHEMA_REJECTS);
    assert_null(
        compile(*state, document, (ct_schema_options){.pointer = "/components/Pet"}, &diag));
    assert_string_equal(diag.first->message, "nothing found at '#/components/Pet'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rejects_invalid_schemas),
        TEST(warns_of_misspelt_keywords),
        TEST(compiles_a_part_of_a_document),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
