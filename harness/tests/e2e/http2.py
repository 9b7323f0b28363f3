"""HTTP/2, frame by frame: only the negotiated protocol is accepted, and a field or a body that HTTP/2
does not allow is an error."""
import os
import re
import ssl
import struct

from checks import finish, holds, row, same
from http2_frames import (
    ACK, END_HEADERS, END_STREAM, GOAWAY, HEADERS, JSON, RST_STREAM, SETTINGS, block, data, frame,
    headers, read_until_headers, trailers)
from program import apigcheck, new_folder, record, verdicts, write
from servers import Server

HERE = os.path.dirname(os.path.abspath(__file__))
CERTIFICATE = os.path.join(HERE, "self-signed.pem")


def serving(frames, waits=True):
    """Sends these frames after the request; then waits for the end of the connection, or ends it."""
    def serve(connection):
        connection.sendall(frame(SETTINGS, 0, stream=0))
        read_until_headers(connection)
        connection.sendall(frame(SETTINGS, ACK, stream=0) + b"".join(frames))
        while waits and connection.recv(65536):
            pass
    return serve


def over_tls(serve, protocols):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    if protocols:
        context.set_alpn_protocols(protocols)

    def wrapped(connection):
        try:
            with context.wrap_socket(connection, server_side=True) as line:
                serve(line)
        except ssl.SSLError:
            pass  # the test checks the message of the client
    return wrapped


CASE = """\
operation: two
request: {{method: GET, path: /}}
cases:
  - id: one
    title: It is as it must be
    timeout: 3s
    expect: {expect}
"""
EXPECT = ("{status: 200, headers: {Content-Type: !media-type application/json}, "
          "json: {ok: true}}")


def ask(serve, *words, expect=EXPECT, scheme="http"):
    folder = new_folder()
    with Server(serve) as server:
        ended = apigcheck("run", write(folder, "two.yaml", CASE.format(expect=expect)), "--url",
                          server.url.replace("http:", scheme + ":"), "--json",
                          os.path.join(folder, "r.json"), *words)
    ended.results = record(os.path.join(folder, "r.json"))
    return ended


def check(ended, verdict, sentence=""):
    same("the verdict", verdicts(ended.results)["one"], verdict, ended)
    holds(f"the console matches {sentence!r}", re.search(sentence, ended.out), ended)


GOOD = [headers(JSON), data()]
PADDED = r"white space at the start or end of a field value \(RFC 9113 section 8\.2\.1\)"
STREAM = "exchange failed|HTTP/2|connection broke|is incomplete|ends before|without a response"
# Frames, the result, a part of the message, and the expectations if they differ from the default.
WAYS = {
    "a response": (GOOD, "pass", ""),
    "an interim response": ([headers(flags=END_HEADERS, status=b"103"), *GOOD], "pass", ""),
    "a value that is empty": ([headers(JSON, (b"x-odd", b"")), data()], "pass", ""),
    "a value with a space inside": ([headers(JSON, (b"x-odd", b"a b")), data()], "pass", ""),
    "a trailer": ([headers(JSON), data(flags=0), trailers((b"x-sum", b"7"))], "pass", ""),
    "a length": ([headers(JSON, (b"content-length", b"11")), data()], "pass", ""),
    "another status": ([headers(JSON, status=b"404"), data()], "fail", "404"),
    "a header that is only a trailer": (
        [headers(JSON), data(flags=0), trailers((b"x-sum", b"7"))], "fail", "received as a trailer",
        "{status: 200, headers: {X-Sum: '7'}}"),
    "plain JSON that is named gzip": (
        [headers(JSON, (b"content-encoding", b"gzip")), data()], "fail", "encoded"),

    "a value with a space in front": ([headers(JSON, (b"x-odd", b" a")), data()], "error", PADDED),
    "a value with a trailing space": ([headers(JSON, (b"x-odd", b"a ")), data()], "error", PADDED),
    "a value with a tab in front": ([headers(JSON, (b"x-odd", b"\ta")), data()], "error", PADDED),
    "a value that is a space": ([headers(JSON, (b"x-odd", b" ")), data()], "error", PADDED),
    "a media type with a space in front": (
        [headers((b"content-type", b" application/json")), data()], "error", PADDED),
    "a trailer with a space in front": (
        [headers(JSON), data(flags=0), trailers((b"x-sum", b" 7"))], "error", PADDED),
    "a length in a trailer": (
        [headers(JSON), data(flags=0), trailers((b"content-length", b"11"))], "error",
        "in a trailer|" + STREAM),
    "a length in a 204": (
        [headers((b"content-length", b"5"), flags=END_HEADERS | END_STREAM, status=b"204")],
        "error", "Content-Length in a 1xx or 204|" + STREAM, "{status: 204}"),
    # nghttp2 removes this field, so the program never gets it.
    "a length of 0 in a 204": (
        [headers((b"content-length", b"0"), flags=END_HEADERS | END_STREAM, status=b"204")],
        "pass", "", "{status: 204}"),
    "a name in upper case": ([headers(JSON, (b"X-Odd", b"a")), data()], "error", STREAM),
    "a line break in a value": ([headers(JSON, (b"x-odd", b"a\r\nb: c")), data()], "error", STREAM),
    "a NUL in a value": ([headers(JSON, (b"x-odd", b"a\0b")), data()], "error", STREAM),
    "a field of the connection": (
        [headers(JSON, (b"transfer-encoding", b"chunked")), data()], "error", STREAM),
    "no status": ([frame(HEADERS, END_HEADERS, block([JSON])), data()], "error", STREAM),
    "another length": ([headers(JSON, (b"content-length", b"12")), data()], "error", STREAM),
    "a reset of the stream": (
        [headers(JSON), data(flags=0), frame(RST_STREAM, 0, struct.pack(">I", 2))], "error",
        STREAM),
}

for name, (frames, verdict, sentence, *expect) in WAYS.items():
    with row(name):
        ended = ask(serving(frames), "--http", "2", expect=expect[0] if expect else EXPECT)
        check(ended, verdict, sentence)

# Without END_STREAM the end of the body is unknown.
CUT = {
    "ends before the body": [headers(JSON)],
    "ends in the body": [headers(JSON), data(flags=0)],
    "ends after GOAWAY": [headers(JSON), data(flags=0),
                           frame(GOAWAY, 0, struct.pack(">II", 1, 0), stream=0)],
}
for name, frames in CUT.items():
    with row(name):
        check(ask(serving(frames, waits=False), "--http", "2"), "error", STREAM)
    with row(f"{name}, over TLS"):
        check(ask(over_tls(serving(frames, waits=False), ["h2"]), "--http", "2", "--insecure",
                  scheme="https"), "error", STREAM)

# ---- The negotiated protocol ----

BODY = b'{"ok":true}'
FIELDS = b"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY)
OTHER = r"the status line names HTTP/2, but the connection uses HTTP/1 \(RFC 9112 section 2\.3\)"


def says_version(version, fields=FIELDS):
    def serve(connection):
        connection.recv(65536)
        connection.sendall(version + b" 200 OK\r\n" + fields + BODY)
    return serve


with row("HTTP/2 over TLS, negotiated"):
    ended = ask(over_tls(serving(GOOD), ["h2"]), "--http", "2", "--insecure", scheme="https")
    check(ended, "pass")
    same("the version", ended.results["cases"][0]["steps"][0]["response"]["version"], "2")

for protocols in ([], ["http/1.1"]):
    with row(f"HTTP/2 was requested, and {protocols or 'nothing'} negotiated"):
        for version, sentence in ((b"HTTP/1.1", "HTTP/2 was requested, but the target uses HTTP/1.1"),
                                  (b"HTTP/2", OTHER)):
            check(ask(over_tls(says_version(version), protocols), "--http", "2", "--insecure",
                      scheme="https"), "error", sentence)

with row("HTTP/2 without TLS, and the server responds with HTTP/1.1"):
    check(ask(says_version(b"HTTP/1.1"), "--http", "2"), "error", STREAM)

with row("HTTP/1.1 over TLS, and the status line says HTTP/2"):
    check(ask(over_tls(says_version(b"HTTP/2"), []), "--insecure", scheme="https"), "error", OTHER)

with row("the same, and an end that TLS does not announce ends the body"):
    check(ask(over_tls(says_version(b"HTTP/2", b"Content-Type: application/json\r\n\r\n"), []),
              "--insecure", scheme="https"), "error", OTHER)

finish()
