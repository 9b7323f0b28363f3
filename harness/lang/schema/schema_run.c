/* Applies a schema to a value, within limits. */
#include <stdlib.h>

#include "base/limits.h"
#include "lang/json/json.h"
#include "lang/schema/schema_internal.h"

/* Gives up at the depth limit. Distinguishes a schema that refers to itself from deep nesting. */
static bool give_up_depth(ct_schema_run *run, const ct_frame *frame)
{
    for (const ct_frame *f = frame->up; f; f = f->up)
        if (f->node == frame->node && f->instance == frame->instance)
            return ct_give_up(run,
                              "the schema '%s' refers to itself without descending into the value",
                              frame->node->location);
    return ct_give_up(run, "schemas are nested deeper than %d levels", CT_LIMIT_SCHEMA_DEPTH);
}

bool ct_schema_goes_on(const ct_schema_run *run)
{
    return (!run->silent || run->describes) && !run->gave_up;
}

static bool enter(ct_schema_run *run, const ct_frame *frame)
{
    if (run->gave_up)
        return false;
    if (++run->depth > CT_LIMIT_SCHEMA_DEPTH)
        return give_up_depth(run, frame);
    size_t steps = 1 + frame->node->count;
    if (json_is_real(frame->instance->value)) /* its text can have any length */
        steps *= ct_json_weight(frame->instance->value);
    return ct_schema_spend(run, steps);
}

static bool apply_rules(ct_schema_run *run, const ct_frame *frame)
{
    unsigned const type = CT_ON(json_typeof(frame->instance->value));
    const ct_rule *const end = frame->node->rules + frame->node->count;
    bool is_fine = true;
    for (const ct_rule *rule = frame->node->rules; rule < end; rule++) {
        /* A failed schema has no annotations, so failures of unevaluated keywords would only be
         * consequences. */
        if (!(rule->types & type) || (rule->is_last && !is_fine && !run->describes))
            continue;
        if (rule->check(run, frame, rule))
            continue;
        is_fine = false;
        if (!ct_schema_goes_on(run))
            break;
    }
    return is_fine;
}

/* Spends the steps for clearing and merging the annotations of a large value. */
static bool spend_on(ct_schema_run *run, const ct_seen *seen)
{
    return ct_schema_spend(run, seen->count / 1024);
}

/* Collects annotations separately, because an unevaluated keyword does not see those of schemas
 * beside its own. */
static bool apply_asking(ct_schema_run *run, ct_frame *frame)
{
    ct_seen own;
    ct_seen *const outer = frame->seen;
    ct_seen_open(&own, frame->instance->value);
    frame->seen = &own;
    bool const is_fine = spend_on(run, &own) && apply_rules(run, frame);
    if (is_fine && outer)
        ct_seen_merge(outer, &own);
    ct_seen_close(&own);
    return is_fine;
}

bool ct_apply(ct_schema_run *run, const ct_frame *up, const ct_node *node,
              const ct_instance_place *instance, ct_seen *seen)
{
    if (!node->count)
        return true;
    ct_frame frame = {.node = node, .instance = instance, .up = up, .seen = seen};
    frame.entry = up && up->node->resource == node->resource ? up->entry : &frame;
    bool const is_fine =
        enter(run, &frame) && (node->asks ? apply_asking(run, &frame) : apply_rules(run, &frame));
    run->depth--;
    return is_fine;
}

static bool apply_apart(ct_schema_run *run, const ct_frame *up, const ct_node *node,
                        const ct_instance_place *instance, ct_seen *seen)
{
    if (!seen)
        return ct_apply(run, up, node, instance, NULL);
    ct_seen own;
    ct_seen_open(&own, instance->value);
    bool const is_fine = spend_on(run, &own) && ct_apply(run, up, node, instance, &own);
    if (is_fine)
        ct_seen_merge(seen, &own);
    ct_seen_close(&own);
    return is_fine;
}

bool ct_try_keeping(ct_schema_run *run, const ct_frame *up, const ct_node *node,
                    const ct_instance_place *instance, ct_seen *seen)
{
    unsigned const score = run->score;
    run->score = 0;
    run->silent++;
    bool const is_fine = apply_apart(run, up, node, instance, seen);
    run->silent--;
    run->tried = run->score;
    run->score = score;
    return is_fine;
}

bool ct_try(ct_schema_run *run, const ct_frame *up, const ct_node *node,
            const ct_instance_place *instance, ct_seen *seen)
{
    size_t const mark = run->described_count;
    bool const is_fine = ct_try_keeping(run, up, node, instance, seen);
    if (!is_fine)
        run->described_count = mark;
    return is_fine;
}

bool ct_check_never(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const ct_instance_place *instance = frame->instance;
    if (!instance->up)
        return ct_refuse(run, frame, rule, ct_shown(run, instance->value), "no value");
    if (!instance->name)
        return ct_refuse(run, frame, rule, ct_shown(run, instance->value), "no item at index %zu",
                         instance->index);
    return ct_refuse(run, frame, rule, ct_shown(run, instance->value), "no property %s",
                     ct_shown_text(run, instance->name, instance->size));
}

ct_instance_place ct_json_property_place(const ct_frame *frame, const char *name, size_t size,
                                         const json_t *value)
{
    return (ct_instance_place){.value = value,
                               .up = frame->instance,
                               .name = name,
                               .size = size,
                               .depth = frame->instance->depth + 1};
}

ct_instance_place ct_json_item_place(const ct_frame *frame, size_t index, const json_t *value)
{
    return (ct_instance_place){
        .value = value, .up = frame->instance, .index = index, .depth = frame->instance->depth + 1};
}
