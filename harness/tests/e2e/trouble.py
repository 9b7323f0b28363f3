"""Targets that are unreachable, broken, slow or hostile: the right result, in bounded time, with a
message that helps to fix the problem."""
import itertools
import os
import re
import socket
import time

from checks import finish, has, holds, row, same
from program import EMBEDDED, JUnit, apigcheck, new_folder, record, write
from servers import Recorder, Server, response, read_request, reset

BOUND_S = 12  # for a request with a timeout of one second, on a busy machine

# Three expectations that every wrong response violates: a status, a media type, a body.
CASES = """\
operation: look
request: {method: GET, path: /thing}
cases:
  - id: sees
    title: The thing is shown
    expect:
      status: 200
      headers: {Content-Type: !media-type application/json}
      json: {ok: true}
"""

FOLDER = new_folder()
LOOK = write(FOLDER, "look.yaml", CASES)
GOOD = response()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def check_console(ended, sentence):
    holds(f"the console matches {sentence!r}", re.search(sentence, ended.out), ended)


def check_case(url, verdict, sentence):
    """Runs one case against the URL; checks result, exit status, duration and every report."""
    folder = new_folder()
    timeout = "1s" if sentence and "in time" in sentence else "10s"
    ended = apigcheck("run", LOOK, "--url", url, "--timeout", timeout, "--connect-timeout", "1s",
                      "--reports", folder)
    results = record(os.path.join(folder, "results.json"))
    case = results["cases"][0]
    same("the verdict", case["verdict"], verdict, ended)
    same("the exit status", ended.status, {"pass": 0, "fail": 1, "error": 3}[verdict], ended)
    holds(f"it ends in {BOUND_S} s", ended.seconds < BOUND_S, ended)
    junit = JUnit(os.path.join(folder, "junit.xml"))
    if verdict == "pass":
        same("JUnit", junit.counts["passed"], 1)
        return case
    check_console(ended, sentence)
    has("the console", ended.out, "= reproduce: curl")
    outcome = {"fail": "failed", "error": "error"}[verdict]
    name, _, message = next(found for found in junit.cases if found[1] == outcome)
    same("the testcase with the error", name, "sees")
    holds("its message is a sentence", len(message) > 10, message)
    if verdict == "error":
        same("expectations that were judged", case["steps"][0]["checks"], 0)
        holds(f"JUnit matches {sentence!r}", re.search(sentence, message), message)
    return case


def says(*parts):
    """Sends these bytes for any request, and ends."""
    def serve(connection):
        read_request(connection)
        for part in parts:
            connection.sendall(part)
    return serve


def says_and_waits(*parts):
    def serve(connection):
        read_request(connection)
        for part in parts:
            connection.sendall(part)
        connection.recv(1)  # until the client gives up
    return serve


def says_and_resets(data):
    def serve(connection):
        read_request(connection)
        connection.sendall(data)
        time.sleep(0.1)
        reset(connection)
    return serve


def drips(data, pause_s=0.2):
    def serve(connection):
        read_request(connection)
        for byte in itertools.chain(data, itertools.repeat(0x20)):
            connection.sendall(bytes([byte]))
            time.sleep(pause_s)
    return serve


def floods(begin, again):
    def serve(connection):
        read_request(connection)
        connection.sendall(begin)
        block = again * (65536 // len(again) + 1)
        while True:
            connection.sendall(block)
    return serve


def closes_at_once(connection):
    reset(connection)


def sized(fields, body=b'{"ok":true}'):
    return HEAD + fields + b"\r\n" + body


CHUNKED = b"Transfer-Encoding: chunked\r\n"

# The serving function, the result, a pattern of the message.
ROWS = {
    # ---- No response, or an incomplete one ----
    "accepts and sends nothing": (says_and_waits(), "error", "no complete response in time"),
    "resets the connection at once": (closes_at_once, "error", "connect|without a response"),
    "closes without a response": (says(), "error", "closed the connection without a response"),
    "closes in the status line": (says(b"HTTP/1.1 20"), "error", "without a response"),
    "closes after the status line": (
        says(b"HTTP/1.1 200 OK\r\n"), "error", "head ends before|header line is incomplete"),
    "closes in a header": (says(HEAD + b"X-Half: o"), "error", "is incomplete|head ends before"),
    "closes before the empty line": (says(HEAD), "error", "head ends before|header line is incomplete"),
    "closes in the body": (says(sized(b"Content-Length: 99\r\n")), "error", "body is incomplete"),
    "closes before the body": (
        says(sized(b"Content-Length: 11\r\n", b"")), "error", "body is incomplete"),
    "closes in a chunk": (
        says(sized(CHUNKED, b"20\r\n{\"ok\":")), "error", "is incomplete|connection broke"),
    "closes between chunks": (
        says(sized(CHUNKED, b"b\r\n{\"ok\":true}\r\n")), "error", "is incomplete|connection broke"),
    "resets in the head": (says_and_resets(HEAD), "error", "connection broke"),
    "resets in the body": (
        says_and_resets(sized(b"Content-Length: 99\r\n")), "error", "connection broke"),
    "head, then silence": (
        says_and_waits(sized(b"Content-Length: 99\r\n", b"")), "error", "no complete response in time"),
    "no end of the body, then silence": (
        says_and_waits(sized(b"")), "error", "no complete response in time"),
    "drips the head": (drips(HEAD), "error", "no complete response in time"),
    "drips the body": (
        drips(sized(b"Content-Length: 999\r\n")), "error", "no complete response in time"),
    "sends only interim responses, slowly": (
        drips(b"HTTP/1.1 102 Processing\r\n\r\n" * 99, 0.03), "error", "no complete response in time"),

    # ---- Endless responses ----
    "endless headers": (floods(HEAD, b"X-More: and more\r\n"), "error", "too (large|long)"),
    "an endless header": (floods(HEAD + b"X-Long: ", b"x"), "error", "too (large|long)"),
    "an endless status line": (floods(b"HTTP/1.1 200 ", b"x"), "error", "too (large|long)"),
    "endless body": (floods(sized(b""), b"x"), "error", "larger than 16 MiB"),
    "endless chunks": (
        floods(sized(CHUNKED, b""), b"1000\r\n" + b"x" * 4096 + b"\r\n"), "error",
        "larger than 16 MiB"),
    "a body with a huge Content-Length": (
        floods(sized(b"Content-Length: 99999999999\r\n", b""), b"x"), "error",
        "larger than 16 MiB"),
    "endless trailers": (
        floods(sized(CHUNKED, b"0\r\n"), b"X-More: and more\r\n"), "error", "too (large|long)"),
    "endless interim responses": (
        floods(b"", b"HTTP/1.1 102 Processing\r\n\r\n"), "error", "interim|too (large|long)"),
    "an endless chunk size": (
        floods(sized(CHUNKED, b""), b"0"), "error", "the size line of a chunk is too long"),

    # ---- Invalid or ambiguous HTTP ----
    "garbage": (says(bytes(range(256)) * 4), "error", "no(t)? HTTP"),
    "HTTP/0.9": (says(b'{"ok":true}'), "error", "no(t)? HTTP"),
    "another protocol": (says(b"SSH-2.0-OpenSSH_9.2\r\n"), "error", "no(t)? HTTP"),
    "101": (says(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n"),
            "error", "switches protocols"),
    "HTTP/2 as text": (says(b"HTTP/2.0 200 OK\r\n\r\n"), "error", "HTTP|malformed"),
    "http in lower case": (
        says(b"http/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), "error", "HTTP|malformed"),
    "a status of four digits": (
        says(b"HTTP/1.1 2000 OK\r\nContent-Length: 0\r\n\r\n"), "error", "HTTP|malformed"),
    "a status without a space before its reason": (
        says(b"HTTP/1.1 200OK\r\nContent-Length: 0\r\n\r\n"), "error", "HTTP|malformed"),
    "status 600": (
        says(b"HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n"), "error", "between 100 and 599"),
    "two Content-Lengths": (
        says(sized(b"Content-Length: 12\r\nContent-Length: 11\r\n")), "error", "Content-Length"),
    "a list of two Content-Lengths": (
        says(sized(b"Content-Length: 11, 12\r\n")), "error", "Content-Length"),
    "a negative Content-Length": (
        says(sized(b"Content-Length: -11\r\n")), "error", "Content-Length"),
    "a Content-Length with a sign": (
        says(sized(b"Content-Length: +11\r\n")), "error", "Content-Length"),
    "a Content-Length in hex": (
        says(sized(b"Content-Length: 0xb\r\n")), "error", "Content-Length"),
    "Content-Length and chunks": (
        says(sized(b"Content-Length: 11\r\n" + CHUNKED, b"b\r\n{\"ok\":true}\r\n0\r\n\r\n")),
        "error", "Transfer-Encoding and Content-Length"),
    "an unrequested coding": (
        says(sized(b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n")), "error",
        "[Tt]ransfer.[Ee]ncoding|transfer coding"),
    "garbage for a chunk size": (
        says(sized(CHUNKED, b"zz\r\nmore\r\n")), "error", "malformed chunk in the response"),
    "a chunk that is longer than its size": (
        says(sized(CHUNKED, b"4\r\n{\"ok\":true}\r\n0\r\n\r\n")), "error",
        "malformed chunk in the response"),
    "a NUL in a header": (
        says(sized(b"X-Odd: a\0b\r\nContent-Length: 11\r\n")), "error", "(?i)nul "),
    "a space before a colon": (
        says(sized(b"X-Odd : a\r\nContent-Length: 11\r\n")), "error", "colon"),
    "a CR in a header": (
        says(sized(b"X-Odd: a\rContent-Length: 12\r\nContent-Length: 11\r\n")), "error", "CR"),
    "too many requests": (
        says(response(429, b'{"ok":true}')), "error", "limits the request rate: unexpected status 429"),

    # ---- Wrong responses ----
    "an HTML page": (
        says(response(200, "<html>Welcome</html>", (("Content-Type", "text/html"),))), "fail",
        "text/html"),
    "an HTML page called JSON": (says(response(200, "<html>Welcome</html>")), "fail", "JSON"),
    "a proxy's HTML page": (
        says(response(502, "<html>Bad gateway</html>", (("Content-Type", "text/html"),))), "fail",
        "502"),
    "a redirection": (
        says(response(302, "", (("Location", "/elsewhere"),))), "fail", "302"),
    "an empty body": (says(response(200, "")), "fail", "JSON|nothing|empty|no body"),
    "truncated JSON in a complete body": (says(response(200, '{"ok":tr')), "fail", "JSON"),
    "JSON with data after it": (says(response(200, '{"ok":true}{}')), "fail", "JSON"),
    "JSON with a name twice": (says(response(200, '{"ok":false,"ok":true}')), "fail", "JSON|twice"),
    "JSON that is not UTF-8": (says(response(200, b'{"ok":true,"a":"\xff"}')), "fail", "UTF-8|JSON"),
    "JSON with a NUL after it": (says(response(200, b'{"ok":true}\0')), "fail", "JSON|NUL"),
    "another type": (says(response(200, '{"ok":"true"}')), "fail", "true"),
    "the media type twice": (
        says(sized(b"Content-Type: text/html\r\nContent-Length: 11\r\n")), "fail",
        "Content-Type"),
    "a compressed body, unrequested": (
        says(response(200, b"\x1f\x8b\x08\0\0\0\0\0\0\x03", (("Content-Type", "application/json"),
                                                          ("Content-Encoding", "gzip")))),
        "fail", "JSON|UTF-8|encod"),

    # ---- Odd, but legal ----
    "names of headers in lower case": (
        says(b'HTTP/1.1 200 OK\r\ncontent-type:application/json\r\ncontent-length:11\r\n\r\n'
             b'{"ok":true}'), "pass", None),
    "no reason": (
        says(b'HTTP/1.1 200 \r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n'
             b'{"ok":true}'), "pass", None),
    "HTTP/1.0, ended by closing": (
        says(b'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n{"ok":true}'),
        "pass", None),
    "the same Content-Length twice": (
        says(sized(b"Content-Length: 11\r\nContent-Length: 11\r\n")), "pass", None),
    "interim responses first": (
        says(b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
             GOOD), "pass", None),
    "chunks with extensions, and a trailer": (
        says(sized(CHUNKED, b'5;x="y"\r\n{"ok"\r\n6\r\n:true}\r\n0\r\nX-Sum: 7\r\n\r\n')), "pass",
        None),
    "a folded header": (
        says(sized(b"X-Long: one\r\n two\r\nContent-Length: 11\r\n")), "pass", None),
    "an empty header": (says(sized(b"X-Empty:\r\nContent-Length: 11\r\n")), "pass", None),
    "data after the body": (
        says(sized(b"Content-Length: 11\r\n") + b"HTTP/1.1 500 Poison\r\n\r\n"), "pass", None),
    "byte by byte": (drips(GOOD, 0.0005), "pass", None),
}

for name, (serve, verdict, sentence) in ROWS.items():
    with row(name), Server(serve) as server:
        check_case(server.url, verdict, sentence)

# ---- No server ----

with row("no listener"), Server() as server:
    server.close()
    check_case(server.url, "error", "cannot connect to the target")

with row("a port that is bound without listening"):
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    check_case(f"http://127.0.0.1:{held.getsockname()[1]}", "error", "cannot connect to the target")
    held.close()

with row("a listener whose queue is full"):
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    held.listen(0)
    waiting = []
    for _ in range(8):
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(held.getsockname())
        waiting.append(one)
    check_case(f"http://127.0.0.1:{held.getsockname()[1]}", "error",
         "no complete response in time|cannot connect")
    for one in (held, *waiting):
        one.close()

with row("a name that does not resolve"):
    # A label of 64 letters is invalid, so no name server is queried.
    check_case(f"http://{'x' * 64}.example", "error", "cannot resolve the host name")

with row("a plain HTTP server for an https URL"), Server(says_and_waits(GOOD)) as server:
    check_case(server.url.replace("http:", "https:"), "error",
         "TLS handshake with the target failed|no complete response in time")

# ---- Several cases ----

with row("an unreachable target: the other cases are not run, and listed"):
    folder = new_folder()
    ended = apigcheck("run", "--target", EMBEDDED, "--url", "http://127.0.0.1:1", "--reports",
                      folder)
    same("the exit status", ended.status, 3, ended)
    holds("it ends in time", ended.seconds < BOUND_S, ended)
    check_console(ended, "run aborted: target unreachable: cannot connect to the target")
    results = record(os.path.join(folder, "results.json"))
    counts = results["counts"]
    holds("a few cases tried", 1 <= counts["error"] <= 16, counts)
    same("the others were not run", counts["error"] + counts["not run"], len(results["cases"]))
    junit = JUnit(os.path.join(folder, "junit.xml"))
    same("no case passes or is skipped", junit.counts["error"], len(results["cases"]) + 1)
    has("JUnit", junit.names("error"), "harness/run")

with row("no responses, many cases: each case times out separately"), \
        Server(says_and_waits()) as server:
    folder = new_folder()
    ended = apigcheck("run", "--target", EMBEDDED, "--url", server.url, "--timeout", "300ms",
                      "--parallel", "32", "--json", os.path.join(folder, "r.json"), "--case",
                      "app-ids-*", "--case", "*-token")
    same("the exit status", ended.status, 3, ended)
    holds("it ends in time", ended.seconds < BOUND_S, ended)
    same("the counts", record(os.path.join(folder, "r.json"))["counts"]["pass"], 0)

BOTH = CASES + """\
  - id: sees-again
    title: The thing is shown to whom asks in another way
    with: {path: /other}
    expect: {status: 200}
"""


def by_path(of_thing, of_other):
    return lambda request: of_thing if request.path == "/thing" else of_other


# The responses to both cases, and the exit status.
STATUSES = {
    "both good": (GOOD, GOOD, 0),
    "one wrong": (GOOD, response(500), 1),
    "one without a response": (GOOD, None, 3),
    "one wrong and one without a response": (response(500), None, 1),
    "none with a response": (None, None, 3),
    "one limited": (GOOD, response(429), 3),
}

for name, (of_thing, of_other, status) in STATUSES.items():
    with row(f"exit status, {name}"), Recorder(by_path(of_thing, of_other)) as server:
        ended = apigcheck("run", write(new_folder(), "both.yaml", BOTH), "--url", server.url)
        same("the exit status", ended.status, status, ended)
        same("requests", len(server.requests), 2)

with row("an expected 429 passes"), Recorder(lambda request: response(429)) as server:
    cases = write(new_folder(), "limited.yaml", CASES.replace("status: 200", "status: 429"))
    ended = apigcheck("run", cases, "--url", server.url)
    same("the exit status", ended.status, 0, ended)

finish()
