/* The mutation report as one HTML page, with a chart of requirements by faults. It has no script
 * and loads nothing, so that it can be sent to others as it is. */
#include <string.h>

#include "base/utf8.h"
#include "mutation/mutation_report.h"

enum {
    CELL = 11,
    GLYPH = 6,
    MARGIN = 10,
    GROUPS = 10
}; /* pixels; GLYPH is the width of a character */

static const char head[] =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    "style-src 'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\"><title>Mutation report</title>\n"
    "<style>\n"
    ":root{color-scheme:light dark;--page:#fcfcfb;--ink:#1d1f21;--soft:#60656b;--line:#dcdfe2;"
    "--none:#eceeef;--killed:#2c8a57;--survived:#c8382c}\n"
    "@media (prefers-color-scheme:dark){:root{--page:#16181a;--ink:#e6e8ea;--soft:#9aa0a6;"
    "--line:#33383d;--none:#24282b;--killed:#3fa46e;--survived:#ef6a5b}}\n"
    "body{background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif;"
    "margin:2rem auto;max-width:76rem;padding:0 1rem}\n"
    "h1{font-size:1.5rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .4rem}"
    "p{margin:.3rem 0}.soft{color:var(--soft)}\n"
    ".bad{color:var(--survived);font-weight:600}\n"
    ".chart{overflow-x:auto;border:1px solid var(--line);border-radius:4px;padding:.5rem}\n"
    "svg{display:block}svg text{fill:var(--ink);font:9px ui-monospace,monospace}\n"
    ".n{fill:var(--none)}.c{fill:var(--killed)}.s{fill:var(--survived)}.u{fill:var(--soft)}"
    ".x{stroke:var(--page);stroke-width:1.6}\n"
    "table{border-collapse:collapse;font-size:.87rem}td,th{text-align:left;padding:.15rem .8rem "
    ".15rem 0;border-bottom:1px solid var(--line);vertical-align:top}"
    "td.r,th.r{text-align:right}\n"
    ".key{margin-top:1.2rem}.key span{display:inline-block;width:.8em;height:.8em;margin:0 .35em 0 "
    "1em}\n"
    "</style></head><body>\n";

typedef struct page {
    const ct_mutation_report *report;
    ct_buf *out;
    ct_arena *arena;
    size_t label, header; /* pixels of the chart: width of the row labels, height of the
                             column labels */
} page;

static void add_text(const page *p, const char *text)
{
    ct_buf shown = CT_BUF(CT_BUF_ANY);
    ct_show_text(&shown, text, strlen(text));
    for (const char *at = ct_buf_str(&shown); *at; at++)
        switch (*at) {
        case '<':
            ct_buf_text(p->out, "&lt;");
            break;
        case '>':
            ct_buf_text(p->out, "&gt;");
            break;
        case '&':
            ct_buf_text(p->out, "&amp;");
            break;
        case '"':
            ct_buf_text(p->out, "&quot;");
            break;
        default:
            ct_buf_char(p->out, *at);
        }
    ct_buf_free(&shown);
}

/* ---- The chart -------------------------------------------------------------------------- */

/* The mutants of one fault that violate one requirement. */
typedef struct cell {
    size_t mutants, killed;
} cell;

/* A row of the chart: the mutants that violate its requirement. Without a requirement: those that
 * violate none, or all of them where it is unknown what a fault violates. */
typedef struct line {
    const char *label;
    const ct_requirement *requirement;
    bool is_uncharged;
} line;

static bool is_on(const ct_mutation_report *report, size_t index, const line *l)
{
    const ct_mutant *mutant = &report->mutation_run->mutants[index];
    if (l->is_uncharged || !l->requirement)
        return l->is_uncharged == (index >= report->mutation_run->mutant_count);
    for (size_t i = 0; i < mutant->violated_count; i++)
        if (mutant->violated[i] == l->requirement)
            return true;
    return false;
}

static cell cell_of(const ct_mutation_report *report, const ct_fault *fault, const line *l)
{
    cell at = {0};
    for (size_t i = 0; i < ct_mutation_report_mutant_count(report); i++) {
        if (report->mutation_run->mutants[i].mutation.fault != fault || !is_on(report, i, l))
            continue;
        at.mutants++;
        at.killed += ct_mutation_report_is_killed(report, i);
    }
    return at;
}

static bool is_violated_by_any(const ct_mutation_report *report, const ct_fault *table,
                               const line *l)
{
    for (const ct_fault *fault = table; fault->name; fault++)
        if (cell_of(report, fault, l).mutants)
            return true;
    return false;
}

static size_t width_of_ids(const ct_mutation_report *report)
{
    size_t longest = strlen("no requirement");
    for (const ct_requirement *r = report->mutation_run->selection->suite->requirements; r;
         r = r->next)
        longest = strlen(r->id) > longest ? strlen(r->id) : longest;
    return longest * GLYPH + MARGIN;
}

static size_t height_of_names(const ct_fault *table)
{
    size_t longest = 0;
    for (const ct_fault *fault = table; fault->name; fault++)
        longest = strlen(fault->name) > longest ? strlen(fault->name) : longest;
    return longest * GLYPH + MARGIN;
}

static size_t draw_columns(const page *p, const ct_fault *table)
{
    size_t count = 0;
    for (const ct_fault *fault = table; fault->name; fault++, count++) {
        size_t const x = p->label + count * CELL + CELL - 2;
        ct_buf_printf(p->out, "<text transform=\"translate(%zu,%zu) rotate(-90)\">", x,
                      p->header - 4);
        add_text(p, fault->name);
        ct_buf_text(p->out, "</text>\n");
    }
    return count;
}

static void draw_cell(const page *p, size_t x, size_t y, const ct_fault *fault, const line *l,
                      cell at)
{
    bool const is_killed = at.killed == at.mutants;
    ct_buf_printf(p->out, "<rect class=\"%s\" x=\"%zu\" y=\"%zu\" width=\"%d\" height=\"%d\">",
                  !at.mutants       ? "n"
                  : is_killed       ? "c"
                  : l->is_uncharged ? "u"
                                    : "s",
                  x, y, CELL - 1, CELL - 1);
    if (at.mutants)
        ct_buf_printf(p->out, "<title>%s, %s: %zu of %zu killed</title>", l->label, fault->name,
                      at.killed, at.mutants);
    ct_buf_text(p->out, "</rect>");
    if (!is_killed)
        ct_buf_printf(p->out, "<path class=\"x\" d=\"M%zu %zul6 6m0 -6l-6 6\"/>", x + 2, y + 2);
}

static void draw_row(const page *p, const ct_fault *table, const line *l, size_t row)
{
    size_t const y = p->header + row * CELL;
    size_t column = 0;
    ct_buf_printf(p->out, "<text x=\"0\" y=\"%zu\">", y + CELL - 2);
    add_text(p, l->label);
    ct_buf_text(p->out, "</text>");
    for (const ct_fault *fault = table; fault->name; fault++, column++)
        draw_cell(p, p->label + column * CELL, y, fault, l, cell_of(p->report, fault, l));
    ct_buf_char(p->out, '\n');
}

static size_t draw_rows(const page *p, const ct_fault *table)
{
    size_t rows = 0;
    const ct_requirement *r = p->report->mutation_run->selection->suite->requirements;
    line const any = {.label = "any"}, none = {.label = "no requirement", .is_uncharged = true};
    if (!r || !p->report->mutation_run->data)
        draw_row(p, table, &any, rows++);
    for (; r; r = r->next)
        if (is_violated_by_any(p->report, table, &(line){r->id, r, false}))
            draw_row(p, table, &(line){r->id, r, false}, rows++);
    if (is_violated_by_any(p->report, table, &none))
        draw_row(p, table, &none, rows++);
    return rows;
}

/* The size of the chart is known once its rows are drawn, so they are drawn into a buffer first. */
static void draw(const page *p, const char *title, const ct_fault *table)
{
    ct_buf inner = CT_BUF(CT_BUF_ANY);
    page const within = {p->report, &inner, p->arena, width_of_ids(p->report),
                         height_of_names(table)};
    size_t const columns = draw_columns(&within, table), rows = draw_rows(&within, table);
    if (rows) {
        ct_buf_printf(p->out,
                      "<h2>%s</h2>\n<div class=\"chart\"><svg role=\"img\" width=\"%zu\" "
                      "height=\"%zu\"><title>%s: requirements by faults</title>\n",
                      title, within.label + columns * CELL, within.header + rows * CELL, title);
        ct_buf_add(p->out, inner.bytes, inner.size);
        ct_buf_text(p->out, "</svg></div>\n");
    }
    ct_buf_free(&inner);
}

static void draw_all(const page *p)
{
    static const struct {
        const char *title;
        const ct_fault *table;
    } groups[GROUPS] = {
        {"Behaviour", ct_behaviour_faults}, {"Requests to refuse", ct_request_faults},
        {"Status", ct_status_faults},       {"Content-Type and X-Request-Id", ct_head_faults},
        {"Headers", ct_header_faults},      {"Body", ct_body_faults},
        {"Properties", ct_property_faults}, {"Arrays", ct_array_faults},
        {"Error codes", ct_code_faults},    {"Times", ct_time_faults},
    };
    ct_buf_text(p->out, "<p class=\"key\">Each row is a requirement, each column a fault:"
                        "<span style=\"background:var(--killed)\"></span>killed"
                        "<span style=\"background:var(--survived)\"></span>survived (crossed)"
                        "<span style=\"background:var(--soft)\"></span>survived, but violates no "
                        "requirement that a case verifies"
                        "<span style=\"background:var(--none)\"></span>not applicable</p>\n");
    for (size_t i = 0; i < GROUPS; i++)
        draw(p, groups[i].title, groups[i].table);
}

/* ---- Tables ----------------------------------------------------------------------------- */

static void write_survivors(const page *p)
{
    bool is_started = false;
    for (size_t i = 0; i < p->report->mutation_run->mutant_count; i++) {
        const ct_mutant *mutant = &p->report->mutation_run->mutants[i];
        if (ct_mutation_report_is_killed(p->report, i) ||
            ct_mutation_report_may_survive(p->report, i))
            continue;
        if (!is_started)
            ct_buf_text(p->out, "<h2>Survived</h2>\n<table><tr><th>Response</th><th>Fault</th>"
                                "<th>Property</th><th>Violates</th></tr>\n");
        is_started = true;
        ct_buf_text(p->out, "<tr><td>");
        add_text(p, ct_mutant_response(mutant, p->arena));
        ct_buf_text(p->out, "</td><td>");
        add_text(p, mutant->mutation.fault->summary);
        ct_buf_text(p->out, "</td><td>");
        add_text(p, mutant->mutation.site);
        ct_buf_text(p->out, "</td><td>");
        for (size_t k = 0; k < mutant->violated_count; k++)
            ct_buf_printf(p->out, "%s%s", k ? ", " : "", mutant->violated[k]->id);
        ct_buf_text(p->out, "</td></tr>\n");
    }
    if (is_started)
        ct_buf_text(p->out, "</table>\n");
}

static void write_total(const page *p, const char *title, const ct_mutation_count *counter)
{
    ct_buf_printf(p->out,
                  "<tr><td>%s</td><td></td><td class=\"r\">%zu</td><td class=\"r\">%zu</td>"
                  "<td></td></tr>\n",
                  title, counter->faults, counter->killed);
}

static void write_requirements(const page *p, const ct_mutation_report_counts *n)
{
    const ct_requirement *r = p->report->mutation_run->selection->suite->requirements;
    ct_buf_text(p->out, "<h2>Mutants by requirement</h2>\n<table><tr><th>Requirement</th><th>Level"
                        "</th><th class=\"r\">Mutants</th><th class=\"r\">Killed</th>"
                        "<th class=\"r\">By own cases</th></tr>\n");
    for (; r; r = r->next) {
        ct_mutation_report_requirement const of = ct_mutation_report_of(p->report, r);
        if (!ct_mutation_report_is_tested(p->report, r))
            continue;
        ct_buf_printf(p->out,
                      "<tr><td%s>%s</td><td>%s</td><td class=\"r\">%zu</td><td class=\"r\">%zu</td>"
                      "<td class=\"r\">%zu</td></tr>\n",
                      ct_mutation_report_is_unproven(p->report, r) || of.killed < of.mutants
                          ? " class=\"bad\""
                          : "",
                      r->id, ct_level_name(r->level), of.mutants, of.killed, of.killed_by_own);
    }
    write_total(p, "No requirement", &n->uncharged);
    write_total(p, "All mutants, each counted once", &n->total);
    ct_buf_text(p->out, "</table>\n");
}

static void write_unproven(const page *p)
{
    const char *title = "<h2>Not proven: no mutant was killed</h2>\n<ul>";
    bool is_started = false;
    for (const ct_requirement *r = p->report->mutation_run->selection->suite->requirements; r;
         r = r->next) {
        if (!ct_mutation_report_is_unproven(p->report, r))
            continue;
        ct_buf_text(p->out, is_started ? "" : title);
        is_started = true;
        ct_buf_printf(p->out, "<li class=\"bad\">%s: ", r->id);
        add_text(p, r->text);
        ct_buf_text(p->out, "</li>\n");
    }
    ct_buf_text(p->out, is_started ? "</ul>\n" : "");
}

static void write_cases(const page *p)
{
    ct_buf_text(p->out, "<h2>Cases</h2>\n<table><tr><th class=\"r\">Kills</th><th class=\"r\">"
                        "Alone</th><th>Case</th></tr>\n");
    for (size_t i = 0; i < p->report->mutation_run->selection->count; i++) {
        ct_mutation_report_case const of = ct_mutation_report_of_case(p->report, i);
        const ct_case *test_case = p->report->mutation_run->selection->cases[i];
        const char *reason = of.alone ? NULL : test_case->why;
        ct_buf_printf(p->out, "<tr><td class=\"r\">%zu</td><td class=\"r\">%zu</td><td%s>",
                      of.killed, of.alone,
                      ct_mutation_report_is_redundant(p->report, i) ? " class=\"bad\"" : "");
        add_text(p, test_case->full_name);
        if (reason) {
            ct_buf_text(p->out, "<br><span class=\"soft\">Redundant: ");
            add_text(p, reason);
            ct_buf_text(p->out, "</span>");
        }
        ct_buf_text(p->out, "</td></tr>\n");
    }
    ct_buf_text(p->out, "</table>\n");
}

static void write_variants(const page *p)
{
    if (p->report->variant_count)
        ct_buf_text(p->out, "<h2>Conforming variants</h2>\n<table>\n");
    for (size_t v = 0; v < p->report->variant_count; v++) {
        size_t failing = 0;
        for (size_t i = 0; i < p->report->mutation_run->selection->count; i++)
            failing += ct_mutation_report_is_false_alarm(p->report, v, i);
        ct_buf_printf(p->out, "<tr><td>%s</td><td>%s</td><td%s>", ct_variants[v].name,
                      ct_variants[v].summary, failing ? " class=\"bad\"" : "");
        ct_buf_printf(p->out, failing ? "%zu cases fail</td></tr>\n" : "pass</td></tr>\n", failing);
    }
    if (p->report->variant_count)
        ct_buf_text(p->out, "</table>\n");
}

static void write_headline(const page *p, const ct_mutation_report_counts *n)
{
    const ct_mutation_run *c = p->report->mutation_run;
    if (!n->total.faults)
        ct_buf_text(p->out, "<h1 class=\"bad\">No fault applies to these responses</h1>\n");
    else if (n->outcome == CT_OUTCOME_SCORE)
        ct_buf_printf(p->out, "<h1>Mutation score: %s</h1>\n",
                      ct_mutation_score(&n->total, p->arena));
    else
        ct_buf_printf(p->out, "<h1>%s: %zu of %zu mutants killed</h1>\n",
                      n->outcome == CT_OUTCOME_PROVEN ? "Proven" : "Not proven", n->killed,
                      n->mutants);
    ct_buf_printf(p->out, "<p%s>%zu faults were injected; ",
                  n->must_survivors ? " class=\"bad\"" : "", n->faults);
    if (n->outcome != CT_OUTCOME_SCORE)
        ct_buf_printf(p->out, "%zu mutants that violate a MUST survived; ", n->must_survivors);
    ct_buf_printf(p->out, "%zu pairs of fault and response were not applicable.</p>\n",
                  c->not_applicable);
    if (c->selection->suite->requirements)
        ct_buf_printf(
            p->out,
            "<p>%zu mutants violate no requirement that a case verifies; %zu of them were "
            "killed.</p>\n",
            n->uncharged.faults, n->uncharged.killed);
}

void ct_mutation_report_write_html(const ct_mutation_report *report, ct_buf *out)
{
    page const p = {report, out, ct_arena_new(), 0, 0};
    ct_mutation_report_counts const n = ct_mutation_report_count(report);
    ct_buf_text(out, head);
    write_headline(&p, &n);
    if (report->variant_count)
        ct_buf_printf(out, "<p%s>%zu of %zu conforming variants pass.</p>\n",
                      n.false_alarms ? " class=\"bad\"" : "",
                      report->variant_count - n.false_alarms, report->variant_count);
    write_unproven(&p);
    if (report->mutation_run->selection->suite->requirements)
        write_requirements(&p, &n);
    write_survivors(&p);
    draw_all(&p);
    write_cases(&p);
    write_variants(&p);
    ct_buf_printf(out, "<p class=\"soft\">apigcheck %s</p>\n</body></html>\n", report->version);
    ct_arena_free(p.arena);
}
