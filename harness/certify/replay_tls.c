#include "certify/replay_tls.h"

#include <string.h>

/* An empty path is the default, as in the settings of a request. */
static bool is_same(const char *a, const char *b)
{
    return !strcmp(a ? a : "", b ? b : "");
}

static const char *base_name(const char *path)
{
    const char *slash = path ? strrchr(path, '/') : NULL;
    return slash ? slash + 1 : path;
}

typedef struct path_setting {
    const char *name, *recorded, *today, *target, *connection;
} path_setting;

static const char *expected_path(const path_setting *s)
{
    return is_same(s->today, s->target) ? s->connection : s->today;
}

static bool is_path_same(const path_setting *s)
{
    return is_same(s->today, s->target) ? is_same(s->recorded, s->connection)
                                        : is_same(base_name(s->recorded), base_name(s->today));
}

static const char *describe(ct_arena *arena, const char *name, const char *recorded,
                            const char *today)
{
    return ct_arena_printf(arena, "the TLS setting '%s' was '%.200s', now it is '%.200s'", name,
                           recorded ? recorded : "", today ? today : "");
}

const char *ct_replay_compare_tls(ct_arena *arena, const ct_tls *recorded, const ct_tls *today,
                                  const ct_tls *target, const ct_connection *connection)
{
    static const ct_tls usual = {0};
    const ct_tls *r = recorded ? recorded : &usual, *t = today ? today : &usual;
    const ct_tls *base = target ? target : &usual;
    path_setting const paths[] = {
        {"ca", r->ca, t->ca, base->ca, connection->ca},
        {"client_cert", r->client_cert, t->client_cert, base->client_cert, connection->client_cert},
        {"client_key", r->client_key, t->client_key, base->client_key, connection->client_key}};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        if (!is_path_same(&paths[i]))
            return describe(arena, paths[i].name, paths[i].recorded, expected_path(&paths[i]));
    if (!is_same(r->min_version, t->min_version))
        return describe(arena, "min_version", r->min_version, t->min_version);
    if (!is_same(r->max_version, t->max_version))
        return describe(arena, "max_version", r->max_version, t->max_version);
    if (r->is_insecure != t->is_insecure)
        return describe(arena, "insecure", r->is_insecure ? "true" : "false",
                        t->is_insecure ? "true" : "false");
    return !r->client_key_password == !t->client_key_password
               ? NULL
               : "the pass phrase of the client key was set on one side only";
}
