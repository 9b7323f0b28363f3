/* What a record says ahead of its cases. */
#include <string.h>

#include "base/encoding.h"
#include "lang/json/json.h"
#include "lang/yaml/bind.h"
#include "model/reporter.h"
#include "record/record.h"
#include "record/record_digest.h"
#include "record/record_parts.h"

typedef struct program_fields {
    unsigned record;
    const char *version;
    bool is_journal;
} program_fields;

typedef struct suite_fields {
    ct_suite suite;
    const char *digest;
    uint64_t cases;
    const json_t *files, *operations, *requirements;
} suite_fields;

typedef struct target_fields {
    const char *name, *url, *digest;
} target_fields;

typedef struct head_fields {
    program_fields program;
    suite_fields suite;
    target_fields target;
    ct_run_result run;
    const char *host, *verdict, *digest;
    ct_report_option *options;
    uint64_t deselected;
    const json_t *before, *cases;
} head_fields;

static ct_record_reader *reading_of(ct_json_field_reader *m)
{
    return m->user;
}

/* ---- The suite ---- */

typedef struct file_fields {
    const char *name, *sha256;
    uint64_t size;
} file_fields;

static const ct_json_field file_table[] = {
    {"name", ct_json_field_string, offsetof(file_fields, name), true},
    {"size", ct_json_field_u64, offsetof(file_fields, size), true},
    {"sha256", ct_json_field_string, offsetof(file_fields, sha256), true},
    {0},
};

static bool add_file(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_file ***end = slot, *file = ct_new(m->arena, ct_file);
    file_fields fields = {0};
    unsigned char *digest = ct_arena_alloc(m->arena, CT_SHA256_SIZE);
    if (!ct_json_bind_read(m, value, file_table, &fields))
        return false;
    if (!ct_hex_decode(fields.sha256, digest, CT_SHA256_SIZE))
        return ct_json_bind_fail(m, "'sha256' is not a SHA-256 digest");
    if (ct_map_find(&reading_of(m)->sources, fields.name, strlen(fields.name)))
        return ct_json_bind_fail(m, "duplicate file");
    ct_source *source = ct_record_source(reading_of(m), fields.name);
    source->size = fields.size;
    *file = (ct_file){.source = source, .sha256 = digest};
    **end = file;
    *end = &file->next;
    return true;
}

static bool read_source(ct_json_field_reader *m, const json_t *value, void *slot)
{
    const char *name = ct_json_bind_exact(m, value, NULL);
    if (name)
        *(const ct_source **)slot = ct_record_source(reading_of(m), name);
    return name;
}

static const ct_json_field operation_table[] = {
    {"id", ct_json_field_string, offsetof(ct_operation, id), true},
    {"title", ct_json_field_string, offsetof(ct_operation, title), false},
    {"file", read_source, offsetof(ct_operation, source), false},
    {"tags", ct_record_read_names, offsetof(ct_operation, tags), false},
    {0},
};

static bool add_operation(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_operation ***end = slot, *operation = ct_new(m->arena, ct_operation);
    ct_map *map = &reading_of(m)->operations;
    if (!ct_json_bind_read(m, value, operation_table, operation))
        return false;
    if (ct_map_find(map, operation->id, strlen(operation->id)))
        return ct_json_bind_fail(m, "duplicate operation");
    ct_map_put(m->arena, map, operation->id, strlen(operation->id), operation);
    **end = operation;
    *end = &operation->next;
    return true;
}

static const char *level_name(int i)
{
    return ct_level_name((ct_level)i);
}

static bool read_level(ct_json_field_reader *m, const json_t *value, void *slot)
{
    int index;
    if (!ct_json_bind_word(m, value, level_name, CT_LEVELS, "a level", &index))
        return false;
    *(ct_level *)slot = (ct_level)index;
    return true;
}

static const ct_json_field requirement_table[] = {
    {"id", ct_json_field_string, offsetof(ct_requirement, id), true},
    {"level", read_level, offsetof(ct_requirement, level), true},
    {"text", ct_json_field_string, offsetof(ct_requirement, text), false},
    {"source", ct_json_field_string, offsetof(ct_requirement, source), false},
    {"not_tested", ct_json_field_string, offsetof(ct_requirement, not_tested), false},
    {0},
};

static bool add_requirement(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_requirement ***end = slot, *requirement = ct_new(m->arena, ct_requirement);
    ct_map *map = &reading_of(m)->requirements;
    if (!ct_json_bind_read(m, value, requirement_table, requirement))
        return false;
    if (ct_map_find(map, requirement->id, strlen(requirement->id)))
        return ct_json_bind_fail(m, "duplicate requirement");
    ct_map_put(m->arena, map, requirement->id, strlen(requirement->id), requirement);
    **end = requirement;
    *end = &requirement->next;
    return true;
}

static bool read_files(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_file **end = slot;
    return ct_json_bind_each(m, value, add_file, &end);
}

static bool read_operations(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_operation **end = slot;
    return ct_json_bind_each(m, value, add_operation, &end);
}

static bool read_requirements(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_requirement **end = slot;
    return ct_json_bind_each(m, value, add_requirement, &end);
}

static const ct_json_field suite_table[] = {
    {"name", ct_json_field_string, offsetof(suite_fields, suite.name), true},
    {"root", ct_json_field_string, offsetof(suite_fields, suite.root), false},
    {"digest", ct_json_field_string, offsetof(suite_fields, digest), false},
    {"cases", ct_json_field_u64, offsetof(suite_fields, suite.case_count), true},
    {"files", read_files, offsetof(suite_fields, suite.files), true},
    {"operations", read_operations, offsetof(suite_fields, suite.operations), true},
    {"requirements", read_requirements, offsetof(suite_fields, suite.requirements), true},
    {0},
};

static bool read_suite(ct_json_field_reader *m, const json_t *value, void *slot)
{
    suite_fields *fields = slot;
    char digest[CT_SHA256_TEXT];
    if (!ct_json_bind_read(m, value, suite_table, fields))
        return false;
    ct_record_suite_digest(&fields->suite, digest);
    return !fields->digest || !strcmp(fields->digest, digest) ||
           ct_json_bind_fail(m, "'digest' does not match the files");
}

/* ---- The rest ---- */

static const ct_json_field program_table[] = {
    {"record", ct_json_field_uint, offsetof(program_fields, record), true},
    {"version", ct_json_field_string, offsetof(program_fields, version), true},
    {"is_journal", ct_json_field_bool, offsetof(program_fields, is_journal), false},
    {0},
};

static bool read_program(ct_json_field_reader *m, const json_t *value, void *slot)
{
    return ct_json_bind_read(m, value, program_table, slot);
}

static const ct_json_field target_table[] = {
    {"name", ct_json_field_string, offsetof(target_fields, name), false},
    {"url", ct_json_field_string, offsetof(target_fields, url), false},
    {"digest", ct_json_field_string, offsetof(target_fields, digest), false},
    {0},
};

static bool read_target(ct_json_field_reader *m, const json_t *value, void *slot)
{
    return ct_json_bind_read(m, value, target_table, slot);
}

static bool add_option(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_report_option ***end = slot, *option = ct_new(m->arena, ct_report_option);
    if (json_array_size(value) != 2)
        return ct_json_bind_expected(m, "a name and a value", value);
    **end = option;
    *end = &option->next;
    return ct_json_field_string(m, json_array_get(value, 0), &option->name) &&
           ct_json_field_string(m, json_array_get(value, 1), &option->value);
}

static bool read_options(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_report_option **end = slot;
    return ct_json_bind_each(m, value, add_option, &end);
}

#define COUNT(verdict) ((verdict) * sizeof(unsigned))

static const ct_json_field count_table[] = {
    {"fail", ct_json_field_uint, COUNT(CT_FAIL), true},
    {"error", ct_json_field_uint, COUNT(CT_ERROR), true},
    {"warn", ct_json_field_uint, COUNT(CT_WARN), true},
    {"pass", ct_json_field_uint, COUNT(CT_PASS), true},
    {"skip", ct_json_field_uint, COUNT(CT_SKIP), true},
    {"not run", ct_json_field_uint, COUNT(CT_NOT_RUN), true},
    {0},
};

static bool read_counts(ct_json_field_reader *m, const json_t *value, void *slot)
{
    return ct_json_bind_read(m, value, count_table, slot);
}

static const ct_json_field head_table[] = {
    {"apigcheck", read_program, offsetof(head_fields, program), true},
    {"suite", read_suite, offsetof(head_fields, suite), true},
    {"target", read_target, offsetof(head_fields, target), true},
    {"host", ct_json_field_string, offsetof(head_fields, host), false},
    {"seed", ct_json_field_string, offsetof(head_fields, run.seed), false},
    {"shuffle", ct_json_field_string, offsetof(head_fields, run.shuffle), false},
    {"user_agent", ct_json_field_string, offsetof(head_fields, run.user_agent), false},
    {"repeat", ct_json_field_uint, offsetof(head_fields, run.repeat), false},
    {"strict", ct_json_field_bool, offsetof(head_fields, run.is_strict), true},
    {"insecure", ct_json_field_bool, offsetof(head_fields, run.is_insecure), false},
    {"shard", ct_json_field_uint, offsetof(head_fields, run.shard), false},
    {"shards", ct_json_field_uint, offsetof(head_fields, run.shards), false},
    {"options", read_options, offsetof(head_fields, options), true},
    {"started_at", ct_json_field_time, offsetof(head_fields, run.started_at), true},
    {"elapsed_us", ct_json_field_us, offsetof(head_fields, run.elapsed_us), false},
    {"verdict", ct_json_field_string, offsetof(head_fields, verdict), false},
    {"counts", read_counts, offsetof(head_fields, run.counts), false},
    {"deselected", ct_json_field_u64, offsetof(head_fields, run.deselected), true},
    {"cleanup_failures", ct_json_field_uint, offsetof(head_fields, run.cleanup_failures), false},
    {"throttled_us", ct_json_field_us, offsetof(head_fields, run.throttled_us), false},
    {"stopped", ct_json_field_string, offsetof(head_fields, run.stopped), false},
    {"connection", ct_record_read_connection, offsetof(head_fields, run.connection), false},
    {"causes", ct_record_read_causes, offsetof(head_fields, run.causes), false},
    {"requirement_results", ct_record_read_requirement_results,
     offsetof(head_fields, run.requirement_results), false},
    {"coverage", ct_record_read_coverage, offsetof(head_fields, run.coverage), false},
    {"before", ct_record_keep_json, offsetof(head_fields, before), false},
    {"sha256", ct_json_field_string, offsetof(head_fields, digest), true},
    {"cases", ct_record_keep_json, offsetof(head_fields, cases), true},
    {0},
};

static bool is_verdict(const char *text, ct_verdict *verdict)
{
    for (int i = 0; i < CT_VERDICTS; i++) {
        *verdict = (ct_verdict)i;
        if (!strcmp(ct_verdict_name(*verdict), text))
            return true;
    }
    return false;
}

/* What only a run that ended has. */
static bool check_outcome(ct_json_field_reader *m, const json_t *json, const head_fields *fields,
                          ct_record_facts *head)
{
    static const char *const outcome[] = {"elapsed_us", "verdict", "counts", "cleanup_failures"};
    static const char *const analysis[] = {"connection", "causes", "requirement_results",
                                           "coverage"};
    for (size_t i = 0; i < sizeof outcome / sizeof *outcome; i++)
        if (!json_object_get(json, outcome[i]) != fields->program.is_journal)
            return ct_json_bind_fail(m, "'%s' %s", outcome[i],
                                     fields->program.is_journal ? "is not allowed in a journal"
                                                                : "is missing");
    for (size_t i = 0; i < sizeof analysis / sizeof *analysis; i++)
        if (fields->program.is_journal && json_object_get(json, analysis[i]))
            return ct_json_bind_fail(m, "'%s' is not allowed in a journal", analysis[i]);
    if (fields->before && (fields->program.is_journal || !json_is_array(fields->before)))
        return ct_json_bind_fail(m, "'before' must be an array, and is not allowed in a journal");
    if (fields->verdict && !is_verdict(fields->verdict, &head->verdict))
        return ct_json_bind_fail(m, "'verdict' is unknown");
    if (fields->run.shard > fields->run.shards || !fields->run.shard != !fields->run.shards)
        return ct_json_bind_fail(m, "'shard' must be between 1 and 'shards'");
    return true;
}

/* A record of another version may have members that mean something else. */
static bool check_version(ct_json_field_reader *m, const json_t *json)
{
    const json_t *version = json_object_get(json_object_get(json, "apigcheck"), "record");
    if (!json_is_integer(version))
        return ct_json_bind_fail(m, "this is not a results file (results.json)");
    return json_integer_value(version) == CT_RECORD_VERSION ||
           ct_json_bind_fail(
               m, "results of version %lld are not supported: this program reads version %d",
               (long long)json_integer_value(version), CT_RECORD_VERSION);
}

/* A journal has no 'connection', only the options. */
static const ct_route *route_of(ct_arena *arena, const head_fields *fields)
{
    const ct_connection *connection = fields->run.connection;
    size_t count = 0;
    if (!connection)
        return ct_report_route(arena, fields->options);
    for (const ct_name *name = connection->resolve; name; name = name->next)
        count++;
    const char **resolve = ct_arena_alloc(arena, (count + 1) * sizeof *resolve);
    ct_route *route = ct_new(arena, ct_route);
    *route =
        (ct_route){.proxy = connection->proxy,
                   .resolve = resolve,
                   .is_http2 = connection->http_version && !strcmp(connection->http_version, "2")};
    for (const ct_name *name = connection->resolve; name; name = name->next)
        resolve[route->resolve_count++] = name->text;
    return route;
}

bool ct_record_read_head(ct_record_reader *reading, const char *text, size_t size,
                         ct_record_facts *head)
{
    ct_json_field_reader *m = &reading->fields;
    head_fields *fields = ct_new(reading->keep, head_fields);
    reading->references = (ct_record_references){0};
    *m = (ct_json_field_reader){
        .arena = reading->keep, .diag = m->diag, .where = m->where, .user = reading};
    ct_json_error error = {0};
    const json_t *json = ct_json_read_plain(reading->keep, text, size, &error);
    m->where.line += json ? 0 : error.line - 1;
    if (!json)
        return ct_json_bind_fail(m, "the head of the results file is damaged: %s", error.what);
    if (!check_version(m, json) || !ct_record_check_head(m, text, size - strlen("]}")) ||
        !ct_json_bind_read(m, json, head_table, fields) || !check_outcome(m, json, fields, head))
        return false;
    reading->route = route_of(reading->keep, fields);
    head->suite = fields->suite.suite;
    head->run = fields->run;
    head->run.target_name = fields->target.name;
    head->run.target_url = fields->target.url;
    if (!head->run.repeat)
        head->run.repeat = 1;
    head->about = (ct_report_about){.version = fields->program.version,
                                    .host = fields->host,
                                    .options = fields->options,
                                    .suite_digest = fields->suite.digest,
                                    .target_digest = fields->target.digest};
    head->is_journal = fields->program.is_journal;
    head->before = fields->before;
    return true;
}
