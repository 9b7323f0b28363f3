"""Judging is limited in steps, time and memory. It can be interrupted by signals, and a response that is
slow to judge does not affect other cases."""
import os
import signal
import threading
import time

from checks import finish, has, holds, lacks, row, same
from program import IS_SANITIZED, Process, apigcheck, new_folder, read, record, verdicts, write
from servers import Recorder, response

SIZE = 15 << 20  # bytes of a large body
SLOW_S = 25  # more than any judging takes: its limit is 10 seconds on any machine
SOON_S = 8 if IS_SANITIZED else 3  # a second, on a busy machine
STOPPED = "judging stopped after 10"  # 100 million steps, or 10s where steps are slow

# 2,500 strings on which '^(a+)+$' takes some 100,000 steps each: none of them is too much.
SLOW = "[" + ",".join(['"' + "a" * 16 + '!"'] * 2500) + "]"
CASE = """\
operation: {name}
request: {{method: GET, path: /{name}}}
cases:
  - id: only
    title: It is as expected
    {keys}
"""


def colliding(count):
    """Numbers with equal hashes if the hash is the FNV-1a of the digits XOR the exponent."""
    found, digits = [], 0
    while len(found) < count:
        digits += 1
        text = str(digits)
        value = 1469598103934665603
        for byte in text.rstrip("0").encode():
            value = (value ^ byte) * 1099511628211 % 2**64
        power = value ^ 0x123456789
        if text[-1] == "0" or power % 2 or power // 2 > 10**18:
            continue
        found.append(f"{text}e{power // 2 - len(text) + 1}")
    return found


def repeated(part, opening="[", closing="]", size=SIZE):
    count = size // (len(part) + 1)
    return opening + ",".join([part] * count) + closing


def named(value, size=SIZE):
    """An object whose properties have different names."""
    part = f'"{0:08x}":{value}'
    return "{" + ",".join(f'"{i:08x}":{value}' for i in range(size // (len(part) + 1))) + "}"


BODIES = {
    "slow": lambda: SLOW,
    "slow-text": lambda: ("a" * 16 + "!\n") * 2500,
    "colliding": lambda: "[" + ",".join(colliding(15000)) + "]",
    "equal-pairs": lambda: repeated('"aaaaaaaaaaaaaaaaaaaaaaa"', size=60000),
    "empty-objects": lambda: repeated("{}"),
    "empty-arrays": lambda: repeated("[]"),
    "nested-arrays": lambda: repeated("[[[[[[]]]]]]"),
    "objects": lambda: repeated('{"a":1}'),
    "members": lambda: named("1"),
    "members-that-are-objects": lambda: named("{}"),
    "numbers": lambda: repeated("1"),
    "fractions": lambda: repeated("1.5"),
    "strings": lambda: repeated('""'),
    "one-string": lambda: '"' + "x" * SIZE + '"',
    "one-number": lambda: "1" + "0" * SIZE,
    "just-objects": lambda: "[" + ",".join(["{}"] * 399999) + "]",
    "just-too-many": lambda: "[" + ",".join(["{}"] * 400000) + "]",
    "just-members": lambda: named("{}", size=12 * 399000),
}
waits = {}  # delay of the response in seconds, by path


def reply(request):
    name = request.path.split("?")[0].strip("/")
    if name == "later":
        time.sleep(waits.get(request.path, 0.6))
        return response()
    body = BODIES[name]()
    kind = "text/plain" if name == "slow-text" else "application/json"
    return response(200, body, (("Content-Type", kind),))


def run(server, text, *words, name="case.yaml", files=()):
    folder = new_folder()
    for file, content in files:
        write(folder, file, content)
    write(folder, name, text)
    process = Process("run", f"{folder}/{name}", "--url", server.url, "--reports", folder, *words)
    return process, folder


def finished(server, text, *words, files=()):
    process, folder = run(server, text, *words, files=files)
    ended = process.wait(120)
    ended.results = record(os.path.join(folder, "results.json"))
    ended.folder = folder
    return ended


def error_of(ended):
    """The error of the only case."""
    step = ended.results["cases"][0]["steps"][-1]
    return step.get("error") or ""


# ---- The limit of one response ----

# Expectations, by the keys of a case. The result is never pass and never fail.
BUDGET = [
    ("slow", "expect: {json: !each [!re '^(a+)+$']}"),
    ("slow", "expect: {json: !not [!each [!re '^(a+)+$']]}"),
    ("slow", "expect: {json: !not [!contains [!re '^(a+)+$']]}"),
    ("slow", "expect: {json: !not [!unordered [!re '^(a+)+$']]}"),
    ("slow", "should: {json: !each [!re '^(a+)+$']}"),
    ("slow", "expect: !in [{json: !each [!re '^(a+)+$']}, {status: 404}]"),
    ("slow", "expect: {json: !not [!schema patterns.json]}"),
    ("slow", "expect: {at: {'$[?search(@, \"^(a+)+$\")]': []}}"),
    ("slow", "expect: {at: {'$[?count($[*]) > count($[*])]': [], '$[?count($[?@ == \"b\"]) > 1]':"
             " [], '$[?count($[?@ > \"b\"]) > 1]': [], '$[?count($[?@ < \"b\"]) > 9999]': []}}"),
    ("slow-text", "expect: {text: !not [!re '(?m)^(a+)+$']}"),
    ("slow", "expect: {status: 404}\n    within: 1m\n    every: 1s\n"
             "    fail_when: {json: !each [!re '^(a+)+$']}"),
    ("slow", "steps:\n      - {expect: {status: 200}, capture: {a: {at:"
             " '$[?search(@, \"^(a+)+$\")]'}}}\n      - {expect: {status: 200}}"),
    ("slow-text", "steps:\n      - {expect: {status: 200}, capture: {a: {re: '(?m)^(a+)+$'}}}\n"
                  "      - {expect: {status: 200}}"),
]
PATTERNS = '{"not": {"contains": {"anyOf": [{"pattern": "^(a+)+$"}, {"pattern": "^(a+)+b"}]}}}'

with Recorder(reply) as server:
    for path, keys in BUDGET:
        with row(f"{path}: {keys}"):
            ended = finished(server, CASE.format(name=path, keys=keys),
                             files=[("patterns.json", PATTERNS)])
            same("the exit status", ended.status, 3, ended)
            same("the case", verdicts(ended.results), {"only": "error"}, ended)
            has("why", ended.out, STOPPED)
            holds("it ends", ended.seconds < SLOW_S, ended)

    with row("numbers with colliding hashes are compared quickly"):
        ended = finished(server, CASE.format(name="colliding", keys="expect: {json: !schema u.json}"),
                         files=[("u.json", '{"uniqueItems": true}')])
        same("the case", verdicts(ended.results), {"only": "pass"}, ended)
        holds("it ends", ended.seconds < SLOW_S, ended)

    with row("exponents beyond 64 bits are compared exactly"):
        BODIES["huge"] = lambda: '{"a": 1e9999999999999999999, "b": 1e-9999999999999999999}'
        ended = finished(server, CASE.format(name="huge", keys="expect: {json: {a: !range {min: 500},"
                                             " b: !range {above: 0, below: 1}}}"))
        same("the case", verdicts(ended.results), {"only": "pass"}, ended)
        for keys in ("json: {a: !range {max: 500}}", "json: {b: !any integer}", "json: !schema m.json"):
            ended = finished(server, CASE.format(name="huge", keys=f"expect: {{{keys}}}"), files=[
                ("m.json", '{"properties": {"a": {"maximum": 500}}}')])
            same(keys, verdicts(ended.results), {"only": "fail"}, ended)

    # ---- Time and signals ----

    SLOW_CASE = CASE.format(name="slow", keys="expect: {json: !each [!re '^(a+)+$']}")

    def judging(*words):
        """A run that has been judging for a second or more."""
        before = len(server.requests)
        process, folder = run(server, SLOW_CASE, *words)
        while len(server.requests) == before:
            time.sleep(0.01)
        time.sleep(0.2)
        return process, folder

    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        with row(f"{number.name} is handled while a response is judged"):
            process, folder = judging()
            begin = time.monotonic()
            process.kill(number)
            ended = process.wait(60)
            holds("soon", time.monotonic() - begin < SOON_S, ended)
            same("the exit status", ended.status, status, ended)
            case = record(os.path.join(folder, "results.json"))["cases"][0]
            same("the case", case["verdict"], "error", ended)
            has("why", ended.out, "interrupted")

    with row("a second signal ends it at once"):
        process, folder = judging()
        begin = time.monotonic()
        process.kill(signal.SIGINT)
        time.sleep(0.05)
        process.kill(signal.SIGINT)
        ended = process.wait(60)
        same("the exit status", ended.status, 130, ended)
        holds("soon", time.monotonic() - begin < SOON_S, ended)

    with row("--max-time ends it"):
        ended = finished(server, SLOW_CASE, "--max-time", "200ms")
        same("the exit status", ended.status, 3, ended)
        has("why", ended.out, "--max-time exceeded")
        holds("soon", ended.seconds < 0.2 + SOON_S, ended)

    with row("--timeout ends it, like a request"):
        ended = finished(server, SLOW_CASE, "--timeout", "1s")
        same("the exit status", ended.status, 3, ended)
        holds("why", "judging stopped after 1s" in ended.out or ended.seconds < 1, ended)
        holds("soon", ended.seconds < 1 + SOON_S, ended)

    # ---- Other cases at the same time ----

    TWO = """\
operation: two
request: {method: GET, path: /later}
cases:
  - id: slow
    title: It is slow to judge
    with: {path: /slow}
    expect: {json: !each [!re '^(a+)+$']}
  - id: quick
    title: It is answered soon
    expect: {status: 200, time: {total: %s}}
  - id: quick-too
    title: So is this one
    expect: {status: 200, time: {total: %s}}
"""
    TOTAL = "3s" if IS_SANITIZED else "1500ms"
    with row("a response that arrives while another one is judged has its own times"):
        ended = finished(server, TWO % (TOTAL, TOTAL), "--timeout", "2s", "--parallel", "3")
        same("the cases", verdicts(ended.results), {"slow": "error", "quick": "pass", "quick-too": "pass"},
             ended)

    with row("a timeout is detected while another response is judged"):
        waits["/later?never"] = 30
        ended = finished(server, TWO % (TOTAL, TOTAL) + """\
  - id: late
    title: It never comes
    with: {path: /later?never}
    expect: {status: 200}
    timeout: 700ms
""", "--parallel", "4")
        same("the cases", verdicts(ended.results), {"slow": "error", "quick": "pass", "quick-too": "pass",
                                                    "late": "error"}, ended)
        late = [case for case in ended.results["cases"] if case["id"] == "late"][0]
        holds("in time", late["steps"][0]["elapsed_us"] < (700 + 1000 * SOON_S) * 1000, late)

# ---- While the program is stopped ----

AWAY = """\
operation: away
request: {method: GET, path: /later}
cases:
  - id: soon
    title: The response arrives while the program is stopped
    expect: {status: 200, time: {total: 1500ms}}
  - id: body
    title: So is a large one
    with: {path: /one-string}
    expect: {status: 200}
  - id: late
    title: The response arrives too late, while the program is stopped
    with: {path: /later?late}
    timeout: 1s
    expect: {connection: timeout}
  - id: after
    title: The response arrives after the program continues
    with: {path: /later?after}
    expect: {status: 200, time: {total: 5s}}
"""
with row("a response that arrives while the program is stopped is not a timeout, and has its own times"), \
        Recorder(reply) as server:
    waits.update({"/later": 0.8, "/later?late": 2, "/later?after": 3.9})
    process, folder = run(server, AWAY, "--timeout", "2500ms", "--parallel", "4")
    while len(server.requests) < 4:
        time.sleep(0.02)
    process.kill(signal.SIGSTOP)
    time.sleep(3.5)
    process.kill(signal.SIGCONT)
    ended = process.wait(60)
    results = record(os.path.join(folder, "results.json"))
    same("the cases", verdicts(results),
         {"soon": "pass", "body": "pass", "late": "pass", "after": "pass"}, ended)
    waits.clear()

# ---- Memory ----

MOST_KB = 200 * 1000
EXPECT = {
    "any": "json: !any ",
    "every": "at: {'$..*': !any array, '$.*': !any array, '$[*]': !any array}, text: !len {min: 1}",
    "schema": "json: !schema seen.json",
    "differs": "json: !each-if-any [!all [{b: 1}, {a: [1, 2]}]]",
}
SEEN = ('{"allOf": [{"items": {"not": {"const": 0}}}, {"items": {"type": ["object", "array"]}}],'
        ' "unevaluatedItems": false, "unevaluatedProperties": {"type": "object"}, "uniqueItems": false}')
TOO_MANY = "response body has more than 400,000 JSON values"


def peak(server, path, expect):
    """(result, output, peak of resident memory in KB) of one case."""
    folder = new_folder()
    write(folder, "seen.json", SEEN)
    write(folder, "case.yaml", CASE.format(name=path, keys=f"expect: {{{expect}}}"))
    process = Process("run", f"{folder}/case.yaml", "--url", server.url, "--reports", folder, "--har",
                      f"{folder}/har")
    out = []
    reader = threading.Thread(target=lambda: out.append(process.child.stdout.read()))
    reader.start()
    _, status, usage = os.wait4(process.child.pid, 0)
    reader.join()
    process.child.returncode = os.waitstatus_to_exitcode(status)
    verdict = record(os.path.join(folder, "results.json"))["cases"][0]["verdict"]
    return verdict, out[0].decode(), usage.ru_maxrss


with Recorder(reply) as server:
    for path in ("empty-objects", "empty-arrays", "nested-arrays", "objects", "members",
                 "members-that-are-objects", "numbers", "fractions", "strings", "just-too-many"):
        with row(f"{path}: rejected, in little memory"):
            verdict, out, kb = peak(server, path, EXPECT["any"])
            same("the case", verdict, "error", out)
            has("why", out, TOO_MANY)
            holds(f"memory: {kb} KB", IS_SANITIZED or kb < MOST_KB)
    for path in ("just-objects", "just-members", "one-string", "one-number"):
        for name, expect in EXPECT.items():
            with row(f"{path}, {name}: judged in bounded memory"):
                verdict, out, kb = peak(server, path, expect)
                lacks("too many", out, TOO_MANY)
                holds("it is judged", verdict in ("pass", "fail"), out)
                holds(f"memory: {kb} KB", IS_SANITIZED or kb < MOST_KB)

finish()
