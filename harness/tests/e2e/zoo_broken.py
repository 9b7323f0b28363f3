"""Invalid or ambiguous HTTP: an error that names the clause."""
from zoo import (
    CHUNKED, GOOD_BODY, HEAD, SIZED, Way, chunked, errs, says_and_resets, sized, whole)

STATUS, FIELD, LENGTH, CODING = (
    r"\(RFC 9112 section 4\)", r"\(RFC 9112 section 5", r"Content-Length.*\(RFC 9112 section 6",
    r"Transfer-Encoding.*\(RFC 9112 section 6")
LENGTH_NOWHERE = r"Content-Length in a 1xx or 204.*\(RFC 9110 section 8\.6\)"
TRAILER = r"in a trailer \(RFC 9110 section 6\.5\.1\)"
CHUNK = r"chunk.*\(RFC 9112 section 7\.1"
ENDS = r"\(RFC 9112 section (8|2\.1|9)"
OTHER_VERSION = r"\(RFC 9112 section (2\.3|4)\)"


def of(line, **how):
    return errs(STATUS, sized(head=line + b"\r\nContent-Type: application/json\r\n"), **how)


def field(line, sentence=FIELD):
    return errs(sentence, sized(line + b"\r\n"))


def length(value):
    return errs(LENGTH, whole(b"Content-Length: " + value + b"\r\n"))


def coding(fields, body=b"b\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"):
    return errs(CODING, whole(fields, body))


def chunks(body, sentence=CHUNK):
    return errs(sentence, chunked(body))


BROKEN = {
    # ---- The status line (RFC 9112 section 4) ----
    "nothing at all": errs(r"without a response", b""),
    "a reset instead of a response": Way(says_and_resets(), "error", "connection broke|without a response"),
    "garbage": errs(STATUS, bytes(range(256)) * 4),
    "HTTP/0.9": errs(STATUS, GOOD_BODY),
    "another protocol": errs(STATUS, b"SSH-2.0-OpenSSH_9.2\r\n"),
    "TLS for plain text": errs(STATUS, b"\x15\x03\x01\0\x02\x02\x46" * 3),
    "HTTP/2 frames": errs(STATUS, b"\0\0\0\4\0\0\0\0\0" * 9),
    "HTTP/2 as text": errs(OTHER_VERSION, sized(head=b"HTTP/2.0 200 OK\r\n")),
    "HTTP/2 201 Created": errs(OTHER_VERSION, sized(
        head=b"HTTP/2 201 Created\r\nContent-Type: application/json\r\n"),
        expect="{status: 201}"),
    "HTTP/2 without a minor version": errs(OTHER_VERSION, sized(
        head=b"HTTP/2 200 \r\nContent-Type: application/json\r\n")),
    "HTTP/2 for an interim response": errs(
        OTHER_VERSION, b"HTTP/2 103 Early Hints\r\n\r\n" + sized()),
    "HTTP/2 after an interim response": errs(
        OTHER_VERSION, b"HTTP/1.1 103 Early Hints\r\n\r\n" + sized(head=b"HTTP/2 200 OK\r\n"
        b"Content-Type: application/json\r\n")),
    "HTTP/3": errs(OTHER_VERSION, sized(head=b"HTTP/3 200 OK\r\n")),
    "HTTP/1.2": errs(OTHER_VERSION, sized(head=b"HTTP/1.2 200 OK\r\n")),
    "HTTP/1.10": errs(OTHER_VERSION, sized(head=b"HTTP/1.10 200 OK\r\n")),
    "HTTP/9.9": errs(OTHER_VERSION, sized(head=b"HTTP/9.9 200 OK\r\n")),
    "http in lower case": of(b"http/1.1 200 OK"),
    "no version": of(b"HTTP 200 OK"),
    "ICY": of(b"ICY 200 OK"),
    "a space before the version": of(b" HTTP/1.1 200 OK"),
    "two spaces": of(b"HTTP/1.1  200 OK"),
    "a tab": errs(OTHER_VERSION, sized(head=b"HTTP/1.1\t200 OK\r\n")),
    "no status": errs(OTHER_VERSION, sized(head=b"HTTP/1.1 OK\r\n")),
    "a status of two digits": of(b"HTTP/1.1 20 OK"),
    "a status of four digits": of(b"HTTP/1.1 2000 OK"),
    "a status and its reason in one": of(b"HTTP/1.1 200OK"),
    "a status without a space": of(b"HTTP/1.1 200"),
    "a negative status": of(b"HTTP/1.1 -200 OK"),
    "a status in hex": of(b"HTTP/1.1 0xC8 OK"),
    "status 000": errs(r"RFC 9110 section 15|RFC 9112 section 4", sized(
        head=b"HTTP/1.1 000 OK\r\n")),
    "status 600": errs(r"RFC 9110 section 15", sized(head=b"HTTP/1.1 600 Odd\r\n")),
    "status 999": errs(r"RFC 9110 section 15", sized(head=b"HTTP/1.1 999 Odd\r\n")),
    "a control character in the reason": errs(
        r"control character.*RFC 9110 section 5\.5", sized(head=b"HTTP/1.1 200 O\x07K\r\n")),
    "a NUL in the reason": errs("NUL|RFC 9112 section 4", sized(head=b"HTTP/1.1 200 O\0K\r\n")),
    "101": errs(r"switches protocols.*RFC 9110 section 15\.2\.2", b"HTTP/1.1 101 Switching\r\n"
                b"Upgrade: x\r\nConnection: Upgrade\r\n\r\n"),

    # ---- Fields (RFC 9112 section 5) ----
    "a space before a colon": field(b"X-Odd : a"),
    "a tab before a colon": field(b"X-Odd\t: a"),
    "no colon": field(b"X-Odd"),
    "no name": field(b": a"),
    "a name in brackets": field(b"(odd): a"),
    "a name that is not ASCII": field(b"X-\xc3\xa4: a"),
    "a quoted name": field(b'"x": a'),
    "a NUL in a value": field(b"X-Odd: a\0b", "NUL.*RFC 9110 section 5.5"),
    "a NUL in a name": field(b"X-O\0dd: a", "NUL|RFC 9112 section 5"),
    "a CR in a value": field(b"X-Odd: a\rb", "CR.*RFC 9112 section 2.2"),
    "a CR that would hide a field": field(
        b"X-Odd: a\rContent-Length: 0", "CR.*RFC 9112 section 2.2"),
    "a control character in a value": field(b"X-Odd: a\x1b[31m", r"RFC 9110 section 5\.5"),
    "a space before the first field": errs(
        r"RFC 9112 section 2\.2|RFC 9112 section 5", b"HTTP/1.1 200 OK\r\n X: y\r\n"
        b"Content-Type: application/json\r\nContent-Length: 11\r\n\r\n" + GOOD_BODY),

    # ---- The end of the head ----
    "ends in the status line": errs(ENDS, b"HTTP/1.1 200"),
    "ends after the status line": errs(ENDS, b"HTTP/1.1 200 OK\r\n"),
    "ends in a field": errs(ENDS, HEAD + b"X-Odd: "),
    "ends before the empty line": errs(ENDS, HEAD),
    "ends after an interim response": errs(ENDS, b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "resets in the head": Way(says_and_resets(HEAD), "error", "connection broke.*RFC 9112"),

    # ---- Lengths (RFC 9112 section 6.3) ----
    "two lengths": errs(LENGTH, sized(b"Content-Length: 12\r\n")),
    "two lengths, the true one first": errs(
        LENGTH, whole(SIZED + b"Content-Length: 12\r\n")),
    "a list of two lengths": length(b"11, 12"),
    "a list with an empty element": length(b"11,"),
    "an empty length": length(b""),
    "a negative length": length(b"-11"),
    "a signed length": length(b"+11"),
    "a length in hex": length(b"0xb"),
    "a length with a point": length(b"11.0"),
    "a length with a unit": length(b"11 bytes"),
    "a length beyond 64 bits": errs(
        r"Content-Length.*RFC 9110 section 8\.6", whole(b"Content-Length: %d\r\n" % 10 ** 25)),
    "a length as a word": length(b"eleven"),
    "a length in quotes": length(b'"11"'),

    # ---- Codings (RFC 9112 section 6.1) ----
    "chunks and a length": coding(SIZED + CHUNKED),
    "a length and chunks": coding(CHUNKED + SIZED),
    "chunked twice": coding(CHUNKED + CHUNKED),
    "chunked, chunked": coding(b"Transfer-Encoding: chunked, chunked\r\n"),
    "gzip, chunked": coding(b"Transfer-Encoding: gzip, chunked\r\n"),
    "chunked, gzip": coding(b"Transfer-Encoding: chunked, gzip\r\n"),
    "identity": coding(b"Transfer-Encoding: identity\r\n", GOOD_BODY),
    "an unknown coding": coding(b"Transfer-Encoding: xchunked\r\n"),
    "an empty coding": coding(b"Transfer-Encoding:\r\n"),
    "chunked with a parameter": coding(b"Transfer-Encoding: chunked;q=1\r\n"),
    "chunks in HTTP/1.0": errs(CODING, whole(
        CHUNKED, b"b\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n",
        b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n")),
    "a coding in a 204": errs(CODING, b"HTTP/1.1 204 No Content\r\n" + CHUNKED + b"\r\n",
                              expect="{status: 204}"),
    "a coding in an interim response": errs(
        CODING, b"HTTP/1.1 103 Early Hints\r\n" + CHUNKED + b"\r\n", sized()),
    "a length in a 204": errs(LENGTH_NOWHERE, b"HTTP/1.1 204 No Content\r\n" + SIZED + b"\r\n",
                              expect="{status: 204}"),
    "a length of 0 in a 204": errs(
        LENGTH_NOWHERE, b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n",
        expect="{status: 204}"),
    "a length in an interim response": errs(
        LENGTH_NOWHERE, b"HTTP/1.1 103 Early Hints\r\n" + SIZED + b"\r\n", sized()),

    # ---- Chunks (RFC 9112 section 7.1) ----
    "no size": chunks(b"\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "an invalid size": chunks(b"zz\r\nmore\r\n0\r\n\r\n"),
    "a negative size": chunks(b"-b\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "a signed size": chunks(b"+b\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "a size with 0x": chunks(b"0xb\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "a space before a size": chunks(b" b\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "a size beyond 64 bits": chunks(b"fffffffffffffffff\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "a size followed by words": chunks(b"b more\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "an invalid extension": chunks(b"b;=\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "a size that ends with LF alone": chunks(b"b\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "a CR inside a size line": chunks(b"b;x\ry\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "a chunk longer than its size": chunks(b"4\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "a chunk shorter than its size": chunks(b"f\r\n" + GOOD_BODY + b"\r\n0\r\n\r\n"),
    "a chunk that ends with LF alone": chunks(b"b\r\n" + GOOD_BODY + b"\n0\r\n\r\n"),
    "a body that is not in chunks": chunks(GOOD_BODY),
    "a trailer without a colon": chunks(
        b"b\r\n" + GOOD_BODY + b"\r\n0\r\nX-Sum\r\n\r\n", FIELD),
    "a trailer with a space before its colon": chunks(
        b"b\r\n" + GOOD_BODY + b"\r\n0\r\nX-Sum : 7\r\n\r\n", FIELD),
    "a length in a trailer": chunks(
        b"b\r\n" + GOOD_BODY + b"\r\n0\r\nContent-Length: 11\r\n\r\n", TRAILER),
    "a coding in a trailer": chunks(
        b"b\r\n" + GOOD_BODY + b"\r\n0\r\nX-Sum: 7\r\ntransfer-encoding: chunked\r\n\r\n", TRAILER),
    "a space before the first trailer": chunks(
        b"b\r\n" + GOOD_BODY + b"\r\n0\r\n X-Sum: 7\r\n\r\n", r"RFC 9112 section 2\.2"),
    "a NUL in a trailer": chunks(b"b\r\n" + GOOD_BODY + b"\r\n0\r\nX-Sum: \0\r\n\r\n", "NUL"),

    # ---- The end of the body (RFC 9112 section 8) ----
    "ends before the body": errs(ENDS, whole(SIZED, b"")),
    "ends in the body": errs(ENDS, whole(b"Content-Length: 99\r\n")),
    "ends in a size": errs(ENDS, chunked(b"b")),
    "ends in a chunk": errs(ENDS, chunked(b"20\r\n{\"ok\":")),
    "ends between chunks": errs(ENDS, chunked(b"b\r\n" + GOOD_BODY + b"\r\n")),
    "ends before the trailers' end": errs(
        ENDS, chunked(b"b\r\n" + GOOD_BODY + b"\r\n0\r\nX-Sum: 7\r\n")),
    "ends after the size of the last chunk": errs(
        ENDS, chunked(b"b\r\n" + GOOD_BODY + b"\r\n0\r\n")),
    "resets in the body": Way(
        says_and_resets(whole(b"Content-Length: 99\r\n")), "error", "connection broke.*RFC 9112"),
    "resets while only closing ends the body": Way(
        says_and_resets(whole()), "error", "connection broke.*RFC 9112"),
    "resets between chunks": Way(
        says_and_resets(chunked(b"b\r\n" + GOOD_BODY + b"\r\n")), "error",
        "connection broke.*RFC 9112"),
    "too many requests": errs("limits the request rate: unexpected status 429", sized(
        head=b"HTTP/1.1 429 Slow Down\r\nContent-Type: application/json\r\n")),
}
