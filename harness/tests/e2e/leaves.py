"""Each value of a results file, a certificate and its evidence is replaced by odd values in turn. The
commands that read them end within a second, with an exit status from 0 to 4.

The short form tries some of the odd values for each place, other ones for the next; under sanitizers
not in every place. With --long as its third argument every value is tried in every place.
"""
import base64
import concurrent.futures
import copy
import json
import os
import shutil
import subprocess
import sys
import time

from checks import finish, has, holds, row, same
from program import (EMBEDDED, IS_SANITIZED, PROGRAM, Gateway, apigcheck, environment, new_folder,
                     read, record, write)
from records import text_of
from sealing import new_key, reseal, statement
from servers import Recorder, response

IS_LONG = "--long" in sys.argv
SECONDS = 20 if IS_SANITIZED else 1
AT_ONCE = 2
STRIDE = 4 if IS_SANITIZED and not IS_LONG else 1

# Values that Python's json cannot write are written as strings, and replaced afterwards.
RAW = {"@huge@": "1e400", "@tiny@": "-1e-400", "@beyond@": "18446744073709551616",
       "@deep@": "[" * 100 + "]" * 100}
ODD = ["", "x", -1, 0, 1, "@huge@", None, True, [], {}, "\0", "y" * 70000, 2 ** 63 - 1, "@beyond@",
       "9999-12-31T23:59:59.999Z", "1970-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "***",
       "pass", "fail", "@tiny@", 0.5, 2 ** 32, "@deep@", {"x": 1}, ["x"], "0" * 64, "a, b",
       "http://127.0.0.1:1/"]

CASES = r"""
operation: all
needs: {always: [token]}
request: {method: POST, path: "/$(uuid)"}
credential: {X-Auth-Token: $(token)}
responses: {202: {json: {state: !any string}}}
cases:
  - {id: passes, title: It passes, with: {json: {t: $(now)}}, expect: {status: 200, json: {ok: true}, time: {total: 5s}}}
  - {id: fails, title: It fails, with: {text: "caf\u00e9"}, expect: {status: 404, json: {ok: 1}}}
  - {id: errs, title: No answer comes, with: {path: /reset}, expect: {status: 200}}
  - {id: skips, title: It is skipped, requires: [wings], expect: {status: 200}}
  - id: steps
    title: One after the other
    steps:
      - {title: first, expect: {status: 200}, capture: {it: {at: $.ok}}}
      - {with: {json: {it: $(it)}}, expect: {status: 200}, should: {headers: {X-Not: there}}}
    cleanup:
      - {with: {method: DELETE}, expect: {status: 204}}
  - {id: polls, title: It comes in the end, with: {path: /poll}, within: 5s, every: 10ms, expect: {status: 200}}
  - {id: never, title: It never comes, with: {path: /never}, within: 50ms, every: 10ms, expect: {status: 200}}
  - {id: other, title: It has the wrong form, with: {path: /other}, within: 5s, every: 10ms, expect: {status: 202}}
  - {id: bytes, title: Bytes, with: {path: /bytes, file: bytes.bin}, expect: {status: 200}}
""".replace("needs: {always: [token]}", "needs: {always: [token], wings: []}")


def reply():
    polls = []

    def give(request):
        if request.path == "/poll":
            polls.append(request)
            return response(200 if len(polls) > 2 else 503, fields=[("Retry-After", "1")])
        if request.path == "/reset":
            return None
        if request.path == "/bytes":
            return response(200, bytes(range(256)), fields=[("X-Odd", "caf\xe9")])
        return response({"/never": 503, "/other": 202}.get(request.path, 200))
    return give


# ---- Paths of values ----

def places(value, path=()):
    """The paths of all values in it, including those that contain others."""
    if path:
        yield path
    if isinstance(value, dict):
        for name in value:
            yield from places(value[name], path + (name,))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from places(one, path + (index,))


def replaced(value, path, odd):
    """A copy that shares everything except the path to the replaced value."""
    changed = copy.copy(value)
    changed[path[0]] = replaced(value[path[0]], path[1:], odd) if path[1:] else odd
    return changed


def dump(value):
    text = json.dumps(value, separators=(",", ":"))
    for mark, instead in RAW.items():
        text = text.replace(json.dumps(mark), instead)
    return text


def record_text(value):
    return text_of(value, dump)


def is_kept(path):
    """Whether a value is replaced: all but the list of lines, and digests, which follow the change."""
    return path != ("cases",) and (path[-1] != "sha256" or "files" in path)


def changes(value, each):
    """(path, odd value) for `each` of the odd values in each place, or for all of them."""
    turn = 0
    for number, path in enumerate(places(value)):
        if not is_kept(path) or number % STRIDE:
            continue
        count = len(ODD) if IS_LONG else each
        for i in range(count):
            yield path, ODD[(turn + i) % len(ODD)]
        turn += count


# ---- Running the commands ----

def try_once(words, cwd):
    begin = time.monotonic()
    child = subprocess.run([PROGRAM, *words], cwd=cwd, env=environment(), capture_output=True,
                           stdin=subprocess.DEVNULL, timeout=30 + SECONDS, check=False)
    return child, time.monotonic() - begin


def trouble_of(words, cwd):
    """The problem with the end of the program, or None. A slow run is retried once."""
    try:
        child, seconds = try_once(words, cwd)
        if seconds > SECONDS:
            child, seconds = try_once(words, cwd)
    except subprocess.TimeoutExpired:
        return "it hangs"
    said = child.stderr.decode("utf-8", "replace")
    if not 0 <= child.returncode <= 4:
        return f"exit status {child.returncode}: {said[:300]}"
    if "runtime error" in said or "Sanitizer" in said:
        return said[:2000]
    if child.returncode == 2 and not said:
        return "exit status 2 without a word"
    return f"it took {seconds:.1f} s" if seconds > SECONDS else None


def try_all(jobs):
    """jobs: (what, function that gives what is wrong, or None). All that is wrong."""
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        results = pool.map(lambda job: (job[0], job[1]()), jobs)
        found = [f"{what}: {wrong}" for what, wrong in results if wrong]
    return found


def describe(path, odd):
    name = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
    return f"{name[:150]} = {json.dumps(odd)[:40]}"


def check(what, jobs):
    jobs = list(jobs)
    holds(f"there is something to try: {what}", len(jobs) > 20 / STRIDE)
    wrong = try_all(jobs)
    same(f"{what}: wrong of {len(jobs)}", len(wrong), 0, "\n".join(wrong[:10]))


# ---- A results file ----

class Scene:
    def __init__(self, server):
        self.folder = new_folder()
        write(self.folder, "cases/all.yaml", CASES)
        with open(os.path.join(self.folder, "cases", "bytes.bin"), "wb") as file:
            file.write(bytes(range(256)))
        write(self.folder, "token", "a-token-that-nobody-may-see")
        write(self.folder, "target.yaml", f"url: {server.url}\nsecrets: {{token: {{file: token}}}}\n"
              "before:\n  - {request: {method: GET, path: /before}, expect: {status: 200}}\n")
        self.words = ("cases", "--target", "target.yaml")

    def command(self, name, path):
        if name == "rejudge":
            return ("rejudge", path, *self.words)
        return ("report", path, "--json", path + ".again", "--junit", path + ".junit", "--har",
                path + ".har", "--html", path + ".html", "-q")

    def jobs(self, text_with, where, each, names):
        """The first command tries each change; the others try some of them in the short form."""
        for number, (path, odd) in enumerate(changes(where, each)):
            for name in names if IS_LONG or number % 3 == 0 else names[:1]:
                yield f"{name}: {describe(path, odd)}", self.job(
                    name, lambda p=path, o=odd: text_with(p, o), number)

    def job(self, name, text, number):
        def run():
            path = os.path.join(self.folder, f"{name}-{number}.json")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text())
            wrong = trouble_of(self.command(name, path), self.folder)
            for made in ("", ".again", ".junit", ".har", ".html"):
                if os.path.exists(path + made):
                    os.remove(path + made)
            return wrong
        return run


with Recorder(reply()) as recorder:
    SCENE = Scene(recorder)
    ended = apigcheck("run", *SCENE.words, "--json", "r.json", "--timeout", "2s", "--throttle", "5s",
                      cwd=SCENE.folder)
    with row("there is a results file with one of everything"):
        same("the exit status", ended.status, 1, ended)
        has("a wait that was saved", read(os.path.join(SCENE.folder, "r.json")), '"saved_ms":')
THEN = record(os.path.join(SCENE.folder, "r.json"))
with row("the unchanged results file, with correct digests"):
    write(SCENE.folder, "same.json", record_text(THEN))
    for NAME in ("rejudge", "report"):
        same("unexpected results", trouble_of(SCENE.command(NAME, "same.json"), SCENE.folder), None)
    has("rejudge", apigcheck(*SCENE.command("rejudge", "same.json"), cwd=SCENE.folder).out,
        "0 changed")
# Errors of the run as a whole that a results file may have.
FACTS = {
    "connection": {"http_version": "2", "proxy": "http://***@p:1", "resolve": ["h:1:127.0.0.1"],
                   "ca": "ca.pem", "client_cert": "c.pem", "client_key": "c.key", "insecure": True},
    "causes": [{"id": 1, "kind": "another-status", "subject": "status", "path": "$['a'][*]",
                "mismatch": "value", "text": "Each status is 200.", "expected": "404", "actual": "200",
                "first": "all/fails",
                "cases": [{"case": "all/fails", "step": 0, "finding": 0}, {"case": "all/errs", "step": 0}],
                "violates": ["R-1"]},
               {"id": 2, "kind": "error", "subject": "response", "text": "No response.", "follows": 1,
                "first": "all/errs", "cases": [{"case": "all/errs", "step": 0}]}],
    "requirement_results": [{"id": "R-1", "status": "not-verified", "cases": ["all/passes"]}],
    "coverage": [{"operation": "all", "kind": "status", "point": "200", "count": 7}],
}
MORE = {**THEN, **FACTS, "suite": {**THEN["suite"], "requirements": [{"id": "R-1", "level": "MUST"}]}}
with row("a results file with errors of the whole run is read, and written again unchanged"):
    write(SCENE.folder, "more.json", record_text(MORE))
    ended = apigcheck("report", "more.json", "--json", "more-again.json", "-q", cwd=SCENE.folder)
    same("the exit status", ended.status, 1, ended)
    AGAIN = record(os.path.join(SCENE.folder, "more-again.json"))
    same("the errors of the whole run", {name: AGAIN[name] for name in FACTS}, FACTS)
with row("replaced: each error of the whole run"):
    check("facts", SCENE.jobs(lambda path, odd: record_text({**MORE, **replaced(FACTS, path, odd)}),
                              FACTS, len(ODD), ("report",)))
with row("replaced: each value of a results file"):
    check("a record", SCENE.jobs(lambda path, odd: record_text(replaced(THEN, path, odd)), THEN,
                                 1 if IS_SANITIZED else 2, ("rejudge", "report")))

# ---- A certificate, and its evidence ----

OPERATION = """\
operation: bind
needs: {always: [project_id, instance_id, app_quota_id, app_id], auth-token: [token], gone: []}
request:
  method: POST
  path: /v2/{project_id}/apigw/instances/{instance_id}/app-quotas/{app_quota_id}/binding-apps
  json: {app_ids: [$(app_id)]}
credential: {X-Auth-Token: $(token)}
cases:
  - id: binds
    title: A credential is bound
    verifies: [BIND-201]
    expect: {status: 201, json: {applies: [{app_id: $(app_id), bound_time: !date-time {within: 10m}}]}}
  - {id: no-token, title: Who proves nothing is refused, verifies: [BIND-401], with: {auth: none}, expect: {status: 401}}
"""
SUITE = new_folder()
write(SUITE, "bind/operation.yaml", OPERATION)
write(SUITE, "requirements.yaml", "requirements:\n" + "".join(
    f"  - {{id: {name}, level: MUST, text: A promise., source: a page}}\n"
    for name in ("BIND-201", "BIND-401")))
write(SUITE, "profiles/small.yaml", "profile: small\nversion: '1'\nvalidity: 30d\npasses: 1\n"
      "requirements: [BIND-201, BIND-401]\ncases: [bind/binds, bind/no-token]\n")
KEY, PUBLIC = new_key(new_folder(), "key")
GOOD = os.path.join(new_folder(), "evidence")
with Gateway() as GATEWAY:
    ended = apigcheck("certify", "--target", EMBEDDED, "--url", GATEWAY.url, "--profile", "small",
                      "--vendor", "A", "--product", "G", "--product-version", "1", "--key", KEY,
                      "--out", GOOD, "--suite", SUITE)
    with row("there is a certificate"):
        same("the exit status", ended.status, 0, ended)


def verify(out):
    return trouble_of(("verify", os.path.join(out, "certificate.json"), "--key", PUBLIC, "--suite",
                       SUITE), SUITE)


def verifying(change):
    """A job that applies `change` to a temporary copy of the evidence."""
    def run():
        folder = new_folder()
        out = os.path.join(folder, "evidence")
        shutil.copytree(GOOD, out)
        change(out)
        wrong = verify(out)
        shutil.rmtree(folder)
        return wrong
    return run


def in_file(name, path, odd, as_text=dump):
    def change(out):
        value = record(os.path.join(out, name))
        write(out, name, as_text(replaced(value, path, odd)))
        if name != "certificate.json":
            reseal(out, KEY)
    return change


def in_statement(path, odd):
    def change(out):
        def put(said):
            new = json.loads(dump(replaced(said, path, odd)))
            said.clear()
            said.update(new)
        reseal(out, KEY, put)
    return change


def some(value, of):
    """In the short form a part of the paths of a large value."""
    every = list(changes(value, 1))
    return every if IS_LONG else every[::max(1, len(every) // of)]


with row("the unchanged evidence, signed again"):
    same("unexpected results", verifying(lambda out: reseal(out, KEY))(), None)
SIZE = 15 if IS_SANITIZED else 40
with row("replaced: each value of the envelope"):
    check("an envelope", [(describe(path, odd), verifying(in_file("certificate.json", path, odd)))
                          for path, odd in changes(record(os.path.join(GOOD, "certificate.json")), 5)])
with row("replaced: values of the signed payload"):
    SAID = json.loads(statement(GOOD)[1])
    check("a statement", [(describe(path, odd), verifying(in_statement(path, odd)))
                          for path, odd in some(SAID, SIZE)])
with row("replaced: values of the evidence"):
    JOBS = []
    for NAME, HOW in (("results.json", record_text), ("target.json", dump)):
        WHOLE = record(os.path.join(GOOD, NAME))
        JOBS += [(f"{NAME}: {describe(path, odd)}", verifying(in_file(NAME, path, odd, HOW)))
                 for path, odd in some(WHOLE, SIZE)]
    check("the evidence", JOBS)

finish()
