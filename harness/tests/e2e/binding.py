"""What binds a certificate to its challenge: responses that repeat generated values, `traceparent`, the
duration of the run, and the times of each request."""
import json
import os
import re
import shutil
import time
from datetime import datetime, timedelta

from checks import finish, has, holds, row, same
from program import apigcheck, new_folder, record, write
from records import save
from sealing import new_key, reseal, statement
from servers import Recorder, response

OPERATION = """\
operation: get
request: {method: GET, path: /things/1}
"""
CASES = """\
cases:
  - id: known
    title: A thing is returned
    verifies: [THING]
    expect: {status: 200}
  - id: named
    title: A thing has a name
    verifies: [THING]
    with: {path: /things/$(uuid)}
    expect: {status: 200}
    cleanup:
      - {request: {method: DELETE, path: /things/$(uuid)}}
  - id: hex
    title: A thing has a name without hyphens
    verifies: [THING]
    with: {query: {name: $(uuid_hex)}}
    expect: {status: 200}
  - id: run
    title: A run has a name
    verifies: [THING]
    with: {query: {name: $(run_id)}}
    expect: {status: 200}
  - id: traced
    title: A case can have its own traceparent
    verifies: [THING]
    steps:
      - {with: {headers: {traceparent: 00-$(uuid_hex)-00f067aa0ba902b7-00}}, expect: {status: 200}}
      - {with: {headers: {Traceparent: !absent }}, expect: {status: 200}}
      - {expect: {status: 200}}
"""
PROFILE = """\
profile: small
version: "1"
validity: 30d
passes: 2
requirements: [THING]
cases: [get/known, get/named, get/hex, get/run, get/traced]
"""
REQUIREMENTS = "requirements:\n  - {id: THING, level: MUST, text: A promise., source: a page}\n"
RESPONSES = 2 * 7  # of two passes, without clean-up
KEY, PUBLIC = new_key(new_folder(), "vendor")
HEX = re.compile(r"[0-9a-f]{32}")


def new_suite(profile=PROFILE, cases=CASES):
    folder = new_folder()
    for name, text in (("requirements.yaml", REQUIREMENTS), ("get/operation.yaml", OPERATION),
                       ("get/cases.yaml", cases), ("profiles/small.yaml", profile)):
        write(folder, name, text)
    return folder


def certify(url, suite, *words, target=None):
    out = os.path.join(new_folder(), "evidence")
    where = ("--target", target, "--url", url) if target else ("--target", write(
        new_folder(), "target.yaml", f"name: Things\nurl: {url}\n"))
    return out, apigcheck("certify", *where, "--profile", "small", "--vendor", "Acme", "--product",
                          "Things", "--product-version", "1", "--key", KEY, "--out", out, "--suite",
                          suite, *words)


def verify(out, suite, *words):
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key", PUBLIC, "--suite",
                     suite, *words)


def claims_of(out):
    return json.loads(statement(out)[1])["predicate"]["apigcheck"]


def counts(out, suite, ended, bound, words="bound to this run, which has no challenge"):
    """The numbers of certificate, certify and verify."""
    same("certify", ended.status, 0, ended)
    same("the certificate", claims_of(out)["challengeBinding"], {"responses": RESPONSES, "bound": bound})
    line = f"{words}: {bound} of {RESPONSES} responses\n"
    has("certify", ended.out, line)
    again = verify(out, suite)
    same("verify", again.status, 0, again)
    has("verify", again.out, line)


def refused(what, out, suite, *messages):
    ended = verify(out, suite)
    same(f"{what}: exit status", ended.status, 3, ended)
    for message in messages:
        has(what, ended.err, message)


def echo_line(request):
    return response(body=json.dumps({"you": request.line.decode()}))


def echo_upper(request):
    return response(fields=(("Content-Type", "text/plain"), ("Location", request.path.upper())))


def echo_trace(name):
    def reply(request):
        ids = [HEX.search(value)[0] for value in request.values("traceparent")]
        return response(fields=[("Content-Type", "application/json")] +
                        [(name, f"00-{one}-00f067aa0ba902b8-01") for one in ids])
    return reply


# ---- Echoed values ----

def test_echoes():
    suite = new_suite()
    for what, reply, bound in (
            ("a gateway that repeats nothing", None, 0),
            ("a gateway that repeats the path in the body", echo_line, 2 * 2),
            ("a gateway that repeats it in a header, in upper case", echo_upper, 2 * 2),
            ("a traceparent that a case wrote", echo_trace("traceresponse"), 2 * 1)):
        with row(f"{what}: {bound} of {RESPONSES} responses are bound"), Recorder(reply) as server:
            out, ended = certify(server.url, suite)
            counts(out, suite, ended, bound)
            out, ended = certify(server.url, suite, "--challenge", "of today")
            counts(out, suite, ended, bound, "bound to the challenge")
    with row("another number is refused"), Recorder(echo_line) as server:
        out, _ = certify(server.url, suite)

        def claim(said):
            said["predicate"]["apigcheck"]["challengeBinding"]["bound"] = RESPONSES
        reseal(out, KEY, claim)
        refused("claimed", out, suite, "'predicate.apigcheck.challengeBinding.bound' does not match the"
                f" evidence: expected 4, got {RESPONSES}")


def test_old_responses():
    """A proxy that sends what it recorded under an old challenge."""
    suite = new_suite()
    for what, reply, bound, old in (("nothing", None, 0, 0), ("the path", echo_line, 4, 0)):
        with row(f"old responses under a new challenge, from a gateway that repeats {what}: bound 0"):
            kept = []
            with Recorder(reply) as server:
                def keep(request, server=server):
                    kept.append(server_reply(reply, request))
                    return kept[-1]
                server.reply = keep
                out, ended = certify(server.url, suite, "--challenge", "old", "--parallel", "1")
                counts(out, suite, ended, bound, "bound to the challenge")
            with Recorder(lambda request: kept.pop(0)) as proxy:
                out, ended = certify(proxy.url, suite, "--challenge", "new", "--parallel", "1")
                counts(out, suite, ended, old, "bound to the challenge")


def server_reply(reply, request):
    return reply(request) if reply else response()


# ---- traceparent ----

def traces(server):
    return [value for request in server.requests for value in request.values("traceparent")]


def test_traceparent():
    suite = new_suite(PROFILE + "traceparent: true\n")
    for name in ("traceresponse", "traceparent", "X-Trace"):
        with row(f"a trace-id in '{name}' binds the response"), Recorder(echo_trace(name)) as server:
            out, ended = certify(server.url, suite, "--challenge", "c")
            # one request of the case 'traced' has no header
            counts(out, suite, ended, 2 * 6, "bound to the challenge")
            sent = traces(server)
            same("with a traceparent", len(sent), 2 * 7)
            same("different ones", len(set(sent)), 2 * 7)
            holds("their form", all(re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]", one)
                                    for one in sent), sent)
            same("of the case itself", len([one for one in sent if one.endswith("-00")]), 2)
    with row("a gateway that ignores it: bound 0; rejudge builds the same requests"), \
            Recorder() as server:
        out, ended = certify(server.url, suite)
        counts(out, suite, ended, 0)
        for name in ("results.json", "pass-2/results.json"):
            ended = apigcheck("rejudge", os.path.join(out, name), suite)
            same(f"rejudge {name}", ended.status, 0, ended)
            has(f"rejudge {name}", ended.out, "0 not judged; 0 changed")
    with row("another traceparent in the results is refused"):
        path = os.path.join(out, "results.json")
        results = record(path)
        for header in results["cases"][0]["steps"][0]["request"]["headers"]:
            if header[0] == "traceparent":
                header[1] = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        save(path, results)
        reseal(out, KEY)
        refused("traceparent", out, suite, "the recorded request differs: step 1: header 'traceparent'")
    with row("without the key no request has one"), Recorder() as server:
        plain = new_suite()
        out, ended = certify(server.url, plain)
        same("certify", ended.status, 0, ended)
        same("those of the case", len(traces(server)), 2)


# ---- Duration ----

def test_max_time():
    def slow(_):
        time.sleep(0.4)
        return response()
    suite = new_suite(PROFILE + "max_time: 700ms\n")
    with row("a run that takes longer than max_time is NOT_VERIFIED"), Recorder(slow) as server:
        out, ended = certify(server.url, suite, "--parallel", "1")
        same("certify", ended.status, 3, ended)
        has("certify", ended.out, "NOT_VERIFIED")
        has("certify", ended.out, "stopped: max_time of the profile exceeded\n")
        ended = verify(out, suite)
        same("verify", ended.status, 1, ended)
        has("verify", ended.err,
            "the target did not conform: NOT_VERIFIED: max_time of the profile exceeded")
    with row("a shorter --max-time is its own reason"), Recorder(slow) as server:
        out, ended = certify(server.url, suite, "--parallel", "1", "--max-time", "300ms")
        has("certify", ended.out, "stopped: --max-time exceeded\n")
        same("verify", verify(out, suite).status, 1)
    with row("both passes together are limited"), Recorder(slow) as server:
        out, ended = certify(server.url, new_suite(PROFILE + "max_time: 1500ms\n"))
        has("certify", ended.out, "stopped: max_time of the profile exceeded\n")
        holds("the second pass started", os.path.exists(os.path.join(out, "pass-2")))
    suite = new_suite()
    with row("a pass that was made ten years longer is refused"), Recorder() as server:
        out, ended = certify(server.url, suite)
        same("certify", ended.status, 0, ended)

        def lengthen(results):
            begin = results["started_at"]
            results["started_at"] = earlier(begin)
            results["elapsed_us"] += (datetime.fromisoformat(begin) - datetime.fromisoformat(
                results["started_at"])) // timedelta(microseconds=1)

        def claim(said):
            said["predicate"]["apigcheck"]["startedOn"] = record(
                os.path.join(out, "results.json"))["started_at"]
        edit(out, lengthen, claim)
        refused("ten years", out, suite, "field 'predicate.apigcheck.conformance' does not match the "
                'evidence: expected "NOT_VERIFIED", got "CONFORMANT"',
                'expected "max_time of the profile exceeded", got null')


def earlier(text):
    """The same time, ten years earlier."""
    return f"{int(text[:4]) - 10}{text[4:]}"


# ---- Times of requests ----

def edit(out, change, claim=None, name="results.json"):
    path = os.path.join(out, name)
    results = record(path)
    change(results)
    save(path, results)
    reseal(out, KEY, claim)


def copy(out):
    other = os.path.join(new_folder(), "evidence")
    shutil.copytree(out, other)
    return other


def first_step(change):
    def edited(results):
        case = next(case for case in results["cases"] if case["id"] == "named")
        change(case["steps"][0])
    return edited


def last_step(change):
    def edited(results):
        case = next(case for case in results["cases"] if case["id"] == "named")
        holds("a step of the cleanup", case["steps"][-1]["is_cleanup"])
        change(case["steps"][-1])
    return edited


def both_later(step):
    step["started_at"] = "2089-01-01T00:00:00.000Z"
    step["received_at"] = "2089-01-01T00:00:00.000Z"


TIMES = (
    ("a response before its request", first_step(lambda step: step.update(
        received_at=earlier(step["received_at"]))),
     "'get/named': step 1: the response was received before the request was made"),
    ("a request before its case", first_step(lambda step: step.update(
        started_at=earlier(step["started_at"]))),
     "'get/named': step 1: it is outside the time of the case"),
    ("a request after its case", first_step(both_later),
     "'get/named': step 1: it is outside the time of the case"),
    ("a step of the cleanup after its case", last_step(both_later),
     "'get/named': step 2: it is outside the time of the case"),
    ("a request longer than its case", first_step(lambda step: step.update(elapsed_us=10**10)),
     "'get/named': step 1: it is outside the time of the case"),
    ("a phase after the next", first_step(lambda step: step.update(first_byte_us=10**10)),
     "'get/named': step 1: a phase of the request ended before the phase before it"),
    ("a wait longer than its case", first_step(lambda step: step.update(waited_ms=10**7)),
     "'get/named': step 1: it waited longer than the case took"),
    ("a wait for a limited rate longer than its case", first_step(lambda step: step.update(
        throttled_ms=10**7)), "'get/named': step 1: it waited longer than the case took"),
)


def test_times():
    suite = new_suite()
    with Recorder() as server:
        good, ended = certify(server.url, suite)
    same("certify", ended.status, 0, ended)
    for name, number in (("results.json", 1), ("pass-2/results.json", 2)):
        for what, change, message in TIMES:
            with row(f"pass {number}: {what} is refused"):
                out = copy(good)
                edit(out, change, name=name)
                refused(what, out, suite, f"pass {number}: {message}")


BEFORE = """\
before:
  - request: {method: POST, path: "/things/$(run_id)"}
    expect: {status: 200}
    cleanup:
      - request: {method: DELETE, path: "/things/$(run_id)"}
"""


def test_before():
    """The steps of a target, and its variables."""
    suite = new_suite(cases=CASES.replace("with: {query: {name: $(run_id)}}",
                                          "with: {query: {name: $(run_id), of: $(thing)}}"))
    write(suite, "get/operation.yaml", OPERATION + "needs: {always: [thing]}\n")
    with Recorder() as server:
        target = write(new_folder(), "target.yaml", f"name: Things\nurl: {server.url}\n"
                       "vars: {part: of-$(run_id), thing: thing-$(part)}\n" + BEFORE)
        good, ended = certify(server.url, suite, target=target)
        asked = [request.path for request in server.requests if "of=" in request.path]
    with row("$(run_id) in a variable of the target is that of the pass"):
        same("certify", ended.status, 0, ended)
        same("requests", len(asked), 2)
        for path in asked:
            found = re.fullmatch(r"/things/1\?name=(\w{12})&of=thing-of-(\w{12})", path)
            holds("its form", found, path)
            same("both", found[1], found[2])
        holds("another in each pass", asked[0] != asked[1])
        same("verify", verify(good, suite).status, 0, verify(good, suite))
    with row("rejudge finds the target of each pass"):
        for name in ("results.json", "pass-2/results.json"):
            for more in ((), ("--target", target)):
                ended = apigcheck("rejudge", os.path.join(good, name), suite, *more)
                same(f"{name} {more}", ended.status, 0, ended)
                has(f"{name} {more}", ended.out, "0 not judged; 0 changed")
        ended = apigcheck("rejudge", "results.json", suite, cwd=os.path.join(good, "pass-2"))
        same("in the folder itself", ended.status, 0, ended)
    for index, what in ((0, "steps of 'before'"), (1, "clean-up steps of 'before'")):
        for change, message in (
                (lambda one: one.update(started_at=earlier(one["started_at"])),
                 "they ran outside the time of the pass"),
                (lambda one: one.update(elapsed_us=10**10), "they ran outside the time of the pass"),
                (lambda one: both_later(one["steps"][0]),
                 "step 1: it is outside the time of the case")):
            with row(f"{what}: {message}"):
                out = copy(good)
                edit(out, lambda results, change=change, index=index: change(
                    results["before"][index]), name="pass-2/results.json")
                refused(what, out, suite, f"pass 2: the {what}: {message}")


test_echoes()
test_old_responses()
test_traceparent()
test_max_time()
test_times()
test_before()
finish()
