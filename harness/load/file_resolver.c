/* Opens files that case files name, below the folder of the file that names them. */
#include "lang/schema/file_resolver.h"

#include <string.h>

#include "lang/json/json.h"
#include "load/loading.h"

/* A schema that was compiled, by its reference and the folder it was named in. */
typedef struct compiled {
    const char *folder, *reference;
    const ct_schema *schema; /* NULL: it has errors, which were reported */
    struct compiled *next;
} compiled;

/* A document that was read. */
typedef struct document {
    const char *folder, *path;
    const json_t *value;
    struct document *next;
} document;

typedef struct schema_files {
    ct_file_resolver resolver; /* first: this is a ct_file_resolver */
    ct_loading *loading;
    compiled *schemas;
    document *documents;
} schema_files;

static const char *folder_of(ct_arena *arena, ct_loc where)
{
    const char *name = where.source ? where.source->name : "";
    const char *slash = strrchr(name, '/');
    if (!slash)
        return ".";
    return slash == name ? "/" : ct_arena_copy(arena, name, (size_t)(slash - name));
}

static const ct_source *open_file(ct_file_resolver *self, const char *path, ct_loc where,
                                  ct_diag *diag)
{
    schema_files *s = (schema_files *)self;
    const ct_source *source = ct_source_read_beneath(
        s->loading->arena, folder_of(s->loading->arena, where), path, where, diag);
    if (source && s->loading->suite)
        ct_loading_add_file(s->loading, source);
    return source;
}

static const json_t *read_document(schema_files *s, const char *path, ct_loc where, ct_diag *diag)
{
    ct_json_error error;
    const ct_source *source = open_file(&s->resolver, path, where, diag);
    const json_t *value =
        source ? ct_json_read_file(s->loading->arena, source->text, source->size, &error) : NULL;
    if (source && !value)
        ct_fail(diag, CT_ERR_INVALID_JSON,
                (ct_loc){source, error.line, (uint16_t)(error.column & UINT16_MAX), 1},
                "invalid JSON: %s", error.what);
    return value;
}

/* Reads each document once. */
static const json_t *find_document(schema_files *s, const char *path, ct_loc where, ct_diag *diag)
{
    const char *folder = folder_of(s->loading->arena, where);
    for (const document *d = s->documents; d; d = d->next)
        if (!strcmp(d->path, path) && !strcmp(d->folder, folder))
            return d->value;
    document *d = ct_new(s->loading->arena, document);
    *d = (document){folder, ct_arena_text(s->loading->arena, path),
                    read_document(s, path, where, diag), s->documents};
    s->documents = d;
    return d->value;
}

/* References between schema files are resolved as URIs below this one. */
static const char base[] = "file:///";

typedef struct lookup {
    schema_files *schema_files;
    ct_loc where;
    ct_diag *diag;
} lookup;

static const json_t *fetch(void *user, const char *uri)
{
    lookup *e = user;
    if (strncmp(uri, base, sizeof base - 1))
        return NULL; /* nothing is ever fetched */
    return find_document(e->schema_files, uri + sizeof base - 1, e->where, e->diag);
}

static const ct_schema *compile(schema_files *s, const char *reference, ct_loc where, ct_diag *diag)
{
    ct_arena *arena = s->loading->arena;
    const char *hash = strchr(reference, '#');
    const char *path =
        hash ? ct_arena_copy(arena, reference, (size_t)(hash - reference)) : reference;
    lookup e = {s, where, diag};
    ct_schema_store const store = {fetch, &e};
    const json_t *value = find_document(s, path, where, diag);
    ct_schema_options const options = {.pointer = hash ? hash + 1 : NULL,
                                       .base_uri = ct_arena_printf(arena, "%s%s", base, path),
                                       .store = &store};
    return value ? ct_schema_compile(arena, value, &options, where, diag) : NULL;
}

static const ct_schema *open_schema(ct_file_resolver *self, const char *reference, ct_loc where,
                                    ct_diag *diag)
{
    schema_files *s = (schema_files *)self;
    const char *folder = folder_of(s->loading->arena, where);
    for (const compiled *c = s->schemas; c; c = c->next)
        if (!strcmp(c->reference, reference) && !strcmp(c->folder, folder))
            return c->schema;
    compiled *c = ct_new(s->loading->arena, compiled);
    *c = (compiled){folder, ct_arena_text(s->loading->arena, reference),
                    compile(s, reference, where, diag), s->schemas};
    s->schemas = c;
    return c->schema;
}

ct_file_resolver *ct_file_resolver_open(ct_loading *loading)
{
    schema_files *s = ct_new(loading->arena, schema_files);
    s->resolver = (ct_file_resolver){open_file, open_schema};
    s->loading = loading;
    return &s->resolver;
}
