"""TLS: trusted CAs, rejected handshakes, negotiated parameters; and connections that must fail exactly
as a case expects."""
import datetime
import os
import re
import socket
import struct
import subprocess
import time
import warnings

from certificates import at, make, make_ca
from checks import finish, has, holds, lacks, row, same
from program import JUnit, apigcheck, new_folder, read, record, verdicts, write
from servers import Server, response, read_request, reset
from tls_servers import TlsServer

warnings.simplefilter("ignore", DeprecationWarning)  # TLS 1.1 is tested on purpose

make_ca("ca", "/CN=Our CA")
make_ca("other-ca", "/CN=Other CA")
make("server", "/O=Gateways & Co/CN=gateway", issuer="ca")
make("elsewhere", "/CN=elsewhere", issuer="ca", extension="subjectAltName=DNS:elsewhere.example")
make("over", "/CN=over", issuer="ca", days="-1")
make("weak", "/CN=weak", issuer="ca", key="rsa:1024")
make("client", "/CN=client", issuer="ca", extension="extendedKeyUsage=clientAuth")
make("stranger", "/CN=stranger", issuer="other-ca", extension="extendedKeyUsage=clientAuth")


def case(expect, tls=""):
    with_tls = f"    with: {{tls: {{{tls}}}}}\n" if tls else ""
    return ("operation: secure\nrequest: {method: GET, path: /}\ncases:\n  - id: one\n"
            "    title: It is as it must be\n    timeout: 3s\n" + with_tls +
            f"    expect: {{{expect}}}\n")


def ask(url, *words, expect="status: 200", tls="", ca="ca"):
    folder = new_folder()
    trust = ("--ca", at(f"{ca}.pem")) if ca else ()
    ended = apigcheck("run", write(folder, "secure.yaml", case(expect, tls)), "--url", url,
                      "--reports", folder, *trust, *words)
    ended.results = record(os.path.join(folder, "results.json"))
    ended.junit = os.path.join(folder, "junit.xml")
    ended.verdict = verdicts(ended.results)["one"]
    return ended


def expect_verdict(ended, verdict, sentence=""):
    same("the verdict", ended.verdict, verdict, ended)
    same("the exit status", ended.status, {"pass": 0, "fail": 1, "error": 3}[verdict], ended)
    holds(f"the console says something like {sentence!r}", re.search(sentence, ended.out), ended)


# ---- Negotiated parameters ----

DIGEST = subprocess.run(["openssl", "x509", "-in", at("server.pem"), "-noout", "-fingerprint",
                         "-sha256"], capture_output=True, check=True).stdout.decode()
DIGEST = DIGEST.split("=")[1].strip().replace(":", "").lower()



def field(name):
    said = subprocess.run(["openssl", "x509", "-in", at("server.pem"), "-noout", f"-{name}", "-nameopt",
                           "RFC2253"], capture_output=True, check=True).stdout.decode()
    return said.strip().split("=", 1)[1]


def moment(name):
    when = datetime.datetime.strptime(field(name), "%b %d %H:%M:%S %Y GMT")
    return when.strftime("%Y-%m-%dT%H:%M:%S.000Z")


ISSUER, VALIDITY = field("issuer"), (moment("startdate"), moment("enddate"))

for version in ("1.2", "1.3"):
    with row(f"TLS {version}: the negotiated parameters are in the results file"), \
            TlsServer(least=version, most=version) as server:
        ended = ask(server.url)
        expect_verdict(ended, "pass")
        step = ended.results["cases"][0]["steps"][0]
        same("the version", step["tls"]["version"], "TLSv" + version)
        holds("the cipher", re.match("TLS_|ECDHE-", step["tls"]["cipher"]), step["tls"])
        same("the subject", step["tls"]["subject"], "CN=gateway,O=Gateways & Co")
        same("the digest", step["tls"]["sha256"], DIGEST)
        same("the issuer", step["tls"]["issuer"], ISSUER)
        same("the validity", (step["tls"]["valid_from"], step["tls"]["valid_until"]), VALIDITY)
        same("the address", step["address"], f"127.0.0.1:{server.port}")
        same("the version of HTTP", step["response"]["version"], "1.1")
        phases = [step[name] for name in ("name_us", "connect_us", "tls_us", "sent_us",
                                          "first_byte_us", "elapsed_us")]
        same("the phases follow each other", phases, sorted(phases))
        holds("TLS took time", step["tls_us"] > step["connect_us"], step)
        lacks("the console", ended.out, "INSECURE")
        lacks("JUnit", read(ended.junit), "insecure")

with row("a shared connection has the TLS facts for each request"), TlsServer(least="1.2") as server:
    expect_verdict(ask(server.url, "--reuse-connections"), "pass")

# ---- Trusted CAs ----

UNTRUSTED = {
    "an unknown issuer": ("server", "other-ca"),
    "no trusted CA": ("server", None),
    "another name": ("elsewhere", "ca"),
    "an expired certificate": ("over", "ca"),
    "a self-signed certificate": ("other-ca", "ca"),
}
for name, (certificate, ca) in UNTRUSTED.items():
    with row(f"{name}: an error, and a warning with --insecure"), TlsServer(certificate) as server:
        for expect in ("status: 200", "connection: tls-refused"):
            ended = ask(server.url, ca=ca, expect=expect)
            expect_verdict(ended, "error", "is not trusted|TLS handshake with the target failed")
            same("requests", server.requests, 0)
        ended = ask(server.url, "--insecure", "-q", ca=ca)
        expect_verdict(ended, "pass", "INSECURE: the server certificate was not verified")
        same("the record", ended.results["insecure"], True)
        has("JUnit", read(ended.junit), '<property name="insecure"')
        JUnit(ended.junit)

with row("--wait uses the same TLS options as the cases"), TlsServer() as server:
    expect_verdict(ask(server.url, "--wait", "2s"), "pass")
    ended = ask(server.url, "--wait", "300ms", ca=None)
    same("the exit status", ended.status, 3, ended)
    has("why", ended.out,
        "the target does not accept connections: the certificate of the target is not trusted")

# ---- Rejection by the peer: an error of the client's own library does not count ----

REFUSED = "connection: tls-refused"

with row("TLS 1.1 is rejected, as expected"), TlsServer() as server:
    expect_verdict(ask(server.url, expect=REFUSED, tls="max_version: '1.1'"), "pass")

with row("TLS 1.2 is rejected, as expected"), TlsServer(least="1.3") as server:
    expect_verdict(ask(server.url, expect=REFUSED, tls="max_version: '1.2'"), "pass")

with row("TLS 1.1 is not rejected: a failure"), TlsServer(least="1.1") as server:
    expect_verdict(ask(server.url, expect=REFUSED, tls="max_version: '1.1'"), "fail",
                   "a response with status 200")

with row("TLS 1.1 if it is allowed"), TlsServer(least="1.1", most="1.1") as server:
    ended = ask(server.url, tls="max_version: '1.1'")
    expect_verdict(ended, "pass")
    same("the version", ended.results["cases"][0]["steps"][0]["tls"]["version"], "TLSv1.1")

with row("the server offers only TLS 1.1, and the case requires more: an error"), \
        TlsServer(least="1.1", most="1.1") as server:
    expect_verdict(ask(server.url), "error", "ended TLS with an alert: protocol version")

for version in ("1.2", "1.3"):
    with row(f"TLS {version}: a client without a certificate is rejected"), \
            TlsServer(least=version, most=version, clients="ca") as server:
        expect_verdict(ask(server.url, expect=REFUSED), "pass")
        same("requests", server.requests, 0)

    with row(f"TLS {version}: a client with an untrusted certificate is rejected"), \
            TlsServer(least=version, most=version, clients="ca") as server:
        expect_verdict(ask(server.url, "--client-cert", at("stranger.pem"), "--client-key",
                           at("stranger.key"), expect=REFUSED), "pass")

    with row(f"TLS {version}: a client with a certificate, and one that a case removes"), \
            TlsServer(least=version, most=version, clients="ca") as server:
        ours = ("--client-cert", at("client.pem"), "--client-key", at("client.key"))
        expect_verdict(ask(server.url, *ours), "pass")
        expect_verdict(ask(server.url, *ours, expect=REFUSED), "fail", "a response with status 200")
        expect_verdict(ask(server.url, *ours, expect=REFUSED,
                           tls="client_cert: !absent , client_key: !absent "), "pass")

    with row(f"TLS {version}: a client without a certificate is not rejected: a failure"), \
            TlsServer(least=version, most=version) as server:
        expect_verdict(ask(server.url, expect=REFUSED), "fail", "a response with status 200")

    with row(f"TLS {version}: rejected, but a response was expected: an error"), \
            TlsServer(least=version, most=version, clients="ca") as server:
        expect_verdict(ask(server.url), "error", "ended TLS with an alert: ")

with row("a key that the client's library rejects: an error, never the expected failure"), \
        TlsServer("weak") as server:
    expect_verdict(ask(server.url, expect=REFUSED), "error",
                   "TLS handshake with the target failed|is not trusted")
    expect_verdict(ask(server.url), "error", "TLS handshake with the target failed|is not trusted")


def alert(connection):
    connection.recv(65536)
    connection.sendall(b"\x15\x03\x03\0\2\2\x28")  # handshake_failure


def gone(connection):
    connection.recv(65536)


def gone_by_reset(connection):
    connection.recv(65536)
    reset(connection)


def plain(connection):
    connection.recv(65536)
    connection.sendall(response())


def silent(connection):
    connection.recv(65536)
    connection.recv(65536)


HANDSHAKES = {
    "an alert": (alert, "pass"), "the end": (gone, "pass"), "a reset": (gone_by_reset, "pass"),
    "plain HTTP": (plain, "error"), "silence": (silent, "error")}
for name, (serve, verdict) in HANDSHAKES.items():
    with row(f"{name} during the handshake"), Server(serve) as server:
        url = server.url.replace("http:", "https:")
        expect_verdict(ask(url, expect=REFUSED), verdict)
        expect_verdict(ask(url), "error",
                       "TLS handshake with the target failed|no complete response in time|"
                       "alert: handshake failure")

with row("no data during the handshake is a timeout"), Server(silent) as server:
    url = server.url.replace("http:", "https:")
    expect_verdict(ask(url, expect="connection: timeout"), "pass")


# ---- After the handshake ----

def resets(line):
    raw = socket.socket(fileno=line.detach())
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raw.close()


def ends(line):
    socket.socket(fileno=line.detach()).close()


def waits(line):
    line.recv(65536)


def breaks_off(line):
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nhalf of it")
    ends(line)


def closes_by_tls(line):
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nall of it")
    line.unwrap()


AFTER_HANDSHAKE = {
    "a reset": (resets, "reset"), "the end": (ends, None), "silence": (waits, "timeout")}
for name, (then, failure) in AFTER_HANDSHAKE.items():
    for expected in ("tls-refused", "reset", "timeout", "refused"):
        with row(f"{name} after the handshake is {failure}, {expected} is expected"), \
                TlsServer(then=then) as server:
            verdict = "pass" if expected == failure else "error"
            expect_verdict(ask(server.url, expect=f"connection: {expected}"), verdict)

with row("an end without close_notify truncates a body"), \
        TlsServer(then=breaks_off) as server:
    expect_verdict(ask(server.url), "error", r"TLS ended without close_notify.*RFC 9112 section 9\.8")

with row("an end with close_notify ends a body"), TlsServer(then=closes_by_tls) as server:
    expect_verdict(ask(server.url, expect="status: 200, text: all of it"), "pass")

# ---- Without TLS ----


def resets_at_once(connection):
    read_request(connection)
    reset(connection)


def says_nothing(connection):
    read_request(connection)
    connection.recv(1)


def ends_at_once(connection):
    read_request(connection)


PLAIN = {"a reset": (resets_at_once, "reset"), "silence": (says_nothing, "timeout"),
         "the end": (ends_at_once, None), "a response": (plain, "response")}
for name, (serve, failure) in PLAIN.items():
    for expected in ("reset", "timeout", "refused", "tls-refused"):
        with row(f"{name} by plain HTTP, {expected} is expected"), Server(serve) as server:
            verdict = "pass" if expected == failure else "fail" if failure == "response" else "error"
            expect_verdict(ask(server.url, expect=f"connection: {expected}"), verdict)

with row("no listener, as expected"), Server() as server:
    server.close()
    time.sleep(0.05)
    for url in (server.url, server.url.replace("http:", "https:")):
        expect_verdict(ask(url, expect="connection: refused"), "pass")
        expect_verdict(ask(url, expect="connection: reset"), "error", "cannot connect")
        expect_verdict(ask(url, expect=REFUSED), "error", "cannot connect")

finish()
