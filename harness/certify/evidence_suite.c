#include "certify/evidence_suite.h"

#include <string.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "certify/evidence.h"
#include "lang/json/json.h"

typedef struct comparing {
    ct_arena *arena;
    ct_diag *diag;
    const ct_suite *suite;
    const json_t *manifest;
    json_t *own; /* the paths of the verifier's files */
} comparing;

static bool differs(comparing *c, const char *path, const char *how)
{
    return ct_fail(c->diag, CT_ERR_EVIDENCE_MISMATCH, CT_NOWHERE, "'suite/%s' %s", path, how);
}

static void compare_file(comparing *c, const ct_source *source, const unsigned char *sha256)
{
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    const char *path = ct_evidence_suite_path(c->suite, source);
    if (!path || json_object_get(c->own, path))
        return;
    const json_t *entry = json_object_get(c->manifest, ct_arena_printf(c->arena, "suite/%s", path));
    const char *claimed = json_string_value(json_object_get(entry, "sha256"));
    if (!sha256)
        ct_sha256(source->text, source->size, digest);
    ct_hex(sha256 ? sha256 : digest, sizeof digest, hex);
    json_object_set_new_nocheck(c->own, path, json_true());
    if (!claimed)
        differs(c, path, "is missing: it is part of the verifier's suite");
    else if (strcmp(claimed, hex) != 0)
        differs(c, path, "differs from the verifier's suite");
}

bool ct_evidence_check_suite(ct_arena *arena, const ct_suite *suite, const ct_profile *profile,
                             const json_t *manifest, ct_diag *diag)
{
    comparing c = {arena, diag, suite, manifest, ct_json_own(arena, json_object())};
    unsigned const mistakes = diag->count;
    const char *path;
    json_t *unused;
    compare_file(&c, profile->source, NULL);
    for (const ct_file *file = suite->files; file; file = file->next)
        compare_file(&c, file->source, file->sha256);
    json_object_foreach(ct_json_iterable(manifest), path, unused)
    {
        if (!strncmp(path, "suite/", 6) && !json_object_get(c.own, path + 6))
            differs(&c, path + 6, "is not part of the verifier's suite");
    }
    return diag->count == mistakes;
}
