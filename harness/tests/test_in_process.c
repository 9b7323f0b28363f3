/* The transport without a network: responses in order, a simulated clock, broken connections. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/in_process.h"

static const ct_response *answer(void *user, const ct_request *request, int64_t now_ns,
                                 ct_arena *arena)
{
    int64_t *asked_at = user;
    ct_response *response = ct_new(arena, ct_response);
    *asked_at = now_ns;
    response->status = request->is_safe ? 200 : 201;
    return request->method ? response : NULL;
}

static void responds_in_order(void **state)
{
    int64_t asked_at;
    ct_arena *arena = ct_arena_new();
    ct_transport *transport = ct_in_process_open(answer, &asked_at, 0);
    ct_request const requests[] = {{.method = "GET", .is_safe = true}, {.method = "POST"}, {0}};
    ct_arrival arrival;
    (void)state;
    for (int i = 0; i < 3; i++)
        transport->send(transport, &requests[i], arena, (void *)&requests[i]);
    assert_true(transport->wait(transport, 0, &arrival));
    assert_int_equal(arrival.exchange->response->status, 200);
    assert_true(transport->wait(transport, 0, &arrival));
    assert_int_equal(arrival.exchange->response->status, 201);
    assert_ptr_equal(arrival.token, &requests[1]);
    assert_true(transport->wait(transport, 0, &arrival));
    assert_null(arrival.exchange->response);
    assert_string_equal(arrival.error, "the connection was closed");
    assert_false(arrival.is_unreachable);
    assert_false(transport->wait(transport, 0, &arrival));
    transport->close(transport);
    ct_arena_free(arena);
}

static void waits_without_sleeping(void **state)
{
    int64_t before = 0, after = 0;
    ct_arena *arena = ct_arena_new();
    ct_transport *transport = ct_in_process_open(answer, &before, 2000);
    ct_request const request = {.method = "GET"};
    ct_arrival arrival;
    (void)state;
    transport->send(transport, &request, arena, NULL);
    assert_true(transport->wait(transport, 0, &arrival));
    after = before;
    assert_false(transport->wait(transport, 3600000, &arrival));
    transport->send(transport, &request, arena, NULL);
    assert_true(before - after >= INT64_C(3602000000000));
    assert_true(before - after < INT64_C(3620000000000));
    transport->cancel(transport);
    assert_false(transport->wait(transport, 0, &arrival));
    transport->close(transport);
    ct_arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(responds_in_order),
        cmocka_unit_test(waits_without_sleeping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
