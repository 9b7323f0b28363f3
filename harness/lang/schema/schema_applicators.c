/* Keywords that apply other schemas to the same value: references, logic, conditions. */
#include <string.h>

#include "lang/json/json.h"
#include "lang/schema/schema_keywords.h"

/* ------------------------------------------------------------------- logic */

static bool check_all(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const ct_node_list *list = rule->with.list;
    bool is_fine = true;
    for (size_t i = 0; i < list->count && (is_fine || ct_schema_goes_on(run)); i++)
        is_fine = ct_apply(run, frame, list->nodes[i], frame->instance, frame->seen) && is_fine;
    return is_fine;
}

/* The alternatives tried so far: the one that failed deepest in the value, which was probably
 * meant, and the number of those that accept it. */
typedef struct alternatives {
    const ct_node *node;
    unsigned score;
    size_t held;
    size_t mark; /* the first property that the alternatives describe */
} alternatives;

/* While no alternative accepts the value, any of them may be the intended one, so the properties
 * that they describe are kept. The first one that accepts replaces those, and later failures add
 * none. */
static void keep_described(ct_schema_run *run, const alternatives *tried, size_t start,
                           bool is_fine)
{
    size_t const count = run->described_count - start;
    if (is_fine && !tried->held) {
        if (count)
            memmove(run->described + tried->mark, run->described + start,
                    count * sizeof *run->described);
        run->described_count = tried->mark + count;
    } else if (!is_fine && tried->held) {
        run->described_count = start;
    }
}

static bool try_alternative(ct_schema_run *run, const ct_frame *frame, const ct_node *node,
                            alternatives *tried)
{
    size_t const start = run->described_count;
    bool const is_fine = ct_try_keeping(run, frame, node, frame->instance, frame->seen);
    keep_described(run, tried, start, is_fine);
    tried->held += is_fine;
    if (!is_fine && run->tried > tried->score) {
        tried->node = node;
        tried->score = run->tried;
    }
    return is_fine;
}

/* Reports the failures of the alternative that was probably meant. Reports nothing if all of them
 * failed by the type of the value. */
static void report_nearest(ct_schema_run *run, const ct_frame *frame, alternatives best)
{
    bool const goes_far = best.score > 4 * frame->instance->depth + 1;
    if (best.node && goes_far && ct_schema_reports_failures(run) && !run->gave_up)
        ct_apply(run, frame, best.node, frame->instance, NULL);
}

static bool refuse_all(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                       alternatives best)
{
    size_t const count = rule->with.list->count;
    if (run->gave_up)
        return false;
    ct_refuse(run, frame, rule, ct_shown(run, frame->instance->value),
              "a value that matches one of the %zu alternatives", count);
    if (best.score > run->score)
        run->score = best.score;
    report_nearest(run, frame, best);
    return false;
}

static bool check_any(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const ct_node_list *list = rule->with.list;
    bool const must_see_all = frame->seen || run->describes;
    bool is_fine = false;
    alternatives best = {.mark = run->described_count};
    for (size_t i = 0; i < list->count && (must_see_all || !is_fine) && !run->gave_up; i++)
        is_fine = try_alternative(run, frame, list->nodes[i], &best) || is_fine;
    return (is_fine && !run->gave_up) || refuse_all(run, frame, rule, best);
}

static bool refuse_two(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule, size_t first,
                       size_t second)
{
    ct_refusal refusal = {.expected = "a value that matches exactly one of the alternatives",
                          .actual = ct_shown(run, frame->instance->value)};
    if (ct_schema_reports_failures(run))
        refusal.hint = ct_arena_printf(run->arena, "alternatives %zu and %zu match", first, second);
    return ct_refuse_as(run, frame, rule, refusal);
}

static bool check_one(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const ct_node_list *list = rule->with.list;
    size_t found = SIZE_MAX;
    alternatives best = {.mark = run->described_count};
    for (size_t i = 0; i < list->count && !run->gave_up; i++) {
        if (!try_alternative(run, frame, list->nodes[i], &best))
            continue;
        if (found != SIZE_MAX && !run->describes)
            return refuse_two(run, frame, rule, found, i);
        found = i;
    }
    return (best.held == 1 && !run->gave_up) || refuse_all(run, frame, rule, best);
}

static bool check_not(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    size_t const mark = run->described_count;
    bool const fits = ct_try(run, frame, rule->with.node, frame->instance, NULL);
    run->described_count = mark;
    if (run->gave_up)
        return false;
    return !fits || ct_refuse(run, frame, rule, ct_shown(run, frame->instance->value),
                              "a value that does not match the schema of 'not'");
}

static void add_list_rule(ct_compiler *c, ct_building *b, const json_t *value, ct_rule_check *check)
{
    const ct_node_list *list = ct_sub_list(c, b, value);
    if (list)
        ct_add_rule(b, CT_ON_ANY, check)->with.list = list;
}

void ct_compile_all_of(ct_compiler *c, ct_building *b, const json_t *value)
{
    add_list_rule(c, b, value, check_all);
}

void ct_compile_any_of(ct_compiler *c, ct_building *b, const json_t *value)
{
    add_list_rule(c, b, value, check_any);
}

void ct_compile_one_of(ct_compiler *c, ct_building *b, const json_t *value)
{
    add_list_rule(c, b, value, check_one);
}

void ct_compile_not(ct_compiler *c, ct_building *b, const json_t *value)
{
    const ct_node *node = ct_sub(c, b, value, NULL, 0);
    ct_add_rule(b, CT_ON_ANY, check_not)->with.node = node;
}

/* -------------------------------------------------------------- conditions */

typedef struct condition {
    const ct_node *test, *yes, *no;
} condition;

static bool check_if(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const condition *branches = rule->with.own;
    bool const holds = ct_try(run, frame, branches->test, frame->instance, frame->seen);
    const ct_node *node = holds ? branches->yes : branches->no;
    if (run->gave_up)
        return false;
    return !node || ct_apply(run, frame, node, frame->instance, frame->seen);
}

static const ct_node *branch_of(ct_compiler *c, ct_building *b, const char *keyword)
{
    const json_t *value = json_object_get(b->place->json, keyword);
    ct_building at = {.place = b->place, .keyword = ct_keyword_named(keyword)};
    return value ? ct_sub(c, &at, value, NULL, 0) : NULL;
}

void ct_compile_if(ct_compiler *c, ct_building *b, const json_t *value)
{
    condition *operand = ct_new(c->arena, condition);
    operand->test = ct_sub(c, b, value, NULL, 0);
    operand->yes = branch_of(c, b, "then");
    operand->no = branch_of(c, b, "else");
    ct_add_rule(b, CT_ON_ANY, check_if)->with.own = operand;
}

/* `then` and `else` are compiled with `if`. Without it they have no effect (section 10.2.2), but
 * must be valid schemas. */
void ct_compile_branch(ct_compiler *c, ct_building *b, const json_t *value)
{
    if (!json_object_get(b->place->json, "if"))
        ct_sub(c, b, value, NULL, 0);
}

/* -------------------------------------------------------------- references */

static bool check_reference(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    return ct_apply(run, frame, rule->with.node, frame->instance, frame->seen);
}

typedef struct dynamic_operand {
    const char *name;
    const ct_node *node; /* used if no resource in the scope has the anchor */
} dynamic_operand;

static const ct_node *anchor_in(const ct_resource *resource, const char *name)
{
    for (const ct_dynamic_anchor *anchor = resource->anchors; anchor; anchor = anchor->next)
        if (!strcmp(anchor->name, name))
            return anchor->node;
    return NULL;
}

/* The outermost resource of the dynamic scope that has the anchor is used (section 8.2.3.2). */
static bool check_dynamic(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const dynamic_operand *operand = rule->with.own;
    const ct_node *node = operand->node;
    for (const ct_frame *entry = frame->entry; entry; entry = entry->up ? entry->up->entry : NULL) {
        const ct_node *found = anchor_in(entry->node->resource, operand->name);
        if (found)
            node = found;
    }
    return ct_apply(run, frame, node, frame->instance, frame->seen);
}

static ct_schema_place *find_target(ct_compiler *c, ct_building *b, const json_t *value,
                                    const char **anchor)
{
    if (!ct_json_text(value)) {
        ct_must_be(c, b, value, "a URI reference");
        return NULL;
    }
    ct_schema_place *target =
        ct_place_named(c, b->place->resource, json_string_value(value), anchor);
    if (!target)
        ct_wrong(c, b, CT_ERR_UNRESOLVED_REFERENCE, "the reference '%s' cannot be resolved",
                 json_string_value(value));
    return target;
}

void ct_compile_ref(ct_compiler *c, ct_building *b, const json_t *value)
{
    const char *anchor;
    ct_schema_place *target = find_target(c, b, value, &anchor);
    if (target)
        ct_add_rule(b, CT_ON_ANY, check_reference)->with.node = ct_want(c, target);
}

/* The reference is dynamic only if it initially resolves to a $dynamicAnchor of that name. */
void ct_compile_dynamic_ref(ct_compiler *c, ct_building *b, const json_t *value)
{
    const char *anchor;
    ct_schema_place *target = find_target(c, b, value, &anchor);
    if (!target)
        return;
    const json_t *name = json_object_get(target->json, "$dynamicAnchor");
    if (!anchor || !json_is_string(name) || strcmp(json_string_value(name), anchor) != 0) {
        ct_add_rule(b, CT_ON_ANY, check_reference)->with.node = ct_want(c, target);
        return;
    }
    dynamic_operand *operand = ct_new(c->arena, dynamic_operand);
    *operand = (dynamic_operand){json_string_value(name), ct_want(c, target)};
    ct_map_put(c->scratch, &c->dynamic_names, operand->name, strlen(operand->name), operand);
    ct_add_rule(b, CT_ON_ANY, check_dynamic)->with.own = operand;
}
