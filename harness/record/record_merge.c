/* Shards of one run as the run that they are of. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "record/record_parts.h"

static bool is_same(const char *a, const char *b)
{
    return a && b && !strcmp(a, b);
}

bool ct_record_fits(const ct_record_file *first, const ct_record_file *file, ct_diag *diag)
{
    const ct_record_facts *a = &first->head, *b = &file->head;
    const struct {
        const char *what, *first, *second;
    } rows[] = {
        {"suites", a->about.suite_digest, b->about.suite_digest},
        {"targets", a->about.target_digest, b->about.target_digest},
        {"versions of apigcheck", a->about.version, b->about.version},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (!is_same(rows[i].first, rows[i].second))
            return ct_fail(diag, CT_ERR_INCOMPATIBLE_RESULTS, CT_NOWHERE,
                           "'%s' and '%s' cannot be merged: they are of different %s (%.12s and "
                           "%.12s)",
                           first->path, file->path, rows[i].what,
                           rows[i].first ? rows[i].first : "unknown",
                           rows[i].second ? rows[i].second : "unknown");
    if ((a->run.user_agent || b->run.user_agent) && !is_same(a->run.user_agent, b->run.user_agent))
        return ct_fail(diag, CT_ERR_INCOMPATIBLE_RESULTS, CT_NOWHERE,
                       "'%s' and '%s' cannot be merged: they have different --user-agent",
                       first->path, file->path);
    if (a->suite.case_count != b->suite.case_count)
        return ct_fail(diag, CT_ERR_INCOMPATIBLE_RESULTS, CT_NOWHERE,
                       "'%s' and '%s' cannot be merged: their suites have %zu and %zu cases",
                       first->path, file->path, a->suite.case_count, b->suite.case_count);
    if (a->run.shards && b->run.shards && a->run.shards != b->run.shards)
        return ct_fail(diag, CT_ERR_INCOMPATIBLE_RESULTS, CT_NOWHERE,
                       "'%s' and '%s' cannot be merged: shards of %u and of %u", first->path,
                       file->path, a->run.shards, b->run.shards);
    return true;
}

/* ---- Cases ---- */

static int by_index(const void *a, const void *b)
{
    size_t const first = ((const ct_record_entry *)a)->result.test_case->index;
    size_t const second = ((const ct_record_entry *)b)->result.test_case->index;
    return (first > second) - (first < second);
}

static void add_all(ct_record_entries *all, const ct_record_entries *some)
{
    for (size_t i = 0; i < some->count; i++)
        *ct_record_entry_add(all) = some->items[i];
}

/* Which of two stays; NULL after noting that they contradict each other. */
static const ct_record_entry *choose(const ct_record_entry *a, const ct_record_entry *b,
                                     ct_diag *diag)
{
    const char *name = a->result.test_case->full_name;
    if (strcmp(name, b->result.test_case->full_name)) {
        ct_fail(diag, CT_ERR_INCOMPATIBLE_RESULTS, ct_lines_place(b->lines, b->line.number),
                "case '%s' has the index that case '%s' has in another results file",
                b->result.test_case->full_name, name);
        return NULL;
    }
    if (a->result.verdict == b->result.verdict) {
        if (a->result.verdict != CT_NOT_RUN)
            ct_warn(
                diag, CT_ERR_INCOMPATIBLE_RESULTS, ct_lines_place(b->lines, b->line.number),
                "case '%s' is in two results files, both with the result '%s': the first is used",
                name, ct_verdict_name(a->result.verdict));
        return a;
    }
    if (a->result.verdict == CT_NOT_RUN || b->result.verdict == CT_NOT_RUN)
        return a->result.verdict == CT_NOT_RUN ? b : a;
    ct_fail(diag, CT_ERR_INCOMPATIBLE_RESULTS, ct_lines_place(b->lines, b->line.number),
            "case '%s' is in two results files with different results: '%s' and '%s'", name,
            ct_verdict_name(a->result.verdict), ct_verdict_name(b->result.verdict));
    return NULL;
}

static bool settle_doubles(ct_record_entries *all, ct_diag *diag)
{
    size_t kept = 0;
    unsigned const mistakes = diag->count;
    if (all->count)
        qsort(all->items, all->count, sizeof *all->items, by_index);
    for (size_t i = 0; i < all->count; i++) {
        if (!kept || by_index(&all->items[kept - 1], &all->items[i])) {
            all->items[kept++] = all->items[i];
            continue;
        }
        const ct_record_entry *chosen = choose(&all->items[kept - 1], &all->items[i], diag);
        if (chosen)
            all->items[kept - 1] = *chosen;
    }
    all->count = kept;
    return diag->count == mistakes;
}

/* ---- Holes ---- */

static bool has_shard(const ct_record_file *files, size_t count, unsigned shard)
{
    for (size_t i = 0; i < count; i++)
        if (files[i].head.run.shard == shard)
            return true;
    return false;
}

/* "shard 3 of 4" */
static const char *missing_shards(const ct_record_file *files, size_t count, ct_arena *arena)
{
    unsigned shards = 0;
    ct_buf text = CT_BUF(CT_LIMIT_VALUE);
    for (size_t i = 0; i < count; i++)
        shards = files[i].head.run.shards ? files[i].head.run.shards : shards;
    for (unsigned shard = 1; shard <= shards; shard++)
        if (!has_shard(files, count, shard))
            ct_buf_printf(&text, "%s%u", text.size ? ", " : "", shard);
    if (!text.size) {
        ct_buf_free(&text);
        return "not in any of the results files";
    }
    const char *reported =
        ct_arena_printf(arena, "not in any of the results files: shard %s of %u is missing",
                        ct_buf_str(&text), shards);
    ct_buf_free(&text);
    return reported;
}

static void add_holes(const ct_record_file *files, size_t count, ct_arena *arena,
                      ct_record_entries *all)
{
    ct_record_entries others = {0};
    size_t const covered = all->count;
    for (size_t i = 0; i < count; i++)
        add_all(&others, &files[i].others);
    if (others.count)
        qsort(others.items, others.count, sizeof *others.items, by_index);
    const char *why = others.count ? missing_shards(files, count, arena) : NULL;
    for (size_t i = 0; i < others.count; i++) {
        ct_record_entries const have = {all->items, covered, covered};
        if ((i && !by_index(&others.items[i - 1], &others.items[i])) ||
            ct_record_entry_find(&have, others.items[i].result.test_case->index))
            continue;
        ct_record_entry *hole = ct_record_entry_add(all);
        hole->result =
            (ct_case_result){.test_case = others.items[i].result.test_case, .reason = why};
    }
    if (all->count > covered)
        qsort(all->items, all->count, sizeof *all->items, by_index);
    free(others.items);
}

/* ---- The run ---- */

static const char *join(const char *a, const char *b, ct_arena *arena)
{
    if (!a || !b || !strcmp(a, b))
        return a ? a : b;
    return ct_arena_printf(arena, "%s, %s", a, b);
}

static uint64_t end_of(const ct_run_result *run)
{
    return (uint64_t)run->started_at * 1000 + run->elapsed_us;
}

static void add_run(ct_run_result *sum, const ct_run_result *run, ct_arena *arena)
{
    uint64_t const end = end_of(sum) > end_of(run) ? end_of(sum) : end_of(run);
    if (run->started_at < sum->started_at)
        sum->started_at = run->started_at;
    sum->elapsed_us = end - (uint64_t)sum->started_at * 1000;
    sum->seed = join(sum->seed, run->seed, arena);
    sum->shuffle = join(sum->shuffle, run->shuffle, arena);
    sum->target_url = join(sum->target_url, run->target_url, arena);
    sum->stopped = join(sum->stopped, run->stopped, arena);
    sum->cleanup_failures += run->cleanup_failures;
    sum->throttled_us += run->throttled_us;
    sum->repeat = run->repeat < sum->repeat ? run->repeat : sum->repeat;
    sum->is_strict = sum->is_strict || run->is_strict;
    sum->is_insecure = sum->is_insecure || run->is_insecure;
}

static bool has_option(const ct_report_option *options, const ct_report_option *wanted)
{
    for (; options; options = options->next)
        if (!strcmp(options->name, wanted->name) && !strcmp(options->value, wanted->value))
            return true;
    return false;
}

/* Those that all of them were given. */
static const ct_report_option *common_options(const ct_record_file *files, size_t count,
                                              ct_arena *arena)
{
    ct_report_option *first = NULL, **end = &first;
    for (const ct_report_option *o = files->head.about.options; o; o = o->next) {
        bool is_common = true;
        for (size_t i = 1; i < count; i++)
            is_common = is_common && has_option(files[i].head.about.options, o);
        if (!is_common)
            continue;
        *end = ct_new(arena, ct_report_option);
        **end = (ct_report_option){o->name, o->value, NULL};
        end = &(*end)->next;
    }
    return first;
}

bool ct_record_merge(ct_record_file *files, size_t count, ct_arena *arena, ct_diag *diag,
                     ct_recorded *recorded, ct_record_entries *all)
{
    ct_run_result *run = &recorded->run;
    for (size_t i = 0; i < count; i++) {
        add_all(all, &files[i].cases);
        if (i)
            add_run(run, &files[i].head.run, arena);
    }
    if (!settle_doubles(all, diag))
        return false;
    add_holes(files, count, arena, all);
    run->shard = run->shards = 0;
    /* What a part shows is not what the whole shows, and parts may connect differently. */
    run->causes = NULL;
    run->requirement_results = NULL;
    run->coverage = NULL;
    run->connection = NULL;
    run->deselected = files->head.suite.case_count - all->count;
    recorded->about.options = common_options(files, count, arena);
    return true;
}
