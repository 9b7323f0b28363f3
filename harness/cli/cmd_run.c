/* apigcheck run */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/guard.h"
#include "cli/process.h"
#include "cli/question.h"
#include "cli/reference.h"
#include "report/console.h"
#include "report/reporter.h"

enum { DEFAULT_PARALLEL = 8, DEFAULT_TIMEOUT_MS = 30000, DEFAULT_CONNECT_TIMEOUT_MS = 5000 };
enum { REPORTERS_MAX = 32 };

/* A report that was asked for. */
typedef struct wanted {
    const ct_reporter_kind *kind;
    const char *path;
} wanted;

typedef struct reports {
    wanted wanted[REPORTERS_MAX];
    ct_reporter *open[REPORTERS_MAX];
    size_t count;
    ct_report_about about;
    ct_listener *console;
} reports;

/* ---- Reports ---- */

/* NULL: it was not. */
static const char *asked_for(const ct_settings *s, const ct_reporter_kind *kind)
{
    const ct_report_file *file = s->files;
    while (file && strcmp(file->kind, kind->name))
        file = file->next;
    return file ? file->path : NULL;
}

static void want(reports *r, const ct_reporter_kind *kind, const char *path)
{
    assert(r->count < REPORTERS_MAX);
    if (path)
        r->wanted[r->count++] = (wanted){kind, path};
}

static const char *in_folder(ct_session *session, const char *name)
{
    return name ? ct_arena_printf(session->arena, "%s/%s", session->settings.reports, name) : NULL;
}

static bool make_folder(ct_session *session)
{
    const char *folder = session->settings.reports;
    if (!folder || !mkdir(folder, 0777) || errno == EEXIST)
        return true;
    return ct_fail(&session->diag, CT_E_IO, CT_NOWHERE, "cannot make the folder '%s': %s", folder,
                   strerror(errno));
}

static bool check_paths(ct_session *session, const reports *r)
{
    for (size_t i = 0; i < r->count; i++)
        for (size_t j = 0; j < i; j++)
            if (!strcmp(r->wanted[i].path, r->wanted[j].path))
                return ct_fail(&session->diag, CT_E_USAGE, CT_NOWHERE,
                               "two reports cannot be written to '%s'", r->wanted[i].path);
    return true;
}

static void list_reports(ct_session *session, reports *r)
{
    const ct_settings *s = &session->settings;
    for (const ct_reporter_kind *kind = ct_reporter_kinds; kind->name; kind++)
        want(r, kind, asked_for(s, kind));
    for (const ct_reporter_kind *kind = ct_reporter_kinds; kind->name && s->reports; kind++)
        want(r, kind, in_folder(session, kind->file_name));
    r->about = (ct_report_about){.version = CT_VERSION,
                                 .host = ct_report_host(session->arena),
                                 .is_junit_extended =
                                     s->junit_flavour && !strcmp(s->junit_flavour, "extended")};
}

static bool goes_to_stdout(const reports *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (!strcmp(r->wanted[i].path, "-") && !r->wanted[i].kind->is_log)
            return true;
    return false;
}

static bool is_grouped(const reports *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->wanted[i].kind->is_log)
            return true;
    return false;
}

static bool has_color(const ct_settings *s)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    if (s->color && strcmp(s->color, "auto"))
        return !strcmp(s->color, "always");
    return !(no_color && *no_color) && term && strcmp(term, "dumb") && isatty(STDOUT_FILENO);
}

static ct_listener *open_console(ct_session *session, reports *r)
{
    const ct_settings *s = &session->settings;
    ct_console_options options = {.out = goes_to_stdout(r) ? stderr : stdout,
                                  .level = s->is_quiet    ? CT_CONSOLE_QUIET
                                           : s->verbosity ? CT_CONSOLE_VERBOSE
                                                          : CT_CONSOLE_NORMAL,
                                  .has_color = has_color(s),
                                  .is_grouped = is_grouped(r)};
    ct_console_report *named = NULL;
    for (size_t i = r->count; i-- > 0;) {
        ct_console_report *one = ct_new(session->arena, ct_console_report);
        *one = (ct_console_report){r->wanted[i].path, named};
        if (strcmp(r->wanted[i].path, "-"))
            named = one;
    }
    options.reports = named;
    return ct_console_open(session->arena, &options);
}

/* All listeners in a row, the console first. NULL after noting what cannot be written. */
static ct_listener *open_reports(ct_session *session, reports *r)
{
    r->console = open_console(session, r);
    ct_listener *last = r->console;
    bool ok = make_folder(session);
    for (size_t i = 0; i < r->count && ok; i++) {
        r->open[i] = ct_reporter_open(session->arena, r->wanted[i].kind, r->wanted[i].path,
                                      &r->about, &session->diag);
        ok = r->open[i] != NULL;
        if (ok)
            last = last->next = &r->open[i]->listener;
    }
    return ok ? r->console : NULL;
}

static bool close_reports(ct_session *session, reports *r)
{
    bool ok = true;
    for (size_t i = 0; i < r->count; i++)
        ok = ct_reporter_close(r->open[i], &session->diag) && ok;
    return ct_console_close(r->console, &session->diag) && ok;
}

/* ---- Nothing was sent ---- */

static const char *first_mistake(const ct_session *session)
{
    for (const ct_note *note = session->diag.first; note; note = note->next) {
        ct_buf text = CT_BUF(CT_BUF_ANY);
        if (note->is_warning)
            continue;
        ct_loc_name(note->where, &text);
        ct_buf_printf(&text, "%s%s", text.size ? ": " : "", note->what);
        return ct_buf_finish(&text, session->arena);
    }
    return "nothing was run";
}

/* The files of CI servers that were asked for say so: nobody shall read yesterday's. */
static int refuse(ct_session *session, const reports *r)
{
    const char *why = first_mistake(session);
    int status = 2;
    make_folder(session);
    for (size_t i = 0; i < r->count; i++)
        if (r->wanted[i].kind->refuse &&
            !r->wanted[i].kind->refuse(r->wanted[i].path, why, (int64_t)time(NULL) * 1000,
                                       &r->about, &session->diag))
            status = 4;
    return status;
}

/* ---- The run ---- */

static bool check_aim(ct_session *session, const ct_question *question)
{
    if (question->target)
        return true;
    ct_fail(&session->diag, CT_E_USAGE, CT_NOWHERE, "no target");
    return ct_hint(&session->diag,
                   "name one: --target FILE, --url URL, or --mock for the reference "
                   "gateway");
}

static bool check_settings(ct_session *session, const reports *r)
{
    const ct_settings *s = &session->settings;
    if (!check_paths(session, r))
        return false;
    if (!s->client_cert != !s->client_key)
        return ct_fail(&session->diag, CT_E_USAGE, CT_NOWHERE,
                       "--client-cert and --client-key belong together");
    if (s->is_mock && s->url)
        return ct_fail(&session->diag, CT_E_USAGE, CT_NOWHERE,
                       "--mock and --url: the address is one or the other's");
    return true;
}

static bool prepare(ct_session *session, const char *mock_url, ct_question *question)
{
    bool const is_loaded = ct_question_load(session, question);
    bool const is_aimed =
        ct_question_aim(session, mock_url, question) && check_aim(session, question);
    return is_loaded && is_aimed && ct_question_select(session, question) &&
           ct_guard(question->target, &question->selection, session->settings.proxy != NULL,
                    session->arena, &session->diag);
}

static unsigned either(unsigned first, unsigned second, unsigned third)
{
    return first ? first : second ? second : third;
}

static int run(ct_session *session, const ct_question *question, ct_listener *listeners, reports *r)
{
    const ct_settings *s = &session->settings;
    const ct_target *target = question->target;
    ct_run_options const options = {
        .parallel = either(s->parallel, target->parallel, DEFAULT_PARALLEL),
        .timeout_ms = either(s->timeout_ms, target->timeout_ms, DEFAULT_TIMEOUT_MS),
        .wait_ms = s->wait_ms,
        .repeat = s->repeat,
        .fail_fast = s->fail_fast,
        .max_time_ms = s->max_time_ms,
        .rate = either(s->rate, target->rate, 0),
        .rate_ms = 1000,
        .throttle_ms = either(s->throttle_ms, target->throttle_ms, 0),
        .shuffle_seed = question->shuffle_seed,
        .seed = question->seed,
        .run_id = question->run_id,
        .is_strict = s->is_strict,
        .stop = ct_process_stop()};
    ct_curl_options const curl = {.connect_timeout_ms =
                                      either(s->connect_timeout_ms, DEFAULT_CONNECT_TIMEOUT_MS, 0),
                                  .reuse_connections = s->reuses_connections,
                                  .loopback_only = !target->confirm_host,
                                  .is_http2 = s->http && !strcmp(s->http, "2"),
                                  .proxy = s->proxy,
                                  .resolve = s->resolve.texts,
                                  .resolve_count = s->resolve.count,
                                  .wake_fd = ct_process_wake_fd()};
    ct_transport *transport = ct_curl_open(&curl);
    const ct_run_result *result =
        ct_run(&question->selection, target, &options, transport, listeners, session->arena);
    transport->close(transport);
    if (!close_reports(session, r))
        return 4;
    return ct_process_signal() ? 128 + ct_process_signal() : ct_run_exit_status(result);
}

static int prepare_and_run(ct_session *session, const char *mock_url, reports *r)
{
    ct_question question = {0};
    if (!prepare(session, mock_url, &question))
        return refuse(session, r);
    ct_diag_flush(&session->diag, stderr); /* warnings come ahead of the run */
    ct_listener *listeners = open_reports(session, r);
    return listeners ? run(session, &question, listeners, r) : 4;
}

int ct_cmd_run(ct_session *session)
{
    reports r = {.count = 0};
    ct_server *server = NULL;
    list_reports(session, &r);
    if (session->diag.count || !check_settings(session, &r))
        return refuse(session, &r);
    ct_process_catch_signals();
    ct_curl_start();
    if (session->settings.is_mock) {
        server = ct_reference_start(&session->settings, session->arena, &session->diag);
        if (!server)
            return refuse(session, &r);
    }
    int const status = prepare_and_run(session, server ? ct_server_url(server) : NULL, &r);
    ct_server_stop(server);
    return status;
}
