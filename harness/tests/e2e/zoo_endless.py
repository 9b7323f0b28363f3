"""Endless responses: each ends at a limit of bytes, responses or time."""
from program import IS_SANITIZED
from zoo import CHUNKED, HEAD, Way, chunked, drips, floods, says_and_waits, whole

# With the address sanitizer, the cost of each fold in libcurl grows with the length so far.
FOLD = b" and more" * (100 if IS_SANITIZED else 1) + b"\r\n"
BYTES, BODY, TIME, CHUNK = (
    "too (large|long)", "body is larger than 16 MiB", "no complete response in time", "chunk|in time")


def flood(sentence, begin, again):
    return Way(floods(begin, again), "error", sentence)


def waits(*parts):
    return Way(says_and_waits(*parts), "error", TIME)


ENDLESS = {
    # ---- CT_LIMIT_HEADERS ----
    "fields": flood(BYTES, HEAD, b"X-More: and more\r\n"),
    "one field": flood(BYTES, HEAD + b"X-Long: ", b"x"),
    "one folded field": flood(BYTES, HEAD + b"X-Long: x\r\n", FOLD),
    "a status line": flood(BYTES, b"HTTP/1.1 200 ", b"x"),
    "empty fields": flood(BYTES, HEAD, b"X:\r\n"),
    "trailers": flood(BYTES, chunked(b"b\r\n{\"ok\":true}\r\n0\r\n"), b"X-More: and more\r\n"),
    "one trailer": flood(BYTES, chunked(b"b\r\n{\"ok\":true}\r\n0\r\nX-Long: "), b"x"),
    "fields of interim responses": flood(
        BYTES, b"HTTP/1.1 103 Early\r\n", b"Link: </and-more>\r\n"),
    "large interim responses": flood(
        BYTES + "|interim", b"", b"HTTP/1.1 103 E\r\nX: " + b"x" * 30000 + b"\r\n\r\n"),

    # ---- CT_LIMIT_INTERIM ----
    "interim responses": flood("interim|larger than", b"", b"HTTP/1.1 102 Processing\r\n\r\n"),
    "one interim response too many": Way(says_and_waits(
        b"HTTP/1.1 102 P\r\n\r\n" * 17 + whole(b"Content-Length: 11\r\n")), "error",
        "too many interim responses"),

    # ---- CT_LIMIT_BODY ----
    "a body": flood(BODY, whole(b"", b""), b"x"),
    "a body in chunks": flood(BODY, chunked(b""), b"1000\r\n" + b"x" * 4096 + b"\r\n"),
    "one chunk": flood(BODY, chunked(b"ffffffffff\r\n"), b"x"),
    "a body as long as its huge Content-Length": flood(BODY, whole(b"Content-Length: 99999999999\r\n", b""),
                                          b"x"),
    "a body of one-byte chunks": flood(BODY + "|in time", chunked(b""), b"1\r\nx\r\n"),

    # ---- A size line, which is neither body nor header ----
    "a chunk's size": flood(CHUNK, chunked(b""), b"0"),
    "a chunk's extension": flood(CHUNK, chunked(b"b;x="), b"x"),

    # ---- Time ----
    "silence": waits(),
    "silence in the status line": waits(b"HTTP/1.1 2"),
    "silence in the head": waits(HEAD),
    "silence after an interim response": waits(b"HTTP/1.1 100 Continue\r\n\r\n"),
    "silence before the body": waits(whole(b"Content-Length: 11\r\n", b"")),
    "silence in the body": waits(whole(b"Content-Length: 99\r\n")),
    "silence while only closing ends the body": waits(whole()),
    "silence in a chunk": waits(chunked(b"ff\r\nx")),
    "silence before the last chunk": waits(chunked(b"b\r\n{\"ok\":true}\r\n")),
    "silence in the trailers": waits(chunked(b"b\r\n{\"ok\":true}\r\n0\r\nX: y\r\n")),
    "a drip of a head": Way(drips(HEAD + b"X: ", more=b"x"), "error", TIME),
    "a drip of a body": Way(drips(whole(b"Content-Length: 9999\r\n", b""), more=b" "), "error",
                            TIME),
    "a drip of chunks": Way(drips(whole(CHUNKED, b""), more=b"1\r\nx\r\n"), "error", TIME),
    "a drip of interim responses": Way(drips(b"HTTP/1.1 102 P\r\n\r\n" * 9, more=b"HTTP/1.1 1"),
                                     "error", TIME),
}
