"""Encrypted client keys: the pass phrase is a secret of the target, and the terminal never prompts."""
import fcntl
import os
import pty
import re
import select
import subprocess
import termios
import time

from certificates import FOLDER, at, encrypt, make, make_ca
from checks import finish, has, holds, lacks, row, same
from program import PATIENCE_S, PROGRAM, Ended, environment, new_folder, read, record, verdicts, write
from tls_servers import TlsServer

PHRASE, OTHER = "open sesame ä 7", "another phrase"
make_ca("ca", "/CN=Our CA")
make("server", "/CN=gateway", issuer="ca")
make("client", "/CN=client", issuer="ca", extension="extendedKeyUsage=clientAuth")
make("stranger", "/CN=stranger", issuer="ca", extension="extendedKeyUsage=clientAuth")
make("rsa", "/CN=rsa", issuer="ca", extension="extendedKeyUsage=clientAuth", key="rsa:2048")
encrypt("client", PHRASE)
encrypt("stranger", PHRASE)
encrypt("rsa", PHRASE, "-traditional")  # encrypted by its PEM header
SECRET = "client_key_password"
ENV = {"PHRASE": PHRASE, "OTHER": OTHER}

CASE = """\
operation: keys
request: {method: GET, path: /}
cases:
  - id: one
    title: It is as it must be
    timeout: 3s
    expect: {status: 200}
"""
WITH_KEY = CASE.replace("    timeout", f"    with: {{tls: {{client_cert: {at('stranger.pem')}, "
                        f"client_key: {at('stranger.encrypted.key')}}}}}\n    timeout")


def on_terminal(*words, env=()):
    """Runs the program with a separate terminal, which it must neither read nor write."""
    master, slave = pty.openpty()

    def own_terminal():
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

    begin = time.monotonic()
    child = subprocess.Popen([PROGRAM, *words], env=environment(**ENV, **dict(env)), cwd=FOLDER,
                             stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             preexec_fn=own_terminal)
    try:
        out, err = child.communicate(timeout=PATIENCE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        out, err = child.communicate()
    asked = os.read(master, 4096) if select.select([master], [], [], 0)[0] else b""
    os.close(slave)
    os.close(master)
    same("the terminal", asked, b"")
    ended = Ended(child.returncode, out, err, time.monotonic() - begin)
    holds("no prompt was waited for", ended.seconds < PATIENCE_S / 2, ended)
    lacks("standard error", ended.out + ended.err, PHRASE)
    return ended


def target(server, key="client.encrypted.key", certificate="client.pem", secrets=""):
    text = (f"name: T\nurl: {server.url}\ntls:\n  ca: {at('ca.pem')}\n" +
            (f"  client_cert: {at(certificate)}\n  client_key: {at(key)}\n" if key else "") + secrets)
    return write(new_folder(), "target.yaml", text)


def secret_of(variable):
    return f"secrets: {{{SECRET}: {{env: {variable}}}}}\n"


def run(path, *words, case=CASE, command="run"):
    folder = new_folder()
    reports = ("--reports", folder) if command == "run" else ()
    ended = on_terminal(command, write(folder, "keys.yaml", case), "--target", path, *reports, *words)
    ended.folder = folder
    return ended


def expect_pass(ended, server):
    same("the exit status", ended.status, 0, ended)
    same("the client's certificate", len(server.facts), 1)
    same("the verdict", verdicts(record(os.path.join(ended.folder, "results.json"))),
         {"one": "pass"})
    for name in ("junit.xml", "report.html", "results.json"):
        lacks(name, read(os.path.join(ended.folder, name)), PHRASE)
    lacks("the record", read(os.path.join(ended.folder, "results.json")), PHRASE)


def expect_refusal(ended, server, sentence, place):
    same("the exit status", ended.status, 2, ended)
    holds(f"it says something like {sentence!r}", re.search(sentence, ended.err + ended.out), ended)
    has("the place", ended.err + ended.out, place)
    same("requests", server.requests, 0)


HELP = re.escape(f"--secret {SECRET}=env:VARIABLE")

for key, certificate in (("client.encrypted.key", "client.pem"),
                         ("rsa.encrypted.key", "rsa.pem")):
    with row(f"{key}: the target has the pass phrase"), TlsServer(clients="ca") as server:
        expect_pass(run(target(server, key, certificate, secret_of("PHRASE"))), server)

    with row(f"{key}: the command line has it"), TlsServer(clients="ca") as server:
        expect_pass(run(target(server, key, certificate), "--secret", f"{SECRET}=env:PHRASE"), server)

    for command in ("run", "lint"):
        with row(f"{command} {key}: no pass phrase"), TlsServer(clients="ca") as server:
            path = target(server, key, certificate)
            expect_refusal(run(path, command=command), server,
                           f"(?s)is encrypted, and the target has no pass phrase.*{HELP}",
                           f"{path}:6:15: ")

        with row(f"{command} {key}: wrong pass phrase"), TlsServer(clients="ca") as server:
            path = target(server, key, certificate, secret_of("OTHER"))
            expect_refusal(run(path, command=command), server,
                           f"'{SECRET}' does not decrypt client key", f"{path}:6:15: ")

with row("an unencrypted key needs no pass phrase, and a pass phrase for it is ignored"), \
        TlsServer(clients="ca") as server:
    expect_pass(run(target(server, "client.key")), server)
with row("a pass phrase for an unencrypted key"), TlsServer(clients="ca") as server:
    expect_pass(run(target(server, "client.key", secrets=secret_of("PHRASE"))), server)

with row("a key of the command line"), TlsServer(clients="ca") as server:
    ours = ("--client-cert", at("client.pem"), "--client-key", at("client.encrypted.key"))
    expect_pass(run(target(server, None), *ours, "--secret", f"{SECRET}=env:PHRASE"), server)
with row("a key of the command line without its pass phrase"), \
        TlsServer(clients="ca") as server:
    expect_refusal(run(target(server, None), *ours), server, f"(?s)is encrypted.*{HELP}",
                   at("client.encrypted.key"))

with row("a key of a request"), TlsServer(clients="ca") as server:
    expect_pass(run(target(server, None, secrets=secret_of("PHRASE")), case=WITH_KEY), server)
with row("a key of a request without its pass phrase"), TlsServer(clients="ca") as server:
    ended = run(target(server, None), case=WITH_KEY)
    expect_refusal(ended, server, f"(?s)is encrypted.*{HELP}",
                   os.path.join(ended.folder, "keys.yaml") + ":6:")

with row("an encrypted certificate file is an error, not a prompt"), \
        TlsServer(clients="ca") as server:
    ended = run(target(server, "client.key", "rsa.encrypted.key"))
    same("the exit status", ended.status, 3, ended)

with row("--wait does not prompt"), TlsServer(clients="ca") as server:
    ended = run(target(server, secrets=secret_of("PHRASE")), "--wait", "2s")
    same("the exit status", ended.status, 0, ended)

with row("an encrypted key in a vendor's format is rejected"):
    folder = new_folder()
    ended = on_terminal("certify", write(folder, "keys.yaml", CASE), "--url", "http://127.0.0.1:1",
                        "--vendor", "V", "--product", "P", "--product-version", "1", "--out",
                        os.path.join(folder, "out"), "--key", at("client.encrypted.key"))
    holds("it is refused", ended.status in (2, 4), ended)

finish()
