/* The contents of a summary in Markdown. markdown.c makes its strings harmless. */
#include <errno.h>
#include <string.h>

#include "base/datetime.h"
#include "base/map.h"
#include "base/spool.h"
#include "base/utf8.h"
#include "lang/yaml/bind.h"
#include "report/cause_list.h"
#include "report/counter.h"
#include "report/markdown.h"
#include "report/print.h"

enum { NAME_LIMIT = 200, TITLE_LIMIT = 300, VALUE_LIMIT = 500 };
enum { REASONS = 20, CITES = 10, TAIL = 200 };
enum { CAUSES = 10, FOLDED_FROM = 5 };

struct ct_summary {
    ct_arena *arena;
    ct_spool *cases; /* of case i that did not pass the heading as piece 2 * i, then the text */
    size_t reported;
};

ct_summary *ct_summary_new(ct_arena *arena, const char *folder, ct_diag *diag)
{
    ct_summary *s = ct_new(arena, ct_summary);
    s->arena = arena;
    s->cases = ct_spool_open(arena, folder, diag);
    return s->cases ? s : NULL;
}

/* ---- A case that did not pass ---- */

static void add_cites(ct_buf *out, const ct_case *test_case)
{
    unsigned left = CITES;
    for (const ct_cite *cite = test_case->verifies; cite && left; cite = cite->next, left--) {
        ct_buf_text(out, left == CITES ? " · verifies " : ", ");
        ct_markdown_code(out, cite->requirement->id, NAME_LIMIT, false);
        ct_buf_printf(out, " %s", ct_level_name(cite->requirement->level));
    }
}

static void add_line(ct_buf *out, const char *label, const char *text, size_t limit)
{
    if (!text)
        return;
    ct_buf_text(out, label);
    ct_print_text(out, text, limit);
    ct_buf_char(out, '\n');
}

static void add_why(ct_buf *out, const ct_case_result *result)
{
    const ct_finding *finding;
    const ct_step_result *step = ct_case_decider(result, &finding);
    ct_buf lines = CT_BUF(CT_BUF_ANY);
    ct_print_message(&lines, result, VALUE_LIMIT);
    ct_buf_char(&lines, '\n');
    if (finding)
        add_line(&lines, "hint: ", finding->hint, VALUE_LIMIT);
    if (finding && finding->difference_count > 1)
        ct_buf_printf(&lines, "first of %u differences\n", finding->difference_count);
    if (step && step->exchange && step->exchange->response) {
        ct_buf_printf(&lines, "response: %u ", step->exchange->response->status);
        add_line(&lines, "", step->exchange->response->reason, NAME_LIMIT);
    }
    ct_markdown_fence(out, ct_buf_str(&lines), lines.size);
    ct_buf_free(&lines);
}

static bool is_printed(ct_verdict verdict)
{
    return verdict == CT_FAIL || verdict == CT_ERROR || verdict == CT_WARN;
}

void ct_summary_case(ct_summary *s, const ct_run_result *run, const ct_case_result *result)
{
    static const char *const words[CT_VERDICTS] = {
        [CT_WARN] = "Warning", [CT_ERROR] = "Error", [CT_FAIL] = "Failure"};
    ct_buf text = CT_BUF(CT_BUF_ANY), place = CT_BUF(CT_BUF_ANY);
    size_t const piece = 2 * (size_t)(result - run->cases);
    s->reported++;
    if (!is_printed(result->verdict))
        return;
    ct_buf_printf(&text, "\n#### %s: ", words[result->verdict]);
    ct_markdown_code(&text, result->test_case->full_name, NAME_LIMIT, false);
    ct_buf_text(&text, "\n\n");
    ct_spool_put(s->cases, piece, text.bytes, text.size);
    ct_buf_clear(&text);
    ct_markdown_text(&text, result->test_case->title, TITLE_LIMIT);
    ct_print_location(&place, ct_print_where(result));
    if (place.size) {
        ct_buf_text(&text, " · ");
        ct_markdown_code(&text, ct_buf_str(&place), NAME_LIMIT, false);
    }
    add_cites(&text, result->test_case);
    ct_buf_text(&text, "\n\n");
    add_why(&text, result);
    ct_spool_put(s->cases, piece + 1, text.bytes, text.size);
    ct_buf_free(&place);
    ct_buf_free(&text);
}

/* ---- The requirements ---- */

/* From the worst to the best; those for which no case ran are between. */
typedef enum status {
    FAILED,
    ERRORS,
    NOT_VERIFIED,
    WAIVED,
    WARNED,
    NOT_RUN,
    SKIPPED,
    NO_CASE,
    PASSED,
    STATUSES
} status;

static const char *const status_names[STATUSES] = {"failed",  "error",       "not verified",
                                                   "waived",  "warned",      "not run",
                                                   "skipped", "not covered", "passed"};

typedef struct requirement_row {
    const ct_requirement *requirement;
    ct_verdict worst;
    size_t cases, passed;
    const char *example;                 /* the first case that makes it so */
    const ct_requirement_result *result; /* NULL: only the verdicts of its cases are known */
} requirement_row;

static status status_of_requirement(const requirement_row *o)
{
    static const status rows[CT_VERDICTS] = {
        [CT_NOT_RUN] = NOT_RUN, [CT_SKIP] = SKIPPED, [CT_PASS] = PASSED,
        [CT_WARN] = WARNED,     [CT_ERROR] = ERRORS, [CT_FAIL] = FAILED};
    status const by_verdict = o->cases ? rows[o->worst] : NO_CASE;
    if (!o->result)
        return by_verdict;
    switch (o->result->status) {
    case CT_PASSED:
        return PASSED;
    case CT_WARNED:
        return WARNED;
    case CT_WAIVED:
        return WAIVED;
    case CT_FAILED:
        return FAILED;
    default: /* of the reasons not to be verified, name the one of its cases */
        return by_verdict == FAILED || by_verdict == WARNED || by_verdict == PASSED ? NOT_VERIFIED
                                                                                    : by_verdict;
    }
}

static void count_case(const ct_map *found, const ct_case_result *result)
{
    for (const ct_cite *cite = result->test_case->verifies; cite; cite = cite->next) {
        const char *id = cite->requirement->id;
        requirement_row *o = (requirement_row *)ct_map_find(found, id, strlen(id));
        if (!o)
            continue;
        if (!o->cases++ || ct_verdict_worse(o->worst, result->verdict) != o->worst) {
            o->worst = result->verdict;
            o->example = result->test_case->full_name;
        }
        o->passed += result->verdict == CT_PASS;
    }
}

static requirement_row *count_requirements(ct_arena *arena, const ct_run_result *run, size_t *count)
{
    ct_map found = {0};
    *count = 0;
    for (const ct_requirement *r = run->suite->requirements; r; r = r->next)
        ++*count;
    requirement_row *all = ct_arena_alloc(arena, (*count + 1) * sizeof *all);
    size_t i = 0;
    for (const ct_requirement *r = run->suite->requirements; r; r = r->next, i++) {
        all[i] = (requirement_row){.requirement = r};
        ct_map_put(arena, &found, r->id, strlen(r->id), &all[i]);
    }
    for (size_t j = 0; j < run->case_count; j++)
        count_case(&found, &run->cases[j]);
    for (const ct_requirement_result *r = run->requirement_results; r; r = r->next) {
        const char *id = r->requirement->id;
        requirement_row *o = (requirement_row *)ct_map_find(&found, id, strlen(id));
        if (!o)
            continue;
        o->result = r;
        o->example = r->cases ? r->cases->text : o->example;
    }
    return all;
}

static void add_row(ct_buf *out, const requirement_row *o)
{
    status const s = status_of_requirement(o);
    ct_buf_text(out, "| ");
    ct_markdown_code(out, o->requirement->id, NAME_LIMIT, true);
    ct_buf_printf(out, " | %s | %s | ", ct_level_name(o->requirement->level), status_names[s]);
    if (s == NO_CASE && o->requirement->not_tested)
        ct_markdown_code(out, o->requirement->not_tested, NAME_LIMIT, true);
    else
        ct_buf_printf(out, "%zu of %zu passed", o->passed, o->cases);
    if (o->example && s != PASSED) {
        ct_buf_text(out, ": ");
        ct_markdown_code(out, o->example, NAME_LIMIT, true);
    }
    ct_buf_text(out, " |\n");
}

/* The worst first; rows that fit, and how many did not. */
static void add_rows(ct_buf *out, const requirement_row *all, size_t count, size_t limit)
{
    ct_buf row = CT_BUF(CT_BUF_ANY);
    size_t reported = 0;
    bool is_full = false;
    for (status s = FAILED; s < STATUSES && !is_full; s++) {
        for (size_t i = 0; i < count && !is_full; i++) {
            if (status_of_requirement(&all[i]) != s)
                continue;
            ct_buf_clear(&row);
            add_row(&row, &all[i]);
            is_full = out->size + row.size + TAIL > limit;
            if (is_full)
                break;
            ct_buf_add(out, row.bytes, row.size);
            reported++;
        }
    }
    if (reported < count)
        ct_buf_printf(out, "\nand %zu more requirements\n", count - reported);
    ct_buf_free(&row);
}

static void add_requirements(ct_buf *out, const ct_summary *s, const ct_run_result *run,
                             size_t limit)
{
    size_t count, counts[STATUSES] = {0};
    const char *between = "";
    const requirement_row *all = count_requirements(s->arena, run, &count);
    if (!count)
        return;
    for (size_t i = 0; i < count; i++)
        counts[status_of_requirement(&all[i])]++;
    ct_buf_printf(out, "\n<details><summary>%zu requirement%s: ", count, count == 1 ? "" : "s");
    for (status i = FAILED; i < STATUSES; i++) {
        if (!counts[i])
            continue;
        ct_buf_printf(out, "%s%zu %s", between, counts[i], status_names[i]);
        between = ", ";
    }
    ct_buf_text(out,
                "</summary>\n\n| requirement | level | | cases |\n| --- | --- | --- | --- |\n");
    add_rows(out, all, count, limit);
    ct_buf_text(out, "\n</details>\n");
}

/* ---- The whole ---- */

static void add_head(ct_buf *out, const ct_run_result *run)
{
    ct_verdict const verdict = ct_run_verdict(run);
    bool const is_green = verdict == CT_PASS || verdict == CT_WARN;
    ct_buf why = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(out, "### %s %s: ",
                  is_green             ? "✅"
                  : verdict == CT_FAIL ? "❌"
                                       : "⚠️",
                  ct_print_verdict(run));
    ct_print_counts(out, run->counts);
    ct_buf_text(out, "\n\nagainst ");
    ct_markdown_text(out, run->target_name ? run->target_name : "a target", NAME_LIMIT);
    if (run->target_url) {
        ct_buf_text(out, " at ");
        ct_markdown_code(out, run->target_url, NAME_LIMIT, false);
    }
    ct_buf_text(out, " in ");
    ct_print_duration(out, run->elapsed_us);
    ct_buf_char(out, '\n');
    if (run->is_insecure)
        ct_buf_text(out, "\n**INSECURE**: " CT_INSECURE "\n");
    if (ct_print_run_reason(&why, run)) {
        ct_buf_char(out, '\n');
        ct_markdown_text(out, ct_buf_str(&why), TITLE_LIMIT);
        ct_buf_char(out, '\n');
    }
    if (run->cleanup_failures)
        ct_buf_printf(out, "\ncleanup incomplete: %u step%s did not pass\n", run->cleanup_failures,
                      run->cleanup_failures == 1 ? "" : "s");
    ct_buf_free(&why);
}

static void add_reasons(ct_buf *out, const ct_summary *s, const ct_run_result *run,
                        ct_verdict verdict, const char *heading)
{
    ct_counter reasons = {.arena = s->arena, .limit = REASONS};
    for (size_t i = 0; i < run->case_count; i++) {
        const ct_case_result *result = &run->cases[i];
        if (result->verdict == verdict)
            ct_counter_add(&reasons, result->reason ? result->reason : "no reason was given",
                           result->test_case->full_name);
    }
    if (!reasons.first)
        return;
    ct_buf_printf(out, "\n%s:\n\n", heading);
    for (const ct_counter_row *row = reasons.first; row; row = row->next) {
        ct_buf_printf(out, "- %zu case%s: ", row->count, row->count == 1 ? "" : "s");
        ct_markdown_text(out, row->text, TITLE_LIMIT);
        ct_buf_char(out, '\n');
    }
    if (reasons.others)
        ct_buf_printf(out, "- %zu more\n", reasons.others);
}

/* ---- Causes ---- */

/* The index of the case that represents a cause; it is in the run. */
static size_t index_of(const ct_run_result *run, const char *name)
{
    size_t i = 0;
    while (i < run->case_count && strcmp(run->cases[i].test_case->full_name, name))
        i++;
    return i;
}

static void add_violated(ct_buf *out, const ct_cause *cause)
{
    unsigned left = CITES;
    size_t others = 0;
    for (const ct_name *id = cause->violates; id; id = id->next) {
        if (!left) {
            others++;
            continue;
        }
        ct_buf_text(out, left-- == CITES ? " · violates " : ", ");
        ct_markdown_code(out, id->text, NAME_LIMIT, false);
    }
    if (others)
        ct_buf_printf(out, " and %zu more", others);
}

static bool add_cause(ct_buf *out, ct_summary *s, const ct_run_result *run, const ct_cause *cause)
{
    size_t const cases = ct_cause_case_count(cause), first = index_of(run, cause->first);
    ct_buf_printf(out, "\n#### Cause %u: %zu case%s\n\n", cause->id, cases, cases == 1 ? "" : "s");
    ct_markdown_text(out, cause->text, VALUE_LIMIT);
    add_violated(out, cause);
    if (cause->follows)
        ct_buf_printf(out, " · probably a consequence of cause %u", cause->follows);
    ct_buf_text(out, cases == 1 ? "\n\n" : "\n\nThe simplest of them is ");
    ct_markdown_code(out, cause->first, NAME_LIMIT, false);
    ct_buf_text(out, ": ");
    return ct_spool_read(s->cases, 2 * first + 1, out);
}

/* Marks the cases that represent a cause that is shown. */
static bool add_causes(ct_buf *out, ct_summary *s, const ct_run_result *run, size_t limit,
                       bool *is_shown)
{
    size_t const count = ct_cause_count(run->causes);
    size_t added = 0;
    bool is_sound = true;
    for (const ct_cause *cause = run->causes; cause && added < CAUSES; cause = cause->next) {
        size_t const first = index_of(run, cause->first);
        if (out->size + ct_spool_size(s->cases, 2 * first + 1) + VALUE_LIMIT + TAIL > limit)
            break;
        is_sound = add_cause(out, s, run, cause) && is_sound;
        is_shown[first] = true;
        added++;
    }
    if (added < count)
        ct_buf_printf(out, "\n**and %zu more cause%s**: see the other reports\n", count - added,
                      count - added == 1 ? "" : "s");
    return is_sound;
}

/* ---- Cases ---- */

/* Failures first, then errors, then warnings, without those that are shown. They are folded if
 * causes are above them. */
static bool add_cases(ct_buf *out, ct_summary *s, const ct_run_result *run, size_t limit,
                      const bool *is_shown)
{
    static const ct_verdict order[] = {CT_FAIL, CT_ERROR, CT_WARN};
    ct_buf cases = CT_BUF(CT_BUF_ANY);
    size_t count = 0, left = 0;
    bool is_sound = true;
    for (size_t o = 0; o < sizeof order / sizeof *order; o++) {
        for (size_t i = 0; i < run->case_count; i++) {
            if (run->cases[i].verdict != order[o] || is_shown[i])
                continue;
            size_t const size = ct_spool_size(s->cases, 2 * i) + ct_spool_size(s->cases, 2 * i + 1);
            count++;
            if (left || out->size + cases.size + size + 2 * TAIL > limit)
                left++; /* once one is left out, all later ones are */
            else
                is_sound = ct_spool_read(s->cases, 2 * i, &cases) &&
                           ct_spool_read(s->cases, 2 * i + 1, &cases) && is_sound;
        }
    }
    bool const is_folded = run->causes && count > FOLDED_FROM;
    if (is_folded)
        ct_buf_printf(out, "\n<details><summary>%zu more cases that did not pass</summary>\n",
                      count);
    ct_buf_add(out, ct_buf_str(&cases), cases.size);
    if (left)
        ct_buf_printf(out, "\n**and %zu more**: see the other reports\n", left);
    ct_buf_text(out, is_folded ? "\n</details>\n" : "");
    ct_buf_free(&cases);
    return is_sound;
}

int ct_summary_write(ct_summary *s, const ct_run_result *run, size_t limit, ct_buf *out)
{
    ct_buf table = CT_BUF(CT_BUF_ANY), reasons = CT_BUF(CT_BUF_ANY);
    add_head(out, run);
    add_reasons(&reasons, s, run, CT_NOT_RUN, "Not run");
    add_reasons(&reasons, s, run, CT_SKIP, "Skipped");
    add_requirements(&table, s, run, limit / 2);
    size_t const room = limit - table.size - reasons.size;
    bool *is_shown = ct_arena_alloc(s->arena, run->case_count + 1);
    bool is_sound = add_causes(out, s, run, room, is_shown);
    is_sound = add_cases(out, s, run, room, is_shown) && is_sound;
    ct_buf_add(out, ct_buf_str(&reasons), reasons.size);
    ct_buf_add(out, ct_buf_str(&table), table.size);
    ct_buf_free(&table);
    ct_buf_free(&reasons);
    if (s->reported != run->case_count)
        return ENODATA; /* a case without a case_end event */
    return is_sound ? 0 : ct_spool_error(s->cases);
}
