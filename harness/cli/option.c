#include "cli/option.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "data/bind.h"

bool ct_set_text(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    if (!*value)
        return ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "--%s is empty", o->name);
    *(const char **)slot = value;
    return true;
}

bool ct_add_text(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    ct_texts *list = slot;
    const char **longer = ct_arena_alloc(r->arena, (list->count + 1) * sizeof *longer);
    if (!*value)
        return ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "--%s is empty", o->name);
    if (list->count)
        memcpy(longer, list->texts, list->count * sizeof *longer);
    longer[list->count++] = value;
    list->texts = longer;
    return true;
}

/* The option is called as the kind of report is. */
bool ct_set_report(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    ct_report_file **files = slot;
    ct_report_file *file = ct_new(r->arena, ct_report_file);
    *file = (ct_report_file){.kind = o->name, .next = *files};
    *files = file;
    return ct_set_text(r, o, &file->path, value);
}

/* One that takes no FILE: its lines are for the log. */
bool ct_set_log_report(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    (void)value;
    return ct_set_report(r, o, slot, "-");
}

bool ct_set_flag(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    (void)r;
    (void)o;
    (void)value;
    *(bool *)slot = true;
    return true;
}

bool ct_count_up(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    (void)r;
    (void)o;
    (void)value;
    ++*(unsigned *)slot;
    return true;
}

bool ct_set_duration(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    return ct_duration_parse(value, slot) ||
           ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE,
                   "--%s: expected a duration above zero, such as 500ms, 30s or 5m, found '%s'",
                   o->name, value);
}

static bool read_number(ct_option_reading *r, const ct_option *o, const char *value, unsigned most,
                        unsigned *number)
{
    char *end;
    unsigned long const n = strtoul(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || n > most)
        return ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE,
                       "--%s: expected a number up to %u, found '%s'", o->name, most, value);
    *number = (unsigned)n;
    return true;
}

bool ct_set_parallel(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    if (!read_number(r, o, value, CT_LIMIT_PARALLEL, slot))
        return false;
    return *(unsigned *)slot ||
           ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "--parallel: at least one case at once");
}

bool ct_set_port(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    return read_number(r, o, value, 65535, slot);
}

bool ct_set_positive(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    if (!read_number(r, o, value, 1000000, slot))
        return false;
    return *(unsigned *)slot ||
           ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "--%s: at least 1", o->name);
}

/* --fail-fast alone: the first one. */
bool ct_set_fail_fast(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    return ct_set_positive(r, o, slot, *value ? value : "1");
}

/* I/N */
bool ct_set_shard(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    ct_settings *s = r->settings;
    const char *slash = strchr(value, '/');
    (void)slot;
    if (!slash ||
        !read_number(r, o, ct_arena_copy(r->arena, value, (size_t)(slash - value)), 10000,
                     &s->shard) ||
        !read_number(r, o, slash + 1, 10000, &s->shards))
        return slash || ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE,
                                "--%s: expected I/N, such as 2/4, found '%s'", o->name, value);
    return (s->shard && s->shard <= s->shards) ||
           ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "--%s: there is no shard %u of %u", o->name,
                   s->shard, s->shards);
}

/* N/s */
bool ct_set_rate(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    return ct_rate_parse(value, slot) ||
           ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "--%s: expected N/s, such as 20/s, found '%s'",
                   o->name, value);
}

bool ct_set_seed(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    size_t const size = strlen(value);
    if (!size || size > 64 || value[strspn(value, "0123456789abcdefABCDEF")])
        return ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE,
                       "--%s: expected up to 64 hex digits, found '%s'", o->name, value);
    *(const char **)slot = value;
    return true;
}

static bool set_word(ct_option_reading *r, const ct_option *o, void *slot, const char *value,
                     const char *const *words, const char *told)
{
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(words[i], value))
            continue;
        *(const char **)slot = words[i];
        return true;
    }
    ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "--%s: expected %s, found '%s'", o->name, told, value);
    return ct_hint_nearest(r->diag, value, words);
}

bool ct_set_shuffle(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    (void)slot;
    r->settings->is_shuffled = true;
    return !*value || ct_set_seed(r, o, &r->settings->shuffle_seed, value);
}

bool ct_set_http(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    static const char *const words[] = {"1.1", "2", NULL};
    return set_word(r, o, slot, value, words, "1.1 or 2");
}

bool ct_set_color(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    static const char *const words[] = {"auto", "always", "never", NULL};
    return set_word(r, o, slot, value, words, "auto, always or never");
}

bool ct_set_flavour(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    static const char *const words[] = {"strict", "extended", NULL};
    return set_word(r, o, slot, value, words, "strict or extended");
}

bool ct_set_progress(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    static const char *const words[] = {"auto", "never", NULL};
    return set_word(r, o, slot, value, words, "auto or never");
}

bool ct_set_draft(ct_option_reading *r, const ct_option *o, void *slot, const char *value)
{
    static const char *const words[] = {"2020-12", "7", NULL};
    return set_word(r, o, slot, value, words, "2020-12 or 7");
}
