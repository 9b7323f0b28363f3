"""Help, versions, suggestions, `list`, `lint` and `mock`."""
import json
import os
import re
import socket
import time

from checks import finish, has, holds, lacks, row, same
from program import (EMBEDDED, ROOT, Gateway, apigcheck, new_folder, read, record, verdicts,
                     write)

COMMANDS = ["run", "lint", "list", "mock", "prove", "cleanup", "try", "help"]
LIBRARIES = ["libcurl", "OpenSSL", "jansson", "libyaml", "PCRE2", "libmicrohttpd"]


def options_of(text):
    """(--name, whether it takes a value) of each option in a help page: a value follows the name
    after one space; text that starts after 30 characters is the description."""
    return [(option[1], bool(option[2]) and option.start(2) < option.start() + 30) for option in
            re.finditer(r"(?m)^  (?:-\w, |    )(--[a-z-]+)( \S+)?", text)]


# ---- Help ----

with row("help: one line for each command"):
    ended = apigcheck("help")
    same("the exit status", ended.status, 0, ended)
    same("standard error", ended.err, "")
    for command in COMMANDS:
        holds(f"it lists {command}", re.search(rf"(?m)^  {command} +\S", ended.out), ended.out)
    for word in ("--help", "-h"):
        same(word, apigcheck(word).out, ended.out)

with row("no command: the same on standard error, exit 2"):
    ended = apigcheck()
    same("the exit status", ended.status, 2)
    same("standard output", ended.out, "")
    same("standard error", ended.err, apigcheck("help").out)

for command in COMMANDS:
    with row(f"help {command}, {command} --help and {command} -h are the same"):
        page = apigcheck("help", command)
        same("the exit status", page.status, 0, page)
        has("it", page.out, f"Usage: apigcheck {command}")
        for words in ([command, "--help"], [command, "-h"], [command, "--nonsense", "--help"]):
            ended = apigcheck(*words)
            same("the exit status", ended.status, 0, ended)
            same(" ".join(words), ended.out, page.out)

for command in ("run", "lint", "list", "mock", "prove"):
    with row(f"every option in help {command} is accepted"):
        options = options_of(apigcheck("help", command).out)
        holds("there are some", len(options) >= 5, options)
        for name, takes_value in options:
            ended = apigcheck(command, "nowhere", name)
            same("the exit status", ended.status, 2, ended)
            lacks("standard error", ended.err, "unknown option")
            lacks("standard error", ended.err, "is not an option of")
            same(f"{name} asks for a value", "requires a value" in ended.err, takes_value, ended)

with row("help run describes the exit status, added headers and shared connections"):
    page = apigcheck("help", "run").out
    for word in ("Exit status:", "129, 130,", "User-Agent:", "--reuse-connections"):
        has("it", page, word)

with row("--version: the program's and the libraries'"):
    ended = apigcheck("--version")
    same("the exit status", ended.status, 0, ended)
    holds("the program comes first", re.match(r"apigcheck \d+\.\d+\.\d+\n", ended.out), ended)
    for library in LIBRARIES:
        holds(library, re.search(rf"{library}/?\s?\d", ended.out), ended.out)

# ---- Suggestions ----

# The misspelt words, and the suggestion.
MISSPELT = {
    ("rum",): "run", ("lnit",): "lint", ("lst",): "list", ("mokc",): "mock", ("hepl",): "help",
    ("help", "rnu"): "run",
    ("run", "--timout", "1s"): "--timeout", ("run", "--juint=x"): "--junit",
    ("run", "--tagret", "x"): "--target", ("run", "--paralel", "2"): "--parallel",
    ("list", "--need"): "--needs", ("lint", "--ulr", "x"): "--url",
    ("mock", "--varaint", "x"): "--variant", ("mock", "--variant", "front-dor"): "front-door",
    ("run", "--color", "alway"): "always",
}

for words, meant in MISSPELT.items():
    with row(f"{' '.join(words)}: did you mean {meant}?"):
        ended = apigcheck(*words)
        same("the exit status", ended.status, 2, ended)
        same("standard output", ended.out, "")
        has("standard error", ended.err, f"did you mean '{meant}'?")

for words in (["frobnicate"], ["run", "--frobnicate"], ["mock", "--variant", "frobnicate"]):
    with row(f"{' '.join(words)}: no similar option"):
        ended = apigcheck(*words)
        same("the exit status", ended.status, 2, ended)
        lacks("standard error", ended.err, "did you mean")
        has("standard error", ended.err, "'" + words[-1] + "'")

# ---- list and lint ----

with row("list: only the cases, in execution order"):
    ended = apigcheck("list")
    same("the exit status", ended.status, 0, ended)
    folder = new_folder()
    apigcheck("run", "--mock", "--json", os.path.join(folder, "r.json"))
    results = record(os.path.join(folder, "r.json"))
    same("the names", ended.out.splitlines(), [case["full_name"] for case in results["cases"]])
    same("standard error", ended.err, f"{len(results['cases'])} cases, 0 not selected\n")

with row("list -v: with their titles"):
    ended = apigcheck("list", "-v")
    same("the lines", ended.out.splitlines(),
         [f"{case['full_name']}  {case['title']}" for case in results["cases"]])

with row("list -vv shows each request as a curl line"):
    ended = apigcheck("list", "-vv", "--target", EMBEDDED, "--case", "no-token", "--case",
                      "binds-one")
    has("it", ended.out, "curl -i")
    has("it", ended.out, "binding-apps")
    has("it", ended.out, "$X_AUTH_TOKEN")
    lacks("it", ended.out, read(os.path.join(ROOT, "fixtures/targets/embedded.token")).strip())

with row("list with filters: the same cases as a run selects"):
    words = ["--tag", "smoke", "--case", "*un*", "--requirement", "BIND-NOT-FOUND"]
    listed = apigcheck("list", *words)
    path = os.path.join(new_folder(), "r.json")
    apigcheck("run", "--mock", "--json", path, *words)
    chosen = [case["full_name"] for case in record(path)["cases"]]
    holds("some, and not all", 0 < len(chosen) < 10, chosen)
    same("the names", listed.out.splitlines(), chosen)

with row("list with a target: the skipped cases, with reasons"):
    target = write(new_folder(), "target.yaml", "name: Bare\nurl: http://127.0.0.1:1\n" + "".join(
        re.findall(r"(?ms)^vars:.*?(?=^secrets)", read(EMBEDDED))))
    ended = apigcheck("list", "--target", target, "--secret", "token=env:T",
                      env={"T": "a-token-of-good-length"})
    same("the exit status", ended.status, 0, ended)
    has("it", ended.out, "no-permission  (skipped: the target lacks the capability "
                         "'forbidden-token')")
    holds("not all", "bind-credentials/no-token\n" in ended.out, ended)

with row("list --requirements: each with its cases, or the reason for having none"):
    ended = apigcheck("list", "--requirements")
    same("the exit status", ended.status, 0, ended)
    wanted = re.findall(r"(?m)^  - id: (\S+)\n    level: (\S+)",
                        read(os.path.join(ROOT, "cases/requirements.yaml")))
    listed = re.findall(r"(?m)^(\S+)  (\S+)  \S.*\n    source: \S.*\n    (cases|not tested): \S",
                      ended.out)
    holds("there are many", len(wanted) > 50, len(wanted))
    same("the requirements", [entry[:2] for entry in listed], wanted)
    places = dict(re.findall(r"(?m)^(\S+)  MUST  .*\n(?:    .*\n)*?    about: (.*)$", ended.out))
    has("the effect of binding", places["BIND-FUNCTION"], "effect GET /v2/{project_id}/")
    has("the status of a bad request", places["BIND-BAD-REQUEST"], "/binding-apps 400")
    rows = {row["id"]: row for row in json.loads(apigcheck("list", "--requirements", "--json").out)}
    same("a property", rows["BIND-BINDING-TIME"]["about"][0]["at"], "$.applies[*].bound_time")
    same("a requirement about nothing", rows["BIND-PAGE-DATE"]["about"], [])
    same("without a place, and tested", [name for name, row in rows.items()
                                         if not row["about"] and not row["not_tested"]], [])
    names = set(apigcheck("list").out.split())
    cited = set(re.findall(r"(?:bind-credentials|lifecycle)/[^\s,]+", ended.out))
    same("cases that verify nothing, or that do not exist", cited ^ names, set())

with row("list --needs: completed, it is a target file that runs all cases"):
    ended = apigcheck("list", "--needs")
    same("the exit status", ended.status, 0, ended)
    same("standard error", ended.err, "")
    text = ended.out
    for name, value in re.findall(r"(?m)^  (\w+): ([0-9a-f-]{32,36})$", read(EMBEDDED)):
        before = text
        text = text.replace(f"  {name}: ''", f"  {name}: {value}")
        holds(f"it asks for {name}", text != before, ended)
    text = text.replace("  token: {env: VARIABLE}", "  token: {env: T1}")
    text = text.replace("  forbidden_token: {env: VARIABLE}", "  forbidden_token: {env: T2}")
    text = text.replace("  access_key: {env: VARIABLE}", "  access_key: {env: T3}")
    text = text.replace("  secret_key: {env: VARIABLE}", "  secret_key: {env: T4}")
    same("the placeholders", re.findall(r"(?m)^  \w+: (?:''|.*VARIABLE).*", text), [])
    env = {f"T{at}": read(os.path.join(ROOT, "fixtures/targets", name)).strip()
           for at, name in ((1, "embedded.token"), (2, "embedded-forbidden.token"),
                             (3, "embedded-access.key"), (4, "embedded-secret.key"))}
    with Gateway() as gateway:
        text = text.replace("https://gateway.example.net", gateway.url)
        text = text.replace("confirm_host: gateway.example.net", "confirm_host: 127.0.0.1")
        target = write(new_folder(), "my-gateway.yaml", text)
        path = os.path.join(new_folder(), "r.json")
        ended = apigcheck("run", "--target", target, "--json", path, env=env)
    same("the exit status", ended.status, 0, ended)
    same("standard error", ended.err, "")
    same("the verdicts", set(verdicts(record(path)).values()), {"pass"})
    same("the target's name", record(path)["target"]["name"], "My gateway")

with row("lint: the counts, and no errors"):
    ended = apigcheck("lint")
    same("the exit status", ended.status, 0, ended)
    holds("it counts cases and files", re.fullmatch(
        f"{len(results['cases'])} cases in [1-9][0-9]* files: no problems found\n", ended.out), ended)

with row("lint of each shipped file alone"):
    folder = os.path.join(ROOT, "cases", "bind-credentials")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".yaml") and name != "operation.yaml":
            ended = apigcheck("lint", os.path.join(folder, name))
            same(f"the exit status for {name}", ended.status, 0, ended)

# ---- The reference gateway ----

with row("mock: a port that is already in use"), socket.socket() as taken:
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    ended = apigcheck("mock", "--port", str(taken.getsockname()[1]))
    same("the exit status", ended.status, 2, ended)
    has("standard error", ended.err, "cannot listen on 127.0.0.1")
    same("standard output", ended.out, "")

with row("mock --latency: each response is delayed"), Gateway("--latency", "300ms") as gateway:
    begin = time.monotonic()
    ended = apigcheck("run", "--target", EMBEDDED, "--url", gateway.url, "--case", "no-token")
    same("the exit status", ended.status, 0, ended)
    holds("it waits", time.monotonic() - begin >= 0.3)

with row("mock accepts no PATH"):
    ended = apigcheck("mock", "cases")
    same("the exit status", ended.status, 2, ended)
    has("standard error", ended.err, "mock takes no PATH")

# ---- Colour ----

ESCAPE = "\x1b["

with row("colour: only on a terminal, or if requested"):
    words = ["run", "--mock", "--case", "no-token"]
    lacks("by default", apigcheck(*words).out, ESCAPE)
    has("with --color always", apigcheck(*words, "--color", "always").out, ESCAPE)
    lacks("with --color never", apigcheck(*words, "--color", "never").out, ESCAPE)


def on_terminal(*words, **env):
    ours, theirs = os.openpty()
    status = apigcheck(*words, stdout=theirs, env={"TERM": "xterm", **env}).status
    os.close(theirs)
    said = b""
    try:
        while piece := os.read(ours, 65536):
            said += piece
    except OSError:  # EIO: everything was read
        pass
    os.close(ours)
    said = said.decode()
    same("the exit status", status, 0, said)
    return said


with row("colour on a terminal; none with NO_COLOR or TERM=dumb"):
    words = ["run", "--mock", "--case", "no-token"]
    has("on a terminal", on_terminal(*words), ESCAPE)
    lacks("with NO_COLOR", on_terminal(*words, NO_COLOR="1"), ESCAPE)
    lacks("on a dumb one", on_terminal(*words, TERM="dumb"), ESCAPE)
    lacks("with --color never", on_terminal(*words, "--color", "never"), ESCAPE)

finish()
