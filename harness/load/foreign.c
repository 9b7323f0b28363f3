#include "load/foreign.h"

#include <string.h>

#include "base/utf8.h"

enum { KEYS_MAX = 64, WORDS_MAX = 11 };

/* ---- The keys of the root ---- */

typedef struct root_key {
    const char *name;
    ct_loc where;
} root_key;

typedef struct root_keys {
    ct_arena *arena;
    const ct_source *source;
    size_t count;
    root_key keys[KEYS_MAX];
} root_keys;

static const root_key *find_key(const root_keys *k, const char *name)
{
    for (size_t i = 0; i < k->count; i++)
        if (!strcmp(k->keys[i].name, name))
            return &k->keys[i];
    return NULL;
}

/* The size of the key that a line begins with, quotes included, or 0. */
static size_t key_size(const char *line, size_t size)
{
    size_t at = 0;
    if (*line == '"' || *line == '\'') {
        const char *quote = memchr(line + 1, *line, size - 1);
        at = quote ? (size_t)(quote - line) + 1 : size;
    } else {
        while (at < size && line[at] != ':' && line[at] != '\0')
            at++;
    }
    bool const is_key =
        at > 0 && at < size && line[at] == ':' && (at + 1 == size || strchr(" \t\r", line[at + 1]));
    return is_key && !strchr("#%&*![{>|@`-?", *line) ? at : 0;
}

static void add_key(root_keys *k, const char *line, size_t size, unsigned number)
{
    size_t const width = key_size(line, size);
    if (!width || k->count == KEYS_MAX)
        return;
    bool const is_quoted = *line == '"' || *line == '\'';
    size_t const shown = ct_utf8_length(line, width);
    k->keys[k->count++] =
        (root_key){ct_arena_copy(k->arena, line + is_quoted, width - 2 * is_quoted),
                   (ct_loc){.source = k->source,
                            .line = number,
                            .column = 1,
                            .width = (uint16_t)(shown < UINT16_MAX ? shown : UINT16_MAX)}};
}

/* Those of the first document that stand at the beginning of a line. A file of the kinds below that
 * is written in braces is taken for what it is by those who parse it. */
static void read_keys(root_keys *k)
{
    static const char mark[] = "\xEF\xBB\xBF";
    const char *at = k->source->text, *const end = at + k->source->size;
    if ((size_t)(end - at) >= 3 && !memcmp(at, mark, 3))
        at += 3;
    for (unsigned number = 1; at < end; number++) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        line_end = line_end ? line_end : end;
        size_t const size = (size_t)(line_end - at);
        if (size >= 3 && !memcmp(at, "---", 3) && k->count)
            return;
        if (size && *at != ' ' && *at != '\t')
            add_key(k, at, size, number);
        at = line_end + 1;
    }
}

/* ---- The kinds ---- */

typedef struct kind {
    const char *what;           /* "this is ..." */
    const char *hint;           /* NULL: the general one */
    const char *all[4];         /* keys that are all there; ends with NULL */
    const char *any[WORDS_MAX]; /* and one of these, unless there are none */
} kind;

#define KEEP_APART                                                                                 \
    "a file whose name begins with '_', or in a folder named 'targets', is not read as cases"

/* In this order: of a key that several kinds have, the first one decides. */
static const kind kinds[] = {
    {"a list of requirements",
     "a suite reads them from 'requirements.yaml' in its folder",
     {"requirements"},
     {NULL}},
    {"a file of waivers", "pass it with --waivers; " KEEP_APART, {"waivers"}, {NULL}},
    {"an OpenAPI document", NULL, {NULL}, {"openapi", "swagger"}},
    {"an AsyncAPI document", NULL, {"asyncapi"}, {NULL}},
    {"an Arazzo description", NULL, {"arazzo"}, {NULL}},
    {"a Kubernetes manifest", NULL, {"apiVersion", "kind"}, {NULL}},
    {"a Compose file", NULL, {"services"}, {NULL}},
    {"a GitHub Actions workflow", NULL, {"on", "jobs"}, {NULL}},
    {"a GitHub action", NULL, {"runs"}, {"name", "description", "inputs", "outputs"}},
    {"a target file",
     "pass it with --target; " KEEP_APART,
     {NULL},
     {"url", "confirm_host", "capabilities", "read_only"}},
    {"a target file",
     "pass it with --target; " KEEP_APART,
     {"secrets"},
     {"vars", "auth", "tls", "limits", "before", "name"}},
    {"a target file",
     "pass it with --target; " KEEP_APART,
     {"vars"},
     {"auth", "tls", "limits", "before"}},
    {"a CI pipeline",
     NULL,
     {NULL},
     {"stages", "jobs", "steps", "pool", "trigger", "before_script", "script", "workflow",
      "workflows", "pipelines"}},
    {"a JSON Schema", NULL, {NULL}, {"$schema", "$id", "$defs"}},
};

static const kind profile = {
    "a profile",
    "profiles are in the folder 'profiles' of a suite, and are named by --profile",
    {"profile", "requirements"},
    {NULL}};

static bool is_kind(const root_keys *k, const kind *of)
{
    bool has_any = !of->any[0];
    for (size_t i = 0; i < WORDS_MAX && of->any[i]; i++)
        has_any = has_any || find_key(k, of->any[i]);
    for (size_t i = 0; of->all[i]; i++)
        if (!find_key(k, of->all[i]))
            return false;
    return has_any;
}

/* Where the caret goes: the key that tells. */
static ct_loc telling_key(const root_keys *k, const kind *of)
{
    if (of->all[0])
        return find_key(k, of->all[0])->where;
    for (size_t i = 0; i < WORDS_MAX && of->any[i]; i++)
        if (find_key(k, of->any[i]))
            return find_key(k, of->any[i])->where;
    return k->keys[0].where;
}

/* Keys that only our own files have. */
static const char *const own_keys[] = {"cases",     "operation",  "request", "needs",
                                       "responses", "credential", NULL};

static bool has_own_key(const root_keys *k)
{
    for (size_t i = 0; own_keys[i]; i++)
        if (find_key(k, own_keys[i]))
            return true;
    return false;
}

static bool has_misspelt_key(const root_keys *k)
{
    for (size_t i = 0; i < k->count; i++)
        if (ct_nearest(k->keys[i].name, own_keys))
            return true;
    return false;
}

static bool refuse(const root_keys *k, const kind *of, ct_diag *diag)
{
    ct_fail(diag, CT_E_VALUE, telling_key(k, of), "this is %s, not a file of cases", of->what);
    ct_hint(diag, "%s", of->hint ? of->hint : KEEP_APART);
    return true;
}

bool ct_foreign_refuse(const ct_source *source, ct_diag *diag)
{
    root_keys k = {.arena = diag->arena, .source = source};
    read_keys(&k);
    if (!k.count)
        return false;
    if (is_kind(&k, &profile))
        return refuse(&k, &profile, diag);
    if (has_own_key(&k))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (is_kind(&k, &kinds[i]))
            return refuse(&k, &kinds[i], diag);
    if (has_misspelt_key(&k))
        return false;
    ct_fail(diag, CT_E_VALUE, k.keys[0].where, "neither an operation nor cases");
    ct_hint(diag,
            "a file of cases has a list under 'cases', and its operation in the same file or in "
            "an operation.yaml beside it; a file whose name begins with '_' is not read");
    return true;
}

bool ct_foreign_is_left_out(const char *name, bool is_folder)
{
    return *name == '.' || (is_folder ? !strcmp(name, "targets") : *name == '_');
}
