#include "report/reporter.h"

#include <string.h>
#include <unistd.h>

#include "report/ctrf.h"
#include "report/har.h"
#include "report/html.h"
#include "report/junit.h"
#include "report/markdown.h"
#include "report/record.h"

const ct_reporter_kind ct_reporter_kinds[] = {
    {"junit", "JUnit XML, for CI servers", "junit.xml", ct_junit_open},
    {"html", "one page for people, which needs no network", "report.html", ct_html_open},
    {"json", "the record of the run, from which every report can be made again", "results.json",
     ct_record_open},
    {"har", "every exchange, for the developer tools of a browser", NULL, ct_har_open},
    {"ctrf", "CTRF, a JSON for dashboards", NULL, ct_ctrf_open},
    {"markdown", "a summary for a pull request", NULL, ct_markdown_open},
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
        return ct_fail(diag, CT_E_IO, CT_NOWHERE, "'%s' is not written: the run did not end",
                       ct_outfile_path(reporter->file));
    }
    if (reporter->check && !ct_outfile_verify(reporter->file, reporter->check, reporter, diag))
        return false;
    return ct_outfile_commit(reporter->file, diag);
}
