/* JSONPath: selected values with their paths, and errors with their exact messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "lang/path/path.h"
#include "tests/rows.h"

/* The document of a row has ' instead of ". */
static const json_t *document(ct_arena *arena, const char *text)
{
    ct_json_error error;
    char *quoted = ct_arena_text(arena, text);
    for (char *at = quoted; *at; at++)
        if (*at == '\'')
            *at = '"';
    const json_t *value = ct_json_read(arena, quoted, strlen(quoted), &error);
    if (!value)
        fail_msg("%s: %s", text, error.what);
    return value;
}

static const ct_path *compile(ct_arena *arena, const char *text, ct_diag *diag)
{
    size_t const size = strlen(text);
    ct_loc const where = {ct_source_text(arena, "row", text, size), 1, 1, 0};
    return ct_path_compile(arena, text, size, where, diag);
}

/* "$[0] = 1, $[1] = 2" */
static const char *selection(ct_arena *arena, const char *text, const json_t *value)
{
    ct_diag diag = {.arena = arena};
    ct_path_nodes nodes;
    ct_buf out = CT_BUF(CT_BUF_ANY);
    const ct_path *path = compile(arena, text, &diag);
    if (!path)
        return diag.first->message;
    if (!ct_path_select(path, value, arena, NULL, &nodes))
        return nodes.gave_up;
    for (size_t i = 0; i < nodes.count; i++) {
        ct_buf_text(&out, i ? ", " : "");
        ct_path_write_place(&out, nodes.hits[i].place);
        ct_buf_text(&out, " = ");
        ct_json_write(&out, nodes.hits[i].value, CT_JSON_COMPACT);
    }
    return ct_buf_finish(&out, arena);
}

typedef struct selecting {
    const char *path, *document, *expected;
} selecting;

static void check_selections(ct_arena *arena, const selecting *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *found = selection(arena, rows[i].path, document(arena, rows[i].document));
        if (strcmp(found, rows[i].expected) != 0)
            fail_msg("%s\n  found    %s\n  expected %s", rows[i].path, found, rows[i].expected);
    }
}

static void selects_by_segments(void **state)
{
    static const selecting rows[] = {
        {"$", "{'a': 1}", "$ = {\"a\":1}"},
        {"$", "7", "$ = 7"},
        {"$.a.b", "{'a': {'b': 1}}", "$['a']['b'] = 1"},
        {"$['a'][\"b\"]", "{'a': {'b': 1}}", "$['a']['b'] = 1"},
        {"$.a", "[1]", ""},
        {"$.a", "'a'", ""},
        {"$.a", "{'a': null}", "$['a'] = null"},
        {"$[0]", "{'0': 1}", ""},
        {"$['']", "{'': 1}", "$[''] = 1"},
        {"$.é_9", "{'é_9': 1}", "$['é_9'] = 1"},
        {"$['\\u00e9']", "{'é': 1}", "$['é'] = 1"},
        {"$['\\uD83D\\uDE00']", "{'😀': 1}", "$['😀'] = 1"},
        {"$['\\u0000']", "{'\\u0000': 1, '': 2}", "$['\\u0000'] = 1"},
        {"$['\\'']", "{'\\u0027': 1}", "$['\\''] = 1"},
        {"$[\"'\"]", "{'\\u0027': 1}", "$['\\''] = 1"},
        {"$.*", "{'\\u0001\\b\\t\\n\\f\\r\\u000b\\\\\\u0022/': 1}",
         "$['\\u0001\\b\\t\\n\\f\\r\\u000b\\\\\"/'] = 1"},
        {"$.*", "[1, 2]", "$[0] = 1, $[1] = 2"},
        {"$[*]", "{'b': 1, 'a': 2}", "$['b'] = 1, $['a'] = 2"},
        {"$[-1]", "[1, 2]", "$[1] = 2"},
        {"$[-3]", "[1, 2]", ""},
        {"$[2]", "[1, 2]", ""},
        {"$[9007199254740991]", "[1]", ""},
        {"$[-9007199254740991]", "[1]", ""},
        {"$[1, 0, 0]", "[1, 2]", "$[1] = 2, $[0] = 1, $[0] = 1"},
        {"$['a', *, 0]", "{'a': 1}", "$['a'] = 1, $['a'] = 1"},
        {"$ \t\n\r.a [ 'b' ]", "{'a': {'b': 1}}", "$['a']['b'] = 1"},
        {"$..a", "{'a': {'a': 1}, 'b': [{'a': 2}]}",
         "$['a'] = {\"a\":1}, $['a']['a'] = 1, $['b'][0]['a'] = 2"},
        {"$..[0]", "[[1], [2]]", "$[0] = [1], $[0][0] = 1, $[1][0] = 2"},
        {"$..[0, 1]", "[[1, 2]]", "$[0] = [1,2], $[0][0] = 1, $[0][1] = 2"},
        {"$..*", "[[1], 2]", "$[0] = [1], $[1] = 2, $[0][0] = 1"},
        {"$..*..*", "[[[1]]]", "$[0][0] = [1], $[0][0][0] = 1, $[0][0][0] = 1"},
        {"$..a", "1", ""},
    };
    check_selections(*state, rows, COUNT(rows));
}

static void selects_by_slices(void **state)
{
    static const selecting rows[] = {
        {"$[:]", "[1, 2]", "$[0] = 1, $[1] = 2"},
        {"$[::]", "[1]", "$[0] = 1"},
        {"$[1:]", "[1, 2, 3]", "$[1] = 2, $[2] = 3"},
        {"$[:-1]", "[1, 2, 3]", "$[0] = 1, $[1] = 2"},
        {"$[-2:]", "[1, 2, 3]", "$[1] = 2, $[2] = 3"},
        {"$[0:3:2]", "[1, 2, 3]", "$[0] = 1, $[2] = 3"},
        {"$[::-1]", "[1, 2, 3]", "$[2] = 3, $[1] = 2, $[0] = 1"},
        {"$[2:0:-1]", "[1, 2, 3]", "$[2] = 3, $[1] = 2"},
        {"$[-1:-3:-1]", "[1, 2, 3]", "$[2] = 3, $[1] = 2"},
        {"$[5:0:-2]", "[1, 2, 3]", "$[2] = 3"},
        {"$[::0]", "[1, 2]", ""},
        {"$[:]", "{'a': 1}", ""},
        {"$[::-1]", "[]", ""},
        {"$[-9007199254740991:9007199254740991:9007199254740991]", "[1, 2]", "$[0] = 1"},
        {"$[9007199254740991:-9007199254740991:-9007199254740991]", "[1, 2]", "$[1] = 2"},
        {"$[ 0 : 1 : 1 ]", "[1, 2]", "$[0] = 1"},
        {"$[0 :1: ]", "[1, 2]", "$[0] = 1"},
    };
    check_selections(*state, rows, COUNT(rows));
}

static void selects_by_filters(void **state)
{
    static const selecting rows[] = {
        {"$[?@.a]", "[{'a': null}, {'b': 1}]", "$[0] = {\"a\":null}"},
        {"$[?@]", "[null, false]", "$[0] = null, $[1] = false"},
        {"$[?!@.a]", "[{'a': 1}, 2]", "$[1] = 2"},
        {"$[?! ( @.a )]", "[{'a': 1}, 2]", "$[1] = 2"},
        {"$[?@ == 1]", "{'a': 1, 'b': 2}", "$['a'] = 1"},
        {"$[?@.a || @.b && @.c]", "[{'a': 1}, {'b': 1}, {'b': 1, 'c': 1}]",
         "$[0] = {\"a\":1}, $[2] = {\"b\":1,\"c\":1}"},
        {"$[?(@.a || @.b) && @.c]", "[{'a': 1}, {'b': 1, 'c': 1}]", "$[1] = {\"b\":1,\"c\":1}"},
        {"$[?!@.a && !@.b]", "[{'a': 1}, {}]", "$[1] = {}"},
        {"$.b[?@ == $.a]", "{'a': 2, 'b': [1, 2]}", "$['b'][1] = 2"},
        {"$[?@[?@ > 1]]", "[[1], [2]]", "$[1] = [2]"},
        {"$[?@.a == @.b]", "[{}, {'a': 1}, {'a': 1, 'b': 1}]",
         "$[0] = {}, $[2] = {\"a\":1,\"b\":1}"},
        {"$[?@.a != @.b]", "[{}, {'a': 1}]", "$[1] = {\"a\":1}"},
        {"$[?@.a <= @.b]", "[{}, {'a': 1}]", "$[0] = {}"},
        {"$[?@.a < @.b]", "[{}]", ""},
        {"$[?@.a == null]", "[{}, {'a': null}]", "$[1] = {\"a\":null}"},
        {"$[?@ >= true]", "[true, false, 1]", "$[0] = true"},
        {"$[?@ > true]", "[true, false]", ""},
        {"$[?@ == 'a']", "['a', 'b', ['a']]", "$[0] = \"a\""},
        {"$[?@ < 'b']", "['a', 'b', 'ab', 1, '']", "$[0] = \"a\", $[2] = \"ab\", $[4] = \"\""},
        {"$[?@ > '\\uE000']", "['\\uD83D\\uDE00', 'a']", "$[0] = \"😀\""},
        {"$[?@ == $[0]]", "[{'a': [1], 'b': 2}, {'b': 2.0, 'a': [1e0]}, {'a': [1]}]",
         "$[0] = {\"a\":[1],\"b\":2}, $[1] = {\"b\":2.0,\"a\":[1e0]}"},
        {"$[?@ <= $[0]]", "[[1], [1], [0]]", "$[0] = [1], $[1] = [1]"},
        {"$[?1 == 1]", "[7]", "$[0] = 7"},
        {"$[?@<3&&@>1]", "[1, 2, 3]", "$[1] = 2"},
        {"$..[?@.n == 1].n", "{'a': {'n': 1}, 'b': [{'n': 1}]}",
         "$['a']['n'] = 1, $['b'][0]['n'] = 1"},
        {"$[?@.a, ?@.a]", "[{'a': 1}]", "$[0] = {\"a\":1}, $[0] = {\"a\":1}"},
        {"$[? @ .a [0] == 1 ]", "[{'a': [1]}]", "$[0] = {\"a\":[1]}"},
        {"$[?@[ 'a' ]]", "[{'a': 1}]", "$[0] = {\"a\":1}"},
    };
    check_selections(*state, rows, COUNT(rows));
}

static void compares_numbers_exactly(void **state)
{
    static const selecting rows[] = {
        {"$[?@ == 1.0]", "[1, 1e0, 10e-1, 1.0000000000000001]",
         "$[0] = 1, $[1] = 1e0, $[2] = 10e-1"},
        {"$[?@ == 9007199254740993]", "[9007199254740992, 9007199254740993, 9007199254740993.0]",
         "$[1] = 9007199254740993, $[2] = 9007199254740993.0"},
        {"$[?@ > 0.1]", "[0.1, 0.10000000000000000000001]", "$[1] = 0.10000000000000000000001"},
        {"$[?@ == -0]", "[0, -0.0]", "$[0] = 0, $[1] = -0.0"},
        {"$[?@ < 1E400]", "[1e399, 1e401]", "$[0] = 1e399"},
        {"$[?@ >= -1.5e+1]", "[-15, -16]", "$[0] = -15"},
    };
    check_selections(*state, rows, COUNT(rows));
}

static void calls_functions(void **state)
{
    static const selecting rows[] = {
        {"$[?length(@) == 2]", "['é😀', [1, 2], {'a': 1, 'b': 2}, 'a']",
         "$[0] = \"é😀\", $[1] = [1,2], $[2] = {\"a\":1,\"b\":2}"},
        {"$[?length(@.a) == length(@.b)]", "[{'a': 1}, {'a': 'x'}]", "$[0] = {\"a\":1}"},
        {"$[?length('abc') == 3]", "[1]", "$[0] = 1"},
        {"$[?length(value(@..a)) == 1]", "[{'a': 'x'}, {'a': 'x', 'b': {'a': 'y'}}]",
         "$[0] = {\"a\":\"x\"}"},
        {"$[?count(@.*) > 1]", "[[1], [1, 2], 3]", "$[1] = [1,2]"},
        {"$[?count(@['a', 'a']) == 2]", "[{'a': 1}]", "$[0] = {\"a\":1}"},
        {"$[?count(@..*) == 3]", "[[[1, 2]]]", "$[0] = [[1,2]]"},
        {"$[?value(@..a) == 1]", "[[{'a': 1}], [{'a': 1}, {'a': 1}]]", "$[0] = [{\"a\":1}]"},
        {"$[?value(@.*) == value(@.*)]", "[[], [1], [1, 2]]",
         "$[0] = [], $[1] = [1], $[2] = [1,2]"},
        {"$[?match( @.a , 'b.' )]", "[{'a': 'bc'}, {'a': 'abc'}, {'a': 1}, {}]",
         "$[0] = {\"a\":\"bc\"}"},
        {"$[?search(@, 'b')]", "['abc', 'c', ['b']]", "$[0] = \"abc\""},
        {"$.t[?match(@, $.p)]", "{'p': 'a+', 't': ['aa', 'b']}", "$['t'][0] = \"aa\""},
        {"$.t[?match(@, $.p)]", "{'p': '(', 't': ['(']}", ""},
        {"$.t[?!search(@, $.p)]", "{'p': '\\\\d', 't': ['1']}", "$['t'][0] = \"1\""},
        {"$[?search(@.t, @.p)]",
         "[{'t': 'a', 'p': 'a'}, {'t': 'b', 'p': 'a'}, {'t': 'b', 'p': 'b'}]",
         "$[0] = {\"t\":\"a\",\"p\":\"a\"}, $[2] = {\"t\":\"b\",\"p\":\"b\"}"},
        {"$[?match(@.t, @.p) || search(@.t, @.p)]", "[{'t': 'ab', 'p': 'a'}]",
         "$[0] = {\"t\":\"ab\",\"p\":\"a\"}"},
        {"$[?match(@, 1)]", "['1']", ""},
        {"$[?match('a', 'a')]", "[1]", "$[0] = 1"},
    };
    check_selections(*state, rows, COUNT(rows));
}

typedef struct refusal {
    const char *path;
    unsigned column, width; /* of the reported location */
    const char *what, *hint;
} refusal;

static void check_refusals(ct_arena *arena, const refusal *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ct_diag diag = {.arena = arena};
        if (compile(arena, rows[i].path, &diag) || diag.count != 1)
            fail_msg("%s: %u mistakes", rows[i].path, diag.count);
        const ct_diagnostic *note = diag.first;
        const char *hint = note->help ? note->help : "no hint", *wanted = rows[i].hint;
        if (note->where.column != rows[i].column || note->where.width != rows[i].width ||
            strcmp(note->message, rows[i].what) != 0 ||
            strcmp(hint, wanted ? wanted : "no hint") != 0)
            fail_msg("%s\n  %u, %u: %s (%s)", rows[i].path, note->where.column, note->where.width,
                     note->message, hint);
    }
}

static void rejects_syntax_errors(void **state)
{
    static const char other_name[] = "a name with other characters is written ['...']";
    static const refusal rows[] = {
        {"", 1, 0, "expected '$', but the path ends here", NULL},
        {"a", 1, 0, "expected '$'", NULL},
        {" $", 1, 0, "expected '$'", NULL},
        {"$ ", 2, 1, "spaces after the path", NULL},
        {"$a", 2, 0, "expected '.', '[' or the end of the path", other_name},
        {"$.a-b", 4, 0, "expected '.', '[' or the end of the path", other_name},
        {"$.", 3, 0, "expected a name or '*', but the path ends here", NULL},
        {"$. a", 3, 0, "expected a name or '*'", NULL},
        {"$.1", 3, 0, "expected a name or '*'", NULL},
        {"$.'a'", 3, 0, "expected a name or '*'", NULL},
        {"$..", 4, 0, "expected a name, '*' or '[', but the path ends here", NULL},
        {"$...a", 4, 0, "expected a name, '*' or '['", NULL},
        {"$.é.", 5, 0, "expected a name or '*', but the path ends here", NULL},
        {"$[", 3, 0,
         "expected a selector: a name in quotes, an index, a slice, '*' or '?', but the path ends "
         "here",
         NULL},
        {"$[a]", 3, 0, "expected a selector: a name in quotes, an index, a slice, '*' or '?'",
         "a name in brackets has quotes: ['a']"},
        {"$[]", 3, 0, "expected a selector: a name in quotes, an index, a slice, '*' or '?'", NULL},
        {"$[0,]", 5, 0, "expected a selector: a name in quotes, an index, a slice, '*' or '?'",
         NULL},
        {"$[0", 4, 0, "expected ',' or ']', but the path ends here", NULL},
        {"$[0 1]", 5, 0, "expected ',' or ']'", NULL},
        {"$[1:2:3:4]", 8, 0, "expected ',' or ']'", NULL},
        {"$[01]", 3, 2, "an integer must not have a leading zero or be -0", NULL},
        {"$[-0]", 3, 2, "an integer must not have a leading zero or be -0", NULL},
        {"$[-]", 4, 0, "expected a digit", NULL},
        {"$[1:-]", 6, 0, "expected a digit", NULL},
        {"$[1.0]", 4, 0, "expected ',' or ']'", NULL},
        {"$[9007199254740992]", 3, 16, "an integer must be between -(2^53 - 1) and 2^53 - 1", NULL},
        {"$[0:-9007199254740992]", 5, 17, "an integer must be between -(2^53 - 1) and 2^53 - 1",
         NULL},
        {"$['a]", 3, 3, "the string has no closing quote", NULL},
        {"$['\\\"']", 4, 2, "not a valid escape in JSONPath", NULL},
        {"$['é\\é']", 5, 2, "not a valid escape in JSONPath", NULL},
        {"$['\\", 5, 0, "expected an escape, but the path ends here", NULL},
        {"$['\\u12']", 4, 2, "'\\u' without four hex digits", NULL},
        {"$['\\uD800']", 4, 6, "half of a surrogate pair", NULL},
        {"$['\\uD800\\u0041']", 4, 12, "half of a surrogate pair", NULL},
        {"$['\\uDC00']", 4, 6, "half of a surrogate pair", NULL},
        {"$['a\tb']", 5, 1, "a control character in a string must be escaped", NULL},
        {"$.a\xFF", 4, 1, "a byte that is not UTF-8", NULL},
    };
    check_refusals(*state, rows, COUNT(rows));
}

static void rejects_invalid_filters(void **state)
{
    static const char value_hint[] =
        "value(...) returns the value of a query that selects one node";
    static const refusal rows[] = {
        {"$[?]", 4, 0, "expected a value, a query or a function", NULL},
        {"$[?@.a", 7, 0, "expected ',' or ']', but the path ends here", NULL},
        {"$[?(@.a]", 8, 0, "expected ')'", NULL},
        {"$[?@.a = 1]", 8, 0, "expected ',' or ']'", "use '==' for equality"},
        {"$[?@.a ==]", 10, 0, "expected a value, a query or a function", NULL},
        {"$[?@.a == 'b]", 11, 3, "the string has no closing quote", NULL},
        {"$[?@.a == 1 == 2]", 13, 0, "expected ',' or ']'", NULL},
        {"$[?@.a & @.b]", 8, 0, "expected ',' or ']'", "use '&&' for 'and'"},
        {"$[?(@.a | @.b)]", 9, 0, "expected ')'", "use '||' for 'or'"},
        {"$[?@.a &&]", 10, 0, "expected a value, a query or a function", NULL},
        {"$[?@.a == 01]", 11, 1, "not a JSON number", NULL},
        {"$[?@.a == 1.]", 11, 1, "not a JSON number", NULL},
        {"$[?@.a == -]", 11, 0, "not a JSON number", NULL},
        {"$[?@.a == nul]", 11, 3, "unknown word 'nul'", "did you mean 'null'?"},
        {"$[?@.a == abc]", 11, 3, "unknown word 'abc'", "put a string in quotes: 'abc'"},
        {"$[?true]", 4, 4, "a literal is not a condition; compare it with something", NULL},
        {"$[?'a' && @.b]", 4, 3, "a literal is not a condition; compare it with something", NULL},
        {"$[?!@.a == 1]", 4, 1, "'!' before a comparison requires parentheses: !(...)", NULL},
        {"$[?!!@.a]", 5, 0, "expected a value, a query or a function", NULL},
        {"$[?(@.a) == 1]", 10, 2,
         "an expression in parentheses is true or false and cannot be compared", NULL},
        {"$[?@.* == 1]", 4, 3, "this query can select more than one node and is not a value",
         value_hint},
        {"$[?1 == $..a]", 9, 4, "this query can select more than one node and is not a value",
         value_hint},
        {"$[?@[ 'a' ] == 1]", 4, 8,
         "a query that is used as a value must not have spaces in its brackets", NULL},
        {"$[?lenght(@) == 1]", 4, 6, "unknown function 'lenght'", "did you mean 'length'?"},
        {"$[?frobnicate(@) == 1]", 4, 10, "unknown function 'frobnicate'", NULL},
        {"$[?count (@.*) == 1]", 4, 5, "the function 'count' must be followed directly by '('",
         NULL},
        {"$[?length() == 1]", 4, 8, "the function 'length' takes one value", NULL},
        {"$[?length(@, 1) == 1]", 14, 1, "the function 'length' takes one value", NULL},
        {"$[?length(@.*) == 1]", 11, 3,
         "this query can select more than one node and is not a value", value_hint},
        {"$[?length(@.a, ) == 1]", 16, 0, "expected a value, a query or a function", NULL},
        {"$[?length(@.a == 1]", 15, 0, "expected ',' or ')'", NULL},
        {"$[?length(@.a)]", 4, 11,
         "the function 'length' returns a value; compare it with something", NULL},
        {"$[?count(1) == 1]", 10, 1, "the function 'count' takes one query", NULL},
        {"$[?count(length(@)) == 1]", 10, 9, "the function 'count' takes one query", NULL},
        {"$[?match(@.a)]", 4, 10, "the function 'match' takes two values", NULL},
        {"$[?match(@.a, 'b') == true]", 4, 15,
         "the function 'match' returns true or false, not a value", NULL},
        {"$[?length(match(@.a, 'b')) == 1]", 11, 15,
         "the function 'match' returns true or false, not a value", NULL},
        {"$[?match(@.a, 'a**')]", 18, 0, "in the pattern: nothing to repeat", NULL},
        {"$[?match(@.a, '\\\\.\\\\d')]", 19, 0, "in the pattern: not a valid escape in I-Regexp",
         NULL},
        {"$[?search(@, '\\u00e9(')]", 22, 0, "in the pattern: '(' without ')'", NULL},
    };
    check_refusals(*state, rows, COUNT(rows));
}

static void reports_the_location_in_the_file(void **state)
{
    static const char text[] = "steps:\n  - body $.a[?lenght(@) == 1]: 2\n";
    ct_arena *arena = *state;
    ct_diag diag = {.arena = arena};
    const char *path = strchr(text, '$');
    ct_loc const where = {ct_source_text(arena, "case.yaml", text, sizeof text - 1), 2, 10, 0};
    assert_null(ct_path_compile(arena, path, strcspn(path, ":"), where, &diag));
    assert_int_equal(diag.first->where.line, 2);
    assert_int_equal(diag.first->where.column, 15);
    assert_int_equal(diag.first->where.width, 6);
    assert_int_equal(diag.first->code, CT_ERR_INVALID_JSONPATH);
}

static void detects_singular_paths(void **state)
{
    static const struct {
        const char *path;
        bool is_singular;
        const char *place;
    } rows[] = {
        {"$", true, "$"},        {"$.a[0]['b\\'']", true, "$['a'][0]['b\\'']"},
        {"$.a[-1]", true, "$"},  {"$[ 0 ]", true, "$[0]"},
        {"$.*", false, "$"},     {"$..a", false, "$"},
        {"$[0:1]", false, "$"},  {"$[0, 1]", false, "$"},
        {"$[?@.a]", false, "$"}, {"$.a..[0].b", false, "$"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        ct_buf place = CT_BUF(CT_BUF_ANY);
        const ct_path *path = compile(*state, rows[i].path, &diag);
        assert_int_equal(ct_path_is_singular(path), rows[i].is_singular);
        ct_path_write_place(&place, ct_path_singular_place(path, *state));
        assert_string_equal(ct_buf_str(&place), rows[i].place);
        ct_buf_free(&place);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selects_by_segments),
        cmocka_unit_test(selects_by_slices),
        cmocka_unit_test(selects_by_filters),
        cmocka_unit_test(compares_numbers_exactly),
        cmocka_unit_test(calls_functions),
        cmocka_unit_test(rejects_syntax_errors),
        cmocka_unit_test(rejects_invalid_filters),
        cmocka_unit_test(reports_the_location_in_the_file),
        cmocka_unit_test(detects_singular_paths),
    };
    return cmocka_run_group_tests(tests, rows_open, rows_close);
}
