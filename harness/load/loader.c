#include "load/loader.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/limits.h"
#include "load/filename.h"
#include "load/foreign.h"
#include "load/loading.h"

enum { FOLDER_DEPTH = 8 };

static bool ends_with(const char *text, const char *end)
{
    size_t const size = strlen(text), end_size = strlen(end);
    return size >= end_size && !strcmp(text + size - end_size, end);
}

/* ---- One file ---- */

/* Identifies a file by device and inode, whatever its name. Returns "" if it does not exist. */
static const char *identity(ct_loading *loading, const char *path)
{
    struct stat facts;
    if (stat(path, &facts))
        return "";
    return ct_arena_printf(loading->arena, "%llu:%llu", (unsigned long long)facts.st_dev,
                           (unsigned long long)facts.st_ino);
}

static bool already_read(ct_loading *loading, const char *path)
{
    return json_object_get(loading->read, identity(loading, path));
}

static ct_file *read_source(ct_loading *loading, const char *path)
{
    const ct_source *source = ct_source_read(loading->arena, path, loading->diag);
    if (!source)
        return NULL;
    json_object_set_new_nocheck(loading->read, identity(loading, path), json_true());
    return ct_loading_add_file(loading, source);
}

/* Keeps the digest and frees the text of a file that was read. */
static void close_source(ct_loading *loading, ct_file *file)
{
    unsigned char *digest = ct_arena_alloc(loading->arena, CT_SHA256_SIZE);
    ct_sha256(file->source->text, file->source->size, digest);
    file->sha256 = digest;
    ct_source_unload(file->source);
}

/* A file of cases that waits until all operations are read, because cases may use any of them. It
 * is parsed only then, one case at a time, so that memory stays small. */
typedef struct ct_pending {
    ct_operation *operation;
    ct_file *file;        /* a case file, or the operation's own file */
    const ct_yaml *cases; /* the cases of the operation's file; NULL for a case file */
    ct_arena *nodes;      /* the tree of `cases` */
    struct ct_pending *next;
} ct_pending;

static void add_pending(ct_loading *loading, ct_pending sample)
{
    ct_pending *pending = ct_new(loading->arena, ct_pending);
    *pending = sample;
    pending->operation = loading->operation;
    *loading->next_pending = pending;
    loading->next_pending = &pending->next;
}

typedef struct cases_file {
    const ct_yaml *cases;
} cases_file;

static const ct_field cases_fields[] = {
    {"cases", ct_bind_node, offsetof(cases_file, cases), true, "the list of cases"},
    {0},
};

static void visit_case(void *loading, const ct_yaml *root, const ct_yaml *node)
{
    if (!ct_yaml_get(root, "operation"))
        ct_case_bind(loading, node); /* its errors are reported */
}

/* Reads a file beside an operation, which has only cases. */
static bool read_case_list(ct_loading *loading, ct_pending *pending)
{
    ct_binder binder = ct_loading_binder(loading);
    ct_yaml_reading const reading = {ct_place_of_controls, "cases", visit_case, loading};
    cases_file file = {0};
    pending->nodes = ct_arena_new();
    const ct_yaml *root =
        ct_yaml_parse_as(pending->nodes, pending->file->source, &reading, loading->diag);
    if (!root)
        return false;
    const ct_yaml *operation = ct_yaml_get(root, "operation");
    if (operation)
        return ct_fail(loading->diag, CT_ERR_MISPLACED_KEY, operation->key_where,
                       "'operation' is not allowed beside an operation.yaml");
    bool const ok = ct_bind(&binder, root, cases_fields, &file);
    pending->cases = file.cases;
    return ok;
}

static bool read_pending(ct_loading *loading)
{
    bool ok = true;
    for (ct_pending *pending = loading->pending; pending; pending = pending->next) {
        loading->operation = pending->operation;
        loading->next_case = &pending->operation->cases;
        while (*loading->next_case)
            loading->next_case = &(*loading->next_case)->next;
        if (!pending->cases)
            ok = read_case_list(loading, pending) && ok;
        if (pending->cases)
            ok = ct_cases_bind(loading, pending->cases) && ok;
        ct_arena_free(pending->nodes);
        close_source(loading, pending->file);
    }
    return ok;
}

static bool read_operation(ct_loading *loading, const char *path, bool with_cases)
{
    ct_file *file = read_source(loading, path);
    if (!file)
        return false;
    if (ct_foreign_refuse(file->source, loading->diag))
        return false;
    ct_arena *nodes = ct_arena_new();
    static const ct_yaml_reading reading = {.place = ct_place_of_controls};
    const ct_yaml *root = ct_yaml_parse_as(nodes, file->source, &reading, loading->diag);
    const ct_yaml *cases = NULL;
    bool const ok = root && ct_operation_bind(loading, root, file->source, &cases);
    if (cases && loading->operation && with_cases)
        add_pending(loading, (ct_pending){.file = file, .cases = cases, .nodes = nodes});
    else
        ct_arena_free(nodes);
    return ok;
}

const ct_operation *ct_loading_operation(ct_loading *loading, const char *id)
{
    ct_operation *current = loading->operation;
    const char *folder = ct_file_in(loading->arena, loading->suite->root, id);
    const char *path = ct_file_in(loading->arena, folder, "operation.yaml");
    if (strchr(id, '/') || *id == '.' || !ct_file_exists(path) || already_read(loading, path))
        return NULL;
    loading->operation = NULL;
    bool const ok = read_operation(loading, path, false);
    ct_operation *found = loading->operation;
    loading->operation = current;
    if (found)
        found->is_partial = true;
    return ok && found && !strcmp(found->id, id) ? found : NULL;
}

/* ---- The suite around an operation ---- */

static bool is_suite_root(ct_arena *arena, const char *folder)
{
    return ct_file_exists(ct_file_in(arena, folder, "requirements.yaml")) ||
           ct_file_is_folder(ct_file_in(arena, folder, "profiles"));
}

/* The folder from `folder` upwards that has requirements or profiles, else `folder`. */
static const char *find_root(ct_arena *arena, const char *folder)
{
    const char *up = folder;
    for (int level = 0; level < CT_LIMIT_YAML_DEPTH; level++) {
        if (is_suite_root(arena, up))
            return up;
        if (ct_file_is_same(up, "/"))
            break;
        up = ct_file_parent(arena, up);
    }
    return folder;
}

static const char *real_name(ct_arena *arena, const char *folder)
{
    char *real = realpath(folder, NULL);
    const char *name =
        ct_arena_text(arena, real ? ct_file_base_name(real) : ct_file_base_name(folder));
    free(real);
    return *name ? name : "suite";
}

static bool enter_suite(ct_loading *loading, const char *folder)
{
    ct_suite *suite = loading->suite;
    const char *root = find_root(loading->arena, folder);
    const char *requirements = ct_file_in(loading->arena, root, "requirements.yaml");
    if (suite->root && ct_file_is_same(suite->root, root))
        return true;
    if (suite->root && (suite->requirements || ct_file_exists(requirements)))
        return ct_fail(loading->diag, CT_ERR_DIFFERENT_SUITES, CT_NOWHERE,
                       "'%s' and '%s' are different suites", suite->root, root);
    if (suite->root)
        return true; /* a second folder without requirements joins the suite of the first */
    suite->root = ct_arena_text(loading->arena, root);
    suite->name = real_name(loading->arena, root);
    if (!ct_file_exists(requirements))
        return true;
    const ct_file *file = read_source(loading, requirements);
    suite->requirements =
        file ? ct_requirements_read(loading->arena, file->source, loading->diag) : NULL;
    loading->lacks_requirements = !suite->requirements;
    return true; /* the errors of the other files are reported too */
}

/* ---- Folders ---- */

typedef struct listing {
    char **names;
    size_t count;
} listing;

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* True if a folder's entry is not read. An operation in such a folder is an error, because it would
 * never run. */
static bool leaves_out(ct_loading *loading, const char *folder, const char *name)
{
    const char *path = ct_file_in(loading->arena, folder, name);
    if (json_object_size(loading->others) &&
        json_object_get(loading->others, identity(loading, path)))
        return true;
    if (!ct_foreign_is_left_out(name, ct_file_is_folder(path)))
        return false;
    if (!strcmp(name, "targets") &&
        ct_file_exists(ct_file_in(loading->arena, path, "operation.yaml")))
        ct_fail(loading->diag, CT_ERR_MISPLACED_FILE, CT_NOWHERE,
                "'%s' has an operation, but folders named 'targets' are not read", path);
    return true;
}

static bool list_folder(ct_loading *loading, const char *folder, listing *list)
{
    DIR *dir = opendir(folder);
    size_t capacity = 0;
    if (!dir)
        return ct_fail(loading->diag, CT_ERR_CANNOT_OPEN, CT_NOWHERE, "cannot open '%s': %s",
                       folder, strerror(errno));
    for (const struct dirent *entry; (entry = readdir(dir));) {
        if (leaves_out(loading, folder, entry->d_name))
            continue;
        if (list->count == capacity) {
            capacity = capacity ? 2 * capacity : 64;
            list->names = ct_realloc(list->names, capacity * sizeof *list->names);
        }
        list->names[list->count++] = ct_arena_text(loading->arena, entry->d_name);
    }
    closedir(dir);
    if (list->count)
        qsort(list->names, list->count, sizeof *list->names, by_name);
    return true;
}

static bool check_ending(ct_loading *loading, const char *path)
{
    const char *dot = strrchr(ct_file_base_name(path), '.');
    if (!dot || !strcmp(dot, ".yaml") || (strcasecmp(dot, ".yaml") && strcasecmp(dot, ".yml")))
        return true;
    ct_diag unread = {.arena = loading->arena};
    const ct_source *source = ct_source_read(loading->arena, path, &unread);
    if (source && ct_foreign_refuse(source, loading->diag))
        return false;
    return ct_fail(loading->diag, CT_ERR_INVALID_FILE_NAME, CT_NOWHERE,
                   "the name of a case file must end in '.yaml', got '%s'", path);
}

static ct_operation *operation_of_file(ct_loading *loading, const char *path)
{
    const char *wanted = identity(loading, path);
    for (ct_operation *op = loading->suite->operations; op; op = op->next)
        if (!strcmp(identity(loading, op->source->name), wanted))
            return op;
    return NULL;
}

/* Sets loading->operation to the operation of the file, which is read unless it was before. */
static bool open_operation(ct_loading *loading, const char *folder, const char *path)
{
    if (!already_read(loading, path)) {
        loading->operation = NULL;
        return enter_suite(loading, folder) && read_operation(loading, path, true);
    }
    loading->operation = operation_of_file(loading, path);
    if (!loading->operation)
        return false; /* its errors are reported */
    return true;
}

/* Reads a case file beside an operation, unless it was read before. */
static bool read_cases(ct_loading *loading, const char *path)
{
    if (already_read(loading, path)) {
        loading->met_again = true;
        return true;
    }
    ct_file *file = read_source(loading, path);
    if (!file || ct_foreign_refuse(file->source, loading->diag))
        return false;
    add_pending(loading, (ct_pending){.file = file});
    return true;
}

/* Refuses case files below the folder of an operation, where they would not be read. */
static bool refuse_below(ct_loading *loading, const char *folder, unsigned depth)
{
    listing list = {NULL, 0};
    bool ok = depth <= FOLDER_DEPTH && list_folder(loading, folder, &list);
    for (size_t i = 0; i < list.count; i++) {
        const char *path = ct_file_in(loading->arena, folder, list.names[i]);
        if (ct_file_is_folder(path))
            ok = refuse_below(loading, path, depth + 1) && ok;
        else if (!check_ending(loading, path))
            ok = false;
        else if (ends_with(path, ".yaml"))
            ok = ct_fail(loading->diag, CT_ERR_MISPLACED_FILE, CT_NOWHERE,
                         "'%s' is below the folder of its operation", path);
    }
    free(list.names);
    return ok;
}

static bool read_operation_folder(ct_loading *loading, const char *folder, const listing *list)
{
    bool ok = open_operation(loading, folder, ct_file_in(loading->arena, folder, "operation.yaml"));
    if (!loading->operation)
        return false; /* cases cannot be read without their operation */
    loading->operation->is_partial = false;
    for (size_t i = 0; i < list->count; i++) {
        const char *path = ct_file_in(loading->arena, folder, list->names[i]);
        bool const is_other = !strcmp(list->names[i], "operation.yaml") ||
                              !strcmp(list->names[i], "requirements.yaml");
        if (ct_file_is_folder(path))
            ok = refuse_below(loading, path, 0) && ok;
        else if (!check_ending(loading, path))
            ok = false;
        else if (!is_other && ends_with(path, ".yaml"))
            ok = read_cases(loading, path) && ok;
    }
    return ok;
}

static bool read_folder(ct_loading *loading, const char *folder, unsigned depth);

/* Reads a file with an operation and its cases. */
static bool read_operation_file(ct_loading *loading, const char *folder, const char *path)
{
    if (!already_read(loading, path))
        return enter_suite(loading, folder) && read_operation(loading, path, true);
    loading->met_again = true;
    return true;
}

static bool read_entry(ct_loading *loading, const char *folder, const char *name, unsigned depth)
{
    const char *path = ct_file_in(loading->arena, folder, name);
    loading->operation = NULL;
    if (ct_file_is_folder(path))
        return !strcmp(name, "profiles") || read_folder(loading, path, depth + 1);
    if (!strcmp(name, "requirements.yaml") || !ends_with(name, ".yaml"))
        return check_ending(loading, path);
    return read_operation_file(loading, folder, path);
}

static bool read_folder(ct_loading *loading, const char *folder, unsigned depth)
{
    listing list = {NULL, 0};
    bool ok = true;
    if (depth > FOLDER_DEPTH)
        return ct_fail(loading->diag, CT_ERR_LIMIT_EXCEEDED, CT_NOWHERE,
                       "'%s' is nested too deeply", folder);
    if (!list_folder(loading, folder, &list))
        return false;
    if (ct_file_exists(ct_file_in(loading->arena, folder, "operation.yaml")))
        ok = read_operation_folder(loading, folder, &list);
    else
        for (size_t i = 0; i < list.count; i++)
            ok = read_entry(loading, folder, list.names[i], depth) && ok;
    free(list.names);
    return ok;
}

/* ---- Paths of the command line ---- */

static bool read_case_file(ct_loading *loading, const char *path)
{
    const char *folder = ct_file_folder(loading->arena, path);
    const char *own = ct_file_in(loading->arena, folder, "operation.yaml");
    if (!ct_file_exists(own) || !strcmp(ct_file_base_name(path), "operation.yaml"))
        return read_operation_file(loading, folder, path);
    bool const is_first = !already_read(loading, own);
    bool const ok = open_operation(loading, folder, own);
    if (!loading->operation)
        return false;
    loading->operation->is_partial = loading->operation->is_partial || is_first;
    return read_cases(loading, path) && ok;
}

static bool read_path(ct_loading *loading, const char *path)
{
    size_t const size = strlen(path);
    const char *trimmed =
        size > 1 && path[size - 1] == '/' ? ct_arena_copy(loading->arena, path, size - 1) : path;
    ct_pending **before = loading->next_pending;
    if (access(path, F_OK))
        return ct_fail(loading->diag, CT_ERR_CANNOT_OPEN, CT_NOWHERE, "cannot open '%s': %s", path,
                       strerror(errno));
    loading->operation = NULL;
    loading->met_again = false;
    if (!(ct_file_is_folder(trimmed)
              ? read_folder(loading, trimmed, 0)
              : check_ending(loading, trimmed) && read_case_file(loading, trimmed)))
        return false;
    return loading->next_pending != before || loading->met_again ||
           ct_fail(loading->diag, CT_ERR_NO_CASES, CT_NOWHERE, "'%s' has no cases", path);
}

static void number_cases(ct_suite *suite)
{
    size_t index = 0;
    for (ct_operation *op = suite->operations; op; op = op->next)
        for (ct_case *c = op->cases; c; c = c->next)
            c->index = index++;
}

const ct_suite *ct_load(ct_arena *arena, const char *const *paths, size_t count, ct_diag *diag)
{
    return ct_load_beside(arena, paths, count, (const char *const[]){NULL}, diag);
}

const ct_suite *ct_load_beside(ct_arena *arena, const char *const *paths, size_t count,
                               const char *const *others, ct_diag *diag)
{
    ct_suite *suite = ct_new(arena, ct_suite);
    ct_loading loading = {.arena = arena,
                          .diag = diag,
                          .suite = suite,
                          .read = json_object(),
                          .others = json_object(),
                          .next_file = &suite->files,
                          .next_pending = &loading.pending};
    ct_intern shared = {.arena = arena};
    ct_diagnostic *last = diag->last;
    bool ok = true;
    loading.library = ct_file_resolver_open(&loading);
    loading.shared = &shared;
    for (; *others; others++)
        if (ct_file_exists(*others))
            json_object_set_new_nocheck(loading.others, identity(&loading, *others), json_true());
    for (size_t i = 0; i < count; i++)
        ok = read_path(&loading, paths[i]) && ok;
    ok = read_pending(&loading) && ok;
    ok = ct_check_names(&loading) && ok;
    ok = ct_loading_unify_files(&loading) && ok;
    ct_diag_sort(diag, last); /* operations were read first, but errors are printed file by file */
    json_decref(loading.read);
    json_decref(loading.others);
    if (!ok || diag->count)
        return NULL;
    if (!suite->case_count) {
        ct_fail(diag, CT_ERR_NO_CASES, CT_NOWHERE, "no cases found");
        return NULL;
    }
    number_cases(suite);
    for (size_t i = 0; i < count; i++)
        suite->is_whole = suite->is_whole || ct_file_is_same(paths[i], suite->root);
    return ct_check_about(suite, arena, diag) ? suite : NULL;
}
