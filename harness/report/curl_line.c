#include "report/curl_line.h"

#include <string.h>
#include <strings.h>

#include "model/redact.h"
#include "report/shell.h"

/* ---- Parts of a request ---- */

/* "X-Auth-Token" is X_AUTH_TOKEN. */
static void name_variable(ct_buf *out, const char *name)
{
    for (; *name; name++) {
        bool const is_lower = *name >= 'a' && *name <= 'z';
        bool const is_kept = (*name >= 'A' && *name <= 'Z') || (*name >= '0' && *name <= '9');
        ct_buf_char(out, is_lower ? (char)(*name - 'a' + 'A') : is_kept ? *name : '_');
    }
}

static void add_header(ct_buf *out, const ct_header *header)
{
    ct_buf line = CT_BUF(CT_BUF_ANY), variable = CT_BUF(CT_BUF_ANY);
    name_variable(&variable, header->name);
    ct_buf_text(&line, header->name);
    if (header->value && *header->value)
        ct_buf_printf(&line, ": %s", header->value);
    else
        ct_buf_char(&line, ';'); /* with a colon alone curl would leave the header out */
    ct_buf_text(out, " -H ");
    ct_shell_masked(out, line.bytes, line.size, ct_buf_str(&variable));
    ct_buf_free(&line);
    ct_buf_free(&variable);
}

static bool has_type(const ct_header *header)
{
    while (header && strcasecmp(header->name, "Content-Type"))
        header = header->next;
    return header;
}

static void add_headers(ct_buf *out, const ct_request *request)
{
    for (const ct_header *header = request->headers; header; header = header->next)
        add_header(out, header);
    /* curl would add a type of its own to a body that has none. */
    if (request->body.bytes && !has_type(request->headers))
        ct_buf_text(out, " -H 'Content-Type:'");
}

static void add_body(ct_buf *out, const ct_body *body, size_t limit)
{
    if (!body->bytes)
        return;
    bool const is_told =
        body->whole <= body->size && body->size <= limit && !memchr(body->bytes, '\0', body->size);
    if (!is_told) {
        ct_buf_text(out, " --data-binary @BODY");
        return;
    }
    ct_buf_text(out, " --data-raw ");
    ct_shell_masked(out, body->bytes, body->size, "SECRET");
}

void ct_curl_line(ct_buf *out, const ct_request *request, size_t body_limit)
{
    /* -g and --path-as-is: the address is sent as it stands. */
    ct_buf_text(out, "curl -i -g --path-as-is");
    if (!strcmp(request->method, "HEAD")) {
        ct_buf_text(out, " --head");
    } else {
        ct_buf_text(out, " -X ");
        ct_shell_masked(out, request->method, strlen(request->method), "SECRET");
    }
    ct_buf_char(out, ' ');
    ct_shell_masked(out, request->url, strlen(request->url), "SECRET");
    add_headers(out, request);
    add_body(out, &request->body, body_limit);
}
