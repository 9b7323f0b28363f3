"""Values from outside the case file, from a response, a target or the command line: each means the
same as in the file, and none redirects a request to another resource."""
import glob
import json
import os
import shutil

from checks import finish, has, holds, lacks, row, same
from program import apigcheck, new_folder, read, record, write
from servers import Recorder, response

# ---- A captured value in the path of a clean-up step ----

MAKES = """\
operation: make
needs: {always: []}
request: {method: POST, path: /things}
cases:
  - id: makes
    title: A thing is made, and deleted again
    expect: {status: 201}
    capture: {id: {at: $.id}}
    cleanup:
      - title: The thing is deleted
        request: {method: DELETE, path: "PATH"}
        expect: {status: 204}
"""

BEFORE = """\
url: URL
before:
  - title: A thing is made
    request: {method: POST, path: /things}
    expect: {status: 201}
    capture: {id: {at: $.id}}
    cleanup:
      - title: The thing is deleted
        request: {method: DELETE, path: "PATH"}
        expect: {status: 204}
"""

LOOKS = """\
operation: look
request: {method: GET, path: /other}
cases:
  - {id: looks, title: It is there, expect: {status: 201}}
"""


def thing(made_id):
    """Responds with 201 and that id to everything except DELETE."""
    body = json.dumps({"id": made_id})
    return lambda request: response(204, b"") if request.method == "DELETE" else response(201, body)


def deleted(server):
    return [request.path for request in server.requests if request.method == "DELETE"]


# The id in the response, and the error messages for {id} and for $(id).
NAMELESS = {
    "empty": ("", "path parameter 'id' is empty", "'id' leaves an empty segment"),
    "a dot": (".", "path parameter 'id' is '.'", "'id' puts the segment '.'"),
    "two dots": ("..", "path parameter 'id' is '..'", "'id' puts the segment '..'"),
    "encoded dots": ("%2e%2E", "path parameter 'id' is '%2e%2E'", "the segment '%2e%2E'"),
    "half encoded": (".%2e", "path parameter 'id' is '.%2e'", "the segment '.%2e'"),
    "a slash": ("/", "path parameter 'id' is '/'", "leaves an empty segment"),
    "null": (None, "path parameter 'id' must be a string", "'id' in a path must be a string"),
    "a list": ([], "path parameter 'id' must be a string", "'id' in a path must be a string"),
}

for name, (made_id, of_param, of_text) in NAMELESS.items():
    for path, words in (("/things/{id}", of_param), ("/things/$(id)", of_text)):
        with row(f"an id that is {name}, in {path}: nothing is deleted"), \
                Recorder(thing(made_id)) as server:
            folder = new_folder()
            cases = write(folder, "cases.yaml", MAKES.replace("PATH", path))
            ended = apigcheck("run", cases, "--url", server.url, "--reports", folder)
            same("DELETE requests", deleted(server), [], ended)
            has("the error", ended.out, words)
            has("the clean-up", ended.out, "cleanup incomplete: 1 step did not pass")
            has("what to do", ended.out + ended.err, "cleanup incomplete")
            journals = [path for path in glob.glob(os.path.join(folder, "*.journal"))
                        if "results.json" not in path]
            same("journals", len(journals), 1, ended)
            ended = apigcheck("cleanup", journals[0])
            same("the exit status of cleanup", ended.status, 1, ended)
            has("cleanup says what is left", ended.out, "LEFT  The thing is deleted")
            has("and why", ended.out, words)
            same("DELETE requests after cleanup", deleted(server), [], ended)
            holds("the journal stays", os.path.exists(journals[0]))

with row("an empty id in the steps of the target: nothing is deleted"), \
        Recorder(thing("")) as server:
    folder = new_folder()
    target = write(folder, "target.yaml",
                   BEFORE.replace("URL", server.url).replace("PATH", "/things/{id}"))
    ended = apigcheck("run", write(folder, "cases.yaml", LOOKS), "--target", target,
                      "--reports", folder)
    same("DELETE requests", deleted(server), [], ended)
    has("the error", ended.out, "path parameter 'id' is empty")
    has("what to do", ended.out + ended.err, "cleanup incomplete")
    journal = [path for path in glob.glob(os.path.join(folder, "*.journal"))
               if "results.json" not in path][0]
    ended = apigcheck("cleanup", journal)
    same("the exit status of cleanup", ended.status, 1, ended)
    same("DELETE requests after cleanup", deleted(server), [], ended)

with row("an ordinary id is deleted"), Recorder(thing("a/b..%2f?#")) as server:
    ended = apigcheck("run", write(new_folder(), "cases.yaml", MAKES.replace("PATH", "/things/{id}")),
                      "--url", server.url)
    same("the exit status", ended.status, 0, ended)
    same("DELETE requests", deleted(server), ["/things/a%2Fb..%252f%3F%23"], ended)

# Captured values that must not be in a header.
FIELDS = {"DEL": "a\x7fb", "BEL": "a\x07b", "a line break": "a\r\nX-Evil: 1", "NUL": "a\0b",
          "a leading space": " a", "a trailing tab": "a\t", "only a space": " "}

HEADER = MAKES.replace('"PATH"', "/things, headers: {X-Id: $(id)}")

for name, made_id in FIELDS.items():
    with row(f"a captured value with {name} is not sent in a header"), \
            Recorder(thing(made_id)) as server:
        ended = apigcheck("run", write(new_folder(), "cases.yaml", HEADER), "--url", server.url)
        same("DELETE requests", deleted(server), [], ended)
        has("the error", ended.out, "the header 'X-Id'")
        has("the clean-up", ended.out, "cleanup incomplete: 1 step did not pass")

# ---- A list in a variable ----

SENDS = """\
operation: send
vars: {list: [1, x, true], object: {a: 1}}
request: {method: POST, path: /plain}
cases:
  - {id: literal, title: A list in the file, with: {%s}, expect: {status: 200}}
  - {id: variable, title: A list in a variable, with: {%s}, expect: {status: 200}}
  - {id: object, title: An object is refused, with: {%s}, expect: {status: 200}}
"""

PLACES = {"query": "query: {tag: %s}", "headers": "headers: {X-Tag: %s}", "form": "form: {tag: %s}"}

for name, place in PLACES.items():
    with row(f"a list in a variable is a list in {name}"), Recorder() as server:
        cases = write(new_folder(), "cases.yaml",
                      SENDS % (place % "[1, x, true]", place % "$(list)", place % "$(object)"))
        ended = apigcheck("run", cases, "--url", server.url, "--parallel", "1")
        sent = [(request.path, request.values("X-Tag"), request.body)
                for request in server.requests]
        same("requests", len(sent), 2, ended)
        same("the second equals the first", sent[1], sent[0])
        has("it occurs three times", repr(sent[0]), "true")
        same("the exit status", ended.status, 3, ended)
        has("the object", ended.out, "cannot be an object")

# ---- Reserved names ----

for name in ("uuid", "uuid_hex", "run_id", "now"):
    for words in (["--var", f"{name}=x"], ["--var", f"{name}:=1"],
                  ["--secret", f"{name}=env:A_SECRET"]):
        with row(f"{' '.join(words)} is rejected"), Recorder() as server:
            ended = apigcheck("run", write(new_folder(), "cases.yaml", LOOKS), "--url", server.url,
                              *words, env={"A_SECRET": "long-enough"})
            same("the exit status", ended.status, 2, ended)
            has("the words", ended.err, f"variable name '{name}' is reserved")
            same("requests", server.requests, [])
    with row(f"an operation cannot require {name} of a target"):
        cases = LOOKS.replace("request:", f"needs: {{always: [{name}]}}\nrequest:", 1)
        ended = apigcheck("lint", write(new_folder(), "cases.yaml", cases))
        same("the exit status", ended.status, 2, ended)
        has("the words", ended.err, f"variable name '{name}' is reserved")

# ---- Another base URL ----

OTHER = """\
operation: other
needs: {always: [u]}
request: {method: GET, path: /plain}
cases:
  - {id: other, title: Another address, with: {url: u, path: /x}, expect: {status: 200}}
"""

for end in ("/v2/?a=b", "?a=b", "/#x", "/a b", "/{x}", "/é"):
    with row(f"a base URL that ends with {end} is rejected, in every place"), \
            Recorder() as server:
        cases = write(new_folder(), "cases.yaml", OTHER)
        for words in (["--url", server.url, "--var", "u=" + server.url + end],
                      ["--url", server.url + end, "--var", "u=" + server.url]):
            ended = apigcheck("run", cases, *words)
            same("the exit status", ended.status, 2, ended)
            has("the words", ended.err, "http:// or https://, a host")
        same("requests", server.requests, [])

with row("a base URL with a password is rejected, and not printed"), Recorder() as server:
    cases = write(new_folder(), "cases.yaml", OTHER)
    other = server.url.replace("//", "//joe:pass-word-x@")
    ended = apigcheck("run", cases, "--url", server.url, "--var", "u=" + other)
    same("the exit status", ended.status, 2, ended)
    lacks("all that is printed", ended.out + ended.err, "pass-word-x")
    same("requests", server.requests, [])

with row("a valid base URL is used"), Recorder() as server:
    ended = apigcheck("run", write(new_folder(), "cases.yaml", OTHER), "--url",
                      "http://127.0.0.1:1", "--var", "u=" + server.url + "/pre/")
    same("the exit status", ended.status, 0, ended)
    same("the path", server.requests[0].path, "/pre/x")

# ---- lint --var ----

USES = """\
operation: use
request: {method: GET, path: "/{of_line}"}
cases:
  - {id: uses, title: It is there, with: {query: {a: $(of_line)}}, expect: {status: 201}}
"""

with row("lint --var needs no URL, and finds the same errors as run"), Recorder(thing("x")) as server:
    cases = write(new_folder(), "cases.yaml", USES)
    same("lint with it", apigcheck("lint", cases, "--var", "of_line=a").status, 0)
    same("lint with JSON", apigcheck("lint", cases, "--var", "of_line:=1").status, 0)
    same("run with it",
         apigcheck("run", cases, "--url", server.url, "--var", "of_line=a").status, 0)
    outputs = [apigcheck("lint", cases), apigcheck("lint", cases, "--var", "other=a"),
            apigcheck("run", cases, "--url", server.url),
            apigcheck("run", cases, "--url", server.url, "--var", "other=a")]
    same("exit statuses", [ended.status for ended in outputs], [2, 2, 2, 2], outputs[1])
    has("the variable", outputs[0].err, "undefined variable 'of_line'")
    has("the hint", outputs[0].err, "--var of_line=")
    same("the messages are equal", [ended.err for ended in outputs], [outputs[0].err] * 4)

with row("lint --secret needs no URL"):
    cases = write(new_folder(), "cases.yaml", USES)
    ended = apigcheck("lint", cases, "--secret", "of_line=env:A_SECRET",
                      env={"A_SECRET": "long-enough"})
    same("the exit status", ended.status, 0, ended)

with row("lint --var with an invalid value"):
    ended = apigcheck("lint", write(new_folder(), "cases.yaml", USES), "--var", "of_line:={")
    same("the exit status", ended.status, 2, ended)
    has("the words", ended.err, "invalid JSON")

with row("run --var still requires a URL"):
    ended = apigcheck("run", write(new_folder(), "cases.yaml", USES), "--var", "of_line=a")
    same("the exit status", ended.status, 2, ended)
    has("the words", ended.err, "the target has no URL")

finish()
