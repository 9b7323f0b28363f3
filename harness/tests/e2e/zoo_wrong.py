"""Well-formed but wrong: fails."""
import gzip
import zlib

from zoo import CHUNKED, GOOD_BODY, fails, sized, whole

def json_of(body):
    return sized(body=body)


def of_status(line, fields=b"Content-Type: application/json\r\n"):
    return sized(head=b"HTTP/1.1 " + line + b"\r\n" + fields)


def trailer(field):
    return whole(CHUNKED, b"b\r\n" + GOOD_BODY + b"\r\n0\r\n" + field + b"\r\n\r\n")


WRONG = {
    # ---- The status ----
    "201": fails("201", of_status(b"201 Created")),
    "204": fails("204", b"HTTP/1.1 204 No Content\r\n\r\n"),
    "206 without a range request": fails("206", of_status(b"206 Partial Content")),
    "a redirection to itself": fails("302", of_status(b"302 Found", b"Location: /\r\n")),
    "a redirection to another server": fails(
        "301", of_status(b"301 Moved", b"Location: http://127.0.0.1:1/\r\n")),
    "a redirection without Location": fails("303", of_status(b"303 See Other")),
    "305": fails("305", of_status(b"305 Use Proxy", b"Location: /p\r\n")),
    "307": fails("307", of_status(b"307 Temporary Redirect", b"Location: /elsewhere\r\n")),
    "304 without a condition": fails("304", b"HTTP/1.1 304 Not Modified\r\n\r\n"),
    "401 with a challenge": fails(
        "401", of_status(b"401 Unauthorized", b"WWW-Authenticate: Basic realm=\"x\"\r\n")),
    "407 with a challenge": fails(
        "407", of_status(b"407 Proxy", b"Proxy-Authenticate: Basic realm=\"x\"\r\n")),
    "408": fails("408", of_status(b"408 Request Timeout", b"Connection: close\r\n")),
    "417": fails("417", of_status(b"417 Expectation Failed")),
    "421": fails("421", of_status(b"421 Misdirected Request")),
    "425": fails("425", of_status(b"425 Too Early")),
    "426": fails("426", of_status(b"426 Upgrade Required", b"Upgrade: h2c\r\n")),
    "500": fails("500", of_status(b"500 Oops")),
    "503 with Retry-After": fails(
        "503", of_status(b"503 Unavailable", b"Retry-After: 0\r\n")),
    "599": fails("599", of_status(b"599 Odd")),

    # ---- The media type ----
    "no media type": fails("[Cc]ontent-[Tt]ype", of_status(b"200 OK", b"X: y\r\n")),
    "another media type": fails("text/html", of_status(b"200 OK", b"Content-Type: text/html\r\n")),
    "an invalid media type": fails("json", of_status(b"200 OK", b"Content-Type: json\r\n")),
    "two media types": fails(
        "[Cc]ontent-[Tt]ype", of_status(
            b"200 OK", b"Content-Type: application/json\r\nContent-Type: text/html\r\n")),
    "an empty media type": fails("[Cc]ontent-[Tt]ype", of_status(b"200 OK", b"Content-Type:\r\n")),

    # ---- The body ----
    "an empty body": fails("JSON|empty|nothing|no body", json_of(b"")),
    "a space": fails("JSON", json_of(b" ")),
    "a page": fails("JSON", json_of(b"<html>Welcome</html>")),
    "truncated JSON": fails("JSON", json_of(b'{"ok":tr')),
    "JSON with text after it": fails("JSON", json_of(b'{"ok":true} x')),
    "two documents": fails("JSON", json_of(b'{"ok":true}{"ok":true}')),
    "a name twice": fails("JSON|twice", json_of(b'{"ok":false,"ok":true}')),
    "a trailing comma": fails("JSON", json_of(b'{"ok":true,}')),
    "a comment": fails("JSON", json_of(b'{"ok":true/*x*/}')),
    "single quotes": fails("JSON", json_of(b"{'ok':true}")),
    "NaN": fails("JSON", json_of(b'{"ok":true,"a":NaN}')),
    "a NUL after it": fails("JSON|NUL", json_of(b'{"ok":true}\0')),
    "a control character in text": fails("JSON", json_of(b'{"ok":true,"a":"\x01"}')),
    "invalid UTF-8 in text": fails("UTF-8|JSON", json_of(b'{"ok":true,"a":"\xff\xfe"}')),
    "invalid UTF-8 in a name": fails("UTF-8|JSON", json_of(b'{"ok":true,"\xc3(":1}')),
    "an overlong character": fails("UTF-8|JSON", json_of(b'{"ok":true,"a":"\xc0\xaf"}')),
    "a surrogate as UTF-8": fails("UTF-8|JSON", json_of(b'{"ok":true,"a":"\xed\xa0\x80"}')),
    "half a surrogate pair": fails("JSON", json_of(b'{"ok":true,"a":"\\ud800"}')),
    "UTF-16": fails("JSON|UTF-8", json_of('{"ok":true}'.encode("utf-16"))),
    "a byte order mark": fails("JSON", json_of(b'\xef\xbb\xbf{"ok":true}')),
    "Latin-1": fails("JSON|UTF-8", json_of('{"ok":true,"ä":1}'.encode("latin-1"))),
    "a string for a boolean": fails("true", json_of(b'{"ok":"true"}')),
    "null": fails("null", json_of(b"null")),
    "a list of it": fails("\\[\\{|list|array", json_of(b'[{"ok":true}]')),
    "a name in another case": fails("ok|nothing", json_of(b'{"OK":true}')),
    "compressed, unrequested": fails("JSON|UTF-8|coded|encod", sized(
        b"Content-Encoding: gzip\r\n", gzip.compress(GOOD_BODY))),
    "compressed, without Content-Encoding": fails("JSON|UTF-8", json_of(zlib.compress(GOOD_BODY))),
    "a compression bomb, unrequested": fails("JSON|UTF-8|coded|encod", sized(
        b"Content-Encoding: gzip\r\n", gzip.compress(b" " * (64 << 20)))),
    **{f"plain JSON with the encoding {name}": fails(
        f"got a body with Content-Encoding '{name}' .encoded bodies are not decoded .RFC 9110", sized(
            b"Content-Encoding: " + name.encode() + b"\r\n"))
       for name in ("gzip", "br", "deflate", "identity, zstd", "UTF-8")},
    "plain JSON with two encodings": fails("encoded bodies are not decoded", sized(
        b"Content-Encoding: identity\r\nContent-Encoding: gzip\r\n")),
    "plain JSON with the encoding gzip, for a path": fails("encoded bodies are not decoded", sized(
        b"Content-Encoding: gzip\r\n"), expect="{status: 200, at: {$.ok: true}}"),
    "plain text with the encoding gzip": fails("encoded bodies are not decoded", sized(
        b"Content-Encoding: gzip\r\n"), expect="{status: 200, text: '{\"ok\":true}'}"),

    # ---- Trailers, which are not headers ----
    "a header that occurs only as a trailer": fails(
        "X-Sum: expected \"7\", got nothing", trailer(b"X-Sum: 7"),
        expect="{status: 200, headers: {X-Sum: '7'}}"),
    "any header that occurs only as a trailer": fails(
        "X-Sum", trailer(b"X-Sum: 7"), expect="{status: 200, headers: {X-Sum: !any }}"),
    "a media type that occurs only as a trailer": fails("[Cc]ontent-[Tt]ype", whole(
        CHUNKED, b"b\r\n" + GOOD_BODY + b"\r\n0\r\nContent-Type: application/json\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n")),
    "a forbidden header that is a trailer": fails(
        "X-Sum: expected nothing, got \"7\"", trailer(b"X-Sum: 7"),
        expect="{status: 200, headers: {X-Sum: !absent }}"),
    "an optional header that is another trailer": fails(
        "X-Sum", trailer(b"X-Sum: 8"), expect="{status: 200, headers: {X-Sum: !optional ['7']}}"),
    "chunks without a body": fails("JSON|empty|nothing|no body", whole(CHUNKED, b"0\r\n\r\n")),
}
