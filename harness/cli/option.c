#include "cli/option.h"

#include <stdlib.h>
#include <string.h>

#include "base/datetime.h"
#include "base/limits.h"
#include "http/field_value.h"
#include "lang/yaml/bind.h"

static bool set_text(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    if (!*value && !(o->value && *o->value == '[')) /* "[=N]": the value is optional */
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--%s is empty", o->name);
    *(const char **)slot = value;
    return true;
}

bool ct_option_add_text(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    ct_texts *list = slot;
    const char **longer = ct_arena_alloc(r->arena, (list->count + 1) * sizeof *longer);
    if (!*value)
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "%s%s is empty",
                       o->help ? "--" : "", o->name);
    if (list->count)
        memcpy(longer, list->texts, list->count * sizeof *longer);
    longer[list->count++] = value;
    list->texts = longer;
    return true;
}

/* The name of the option is that of the reporter. */
static bool set_report(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    ct_report_file **files = slot;
    ct_report_file *file = ct_new(r->arena, ct_report_file);
    *file = (ct_report_file){.kind = o->name, .next = *files};
    *files = file;
    return set_text(r, o, &file->path, value);
}

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
    if (ct_duration_parse(value, slot))
        return true;
    ct_fail(r->diag, CT_ERR_INVALID_DURATION, CT_NOWHERE, "--%s: invalid duration '%s'", o->name,
            value);
    return ct_hint(r->diag, "use a number above zero with a unit, for example 500ms, 30s or 5m");
}

static bool read_number(ct_reading *r, const ct_option *o, const char *value, unsigned most,
                        unsigned *number)
{
    char *end;
    unsigned long const n = strtoul(value, &end, 10);
    if (*value < '0' || *value > '9' || *end || n > most)
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                       "--%s: expected a number up to %u, got '%s'", o->name, most, value);
    *number = (unsigned)n;
    return true;
}

static bool set_parallel(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    if (!read_number(r, o, value, CT_LIMIT_PARALLEL, slot))
        return false;
    return *(unsigned *)slot || ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                                        "--parallel must be at least 1");
}

static bool set_port(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    return read_number(r, o, value, 65535, slot);
}

static bool set_positive(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    if (!read_number(r, o, value, 1000000, slot))
        return false;
    return *(unsigned *)slot || ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                                        "--%s must be at least 1", o->name);
}

/* --fail-fast without a value means 1. */
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
                                "--%s: expected I/N, for example 2/4, got '%s'", o->name, value);
    return (s->shard && s->shard <= s->shards) ||
           ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                   "--%s: there is no part %u of %u", o->name, s->shard, s->shards);
}

static bool set_rate(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    return ct_rate_parse(value, slot) ||
           ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                   "--%s: expected N/s, for example 20/s, got '%s'", o->name, value);
}

static bool set_seed(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    size_t const size = strlen(value);
    if (!size || size > 64 || value[strspn(value, "0123456789abcdefABCDEF")])
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                       "--%s: expected up to 64 hexadecimal digits, got '%s'", o->name, value);
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
    ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE, "--%s: expected %s, got '%s'",
            o->name, reported, value);
    return ct_hint_nearest(r->diag, value, words);
}

static bool set_shuffle(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    (void)slot;
    r->settings->is_shuffled = true;
    return !*value || set_seed(r, o, &r->settings->shuffle_seed, value);
}

/* YYYY-MM-DD: the last millisecond of the day. */
static bool set_date(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    ct_nanoseconds time;
    const char *end = ct_arena_printf(r->arena, "%sT23:59:59.999Z", value);
    if (strlen(value) != strlen("2027-03-31") || ct_time_parse(end, strlen(end), &time))
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                       "--%s: expected a date, such as 2027-03-31, got '%s'", o->name, value);
    *(int64_t *)slot = (int64_t)(time / 1000000);
    return true;
}

/* A recipient may change or refuse other characters, and removes spaces at the ends (RFC 9110). */
static bool set_user_agent(ct_reading *r, const ct_option *o, void *slot, const char *value)
{
    const char *c = value;
    while (*c >= ' ' && *c <= '~')
        c++;
    if (*c || ct_field_value_has_edge(value, strlen(value)))
        return ct_fail(r->diag, CT_ERR_INVALID_OPTION_VALUE, CT_NOWHERE,
                       "--%s: expected ASCII characters without a space at an end", o->name);
    return set_text(r, o, slot, value);
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
    {CT_GROUP_CERTIFICATE, 0, "profile", "NAME", CT_CMD_CERTIFY,
     "Run the profile NAME of the suite (required)", ct_option_add_text, AT(profiles)},
    {CT_GROUP_CERTIFICATE, 0, "vendor", "NAME", CT_CMD_CERTIFY, "Vendor of the product (required)",
     set_text, AT(vendor)},
    {CT_GROUP_CERTIFICATE, 0, "product", "NAME", CT_CMD_CERTIFY, "Name of the product (required)",
     set_text, AT(product)},
    {CT_GROUP_CERTIFICATE, 0, "product-version", "VERSION", CT_CMD_CERTIFY,
     "Version of the product (required)", set_text, AT(product_version)},
    {CT_GROUP_CERTIFICATE, 0, "key", "FILE", CT_CMD_CERTIFY,
     "Sign with the Ed25519 private key in FILE (PEM; required); no other user may have access to "
     "the file",
     ct_option_add_text, AT(keys)},
    {CT_GROUP_CERTIFICATE, 0, "key", "FILE", CT_CMD_VERIFY,
     "Require a signature by the Ed25519 public key in FILE (PEM); repeat the option to require "
     "several signatures",
     ct_option_add_text, AT(keys)},
    {CT_GROUP_CERTIFICATE, 0, "out", "DIR", CT_CMD_CERTIFY,
     "Write the evidence and the certificate to DIR, which must be new or empty (required)",
     set_text, AT(out)},
    {CT_GROUP_CERTIFICATE, 0, "challenge", "TEXT", CT_CMD_CERTIFY,
     "Bind the run to the challenge that the authority issued; it seeds all generated values "
     "(default: none)",
     set_text, AT(challenge)},
    {CT_GROUP_CERTIFICATE, 0, "witness", NULL, CT_CMD_CERTIFY,
     "Certify as the witness: the authority runs the cases itself, and --key is its key; requires "
     "--challenge",
     set_flag, AT(is_witness)},
    {CT_GROUP_CERTIFICATE, 0, "challenge", "TEXT", CT_CMD_VERIFY,
     "Require that the certificate is bound to the challenge TEXT (default: any or none)", set_text,
     AT(challenge)},
    {CT_GROUP_CERTIFICATE, 0, "suite", "DIR", CT_CMD_CERTIFY,
     "Certify with the suite in DIR (default: the shipped cases)", set_text, AT(suite)},
    {CT_GROUP_CERTIFICATE, 0, "suite", "DIR", CT_CMD_VERIFY,
     "Verify against your own copy of the suite in DIR (default: the shipped cases)", set_text,
     AT(suite)},
    {CT_GROUP_CERTIFICATE, 0, "authority", "FILE", CT_CMD_VERIFY,
     "Require the decision of the authority with the public key in FILE (PEM), and read its "
     "revocation",
     set_text, AT(authority)},
    {CT_GROUP_CERTIFICATE, 0, "sign", "FILE", CT_CMD_VERIFY,
     "Write a decision about the certificate, signed with the Ed25519 private key in FILE (PEM)",
     set_text, AT(sign)},
    {CT_GROUP_CERTIFICATE, 0, "witnessed", "FILE", CT_CMD_VERIFY,
     "Require that FILE is a certificate of the same product that the authority witnessed; "
     "requires --authority or --sign",
     set_text, AT(witnessed)},
    {CT_GROUP_CERTIFICATE, 0, "valid-until", "DATE", CT_CMD_VERIFY,
     "With --sign, end the validity after DATE (default: the end in the certificate)", set_date,
     AT(valid_until_ms)},
    {CT_GROUP_CERTIFICATE, 0, "revoke", "[=REASON]", CT_CMD_VERIFY,
     "With --sign, write a revocation instead of a decision", set_text, AT(revocation)},
    {CT_GROUP_CERTIFICATE, 0, "out", "FILE", CT_CMD_VERIFY,
     "With --sign, write to FILE (default: receipts/decision.json or receipts/revocation.json "
     "beside the certificate)",
     set_text, AT(out)},

    {CT_GROUP_CONTENTS, 0, "requirements", NULL, CT_CMD_LIST,
     "List the requirements, the cases that verify them and what they are about", set_flag,
     AT(lists_requirements)},
    {CT_GROUP_CONTENTS, 0, "needs", NULL, CT_CMD_LIST, "Print a target file to fill in", set_flag,
     AT(lists_needs)},
    {CT_GROUP_CONTENTS, 0, "json", NULL, CT_CMD_LIST, "Print the list of --requirements as JSON",
     set_flag, AT(is_json)},
    {CT_GROUP_CONTENTS, 0, "markdown", NULL, CT_CMD_LIST,
     "Print the list of --requirements as a Markdown table", set_flag, AT(is_markdown)},

    {CT_GROUP_COMPARISON, 0, "compare", NULL, CT_CMD_REPORT,
     "Compare two results files, the older one first, and write no report", set_flag, AT(compares)},
    {CT_GROUP_COMPARISON, 0, "causes", NULL, CT_CMD_REPORT,
     "List every cause of the failures, with all of its cases, and write no report", set_flag,
     AT(lists_causes)},

    {CT_GROUP_TARGET, 0, "target", "FILE", CT_CMD_RUN | CT_CMD_LINT | CT_CMD_LIST,
     "Read the target from FILE (YAML)", set_text, AT(target)},
    {CT_GROUP_TARGET, 0, "target", "FILE", CT_CMD_CERTIFY,
     "Read the target from FILE (YAML; required)", set_text, AT(target)},
    {CT_GROUP_TARGET, 0, "target", "FILE", CT_CMD_PROVE,
     "Read variables and secrets from the target file FILE (default: that of the reference "
     "gateway)",
     set_text, AT(target)},
    {CT_GROUP_TARGET, 0, "target", "FILE", CT_CMD_REJUDGE,
     "Read variables from the target file FILE (default: target.json beside RESULTS)", set_text,
     AT(target)},
    {CT_GROUP_TARGET, 0, "url", "URL", CT_CMD_TARGET & ~CT_CMD_REJUDGE,
     "Base URL of the target; overrides 'url' of the target file", set_text, AT(url)},
    {CT_GROUP_TARGET, 0, "url", "URL", CT_CMD_REJUDGE,
     "Base URL of the recorded requests (default: the URL in RESULTS)", set_text, AT(url)},
    {CT_GROUP_TARGET, 0, "mock", NULL, CT_CMD_RUN,
     "Use the reference gateway as the target; it starts in this process", set_flag, AT(is_mock)},
    {CT_GROUP_TARGET, 0, "mock", NULL, CT_CMD_LINT | CT_CMD_LIST,
     "Use the target file of the reference gateway", set_flag, AT(is_mock)},
    {CT_GROUP_TARGET, 0, "var", "NAME=TEXT", CT_CMD_TARGET | CT_CMD_PROVE,
     "Set a variable to a string; NAME:=JSON sets it to a JSON value", ct_option_add_text,
     AT(vars)},
    {CT_GROUP_TARGET, 0, "secret", "NAME=SOURCE", CT_CMD_TARGET | CT_CMD_PROVE,
     "Set a secret; SOURCE is env:VARIABLE or file:PATH", ct_option_add_text, AT(secrets)},
    {CT_GROUP_TARGET, 0, "wait", "DURATION", CT_CMD_SENDS,
     "Wait up to DURATION until the target is reachable (default: 0)", set_duration, AT(wait_ms)},

    {CT_GROUP_GATEWAY, 0, "port", "N", CT_CMD_MOCK, "Listen on port N (default: 0, any free port)",
     set_port, AT(port)},
    {CT_GROUP_GATEWAY, 0, "listen", "ADDRESS", CT_CMD_MOCK,
     "Listen on the IP address ADDRESS (default: 127.0.0.1)", set_text, AT(listen)},
    {CT_GROUP_GATEWAY, 0, "variant", "NAME", CT_CMD_MOCK, "Behave like the conforming variant NAME",
     set_text, AT(variant)},
    {CT_GROUP_GATEWAY, 0, "defect", "NAME[:SITE]", CT_CMD_MOCK,
     "Inject the fault NAME, at the property SITE only if it is given (repeatable)",
     ct_option_add_text, AT(faults)},
    {CT_GROUP_GATEWAY, 0, "latency", "DURATION", CT_CMD_MOCK,
     "Delay each response by DURATION (default: 0)", set_duration, AT(latency_ms)},
    {CT_GROUP_GATEWAY, 0, "data", "PATH", CT_CMD_MOCK,
     "Start with the data in PATH, a file or folder (default: the shipped data)", set_text,
     AT(data)},
    {CT_GROUP_GATEWAY, 0, "data", "PATH", CT_CMD_PROVE,
     "Start the gateway with the data in PATH, a file or folder (default: the shipped data)",
     set_text, AT(data)},
    {CT_GROUP_GATEWAY, 0, "learn", "URL", CT_CMD_PROVE,
     "Record the responses of the API at URL once and inject faults into them, instead of using "
     "the reference gateway",
     set_text, AT(learn)},

    {CT_GROUP_FILTERS, 0, "case", "GLOB", CT_CMD_CASES,
     "Select cases whose id or full name matches GLOB; '*' matches any text and '?' one character",
     ct_option_add_text, AT(cases)},
    {CT_GROUP_FILTERS, 0, "tag", "TAG", CT_CMD_CASES, "Select cases with the tag TAG",
     ct_option_add_text, AT(tags)},
    {CT_GROUP_FILTERS, 0, "not-tag", "TAG", CT_CMD_CASES, "Exclude cases with the tag TAG",
     ct_option_add_text, AT(not_tags)},
    {CT_GROUP_FILTERS, 0, "requirement", "ID", CT_CMD_CASES,
     "Select cases that verify the requirement ID", ct_option_add_text, AT(requirements)},
    {CT_GROUP_FILTERS, 0, "profile", "NAME", CT_CMD_CASES, "Select the cases of the profile NAME",
     ct_option_add_text, AT(profiles)},
    {CT_GROUP_FILTERS, 0, "last-failed", "FILE", CT_CMD_CASES,
     "Select cases that did not pass in the results file FILE, which must be of the same target",
     set_text, AT(last_failed)},
    {CT_GROUP_FILTERS, 0, "cause", "N", CT_CMD_CASES,
     "With --last-failed, select only cases that failed because of cause N", set_positive,
     AT(cause)},
    {CT_GROUP_FILTERS, 0, "shard", "I/N", CT_CMD_CASES,
     "Select part I when the selected cases are divided into N parts", set_shard, 0},

    {CT_GROUP_REPORTS, 0, "reports", "DIR", CT_CMD_WRITES,
     "Write junit.xml, report.html and results.json to DIR", set_text, AT(reports)},
    {CT_GROUP_REPORTS, 0, "junit", "FILE", CT_CMD_WRITES, "Write JUnit XML, for CI servers",
     set_report, AT(files)},
    {CT_GROUP_REPORTS, 0, "html", "FILE", CT_CMD_WRITES, "Write a self-contained HTML page",
     set_report, AT(files)},
    {CT_GROUP_REPORTS, 0, "json", "FILE", CT_CMD_RUN,
     "Write the results file, from which other reports can be generated", set_report, AT(files)},
    {CT_GROUP_REPORTS, 0, "json", "FILE", CT_CMD_REPORT, "Write a results file", set_report,
     AT(files)},
    {CT_GROUP_REPORTS, 0, "markdown", "FILE", CT_CMD_WRITES,
     "Write a Markdown summary, for pull requests", set_report, AT(files)},
    {CT_GROUP_REPORTS, 0, "github", NULL, CT_CMD_WRITES,
     "Write annotations, a log and a step summary, for GitHub Actions", set_log_report, AT(files)},
    {CT_GROUP_REPORTS, 0, "ctrf", "FILE", CT_CMD_WRITES, "Write CTRF JSON, for test dashboards",
     set_report, AT(files)},
    {CT_GROUP_REPORTS, 0, "har", "FILE", CT_CMD_WRITES,
     "Write every exchange as HAR 1.2, for browser developer tools", set_report, AT(files)},
    {CT_GROUP_REPORTS, 0, "junit-flavour", "FORM", CT_CMD_WRITES,
     "Form of the JUnit XML: strict, or extended with each case's file, line and properties "
     "(default: strict)",
     set_flavour, AT(junit_flavour)},

    {CT_GROUP_OUTPUT, 0, "json", NULL, CT_CMD_LINT, "Print the diagnostics as JSON", set_flag,
     AT(is_json)},
    {CT_GROUP_OUTPUT, 'v', "verbose", NULL, CT_CMD_RUN | CT_CMD_CERTIFY | CT_CMD_REPORT,
     "Print one line per case; -vv also prints requests and responses", count_up, AT(verbosity)},
    {CT_GROUP_OUTPUT, 'v', "verbose", NULL, CT_CMD_LIST,
     "Also print titles; -vv also prints each request as a curl command", count_up, AT(verbosity)},
    {CT_GROUP_OUTPUT, 'v', "verbose", NULL, CT_CMD_PROVE, "Also print each detected fault",
     count_up, AT(verbosity)},
    {CT_GROUP_OUTPUT, 'v', "verbose", NULL, CT_CMD_REJUDGE,
     "Also print the cases whose result did not change", count_up, AT(verbosity)},
    {CT_GROUP_OUTPUT, 0, "all", NULL, CT_CMD_PRINTS_RUN,
     "Print each failure in full, before the causes of all failures", set_flag, AT(lists_failures)},
    {CT_GROUP_OUTPUT, 'q', "quiet", NULL, CT_CMD_PRINTS_RUN | CT_CMD_PROVE,
     "Print only the last line", set_flag, AT(is_quiet)},
    {CT_GROUP_OUTPUT, 0, "color", "WHEN", CT_CMD_PRINTS_RUN,
     "Use colour: auto, always or never (default: auto; honours NO_COLOR)", set_color, AT(color)},
    {CT_GROUP_OUTPUT, 0, "progress", "WHEN", CT_CMD_RUN,
     "Show a progress line: auto (on a terminal) or never (default: auto)", set_progress,
     AT(progress)},
    {CT_GROUP_OUTPUT, 0, "json", NULL, CT_CMD_PROVE, "Print the report as JSON", set_flag,
     AT(is_json)},
    {CT_GROUP_OUTPUT, 0, "html", "FILE", CT_CMD_PROVE,
     "Write an HTML page with a table of requirements and faults", set_text, AT(html_report)},
    {CT_GROUP_OUTPUT, 0, "json", NULL, CT_CMD_VERIFY, "Print the result as JSON", set_flag,
     AT(is_json)},

    {CT_GROUP_EXECUTION, 0, "parallel", "N", CT_CMD_SENDS,
     "Run up to N cases in parallel (default: 8)", set_parallel, AT(parallel)},
    {CT_GROUP_EXECUTION, 0, "parallel", "N", CT_CMD_PROVE,
     "Use up to N processes in parallel (default: the number of processors)", set_parallel,
     AT(parallel)},
    {CT_GROUP_EXECUTION, 0, "fail-fast", "[=N]", CT_CMD_RUN,
     "Start no new case after N cases did not pass (N defaults to 1)", set_fail_fast,
     AT(fail_fast)},
    {CT_GROUP_EXECUTION, 0, "repeat", "N", CT_CMD_RUN,
     "Run each case N times and report the worst result; a case with differing results is flaky "
     "and fails (default: 1)",
     set_positive, AT(repeat)},
    {CT_GROUP_EXECUTION, 0, "shuffle", "[=HEX]", CT_CMD_RUN,
     "Run cases in random order; the seed is printed", set_shuffle, 0},
    {CT_GROUP_EXECUTION, 0, "seed", "HEX", CT_CMD_RUN,
     "Seed of all generated values (default: random)", set_seed, AT(seed)},
    {CT_GROUP_EXECUTION, 0, "rate", "N/s", CT_CMD_SENDS,
     "Limit requests to N per second, evenly spaced (default: no limit)", set_rate, AT(rate)},
    {CT_GROUP_EXECUTION, 0, "throttle", "DURATION", CT_CMD_RUN,
     "Wait and retry after 429 and 503 responses, for up to DURATION in total (default: 0, no "
     "retries)",
     set_duration, AT(throttle_ms)},
    {CT_GROUP_EXECUTION, 0, "throttle", "DURATION", CT_CMD_CERTIFY,
     "Wait and retry after 429 and 503 responses, for up to DURATION in each pass (default: that "
     "of the profile)",
     set_duration, AT(throttle_ms)},
    {CT_GROUP_EXECUTION, 0, "max-time", "DURATION", CT_CMD_SENDS,
     "Start no new case after DURATION (default: no limit)", set_duration, AT(max_time_ms)},
    {CT_GROUP_EXECUTION, 0, "read-only", NULL, CT_CMD_RUN, "Skip cases that send write requests",
     set_flag, AT(is_read_only)},

    {CT_GROUP_STRICTNESS, 0, "strict", NULL, CT_CMD_RUN,
     "Treat warnings as failures, and skipped cases as not verified", set_flag, AT(is_strict)},
    {CT_GROUP_STRICTNESS, 0, "strict", NULL, CT_CMD_PROVE,
     "Also fail for redundant cases, and for undetected faults where the result is a mutation "
     "score",
     set_flag, AT(is_strict)},
    {CT_GROUP_STRICTNESS, 0, "waivers", "FILE", CT_CMD_SENDS,
     "Accept the deviations that FILE lists, until they expire (YAML)", set_text, AT(waivers)},
    {CT_GROUP_STRICTNESS, 0, "waivers", "FILE", CT_CMD_VERIFY,
     "Accept only the waivers that your own FILE lists (YAML; default: none)", set_text,
     AT(waivers)},

    {CT_GROUP_CONNECTION, 0, "timeout", "DURATION", CT_CMD_SENDS,
     "Time limit of one request (default: 30s)", set_duration, AT(timeout_ms)},
    {CT_GROUP_CONNECTION, 0, "connect-timeout", "DURATION", CT_CMD_SENDS,
     "Time limit of one connection attempt (default: 5s)", set_duration, AT(connect_timeout_ms)},
    {CT_GROUP_CONNECTION, 0, "reuse-connections", NULL, CT_CMD_RUN,
     "Reuse connections between cases", set_flag, AT(reuses_connections)},
    {CT_GROUP_CONNECTION, 0, "user-agent", "TEXT", CT_CMD_SENDS,
     "Send TEXT unless a case sets its own (default: apigcheck/VERSION; certify: curl/VERSION)",
     set_user_agent, AT(user_agent)},
    {CT_GROUP_CONNECTION, 0, "http", "VERSION", CT_CMD_SENDS,
     "HTTP version: 1.1 or 2 (default: 1.1)", set_http, AT(http)},
    {CT_GROUP_CONNECTION, 0, "ca", "FILE", CT_CMD_SENDS,
     "Trust the CA certificates in FILE instead of the system's (PEM)", set_text, AT(ca)},
    {CT_GROUP_CONNECTION, 0, "client-cert", "FILE", CT_CMD_SENDS,
     "Present the client certificate in FILE (PEM)", set_text, AT(client_cert)},
    {CT_GROUP_CONNECTION, 0, "client-key", "FILE", CT_CMD_SENDS,
     "Private key of the client certificate (PEM); the secret 'client_key_password' decrypts it",
     set_text, AT(client_key)},
    {CT_GROUP_CONNECTION, 0, "insecure", NULL, CT_CMD_RUN, "Do not verify the server certificate",
     set_flag, AT(is_insecure)},
    {CT_GROUP_CONNECTION, 0, "proxy", "URL", CT_CMD_SENDS,
     "Send requests through the proxy at URL; proxy environment variables are ignored", set_text,
     AT(proxy)},
    {CT_GROUP_CONNECTION, 0, "proxy", "URL", CT_CMD_CLEANUP,
     "Send requests through the proxy at URL; required if the run's proxy had a user and a "
     "password",
     set_text, AT(proxy)},
    {CT_GROUP_CONNECTION, 0, "resolve", "HOST:PORT:ADDR", CT_CMD_SENDS,
     "Connect to the IP address ADDR for HOST:PORT", ct_option_add_text, AT(resolve)},

    {CT_GROUP_TRY_JSONPATH, 0, "paths", NULL, CT_CMD_TRY,
     "Print the normalized paths instead of the values", set_flag, AT(shows_paths)},

    {CT_GROUP_TRY_SCHEMA, 0, "map", "URI=DIR", CT_CMD_TRY,
     "Read schemas whose id starts with URI from files in DIR", ct_option_add_text, AT(maps)},
    {CT_GROUP_TRY_SCHEMA, 0, "formats", NULL, CT_CMD_TRY,
     "Assert 'format' instead of treating it as an annotation", set_flag, AT(asserts_formats)},
    {CT_GROUP_TRY_SCHEMA, 0, "draft", "DRAFT", CT_CMD_TRY,
     "Draft of schemas without '$schema': 2020-12 or 7 (default: 2020-12)", set_draft, AT(draft)},
    {0},
};
