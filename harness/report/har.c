#include "report/har.h"

#include <errno.h>

#include "base/datetime.h"
#include "base/spool.h"
#include "lang/json/json_writer.h"
#include "report/har_entry.h"
#include "report/print.h"

enum { TITLE_LIMIT = 300 };

typedef struct har {
    ct_reporter reporter;
    ct_spool *pieces;           /* two a case: its page, and its entries */
    ct_buf before_page, before; /* of the target's own steps, and their entries */
    ct_buf text;
    size_t reported; /* cases */
} har;

static const char before_id[] = "before";

/* ---- A page ---- */

static void put_timings(ct_json_writer *json, uint64_t elapsed_us)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_seconds_text(&text, elapsed_us);
    ct_json_put_open(json, "pageTimings", '{');
    ct_json_put_raw(json, "onContentLoad", "-1");
    ct_json_put_raw(json, "onLoad", ct_buf_str(&text));
    ct_json_put_close(json, '}');
    ct_buf_free(&text);
}

static void put_page(ct_buf *out, const ct_case_result *result, const char *id)
{
    const ct_case *test_case = result->test_case;
    ct_buf title = CT_BUF(CT_BUF_ANY), why = CT_BUF(CT_BUF_ANY);
    ct_json_writer json = {.out = out};
    ct_buf_printf(&title, "%s: %s", test_case->full_name, test_case->title);
    ct_print_message(&why, result, TITLE_LIMIT);
    ct_json_put_open(&json, NULL, '{');
    ct_json_put_time(&json, "startedDateTime", result->started_at);
    ct_json_put_string(&json, "id", id);
    ct_json_put_string(&json, "title", ct_buf_str(&title));
    put_timings(&json, result->elapsed_us);
    ct_json_put_string(&json, "_verdict", ct_verdict_name(result->verdict));
    ct_json_put_string(&json, "comment", why.size ? ct_buf_str(&why) : NULL);
    ct_json_put_close(&json, '}');
    ct_buf_free(&title);
    ct_buf_free(&why);
}

static void put_entries(ct_buf *out, const ct_case_result *result, const char *page)
{
    unsigned ordinals[2] = {0, 0}; /* of the case, and of its clean-up */
    for (const ct_step_result *step = result->steps; step; step = step->next) {
        unsigned const ordinal = ++ordinals[step->is_cleanup];
        if (!step->exchange)
            continue;
        if (out->size)
            ct_buf_text(out, ",\n");
        ct_har_entry(out, step, ordinal, page);
    }
}

static void before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    har *h = (har *)self;
    (void)run;
    put_entries(&h->before, result, before_id);
    if (!h->before_page.size)
        put_page(&h->before_page, result, before_id);
}

static void keep_piece(har *h, size_t index)
{
    ct_spool_put(h->pieces, index, ct_buf_str(&h->text), h->text.size);
    ct_buf_clear(&h->text);
}

/* Nothing of a case of which nothing was sent. */
static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    har *h = (har *)self;
    size_t const index = (size_t)(result - run->cases);
    char id[32];
    h->reported++;
    snprintf(id, sizeof id, "case-%zu", index + 1);
    put_entries(&h->text, result, id);
    bool const was_sent = h->text.size;
    keep_piece(h, 2 * index + 1);
    if (was_sent)
        put_page(&h->text, result, id);
    keep_piece(h, 2 * index);
}

/* ---- The file ---- */

static void write_head(har *h, const ct_run_result *run)
{
    ct_json_writer json = {.out = &h->text};
    ct_buf comment = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&comment, "%s against %s at %s", ct_print_verdict(run),
                  run->target_name ? run->target_name : "a target",
                  run->target_url ? run->target_url : "an unknown URL");
    ct_json_put_open(&json, NULL, '{');
    ct_json_put_open(&json, "log", '{');
    ct_json_put_string(&json, "version", "1.2");
    ct_json_put_open(&json, "creator", '{');
    ct_json_put_string(&json, "name", "apigcheck");
    ct_json_put_string(&json, "version", h->reporter.about->version);
    ct_json_put_close(&json, '}');
    ct_json_put_string(&json, "comment", ct_buf_str(&comment));
    ct_json_put_open(&json, "pages", '[');
    ct_outfile_write(h->reporter.file, ct_buf_str(&h->text), h->text.size);
    ct_buf_clear(&h->text);
    ct_buf_free(&comment);
}

/* The pieces with this remainder, those of the target's own steps first. */
static void write_pieces(har *h, const ct_run_result *run, const ct_buf *first, size_t remainder)
{
    ct_outfile *file = h->reporter.file;
    const char *between = "\n";
    if (first->size) {
        ct_outfile_text(file, between);
        ct_outfile_write(file, first->bytes, first->size);
        between = ",\n";
    }
    for (size_t i = 0; i < run->case_count; i++) {
        if (!ct_spool_size(h->pieces, 2 * i + remainder))
            continue;
        ct_outfile_text(file, between);
        ct_spool_copy(h->pieces, 2 * i + remainder, file);
        between = ",\n";
    }
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    har *h = (har *)self;
    ct_outfile *file = h->reporter.file;
    ct_buf_clear(&h->text);
    write_head(h, run);
    write_pieces(h, run, &h->before_page, 0);
    ct_outfile_text(file, "\n],\"entries\":[");
    write_pieces(h, run, &h->before, 1);
    ct_outfile_text(file, "\n]}}\n");
    if (h->reported != run->case_count)
        ct_outfile_spoil(file, ENODATA); /* a case without a case_end event */
    h->reporter.has_ended = true;
}

static void drop(void *text)
{
    ct_buf_free(text);
}

ct_reporter *ct_har_open(ct_arena *arena, ct_outfile *file, ct_diag *diag)
{
    har *h = ct_new(arena, har);
    h->reporter.listener = (ct_listener){.before_end = before_end,
                                         .case_end = case_end,
                                         .run_end = run_end,
                                         .wants_each_exchange = true};
    h->before_page = h->before = h->text = CT_BUF(CT_BUF_ANY);
    ct_arena_own(arena, &h->before_page, drop);
    ct_arena_own(arena, &h->before, drop);
    ct_arena_own(arena, &h->text, drop);
    h->pieces = ct_spool_open(arena, ct_outfile_folder(file), diag);
    return h->pieces ? &h->reporter : NULL;
}
