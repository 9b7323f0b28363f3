#include "certify/replay_head.h"

#include <string.h>

#include "base/limits.h"
#include "http/head.h"

static bool is_one_line(const char *text)
{
    return !text[strcspn(text, "\r\n")];
}

static const char *check_fields(const ct_header *header, size_t *size)
{
    for (; header; header = header->next) {
        size_t const name = strlen(header->name);
        *size += name + strlen(header->value);
        if (!name || ct_token_size(header->name, name) != name)
            return "the name of a response header is not a token";
        if (!is_one_line(header->value))
            return "a response header has a line break";
    }
    return NULL;
}

static bool is_version(const char *version)
{
    return !strcmp(version, "1.0") || !strcmp(version, "1.1") || !strcmp(version, "2");
}

static const char *check_response(const ct_response *response)
{
    size_t size = 0;
    const char *mistake = check_fields(response->headers, &size);
    if (!mistake)
        mistake = check_fields(response->trailers, &size);
    if (!mistake && response->version && !is_version(response->version))
        return "the version of a response is not one of HTTP";
    if (!mistake && response->reason && !is_one_line(response->reason))
        return "the reason of a response has a line break";
    return mistake || size <= CT_LIMIT_HEADERS ? mistake
                                               : "the headers of a response exceed the limit";
}

const char *ct_replay_head_mistake(ct_arena *arena, const ct_step_result *steps)
{
    unsigned number = 1;
    for (const ct_step_result *s = steps; s; s = s->next, number++) {
        const ct_response *response = s->exchange ? s->exchange->response : NULL;
        const char *mistake = response ? check_response(response) : NULL;
        if (mistake)
            return ct_arena_printf(arena, "step %u: %s", number, mistake);
    }
    return NULL;
}
