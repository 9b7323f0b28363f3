#include "certify/evidence_files.h"

#include <stdio.h>
#include <string.h>

#include "lang/json/json.h"

static const int64_t size_max = (int64_t)512 << 20, input_size_max = 4 << 20,
                     total_max = (int64_t)2 << 30;

static const char *const inputs[] = {"target.json", "target.yaml", "waivers.yaml"};
static const char *const reports[] = {"results.json", "junit.xml", "report.html", "exchanges.har"};

enum {
    INPUTS = sizeof inputs / sizeof *inputs,
    REPORTS = sizeof reports / sizeof *reports,
    PATH_SIZE = 64
};

bool ct_evidence_check_count(size_t count, ct_diag *diag)
{
    return count <= CT_EVIDENCE_FILES_MAX ||
           ct_fail(diag, CT_ERR_LIMIT_EXCEEDED, CT_NOWHERE, "the evidence has more than %d files",
                   CT_EVIDENCE_FILES_MAX);
}

/* The inputs are parsed as a whole, and YAML takes much more memory than its text. */
static int64_t size_max_of(const char *path)
{
    for (size_t i = 0; i < INPUTS; i++)
        if (!strcmp(path, inputs[i]))
            return input_size_max;
    return size_max;
}

bool ct_evidence_check_size(const char *path, int64_t size, int64_t total, ct_diag *diag)
{
    if (size > size_max_of(path))
        return ct_fail(diag, CT_ERR_LIMIT_EXCEEDED, CT_NOWHERE,
                       "'%s' is larger than %d MiB, the limit for a file of the evidence", path,
                       (int)(size_max_of(path) >> 20));
    if (total > total_max)
        return ct_fail(diag, CT_ERR_LIMIT_EXCEEDED, CT_NOWHERE,
                       "'%s' makes the evidence larger than %d MiB in total", path,
                       (int)(total_max >> 20));
    return true;
}

static void report_path(char *path, unsigned pass, const char *name)
{
    if (pass == 1)
        snprintf(path, PATH_SIZE, "%s", name);
    else
        snprintf(path, PATH_SIZE, "pass-%u/%s", pass, name);
}

static bool is_known(const char *name, unsigned passes)
{
    char path[PATH_SIZE];
    if (!strncmp(name, "suite/", 6))
        return true;
    for (size_t i = 0; i < INPUTS; i++)
        if (!strcmp(name, inputs[i]))
            return true;
    for (unsigned pass = 1; pass <= passes; pass++)
        for (size_t i = 0; i < REPORTS; i++) {
            report_path(path, pass, reports[i]);
            if (!strcmp(name, path))
                return true;
        }
    return false;
}

bool ct_evidence_check_names(const json_t *manifest, unsigned passes, ct_diag *diag)
{
    unsigned const mistakes = diag->count;
    char path[PATH_SIZE];
    const char *name;
    json_t *unused;
    json_object_foreach(ct_json_iterable(manifest), name, unused)
    {
        if (!is_known(name, passes))
            ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                    "'%s' is not a file of the evidence", name);
    }
    for (unsigned pass = 1; pass <= passes; pass++)
        for (size_t i = 0; i < REPORTS; i++) {
            report_path(path, pass, reports[i]);
            if (!json_object_get(manifest, path))
                ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                        "'%s' is missing from the evidence", path);
        }
    return diag->count == mistakes;
}
