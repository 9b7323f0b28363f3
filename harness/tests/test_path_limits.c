/* JSONPath with hostile paths and documents: it ends, and reports when it stopped at a limit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/limits.h"
#include "lang/json/json.h"
#include "lang/path/path.h"
#include "tests/rows.h"

static const char too_many_steps[] = "judging stopped after 100 million steps";

/* head, `count` times part, tail */
static const char *repeated(ct_arena *arena, const char *head, const char *part, size_t count,
                            const char *tail)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&text, head);
    for (size_t i = 0; i < count; i++)
        ct_buf_text(&text, part);
    ct_buf_text(&text, tail);
    return ct_buf_finish(&text, arena);
}

static const json_t *document(ct_arena *arena, const char *text)
{
    ct_json_error error;
    const json_t *value = ct_json_read_file(arena, text, strlen(text), &error);
    if (!value)
        fail_msg("%s", error.what);
    return value;
}

static const ct_path *compile(ct_arena *arena, const char *text, ct_diag *diag)
{
    size_t const size = strlen(text);
    ct_loc const where = {ct_source_text(arena, "row", text, size), 1, 1, 0};
    return ct_path_compile(arena, text, size, where, diag);
}

static ct_path_nodes selected(ct_arena *arena, const char *text, const json_t *value)
{
    ct_diag diag = {.arena = arena};
    ct_path_nodes nodes;
    const ct_path *path = compile(arena, text, &diag);
    if (!path)
        fail_msg("%.100s: %s", text, diag.first->message);
    bool const is_known = ct_path_select(path, value, arena, NULL, &nodes);
    assert_int_equal(is_known, nodes.gave_up == NULL);
    return nodes;
}

/* 80,000 elements, each an object. */
static const json_t *wide_document(ct_arena *arena)
{
    return document(arena, repeated(arena, "[", "{\"a\":{\"b\":1},\"t\":\"abc\"},", 79999,
                                    "{\"a\":{\"b\":2},\"t\":\"abd\"}]"));
}

static void walks_large_documents_once(void **state)
{
    static const struct {
        const char *path;
        size_t count;
    } rows[] = {
        {"$..b", 80000},
        {"$..*", 320000},
        {"$..[79999]", 1},
        {"$[::-1]", 80000},
        {"$[?@.a.b == 2]", 1},
        {"$..[?@.b == 2]", 1},
        {"$[?match(@.t, 'ab.')]", 80000},
        {"$[?search(@.t, $[79999].t)]", 1},
        {"$[?length(@.t) == 3 && count(@.*) == 2]", 80000},
        {"$[?@ == $[79999]]", 1},
        {"$..zzz", 0},
    };
    const json_t *wide = wide_document(*state);
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_path_nodes const nodes = selected(*state, rows[i].path, wide);
        if (nodes.gave_up || nodes.count != rows[i].count)
            fail_msg("%s: %zu nodes, %s", rows[i].path, nodes.count, nodes.gave_up);
    }
}

static void reports_its_limits(void **state)
{
    ct_arena *arena = *state;
    const char *nested = repeated(arena, "", "[", CT_LIMIT_JSON_DEPTH, "");
    const struct {
        const char *path, *document, *why;
    } rows[] = {
        {"$[*, *, *]", repeated(arena, "[0", ",0", 200000, "]"), "the path selects too many nodes"},
        {"$[?count($[*]) > 1]", repeated(arena, "[0", ",0", 20000, "]"), too_many_steps},
        {"$[?count($[0:20000]) > 1]", repeated(arena, "[0", ",0", 20000, "]"), too_many_steps},
        {"$[?$[0] == $[1]]",
         repeated(arena, repeated(arena, "[[0", ",0", 5000, "],"),
                  repeated(arena, "[0", ",0", 5000, "],"), 1,
                  repeated(arena, "0", ",0", 20000, "]")),
         too_many_steps},
        {repeated(arena, "$", "[0,0]", 200, ""),
         repeated(arena, nested, "]", CT_LIMIT_JSON_DEPTH, ""), too_many_steps},
        {repeated(arena, "$", "..*", 200, ""),
         repeated(arena, nested, "]", CT_LIMIT_JSON_DEPTH, ""), too_many_steps},
        {"$[?match(@, '(a|a)*[bc]')]", repeated(arena, "[\"", "a", 40, "d\"]"),
         "a pattern takes too long on a string of the document"},
        {"$[?!match(@.t, @.p)]", "[{\"t\":\"a\",\"p\":\"a{99999}\"}]",
         "a pattern in the document is too large"},
        {"$[?!search('a', @) || @ == 1]", "[\"((a{1000}){1000}){1000}\"]",
         "a pattern in the document is too large"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const json_t *value = document(arena, rows[i].document);
        ct_path_nodes const nodes = selected(arena, rows[i].path, value);
        if (!nodes.gave_up || strcmp(nodes.gave_up, rows[i].why) != 0)
            fail_msg("%.60s: %s", rows[i].path, nodes.gave_up ? nodes.gave_up : "an answer");
        assert_int_equal(nodes.count, 0);
        assert_null(nodes.hits);
    }
}

/* Compiling many patterns is expensive, so it counts as steps. */
static void counts_compiled_patterns(void **state)
{
    ct_arena *arena = *state;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    for (int i = 0; i < 110000; i++)
        ct_buf_printf(&text, "%c\"%c{%d}\"", i ? ',' : '[', i % 2 ? 'a' : 'b', i / 2);
    ct_buf_char(&text, ']');
    const json_t *value = document(arena, ct_buf_finish(&text, arena));
    assert_string_equal(selected(arena, "$[?match('a', @)]", value).gave_up, too_many_steps);
}

static void rejects_hostile_paths(void **state)
{
    static const char too_deep[] = "the path is nested deeper than 32 levels";
    ct_arena *arena = *state;
    const struct {
        const char *path, *what;
    } rows[] = {
        {repeated(arena, "$[?", "(", 60000, ""), too_deep},
        {repeated(arena, "$[?", "!(", 30000, ""), too_deep},
        {repeated(arena, "$", "[?@", 20000, ""), too_deep},
        {repeated(arena, "$[?", "length(", 8000, ""), too_deep},
        {repeated(arena, "$[?@.a&&", "(@.b||", 8000, ""), too_deep},
        {repeated(arena, "$", "[", 60000, ""),
         "expected a selector: a name in quotes, an index, a slice, '*' or '?'"},
        {repeated(arena, "$", "[0]", 30000, ""), "the path is longer than 65536 bytes"},
        {repeated(arena, "$[?match(@,'", "(", 60000, "')]"),
         "in the pattern: parentheses nested deeper than 200 levels"},
        {"$[?match(@, 'a{99999}')]", "in the pattern: more than 65535 repetitions"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = arena};
        assert_null(compile(arena, rows[i].path, &diag));
        assert_string_equal(diag.first->message, rows[i].what);
    }
}

static void accepts_long_paths(void **state)
{
    ct_arena *arena = *state;
    const json_t *value = document(arena, "[[1]]");
    assert_int_equal(selected(arena, repeated(arena, "$", "[0]", 20000, ""), value).count, 0);
    assert_int_equal(selected(arena, repeated(arena, "$[0", ",0", 30000, "]"), value).count, 30001);
    assert_int_equal(selected(arena, repeated(arena, "$", "..*", 20000, ""), value).count, 0);
    assert_int_equal(selected(arena, repeated(arena, "$[?@", "||@", 20000, "]"), value).count, 1);
    assert_int_equal(
        selected(arena, repeated(arena, "$[?", "(", 31, repeated(arena, "@", ")", 31, "]")), value)
            .count,
        1);
}

/* The deepest recursion: nested filters, each at the end of a walk through all levels of the
 * document. The stack must be large enough. */
static void needs_limited_stack(void **state)
{
    ct_arena *arena = *state;
    const char *open = repeated(arena, "", "[", CT_LIMIT_JSON_DEPTH, "");
    const json_t *deep = document(arena, repeated(arena, open, "]", CT_LIMIT_JSON_DEPTH, ""));
    const char *walk = repeated(arena, "", "[*]", CT_LIMIT_JSON_DEPTH - 2, "");
    const char *filter = repeated(arena, "[?$", walk, 1, "");
    const char *path = repeated(arena, "$", walk, 1,
                                repeated(arena, "", filter, CT_LIMIT_PATH_DEPTH,
                                         repeated(arena, "", "]", CT_LIMIT_PATH_DEPTH, "")));
    ct_path_nodes const nodes = selected(arena, path, deep);
    assert_null(nodes.gave_up);
    assert_int_equal(nodes.count, 1);
}

/* Deeper than any document that can be read, so it is constructed. */
static void a_deeper_document_is_not_walked(void **state)
{
    json_t *value = json_array();
    for (int i = 0; i < 1000; i++) {
        json_t *outer = json_array();
        json_array_append_new(outer, value);
        value = outer;
    }
    ct_json_own(*state, value);
    assert_string_equal(selected(*state, "$..zzz", value).gave_up,
                        "the document is nested too deep");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(walks_large_documents_once),
        ROWS_TEST(reports_its_limits),
        ROWS_TEST(counts_compiled_patterns),
        ROWS_TEST(rejects_hostile_paths),
        ROWS_TEST(accepts_long_paths),
        ROWS_TEST(needs_limited_stack),
        ROWS_TEST(a_deeper_document_is_not_walked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
