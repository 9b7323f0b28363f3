#include "certify/replay.h"

#include <string.h>

#include "base/limits.h"
#include "certify/binding.h"
#include "certify/peer_check.h"
#include "certify/profile.h"
#include "certify/record_facts.h"
#include "certify/replay_head.h"
#include "certify/replay_transport.h"
#include "certify/times.h"
#include "judge/judge.h"
#include "model/redact/redact.h"
#include "run/render.h"
#include "run/runner.h"

/* The state that all cases of a record share. */
typedef struct replay_context {
    ct_replay *replay;
    ct_diag *diag;
    ct_case_result before[2]; /* set-up of the target, and its clean-up */
    size_t before_count, before_ended;
    bool has_compared_before; /* its gaps were counted */
    ct_replay_rules rules;
} replay_context;

/* The listener of one case's run. */
typedef struct replay_listener {
    ct_listener listener; /* first: this is a ct_listener */
    replay_context *context;
    const ct_replay_exchange *next; /* whose request is compared next */
    bool is_first;                  /* the first replay: count gaps, and call the other listener */
    const ct_case_result *recorded; /* the case, with its steps */
    ct_arena *arena;
    ct_replayed *replayed;
    bool has_mask; /* in a body */
    unsigned findings;
} replay_listener;

/* ---- Cases that cannot be judged again ---- */

static bool has_mask(const char *bytes, size_t size)
{
    return bytes && memmem(bytes, size, CT_MASK, strlen(CT_MASK));
}

static bool expectations_read_body(const ct_expect *expects)
{
    for (const ct_expect *e = expects; e; e = e->next)
        if (e->subject != CT_SUBJECT_STATUS && e->subject != CT_SUBJECT_HEADER &&
            e->subject != CT_SUBJECT_TIME)
            return true;
    return false;
}

static bool responses_read_body(const ct_operation *operation)
{
    for (const ct_response_row *row = operation ? operation->responses : NULL; row; row = row->next)
        if (expectations_read_body(row->expects))
            return true;
    return false;
}

static const char *masked_header(const ct_step *step, const ct_response *response)
{
    for (const ct_expect *e = step->expects; e; e = e->next) {
        const ct_header *h =
            e->subject == CT_SUBJECT_HEADER ? ct_header_find(response->headers, e->name) : NULL;
        if (!h && e->subject == CT_SUBJECT_HEADER)
            h = ct_header_find(response->trailers, e->name);
        if (h && has_mask(h->value, strlen(h->value)))
            return e->name;
    }
    return NULL;
}

/* The reason if a value that the step checks is masked or truncated, so that its result is
 * meaningless. */
static const char *hidden(const ct_step_result *result, ct_arena *arena)
{
    const ct_step *step = result->step;
    const ct_response *response = result->exchange ? result->exchange->response : NULL;
    if (!response)
        return result->exchange && !ct_judge_expects_failure(step) ? "there was no response" : NULL;
    for (const ct_capture *c = step->captures; c; c = c->next)
        if (c->is_secret)
            return "a captured value is masked";
    const char *name = masked_header(step, response);
    if (name)
        return ct_arena_printf(arena, "the header %s is masked", name);
    if (!expectations_read_body(step->expects) && !responses_read_body(step->operation))
        return NULL;
    return response->body.size != response->body.whole ? "a body is truncated" : NULL;
}

/* ---- Listening ---- */

static const char *at_step(const replay_listener *e, const char *where, unsigned number,
                           const char *what)
{
    return what ? ct_arena_printf(e->arena, "%sstep %u: %s", where, number, what) : NULL;
}

/* Compares the request of each step with the recorded one in the same position. */
static void compare_steps(replay_listener *e, const char *where, const ct_step_result *steps,
                          ct_replay_gaps *gaps)
{
    ct_replayed *r = e->replayed;
    unsigned number = 1;
    for (const ct_step_result *s = steps; s; s = s->next, number++) {
        if (!s->exchange || !e->next)
            continue;
        const ct_exchange *recorded = e->next->step->exchange;
        ct_replay_difference found = ct_replay_compare(
            e->arena, &e->context->rules, recorded->request, s->exchange->request, gaps);
        if (e->context->rules.connection && !found.unlike)
            found.unlike = ct_peer_check(e->arena, recorded, e->context->rules.connection);
        e->next = e->next->next;
        if (!r->unlike)
            r->unlike = at_step(e, where, number, found.unlike);
        if (!r->unjudged)
            r->unjudged = at_step(e, where, number, found.hidden);
    }
}

static void before_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    replay_listener *e = (replay_listener *)self;
    replay_context *context = e->context;
    (void)run;
    bool const counts = e->is_first && !context->has_compared_before;
    compare_steps(e, "'before' ", result->steps, counts ? &context->replay->gaps : NULL);
    if (counts && context->replay->facts && context->before_ended < context->before_count)
        ct_record_facts_before(context->replay->facts, &context->before[context->before_ended++],
                               result);
}

static void case_end(ct_listener *self, const ct_run_result *run, const ct_case_result *result)
{
    replay_listener *e = (replay_listener *)self;
    ct_replayed *r = e->replayed;
    ct_listener *other = e->is_first ? e->context->replay->listener : NULL;
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
    compare_steps(e, "", result->steps, e->is_first ? &e->context->replay->gaps : NULL);
    if (other && other->case_end)
        other->case_end(other, run, result);
    if (e->is_first && e->context->replay->facts)
        ct_record_facts_judged(e->context->replay->facts, e->recorded, result, e->has_mask);
}

/* ---- One case ---- */

static bool has_traceparent(const ct_replay *replay, const ct_case_result *recorded)
{
    return replay->profile ? replay->profile->has_traceparent
                           : ct_binding_has_traceparent(replay->record->run.seed, recorded);
}

/* Runs one case with the recorded responses, and with this guess instead of masks. */
static void play(replay_listener *e, const ct_case_result *recorded, ct_guess guess)
{
    replay_context *context = e->context;
    const ct_replay *replay = context->replay;
    ct_replay_exchange *exchanges = NULL;
    if (context->before_count > 0)
        ct_replay_exchanges_add(e->arena, &context->before[0], CT_GUESS_MASK, &exchanges);
    ct_replay_exchanges_add(e->arena, recorded, guess, &exchanges);
    if (context->before_count > 1)
        ct_replay_exchanges_add(e->arena, &context->before[1], CT_GUESS_MASK, &exchanges);
    const char *seed = replay->record->run.seed;
    const char *user_agent = replay->record->run.user_agent;
    if (!user_agent)
        user_agent =
            ct_arena_printf(e->arena, CT_USER_AGENT_NAME "%s", replay->record->about.version);
    const ct_case *test_case = e->replayed->test_case;
    ct_selection const selection = {.suite = replay->suite, .cases = &test_case, .count = 1};
    ct_run_options const options = {.parallel = 1,
                                    .timeout_ms =
                                        CT_LIMIT_JUDGE_MS, /* the replay transport never waits */
                                    .seed = seed,
                                    .run_id = ct_run_id(e->arena, seed),
                                    .has_traceparent = has_traceparent(replay, recorded),
                                    .case_started_at = recorded->started_at,
                                    .user_agent = user_agent,
                                    .evidence = CT_LIMIT_BODY};
    ct_transport *transport = ct_replay_transport(e->arena, exchanges);
    e->next = exchanges;
    e->recorded = recorded;
    ct_run(&selection, replay->target, &options, transport, &e->listener, e->arena);
    if (!e->replayed->unlike)
        e->replayed->unlike = ct_replay_left(transport);
}

static replay_listener replay_listener_new(replay_context *context, ct_replayed *replayed,
                                           bool is_first, ct_arena *arena)
{
    return (replay_listener){
        .listener = {.before_end = before_end, .case_end = case_end, .wants_each_exchange = true},
        .context = context,
        .is_first = is_first,
        .arena = arena,
        .replayed = replayed};
}

/* Runs the case with other guesses. If the result changes, it depends on a masked value. */
static bool depends_on_mask(const replay_listener *first, const ct_case_result *recorded)
{
    const ct_replayed *r = first->replayed;
    if (r->judged != r->recorded)
        return true;
    for (ct_guess guess = CT_GUESS_MASK + 1; guess < CT_GUESSES; guess++) {
        ct_replayed other = {.test_case = r->test_case};
        replay_listener e = replay_listener_new(first->context, &other, false, first->arena);
        play(&e, recorded, guess);
        if (other.judged != r->judged || e.findings != first->findings ||
            !other.unlike != !r->unlike)
            return true;
    }
    return false;
}

static void replay_case(replay_context *context, ct_replayed *replayed,
                        const ct_case_result *recorded, ct_arena *scratch)
{
    replay_listener e = replay_listener_new(context, replayed, true, scratch);
    replayed->unjudged = ct_replay_head_mistake(scratch, recorded->steps);
    play(&e, recorded, CT_GUESS_MASK);
    context->has_compared_before = true;
    if (e.has_mask && !replayed->unjudged && depends_on_mask(&e, recorded))
        replayed->unjudged = "a value that it checks is masked";
}

/* Reports a case that did not run with its recorded result. */
static void pass_on(const ct_replay *replay, const ct_replayed *replayed)
{
    ct_case_result const result = {.test_case = replayed->test_case,
                                   .verdict = replayed->recorded,
                                   .reason = replayed->reason};
    if (replay->listener && replay->listener->case_end)
        replay->listener->case_end(replay->listener, NULL, &result);
}

static bool replay_one(replay_context *context, size_t index, ct_arena *scratch)
{
    ct_replay *replay = context->replay;
    ct_case_result recorded = replay->record->run.cases[index];
    if (!ct_recorded_steps(replay->record, &replay->record->run.cases[index], scratch,
                           context->diag))
        return false;
    recorded.steps = replay->record->run.cases[index].steps;
    if (replay->peers)
        ct_peers_add(replay->peers, &recorded);
    replay->record->run.cases[index].steps = NULL;
    ct_replayed replayed = {.recorded = recorded.verdict,
                            .judged = recorded.verdict,
                            .reason = recorded.reason,
                            .mistimed = ct_times_check_steps(&recorded, scratch),
                            .test_case =
                                ct_case_find(replay->suite, recorded.test_case->full_name)};
    if (!replayed.test_case)
        replayed.reason = recorded.test_case->full_name;
    else if (replayed.recorded == CT_NOT_RUN || replayed.recorded == CT_SKIP)
        pass_on(replay, &replayed);
    else
        replay_case(context, &replayed, &recorded, scratch);
    if (replay->facts && replayed.test_case)
        ct_record_facts_case(replay->facts, &recorded, replayed.test_case,
                             !replayed.unlike && !replayed.unjudged);
    replay->report(replay->user, &replayed);
    return true;
}

/* ---- All cases ---- */

/* Generated values depend on the seed of the run, and a merged record does not show which case had
 * which seed. */
static bool read_basis(replay_context *context, ct_arena *arena)
{
    enum { MOST = sizeof context->before / sizeof *context->before };
    ct_recorded *record = context->replay->record;
    context->before_count = ct_recorded_before_count(record);
    if (!record->run.seed)
        return ct_fail(context->diag, CT_ERR_INCOMPATIBLE_RESULTS, CT_NOWHERE,
                       "the results have no seed, so their requests cannot be built again");
    if (strchr(record->run.seed, ',') || context->before_count > MOST) {
        ct_fail(context->diag, CT_ERR_INCOMPATIBLE_RESULTS, CT_NOWHERE,
                "the results were merged from several runs");
        return ct_hint(context->diag, "use the results file of each run");
    }
    for (size_t i = 0; i < context->before_count; i++)
        if (!ct_recorded_before(record, i, arena, &context->before[i], context->diag))
            return false;
        else if (context->replay->peers)
            ct_peers_add(context->replay->peers, &context->before[i]);
    return true;
}

bool ct_replay_all(ct_replay *replay, ct_diag *diag)
{
    static const ct_connection usual = {0};
    const ct_recorded *record = replay->record;
    replay_context context = {.replay = replay, .diag = diag};
    if (replay->is_evidence)
        context.rules = (ct_replay_rules){
            .is_whole = true,
            .connection = record->run.connection ? record->run.connection : &usual,
            .target_tls = replay->target->tls};
    ct_arena *basis = ct_arena_new(), *scratch = ct_arena_new();
    bool ok = read_basis(&context, basis);
    for (size_t i = 0; ok && i < replay->record->run.case_count; i++) {
        ok = replay_one(&context, i, scratch);
        ct_arena_reset(scratch);
    }
    ct_arena_free(scratch);
    ct_arena_free(basis);
    return ok;
}

static void add_gap(ct_buf *text, unsigned count, const char *ahead, const char *one,
                    const char *many)
{
    if (count)
        ct_buf_printf(text, "%s%s%u %s", text->size ? ", " : "", ahead, count,
                      count == 1 ? one : many);
}

const char *ct_replay_gaps_text(const ct_replay_gaps *gaps, ct_arena *arena)
{
    static const char masked[] = "the masked parts of ";
    ct_buf text = CT_BUF(CT_BUF_ANY);
    add_gap(&text, gaps->urls, masked, "URL", "URLs");
    add_gap(&text, gaps->headers, text.size ? "" : masked, "header", "headers");
    add_gap(&text, gaps->bodies, text.size ? "" : masked, "body", "bodies");
    add_gap(&text, gaps->cut, "the truncated parts of ", "body", "bodies");
    const char *reported = text.size ? ct_arena_text(arena, ct_buf_str(&text)) : NULL;
    ct_buf_free(&text);
    return reported;
}
