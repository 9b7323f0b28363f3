#include "triage/status_groups.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"

enum { STATUSES_MAX = 8 }; /* of one expectation */

/* A received status, and an expectation that it does not meet. */
typedef struct status_pair {
    const char *received, *expected;
    unsigned statuses[STATUSES_MAX]; /* that the expectation names */
    size_t count;
    bool never_passed; /* no step that passed received one of them */
    const char *key;
    bool is_everywhere;
    struct status_pair *next;
} status_pair;

/* The statuses that one received status replaces although none of them ever passes. */
typedef struct replaced {
    bool has[CT_STATUS_MAX];
    size_t count;
} replaced;

struct ct_status_groups {
    ct_arena *arena;
    ct_map by_text, replaced;
    status_pair *first;
};

static const char *pair_text(ct_arena *arena, const ct_symptom *symptom)
{
    return ct_arena_printf(arena, "%s for %s", symptom->name,
                           symptom->expected ? symptom->expected : "");
}

static void read_statuses(status_pair *pair)
{
    const char *at = pair->expected;
    while (*at && pair->count < STATUSES_MAX) {
        size_t const size = strspn(at, "0123456789");
        unsigned const status = size == 3 ? (unsigned)strtoul(at, NULL, 10) : 0;
        if (status >= 100 && status < CT_STATUS_MAX)
            pair->statuses[pair->count++] = status;
        at += size ? size : 1;
    }
}

static void add_pair(ct_status_groups *groups, const ct_failed_cases *failures,
                     const ct_symptom *symptom)
{
    const char *text = pair_text(groups->arena, symptom);
    if (ct_map_find(&groups->by_text, text, strlen(text)))
        return;
    status_pair *pair = ct_new(groups->arena, status_pair);
    *pair = (status_pair){.received = symptom->name,
                          .expected = symptom->expected ? symptom->expected : "",
                          .next = groups->first};
    read_statuses(pair);
    pair->never_passed = pair->count > 0;
    for (size_t i = 0; i < pair->count; i++)
        if (failures->passed[pair->statuses[i]])
            pair->never_passed = false;
    groups->first = pair;
    ct_map_put(groups->arena, &groups->by_text, text, strlen(text), pair);
}

static void count_replaced(ct_status_groups *groups, const status_pair *pair)
{
    size_t const size = strlen(pair->received);
    replaced *all = (replaced *)ct_map_find(&groups->replaced, pair->received, size);
    if (!pair->never_passed)
        return;
    if (!all) {
        all = ct_new(groups->arena, replaced);
        ct_map_put(groups->arena, &groups->replaced, pair->received, size, all);
    }
    for (size_t i = 0; i < pair->count; i++) {
        all->count += !all->has[pair->statuses[i]];
        all->has[pair->statuses[i]] = true;
    }
}

/* Whether a status is wrong in ways that cannot depend on the request: it replaces three
 * others, or two if no step that passed received any status but this one. */
static bool is_everywhere(const ct_status_groups *groups, const ct_failed_cases *failures,
                          const status_pair *pair)
{
    const replaced *all = ct_map_find(&groups->replaced, pair->received, strlen(pair->received));
    bool has_other = false;
    for (size_t i = 0; i < CT_STATUS_MAX; i++)
        has_other = has_other || (failures->passed[i] && i != strtoul(pair->received, NULL, 10));
    return pair->never_passed && all && all->count >= (has_other ? 3 : 2);
}

/* Which success it is depends on the operation, not on what is wrong. */
static const char *received_class(const status_pair *pair)
{
    return *pair->received == '2' && strlen(pair->received) == 3 ? "2xx" : pair->received;
}

/* An expectation of several statuses joins that of one of them. */
static const char *key_of(const ct_status_groups *groups, const status_pair *pair)
{
    for (size_t i = 0; i < pair->count && pair->count > 1; i++)
        for (const status_pair *other = groups->first; other; other = other->next)
            if (other->count == 1 && other->statuses[0] == pair->statuses[i] &&
                !other->is_everywhere && !strcmp(received_class(other), received_class(pair)))
                return ct_arena_printf(groups->arena, "status %s for %u", received_class(pair),
                                       pair->statuses[i]);
    return pair->count == 1 ? ct_arena_printf(groups->arena, "status %s for %u",
                                              received_class(pair), pair->statuses[0])
                            : ct_arena_printf(groups->arena, "status %s for %s",
                                              received_class(pair), pair->expected);
}

ct_status_groups *ct_status_groups_of(const ct_failed_cases *failures)
{
    ct_status_groups *groups = ct_new(failures->arena, ct_status_groups);
    groups->arena = failures->arena;
    for (size_t i = 0; i < failures->count; i++)
        for (const ct_symptom *s = failures->list[i]->symptoms; s; s = s->next)
            if (s->kind == CT_SYMPTOM_STATUS)
                add_pair(groups, failures, s);
    for (const status_pair *pair = groups->first; pair; pair = pair->next)
        count_replaced(groups, pair);
    for (status_pair *pair = groups->first; pair; pair = pair->next)
        pair->is_everywhere = is_everywhere(groups, failures, pair);
    for (status_pair *pair = groups->first; pair; pair = pair->next)
        pair->key = pair->is_everywhere
                        ? ct_arena_printf(groups->arena, "status %s", pair->received)
                        : key_of(groups, pair);
    return groups;
}

const char *ct_status_key(const ct_status_groups *groups, const ct_symptom *symptom,
                          bool *everywhere)
{
    const char *text = pair_text(groups->arena, symptom);
    const status_pair *pair = ct_map_find(&groups->by_text, text, strlen(text));
    if (everywhere)
        *everywhere = pair->is_everywhere;
    return pair->key;
}
