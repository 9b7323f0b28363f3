/* The run as a whole, and the file. A single case is record_case.c. */
#include "record/record.h"

#include <errno.h>
#include <string.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/spool.h"
#include "lang/json/json_writer.h"
#include "record/record_digest.h"

/* Down to this depth each property is on a line of its own: the elements of the suite's lists. */
enum { LIST_DEPTH = 3 };

typedef struct record {
    ct_reporter reporter;
    ct_spool *cases; /* a line each */
    ct_buf before;   /* the results of the target's own steps */
    ct_buf line;
} record;

static void put_requirement(ct_json_writer *json, const ct_requirement *requirement)
{
    ct_json_put_open(json, NULL, '{');
    ct_json_put_exact(json, "id", requirement->id);
    ct_json_put_string(json, "level", ct_level_name(requirement->level));
    ct_json_put_exact(json, "text", requirement->text);
    ct_json_put_exact(json, "source", requirement->source);
    ct_json_put_exact(json, "not_tested", requirement->not_tested);
    ct_json_put_close(json, '}');
}

static void put_operation(ct_json_writer *json, const ct_operation *operation)
{
    ct_json_put_open(json, NULL, '{');
    ct_json_put_exact(json, "id", operation->id);
    ct_json_put_exact(json, "title", operation->title);
    ct_json_put_exact(json, "file", operation->source ? operation->source->name : NULL);
    if (operation->tags)
        ct_record_names(json, "tags", operation->tags);
    ct_json_put_close(json, '}');
}

static void hex_digest(const ct_file *file, char hex[CT_SHA256_TEXT])
{
    unsigned char digest[CT_SHA256_SIZE];
    if (!file->sha256)
        ct_sha256(file->source->text, file->source->size, digest);
    ct_hex(file->sha256 ? file->sha256 : digest, sizeof digest, hex);
}

static void put_file(ct_json_writer *json, const ct_file *file)
{
    char hex[CT_SHA256_TEXT];
    hex_digest(file, hex);
    ct_json_put_open(json, NULL, '{');
    ct_json_put_exact(json, "name", file->source->name);
    ct_json_put_uint(json, "size", file->source->size);
    ct_json_put_string(json, "sha256", hex);
    ct_json_put_close(json, '}');
}

static void put_suite(ct_json_writer *json, const ct_suite *suite, const char *digest)
{
    ct_json_put_open(json, "suite", '{');
    ct_json_put_exact(json, "name", suite->name);
    ct_json_put_exact(json, "root", suite->root);
    ct_json_put_string(json, "digest", digest);
    ct_json_put_uint(json, "cases", suite->case_count);
    ct_json_put_open(json, "files", '[');
    for (const ct_file *file = suite->files; file; file = file->next)
        put_file(json, file);
    ct_json_put_close(json, ']');
    ct_json_put_open(json, "operations", '[');
    for (const ct_operation *o = suite->operations; o; o = o->next)
        put_operation(json, o);
    ct_json_put_close(json, ']');
    ct_json_put_open(json, "requirements", '[');
    for (const ct_requirement *r = suite->requirements; r; r = r->next)
        put_requirement(json, r);
    ct_json_put_close(json, ']');
    ct_json_put_close(json, '}');
}

static void put_options(ct_json_writer *json, const ct_report_option *option)
{
    ct_json_put_open(json, "options", '[');
    json->broken_depth = json->depth; /* a pair on one line */
    for (; option; option = option->next) {
        ct_json_put_open(json, NULL, '[');
        ct_json_put_string(json, NULL, option->name);
        ct_json_put_string(json, NULL, option->value ? option->value : "");
        ct_json_put_close(json, ']');
    }
    ct_json_put_close(json, ']');
    json->broken_depth = LIST_DEPTH;
}

static void put_target(ct_json_writer *json, const ct_run_result *run, const char *digest)
{
    ct_json_put_open(json, "target", '{');
    ct_json_put_exact(json, "name", run->target_name);
    ct_json_put_exact(json, "url", run->target_url);
    ct_json_put_string(json, "digest", digest);
    ct_json_put_close(json, '}');
}

static void put_counts(ct_json_writer *json, const ct_run_result *run)
{
    ct_json_put_open(json, "counts", '{');
    for (int v = CT_VERDICTS - 1; v >= 0; v--)
        ct_json_put_uint(json, ct_verdict_name((ct_verdict)v), run->counts[v]);
    ct_json_put_close(json, '}');
}

/* What was found, as far as it is about all cases. */
static void put_outcome(ct_json_writer *json, const ct_run_result *run)
{
    ct_json_put_uint(json, "elapsed_us", run->elapsed_us);
    ct_json_put_string(json, "verdict", ct_verdict_name(ct_run_verdict(run)));
    put_counts(json, run);
    ct_json_put_uint(json, "deselected", run->deselected);
    ct_json_put_uint(json, "cleanup_failures", run->cleanup_failures);
    if (run->throttled_us)
        ct_json_put_uint(json, "throttled_us", run->throttled_us);
    ct_json_put_exact(json, "stopped", run->stopped);
}

static void put_head(ct_json_writer *json, const ct_run_result *run, const ct_report_about *about,
                     bool is_journal)
{
    ct_json_put_open(json, NULL, '{');
    ct_json_put_open(json, "apigcheck", '{');
    ct_json_put_uint(json, "record", CT_RECORD_VERSION);
    ct_json_put_string(json, "version", about->version);
    if (is_journal)
        ct_json_put_bool(json, "is_journal", true);
    ct_json_put_close(json, '}');
    put_suite(json, run->suite, about->suite_digest);
    put_target(json, run, about->target_digest);
    ct_json_put_string(json, "host", about->host);
    ct_json_put_exact(json, "seed", run->seed);
    ct_json_put_exact(json, "shuffle", run->shuffle);
    ct_json_put_exact(json, "user_agent", run->user_agent);
    if (run->repeat > 1)
        ct_json_put_uint(json, "repeat", run->repeat);
    ct_json_put_bool(json, "strict", run->is_strict);
    if (run->is_insecure)
        ct_json_put_bool(json, "insecure", true);
    if (run->shards) {
        ct_json_put_uint(json, "shard", run->shard);
        ct_json_put_uint(json, "shards", run->shards);
    }
    put_options(json, about->options);
    ct_json_put_time(json, "started_at", run->started_at);
    if (is_journal) {
        ct_json_put_uint(json, "deselected", run->deselected);
        return;
    }
    put_outcome(json, run);
    ct_record_put_analysis(json, run);
}

static void put_before(ct_json_writer *json, const char *before)
{
    if (!*before)
        return;
    ct_json_put_open(json, "before", '[');
    ct_json_put_raw(json, NULL, before);
    ct_json_put_close(json, ']');
}

void ct_record_head(ct_buf *out, const ct_run_result *run, const ct_report_about *about,
                    const char *before)
{
    ct_json_writer json = {.out = out, .broken_depth = LIST_DEPTH};
    put_head(&json, run, about, false);
    put_before(&json, before);
    ct_json_put_open(&json, "cases", '[');
}

static void put_file_head(ct_buf *out, const ct_run_result *run, const ct_report_about *about,
                          const char *before, bool is_journal)
{
    ct_json_writer json = {.out = out, .broken_depth = LIST_DEPTH};
    size_t const start = out->size;
    put_head(&json, run, about, is_journal);
    put_before(&json, before);
    ct_record_put_digest(&json, start);
    ct_json_put_open(&json, "cases", '[');
}

void ct_record_journal_head(ct_buf *out, const ct_run_result *run, const ct_report_about *about)
{
    put_file_head(out, run, about, "", true);
}

void ct_record_suite_digest(const ct_suite *suite, char digest[CT_SHA256_TEXT])
{
    ct_buf lines = CT_BUF(CT_BUF_ANY);
    size_t const root = suite->root ? strlen(suite->root) : 0;
    for (const ct_file *file = suite->files; file; file = file->next) {
        const char *name = file->source->name;
        char hex[CT_SHA256_TEXT];
        if (root && !strncmp(name, suite->root, root) && name[root] == '/')
            name += root + 1;
        hex_digest(file, hex);
        ct_buf_printf(&lines, "%s %zu:%s\n", hex, strlen(name), name);
    }
    unsigned char bytes[CT_SHA256_SIZE];
    ct_sha256(ct_buf_str(&lines), lines.size, bytes);
    ct_hex(bytes, sizeof bytes, digest);
    ct_buf_free(&lines);
}

static void before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    record *r = (record *)self;
    (void)run;
    if (r->before.size)
        ct_buf_char(&r->before, ',');
    ct_record_case(&r->before, result);
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    record *r = (record *)self;
    ct_buf_clear(&r->line);
    ct_record_line(&r->line, result);
    ct_spool_put(r->cases, (size_t)(result - run->cases), ct_buf_str(&r->line), r->line.size);
}

/* Who reads one shard of several has to know what the others are about, to see a hole. */
static void write_other_shards(record *r, const ct_run_result *run)
{
    for (size_t i = 0; i < run->other_count; i++) {
        ct_case_result const other = {.test_case = run->others[i]};
        ct_buf_clear(&r->line);
        ct_buf_text(&r->line, i ? ",\n" : CT_RECORD_OTHERS);
        ct_record_line(&r->line, &other);
        ct_outfile_write(r->reporter.file, ct_buf_str(&r->line), r->line.size);
    }
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    record *r = (record *)self;
    ct_outfile *file = r->reporter.file;
    ct_buf_clear(&r->line);
    put_file_head(&r->line, run, r->reporter.about, ct_buf_str(&r->before), false);
    ct_outfile_write(file, ct_buf_str(&r->line), r->line.size);
    for (size_t i = 0; i < run->case_count; i++) {
        ct_outfile_text(file, i ? ",\n" : "\n");
        ct_spool_copy(r->cases, i, file);
        /* A record that lacks a case would be read as if the case did not exist. */
        if (!ct_spool_size(r->cases, i))
            ct_outfile_spoil(file, ENODATA);
    }
    write_other_shards(r, run);
    ct_outfile_text(file, "\n  ]\n}\n");
    r->reporter.has_ended = true;
}

static void drop(void *line)
{
    ct_buf_free(line);
}

ct_reporter *ct_record_open(ct_arena *arena, ct_outfile *file, ct_diag *diag)
{
    record *r = ct_new(arena, record);
    r->reporter.listener = (ct_listener){.before_end = before_end,
                                         .case_end = case_end,
                                         .run_end = run_end,
                                         .wants_each_exchange = true};
    r->line = r->before = CT_BUF(CT_BUF_ANY);
    ct_arena_own(arena, &r->line, drop);
    ct_arena_own(arena, &r->before, drop);
    r->cases = ct_spool_open(arena, ct_outfile_folder(file), diag);
    return r->cases ? &r->reporter : NULL;
}
