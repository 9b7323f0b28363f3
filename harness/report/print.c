#include "report/print.h"

#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "report/curl_line.h"
#include "report/print_body.h"
#include "report/style.h"
#include "report/transcript.h"
#include "report/wrap.h"

enum {
    NAME_LIMIT = 100,
    REASON_LIMIT = 100,
    REASON_LIMIT_OF_RUN = 4 << 10,
    BODY_LIMIT = 240,
    CURL_BODY_LIMIT = 2 << 10
};

ct_loc ct_print_where(const ct_case_result *result)
{
    const ct_finding *finding;
    const ct_step_result *step = ct_case_decider(result, &finding);
    if (finding && finding->where.source)
        return finding->where;
    if (step && step->step && step->step->where.source)
        return step->step->where;
    return result->test_case->where;
}

/* ---- The message ---- */

void ct_print_message(ct_buf *out, const ct_case_result *result, size_t limit)
{
    if (result->verdict == CT_PASS)
        return;
    ct_arena *scratch = ct_arena_new();
    const char *why = ct_case_why(result, scratch);
    if (!why)
        why = "no reason was given";
    if (result->verdict == CT_NOT_RUN)
        why = ct_arena_printf(scratch, "not run: %s", why);
    else if (result->verdict == CT_SKIP)
        why = ct_arena_printf(scratch, "skipped: %s", why);
    ct_print_line(out, why, limit, "message: ");
    ct_arena_free(scratch);
}

/* ---- A step ---- */

static void add_wrapped(ct_buf *out, const char *text, const ct_print_options *how)
{
    ct_wrap(out, text, strlen(how->margin) + 4, how->columns);
}

static void add_value(ct_buf *out, ct_role role, const char *text, const ct_print_options *how)
{
    ct_buf value = CT_BUF(CT_BUF_ANY);
    ct_print_text(&value, text, how->value_limit);
    ct_style_begin(out, role, how->has_color);
    add_wrapped(out, ct_buf_str(&value), how);
    ct_style_end(out, role, how->has_color);
    ct_buf_free(&value);
}

static void add_line(ct_buf *out, ct_role role, const char *label, const char *text,
                     const ct_print_options *how)
{
    if (!text)
        return;
    ct_buf_printf(out, "%s= %s: ", how->margin, label);
    add_value(out, role, text, how);
    ct_buf_char(out, '\n');
}

static void add_aside(ct_buf *out, const char *text, const ct_print_options *how)
{
    if (!text)
        return;
    ct_buf aside = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&aside, " (");
    ct_print_text(&aside, text, how->value_limit);
    ct_buf_char(&aside, ')');
    add_wrapped(out, ct_buf_str(&aside), how);
    ct_buf_free(&aside);
}

/* The bar keeps a log reader from taking a line of the target for a command. */
static void add_diff(ct_buf *out, const char *diff, const char *indent, const ct_print_options *how)
{
    ct_arena *scratch = ct_arena_new();
    ct_print_options line = *how;
    line.columns = 0;
    for (const char *at = diff; at && *at;) {
        size_t const size = strcspn(at, "\n");
        ct_role const role = *at == '-' ? CT_ROLE_GOOD : *at == '+' ? CT_ROLE_BAD : CT_ROLE_PLAIN;
        ct_buf_printf(out, "%s%s| ", how->margin, indent);
        add_value(out, role, ct_arena_copy(scratch, at, size), &line);
        ct_buf_char(out, '\n');
        at += size + (at[size] == '\n');
    }
    ct_arena_free(scratch);
}

static void add_difference(ct_buf *out, const ct_difference *difference,
                           const ct_print_options *how)
{
    ct_buf_printf(out, "%s    ", how->margin);
    ct_print_line(out, difference->path, SIZE_MAX, "at ");
    ct_buf_text(out, ": expected ");
    add_value(out, CT_ROLE_GOOD, difference->expected, how);
    ct_buf_text(out, ", got ");
    add_value(out, CT_ROLE_BAD, difference->actual, how);
    add_aside(out, difference->hint, how);
    add_aside(out, difference->schema, how);
    ct_buf_char(out, '\n');
    add_diff(out, difference->diff, "        ", how);
}

static void add_differences(ct_buf *out, const ct_finding *finding, const ct_print_options *how)
{
    const ct_difference *first = finding->differences;
    if (!first)
        return;
    if (finding->difference_count < 2) {
        add_line(out, CT_ROLE_PLAIN, "at", first->path, how);
        return;
    }
    unsigned reported = 0;
    ct_buf_printf(out, "%s= %u differences:\n", how->margin, finding->difference_count);
    for (const ct_difference *d = first; d && (!how->differences || reported < how->differences);
         d = d->next, reported++)
        add_difference(out, d, how);
    if (reported < finding->difference_count)
        ct_buf_printf(out, "%s    and %u more\n", how->margin,
                      finding->difference_count - reported);
}

static void begin_place(ct_buf *out, ct_loc where, const ct_print_options *how)
{
    ct_style_begin(out, CT_ROLE_PLACE, how->has_color);
    size_t const before = out->size;
    ct_print_location(out, where);
    ct_buf_text(out, out->size > before ? ": " : "case: ");
}

static void end_place(ct_buf *out, ct_loc where, const ct_print_options *how)
{
    ct_style_end(out, CT_ROLE_PLACE, how->has_color);
    ct_buf_char(out, '\n');
    if (how->has_source_line)
        ct_loc_show(where, out);
}

static void add_finding(ct_buf *out, const ct_step_result *step, const ct_finding *finding,
                        unsigned ordinal, const ct_print_options *how)
{
    begin_place(out, finding->where, how);
    ct_print_text(out, finding->subject, how->value_limit);
    if (finding->verdict == CT_WARN)
        ct_buf_text(out, " (should)");
    ct_print_step_name(out, step, ordinal);
    end_place(out, finding->where, how);
    add_line(out, CT_ROLE_GOOD, "expected", finding->expected, how);
    add_line(out, CT_ROLE_BAD, "actual", finding->actual, how);
    add_line(out, CT_ROLE_PLAIN, "hint", finding->hint, how);
    add_line(out, CT_ROLE_PLAIN, "schema", finding->schema, how);
    if (finding->difference_count < 2)
        add_diff(out, finding->diff, "    ", how);
    add_differences(out, finding, how);
}

static void add_error(ct_buf *out, const ct_step_result *step, unsigned ordinal,
                      const ct_print_options *how)
{
    ct_loc const where = step->step ? step->step->where : CT_NOWHERE;
    begin_place(out, where, how);
    ct_buf_text(out, step->verdict == CT_FAIL ? "polling stopped" : "error");
    ct_print_step_name(out, step, ordinal);
    end_place(out, where, how);
    add_line(out, CT_ROLE_BROKEN, "error", step->error, how);
}

static void add_response(ct_buf *out, const ct_step_result *step, const ct_print_options *how)
{
    const ct_response *response = step->exchange->response;
    ct_buf_printf(out, "%s= response: %u", how->margin, response->status);
    if (response->reason && *response->reason) {
        ct_buf_char(out, ' ');
        ct_print_text(out, response->reason, REASON_LIMIT);
    }
    ct_buf_text(out, " (");
    ct_print_duration(out, step->exchange->elapsed_us);
    ct_print_attempts(out, step);
    ct_buf_text(out, ")\n");
}

static void add_body(ct_buf *out, const ct_body *body, const ct_print_options *how)
{
    ct_buf head = CT_BUF(CT_BUF_ANY);
    ct_print_body_head(&head, body, BODY_LIMIT);
    if (head.size)
        add_line(out, CT_ROLE_PLAIN, "body", ct_buf_str(&head), how);
    ct_buf_free(&head);
}

static void add_exchange(ct_buf *out, const ct_step_result *step, bool has_body,
                         const ct_print_options *how)
{
    const ct_exchange *exchange = step->exchange;
    if (!exchange)
        return;
    if (exchange->response)
        add_response(out, step, how);
    if (exchange->response && has_body)
        add_body(out, &exchange->response->body, how);
    ct_style_begin(out, CT_ROLE_ASIDE, how->has_color);
    ct_buf_printf(out, "%s= reproduce: ", how->margin);
    ct_curl_line(out, exchange->request, CURL_BODY_LIMIT);
    ct_style_end(out, CT_ROLE_ASIDE, how->has_color);
    ct_buf_char(out, '\n');
}

/* ---- A wrong status ---- */

static const ct_finding *wrong_status(const ct_step_result *step)
{
    const ct_finding *finding = step->findings;
    while (finding && (strcmp(finding->subject, "status") || finding->verdict != CT_FAIL))
        finding = finding->next;
    return step->exchange && step->exchange->response ? finding : NULL;
}

/* A status of another class comes with headers and a body of its own. With another status of the
 * same class only values depend on it. */
static bool follows_from_status(const ct_step_result *step, const ct_finding *status,
                                const ct_finding *other)
{
    char const received = (char)('0' + step->exchange->response->status / 100);
    bool const is_other_class = status->expected && *status->expected != received;
    return other->verdict != CT_ERROR && (is_other_class || other->mismatch == CT_MISMATCH_VALUE);
}

bool ct_print_has_step(const ct_step_result *step)
{
    return step->verdict != CT_SKIP && (step->findings || step->error);
}

void ct_print_step(ct_buf *out, const ct_step_result *step, unsigned ordinal,
                   const ct_print_options *how)
{
    if (how->has_exchanges)
        ct_transcript(out, step, ordinal, how);
    if (!ct_print_has_step(step))
        return;
    const ct_finding *status = how->is_folded ? wrong_status(step) : NULL;
    unsigned folded = 0;
    if (status)
        add_finding(out, step, status, ordinal, how);
    for (const ct_finding *finding = step->findings; finding; finding = finding->next)
        if (status && finding != status && follows_from_status(step, status, finding))
            folded += finding->difference_count ? finding->difference_count : 1;
        else if (finding != status)
            add_finding(out, step, finding, ordinal, how);
    if (folded)
        ct_buf_printf(out, "%s= and %u further difference%s that follow%s from the status\n",
                      how->margin, folded, folded == 1 ? "" : "s", folded == 1 ? "s" : "");
    if (step->error)
        add_error(out, step, ordinal, how);
    add_exchange(out, step, status != NULL, how);
}

void ct_print_steps(ct_buf *out, const ct_case_result *result, bool is_cleanup,
                    const ct_print_options *how)
{
    unsigned ordinal = 0;
    for (const ct_step_result *step = result->steps; step; step = step->next)
        if (step->is_cleanup == is_cleanup)
            ct_print_step(out, step, ++ordinal, how);
}

void ct_print_requirements(ct_buf *out, const ct_case *test_case, const ct_print_options *how)
{
    for (const ct_cite *cite = test_case->verifies; cite; cite = cite->next) {
        const ct_requirement *requirement = cite->requirement;
        ct_style_begin(out, CT_ROLE_ASIDE, how->has_color);
        ct_buf_printf(out, "%s= verifies: ", how->margin);
        ct_print_text(out, requirement->id, NAME_LIMIT);
        ct_buf_printf(out, " %s: ", ct_level_name(requirement->level));
        ct_print_text(out, requirement->text ? requirement->text : "", how->value_limit);
        if (requirement->source) {
            ct_buf_text(out, " [");
            ct_print_text(out, requirement->source, how->value_limit);
            ct_buf_char(out, ']');
        }
        ct_style_end(out, CT_ROLE_ASIDE, how->has_color);
        ct_buf_char(out, '\n');
    }
}

static void add_id(ct_buf *out, const char *id, size_t number)
{
    ct_buf_text(out, number ? ", " : ": ");
    ct_print_text(out, id, NAME_LIMIT);
}

void ct_print_requirement_ids(ct_buf *out, const ct_requirement *const *requirements, size_t count,
                              size_t limit)
{
    size_t counts[CT_LEVELS] = {0};
    const char *between = "";
    for (size_t i = 0; i < count; i++)
        counts[requirements[i]->level]++;
    for (int level = 0; level < CT_LEVELS; level++) {
        if (!counts[level])
            continue;
        ct_buf_printf(out, "%s%zu %s", between, counts[level], ct_level_name((ct_level)level));
        between = ", ";
    }
    for (size_t i = 0; i < count && i < limit; i++)
        add_id(out, requirements[i]->id, i);
    if (limit && count > limit)
        ct_buf_text(out, ", ...");
}

/* ---- The run ---- */

const char *ct_print_verdict(const ct_run_result *run)
{
    switch (ct_run_verdict(run)) {
    case CT_PASS:
        return "PASSED";
    case CT_WARN:
        return "PASSED with warnings";
    case CT_FAIL:
        return "FAILED";
    case CT_SKIP:
        return "NOT VERIFIED (no case ran)";
    default:
        return "NOT VERIFIED";
    }
}

bool ct_print_run_reason(ct_buf *out, const ct_run_result *run)
{
    const unsigned *counts = run->counts;
    bool const is_shown = counts[CT_FAIL] || counts[CT_ERROR] || counts[CT_NOT_RUN] ||
                          (run->is_strict && counts[CT_WARN]);
    if (run->stopped) {
        ct_buf_text(out, "run aborted: ");
        ct_print_text(out, run->stopped, REASON_LIMIT_OF_RUN);
        return true;
    }
    if (is_shown || !ct_run_exit_status(run))
        return false;
    ct_buf_text(out, counts[CT_PASS] + counts[CT_WARN]
                         ? "not verified: cases were skipped, and --strict is set"
                         : "not verified: no case ran");
    return true;
}

void ct_print_counts(ct_buf *out, const unsigned counts[CT_VERDICTS])
{
    static const struct {
        ct_verdict verdict;
        const char *word, *words;
        bool is_always_printed;
    } rows[] = {
        {CT_PASS, "passed", "passed", true},    {CT_WARN, "warned", "warned", false},
        {CT_FAIL, "failed", "failed", true},    {CT_ERROR, "error", "errors", false},
        {CT_SKIP, "skipped", "skipped", false}, {CT_NOT_RUN, "not run", "not run", false},
    };
    const char *between = "";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        unsigned const count = counts[rows[i].verdict];
        if (!count && !rows[i].is_always_printed)
            continue;
        ct_buf_printf(out, "%s%u %s", between, count, count == 1 ? rows[i].word : rows[i].words);
        between = ", ";
    }
}
