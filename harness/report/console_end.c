#include "report/console_end.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "report/console_causes.h"
#include "report/print.h"
#include "report/shell.h"
#include "report/style.h"
#include "report/wrap.h"

enum {
    VALUE_LIMIT = 400,
    NAME_LIMIT = 300,
    REASONS_MAX = 20,
    ROWS_MAX = 3,  /* of a list beside failures */
    RERUN_MAX = 10 /* cases that are named one by one */
};

/* What the parts of the end are made of. */
typedef struct ending {
    ct_buf *out;
    const ct_run_result *run;
    const ct_console_options *options;
    ct_arena *arena;
    size_t columns, rows_max;
} ending;

static void add_wrapped(const ending *e, const ct_buf *line)
{
    ct_wrap(e->out, ct_buf_str(line), 4, e->columns);
    ct_buf_char(e->out, '\n');
}

/* ---- Lists ---- */

static void add_row(const ending *e, const char *of, const ct_counter_row *row)
{
    ct_buf line = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&line, "  %zu %s%s: ", row->count, of, row->count == 1 ? "" : "s");
    ct_print_text(&line, row->text, VALUE_LIMIT);
    ct_buf_text(&line, row->count == 1 ? " (" : " (first: ");
    ct_print_text(&line, row->example, NAME_LIMIT);
    ct_buf_char(&line, ')');
    add_wrapped(e, &line);
    ct_buf_free(&line);
}

static void add_counter(const ending *e, const char *heading, const char *of,
                        const ct_counter *counter)
{
    size_t listed = 0, others = counter->others;
    if (!counter->first)
        return;
    ct_buf_printf(e->out, "%s:\n", heading);
    for (const ct_counter_row *row = counter->first; row; row = row->next)
        if (listed++ < e->rows_max)
            add_row(e, of, row);
        else
            others += row->count;
    if (others)
        ct_buf_printf(e->out, "  %zu more\n", others);
}

/* Grouped by reason, which is the same for all cases that lack one capability. Why the run ended
 * early is printed once, for the run. */
static void add_reasons(const ending *e, ct_verdict verdict, const char *heading)
{
    const ct_run_result *run = e->run;
    ct_counter reasons = {.arena = e->arena, .limit = REASONS_MAX};
    for (size_t i = 0; i < run->case_count; i++) {
        const ct_case_result *result = &run->cases[i];
        const char *reason = result->reason ? result->reason : "no reason was given";
        if (result->verdict == verdict && !(run->stopped && !strcmp(reason, run->stopped)))
            ct_counter_add(&reasons, reason, result->test_case->full_name);
    }
    add_counter(e, heading, "case", &reasons);
}

/* ---- Facts ---- */

static void add_requirements(const ending *e)
{
    static const ct_requirement_status shown[] = {CT_FAILED, CT_NOT_VERIFIED, CT_PASSED};
    size_t counts[CT_REQUIREMENT_STATUSES] = {0};
    const char *between = "requirements: ";
    for (const ct_requirement_result *r = e->run->requirement_results; r; r = r->next)
        counts[r->status]++;
    if (!counts[CT_FAILED] && !counts[CT_NOT_VERIFIED])
        return;
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        if (!counts[shown[i]])
            continue;
        ct_buf_printf(e->out, "%s%zu %s", between, counts[shown[i]],
                      ct_requirement_status_words(shown[i]));
        between = ", ";
    }
    ct_buf_char(e->out, '\n');
}

/* The target did not respond even once: nothing was created. */
static bool is_dead(const ct_run_result *run)
{
    const unsigned *counts = run->counts;
    return run->stopped && !(counts[CT_PASS] + counts[CT_WARN] + counts[CT_FAIL]);
}

static void add_cleanup(const ending *e, const ct_console_tally *tally)
{
    ct_buf line = CT_BUF(CT_BUF_ANY);
    unsigned const count = e->run->cleanup_failures;
    if (!count || is_dead(e->run))
        return;
    ct_buf_printf(&line, "cleanup incomplete: %u step%s did not pass", count,
                  count == 1 ? "" : "s");
    if (tally->unclean)
        ct_buf_printf(&line, " (first: %s)", tally->unclean);
    add_wrapped(e, &line);
    ct_buf_free(&line);
}

static void add_stop(const ending *e)
{
    ct_buf line = CT_BUF(CT_BUF_ANY);
    if (!e->run->stopped)
        return;
    ct_style(e->out, CT_ROLE_BROKEN, e->options->has_color, "run aborted");
    ct_buf_text(&line, ": ");
    ct_print_text(&line, e->run->stopped, VALUE_LIMIT);
    add_wrapped(e, &line);
    ct_buf_free(&line);
}

static void add_waiting(ct_buf *out, const ct_waiting *w)
{
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
        ct_buf_char(out, '\n');
}

static void add_facts(const ending *e, const ct_console_tally *tally)
{
    const ct_run_result *run = e->run;
    if (run->shuffle) {
        ct_buf_text(e->out, "shuffled: --shuffle=");
        ct_print_text(e->out, run->shuffle, VALUE_LIMIT);
        ct_buf_text(e->out, " repeats this order\n");
    }
    add_waiting(e->out, &run->waiting);
    if (run->throttled_us) {
        ct_buf_text(e->out, "throttled: waited ");
        ct_print_duration(e->out, run->throttled_us);
        ct_buf_text(e->out, " as the target requested\n");
    }
    add_requirements(e);
    add_cleanup(e, tally);
    if (run->deselected)
        ct_buf_printf(e->out, "not selected: %zu case%s\n", run->deselected,
                      run->deselected == 1 ? "" : "s");
    add_stop(e);
    const char *heading = "reports: ";
    for (const ct_console_report *report = e->options->reports; report; report = report->next) {
        ct_buf_text(e->out, heading);
        ct_print_text(e->out, report->path, SIZE_MAX);
        ct_buf_char(e->out, '\n');
        heading = "         ";
    }
}

/* ---- The command that runs the failed cases again ---- */

/* Whether --last-failed selects the case. */
static bool is_rerun(const ct_case_result *result)
{
    return result->verdict == CT_FAIL || result->verdict == CT_ERROR ||
           result->verdict == CT_NOT_RUN;
}

static void add_rerun_cases(const ending *e)
{
    for (size_t i = 0; i < e->run->case_count; i++) {
        const char *name = e->run->cases[i].test_case->full_name;
        if (!is_rerun(&e->run->cases[i]))
            continue;
        ct_buf_text(e->out, " --case ");
        ct_shell_word(e->out, name, strlen(name));
    }
}

static void add_rerun(const ending *e)
{
    const ct_console_rerun *again = e->options->again;
    size_t count = 0;
    for (size_t i = 0; i < e->run->case_count; i++)
        count += is_rerun(&e->run->cases[i]);
    if (!again || !count || (is_dead(e->run) && !again->record))
        return;
    ct_buf_text(e->out, "rerun: ");
    if (!again->record && count > RERUN_MAX) {
        ct_wrap(e->out,
                "save the results with --json FILE; then --last-failed FILE runs only the cases "
                "that did not pass",
                4, e->columns);
        ct_buf_char(e->out, '\n');
        return;
    }
    ct_buf_text(e->out, again->begin);
    if (again->record) {
        ct_buf_text(e->out, " --last-failed ");
        ct_shell_word(e->out, again->record, strlen(again->record));
    } else {
        add_rerun_cases(e);
    }
    ct_buf_printf(e->out, "%s\n", again->end);
}

/* ---- The whole ---- */

void ct_console_end(ct_buf *out, const ct_run_result *run, const ct_console_options *options,
                    const ct_console_tally *tally, size_t columns, ct_arena *arena)
{
    bool const has_failed = run->counts[CT_FAIL] + run->counts[CT_ERROR];
    bool const is_short = has_failed && options->level < CT_CONSOLE_VERBOSE;
    ending const e = {.out = out,
                      .run = run,
                      .options = options,
                      .arena = arena,
                      .columns = columns,
                      .rows_max = is_short ? ROWS_MAX : SIZE_MAX};
    add_counter(&e, "warnings", "case", &tally->warnings);
    add_reasons(&e, CT_SKIP, "skipped");
    add_reasons(&e, CT_NOT_RUN, "not run");
    add_counter(&e, "notes (not part of the result)", "time", &tally->notes);
    add_facts(&e, tally);
    add_rerun(&e);
}

void ct_console_summary(ct_buf *out, const ct_run_result *run, const ct_console_options *options)
{
    size_t const causes = ct_console_count_causes(run);
    ct_style(out, ct_role_of(ct_run_verdict(run)), options->has_color, ct_print_verdict(run));
    ct_buf_text(out, "  ");
    ct_print_counts(out, run->counts);
    if (causes)
        ct_buf_printf(out, ", %zu cause%s", causes, causes == 1 ? "" : "s");
    ct_buf_text(out, "  (");
    ct_print_duration(out, run->elapsed_us);
    ct_buf_text(out, ")  ");
    ct_print_text(out, run->target_name ? run->target_name : "", NAME_LIMIT);
    if (run->target_url && (!run->target_name || strcmp(run->target_name, run->target_url))) {
        ct_buf_text(out, run->target_name ? " at " : "");
        ct_print_text(out, run->target_url, NAME_LIMIT);
    }
    ct_buf_char(out, '\n');
}
