/* Runs the official JSON Schema test suite for draft 2020-12, if its folder exists.
 *
 *     suite_json_schema FOLDER
 *
 * FOLDER/tests/draft2020-12 has the tests, FOLDER/remotes the documents of
 * http://localhost:1234/. Nothing is downloaded.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/source.h"
#include "lang/json/json.h"
#include "lang/schema/schema.h"

enum { SKIPPED = 77 };

static const char remote[] = "http://localhost:1234/";

typedef struct suite {
    ct_arena *arena;
    const char *folder;
    unsigned passed, failed;
} suite;

static json_t *read_json(ct_arena *arena, const char *path)
{
    ct_diag diag = {.arena = arena};
    ct_json_error error;
    const ct_source *source = ct_source_read(arena, path, &diag);
    return source ? ct_json_read(arena, source->text, source->size, &error) : NULL;
}

static const json_t *find_remote(void *user, const char *uri)
{
    suite *s = user;
    if (strncmp(uri, remote, strlen(remote)) != 0)
        return NULL;
    const char *path = ct_arena_printf(s->arena, "%s/remotes/%s", s->folder, uri + strlen(remote));
    return read_json(s->arena, path);
}

static void report(suite *s, bool is_fine, const char *file, const json_t *group,
                   const json_t *test)
{
    s->passed += is_fine;
    s->failed += !is_fine;
    if (!is_fine)
        printf("%s: %s: %s\n", file, json_string_value(json_object_get(group, "description")),
               json_string_value(json_object_get(test, "description")));
}

static void run_group(suite *s, const char *file, const json_t *group)
{
    ct_schema_store const store = {find_remote, s};
    ct_schema_options const options = {.store = &store};
    ct_diag diag = {.arena = s->arena};
    const ct_schema *schema =
        ct_schema_compile(s->arena, json_object_get(group, "schema"), &options, CT_NOWHERE, &diag);
    const json_t *tests = json_object_get(group, "tests");
    for (size_t i = 0; i < json_array_size(tests); i++) {
        const json_t *test = json_array_get(tests, i);
        ct_schema_verdict const expected =
            json_is_true(json_object_get(test, "valid")) ? CT_SCHEMA_ACCEPTS : CT_SCHEMA_REJECTS;
        const json_t *data = json_object_get(test, "data");
        bool const is_fine = schema && ct_schema_test(schema, data, NULL) == expected &&
                             ct_schema_check(s->arena, schema, data, NULL)->verdict == expected;
        report(s, is_fine, file, group, test);
    }
    if (!schema)
        ct_diag_print(&diag, stdout);
}

static void run_file(suite *s, const char *name)
{
    char *path = ct_arena_printf(s->arena, "%s/tests/draft2020-12/%s", s->folder, name);
    const json_t *groups = read_json(s->arena, path);
    if (!json_is_array(groups)) {
        printf("%s: cannot be read\n", name);
        s->failed++;
    }
    for (size_t i = 0; i < json_array_size(groups); i++)
        run_group(s, name, json_array_get(groups, i));
}

static int run_files(suite *s, DIR *files)
{
    for (const struct dirent *entry = readdir(files); entry; entry = readdir(files)) {
        size_t const size = strlen(entry->d_name);
        if (size > 5 && !strcmp(entry->d_name + size - 5, ".json"))
            run_file(s, entry->d_name);
    }
    printf("%u passed, %u failed\n", s->passed, s->failed);
    return s->passed && !s->failed ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int count, char **words)
{
    if (count != 2) {
        fprintf(stderr, "usage: suite_json_schema FOLDER\n");
        return EXIT_FAILURE;
    }
    suite s = {.arena = ct_arena_new(), .folder = words[1]};
    DIR *files = opendir(ct_arena_printf(s.arena, "%s/tests/draft2020-12", s.folder));
    int status = SKIPPED;
    if (files) {
        status = run_files(&s, files);
        closedir(files);
    } else {
        printf("skipped: no test suite in '%s'\n", s.folder);
    }
    ct_arena_free(s.arena);
    return status;
}
