#include "triage/failed_cases.h"

#include <stdlib.h>
#include <string.h>

static void free_arena(void *arena)
{
    ct_arena_free(arena);
}

void ct_failed_cases_init(ct_failed_cases *failures, ct_arena *arena)
{
    *failures = (ct_failed_cases){.arena = arena};
    failures->scratch = ct_arena_own(arena, ct_arena_new(), free_arena);
    failures->controls = ct_controls_new(arena);
}

static size_t request_size(const ct_step_result *step)
{
    const ct_request *request = step->exchange ? step->exchange->request : NULL;
    return request ? strlen(request->url) + request->body.whole : 0;
}

/* The step that decided, and its number among those that ran. */
static const ct_step_result *deciding_step(const ct_case_result *result, unsigned *number)
{
    unsigned at = 0;
    for (const ct_step_result *step = result->steps; step; step = step->next, at++)
        if (!step->is_cleanup && (step->verdict == CT_FAIL || step->verdict == CT_ERROR)) {
            *number = at;
            return step;
        }
    return NULL;
}

static void count_responses(ct_failed_cases *failures, const ct_case_result *result)
{
    bool has_response = false;
    for (const ct_step_result *step = result->steps; step; step = step->next) {
        const ct_response *response = step->exchange ? step->exchange->response : NULL;
        if (step->is_cleanup)
            continue;
        has_response = response != NULL;
        if (response && (step->verdict == CT_PASS || step->verdict == CT_WARN) &&
            response->status < CT_STATUS_MAX)
            failures->passed[response->status]++;
    }
    failures->response_count += has_response;
}

/* Whether a step before this one sent a request that may have changed the target. */
static bool follows_write(const ct_case_result *result, const ct_step_result *step)
{
    for (const ct_step_result *s = result->steps; s && s != step; s = s->next)
        if (s->exchange && s->exchange->request && !s->exchange->request->is_safe)
            return true;
    return false;
}

/* The name of the property of the body that `place` is in: "apps" of "$.apps[*].app_id". */
static const char *first_name(ct_arena *arena, const char *place)
{
    const char *name = place + 1 + (place[0] && place[1] == '.');
    size_t const size = *place ? strcspn(name, ".[") : 0;
    return size ? ct_arena_copy(arena, name, size) : "";
}

/* The strings of a result are released with its steps. */
static ct_symptom *copy_symptoms(ct_arena *arena, const ct_symptom *symptoms, unsigned *count)
{
    ct_symptom *first = NULL, **tail = &first;
    for (*count = 0; symptoms; symptoms = symptoms->next) {
        ct_symptom *s = ct_new(arena, ct_symptom);
        *s = *symptoms;
        s->subject = ct_arena_text(arena, s->subject);
        s->place = ct_arena_text(arena, s->place);
        s->name = ct_arena_text(arena, s->name);
        s->expected = ct_arena_text(arena, s->expected);
        s->actual = ct_arena_text(arena, s->actual);
        *count += !s->follows_status;
        *tail = s;
        tail = &s->next;
    }
    *tail = NULL;
    return first;
}

static void keep(ct_failed_cases *failures, ct_failed_case *failed)
{
    if (failures->count == failures->capacity) {
        size_t const capacity = failures->capacity ? failures->capacity * 2 : 64;
        ct_failed_case **larger = ct_arena_alloc(failures->arena, capacity * sizeof *larger);
        if (failures->count)
            memcpy(larger, failures->list, failures->count * sizeof *larger);
        failures->list = larger;
        failures->capacity = capacity;
    }
    failures->list[failures->count++] = failed;
}

static void mark_state(ct_arena *arena, ct_symptom *symptoms)
{
    for (ct_symptom *s = symptoms; s; s = s->next)
        if (s->kind == CT_SYMPTOM_VALUE && s->is_of_list) {
            s->kind = CT_SYMPTOM_STATE;
            s->name = first_name(arena, s->place);
        }
}

void ct_failed_cases_add(ct_failed_cases *failures, const ct_case_result *result)
{
    unsigned number = 0;
    count_responses(failures, result);
    if (result->verdict != CT_FAIL && result->verdict != CT_ERROR)
        return;
    const ct_step_result *step = deciding_step(result, &number);
    ct_symptom *symptoms = step ? ct_symptoms_of(failures->scratch, step) : NULL;
    if (symptoms) {
        const ct_exchange *exchange = step->exchange;
        bool const is_safe = exchange && exchange->request && exchange->request->is_safe;
        ct_failed_case *failed = ct_new(failures->arena, ct_failed_case);
        *failed = (ct_failed_case){.test_case = result->test_case,
                                   .step = number,
                                   .request_size = request_size(step),
                                   .sent_at = exchange ? exchange->started_at : 0,
                                   .is_write = exchange && !is_safe};
        for (const ct_step_result *s = result->steps; s; s = s->next)
            failed->step_count += !s->is_cleanup;
        if (is_safe && follows_write(result, step))
            mark_state(failures->scratch, symptoms);
        failed->symptoms = copy_symptoms(failures->arena, symptoms, &failed->symptom_count);
        keep(failures, failed);
        ct_controls_add(failures->controls, result);
    }
    ct_arena_reset(failures->scratch);
}

static int compare_failures(const void *a, const void *b)
{
    const ct_failed_case *x = *(ct_failed_case *const *)a, *y = *(ct_failed_case *const *)b;
    size_t const first = x->test_case->index, second = y->test_case->index;
    return (first > second) - (first < second);
}

void ct_failed_cases_sort(ct_failed_cases *failures)
{
    if (failures->count)
        qsort(failures->list, failures->count, sizeof *failures->list, compare_failures);
    for (size_t i = 0; i < failures->count; i++)
        failures->list[i]->number = i;
}
