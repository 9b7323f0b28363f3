"""The curl line of every report sends the same request over the same connection."""
import json
import os
import re
import shutil
import subprocess
import sys
import warnings

from certificates import at, encrypt, make, make_ca
from checks import finish, has, holds, lacks, row, same, print_line
from http2_frames import PREFACE
from program import apigcheck, environment, new_folder, read, write
from servers import Recorder, Server
from tls_servers import TlsServer

if not shutil.which("curl"):
    print_line("skipped: curl is not installed")
    sys.exit(77)

warnings.simplefilter("ignore", DeprecationWarning)  # TLS 1.1 is one of the reproduced versions
PHRASE, PROOF, PROXY_PASSWORD = "open sesame 7", "who-asks-in-this-test", "proxy-pass-word"
make_ca("ca", "/CN=Our CA")
make("server", "/CN=gateway", issuer="ca",
     extension="subjectAltName=IP:127.0.0.1,DNS:gateway.example")
make("client", "/CN=client", issuer="ca", extension="extendedKeyUsage=clientAuth")
encrypt("client", PHRASE)
shutil.copy(at("client.pem"), at("odd:name \\.pem"))

CASE = """\
operation: lines
request:
  method: POST
  path: /a/../b?x=[1]&y=z
  {body}
credential: {{X-Proof: $(proof)}}
cases:
  - id: one
    title: It fails, so that its line is printed
    with: {{headers: {{X-Odd: "ä $HOME"{header}}}{change}}}
    expect: {{status: 404}}
"""
# The values of the variables in a curl line.
VARIABLES = {"X_PROOF": PROOF, "CLIENT_KEY_PASSWORD": PHRASE, "SECRET": f"joe:{PROXY_PASSWORD}"}


def case(change="", header="", body="""json: {a: "it's"}"""):
    return CASE.format(change=change, header=header, body=body)


def line_in(text):
    found = re.search(r"reproduce: (curl .*)", text)
    return found.group(1) if found else None


def lines_of(folder, ended):
    """The curl line of each report, by its name."""
    page = read(os.path.join(folder, "report.html"))
    found = re.search(r'"curl": ?("(?:[^"\\]|\\.)*")', page)
    return {"console": line_in(ended.out),
            "page": json.loads(found.group(1)),
            "junit": line_in(read(os.path.join(folder, "junit.xml"))),
            "ctrf": line_in(json.loads(read(os.path.join(folder, "ctrf")))["results"]["tests"][0]
                            ["trace"])}


def reported(folder):
    """The curl lines of reports from the results file."""
    again = new_folder()
    ended = apigcheck("report", os.path.join(folder, "results.json"), "--reports", again, "--ctrf",
                      os.path.join(again, "ctrf"))
    same("report's exit status", ended.status, 1, ended)
    return lines_of(again, ended)


def curl(line):
    ended = subprocess.run(["bash", "-c", line], env=environment(**VARIABLES), capture_output=True,
                           stdin=subprocess.DEVNULL, timeout=20)
    return ended.returncode, f"{line}\n{ended.stdout}{ended.stderr}"


def run(url, *words, tls="", **pieces):
    """Runs one case that fails; returns its curl line, which is equal in all reports."""
    folder = new_folder()
    target = write(folder, "target.yaml", f"name: T\nurl: {url}\nconfirm_host: "
                   f"{url.split('//')[1].split(':')[0]}\nsecrets: {{proof: {{env: X_PROOF}}, "
                   f"client_key_password: {{env: CLIENT_KEY_PASSWORD}}}}\n{tls}")
    suite = write(folder, "lines.yaml", case(**pieces))
    ended = apigcheck("run", suite, "--target", target, "--reports", folder, "--ctrf",
                      os.path.join(folder, "ctrf"), *words, env=VARIABLES)
    same("the exit status", ended.status, 1, ended)
    lines = lines_of(folder, ended)
    holds("all reports have the same line", len(set(lines.values())) == 1, lines)
    same("the lines from the record", reported(folder), lines)
    for secret in (PHRASE, PROOF, PROXY_PASSWORD):
        lacks("the line", lines["console"], secret)
    listed = apigcheck("list", suite, "--target", target, "-vv", env=VARIABLES)
    return lines["console"], listed.out.split("\n")[1].strip()


def heads(server):
    return [(request.line, sorted(request.fields), request.body) for request in server.requests]


def check_same(line, server):
    """Runs the curl line; the server must get the same request again."""
    status, printed = curl(line)
    same("curl's exit status", status, 0, printed)
    same("the number of requests", len(server.requests), 2, printed)
    same("the second request", heads(server)[1], heads(server)[0], printed)


# ---- Without TLS ----

with row("HTTP"), Recorder() as server:
    line, listed = run(server.url)
    same("the curl line of list", listed, line)
    check_same(line, server)

with row("--resolve, HTTP"), Recorder() as server:
    line, _ = run(f"http://gateway.example:{server.port}", "--resolve", "other.example:1:127.0.0.2",
                  "--resolve", f"gateway.example:{server.port}:127.0.0.1")
    check_same(line, server)

with row("a proxy, with a user and a password"), Recorder() as proxy:
    line, _ = run("http://gateway.example:1", "--proxy",
                  f"http://joe:{PROXY_PASSWORD}@127.0.0.1:{proxy.port}")
    has("the line", line, '"$SECRET"')
    status, printed = curl(f"export NO_PROXY='*'; {line}")
    same("curl's exit status", status, 0, printed)
    same("requests", len(proxy.requests), 2)
    same("the second request", heads(proxy)[1], heads(proxy)[0])
    holds("Proxy-Authorization", proxy.requests[1].values("Proxy-Authorization"), printed)

with row("no Accept, no User-Agent and no media type"), Recorder() as server:
    line, _ = run(server.url, header=", Accept: !absent , User-Agent: !absent ", body="text: x")
    check_same(line, server)


class Preface(Server):
    """Recognises the start of an HTTP/2 connection."""

    def __init__(self):
        super().__init__(self._talk)
        self.starts = []

    def _talk(self, connection):
        begin = connection.recv(65536)
        with self.lock:
            self.starts.append(begin[:len(PREFACE)])


with row("HTTP/2 without TLS"), Preface() as server:
    folder = new_folder()
    ended = apigcheck("run", write(folder, "lines.yaml", case()), "--url",
                      server.url, "--http", "2", "--secret", "proof=env:X_PROOF", env=VARIABLES)
    same("the exit status", ended.status, 3, ended)
    curl(line_in(ended.out))
    same("the request that the server got", server.starts, [PREFACE, PREFACE])

# ---- TLS ----

CLIENT = f"  client_cert: {at('client.pem')}\n  client_key: {at('client.key')}\n"
CA = f"  ca: {at('ca.pem')}\n"
# The server, the target's tls, the case's, and options.
CONNECTIONS = {
    "--insecure": ({}, "", "", ("--insecure",)),
    "insecure of the target": ({}, "tls: {insecure: true}\n", "", ()),
    "--ca": ({}, "", "", ("--ca", at("ca.pem"))),
    "ca of the target": ({}, "tls:\n" + CA, "", ()),
    "ca of the request": ({}, "", f", tls: {{ca: {at('ca.pem')}}}", ()),
    "a client certificate": ({"clients": "ca"}, "tls:\n" + CA + CLIENT, "", ()),
    "a client certificate of the command line": (
        {"clients": "ca"}, "tls:\n" + CA, "",
        ("--client-cert", at("client.pem"), "--client-key", at("client.key"))),
    "a client certificate of the request": (
        {"clients": "ca"}, "tls:\n" + CA,
        f", tls: {{client_cert: {at('client.pem')}, client_key: {at('client.key')}}}", ()),
    "an encrypted client key": (
        {"clients": "ca"}, "tls:\n" + CA + CLIENT.replace(".key\n", ".encrypted.key\n"), "", ()),
    "a certificate whose path has odd characters": (
        {"clients": "ca"}, "tls:\n" + CA + CLIENT.replace(
            at("client.pem"), f"'{at('odd:name ')}" + "\\.pem'"), "", ()),
    "TLS 1.2 of the request": ({}, "tls:\n" + CA, ", tls: {max_version: 1.2}", ()),
    "TLS 1.1 of the request": ({"least": "1.1"}, "tls:\n" + CA, ", tls: {max_version: 1.1}", ()),
    "TLS 1.3 of the target": ({}, "tls:\n" + CA + "  min_version: 1.3\n", "", ()),
}
for name, (server_is, tls, change, words) in CONNECTIONS.items():
    with row(name), TlsServer(**server_is) as server:
        server.context.set_alpn_protocols(["h2", "http/1.1"])  # curl alone would take HTTP/2
        line, _ = run(server.url, *words, tls=tls, change=change)
        status, printed = curl(line)
        same("curl's exit status", status, 0, printed)
        same("connections", len(server.facts), 2, printed)
        same("the second request", server.facts[1], server.facts[0], printed)

with row("--resolve, HTTPS: the real host name, another IP address"), TlsServer() as server:
    line, _ = run(f"https://gateway.example:{server.port}", "--resolve",
                  f"gateway.example:{server.port}:127.0.0.1", tls="tls:\n" + CA)
    status, printed = curl(line)
    same("curl's exit status", status, 0, printed)
    same("connections", len(server.facts), 2, printed)

with row("the curl line does not accept an untrusted certificate either"), \
        TlsServer() as server:
    folder = new_folder()
    ended = apigcheck("run", write(folder, "lines.yaml", case()), "--url",
                      server.url, "--secret", "proof=env:X_PROOF", env=VARIABLES)
    same("the exit status", ended.status, 3, ended)
    same("curl's exit status", curl(line_in(ended.out))[0], 60)

finish()
