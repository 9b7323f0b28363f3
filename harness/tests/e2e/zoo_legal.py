"""Legal but unusual: passes."""
from zoo import (
    CHUNKED, GOOD_BODY, HEAD, SIZED, Way, chunked, drips, passes, reset, says, says_and_resets,
    sized, whole)
import gzip
import socket
import time

GOOD = sized()
NO_TYPE = "{status: 200}"
EXCESS = r"bytes after the end of the response.*RFC 9112 section 6\.3"
CHARSET = r"charset.*without a value.*RFC 9110 section 8\.3"


def responds_early(connection):
    """Responds before it reads the request body; then reads it, so that the connection is not reset."""
    connection.sendall(GOOD)
    connection.shutdown(socket.SHUT_WR)
    while connection.recv(65536):
        pass


def closes_late(connection):
    connection.sendall(GOOD)
    time.sleep(2)


def half_closes(connection):
    connection.sendall(GOOD)
    connection.shutdown(socket.SHUT_WR)
    time.sleep(0.5)


def resets_at_once(connection):
    connection.sendall(GOOD)
    time.sleep(0.05)
    reset(connection)


def tiny_segments(connection):
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for at in range(len(GOOD)):
        connection.sendall(GOOD[at:at + 1])


LEGAL = {
    # ---- The status line and the fields ----
    "no reason": passes(sized(head=b"HTTP/1.1 200 \r\nContent-Type: application/json\r\n")),
    "a reason of obs-text": passes(
        sized(head=b"HTTP/1.1 200 \xff\xfe\r\nContent-Type: application/json\r\n")),
    "a reason that names another status": passes(
        sized(head=b"HTTP/1.1 200 404 Not Found\r\nContent-Type: application/json\r\n")),
    "a long reason": passes(
        sized(head=b"HTTP/1.1 200 " + b"O" * 9000 + b"K\r\nContent-Type: application/json\r\n")),
    "names in lower case": passes(
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n",
        GOOD_BODY),
    "names in upper case": passes(
        b"HTTP/1.1 200 OK\r\nCONTENT-TYPE: application/json\r\nCONTENT-LENGTH: 11\r\n\r\n",
        GOOD_BODY),
    "no space after the colons": passes(
        b"HTTP/1.1 200 OK\r\nContent-Type:application/json\r\nContent-Length:11\r\n\r\n",
        GOOD_BODY),
    "spaces and tabs around values": passes(
        b"HTTP/1.1 200 OK\r\nContent-Type: \t application/json \t\r\nContent-Length:\t 11 \r\n\r\n",
        GOOD_BODY),
    "a name of unusual characters": passes(sized(b"!#$%&'*+-.^_`|~: x\r\n")),
    "an empty value": passes(sized(b"X-Empty:\r\nX-Blank: \t \r\n")),
    "a value of obs-text": passes(sized(b"X-Odd: caf\xe9 \x80\xff\r\n")),
    "the same field many times": passes(sized(b"X-Same: 1\r\n" * 300)),
    "many fields": passes(sized(b"".join(b"X-%d: %d\r\n" % (n, n) for n in range(2000)))),
    "a long value": passes(sized(b"X-Long: " + b"x" * 60000 + b"\r\n")),
    "a folded field": passes(sized(b"X-Long: one\r\n two\r\n\tthree\r\n")),
    "an empty fold": passes(sized(b"X-Long: one\r\n \r\n")),
    "a folded Content-Type": passes(
        sized(head=b"HTTP/1.1 200 OK\r\nContent-Type:\r\n application/json\r\n")),
    "lines that end with LF alone": passes(
        b"HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 11\n\n", GOOD_BODY),
    "a parameter of the media type": passes(
        sized(head=b"HTTP/1.1 200 OK\r\nContent-Type: Application/JSON ; charset=\"utf-8\"\r\n")),
    "a charset without a value": passes(
        sized(head=b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=\r\n"),
        note=CHARSET),
    "a charset without an equals sign": passes(
        sized(head=b"HTTP/1.1 200 OK\r\nContent-Type: text/plain;Charset; a=b\r\n"),
        expect=NO_TYPE, note=CHARSET),
    "a charset in quotes without a value": passes(
        sized(head=b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; a=\"; charset=\"; charset=\"\"\r\n"),
        expect=NO_TYPE, note=CHARSET),
    "a quoted parameter that looks like a charset": passes(
        sized(head=b"HTTP/1.1 200 OK\r\nContent-Type: text/plain; a=\"; charset=;\"; "
              b"charset=utf-8\r\n"), expect=NO_TYPE),
    "an empty Content-Encoding": passes(sized(b"Content-Encoding:\r\n")),
    "the encoding identity": passes(sized(b"Content-Encoding: identity\r\n")),
    "compressed, and the body is not checked": passes(
        sized(b"Content-Encoding: gzip\r\n", gzip.compress(GOOD_BODY)), expect=NO_TYPE),
    "compressed, and the length is checked": passes(
        sized(b"Content-Encoding: gzip\r\n", b"12345678901"),
        expect="{headers: {Content-Encoding: gzip}, bytes: {length: 11}}"),
    "an encoding without a body": passes(
        b"HTTP/1.1 304 Not Modified\r\nContent-Encoding: gzip\r\n\r\n", expect="{status: 304}"),
    "cookies that are not kept": passes(sized(b"Set-Cookie: a=b; Path=/\r\n")),
    "Refresh": passes(sized(b"Refresh: 0; url=/elsewhere\r\n")),
    "Alt-Svc": passes(sized(b"Alt-Svc: h2=\"127.0.0.1:1\"; ma=9\r\n")),
    "HSTS": passes(sized(b"Strict-Transport-Security: max-age=9\r\n")),
    "Upgrade in a 200": passes(sized(b"Upgrade: h2c\r\nConnection: Upgrade\r\n")),
    "a Location in a 200": passes(sized(b"Location: /elsewhere\r\n")),

    # ---- Lengths ----
    "the same length twice": passes(sized(SIZED)),
    "the same length in a list": passes(whole(b"Content-Length: 11, 11\r\n")),
    "leading zeros of the length": passes(whole(b"Content-Length: 00000000011\r\n")),
    "ended by closing": passes(whole(b"Connection: close\r\n")),
    "HTTP/1.0, ended by closing": passes(
        b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n", GOOD_BODY),
    "HTTP/1.0 with a length": passes(
        sized(head=b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n")),
    "HTTP/1.0 that keeps the connection": passes(sized(
        b"Connection: keep-alive\r\n",
        head=b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n")),
    "data after the body": passes(GOOD + b"and more", note=EXCESS),
    "data after the body, in a separate packet": passes(
        HEAD + SIZED + b"\r\n", GOOD_BODY + b"and more", note=EXCESS),
    "a second response after the first": passes(
        GOOD + b"HTTP/1.1 500 Poison\r\n\r\n", note=EXCESS),
    "a body after a 204": passes(
        b"HTTP/1.1 204 No Content\r\n\r\n" + GOOD_BODY, expect="{status: 204}", note=EXCESS),
    "a length in a 304": passes(
        b"HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", expect="{status: 304}"),
    "a body after a 304": passes(
        b"HTTP/1.1 304 Not Modified\r\nContent-Length: 11\r\n\r\n" + GOOD_BODY,
        expect="{status: 304}", note=EXCESS),
    "chunks announced for a HEAD": passes(
        whole(CHUNKED, b""), change=", method: HEAD", expect=NO_TYPE),
    "a length announced for a HEAD": passes(
        whole(b"Content-Length: 99999999999\r\n", b""), change=", method: HEAD", expect=NO_TYPE),
    "a body after the response to a HEAD": passes(
        sized(), change=", method: HEAD", expect=NO_TYPE, note=EXCESS),
    "no body at all": passes(
        b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", expect=NO_TYPE),
    "205 with nothing": passes(
        b"HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n", expect="{status: 205}"),
    "205 with content": passes(
        b"HTTP/1.1 205 Reset Content\r\nContent-Length: 2\r\n\r\n{}", expect="{status: 205}",
        note=r"205.*RFC 9110 section 15\.3\.6"),

    # ---- Chunks and trailers ----
    "one chunk": passes(chunked(b"b\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n")),
    "one-byte chunks": passes(chunked(
        b"".join(b"1\r\n%c\r\n" % byte for byte in GOOD_BODY) + b"0\r\n\r\n")),
    "sizes in upper case, with leading zeros": passes(
        chunked(b"0000B\r\n" + GOOD_BODY + b"\r\n000\r\n\r\n")),
    "chunk extensions": passes(chunked(
        b"5;a;b=c;d=\"e;\\\"f\"\r\n{\"ok\"\r\n6 ; x = y\r\n:true}\r\n0;last\r\n\r\n")),
    "trailers": passes(chunked(
        b"b\r\n" + GOOD_BODY + b"\r\n0\r\nX-Sum: 7\r\nX-Other: \xff\r\n\r\n")),
    "a trailer and a header of the same name": passes(
        chunked(b"b\r\n" + GOOD_BODY + b"\r\n0\r\nX-Sum: 8\r\n\r\n", b"X-Sum: 7\r\n"),
        expect="{status: 200, headers: {X-Sum: '7'}}"),
    "a trailer where the header is optional": passes(
        chunked(b"b\r\n" + GOOD_BODY + b"\r\n0\r\nX-Sum: 7\r\n\r\n"),
        expect="{status: 200, headers: {X-Sum: !optional ['7']}}"),
    "a media type also in a trailer": passes(
        chunked(b"b\r\n" + GOOD_BODY + b"\r\n0\r\nContent-Type: text/html\r\n\r\n"),
        note=r"trailer Content-Type.*RFC 9110 section 6\.5\.1"),
    "a folded trailer": passes(chunked(
        b"b\r\n" + GOOD_BODY + b"\r\n0\r\nX-Sum: 7\r\n 8\r\n\r\n")),
    "Chunked, in another case": passes(
        whole(b"transfer-encoding: Chunked\r\n", b"b\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n")),
    "chunks that arrive in odd pieces": passes(
        HEAD + CHUNKED + b"\r", b"\n", b"b", b"\r", b"\n{\"o", b"k\":true}\r", b"\n0", b"\r\n\r",
        b"\n"),
    "data after the last chunk": passes(
        chunked(b"b\r\n" + GOOD_BODY + b"\r\n0\r\n\r\nHTTP/1.1 500 Poison\r\n\r\n"),
        note=EXCESS),
    "data after the last chunk, in a separate packet": passes(
        HEAD + CHUNKED + b"\r\n", b"b\r\n" + GOOD_BODY + b"\r\n0\r\n\r\nmore", note=EXCESS),

    # ---- Interim responses ----
    "100": passes(b"HTTP/1.1 100 Continue\r\n\r\n", GOOD),
    "102 and 103": passes(
        b"HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n", GOOD),
    "an unknown interim status": passes(b"HTTP/1.1 199 Odd\r\n\r\n", GOOD),
    "the maximum number of interim responses": passes(b"HTTP/1.1 102 P\r\n\r\n" * 16 + GOOD),

    # ---- Time ----
    "one-byte segments": Way(tiny_segments, "pass"),
    "byte by byte, slowly": Way(drips(GOOD, 0.005), "pass"),
    "a pause inside the head": passes(HEAD[:20], HEAD[20:] + SIZED, b"\r\n" + GOOD_BODY),
    "a late close": Way(closes_late, "pass"),
    "a half close": Way(half_closes, "pass"),
    "a reset after the whole response": Way(resets_at_once, "pass"),
    "a reset after the last chunk": Way(
        says_and_resets(chunked(b"b\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n")), "pass"),
    "a response before the request body": Way(
        responds_early, "pass", change=", method: POST, text: '" + "x" * 300 + "'"),
    "a response that is ready early": Way(says(GOOD), "pass"),
}
