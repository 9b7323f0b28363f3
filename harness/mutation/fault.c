#include "mutation/fault.h"

#include <string.h>

#include "lang/json/json.h"

static const ct_defect *const tables[] = {
    ct_status_defects, ct_head_defects, ct_body_defects,  ct_member_defects, ct_array_defects,
    ct_code_defects,   ct_time_defects, ct_quirk_defects, ct_flaw_defects,
};

enum { TABLES = sizeof tables / sizeof *tables };

/* Every table has a row, so the next one is here or at the beginning of the next. */
const ct_defect *ct_defect_next(const ct_defect *defect)
{
    if (!defect)
        return tables[0];
    if (defect[1].name)
        return defect + 1;
    for (size_t i = 0; i + 1 < TABLES; i++) {
        const ct_defect *last = tables[i];
        while (last[1].name)
            last++;
        if (last == defect)
            return tables[i + 1];
    }
    return NULL;
}

const ct_defect *ct_defect_find(const char *name, ct_diag *diag)
{
    enum { NAMES_MAX = 512 };
    const char *names[NAMES_MAX];
    size_t count = 0;
    for (const ct_defect *defect = NULL; (defect = ct_defect_next(defect));) {
        if (!strcmp(defect->name, name))
            return defect;
        if (count + 1 < NAMES_MAX)
            names[count++] = defect->name;
    }
    names[count] = NULL;
    ct_fail(diag, CT_E_UNKNOWN, CT_NOWHERE, "unknown defect '%s'", name);
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

void ct_defect_sites(const ct_response *response, json_t *sites, ct_arena *arena)
{
    ct_json_trouble trouble;
    const ct_body *body = &response->body;
    const json_t *json =
        body->bytes ? ct_json_read(arena, body->bytes, body->size, &trouble) : NULL;
    if (json)
        add_sites(json, "", sites, arena);
}

/* ---- Members ---------------------------------------------------------------------------- */

typedef struct wound {
    const ct_defect *defect;
    ct_arena *arena;
    bool in_last; /* of several elements only the last one */
} wound;

static size_t wound_at(const wound *w, json_t *value, const char *site);

static size_t wound_elements(const wound *w, json_t *list, const char *site)
{
    size_t const count = json_array_size(list);
    size_t hits = 0;
    if (w->in_last)
        return count > 1 ? wound_at(w, json_array_get(list, count - 1), site) : 0;
    for (size_t i = 0; i < count; i++)
        hits += wound_at(w, json_array_get(list, i), site);
    return hits;
}

static size_t wound_at(const wound *w, json_t *value, const char *site)
{
    size_t const size = strcspn(site, "/");
    const char *name = ct_arena_copy(w->arena, site, size);
    if (json_is_array(value))
        return wound_elements(w, value, site);
    json_t *member = json_object_get(value, name);
    if (member && site[size])
        return wound_at(w, member, site + size + 1);
    if (!member)
        return 0;
    if (!w->defect->edit) { /* the name itself is wrong, or gone */
        const char *other = w->defect->text;
        if (other)
            json_object_set(value, ct_arena_printf(w->arena, other, name), member);
        json_object_del(value, name);
        return 1;
    }
    json_t *wrong = w->defect->edit(w->defect, member, w->arena);
    if (wrong)
        json_object_set_new(value, name, wrong);
    return wrong != NULL;
}

/* `number` 1: only in the last of several elements. */
const ct_response *ct_damage_member(const ct_defect *defect, const char *site,
                                    const ct_response *good, ct_arena *arena)
{
    ct_json_trouble trouble;
    const ct_body *body = &good->body;
    wound const w = {defect, arena, defect->number == 1};
    json_t *json = body->bytes ? ct_json_read(arena, body->bytes, body->size, &trouble) : NULL;
    if (!json || !wound_at(&w, json, site))
        return NULL;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_json_write(&text, json, CT_JSON_COMPACT);
    size_t const size = text.size;
    return ct_response_with_body(good, ct_buf_finish(&text, arena), size, arena);
}

const ct_response *ct_defect_strike(const ct_defect *defect, const char *site,
                                    const ct_response *good, ct_arena *arena)
{
    const ct_response *bad = good, *worse;
    const char *each;
    json_t *ignored, *sites = ct_json_own(arena, json_object());
    if (site || !defect->is_of_member) {
        worse = defect->damage(defect, site ? site : "", good, arena);
        return worse ? worse : good;
    }
    ct_defect_sites(good, sites, arena);
    json_object_foreach(sites, each, ignored)
    {
        worse = defect->damage(defect, each, bad, arena);
        bad = worse ? worse : bad;
    }
    return bad;
}
