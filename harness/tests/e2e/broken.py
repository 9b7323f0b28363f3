"""The shipped cases fail with every faulty gateway, and pass with every conforming variant. A proxy
of this test in front of the reference gateway changes the responses."""
import concurrent.futures
import http.client
import json
import os
import re
import time
import urllib.parse

from checks import finish, holds, row, same, print_line
from program import EMBEDDED, ROOT, Gateway, Process, new_folder, read, record, verdicts
from servers import REASONS, Request, Server, read_request

TOKEN = read(os.path.join(ROOT, "fixtures", "targets", "embedded.token")).strip()
PROJECT = "73d69ae0cfcf460190522d06b60f05ad"
INSTANCE = "f0fa1789-3b76-433b-a787-9892951c620e"
QUOTA = "c900c5612dbe451bb43cbcc49cfaf2f3"
APP = "98df09fb-d459-4cbf-83a7-2b55ca6f3d5d"
SECOND_APP = "356de8eb7a8742168586e5daf5339965"
FAILING = "00000000-0000-4000-8000-000000000500"
BINDING_PATH = f"/v2/{PROJECT}/apigw/instances/{INSTANCE}/app-quotas/{QUOTA}/binding-apps"
BOUND_PATH = f"/v2/{PROJECT}/apigw/instances/{INSTANCE}/app-quotas/{QUOTA}/bound-apps"


# ---- Requests and responses ----

class Call:
    """A request on its way to the gateway."""

    def __init__(self, request):
        self.method, self.path, self.body = request.method, request.path, request.body
        self.token = (request.values("X-Auth-Token") or [None])[0]
        self.headers = {name.lower(): (request.values(name) or [""])[0] for name in (
            "Content-Type", "Authorization", "X-Subject-Token", "Cookie")}
        self.target, _, self.query = self.path.partition("?")

    @property
    def binds(self):
        return self.method == "POST" and self.target.endswith("/binding-apps")

    @property
    def json(self):
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def ids(self):
        """The value of app_ids, or None."""
        return self.json.get("app_ids") if isinstance(self.json, dict) else None

    def ask_for(self, *ids):
        self.body = json.dumps({"app_ids": ids}).encode()

    def replace(self, name, value):
        """Replaces an id in the path; name is the segment before it."""
        self.target = re.sub(f"/{name}/[^/]*", f"/{name}/{value}", self.target)

    def id_of(self, name):
        return urllib.parse.unquote(re.search(f"/{name}/([^/]*)", self.target).group(1))


class Response:
    """A response of the gateway, or a replacement for it."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body) if self.body else None

    @json.setter
    def json(self, value):
        self.body = json.dumps(value).encode()

    @property
    def bindings(self):
        return self.json["applies"]

    @bindings.setter
    def bindings(self, value):
        self.json = {"applies": value}

    def set(self, name, value):
        self.headers = [pair for pair in self.headers if pair[0].lower() != name.lower()]
        if value is not None:
            self.headers.append((name, value))

    def bytes(self, is_chunked=False):
        lines = [f"HTTP/1.1 {self.status} {REASONS.get(self.status, 'Odd')}"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        body = self.body
        if is_chunked:
            lines.append("Transfer-Encoding: chunked")
            body = b"".join(b"%x\r\n%b\r\n" % (len(body[at:at + 7]), body[at:at + 7])
                            for at in range(0, len(body), 7)) + b"0\r\n\r\n"
        elif self.status != 204:
            lines.append(f"Content-Length: {len(body)}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body


class FaultyProxy(Server):
    """A proxy in front of a gateway. before(call, ask) may change the call, or return a response
    instead of the gateway's; after(call, response, ask) may change the response. ask(method, path,
    body) sends an additional request to the gateway."""

    def __init__(self, gateway, before=None, after=None, is_chunked=False):
        super().__init__(self._pass_on)
        self.address = urllib.parse.urlsplit(gateway.url).netloc
        self.before, self.after, self.is_chunked = before, after, is_chunked
        self.error = None

    def _pass_on(self, connection):
        line = http.client.HTTPConnection(self.address, timeout=10)
        rest = b""
        while received := read_request(connection, rest):
            head, body_of_it, rest = received
            try:
                response = self._respond(Call(Request(head, body_of_it)), line)
            except Exception as error:  # an error in this test, reported by its row
                self.error = error
                raise
            connection.sendall(response.bytes(self.is_chunked and response.status != 204))
        line.close()

    def _respond(self, call, line):
        def ask(method, path, body=b"", token=TOKEN, content_type="application/json"):
            return question(line, method, path, body, token, content_type)

        response = self.before(call, ask) if self.before else None
        if not response:
            path = call.target + ("?" + call.query if call.query else "")
            response = ask(call.method, path, call.body, call.token, call.headers["content-type"])
        if self.after:
            response = self.after(call, response, ask) or response
        return response


def question(line, method, path, body, token, content_type):
    line.putrequest(method, path, skip_accept_encoding=True)
    if token is not None:
        line.putheader("X-Auth-Token", token)
    if content_type:
        line.putheader("Content-Type", content_type)
    line.putheader("Content-Length", str(len(body)))
    line.endheaders(body)
    received = line.getresponse()
    framing = ("content-length", "date", "connection")
    headers = [pair for pair in received.getheaders() if pair[0].lower() not in framing]
    return Response(received.status, headers, received.read())


# ---- Changes of a response ----

def on_success(change):
    """Changes responses that report a binding."""
    def after(call, response, ask):
        if call.binds and response.status == 201:
            return change(response)
        return None
    return {"after": after}


def on_refusal(*statuses):
    """Changes error responses with one of these statuses."""
    def with_change(change):
        def after(call, response, ask):
            if call.binds and response.status in (statuses or (400, 401, 403, 404, 500)):
                return change(response)
            return None
        return {"after": after}
    return with_change


def status(value):
    def change(response):
        response.status = value
    return change


def header(name, value):
    return lambda response: response.set(name, value)


def body(text):
    def change(response):
        response.body = text if isinstance(text, bytes) else text.encode()
    return change


def whole(change_json):
    def change(response):
        response.json = change_json(response.json)
    return change


def field(name, value):
    return whole(lambda document: {**document, name: value})


def without(name):
    return whole(lambda document: {k: v for k, v in document.items() if k != name})


def renamed(old, new):
    return whole(lambda document: {new if k == old else k: v for k, v in document.items()})


def bindings(change_list):
    def change(response):
        response.bindings = change_list(response.bindings)
    return change


def each(change_one):
    return bindings(lambda all_of_them: [change_one(one) for one in all_of_them])


def each_field(name, change_value):
    return each(lambda one: {**one, name: change_value(one[name])})


def each_without(name):
    return each(lambda one: {k: v for k, v in one.items() if k != name})


def each_renamed(old, new):
    return each(lambda one: {new if k == old else k: v for k, v in one.items()})


def each_time(pattern, instead):
    return each_field("bound_time", lambda text: re.sub(pattern, instead, text))


def time_of(seconds_from_now, form="%Y-%m-%dT%H:%M:%SZ"):
    return each_field("bound_time", lambda text: time.strftime(
        form, time.gmtime(time.time() + seconds_from_now)))


# ---- Wrong behaviour ----

def accepts(fits, ids=(APP,)):
    """Accepts matching requests as valid."""
    def before(call, ask):
        if call.binds and call.token == TOKEN and fits(call):
            call.ask_for(*(ids(call) if callable(ids) else ids))
        return None
    return {"before": before}


def authenticates(finds_token):
    """Accepts the call as authenticated if finds_token(call)."""
    def before(call, ask):
        if call.binds and finds_token(call):
            call.token = TOKEN
        return None
    return {"before": before}


def finds(name, is_wanted, instead):
    """Treats a missing object as an existing one."""
    def before(call, ask):
        if call.binds and is_wanted(call.id_of(name)):
            call.replace(name, instead)
        return None
    return {"before": before}


def binds_all_the_same(of_status):
    """Rejects the request, but binds the requested ids."""
    def after(call, response, ask):
        wanted = re.findall(f"{APP}|{SECOND_APP}", call.body.decode("utf-8", "replace"))
        if call.binds and response.status == of_status and wanted:
            ask("POST", BINDING_PATH, json.dumps({"app_ids": wanted}).encode())
        return None
    return {"after": after}


def only_says_so(call, ask):
    """Reports the binding, and does not bind."""
    if call.binds and call.token == TOKEN and call.ids == [APP] and call.target == BINDING_PATH:
        response = ask("POST", BINDING_PATH, call.body)
        ask("DELETE", f"{BOUND_PATH}/{APP}")
        return response
    return None


def binds_more(call, ask):
    """Binds the second credential with the first, and does not report it."""
    if call.binds and call.token == TOKEN and call.ids == [APP] and call.target == BINDING_PATH:
        response = ask("POST", BINDING_PATH, call.body)
        ask("POST", BINDING_PATH, json.dumps({"app_ids": [SECOND_APP]}).encode())
        return response
    return None


def responds_for_all(call, ask):
    """Lists all bindings of the quota, not only the requested ones."""
    if not (call.binds and call.token == TOKEN and call.target == BINDING_PATH):
        return None
    response = ask("POST", call.path, call.body)
    if response.status == 201:
        listed = ask("GET", BOUND_PATH).json["apps"]
        response.bindings = [{"app_id": app["app_id"], "app_quota_id": QUOTA,
                            "bound_time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
                           for app in listed]
    return response


def refuses_charset(call, ask):
    if call.binds and "charset" in call.headers["content-type"]:
        return Response(400, [("Content-Type", "application/json")],
                      b'{"error_code":"APIG.2000","error_msg":"odd media type"}')
    return None


def of(kind):
    return lambda call: isinstance(call.ids, kind)


def strings(call):
    return [one for one in call.ids if isinstance(one, str)]


def begins(name, good):
    return finds(name, lambda text: text.startswith(good) and text != good, good)


SUCCESS, REFUSAL = on_success, on_refusal()
BAD, UNKNOWN_USER, FORBIDDEN, MISSING, CRASHED = (
    on_refusal(code) for code in (400, 401, 403, 404, 500))
PAGE = "<html><body>Welcome</body></html>"

# A fault, its implementation, and a case that must detect it (other cases may, too).
FAULTS = {
    # ---- 201: the status ----
    "200 for 201": (SUCCESS(status(200)), "binds-one"),
    "202 for 201": (SUCCESS(status(202)), "binds-two"),
    "204 and nothing for 201": (
        SUCCESS(lambda a: Response(204, [], b"")), "binds-one"),
    "a redirection for 201": (
        SUCCESS(lambda a: Response(302, [("Location", "/")], b"")), "binds-one"),
    "500 for 201": (SUCCESS(status(500)), "binds-one"),

    # ---- 201: the list ----
    "no applies": (SUCCESS(without("applies")), "binds-one"),
    "applies under another name": (SUCCESS(renamed("applies", "apply")), "binds-one"),
    "applies in another case": (SUCCESS(renamed("applies", "Applies")), "binds-one"),
    "applies null": (SUCCESS(field("applies", None)), "binds-one"),
    "applies text": (SUCCESS(field("applies", "bound")), "binds-one"),
    "applies one object": (
        SUCCESS(whole(lambda d: {"applies": d["applies"][0]})), "binds-one"),
    "applies empty": (SUCCESS(bindings(lambda l: [])), "binds-one"),
    "the list without an object around it": (
        SUCCESS(whole(lambda d: d["applies"])), "binds-one"),
    "a list of ids": (SUCCESS(bindings(lambda l: [b["app_id"] for b in l])), "binds-one"),
    "a binding doubled": (SUCCESS(bindings(lambda l: l + l[:1])), "binds-one"),
    "a binding missing": (SUCCESS(bindings(lambda l: l[:1])), "binds-two"),
    "a binding twice in place of the other": (
        SUCCESS(bindings(lambda l: l[:1] * len(l))), "binds-two"),
    "an unrequested binding": (
        SUCCESS(bindings(lambda l: l + [{**l[0], "app_id": "0" * 32}])), "binds-one"),
    "the bindings of all calls": ({"before": responds_for_all}, "answers-for-this-call-alone"),
    "a list inside the list": (SUCCESS(bindings(lambda l: [l])), "binds-one"),

    # ---- 201: a binding ----
    "no app_id": (SUCCESS(each_without("app_id")), "binds-one"),
    "appId": (SUCCESS(each_renamed("app_id", "appId")), "binds-one"),
    "app_id null": (
        SUCCESS(each_field("app_id", lambda v: None)), "binds-one"),
    "app_id empty": (SUCCESS(each_field("app_id", lambda v: "")), "binds-one"),
    "app_id a number": (
        SUCCESS(each_field("app_id", lambda v: 7)), "binds-one"),
    "app_id in a list": (
        SUCCESS(each_field("app_id", lambda v: [v])), "binds-one"),
    "app_id of another": (
        SUCCESS(each_field("app_id", lambda v: "0" * 32)), "binds-one"),
    "app_id in upper case": (SUCCESS(each_field("app_id", str.upper)), "binds-one"),
    "app_id and a space": (SUCCESS(each_field("app_id", lambda v: v + " ")), "binds-one"),
    "no app_quota_id": (SUCCESS(each_without("app_quota_id")), "binds-one"),
    "quota_id": (SUCCESS(each_renamed("app_quota_id", "quota_id")), "binds-one"),
    "app_quota_id null": (
        SUCCESS(each_field("app_quota_id", lambda v: None)), "binds-one"),
    "app_quota_id empty": (
        SUCCESS(each_field("app_quota_id", lambda v: "")), "binds-one"),
    "app_quota_id a number": (
        SUCCESS(each_field("app_quota_id", lambda v: 7)), "binds-one"),
    "another quota": (
        SUCCESS(each_field("app_quota_id", lambda v: "5b2f0f7c9a6d4c1e8e3a7d90b4c6f218")),
        "binds-one"),
    "credential and quota swapped": (
        SUCCESS(each(lambda b: {**b, "app_id": b["app_quota_id"], "app_quota_id": b["app_id"]})),
        "binds-one"),
    "no bound_time": (SUCCESS(each_without("bound_time")), "binds-one"),
    "bind_time": (
        SUCCESS(each_renamed("bound_time", "bind_time")), "binds-one"),
    "bound_time null": (
        SUCCESS(each_field("bound_time", lambda v: None)), "binds-one"),
    "bound_time empty": (
        SUCCESS(each_field("bound_time", lambda v: "")), "binds-one"),
    "bound_time a number": (
        SUCCESS(each_field("bound_time", lambda v: int(time.time()))),
        "binds-one"),
    "bound_time seconds as text": (
        SUCCESS(each_field("bound_time", lambda v: str(int(time.time())))),
        "binds-one"),
    "bound_time without a zone": (SUCCESS(each_time("Z$", "")), "binds-one"),
    "bound_time with half a zone": (SUCCESS(each_time("Z$", "+08")), "binds-one"),
    "bound_time with the zone's name": (
        SUCCESS(each_time("Z$", " UTC")), "binds-one"),
    "bound_time a date": (SUCCESS(each_time("T.*", "")), "binds-one"),
    "bound_time in another form": (
        SUCCESS(time_of(0, "%a, %d %b %Y %H:%M:%S GMT")), "binds-one"),
    "bound_time with month 13": (
        SUCCESS(each_time("-..-", "-13-")), "binds-one"),
    "bound_time with a comma": (SUCCESS(each_time(r"\.", ",")), "binds-one"),
    "bound_time that of the example": (
        SUCCESS(each_field("bound_time", lambda v: "2020-09-20T07:43:11.948178Z")),
        "binds-one"),
    "bound_time an hour ago": (SUCCESS(time_of(-3600)), "binds-one"),
    "bound_time an hour ahead": (SUCCESS(time_of(3600)), "binds-one"),
    "bound_time in local time, called UTC": (SUCCESS(time_of(8 * 3600)), "binds-one"),

    # ---- 201: the body ----
    "no media type": (SUCCESS(header("Content-Type", None)), "binds-one"),
    "an empty media type": (SUCCESS(header("Content-Type", "")), "binds-one"),
    "text/plain": (SUCCESS(header("Content-Type", "text/plain")), "binds-one"),
    "text/json": (SUCCESS(header("Content-Type", "text/json")), "binds-one"),
    "application/octet-stream": (
        SUCCESS(header("Content-Type", "application/octet-stream")), "binds-one"),
    "two media types": (
        SUCCESS(lambda a: a.headers.append(("Content-Type", "text/html"))), "binds-one"),
    "an empty body": (SUCCESS(body("")), "binds-one"),
    "plain text": (SUCCESS(body("bound")), "binds-one"),
    "a page": (SUCCESS(body(PAGE)), "binds-one"),
    "JSON null": (SUCCESS(body("null")), "binds-one"),
    "an empty object": (SUCCESS(body("{}")), "binds-one"),
    "truncated JSON": (SUCCESS(lambda a: body(a.body[:-1])(a)), "binds-one"),
    "JSON with data after it": (SUCCESS(lambda a: body(a.body + b"}")(a)), "binds-one"),
    "JSON inside JSON text": (
        SUCCESS(lambda a: body(json.dumps(a.body.decode()))(a)), "binds-one"),
    "JSON with a name twice": (
        SUCCESS(lambda a: body(b'{"applies":[],' + a.body[1:])(a)), "binds-one"),
    "JSON in UTF-16": (
        SUCCESS(lambda a: body(a.body.decode().encode("utf-16"))(a)), "binds-one"),

    # ---- 201: the effect ----
    "reports the binding, and does not bind": ({"before": only_says_so}, "binds-nothing-else"),
    "also binds another one": ({"before": binds_more}, "binds-nothing-else"),
    "rejects a charset": ({"before": refuses_charset}, "reads-a-charset"),

    # ---- Error responses: the status ----
    "400 becomes 200": (BAD(status(200)), "app-ids-missing"),
    "400 becomes 422": (BAD(status(422)), "app-ids-missing"),
    "400 becomes 500": (BAD(status(500)), "app-ids-missing"),
    "401 becomes 200": (UNKNOWN_USER(status(200)), "no-token"),
    "401 becomes 403": (UNKNOWN_USER(status(403)), "no-token"),
    "401 becomes 302 to a page": (
        UNKNOWN_USER(lambda a: Response(302, [("Location", "/login")], b"")), "no-token"),
    "403 becomes 401": (FORBIDDEN(status(401)), "no-permission"),
    "403 becomes 404": (FORBIDDEN(status(404)), "no-permission"),
    "404 becomes 200": (MISSING(status(200)), "unknown-quota"),
    "404 becomes 400": (MISSING(status(400)), "unknown-gateway[dashes]"),
    "404 becomes 410": (MISSING(status(410)), "unknown-quota"),
    "500 becomes 200": (CRASHED(status(200)), "internal-error"),
    "500 becomes 404": (CRASHED(status(404)), "internal-error"),
    "500 becomes 502": (CRASHED(status(502)), "internal-error"),

    # ---- Error responses: the body ----
    "no error_code": (REFUSAL(without("error_code")), "unknown-quota"),
    "errorCode": (REFUSAL(renamed("error_code", "errorCode")), "no-token"),
    "error_code null": (REFUSAL(field("error_code", None)), "no-token"),
    "error_code empty": (REFUSAL(field("error_code", "")), "no-permission"),
    "error_code a number": (REFUSAL(field("error_code", 2012)), "app-ids-missing"),
    "error_code digits": (REFUSAL(field("error_code", "2012")), "app-ids-missing"),
    "error_code of a bad parameter for all": (
        REFUSAL(field("error_code", "APIG.2012")), "no-token"),
    "error_code of another fault, 400": (BAD(field("error_code", "APIG.3093")), "app-ids-not-an-array[null]"),
    "error_code of another fault, 401": (
        UNKNOWN_USER(field("error_code", "APIG.1005")), "bad-token[garbage]"),
    "error_code of another fault, 403": (
        FORBIDDEN(field("error_code", "APIG.1002")), "no-permission"),
    "error_code of another fault, 404": (
        MISSING(field("error_code", "APIG.2012")), "unknown-quota"),
    "error_code of a gateway for a quota": (
        MISSING(field("error_code", "APIG.3030")), "unknown-quota"),
    "error_code of a quota for a gateway": (
        MISSING(field("error_code", "APIG.3093")), "unknown-gateway[dashes]"),
    "error_code of another fault, 500": (
        CRASHED(field("error_code", "APIG.9008")), "internal-error"),
    "no error_msg": (REFUSAL(without("error_msg")), "unknown-quota"),
    "error_message": (REFUSAL(renamed("error_msg", "error_message")), "no-token"),
    "error_msg null": (REFUSAL(field("error_msg", None)), "no-permission"),
    "error_msg empty": (REFUSAL(field("error_msg", "")), "internal-error"),
    "error_msg a list": (REFUSAL(field("error_msg", ["no"])), "app-ids-missing"),
    "the error inside another object": (REFUSAL(whole(lambda d: {"error": d})), "no-token"),
    "the error in a list": (REFUSAL(whole(lambda d: [d])), "no-token"),
    "an error without a body": (REFUSAL(body("")), "unknown-quota"),
    "an error as plain text": (REFUSAL(body("no")), "unknown-quota"),
    "an error as a page": (
        REFUSAL(lambda a: (header("Content-Type", "text/html")(a), body(PAGE)(a))[0]),
        "internal-error"),
    "an error with the type text/plain": (REFUSAL(header("Content-Type", "text/plain")), "no-permission"),
    "an error without a media type": (REFUSAL(header("Content-Type", None)), "unknown-quota"),
    "a truncated error": (REFUSAL(lambda a: body(a.body[:-2])(a)), "app-ids-missing"),
    "one status without a media type, 500": (
        CRASHED(header("Content-Type", None)), "internal-error"),

    # ---- Bad requests that are accepted ----
    "no body accepted": (accepts(lambda c: not c.body), "no-body"),
    "no app_ids accepted": (
        accepts(lambda c: isinstance(c.json, dict) and "app_ids" not in c.json),
        "app-ids-missing"),
    "appIds accepted": (
        accepts(lambda c: isinstance(c.json, dict) and "appIds" in c.json),
        "app-ids-misnamed[camel-case]"),
    "app_id accepted": (
        accepts(lambda c: isinstance(c.json, dict) and "app_id" in c.json),
        "app-ids-misnamed[singular]"),
    "app_ids null accepted": (
        accepts(lambda c: isinstance(c.json, dict) and c.json.get("app_ids", 1) is None),
        "app-ids-not-an-array[null]"),
    "app_ids text accepted": (accepts(of(str)), "app-ids-not-an-array[text]"),
    "app_ids an object accepted": (accepts(of(dict)), "app-ids-not-an-array[object]"),
    "app_ids a number accepted": (
        accepts(lambda c: type(c.ids) is int), "app-ids-not-an-array[number]"),
    "app_ids a boolean accepted": (
        accepts(lambda c: type(c.ids) is bool), "app-ids-not-an-array[boolean]"),
    "an array accepted": (accepts(lambda c: isinstance(c.json, list)), "not-an-object[array-of-ids]"),
    "a string accepted": (accepts(lambda c: isinstance(c.json, str)), "not-an-object[text]"),
    "a number accepted": (accepts(lambda c: type(c.json) is int), "not-an-object[number]"),
    "invalid JSON accepted": (accepts(lambda c: c.json is None), "not-json[truncated]"),
    "a form accepted": (accepts(lambda c: c.body.startswith(b"app_ids=")), "not-json[form]"),
    "a trailing comma accepted": (accepts(lambda c: b",]" in c.body), "not-json[comma-too-many]"),
    "data after JSON accepted": (
        accepts(lambda c: c.body.endswith(b"more")), "not-json[text-behind]"),
    "ids that are not strings ignored": (
        accepts(lambda c: of(list)(c) and strings(c), strings), "not-text-in-app-ids[number-behind]"),
    "an array among the ids unpacked": (
        accepts(lambda c: of(list)(c) and any(isinstance(i, list) for i in c.ids)),
        "not-text-in-app-ids[array]"),
    "an object among the ids unpacked": (
        accepts(lambda c: of(list)(c) and any(isinstance(i, dict) for i in c.ids)),
        "not-text-in-app-ids[object]"),
    "a number at the end of the ids ignored": (
        accepts(lambda c: of(list)(c) and c.ids[-1:] == [7], strings), "not-text-in-app-ids[number-behind]"),
    "a number before the ids ignored": (
        accepts(lambda c: of(list)(c) and c.ids[:1] == [7], strings), "not-text-in-app-ids[number-in-front]"),
    "spaces in a gateway's id ignored": (
        finds("instances", lambda v: " " in v, INSTANCE), "instance-id-malformed[blanks]"),
    "a malformed id of a gateway treated as unknown": (
        finds("instances", lambda v: re.search("[^0-9a-f-]", v), "0" * 32),
        "instance-id-malformed[sign]"),
    "a gateway's id of any length": (
        finds("instances", lambda v: len(v) > 64, "0" * 32), "instance-id-malformed[96-hex-digits]"),
    "only the start of a gateway's id is compared": (
        begins("instances", INSTANCE), "instance-id-longer[at-its-beginning]"),

    # ---- Missing authentication ----
    "no token required": (authenticates(lambda c: not c.token), "no-token"),
    "an empty token accepted": (authenticates(lambda c: c.token == ""), "bad-token[empty]"),
    "any token accepted": (
        authenticates(lambda c: c.token and "reader" not in c.token), "bad-token[never-issued]"),
    "an expired token accepted": (
        authenticates(lambda c: c.token and c.token.startswith("MII")), "bad-token[ended-in-2020]"),
    "a token with a prefix accepted": (
        authenticates(lambda c: c.token and c.token.endswith(TOKEN)), "altered-token"),
    "a token as Bearer": (
        authenticates(lambda c: TOKEN in c.headers["authorization"]), "token-as-bearer"),
    "a token in another header": (
        authenticates(lambda c: TOKEN in c.headers["x-subject-token"]),
        "token-in-another-header"),
    "a token in a cookie": (
        authenticates(lambda c: TOKEN in c.headers["cookie"]), "token-in-cookie"),
    "a token in the query": (authenticates(lambda c: TOKEN in c.query), "token-in-query"),
    "a token in the body": (
        authenticates(lambda c: TOKEN.encode() in c.body), "token-in-body"),
    "every authenticated user is authorized": (
        authenticates(lambda c: c.token and "reader" in c.token), "no-permission"),

    # ---- Missing objects are found ----
    "any quota is found": (
        finds("app-quotas", lambda v: v != QUOTA, QUOTA), "unknown-quota"),
    "any gateway is found": (
        finds("instances", lambda v: len(v) in (32, 36) and v not in (INSTANCE, FAILING), INSTANCE),
        "unknown-gateway[dashes]"),
    "any gateway of 32 digits is found": (
        finds("instances", lambda v: len(v) == 32, INSTANCE), "unknown-gateway[hex-digits]"),
    "a failing gateway reports success": (
        finds("instances", lambda v: v == FAILING, INSTANCE), "internal-error"),

    # ---- Rejected, but done ----
    "400, and bound": (binds_all_the_same(400), "bad-request-binds-nothing[number-behind]"),
    "400 to invalid JSON, and bound": (binds_all_the_same(400), "bad-request-binds-nothing[truncated]"),
    "401, and bound": (binds_all_the_same(401), "unauthenticated-binds-nothing"),
    "403, and bound": (binds_all_the_same(403), "forbidden-binds-nothing"),
    "404, and bound": (binds_all_the_same(404), "not-found-binds-nothing[unknown-quota]"),
}


def pretty(call, response, ask):
    if response.body:
        response.body = json.dumps(response.json, indent=4).encode()


def more_fields(call, response, ask):
    if not response.body:
        return
    document = response.json
    for one in [document, *document.get("applies", []), *document.get("apps", [])]:
        one.update({"request_id": "r-1", "more": {"x": [1, None]}, "Error_Code": 7})
    response.json = document


def on_every(change):
    return {"after": lambda call, response, ask: change(response) if response.body else None}


def spelt(change_name):
    def change(response):
        response.headers = [(change_name(name), value) for name, value in response.headers]
    return {"after": lambda call, response, ask: change(response)}


def code(*pairs):
    """Other codes that the vendor documents for the same faults."""
    def after(call, response, ask):
        for at, value in pairs:
            if call.binds and response.status == at:
                field("error_code", value)(response)
    return {"after": after}


# Conforming variants.
VARIANTS = {
    "no change": {},
    "additional fields everywhere": {"after": more_fields},
    "JSON with spaces and line breaks": {"after": pretty},
    "JSON with everything escaped": on_every(lambda a: body(
        re.sub(r"[a-z_]", lambda c: f"\\u{ord(c.group()):04X}", a.body.decode()))(a)),
    "fields in another order": on_every(whole(
        lambda d: dict(sorted(d.items(), reverse=True)))),
    "bindings in another order": SUCCESS(bindings(lambda l: l[::-1])),
    "a charset": on_every(header("Content-Type", "application/json; charset=UTF-8")),
    "a media type in upper case": on_every(
        header("Content-Type", "APPLICATION/JSON;CHARSET=utf-8")),
    "header names in lower case": spelt(str.lower),
    "header names in upper case": spelt(str.upper),
    "no X-Request-Id": {"after": lambda call, response, ask: response.set("X-Request-Id", None)},
    "additional headers": {"after": lambda call, response, ask: response.headers.extend(
        [("Server", "api-gateway"), ("Set-Cookie", "a=b"), ("Vary", "*"), ("X-Empty", "")])},
    "chunks": {"is_chunked": True},
    "times at +08:00": SUCCESS(each_field("bound_time", lambda text: time.strftime(
        "%Y-%m-%dT%H:%M:%S+08:00", time.gmtime(time.time() + 8 * 3600)))),
    "times at -03:30": SUCCESS(each_field("bound_time", lambda text: time.strftime(
        "%Y-%m-%dT%H:%M:%S.5-03:30", time.gmtime(time.time() - 3.5 * 3600)))),
    "times at -00:00": SUCCESS(each_time("Z$", "-00:00")),
    "times in whole seconds": SUCCESS(time_of(0)),
    "times with 3 digits": SUCCESS(time_of(0, "%Y-%m-%dT%H:%M:%S.123Z")),
    "times with 6 digits": SUCCESS(time_of(0, "%Y-%m-%dT%H:%M:%S.123456Z")),
    "times with 9 digits": SUCCESS(time_of(0, "%Y-%m-%dT%H:%M:%S.123456789Z")),
    "times with t and z": SUCCESS(time_of(0, "%Y-%m-%dt%H:%M:%Sz")),
    "times of a clock that is two minutes off": SUCCESS(time_of(-120)),
    "another message": REFUSAL(field("error_msg", "不行 <b>&\"'")),
    "codes of the management service": code(
        (400, "APIC.7211"), (401, "APIC.7102"), (403, "APIC.7106"), (500, "APIC.9999")),
    "codes of the API gateway front end": code((401, "APIGW.0301"), (403, "APIGW.0302"), (500, "APIGW.0605")),
    "codes of the front end, with the prefix of the service": code(
        (400, "APIG.2001"), (401, "APIG.0301"), (403, "APIG.0302"), (500, "APIG.3500")),
    "interim responses": {"after": lambda call, response, ask: Interim(response)},
}


class Interim(Response):
    def __init__(self, response):
        super().__init__(response.status, response.headers, response.body)

    def bytes(self, is_chunked=False):
        return b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" + super().bytes(is_chunked)


def run_through(gateway, how):
    """Runs the shipped cases through the proxy; returns the ended program and its results."""
    path = os.path.join(new_folder(), "results.json")
    with FaultyProxy(gateway, **how) as proxy:
        # Connections are shared only because it is faster: there are two hundred runs.
        # A binding that never becomes visible is polled for twice, half a minute each.
        ended = Process("run", "--target", EMBEDDED, "--url", proxy.url, "--json", path,
                        "--reuse-connections", "--parallel", "1").wait(120)
    holds("the proxy works", not proxy.error, repr(proxy.error))
    return ended, record(path)


def check_fault(gateway, how, catcher):
    ended, results = run_through(gateway, how)
    same("the exit status", ended.status, 1, ended)
    failed = [name for name, verdict in verdicts(results).items() if verdict == "fail"]
    holds(f"{catcher} detects it", catcher in failed, f"detected by {failed}")
    same("cases that could not be judged", results["counts"]["error"], 0, ended)
    return failed


def check_variant(gateway, how):
    ended, results = run_through(gateway, how)
    same("the exit status", ended.status, 0, ended)
    same("cases that neither passed nor warned",
         [name for name, verdict in verdicts(results).items() if verdict not in ("pass", "warn")],
         [])


WORKERS = 4
ROWS = [(name, how, catcher) for name, (how, catcher) in FAULTS.items()]
ROWS += [(f"legal: {name}", how, None) for name, how in VARIANTS.items()]


def work_off(rows):
    """Takes rows from the list until it is empty, with a separate gateway."""
    with Gateway() as gateway:
        while rows:
            try:
                name, how, catcher = rows.pop()
            except IndexError:
                return  # another thread took the last one
            with row(name):
                if not catcher:
                    check_variant(gateway, how)
                    continue
                failed = check_fault(gateway, how, catcher)
                more = f" and {len(failed) - 1} more" if len(failed) > 1 else ""
                print_line(f"{name}: detected by {catcher}{more}")


with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
    left = ROWS[::-1]
    workers = [pool.submit(work_off, left) for _ in range(WORKERS)]

with row("all mutants were run, and the gateways ended with status 0"):
    for worker in workers:
        worker.result()
    same("rows that are left", left, [])

finish()
