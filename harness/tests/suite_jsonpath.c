/* suite_jsonpath FILE - runs the JSONPath compliance suite (cts.json) and counts.
 *
 * Each test has an invalid selector, or a document and the expected values:
 * `result` and `result_paths`, or one of several `results`. Exit status 0: all
 * passed; 1: one failed or none ran; 77: the file is missing.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/diag.h"
#include "lang/json/json.h"
#include "lang/path/path.h"

/* The result of a path as JSON: the values and their normalized paths. */
typedef struct found {
    json_t *values, *paths;
} found;

static found found_by(ct_arena *arena, const ct_path_nodes *nodes)
{
    found all = {ct_json_own(arena, json_array()), ct_json_own(arena, json_array())};
    ct_buf path = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < nodes->count; i++) {
        ct_buf_clear(&path);
        ct_path_write_place(&path, nodes->hits[i].place);
        json_array_append(all.values, ct_json_iterable(nodes->hits[i].value));
        json_array_append_new(all.paths, json_stringn(ct_buf_str(&path), path.size));
    }
    ct_buf_free(&path);
    return all;
}

static bool is_what_was_found(const found *all, const json_t *values, const json_t *paths)
{
    return values && paths && ct_json_equal(all->values, values) &&
           ct_json_equal(all->paths, paths);
}

static bool is_expected(const found *all, const json_t *test)
{
    const json_t *values = json_object_get(test, "results");
    const json_t *paths = json_object_get(test, "results_paths");
    if (!values)
        return is_what_was_found(all, json_object_get(test, "result"),
                                 json_object_get(test, "result_paths"));
    for (size_t i = 0; i < json_array_size(values); i++)
        if (is_what_was_found(all, json_array_get(values, i), json_array_get(paths, i)))
            return true;
    return false;
}

static void report(const json_t *test, const found *all)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_json_write(&text, test, CT_JSON_COMPACT);
    if (all) {
        ct_buf_text(&text, "\n  found ");
        ct_json_write(&text, all->values, CT_JSON_COMPACT);
        ct_buf_text(&text, " at ");
        ct_json_write(&text, all->paths, CT_JSON_COMPACT);
    }
    printf("FAILED: %s\n", ct_buf_str(&text));
    ct_buf_free(&text);
}

/* An error must be reported, at a location inside the selector. */
static bool is_printed(const ct_diag *diag, size_t size)
{
    const ct_diagnostic *note = diag->first;
    return diag->count == 1 && note && note->where.line && note->where.column &&
           note->where.column <= size + 1;
}

static bool fails(const json_t *test, const found *all)
{
    report(test, all);
    return false;
}

static bool run_test(ct_arena *arena, const json_t *test)
{
    ct_diag diag = {.arena = arena};
    const json_t *selector = json_object_get(test, "selector");
    const char *text = json_string_value(selector);
    size_t const size = json_string_length(selector);
    ct_loc const where = {ct_source_text(arena, "selector", text, size), 1, 1, 0};
    const ct_path *path = ct_path_compile(arena, text, size, where, &diag);
    if (json_is_true(json_object_get(test, "invalid_selector")))
        return (!path && is_printed(&diag, size)) || fails(test, NULL);
    ct_path_nodes nodes;
    if (!path || !ct_path_select(path, json_object_get(test, "document"), arena, NULL, &nodes)) {
        ct_diag_print(&diag, stdout);
        return fails(test, NULL);
    }
    found const all = found_by(arena, &nodes);
    return is_expected(&all, test) || fails(test, &all);
}

static int run_tests(const json_t *tests)
{
    unsigned passed = 0, failed = 0;
    for (size_t i = 0; i < json_array_size(tests); i++) {
        ct_arena *arena = ct_arena_new();
        if (run_test(arena, json_array_get(tests, i)))
            passed++;
        else
            failed++;
        ct_arena_free(arena);
    }
    printf("%u passed, %u failed\n", passed, failed);
    return failed || !passed;
}

static int run_file(ct_arena *arena, const char *name)
{
    ct_diag diag = {.arena = arena};
    ct_json_error error = {0};
    const ct_source *source = ct_source_read(arena, name, &diag);
    json_t *suite = source ? ct_json_read(arena, source->text, source->size, &error) : NULL;
    if (suite)
        return run_tests(json_object_get(suite, "tests"));
    ct_diag_print(&diag, stdout);
    printf("'%s' cannot be read: %s\n", name, error.what ? error.what : "see above");
    return 1;
}

int main(int argc, char **argv)
{
    if (argc != 2 || access(argv[1], F_OK)) {
        printf("skipped: the JSONPath suite is missing (%s)\n", argc > 1 ? argv[1] : "no file");
        return 77;
    }
    ct_arena *arena = ct_arena_new();
    int const status = run_file(arena, argv[1]);
    ct_arena_free(arena);
    return status;
}
