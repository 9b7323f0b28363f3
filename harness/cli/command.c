#include "cli/command.h"

#include <jansson.h>
#include <string.h>

#include "cli/help.h"
#include "cli/help_errors.h"
#include "gateway/server.h"
#include "http/transport.h"
#include "lang/regex/regex.h"
#include "lang/yaml/yaml.h"

const ct_command ct_commands[] = {
    {"run", CT_CMD_RUN, "[PATH...]", "Run test cases against a target and write reports",
     &ct_help_run, NULL, ct_cmd_run},
    {"lint", CT_CMD_LINT, "[PATH...]",
     "Check case and target files for errors, without sending requests", &ct_help_lint, NULL,
     ct_cmd_lint},
    {"list", CT_CMD_LIST, "[PATH...]", "List the cases that would run", &ct_help_list, NULL,
     ct_cmd_list},
    {"mock", CT_CMD_MOCK, "", "Start the reference gateway (a mock server)", &ct_help_mock,
     ct_mock_topics, ct_cmd_mock},
    {"prove", CT_CMD_PROVE, "[PATH...]",
     "Measure how many injected faults the cases detect (mutation testing)", &ct_help_prove, NULL,
     ct_cmd_prove},
    {"report", CT_CMD_REPORT, "RESULTS...", "Generate, merge or compare reports from saved results",
     &ct_help_report, NULL, ct_cmd_report},
    {"certify", CT_CMD_CERTIFY, "", "Run a profile and sign the results", &ct_help_certify, NULL,
     ct_cmd_certify},
    {"verify", CT_CMD_VERIFY, "CERTIFICATE", "Verify a certificate and its evidence offline",
     &ct_help_verify, NULL, ct_cmd_verify},
    {"rejudge", CT_CMD_REJUDGE, "RESULTS [PATH...]",
     "Evaluate recorded responses again with the current cases", &ct_help_rejudge, NULL,
     ct_cmd_rejudge},
    {"cleanup", CT_CMD_CLEANUP, "JOURNAL", "Delete leftover resources of an interrupted run",
     &ct_help_cleanup, NULL, ct_cmd_cleanup},
    {"try", CT_CMD_TRY, "jsonpath|schema ...",
     "Evaluate a JSONPath or validate a document against a JSON Schema", &ct_help_try, NULL,
     ct_cmd_try},
    {"help", 0, "[COMMAND]", "Print the help of a command", &ct_help_help, NULL, ct_cmd_help},
    {0},
};

const ct_command *ct_command_find(const char *name, ct_diag *diag)
{
    const char *names[16] = {NULL};
    size_t count = 0;
    for (const ct_command *c = ct_commands; c->name; c++) {
        if (!strcmp(c->name, name))
            return c;
        names[count++] = c->name;
    }
    ct_fail(diag, CT_ERR_UNKNOWN_COMMAND, CT_NOWHERE, "unknown command '%s'", name);
    if (!ct_hint_word(diag, CT_WORD_COMMAND, name, names))
        ct_hint(diag, "run 'apigcheck help' for the list of commands");
    return NULL;
}

void ct_print_usage(FILE *out)
{
    fputs("apigcheck - contract tests for HTTP APIs\n\nUsage: apigcheck COMMAND [OPTIONS]\n\n",
          out);
    for (const ct_command *c = ct_commands; c->name; c++)
        fprintf(out, "  %-7s %-19s  %s\n", c->name, c->arguments, c->summary);
    fputs(
        "\nGetting started:\n"
        "  apigcheck run --mock -v                    Run the shipped cases against the reference "
        "gateway\n"
        "  apigcheck list --needs > my-gateway.yaml   Generate a target file to fill in\n"
        "  apigcheck run --target my-gateway.yaml     Run the shipped cases against your gateway\n"
        "\nPATH is a case file, a folder of cases, or a folder of such folders (default: the "
        "shipped\n"
        "cases). The environment variable APIGCHECK_HOME names the folder of the shipped cases if\n"
        "they are not near the program.\n"
        "\nRun 'apigcheck help COMMAND' for its options, and 'apigcheck help errors' for the "
        "error\n"
        "codes.\n",
        out);
}

static void print_section(const char *heading, const char *text)
{
    if (text)
        printf("\n%s%s", heading, text);
}

static void print_command(const ct_command *c)
{
    printf("Usage: apigcheck %s%s%s%s\n\n%s\n", c->name, c->bit ? " [OPTIONS]" : "",
           *c->arguments ? " " : "", c->arguments, c->summary);
    print_section("Examples:\n", c->help->examples);
    ct_settings_help(c->bit, stdout);
    print_section("", c->help->notes);
    print_section("Exit status:\n", c->help->exit_status);
    if (c->help->reference)
        printf("\nReference: %s\n", c->help->reference);
}

/* The topic of a command's help: "help mock faults". */
static int print_topic(ct_session *session, const ct_command *c)
{
    const ct_texts *words = &session->settings.paths;
    const ct_help_topic *topic = c->topics;
    const char *names[8] = {NULL};
    for (size_t i = 0; topic && topic->name; topic++) {
        if (words->count == 2 && !strcmp(topic->name, words->texts[1])) {
            topic->print();
            return 0;
        }
        names[i++] = topic->name;
    }
    ct_fail(&session->diag, CT_ERR_UNKNOWN_COMMAND, CT_NOWHERE, "no help for '%s %s%s'", c->name,
            words->texts[1], words->count > 2 ? " ..." : "");
    ct_hint_nearest(&session->diag, words->texts[1], names);
    return 2;
}

int ct_cmd_help(ct_session *session)
{
    const ct_texts *names = &session->settings.paths;
    if (!names->count) {
        ct_print_usage(stdout);
        return 0;
    }
    if (!strcmp(names->texts[0], "errors"))
        return ct_help_errors(names->count > 1 ? names->texts[1] : NULL, &session->diag) ? 0 : 2;
    const ct_command *c = ct_command_find(names->texts[0], &session->diag);
    if (!c)
        return 2;
    if (names->count > 1)
        return print_topic(session, c);
    print_command(c);
    return 0;
}

void ct_print_version(void)
{
    printf("apigcheck " CT_VERSION "\n%s\njansson/%s libyaml/%s PCRE2/%s libmicrohttpd/%s\n",
           ct_curl_version(), jansson_version_str(), ct_yaml_version(), ct_regex_version(),
           ct_server_version());
}
