#include "mutation/requirement_map.h"

#include <string.h>

#include "lang/json/json.h"

#define SAYS(code) "{\"error_code\":\"" code "\",\"error_msg\":\"Words\"}"
#define BOUND(id)                                                                                  \
    "{\"app_id\":\"" id "\",\"app_quota_id\":\"c9\",\"bound_time\":\"2020-09-19T07:43:11Z\"}"

const ct_requirement_map_row ct_requirement_map[] = {
    {"bind", 201, "", "BIND-CREATED", "BIND-CREATED-JSON",
     "{\"applies\":[" BOUND("98d-a") "," BOUND("35-6") "]}"},
    {"bind", 201, "applies", "BIND-APPLIES", "BIND-APPLIES-EACH-ONCE", NULL},
    {"bind", 201, "applies/app_id", "BIND-BINDING-APP-ID", "BIND-BINDING-APP-ID", NULL},
    {"bind", 201, "applies/app_quota_id", "BIND-BINDING-QUOTA-ID", "BIND-BINDING-QUOTA-ID", NULL},
    {"bind", 201, "applies/bound_time", "BIND-BINDING-TIME", "BIND-BINDING-TIME-NOW", NULL},
    {"bind", 400, "", "BIND-BAD-REQUEST", "BIND-BAD-REQUEST-JSON", SAYS("APIG.2012")},
    {"bind", 400, "error_code", "BIND-BAD-REQUEST-ERROR-CODE", "BIND-BAD-REQUEST-FAULT", NULL},
    {"bind", 400, "error_msg", "BIND-BAD-REQUEST-ERROR-MSG", NULL, NULL},
    {"bind", 401, "", "BIND-UNAUTHORIZED", "BIND-UNAUTHORIZED-JSON", SAYS("APIG.1002")},
    {"bind", 401, "error_code", "BIND-UNAUTHORIZED-ERROR-CODE", "BIND-UNAUTHORIZED-FAULT", NULL},
    {"bind", 401, "error_msg", "BIND-UNAUTHORIZED-ERROR-MSG", NULL, NULL},
    {"bind", 403, "", "BIND-FORBIDDEN", "BIND-FORBIDDEN-JSON", SAYS("APIG.1005")},
    {"bind", 403, "error_code", "BIND-FORBIDDEN-ERROR-CODE", "BIND-FORBIDDEN-FAULT", NULL},
    {"bind", 403, "error_msg", "BIND-FORBIDDEN-ERROR-MSG", NULL, NULL},
    {"bind", 404, "", "BIND-NOT-FOUND", "BIND-NOT-FOUND-JSON", SAYS("APIG.3093")},
    {"bind", 404, "error_code", "BIND-NOT-FOUND-ERROR-CODE", "BIND-NOT-FOUND-FAULT", NULL},
    {"bind", 404, "error_msg", "BIND-NOT-FOUND-ERROR-MSG", NULL, NULL},
    {"bind", 500, "", "BIND-INTERNAL-ERROR", "BIND-INTERNAL-ERROR-JSON", SAYS("APIG.9999")},
    {"bind", 500, "error_code", "BIND-INTERNAL-ERROR-ERROR-CODE", "BIND-INTERNAL-ERROR-FAULT",
     NULL},
    {"bind", 500, "error_msg", "BIND-INTERNAL-ERROR-ERROR-MSG", NULL, NULL},

    {"list", 200, "", "LIST-OK", "LIST-JSON",
     "{\"size\":2,\"total\":2,\"apps\":[" BOUND("98d-a") "," BOUND("35-6") "]}"},
    {"list", 200, "apps", "LIST-APPS", "LIST-APPS-EACH-ONCE", NULL},
    {"list", 200, "apps/app_id", "LIST-APP-ID", "LIST-APP-ID", NULL},
    {"list", 200, "apps/bound_time", "LIST-BOUND-TIME", "LIST-BOUND-TIME-SAME", NULL},
    {"list", 200, "size", "LIST-SIZE", "LIST-SIZE", NULL},
    {"list", 200, "total", "LIST-TOTAL", NULL, NULL},
    {"list", 404, "", "LIST-QUOTA-ID-UNKNOWN", "LIST-NOT-FOUND-ERROR", SAYS("APIG.3093")},
    {"list", 404, "error_code", "LIST-NOT-FOUND-ERROR", NULL, NULL},
    {"list", 404, "error_msg", "LIST-NOT-FOUND-ERROR", NULL, NULL},

    {"unbind", 204, "", "UNBIND-DONE", NULL, NULL},
    {"unbind", 404, "", "UNBIND-QUOTA-ID-UNKNOWN", "UNBIND-NOT-FOUND-ERROR", SAYS("APIG.3093")},
    {"unbind", 404, "error_code", "UNBIND-NOT-FOUND-ERROR", NULL, NULL},
    {"unbind", 404, "error_msg", "UNBIND-NOT-FOUND-ERROR", NULL, NULL},
    {0},
};

#undef SAYS
#undef BOUND

static const ct_requirement_map_row *find(const ct_mutation *mutation, const char *site)
{
    for (const ct_requirement_map_row *map_row = ct_requirement_map;
         map_row->operation && mutation->operation; map_row++)
        if (map_row->status == mutation->status &&
            !strcmp(map_row->operation, mutation->operation) && !strcmp(map_row->site, site))
            return map_row;
    return NULL;
}

/* The id that a placeholder stands for; NULL where there is none. */
static const char *id_of(const ct_mutation *mutation, const char *placeholder)
{
    const ct_requirement_map_row *whole = find(mutation, ""),
                                 *part = find(mutation, mutation->site);
    if (!strncmp(placeholder, "{status}", 8))
        return whole ? whole->form : NULL;
    if (!strncmp(placeholder, "{json}", 6))
        return whole ? whole->value : NULL;
    if (!strncmp(placeholder, "{request-id}", 12))
        return mutation->operation && !strcmp(mutation->operation, "bind") ? "BIND-REQUEST-ID"
                                                                           : NULL;
    if (!strncmp(placeholder, "{form}", 6))
        return part ? part->form : NULL;
    return part ? part->value : NULL;
}

void ct_mutation_violates(const ct_mutation *mutation, ct_requirement_map_visit *visit, void *user,
                          ct_arena *arena)
{
    for (const char *at = mutation->fault->breaks; *at; at += strspn(at, " ")) {
        size_t const size = strcspn(at, " ");
        const char *close = memchr(at, '}', size);
        const char *id = close ? id_of(mutation, at) : ct_arena_copy(arena, at, size);
        if (close && id)
            id = ct_arena_printf(arena, "%s%.*s", id, (int)(at + size - close - 1), close + 1);
        if (id)
            visit(user, id);
        at += size;
    }
}

/* ---- The map ---------------------------------------------------------------------------- */

typedef struct mapping {
    json_t *map;
    const ct_fault *fault;
} mapping;

static void add_to_map(void *user, const char *id)
{
    const mapping *m = user;
    json_t *names = json_object_get(m->map, id);
    size_t const count = json_array_size(names);
    if (!names)
        json_object_set_new(m->map, id, names = json_array());
    if (!count || strcmp(json_string_value(json_array_get(names, count - 1)), m->fault->name))
        json_array_append_new(names, json_string(m->fault->name));
}

/* What the example of a whole answer looks like on the way. */
static ct_response example_of(const ct_requirement_map_row *whole)
{
    static ct_header type = {"Content-Type", "application/json", NULL};
    static ct_header id = {"X-Request-Id", "7", &type};
    size_t const size = whole->body ? strlen(whole->body) : 0;
    return (ct_response){.status = whole->status,
                         .version = "1.1",
                         .reason = "",
                         .headers = whole->body ? &id : id.next,
                         .body = {whole->body, size, size}};
}

static void map_response(mapping *m, const ct_requirement_map_row *whole, ct_arena *arena)
{
    ct_response const good = example_of(whole);
    for (const ct_requirement_map_row *part = ct_requirement_map; part->operation; part++) {
        ct_mutation const mutation = {m->fault, whole->operation, whole->status, part->site};
        bool const is_whole = part == whole;
        if (part->status != whole->status || strcmp(part->operation, whole->operation) ||
            is_whole == m->fault->is_of_member)
            continue;
        if (m->fault->mutate(m->fault, part->site, &good, arena))
            ct_mutation_violates(&mutation, add_to_map, m, arena);
    }
}

const json_t *ct_requirement_map_json(ct_arena *arena)
{
    mapping m = {.map = ct_json_own(arena, json_object())};
    ct_arena *scratch = ct_arena_new();
    while ((m.fault = ct_fault_next(m.fault))) {
        if (!m.fault->mutate)
            ct_mutation_violates(&(ct_mutation){m.fault, NULL, 0, ""}, add_to_map, &m, scratch);
        for (const ct_requirement_map_row *map_row = ct_requirement_map;
             map_row->operation && m.fault->mutate; map_row++)
            if (!*map_row->site)
                map_response(&m, map_row, scratch);
    }
    ct_arena_free(scratch);
    return m.map;
}
