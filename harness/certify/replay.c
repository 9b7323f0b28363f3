#include "certify/replay.h"

#include <string.h>

#include "base/limits.h"
#include "certify/replay_transport.h"
#include "data/json.h"
#include "model/redact.h"
#include "run/runner.h"

/* The listener of one case's run. */
typedef struct ear {
    ct_listener listener;          /* first: this is a listener */
    const ct_recorded *first_step; /* of the case itself, not of `before` */
    ct_listener *other;
    ct_arena *arena;
    ct_replayed *replayed;
    bool has_mask; /* in a body */
    unsigned findings;
} ear;

/* ---- What cannot be judged again ---- */

static bool has_mask(const char *bytes, size_t size)
{
    return bytes && memmem(bytes, size, CT_MASK, strlen(CT_MASK));
}

static bool looks_at_body(const ct_expect *expects)
{
    for (const ct_expect *e = expects; e; e = e->next)
        if (e->look != CT_LOOK_STATUS && e->look != CT_LOOK_HEADER && e->look != CT_LOOK_TIME)
            return true;
    return false;
}

static bool responses_look_at_body(const ct_operation *operation)
{
    for (const ct_response_row *row = operation ? operation->responses : NULL; row; row = row->next)
        if (looks_at_body(row->expects))
            return true;
    return false;
}

static const char *masked_header(const ct_step *step, const ct_response *response)
{
    for (const ct_expect *e = step->expects; e; e = e->next) {
        const ct_header *h =
            e->look == CT_LOOK_HEADER ? ct_header_find(response->headers, e->name) : NULL;
        if (!h && e->look == CT_LOOK_HEADER)
            h = ct_header_find(response->trailers, e->name);
        if (h && has_mask(h->value, strlen(h->value)))
            return e->name;
    }
    return NULL;
}

/* Something that the step looks at is masked or cut, so that its verdict means nothing. */
static const char *hidden(const ct_step_result *result, ct_arena *arena)
{
    const ct_step *step = result->step;
    const ct_response *response = result->exchange ? result->exchange->response : NULL;
    if (!response)
        return result->exchange ? "there was no answer" : NULL;
    for (const ct_capture *c = step->captures; c; c = c->next)
        if (c->is_secret)
            return "a captured value is masked";
    const char *name = masked_header(step, response);
    if (name)
        return ct_arena_printf(arena, "the header %s is masked", name);
    if (!looks_at_body(step->expects) && !responses_look_at_body(step->operation))
        return NULL;
    return response->body.size != response->body.whole ? "a body is cut" : NULL;
}

/* ---- What was sent ---- */

/* Bodies are compared as they are kept: both were masked by the same rules. */
static bool same_body(const ct_body *sent, const json_t *recorded)
{
    const json_t *text = json_object_get(recorded, "text");
    if (!sent->bytes || !sent->size)
        return !json_string_length(text);
    if (!json_is_string(text) || json_is_true(json_object_get(recorded, "is_cut")))
        return json_object_get(recorded, "base64") || json_is_string(text);
    return json_string_length(text) == sent->size &&
           !memcmp(json_string_value(text), sent->bytes, sent->size);
}

static const char *compare_bodies(const ear *e, const ct_case_result *result)
{
    const ct_recorded *recorded = e->first_step;
    unsigned number = 1;
    for (const ct_step_result *s = result->steps; s; s = s->next, number++) {
        if (!s->exchange)
            continue;
        if (!recorded)
            return ct_arena_printf(e->arena, "step %u is not in the record", number);
        const json_t *request = json_object_get(recorded->step, "request");
        if (!same_body(&s->exchange->request->body, json_object_get(request, "body")))
            return ct_arena_printf(e->arena, "step %u: another body was sent", number);
        recorded = recorded->next;
    }
    return NULL;
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    ear *e = (ear *)self;
    ct_replayed *r = e->replayed;
    r->judged = result->verdict;
    r->why = ct_arena_text(e->arena, ct_case_why(result, e->arena));
    for (const ct_step_result *s = result->steps; s && !r->unjudged; s = s->next)
        if (!s->is_cleanup)
            r->unjudged = hidden(s, e->arena);
    for (const ct_step_result *s = result->steps; s; s = s->next) {
        const ct_response *response = s->exchange ? s->exchange->response : NULL;
        e->has_mask =
            e->has_mask || (response && has_mask(response->body.bytes, response->body.size));
        for (const ct_finding *f = s->findings; f; f = f->next)
            e->findings += 1 + f->difference_count;
    }
    r->unlike = compare_bodies(e, result);
    if (e->other && e->other->case_end)
        e->other->case_end(e->other, run, result);
}

/* ---- One case ---- */

static ct_verdict verdict_named(const char *name)
{
    for (ct_verdict v = 0; name && v < CT_VERDICTS; v++)
        if (!strcmp(ct_verdict_name(v), name))
            return v;
    return CT_VERDICTS;
}

static const char *text_of(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static bool was_reached(ct_verdict verdict)
{
    return verdict != CT_NOT_RUN && verdict != CT_SKIP;
}

static const char *fly(const ct_replay *replay, ear *e, const ct_recorded *answers,
                       ct_arena *scratch)
{
    const char *seed = text_of(replay->record, "seed");
    const ct_case *asked = e->replayed->asked;
    ct_selection const selection = {.suite = replay->suite, .cases = &asked, .count = 1};
    ct_run_options const options = {.parallel = 1,
                                    .timeout_ms = 1,
                                    .seed = seed,
                                    .run_id = ct_run_id(scratch, seed),
                                    .evidence = CT_LIMIT_BODY};
    ct_transport *transport = ct_replay_transport(scratch, answers, 0);
    ct_run(&selection, replay->target, &options, transport, &e->listener, scratch);
    return ct_replay_left(transport);
}

/* Plays one case with that guess for what is masked. */
static bool play(const ct_replay *replay, ear *e, const json_t *recorded, ct_guess guess)
{
    const json_t *before = json_object_get(replay->record, "before");
    ct_recorded *answers = NULL;
    if (!ct_recorded_read(e->arena, json_array_get(before, 0), CT_GUESS_MASK, &answers))
        return false;
    ct_recorded *last = answers;
    while (last && last->next)
        last = last->next;
    if (!ct_recorded_read(e->arena, recorded, guess, &answers))
        return false;
    e->first_step = last ? last->next : answers;
    if (!ct_recorded_read(e->arena, json_array_get(before, 1), CT_GUESS_MASK, &answers))
        return false;
    const char *unlike = fly(replay, e, answers, e->arena);
    e->replayed->unlike = unlike ? unlike : e->replayed->unlike;
    return true;
}

/* Another guess for what is masked leads to another end: then it was looked at. */
static bool depends_on_mask(const ct_replay *replay, const ear *first, const json_t *recorded)
{
    const ct_replayed *r = first->replayed;
    if (r->judged != r->recorded)
        return true;
    for (ct_guess guess = CT_GUESS_MASK + 1; guess < CT_GUESSES; guess++) {
        ct_replayed other = {.asked = r->asked};
        ear e = {.listener = first->listener, .arena = first->arena, .replayed = &other};
        if (!play(replay, &e, recorded, guess) || other.judged != r->judged ||
            e.findings != first->findings || !other.unlike != !r->unlike)
            return true;
    }
    return false;
}

static bool replay_case(const ct_replay *replay, ct_replayed *replayed, const json_t *recorded,
                        ct_arena *scratch)
{
    ear e = {.listener = {.case_end = case_end, .wants_each_exchange = true},
             .other = replay->listener,
             .arena = scratch,
             .replayed = replayed};
    if (!play(replay, &e, recorded, CT_GUESS_MASK))
        return false;
    if (e.has_mask && !replayed->unjudged && depends_on_mask(replay, &e, recorded))
        replayed->unjudged = "what it looks at is masked";
    return true;
}

/* What was not run is judged as it was recorded: nothing was there to judge. */
static void pass_on(const ct_replay *replay, const ct_replayed *replayed)
{
    ct_case_result const result = {
        .asked = replayed->asked, .verdict = replayed->recorded, .reason = replayed->reason};
    if (replay->listener && replay->listener->case_end)
        replay->listener->case_end(replay->listener, NULL, &result);
}

static bool replay_one(const ct_replay *replay, const json_t *recorded, ct_arena *scratch)
{
    const char *name = text_of(recorded, "full_name");
    ct_replayed replayed = {.recorded = verdict_named(text_of(recorded, "verdict")),
                            .reason = text_of(recorded, "reason")};
    if (!name || replayed.recorded == CT_VERDICTS)
        return false;
    replayed.asked = ct_case_find(replay->suite, name);
    replayed.judged = replayed.recorded;
    if (!replayed.asked)
        replayed.reason = name;
    else if (!was_reached(replayed.recorded))
        pass_on(replay, &replayed);
    else if (!replay_case(replay, &replayed, recorded, scratch))
        return false;
    replay->tell(replay->user, &replayed);
    return true;
}

bool ct_replay_all(const ct_replay *replay, ct_arena *arena, const char **trouble)
{
    const json_t *cases = json_object_get(replay->record, "cases");
    size_t index;
    const json_t *recorded;
    *trouble = NULL;
    if (!text_of(replay->record, "seed") || !json_is_array(cases)) {
        *trouble = "it is no record of a run";
        return false;
    }
    json_array_foreach(cases, index, recorded)
    {
        ct_arena *scratch = ct_arena_new();
        bool const ok = replay_one(replay, recorded, scratch);
        ct_arena_free(scratch);
        if (ok)
            continue;
        *trouble = ct_arena_printf(arena, "its case %zu is none", index + 1);
        return false;
    }
    return true;
}

const json_t *ct_replay_read(ct_arena *arena, const char *path, ct_diag *diag)
{
    ct_json_trouble why;
    const ct_source *source = ct_source_read(arena, path, diag);
    const json_t *record = source ? ct_json_read(arena, source->text, source->size, &why) : NULL;
    if (source && !record)
        ct_fail(diag, CT_E_SYNTAX, CT_NOWHERE, "'%s' is no record: line %u, column %u: %s", path,
                why.line, why.column, why.what);
    return record;
}
