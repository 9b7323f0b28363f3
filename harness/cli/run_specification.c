#include "cli/run_specification.h"

#include "base/digest.h"
#include "cli/data_files.h"
#include "cli/last_failed.h"
#include "cli/select.h"
#include "load/check.h"
#include "load/loader.h"
#include "load/target.h"

static bool read_profiles(ct_session *session, ct_question *question)
{
    const ct_texts *names = &session->settings.profiles;
    ct_profile **tail = &question->profiles;
    for (size_t i = 0; i < names->count; i++) {
        const ct_profile *profile =
            ct_profile_read(session->arena, question->suite, names->texts[i], &session->diag);
        if (!profile)
            continue;
        *tail = ct_new(session->arena, ct_profile);
        **tail = *profile;
        tail = &(*tail)->next;
    }
    return !session->diag.count;
}

static bool read_waivers(ct_session *session, ct_question *question)
{
    const char *path = session->settings.waivers;
    if (path)
        question->waivers = ct_waivers_read(session->arena, question->suite, path, &session->diag);
    return !path || question->waivers;
}

bool ct_question_load(ct_session *session, ct_question *question)
{
    ct_texts paths = session->settings.paths;
    const char *shipped = NULL;
    if (!paths.count) {
        shipped = ct_shipped(session->arena, "cases", &session->diag);
        if (!shipped)
            return false;
        paths = (ct_texts){&shipped, 1};
    }
    const ct_settings *s = &session->settings;
    const char *others[] = {s->target ? s->target : s->waivers, s->target ? s->waivers : NULL,
                            NULL};
    question->suite =
        ct_load_beside(session->arena, paths.texts, paths.count, others, &session->diag);
    return question->suite && read_profiles(session, question) && read_waivers(session, question);
}

static const char *new_seed(ct_arena *arena)
{
    unsigned char bytes[8];
    char *text = ct_arena_alloc(arena, 2 * sizeof bytes + 1);
    ct_random_bytes(bytes, sizeof bytes);
    ct_hex(bytes, sizeof bytes, text);
    return text;
}

bool ct_question_aim(ct_session *session, const char *mock_url, ct_question *question)
{
    const ct_settings *s = &session->settings;
    ct_target_words words = {.file = s->target,
                             .url = mock_url ? mock_url : s->url,
                             .vars = s->vars.texts,
                             .var_count = s->vars.count,
                             .secrets = s->secrets.texts,
                             .secret_count = s->secrets.count,
                             .needs_no_url = question->needs_no_url,
                             .is_read_only = s->is_read_only,
                             .tls = {.ca = s->ca,
                                     .client_cert = s->client_cert,
                                     .client_key = s->client_key,
                                     .is_insecure = s->is_insecure}};
    question->seed = s->seed ? s->seed : new_seed(session->arena);
    question->run_id = ct_run_id(session->arena, question->seed);
    words.run_id = question->run_id;
    if (s->is_mock && !words.file)
        words.file = ct_shipped(session->arena, "fixtures/targets/embedded.yaml", &session->diag);
    if (s->is_mock && !words.file)
        return false;
    if (!words.file && !words.url && !words.var_count && !words.secret_count)
        return true;
    question->target = ct_target_read(session->arena, &words, &session->diag);
    return question->target != NULL;
}

typedef struct will_run_context {
    const ct_question *question;
    ct_arena *arena;
    bool *is_selected; /* by the case's index */
} will_run_context;

static bool will_run(void *user, const ct_case *asked)
{
    const will_run_context *c = user;
    if (!c->is_selected[asked->index])
        return false;
    return !c->question->target || !ct_skip_reason(asked, c->question->target, c->arena);
}

bool ct_question_select(ct_session *session, ct_question *question)
{
    const ct_settings *s = &session->settings;
    json_t *failed = NULL;
    if (s->last_failed) {
        failed = ct_last_failed(session->arena, s->last_failed, question->target, &session->diag);
        if (!failed)
            return false;
    }
    question->selection.suite = question->suite;
    if (!ct_select(s, failed, question->profiles, session->arena, &session->diag,
                   &question->selection))
        return false;
    if (s->is_shuffled) {
        question->shuffle_seed = s->shuffle_seed ? s->shuffle_seed : question->seed;
        ct_shuffle(&question->selection, question->shuffle_seed, session->arena);
    }
    ct_arena *scratch = ct_arena_new();
    will_run_context context = {question, scratch,
                                ct_arena_alloc(scratch, question->suite->case_count)};
    for (size_t i = 0; i < question->selection.count; i++)
        context.is_selected[question->selection.cases[i]->index] = true;
    bool const ok = ct_check(question->suite, question->target, will_run, &context, &session->diag);
    ct_arena_free(scratch);
    return ok;
}
