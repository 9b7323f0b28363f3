/* The parts of a page that all views share: page.html with its placeholders, style and scripts. */
#include <errno.h>
#include <string.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "report/html.h"

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

/* ---- The placeholders of the page ---- */

typedef struct page {
    ct_outfile *file;
    const char *summary;
    void (*write_data)(void *context);
    void *context;
} page;

static void put_source(ct_buf *out, const char *directive, const ct_html_file *file)
{
    unsigned char digest[CT_SHA256_SIZE];
    ct_sha256(file->bytes, file->size, digest);
    ct_buf_printf(out, "; %s 'sha256-", directive);
    ct_base64_encode(out, digest, sizeof digest);
    ct_buf_char(out, '\'');
}

static void write_policy(const page *p)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&text, "default-src 'none'; base-uri 'none'; form-action 'none'");
    put_source(&text, "style-src", &ct_html_style);
    put_source(&text, "script-src", &ct_html_script);
    ct_outfile_write(p->file, ct_buf_str(&text), text.size);
    ct_buf_free(&text);
}

static void write_summary(const page *p)
{
    ct_outfile_text(p->file, p->summary);
}

static void write_style(const page *p)
{
    ct_outfile_write(p->file, ct_html_style.bytes, ct_html_style.size);
}

static void write_script(const page *p)
{
    ct_outfile_write(p->file, ct_html_script.bytes, ct_html_script.size);
}

static void write_data(const page *p)
{
    p->write_data(p->context);
}

static const struct gap {
    const char *name; /* {{name}} in the page */
    void (*write)(const page *p);
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

void ct_html_write(ct_outfile *file, const char *summary, void (*write)(void *context),
                   void *context)
{
    page const p = {file, summary, write, context};
    const char *at = (const char *)ct_html_page.bytes, *const end = at + ct_html_page.size;
    for (const char *open; (open = memmem(at, (size_t)(end - at), "{{", 2));) {
        const char *close = memmem(open, (size_t)(end - open), "}}", 2);
        const struct gap *gap = close ? gap_at(open + 2, (size_t)(close - open - 2)) : NULL;
        ct_outfile_write(file, at, (size_t)(open - at));
        if (!gap) { /* page.html has a placeholder that this program does not know */
            ct_outfile_spoil(file, EINVAL);
            break;
        }
        gap->write(&p);
        at = close + 2;
    }
    ct_outfile_write(file, at, (size_t)(end - at));
}

void ct_html_begin_block(ct_outfile *file, const char *attributes)
{
    ct_outfile_text(file, "<script type=\"application/json\" ");
    ct_outfile_text(file, attributes);
    ct_outfile_text(file, ">");
}

void ct_html_end_block(ct_outfile *file)
{
    ct_outfile_text(file, "</script>\n");
}
