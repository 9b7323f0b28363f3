/* apigcheck rejudge */
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "certify/evidence.h"
#include "certify/replay.h"
#include "cli/command.h"
#include "cli/question.h"
#include "load/target.h"
#include "run/runner.h"

typedef struct rejudging {
    ct_session *session;
    unsigned counts[CT_VERDICTS], changed, unjudged, unlike;
} rejudging;

static void show(const char *text)
{
    ct_buf shown = CT_BUF(CT_BUF_ANY);
    ct_show_text(&shown, text, strlen(text));
    fputs(ct_buf_str(&shown), stdout);
    ct_buf_free(&shown);
}

static void tell_line(const char *name, const char *what, const char *why)
{
    show(name);
    printf(": %s%s", what, why ? ": " : "");
    if (why)
        show(why);
    putchar('\n');
}

static void tell_case(void *user, const ct_replayed *r)
{
    rejudging *j = user;
    const char *change = ct_arena_printf(j->session->arena, "%s, was %s",
                                         ct_verdict_name(r->judged), ct_verdict_name(r->recorded));
    if (!r->asked) {
        tell_line(r->reason, "not in these cases", NULL);
        j->unjudged++;
        return;
    }
    if (r->unlike)
        tell_line(r->asked->full_name, "another request would be sent today", r->unlike);
    if (r->unjudged || r->unlike) {
        j->unlike += r->unlike != NULL;
        j->unjudged++;
        if (r->unjudged)
            tell_line(r->asked->full_name, "not judged again", r->unjudged);
        return;
    }
    j->counts[r->judged]++;
    if (r->judged != r->recorded) {
        j->changed++;
        tell_line(r->asked->full_name, change, r->why);
    } else if (j->session->settings.verbosity) {
        tell_line(r->asked->full_name, ct_verdict_name(r->judged), r->why);
    }
}

static const char *folder_of(ct_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : ct_arena_copy(arena, path, (size_t)(slash - path));
}

/* The one that the command line names, with masks for secrets; else the one beside the record. */
static const ct_target *find_target(ct_session *session, const char *path, const json_t *record)
{
    const ct_settings *s = &session->settings;
    ct_arena *arena = session->arena;
    const char *seed = json_string_value(json_object_get(record, "seed"));
    const char *url = json_string_value(json_object_get(json_object_get(record, "target"), "url"));
    const char *folder = folder_of(arena, path);
    ct_target_words const words = {.file = s->target,
                                   .url = s->url ? s->url : url,
                                   .run_id = ct_run_id(arena, seed ? seed : ""),
                                   .vars = s->vars.texts,
                                   .var_count = s->vars.count,
                                   .secrets = s->secrets.texts,
                                   .secret_count = s->secrets.count,
                                   .is_masked = true};
    if (!s->target && !s->vars.count &&
        !access(ct_arena_printf(arena, "%s/target.json", folder), R_OK))
        return ct_evidence_target(arena, folder, words.run_id, &session->diag);
    const ct_target *target = ct_target_read(arena, &words, &session->diag);
    if (target)
        ct_evidence_unveil(target);
    return target;
}

static int conclude(const rejudging *j)
{
    unsigned const passed = j->counts[CT_PASS] + j->counts[CT_WARN];
    printf("%u passed, %u failed, %u errors, %u not judged again; %u changed\n", passed,
           j->counts[CT_FAIL], j->counts[CT_ERROR], j->unjudged, j->changed);
    if (j->counts[CT_FAIL])
        return 1;
    return j->counts[CT_ERROR] || j->counts[CT_NOT_RUN] || j->unjudged || !passed ? 3 : 0;
}

int ct_cmd_rejudge(ct_session *session)
{
    ct_texts *paths = &session->settings.paths;
    ct_question question = {0};
    rejudging j = {.session = session};
    const char *trouble;
    if (!session->diag.count && !paths->count)
        ct_fail(&session->diag, CT_E_USAGE, CT_NOWHERE, "rejudge needs the results of a run");
    if (session->diag.count)
        return 2;
    const char *path = paths->texts[0];
    const json_t *record = ct_replay_read(session->arena, path, &session->diag);
    *paths = (ct_texts){paths->texts + 1, paths->count - 1};
    if (!record || !ct_question_load(session, &question))
        return 2;
    question.target = find_target(session, path, record);
    if (!question.target)
        return 2;
    ct_replay const replay = {.suite = question.suite,
                              .target = question.target,
                              .record = record,
                              .tell = tell_case,
                              .user = &j};
    if (ct_replay_all(&replay, session->arena, &trouble))
        return conclude(&j);
    ct_fail(&session->diag, CT_E_VALUE, CT_NOWHERE, "'%s': %s", path, trouble);
    return 2;
}
