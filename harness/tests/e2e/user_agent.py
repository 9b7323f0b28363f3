"""--user-agent: what run and certify send, record and verify."""
import json
import os
import re
import shutil

from checks import finish, has, holds, lacks, row, same
from program import apigcheck, new_folder, record, write
from records import save
from sealing import new_key, reseal, statement
from servers import Recorder

OWN = "apigcheck/" + apigcheck("--version").out.split()[1]
OPERATION = """\
operation: things
request: {method: GET, path: /things}
"""
CASES = """\
cases:
  - id: plain
    title: The default header
    verifies: [THINGS]
    expect: {status: 200}
  - id: own
    title: A header of its own
    verifies: [THINGS]
    with: {headers: {User-Agent: phone/7}}
    expect: {status: 200}
  - id: removed
    title: No header
    verifies: [THINGS]
    with: {headers: {User-Agent: !absent }}
    expect: {status: 200}
"""
PROFILE = """\
profile: small
version: "1"
validity: 30d
passes: 2
requirements: [THINGS]
cases: [things/plain, things/own, things/removed]
"""
TARGET = """\
name: Things
url: http://127.0.0.1:1
before:
  - title: Say hello
    request: {method: GET, path: /hello}
    expect: {status: 200}
"""
SUITE, OUTSIDE = new_folder(), new_folder()
for path, text in (("requirements.yaml", "requirements:\n  - {id: THINGS, level: MUST, text: A promise.,"
                                         " source: a page}\n"),
                   ("things/operation.yaml", OPERATION), ("things/cases.yaml", CASES),
                   ("profiles/small.yaml", PROFILE)):
    write(SUITE, path, text)
TARGET = write(OUTSIDE, "target.yaml", TARGET)
KEY, PUBLIC = new_key(OUTSIDE, "vendor")


def agents(server):
    """The User-Agent of each request, once."""
    return {(request.path, *request.values("User-Agent")) for request in server.requests}


def expected(agent):
    return {("/hello", agent), ("/things", agent), ("/things", "phone/7"), ("/things",)}


def run(server, *words):
    path = os.path.join(new_folder(), "results.json")
    return path, apigcheck("run", SUITE, "--target", TARGET, "--url", server.url, "--json", path, *words)


def rejudge(path):
    return apigcheck("rejudge", path, SUITE, "--target", TARGET)


def certify(server, *words):
    out = os.path.join(new_folder(), "evidence")
    return out, apigcheck("certify", "--target", TARGET, "--url", server.url, "--profile", "small",
                          "--vendor", "Acme", "--product", "Gateway", "--product-version", "4.2",
                          "--key", KEY, "--out", out, "--suite", SUITE, *words)


def verify(out, *words):
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key", PUBLIC, "--suite", SUITE,
                     *words)


def edit(path, agent, header):
    """Replaces the value in the head of a results file and in its requests."""
    results = record(path)
    if agent:
        results["user_agent"] = agent
    for case in [*results.get("before", []), *results["cases"]]:
        for step in case["steps"]:
            for pair in step["request"]["headers"]:
                if pair[0] == "User-Agent" and pair[1] != "phone/7":
                    pair[1] = header or pair[1]
    save(path, results)


def forge(good, agent, header, claim):
    out = os.path.join(new_folder(), "evidence")
    shutil.copytree(good, out)
    for folder in ("", "pass-2"):
        edit(os.path.join(out, folder, "results.json"), agent, header)

    def change(said):
        if claim:
            said["predicate"]["apigcheck"]["userAgent"] = claim
    reseal(out, KEY, change)
    return out


def test_run():
    with row("run: the program's own, and not in the results file"), Recorder() as server:
        path, ended = run(server)
        same("the exit status", ended.status, 0, ended)
        same("User-Agent", agents(server), expected(OWN))
        holds("not recorded", "user_agent" not in record(path))
        same("rejudge", rejudge(path).status, 0, rejudge(path))
    with row("run --user-agent: in every request that sets none, and in the results file"), \
            Recorder() as server:
        path, ended = run(server, "--user-agent", "phone/8 (beta)")
        same("the exit status", ended.status, 0, ended)
        same("User-Agent", agents(server), expected("phone/8 (beta)"))
        same("recorded", record(path)["user_agent"], "phone/8 (beta)")
        same("rejudge", rejudge(path).status, 0, rejudge(path))
    with row("another one in the results file than in its requests is reported"):
        edit(path, "phone/9", None)
        has("rejudge", rejudge(path).out,
            "header 'User-Agent' was 'phone/8 (beta)', now it is 'phone/9'")


    with row("a results file of another version has that version in its requests"), Recorder() as server:
        path, ended = run(server)
        results = record(path)
        results["apigcheck"]["version"] = "9.1"
        save(path, results)
        has("rejudge", rejudge(path).out, f"header 'User-Agent' was '{OWN}', now it is 'apigcheck/9.1'")
        edit(path, None, "apigcheck/9.1")
        same("rejudge", rejudge(path).status, 0, rejudge(path))


def test_invalid():
    for value in ("", " a", "a ", "a\tb", "a\nX-More: 1", "ä", "\x7f"):
        with row(f"--user-agent {value!r} is refused"), Recorder() as server:
            for ended in (run(server, "--user-agent", value)[1], certify(server, "--user-agent", value)[1]):
                same("the exit status", ended.status, 2, ended)
                has("standard error", ended.err, "--user-agent")
            same("requests", server.accepted, 0)


def test_merge():
    with row("parts of a run with different values are not merged"), Recorder() as server:
        parts = [run(server, "--shard", f"{i}/2", *words)[0]
                 for i, words in ((1, ()), (2, ("--user-agent", "a")), (2, ("--user-agent", "b")),
                                  (1, ("--user-agent", "b")))]
        for pair in ((0, 1), (1, 3)):
            ended = apigcheck("report", *(parts[i] for i in pair))
            same("the exit status", ended.status, 2, ended)
            has("standard error", ended.err, "cannot be merged: they have different --user-agent")
        merged = os.path.join(new_folder(), "results.json")
        same("equal ones", apigcheck("report", parts[2], parts[3], "--json", merged).status, 0)
        same("merged", record(merged)["user_agent"], "b")


def test_certify():
    with row("certify: no request says that it is a test"), Recorder() as server:
        good, ended = certify(server)
        same("the exit status", ended.status, 0, ended)
        sent = json.loads(statement(good)[1])["predicate"]["apigcheck"]["userAgent"]
        holds("that of curl", re.fullmatch(r"curl/\d+\.\d+\.\d+", sent), sent)
        same("User-Agent", agents(server), expected(sent))
        for request in server.requests:
            lacks("a request", repr((request.line, request.fields, request.body)).lower(), "apigcheck")
        same("verify", verify(good).status, 0, verify(good))
        same("rejudge", apigcheck("rejudge", os.path.join(good, "results.json"), SUITE).status, 0)
    with row("a target without values of a shipped one: no warning about them"):
        warnings = json.loads(verify(good, "--json").out)["warnings"]
        same("warnings", len(warnings), 1, warnings)
        has("it", warnings[0], "the host of the target, 127.0.0.1, is on loopback")
    with row("certify --user-agent"), Recorder() as server:
        out, ended = certify(server, "--user-agent", "phone/8")
        same("the exit status", ended.status, 0, ended)
        same("User-Agent", agents(server), expected("phone/8"))
        same("verify", verify(out).status, 0, verify(out))
    return good, sent


def test_forged(good, sent):
    with row("the same, signed again"):
        same("verify", verify(forge(good, None, None, None)).status, 0)
    other = "the User-Agent of the results is not that of the certificate"
    was = f"header 'User-Agent' was '{OWN}', now it is '{sent}'"
    for what, change, message in (
            ("in the certificate", (None, None, "phone/8"), other),
            ("in the head of the results", ("phone/8", None, None), other),
            ("in the requests: that of the program", (None, OWN, None), was),
            ("in certificate and results, not in the requests", ("phone/8", None, "phone/8"),
             f"header 'User-Agent' was '{sent}', now it is 'phone/8'")):
        with row(f"another value {what}: refused"):
            ended = verify(forge(good, *change))
            same("the exit status", ended.status, 3, ended)
            has("standard error", ended.err, message)


test_run()
test_invalid()
test_merge()
test_forged(*test_certify())
finish()
