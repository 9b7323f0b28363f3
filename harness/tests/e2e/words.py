"""Each key of a case that checks or captures: a case that passes, and one that fails for the right
reason, with the right message."""
import hashlib
import json
import os
import threading

from checks import finish, has, holds, lacks, row, same
from program import apigcheck, new_folder, read, record, write
from servers import Recorder, Server, response, reset

BODY = b'{"pets": [{"id": 1, "name": "Rex"}, {"id": 2, "name": "Tom"}], "big": 9007199254740993}'
TOKEN = "captured-secret-4711"
polls = {}
lock = threading.Lock()


def count(path):
    with lock:
        polls[path] = polls.get(path, 0) + 1
        return polls[path]


def reply(request):
    path = request.path.split("?")[0]
    if path == "/pets":
        return response(200, BODY)
    if path == "/login":
        return response(201, '{"ok": true}', (("Content-Type", "application/json"),
                                            ("X-Subject-Token", TOKEN), ("Location", "/jobs/abc7")))
    if path == "/echo":
        return response(200, json.dumps({
            "token": (request.values("X-Auth-Token") or [None])[0], "body": request.body.decode(),
            "query": request.path.partition("?")[2],
            "type": (request.values("Content-Type") or [None])[0]}))
    if path.startswith("/slowly-done"):
        return response(200, json.dumps({"state": "done" if count(request.path) > 2 else "running"}))
    if path == "/never-done":
        return response(200, '{"state": "running"}')
    if path == "/broken":
        return response(200, '{"state": "failed"}')
    if path == "/twice":
        return response(200, "{}", (("Content-Type", "application/json"), ("X-Twice", "a"),
                                  ("X-Twice", "b")))
    if path == "/conflict":
        return response(409, '{"error_code": 7, "error_msg": "no", "a/b": 1, "extra": 2}')
    if path == "/accepted":
        return response(202, "")
    if path == "/not-json":
        return response(200, '{"a": 1,}')
    return response(404, '{"error_code": "X.1"}')


# An id, the keys of the case, its result, and a part of its message.
ROWS = [
    ("at-singular", "expect: {at: {'$.pets[0].name': Rex}}", "pass", ""),
    ("at-singular-fails", "expect: {at: {'$.pets[0].name': Tom}}", "fail",
     'at $.pets[0].name: expected "Tom", got "Rex"'),
    ("at-many", "expect: {at: {'$..id': [1, 2]}}", "pass", ""),
    ("at-many-fails", "expect: {at: {'$..id': !each [!range {max: 1}]}}", "fail",
     "at $..id: expected a number with max 1, got 2"),
    ("at-absent", "expect: {at: {'$.nothing': !absent , '$.pets[7]': !absent }}", "pass", ""),
    ("at-absent-fails", "expect: {at: {'$.pets': !absent }}", "fail", "at $.pets: expected nothing"),
    ("at-without-a-body", "with: {path: /accepted}\n    expect: {at: {$.secret: !absent }}", "fail",
     "at $.secret: expected nothing, got no body"),
    ("at-nothing-without-a-body", "with: {path: /accepted}\n    expect: {at: {$..secret: []}}",
     "fail", "at $..secret: expected [], got no body"),
    ("json-without-a-body", "with: {path: /accepted}\n    expect: {json: {secret: !absent }}",
     "fail", "json: expected an object, got no body"),
    ("fail-when-without-a-body", """with: {path: /accepted}
    within: 300ms
    every: 50ms
    fail_when: {at: {$.state: !absent }}
    expect: {status: 201}""", "fail", "status: expected 201, got 202"),
    ("captures-without-a-body", """with: {path: /accepted}
    expect: {status: 202}
    capture: {x: {at: $.id}}
    cleanup: [{with: {path: '/echo', headers: {A: $(x)}}}]""", "error",
     "cannot capture 'x': the response has no body"),
    ("at-nothing-fails", "expect: {at: {'$.nothing': !any }}", "fail",
     "at $.nothing: expected any value, got nothing"),
    ("at-not-json", "with: {path: /not-json}\n    expect: {at: {'$.a': 1}}", "fail",
     "got a body that is not JSON; line 1, column 9"),
    ("exact-numbers", "expect: {json: {big: 9007199254740993}}", "pass", ""),
    ("exact-numbers-fail", "expect: {json: {big: 9007199254740992}}", "fail",
     "json: expected 9007199254740992, got 9007199254740993"),
    ("schema", "expect: {json: !schema pets.json}", "pass", ""),
    ("schema-fails", "expect: {json: !schema 'pets.json#/$defs/strict'}", "fail",
     "at most 1 item, got 2 items; pets.json#/$defs/strict/properties/pets/maxItems"),
    ("bytes", f"expect: {{bytes: {{length: {len(BODY)}, "
     f"sha256: '{hashlib.sha256(BODY).hexdigest()}'}}}}", "pass", ""),
    ("bytes-fail", "expect: {bytes: {length: !range {max: 10}}}", "fail",
     f"bytes: expected a number with max 10, got {len(BODY)}"),
    ("time", "expect: {time: {total: 20s, first_byte: 20s}}", "pass", ""),
    ("time-fails", "with: {path: /late, url: late}\n    expect: {time: {total: 50ms}}", "fail",
     "time: expected at most 50ms, got "),
    ("refused", "with: {url: nobody}\n    expect: {connection: refused}", "pass", ""),
    ("refused-fails", "expect: {connection: refused}", "fail",
     "connection: expected a connection failure (refused), got a response with status 200"),
    ("reset", "with: {url: rude}\n    expect: {connection: reset}", "pass", ""),
    ("timeout", "with: {url: silent}\n    timeout: 300ms\n    expect: {connection: timeout}", "pass",
     ""),
    ("timeout-was-refused", "with: {url: nobody}\n    expect: {connection: timeout}", "error",
     "expected a connection failure (timeout), got a connection failure (refused)"),
    ("one-of", "expect: !in [{status: 404}, {status: 200, json: {pets: !len 2}}]", "pass", ""),
    ("one-of-fails", "expect: !in [{status: 404}, {json: {pets: !len 3}}]", "fail",
     "closest is alternative 1, status: expected 404, got 200"),
    ("one-of-with-failure", "with: {url: nobody}\n"
     "    expect: !in [{status: 403}, {connection: refused}]", "pass", ""),
    ("captures", """steps:
      - with: {path: /login}
        expect: {status: 201}
        capture: {t: {header: X-Subject-Token, secret: true}, job: {header: Location, re: '/jobs/(\\w+)$'},
                  ok: {at: $.ok}}
      - with: {path: '/echo', query: {job: $(job), ok: $(ok)}, headers: {X-Auth-Token: $(t)}}
        expect: {json: {token: $(t), query: job=abc7&ok=true}}""", "pass", ""),
    ("captures-nothing", """steps:
      - expect: {status: 200}
        capture: {x: {header: X-Missing}}
      - with: {path: '/echo', headers: {A: $(x)}}
        expect: {status: 200}""", "error",
     "cannot capture 'x': the header X-Missing is missing"),
    ("captures-several", """steps:
      - with: {path: /twice}
        expect: {status: 200}
        capture: {x: {header: X-Twice}}
      - with: {path: '/echo', headers: {A: $(x)}}
        expect: {status: 200}""", "error", "the header X-Twice occurs 2 times"),
    ("captures-several-values", """steps:
      - expect: {status: 200}
        capture: {x: {at: '$..id'}}
      - with: {path: '/echo', headers: {A: $(x)}}
        expect: {status: 200}""", "error", "the path selects 2 values"),
    ("within", """with: {path: '/slowly-done', query: {for: within}}
    within: 10s
    every: 50ms
    expect: {json: {state: done}}""", "pass", ""),
    ("within-fails", """with: {path: /never-done}
    within: 300ms
    every: 50ms
    expect: {json: {state: done}}""", "fail", 'json: expected "done", got "running"'),
    ("fail-when", """with: {path: /broken}
    within: 20s
    every: 50ms
    fail_when: {json: {state: failed}}
    expect: {json: {state: done}}""", "fail", 'json: expected "done", got "failed"'),
    ("query", "with: {path: '/echo?a=1', query: {b: [x y, 'ä&'], c: ''}}\n"
     "    expect: {json: {query: 'a=1&b=x%20y&b=%C3%A4%26&c='}}", "pass", ""),
    ("form", "with: {path: /echo, method: POST, form: {a: 1, b: [x y]}}\n"
     "    expect: {json: {body: 'a=1&b=x%20y', type: application/x-www-form-urlencoded}}", "pass",
     ""),
    ("file", "with: {path: /echo, method: POST, file: body.txt}\n"
     "    expect: {json: {body: \"bytes of a file\\n\", type: null}}", "pass", ""),
    ("text", "with: {path: /echo, method: POST, text: 'just $(word)'}\n"
     "    expect: {json: {body: just this}}", "pass", ""),
    ("escapes", """with: {path: '/echo', method: POST, query: {q: "\\r"}, text: "a\\r\\nb\\0\\e"}
    expect: {json: {body: "a\\r\\nb\\0\\e", query: 'q=%0D'}}""", "pass", ""),
    ("escapes-fail", """with: {path: '/echo', method: POST, text: "a\\rb"}
    expect: {json: {body: "a\\nb"}}""", "fail", 'json: expected "a\\nb", got "a\\rb"'),
    ("another-operation", """steps:
      - operation: other
        with: {query: {x: 1}}
        expect: {status: 200, json: {query: x=1}}""", "pass", ""),
    ("documented", "with: {path: /conflict}\n    expect: {status: 409, json: {a/b: 1}}", "fail",
     "json: expected a string, got the number 7; error.json#/properties/error_code/type"),
    ("undocumented", "with: {path: /gone}\n    expect: {status: 404}", "pass", ""),
]

EACH = """
  - id: rows
    title: A row holds
    each:
      - {name: one, n: 1, name_of: Rex}
      - {name: two, n: 2, name_of: Tom}
      - {name: wrong, n: 2, name_of: Rex}
    expect: {json: {pets: !contains [{id: $(n), name: $(name_of)}]}}
  - id: rows-of-json
    title: A row of a JSON file holds
    each: rows.json
    expect: {at: {'$.pets[*].id': !contains [$(n)]}}
  - id: rows-of-csv
    title: A row of a CSV file holds
    each: rows.csv
    expect: {at: {'$.pets[*].name': !contains [$(pet)]}}
"""

OTHER = """operation: other
request: {method: GET, path: /echo}
cases:
  - id: itself
    title: It echoes
    expect: {status: 200}
"""

OPERATION = """operation: words
needs: {always: [late, nobody, rude, silent, word, echo_token]}
request: {method: GET, path: /pets}
responses: {200: {}, 409: {json: !schema error.json}}
"""

SCHEMA = {"type": "object", "required": ["pets"],
          "properties": {"pets": {"type": "array", "items": {"$ref": "pet.json"}},
                         "big": {"type": "integer"}},
          "$defs": {"strict": {"properties": {"pets": {"maxItems": 1}}}}}
ERROR = {"type": "object", "properties": {"error_code": {"type": "string"},
                                          "error_msg": {"type": "string"}}}
PET = {"type": "object", "required": ["id", "name"],
       "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}


def late(connection):
    connection.recv(65536)
    threading.Event().wait(0.3)
    connection.sendall(response())


def silent(connection):
    connection.recv(65536)
    threading.Event().wait(5)


def rude(connection):
    connection.recv(65536)
    reset(connection)


def write_suite(folder):
    cases = "".join(f"  - id: {name}\n    title: It holds\n    {keys}\n" for name, keys, _, _ in ROWS)
    write(folder, "suite/words/operation.yaml", OPERATION)
    write(folder, "suite/words/cases.yaml", "cases:\n" + cases + EACH)
    write(folder, "suite/words/pets.json", json.dumps(SCHEMA))
    write(folder, "suite/words/error.json", json.dumps(ERROR))
    write(folder, "suite/words/pet.json", json.dumps(PET))
    write(folder, "suite/words/rows.json", '[{"name": "first", "n": 1}, {"n": 2}, {"n": 3}]')
    write(folder, "suite/words/rows.csv", 'name,pet\r\n"a, b",Rex\r\nplain,"Tom"\r\n')
    write(folder, "suite/words/body.txt", "bytes of a file\n")
    write(folder, "suite/other/operation.yaml", OTHER)


def write_target(folder, url, urls):
    names = "".join(f"  {name}: '{value}'\n" for name, value in urls.items())
    return write(folder, "target.yaml", f"""name: Words
url: {url}
vars:
  word: this
{names}before:
  - title: log in
    request: {{method: POST, path: /login, safe: true}}
    expect: {{status: 201}}
    capture: {{echo_token: {{header: X-Subject-Token, secret: true}}}}
    cleanup:
      - request: {{method: GET, path: '/logout?$(echo_token)'}}
        expect: {{status: 404}}
""")


def message_of(case):
    for step in case["steps"]:
        for finding in step.get("findings", []):
            facts = [f"{finding['subject']}: expected {finding['expected']}, got {finding['actual']}",
                     finding.get("hint"), finding.get("schema")]
            return "; ".join(filter(None, facts))
        if "error" in step:
            return json.dumps(step["error"])
    return ""


with Recorder(reply) as main, Server(late) as later, Server(silent) as mute, Server(rude) as rough:
    nobody = Server()
    nobody.close()
    scene = new_folder()
    write_suite(scene)
    aim = write_target(scene, main.url, {"late": later.url, "silent": mute.url, "rude": rough.url,
                                         "nobody": nobody.url})
    out = os.path.join(scene, "results.json")
    ended = apigcheck("run", "suite", "--target", aim, "--json", out, "-v", cwd=scene)
    cases = {case["id"]: case for case in record(out)["cases"]} if os.path.exists(out) else {}

    with row("the run reports the failure"):
        same("exit status", ended.status, 1, ended)

    for name, _, verdict, message in ROWS:
        with row(name):
            holds("the case ran", name in cases, ended)
            same("verdict", cases[name]["verdict"], verdict, json.dumps(cases[name])[:2000])
            has("the message", message_of(cases[name]), message)

    for name, verdict in (("rows[one]", "pass"), ("rows[two]", "pass"), ("rows[wrong]", "fail"),
                          ("rows-of-json[first]", "pass"), ("rows-of-json[2]", "pass"),
                          ("rows-of-json[3]", "fail"), ("rows-of-csv[a, b]", "pass"),
                          ("rows-of-csv[plain]", "pass")):
        with row(f"each: {name}"):
            same("verdict", cases.get(name, {}).get("verdict"), verdict, ended)

    with row("attempts are recorded, and there is no wait after success"):
        same("attempts", cases["within"]["steps"][0]["attempts"], 3)
        waited = [cases[name]["steps"][0].get("waited_ms", 0) for name in
                  ("within", "within-fails", "fail-when")]
        holds("the waits between them are recorded", waited[0] > 0 and waited[1] > 0, waited)
        same("no wait without a second attempt", waited[2], 0)
        holds("some attempts", cases["within-fails"]["steps"][0]["attempts"] > 2)
        same("one attempt", cases["fail-when"]["steps"][0].get("attempts", 1), 1)

    with row("captures of 'before' are available to all cases, and cleaned up at the end"):
        same("log-ins", len([r for r in main.requests if r.path == "/login"]), 2)
        same("the last request", main.requests[-1].path, f"/logout?{TOKEN}")

    with row("captured secrets are not printed"):
        for text in (ended.out, ended.err, read(out)):
            lacks("the reports", text, TOKEN)

    with row("undocumented fields are reported independently of failures"):
        same("notes", cases["documented"]["steps"][0].get("notes"),
             ["property $['extra'] is not documented"], json.dumps(cases["documented"])[:2000])

    with row("an undocumented field is a note"):
        has("the console", ended.out, "status 404 is not documented")

    with row("a row can be selected, and all rows by their case's id"):
        one = apigcheck("run", "suite", "--target", aim, "--case", "rows[one]", "-q", cwd=scene)
        has("one row", one.out, "1 passed, 0 failed")
        all_rows = apigcheck("run", "suite", "--target", aim, "--case", "rows-of-csv", "-q",
                             cwd=scene)
        has("all rows", all_rows.out, "2 passed, 0 failed")

    with row("a step of 'before' that fails: nothing runs, and the cleanup all the same"):
        broken = write(scene, "broken.yaml",
                       read(aim).replace("status: 201", "status: 200", 1))
        before = len(main.requests)
        lost = apigcheck("run", "suite", "--target", broken, cwd=scene)
        same("exit status", lost.status, 3, lost)
        has("why", lost.out, "a step of 'before' failed: status: expected 200, got 201")
        same("requests", len(main.requests) - before, 1, [r.path for r in main.requests[before:]])

finish()
