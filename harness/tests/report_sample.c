#include "tests/report_sample.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "lang/yaml/bind.h"
#include "record/record.h"

#define DIGEST "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"

static const char source_text[] = "cases:\n"
                                  "  - id: unknown\n"
                                  "    title: An unknown quota is not found\n"
                                  "    expect:\n"
                                  "      status: 404\n"
                                  "      json:\n"
                                  "        error_code: APIG.3093\n"
                                  "        error_msg: !re '.'\n"
                                  "    should:\n"
                                  "      headers: {X-Request-Id: !any string }\n";

static ct_loc place(const sample *s, uint32_t line, uint16_t column, uint16_t width)
{
    return (ct_loc){.source = s->source, .line = line, .column = column, .width = width};
}

sample *sample_new(ct_arena *arena)
{
    static const ct_report_option parallel = {"parallel", "8", NULL};
    static const ct_report_option tag = {"tag", "smoke", (ct_report_option *)&parallel};
    sample *s = ct_new(arena, sample);
    s->arena = arena;
    s->source = ct_source_text(arena, "cases/quota/404.yaml", source_text, sizeof source_text - 1);
    s->suite.name = "gateway";
    s->suite.root = "cases";
    s->suite.case_count = 3; /* the cases that are not selected */
    s->suite.files = ct_new(arena, ct_file);
    s->suite.files->source = s->source;
    s->about = (ct_report_about){
        .version = "0.1.0", .host = "runner-1", .options = &tag, .target_digest = DIGEST};
    char *digest = ct_arena_alloc(arena, CT_SHA256_TEXT);
    ct_record_suite_digest(&s->suite, digest);
    s->about.suite_digest = digest;
    s->run = (ct_run_result){.suite = &s->suite,
                             .target_name = "Reference gateway",
                             .target_url = "http://127.0.0.1:8080",
                             .seed = "00c0ffee",
                             .started_at = 1788256800123,
                             .elapsed_us = 5042000,
                             .cases = s->results,
                             .deselected = 3};
    return s;
}

ct_operation *sample_operation(sample *s, const char *id)
{
    ct_operation *operation = ct_new(s->arena, ct_operation), **end = &s->suite.operations;
    operation->id = id;
    operation->title = "An operation";
    operation->source = s->source;
    while (*end)
        end = &(*end)->next;
    return *end = operation;
}

ct_case *sample_asked(ct_case_result *result)
{
    return (ct_case *)result->test_case;
}

ct_case_result *sample_case(sample *s, const ct_operation *operation, const char *id,
                            ct_verdict verdict)
{
    size_t const index = s->run.case_count++;
    assert_true(index < SAMPLE_CASES);
    ct_case *test_case = ct_new(s->arena, ct_case);
    test_case->id = id;
    test_case->full_name = ct_arena_printf(s->arena, "%s/%s", operation->id, id);
    test_case->title = "An unknown quota is not found";
    test_case->operation = operation;
    test_case->where = place(s, 2, 5, 2);
    test_case->index = index;
    ct_case_result *result = &s->results[index];
    bool const has_run = verdict != CT_NOT_RUN && verdict != CT_SKIP;
    *result = (ct_case_result){.test_case = test_case,
                               .verdict = verdict,
                               .started_at = has_run ? 1788256801000 + (int64_t)index * 7 : 0,
                               .elapsed_us = has_run ? 12345 : 0};
    s->suite.case_count++;
    return result;
}

static const ct_exchange *exchange_new(ct_arena *arena, unsigned status)
{
    static ct_header type = {"Content-Type", "application/json", NULL};
    static ct_header token = {"X-Auth-Token", "***", &type};
    static ct_header id = {"X-Request-Id", "one", NULL}, id_again = {"x-request-id", "two", &id};
    ct_request *request = ct_new(arena, ct_request);
    *request = (ct_request){.method = "POST",
                            .url = "http://127.0.0.1:8080/v2/p/app-quotas/q/binding-apps",
                            .headers = &token,
                            .body = {"{\"app_ids\":[]}", 14, 14}};
    ct_exchange *exchange = ct_new(arena, ct_exchange);
    *exchange = (ct_exchange){.request = request,
                              .address = "127.0.0.1:8080",
                              .started_at = 1788256801000,
                              .received_at = 1788256801012,
                              .connect_us = 200,
                              .first_byte_us = 11000,
                              .elapsed_us = 12000};
    if (status) {
        ct_response *response = ct_new(arena, ct_response);
        *response = (ct_response){.status = status,
                                  .version = "1.1",
                                  .reason = "Some Reason",
                                  .headers = &id_again,
                                  .body = {"{\"error_code\":7}", 16, 16}};
        exchange->response = response;
    }
    return exchange;
}

ct_step_result *sample_step(sample *s, ct_case_result *result, unsigned status)
{
    ct_step_result *step = ct_new(s->arena, ct_step_result), **end = &result->steps;
    ct_step *test_case = ct_new(s->arena, ct_step);
    test_case->where = place(s, 4, 5, 6);
    step->step = test_case;
    step->verdict = result->verdict;
    step->checks = 3;
    step->attempts = 1;
    step->exchange = exchange_new(s->arena, status);
    while (*end)
        end = &(*end)->next;
    return *end = step;
}

static ct_mismatch mismatch_of(const char *actual)
{
    return !strcmp(actual, "nothing") ? CT_MISMATCH_MISSING : CT_MISMATCH_VALUE;
}

ct_finding *sample_finding(sample *s, ct_step_result *step, const char *subject,
                           const char *expected, const char *actual)
{
    ct_finding *finding = ct_new(s->arena, ct_finding), **end = &step->findings;
    *finding = (ct_finding){.subject = subject,
                            .verdict = step->verdict,
                            .where = place(s, 5, 15, 3),
                            .mismatch = mismatch_of(actual),
                            .expected = expected,
                            .actual = actual};
    while (*end)
        end = &(*end)->next;
    return *end = finding;
}

ct_difference *sample_difference(sample *s, ct_finding *finding, const char *path,
                                 const char *expected, const char *actual)
{
    ct_difference *difference = ct_new(s->arena, ct_difference), **end = &finding->differences;
    *difference = (ct_difference){.path = path,
                                  .mismatch = mismatch_of(actual),
                                  .expected = expected,
                                  .actual = actual,
                                  .where = place(s, 7, 21, 9)};
    finding->where = place(s, 7, 21, 9);
    finding->difference_count++;
    while (*end)
        end = &(*end)->next;
    return *end = difference;
}

void sample_trouble(ct_step_result *step, ct_code code, const char *error)
{
    step->code = code;
    step->error = error;
}

void sample_remark(sample *s, ct_step_result *step, const char *text)
{
    ct_response_note *note = ct_new(s->arena, ct_response_note);
    *note = (ct_response_note){text, step->notes};
    step->notes = note;
}

void sample_cite(sample *s, ct_case_result *result, const char *id, ct_level level)
{
    ct_requirement *requirement = (ct_requirement *)ct_requirement_find(&s->suite, id);
    if (!requirement) {
        requirement = ct_new(s->arena, ct_requirement);
        *requirement = (ct_requirement){.id = id,
                                        .level = level,
                                        .text = "An unknown quota is answered with 404.",
                                        .source = "Status Codes, 404",
                                        .next = s->suite.requirements};
        s->suite.requirements = requirement;
    }
    ct_cite *cite = ct_new(s->arena, ct_cite);
    *cite = (ct_cite){.requirement = requirement, .next = result->test_case->verifies};
    sample_asked(result)->verifies = cite;
}

void sample_body(ct_step_result *step, const char *bytes, size_t size, size_t whole)
{
    ((ct_response *)step->exchange->response)->body = (ct_body){bytes, size, whole};
}

void sample_tell(sample *s, ct_listener *listener)
{
    memset(s->run.counts, 0, sizeof s->run.counts);
    for (size_t i = 0; i < s->run.case_count; i++)
        s->run.counts[s->results[i].verdict]++;
    if (listener->run_begin)
        listener->run_begin(listener, &s->run);
    for (size_t i = s->run.case_count; i-- > 0;)
        listener->case_end(listener, &s->run, &s->results[i]);
    listener->run_end(listener, &s->run);
}

/* ---- Whole runs ---- */

/* The status finding counts against the first citation; the others are not verified. */
static void add_outcomes(sample *s, ct_case_result *result, ct_finding *finding)
{
    const ct_requirement_outcome **end = &result->requirements;
    ct_cite *violated = ct_new(s->arena, ct_cite);
    violated->requirement = result->test_case->verifies->requirement;
    finding->violates = violated;
    for (const ct_cite *cite = result->test_case->verifies; cite; cite = cite->next) {
        ct_requirement_outcome *o = ct_new(s->arena, ct_requirement_outcome);
        o->requirement = cite->requirement;
        o->status = cite == result->test_case->verifies ? CT_FAILED : CT_NOT_VERIFIED;
        *end = o;
        end = (const ct_requirement_outcome **)&o->next;
    }
}

static void add_failures(sample *s, const ct_operation *operation)
{
    ct_case_result *result = sample_case(s, operation, "unknown", CT_FAIL);
    sample_cite(s, result, "BIND-ERROR", CT_SHOULD);
    sample_cite(s, result, "BIND-404", CT_MUST);
    ct_step_result *step = sample_step(s, result, 200);
    sample_remark(s, step, "property $['x'] is not documented");
    sample_finding(s, step, "status", "404", "200");
    ct_finding *finding = sample_finding(s, step, "json", "\"APIG.3093\"", "7");
    sample_difference(s, finding, "$['error_code']", "\"APIG.3093\"", "7")->hint =
        "a number, not a string";
    sample_difference(s, finding, "$['error_msg']", "a string that matches '.'", "nothing");
    finding->differences->next->schema = "error.json#/properties/error_msg/pattern";
    finding->difference_count = 5;
    finding = sample_finding(s, step, "header X-Request-Id", "a string", "nothing");
    finding->verdict = CT_WARN;
    finding->where = place(s, 10, 17, 12);
    add_outcomes(s, result, step->findings);
}

static void add_errors(sample *s, const ct_operation *operation)
{
    ct_case_result *result = sample_case(s, operation, "refused", CT_ERROR);
    sample_trouble(sample_step(s, result, 0), CT_E_NETWORK,
                   "cannot connect to 127.0.0.1:8080: refused");
    result = sample_case(s, operation, "capture", CT_ERROR);
    sample_step(s, result, 201)->verdict = CT_PASS;
    ct_step_result *step = sample_step(s, result, 201);
    ((ct_step *)step->step)->title = "bind again";
    sample_trouble(step, CT_E_MISSING, "cannot capture 'id'");
    step = sample_step(s, result, 500);
    step->is_cleanup = true;
    step->verdict = CT_FAIL;
    sample_finding(s, step, "status", "204", "500");
    s->run.cleanup_failures = 1;
    result = sample_case(s, operation, "endless", CT_ERROR);
    sample_trouble(sample_step(s, result, 0), CT_E_LIMIT, "the body is larger than 16 MiB");
    result->elapsed_us = 61999999;
}

static void add_analysis(sample *s, const ct_operation *operation)
{
    static ct_name violated = {.text = "BIND-404"}, unknown = {.text = "bind/unknown"},
                   resolve = {.text = "h:1:127.0.0.1"};
    static ct_cause_case no_answer = {.name = "bind/refused"},
                         body = {.name = "bind/unknown", .has_finding = true, .finding = 1};
    static ct_cause refused = {.id = 2,
                               .kind = "unreachable",
                               .subject = "connection",
                               .text = "the target does not accept connections",
                               .first = "bind/refused",
                               .cases = &no_answer},
                    type = {.id = 1,
                            .kind = "other-type",
                            .subject = "json",
                            .path = "$['error_code']",
                            .mismatch = CT_MISMATCH_TYPE,
                            .text = "'error_code' is a number in every error",
                            .first = "bind/unknown",
                            .cases = &body,
                            .violates = &violated,
                            .next = &refused};
    static const ct_connection connection = {"2",     "http://***@p:1", &resolve, "ca.pem", "c.pem",
                                             "c.key", "ca5a",           "ce27",   true};
    ct_requirement_result *failed = ct_new(s->arena, ct_requirement_result);
    ct_requirement_result *open = ct_new(s->arena, ct_requirement_result);
    ct_coverage_point *reached = ct_new(s->arena, ct_coverage_point);
    ct_coverage_point *missed = ct_new(s->arena, ct_coverage_point);
    *open = (ct_requirement_result){.requirement = ct_requirement_find(&s->suite, "BIND-ERROR"),
                                    .status = CT_NOT_VERIFIED};
    *failed = (ct_requirement_result){.requirement = ct_requirement_find(&s->suite, "BIND-404"),
                                      .status = CT_FAILED,
                                      .cases = &unknown,
                                      .next = open};
    *missed = (ct_coverage_point){.operation = operation, .kind = "status", .point = "404"};
    *reached = (ct_coverage_point){
        .operation = operation, .kind = "status", .point = "201", .count = 3, .next = missed};
    s->run.causes = &type;
    s->run.requirement_results = failed;
    s->run.coverage = reached;
    s->run.connection = &connection;
}

static void set_route(sample *s)
{
    static const char *const resolve[] = {"h:1:127.0.0.1"};
    static const ct_route route = {"http://***@p:1", resolve, 1, true};
    for (size_t i = 0; i < s->run.case_count; i++)
        for (const ct_step_result *step = s->results[i].steps; step; step = step->next)
            ((ct_request *)step->exchange->request)->route = &route;
}

sample *sample_mixed(ct_arena *arena)
{
    static ct_name smoke = {.text = "smoke"}, unbind = {.text = "unbind"};
    sample *s = sample_new(arena);
    const ct_operation *bind = sample_operation(s, "bind"), *list = sample_operation(s, "list");
    ct_case_result *result = sample_case(s, bind, "bound", CT_PASS);
    sample_asked(result)->tags = &smoke;
    sample_remark(s, sample_step(s, result, 201), "property $['x'] is not documented");
    sample_case(s, bind, "row[one & two]", CT_PASS);
    add_failures(s, bind);
    add_errors(s, bind);
    result = sample_case(s, bind, "again", CT_SKIP);
    result->reason = "the target does not declare 'unbind'";
    sample_asked(result)->requires = &unbind;
    result = sample_case(s, list, "listed", CT_WARN);
    ct_finding *finding =
        sample_finding(s, sample_step(s, result, 200), "json", "a list", "the number 1");
    sample_difference(s, finding, "$", "a list", "the number 1");
    sample_case(s, list, "later", CT_NOT_RUN)->reason = "interrupted";
    s->run.stopped = "interrupted";
    add_analysis(s, bind);
    set_route(s);
    return s;
}

/* Valid and invalid UTF-8, characters that XML and JSON cannot contain, control sequences of
 * terminals and CI logs. */
const char sample_hostile[] =
    "::error::x\r\n##[error]y\n]]>]]<![CDATA[</failure><script>&lt;\"'"
    "\001\010\033[31m\033]0;t\007\177\302\205\342\200\256"
    "\342\200\213\357\277\276\355\240\200\377\300\257%s%n\xF0\x9F\x98\x80";

sample *sample_attack(ct_arena *arena)
{
    const char *evil = sample_hostile;
    sample *s = sample_new(arena);
    s->run.target_name = s->run.target_url = s->run.seed = s->run.user_agent = evil;
    s->suite.name = "::a \"<b>&";
    s->source = ct_source_text(arena, "::error::\n.yaml", evil, sizeof sample_hostile - 1);
    const ct_operation *operation = sample_operation(s, "a.b");
    for (ct_verdict verdict = CT_NOT_RUN; verdict < CT_VERDICTS; verdict++) {
        const char *id = ct_arena_printf(arena, "%s%d", evil, (int)verdict);
        ct_case_result *result = sample_case(s, operation, id, verdict);
        sample_asked(result)->title = evil;
        sample_cite(s, result, evil, CT_MUST);
        if (verdict <= CT_SKIP) {
            result->reason = evil;
            continue;
        }
        ct_step_result *step = sample_step(s, result, 200);
        ((ct_step *)step->step)->title = evil;
        ct_response *response = (ct_response *)step->exchange->response;
        *response = (ct_response){.status = 200, .version = "1.1", .reason = evil};
        sample_body(step, evil, sizeof sample_hostile - 1, sizeof sample_hostile - 1);
        sample_remark(s, step, evil);
        if (verdict == CT_ERROR)
            sample_trouble(step, CT_E_PROTOCOL, evil);
        if (verdict == CT_WARN || verdict == CT_FAIL) {
            ct_finding *finding = sample_finding(s, step, evil, evil, evil);
            ct_difference *difference = sample_difference(s, finding, evil, evil, evil);
            finding->hint = finding->schema = difference->hint = difference->schema = evil;
            finding->diff = difference->diff = evil;
        }
    }
    s->run.stopped = evil;
    return s;
}

/* ---- Files ---- */

int arena_setup(void **state)
{
    *state = ct_arena_new();
    return 0;
}

int arena_teardown(void **state)
{
    ct_arena_free(*state);
    return 0;
}

static void remove_folder(void *thing)
{
    const char *folder = thing;
    DIR *entries = opendir(folder);
    for (struct dirent *entry; entries && (entry = readdir(entries));)
        unlinkat(dirfd(entries), entry->d_name, 0);
    if (entries)
        closedir(entries);
    rmdir(folder);
}

const char *folder_new(ct_arena *arena)
{
    const char *parent = getenv("TMPDIR");
    char *path = ct_arena_printf(arena, "%s/report test XXXXXX", parent ? parent : "/tmp");
    assert_non_null(mkdtemp(path));
    return ct_arena_own(arena, path, remove_folder);
}

const char *path_in(ct_arena *arena, const char *folder, const char *name)
{
    return ct_arena_printf(arena, "%s/%s", folder, name);
}

unsigned folder_count(const char *folder)
{
    unsigned count = 0;
    DIR *entries = opendir(folder);
    assert_non_null(entries);
    for (struct dirent *entry; (entry = readdir(entries));)
        count += strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
    closedir(entries);
    return count;
}

static void write_bytes(const char *path, const char *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, size, file), size);
    assert_int_equal(fclose(file), 0);
}

void file_write(const char *path, const char *text)
{
    write_bytes(path, text, strlen(text));
}

const ct_source *sample_report(sample *s, const char *kind, const char *folder)
{
    ct_diag diag = {.arena = s->arena};
    const ct_reporter_kind *row = ct_reporter_find(kind);
    const char *path = path_in(s->arena, folder, row->file_name ? row->file_name : kind);
    ct_reporter *reporter = ct_reporter_open(s->arena, row, path, &s->about, &diag);
    bool is_written = false;
    if (reporter) {
        sample_tell(s, &reporter->listener);
        is_written = ct_reporter_close(reporter, &diag);
    }
    ct_diag_print(&diag, stderr);
    assert_true(is_written);
    return ct_source_read(s->arena, path, &diag);
}

void golden_check(const char *name, const char *bytes, size_t size)
{
    ct_arena *arena = ct_arena_new();
    ct_diag diag = {.arena = arena};
    const char *path = path_in(arena, CT_GOLDEN, name);
    if (getenv("CT_ACCEPT"))
        write_bytes(path, bytes, size);
    const ct_source *golden = ct_source_read(arena, path, &diag);
    bool const is_same = golden && golden->size == size && !memcmp(golden->text, bytes, size);
    if (!is_same)
        fprintf(stderr, "---- not as in %s (CT_ACCEPT=1 accepts it) ----\n%.*s----\n", name,
                (int)size, bytes);
    ct_arena_free(arena);
    assert_true(is_same);
}
