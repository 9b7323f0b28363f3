#include "record/record_read.h"

#include <stdlib.h>
#include <string.h>

#include "record/journal.h"
#include "record/record_parts.h"
#include "triage/cause.h"
#include "triage/requirement_fold.h"

struct ct_recorded_machine {
    ct_record_reader reading;
    ct_record_file *files;
    size_t file_count;
    ct_record_entries cases; /* beside run.cases */
    ct_buf text;
};

static void drop(void *thing)
{
    struct ct_recorded_machine *machine = thing;
    for (size_t i = 0; i < machine->file_count; i++) {
        free(machine->files[i].cases.items);
        free(machine->files[i].others.items);
    }
    free(machine->cases.items);
    ct_arena_free(machine->reading.scratch);
    ct_buf_free(&machine->text);
}

/* ---- Opening ---- */

static struct ct_recorded_machine *machine_new(ct_arena *arena, const char *const *paths,
                                               size_t count, ct_diag *diag)
{
    struct ct_recorded_machine *machine = ct_new(arena, struct ct_recorded_machine);
    machine->files = ct_arena_alloc(arena, count * sizeof *machine->files);
    machine->file_count = count;
    machine->text = CT_BUF(CT_BUF_ANY);
    for (size_t i = 0; i < count; i++)
        machine->files[i] = (ct_record_file){.path = paths[i]};
    machine->reading = (ct_record_reader){
        .fields = {.diag = diag}, .home = arena, .keep = arena, .scratch = ct_arena_new()};
    return ct_arena_own(arena, machine, drop);
}

/* While a run goes on, and after it was killed, the file beside its journal is of an older run. */
static bool check_journal(struct ct_recorded_machine *machine, const char *path)
{
    ct_diag *diag = machine->reading.fields.diag;
    if (!ct_record_journal_is_beside(machine->reading.home, path))
        return true;
    ct_fail(diag, CT_ERR_INCOMPATIBLE_RESULTS, CT_NOWHERE,
            "'%s' is older than the journal of a later run, '%s" CT_JOURNAL_SUFFIX "'", path, path);
    return ct_hint(diag, "read the journal, or delete it");
}

static bool read_files(struct ct_recorded_machine *machine)
{
    for (size_t i = 0; i < machine->file_count; i++)
        if (!check_journal(machine, machine->files[i].path) ||
            !ct_record_read_file(&machine->reading, i ? machine->files : NULL, &machine->files[i]))
            return false;
    return true;
}

/* The cases of the only file. */
static void take_cases(struct ct_recorded_machine *machine)
{
    machine->cases = machine->files->cases;
    machine->files->cases = (ct_record_entries){0};
}

static void take_others(const ct_record_entries *others, ct_arena *arena, ct_run_result *run)
{
    run->others = ct_arena_alloc(arena, (others->count + 1) * sizeof *run->others);
    run->other_count = others->count;
    for (size_t i = 0; i < others->count; i++)
        run->others[i] = others->items[i].result.test_case;
}

static uint64_t elapsed_until(const ct_run_result *run, const ct_record_entries *cases)
{
    uint64_t elapsed_us = 0;
    for (size_t i = 0; i < cases->count; i++) {
        const ct_case_result *result = &cases->items[i].result;
        if (result->started_at < run->started_at)
            continue;
        uint64_t const end =
            (uint64_t)(result->started_at - run->started_at) * 1000 + result->elapsed_us;
        if (end > elapsed_us)
            elapsed_us = end;
    }
    return elapsed_us;
}

/* Completes the facts of a run that was killed. */
static void end_journals(struct ct_recorded_machine *machine)
{
    static const char why[] = "the run was killed; its journal ends here";
    for (size_t i = 0; i < machine->file_count; i++) {
        ct_record_file *file = &machine->files[i];
        if (!file->head.is_journal)
            continue;
        file->head.run.stopped = why;
        file->head.run.elapsed_us = elapsed_until(&file->head.run, &file->cases);
        for (size_t c = 0; c < file->cases.count; c++) {
            ct_case_result *result = &file->cases.items[c].result;
            if (result->verdict == CT_NOT_RUN && !result->reason)
                result->reason = "the run was killed before this case ended";
        }
    }
}

static void make_run(ct_recorded *recorded, ct_arena *arena)
{
    const ct_record_entries *cases = &recorded->machine->cases;
    ct_run_result *run = &recorded->run;
    run->suite = &recorded->suite;
    run->case_count = cases->count;
    run->cases = ct_arena_alloc(arena, (cases->count + 1) * sizeof *run->cases);
    memset(run->counts, 0, sizeof run->counts);
    for (size_t i = 0; i < cases->count; i++) {
        run->cases[i] = cases->items[i].result;
        run->counts[run->cases[i].verdict]++;
        ct_waiting_add_sum(&run->waiting, &cases->items[i].waiting);
    }
}

ct_recorded *ct_recorded_open(ct_arena *arena, const char *const *paths, size_t count,
                              ct_diag *diag)
{
    ct_recorded *recorded = ct_new(arena, ct_recorded);
    struct ct_recorded_machine *machine = machine_new(arena, paths, count, diag);
    recorded->machine = machine;
    if (!read_files(machine))
        return NULL;
    end_journals(machine);
    recorded->suite = machine->files->head.suite;
    recorded->run = machine->files->head.run;
    recorded->about = machine->files->head.about;
    recorded->is_journal = machine->files->head.is_journal;
    if (count == 1) {
        take_cases(machine);
        take_others(&machine->files->others, arena, &recorded->run);
    } else if (!ct_record_merge(machine->files, count, arena, diag, recorded, &machine->cases)) {
        return NULL;
    }
    make_run(recorded, arena);
    return recorded;
}

/* ---- Replaying ---- */

static bool steps_of(ct_recorded *recorded, size_t index, ct_arena *arena, ct_diag *diag,
                     ct_step_result **steps)
{
    struct ct_recorded_machine *machine = recorded->machine;
    const ct_record_entry *entry = &machine->cases.items[index];
    ct_record_reader *r = &machine->reading;
    ct_case_result again = {0};
    *steps = NULL;
    if (!entry->lines)
        return true;
    if (!ct_lines_read(entry->lines, &entry->line, &machine->text, diag))
        return false;
    ct_arena *const scratch = r->scratch;
    r->scratch = r->keep = arena;
    r->fields.diag = diag;
    r->fields.where = ct_lines_place(entry->lines, entry->line.number);
    bool const is_read = ct_record_read_line(r, &machine->text, &again);
    r->scratch = scratch;
    r->keep = r->home;
    if (!is_read)
        return false;
    const ct_case_result *then = &entry->result;
    if (again.verdict != then->verdict || again.elapsed_us != then->elapsed_us ||
        strcmp(again.test_case->full_name, then->test_case->full_name))
        return ct_fail(diag, CT_ERR_FILE_CHANGED, r->fields.where,
                       "the file changed while it was read");
    *steps = again.steps;
    return true;
}

bool ct_recorded_steps(ct_recorded *recorded, ct_case_result *result, ct_arena *arena,
                       ct_diag *diag)
{
    return steps_of(recorded, (size_t)(result - recorded->run.cases), arena, diag, &result->steps);
}

size_t ct_recorded_before_count(const ct_recorded *recorded)
{
    size_t count = 0;
    for (size_t f = 0; f < recorded->machine->file_count; f++)
        count += recorded->machine->files[f].before_count;
    return count;
}

bool ct_recorded_before(ct_recorded *recorded, size_t index, ct_arena *arena,
                        ct_case_result *before, ct_diag *diag)
{
    ct_record_reader *r = &recorded->machine->reading;
    const ct_record_file *file = recorded->machine->files;
    for (; index >= file->before_count; file++)
        index -= file->before_count;
    ct_arena *const scratch = r->scratch;
    r->scratch = r->keep = arena;
    r->fields.diag = diag;
    bool const ok = ct_record_read_case(r, file->before_results[index], true, before);
    r->scratch = scratch;
    r->keep = r->home;
    return ok;
}

static bool notify_before(ct_recorded *recorded, ct_listener *listeners, ct_diag *diag)
{
    size_t const count = ct_recorded_before_count(recorded);
    ct_case_result before;
    ct_arena *scratch = ct_arena_new();
    bool ok = true;
    for (size_t i = 0; i < count && ok; i++) {
        ct_arena_reset(scratch);
        ok = ct_recorded_before(recorded, i, scratch, &before, diag);
        recorded->run.before = &before;
        for (ct_listener *l = listeners; l && ok; l = l->next)
            if (l->before_end)
                l->before_end(l, &recorded->run, &before);
    }
    recorded->run.before = NULL;
    ct_arena_free(scratch);
    return ok;
}

/* What is found again where several records have it of their parts, and a journal does not have it.
 */
typedef struct analysis {
    ct_triage *triage;
    ct_requirement_fold *requirements;
} analysis;

static analysis *analysis_new(const ct_recorded *recorded, ct_arena *arena)
{
    if (recorded->machine->file_count < 2 && !recorded->is_journal)
        return NULL;
    analysis *a = ct_new(arena, analysis);
    *a = (analysis){ct_triage_new(arena), ct_requirement_fold_new(arena)};
    return a;
}

static void analyse_case(analysis *a, const ct_case_result *result)
{
    if (!a)
        return;
    ct_triage_add(a->triage, result);
    ct_requirement_fold_add(a->requirements, result);
}

static void analyse_run(const analysis *a, ct_run_result *run)
{
    if (!a)
        return;
    ct_cause *causes = ct_triage_causes(a->triage);
    run->causes = causes;
    run->requirement_results = ct_requirement_fold_results(a->requirements, run->suite);
    ct_requirement_fold_causes(a->requirements, causes);
}

static bool notify_cases(ct_recorded *recorded, ct_listener *listeners, ct_diag *diag)
{
    ct_run_result *run = &recorded->run;
    ct_arena *scratch = ct_arena_new();
    analysis *again = analysis_new(recorded, recorded->machine->reading.home);
    bool ok = true;
    for (size_t i = 0; i < run->case_count && ok; i++) {
        ct_case_result *result = &run->cases[i];
        ct_arena_reset(scratch);
        ok = ct_recorded_steps(recorded, result, scratch, diag);
        run->counts[result->verdict] += ok;
        if (ok)
            analyse_case(again, result);
        for (ct_listener *l = listeners; l && ok; l = l->next)
            if (l->case_end)
                l->case_end(l, run, result);
        result->steps = NULL;
    }
    analyse_run(again, run);
    ct_arena_free(scratch);
    return ok;
}

bool ct_recorded_replay(ct_recorded *recorded, ct_listener *listeners, ct_diag *diag)
{
    ct_run_result *run = &recorded->run;
    memset(run->counts, 0, sizeof run->counts);
    for (ct_listener *l = listeners; l; l = l->next)
        if (l->run_begin)
            l->run_begin(l, run);
    if (!notify_before(recorded, listeners, diag) || !notify_cases(recorded, listeners, diag))
        return false;
    for (ct_listener *l = listeners; l; l = l->next)
        if (l->run_end)
            l->run_end(l, run);
    return true;
}
