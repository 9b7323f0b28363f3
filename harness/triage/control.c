#include "triage/control.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/map.h"
#include "lang/json/json.h"
#include "lang/uri.h"

enum {
    PARTS_MAX = 64,         /* of a request */
    VALUE_MAX = 4096,       /* bytes of a part */
    DEPTH_MAX = 8,          /* nesting of objects whose properties are parts */
    CANDIDATES_MAX = 16,    /* requests with the fewest parts that are tried as a control */
    BODY = CT_CONTROL_PARTS /* whether there is a body, and one that is not a JSON object */
};

typedef struct part {
    unsigned kind; /* ct_control_part, or BODY */
    const char *name, *value;
} part;

/* A request that got another status than expected. */
typedef struct request_parts {
    const ct_case *test_case;
    const char *key; /* what a control and its dependents have in common */
    const char *expected;
    unsigned status;
    part *parts; /* sorted */
    size_t count;
    bool is_too_large;
    struct request_parts *next;
} request_parts;

struct ct_controls {
    ct_arena *arena;
    ct_arena *scratch; /* of the request that is looked at */
    request_parts *requests;
    size_t count;
    ct_map by_case; /* from the full name of a case to its control */
};

static void free_arena(void *arena)
{
    ct_arena_free(arena);
}

ct_controls *ct_controls_new(ct_arena *arena)
{
    ct_controls *controls = ct_new(arena, ct_controls);
    controls->arena = arena;
    controls->scratch = ct_arena_own(arena, ct_arena_new(), free_arena);
    return controls;
}

/* ---- The parts of a request ---- */

static void add_part(request_parts *all, unsigned kind, const char *name, const char *value)
{
    if (all->count == PARTS_MAX || strlen(name) + strlen(value) > VALUE_MAX)
        all->is_too_large = true;
    else
        all->parts[all->count++] = (part){.kind = kind, .name = name, .value = value};
}

static void add_headers(request_parts *all, const ct_header *header)
{
    for (; header; header = header->next)
        add_part(all, CT_CONTROL_HEADER, header->name, header->value);
}

static void add_query(request_parts *all, ct_arena *arena, ct_uri_part query)
{
    while (query.size) {
        const char *end = memchr(query.at, '&', query.size);
        size_t const size = end ? (size_t)(end - query.at) : query.size;
        char *name = ct_arena_copy(arena, query.at, size);
        char *equals = strchr(name, '=');
        if (equals)
            *equals = '\0';
        add_part(all, CT_CONTROL_QUERY, name, equals ? equals + 1 : "");
        query.at += size + (end != NULL);
        query.size -= size + (end != NULL);
    }
}

static void add_properties(request_parts *all, ct_arena *arena, const json_t *object,
                           const char *prefix, unsigned depth)
{
    const char *key;
    json_t *value;
    json_object_foreach(ct_json_iterable(object), key, value)
    {
        const char *name = ct_arena_printf(arena, "%s%s%s", prefix, *prefix ? "." : "", key);
        ct_buf text = CT_BUF(VALUE_MAX + 1);
        if (json_is_object(value) && depth < DEPTH_MAX) {
            add_properties(all, arena, value, name, depth + 1);
            ct_buf_char(&text, '{');
        } else {
            ct_json_write(&text, value, CT_JSON_COMPACT);
        }
        add_part(all, CT_CONTROL_PROPERTY, name, ct_buf_finish(&text, arena));
        if (all->is_too_large)
            return;
    }
}

static void add_body(request_parts *all, ct_arena *arena, const ct_body *body)
{
    ct_json_error error;
    if (!body->bytes) {
        add_part(all, BODY, "", "none");
        return;
    }
    const json_t *json =
        body->size == body->whole ? ct_json_read(arena, body->bytes, body->size, &error) : NULL;
    all->is_too_large = all->is_too_large || body->size < body->whole ||
                        (body->size && memchr(body->bytes, '\0', body->size));
    add_part(all, BODY, "", json_is_object(json) ? "object" : "other");
    if (json_is_object(json))
        add_properties(all, arena, json, "", 0);
    else
        add_part(all, BODY, "bytes", ct_arena_copy(arena, body->bytes, body->size));
}

/* Names of headers ignore case (RFC 9110 section 5.1). */
static int compare_names(const part *a, const part *b)
{
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    return a->kind == CT_CONTROL_HEADER ? strcasecmp(a->name, b->name) : strcmp(a->name, b->name);
}

static int compare_parts(const void *a, const void *b)
{
    const part *x = a, *y = b;
    int const order = compare_names(x, y);
    return order ? order : strcmp(x->value, y->value);
}

/* ---- Failed requests ---- */

static const ct_finding *status_finding(const ct_step_result *step)
{
    const ct_finding *finding = step->findings;
    while (finding && (finding->verdict != CT_FAIL || strcmp(finding->subject, "status") != 0))
        finding = finding->next;
    return finding;
}

static void keep(ct_controls *controls, const request_parts *found)
{
    request_parts *kept = ct_new(controls->arena, request_parts);
    *kept = *found;
    kept->key = ct_arena_text(controls->arena, found->key);
    kept->expected = ct_arena_text(controls->arena, found->expected);
    kept->parts = ct_arena_alloc(controls->arena, found->count * sizeof *kept->parts);
    for (size_t i = 0; i < kept->count; i++)
        kept->parts[i] = (part){.kind = found->parts[i].kind,
                                .name = ct_arena_text(controls->arena, found->parts[i].name),
                                .value = ct_arena_text(controls->arena, found->parts[i].value)};
    kept->next = controls->requests;
    controls->requests = kept;
    controls->count++;
}

void ct_controls_add(ct_controls *controls, const ct_case_result *result)
{
    const ct_finding *finding = NULL;
    const ct_step_result *step =
        result->verdict == CT_FAIL ? ct_case_decider(result, &finding) : NULL;
    const ct_exchange *exchange = step ? step->exchange : NULL;
    if (!exchange || !exchange->response || !result->test_case->operation ||
        !(finding = status_finding(step)))
        return;
    ct_arena *arena = controls->scratch;
    const ct_request *request = exchange->request;
    ct_uri const url = ct_uri_split(request->url, strlen(request->url));
    request_parts *found = ct_new(arena, request_parts);
    found->parts = ct_arena_alloc(arena, PARTS_MAX * sizeof *found->parts);
    found->test_case = result->test_case;
    found->expected = finding->expected;
    found->status = exchange->response->status;
    found->key = ct_arena_printf(arena, "%s %s %.*s %s %u", result->test_case->operation->id,
                                 request->method, (int)url.path.size, url.path.at,
                                 finding->expected, found->status);
    add_headers(found, request->headers);
    add_query(found, arena, url.query);
    add_body(found, arena, &request->body);
    qsort(found->parts, found->count, sizeof *found->parts, compare_parts);
    if (!found->is_too_large)
        keep(controls, found);
    ct_arena_reset(arena);
}

/* ---- Controls ---- */

/* By key, then from few parts to many, then in file order. */
static int compare_requests(const void *a, const void *b)
{
    const request_parts *x = *(request_parts *const *)a, *y = *(request_parts *const *)b;
    int const order = strcmp(x->key, y->key);
    if (order)
        return order;
    if (x->count != y->count)
        return x->count < y->count ? -1 : 1;
    return x->test_case->index < y->test_case->index ? -1
                                                     : x->test_case->index > y->test_case->index;
}

/* Returns whether `large` has all parts of `small`, and more. Stores its first other part. */
static bool is_part_of(const request_parts *small, const request_parts *large, const part **other)
{
    size_t at = 0;
    *other = NULL;
    for (size_t i = 0; i < large->count; i++)
        if (at < small->count && !compare_parts(&small->parts[at], &large->parts[i]))
            at++;
        else if (!*other)
            *other = &large->parts[i];
    return at == small->count && *other;
}

typedef struct found_control {
    ct_control control;
    ct_dependent **tail;
    const part *left_out[PARTS_MAX]; /* different ones, and how many dependents have each */
    size_t counts[PARTS_MAX], left_out_count;
} found_control;

static void count_left_out(found_control *found, const part *other)
{
    size_t i = 0;
    while (i < found->left_out_count && compare_names(found->left_out[i], other) != 0)
        i++;
    if (i == PARTS_MAX)
        return;
    found->left_out[i] = i < found->left_out_count ? found->left_out[i] : other;
    found->left_out_count += i == found->left_out_count;
    found->counts[i]++;
}

static void add_dependent(ct_controls *controls, found_control *found, const request_parts *request,
                          const part *other)
{
    ct_dependent *one = ct_new(controls->arena, ct_dependent);
    const char *name = request->test_case->full_name;
    one->test_case = request->test_case;
    *found->tail = one;
    found->tail = &one->next;
    found->control.dependent_count++;
    count_left_out(found, other);
    ct_map_put(controls->arena, &controls->by_case, name, strlen(name), &found->control);
}

static void name_left_out(found_control *found)
{
    size_t best = 0;
    for (size_t i = 1; i < found->left_out_count; i++)
        if (found->counts[i] > found->counts[best])
            best = i;
    found->control.part = (ct_control_part)found->left_out[best]->kind;
    found->control.name = found->left_out[best]->name;
    found->control.is_of_most = found->counts[best] * 2 > found->control.dependent_count;
}

static void insert(ct_control **list, ct_control *control)
{
    while (*list && (*list)->test_case->index < control->test_case->index)
        list = &(*list)->next;
    control->next = *list;
    *list = control;
}

static found_control *new_control(ct_arena *arena, const request_parts *request)
{
    found_control *found = ct_new(arena, found_control);
    found->control = (ct_control){
        .test_case = request->test_case, .expected = request->expected, .status = request->status};
    found->tail = &found->control.dependents;
    return found;
}

/* Of requests with one key. A request with fewer parts comes first, so that the first control which
 * is found depends on no other. */
static void find_among(ct_controls *controls, request_parts **requests, size_t count,
                       ct_control **list)
{
    found_control *found[CANDIDATES_MAX] = {NULL};
    for (size_t i = 1; i < count; i++)
        for (size_t c = 0; c < i && c < CANDIDATES_MAX; c++) {
            const part *other = NULL;
            if (!is_part_of(requests[c], requests[i], &other))
                continue;
            if (!found[c])
                found[c] = new_control(controls->arena, requests[c]);
            add_dependent(controls, found[c], requests[i], other);
            break;
        }
    for (size_t c = 0; c < CANDIDATES_MAX; c++)
        if (found[c]) {
            name_left_out(found[c]);
            insert(list, &found[c]->control);
        }
}

const ct_control *ct_controls_find(ct_controls *controls)
{
    ct_control *list = NULL;
    request_parts **sorted =
        ct_arena_alloc(controls->arena, (controls->count + 1) * sizeof *sorted);
    size_t count = 0;
    for (request_parts *r = controls->requests; r; r = r->next)
        sorted[count++] = r;
    qsort(sorted, count, sizeof *sorted, compare_requests);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && !strcmp(sorted[next]->key, sorted[i]->key);)
            next++;
        find_among(controls, sorted + i, next - i, &list);
    }
    return list;
}

const ct_control *ct_control_of(const ct_controls *controls, const ct_case *test_case)
{
    return ct_map_find(&controls->by_case, test_case->full_name, strlen(test_case->full_name));
}
