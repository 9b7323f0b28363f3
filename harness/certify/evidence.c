#include "certify/evidence.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "certify/decision.h"
#include "certify/evidence_files.h"
#include "lang/json/json.h"
#include "lang/yaml/bind.h"
#include "load/target.h"

enum { DEPTH_MAX = 16 };

static bool fail_io(ct_diag *diag, const char *what, const char *path)
{
    return ct_fail(diag, CT_ERR_CANNOT_READ, CT_NOWHERE, "cannot %s '%s': %s", what, path,
                   strerror(errno));
}

const char *ct_evidence_folder(ct_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash)
        return ".";
    return slash == path ? "/" : ct_arena_copy(arena, path, (size_t)(slash - path));
}

/* ---- Writing ---- */

static bool is_empty(const char *folder)
{
    DIR *dir = opendir(folder);
    size_t count = 0;
    while (dir && readdir(dir))
        count++;
    if (dir)
        closedir(dir);
    return count == 2; /* "." and ".." */
}

bool ct_evidence_begin(const char *folder, ct_diag *diag)
{
    if (!mkdir(folder, 0777))
        return true;
    if (errno != EEXIST)
        return fail_io(diag, "create the folder", folder);
    if (is_empty(folder))
        return true;
    ct_fail(diag, CT_ERR_CANNOT_WRITE, CT_NOWHERE, "'%s' is not empty", folder);
    return ct_hint(diag, "use a new or empty folder for the evidence");
}

static bool make_folders(ct_arena *arena, const char *folder, const char *path, ct_diag *diag)
{
    for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *inner = ct_arena_printf(arena, "%s/%.*s", folder, (int)(slash - path), path);
        if (mkdir(inner, 0777) && errno != EEXIST)
            return fail_io(diag, "create the folder", inner);
    }
    return true;
}

bool ct_evidence_put(ct_arena *arena, const char *folder, const char *path, const char *bytes,
                     size_t size, ct_diag *diag)
{
    const char *whole = ct_arena_printf(arena, "%s/%s", folder, path);
    if (!make_folders(arena, folder, path, diag))
        return false;
    int const file = open(whole, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file < 0)
        return fail_io(diag, "write", whole);
    bool ok = true;
    for (size_t done = 0; ok && done < size;) {
        ssize_t const written = write(file, bytes + done, size - done);
        ok = written > 0 || errno == EINTR;
        done += written > 0 ? (size_t)written : 0;
    }
    ok = ok && !fsync(file);
    ok = !close(file) && ok;
    return ok || fail_io(diag, "write", whole);
}

const char *ct_evidence_suite_path(const ct_suite *suite, const ct_source *source)
{
    size_t const size = strlen(suite->root);
    const char *name = source->name;
    if (!strcmp(suite->root, "."))
        return *name == '/' || !strncmp(name, "../", 3) ? NULL : name;
    if (strncmp(name, suite->root, size) ||
        (size && suite->root[size - 1] != '/' && name[size] != '/'))
        return NULL;
    name += size;
    return name + strspn(name, "/");
}

static bool put_source(ct_arena *arena, const char *folder, const ct_suite *suite,
                       const ct_source *source, const unsigned char *sha256, ct_diag *diag)
{
    unsigned char digest[CT_SHA256_SIZE];
    const char *path = ct_evidence_suite_path(suite, source);
    if (!path)
        return ct_fail(diag, CT_ERR_FILE_OUTSIDE_FOLDER, CT_NOWHERE,
                       "'%s' is outside the suite '%s'", source->name, suite->root);
    const ct_source *now = ct_source_read(arena, source->name, diag);
    if (!now)
        return false;
    ct_sha256(now->text, now->size, digest);
    if (sha256 ? memcmp(digest, sha256, sizeof digest) != 0
               : now->size != source->size || memcmp(now->text, source->text, now->size) != 0)
        return ct_fail(diag, CT_ERR_FILE_CHANGED, CT_NOWHERE, "'%s' has changed since it was read",
                       source->name);
    return ct_evidence_put(arena, folder, ct_arena_printf(arena, "suite/%s", path), now->text,
                           now->size, diag);
}

bool ct_evidence_put_suite(ct_arena *arena, const char *folder, const ct_suite *suite,
                           const ct_profile *profile, ct_diag *diag)
{
    bool ok = put_source(arena, folder, suite, profile->source, NULL, diag);
    for (const ct_file *file = suite->files; ok && file; file = file->next)
        ok = put_source(arena, folder, suite, file->source, file->sha256, diag);
    return ok;
}

/* ---- The target ---- */

static json_t *names_of(const ct_name *names)
{
    json_t *list = json_array();
    for (; names; names = names->next)
        json_array_append_new(list, json_string(names->text));
    return list;
}

/* What target.json says about a target. */
static json_t *target_facts(ct_arena *arena, const ct_target *target)
{
    json_t *vars = json_object(), *secrets = json_array();
    json_t *all = ct_json_own(arena, json_object());
    const char *name;
    json_t *value;
    json_object_foreach(target->values, name, value)
    {
        if (json_object_get(target->secrets, name))
            json_array_append_new(secrets, json_string(name));
        else
            json_object_set(vars, name, value);
    }
    json_object_set_new(all, "name", json_string(target->name));
    json_object_set_new(all, "url", json_string(target->url));
    json_object_set_new(all, "vars", vars);
    json_object_set_new(all, "secrets", secrets);
    json_object_set_new(all, "capabilities", names_of(target->capabilities));
    json_object_set_new(all, "read_only", json_boolean(target->is_read_only));
    json_object_set_new(all, "has_file", json_boolean(target->source != NULL));
    return all;
}

bool ct_evidence_put_target(ct_arena *arena, const char *folder, const ct_target *target,
                            ct_diag *diag)
{
    const json_t *all = target_facts(arena, target);
    ct_buf text = CT_BUF(CT_BUF_ANY);
    ct_json_write(&text, all, CT_JSON_PRETTY | CT_JSON_SHOWN);
    ct_buf_char(&text, '\n');
    bool ok = ct_evidence_put(arena, folder, "target.json", text.bytes, text.size, diag);
    ct_buf_free(&text);
    if (!ok || !target->source)
        return ok;
    const ct_source *now = ct_source_read(arena, target->source->name, diag);
    if (now && (now->size != target->source->size ||
                memcmp(now->text, target->source->text, now->size) != 0))
        return ct_fail(diag, CT_ERR_FILE_CHANGED, CT_NOWHERE, "'%s' has changed since it was read",
                       target->source->name);
    return now && ct_evidence_put(arena, folder, "target.yaml", now->text, now->size, diag);
}

void ct_evidence_check_secrets(const ct_target *target)
{
    for (const ct_step *step = target->before ? target->before->steps : NULL; step;
         step = step->next)
        for (ct_capture *c = step->captures; c; c = c->next)
            c->is_secret = false;
}

/* Compares what target.json says with what its options and target.yaml give. */
static bool is_target_of(ct_arena *arena, const ct_target *target, const json_t *said,
                         ct_diag *diag)
{
    unsigned const mistakes = diag->count;
    const json_t *made = target_facts(arena, target);
    const char *name;
    json_t *value;
    json_object_foreach(ct_json_iterable(made), name, value)
    {
        const json_t *claimed = json_object_get(said, name);
        if (!claimed || !ct_json_equal(claimed, value))
            ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                    "'%s' of 'target.json' does not follow from 'target.yaml'", name);
    }
    json_object_foreach(ct_json_iterable(said), name, value)
    {
        if (!json_object_get(made, name))
            ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                    "'target.json' has an unknown property '%s'", name);
    }
    return diag->count == mistakes;
}

const ct_target *ct_evidence_target(ct_arena *arena, const char *folder, const char *run_id,
                                    ct_diag *diag)
{
    const char *path = ct_arena_printf(arena, "%s/target.json", folder);
    const ct_source *source = ct_source_read(arena, path, diag);
    ct_json_error why;
    const json_t *all = source ? ct_json_read_plain(arena, source->text, source->size, &why) : NULL;
    const json_t *vars = json_object_get(all, "vars"), *secrets = json_object_get(all, "secrets");
    if (source && (!json_is_object(vars) || !json_is_array(secrets)))
        ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                "'%s' is not the target of a certificate", path);
    if (!vars || !secrets)
        return NULL;
    const char **var_texts = ct_arena_alloc(arena, json_object_size(vars) * sizeof *var_texts);
    const char **secret_texts = ct_arena_alloc(arena, json_array_size(secrets) * sizeof *var_texts);
    ct_target_fields fields = {.url = json_string_value(json_object_get(all, "url")),
                               .run_id = run_id,
                               .vars = var_texts,
                               .secrets = secret_texts,
                               .is_masked = true};
    const char *name;
    json_t *value;
    json_object_foreach(ct_json_iterable(vars), name, value)
    {
        ct_buf text = CT_BUF(CT_BUF_ANY);
        ct_buf_printf(&text, "%s:=", name);
        ct_json_write(&text, value, CT_JSON_COMPACT);
        var_texts[fields.var_count++] = ct_buf_finish(&text, arena);
    }
    for (; fields.secret_count < json_array_size(secrets); fields.secret_count++) {
        const char *secret = ct_json_text(json_array_get(secrets, fields.secret_count));
        secret_texts[fields.secret_count] =
            ct_arena_printf(arena, "%s=env:MASKED", secret ? secret : "");
    }
    if (json_is_true(json_object_get(all, "has_file")))
        fields.file = ct_arena_printf(arena, "%s/target.yaml", folder);
    const ct_target *target = ct_target_read(arena, &fields, diag);
    if (!target || !is_target_of(arena, target, all, diag))
        return NULL;
    ct_evidence_check_secrets(target);
    return target;
}

/* ---- Reading ---- */

typedef struct walk {
    ct_arena *arena;
    ct_diag *diag;
    const ct_redactor *redactor;
    json_t *found;
    const json_t *manifest; /* only files that it lists with their size are read; NULL: all */
    int64_t total;          /* bytes of the files so far */
    unsigned count;         /* files so far */
} walk;

static bool is_safe_name(const char *name)
{
    size_t const size = strlen(name);
    if (ct_utf8_valid_size(name, size) != size || strchr(name, '\\'))
        return false;
    for (; *name; name++)
        if ((unsigned char)*name < ' ' || *name == 0x7F)
            return false;
    return true;
}

static bool has_secret(const walk *w, const char *bytes, size_t size)
{
    ct_arena *scratch = ct_arena_new();
    size_t masked = 0;
    bool const is_clean =
        !w->redactor || ct_redact(w->redactor, scratch, bytes, size, &masked) == bytes;
    ct_arena_free(scratch);
    return !is_clean;
}

/* Only files that are searched for secrets are kept in memory. */
static bool take_file(walk *w, int handle, const char *path, int64_t size)
{
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    ct_sha256_parts *parts = ct_sha256_begin();
    ct_buf kept = CT_BUF(CT_BUF_ANY);
    char *block = ct_malloc(1 << 16);
    int64_t total = 0;
    ssize_t got;
    while ((got = read(handle, block, 1 << 16)) > 0 && total <= size) {
        ct_sha256_add(parts, block, (size_t)got);
        total += got;
        if (w->redactor)
            ct_buf_add(&kept, block, (size_t)got);
    }
    free(block);
    ct_sha256_end(parts, digest);
    bool ok = got >= 0 || fail_io(w->diag, "read", path);
    if (ok && total != size)
        ok = ct_fail(w->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                     "'%s' changed while it was read", path);
    if (ok && has_secret(w, ct_buf_str(&kept), kept.size))
        ok =
            ct_fail(w->diag, CT_ERR_SECRET_IN_EVIDENCE, CT_NOWHERE, "'%s' contains a secret", path);
    ct_hex(digest, sizeof digest, hex);
    json_object_set_new_nocheck(w->found, path,
                                json_pack("{s:I, s:s}", "size", (json_int_t)total, "sha256", hex));
    ct_buf_free(&kept);
    return ok;
}

/* Lists a file. One that cannot be the file of the manifest is not read. */
static bool take_regular(walk *w, int handle, const char *path, int64_t size)
{
    const json_t *entry = json_object_get(w->manifest, path);
    w->total += size;
    if (++w->count > CT_EVIDENCE_FILES_MAX)
        return ct_evidence_check_count(w->count, w->diag);
    if (!ct_evidence_check_size(path, size, w->total, w->diag))
        return false;
    if (!w->manifest || json_integer_value(json_object_get(entry, "size")) == size)
        return take_file(w, handle, path, size);
    json_object_set_new_nocheck(w->found, path, json_pack("{s:I}", "size", (json_int_t)size));
    return true;
}

static bool take_folder(walk *w, int handle, const char *path, unsigned depth);

static bool take_entry(walk *w, int folder, const char *name, const char *path, unsigned depth)
{
    struct stat facts;
    int const handle = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    bool ok;
    if (!is_safe_name(name))
        ok = ct_fail(w->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "invalid file name '%s'", path);
    else if (handle < 0 || fstat(handle, &facts))
        ok = errno == ELOOP ? ct_fail(w->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                                      "'%s' is a symbolic link", path)
                            : fail_io(w->diag, "open", path);
    else if (S_ISDIR(facts.st_mode))
        return take_folder(w, handle, path, depth + 1);
    else if (S_ISREG(facts.st_mode))
        ok = take_regular(w, handle, path, facts.st_size);
    else
        ok = ct_fail(w->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "'%s' is not a regular file",
                     path);
    if (handle >= 0)
        close(handle);
    return ok;
}

/* Whether it is one of the entries that no manifest lists. */
static bool is_unlisted(int folder, const char *name)
{
    struct stat facts;
    if (strcmp(name, CT_EVIDENCE_MANIFEST) != 0 && strcmp(name, CT_EVIDENCE_CERTIFICATE) != 0)
        return ct_receipts_are(folder, name);
    return !fstatat(folder, name, &facts, AT_SYMLINK_NOFOLLOW) && S_ISREG(facts.st_mode);
}

/* Closes `handle`. */
static bool take_folder(walk *w, int handle, const char *path, unsigned depth)
{
    DIR *dir = fdopendir(handle);
    bool ok = dir != NULL || fail_io(w->diag, "open", path), is_empty_folder = depth > 0;
    if (!dir)
        close(handle);
    if (depth > DEPTH_MAX)
        ok = ct_fail(w->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "'%s' is nested too deeply",
                     path);
    for (const struct dirent *entry; dir && depth <= DEPTH_MAX &&
                                     w->count <= CT_EVIDENCE_FILES_MAX && (entry = readdir(dir));) {
        const char *name = entry->d_name;
        if (!strcmp(name, ".") || !strcmp(name, ".."))
            continue;
        is_empty_folder = false;
        if (!depth && is_unlisted(dirfd(dir), name))
            continue;
        const char *inner =
            *path ? ct_arena_printf(w->arena, "%s/%s", path, name) : ct_arena_text(w->arena, name);
        ok = take_entry(w, dirfd(dir), name, inner, depth) && ok;
    }
    if (dir)
        closedir(dir);
    if (ok && is_empty_folder)
        ok =
            ct_fail(w->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "'%s' is an empty folder", path);
    return ok;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static json_t *sorted(ct_arena *arena, json_t *object)
{
    json_t *result = ct_json_own(arena, json_object());
    size_t count = 0;
    const char **names = ct_arena_alloc(arena, json_object_size(object) * sizeof *names);
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value)
    {
        names[count++] = name;
    }
    if (count)
        qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++)
        json_object_set_nocheck(result, names[i], json_object_get(object, names[i]));
    return result;
}

json_t *ct_evidence_list(ct_arena *arena, const char *folder, const ct_redactor *redactor,
                         ct_diag *diag)
{
    walk w = {.arena = arena,
              .diag = diag,
              .redactor = redactor,
              .found = ct_json_own(arena, json_object())};
    int const handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0) {
        fail_io(diag, "open", folder);
        return NULL;
    }
    return take_folder(&w, handle, "", 0) ? sorted(arena, w.found) : NULL;
}

bool ct_evidence_check(ct_arena *arena, const char *folder, const json_t *manifest, ct_diag *diag)
{
    unsigned const mistakes = diag->count;
    if (!ct_evidence_check_count(json_object_size(manifest), diag))
        return false;
    walk w = {.arena = arena,
              .diag = diag,
              .found = ct_json_own(arena, json_object()),
              .manifest = manifest};
    int const handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const char *name;
    json_t *value;
    if (handle < 0)
        return fail_io(diag, "open", folder);
    take_folder(&w, handle, "", 0);
    if (w.count > CT_EVIDENCE_FILES_MAX)
        return false;
    json_object_foreach(ct_json_iterable(manifest), name, value)
    {
        const json_t *found = json_object_get(w.found, name);
        if (!found)
            ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "'%s' is missing", name);
        else if (!ct_json_equal(found, value))
            ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "'%s' was changed", name);
    }
    json_object_foreach(w.found, name, value)
    {
        if (!json_object_get(manifest, name))
            ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "'%s' was added", name);
    }
    return diag->count == mistakes;
}
