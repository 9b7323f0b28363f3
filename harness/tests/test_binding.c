/* Which responses are bound to the seed of a pass, and which times fit into each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "certify/binding.h"
#include "certify/passes.h"
#include "certify/times.h"
#include "run/generated.h"
#include "tests/rows.h"

#define SEED "00112233445566778899aabbccddeeff"

static const ct_case tried = {.full_name = "get/thing"};

/* ---- Generated values ---- */

static void generates_ids_from_the_seed(void **state)
{
    ct_arena *arena = *state;
    const char *uuid = ct_generated_uuid(arena, SEED, "get/thing", false);
    const char *hex = ct_generated_uuid(arena, SEED, "get/thing", true);
    const char *trace = ct_generated_traceparent(arena, SEED, "get/thing", 1, false);
    assert_int_equal(strlen(uuid), 36);
    assert_int_equal(strlen(hex), 32);
    assert_int_equal(uuid[14], '4');
    assert_string_not_equal(hex, ct_generated_uuid(arena, SEED, "get/other", true));
    assert_string_not_equal(hex, ct_generated_uuid(arena, "00", "get/thing", true));
    assert_int_equal(strlen(trace), 55);
    assert_memory_equal(trace, "00-", 3);
    assert_string_equal(trace + 52, "-01");
    assert_string_equal(trace, ct_generated_traceparent(arena, SEED, "get/thing", 1, false));
    assert_string_not_equal(trace, ct_generated_traceparent(arena, SEED, "get/thing", 2, false));
    assert_string_not_equal(trace, ct_generated_traceparent(arena, SEED, "get/thing", 1, true));
    assert_string_not_equal(trace, ct_generated_traceparent(arena, "00", "get/thing", 1, false));
}

/* ---- Bound responses ---- */

typedef struct binding_row {
    const char *body, *header, *trailer; /* NULL: none */
    unsigned bound;
    ct_verdict verdict;
    bool is_cleanup;
    unsigned responses;
} binding_row;

static ct_header *header_of(ct_arena *arena, const char *value)
{
    ct_header *header = ct_new(arena, ct_header);
    *header = (ct_header){"X", value, NULL};
    return value ? header : NULL;
}

static void check_binding(ct_arena *arena, const binding_row *row)
{
    size_t const size = row->body ? strlen(row->body) : 0;
    ct_response const response = {.status = 200,
                                  .headers = header_of(arena, row->header),
                                  .trailers = header_of(arena, row->trailer),
                                  .body = {row->body, size, size}};
    ct_exchange const with = {.response = &response}, without = {.failure = CT_FAILURE_TIMEOUT};
    ct_step_result third = {.exchange = &without};
    ct_step_result second = {.exchange = &with, .is_cleanup = row->is_cleanup, .next = &third};
    ct_step_result first = {.verdict = CT_SKIP, .next = &second};
    ct_case_result const result = {.test_case = &tried, .verdict = row->verdict, .steps = &first};
    ct_binding binding = {0};
    ct_binding_add(&binding, SEED, &result);
    assert_int_equal(binding.responses, row->responses);
    assert_int_equal(binding.bound, row->bound);
}

static void counts_responses_with_a_generated_id(void **state)
{
    ct_arena *arena = *state;
    const char *uuid = ct_generated_uuid(arena, SEED, "get/thing", false);
    const char *hex = ct_generated_uuid(arena, SEED, "get/thing", true);
    const char *other = ct_generated_uuid(arena, SEED, "get/other", true);
    const char *trace = ct_generated_traceparent(arena, SEED, "get/thing", 2, false);
    const char *before = ct_generated_traceparent(arena, SEED, "get/thing", 1, false);
    char *upper = ct_arena_copy(arena, hex, 32);
    for (char *c = upper; *c; c++)
        *c = *c >= 'a' ? (char)(*c - 32) : *c;
    const binding_row rows[] = {
        {.body = "{}", .responses = 1, .verdict = CT_PASS},
        {.body = NULL, .responses = 1, .verdict = CT_PASS},
        {.body = uuid, .responses = 1, .bound = 1, .verdict = CT_PASS},
        {.body = ct_arena_printf(arena, "{\"id\": \"x%s\"}", hex),
         .responses = 1,
         .bound = 1,
         .verdict = CT_FAIL},
        {.body = upper, .responses = 1, .bound = 1, .verdict = CT_WARN},
        {.header = hex, .responses = 1, .bound = 1, .verdict = CT_ERROR},
        {.trailer = uuid, .responses = 1, .bound = 1, .verdict = CT_PASS},
        {.header = trace, .responses = 1, .bound = 1, .verdict = CT_PASS},
        {.header = before, .responses = 1, .verdict = CT_PASS}, /* of another request */
        {.body = other, .responses = 1, .verdict = CT_PASS},    /* of another case */
        {.body = ct_arena_copy(arena, hex, 31), .responses = 1, .verdict = CT_PASS},
        {.body = ct_arena_copy(arena, trace + 36, 16), .responses = 1, .verdict = CT_PASS},
        {.body = hex, .verdict = CT_PASS, .is_cleanup = true},
        {.body = hex, .verdict = CT_NOT_RUN},
        {.body = hex, .verdict = CT_SKIP},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_binding(arena, &rows[i]);
}

/* ---- Times ---- */

enum { START = 1000000, OVER = CT_PASS_TOLERANCE_MS + 1 }; /* the case takes 10 s */

typedef struct times_row {
    int64_t started_at, received_at; /* of the second step, from the start of the case */
    uint64_t elapsed_ms;
    const char *found; /* NULL: nothing is wrong */
    uint64_t sent_us, first_byte_us;
    unsigned waited_ms;
} times_row;

#define OUTSIDE "step 2: it is outside the time of the case"
#define BACKWARDS "step 2: a phase of the request ended before the phase before it"
#define WAITED "step 2: it waited longer than the case took"

static void compares_the_times_of_steps(void **state)
{
    static const times_row rows[] = {
        {3000, 4000, 1000, NULL, 0, 0, 0},
        {3000, 10000, 7000, NULL, 10, 20, 10000},
        {3000, 10000 + CT_PASS_TOLERANCE_MS, 1000, NULL, 0, 0, 0},
        {3000, 10000 + OVER, 1000, OUTSIDE, 0, 0, 0},
        {3000, 4000, 7000 + OVER, OUTSIDE, 0, 0, 0},
        {12000, 12000, 0, OUTSIDE, 0, 0, 0},
        {-OVER, 4000, 1000, OUTSIDE, 0, 0, 0},
        {3000, 2999, 0, "step 2: the response was received before the request was made", 0, 0, 0},
        {2000 - OVER, 2000, 1000, "step 2: it starts before the end of the step before", 0, 0, 0},
        {3000, 4000, 1000, BACKWARDS, 20, 10, 0},
        {3000, 4000, 1000, BACKWARDS, 0, 1000001, 0},
        {3000, 4000, 1000, WAITED, 0, 0, 10000 + OVER},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_response const response = {.status = 200};
        ct_exchange const one = {.response = &response,
                                 .started_at = START + 1000,
                                 .received_at = START + 2000,
                                 .elapsed_us = 1000000};
        ct_exchange const two = {.response = &response,
                                 .started_at = START + rows[i].started_at,
                                 .received_at = START + rows[i].received_at,
                                 .sent_us = rows[i].sent_us,
                                 .first_byte_us = rows[i].first_byte_us,
                                 .elapsed_us = rows[i].elapsed_ms * 1000};
        ct_step_result second = {.exchange = &two, .waited_ms = rows[i].waited_ms};
        ct_step_result first = {.exchange = &one, .next = &second};
        ct_case_result const result = {
            .test_case = &tried, .started_at = START, .elapsed_us = 10000000, .steps = &first};
        const char *found = ct_times_check_steps(&result, *state);
        if (rows[i].found)
            assert_string_equal(found, rows[i].found);
        else
            assert_null(found);
    }
}

static void limits_the_time_of_the_passes(void **state)
{
    static const struct {
        int64_t now;
        unsigned left;
    } rows[] = {{0, 5000}, {1, 4999}, {4999, 1}, {5000, 1}, {90000, 1}, {-9, 5000}};
    ct_profile const profile = {.max_time_ms = 5000};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(ct_pass_time_left(&profile, START, START + rows[i].now), rows[i].left);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(generates_ids_from_the_seed),
        ROWS_TEST(counts_responses_with_a_generated_id),
        ROWS_TEST(compares_the_times_of_steps),
        ROWS_TEST(limits_the_time_of_the_passes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
