"""`apigcheck rejudge` reads a results file as strictly as any other command, and compares each request in
it with the one that would be sent now."""
import copy
import json
import os

from checks import finish, has, holds, lacks, row, same
from program import ROOT, Process, apigcheck, new_folder, read, record, write
from records import save
from servers import Recorder, response

TOKEN = "a token & more, that nobody-may-see"
CASES = r"""
operation: all
needs: {always: [token, color]}
request: {method: GET, path: /}
credential: {X-Auth-Token: $(token)}
cases:
  - id: plain
    title: A header and a query
    with: {query: {color: $(color), of: [a, b]}, headers: {X-Mode: strict, X-Token: "<$(token)>"}}
    expect: {status: 200, json: {ok: true}}
  - id: posts
    title: JSON with a secret in it
    with: {method: POST, json: {color: $(color), id: $(uuid), secret: $(token)}}
    expect: {status: 200}
  - {id: form, title: A form, with: {method: POST, form: {a: 1, t: $(token)}}, expect: {status: 200}}
  - {id: binary, title: Bytes, with: {method: POST, file: bytes.bin}, expect: {status: 200}}
  - {id: large, title: Much, with: {method: POST, file: large.txt}, expect: {status: 200}}
  - id: times
    title: Times of the case and of each request
    vars: {begun: $(now)}
    steps:
      - with: {method: POST, json: {begun: $(begun), now: $(now)}}
        expect: {status: 200}
        capture: {it: {at: $.ok}}
      - {with: {method: PUT, json: {begun: $(begun), now: $(now), it: $(it)}}, expect: {status: 200}}
    cleanup:
      - {with: {method: DELETE, headers: {X-At: $(now)}}, expect: {status: 200}}
  - id: polls
    title: Not at once
    with: {path: /poll, headers: {X-At: $(now)}}
    within: 5s
    every: 20ms
    expect: {status: 200}
  - {id: fails, title: It fails, with: {path: /other}, expect: {status: 404}}
  - {id: refused, title: Nobody listens, with: {url: nobody, path: /}, expect: {connection: refused}}
"""


def reply():
    polls = []

    def give(request):
        if request.path == "/poll":
            polls.append(request)
            return response(200 if len(polls) % 3 == 0 else 503)
        return response()
    return give


class Scene:
    def __init__(self, server, cases=CASES):
        self.folder, self.server = new_folder(), server
        write(self.folder, "cases/all.yaml", cases)
        with open(os.path.join(self.folder, "cases", "bytes.bin"), "wb") as file:
            file.write(bytes(range(256)))
        write(self.folder, "cases/large.txt", "0123456789" * 5000)
        write(self.folder, "token", TOKEN)
        write(self.folder, "target.yaml",
              f"url: {server.url}\nname: A target\nvars: {{color: 'r&d', nobody: 'http://127.0.0.1:9'}}\n"
              "secrets: {token: {file: token}}\nbefore:\n  - {request: {method: POST, path: /before, "
              "headers: {X-At: $(now)}, json: {run: $(run_id)}}, expect: {status: 200}}\n")

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def run(self, *words):
        return apigcheck("run", "cases", "--target", "target.yaml", "--json", "r.json", *words,
                         cwd=self.folder)

    def rejudge(self, name="r.json", *words, target=("--target", "target.yaml")):
        return apigcheck("rejudge", name, "cases", *target, *words, cwd=self.folder)


with row("a results file is judged again, with any kind of request"), Recorder(reply()) as server:
    SCENE = Scene(server)
    ended = SCENE.run()
    same("the exit status of the run", ended.status, 1, ended)
    ended = SCENE.rejudge()
    same("the exit status", ended.status, 1, ended)
    same("its last lines", ended.out.splitlines()[-2:],
         ["not compared with the current requests: the masked parts of 11 headers, 2 bodies, "
          "the truncated parts of 1 body",
          "8 passed, 1 failed, 0 errors, 0 not judged; 0 changed"])
    lacks("the record", read(SCENE.path("r.json")), TOKEN)
THEN = record(SCENE.path("r.json"))

for words in (("--rate", "20/s", "--parallel", "3"), ("--repeat", "3"), ("--seed", "beef")):
    with row(f"times and generated values are taken from the run: {' '.join(words)}"), \
            Recorder(reply()) as server:
        scene = Scene(server)
        scene.run(*words)
        ended = scene.rejudge()
        has("rejudge", ended.out, "0 not judged; 0 changed")

# ---- Edited results ----


def case_of(results, name):
    return next(one for one in results["cases"] if one["id"] == name)


def edited(change):
    results = copy.deepcopy(THEN)
    change(results)
    save(SCENE.path("edited.json"), results)
    return SCENE.rejudge("edited.json")


def set_header(name, value):
    def change(results):
        for header in case_of(results, "plain")["steps"][0]["request"]["headers"]:
            if header[0] == name:
                header[1] = value
    return change


def request_of(results, name, step=0):
    return case_of(results, name)["steps"][step]["request"]


def set_request(name, field, value, step=0):
    def change(results):
        request_of(results, name, step)[field] = value
    return change


def set_body(name, old, new, step=0):
    def change(results):
        body = request_of(results, name, step)["body"]
        kind = "text" if "text" in body else "base64"
        assert old in body[kind]
        body[kind] = body[kind].replace(old, new, 1)
    return change


def set_size(results):
    request_of(results, "large")["body"]["size"] += 1


def drop_header(results):
    request_of(results, "plain")["headers"] = [
        one for one in request_of(results, "plain")["headers"] if one[0] != "X-Mode"]


def add_header(results):
    request_of(results, "plain")["headers"].append(["X-More", "1"])


def change_before(results):
    body = results["before"][0]["steps"][0]["request"]["body"]
    body["text"] = body["text"].replace("run", "ran")


def drop_step(results):
    del case_of(results, "times")["steps"][2]


def add_step(results):
    case_of(results, "plain")["steps"] *= 2


PLAIN = "all/plain: the request has changed: step 1: "
EDITS = [
    ("a header", set_header("X-Mode", "lax"),
     PLAIN + "header 'X-Mode' was 'lax', now it is 'strict'"),
    ("around a mask", set_header("X-Token", "<***"), "header 'X-Token' was '<***'"),
    ("a header that is not sent", add_header, "header 'X-More: 1' was sent, now it is not"),
    ("a header that is left out", drop_header, "header 'X-Mode: strict' was not sent, now it is"),
    ("the program's name", set_header("User-Agent", "curl"), "header 'User-Agent' was"),
    ("the method", set_request("plain", "method", "HEAD"), PLAIN + "it was HEAD http"),
    ("the path", set_request("times", "url", "http://127.0.0.1/", 1), "all/times: "
     "the request has changed: step 2: it was PUT http://127.0.0.1/, now it is PUT http"),
    ("a body", set_body("posts", "r&d", "R&d"), "step 1: the body had "),
    ("a body that is longer", set_request("binary", "body", {"size": 3, "text": "abc"}),
     "step 1: the body had 3 bytes, now it is another one of 256 bytes"),
    ("a time", set_body("times", '"now":"2', '"now":"1', 1), "step 2: the body had "),
    ("a body of a form", set_body("form", "a=1", "a=2"), "step 1: the body had "),
    ("a body in base64", set_body("binary", "AAEC", "AAEB"), "step 1: the body had 256 bytes"),
    ("a body that is cut", set_body("large", "0123", "0124"), "step 1: the body had 50000 bytes"),
    ("the size of a body that is cut", set_size, "step 1: the body had 50001 bytes"),
    ("of the cleanup", set_request("times", "method", "PUT", 2), "all/times: the request has changed"),
    ("of the target's own steps", change_before, "'before' step 1: the body had "),
    ("a step that is left out", drop_step, "is sent now, but is not in the results"),
    ("a step too many", add_step, "was sent, now it is not"),
    ("masked, which is not now", set_header("X-Mode", "***"),
     "all/plain: cannot be judged again: step 1: header 'X-Mode' is masked in the results"),
]
for what, change, message in EDITS:
    with row(f"an edited request: {what}"):
        ended = edited(change)
        has("standard output", ended.out, message)
        holds("the exit status", ended.status in (1, 3), ended)
        lacks("the output", ended.out, "0 not judged")

with row("a reason that all cases share is printed once"):
    def everywhere(results):
        for case in results["cases"]:
            for step in case["steps"]:
                for header in step.get("request", {"headers": []})["headers"]:
                    header[1] = header[1].replace("*/*", "*")
    ended = edited(everywhere)
    same("lines", ended.out.count("the request has changed"), 1, ended)
    has("standard output", ended.out, "and 8 more cases for the same reason")
    same("the exit status", ended.status, 3, ended)

with row("an edited response, and an edited result"):
    def lie(results):
        case_of(results, "fails")["steps"][0].update(verdict="pass", findings=[])
        case_of(results, "fails")["verdict"] = results["verdict"] = "pass"
        results["counts"].update({"fail": 0, "pass": 9})
        results.pop("causes")
    has("the verdict", edited(lie).out, "all/fails: fail, was pass")

    def answers_otherwise(results):
        case_of(results, "plain")["steps"][0]["response"]["status"] = 201
    has("the answer", edited(answers_otherwise).out, "all/plain: fail, was pass")

# ---- One reader for all commands ----

LINE = read(SCENE.path("r.json"))
BROKEN = {
    "a header, by hand": (LINE.replace("strict", "lax"), "it was changed: the digest"),
    "an unknown field": (None, "unknown property in",
                                 lambda r: r["cases"][0].update(more=1)),
    "another version": (None, "results of version 1 are not supported",
                        lambda r: r["apigcheck"].update(record=1)),
    "no version": (None, "this is not a results file", lambda r: r["apigcheck"].pop("record")),
    "an odd time": (None, "expected a time", lambda r: r["cases"][0].update(started_at="x")),
    "a NUL in a result": (None, "NUL character",
                           lambda r: r["cases"][0].update(verdict="pass\0x")),
    "JSON of another form": (json.dumps(THEN), "this is not a results file"),
    "cut": (LINE[:-3], "the results file is incomplete"),
}
for what, (text, message, *change) in BROKEN.items():
    with row(f"rejected by every command: {what}"):
        if text is None:
            results = copy.deepcopy(THEN)
            change[0](results)
            save(SCENE.path("broken.json"), results)
        else:
            write(SCENE.folder, "broken.json", text)
        for ended in (SCENE.rejudge("broken.json"), apigcheck("report", SCENE.path("broken.json")),
                      SCENE.run("--last-failed", "broken.json", "--json", "other.json")):
            same("the exit status", ended.status, 2, ended)
            has("standard error", ended.err, message)

with row("rejudge accepts a journal, but not older results beside one"):
    results = copy.deepcopy(THEN)
    before = results.pop("before")[0]
    for name in ("elapsed_us", "verdict", "counts", "cleanup_failures", "causes"):
        results.pop(name)
    results["apigcheck"]["is_journal"] = True
    started = [{**case, "verdict": "not run", "steps": [], "elapsed_us": 0}
               for case in results["cases"]]
    results["cases"] = started + [before] + results["cases"][:2]
    save(SCENE.path("j.json.journal"), results)
    write(SCENE.folder, "j.json.journal",
          read(SCENE.path("j.json.journal")).replace("\n  ]\n}\n", ",\n"))
    ended = SCENE.rejudge("j.json.journal")
    same("the exit status", ended.status, 3, ended)
    has("standard output", ended.out, "2 passed, 0 failed, 0 errors, 0 not judged; 0 changed")
    write(SCENE.folder, "j.json", LINE)
    for ended in (SCENE.rejudge("j.json"), apigcheck("report", SCENE.path("j.json")),
                  SCENE.run("--last-failed", "j.json", "--json", "other.json")):
        same("the exit status", ended.status, 2, ended)
        has("standard error", ended.err, "is older than the journal of a later run")

with row("merged shards are judged one by one"), Recorder(reply()) as server:
    scene = Scene(server)
    for shard in (1, 2):
        scene.run("--shard", f"{shard}/2", "--json", f"{shard}.json")
        has("a shard", scene.rejudge(f"{shard}.json").out, "0 not judged; 0 changed")
    apigcheck("report", "1.json", "2.json", "--json", "m.json", cwd=scene.folder)
    ended = scene.rejudge("m.json")
    same("the exit status", ended.status, 2, ended)
    has("standard error", ended.err, "the results were merged from several runs")

# ---- The target ----

with row("without a target: the missing variables, once"):
    ended = SCENE.rejudge(target=())
    same("the exit status", ended.status, 2, ended)
    has("standard error", ended.err, "undefined variables 'token', 'color', 'nobody': the cases")
    has("standard error", ended.err, "--target FILE")
    same("standard output", ended.out, "")

with row("another target, another suite: reported, and not judged"):
    ended = SCENE.rejudge("r.json", "--var", "color=blue")
    has("standard output", ended.out, "all/plain: the request has changed: step 1: it was GET ")
    same("the exit status", ended.status, 1, ended)
    write(SCENE.folder, "cases/all.yaml", CASES.replace("id: posts", "id: sends"))
    has("standard output", SCENE.rejudge().out, "all/posts: not among the current cases")

finish()
