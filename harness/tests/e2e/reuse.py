"""One request for each case, none to a URL in a response, and with shared connections an unsolicited
response decides no case."""
import os
import socket
import threading

from checks import finish, has, holds, row, same
from program import apigcheck, new_folder, record, verdicts, write
from servers import Recorder, Server, response, read_request, reset

CASES = """\
operation: share
request: {method: GET, path: /one}
cases:
  - id: one
    title: The first one is right
    expect: {status: 200, json: {of: /one}}
  - id: two
    title: The second one is right
    with: {path: /two}
    expect: {status: 200, json: {of: /two}}
  - id: three
    title: The third one is right
    with: {method: POST, path: /three, text: x}
    expect: {status: 200, json: {of: /three}}
"""
PATHS = ["/one", "/two", "/three"]
STRAY = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"of":"/two"}'


def of(path):
    return response(200, '{"of":"%s"}' % path)


def share(server, *words):
    folder = new_folder()
    ended = apigcheck("run", write(folder, "share.yaml", CASES), "--url", server.url,
                      "--reuse-connections", "--parallel", "1", "--timeout", "5s", "--json",
                      os.path.join(folder, "r.json"), *words)
    return ended, record(os.path.join(folder, "r.json"))


class Sharing(Server):
    """Responds to each request; after the first response it does one more thing."""

    def __init__(self, after_first, wait_s=0.0, wrong_two=False):
        super().__init__(self._talk)
        self.after_first, self.wait_s, self.wrong_two = after_first, wait_s, wrong_two
        self.requests = []

    def _talk(self, connection):
        rest = b""
        while came := read_request(connection, rest):
            head, _, rest = came
            path = head.split(b" ")[1].decode()
            with self.lock:
                self.requests.append(path)
                number = len(self.requests)
            connection.sendall(
                response(500) if path == "/two" and self.wrong_two else of(path))
            if number == 1:
                self.after_first(connection)


def nothing(connection):
    pass


with row("connections are shared"), Sharing(nothing) as server:
    ended, results = share(server)
    same("the exit status", ended.status, 0, ended)
    same("connections", server.accepted, 1)
    same("requests", server.requests, PATHS)

# Unsolicited data after the first response.
STRAYS = {
    "a whole response": lambda c: c.sendall(STRAY),
    "a whole response in the same segment": None,
    "half a response": lambda c: c.sendall(STRAY[:20]),
    "a byte": lambda c: c.sendall(b"H"),
    "a line break": lambda c: c.sendall(b"\r\n"),
    "an interim response": lambda c: c.sendall(b"HTTP/1.1 102 Processing\r\n\r\n"),
    "a 408 and the end": lambda c: (c.sendall(b"HTTP/1.1 408 Timeout\r\n\r\n"),
                                    c.shutdown(socket.SHUT_WR)),
    "the end": lambda c: c.shutdown(socket.SHUT_WR),
    "a reset": reset,
}




def delayed(stray):
    """The stray data arrives together with the last byte of the first response."""
    def talk(self, connection):
        rest = b""
        while came := read_request(connection, rest):
            head, _, rest = came
            path = head.split(b" ")[1].decode()
            with self.lock:
                self.requests.append(path)
                is_first = len(self.requests) == 1
            reply = response(500) if path == "/two" else of(path)
            connection.sendall(reply + stray if is_first else reply)
    return talk


for name, then in STRAYS.items():
    with row(f"{name}, after the first response"):
        server = Sharing(then or nothing, wrong_two=True)
        if then is None:
            server.serve = lambda c, s=server: delayed(STRAY)(s, c)
        with server:
            # The rate leaves enough time between two cases for the stray data to arrive.
            ended, results = share(server, "--rate", "10/s")
            same("the verdicts", verdicts(results), {"one": "pass", "two": "fail",
                                                     "three": "pass"}, ended)
            same("requests", server.requests, PATHS)
            has("why", ended.out, "500")
            same("connections", server.accepted, 2)

ENDS = {"chunks": b"\r\n0\r\n\r\n", "chunks and a trailer": b"\r\n0\r\nX: y\r\n\r\n"}
for name, then in ENDS.items():
    with row(f"a whole response after {name}, in the same segment"):
        body = b'{"of":"/one"}'
        first = (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body) + body +
                 then)
        server = Sharing(nothing)

        def talk(connection, server=server, first=first):
            while came := read_request(connection):
                path = came[0].split(b" ")[1].decode()
                with server.lock:
                    server.requests.append(path)
                reply = {"/one": first + STRAY, "/two": response(500)}.get(path) or of(path)
                connection.sendall(reply)
        server.serve = talk
        with server:
            ended, results = share(server, "--rate", "10/s")
            same("the verdicts", verdicts(results), {"one": "pass", "two": "fail",
                                                     "three": "pass"}, ended)
            same("requests", server.requests, PATHS)


class Kills(Server):
    """Responds to the first request of a connection; ends it at the second without a response."""

    def __init__(self, end):
        super().__init__(self._talk)
        self.end, self.requests = end, []

    def _talk(self, connection):
        for number in range(2):
            came = read_request(connection)
            if not came:
                return
            path = came[0].split(b" ")[1].decode()
            with self.lock:
                self.requests.append(path)
            if number:
                self.end(connection)
                return
            connection.sendall(of(path))


for name, end in {"closed": lambda c: c.close(), "reset": reset}.items():
    with row(f"a shared connection that is {name} during a request: nothing is sent twice"), \
            Kills(end) as server:
        ended, results = share(server)
        same("the verdicts", verdicts(results), {"one": "pass", "two": "error", "three": "pass"},
             ended)
        same("requests", server.requests, PATHS)
        holds("it says why", "no request is sent twice" in ended.out or "connection broke" in
              ended.out, ended)

with row("a stray response on every connection, in parallel: each case is judged by its own response"):
    lock = threading.Lock()
    asked = []

    def poison(connection):
        while came := read_request(connection):
            path = came[0].split(b" ")[1].decode()
            with lock:
                asked.append(path)
            number = int(path[2:])
            connection.sendall(response(200 if number % 2 else 500, '{"of":"%s"}' % path) +
                               response(200 if not number % 2 else 500, '{"of":"/stray"}'))

    with Server(poison) as server:
        folder = new_folder()
        cases = "operation: many\nrequest: {method: GET, path: /}\ncases:\n" + "".join(
            f"  - id: n{n}\n    title: It is right\n    with: {{path: /n{n}}}\n"
            f"    expect: {{status: 200}}\n" for n in range(200))
        ended = apigcheck("run", write(folder, "c.yaml", cases), "--url", server.url,
                          "--reuse-connections", "--json", os.path.join(folder, "r.json"), "-q")
        results = verdicts(record(os.path.join(folder, "r.json")))
        same("the verdicts", [results[f"n{n}"] for n in range(200)], ["fail", "pass"] * 100)
        same("requests", len(asked), 200)

# ---- URLs in a response ----

NAMED = {
    "Location of a 301": (301, "Location"), "Location of a 302": (302, "Location"),
    "Location of a 303": (303, "Location"), "Location of a 307": (307, "Location"),
    "Location of a 308": (308, "Location"), "Location of a 201": (201, "Location"),
    "Content-Location": (200, "Content-Location"), "Refresh": (200, "Refresh"),
    "Alt-Svc": (200, "Alt-Svc"), "Link": (200, "Link"), "Proxy-Authenticate": (407, "Location"),
}

for name, (status, field) in NAMED.items():
    with row(f"no request to the URL in {name}"), Server() as canary:
        value = {"Refresh": f"0; url={canary.url}/", "Link": f"<{canary.url}/>; rel=preload",
                 "Alt-Svc": f'http/1.1="127.0.0.1:{canary.port}"; ma=99, h2=":{canary.port}"'}.get(
                     field, canary.url + "/")
        with Recorder(lambda request: response(status, "{}", ((field, value),))) as server:
            folder = new_folder()
            for words in ((), ("--reuse-connections",)):
                apigcheck("run", write(folder, "share.yaml", CASES), "--url", server.url, *words)
            same("requests", len(server.requests), 6)
        same("connections to the place", canary.accepted, 0)

finish()
