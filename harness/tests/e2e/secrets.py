"""A target that returns a secret in various encodings: the secret is in no report and no message,
neither directly nor after decoding."""
import base64
import bz2
import glob
import gzip
import json
import os
import re
import zlib

from checks import finish, has, holds, row, same
from program import apigcheck, new_folder, record, verdicts, write
from servers import Recorder, response

TOKEN = "Zk3-Qx7vB9-Lm2pR8sT5w"
KINDS = ("junit", "html", "json", "har", "ctrf", "markdown")


def text(body):
    return response(200, body, (("Content-Type", "text/plain"),))


def binary(body, *fields):
    return response(200, body, (("Content-Type", "application/octet-stream"), *fields))


def base64_of(body):
    return base64.b64encode(body).decode()


PACKED = gzip.compress(json.dumps({"token": TOKEN}).encode())
DEFLATED = zlib.compressobj(9, zlib.DEFLATED, -15)
DEFLATED = DEFLATED.compress(f"the token is {TOKEN}".encode() * 3) + DEFLATED.flush()
RESPONSES = {
    "upper": text(f"is {TOKEN.upper()}."),
    "lower": text(f"is {TOKEN.lower()}."),
    "mixed": text(f"is {TOKEN.swapcase()}."),
    "no-first": text(f"is {TOKEN[1:]}."),
    "no-last": text(f"is {TOKEN[:-1]}."),
    "no-last-upper-base64": text(f"is {base64_of(TOKEN[:-1].upper().encode())}."),
    "hex": text(f"is {TOKEN.lower().encode().hex()}."),
    "utf-16-le": binary(("\ufeffis " + TOKEN).encode("utf-16-le")),
    "utf-16-be": binary(("is " + TOKEN + ".").encode("utf-16-be")),
    "utf-16-base64": text(f"is {base64_of(TOKEN.encode('utf-16-le'))}."),
    "utf-16-be-base64": text(f"is {base64_of(('u:' + TOKEN).encode('utf-16-be'))}."),
    "in-json": response(200, json.dumps({"a": base64_of(TOKEN.upper().encode("utf-16-le"))})),
    "in-a-header": response(200, "{}", (("Content-Type", "application/json"),
                                      ("X-Token", TOKEN.upper()), ("X-Part", TOKEN[1:]))),
    "binary": binary(b"\xff\0" + TOKEN.upper().encode() + b"\xfe"),
    "gzip": binary(PACKED, ("Content-Encoding", "gzip")),
    "gzip-untold": binary(PACKED),
    "gzip-inside": binary(b"--part\r\n\r\n" + PACKED + b"\r\n--part--"),
    "zlib": binary(zlib.compress(TOKEN.encode())),
    "deflate": binary(DEFLATED, ("Content-Encoding", "deflate")),
    "bzip2": binary(bz2.compress(TOKEN.encode())),
}


def unpacked(data):
    """All decodings of the bytes that need no password."""
    found = [data]
    for tool in (gzip.decompress, zlib.decompress, bz2.decompress,
                 lambda packed: zlib.decompress(packed, -15)):
        for begin in range(min(len(data), 40)):
            try:
                found.append(tool(data[begin:]))
            except (OSError, EOFError, ValueError, zlib.error):
                pass
    return found


def decoded(data):
    found = [data]
    for digits in set(re.findall(rb"[A-Za-z0-9+/]{8,}", data.replace(b"-", b"+"))):
        for phase in range(4):
            part = digits[phase:]
            part = part[:-1] if len(part) % 4 == 1 else part
            found += unpacked(base64.b64decode(part + b"=" * (-len(part) % 4)))
    for digits in set(re.findall(rb"(?i)[0-9a-f]{12,}", data)):
        found += [bytes.fromhex(digits[phase:len(digits) - (len(digits) - phase) % 2].decode())
                  for phase in (0, 1)]
    return found


def leaks(data):
    """Whether the data contains all of the secret except one character."""
    parts = [part.lower().encode() for part in (TOKEN[1:], TOKEN[:-1])]
    for whole in decoded(data):
        seen = whole.replace(b"\0", b"").lower()
        if any(part in seen for part in parts):
            return True
    return False


with row("control: every response leaks"):
    for name, sent in RESPONSES.items():
        head, body = sent.split(b"\r\n\r\n", 1)
        holds(name, any(leaks(one) for one in [head, *unpacked(body)]))
    for innocent in (b"nothing", TOKEN[1:-1].encode(), PACKED):
        holds("not everything does", not leaks(innocent))

CASE = """  - id: {name}
    title: {name}
    with: {{path: /{name}}}
    expect: {{status: 200, {expects}}}
"""


def folder_of(expects):
    folder = new_folder()
    write(folder, "a.yaml", "operation: a\nrequest: {method: GET, path: /}\ncases:\n" + "".join(
        CASE.format(name=name, expects=expects) for name in RESPONSES))
    return folder


for expects, verdict in (("headers: {Content-Type: !any }", "pass"), ("text: 'nothing of it'", "fail"),
                         ("headers: {X-Token: a, X-Part: b}", "fail"),
                         ("json: {a: 1, token: 2}", "fail")):
    with row(f"no report leaks: {expects}"), \
            Recorder(lambda request: RESPONSES[request.path[1:]]) as server:
        folder = folder_of(expects)
        words = [word for kind in KINDS for word in (f"--{kind}", f"report.{kind}")]
        ended = apigcheck("run", "a.yaml", "--url", server.url, "--secret", "token=env:TOKEN", *words,
                          "-vv", env={"TOKEN": TOKEN}, cwd=folder)
        results = record(os.path.join(folder, "report.json"))
        same("the verdicts", set(verdicts(results).values()), {verdict}, ended)
        same("requests", len(server.requests), len(RESPONSES))
        holds("standard output does not leak", not leaks(ended.out.encode()), ended.out)
        holds("standard error does not leak", not leaks(ended.err.encode()), ended.err)
        for path in glob.glob(os.path.join(folder, "report.*")):
            with open(path, "rb") as file:
                holds(f"{os.path.basename(path)} does not leak", not leaks(file.read()))
        again = apigcheck("rejudge", "report.json", "a.yaml", "--url", server.url, cwd=folder)
        has("the output of rejudge", again.out + again.err, "; 0 changed")

with row("the size of a compressed body is kept"), \
        Recorder(lambda request: RESPONSES["gzip"]) as server:
    folder = folder_of("headers: {Content-Encoding: gzip}")
    apigcheck("run", "a.yaml", "--case", "gzip", "--url", server.url, "--json", "report.json",
              cwd=folder)
    case, = record(os.path.join(folder, "report.json"))["cases"]
    body = case["steps"][0]["response"]["body"]
    same("the body", body, {"size": len(PACKED), "is_cut": True, "text": ""}, case)

finish()
