/* Plans the mutants: each fault at each response and site where it changes something. */
#include <stdlib.h>
#include <string.h>

#include "lang/json/json.h"
#include "mutation/mutation_run.h"

/* The responses of one operation with one status: faults do not distinguish them. */
typedef struct kind {
    const char *operation;
    unsigned status;
    json_t *sites;   /* object whose names are the sites of properties */
    json_t *headers; /* likewise, of headers */
    const ct_recorded *first;
    struct kind *next;
} kind;

typedef struct planning {
    ct_mutation_run *mutation_run;
    const bool *is_cited; /* by the index of a requirement in the suite */
    kind *kinds;
    ct_mutant *mutants;
    size_t count, capacity;
} planning;

static kind *find_kind(planning *p, const ct_recorded *one)
{
    kind **at = &p->kinds;
    while (*at &&
           ((*at)->status != one->response->status || strcmp((*at)->operation, one->operation)))
        at = &(*at)->next;
    if (!*at) {
        *at = ct_new(p->mutation_run->arena, kind);
        **at = (kind){.operation = one->operation,
                      .status = one->response->status,
                      .sites = ct_json_own(p->mutation_run->arena, json_object()),
                      .headers = ct_json_own(p->mutation_run->arena, json_object()),
                      .first = one};
    }
    return *at;
}

/* ---- Violated requirements -------------------------------------------------------------- */

static const bool *find_cited(const ct_mutation_run *c)
{
    size_t count = 0, place = 0;
    for (const ct_requirement *r = c->selection->suite->requirements; r; r = r->next)
        count++;
    bool *is_cited = ct_arena_alloc(c->arena, (count + 1) * sizeof *is_cited);
    for (const ct_requirement *r = c->selection->suite->requirements; r; r = r->next, place++)
        for (size_t i = 0; i < c->selection->count; i++)
            is_cited[place] = is_cited[place] || ct_case_verifies(c->selection->cases[i], r);
    return is_cited;
}

/* Keeps the violated requirements that a selected case verifies: no case claims to detect others.
 */
static void add_violated_of(const planning *p, ct_mutant *mutant)
{
    enum { VIOLATED_MAX = 64 };
    const ct_mutation_run *c = p->mutation_run;
    const ct_requirement *violated[VIOLATED_MAX];
    size_t const count =
        ct_requirement_map_violated(c->map, &mutant->mutation, violated, VIOLATED_MAX);
    mutant->violated = ct_arena_alloc(c->arena, (count + 1) * sizeof *mutant->violated);
    for (size_t i = 0; i < count; i++) {
        size_t place = 0;
        for (const ct_requirement *r = c->selection->suite->requirements; r != violated[i];
             r = r->next)
            place++;
        if (!p->is_cited[place])
            continue;
        mutant->violated[mutant->violated_count++] = violated[i];
        mutant->is_must = mutant->is_must || ct_level_is_must(violated[i]->level);
    }
}

/* ---- Mutants ---------------------------------------------------------------------------- */

/* first: of the responses; NULL: it changes none */
static void add_mutant(planning *p, const ct_mutation *mutation, const ct_recorded *first)
{
    ct_mutant mutant = {.mutation = *mutation,
                        .place = first ? first->place : NULL,
                        .request = first ? first->request : 0};
    if (p->mutation_run->map)
        add_violated_of(p, &mutant);
    if (p->count == p->capacity) {
        p->capacity = 2 * p->capacity + 256;
        p->mutants = ct_realloc(p->mutants, p->capacity * sizeof *p->mutants);
    }
    p->mutants[p->count++] = mutant;
}

static bool can_mutate(const ct_mutation_run *c, const ct_mutation *mutation, ct_arena *scratch)
{
    const ct_response *previous = NULL;
    const char *place = NULL;
    for (const ct_recorded *one = c->recorded; one && !place; one = one->next)
        if (one->operation && !strcmp(one->operation, mutation->operation))
            place = one->place;
    for (const ct_recorded *one = c->recorded; one; one = one->next) {
        if (!one->operation || one->response->status != mutation->status)
            continue;
        if (!strcmp(one->operation, mutation->operation) &&
            ct_fault_mutate(mutation->fault, mutation->site, previous, one->response, scratch))
            return true;
        if (!strcmp(one->place, place))
            previous = one->response;
    }
    return false;
}

static void add_pair(planning *p, const ct_mutation *mutation, const ct_recorded *first)
{
    ct_arena *scratch = ct_arena_new();
    if (can_mutate(p->mutation_run, mutation, scratch))
        add_mutant(p, mutation, first);
    else
        p->mutation_run->not_applicable++;
    ct_arena_free(scratch);
}

static void add_mutations(planning *p, const ct_fault *fault, const kind *of)
{
    ct_mutation mutation = {fault, of->operation, of->status, ""};
    const char *site;
    json_t *ignored;
    if (!ct_fault_has_sites(fault)) {
        add_pair(p, &mutation, of->first);
        return;
    }
    json_object_foreach(fault->part == CT_PART_HEADER ? of->headers : of->sites, site, ignored)
    {
        mutation.site = site;
        add_pair(p, &mutation, of->first);
    }
}

/* Mutants that violate a verified requirement come first. Without the reference gateway it is
 * unknown what a mutant violates, so all of them count. */
static void keep_mutants(const planning *p)
{
    ct_mutation_run *c = p->mutation_run;
    bool const may_be_uncharged = c->data && c->selection->suite->requirements;
    c->mutants = ct_arena_alloc(c->arena, (p->count + 1) * sizeof *p->mutants);
    for (size_t i = 0; i < p->count; i++)
        if (!may_be_uncharged || p->mutants[i].violated_count)
            c->mutants[c->mutant_count++] = p->mutants[i];
    for (size_t i = 0; i < p->count; i++)
        if (may_be_uncharged && !p->mutants[i].violated_count)
            c->mutants[c->mutant_count + c->uncharged_count++] = p->mutants[i];
}

void ct_mutation_run_plan(ct_mutation_run *mutation_run)
{
    planning p = {.mutation_run = mutation_run, .is_cited = find_cited(mutation_run)};
    for (const ct_recorded *one = mutation_run->recorded; one; one = one->next)
        if (one->operation) {
            const kind *of = find_kind(&p, one);
            ct_fault_sites(one->response, of->sites, mutation_run->arena);
            ct_fault_header_sites(one->response, of->headers);
            if (mutation_run->map)
                ct_requirement_map_add(mutation_run->map, one->operation, one->response);
        }
    for (const ct_fault *fault = NULL; (fault = ct_fault_next(fault));) {
        if (!fault->mutate && mutation_run->data)
            add_mutant(&p, &(ct_mutation){fault, NULL, 0, ""}, NULL);
        for (const kind *of = p.kinds; fault->mutate && of; of = of->next)
            add_mutations(&p, fault, of);
    }
    keep_mutants(&p);
    free(p.mutants);
}
