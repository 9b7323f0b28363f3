/* One line of a record: a case and its result. */
#include <string.h>

#include "lang/yaml/bind.h"
#include "record/record.h"
#include "record/record_parts.h"

/* One JSON object fills several structs. */
typedef struct case_values {
    ct_case test_case;
    ct_case_result result;
    const json_t *steps;
} case_values;

typedef struct step_fields {
    ct_step test_case;
    ct_step_result result;
    ct_exchange exchange;
    const json_t *notes, *notes_base64;
} step_fields;

static ct_record_reader *reading_of(ct_json_field_reader *m)
{
    return m->user;
}

/* ---- Words ---- */

static const char *verdict_name(int i)
{
    return ct_verdict_name((ct_verdict)i);
}

static bool read_verdict(ct_json_field_reader *m, const json_t *value, void *slot)
{
    int index;
    if (!ct_json_bind_word(m, value, verdict_name, CT_VERDICTS, "a verdict", &index))
        return false;
    *(ct_verdict *)slot = (ct_verdict)index;
    return true;
}

static const char *failure_name(int i)
{
    return ct_failure_name((ct_failure)i);
}

static bool read_failure(ct_json_field_reader *m, const json_t *value, void *slot)
{
    int index;
    if (!ct_json_bind_word(m, value, failure_name, CT_FAILURES, "a connection failure", &index))
        return false;
    *(ct_failure *)slot = (ct_failure)index;
    return true;
}

static const char *code_name(int i)
{
    return ct_record_code_name((ct_code)i);
}

static bool read_code(ct_json_field_reader *m, const json_t *value, void *slot)
{
    int index;
    if (!ct_json_bind_word(m, value, code_name, CT_E_PROTOCOL + 1, "an error code", &index))
        return false;
    *(ct_code *)slot = (ct_code)index;
    return true;
}

/* ---- Places and lists ---- */

typedef struct place_fields {
    const char *file;
    unsigned line, column, width;
} place_fields;

static const ct_json_field place_table[] = {
    {"file", ct_json_field_string, offsetof(place_fields, file), true},
    {"line", ct_json_field_uint, offsetof(place_fields, line), true},
    {"column", ct_json_field_uint, offsetof(place_fields, column), true},
    {"width", ct_json_field_uint, offsetof(place_fields, width), true},
    {0},
};

static bool read_place(ct_json_field_reader *m, const json_t *value, void *slot)
{
    place_fields fields = {0};
    if (!ct_json_bind_read(m, value, place_table, &fields))
        return false;
    if (fields.column > UINT16_MAX || fields.width > UINT16_MAX)
        return ct_json_bind_fail(m, "the column or the width is too large");
    *(ct_loc *)slot = (ct_loc){.source = ct_record_source(reading_of(m), fields.file),
                               .line = fields.line,
                               .column = (uint16_t)fields.column,
                               .width = (uint16_t)fields.width};
    return true;
}

static bool add_name(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_name ***end = slot, *name = ct_new(m->arena, ct_name);
    **end = name;
    *end = &name->next;
    return ct_json_field_string(m, value, &name->text);
}

bool ct_record_read_names(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_name **end = slot;
    return ct_json_bind_each(m, value, add_name, &end);
}

/* ---- What was found ---- */

static const ct_json_field difference_table[] = {
    {"path", ct_json_field_string, offsetof(ct_difference, path), true},
    {"mismatch", ct_record_read_mismatch, offsetof(ct_difference, mismatch), false},
    {"expected", ct_json_field_string, offsetof(ct_difference, expected), true},
    {"actual", ct_json_field_string, offsetof(ct_difference, actual), true},
    {"hint", ct_json_field_string, offsetof(ct_difference, hint), false},
    {"schema", ct_json_field_string, offsetof(ct_difference, schema), false},
    {"diff", ct_json_field_string, offsetof(ct_difference, diff), false},
    {"place", read_place, offsetof(ct_difference, where), false},
    {0},
};

static bool add_difference(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_difference ***end = slot, *difference = ct_new(m->arena, ct_difference);
    **end = difference;
    *end = &difference->next;
    return ct_json_bind_read(m, value, difference_table, difference);
}

static bool read_differences(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_difference **end = slot;
    return ct_json_bind_each(m, value, add_difference, &end);
}

static bool add_violated(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_cite ***end = slot, *cite = ct_new(m->arena, ct_cite);
    const char *id;
    if (!ct_json_field_string(m, value, &id))
        return false;
    cite->requirement = ct_map_find(&reading_of(m)->requirements, id, strlen(id));
    **end = cite;
    *end = &cite->next;
    return cite->requirement || ct_json_bind_fail(m, "unknown requirement");
}

static bool read_violates(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_cite **end = slot;
    if (json_is_array(value) && !json_array_size(value))
        return ct_json_bind_fail(m, "the list is empty");
    return ct_json_bind_each(m, value, add_violated, &end);
}

static const ct_json_field finding_table[] = {
    {"subject", ct_json_field_string, offsetof(ct_finding, subject), true},
    {"verdict", read_verdict, offsetof(ct_finding, verdict), true},
    {"place", read_place, offsetof(ct_finding, where), false},
    {"mismatch", ct_record_read_mismatch, offsetof(ct_finding, mismatch), false},
    {"expected", ct_json_field_string, offsetof(ct_finding, expected), true},
    {"actual", ct_json_field_string, offsetof(ct_finding, actual), true},
    {"hint", ct_json_field_string, offsetof(ct_finding, hint), false},
    {"schema", ct_json_field_string, offsetof(ct_finding, schema), false},
    {"diff", ct_json_field_string, offsetof(ct_finding, diff), false},
    {"violates", read_violates, offsetof(ct_finding, violates), false},
    {"difference_count", ct_json_field_uint, offsetof(ct_finding, difference_count), false},
    {"differences", read_differences, offsetof(ct_finding, differences), false},
    {0},
};

static bool add_finding(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_finding ***end = slot, *finding = ct_new(m->arena, ct_finding);
    **end = finding;
    *end = &finding->next;
    if (!ct_json_bind_read(m, value, finding_table, finding))
        return false;
    if (!finding->mismatch != (finding->verdict == CT_ERROR))
        return ct_json_bind_fail(m, "a finding has a 'mismatch' unless its verdict is 'error'");
    size_t const reported = json_array_size(json_object_get(value, "differences"));
    bool const is_counted =
        reported ? finding->difference_count >= reported : !finding->difference_count;
    return is_counted || ct_json_bind_fail(m, "'difference_count' does not match 'differences'");
}

static bool read_findings(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_finding **end = slot;
    return ct_json_bind_each(m, value, add_finding, &end);
}

static const ct_json_field error_fields[] = {
    {"code", read_code, offsetof(ct_step_result, code), false},
    {"text", ct_json_field_string, offsetof(ct_step_result, error), true},
    {0},
};

static bool read_error(ct_json_field_reader *m, const json_t *value, void *slot)
{
    return ct_json_bind_read(m, value, error_fields, slot);
}

typedef struct note_list {
    ct_response_note **end;
    const json_t *bytes;
    size_t index;
} note_list;

static bool add_note(ct_json_field_reader *m, const json_t *value, void *slot)
{
    note_list *list = slot;
    ct_response_note *note = ct_new(m->arena, ct_response_note);
    note->text = ct_json_bind_exact(m, value, json_array_get(list->bytes, list->index++));
    *list->end = note;
    list->end = &note->next;
    return note->text;
}

/* ---- Steps ---- */

static const ct_json_field step_table[] = {
    {"title", ct_json_field_string, offsetof(step_fields, test_case.title), false},
    {"place", read_place, offsetof(step_fields, test_case.where), false},
    {"verdict", read_verdict, offsetof(step_fields, result.verdict), true},
    {"is_cleanup", ct_json_field_bool, offsetof(step_fields, result.is_cleanup), true},
    {"checks", ct_json_field_uint, offsetof(step_fields, result.checks), true},
    {"attempts", ct_json_field_uint, offsetof(step_fields, result.attempts), false},
    {"throttled_ms", ct_json_field_uint, offsetof(step_fields, result.throttled_ms), false},
    {"waited_ms", ct_json_field_uint, offsetof(step_fields, result.waited_ms), false},
    {"saved_ms", ct_json_field_uint, offsetof(step_fields, result.saved_ms), false},
    {"request", ct_record_read_request, offsetof(step_fields, exchange.request), false},
    {"response", ct_record_read_response, offsetof(step_fields, exchange.response), false},
    {"failure", read_failure, offsetof(step_fields, exchange.failure), false},
    {"address", ct_json_field_string, offsetof(step_fields, exchange.address), false},
    {"started_at", ct_json_field_time, offsetof(step_fields, exchange.started_at), false},
    {"received_at", ct_json_field_time, offsetof(step_fields, exchange.received_at), false},
    {"tls", ct_record_read_tls, offsetof(step_fields, exchange.tls), false},
    {"name_us", ct_json_field_us, offsetof(step_fields, exchange.name_us), false},
    {"connect_us", ct_json_field_us, offsetof(step_fields, exchange.connect_us), false},
    {"tls_us", ct_json_field_us, offsetof(step_fields, exchange.tls_us), false},
    {"sent_us", ct_json_field_us, offsetof(step_fields, exchange.sent_us), false},
    {"first_byte_us", ct_json_field_us, offsetof(step_fields, exchange.first_byte_us), false},
    {"elapsed_us", ct_json_field_us, offsetof(step_fields, exchange.elapsed_us), false},
    {"findings", read_findings, offsetof(step_fields, result.findings), true},
    {"error", read_error, offsetof(step_fields, result), false},
    {"notes", ct_record_keep_json, offsetof(step_fields, notes), true},
    {"notes_base64", ct_record_keep_json, offsetof(step_fields, notes_base64), false},
    {0},
};

/* An exchange is complete with its request, or is missing. */
static bool check_exchange(ct_json_field_reader *m, const json_t *step)
{
    static const char *const always[] = {"started_at", "name_us",       "connect_us",
                                         "sent_us",    "first_byte_us", "elapsed_us"};
    static const char *const sometimes[] = {"response", "failure", "address",
                                            "tls",      "tls_us",  "received_at"};
    bool const has_request = json_object_get(step, "request");
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (!json_object_get(step, always[i]) == has_request)
            return ct_json_bind_fail(m, "'request' and '%s' require each other", always[i]);
    for (size_t i = 0; i < sizeof sometimes / sizeof *sometimes; i++)
        if (json_object_get(step, sometimes[i]) && !has_request)
            return ct_json_bind_fail(m, "'%s' without a 'request'", sometimes[i]);
    if (!json_object_get(step, "response") != !json_object_get(step, "received_at"))
        return ct_json_bind_fail(m, "'response' and 'received_at' require each other");
    return true;
}

static bool read_notes(ct_json_field_reader *m, step_fields *fields)
{
    note_list list = {&fields->result.notes, fields->notes_base64, 0};
    if (list.bytes && json_array_size(list.bytes) != json_array_size(fields->notes))
        return ct_json_bind_fail(m, "'notes_base64' is not as long as 'notes'");
    return ct_json_bind_each_of(m, "notes", fields->notes, add_note, &list);
}

static bool add_step(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_step_result ***end = slot;
    step_fields *fields = ct_new(m->arena, step_fields);
    **end = &fields->result;
    *end = &fields->result.next;
    if (!ct_json_bind_read(m, value, step_table, fields) || !check_exchange(m, value) ||
        !read_notes(m, fields))
        return false;
    if (fields->test_case.title || fields->test_case.where.source)
        fields->result.step = &fields->test_case;
    if (fields->exchange.request)
        fields->result.exchange = &fields->exchange;
    if (fields->exchange.response)
        fields->result.status = fields->exchange.response->status;
    if (!json_object_get(value, "attempts"))
        fields->result.attempts = fields->exchange.request ? 1 : 0;
    return true;
}

/* ---- The case ---- */

typedef struct cite_fields {
    const char *id, *level, *source;
    ct_requirement_status status; /* CT_NOT_TESTED: not stated */
} cite_fields;

static const ct_json_field cite_table[] = {
    {"id", ct_json_field_string, offsetof(cite_fields, id), true},
    {"level", ct_json_field_string, offsetof(cite_fields, level), true},
    {"source", ct_json_field_string, offsetof(cite_fields, source), false},
    {"status", ct_record_read_requirement_status, offsetof(cite_fields, status), false},
    {0},
};

typedef struct cite_lists {
    ct_cite **cites;
    ct_requirement_outcome **outcomes;
} cite_lists;

static bool add_cite(ct_json_field_reader *m, const json_t *value, void *slot)
{
    cite_lists *lists = slot;
    ct_cite *cite = ct_new(m->arena, ct_cite);
    cite_fields fields = {0};
    if (!ct_json_bind_read(m, value, cite_table, &fields))
        return false;
    cite->requirement = ct_map_find(&reading_of(m)->requirements, fields.id, strlen(fields.id));
    const char *source = cite->requirement ? cite->requirement->source : NULL;
    if (!cite->requirement || strcmp(ct_level_name(cite->requirement->level), fields.level) ||
        strcmp(source ? source : "", fields.source ? fields.source : ""))
        return ct_json_bind_fail(m, "unknown requirement");
    *lists->cites = cite;
    lists->cites = &cite->next;
    if (!json_object_get(value, "status"))
        return true;
    ct_requirement_outcome *outcome = ct_new(m->arena, ct_requirement_outcome);
    *outcome = (ct_requirement_outcome){cite->requirement, fields.status, NULL};
    *lists->outcomes = outcome;
    lists->outcomes = &outcome->next;
    return true;
}

static bool read_verifies(ct_json_field_reader *m, const json_t *value, void *slot)
{
    case_values *values = slot;
    ct_requirement_outcome *outcomes = NULL;
    cite_lists lists = {&values->test_case.verifies, &outcomes};
    bool const ok = ct_json_bind_each(m, value, add_cite, &lists);
    values->result.requirements = outcomes;
    return ok;
}

static bool read_operation(ct_json_field_reader *m, const json_t *value, void *slot)
{
    const char *id;
    if (!ct_json_field_string(m, value, &id))
        return false;
    const ct_operation *operation = ct_map_find(&reading_of(m)->operations, id, strlen(id));
    *(const ct_operation **)slot = operation;
    return operation || ct_json_bind_fail(m, "unknown operation");
}

static const ct_json_field case_table[] = {
    {"full_name", ct_json_field_string, offsetof(case_values, test_case.full_name), true},
    {"operation", read_operation, offsetof(case_values, test_case.operation), false},
    {"id", ct_json_field_string, offsetof(case_values, test_case.id), true},
    {"base_id", ct_json_field_string, offsetof(case_values, test_case.base_id), false},
    {"index", ct_json_field_u64, offsetof(case_values, test_case.index), false},
    {"title", ct_json_field_string, offsetof(case_values, test_case.title), true},
    {"place", read_place, offsetof(case_values, test_case.where), false},
    {"tags", ct_record_read_names, offsetof(case_values, test_case.tags), true},
    {"requires", ct_record_read_names, offsetof(case_values, test_case.requires), true},
    {"verifies", read_verifies, 0, true},
    {"verdict", read_verdict, offsetof(case_values, result.verdict), true},
    {"reason", ct_json_field_string, offsetof(case_values, result.reason), false},
    {"started_at", ct_json_field_time, offsetof(case_values, result.started_at), false},
    {"elapsed_us", ct_json_field_us, offsetof(case_values, result.elapsed_us), true},
    {"steps", ct_record_keep_json, offsetof(case_values, steps), true},
    {0},
};

/* A case is never better than its steps, so that changing one verdict in the file is noticed. A
 * waived failure is a warning with a reason; a case that did not run has no verdict to compare. */
static bool check_verdict(ct_json_field_reader *m, const ct_case_result *result)
{
    bool const is_waived = result->verdict == CT_WARN && result->reason;
    for (const ct_step_result *step = result->steps; step; step = step->next) {
        for (const ct_finding *f = step->findings; f; f = f->next)
            if (f->verdict > step->verdict)
                return ct_json_bind_fail(m, "the verdict of a step does not match its findings");
        if (!step->is_cleanup && step->verdict > result->verdict && !is_waived &&
            result->verdict != CT_NOT_RUN)
            return ct_json_bind_fail(m, "its verdict does not match its steps");
    }
    return true;
}

/* Which statuses a case with that verdict can show. */
static bool can_show(ct_verdict verdict, ct_requirement_status status)
{
    switch (status) {
    case CT_PASSED:
        return verdict != CT_NOT_RUN && verdict != CT_SKIP;
    case CT_WARNED:
    case CT_WAIVED:
        return verdict >= CT_WARN;
    case CT_FAILED:
        return verdict == CT_FAIL;
    case CT_NOT_TESTED:
        return false;
    default:
        return true;
    }
}

/* A requirement that is not cited is violated by a finding of its level. */
static bool violates_other(const ct_case_result *result, const ct_finding *f, const ct_cite *v)
{
    bool const is_must = ct_level_is_must(v->requirement->level);
    return !ct_case_verifies(result->test_case, v->requirement) &&
           f->verdict == (is_must ? CT_FAIL : CT_WARN);
}

static bool fails_other(const ct_case_result *result)
{
    for (const ct_step_result *step = result->steps; step; step = step->next)
        for (const ct_finding *f = step->findings; f; f = f->next)
            for (const ct_cite *v = f->violates; v; v = v->next)
                if (f->verdict == CT_FAIL && violates_other(result, f, v))
                    return true;
    return false;
}

static bool check_violates(ct_json_field_reader *m, const ct_case_result *result)
{
    for (const ct_step_result *step = result->steps; step; step = step->next)
        for (const ct_finding *f = step->findings; f; f = f->next)
            for (const ct_cite *v = f->violates; v; v = v->next)
                if (f->verdict == CT_ERROR ||
                    (!violates_other(result, f, v) &&
                     !ct_case_verifies(result->test_case, v->requirement)))
                    return ct_json_bind_fail(m, "the verdict of a finding cannot count against a "
                                                "requirement of its 'violates'");
    return true;
}

/* A failed case leaves something that is not passed, cited or not, and every citation of a case
 * that ran has a status. */
static bool check_statuses(ct_json_field_reader *m, const ct_case_result *result)
{
    const ct_requirement_outcome *o = result->requirements;
    size_t cites = 0, outcomes = 0, passed = 0;
    for (const ct_cite *cite = result->test_case->verifies; cite; cite = cite->next)
        cites++;
    for (; o; o = o->next, outcomes++) {
        passed += o->status == CT_PASSED;
        if (!can_show(result->verdict, o->status))
            return ct_json_bind_fail(m, "the status of a requirement does not match its verdict");
    }
    if (outcomes && outcomes != cites)
        return ct_json_bind_fail(m, "some requirements of 'verifies' have no 'status'");
    if (outcomes && passed == outcomes && result->verdict >= CT_ERROR && !fails_other(result))
        return ct_json_bind_fail(m, "it did not pass, but all its requirements did");
    return check_violates(m, result);
}

bool ct_record_read_case(ct_record_reader *reading, const json_t *json, bool is_before,
                         ct_case_result *result)
{
    ct_json_field_reader *m = &reading->fields;
    case_values *fields = ct_new(reading->keep, case_values);
    const char *name = json_string_value(json_object_get(json, "full_name"));
    m->depth = 0;
    m->what = name ? ct_arena_printf(reading->scratch, "case '%.200s'", name) : NULL;
    m->arena = reading->keep;
    if (!ct_json_bind_read(m, json, case_table, fields))
        return false;
    if (!fields->test_case.operation != is_before || !json_object_get(json, "index") != is_before)
        return ct_json_bind_fail(m, "a case must have 'operation' and 'index'");
    fields->test_case.kind = is_before ? CT_CASE_SETUP : CT_CASE_TEST;
    if (!fields->test_case.base_id)
        fields->test_case.base_id = fields->test_case.id;
    ct_step_result **end = &fields->result.steps;
    m->arena = reading->scratch;
    if (!ct_json_bind_each_of(m, "steps", fields->steps, add_step, &end) ||
        !check_verdict(m, &fields->result))
        return false;
    fields->result.test_case = &fields->test_case;
    fields->steps = NULL;
    if (!check_statuses(m, &fields->result))
        return false;
    *result = fields->result;
    return true;
}
