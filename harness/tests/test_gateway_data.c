/* The initial data of the reference gateway: its files and errors in them, its variants, its
 * times. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "gateway/gateway_data.h"
#include "gateway/timestamp.h"
#include "gateway/variant.h"
#include "tests/rows.h"

#define NOTHING_HEX "00000000000000000000000000000abc"

/* ---- data ------------------------------------------------------------------------------- */

static void reports_errors_in_its_data(void **state)
{
#define P "projects: [{id: p, name: n}]\n"
#define G "gateways: [{id: " NOTHING_HEX ", name: n, project_id: p}]\n"
    static const struct {
        const char *yaml, *what, *hint;
    } rows[] = {
        {P G, NULL, NULL},
        {"project: []\n", "unknown key 'project'", "did you mean 'projects'?"},
        {"projects: [{id: p, name: n, nam: m}]\n", "unknown key 'nam'", "did you mean 'name'?"},
        {"projects: [{id: p}]\n", "missing required key 'name'", NULL},
        {"projects: {id: p}\n", "expected a list as value of 'projects', got a mapping", NULL},
        {"projects: [{id: a b, name: n}]\n",
         "invalid id 'a b': expected 1 to 64 letters, digits, hyphens and underscores", NULL},
        {"projects: [{id: p, name: n}, {id: p, name: m}]\n", "duplicate project 'p'", NULL},
        {P "gateways: [{id: x, name: n, project_id: p}]\n",
         "invalid gateway id 'x': expected a UUID or 32 hexadecimal digits", NULL},
        {"projects: [{id: project, name: n}]\n"
         "gateways: [{id: " NOTHING_HEX ", name: n, project_id: projcet}]\n",
         "unknown project 'projcet'", "did you mean 'project'?"},
        {"quotas: [{id: q, name: n, instance_id: " NOTHING_HEX "}]\n",
         "unknown gateway '" NOTHING_HEX "'", NULL},
        {P "tokens: [{value: secret, user: u, project_id: p, permissions: []},\n"
           "  {value: secret, user: v, project_id: p, permissions: []}]\n",
         "duplicate token", NULL},
        {P "tokens: [{value: v, user: u, project_id: p, permissions: [], expires_at: soon}]\n",
         "expected a time such as 2020-09-19T07:43:11Z, got 'soon'", NULL},
    };
#undef P
#undef G
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_diag diag = {.arena = *state};
        char path[] = "/tmp/apigcheck-data-XXXXXX";
        int const fd = mkstemp(path);
        assert_int_equal(write(fd, rows[i].yaml, strlen(rows[i].yaml)), strlen(rows[i].yaml));
        close(fd);
        const ct_gateway_data *data = ct_gateway_data_load(*state, path, &diag);
        unlink(path);
        assert_true(!data == !!rows[i].what);
        if (!rows[i].what)
            continue;
        assert_int_equal(diag.count, 1);
        assert_string_equal(diag.first->message, rows[i].what);
        if (rows[i].hint)
            assert_string_equal(diag.first->help, rows[i].hint);
    }
}

static void missing_data_is_reported(void **state)
{
    ct_diag diag = {.arena = *state};
    assert_null(ct_gateway_data_load(*state, "fixtures/no-such-file", &diag));
    assert_null(ct_gateway_data_load(*state, ".", &diag));
    assert_string_equal(diag.last->message, "no *.yaml file in '.'");
    assert_int_equal(diag.count, 2);
}

/* ---- timestamps ------------------------------------------------------------------------- */

static void shows_and_reads_times(void **state)
{
    static const struct {
        int64_t moment_ns;
        const char *fine, *second;
    } rows[] = {
        {1600501391948178051, "2020-09-19T07:43:11.948178051Z", "2020-09-19T07:43:11Z"},
        {1600501391948000000, "2020-09-19T07:43:11.948Z", "2020-09-19T07:43:11Z"},
        {1600501391000000001, "2020-09-19T07:43:11.000000001Z", "2020-09-19T07:43:11Z"},
        {1600501391000000000, "2020-09-19T07:43:11Z", "2020-09-19T07:43:11Z"},
        {0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
        {-1, "1969-12-31T23:59:59.999999999Z", "1969-12-31T23:59:59Z"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t again;
        assert_string_equal(ct_timestamp_show(rows[i].moment_ns, *state), rows[i].fine);
        assert_string_equal(ct_timestamp_show_second(rows[i].moment_ns, *state), rows[i].second);
        if (rows[i].moment_ns < 0)
            continue;
        assert_true(ct_timestamp_parse(rows[i].second, &again));
        assert_true(again == rows[i].moment_ns / CT_NANOSECONDS * CT_NANOSECONDS);
    }
}

static void rejects_other_times(void **state)
{
    static const char *const rows[] = {
        "",
        "2020-09-19",
        "2020-09-19T07:43:11",
        "2020-09-19 07:43:11Z",
        "2020-09-19T07:43:11Zx",
        "2020-09-19T07:43:11+08:00",
        "2020-9-19T07:43:11Z",
        " 2020-09-19T07:43:11Z",
        "2020-02-31T07:43:11Z",
        "2020-09-19T24:00:00Z",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59Z",
    };
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t moment_ns;
        assert_false(ct_timestamp_parse(rows[i], &moment_ns));
    }
}

/* ---- variants --------------------------------------------------------------------------- */

static void a_misspelt_variant_gets_a_suggestion(void **state)
{
    ct_diag diag = {.arena = *state};
    assert_null(ct_variant_find("no-rebnid", &diag));
    assert_string_equal(diag.last->message, "unknown variant 'no-rebnid'");
    assert_string_equal(diag.last->help, "did you mean 'no-rebind'?");
}

static void every_error_has_a_message_in_every_variant(void **state)
{
    (void)state;
    for (const ct_variant *variant = ct_variants; variant->name; variant++)
        for (int refusal = CT_NOT_REFUSED + 1; refusal < CT_REFUSALS; refusal++) {
            const ct_wording *wording = ct_wording_find(variant->wording, (ct_refusal)refusal);
            assert_in_range(wording->status, 400, 599);
            assert_true(*wording->code && *wording->message);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(reports_errors_in_its_data),
        ROWS_TEST(missing_data_is_reported),
        ROWS_TEST(shows_and_reads_times),
        cmocka_unit_test(rejects_other_times),
        ROWS_TEST(a_misspelt_variant_gets_a_suggestion),
        cmocka_unit_test(every_error_has_a_message_in_every_variant),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
