#include "cli/command.h"

#include <jansson.h>
#include <string.h>

#include "cli/help_errors.h"
#include "gateway/server.h"
#include "http/transport.h"
#include "lang/regex/regex.h"
#include "lang/yaml/yaml.h"
#include "mutation/fault.h"

static const char run_more[] =
    "Exit status: 0 every case that ran passed; 1 the target broke the contract; 2 nothing was\n"
    "sent: wrong usage, a mistake in a file, nothing selected, a secret that is not there; 3 not\n"
    "verified: a case could not be judged, or did not run; 4 the harness itself failed; 129, 130,\n"
    "143 interrupted.\n"
    "\n"
    "Requests go exactly as they are written: no redirects are followed, no proxy of the\n"
    "environment is used, nothing is sent twice, and there are no cookies. Added are: Host and\n"
    "Content-Length, a Content-Type for a json or form body that names none, and, unless a case\n"
    "gives them or takes them away, Accept: */* and User-Agent: apigcheck/" CT_VERSION ".\n"
    "\n"
    "With --reuse-connections a connection on which anything waits before a request is written is\n"
    "closed, and the request goes out on a fresh one. What remains possible: an answer that "
    "nobody\n"
    "asked for and that arrives later than that, ahead of the request's own, is taken for it; and\n"
    "a connection that the target closes just then is an error, because nothing is sent twice.\n"
    "Without it every request has a connection of its own.\n";

static const char mock_more[] =
    "The first line on standard output is its URL. It runs until it gets SIGINT or SIGTERM.\n";

static const char lint_more[] = "--json prints an object with 'errors', 'warnings', 'files' and "
                                "'diagnostics', a list of objects\n"
                                "with 'severity', 'code', 'file', 'line', 'column', 'end_column', "
                                "'message', 'help' and 'notes'.\n"
                                "'apigcheck help errors' lists the codes.\n"
                                "\n"
                                "Exit status: 0 no errors; 2 errors.\n";

static const char try_more[] =
    "Without FILE the JSON document is read from standard input. try jsonpath prints the array of\n"
    "the values that are selected; exit status 2 when EXPR is not valid. try schema: exit status "
    "0\n"
    "valid, 1 invalid, with what is wrong on standard output, 2 when the schema or the document\n"
    "cannot be used, 3 when a limit was reached. Nothing is ever fetched from a network.\n";

static const char cleanup_more[] =
    "A run writes down what it may leave behind before it sends it: in the folder of --reports, "
    "else\n"
    "in TMPDIR or /tmp, as apigcheck-RUN_ID.journal. When nothing is left the file is gone. After "
    "a\n"
    "run that was killed, this does the clean-up that is missing: of the cases, then of the "
    "target's\n"
    "own steps, last in first out. There are no secrets in the journal: the target file is read\n"
    "again, and secrets come from where it says. Give --proxy again for a proxy with a user and a\n"
    "password. Nothing is touched that the run did not make: a request whose path an empty or\n"
    "missing id would change is not sent, and is named.\n"
    "\n"
    "Exit status: 0 nothing is left; 1 something is, and is named: the journal stays; 2 nothing "
    "was\n"
    "sent: wrong usage, a mistake in a file, a secret that is not there; 129, 130, 143 "
    "interrupted.\n";

static const char prove_more[] =
    "The cases run against the reference gateway inside this process, without a network: healthy, "
    "in\n"
    "each of its variants, and broken in each way that 'apigcheck help mock' lists, at each "
    "answer\n"
    "that can be broken so. A break counts where a selected case verifies what is broken; faults "
    "that\n"
    "break no such requirement are tried and counted apart. Where no case verifies a MUST, and "
    "with\n"
    "--learn, where it is unknown which requirement a fault breaks, the result is not PROVEN or "
    "NOT\n"
    "PROVEN but a mutation score: the faults that were caught, of all.\n"
    "\n"
    "Exit status: 0 all that breaks a MUST was caught, and no variant is taken for wrong; 1 one\n"
    "survived, or a case fails where all is well, or with --strict a fault survives a mutation "
    "score;\n"
    "2 wrong usage, a mistake in a file; 3 no fault applies; 4 the harness itself failed.\n";

static const char certify_more[] =
    "Every case of the profile is run, in each pass, with a connection of its own and no retries "
    "but\n"
    "the profile's throttle. DIR gets the evidence (results, JUnit, HTML and HAR of each pass, "
    "the\n"
    "suite's files, the target without its secrets, a manifest) and certificate.json: a DSSE\n"
    "envelope, Ed25519, over an in-toto Statement v1. Evidence with a secret in it is not sealed.\n"
    "\n"
    "Exit status: as of run; a target that is found wrong is sealed too, and says FAILED.\n"
    "\n"
    "--countersign adds the signature of the first --key, after verifying; further ones are public "
    "keys\n"
    "that must have signed already.\n";

static const char verify_more[] =
    "Suite and waivers must be the verifier's own; every key that is given must have signed.\n"
    "\n"
    "Exit status: 0 authentic, complete, unchanged, confirmed by judging again, and conformant; 1\n"
    "authentic, but the target did not conform, or the certificate or a waiver has expired; 2 "
    "wrong\n"
    "usage; 3 evidence is missing, changed, added to, of another suite, or does not say what the\n"
    "certificate says; 4 not authentic. Every problem is named.\n";

static const char rejudge_more[] =
    "RESULTS is a record (results.json), or the journal of a run that was killed. Each request is "
    "made\n"
    "again, with masks for secrets, and compared with the recorded one: method, URL, headers and "
    "body.\n"
    "Masks are compared with masks, and of a body that was cut the part that was kept; how much "
    "could\n"
    "not be compared is printed. The target's variables come from --target and --var, else from\n"
    "target.json beside the record. Nothing is sent.\n"
    "\n"
    "Exit status: 0 every case passes; 1 one fails; 2 wrong usage, a record that cannot be read, "
    "or "
    "a\n"
    "variable that nothing gives; 3 one could not be judged.\n";

static const char report_more[] =
    "RESULTS is what run --json writes, or the journal of a run that was killed, which stands "
    "beside\n"
    "it while it runs: results.json.journal. Its cases that did not end are told as not run. The\n"
    "reports are those that the run itself would have written, byte for byte.\n"
    "\n"
    "Several are merged into one run: shards of the same suite against the same target (both "
    "known\n"
    "by their digests) by the same apigcheck. A case that is in two of them and says the same in\n"
    "both is named, one that did not run in the first counts as in the second, one that says\n"
    "otherwise is refused; a case that is in none of them is told as not run.\n"
    "\n"
    "--compare OLD NEW: from best to worst are pass, warn, skip, not run, error, fail. Slower is "
    "what\n"
    "takes at least twice as long, and 100 ms more. Only what became worse counts: what is "
    "slower,\n"
    "new or gone is told.\n"
    "\n"
    "Exit status: that of the run (0, 1 or 3; a case in no record makes it 3); with --compare 0, "
    "or\n"
    "1 when something became worse; 2 wrong usage, or a record that cannot be read or does not "
    "fit;\n"
    "4 a report could not be written.\n";

static void print_variants_and_defects(void)
{
    fputs("\nVariants, legal ways to be different:\n", stdout);
    for (const ct_variant *v = ct_variants; v->name; v++)
        printf("  %-28s %s\n", v->name, v->summary);
    fputs(
        "\nDefects, ways to be wrong. One of a member strikes at each member that it can damage:\n",
        stdout);
    for (const ct_fault *d = NULL; (d = ct_fault_next(d));)
        printf("  %-28s %s\n", d->name, d->summary);
}

const ct_command ct_commands[] = {
    {"run", CT_CMD_RUN, "[PATH...]", "runs cases against a target and reports", run_more, NULL,
     ct_cmd_run},
    {"lint", CT_CMD_LINT, "[PATH...]", "reads everything, sends nothing, tells every mistake",
     lint_more, NULL, ct_cmd_lint},
    {"list", CT_CMD_LIST, "[PATH...]", "tells what would run, in order", NULL, NULL, ct_cmd_list},
    {"mock", CT_CMD_MOCK, "", "serves the reference gateway until stopped", mock_more,
     print_variants_and_defects, ct_cmd_mock},
    {"prove", CT_CMD_PROVE, "[PATH...]", "shows which breaks of a contract the cases catch",
     prove_more, NULL, ct_cmd_prove},
    {"report", CT_CMD_REPORT, "RESULTS...", "makes any report again from the records of runs",
     report_more, NULL, ct_cmd_report},
    {"certify", CT_CMD_CERTIFY, "", "runs a profile and seals what came of it", certify_more, NULL,
     ct_cmd_certify},
    {"verify", CT_CMD_VERIFY, "CERTIFICATE", "checks a certificate and its evidence, offline",
     verify_more, NULL, ct_cmd_verify},
    {"rejudge", CT_CMD_REJUDGE, "RESULTS [PATH...]",
     "judges recorded exchanges again by today's cases", rejudge_more, NULL, ct_cmd_rejudge},
    {"cleanup", CT_CMD_CLEANUP, "JOURNAL", "takes away what a run that was killed left behind",
     cleanup_more, NULL, ct_cmd_cleanup},
    {"try", CT_CMD_TRY, "WHAT...", "evaluates a JSONPath, or checks a document by a JSON Schema",
     try_more, NULL, ct_cmd_try},
    {"help", 0, "[COMMAND]", "tells how to use a command", NULL, NULL, ct_cmd_help},
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
    fputs("apigcheck asks an HTTP API whether it keeps its promises.\n\nUsage: apigcheck COMMAND "
          "[OPTIONS]\n\n",
          out);
    for (const ct_command *c = ct_commands; c->name; c++)
        fprintf(out, "  %-7s %-17s  %s\n", c->name, c->arguments, c->summary);
    fputs("\nTo begin with:\n"
          "  apigcheck run --mock -v                          the shipped cases, the reference "
          "gateway\n"
          "  apigcheck run --target my-gateway.yaml           the same, your gateway\n"
          "  apigcheck list --needs > my-gateway.yaml         what such a file has to say\n"
          "\nPATH is a case file, a folder of cases or a folder of such folders; without one, the\n"
          "shipped cases, which APIGCHECK_HOME or the place of the program leads to.\n"
          "Run 'apigcheck help COMMAND' for its options, and 'apigcheck help errors' for the codes "
          "of\n"
          "errors.\n",
          out);
}

static void print_command(const ct_command *c)
{
    printf("Usage: apigcheck %s%s %s\n\napigcheck %s %s.\n", c->name, c->bit ? " [OPTIONS]" : "",
           c->arguments, c->name, c->summary);
    ct_settings_help(c->bit, stdout);
    if (c->more)
        printf("\n%s", c->more);
    if (c->print_more)
        c->print_more();
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
    if (c)
        print_command(c);
    return c ? 0 : 2;
}

void ct_print_version(void)
{
    printf("apigcheck " CT_VERSION "\n%s\njansson/%s libyaml/%s PCRE2/%s libmicrohttpd/%s\n",
           ct_curl_version(), jansson_version_str(), ct_yaml_version(), ct_regex_version(),
           ct_server_version());
}
