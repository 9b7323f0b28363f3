"""Signals, and report files: each is complete or absent, also after an interruption or an error."""
import os
import re
import resource
import signal
import socket
import threading
import time

from checks import finish, has, holds, row, same
from program import JUnit, Process, apigcheck, new_folder, read, record, write
from servers import Recorder, Server, response

CASES = """\
operation: look
request: {method: GET, path: /}
cases:
""" + "".join(f"""\
  - id: c{n}
    title: Thing {n} is shown
    with: {{path: /c{n}}}
    expect: {{status: 200}}
""" for n in range(20))

YESTERDAY = "yesterday's\n"
ENDS_WITHIN_S = 5  # three seconds, plus delays of a busy machine


def silent_after(count):
    """Responds to the first requests, and never to the others."""
    answered = []

    def reply(request):
        answered.append(request)
        if len(answered) > count:
            time.sleep(60)
        return response()
    return reply


def until(what, is_so):
    end = time.monotonic() + 10
    while not is_so():
        holds(f"{what}, in time", time.monotonic() < end)
        time.sleep(0.01)


class Scene:
    def __init__(self, server):
        self.folder = new_folder()
        self.server = server
        write(self.folder, "cases.yaml", CASES)

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self, *words, **how):
        return Process("run", "cases.yaml", "--url", self.server.url, *words, cwd=self.folder,
                       **how)

    def run(self, *words, **how):
        return self.start(*words, **how).wait()

    def left_over(self):
        """Temporary files that are left."""
        return [name for name in os.listdir(self.folder) if name.startswith(".")]


def check_partial(scene, ended, passed):
    """Checks that the reports are complete, and list for each case whether it ran."""
    results = record(scene.path("out/results.json"))
    junit = JUnit(scene.path("out/junit.xml"))
    same("the record's cases", len(results["cases"]), 20)
    same("cases that passed", results["counts"]["pass"], passed)
    same("the others were not run", results["counts"]["not run"], 20 - passed)
    for case in results["cases"]:
        if case["verdict"] == "not run":
            has("the reason", case["reason"], "interrupted")
    same("passed in JUnit", junit.counts["passed"], passed)
    same("in error in JUnit, with the run itself", junit.counts["error"], 20 - passed + 1)
    has("JUnit", junit.names("error"), "harness/run")
    has("the console", ended.out, "run aborted: interrupted")
    has("the console", ended.out, f"{20 - passed} not run")
    same("temporary files", scene.left_over(), [])


SIGNALS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}

for number, status in SIGNALS.items():
    with row(f"{number.name}: complete reports, and exit status {status}"), \
            Recorder(silent_after(5)) as server:
        scene = Scene(server)
        process = scene.start("--reports", "out", "--parallel", "3")
        until("five responses, and three that wait", lambda: len(server.requests) == 8)
        begin = time.monotonic()
        process.kill(number)
        ended = process.wait()
        same("the exit status", ended.status, status, ended)
        holds("it ends in time", time.monotonic() - begin < ENDS_WITHIN_S, ended)
        same("requests", len(server.requests), 8)
        check_partial(scene, ended, 5)

with row("running cases may still end"), Recorder(
        lambda request: time.sleep(0.7) or response()) as server:
    scene = Scene(server)
    process = scene.start("--reports", "out", "--parallel", "4")
    until("four requests", lambda: len(server.requests) == 4)
    process.kill(signal.SIGINT)
    ended = process.wait()
    same("the exit status", ended.status, 130, ended)
    same("requests", len(server.requests), 4)
    check_partial(scene, ended, 4)

with row("a second signal ends at once"), Recorder(silent_after(5)) as server:
    scene = Scene(server)
    process = scene.start("--reports", "out", "--parallel", "3")
    until("eight requests", lambda: len(server.requests) == 8)
    begin = time.monotonic()
    process.kill(signal.SIGINT)
    time.sleep(0.2)
    process.kill(signal.SIGTERM)
    ended = process.wait()
    same("the exit status is the first one's", ended.status, 130, ended)
    holds("at once", time.monotonic() - begin < 1.8, ended)
    check_partial(scene, ended, 5)

with row("a failure before the signal: the exit status is the signal's"), Recorder(
        lambda request: response(500) if request.path == "/c0" else time.sleep(60)) as server:
    scene = Scene(server)
    process = scene.start("--reports", "out", "--parallel", "2")
    until("three requests", lambda: len(server.requests) == 3)
    process.kill(signal.SIGTERM)
    ended = process.wait()
    same("the exit status", ended.status, 143, ended)
    same("failures in the record", record(scene.path("out/results.json"))["counts"]["fail"], 1)

with row("a signal during --wait"), Server() as server:
    scene = Scene(server)
    server.close()
    process = scene.start("--wait", "30s", "--reports", "out")
    time.sleep(0.5)
    begin = time.monotonic()
    process.kill(signal.SIGINT)
    ended = process.wait()
    same("the exit status", ended.status, 130, ended)
    holds("it ends in time", time.monotonic() - begin < ENDS_WITHIN_S, ended)
    check_partial(scene, ended, 0)

with row("a SIGHUP that was ignored at the start stays ignored"), Recorder(
        lambda request: time.sleep(0.2) or response()) as server:
    scene = Scene(server)
    process = scene.start(
        prepare=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
    until("a request", lambda: server.requests)
    process.kill(signal.SIGHUP)
    ended = process.wait()
    same("the exit status", ended.status, 0, ended)

with row("kill -9: the old reports stay"), Recorder(silent_after(5)) as server:
    scene = Scene(server)
    for name in ("out/junit.xml", "out/results.json"):
        write(scene.folder, name, YESTERDAY)
    process = scene.start("--reports", "out", "--parallel", "3")
    until("eight requests", lambda: len(server.requests) == 8)
    process.kill(signal.SIGKILL)
    ended = process.wait()
    same("the exit status", ended.status, -signal.SIGKILL)
    for name in ("out/junit.xml", "out/results.json"):
        same(name, read(scene.path(name)), YESTERDAY)
    same("files in the folder, its journal among them", sorted(os.listdir(scene.path("out"))),
         ["junit.xml", "results.json", "results.json.journal"])

with row("kill -9 at any time: each report is an old or a new one"), Recorder() as server:
    scene = Scene(server)
    write(scene.folder, "out/junit.xml", "<testsuites/>")
    write(scene.folder, "out/results.json", "{}")
    for step in range(15):
        process = scene.start("--reports", "out")
        time.sleep(0.004 * step)
        process.kill(signal.SIGKILL)
        process.wait()
        JUnit(scene.path("out/junit.xml"))
        record(scene.path("out/results.json"))

# ---- Standard output ----


def close_output():
    os.close(1)


with row("standard output closed: exit 4, and the reports are complete"), Recorder() as server:
    scene = Scene(server)
    ended = scene.run("--reports", "out", prepare=close_output)
    same("the exit status", ended.status, 4, ended)
    has("standard error", ended.err, "cannot write standard output")
    same("passed in JUnit", JUnit(scene.path("out/junit.xml")).counts["passed"], 20)
    same("passed in the record", record(scene.path("out/results.json"))["counts"]["pass"], 20)

with row("standard output full: exit 4, and the reports are complete"), Recorder() as server, \
        open("/dev/full", "wb") as full:
    scene = Scene(server)
    ended = scene.run("--reports", "out", stdout=full)
    same("the exit status", ended.status, 4, ended)
    has("standard error", ended.err, "cannot write standard output: No space left on device")
    same("passed in JUnit", JUnit(scene.path("out/junit.xml")).counts["passed"], 20)
    same("passed in the record", record(scene.path("out/results.json"))["counts"]["pass"], 20)

with row("standard output is a pipe without a reader: exit 4, and the reports are complete"), \
        Recorder() as server:
    scene = Scene(server)
    ours, theirs = os.pipe()
    os.close(ours)
    ended = scene.run("-v", "--reports", "out", stdout=theirs)
    os.close(theirs)
    same("the exit status", ended.status, 4, ended)
    same("passed in JUnit", JUnit(scene.path("out/junit.xml")).counts["passed"], 20)

with row("exit status 4 overrides 1"), Recorder(lambda request: response(500)) as server, \
        open("/dev/full", "wb") as full:
    same("the exit status", Scene(server).run(stdout=full).status, 4)

with row("all standard streams closed: no report gets one of their numbers"), \
        Recorder() as server:
    scene = Scene(server)

    def close_all():
        for descriptor in (0, 1, 2):
            os.close(descriptor)

    same("the exit status", scene.run("--reports", "out", prepare=close_all).status, 4)
    same("passed in JUnit", JUnit(scene.path("out/junit.xml")).counts["passed"], 20)
    same("passed in the record", record(scene.path("out/results.json"))["counts"]["pass"], 20)

for words in (["list"], ["help"], ["--version"], ["lint"]):
    with row(f"{words[0]} to a full standard output: exit 4"), open("/dev/full", "wb") as full:
        same("the exit status", apigcheck(*words, stdout=full).status, 4)

with row("--junit -: the report on standard output, the console on standard error"), \
        Recorder() as server:
    scene = Scene(server)
    ended = scene.run("--junit", "-")
    same("the exit status", ended.status, 0, ended)
    same("passed", JUnit(write(scene.folder, "x.xml", ended.out)).counts["passed"], 20)
    has("standard error", ended.err, "PASSED  20 passed")

with row("--json -: the same"), Recorder() as server:
    scene = Scene(server)
    ended = scene.run("--json", "-")
    same("passed", record(write(scene.folder, "x.json", ended.out))["counts"]["pass"], 20)

# ---- Paths ----

# The options with paths that cannot be written.
UNWRITABLE = {
    "a missing folder": ["--json", "nowhere/r.json"],
    "a folder in place of the file": ["--json", "folder"],
    "a path that ends in a slash": ["--json", "folder/"],
    "a file in place of its folder": ["--json", "file/r.json"],
    "a place without write permission": ["--json", "/proc/r.json"],
    "a folder of reports below a missing one": ["--reports", "nowhere/out"],
    "a file in place of the folder of reports": ["--reports", "file"],
}

for name, words in UNWRITABLE.items():
    with row(f"cannot write: {name}"), Recorder() as server:
        scene = Scene(server)
        os.mkdir(scene.path("folder"))
        write(scene.folder, "file", YESTERDAY)
        write(scene.folder, "junit.xml", YESTERDAY)
        ended = scene.run("--junit", "junit.xml", *words)
        same("the exit status", ended.status, 4, ended)
        same("connections", server.accepted, 0)
        holds("standard error", re.search("cannot (write|create)", ended.err) and
              words[1].rstrip("/").split("/")[0] in ended.err, ended)
        same("the old report", read(scene.path("junit.xml")), YESTERDAY)
        same("the existing file", read(scene.path("file")), YESTERDAY)
        same("temporary files", scene.left_over(), [])

with row("a full device as a report: exit 4"), Recorder() as server:
    ended = Scene(server).run("--junit", "/dev/full")
    same("the exit status", ended.status, 4, ended)
    has("standard error", ended.err, "cannot write '/dev/full': No space left on device")

with row("the disk is full: exit 4, the old report stays"), Recorder() as server:
    scene = Scene(server)
    write(scene.folder, "r.json", YESTERDAY)
    ended = scene.run("--json", "r.json", prepare=lambda: resource.setrlimit(
        resource.RLIMIT_FSIZE, (1000, 1000)))
    same("the exit status", ended.status, 4, ended)
    has("standard error", ended.err, "cannot write")
    same("the old report", read(scene.path("r.json")), YESTERDAY)
    same("temporary files", scene.left_over(), [])

with row("--reports creates the folder; a second run replaces its files"), \
        Recorder() as server:
    scene = Scene(server)
    for _ in range(2):
        same("the exit status", scene.run("--reports", "new").status, 0)
        same("its files", sorted(os.listdir(scene.path("new"))), ["junit.xml", "report.html", "results.json"])
        same("passed", JUnit(scene.path("new/junit.xml")).counts["passed"], 20)

with row("--reports with --junit and --json"), Recorder() as server:
    scene = Scene(server)
    ended = scene.run("--reports", "out", "--junit", "a.xml", "--json", "b.json")
    same("the exit status", ended.status, 0, ended)
    same("both JUnit files", read(scene.path("a.xml")), read(scene.path("out/junit.xml")))
    same("both records", read(scene.path("b.json")), read(scene.path("out/results.json")))

with row("spaces and non-ASCII letters in every path"), Recorder() as server:
    scene = Scene(server)
    write(scene.folder, "my cases ä/日本.yaml", CASES)
    write(scene.folder, "my target ö/my token ü", "a-token-of-good-length\n")
    write(scene.folder, "my target ö/my target.yaml", "name: ein Ziel für 日本\n"
          "url: http://127.0.0.1:1\nsecrets: {token: {file: my token ü}}\n")
    ended = apigcheck("run", "my cases ä/日本.yaml", "--target", "my target ö/my target.yaml",
                      "--url", server.url, "--reports", "my reports é", "--json",
                      "my reports é/再.json", cwd=scene.folder)
    same("the exit status", ended.status, 0, ended)
    has("the console", ended.out, "ein Ziel für 日本")
    results = record(scene.path("my reports é/再.json"))
    same("the file of a case", results["cases"][0]["place"]["file"], "my cases ä/日本.yaml")
    same("passed", JUnit(scene.path("my reports é/junit.xml")).counts["passed"], 20)

with row("a report whose path is a link: the link is replaced, not the file it points to"), \
        Recorder() as server:
    scene = Scene(server)
    write(scene.folder, "precious", YESTERDAY)
    os.symlink("precious", scene.path("junit.xml"))
    same("the exit status", scene.run("--junit", "junit.xml").status, 0)
    same("the target of the link", read(scene.path("precious")), YESTERDAY)
    same("passed", JUnit(scene.path("junit.xml")).counts["passed"], 20)

with row("two runs into one folder at once: both reports are complete"), Recorder() as server:
    scene = Scene(server)
    processes = [scene.start("--reports", "out") for _ in range(4)]
    for process in processes:
        same("the exit status", process.wait().status, 0)
    same("passed", JUnit(scene.path("out/junit.xml")).counts["passed"], 20)
    same("passed", record(scene.path("out/results.json"))["counts"]["pass"], 20)
    same("temporary files", [name for name in os.listdir(scene.path("out"))
                             if name.startswith(".")], [])

with row("few descriptors: slow or an error, but no crash"), Recorder() as server:
    scene = Scene(server)
    ended = scene.run("--reports", "out", "--parallel", "20", prepare=lambda: resource.setrlimit(
        resource.RLIMIT_NOFILE, (24, 24)))
    holds("the exit status", ended.status in (0, 3), ended)
    same("the record's cases", len(record(scene.path("out/results.json"))["cases"]), 20)

# ---- Waiting ----

with row("--wait: until the server comes up"):
    later = Recorder()  # bound, but not listening yet
    scene = Scene(later)
    timer = threading.Timer(1.0, later.listen)
    timer.start()
    ended = scene.run("--wait", "20s", "--reports", "out")
    timer.join()
    later.close()
    same("the exit status", ended.status, 0, ended)
    holds("it has waited", ended.seconds > 0.9, ended)
    same("passed", JUnit(scene.path("out/junit.xml")).counts["passed"], 20)
    same("requests", len(later.requests), 20)

with row("--wait times out: nothing is sent, nothing is verified"):
    held = socket.socket()
    held.bind(("127.0.0.1", 0))

    class Nobody:
        url = f"http://127.0.0.1:{held.getsockname()[1]}"

    scene = Scene(Nobody)
    ended = scene.run("--wait", "1s", "--reports", "out")
    held.close()
    same("the exit status", ended.status, 3, ended)
    holds("it waits, and gives up", 0.9 < ended.seconds < 1 + ENDS_WITHIN_S, ended)
    has("the console", ended.out, "the target does not accept connections: cannot connect to the target")
    same("not run", record(scene.path("out/results.json"))["counts"]["not run"], 20)
    same("in JUnit", JUnit(scene.path("out/junit.xml")).counts["error"], 21)

with row("--wait with a running server does not wait"), Recorder() as server:
    ended = Scene(server).run("--wait", "20s")
    same("the exit status", ended.status, 0, ended)
    holds("at once", ended.seconds < ENDS_WITHIN_S, ended)

finish()
