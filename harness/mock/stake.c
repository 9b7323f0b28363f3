#include "mock/stake.h"

#include <string.h>

#define ERROR(status, family)                                                                      \
    {"bind", status, "", "BIND-" family, "BIND-" family "-JSON"},                                  \
        {"bind", status, "error_code", "BIND-" family "-ERROR-CODE", "BIND-" family "-FAULT"},     \
    {                                                                                              \
        "bind", status, "error_msg", "BIND-" family "-ERROR-MSG", NULL                             \
    }

const ct_stake ct_stakes[] = {
    {"bind", 201, "", "BIND-CREATED", "BIND-CREATED-JSON"},
    {"bind", 201, "applies", "BIND-APPLIES", "BIND-APPLIES-EACH-ONCE"},
    {"bind", 201, "applies/app_id", "BIND-BINDING-APP-ID", "BIND-BINDING-APP-ID"},
    {"bind", 201, "applies/app_quota_id", "BIND-BINDING-QUOTA-ID", "BIND-BINDING-QUOTA-ID"},
    {"bind", 201, "applies/bound_time", "BIND-BINDING-TIME", "BIND-BINDING-TIME-NOW"},
    ERROR(400, "BAD-REQUEST"),
    ERROR(401, "UNAUTHORIZED"),
    ERROR(403, "FORBIDDEN"),
    ERROR(404, "NOT-FOUND"),
    ERROR(500, "INTERNAL-ERROR"),

    {"list", 200, "", "LIST-OK", "LIST-JSON"},
    {"list", 200, "apps", "LIST-APPS", "LIST-APPS-EACH-ONCE"},
    {"list", 200, "apps/app_id", "LIST-APP-ID", "LIST-APP-ID"},
    {"list", 200, "apps/bound_time", "LIST-BOUND-TIME", "LIST-BOUND-TIME-SAME"},
    {"list", 200, "size", "LIST-SIZE", "LIST-SIZE"},
    {"list", 200, "total", "LIST-TOTAL", "LIST-TOTAL"},
    {"list", 404, "", "LIST-QUOTA-ID-UNKNOWN", "LIST-NOT-FOUND-ERROR"},
    {"list", 404, "error_code", "LIST-NOT-FOUND-ERROR", NULL},
    {"list", 404, "error_msg", "LIST-NOT-FOUND-ERROR", NULL},

    {"unbind", 204, "", "UNBIND-DONE", NULL},
    {"unbind", 404, "", "UNBIND-QUOTA-ID-UNKNOWN", "UNBIND-NOT-FOUND-ERROR"},
    {"unbind", 404, "error_code", "UNBIND-NOT-FOUND-ERROR", NULL},
    {"unbind", 404, "error_msg", "UNBIND-NOT-FOUND-ERROR", NULL},
    {0},
};

#undef ERROR

static const ct_stake *find(const ct_strike *strike, const char *site)
{
    for (const ct_stake *stake = ct_stakes; stake->operation && strike->operation; stake++)
        if (stake->status == strike->status && !strcmp(stake->operation, strike->operation) &&
            !strcmp(stake->site, site))
            return stake;
    return NULL;
}

/* The id that a placeholder stands for; NULL where there is none. */
static const char *id_of(const ct_strike *strike, const char *placeholder)
{
    const ct_stake *whole = find(strike, ""), *part = find(strike, strike->site);
    if (!strncmp(placeholder, "{status}", 8))
        return whole ? whole->form : NULL;
    if (!strncmp(placeholder, "{json}", 6))
        return whole ? whole->value : NULL;
    if (!strncmp(placeholder, "{form}", 6))
        return part ? part->form : NULL;
    return part ? part->value : NULL;
}

void ct_strike_breaks(const ct_strike *strike, ct_stake_visit *visit, void *user, ct_arena *arena)
{
    for (const char *at = strike->defect->breaks; *at; at += strspn(at, " ")) {
        size_t const size = strcspn(at, " ");
        const char *close = memchr(at, '}', size);
        const char *id = close ? id_of(strike, at) : ct_arena_copy(arena, at, size);
        if (close && id)
            id = ct_arena_printf(arena, "%s%.*s", id, (int)(at + size - close - 1), close + 1);
        if (id)
            visit(user, id);
        at += size;
    }
}
