"""A server that misbehaves as the request path selects, and one run of the program for all paths.

Each module zoo_*.py has a table: name -> Way(serve, result, a part of the message).
"""
import itertools
import os
import re
import resource
import time

from checks import holds, row, same
from program import IS_SANITIZED, JUnit, apigcheck, new_folder, record, write
from servers import Recorder, read_request, reset

GOOD_BODY = b'{"ok":true}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
SIZED = b"Content-Length: 11\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
MOST_MIB = 400


class Way:
    """One misbehaviour, and the expected result. serve(connection) starts when the request
    has been read."""

    def __init__(self, serve, verdict, sentence=None, change="", expect="", timeout="", note=None):
        self.serve, self.verdict, self.sentence = serve, verdict, sentence
        self.change, self.expect, self.timeout = change, expect, timeout
        self.note = note  # a part of the one expected note; None: no note


def passes(*parts, **how):
    return Way(says(*parts), "pass", **how)


def fails(sentence, *parts, **how):
    return Way(says(*parts), "fail", sentence, **how)


def errs(sentence, *parts, **how):
    return Way(says(*parts), "error", sentence, **how)


# ---- Serving ----

def says(*parts):
    """Sends these bytes, in parts that arrive separately, and ends."""
    def serve(connection):
        for number, part in enumerate(parts):
            if number:
                time.sleep(0.02)
            connection.sendall(part)
    return serve


def says_and_waits(*parts):
    def serve(connection):
        says(*parts)(connection)
        while connection.recv(65536):
            pass
    return serve


def says_and_resets(*parts):
    def serve(connection):
        says(*parts)(connection)
        time.sleep(0.1)
        reset(connection)
    return serve


def drips(data, pause_s=0.05, more=b""):
    """Sends byte by byte; then repeats `more` forever, or ends."""
    def serve(connection):
        for byte in itertools.chain(data, itertools.cycle(more)):
            connection.sendall(bytes([byte]))
            time.sleep(pause_s)
    return serve


def floods(begin, again):
    def serve(connection):
        connection.sendall(begin)
        block = again * (65536 // len(again) + 1)
        while True:
            connection.sendall(block)
    return serve


def whole(fields=b"", body=GOOD_BODY, head=HEAD):
    """A head with these fields, and the body after it."""
    return head + fields + b"\r\n" + body


def sized(fields=b"", body=GOOD_BODY, head=HEAD):
    return whole(fields + b"Content-Length: %d\r\n" % len(body), body, head)


def chunked(body, fields=b""):
    """With the body given as raw chunks."""
    return whole(CHUNKED + fields, body)


# ---- One run over a table ----

EXPECT = ("{status: 200, headers: {Content-Type: !media-type application/json}, "
          "json: {ok: true}}")


def _id(number):
    return f"way-{number:03}"


def _cases(ways):
    text = "operation: zoo\nrequest: {method: GET, path: /}\ncases:\n"
    for number, way in enumerate(ways):
        timeout = way.timeout or ("1500ms" if way.sentence and "in time" in way.sentence else "")
        text += f"  - id: {_id(number)}\n    title: The response is as expected\n"
        text += f"    with: {{path: /{_id(number)}{way.change}}}\n"
        text += f"    timeout: {timeout}\n" if timeout else ""
        text += f"    expect: {way.expect or EXPECT}\n"
    return text


class Zoo(Recorder):
    """Selects the behaviour by the path, and keeps the requests."""

    def __init__(self, ways):
        super().__init__()
        self.serve = self._choose
        self.ways = list(ways)
        self.unexpected = []

    def _choose(self, connection):
        came = read_request(connection)
        if not came:
            return
        line = came[0].split(b"\r\n")[0].decode("latin-1")
        path = line.split(" ")[1]
        with self.lock:
            self.requests.append(path)
        found = re.fullmatch(r"/way-(\d+)", path)
        if found:
            self.ways[int(found.group(1))].serve(connection)
        else:
            self.unexpected.append(line)


def check_notes(notes, way):
    same("the number of notes", len(notes), 1 if way.note else 0, notes)
    if way.note:
        holds(f"the note matches {way.note!r}", re.search(way.note, notes[0]), notes)


def check(case, testcase, way):
    _, outcome, message = testcase
    shown = f"{message}\n{case}"
    same("the verdict", case["verdict"], way.verdict, shown)
    same("JUnit's", outcome, {"pass": "passed", "fail": "failed", "error": "error"}[way.verdict])
    if way.verdict == "pass":
        check_notes(case["steps"][0]["notes"], way)
        return
    holds(f"JUnit matches {way.sentence!r}", re.search(way.sentence, message), message)
    if way.verdict == "error":
        same("expectations that were judged", case["steps"][0]["checks"], 0)


def run_over(kinds, *words, most_s=40):
    """`kinds`: heading -> table. One run of the program; then a row for each way."""
    names = [f"{kind}: {name}" for kind, table in kinds.items() for name in table]
    ways = [way for table in kinds.values() for way in table.values()]
    folder = new_folder()
    with Zoo(ways) as server:
        ended = apigcheck("run", write(folder, "zoo.yaml", _cases(ways)), "--url", server.url,
                          "--timeout", "10s", "--parallel", "48", "--reports", folder, *words)
        with row("one run of all of them ends in time, with its reports"):
            same("the exit status", ended.status, 1, ended)
            holds(f"it ends in {most_s} s", ended.seconds < most_s, ended)
            memory_mib = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
            # Each running case may hold a body of 16 MiB in a buffer that doubles.
            holds(f"it takes no more than {MOST_MIB} MiB, and took {memory_mib}",
                  IS_SANITIZED or memory_mib < MOST_MIB)
            results = record(os.path.join(folder, "results.json"))
            junit = JUnit(os.path.join(folder, "junit.xml"))
            same("cases in the record", len(results["cases"]), len(ways))
        for case, testcase, name, way in zip(results["cases"], junit.cases, names, ways):
            with row(name):
                check(case, testcase, way)
        with row("exactly one request to each path, and no others"):
            same("requests", sorted(server.requests),
                 sorted(f"/{_id(number)}" for number in range(len(ways))))
    return ended, folder
