#include "judge/undocumented.h"

#include <string.h>

#include "judge/matcher.h"
#include "judge/value_text.h"
#include "lang/json/json.h"
#include "lang/json/pointer.h"
#include "lang/path/path.h"
#include "lang/schema/schema.h"

enum { SHAPES_MAX = 32, NOTES_MAX = 20 };

/* All shapes that describe one value. */
typedef struct shape_list {
    const ct_shape *shapes[SHAPES_MAX];
    size_t count;
} shape_list;

typedef struct coverage_walk {
    const ct_judge_context *judge_context;
    ct_judging judging; /* for its strings */
    ct_response_note *first, **tail;
    size_t count;
} coverage_walk;

static void add_shape(shape_list *v, const ct_shape *shape)
{
    if (v->count < SHAPES_MAX)
        v->shapes[v->count++] = shape;
}

static void add_note(coverage_walk *s, const char *text)
{
    if (s->count++ >= NOTES_MAX)
        return;
    ct_response_note *note = ct_new(s->judge_context->arena, ct_response_note);
    note->text = text;
    *s->tail = note;
    s->tail = &note->next;
}

/* Tags whose inner matchers describe the same value. */
static bool describes_same_value(const ct_shape *shape)
{
    static const char *const tags[] = {"!optional", "!in", "!all", "!not", NULL};
    for (size_t i = 0; tags[i]; i++)
        if (shape->matcher->tag && !strcmp(shape->matcher->tag, tags[i]))
            return true;
    return false;
}

/* Adds the shape, or those inside it that describe the same value. Returns false if one accepts any
 * value, as !any does: then everything below it is documented. */
static bool gather(shape_list *all, const ct_shape *shape)
{
    if (shape->matcher == &ct_match_object || shape->matcher == &ct_match_array ||
        shape->matcher->wants_list) {
        add_shape(all, shape);
        return true;
    }
    if (!describes_same_value(shape))
        return false;
    bool is_partial = true;
    for (const ct_part *part = shape->parts; part; part = part->next)
        is_partial = gather(all, part->shape) && is_partial;
    return is_partial;
}

static void walk(coverage_walk *s, const shape_list *v, const json_t *value,
                 const ct_value_place *value_place);

static void walk_property(coverage_walk *s, const shape_list *v, const json_t *property,
                          const ct_value_place *value_place)
{
    shape_list inner = {.count = 0};
    bool is_named = false, is_whole = false;
    for (size_t i = 0; i < v->count; i++) {
        const ct_shape *part = v->shapes[i]->matcher == &ct_match_object
                                   ? ct_shape_part(v->shapes[i], value_place->name)
                                   : NULL;
        if (!part)
            continue;
        is_named = true;
        is_whole = !gather(&inner, part) || is_whole;
    }
    if (!is_named)
        add_note(s, ct_arena_printf(s->judge_context->arena, "property %s is not documented",
                                    ct_value_text_path(&s->judging, value_place)));
    else if (!is_whole)
        walk(s, &inner, property, value_place);
}

static void walk_element(coverage_walk *s, const shape_list *v, const json_t *element,
                         const ct_value_place *value_place)
{
    shape_list inner = {.count = 0};
    bool is_whole = false;
    for (size_t i = 0; i < v->count; i++) {
        size_t index = 0;
        bool const is_listed = v->shapes[i]->matcher == &ct_match_array;
        for (const ct_part *part = v->shapes[i]->parts; part; part = part->next, index++)
            if (!is_listed || index == value_place->index)
                is_whole = !gather(&inner, part->shape) || is_whole;
    }
    if (inner.count && !is_whole)
        walk(s, &inner, element, value_place);
}

/* False if there are enough notes, or if the budget is used up. */
static bool can_continue(coverage_walk *s, const shape_list *v)
{
    return s->count < NOTES_MAX && ct_judging_spend(&s->judging, 1 + v->count);
}

static void walk(coverage_walk *s, const shape_list *v, const json_t *value,
                 const ct_value_place *value_place)
{
    const char *name;
    size_t size;
    json_t *property;
    if (json_is_object(value)) {
        bool has_object = false;
        for (size_t i = 0; i < v->count; i++)
            has_object = has_object || v->shapes[i]->matcher == &ct_match_object;
        if (!has_object)
            return;
        json_object_keylen_foreach(ct_json_iterable(value), name, size, property)
        {
            ct_value_place const inner = {value_place, name, size, 0};
            if (!can_continue(s, v))
                return;
            walk_property(s, v, property, &inner);
        }
    }
    for (size_t i = 0; i < json_array_size(value) && can_continue(s, v); i++) {
        ct_value_place const inner = {value_place, NULL, 0, i};
        walk_element(s, v, json_array_get(value, i), &inner);
    }
}

/* ---- Where a schema is_partial ---- */

/* Adds the parts of a shape that describe the property of that name, or any element. */
static bool gather_step(shape_list *inner, const ct_shape *shape, const ct_buf *name)
{
    bool const is_object = shape->matcher == &ct_match_object;
    bool is_named = false;
    for (const ct_part *part = shape->parts; part; part = part->next) {
        if (is_object &&
            (strlen(part->name) != name->size || memcmp(part->name, ct_buf_str(name), name->size)))
            continue;
        is_named = true;
        gather(inner, part->shape);
    }
    return is_named;
}

/* Whether the shapes name the property that a JSON pointer leads to. */
static bool names_pointer(const shape_list *v, const json_t *value, const char *pointer)
{
    const char *const end = pointer + strlen(pointer);
    shape_list now = *v;
    ct_buf name = CT_BUF(CT_BUF_ANY);
    bool is_named = false;
    while (pointer < end && ct_pointer_next(&pointer, end, &name)) {
        shape_list inner = {.count = 0};
        is_named = false;
        for (size_t i = 0; i < now.count; i++)
            is_named = gather_step(&inner, now.shapes[i], &name) || is_named;
        value = ct_pointer_step(value, ct_buf_str(&name), name.size);
        now = inner;
    }
    ct_buf_free(&name);
    return is_named && value;
}

static void check_schema(coverage_walk *s, const ct_schema *schema, const shape_list *own,
                         const json_t *json)
{
    const ct_schema_property *properties = NULL;
    if (!ct_schema_undocumented(s->judge_context->arena, schema, json, s->judge_context->budget,
                                &properties))
        return;
    for (; properties && can_continue(s, own); properties = properties->next)
        if (!names_pointer(own, json, properties->instance))
            add_note(
                s, ct_arena_printf(s->judge_context->arena, "property %s is not documented",
                                   ct_value_text_pointer(&s->judging, json, properties->instance)));
}

static bool check_schemas(coverage_walk *s, const ct_expect *expects, const shape_list *own,
                          const json_t *json)
{
    bool has_any = false;
    for (const ct_expect *e = expects; e; e = e->next) {
        const ct_schema *schema = e->subject == CT_SUBJECT_JSON ? ct_shape_schema(e->shape) : NULL;
        if (schema)
            check_schema(s, schema, own, json);
        has_any = has_any || schema;
    }
    return has_any;
}

static bool gather_expects(shape_list *v, const ct_expect *expects)
{
    bool is_partial = true;
    for (const ct_expect *e = expects; e; e = e->next)
        if (e->subject == CT_SUBJECT_JSON)
            is_partial = gather(v, e->shape) && is_partial;
    return is_partial;
}

ct_response_note *ct_find_undocumented(const ct_judge_context *judge_context, const ct_step *step,
                                       const ct_response_row *row, const ct_response *response,
                                       const json_t *json)
{
    coverage_walk s = {.judge_context = judge_context,
                       .judging = {.arena = judge_context->arena,
                                   .scope = judge_context->scope,
                                   .redactor = judge_context->redactor,
                                   .budget = judge_context->budget}};
    shape_list v = {.count = 0};
    s.tail = &s.first;
    if (!row)
        add_note(&s, ct_arena_printf(judge_context->arena, "status %u is not documented",
                                     response->status));
    bool const own = gather_expects(&v, step->expects);
    bool const documented = !row || gather_expects(&v, row->expects);
    bool const has_schema = json && row && check_schemas(&s, row->expects, &v, json);
    if (json && own && documented && v.count && !has_schema)
        walk(&s, &v, json, NULL);
    if (judge_context->budget->stopped && s.count < NOTES_MAX)
        add_note(&s, "not all properties were checked against the documentation");
    return s.first;
}

/* ---- One property ---- */

static bool selects(const ct_judge_context *context, const ct_expect *expect, const json_t *json,
                    const json_t *value)
{
    ct_path_nodes nodes = {0};
    if (expect->subject != CT_SUBJECT_PATH)
        return false;
    if (!ct_path_select(expect->path, json, context->arena, context->budget, &nodes))
        return true;
    size_t i = 0;
    while (i < nodes.count && nodes.hits[i].value != value)
        i++;
    return i < nodes.count;
}

static bool is_listed(const ct_judge_context *context, const ct_schema *schema, const json_t *json,
                      const char *pointer)
{
    const ct_schema_property *properties = NULL;
    if (!ct_schema_undocumented(context->arena, schema, json, context->budget, &properties))
        return false;
    while (properties && strcmp(properties->instance, pointer) != 0)
        properties = properties->next;
    return properties;
}

bool ct_is_undocumented(const ct_judge_context *context, const ct_expect *expects,
                        const json_t *json, const char *pointer)
{
    shape_list v = {.count = 0};
    const json_t *value = ct_pointer_find(json, pointer, strlen(pointer));
    gather_expects(&v, expects);
    if (names_pointer(&v, json, pointer))
        return false;
    for (const ct_expect *e = expects; e; e = e->next) {
        const ct_schema *schema = e->subject == CT_SUBJECT_JSON ? ct_shape_schema(e->shape) : NULL;
        if (selects(context, e, json, value) ||
            (schema && !is_listed(context, schema, json, pointer)))
            return false;
    }
    return !context->budget->stopped;
}
