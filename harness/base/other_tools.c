#include "base/other_tools.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* `needs` is the word that has to be accepted where `help` is given; NULL: it always is. The first
 * row that fits counts. */
typedef struct row {
    ct_word_kind kind;
    const char *words; /* separated by spaces */
    const char *needs;
    const char *help;
} row;

static const row rows[] = {
    {CT_WORD_KEY, "assert asserts assertions check checks expected expectation validate then",
     "expect", "use 'expect'"},
    {CT_WORD_KEY, "response", "expect", "use 'expect' for the expected response"},
    {CT_WORD_KEY, "response responses", "status",
     "write 'status', 'headers' and 'json' directly under 'expect'"},
    {CT_WORD_KEY, "body payload data", "form", "use 'json', 'form', 'text' or 'file' for the body"},
    {CT_WORD_KEY, "body payload data", "status", "use 'json' or 'text' for the body"},
    {CT_WORD_KEY, "body payload data json form", "with",
     "write the body of the request under 'with', or the expected body under 'expect'"},
    {CT_WORD_KEY, "headers", "with",
     "write the headers of the request under 'with', or the expected headers under 'expect'"},
    {CT_WORD_KEY, "status status_code statusCode", "expect", "write 'status' under 'expect'"},
    {CT_WORD_KEY, "status_code statusCode code", "status", "use 'status'"},
    {CT_WORD_KEY, "method path query", "with", "write the change to the request under 'with'"},
    {CT_WORD_KEY, "jsonpath jsonPath json_path", "at", "use 'at'"},
    {CT_WORD_KEY, "params query_params queryParams querystring qs", "query", "use 'query'"},
    {CT_WORD_KEY, "uri endpoint route", "path",
     "use 'path'; the base URL belongs to the target file"},
    {CT_WORD_KEY, "verb", "method", "use 'method'"},
    {CT_WORD_KEY, "base_url baseUrl host server", "url", "use 'url'"},
    {CT_WORD_KEY, "name description summary desc", "title", "use 'title'"},
    {CT_WORD_KEY, "variables env environment define", "vars", "use 'vars'"},
    {CT_WORD_KEY, "tests scenarios testcases test_cases", "cases", "use 'cases'"},
    {CT_WORD_KEY, "setup before beforeAll beforeEach given", "steps",
     "use 'steps': the first ones prepare what the last one tests"},
    {CT_WORD_KEY, "setup beforeAll", "before", "use 'before'"},
    {CT_WORD_KEY, "teardown after afterAll afterEach finally", "cleanup", "use 'cleanup'"},
    {CT_WORD_KEY, "extract export save store captures register set", "capture", "use 'capture'"},
    {CT_WORD_KEY, "retry retries until eventually poll", "within",
     "use 'within' and 'every' to repeat a request until its expectations hold"},
    {CT_WORD_KEY, "parameters parametrize matrix foreach for_each examples rows", "each",
     "use 'each'"},
    {CT_WORD_KEY, "disabled ignore xfail pending", "skip", "use 'skip' with the reason"},
    {CT_WORD_KEY, "labels groups markers", "tags", "use 'tags'"},

    {CT_WORD_TAG, "!regex !regexp !pattern !match !matches", "!re", "use !re 'PATTERN'"},
    {CT_WORD_TAG, "!type !is !typeof", "!any", "use !any with the name of a type"},
    {CT_WORD_TAG, "!exists !present !notnull !not-null", "!any", "use !any"},
    {CT_WORD_TAG, "!missing !undefined !null", "!absent", "use !absent"},
    {CT_WORD_TAG, "!length !size !count", "!len", "use !len"},
    {CT_WORD_TAG, "!uuid !email !uri !date", "!format", "use !format with the name of a format"},
    {CT_WORD_TAG, "!datetime !timestamp", "!date-time", "use !date-time"},
    {CT_WORD_TAG, "!one-of !oneOf !any-of !anyOf !or", "!in", "use !in [...]"},
    {CT_WORD_TAG, "!all-of !allOf !and", "!all", "use !all [...]"},
    {CT_WORD_TAG, "!gt !gte !lt !lte !min !max !between", "!range",
     "use !range {min, max, above, below}"},
    {CT_WORD_TAG, "!includes !has", "!contains", "use !contains [...]"},

    {CT_WORD_OPTION, "--bail --exitfirst --maxfail --max-failures --stop-on-failure -x",
     "--fail-fast", "use --fail-fast, or --fail-fast=N to stop after N"},
    {CT_WORD_OPTION, "-k", "--case", "use --case GLOB to select cases; curl's -k is --insecure"},
    {CT_WORD_OPTION, "--filter --grep --only --name --match --id -t", "--case", "use --case GLOB"},
    {CT_WORD_OPTION, "--tags --include --label --group -m", "--tag", "use --tag"},
    {CT_WORD_OPTION, "--exclude --skip --ignore --exclude-tags", "--not-tag", "use --not-tag"},
    {CT_WORD_OPTION, "--output --out --report --report-dir --results -o", "--reports",
     "use --reports DIR"},
    {CT_WORD_OPTION, "--jobs --workers --threads --concurrency -j -n -P", "--parallel",
     "use --parallel N"},
    {CT_WORD_OPTION, "--variable --variables --define --env --env-var --set -D -e", "--var",
     "use --var NAME=VALUE"},
    {CT_WORD_OPTION, "--base-url --baseUrl --host --server --address -u", "--url", "use --url URL"},
    {CT_WORD_OPTION, "--config --environment -c", "--target", "use --target FILE"},
    {CT_WORD_OPTION, "--debug --trace -d", "--verbose", "use -vv"},
    {CT_WORD_OPTION, "--silent -s", "--quiet", "use --quiet"},
    {CT_WORD_OPTION, "--random --random-order --order", "--shuffle", "use --shuffle"},
    {CT_WORD_OPTION, "--no-color --no-colour --colour", "--color",
     "use --color auto, always or never"},
    {CT_WORD_OPTION, "--cacert --ca-cert", "--ca", "use --ca FILE"},
    {CT_WORD_OPTION, "--cert -E", "--client-cert", "use --client-cert FILE"},
    {CT_WORD_OPTION, "--last-failures --lf --rerun --onlyFailures", "--last-failed",
     "use --last-failed RESULTS"},
    {CT_WORD_OPTION, "--list --collect-only --dry-run", "--case", "use 'apigcheck list'"},
    {CT_WORD_OPTION, "--version --Version -V", NULL, "use 'apigcheck --version'"},

    {CT_WORD_COMMAND, "version -V --Version -version", NULL, "use 'apigcheck --version'"},
    {CT_WORD_COMMAND, "test exec execute start", "run", "use 'apigcheck run'"},
    {CT_WORD_COMMAND, "check validate", "lint", "use 'apigcheck lint'"},
    {CT_WORD_COMMAND, "ls show cases", "list", "use 'apigcheck list'"},
    {CT_WORD_COMMAND, "serve server stub", "mock", "use 'apigcheck mock'"},
    {CT_WORD_COMMAND, "mutate mutants", "prove", "use 'apigcheck prove'"},
    {CT_WORD_COMMAND, "merge compare diff", "report", "use 'apigcheck report'"},
    {CT_WORD_COMMAND, "sign", "certify", "use 'apigcheck certify'"},
    {CT_WORD_COMMAND, "clean", "cleanup", "use 'apigcheck cleanup'"},
    {CT_WORD_COMMAND, "init new", "list",
     "use 'apigcheck list --needs' for a target file to fill in"},
};

static bool has_word(const char *words, const char *word)
{
    size_t const size = strlen(word);
    for (const char *at = words; *at && size; at += strspn(at, " ")) {
        size_t const found = strcspn(at, " ");
        if (found == size && !memcmp(at, word, size))
            return true;
        at += found;
    }
    return false;
}

static bool is_accepted(const char *needs, const char *const *names)
{
    while (needs && *names && strcmp(*names, needs) != 0)
        names++;
    return !needs || *names;
}

const char *ct_other_tools_help(ct_word_kind kind, const char *word, const char *const *names,
                                const char **meant)
{
    const row *found = NULL;
    for (size_t i = 0; i < sizeof rows / sizeof *rows && !found; i++)
        if (rows[i].kind == kind && has_word(rows[i].words, word) &&
            is_accepted(rows[i].needs, names))
            found = &rows[i];
    if (meant)
        *meant = found ? found->needs : NULL;
    return found ? found->help : NULL;
}
