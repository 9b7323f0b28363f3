#include "cli/evidence_reports.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "certify/evidence.h"
#include "record/record_read.h"
#include "report/reporters.h"

static const struct {
    const char *kind, *file_name;
} reports[] = {{"junit", "junit.xml"}, {"html", "report.html"}, {"har", "exchanges.har"}};

enum { REPORTS = sizeof reports / sizeof *reports, BLOCK = 1 << 16 };

static bool is_same_version(const ct_verified *verified)
{
    const json_t *claims =
        json_object_get(json_object_get(verified->statement, "predicate"), CT_PREDICATE_OURS);
    const char *program = json_string_value(json_object_get(claims, "program"));
    return program && !strcmp(program, CT_VERSION);
}

static bool has_same_bytes(FILE *a, FILE *b)
{
    char *blocks = ct_malloc((size_t)2 * BLOCK);
    size_t got_a, got_b;
    bool is_same;
    do {
        got_a = fread(blocks, 1, BLOCK, a);
        got_b = fread(blocks + BLOCK, 1, BLOCK, b);
        is_same = got_a == got_b && !memcmp(blocks, blocks + BLOCK, got_a);
    } while (is_same && got_a);
    free(blocks);
    return is_same && !ferror(a) && !ferror(b);
}

static bool compare_file(ct_session *session, const char *made, const char *path,
                         const char *reported)
{
    FILE *a = fopen(made, "rbe"), *b = fopen(path, "rbe");
    bool const is_same = a && b && has_same_bytes(a, b);
    if (a)
        fclose(a);
    if (b)
        fclose(b);
    return is_same || ct_fail(&session->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                              "'%s' is not the report that its results file gives", reported);
}

/* Writes the reports of one pass to the folder `made`. */
static bool write_reports(ct_session *session, const char *results, const char *made)
{
    ct_reporter *open[REPORTS];
    ct_listener *first = NULL, **end = &first;
    ct_recorded *recorded = ct_recorded_open(session->arena, &results, 1, &session->diag);
    if (!recorded)
        return false;
    for (size_t i = 0; i < REPORTS; i++) {
        open[i] =
            ct_reporter_open(session->arena, ct_reporter_find(reports[i].kind),
                             ct_arena_printf(session->arena, "%s/%s", made, reports[i].file_name),
                             &recorded->about, &session->diag);
        if (!open[i])
            return false;
        *end = &open[i]->listener;
        end = &open[i]->listener.next;
    }
    *end = NULL;
    bool ok = ct_recorded_replay(recorded, first, &session->diag);
    for (size_t i = 0; ok && i < REPORTS; i++)
        ok = ct_reporter_close(open[i], &session->diag);
    return ok;
}

static bool compare_pass(ct_session *session, const char *folder, unsigned pass, const char *made)
{
    ct_arena *arena = session->arena;
    const char *within = pass == 1 ? "" : ct_arena_printf(arena, "pass-%u/", pass);
    bool const is_written =
        write_reports(session, ct_arena_printf(arena, "%s/%sresults.json", folder, within), made);
    bool ok = is_written;
    for (size_t i = 0; i < REPORTS; i++) {
        const char *copy = ct_arena_printf(arena, "%s/%s", made, reports[i].file_name);
        const char *reported = ct_arena_printf(arena, "%s%s", within, reports[i].file_name);
        if (is_written)
            ok = compare_file(session, copy, ct_arena_printf(arena, "%s/%s", folder, reported),
                              reported) &&
                 ok;
        unlink(copy);
    }
    return ok;
}

void ct_evidence_reports_compare(ct_session *session, const char *path, ct_verified *verified)
{
    const char *place = getenv("TMPDIR");
    if (!verified->is_sound || !is_same_version(verified))
        return;
    char *made =
        ct_arena_printf(session->arena, "%s/apigcheck-XXXXXX", place && *place ? place : "/tmp");
    if (!mkdtemp(made)) {
        verified->is_sound = ct_fail(&session->diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE,
                                     "cannot create the folder '%s': %s", made, strerror(errno));
        return;
    }
    for (unsigned pass = 1; pass <= verified->passes; pass++)
        verified->is_sound =
            compare_pass(session, ct_evidence_folder(session->arena, path), pass, made) &&
            verified->is_sound;
    rmdir(made);
    verified->has_compared_reports = true;
}
