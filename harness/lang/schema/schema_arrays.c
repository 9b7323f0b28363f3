/* Keywords about the items of arrays. */
#include "lang/json/json_hash.h"
#include "lang/schema/schema_keywords.h"

/* -------------------------------------------- prefixItems, items, additionalItems */

static bool check_prefix(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const ct_node_list *list = rule->with.list;
    const json_t *array = frame->instance->value;
    size_t const size = json_array_size(array);
    size_t const count = size < list->count ? size : list->count;
    bool is_fine = true;
    for (size_t i = 0; i < count && (is_fine || ct_schema_goes_on(run)); i++) {
        ct_instance_place const instance = ct_json_item_place(frame, i, json_array_get(array, i));
        is_fine = ct_apply(run, frame, list->nodes[i], &instance, NULL) && is_fine;
    }
    if (frame->seen)
        ct_seen_first(frame->seen, count);
    return is_fine;
}

typedef struct rest_operand {
    const ct_node *node;
    size_t first; /* items before it are checked by the prefix */
} rest_operand;

static bool check_rest(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const rest_operand *rest = rule->with.own;
    const json_t *array = frame->instance->value;
    size_t const size = json_array_size(array);
    bool is_fine = true;
    for (size_t i = rest->first; i < size && (is_fine || ct_schema_goes_on(run)); i++) {
        ct_instance_place const instance = ct_json_item_place(frame, i, json_array_get(array, i));
        is_fine = ct_apply(run, frame, rest->node, &instance, NULL) && is_fine;
    }
    if (frame->seen)
        ct_seen_all(frame->seen);
    return is_fine;
}

static void add_prefix(ct_compiler *c, ct_building *b, const json_t *value)
{
    const ct_node_list *list = ct_sub_list(c, b, value);
    if (list)
        ct_add_rule(b, CT_ON_ARRAY, check_prefix)->with.list = list;
}

static void add_rest(ct_compiler *c, ct_building *b, const json_t *value, size_t first)
{
    rest_operand *operand = ct_new(c->arena, rest_operand);
    *operand = (rest_operand){ct_sub(c, b, value, NULL, 0), first};
    ct_add_rule(b, CT_ON_ARRAY, check_rest)->with.own = operand;
}

void ct_compile_prefix_items(ct_compiler *c, ct_building *b, const json_t *value)
{
    add_prefix(c, b, value);
}

void ct_compile_items(ct_compiler *c, ct_building *b, const json_t *value)
{
    bool const is_draft_07 = b->place->resource->dialect.draft == CT_SCHEMA_DRAFT_07;
    if (is_draft_07 && json_is_array(value)) {
        add_prefix(c, b, value);
    } else if (json_is_array(value)) {
        ct_must_be(c, b, value, "a schema");
        ct_hint(c->diag, "draft 2020-12 calls a list of schemas 'prefixItems'");
    } else {
        const json_t *prefix = is_draft_07 ? NULL : json_object_get(b->place->json, "prefixItems");
        add_rest(c, b, value, json_array_size(prefix));
    }
}

void ct_compile_additional_items(ct_compiler *c, ct_building *b, const json_t *value)
{
    const json_t *prefix = json_object_get(b->place->json, "items");
    if (json_is_array(prefix))
        add_rest(c, b, value, json_array_size(prefix));
    else /* has no effect without a list in `items`, but must be a valid schema */
        ct_sub(c, b, value, NULL, 0);
}

/* ---------------------------------------------------------------- contains */

typedef struct contains_operand {
    const ct_node *node;
    size_t least, most; /* `most` is SIZE_MAX without maxContains */
} contains_operand;

/* Counts matching items. Stops as soon as the result is certain. */
static size_t count_matches(ct_schema_run *run, const ct_frame *frame,
                            const contains_operand *contains)
{
    const json_t *array = frame->instance->value;
    size_t const size = json_array_size(array);
    bool const must_see_all = frame->seen || run->describes || contains->most != SIZE_MAX;
    size_t count = 0;
    for (size_t i = 0; i < size && (must_see_all || count < contains->least); i++) {
        ct_instance_place const instance = ct_json_item_place(frame, i, json_array_get(array, i));
        if (!ct_try(run, frame, contains->node, &instance, NULL))
            continue;
        count++;
        if (frame->seen)
            ct_seen_add(frame->seen, i);
    }
    return count;
}

static bool check_contains(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    static const char match[] = "item that matches 'contains'";
    static const char matches[] = "items that match 'contains'";
    const contains_operand *contains = rule->with.own;
    size_t const count = count_matches(run, frame, contains);
    if (run->gave_up)
        return false;
    if (count < contains->least)
        return ct_refuse_count(run, frame, rule,
                               (ct_miscount){"at least", contains->least, count, match, matches});
    return count <= contains->most ||
           ct_refuse_count(run, frame, rule,
                           (ct_miscount){"at most", contains->most, count, match, matches});
}

static size_t bound_of(ct_compiler *c, ct_building *b, const char *keyword, size_t without)
{
    const json_t *value = json_object_get(b->place->json, keyword);
    ct_building const at = {.place = b->place, .keyword = ct_keyword_named(keyword)};
    size_t size;
    bool const counts = ct_keyword_is_in(at.keyword, b->place->resource->dialect);
    return value && counts && ct_read_size(c, &at, value, &size) ? size : without;
}

void ct_compile_contains(ct_compiler *c, ct_building *b, const json_t *value)
{
    contains_operand *operand = ct_new(c->arena, contains_operand);
    operand->node = ct_sub(c, b, value, NULL, 0);
    operand->least = bound_of(c, b, "minContains", 1);
    operand->most = bound_of(c, b, "maxContains", SIZE_MAX);
    ct_add_rule(b, CT_ON_ARRAY, check_contains)->with.own = operand;
}

/* minContains and maxContains are compiled with `contains`. Without it they have no effect, but
 * must be valid. */
void ct_compile_contains_bound(ct_compiler *c, ct_building *b, const json_t *value)
{
    size_t size;
    if (!json_object_get(b->place->json, "contains"))
        ct_read_size(c, b, value, &size);
}

/* -------------------------------------------------- unevaluatedItems, sizes */

static bool check_unevaluated(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const json_t *array = frame->instance->value;
    size_t const size = json_array_size(array);
    bool is_fine = true;
    for (size_t i = 0; i < size && (is_fine || ct_schema_goes_on(run)); i++) {
        if (ct_seen_has(frame->seen, i))
            continue;
        ct_instance_place const instance = ct_json_item_place(frame, i, json_array_get(array, i));
        is_fine = ct_apply(run, frame, rule->with.node, &instance, NULL) && is_fine;
    }
    ct_seen_all(frame->seen);
    return is_fine;
}

void ct_compile_unevaluated_items(ct_compiler *c, ct_building *b, const json_t *value)
{
    const ct_node *node = ct_sub(c, b, value, NULL, 0);
    ct_rule *rule = ct_add_rule(b, CT_ON_ARRAY, check_unevaluated);
    rule->with.node = node;
    rule->is_last = true;
}

static bool check_max(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    size_t const size = json_array_size(frame->instance->value), most = rule->with.size;
    return size <= most ||
           ct_refuse_count(run, frame, rule, (ct_miscount){"at most", most, size, "item", "items"});
}

static bool check_min(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    size_t const size = json_array_size(frame->instance->value), least = rule->with.size;
    return size >= least ||
           ct_refuse_count(run, frame, rule,
                           (ct_miscount){"at least", least, size, "item", "items"});
}

void ct_compile_max_items(ct_compiler *c, ct_building *b, const json_t *value)
{
    ct_add_size_rule(c, b, value, CT_ON_ARRAY, check_max);
}

void ct_compile_min_items(ct_compiler *c, ct_building *b, const json_t *value)
{
    ct_add_size_rule(c, b, value, CT_ON_ARRAY, check_min);
}

static bool check_unique(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    size_t first, second;
    bool const is_found = ct_json_find_equal(frame->instance->value, run->budget, &first, &second);
    if (!ct_schema_spend(run, 0))
        return false;
    if (!is_found)
        return true;
    const char *actual =
        ct_schema_reports_failures(run)
            ? ct_arena_printf(run->arena, "equal items at %zu and %zu", first, second)
            : "";
    return ct_refuse(run, frame, rule, actual, "items that are all different");
}

void ct_compile_unique_items(ct_compiler *c, ct_building *b, const json_t *value)
{
    if (!json_is_boolean(value))
        ct_must_be(c, b, value, "true or false");
    else if (json_is_true(value))
        ct_add_rule(b, CT_ON_ARRAY, check_unique);
}
