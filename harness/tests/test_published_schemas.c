/* Validates reports with published schemas. These are not part of this project: without them the
 * program is skipped with exit status 77. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "lang/schema/schema.h"
#include "tests/report_sample.h"

/* A kind of report, and the path of its schema. */
static const struct {
    const char *kind, *folder, *schema;
} published[] = {
    {"har", CT_SHARED "/schemas/har", "har.json"},
    {"ctrf", CT_SHARED "/schemas", "ctrf.schema.json"},
};

typedef struct store {
    ct_arena *arena;
    ct_diag *diag;
    const char *folder;
} store;

static json_t *read_json(ct_arena *arena, const ct_source *source)
{
    ct_json_error error = {0};
    json_t *value = source ? ct_json_read(arena, source->text, source->size, &error) : NULL;
    assert_non_null(value);
    return value;
}

/* $schema is removed: one of them names an older draft, which equals draft 7 for the keywords that
 * they use. */
static json_t *read_schema(const store *at, const char *path)
{
    json_t *schema = read_json(at->arena, ct_source_read(at->arena, path, at->diag));
    json_object_del(schema, "$schema");
    return schema;
}

/* Schemas that refer to each other by file name. */
static const json_t *find(void *user, const char *uri)
{
    const store *at = user;
    const char *name = strrchr(uri, '/');
    const char *path = path_in(at->arena, at->folder, name ? name + 1 : uri);
    return access(path, R_OK) ? NULL : read_schema(at, path);
}

static const ct_schema *compile(store *at, const char *name)
{
    ct_schema_store const documents = {find, at};
    ct_schema_options const options = {.base_uri = ct_arena_printf(at->arena, "file:///%s", name),
                                       .store = &documents,
                                       .draft = CT_SCHEMA_DRAFT_07,
                                       .assert_formats = true};
    const json_t *document = read_schema(at, path_in(at->arena, at->folder, name));
    const ct_schema *schema =
        ct_schema_compile(at->arena, document, &options, CT_NOWHERE, at->diag);
    if (!schema)
        ct_diag_print(at->diag, stderr);
    assert_non_null(schema);
    return schema;
}

static void assert_valid(ct_arena *arena, const ct_schema *schema, const ct_source *file)
{
    const ct_schema_result *result = ct_schema_check(arena, schema, read_json(arena, file), NULL);
    for (const ct_schema_failure *f = result->failures; f; f = f->next)
        fprintf(stderr, "%s: expected %s, got %s (%s)\n", f->instance, f->expected, f->actual,
                f->schema);
    assert_int_equal(result->verdict, CT_SCHEMA_ACCEPTS);
}

static void is_valid(void **state)
{
    ct_arena *arena = *state;
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        ct_diag diag = {.arena = arena};
        store at = {arena, &diag, published[i].folder};
        const ct_schema *schema = compile(&at, published[i].schema);
        sample *const samples[] = {sample_mixed(arena), sample_new(arena)};
        for (size_t j = 0; j < sizeof samples / sizeof *samples; j++)
            assert_valid(arena, schema,
                         sample_report(samples[j], published[i].kind, folder_new(arena)));
    }
}

/* The schema can reject a report. */
static void detects_invalid_reports(void **state)
{
    ct_arena *arena = *state;
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        ct_diag diag = {.arena = arena};
        store at = {arena, &diag, published[i].folder};
        const ct_schema *schema = compile(&at, published[i].schema);
        assert_int_equal(ct_schema_test(schema, ct_json_own(arena, json_object()), NULL),
                         CT_SCHEMA_REJECTS);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_setup, arena_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(is_valid), TEST(detects_invalid_reports)};
    for (size_t i = 0; i < sizeof published / sizeof *published; i++) {
        if (access(published[i].folder, R_OK)) {
            printf("skipped: missing %s\n", published[i].folder);
            return 77;
        }
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
