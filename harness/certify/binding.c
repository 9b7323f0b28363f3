#include "certify/binding.h"

#include <string.h>
#include <strings.h>

#include "run/generated.h"

/* The ids that bind a response. */
enum { UUID, UUID_HEX, TRACE_ID, IDS };

static bool has_id(const char *bytes, size_t size, const char *id)
{
    size_t const length = strlen(id);
    for (size_t i = 0; i + length <= size; i++)
        if (!strncasecmp(bytes + i, id, length))
            return true;
    return false;
}

static bool has_any(const char *bytes, size_t size, const char *const ids[IDS])
{
    for (int i = 0; i < IDS; i++)
        if (has_id(bytes, size, ids[i]))
            return true;
    return false;
}

static bool have_any(const ct_header *headers, const char *const ids[IDS])
{
    for (; headers; headers = headers->next)
        if (has_any(headers->value, strlen(headers->value), ids))
            return true;
    return false;
}

static bool is_bound(const ct_response *response, const char *const ids[IDS])
{
    return has_any(response->body.bytes, response->body.size, ids) ||
           have_any(response->headers, ids) || have_any(response->trailers, ids);
}

static bool was_judged(ct_verdict verdict)
{
    return verdict != CT_NOT_RUN && verdict != CT_SKIP;
}

void ct_binding_add(ct_binding *binding, const char *seed, const ct_case_result *result)
{
    ct_arena *arena = ct_arena_new();
    const char *name = result->test_case->full_name;
    const char *ids[IDS] = {ct_generated_uuid(arena, seed, name, false),
                            ct_generated_uuid(arena, seed, name, true)};
    size_t number = 1;
    const ct_step_result *s = was_judged(result->verdict) ? result->steps : NULL;
    for (; s; s = s->next, number++) {
        if (s->is_cleanup || !s->exchange || !s->exchange->response)
            continue;
        const char *traceparent = ct_generated_traceparent(arena, seed, name, number, false);
        ids[TRACE_ID] = ct_arena_copy(arena, traceparent + CT_TRACE_ID_AT, CT_TRACE_ID_SIZE);
        binding->responses++;
        binding->bound += is_bound(s->exchange->response, ids);
    }
    ct_arena_free(arena);
}

json_t *ct_binding_json(const ct_binding *binding)
{
    return json_pack("{s:I, s:I}", "responses", (json_int_t)binding->responses, "bound",
                     (json_int_t)binding->bound);
}

static bool is_value(const ct_header *header, const char *value)
{
    return header && !strcmp(header->value, value);
}

bool ct_binding_has_traceparent(const char *seed, const ct_case_result *result)
{
    ct_arena *arena = ct_arena_new();
    size_t number = 1;
    bool found = false;
    for (const ct_step_result *s = result->steps; s && !found; s = s->next, number++)
        found = s->exchange &&
                is_value(ct_header_find(s->exchange->request->headers, "traceparent"),
                         ct_generated_traceparent(arena, seed, result->test_case->full_name, number,
                                                  s->is_cleanup));
    ct_arena_free(arena);
    return found;
}
