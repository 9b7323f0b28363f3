"""A server that sends markup, control characters or secrets: everything in the reports and on the
terminal is inert, and no secret is shown anywhere."""
import base64
import json
import os
import re
import urllib.parse
import xml.etree.ElementTree as ElementTree

from checks import finish, holds, lacks, row, same, print_line
from program import apigcheck, new_folder, read, record, write
from servers import Recorder

# ---- Injecting ----

# Data that would have an effect if a report did not escape it.
PAYLOADS = {
    "a tag": b"<script>alert(1)</script>",
    "an end of an attribute": b"\" onerror='alert(1)' x=\"",
    "an end of CDATA": b"]]><error message=\"x\"/><![CDATA[",
    "an end of a comment": b"--><failure/><!--",
    "an end of the output": b"</system-out></testsuite></testsuites>",
    "an entity": b"&xxe; &#0; &#x1b;",
    "a DOCTYPE": b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
    "C1 controls": b"\xc2\x9b31m red \xc2\x85 next",
    "marks of direction": "\u202eetaler\u202c \u2066x\u2069 \u200b\u200f\ufeff".encode(),
    "line separators": "one\u2028two\u2029three".encode(),
    "no characters at all": "\ufffe \uffff \ufdd0".encode(),
    "invalid UTF-8": b"\xff\xfe \xc0\xaf \xed\xa0\x80 \xf5\x80\x80\x80 \xe2\x82",
    "a command to a CI server": b"::error file=x::y",
    "another command to a CI server": b"##teamcity[testFailed name='x']",
    "a fake summary": b"PASSED  99 passed, 0 failed, 0 errors in 0.001 s",
    "a format": b"%s%n%x %1$s",
    "an expression": b"$(token) ${HOME} {token}",
    "a command of a shell": b"'; rm -rf / #`id`$(id)",
    "a very long word": b"x" * 50000,
}
# These occur only in a body: in a header field they are an error.
CONTROLS = {
    "an escape sequence": b"\x1b[2J\x1b]0;title\x07\x1b[31mred",
    "a carriage return": b"FAIL\rPASSED  1 passed",
    "backspaces": b"FAIL\b\b\b\bpass",
    "a fake summary line": b"x\nPASSED  99 passed, 0 failed, 0 errors in 0.001 s\n::error::x\n",
    "NULs": b"a\0b\0",
    "all bytes": bytes(range(256)),
}

CASE = """\
operation: inject
request: {{method: GET, path: /}}
cases:
  - id: shown
    title: What comes is shown
    expect: {{{}}}
"""

# The place, and expectations that make the report show it.
PLACES = {
    "the reason": (lambda p: b"HTTP/1.1 500 " + p + b"\r\nContent-Length: 0\r\n\r\n",
                   "status: 200"),
    "a value": (lambda p: b"HTTP/1.1 200 OK\r\nX-Odd: " + p + b"\r\nContent-Length: 0\r\n\r\n",
                "status: 200, headers: {X-Odd: plain}"),
    "the media type": (
        lambda p: b"HTTP/1.1 200 OK\r\nContent-Type: " + p + b"\r\nContent-Length: 0\r\n\r\n",
        "headers: {Content-Type: !media-type text/plain}"),
    "a trailer": (
        # a trailer has at most 4 KiB
        lambda p: b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Odd: " +
        p[:4000] + b"\r\n\r\n", "status: 200, headers: {X-Odd: plain}"),
    "the body": (
        lambda p: b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(p) + p,
        "text: plain"),
    "text in JSON": (
        lambda p: b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(json_of(p)) + json_of(p),
        "json: {a: plain}"),
    "a name in JSON": (
        lambda p: b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(name_of(p)) + name_of(p),
        "json: !exact {a: plain}"),
}


def json_of(payload):
    return json.dumps({"a": payload.decode("utf-8", "replace")}).encode()


def name_of(payload):
    return json.dumps({payload.decode("utf-8", "replace"): "plain"}, ensure_ascii=False).encode()


# Characters that a terminal would interpret or not display.
ACTIVE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
FORBIDDEN_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
TESTSUITE_WORDS = {"testsuites", "testsuite", "testcase", "properties", "property", "failure",
                   "error", "system-out", "system-err", "skipped"}


def beside(folder):
    """Options for the reports that --reports does not write."""
    return [word for name in ("har", "ctrf", "markdown")
            for word in (f"--{name}", os.path.join(folder, name))]


def check_inert(ended, folder):
    for name in ("har", "ctrf", "markdown"):
        report = read(os.path.join(folder, name))
        holds(f"nothing in {name} acts", not ACTIVE.search(report), ascii(report))
        if name != "markdown":
            json.loads(report)
    text = ended.out
    holds("nothing on the console acts", not ACTIVE.search(text), ascii(text))
    for line in text.splitlines():
        holds("no line begins with what it was sent",
              not re.match(r"::|##|PASSED: 99|<", line), ascii(text))
    same("lines of a verdict", len(re.findall(r"(?m)^(PASSED|FAILED|NOT VERIFIED)", text)), 1,
         ascii(text))
    junit = read(os.path.join(folder, "junit.xml"))
    holds("JUnit has characters of XML only", not FORBIDDEN_IN_XML.search(junit), ascii(junit))
    lacks("JUnit outside of CDATA", re.sub(r"(?s)<!\[CDATA\[.*?\]\]>", "", junit), "<!")
    root = ElementTree.fromstring(junit)
    same("unexpected elements", {e.tag for e in root.iter()} - TESTSUITE_WORDS, set())
    same("testcases", len(list(root.iter("testcase"))), 1)
    same("children", [e.tag for e in next(root.iter("testcase")) if e.tag in (
        "failure", "error", "skipped")], ["failure"])
    raw = read(os.path.join(folder, "results.json"))
    holds("the record has no control character", not re.search("[\x00-\x09\x0b-\x1f\x7f]", raw),
          ascii(raw))
    same("cases in the record", len(json.loads(raw)["cases"]), 1)


def inject(place, payload):
    make, expect = PLACES[place]
    folder = new_folder()
    with Recorder(lambda request: make(payload)) as server:
        ended = apigcheck("run", write(folder, "c.yaml", CASE.format(expect)), "--url", server.url,
                          "--reports", folder, "-v", "--parallel", "1", *beside(folder))
    same("the exit status", ended.status, 1, ended)
    check_inert(ended, folder)


count = 0
for place in PLACES:
    for name, payload in PAYLOADS.items():
        count += 1
        with row(f"{name} in {place}"):
            inject(place, payload)
for place in ("the body", "text in JSON"):
    for name, payload in CONTROLS.items():
        count += 1
        with row(f"{name} in {place}"):
            inject(place, payload)

# ---- Leaking ----

SECRET = 'Zq7&hunter/"2+two=%ok<é>'
RAW = SECRET.encode()
COMPACT = json.dumps(SECRET)[1:-1]
# Encodings of a secret.
SPELLINGS = {
    "as it is": RAW,
    "in base64": base64.b64encode(RAW),
    "in base64 after a name": base64.b64encode(b"user:" + RAW),
    "in base64 after one byte": base64.b64encode(b"x" + RAW),
    "in base64 for addresses": base64.urlsafe_b64encode(RAW).rstrip(b"="),
    "in hex": RAW.hex().encode(),
    "in upper hex": RAW.hex().upper().encode(),
    "percent-encoded": urllib.parse.quote(SECRET, safe="").encode(),
    "percent-encoded, in lower case": re.sub(
        "%..", lambda m: m.group().lower(), urllib.parse.quote(SECRET, safe="")).encode(),
    "as a form has it": urllib.parse.quote_plus(SECRET).encode(),
    "as JSON": COMPACT.encode(),
    "as JSON, every character escaped": "".join(f"\\u{ord(c):04x}" for c in SECRET).encode(),
    "as XML": SECRET.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode(),
}
LEAK = """\
operation: leak
request: {method: GET, path: /}
credential: {X-Auth-Token: $(token)}
cases:
  - id: said-back
    title: Nothing is said back
    expect: {status: 200, headers: {X-Odd: plain}, text: plain}
"""
IN_PLACES = {
    "a value": lambda s: b"HTTP/1.1 200 OK\r\nX-Odd: a " + s + b" b\r\nContent-Length: 0\r\n\r\n",
    "the body": lambda s: b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(s) + s,
    "the reason": lambda s: b"HTTP/1.1 500 " + s + b"\r\nContent-Length: 0\r\n\r\n",
    "a cookie": lambda s: (
        b"HTTP/1.1 401 No\r\nSet-Cookie: t=" + s + b"\r\nContent-Length: 0\r\n\r\n"),
    "a trailer": lambda s: (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Odd: " + s +
        b"\r\n\r\n"),
    "a body cut in two chunks": lambda s: (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + s[:5] +
        b"\r\n%x\r\n" % len(s[5:]) + s[5:] + b"\r\n0\r\n\r\n"),
    "a malformed field": lambda s: b"HTTP/1.1 200 OK\r\n" + s + b"\r\n\r\n",
    "the status line": lambda s: b"HTTP/1.1 " + s + b"\r\n\r\n",
    "invalid HTTP": lambda s: s,
}


def leak(make, spelling):
    folder = new_folder()
    with Recorder(lambda request: make(spelling), is_last=True) as server:
        ended = apigcheck("run", write(folder, "c.yaml", LEAK), "--url", server.url, "--reports",
                          folder, "-v", "--secret", "token=env:THE_TOKEN", "--github",
                          *beside(folder), env={"THE_TOKEN": SECRET})
        same("the secret was sent", server.requests[0].values("X-Auth-Token"),
             [RAW.decode("latin-1")])
    holds("it does not pass", ended.status in (1, 3), ended)
    shown = {"the console": ended.out + ended.err}
    shown.update({name: read(os.path.join(folder, name)) for name in
                 ("junit.xml", "report.html", "results.json", "har", "ctrf", "markdown")})
    for name, text in shown.items():
        for form in (SECRET, COMPACT, spelling.decode("latin-1")):
            lacks(name, text, form)
    record(os.path.join(folder, "results.json"))
    return shown


for place, make in IN_PLACES.items():
    for name, spelling in SPELLINGS.items():
        count += 1
        with row(f"a secret {name} in {place}"):
            leak(make, spelling)

print_line(f"{count} ways to inject or to leak")
finish()
