/* Measures the size of the HTML report of many cases, and its time and memory.
 *
 * page_rate CASES FILE
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "report/reporters.h"

enum { OPERATIONS = 200, REQUIREMENTS = 1000 };

static const char body[] = "{\"app_quota_id\":\"c900c5612dbe451bb43cbcc49cfaf2f3\",\"applies\":["
                           "{\"app_id\":\"98df09fb-d459-4cbf-83a7-2b55ca6f3d5d\",\"bound_time\":"
                           "\"2026-09-01T10:00:00.123Z\"}]}";

typedef struct load {
    ct_arena *arena;
    ct_suite suite;
    ct_run_result run;
    ct_operation operations[OPERATIONS];
    ct_requirement requirements[REQUIREMENTS];
    ct_step_result step;
    ct_finding finding;
    ct_difference difference;
} load;

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void make_suite(load *l)
{
    for (int i = 0; i < REQUIREMENTS; i++) {
        l->requirements[i] =
            (ct_requirement){.id = ct_arena_printf(l->arena, "REQUIREMENT-%d", i),
                             .text = "What is asked for is given, and nothing else is.",
                             .source = "Table 1",
                             .next = i + 1 < REQUIREMENTS ? &l->requirements[i + 1] : NULL};
    }
    for (int i = 0; i < OPERATIONS; i++) {
        char *file = ct_arena_printf(l->arena, "cases/operation-%d/404-not-found.yaml", i);
        l->operations[i] =
            (ct_operation){.id = ct_arena_printf(l->arena, "operation-%d", i),
                           .title = "An operation",
                           .source = ct_source_text(l->arena, file, "", 0),
                           .next = i + 1 < OPERATIONS ? &l->operations[i + 1] : NULL};
    }
    l->suite = (ct_suite){.root = "cases",
                          .name = "cases",
                          .requirements = l->requirements,
                          .operations = l->operations};
}

static void make_step(load *l)
{
    static ct_header type = {"Content-Type", "application/json", NULL};
    static ct_header token = {"X-Auth-Token", "***", &type};
    static ct_request request = {.method = "POST",
                                 .url = "http://127.0.0.1:8080/v2/p/app-quotas/q/binding-apps",
                                 .headers = &token,
                                 .body = {body, sizeof body - 1, sizeof body - 1}};
    static ct_response response = {.status = 201,
                                   .version = "1.1",
                                   .reason = "Created",
                                   .headers = &type,
                                   .body = {body, sizeof body - 1, sizeof body - 1}};
    static ct_exchange exchange = {.request = &request,
                                   .response = &response,
                                   .address = "127.0.0.1:8080",
                                   .started_at = 1788256801000,
                                   .received_at = 1788256801012,
                                   .connect_us = 200,
                                   .first_byte_us = 11000,
                                   .elapsed_us = 12000};
    l->difference = (ct_difference){.path = "$['applies'][0]['app_id']",
                                    .expected = "the number 7",
                                    .actual = "\"98df09fb-d459-4cbf-83a7-2b55ca6f3d5d\""};
    l->finding = (ct_finding){.subject = "json",
                              .verdict = CT_FAIL,
                              .expected = "the number 7",
                              .actual = "\"98df09fb-d459-4cbf-83a7-2b55ca6f3d5d\"",
                              .differences = &l->difference,
                              .difference_count = 1};
    l->step = (ct_step_result){.verdict = CT_PASS, .exchange = &exchange, .checks = 3};
}

static void make_case(load *l, size_t i)
{
    ct_operation *operation = &l->operations[i * OPERATIONS / l->run.case_count];
    ct_case *test_case = ct_new(l->arena, ct_case);
    ct_cite *cite = ct_new(l->arena, ct_cite);
    cite->requirement = &l->requirements[i % REQUIREMENTS];
    test_case->id = ct_arena_printf(l->arena, "case-%zu", i);
    test_case->full_name = ct_arena_printf(l->arena, "%s/%s", operation->id, test_case->id);
    test_case->title = "What is asked for is given";
    test_case->operation = operation;
    test_case->verifies = cite;
    test_case->where = (ct_loc){operation->source, 10, 5, 4};
    bool const fails = i % 50 == 7;
    l->run.cases[i] = (ct_case_result){.test_case = test_case,
                                       .verdict = fails ? CT_FAIL : CT_PASS,
                                       .started_at = 1788256801000,
                                       .elapsed_us = 1000 + i * 7919 % 90000};
    l->run.counts[l->run.cases[i].verdict]++;
}

static void report(load *l, ct_listener *listener)
{
    for (size_t i = 0; i < l->run.case_count; i++) {
        ct_case_result *result = &l->run.cases[i];
        l->step.verdict = result->verdict;
        l->step.findings = result->verdict == CT_FAIL ? &l->finding : NULL;
        result->steps = &l->step;
        listener->case_end(listener, &l->run, result);
        result->steps = NULL;
    }
    listener->run_end(listener, &l->run);
}

static long memory_kib(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

int main(int argc, char **argv)
{
    if (argc != 3)
        return fprintf(stderr, "usage: page_rate CASES FILE\n"), 2;
    ct_arena *arena = ct_arena_new();
    ct_diag diag = {.arena = arena};
    load *l = ct_new(arena, load);
    ct_report_about const about = {.version = "0.1.0", .host = "here"};
    l->arena = arena;
    l->run = (ct_run_result){.suite = &l->suite,
                             .target_name = "A gateway",
                             .target_url = "http://127.0.0.1:8080",
                             .seed = "0",
                             .started_at = 1788256800123,
                             .elapsed_us = 5000000,
                             .case_count = (size_t)strtoul(argv[1], NULL, 10)};
    l->run.cases = ct_arena_alloc(arena, l->run.case_count * sizeof *l->run.cases);
    make_suite(l);
    make_step(l);
    for (size_t i = 0; i < l->run.case_count; i++)
        make_case(l, i);
    long const before = memory_kib();
    double const begin = now();
    ct_reporter *reporter =
        ct_reporter_open(arena, ct_reporter_find("html"), argv[2], &about, &diag);
    if (reporter)
        report(l, &reporter->listener);
    bool const ok = reporter && ct_reporter_close(reporter, &diag);
    printf("%zu cases in %.2f s, %ld KiB above the run's own %ld\n", l->run.case_count,
           now() - begin, memory_kib() - before, before);
    ct_diag_print(&diag, stderr);
    ct_arena_free(arena);
    return ok ? 0 : 1;
}
