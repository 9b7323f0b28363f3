/* Arenas and buffers: allocation, ownership, limits. */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "tests/rows.h"

static bool is_zero(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i])
            return false;
    return true;
}

static void returns_zeroed_memory_that_does_not_overlap(void **state)
{
    enum { THINGS = 200 };
    char *things[THINGS];
    size_t sizes[THINGS];
    for (size_t i = 0; i < THINGS; i++) {
        sizes[i] = i % 7 ? i * 13 : i * 3000; /* small ones between large ones */
        things[i] = ct_arena_alloc(*state, sizes[i]);
        assert_true(is_zero(things[i], sizes[i]));
        assert_int_equal((uintptr_t)things[i] % alignof(double), 0);
        memset(things[i], (int)i, sizes[i]);
    }
    for (size_t i = 0; i < THINGS; i++)
        for (size_t n = 0; n < sizes[i]; n++)
            assert_int_equal((unsigned char)things[i][n], i);
}

static void returns_zeroed_memory_after_a_reset(void **state)
{
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
            char *bytes = ct_arena_alloc(*state, 1000);
            assert_true(is_zero(bytes, 1000));
            memset(bytes, 0xFF, 1000);
        }
        ct_arena_reset(*state);
    }
}

typedef struct dropped {
    ct_buf *log;
    char name;
} dropped;

static void log_drop(void *thing)
{
    const dropped *d = thing;
    ct_buf_char(d->log, d->name);
}

static void runs_destructors_once_in_reverse_order(void **state)
{
    ct_buf log = CT_BUF(100);
    dropped things[] = {{&log, 'a'}, {&log, 'b'}, {&log, 'c'}, {&log, 'd'}};
    ct_arena *arena = ct_arena_new();
    (void)state;
    for (size_t i = 0; i < 3; i++)
        assert_ptr_equal(ct_arena_own(arena, &things[i], log_drop), &things[i]);
    ct_arena_reset(arena);
    assert_string_equal(ct_buf_str(&log), "cba");
    ct_arena_own(arena, &things[3], log_drop);
    ct_arena_free(arena);
    assert_string_equal(ct_buf_str(&log), "cbad");
    ct_arena_free(NULL);
    ct_buf_free(&log);
}

static void copies_and_prints(void **state)
{
    static const char bytes[] = "a\0b";
    char *copy = ct_arena_copy(*state, bytes, 3);
    assert_memory_equal(copy, bytes, 4);
    assert_string_equal(ct_arena_copy(*state, NULL, 0), "");
    assert_string_equal(ct_arena_text(*state, "x"), "x");
    assert_null(ct_arena_text(*state, NULL));
    assert_string_equal(ct_arena_printf(*state, "%s-%d", "é", 7), "é-7");
    assert_int_equal(strlen(ct_arena_printf(*state, "%*s", 100000, "")), 100000);
}

static void fills_a_buffer_to_its_limit(void **state)
{
    static const struct {
        size_t limit;
        const char *first, *second;
        bool fits;
        const char *text;
    } rows[] = {
        {5, "abc", "de", true, "abcde"}, {5, "abc", "def", false, "abcde"},
        {3, "abc", "", true, "abc"},     {3, "abc", "d", false, "abc"},
        {0, "", "", true, ""},           {0, "", "x", false, ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_buf buf = CT_BUF(rows[i].limit), printed = CT_BUF(rows[i].limit);
        assert_string_equal(ct_buf_str(&buf), "");
        assert_true(ct_buf_text(&buf, rows[i].first));
        assert_int_equal(ct_buf_text(&buf, rows[i].second), rows[i].fits);
        assert_int_equal(ct_buf_printf(&printed, "%s%s", rows[i].first, rows[i].second),
                         rows[i].fits);
        rows_same(rows[i].text, ct_buf_str(&buf), rows[i].text);
        rows_same(rows[i].text, ct_buf_str(&printed), rows[i].text);
        assert_int_equal(buf.is_full, !rows[i].fits);
        assert_int_equal(buf.size, strlen(rows[i].text));
        ct_buf_clear(&buf);
        assert_false(buf.is_full);
        assert_string_equal(ct_buf_str(&buf), "");
        ct_buf_free(&buf);
        ct_buf_free(&printed);
    }
}

static void prints_strings_of_any_length(void **state)
{
    static const int lengths[] = {0, 1, 254, 255, 256, 257, 1000, 100000};
    for (size_t i = 0; i < COUNT(lengths); i++) {
        ct_buf buf = CT_BUF(CT_BUF_ANY);
        assert_true(ct_buf_printf(&buf, "%0*d", lengths[i], 0));
        size_t const expected = lengths[i] ? (size_t)lengths[i] : 1; /* "%00d" is one digit */
        assert_int_equal(buf.size, expected);
        const char *kept = ct_buf_keep(&buf, *state);
        assert_memory_equal(kept, ct_buf_str(&buf), expected + 1);
        const char *finished = ct_buf_finish(&buf, *state);
        assert_string_equal(finished, kept);
        assert_null(buf.bytes);
        assert_int_equal(buf.limit, CT_BUF_ANY);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(returns_zeroed_memory_that_does_not_overlap),
        ROWS_TEST(returns_zeroed_memory_after_a_reset),
        ROWS_TEST(runs_destructors_once_in_reverse_order),
        ROWS_TEST(copies_and_prints),
        ROWS_TEST(fills_a_buffer_to_its_limit),
        ROWS_TEST(prints_strings_of_any_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
