#include "judge/content.h"

#include <string.h>
#include <strings.h>

bool ct_status_excludes_content(unsigned status)
{
    return status < 200 || status == 204 || status == 304;
}

/* A response to HEAD may leave these out, and one without content has no use for them (RFC 9110
 * sections 8.3 to 8.6, 9.3.2 and 15.4.5). */
static bool describes_content(const char *header)
{
    static const char *const names[] = {"Content-Type", "Content-Encoding", "Content-Language",
                                        "Content-Length"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcasecmp(header, names[i]))
            return true;
    return false;
}

static bool is_any_about_content(const ct_alternative *alternatives)
{
    for (; alternatives; alternatives = alternatives->next)
        for (const ct_expect *e = alternatives->expects; e; e = e->next)
            if (ct_expect_is_about_content(e))
                return true;
    return false;
}

bool ct_expect_is_about_content(const ct_expect *expect)
{
    switch (expect->subject) {
    case CT_SUBJECT_JSON:
    case CT_SUBJECT_PATH:
    case CT_SUBJECT_TEXT:
    case CT_SUBJECT_BYTES:
        return true;
    case CT_SUBJECT_HEADER:
        return describes_content(expect->name);
    case CT_SUBJECT_ONE_OF:
        return is_any_about_content(expect->alternatives);
    default:
        return false;
    }
}

bool ct_row_covers_content(const ct_response_row *row, const ct_operation *operation,
                           const ct_exchange *exchange)
{
    const ct_response *response = exchange->response;
    bool const is_head = exchange->request && !strcmp(exchange->request->method, "HEAD");
    /* 205 must not have content either (section 15.3.6), but unlike the others it can. */
    bool const is_empty = ct_status_excludes_content(response->status) ||
                          (response->status == 205 && !response->body.size);
    if (is_head && strcmp(operation->plan->method, "HEAD") != 0)
        return false;
    return !is_empty || row->low == row->high;
}
