#include "certify/record_facts.h"

#include <string.h>

#include "certify/record_compare.h"
#include "lang/json/json.h"
#include "record/record.h"
#include "run/runner.h"
#include "triage/attribution.h"
#include "triage/cause.h"
#include "triage/requirement_fold.h"

struct ct_record_facts {
    ct_arena *arena;
    ct_arena *scratch; /* of the current case */
    ct_diag *diag;
    ct_record_facts_basis basis;
    ct_record_comparison how;
    ct_triage *triage;
    ct_requirement_fold *requirements;
    unsigned counts[CT_VERDICTS], cleanup_failures;
    size_t before_count; /* results of the target's own steps that were compared */
    bool is_analysed;    /* triage and requirements have all cases */
    bool has_masked_failure;
    /* Of the current case; NULL: it was not judged again. */
    const json_t *recorded, *judged;
    unsigned judged_cleanup_failures;
};

static void free_arena(void *arena)
{
    ct_arena_free(arena);
}

ct_record_facts *ct_record_facts_new(ct_arena *arena, const ct_record_facts_basis *basis,
                                     ct_diag *diag)
{
    ct_record_facts *facts = ct_new(arena, ct_record_facts);
    *facts = (ct_record_facts){
        .arena = arena,
        .scratch = ct_arena_own(arena, ct_arena_new(), free_arena),
        .diag = diag,
        .basis = *basis,
        .how = {.recorded_root = basis->record->suite.root, .own_root = basis->suite->root},
        .triage = ct_triage_new(arena),
        .requirements = ct_requirement_fold_new(arena),
        .is_analysed = true};
    return facts;
}

/* ---- Comparing ---- */

static const json_t *json_of_case(const ct_record_facts *facts, const ct_case_result *result)
{
    ct_json_error error;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_record_case(&text, result);
    const json_t *json = ct_json_read_plain(facts->scratch, text.bytes, text.size, &error);
    ct_buf_free(&text);
    return json;
}

/* `name`: of the case; NULL: the head. */
static void compare(ct_record_facts *facts, const char *name, const json_t *recorded,
                    const json_t *own)
{
    const char *found = ct_record_compare(facts->scratch, &facts->how, recorded, own);
    if (found && name)
        ct_fail(facts->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "pass %u: the results differ from the suite or from judging again: '%s', %s",
                facts->basis.pass, name, found);
    else if (found)
        ct_fail(facts->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "pass %u: the results differ from the suite or from their cases: %s",
                facts->basis.pass, found);
}

/* ---- Steps ---- */

/* The settings of a request without the paths of files, which differ between machines; NULL if
 * nothing else is set. */
static const ct_tls *bare_tls(ct_arena *arena, const ct_tls *tls)
{
    if (!tls || (!tls->min_version && !tls->max_version && !tls->is_insecure))
        return NULL;
    ct_tls *bare = ct_new(arena, ct_tls);
    *bare = (ct_tls){.min_version = tls->min_version,
                     .max_version = tls->max_version,
                     .is_insecure = tls->is_insecure};
    return bare;
}

/* Without what the target sent, and without what replay_request.h compares. */
static const ct_exchange *bare_exchange(ct_arena *arena, const ct_exchange *exchange)
{
    if (!exchange)
        return NULL;
    ct_exchange *bare = ct_new(arena, ct_exchange);
    ct_request *request = ct_new(arena, ct_request);
    *bare = *exchange;
    *request = *exchange->request;
    request->url = NULL;
    request->headers = NULL;
    request->body = (ct_body){NULL, 0, 0};
    request->tls = bare_tls(arena, request->tls);
    bare->request = request;
    bare->response = NULL;
    return bare;
}

/* The note of case_response.c about polling that ended early: it depends on the time. */
static ct_response_note *without_polling(ct_arena *arena, const ct_response_note *notes)
{
    ct_response_note *first = NULL, **end = &first;
    for (; notes; notes = notes->next) {
        if (!strncmp(notes->text, "polled ", strlen("polled ")))
            continue;
        *end = ct_new(arena, ct_response_note);
        (*end)->text = notes->text;
        end = &(*end)->next;
    }
    return first;
}

static ct_step_result *bare_step(ct_arena *arena, const ct_step_result *step)
{
    ct_step_result *bare = ct_new(arena, ct_step_result);
    *bare = *step;
    bare->exchange = bare_exchange(arena, step->exchange);
    bare->next = NULL;
    return bare;
}

/* Judging again repeats no step, so what a repetition took is copied, if there can have been one.
 */
static void copy_waits(ct_arena *arena, ct_step_result *recorded, ct_step_result *judged)
{
    bool const may_poll = judged->step && judged->step->within_ms;
    if (may_poll || recorded->throttled_ms)
        judged->attempts = recorded->attempts;
    judged->throttled_ms = recorded->throttled_ms;
    if (!may_poll)
        return;
    judged->waited_ms = recorded->waited_ms;
    judged->saved_ms = recorded->saved_ms;
    recorded->notes = without_polling(arena, recorded->notes);
}

/* Replaces the steps of both results by copies that can be compared. */
static void make_comparable(ct_arena *arena, ct_case_result *recorded, ct_case_result *judged)
{
    const ct_step_result *r = recorded->steps, *j = judged->steps;
    ct_step_result **recorded_end = &recorded->steps, **judged_end = &judged->steps;
    *recorded_end = *judged_end = NULL;
    while (r || j) {
        ct_step_result *one = r ? bare_step(arena, r) : NULL;
        ct_step_result *other = j ? bare_step(arena, j) : NULL;
        if (one && other)
            copy_waits(arena, one, other);
        if (one) {
            *recorded_end = one;
            recorded_end = &one->next;
            r = r->next;
        }
        if (other) {
            *judged_end = other;
            judged_end = &other->next;
            j = j->next;
        }
    }
    judged->started_at = recorded->started_at;
    judged->elapsed_us = recorded->elapsed_us;
}

static unsigned count_cleanup_failures(const ct_case_result *result)
{
    unsigned count = 0;
    for (const ct_step_result *s = result->steps; s; s = s->next)
        count += s->is_cleanup && s->verdict >= CT_ERROR;
    return count;
}

void ct_record_facts_before(ct_record_facts *facts, const ct_case_result *recorded,
                            const ct_case_result *judged)
{
    ct_case_result then = *recorded, now = *judged;
    facts->before_count++;
    facts->cleanup_failures += count_cleanup_failures(judged);
    make_comparable(facts->scratch, &then, &now);
    /* target.yaml had another name, and a log-in responds with secrets. */
    facts->how.ignores_files = facts->how.has_mask = true;
    compare(facts, "before", json_of_case(facts, &then), json_of_case(facts, &now));
    facts->how.ignores_files = facts->how.has_mask = false;
}

/* ---- Cases ---- */

static const ct_requirement_outcome *copy_outcomes(ct_arena *arena, const ct_requirement_outcome *o)
{
    ct_requirement_outcome *first = NULL, **end = &first;
    for (; o; o = o->next) {
        *end = ct_new(arena, ct_requirement_outcome);
        **end = (ct_requirement_outcome){o->requirement, o->status, NULL};
        end = &(*end)->next;
    }
    return first;
}

static void analyse(ct_record_facts *facts, const ct_case_result *result)
{
    ct_case_result kept = *result;
    kept.requirements = copy_outcomes(facts->arena, result->requirements);
    ct_triage_add(facts->triage, &kept);
    ct_requirement_fold_add(facts->requirements, &kept);
}

void ct_record_facts_judged(ct_record_facts *facts, const ct_case_result *recorded,
                            const ct_case_result *judged, bool has_mask)
{
    ct_case_result then = *recorded, now = *judged;
    facts->how.has_mask = has_mask;
    facts->has_masked_failure =
        facts->has_masked_failure || (has_mask && judged->verdict >= CT_ERROR);
    facts->judged_cleanup_failures = count_cleanup_failures(judged);
    make_comparable(facts->scratch, &then, &now);
    facts->recorded = json_of_case(facts, &then);
    facts->judged = json_of_case(facts, &now);
    analyse(facts, judged);
}

/* The recorded outcomes, about the requirements of the verifier. */
static const ct_requirement_outcome *own_outcomes(ct_arena *arena, const ct_case *test_case,
                                                  const ct_requirement_outcome *recorded)
{
    ct_requirement_outcome *first = NULL, **end = &first;
    for (; recorded; recorded = recorded->next) {
        const ct_cite *cite = test_case->verifies;
        while (cite && strcmp(cite->requirement->id, recorded->requirement->id) != 0)
            cite = cite->next;
        if (!cite)
            continue;
        *end = ct_new(arena, ct_requirement_outcome);
        **end = (ct_requirement_outcome){cite->requirement, recorded->status, NULL};
        end = &(*end)->next;
    }
    return first;
}

/* What a run reports of a case that it skips, or does not start. */
static ct_case_result result_without_run(ct_record_facts *facts, const ct_case_result *recorded,
                                         const ct_case *test_case)
{
    const char *stopped = facts->basis.record->run.stopped;
    ct_case_result own = {.test_case = test_case,
                          .verdict = recorded->verdict,
                          .reason =
                              recorded->verdict == CT_SKIP
                                  ? ct_skip_reason(test_case, facts->basis.target, facts->scratch)
                              : stopped ? stopped
                                        : "the run ended before this case started"};
    ct_attribute(&own, facts->basis.suite, facts->arena, facts->scratch);
    return own;
}

/* Compares a case without its steps. */
static void compare_without_steps(ct_record_facts *facts, const ct_case_result *recorded,
                                  const ct_case *test_case)
{
    bool const is_left_out = recorded->verdict == CT_SKIP || recorded->verdict == CT_NOT_RUN;
    ct_case_result then = *recorded, own = {.test_case = test_case};
    if (is_left_out) {
        own = result_without_run(facts, recorded, test_case);
    } else {
        own.verdict = recorded->verdict;
        own.reason = recorded->reason;
        own.requirements = own_outcomes(facts->scratch, test_case, recorded->requirements);
    }
    if (is_left_out && !recorded->steps)
        analyse(facts, &own);
    else
        facts->is_analysed = false;
    /* A skipped case has no steps; those of a case that was stopped are not judged. */
    if (recorded->verdict != CT_SKIP)
        then.steps = NULL;
    own.started_at = recorded->started_at;
    own.elapsed_us = recorded->elapsed_us;
    compare(facts, test_case->full_name, json_of_case(facts, &then), json_of_case(facts, &own));
}

void ct_record_facts_case(ct_record_facts *facts, const ct_case_result *recorded,
                          const ct_case *test_case, bool is_judged)
{
    if (is_judged && facts->judged) {
        compare(facts, test_case->full_name, facts->recorded, facts->judged);
        facts->cleanup_failures += facts->judged_cleanup_failures;
    } else {
        compare_without_steps(facts, recorded, test_case);
        facts->cleanup_failures += count_cleanup_failures(recorded);
    }
    facts->counts[recorded->verdict]++;
    facts->recorded = facts->judged = NULL;
    facts->how.has_mask = false;
    ct_arena_reset(facts->scratch);
}

/* ---- The head ---- */

/* The failures of the target's own steps, if no case was judged again and they were not either. */
static unsigned count_failures_before(ct_record_facts *facts)
{
    ct_recorded *record = facts->basis.record;
    ct_case_result before;
    unsigned count = 0;
    for (size_t i = facts->before_count; i < ct_recorded_before_count(record); i++)
        if (ct_recorded_before(record, i, facts->scratch, &before, facts->diag))
            count += count_cleanup_failures(&before);
    return count;
}

static const json_t *json_of_head(const ct_record_facts *facts, const ct_run_result *run,
                                  const ct_report_about *about)
{
    ct_json_error error;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_record_head(&text, run, about, "");
    ct_buf_text(&text, "]}");
    const json_t *json = ct_json_read_plain(facts->scratch, text.bytes, text.size, &error);
    ct_buf_free(&text);
    return json;
}

void ct_record_facts_head(ct_record_facts *facts)
{
    const ct_record_facts_basis *basis = &facts->basis;
    const ct_run_result *recorded = &basis->record->run;
    const ct_report_about *about = &basis->record->about;
    ct_suite suite = *basis->suite;
    suite.root = basis->record->suite.root; /* the folder has another place and name */
    suite.name = basis->record->suite.name;
    ct_run_result own = {.suite = &suite,
                         .target_name = basis->target->name,
                         .target_url = basis->target->url,
                         .seed = recorded->seed,
                         .shuffle = recorded->shuffle,
                         .user_agent = recorded->user_agent,
                         .repeat = 1,
                         .case_count = basis->profile->case_count,
                         .deselected = basis->suite->case_count - basis->profile->case_count,
                         .cleanup_failures = facts->cleanup_failures + count_failures_before(facts),
                         .started_at = recorded->started_at,
                         .elapsed_us = recorded->elapsed_us,
                         .throttled_us = recorded->throttled_us,
                         .stopped = recorded->stopped,
                         .connection = recorded->connection,
                         .causes = recorded->causes,
                         .requirement_results = recorded->requirement_results};
    ct_report_about const own_about = {.version = about->version, .host = about->host};
    memcpy(own.counts, facts->counts, sizeof own.counts);
    if (facts->is_analysed) {
        ct_cause *causes = ct_triage_causes(facts->triage);
        own.requirement_results = ct_requirement_fold_results(facts->requirements, basis->suite);
        ct_requirement_fold_causes(facts->requirements, causes);
        own.causes = facts->has_masked_failure ? recorded->causes : causes;
    }
    compare(facts, NULL, json_of_head(facts, recorded, about),
            json_of_head(facts, &own, &own_about));
}
