#include "cli/run_specification.h"

#include <assert.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "cli/data_files.h"
#include "cli/last_failed.h"
#include "cli/select.h"
#include "load/check.h"
#include "load/loader.h"
#include "load/target.h"

static bool read_profiles(ct_session *session, ct_run_specification *specification)
{
    const ct_texts *names = &session->settings.profiles;
    ct_profile **tail = &specification->profiles;
    for (size_t i = 0; i < names->count; i++) {
        const ct_profile *profile =
            ct_profile_read(session->arena, specification->suite, names->texts[i], &session->diag);
        if (!profile)
            continue;
        *tail = ct_new(session->arena, ct_profile);
        **tail = *profile;
        tail = &(*tail)->next;
    }
    return !session->diag.count;
}

static bool read_waivers(ct_session *session, ct_run_specification *specification)
{
    const char *path = session->settings.waivers;
    if (path)
        specification->waivers =
            ct_waivers_read(session->arena, specification->suite, path, &session->diag);
    return !path || specification->waivers;
}

bool ct_run_specification_load(ct_session *session, ct_run_specification *specification)
{
    ct_texts paths = session->settings.paths;
    const char *shipped = NULL;
    if (session->settings.cause && !session->settings.last_failed)
        return ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                       "--cause requires --last-failed FILE");
    if (!paths.count) {
        shipped = ct_data_file(session->arena, "cases", &session->diag);
        if (!shipped)
            return false;
        paths = (ct_texts){&shipped, 1};
    }
    const ct_settings *s = &session->settings;
    const char *others[] = {s->target ? s->target : s->waivers, s->target ? s->waivers : NULL,
                            NULL};
    specification->suite =
        ct_load_beside(session->arena, paths.texts, paths.count, others, &session->diag);
    return specification->suite && read_profiles(session, specification) &&
           read_waivers(session, specification);
}

const char *ct_random_digits(ct_arena *arena, size_t size)
{
    unsigned char bytes[16];
    assert(size <= sizeof bytes);
    char *text = ct_arena_alloc(arena, 2 * size + 1);
    ct_random_bytes(bytes, size);
    ct_hex(bytes, size, text);
    return text;
}

bool ct_run_specification_target(ct_session *session, const char *mock_url,
                                 ct_run_specification *specification)
{
    const ct_settings *s = &session->settings;
    ct_target_fields fields = {.file = s->target,
                               .url = mock_url ? mock_url : s->url,
                               .vars = s->vars.texts,
                               .var_count = s->vars.count,
                               .secrets = s->secrets.texts,
                               .secret_count = s->secrets.count,
                               .needs_no_url = specification->needs_no_url,
                               .is_read_only = s->is_read_only,
                               .tls = {.ca = s->ca,
                                       .client_cert = s->client_cert,
                                       .client_key = s->client_key,
                                       .is_insecure = s->is_insecure}};
    specification->seed = s->seed ? s->seed : ct_random_digits(session->arena, 8);
    specification->run_id = ct_run_id(session->arena, specification->seed);
    fields.run_id = specification->run_id;
    if (s->is_mock && !fields.file)
        fields.file =
            ct_data_file(session->arena, "fixtures/targets/embedded.yaml", &session->diag);
    if (s->is_mock && !fields.file)
        return false;
    if (!fields.file && !fields.url && !fields.var_count && !fields.secret_count)
        return true;
    specification->target = ct_target_read(session->arena, &fields, &session->diag);
    return specification->target != NULL;
}

typedef struct will_run_context {
    const ct_run_specification *specification;
    ct_arena *arena;
    bool *is_selected; /* by the case's index */
} will_run_context;

static bool will_run(void *user, const ct_case *test_case)
{
    const will_run_context *c = user;
    if (!c->is_selected[test_case->index])
        return false;
    return !c->specification->target ||
           !ct_skip_reason(test_case, c->specification->target, c->arena);
}

bool ct_run_specification_select(ct_session *session, ct_run_specification *specification)
{
    const ct_settings *s = &session->settings;
    json_t *failed = NULL;
    if (s->last_failed) {
        failed = ct_last_failed(session->arena, s->last_failed, s->cause, specification->target,
                                &session->diag);
        if (!failed)
            return false;
    }
    specification->selection.suite = specification->suite;
    if (!ct_select(s, failed, specification->profiles, session->arena, &session->diag,
                   &specification->selection))
        return false;
    if (s->is_shuffled) {
        specification->shuffle_seed = s->shuffle_seed ? s->shuffle_seed : specification->seed;
        ct_shuffle(&specification->selection, specification->shuffle_seed, session->arena);
    }
    ct_arena *scratch = ct_arena_new();
    will_run_context context = {specification, scratch,
                                ct_arena_alloc(scratch, specification->suite->case_count)};
    for (size_t i = 0; i < specification->selection.count; i++)
        context.is_selected[specification->selection.cases[i]->index] = true;
    bool const ok =
        ct_check(specification->suite, specification->target, will_run, &context, &session->diag);
    ct_arena_free(scratch);
    return ok;
}
