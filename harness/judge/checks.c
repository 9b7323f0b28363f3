#include "judge/checks.h"

#include <string.h>

#include "judge/matcher.h"
#include "judge/matchers.h"
#include "lang/json/json.h"
#include "lang/path/path.h"

typedef struct walk {
    const ct_expect *expect;
    ct_check_visit *visit;
    void *user;
    ct_buf path;
} walk;

/* A normalized path starts with "$", the node that the expectation selects. */
static void visit_place(walk *w, const ct_path_place *place, bool is_deep)
{
    bool const is_selected = w->expect->subject == CT_SUBJECT_PATH;
    ct_buf_clear(&w->path);
    ct_path_write_place(&w->path, place);
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_buf_printf(&text, "%s%s", is_selected ? w->expect->name : "$", ct_buf_str(&w->path) + 1);
    w->visit(
        &(ct_check){.subject = w->expect->subject, .at = ct_buf_str(&text), .is_deep = is_deep},
        w->user);
    ct_buf_free(&text);
}

static bool is_object(const ct_shape *shape)
{
    return shape->matcher == &ct_match_object;
}

/* The parts of these are for the value itself. */
static bool is_of_same_value(const ct_shape *shape)
{
    const char *tag = shape->matcher->tag;
    static const char *const tags[] = {"!optional", "!in", "!not", "!all"};
    for (size_t i = 0; tag && i < sizeof tags / sizeof *tags; i++)
        if (!strcmp(tag, tags[i]))
            return true;
    return false;
}

/* A schema compares what it says, and a variable can have any value. */
static bool is_deep(const ct_shape *shape)
{
    bool const is_template = shape->value && shape->value->kind != CT_VALUE_LITERAL;
    return ct_shape_schema(shape) || (!shape->parts && is_template);
}

static void visit_shape(walk *w, const ct_shape *shape, const ct_path_place *place)
{
    bool const is_list = shape->matcher == &ct_match_array || shape->matcher->wants_list;
    size_t index = 0;
    visit_place(w, place, is_deep(shape));
    for (const ct_part *part = shape->parts; part; part = part->next, index++) {
        if (is_object(shape)) {
            ct_path_place const inner = {place, part->name, strlen(part->name)};
            visit_shape(w, part->shape, &inner);
        } else if (is_list) {
            ct_path_place const inner = {place, NULL, index};
            visit_shape(w, part->shape, &inner);
        } else if (is_of_same_value(shape)) {
            visit_shape(w, part->shape, place);
        }
    }
}

void ct_expect_each_check(const ct_expect *expect, ct_check_visit *visit, void *user)
{
    walk w = {.expect = expect, .visit = visit, .user = user, .path = CT_BUF(CT_BUF_ANY)};
    if (expect->subject == CT_SUBJECT_ONE_OF)
        return;
    if (expect->subject == CT_SUBJECT_JSON || expect->subject == CT_SUBJECT_PATH)
        visit_shape(&w, expect->shape, NULL);
    else
        visit(&(ct_check){.subject = expect->subject,
                          .header = expect->subject == CT_SUBJECT_HEADER ? expect->name : NULL},
              user);
    ct_buf_free(&w.path);
}

bool ct_expect_accepts_status(ct_arena *arena, const ct_expect *expect, unsigned status)
{
    if (expect->subject != CT_SUBJECT_STATUS)
        return false;
    ct_scope const no_variables = {.vars = ct_json_own(arena, json_object())};
    ct_budget budget = ct_budget_new(NULL, NULL);
    ct_judging judging = {.arena = arena,
                          .scope = &no_variables,
                          .redactor = ct_redactor_new(arena),
                          .budget = &budget,
                          .is_quiet = true};
    json_t *value = ct_json_own(arena, json_integer(status));
    return ct_shape_test(expect->shape, &judging, value, NULL) && !judging.gave_up;
}
