/* apigcheck cleanup */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/cleanup_log_file.h"
#include "cli/command.h"
#include "cli/guard.h"
#include "cli/process.h"
#include "cli/run_setup.h"
#include "lang/json/json.h"

/* ---- The run of the journal ---- */

/* The command line of the run; NULL if the journal does not have it. */
static char **command_line_of(const json_t *about, ct_arena *arena)
{
    const json_t *words = json_object_get(about, "words");
    size_t const count = json_array_size(words);
    char **list = ct_arena_alloc(arena, (count + 1) * sizeof *list);
    for (size_t i = 0; i < count; i++)
        if (!(list[i] = ct_arena_text(arena, ct_json_text(json_array_get(words, i)))))
            return NULL;
    return count ? list : NULL;
}

/* The journal has the proxy without its user and password, so --proxy must give them again. */
static bool set_proxy(ct_session *session, const char *given)
{
    const char **proxy = &session->settings.proxy;
    if (given)
        *proxy = given;
    if (!*proxy || !strstr(*proxy, CT_MASK "@"))
        return true;
    ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
            "the proxy requires a user and a password, which the journal does not contain");
    return ct_hint(&session->diag, "add --proxy URL with the user and the password of the proxy");
}

/* Reads the suite and the target again, in the folder in which the run read them. */
static bool read_again(ct_session *session, const json_t *about,
                       ct_run_specification *specification)
{
    const char *folder = ct_json_text(json_object_get(about, "folder"));
    const char *seed = ct_json_text(json_object_get(about, "seed"));
    char **words = command_line_of(about, session->arena);
    if (!words || !seed || !folder)
        return ct_fail(&session->diag, CT_ERR_INVALID_RESULTS, CT_NOWHERE,
                       "the journal does not describe its run");
    if (chdir(folder))
        return ct_fail(&session->diag, CT_ERR_CANNOT_OPEN, CT_NOWHERE,
                       "cannot change to the folder '%s': %s", folder, strerror(errno));
    const char *proxy = session->settings.proxy;
    session->settings = (ct_settings){.paths = {0}};
    if (!ct_settings_read(&session->settings, CT_CMD_RUN, words, session->arena, &session->diag) ||
        !set_proxy(session, proxy))
        return false;
    session->settings.seed = seed;
    bool const is_loaded = ct_run_specification_load(session, specification);
    return ct_run_specification_target(session, NULL, specification) && is_loaded &&
           specification->target;
}

/* ---- Resources that are left ---- */

/* Selects the cases that were started and not cleaned up, without their other steps. */
static bool select_left(ct_session *session, const ct_leftovers *left,
                        ct_run_specification *specification)
{
    ct_selection *all = &specification->selection;
    const char *name;
    json_t *unused;
    all->suite = specification->suite;
    all->cases =
        ct_arena_alloc(session->arena, (json_object_size(left->cases) + 1) * sizeof *all->cases);
    json_object_foreach(left->cases, name, unused)
    {
        const ct_case *test_case = ct_case_find(specification->suite, name);
        if (!test_case)
            return ct_fail(&session->diag, CT_ERR_UNKNOWN_NAME, CT_NOWHERE,
                           "cannot clean up the case '%s': it no longer exists", name);
        ct_case *only = ct_new(session->arena, ct_case);
        *only = *test_case;
        only->steps = NULL;
        all->cases[all->count++] = only;
    }
    return true;
}

/* ---- Output ---- */

typedef struct printer {
    ct_listener listener; /* first: this is a ct_listener */
    bool is_left;         /* a resource could not be deleted */
} printer;

static void print_step(printer *p, const ct_step_result *s)
{
    ct_buf line = CT_BUF(CT_BUF_ANY);
    bool const is_good = s->verdict == CT_PASS || s->verdict == CT_WARN || s->verdict == CT_SKIP;
    const char *title = s->step->title ? s->step->title : s->step->plan->method;
    if (s->verdict == CT_SKIP)
        return;
    ct_buf_text(&line, is_good ? "done  " : "LEFT  ");
    ct_show_text(&line, title, strlen(title));
    if (!is_good && s->error) {
        ct_buf_text(&line, ": ");
        ct_show_text(&line, s->error, strlen(s->error));
    } else if (!is_good && s->exchange && s->exchange->response) {
        ct_buf_printf(&line, ": the response status was %u", s->exchange->response->status);
    }
    ct_buf_char(&line, '\n');
    fputs(ct_buf_str(&line), stdout);
    ct_buf_free(&line);
    p->is_left = p->is_left || !is_good;
}

/* If the set-up of the target fails, for example a log-in, nothing can be deleted. */
static void print_result(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    printer *p = (printer *)self;
    for (const ct_step_result *s = result->steps; s; s = s->next)
        if (s->is_cleanup || s->verdict >= CT_ERROR)
            print_step(p, s);
    if (result->verdict != CT_NOT_RUN || result == run->before)
        return;
    printf("LEFT  %s: %s\n", result->test_case->full_name,
           result->reason ? result->reason : "not run");
    p->is_left = true;
}

/* ---- The command ---- */

static bool prepare(ct_session *session, const ct_leftovers *left,
                    ct_run_specification *specification)
{
    return read_again(session, left->about, specification) &&
           select_left(session, left, specification) &&
           ct_guard(specification->target, &specification->selection,
                    session->settings.proxy != NULL, session->arena, &session->diag);
}

static bool clean_up(ct_session *session, const ct_leftovers *left,
                     const ct_run_specification *specification)
{
    printer p = {.listener = {.case_end = print_result, .before_end = print_result}};
    ct_run_options options = ct_run_options_from_settings(&session->settings, specification);
    options.left = left;
    options.ignores_requirements = true;
    options.parallel = 1;
    options.repeat = options.fail_fast = options.max_time_ms = 0;
    ct_transport *transport = ct_transport_from_settings(&session->settings, specification->target);
    ct_run(&specification->selection, specification->target, &options, transport, &p.listener,
           session->arena);
    transport->close(transport);
    return !p.is_left;
}

int ct_cmd_cleanup(ct_session *session)
{
    const ct_texts *paths = &session->settings.paths;
    ct_run_specification specification = {0};
    ct_leftovers left;
    if (paths->count != 1)
        ct_fail(&session->diag, CT_ERR_MISSING_ARGUMENT, CT_NOWHERE,
                "cleanup requires exactly one JOURNAL");
    if (session->diag.count)
        return 2;
    char *path = realpath(paths->texts[0], NULL);
    const char *journal = ct_arena_text(
        session->arena,
        path ? path : paths->texts[0]); /* absolute, because the current folder changes */
    free(path);
    ct_process_catch_signals();
    ct_curl_start();
    if (!ct_cleanup_log_read(session->arena, journal, &left, &session->diag) ||
        !prepare(session, &left, &specification))
        return 2;
    if (!clean_up(session, &left, &specification)) {
        fprintf(stderr, "apigcheck: error: resources are left; the journal is kept: %s\n", journal);
        return ct_process_signal() ? 128 + ct_process_signal() : 1;
    }
    if (unlink(journal) && !ct_fail(&session->diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE,
                                    "cannot delete the journal '%s': %s", journal, strerror(errno)))
        return 4;
    puts("no resources are left");
    return 0;
}
