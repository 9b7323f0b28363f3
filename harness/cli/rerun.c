#include "cli/rerun.h"

#include <string.h>

#include "report/shell.h"

bool ct_is_secret_name(const char *name, size_t size)
{
    static const char *const endings[] = {"token", "secret", "password", "_key", NULL};
    for (size_t i = 0; endings[i]; i++) {
        size_t const end = strlen(endings[i]);
        if (size >= end && !strncasecmp(name + size - end, endings[i], end))
            return true;
    }
    return false;
}

/* Masks TEXT in "NAME=TEXT" and "--var=NAME=TEXT" if the name suggests a secret. "NAME=env:..." and
 * "NAME=file:..." only name the source of a secret, and stay. */
static const char *without_secret_variable(ct_arena *arena, const char *word)
{
    static const char option[] = "--var=";
    const char *name = word + (strncmp(word, option, sizeof option - 1) ? 0 : sizeof option - 1);
    const char *equals = strchr(name, '=');
    if (!equals || equals == name || !strncmp(equals, "=env:", 5) || !strncmp(equals, "=file:", 6))
        return word;
    size_t const size = (size_t)(equals - name) - (equals[-1] == ':');
    if (!ct_is_secret_name(name, size))
        return word;
    return ct_arena_printf(arena, "%.*s" CT_MASK, (int)(equals + 1 - word), word);
}

const char *ct_word_masked(ct_arena *arena, const ct_word *word)
{
    if (!word->is_url)
        return ct_mask_urls(arena, word->text);
    const char *equals = strncmp(word->text, "--", 2) ? NULL : strchr(word->text, '=');
    const char *url = equals ? equals + 1 : word->text;
    const char *masked = ct_mask_url(arena, url);
    return masked == url
               ? word->text
               : ct_arena_printf(arena, "%.*s%s", (int)(url - word->text), word->text, masked);
}

static void add_word(ct_buf *out, ct_arena *arena, const ct_redactor *redactor, const ct_word *word)
{
    const char *masked = without_secret_variable(arena, ct_word_masked(arena, word));
    masked = ct_redact_text(redactor, arena, masked);
    ct_buf_char(out, ' ');
    ct_shell_masked(out, masked, strlen(masked), "SECRET");
}

const ct_console_rerun *ct_rerun_command(ct_session *session,
                                         const ct_run_specification *specification,
                                         const char *record)
{
    ct_console_rerun *rerun = ct_new(session->arena, ct_console_rerun);
    ct_redactor *redactor =
        ct_run_redactor(session->arena, specification->suite, specification->target);
    ct_buf begin = CT_BUF(CT_BUF_ANY), end = CT_BUF(CT_BUF_ANY);
    ct_shell_word(&begin, session->program, strlen(session->program));
    ct_buf_text(&begin, " run");
    for (const ct_word *word = session->settings.words; word; word = word->next)
        if (word->is_kept)
            add_word(&end, session->arena, redactor, word);
    rerun->begin = ct_buf_finish(&begin, session->arena);
    rerun->end = ct_buf_finish(&end, session->arena);
    rerun->record = record;
    return rerun;
}
