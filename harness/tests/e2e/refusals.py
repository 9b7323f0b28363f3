"""Errors that are found before a run: nothing is sent, exit status 2, a diagnostic with a caret, no
connection, and a JUnit file with the error that replaces an earlier one."""
import os
import re

from checks import finish, has, holds, lacks, row, same
from program import ROOT, JUnit, apigcheck, new_folder, read, write
from servers import Recorder

YESTERDAY = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites><testsuite name="look" tests="1" failures="0" errors="0" skipped="0">
<testcase classname="look" name="yesterday"/></testsuite></testsuites>
"""

OPERATION = """\
operation: look
needs: {always: [thing_id], unbind: []}
request:
  method: POST
  path: /things/{thing_id}
  json: {wanted: [a]}
credential: {X-Auth-Token: $(token)}
responses:
  4xx: {json: {error_code: !any string}}
"""

CASES = """\
cases:
  - id: sees
    title: The thing is shown
    verifies: [LOOK-200]
    with: {json: {more: true}}
    expect:
      status: 200
      json: {ok: true}
"""

STEPS = """\
cases:
  - id: sees
    title: The thing is shown
    verifies: [LOOK-200]
    steps:
      - title: It is looked at
        request: {method: GET, path: /other}
        expect: {status: 200}
    cleanup:
      - title: It is put away
        with: {method: DELETE, json: !absent }
"""

REQUIREMENTS = """\
requirements:
  - id: LOOK-200
    level: MUST
    text: A thing is shown with status 200.
    source: Table 1
    not_tested: null
"""

TARGET = """\
name: Mine
url: http://127.0.0.1:1
vars: {thing_id: t-1}
secrets:
  token: {env: THE_TOKEN}
capabilities: [unbind]
limits: {timeout: 2s}
"""

FILES = {"cases/look/operation.yaml": OPERATION, "cases/look/200.yaml": CASES,
         "cases/requirements.yaml": REQUIREMENTS, "target.yaml": TARGET}

THE_TOKEN = "a-token-of-good-length"


class Scene:
    """A valid suite and a valid target, in which a row makes one error."""

    def __init__(self, url):
        self.folder = new_folder()
        self.url = url
        self.env = {"THE_TOKEN": THE_TOKEN}
        for name, text in FILES.items():
            write(self.folder, name, text)
        self.junit = write(self.folder, "junit.xml", YESTERDAY)

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *words):
        return apigcheck("run", *words, "--junit", "junit.xml", env=self.env, cwd=self.folder)

    def run_all(self, *words):
        return self.run("cases", "--target", "target.yaml", "--url", self.url, *words)


def check_refused(scene, server, ended, sentence, place=None):
    same("the exit status", ended.status, 2, ended)
    same("connections", server.accepted, 0, ended)
    same("standard output", ended.out, "")
    if place:
        check_place(scene, ended.err, sentence, place)
    else:
        holds(f"standard error matches {sentence!r}", re.search(sentence, ended.err),
              ended.err)
    junit = JUnit(scene.junit)
    same("the testcases", [case[:2] for case in junit.cases], [("harness/run", "error")])
    first = next(line for line in ended.err.splitlines() if " error[" in line)
    shown = re.sub(r"error\[[a-z-]+\]: ", "", first, count=1).removeprefix("apigcheck: ")
    same("the message in JUnit", junit.cases[0][2], shown)


def check_place(scene, err, sentence, place):
    """Checks FILE:LINE:COLUMN: message, the source line, and the caret under the start of the text."""
    name, meant = place
    found = re.search(rf"(?m)^{re.escape(name)}:(\d+):(\d+): .*{sentence}.*\n"
                      r" *\d+ \| (.*)\n +\| ( *)(\^+)$", err)
    holds(f"{name} with line, column, source line and caret", found, err)
    line, column, shown, indent, _ = found.groups()
    source = read(scene.path(name)).split("\n")[int(line) - 1]
    # Possible secrets are shown as asterisks.
    masked = "".join("*" if star == "*" else c for c, star in zip(source, shown))
    same("the line that is shown", shown, masked)
    same("its length", len(shown), len(source))
    same("the column of the caret", len(indent) + 1, int(column))
    if meant:
        has("the text under the caret", source[len(indent):][:len(meant)], meant)


# A file, the text to replace, its replacement, a pattern of the message, the text under the caret
# (None: something is missing there).
ERRORS = {
    # ---- A misspelt key, in each kind of file and at each depth ----
    "a key of an operation": (
        "cases/look/operation.yaml", "needs:", "need:", "unknown key 'need'", "need"),
    "a key of its request": (
        "cases/look/operation.yaml", "method:", "methode:", "unknown key 'methode'", "methode"),
    "a key of its responses": (
        "cases/look/operation.yaml", "{json: {err", "{jsno: {err", "unknown key 'jsno'", "jsno"),
    "a class of its responses": (
        "cases/look/operation.yaml", "4xx", "4yy", "invalid status '4yy'", "4yy"),
    "a key of a case file": (
        "cases/look/200.yaml", "cases:", "case:", "unknown key 'case'", "case"),
    "a key of a case": (
        "cases/look/200.yaml", "expect:", "expcet:", "unknown key 'expcet'", "expcet"),
    "a key of 'with'": (
        "cases/look/200.yaml", "{json: {more", "{jsn: {more", "unknown key 'jsn'", "jsn"),
    "a key of its expectations": (
        "cases/look/200.yaml", "status: 200", "statsu: 200", "unknown key 'statsu'", "statsu"),
    "a key of a requirement": (
        "cases/requirements.yaml", "level:", "levle:", "unknown key 'levle'", "levle"),
    "the key of requirements": (
        "cases/requirements.yaml", "requirements:", "requirement:", "unknown key 'requirement'",
        "requirement"),
    "a key of a target": ("target.yaml", "vars:", "var:", "unknown key 'var'", "var"),
    "a key of a secret": ("target.yaml", "{env:", "{evn:", "unknown key 'evn'", "evn"),
    "a key of limits": (
        "target.yaml", "{timeout:", "{timeuot:", "unknown key 'timeuot'", "timeuot"),

    # ---- Values ----
    "an unknown tag": (
        "cases/look/200.yaml", "{ok: true}", "{ok: !anny boolean}", "unknown tag '!anny'",
        "!anny"),
    "an unknown tag among headers": (
        "cases/look/200.yaml", "status: 200", "headers: {A: !rex 'x'}", "unknown tag '!rex'",
        "!rex"),
    "an undefined variable": (
        "cases/look/200.yaml", "{ok: true}", "{ok: $(nothing)}", "undefined variable 'nothing'",
        "$(nothing)"),
    "an undefined variable in a path": (
        "cases/look/operation.yaml", "{thing_id}", "{thing_di}", "undefined variable 'thing_di'",
        "{thing_di}"),
    "an undefined variable in a header": (
        "cases/look/operation.yaml", "$(token)", "$(tokne)", "undefined variable 'tokne'", "$(tokne)"),
    "an unclosed variable": (
        "cases/look/200.yaml", "{ok: true}", "{ok: 'x $(thing_id'}", r"'\$\('", "$(thing_id"),
    "an unused variable": (
        "cases/look/200.yaml", "    with:", "    vars: {spare: 1}\n    with:",
        "unused variable 'spare'", "spare"),
    "a case without an expectation": (
        "cases/look/200.yaml",
        "    expect:\n      status: 200\n      json: {ok: true}\n", "", "has no expectations", "sees"),
    "an empty expectation": (
        "cases/look/200.yaml", "    expect:\n      status: 200\n      json: {ok: true}\n",
        "    expect: {}\n", "'{}' has no expectations", "{}"),
    "a requirement that does not exist": (
        "cases/look/200.yaml", "LOOK-200", "LOOK-201", "unknown requirement 'LOOK-201'", "LOOK-201"),
    "an unknown capability": (
        "cases/look/200.yaml", "    with:", "    requires: [unbnd]\n    with:",
        "unknown capability 'unbnd'", "unbnd"),
    "an impossible status": (
        "cases/look/200.yaml", "status: 200", "status: 600", "status must be between 100 and 599",
        "600"),
    "a pattern that does not compile": (
        "cases/look/200.yaml", "{ok: true}", "{ok: !re '(a'}",
        "the pattern does not compile: missing closing parenthesis", None),
    "a header that apigcheck sets": (
        "cases/look/200.yaml", "with: {", "with: {headers: {Host: x}, ", "header 'Host' is set by apigcheck",
        "Host"),
    "a second document": (
        "cases/look/200.yaml", "{ok: true}\n", "{ok: true}\n---\ncases: []\n", "document", "---"),
    "a key twice": (
        "cases/look/200.yaml", "      status: 200\n", "      status: 200\n      status: 201\n",
        "duplicate key 'status'", "status"),
    "a plain empty value": (
        "cases/look/200.yaml", "{ok: true}", "{ok: }", "empty value", None),
    "invalid YAML": (
        "cases/look/200.yaml", "{ok: true}", "{ok: true", "invalid YAML", None),
    "the wrong type": (
        "cases/look/200.yaml", "title: The thing is shown", "title: [a]", "as value of 'title'", "["),
    "another confirmed host": (
        "target.yaml", "name: Mine", "confirm_host: gateway.example.net",
        "'confirm_host' is 'gateway.example.net'", "gateway.example.net"),

    # ---- Secrets in a target file ----
    "a literal secret": (
        "target.yaml", "{env: THE_TOKEN}", "hunter2-hunter2", "literal secret",
        "hunter2-hunter2"),
    "a secret of an undefined environment variable": (
        "target.yaml", "THE_TOKEN", "NO_TOKEN", "environment variable 'NO_TOKEN' is undefined",
        "{env: NO_TOKEN}"),
    "a secret of a missing file": (
        "target.yaml", "{env: THE_TOKEN}", "{file: no.token}",
        "secret 'token' is not set: cannot read 'no.token'", "{file: no.token}"),
    "a secret with two sources": (
        "target.yaml", "{env: THE_TOKEN}", "{env: THE_TOKEN, file: x}",
        "a secret requires either", "{env: THE_TOKEN, file: x}"),
}

for name, (file, old, new, sentence, meant) in ERRORS.items():
    with row(name), Recorder() as server:
        scene = Scene(server.url)
        holds("the text to replace exists", old in FILES[file], file)
        write(scene.folder, file, FILES[file].replace(old, new, 1))
        ended = scene.run_all()
        check_refused(scene, server, ended, sentence, (file, meant))
        for secret in (THE_TOKEN, "hunter2"):
            lacks("standard error", ended.err, secret)

with row("a key of a step, and one of a clean-up step"), Recorder() as server:
    scene = Scene(server.url)
    write(scene.folder, "cases/look/200.yaml",
          STEPS.replace("expect: {", "expects: {").replace("with: {", "wiht: {"))
    ended = scene.run_all()
    check_refused(scene, server, ended, "unknown key 'expects'",
                  ("cases/look/200.yaml", "expects"))
    check_place(scene, ended.err, "unknown key 'wiht'", ("cases/look/200.yaml", "wiht"))

with row("the nearest known key is suggested"), Recorder() as server:
    scene = Scene(server.url)
    write(scene.folder, "cases/look/200.yaml", CASES.replace("expect:", "expcet:"))
    has("standard error", scene.run_all().err, "did you mean 'expect'?")
    write(scene.folder, "cases/look/200.yaml", CASES.replace("{ok: true}", "{ok: !anny boolean}"))
    has("standard error", scene.run_all().err, "did you mean '!any'?")
    same("connections", server.accepted, 0)

with row("all errors of all files at once"), Recorder() as server:
    scene = Scene(server.url)
    write(scene.folder, "cases/look/200.yaml", CASES.replace("{json: {more", "{jsn: {more").replace(
        "LOOK-200", "LOOK-201").replace("{ok: true}", "{ok: !anny boolean}"))
    write(scene.folder, "cases/look/404.yaml", CASES.replace("sees", "does-not").replace(
        "status: 200", "statsu: 404"))
    write(scene.folder, "target.yaml", TARGET.replace("vars:", "var:").replace("{env:", "{evn:"))
    ended = scene.run_all()
    check_refused(scene, server, ended, "unknown key 'jsn'", ("cases/look/200.yaml", "jsn"))
    check_place(scene, ended.err, "unknown requirement 'LOOK-201'", ("cases/look/200.yaml", "LOOK-201"))
    check_place(scene, ended.err, "unknown tag '!anny'", ("cases/look/200.yaml", "!anny"))
    check_place(scene, ended.err, "unknown key 'statsu'", ("cases/look/404.yaml", "statsu"))
    check_place(scene, ended.err, "unknown key 'var'", ("target.yaml", "var"))
    check_place(scene, ended.err, "unknown key 'evn'", ("target.yaml", "evn"))

with row("a misspelt key in the gateway's data"), Recorder() as server:
    scene = Scene(server.url)
    data = write(scene.folder, "data.yaml", "projcets: []\n")
    ended = apigcheck("mock", "--data", "data.yaml", cwd=scene.folder)
    same("the exit status", ended.status, 2, ended)
    check_place(scene, ended.err, "unknown key 'projcets'", ("data.yaml", "projcets"))


# ---- The command line ----

ALL = ["cases", "--target", "target.yaml", "--url", "URL"]

COMMANDS = {
    "an empty folder": (["empty", *ALL[1:]], "empty"),
    "a folder without cases": (["cases/look/none", *ALL[1:]], "cases/look/none"),
    "a path that does not exist": (["nowhere", *ALL[1:]], "nowhere"),
    "an empty path": (["", *ALL[1:]], "is empty"),
    "a target file that does not exist": (["cases", "--target", "no.yaml"], "no.yaml"),
    "a glob that matches nothing": (
        [*ALL, "--case", "nothing*"], r"no case matches --case 'nothing\*'"),
    "a glob that matches nothing beside one that matches": (
        [*ALL, "--case", "sees", "--case", "seees"], "no case matches --case 'seees'"),
    "a tag that matches nothing": ([*ALL, "--tag", "smoke"], "no case matches --tag 'smoke'"),
    "a requirement that matches nothing": (
        [*ALL, "--requirement", "LOOK-2"], "no case matches --requirement 'LOOK-2'"),
    "brackets in a glob are literal": (
        [*ALL, "--case", "[s]ees"], r"no case matches --case '\[s\]ees'"),
    "no target": (["cases"], "no target specified"),
    "no target but variables": (["cases", "--var", "thing_id=1"], "the target has no URL"),
    "an empty --url": (["cases", "--target", "target.yaml", "--url", ""], "--url is empty"),
    "an empty --url=": (["cases", "--target", "target.yaml", "--url="], "--url is empty"),
    "an empty --target": (["cases", "--target", ""], "--target is empty"),
    "an empty --target beside --mock": (["--mock", "--target", ""], "--target is empty"),
    "no url in the target file": (["cases", "--target", "bare.yaml"], "the target has no URL"),
    "a url without a scheme": (["cases", "--url", "127.0.0.1:1"], "invalid URL"),
    "a url of another scheme": (["cases", "--url", "ftp://127.0.0.1"], "invalid URL"),
    "a url without a host": (["cases", "--url", "http://"], "invalid URL"),
    "a url with a query": (["cases", "--url", "http://127.0.0.1/?a=b"], "invalid URL"),
    "--mock and --url": (["--mock", "--url", "URL"], "--mock and --url"),
    "an unknown option": ([*ALL, "--timout", "1s"], "unknown option '--timout'"),
    "an unknown option before the arguments": (["--timout=1s", *ALL], "unknown option '--timout'"),
    "an unknown letter": ([*ALL, "-x"], "unknown option '-x'"),
    "an option of another command": ([*ALL, "--port", "1"], "--port is not an option of this command"),
    "a duration without a unit": ([*ALL, "--timeout", "5"], "invalid duration"),
    "a duration of zero": ([*ALL, "--timeout", "0s"], "invalid duration"),
    "a second path that does not exist": (
        ["cases", "typo", "--target", "target.yaml", "--url", "URL"], "cannot open 'typo': No such"),
    "no parallel cases": ([*ALL, "--parallel", "0"], "--parallel must be at least 1"),
    "a seed that is not hexadecimal": ([*ALL, "--seed", "xyz"], "hexadecimal digits"),
    "a variable without a name": ([*ALL, "--var", "=1"], "expected NAME="),
    "a variable with invalid JSON": ([*ALL, "--var", "thing_id:={"], "invalid JSON"),

    # ---- Secrets ----
    "a secret on the command line": (
        [*ALL, "--secret", "token=hunter2-hunter2"], "invalid --secret: expected NAME=env:VARIABLE"),
    "a secret without a name": (
        [*ALL, "--secret", "hunter2-hunter2"], "invalid --secret: expected NAME=env:VARIABLE"),
    "a secret without a name that starts with '='": (
        [*ALL, "--secret", "=hunter2-hunter2"], "invalid --secret: expected NAME=env:VARIABLE"),
    "a secret without a name that ends in '='": (
        [*ALL, "--secret", "hunter2hunter2=="], "invalid --secret: expected NAME=env:VARIABLE"),
    "a secret in place of its name": (
        [*ALL, "--secret", "hunter2/hunter2=env:THE_TOKEN"], "invalid variable name"),
    "a secret of an unset variable": (
        [*ALL, "--secret", "token=env:NO_TOKEN"], "environment variable 'NO_TOKEN' is undefined"),
    "a secret of an empty variable": (
        [*ALL, "--secret", "token=env:EMPTY"], "secret 'token' is empty"),
    "a secret that is too short": (
        [*ALL, "--secret", "token=env:SHORT"], "secret 'token' is shorter than 6 bytes"),
    "a secret of a missing file": (
        [*ALL, "--secret", "token=file:no.token"], "cannot read 'no.token'"),
    "a secret of an empty file": (
        [*ALL, "--secret", "token=file:empty.token"], "secret 'token' is empty"),
    "a secret of a folder": ([*ALL, "--secret", "token=file:empty"], "cannot read 'empty'"),
}

for name, (words, sentence) in COMMANDS.items():
    with row(name), Recorder() as server:
        scene = Scene(server.url)
        scene.env.update({"EMPTY": "", "SHORT": "abc12"})
        os.mkdir(scene.path("empty"))
        write(scene.folder, "empty.token", "\n")
        write(scene.folder, "cases/look/none/readme.txt", "none\n")
        write(scene.folder, "bare.yaml", TARGET.replace("url: http://127.0.0.1:1\n", ""))
        ended = scene.run(*(server.url if word == "URL" else word for word in words))
        check_refused(scene, server, ended, sentence)
        for secret in (THE_TOKEN, "hunter2", "abc12"):
            lacks("standard error", ended.err, secret)
            lacks("JUnit", read(scene.junit), secret)

with row("--reports: the folder is created, and its JUnit file has the error"), Recorder() as server:
    scene = Scene(server.url)
    ended = apigcheck("run", "nowhere", "--url", server.url, "--reports", "out", cwd=scene.folder)
    same("the exit status", ended.status, 2, ended)
    same("the testcases", JUnit(scene.path("out/junit.xml")).cases[0][:2], ("harness/run", "error"))
    same("connections", server.accepted, 0)

with row("--junit -: the error on standard output"), Recorder() as server:
    scene = Scene(server.url)
    ended = apigcheck("run", "nowhere", "--url", server.url, "--junit", "-", cwd=scene.folder)
    same("the exit status", ended.status, 2, ended)
    same("JUnit", JUnit(write(scene.folder, "out.xml", ended.out)).cases[0][:2],
         ("harness/run", "error"))

# ---- Writing to an unconfirmed host ----

# 0.0.0.0 and the mapped address reach this machine, but they are not loopback addresses.
FOREIGN = ["http://0.0.0.0", "http://[::ffff:127.0.0.1]"]

for address in FOREIGN:
    with row(f"a case that writes to {address}, which no target file allows"), \
            Recorder() as server:
        scene = Scene(server.url)
        scene.url = f"{address}:{server.port}"
        check_refused(scene, server, scene.run_all(), "no target file confirms")

with row("the same once it is confirmed, and a run that only reads"), Recorder() as server:
    scene = Scene(server.url)
    scene.url = f"http://0.0.0.0:{server.port}"
    write(scene.folder, "target.yaml", TARGET + "confirm_host: 0.0.0.0\n")
    ended = scene.run_all()
    same("the exit status", ended.status, 0, ended)
    same("connections", server.accepted, 1)
    write(scene.folder, "target.yaml", TARGET)
    write(scene.folder, "cases/look/200.yaml", CASES.replace(
        "{json: {more: true}}", "{method: GET, json: !absent }"))
    ended = scene.run_all()
    same("the exit status", ended.status, 0, ended)

# ---- The same errors, without a run ----

with row("lint prints the same errors and writes no report"), Recorder() as server:
    scene = Scene(server.url)
    write(scene.folder, "cases/look/200.yaml", CASES.replace("expect:", "expcet:"))
    ended = apigcheck("lint", "cases", "--target", "target.yaml", cwd=scene.folder, env=scene.env)
    same("the exit status", ended.status, 2, ended)
    check_place(scene, ended.err, "unknown key 'expcet'", ("cases/look/200.yaml", "expcet"))
    same("the old report", read(scene.junit), YESTERDAY)

with row("the suite that the rows break is valid"), Recorder() as server:
    scene = Scene(server.url)
    ended = scene.run_all()
    same("the exit status", ended.status, 0, ended)
    same("requests", len(server.requests), 1)
    same("the testcases", JUnit(scene.junit).cases, [("sees", "passed", "")])
    write(scene.folder, "cases/look/200.yaml", STEPS)
    same("the exit status of the one with steps", scene.run_all().status, 0)

with row("the shipped cases lint clean"):
    ended = apigcheck("lint", "--target", os.path.join(ROOT, "fixtures/targets/embedded.yaml"))
    same("the exit status", ended.status, 0, ended)
    holds("no diagnostic", not ended.err, ended)

finish()
