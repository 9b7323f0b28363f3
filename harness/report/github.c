#include "report/github.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/map.h"
#include "base/spool.h"
#include "report/cause_list.h"
#include "report/markdown.h"
#include "report/print.h"

enum { NAME_LIMIT = 300, MESSAGE_LIMIT = 1000, PATH_LIMIT = 4096 };
enum { STEP_SUMMARY_LIMIT = 1000000, STEP_SUMMARY_LEAST = 8000 }; /* GitHub refuses above 1 MiB */

typedef struct github {
    ct_reporter reporter;
    ct_arena *arena;
    ct_spool *annotations; /* of case i the place as piece 2 * i, the message as the next one */
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

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    github *g = (github *)self;
    ct_verdict const verdict = result->verdict;
    g->reported++;
    if (g->summary)
        ct_summary_case(g->summary, run, result);
    if (verdict != CT_FAIL && verdict != CT_ERROR && verdict != CT_WARN)
        return;
    size_t const piece = 2 * (size_t)(result - run->cases);
    ct_buf text = CT_BUF(CT_BUF_ANY);
    add_place(&text, g, ct_print_where(result));
    ct_spool_put(g->annotations, piece, ct_buf_str(&text), text.size);
    ct_buf_clear(&text);
    add_message(&text, result);
    ct_spool_put(g->annotations, piece + 1, ct_buf_str(&text), text.size);
    ct_buf_free(&text);
}

/* ---- The run ---- */

/* An annotation: a cause at the place of the case that represents it, or a case without one. */
typedef struct annotation {
    size_t index; /* of the case */
    const ct_cause *cause;
} annotation;

typedef struct annotations {
    annotation *items;
    size_t count;
} annotations;

static bool is_shared(const annotation *one)
{
    return one->cause && ct_cause_case_count(one->cause) > 1;
}

static void add_title(ct_buf *out, const annotation *one, const char *full_name)
{
    ct_buf title = CT_BUF(CT_BUF_ANY);
    if (is_shared(one)) {
        ct_buf_printf(&title, "cause %u, %zu cases: ", one->cause->id,
                      ct_cause_case_count(one->cause));
        ct_print_text(&title, one->cause->text, NAME_LIMIT);
    } else {
        ct_print_text(&title, full_name, NAME_LIMIT);
    }
    ct_github_property(out, "title", ct_buf_str(&title));
    ct_buf_free(&title);
}

static void write_annotation(github *g, const annotation *one, const char *full_name,
                             const char *command)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&text, "::%s ", command);
    bool is_read = ct_spool_read(g->annotations, 2 * one->index, &text);
    add_title(&text, one, full_name);
    ct_buf_text(&text, "::");
    is_read = is_read && ct_spool_read(g->annotations, 2 * one->index + 1, &text);
    if (is_shared(one)) {
        ct_buf_text(&text, "%0Afirst: ");
        ct_github_data(&text, full_name);
    }
    ct_buf_char(&text, '\n');
    if (!is_read)
        ct_outfile_spoil(g->reporter.file, ct_spool_error(g->annotations));
    ct_outfile_write(g->reporter.file, text.bytes, text.size);
    ct_buf_free(&text);
}

/* As many as are shown; `taken` places are so already. */
static void write_annotations(github *g, const ct_run_result *run, const annotations *all,
                              size_t taken, const char *command)
{
    bool const is_whole = all->count + taken <= CT_GITHUB_ANNOTATIONS;
    size_t const room = is_whole ? all->count : CT_GITHUB_ANNOTATIONS - 1 - taken;
    for (size_t i = 0; i < room; i++)
        write_annotation(g, &all->items[i], run->cases[all->items[i].index].test_case->full_name,
                         command);
    if (is_whole)
        return;
    ct_buf text = CT_BUF(CT_BUF_ANY), more = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&more, "and %zu more: see the other reports", all->count - room);
    add_command(&text, command, "apigcheck", ct_buf_str(&more));
    ct_outfile_write(g->reporter.file, text.bytes, text.size);
    ct_buf_free(&more);
    ct_buf_free(&text);
}

/* The causes, each at the case that represents it; those of this case only are one annotation. */
static void add_causes(annotations *all, const ct_run_result *run, const ct_map *causes)
{
    for (size_t i = 0; i < run->case_count; i++) {
        const char *name = run->cases[i].test_case->full_name;
        const ct_cause *cause = ct_map_find(causes, name, strlen(name));
        for (bool is_alone = false; cause; cause = cause->next) {
            bool const is_small = ct_cause_case_count(cause) == 1;
            if (strcmp(cause->first, name) || (is_small && is_alone))
                continue;
            is_alone = is_alone || is_small;
            all->items[all->count++] = (annotation){i, cause};
        }
    }
}

static int compare_causes(const void *a, const void *b)
{
    const annotation *x = a, *y = b;
    return (x->cause->id > y->cause->id) - (x->cause->id < y->cause->id);
}

/* The cases of these verdicts, in this order, that no cause explains. */
static void add_cases(annotations *all, const ct_run_result *run, const ct_verdict *order,
                      const ct_map *causes)
{
    for (const ct_verdict *v = order; *v; v++)
        for (size_t i = 0; i < run->case_count; i++) {
            const char *name = run->cases[i].test_case->full_name;
            if (run->cases[i].verdict == *v && !ct_map_find(causes, name, strlen(name)))
                all->items[all->count++] = (annotation){i, NULL};
        }
}

static annotations new_annotations(ct_arena *arena, const ct_run_result *run)
{
    size_t const most = run->case_count + ct_cause_count(run->causes) + 1;
    return (annotations){.items = ct_arena_alloc(arena, most * sizeof(annotation))};
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
    static const ct_verdict usual[] = {CT_FAIL, CT_ERROR, 0}, warned[] = {CT_WARN, 0};
    static const ct_verdict strict[] = {CT_FAIL, CT_ERROR, CT_WARN, 0};
    github *g = (github *)self;
    ct_map causes = {0};
    annotations errors = new_annotations(g->arena, run), warnings = new_annotations(g->arena, run);
    ct_cause_index(g->arena, run->causes, &causes);
    add_causes(&errors, run, &causes);
    if (errors.count)
        qsort(errors.items, errors.count, sizeof *errors.items, compare_causes);
    add_cases(&errors, run, run->is_strict ? strict : usual, &causes);
    add_cases(&warnings, run, run->is_strict ? warned + 1 : warned, &causes);
    size_t const taken = write_unshown(g, run);
    write_annotations(g, run, &errors, taken, "error");
    write_annotations(g, run, &warnings, 0, "warning");
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
