"""Which cases run, in which order, how fast, how many times: shards, shuffling, --last-failed,
--repeat, limits of a run, the rate, locks, throttling."""
import os
import re
import time

from checks import finish, has, holds, lacks, row, same
from program import JUnit, apigcheck, new_folder, record, verdicts, write
from servers import Recorder, response

COUNT = 37
IDS = [f"c{number:02}" for number in range(COUNT)]
FOLDER = new_folder()


def cases(count=COUNT, more=""):
    text = f"operation: order\nrequest: {{method: GET, path: /}}\n{more}cases:\n"
    for number in range(count):
        text += (f"  - id: c{number:02}\n    title: It is right\n"
                 f"    with: {{path: /c{number:02}}}\n    expect: {{status: 200}}\n")
    return text


CASES = write(FOLDER, "order.yaml", cases())


def run(server, *words, path=CASES):
    folder = new_folder()
    ended = apigcheck("run", path, "--url", server.url, "--reports", folder, *words)
    results = os.path.join(folder, "results.json")
    ended.results = record(results) if os.path.exists(results) else None
    ended.path, ended.junit = results, os.path.join(folder, "junit.xml")
    return ended


def asked(server):
    return [request.path[1:] for request in server.requests]


def fails(*ids, status=500):
    return lambda request: response(status if request.path[1:] in ids else 200)


# ---- Filters and shards ----

with row("four shards run each case once, and are alike in size"), Recorder() as server:
    listed = []
    sizes = []
    for shard in range(1, 5):
        ended = run(server, "--shard", f"{shard}/4")
        same("the exit status", ended.status, 0, ended)
        sizes.append(len(ended.results["cases"]))
        out = apigcheck("list", CASES, "--shard", f"{shard}/4").out.split()
        same("the order of list", [name.split("/")[1] for name in out],
             [case["id"] for case in ended.results["cases"]])
        listed += out
    same("requests", sorted(asked(server)), IDS)
    same("list, in all", sorted(listed), [f"order/{one}" for one in IDS])
    holds("sizes are alike", max(sizes) - min(sizes) <= 1, sizes)

with row("more shards than cases: a shard without cases is an error"), Recorder() as server:
    ended = run(server, "--shard", "40/40")
    same("the exit status", ended.status, 2, ended)
    same("requests", asked(server), [])

with row("--last-failed runs exactly what failed, could not be judged, or did not run"):
    with Recorder(lambda request: {"c03": response(500), "c11": b"garbage", "c20": response(429)}.get(
            request.path[1:], response())) as server:
        first = run(server, "--parallel", "1", "--timeout", "2s")
        same("the exit status", first.status, 1, first)
        before = len(server.requests)
        second = run(server, "--last-failed", first.path)
        same("the cases", sorted(asked(server)[before:]), ["c03", "c11", "c20"], second)
        out = apigcheck("list", CASES, "--last-failed", first.path).out.split()
        same("the order of list", out, ["order/c03", "order/c11", "order/c20"])
        before = len(server.requests)
        run(server, "--last-failed", first.path, "--case", "c03", "--case", "c04")
        same("with another option: both", asked(server)[before:], ["c03"])

with row("--cause N with --last-failed runs the cases of one cause"):
    with Recorder(lambda request: {"c03": response(500), "c05": response(500), "c11": b"garbage"}.get(
            request.path[1:], response())) as server:
        first = run(server, "--parallel", "1", "--timeout", "2s")
        for cause in first.results["causes"]:
            before = len(server.requests)
            run(server, "--last-failed", first.path, "--cause", str(cause["id"]))
            same(cause["text"], sorted(f"order/{one}" for one in asked(server)[before:]),
                 sorted(one["case"] for one in cause["cases"]))
        same("the causes", [len(cause["cases"]) for cause in first.results["causes"]], [2, 1])
        before = len(server.requests)
        for words, why in ((("--cause", "1"), "--cause requires --last-failed"),
                           (("--last-failed", first.path, "--cause", "3"), "cause 3 not found in"),
                           (("--last-failed", first.path, "--cause", "0"), "--cause")):
            ended = run(server, *words)
            same("the exit status", ended.status, 2, ended)
            has("why", ended.err, why)
        same("nothing was sent", len(server.requests), before)

with row("--last-failed of another target, without failures, without results: rejected"), \
        Recorder() as server:
    good = run(server)
    for words, why in (
            ((CASES, "--url", "http://other.example:1", "--last-failed", good.path),
             "another target"),
            ((CASES, "--url", server.url, "--last-failed", good.path), "no case failed in"),
            ((CASES, "--url", server.url, "--last-failed", CASES), "this is not a results file"),
            ((CASES, "--url", server.url, "--last-failed", "nothing.json"), "cannot open")):
        ended = apigcheck("run", *words)
        same("the exit status", ended.status, 2, ended)
        has("why", ended.err, why)

# ---- Order ----

with row("file order, one at a time"), Recorder() as server:
    run(server, "--parallel", "1")
    same("requests", asked(server), IDS)

with row("--shuffle: a random order; the printed seed reproduces it"):
    orders = []
    words = ["--shuffle"]
    for _ in range(2):
        with Recorder() as server:
            ended = run(server, "--parallel", "1", *words)
            same("the exit status", ended.status, 0, ended)
            orders.append(asked(server))
            seed = re.search(r"--shuffle=([0-9a-f]+)", ended.out).group(1)
            same("the record's seed", ended.results["shuffle"], seed)
            same("reports are in file order", [case["id"] for case in ended.results["cases"]], IDS)
            same("JUnit too", [name for name, *_ in JUnit(ended.junit).cases], IDS)
            words = [f"--shuffle={seed}"]
    same("again", orders[1], orders[0])
    holds("another order than the files'", orders[0] != IDS, orders[0])
    same("each case", sorted(orders[0]), IDS)
    with Recorder() as server:
        run(server, "--parallel", "1", "--shuffle=1")
        holds("another seed, another order", asked(server) != orders[0])

# ---- Repetition and limits ----

with row("--repeat: each case N times, one testcase, the worst result counts"), \
        Recorder(fails("c01")) as server:
    ended = run(server, "--repeat", "3", "--case", "c0?")
    same("the exit status", ended.status, 1, ended)
    same("requests", sorted(asked(server)), sorted(IDS[:10] * 3))
    same("testcases", len(JUnit(ended.junit).cases), 10)
    same("the verdicts", [v for k, v in verdicts(ended.results).items() if k != "c01"],
         ["pass"] * 9)
    lacks("the case that always fails", ended.out, "flaky")

with row("--repeat: a mixed outcome is flaky, and fails"):
    seen = []

    def now_and_then(request):
        seen.append(request.path)
        return response(500 if request.path == "/c02" and seen.count("/c02") == 2 else 200)
    with Recorder(now_and_then) as server:
        ended = run(server, "--repeat", "4", "--case", "c0?")
        same("the exit status", ended.status, 1, ended)
        same("the verdict", verdicts(ended.results)["c02"], "fail")
        has("the console", ended.out, "flaky: passed 3 of 4 times")
        message = [m for n, o, m in JUnit(ended.junit).cases if o == "failed"]
        same("failed testcases", len(message), 1)

with row("--fail-fast: no further case is started"), Recorder(fails("c04", "c07")) as server:
    ended = run(server, "--fail-fast", "--parallel", "1")
    same("the exit status", ended.status, 1, ended)
    same("requests", asked(server), IDS[:5])
    same("not run", ended.results["counts"]["not run"], COUNT - 5)
    server.requests.clear()
    ended = run(server, "--fail-fast=2", "--parallel", "1")
    same("requests of --fail-fast=2", asked(server), IDS[:8])


def slow(request):
    time.sleep(0.1)
    return response()


with row("--max-time: running cases end, the others are listed"), Recorder(slow) as server:
    ended = run(server, "--max-time", "450ms", "--parallel", "1")
    same("the exit status", ended.status, 3, ended)
    holds("some ran", 3 <= len(server.requests) <= 6, asked(server))
    same("the rest was not run", ended.results["counts"]["not run"], COUNT - len(server.requests))
    has("why", ended.out, "--max-time exceeded")

# ---- Rate ----


class Clocked(Recorder):
    """Records the arrival time of each request."""

    def __init__(self, reply=None):
        super().__init__(self._note)
        self.times, self.then = [], reply or (lambda request: response())

    def _note(self, request):
        with self.lock:
            self.times.append(time.monotonic())
        return self.then(request)


def check_rate(server, per_s):
    times = sorted(server.times)
    span = times[-1] - times[0]
    rate = (len(times) - 1) / span
    holds(f"{per_s} a second within 5 %: {rate:.2f}", abs(rate / per_s - 1) < 0.05)
    # No second has more than the rate, apart from delays of the network.
    for begin in times:
        most = sum(begin <= t < begin + 1 for t in times)
        holds(f"no burst: {most} in a second", most <= per_s * 1.1 + 2)


with row("--rate: within 5 % over three seconds, steadily"), Clocked() as server:
    ended = run(server, "--rate", "60/s", path=write(new_folder(), "o.yaml", cases(181)))
    same("the exit status", ended.status, 0, ended)
    check_rate(server, 60)

with row("a rate in the target file; the command line overrides it"), Clocked() as server:
    folder = new_folder()
    target = write(folder, "target.yaml",
                   f"name: T\nurl: {server.url}\nlimits: {{rate: 20/s, parallel: 1}}\n")
    begin = time.monotonic()
    apigcheck("run", CASES, "--target", target)
    holds("about 1.8 s", 1.6 < time.monotonic() - begin < 3, time.monotonic() - begin)
    begin = time.monotonic()
    apigcheck("run", CASES, "--target", target, "--rate", "1000/s")
    holds("at once", time.monotonic() - begin < 1)

# ---- Parallel cases and locks ----


class Overlap(Recorder):
    """Records the maximum number of parallel requests, in total and for each lock."""

    def __init__(self, key=lambda path: "", pause_s=0.01):
        super().__init__(self._count)
        self.key, self.pause_s = key, pause_s
        self.now, self.most = {}, {}

    def _count(self, request):
        keys = ("all", self.key(request.path))
        with self.lock:
            for key in keys:
                self.now[key] = self.now.get(key, 0) + 1
                self.most[key] = max(self.most.get(key, 0), self.now[key])
        time.sleep(self.pause_s)
        with self.lock:
            for key in keys:
                self.now[key] -= 1
        return response()


for most in (1, 5):
    with row(f"--parallel {most}"), Overlap() as server:
        run(server, "--parallel", str(most))
        same("at once", server.most["all"], most)

with row("parallel in the target file"), Overlap() as server:
    target = write(new_folder(), "target.yaml",
                   f"name: T\nurl: {server.url}\nlimits: {{parallel: 3}}\n")
    apigcheck("run", CASES, "--target", target)
    same("at once", server.most["all"], 3)

LOCKED = """\
operation: {name}
request: {{method: GET, path: /}}
lock: $(of)
cases:
  - id: locked
    title: It is alone
    each: [{rows}]
    with: {{path: '/$(of)/$(n)'}}
    expect: {{status: 200}}
  - id: twice
    title: It is alone, in all its steps
    vars: {{of: l0}}
    steps:
      - with: {{path: /l0/a}}
        expect: {{status: 200}}
      - with: {{path: /l0/b}}
        expect: {{status: 200}}
  - id: free
    title: It needs none
    lock: !absent
    each: [{free}]
    with: {{path: '/free/$(n)'}}
    expect: {{status: 200}}
"""


def locked(name):
    rows = ", ".join(f"{{of: l{n % 3}, n: {n}}}" for n in range(60))
    free = ", ".join(f"{{n: {n}}}" for n in range(40))
    return LOCKED.format(name=name, rows=rows, free=free)


with row("cases that share a lock never overlap: two operations, shuffled, many in parallel"), \
        Overlap(lambda path: path.split("/")[1], 0.004) as server:
    folder = new_folder()
    for name in ("one", "two"):
        write(folder, f"{name}/operation.yaml", locked(name))
    ended = run(server, "--parallel", "64", "--shuffle=ab", path=folder)
    same("the exit status", ended.status, 0, ended)
    same("requests", len(server.requests), 204)
    for lock in ("l0", "l1", "l2"):
        same(f"at once under {lock}", server.most[lock], 1)
    holds("the others run in parallel", server.most["free"] > 5, server.most)

# ---- Throttling ----


def throttles(times, fields=(), status=429):
    seen = []

    def reply(request):
        seen.append(request.path)
        if seen.count(request.path) <= times:
            return response(status, "{}", fields)
        return response()
    return reply


ONE = ("--case", "c00")

with row("without --throttle a 429 is an error, and nothing is sent again"), \
        Recorder(throttles(1)) as server:
    ended = run(server, *ONE)
    same("the exit status", ended.status, 3, ended)
    same("the verdict", verdicts(ended.results), {"c00": "error"})
    same("requests", len(server.requests), 1)

for name, fields, status, least, most in (
        ("a 429 that names a second", (("Retry-After", "1"),), 429, 1.0, 1.8),
        ("a 503 that names a second", (("Retry-After", "1"),), 503, 1.0, 1.8),
        ("a 429 that names no time", (), 429, 1.0, 1.8),
        ("a 429 whose time cannot be read", (("Retry-After", "soon"),), 429, 1.0, 1.8),
        ("a 429 that names a second in ten digits", (("Retry-After", "0000000001"),), 429, 1.0,
         1.8),
        ("a 429 that says now", (("Retry-After", "0"),), 429, 0.0, 0.9)):
    with row(f"--throttle: {name}"), Clocked(throttles(1, fields, status)) as server:
        ended = run(server, *ONE, "--throttle", "5s")
        same("the exit status", ended.status, 0, ended)
        same("requests", len(server.requests), 2)
        waited = server.times[1] - server.times[0]
        holds(f"waited {waited:.2f} s", least <= waited < most)
        step = ended.results["cases"][0]["steps"][0]
        same("attempts in the record", step["attempts"], 2)
        holds("the wait in the record", least * 1000 <= step["throttled_ms"] < most * 1000, step)
        holds("the wait in all", least * 1e6 <= ended.results["throttled_us"] < most * 1e6)
        has("the console", ended.out, "throttled: waited")

with row("--throttle: the wait doubles without Retry-After"), Clocked(throttles(2)) as server:
    ended = run(server, *ONE, "--throttle", "10s")
    same("the exit status", ended.status, 0, ended)
    waits = [b - a for a, b in zip(server.times, server.times[1:])]
    holds("one second, then two", 1 <= waits[0] < 1.6 and 2 <= waits[1] < 2.8, waits)

with row("--throttle: at most the given time, then an error"), \
        Recorder(throttles(99, (("Retry-After", "3"),))) as server:
    ended = run(server, *ONE, "--throttle", "2s")
    same("the exit status", ended.status, 3, ended)
    same("requests", len(server.requests), 1)
    same("the verdict", verdicts(ended.results), {"c00": "error"})

for seconds in ("1000000", "99999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"):
    with row(f"--throttle: {seconds} is longer than its limit"), \
            Recorder(throttles(99, (("Retry-After", seconds),))) as server:
        ended = run(server, *ONE, "--throttle", "3s")
        same("the exit status", ended.status, 3, ended)
        same("requests", len(server.requests), 1)
        same("the verdict", verdicts(ended.results), {"c00": "error"})

with row("--throttle in the target file, and many cases that wait together"), \
        Recorder(throttles(1, (("Retry-After", "1"),))) as server:
    target = write(new_folder(), "target.yaml",
                   f"name: T\nurl: {server.url}\nlimits: {{throttle: 9s}}\n")
    ended = apigcheck("run", CASES, "--target", target, "--case", "c0?", "--parallel", "16")
    same("the exit status", ended.status, 0, ended)
    same("requests", len(server.requests), 20)
    holds("they wait together", ended.seconds < 4, ended)

with row("a 429 is never a failure, not even together with failed expectations"), \
        Recorder(lambda request: response(429, "no JSON", (("X", "y"),))) as server:
    ended = run(server, path=write(new_folder(), "o.yaml", cases(3).replace(
        "{status: 200}", "{status: 200, json: {a: 1}, headers: {X: z}}")))
    same("the exit status", ended.status, 3, ended)
    same("the counts", ended.results["counts"]["fail"], 0)
    same("errors", ended.results["counts"]["error"], 3)

finish()
