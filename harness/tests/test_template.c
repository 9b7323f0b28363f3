/* Templates: finding variables, substitution, errors. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/yaml/template.h"
#include "tests/rows.h"

static const char vars[] =
    "{'id': 7, 'name': 'x y', 'nul': null, 'list': [1, 'a'], 'obj': {'a': 1},"
    " 'yes': true, 'big': 9007199254740993.0, 'empty': '', 'loop': '$(id)',"
    " '_a-1': 'ok', 'uni': 'é'}";

static const ct_template *compile(ct_arena *arena, const char *text, ct_diag *diag)
{
    size_t const size = strlen(text);
    return ct_template_compile(arena, text, size, rows_loc(arena, text, 3, 5), diag);
}

/* The string, or "! no NAME", or the diagnostics. */
static const char *filled(ct_arena *arena, const char *text)
{
    ct_diag diag = {.arena = arena};
    ct_scope const scope = rows_scope(arena, vars);
    ct_buf out = CT_BUF(CT_BUF_ANY);
    const ct_template *t = compile(arena, text, &diag);
    if (!t)
        return rows_notes(arena, &diag);
    const char *missing = ct_template_text(t, &scope, &out);
    const char *found = ct_buf_finish(&out, arena);
    return missing ? ct_arena_printf(arena, "! no %s", missing) : found;
}

typedef struct row {
    const char *text, *filled;
} row;

static void check(ct_arena *arena, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows_same(rows[i].text, filled(arena, rows[i].text), rows[i].filled);
}

static void fills_in_variables(void **state)
{
    static const row rows[] = {
        {"", ""},
        {"plain", "plain"},
        {"$(id)", "7"},
        {"a$(id)b$(name)c", "a7bx yc"},
        {"$(id)$(id)", "77"},
        {"$(name)", "x y"},
        {"$(nul)", "null"},
        {"$(yes)", "true"},
        {"$(list)", "[1,\"a\"]"},
        {"$(obj)", "{\"a\":1}"},
        {"$(big)", "9007199254740993.0"},
        {"<$(empty)>", "<>"},
        {"$(loop)", "$(id)"}, /* once, and never scanned again */
        {"$(_a-1)", "ok"},
        {"é$(uni)é", "ééé"},
        {"$", "$"},
        {"$5", "$5"},
        {"a$", "a$"},
        {"$$", "$$"},
        {"$ (id)", "$ (id)"},
        {"$[id]", "$[id]"},
        {"$.a[?(@.b)]", "$.a[?(@.b)]"},
        {"$$(id)", "$(id)"},
        {"$$$(id)", "$$(id)"}, /* a dollar, and the text "$(" */
        {"$$(", "$("},
        {"$$(id)$(id)", "$(id)7"},
        {"(id)", "(id)"},
        {"$(none)", "! no none"},
        {"$(id)$(none)$(other)", "! no none"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_malformed_variables(void **state)
{
    static const row rows[] = {
        {"$(id", "3:5+2 unclosed '$(' (write $(name) for a variable, or $$( for the text '$(')"},
        {"é$(id", "3:6+2 unclosed '$(' (write $(name) for a variable, or $$( for the text '$(')"},
        {"$(id)$(",
         "3:10+2 unclosed '$(' (write $(name) for a variable, or $$( for the text '$(')"},
        {"$()", "3:5+3 invalid variable name '' (write $$( if it is the text '$(')"},
        {"x$( id )", "3:6+7 invalid variable name ' id ' (write $$( if it is the text '$(')"},
        {"$(1a)", "3:5+5 invalid variable name '1a' (write $$( if it is the text '$(')"},
        {"$(a.b)", "3:5+6 invalid variable name 'a.b' (write $$( if it is the text '$(')"},
        {"$(-a)", "3:5+5 invalid variable name '-a' (write $$( if it is the text '$(')"},
        {"$($(id))", "3:5+7 invalid variable name '$(id' (write $$( if it is the text '$(')"},
        {"$(é)", "3:5+4 invalid variable name 'é' (write $$( if it is the text '$(')"},
        {"${id}", "3:5+2 invalid variable reference '${' (write $(name) for a variable)"},
        {"a\nb${", "4:6+2 invalid variable reference '${' (write $(name) for a variable)"},
        {"$$${", "3:7+2 invalid variable reference '${' (write $(name) for a variable)"},
    };
    check(*state, rows, COUNT(rows));
}

static void add_variable(void *user, const char *name, ct_loc where)
{
    ct_buf *out = user;
    ct_buf_printf(out, "%s@%u:%u+%u ", name, where.line, where.column, where.width);
}

static void lists_its_variables_with_locations(void **state)
{
    static const row rows[] = {
        {"plain", ""},
        {"$$(id)", ""},
        {"$(id)", "id@3:5+5 "},
        {"é$(id)x$(name)$(id)", "id@3:6+5 name@3:12+7 id@3:19+5 "},
        {"a\n$(id)\n  $(name)", "id@4:5+5 name@5:7+7 "},
        {"$$($(id)", "id@3:8+5 "},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_template_each_variable(compile(*state, rows[i].text, &diag), add_variable, &out);
        rows_same(rows[i].text, ct_buf_finish(&out, *state), rows[i].filled);
    }
}

/* The location in the file: after tags, quotes and block headers. */
static void reports_locations_in_the_file(void **state)
{
    static const row rows[] = {
        {"a: $(id)", "id@1:4+5 "},
        {"a: 'x $(id)'", "id@1:7+5 "},
        {"a: !re '$(id)'", "id@1:9+5 "},
        {"é: \"$(id)\"", "id@1:5+5 "},
        {"a: |\n  x\n  $(id)\n", "id@3:3+5 "},
        {"a: |\n\n    é $(id) $(name)\n", "id@3:7+5 name@3:13+7 "},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        ct_buf out = CT_BUF(CT_BUF_ANY);
        const ct_yaml *node = rows_yaml(*state, rows[i].text, &diag)->child;
        ct_template_each_variable(ct_template_from_yaml(*state, node, &diag), add_variable, &out);
        rows_same(rows[i].text, ct_buf_finish(&out, *state), rows[i].filled);
    }
}

static void keeps_the_type_of_a_lone_variable(void **state)
{
    static const struct {
        const char *yaml;
        bool keeps;
        const char *value;
    } rows[] = {
        {"$(id)", true, "7"},
        {"$(list)", true, "[1,\"a\"]"},
        {"$(nul)", true, "null"},
        {"$(name)", true, "\"x y\""},
        {"'$(id)'", false, "\"7\""},
        {"\"$(id)\"", false, "\"7\""},
        {"|-\n  $(id)", false, "\"7\""},
        {"$(id)x", false, "\"7x\""},
        {"x $(id)", false, "\"x 7\""},
        {"$(id)$(id)", false, "\"77\""},
        {"$$(id)", false, "\"$(id)\""},
        {"'$(list)'", false, "\"[1,\\\"a\\\"]\""},
        {"plain", false, "\"plain\""},
        {"''", false, "\"\""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        const char *missing;
        ct_scope const scope = rows_scope(*state, vars);
        const ct_yaml *node = rows_yaml(*state, rows[i].yaml, &diag);
        const ct_template *t = ct_template_from_yaml(*state, node, &diag);
        assert_int_equal(ct_template_keeps_type(t), rows[i].keeps);
        const json_t *value = ct_template_value(t, &scope, *state, &missing);
        rows_same(rows[i].yaml, rows_written(*state, value), rows[i].value);
        assert_null(missing);
    }
}

static void reports_an_undefined_variable(void **state)
{
    static const char *const rows[] = {"$(none)", "x$(none)", "$(id)$(none)"};
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        const char *missing = NULL;
        ct_scope const scope = rows_scope(*state, vars);
        const ct_template *t = compile(*state, rows[i], &diag);
        assert_null(ct_template_value(t, &scope, *state, &missing));
        rows_same(rows[i], missing, "none");
    }
}

static void detects_strings_without_variables(void **state)
{
    static const struct {
        const char *text, *constant;
    } rows[] = {
        {"", ""}, {"abc", "abc"}, {"$$(x", "$(x"}, {"$5", "$5"}, {"$(id)", NULL}, {"a$(id)", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        size_t size = 99;
        rows_same(rows[i].text, ct_template_constant(compile(*state, rows[i].text, &diag), &size),
                  rows[i].constant);
        if (rows[i].constant)
            assert_int_equal(size, strlen(rows[i].constant));
    }
    size_t size;
    const ct_template *raw = ct_template_literal(*state, "$(id) ${", 8);
    assert_string_equal(ct_template_constant(raw, &size), "$(id) ${");
    assert_int_equal(size, 8);
}

static void searches_from_the_innermost_scope_outwards(void **state)
{
    ct_scope const outer = rows_scope(*state, "{'a': 'outer', 'b': 'outer'}");
    ct_scope const empty = {.outer = &outer};
    ct_scope const inner = {.outer = &empty, .vars = rows_json(*state, "{'a': null}")};
    assert_true(json_is_null(ct_scope_find(&inner, "a")));
    assert_string_equal(json_string_value(ct_scope_find(&inner, "b")), "outer");
    assert_string_equal(json_string_value(ct_scope_find(&empty, "a")), "outer");
    assert_null(ct_scope_find(&inner, "c"));
    assert_null(ct_scope_find(NULL, "a"));
}

static void checks_names_of_variables(void **state)
{
    static const struct {
        const char *name;
        bool is_valid;
    } rows[] = {
        {"a", true},    {"A", true},  {"_", true},   {"a1", true},  {"a-b", true},
        {"_-1", true},  {"", false},  {"1", false},  {"-a", false}, {"a.b", false},
        {"a b", false}, {"é", false}, {"aé", false}, {"a)", false}, {"$a", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        if (ct_variable_name_is_valid(rows[i].name) != rows[i].is_valid)
            fail_msg("%s", rows[i].name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(fills_in_variables),
        ROWS_TEST(rejects_malformed_variables),
        ROWS_TEST(lists_its_variables_with_locations),
        ROWS_TEST(reports_locations_in_the_file),
        ROWS_TEST(keeps_the_type_of_a_lone_variable),
        ROWS_TEST(reports_an_undefined_variable),
        ROWS_TEST(detects_strings_without_variables),
        ROWS_TEST(searches_from_the_innermost_scope_outwards),
        ROWS_TEST(checks_names_of_variables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
