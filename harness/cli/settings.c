#include "cli/settings.h"

#include <string.h>

#include "cli/option.h"

#define AT(member) offsetof(ct_settings, member)

static const ct_option options[] = {
    {"Choosing the target", 0, "target", "FILE", CT_CMD_TARGET | CT_CMD_PROVE, "a target file",
     ct_set_text, AT(target)},
    {NULL, 0, "url", "URL", CT_CMD_TARGET, "gives or replaces the target's address", ct_set_text,
     AT(url)},
    {NULL, 0, "mock", NULL, CT_CMD_RUN | CT_CMD_LINT | CT_CMD_LIST,
     "the reference gateway, inside this process, with its own target file", ct_set_flag,
     AT(is_mock)},
    {NULL, 0, "var", "NAME=TEXT", CT_CMD_TARGET | CT_CMD_PROVE,
     "gives a variable; NAME:=JSON for a JSON value", ct_add_text, AT(vars)},
    {NULL, 0, "secret", "NAME=SOURCE", CT_CMD_TARGET | CT_CMD_PROVE,
     "gives a secret: env:VARIABLE or file:PATH", ct_add_text, AT(secrets)},
    {NULL, 0, "wait", "D", CT_CMD_SENDS, "first wait until the target accepts a connection",
     ct_set_duration, AT(wait_ms)},

    {"Selection (an option twice: either; different ones: all)", 0, "case", "GLOB", CT_CMD_CASES,
     "cases whose id or full name matches; * and ?", ct_add_text, AT(cases)},
    {NULL, 0, "tag", "T", CT_CMD_CASES, "cases with this tag", ct_add_text, AT(tags)},
    {NULL, 0, "not-tag", "T", CT_CMD_CASES, "cases without this tag", ct_add_text, AT(not_tags)},
    {NULL, 0, "requirement", "ID", CT_CMD_CASES, "cases that verify this requirement", ct_add_text,
     AT(requirements)},
    {NULL, 0, "profile", "NAME", CT_CMD_CASES | CT_CMD_CERTIFY,
     "cases of this profile of the suite", ct_add_text, AT(profiles)},
    {NULL, 0, "last-failed", "RESULTS", CT_CMD_CASES,
     "cases that did not pass in that record, of the same target", ct_set_text, AT(last_failed)},
    {NULL, 0, "shard", "I/N", CT_CMD_CASES, "every N-th of the selected cases, from the I-th on",
     ct_set_shard, 0},

    {"Order and pace", 0, "parallel", "N", CT_CMD_SENDS, "cases in flight at once (default 8)",
     ct_set_parallel, AT(parallel)},
    {NULL, 0, "parallel", "N", CT_CMD_PROVE, "trials at once (default: one a processor)",
     ct_set_parallel, AT(parallel)},
    {NULL, 0, "rate", "N/s", CT_CMD_SENDS, "at most so many requests a second, steadily",
     ct_set_rate, AT(rate)},
    {NULL, 0, "throttle", "D", CT_CMD_SENDS,
     "the total wait for 429 and 503 answers (default: none); there is no other retry",
     ct_set_duration, AT(throttle_ms)},
    {NULL, 0, "shuffle", "[=SEED]", CT_CMD_RUN, "another order; its seed is told", ct_set_shuffle,
     0},
    {NULL, 0, "repeat", "N", CT_CMD_RUN,
     "each case so often; the worst counts, and what differs is flaky and fails", ct_set_positive,
     AT(repeat)},
    {NULL, 0, "fail-fast", "[=N]", CT_CMD_RUN, "begin no more after N cases that did not pass",
     ct_set_fail_fast, AT(fail_fast)},
    {NULL, 0, "max-time", "D", CT_CMD_SENDS, "begin no more after this time", ct_set_duration,
     AT(max_time_ms)},
    {NULL, 0, "seed", "HEX", CT_CMD_RUN, "where all generated values come from (default: random)",
     ct_set_seed, AT(seed)},
    {NULL, 0, "read-only", NULL, CT_CMD_RUN, "skip cases that write", ct_set_flag,
     AT(is_read_only)},

    {"Connection", 0, "timeout", "D", CT_CMD_SENDS, "of one request (default 30s)", ct_set_duration,
     AT(timeout_ms)},
    {NULL, 0, "connect-timeout", "D", CT_CMD_SENDS, "of one connection (default 5s)",
     ct_set_duration, AT(connect_timeout_ms)},
    {NULL, 0, "reuse-connections", NULL, CT_CMD_RUN, "share connections between cases", ct_set_flag,
     AT(reuses_connections)},
    {NULL, 0, "http", "1.1|2", CT_CMD_SENDS, "the version of HTTP (default 1.1)", ct_set_http,
     AT(http)},
    {NULL, 0, "ca", "FILE", CT_CMD_SENDS, "who is trusted, a PEM file", ct_set_text, AT(ca)},
    {NULL, 0, "client-cert", "FILE", CT_CMD_SENDS, "our own certificate, a PEM file", ct_set_text,
     AT(client_cert)},
    {NULL, 0, "client-key", "FILE", CT_CMD_SENDS, "its key, a PEM file", ct_set_text,
     AT(client_key)},
    {NULL, 0, "insecure", NULL, CT_CMD_RUN, "the target's certificate is not verified", ct_set_flag,
     AT(is_insecure)},
    {NULL, 0, "proxy", "URL", CT_CMD_SENDS, "through this proxy (never one of the environment)",
     ct_set_text, AT(proxy)},
    {NULL, 0, "resolve", "HOST:PORT:ADDR", CT_CMD_SENDS, "this address for that name", ct_add_text,
     AT(resolve)},

    {"Reports (FILE - is standard output)", 0, "junit", "FILE", CT_CMD_WRITES,
     "JUnit XML, for CI servers", ct_set_report, AT(files)},
    {NULL, 0, "junit-flavour", "WHICH", CT_CMD_WRITES,
     "strict (default), or extended: with file, line and properties of each case", ct_set_flavour,
     AT(junit_flavour)},
    {NULL, 0, "html", "FILE", CT_CMD_WRITES, "one page for people, which needs no network",
     ct_set_report, AT(files)},
    {NULL, 0, "json", "FILE", CT_CMD_WRITES, "the record that other reports are made from",
     ct_set_report, AT(files)},
    {NULL, 0, "har", "FILE", CT_CMD_WRITES, "every exchange, for the developer tools of a browser",
     ct_set_report, AT(files)},
    {NULL, 0, "ctrf", "FILE", CT_CMD_WRITES, "CTRF, a JSON for dashboards", ct_set_report,
     AT(files)},
    {NULL, 0, "markdown", "FILE", CT_CMD_WRITES, "a summary for a pull request", ct_set_report,
     AT(files)},
    {NULL, 0, "github", NULL, CT_CMD_WRITES,
     "annotations, a grouped log, and the step's summary, for GitHub Actions", ct_set_log_report,
     AT(files)},
    {NULL, 0, "reports", "DIR", CT_CMD_WRITES, "junit.xml, report.html and results.json there",
     ct_set_text, AT(reports)},

    {"Comparing", 0, "compare", NULL, CT_CMD_REPORT,
     "OLD NEW: what became better, worse, slower, what is new or gone", ct_set_flag, AT(compares)},

    {"What is told", 0, "json", NULL, CT_CMD_PROVE | CT_CMD_LIST | CT_CMD_VERIFY,
     "as JSON on standard output; list: of --requirements", ct_set_flag, AT(is_json)},
    {NULL, 0, "markdown", NULL, CT_CMD_LIST, "--requirements as a table for a page", ct_set_flag,
     AT(is_markdown)},
    {NULL, 0, "html", "FILE", CT_CMD_PROVE, "a page with a picture: requirements by defects",
     ct_set_text, AT(html_proof)},

    {"Console", 'q', "quiet", NULL, CT_CMD_SENDS | CT_CMD_PROVE | CT_CMD_REPORT,
     "the last line only", ct_set_flag, AT(is_quiet)},
    {NULL, 'v', "verbose", NULL, CT_CMD_CASES | CT_CMD_CERTIFY | CT_CMD_REJUDGE | CT_CMD_REPORT,
     "a line for each case; -vv in run: what was sent and received, in list: each request as a "
     "curl line; in prove: what was caught",
     ct_count_up, AT(verbosity)},
    {NULL, 0, "color", "WHEN", CT_CMD_SENDS | CT_CMD_REPORT,
     "auto, always or never (NO_COLOR is honoured)", ct_set_color, AT(color)},
    {NULL, 0, "progress", "WHEN", CT_CMD_RUN,
     "auto: on a terminal, a line that says how far the run is; or never", ct_set_progress,
     AT(progress)},

    {"Rigour", 0, "strict", NULL, CT_CMD_RUN | CT_CMD_PROVE,
     "a warning counts as a failure, what was not exercised as not verified; in prove: so does a "
     "case that catches nothing of its own",
     ct_set_flag, AT(is_strict)},
    {NULL, 0, "waivers", "FILE", CT_CMD_SENDS | CT_CMD_VERIFY,
     "deviations that are accepted for a time", ct_set_text, AT(waivers)},

    {"The certificate", 0, "vendor", "V", CT_CMD_CERTIFY, "who makes the product", ct_set_text,
     AT(vendor)},
    {NULL, 0, "product", "P", CT_CMD_CERTIFY, "its name", ct_set_text, AT(product)},
    {NULL, 0, "product-version", "X", CT_CMD_CERTIFY, "its version", ct_set_text,
     AT(product_version)},
    {NULL, 0, "key", "PRIVATE.pem", CT_CMD_CERTIFY,
     "who signs: Ed25519, PEM, readable by nobody else", ct_add_text, AT(keys)},
    {NULL, 0, "key", "PUBLIC.pem", CT_CMD_VERIFY, "who must have signed; several: all of them",
     ct_add_text, AT(keys)},
    {NULL, 0, "out", "DIR", CT_CMD_CERTIFY,
     "where the evidence and the certificate go: a new folder", ct_set_text, AT(out)},
    {NULL, 0, "challenge", "TEXT", CT_CMD_CERTIFY | CT_CMD_VERIFY,
     "of the authority: every generated value comes from it", ct_set_text, AT(challenge)},
    {NULL, 0, "countersign", "CERTIFICATE", CT_CMD_CERTIFY,
     "sends nothing: verifies it and adds a signature", ct_set_text, AT(countersign)},
    {NULL, 0, "suite", "DIR", CT_CMD_CERTIFY | CT_CMD_VERIFY,
     "the suite (default: the shipped cases)", ct_set_text, AT(suite)},

    {"What to list", 0, "requirements", NULL, CT_CMD_LIST, "the obligations, with their cases",
     ct_set_flag, AT(lists_requirements)},
    {NULL, 0, "needs", NULL, CT_CMD_LIST, "a skeleton of a target file", ct_set_flag,
     AT(lists_needs)},

    {"The reference gateway", 0, "port", "N", CT_CMD_MOCK, "its port (default 0: any free one)",
     ct_set_port, AT(port)},
    {NULL, 0, "listen", "ADDRESS", CT_CMD_MOCK, "its address (default 127.0.0.1)", ct_set_text,
     AT(listen)},
    {NULL, 0, "data", "PATH", CT_CMD_MOCK | CT_CMD_PROVE,
     "its data, a file or folder (default: the shipped ones)", ct_set_text, AT(data)},
    {NULL, 0, "variant", "NAME", CT_CMD_MOCK, "a legal way to be different: see below", ct_set_text,
     AT(variant)},
    {NULL, 0, "defect", "NAME[:SITE]", CT_CMD_MOCK, "a way to be wrong: see below", ct_set_text,
     AT(defect)},
    {NULL, 0, "learn", "URL", CT_CMD_PROVE,
     "not the reference gateway: what answers there is asked once, and broken afterwards",
     ct_set_text, AT(learn)},
    {NULL, 0, "latency", "D", CT_CMD_MOCK, "how long each answer takes", ct_set_duration,
     AT(latency_ms)},
    {"try jsonpath EXPR [FILE]", 0, "paths", NULL, CT_CMD_TRY,
     "print the normalized paths, not the values", ct_set_flag, AT(shows_paths)},
    {"try schema SCHEMA [FILE]", 0, "map", "URI=DIR", CT_CMD_TRY,
     "ids below this URI are found in that folder", ct_add_text, AT(maps)},
    {NULL, 0, "formats", NULL, CT_CMD_TRY, "formats are asserted", ct_set_flag,
     AT(asserts_formats)},
    {NULL, 0, "draft", "DRAFT", CT_CMD_TRY, "2020-12 (default) or 7, for schemas that do not say",
     ct_set_draft, AT(draft)},
    {0},
};

/* ---- Reading ---- */

static const ct_option *find_letter(char letter)
{
    for (const ct_option *o = options; o->name; o++)
        if (o->letter && o->letter == letter)
            return o;
    return NULL;
}

/* An option that takes a value in one command may be a flag in another: the command's own. */
static const ct_option *find_name(const ct_option_reading *r, const char *name, size_t size)
{
    const ct_option *found = NULL;
    for (const ct_option *o = options; o->name; o++) {
        if (strlen(o->name) != size || memcmp(o->name, name, size))
            continue;
        if (o->commands & r->command)
            return o;
        found = o;
    }
    return found;
}

static bool unknown_option(ct_option_reading *r, const char *name)
{
    const char *names[64] = {NULL};
    size_t count = 0;
    for (const ct_option *o = options; o->name && count < 63; o++)
        if (o->commands & r->command)
            names[count++] = ct_arena_printf(r->arena, "--%s", o->name);
    ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "unknown option '%s'", name);
    return ct_hint_nearest(r->diag, name, names);
}

static const char *group_of(const ct_option *o)
{
    while (!o->group)
        o--;
    return o->group;
}

/* What says where reports go and what is told has no part in what is found. */
static void keep_given(ct_option_reading *r, const ct_option *o, const char *value)
{
    ct_given **end = &r->settings->given;
    if (!strncmp(group_of(o), "Reports", 7) || !strcmp(group_of(o), "Console"))
        return;
    while (*end)
        end = &(*end)->next;
    *end = ct_new(r->arena, ct_given);
    **end = (ct_given){.name = o->name, .value = value};
}

/* Selection and reports are of one run; the rest says how any run of the same question is. */
static bool is_of_one_run(const ct_option *o)
{
    return !strncmp(group_of(o), "Selection", 9) || !strncmp(group_of(o), "Reports", 7);
}

static void keep_words(ct_option_reading *r, char **from, char **to)
{
    static const ct_option word = {.name = "word"};
    for (; from < to && **from && !(r->last && is_of_one_run(r->last)); from++)
        ct_add_text(r, &word, &r->settings->kept, *from);
}

static bool apply(ct_option_reading *r, const ct_option *o, const char *value)
{
    r->last = o;
    if (!(o->commands & r->command))
        return ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "--%s does not belong to this command",
                       o->name);
    keep_given(r, o, value);
    return o->set(r, o, (char *)r->settings + o->offset, value);
}

/* "-v", "-vv", "-q": letters are flags, and may stand together. */
static bool read_letters(ct_option_reading *r, const char *word)
{
    for (const char *letter = word + 1; *letter; letter++) {
        const ct_option *o = find_letter(*letter);
        if (!o)
            return unknown_option(r, word);
        if (!apply(r, o, ""))
            return false;
    }
    return true;
}

/* "--name VALUE" or "--name=VALUE". Returns how many words it took. */
static int read_long(ct_option_reading *r, char **argv)
{
    const char *name = argv[0] + 2;
    const char *equals = strchr(name, '=');
    size_t const size = equals ? (size_t)(equals - name) : strlen(name);
    const ct_option *o = find_name(r, name, size);
    if (!o) {
        unknown_option(r, ct_arena_printf(r->arena, "--%.*s", (int)size, name));
        return 1;
    }
    if (o->value && *o->value == '[') { /* its value is optional, and only behind '=' */
        apply(r, o, equals ? equals + 1 : "");
        return 1;
    }
    if (!o->value) {
        if (equals)
            ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "--%s takes no value", o->name);
        else
            apply(r, o, "");
        return 1;
    }
    if (equals) {
        apply(r, o, equals + 1);
        return 1;
    }
    if (!argv[1]) {
        ct_fail(r->diag, CT_E_USAGE, CT_NOWHERE, "--%s needs a value: --%s %s", o->name, o->name,
                o->value);
        return 1;
    }
    apply(r, o, argv[1]);
    return 2;
}

bool ct_settings_read(ct_settings *settings, int command, char **argv, ct_arena *arena,
                      ct_diag *diag)
{
    static const ct_option path = {.name = "PATH"};
    ct_option_reading r = {settings, arena, diag, command, NULL};
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
            ct_add_text(&r, &path, &settings->paths, *argv++);
        }
        keep_words(&r, begin, argv);
    }
    return diag->count == mistakes;
}

/* ---- Help ---- */

void ct_settings_help(int command, FILE *out)
{
    const char *group = NULL, *printed = NULL;
    for (const ct_option *o = options; o->name; o++) {
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
