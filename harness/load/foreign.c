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

/* The size of the key at the start of a line with its quotes, or 0. */
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

/* Reads the keys at the start of a line in the first document. Files in flow style ({...}) are left
 * to the YAML reader. */
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
    const char *hint;           /* NULL: KEEP_APART */
    const char *all[4];         /* keys that must all be there; ends with NULL */
    const char *any[WORDS_MAX]; /* and one of these, if the list is not empty */
} kind;

#define KEEP_APART                                                                                 \
    "keep it out of the suite: in a folder named 'targets', or with a name that starts with '_'"

/* The first kind that fits is named. */
static const kind kinds[] = {
    {"a list of requirements",
     "name it 'requirements.yaml' and keep it in the folder of the suite",
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
    "keep it in the folder 'profiles' of the suite, and select it with --profile",
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

/* The place of the key that identifies the kind. */
static ct_loc identifying_key(const root_keys *k, const kind *of)
{
    if (of->all[0])
        return find_key(k, of->all[0])->where;
    for (size_t i = 0; i < WORDS_MAX && of->any[i]; i++)
        if (find_key(k, of->any[i]))
            return find_key(k, of->any[i])->where;
    return k->keys[0].where;
}

/* Keys that only case files have. */
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
    ct_fail(diag, CT_ERR_NOT_A_CASE_FILE, identifying_key(k, of), "this is %s, not a case file",
            of->what);
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
    ct_fail(diag, CT_ERR_NOT_A_CASE_FILE, k.keys[0].where,
            "this is not a case file: it has neither an operation nor cases");
    ct_hint(diag, "add a list under 'cases', with the operation in the same file or in an "
                  "operation.yaml beside it, or start the file name with '_' to ignore it");
    return true;
}

bool ct_foreign_is_left_out(const char *name, bool is_folder)
{
    return *name == '.' || (is_folder ? !strcmp(name, "targets") : *name == '_');
}
