"""A target that does not declare the mandatory capabilities of a profile is CONFORMANT_LIMITED at best,
whatever fault it has, and every output names what was not applicable. CT_LONG in the environment tries
all faults."""
import itertools
import json
import os
import re
import shutil
from concurrent.futures import ThreadPoolExecutor

from checks import finish, has, holds, lacks, row, same
from fault_runs import fault_names, impatient_cases
from program import ROOT, Gateway, Process, apigcheck, new_folder, read, write
from sealing import new_key, statement

FOLDER = new_folder()
KEY, PUBLIC = new_key(FOLDER, "vendor")
TARGETS = os.path.join(FOLDER, "targets")
shutil.copytree(os.path.join(ROOT, "fixtures", "targets"), TARGETS)
ALL = ["auth-aksk", "provoke-500", "forbidden-token", "list-bindings", "unbind"]
MANDATORY = ["list-bindings", "unbind", "forbidden-token"]
# Only cases that require a capability detect the first three.
SAMPLE = ["binds-nothing", "permission-unchecked", "binds-though-unauthorized", "status-200",
          "quota-unchecked", "media-type-text"]
IN_PARALLEL = 2
NUMBERS = itertools.count()
# Waiting for a gateway that responds with 429, or not at all, shows nothing more.
IMPATIENTLY = ("--throttle", "1s", "--timeout", "2s")
PATIENCE_S = 900  # for a fault that costs time in each case
IMPATIENT = impatient_cases()


def target_with(capabilities):
    name = "-".join(capabilities) or "none"
    text = re.sub(r"\ncapabilities: .*", f"\ncapabilities: [{', '.join(capabilities)}]"
                  if capabilities else "", read(os.path.join(TARGETS, "embedded.yaml")))
    # Runs in parallel must not write the target file of another one.
    return write(TARGETS, f"with-{name}-{next(NUMBERS)}.yaml", text)


def certify(url, capabilities, profile="core", *words):
    out = os.path.join(new_folder(), "evidence")
    ended = Process("certify", "--target", target_with(capabilities), "--url", url, "--profile",
                    profile, "--vendor", "Acme", "--product", "Gateway", "--product-version",
                    "4.2", "--key", KEY, "--out", out, *words).wait(patience=PATIENCE_S)
    return out, ended


def verify(out, *words):
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key", PUBLIC, *words)


def claims_of(out):
    return json.loads(statement(out)[1])["predicate"]["apigcheck"]


def test_complete(url):
    for profile in ("core", "full"):
        for capabilities in (ALL, MANDATORY):
            with row(f"{profile}: with {', '.join(capabilities)}: CONFORMANT"):
                out, ended = certify(url, capabilities, profile)
                same("certify", ended.status, 0, ended)
                same("conformance", claims_of(out)["conformance"], "CONFORMANT")
                same("missing", claims_of(out)["capabilities"]["missing"], [])
                checked = verify(out)
                same("verify", checked.status, 0, checked)
                has("verify", checked.out, "\nVALID\n")


def check_lists(out, profile):
    """Returns the words in which each output counts what is not applicable."""
    claims = claims_of(out)
    requirements, tests = claims["requirements"]["not applicable"], claims["notApplicableTests"]
    listed = sum(len(names) for names in claims["requirements"].values())
    counts = claims["notApplicable"]
    same("the counts of requirements", counts["requirements"],
         {"count": len(requirements), "of": listed})
    same("the count of cases", counts["tests"]["count"], len(tests))
    holds("some are not applicable", len(requirements) > 10 and len(tests) > 10, profile)
    return requirements, tests, (f"not applicable: {len(requirements)} of {listed} requirements, "
                                 f"{len(tests)} of {counts['tests']['of']} cases\n")


def test_limited(url, profile):
    with row(f"{profile}: without capabilities: CONFORMANT_LIMITED, and every output names what is missing"):
        out, ended = certify(url, [], profile)
        same("certify", ended.status, 0, ended)
        has("certify", ended.out, f"CONFORMANT_LIMITED: profile {profile} ")
        requirements, tests, words = check_lists(out, profile)
        same("missing", claims_of(out)["capabilities"]["missing"], MANDATORY)
        same("in-toto", json.loads(statement(out)[1])["predicate"]["result"], "WARNED")
        checked = verify(out)
        same("verify", checked.status, 1, checked)
        has("verify", checked.err, "CONFORMANT_LIMITED: the target does not declare mandatory "
            "capabilities of the profile: list-bindings, unbind, forbidden-token; "
            f"{len(requirements)} of ")
        has("verify", checked.out, "\nVALID, BUT NOT FULLY CONFORMANT, NOT ACCEPTED OR NOT IN DATE\n")
        for text in (ended.out, checked.out):
            has("its output", text, words)
            has("its output", text, "  mandatory capabilities that are not declared: "
                                    "list-bindings, unbind, forbidden-token\n")
            has("its output", text, f"  requirements: {', '.join(requirements)}\n")
            has("its output", text, f"  cases: {', '.join(tests)}\n")
        said = json.loads(verify(out, "--json").out)
        same("json", (said["ok"], said["exit"], said["sound"], said["conformance"]),
             (False, 1, True, "CONFORMANT_LIMITED"))
        same("json: requirements", said["not_applicable"]["requirements"], requirements)
        same("json: cases", said["not_applicable"]["cases"], tests)
        same("json: counts", (said["not_applicable"]["requirement_count"],
                              said["not_applicable"]["case_count"]), (len(requirements), len(tests)))
        page = read(os.path.join(out, "report.html"))
        for name in requirements + tests:
            has("the page", page, name)
    with row(f"{profile}: only judged responses are confirmed"):
        of = claims_of(out)["notApplicable"]["tests"]
        same("confirmed", said["confirmed"], 2 * (of["of"] - of["count"]))


def test_one_missing(url):
    for name in MANDATORY:
        with row(f"without {name} alone: CONFORMANT_LIMITED"):
            out, ended = certify(url, [other for other in ALL if other != name])
            same("certify", ended.status, 0, ended)
            same("missing", claims_of(out)["capabilities"]["missing"], [name])
            same("conformance", claims_of(out)["conformance"], "CONFORMANT_LIMITED")
            same("verify", verify(out).status, 1)


def try_fault(name, profile, capabilities):
    with Gateway("--defect", name) as gateway:
        out, ended = certify(gateway.url, capabilities, profile, "--suite", IMPATIENT, *IMPATIENTLY)
    if not os.path.exists(os.path.join(out, "certificate.json")):
        return None, ended, None
    tried = claims_of(out)["conformance"], ended, verify(out, "--suite", IMPATIENT)
    shutil.rmtree(out)  # each has a copy of the suite, and finish() reads all suites
    return tried


def test_faults(names, profile):
    allowed = ("CONFORMANT_LIMITED", "NON_CONFORMANT", "NOT_VERIFIED")
    with ThreadPoolExecutor(IN_PARALLEL) as pool:
        tried = list(pool.map(lambda name: try_fault(name, profile, []), names))
    for name, (conformance, ended, checked) in zip(names, tried):
        with row(f"{profile}: the fault {name}, no capability declared: not conformant"):
            holds("conformance", conformance in allowed, ended)
            same("verify", checked.status, 1, checked)
            lacks("verify", checked.out, "\nVALID\n")


def test_hidden_faults():
    for name in SAMPLE[:3]:
        with row(f"the fault {name}: limited without capabilities"):
            same("without", try_fault(name, "core", [])[0], "CONFORMANT_LIMITED")
    with row("permission-unchecked: not conformant with the capabilities"):
        same("with", try_fault("permission-unchecked", "core", ALL)[0], "NON_CONFORMANT")


with Gateway() as healthy:
    test_complete(healthy.url)
    test_limited(healthy.url, "core")
    test_limited(healthy.url, "full")
    test_one_missing(healthy.url)
test_hidden_faults()
test_faults(fault_names() if "CT_LONG" in os.environ else SAMPLE, "core")
if "CT_LONG" in os.environ:
    test_faults(fault_names(), "full")
finish()
