#include "cli/cleanup_log_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "cli/rerun.h"
#include "lang/json/json.h"

static bool leaves_anything(const ct_run_specification *specification, ct_arena *arena)
{
    const ct_selection *all = &specification->selection;
    const ct_case *before = specification->target->before;
    for (const ct_step *step = before ? before->steps : NULL; step; step = step->next)
        if (step->cleanup)
            return true;
    for (size_t i = 0; i < all->count; i++)
        if (all->cases[i]->cleanup && !ct_skip_reason(all->cases[i], specification->target, arena))
            return true;
    return false;
}

static json_t *about_run(const ct_session *session, const ct_run_specification *specification,
                         ct_arena *arena)
{
    char *folder = getcwd(NULL, 0);
    json_t *words = json_array();
    for (const ct_word *word = session->settings.words; word; word = word->next)
        json_array_append_new(
            words, json_string_nocheck(word->is_url ? ct_word_masked(arena, word) : word->text));
    json_t *about = json_pack("{s:s, s:s, s:s, s:s, s:o}", "version", CT_VERSION, "run_id",
                              specification->run_id, "seed", specification->seed, "folder",
                              folder ? folder : ".", "words", words);
    free(folder);
    return about;
}

/* A journal of an earlier run with the same seed is not overwritten. */
static const char *free_path(ct_session *session, const ct_run_specification *specification)
{
    enum { TRIES = 100 };
    const char *folder = session->settings.reports;
    if (!folder)
        folder = getenv("TMPDIR");
    const char *path = ct_arena_printf(session->arena, "%s/apigcheck-%s.journal",
                                       folder && *folder ? folder : "/tmp", specification->run_id);
    const char *tried = path;
    for (int i = 2; i < TRIES && !access(tried, F_OK); i++)
        tried = ct_arena_printf(session->arena, "%.*s-%d.journal",
                                (int)(strlen(path) - strlen(".journal")), path, i);
    return tried;
}

bool ct_cleanup_log_file_open(ct_session *session, const ct_run_specification *specification,
                              ct_cleanup_log **journal)
{
    ct_arena *arena = session->arena;
    *journal = NULL;
    if (session->settings.is_mock || !leaves_anything(specification, arena))
        return true;
    json_t *about = about_run(session, specification, arena);
    if (!about)
        return ct_fail(
            &session->diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE,
            "cannot write the journal: the name of the current folder is not valid UTF-8");
    *journal = ct_cleanup_log_open(
        arena, free_path(session, specification), ct_json_own(arena, about),
        ct_run_redactor(arena, specification->suite, specification->target), &session->diag);
    if (*journal && session->settings.verbosity && !session->settings.is_quiet)
        fprintf(stderr, "journal: %s\n", ct_cleanup_log_path(*journal));
    return *journal;
}

void ct_cleanup_log_file_close(ct_cleanup_log *journal)
{
    if (!ct_cleanup_log_close(journal))
        fprintf(stderr, "apigcheck: warning: cleanup incomplete; to retry: apigcheck cleanup %s\n",
                ct_cleanup_log_path(journal));
}
