#include "cli/run_metadata.h"

#include <string.h>

#include "base/digest.h"
#include "base/encoding.h"
#include "cli/rerun.h"
#include "model/reporter.h"
#include "record/record.h"

static void add_part(ct_buf *text, const char *name, const char *value, size_t size)
{
    ct_buf_printf(text, "%s %zu:", name, size);
    ct_buf_add(text, value, size);
    ct_buf_char(text, '\n');
}

static void add_text(ct_buf *text, const char *name, const char *value)
{
    add_part(text, name, value ? value : "", value ? strlen(value) : 0);
}

static const char *digest_of(ct_session *session, const ct_buf *text)
{
    unsigned char digest[CT_SHA256_SIZE];
    char hex[CT_SHA256_TEXT];
    ct_sha256(ct_buf_str(text), text->size, digest);
    ct_hex(digest, sizeof digest, hex);
    return ct_arena_text(session->arena, hex);
}

/* "admin_token=x": a variable with the name of a secret may be one. */
static const char *without_secret(ct_arena *arena, const char *var)
{
    size_t const name = strcspn(var, ":=");
    if (!ct_is_secret_name(var, name))
        return var;
    return ct_arena_printf(arena, "%.*s=" CT_MASK, (int)name, var);
}

static const char *target_digest(ct_session *session, const ct_target *target)
{
    const ct_settings *s = &session->settings;
    ct_buf text = CT_BUF(CT_BUF_ANY);
    add_text(&text, "url", s->is_mock ? "the reference gateway of this process" : target->url);
    if (!s->is_mock)
        add_text(&text, "name", target->name);
    if (target->source && target->source->text)
        add_part(&text, "file", target->source->text, target->source->size);
    for (size_t i = 0; i < s->vars.count; i++)
        add_text(&text, "var", without_secret(session->arena, s->vars.texts[i]));
    add_text(&text, "read-only", target->is_read_only ? "yes" : "no");
    const char *digest = digest_of(session, &text);
    ct_buf_free(&text);
    return digest;
}

static const ct_report_option *options_of(ct_session *session, const ct_redactor *redactor)
{
    ct_report_option *first = NULL, **end = &first;
    for (const ct_given *given = session->settings.given; given; given = given->next) {
        ct_report_option *option = ct_new(session->arena, ct_report_option);
        const char *value = given->is_url ? ct_mask_url(session->arena, given->value)
                                          : ct_mask_urls(session->arena, given->value);
        if (!strcmp(given->name, "var"))
            value = without_secret(session->arena, value);
        option->name = given->name;
        option->value = ct_redact_text(redactor, session->arena, value);
        *end = option;
        end = &option->next;
    }
    return first;
}

const ct_route *ct_run_metadata_route(ct_session *session,
                                      const ct_run_specification *specification)
{
    ct_redactor *redactor =
        ct_run_redactor(session->arena, specification->suite, specification->target);
    return ct_report_route(session->arena, options_of(session, redactor));
}

void ct_run_metadata(ct_session *session, const ct_run_specification *specification,
                     ct_report_about *about)
{
    char digest[CT_SHA256_TEXT];
    ct_record_suite_digest(specification->suite, digest);
    about->suite_digest = ct_arena_text(session->arena, digest);
    about->target_digest = target_digest(session, specification->target);
    about->options = options_of(
        session, ct_run_redactor(session->arena, specification->suite, specification->target));
}
