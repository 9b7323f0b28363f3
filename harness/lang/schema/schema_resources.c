/* Reads documents, $id and anchors, and resolves references. */
#include <string.h>

#include "base/limits.h"
#include "lang/json/json.h"
#include "lang/json/pointer.h"
#include "lang/schema/schema_compiler.h"
#include "lang/uri.h"

const char *ct_place_location(ct_compiler *c, const ct_schema_place *place)
{
    return ct_arena_printf(c->arena, "%s#%s", place->resource->shown, place->pointer);
}

/* ------------------------------------------------------------------- names */

static ct_schema_place *find_name(const ct_compiler *c, const char *name)
{
    return (ct_schema_place *)(uintptr_t)ct_map_find(&c->names, name, strlen(name));
}

static bool add_name(ct_compiler *c, const char *name, ct_schema_place *place)
{
    const ct_schema_place *other = find_name(c, name);
    if (other && other != place)
        return ct_fail(c->diag, CT_ERR_INVALID_SCHEMA, c->where,
                       "'%s' and '%s' have the same name '%s'", ct_place_location(c, other),
                       ct_place_location(c, place), name);
    ct_map_put(c->scratch, &c->names, name, strlen(name), place);
    return true;
}

/* The address of the value is the key, which is unique because documents are trees. */
static ct_schema_place *find_place(const ct_compiler *c, const json_t *json)
{
    return (ct_schema_place *)(uintptr_t)ct_map_find(&c->places, (const char *)&json, sizeof json);
}

static ct_schema_place *add_place(ct_compiler *c, const json_t *json, ct_resource *resource,
                                  const char *pointer)
{
    ct_schema_place *place = ct_new(c->scratch, ct_schema_place);
    *place = (ct_schema_place){.json = json, .resource = resource, .pointer = pointer};
    if (json_is_object(json))
        ct_map_put(c->scratch, &c->places, (const char *)&place->json, sizeof place->json, place);
    return place;
}

static bool is_anchor(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    size_t const first = strspn(name, letters);
    size_t at = first;
    while (name[at] && (strchr(letters, name[at]) || strchr("-0123456789.", name[at])))
        at++;
    return first && !name[at];
}

static void add_anchor(ct_compiler *c, ct_schema_place *place, const char *keyword)
{
    const json_t *value = json_object_get(place->json, keyword);
    if (!json_is_string(value)) /* a wrong type is reported when the place is compiled */
        return;
    const char *name = json_string_value(value);
    if (!is_anchor(name)) {
        ct_fail(c->diag, CT_ERR_INVALID_SCHEMA, c->where,
                "'%s/%s': '%s' cannot be the name of an anchor", ct_place_location(c, place),
                keyword, name);
        return;
    }
    add_name(c, ct_arena_printf(c->scratch, "%s#%s", place->resource->uri, name), place);
    if (strcmp(keyword, "$dynamicAnchor") != 0)
        return;
    ct_dynamic_anchor *anchor = ct_new(c->arena, ct_dynamic_anchor);
    *anchor = (ct_dynamic_anchor){.name = ct_arena_text(c->arena, name), .place = place};
    anchor->next = place->resource->anchors;
    place->resource->anchors = anchor;
}

/* --------------------------------------------------------------- resources */

static ct_resource *add_resource(ct_compiler *c, const char *uri, const char *shown,
                                 ct_dialect dialect)
{
    ct_resource *resource = ct_new(c->arena, ct_resource);
    *resource = (ct_resource){.uri = ct_arena_text(c->arena, uri),
                              .shown = ct_arena_text(c->arena, shown),
                              .dialect = dialect,
                              .next = c->resources};
    c->resources = resource;
    return resource;
}

/* Returns the $id of a schema without its fragment, or NULL if it has no effective $id: in draft-07
 * "#name" is an anchor, and keywords beside a $ref are ignored. */
static const char *id_of(ct_compiler *c, const json_t *json, ct_dialect dialect)
{
    const char *id = json_string_value(json_object_get(json, "$id"));
    bool const is_old = dialect.draft == CT_SCHEMA_DRAFT_07;
    if (!id || (is_old && (id[0] == '#' || json_object_get(json, "$ref"))))
        return NULL;
    const char *fragment = strchr(id, '#');
    return fragment ? ct_arena_copy(c->scratch, id, (size_t)(fragment - id)) : id;
}

static void judge_id(ct_compiler *c, const ct_schema_place *place)
{
    const char *id = json_string_value(json_object_get(place->json, "$id"));
    const char *fragment = id ? strchr(id, '#') : NULL;
    if (fragment && fragment[1])
        ct_fail(c->diag, CT_ERR_INVALID_SCHEMA, c->where, "'%s/$id': '%s' must not have a fragment",
                ct_place_location(c, place), id);
}

/* Returns the dialect of a resource root: that of its $schema, or of the enclosing resource. */
static ct_dialect dialect_of(ct_compiler *c, const json_t *json, const char *location,
                             ct_dialect dialect)
{
    const json_t *uri = json_object_get(json, "$schema");
    if (json_is_string(uri))
        ct_dialect_read(c, json_string_value(uri), location, &dialect);
    return dialect;
}

/* Returns the resource that an $id starts, or the enclosing one. The dialect of a document's root,
 * whose pointer is "", was read before. */
static ct_resource *enter_resource(ct_compiler *c, const json_t *json, ct_resource *around,
                                   const char *pointer)
{
    bool const has_id = json_object_get(json, "$id"), has_draft = json_object_get(json, "$schema");
    ct_dialect dialect = around->dialect;
    if (!has_id && (!has_draft || !*pointer))
        return around;
    ct_schema_place const here = {.json = json, .resource = around, .pointer = pointer};
    const char *location = ct_place_location(c, &here);
    if (has_id && *pointer) /* $schema may change the draft, on which the meaning of $id depends */
        dialect = dialect_of(c, json, location, dialect);
    const char *id = id_of(c, json, dialect);
    if (id)
        return add_resource(c, ct_uri_resolve(c->scratch, around->uri, id), around->shown, dialect);
    if (has_draft && *pointer)
        ct_fail(c->diag, CT_ERR_INVALID_SCHEMA, c->where,
                "'%s/$schema' is inside a schema; it is allowed only beside an $id", location);
    return around;
}

/* ------------------------------------------------------------------- reading */

static ct_schema_place *read_schema(ct_compiler *c, const json_t *json, ct_resource *around,
                                    const char *pointer);

/* Reads one schema of the value of a keyword. */
static void read_part(ct_compiler *c, const ct_schema_place *parent, const json_t *json,
                      const char *keyword, const char *token)
{
    ct_buf pointer = CT_BUF(CT_BUF_ANY);
    if (!json_is_object(json))
        return;
    ct_buf_text(&pointer, parent->pointer);
    ct_pointer_add(&pointer, keyword, strlen(keyword));
    if (token)
        ct_pointer_add(&pointer, token, strlen(token));
    read_schema(c, json, parent->resource, ct_buf_finish(&pointer, c->scratch));
}

static void read_list(ct_compiler *c, const ct_schema_place *parent, const json_t *list,
                      const char *keyword)
{
    char token[24];
    for (size_t i = 0; i < json_array_size(list); i++) {
        snprintf(token, sizeof token, "%zu", i);
        read_part(c, parent, json_array_get(list, i), keyword, token);
    }
}

static void read_keyword(ct_compiler *c, const ct_schema_place *parent, const ct_keyword *keyword)
{
    json_t *value = json_object_get(parent->json, keyword->name), *schema;
    const char *name;
    switch (keyword->value_kind) {
    case CT_KEYWORD_NONE:
        break;
    case CT_KEYWORD_SCHEMA:
        read_part(c, parent, value, keyword->name, NULL);
        break;
    case CT_KEYWORD_LIST:
        read_list(c, parent, value, keyword->name);
        break;
    case CT_KEYWORD_MAP:
        json_object_foreach(value, name, schema)
        {
            read_part(c, parent, schema, keyword->name, name);
        }
        break;
    case CT_KEYWORD_EITHER:
        read_part(c, parent, value, keyword->name, NULL);
        read_list(c, parent, value, keyword->name);
        break;
    }
}

static void name_place(ct_compiler *c, ct_schema_place *place, const ct_resource *around)
{
    bool const is_old = place->resource->dialect.draft == CT_SCHEMA_DRAFT_07;
    const char *id = json_string_value(json_object_get(place->json, "$id"));
    const char *fragment = id ? strchr(id, '#') : NULL;
    if (place->resource != around)
        add_name(c, place->resource->uri, place);
    if (is_old && json_object_get(place->json, "$ref"))
        return;
    if (is_old && fragment && fragment[1])
        add_name(c, ct_arena_printf(c->scratch, "%s%s", place->resource->uri, fragment), place);
    if (is_old)
        return;
    judge_id(c, place);
    add_anchor(c, place, "$anchor");
    add_anchor(c, place, "$dynamicAnchor");
}

static ct_schema_place *read_schema(ct_compiler *c, const json_t *json, ct_resource *around,
                                    const char *pointer)
{
    ct_schema_place *place = find_place(c, json);
    if (place)
        return place;
    ct_resource *resource = enter_resource(c, json, around, pointer);
    place = add_place(c, json, resource, pointer);
    name_place(c, place, around);
    for (const ct_keyword *keyword = ct_keywords; keyword->name; keyword++)
        if (ct_keyword_is_in(keyword, resource->dialect))
            read_keyword(c, place, keyword);
    return place;
}

ct_schema_place *ct_read_document(ct_compiler *c, const char *uri, const char *shown,
                                  const json_t *json)
{
    if (++c->documents > CT_LIMIT_SCHEMA_DOCUMENTS) {
        ct_fail(c->diag, CT_ERR_LIMIT_EXCEEDED, c->where,
                "the schema reaches more than %d documents", CT_LIMIT_SCHEMA_DOCUMENTS);
        return NULL;
    }
    const char *location = ct_arena_printf(c->scratch, "%s#", shown);
    ct_dialect const dialect = dialect_of(c, json, location, ct_dialect_of(c->options->draft));
    ct_resource *resource = add_resource(c, uri, shown, dialect);
    ct_schema_place *place = json_is_object(json) ? read_schema(c, json, resource, "")
                                                  : add_place(c, json, resource, "");
    if (!find_name(c, uri))
        add_name(c, resource->uri, place);
    return place;
}

/* --------------------------------------------------------------- references */

ct_schema_place *ct_place_of(ct_compiler *c, const ct_schema_place *parent, const json_t *json,
                             const char *pointer)
{
    return json_is_object(json) ? read_schema(c, json, parent->resource, pointer)
                                : add_place(c, json, parent->resource, pointer);
}

ct_schema_place *ct_place_at(ct_compiler *c, ct_schema_place *root, const char *pointer,
                             size_t size)
{
    const char *at = pointer;
    const char *const end = pointer + size;
    const json_t *value = root->json;
    const ct_schema_place *inner = root; /* the innermost schema on the path that is known */
    ct_buf name = CT_BUF(CT_BUF_ANY), path = CT_BUF(CT_BUF_ANY);
    ct_buf_text(&path, root->pointer);
    while (value && at < end) {
        value = ct_pointer_next(&at, end, &name)
                    ? ct_pointer_step(value, ct_buf_str(&name), name.size)
                    : NULL;
        ct_pointer_add(&path, ct_buf_str(&name), name.size);
        const ct_schema_place *known = json_is_object(value) ? find_place(c, value) : NULL;
        inner = known ? known : inner;
    }
    const char *text = ct_buf_finish(&path, c->scratch);
    ct_buf_free(&name);
    if (!value)
        return NULL;
    return value == root->json ? root : ct_place_of(c, inner, value, text);
}

static ct_schema_place *find_document(ct_compiler *c, const char *uri)
{
    ct_schema_place *place = find_name(c, uri);
    if (place)
        return place;
    const json_t *json = ct_document_find(c, uri);
    return json ? ct_read_document(c, uri, uri, json) : NULL;
}

ct_schema_place *ct_place_named(ct_compiler *c, const ct_resource *from, const char *reference,
                                const char **anchor)
{
    char *uri = ct_uri_resolve(c->scratch, from->uri, reference);
    char *fragment = strchr(uri, '#');
    *anchor = NULL;
    if (fragment)
        *fragment++ = 0;
    ct_schema_place *root = find_document(c, uri);
    if (!root || !fragment || !*fragment)
        return root;
    size_t size;
    const char *plain = ct_uri_unescape(c->scratch, fragment, strlen(fragment), &size);
    if (plain[0] == '/')
        return ct_place_at(c, root, plain, size);
    *anchor = plain;
    return find_name(c, ct_arena_printf(c->scratch, "%s#%s", root->resource->uri, plain));
}

ct_node *ct_want(ct_compiler *c, ct_schema_place *place)
{
    if (place->node)
        return place->node;
    place->node = ct_new(c->arena, ct_node);
    place->node->resource = place->resource;
    place->node->location = ct_place_location(c, place);
    if (c->last_wanted)
        c->last_wanted->next_wanted = place;
    else
        c->first_wanted = place;
    c->last_wanted = place;
    return place->node;
}
