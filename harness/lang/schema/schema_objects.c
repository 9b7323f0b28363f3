/* Keywords about the properties of objects. */
#include "lang/json/json.h"
#include "lang/schema/schema_keywords.h"

/* ------------------------- properties, patternProperties, additionalProperties */

typedef struct property {
    const char *name;
    size_t size;
    const ct_node *node;
} property;

typedef struct member_pattern {
    const ct_regex *regex;
    const ct_node *node;
} member_pattern;

/* The three keywords are compiled into one rule, so that each property is visited once. */
struct ct_json_binding {
    ct_map by_name; /* to ct_node */
    property *properties;
    member_pattern *patterns;
    size_t property_count, pattern_count;
    const ct_node *others; /* additionalProperties, or NULL */
    bool has_properties;   /* the keyword is present, even if it is empty */
};

/* Returns true for schemas other than true and false. */
static bool says_something(const ct_node *node)
{
    return node && node->count && node->rules->check != ct_check_never;
}

static bool check_patterns(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                           const ct_instance_place *instance, bool *is_known)
{
    const struct ct_json_binding *m = rule->with.own;
    bool is_fine = true;
    for (size_t i = 0; i < m->pattern_count; i++) {
        const member_pattern *pattern = &m->patterns[i];
        switch (
            ct_regex_find(pattern->regex, instance->name, instance->size, NULL, 0, run->budget)) {
        case CT_REGEX_YES:
            *is_known = true;
            is_fine = ct_apply(run, frame, pattern->node, instance, NULL) && is_fine;
            break;
        case CT_REGEX_NO:
            break;
        case CT_REGEX_GAVE_UP:
            return ct_give_up_pattern(run, frame, rule);
        }
    }
    return is_fine;
}

static bool check_member(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                         const ct_instance_place *instance)
{
    const struct ct_json_binding *m = rule->with.own;
    const ct_node *node = ct_map_find(&m->by_name, instance->name, instance->size);
    bool is_known = node;
    if (!ct_schema_spend(run, 1))
        return false;
    bool is_fine = !node || ct_apply(run, frame, node, instance, NULL);
    if (m->pattern_count)
        is_fine = check_patterns(run, frame, rule, instance, &is_known) && is_fine;
    if (is_known || says_something(m->others))
        ct_describe(run, frame, instance->index);
    if (!is_known && m->others) {
        is_known = true;
        is_fine = ct_apply(run, frame, m->others, instance, NULL) && is_fine;
    }
    if (is_known && frame->seen)
        ct_seen_add(frame->seen, instance->index);
    return is_fine;
}

/* Looks up each property of the schema: faster for a large object and a schema with few. */
static bool check_by_property(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const struct ct_json_binding *m = rule->with.own;
    bool is_fine = true;
    for (size_t i = 0; i < m->property_count && (is_fine || ct_schema_goes_on(run)); i++) {
        const property *p = &m->properties[i];
        const json_t *value = json_object_getn(frame->instance->value, p->name, p->size);
        if (!value)
            continue;
        ct_instance_place const instance = ct_json_property_place(frame, p->name, p->size, value);
        is_fine = ct_apply(run, frame, p->node, &instance, NULL) && is_fine;
    }
    return is_fine;
}

static bool check_members(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const struct ct_json_binding *m = rule->with.own;
    json_t *object = ct_json_iterable(frame->instance->value), *value;
    const char *name;
    size_t size, index = 0;
    bool is_fine = true;
    if (!m->pattern_count && !m->others && !frame->seen && !run->describes &&
        2 * m->property_count < json_object_size(object))
        return check_by_property(run, frame, rule);
    if (m->has_properties || m->pattern_count || says_something(m->others))
        ct_describe(run, frame, CT_DESCRIBED_SOME);
    json_object_keylen_foreach(object, name, size, value)
    {
        ct_instance_place instance = ct_json_property_place(frame, name, size, value);
        instance.index = index++;
        is_fine = check_member(run, frame, rule, &instance) && is_fine;
        if ((!is_fine && !ct_schema_goes_on(run)) || run->gave_up)
            return false;
    }
    return is_fine;
}

static struct ct_json_binding *members_of(ct_compiler *c, ct_building *b)
{
    if (!b->members) {
        b->members = ct_new(c->arena, struct ct_json_binding);
        ct_add_rule(b, CT_ON_OBJECT, check_members)->with.own = b->members;
    }
    return b->members;
}

void ct_compile_properties(ct_compiler *c, ct_building *b, const json_t *value)
{
    const char *name;
    size_t size;
    json_t *schema;
    if (!json_is_object(value)) {
        ct_must_be(c, b, value, "an object");
        return;
    }
    struct ct_json_binding *m = members_of(c, b);
    m->has_properties = true;
    m->properties = ct_arena_alloc(c->arena, json_object_size(value) * sizeof *m->properties);
    json_object_keylen_foreach(ct_json_iterable(value), name, size, schema)
    {
        const ct_node *node = ct_sub(c, b, schema, name, size);
        if (!node)
            continue;
        m->properties[m->property_count++] = (property){name, size, node};
        ct_map_put(c->arena, &m->by_name, name, size, node);
    }
}

void ct_compile_pattern_properties(ct_compiler *c, ct_building *b, const json_t *value)
{
    const char *name;
    size_t size;
    json_t *schema;
    if (!json_is_object(value)) {
        ct_must_be(c, b, value, "an object");
        return;
    }
    struct ct_json_binding *m = members_of(c, b);
    m->patterns = ct_arena_alloc(c->arena, json_object_size(value) * sizeof *m->patterns);
    json_object_keylen_foreach(ct_json_iterable(value), name, size, schema)
    {
        const ct_regex *regex = ct_compile_regex(c, b, name, size);
        const ct_node *node = ct_sub(c, b, schema, name, size);
        if (regex && node)
            m->patterns[m->pattern_count++] = (member_pattern){regex, node};
    }
}

void ct_compile_additional_properties(ct_compiler *c, ct_building *b, const json_t *value)
{
    members_of(c, b)->others = ct_sub(c, b, value, NULL, 0);
}

/* ------------------------------------------- unevaluatedProperties, propertyNames */

static bool check_unevaluated(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const ct_node *node = rule->with.node;
    json_t *object = ct_json_iterable(frame->instance->value), *value;
    const char *name;
    size_t size, index = 0;
    bool is_fine = true;
    if (says_something(node))
        ct_describe(run, frame, CT_DESCRIBED_SOME);
    json_object_keylen_foreach(object, name, size, value)
    {
        ct_instance_place const instance = ct_json_property_place(frame, name, size, value);
        if (!ct_seen_has(frame->seen, index)) {
            is_fine = ct_apply(run, frame, node, &instance, NULL) && is_fine;
            if (says_something(node))
                ct_describe(run, frame, index);
        }
        if (!is_fine && !ct_schema_goes_on(run))
            return false;
        index++;
    }
    ct_seen_all(frame->seen);
    return is_fine;
}

void ct_compile_unevaluated_properties(ct_compiler *c, ct_building *b, const json_t *value)
{
    const ct_node *node = ct_sub(c, b, value, NULL, 0);
    ct_rule *rule = ct_add_rule(b, CT_ON_OBJECT, check_unevaluated);
    rule->with.node = node;
    rule->is_last = true;
}

static bool check_names(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    json_t *object = ct_json_iterable(frame->instance->value), *value;
    const char *name;
    size_t size;
    bool is_fine = true;
    json_object_keylen_foreach(object, name, size, value)
    {
        json_t *text = json_stringn_nocheck(name, size);
        if (!text)
            ct_out_of_memory();
        ct_instance_place instance = ct_json_property_place(frame, name, size, text);
        instance.is_name = true;
        is_fine = ct_apply(run, frame, rule->with.node, &instance, NULL) && is_fine;
        json_decref(text);
        if (!is_fine && !ct_schema_goes_on(run))
            return false;
    }
    return is_fine;
}

void ct_compile_property_names(ct_compiler *c, ct_building *b, const json_t *value)
{
    const ct_node *node = ct_sub(c, b, value, NULL, 0);
    ct_add_rule(b, CT_ON_OBJECT, check_names)->with.node = node;
}
