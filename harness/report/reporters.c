#include "report/reporters.h"

#include <string.h>
#include <unistd.h>

#include "record/record.h"
#include "report/ctrf.h"
#include "report/github.h"
#include "report/har.h"
#include "report/html.h"
#include "report/junit.h"
#include "report/markdown.h"

const ct_reporter_kind ct_reporter_kinds[] = {
    {.name = "junit",
     .summary = "JUnit XML, for CI servers",
     .file_name = "junit.xml",
     .open = ct_junit_open,
     .refuse = ct_junit_write_refusal},
    {.name = "html",
     .summary = "a self-contained HTML page",
     .file_name = "report.html",
     .open = ct_html_open},
    {.name = "json",
     .summary = "the results file, from which every report can be generated",
     .file_name = "results.json",
     .open = ct_record_open},
    {.name = "har", .summary = "HAR 1.2, for browser developer tools", .open = ct_har_open},
    {.name = "ctrf", .summary = "CTRF JSON, for dashboards", .open = ct_ctrf_open},
    {.name = "markdown",
     .summary = "a Markdown summary, for pull requests",
     .open = ct_markdown_open},
    {.name = "github",
     .summary = "annotations and a summary, for GitHub Actions",
     .open = ct_github_open,
     .refuse = ct_github_write_refusal,
     .is_log = true},
    {0},
};

const ct_reporter_kind *ct_reporter_find(const char *name)
{
    for (const ct_reporter_kind *kind = ct_reporter_kinds; kind->name; kind++)
        if (!strcmp(kind->name, name))
            return kind;
    return NULL;
}

const char *ct_report_host(ct_arena *arena)
{
    char name[256] = "";
    bool const has_name = !gethostname(name, sizeof name - 1) && *name;
    return has_name ? ct_arena_text(arena, name) : "localhost";
}

ct_reporter *ct_reporter_open(ct_arena *arena, const ct_reporter_kind *kind, const char *path,
                              const ct_report_about *about, ct_diag *diag)
{
    ct_outfile *file = ct_outfile_open(arena, path, diag);
    ct_reporter *reporter = file ? kind->open(arena, file, diag) : NULL;
    if (!reporter)
        return NULL;
    reporter->file = file;
    reporter->about = about;
    return reporter;
}

bool ct_reporter_close(ct_reporter *reporter, ct_diag *diag)
{
    if (!reporter->has_ended) {
        ct_outfile_abandon(reporter->file);
        return ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE,
                       "'%s' was not written: the run did not finish",
                       ct_outfile_path(reporter->file));
    }
    if (reporter->check && !ct_outfile_verify(reporter->file, reporter->check, reporter, diag))
        return false;
    return ct_outfile_commit(reporter->file, diag);
}
