/* The table of defects: its rows, what some of them do, and what they are said to break. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "load/loader.h"
#include "mutation/requirement_map.h"
#include "tests/rows.h"

#define ERROR "{\"error_code\":\"APIG.2012\",\"error_msg\":\"no\"}"
#define TWO                                                                                        \
    "{\"applies\":[{\"app_id\":\"a-1\",\"bound_time\":\"2020-09-19T07:43:11.5Z\"},{\"app_id\":"    \
    "\"b-2\",\"bound_time\":\"2020-09-19T07:43:11.5Z\"}]}"

static ct_response response_of(unsigned status, const char *body)
{
    static ct_header type = {"Content-Type", "application/json", NULL};
    static ct_header id = {"X-Request-Id", "7", &type};
    return (ct_response){.status = status,
                         .version = "1.1",
                         .reason = "",
                         .headers = &id,
                         .body = {body, strlen(body), strlen(body)}};
}

/* ---- The table -------------------------------------------------------------------------- */

static void is_one_table(void **state)
{
    json_t *names = ct_json_own(*state, json_object());
    size_t count = 0, quirks = 0;
    for (const ct_fault *d = NULL; (d = ct_fault_next(d)); count++) {
        assert_null(json_object_get(names, d->name));
        json_object_set_new(names, d->name, json_null());
        assert_true(*d->summary && *d->breaks);
        assert_true(d->mutate ? d->behaviour_fault == CT_BEHAVIOUR_FAULT_NONE
                              : d->behaviour_fault != CT_BEHAVIOUR_FAULT_NONE);
        assert_true(!d->is_of_member || d->mutate);
        quirks += !d->mutate;
    }
    assert_true(count - quirks >= 150);
    assert_true(quirks >= CT_BEHAVIOUR_FAULTS - 1);
}

/* A quirk that is about flaws has a row for each, every other one has one. */
static void each_quirk_has_its_rows(void **state)
{
    size_t rows[CT_BEHAVIOUR_FAULTS][CT_REQUEST_FAULTS] = {{0}}, of_flaw[CT_REQUEST_FAULTS] = {0};
    (void)state;
    for (const ct_fault *d = NULL; (d = ct_fault_next(d)); of_flaw[d->request_fault]++)
        rows[d->behaviour_fault][d->request_fault]++;
    for (int behaviour_fault = 1; behaviour_fault < CT_BEHAVIOUR_FAULTS; behaviour_fault++) {
        bool const is_about_flaws = behaviour_fault <= CT_BEHAVIOUR_FAULT_BINDS_LATER;
        assert_int_equal(rows[behaviour_fault][CT_REQUEST_FAULT_NONE], !is_about_flaws);
        for (int request_fault = 1; request_fault < CT_REQUEST_FAULTS; request_fault++)
            assert_true(rows[behaviour_fault][request_fault] <= is_about_flaws);
    }
    for (int request_fault = 1; request_fault < CT_REQUEST_FAULTS; request_fault++)
        assert_true(of_flaw[request_fault] > 0);
}

static void names_the_nearest(void **state)
{
    ct_diag diag = {.arena = *state};
    assert_ptr_equal(ct_fault_find("status-200", &diag), ct_status_faults);
    assert_null(ct_fault_find("staus-200", &diag));
    assert_string_equal(diag.first->what, "unknown defect 'staus-200'");
    assert_string_equal(diag.first->hint, "did you mean 'status-200'?");
}

/* ---- What a row does -------------------------------------------------------------------- */

static const struct {
    const char *name, *site, *body, *mutated; /* NULL: nothing to damage */
} damages[] = {
    {"member-dropped", "error_code", ERROR, "{\"error_msg\":\"no\"}"},
    {"member-dropped", "applies", ERROR, NULL},
    {"member-camel-case", "error_msg", ERROR, "{\"error_code\":\"APIG.2012\",\"errorMsg\":\"no\"}"},
    {"member-null", "error_msg", ERROR, "{\"error_code\":\"APIG.2012\",\"error_msg\":null}"},
    {"member-number", "size", "{\"size\":2}", NULL},
    {"member-other-case", "error_msg", ERROR,
     "{\"error_code\":\"APIG.2012\",\"error_msg\":\"NO\"}"},
    {"member-other-case", "t", "{\"t\":\"2020-09-19T07:43:11Z\"}", NULL},
    {"member-without-hyphens", "a/b", "{\"a\":[{\"b\":\"1-2\"},{\"b\":\"3\"}]}",
     "{\"a\":[{\"b\":\"12\"},{\"b\":\"3\"}]}"},
    {"last-member-null", "a/b", "{\"a\":[{\"b\":1},{\"b\":2}]}",
     "{\"a\":[{\"b\":1},{\"b\":null}]}"},
    {"last-member-null", "a/b", "{\"a\":[{\"b\":1}]}", NULL},
    {"array-empty", "a", "{\"a\":[1]}", "{\"a\":[]}"},
    {"array-empty", "a", "{\"a\":[]}", NULL},
    {"array-without-last", "a", "{\"a\":[1]}", NULL},
    {"array-wrapped", "a", "{\"a\":[1]}", "{\"a\":[[1]]}"},
    {"array-as-object", "a", "{\"a\":[7]}", "{\"a\":{\"0\":7}}"},
    {"array-with-other", "a", "{\"a\":[{\"b\":\"1\"}]}", "{\"a\":[{\"b\":\"1\"},{\"b\":\"1f\"}]}"},
    {"code-without-dot", "error_code", ERROR, "{\"error_code\":\"APIG2012\",\"error_msg\":\"no\"}"},
    {"code-lower-case", "error_code", ERROR, "{\"error_code\":\"apig.2012\",\"error_msg\":\"no\"}"},
    {"code-of-token", "error_msg", ERROR, NULL},
    {"code-of-parameter", "error_code", "{\"error_code\":\"APIG.2000\"}", NULL}, /* a 400 */
    {"time-basic", "t", "{\"t\":\"2020-09-19T07:43:11.5Z\"}", "{\"t\":\"20200919T074311Z\"}"},
    {"time-epoch", "t", "{\"t\":\"1970-01-01T08:00:01+08:00\"}", "{\"t\":\"1\"}"},
    {"time-tomorrow", "t", "{\"t\":\"2020-12-31T07:43:11z\"}", "{\"t\":\"2021-01-01T07:43:11Z\"}"},
    {"time-basic", "t", "{\"t\":\"2020-09-19\"}", NULL},
    {"body-cut-one", "", ERROR, "{\"error_code\":\"APIG.2012\",\"error_msg\":\"no\""},
    {"body-encoded-twice", "", "{\"a\":1}", "\"{\\\"a\\\":1}\""},
    {"body-wrapped", "", "[1]", "{\"data\":[1]}"},
    {"body-twice", "", "[1]", "[1][1]"},
    {"body-trailing-comma", "", "{\"a\":1}", "{\"a\":1,}"},
    {"body-member-twice", "", "{\"a\":1}", "{\"a\":1,\"a\":null}"},
    {"body-single-quotes", "", "{\"a\":1}", "{'a':1}"},
    {"body-html", "", "", NULL},
};

static void damages_as_it_says(void **state)
{
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        ct_diag diag = {.arena = *state};
        const ct_fault *fault = ct_fault_find(damages[i].name, &diag);
        ct_response const good = response_of(400, damages[i].body);
        assert_non_null(fault);
        const ct_response *bad = fault->mutate(fault, damages[i].site, &good, *state);
        if (!damages[i].mutated) {
            assert_null(bad);
            continue;
        }
        assert_non_null(bad);
        assert_string_equal(ct_arena_copy(*state, bad->body.bytes, bad->body.size),
                            damages[i].mutated);
        assert_string_equal(good.body.bytes, damages[i].body); /* the good one is as it was */
    }
}

static void damages_the_head(void **state)
{
    ct_response const good = response_of(400, ERROR);
    const ct_fault *status = ct_fault_find("status-204", NULL);
    const ct_response *bad = status->mutate(status, "", &good, *state);
    assert_int_equal(bad->status, 204);
    assert_int_equal(bad->body.size, 0);
    assert_null(ct_header_find(bad->headers, "Content-Type"));
    const ct_fault *same = ct_fault_find("status-400", NULL);
    assert_null(same->mutate(same, "", &good, *state));
    const ct_fault *type = ct_fault_find("media-type-html", NULL);
    bad = type->mutate(type, "", &good, *state);
    assert_string_equal(ct_header_find(bad->headers, "content-type")->value,
                        "text/html; charset=utf-8");
    assert_string_equal(ct_header_find(good.headers, "content-type")->value, "application/json");
}

/* Whatever a row does to whatever answer, it is another one, and the good one is left alone. */
static void damages_only_a_copy(void **state)
{
    static const char *const bodies[] = {ERROR, TWO, "", "[]", "7", "{\"a\":[[{\"b\":{}}]]}", "{"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        ct_response const good = response_of(400, bodies[i]);
        json_t *sites = ct_json_own(*state, json_object());
        ct_fault_sites(&good, sites, *state);
        for (const ct_fault *d = NULL; (d = ct_fault_next(d));) {
            if (!d->mutate)
                continue;
            const ct_response *bad = ct_fault_apply(d, NULL, &good, *state);
            assert_string_equal(good.body.bytes, bodies[i]);
            assert_int_equal(good.status, 400);
            assert_string_equal(good.headers->name, "X-Request-Id");
            if (bad != &good)
                assert_false(bad->status == good.status && bad->headers == good.headers &&
                             bad->body.size == good.body.size &&
                             !memcmp(bad->body.bytes, good.body.bytes, good.body.size));
        }
    }
}

static void finds_sites(void **state)
{
    ct_response const good = response_of(201, TWO);
    json_t *sites = ct_json_own(*state, json_object());
    ct_fault_sites(&good, sites, *state);
    assert_int_equal(json_object_size(sites), 3);
    assert_non_null(json_object_get(sites, "applies"));
    assert_non_null(json_object_get(sites, "applies/app_id"));
    assert_non_null(json_object_get(sites, "applies/bound_time"));
}

/* ---- What it breaks --------------------------------------------------------------------- */

static void add_id(void *user, const char *id)
{
    json_array_append_new(user, json_string(id));
}

static void breaks_what_is_at_stake(void **state)
{
    static const struct {
        const char *fault, *operation, *site, *ids;
        unsigned status;
    } rows[] = {
        {"status-500", "bind", "", "[\"BIND-CREATED\"]", 201},
        {"body-html", "bind", "", "[\"BIND-FORBIDDEN-JSON\"]", 403},
        {"member-null", "bind", "error_code", "[\"BIND-BAD-REQUEST-ERROR-CODE\"]", 400},
        {"member-longer", "bind", "error_msg", "[]", 400}, /* its words are free */
        {"time-without-zone", "bind", "applies/bound_time",
         "[\"BIND-BINDING-TIME\",\"BIND-BINDING-TIME-ZONE\"]", 201},
        {"array-with-other", "bind", "applies",
         "[\"BIND-APPLIES-EACH-ONCE\",\"BIND-APPLIES-NOTHING-ELSE\"]", 201},
        {"request-id-absent", "bind", "", "[\"BIND-REQUEST-ID\"]", 404},
        {"request-id-absent", "unbind", "", "[]", 404},
        {"token-any", NULL, "", "[\"BIND-TOKEN-INVALID\"]", 0},
        {"status-500", "GET /pets", "", "[]", 200},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_mutation const mutation = {ct_fault_find(rows[i].fault, NULL), rows[i].operation,
                                      rows[i].status, rows[i].site};
        json_t *ids = ct_json_own(*state, json_array());
        ct_buf text = CT_BUF(CT_BUF_ANY);
        ct_mutation_violates(&mutation, add_id, ids, *state);
        ct_json_write(&text, ids, CT_JSON_COMPACT);
        assert_string_equal(ct_buf_str(&text), rows[i].ids);
        ct_buf_free(&text);
    }
}

/* The defects know the shipped requirements by their ids. */
static void breaks_what_is_required(void **state)
{
    static const char *const shipped[] = {"cases"};
    ct_diag diag = {.arena = *state};
    const ct_suite *suite = ct_load(*state, shipped, 1, &diag);
    const json_t *map = ct_requirement_map_json(*state), *names;
    const char *id;
    assert_non_null(suite);
    json_object_foreach(ct_json_iterable(map), id, names)
    {
        const ct_requirement *required = ct_requirement_find(suite, id);
        if (strstr(id, "LIST-APPS-NOTHING-ELSE") || strstr(id, "LIST-BOUND-TIME-ZONE"))
            continue; /* where a list is damaged as a binding is, and nothing is promised of it */
        if (!required)
            print_error("no requirement %s\n", id);
        assert_non_null(required);
    }
    for (const ct_requirement *r = suite->requirements; r; r = r->next) {
        bool const is_proven = json_array_size(json_object_get(map, r->id)) > 0;
        if (ct_level_is_must(r->level) && !r->not_tested && !is_proven)
            print_error("no defect breaks %s\n", r->id);
        assert_true(!ct_level_is_must(r->level) || r->not_tested || is_proven);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(is_one_table),
        ROWS_TEST(each_quirk_has_its_rows),
        ROWS_TEST(names_the_nearest),
        ROWS_TEST(damages_as_it_says),
        ROWS_TEST(damages_the_head),
        ROWS_TEST(damages_only_a_copy),
        ROWS_TEST(finds_sites),
        ROWS_TEST(breaks_what_is_at_stake),
        ROWS_TEST(breaks_what_is_required),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
