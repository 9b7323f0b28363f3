/* schema_rows.h - helpers for the tests of schemas: JSON with apostrophes, referenced documents.
 *
 * Include it after cmocka.h.
 */
#ifndef CT_TESTS_SCHEMA_ROWS_H
#define CT_TESTS_SCHEMA_ROWS_H

#include <string.h>

#include "lang/json/json.h"
#include "lang/schema/schema.h"

/* Apostrophes become quotes. */
static inline const json_t *json_of(ct_arena *arena, const char *text)
{
    ct_json_error error;
    char *copy = ct_arena_text(arena, text);
    for (char *at = copy; *at; at++)
        if (*at == '\'')
            *at = '"';
    const json_t *json = ct_json_read(arena, copy, strlen(copy), &error);
    if (!json)
        fail_msg("%s: %s", text, error.what);
    return json;
}

/* Documents that the schemas of this test refer to. */
static inline const json_t *find_document(void *user, const char *uri)
{
    static const struct {
        const char *uri, *text;
    } documents[] = {
        {"http://x/name.json", "{'type': 'string', 'minLength': 2}"},
        {"http://x/old.json",
         "{'$schema': 'http://json-schema.org/draft-07/schema#', 'items': [{'type': 'null'}]}"},
        {"http://x/tree.json", "{'$defs': {'leaf': {'$anchor': 'leaf', 'type': 'null'}}}"},
        {"http://x/strict-format.json",
         "{'$schema': 'https://json-schema.org/draft/2020-12/schema', '$vocabulary': {"
         "'https://json-schema.org/draft/2020-12/vocab/core': true,"
         "'https://json-schema.org/draft/2020-12/vocab/format-assertion': true}}"},
        {"http://x/no-validation.json",
         "{'$vocabulary': {'https://json-schema.org/draft/2020-12/vocab/core': true,"
         "'https://json-schema.org/draft/2020-12/vocab/applicator': true}}"},
        {"http://x/strange.json", "{'$vocabulary': {'http://x/vocab/strange': true}}"},
        {"http://x/relaxed.json",
         "{'$vocabulary': {'http://x/vocab/strange': false,"
         "'https://json-schema.org/draft/2020-12/vocab/validation': true}}"},
        {"file.json", "{'type': 'null'}"},
    };
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
        if (!strcmp(documents[i].uri, uri))
            return json_of(user, documents[i].text);
    return NULL;
}

static inline const ct_schema *compile(ct_arena *arena, const char *text, ct_schema_options options,
                                       ct_diag *diag)
{
    ct_schema_store const store = {find_document, arena};
    options.store = &store;
    *diag = (ct_diag){.arena = arena};
    return ct_schema_compile(arena, json_of(arena, text), &options, CT_NOWHERE, diag);
}

static inline int open_arena(void **state)
{
    *state = ct_arena_new();
    return 0;
}

static inline int close_arena(void **state)
{
    ct_arena_free(*state);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_arena, close_arena)

#endif
