"""Third-party servers, started on loopback, and the rows that every suite for such a server shares.

A suite is run directly, and again through a proxy that injects one fault at a time: exactly the
cases that the fault affects must fail.
"""
import atexit
import http.client
import json
import os
import shutil
import socket
import subprocess
import time

from checks import has, holds, row, same
from program import Process, apigcheck, environment, new_folder, record
from servers import Request, Server, read_request

START_S = 60  # on a busy machine; usually each of these servers needs less than a second


def free_port():
    """A port that is free now; it may be in use when the server starts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Daemon:
    """A server for the duration of a with block: `command(port)` returns its command line."""

    def __init__(self, command, ready_path):
        self.command, self.ready_path = command, ready_path

    def __enter__(self):
        for _ in range(3):
            self.port = free_port()
            self.log = open(os.path.join(new_folder(), "log"), "w+b")
            self.child = subprocess.Popen(self.command(self.port), env=environment(), cwd=new_folder(),
                                          stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
            atexit.register(self.end)
            if self._is_ready():
                self.url = f"http://127.0.0.1:{self.port}"
                return self
            self.end()
        self.log.seek(0)
        raise RuntimeError(f"the server does not start:\n{self.log.read()[-3000:].decode()}")

    def _is_ready(self):
        end = time.monotonic() + START_S
        while time.monotonic() < end and self.child.poll() is None:
            try:
                if ask(self.port, "GET", self.ready_path).status == 200:
                    return True
            except OSError:
                pass  # it does not listen yet
            time.sleep(0.05)
        return False

    def end(self):
        if self.child.poll() is None:
            self.child.terminate()
            try:
                self.child.wait(10)
            except subprocess.TimeoutExpired:
                self.child.kill()
                self.child.wait()
        atexit.unregister(self.end)

    def __exit__(self, *_):
        self.end()
        self.log.close()


class Response:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def without(self, name):
        self.headers = [pair for pair in self.headers if pair[0].lower() != name.lower()]

    @property
    def json(self):
        return json.loads(self.body)

    @json.setter
    def json(self, value):
        self.body = json.dumps(value).encode()


def ask(port, method, path, headers=None, body=b""):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body, headers or {})
        came = connection.getresponse()
        return Response(came.status, came.getheaders(), came.read())
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()


class Proxy(Server):
    """Forwards everything to a port, except for the changes of a fault. A fault is a function with
    two arguments: the request, and `send`, which forwards a request and returns the response."""

    def __init__(self, port):
        super().__init__(self._talk)
        self.upstream = port
        self.fault = None

    def send(self, request):
        headers = dict(line.decode("latin-1").split(": ", 1) for line in request.fields)
        headers.pop("Content-Length", None)
        return ask(self.upstream, request.method, request.path, headers, request.body)

    def _talk(self, connection):
        rest = b""
        while True:
            came = read_request(connection, rest)
            if not came:
                return
            head, body, rest = came
            request = Request(head, body)
            response = self.fault(request, self.send) if self.fault else self.send(request)
            connection.sendall(self._bytes(request, response))

    @staticmethod
    def _bytes(request, response):
        is_head = request.method == "HEAD"
        dropped = {"transfer-encoding", "trailer", "connection"}
        if not is_head:
            dropped.add("content-length")
        lines = [f"HTTP/1.1 {response.status} Status"]
        lines += [f"{name}: {value}" for name, value in response.headers
                  if name.lower() not in dropped]
        if not is_head and response.status != 204:
            lines.append(f"Content-Length: {len(response.body)}")
        head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        return head if is_head else head + response.body


def missing(*programs):
    """The first program that is not installed, or None."""
    return next((one for one in programs if not shutil.which(one)), None)


def run(words, *more):
    """(what ended, the record) of a run of the suite."""
    path = os.path.join(new_folder(), "results.json")
    ended = apigcheck("run", *words, "--json", path, *more)
    holds("there is a record", os.path.exists(path), ended)
    return ended, record(path), path


def names(results, *wanted):
    return sorted(case["full_name"] for case in results["cases"] if case["verdict"] in wanted)


def check_orders(words, url):
    """The suite passes in every order and in shards."""
    words = [*words, "--url", url]
    whole = []
    for order in (["--parallel", "1"], ["--parallel", "4"], ["--parallel", "16", "--shuffle=5EED"],
                  ["--reuse-connections", "--shuffle"]):
        with row(f"all cases pass: {' '.join(order)}"):
            ended, results, _ = run(words, *order)
            same("the exit status", ended.status, 0, ended)
            whole = sorted(case["full_name"] for case in results["cases"])
            holds("there are enough", len(whole) >= 15, len(whole))
            same("skipped", names(results, "skip"), [])
    with row("three shards run each case once, and make one report"):
        paths, ran = [], []
        for i in range(1, 4):
            ended, results, path = run(words, "--shard", f"{i}/3", "--parallel", "4")
            same("the exit status", ended.status, 0, ended)
            paths.append(path)
            ran += [case["full_name"] for case in results["cases"]]
        same("the cases", sorted(ran), whole)
        junit = os.path.join(new_folder(), "junit.xml")
        ended = apigcheck("report", *paths, "--junit", junit)
        same("the exit status", ended.status, 0, ended)


def check_rejudge(path, suite, *target):
    """rejudge gives the same results for a run against a real server."""
    with row("rejudge gives the same results"):
        ended = apigcheck("rejudge", path, suite, *target)
        has("it", ended.out, "0 not judged; 0 changed")


def check_proof(suite, url, *more):
    """Most mutants of the recorded responses are detected, and every MUST is proven."""
    with row("most mutants of its recorded responses are detected"):
        # thousands of runs, which are slow with the sanitizers
        ended = Process("prove", suite, "--learn", url, "--json", *more).wait(200)
        proof = json.loads(ended.out)
        same("the exit status", ended.status, 0, ended.err)
        detected = sum(trial["fate"] == "caught" for trial in proof["trials"])
        holds("most are detected", 2 * detected > len(proof["trials"]) > 1000,
              (detected, len(proof["trials"])))


def check_faults(words, port, faults, *more):
    """Each fault makes exactly the named cases fail; --last-failed runs these, which pass again."""
    with Proxy(port) as proxy:
        words = [*words, "--url", proxy.url, *more]
        with row("no fault: all cases pass through the proxy"):
            ended, results, _ = run(words)
            same("the exit status", ended.status, 0, ended)
        last = None
        for fault, expected in faults:
            with row(fault.__doc__):
                proxy.fault = fault
                ended, results, path = run(words)
                same("the cases that fail", names(results, "fail"), sorted(expected), ended)
                same("errors", names(results, "error", "notrun"), [], ended)
                same("the exit status", ended.status, 1, ended)
                last = path, expected
        with row("the failed cases are rerun, and pass"):
            proxy.fault = None
            ended, results, _ = run(words, "--last-failed", last[0])
            same("the exit status", ended.status, 0, ended)
            same("the cases", sorted(case["full_name"] for case in results["cases"]),
                 sorted(last[1]))


