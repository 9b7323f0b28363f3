/* YAML: the tree, the locations of its nodes, and scalars. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/yaml/yaml.h"
#include "tests/rows.h"

/* ---- Trees and places ---- */

static void add_place(ct_buf *out, ct_arena *arena, ct_loc where)
{
    ct_buf_text(out, rows_place(arena, where));
}

static void add_scalar(ct_buf *out, const ct_yaml *node)
{
    if (!node->text)
        ct_buf_text(out, "(none)");
    else if (node->is_quoted)
        ct_buf_printf(out, "'%s'", node->text);
    else
        ct_buf_text(out, node->text);
}

/* "1:1{a@1:1=1:4 x, b@2:1=2:4+5!re 'x'}" */
static void add_node(ct_buf *out, ct_arena *arena, const ct_yaml *node)
{
    add_place(out, arena, node->where);
    ct_buf_text(out, node->tag ? node->tag : "");
    if (node->kind == CT_YAML_SCALAR) {
        ct_buf_char(out, ' ');
        add_scalar(out, node);
        return;
    }
    ct_buf_char(out, node->kind == CT_YAML_MAP ? '{' : '[');
    for (const ct_yaml *child = node->child; child; child = child->next) {
        if (child->key) {
            ct_buf_printf(out, "%s@", child->key);
            add_place(out, arena, child->key_where);
            ct_buf_char(out, '=');
        }
        add_node(out, arena, child);
        ct_buf_text(out, child->next ? ", " : "");
    }
    ct_buf_char(out, node->kind == CT_YAML_MAP ? '}' : ']');
}

static const char *tree(ct_arena *arena, const char *text)
{
    ct_diag diag = {.arena = arena};
    ct_buf out = CT_BUF(CT_BUF_ANY);
    const ct_yaml *root = rows_yaml(arena, text, &diag);
    if (!root)
        return rows_notes(arena, &diag);
    add_node(&out, arena, root);
    return ct_buf_finish(&out, arena);
}

typedef struct row {
    const char *text, *tree;
} row;

static void check_trees(ct_arena *arena, const row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        rows_same(rows[i].text, tree(arena, rows[i].text), rows[i].tree);
}

static void reads_trees_with_locations(void **state)
{
    static const row rows[] = {
        {"x", "1:1 x"},
        {"  x y  # comment\n", "1:3+3 x y"},
        {"a: x\nbc: yz\n", "1:1{a@1:1=1:4 x, bc@2:1+2=2:5+2 yz}"},
        {"a:\n  b: 1\n", "1:1{a@1:1=2:3{b@2:3=2:6 1}}"},
        {"a:\n- 1\n-  2\n", "1:1{a@1:1=2:1[2:3 1, 3:4 2]}"},
        {"- a: 1\n  b: 2\n", "1:1[1:3{a@1:3=1:6 1, b@2:3=2:6 2}]"},
        {"a: {b: [1, 2], c: {}}\n", "1:1{a@1:1=1:4{b@1:5=1:8[1:9 1, 1:12 2], c@1:16=1:19{}}}"},
        {"a: []", "1:1{a@1:1=1:4[]}"},
        {"a: 'x'\nb: \"y\"\n", "1:1{a@1:1=1:4+3 'x', b@2:1=2:4+3 'y'}"},
        {"'a b': 1\n\"c\": 2\n", "1:1{a b@1:1+5=1:8 1, c@2:1+3=2:6 2}"},
        {"é: ü\nb: 1", "1:1{é@1:1=1:4 ü, b@2:1=2:4 1}"},
        {"ééé: {b: 1}", "1:1{ééé@1:1+3=1:6{b@1:7=1:10 1}}"},
        {"😀: x", "1:1{😀@1:1=1:4 x}"},
        {"a:\r\n  b: 1\r\n", "1:1{a@1:1=2:3{b@2:3=2:6 1}}"},
        {"--- x", "1:5 x"},
        {"%YAML 1.2\n---\na: 1\n...\n", "3:1{a@3:1=3:4 1}"},
        {"# only\n# comments\na: 1", "3:1{a@3:1=3:4 1}"},
        {"<<: 1", "1:1+2 merge keys ('<<') are not part of YAML 1.2"},
        {"'<<': 1", "1:1{<<@1:1+4=1:7 1}"},
        {"'': 1", "1:1{@1:1+2=1:5 1}"},
        {"? a\n: 1", "1:1{a@1:3=2:3 1}"},
        {"a b c: d e f", "1:1{a b c@1:1+5=1:8+5 d e f}"},
        {"a: http://x/#y", "1:1{a@1:1=1:4+11 http://x/#y}"},
    };
    check_trees(*state, rows, COUNT(rows));
}

static void keeps_tags_with_their_values(void **state)
{
    static const row rows[] = {
        {"!any", "1:1+4!any (none)"},
        {"a: !any\nb: !any string", "1:1{a@1:1=1:4+4!any (none), b@2:1=2:4+11!any string}"},
        {"a: !any ''", "1:1{a@1:1=1:4+7!any ''}"},
        {"a: !any null", "1:1{a@1:1=1:4+9!any null}"},
        {"[!any , !any x]", "1:1[1:2+4!any (none), 1:9+6!any x]"},
        {"{a: !any , b: !any }", "1:1{a@1:2=1:5+4!any (none), b@1:12=1:15+4!any (none)}"},
        {"a: !re 'x'", "1:1{a@1:1=1:4+7!re 'x'}"},
        {"a: !each [1]", "1:1{a@1:1=1:4+7!each[1:11 1]}"},
        {"a: !exact {b: 1}", "1:1{a@1:1=1:4+8!exact{b@1:12=1:15 1}}"},
        {"a: !exact\n  b: 1", "1:1{a@1:1=1:4+6!exact{b@2:3=2:6 1}}"},
        {"a: !each\n  - 1", "1:1{a@1:1=1:4+5!each[2:5 1]}"},
        {"a: !re\n  'x'", "1:1{a@1:1=1:4+3!re 'x'}"},
        {"a: !!str x", "1:1{a@1:1=1:4+7tag:yaml.org,2002:str x}"},
        {"a: !<x> y", "1:1{a@1:1=1:4+6x y}"},
    };
    check_trees(*state, rows, COUNT(rows));
}

static void reads_strings(void **state)
{
    static const row rows[] = {
        {"a: |\n  x\n   y\nb: 1", "1:1{a@1:1=1:4 'x\n y\n', b@4:1=4:4 1}"},
        {"a: |-\n  x\n", "1:1{a@1:1=1:4 'x'}"},
        {"a: |+\n  x\n\n", "1:1{a@1:1=1:4 'x\n\n'}"},
        {"a: >-\n  x\n  y\n", "1:1{a@1:1=1:4 'x y'}"},
        {"a: |\n", "1:1{a@1:1=1:4 ''}"},
        {"a: x\n  y", "1:1{a@1:1=1:4 x y}"},
        {"a: 'x\n  y'", "1:1{a@1:1=1:4 'x y'}"},
        {"a: 'it''s'", "1:1{a@1:1=1:4+7 'it's'}"},
        {"a: \"\\u00e9\\t\\n\\x41\\U0001F600\"", "1:1{a@1:1=1:4+26 'é\t\nA😀'}"},
        {"a: \"x\\\n  y\"", "1:1{a@1:1=1:4 'xy'}"},
        {"a: '\\n'", "1:1{a@1:1=1:4+4 '\\n'}"},
        {"a: ''", "1:1{a@1:1=1:4+2 ''}"},
    };
    check_trees(*state, rows, COUNT(rows));
}

static void expands_aliases(void **state)
{
    static const row rows[] = {
        {"a: &x 1\nb: *x", "1:1{a@1:1=1:4+4 1, b@2:1=2:4+2 1}"},
        {"a: &x [1]\nb: *x\nc: 2", "1:1{a@1:1=1:4+4[1:8 1], b@2:1=2:4+2[1:8 1], c@3:1=3:4 2}"},
        {"- &x {k: v}\n- *x\n- *x",
         "1:1[1:3+4{k@1:7=1:10 v}, 2:3+2{k@1:7=1:10 v}, 3:3+2{k@1:7=1:10 v}]"},
        {"- &x 1\n- &x 2\n- *x", "1:1[1:3+4 1, 2:3+4 2, 3:3+2 2]"},
        {"a: &x !re 'y'\nb: *x", "1:1{a@1:1=1:4+10!re 'y', b@2:1=2:4+2!re 'y'}"},
        {"&r a: 1", "1:1+4 a key must be a scalar without tag and anchor"},
    };
    check_trees(*state, rows, COUNT(rows));
}

static void counts_weight_and_height(void **state)
{
    static const struct {
        const char *text;
        unsigned count, weight, height;
    } rows[] = {
        {"x", 0, 1, 0},
        {"[]", 0, 1, 0},
        {"[1, 2]", 2, 3, 1},
        {"{a: 1, b: 2}", 2, 3, 1},
        {"[[1, [2]], 3]", 2, 6, 3},
        {"[&a [1, 2], *a, *a]", 3, 10, 2},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        const ct_yaml *root = rows_yaml(*state, rows[i].text, &diag);
        if (root->count != rows[i].count || root->weight != rows[i].weight ||
            root->height != rows[i].height)
            fail_msg("%s: %u %u %u", rows[i].text, root->count, root->weight, root->height);
    }
}

static void finds_members(void **state)
{
    ct_diag diag = {.arena = *state};
    const ct_yaml *root = rows_yaml(*state, "{a: 1, b: [2], A: 3}", &diag);
    assert_string_equal(ct_yaml_get(root, "A")->text, "3");
    assert_int_equal(ct_yaml_get(root, "b")->kind, CT_YAML_LIST);
    assert_null(ct_yaml_get(root, "c"));
}

/* ---- Where the text of a scalar begins ---- */

static void finds_the_first_character_of_a_string(void **state)
{
    static const struct {
        const char *text, *place;
    } rows[] = {
        {"a: x", "1:4"},
        {"a: 'xy'", "1:5+4"},
        {"a: \"xy\"", "1:5+4"},
        {"é: 'xy'", "1:5+4"},
        {"a: !re 'x'", "1:9+7"},
        {"a: !re   x", "1:10+7"},
        {"a: &n !re 'x'", "1:12+10"},
        {"a: !re &n 'x'", "1:12+10"},
        {"a: !re\n     'x'", "2:7"},
        {"a: |\n  xy\n", "2:3"},
        {"a: >-\n    xy\n", "2:5"},
        {"a: !re |\n  xy\n", "2:3"},
        {"a: |  # a comment\n  xy\n", "2:3"},
        {"a: |\n\n \n  xy\n", "2:3"}, /* empty lines are part of the string */
        {"a: !re\n  |-\n\n   xy\n", "3:4"},
        {"a: |\n  éx\n", "2:3"},
        {"a: |\n", "2:1"},
        {"a: ''", "1:5+2"},
        {"a: x\n  y", "1:4"},
        {"a: '|'", "1:5+3"},
        {"a: !re '!x'", "1:9+8"},
        {"a: |\r\n  xy\r\n", "2:3"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_diag diag = {.arena = *state};
        const ct_yaml *root = rows_yaml(*state, rows[i].text, &diag);
        rows_same(rows[i].text, rows_notes(*state, &diag), "");
        rows_same(rows[i].text, rows_place(*state, ct_yaml_text_where(root->child)), rows[i].place);
    }
}

static void points_at_an_alias_itself(void **state)
{
    ct_diag diag = {.arena = *state};
    const ct_yaml *root = rows_yaml(*state, "- &a 'x'\n- *a", &diag);
    assert_string_equal(rows_place(*state, ct_yaml_text_where(root->child)), "1:7+6");
    assert_string_equal(rows_place(*state, ct_yaml_text_where(root->child->next)), "2:3+2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(reads_trees_with_locations),
        ROWS_TEST(keeps_tags_with_their_values),
        ROWS_TEST(reads_strings),
        ROWS_TEST(expands_aliases),
        ROWS_TEST(counts_weight_and_height),
        ROWS_TEST(finds_members),
        ROWS_TEST(finds_the_first_character_of_a_string),
        ROWS_TEST(points_at_an_alias_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
