#include "report/failures.h"

#include <stdint.h>
#include <string.h>

#include "report/curl_line.h"
#include "report/print.h"
#include "report/print_body.h"

enum {
    KEPT_MAX = 2 << 20, /* bytes */
    CURL_BODY_LIMIT = 2 << 10,
    WHY_LIMIT = 400,
    BODY_LIMIT = 240,
    REASON_LIMIT = 100,
    FINDINGS_MAX = 16,
    PARTS = 5
};

typedef struct kept {
    size_t index, step_count;
    ct_buf strings; /* those of `text`, each with a NUL */
    ct_failure_text text;
    struct kept *next;
} kept;

struct ct_failures {
    ct_arena *arena;
    kept *first, *unused; /* the simplest first */
    size_t size;          /* bytes of all strings */
    size_t count;         /* of `statuses` */
    uint16_t *statuses;   /* of each case; NULL before the first failure */
};

static void drop(void *self)
{
    for (kept *k = ((ct_failures *)self)->first; k; k = k->next)
        ct_buf_free(&k->strings);
}

ct_failures *ct_failures_new(ct_arena *arena)
{
    ct_failures *failures = ct_new(arena, ct_failures);
    failures->arena = arena;
    return ct_arena_own(arena, failures, drop);
}

/* ---- One failure ---- */

/* The number of a step among those that ran, and its ordinal among those of its kind. */
static unsigned number_of(const ct_case_result *result, const ct_step_result *wanted,
                          unsigned *ordinal)
{
    unsigned number = 0;
    *ordinal = 0;
    for (const ct_step_result *step = result->steps; step; step = step->next, number++) {
        *ordinal += step->is_cleanup == (wanted && wanted->is_cleanup);
        if (step == wanted)
            return number;
    }
    return 0;
}

/* A line for each finding; without one, or if an error decided, a line for the step. */
static void add_places(ct_buf *out, const ct_case_result *result, const ct_step_result *step)
{
    unsigned ordinal, count = 0;
    number_of(result, step, &ordinal);
    const ct_finding *finding = step ? step->findings : NULL;
    do {
        if (count)
            ct_buf_char(out, '\n');
        ct_print_location(out, finding ? finding->where : ct_print_where(result));
        if (step && step->step && (ordinal > 1 || step->next))
            ct_print_step_name(out, step, ordinal);
        finding = finding ? finding->next : NULL;
    } while (finding && ++count < FINDINGS_MAX);
}

static void add_hints(ct_buf *out, const ct_step_result *step)
{
    unsigned count = 0;
    const ct_finding *finding = step ? step->findings : NULL;
    for (; finding && count < FINDINGS_MAX; finding = finding->next, count++) {
        if (count)
            ct_buf_char(out, '\n');
        if (finding->hint)
            ct_print_text(out, finding->hint, WHY_LIMIT);
    }
}

static void add_response(ct_buf *out, const ct_step_result *step)
{
    const ct_response *response = step->exchange ? step->exchange->response : NULL;
    if (!response)
        return;
    ct_buf_printf(out, "%u", response->status);
    if (response->reason && *response->reason) {
        ct_buf_char(out, ' ');
        ct_print_text(out, response->reason, REASON_LIMIT);
    }
    ct_print_attempts(out, step);
    if (response->body.size) {
        ct_buf_text(out, "  ");
        ct_print_body_head(out, &response->body, BODY_LIMIT);
    }
}

static void add_strings(kept *k, const ct_case_result *result)
{
    const ct_finding *finding;
    const ct_step_result *step = ct_case_decider(result, &finding);
    ct_buf *out = &k->strings;
    unsigned ordinal;
    ct_print_message(out, result, WHY_LIMIT);
    ct_buf_char(out, '\0');
    add_places(out, result, step);
    ct_buf_char(out, '\0');
    add_hints(out, step);
    ct_buf_char(out, '\0');
    if (step)
        add_response(out, step);
    ct_buf_char(out, '\0');
    if (step && step->exchange)
        ct_curl_line(out, step->exchange->request, CURL_BODY_LIMIT);
    ct_buf_char(out, '\0');
    const char *parts[PARTS], *at = out->bytes;
    for (size_t i = 0; i < PARTS; i++, at += strlen(at) + 1)
        parts[i] = at;
    k->text = (ct_failure_text){.why = parts[0],
                                .places = parts[1],
                                .hints = parts[2],
                                .response = parts[3],
                                .reproduce = parts[4],
                                .step = number_of(result, step, &ordinal)};
}

/* ---- The list ---- */

static kept *new_kept(ct_failures *failures)
{
    kept *k = failures->unused;
    if (!k)
        k = ct_new(failures->arena, kept);
    else
        failures->unused = k->next;
    *k = (kept){.strings = CT_BUF(CT_BUF_ANY)};
    return k;
}

/* Later cases come after those with as many steps. */
static void insert(ct_failures *failures, kept *added)
{
    kept **at = &failures->first;
    while (*at && (*at)->step_count <= added->step_count)
        at = &(*at)->next;
    added->next = *at;
    *at = added;
    failures->size += added->strings.size;
}

/* Frees the strings of the last cases, those with the most steps. */
static void shrink(ct_failures *failures)
{
    size_t size = 0;
    kept **at = &failures->first;
    if (failures->size <= KEPT_MAX)
        return;
    while (*at && size + (*at)->strings.size <= KEPT_MAX) {
        size += (*at)->strings.size;
        at = &(*at)->next;
    }
    while (*at) {
        kept *dropped = *at;
        *at = dropped->next;
        ct_buf_free(&dropped->strings);
        dropped->next = failures->unused;
        failures->unused = dropped;
    }
    failures->size = size;
}

static void keep_status(ct_failures *failures, const ct_run_result *run, size_t index,
                        const ct_case_result *result)
{
    const ct_finding *finding;
    const ct_step_result *step = ct_case_decider(result, &finding);
    if (!failures->statuses) {
        failures->count = run->case_count;
        failures->statuses = ct_arena_alloc(failures->arena, run->case_count * sizeof(uint16_t));
        memset(failures->statuses, 0, run->case_count * sizeof(uint16_t));
    }
    if (step && step->exchange && step->exchange->response && index < failures->count)
        failures->statuses[index] = (uint16_t)step->exchange->response->status;
}

void ct_failures_add(ct_failures *failures, const ct_run_result *run, const ct_case_result *result)
{
    kept *k = new_kept(failures);
    k->index = (size_t)(result - run->cases);
    for (const ct_step_result *step = result->steps; step; step = step->next)
        k->step_count += !step->is_cleanup;
    keep_status(failures, run, k->index, result);
    add_strings(k, result);
    insert(failures, k);
    shrink(failures);
}

const ct_failure_text *ct_failures_find(const ct_failures *failures, size_t index)
{
    const kept *k = failures->first;
    while (k && k->index != index)
        k = k->next;
    return k ? &k->text : NULL;
}

unsigned ct_failures_status(const ct_failures *failures, size_t index)
{
    return failures->statuses && index < failures->count ? failures->statuses[index] : 0;
}
