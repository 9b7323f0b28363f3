/* The public functions of schema.h. */
#include "lang/schema/schema.h"

#include <stdlib.h>
#include <string.h>

#include "lang/json/pointer.h"
#include "lang/schema/schema_compiler.h"

struct ct_schema {
    const ct_node *root;
};

/* ----------------------------------------------------------------- compiling */

/* Dynamic anchors are looked up by name while a value is checked. Therefore every anchor with a
 * name that a $dynamicRef uses is compiled, in all resources. */
static void want_dynamic_anchors(ct_compiler *c)
{
    for (ct_resource *resource = c->resources; resource; resource = resource->next)
        for (ct_dynamic_anchor *anchor = resource->anchors; anchor; anchor = anchor->next)
            if (!anchor->node && ct_map_find(&c->dynamic_names, anchor->name, strlen(anchor->name)))
                anchor->node = ct_want(c, anchor->place);
}

static void compile_wanted(ct_compiler *c)
{
    while (c->first_wanted) {
        ct_schema_place *place = c->first_wanted;
        c->first_wanted = place->next_wanted;
        if (!c->first_wanted)
            c->last_wanted = NULL;
        ct_compile_place(c, place);
        if (!c->first_wanted)
            want_dynamic_anchors(c);
    }
}

static const ct_node *compile_root(ct_compiler *c, const json_t *document)
{
    const char *pointer = c->options->pointer;
    const char *uri = c->options->base_uri ? c->options->base_uri : "";
    ct_schema_place *place = ct_read_document(c, uri, "", document);
    if (place && pointer) {
        place = ct_place_at(c, place, pointer, strlen(pointer));
        if (!place)
            ct_fail(c->diag, CT_ERR_UNRESOLVED_REFERENCE, c->where, "nothing found at '#%s'",
                    pointer);
    }
    if (!place)
        return NULL;
    const ct_node *root = ct_want(c, place);
    compile_wanted(c);
    return root;
}

const ct_schema *ct_schema_compile(ct_arena *arena, const json_t *document,
                                   const ct_schema_options *options, ct_loc where, ct_diag *diag)
{
    static const ct_schema_options usual = {0};
    unsigned const mistakes = diag->count;
    ct_compiler c = {.arena = arena,
                     .scratch = ct_arena_new(),
                     .options = options ? options : &usual,
                     .where = where,
                     .diag = diag};
    ct_schema *schema = ct_new(arena, ct_schema);
    schema->root = compile_root(&c, document);
    ct_arena_free(c.scratch);
    return diag->count == mistakes ? schema : NULL;
}

/* ------------------------------------------------------------------ checking */

static ct_schema_verdict apply_root(ct_schema_run *run, const ct_schema *schema,
                                    const json_t *value)
{
    ct_instance_place const instance = {.value = value};
    bool const is_fine = ct_apply(run, NULL, schema->root, &instance, NULL);
    return run->gave_up ? CT_SCHEMA_GAVE_UP : is_fine ? CT_SCHEMA_ACCEPTS : CT_SCHEMA_REJECTS;
}

ct_schema_verdict ct_schema_test(const ct_schema *schema, const json_t *value, ct_budget *budget)
{
    ct_budget own = ct_budget_new(NULL, NULL);
    ct_schema_run run = {.budget = budget ? budget : &own, .silent = 1};
    return apply_root(&run, schema, value);
}

const ct_schema_result *ct_schema_check(ct_arena *arena, const ct_schema *schema,
                                        const json_t *value, ct_budget *budget)
{
    ct_budget own = ct_budget_new(NULL, NULL);
    budget = budget ? budget : &own;
    ct_schema_result *result = ct_new(arena, ct_schema_result);
    ct_schema_run quick = {.arena = arena, .budget = budget, .silent = 1};
    result->verdict = apply_root(&quick, schema, value);
    result->gave_up = quick.gave_up;
    if (result->verdict != CT_SCHEMA_REJECTS)
        return result;
    /* Checks again, to report the failures. This check continues after a failure, so it may hit a
     * limit that the first one did not. */
    ct_schema_run telling = {.arena = arena, .budget = budget, .result = result};
    apply_root(&telling, schema, value);
    result->gave_up = telling.gave_up;
    return result;
}

bool ct_schema_undocumented(ct_arena *arena, const ct_schema *schema, const json_t *value,
                            ct_budget *budget, const ct_schema_property **members)
{
    ct_budget own = ct_budget_new(NULL, NULL);
    ct_schema_run run = {.budget = budget ? budget : &own, .silent = 1, .describes = true};
    ct_schema_verdict const verdict = apply_root(&run, schema, value);
    *members = verdict == CT_SCHEMA_GAVE_UP ? NULL : ct_list_undescribed(&run, arena, value);
    free(run.described);
    return verdict != CT_SCHEMA_GAVE_UP;
}
