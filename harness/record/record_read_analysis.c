/* What a run shows as a whole, read: causes, requirements, coverage, connection. */
#include <string.h>

#include "lang/yaml/bind.h"
#include "record/record_parts.h"

static ct_record_reader *reading_of(ct_json_field_reader *m)
{
    return m->user;
}

/* ---- References to cases ---- */

/* A case that the head names. Its line comes later: it is looked for then. */
typedef struct reference {
    const char *name;
    const ct_cause_case *of_cause; /* with a step, and perhaps a finding; or NULL */
    bool is_found;
    struct reference *same_case, *next;
} reference;

static void refer(ct_json_field_reader *m, const char *name, const ct_cause_case *of_cause)
{
    ct_record_references *all = &reading_of(m)->references;
    reference *r = ct_new(m->arena, reference);
    size_t const size = strlen(name);
    reference *first = (reference *)ct_map_find(&all->by_name, name, size);
    *r = (reference){.name = name, .of_cause = of_cause, .next = all->first};
    all->first = r;
    if (first) {
        r->same_case = first->same_case;
        first->same_case = r;
    } else {
        ct_map_put(m->arena, &all->by_name, name, size, r);
    }
}

/* What can be referred to in a step. */
typedef struct step_facts {
    size_t findings;
    bool has_error;
} step_facts;

static step_facts *facts_of(ct_arena *scratch, const ct_case_result *result, size_t *count)
{
    *count = 0;
    for (const ct_step_result *step = result->steps; step; step = step->next)
        ++*count;
    step_facts *facts = ct_arena_alloc(scratch, (*count + 1) * sizeof *facts), *at = facts;
    for (const ct_step_result *step = result->steps; step; step = step->next, at++) {
        *at = (step_facts){.has_error = step->error};
        for (const ct_finding *f = step->findings; f; f = f->next)
            at->findings++;
    }
    return facts;
}

bool ct_record_check_references(ct_json_field_reader *m, const ct_record_references *all,
                                const ct_case_result *result)
{
    const char *name = result->test_case->full_name;
    reference *r = (reference *)ct_map_find(&all->by_name, name, strlen(name));
    size_t count;
    if (!r)
        return true;
    const step_facts *facts = facts_of(reading_of(m)->scratch, result, &count);
    for (; r; r = r->same_case) {
        const ct_cause_case *c = r->of_cause;
        r->is_found = true;
        if (c && (c->step >= count || (c->has_finding ? c->finding >= facts[c->step].findings
                                                      : !facts[c->step].has_error)))
            return ct_json_bind_fail(
                m, "'causes' refers to a step or a finding that it does not have");
    }
    return true;
}

const char *ct_record_missing_reference(const ct_record_references *all)
{
    const reference *r = all->first;
    while (r && r->is_found)
        r = r->next;
    return r ? r->name : NULL;
}

/* ---- Names ---- */

static const char *mismatch_name(int i)
{
    return ct_mismatch_name((ct_mismatch)i);
}

bool ct_record_read_mismatch(ct_json_field_reader *m, const json_t *value, void *slot)
{
    int mismatch;
    if (!ct_json_bind_word(m, value, mismatch_name, CT_MISMATCHES, "a kind of mismatch", &mismatch))
        return false;
    *(ct_mismatch *)slot = (ct_mismatch)mismatch;
    return true;
}

static const char *status_name(int i)
{
    return ct_requirement_status_name((ct_requirement_status)i);
}

bool ct_record_read_requirement_status(ct_json_field_reader *m, const json_t *value, void *slot)
{
    int status;
    if (!ct_json_bind_word(m, value, status_name, CT_REQUIREMENT_STATUSES,
                           "a status of a requirement", &status))
        return false;
    *(ct_requirement_status *)slot = (ct_requirement_status)status;
    return true;
}

static bool read_kind(ct_json_field_reader *m, const json_t *value, void *slot)
{
    const char **kind = slot;
    if (!ct_json_field_string(m, value, kind))
        return false;
    bool const is_kind = **kind >= 'a' && **kind <= 'z' &&
                         !(*kind)[strspn(*kind, "abcdefghijklmnopqrstuvwxyz0123456789-")];
    return is_kind || ct_json_bind_fail(m, "expected lower-case words joined by '-'");
}

static bool read_http_version(ct_json_field_reader *m, const json_t *value, void *slot)
{
    const char **version = slot;
    return ct_json_field_string(m, value, version) &&
           (!strcmp(*version, "1.1") || !strcmp(*version, "2") ||
            ct_json_bind_fail(m, "expected \"1.1\" or \"2\""));
}

static const ct_requirement *find_requirement(ct_json_field_reader *m, const char *id)
{
    const ct_requirement *found = ct_map_find(&reading_of(m)->requirements, id, strlen(id));
    if (!found)
        ct_json_bind_fail(m, "unknown requirement");
    return found;
}

/* An empty list says no more than its absence, and is not written. */
static bool read_list(ct_json_field_reader *m, const json_t *value, ct_json_field_fn *read,
                      void *end)
{
    if (json_is_array(value) && !json_array_size(value))
        return ct_json_bind_fail(m, "the list is empty");
    return ct_json_bind_each(m, value, read, end);
}

/* ---- Causes ---- */

static const ct_json_field cause_case_table[] = {
    {"case", ct_json_field_string, offsetof(ct_cause_case, name), true},
    {"step", ct_json_field_uint, offsetof(ct_cause_case, step), true},
    {"finding", ct_json_field_uint, offsetof(ct_cause_case, finding), false},
    {0},
};

static bool add_cause_case(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_cause_case ***end = slot, *one = ct_new(m->arena, ct_cause_case);
    if (!ct_json_bind_read(m, value, cause_case_table, one))
        return false;
    one->has_finding = json_object_get(value, "finding");
    **end = one;
    *end = &one->next;
    refer(m, one->name, one);
    return true;
}

static bool read_cause_cases(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_cause_case **end = slot;
    return read_list(m, value, add_cause_case, &end);
}

static bool read_violates(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_name **names = slot;
    if (!ct_record_read_names(m, value, slot))
        return false;
    for (const ct_name *name = *names; name; name = name->next)
        if (!find_requirement(m, name->text))
            return false;
    return *names || ct_json_bind_fail(m, "the list is empty");
}

static const ct_json_field cause_table[] = {
    {"id", ct_json_field_uint, offsetof(ct_cause, id), true},
    {"kind", read_kind, offsetof(ct_cause, kind), true},
    {"subject", ct_json_field_string, offsetof(ct_cause, subject), true},
    {"path", ct_json_field_string, offsetof(ct_cause, path), false},
    {"mismatch", ct_record_read_mismatch, offsetof(ct_cause, mismatch), false},
    {"text", ct_json_field_string, offsetof(ct_cause, text), true},
    {"expected", ct_json_field_string, offsetof(ct_cause, expected), false},
    {"actual", ct_json_field_string, offsetof(ct_cause, actual), false},
    {"follows", ct_json_field_uint, offsetof(ct_cause, follows), false},
    {"first", ct_json_field_string, offsetof(ct_cause, first), true},
    {"cases", read_cause_cases, offsetof(ct_cause, cases), true},
    {"violates", read_violates, offsetof(ct_cause, violates), false},
    {0},
};

typedef struct cause_list {
    ct_cause **end;
    unsigned count;
} cause_list;

static bool add_cause(ct_json_field_reader *m, const json_t *value, void *slot)
{
    cause_list *list = slot;
    ct_cause *cause = ct_new(m->arena, ct_cause);
    if (!ct_json_bind_read(m, value, cause_table, cause))
        return false;
    if (cause->id != ++list->count)
        return ct_json_bind_fail(m, "the ids of causes must count from 1");
    const ct_cause_case *first = cause->cases;
    while (first && strcmp(first->name, cause->first))
        first = first->next;
    *list->end = cause;
    list->end = &cause->next;
    return first || ct_json_bind_fail(m, "'first' is not one of 'cases'");
}

bool ct_record_read_causes(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_cause **first = slot;
    cause_list list = {first, 0};
    if (!read_list(m, value, add_cause, &list))
        return false;
    for (const ct_cause *cause = *first; cause; cause = cause->next)
        if (cause->follows == cause->id || cause->follows > list.count)
            return ct_json_bind_fail(m, "'follows' is not the id of another cause");
    return true;
}

/* ---- Requirements ---- */

typedef struct result_fields {
    const char *id;
    ct_requirement_result result;
} result_fields;

static bool read_case_names(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_name **names = slot;
    if (!ct_record_read_names(m, value, slot))
        return false;
    for (const ct_name *name = *names; name; name = name->next)
        refer(m, name->text, NULL);
    return true;
}

static const ct_json_field result_table[] = {
    {"id", ct_json_field_string, offsetof(result_fields, id), true},
    {"status", ct_record_read_requirement_status, offsetof(result_fields, result.status), true},
    {"cases", read_case_names, offsetof(result_fields, result.cases), true},
    {0},
};

typedef struct result_list {
    ct_requirement_result **end;
    ct_map known;
} result_list;

static bool add_requirement_result(ct_json_field_reader *m, const json_t *value, void *slot)
{
    result_list *list = slot;
    result_fields *fields = ct_new(m->arena, result_fields);
    if (!ct_json_bind_read(m, value, result_table, fields))
        return false;
    fields->result.requirement = find_requirement(m, fields->id);
    if (!fields->result.requirement)
        return false;
    if (ct_map_find(&list->known, fields->id, strlen(fields->id)))
        return ct_json_bind_fail(m, "duplicate requirement");
    ct_map_put(m->arena, &list->known, fields->id, strlen(fields->id), fields);
    *list->end = &fields->result;
    list->end = &fields->result.next;
    return true;
}

bool ct_record_read_requirement_results(ct_json_field_reader *m, const json_t *value, void *slot)
{
    result_list list = {.end = slot};
    return read_list(m, value, add_requirement_result, &list);
}

/* ---- Coverage ---- */

typedef struct point_fields {
    const char *operation;
    ct_coverage_point point;
} point_fields;

static const ct_json_field point_table[] = {
    {"operation", ct_json_field_string, offsetof(point_fields, operation), true},
    {"kind", read_kind, offsetof(point_fields, point.kind), true},
    {"point", ct_json_field_string, offsetof(point_fields, point.point), true},
    {"count", ct_json_field_u64, offsetof(point_fields, point.count), true},
    {0},
};

typedef struct point_list {
    ct_coverage_point **end;
    ct_map known;
} point_list;

static bool add_coverage_point(ct_json_field_reader *m, const json_t *value, void *slot)
{
    point_list *list = slot;
    point_fields *fields = ct_new(m->arena, point_fields);
    ct_coverage_point *point = &fields->point;
    if (!ct_json_bind_read(m, value, point_table, fields))
        return false;
    const char *id = fields->operation;
    point->operation = ct_map_find(&reading_of(m)->operations, id, strlen(id));
    if (!point->operation)
        return ct_json_bind_fail(m, "unknown operation");
    const char *key =
        ct_arena_printf(m->arena, "%s %zu:%s %s", point->kind, strlen(id), id, point->point);
    if (ct_map_find(&list->known, key, strlen(key)))
        return ct_json_bind_fail(m, "duplicate coverage point");
    ct_map_put(m->arena, &list->known, key, strlen(key), point);
    *list->end = point;
    list->end = &point->next;
    return true;
}

bool ct_record_read_coverage(ct_json_field_reader *m, const json_t *value, void *slot)
{
    point_list list = {.end = slot};
    return read_list(m, value, add_coverage_point, &list);
}

/* ---- The connection ---- */

static const ct_json_field connection_table[] = {
    {"http_version", read_http_version, offsetof(ct_connection, http_version), false},
    {"proxy", ct_json_field_string, offsetof(ct_connection, proxy), false},
    {"resolve", ct_record_read_names, offsetof(ct_connection, resolve), false},
    {"ca", ct_json_field_string, offsetof(ct_connection, ca), false},
    {"ca_sha256", ct_json_field_string, offsetof(ct_connection, ca_sha256), false},
    {"client_cert", ct_json_field_string, offsetof(ct_connection, client_cert), false},
    {"client_cert_sha256", ct_json_field_string, offsetof(ct_connection, client_cert_sha256),
     false},
    {"client_key", ct_json_field_string, offsetof(ct_connection, client_key), false},
    {"insecure", ct_json_field_bool, offsetof(ct_connection, is_insecure), false},
    {0},
};

bool ct_record_read_connection(ct_json_field_reader *m, const json_t *value, void *slot)
{
    ct_connection *connection = ct_new(m->arena, ct_connection);
    *(const ct_connection **)slot = connection;
    return ct_json_bind_read(m, value, connection_table, connection);
}
