"""The shipped cases against the reference gateway: in the process, in its own process, in each of its
variants; and no secret in any file or output."""
import base64
import json
import os
import re
import time
import urllib.parse

from checks import finish, has, holds, lacks, row, same
from program import (EMBEDDED, ROOT, Gateway, JUnit, Process, apigcheck, new_folder, read, record,
                     write)
from servers import Recorder, response

BINDING = os.path.join(ROOT, "cases", "bind-credentials")

TOKENS = [read(os.path.join(ROOT, "fixtures", "targets", name)).strip()
          for name in ("embedded.token", "embedded-forbidden.token")]
VARIANTS = ["standard", "front-door", "no-rebind"]
CASES_AT_LEAST = 45


def counts_on_console(text):
    """The counts of the summary line: {"passed": 70, "failed": 0, "errors": 0}."""
    last = text.strip().splitlines()[-1]
    return {word: int(number) for number, word in
            re.findall(r"(\d+) (passed|warned|failed|errors?|skipped|not run)", last)}


def check_green(ended, folder):
    """Checks exit status 0, enough cases, none skipped, and three reports that agree."""
    same("the exit status", ended.status, 0, ended)
    junit = JUnit(os.path.join(folder, "junit.xml"))
    results = record(os.path.join(folder, "results.json"))
    console = counts_on_console(ended.out)
    holds("there are enough testcases", len(junit.cases) >= CASES_AT_LEAST, len(junit.cases))
    same("cases that did not pass", [case for case in junit.cases if case[1] != "passed"], [])
    same("duplicate names", len({name for name, _, _ in junit.cases}), len(junit.cases))
    same("the record's cases", len(results["cases"]), len(junit.cases))
    same("the record's counts", results["counts"],
         {"fail": 0, "error": 0, "warn": console.get("warned", 0), "pass": console["passed"],
          "skip": 0, "not run": 0})
    same("the console's counts", sum(console.values()), len(junit.cases), ended)
    same("the record's verdict", results["verdict"], "pass")
    same("the counts in the results file", results["counts"]["pass"],
         sum(case["verdict"] == "pass" for case in results["cases"]))
    return results


def everything(ended, folder):
    outputs = {"standard output": ended.out, "standard error": ended.err}
    for above, _, names in os.walk(folder):
        outputs.update({name: read(os.path.join(above, name)) for name in names})
    return outputs


def spellings(secret):
    """A secret in the encodings that a response, a header or a report might use."""
    plain = secret.encode()
    found = {secret, urllib.parse.quote(secret, safe=""), plain.hex(), plain.hex().upper(),
             json.dumps(secret)[1:-1], "".join(f"\\u{ord(c):04x}" for c in secret)}
    for shift in range(3):  # each alignment within a longer string
        coded = base64.b64encode(b"x" * shift + plain).decode()
        found.add(coded[4 if shift else 0:len(coded) // 4 * 4 - 4])
    return found


def check_no_secret(ended, folder, secrets):
    for where, text in everything(ended, folder).items():
        for secret in secrets:
            for spelling in spellings(secret):
                lacks(where, text, spelling)


def command_lines(process):
    """The files of /proc about the process, as long as it runs."""
    seen = set()
    while process.child.poll() is None:
        with open(f"/proc/{process.child.pid}/cmdline", "rb") as file:
            seen.add(file.read())
        time.sleep(0.02)
    return seen


# ---- The gateway in the process ----

with row("the reference gateway in the process: all cases pass"):
    folder = new_folder()
    ended = apigcheck("run", "--mock", "--reports", folder)
    check_green(ended, folder)
    check_no_secret(ended, folder, TOKENS)

with row("-v prints a line for each case, and no secret"):
    folder = new_folder()
    ended = apigcheck("run", "--mock", "-v", "--reports", folder)
    results = check_green(ended, folder)
    for case in results["cases"]:
        has("the console", ended.out, case["full_name"])
    check_no_secret(ended, folder, TOKENS)

with row("-q prints only the summary line"):
    ended = apigcheck("run", "--mock", "-q")
    same("the exit status", ended.status, 0, ended)
    same("lines on standard output", len(ended.out.splitlines()), 1, ended)
    same("standard error", ended.err, "")

with row("from another folder, with an explicit path"):
    folder = new_folder()
    ended = apigcheck("run", "--mock", "--reports", "out", cwd=folder)
    check_green(ended, os.path.join(folder, "out"))

with row("a seed reproduces the same requests"):
    bodies = []
    for _ in range(2):
        folder = new_folder()
        apigcheck("run", "--mock", "--seed", "c0ffee", "--reports", folder)
        results = record(os.path.join(folder, "results.json"))
        same("the seed", results["seed"], "c0ffee")
        bodies.append([(step["request"]["method"],
                        urllib.parse.urlsplit(step["request"]["url"]).path,
                        step["request"].get("body"))
                       for case in results["cases"] for step in case["steps"]])
    same("the requests", bodies[0], bodies[1])

# ---- The gateway in its own process ----

for variant in VARIANTS:
    with Gateway("--variant", variant) as gateway:
        for turn in ("first", "second"):
            with row(f"a separate gateway, variant {variant}, for the {turn} time"):
                folder = new_folder()
                ended = apigcheck("run", "--target", EMBEDDED, "--url", gateway.url,
                                  "--reports", folder)
                results = check_green(ended, folder)
                same("the target's address", results["target"]["url"], gateway.url)
                same("steps of clean-up that did not pass", results["cleanup_failures"], 0)
                check_no_secret(ended, folder, TOKENS)

with Gateway() as gateway:
    with row("one case at a time"):
        folder = new_folder()
        ended = apigcheck("run", "--target", EMBEDDED, "--url", gateway.url, "--parallel", "1",
                          "--reports", folder)
        check_green(ended, folder)

    with row("many cases at a time, over shared connections"):
        folder = new_folder()
        ended = apigcheck("run", "--target", EMBEDDED, "--url", gateway.url, "--parallel", "64",
                          "--reuse-connections", "--reports", folder)
        check_green(ended, folder)

    with row("a target without capabilities: fewer cases, and reasons for the skipped ones"):
        folder = new_folder()
        target = write(folder, "target.yaml", re.sub(
            r"(?m)^capabilities:.*\n", "", read(EMBEDDED)).replace(
                "{file: ", "{file: " + os.path.join(ROOT, "fixtures", "targets") + "/"))
        ended = apigcheck("run", "--target", target, "--url", gateway.url, "--reports", folder)
        same("the exit status", ended.status, 0, ended)
        results = record(os.path.join(folder, "results.json"))
        skipped = [case for case in results["cases"] if case["verdict"] == "skip"]
        holds("some cases are skipped", len(skipped) >= 10, len(skipped))
        for case in skipped:
            has("the reason", case["reason"], "the target lacks the capability")
        same("skipped in JUnit", JUnit(os.path.join(folder, "junit.xml")).counts["skipped"],
             len(skipped))
        has("the console", ended.out, "skipped:")
        strict = apigcheck("run", "--target", target, "--url", gateway.url, "--strict", "-q")
        same("the exit status of --strict", strict.status, 3, strict)

    with row("a read-only run writes nothing, and reports it"):
        folder = new_folder()
        ended = apigcheck("run", BINDING, "--target", EMBEDDED, "--url", gateway.url,
                          "--read-only", "--reports", folder)
        same("the exit status", ended.status, 3, ended)
        has("the console", ended.out, "NOT VERIFIED (no case ran)")
        same("the run in JUnit", JUnit(os.path.join(folder, "junit.xml")).names("error"),
             ["harness/run"])

# ---- Secrets ----

with Gateway("--latency", "100ms") as gateway:
    with row("no secret in the process list while it runs"):
        folder = new_folder()
        process = Process("run", "--target", EMBEDDED, "--url", gateway.url, "--case", "no-token",
                          "--case", "binds-one", "--secret", "token=env:THE_TOKEN",
                          env={"THE_TOKEN": TOKENS[0]})
        seen = command_lines(process)
        ended = process.wait()
        same("the exit status", ended.status, 0, ended)
        holds("the process list was read", any(b"--target" in line for line in seen), seen)
        for line in seen:
            for secret in TOKENS:
                lacks("the process list", line.decode(), secret)

SECRET = 'Zq7&hunter/"2+two=%ok'


def reflect(request):
    """A response with the token in every encoding and in every part."""
    token = request.values("X-Auth-Token")[0]
    coded = base64.b64encode(token.encode()).decode()
    body = json.dumps({
        "error_code": token, "again": [token, {token: 1}], "percent": urllib.parse.quote(token),
        "all": urllib.parse.quote(token, safe=""), "base64": coded, "hex": token.encode().hex(),
        "basic": base64.b64encode(b"u:" + token.encode()).decode()})
    body += "".join(f"\\u{ord(c):04x}" for c in token)
    return response(500, body, (("Content-Type", "application/json"), ("X-Request-Id", token),
                              ("Location", "/?t=" + urllib.parse.quote(token)),
                              ("Set-Cookie", f"t={coded}")))


with Recorder(reflect) as server:
    with row("a gateway that returns the token in every spelling"):
        folder = new_folder()
        ended = apigcheck("run", "--target", EMBEDDED, "--url", server.url, "--reports", folder,
                          "-v", "--case", "binds-one", "--case", "binds-nothing-else", "--case",
                          "app-ids-*", "--secret", "token=env:THE_TOKEN",
                          "--parallel", "1", env={"THE_TOKEN": SECRET})
        same("the exit status", ended.status, 1, ended)
        same("the token was sent", server.requests[0].values("X-Auth-Token"), [SECRET])
        check_no_secret(ended, folder, [SECRET])

with row("an unreachable gateway: only its address is printed"):
    folder = new_folder()
    ended = apigcheck("run", "--target", EMBEDDED, "--url", "http://127.0.0.1:1", "--reports",
                      folder, "--secret", "token=env:THE_TOKEN", env={"THE_TOKEN": SECRET})
    same("the exit status", ended.status, 3, ended)
    check_no_secret(ended, folder, [SECRET])

finish()
