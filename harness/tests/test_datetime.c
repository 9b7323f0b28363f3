/* Times in RFC 3339 format, and durations. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/datetime.h"
#include "tests/rows.h"

#define SECOND (ct_nanoseconds) INT64_C(1000000000)

static void reads_times_with_a_zone(void **state)
{
    static const struct {
        const char *text;
        ct_nanoseconds time;
    } rows[] = {
        {"1970-01-01T00:00:00Z", 0},
        {"1970-01-01t00:00:00z", 0},
        {"1970-01-01T00:00:00+00:00", 0},
        {"1970-01-01T00:00:00-00:00", 0},
        {"1970-01-01T01:00:00+01:00", 0},
        {"1969-12-31T23:30:00-00:30", 0},
        {"1970-01-01T23:59:00+23:59", 0},
        {"1970-01-01T00:00:00.5Z", SECOND / 2},
        {"1970-01-01T00:00:00.000000001Z", 1},
        {"1970-01-01T00:00:00.0000000019999Z", 1},
        {"1969-12-31T23:59:59.999999999Z", -1},
        {"1970-01-01T00:00:00.100000000000000000000000000000Z", SECOND / 10},
        {"2026-11-24T04:17:26.123Z", 1795493846123 * (SECOND / 1000)},
        {"2000-02-29T00:00:00Z", 951782400 * SECOND},
        {"2024-02-29T23:59:59+23:59", 1709164859 * SECOND},
        {"1900-03-01T00:00:00Z", -2203891200 * SECOND},
        {"0000-02-29T00:00:00Z", -62162121600 * SECOND},
        {"0001-01-01T00:00:00Z", -62135596800 * SECOND},
        {"9999-12-31T23:59:59Z", 253402300799 * SECOND},
        {"1677-09-22T00:00:00Z", -9223286400 * SECOND},
        {"2262-04-11T00:00:00Z", 9223286400 * SECOND},
        {"2262-04-12T00:00:00Z", 9223372800 * SECOND},
        {"1677-09-20T00:00:00Z", -9223459200 * SECOND},
        /* leap seconds: the end of a day in UTC, and the beginning of the next one */
        {"1998-12-31T23:59:60Z", 915148800 * SECOND},
        {"1998-12-31T15:59:60.123-08:00", 915148800 * SECOND + 123000000},
        {"1999-01-01T05:29:60+05:30", 915148800 * SECOND},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_nanoseconds time = 42;
        assert_int_equal(ct_time_parse(rows[i].text, strlen(rows[i].text), &time),
                         CT_TIME_WELL_FORMED);
        if (time != rows[i].time)
            fail_msg("%s: %lld", rows[i].text, (long long)time);
    }
}

static void reports_a_missing_zone(void **state)
{
    static const char *const rows[] = {
        "2026-11-24T04:17:26",
        "2026-11-24t04:17:26.123456789012",
        "1998-12-31T23:59:60",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        ct_nanoseconds time = 42;
        if (ct_time_parse(rows[i], strlen(rows[i]), &time) != CT_TIME_NO_ZONE || time != 42)
            fail_msg("%s", rows[i]);
    }
}

static void check_malformed(const char *const *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        ct_nanoseconds time = 42;
        if (ct_time_parse(rows[i], strlen(rows[i]), &time) != CT_TIME_MALFORMED || time != 42)
            fail_msg("%s", rows[i]);
    }
}

static void rejects_other_formats(void **state)
{
    static const char *const rows[] = {
        "",
        "2026",
        "2026-11-24",
        "04:17:26Z",
        "2026-11-24T",
        "2026-11-24T04:17Z",
        "2026-11-24 04:17:26Z", /* a space for the T: section 5.6 allows it to other applications */
        "2026-11-24_04:17:26Z",
        "20261124T041726Z",
        "2026-1-24T04:17:26Z",
        "2026-11-4T04:17:26Z",
        "26-11-24T04:17:26Z",
        "02026-11-24T04:17:26Z",
        "-2026-11-24T04:17:26Z",
        "+2026-11-24T04:17:26Z",
        " 2026-11-24T04:17:26Z",
        "2026-11-24T04:17:26Z ",
        "2026-11-24T04:17:26ZZ",
        "2026-11-24T04:17:26Z+00:00",
        "2026-11-24T4:17:26Z",
        "2026-11-24T04:7:26Z",
        "2026-11-24T04:17:6Z",
        "2026-11-24T04-17-26Z",
        "2026/11/24T04:17:26Z",
        "2026-11-24T04:17:26.Z",
        "2026-11-24T04:17:26,5Z",
        "2026-11-24T04:17:26.5.5Z",
        "2026-11-24T04:17.5Z",
    };
    (void)state;
    check_malformed(rows, COUNT(rows));
}

static void rejects_days_and_times_that_do_not_exist(void **state)
{
    static const char *const rows[] = {
        "2026-00-24T04:17:26Z",
        "2026-13-24T04:17:26Z",
        "2026-11-00T04:17:26Z",
        "2026-11-31T04:17:26Z",
        "2026-02-29T04:17:26Z",
        "1900-02-29T04:17:26Z",
        "2100-02-29T04:17:26Z",
        "2024-02-30T04:17:26Z",
        "2026-04-31T04:17:26Z",
        "2026-11-24T24:00:00Z",
        "2026-11-24T04:60:26Z",
        "2026-11-24T04:17:61Z",
        "2026-11-24T04:17:99Z",
        /* no leap second: in the day, and at the end of a day elsewhere */
        "1998-12-31T12:00:60Z",
        "1998-12-31T23:58:60Z",
        "1998-12-31T23:59:60+01:00",
        "1998-12-31T23:59:60-08:00",
    };
    (void)state;
    check_malformed(rows, COUNT(rows));
}

static void rejects_invalid_zones(void **state)
{
    static const char *const rows[] = {
        "2026-11-24T04:17:26+1:00",
        "2026-11-24T04:17:26+01",
        "2026-11-24T04:17:26+0100",
        "2026-11-24T04:17:26+01:0",
        "2026-11-24T04:17:26+01:60",
        "2026-11-24T04:17:26+24:00",
        "2026-11-24T04:17:26+01:00:00",
        "2026-11-24T04:17:26 +01:00",
        "2026-11-24T04:17:26 Z",
        "2026-11-24T04:17:26UTC",
        "2026-11-24T04:17:26+",
        "2026-11-24T04:17:26−01:00", /* a minus sign, not a hyphen */
        "2026-W48-2T04:17:26Z",
        "2026-328T04:17:26Z",
        "\xD9\xA2\xD9\xA0\xD9\xA2\xD9\xA6-11-24T04:17:26Z", /* digits, but not ASCII's */
    };
    (void)state;
    check_malformed(rows, COUNT(rows));
}

static void reads_no_further_than_the_size(void **state)
{
    static const char text[] = "2026-11-24T04:17:26.5+01:00Z";
    (void)state;
    for (size_t size = 0; size < sizeof text; size++) {
        ct_nanoseconds time;
        ct_time_form const form = ct_time_parse(text, size, &time);
        ct_time_form const expected = size == 19 || size == 21 ? CT_TIME_NO_ZONE
                                      : size == 27             ? CT_TIME_WELL_FORMED
                                                               : CT_TIME_MALFORMED;
        assert_int_equal(form, expected);
    }
    assert_int_equal(ct_time_parse("2026-11-24T04:17:26\0Z", 21, &(ct_nanoseconds){0}),
                     CT_TIME_MALFORMED);
}

static void writes_times(void **state)
{
    static const struct {
        int64_t unix_ms;
        const char *text;
    } rows[] = {
        {0, "1970-01-01T00:00:00.000Z"},
        {-1, "1969-12-31T23:59:59.999Z"},
        {-86400000, "1969-12-31T00:00:00.000Z"},
        {1795493846123, "2026-11-24T04:17:26.123Z"},
        {951782399999, "2000-02-28T23:59:59.999Z"},
        {951782400000, "2000-02-29T00:00:00.000Z"},
        {951868800000, "2000-03-01T00:00:00.000Z"},
        {4107542400000, "2100-03-01T00:00:00.000Z"},
        {-62135596800000, "0001-01-01T00:00:00.000Z"},
        {253402300799999, "9999-12-31T23:59:59.999Z"},
        {253402300800000, "9999-12-31T23:59:59.999Z"},
        {INT64_MAX, "9999-12-31T23:59:59.999Z"},
        {-62167219200000, "0000-01-01T00:00:00.000Z"},
        {-62167219200001, "0000-01-01T00:00:00.000Z"},
        {INT64_MIN, "0000-01-01T00:00:00.000Z"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[CT_TIME_TEXT];
        ct_time_text(rows[i].unix_ms, text);
        rows_same(rows[i].text, text, rows[i].text);
    }
}

static void reads_what_it_wrote(void **state)
{
    (void)state;
    for (int64_t ms = -9223000000000; ms < 9223000000000; ms += 86399999 * 13) {
        char text[CT_TIME_TEXT];
        ct_nanoseconds time;
        ct_time_text(ms, text);
        assert_int_equal(ct_time_parse(text, strlen(text), &time), CT_TIME_WELL_FORMED);
        assert_true(time == ms * 1000000);
    }
}

static void writes_durations_in_two_units(void **state)
{
    static const struct {
        uint64_t milliseconds;
        const char *text;
    } rows[] = {
        {0, "0ms"},
        {999, "999ms"},
        {1000, "1s"},
        {1050, "1.0s"},
        {2500, "2.5s"},
        {59999, "59.9s"},
        {60000, "1m"},
        {61000, "1m1s"},
        {600000, "10m"},
        {3599999, "59m59s"},
        {3600000, "1h"},
        {5400000, "1h30m"},
        {86399999, "23h59m"},
        {86400000, "1d"},
        {259200000, "3d"},
        {90061000, "1d1h"},
        {UINT64_MAX, "213503982334d14h"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[CT_DURATION_TEXT];
        ct_duration_text(rows[i].milliseconds, text);
        rows_same(rows[i].text, text, rows[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_times_with_a_zone),
        cmocka_unit_test(reports_a_missing_zone),
        cmocka_unit_test(rejects_other_formats),
        cmocka_unit_test(rejects_days_and_times_that_do_not_exist),
        cmocka_unit_test(rejects_invalid_zones),
        cmocka_unit_test(reads_no_further_than_the_size),
        cmocka_unit_test(writes_times),
        cmocka_unit_test(reads_what_it_wrote),
        cmocka_unit_test(writes_durations_in_two_units),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
