#include "report/html.h"

#include <errno.h>
#include <string.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/spool.h"
#include "lang/json/json_writer.h"
#include "lang/yaml/bind.h"
#include "record/record.h"
#include "report/curl_line.h"
#include "report/print.h"

enum { MESSAGE_LIMIT = 240, CURL_BODY_LIMIT = 8 << 10 };

typedef struct html {
    ct_reporter reporter;
    ct_spool *pieces; /* two for each case: its data, and its row of the list */
    ct_buf before;    /* the data of the set-up and clean-up of the target */
    ct_buf text, data;
} html;

/* ---- Data in a page ---- */

void ct_html_data(ct_buf *out, const char *json, size_t size)
{
    const char *const end = json + size;
    for (const char *at = json; at < end; at++) {
        const char *const plain = at;
        while (at < end && !strchr("<>&\342", *at))
            at++;
        ct_buf_add(out, plain, (size_t)(at - plain));
        if (at == end)
            break;
        if (*at != '\342') {
            ct_buf_printf(out, "\\u%04x", (unsigned)*at);
        } else if (end - at > 2 && at[1] == '\200' && (at[2] & ~1) == '\250') {
            ct_buf_text(out, at[2] == '\250' ? "\\u2028" : "\\u2029");
            at += 2;
        } else {
            ct_buf_char(out, *at);
        }
    }
}

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

/* The data that the list shows, sorts and searches: [name, operation, title, verdict, time, file,
 * tags, requirements, message]. The time of a case that did not start is null. */
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
    ct_json_put_close(&json, ']');
}

static void before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    html *h = (html *)self;
    (void)run;
    if (h->before.size)
        ct_buf_char(&h->before, ',');
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
    put_case(&h->text, result);
    keep_piece(h, 2 * index);
    put_row(&h->text, result);
    keep_piece(h, 2 * index + 1);
}

/* ---- The placeholders of the page ---- */

static void put_source(ct_buf *out, const char *directive, const ct_html_file *file)
{
    unsigned char digest[CT_SHA256_SIZE];
    ct_sha256(file->bytes, file->size, digest);
    ct_buf_printf(out, "; %s 'sha256-", directive);
    ct_base64_encode(out, digest, sizeof digest);
    ct_buf_char(out, '\'');
}

static void write_policy(html *h, const ct_run_result *run)
{
    (void)run;
    ct_buf_text(&h->text, "default-src 'none'; base-uri 'none'; form-action 'none'");
    put_source(&h->text, "style-src", &ct_html_style);
    put_source(&h->text, "script-src", &ct_html_script);
    ct_outfile_write(h->reporter.file, ct_buf_str(&h->text), h->text.size);
    ct_buf_clear(&h->text);
}

/* The title, and the only text without JavaScript: fixed words and numbers, nothing untrusted. */
static void write_summary(html *h, const ct_run_result *run)
{
    ct_buf_printf(&h->text, "%s: ", ct_print_verdict(run));
    ct_print_counts(&h->text, run->counts);
    ct_outfile_write(h->reporter.file, ct_buf_str(&h->text), h->text.size);
    ct_buf_clear(&h->text);
}

static void write_style(html *h, const ct_run_result *run)
{
    (void)run;
    ct_outfile_write(h->reporter.file, ct_html_style.bytes, ct_html_style.size);
}

static void write_script(html *h, const ct_run_result *run)
{
    (void)run;
    ct_outfile_write(h->reporter.file, ct_html_script.bytes, ct_html_script.size);
}

static void begin_block(html *h, const char *attributes)
{
    ct_outfile_text(h->reporter.file, "<script type=\"application/json\" ");
    ct_outfile_text(h->reporter.file, attributes);
    ct_outfile_text(h->reporter.file, ">");
}

static void end_block(html *h)
{
    ct_outfile_text(h->reporter.file, "</script>\n");
}

static void put_run(html *h, const ct_run_result *run)
{
    ct_buf head = CT_BUF(CT_BUF_ANY);
    ct_json_writer json = {.out = &h->text};
    ct_record_head(&head, run, h->reporter.about, "");
    ct_buf_text(&head, "]}");
    ct_json_put_open(&json, NULL, '{');
    ct_json_put_string(&json, "words", ct_print_verdict(run));
    ct_json_put_uint(&json, "exit_status", (uint64_t)ct_run_exit_status(run));
    if (run->throttled_us)
        ct_json_put_uint(&json, "throttled_us", run->throttled_us);
    if (run->repeat > 1)
        ct_json_put_uint(&json, "repeat", run->repeat);
    ct_json_put_string(&json, "shuffle", run->shuffle);
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
            begin_block(h, "class=\"cases\"");
        ct_outfile_text(h->reporter.file, is_first ? "[" : ",\n");
        copy_piece(h, 2 * i);
        if (!is_last)
            continue;
        ct_outfile_text(h->reporter.file, "]");
        end_block(h);
    }
}

static void write_data(html *h, const ct_run_result *run)
{
    begin_block(h, "id=\"run\"");
    put_run(h, run);
    put_data(h);
    end_block(h);
    write_cases(h, run);
    begin_block(h, "id=\"rows\"");
    for (size_t i = 0; i < run->case_count; i++) {
        ct_outfile_text(h->reporter.file, i ? ",\n" : "[");
        copy_piece(h, 2 * i + 1);
    }
    ct_outfile_text(h->reporter.file, run->case_count ? "]" : "[]");
    end_block(h);
}

static const struct gap {
    const char *name; /* {{name}} in the page */
    void (*write)(html *h, const ct_run_result *run);
} gaps[] = {
    {"policy", write_policy}, {"summary", write_summary}, {"style", write_style},
    {"data", write_data},     {"script", write_script},
};

static const struct gap *gap_at(const char *name, size_t size)
{
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++)
        if (strlen(gaps[i].name) == size && !memcmp(gaps[i].name, name, size))
            return &gaps[i];
    return NULL;
}

static void run_end(ct_listener *self, const ct_run_result *run)
{
    html *h = (html *)self;
    const char *at = (const char *)ct_html_page.bytes, *const end = at + ct_html_page.size;
    for (const char *open; (open = memmem(at, (size_t)(end - at), "{{", 2));) {
        const char *close = memmem(open, (size_t)(end - open), "}}", 2);
        const struct gap *gap = close ? gap_at(open + 2, (size_t)(close - open - 2)) : NULL;
        ct_outfile_write(h->reporter.file, at, (size_t)(open - at));
        if (!gap) { /* page.html has a placeholder that this program does not know */
            ct_outfile_spoil(h->reporter.file, EINVAL);
            break;
        }
        gap->write(h, run);
        at = close + 2;
    }
    ct_outfile_write(h->reporter.file, at, (size_t)(end - at));
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
    h->before = h->text = h->data = CT_BUF(CT_BUF_ANY);
    ct_arena_own(arena, &h->before, drop);
    ct_arena_own(arena, &h->text, drop);
    ct_arena_own(arena, &h->data, drop);
    h->pieces = ct_spool_open(arena, ct_outfile_folder(file), diag);
    return h->pieces ? &h->reporter : NULL;
}
