"""A response that was received before its request was sent does not answer it (RFC 9112 section 9.2).

A preloaded library slows the program down at the right moment, so that the order is certain."""
import os
import re
import ssl
import sys
import time

from checks import finish, holds, row, same
from program import apigcheck, new_folder, record, verdicts, write
from servers import Server, response, read_request, reset

SLOW = os.path.abspath(sys.argv[3])
CERTIFICATE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "self-signed.pem")
AT_CONNECT, AT_SEND = {"SLOW_CONNECT_MS": "200"}, {"SLOW_SEND_MS": "200"}
SENTENCE = r"came before the request was sent \(RFC 9112 section 9\.2\)"
CASE = """\
operation: early
request: {method: POST, path: /, text: hello}
cases:
  - id: one
    title: It is as it must be
    timeout: 5s
    expect: {status: 200, json: {ok: true}}
"""


def closes(connection):
    connection.sendall(response())


def waits(connection):
    connection.sendall(response())
    connection.recv(65536)


def reads_first(connection):
    read_request(connection)
    connection.sendall(response())


def reads_and_resets(connection):
    read_request(connection)
    connection.sendall(response())
    time.sleep(0.05)
    reset(connection)


def reads_part(connection):
    connection.recv(1)
    connection.sendall(response())
    connection.recv(65536)


def over_tls(serve, version):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    context.minimum_version = context.maximum_version = version

    def wrapped(connection):
        try:
            with context.wrap_socket(connection, server_side=True) as line:
                serve(line)
        except ssl.SSLError:
            pass  # the test checks the message of the client
    return wrapped


def ask(serve, slow, *words, scheme="http"):
    folder = new_folder()
    with Server(serve) as server:
        ended = apigcheck("run", write(folder, "early.yaml", CASE), "--url",
                          server.url.replace("http:", scheme + ":"), "--json",
                          os.path.join(folder, "r.json"), *words, env={"LD_PRELOAD": SLOW, **slow})
    return ended, verdicts(record(os.path.join(folder, "r.json")))["one"]


def check(asked, verdict):
    ended, found = asked
    same("the verdict", found, verdict, ended)
    holds("it says why", verdict == "pass" or re.search(SENTENCE, ended.out), ended)


SERVERS = {closes: "error", waits: "error", reads_first: "pass", reads_and_resets: "pass",
           reads_part: "pass"}
for serve, verdict in SERVERS.items():
    with row(f"{serve.__name__}, seen before the request is written"):
        check(ask(serve, AT_CONNECT), verdict)
        check(ask(serve, AT_CONNECT, "--reuse-connections"), verdict)

for serve in (closes, reads_first, reads_part):
    with row(f"{serve.__name__}, while the request is written"):
        check(ask(serve, AT_SEND), SERVERS[serve])
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        with row(f"{serve.__name__}, by {version.name}"):
            check(ask(over_tls(serve, version), AT_SEND, "--insecure", scheme="https"),
                  SERVERS[serve])

finish()
