#include "mutation/fault.h"

#include <string.h>

#include "lang/json/json.h"

static const struct {
    const ct_fault *faults;
    const char *subject;
} tables[] = {
    {ct_status_faults, "Status"},       {ct_head_faults, "Content-Type and X-Request-Id"},
    {ct_header_faults, "Headers"},      {ct_body_faults, "Body"},
    {ct_property_faults, "Properties"}, {ct_array_faults, "Arrays"},
    {ct_code_faults, "Error codes"},    {ct_time_faults, "Times"},
    {ct_behaviour_faults, "Behaviour"}, {ct_request_faults, "Requests to refuse"},
};

enum { TABLES = sizeof tables / sizeof *tables };

/* No table is empty, so the next fault is in the same table or the first of the next one. */
const ct_fault *ct_fault_next(const ct_fault *fault)
{
    if (!fault)
        return tables[0].faults;
    if (fault[1].name)
        return fault + 1;
    for (size_t i = 0; i + 1 < TABLES; i++) {
        const ct_fault *last = tables[i].faults;
        while (last[1].name)
            last++;
        if (last == fault)
            return tables[i + 1].faults;
    }
    return NULL;
}

const char *ct_fault_subject(const ct_fault *fault)
{
    for (size_t i = 0; i < TABLES; i++)
        for (const ct_fault *one = tables[i].faults; one->name; one++)
            if (one == fault)
                return tables[i].subject;
    return "Other"; /* of no table */
}

const ct_fault *ct_fault_find(const char *name, ct_loc where, ct_diag *diag)
{
    enum { NAMES_MAX = 512 };
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (const ct_fault *fault = NULL; (fault = ct_fault_next(fault));) {
        if (!strcmp(fault->name, name))
            return fault;
        if (count + 1 < NAMES_MAX)
            names[count++] = fault->name;
    }
    names[count] = NULL;
    ct_fail(diag, CT_ERR_UNKNOWN_VALUE, where, "unknown fault '%s'", name);
    ct_hint_nearest(diag, name, names);
    return NULL;
}

ct_response *ct_response_with_body(const ct_response *good, const char *bytes, size_t size,
                                   ct_arena *arena)
{
    ct_response *bad = ct_new(arena, ct_response);
    *bad = *good;
    bad->body = (ct_body){bytes, size, size};
    return bad;
}

ct_response *ct_response_with_text(const ct_response *good, ct_buf *text, ct_arena *arena)
{
    size_t const size = text->size;
    return ct_response_with_body(good, ct_buf_finish(text, arena), size, arena);
}

/* ---- Sites ------------------------------------------------------------------------------ */

static void add_sites(const json_t *value, const char *before, json_t *sites, ct_arena *arena)
{
    const char *name;
    json_t *member;
    size_t index;
    json_array_foreach(value, index, member) add_sites(member, before, sites, arena);
    json_object_foreach(ct_json_iterable(value), name, member)
    {
        const char *site = ct_arena_printf(arena, "%s%s%s", before, *before ? "/" : "", name);
        if (strchr(name, '/'))
            continue;
        if (!json_object_get(sites, site))
            json_object_set_new(sites, site, json_null());
        add_sites(member, site, sites, arena);
    }
}

void ct_fault_sites(const ct_response *response, json_t *sites, ct_arena *arena)
{
    ct_json_error error;
    const ct_body *body = &response->body;
    const json_t *json = body->bytes ? ct_json_read(arena, body->bytes, body->size, &error) : NULL;
    if (json)
        add_sites(json, "", sites, arena);
}

/* ---- Properties ------------------------------------------------------------------------- */

/* Renames or removes a property. Returns false if it has the new name already. */
static bool rename_property(const ct_fault *fault, json_t *object, const char *name,
                            ct_arena *arena)
{
    const char *other = fault->respell ? fault->respell(name, arena)
                        : fault->text  ? ct_arena_printf(arena, fault->text, name)
                                       : NULL;
    if (other && !strcmp(other, name))
        return false;
    if (other)
        json_object_set(object, other, json_object_get(object, name));
    json_object_del(object, name);
    return true;
}

/* Returns whether anything was changed. */
static bool apply_at(const ct_fault *fault, json_t *value, const char *site, ct_arena *arena)
{
    size_t const size = strcspn(site, "/"), count = json_array_size(value);
    const char *name = ct_arena_copy(arena, site, size);
    bool is_changed = false;
    if (json_is_array(value)) {
        for (size_t i = fault->is_in_last && count ? count - 1 : 0; i < count; i++)
            if (!fault->is_in_last || count > 1)
                is_changed = apply_at(fault, json_array_get(value, i), site, arena) || is_changed;
        return is_changed;
    }
    json_t *member = json_object_get(value, name);
    if (!member)
        return false;
    if (site[size])
        return apply_at(fault, member, site + size + 1, arena);
    if (!fault->edit)
        return rename_property(fault, value, name, arena);
    json_t *wrong = fault->edit(fault, member, arena);
    if (wrong)
        json_object_set_new(value, name, wrong);
    return wrong != NULL;
}

const ct_response *ct_mutate_property(const ct_fault *fault, const char *site,
                                      const ct_response *good, ct_arena *arena)
{
    ct_json_error error;
    const ct_body *body = &good->body;
    if (fault->unless_status == good->status)
        return NULL;
    json_t *json = body->bytes ? ct_json_read(arena, body->bytes, body->size, &error) : NULL;
    if (!json || !apply_at(fault, json, site, arena))
        return NULL;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_json_write(&text, json, CT_JSON_COMPACT);
    return ct_response_with_text(good, &text, arena);
}

bool ct_fault_has_sites(const ct_fault *fault)
{
    return fault->part == CT_PART_PROPERTY || (fault->part == CT_PART_HEADER && !fault->header);
}

void ct_fault_sites_of(const ct_fault *fault, const ct_response *response, json_t *sites,
                       ct_arena *arena)
{
    if (fault->part == CT_PART_PROPERTY)
        ct_fault_sites(response, sites, arena);
    else if (ct_fault_has_sites(fault))
        ct_fault_header_sites(response, sites);
    else
        json_object_set_new(sites, "", json_null());
}

const ct_response *ct_fault_mutate(const ct_fault *fault, const char *site,
                                   const ct_response *previous, const ct_response *good,
                                   ct_arena *arena)
{
    if (fault->mutate_after)
        return previous ? fault->mutate_after(previous, good, arena) : NULL;
    return fault->mutate(fault, site, good, arena);
}

const ct_response *ct_fault_apply(const ct_fault *fault, const char *site,
                                  const ct_response *previous, const ct_response *good,
                                  ct_arena *arena)
{
    const ct_response *bad = good, *worse;
    const char *each;
    json_t *ignored, *sites = ct_json_own(arena, json_object());
    if (site || !ct_fault_has_sites(fault)) {
        worse = ct_fault_mutate(fault, site ? site : "", previous, good, arena);
        return worse ? worse : good;
    }
    ct_fault_sites_of(fault, good, sites, arena);
    json_object_foreach(sites, each, ignored)
    {
        worse = fault->mutate(fault, each, bad, arena);
        bad = worse ? worse : bad;
    }
    return bad;
}
