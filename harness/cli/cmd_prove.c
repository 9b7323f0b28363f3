/* apigcheck prove */
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/outfile.h"
#include "cli/command.h"
#include "cli/guard.h"
#include "cli/mock_gateway.h"
#include "cli/process.h"
#include "cli/prove_page.h"
#include "cli/run_specification.h"
#include "model/redact/redact.h"
#include "mutation/mutation_report.h"

/* Random values would make two reports about one suite differ. */
static const char seed[] = "70726f6f66";

/* Memory that all processes share: the next job, and a row of verdicts for each job. The jobs are
 * the variants first, then the mutants. */
typedef struct shared_results {
    size_t next;
    unsigned char verdicts[];
} shared_results;

typedef struct work {
    ct_mutation_run mutation_run;
    size_t variant_count, job_count;
    shared_results *results;
    size_t results_size;
} work;

static uint64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

static unsigned char *row_of(const work *w, size_t job)
{
    return w->results->verdicts + job * w->mutation_run.selection->count;
}

/* ---- In parallel ------------------------------------------------------------------------ */

static void do_jobs(const work *w)
{
    for (;;) {
        size_t const job = __atomic_fetch_add(&w->results->next, 1, __ATOMIC_RELAXED);
        if (job >= w->job_count)
            return;
        if (job < w->variant_count)
            ct_mutation_run_conforming(&w->mutation_run, &ct_variants[job], row_of(w, job));
        else
            ct_mutation_run_mutant(&w->mutation_run, job - w->variant_count, row_of(w, job));
    }
}

static bool open_results(work *w, ct_diag *diag)
{
    w->results_size = sizeof *w->results + w->job_count * w->mutation_run.selection->count;
    void *memory =
        mmap(NULL, w->results_size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    w->results = memory == MAP_FAILED ? NULL : memory;
    return w->results || ct_fail(diag, CT_ERR_INTERNAL_ERROR, CT_NOWHERE,
                                 "cannot allocate memory for the results");
}

/* One process for each processor. Processes, not threads: the gateways and libcurl share no state,
 * and a crash ends one process only. */
static bool share_jobs(const work *w, unsigned processes, ct_diag *diag)
{
    enum { PROCESSES_MAX = 64 };
    bool is_good = true;
    unsigned started = 0;
    fflush(NULL);
    while (started < processes && started < PROCESSES_MAX) {
        pid_t const child = fork();
        if (child < 0)
            break;
        started++;
        if (child)
            continue;
        do_jobs(w);
        _exit(0);
    }
    if (!started)
        do_jobs(w);
    for (int status; started && wait(&status) > 0; started--)
        is_good = is_good && WIFEXITED(status) && !WEXITSTATUS(status);
    return is_good || ct_fail(diag, CT_ERR_INTERNAL_ERROR, CT_NOWHERE,
                              "a process that ran mutants ended abnormally");
}

static unsigned processor_count(const ct_settings *s)
{
    long const online = sysconf(_SC_NPROCESSORS_ONLN);
    return s->parallel ? s->parallel : online > 0 ? (unsigned)online : 1;
}

/* ---- The unmodified gateway ------------------------------------------------------------- */

static void record_from_url(ct_session *session, ct_mutation_run *mutation_run,
                            unsigned char *verdicts)
{
    const ct_settings *s = &session->settings;
    enum { CONNECT_TIMEOUT_MS = 5000 };
    ct_curl_options const options = {.connect_timeout_ms = CONNECT_TIMEOUT_MS,
                                     .loopback_only = !mutation_run->target->confirm_host,
                                     .proxy = s->proxy,
                                     .wake_fd = ct_process_wake_fd()};
    ct_curl_start();
    ct_transport *transport = ct_curl_open(&options);
    ct_mutation_run_record_from(mutation_run, transport, verdicts);
    transport->close(transport);
}

/* Returns false after reporting each case that was left out, if no other case passed: what is wrong
 * anyway cannot be distinguished from what a mutant changes. */
static bool check_conforming(ct_session *session, const ct_mutation_run *mutation_run,
                             const unsigned char *verdicts)
{
    for (size_t i = 0; i < mutation_run->selection->count; i++)
        if (verdicts[i] == CT_PASS || verdicts[i] == CT_WARN)
            return true;
    for (size_t i = 0; i < mutation_run->left_out_count; i++) {
        const ct_left_out *one = &mutation_run->left_out[i];
        ct_fail(&session->diag, CT_ERR_UNHEALTHY_GATEWAY, one->test_case->where,
                one->is_of_replay ? "'%s' does not pass when its recorded responses are replayed"
                                  : "'%s' does not pass against the unmodified gateway",
                one->test_case->full_name);
    }
    if (!mutation_run->left_out_count)
        ct_fail(&session->diag, CT_ERR_UNHEALTHY_GATEWAY, CT_NOWHERE,
                "no case ran against the unmodified gateway");
    return false;
}

/* The API is asked once. */
static void learn(ct_session *session, ct_mutation_run *m, unsigned char *verdicts)
{
    record_from_url(session, m, verdicts);
    ct_mutation_run_leave_out(m, verdicts, false);
    if (!m->selection->count)
        return;
    ct_mutation_run_replay(m, verdicts);
    ct_mutation_run_leave_out(m, verdicts, true);
}

/* A case that is left out can have prepared the gateway for another one, so the others run again
 * until all that are left pass. */
static bool record_gateway(ct_session *session, work *w, unsigned char *verdicts)
{
    ct_mutation_run *m = &w->mutation_run;
    m->data = ct_mock_gateway_data(&session->settings, session->arena, &session->diag);
    m->map = m->data ? ct_mock_gateway_map(&session->settings, m->selection->suite, session->arena,
                                           &session->diag)
                     : NULL;
    if (!m->map)
        return false;
    do {
        m->recorded = NULL;
        ct_mutation_run_record(m, verdicts);
    } while (ct_mutation_run_leave_out(m, verdicts, false) && m->selection->count);
    while (ct_variants[w->variant_count].name)
        w->variant_count++;
    return true;
}

static bool record(ct_session *session, work *w)
{
    unsigned char *verdicts =
        ct_arena_alloc(session->arena, w->mutation_run.selection->count * sizeof *verdicts);
    if (session->settings.learn)
        learn(session, &w->mutation_run, verdicts);
    else if (!record_gateway(session, w, verdicts))
        return false;
    return check_conforming(session, &w->mutation_run, verdicts);
}

/* ---- The report ------------------------------------------------------------------------- */

/* The name of a target can hold secrets. */
static const char *name_target(ct_session *session, const ct_mutation_run *m)
{
    if (m->data)
        return "the reference gateway";
    const ct_redactor *redactor = ct_run_redactor(session->arena, m->selection->suite, m->target);
    return ct_redact_text(redactor, session->arena, m->target->name);
}

static bool write_html(ct_session *session, const ct_mutation_report *report, ct_outfile *file)
{
    if (!file)
        return true;
    ct_prove_page(report, file, name_target(session, report->mutation_run));
    return ct_outfile_commit(file, &session->diag);
}

static void print(ct_session *session, const ct_mutation_report *report)
{
    const ct_settings *s = &session->settings;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    if (s->is_json)
        ct_mutation_report_write_json(report, &text);
    else
        ct_mutation_report_write_text(report, &text, s->is_quiet ? 0 : s->verbosity ? 2 : 1);
    fwrite(text.bytes, 1, text.size, stdout);
    ct_buf_free(&text);
}

static int report(ct_session *session, const work *w, uint64_t elapsed_us, ct_outfile *file)
{
    ct_mutation_report const report = {.mutation_run = &w->mutation_run,
                                       .by_variant = row_of(w, 0),
                                       .by_mutant = row_of(w, w->variant_count),
                                       .variant_count = w->variant_count,
                                       .version = CT_VERSION,
                                       .elapsed_us = elapsed_us};
    ct_mutation_report_counts const counts = ct_mutation_report_count(&report);
    print(session, &report);
    if (!write_html(session, &report, file))
        return 4;
    return ct_mutation_report_status(&counts, session->settings.is_strict);
}

static int prove(ct_session *session, const ct_run_specification *specification)
{
    const ct_settings *s = &session->settings;
    uint64_t const begin = now_us();
    work w = {.mutation_run = {.selection = &specification->selection,
                               .target = specification->target,
                               .seed = specification->seed,
                               .run_id = specification->run_id,
                               .arena = session->arena}};
    ct_outfile *file =
        s->html_report ? ct_outfile_open(session->arena, s->html_report, &session->diag) : NULL;
    if (s->html_report && !file)
        return 4;
    if (!record(session, &w))
        return session->settings.learn || w.mutation_run.map ? 1 : 2;
    ct_mutation_run_plan(&w.mutation_run);
    w.job_count = w.variant_count + w.mutation_run.mutant_count + w.mutation_run.uncharged_count;
    if (!open_results(&w, &session->diag) || !share_jobs(&w, processor_count(s), &session->diag))
        return 4;
    int const status = report(session, &w, now_us() - begin, file);
    munmap(w.results, w.results_size);
    return status;
}

int ct_cmd_prove(ct_session *session)
{
    ct_run_specification specification = {0};
    ct_settings *s = &session->settings;
    if (session->diag.count)
        return 2;
    s->is_mock = !s->learn;
    s->url = s->learn;
    if (!s->seed)
        s->seed = seed;
    bool const is_loaded = ct_run_specification_load(session, &specification);
    bool const is_aimed = ct_run_specification_target(session, NULL, &specification);
    if (!is_loaded || !is_aimed || !ct_run_specification_select(session, &specification) ||
        !ct_guard(specification.target, &specification.selection, s->proxy != NULL, session->arena,
                  &session->diag))
        return 2;
    return prove(session, &specification);
}
