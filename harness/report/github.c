#include "report/github.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/spool.h"
#include "report/markdown.h"
#include "report/print.h"

enum { NAME_LIMIT = 300, MESSAGE_LIMIT = 1000, PATH_LIMIT = 4096 };
enum { STEP_SUMMARY_LIMIT = 1000000, STEP_SUMMARY_LEAST = 8000 }; /* GitHub refuses above 1 MiB */

typedef struct github {
    ct_reporter reporter;
    ct_arena *arena;
    ct_spool *annotations; /* of the cases that have one */
    ct_summary *summary;   /* NULL: not requested */
    int summary_file;      /* -1: none */
    const char *workspace; /* its true path */
    size_t reported;
} github;

/* ---- Commands ---- */

static void add_escaped(ct_buf *out, const char *text, const char *special)
{
    for (; *text; text++) {
        if (strchr(special, *text))
            ct_buf_printf(out, "%%%02X", (unsigned)(unsigned char)*text);
        else
            ct_buf_char(out, *text);
    }
}

void ct_github_data(ct_buf *out, const char *text)
{
    add_escaped(out, text, "%\r\n");
}

void ct_github_property(ct_buf *out, const char *name, const char *text)
{
    ct_buf_printf(out, "%s=", name);
    add_escaped(out, text, "%\r\n:,");
}

static void add_command(ct_buf *out, const char *command, const char *title, const char *message)
{
    ct_buf_printf(out, "::%s ", command);
    ct_github_property(out, "title", title);
    ct_buf_text(out, "::");
    ct_github_data(out, message);
    ct_buf_char(out, '\n');
}

/* ---- An annotation ---- */

/* As GitHub knows the file: below the workspace, wherever we are in it. */
static void add_file(ct_buf *out, const github *g, const char *name)
{
    char *path = realpath(name, NULL);
    size_t const size = strlen(g->workspace);
    bool const is_below = path && !strncmp(path, g->workspace, size) && path[size] == '/';
    ct_buf shown = CT_BUF(CT_BUF_ANY);
    ct_print_text(&shown, is_below ? path + size + 1 : name, PATH_LIMIT);
    ct_github_property(out, "file", ct_buf_str(&shown));
    ct_buf_char(out, ',');
    ct_buf_free(&shown);
    free(path);
}

static void add_place(ct_buf *out, const github *g, ct_loc where)
{
    if (!where.source)
        return;
    add_file(out, g, where.source->name);
    if (!where.line)
        return;
    ct_buf_printf(out, "line=%u,", (unsigned)where.line);
    if (where.column)
        ct_buf_printf(out, "col=%u,endColumn=%u,", (unsigned)where.column,
                      (unsigned)where.column + (where.width ? where.width : 1));
}

static void add_message(ct_buf *out, const ct_case_result *result)
{
    const ct_finding *finding;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_case_decider(result, &finding);
    ct_print_message(&text, result, MESSAGE_LIMIT);
    if (finding && finding->difference_count > 1)
        ct_buf_printf(&text, "\nfirst of %u differences", finding->difference_count);
    ct_buf_text(&text, "\ncase: ");
    ct_print_text(&text, result->test_case->title, NAME_LIMIT);
    ct_github_data(out, ct_buf_str(&text));
    ct_buf_free(&text);
}

static bool is_error(ct_verdict verdict, bool is_strict)
{
    return verdict == CT_FAIL || verdict == CT_ERROR || (verdict == CT_WARN && is_strict);
}

static void add_annotation(ct_buf *out, const github *g, const ct_run_result *run,
                           const ct_case_result *result)
{
    ct_buf title = CT_BUF(CT_BUF_ANY);
    ct_print_text(&title, result->test_case->full_name, NAME_LIMIT);
    ct_buf_printf(out, "::%s ", is_error(result->verdict, run->is_strict) ? "error" : "warning");
    add_place(out, g, ct_print_where(result));
    ct_github_property(out, "title", ct_buf_str(&title));
    ct_buf_text(out, "::");
    add_message(out, result);
    ct_buf_char(out, '\n');
    ct_buf_free(&title);
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    github *g = (github *)self;
    ct_verdict const verdict = result->verdict;
    g->reported++;
    if (g->summary)
        ct_summary_case(g->summary, run, result);
    if (verdict != CT_FAIL && verdict != CT_ERROR && verdict != CT_WARN)
        return;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    add_annotation(&text, g, run, result);
    ct_spool_put(g->annotations, (size_t)(result - run->cases), text.bytes, text.size);
    ct_buf_free(&text);
}

/* ---- The run ---- */

/* Those of these verdicts, in this order, as many as are shown; `taken` places are so already. */
static void write_annotations(github *g, const ct_run_result *run, const ct_verdict *order,
                              size_t taken, const char *command)
{
    size_t count = 0, written = 0;
    for (const ct_verdict *v = order; *v; v++)
        count += run->counts[*v];
    bool const is_whole = count + taken <= CT_GITHUB_ANNOTATIONS;
    size_t const room = is_whole ? count : CT_GITHUB_ANNOTATIONS - 1 - taken;
    for (const ct_verdict *v = order; *v; v++) {
        for (size_t i = 0; i < run->case_count && written < room; i++) {
            if (run->cases[i].verdict != *v)
                continue;
            ct_spool_copy(g->annotations, i, g->reporter.file);
            written++;
        }
    }
    if (is_whole)
        return;
    ct_buf text = CT_BUF(CT_BUF_ANY), more = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&more, "and %zu more: see the other reports", count - room);
    add_command(&text, command, "apigcheck", ct_buf_str(&more));
    ct_outfile_write(g->reporter.file, text.bytes, text.size);
    ct_buf_free(&more);
    ct_buf_free(&text);
}

/* Why the run is not green, as far as no single case says it. Returns how many errors these are. */
static size_t write_unshown(github *g, const ct_run_result *run)
{
    ct_buf why = CT_BUF(CT_BUF_ANY), text = CT_BUF(CT_BUF_ANY);
    bool const is_unshown = ct_print_run_reason(&why, run);
    if (run->counts[CT_NOT_RUN])
        ct_buf_printf(&why, "%s%u case%s did not run", is_unshown ? "; " : "",
                      run->counts[CT_NOT_RUN], run->counts[CT_NOT_RUN] == 1 ? "" : "s");
    if (why.size)
        add_command(&text, "error", ct_print_verdict(run), ct_buf_str(&why));
    ct_outfile_write(g->reporter.file, ct_buf_str(&text), text.size);
    size_t const errors = why.size != 0;
    ct_buf_free(&why);
    ct_buf_free(&text);
    return errors;
}

static void write_all(int file, const ct_buf *text, ct_outfile *reported)
{
    for (size_t done = 0; done < text->size;) {
        ssize_t const n = write(file, text->bytes + done, text->size - done);
        if (n >= 0) {
            done += (size_t)n;
        } else if (errno != EINTR) {
            ct_outfile_spoil(reported, errno);
            return;
        }
    }
}

/* Appended to the file, which has a size limit. */
static void write_summary(github *g, const ct_run_result *run)
{
    struct stat facts;
    if (!g->summary)
        return;
    off_t const there = fstat(g->summary_file, &facts) ? 0 : facts.st_size;
    off_t const room = STEP_SUMMARY_LIMIT - there;
    if (room < STEP_SUMMARY_LEAST)
        return;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    int const error = ct_summary_write(g->summary, run, (size_t)room, &text);
    if (error)
        ct_outfile_spoil(g->reporter.file, error);
    else
        write_all(g->summary_file, &text, g->reporter.file);
    ct_buf_free(&text);
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    static const ct_verdict usual[] = {CT_FAIL, CT_ERROR, 0}, warnings[] = {CT_WARN, 0};
    static const ct_verdict strict[] = {CT_FAIL, CT_ERROR, CT_WARN, 0};
    github *g = (github *)self;
    size_t const taken = write_unshown(g, run);
    write_annotations(g, run, run->is_strict ? strict : usual, taken, "error");
    if (!run->is_strict)
        write_annotations(g, run, warnings, 0, "warning");
    write_summary(g, run);
    if (g->reported != run->case_count)
        ct_outfile_spoil(g->reporter.file, ENODATA); /* a case without a case_end event */
    g->reporter.has_ended = true;
}

/* ---- Opening ---- */

static void drop(void *thing)
{
    github *g = thing;
    if (g->summary_file >= 0)
        close(g->summary_file);
}

static bool open_summary(github *g, const char *path, ct_diag *diag)
{
    g->summary_file = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY, 0644);
    if (g->summary_file < 0)
        return ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE,
                       "cannot write '%s' (GITHUB_STEP_SUMMARY): %s", path, strerror(errno));
    ct_arena_own(g->arena, g, drop);
    g->summary = ct_summary_new(g->arena, NULL, diag);
    return g->summary;
}

/* Without GitHub the folder that we are in. */
static const char *find_workspace(ct_arena *arena)
{
    const char *named = getenv("GITHUB_WORKSPACE");
    char *path = realpath(named && *named ? named : ".", NULL);
    const char *kept = ct_arena_text(arena, path ? path : "");
    free(path);
    return kept;
}

ct_reporter *ct_github_open(ct_arena *arena, ct_outfile *file, ct_diag *diag)
{
    const char *summary = getenv("GITHUB_STEP_SUMMARY");
    github *g = ct_new(arena, github);
    g->reporter.listener = (ct_listener){.case_end = case_end, .run_end = run_end};
    g->arena = arena;
    g->summary_file = -1;
    g->workspace = find_workspace(arena);
    if (summary && *summary && !open_summary(g, summary, diag))
        return NULL;
    g->annotations = ct_spool_open(arena, ct_outfile_folder(file), diag);
    return g->annotations ? &g->reporter : NULL;
}

bool ct_github_write_refusal(const char *path, const char *sentence, int64_t unix_ms,
                             const ct_report_about *about, ct_diag *diag)
{
    ct_arena *scratch = ct_arena_new();
    ct_outfile *file = ct_outfile_open(scratch, path, diag);
    ct_buf text = CT_BUF(CT_BUF_ANY), shown = CT_BUF(CT_BUF_ANY);
    (void)unix_ms;
    (void)about;
    ct_print_text(&shown, sentence, MESSAGE_LIMIT);
    add_command(&text, "error", "apigcheck: no request was sent", ct_buf_str(&shown));
    bool is_written = false;
    if (file) {
        ct_outfile_write(file, text.bytes, text.size);
        is_written = ct_outfile_commit(file, diag);
    }
    ct_buf_free(&shown);
    ct_buf_free(&text);
    ct_arena_free(scratch);
    return is_written;
}
