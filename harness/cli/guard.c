#include "cli/guard.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

static bool is_loopback(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)address;
        return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
    }
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)address;
    return address->sa_family == AF_INET6 && IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
}

/* Checks every address of the name. Returns true if it has none, because then nothing is sent. */
static bool stays_on_loopback(const char *host, bool has_proxy)
{
    struct addrinfo const hints = {.ai_socktype = SOCK_STREAM};
    struct addrinfo *found = NULL;
    bool stays = true;
    if (!strcasecmp(host, "localhost"))
        return true;
    if (getaddrinfo(host, NULL, &hints, &found))
        return !has_proxy;
    for (const struct addrinfo *a = found; a; a = a->ai_next)
        stays = stays && is_loopback(a->ai_addr);
    freeaddrinfo(found);
    return stays;
}

static bool writes(const ct_step *steps)
{
    for (; steps; steps = steps->next)
        if (!ct_plan_is_safe(steps->plan))
            return true;
    return false;
}

static bool before_writes(const ct_target *target)
{
    for (const ct_step *step = target->before ? target->before->steps : NULL; step;
         step = step->next) {
        ct_step alone = *step;
        alone.next = NULL;
        if (writes(&alone) || writes(step->cleanup))
            return true;
    }
    return false;
}

/* The name of the first case that would write; NULL: none would. */
static const char *first_that_writes(const ct_selection *selection, const ct_target *target,
                                     ct_arena *arena)
{
    if (before_writes(target))
        return "before";
    for (size_t i = 0; i < selection->count; i++) {
        const ct_case *test_case = selection->cases[i];
        if ((writes(test_case->steps) || writes(test_case->cleanup)) &&
            !ct_skip_reason(test_case, target, arena))
            return test_case->full_name;
    }
    return NULL;
}

/* A read-only run skips cases that write, but set-up steps cannot be skipped. */
static bool check_read_only(const ct_target *target, ct_diag *diag)
{
    if (!target->is_read_only || !before_writes(target))
        return true;
    ct_fail(diag, CT_ERR_WRITE_NOT_ALLOWED, target->before->where,
            "the target is read-only, but its own steps send write requests");
    return ct_hint(diag, "add 'safe: true' to each request that changes nothing");
}

bool ct_guard(const ct_target *target, const ct_selection *selection, bool has_proxy,
              ct_arena *arena, ct_diag *diag)
{
    if (!check_read_only(target, diag))
        return false;
    if (target->confirm_host)
        return true;
    const char *writing = first_that_writes(selection, target, arena);
    if (!writing || stays_on_loopback(target->host, has_proxy))
        return true;
    ct_fail(diag, CT_ERR_WRITE_NOT_ALLOWED, CT_NOWHERE,
            "'%s' sends write requests to '%s', which no target file confirms", writing,
            target->host);
    return ct_hint(diag, "add 'confirm_host: %s' to the target file, or run with --read-only",
                   target->host);
}
