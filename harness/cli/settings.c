#include "cli/settings.h"

#include <string.h>

#include "cli/option.h"
#include "lang/yaml/bind.h"

/* ---- Reading ---- */

static const ct_option *find_letter(char letter)
{
    for (const ct_option *o = ct_options; o->name; o++)
        if (o->letter && o->letter == letter)
            return o;
    return NULL;
}

/* An option that takes a value in one command may be a flag in another: the command's own. */
static const ct_option *find_name(const ct_reading *r, const char *name, size_t size)
{
    const ct_option *found = NULL;
    for (const ct_option *o = ct_options; o->name; o++) {
        if (strlen(o->name) != size || memcmp(o->name, name, size))
            continue;
        if (o->commands & r->command)
            return o;
        found = o;
    }
    return found;
}

/* `name` is the word as it was written; `word` the option of it that is unknown. */
static bool unknown_option(ct_reading *r, const char *name, const char *word)
{
    const char *names[64] = {NULL};
    size_t count = 0;
    for (const ct_option *o = ct_options; o->name && count < 63; o++)
        if (o->commands & r->command)
            names[count++] = ct_arena_printf(r->arena, "--%s", o->name);
    ct_fail(r->diag, CT_ERR_UNKNOWN_OPTION, CT_NOWHERE, "unknown option '%s'", name);
    ct_hint_word(r->diag, CT_WORD_OPTION, word, names);
    return false;
}

static const char *group_of(const ct_option *o)
{
    while (!o->group)
        o--;
    return o->group;
}

static bool is_of_group(const ct_option *o, const char *name)
{
    return !strncmp(group_of(o), name, strlen(name));
}

static bool takes_url(const ct_option *o)
{
    return o && o->value && !strcmp(o->value, "URL");
}

/* Selection and reports are of one run; the rest says how any run of the same question is. */
static void keep_strings(ct_reading *r, char **from, char **to)
{
    const ct_option *last = r->last;
    bool const is_kept = !last || !(is_of_group(last, "Selection") || is_of_group(last, "Reports"));
    ct_word **end = &r->settings->words;
    while (*end)
        end = &(*end)->next;
    for (; from < to; from++, end = &(*end)->next) {
        *end = ct_new(r->arena, ct_word);
        **end = (ct_word){.text = *from, .is_url = takes_url(last), .is_kept = is_kept && **from};
    }
}

/* What says where reports go and what is told has no part in what is found. */
static void keep_given(ct_reading *r, const ct_option *o, const char *value)
{
    ct_given **end = &r->settings->given;
    if (is_of_group(o, "Reports") || is_of_group(o, "Console"))
        return;
    while (*end)
        end = &(*end)->next;
    *end = ct_new(r->arena, ct_given);
    **end = (ct_given){.name = o->name, .value = value, .is_url = takes_url(o)};
}

static bool apply(ct_reading *r, const ct_option *o, const char *value)
{
    r->last = o;
    if (!(o->commands & r->command))
        return ct_fail(r->diag, CT_ERR_MISPLACED_OPTION, CT_NOWHERE,
                       "--%s does not belong to this command", o->name);
    keep_given(r, o, value);
    return o->set(r, o, (char *)r->settings + o->offset, value);
}

/* "-v", "-vv", "-q": letters are flags, and may stand together. */
static bool read_letters(ct_reading *r, const char *word)
{
    for (const char *letter = word + 1; *letter; letter++) {
        const ct_option *o = find_letter(*letter);
        if (!o)
            return unknown_option(r, word, ct_arena_printf(r->arena, "-%c", *letter));
        if (!apply(r, o, ""))
            return false;
    }
    return true;
}

/* "--name VALUE" or "--name=VALUE". Returns how many words it took. */
static int read_long(ct_reading *r, char **argv)
{
    const char *name = argv[0] + 2;
    const char *equals = strchr(name, '=');
    size_t const size = equals ? (size_t)(equals - name) : strlen(name);
    const ct_option *o = find_name(r, name, size);
    if (!o) {
        const char *word = ct_arena_printf(r->arena, "--%.*s", (int)size, name);
        unknown_option(r, word, word);
        return 1;
    }
    if (o->value && *o->value == '[') { /* its value is optional, and only behind '=' */
        apply(r, o, equals ? equals + 1 : "");
        return 1;
    }
    if (!o->value) {
        if (equals)
            ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--%s takes no value",
                    o->name);
        else
            apply(r, o, "");
        return 1;
    }
    if (equals) {
        apply(r, o, equals + 1);
        return 1;
    }
    if (!argv[1]) {
        ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--%s needs a value: --%s %s",
                o->name, o->name, o->value);
        return 1;
    }
    apply(r, o, argv[1]);
    return 2;
}

bool ct_settings_read(ct_settings *settings, int command, char **argv, ct_arena *arena,
                      ct_diag *diag)
{
    static const ct_option path = {.name = "PATH"};
    ct_reading r = {settings, arena, diag, command, NULL};
    unsigned const mistakes = diag->count;
    bool only_paths = false;
    while (*argv) {
        char **const begin = argv;
        r.last = NULL;
        if (!only_paths && !strcmp(*argv, "--")) {
            only_paths = true;
            argv++;
        } else if (!only_paths && !strncmp(*argv, "--", 2)) {
            argv += read_long(&r, argv);
        } else if (!only_paths && (*argv)[0] == '-' && (*argv)[1]) {
            read_letters(&r, *argv++);
        } else {
            ct_option_add_text(&r, &path, &settings->paths, *argv++);
        }
        keep_strings(&r, begin, argv);
    }
    return diag->count == mistakes;
}

/* ---- Help ---- */

void ct_settings_help(int command, FILE *out)
{
    const char *group = NULL, *printed = NULL;
    for (const ct_option *o = ct_options; o->name; o++) {
        char left[64];
        group = o->group ? o->group : group;
        if (!(o->commands & command))
            continue;
        if (group != printed)
            fprintf(out, "\n%s:\n", group);
        printed = group;
        snprintf(left, sizeof left, "%s%c%s--%s%s%s", o->letter ? "-" : "",
                 o->letter ? o->letter : ' ', o->letter ? ", " : "   ", o->name,
                 o->value && *o->value != '[' ? " " : "", o->value ? o->value : "");
        fprintf(out, "  %-28s %s\n", left, o->help);
    }
}
