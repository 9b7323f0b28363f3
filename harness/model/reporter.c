#include <string.h>

#include "model/reporter.h"

static size_t count_options(const ct_report_option *option, const char *name)
{
    size_t count = 0;
    for (; option; option = option->next)
        count += !strcmp(option->name, name);
    return count;
}

const ct_route *ct_report_route(ct_arena *arena, const ct_report_option *options)
{
    ct_route *route = ct_new(arena, ct_route);
    const char **resolve =
        ct_arena_alloc(arena, (count_options(options, "resolve") + 1) * sizeof *resolve);
    for (const ct_report_option *o = options; o; o = o->next) {
        if (!strcmp(o->name, "proxy"))
            route->proxy = o->value;
        else if (!strcmp(o->name, "http"))
            route->is_http2 = !strcmp(o->value, "2");
        else if (!strcmp(o->name, "resolve"))
            resolve[route->resolve_count++] = o->value;
    }
    route->resolve = resolve;
    return route;
}
