/* Which trials there are: each defect at each answer and site where it changes something. */
#include <stdlib.h>
#include <string.h>

#include "lang/json/json.h"
#include "mutation/mutation_run.h"

/* Answers of one operation with one status. */
typedef struct kind {
    const char *operation;
    unsigned status;
    json_t *sites; /* an object: its names are the sites */
    struct kind *next;
} kind;

typedef struct planning {
    ct_campaign *campaign;
    const bool *is_cited; /* by a requirement's place in the suite */
    kind *kinds;
    ct_trial *trials;
    size_t count, capacity;
} planning;

static kind *find_kind(planning *p, const ct_recorded *one)
{
    kind **at = &p->kinds;
    while (*at &&
           ((*at)->status != one->response->status || strcmp((*at)->operation, one->operation)))
        at = &(*at)->next;
    if (!*at) {
        *at = ct_new(p->campaign->arena, kind);
        **at = (kind){one->operation, one->response->status,
                      ct_json_own(p->campaign->arena, json_object()), NULL};
    }
    return *at;
}

/* ---- What is at stake ------------------------------------------------------------------- */

static const bool *find_cited(const ct_campaign *c)
{
    size_t count = 0, place = 0;
    for (const ct_requirement *r = c->selection->suite->requirements; r; r = r->next)
        count++;
    bool *is_cited = ct_arena_alloc(c->arena, (count + 1) * sizeof *is_cited);
    for (const ct_requirement *r = c->selection->suite->requirements; r; r = r->next, place++)
        for (size_t i = 0; i < c->selection->count; i++)
            for (const ct_cite *cite = c->selection->cases[i]->verifies; cite; cite = cite->next)
                is_cited[place] = is_cited[place] || cite->requirement == r;
    return is_cited;
}

typedef struct breaking {
    const planning *p;
    ct_trial *trial;
} breaking;

static void add_broken(void *user, const char *id)
{
    enum { BROKEN_MAX = 16 };
    breaking *b = user;
    const ct_campaign *c = b->p->campaign;
    ct_trial *trial = b->trial;
    size_t place = 0;
    const ct_requirement *r = c->selection->suite->requirements;
    for (; r && strcmp(r->id, id); r = r->next)
        place++;
    if (!r || !b->p->is_cited[place] || trial->broken_count == BROKEN_MAX)
        return;
    if (!trial->broken)
        trial->broken = ct_arena_alloc(c->arena, BROKEN_MAX * sizeof *trial->broken);
    for (size_t i = 0; i < trial->broken_count; i++)
        if (trial->broken[i] == r)
            return;
    trial->broken[trial->broken_count++] = r;
    trial->is_must = trial->is_must || ct_level_is_must(r->level);
}

/* ---- Trials ----------------------------------------------------------------------------- */

static void add_trial(planning *p, const ct_strike *strike)
{
    const ct_campaign *c = p->campaign;
    ct_trial trial = {.strike = *strike};
    breaking b = {p, &trial};
    if (c->data)
        ct_strike_breaks(strike, add_broken, &b, c->arena);
    if (p->count == p->capacity) {
        p->capacity = 2 * p->capacity + 256;
        p->trials = ct_realloc(p->trials, p->capacity * sizeof *p->trials);
    }
    p->trials[p->count++] = trial;
}

static bool can_damage(const ct_campaign *c, const ct_strike *strike, ct_arena *scratch)
{
    for (const ct_recorded *one = c->recorded; one; one = one->next)
        if (one->operation && one->response->status == strike->status &&
            !strcmp(one->operation, strike->operation) &&
            strike->defect->damage(strike->defect, strike->site, one->response, scratch))
            return true;
    return false;
}

static void add_pair(planning *p, const ct_strike *strike)
{
    ct_arena *scratch = ct_arena_new();
    if (can_damage(p->campaign, strike, scratch))
        add_trial(p, strike);
    else
        p->campaign->not_applicable++;
    ct_arena_free(scratch);
}

static void add_damage(planning *p, const ct_defect *defect, const kind *of)
{
    ct_strike strike = {defect, of->operation, of->status, ""};
    const char *site;
    json_t *ignored;
    if (!defect->is_of_member) {
        add_pair(p, &strike);
        return;
    }
    json_object_foreach(of->sites, site, ignored)
    {
        strike.site = site;
        add_pair(p, &strike);
    }
}

/* Those at stake first. What a fault breaks is known of the reference gateway only. */
static void keep_trials(const planning *p)
{
    ct_campaign *c = p->campaign;
    bool const may_be_uncharged = c->data && c->selection->suite->requirements;
    c->trials = ct_arena_alloc(c->arena, (p->count + 1) * sizeof *p->trials);
    for (size_t i = 0; i < p->count; i++)
        if (!may_be_uncharged || p->trials[i].broken_count)
            c->trials[c->trial_count++] = p->trials[i];
    for (size_t i = 0; i < p->count; i++)
        if (may_be_uncharged && !p->trials[i].broken_count)
            c->trials[c->trial_count + c->uncharged_count++] = p->trials[i];
}

void ct_campaign_plan(ct_campaign *campaign)
{
    planning p = {.campaign = campaign, .is_cited = find_cited(campaign)};
    for (const ct_recorded *one = campaign->recorded; one; one = one->next)
        if (one->operation)
            ct_defect_sites(one->response, find_kind(&p, one)->sites, campaign->arena);
    for (const ct_defect *defect = NULL; (defect = ct_defect_next(defect));) {
        if (!defect->damage && campaign->data)
            add_trial(&p, &(ct_strike){defect, NULL, 0, ""});
        for (const kind *of = p.kinds; defect->damage && of; of = of->next)
            add_damage(&p, defect, of);
    }
    keep_trials(&p);
    free(p.trials);
}
