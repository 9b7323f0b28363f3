"""`apigcheck report`: reports from a results file, merged shards, comparison of two runs, and the
journal of a killed run."""
import json
import os
import resource
import signal
import socket
import subprocess
import sys
import time

from checks import finish, has, holds, lacks, row, same
from program import IS_SANITIZED, PROGRAM, ROOT, Process, apigcheck, new_folder, read, record, write
from records import save, with_digests
from servers import Recorder, response, reset

SCHEMA = os.path.join(ROOT, "fixtures", "schemas", "results.schema.json")
KINDS = ("junit", "html", "json", "har", "ctrf", "markdown")
HOSTILE = ("<script>alert(1)</script>]]>\n::error::x\x1b[31m \x1b]0;t\x07 \u202e \u2028 =1+1 "
           "'; rm -rf /").encode() + b" \xff\xfe\xc0\xaf \0"
TOKEN = "a-token-that-nobody-may-see"
MEASURE = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""

CASES = r"""
operation: all
needs: {always: [token], wings: []}
request: {method: GET, path: /}
cases:
  - {id: passes, title: It passes, tags: [smoke], expect: {status: 200, json: {ok: true}}}
  - {id: fails, title: It fails, with: {path: /hostile}, expect: {status: 404, json: {ok: 1}}}
  - {id: warns, title: It warns, expect: {status: 200}, should: {headers: {X-Not: there}}}
  - {id: errs, title: No answer comes, with: {path: /reset}, expect: {status: 200}}
  - {id: skips, title: It is skipped, requires: [wings], expect: {status: 200}}
  - id: rows
    title: Each row
    each: [{n: 1}, {n: 2}]
    with: {path: "/row/$(n)"}
    expect: {status: 200}
  - id: steps
    title: One after the other
    steps:
      - {title: first, expect: {status: 200}, capture: {it: {at: $.ok}}}
      - {title: "'second'", with: {method: POST, json: {it: $(it)}}, expect: {status: 200}}
    cleanup:
      - {with: {method: DELETE, path: /hostile}, expect: {status: 204}}
  - id: polls
    title: It comes in the end
    with: {path: /poll}
    within: 5s
    every: 20ms
    expect: {status: 200}
  - {id: binary, title: Bytes, with: {path: /binary}, expect: {status: 500}}
  - {id: large, title: Much, with: {path: /large}, expect: {status: 500}}
  - {id: fields, title: Odd fields, with: {path: /fields}, expect: {status: 500}}
  - {id: sends-bytes, title: We send them, with: {method: POST, text: "caf\u00e9 \u202e $(token)"}, expect: {status: 500}}
"""


def reply():
    polls = []

    def give(request):
        path = request.path
        if path == "/poll":
            polls.append(request)
            return response(200 if len(polls) % 3 == 0 else 503)
        bodies = {"/hostile": HOSTILE, "/binary": bytes(range(256)) * 3,
                  "/large": b"0123456789" * 500000}
        if path == "/reset":
            return None
        if path == "/fields":
            return response(200, fields=[("X-Odd", "caf\xe9 \xff"), ("X-Odd", "a\\xFF"), ("Set-Cookie", "a=b")])
        if path in bodies:
            return response(200, bodies[path], fields=[("Content-Type", "text/plain")])
        return response()
    return give


class Scene:
    def __init__(self, server, cases=CASES):
        self.folder, self.server = new_folder(), server
        write(self.folder, "cases/all.yaml", cases)
        write(self.folder, "token", TOKEN)
        write(self.folder, "target.yaml", "name: A <b>target\nurl: http://127.0.0.1:1\n"
              "secrets: {token: {file: token}}\n"
              "before:\n  - {request: {method: GET, path: /before}, expect: {status: 200}}\n")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def words(self, *words):
        return ("run", "cases/all.yaml", "--target", "target.yaml", "--url", self.server.url, *words)

    def run(self, *words, **how):
        return apigcheck(*self.words(*words), cwd=self.folder, **how)

    def report(self, *words, **how):
        return apigcheck("report", *words, cwd=self.folder, **how)


def check_record(path):
    ended = apigcheck("try", "schema", SCHEMA, path)
    same("the record by its schema", ended.status, 0, ended)


def contents(path):
    with open(path, "rb") as file:
        return file.read()


def everywhere(folder):
    return [word for kind in KINDS for word in (f"--{kind}", f"{folder}/{kind}")]


# ---- The same bytes ----

def check_identity(scene, status, *words):
    os.mkdir(scene.path("then"))
    os.mkdir(scene.path("now"))
    ended = scene.run(*everywhere("then"), *words)
    same("the exit status", ended.status, status, ended)
    again = scene.report("then/json", *everywhere("now"))
    same("the exit status again", again.status, status, again)
    for kind in KINDS:
        same(f"{kind} again", contents(scene.path("now", kind)), contents(scene.path("then", kind)))
    check_record(scene.path("then/json"))
    check_record(os.path.join(ROOT, "harness", "tests", "golden", "mixed.results.json"))
    last = ended.out.splitlines()[-1]
    has("the last lines", again.out, last)
    for name in os.listdir(scene.path("now")):
        lacks(name, contents(scene.path("now", name)).decode("utf-8", "replace"), TOKEN)
    lacks("the console", again.out + again.err, TOKEN)
    return ended


with row("one of everything: each report again, byte for byte"), Recorder(reply()) as server:
    check_identity(Scene(server), 1)

for words in (["--strict"], ["--tag", "smoke"], ["--repeat", "3", "--case", "p*"],
              ["--shuffle=beef", "--parallel", "1"], ["--shard", "2/3"],
              ["--var", "x=<b>", "--var", "admin_password=pass-word-x", "--case", "passes", "--proxy", "http://joe:pass-word-x@127.0.0.1:1"],
              ["--fail-fast", "--parallel", "1"], ["--max-time", "1ms"]):
    with row(f"the same with {' '.join(words)}"), Recorder(reply()) as server:
        scene = Scene(server)
        ended = apigcheck(*scene.words(*words, "-q"), cwd=scene.folder)
        ended = check_identity(scene, ended.status, *words)
        options = dict(map(tuple, record(scene.path("then/json"))["options"]))
        holds("the record contains the option", words[0].split("=")[0].lstrip("-") in options, options)
        lacks("the record", read(scene.path("then/json")), "pass-word-x")

def slowly(request):
    time.sleep(0.2)
    return response(404 if request.path == "/hostile" else 200)


def until_requests(server, count):
    end = time.monotonic() + 20
    while len(server.requests) < count:
        holds(f"{count} requests, in time", time.monotonic() < end)
        time.sleep(0.01)


with row("interrupted: the same"), Recorder(slowly) as server:
    scene = Scene(server)
    process = Process(*scene.words("--json", "r.json", "--junit", "r.xml", "--parallel", "1"),
                      cwd=scene.folder)
    until_requests(server, 4)
    process.kill(signal.SIGTERM)
    same("the exit status", process.wait().status, 143)
    ended = scene.report("r.json", "--junit", "again.xml")
    same("its report's exit status", ended.status, 1, ended)  # one failed before that
    same("JUnit again", read(scene.path("again.xml")), read(scene.path("r.xml")))

with row("the console again, in colour and not, and with each case"), Recorder(reply()) as server:
    scene = Scene(server)
    scene.run("--json", "r.json")
    same("colour", "\x1b[" in scene.report("r.json", "--color", "always").out, True)
    same("none", "\x1b[" in scene.report("r.json").out, False)
    same("quiet lines", len(scene.report("r.json", "-q").out.splitlines()), 1)
    has("a case that passed", scene.report("r.json", "-v").out, "all/passes")

with row("a results file over itself"), Recorder(reply()) as server:
    scene = Scene(server)
    scene.run("--json", "r.json")
    then = contents(scene.path("r.json"))
    scene.report("r.json", "--json", "r.json")
    same("the record", contents(scene.path("r.json")), then)

# ---- Invalid input ----

with row("invalid results files, and wrong usage: exit 2, and nothing is written"), \
        Recorder(reply()) as server:
    scene = Scene(server)
    scene.run("--json", "r.json")
    green = record(scene.path("r.json"))
    green["counts"]["pass"] += 10
    save(scene.path("green.json"), green)
    write(scene.folder, "edited.json", read(scene.path("r.json")).replace('"Accept"', '"accept"'))
    old = record(scene.path("r.json"))
    old["apigcheck"]["record"] = 1
    save(scene.path("old.json"), old)
    write(scene.folder, "odd.json", json.dumps(record(scene.path("r.json")), indent=1))
    os.mkfifo(scene.path("pipe"))
    for words, why in ((["green.json"], "'counts' does not match the cases"),
                       (["edited.json"], "it was changed: the digest"),
                       (["old.json"], "results of version 1 are not supported: this program reads version 3"),
                       (["odd.json"], "this is not a results file"),
                       (["missing.json"], "cannot open"), (["cases"], "regular file"),
                       (["pipe"], "regular file"), (["cases/all.yaml"], "this is not a results file"),
                       ([], "report requires RESULTS"), (["r.json", "r.json"], "is given twice"),
                       (["r.json", "--compare"], "two results files"),
                       (["r.json", "--shard", "1/2"], "is not an option of")):
        ended = scene.report(*words, "--junit", "new.xml")
        same("the exit status", ended.status, 2, ended)
        has("standard error", ended.err, why)
        holds("nothing is written", not os.path.exists(scene.path("new.xml")))

with row("a full disk: exit 4, the old report stays"), Recorder(reply()) as server:
    scene = Scene(server)
    scene.run("--json", "r.json")
    write(scene.folder, "junit.xml", "yesterday's\n")
    ended = scene.report("r.json", "--junit", "junit.xml", prepare=lambda: resource.setrlimit(
        resource.RLIMIT_FSIZE, (1000, 1000)))
    same("the exit status", ended.status, 4, ended)
    same("the old report", read(scene.path("junit.xml")), "yesterday's\n")
    ended = scene.report("r.json", "--junit", "/dev/full")
    same("the exit status", ended.status, 4, ended)

# ---- Shards ----

TIMES = {"started_at", "received_at", "elapsed_us", "name_us", "connect_us", "sent_us",
         "first_byte_us", "options", "address", "seed", "sha256"}  # digests cover times


def without_times(value):
    if isinstance(value, dict):
        return {name: without_times(one) for name, one in value.items() if name not in TIMES}
    return [without_times(one) for one in value] if isinstance(value, list) else value


class Shards(Scene):
    def __init__(self, server, count=4, *words):
        super().__init__(server)
        self.files = [f"{shard}.json" for shard in range(1, count + 1)]
        for shard, name in enumerate(self.files, 1):
            self.run("--json", name, "--shard", f"{shard}/{count}", *words)
            check_record(self.path(name))


with row("four merged shards equal the whole run, except for times"), Recorder(reply()) as server:
    scene = Shards(server)
    whole = scene.run("--json", "whole.json")
    ended = scene.report(*reversed(scene.files), "--json", "merged.json", "--html", "m.html")
    same("the exit status", ended.status, whole.status, ended)
    check_record(scene.path("merged.json"))
    merged, whole = (without_times(record(scene.path(name))) for name in ("merged.json", "whole.json"))
    same("how often the target's own steps ran", len(merged.pop("before")),
         4 * len(whole.pop("before")))
    same("the record", merged, whole)
    same("its own report", scene.report("merged.json", "--json", "again.json").status, ended.status)
    same("the merged record again", contents(scene.path("again.json")),
         contents(scene.path("merged.json")))

with row("a missing shard is reported, and the run is not verified"), Recorder() as server:
    scene = Scene(server, CASES.replace("status: 500", "status: 200"))
    for shard in (1, 2, 4):
        scene.run("--json", f"{shard}.json", "--shard", f"{shard}/4", "--not-tag", "smoke")
    ended = scene.report("1.json", "2.json", "4.json", "--json", "m.json", "-v")
    has("the console", ended.out, "not in any of the results files: shard 3 of 4 is missing")
    results = record(scene.path("m.json"))
    holds("cases are not run", results["counts"]["not run"] > 1, ended)
    same("cases that are not selected", results["deselected"], 1)
    same("failures", results["counts"]["fail"] > 0, ended.status == 1)

with row("runs with filters are merged, and a case in two of them is reported"), Recorder() as server:
    scene = Scene(server)
    scene.run("--json", "a.json", "--case", "rows", "--case", "passes")
    scene.run("--json", "b.json", "--case", "passes", "--case", "warns")
    ended = scene.report("a.json", "b.json", "--json", "m.json")
    same("the exit status", ended.status, 0, ended)
    has("standard error", ended.err, "case 'all/passes' is in two results files, both with the result 'pass'")
    same("cases", [one["id"] for one in record(scene.path("m.json"))["cases"]],
         ["passes", "warns", "rows[1]", "rows[2]"])

with row("contradictory results files are rejected"):
    with Recorder() as server:
        scene = Scene(server)
        scene.run("--json", "a.json", "--case", "passes")
        server.reply = lambda request: response(200 if request.path == "/before" else 500)
        scene.run("--json", "b.json", "--case", "passes")
    ended = scene.report("a.json", "b.json", "--json", "m.json")
    same("the exit status", ended.status, 2, ended)
    has("standard error", ended.err,
        "case 'all/passes' is in two results files with different results: 'pass' and 'fail'")

with row("another target, another suite, other shards: rejected"), Recorder() as server, \
        Recorder() as other:
    scene = Scene(server)
    scene.run("--json", "a.json", "--shard", "1/2")
    scene.run("--json", "shards.json", "--shard", "2/3")
    scene.server = other
    scene.run("--json", "target.json", "--shard", "2/2")
    scene.server = server
    scene.run("--json", "var.json", "--shard", "2/2", "--var", "x=1")
    write(scene.folder, "cases/all.yaml", CASES.replace("It passes", "It does"))
    scene.run("--json", "suite.json", "--shard", "2/2")
    for name, what in (("target", "different targets"), ("suite", "different suites"),
                       ("var", "different targets"), ("shards", "shards of 2 and of 3")):
        ended = scene.report("a.json", f"{name}.json", "--json", "m.json")
        same("the exit status", ended.status, 2, ended)
        has("standard error", ended.err, what)
        holds("nothing is written", not os.path.exists(scene.path("m.json")))

with row("the reference gateway is the same target on every port; any other URL is not"), \
        Recorder() as server:
    folder = new_folder()
    for shard in (1, 2):
        apigcheck("run", "--mock", "--json", f"{folder}/{shard}.json", "--shard", f"{shard}/2")
    ended = apigcheck("report", f"{folder}/1.json", f"{folder}/2.json", "-q")
    same("the exit status", ended.status, 0, ended)

# ---- Files that several cases use ----

SHARED = r"""
operation: all
needs: {always: [token]}
request: {method: POST, path: /}
cases:
  - {id: sends, title: It sends a file, with: {file: body.bin}, expect: {status: 200}}
  - {id: sends-again, title: It sends it too, with: {file: body.bin}, expect: {status: 201}}
  - {id: rows, title: Rows, each: rows.csv, with: {query: {n: $(n)}, file: body.bin}, expect: {status: 200}}
  - {id: more-rows, title: The same rows, each: rows.csv, with: {query: {n: $(n)}}, expect: {status: 200}}
  - {id: schema, title: A schema, expect: {status: 200, json: !schema any.json}}
  - {id: schema-again, title: The same schema, expect: {status: 200, json: !schema any.json}}
"""

with row("a file that several cases use is listed once, and every command reads the results"), \
        Recorder() as server:
    scene = Scene(server, SHARED)
    write(scene.folder, "cases/body.bin", "a body")
    write(scene.folder, "cases/rows.csv", "n\n1\n2\n")
    write(scene.folder, "cases/any.json", "{}")
    then = scene.run("--json", "r.json")
    same("the exit status", then.status, 1, then)
    names = [one["name"] for one in record(scene.path("r.json"))["suite"]["files"]]
    same("files", sorted(names), sorted(set(names)))
    same("report", scene.report("r.json").status, 1, scene.report("r.json"))
    again = scene.run("--last-failed", "r.json")
    same("--last-failed", again.status, 1, again)
    has("cases that ran", again.out, "0 passed, 1 failed")
    for shard in (1, 2):
        scene.run("--json", f"{shard}.json", "--shard", f"{shard}/2")
    merged = scene.report("1.json", "2.json")
    same("merged", merged.status, 1, merged)

# ---- Comparing ----

with row("--compare: better, worse, new, gone, slower"):
    with Recorder() as server:
        scene = Scene(server, CASES.replace("status: 500", "status: 201"))
        scene.run("--json", "old.json")
        server.reply = lambda request: time.sleep(0.3 * (request.path == "/row/1")) or \
            response({"/binary": 201, "/row/2": 500}.get(request.path, 200))
        write(scene.folder, "cases/all.yaml",
              CASES.replace("status: 500", "status: 201").replace("id: large", "id: larger"))
        scene.run("--json", "new.json")
    ended = scene.report("--compare", "old.json", "new.json")
    same("the exit status", ended.status, 1, ended)
    for line in ("better (1):\n  fail -> pass        all/binary",
                 "worse (1):\n  pass -> fail        all/rows[2]",
                 "slower (1):", "new (1):\n  fail                all/larger",
                 "gone (1):\n  fail                all/large",
                 "WORSE: 1 better, 1 worse, 1 slower, 0 faster, 1 new, 1 gone"):
        has("the console", ended.out, line)
    write(scene.folder, "copy.json", read(scene.path("old.json")))
    ended = scene.report("--compare", "old.json", "copy.json", "-q")
    same("nothing became worse", (ended.status, ended.out.split(",")[0]), (0, "NOT WORSE: 0 better"))
    same("one record", scene.report("--compare", "old.json").status, 2)

with row("--causes lists each cause with its cases; --compare says which are new, gone, the same"):
    with Recorder(reply()) as server:
        scene = Scene(server, CASES)
        scene.run("--json", "old.json")
        server.reply = lambda request: response({"/binary": 202, "/before": 200}.get(request.path, 500))
        scene.run("--json", "new.json")
    old, new = record(scene.path("old.json")), record(scene.path("new.json"))
    ended = scene.report("--causes", "new.json")
    same("the exit status", ended.status, 1, ended)
    has("the first line", ended.out, f"{len(new['causes'])} cause")
    for cause in new["causes"]:
        has("a cause", ended.out, cause["text"])
        for one in cause["cases"]:
            has("a case", ended.out, one["case"])
    same("with a report", scene.report("--causes", "new.json", "--junit", "x.xml").status, 2)
    out = scene.report("--compare", "old.json", "new.json").out
    texts = ({cause["text"] for cause in old["causes"]}, {cause["text"] for cause in new["causes"]})
    for text in texts[1] - texts[0]:
        has("a new cause", out, f"new   {text}")
    write(scene.folder, "copy.json", read(scene.path("new.json")))
    out = scene.report("--compare", "new.json", "copy.json").out
    for text in texts[1]:
        has("the same cause", out, f"same  {text}")
    with Recorder() as server:
        scene = Scene(server, "operation: all\nrequest: {method: GET, path: /}\ncases:\n"
                              "  - {id: one, title: It is right, expect: {status: 200}}\n")
        scene.run("--json", "good.json")
    same("no cause", scene.report("--causes", "good.json").out, "no causes: no case failed\n")

# ---- A run that is killed ----

def stuck(path):
    return lambda request: time.sleep(60) if request.path == path else response()


with row("kill -9: the journal has the finished cases, and is not verified"):
    with Recorder(stuck("/poll")) as server:
        scene = Scene(server, CASES.replace("status: 500", "status: 200")
                      .replace("status: 404, json: {ok: 1}", "status: 200").replace("204", "200"))
        write(scene.folder, "out/results.json", "yesterday's\n")
        process = Process(*scene.words("--reports", "out", "--parallel", "1"), cwd=scene.folder)
        end = time.monotonic() + 20
        while not any(request.path == "/poll" for request in server.requests):
            holds("in time", time.monotonic() < end)
            time.sleep(0.01)
        process.kill(signal.SIGKILL)
        process.wait()
    ended = scene.report("out/results.json")
    same("older results are rejected", ended.status, 2, ended)
    has("standard error", ended.err, "journal")
    journal = scene.path("out/results.json.journal")
    for torn in (False, True):
        if torn:
            with open(journal, "a", encoding="utf-8") as file:
                file.write('{"full_name":"all/polls","oper')
        ended = scene.report("out/results.json.journal", "--json", "r.json", "--junit", "r.xml", "-v")
        same("the exit status", ended.status, 3, ended)
        check_record(scene.path("r.json"))
        results = record(scene.path("r.json"))
        same("every case is there", len(results["cases"]), 13)
        verdicts = {case["id"]: case["verdict"] for case in results["cases"]}
        same("finished cases", [verdicts[one] for one in ("passes", "warns", "errs", "skips", "steps")],
             ["pass", "warn", "pass", "skip", "pass"])
        same("cases that did not end", {verdicts[one] for one in ("polls", "binary", "large")}, {"not run"})
        has("the console", ended.out, "run aborted: the run was killed")
        same("the target's own steps", len(results["before"]), 1)
        lacks("the journal", read(journal), TOKEN)
    with open(journal, "a", encoding="utf-8") as file:
        file.write("\n{}\n")
    same("damaged results are rejected", scene.report(journal).status, 2)
    with Recorder() as scene.server:
        scene.run("--reports", "out")
        holds("the next run takes its place", not os.path.exists(journal))

with row("nothing was sent: the reports of an earlier run are renamed"), Recorder() as server:
    scene = Scene(server)
    scene.run("--reports", "out")
    then = contents(scene.path("out/results.json"))
    ended = scene.run("--reports", "out", "--tga", "x")
    same("the exit status", ended.status, 2, ended)
    reports = [name for name in os.listdir(scene.path("out"))
               if not name.startswith("apigcheck-")]  # what its clean-up could not delete
    same("the folder", sorted(reports),
         ["junit.xml", "report.html.earlier", "results.json.earlier"])
    has("standard error", ended.err, "'out/results.json.earlier'")
    same("the earlier record", contents(scene.path("out/results.json.earlier")), then)

with row("--last-failed reads a journal too, but not damaged results"), Recorder() as server:
    scene = Scene(server)
    scene.run("--json", "r.json")
    write(scene.folder, "bad.json", read(scene.path("r.json")).replace('"pass"', '"past"', 1))
    ended = scene.run("--last-failed", "bad.json")
    same("the exit status", ended.status, 2, ended)

# ---- Many cases ----

with row("20,000 cases: in seconds, and in bounded memory"), Recorder() as server:
    scene = Scene(server)
    scene.run("--json", "one.json", "--case", "passes")
    lines = read(scene.path("one.json")).splitlines()
    case = next(line for line in lines if line.startswith('{"full_name'))
    count = 20000
    text = read(scene.path("one.json")).replace(case, ",\n".join(
        case.replace("all/passes", f"all/c{n}").replace('"index":0', f'"index":{n}')
        for n in range(count)))
    text = text.replace('"pass": 1', f'"pass": {count}').replace('"deselected": 12', '"deselected": 0')
    text = text.replace('"cases": 13', f'"cases": {count}')
    write(scene.folder, "many.json", with_digests(text))
    ended = scene.report("many.json", "--junit", "j.xml", "--html", "h.html", "--json", "j.json", "-q")
    same("the exit status", ended.status, 0, ended)
    same("the record", contents(scene.path("j.json")), contents(scene.path("many.json")))
    if not IS_SANITIZED:
        holds("seconds", ended.seconds < 20, ended)
        # A child starts with the size of its parent, so that a small process in between measures it.
        measured = subprocess.run(
            [sys.executable, "-c", MEASURE, PROGRAM, "report", "many.json", "--html", "h.html",
             "--json", "j.json", "-q"], cwd=scene.folder, capture_output=True, text=True, check=True)
        peak = int(measured.stdout.split()[-1])
        holds("memory", peak <= 150 * 1024, f"{peak} KiB")

finish()
