#include "report/console_causes.h"

#include <ctype.h>
#include <string.h>

#include "base/map.h"
#include "lang/yaml/bind.h"
#include "report/cause_list.h"
#include "report/print.h"
#include "report/shell.h"
#include "report/style.h"
#include "report/width.h"
#include "report/wrap.h"

enum {
    CAUSES_MAX = 10,
    FULL_ROWS = 44, /* of the causes that are printed in full */
    IDS_MAX = 5,
    STATUSES_MAX = 6,
    UNEXPLAINED_MAX = 10,
    TITLE_INDENT = 3,
    TITLE_COLUMNS = 120, /* the number of cases is not further away */
    VALUE_INDENT = 15,   /* after the labels */
    VALUE_LIMIT = 400,
    NAME_LIMIT = 300
};

typedef struct causes {
    ct_buf *out;
    const ct_causes_view *view;
    ct_arena *arena;
    ct_map cases;       /* name to ct_case_result */
    size_t count;       /* of the causes that are printed */
    size_t failed;      /* cases that failed, without those of an error that ended the run */
    bool *is_explained; /* by place in run->cases */
} causes;

static const ct_case_result *find_case(const causes *c, const char *name)
{
    return (const ct_case_result *)ct_map_find(&c->cases, name, strlen(name));
}

/* ---- The error that ended the run ---- */

/* Times and ports in the sentences of errors differ. */
static bool is_start(const char *text, const char *start)
{
    for (; *start; text++, start++) {
        while (isdigit((unsigned char)*text))
            text++;
        while (isdigit((unsigned char)*start))
            start++;
        if (*text != *start || !*start)
            return !*start;
    }
    return true;
}

static bool has_ended_run(const ct_run_result *run, const ct_cause *cause)
{
    for (const char *at = run->stopped; at && *at && *cause->text; at++)
        if (is_start(at, cause->text))
            return true;
    return false;
}

size_t ct_console_count_causes(const ct_run_result *run)
{
    size_t count = 0;
    for (const ct_cause *cause = run->causes; cause; cause = cause->next)
        count += !has_ended_run(run, cause);
    return count;
}

/* ---- Requirements ---- */

static const ct_requirement *find_requirement(const ct_run_result *run, const char *id)
{
    const ct_requirement *requirement = run->suite->requirements;
    while (requirement && strcmp(requirement->id, id))
        requirement = requirement->next;
    return requirement;
}

static void add_label(ct_buf *out, const char *label)
{
    ct_buf_printf(out, "%*s%-*s", TITLE_INDENT, "", VALUE_INDENT - TITLE_INDENT, label);
}

/* A string that is safe to show. */
static void add_shown(const causes *c, const char *label, ct_role role, const char *text)
{
    if (!*text)
        return;
    add_label(c->out, label);
    ct_style_begin(c->out, role, c->view->has_color);
    ct_wrap(c->out, text, VALUE_INDENT, c->view->columns);
    ct_style_end(c->out, role, c->view->has_color);
    ct_buf_char(c->out, '\n');
}

static void add_value(const causes *c, const char *label, ct_role role, const char *text)
{
    ct_buf shown = CT_BUF(CT_BUF_ANY);
    if (text)
        ct_print_text(&shown, text, VALUE_LIMIT);
    add_shown(c, label, role, ct_buf_str(&shown));
    ct_buf_free(&shown);
}

static void add_texts(const causes *c, const ct_requirement *const *requirements, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ct_buf text = CT_BUF(CT_BUF_ANY);
        ct_print_text(&text, requirements[i]->id, NAME_LIMIT);
        ct_buf_printf(&text, " %s: ", ct_level_name(requirements[i]->level));
        ct_print_text(&text, requirements[i]->text ? requirements[i]->text : "", VALUE_LIMIT);
        add_shown(c, "", CT_ROLE_ASIDE, ct_buf_str(&text));
        ct_buf_free(&text);
    }
}

/* Returns the requirements of a list of ids. */
static const ct_requirement **requirements_of(const ct_run_result *run, const struct ct_name *ids,
                                              ct_arena *arena, size_t *count)
{
    size_t size = 0;
    for (const struct ct_name *id = ids; id; id = id->next)
        size++;
    const ct_requirement **all = ct_arena_alloc(arena, (size + 1) * sizeof *all);
    *count = 0;
    for (const struct ct_name *id = ids; id; id = id->next)
        if ((all[*count] = find_requirement(run, id->text)))
            ++*count;
    return all;
}

static void add_violated(const causes *c, const ct_cause *cause)
{
    size_t count;
    const ct_requirement **all = requirements_of(c->view->run, cause->violates, c->arena, &count);
    ct_buf ids = CT_BUF(CT_BUF_ANY);
    if (!count)
        return;
    ct_print_requirement_ids(&ids, all, count, c->view->has_texts ? 0 : IDS_MAX);
    add_shown(c, "violates", CT_ROLE_PLAIN, ct_buf_str(&ids));
    ct_buf_free(&ids);
    if (c->view->has_texts)
        add_texts(c, all, count);
}

/* ---- One cause ---- */

/* Adds the title in the columns that the number of cases leaves at its right. */
static void add_title(const causes *c, const ct_cause *cause, const char *right)
{
    ct_buf title = CT_BUF(CT_BUF_ANY), shown = CT_BUF(CT_BUF_ANY);
    size_t const columns = c->view->columns < TITLE_COLUMNS ? c->view->columns : TITLE_COLUMNS;
    size_t const right_columns = ct_width(right, strlen(right)) + 2;
    ct_print_text(&shown, cause->text, VALUE_LIMIT);
    ct_buf_printf(&title, "%-*u", TITLE_INDENT, cause->id);
    ct_wrap(&title, ct_buf_str(&shown), TITLE_INDENT, columns - right_columns);
    const char *text = ct_buf_str(&title);
    size_t const first = strcspn(text, "\n"), width = ct_width(text, first) + right_columns;
    ct_style_begin(c->out, CT_ROLE_PLACE, c->view->has_color);
    ct_buf_add(c->out, text, first);
    ct_style_end(c->out, CT_ROLE_PLACE, c->view->has_color);
    ct_buf_printf(c->out, "%*s  %s", (int)(width < columns ? columns - width : 0), "", right);
    if (text[first])
        ct_style(c->out, CT_ROLE_PLACE, c->view->has_color, text + first);
    ct_buf_char(c->out, '\n');
    ct_buf_free(&title);
    ct_buf_free(&shown);
}

static void add_cause_title(const causes *c, const ct_cause *cause)
{
    size_t const count = ct_cause_case_count(cause);
    add_title(c, cause, ct_arena_printf(c->arena, "%zu case%s", count, count == 1 ? "" : "s"));
}

/* How often each status was received, the most frequent first. */
static void add_statuses(const causes *c, const ct_cause *cause)
{
    unsigned counts[1000] = {0}, different = 0;
    ct_buf list = CT_BUF(CT_BUF_ANY);
    const ct_cause_case *before = NULL;
    for (const ct_cause_case *one = cause->cases; one; before = one, one = one->next) {
        bool const is_new = !before || strcmp(before->name, one->name);
        const ct_case_result *result = is_new ? find_case(c, one->name) : NULL;
        unsigned const status =
            result ? ct_failures_status(c->view->failures, (size_t)(result - c->view->run->cases))
                   : 0;
        if (status && status < 1000)
            different += !counts[status]++;
    }
    for (unsigned listed = 0; listed < different && listed < STATUSES_MAX; listed++) {
        unsigned most = 0;
        for (unsigned status = 1; status < 1000; status++)
            if (counts[status] > counts[most])
                most = status;
        ct_buf_printf(&list, "%s%u x%u", listed ? ", " : "", most, counts[most]);
        counts[most] = 0;
    }
    if (different > STATUSES_MAX)
        ct_buf_printf(&list, " and %u more", different - STATUSES_MAX);
    if (different > 1)
        add_shown(c, "status", CT_ROLE_PLAIN, ct_buf_str(&list));
    ct_buf_free(&list);
}

/* The line about the cause's finding in the case that represents it; that of the first finding if
 * it is not known. */
static const char *line_of(const causes *c, const ct_cause *cause, const ct_failure_text *text,
                           const char *lines)
{
    const ct_cause_case *one = cause->cases;
    while (one && strcmp(one->name, cause->first))
        one = one->next;
    unsigned left = one && one->has_finding && one->step == text->step ? one->finding : 0;
    const char *line = lines;
    for (; left && (line = strchr(line, '\n')); left--)
        line++;
    line = line ? line : lines;
    return ct_arena_copy(c->arena, line, strcspn(line, "\n"));
}

/* The name of the case and its place, on two lines if they do not fit on one. Neither is broken. */
static void add_first(const causes *c, const ct_cause *cause, const ct_failure_text *text)
{
    const char *place = text ? line_of(c, cause, text, text->places) : "";
    add_label(c->out, "first");
    ct_print_text(c->out, cause->first, NAME_LIMIT);
    if (*place) {
        size_t const width = ct_wrap_column(c->out) + 2 + ct_width(place, strlen(place));
        if (width > c->view->columns)
            ct_buf_printf(c->out, "\n%*s", VALUE_INDENT, "");
        else
            ct_buf_text(c->out, "  ");
        ct_style(c->out, CT_ROLE_PLACE, c->view->has_color, place);
    }
    ct_buf_char(c->out, '\n');
}

/* Returns whether an earlier cause is represented by the same case. */
static bool is_shown_before(const causes *c, const ct_cause *cause)
{
    for (const ct_cause *o = c->view->run->causes; o && o != cause; o = o->next)
        if (!strcmp(o->first, cause->first) && !has_ended_run(c->view->run, o))
            return true;
    return false;
}

/* A command is not broken, so that it can be copied. */
static void add_command(const causes *c, const char *label, const char *command)
{
    ct_style_begin(c->out, CT_ROLE_ASIDE, c->view->has_color);
    add_label(c->out, label);
    ct_buf_text(c->out, command);
    ct_style_end(c->out, CT_ROLE_ASIDE, c->view->has_color);
    ct_buf_char(c->out, '\n');
}

static void add_commands(const causes *c, const ct_cause *cause, const ct_failure_text *text)
{
    const ct_console_rerun *again = c->view->again;
    if (text && *text->reproduce && !is_shown_before(c, cause))
        add_command(c, "reproduce", text->reproduce);
    if (!again || !again->record || c->count < 2)
        return;
    ct_buf command = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&command, "%s --last-failed ", again->begin);
    ct_shell_word(&command, again->record, strlen(again->record));
    ct_buf_printf(&command, " --cause %u%s", cause->id, again->end);
    add_command(c, "rerun", ct_buf_str(&command));
    ct_buf_free(&command);
}

static bool is_in_title(const causes *c, const ct_cause *cause, const char *word, const char *value)
{
    return value && strstr(cause->text, ct_arena_printf(c->arena, "%s %s", word, value));
}

static void add_full(const causes *c, const ct_cause *cause)
{
    const ct_case_result *first = find_case(c, cause->first);
    const ct_failure_text *text =
        first ? ct_failures_find(c->view->failures, (size_t)(first - c->view->run->cases)) : NULL;
    bool const has_response = text && *text->response;
    bool const is_status = cause->subject && !strcmp(cause->subject, "status");
    add_cause_title(c, cause);
    if (cause->follows)
        add_value(c, "follows", CT_ROLE_PLAIN,
                  ct_arena_printf(c->arena, "probably a consequence of cause %u", cause->follows));
    if (!is_in_title(c, cause, "expected", cause->expected))
        add_value(c, "expected", CT_ROLE_GOOD, cause->expected);
    if (!(has_response && is_status) && !is_in_title(c, cause, "got", cause->actual))
        add_value(c, "received", CT_ROLE_BAD, cause->actual);
    add_shown(c, "hint", CT_ROLE_PLAIN, text ? line_of(c, cause, text, text->hints) : "");
    if (has_response && !is_shown_before(c, cause))
        add_shown(c, is_status ? "received" : "response", is_status ? CT_ROLE_BAD : CT_ROLE_PLAIN,
                  text->response);
    add_statuses(c, cause);
    add_first(c, cause, text);
    add_commands(c, cause, text);
    add_violated(c, cause);
}

static void add_short(const causes *c, const ct_cause *cause)
{
    add_cause_title(c, cause);
    if (cause->follows)
        add_value(c, "follows", CT_ROLE_PLAIN,
                  ct_arena_printf(c->arena, "probably a consequence of cause %u", cause->follows));
    else
        add_first(c, cause, NULL);
}

/* ---- All causes ---- */

static void add_rest(const causes *c)
{
    const char *record = c->view->again ? c->view->again->record : NULL;
    ct_buf_printf(c->out, "%zu more cause%s: apigcheck report --causes ", c->count - CAUSES_MAX,
                  c->count == CAUSES_MAX + 1 ? "" : "s");
    if (record)
        ct_shell_word(c->out, record, strlen(record));
    else
        ct_buf_text(c->out, "FILE (written by --json FILE)");
    ct_buf_text(c->out, "\n\n");
}

static void add_all(causes *c)
{
    ct_buf *const out = c->out;
    ct_buf block = CT_BUF(CT_BUF_ANY);
    size_t rows = 0, listed = 0;
    for (const ct_cause *cause = c->view->run->causes; cause; cause = cause->next) {
        if (has_ended_run(c->view->run, cause))
            continue;
        if (listed++ == CAUSES_MAX) {
            add_rest(c);
            break;
        }
        c->out = &block;
        ct_buf_clear(&block);
        add_full(c, cause);
        rows += ct_wrap_rows(ct_buf_str(&block), c->view->columns) + 1;
        if (listed > 1 && rows > FULL_ROWS) {
            ct_buf_clear(&block);
            add_short(c, cause);
        }
        c->out = out;
        ct_buf_add(out, block.bytes, block.size);
        if (rows <= FULL_ROWS || !cause->next || listed == CAUSES_MAX)
            ct_buf_char(out, '\n');
    }
    ct_buf_free(&block);
}

static void add_heading(const causes *c, size_t explained)
{
    if (!c->count)
        return;
    ct_buf_printf(c->out, "%zu cause%s explain%s ", c->count, c->count == 1 ? "" : "s",
                  c->count == 1 ? "s" : "");
    if (explained == c->failed)
        ct_buf_printf(c->out, c->failed == 1 ? "the failure\n\n" : "all %zu failures\n\n",
                      c->failed);
    else
        ct_buf_printf(c->out, "%zu of %zu failures\n\n", explained, c->failed);
}

static bool is_failed(const ct_case_result *result)
{
    return result->verdict == CT_FAIL || result->verdict == CT_ERROR;
}

static void add_unexplained(const causes *c, size_t count)
{
    size_t listed = 0;
    if (!count)
        return;
    ct_buf_text(c->out, c->count ? "failures without a common cause:\n" : "failures:\n");
    for (size_t i = 0; i < c->view->run->case_count; i++) {
        const ct_case_result *result = &c->view->run->cases[i];
        if (!is_failed(result) || c->is_explained[i])
            continue;
        if (listed++ == UNEXPLAINED_MAX) {
            ct_buf_printf(c->out, "  and %zu more, which --all prints\n", count - UNEXPLAINED_MAX);
            break;
        }
        const ct_failure_text *text = ct_failures_find(c->view->failures, i);
        ct_buf_text(c->out, "  ");
        ct_print_text(c->out, result->test_case->full_name, NAME_LIMIT);
        ct_buf_text(c->out, "  ");
        ct_wrap(c->out, text ? text->why : "", 4, c->view->columns);
        ct_buf_char(c->out, '\n');
    }
    ct_buf_char(c->out, '\n');
}

/* Returns how many failed cases the causes explain. */
static size_t find_explained(causes *c)
{
    const ct_run_result *run = c->view->run;
    size_t explained = 0;
    for (const ct_cause *cause = run->causes; cause; cause = cause->next) {
        bool const is_end = has_ended_run(run, cause);
        c->count += !is_end;
        for (const ct_cause_case *one = cause->cases; one; one = one->next) {
            const ct_case_result *result = find_case(c, one->name);
            if (!result || !is_failed(result) || c->is_explained[result - run->cases])
                continue;
            c->is_explained[result - run->cases] = true;
            explained += !is_end;
            c->failed -= is_end;
        }
    }
    return explained;
}

void ct_console_causes(ct_buf *out, const ct_causes_view *view, ct_arena *arena)
{
    const ct_run_result *run = view->run;
    causes c = {.out = out, .view = view, .arena = arena};
    c.failed = run->counts[CT_FAIL] + run->counts[CT_ERROR];
    if (!c.failed)
        return;
    c.is_explained = ct_arena_alloc(arena, run->case_count * sizeof *c.is_explained);
    memset(c.is_explained, 0, run->case_count * sizeof *c.is_explained);
    for (size_t i = 0; i < run->case_count; i++) {
        const char *name = run->cases[i].test_case->full_name;
        ct_map_put(arena, &c.cases, name, strlen(name), &run->cases[i]);
    }
    size_t const explained = find_explained(&c);
    add_heading(&c, explained);
    add_all(&c);
    add_unexplained(&c, c.failed - explained);
}

/* ---- A single failure ---- */

static void add_ids(ct_buf *out, const char *label, const ct_requirement *const *all, size_t count,
                    const char *margin, size_t columns)
{
    ct_buf ids = CT_BUF(CT_BUF_ANY);
    if (!count)
        return;
    ct_print_requirement_ids(&ids, all, count, IDS_MAX);
    ct_buf_printf(out, "%s= %s: ", margin, label);
    ct_wrap(out, ct_buf_str(&ids), strlen(margin) + 4, columns);
    ct_buf_char(out, '\n');
    ct_buf_free(&ids);
}

void ct_console_verified(ct_buf *out, const ct_case *test_case, const char *margin, size_t columns)
{
    ct_arena *scratch = ct_arena_new();
    size_t count = 0;
    for (const ct_cite *cite = test_case->verifies; cite; cite = cite->next)
        count++;
    const ct_requirement **all = ct_arena_alloc(scratch, (count + 1) * sizeof *all);
    count = 0;
    for (const ct_cite *cite = test_case->verifies; cite; cite = cite->next)
        all[count++] = cite->requirement;
    add_ids(out, "verifies", all, count, margin, columns);
    ct_arena_free(scratch);
}

void ct_console_violated(ct_buf *out, const ct_causes_view *view, const ct_case *test_case,
                         const char *margin, ct_arena *arena)
{
    const ct_cause *cause = view->run->causes;
    size_t count;
    const ct_requirement **all =
        requirements_of(view->run, cause ? cause->violates : NULL, arena, &count);
    if (count)
        add_ids(out, "violates", all, count, margin, view->columns);
    else
        ct_console_verified(out, test_case, margin, view->columns);
}
