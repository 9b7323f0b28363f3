#include "report/console.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/counter.h"
#include "report/github.h"
#include "report/print.h"
#include "report/progress_line.h"
#include "report/shell.h"
#include "report/style.h"

enum {
    VALUE_LIMIT = 400,
    NAME_LIMIT = 300,
    COUNTER_LIMIT = 20,
    CAUSES_MAX = 10,
    RERUN_MAX = 10 /* cases that are named one by one */
};

typedef struct console {
    ct_listener listener;
    ct_console_options options;
    ct_print_options manner;
    ct_progress_line progress;
    bool shares_terminal;         /* the progress is on the same terminal as the rest */
    ct_run_progress run_progress; /* the last one */
    ct_counter notes;
    ct_arena *arena;
    ct_buf text;
    int error; /* errno of the first write that failed, 0: none */
} console;

/* ---- Writing ---- */

static void flush(console *c)
{
    if (!c->error && c->text.size) {
        errno = 0;
        fwrite(c->text.bytes, 1, c->text.size, c->options.out);
        if (fflush(c->options.out) || ferror(c->options.out))
            c->error = errno ? errno : EIO;
    }
    ct_buf_clear(&c->text);
}

/* Erases the progress line, writes the text in its place, and draws the line below. On one terminal
 * that takes two writes. If standard output is not the same terminal, the line is drawn at the next
 * progress event, because the reader of the output needs a moment. */
static void flush_above_progress(console *c, const ct_run_result *run)
{
    bool const was_drawn = c->progress.is_drawn;
    if (!c->text.size)
        return;
    if (!was_drawn || !c->shares_terminal) {
        ct_progress_line_erase(&c->progress);
        flush(c);
        return;
    }
    ct_buf text = c->text;
    c->text = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&c->text, CT_PROGRESS_LINE_ERASE);
    ct_buf_add(&c->text, text.bytes, text.size);
    ct_buf_free(&text);
    flush(c);
    ct_progress_line_draw(&c->progress, run, &c->run_progress);
}

static void add_colored(console *c, ct_verdict verdict, const char *word)
{
    ct_style(&c->text, ct_role_of(verdict), c->options.has_color, word);
}

/* ---- A case ---- */

static const char *verdict_word(ct_verdict verdict)
{
    static const char *const words[CT_VERDICTS] = {
        [CT_NOT_RUN] = "NOT RUN", [CT_SKIP] = "skip",   [CT_PASS] = "pass",
        [CT_WARN] = "WARN",       [CT_ERROR] = "ERROR", [CT_FAIL] = "FAIL",
    };
    return words[verdict];
}

static void add_heading(console *c, const ct_case_result *result)
{
    const char *word = verdict_word(result->verdict);
    add_colored(c, result->verdict, word);
    ct_buf_printf(&c->text, "%*s", (int)(strlen(word) < 7 ? 8 - strlen(word) : 1), "");
    if (c->options.level >= CT_CONSOLE_VERBOSE) {
        ct_print_duration(&c->text, result->elapsed_us);
        ct_buf_text(&c->text, "  ");
    }
    ct_print_text(&c->text, result->test_case->full_name, NAME_LIMIT);
    ct_buf_text(&c->text, "  ");
    ct_print_text(&c->text, result->test_case->title, NAME_LIMIT);
    if (result->reason) {
        ct_buf_text(&c->text, " (");
        ct_print_text(&c->text, result->reason, NAME_LIMIT);
        ct_buf_char(&c->text, ')');
    }
    ct_buf_char(&c->text, '\n');
}

static bool is_problem(ct_verdict verdict)
{
    return verdict == CT_FAIL || verdict == CT_ERROR || verdict == CT_WARN;
}

static bool has_cleanup_error(const ct_case_result *result)
{
    for (const ct_step_result *step = result->steps; step; step = step->next)
        if (step->is_cleanup && ct_print_has_step(step))
            return true;
    return false;
}

/* The heading from `start` on becomes the line that stays when the rest is folded. */
static void open_group(console *c, size_t start)
{
    ct_buf heading = CT_BUF(CT_BUF_ANY);
    ct_buf_add(&heading, c->text.bytes + start, c->text.size - start - 1); /* no line break */
    c->text.size = start;
    ct_buf_text(&c->text, "::group::");
    ct_github_data(&c->text, ct_buf_str(&heading));
    ct_buf_char(&c->text, '\n');
    ct_buf_free(&heading);
}

static void add_case(console *c, const ct_case_result *result)
{
    bool const is_printed = is_problem(result->verdict), is_unclean = has_cleanup_error(result);
    bool const is_full = c->options.level == CT_CONSOLE_FULL && result->steps;
    bool const is_bad = is_printed || is_unclean;
    bool const is_group = c->options.is_grouped && (is_bad || is_full);
    size_t const start = c->text.size;
    if (is_bad || c->options.level >= CT_CONSOLE_VERBOSE)
        add_heading(c, result);
    if (is_group)
        open_group(c, start);
    if (is_printed || is_full)
        ct_print_steps(&c->text, result, false, &c->manner);
    if (is_printed)
        ct_print_requirements(&c->text, result->test_case, &c->manner);
    if (is_unclean || is_full)
        ct_print_steps(&c->text, result, true, &c->manner);
    if (is_bad || is_full)
        ct_buf_text(&c->text, is_group ? "::endgroup::\n" : "\n");
}

static void keep_notes(console *c, const ct_case_result *result)
{
    for (const ct_step_result *step = result->steps; step; step = step->next)
        for (const ct_response_note *note = step->notes; note; note = note->next)
            ct_counter_add(&c->notes, note->text, result->test_case->full_name);
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    console *c = (console *)self;
    if (c->options.level == CT_CONSOLE_QUIET)
        return;
    if (c->run_progress.longest == result->test_case)
        c->run_progress.longest = NULL; /* it ended */
    keep_notes(c, result);
    add_case(c, result);
    flush_above_progress(c, run);
}

/* The target's own steps are printed if they did not pass, or if every case is printed. */
static void before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    case_end(self, run, result);
}

static void on_progress(ct_listener *self, const ct_run_result *run,
                        const ct_run_progress *run_progress)
{
    console *c = (console *)self;
    c->run_progress = *run_progress;
    ct_progress_line_draw(&c->progress, run, run_progress);
}

/* ---- The end ---- */

static void add_counter(console *c, const char *heading, const char *of, const ct_counter *counter)
{
    if (!counter->first)
        return;
    ct_buf_printf(&c->text, "%s:\n", heading);
    for (const ct_counter_row *row = counter->first; row; row = row->next) {
        ct_buf_printf(&c->text, "  %zu %s%s: ", row->count, of, row->count == 1 ? "" : "s");
        ct_print_text(&c->text, row->text, VALUE_LIMIT);
        ct_buf_text(&c->text, row->count == 1 ? " (" : " (first: ");
        ct_print_text(&c->text, row->example, NAME_LIMIT);
        ct_buf_text(&c->text, ")\n");
    }
    if (counter->others)
        ct_buf_printf(&c->text, "  %zu more\n", counter->others);
}

/* Grouped by reason, which is the same for all cases that lack one capability. */
static void add_reasons(console *c, const ct_run_result *run, ct_verdict verdict,
                        const char *heading)
{
    ct_counter reasons = {.arena = c->arena, .limit = COUNTER_LIMIT};
    for (size_t i = 0; i < run->case_count; i++) {
        const ct_case_result *result = &run->cases[i];
        if (result->verdict == verdict)
            ct_counter_add(&reasons, result->reason ? result->reason : "no reason was given",
                           result->test_case->full_name);
    }
    add_counter(c, heading, "case", &reasons);
}

static size_t count_cases(const ct_cause *cause)
{
    size_t count = 0;
    for (const ct_cause_case *one = cause->cases; one; one = one->next)
        count++;
    return count;
}

/* What the failed cases have in common, each cause with the simplest case that shows it. */
static void add_causes(console *c, const ct_run_result *run)
{
    unsigned count = 0;
    for (const ct_cause *cause = run->causes; cause; cause = cause->next)
        count++;
    if (!count)
        return;
    ct_buf_printf(&c->text, "%u cause%s:\n", count, count == 1 ? "" : "s");
    for (const ct_cause *cause = run->causes; cause; cause = cause->next) {
        size_t const cases = count_cases(cause);
        if (cause->id > CAUSES_MAX) {
            ct_buf_printf(&c->text, "  %u more\n", count - CAUSES_MAX);
            return;
        }
        ct_buf_printf(&c->text, "  %u  %zu case%s: ", cause->id, cases, cases == 1 ? "" : "s");
        ct_print_text(&c->text, cause->text, VALUE_LIMIT);
        ct_buf_text(&c->text, cases == 1 ? " (" : " (first: ");
        ct_print_text(&c->text, cause->first, NAME_LIMIT);
        ct_buf_text(&c->text, ")\n");
    }
}

static void add_waiting(console *c, const ct_waiting *w)
{
    ct_buf *out = &c->text;
    if (w->steps) {
        ct_buf_text(out, "polling: waited ");
        ct_print_duration(out, w->waited_ms * 1000);
        ct_buf_printf(out, " in %u step%s, at most ", w->steps, w->steps == 1 ? "" : "s");
        ct_print_duration(out, w->longest_ms * 1000);
        ct_buf_text(out, " (");
        ct_print_text(out, w->longest_case, NAME_LIMIT);
        ct_buf_text(out, ")");
    }
    if (w->saved_steps) {
        ct_buf_printf(out, "%s %u step%s did not wait, saved ",
                      w->steps ? ";" : "polling:", w->saved_steps, w->saved_steps == 1 ? "" : "s");
        ct_print_duration(out, w->saved_ms * 1000);
    }
    if (w->steps || w->saved_steps)
        ct_buf_text(out, "\n");
}

static void add_facts(console *c, const ct_run_result *run)
{
    add_waiting(c, &run->waiting);
    if (run->shuffle) {
        ct_buf_text(&c->text, "shuffled: --shuffle=");
        ct_print_text(&c->text, run->shuffle, VALUE_LIMIT);
        ct_buf_text(&c->text, " repeats this order\n");
    }
    if (run->throttled_us) {
        ct_buf_text(&c->text, "throttled: waited ");
        ct_print_duration(&c->text, run->throttled_us);
        ct_buf_text(&c->text, " as the target requested\n");
    }
    if (run->cleanup_failures)
        ct_buf_printf(&c->text, "cleanup incomplete: %u step%s did not pass\n",
                      run->cleanup_failures, run->cleanup_failures == 1 ? "" : "s");
    if (run->deselected)
        ct_buf_printf(&c->text, "not selected: %zu case%s\n", run->deselected,
                      run->deselected == 1 ? "" : "s");
    if (run->stopped) {
        ct_buf_text(&c->text, "run aborted: ");
        ct_print_text(&c->text, run->stopped, VALUE_LIMIT);
        ct_buf_char(&c->text, '\n');
    }
    const char *heading = "reports: ";
    for (const ct_console_report *report = c->options.reports; report; report = report->next) {
        ct_buf_text(&c->text, heading);
        ct_print_text(&c->text, report->path, SIZE_MAX);
        ct_buf_char(&c->text, '\n');
        heading = "         ";
    }
}

/* Whether --last-failed selects the case. */
static bool is_rerun(const ct_case_result *result)
{
    return result->verdict == CT_FAIL || result->verdict == CT_ERROR ||
           result->verdict == CT_NOT_RUN;
}

static void add_rerun_cases(console *c, const ct_run_result *run)
{
    for (size_t i = 0; i < run->case_count; i++) {
        const char *name = run->cases[i].test_case->full_name;
        if (!is_rerun(&run->cases[i]))
            continue;
        ct_buf_text(&c->text, " --case ");
        ct_shell_word(&c->text, name, strlen(name));
    }
}

static void add_rerun(console *c, const ct_run_result *run)
{
    const ct_console_rerun *again = c->options.again;
    size_t count = 0;
    for (size_t i = 0; i < run->case_count; i++)
        count += is_rerun(&run->cases[i]);
    if (!again || !count)
        return;
    ct_buf_text(&c->text, "rerun: ");
    if (!again->record && count > RERUN_MAX) {
        ct_buf_printf(&c->text,
                      "save the results with --json FILE; then --last-failed FILE runs only the "
                      "cases that did not pass\n");
        return;
    }
    ct_buf_text(&c->text, again->begin);
    if (again->record) {
        ct_buf_text(&c->text, " --last-failed ");
        ct_shell_word(&c->text, again->record, strlen(again->record));
    } else {
        add_rerun_cases(c, run);
    }
    ct_buf_printf(&c->text, "%s\n", again->end);
}

static void add_last_line(console *c, const ct_run_result *run)
{
    add_colored(c, ct_run_verdict(run), ct_print_verdict(run));
    ct_buf_text(&c->text, "  ");
    ct_print_counts(&c->text, run->counts);
    ct_buf_text(&c->text, "  (");
    ct_print_duration(&c->text, run->elapsed_us);
    ct_buf_text(&c->text, ")  ");
    ct_print_text(&c->text, run->target_name ? run->target_name : "", NAME_LIMIT);
    if (run->target_url && (!run->target_name || strcmp(run->target_name, run->target_url))) {
        ct_buf_text(&c->text, run->target_name ? " at " : "");
        ct_print_text(&c->text, run->target_url, NAME_LIMIT);
    }
    ct_buf_char(&c->text, '\n');
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    console *c = (console *)self;
    ct_progress_line_erase(&c->progress);
    if (c->options.level != CT_CONSOLE_QUIET) {
        add_reasons(c, run, CT_SKIP, "skipped");
        add_reasons(c, run, CT_NOT_RUN, "not run");
        add_counter(c, "notes (not part of the result)", "time", &c->notes);
        add_causes(c, run);
        add_facts(c, run);
        add_rerun(c, run);
    }
    if (run->is_insecure) {
        add_colored(c, CT_WARN, "INSECURE");
        ct_buf_text(&c->text, ": " CT_INSECURE "\n");
    }
    add_last_line(c, run);
    flush(c);
}

static void drop(void *text)
{
    ct_buf_free(text);
}

static bool is_same_terminal(int one, int other)
{
    struct stat a, b;
    return isatty(one) && !fstat(one, &a) && !fstat(other, &b) && a.st_rdev == b.st_rdev;
}

static void open_progress(console *c)
{
    bool const has_progress = c->options.has_progress && c->options.level != CT_CONSOLE_QUIET;
    int const out = fileno(c->options.out);
    c->progress = (ct_progress_line){.fd = has_progress ? STDERR_FILENO : -1,
                                     .has_color = c->options.has_color};
    c->shares_terminal = has_progress && is_same_terminal(out, STDERR_FILENO);
    if (has_progress)
        c->listener.run_progress = on_progress;
}

ct_listener *ct_console_open(ct_arena *arena, const ct_console_options *options)
{
    console *c = ct_new(arena, console);
    c->listener = (ct_listener){.before_end = before_end, .case_end = case_end, .run_end = run_end};
    c->options = *options;
    c->manner = (ct_print_options){.margin = "      ",
                                   .value_limit = VALUE_LIMIT,
                                   .has_source_line = true,
                                   .has_color = options->has_color,
                                   .has_exchanges = options->level == CT_CONSOLE_FULL};
    c->listener.wants_each_exchange = options->level == CT_CONSOLE_FULL;
    c->arena = arena;
    c->notes = (ct_counter){.arena = arena, .limit = COUNTER_LIMIT};
    c->text = CT_BUF(CT_BUF_ANY);
    ct_arena_own(arena, &c->text, drop);
    open_progress(c);
    return &c->listener;
}

bool ct_console_close(ct_listener *self, ct_diag *diag)
{
    console *c = (console *)self;
    flush(c);
    if (!c->error)
        return true;
    return ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE, "cannot write standard output: %s",
                   strerror(c->error));
}
