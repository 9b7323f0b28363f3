/* Metamorphic tests: derive responses that must fail from responses that pass.
 *
 * First every expectation of every case file in the tree is judged alone on responses that lack the
 * value that it checks. It must not pass. Then the shipped cases are replayed as a whole, with one
 * response after the other changed. Rules (metamorphic.h) decide what must fail, so new cases are
 * tested without being named here. A variation that was never tried is a failure.
 */
#include "tests/metamorphic.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "http/head.h"
#include "judge/matcher.h"
#include "lang/json/json.h"
#include "load/loader.h"

const char *const meta_names[META_VARIATIONS] = {"no body", "a body that is not JSON",
                                                 "a body that is not text", "a missing header",
                                                 "a foreign status line"};

/* ---- Rules ---- */

static bool takes_absence(const ct_expect *e)
{
    return ct_shape_takes_absence(e->shape);
}

static const json_t *constant(const ct_shape *shape)
{
    return shape && shape->matcher == &ct_match_literal && shape->value->kind == CT_VALUE_LITERAL
               ? shape->value->literal
               : NULL;
}

static bool is_constant_of_a_body(const ct_expect *e)
{
    if (e->subject == CT_SUBJECT_TEXT)
        return json_string_length(constant(e->shape)) > 0;
    return json_integer_value(constant(ct_shape_part(e->shape, "length"))) > 0;
}

static bool all_alternatives_break(const ct_expect *e, meta_variation variation)
{
    for (const ct_alternative *a = e->alternatives; a; a = a->next) {
        bool breaks = false;
        for (const ct_expect *inner = a->expects; inner; inner = inner->next)
            breaks = breaks || meta_must_break(inner, variation);
        if (!breaks)
            return false;
    }
    return true;
}

bool meta_must_break(const ct_expect *e, meta_variation variation)
{
    bool const is_json = e->subject == CT_SUBJECT_JSON || e->subject == CT_SUBJECT_PATH;
    if (e->subject == CT_SUBJECT_ONE_OF)
        return all_alternatives_break(e, variation);
    switch (variation) {
    case META_NO_BODY:
        return e->subject == CT_SUBJECT_PATH ||
               (e->subject == CT_SUBJECT_JSON && !takes_absence(e)) ||
               ((e->subject == CT_SUBJECT_TEXT || e->subject == CT_SUBJECT_BYTES) &&
                is_constant_of_a_body(e));
    case META_NOT_JSON:
        return is_json;
    case META_NOT_TEXT:
        return e->subject == CT_SUBJECT_TEXT;
    case META_NO_HEADER:
        return e->subject == CT_SUBJECT_HEADER && !takes_absence(e);
    default:
        return e->subject != CT_SUBJECT_CONNECTION;
    }
}

/* ---- Responses ---- */

/* %u is the status, %s the reason. */
static const char *const status_lines[] = {
    "ICY %u %s\r\n",       "RTSP/1.0 %u %s\r\n", "HTTP/0.9 %u %s\r\n",  "HTTP/3 %u %s\r\n",
    "HTTP/2 %u %s\r\n",    "http/1.1 %u %s\r\n", "HTTP/1.1%u %s\r\n",   "HTTP/1.1  %u %s\r\n",
    "HTTP/1.1 0%u %s\r\n", "SIP/2.0 %u %s\r\n",  "HTTPS/1.1 %u %s\r\n", "%u %s\r\n",
};

const unsigned meta_status_lines = sizeof status_lines / sizeof *status_lines;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static char *status_line(ct_arena *arena, const ct_response *good, unsigned kind)
{
    return ct_arena_printf(arena, status_lines[kind], good->status, good->reason);
}
#pragma GCC diagnostic pop

/* Whether the reader of heads accepts the response with that status line. */
static bool is_accepted(ct_arena *arena, const ct_response *good, unsigned kind)
{
    ct_head head;
    ct_head_start(&head, arena);
    const char *line = status_line(arena, good, kind);
    bool ok = ct_head_line(&head, line, strlen(line));
    for (const ct_header *h = good->headers; ok && h; h = h->next) {
        line = ct_arena_printf(arena, "%s: %s\r\n", h->name, h->value);
        ok = ct_head_line(&head, line, strlen(line));
    }
    return ok && ct_head_line(&head, "\r\n", 2) && ct_head_finish(&head);
}

static ct_header *without(ct_arena *arena, const ct_header *headers, const char *name)
{
    ct_header *first = NULL, **tail = &first;
    for (; headers; headers = headers->next) {
        if (ct_header_find(&(ct_header){headers->name, headers->value, NULL}, name))
            continue;
        *tail = ct_new(arena, ct_header);
        **tail = *headers;
        (*tail)->next = NULL;
        tail = &(*tail)->next;
    }
    return first;
}

const ct_response *meta_change(ct_arena *arena, const ct_response *good, meta_variation variation,
                               const char *header, unsigned kind)
{
    static const char html[] = "<html>not JSON</html>", latin[] = "caf\xE9 \xFF";
    ct_response *changed = ct_new(arena, ct_response);
    *changed = *good;
    switch (variation) {
    case META_NO_BODY:
        changed->body = (ct_body){NULL, 0, 0};
        return changed;
    case META_NOT_JSON:
        changed->body = (ct_body){html, sizeof html - 1, sizeof html - 1};
        return changed;
    case META_NOT_TEXT:
        changed->body = (ct_body){latin, sizeof latin - 1, sizeof latin - 1};
        return changed;
    case META_NO_HEADER:
        changed->headers = without(arena, good->headers, header);
        return changed;
    default:
        return is_accepted(arena, good, kind) ? good : NULL;
    }
}

/* ---- One expectation ---- */

typedef struct tree {
    meta_tally counter;
    json_t *seen;     /* cases and operations, by file and name */
    unsigned skipped; /* YAML files that are not cases */
} tree;

/* Every variable has a value, so that every expectation can be judged. */
static json_t *make_variable(const ct_scope *scope, const char *name)
{
    json_object_set_new_nocheck(scope->vars, name, json_string("value"));
    return json_object_get(scope->vars, name);
}

static void judge_one(tree *t, const ct_expect *expect, meta_variation variation)
{
    static const ct_header other = {"X-Other", "y", NULL};
    static const ct_request request = {.method = "GET"};
    static const char json[] = "{}";
    ct_response const good = {.status = 200,
                              .version = "1.1",
                              .reason = "OK",
                              .headers = (ct_header *)&other,
                              .body = {json, 2, 2}};
    ct_arena *arena = ct_arena_new();
    ct_scope const scope = {.vars = ct_json_own(arena, json_object()), .make = make_variable};
    ct_budget budget = ct_budget_new(NULL, NULL);
    ct_judge_context const judge_context = {arena, &scope, ct_redactor_new(arena), &budget};
    ct_expect alone = *expect;
    alone.next = NULL;
    ct_exchange const exchange = {
        .request = &request,
        .response = meta_change(arena, &good, variation, expect->name, 0),
        .failure = variation == META_FOREIGN_STATUS_LINE ? CT_FAILURE_OTHER : CT_FAILURE_NONE};
    t->counter.tried[variation]++;
    ct_response_body answer = ct_response_body_of(&exchange, arena);
    if (ct_judge_all_hold(&judge_context, &alone, &answer)) {
        t->counter.failures++;
        printf("%s:%u:%u: '%s' holds with %s\n",
               expect->where.source ? expect->where.source->name : "?", expect->where.line,
               expect->where.column, ct_subject_name(expect->subject), meta_names[variation]);
    }
    ct_response_body_free_scratch(&answer);
    ct_arena_free(arena);
}

static void judge_all(tree *t, const ct_expect *expects)
{
    for (const ct_expect *e = expects; e; e = e->next) {
        for (meta_variation v = 0; v < META_VARIATIONS; v++)
            if (meta_must_break(e, v))
                judge_one(t, e, v);
            else
                t->counter.left_out[v]++;
        for (const ct_alternative *a = e->alternatives; a; a = a->next)
            judge_all(t, a->expects);
    }
}

/* ---- The tree ---- */

static bool is_new(tree *t, const char *file, const char *name)
{
    ct_buf key = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&key, "%s:%s", file, name);
    bool const is_known = json_object_get(t->seen, ct_buf_str(&key));
    json_object_set_new_nocheck(t->seen, ct_buf_str(&key), json_true());
    ct_buf_free(&key);
    return !is_known;
}

static void judge_steps(tree *t, const ct_step *steps)
{
    for (; steps; steps = steps->next) {
        judge_all(t, steps->expects);
        judge_all(t, steps->fail_when);
    }
}

static void judge_suite(tree *t, const ct_suite *suite)
{
    for (const ct_operation *op = suite->operations; op; op = op->next) {
        if (is_new(t, op->source->name, op->id))
            for (const ct_response_row *row = op->responses; row; row = row->next)
                judge_all(t, row->expects);
        for (const ct_case *c = op->cases; c; c = c->next) {
            if (!is_new(t, c->where.source->name, c->full_name))
                continue;
            t->counter.cases++;
            judge_steps(t, c->steps);
            judge_steps(t, c->cleanup);
        }
    }
}

/* A file that does not load alone has no cases, needs its folder, or is invalid on purpose. */
static bool read_cases(tree *t, const char *path)
{
    ct_arena *arena = ct_arena_new();
    ct_diag diag = {.arena = arena};
    const ct_suite *suite = ct_load(arena, &path, 1, &diag);
    if (suite)
        judge_suite(t, suite);
    ct_arena_free(arena);
    return suite;
}

static void read_folder(tree *t, const char *path)
{
    struct dirent **entries;
    int const count = scandir(path, &entries, NULL, alphasort);
    read_cases(t, path);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name, *end = strrchr(name, '.');
        struct stat facts;
        ct_buf inner = CT_BUF(CT_BUF_ANY);
        ct_buf_printf(&inner, "%s/%s", path, name);
        if (*name != '.' && !lstat(ct_buf_str(&inner), &facts)) {
            if (S_ISDIR(facts.st_mode))
                read_folder(t, ct_buf_str(&inner));
            else if (S_ISREG(facts.st_mode) && end &&
                     (!strcmp(end, ".yaml") || !strcmp(end, ".yml")))
                t->skipped += !read_cases(t, ct_buf_str(&inner));
        }
        ct_buf_free(&inner);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

/* ---- The sums ---- */

static void report(const char *what, const meta_tally *counter)
{
    printf("%s: %u cases\n", what, counter->cases);
    for (meta_variation v = 0; v < META_VARIATIONS; v++)
        printf("  %-24s %5u replayed, %5u not applicable\n", meta_names[v], counter->tried[v],
               counter->left_out[v]);
    printf("%s: %u passed that must not\n", what, counter->failures);
}

static bool is_fine(const char *what, const meta_tally *counter)
{
    bool ok = !counter->failures && counter->cases;
    if (!counter->cases)
        printf("%s: no case was found\n", what);
    for (meta_variation v = 0; v < META_VARIATIONS; v++) {
        if (counter->tried[v])
            continue;
        printf("%s: nothing was replayed with %s\n", what, meta_names[v]);
        ok = false;
    }
    return ok;
}

static bool test_tree(tree *t, const char *root)
{
    static const char *const folders[] = {"cases", "fixtures", "harness/tests"};
    meta_tally replayed = {0};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        ct_buf path = CT_BUF(CT_BUF_ANY);
        ct_buf_printf(&path, "%s/%s", root, folders[i]);
        read_folder(t, ct_buf_str(&path));
        ct_buf_free(&path);
    }
    meta_replay(root, &replayed);
    printf("%u YAML files have no cases that load by themselves\n", t->skipped);
    report("expectations", &t->counter);
    report("whole cases", &replayed);
    bool const ok = is_fine("expectations", &t->counter);
    return is_fine("whole cases", &replayed) && ok;
}

/* The expectations of other suites, which need not have all kinds. */
static int test_folders(tree *t, char **folders)
{
    for (; *folders; folders++)
        read_folder(t, *folders);
    report("expectations", &t->counter);
    return t->counter.failures ? 1 : t->counter.cases ? 0 : 2;
}

/* `metamorphic ROOT` tests the project in that folder, `metamorphic --suite FOLDER...` the suites
 * in these: exit status 2 if there is no case. */
int main(int argc, char **argv)
{
    tree t = {.seen = json_object()};
    bool const is_suite = argc > 2 && !strcmp(argv[1], "--suite");
    int const status =
        is_suite ? test_folders(&t, argv + 2) : !test_tree(&t, argc > 1 ? argv[1] : ".");
    json_decref(t.seen);
    return status;
}
