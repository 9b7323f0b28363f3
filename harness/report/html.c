#include "report/html.h"

#include <errno.h>
#include <string.h>

#include "base/spool.h"
#include "lang/json/json_writer.h"
#include "lang/yaml/bind.h"
#include "model/peers.h"
#include "record/record.h"
#include "report/curl_line.h"
#include "report/print.h"

enum { MESSAGE_LIMIT = 240, CURL_BODY_LIMIT = 8 << 10, PEERS_SHOWN = 5 };

typedef struct html {
    ct_reporter reporter;
    ct_spool *pieces; /* two for each case: its data, and its row of the list */
    ct_peers *peers;
    ct_buf before; /* the data of the set-up and clean-up of the target */
    ct_buf text, data;
} html;

/* ---- Data in a page ---- */

/* Writes `text` into the page and empties it. */
static void put_data(html *h)
{
    ct_buf_clear(&h->data);
    ct_html_data(&h->data, ct_buf_str(&h->text), h->text.size);
    ct_outfile_write(h->reporter.file, ct_buf_str(&h->data), h->data.size);
    ct_buf_clear(&h->text);
}

/* ---- A case ---- */

static void put_extra(ct_json_writer *json, const ct_step_result *step)
{
    ct_json_put_open(json, NULL, '{');
    if (step->exchange) {
        ct_buf line = CT_BUF(CT_BUF_ANY);
        ct_curl_line(&line, step->exchange->request, CURL_BODY_LIMIT);
        ct_json_put_string(json, "curl", ct_buf_str(&line));
        ct_buf_free(&line);
    }
    if (step->throttled_ms)
        ct_json_put_uint(json, "throttled_ms", step->throttled_ms);
    ct_json_put_close(json, '}');
}

static void put_case(ct_buf *out, const ct_case_result *result)
{
    ct_json_writer json = {.out = out};
    ct_buf line = CT_BUF(CT_BUF_ANY);
    ct_record_case(&line, result);
    ct_json_put_open(&json, NULL, '{');
    ct_json_put_raw(&json, "case", ct_buf_str(&line));
    ct_json_put_open(&json, "steps", '[');
    for (const ct_step_result *step = result->steps; step; step = step->next)
        put_extra(&json, step);
    ct_json_put_close(&json, ']');
    ct_json_put_close(&json, '}');
    ct_buf_free(&line);
}

static void put_message(ct_json_writer *json, const ct_case_result *result)
{
    ct_buf message = CT_BUF(CT_BUF_ANY);
    ct_print_message(&message, result, MESSAGE_LIMIT);
    ct_json_put_string(json, NULL, ct_buf_str(&message));
    ct_buf_free(&message);
}

/* Passed in some repeats only. A waived case has a reason too. */
static bool is_flaky(const ct_case_result *result)
{
    return result->verdict > CT_SKIP && result->reason && !strncmp(result->reason, "flaky: ", 7);
}

/* The data that the list shows, sorts and searches: [name, operation, title, verdict, time, file,
 * tags, requirements, message, flaky]. The time of a case that did not start is null; flaky is 1,
 * or left out. */
static void put_row(ct_buf *out, const ct_case_result *result)
{
    const ct_case *test_case = result->test_case;
    ct_json_writer json = {.out = out};
    ct_json_put_open(&json, NULL, '[');
    ct_json_put_string(&json, NULL, test_case->full_name);
    ct_json_put_string(&json, NULL, test_case->operation ? test_case->operation->id : "");
    ct_json_put_string(&json, NULL, test_case->title ? test_case->title : "");
    ct_json_put_uint(&json, NULL, result->verdict);
    if (result->started_at && result->verdict > CT_SKIP)
        ct_json_put_uint(&json, NULL, result->elapsed_us);
    else
        ct_json_put_raw(&json, NULL, "null");
    ct_json_put_string(&json, NULL, test_case->where.source ? test_case->where.source->name : "");
    ct_json_put_open(&json, NULL, '[');
    for (const ct_name *tag = test_case->tags; tag; tag = tag->next)
        ct_json_put_string(&json, NULL, tag->text);
    ct_json_put_close(&json, ']');
    ct_json_put_open(&json, NULL, '[');
    for (const ct_cite *cite = test_case->verifies; cite; cite = cite->next)
        ct_json_put_string(&json, NULL, cite->requirement->id);
    ct_json_put_close(&json, ']');
    put_message(&json, result);
    if (is_flaky(result))
        ct_json_put_uint(&json, NULL, 1);
    ct_json_put_close(&json, ']');
}

static void before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    html *h = (html *)self;
    (void)run;
    if (h->before.size)
        ct_buf_char(&h->before, ',');
    ct_peers_add(h->peers, result);
    put_case(&h->before, result);
}

static void keep_piece(html *h, size_t index)
{
    ct_buf_clear(&h->data);
    ct_html_data(&h->data, ct_buf_str(&h->text), h->text.size);
    ct_spool_put(h->pieces, index, ct_buf_str(&h->data), h->data.size);
    ct_buf_clear(&h->text);
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    html *h = (html *)self;
    size_t const index = (size_t)(result - run->cases);
    ct_peers_add(h->peers, result);
    put_case(&h->text, result);
    keep_piece(h, 2 * index);
    put_row(&h->text, result);
    keep_piece(h, 2 * index + 1);
}

/* ---- The data of the page ---- */

typedef struct page_data {
    html *html;
    const ct_run_result *run;
} page_data;

/* A line for each of the first peers. */
static void put_peers(ct_json_writer *json, ct_peers *peers)
{
    size_t count;
    const ct_peer *const *list = ct_peers_list(peers, &count);
    ct_buf line = CT_BUF(CT_BUF_ANY);
    ct_json_put_open(json, "peers", '[');
    for (size_t i = 0; i < count && i < PEERS_SHOWN; i++) {
        ct_buf_clear(&line);
        ct_buf_text(&line, list[i]->address ? list[i]->address : "unknown address");
        if (list[i]->has_tls && list[i]->tls.version)
            ct_buf_printf(&line, ", %s", list[i]->tls.version);
        if (list[i]->tls.public_key_sha256)
            ct_buf_printf(&line, ", public key SHA-256 %s", list[i]->tls.public_key_sha256);
        ct_json_put_string(json, NULL, ct_buf_str(&line));
    }
    ct_json_put_close(json, ']');
    if (count > PEERS_SHOWN)
        ct_json_put_uint(json, "further_peers", count - PEERS_SHOWN);
    ct_buf_free(&line);
}

static void put_run(html *h, const ct_run_result *run)
{
    ct_buf head = CT_BUF(CT_BUF_ANY);
    ct_json_writer json = {.out = &h->text};
    ct_record_head(&head, run, h->reporter.about, "");
    ct_buf_text(&head, "]}");
    ct_json_put_open(&json, NULL, '{');
    ct_json_put_string(&json, "view", "run");
    ct_json_put_string(&json, "words", ct_print_verdict(run));
    ct_json_put_uint(&json, "exit_status", (uint64_t)ct_run_exit_status(run));
    if (run->throttled_us)
        ct_json_put_uint(&json, "throttled_us", run->throttled_us);
    if (run->repeat > 1)
        ct_json_put_uint(&json, "repeat", run->repeat);
    ct_json_put_string(&json, "shuffle", run->shuffle);
    put_peers(&json, h->peers);
    ct_json_put_open(&json, "before", '[');
    if (h->before.size)
        ct_json_put_raw(&json, NULL, ct_buf_str(&h->before));
    ct_json_put_close(&json, ']');
    ct_json_put_raw(&json, "run", ct_buf_str(&head));
    ct_json_put_close(&json, '}');
    ct_buf_free(&head);
}

/* A page without one of its cases would be misleading, so it is not written at all. */
static void copy_piece(html *h, size_t index)
{
    ct_spool_copy(h->pieces, index, h->reporter.file);
    if (!ct_spool_size(h->pieces, index))
        ct_outfile_spoil(h->reporter.file, ENODATA);
}

static void write_cases(html *h, const ct_run_result *run)
{
    for (size_t i = 0; i < run->case_count; i++) {
        bool const is_first = i % CT_HTML_BLOCK == 0;
        bool const is_last = i + 1 == run->case_count || (i + 1) % CT_HTML_BLOCK == 0;
        if (is_first)
            ct_html_begin_block(h->reporter.file, "class=\"cases\"");
        ct_outfile_text(h->reporter.file, is_first ? "[" : ",\n");
        copy_piece(h, 2 * i);
        if (!is_last)
            continue;
        ct_outfile_text(h->reporter.file, "]");
        ct_html_end_block(h->reporter.file);
    }
}

static void write_data(void *context)
{
    html *h = ((page_data *)context)->html;
    const ct_run_result *run = ((page_data *)context)->run;
    ct_html_begin_block(h->reporter.file, "id=\"run\"");
    put_run(h, run);
    put_data(h);
    ct_html_end_block(h->reporter.file);
    write_cases(h, run);
    ct_html_begin_block(h->reporter.file, "id=\"rows\"");
    for (size_t i = 0; i < run->case_count; i++) {
        ct_outfile_text(h->reporter.file, i ? ",\n" : "[");
        copy_piece(h, 2 * i + 1);
    }
    ct_outfile_text(h->reporter.file, run->case_count ? "]" : "[]");
    ct_html_end_block(h->reporter.file);
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    html *h = (html *)self;
    ct_buf summary = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&summary, "%s: ", ct_print_verdict(run));
    ct_print_counts(&summary, run->counts);
    ct_html_write(h->reporter.file, ct_buf_str(&summary), write_data, &(page_data){h, run});
    ct_buf_free(&summary);
    h->reporter.has_ended = true;
}

/* ---- The reporter ---- */

static void drop(void *text)
{
    ct_buf_free(text);
}

ct_reporter *ct_html_open(ct_arena *arena, ct_outfile *file, ct_diag *diag)
{
    html *h = ct_new(arena, html);
    h->reporter.listener = (ct_listener){.before_end = before_end,
                                         .case_end = case_end,
                                         .run_end = run_end,
                                         .wants_each_exchange = true};
    h->peers = ct_peers_new(arena);
    h->before = h->text = h->data = CT_BUF(CT_BUF_ANY);
    ct_arena_own(arena, &h->before, drop);
    ct_arena_own(arena, &h->text, drop);
    ct_arena_own(arena, &h->data, drop);
    h->pieces = ct_spool_open(arena, ct_outfile_folder(file), diag);
    return h->pieces ? &h->reporter : NULL;
}
