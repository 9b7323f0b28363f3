/* Binding YAML mappings to structs with tables of fields. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/yaml/bind.h"
#include "tests/rows.h"

typedef struct thing {
    const char *title;
    bool flag;
    unsigned count, wait_ms;
    ct_name *names;
} thing;

static const ct_field fields[] = {
    {"title", ct_bind_text, offsetof(thing, title), true, "what it is called"},
    {"flag", ct_bind_bool, offsetof(thing, flag), false, "whether"},
    {"count", ct_bind_uint, offsetof(thing, count), false, "how many"},
    {"wait", ct_bind_duration, offsetof(thing, wait_ms), false, "how long"},
    {"names", ct_bind_names, offsetof(thing, names), false, "which"},
    {0},
};

/* "title flag count wait names", or the diagnostics. */
static const char *bound(ct_arena *arena, const char *yaml)
{
    ct_diag diag = {.arena = arena};
    ct_binder binder = {.arena = arena, .diag = &diag, .user = NULL};
    ct_arena *nodes = ct_arena_new(); /* the tree may be freed */
    thing t = {0};
    const ct_yaml *root = rows_yaml(nodes, yaml, &diag);
    bool const ok = root && ct_bind(&binder, root, fields, &t);
    const char *notes = ct_arena_text(arena, rows_notes(arena, &diag));
    ct_arena_free(nodes);
    assert_int_equal(ok, !*notes);
    if (!ok)
        return notes;
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&out, "%s %d %u %u", t.title, t.flag, t.count, t.wait_ms);
    for (const ct_name *name = t.names; name; name = name->next)
        ct_buf_printf(&out, " %s@%u:%u", name->text, name->where.line, name->where.column);
    return ct_buf_finish(&out, arena);
}

typedef struct row {
    const char *yaml, *bound;
} row;

static void check(ct_arena *arena, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows_same(rows[i].yaml, bound(arena, rows[i].yaml), rows[i].bound);
}

static void fills_structs(void **state)
{
    static const row rows[] = {
        {"title: x", "x 0 0 0"},
        {"title: x y\nflag: true\ncount: 7\nwait: 2s\nnames: [a, b]", "x y 1 7 2000 a@5:9 b@5:12"},
        {"title: 12", "12 0 0 0"},
        {"title: 1.50", "1.50 0 0 0"},
        {"title: 'true'", "true 0 0 0"},
        {"title: |\n  x\n", "x\n 0 0 0"},
        {"title: x\nflag: FALSE", "x 0 0 0"},
        {"title: x\ncount: 1e2", "x 0 100 0"},
        {"title: x\ncount: 0x10", "x 0 16 0"},
        {"title: x\ncount: 2147483647", "x 0 2147483647 0"},
        {"title: x\nnames: []", "x 0 0 0"},
        {"title: x\nnames: [A, a, 12]", "x 0 0 0 A@2:9 a@2:12 12@2:15"},
    };
    check(*state, rows, COUNT(rows));
}

static void finds_its_keys(void **state)
{
    static const row rows[] = {
        /* a misspelt key is not also reported as missing */
        {"titel: x", "1:1+5 unknown key 'titel' (did you mean 'title'?)"},
        {"qqqqqq: x", "1:1+6 unknown key 'qqqqqq'\n"
                      "1:1 missing required key 'title' (add 'title': what it is called)"},
        {"title: x\nTITLE: y", "2:1+5 unknown key 'TITLE' (did you mean 'title'?)"},
        {"title: x\nqqqqqq: y", "2:1+6 unknown key 'qqqqqq'"},
        {"title: x\nwait : 1s\nflags: true\n'nmaes': []",
         "3:1+5 unknown key 'flags' (did you mean 'flag'?)\n"
         "4:1+7 unknown key 'nmaes' (did you mean 'names'?)"},
        {"{}", "1:1 missing required key 'title' (add 'title': what it is called)"},
        {"x", "1:1 expected a mapping, got a scalar"},
        {"[x]", "1:1 expected a mapping, got a list"},
        {"!x {title: y}", "1:1+4 tag '!x' is not allowed here"},
    };
    check(*state, rows, COUNT(rows));
}

static void reports_all_errors_of_a_mapping(void **state)
{
    rows_same("all",
              bound(*state, "title: []\nflag: maybe\ncount: -1\nwait: soon\nnames: x\nelse: 1"),
              "1:8 expected a scalar as value of 'title', got a list\n"
              "2:7+5 expected true or false, got 'maybe'\n"
              "3:8+2 expected a whole number above zero, got '-1'\n"
              "4:7+4 invalid duration 'soon' (write a number above zero with a unit: 500ms, 30s, "
              "5m, 2h)\n"
              "5:8 expected a list as value of 'names', got a scalar\n"
              "6:1+4 unknown key 'else'");
}

static void rejects_values_of_the_wrong_kind(void **state)
{
    static const row rows[] = {
        {"title: null", "1:8+4 expected a string, got null (quote it if it is a string: 'null')"},
        {"title: ~", "1:8 expected a string, got ~ (quote it if it is a string: '~')"},
        {"title: true", "1:8+4 expected a string, got true (quote it if it is a string: 'true')"},
        {"title: ''", "1:8+2 expected a string, got an empty string"},
        {"title: {a: 1}", "1:8 expected a scalar as value of 'title', got a mapping"},
        {"title: !any x", "1:8+6 tag '!any' is not allowed here"},
        {"title: !any", "1:8+4 tag '!any' is not allowed here"},
        {"title: x\nflag: yes", "2:7+3 expected true or false, got 'yes'"},
        {"title: x\nflag: 'true'", "2:7+6 expected true or false, got 'true'"},
        {"title: x\nflag: 1", "2:7 expected true or false, got '1'"},
        {"title: x\ncount: 0", "2:8 expected a whole number above zero, got '0'"},
        {"title: x\ncount: 1.5", "2:8+3 expected a whole number above zero, got '1.5'"},
        {"title: x\ncount: '7'", "2:8+3 expected a whole number above zero, got '7'"},
        {"title: x\ncount: 2147483648",
         "2:8+10 expected a whole number above zero, got '2147483648'"},
        {"title: x\ncount: 1e300", "2:8+5 expected a whole number above zero, got '1e300'"},
        {"title: x\ncount: 012", "2:8+3 expected a whole number above zero, got '012'"},
        {"title: x\nnames: {a: 1}", "2:8 expected a list as value of 'names', got a mapping"},
        {"title: x\nnames: [a, b, a]", "2:15 duplicate entry 'a'"},
        {"title: x\nnames: [[a], null, '', x]",
         "2:9 expected a scalar, got a list\n"
         "2:14+4 expected a string, got null (quote it if it is a string: 'null')\n"
         "2:20+2 expected a string, got an empty string"},
        {"title: x\nnames: [a, !any b]", "2:12+6 tag '!any' is not allowed here"},
    };
    check(*state, rows, COUNT(rows));
}

static void reads_durations(void **state)
{
    static const struct {
        const char *text;
        unsigned milliseconds; /* 0: rejected */
    } rows[] = {
        {"1ms", 1},
        {"500ms", 500},
        {"1s", 1000},
        {"30s", 30000},
        {"1.5s", 1500},
        {"0.5s", 500},
        {"0.001s", 1},
        {"1.25m", 75000},
        {"5m", 300000},
        {"2h", 7200000},
        {"1d", 86400000},
        {"49d", 4233600000u},
        {"010s", 10000},
        {"4294967295ms", UINT32_MAX},
        {"4294967296ms", 0},
        {"50d", 0}, /* more than 32 bits of milliseconds */
        {"0s", 0},
        {"0ms", 0},
        {"0.0s", 0},
        {"0.5ms", 0},
        {"0.0001s", 0},
        {"1.0001s", 0},
        {"", 0},
        {"1", 0},
        {"s", 0},
        {"ms", 0},
        {"1 s", 0},
        {" 1s", 0},
        {"1s ", 0},
        {"-1s", 0},
        {"+1s", 0},
        {"1S", 0},
        {"1sec", 0},
        {"1.s", 0},
        {".5s", 0},
        {"1,5s", 0},
        {"1e3s", 0},
        {"1m30s", 0},
        {"1w", 0},
        {"99999999999999999999s", 0},
        {"1000000000d", 0},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        unsigned milliseconds = 0;
        bool const ok = ct_duration_parse(rows[i].text, &milliseconds);
        if (ok != (rows[i].milliseconds > 0) || (ok && milliseconds != rows[i].milliseconds))
            fail_msg("%s: %d %u", rows[i].text, ok, milliseconds);
    }
}

static void finds_names(void **state)
{
    ct_name b = {"b", {0}, NULL}, a = {"a", {0}, &b};
    (void)state;
    assert_true(ct_names_have(&a, "a"));
    assert_true(ct_names_have(&a, "b"));
    assert_false(ct_names_have(&a, "A"));
    assert_false(ct_names_have(NULL, "a"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(fills_structs),
        ROWS_TEST(finds_its_keys),
        ROWS_TEST(reports_all_errors_of_a_mapping),
        ROWS_TEST(rejects_values_of_the_wrong_kind),
        ROWS_TEST(reads_durations),
        ROWS_TEST(finds_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
