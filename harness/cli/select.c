#include "cli/select.h"

#include <string.h>

#include "base/digest.h"
#include "lang/yaml/bind.h"

/* Without recursion: on a mismatch the last '*' takes one character more. */
bool ct_glob(const char *glob, const char *text)
{
    const char *star = NULL, *retry = NULL;
    while (*text) {
        if (*glob == '*') {
            star = glob++;
            retry = text;
        } else if (*glob == '?' || *glob == *text) {
            glob++;
            do /* a character may be several bytes */
                text++;
            while (glob[-1] == '?' && ((unsigned char)*text & 0xC0) == 0x80);
        } else if (star) {
            glob = star + 1;
            text = ++retry;
        } else {
            return false;
        }
    }
    while (*glob == '*')
        glob++;
    return !*glob;
}

static bool matches_glob(const ct_case *test_case, const char *glob)
{
    return ct_glob(glob, test_case->id) || ct_glob(glob, test_case->full_name) ||
           ct_glob(glob, test_case->base_id);
}

static bool has_tag(const ct_case *test_case, const char *tag)
{
    return ct_names_have(test_case->tags, tag) || ct_names_have(test_case->operation->tags, tag);
}

static bool verifies(const ct_case *test_case, const char *id)
{
    for (const ct_cite *c = test_case->verifies; c; c = c->next)
        if (!strcmp(c->requirement->id, id))
            return true;
    return false;
}

typedef bool fits_fn(const ct_case *test_case, const char *text);

static bool fits_any(const ct_case *test_case, const ct_texts *texts, fits_fn *fits)
{
    for (size_t i = 0; i < texts->count; i++)
        if (fits(test_case, texts->texts[i]))
            return true;
    return false;
}

static bool is_chosen(const ct_case *test_case, const ct_settings *s)
{
    return (!s->cases.count || fits_any(test_case, &s->cases, matches_glob)) &&
           (!s->tags.count || fits_any(test_case, &s->tags, has_tag)) &&
           !fits_any(test_case, &s->not_tags, has_tag) &&
           (!s->requirements.count || fits_any(test_case, &s->requirements, verifies));
}

/* An option that fits no case at all was misspelt, even where another one fits some. */
static void check_strings(const ct_suite *suite, const char *option, const ct_texts *texts,
                          fits_fn *fits, ct_diag *diag)
{
    for (size_t i = 0; i < texts->count; i++) {
        bool is_known = false;
        for (const ct_operation *op = suite->operations; op && !is_known; op = op->next)
            for (const ct_case *test_case = op->cases; test_case && !is_known;
                 test_case = test_case->next)
                is_known = fits(test_case, texts->texts[i]);
        if (!is_known)
            ct_fail(diag, CT_ERR_UNMATCHED_FILTER, CT_NOWHERE, "no case fits %s '%s'", option,
                    texts->texts[i]);
    }
}

/* Every N-th, so that shards are alike whatever the files are. */
static void keep_shard(ct_selection *selection, const ct_settings *s, ct_arena *arena)
{
    size_t kept = 0;
    selection->shard = s->shard;
    selection->shards = s->shards;
    selection->others = ct_arena_alloc(arena, selection->count * sizeof *selection->others);
    for (size_t i = 0; i < selection->count; i++) {
        if (i % s->shards == s->shard - 1)
            selection->cases[kept++] = selection->cases[i];
        else
            selection->others[selection->other_count++] = selection->cases[i];
    }
    selection->count = kept;
}

static bool is_in_profile(const ct_case *test_case, const ct_profile *profiles)
{
    for (const ct_profile *p = profiles; p; p = p->next)
        if (ct_profile_has_case(p, test_case))
            return true;
    return !profiles;
}

bool ct_select(const ct_settings *settings, const json_t *failed, const ct_profile *profiles,
               ct_arena *arena, ct_diag *diag, ct_selection *selection)
{
    const ct_suite *suite = selection->suite;
    unsigned const mistakes = diag->count;
    selection->cases = ct_arena_alloc(arena, suite->case_count * sizeof *selection->cases);
    check_strings(suite, "--case", &settings->cases, matches_glob, diag);
    check_strings(suite, "--tag", &settings->tags, has_tag, diag);
    check_strings(suite, "--not-tag", &settings->not_tags, has_tag, diag);
    check_strings(suite, "--requirement", &settings->requirements, verifies, diag);
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *test_case = op->cases; test_case; test_case = test_case->next)
            if (is_chosen(test_case, settings) && is_in_profile(test_case, profiles) &&
                (!failed || json_object_get(failed, test_case->full_name)))
                selection->cases[selection->count++] = test_case;
    if (settings->shards)
        keep_shard(selection, settings, arena);
    selection->deselected = suite->case_count - selection->count;
    if (diag->count == mistakes && !selection->count)
        ct_fail(diag, CT_ERR_NO_CASES_SELECTED, CT_NOWHERE, "the options select no case");
    return diag->count == mistakes;
}

/* splitmix64: small, and the same everywhere. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

void ct_shuffle(ct_selection *selection, const char *seed, ct_arena *arena)
{
    unsigned char digest[CT_SHA256_SIZE];
    uint64_t state;
    ct_sha256(seed, strlen(seed), digest);
    memcpy(&state, digest, sizeof state);
    selection->order = ct_arena_alloc(arena, selection->count * sizeof *selection->order);
    for (size_t i = 0; i < selection->count; i++) {
        size_t const j = next_random(&state) % (i + 1);
        selection->order[i] = selection->order[j];
        selection->order[j] = i;
    }
}
