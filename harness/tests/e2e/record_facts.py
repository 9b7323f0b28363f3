"""Facts of a results file that are not responses: they must be what the verifier's own suite, and judging
the responses again, give. Each is changed, and the evidence is signed again with the vendor's own key."""
import json
import os
import shutil
import threading

from certificates import at as at_certificate, make, make_ca
from checks import finish, has, holds, row, same
from program import apigcheck, new_folder, record, write
from records import save
from sealing import new_key, reseal
from servers import Recorder, response
from tls_servers import TlsServer

OPERATION = """\
operation: things
title: Things
tags: [thing]
needs: {always: [owner], token: [token], gone: []}
request: {method: GET, path: "/things/{kind}"}
credential: {X-Auth-Token: $(token)}
responses:
  200: {json: {kind: !any string}}
"""
CASES = """\
cases:
  - id: passes
    title: A thing has a kind
    tags: [quick]
    verifies: [T-KIND]
    with: {path: {kind: plain}}
    expect: {status: 200, json: {kind: plain}}
  - id: fails
    title: A list is short
    verifies: [T-LIST]
    with: {path: {kind: list}}
    expect: {status: 200, json: {list: [1, 2]}}
  - id: warns
    title: A state is known
    verifies: [T-STATE]
    with: {path: {kind: plain}}
    expect: {status: 200}
    should: {json: {state: ready}}
  - id: polls
    title: A thing gets ready
    verifies: [T-READY]
    steps:
      - title: Create it
        with: {path: {kind: slow}}
        expect: {status: 200, json: {kind: slow}}
      - title: Wait for it
        with: {path: {kind: slow}}
        within: 20s
        every: 50ms
        expect: {status: 200, json: {state: ready}}
    cleanup:
      - title: Delete it
        request: {method: DELETE, path: /things/slow}
        expect: {status: 204}
  - id: waits
    title: A busy target is asked again
    verifies: [T-KIND]
    with: {path: {kind: busy}}
    expect: {status: 200, json: {kind: busy}}
  - id: secret
    title: A secret is masked in what differs
    verifies: [T-STATE]
    with: {path: {kind: secret}}
    expect: {status: 200}
    should: {json: {state: none of it}}
  - id: gone
    title: What the target lacks is skipped
    verifies: [T-GONE]
    requires: [gone]
    with: {path: {kind: plain}}
    expect: {status: 410}
"""
NAMES = ["T-KIND", "T-LIST", "T-STATE", "T-READY", "T-GONE"]
REQUIREMENTS = "requirements:\n" + "".join(
    f"  - {{id: {name}, level: {'SHOULD' if name == 'T-STATE' else 'MUST'}, text: A promise., "
    "source: a page}\n" for name in NAMES)
PROFILE = f"""\
profile: small
version: "1"
validity: 30d
passes: 2
throttle: 20s
requirements: [{', '.join(NAMES)}]
cases: [{', '.join('things/' + one for one in ('passes', 'fails', 'warns', 'polls', 'waits', 'secret', 'gone'))}]
"""
TARGET = """\
name: Things
url: %s
vars: {owner: me}
secrets: {token: {env: THE_TOKEN}}
before:
  - title: Create the owner
    request: {method: POST, path: /owners, json: {name: $(owner)}}
    expect: {status: 201}
    cleanup:
      - title: Delete the owner
        request: {method: DELETE, path: /owners}
        expect: {status: 204}
"""
SECRET = "the-secret-of-the-tests"
make_ca("ca", "/CN=CA of the tests")
make("server", "/CN=server of the tests", issuer="ca")
KEY, PUBLIC = new_key(new_folder(), "vendor")


def new_suite(name):
    folder = os.path.join(new_folder(), name)
    for path, text in (("requirements.yaml", REQUIREMENTS), ("things/operation.yaml", OPERATION),
                       ("things/cases.yaml", CASES), ("profiles/small.yaml", PROFILE)):
        write(folder, path, text)
    return folder


SUITE, OWN = new_suite("vendor"), new_suite("of-the-verifier")


class Things(Recorder):
    """Conforms except for its list; gets ready late, is busy at first, and leaves its things."""

    def __init__(self):
        super().__init__(self.answer)
        self.counts = {}
        self.guard = threading.Lock()

    def answer(self, request):
        with self.guard:
            count = self.counts[request.path] = self.counts.get(request.path, 0) + 1
        if request.method == "POST":
            return response(201)
        if request.method == "DELETE":
            return response(500)
        kind = request.path.rsplit("/", 1)[1]
        if kind == "busy" and count % 2:
            return response(429, fields=(("Retry-After", "1"),))
        state = f"with {SECRET} in it" if kind == "secret" else "new"
        body = {"kind": kind, "state": state, "list": [1, 2, 3], "extra": 1}
        if kind == "slow" and count % 4 == 0:
            body["state"] = "ready"
        return response(body=json.dumps(body))


def certify(url, *words):
    out = os.path.join(new_folder(), "evidence")
    target = write(new_folder(), "my-target.yaml", TARGET % url)
    ended = apigcheck("certify", "--target", target, "--profile", "small", "--vendor", "Acme",
                      "--product", "Things", "--product-version", "1", "--key", KEY, "--out", out,
                      "--suite", SUITE, *words, env={**os.environ, "THE_TOKEN": SECRET})
    return out, ended


def verify(out):
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key", PUBLIC, "--suite", OWN)


def reports(out, number):
    """The reports that follow from a forged results file, as a careful forger would write them."""
    folder = os.path.join(out, "" if number == 1 else f"pass-{number}")
    for option, name in (("--junit", "junit.xml"), ("--html", "report.html"), ("--har", "exchanges.har")):
        os.remove(os.path.join(folder, name))
        apigcheck("report", os.path.join(folder, "results.json"), option, os.path.join(folder, name))


def forged(good, change, number=1):
    out = os.path.join(new_folder(), "evidence")
    shutil.copytree(good, out)
    path = os.path.join(out, "results.json" if number == 1 else f"pass-{number}/results.json")
    value = record(path)
    change(value)
    save(path, value)
    reports(out, number)
    reseal(out, KEY)
    return verify(out)


def case_of(value, name):
    return next(case for case in value["cases"] if case["id"] == name)


def at(*names):
    """A place in a results file: the id of a case, or None for the head, then names and indices."""
    def find(value):
        value = case_of(value, names[0]) if names[0] else value
        for name in names[1:-1]:
            value = value[name]
        return value, names[-1]
    return find


def path_of(names):
    return "$" + "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in names[1:])


# Where, and what is written there; None: it is deleted.
CHANGES = [
    ((None, "suite", "operations", 0, "title"), "Better things"),
    ((None, "suite", "operations", 0, "file"), "things/other.yaml"),
    ((None, "suite", "operations", 0, "tags"), ["other"]),
    ((None, "suite", "requirements", 1, "text"), "A weaker promise."),
    ((None, "suite", "requirements", 1, "not_tested"), "It is not needed."),
    ((None, "suite", "cases"), 6),
    ((None, "target", "name"), "Other things"),
    ((None, "target", "digest"), "0" * 64),
    ((None, "deselected"), 1),
    ((None, "strict"), True),
    ((None, "cleanup_failures"), 0),
    ((None, "requirement_results", 1, "status"), "passed"),
    ((None, "requirement_results", 1, "cases"), []),
    ((None, "causes", 0, "text"), "Nothing is wrong."),
    ((None, "causes", 0, "violates"), None),
    (("secret", "steps", 0, "findings", 0, "subject"), "status"),
    (("secret", "steps", 0, "findings", 0, "expected"), "nothing"),
    ((None, "options"), [["strict", "true"]]),
    (("passes", "title"), "A thing has no kind"),
    (("passes", "tags"), ["slow"]),
    (("passes", "requires"), ["gone"]),
    (("passes", "place", "line"), 1),
    (("passes", "place", "file"), "things/other.yaml"),
    (("passes", "verifies", 0, "status"), "not-verified"),
    (("passes", "reason"), "It passed."),
    (("passes", "steps", 0, "checks"), 99),
    (("passes", "steps", 0, "notes"), ["Everything is fine."]),
    (("passes", "steps", 0, "attempts"), 3),
    (("passes", "steps", 0, "waited_ms"), 3),
    (("passes", "steps", 0, "place", "column"), 77),
    (("passes", "steps", 0, "title"), "Another step"),
    (("fails", "steps", 0, "findings", 0, "actual"), "almost the same"),
    (("fails", "steps", 0, "findings", 0, "actual"), "***"),
    (("fails", "steps", 0, "findings", 0, "place", "line"), 1),
    (("fails", "steps", 0, "findings", 0, "violates"), None),
    (("warns", "steps", 0, "findings"), []),
    (("polls", "steps", 2, "is_cleanup"), False),
    (("polls", "steps", 2, "findings", 0, "expected"), "500"),
    (("gone", "reason"), "It has never been there."),
    (("gone", "verifies", 0, "status"), "not-verified"),
]


def put(names, written):
    def change(value):
        parent, name = at(*names)(value)
        if written is None:
            del parent[name]
        else:
            parent[name] = written
    return change


def test_changes(good):
    # The reader of results files finds these itself, before anything is compared.
    by_reader = 0
    for names, written in CHANGES:
        path = path_of(names)
        with row(f"{names[0] or 'the head'}, {path} {json.dumps(written)} is refused"):
            parent, name = at(*names)(record(os.path.join(good, "results.json")))
            before = parent.get(name) if isinstance(parent, dict) else parent[name]
            ended = forged(good, put(names, written))
            same("exit status", ended.status, 3, ended)
            if "the results differ from the suite" not in ended.err:
                has("the reader", ended.err, "error[invalid-results]")
                by_reader += 1
                continue
            has("the pass", ended.err, "pass 1: ")
            has("the field", ended.err, path)
            if isinstance(written, (str, int)) and isinstance(before, (str, int)):
                # The verifier's file is in another folder.
                had = f'"{OWN}/things/' if names[-1] == "file" else json.dumps(before)
                has("the verifier's value", ended.err, f"{path}: expected " + had.rstrip('"'))
                has("the forged value", ended.err, f", got {json.dumps(written)}")
    holds("most changes are left to the comparison", by_reader < 6, by_reader)


def test_second_pass(good):
    with row("the second pass is compared, too"):
        ended = forged(good, put(("passes", "title"), "x"), 2)
        same("exit status", ended.status, 3, ended)
        has("message", ended.err, "pass 2: the results differ from the suite or from judging again: "
            "'things/passes', $.title: expected \"A thing has a kind\", got \"x\"")


def test_before(good):
    with row("the target's own steps are compared"):
        def change(value):
            value["before"][1]["steps"][0]["findings"] = []
            value["before"][1]["steps"][0]["verdict"] = "pass"
        ended = forged(good, change)
        same("exit status", ended.status, 3, ended)
        has("message", ended.err, "'before', $.steps[0].verdict: expected \"fail\", got \"pass\"")


def test_files(good):
    for name, written in (("name", "things/other.yaml"), ("size", 1), ("sha256", "0" * 64)):
        with row(f"the list of the suite's files: another {name} is refused"):
            def change(value, name=name, written=written):
                value["suite"]["files"][0][name] = written
                value["suite"].pop("digest", None)
            ended = forged(good, change)
            same("exit status", ended.status, 3, ended)
            has("message", ended.err, f"$.suite.files[0].{name}: expected ")


def test_free(good):
    """What only the run can know: it is accepted."""
    def change(value):
        value["host"] = "another machine"
        value["elapsed_us"] += 1
        case_of(value, "polls")["steps"][1]["waited_ms"] += 1
        case_of(value, "polls")["steps"][1]["attempts"] += 1
        case_of(value, "secret")["steps"][0]["findings"][0]["actual"] = "shown before it was masked"
    with row("the host, durations, what shows a masked part, and attempts of a step that polls may differ"):
        same("exit status", forged(good, change).status, forged(good, lambda value: None).status)


def test_interrupted(url):
    with row("a run that was stopped: NOT_VERIFIED, and its results are as judging again gives them"):
        out, ended = certify(url, "--max-time", "1ms", "--parallel", "1")
        has("certify", ended.out, "NOT_VERIFIED")
        ended = verify(out)
        same("verify", ended.status, 1, ended)
        holds("some cases did not run", record(os.path.join(out, "results.json"))["counts"]["not run"])
        ended = forged(out, put(("fails", "reason"), "It was not needed."))
        same("another reason is refused", ended.status, 3, ended)
        has("the reason", ended.err, '$.reason: expected "--max-time exceeded", got "It was not needed."')


def test_tls():
    with row("a target over TLS: the path of the CA is not compared, the rest of the results is"), \
            TlsServer(then=lambda line: line.sendall(response(201))) as target:
        out, ended = certify(target.url, "--ca", at_certificate("ca.pem"))
        same("certify", ended.status, 1, ended)
        tls = case_of(record(os.path.join(out, "results.json")), "passes")["steps"][0]["request"]["tls"]
        same("recorded", list(tls), ["ca"])
        ended = verify(out)
        same("verify", ended.status, 1, ended)

        def change(value):
            case_of(value, "passes")["steps"][0]["request"]["tls"]["insecure"] = True
        ended = forged(out, change)
        same("insecure", ended.status, 3, ended)
        has("message", ended.err, "the TLS setting 'insecure' was 'true', now it is 'false'")


with Things() as THINGS:
    GOOD, DONE = certify(THINGS.url)
    with row("a target with failures, warnings, skips, polling, waits and secrets: verified"):
        same("certify", DONE.status, 1, DONE)
        VALUE = record(os.path.join(GOOD, "results.json"))
        same("results", {case["id"]: case["verdict"] for case in VALUE["cases"]},
             {"passes": "pass", "fails": "fail", "warns": "warn", "polls": "pass", "waits": "pass",
              "secret": "warn", "gone": "skip"})
        same("cleanup that failed", VALUE["cleanup_failures"], 2)
        holds("a step polled", case_of(VALUE, "polls")["steps"][1]["attempts"] > 1)
        holds("a step was throttled", case_of(VALUE, "waits")["steps"][0]["throttled_ms"])
        has("a secret is masked", json.dumps(case_of(VALUE, "secret")["steps"][0]["findings"]), "***")
        ENDED = verify(GOOD)
        same("verify", ENDED.status, 1, ENDED)
        same("signed again", forged(GOOD, lambda value: None).status, 1)
    test_changes(GOOD)
    test_second_pass(GOOD)
    test_before(GOOD)
    test_files(GOOD)
    test_free(GOOD)
    test_interrupted(THINGS.url)
test_tls()
finish()
