#include "report/console.h"

#include <errno.h>
#include <string.h>

#include "report/github.h"
#include "report/stamp.h"
#include "report/tally.h"
#include "report/tell.h"

enum { VALUE_LIMIT = 400, NAME_LIMIT = 300, TALLY_LIMIT = 20 };

static const ct_tell manner = {
    .margin = "      ", .value_limit = VALUE_LIMIT, .has_source_line = true};

typedef struct console {
    ct_listener listener;
    ct_console_options options;
    ct_tally remarks;
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

static const char *verdict_color(ct_verdict verdict)
{
    static const char *const colors[CT_VERDICTS] = {
        [CT_NOT_RUN] = "35", [CT_SKIP] = "36",  [CT_PASS] = "32",
        [CT_WARN] = "33",    [CT_ERROR] = "35", [CT_FAIL] = "31",
    };
    return colors[verdict];
}

static void add_colored(console *c, ct_verdict verdict, const char *word)
{
    if (c->options.has_color)
        ct_buf_printf(&c->text, "\033[1;%sm%s\033[0m", verdict_color(verdict), word);
    else
        ct_buf_text(&c->text, word);
}

static void add_seconds(console *c, uint64_t elapsed_us)
{
    ct_stamp_length(&c->text, elapsed_us / 1000);
    ct_buf_text(&c->text, " s");
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
    if (c->options.level == CT_CONSOLE_VERBOSE) {
        add_seconds(c, result->elapsed_us);
        ct_buf_text(&c->text, "  ");
    }
    ct_tell_text(&c->text, result->asked->full_name, NAME_LIMIT);
    ct_buf_text(&c->text, "  ");
    ct_tell_text(&c->text, result->asked->title, NAME_LIMIT);
    if (result->reason) {
        ct_buf_text(&c->text, " (");
        ct_tell_text(&c->text, result->reason, NAME_LIMIT);
        ct_buf_char(&c->text, ')');
    }
    ct_buf_char(&c->text, '\n');
}

static bool is_told_at_once(ct_verdict verdict)
{
    return verdict == CT_FAIL || verdict == CT_ERROR || verdict == CT_WARN;
}

static bool has_cleanup_trouble(const ct_case_result *result)
{
    for (const ct_step_result *step = result->steps; step; step = step->next)
        if (step->is_cleanup && ct_tell_has_step(step))
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
    bool const is_told = is_told_at_once(result->verdict), is_unclean = has_cleanup_trouble(result);
    bool const is_group = c->options.is_grouped && (is_told || is_unclean);
    size_t const start = c->text.size;
    if (is_told || is_unclean || c->options.level == CT_CONSOLE_VERBOSE)
        add_heading(c, result);
    if (is_group)
        open_group(c, start);
    if (is_told) {
        ct_tell_steps(&c->text, result, false, &manner);
        ct_tell_cites(&c->text, result->asked, &manner);
    }
    if (is_unclean)
        ct_tell_steps(&c->text, result, true, &manner);
    if (is_told || is_unclean)
        ct_buf_text(&c->text, is_group ? "::endgroup::\n" : "\n");
}

static void keep_remarks(console *c, const ct_case_result *result)
{
    for (const ct_step_result *step = result->steps; step; step = step->next)
        for (const ct_remark *remark = step->remarks; remark; remark = remark->next)
            ct_tally_add(&c->remarks, remark->text, result->asked->full_name);
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    console *c = (console *)self;
    (void)run;
    if (c->options.level == CT_CONSOLE_QUIET)
        return;
    keep_remarks(c, result);
    add_case(c, result);
    flush(c);
}

/* The target's own steps are told when they are no pass, or every case is. */
static void before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    case_end(self, run, result);
}

/* ---- The end ---- */

static void add_tally(console *c, const char *heading, const char *of, const ct_tally *tally)
{
    if (!tally->first)
        return;
    ct_buf_printf(&c->text, "%s:\n", heading);
    for (const ct_tally_row *row = tally->first; row; row = row->next) {
        ct_buf_printf(&c->text, "  %zu %s%s: ", row->count, of, row->count == 1 ? "" : "s");
        ct_tell_text(&c->text, row->text, VALUE_LIMIT);
        ct_buf_text(&c->text, row->count == 1 ? " (" : " (first: ");
        ct_tell_text(&c->text, row->example, NAME_LIMIT);
        ct_buf_text(&c->text, ")\n");
    }
    if (tally->others)
        ct_buf_printf(&c->text, "  %zu more\n", tally->others);
}

/* Grouped by the reason, which is the same for all that miss one capability. */
static void add_unexercised(console *c, const ct_run_result *run, ct_verdict verdict,
                            const char *heading)
{
    ct_tally reasons = {.arena = c->arena, .limit = TALLY_LIMIT};
    for (size_t i = 0; i < run->case_count; i++) {
        const ct_case_result *result = &run->cases[i];
        if (result->verdict == verdict)
            ct_tally_add(&reasons, result->reason ? result->reason : "no reason was given",
                         result->asked->full_name);
    }
    add_tally(c, heading, "case", &reasons);
}

static void add_facts(console *c, const ct_run_result *run)
{
    if (run->shuffle) {
        ct_buf_text(&c->text, "shuffled: --shuffle=");
        ct_tell_text(&c->text, run->shuffle, VALUE_LIMIT);
        ct_buf_text(&c->text, " gives this order again\n");
    }
    if (run->throttled_us) {
        ct_buf_text(&c->text, "throttled: waited ");
        add_seconds(c, run->throttled_us);
        ct_buf_text(&c->text, " because the target asked for it\n");
    }
    if (run->cleanup_failures)
        ct_buf_printf(&c->text, "clean-up: %u step%s did not pass\n", run->cleanup_failures,
                      run->cleanup_failures == 1 ? "" : "s");
    if (run->deselected)
        ct_buf_printf(&c->text, "not selected: %zu case%s\n", run->deselected,
                      run->deselected == 1 ? "" : "s");
    if (run->stopped) {
        ct_buf_text(&c->text, "the run ended early: ");
        ct_tell_text(&c->text, run->stopped, VALUE_LIMIT);
        ct_buf_char(&c->text, '\n');
    }
    for (const ct_console_report *report = c->options.reports; report; report = report->next) {
        ct_buf_text(&c->text, "report: ");
        ct_tell_text(&c->text, report->path, SIZE_MAX);
        ct_buf_char(&c->text, '\n');
    }
}

static void add_last_line(console *c, const ct_run_result *run)
{
    add_colored(c, ct_run_verdict(run), ct_tell_verdict(run));
    ct_buf_text(&c->text, ": ");
    ct_tell_counts(&c->text, run->counts);
    ct_buf_text(&c->text, " in ");
    add_seconds(c, run->elapsed_us);
    ct_buf_text(&c->text, " against ");
    ct_tell_text(&c->text, run->target_name ? run->target_name : "a target", NAME_LIMIT);
    if (run->target_url && (!run->target_name || strcmp(run->target_name, run->target_url))) {
        ct_buf_text(&c->text, " at ");
        ct_tell_text(&c->text, run->target_url, NAME_LIMIT);
    }
    ct_buf_char(&c->text, '\n');
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    console *c = (console *)self;
    if (c->options.level != CT_CONSOLE_QUIET) {
        add_unexercised(c, run, CT_SKIP, "not exercised");
        add_unexercised(c, run, CT_NOT_RUN, "not run");
        add_tally(c, "remarks, which touch no verdict", "time", &c->remarks);
        add_facts(c, run);
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

ct_listener *ct_console_open(ct_arena *arena, const ct_console_options *options)
{
    console *c = ct_new(arena, console);
    c->listener = (ct_listener){.before_end = before_end, .case_end = case_end, .run_end = run_end};
    c->options = *options;
    c->arena = arena;
    c->remarks = (ct_tally){.arena = arena, .limit = TALLY_LIMIT};
    c->text = CT_BUF(CT_BUF_ANY);
    ct_arena_own(arena, &c->text, drop);
    return &c->listener;
}

bool ct_console_close(ct_listener *self, ct_diag *diag)
{
    console *c = (console *)self;
    flush(c);
    if (!c->error)
        return true;
    return ct_fail(diag, CT_E_IO, CT_NOWHERE, "cannot write standard output: %s",
                   strerror(c->error));
}
