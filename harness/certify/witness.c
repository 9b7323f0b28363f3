#include "certify/witness.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "certify/claims.h"
#include "certify/evidence.h"
#include "lang/json/json.h"
#include "lang/yaml/bind.h"

/* ---- What a run is bound to ---- */

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static json_t *sorted_names(ct_arena *arena, const ct_name *names)
{
    size_t count = 0;
    json_t *list = json_array();
    for (const ct_name *name = names; name; name = name->next)
        count++;
    const char **texts = ct_arena_alloc(arena, (count + 1) * sizeof *texts);
    count = 0;
    for (; names; names = names->next)
        texts[count++] = names->text;
    qsort(texts, count, sizeof *texts, by_text);
    for (size_t i = 0; i < count; i++)
        if (!i || strcmp(texts[i], texts[i - 1]) != 0)
            json_array_append_new(list, json_string(texts[i]));
    return list;
}

static const char *digest_of(ct_arena *arena, const ct_source *source, const unsigned char *known)
{
    unsigned char digest[CT_SHA256_SIZE];
    char *hex = ct_arena_alloc(arena, CT_SHA256_TEXT);
    if (!known)
        ct_sha256(source->text, source->size, digest);
    ct_hex(known ? known : digest, CT_SHA256_SIZE, hex);
    return hex;
}

/* Appends "path\0digest" of a file of the suite, which is unique by its path. */
static void add_file(ct_arena *arena, json_t *files, const ct_suite *suite, const ct_source *source,
                     const unsigned char *sha256)
{
    const char *path = ct_evidence_suite_path(suite, source);
    if (path)
        json_object_set_new(files, path, json_string(digest_of(arena, source, sha256)));
}

static json_t *sorted_files(ct_arena *arena, const ct_suite *suite, const ct_profile *profile)
{
    json_t *files = ct_json_own(arena, json_object()), *sorted = json_object(), *digest;
    const char *path;
    size_t count = 0;
    add_file(arena, files, suite, profile->source, NULL);
    for (const ct_file *file = suite->files; file; file = file->next)
        add_file(arena, files, suite, file->source, file->sha256);
    const char **paths = ct_arena_alloc(arena, json_object_size(files) * sizeof *paths);
    json_object_foreach(files, path, digest)
    {
        paths[count++] = path;
    }
    qsort(paths, count, sizeof *paths, by_text);
    for (size_t i = 0; i < count; i++)
        json_object_set(sorted, paths[i], json_object_get(files, paths[i]));
    return sorted;
}

/* JSON with a fixed order is unambiguous, whatever a name contains. */
const char *ct_witness_binding(ct_arena *arena, const char *challenge, const ct_suite *suite,
                               const ct_profile *profile, const ct_target *target)
{
    ct_buf text = CT_BUF(CT_BUF_ANY);
    unsigned char digest[CT_SHA256_SIZE];
    char *hex = ct_arena_alloc(arena, CT_SHA256_TEXT);
    const json_t *all = ct_json_own(
        arena, json_pack("{s:s, s:{s:s, s:s}, s:o, s:o}", "type", "apigcheck witnessed run 1",
                         "profile", "name", profile->name, "version", profile->version, "suite",
                         sorted_files(arena, suite, profile), "capabilities",
                         sorted_names(arena, target->capabilities)));
    ct_json_write_string(&text, challenge, strlen(challenge), CT_JSON_COMPACT);
    ct_json_write(&text, all, CT_JSON_COMPACT);
    ct_sha256(ct_buf_str(&text), text.size, digest);
    ct_hex(digest, sizeof digest, hex);
    ct_buf_free(&text);
    return hex;
}

/* ---- The key ---- */

const char *ct_witness_of(const json_t *ours)
{
    return json_string_value(json_object_get(json_object_get(ours, "witness"), "keyid"));
}

bool ct_witness_is(const char *id, const ct_key *key)
{
    char own[CT_SHA256_TEXT];
    ct_key_id(key, own);
    return id && !strcmp(id, own);
}

bool ct_witness_check(const json_t *ours, const ct_dsse *dsse, const ct_key *const *keys,
                      size_t key_count, ct_diag *diag)
{
    const char *id = ct_witness_of(ours);
    const char *challenge = json_string_value(json_object_get(ours, "challenge"));
    size_t i = 0;
    if (!id)
        return true;
    if (!challenge || ct_is_blank(challenge))
        return ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                       "the certificate is witnessed, but has no challenge");
    while (i < key_count && !ct_witness_is(id, keys[i]))
        i++;
    if (i == key_count)
        return ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                       "the certificate is not signed by the witness that it names, key %s", id);
    return (dsse->signatures && !dsse->signatures->next) ||
           ct_fail(diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE,
                   "the certificate is witnessed, but has other signatures than that of the "
                   "witness");
}
