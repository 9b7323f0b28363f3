"""Error codes: errors in the command line and in files that the program writes, each with its code
and the count at the end; `help errors`; and `lint --json`."""
import json
import os
import re
import shutil
import socket

from checks import finish, has, holds, lacks, row, same
from program import EMBEDDED, ROOT, Gateway, apigcheck, new_folder, read, write

CASES = os.path.join(ROOT, "cases")

OPERATION = """\
operation: pets
request: {method: GET, path: /pets}
cases:
  - id: all
    title: The pets are listed
    tags: [list]
    expect: {status: 200}
  - id: one
    title: A pet is shown
    tags: [one]
    with: {path: /pets/7, method: POST}
    expect: {status: 200}
"""

REQUIREMENTS = """\
requirements:
  - {id: PETS, level: MUST, text: Pets are listed., source: page 1}
  - {id: CATS, level: MUST, text: Cats are listed., source: page 2, not_tested: no cats}
  - {id: DOGS, level: MUST, text: Dogs are listed., source: page 3}
"""

FOLDER = new_folder()
PETS = write(FOLDER, "pets.yaml", OPERATION)
write(FOLDER, "verified/requirements.yaml", REQUIREMENTS)
write(FOLDER, "verified/pets/operation.yaml", OPERATION.split("cases:")[0])
write(FOLDER, "verified/pets/cases.yaml", """\
cases:
  - {id: all, title: All are listed, verifies: [PETS, CATS], expect: {status: 200}}
""")
write(FOLDER, "host.yaml", "url: http://0.0.0.0:1\n")
write(FOLDER, "bad.schema.json", '{"type": 7}')
write(FOLDER, "odd.schema.json", '{"propertees": {}}')
write(FOLDER, "far.schema.json", '{"$ref": "#/$defs/none"}')
write(FOLDER, "value.json", "1")
write(FOLDER, "waivers.yaml", """\
waivers:
  - requirement: DOGS
    case: pets/all
    reason: Known
    owner: somebody
    expires: 2999-01-01
    observed: {status: 500}
""")

COMMANDS = {
    "error[unknown-command]": (["rnu"], "help: did you mean 'run'?"),
    "error[unknown-option]": (["run", "--timout=1s"], "help: did you mean '--timeout'?"),
    "error[misplaced-option]": (["lint", "--port", "1"], "--port"),
    "error[invalid-option-value]": (["run", "--mock", "--parallel", "none"], "--parallel"),
    "error[invalid-duration]": (["run", "--mock", "--timeout", "10"], "--timeout"),
    "error[missing-argument]": (["rejudge"], "rejudge"),
    "error[unexpected-argument]": (["mock", "here"], "mock"),
    "error[conflicting-options]": (["run", "--mock", "--url", "http://127.0.0.1:1"], "--mock"),
    "error[missing-target]": (["run", PETS], "--target FILE"),
    "error[unmatched-filter]": (["run", PETS, "--url", "http://127.0.0.1:1", "--tag", "lists"],
                         "help: did you mean 'list'?"),
    "error[no-cases-selected]": (["run", PETS, "--url", "http://127.0.0.1:1", "--tag", "list",
                           "--not-tag", "list"], "no case matches all filters"),
    "error[write-not-allowed]": (["run", PETS, "--target", "host.yaml"], "confirm_host"),
    "error[untested-requirement]": (["lint", "verified"], "no case verifies requirement 'DOGS'"),
    "error[tested-requirement]": (["lint", "verified"], "help: remove 'not_tested'"),
    "error[invalid-schema]": (["try", "schema", "bad.schema.json", "value.json"], "#/type"),
    "warning[unknown-keyword]": (["try", "schema", "odd.schema.json", "value.json"], "properties"),
    "error[unresolved-reference]": (["try", "schema", "far.schema.json", "value.json"], "$ref"),
    "error[invalid-results]": (["report", PETS, "--junit", "x.xml"], "pets.yaml"),
    "error[unknown-value]": (["help", "errors", "unknwon-key"], "help: did you mean 'unknown-key'?"),
}

for code, (words, part) in COMMANDS.items():
    with row(code):
        ended = apigcheck(*words, cwd=FOLDER)
        same("the exit status", ended.status, 0 if code.startswith("warning") else 2, ended)
        has("standard error", ended.err, f"{code}: ")
        has("standard error", ended.err, part)
        holds("the last line is the count", re.fullmatch(
            r"(\d+ errors?)?(, )?(\d+ warnings?)?( in \d+ files?)?", ended.err.splitlines()[-1]),
            ended)

with row("error[missing-data-directory]"):
    ended = apigcheck("lint", env={"APIGCHECK_HOME": FOLDER})
    same("the exit status", ended.status, 2, ended)
    has("standard error", ended.err, "error[missing-data-directory]: ")

with row("error[cannot-listen]"), socket.socket() as used:
    used.bind(("127.0.0.1", 0))
    used.listen()
    ended = apigcheck("mock", "--port", str(used.getsockname()[1]))
    holds("it fails", ended.status != 0, ended)
    has("standard error", ended.err, "error[cannot-listen]: ")

with row("error[cannot-write]: a report whose folder does not exist"):
    ended = apigcheck("run", "--mock", "--case", "bind-credentials/*", "--json", "no/where.json",
                      cwd=FOLDER)
    same("the exit status", ended.status, 4, ended)
    has("standard error", ended.err, "error[cannot-write]: ")

with row("error[invalid-waiver]: a waiver of a requirement that its case does not verify"):
    ended = apigcheck("run", "verified", "--url", "http://127.0.0.1:1", "--waivers",
                      "waivers.yaml", cwd=FOLDER)
    same("the exit status", ended.status, 2, ended)
    has("standard error", ended.err, "error[invalid-waiver]: ")

with Gateway() as gateway:
    first, second = os.path.join(FOLDER, "1.json"), os.path.join(FOLDER, "2.json")
    TARGET = ["--target", EMBEDDED, "--url", gateway.url]

    with row("error[incompatible-results]: records of two suites"):
        apigcheck("run", *TARGET, "--json", first)
        apigcheck("run", PETS, *TARGET, "--case", "all", "--json", second)
        ended = apigcheck("report", first, second, "--junit", os.path.join(FOLDER, "x.xml"))
        same("the exit status", ended.status, 2, ended)
        has("standard error", ended.err, "error[incompatible-results]: ")

    with row("error[leftover-journal]: every name of the journal is in use"):
        reports = new_folder()
        words = ["run", *TARGET, "--seed", "5eed", "--reports", reports, "-v"]
        ended = apigcheck(*words)
        same("the exit status", ended.status, 0, ended)
        name = re.search(r"journal: .*/(apigcheck-.*)\.journal", ended.err)[1]
        for number in range(1, 100):
            write(reports, f"{name}{f'-{number}' if number > 1 else ''}.journal", "")
        ended = apigcheck(*words)
        same("the exit status", ended.status, 4, ended)
        has("standard error", ended.err, "error[leftover-journal]: ")

with row("warning[unprovable-requirement]: a MUST that no fault violates"):
    suite = os.path.join(new_folder(), "cases")
    shutil.copytree(CASES, suite)
    name = os.path.join(suite, "requirements.yaml")
    write(suite, "requirements.yaml", read(name) + """
  - {id: BIND-NEW, level: MUST, text: Something new holds., source: page 9, not_tested: null}
""")
    changed = 0
    for file in sorted(os.listdir(os.path.join(suite, "bind-credentials"))):
        path = os.path.join(suite, "bind-credentials", file)
        text = read(path) if file.endswith(".yaml") else ""
        if not changed and "    verifies: [" in text and "\n    expect:" in text:
            write(os.path.dirname(path), file, text.replace("verifies: [", "verifies: [BIND-NEW, ", 1))
            changed += 1
    ended = apigcheck("lint", suite)
    same("the exit status", ended.status, 0, ended)
    has("standard error", ended.err, "warning[unprovable-requirement]: ")
    has("standard error", ended.err, "1 warning in 1 file")
    has("standard output", ended.out, ": no errors found")

# ---- Options of other tools ----

OTHER_WORDS = {
    "run --bail": "use --fail-fast", "run --maxfail=1": "use --fail-fast", "run -k x": "use --case",
    "run --filter x": "use --case", "run -n4": "use --parallel", "run --list": "apigcheck list",
    "run --output x": "use --reports", "run --Version": "apigcheck --version",
    "version": "apigcheck --version", "--Version": "apigcheck --version", "test": "apigcheck run",
    "validate": "apigcheck lint", "init": "list --needs", "lint --env a=b": "use --var",
}
for words, message in OTHER_WORDS.items():
    with row(f"an option of another tool: {words}"):
        ended = apigcheck(*words.split(), cwd=FOLDER)
        same("the exit status", ended.status, 2, ended)
        has("the help", ended.err, "help: use ")
        has("the help", ended.err, message)

with row("no suggestion that the command would reject"):
    ended = apigcheck("list", "--bail", cwd=FOLDER)
    lacks("the help", ended.err, "--fail-fast")

# ---- help errors ----

with row("help errors: every code has a line and an explanation"):
    lines = [line for line in apigcheck("help", "errors").out.split("\n\n")[0].splitlines()]
    holds("there are many", len(lines) > 50, lines)
    for line in lines:
        code, title = line.split(maxsplit=1)
        ended = apigcheck("help", "errors", code)
        same("the exit status", ended.status, 0, ended)
        has("the explanation", ended.out, f"{code}: {title}\n\n")
        holds("its lines are short", all(len(x) <= 79 for x in ended.out.splitlines()[1:]), ended)

# ---- lint --json ----

with row("lint --json: every diagnostic as an object, and the exit status of lint"):
    write(FOLDER, "wrong.yaml", OPERATION.replace("title: A pet", "titel: A pet").replace(
        "status: 200", "status: $(gone)"))
    plain = apigcheck("lint", "wrong.yaml", cwd=FOLDER)
    ended = apigcheck("lint", "wrong.yaml", "--json", cwd=FOLDER)
    same("the exit status", (ended.status, plain.status), (2, 2), ended)
    same("standard error", ended.err, "")
    output = json.loads(ended.out)
    same("the counts", (output["errors"], output["warnings"], output["files"]), (1, 0, 1), ended)
    same("the diagnostic", output["diagnostics"], [{
        "severity": "error", "code": "unknown-key", "file": "wrong.yaml", "line": 9, "column": 5,
        "end_column": 10, "message": "unknown key 'titel'", "help": "did you mean 'title'?",
        "notes": []}])

with row("lint --json: one undefined variable, with its other places as a note"):
    write(FOLDER, "wrong.yaml", OPERATION.replace("status: 200", "status: $(gone)"))
    one, = json.loads(apigcheck("lint", "wrong.yaml", "--json", cwd=FOLDER).out)["diagnostics"]
    same("the code", one["code"], "undefined-variable")
    same("the notes", one["notes"], ["also at wrong.yaml:12:22"])

with row("lint --json: more diagnostics than the text shows"):
    write(FOLDER, "many.yaml", OPERATION + "".join(
        f"  - {{id: n{n}, titel: x, expect: {{status: 200}}}}\n" for n in range(100)))
    output = json.loads(apigcheck("lint", "many.yaml", "--json", cwd=FOLDER).out)
    same("the errors", (output["errors"], len(output["diagnostics"])), (100, 100))
    ended = apigcheck("lint", "many.yaml", cwd=FOLDER)
    has("the text", ended.err, "... and 68 more errors\n100 errors in 1 file\n")

with row("lint --json: no errors"):
    ended = apigcheck("lint", "pets.yaml", "--json", cwd=FOLDER)
    same("the exit status", ended.status, 0, ended)
    same("it says", json.loads(ended.out),
         {"errors": 0, "warnings": 0, "files": 0, "diagnostics": []})

with row("lint --json: an error without a file"):
    ended = apigcheck("lint", "nowhere.yaml", "--json", cwd=FOLDER)
    same("the exit status", ended.status, 2, ended)
    one, = json.loads(ended.out)["diagnostics"]
    same("its keys", sorted(one), ["code", "message", "notes", "severity"])
    same("its code", one["code"], "cannot-open")

finish()
