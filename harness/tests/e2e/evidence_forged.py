"""Evidence that was changed and signed again with the vendor's own key, and evidence of an interrupted run."""
import json
import os
import shutil
import signal
import time

from checks import finish, has, holds, row, same
from program import EMBEDDED, Gateway, Process, apigcheck, new_folder, read, record, write
from sealing import new_key, reseal, statement

OPERATION = """\
operation: get
needs: {always: [project_id, instance_id], token: [token]}
request: {method: GET, path: "/v2/{project_id}/apigw/instances/{instance_id}/app-quotas/$(uuid_hex)"}
credential: {X-Auth-Token: $(token)}
"""
CASES = "cases:\n" + "".join(f"""\
  - id: {name}
    title: A quota that does not exist is not found
    verifies: [GET-404]
    expect: {{status: 4xx}}
""" for name in ("first", "second", "third"))
PROFILE = """\
profile: small
version: "1"
validity: 30d
passes: 2
requirements: [GET-404]
cases: [get/first, get/second, get/third]
"""
SUITE = new_folder()
for path, text in (("requirements.yaml", "requirements:\n  - {id: GET-404, level: MUST, text: A promise.,"
                                         " source: a page}\n"),
                   ("get/operation.yaml", OPERATION.replace("token: [token]", "auth-token: [token]")),
                   ("get/cases.yaml", CASES), ("profiles/small.yaml", PROFILE)):
    write(SUITE, path, text)
KEY, PUBLIC = new_key(new_folder(), "vendor")
LARGE = 6 << 30


def words_of(url, out, *more):
    return ("certify", "--target", EMBEDDED, "--url", url, "--profile", "small", "--vendor", "Acme",
            "--product", "Gateway", "--product-version", "4.2", "--key", KEY, "--out", out, "--suite",
            SUITE, *more)


def verify(out, *more):
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key", PUBLIC, "--suite",
                     SUITE, *more)


def forged(good, change, claim=None):
    out = os.path.join(new_folder(), "evidence")
    shutil.copytree(good, out)
    change(out)
    reseal(out, KEY, claim)
    return out


def refused(what, out, *messages):
    ended = verify(out)
    same(f"{what}: exit status", ended.status, 3, ended)
    for message in messages:
        has(what, ended.err, message)


def edit_target(**changed):
    def change(out):
        path = os.path.join(out, "target.json")
        write(out, "target.json", json.dumps({**record(path), **changed}))
    return change


def test_names(good):
    for name in ("notes.txt", "pass-3/results.json", "pass-02/junit.xml", "pass-2/target.json",
                 "receipts/decision.json", "suites/x", "Results.json"):
        with row(f"{name}, sealed in, is refused"):
            refused(name, forged(good, lambda out, name=name: write(out, name, "{}")),
                    f"'{name}' ")
    for name in ("junit.xml", "pass-2/exchanges.har"):
        with row(f"{name} left out is refused"):
            out = forged(good, lambda out, name=name: os.remove(os.path.join(out, name)))
            refused(name, out, f"'{name}' is missing")
    with row("what is in receipts/ after the sealing is not read"):
        out = forged(good, lambda out: None)
        write(out, "receipts/decision.json", "x")
        write(out, "receipts/other/note.txt", "x")
        same("verify", verify(out).status, 0, verify(out))


def test_reports(good):
    for folder in ("", "pass-2/"):
        for name in ("junit.xml", "report.html", "exchanges.har"):
            with row(f"{folder}{name} of another content is refused"):
                for text in (read(os.path.join(good, folder, name)) + "\n", "<html>passed</html>", ""):
                    out = forged(good, lambda out, text=text: write(out, folder + name, text))
                    refused(name, out, f"'{folder}{name}' is not the report that its results file gives")
    with row("the reports are compared, and nothing is left in the temporary folder"):
        place = new_folder()
        ended = apigcheck("verify", os.path.join(good, "certificate.json"), "--key", PUBLIC, "--suite",
                          SUITE, "--json", env={**os.environ, "TMPDIR": place})
        same("compared", json.loads(ended.out)["reports_compared"], True)
        same("left", os.listdir(place), [])
    with row("without a temporary folder nothing is accepted"):
        ended = apigcheck("verify", os.path.join(good, "certificate.json"), "--key", PUBLIC, "--suite",
                          SUITE, env={**os.environ, "TMPDIR": os.path.join(place, "none")})
        same("exit status", ended.status, 3, ended)


def test_other_version(good):
    with row("reports of an unknown version of the program are not compared"):
        def claim(said):
            said["predicate"]["apigcheck"]["program"] = "0.0.1"
        same("compared", json.loads(verify(forged(good, lambda out: None, claim), "--json").out)
             ["reports_compared"], False)


def test_options(url):
    with row("a target changed by --var and --secret, certified and verified"):
        out = os.path.join(new_folder(), "evidence")
        ended = apigcheck(*words_of(url, out, "--var", "extra=of $(run_id)", "--var", "count:=3",
                                    "--secret", "further=env:FURTHER"),
                          env={**os.environ, "FURTHER": "a-secret-of-the-target"})
        same("certify", ended.status, 0, ended)
        same("verify", verify(out).status, 0, verify(out))


def test_target(good):
    for name, value in (("name", "another"), ("capabilities", []), ("read_only", True),
                        ("capabilities", ["auth-token", "unbind"]), ("has_file", False),
                        ("extra", 1)):
        with row(f"target.json: {name} {value} is refused"):
            refused(name, forged(good, edit_target(**{name: value})))
    for name in ("name", "vars", "read_only"):
        with row(f"target.json without {name} is refused"):
            def change(out, name=name):
                path = os.path.join(out, "target.json")
                write(out, "target.json", json.dumps({one: value for one, value in record(path).items()
                                                      if one != name}))
            refused(name, forged(good, change), "target.json")
    with row("target.json: the message names what differs"):
        refused("name", forged(good, edit_target(name="another")),
                "'name' of 'target.json' does not follow from 'target.yaml'")


def enlarge(name):
    return lambda out: os.truncate(os.path.join(out, name), LARGE)


def test_sizes(good):
    for name, limit in (("results.json", 512), ("report.html", 512), ("target.json", 4),
                        ("pass-2/exchanges.har", 512)):
        with row(f"{name} of 6 GiB is refused at once"):
            out = os.path.join(new_folder(), "evidence")
            shutil.copytree(good, out)
            enlarge(name)(out)
            ended = verify(out)
            same("exit status", ended.status, 3, ended)
            has(name, ended.err, f"'{name}' is larger than {limit} MiB")
            holds("in less than 5 seconds", ended.seconds < 5)
    with row("files of another size than the manifest's are not read"):
        out = os.path.join(new_folder(), "evidence")
        shutil.copytree(good, out)
        os.truncate(os.path.join(out, "report.html"), 400 << 20)
        ended = verify(out)
        same("exit status", ended.status, 3, ended)
        has("changed", ended.err, "'report.html' was changed")


def test_interrupted(url):
    for what, more, number in (("--max-time", ("--max-time", "500ms"), None),
                               ("a signal", (), signal.SIGINT)):
        with row(f"a run that ended by {what}: NOT_VERIFIED for certify and verify"):
            out = os.path.join(new_folder(), "evidence")
            running = Process(*words_of(url, out, "--parallel", "1", *more))
            if number:
                time.sleep(0.6)
                running.kill(number)
            ended = running.wait()
            has("certify", ended.out, "NOT_VERIFIED")
            ended = verify(out)
            same("verify", ended.status, 1, ended)
            has("verify", ended.err, "the target did not conform: NOT_VERIFIED")
            holds("it has no second pass", not os.path.exists(os.path.join(out, "pass-2")))

            def claim(said):
                said["predicate"]["result"] = "PASSED"
                said["predicate"]["apigcheck"]["conformance"] = "CONFORMANT"
            refused("claimed to conform", forged(out, lambda out: None, claim))
            other = forged(out, lambda out: shutil.copytree(
                out, os.path.join(out, "pass-2"), ignore=lambda folder, names: [
                    n for n in names if n not in ("results.json", "junit.xml", "report.html",
                                                  "exchanges.har")]))
            refused("with a second pass", other, "'pass-2/results.json' is not a file of the evidence")


with Gateway() as gateway:
    GOOD = os.path.join(new_folder(), "evidence")
    with row("certified and verified; the same with a new seal"):
        DONE = apigcheck(*words_of(gateway.url, GOOD))
        same("certify", DONE.status, 0, DONE)
        same("verify", verify(GOOD).status, 0, verify(GOOD))
        SEALED = forged(GOOD, lambda out: None)
        same("sealed again", verify(SEALED).status, 0, verify(SEALED))
    test_names(GOOD)
    test_reports(GOOD)
    test_other_version(GOOD)
    test_options(gateway.url)
    test_target(GOOD)
    test_sizes(GOOD)
with Gateway("--latency", "400ms") as slow:
    test_interrupted(slow.url)
finish()
