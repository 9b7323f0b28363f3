"""`prove`: surviving mutants in groups, the expectations that it suggests, and cases that are left out. Each suggestion
is pasted into the cases, and must be valid and detect the mutants of its group."""
import http.server
import json
import os
import re
import threading
import uuid

from checks import finish, has, holds, lacks, row, same
from program import ROOT, apigcheck, new_folder, read, write

PET = {"id": 7, "name": "Rex", "born": "2020-09-19T07:43:11Z", "tags": ["dog", "old"],
       "owner": {"name": "Ann", "active": True}, "size": 1.5, "none": None,
       "secret": "a value that nobody may see"}


class Api(http.server.BaseHTTPRequestHandler):
    """A small API with many headers, generated ids, text, lists, and a list that lags behind."""
    protocol_version = "HTTP/1.1"

    def answer(self, status, body, **more):
        text = body if isinstance(body, bytes) else json.dumps(body).encode() + b"\n"
        kind = "text/plain" if isinstance(body, bytes) else "application/json"
        self.send_response(status)
        for name, value in {"Content-Type": kind, "X-Request-Id": str(uuid.uuid4()),
                            "Content-Length": str(len(text)), **more}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        path, _, query = self.path.partition("?")
        if path == "/text":
            self.answer(200, b"all is well\n")
        elif path == "/list":
            self.answer(200, [PET, {**PET, "id": 8, "name": "Bo"}])
        elif path == "/pets":
            limit = 1 if query == "limit=1" else 3
            pets = [{"id": 5, "name": "Ada"}, {"id": 6, "name": "Bo"}, {"id": 9, "name": "Cy"}]
            self.answer(200, {"pets": pets[:limit]}, Link='</pets?page=2>; rel="next"')
        elif path.startswith("/jobs/"):
            self.answer(200, {"job": path.split("/")[2]})
        elif path == "/busy":
            self.answer(503, {"error": "busy"}, Retry_After="120")
        elif path == "/part":
            self.answer(206, b"0123", Content_Range="bytes 0-3/9", Accept_Ranges="bytes")
        elif path.startswith("/pets/"):
            number = int(path.split("/")[2])
            self.answer(200, {**PET, "id": number}, ETag='"abc1"', Allow="GET, POST")
        else:
            self.answer(404, {"message": "no such pet"})

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        new = str(uuid.uuid4())
        self.answer(201, {"id": new, "name": json.loads(sent)["name"]}, Location=f"/jobs/{new}")

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{server.server_address[1]}"

# Each case expects only the status, or a class of it.
WEAK = {
    "pet": ("path: /pets/7", 200), "other-pet": ("path: /pets/8", 200), "list": ("path: /list", 200),
    "some": ("path: /pets?limit=1", 200), "all": ("path: /pets", 200), "text": ("path: /text", 200),
    "busy": ("path: /busy", 503), "part": ("path: /part", 206),
    "unknown": ("path: '/{uuid}'", 404),
    "new": ("method: POST, path: /pets, json: {name: Rex}", 201),
    "newer": ("method: POST, path: /pets, json: {name: Bo}", 201),
}
OPERATION = """operation: pets
request: {method: GET, path: /pets/7}
mask: [secret]
cases:
"""


def expectation_of(status, more=""):
    status = f"status: {status // 100}xx"
    return "{" + (more if more.startswith("status:") else f"{status}, {more}" if more else status) + "}"


def suite(folder, names, more=None):
    """Writes the cases, with a suggested expectation in those that `more` names."""
    text = OPERATION
    for name in names:
        change, status = WEAK[name]
        added = (more or {}).get(name, "")
        text += (f"  - id: {name}\n    title: It is answered\n    with: {{{change}}}\n"
                 f"    expect: {expectation_of(status, added)}\n")
    return write(folder, "pets.yaml", text)


def prove(path, *options):
    ended = apigcheck("prove", path, "--learn", URL, "--json", *options)
    holds("it ended", ended.status in (0, 1), ended)
    return json.loads(ended.out)


folder = new_folder()
PATH = suite(folder, WEAK)
first = prove(PATH)
GROUPS = first["groups"]


def of(group):
    return (group["place"], group["status"], group["part"])


def fate_of(proof, group):
    """What became of the mutants of a group: their place is the same, the case may be another."""
    faults = {one["defect"] for one in group["defects"]}
    return [trial["fate"] for trial in proof["trials"] + proof["order_trials"]
            if trial["defect"] in faults and trial["answer"] == f"{group['place']} {group['status']}"
            and part_of(trial) == group["part"]]


def part_of(trial):
    defect, site = trial["defect"], trial.get("site")
    if defect.startswith("status-"):
        return "status"
    if defect.startswith("media-type-"):
        return "header Content-Type"
    if defect == "request-id-absent":
        return "header X-Request-Id"
    if defect.startswith("header-"):
        return f"header {site}"
    return "body" if site is None else site_paths.get((trial["answer"], site))


# The path of a site differs by the arrays on its way.
site_paths = {}
for group in GROUPS:
    if group["part"].startswith("$"):
        site = re.sub(r"^\$\.?", "", group["part"].replace("[*]", "")).replace(".", "/")
        site_paths[f"{group['place']} {group['status']}", site] = group["part"]

with row("mutants that survived are grouped, and each is in one group"):
    survived = [trial for trial in first["trials"] if trial["fate"] == "survived"]
    same("mutants", sum(group["mutants"] for group in GROUPS if group["counted"]), len(survived))
    same("mutants in another order", sum(group["mutants"] for group in GROUPS if not group["counted"]),
         len(first["order_trials"]))
    holds("fewer groups than mutants", len(GROUPS) * 4 < len(survived), (len(GROUPS), len(survived)))
    for group in GROUPS:
        holds("it has a suggestion, or the reason why not",
              ("suggestion" in group) != ("no_suggestion" in group), group)
        same("its mutants", sum(one["mutants"] for one in group["defects"]), group["mutants"])
        holds("it has a case", group["cases"], group)

with row("one missing check of Content-Type is one group of each response"):
    found = [group for group in GROUPS if group["part"] == "header Content-Type"]
    same("groups", len(found), len({(group["place"], group["status"]) for group in found}))
    for group in found:
        kind = "text/plain" if group["place"] in ("GET /text", "GET /part") else "application/json"
        same(group["place"], group["suggestion"],
             f"expect: {{headers: {{Content-Type: !media-type {kind}}}}}")
        has(group["place"], [one["defect"] for one in group["defects"]], "media-type-absent")

with row("two runs report the same groups, without generated ids, ports and masked values"):
    same("the groups", prove(PATH)["groups"], GROUPS)
    text = json.dumps(GROUPS)
    lacks("the groups", text, str(server.server_address[1]))
    lacks("the groups", text, "nobody may see")
    same("UUIDs", re.findall(r"[0-9a-f]{8}-[0-9a-f]{4}", text), [])
    holds("the path of a generated id", any(of(group)[0] == "GET /{uuid}" for group in GROUPS))

with row("each suggestion is valid, and detects all mutants of its group"):
    tried = {}
    for group in GROUPS:
        if "suggestion" not in group:
            continue
        added = re.fullmatch(r"expect: \{(.*)\}", group["suggestion"]).group(1)
        named = [group["suggestion_of_case"]] if "suggestion_of_case" in group else group["cases"]
        names = [name.split("/")[1] for name in named]
        copy = suite(new_folder(), [name for name in WEAK if name in names or f"pets/{name}" in group["cases"]]
                     if group["defects"][0]["defect"] != "body-stale" else WEAK,
                     {name: added for name in names})
        ended = apigcheck("lint", copy)
        same(f"lint of {added}", (ended.status, ended.err), (0, ""), group)
        proof = prove(copy)
        same(f"cases that are left out with {added}", proof["left_out"], [])
        fates = fate_of(proof, group)
        same(f"{of(group)} {added}", set(fates), {"caught"}, group)
        tried.setdefault(re.sub(r"[.\[ ].*", "", group["part"]), []).append(added)
    for kind in ("header", "$", "body"):
        holds(f"some of {kind} were tried", len(tried.get(kind, [])) > 10, tried)
    has("statuses", tried["status"], "status: 200")

with row("the expectations that are suggested"):
    found = {(*of(group), one["defect"]): group.get("suggestion") for group in GROUPS
             for one in group["defects"]}
    pet = ("GET /pets/7", 200)
    for part, defect, expected in (
            ("status", "status-201", "{status: 200}"),
            ("header ETag", "header-absent", "{headers: {ETag: !any string}}"),
            ("header ETag", "header-malformed", "{headers: {ETag: !re '\\A(W/)?\"[^\"]*\"\\z'}}"),
            ("header ETag", "header-other", "{headers: {ETag: '\"abc1\"'}}"),
            ("header Allow", "header-other", "{headers: {Allow: 'GET, POST'}}"),
            ("header X-Request-Id", "request-id-absent", "{headers: {X-Request-Id: !any string}}"),
            ("body", "body-html", "{json: !any object}"),
            ("$.born", "time-basic", "{json: {born: !date-time }}"),
            ("$.name", "member-dropped", "{json: {name: !any string}}"),
            ("$.name", "member-empty-text", "{json: {name: !all [!any string, !len {min: 1}]}}"),
            ("$.name", "member-longer", "{json: {name: Rex}}"),
            ("$.id", "member-more", "{json: {id: 7}}"),
            ("$.none", "member-true", "{json: {none: null}}"),
            ("$.owner.active", "member-false", "{json: {owner: {active: true}}}"),
            ("$.tags", "array-doubled", "{json: {tags: !len 2}}"),
            ("$.tags", "array-of-first", "{json: {tags: !unordered [dog, old]}}"),
            ("$.tags", "array-reversed", "{json: {tags: [dog, old]}}")):
        same(f"{part} {defect}", found[(*pet, part, defect)], f"expect: {expected}")
    for place, status, part, defect, expected in (
            ("GET /list", 200, "$[*].name", "member-dropped", "{json: !each [{name: !any string}]}"),
            ("GET /pets", 200, "$.pets[*].id", "last-member-dropped",
             "{json: {pets: !each [{id: !any integer}]}}"),
            ("GET /pets", 200, "$.pets[*].id", "member-more",
             "{json: {pets: !unordered [{id: 5}, {id: 6}, {id: 9}]}}"),
            ("GET /pets", 200, "$.pets", "array-rotated",
             "{json: {pets: [{id: 5}, {id: 6}, {id: 9}]}}"),
            ("GET /busy", 503, "header Retry-After", "header-other", "{headers: {Retry-After: '120'}}"),
            ("GET /text", 200, "body", "body-absent", "{text: !re '\\S'}"),
            ("POST /pets", 201, "header Location", "header-malformed",
             "{headers: {Location: !re '\\A(https?://[^/\\[]|/)'}}"),
            ("POST /pets", 201, "body", "body-stale", "{json: {name: Bo}}")):
        same(f"{place} {part} {defect}", found[(place, status, part, defect)], f"expect: {expected}")

with row("without a constant value, the reason why nothing is suggested"):
    location = [group for group in GROUPS if group["part"] == "header Location"
                and group["defects"][0]["defect"] == "header-other"]
    holds("Location", location and all("looks generated" in group["no_suggestion"]
                                       for group in location), location)
    secret = [group for group in GROUPS if group["part"] == "$.secret"
              and any(one["defect"] == "member-longer" for one in group["defects"])]
    holds("a masked value", secret and all("no_suggestion" in group for group in secret), secret)

with row("the text lists each group with its faults and its suggestion"):
    ended = apigcheck("prove", PATH, "--learn", URL)
    has("it", ended.out, """
  GET /pets/7 200, header Content-Type (pets/pet)
      17 mutants: Content-Type is text/plain (media-type-text), and 16 more faults
        add: expect: {headers: {Content-Type: !media-type application/json}}
""")
    lacks("it", ended.out, "array-reversed")
    has("the last line", ended.out.splitlines()[-1], "only in another order, not counted")
    verbose = apigcheck("prove", PATH, "--learn", URL, "-v")
    for part in ("\n          Content-Type is missing (media-type-absent)\n",
                 "\nNot counted, because no case expects an order:\n",
                 "\n        add: expect: {json: {tags: [dog, old]}}\n"):
        has("it", verbose.out, part)

with row("another query or another body is another place"):
    answers = {}
    for trial in first["trials"]:
        answers.setdefault(trial["answer"], set()).add(trial.get("request", 1))
    for answer, requests in (("GET /pets?limit=1 200", {1}), ("GET /pets 200", {1}),
                             ("POST /pets 201", {1, 2})):
        same(answer, answers[answer], requests)
    strong = suite(new_folder(), WEAK, {"some": "json: {pets: [{id: 5, name: Ada}]}",
                                        "new": "json: {name: Rex}"})
    proof = prove(strong)
    dropped = {(trial["answer"], trial.get("request", 1)): trial["fate"] for trial in proof["trials"]
               if trial["defect"] == "member-dropped" and trial["site"] in ("pets/name", "name")}
    for place, fate in ((("GET /pets?limit=1 200", 1), "caught"), (("GET /pets 200", 1), "survived"),
                        (("POST /pets 201", 1), "caught"), (("POST /pets 201", 2), "survived")):
        same(place, dropped[place], fate)

with row("another order does not count, unless a case expects the order"):
    path = suite(new_folder(), ["all"], {"all": "json: {pets: !unordered [{id: 9}, {id: 6}, {id: 5}]}"})
    proof = prove(path)
    same("not counted", {trial["defect"] for trial in proof["order_trials"]},
         {"array-reversed", "array-rotated"})
    path = suite(new_folder(), ["all"], {"all": "json: {pets: [{id: 5}, {id: 6}, {id: 9}]}"})
    proof = prove(path)
    same("not counted", proof["order_trials"], [])
    same("detected", {trial["fate"] for trial in proof["trials"] if trial["defect"] == "array-reversed"},
         {"caught"})

# ---- Cases that are left out ----

RED = OPERATION + """  - {id: good, title: It is found, expect: {status: 200}}
  - {id: red, title: It is created, expect: {status: 201}}
"""

with row("a case that fails without a fault is left out and listed: exit 1, and never proven"):
    path = write(new_folder(), "pets.yaml", RED)
    ended = apigcheck("prove", path, "--learn", URL)
    same("the exit status", ended.status, 1, ended)
    same("standard error", ended.err, "")
    has("it", ended.out, "\nLeft out: 1 case that does not pass without a fault\n  pets/red: fail\n")
    has("the last line", ended.out.splitlines()[-1], "; left out: 1 case; ")
    proof = prove(path)
    same("left out", proof["left_out"], [{"name": "pets/red", "result": "fail", "replayed": False}])
    same("cases", [case["name"] for case in proof["cases"]], ["pets/good"])
    holds("it detects something", proof["cases"][0]["catches"] > 10, proof["cases"])

with row("without any case that passes: exit 1, and each is an error"):
    path = write(new_folder(), "pets.yaml", RED.replace("status: 200", "status: 202"))
    ended = apigcheck("prove", path, "--learn", URL)
    same("the exit status", ended.status, 1, ended)
    same("standard output", ended.out, "")
    for name in ("good", "red"):
        has("standard error", ended.err, f"'pets/{name}' does not pass against the unmodified gateway")

with row("a case whose responses cannot be replayed is left out: it would detect every fault"):
    path = write(new_folder(), "pets.yaml", OPERATION + """  - {id: good, title: It is found, expect: {status: 200}}
  - id: refused
    title: Nothing listens there
    vars: {nowhere: "http://127.0.0.1:1"}
    steps:
      - {expect: {status: 200}}
      - {with: {url: nowhere}, expect: {connection: refused}}
""")
    ended = apigcheck("prove", path, "--learn", URL)
    same("the exit status", ended.status, 1, ended)
    has("it", ended.out, "  pets/refused: fail when its recorded responses are replayed\n")
    proof = prove(path)
    same("left out", [(one["name"], one["replayed"]) for one in proof["left_out"]],
         [("pets/refused", True)])

GATEWAY = """cases:
  - id: granted
    title: A request is accepted
    verifies: [BIND-CREATED]
    expect: {status: 201}
  - id: red
    title: A request is accepted otherwise
    verifies: [BIND-APPLIES]
    expect: {status: 200}
"""

with row("the reference gateway: a run without a case is not proven, and neither is its requirement"):
    folder = new_folder()
    write(folder, "bind/operation.yaml", read(os.path.join(ROOT, "cases/bind-credentials/operation.yaml"))
          .replace("operation: bind-credentials", "operation: bind"))
    for extra in os.listdir(os.path.join(ROOT, "cases/bind-credentials")):
        if extra.endswith(".json"):
            write(folder, f"bind/{extra}", read(os.path.join(ROOT, "cases/bind-credentials", extra)))
    write(folder, "bind/case.yaml", GATEWAY)
    write(folder, "requirements.yaml", """requirements:
  - {id: BIND-CREATED, level: MUST, text: It is 201., source: there, about: {status: 201}}
  - {id: BIND-APPLIES, level: MUST, text: It lists., source: there, about: {status: 201, at: $.applies}}
""")
    ended = apigcheck("prove", folder)
    same("the exit status", ended.status, 1, ended)
    has("it", ended.out, "\n  bind/red: fail\n")
    has("it", ended.out, "NOT PROVEN: ")
    holds("the requirement of the case", re.search(r"\n +\d+ +0 +0  BIND-APPLIES  MUST  NOT PROVEN\n",
                                                   ended.out), ended)
    proof = json.loads(apigcheck("prove", folder, "--json").out)
    same("the outcome", proof["outcome"], "not proven")
    write(folder, "bind/case.yaml", GATEWAY.split("  - id: red")[0])
    ended = apigcheck("prove", folder, "-q")
    lacks("without it", ended.out, "left out")

server.shutdown()
server.server_close()
finish()
