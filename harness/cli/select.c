#include "cli/select.h"

#include <string.h>

#include "data/bind.h"

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

static bool matches_glob(const ct_case *asked, const char *glob)
{
    return ct_glob(glob, asked->id) || ct_glob(glob, asked->full_name) ||
           ct_glob(glob, asked->base_id);
}

static bool has_tag(const ct_case *asked, const char *tag)
{
    return ct_names_have(asked->tags, tag) || ct_names_have(asked->operation->tags, tag);
}

static bool verifies(const ct_case *asked, const char *id)
{
    for (const ct_cite *c = asked->verifies; c; c = c->next)
        if (!strcmp(c->requirement->id, id))
            return true;
    return false;
}

typedef bool fits_fn(const ct_case *asked, const char *text);

static bool fits_any(const ct_case *asked, const ct_texts *texts, fits_fn *fits)
{
    for (size_t i = 0; i < texts->count; i++)
        if (fits(asked, texts->texts[i]))
            return true;
    return false;
}

static bool is_chosen(const ct_case *asked, const ct_settings *s)
{
    return (!s->cases.count || fits_any(asked, &s->cases, matches_glob)) &&
           (!s->tags.count || fits_any(asked, &s->tags, has_tag)) &&
           !fits_any(asked, &s->not_tags, has_tag) &&
           (!s->requirements.count || fits_any(asked, &s->requirements, verifies));
}

/* An option that fits no case at all was misspelt, even where another one fits some. */
static void check_words(const ct_suite *suite, const char *option, const ct_texts *texts,
                        fits_fn *fits, ct_diag *diag)
{
    for (size_t i = 0; i < texts->count; i++) {
        bool is_known = false;
        for (const ct_operation *op = suite->operations; op && !is_known; op = op->next)
            for (const ct_case *asked = op->cases; asked && !is_known; asked = asked->next)
                is_known = fits(asked, texts->texts[i]);
        if (!is_known)
            ct_fail(diag, CT_E_USAGE, CT_NOWHERE, "no case fits %s '%s'", option, texts->texts[i]);
    }
}

bool ct_select(const ct_suite *suite, const ct_settings *settings, ct_arena *arena, ct_diag *diag,
               ct_selection *selection)
{
    unsigned const mistakes = diag->count;
    *selection = (ct_selection){
        .suite = suite,
        .cases = ct_arena_alloc(arena, suite->case_count * sizeof *selection->cases)};
    check_words(suite, "--case", &settings->cases, matches_glob, diag);
    check_words(suite, "--tag", &settings->tags, has_tag, diag);
    check_words(suite, "--not-tag", &settings->not_tags, has_tag, diag);
    check_words(suite, "--requirement", &settings->requirements, verifies, diag);
    for (const ct_operation *op = suite->operations; op; op = op->next)
        for (const ct_case *asked = op->cases; asked; asked = asked->next)
            if (is_chosen(asked, settings))
                selection->cases[selection->count++] = asked;
    selection->deselected = suite->case_count - selection->count;
    if (diag->count == mistakes && !selection->count)
        ct_fail(diag, CT_E_USAGE, CT_NOWHERE, "the options select no case");
    return diag->count == mistakes;
}
