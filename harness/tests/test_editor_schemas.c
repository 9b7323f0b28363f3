/* fixtures/schemas/: the schemas for editors have the keys of the tables in the code, accept every
 * file that is shipped or shown in the reference, and reject a misspelt key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "lang/schema/schema.h"
#include "lang/yaml/yaml.h"
#include "tests/field_tables.h"
#include "tests/page.h"
#include "tests/tidy.h"

/* ---- The schemas ---- */

#define FOLDER "fixtures/schemas/"
#define BASE "file:///"

static const char *const names[] = {"case-file.schema.json", "operation.schema.json",
                                    "target.schema.json",    "requirements.schema.json",
                                    "profile.schema.json",   "waivers.schema.json"};

enum { SCHEMAS = sizeof names / sizeof *names };

typedef struct shelf {
    ct_arena *arena;
    json_t *documents[SCHEMAS];
    ct_schema_store store;
} shelf;

static const json_t *find_document(void *user, const char *uri)
{
    const shelf *s = user;
    for (size_t i = 0; i < SCHEMAS; i++)
        if (!strncmp(uri, BASE, sizeof BASE - 1) && !strcmp(uri + sizeof BASE - 1, names[i]))
            return s->documents[i];
    return NULL;
}

static size_t index_of(const char *name)
{
    size_t i = 0;
    while (i < SCHEMAS && strcmp(names[i], name))
        i++;
    assert_true(i < SCHEMAS);
    return i;
}

/* The schema at a pointer of one of the files, compiled without errors and warnings. */
static const ct_schema *compile(const shelf *s, size_t index, const char *pointer)
{
    ct_diag diag = {.arena = s->arena};
    ct_schema_options const options = {.pointer = pointer,
                                       .base_uri =
                                           ct_arena_printf(s->arena, BASE "%s", names[index]),
                                       .store = &s->store};
    const ct_schema *schema =
        ct_schema_compile(s->arena, s->documents[index], &options, CT_NOWHERE, &diag);
    if (diag.first)
        fail_msg("%s: %s", names[index], diag.first->message);
    assert_non_null(schema);
    return schema;
}

/* "" if the value is accepted, otherwise every reason. */
static const char *judge(const shelf *s, const ct_schema *schema, const json_t *value)
{
    ct_buf report = CT_BUF(CT_BUF_ANY);
    const ct_schema_result *result = ct_schema_check(s->arena, schema, value, NULL);
    assert_null(result->gave_up);
    for (const ct_schema_failure *f = result->failures; f; f = f->next)
        ct_buf_printf(&report, "%s: expected %s, got %s (%s)\n", f->instance, f->expected,
                      f->actual, f->schema);
    return ct_buf_finish(&report, s->arena);
}

/* ---- Files as an editor reads them ---- */

static json_t *seen(const shelf *s, const ct_yaml *node, json_t *empty)
{
    ct_diag diag = {.arena = s->arena};
    ct_yaml untagged = *node;
    untagged.tag = NULL;
    if (node->kind == CT_YAML_SCALAR)
        return node->text ? ct_yaml_scalar(s->arena, &untagged, &diag) : empty;
    bool const is_map = node->kind == CT_YAML_MAP;
    json_t *value = ct_json_own(s->arena, is_map ? json_object() : json_array());
    for (const ct_yaml *child = node->child; child; child = child->next) {
        json_t *member = seen(s, child, empty);
        if (is_map)
            json_object_set_nocheck(value, child->key, member);
        else
            json_array_append(value, member);
    }
    return value;
}

static const char *schema_of(const char *path, const ct_yaml *root)
{
    return tidy_is_at(path, "fixtures/targets/*") ? "target.schema.json"
           : tidy_is_at(path, "*requirements*")   ? "requirements.schema.json"
           : tidy_is_at(path, "*profiles/*")      ? "profile.schema.json"
           : tidy_is_at(path, "*waivers*")        ? "waivers.schema.json"
           : ct_yaml_get(root, "operation")       ? "operation.schema.json"
                                                  : "case-file.schema.json";
}

/* A tag without a value is null in one editor, and an empty string in another. */
static void assert_accepted(const shelf *s, const char *path, const char *text)
{
    ct_diag diag = {.arena = s->arena};
    const ct_source *source = ct_source_text(s->arena, path, text, strlen(text));
    const ct_yaml *root = ct_yaml_parse(s->arena, source, &diag);
    assert_non_null(root);
    const ct_schema *schema = compile(s, index_of(schema_of(path, root)), NULL);
    json_t *empty[] = {json_null(), ct_json_own(s->arena, json_string(""))};
    for (size_t i = 0; i < 2; i++) {
        const char *report = judge(s, schema, seen(s, root, empty[i]));
        if (*report)
            fail_msg("%s:\n%s", path, report);
    }
}

static void accept_shipped_files(void **state)
{
    const shelf *s = *state;
    tidy t = {.arena = s->arena, .check = "tree", .report = CT_BUF(CT_BUF_ANY)};
    unsigned count = 0;
    tidy_read(&t);
    ct_buf_free(&t.report);
    for (const tidy_file *file = t.first; file; file = file->next) {
        if (!tidy_is_at(file->path, "cases/*.yaml fixtures/targets/*.yaml"))
            continue;
        assert_accepted(s, file->path, file->text);
        count++;
    }
    assert_true(count >= 10);
}

static void accept_examples_of_the_reference(void **state)
{
    static const struct {
        const char *kind, *path, *before;
    } rows[] = {{"whole", "x.yaml", ""},
                {"operation", "x.yaml", ""},
                {"cases", "x.yaml", ""},
                {"case", "x.yaml", "cases:\n"},
                {"requirements", "requirements.yaml", ""},
                {"target", "fixtures/targets/x.yaml", ""}};
    const shelf *s = *state;
    ct_diag diag = {.arena = s->arena};
    const ct_source *page = ct_source_read(s->arena, "cases/README.md", &diag);
    unsigned count = 0;
    assert_non_null(page);
    for (const page_example *e = page_examples(s->arena, page->text); e; e = e->next)
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
            if (!e->kind || strcmp(e->kind, rows[i].kind))
                continue;
            assert_accepted(s, rows[i].path,
                            ct_arena_printf(s->arena, "%s%s", rows[i].before, e->text));
            count++;
        }
    assert_true(count >= 15);
}

/* ---- Their own examples ---- */

static const char *inner_pointer(const shelf *s, const char *pointer, const char *name)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&out, "%s/", pointer);
    for (; *name; name++)
        if (*name == '~' || *name == '/')
            ct_buf_text(&out, *name == '~' ? "~0" : "~1");
        else
            ct_buf_char(&out, *name);
    return ct_buf_finish(&out, s->arena);
}

static unsigned check_examples(const shelf *s, size_t index, const json_t *schema,
                               const char *pointer);

/* Keywords whose object values, or list elements, are schemas. */
static unsigned check_examples_below(const shelf *s, size_t index, const json_t *schemas,
                                     const char *pointer)
{
    unsigned count = 0;
    const char *name;
    json_t *inner;
    json_object_foreach(ct_json_iterable(schemas), name, inner)
    {
        count += check_examples(s, index, inner, inner_pointer(s, pointer, name));
    }
    for (size_t i = 0; i < json_array_size(schemas); i++)
        count += check_examples(s, index, json_array_get(schemas, i),
                                ct_arena_printf(s->arena, "%s/%zu", pointer, i));
    return count;
}

static unsigned check_examples(const shelf *s, size_t index, const json_t *schema,
                               const char *pointer)
{
    static const char *const below[] = {"$defs", "properties", "patternProperties", "anyOf",
                                        "allOf"};
    const json_t *examples = json_object_get(schema, "examples");
    unsigned count = 0;
    for (size_t i = 0; i < json_array_size(examples); i++, count++) {
        const char *report = judge(s, compile(s, index, pointer), json_array_get(examples, i));
        if (*report)
            fail_msg("%s#%s: example %zu: %s", names[index], pointer, i, report);
    }
    for (size_t i = 0; i < sizeof below / sizeof *below; i++)
        count += check_examples_below(s, index, json_object_get(schema, below[i]),
                                      inner_pointer(s, pointer, below[i]));
    return count;
}

static void accept_their_own_examples(void **state)
{
    const shelf *s = *state;
    for (size_t i = 0; i < SCHEMAS; i++)
        assert_true(check_examples(s, i, s->documents[i], "") >= 5);
}

/* ---- Comparison with the code ---- */

/* The files whose tables define the format. */
#define TABLES "load/*.c certify/*.c"

/* The tables of the code, and the parts of the schemas that describe them. */
static const struct part {
    const char *table; /* NULL: none */
    const char *schema, *pointer;
} parts[] = {
    {"cases_fields", "case-file.schema.json", ""},
    {"case_fields", "case-file.schema.json", "/$defs/case"},
    {"step_fields", "case-file.schema.json", "/$defs/step"},
    {"request_fields", "case-file.schema.json", "/$defs/request"},
    {"tls_fields", "case-file.schema.json", "/$defs/tls"},
    {"expect_fields", "case-file.schema.json", "/$defs/words"},
    {"bytes_fields", "case-file.schema.json", "/$defs/bytes"},
    {"time_fields", "case-file.schema.json", "/$defs/time"},
    {"capture_fields", "case-file.schema.json", "/$defs/capture"},
    {"operation_fields", "operation.schema.json", ""},
    {"file_fields", "requirements.schema.json", ""},
    {"requirement_fields", "requirements.schema.json", "/$defs/requirement"},
    {"about_fields", "requirements.schema.json", "/$defs/place"},
    {"target_fields", "target.schema.json", ""},
    {"secret_fields", "target.schema.json", "/$defs/secret"},
    {"limit_fields", "target.schema.json", "/$defs/limits"},
    {"before_fields", "target.schema.json", "/$defs/before_step"},
    {"profile_fields", "profile.schema.json", ""},
    {"waivers_fields", "waivers.schema.json", ""},
    {"waiver_fields", "waivers.schema.json", "/$defs/waiver"},
};

static const json_t *properties_of(const shelf *s, const struct part *part)
{
    const json_t *schema = s->documents[index_of(part->schema)];
    if (*part->pointer)
        schema = json_object_get(json_object_get(schema, "$defs"), strrchr(part->pointer, '/') + 1);
    return json_object_get(schema, "properties");
}

/* Keys that only one side has; "" if there are none. */
static const char *compare(ct_arena *arena, const field_table *table, const json_t *properties)
{
    ct_buf report = CT_BUF(CT_BUF_ANY);
    const char *name;
    json_t *unused;
    size_t known;
    for (size_t i = 0; table->keys[i]; i++)
        if (!json_object_get(properties, table->keys[i]))
            ct_buf_printf(&report, "only the table has '%s'\n", table->keys[i]);
    json_object_foreach(ct_json_iterable(properties), name, unused)
    {
        for (known = 0; table->keys[known] && strcmp(table->keys[known], name);)
            known++;
        if (!table->keys[known])
            ct_buf_printf(&report, "only the schema has '%s'\n", name);
    }
    return ct_buf_finish(&report, arena);
}

static const struct part *part_of(const field_table *table)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].table && !strcmp(parts[i].table, table->name))
            return &parts[i];
    return NULL;
}

static void have_the_keys_of_the_tables(void **state)
{
    const shelf *s = *state;
    size_t count = 0, with_table = 0;
    for (const field_table *table = field_tables_read(s->arena, TABLES); table;
         table = table->next, count++) {
        const struct part *part = part_of(table);
        if (!part)
            fail_msg("%s %s: no schema describes this table", table->place, table->name);
        const char *report = compare(s->arena, table, properties_of(s, part));
        if (*report)
            fail_msg("%s %s, %s#%s: %s", table->place, table->name, part->schema, part->pointer,
                     report);
    }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        with_table += parts[i].table != NULL;
    assert_int_equal(count, with_table);
}

static void report_keys_of_one_side_only(void **state)
{
    static const struct {
        field_table table;
        const char *properties, *report;
    } rows[] = {
        {{.keys = {"a", "b"}}, "{\"a\": true, \"b\": true}", ""},
        {{.keys = {"a", "b"}}, "{\"a\": true}", "only the table has 'b'\n"},
        {{.keys = {"a"}}, "{\"a\": true, \"b\": true}", "only the schema has 'b'\n"},
        {{.keys = {"ab"}}, "{\"a\": true}", "only the table has 'ab'\nonly the schema has 'a'\n"},
    };
    const shelf *s = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_json_error error;
        const char *text = rows[i].properties;
        const json_t *properties = ct_json_read(s->arena, text, strlen(text), &error);
        assert_string_equal(compare(s->arena, &rows[i].table, properties), rows[i].report);
    }
}

/* A title for the schema, and a description for every key. */
static void describe_each_key(void **state)
{
    const shelf *s = *state;
    const char *name;
    json_t *property;
    for (size_t i = 0; i < SCHEMAS; i++)
        assert_true(json_is_string(json_object_get(s->documents[i], "title")));
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        json_object_foreach(ct_json_iterable(properties_of(s, &parts[i])), name, property)
        {
            if (!json_is_string(json_object_get(property, "description")))
                fail_msg("%s#%s: '%s' has no description", parts[i].schema, parts[i].pointer, name);
        }
}

/* ---- Rejected files ---- */

static void reject_a_misspelt_key(void **state)
{
    const shelf *s = *state;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const ct_schema *schema = compile(s, index_of(parts[i].schema), parts[i].pointer);
        json_t *value = ct_json_own(s->arena, json_object());
        json_object_set_new_nocheck(value, "titel", json_string("x"));
        if (!strstr(judge(s, schema, value), "/additionalProperties)"))
            fail_msg("%s#%s takes any key", parts[i].schema, parts[i].pointer);
    }
}

static void reject_what_the_code_rejects(void **state)
{
    static const struct {
        const char *path, *text;
    } rows[] = {
        {"x.yaml", "cases: []\n"},
        {"x.yaml", "cases: [{id: a b, title: x, expect: {status: 200}}]\n"},
        {"x.yaml", "cases: [{id: a, expect: {status: 200}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, expect: {}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, expect: {status: 2000}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, expect: {status: '200'}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, expect: {connection: lost}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, expect: !in [{status: 200}]}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, with: {}, expect: {status: 200}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, with: {path: a}, expect: {status: 200}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, with: {tls: {server_name: a}}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, within: 30, expect: {status: 200}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, each: [], expect: {status: 200}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, each: rows.txt, expect: {status: 200}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, tags: [b, b], expect: {status: 200}}]\n"},
        {"x.yaml", "cases: [{id: a, title: x, steps: [{request: {path: /a}}]}]\n"},
        {"x.yaml", "operation: a\nrequest: {method: GET}\n"},
        {"x.yaml", "operation: a\nrequest: {method: GET, path: /}\nresponses: {600: {}}\n"},
        {"x.yaml",
         "operation: a\nrequest: {method: GET, path: /}\nresponses: {200: {status: 200}}\n"},
        {"requirements.yaml", "requirements: [{id: a, level: must, text: x, source: y}]\n"},
        {"fixtures/targets/x.yaml", "secrets: {token: sesame}\n"},
        {"fixtures/targets/x.yaml", "tls: {max_version: 1.2}\n"},
        {"fixtures/targets/x.yaml", "before: [{title: x}]\n"},
    };
    const shelf *s = *state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_diag diag = {.arena = s->arena};
        const ct_source *source =
            ct_source_text(s->arena, rows[i].path, rows[i].text, strlen(rows[i].text));
        const ct_yaml *root = ct_yaml_parse(s->arena, source, &diag);
        assert_non_null(root);
        const ct_schema *schema = compile(s, index_of(schema_of(rows[i].path, root)), NULL);
        if (!*judge(s, schema, seen(s, root, json_null())))
            fail_msg("accepted: %s", rows[i].text);
    }
}

/* ---- The frame ---- */

static int open_shelf(void **state)
{
    ct_arena *arena = ct_arena_new();
    shelf *s = ct_new(arena, shelf);
    *s = (shelf){.arena = arena, .store = {find_document, s}};
    for (size_t i = 0; i < SCHEMAS; i++) {
        ct_diag diag = {.arena = arena};
        ct_json_error error;
        const ct_source *source =
            ct_source_read(arena, ct_arena_printf(arena, FOLDER "%s", names[i]), &diag);
        s->documents[i] = source ? ct_json_read(arena, source->text, source->size, &error) : NULL;
        if (!s->documents[i])
            return -1;
    }
    *state = s;
    return 0;
}

static int close_shelf(void **state)
{
    const shelf *s = *state;
    ct_arena_free(s->arena);
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(accept_shipped_files),
        cmocka_unit_test(accept_examples_of_the_reference),
        cmocka_unit_test(accept_their_own_examples),
        cmocka_unit_test(describe_each_key),
        cmocka_unit_test(have_the_keys_of_the_tables),
        cmocka_unit_test(report_keys_of_one_side_only),
        cmocka_unit_test(reject_a_misspelt_key),
        cmocka_unit_test(reject_what_the_code_rejects),
    };
    return cmocka_run_group_tests(tests, open_shelf, close_shelf);
}
