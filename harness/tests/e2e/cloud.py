"""A small simulated cloud, written from public documentation: an identity service that issues tokens
for passwords, and a gateway management API that verifies tokens and signatures, creates and binds
credentials and quotas, shows each change after two seconds, and sometimes responds with 429."""
import base64
import datetime
import hashlib
import hmac
import http.server
import json
import re
import sys
import threading
import time
import urllib.parse
import uuid

LAG_S = 2
PATIENCE_EACH = 12  # one of this many requests gets a 429
UNRESERVED = "-_.~"


def sign(method, target, headers, names, body, secret):
    """SDK-HMAC-SHA256, implemented from the signing guide."""
    path, _, query = target.partition("?")
    segments = [urllib.parse.quote(part, safe=UNRESERVED)
                for part in urllib.parse.unquote(path).split("/")]
    pairs = sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))
    quoted = "&".join(f"{urllib.parse.quote(name, safe=UNRESERVED)}="
                      f"{urllib.parse.quote(value, safe=UNRESERVED)}" for name, value in pairs)
    canonical = "\n".join([
        method, "/".join(segments).rstrip("/") + "/", quoted,
        "".join(f"{name}:{headers[name].strip()}\n" for name in names), ";".join(names),
        hashlib.sha256(body).hexdigest()])
    text = f"SDK-HMAC-SHA256\n{headers['x-sdk-date']}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(body)
        self.status, self.body = status, body


def refused(status, code, words):
    return Refused(status, {"error_code": code, "error_msg": words})


class Cloud:
    """The state, protected by one lock. The given objects exist from the start."""

    def __init__(self, lag=LAG_S, patience_each=PATIENCE_EACH):
        self.lag, self.patience_each = lag, patience_each
        self.lock = threading.Lock()
        self.project, self.gateway = uuid.uuid4().hex, uuid.uuid4().hex
        self.token, self.password = "MIIC-" + uuid.uuid4().hex, "pass/word \"" + uuid.uuid4().hex
        self.key, self.secret = uuid.uuid4().hex[:20].upper(), uuid.uuid4().hex
        self.issued, self.secrets = set(), []
        self.given = [self.new_app("given_first"), self.new_app("given_second")]
        self.apps, self.quotas = {}, {}
        for app in self.given:
            self.apps[app["id"]] = app
        self.quota = self.new_quota("given_quota")
        self.quotas[self.quota["app_quota_id"]] = self.quota
        self.bound = {}    # credential -> (quota, when)
        self.history = []  # (when, bindings): the content of lists
        self.asked = self.patience = self.refused_keys = 0
        self.writes = []  # (begin, end) of each completed write
        self.most_refused = 0
        self.holds_responses = None  # an event: objects are created, but no response is sent

    def new_app(self, name):
        secret = "made-secret-" + uuid.uuid4().hex
        self.secrets.append(secret)
        return {"id": uuid.uuid4().hex, "name": name, "app_key": uuid.uuid4().hex,
                "app_secret": secret, "since": time.monotonic() - 100}

    @staticmethod
    def new_quota(name):
        return {"app_quota_id": uuid.uuid4().hex, "name": name, "since": time.monotonic() - 100}

    def shown(self):
        """The bindings as of two seconds ago."""
        past = {}
        for when, bindings in self.history:
            if when <= time.monotonic() - self.lag:
                past = bindings
        return past

    def changed(self):
        self.history.append((time.monotonic(), dict(self.bound)))

    def overlaps(self):
        """Pairs of writes that overlapped, on which a gateway may fail."""
        writes = sorted(self.writes)
        return [pair for pair in zip(writes, writes[1:]) if pair[0][1] > pair[1][0]]

    def is_as_given(self):
        with self.lock:
            return (not self.bound and set(self.apps) == {app["id"] for app in self.given} and
                    set(self.quotas) == {self.quota["app_quota_id"]})

    def all_secrets(self):
        """All values that no output may contain."""
        plain = [self.token, self.password, self.key, self.secret, *self.issued, *self.secrets]
        return plain + [base64.b64encode(f"tester:{self.password}".encode()).decode(),
                        json.dumps(self.password)[1:-1]]


class Page(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cloud = None

    def log_message(self, *_):
        pass

    def __getattr__(self, name):
        if name.startswith("do_"):
            return lambda: self.reply(name[3:])
        raise AttributeError(name)

    def reply(self, method):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers, begin = {}, time.monotonic()
        try:
            time.sleep(0.005)
            with self.cloud.lock:
                status, document = self.respond(method, body, headers)
        except Refused as why:
            status, document = why.status, why.body
        if method != "GET" and status in (201, 204) and "/apigw/" in self.path:
            with self.cloud.lock:
                self.cloud.writes.append((begin, time.monotonic()))
        if method == "POST" and self.cloud.holds_responses and "/apps" in self.path:
            self.cloud.holds_responses.wait(30)
        text = b"" if document is None else json.dumps(document).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if document is not None:
            self.send_header("content-type", "application/json; charset=utf-8")
            self.send_header("content-length", str(len(text)))
        self.send_header("x-request-id", uuid.uuid4().hex)
        self.end_headers()
        self.wfile.write(text)

    def respond(self, method, body, headers):
        path, _, query = self.path.partition("?")
        self.cloud.asked += 1
        if self.cloud.patience_each and self.cloud.asked % self.cloud.patience_each == 0:
            self.cloud.patience += 1
            raise refused(429, "APIGW.0308", "The throttling threshold has been reached")
        if path == "/v3/auth/tokens" and method == "POST":
            return self.log_in(body, headers)
        if path == "/basic":
            return self.basic()
        self.authenticate(method, body)
        found = re.fullmatch(r"/v2/([^/]+)/apigw/instances/([^/]+)/(.+)", path)
        if not found:
            raise refused(404, "APIGW.0101", "The API does not exist")
        if found[1] != self.cloud.project:
            raise refused(403, "APIC.7111", "It is not yours")
        if not re.fullmatch("[0-9a-f]{32}|[0-9a-f-]{36}", found[2]):
            raise refused(400, "APIG.2012", "Invalid parameter value,parameterName:instance_id")
        return self.manage(method, found[2], found[3], query, body)

    # ---- Authentication ----

    def log_in(self, body, headers):
        wanted = json.loads(body)["auth"]
        user = wanted["identity"]["password"]["user"]
        if (user["name"], user["password"], user["domain"]["name"]) != (
                "tester", self.cloud.password, "tests"):
            raise Refused(401, {"error": {"code": 401, "message": "No", "title": "Unauthorized"}})
        token = "MIID-" + uuid.uuid4().hex
        self.cloud.issued.add(token)
        headers["x-subject-token"] = token
        return 201, {"token": {"project": wanted["scope"]["project"]}}

    def basic(self):
        proof = self.headers.get("Authorization") or ""
        good = base64.b64encode(f"tester:{self.cloud.password}".encode()).decode()
        if proof != "Basic " + good:
            raise refused(401, "APIG.1002", "No")
        return 200, {"echo": proof, "alone": good}

    def authenticate(self, method, body):
        proof = self.headers.get("Authorization") or ""
        if proof.startswith("SDK-HMAC-SHA256 "):
            self.check_signature(method, body, proof)
        elif self.headers.get("X-Auth-Token") not in {self.cloud.token, *self.cloud.issued}:
            raise refused(401, "APIG.1002", "Incorrect token or token resolution failed")

    def check_signature(self, method, body, proof):
        access, names, signature = re.fullmatch(
            r"SDK-HMAC-SHA256 Access=(\S+), SignedHeaders=(\S+), Signature=(\S+)", proof).groups()
        headers = {name.lower(): value for name, value in self.headers.items()}
        when = datetime.datetime.strptime(headers["x-sdk-date"], "%Y%m%dT%H%M%SZ")
        off = abs((datetime.datetime.utcnow() - when).total_seconds())
        good = sign(method, self.path, headers, names.split(";"), body, self.cloud.secret)
        why = (f"ak {access} not exist" if access != self.cloud.key else
               "verify aksk signature fail" if signature != good else
               "signature expired" if off > 900 or "x-sdk-date" not in names else None)
        if self.headers.get("X-Project-Id") != self.cloud.project:
            why = why or "no project"
        self.cloud.refused_keys = self.cloud.refused_keys + 1 if why else 0
        self.cloud.most_refused = max(self.cloud.most_refused, self.cloud.refused_keys)
        if why:
            raise Refused(401, {"error_msg": f"Incorrect IAM authentication information: {why}",
                                "error_code": "APIGW.0301", "request_id": uuid.uuid4().hex})

    # ---- Managed objects ----

    def manage(self, method, gateway, rest, query, body):
        cloud = self.cloud
        wanted = self.read(body, rest) if method == "POST" else None
        if gateway != cloud.gateway:
            raise refused(404, "APIG.3030", f"The instance does not exist;id:{gateway}")
        asked = dict(urllib.parse.parse_qsl(query))
        what = rest.split("/")
        if what[0] == "apps":
            return self.objects(method, cloud.apps, what[1:], asked, wanted, "id", "apps")
        if len(what) < 3:
            return self.objects(method, cloud.quotas, what[1:], asked, wanted, "app_quota_id",
                                "quotas")
        if what[1] not in cloud.quotas:
            raise refused(404, "APIG.3093", f"The App quota {what[1]} does not exist")
        if method == "GET":
            return self.show(what[1], asked)
        return self.bind(what[1], wanted) if method == "POST" else self.unbind(what[1], what[3])

    @staticmethod
    def read(body, rest):
        try:
            wanted = json.loads(body)
            if not rest.endswith("/binding-apps"):
                return wanted["name"]
            ids = wanted["app_ids"]
        except (ValueError, TypeError, KeyError, IndexError):
            ids = None
        if not isinstance(ids, list) or not ids or not all(isinstance(one, str) for one in ids):
            raise refused(400, "APIG.2012", "Invalid parameter value,parameterName:app_ids")
        return list(dict.fromkeys(ids))

    def objects(self, method, all_of_them, path, asked, name, key, plural):
        if method == "POST":
            made = self.cloud.new_app(name) if key == "id" else self.cloud.new_quota(name)
            made["since"] = time.monotonic()
            all_of_them[made[key]] = made
            return 201, {**made, "since": None}
        if method == "GET":
            shown = [one for one in all_of_them.values()
                     if asked.get("name", "") in one["name"] and
                     one["since"] <= time.monotonic() - self.cloud.lag]
            return 200, {"total": len(shown), "size": len(shown), plural: shown}
        if path[0] not in all_of_them:
            raise refused(404, "APIG.3004", f"{path[0]} does not exist")
        if path[0] in self.cloud.bound or path[0] in [of for of, _ in self.cloud.bound.values()]:
            raise refused(409, "APIG.3309", "It is bound")
        del all_of_them[path[0]]
        return 204, None

    def bind(self, quota, ids):
        for one in ids:
            if one not in self.cloud.apps:
                raise refused(404, "APIG.3004", f"App {one} does not exist")
        now = datetime.datetime.now(datetime.timezone.utc)
        for one in ids:
            self.cloud.bound[one] = (quota, now)
        self.cloud.changed()
        return 201, {"applies": [{"app_id": one, "app_quota_id": quota,
                                  "bound_time": now.isoformat()} for one in ids]}

    def unbind(self, quota, app):
        if self.cloud.bound.get(app, (None,))[0] != quota:
            raise refused(404, "APIG.3093", f"App {app} is not bound")
        del self.cloud.bound[app]
        self.cloud.changed()
        return 204, None

    def show(self, quota, asked):
        rows = [{"app_id": app, "bound_time": when.isoformat(timespec="seconds")}
                for app, (of, when) in self.cloud.shown().items() if of == quota]
        begin, most = int(asked.get("offset", 0)), int(asked.get("limit", 20))
        page = rows[begin:begin + most]
        return 200, {"total": len(rows), "size": len(page), "apps": page}


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """A killed client reads no response."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class Served:
    """A cloud on loopback, for the duration of a with block: has `url` and `cloud`."""

    def __init__(self, **how):
        self.cloud = Cloud(**how)
        page = type("PageOfACloud", (Page,), {"cloud": self.cloud})
        self.server = Server(("127.0.0.1", 0), page)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        if self.cloud.holds_responses:
            self.cloud.holds_responses.set()
        self.server.shutdown()
        self.server.server_close()
