#include "cli/help.h"

/* In the notes of every command that reads cases. */
#define PATH_NOTE                                                                                  \
    "PATH is a case file, a folder of cases, or a folder of such folders (default: the shipped\n"  \
    "cases).\n"

#define USAGE_STATUS "  2              nothing was sent: wrong usage, or an error in a file\n"
#define INTERNAL_STATUS                                                                            \
    "  4              internal error, for example a report could not be written\n"
#define SIGNAL_STATUS "  129, 130, 143  interrupted by SIGHUP, SIGINT or SIGTERM\n"

#define CASES_REFERENCE "cases/README.md"

const ct_help ct_help_run = {
    .examples = "  apigcheck run --mock -v\n"
                "  apigcheck run --target my-gateway.yaml --reports reports\n",
    .notes = PATH_NOTE
    "\n"
    "Requests are sent exactly as the cases describe them: redirects are not followed, proxy\n"
    "environment variables are ignored, cookies are not kept, and no request is retried unless\n"
    "--throttle or the case requests it.\n"
    "These headers are added: Host, Content-Length, a Content-Type if the body is JSON or a form\n"
    "and the case sets none, and Accept: */* and User-Agent: apigcheck/" CT_VERSION
    " (--user-agent)\n"
    "unless the case sets or removes them.\n"
    "\n"
    "Each request has a connection of its own unless --reuse-connections is given. With it, a\n"
    "connection on which data has arrived before the request is closed and replaced. Two risks\n"
    "remain: an unsolicited response that arrives later is taken for the response to the\n"
    "request, and a connection that the target closes at that moment is an error.\n",
    .exit_status = "  0              at least one case ran, and every case that ran passed\n"
                   "  1              the target violated the contract\n"
                   "  2              nothing was sent: wrong usage, an error in a file, no case\n"
                   "                 selected, or a secret that is not set\n"
                   "  3              not verified: a case could not be judged, or did not "
                   "run\n" INTERNAL_STATUS SIGNAL_STATUS,
    .reference = CASES_REFERENCE};

const ct_help ct_help_lint = {
    .examples = "  apigcheck lint pets.yaml\n"
                "  apigcheck lint cases --target my-gateway.yaml\n",
    .notes = PATH_NOTE
    "\n"
    "With the target and variables of a run, lint finds every error that the run would report\n"
    "before its first request.\n",
    .exit_status = "  0              no errors\n"
                   "  2              wrong usage, or an error in a file\n",
    .reference = CASES_REFERENCE};

const ct_help ct_help_list = {
    .examples = "  apigcheck list --needs > my-gateway.yaml\n"
                "  apigcheck list --target my-gateway.yaml --tag smoke -vv\n",
    .notes = PATH_NOTE
    "\n"
    "Cases are listed in the order in which they run. With a target, a case that would be\n"
    "skipped is listed with the reason.\n",
    .exit_status = "  0              something was listed\n"
                   "  2              wrong usage, an error in a file, or no case selected\n",
    .reference = CASES_REFERENCE};

const ct_help ct_help_mock = {
    .examples = "  apigcheck mock --port 8080\n"
                "  apigcheck mock --port 8080 --variant slow\n",
    .notes = "The first line on standard output is the URL of the gateway. It runs until it "
             "receives SIGINT\n"
             "or SIGTERM.\n"
             "\n"
             "'apigcheck help mock variants' lists the values of --variant, 'apigcheck help mock "
             "faults'\n"
             "those of --defect.\n",
    .exit_status = "  0              stopped by a signal\n"
                   "  2              wrong usage, invalid data, or the port is not available\n",
    .reference = "README.md"};

const ct_help ct_help_prove = {
    .examples = "  apigcheck prove\n"
                "  apigcheck prove pets.yaml --learn http://127.0.0.1:8000\n",
    .notes = PATH_NOTE
    "\n"
    "The cases run against the reference gateway in this process, without a network: as it is, as\n"
    "each conforming variant, and with each fault that 'apigcheck help mock faults' lists, "
    "injected\n"
    "into each response that it applies to. Only faults that violate a requirement which a "
    "selected\n"
    "case verifies count; other faults are reported separately.\n"
    "\n"
    "Faults that no case detects are listed by their place, with an expectation to add to the "
    "case. A\n"
    "case that does not pass without a fault is left out: the result is never PROVEN then.\n"
    "\n"
    "The result is a mutation score instead of PROVEN or NOT PROVEN if no case verifies a MUST, "
    "and\n"
    "with --learn, because the requirement that a fault violates is unknown then.\n",
    .exit_status =
        "  0              every fault that violates a MUST was detected, and every variant passed\n"
        "  1              such a fault was not detected, a case failed without a fault (and was "
        "left\n"
        "                 out) or against a variant, or --strict failed\n"
        "  2              wrong usage, or an error in a file\n"
        "  3              no fault applies to any response\n" INTERNAL_STATUS,
    .reference = "README.md"};

const ct_help ct_help_report = {
    .examples = "  apigcheck report results.json --html report.html --junit junit.xml\n"
                "  apigcheck report --compare monday.json today.json\n",
    .notes =
        "RESULTS is a results file (run --json), or the journal of a run that was killed:\n"
        "results.json.journal. The cases of a journal that did not end are reported as not run. "
        "The\n"
        "reports are byte for byte those that the run would have written.\n"
        "\n"
        "Several results files are merged into one run. They must be of the same suite and "
        "target,\n"
        "known by their digests, and of the same version of apigcheck, like the parts of a run "
        "with\n"
        "--shard. A case with the same result in two files is reported in a warning, and one with\n"
        "different results is an error. Not run counts only if no other file has a result. A case "
        "in no\n"
        "file is reported as not run.\n"
        "\n"
        "--compare ranks results from best to worst: pass, warn, skip, not run, error, fail. A "
        "case is\n"
        "slower if it takes at least twice as long and 100 ms more. Only worse results affect the "
        "exit\n"
        "status.\n",
    .exit_status = "  0, 1, 3        as the run ended; 3 if a case is in no results file\n"
                   "  0, 1           with --compare: 1 if a result became worse\n"
                   "  2              wrong usage, or results files that cannot be read or "
                   "merged\n" INTERNAL_STATUS,
    .reference = "README.md"};

const ct_help ct_help_certify = {
    .examples = "  apigcheck certify --target my-gateway.yaml --profile core --vendor Acme "
                "--product Gateway \\\n"
                "      -v --product-version 4.2 --key vendor.pem --out evidence\n"
                "  apigcheck certify --witness --challenge TEXT --target my-gateway.yaml "
                "--profile core \\\n"
                "      --vendor Acme --product Gateway --product-version 4.2 --key authority.pem "
                "\\\n"
                "      --out witnessed\n",
    .notes =
        "Every case of the profile runs in each pass of the profile, on a connection of its own. "
        "A\n"
        "request is retried only after 429 and 503 responses, as --throttle or the profile "
        "allows.\n"
        "\n"
        "DIR receives the evidence (results, JUnit, HTML and HAR of each pass, the files of the\n"
        "suite, the target without its secrets, a manifest) and certificate.json, a DSSE envelope\n"
        "with an in-toto Statement v1, signed with Ed25519. Evidence that contains a secret is "
        "not\n"
        "signed. A target that does not conform receives a certificate too; its result is FAILED.\n"
        "It proves only what the owner of the key claims, which it states in a sentence.\n"
        "\n"
        "--witness is for the authority, which runs the cases itself against the vendor's\n"
        "endpoint. Suite, profile and capabilities are hashed together with the challenge before\n"
        "the first request, and all generated values are derived from that.\n",
    .exit_status = "  0              conformant, with or without findings; or limited, because "
                   "the target lacks\n"
                   "                 a mandatory capability of the profile, and then verify ends "
                   "with 1\n"
                   "  1              not conformant\n" USAGE_STATUS
                   "  3              not verified: a MUST could not be judged, or did not "
                   "run\n" INTERNAL_STATUS SIGNAL_STATUS,
    .reference = "cases/profiles/README.md"};

const ct_help ct_help_verify = {
    .examples = "  apigcheck verify evidence/certificate.json --key vendor.pub.pem\n"
                "  apigcheck verify evidence/certificate.json --key vendor.pub.pem --json\n"
                "  apigcheck verify evidence/certificate.json --key vendor.pub.pem --sign "
                "authority.pem\n"
                "  apigcheck verify evidence/certificate.json --key vendor.pub.pem \\\n"
                "      --authority authority.pub.pem\n"
                "  apigcheck verify evidence/certificate.json --key vendor.pub.pem \\\n"
                "      --witnessed witnessed/certificate.json --authority authority.pub.pem\n",
    .notes =
        "No requests are sent. verify recomputes every claim of the certificate from the evidence\n"
        "beside it, with your own suite, waivers and public keys. Every problem is reported.\n"
        "junit.xml, report.html and exchanges.har are written again and compared, if this version\n"
        "of apigcheck wrote them.\n"
        "\n"
        "--sign writes the decision of an authority after the verification: accepted if the exit\n"
        "status is 0, or rejected with the reasons if it is 1, also if the certificate is only\n"
        "limited. If the certificate is refused (3, 4), no decision is written. A revocation "
        "needs\n"
        "only an authentic certificate; then the exit status is 0. Without --authority, decisions\n"
        "and revocations are not read.\n"
        "\n"
        "Warnings, such as of a target on loopback, do not change the exit status.\n"
        "\n"
        "A run that the authority witnessed is confirmed only if --authority names the key of the\n"
        "witness; it needs no decision. --witnessed also verifies the certificate of such a run,\n"
        "and compares product, profile, suite, target URL, capabilities and result.\n",
    .exit_status =
        "  0              authentic, complete, unchanged, confirmed and conformant\n"
        "  1              authentic, but not conformant, or the target lacks mandatory\n"
        "                 capabilities, or the certificate or a waiver has expired; with\n"
        "                 --authority also: not decided, rejected, revoked, or the\n"
        "                 decision has expired\n"
        "  2              wrong usage\n"
        "  3              evidence is missing, changed, added, of another suite, or "
        "contradicts the\n"
        "                 certificate; or a decision, revocation or witnessed run is not valid\n"
        "  4              not authentic: a signature is missing or invalid; or a "
        "decision could not\n"
        "                 be written\n",
    .reference = "cases/profiles/README.md"};

const ct_help ct_help_rejudge = {
    .examples = "  apigcheck rejudge reports/results.json\n"
                "  apigcheck rejudge results.json pets.yaml --target my-gateway.yaml -v\n",
    .notes = "RESULTS is a results file (run --json), or the journal of a run that was killed. No "
             "requests\n"
             "are sent.\n"
             "\n"
             "Each request is built again from the current cases, with masks for secrets, and "
             "compared with\n"
             "the recorded one: method, URL, headers and body. Masks are compared with masks, and "
             "of a body\n"
             "that was truncated, the part that was kept. The number of parts that could not be "
             "compared is\n"
             "printed.\n"
             "\n" PATH_NOTE,
    .exit_status =
        "  0              every case passed\n"
        "  1              a case failed\n"
        "  2              wrong usage, results that cannot be read, or a variable that is not set\n"
        "  3              a case could not be judged\n",
    .reference = "README.md"};

const ct_help ct_help_cleanup = {
    .examples = "  apigcheck cleanup /tmp/apigcheck-RUN_ID.journal\n"
                "  apigcheck cleanup reports/apigcheck-RUN_ID.journal --proxy "
                "http://user:password@proxy:3128\n",
    .notes =
        "Before a run creates anything, it writes to its journal how to delete it. The journal is "
        "in\n"
        "the folder of --reports, else in TMPDIR or /tmp, and is deleted when no resources are "
        "left.\n"
        "\n"
        "cleanup performs the missing clean-up steps, first those of the cases, then those of the\n"
        "target, each in reverse order. The journal contains no secrets: they are read again from "
        "the\n"
        "sources that the target file names. Only resources that the run created are deleted: a\n"
        "request whose path would contain an empty or unknown id is not sent, and is reported.\n",
    .exit_status =
        "  0              no resources are left\n"
        "  1              resources are left and are reported; the journal is kept\n"
        "  2              nothing was sent: wrong usage, an error in a file, or a secret that is\n"
        "                 not set\n"
        "  4              the journal could not be deleted\n" SIGNAL_STATUS,
    .reference = "README.md"};

const ct_help ct_help_try = {
    .examples = "  apigcheck try jsonpath '$.items[*].id' response.json\n"
                "  curl -s http://127.0.0.1:8000/pets | apigcheck try schema pets.schema.json\n",
    .notes = "Without FILE, the JSON document is read from standard input. Nothing is read from a "
             "network.\n"
             "\n"
             "'try jsonpath' prints an array of the selected values. 'try schema' prints 'valid', "
             "or each\n"
             "failure of the document.\n",
    .exit_status = "  0              the JSONPath was evaluated, or the document is valid\n"
                   "  1              the document is not valid\n"
                   "  2              wrong usage, an invalid JSONPath, or a schema or document "
                   "that cannot be\n"
                   "                 used\n"
                   "  3              a limit was reached\n",
    .reference = CASES_REFERENCE};

const ct_help ct_help_help = {.examples = "  apigcheck help\n"
                                          "  apigcheck help run\n"};
