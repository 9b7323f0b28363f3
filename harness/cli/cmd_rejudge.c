/* apigcheck rejudge */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "certify/evidence.h"
#include "certify/passes.h"
#include "certify/replay.h"
#include "cli/command.h"
#include "cli/run_specification.h"
#include "cli/terminal.h"
#include "lang/yaml/bind.h"
#include "load/check.h"
#include "load/target.h"
#include "run/runner.h"

typedef struct rejudging {
    ct_session *session;
    unsigned counts[CT_VERDICTS], changed, unjudged;
    ct_buf unlike;  /* why the last case was not judged: how its request differs */
    unsigned alike; /* number of the next cases with the same reason */
} rejudging;

static void print_line(const char *name, const char *what, const char *why)
{
    ct_terminal_print(name);
    printf(": %s%s", what, why ? ": " : "");
    if (why)
        ct_terminal_print(why);
    putchar('\n');
}

static void end_alike(rejudging *j)
{
    if (j->alike)
        printf("and %u more %s for the same reason\n", j->alike, j->alike == 1 ? "case" : "cases");
    j->alike = 0;
}

/* A reason that many cases share, such as a header of all requests, is printed once. */
static void report_unlike(rejudging *j, const ct_replayed *r)
{
    if (!strcmp(ct_buf_str(&j->unlike), r->unlike)) {
        j->alike++;
        return;
    }
    end_alike(j);
    ct_buf_clear(&j->unlike);
    ct_buf_text(&j->unlike, r->unlike);
    print_line(r->test_case->full_name, "the request has changed", r->unlike);
}

static void report_unjudged(rejudging *j, const ct_replayed *r)
{
    j->unjudged++;
    if (r->unlike) {
        report_unlike(j, r);
        return;
    }
    end_alike(j);
    if (r->test_case)
        print_line(r->test_case->full_name, "cannot be judged again", r->unjudged);
    else
        print_line(r->reason, "not among the current cases", NULL);
}

static void report_judged(rejudging *j, const ct_replayed *r)
{
    j->counts[r->judged]++;
    j->changed += r->judged != r->recorded;
    if (r->judged == r->recorded && !j->session->settings.verbosity)
        return;
    const char *change = ct_arena_printf(j->session->arena, "%s, was %s",
                                         ct_verdict_name(r->judged), ct_verdict_name(r->recorded));
    end_alike(j);
    print_line(r->test_case->full_name,
               r->judged == r->recorded ? ct_verdict_name(r->judged) : change, r->why);
}

static void notify_case(void *user, const ct_replayed *r)
{
    if (!r->test_case || r->unlike || r->unjudged)
        report_unjudged(user, r);
    else
        report_judged(user, r);
}

/* ---- The target ---- */

static bool has_target(ct_arena *arena, const char *folder)
{
    return !access(ct_arena_printf(arena, "%s/target.json", folder), R_OK);
}

/* Returns the number of a later pass of a certificate from the name of its folder, "pass-2", else
 * 0. */
static unsigned pass_of(ct_arena *arena, const char *folder)
{
    char *real = realpath(folder, NULL);
    const char *name = real ? strrchr(real, '/') : NULL;
    unsigned const pass =
        name && !strncmp(name, "/pass-", 6) ? (unsigned)strtoul(name + 6, NULL, 10) : 0;
    bool const is_same = pass && !strcmp(name, ct_arena_printf(arena, "/pass-%u", pass));
    free(real);
    return is_same ? pass : 0;
}

/* The target of a later pass, from the evidence in the folder above. */
static const ct_target *target_of_pass(ct_session *session, const char *folder, unsigned pass)
{
    ct_arena *arena = session->arena;
    const char *path = ct_arena_printf(arena, "%s/results.json", folder);
    const ct_recorded *first = ct_recorded_open(arena, &path, 1, &session->diag);
    const char *seed = first && first->run.seed ? first->run.seed : "";
    const ct_target *target =
        first ? ct_evidence_target(arena, folder, ct_run_id(arena, seed), &session->diag) : NULL;
    return target ? ct_pass_target(arena, target, seed, pass) : NULL;
}

/* The target of the command line, with masks for secrets; else target.json of the certificate. */
static const ct_target *find_target(ct_session *session, const char *path, const ct_run_result *run)
{
    const ct_settings *s = &session->settings;
    ct_arena *arena = session->arena;
    const char *folder = ct_evidence_folder(arena, path);
    ct_target_fields const fields = {.file = s->target,
                                     .url = s->url ? s->url : run->target_url,
                                     .run_id = ct_run_id(arena, run->seed ? run->seed : ""),
                                     .vars = s->vars.texts,
                                     .var_count = s->vars.count,
                                     .secrets = s->secrets.texts,
                                     .secret_count = s->secrets.count,
                                     .is_masked = true};
    bool const is_named = s->target || s->vars.count;
    unsigned const pass = pass_of(arena, folder);
    const char *above = ct_arena_printf(arena, "%s/..", folder);
    if (!is_named && has_target(arena, folder))
        return ct_evidence_target(arena, folder, fields.run_id, &session->diag);
    if (!is_named && pass > 1 && has_target(arena, above))
        return target_of_pass(session, above, pass);
    const ct_target *target = ct_target_read(arena, &fields, &session->diag);
    if (target)
        ct_evidence_check_secrets(target);
    return target;
}

/* ---- Variables that are missing ---- */

typedef struct recorded_cases {
    const ct_target *target;
    ct_arena *arena;
    bool *are_recorded; /* by the index of the suite's case */
} recorded_cases;

static bool will_judge(void *user, const ct_case *test_case)
{
    const recorded_cases *r = user;
    return r->are_recorded[test_case->index] && !ct_skip_reason(test_case, r->target, r->arena);
}

static const ct_name *find_missing(const ct_run_specification *specification,
                                   const ct_run_result *run, ct_arena *arena)
{
    recorded_cases r = {specification->target, arena,
                        ct_arena_alloc(arena, specification->suite->case_count)};
    for (size_t i = 0; i < run->case_count; i++) {
        const ct_case *test_case =
            ct_case_find(specification->suite, run->cases[i].test_case->full_name);
        ct_verdict const verdict = run->cases[i].verdict;
        if (test_case && verdict != CT_NOT_RUN && verdict != CT_SKIP)
            r.are_recorded[test_case->index] = true;
    }
    return ct_check_missing(specification->suite, specification->target, will_judge, &r, arena);
}

/* Without its variables no request could be built as it was recorded, and no case judged. */
static bool check_variables(ct_session *session, const char *path,
                            const ct_run_specification *specification, const ct_run_result *run)
{
    const ct_name *missing = find_missing(specification, run, session->arena);
    ct_buf names = CT_BUF(CT_LIMIT_VALUE);
    if (!missing)
        return true;
    for (const ct_name *name = missing; name; name = name->next)
        ct_buf_printf(&names, "%s'%s'", name == missing ? "" : ", ", name->text);
    ct_fail(&session->diag, CT_ERR_UNDEFINED_VARIABLE, CT_NOWHERE,
            "undefined variable%s %s%s: the cases of '%s' require %s", missing->next ? "s" : "",
            ct_buf_str(&names), names.is_full ? "..." : "", path, missing->next ? "them" : "it");
    ct_hint(&session->diag, "pass the target file of that run with --target FILE, or single "
                            "variables with --var NAME=TEXT");
    ct_buf_free(&names);
    return false;
}

static int conclude(rejudging *j, const ct_replay_gaps *gaps)
{
    unsigned const passed = j->counts[CT_PASS] + j->counts[CT_WARN];
    const char *not_compared = ct_replay_gaps_text(gaps, j->session->arena);
    end_alike(j);
    if (not_compared)
        printf("not compared with the current requests: %s\n", not_compared);
    printf("%u passed, %u failed, %u errors, %u not judged; %u changed\n", passed,
           j->counts[CT_FAIL], j->counts[CT_ERROR], j->unjudged, j->changed);
    if (j->counts[CT_FAIL])
        return 1;
    return j->counts[CT_ERROR] || j->counts[CT_NOT_RUN] || j->unjudged || !passed ? 3 : 0;
}

static int rejudge(ct_session *session, const char *path, ct_recorded *record)
{
    ct_run_specification specification = {0};
    rejudging j = {.session = session, .unlike = CT_BUF(CT_BUF_ANY)};
    if (!ct_run_specification_load(session, &specification))
        return 2;
    specification.target = find_target(session, path, &record->run);
    if (!specification.target || !check_variables(session, path, &specification, &record->run))
        return 2;
    ct_replay replay = {.suite = specification.suite,
                        .target = specification.target,
                        .record = record,
                        .report = notify_case,
                        .user = &j};
    bool const ok = ct_replay_all(&replay, &session->diag);
    int const status = ok ? conclude(&j, &replay.gaps) : 2;
    ct_buf_free(&j.unlike);
    return status;
}

int ct_cmd_rejudge(ct_session *session)
{
    ct_texts *paths = &session->settings.paths;
    if (!session->diag.count && !paths->count)
        ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                "rejudge requires RESULTS, the results file of a run");
    if (session->diag.count)
        return 2;
    const char *path = paths->texts[0];
    ct_recorded *record = ct_recorded_open(session->arena, &path, 1, &session->diag);
    *paths = (ct_texts){paths->texts + 1, paths->count - 1};
    return record ? rejudge(session, path, record) : 2;
}
