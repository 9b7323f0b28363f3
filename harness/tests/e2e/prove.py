"""`prove` for the shipped cases and for weaker ones, with its table, JSON and page; `mock --defect`; and
`prove` with the cases of another API."""
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


def shown_by(page):
    """The data of the page."""
    return json.loads(re.search('(?s)<script type="application/json" id="run">(.*?)</script>', read(page))[1])


# ---- The shipped cases ----

with row("the shipped cases detect every violation of a MUST, and no variant is a false alarm"):
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
    same("MUSTs without a detected mutant",
         [r["id"] for r in proof["requirements"] if r["level"].startswith("MUST") and not r["proven"]],
         [])



def check_totals(proof):
    """Every fault belongs to a requirement or to none, and the sums agree."""
    for part in ("faults", "caught", "survived"):
        same(part, proof["charged"][part] + proof["uncharged"][part], proof["total"][part], proof)
    same("survivors", proof["total"]["faults"] - proof["total"]["caught"],
         proof["total"]["survived"])
    trials = proof["trials"] + proof["uncharged_trials"]
    same("all faults", proof["total"]["faults"], len(trials))
    same("all detected mutants", proof["total"]["caught"],
         sum(bool(trial["caught_by"]) for trial in trials))


with row("faults that violate no requirement are counted in the JSON, the page and the table"):
    check_totals(proof)
    same("the outcome", proof["outcome"], "proven")
    same("charged", proof["charged"]["faults"], proof["breaks"])
    holds("some belong to no requirement", proof["uncharged"]["survived"] > 100, proof["uncharged"])
    same("the requirements that they violate", {str(trial["breaks"]) for trial in proof["uncharged_trials"]}, {"[]"})
    same("the data of the page", shown_by(page)["report"], proof)
    ended = apigcheck("prove", LIFECYCLE)
    none = json.loads(apigcheck("prove", LIFECYCLE, "--json").out)
    check_totals(none)
    for name, counts in (("(no requirement)", none["uncharged"]),
                        ("(all mutants, each counted once)", none["total"])):
        holds(name, re.search(rf"\n *{counts['faults']} +{counts['caught']} +{re.escape(name)}\n",
                              ended.out), ended)
    has("the last line", ended.out, f"{none['uncharged']['faults']} mutants violate no verified "
        f"requirement: {none['uncharged']['caught']} killed")

with row("without any one shipped case a mutant survives, or its file explains the case"):
    alone = {}
    for trial in proof["trials"]:
        if len(trial["caught_by"]) == 1:
            alone.setdefault(trial["caught_by"][0], []).append(trial["defect"])
    for case in proof["cases"]:
        same(case["name"], case["alone"], len(alone.get(case["name"], [])))
        holds(f"{case['name']} or its reason", case["alone"] or case.get("reason"), case)
        same(f"{case['name']} is redundant", bool(case.get("reason")), not case["alone"])
    same("weak cases", proof["weak_cases"], 0)

with row("the page is self-contained, and nothing in it runs"):
    text = read(page)
    for part in ("<!DOCTYPE html>", "light-dark(", "BIND-FUNCTION", "default-src 'none'; base-uri 'none'",
                 "; style-src 'sha256-", "; script-src 'sha256-", "PROVEN: "):
        has("the page", text, part)
    lacks("the page", text, "unsafe-inline")
    same("scripts", re.findall("<script[^>]*>", text),
         ['<script type="application/json" id="run">', "<script>"])
    markup = re.sub("(?s)<(script|style)[^>]*>.*?</\\1>", "", text)
    for part in ("http:", "https:", "url(", "onload", "<img", "<link", "src=\""):
        lacks("the page", markup, part)
    for part in ("@import", "url("):
        lacks("the style", re.search("(?s)<style>(.*?)</style>", text)[1], part)

with row("two runs of prove report the same"):
    first, again = (json.loads(apigcheck("prove", LIFECYCLE, "--json").out) for _ in range(2))
    same("the trials", again["trials"], first["trials"])

with row("-q: one line"):
    ended = apigcheck("prove", LIFECYCLE, "-q")
    holds("it is one", re.fullmatch(r"PROVEN: \d+ of \d+ mutants killed .*\n", ended.out), ended)

with row("the table lists requirements and cases; with -v each mutant"):
    ended = apigcheck("prove", LIFECYCLE, "-v")
    same("the exit status", ended.status, 0, ended)
    has("it", ended.out, "UNBIND-FUNCTION  MUST")
    has("it", ended.out, "lifecycle/bound-listed-unbound-bound")
    has("it", ended.out, "unbinds-nothing: nothing is unbound, and the response reports success")

with row("one folder of cases: only the requirements that they verify count"):
    ended = apigcheck("prove", LIFECYCLE, "--json")
    same("the exit status", ended.status, 0, ended)
    broken = {one for trial in json.loads(ended.out)["trials"] for one in trial["breaks"]}
    lacks("the mutants", " ".join(broken), "BIND-TOKEN")

# ---- Weaker cases ----

folder = new_folder()
write(folder, "bind/operation.yaml",
      read(os.path.join(CASES, "bind-credentials", "operation.yaml"))
      .replace("operation: bind-credentials", "operation: bind"))
for extra in os.listdir(os.path.join(CASES, "bind-credentials")):
    if extra.endswith(".json"):
        shutil.copy(os.path.join(CASES, "bind-credentials", extra), os.path.join(folder, "bind"))

with row("a weaker case lets mutants survive: exit 1, and they are listed"):
    write(folder, "requirements.yaml", """requirements:
  - id: BIND-CREATED
    level: MUST
    text: A call that is granted is answered with 201.
    source: Status Codes, 201
    not_tested: null
    about: {status: 201}
""")
    write(folder, "bind/case.yaml", """cases:
  - id: granted
    title: A call is granted
    verifies: [BIND-CREATED]
    expect: {status: 2xx}
""")
    ended = apigcheck("prove", folder)
    same("the exit status", ended.status, 1, ended)
    has("it", ended.out, "\n  bind 201, status (bind/granted)\n      violates BIND-CREATED\n"
        "      5 mutants: the status is 200, OK (status-200), and 4 more faults\n"
        "        add: expect: {status: 201}\n")
    lacks("survivors", ended.out, "status-404")
    has("it", ended.out, "NOT PROVEN")
    os.remove(os.path.join(folder, "requirements.yaml"))

STATUS_ONLY = """cases:
  - id: granted
    title: A call is granted
    expect: {status: 201}
"""
SHOULD_BE = """cases:
  - id: granted
    title: A call is granted
    verifies: [BIND-CREATED]
    expect: {status: 2xx}
    should: {status: 201}
"""
SHOULD = ("requirements:\n  - {id: BIND-CREATED, level: SHOULD, text: It is 201., source: there, "
          "about: {status: 201}}\n")
UNTESTED = "  - {id: BIND-FUNCTION, level: MUST, text: It is., source: there, not_tested: So it is.}\n"
for what, requirements, cases in (
        ("no requirements", "", STATUS_ONLY), ("a SHOULD alone", SHOULD, SHOULD_BE),
        ("a SHOULD, and a MUST that is not tested", SHOULD + UNTESTED, SHOULD_BE)):
    with row(f"no requirements, {what}: a mutation score, never PROVEN"):
        write(folder, "bind/case.yaml", cases)
        if requirements:
            write(folder, "requirements.yaml", requirements)
        page = os.path.join(new_folder(), "proof.html")
        ended = apigcheck("prove", folder, "--html", page)
        same("the exit status", ended.status, 0, ended)
        lacks("it", ended.out, "PROVEN")
        proof = json.loads(apigcheck("prove", folder, "--json").out)
        check_totals(proof)
        whole = proof["total"]
        holds("faults", 0 < whole["caught"] < whole["faults"], whole)
        score = (f"{whole['caught']}/{whole['faults']} "
                 f"({whole['caught'] * 1000 // whole['faults'] / 10} %)")
        has("the last line", ended.out.splitlines()[-1], f"mutation score: {score} (")
        has("the page", read(page), f"<title>Mutation score: {score}</title>")
        same("the data of the page", shown_by(page)["report"], proof)
        same("its outcome", proof["outcome"], "mutation score")
        same("the outcome", proof["outcome"], "mutation score")
        same("the score", proof["mutation_score"], score)
        listed = sum(map(int, re.findall(r"(?m)^      (\d+) mutants?: ", ended.out)))
        same("survivors that are listed", listed, whole["survived"])
        same("survivors in groups", sum(group["mutants"] for group in proof["groups"]
                                        if group["counted"]), whole["survived"])
        ended = apigcheck("prove", folder, "--strict", "-q")
        same("the exit status with --strict", ended.status, 1, ended)
        lacks("it", ended.out, "PROVEN")
    if requirements:
        os.remove(os.path.join(folder, "requirements.yaml"))

with row("a case that is stricter than the specification is a false alarm: exit 1"):
    write(folder, "bind/case.yaml", """cases:
  - id: ends-in-z
    title: A time ends in Z
    expect: {status: 201, json: {applies: [{bound_time: !re 'Z\\z'}]}}
""")
    ended = apigcheck("prove", folder)
    same("the exit status", ended.status, 1, ended)
    for variant in ("time-east", "time-west", "time-lower-case"):
        has("it", ended.out, f"false alarm: bind/ends-in-z fails against the variant '{variant}' (")
    lacks("it", ended.out, "variant 'pretty'")

with row("cases that fail without a fault prove nothing: exit 1"):
    text = read(os.path.join(folder, "bind/case.yaml"))
    write(folder, "bind/case.yaml", text.replace("status: 201", "status: 202"))
    ended = apigcheck("prove", folder)
    same("the exit status", ended.status, 1, ended)
    has("standard error", ended.err, "'bind/ends-in-z' does not pass against the unmodified gateway")
    has("standard error", ended.err, "error[unhealthy-gateway]: ")

TWINS = """cases:
  # Once more,
  # for the sake of the example.
  - id: twin
    title: A call is granted
    verifies: [BIND-CREATED]
    expect: {status: 201}
    CLEANUP
  - id: granted
    title: A call is granted, and the one after it
    verifies: [BIND-CREATED]
    expect: {status: 201}
    CLEANUP
""".replace("CLEANUP", "cleanup: [{request: {method: DELETE, path: '/v2/{project_id}/apigw/instances"
            "/{instance_id}/app-quotas/{app_quota_id}/bound-apps/{app_id}'}}]")
CREATED = """requirements:
  - {id: BIND-CREATED, level: MUST, text: A call that is granted is answered with 201., source: there, about: {status: 201}}
"""
with row("a redundant case is listed, and with --strict exit 1"):
    write(folder, "requirements.yaml", CREATED)
    write(folder, "bind/case.yaml", TWINS)
    for options, status in (((), 0), (("--strict",), 1)):
        ended = apigcheck("prove", folder, *options)
        same(f"the exit status with {options}", ended.status, status, ended)
        has("it", ended.out, "bind/twin  redundant (kills no mutant that another case misses)")
        has("it", ended.out, "redundant cases: 1")

with row("a redundant case with a reason: the tag `redundant`, and the key `why`"):
    comment = "  # Once more,\n  # for the sake of the example.\n"
    for why, reason in (("\n    why: Once more.", "Once more."), ("", None)):
        write(folder, "bind/case.yaml", TWINS.replace(comment, "").replace(
            "title: A call is granted\n", f"title: Again\n    tags: [redundant]{why}\n"))
        ended = apigcheck("prove", folder, "--json", "--strict")
        cases = json.loads(ended.out)["cases"]
        same("the exit status", ended.status, 0 if reason else 1, ended)
        same("weak", [case["name"] for case in cases if case["weak"]],
             [] if reason else ["bind/twin"])
        same("the reason", cases[0].get("reason"), reason)

with row("a MUST without a fault is not proven: exit 1, in the table, the JSON and the page"):
    write(folder, "requirements.yaml", CREATED + "  - {id: BIND-PRETTY, level: MUST, text: It is <b>pretty</b>., source: there}\n")
    write(folder, "bind/case.yaml", TWINS.replace("[BIND-CREATED]", "[BIND-CREATED, BIND-PRETTY]"))
    page = os.path.join(new_folder(), "proof.html")
    ended = apigcheck("prove", folder, "--html", page)
    same("the exit status", ended.status, 1, ended)
    holds("the row", re.search(r"\n +0 +0 +0  BIND-PRETTY  MUST  NOT PROVEN\n", ended.out), ended)
    has("the last line", ended.out, "MUST without a killed mutant: 1")
    shown = {one["id"]: one for one in shown_by(page)["report"]["requirements"]}["BIND-PRETTY"]
    same("the page", (shown["text"], shown["unproven"]), ("It is <b>pretty</b>.", True))
    lacks("the page", read(page), "<b>pretty")
    proof = json.loads(apigcheck("prove", folder, "--json").out)
    same("the count", proof["must_unproven"], 1)
    same("proven", {r["id"]: r["proven"] for r in proof["requirements"]},
         {"BIND-CREATED": True, "BIND-PRETTY": False})
    ended = apigcheck("lint", folder)
    same("the exit status of lint", ended.status, 0, ended)
    has("lint", ended.err, "warning[unprovable-requirement]: no fault of 'prove' violates requirement 'BIND-PRETTY'")
    lacks("lint", ended.err, "BIND-CREATED'")
    os.remove(os.path.join(folder, "requirements.yaml"))

# ---- The gateway with a fault ----

for defect, case in (("status-500", "no-token"), ("member-dropped:error_code", "no-token"),
                     ("token-unchecked", "no-token"), ("answers-twice", "binds-two"),
                     ("body-stale", "answers-for-this-call-alone")):
    with row(f"mock --defect {defect}: a case fails"):
        with Gateway("--defect", defect) as gateway:
            ended = apigcheck("run", "--target", EMBEDDED, "--url", gateway.url, "--all")
            same("the exit status", ended.status, 1, ended)
            has("standard output", ended.out, case)

with row("mock: an unknown fault"):
    ended = apigcheck("mock", "--defect", "status-50")
    same("the exit status", ended.status, 2, ended)
    has("standard error", ended.err, "did you mean 'status-500'?")

with row("--data: the faults.yaml in it is checked against the suite, and used"):
    data = os.path.join(new_folder(), "gateway")
    shutil.copytree(os.path.join(ROOT, "fixtures", "gateway"), data)
    faults = read(os.path.join(data, "faults.yaml"))
    line = "  unbinds-all: [UNBIND-NOTHING-ELSE]\n"
    has("faults.yaml", faults, line)
    for new, what in ((line.replace("ELSE", "ELES"), "the suite has no requirement 'UNBIND-NOTHING-ELES'"),
                      (line.replace("all", "al"), "unknown fault 'unbinds-al'")):
        write(data, "faults.yaml", faults.replace(line, new))
        ended = apigcheck("prove", LIFECYCLE, "--data", data)
        same("the exit status", ended.status, 2, ended)
        same("standard output", ended.out, "")
        has("standard error", ended.err, what)
        has("standard error", ended.err, "faults.yaml:")
    write(data, "faults.yaml", faults.replace(line, ""))
    ended = apigcheck("prove", LIFECYCLE, "--data", data)
    same("the exit status", ended.status, 1, ended)
    holds("the row", re.search(r"\n +0 +0 +0  UNBIND-NOTHING-ELSE  MUST  NOT PROVEN\n", ended.out),
          ended)
    os.remove(os.path.join(data, "faults.yaml"))
    ended = apigcheck("prove", LIFECYCLE, "--data", data, "-q")
    same("without one, the shipped file counts: the exit status", ended.status, 0, ended)

with row("help mock names the pages that list variants and faults"):
    ended = apigcheck("help", "mock")
    for topic, parts in (("variants", ("front-door", "time-nanoseconds")),
                         ("faults", ("member-dropped", "token-unchecked"))):
        has("help mock", ended.out, f"'apigcheck help mock {topic}'")
        page = apigcheck("help", "mock", topic)
        same("the exit status", page.status, 0, page)
        for part in parts:
            has(topic, page.out, f"  {part} ")
            lacks("help mock", ended.out, f"  {part} ")
    for words, hint in ((("mock", "fault"), "did you mean 'faults'?"), (("mock", "faults", "x"), ""),
                        (("run", "faults"), "")):
        wrong = apigcheck("help", *words)
        same("the exit status", wrong.status, 2, wrong)
        same("standard output", wrong.out, "")
        has("standard error", wrong.err, f"no help for '{words[0]} {words[1]}")
        has("standard error", wrong.err, hint)

# ---- Requirements ----

with row("list --requirements shows the faults that prove each"):
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
    """An API other than the gateway."""
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
    with row("--learn: the cases of another API, and the weak ones among them"):
        url = f"http://127.0.0.1:{server.server_address[1]}"
        ended = apigcheck("prove", folder, "--learn", url, "--json")
        same("the exit status", ended.status, 0, ended)
        proof = json.loads(ended.out)
        same("it was asked once for each case", Pets.asked, 5)
        cases = {case["name"]: case for case in proof["cases"]}
        survived = {(t["answer"], t["defect"], t.get("site")) for t in proof["trials"]
                    if t["fate"] == "survived"}
        detected = {(t["answer"], t["defect"], t.get("site")) for t in proof["trials"]
                  if t["fate"] == "caught"}
        holds("a case that detects almost nothing", cases["pets/anything"]["catches"] <= 2, cases)
        same("weak cases", [name for name, case in cases.items() if case["weak"]],
             ["pets/status-alone", "pets/anything"])
        holds("a good case", cases["pets/one"]["alone"] > 50, cases)
        holds("the weak list", ("GET /pets 200", "member-dropped", "pets/name") in survived)
        holds("the weak refusal", ("GET /pets/8 404", "body-html", None) in survived)
        holds("the good case", ("GET /pets/7 200", "member-dropped", "name") in detected)
        holds("the good case", ("GET /pets/7 200", "time-basic", "born") in detected)
        check_totals(proof)
        same("the outcome", proof["outcome"], "mutation score")
        same("faults of requirements", proof["charged"]["faults"], 0)
    with row("--learn with --strict: a weak case is exit 1"):
        ended = apigcheck("prove", folder, "--learn", url, "--strict")
        same("the exit status", ended.status, 1, ended)
        has("it", ended.out, "pets/status-alone  redundant (kills no mutant that another case misses)")
    with row("--learn: a MUST is proven by the mutants that its own cases detect"):
        write(folder, "requirements.yaml", """requirements:
  - {id: PET, level: MUST, text: A pet is shown., source: there}
  - {id: PETS, level: MUST, text: Pets are listed., source: there}
""")
        write(folder, "pets/cases.yaml", """cases:
  - id: one
    title: A pet is shown
    verifies: [PET]
    expect: {status: 200}
  - id: list
    title: Something is answered
    verifies: [PETS]
    with: {path: /pets}
    expect: {status: [2xx, 3xx, 4xx, 5xx]}
""")
        ended = apigcheck("prove", folder, "--learn", url, "--json")
        same("the exit status", ended.status, 1, ended)
        proof = json.loads(ended.out)
        same("proven", {r["id"]: r["proven"] for r in proof["requirements"]},
             {"PET": True, "PETS": False})
        check_totals(proof)
        same("faults of a requirement", proof["charged"]["faults"],
             sum(trial["fate"] == "caught" for trial in proof["trials"]))
        holds("others belong to no requirement", proof["uncharged"]["survived"] > 100, proof["total"])
        ended = apigcheck("prove", folder, "--learn", url)
        same("the exit status", ended.status, 1, ended)
        same("PROVEN", re.findall(r"(?m)^.*PROVEN:", ended.out), [])
        has("the last line", ended.out.splitlines()[-1], "mutation score: ")
        has("the last line", ended.out.splitlines()[-1], "MUST without a killed mutant: 1")
    with row("--learn: no fault applies where there was no response: exit 3"):
        write(folder, "pets/cases.yaml", """cases:
  - id: refused
    title: Nobody listens there
    verifies: [PET, PETS]
    with: {url: nowhere}
    expect: {connection: refused}
""")
        page = os.path.join(new_folder(), "proof.html")
        words = ("prove", folder, "--learn", url, "--var", "nowhere=http://127.0.0.1:1")
        ended = apigcheck(*words, "--html", page)
        same("the exit status", ended.status, 3, ended)
        has("the last line", ended.out, "mutation score: no fault applies to these responses")
        has("the page", read(page), "<title>No fault applies to these responses</title>")
        ended = apigcheck(*words, "--json", "--strict")
        same("the exit status", ended.status, 3, ended)
        same("the score", json.loads(ended.out)["mutation_score"], None)
        write(folder, "pets/cases.yaml", """cases:
  - id: one
    title: A pet is shown
    verifies: [PET, PETS]
    expect: {status: 200}
""")
    with row("--learn: the steps of the target are replayed, and never mutated"):
        target = write(new_folder(), "target.yaml", f"""url: {url}
before:
  - title: All pets are listed
    request: {{method: GET, path: /pets}}
    expect: {{status: 200}}
    capture: {{first: {{at: '$.pets[0].id'}}}}
    cleanup:
      - request: {{method: GET, path: /pets}}
        expect: {{status: 200}}
""")
        ended = apigcheck("prove", folder, "--target", target, "--learn", url, "--json", "--case",
                          "pets/one")
        same("the exit status", ended.status, 0, ended)
        one = json.loads(ended.out)
        same("the mutants", {t["answer"] for t in one["trials"]}, {"GET /pets/7 200"})
        write(folder, "pets/cases.yaml", """cases:
  - {id: any, title: Something is answered, verifies: [PETS], expect: {status: [2xx, 4xx, 5xx]}}
  - {id: one, title: A pet is shown, verifies: [PET], expect: {status: 200}}
""")
        ended = apigcheck("prove", folder, "--target", target, "--learn", url, "--json")
        both = json.loads(ended.out)
        holds("it detects something", one["cases"][0]["catches"] > 0, ended)
        same("the second case detects as much as it does alone",
             [case["catches"] for case in both["cases"] if case["name"] == "pets/one"],
             [case["catches"] for case in one["cases"]])
    with row("--learn: an API that is not running"):
        server.shutdown()
        server.server_close()
        ended = apigcheck("prove", folder, "--learn", url)
        same("the exit status", ended.status, 1, ended)
        has("standard error", ended.err, "does not pass against the unmodified gateway")

finish()
