#include "cli/reports.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "cli/rerun.h"
#include "cli/run_setup.h"
#include "cli/terminal.h"
#include "record/journal.h"
#include "report/console.h"

/* ---- Requested reports ---- */

/* The path that the command line gives for a kind of report; NULL: none. */
static const char *path_of(const ct_settings *s, const ct_reporter_kind *kind)
{
    const ct_report_file *file = s->files;
    while (file && strcmp(file->kind, kind->name))
        file = file->next;
    return file ? file->path : NULL;
}

static void want(ct_reports *r, const ct_reporter_kind *kind, const char *path)
{
    assert(r->count < CT_REPORTERS_MAX);
    if (path)
        r->wanted[r->count++] = (struct ct_wanted_report){.kind = kind, .path = path};
}

static bool make_folder(ct_session *session)
{
    const char *folder = session->settings.reports;
    if (!folder || !mkdir(folder, 0777) || errno == EEXIST)
        return true;
    return ct_fail(&session->diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE,
                   "cannot create the folder '%s': %s", folder, strerror(errno));
}

bool ct_reports_check(ct_session *session, const ct_reports *r)
{
    for (size_t i = 0; i < r->count; i++)
        for (size_t j = 0; j < i; j++)
            if (!strcmp(r->wanted[i].path, r->wanted[j].path))
                return ct_fail(&session->diag, CT_ERR_CONFLICTING_OPTIONS, CT_NOWHERE,
                               "cannot write two reports to '%s'", r->wanted[i].path);
    return true;
}

void ct_reports_list(ct_session *session, ct_reports *r)
{
    const ct_settings *s = &session->settings;
    for (const ct_reporter_kind *kind = ct_reporter_kinds; kind->name; kind++)
        want(r, kind, path_of(s, kind));
    for (const ct_reporter_kind *kind = ct_reporter_kinds; kind->name && s->reports; kind++)
        if (kind->file_name)
            want(r, kind, ct_arena_printf(session->arena, "%s/%s", s->reports, kind->file_name));
    r->about = (ct_report_about){.version = CT_VERSION,
                                 .host = ct_report_host(session->arena),
                                 .is_junit_extended =
                                     s->junit_flavour && !strcmp(s->junit_flavour, "extended")};
}

static bool goes_to_stdout(const ct_reports *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (!strcmp(r->wanted[i].path, "-") && !r->wanted[i].kind->is_log)
            return true;
    return false;
}

static bool is_grouped(const ct_reports *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (r->wanted[i].kind->is_log)
            return true;
    return false;
}

/* The results file for --last-failed; NULL: none is written. */
static const char *record_of(const ct_reports *r)
{
    for (size_t i = 0; i < r->count; i++)
        if (!strcmp(r->wanted[i].kind->name, "json") && strcmp(r->wanted[i].path, "-"))
            return r->wanted[i].path;
    return NULL;
}

/* A recorded run has no progress line, and its command line is not known. */
static ct_listener *open_console(ct_session *session, const ct_run_specification *specification,
                                 ct_reports *r)
{
    const ct_settings *s = &session->settings;
    FILE *out = goes_to_stdout(r) ? stderr : stdout;
    ct_console_options options = {
        .out = out,
        .level = ct_console_level_from_settings(s),
        .lists_failures = s->lists_failures,
        .columns = ct_terminal_columns(out),
        .has_color = ct_terminal_has_color(out, s->color),
        .has_progress = specification && ct_terminal_has_progress(s->progress),
        .is_grouped = is_grouped(r),
        .again = specification ? ct_rerun_command(session, specification, record_of(r)) : NULL};
    if (options.has_progress)
        ct_terminal_erase_when_stopped();
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

/* ---- During the run ---- */

ct_listener *ct_reports_open(ct_session *session, const ct_run_specification *specification,
                             ct_reports *r)
{
    r->console = open_console(session, specification, r);
    ct_listener *last = r->console;
    bool ok = make_folder(session);
    for (size_t i = 0; i < r->count && ok; i++) {
        struct ct_wanted_report *wanted = &r->wanted[i];
        wanted->open =
            ct_reporter_open(session->arena, wanted->kind, wanted->path, &r->about, &session->diag);
        ok = wanted->open != NULL;
        /* The journal comes before the reporter, which needs its descriptor closed. */
        wanted->journal = NULL;
        if (ok && specification && !strcmp(wanted->kind->name, "json"))
            wanted->journal = ct_record_journal_new(session->arena, wanted->path, &r->about);
        if (wanted->journal) /* NULL for standard output */
            last = last->next = ct_record_journal_listener(wanted->journal);
        if (ok)
            last = last->next = &wanted->open->listener;
    }
    return ok ? r->console : NULL;
}

bool ct_reports_close(ct_session *session, ct_reports *r)
{
    bool ok = true;
    for (size_t i = 0; i < r->count; i++) {
        bool const is_written = ct_reporter_close(r->wanted[i].open, &session->diag);
        if (r->wanted[i].journal)
            ct_record_journal_close(r->wanted[i].journal, is_written, &session->diag);
        ok = ok && is_written;
    }
    ct_diag_flush(&session->diag, stderr); /* the summary is the last line */
    return ct_console_close(r->console, &session->diag) && ok;
}

/* ---- Nothing was sent ---- */

static const char *first_mistake(const ct_session *session)
{
    for (const ct_diagnostic *note = session->diag.first; note; note = note->next) {
        ct_buf text = CT_BUF(CT_BUF_ANY);
        if (note->is_warning)
            continue;
        ct_loc_name(note->where, &text);
        ct_buf_printf(&text, "%s%s", text.size ? ": " : "", note->message);
        return ct_buf_finish(&text, session->arena);
    }
    return "no case ran";
}

/* Renames the report of an earlier run, which would be misleading. It is not deleted, so that a
 * wrong command line does not destroy results. */
static void rename_stale(ct_session *session, const char *path)
{
    struct stat facts;
    const char *earlier = ct_arena_printf(session->arena, "%s.earlier", path);
    if (!lstat(path, &facts) && S_ISREG(facts.st_mode) && !rename(path, earlier))
        fprintf(stderr, "apigcheck: note: renamed '%s' of an earlier run to '%s'\n", path, earlier);
}

int ct_reports_refuse(ct_session *session, const ct_reports *r)
{
    const char *why = first_mistake(session);
    int status = 2;
    make_folder(session);
    for (size_t i = 0; i < r->count; i++) {
        const struct ct_wanted_report *wanted = &r->wanted[i];
        if (!wanted->kind->refuse)
            rename_stale(session, wanted->path);
        else if (!wanted->kind->refuse(wanted->path, why, (int64_t)time(NULL) * 1000, &r->about,
                                       &session->diag))
            status = 4;
    }
    return status;
}
