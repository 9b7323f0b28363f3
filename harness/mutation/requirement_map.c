#include "mutation/requirement_map.h"

#include <string.h>
#include <strings.h>

#include "gateway/gateway.h"
#include "lang/json/json.h"
#include "lang/path/path.h"
#include "lang/yaml/bind.h"

/* A place of a requirement, and the sites that its JSONPath selected in the responses added so far.
 */
typedef struct mapped_place {
    const ct_about *about;
    json_t *sites; /* object whose names are the sites; "" is the whole body */
    struct mapped_place *next;
} mapped_place;

typedef struct mapped_requirement {
    const ct_requirement *requirement;
    unsigned aspects;     /* in which it can be violated; 0: form, value and extra element */
    bool is_of_behaviour; /* only the rows under `faults` violate it */
    mapped_place *places;
    struct mapped_requirement *next;
} mapped_requirement;

/* A row under `faults`. */
typedef struct named_fault {
    const ct_fault *fault;
    ct_name *ids;
    struct named_fault *next;
} named_fault;

struct ct_requirement_map {
    ct_arena *arena;
    const ct_suite *suite;
    mapped_requirement *requirements;
    named_fault *faults;
    bool is_of_suite;
};

/* ---- faults.yaml ------------------------------------------------------------------------ */

static bool check_ids(ct_binder *binder, const ct_name *ids)
{
    const ct_requirement_map *map = binder->user;
    bool ok = true;
    for (; ids && map->is_of_suite; ids = ids->next)
        if (!ct_requirement_find(map->suite, ids->text))
            ok = ct_fail(binder->diag, CT_ERR_UNKNOWN_REQUIREMENT, ids->where,
                         "the suite has no requirement '%s'", ids->text);
    return ok;
}

static bool bind_fault(ct_binder *binder, const ct_yaml *node)
{
    ct_requirement_map *map = binder->user;
    named_fault *row = ct_new(binder->arena, named_fault);
    row->fault = ct_fault_find(node->key, node->key_where, binder->diag);
    if (!row->fault)
        return false;
    if (row->fault->part && !row->fault->mutate_after)
        return ct_fail(binder->diag, CT_ERR_INVALID_VALUE, node->key_where,
                       "the fault '%s' changes a response: 'about' of a requirement says what it "
                       "violates",
                       node->key);
    row->next = map->faults;
    map->faults = row;
    return ct_bind_names(binder, node, &row->ids) && check_ids(binder, row->ids);
}

static const struct {
    const char *name;
    unsigned flag;
} aspect_names[] = {
    {"form", CT_ASPECT_FORM},
    {"value", CT_ASPECT_VALUE},
    {"extra-element", CT_ASPECT_EXTRA},
    {"zone", CT_ASPECT_ZONE},
    {"missing-element", CT_ASPECT_MISSING},
    {"order", CT_ASPECT_ORDER},
};

enum { ASPECTS = sizeof aspect_names / sizeof *aspect_names };

static mapped_requirement *find_requirement(const ct_requirement_map *map, const char *id)
{
    mapped_requirement *m = map->requirements;
    while (m && strcmp(m->requirement->id, id))
        m = m->next;
    return m;
}

/* Aspects are those of a property or header, so the requirement must be about one. */
static bool narrow(ct_binder *binder, const ct_name *id, unsigned flag)
{
    mapped_requirement *m = find_requirement(binder->user, id->text);
    const mapped_place *place = m ? m->places : NULL;
    while (place && !place->about->at && !place->about->header)
        place = place->next;
    if (m && !place)
        return ct_fail(binder->diag, CT_ERR_INVALID_VALUE, id->where,
                       "'%s' is about no property or header: its 'about' has no 'at' or 'header'",
                       id->text);
    if (m)
        m->aspects |= flag;
    return true;
}

static bool bind_aspect(ct_binder *binder, const ct_yaml *node)
{
    const char *names[ASPECTS + 1] = {NULL};
    ct_name *ids = NULL;
    size_t i = 0;
    for (; i < ASPECTS && strcmp(node->key, aspect_names[i].name); i++)
        names[i] = aspect_names[i].name;
    if (i == ASPECTS) {
        ct_fail(binder->diag, CT_ERR_UNKNOWN_VALUE, node->key_where, "unknown aspect '%s'",
                node->key);
        return ct_hint_nearest(binder->diag, node->key, names) && false;
    }
    bool ok = ct_bind_names(binder, node, &ids) && check_ids(binder, ids);
    for (const ct_name *id = ids; id; id = id->next)
        ok = narrow(binder, id, aspect_names[i].flag) && ok;
    return ok;
}

static bool bind_each(ct_binder *binder, const ct_yaml *node,
                      bool (*bind)(ct_binder *binder, const ct_yaml *node))
{
    bool ok = true;
    if (!ct_bind_expect(binder, node, CT_YAML_MAP))
        return false;
    for (const ct_yaml *child = node->child; child; child = child->next)
        ok = bind(binder, child) && ok;
    return ok;
}

static bool bind_faults(ct_binder *binder, const ct_yaml *node, void *slot)
{
    (void)slot;
    return bind_each(binder, node, bind_fault);
}

static bool bind_aspects(ct_binder *binder, const ct_yaml *node, void *slot)
{
    (void)slot;
    return bind_each(binder, node, bind_aspect);
}

static bool bind_behaviour(ct_binder *binder, const ct_yaml *node, void *slot)
{
    ct_name *ids = NULL;
    (void)slot;
    if (!ct_bind_names(binder, node, &ids) || !check_ids(binder, ids))
        return false;
    for (const ct_name *id = ids; id; id = id->next) {
        mapped_requirement *m = find_requirement(binder->user, id->text);
        if (m)
            m->is_of_behaviour = true;
    }
    return true;
}

static const ct_field file_fields[] = {
    {"faults", bind_faults, 0, false, "what a fault of requests or of behaviour violates"},
    {"aspects", bind_aspects, 0, false,
     "what is violated where only one aspect of a property is wrong"},
    {"behaviour", bind_behaviour, 0, false,
     "the requirements that no fault of a response violates"},
    {0},
};

/* ---- The map ---------------------------------------------------------------------------- */

static ct_requirement_map *new_map(ct_arena *arena, const ct_suite *suite)
{
    ct_requirement_map *map = ct_new(arena, ct_requirement_map);
    mapped_requirement **tail = &map->requirements;
    map->arena = arena;
    map->suite = suite;
    for (const ct_requirement *r = suite->requirements; r; r = r->next) {
        mapped_requirement *m = ct_new(arena, mapped_requirement);
        mapped_place **last = &m->places;
        m->requirement = r;
        for (const ct_about *about = r->about; about; about = about->next) {
            *last = ct_new(arena, mapped_place);
            **last = (mapped_place){about, ct_json_own(arena, json_object()), NULL};
            last = &(*last)->next;
        }
        *tail = m;
        tail = &m->next;
    }
    return map;
}

ct_requirement_map *ct_requirement_map_load(ct_arena *arena, const ct_suite *suite,
                                            const char *path, bool is_of_suite, ct_diag *diag)
{
    ct_requirement_map *map = new_map(arena, suite);
    ct_binder binder = {.arena = arena, .diag = diag, .user = map};
    map->is_of_suite = is_of_suite;
    if (!path)
        return map;
    const ct_source *source = ct_source_read(arena, path, diag);
    const ct_yaml *root = source ? ct_yaml_parse(arena, source, diag) : NULL;
    return root && ct_bind(&binder, root, file_fields, map) ? map : NULL;
}

/* Returns the site of a node, "applies/app_id" for $['applies'][0]['app_id']. */
static const char *site_of(const ct_path_place *place, ct_arena *arena)
{
    if (!place)
        return "";
    const char *before = site_of(place->parent, arena);
    if (!place->name)
        return before;
    return ct_arena_printf(arena, "%s%s%.*s", before, *before ? "/" : "", (int)place->size,
                           place->name);
}

static bool is_of(const ct_about *about, const char *operation, unsigned status)
{
    const char *method, *path;
    return !about->is_effect && about->status == status &&
           ct_gateway_operation_request(operation, &method, &path) &&
           ct_about_is_of(about, method, path);
}

void ct_requirement_map_add(ct_requirement_map *map, const char *operation,
                            const ct_response *response)
{
    const ct_body *body = &response->body;
    ct_arena *scratch = ct_arena_new();
    ct_json_error error;
    ct_path_nodes nodes;
    const json_t *json =
        body->bytes ? ct_json_read(scratch, body->bytes, body->size, &error) : NULL;
    for (const mapped_requirement *m = map->requirements; m && json; m = m->next)
        for (const mapped_place *place = m->places; place; place = place->next) {
            if (!place->about->at || !is_of(place->about, operation, response->status) ||
                !ct_path_select(place->about->at, json, scratch, NULL, &nodes))
                continue;
            for (size_t i = 0; i < nodes.count; i++)
                json_object_set_new(place->sites, site_of(nodes.hits[i].place, scratch),
                                    json_null());
        }
    ct_arena_free(scratch);
}

/* A fault of one certain header has no aspects, and violates each requirement about it. */
static bool is_header(const ct_about *about, const ct_mutation *mutation, unsigned aspects)
{
    const ct_fault *fault = mutation->fault;
    return about->header &&
           !strcasecmp(about->header, fault->header ? fault->header : mutation->site) &&
           (!fault->aspects || aspects & fault->aspects);
}

static bool is_violated(const mapped_requirement *m, const ct_mutation *mutation)
{
    const ct_fault *fault = mutation->fault;
    unsigned const usual = CT_ASPECT_FORM | CT_ASPECT_VALUE | CT_ASPECT_EXTRA;
    unsigned const aspects = m->aspects ? m->aspects : usual;
    if (fault->mutate_after)
        return false; /* another valid response: faults.yaml says where it is wrong */
    for (const mapped_place *place = m->is_of_behaviour ? NULL : m->places; place;
         place = place->next) {
        const ct_about *about = place->about;
        if (!is_of(about, mutation->operation, mutation->status))
            continue;
        if (fault->part == CT_PART_STATUS   ? !about->header && !about->at
            : fault->part == CT_PART_HEADER ? is_header(about, mutation, aspects)
            : !json_object_get(place->sites, mutation->site)
                ? false
                : fault->part == CT_PART_BODY || (aspects & fault->aspects))
            return true;
    }
    return false;
}

/* A named fault that changes responses violates a requirement only in the responses that it is
 * about. */
static bool counts_at(const ct_requirement *r, const ct_mutation *mutation)
{
    if (!mutation->fault->part)
        return true;
    for (const ct_about *about = r->about; about; about = about->next)
        if (is_of(about, mutation->operation, mutation->status))
            return true;
    return false;
}

size_t ct_requirement_map_violated(const ct_requirement_map *map, const ct_mutation *mutation,
                                   const ct_requirement **violated, size_t max)
{
    size_t count = 0;
    const named_fault *named = map->faults;
    while (named && named->fault != mutation->fault)
        named = named->next;
    for (const ct_name *id = named ? named->ids : NULL; id && count < max; id = id->next) {
        violated[count] = ct_requirement_find(map->suite, id->text);
        count += violated[count] && counts_at(violated[count], mutation);
    }
    for (const mapped_requirement *m = mutation->operation ? map->requirements : NULL;
         m && count < max; m = m->next)
        if (is_violated(m, mutation))
            violated[count++] = m->requirement;
    return count;
}

/* ---- All of it -------------------------------------------------------------------------- */

#define ERROR(code) "{\"error_code\":\"" code "\",\"error_msg\":\"Words\"}"
#define BOUND(id)                                                                                  \
    "{\"app_id\":\"" id "\",\"app_quota_id\":\"c9\",\"bound_time\":\"2020-09-19T07:43:11Z\"}"

/* Responses of the reference gateway, to find out which faults apply to them without a run. */
static const struct {
    const char *operation;
    unsigned status;
    const char *body;
} examples[] = {
    {"bind", 201, "{\"applies\":[" BOUND("98d-a") "," BOUND("35-6") "]}"},
    {"bind", 400, ERROR("APIG.2012")},
    {"bind", 401, ERROR("APIG.1002")},
    {"bind", 403, ERROR("APIG.1005")},
    {"bind", 404, ERROR("APIG.3093")},
    {"bind", 500, ERROR("APIG.9999")},
    {"list", 200, "{\"size\":2,\"total\":2,\"apps\":[" BOUND("98d-a") "," BOUND("35-6") "]}"},
    {"list", 404, ERROR("APIG.3093")},
    {"unbind", 204, NULL},
    {"unbind", 404, ERROR("APIG.3093")},
};

enum { EXAMPLES = sizeof examples / sizeof *examples };

static ct_response example_response(size_t index)
{
    static ct_header type = {"Content-Type", "application/json", NULL};
    static ct_header id = {"X-Request-Id", "7", &type};
    static ct_header id_alone = {"X-Request-Id", "7", NULL};
    const char *body = examples[index].body;
    size_t const size = body ? strlen(body) : 0;
    return (ct_response){.status = examples[index].status,
                         .version = "1.1",
                         .reason = "",
                         .headers = body ? &id : &id_alone,
                         .body = {body, size, size}};
}

static void add_violated(const ct_requirement_map *map, const ct_mutation *mutation, json_t *all)
{
    enum { VIOLATED_MAX = 64 };
    const ct_requirement *violated[VIOLATED_MAX];
    size_t const count = ct_requirement_map_violated(map, mutation, violated, VIOLATED_MAX);
    for (size_t i = 0; i < count; i++) {
        const char *id = violated[i]->id, *name = mutation->fault->name;
        json_t *names = json_object_get(all, id);
        size_t const known = json_array_size(names);
        if (!names)
            json_object_set_new(all, id, names = json_array());
        if (!known || strcmp(json_string_value(json_array_get(names, known - 1)), name))
            json_array_append_new(names, json_string(name));
    }
}

static void try_example(const ct_requirement_map *map, const ct_fault *fault, size_t index,
                        json_t *all, ct_arena *scratch)
{
    ct_response const good = example_response(index);
    json_t *ignored, *sites = ct_json_own(scratch, json_object());
    const char *site;
    ct_fault_sites_of(fault, &good, sites, scratch);
    json_object_foreach(sites, site, ignored)
    {
        if (fault->mutate_after || fault->mutate(fault, site, &good, scratch))
            add_violated(map, &(ct_mutation){fault, examples[index].operation, good.status, site},
                         all);
    }
}

const json_t *ct_requirement_map_json(ct_requirement_map *map)
{
    json_t *all = ct_json_own(map->arena, json_object());
    ct_arena *scratch = ct_arena_new();
    for (size_t i = 0; i < EXAMPLES; i++) {
        ct_response const good = example_response(i);
        ct_requirement_map_add(map, examples[i].operation, &good);
    }
    for (const ct_fault *fault = NULL; (fault = ct_fault_next(fault));) {
        if (!fault->mutate)
            add_violated(map, &(ct_mutation){.fault = fault, .site = ""}, all);
        for (size_t i = 0; i < EXAMPLES && fault->mutate; i++)
            try_example(map, fault, i, all, scratch);
    }
    ct_arena_free(scratch);
    return all;
}
