"""The program under test: starts it, and reads what it wrote.

A test is called as `subject.py PROGRAM ROOT`: the built program, and the folder of the project.
"""
import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree

from checks import at_end, holds, row, same, print_line

PROGRAM = os.path.abspath(sys.argv[1])
ROOT = os.path.abspath(sys.argv[2])
EMBEDDED = os.path.join(ROOT, "fixtures", "targets", "embedded.yaml")
with open(PROGRAM, "rb") as _file:
    IS_SANITIZED = b"__asan_init" in _file.read()
PATIENCE_S = 30  # more than any action of the program takes in these tests

_scratch = tempfile.mkdtemp(prefix="apigcheck-e2e-")
atexit.register(shutil.rmtree, _scratch, True)


@at_end
def no_case_holds_without_what_it_looks_at():
    """The suites that this test wrote: no expectation passes for a response that lacks its object.
    Exit status 2: the test wrote no suite that loads."""
    with row("no expectation passes without the value that it checks"):
        ended = subprocess.run([os.path.join(os.path.dirname(PROGRAM), "metamorphic"), "--suite",
                                _scratch], capture_output=True, text=True, timeout=4 * PATIENCE_S)
        holds("exit status", ended.returncode in (0, 2), ended.stdout + ended.stderr)
        if ended.returncode == 0:
            print_line(ended.stdout.splitlines()[-7])


def new_folder():
    return tempfile.mkdtemp(dir=_scratch)


def write(folder, name, text):
    """Writes a file, and creates its folders. Returns its path."""
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def environment(**more):
    """An environment without the caller's variables: no proxy, no home, no locale. Lines are long, so that
    the tests find whole sentences."""
    result = {"PATH": os.environ["PATH"], "HOME": _scratch, "TMPDIR": _scratch, "LC_ALL": "C.UTF-8",
              "COLUMNS": "1000"}
    # The caller chooses the settings of the sanitizers.
    result.update({name: value for name, value in os.environ.items()
                   if name.endswith("SAN_OPTIONS")})
    result.update(more)
    return result


class Process:
    """A running program."""

    def __init__(self, *words, env=None, cwd=None, stdout=subprocess.PIPE, prepare=None):
        self.begin = time.monotonic()
        self.child = subprocess.Popen(
            [PROGRAM, *words], env=environment(**(env or {})), cwd=cwd or ROOT,
            stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, preexec_fn=prepare)
        atexit.register(self.end)

    def kill(self, number):
        self.child.send_signal(number)

    def end(self):
        if self.child.poll() is None:
            self.child.kill()
            self.child.wait()

    def wait(self, patience=PATIENCE_S):
        try:
            out, err = self.child.communicate(timeout=patience)
        except subprocess.TimeoutExpired:
            self.end()
            raise
        finally:
            atexit.unregister(self.end)
        return Ended(self.child.returncode, out, err, time.monotonic() - self.begin)


class Ended:
    """The exit status and the output of the program."""

    def __init__(self, status, out, err, seconds):
        self.status = status
        self.out = (out or b"").decode("utf-8", "replace")
        self.err = (err or b"").decode("utf-8", "replace")
        self.seconds = seconds

    def __str__(self):
        return f"exit status {self.status} after {self.seconds:.1f} s\n{self.out}{self.err}"


def apigcheck(*words, **how):
    return Process(*words, **how).wait()


class Gateway:
    """`apigcheck mock`, for the length of a with."""

    def __init__(self, *words):
        self.process = Process("mock", "--port", "0", *words)

    def __enter__(self):
        self.url = self.process.child.stdout.readline().decode().strip()
        holds("the gateway prints its URL", self.url.startswith("http://127.0.0.1:"), self.url)
        return self

    def __exit__(self, *_):
        self.process.kill(signal.SIGTERM)
        ended = self.process.wait()
        same("the gateway's exit status", ended.status, 0, ended)


OUTCOMES = {"failure": "failed", "error": "error", "skipped": "skipped"}


class JUnit:
    """A JUnit file: counts[outcome], and a list of (name, outcome, message)."""

    def __init__(self, path):
        root = ElementTree.parse(path).getroot()
        self.cases = []
        self.counts = {"passed": 0, "failed": 0, "error": 0, "skipped": 0}
        for suite in root:
            before = dict(self.counts)
            for case in suite.findall("testcase"):
                self._add(case)
            for attribute, outcome in (("failures", "failed"), ("errors", "error"),
                                       ("skipped", "skipped")):
                same(f"{attribute} of the suite {suite.get('name')}", int(suite.get(attribute)),
                     self.counts[outcome] - before[outcome])
            same("tests of the suite", int(suite.get("tests")),
                 sum(self.counts.values()) - sum(before.values()))

    def _add(self, case):
        children = [child for child in case if child.tag != "properties"]
        holds("a testcase has at most one outcome", len(children) < 2, case.get("name"))
        outcome = OUTCOMES[children[0].tag] if children else "passed"
        message = children[0].get("message") if children else ""
        self.counts[outcome] += 1
        self.cases.append((case.get("name"), outcome, message))

    def names(self, outcome):
        return [name for name, is_this, _ in self.cases if is_this == outcome]


def record(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def verdicts(results):
    """The result of each case in a results file, by its id."""
    return {case["id"]: case["verdict"] for case in results["cases"]}
