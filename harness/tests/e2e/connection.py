"""How a certified run reached its target, and what it sent: recorded options and peers, the copy of them
in the certificate, and recorded requests and peers that verify refuses."""
import base64
import copy
import hashlib
import json
import os
import shutil
import subprocess

from certificates import at, make, make_ca
from checks import finish, has, holds, lacks, row, same
from program import apigcheck, new_folder, read, record, write
from records import save
from sealing import files, new_key, reseal, statement
from servers import Recorder, response
from tls_servers import TlsServer

make_ca("ca", "/CN=Our CA")
make("server", "/CN=gateway", issuer="ca", extension="subjectAltName=IP:127.0.0.1,DNS:api.example.test")
make("client", "/CN=client", issuer="ca", extension="extendedKeyUsage=clientAuth")
TOKEN, PASSWORD = "s3cret-0f-the-target", "pass-of-the-proxy"
BYTES = bytes(range(256))
TARGET = """\
name: Small
url: %s
confirm_host: %s
vars: {id: one}
secrets: {token: {env: TOKEN}}
before:
  - request: {method: GET, path: /ready, headers: {X-Set-Up: "yes"}}
    expect: {status: 404}
    cleanup:
      - request: {method: DELETE, path: /ready, headers: {X-Clean-Up: "yes"}}
        expect: {status: 404}
"""
OPERATION = """\
operation: get
needs: {always: [id, token]}
request:
  method: POST
  path: "/things/{id}/$(uuid_hex)"
  headers: {X-One: first, X-Two: second, X-Token: $(token)}
"""
CASES = """\
cases:
  - id: binary
    title: A thing that does not exist is not found
    verifies: [GET-404]
    with: {file: body.bin}
    expect: {status: 404}
  - id: text
    title: A thing that does not exist is not found
    verifies: [GET-404]
    with: {json: {name: thing}}
    expect: {status: 404}
    cleanup:
      - request: {method: DELETE, path: /things, headers: {X-Clean-Up: "yes"}}
        expect: {status: 404}
  - id: none
    title: A thing that does not exist is not found
    verifies: [GET-404]
    expect: {status: 404}
"""
PROFILE = """\
profile: small
version: "1"
validity: 30d
passes: 2
requirements: [GET-404]
cases: [get/binary, get/text, get/none]
"""
SUITE = new_folder()
for path, text in (("requirements.yaml", "requirements:\n  - {id: GET-404, level: MUST, text: A promise.,"
                                         " source: a page}\n"),
                   ("get/operation.yaml", OPERATION), ("get/cases.yaml", CASES),
                   ("profiles/small.yaml", PROFILE)):
    write(SUITE, path, text)
with open(os.path.join(SUITE, "get", "body.bin"), "wb") as body:
    body.write(BYTES)
KEY, PUBLIC = new_key(new_folder(), "vendor")
ENVIRONMENT = {"TOKEN": TOKEN}


def not_found(line):
    line.sendall(response(404))
    line.unwrap()


def certify(url, *words, more="", host="127.0.0.1"):
    folder = new_folder()
    out = os.path.join(folder, "evidence")
    shutil.copy(at("ca.pem"), folder)
    ended = apigcheck("certify", "--target", write(folder, "target.yaml", TARGET % (url, host) + more),
                      "--profile", "small", "--vendor", "Acme", "--product", "Gateway",
                      "--product-version", "4.2", "--key", KEY, "--out", out, "--suite", SUITE, *words,
                      env=ENVIRONMENT)
    same("certify", ended.status, 0, ended)
    return out, ended


def verify(out, *more):
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key", PUBLIC, "--suite",
                     SUITE, *more)


def connection_of(out):
    return json.loads(statement(out)[1])["predicate"]["apigcheck"]["connection"]


def openssl(*words, data=None):
    return subprocess.run(["openssl", *words], input=data, capture_output=True, check=True).stdout


def public_key_digest(path):
    key = openssl("x509", "-in", path, "-pubkey", "-noout")
    return hashlib.sha256(openssl("pkey", "-pubin", "-outform", "der", data=key)).hexdigest()


def file_digest(path):
    with open(path, "rb") as file:
        return hashlib.sha256(file.read()).hexdigest()


def fingerprint(path):
    return hashlib.sha256(openssl("x509", "-in", path, "-outform", "der")).hexdigest()


def exchanges(results):
    return [step for case in results["before"] + results["cases"] for step in case["steps"]]


SERVER_KEY = public_key_digest(at("server.pem"))


# ---- Facts ----

def expect_facts(out, ended, server, **options):
    """The record, the certificate and both outputs say how the target was reached."""
    verified = verify(out)
    same("verify", verified.status, 0, verified)
    said = connection_of(out)
    address = f"127.0.0.1:{server.port}"
    for name, value in {"httpVersion": "1.1", "proxy": None, "resolve": [], "caSha256": None,
                        "clientCertificateSha256": None, "insecure": False, "reroutedBy": None,
                        "furtherPeers": 0, **options}.items():
        same(name, said[name], value)
    same("peers", [peer["address"] for peer in said["peers"]], [address])
    responses = 0
    for folder in ("", "pass-2"):
        results = record(os.path.join(out, folder, "results.json"))
        responses += len(exchanges(results))
        same("addresses", {step["address"] for step in exchanges(results)}, {address})
    same("responses", said["peers"][0]["responses"], responses)
    for output in (ended.out, verified.out):
        has("the output", output, f"peer: {address}, ")
        has("the output", output, f"{responses} responses")
        for value in (options.get("caSha256"), options.get("clientCertificateSha256"),
                      options.get("proxy")):
            if value:
                has("the output", output, value)
        if options.get("reroutedBy"):
            has("the output", output, "warning: the requests reached another address than the URL "
                f"names, because of {options['reroutedBy']}")
        else:
            lacks("the output", output, "warning: the requests reached")
            has("the output", output, "warning: the host of the target, 127.0.0.1, is on loopback")
    page = read(os.path.join(out, "report.html"))
    has("the page", page, f'"peers":["{address}')
    entry = record(os.path.join(out, "exchanges.har"))["log"]["entries"][0]
    same("HAR", (entry["serverIPAddress"], entry["connection"]), ("127.0.0.1", str(server.port)))
    return said, verified


def expect_server_key(out, said, verified):
    tls = said["peers"][0]["tls"]
    same("the public key", tls["publicKeySha256"], SERVER_KEY)
    same("the certificate", tls["certificateSha256"], fingerprint(at("server.pem")))
    same("the version", tls["version"], "TLSv1.3")
    for folder in ("", "pass-2"):
        for step in exchanges(record(os.path.join(out, folder, "results.json"))):
            same("the recorded key", step["tls"]["public_key_sha256"], SERVER_KEY)
    has("verify", verified.out, f"TLSv1.3, public key SHA-256 {SERVER_KEY}, ")
    has("the page", read(os.path.join(out, "report.html")), f"public key SHA-256 {SERVER_KEY}")
    same("HAR", record(os.path.join(out, "exchanges.har"))["log"]["entries"][0]["_tls"]
         ["public_key_sha256"], SERVER_KEY)


CA = file_digest(at("ca.pem"))
with TlsServer(then=not_found) as server:
    with row("TLS: the public key is what openssl computes"):
        GOOD, ended = certify(server.url, "--ca", at("ca.pem"))
        expect_server_key(GOOD, *expect_facts(GOOD, ended, server, caSha256=CA))
    with row("a CA file that the target file names, relative to it"):
        out, ended = certify(server.url, more="tls: {ca: ca.pem}\n")
        expect_server_key(out, *expect_facts(out, ended, server, caSha256=CA))
    with row("--resolve: in the certificate, with a warning"):
        option = f"api.example.test:{server.port}:127.0.0.1"
        out, ended = certify(f"https://api.example.test:{server.port}", "--ca", at("ca.pem"),
                             "--resolve", option, host="api.example.test")
        expect_server_key(out, *expect_facts(out, ended, server, caSha256=CA, resolve=[option],
                                             reroutedBy="--resolve " + option))
    with row("--resolve of another host: no warning"):
        option = f"other.example.test:{server.port}:127.0.0.2"
        out, ended = certify(server.url, "--ca", at("ca.pem"), "--resolve", option)
        expect_facts(out, ended, server, caSha256=CA, resolve=[option])

with TlsServer(then=not_found, clients="ca") as server:
    with row("a client certificate in one file with its key: only the certificate counts"):
        both = write(new_folder(), "both.pem", read(at("client.key")) + read(at("client.pem")))
        out, ended = certify(server.url, "--ca", at("ca.pem"), "--client-cert", both, "--client-key",
                             both)
        expect_facts(out, ended, server, caSha256=CA,
                     clientCertificateSha256=fingerprint(at("client.pem")))
        for name in files(out):
            lacks(name, read(os.path.join(out, name)) if not name.endswith(".bin") else "",
                  file_digest(both))

with Recorder(lambda request: response(404)) as server:
    with row("--proxy: in the certificate without its password, with a warning"):
        proxy = f"http://***@127.0.0.1:{server.port}"
        out, ended = certify("http://api.example.test", "--proxy",
                             f"http://joe:{PASSWORD}@127.0.0.1:{server.port}", host="api.example.test")
        expect_facts(out, ended, server, proxy=proxy, reroutedBy="--proxy " + proxy)
        for text in [ended.out, ended.err, statement(out)[1].decode()] + [
                read(os.path.join(out, name)) for name in files(out) if not name.endswith(".bin")]:
            lacks("what was written", text, PASSWORD)
    with row("without TLS"):
        PLAIN, ended = certify(server.url)
        _, verified = expect_facts(PLAIN, ended, server)
        same("tls", connection_of(PLAIN)["peers"][0]["tls"], None)
        has("verify", verified.out, f"peer: 127.0.0.1:{server.port}, no TLS, ")
        for secret in (TOKEN,):
            lacks("the record", read(os.path.join(PLAIN, "results.json")), secret)


# ---- Forged records ----

def forged(good, change, claim=None, name="results.json"):
    out = os.path.join(new_folder(), "evidence")
    shutil.copytree(good, out)
    path = os.path.join(out, name)
    if change:
        results = record(path)
        change(results)
        save(path, results)
    reseal(out, KEY, claim)
    return out


def refused(what, out, *messages):
    ended = verify(out)
    same(f"{what}: exit status", ended.status, 3, ended)
    for message in messages:
        has(what, ended.err, message)


def step_of(results, where):
    kind, index, step = where
    return results[kind][index]["steps"][step]


STEPS = {"a step": ("cases", 1, 0), "a clean-up step": ("cases", 1, 1), "a set-up step": ("before", 0, 0),
         "the clean-up of the set-up": ("before", 1, 0), "a binary body": ("cases", 0, 0),
         "no body": ("cases", 2, 0)}


def header(name, value=None, new=None):
    def change(step):
        for field in step["request"]["headers"]:
            if field[0] == name:
                field[0] = new or name
                field[1] = field[1] if value is None else value
    return change


def drop_header(step):
    step["request"]["headers"].pop(0)


def add_header(step):
    step["request"]["headers"].append(["X-More", "1"])


def swap_headers(step):
    step["request"]["headers"].insert(0, step["request"]["headers"].pop())


def in_request(**changed):
    return lambda step: step["request"].update(changed)


def in_step(**changed):
    return lambda step: step.update(changed)


def in_tls(**changed):
    return lambda step: step["tls"].update(changed)


def url(old, new):
    def change(step):
        step["request"]["url"] = step["request"]["url"].replace(old, new)
    return change


def drop(*path):
    def change(step):
        for name in path[:-1]:
            step = step[name]
        del step[path[-1]]
    return change


def flip(step):
    data = bytearray(base64.b64decode(step["request"]["body"]["base64"]))
    data[7] ^= 1
    step["request"]["body"]["base64"] = base64.b64encode(bytes(data)).decode()


def body(**values):
    return in_request(body=values)


EVERYWHERE = (("a header added", add_header, "header 'X-More: 1' was sent, now it is not"),
              ("a header removed", drop_header, "was not sent, now it is"),
              ("headers in another order", swap_headers, "header '"),
              ("another User-Agent", header("User-Agent", "curl/8"), "header 'User-Agent' was 'curl/8'"),
              ("the User-Agent of another version", header("User-Agent", "apigcheck/9.9.9"),
               "header 'User-Agent' was 'apigcheck/9.9.9'"),
              ("another method", in_request(method="PUT"), "it was PUT "),
              ("another path", url("/", "/x/"), "now it is "),
              ("another host", url("127.0.0.1", "127.0.0.2"), "127.0.0.2"),
              ("another port", lambda step: url(":" + step["address"].split(":")[1], ":1")(step), ":1/"),
              ("another address", in_step(address="203.0.113.7:443"),
               "the peer 203.0.113.7:443 is not that of http"),
              ("another port of the peer", in_step(address="127.0.0.1:1"), "the peer 127.0.0.1:1 "),
              ("no address", drop("address"), "the record has no address of the peer"),
              ("a name as address", in_step(address="localhost:1"), "is not an IP address with a port"),
              ("declared the other way",
               lambda step: in_request(is_safe=not step["request"]["is_safe"])(step), "declared"))
for place, where in STEPS.items():
    for what, change, message in EVERYWHERE:
        with row(f"{place}: {what} is refused"):
            refused(what, forged(PLAIN, lambda results: change(step_of(results, where))),
                    "the recorded request differs", message)

BODIES = (("a byte of a binary body", "a binary body", flip, "the body had 256 bytes"),
          ("a binary body as text", "a binary body", body(size=3, text="abc"), "the body had 3 bytes"),
          ("a binary body removed", "a binary body", drop("request", "body"), "it had no body"),
          ("a binary body cut", "a binary body",
           body(size=256, is_cut=True, base64=base64.b64encode(BYTES[:200]).decode()), "the body had"),
          ("a binary body cut to nothing", "a binary body", body(size=256, is_cut=True, text=""),
           "the body had"),
          ("a text body changed", "a step", body(size=16, text='{"name":"think"}'), "the body had"),
          ("a text body cut", "a step", body(size=16, is_cut=True, text='{"name":'), "the body had"),
          ("a body added", "no body", body(size=1, text="x"), "it had a body"),
          ("an empty body added", "no body", body(size=0, text=""), "it had a body"),
          ("a header's value", "a step", header("X-One", "other"), "header 'X-One' was 'other'"),
          ("a header's name", "a step", header("X-One", new="X-Uno"), "header 'X-One: first' was not sent, now it is"),
          ("a secret header", "a step", header("X-Token", "other"), "header 'X-Token' was 'other'"),
          ("TLS facts of http", "a step", in_step(tls={"version": "TLSv1.3"}), "TLS facts of an http"))
for what, place, change, message in BODIES:
    with row(f"{what}: refused"):
        refused(what, forged(PLAIN, lambda results: change(step_of(results, STEPS[place]))), message)
with row("a text body as base64: refused by the reader"):
    as_bytes = body(size=16, base64=base64.b64encode(b'{"name":"thing"}').decode())
    refused("text as base64", forged(PLAIN, lambda results: as_bytes(step_of(results, STEPS["a step"]))),
            "text must be in 'text', not in 'base64'")

DROPPED = (("a clean-up step", lambda results: results["cases"][1]["steps"].pop(1),
            "the recorded request differs"),
           ("the clean-up of the set-up", lambda results: results["before"].pop(1), "is sent now"),
           ("the set-up", lambda results: results.pop("before"), "the recorded request differs"),
           ("a set-up step", lambda results: results["before"][0]["steps"].pop(0),
            "the recorded request differs"))
for what, change, message in DROPPED:
    with row(f"{what} dropped: refused"):
        refused(what, forged(PLAIN, change), message)

TLS = (("another CA of a request", in_request(tls={"ca": "other.pem"}), "the TLS setting 'ca'"),
       ("no CA of a request", drop("request", "tls"), "the TLS setting 'ca' was ''"),
       ("an insecure request", lambda step: step["request"]["tls"].update(insecure=True),
        "the TLS setting 'insecure' was 'true'"),
       ("another TLS version of a request",
        lambda step: step["request"]["tls"].update(min_version="1.0"), "the TLS setting 'min_version'"),
       ("no TLS", drop("tls"), "the record has no TLS facts of an https request"),
       ("no public key", drop("tls", "public_key_sha256"), "the record has no public key"),
       ("another public key", in_tls(public_key_sha256="0" * 64), "'predicate.apigcheck.connection.peers'"),
       ("another certificate", in_tls(sha256="0" * 64), "'predicate.apigcheck.connection.peers'"),
       ("another subject", in_tls(subject="CN=other"), "'predicate.apigcheck.connection.peers'"),
       ("another issuer", in_tls(issuer="CN=other"), "'predicate.apigcheck.connection.peers'"),
       ("another cipher", in_tls(cipher="NULL"), "'predicate.apigcheck.connection.peers'"),
       ("another version", in_tls(version="TLSv1.0"), "'predicate.apigcheck.connection.peers'"),
       ("another validity", in_tls(valid_until="2099-01-01T00:00:00.000Z"),
        "'predicate.apigcheck.connection.peers'"))
for what, change, message in TLS:
    with row(f"TLS: {what} is refused"):
        refused(what, forged(GOOD, lambda results: change(step_of(results, STEPS["a step"]))), message)

OPTIONS = (("the CA file", {"ca_sha256": "0" * 64}, "caSha256"),
           ("a proxy", {"proxy": "http://proxy:3128"}, "the peer 127.0.0.1:"),
           ("another host of --resolve", {"resolve": ["a:1:127.0.0.1"]}, "connection.resolve"),
           ("HTTP/2", {"http_version": "2"}, "connection.httpVersion"),
           ("a client certificate", {"client_cert": "x.pem", "client_cert_sha256": "0" * 64},
            "the TLS setting 'client_cert'"),
           ("insecure", {"insecure": True}, "the server certificate was not verified"))
for what, changed, message in OPTIONS:
    with row(f"connection options: {what} is refused"):
        refused(what, forged(GOOD, lambda results: results["connection"].update(changed)), message,
                "pass 2: the connection options differ from those of the first pass")
with row("a run with --insecure is refused"):
    refused("insecure", forged(GOOD, lambda results: results.update(insecure=True)),
            "pass 1: the server certificate was not verified")


def claimed(**changed):
    return lambda said: said["predicate"]["apigcheck"]["connection"].update(changed)


with row("a certificate with other peers or options is refused"):
    peers = copy.deepcopy(connection_of(GOOD)["peers"])
    peers[0]["tls"]["publicKeySha256"] = "f" * 64
    for name, value in (("peers", peers), ("peers", []), ("furtherPeers", 7), ("proxy", "http://p:1"),
                        ("resolve", ["a:1:127.0.0.1"]), ("reroutedBy", "--proxy http://p:1"),
                        ("caSha256", None), ("insecure", True), ("more", 1)):
        refused(name, forged(GOOD, None, claimed(**{name: value})),
                f"'predicate.apigcheck.connection.{name}'")
    refused("none", forged(GOOD, None, lambda said: said["predicate"]["apigcheck"].pop("connection")),
            "'predicate.apigcheck.connection' does not match")
with row("a certificate of wrong types is refused without an accident"):
    for value in ([], "x", None, {"peers": [1, {"tls": 2, "address": 3}], "resolve": [4], "proxy": 5}):
        ended = verify(forged(GOOD, None, lambda said: said["predicate"]["apigcheck"].update(
            connection=value)))
        same("exit status", ended.status, 3, ended)
holds("the forged records are of certificates that verify", verify(forged(GOOD, None)).status == 0 and
      verify(forged(PLAIN, None)).status == 0)
finish()
