/* cases/README.md is the reference of the format: the reader of case files accepts its examples,
 * and every key and every tag has one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "judge/matcher.h"
#include "lang/json/json.h"
#include "load/check.h"
#include "load/loader.h"
#include "load/loading.h"
#include "load/target.h"
#include "tests/field_tables.h"
#include "tests/page.h"

static const char page_path[] = "cases/README.md";

/* ---- Which keys and tags were met: the linker leads these calls through here ---- */

/* "load/case.c case_fields.title" -> true, and "!any" -> true, while examples are read. */
static json_t *met;

static const field_table *tables; /* of the code */

static bool is_that_table(const field_table *table, const ct_field *fields)
{
    size_t i = 0;
    for (; table->keys[i] && fields[i].key; i++)
        if (strcmp(table->keys[i], fields[i].key))
            return false;
    return !table->keys[i] && !fields[i].key;
}

static const char *full_key(ct_arena *arena, const field_table *table, const char *key)
{
    return ct_arena_printf(arena, "%s %s.%s", table->place, table->name, key);
}

bool __real_ct_bind(ct_binder *binder, const ct_yaml *map, const ct_field *fields, void *target);
bool __wrap_ct_bind(ct_binder *binder, const ct_yaml *map, const ct_field *fields, void *target);

/* Two tables with the same keys cannot be distinguished, and need not be. */
bool __wrap_ct_bind(ct_binder *binder, const ct_yaml *map, const ct_field *fields, void *target)
{
    for (const field_table *table = tables; table; table = table->next) {
        if (!is_that_table(table, fields))
            continue;
        json_object_set_nocheck(met, full_key(binder->arena, table, ""), json_true());
        for (const ct_field *field = fields; field->key; field++)
            if (field->bind == ct_bind_not_yet || ct_yaml_get(map, field->key))
                json_object_set_nocheck(met, full_key(binder->arena, table, field->key),
                                        json_true());
    }
    return __real_ct_bind(binder, map, fields, target);
}

const ct_matcher *__real_ct_matcher_find(const char *tag);
const ct_matcher *__wrap_ct_matcher_find(const char *tag);

const ct_matcher *__wrap_ct_matcher_find(const char *tag)
{
    json_object_set_nocheck(met, tag, json_true());
    return __real_ct_matcher_find(tag);
}

/* ---- Files that contain an example ---- */

typedef struct bench {
    ct_arena *arena;
    const page_example *examples; /* of the page */
    char folder[64];
    unsigned count; /* number of folders in it */
    ct_buf report;  /* "12: message" */
} bench;

static void write_file(const char *folder, const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static const char *new_folder(bench *b, const char *outer, const char *name)
{
    const char *path = ct_arena_printf(b->arena, "%s/%s", outer, name);
    assert_int_equal(mkdir(path, 0700), 0);
    return path;
}

/* The nearest of that kind before the example, or the first of the page; or NULL. */
static const char *text_of(const bench *b, const char *kind, const page_example *below)
{
    const char *found = NULL;
    for (const page_example *e = b->examples; e && (e != below || !found); e = e->next)
        if (e->kind && !strcmp(e->kind, kind) && (!found || e->line < below->line))
            found = e->text;
    return found;
}

/* Files that examples refer to, but the page does not contain. */
static const char *const unseen[] = {
    "ca.pem", "client.pem", "client.key", "stranger.pem", "stranger.key", "forbidden.token", NULL};

/* Client keys are loaded when a target file is read. */
static const char some_key[] = "-----BEGIN PRIVATE KEY-----\n"
                               "MC4CAQAwBQYDK2VwBCIEIBC+YFuq3fwjyb1/eyyuMJ12WDYzvzTGeyN5L0LjT6Rb\n"
                               "-----END PRIVATE KEY-----\n";

static void write_named_files(const bench *b, const char *folder)
{
    for (const page_example *e = b->examples; e; e = e->next)
        if (e->file)
            write_file(folder, e->file, e->text);
    for (size_t i = 0; unseen[i]; i++)
        write_file(folder, unseen[i], strstr(unseen[i], ".key") ? some_key : "not shown\n");
}

/* ---- Files around an example ---- */

#define CASE "cases:\n  - id: example\n    title: An example\n"
#define EXPECT "    expect: {status: 200}\n"

static const struct wrapping {
    const char *kind;
    const char *before;
    unsigned indent;
} wrappings[] = {
    {"cases", "", 0},
    {"case", "cases:\n", 2},
    {"steps", CASE "    steps:\n", 6},
    {"step", CASE "    steps:\n      -\n", 8},
    {"with", CASE EXPECT "    with:\n", 6},
    {"expect", CASE "    expect:\n", 6},
    {"json", CASE "    expect:\n      json:\n", 8},
};

static const struct wrapping *wrapping_of(const char *kind)
{
    for (size_t i = 0; i < sizeof wrappings / sizeof *wrappings; i++)
        if (!strcmp(wrappings[i].kind, kind))
            return &wrappings[i];
    return NULL;
}

static const char *wrap(ct_arena *arena, const struct wrapping *wrapping, const char *text)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&out, wrapping->before);
    while (*text) {
        size_t const size = strcspn(text, "\n");
        ct_buf_printf(&out, "%*s%.*s\n", size ? (int)wrapping->indent : 0, "", (int)size, text);
        text += size + (text[size] == '\n');
    }
    return ct_buf_finish(&out, arena);
}

static unsigned lines_of(const char *text)
{
    unsigned count = 0;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

/* ---- Errors of the page ---- */

static void report(bench *b, unsigned line, const char *what)
{
    ct_buf_printf(&b->report, "%u: %s\n", line, what);
}

/* `above`: the number of lines before the example in its file. */
static void tell_notes(bench *b, const page_example *example, const ct_diag *diag, unsigned above)
{
    for (const ct_diagnostic *note = diag->first; note; note = note->next) {
        unsigned const line =
            note->where.line > above ? example->line + note->where.line - above - 1 : example->line;
        report(b, line, note->message);
    }
}

/* ---- Reading ---- */

static bool is_never_run(void *user, const ct_case *test_case)
{
    (void)user;
    (void)test_case;
    return false;
}

/* An operation, and a file with cases beside it. */
static const char *make_suite(bench *b, const page_example *example, const char *operation,
                              const char *cases)
{
    const char *root = new_folder(b, b->folder, ct_arena_printf(b->arena, "%u", b->count++));
    const char *folder = new_folder(b, root, "operation");
    const char *text = ct_arena_printf(b->arena, "%s%s", operation, cases);
    const char *requirements = text_of(b, "requirements", example);
    const char *whole = text_of(b, "whole", example);
    write_named_files(b, folder);
    write_file(folder, "operation.yaml", operation);
    if (*cases)
        write_file(folder, "cases.yaml", cases);
    if (strstr(text, "verifies:") && requirements)
        write_file(root, "requirements.yaml", requirements);
    if (strstr(cases, " operation: ") && whole) /* of a step */
        write_file(root, "whole.yaml", whole);
    return root;
}

static const ct_suite *load(const char *path, const ct_target *target, ct_arena *arena,
                            ct_diag *diag)
{
    const ct_suite *suite = ct_load(arena, &path, 1, diag);
    if (suite)
        ct_check(suite, target, target ? is_never_run : NULL, NULL, diag);
    return suite;
}

static void read_operation(bench *b, const page_example *example)
{
    ct_diag diag = {.arena = b->arena};
    load(make_suite(b, example, example->text, CASE EXPECT), NULL, b->arena, &diag);
    tell_notes(b, example, &diag, 0);
}

static void read_whole(bench *b, const page_example *example)
{
    ct_diag diag = {.arena = b->arena};
    load(make_suite(b, example, example->text, ""), NULL, b->arena, &diag);
    tell_notes(b, example, &diag, 0);
}

static void read_piece(bench *b, const page_example *example, const struct wrapping *wrapping)
{
    ct_diag diag = {.arena = b->arena};
    const char *operation = text_of(b, "operation", example);
    if (!operation) {
        report(b, example->line, "there is no operation that it could belong to");
        return;
    }
    const char *cases = wrap(b->arena, wrapping, example->text);
    load(make_suite(b, example, operation, cases), NULL, b->arena, &diag);
    tell_notes(b, example, &diag, lines_of(wrapping->before));
}

static void read_requirements(bench *b, const page_example *example)
{
    ct_diag diag = {.arena = b->arena};
    const char *text = example->text;
    ct_requirements_read(b->arena, ct_source_text(b->arena, page_path, text, strlen(text)), &diag);
    tell_notes(b, example, &diag, 0);
}

/* Read beside the operation above it, which knows its capabilities. */
static void read_target(bench *b, const page_example *example)
{
    ct_diag diag = {.arena = b->arena};
    const char *operation = text_of(b, "operation", example);
    const char *root = make_suite(b, example, operation ? operation : "", CASE EXPECT);
    const char *path = ct_arena_printf(b->arena, "%s/operation/target.txt", root);
    write_file(root, "operation/target.txt", example->text);
    ct_target_fields const words = {.file = path};
    const ct_target *target = ct_target_read(b->arena, &words, &diag);
    if (target)
        load(root, target, b->arena, &diag);
    tell_notes(b, example, &diag, 0);
}

static void read_example(bench *b, const page_example *example)
{
    static const struct {
        const char *kind;
        void (*read)(bench *b, const page_example *example);
    } wholes[] = {{"operation", read_operation},
                  {"whole", read_whole},
                  {"requirements", read_requirements},
                  {"target", read_target}};
    const struct wrapping *wrapping = wrapping_of(example->kind);
    if (!strcmp(example->kind, "workflow")) /* not of this program */
        return;
    if (wrapping) {
        read_piece(b, example, wrapping);
        return;
    }
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++)
        if (!strcmp(wholes[i].kind, example->kind)) {
            wholes[i].read(b, example);
            return;
        }
    report(b, example->line,
           ct_arena_printf(b->arena, "YAML that does not say what it is: '%s'", example->kind));
}

/* ---- The page ---- */

static void remove_folder(const char *path)
{
    char command[128];
    snprintf(command, sizeof command, "rm -r '%s'", path);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    assert_int_equal(pclose(pipe), 0);
}

/* The errors in the examples of a page, a line each; "" if there are none. */
static const char *judge_examples(ct_arena *arena, const char *page)
{
    bench b = {.arena = arena,
               .folder = "/tmp/apigcheck-reference-XXXXXX",
               .examples = page_examples(arena, page),
               .report = CT_BUF(CT_BUF_ANY)};
    assert_non_null(mkdtemp(b.folder));
    for (const page_example *e = b.examples; e; e = e->next)
        if (e->kind)
            read_example(&b, e);
    remove_folder(b.folder);
    return ct_buf_finish(&b.report, arena);
}

/* Keys and tags without an example. */
static const char *judge_words(ct_arena *arena)
{
    ct_buf report = CT_BUF(CT_BUF_ANY);
    for (const field_table *table = tables; table; table = table->next) {
        if (!json_object_get(met, full_key(arena, table, "")))
            ct_buf_printf(&report, "%s %s: no example of this table\n", table->place, table->name);
        else
            for (size_t i = 0; table->keys[i]; i++)
                if (!json_object_get(met, full_key(arena, table, table->keys[i])))
                    ct_buf_printf(&report, "%s %s: no example of `%s`\n", table->place, table->name,
                                  table->keys[i]);
    }
    for (const ct_matcher *m = ct_matchers; m->tag; m++)
        if (!json_object_get(met, m->tag))
            ct_buf_printf(&report, "no example of `%s`\n", m->tag);
    return ct_buf_finish(&report, arena);
}

static const char *read_page(ct_arena *arena)
{
    ct_diag diag = {.arena = arena};
    const ct_source *page = ct_source_read(arena, page_path, &diag);
    assert_non_null(page);
    return page->text;
}

static void every_example_is_read(void **state)
{
    assert_string_equal(judge_examples(*state, read_page(*state)), "");
}

static void every_key_and_tag_has_an_example(void **state)
{
    judge_examples(*state, read_page(*state));
    assert_string_equal(judge_words(*state), "");
}

/* ---- The test can fail ---- */

#define OPERATION                                                                                  \
    "```yaml operation\noperation: a\nneeds: {always: [p]}\nrequest: {method: GET, path: "         \
    "/a}\n```\n"

static void reports_errors_of_a_page(void **state)
{
    static const struct {
        const char *page, *report;
    } rows[] = {
        {"Nothing.\n", ""},
        {OPERATION, ""},
        {OPERATION "```sh\na: [\n```\n", ""},
        {"```yaml\na: 1\n```\n", "2: YAML that does not say what it is: ''\n"},
        {"```yaml csae\na: 1\n```\n", "2: YAML that does not say what it is: 'csae'\n"},
        {"```yaml with\nmethod: PUT\n```\n", "2: there is no operation that it could belong to\n"},
        {"```yaml operation\noperation: a\nrequets: {method: GET, path: /a}\n```\n",
         "3: unknown key 'requets'\n"},
        {OPERATION "```yaml expect\nstatus: 200\n\njson:\n  a: !ayn string\n```\n",
         "10: unknown tag '!ayn'\n"},
        {OPERATION "```yaml with\nheaders: {X: $(q)}\n```\n", "7: undefined variable 'q'\n"},
        {OPERATION
         "```yaml case\n- id: x\n  title: y\n  vars: {u: 1}\n  expect: {status: 200}\n```\n",
         "9: unused variable 'u'\n"},
        {OPERATION "```yaml target\nurl: https://a.example\ncapabilities: [fly]\n```\n",
         "8: unknown capability 'fly': no operation declares it\n"},
        {OPERATION
         "```yaml expect\njson: !schema a.json\n```\n```json a.json\n{\"type\": 7}\n```\n",
         "7: '#/type' must be the name of a type, or an array of such names, found 7\n"},
        {"| a | example of `expect` |\n| --- | --- |\n| x | `status: 200` or `status: 2000` "
         "|\n" OPERATION,
         "3: status must be between 100 and 599, got '2000'\n"},
        {"| a | example |\n| --- | --- |\n| x | `status: 2000` |\n" OPERATION, ""},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(judge_examples(*state, rows[i].page), rows[i].report);
}

static void reports_missing_examples_of_a_page(void **state)
{
    judge_examples(*state, OPERATION "```yaml expect\njson: !any string\n```\n");
    const char *report = judge_words(*state);
    static const char *const said[] = {
        "load/expect.c expect_fields: no example of `text`\n",
        "load/target.c target_fields: no example of this table\n",
        "judge/matchers_text.c window_fields: no example of this table\n",
        "no example of `!re`\n",
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++)
        assert_non_null(strstr(report, said[i]));
    assert_null(strstr(report, "expect_fields: no example of `json`"));
    assert_null(strstr(report, "no example of `!any`"));
}

/* ---- The editor's settings ---- */

static const char *settings_text(ct_arena *arena)
{
    for (const page_example *e = page_examples(arena, read_page(arena)); e; e = e->next)
        if (e->file && !strcmp(e->file, "settings.json"))
            return e->text;
    return "";
}

/* The settings have the tags of the code, and their schemas exist. */
static void the_editor_knows_every_tag(void **state)
{
    ct_arena *arena = *state;
    ct_json_error error;
    const char *text = settings_text(arena), *path;
    json_t *settings = ct_json_read(arena, text, strlen(text), &error), *value;
    json_t *tags = ct_json_own(arena, json_object());
    size_t i;
    assert_non_null(settings);
    json_array_foreach(json_object_get(settings, "yaml.customTags"), i, value)
    {
        const char *tag = json_string_value(value);
        tag = ct_arena_copy(arena, tag, strcspn(tag, " "));
        assert_non_null(ct_matcher_find(tag));
        json_object_set_nocheck(tags, tag, json_true());
    }
    for (const ct_matcher *m = ct_matchers; m->tag; m++)
        assert_non_null(json_object_get(tags, m->tag));
    assert_int_equal(json_object_size(json_object_get(settings, "yaml.schemas")), 6);
    json_object_foreach(json_object_get(settings, "yaml.schemas"), path, value)
    {
        assert_int_equal(access(path, R_OK), 0);
    }
}

/* ---- The frame ---- */

static int open_arena(void **state)
{
    *state = ct_arena_new();
    met = json_object();
    tables = field_tables_read(*state, "load/*.c judge/*.c");
    return tables ? 0 : -1;
}

static int close_arena(void **state)
{
    json_decref(met);
    ct_arena_free(*state);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_arena, close_arena)

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(every_example_is_read),      TEST(every_key_and_tag_has_an_example),
        TEST(reports_errors_of_a_page),   TEST(reports_missing_examples_of_a_page),
        TEST(the_editor_knows_every_tag),
    };
    setenv("APIG_TOKEN", "an-example-token", 1);
    setenv("APIG_PASSWORD", "an-example-password", 1);
    setenv("SHOP_TOKEN", "an-example-token", 1);
    setenv("APIG_ACCESS_KEY", "an-example-key", 1);
    setenv("CLIENT_KEY_PASSWORD", "an-example-phrase", 1);
    setenv("APIG_SECRET_KEY", "an-example-secret", 1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
