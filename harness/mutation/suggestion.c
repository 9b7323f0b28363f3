#include "mutation/suggestion.h"

#include <string.h>

#include "judge/judge.h"
#include "lang/json/json.h"
#include "load/expectation.h"
#include "mutation/mutant_place.h"
#include "mutation/suggestion_search.h"

struct ct_suggester {
    const ct_mutation_run *run;
    ct_arena *arena;
    ct_redactor *redactor;
    ct_scope variables;
};

/* ---- Samples ---------------------------------------------------------------------------- */

/* Every candidate is judged with every sample, so only small responses are looked at. */
static void add_sample(ct_suggestion_search *s, const ct_recorded *one, const ct_response *previous)
{
    enum { BYTES_MAX = 1 << 20 };
    const ct_mutation *m = s->mutation;
    const ct_case *test_case = s->suggester->run->selection->cases[one->of_case];
    size_t const size = one->response->body.size + (previous ? previous->body.size : 0);
    if (s->count == CT_SUGGESTION_SAMPLES || size > BYTES_MAX - s->bytes)
        return;
    s->bytes += size;
    s->samples[s->count++] =
        (ct_sample){one, ct_fault_mutate(m->fault, m->site, previous, one->response, s->arena)};
    s->literals.is_allowed = s->literals.is_allowed && !ct_captures_secrets(test_case);
}

/* of_case: only the responses of this case; CT_SETUP_STEPS: of all */
static void collect(ct_suggestion_search *s, size_t of_case)
{
    const ct_mutation *m = s->mutation;
    const ct_response *previous = NULL;
    const char *place = NULL;
    s->count = s->bytes = 0;
    for (const ct_recorded *one = s->suggester->run->recorded; one; one = one->next)
        if (!place && one->operation && !strcmp(one->operation, m->operation))
            place = one->place;
    for (const ct_recorded *one = s->suggester->run->recorded; one; one = one->next) {
        if (!one->operation || one->response->status != m->status)
            continue;
        if (!strcmp(one->operation, m->operation) &&
            (of_case == CT_SETUP_STEPS || of_case == one->of_case))
            add_sample(s, one, previous);
        if (!strcmp(one->place, place))
            previous = one->response;
    }
}

/* Literals are made from a masked copy: a secret in one then differs from the response. */
static void show_first(ct_suggestion_search *s)
{
    ct_json_error error;
    const ct_sample *first = s->samples;
    while (first < s->samples + s->count - 1 && !first->bad)
        first++;
    ct_exchange const exchange = {.request = &(ct_request){.method = "GET", .url = ""},
                                  .response = first->good->response};
    const ct_exchange *masked =
        ct_exchange_keep(s->arena, &exchange, s->suggester->redactor, (size_t)1 << 24);
    const ct_body *body = &masked->response->body;
    s->shown = masked->response;
    s->body = body->bytes ? ct_json_read(s->arena, body->bytes, body->size, &error) : NULL;
    s->literals.target = s->suggester->run->target;
    s->literals.operation = s->suggester->run->selection->cases[first->good->of_case]->operation;
}

/* ---- Candidates ------------------------------------------------------------------------- */

static bool holds(const ct_suggestion_search *s, const ct_expect *expects, const ct_recorded *one,
                  const ct_response *response)
{
    ct_arena *arena = ct_arena_new();
    ct_request const request = {.method = one->method, .url = ""};
    ct_exchange const exchange = {
        .request = &request, .response = response, .received_at = one->received_at};
    ct_budget budget = ct_budget_new(NULL, NULL);
    ct_judge_context const context = {arena, &s->suggester->variables, s->suggester->redactor,
                                      &budget};
    ct_response_body received = ct_response_body_of(&exchange, arena);
    bool const is_held = ct_judge_all_hold(&context, expects, &received);
    ct_arena_free(arena);
    return is_held;
}

static bool kills(const ct_suggestion_search *s, const ct_expect *expects)
{
    size_t mutated = 0;
    for (size_t i = 0; i < s->count; i++) {
        const ct_sample *one = &s->samples[i];
        mutated += one->bad != NULL;
        if (!holds(s, expects, one->good, one->good->response) ||
            (one->bad && holds(s, expects, one->good, one->bad)))
            return false;
    }
    return mutated > 0;
}

bool ct_suggestion_try(ct_suggestion_search *search, ct_buf *candidate)
{
    if (!search->found && candidate->size) {
        ct_arena *arena = ct_arena_new();
        ct_diag diag = {.arena = arena};
        const char *text = ct_buf_keep(candidate, search->suggester->arena);
        const ct_expect *expects = ct_expectation_read(arena, text, &diag);
        if (expects && kills(search, expects))
            search->found = text;
        ct_arena_free(arena);
    }
    ct_buf_free(candidate);
    return search->found != NULL;
}

/* ---- The suggestion --------------------------------------------------------------------- */

static const char *part_of(const ct_suggestion_search *s)
{
    ct_buf path = CT_BUF(CT_BUF_ANY);
    switch (s->mutation->fault->part) {
    case CT_PART_STATUS:
        return "status";
    case CT_PART_HEADER:
        return ct_arena_printf(s->suggester->arena, "header %s", ct_mutated_header(s->mutation));
    case CT_PART_BODY:
        return "body";
    case CT_PART_PROPERTY:
        ct_suggest_path(&path, s->body, s->mutation->site);
        return ct_buf_finish(&path, s->suggester->arena);
    default:
        return "";
    }
}

ct_suggester *ct_suggester_new(const ct_mutation_run *mutation_run, ct_arena *arena)
{
    ct_suggester *suggester = ct_new(arena, ct_suggester);
    *suggester = (ct_suggester){
        .run = mutation_run,
        .arena = arena,
        .redactor = ct_run_redactor(arena, mutation_run->selection->suite, mutation_run->target),
        .variables = {.vars = mutation_run->target->values}};
    return suggester;
}

/* Returns the first case whose response the fault changes. */
static size_t first_case(const ct_suggestion_search *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->samples[i].bad)
            return s->samples[i].good->of_case;
    return CT_SETUP_STEPS;
}

ct_suggestion ct_suggest(ct_suggester *suggester, size_t mutant)
{
    static const char of_behaviour[] =
        "the fault changes what the gateway does, not one response: a case must show the effect";
    static const char of_size[] = "the responses are too large to try expectations with them";
    static const char nothing[] =
        "the value looks generated, or differs between responses: compare it with a variable or a "
        "captured value";
    const ct_mutation *mutation = &suggester->run->mutants[mutant].mutation;
    if (!mutation->operation)
        return (ct_suggestion){.part = "", .reason = of_behaviour};
    ct_suggestion_search s = {.suggester = suggester,
                              .mutation = mutation,
                              .arena = ct_arena_new(),
                              .literals = {.is_allowed = true}};
    ct_suggestion suggestion = {.part = "", .reason = nothing};
    collect(&s, CT_SETUP_STEPS);
    size_t const first = first_case(&s);
    if (s.count)
        show_first(&s);
    else
        suggestion.reason = of_size;
    suggestion.part = part_of(&s);
    if (s.count)
        ct_suggestion_try_all(&s);
    if (!s.found && first != CT_SETUP_STEPS) {
        collect(&s, first);
        ct_suggestion_try_all(&s);
        if (s.found)
            suggestion.of_case = suggester->run->selection->cases[first];
    }
    if (s.found) {
        suggestion.yaml = ct_arena_printf(suggester->arena, "expect: %s", s.found);
        suggestion.reason = NULL;
    }
    ct_arena_free(s.arena);
    return suggestion;
}
