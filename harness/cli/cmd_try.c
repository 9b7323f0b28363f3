/* apigcheck try */
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "cli/command.h"
#include "lang/json/json.h"
#include "lang/path/path.h"
#include "lang/schema/schema.h"

static const ct_source *read_input(ct_session *session)
{
    ct_buf text = CT_BUF(CT_LIMIT_SOURCE);
    char piece[64 << 10];
    for (ssize_t got; (got = read(STDIN_FILENO, piece, sizeof piece)) > 0;)
        ct_buf_add(&text, piece, (size_t)got);
    bool const is_full = text.is_full;
    size_t const size = text.size;
    const char *bytes = ct_buf_finish(&text, session->arena);
    if (is_full) {
        ct_fail(&session->diag, CT_ERR_LIMIT_EXCEEDED, CT_NOWHERE,
                "standard input is larger than %d MiB", CT_LIMIT_SOURCE >> 20);
        return NULL;
    }
    return ct_source_text(session->arena, "standard input", bytes, size);
}

static json_t *parse(ct_session *session, const ct_source *source)
{
    ct_json_error error;
    json_t *value =
        source ? ct_json_read(session->arena, source->text, source->size, &error) : NULL;
    uint16_t const column = error.column < UINT16_MAX ? (uint16_t)error.column : UINT16_MAX;
    if (source && !value)
        ct_fail(&session->diag, CT_ERR_INVALID_JSON, (ct_loc){source, error.line, column, 1},
                "invalid JSON: %s", error.what);
    return value;
}

/* Reads the document from a file, or from standard input if `path` is NULL. */
static json_t *read_document(ct_session *session, const char *path)
{
    return parse(session,
                 path ? ct_source_read(session->arena, path, &session->diag) : read_input(session));
}

/* ---- JSONPath ---- */

static void print_hits(const ct_path_nodes *nodes, bool shows_paths)
{
    ct_buf out = CT_BUF(CT_BUF_ANY);
    ct_buf_char(&out, '[');
    for (size_t i = 0; i < nodes->count; i++) {
        ct_buf place = CT_BUF(CT_BUF_ANY);
        ct_buf_text(&out, i ? ",\n " : "");
        ct_path_write_place(&place, nodes->hits[i].place);
        if (shows_paths)
            ct_json_write_string(&out, ct_buf_str(&place), place.size, CT_JSON_SHOWN);
        else
            ct_json_write(&out, nodes->hits[i].value, CT_JSON_SHOWN);
        ct_buf_free(&place);
    }
    ct_buf_text(&out, "]\n");
    fputs(ct_buf_str(&out), stdout);
    ct_buf_free(&out);
}

static int try_jsonpath(ct_session *session, const char *text, const char *file)
{
    const ct_source *source = ct_source_text(session->arena, "EXPR", text, strlen(text));
    ct_loc const where = {.source = source, .line = 1, .column = 1};
    const ct_path *path =
        ct_path_compile(session->arena, text, strlen(text), where, &session->diag);
    const json_t *document = path ? read_document(session, file) : NULL;
    ct_path_nodes nodes;
    if (!document)
        return 2;
    if (!ct_path_select(path, document, session->arena, NULL, &nodes)) {
        ct_fail(&session->diag, CT_ERR_LIMIT_EXCEEDED, CT_NOWHERE, "%s", nodes.gave_up);
        return 3;
    }
    print_hits(&nodes, session->settings.shows_paths);
    return 0;
}

/* ---- JSON Schema ---- */

/* The schema with this URI: from the folder of the first schema, or from a folder of --map. */
static const json_t *find(void *user, const char *uri)
{
    ct_session *session = user;
    const ct_texts *maps = &session->settings.maps;
    for (size_t i = 0; i < maps->count; i++) {
        const char *equals = strrchr(maps->texts[i], '=');
        size_t const size = (size_t)(equals - maps->texts[i]);
        if (strncmp(uri, maps->texts[i], size))
            continue;
        const char *path = uri + size + strspn(uri + size, "/");
        const ct_source *source =
            ct_source_read_beneath(session->arena, equals + 1, path, CT_NOWHERE, &session->diag);
        return parse(session, source);
    }
    return NULL;
}

static bool check_maps(ct_session *session)
{
    const ct_texts *maps = &session->settings.maps;
    for (size_t i = 0; i < maps->count; i++)
        if (!strrchr(maps->texts[i], '='))
            return ct_fail(&session->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                           "--map: expected URI=DIR, got '%s'", maps->texts[i]);
    return true;
}

/* Maps the folder of the schema too, for references to files beside it. */
static const char *map_folder(ct_session *session, const char *path)
{
    static const char base[] = "file:///";
    ct_texts *maps = &session->settings.maps;
    const char *slash = strrchr(path, '/');
    const char *folder =
        slash ? ct_arena_copy(session->arena, path, (size_t)(slash - path) + (slash == path)) : ".";
    const char **longer = ct_arena_alloc(session->arena, (maps->count + 1) * sizeof *longer);
    if (maps->count)
        memcpy(longer, maps->texts, maps->count * sizeof *longer);
    longer[maps->count++] = ct_arena_printf(session->arena, "%s=%s", base, folder);
    maps->texts = longer;
    return ct_arena_printf(session->arena, "%s%s", base, slash ? slash + 1 : path);
}

static const ct_schema *read_schema(ct_session *session, const char *reference)
{
    const char *hash = strchr(reference, '#');
    const char *path =
        hash ? ct_arena_copy(session->arena, reference, (size_t)(hash - reference)) : reference;
    const ct_source *source = ct_source_read(session->arena, path, &session->diag);
    const json_t *value = parse(session, source);
    if (!value)
        return NULL;
    ct_schema_store const store = {find, session};
    const char *draft = session->settings.draft;
    ct_schema_options const options = {.pointer = hash ? hash + 1 : NULL,
                                       .base_uri = map_folder(session, path),
                                       .store = &store,
                                       .draft = draft && !strcmp(draft, "7") ? CT_SCHEMA_DRAFT_07
                                                                             : CT_SCHEMA_2020_12,
                                       .assert_formats = session->settings.asserts_formats};
    return ct_schema_compile(session->arena, value, &options, ct_loc_whole(source), &session->diag);
}

static void add_shown(ct_buf *line, const char *label, const char *text)
{
    ct_buf_text(line, label);
    ct_show_text(line, text, strlen(text));
}

static void print_failures(const ct_schema_result *result)
{
    for (const ct_schema_failure *f = result->failures; f; f = f->next) {
        ct_buf line = CT_BUF(CT_BUF_ANY);
        ct_buf_text(&line, "at '");
        ct_show_text(&line, f->instance, strlen(f->instance));
        ct_buf_text(&line, "': ");
        add_shown(&line, "expected ", f->expected);
        add_shown(&line, ", got ", f->actual);
        if (f->hint)
            add_shown(&line, "; ", f->hint);
        add_shown(&line, "  (", f->schema);
        ct_buf_text(&line, ")\n");
        fputs(ct_buf_str(&line), stdout);
        ct_buf_free(&line);
    }
    printf("invalid: %u failure%s\n", result->count, result->count == 1 ? "" : "s");
}

static int try_schema(ct_session *session, const char *reference, const char *file)
{
    const ct_schema *schema = check_maps(session) ? read_schema(session, reference) : NULL;
    const json_t *document = schema ? read_document(session, file) : NULL;
    if (!document)
        return 2;
    const ct_schema_result *result = ct_schema_check(session->arena, schema, document, NULL);
    if (result->verdict == CT_SCHEMA_GAVE_UP) {
        ct_fail(&session->diag, CT_ERR_LIMIT_EXCEEDED, CT_NOWHERE, "%s", result->gave_up);
        return 3;
    }
    if (result->verdict == CT_SCHEMA_ACCEPTS) {
        puts("valid");
        return 0;
    }
    print_failures(result);
    return 1;
}

typedef struct subcommand {
    const char *name;
    int (*run)(ct_session *session, const char *what, const char *file);
} subcommand;

int ct_cmd_try(ct_session *session)
{
    static const subcommand subcommands[] = {{"jsonpath", try_jsonpath}, {"schema", try_schema}};
    static const char *const names[] = {"jsonpath", "schema", NULL};
    const ct_texts *words = &session->settings.paths;
    if (session->diag.count)
        return 2;
    if (words->count < 2 || words->count > 3) {
        ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                "expected 'try jsonpath EXPR [FILE]' or 'try schema SCHEMA [FILE]'");
        return 2;
    }
    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        if (!strcmp(subcommands[i].name, words->texts[0]))
            return subcommands[i].run(session, words->texts[1],
                                      words->count == 3 ? words->texts[2] : NULL);
    ct_fail(&session->diag, CT_ERR_UNKNOWN_COMMAND, CT_NOWHERE, "unknown subcommand '%s'",
            words->texts[0]);
    ct_hint_nearest(&session->diag, words->texts[0], names);
    return 2;
}
