#include "cli/prove_page.h"

#include "lang/json/json.h"
#include "report/html.h"

typedef struct page {
    const ct_mutation_report *report;
    ct_outfile *file;
    const char *target;
} page;

static void write_data(void *context)
{
    const page *p = context;
    ct_buf json = CT_BUF(CT_BUF_ANY), safe = CT_BUF(CT_BUF_ANY);
    json_t *target = json_string(p->target);
    ct_buf_text(&json, "{\"view\": \"mutations\", \"target\": ");
    ct_json_write(&json, target, CT_JSON_SHOWN);
    ct_buf_text(&json, ", \"report\": ");
    ct_mutation_report_write_json(p->report, &json);
    ct_buf_char(&json, '}');
    ct_html_data(&safe, json.bytes, json.size);
    ct_html_begin_block(p->file, "id=\"run\"");
    ct_outfile_write(p->file, safe.bytes, safe.size);
    ct_html_end_block(p->file);
    json_decref(target);
    ct_buf_free(&json);
    ct_buf_free(&safe);
}

static void summarize(ct_buf *out, const ct_mutation_report *report, ct_arena *arena)
{
    ct_mutation_report_counts const n = ct_mutation_report_count(report);
    if (!n.total.faults)
        ct_buf_text(out, "No fault applies to these responses");
    else if (n.outcome == CT_OUTCOME_SCORE)
        ct_buf_printf(out, "Mutation score: %s", ct_mutation_score(&n.total, arena));
    else
        ct_buf_printf(out, "%s: %zu of %zu mutants killed",
                      n.outcome == CT_OUTCOME_PROVEN ? "PROVEN" : "NOT PROVEN", n.killed,
                      n.mutants);
}

void ct_prove_page(const ct_mutation_report *report, ct_outfile *file, const char *target)
{
    ct_arena *arena = ct_arena_new();
    ct_buf summary = CT_BUF(CT_BUF_ANY);
    summarize(&summary, report, arena);
    ct_html_write(file, ct_buf_str(&summary), write_data, &(page){report, file, target});
    ct_buf_free(&summary);
    ct_arena_free(arena);
}
