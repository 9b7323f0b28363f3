/* The table of keywords, and the compilation of a schema's keywords into rules of a node. */
#include "lang/schema/schema_keywords.h"

#include <string.h>

#include "lang/json/json.h"
#include "lang/json/number.h"
#include "lang/json/pointer.h"

/* ------------------------------------------------------------------- notes */

const char *ct_keyword_location(ct_compiler *c, const ct_building *b)
{
    return ct_arena_printf(c->diag->arena, "%s/%s", ct_place_location(c, b->place),
                           b->keyword->name);
}

bool ct_wrong(ct_compiler *c, const ct_building *b, ct_error_code code, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    const char *what = ct_arena_vprintf(c->scratch, format, values);
    va_end(values);
    return ct_fail(c->diag, code, c->where, "'%s': %s", ct_keyword_location(c, b), what);
}

static const char *type_with_article(const json_t *value)
{
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return json_object_size(value) ? "an object" : "an empty object";
    case JSON_ARRAY:
        return json_array_size(value) ? "an array" : "an empty array";
    case JSON_STRING:
        return "a string";
    case JSON_INTEGER:
    case JSON_REAL:
        return "a number";
    case JSON_TRUE:
        return "true";
    case JSON_FALSE:
        return "false";
    case JSON_NULL:
        break;
    }
    return "null";
}

static bool must_be(ct_compiler *c, const char *location, const json_t *found, const char *what)
{
    char scratch[CT_NUMBER_SCRATCH];
    size_t size;
    if (!json_is_number(found))
        return ct_fail(c->diag, CT_ERR_INVALID_SCHEMA, c->where, "'%s' must be %s, found %s",
                       location, what, type_with_article(found));
    const char *text = ct_number_text(found, scratch, &size);
    return ct_fail(c->diag, CT_ERR_INVALID_SCHEMA, c->where, "'%s' must be %s, found %.*s",
                   location, what, size < 40 ? (int)size : 40, text);
}

bool ct_must_be(ct_compiler *c, const ct_building *b, const json_t *found, const char *what)
{
    return must_be(c, ct_keyword_location(c, b), found, what);
}

/* ------------------------------------------------------ what keywords share */

ct_rule *ct_add_rule(ct_building *b, unsigned types, ct_rule_check *check)
{
    ct_rule *rule = &b->rules[b->count++];
    *rule = (ct_rule){.check = check, .types = types, .keyword = b->keyword->name, .weight = 2};
    return rule;
}

bool ct_read_size(ct_compiler *c, const ct_building *b, const json_t *value, size_t *size)
{
    int64_t number;
    if (!json_is_number(value) || !ct_number_is_integer(value) ||
        ct_number_compare(value, ct_number_from_int(c->scratch, 0)) < 0)
        return ct_must_be(c, b, value, "an integer of 0 or more");
    *size = ct_number_to_int(value, &number) ? (size_t)number : SIZE_MAX;
    return true;
}

void ct_add_size_rule(ct_compiler *c, ct_building *b, const json_t *value, unsigned types,
                      ct_rule_check *check)
{
    size_t size;
    if (ct_read_size(c, b, value, &size))
        ct_add_rule(b, types, check)->with.size = size;
}

const ct_node *ct_sub(ct_compiler *c, ct_building *b, const json_t *schema, const char *token,
                      size_t size)
{
    ct_buf pointer = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&pointer, b->place->pointer);
    ct_pointer_add(&pointer, b->keyword->name, strlen(b->keyword->name));
    if (token)
        ct_pointer_add(&pointer, token, size);
    const char *text = ct_buf_finish(&pointer, c->scratch);
    return ct_want(c, ct_place_of(c, b->place, schema, text));
}

const ct_node_list *ct_sub_list(ct_compiler *c, ct_building *b, const json_t *schemas)
{
    size_t const count = json_array_size(schemas);
    char token[24];
    if (!count) {
        ct_must_be(c, b, schemas, "an array of one or more schemas");
        return NULL;
    }
    ct_node_list *list = ct_new(c->arena, ct_node_list);
    list->nodes = ct_arena_alloc(c->arena, count * sizeof(ct_node *));
    for (size_t i = 0; i < count; i++) {
        int const size = snprintf(token, sizeof token, "%zu", i);
        list->nodes[list->count++] = ct_sub(c, b, json_array_get(schemas, i), token, (size_t)size);
    }
    return list;
}

/* --------------------------------------------- keywords that do not judge a value */

static void compile_text(ct_compiler *c, ct_building *b, const json_t *value)
{
    if (!json_is_string(value))
        ct_must_be(c, b, value, "a string");
}

/* Checks a name or a reference, which is used as a C string. */
static void compile_name(ct_compiler *c, ct_building *b, const json_t *value)
{
    if (!ct_json_text(value))
        ct_must_be(c, b, value, "a string without NUL");
}

static void compile_flag(ct_compiler *c, ct_building *b, const json_t *value)
{
    if (!json_is_boolean(value))
        ct_must_be(c, b, value, "true or false");
}

static void compile_examples(ct_compiler *c, ct_building *b, const json_t *value)
{
    if (!json_is_array(value))
        ct_must_be(c, b, value, "an array");
}

static void compile_vocabulary(ct_compiler *c, ct_building *b, const json_t *value)
{
    if (!json_is_object(value))
        ct_must_be(c, b, value, "an object");
}

/* Definitions are compiled so that errors in unused ones are reported too. */
static void compile_definitions(ct_compiler *c, ct_building *b, const json_t *value)
{
    const char *name;
    size_t size;
    json_t *schema;
    if (!json_is_object(value)) {
        ct_must_be(c, b, value, "an object");
        return;
    }
    json_object_keylen_foreach(ct_json_iterable(value), name, size, schema)
    {
        ct_sub(c, b, schema, name, size);
    }
}

static void compile_content_schema(ct_compiler *c, ct_building *b, const json_t *value)
{
    ct_sub(c, b, value, NULL, 0);
}

/* --------------------------------------------------------------- the table */

enum {
    BOTH = CT_IN_2020_12 | CT_IN_DRAFT_07,
    NEW = CT_IN_2020_12,
    OLD = CT_IN_DRAFT_07,

    CORE = CT_VOCABULARY_CORE,
    APPLY = CT_VOCABULARY_APPLICATOR,
    JUDGE = CT_VOCABULARY_VALIDATION,
    META = CT_VOCABULARY_META_DATA,
    FORMAT = CT_VOCABULARY_FORMAT | CT_VOCABULARY_FORMAT_ASSERTION,
    CONTENT = CT_VOCABULARY_CONTENT,
    REST = CT_VOCABULARY_UNEVALUATED
};

/* In the order in which they are applied: cheap and specific ones first. The unevaluated ones are
 * last, because they use the annotations of all others. */
const ct_keyword ct_keywords[] = {
    {"$schema", BOTH, CORE, CT_KEYWORD_NONE, compile_name},
    {"$id", BOTH, CORE, CT_KEYWORD_NONE, compile_name},
    {"$anchor", NEW, CORE, CT_KEYWORD_NONE, compile_name},
    {"$dynamicAnchor", NEW, CORE, CT_KEYWORD_NONE, compile_name},
    {"$vocabulary", NEW, CORE, CT_KEYWORD_NONE, compile_vocabulary},
    {"$comment", BOTH, CORE, CT_KEYWORD_NONE, compile_text},
    {"$defs", NEW, CORE, CT_KEYWORD_MAP, compile_definitions},
    {"definitions", BOTH, CORE, CT_KEYWORD_MAP, compile_definitions},

    {"type", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_type},
    {"const", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_const},
    {"enum", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_enum},
    {"multipleOf", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_multiple_of},
    {"maximum", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_maximum},
    {"exclusiveMaximum", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_exclusive_maximum},
    {"minimum", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_minimum},
    {"exclusiveMinimum", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_exclusive_minimum},
    {"maxLength", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_max_length},
    {"minLength", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_min_length},
    {"pattern", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_pattern},
    {"format", BOTH, FORMAT, CT_KEYWORD_NONE, ct_compile_format},
    {"maxItems", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_max_items},
    {"minItems", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_min_items},
    {"maxProperties", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_max_properties},
    {"minProperties", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_min_properties},
    {"required", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_required},
    {"dependentRequired", NEW, JUDGE, CT_KEYWORD_NONE, ct_compile_dependent_required},

    {"$ref", BOTH, CORE, CT_KEYWORD_NONE, ct_compile_ref},
    {"$dynamicRef", NEW, CORE, CT_KEYWORD_NONE, ct_compile_dynamic_ref},
    {"properties", BOTH, APPLY, CT_KEYWORD_MAP, ct_compile_properties},
    {"patternProperties", BOTH, APPLY, CT_KEYWORD_MAP, ct_compile_pattern_properties},
    {"additionalProperties", BOTH, APPLY, CT_KEYWORD_SCHEMA, ct_compile_additional_properties},
    {"propertyNames", BOTH, APPLY, CT_KEYWORD_SCHEMA, ct_compile_property_names},
    {"prefixItems", NEW, APPLY, CT_KEYWORD_LIST, ct_compile_prefix_items},
    {"items", BOTH, APPLY, CT_KEYWORD_EITHER, ct_compile_items},
    {"additionalItems", OLD, APPLY, CT_KEYWORD_SCHEMA, ct_compile_additional_items},
    {"uniqueItems", BOTH, JUDGE, CT_KEYWORD_NONE, ct_compile_unique_items},
    {"contains", BOTH, APPLY, CT_KEYWORD_SCHEMA, ct_compile_contains},
    {"minContains", NEW, JUDGE, CT_KEYWORD_NONE, ct_compile_contains_bound},
    {"maxContains", NEW, JUDGE, CT_KEYWORD_NONE, ct_compile_contains_bound},
    {"dependentSchemas", NEW, APPLY, CT_KEYWORD_MAP, ct_compile_dependent_schemas},
    {"dependencies", OLD, APPLY, CT_KEYWORD_MAP, ct_compile_dependencies},
    {"allOf", BOTH, APPLY, CT_KEYWORD_LIST, ct_compile_all_of},
    {"anyOf", BOTH, APPLY, CT_KEYWORD_LIST, ct_compile_any_of},
    {"oneOf", BOTH, APPLY, CT_KEYWORD_LIST, ct_compile_one_of},
    {"not", BOTH, APPLY, CT_KEYWORD_SCHEMA, ct_compile_not},
    {"if", BOTH, APPLY, CT_KEYWORD_SCHEMA, ct_compile_if},
    {"then", BOTH, APPLY, CT_KEYWORD_SCHEMA, ct_compile_branch},
    {"else", BOTH, APPLY, CT_KEYWORD_SCHEMA, ct_compile_branch},

    {"title", BOTH, META, CT_KEYWORD_NONE, compile_text},
    {"description", BOTH, META, CT_KEYWORD_NONE, compile_text},
    {"default", BOTH, META, CT_KEYWORD_NONE, NULL},
    {"examples", BOTH, META, CT_KEYWORD_NONE, compile_examples},
    {"deprecated", NEW, META, CT_KEYWORD_NONE, compile_flag},
    {"readOnly", BOTH, META, CT_KEYWORD_NONE, compile_flag},
    {"writeOnly", NEW, META, CT_KEYWORD_NONE, compile_flag},
    {"contentEncoding", BOTH, CONTENT, CT_KEYWORD_NONE, compile_text},
    {"contentMediaType", BOTH, CONTENT, CT_KEYWORD_NONE, compile_text},
    {"contentSchema", NEW, CONTENT, CT_KEYWORD_SCHEMA, compile_content_schema},

    {"unevaluatedItems", NEW, REST, CT_KEYWORD_SCHEMA, ct_compile_unevaluated_items},
    {"unevaluatedProperties", NEW, REST, CT_KEYWORD_SCHEMA, ct_compile_unevaluated_properties},
    {0},
};

enum { KEYWORD_COUNT = sizeof ct_keywords / sizeof *ct_keywords };

const ct_keyword *ct_keyword_named(const char *name)
{
    for (const ct_keyword *keyword = ct_keywords; keyword->name; keyword++)
        if (!strcmp(keyword->name, name))
            return keyword;
    return NULL;
}

bool ct_keyword_is_in(const ct_keyword *keyword, ct_dialect dialect)
{
    return (keyword->drafts & 1u << dialect.draft) && (keyword->vocabulary & dialect.vocabularies);
}

/* ----------------------------------------------------------------- a schema */

/* Returns true for keywords of OpenAPI and older drafts, which are not misspelt. */
static bool is_of_others(const char *name)
{
    static const char *const words[] = {"discriminator", "xml",      "externalDocs",
                                        "example",       "nullable", NULL};
    for (const char *const *word = words; *word; word++)
        if (!strcmp(*word, name))
            return true;
    return name[0] == 'x' && name[1] == '-';
}

/* Returns true if a name is probably a misspelt keyword: it has the same first letter, or lacks the
 * dollar. */
static bool is_slip(const char *name, const char *near)
{
    if (near[0] == '$' && !strcmp(near + 1, name))
        return true;
    return (name[0] | 0x20) == (near[0] | 0x20) && strlen(name) >= 5;
}

/* JSON Schema ignores unknown keywords, so a misspelt one would silently check nothing. */
static void warn_unknown_keywords(ct_compiler *c, const ct_building *b)
{
    static const char *const drafts[] = {"draft 2020-12", "draft-07"};
    ct_dialect const dialect = b->place->resource->dialect;
    const char *names[KEYWORD_COUNT];
    const char *name;
    json_t *value;
    size_t count = 0;
    for (const ct_keyword *keyword = ct_keywords; keyword->name; keyword++)
        if (keyword->drafts & 1u << dialect.draft)
            names[count++] = keyword->name;
    names[count] = NULL;
    json_object_foreach(ct_json_iterable(b->place->json), name, value)
    {
        const ct_keyword *keyword = ct_keyword_named(name);
        const char *near = keyword || is_of_others(name) ? NULL : ct_nearest(name, names);
        if (keyword && !(keyword->drafts & 1u << dialect.draft))
            ct_warn(c->diag, CT_ERR_UNKNOWN_KEYWORD, c->where, "'%s/%s' has no meaning in %s",
                    ct_place_location(c, b->place), name, drafts[dialect.draft]);
        if (!near || !is_slip(name, near))
            continue;
        ct_warn(c->diag, CT_ERR_UNKNOWN_KEYWORD, c->where, "'%s/%s' is not a keyword",
                ct_place_location(c, b->place), name);
        ct_hint(c->diag, "did you mean '%s'?", near);
    }
}

static void compile_keywords(ct_compiler *c, ct_building *b)
{
    ct_dialect const dialect = b->place->resource->dialect;
    const json_t *json = b->place->json;
    /* In draft-07, keywords beside a $ref are ignored. */
    bool const is_only_ref =
        dialect.draft == CT_SCHEMA_DRAFT_07 && json_is_string(json_object_get(json, "$ref"));
    for (const ct_keyword *keyword = ct_keywords; keyword->name; keyword++) {
        const json_t *value = json_object_get(json, keyword->name);
        bool const counts = ct_keyword_is_in(keyword, dialect) &&
                            (!is_only_ref || keyword->compile == ct_compile_ref ||
                             keyword->compile == compile_definitions);
        if (!value || !counts || !keyword->compile)
            continue;
        b->keyword = keyword;
        keyword->compile(c, b, value);
    }
    warn_unknown_keywords(c, b);
}

void ct_compile_place(ct_compiler *c, ct_schema_place *place)
{
    ct_rule rules[KEYWORD_COUNT];
    ct_building b = {.place = place, .rules = rules};
    if (json_is_false(place->json))
        rules[b.count++] = (ct_rule){.check = ct_check_never, .types = CT_ON_ANY, .weight = 2};
    else if (json_is_object(place->json))
        compile_keywords(c, &b);
    else if (!json_is_true(place->json))
        must_be(c, ct_place_location(c, place), place->json, "a schema: an object, true or false");
    ct_rule *kept = ct_arena_alloc(c->arena, b.count * sizeof *kept);
    memcpy(kept, rules, b.count * sizeof *kept);
    place->node->rules = kept;
    place->node->count = b.count;
    for (size_t i = 0; i < b.count; i++)
        place->node->asks = place->node->asks || kept[i].is_last;
}
