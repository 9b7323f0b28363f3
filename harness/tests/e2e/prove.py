"""What the cases catch: `prove` over the shipped cases and over weaker ones, its table, its JSON, its
page; `mock --defect`; and the proof of other cases on another API."""
import http.server
import json
import os
import re
import shutil
import threading

from checks import finish, has, holds, lacks, row, same
from program import EMBEDDED, ROOT, Gateway, Process, apigcheck, new_folder, read, write

CASES = os.path.join(ROOT, "cases")
LIFECYCLE = os.path.join(CASES, "lifecycle")
PATIENCE_S = 110  # a few seconds are usual; a build that checks its memory takes longer


# ---- The shipped cases ----

with row("the shipped cases catch every break of a MUST, and no variant is a false alarm"):
    page = os.path.join(new_folder(), "proof.html")
    ended = Process("prove", "--json", "--html", page).wait(PATIENCE_S)
    same("the exit status", ended.status, 0, ended)
    proof = json.loads(ended.out)
    holds("defects", proof["defects"] >= 150, proof["defects"])
    holds("variants", len(proof["variants"]) >= 20)
    same("survivors", proof["must_survivors"], 0)
    same("false alarms", [v["name"] for v in proof["variants"] if v["failing"]], [])
    same("the sum", proof["caught"], sum(t["fate"] == "caught" for t in proof["trials"]))
    same("all", proof["breaks"], len(proof["trials"]))
    for trial in proof["trials"]:
        same(trial["defect"], trial["fate"] == "caught", bool(trial["caught_by"]))
    lazy = [case["name"] for case in proof["cases"] if not case["catches"]]
    same("cases that catch nothing", lazy, [])

with row("the page is whole by itself, and nothing in it runs"):
    text = read(page)
    for part in ("<!doctype html>", "<svg", "prefers-color-scheme:dark", "BIND-FUNCTION",
                 "default-src 'none'"):
        has("the page", text, part)
    for part in ("<script", "http:", "https:", "url(", "onload", "<img", "<link"):
        lacks("the page", text, part)

with row("two proofs say the same"):
    first, again = (json.loads(apigcheck("prove", LIFECYCLE, "--json").out) for _ in range(2))
    same("the trials", again["trials"], first["trials"])

with row("-q: one line"):
    ended = apigcheck("prove", LIFECYCLE, "-q")
    holds("it is one", re.fullmatch(r"PROVEN: \d+ of \d+ breaks caught .*\n", ended.out), ended)

with row("the table tells of requirements and cases; -v of each break"):
    ended = apigcheck("prove", LIFECYCLE, "-v")
    same("the exit status", ended.status, 0, ended)
    has("it", ended.out, "UNBIND-FUNCTION  MUST")
    has("it", ended.out, "lifecycle/bound-listed-unbound-bound")
    has("it", ended.out, "unbinds-nothing: unbinding is answered as it should be, and does nothing")

with row("one folder of them: only what its cases verify is at stake"):
    ended = apigcheck("prove", LIFECYCLE, "--json")
    same("the exit status", ended.status, 0, ended)
    broken = {one for trial in json.loads(ended.out)["trials"] for one in trial["breaks"]}
    lacks("what is broken", " ".join(broken), "BIND-TOKEN")

# ---- Weaker ones ----

folder = new_folder()
write(folder, "bind/operation.yaml",
      read(os.path.join(CASES, "bind-credentials", "operation.yaml"))
      .replace("operation: bind-credentials", "operation: bind"))
for extra in os.listdir(os.path.join(CASES, "bind-credentials")):
    if extra.endswith(".json"):
        shutil.copy(os.path.join(CASES, "bind-credentials", extra), os.path.join(folder, "bind"))

with row("a case that expects less lets breaks survive: exit 1, and they are named"):
    write(folder, "requirements.yaml", """requirements:
  - id: BIND-CREATED
    level: MUST
    text: A call that is granted is answered with 201.
    source: Status Codes, 201
    not_tested: null
""")
    write(folder, "bind/case.yaml", """cases:
  - id: granted
    title: A call is granted
    verifies: [BIND-CREATED]
    expect: {status: 2xx}
""")
    ended = apigcheck("prove", folder)
    same("the exit status", ended.status, 1, ended)
    has("it", ended.out, "bind 201  status-202: the status is 202, Accepted")
    lacks("what survived", ended.out, "bind 201  status-404")
    has("it", ended.out, "NOT PROVEN")
    os.remove(os.path.join(folder, "requirements.yaml"))

with row("a case that asks for more than the page says is a false alarm: exit 1"):
    write(folder, "bind/case.yaml", """cases:
  - id: ends-in-z
    title: A time ends in Z
    expect: {status: 201, json: {applies: [{bound_time: !re 'Z\\z'}]}}
""")
    ended = apigcheck("prove", folder)
    same("the exit status", ended.status, 1, ended)
    for variant in ("time-east", "time-west", "time-lower-case"):
        has("it", ended.out, f"false alarm: in the variant '{variant}'")
    lacks("it", ended.out, "the variant 'pretty'")

with row("cases that fail when all is well prove nothing: exit 1"):
    text = read(os.path.join(folder, "bind/case.yaml"))
    write(folder, "bind/case.yaml", text.replace("status: 201", "status: 202"))
    ended = apigcheck("prove", folder)
    same("the exit status", ended.status, 1, ended)
    has("standard error", ended.err, "'bind/ends-in-z' does not pass against the healthy gateway")

# ---- The gateway, wrong on purpose ----

for defect, case in (("status-500", "no-token"), ("member-dropped:error_code", "no-token"),
                     ("token-unchecked", "no-token"), ("answers-twice", "binds-two")):
    with row(f"mock --defect {defect}: a case fails"):
        with Gateway("--defect", defect) as gateway:
            ended = apigcheck("run", "--target", EMBEDDED, "--url", gateway.url)
            same("the exit status", ended.status, 1, ended)
            has("standard output", ended.out, case)

with row("mock: a defect that there is not"):
    ended = apigcheck("mock", "--defect", "status-50")
    same("the exit status", ended.status, 2, ended)
    has("standard error", ended.err, "did you mean 'status-500'?")

with row("help mock lists variants and defects"):
    ended = apigcheck("help", "mock")
    for part in ("front-door", "time-nanoseconds", "member-dropped", "token-unchecked"):
        has("it", ended.out, part)

# ---- Obligations ----

with row("list --requirements tells what proves each"):
    ended = apigcheck("list", "--requirements", "--json")
    same("the exit status", ended.status, 0, ended)
    rows = {one["id"]: one for one in json.loads(ended.out)}
    holds("token-unchecked proves", "token-unchecked" in rows["BIND-TOKEN-MANDATORY"]["proven_by"])
    for one in rows.values():
        if one["level"].startswith("MUST") and not one["not_tested"]:
            holds(f"{one['id']} is proven", one["proven_by"] and one["cases"])
    table = apigcheck("list", "--requirements", "--markdown").out
    same("rows of the table", len(table.splitlines()), len(rows) + 2)
    has("the table", table, "| BIND-TOKEN-MANDATORY | MUST |")

# ---- Another API ----


class Pets(http.server.BaseHTTPRequestHandler):
    """No gateway at all."""
    asked = 0

    def do_GET(self):
        Pets.asked += 1
        found = self.path in ("/pets", "/pets/7")
        pet = {"id": 7, "name": "Rex", "born": "2020-09-19T07:43:11Z", "tags": ["dog", "old"]}
        body = {"pets": [pet], "next": None} if self.path == "/pets" else pet
        text = json.dumps(body if found else {"message": "no such pet"}).encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pets) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder = new_folder()
    write(folder, "pets/operation.yaml", """operation: pets
title: Pets
request: {method: GET, path: /pets/7}
""")
    write(folder, "pets/cases.yaml", """cases:
  - id: one
    title: A pet has its name, its tags and its time
    expect:
      status: 200
      headers: {Content-Type: !media-type application/json}
      json: !exact {id: 7, name: Rex, born: !date-time , tags: !unordered [dog, old]}
  - id: status-alone
    title: A pet is there
    expect: {status: 200}
  - id: list
    title: There are pets
    with: {path: /pets}
    expect: {status: 200, json: {pets: !each [{id: !any integer}]}}
  - id: unknown
    title: Others are not there
    with: {path: /pets/8}
    expect: {status: 404}
  - id: anything
    title: Something is answered
    expect: {text: !any string}
""")
    with row("--learn: the cases of another API, and which of them are weak"):
        url = f"http://127.0.0.1:{server.server_address[1]}"
        ended = apigcheck("prove", folder, "--learn", url, "--json")
        same("the exit status", ended.status, 0, ended)
        proof = json.loads(ended.out)
        same("it was asked once for each case", Pets.asked, 5)
        cases = {case["name"]: case for case in proof["cases"]}
        survived = {(t["answer"], t["defect"], t.get("site")) for t in proof["trials"]
                    if t["fate"] == "survived"}
        caught = {(t["answer"], t["defect"], t.get("site")) for t in proof["trials"]
                  if t["fate"] == "caught"}
        holds("a case that catches next to nothing", cases["pets/anything"]["catches"] <= 2, cases)
        same("a case that catches nothing alone", cases["pets/status-alone"]["alone"], 0)
        holds("a good case", cases["pets/one"]["alone"] > 50, cases)
        holds("the weak list", ("GET /pets 200", "member-dropped", "pets/name") in survived)
        holds("the weak refusal", ("GET /pets/8 404", "body-html", None) in survived)
        holds("the good case", ("GET /pets/7 200", "member-dropped", "name") in caught)
        holds("the good case", ("GET /pets/7 200", "time-basic", "born") in caught)
    with row("--learn: an API that is not there"):
        server.shutdown()
        server.server_close()
        ended = apigcheck("prove", folder, "--learn", url)
        same("the exit status", ended.status, 1, ended)
        has("standard error", ended.err, "does not pass against the healthy gateway")

finish()
