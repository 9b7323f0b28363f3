#include "report/compare.h"

#include <string.h>

#include "base/datetime.h"
#include "base/map.h"
#include "report/compare_causes.h"
#include "report/print.h"

enum { NAME_LIMIT = 300 };

typedef enum change { SAME, BETTER, WORSE, SLOWER, FASTER, NEW, GONE, CHANGES } change;

static const struct {
    const char *heading, *color;
} changes[CHANGES] = {
    [BETTER] = {"better", "32"}, [WORSE] = {"worse", "31"}, [SLOWER] = {"slower", "33"},
    [FASTER] = {"faster", "32"}, [NEW] = {"new", "36"},     [GONE] = {"gone", "36"},
};

/* A pair of results; one of them may be missing. */
typedef struct pair {
    const ct_case_result *then, *now;
} pair;

static int rank(ct_verdict verdict)
{
    static const int ranks[CT_VERDICTS] = {[CT_PASS] = 0,    [CT_WARN] = 1,  [CT_SKIP] = 2,
                                           [CT_NOT_RUN] = 3, [CT_ERROR] = 4, [CT_FAIL] = 5};
    return ranks[verdict];
}

static bool is_longer(uint64_t longer, uint64_t shorter)
{
    return longer >= CT_SLOWER_TIMES * shorter && longer >= shorter + CT_SLOWER_US;
}

static change change_of(const pair *p)
{
    if (!p->then)
        return NEW;
    if (!p->now)
        return GONE;
    int const before = rank(p->then->verdict), after = rank(p->now->verdict);
    if (before != after)
        return after > before ? WORSE : BETTER;
    if (is_longer(p->now->elapsed_us, p->then->elapsed_us))
        return SLOWER;
    return is_longer(p->then->elapsed_us, p->now->elapsed_us) ? FASTER : SAME;
}

/* ---- Pairs ---- */

typedef struct pairs {
    ct_arena *arena;
    pair *items;
    size_t count, counts[CHANGES];
} pairs;

static void index_cases(ct_arena *arena, ct_map *map, const ct_run_result *run)
{
    for (size_t i = 0; i < run->case_count; i++) {
        const char *name = run->cases[i].test_case->full_name;
        ct_map_put(arena, map, name, strlen(name), &run->cases[i]);
    }
}

static const ct_case_result *find(const ct_map *map, const ct_case_result *result)
{
    const char *name = result->test_case->full_name;
    return ct_map_find(map, name, strlen(name));
}

static void add_pair(pairs *all, pair one)
{
    all->items[all->count++] = one;
    all->counts[change_of(&one)]++;
}

static void match(pairs *all, const ct_run_result *then, const ct_run_result *now)
{
    ct_map old = {0}, new = {0};
    index_cases(all->arena, &old, then);
    index_cases(all->arena, &new, now);
    all->items =
        ct_arena_alloc(all->arena, (then->case_count + now->case_count + 1) * sizeof(pair));
    for (size_t i = 0; i < now->case_count; i++)
        add_pair(all, (pair){find(&old, &now->cases[i]), &now->cases[i]});
    for (size_t i = 0; i < then->case_count; i++)
        if (!find(&new, &then->cases[i]))
            add_pair(all, (pair){&then->cases[i], NULL});
}

/* ---- Telling ---- */

static void add_seconds(ct_buf *out, const ct_case_result *result)
{
    ct_print_duration(out, result->elapsed_us);
}

static void add_row(ct_buf *out, const pair *p, change what)
{
    const ct_case_result *known = p->now ? p->now : p->then;
    size_t const start = out->size;
    ct_buf_text(out, "  ");
    if (what == SLOWER || what == FASTER) {
        add_seconds(out, p->then);
        ct_buf_text(out, " -> ");
        add_seconds(out, p->now);
    } else {
        ct_buf_text(out, p->then ? ct_verdict_name(p->then->verdict) : "");
        ct_buf_text(out, p->then && p->now ? " -> " : "");
        ct_buf_text(out, p->now ? ct_verdict_name(p->now->verdict) : "");
    }
    ct_buf_printf(out, "%*s", (int)(out->size - start < 22 ? 22 - (out->size - start) : 2), "");
    ct_print_text(out, known->test_case->full_name, NAME_LIMIT);
    ct_buf_text(out, "  ");
    ct_print_text(out, known->test_case->title, NAME_LIMIT);
    ct_buf_char(out, '\n');
}

static void add_changes(ct_buf *out, const pairs *all, change what, bool has_color)
{
    if (!all->counts[what])
        return;
    if (has_color)
        ct_buf_printf(out, "\033[1;%sm%s\033[0m (%zu):\n", changes[what].color,
                      changes[what].heading, all->counts[what]);
    else
        ct_buf_printf(out, "%s (%zu):\n", changes[what].heading, all->counts[what]);
    for (size_t i = 0; i < all->count; i++)
        if (change_of(&all->items[i]) == what)
            add_row(out, &all->items[i], what);
}

static void add_target(ct_buf *out, const char *label, const ct_run_result *run)
{
    char started[CT_TIME_TEXT];
    ct_time_text_seconds(run->started_at / 1000, started);
    ct_buf_printf(out, "%s%sZ  %s: ", label, started, ct_print_verdict(run));
    ct_print_counts(out, run->counts);
    ct_buf_text(out, " against ");
    ct_print_text(out, run->target_name ? run->target_name : "a target", NAME_LIMIT);
    ct_buf_char(out, '\n');
}

static void add_last_line(ct_buf *out, const pairs *all)
{
    ct_buf_printf(out, "%s: ", all->counts[WORSE] ? "WORSE" : "NOT WORSE");
    for (change what = BETTER; what < CHANGES; what++)
        ct_buf_printf(out, "%zu %s, ", all->counts[what], changes[what].heading);
    ct_buf_printf(out, "%zu the same\n", all->counts[SAME]);
}

size_t ct_compare(const ct_run_result *then, const ct_run_result *now,
                  const ct_compare_manner *manner)
{
    pairs all = {.arena = ct_arena_new()};
    ct_buf text = CT_BUF(CT_BUF_ANY);
    match(&all, then, now);
    if (!manner->is_quiet) {
        add_target(&text, "old: ", then);
        add_target(&text, "new: ", now);
        for (change what = BETTER; what < CHANGES; what++)
            add_changes(&text, &all, what, manner->has_color);
        ct_compare_causes(&text, then, now);
    }
    add_last_line(&text, &all);
    fwrite(text.bytes, 1, text.size, manner->out);
    ct_buf_free(&text);
    size_t const worse = all.counts[WORSE];
    ct_arena_free(all.arena);
    return worse;
}
