"""System faults: signals at any time, disks that are full or broken, no descriptors, little memory,
other locales. Each report is the old one or a complete new one, and the exit status is as
documented. CT_LONG in the environment tries more moments."""
import itertools
import os
import random
import re
import resource
import shutil
import signal
import subprocess
import time
import xml.etree.ElementTree as ElementTree

from checks import finish, has, holds, row, same, print_line
from program import (
    IS_SANITIZED, PROGRAM, JUnit, Process, apigcheck, environment, new_folder, read, record, write)
from servers import Recorder, response

MOMENTS = 200 if "CT_LONG" in os.environ else 20
REPORTS = ("junit.xml", "report.html", "results.json")
JOURNAL = "results.json.journal"
OLD = {"junit.xml": '<testsuites><testsuite name="old"/></testsuites>\n',
       "report.html": "<!doctype html>old\n",
       "results.json": '{"old": true}\n'}


def cases(count):
    return "operation: many\nrequest: {method: GET, path: /}\ncases:\n" + "".join(
        f"  - id: c{n}\n    title: It is right\n    with: {{path: /c{n}}}\n"
        f"    expect: {{status: 200}}\n" for n in range(count))


FOLDER = new_folder()
MANY = write(FOLDER, "many/c.yaml", cases(300))
FEW = write(FOLDER, "few/c.yaml", cases(5))


def folder_with_old():
    folder = new_folder()
    for name, text in OLD.items():
        write(folder, name, text)
    return folder


def is_old(folder, name):
    return read(os.path.join(folder, name)) == OLD[name]


def check_journal(folder, count):
    """Checks the journal of a run without new results: it lists all cases, once it has a start."""
    path = os.path.join(folder, JOURNAL)
    with open(path, encoding="utf-8", errors="replace") as file:
        has_begun = sum(1 for _ in file) > count
    if has_begun:
        shown = apigcheck("report", path, "--junit", "-")
        holds("the journal can be read", shown.status in (0, 3), shown)
        has("it has every case", shown.out, f'tests="{count}"')


def check_reports(folder, count, may_be_old=True, may_leave=None):
    """Each report is the old one, or a complete new one with every case. Returns the new ones."""
    left = set(os.listdir(folder)) - set(REPORTS)
    if JOURNAL in left:
        check_journal(folder, count)
        left.remove(JOURNAL)
    same("other files that are left", {name for name in left if not re.match(may_leave, name)}
         if may_leave else left, set())
    new = [name for name in REPORTS if not is_old(folder, name)]
    holds("no old report is left", may_be_old or new == list(REPORTS), new)
    if "junit.xml" in new:
        tree = ElementTree.parse(os.path.join(folder, "junit.xml"))
        names = {case.get("name") for case in tree.iter("testcase")} - {"harness/run"}
        same("testcases", len(names), count)
    if "results.json" in new:
        same("cases in the record", len(record(os.path.join(folder, "results.json"))["cases"]),
             count)
    return new


def slow(request):
    time.sleep(0.004)
    return response()


# ---- Signals ----

STATUSES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGKILL: -9}
moments = random.Random(1)

with Recorder(slow) as server:
    began = time.monotonic()
    whole = apigcheck("run", MANY, "--url", server.url, "--reports", folder_with_old())
    length_s = time.monotonic() - began
    print_line(f"a whole run takes {length_s:.2f} s; {MOMENTS} moments")
    for number in range(MOMENTS):
        which = (signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP)[number % 4]
        after_s = moments.uniform(0.03, length_s * 1.05)
        with row(f"{which.name} after {after_s:.3f} s"):
            folder = folder_with_old()
            process = Process("run", MANY, "--url", server.url, "--reports", folder)
            time.sleep(after_s)
            process.kill(which)
            killed = time.monotonic()
            ended = process.wait()
            holds("it ends soon", time.monotonic() - killed < 3, ended)
            # Before its handlers are set, a signal kills it; after its end, signals have no effect.
            holds("the exit status", ended.status in (STATUSES[which], -which, 0), ended)
            temporary = r"\.apigcheck-\w+(\.tmp)?$" if which == signal.SIGKILL else None
            new = check_reports(folder, 300, may_leave=temporary)
            if ended.status > 128:
                same("new reports", new, list(REPORTS))
                results = record(os.path.join(folder, "results.json"))
                counts = results["counts"]
                same("each case passed or was not run", counts["pass"] + counts["not run"], 300)
                # A signal may arrive while the reports of a complete run are written.
                if counts["not run"]:
                    has("the console", ended.out, "run aborted: interrupted")
                    holds("JUnit is not green", JUnit(os.path.join(folder, "junit.xml")).counts[
                        "error"] >= 1)
            if ended.status == 0:
                same("new reports", new, list(REPORTS))


def never(request):
    time.sleep(30)


for which in (signal.SIGINT, signal.SIGTERM):
    with row(f"{which.name} without responses: one signal ends the run in time, two at once"), \
            Recorder(never) as server:
        for times, most_s in ((1, 4), (2, 1.5)):
            folder = folder_with_old()
            process = Process("run", FEW, "--url", server.url, "--reports", folder)
            while not server.requests:
                time.sleep(0.01)
            time.sleep(0.1)
            begin = time.monotonic()
            for _ in range(times):
                process.kill(which)
                time.sleep(0.05)
            ended = process.wait()
            same("the exit status", ended.status, STATUSES[which], ended)
            holds(f"in {most_s} s", time.monotonic() - begin < most_s, ended)
            check_reports(folder, 5, may_be_old=False)
            server.requests.clear()

# ---- Disks ----


def traced(folder, server, *inject):
    words = ["strace", "-f", "-qq", "-o", "/dev/null"]
    for one in inject:
        words += ["-e", f"inject={one}"]
    done = subprocess.run(
        [*words, PROGRAM, "run", FEW, "--url", server.url, "--reports", folder],
        env=environment(ASAN_OPTIONS="detect_leaks=0"), stdin=subprocess.DEVNULL,
        capture_output=True, timeout=60)
    done.status, done.err = done.returncode, done.stderr.decode("utf-8", "replace")
    done.out = done.stdout.decode("utf-8", "replace")
    return done


def can_trace():
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-qq", "-o", "/dev/null", "-e", "inject=fsync:error=EIO",
                           "true"], capture_output=True).returncode == 0


ERRORS = {"ENOSPC": "No space left on device", "EIO": "Input/output error",
          "EDQUOT": "Disk quota exceeded"}

with Recorder() as server:
    if not can_trace():
        print_line("skipped: strace is not installed, or may not trace")
    else:
        folder = folder_with_old()
        log = os.path.join(new_folder(), "log")
        subprocess.run(["strace", "-f", "-qq", "-o", log, "-e",
                        "trace=fsync,renameat,renameat2,rename,linkat", PROGRAM, "run", FEW,
                        "--url", server.url, "--reports", folder], env=environment(
                            ASAN_OPTIONS="detect_leaks=0"), capture_output=True)
        renames = sorted(set(re.findall(r"(rename\w*|linkat)\(", read(log))))
        for call, error, when in itertools.product(("fsync", *renames), ERRORS, ("1+", "1", "2")):
            with row(f"{call} fails with {error}, {when}"):
                folder = folder_with_old()
                ended = traced(folder, server, f"{call}:error={error}:when={when}")
                holds("the exit status", ended.status == 4, ended.out + ended.err)
                has("why", ended.err, ERRORS[error])
                check_reports(folder, 5)

    with row("a full disk for standard output"), open("/dev/full", "wb") as full:
        folder = folder_with_old()
        ended = apigcheck("run", FEW, "--url", server.url, "--reports", folder, stdout=full)
        same("the exit status", ended.status, 4, ended)
        has("why", ended.err, "No space left on device")
        check_reports(folder, 5, may_be_old=False)

    with row("a full disk for a report"):
        ended = apigcheck("run", FEW, "--url", server.url, "--junit", "/dev/full")
        same("the exit status", ended.status, 4, ended)
        has("why", ended.err, "No space left on device")

    with row("a file size limit"):
        folder = folder_with_old()
        ended = Process("run", MANY, "--url", server.url, "--reports", folder, prepare=lambda:
                        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))).wait()
        same("the exit status", ended.status, 4, ended)
        has("why", ended.err, "File too large")
        same("new reports", check_reports(folder, 300), [])

    with row("a small disk"):
        disk = new_folder()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk],
                          capture_output=True).returncode:
            print_line("skipped: no small disk can be mounted here")
        else:
            try:
                for name, text in OLD.items():
                    write(disk, name, text)
                ended = apigcheck("run", MANY, "--url", server.url, "--reports", disk)
                same("the exit status", ended.status, 4, ended)
                has("why", ended.err, "No space left on device")
                check_reports(disk, 300)
            finally:
                subprocess.run(["umount", disk], check=True)

    with row("a folder that is deleted during the run"), Recorder(slow) as patient:
        folder = folder_with_old()
        process = Process("run", MANY, "--url", patient.url, "--reports", folder)
        while not patient.requests:
            time.sleep(0.01)
        shutil.rmtree(folder)
        ended = process.wait()
        same("the exit status", ended.status, 4, ended)
        has("why", ended.err, "junit.xml")

# ---- Descriptors, memory ----

with Recorder(slow) as server:
    for most in (256, 32, 24, 16, 12, 10, 8, 6, 4):
        with row(f"{most} descriptors, 64 cases at once"):
            folder = folder_with_old()
            ended = Process("run", MANY, "--url", server.url, "--reports", folder, "--parallel",
                            "64", prepare=lambda: resource.setrlimit(
                                resource.RLIMIT_NOFILE, (most, most))).wait()
            holds("the exit status", ended.status in (0, 3, 4, 2), ended)
            if ended.status == 0:
                check_reports(folder, 300, may_be_old=False)
            if ended.status == 3:
                check_reports(folder, 300, may_be_old=False)
                counts = record(os.path.join(folder, "results.json"))["counts"]
                same("none fails", counts["fail"], 0)
            if most >= 16:
                same("fewer requests in parallel, and no failure", ended.status, 0, ended)

with Recorder(lambda request: response(200, b"x" * (4 << 20), (("Content-Type", "text/plain"),))) \
        as server:
    for most_mib in () if IS_SANITIZED else (400, 200, 100, 60, 40, 20, 10):
        with row(f"{most_mib} MiB of address space"):
            folder = folder_with_old()
            size = most_mib << 20
            ended = Process("run", FEW, "--url", server.url, "--reports", folder, prepare=lambda:
                            resource.setrlimit(resource.RLIMIT_AS, (size, size))).wait()
            # Below some size the program cannot be loaded: 127.
            holds("the exit status", ended.status in (0, 4, 127, 1 if most_mib < 40 else 0), ended)
            check_reports(folder, 5, may_be_old=ended.status != 0)

# ---- Locales and other environment variables ----


def locales():
    done = subprocess.run(["locale", "-a"], capture_output=True)
    return done.stdout.decode("ascii", "replace").split()


HOSTILE = {"http_proxy": "http://127.0.0.1:1", "HTTPS_PROXY": "http://127.0.0.1:1",
           "ALL_PROXY": "http://127.0.0.1:1", "NO_PROXY": "", "CURL_HOME": FOLDER,
           "SSLKEYLOGFILE": os.path.join(FOLDER, "keys"), "CURL_CA_BUNDLE": "/nothing",
           "OPENSSL_CONF": "/nothing", "HOME": FOLDER, "TZ": "Asia/Kathmandu"}
write(FOLDER, ".netrc", "machine 127.0.0.1 login me password secret-of-mine\n")
write(FOLDER, ".curlrc", "proxy = http://127.0.0.1:1\n")

WORDS = """\
operation: words
request: {method: GET, path: /}
cases:
  - id: numbers
    title: Numbers are as they are written
    expect: {status: 200, headers: {TITLE: i}, json: {n: 1.5, big: !range {min: 0.25, max: 2.5}}}
  - id: wrong
    title: It is wrong
    expect: {json: {n: 2.5}}
"""


def stable(text):
    text = re.sub(r"\d+\.\d+ s|\(\d+ ms\)|127\.0\.0\.1:\d+|\d{4}-\d\d-\d\dT[\d:.]+Z", "#", text)
    text = re.sub(r'"sha256":\s*"\w+"', "#", text)  # a digest covers times
    return re.sub(r'"(\w+_us|size)":\s*\d+', "#", text)


def output_under(server, **env):
    folder = new_folder()
    path = write(FOLDER, "words/c.yaml", WORDS)
    ended = apigcheck("run", path, "--url", server.url, "--json", os.path.join(folder, "r.json"),
                      "--seed", "1", "--parallel", "1", env=env)
    same("the exit status", ended.status, 1, ended)
    return ended.out.replace(folder, "#"), read(os.path.join(folder, "r.json"))


there = [name for name in ("de_DE.utf8", "tr_TR.utf8", "de_DE", "tr_TR") if name in locales()]
print_line(f"locales here: {', '.join(there) or 'neither de_DE nor tr_TR'}")
with Recorder(lambda request: response(200, '{"n": 1.5, "big": 1.25}', (
        ("Content-Type", "application/json"), ("title", "i")))) as server:
    plain = output_under(server)
    for name in ("C", "POSIX", "nowhere", *there):
        with row(f"the same output with {name}"):
            other = output_under(server, LC_ALL=name, LANG=name, LANGUAGE=name)
            same("the console", stable(other[0]), stable(plain[0]))
            same("the record", stable(other[1]), stable(plain[1]))
    with row("proxies, .netrc, .curlrc, a key log and the rest of the environment: ignored"):
        before = len(server.requests)
        same("the record", stable(output_under(server, **HOSTILE)[1]), stable(plain[1]))
        for request in server.requests[before:]:
            same("Authorization", request.values("Authorization"), [])
        holds("no key log", not os.path.exists(HOSTILE["SSLKEYLOGFILE"]))

with row("two runs write the same reports at once: each report is a complete one of either run"), \
        Recorder(slow) as server:
    folder = folder_with_old()
    both = [Process("run", MANY, "--url", server.url, "--reports", folder) for _ in range(2)]
    for process in both:
        same("the exit status", process.wait().status, 0)
    check_reports(folder, 300, may_be_old=False)

finish()
