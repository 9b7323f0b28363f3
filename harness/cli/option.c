#include "cli/option.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "lang/yaml/bind.h"

static bool set_text(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    if (!*value)
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--%s is empty", o->name);
    *(const char **)slot = value;
    return true;
}

bool ct_option_add_text(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    ct_texts *list = slot;
    const char **longer = ct_arena_alloc(r->arena, (list->count + 1) * sizeof *longer);
    if (!*value)
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--%s is empty", o->name);
    if (list->count)
        memcpy(longer, list->texts, list->count * sizeof *longer);
    longer[list->count++] = value;
    list->texts = longer;
    return true;
}

/* The option is called as the kind of report is. */
static bool set_report(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    ct_report_file **files = slot;
    ct_report_file *file = ct_new(r->arena, ct_report_file);
    *file = (ct_report_file){.kind = o->name, .next = *files};
    *files = file;
    return set_text(r, o, &file->path, value);
}

/* One that takes no FILE: its lines are for the log. */
static bool set_log_report(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    (void)value;
    return set_report(r, o, slot, "-");
}

static bool set_flag(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    (void)r;
    (void)o;
    (void)value;
    *(bool *)slot = true;
    return true;
}

static bool count_up(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    (void)r;
    (void)o;
    (void)value;
    ++*(unsigned *)slot;
    return true;
}

static bool set_duration(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    return ct_duration_parse(value, slot) ||
           ct_fail(r->diag, CT_ERR_INVALID_DURATION, CT_NOWHERE,
                   "--%s: expected a duration above zero, such as 500ms, 30s or 5m, found '%s'",
                   o->name, value);
}

static bool read_number(ct_reading *r, const ct_option *o, const char *value, unsigned most,
                        unsigned *number)
{
    char *end;
    unsigned long const n = strtoul(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || n > most)
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                       "--%s: expected a number up to %u, found '%s'", o->name, most, value);
    *number = (unsigned)n;
    return true;
}

static bool set_parallel(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    if (!read_number(r, o, value, CT_LIMIT_PARALLEL, slot))
        return false;
    return *(unsigned *)slot || ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                                        "--parallel: at least one case at once");
}

static bool set_port(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    return read_number(r, o, value, 65535, slot);
}

static bool set_positive(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    if (!read_number(r, o, value, 1000000, slot))
        return false;
    return *(unsigned *)slot ||
           ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--%s: at least 1", o->name);
}

/* --fail-fast alone: the first one. */
static bool set_fail_fast(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    return set_positive(r, o, slot, *value ? value : "1");
}

/* I/N */
static bool set_shard(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    ct_settings *s = r->settings;
    const char *slash = strchr(value, '/');
    (void)slot;
    if (!slash ||
        !read_number(r, o, ct_arena_copy(r->arena, value, (size_t)(slash - value)), 10000,
                     &s->shard) ||
        !read_number(r, o, slash + 1, 10000, &s->shards))
        return slash || ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                                "--%s: expected I/N, such as 2/4, found '%s'", o->name, value);
    return (s->shard && s->shard <= s->shards) ||
           ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                   "--%s: there is no shard %u of %u", o->name, s->shard, s->shards);
}

/* N/s */
static bool set_rate(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    return ct_rate_parse(value, slot) ||
           ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                   "--%s: expected N/s, such as 20/s, found '%s'", o->name, value);
}

static bool set_seed(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    size_t const size = strlen(value);
    if (!size || size > 64 || value[strspn(value, "0123456789abcdefABCDEF")])
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                       "--%s: expected up to 64 hex digits, found '%s'", o->name, value);
    *(const char **)slot = value;
    return true;
}

static bool set_word(ct_reading *r, const ct_option *o, void *slot, const char *value,
                     const char *const *words, const char *reported)
{
    for (size_t i = 0; words[i]; i++) {
        if (strcmp(words[i], value))
            continue;
        *(const char **)slot = words[i];
        return true;
    }
    ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--%s: expected %s, found '%s'",
            o->name, reported, value);
    return ct_hint_nearest(r->diag, value, words);
}

static bool set_shuffle(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    (void)slot;
    r->settings->is_shuffled = true;
    return !*value || set_seed(r, o, &r->settings->shuffle_seed, value);
}

static bool set_http(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    static const char *const words[] = {"1.1", "2", NULL};
    return set_word(r, o, slot, value, words, "1.1 or 2");
}

static bool set_color(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    static const char *const words[] = {"auto", "always", "never", NULL};
    return set_word(r, o, slot, value, words, "auto, always or never");
}

static bool set_flavour(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    static const char *const words[] = {"strict", "extended", NULL};
    return set_word(r, o, slot, value, words, "strict or extended");
}

static bool set_progress(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    static const char *const words[] = {"auto", "never", NULL};
    return set_word(r, o, slot, value, words, "auto or never");
}

static bool set_draft(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    static const char *const words[] = {"2020-12", "7", NULL};
    return set_word(r, o, slot, value, words, "2020-12 or 7");
}

#define AT(member) offsetof(ct_settings, member)

const ct_option ct_options[] = {
    {"Choosing the target", 0, "target", "FILE", CT_CMD_TARGET | CT_CMD_PROVE, "a target file",
     set_text, AT(target)},
    {NULL, 0, "url", "URL", CT_CMD_TARGET, "gives or replaces the target's address", set_text,
     AT(url)},
    {NULL, 0, "mock", NULL, CT_CMD_RUN | CT_CMD_LINT | CT_CMD_LIST,
     "the reference gateway, inside this process, with its own target file", set_flag, AT(is_mock)},
    {NULL, 0, "var", "NAME=TEXT", CT_CMD_TARGET | CT_CMD_PROVE,
     "gives a variable; NAME:=JSON for a JSON value", ct_option_add_text, AT(vars)},
    {NULL, 0, "secret", "NAME=SOURCE", CT_CMD_TARGET | CT_CMD_PROVE,
     "gives a secret: env:VARIABLE or file:PATH", ct_option_add_text, AT(secrets)},
    {NULL, 0, "wait", "D", CT_CMD_SENDS, "first wait until the target accepts a connection",
     set_duration, AT(wait_ms)},

    {"Selection (an option twice: either; different ones: all)", 0, "case", "GLOB", CT_CMD_CASES,
     "cases whose id or full name matches; * and ?", ct_option_add_text, AT(cases)},
    {NULL, 0, "tag", "T", CT_CMD_CASES, "cases with this tag", ct_option_add_text, AT(tags)},
    {NULL, 0, "not-tag", "T", CT_CMD_CASES, "cases without this tag", ct_option_add_text,
     AT(not_tags)},
    {NULL, 0, "requirement", "ID", CT_CMD_CASES, "cases that verify this requirement",
     ct_option_add_text, AT(requirements)},
    {NULL, 0, "profile", "NAME", CT_CMD_CASES | CT_CMD_CERTIFY,
     "cases of this profile of the suite", ct_option_add_text, AT(profiles)},
    {NULL, 0, "last-failed", "RESULTS", CT_CMD_CASES,
     "cases that did not pass in that record, of the same target", set_text, AT(last_failed)},
    {NULL, 0, "shard", "I/N", CT_CMD_CASES, "every N-th of the selected cases, from the I-th on",
     set_shard, 0},

    {"Order and pace", 0, "parallel", "N", CT_CMD_SENDS, "cases in flight at once (default 8)",
     set_parallel, AT(parallel)},
    {NULL, 0, "parallel", "N", CT_CMD_PROVE, "trials at once (default: one a processor)",
     set_parallel, AT(parallel)},
    {NULL, 0, "rate", "N/s", CT_CMD_SENDS, "at most so many requests a second, steadily", set_rate,
     AT(rate)},
    {NULL, 0, "throttle", "D", CT_CMD_SENDS,
     "the total wait for 429 and 503 answers (default: none); there is no other retry",
     set_duration, AT(throttle_ms)},
    {NULL, 0, "shuffle", "[=SEED]", CT_CMD_RUN, "another order; its seed is told", set_shuffle, 0},
    {NULL, 0, "repeat", "N", CT_CMD_RUN,
     "each case so often; the worst counts, and what differs is flaky and fails", set_positive,
     AT(repeat)},
    {NULL, 0, "fail-fast", "[=N]", CT_CMD_RUN, "begin no more after N cases that did not pass",
     set_fail_fast, AT(fail_fast)},
    {NULL, 0, "max-time", "D", CT_CMD_SENDS, "begin no more after this time", set_duration,
     AT(max_time_ms)},
    {NULL, 0, "seed", "HEX", CT_CMD_RUN, "where all generated values come from (default: random)",
     set_seed, AT(seed)},
    {NULL, 0, "read-only", NULL, CT_CMD_RUN, "skip cases that write", set_flag, AT(is_read_only)},

    {"Connection", 0, "timeout", "D", CT_CMD_SENDS, "of one request (default 30s)", set_duration,
     AT(timeout_ms)},
    {NULL, 0, "connect-timeout", "D", CT_CMD_SENDS, "of one connection (default 5s)", set_duration,
     AT(connect_timeout_ms)},
    {NULL, 0, "reuse-connections", NULL, CT_CMD_RUN, "share connections between cases", set_flag,
     AT(reuses_connections)},
    {NULL, 0, "http", "1.1|2", CT_CMD_SENDS, "the version of HTTP (default 1.1)", set_http,
     AT(http)},
    {NULL, 0, "ca", "FILE", CT_CMD_SENDS, "who is trusted, a PEM file", set_text, AT(ca)},
    {NULL, 0, "client-cert", "FILE", CT_CMD_SENDS, "our own certificate, a PEM file", set_text,
     AT(client_cert)},
    {NULL, 0, "client-key", "FILE", CT_CMD_SENDS,
     "its key, a PEM file; if encrypted, with the secret client_key_password", set_text,
     AT(client_key)},
    {NULL, 0, "insecure", NULL, CT_CMD_RUN, "the target's certificate is not verified", set_flag,
     AT(is_insecure)},
    {NULL, 0, "proxy", "URL", CT_CMD_SENDS | CT_CMD_CLEANUP,
     "through this proxy (never one of the environment)", set_text, AT(proxy)},
    {NULL, 0, "resolve", "HOST:PORT:ADDR", CT_CMD_SENDS, "this address for that name",
     ct_option_add_text, AT(resolve)},

    {"Reports (FILE - is standard output)", 0, "junit", "FILE", CT_CMD_WRITES,
     "JUnit XML, for CI servers", set_report, AT(files)},
    {NULL, 0, "junit-flavour", "WHICH", CT_CMD_WRITES,
     "strict (default), or extended: with file, line and properties of each case", set_flavour,
     AT(junit_flavour)},
    {NULL, 0, "html", "FILE", CT_CMD_WRITES, "one page for people, which needs no network",
     set_report, AT(files)},
    {NULL, 0, "json", "FILE", CT_CMD_WRITES, "the record that other reports are made from",
     set_report, AT(files)},
    {NULL, 0, "har", "FILE", CT_CMD_WRITES, "every exchange, for the developer tools of a browser",
     set_report, AT(files)},
    {NULL, 0, "ctrf", "FILE", CT_CMD_WRITES, "CTRF, a JSON for dashboards", set_report, AT(files)},
    {NULL, 0, "markdown", "FILE", CT_CMD_WRITES, "a summary for a pull request", set_report,
     AT(files)},
    {NULL, 0, "github", NULL, CT_CMD_WRITES,
     "annotations, a grouped log, and the step's summary, for GitHub Actions", set_log_report,
     AT(files)},
    {NULL, 0, "reports", "DIR", CT_CMD_WRITES, "junit.xml, report.html and results.json there",
     set_text, AT(reports)},

    {"Comparing", 0, "compare", NULL, CT_CMD_REPORT,
     "OLD NEW: what became better, worse, slower, what is new or gone", set_flag, AT(compares)},

    {"What is told", 0, "json", NULL, CT_CMD_PROVE | CT_CMD_LIST | CT_CMD_VERIFY,
     "as JSON on standard output; list: of --requirements", set_flag, AT(is_json)},
    {NULL, 0, "json", NULL, CT_CMD_LINT, "Print the diagnostics as JSON on standard output",
     set_flag, AT(is_json)},
    {NULL, 0, "markdown", NULL, CT_CMD_LIST, "--requirements as a table for a page", set_flag,
     AT(is_markdown)},
    {NULL, 0, "html", "FILE", CT_CMD_PROVE, "a page with a picture: requirements by defects",
     set_text, AT(html_report)},

    {"Console", 'q', "quiet", NULL, CT_CMD_TELLS | CT_CMD_PROVE, "the last line only", set_flag,
     AT(is_quiet)},
    {NULL, 'v', "verbose", NULL, CT_CMD_CASES | CT_CMD_CERTIFY | CT_CMD_REJUDGE | CT_CMD_REPORT,
     "a line for each case; -vv in run: what was sent and received, in list: each request as a "
     "curl line; in prove: what was caught",
     count_up, AT(verbosity)},
    {NULL, 0, "color", "WHEN", CT_CMD_TELLS, "auto, always or never (NO_COLOR is honoured)",
     set_color, AT(color)},
    {NULL, 0, "progress", "WHEN", CT_CMD_RUN,
     "auto: on a terminal, a line that says how far the run is; or never", set_progress,
     AT(progress)},

    {"Rigour", 0, "strict", NULL, CT_CMD_RUN | CT_CMD_PROVE,
     "a warning counts as a failure, what was not exercised as not verified; in prove: so does a "
     "case that catches nothing of its own, and a fault that survives a mutation score",
     set_flag, AT(is_strict)},
    {NULL, 0, "waivers", "FILE", CT_CMD_SENDS | CT_CMD_VERIFY,
     "deviations that are accepted for a time", set_text, AT(waivers)},

    {"The certificate", 0, "vendor", "V", CT_CMD_CERTIFY, "who makes the product", set_text,
     AT(vendor)},
    {NULL, 0, "product", "P", CT_CMD_CERTIFY, "its name", set_text, AT(product)},
    {NULL, 0, "product-version", "X", CT_CMD_CERTIFY, "its version", set_text, AT(product_version)},
    {NULL, 0, "key", "PRIVATE.pem", CT_CMD_CERTIFY,
     "who signs: Ed25519, PEM, readable by nobody else", ct_option_add_text, AT(keys)},
    {NULL, 0, "key", "PUBLIC.pem", CT_CMD_VERIFY, "who must have signed; several: all of them",
     ct_option_add_text, AT(keys)},
    {NULL, 0, "out", "DIR", CT_CMD_CERTIFY,
     "where the evidence and the certificate go: a new folder", set_text, AT(out)},
    {NULL, 0, "challenge", "TEXT", CT_CMD_CERTIFY | CT_CMD_VERIFY,
     "of the authority: every generated value comes from it", set_text, AT(challenge)},
    {NULL, 0, "countersign", "CERTIFICATE", CT_CMD_CERTIFY,
     "sends nothing: verifies it and adds a signature", set_text, AT(countersign)},
    {NULL, 0, "suite", "DIR", CT_CMD_CERTIFY | CT_CMD_VERIFY,
     "the suite (default: the shipped cases)", set_text, AT(suite)},

    {"What to list", 0, "requirements", NULL, CT_CMD_LIST, "the obligations, with their cases",
     set_flag, AT(lists_requirements)},
    {NULL, 0, "needs", NULL, CT_CMD_LIST, "a skeleton of a target file", set_flag, AT(lists_needs)},

    {"The reference gateway", 0, "port", "N", CT_CMD_MOCK, "its port (default 0: any free one)",
     set_port, AT(port)},
    {NULL, 0, "listen", "ADDRESS", CT_CMD_MOCK, "its address (default 127.0.0.1)", set_text,
     AT(listen)},
    {NULL, 0, "data", "PATH", CT_CMD_MOCK | CT_CMD_PROVE,
     "its data, a file or folder (default: the shipped ones)", set_text, AT(data)},
    {NULL, 0, "variant", "NAME", CT_CMD_MOCK, "a legal way to be different: see below", set_text,
     AT(variant)},
    {NULL, 0, "defect", "NAME[:SITE]", CT_CMD_MOCK, "a way to be wrong: see below", set_text,
     AT(fault)},
    {NULL, 0, "learn", "URL", CT_CMD_PROVE,
     "not the reference gateway: what answers there is asked once, and broken afterwards", set_text,
     AT(learn)},
    {NULL, 0, "latency", "D", CT_CMD_MOCK, "how long each answer takes", set_duration,
     AT(latency_ms)},
    {"try jsonpath EXPR [FILE]", 0, "paths", NULL, CT_CMD_TRY,
     "print the normalized paths, not the values", set_flag, AT(shows_paths)},
    {"try schema SCHEMA [FILE]", 0, "map", "URI=DIR", CT_CMD_TRY,
     "ids below this URI are found in that folder", ct_option_add_text, AT(maps)},
    {NULL, 0, "formats", NULL, CT_CMD_TRY, "formats are asserted", set_flag, AT(asserts_formats)},
    {NULL, 0, "draft", "DRAFT", CT_CMD_TRY, "2020-12 (default) or 7, for schemas that do not say",
     set_draft, AT(draft)},
    {0},
};
