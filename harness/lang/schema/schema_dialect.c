/* Finds the dialect of a schema: $schema, $vocabulary, and the built-in metaschemas. */
#include <string.h>

#include "lang/json/json.h"
#include "lang/schema/metaschemas.h"
#include "lang/schema/schema_compiler.h"

#define VOCABULARY(name) "https://json-schema.org/draft/2020-12/vocab/" name

static const struct {
    const char *uri;
    unsigned bit;
} vocabularies[] = {
    {VOCABULARY("core"), CT_VOCABULARY_CORE},
    {VOCABULARY("applicator"), CT_VOCABULARY_APPLICATOR},
    {VOCABULARY("unevaluated"), CT_VOCABULARY_UNEVALUATED},
    {VOCABULARY("validation"), CT_VOCABULARY_VALIDATION},
    {VOCABULARY("meta-data"), CT_VOCABULARY_META_DATA},
    {VOCABULARY("format-annotation"), CT_VOCABULARY_FORMAT},
    {VOCABULARY("content"), CT_VOCABULARY_CONTENT},
    {VOCABULARY("format-assertion"), CT_VOCABULARY_FORMAT_ASSERTION},
};
enum { VOCABULARY_COUNT = sizeof vocabularies / sizeof *vocabularies };

static const struct {
    const char *uri;
    ct_schema_draft draft;
} drafts[] = {
    {"https://json-schema.org/draft/2020-12/schema", CT_SCHEMA_2020_12},
    {"http://json-schema.org/draft-07/schema", CT_SCHEMA_DRAFT_07},
    {"https://json-schema.org/draft-07/schema", CT_SCHEMA_DRAFT_07},
};
enum { DRAFT_COUNT = sizeof drafts / sizeof *drafts };

const json_t *ct_document_find(ct_compiler *c, const char *uri)
{
    const ct_schema_store *store = c->options->store;
    ct_json_error error;
    for (const ct_metaschema *meta = ct_metaschemas; meta->uri; meta++)
        if (!strcmp(meta->uri, uri))
            return ct_json_read_file(c->arena, (const char *)meta->bytes, meta->size, &error);
    return store ? store->find(store->user, uri) : NULL;
}

ct_dialect ct_dialect_of(ct_schema_draft draft)
{
    return (ct_dialect){draft, CT_VOCABULARY_STANDARD};
}

static unsigned vocabulary_bit(const char *uri)
{
    for (size_t i = 0; i < VOCABULARY_COUNT; i++)
        if (!strcmp(vocabularies[i].uri, uri))
            return vocabularies[i].bit;
    return 0;
}

/* Reads the vocabularies of a metaschema. Unknown ones are accepted if it declares them optional.
 */
static bool read_vocabularies(ct_compiler *c, const json_t *vocabulary, const char *location,
                              unsigned *bits)
{
    const char *uri;
    json_t *is_required;
    bool is_fine = true;
    *bits = CT_VOCABULARY_CORE;
    json_object_foreach(ct_json_iterable(vocabulary), uri, is_required)
    {
        unsigned const bit = vocabulary_bit(uri);
        *bits |= bit;
        if (!bit && json_is_true(is_required))
            is_fine = ct_fail(c->diag, CT_ERR_INVALID_SCHEMA, c->where,
                              "'%s/$schema' requires the unknown vocabulary '%s'", location, uri);
    }
    return is_fine;
}

/* Finds a draft by its URI, with or without an empty fragment. */
static bool find_draft(const char *uri, ct_dialect *dialect)
{
    size_t const size = strcspn(uri, "#");
    for (size_t i = 0; i < DRAFT_COUNT && (!uri[size] || !uri[size + 1]); i++) {
        if (strlen(drafts[i].uri) != size || memcmp(drafts[i].uri, uri, size) != 0)
            continue;
        *dialect = ct_dialect_of(drafts[i].draft);
        return true;
    }
    return false;
}

bool ct_dialect_read(ct_compiler *c, const char *uri, const char *location, ct_dialect *dialect)
{
    if (find_draft(uri, dialect))
        return true;
    const json_t *meta = ct_document_find(c, ct_arena_copy(c->scratch, uri, strcspn(uri, "#")));
    if (!meta) {
        ct_fail(c->diag, CT_ERR_UNRESOLVED_REFERENCE, c->where,
                "'%s/$schema' names '%s', which is neither a supported draft nor a known document",
                location, uri);
        return ct_hint(c->diag, "use '%s' or '%s'", drafts[0].uri, drafts[1].uri);
    }
    const char *of_meta = json_string_value(json_object_get(meta, "$schema"));
    const json_t *vocabulary = json_object_get(meta, "$vocabulary");
    *dialect = ct_dialect_of(CT_SCHEMA_2020_12);
    if (of_meta)
        find_draft(of_meta, dialect);
    if (dialect->draft == CT_SCHEMA_DRAFT_07 || !json_is_object(vocabulary))
        return true;
    return read_vocabularies(c, vocabulary, location, &dialect->vocabularies);
}
