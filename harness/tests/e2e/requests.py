"""Requests are sent as written: once, byte for byte, and only to the target."""
import os
import socket
import ssl
import threading
import time

from checks import finish, has, holds, lacks, row, same
from program import apigcheck, new_folder, read, record, write
from servers import Recorder, Server, response, read_request

HERE = os.path.dirname(os.path.abspath(__file__))

HEAD = """\
operation: send
needs: {always: [a, b]}
vars: {word: 'ä/b c'}
request: {method: GET, path: /plain}
credential: {X-Proof: $(proof)}
"""

PROOF = "proof-of-who-asks"
AGENT = "apigcheck/" + apigcheck("--version").out.split()[1]


def one_case(change):
    """A file with one case, whose request has this YAML in `with`."""
    text = HEAD if "$(word)" in change or "{word}" in change else HEAD.replace(
        "vars: {word: 'ä/b c'}\n", "")
    return text + f"""\
cases:
  - id: goes-out
    title: It goes out
{change}    expect: {{status: [200, 204]}}
"""


def run_against(server, cases, *words, env=None, folder=None):
    folder = folder or new_folder()
    return apigcheck("run", write(folder, "cases.yaml", cases), "--url", server.url, "--var",
                     "a=x/y z", "--var", "b=ü?#&=+%", "--secret", "proof=env:PROOF",
                     "--reports", folder, *words, env={"PROOF": PROOF, **(env or {})})


def sent(change, reply=None):
    """The only request of the case."""
    with Recorder(reply) as server:
        ended = run_against(server, one_case(change))
        same("the exit status", ended.status, 0, ended)
        same("requests", len(server.requests), 1, ended)
        request = server.requests[0]
        same("Host", request.values("Host"), [f"127.0.0.1:{server.port}"])
        return request


def with_(*words):
    return "    with:\n" + "".join(f"      {word}\n" for word in words)


# ---- The request line ----

# The keys of `with`, and the request line.
LINES = {
    "the operation's own request": ("", "GET /plain"),
    "another path": (with_("path: /v2/a.b~c_d-e"), "GET /v2/a.b~c_d-e"),
    "the root": (with_("path: /"), "GET /"),
    "a slash at the end": (with_("path: /a/"), "GET /a/"),
    "slashes inside": (with_("path: /a//b"), "GET /a//b"),
    "%XX unchanged": (with_("path: /a%2Fb%2fc%00%41%zz%"), "GET /a%2Fb%2fc%00%41%zz%"),
    "dot segments unchanged": (with_("path: /a/../b/./c/.."), "GET /a/../b/./c/.."),
    "spaces and non-ASCII letters": (with_("path: /a b/ä/日本"),
                                        "GET /a%20b/%C3%A4/%E6%97%A5%E6%9C%AC"),
    "brackets and other characters": (with_("path: \"/[a]/b|c^`\\\"<>\""), "GET /[a]/b|c^`\"<>"),
    "a parameter, encoded as one segment": (with_("path: /p/{a}/q"), "GET /p/x%2Fy%20z/q"),
    "a parameter with special characters": (with_("path: /p/{b}"),
                                          "GET /p/%C3%BC%3F%23%26%3D%2B%25"),
    "a parameter next to text": (with_("path: /p-{a}.x"), "GET /p-x%2Fy%20z.x"),
    "a variable in a path, as written": (with_("path: /p/$(word)/q"), "GET /p/%C3%A4/b%20c/q"),
    "a parameter from the variables of the case": (with_("path: /p/{word}"), "GET /p/%C3%A4%2Fb%20c"),
    "a query in the path": (with_("path: '/p?x=1&y=a%20b&y=&z'"), "GET /p?x=1&y=a%20b&y=&z"),
    "an empty query": (with_("path: '/p?'"), "GET /p?"),
    "two question marks": (with_("path: '/p??x'"), "GET /p??x"),
    "query parameters": (with_("query: {x: 1, 'a b': 'ü&=+ %', n: true}"),
                    "GET /plain?x=1&a%20b=%C3%BC%26%3D%2B%20%25&n=true"),
    "a query parameter twice, and an empty one": (with_("query: {x: [1, 2], y: ''}"),
                                             "GET /plain?x=1&x=2&y="),
    "query parameters after a query": (with_("path: '/p?x=1'", "query: {y: 2}"), "GET /p?x=1&y=2"),
    "a number as it is written": (with_("query: {x: 1.10, y: 1e5}"), "GET /plain?x=1.10&y=1e5"),
    "OPTIONS": (with_("method: OPTIONS"), "OPTIONS /plain"),
    "HEAD": (with_("method: HEAD"), "HEAD /plain"),
    "DELETE": (with_("method: DELETE"), "DELETE /plain"),
    "PATCH": (with_("method: PATCH"), "PATCH /plain"),
    "TRACE": (with_("method: TRACE"), "TRACE /plain"),
    "POST without a body": (with_("method: POST"), "POST /plain"),
    "PUT without a body": (with_("method: PUT"), "PUT /plain"),
    "an unknown method": (with_("method: M-SEARCH"), "M-SEARCH /plain"),
    "a method in lower case": (with_("method: get"), "get /plain"),
    "a method of unusual characters": (with_("method: \"!#$%&'*+.^_`|~1\""), "!#$%&'*+.^_`|~1 /plain"),
}

for name, (change, line) in LINES.items():
    with row(f"request line: {name}"):
        request = sent(change)
        same("the line", request.line.decode("latin-1"), f"{line} HTTP/1.1")
        same("the body", request.body, b"")

with row("the path of the base URL is prepended"), Recorder() as server:
    folder = new_folder()
    ended = apigcheck("run", write(folder, "cases.yaml", one_case(with_("path: /a"))), "--url",
                      server.url + "/pre/fix//", "--secret", "proof=env:PROOF",
                      "--var", "a=1", "--var", "b=2", env={"PROOF": PROOF})
    same("the exit status", ended.status, 0, ended)
    same("the path", server.requests[0].path, "/pre/fix/a")

# ---- Headers ----

# The keys of `with`, and the header lines that are sent, without Host.
HEADERS = {
    "only the documented headers": (
        "", [f"X-Proof: {PROOF}", "Accept: */*", f"User-Agent: {AGENT}"]),
    "names as written": (
        with_("headers: {x-aBc: '1', ACCEPT: text/plain, user-agent: me}"),
        [f"X-Proof: {PROOF}", "x-aBc: 1", "ACCEPT: text/plain", "user-agent: me"]),
    "an empty header": (
        with_("headers: {X-Empty: '', Accept: '', User-Agent: ''}"),
        [f"X-Proof: {PROOF}", "X-Empty:", "Accept:", "User-Agent:"]),
    "a header twice, in order": (
        with_("headers: {X-Twice: [one, two, one]}"),
        [f"X-Proof: {PROOF}", "X-Twice: one", "X-Twice: two", "X-Twice: one", "Accept: */*",
         f"User-Agent: {AGENT}"]),
    "no Accept, no User-Agent": (
        with_("headers: {Accept: !absent , User-Agent: !absent }"), [f"X-Proof: {PROOF}"]),
    "no credential": (with_("auth: none"), ["Accept: */*", f"User-Agent: {AGENT}"]),
    "the credential replaced, in another spelling": (
        with_("headers: {x-proof: mine}"),
        ["x-proof: mine", "Accept: */*", f"User-Agent: {AGENT}"]),
    "numbers and text as they are written": (
        with_("headers: {X-N: 1.10, X-Z: '007', X-B: true, X-U: 'ü 日'}"),
        [f"X-Proof: {PROOF}", "X-N: 1.10", "X-Z: 007", "X-B: true", "X-U: ü 日", "Accept: */*",
         f"User-Agent: {AGENT}"]),
    "special characters": (
        with_("headers: {X-Odd: ';:,\"=(){}'}"),
        [f"X-Proof: {PROOF}", "X-Odd: ;:,\"=(){}", "Accept: */*", f"User-Agent: {AGENT}"]),
    "a variable inside": (
        with_("headers: {X-Var: <$(a)>}"),
        [f"X-Proof: {PROOF}", "X-Var: <x/y z>", "Accept: */*", f"User-Agent: {AGENT}"]),
    "a media type for JSON": (
        with_("method: POST", "json: 1"),
        [f"X-Proof: {PROOF}", "Content-Type: application/json", "Accept: */*",
         f"User-Agent: {AGENT}", "Content-Length: 1"]),
    "an explicit media type": (
        with_("method: POST", "headers: {content-type: text/x}", "json: 1"),
        [f"X-Proof: {PROOF}", "content-type: text/x", "Accept: */*",
         f"User-Agent: {AGENT}", "Content-Length: 1"]),
    "no media type for JSON": (
        with_("method: POST", "headers: {Content-Type: !absent }", "json: 1"),
        [f"X-Proof: {PROOF}", "Accept: */*", f"User-Agent: {AGENT}", "Content-Length: 1"]),
    "no media type for text": (
        with_("method: POST", "text: x"),
        [f"X-Proof: {PROOF}", "Accept: */*", f"User-Agent: {AGENT}", "Content-Length: 1"]),
    "an empty body has a length": (
        with_("method: POST", "text: ''"),
        [f"X-Proof: {PROOF}", "Accept: */*", f"User-Agent: {AGENT}", "Content-Length: 0"]),
}

for name, (change, lines) in HEADERS.items():
    with row(f"headers: {name}"):
        fields = [field.decode() for field in sent(change).fields]
        same("the fields", sorted(field for field in fields if not field.startswith("Host:")),
             sorted(lines))
        same("fields of one name, in order", [f for f in fields if f.startswith("X-Twice")],
             [f for f in lines if f.startswith("X-Twice")])

with row("headers: an empty credential"), Recorder() as server:
    cases = one_case(with_("headers: {X-Proof: ''}"))
    same("the exit status", run_against(server, cases).status, 0)
    same("the field", [f for f in server.requests[0].fields if f.lower().startswith(b"x-proof")],
         [b"X-Proof:"])

# ---- Bodies ----

NUMBERS = "[1.10, 1e5, 12345678901234567890, -0, 0.0, 1E+2, 0.1e-7]"

# The keys of `with`, the method, the body.
BODIES = {
    "JSON": ("json: {a: [1, x, null, true], 'ü': {b: ''}}", "POST",
             '{"a":[1,"x",null,true],"ü":{"b":""}}'),
    "numbers as they are written": (f"json: {NUMBERS}", "POST", NUMBERS.replace(" ", "")),
    "a number of many digits": ("json: 0.1234567890123456789012345678901234567890", "PUT",
                                "0.1234567890123456789012345678901234567890"),
    "text that looks like a number": ("json: ['1.10', \"1\"]", "POST", '["1.10","1"]'),
    "a JSON string with special characters": (r'json: "a\"\\\n\t/<é>"', "POST", r'"a\"\\\n\t/<é>"'),
    "JSON null": ("json: null", "POST", "null"),
    "a variable with its type": ("json: {n: $(list), t: \"$(list)\"}", "POST",
                                 '{"n":[1.10,null],"t":"[1.10,null]"}'),
    "text": ("text: '{\"a\": [1.10, '", "POST", '{"a": [1.10, '),
    "text with line breaks": ('text: "a\\n\\tb\\n"', "POST", "a\n\tb\n"),
    "text with a variable": ("text: <$(a)> $$(a)", "POST", "<x/y z> $(a)"),
    "an empty string": ("text: ''", "POST", ""),
    "a form": ("form: {a: 'ä b', 'c&': [1, 2], e: ''}", "POST",
               "a=%C3%A4%20b&c%26=1&c%26=2&e="),
    "a body of a GET": ("json: {a: 1}", "GET", '{"a":1}'),
    "a body of a DELETE": ("json: [1]", "DELETE", "[1]"),
    "a body of an unknown method": ("text: x", "PURGE", "x"),
    "a long text": ("text: '" + "x" * 200_000 + "'", "POST", "x" * 200_000),
}

for name, (word, method, body) in BODIES.items():
    with row(f"body: {name}"):
        with Recorder() as server:
            ended = run_against(server, one_case(with_(f"method: {method}", word)),
                                *(("--var", "list:=[1.10,null]") if "list" in word else ()))
            same("the exit status", ended.status, 0, ended)
            same("requests", len(server.requests), 1)
            request = server.requests[0]
            same("the body", request.body.decode(), body)
            same("Content-Length", request.values("Content-Length"), [str(len(body.encode()))])
            same("Expect", request.values("Expect"), [])
            same("Transfer-Encoding", request.values("Transfer-Encoding"), [])

with row("body: none if it is removed"):
    request = sent(with_("method: POST", "json: !absent"))
    same("the body", request.body, b"")
    same("Content-Type", request.values("Content-Type"), [])

with row("HEAD: no body is expected"):
    begin = time.monotonic()
    sent(with_("method: HEAD"), lambda request: response(200, b"x" * 99)[:-99])
    holds("at once", time.monotonic() - begin < 5)

# ---- Once, and only to the target ----

MANY = HEAD.replace("vars: {word: 'ä/b c'}\n", "") + "cases:\n" + "".join(
    f"  - {{id: c{n}, title: It goes out, with: {{path: /c{n}}}, expect: {{status: 200}}}}\n"
    for n in range(40))


def paths(server):
    return sorted(request.path for request in server.requests)


ALL_PATHS = sorted(f"/c{n}" for n in range(40))

with row("each case is sent once, on a connection of its own"), Recorder() as server:
    ended = run_against(server, MANY)
    same("the exit status", ended.status, 0, ended)
    same("the requests", paths(server), ALL_PATHS)
    same("connections", server.accepted, 40)
    same("requests of one connection",
         len({request.connection_number for request in server.requests}), 40)

with row("--reuse-connections: fewer connections, the same requests"), Recorder() as server:
    ended = run_against(server, MANY, "--reuse-connections", "--parallel", "4")
    same("the exit status", ended.status, 0, ended)
    same("the requests", paths(server), ALL_PATHS)
    holds("connections", server.accepted <= 8, server.accepted)

with row("--reuse-connections: the server may close them"), \
        Recorder(lambda request: response(fields=(("Connection", "close"),))) as server:
    ended = run_against(server, MANY, "--reuse-connections", "--parallel", "4")
    same("the exit status", ended.status, 0, ended)
    same("the requests", paths(server), ALL_PATHS)

with row("a failed request is not sent again"), Recorder(lambda request: response(503)) as server:
    same("the exit status", run_against(server, MANY).status, 1)
    same("the requests", paths(server), ALL_PATHS)

with row("a request without a response is not sent again"), Recorder(lambda request: None) as server:
    same("the exit status", run_against(server, MANY).status, 3)
    same("the requests", paths(server), ALL_PATHS)

with row("an idempotent request is not sent again either, also over shared connections"), \
        Recorder(lambda request: None) as server:
    same("the exit status", run_against(server, MANY, "--reuse-connections").status, 3)
    same("the requests", paths(server), ALL_PATHS)

with row("a redirection is a response, and is not followed"), Recorder() as canary:
    for status in (301, 302, 303, 307, 308):
        moved = response(status, b"", (("Location", canary.url + "/stolen"),))
        with Recorder(lambda request: moved) as server:
            cases = one_case("").replace("status: [200, 204]", f"status: {status}")
            ended = run_against(server, cases)
            same("the exit status", ended.status, 0, ended)
            same("requests", len(server.requests), 1)
    same("requests to the other server", canary.accepted, 0)

with row("cookies are not carried over"), \
        Recorder(lambda request: response(fields=(("Set-Cookie", "a=b; Path=/"),))) as server:
    run_against(server, MANY, "--parallel", "1", "--reuse-connections")
    same("requests with a cookie", [r for r in server.requests if r.values("Cookie")], [])

with row("401 with a challenge: no additional request"), \
        Recorder(lambda request: response(401, b"", (("WWW-Authenticate", "Basic realm=x"),
                                                   ("WWW-Authenticate", "Negotiate")))) as server:
    cases = one_case("").replace("status: [200, 204]", "status: 401")
    same("the exit status", run_against(server, cases).status, 0)
    same("requests", len(server.requests), 1)

with row("417 does not cause another request"), Recorder(lambda request: response(417)) as server:
    cases = one_case(with_("method: POST", "text: '" + "x" * 5000 + "'")).replace(
        "status: [200, 204]", "status: 417")
    same("the exit status", run_against(server, cases).status, 0)
    same("requests", len(server.requests), 1)

# ---- The environment ----

with row("proxies, .netrc and .curlrc of the environment are ignored"), \
        Recorder() as canary, Recorder() as server:
    home = new_folder()
    write(home, ".netrc", "machine 127.0.0.1 login ann password of-ann\n"
                          "default login bob password of-bob\n")
    os.chmod(os.path.join(home, ".netrc"), 0o600)
    write(home, ".curlrc", f"proxy = {canary.url}\nuser-agent = curlrc\nheader = X-Curlrc: 1\n")
    env = {"HOME": home, "CURL_HOME": home, "NETRC": os.path.join(home, ".netrc"), "NO_PROXY": "",
           **{name: canary.url for name in ("http_proxy", "HTTP_PROXY", "https_proxy",
                                            "HTTPS_PROXY", "all_proxy", "ALL_PROXY")}}
    ended = run_against(server, MANY, env=env)
    same("the exit status", ended.status, 0, ended)
    same("requests to the proxy", canary.accepted, 0)
    same("the requests", paths(server), ALL_PATHS)
    for request in server.requests:
        same("Authorization", request.values("Authorization"), [])
        same("User-Agent", request.values("User-Agent"), [AGENT])
        same("X-Curlrc", request.values("X-Curlrc"), [])


class TLSRecorder(Recorder):
    """The same with a self-signed certificate."""

    def __enter__(self):
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(os.path.join(HERE, "self-signed.pem"))
        self.url = self.url.replace("http:", "https:")
        plain = self.serve
        self.serve = lambda connection: plain(
            self.context.wrap_socket(connection, server_side=True))
        return super().__enter__()


with row("TLS: an untrusted certificate, and keys that are not logged"), \
        TLSRecorder() as server:
    folder = new_folder()
    keys = os.path.join(folder, "keys.log")
    ended = run_against(server, one_case(""), env={"SSLKEYLOGFILE": keys}, folder=folder)
    same("the exit status", ended.status, 3, ended)
    has("the console", ended.out, "the certificate of the target is not trusted")
    holds("no key log exists", not os.path.exists(keys))
    same("requests", len(server.requests), 0)

# ---- --proxy ----

with row("--proxy is used, also with NO_PROXY"), Recorder() as proxy:
    folder = new_folder()
    ended = apigcheck("run", write(folder, "cases.yaml", one_case("")), "--url",
                      "http://127.0.0.1:1", "--proxy", proxy.url, "--secret", "proof=env:PROOF",
                      "--var", "a=1", "--var", "b=2",
                      env={"PROOF": PROOF, "NO_PROXY": "127.0.0.1", "no_proxy": "*"})
    same("the exit status", ended.status, 0, ended)
    same("requests to the proxy", [request.path for request in proxy.requests],
         ["http://127.0.0.1:1/plain"])


class Tunnel(Server):
    """A proxy that handles CONNECT and forwards bytes."""

    def __init__(self):
        super().__init__(self._tunnel)
        self.asked = []

    def _tunnel(self, connection):
        head = read_request(connection)[0]
        self.asked.append(head.split(b"\r\n")[0].decode())
        host, port = head.split(b" ")[1].decode().split(":")
        with socket.create_connection((host, int(port))) as far:
            connection.sendall(b"HTTP/1.1 200 Connection established\r\nX-Proxy: mine\r\n\r\n")
            threading.Thread(target=self._pass, args=(far, connection), daemon=True).start()
            self._pass(connection, far)

    @staticmethod
    def _pass(near, far):
        try:
            while data := near.recv(65536):
                far.sendall(data)
        except OSError:
            pass  # one side closed the connection


with row("a proxy's response to CONNECT is not the target's"), Tunnel() as proxy, \
        TLSRecorder() as server:
    folder = new_folder()
    cases = one_case("").replace("status: [200, 204]",
                                 "status: 200, headers: {X-Proxy: !absent , Content-Length: '11'}")
    ended = run_against(server, cases, "--insecure", "--proxy", proxy.url, folder=folder)
    same("the exit status", ended.status, 0, ended)
    same("requests to the proxy", proxy.asked, [f"CONNECT 127.0.0.1:{server.port} HTTP/1.1"])
    same("requests to the target", paths(server), ["/plain"])

# ---- Parallel requests ----


class Gauge:
    """Counts the requests in progress, in total and for each lock. Holds the first ones until the
    wanted number has arrived."""

    def __init__(self, wanted):
        self.wanted = wanted
        self.changed = threading.Condition()
        self.now = {}
        self.most = {}

    def __call__(self, request):
        names = ["all", request.path.split("/")[1]]
        with self.changed:
            for name in names:
                self.now[name] = self.now.get(name, 0) + 1
                self.most[name] = max(self.most.get(name, 0), self.now[name])
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.most["all"] >= self.wanted, 5)
        time.sleep(0.02)
        with self.changed:
            for name in names:
                self.now[name] -= 1
        return response()


# The option, and the number of parallel requests.
PARALLEL = {("--parallel", "1"): 1, ("--parallel", "3"): 3, ("--parallel", "16"): 16, (): 8}

for words, wanted in PARALLEL.items():
    with row(f"{wanted} at the same time, and no more"), Recorder(Gauge(wanted)) as server:
        ended = run_against(server, MANY, *words)
        same("the exit status", ended.status, 0, ended)
        same("at the same time", server.reply.most["all"], wanted)

LOCKED = HEAD.replace("vars: {word: 'ä/b c'}\n", "") + "lock: $(a)\ncases:\n" + "".join(f"""\
  - id: locked-{n}
    title: It goes out alone
    vars: {{which: lock-{n % 2}}}
    lock: $(which)
    steps:
      - {{with: {{path: '/$(which)/1'}}, expect: {{status: 200}}}}
      - {{with: {{path: '/$(which)/2'}}, expect: {{status: 200}}}}
    cleanup:
      - {{with: {{path: '/$(which)/3'}}}}
  - id: of-the-operation-{n}
    title: It goes out alone
    with: {{path: /shared}}
    expect: {{status: 200}}
  - id: free-{n}
    title: It goes out beside others
    lock: !absent
    with: {{path: /free}}
    expect: {{status: 200}}
""" for n in range(8))

with row("cases of one lock never overlap, with steps and clean-up; others do"), \
        Recorder(Gauge(6)) as server:
    ended = run_against(server, LOCKED, "--parallel", "16")
    same("the exit status", ended.status, 0, ended)
    same("requests", len(server.requests), 8 * 5)
    most = server.reply.most
    same("at the same time, of each lock", (most["lock-0"], most["lock-1"], most["shared"]),
         (1, 1, 1))
    holds("those without one", most["free"] > 1, most)
    holds("different locks do not wait for each other", most["all"] > 3, most)
    order = [request.path for request in server.requests if request.path.startswith("/lock-0")]
    same("a case ends before the next one starts", order,
         ["/lock-0/1", "/lock-0/2", "/lock-0/3"] * 4)

with row("a base URL with a NUL is rejected: nothing is sent to the part before it"), \
        Recorder() as server:
    ended = run_against(server, one_case(with_("url: base", "path: /x")), "--var",
                        f'base:="{server.url}\\u0000.example.net"')
    same("the exit status", ended.status, 2, ended)
    same("requests", len(server.requests), 0, ended)

# ---- Sent requests in the results file ----

with row("the results file has the request that was sent, without the secret"), Recorder() as server:
    folder = new_folder()
    run_against(server, one_case(with_("method: POST", f"json: {NUMBERS}", "path: /p/{a}")),
                folder=folder)
    request = record(os.path.join(folder, "results.json"))["cases"][0]["steps"][0]["request"]
    same("the method", request["method"], "POST")
    same("the address", request["url"], f"{server.url}/p/x%2Fy%20z")
    same("the body", request["body"]["text"], NUMBERS.replace(" ", ""))
    for name in os.listdir(folder):
        lacks(name, read(os.path.join(folder, name)), PROOF)

finish()
