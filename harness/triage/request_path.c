#include "triage/request_path.h"

#include <string.h>

#include "base/buf.h"
#include "lang/yaml/template.h"

static const char *template_of(ct_arena *arena, const ct_plan *plan)
{
    ct_buf path = CT_BUF(CT_BUF_ANY);
    for (const ct_path_piece *piece = plan->path; piece; piece = piece->next) {
        size_t size;
        const char *text = piece->param ? NULL : ct_template_constant(piece->text, &size);
        if (!piece->param && !text) {
            ct_buf_free(&path);
            return NULL;
        }
        if (text)
            ct_buf_add(&path, text, size);
        else
            ct_buf_printf(&path, "{%s}", piece->param);
    }
    return ct_buf_finish(&path, arena);
}

const char *ct_request_path(ct_arena *arena, const ct_step *step, const ct_exchange *exchange)
{
    const char *path = template_of(arena, step->plan);
    if (path || !exchange || !exchange->request)
        return path;
    const char *authority = strstr(exchange->request->url, "://");
    return authority ? strchr(authority + 3, '/') : NULL;
}
