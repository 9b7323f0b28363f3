#include "report/console.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "report/console_causes.h"
#include "report/console_end.h"
#include "report/failures.h"
#include "report/github.h"
#include "report/print.h"
#include "report/progress_line.h"
#include "report/style.h"

enum {
    VALUE_LIMIT = 400,
    NAME_LIMIT = 300,
    WHY_LIMIT = 400,
    COUNTER_LIMIT = 20,
    DIFFERENCES_MAX = 10, /* of a failure that is printed unasked */
    COLUMNS = 100,        /* without a terminal */
    COLUMNS_MIN = 40
};

static const char margin[] = "      ";

typedef struct console {
    ct_listener listener;
    ct_console_options options;
    ct_print_options manner;
    ct_progress_line progress;
    bool shares_terminal;         /* the progress is on the same terminal as the rest */
    ct_run_progress run_progress; /* the last one */
    ct_console_tally tally;
    ct_failures *failures;
    ct_buf failure, warning;        /* the first one of each, in full */
    const ct_case *failed, *warned; /* its case; NULL: there is none */
    size_t columns;
    ct_arena *arena;
    ct_buf text, summary;
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

static bool lists_failures(const console *c)
{
    return c->options.lists_failures || c->options.level == CT_CONSOLE_FULL;
}

static void add_verified(console *c, const ct_case *test_case)
{
    if (c->options.level >= CT_CONSOLE_VERBOSE)
        ct_print_requirements(&c->text, test_case, &c->manner);
    else
        ct_console_verified(&c->text, test_case, margin, c->columns);
}

/* Adds a case in full if it did not pass, or if every case is printed so. */
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
        add_verified(c, result->test_case);
    if (is_unclean || is_full)
        ct_print_steps(&c->text, result, true, &c->manner);
    if (is_bad || is_full)
        ct_buf_text(&c->text, is_group ? "::endgroup::\n" : "\n");
}

/* Adds a line for a case, and another one that says why it did not pass. */
static void add_case_line(console *c, const ct_case_result *result)
{
    if (c->options.level < CT_CONSOLE_VERBOSE)
        return;
    add_heading(c, result);
    if (!is_problem(result->verdict))
        return;
    ct_buf why = CT_BUF(CT_BUF_ANY);
    ct_print_message(&why, result, WHY_LIMIT);
    ct_buf_printf(&c->text, "        %s\n", ct_buf_str(&why));
    ct_buf_free(&why);
}

/* ---- What is kept for the end ---- */

/* A single failure is printed in full: its steps, without the requirements. */
static void keep_full(console *c, ct_buf *out, const ct_case **kept, const ct_case_result *result)
{
    ct_buf text = c->text;
    if (*kept) {
        ct_buf_free(out); /* it is not the only one */
        return;
    }
    *kept = result->test_case;
    c->text = CT_BUF(CT_BUF_ANY);
    add_heading(c, result);
    ct_print_steps(&c->text, result, false, &c->manner);
    *out = c->text;
    c->text = text;
}

static void keep_unclean(console *c, const ct_case_result *result)
{
    unsigned ordinal = 0;
    for (const ct_step_result *step = result->steps; step && !c->tally.unclean; step = step->next) {
        ordinal += step->is_cleanup;
        if (!step->is_cleanup || !ct_print_has_step(step))
            continue;
        ct_buf text = CT_BUF(CT_BUF_ANY);
        ct_print_text(&text, result->test_case->full_name, NAME_LIMIT);
        ct_print_step_name(&text, step, ordinal);
        ct_buf_text(&text, ": ");
        if (step->findings) {
            ct_print_text(&text, step->findings->subject, NAME_LIMIT);
            ct_buf_text(&text, ": expected ");
            ct_print_text(&text, step->findings->expected, NAME_LIMIT);
            ct_buf_text(&text, ", got ");
            ct_print_text(&text, step->findings->actual, NAME_LIMIT);
        } else {
            ct_print_text(&text, step->error, NAME_LIMIT);
        }
        c->tally.unclean = ct_buf_finish(&text, c->arena);
    }
}

static void keep_warning(console *c, const ct_case_result *result)
{
    ct_arena *scratch = ct_arena_new();
    const char *why = ct_case_why(result, scratch);
    ct_counter_add(&c->tally.warnings, why ? why : "no reason was given",
                   result->test_case->full_name);
    ct_arena_free(scratch);
}

static void keep_notes(console *c, const ct_case_result *result)
{
    for (const ct_step_result *step = result->steps; step; step = step->next)
        for (const ct_response_note *note = step->notes; note; note = note->next)
            ct_counter_add(&c->tally.notes, note->text, result->test_case->full_name);
}

static void keep(console *c, const ct_run_result *run, const ct_case_result *result)
{
    bool const is_failed = result->verdict == CT_FAIL || result->verdict == CT_ERROR;
    if (is_failed)
        ct_failures_add(c->failures, run, result);
    if (is_failed)
        keep_full(c, &c->failure, &c->failed, result);
    if (result->verdict == CT_WARN)
        keep_warning(c, result);
    if (result->verdict == CT_WARN)
        keep_full(c, &c->warning, &c->warned, result);
    keep_notes(c, result);
    keep_unclean(c, result);
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    console *c = (console *)self;
    if (c->options.level == CT_CONSOLE_QUIET)
        return;
    if (c->run_progress.longest == result->test_case)
        c->run_progress.longest = NULL; /* it ended */
    keep(c, run, result);
    if (lists_failures(c))
        add_case(c, result);
    else
        add_case_line(c, result);
    flush_above_progress(c, run);
}

/* The target's own steps are printed if they did not pass, or if every case is printed. */
static void before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    console *c = (console *)self;
    if (c->options.level == CT_CONSOLE_QUIET)
        return;
    keep_notes(c, result);
    add_case(c, result);
    flush_above_progress(c, run);
}

static void on_progress(ct_listener *self, const ct_run_result *run,
                        const ct_run_progress *run_progress)
{
    console *c = (console *)self;
    c->run_progress = *run_progress;
    ct_progress_line_draw(&c->progress, run, run_progress);
}

/* ---- The end ---- */

/* Failures: the only one in full, several by their causes. */
static void add_failures(console *c, const ct_run_result *run)
{
    ct_causes_view const view = {.run = run,
                                 .failures = c->failures,
                                 .again = c->options.again,
                                 .columns = c->columns,
                                 .has_color = c->options.has_color,
                                 .has_texts = c->options.level >= CT_CONSOLE_VERBOSE};
    if (c->failure.size && !lists_failures(c)) {
        ct_buf_add(&c->text, c->failure.bytes, c->failure.size);
        ct_console_violated(&c->text, &view, c->failed, margin, c->arena);
        ct_buf_char(&c->text, '\n');
        return;
    }
    ct_console_causes(&c->text, &view, c->arena);
}

static void add_warning(console *c)
{
    if (!c->warning.size || lists_failures(c))
        return;
    ct_buf_add(&c->text, c->warning.bytes, c->warning.size);
    add_verified(c, c->warned);
    ct_buf_char(&c->text, '\n');
    c->tally.warnings.first = NULL;
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    console *c = (console *)self;
    ct_progress_line_erase(&c->progress);
    if (c->options.level != CT_CONSOLE_QUIET) {
        if (lists_failures(c))
            c->tally.warnings.first = NULL; /* they are printed already */
        if (!c->failed)
            add_warning(c);
        add_failures(c, run);
        ct_console_end(&c->text, run, &c->options, &c->tally, c->columns, c->arena);
    }
    if (run->is_insecure) {
        add_colored(c, CT_WARN, "INSECURE");
        ct_buf_text(&c->text, ": " CT_INSECURE "\n");
    }
    ct_console_summary(&c->summary, run, &c->options);
    flush(c);
}

static void drop(void *self)
{
    console *c = self;
    ct_buf_free(&c->text);
    ct_buf_free(&c->summary);
    ct_buf_free(&c->failure);
    ct_buf_free(&c->warning);
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
    c->columns = options->columns ? options->columns : COLUMNS;
    if (c->columns < COLUMNS_MIN)
        c->columns = COLUMNS_MIN;
    c->manner = (ct_print_options){.margin = margin,
                                   .value_limit = VALUE_LIMIT,
                                   .columns = c->columns,
                                   .differences = lists_failures(c) ? 0 : DIFFERENCES_MAX,
                                   .is_folded = options->level < CT_CONSOLE_FULL,
                                   .has_source_line = true,
                                   .has_color = options->has_color,
                                   .has_exchanges = options->level == CT_CONSOLE_FULL};
    c->listener.wants_each_exchange = options->level == CT_CONSOLE_FULL;
    c->arena = arena;
    c->failures = ct_failures_new(arena);
    c->tally.notes = c->tally.warnings = (ct_counter){.arena = arena, .limit = COUNTER_LIMIT};
    c->text = c->summary = c->failure = c->warning = CT_BUF(CT_BUF_ANY);
    ct_arena_own(arena, c, drop);
    open_progress(c);
    return &c->listener;
}

bool ct_console_close(ct_listener *self, ct_diag *diag)
{
    console *c = (console *)self;
    ct_buf_add(&c->text, c->summary.bytes, c->summary.size);
    ct_buf_clear(&c->summary);
    flush(c);
    if (!c->error)
        return true;
    return ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE, "cannot write standard output: %s",
                   strerror(c->error));
}
