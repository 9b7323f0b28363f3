/* JSON values with variables in them, as a case file writes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/yaml/value.h"
#include "tests/rows.h"

static const char vars[] = "{'id': 7, 'name': 'x', 'list': [1, 2], 'obj': {'a': [null]}}";

static const ct_value *compile(ct_arena *arena, const char *yaml, ct_diag *diag)
{
    ct_binder binder = {.arena = arena, .diag = diag, .user = NULL};
    const ct_yaml *node = rows_yaml(arena, yaml, diag);
    return node ? ct_value_compile(&binder, node) : NULL;
}

static const char *filled(ct_arena *arena, const char *yaml)
{
    ct_diag diag = {.arena = arena};
    ct_scope const scope = rows_scope(arena, vars);
    const char *missing;
    const ct_value *value = compile(arena, yaml, &diag);
    if (!value)
        return rows_notes(arena, &diag);
    const json_t *json = ct_value_fill(value, &scope, arena, &missing);
    return json ? rows_written(arena, json) : ct_arena_printf(arena, "! no %s", missing);
}

typedef struct row {
    const char *yaml, *filled;
} row;

static void check(ct_arena *arena, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows_same(rows[i].yaml, filled(arena, rows[i].yaml), rows_quoted(arena, rows[i].filled));
}

static void fills_values(void **state)
{
    static const row rows[] = {
        {"12", "12"},
        {"1.50", "1.50"},
        {"text", "'text'"},
        {"null", "null"},
        {"$(id)", "7"},
        {"'$(id)'", "'7'"},
        {"a $(id)", "'a 7'"},
        {"$$(id)", "'$(id)'"},
        {"$5", "'$5'"},
        {"[]", "[]"},
        {"{}", "{}"},
        {"[1, $(id), '$(id)', $(list)]", "[1,7,'7',[1,2]]"},
        {"{b: $(obj), a: {c: [$(name)]}}", "{'b':{'a':[null]},'a':{'c':['x']}}"},
        {"{a: 1, b: !absent }", "{'a':1}"},
        {"{a: !absent }", "{}"},
        {"[1, !absent , 2]", "[1,2]"},
        {"!exact {a: !exact {b: 1}}", "{'a':{'b':1}}"},
        {"$(none)", "! no none"},
        {"{a: [x$(none)], b: $(other)}", "! no none"},
    };
    check(*state, rows, COUNT(rows));
}

static void rejects_invalid_values(void **state)
{
    static const row rows[] = {
        {"!any", "1:1+4 tag '!any' is not allowed here"},
        {"[1, !re 'x']", "1:5+7 tag '!re' is not allowed here"},
        {"!absent x", "1:1+9 tag '!absent' does not take a value"},
        {"!absent []", "1:1+9 tag '!absent' does not take a value"},
        {"!exact [1]", "1:1+8 tag '!exact' is not allowed here"},
        {"!exact 1", "1:1+8 tag '!exact' is not allowed here"},
        {"!any $(id)", "1:1+10 tag '!any' is not allowed here"},
        {"{$(id): 1}", "1:2+5 variable in a property name"},
        {"{'a${b': 1}", "1:2+6 variable in a property name"},
        {"{a: 012, b: '${x}'}",
         "1:5+3 ambiguous value '012': number or string (quote it if it is a string; numbers have "
         "no leading zeros and no '_')\n"
         "1:14+2 invalid variable reference '${' (write $(name) for a variable)"},
        {"{a: !x , b: $(}",
         "1:5+2 tag '!x' is not allowed here\n"
         "1:13+2 unclosed '$(' (write $(name) for a variable, or $$( for the text '$(')"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        rows_same(rows[i].yaml, filled(*state, rows[i].yaml), rows[i].filled);
}

static void sends_scalars_as_they_are_written(void **state)
{
    static const row rows[] = {
        {"1.50", "1.50"},     {"+1", "+1"},     {"0x1F", "0x1F"}, {"TRUE", "TRUE"},
        {"~", "~"},           {"'a b'", "a b"}, {"$(id)", "7"},   {"'$(name)'", "x"},
        {"$(list)", "[1,2]"}, {"a$(id)", "a7"}, {"[1]", ""},      {"''", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        ct_scope const scope = rows_scope(*state, vars);
        ct_buf out = CT_BUF(CT_BUF_ANY);
        const ct_value *value = compile(*state, rows[i].yaml, &diag);
        assert_null(ct_value_fill_text(value, &scope, &out));
        rows_same(rows[i].yaml, ct_buf_finish(&out, *state), rows[i].filled);
    }
    ct_diag diag = {.arena = *state};
    ct_buf out = CT_BUF(CT_BUF_ANY);
    assert_string_equal(ct_value_fill_text(compile(*state, "$(none)", &diag), NULL, &out), "none");
    ct_buf_free(&out);
}

static void add_variable(void *user, const char *name, ct_loc where)
{
    ct_buf_printf(user, "%s@%u:%u ", name, where.line, where.column);
}

static void lists_its_variables(void **state)
{
    static const row rows[] = {
        {"1", ""},
        {"$(id)", "id@1:1 "},
        {"{a: [$(id), 'x $(name)'], b: {c: $(id)}}", "id@1:6 name@1:16 id@1:34 "},
        {"a: |\n  $(id)\nb: $(name)", "id@2:3 name@3:4 "},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        ct_buf out = CT_BUF(CT_BUF_ANY);
        ct_value_each_variable(compile(*state, rows[i].yaml, &diag), add_variable, &out);
        rows_same(rows[i].yaml, ct_buf_finish(&out, *state), rows[i].filled);
    }
}

static void replaces_a_variable_by_its_value(void **state)
{
    const char *missing;
    ct_scope const scope = rows_scope(*state, vars);
    const ct_value *value = ct_value_of_variable(*state, "list", CT_NOWHERE);
    assert_ptr_equal(ct_value_fill(value, &scope, *state, &missing), ct_scope_find(&scope, "list"));
}

static void keeps_exact_and_absent_marks(void **state)
{
    ct_diag diag = {.arena = *state};
    const ct_value *value = compile(*state, "{a: !exact {}, b: !absent , c: {}}", &diag);
    const ct_value_property *a = value->members, *b = a->next, *c = b->next;
    assert_true(a->value->is_exact);
    assert_int_equal(b->value->kind, CT_VALUE_ABSENT);
    assert_string_equal(rows_place(*state, b->where), "1:16");
    assert_false(c->value->is_exact);
    assert_false(value->is_exact);
    assert_null(c->next);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(fills_values),
        ROWS_TEST(rejects_invalid_values),
        ROWS_TEST(sends_scalars_as_they_are_written),
        ROWS_TEST(lists_its_variables),
        ROWS_TEST(replaces_a_variable_by_its_value),
        ROWS_TEST(keeps_exact_and_absent_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
