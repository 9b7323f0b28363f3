/* The file: suites in the order of the cases, their counters, properties and output. */
#include "report/junit.h"

#include <errno.h>
#include <string.h>

#include "base/datetime.h"
#include "base/spool.h"
#include "report/cause_list.h"
#include "report/junit_case.h"
#include "report/junit_check.h"
#include "report/print.h"
#include "report/xml.h"

/* What is written, summed up. */
typedef struct totals {
    unsigned tests, children[CT_JUNIT_CHILDREN];
    uint64_t elapsed_ms;
} totals;

typedef struct junit {
    ct_reporter reporter;
    ct_spool *cases, *outputs;
    ct_buf text;
    ct_arena *arena;
    ct_map causes; /* by the full names of cases */
    totals all;
    unsigned suites;
} junit;

/* Cases that follow one another and belong to one operation. */
typedef struct group {
    const ct_case_result *first;
    size_t start, count;
    const ct_operation *operation;
    int64_t started_at;
    totals sum;
} group;

/* ---- Parts of a suite ---- */

static void add_property(ct_buf *out, const char *name, const char *value)
{
    ct_junit_property(out, "      ", name, value);
}

static void add_properties(ct_buf *out, const ct_run_result *run, const ct_report_about *about)
{
    char deselected[24];
    snprintf(deselected, sizeof deselected, "%zu", run->deselected);
    ct_buf_text(out, "    <properties>\n");
    add_property(out, "verdict", ct_verdict_name(ct_run_verdict(run)));
    add_property(out, "target", run->target_name);
    add_property(out, "target.url", run->target_url);
    add_property(out, "insecure", run->is_insecure ? CT_INSECURE : NULL);
    add_property(out, "seed", run->seed);
    add_property(out, "shuffle", run->shuffle);
    add_property(out, "deselected", deselected);
    add_property(out, "stopped", run->stopped);
    add_property(out, "runner.version", about->version);
    ct_buf_text(out, "    </properties>\n");
}

static void add_count(ct_buf *out, const char *name, unsigned count)
{
    ct_buf_printf(out, " %s=\"%u\"", name, count);
}

typedef struct suite_head {
    const char *name, *package, *host;
    unsigned id;
    int64_t started_at;
    const totals *sum;
} suite_head;

static void open_suite(ct_buf *out, const suite_head *head)
{
    char started[CT_TIME_TEXT];
    /* xs:dateTime of the published schema has no year 0000 */
    ct_time_text_seconds(head->started_at < 0 ? 0 : head->started_at / 1000, started);
    ct_buf_text(out, "  <testsuite");
    ct_xml_line(out, "name", head->name);
    ct_xml_line(out, "package", head->package);
    add_count(out, "id", head->id);
    add_count(out, "tests", head->sum->tests);
    add_count(out, "failures", head->sum->children[CT_JUNIT_FAILURE]);
    add_count(out, "errors", head->sum->children[CT_JUNIT_ERROR]);
    add_count(out, "skipped", head->sum->children[CT_JUNIT_SKIPPED]);
    ct_buf_text(out, " time=\"");
    ct_seconds_text(out, head->sum->elapsed_ms);
    ct_buf_text(out, "\" timestamp=\"");
    ct_buf_printf(out, "%s\"", started);
    ct_xml_line(out, "hostname", head->host && *head->host ? head->host : "localhost");
    ct_buf_text(out, ">\n");
}

/* Both elements must be there for one of the schemas. */
static void close_suite(ct_buf *out, const ct_buf *output)
{
    ct_buf_text(out, "    <system-out>");
    ct_xml_text(out, ct_buf_str(output), output->size);
    ct_buf_text(out, "</system-out>\n    <system-err></system-err>\n  </testsuite>\n");
}

static void flush(ct_outfile *file, ct_buf *text)
{
    ct_outfile_write(file, ct_buf_str(text), text->size);
    ct_buf_clear(text);
}

/* ---- A suite ---- */

static void add_to_totals(totals *sum, ct_junit_child child, uint64_t elapsed_ms)
{
    sum->tests++;
    sum->children[child]++;
    sum->elapsed_ms += elapsed_ms;
}

static group take_group(const ct_run_result *run, size_t start)
{
    const ct_case_result *first = &run->cases[start];
    group g = {.first = first, .start = start, .operation = first->test_case->operation};
    for (size_t i = start; i < run->case_count; i++) {
        const ct_case_result *result = &run->cases[i];
        if (result->test_case->operation != g.operation)
            break;
        g.count++;
        if (result->started_at && (!g.started_at || result->started_at < g.started_at))
            g.started_at = result->started_at;
        add_to_totals(&g.sum, ct_junit_child_of(result->verdict, run->is_strict),
                      ct_junit_ms(result->elapsed_us));
    }
    if (!g.started_at)
        g.started_at = run->started_at;
    return g;
}

static void gather_output(junit *j, const group *g, ct_buf *output)
{
    for (size_t i = 0; i < g->count; i++) {
        size_t const size = ct_spool_size(j->outputs, g->start + i);
        if (output->size + size > CT_LIMIT_JUNIT_OUTPUT) {
            ct_buf_text(output, "[cut here: the output was longer than 1 MiB]\n");
            return;
        }
        if (!ct_spool_read(j->outputs, g->start + i, output))
            ct_outfile_spoil(j->reporter.file, ct_spool_error(j->outputs));
    }
}

static void add_totals(totals *all, const totals *sum)
{
    all->tests += sum->tests;
    all->elapsed_ms += sum->elapsed_ms;
    for (size_t i = 0; i < CT_JUNIT_CHILDREN; i++)
        all->children[i] += sum->children[i];
}

/* The message of a failure names its cause first, which is known only at the end of the run. Values
 * of attributes have no quotes, so that the first match is the attribute. */
static void write_case(junit *j, const ct_case_result *result, size_t index)
{
    static const char attribute[] = " message=\"";
    const char *name = result->test_case->full_name;
    const ct_cause *cause = ct_map_find(&j->causes, name, strlen(name));
    ct_buf piece = CT_BUF(CT_BUF_ANY), text = CT_BUF(CT_BUF_ANY);
    if (!cause) {
        ct_spool_copy(j->cases, index, j->reporter.file);
        return;
    }
    if (!ct_spool_read(j->cases, index, &piece))
        ct_outfile_spoil(j->reporter.file, ct_spool_error(j->cases));
    const char *at =
        piece.size ? memmem(piece.bytes, piece.size, attribute, strlen(attribute)) : NULL;
    size_t const head = at ? (size_t)(at - piece.bytes) + strlen(attribute) : 0;
    ct_buf_add(&text, ct_buf_str(&piece), head);
    if (at)
        ct_junit_cause(&text, cause);
    ct_buf_add(&text, ct_buf_str(&piece) + head, piece.size - head);
    flush(j->reporter.file, &text);
    ct_buf_free(&text);
    ct_buf_free(&piece);
}

static void write_group(junit *j, const ct_run_result *run, const group *g)
{
    ct_outfile *file = j->reporter.file;
    suite_head const head = {.name = g->operation->id,
                             .package = run->suite->name,
                             .host = j->reporter.about->host,
                             .id = j->suites++,
                             .started_at = g->started_at,
                             .sum = &g->sum};
    open_suite(&j->text, &head);
    add_properties(&j->text, run, j->reporter.about);
    flush(file, &j->text);
    for (size_t i = 0; i < g->count; i++) {
        write_case(j, &g->first[i], g->start + i);
        if (!ct_spool_size(j->cases, g->start + i))
            ct_outfile_spoil(file, ENODATA); /* a case without a case_end event */
    }
    ct_buf output = CT_BUF(CT_BUF_ANY);
    gather_output(j, g, &output);
    close_suite(&j->text, &output);
    flush(file, &j->text);
    ct_buf_free(&output);
    add_totals(&j->all, &g->sum);
}

/* ---- What no case shows ---- */

static void write_harness(ct_buf *out, const suite_head *head, const char *why)
{
    open_suite(out, head);
    ct_buf_text(out, "    <properties></properties>\n"
                     "    <testcase classname=\"apigcheck.harness\" name=\"harness/run\""
                     " time=\"0.000\">");
    ct_junit_error(out, "harness", why);
    ct_buf_text(out, "</testcase>\n");
    close_suite(out, &CT_BUF(0));
}

static const totals one_error = {.tests = 1, .children = {[CT_JUNIT_ERROR] = 1}};

static void add_harness(junit *j, const ct_run_result *run)
{
    ct_buf why = CT_BUF(CT_BUF_ANY);
    if (ct_print_run_reason(&why, run)) {
        suite_head const head = {.name = "harness",
                                 .package = "apigcheck",
                                 .host = j->reporter.about->host,
                                 .id = j->suites++,
                                 .started_at = run->started_at,
                                 .sum = &one_error};
        write_harness(&j->text, &head, ct_buf_str(&why));
        add_totals(&j->all, &one_error);
    }
    ct_buf_free(&why);
}

/* ---- The reporter ---- */

static const char file_begin[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n";
static const char file_end[] = "</testsuites>\n";

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    junit *j = (junit *)self;
    size_t const index = (size_t)(result - run->cases);
    ct_buf_clear(&j->text);
    ct_junit_case(&j->text, run, result, j->reporter.about->is_junit_extended);
    ct_spool_put(j->cases, index, ct_buf_str(&j->text), j->text.size);
    ct_buf_clear(&j->text);
    ct_junit_output(&j->text, run, result);
    if (j->text.size)
        ct_spool_put(j->outputs, index, ct_buf_str(&j->text), j->text.size);
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    junit *j = (junit *)self;
    ct_buf_clear(&j->text);
    ct_cause_index(j->arena, run->causes, &j->causes);
    ct_buf_text(&j->text, file_begin);
    for (size_t start = 0; start < run->case_count;) {
        group const g = take_group(run, start);
        write_group(j, run, &g);
        start += g.count;
    }
    add_harness(j, run);
    ct_buf_text(&j->text, file_end);
    flush(j->reporter.file, &j->text);
    j->reporter.has_ended = true;
}

static const char *check(const char *bytes, size_t size, const void *self)
{
    const totals *all = &((const junit *)self)->all;
    ct_junit_counts counts;
    const char *wrong = ct_junit_check(bytes, size, &counts);
    if (wrong)
        return wrong;
    bool const is_whole = counts.tests == all->tests &&
                          counts.failures == all->children[CT_JUNIT_FAILURE] &&
                          counts.errors == all->children[CT_JUNIT_ERROR] &&
                          counts.skipped == all->children[CT_JUNIT_SKIPPED];
    return is_whole ? NULL : "its testcases are not those of the run";
}

static void drop(void *text)
{
    ct_buf_free(text);
}

ct_reporter *ct_junit_open(ct_arena *arena, ct_outfile *file, ct_diag *diag)
{
    junit *j = ct_new(arena, junit);
    j->reporter.listener = (ct_listener){.case_end = case_end, .run_end = run_end};
    j->reporter.check = check;
    j->arena = arena;
    j->text = CT_BUF(CT_BUF_ANY);
    ct_arena_own(arena, &j->text, drop);
    j->cases = ct_spool_open(arena, ct_outfile_folder(file), diag);
    j->outputs = j->cases ? ct_spool_open(arena, ct_outfile_folder(file), diag) : NULL;
    return j->outputs ? &j->reporter : NULL;
}

bool ct_junit_write_refusal(const char *path, const char *sentence, int64_t unix_ms,
                            const ct_report_about *about, ct_diag *diag)
{
    ct_arena *scratch = ct_arena_new();
    sentence += strspn(sentence, "\n");
    ct_outfile *file = ct_outfile_open(scratch, path, diag);
    bool is_written = false;
    if (file) {
        suite_head const head = {.name = "harness",
                                 .package = "apigcheck",
                                 .host = about->host,
                                 .started_at = unix_ms,
                                 .sum = &one_error};
        ct_buf text = CT_BUF(CT_BUF_ANY);
        ct_buf_text(&text, file_begin);
        write_harness(&text, &head, *sentence ? sentence : "nothing was sent");
        ct_buf_text(&text, file_end);
        flush(file, &text);
        ct_buf_free(&text);
        is_written = ct_outfile_commit(file, diag);
    }
    ct_arena_free(scratch);
    return is_written;
}
