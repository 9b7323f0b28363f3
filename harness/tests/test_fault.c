/* The table of faults: its rows, the effect of some, and the requirements that they violate. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lang/json/json.h"
#include "load/loader.h"
#include "mutation/previous.h"
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
    size_t count = 0, behaviours = 0;
    for (const ct_fault *d = NULL; (d = ct_fault_next(d)); count++) {
        assert_null(json_object_get(names, d->name));
        json_object_set_new(names, d->name, json_null());
        assert_true(*d->summary);
        assert_true(d->mutate ? d->behaviour_fault == CT_BEHAVIOUR_FAULT_NONE
                              : d->behaviour_fault != CT_BEHAVIOUR_FAULT_NONE);
        assert_true(!d->part == !d->mutate && !d->aspects == !ct_fault_has_sites(d));
        assert_true(!d->header || d->part == CT_PART_HEADER);
        assert_true(!d->mutate_after || d->mutate);
        behaviours += !d->mutate;
    }
    assert_true(count - behaviours >= 150);
    assert_true(behaviours >= CT_BEHAVIOUR_FAULTS - 1);
}

/* A behaviour for invalid requests has a row for each of them, every other behaviour has one row.
 */
static void each_fault_has_a_subject(void **state)
{
    static const ct_fault unknown = {.name = "status-500"};
    (void)state;
    for (const ct_fault *fault = NULL; (fault = ct_fault_next(fault));)
        assert_string_not_equal(ct_fault_subject(fault), "Other");
    assert_string_equal(ct_fault_subject(ct_status_faults), "Status");
    assert_string_equal(ct_fault_subject(ct_request_faults), "Requests to refuse");
    assert_string_equal(ct_fault_subject(&unknown), "Other");
}

static void each_behaviour_has_its_rows(void **state)
{
    size_t rows[CT_BEHAVIOUR_FAULTS][CT_REQUEST_FAULTS] = {{0}},
           of_request[CT_REQUEST_FAULTS] = {0};
    (void)state;
    for (const ct_fault *d = NULL; (d = ct_fault_next(d)); of_request[d->request_fault]++)
        rows[d->behaviour_fault][d->request_fault]++;
    for (int behaviour_fault = 1; behaviour_fault < CT_BEHAVIOUR_FAULTS; behaviour_fault++) {
        bool const is_about_requests = behaviour_fault <= CT_BEHAVIOUR_FAULT_BINDS_LATER;
        assert_int_equal(rows[behaviour_fault][CT_REQUEST_FAULT_NONE], !is_about_requests);
        for (int request_fault = 1; request_fault < CT_REQUEST_FAULTS; request_fault++)
            assert_true(rows[behaviour_fault][request_fault] <= is_about_requests);
    }
    for (int request_fault = 1; request_fault < CT_REQUEST_FAULTS; request_fault++)
        assert_true(of_request[request_fault] > 0);
}

static void suggests_the_nearest_name(void **state)
{
    ct_diag diag = {.arena = *state};
    assert_ptr_equal(ct_fault_find("status-200", CT_NOWHERE, &diag), ct_status_faults);
    assert_null(ct_fault_find("staus-200", CT_NOWHERE, &diag));
    assert_string_equal(diag.first->message, "unknown fault 'staus-200'");
    assert_string_equal(diag.first->help, "did you mean 'status-200'?");
}

/* ---- Effects ---------------------------------------------------------------------------- */

static const struct {
    const char *name, *site, *body, *mutated; /* NULL: not applicable */
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
    {"array-reversed", "a", "{\"a\":[1,2,3]}", "{\"a\":[3,2,1]}"},
    {"array-reversed", "a", "{\"a\":[1]}", NULL},
    {"array-reversed", "a", "{\"a\":[1,2,1]}", NULL}, /* it is the same */
    {"array-rotated", "a", "{\"a\":[1,2,3]}", "{\"a\":[2,3,1]}"},
    {"array-rotated", "a", "{\"a\":[1,2]}", NULL}, /* it is reversed */
    {"array-rotated", "a", "{\"a\":[{},{},{}]}", NULL},
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
    {"body-cut-one", "", "{\"a\":1}\r\n", "{\"a\":1"}, /* not the line break alone */
    {"body-cut-one", "", "7\n", NULL},
    {"body-cut-half", "", "ab\n", "a"},
    {"body-cut-half", "", "a\n", NULL},
    {"body-stale", "", ERROR, NULL}, /* there is no earlier response */
    {"body-encoded-twice", "", "{\"a\":1}", "\"{\\\"a\\\":1}\""},
    {"body-wrapped", "", "[1]", "{\"data\":[1]}"},
    {"body-twice", "", "[1]", "[1][1]"},
    {"body-trailing-comma", "", "{\"a\":1}", "{\"a\":1,}"},
    {"body-member-twice", "", "{\"a\":1}", "{\"a\":1,\"a\":null}"},
    {"body-single-quotes", "", "{\"a\":1}", "{'a':1}"},
    {"body-html", "", "", NULL},
};

static void changes_the_body_as_documented(void **state)
{
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        ct_diag diag = {.arena = *state};
        const ct_fault *fault = ct_fault_find(damages[i].name, CT_NOWHERE, &diag);
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
        assert_string_equal(good.body.bytes, damages[i].body); /* the original is unchanged */
    }
}

static void changes_the_head(void **state)
{
    ct_response const good = response_of(400, ERROR);
    const ct_fault *status = ct_fault_find("status-204", CT_NOWHERE, NULL);
    const ct_response *bad = status->mutate(status, "", &good, *state);
    assert_int_equal(bad->status, 204);
    assert_int_equal(bad->body.size, 0);
    assert_null(ct_header_find(bad->headers, "Content-Type"));
    const ct_fault *same = ct_fault_find("status-400", CT_NOWHERE, NULL);
    assert_null(same->mutate(same, "", &good, *state));
    const ct_fault *type = ct_fault_find("media-type-html", CT_NOWHERE, NULL);
    bad = type->mutate(type, "", &good, *state);
    assert_string_equal(ct_header_find(bad->headers, "content-type")->value,
                        "text/html; charset=utf-8");
    assert_string_equal(ct_header_find(good.headers, "content-type")->value, "application/json");
}

/* ---- Headers in general ----------------------------------------------------------------- */

/* Returns the values of a header, separated by bars. */
static const char *values_of(const ct_response *response, const char *name, ct_arena *arena)
{
    ct_buf all = CT_BUF(CT_BUF_ANY);
    for (const ct_header *h = ct_header_find(response->headers, name); h;
         h = ct_header_find(h->next, name))
        ct_buf_printf(&all, "%s%s", all.size ? "|" : "", h->value);
    return ct_buf_finish(&all, arena);
}

static const struct {
    const char *fault, *name, *value, *mutated; /* NULL: not applicable */
} header_rows[] = {
    {"header-absent", "Location", "/pets/7", ""},
    {"header-absent", "X-Request-Id", "7", NULL}, /* request-id-absent */
    {"header-other", "Location", "/pets/7", "/pets/3"},
    {"header-other", "Location", "/pets/", "/petx/"},
    {"header-other", "Link", "</pets?page=2>; rel=\"next\"", "</pets?page=2>; rel=\"nexx\""},
    {"header-other", "ETag", "\"abf\"", "\"abe\""}, /* a hexadecimal digit */
    {"header-other", "Allow", "GET, X", "GET, Y"},
    {"header-other", "Retry-After", "120", "127"},
    {"header-other", "Content-Range", "bytes 0-9/100", "bytes 0-9/107"},
    {"header-other", "X-Empty", "", NULL},
    {"header-other", "X-Request-Id", "7", NULL}, /* another id is as good */
    {"header-other", "Set-Cookie", "a=1", NULL},
    {"header-malformed", "ETag", "\"a\"", "v1"},
    {"header-malformed", "Retry-After", "120", "soon"},
    {"header-malformed", "X-Other", "a", NULL},
    {"header-twice", "Location", "/pets/7", "/pets/3|/pets/7"},
    {"header-twice", "X-Request-Id", "7", "3|7"},
    {"header-twice", "Vary", "Accept", NULL}, /* several are allowed */
    {"header-twice", "Set-Cookie", "a=1", NULL},
};

static void changes_headers_in_general(void **state)
{
    for (size_t i = 0; i < sizeof header_rows / sizeof *header_rows; i++) {
        const char *name = header_rows[i].name;
        const ct_fault *fault = ct_fault_find(header_rows[i].fault, CT_NOWHERE, NULL);
        ct_header before = {"X-Before", "1", NULL}, named = {name, header_rows[i].value, &before};
        ct_response const good = {.status = 200, .version = "1.1", .headers = &named};
        const ct_response *bad = fault->mutate(fault, name, &good, *state);
        assert_int_equal(bad != NULL, header_rows[i].mutated != NULL);
        assert_string_equal(values_of(&good, name, *state), header_rows[i].value);
        if (bad)
            assert_string_equal(values_of(bad, name, *state), header_rows[i].mutated);
        if (bad)
            assert_string_equal(values_of(bad, "X-Before", *state), "1");
    }
}

/* A header that occurs twice is one site. */
static void finds_headers_of_a_contract(void **state)
{
    json_t *sites = ct_json_own(*state, json_object());
    ct_header again = {"link", "<b>", NULL}, link = {"Link", "<a>", &again},
              date = {"Date", "Sat, 19 Sep 2020 07:43:11 GMT", &link},
              size = {"content-length", "2", &date}, type = {"Content-Type", "a/b", &size};
    ct_response const good = {.status = 200, .version = "1.1", .headers = &type};
    ct_fault_header_sites(&good, sites);
    assert_int_equal(json_object_size(sites), 1);
    assert_non_null(json_object_get(sites, "Link"));
}

/* ---- Earlier responses ------------------------------------------------------------------ */

static void repeats_an_earlier_body(void **state)
{
    const ct_fault *fault = ct_fault_find("body-stale", CT_NOWHERE, NULL);
    ct_response const good = response_of(201, "{\"a\": 1}"), spaced = response_of(201, "{\"a\":1}"),
                      older = response_of(201, "{\"a\":2}"), other = response_of(400, "{\"a\":2}"),
                      empty = response_of(201, "");
    assert_null(ct_fault_mutate(fault, "", NULL, &good, *state));
    assert_null(ct_fault_mutate(fault, "", &good, &good, *state));
    assert_null(ct_fault_mutate(fault, "", &spaced, &good, *state));
    assert_null(ct_fault_mutate(fault, "", &other, &good, *state));
    assert_null(ct_fault_mutate(fault, "", &empty, &good, *state));
    const ct_response *bad = ct_fault_mutate(fault, "", &older, &good, *state);
    assert_int_equal(bad->status, 201);
    assert_ptr_equal(bad->headers, good.headers);
    assert_memory_equal(bad->body.bytes, "{\"a\":2}", bad->body.size);
}

static void keeps_one_response_of_each_kind(void **state)
{
    ct_previous *previous = ct_previous_new(*state);
    ct_response const first = response_of(201, "one"), second = response_of(201, "a longer one"),
                      refused = response_of(400, "no");
    assert_null(ct_previous_find(previous, "bind", 201));
    ct_previous_keep(previous, "bind", &first);
    ct_previous_keep(previous, "bind", &refused);
    ct_previous_keep(previous, "list", &refused);
    ct_previous_keep(previous, "bind", &second);
    const ct_response *found = ct_previous_find(previous, "bind", 201);
    assert_int_equal(found->body.size, strlen("a longer one"));
    assert_string_equal(found->body.bytes, "a longer one");
    assert_string_equal(ct_header_find(found->headers, "content-type")->value, "application/json");
    assert_string_equal(ct_previous_find(previous, "bind", 400)->body.bytes, "no");
    assert_null(ct_previous_find(previous, "list", 201));
}

/* Each row changes each response, and leaves the original unchanged. */
static void changes_only_a_copy(void **state)
{
    static const char *const bodies[] = {ERROR, TWO, "", "[]", "7", "{\"a\":[[{\"b\":{}}]]}", "{"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        ct_response const good = response_of(400, bodies[i]);
        json_t *sites = ct_json_own(*state, json_object());
        ct_fault_sites(&good, sites, *state);
        for (const ct_fault *d = NULL; (d = ct_fault_next(d));) {
            if (!d->mutate)
                continue;
            const ct_response *bad = ct_fault_apply(d, NULL, NULL, &good, *state);
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

/* ---- Violated requirements -------------------------------------------------------------- */

static const ct_suite *load_shipped(ct_arena *arena)
{
    static const char *const shipped[] = {"cases"};
    ct_diag diag = {.arena = arena};
    const ct_suite *suite = ct_load(arena, shipped, 1, &diag);
    assert_non_null(suite);
    return suite;
}

static ct_requirement_map *map_shipped(ct_arena *arena, const ct_suite *suite)
{
    ct_diag diag = {.arena = arena};
    ct_requirement_map *map =
        ct_requirement_map_load(arena, suite, "fixtures/gateway/faults.yaml", true, &diag);
    if (!map)
        ct_diag_print(&diag, stderr);
    assert_non_null(map);
    return map;
}

static void violates_requirements_of_its_part(void **state)
{
    static const struct {
        const char *fault, *operation, *site, *ids;
        unsigned status;
    } rows[] = {
        {"status-500", "bind", "", "BIND-CREATED", 201},
        {"body-html", "bind", "", "BIND-FORBIDDEN-JSON", 403},
        {"media-type-html", "bind", "", "BIND-FORBIDDEN-JSON", 403},
        {"member-null", "bind", "error_code", "BIND-BAD-REQUEST-ERROR-CODE", 400},
        {"code-of-token", "bind", "error_code", "BIND-BAD-REQUEST-FAULT", 400},
        {"member-longer", "bind", "error_msg", "", 400}, /* its text is not specified */
        {"member-dropped", "bind", "applies/app_id", "BIND-BINDING-APP-ID", 201},
        {"member-longer", "bind", "applies/app_id", "BIND-BINDING-APP-ID", 201},
        {"member-dropped", "bind", "applies/other", "", 201},
        {"time-without-zone", "bind", "applies/bound_time",
         "BIND-BINDING-TIME BIND-BINDING-TIME-ZONE", 201},
        {"time-tomorrow", "bind", "applies/bound_time", "BIND-BINDING-TIME-NOW", 201},
        {"array-with-other", "bind", "applies", "BIND-APPLIES-NOTHING-ELSE", 201},
        {"array-doubled", "bind", "applies", "BIND-APPLIES-EACH-ONCE", 201},
        {"array-without-last", "list", "apps", "LIST-FUNCTION LIST-APPS-EACH-ONCE", 200},
        {"array-with-other", "list", "apps", "LIST-NOTHING-ELSE", 200},
        {"status-202", "unbind", "", "UNBIND-QUOTA-ID-UNKNOWN UNBIND-UNBOUND", 404},
        {"array-empty", "bind", "applies", "BIND-APPLIES-EACH-ONCE", 201},
        {"member-dropped", "list", "total", "LIST-TOTAL", 200},
        {"request-id-absent", "bind", "", "BIND-REQUEST-ID", 404},
        {"request-id-absent", "unbind", "", "", 404},
        {"header-twice", "bind", "x-request-id", "BIND-REQUEST-ID", 404},
        {"header-other", "bind", "X-Request-Id", "", 404}, /* only the form is known */
        {"header-absent", "bind", "Location", "", 201},
        {"array-reversed", "bind", "applies", "", 201}, /* no order is promised */
        {"body-stale", "bind", "", "BIND-BINDING-APP-ID", 201},
        {"body-stale", "bind", "", "", 400},
        {"body-stale", "bind", "", "BIND-NOT-FOUND-FAULT", 404},
        {"body-stale", "list", "", "", 200},
        {"token-any", NULL, "", "BIND-TOKEN-INVALID", 0},
        {"binds-to-other-quota", NULL, "", "BIND-QUOTA-ID BIND-FUNCTION", 0},
        {"status-500", "GET /pets", "", "", 200},
    };
    const ct_suite *suite = load_shipped(*state);
    ct_requirement_map *map = map_shipped(*state, suite);
    ct_requirement_map_json(map); /* adds the examples */
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_mutation const mutation = {ct_fault_find(rows[i].fault, CT_NOWHERE, NULL),
                                      rows[i].operation, rows[i].status, rows[i].site};
        const ct_requirement *violated[8];
        size_t const count = ct_requirement_map_violated(map, &mutation, violated, 8);
        ct_buf ids = CT_BUF(CT_BUF_ANY);
        for (size_t k = 0; k < count; k++)
            ct_buf_printf(&ids, "%s%s", k ? " " : "", violated[k]->id);
        assert_string_equal(ct_buf_str(&ids), rows[i].ids);
        ct_buf_free(&ids);
    }
}

/* Every fault without a part is in faults.yaml, and every MUST is violated by some fault. */
static void violates_required_parts(void **state)
{
    const ct_suite *suite = load_shipped(*state);
    ct_requirement_map *map = map_shipped(*state, suite);
    const json_t *all = ct_requirement_map_json(map);
    for (const ct_fault *d = NULL; (d = ct_fault_next(d));) {
        const ct_requirement *violated[8];
        ct_mutation const mutation = {.fault = d, .site = ""};
        if (d->part)
            continue;
        if (!ct_requirement_map_violated(map, &mutation, violated, 8))
            fail_msg("%s violates nothing", d->name);
    }
    for (const ct_requirement *r = suite->requirements; r; r = r->next) {
        bool const is_proven = json_array_size(json_object_get(all, r->id)) > 0;
        if (ct_level_is_must(r->level) && !r->not_tested && !is_proven)
            fail_msg("no fault violates %s", r->id);
    }
}

/* Errors in a faults.yaml. An unknown id is an error only in a file for this suite. */
static void rejects_invalid_files(void **state)
{
    static const struct {
        const char *text, *what, *hint;
        bool is_of_suite;
    } rows[] = {
        {"faults: {token-any: [BIND-TOKEN-INVALID]}\n", NULL, NULL, true},
        {"faults: {token-any: [BIND-TOKEN-INVALD]}\n", NULL, NULL, false},
        {"faults: {token-any: [BIND-TOKEN-INVALD]}\n",
         "the suite has no requirement 'BIND-TOKEN-INVALD'", NULL, true},
        {"faults: {token-ani: [BIND-TOKEN-INVALID]}\n", "unknown fault 'token-ani'",
         "did you mean 'token-any'?", true},
        {"faults: {token-ani: []}\n", "unknown fault 'token-ani'", "did you mean 'token-any'?",
         false},
        {"faults: {status-500: [BIND-CREATED]}\n",
         "the fault 'status-500' changes a response: 'about' of a requirement says what it "
         "violates",
         NULL, true},
        {"aspects: {form: [BIND-CREATED]}\n",
         "'BIND-CREATED' is about no property or header: its 'about' has no 'at' or 'header'", NULL,
         true},
        {"behaviour: [BIND-TOKEN]\n", NULL, NULL, true},
        {"behaviour: [BIND-TOKIN]\n", NULL, NULL, false},
        {"behaviour: [BIND-TOKIN]\n", "the suite has no requirement 'BIND-TOKIN'", NULL, true},
        {"aspects: {form: [BIND-APLIES]}\n", "the suite has no requirement 'BIND-APLIES'", NULL,
         true},
        {"aspects: {form: [BIND-REQUEST-ID], order: [BIND-APPLIES]}\n", NULL, NULL, true},
        {"faults: {body-stale: [BIND-BINDING-APP-ID]}\n", NULL, NULL, true},
        {"aspects: {from: [BIND-APPLIES]}\n", "unknown aspect 'from'", "did you mean 'form'?",
         true},
        {"falts: {}\n", "unknown key 'falts'", "did you mean 'faults'?", true},
    };
    const ct_suite *suite = load_shipped(*state);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        ct_diag diag = {.arena = *state};
        char path[] = "/tmp/apigcheck-faults-XXXXXX";
        int const file = mkstemp(path);
        assert_int_equal(write(file, rows[i].text, strlen(rows[i].text)), strlen(rows[i].text));
        close(file);
        const ct_requirement_map *map =
            ct_requirement_map_load(*state, suite, path, rows[i].is_of_suite, &diag);
        unlink(path);
        assert_int_equal(map == NULL, rows[i].what != NULL);
        assert_int_equal(diag.count, rows[i].what != NULL);
        if (!rows[i].what)
            continue;
        assert_string_equal(diag.first->message, rows[i].what);
        assert_true(diag.first->where.line == 1);
        if (rows[i].hint)
            assert_string_equal(diag.first->help, rows[i].hint);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROWS_TEST(is_one_table),
        ROWS_TEST(each_fault_has_a_subject),
        ROWS_TEST(each_behaviour_has_its_rows),
        ROWS_TEST(suggests_the_nearest_name),
        ROWS_TEST(changes_the_body_as_documented),
        ROWS_TEST(changes_the_head),
        ROWS_TEST(changes_headers_in_general),
        ROWS_TEST(finds_headers_of_a_contract),
        ROWS_TEST(repeats_an_earlier_body),
        ROWS_TEST(keeps_one_response_of_each_kind),
        ROWS_TEST(changes_only_a_copy),
        ROWS_TEST(finds_sites),
        ROWS_TEST(violates_requirements_of_its_part),
        ROWS_TEST(violates_required_parts),
        ROWS_TEST(rejects_invalid_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
