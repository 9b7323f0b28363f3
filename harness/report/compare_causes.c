#include "report/compare_causes.h"

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "report/cause_list.h"
#include "report/print.h"

enum { VALUE_LIMIT = 400 };

/* A cause of the one run, and the same cause of the other one. */
typedef struct pair {
    const ct_cause *then, *now;
} pair;

static bool is_equal(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

static bool has_common_case(const ct_cause *a, const ct_cause *b, ct_arena *scratch)
{
    ct_map names = {0};
    for (const ct_cause_case *one = a->cases; one; one = one->next)
        ct_map_put(scratch, &names, one->name, strlen(one->name), one);
    for (const ct_cause_case *one = b->cases; one; one = one->next)
        if (ct_map_find(&names, one->name, strlen(one->name)))
            return true;
    return false;
}

static bool is_same(const ct_cause *a, const ct_cause *b, ct_arena *scratch)
{
    bool const is_status = is_equal(a->subject, "status");
    return is_equal(a->kind, b->kind) && is_equal(a->subject, b->subject) &&
           is_equal(a->path, b->path) && a->mismatch == b->mismatch &&
           (is_equal(a->text, b->text) ||
            (has_common_case(a, b, scratch) && (!is_status || is_equal(a->actual, b->actual))));
}

/* The pairs in the order of the new run, then the causes that are gone. One of the new run takes
 * the first of the old run that is left. */
static pair *match(const ct_run_result *then, const ct_run_result *now, size_t *count,
                   ct_arena *scratch)
{
    size_t const old_count = ct_cause_count(then->causes);
    pair *pairs =
        ct_arena_alloc(scratch, (old_count + ct_cause_count(now->causes) + 1) * sizeof *pairs);
    bool *is_taken = ct_arena_alloc(scratch, (old_count + 1) * sizeof *is_taken);
    *count = 0;
    for (const ct_cause *cause = now->causes; cause; cause = cause->next) {
        const ct_cause *old = then->causes;
        while (old && (is_taken[old->id] || !is_same(old, cause, scratch)))
            old = old->next;
        if (old)
            is_taken[old->id] = true;
        pairs[(*count)++] = (pair){old, cause};
    }
    for (const ct_cause *old = then->causes; old; old = old->next)
        if (!is_taken[old->id])
            pairs[(*count)++] = (pair){old, NULL};
    return pairs;
}

static void add_line(ct_buf *out, const char *word, const pair *p)
{
    const ct_cause *cause = p->now ? p->now : p->then;
    size_t const cases = ct_cause_case_count(cause);
    ct_buf_printf(out, "  %-5s ", word);
    ct_print_text(out, cause->text, VALUE_LIMIT);
    ct_buf_printf(out, " (%zu case%s", cases, cases == 1 ? "" : "s");
    if (p->then && p->now && ct_cause_case_count(p->then) != cases)
        ct_buf_printf(out, ", before %zu", ct_cause_case_count(p->then));
    ct_buf_text(out, ")\n");
}

void ct_compare_causes(ct_buf *out, const ct_run_result *then, const ct_run_result *now)
{
    size_t count;
    ct_arena *scratch = ct_arena_new();
    const pair *pairs = match(then, now, &count, scratch);
    ct_buf_text(out, count ? "causes:\n" : "");
    for (size_t i = 0; i < count; i++)
        if (!pairs[i].then)
            add_line(out, "new", &pairs[i]);
    for (size_t i = 0; i < count; i++)
        if (!pairs[i].now)
            add_line(out, "gone", &pairs[i]);
    for (size_t i = 0; i < count; i++)
        if (pairs[i].then && pairs[i].now)
            add_line(out, "same", &pairs[i]);
    ct_arena_free(scratch);
}
