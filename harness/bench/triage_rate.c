/* Measures how long it takes to group the failures of a run.
 *
 *     triage_rate [CASES FAILURES CAUSES]
 *
 * Default: 10,000 cases, of which 2,000 fail with 30 causes. Prints the time for adding
 * the cases, which a run spends while it waits for responses, the time for the causes, and the
 * memory that is kept.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "triage/cause.h"

static size_t memory(void)
{
    struct mallinfo2 const info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

typedef struct sample {
    ct_request request;
    ct_response response;
    ct_exchange exchange;
    ct_difference difference;
    ct_finding finding;
    ct_step_result step;
} sample;

/* A case of the given cause, or one that passed. */
static void add(ct_arena *arena, ct_triage *triage, size_t index, const size_t *cause)
{
    static const ct_operation operation = {.id = "things"};
    static const char body[] = "{\"list\":[{\"id\":1,\"name\":\"first\"}],\"total\":1}";
    ct_arena *scratch = ct_arena_new();
    ct_case *test_case = ct_new(arena, ct_case);
    sample *s = ct_new(scratch, sample);
    *test_case = (ct_case){.full_name = ct_arena_printf(arena, "things/case-%zu", index),
                           .index = index,
                           .operation = &operation};
    s->request = (ct_request){.method = "POST", .url = "http://localhost/things?page=1"};
    s->response = (ct_response){
        .status = 200, .body = {.bytes = body, .size = sizeof body - 1, .whole = sizeof body - 1}};
    s->exchange = (ct_exchange){.request = &s->request, .response = &s->response, .started_at = 1};
    s->step = (ct_step_result){.verdict = cause ? CT_FAIL : CT_PASS, .exchange = &s->exchange};
    if (cause) {
        s->difference =
            (ct_difference){.path = ct_arena_printf(scratch, "$['list'][0]['property%zu']", *cause),
                            .expected = ct_arena_printf(scratch, "\"expected-%zu\"", index),
                            .actual = ct_arena_printf(scratch, "\"actual %zu\"", index),
                            .mismatch = CT_MISMATCH_VALUE};
        s->finding = (ct_finding){.subject = "json",
                                  .verdict = CT_FAIL,
                                  .mismatch = CT_MISMATCH_VALUE,
                                  .differences = &s->difference};
        s->step.findings = &s->finding;
    }
    ct_case_result const result = {
        .test_case = test_case, .verdict = s->step.verdict, .steps = &s->step};
    ct_triage_add(triage, &result);
    ct_arena_free(scratch);
}

int main(int argc, char **argv)
{
    size_t const cases = argc > 1 ? strtoul(argv[1], NULL, 10) : 10000;
    size_t const failures = argc > 2 ? strtoul(argv[2], NULL, 10) : 2000;
    size_t const causes = argc > 3 ? strtoul(argv[3], NULL, 10) : 30;
    ct_arena *arena = ct_arena_new();
    ct_triage *triage = ct_triage_new(arena);
    size_t const before = memory();
    double const begin = seconds();
    for (size_t i = 0; i < cases; i++) {
        size_t const cause = causes ? i % causes : 0;
        add(arena, triage, i, i < failures ? &cause : NULL);
    }
    double const added = seconds();
    size_t count = 0;
    for (const ct_cause *cause = ct_triage_causes(triage); cause; cause = cause->next)
        count++;
    double const end = seconds();
    printf("%zu cases, %zu failures: added in %.3f s, %zu causes in %.3f s, %zu KiB kept\n", cases,
           failures, added - begin, count, end - added, (memory() - before) / 1024);
    ct_arena_free(arena);
}
