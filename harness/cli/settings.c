#include "cli/settings.h"

#include <string.h>

#include "cli/option.h"
#include "lang/yaml/bind.h"

static const char *const headings[CT_GROUPS] = {
    [CT_GROUP_CERTIFICATE] = "Certificate",
    [CT_GROUP_CONTENTS] = "Contents",
    [CT_GROUP_COMPARISON] = "Comparison",
    [CT_GROUP_TARGET] = "Target",
    [CT_GROUP_GATEWAY] = "Reference gateway",
    [CT_GROUP_FILTERS] =
        "Filters (a repeated option matches any of its values; different options must all match)",
    [CT_GROUP_REPORTS] = "Reports (FILE - is standard output)",
    [CT_GROUP_OUTPUT] = "Output",
    [CT_GROUP_EXECUTION] = "Execution",
    [CT_GROUP_STRICTNESS] = "Strictness",
    [CT_GROUP_CONNECTION] = "Connection",
    [CT_GROUP_TRY_JSONPATH] = "try jsonpath EXPR [FILE]",
    [CT_GROUP_TRY_SCHEMA] = "try schema SCHEMA [FILE]",
};

/* ---- Reading ---- */

static bool is_named(const ct_option *o, char letter, const char *name, size_t size)
{
    if (letter)
        return o->letter == letter;
    return strlen(o->name) == size && !memcmp(o->name, name, size);
}

/* Prefers the row of the current command, because an option can take a value in one command and be
 * a flag in another. Returns the row of another command if there is no such row. */
static const ct_option *find_option(const ct_reading *r, char letter, const char *name, size_t size)
{
    const ct_option *found = NULL;
    for (const ct_option *o = ct_options; o->name; o++) {
        if (!is_named(o, letter, name, size))
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

static bool takes_url(const ct_option *o)
{
    return o && o->value && !strcmp(o->value, "URL");
}

/* Filters and reports are specific to one run; a rerun keeps all other options. */
static void keep_strings(ct_reading *r, char **from, char **to)
{
    const ct_option *last = r->last;
    bool const is_kept =
        !last || (last->group != CT_GROUP_FILTERS && last->group != CT_GROUP_REPORTS);
    ct_word **end = &r->settings->words;
    while (*end)
        end = &(*end)->next;
    for (; from < to; from++, end = &(*end)->next) {
        *end = ct_new(r->arena, ct_word);
        **end = (ct_word){.text = *from, .is_url = takes_url(last), .is_kept = is_kept && **from};
    }
}

/* Options of reports and output do not change the results. */
static void keep_given(ct_reading *r, const ct_option *o, const char *value)
{
    ct_given **end = &r->settings->given;
    if (o->group == CT_GROUP_REPORTS || o->group == CT_GROUP_OUTPUT)
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
                       "--%s is not an option of this command", o->name);
    keep_given(r, o, value);
    return o->set(r, o, (char *)r->settings + o->offset, value);
}

/* "-v", "-vv", "-q": letters are flags, and may be combined. */
static bool read_letters(ct_reading *r, const char *word)
{
    for (const char *letter = word + 1; *letter; letter++) {
        const ct_option *o = find_option(r, *letter, NULL, 0);
        if (!o)
            return unknown_option(r, word, ct_arena_printf(r->arena, "-%c", *letter));
        if (!apply(r, o, ""))
            return false;
    }
    return true;
}

/* "--name VALUE" or "--name=VALUE". Returns the number of words that were read. */
static int read_long(ct_reading *r, char **argv)
{
    const char *name = argv[0] + 2;
    const char *equals = strchr(name, '=');
    size_t const size = equals ? (size_t)(equals - name) : strlen(name);
    const ct_option *o = find_option(r, 0, name, size);
    if (!o && r->command == CT_CMD_CERTIFY && size == strlen("countersign") &&
        !memcmp(name, "countersign", size)) {
        ct_fail(r->diag, CT_ERR_UNKNOWN_OPTION, CT_NOWHERE, "--countersign was removed");
        ct_hint(r->diag, "use: apigcheck verify CERTIFICATE --key vendor.pub.pem --sign "
                         "authority.pem");
        return 1;
    }
    if (!o) {
        const char *word = ct_arena_printf(r->arena, "--%.*s", (int)size, name);
        unknown_option(r, word, word);
        return 1;
    }
    if (o->value && *o->value == '[') { /* its value is optional, and follows only after '=' */
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
        ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--%s requires a value: --%s %s",
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

enum { HELP_COLUMN = 33, HELP_WIDTH = 100 };

/* Prints text in lines of at most HELP_WIDTH columns. */
static void print_wrapped(FILE *out, const char *text)
{
    size_t column = HELP_COLUMN;
    for (const char *word = text; *word;) {
        size_t const size = strcspn(word, " ");
        if (word > text && column + 1 + size > HELP_WIDTH) {
            fprintf(out, "\n%*s", HELP_COLUMN, "");
            column = HELP_COLUMN;
        } else if (word > text) {
            fputc(' ', out);
            column++;
        }
        fwrite(word, 1, size, out);
        column += size;
        word += size + strspn(word + size, " ");
    }
    fputc('\n', out);
}

void ct_settings_help(int command, FILE *out)
{
    ct_option_group printed = CT_GROUPS;
    for (const ct_option *o = ct_options; o->name; o++) {
        char left[64];
        if (!(o->commands & command))
            continue;
        if (o->group != printed)
            fprintf(out, "\n%s:\n", headings[o->group]);
        printed = o->group;
        snprintf(left, sizeof left, "%s%c%s--%s%s%s", o->letter ? "-" : "",
                 o->letter ? o->letter : ' ', o->letter ? ", " : "   ", o->name,
                 o->value && *o->value != '[' ? " " : "", o->value ? o->value : "");
        fprintf(out, "  %-30s ", left);
        print_wrapped(out, o->help);
    }
}
