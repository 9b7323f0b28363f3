/* Keywords about required properties, and about their number. */
#include "lang/json/json.h"
#include "lang/schema/schema_keywords.h"

typedef struct name {
    const char *text;
    size_t size;
} name;

typedef struct name_list {
    name *names;
    size_t count;
} name_list;

static bool check_required(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const name_list *list = rule->with.own;
    bool is_fine = ct_schema_spend(run, list->count / 4);
    if (!is_fine)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        const name *n = &list->names[i];
        if (json_object_getn(frame->instance->value, n->text, n->size))
            continue;
        is_fine = ct_refuse_missing(run, frame, rule, n->text, n->size, NULL);
        if (!ct_schema_goes_on(run))
            return false;
    }
    return is_fine;
}

/* Returns NULL after reporting why the value is not a list of unique names. */
static const name_list *read_names(ct_compiler *c, const ct_building *b, const json_t *value)
{
    name_list *list = ct_new(c->arena, name_list);
    ct_map met = {0};
    if (!json_is_array(value)) {
        ct_must_be(c, b, value, "an array of names");
        return NULL;
    }
    list->names = ct_arena_alloc(c->arena, json_array_size(value) * sizeof *list->names);
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *item = json_array_get(value, i);
        if (!json_is_string(item)) {
            ct_must_be(c, b, item, "an array of names");
            return NULL;
        }
        name const n = {json_string_value(item), json_string_length(item)};
        if (ct_map_find(&met, n.text, n.size)) {
            ct_wrong(c, b, CT_ERR_INVALID_SCHEMA, "duplicate name '%s'", n.text);
            return NULL;
        }
        ct_map_put(c->scratch, &met, n.text, n.size, item);
        list->names[list->count++] = n;
    }
    return list;
}

void ct_compile_required(ct_compiler *c, ct_building *b, const json_t *value)
{
    const name_list *list = read_names(c, b, value);
    if (list && list->count)
        ct_add_rule(b, CT_ON_OBJECT, check_required)->with.own = list;
}

/* ------------------------- dependentRequired, dependentSchemas, dependencies */

/* The consequence of the presence of a property: required properties, or a schema. */
typedef struct dependency {
    name trigger;
    const name_list *required;
    const ct_node *node;
} dependency;

typedef struct dependency_list {
    dependency *items;
    size_t count;
} dependency_list;

static bool refuse_companion(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                             const name *missing, const name *trigger)
{
    const char *hint = ct_schema_reports_failures(run)
                           ? ct_arena_printf(run->arena, "property %s requires it",
                                             ct_shown_text(run, trigger->text, trigger->size))
                           : NULL;
    return ct_refuse_missing(run, frame, rule, missing->text, missing->size, hint);
}

static bool check_companions(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule,
                             const dependency *d)
{
    bool is_fine = ct_schema_spend(run, d->required->count / 4);
    for (size_t i = 0; i < d->required->count && (is_fine || ct_schema_goes_on(run)); i++) {
        const name *n = &d->required->names[i];
        if (!json_object_getn(frame->instance->value, n->text, n->size))
            is_fine = refuse_companion(run, frame, rule, n, &d->trigger);
    }
    return is_fine;
}

static bool check_dependencies(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    const dependency_list *list = rule->with.own;
    bool is_fine = ct_schema_spend(run, list->count / 4);
    for (size_t i = 0; i < list->count && (is_fine || ct_schema_goes_on(run)); i++) {
        const dependency *d = &list->items[i];
        if (!json_object_getn(frame->instance->value, d->trigger.text, d->trigger.size))
            continue;
        is_fine = (d->required ? check_companions(run, frame, rule, d)
                               : ct_apply(run, frame, d->node, frame->instance, frame->seen)) &&
                  is_fine;
    }
    return is_fine;
}

/* The kinds of dependency that a keyword allows. */
enum { MAY_REQUIRE = 1, MAY_APPLY = 2 };

static void compile_dependencies(ct_compiler *c, ct_building *b, const json_t *value, int may)
{
    const char *text;
    size_t size;
    json_t *item;
    if (!json_is_object(value)) {
        ct_must_be(c, b, value, "an object");
        return;
    }
    dependency_list *list = ct_new(c->arena, dependency_list);
    list->items = ct_arena_alloc(c->arena, json_object_size(value) * sizeof *list->items);
    json_object_keylen_foreach(ct_json_iterable(value), text, size, item)
    {
        dependency *d = &list->items[list->count];
        d->trigger = (name){text, size};
        if ((may & MAY_REQUIRE) && (json_is_array(item) || !(may & MAY_APPLY)))
            d->required = read_names(c, b, item);
        else
            d->node = ct_sub(c, b, item, text, size);
        list->count += d->required || d->node;
    }
    if (list->count)
        ct_add_rule(b, CT_ON_OBJECT, check_dependencies)->with.own = list;
}

void ct_compile_dependent_required(ct_compiler *c, ct_building *b, const json_t *value)
{
    compile_dependencies(c, b, value, MAY_REQUIRE);
}

void ct_compile_dependent_schemas(ct_compiler *c, ct_building *b, const json_t *value)
{
    compile_dependencies(c, b, value, MAY_APPLY);
}

void ct_compile_dependencies(ct_compiler *c, ct_building *b, const json_t *value)
{
    compile_dependencies(c, b, value, MAY_REQUIRE | MAY_APPLY);
}

/* ------------------------------------------------------------------- counts */

static bool check_max(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    size_t const size = json_object_size(frame->instance->value), most = rule->with.size;
    return size <= most ||
           ct_refuse_count(run, frame, rule,
                           (ct_miscount){"at most", most, size, "property", "properties"});
}

static bool check_min(ct_schema_run *run, const ct_frame *frame, const ct_rule *rule)
{
    size_t const size = json_object_size(frame->instance->value), least = rule->with.size;
    return size >= least ||
           ct_refuse_count(run, frame, rule,
                           (ct_miscount){"at least", least, size, "property", "properties"});
}

void ct_compile_max_properties(ct_compiler *c, ct_building *b, const json_t *value)
{
    ct_add_size_rule(c, b, value, CT_ON_OBJECT, check_max);
}

void ct_compile_min_properties(ct_compiler *c, ct_building *b, const json_t *value)
{
    ct_add_size_rule(c, b, value, CT_ON_OBJECT, check_min);
}
