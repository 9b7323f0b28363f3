"""A second gateway, written independently from the reference page and the table of error codes that it
links to: the shipped cases pass."""
import datetime
import http.server
import json
import os
import re
import threading
import uuid

from checks import finish, has, holds, row, same
from cloud import sign
from program import apigcheck, new_folder, write

PROJECT, GATEWAY, BROKEN_GATEWAY = uuid.uuid4().hex, uuid.uuid4().hex, uuid.uuid4().hex
QUOTA, ANOTHER_QUOTA = str(uuid.uuid4()), uuid.uuid4().hex
FIRST, SECOND = uuid.uuid4().hex, str(uuid.uuid4())
MAY_BIND, MAY_LOOK = "MIITokenOfSomebodyWhoMayBind", "MIITokenOfSomebodyWhoMayLook"
KEY, SECRET = "AKIDOFTHESECONDGATEWAY", "the-secret-of-the-second-gateway"
CHINA = datetime.timezone(datetime.timedelta(hours=8))
PATH = re.compile(r"/v2/([^/]+)/apigw/instances/([^/]+)/app-quotas/([^/]+)/"
                  r"(binding-apps|bound-apps)(?:/([^/]+))?")


class Refused(Exception):
    """A row of the table of status codes in the reference page."""

    def __init__(self, status, code, words):
        super().__init__(words)
        self.status, self.body = status, {"error_msg": words, "error_code": code}


def invalid(name):
    return Refused(400, "APIG.2012", f"Invalid parameter value,parameterName:{name}. Please refer "
                                     "to the support documentation")


def absent(what, name):
    code = {"App quota": "APIG.3093", "instance": "APIG.3030", "App": "APIG.3004"}[what]
    return Refused(404, code, f"The {what} {name} does not exist")


class Page(http.server.BaseHTTPRequestHandler):
    """Handles one request as specified: Table 2, Table 1, Table 3."""
    protocol_version = "HTTP/1.1"
    bound, lock = {}, threading.Lock()  # credential -> (quota, when)

    def do_POST(self):
        self.reply("POST")

    def do_GET(self):
        self.reply("GET")

    def do_DELETE(self):
        self.reply("DELETE")

    def log_message(self, *_):
        pass

    def reply(self, method):
        sent = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            with self.lock:
                status, body = self.respond(method, sent)
        except Refused as why:
            status, body = why.status, why.body
        text = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        if body is not None:
            self.send_header("content-type", "application/json; charset=utf-8")
            self.send_header("content-length", str(len(text)))
        self.send_header("x-request-id", uuid.uuid4().hex)
        self.end_headers()
        self.wfile.write(text)

    def respond(self, method, sent):
        self.authenticate(method, sent)
        target, _, query = self.path.partition("?")
        found = PATH.fullmatch(target)
        if not found:
            raise Refused(404, "APIGW.0101", "The API does not exist")
        project, gateway, quota, what, app = found.groups()
        if self.headers["X-Auth-Token"] != MAY_BIND and method != "GET":
            raise Refused(403, "APIG.1005", "No permissions to request this method")
        if project != PROJECT:
            raise Refused(403, "APIC.7111", "It is not yours")
        if not re.fullmatch("[0-9a-f]{32}|[0-9a-f-]{36}", gateway):
            raise invalid("instance_id")
        if gateway not in (GATEWAY, BROKEN_GATEWAY):
            raise absent("instance", gateway)
        wanted = self.read(sent) if method == "POST" else None
        if gateway == BROKEN_GATEWAY:
            raise Refused(500, "APIG.9999", "System error")
        if quota not in (QUOTA, ANOTHER_QUOTA):
            raise absent("App quota", quota)
        if method == "POST":
            return 201, {"applies": [self.bind(quota, one) for one in wanted]}
        return self.show(quota, query) if method == "GET" else self.unbind(quota, app)

    def authenticate(self, method, sent):
        if "Authorization" in self.headers and not self.is_signed(method, sent):
            raise Refused(401, "APIGW.0301", "Incorrect IAM authentication information")
        if "Authorization" in self.headers:
            return
        if self.headers.get("X-Auth-Token") not in (MAY_BIND, MAY_LOOK):
            raise Refused(401, "APIG.1002", "Incorrect token or token resolution failed")

    def is_signed(self, method, sent):
        found = re.fullmatch(r"SDK-HMAC-SHA256 Access=(\S+), SignedHeaders=(\S+), Signature=(\S+)",
                             self.headers["Authorization"])
        if not found or found[1] != KEY:
            return False
        headers = {name.lower(): value for name, value in self.headers.items()}
        when = datetime.datetime.strptime(headers["x-sdk-date"], "%Y%m%dT%H%M%SZ")
        return (abs((datetime.datetime.utcnow() - when).total_seconds()) < 900 and found[3] ==
                sign(method, self.path, headers, found[2].split(";"), sent, SECRET))

    @staticmethod
    def read(sent):
        try:
            body = json.loads(sent)
            ids = body["app_ids"]
        except (ValueError, TypeError, KeyError, IndexError):
            raise invalid("app_ids") from None
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise invalid("app_ids")
        for one in ids:
            if one not in (FIRST, SECOND):
                raise absent("App", one)
        return list(dict.fromkeys(ids))

    def bind(self, quota, app):
        now = datetime.datetime.now(CHINA)
        self.bound[app] = (quota, now)
        return {"bound_time": now.isoformat(), "app_quota_id": quota, "app_id": app}

    def unbind(self, quota, app):
        if self.bound.get(app, (None,))[0] != quota:
            raise absent("App quota", quota)
        del self.bound[app]
        return 204, None

    def show(self, quota, query):
        pairs = dict(pair.split("=") for pair in query.split("&") if "=" in pair)
        begin, most = int(pairs.get("offset", 0)), int(pairs.get("limit", 20))
        rows = [{"app_id": app, "name": app[:4], "bound_time": when.isoformat(timespec="seconds")}
                for app, (of, when) in self.bound.items() if of == quota]
        page = rows[begin:begin + most]
        return 200, {"total": len(rows), "size": len(page), "apps": page}


def target_file(port):
    folder = new_folder()
    write(folder, "may-bind", MAY_BIND)
    write(folder, "may-look", MAY_LOOK)
    write(folder, "key", KEY)
    write(folder, "secret", SECRET)
    return write(folder, "target.yaml", f"""name: A second gateway
url: http://127.0.0.1:{port}
vars:
  project_id: {json.dumps(PROJECT)}
  instance_id: {json.dumps(GATEWAY)}
  failing_instance_id: {json.dumps(BROKEN_GATEWAY)}
  app_quota_id: {json.dumps(QUOTA)}
  app_id: {json.dumps(FIRST)}
  second_app_id: {json.dumps(SECOND)}
secrets:
  token: {{file: may-bind}}
  forbidden_token: {{file: may-look}}
  access_key: {{file: key}}
  secret_key: {{file: secret}}
capabilities: [auth-aksk, provoke-500, forbidden-token, list-bindings, unbind]
""")


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    target = target_file(server.server_address[1])
    with row("a gateway written from the reference page: no false alarm"):
        results = os.path.join(new_folder(), "results.json")
        ended = apigcheck("run", "--target", target, "--json", results, "--strict")
        same("the exit status", ended.status, 0, ended)
        holds("all cases ran", "skip" not in ended.out, ended)
    with row("all credentials are unbound afterwards"):
        same("the bindings", Page.bound, {})
    with row("a faulty version of it fails: a time in the distant past is detected"):
        healthy = Page.bind
        Page.bind = lambda self, quota, app: {**healthy(self, quota, app),
                                              "bound_time": "2020-09-19T07:43:11Z"}
        ended = apigcheck("run", "--target", target)
        same("the exit status", ended.status, 1, ended)
        has("standard output", ended.out, "bound_time")
    server.shutdown()

finish()
