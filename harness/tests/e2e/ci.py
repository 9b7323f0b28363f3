"""Reports and logs for CI servers, and the files of fixtures/ci/, whose command lines are run
unchanged."""
import json
import os
import re
import subprocess
import urllib.parse

from checks import finish, has, holds, lacks, row, same, print_line
from program import (EMBEDDED, PROGRAM, ROOT, Gateway, JUnit, apigcheck, environment, new_folder,
                     read, record, write)
from servers import Recorder, response

CI = os.path.join(ROOT, "fixtures", "ci")
SCHEMAS = os.path.join(ROOT, "..", "shared", "schemas")
SHARDS = 4

# The files for each server, and its variables for shard I of four.
SERVERS = {
    "github/action.yml": lambda i: {"TARGET": "my-gateway.yaml", "CASES": "", "OPTIONS": "-q",
                                    "SHARD": f"{i}/4", "REPORTS": f"shard-{i}"},
    "gitlab.yml": lambda i: {"CI_NODE_INDEX": str(i), "CI_NODE_TOTAL": "4"},
    "Jenkinsfile": lambda i: {"SHARD": str(i)},
    "azure-pipelines.yml": lambda i: {"SYSTEM_JOBPOSITIONINPHASE": str(i),
                                      "SYSTEM_TOTALJOBSINPHASE": "4"},
    "kubernetes.yaml": lambda i: {"JOB_COMPLETION_INDEX": str(i - 1)},
}
MERGES = ["github/workflow.yml", "gitlab.yml", "Jenkinsfile", "azure-pipelines.yml",
          "kubernetes-merge.yaml"]

HOSTILE = ("::error file=x,line=1::owned\n::stop-commands::x\n##[error]owned ##vso[task.x]y\r\n"
           "</code></details><script>alert(1)</script> @octocat ``` ~~~ | [x](http://evil) "
           "]]> \x1b[31m\x1b]0;t\x07 \u202e =cmd()")


def commands(name, verb):
    """The lines of a file that call the program with this command."""
    return re.findall(rf"(?m)^\s*(?:- )?(apigcheck {verb} .*)$", read(os.path.join(CI, name)))


def shell(line, folder, **variables):
    """A command line as a CI server runs it."""
    env = environment(**variables)
    env["PATH"] = os.path.dirname(PROGRAM) + os.pathsep + env["PATH"]
    return subprocess.run(["bash", "-euo", "pipefail", "-c", line], cwd=folder, env=env,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60, check=False)


def my_gateway(folder, url):
    """The reference gateway's target file, elsewhere and with its token in the environment."""
    text = read(EMBEDDED).replace("{file: ", "{file: " + os.path.join(ROOT, "fixtures/targets/"))
    text = re.sub(r"(?m)^url: .*$", f"url: {url}", text)
    text = re.sub(r"\btoken: \{file: [^}]*\}", "token: {env: APIG_TOKEN}", text, count=1)
    has("the target file", text, "env: APIG_TOKEN")
    write(folder, "my-gateway.yaml", text)


TOKEN = read(os.path.join(ROOT, "fixtures/targets/embedded.token")).strip()
HAS_REPORT = bool(re.search(r"(?m)^  report\b", apigcheck("help").out))

# ---- The files of fixtures/ci/ ----

with row("every file of fixtures/ci/ is known to this test"):
    found = {os.path.relpath(os.path.join(above, name), CI)
             for above, _, names in os.walk(CI) for name in names}
    same("the files", found, {*SERVERS, *MERGES, "Containerfile"})

for name in sorted({*SERVERS, *MERGES} - {"Jenkinsfile"}):
    with row(f"{name} is YAML"):
        # With a list of cases added it parses as YAML, and lacks an operation.
        folder, text = new_folder(), read(os.path.join(CI, name))
        path = write(folder, "x.yaml", text + "\ncases: []\n")
        has("as it is", apigcheck("lint", path).err, "cases without an operation")
        path = write(folder, "y.yaml", text + "\n  broken: [\ncases: []\n")
        lacks("a broken one", apigcheck("lint", path).err, "cases without an operation")
        path = write(folder, "z.yaml", text)
        has("for what it is", apigcheck("lint", path).err, "not a case file")

with row("the Jenkinsfile's braces and quotes are balanced"):
    text = re.sub(r"'''.*?'''|'[^'\n]*'|\"[^\"\n]*\"|(?m://.*$)", "",
                  read(os.path.join(CI, "Jenkinsfile")), flags=re.S)
    lacks("it", text, "'")
    for pair in ("{}", "[]", "()"):
        same(pair, text.count(pair[0]), text.count(pair[1]))

for name in sorted({*SERVERS, *MERGES, "Containerfile"}):
    with row(f"{name} builds with tools that exist"):
        for words in re.findall(r"harness/setup\"? (\w+)", read(os.path.join(CI, name))):
            has("harness/setup", read(os.path.join(ROOT, "harness/setup")), f"\n{words})\n")
        for path in re.findall(r"fixtures/ci/[\w./-]*\w", read(os.path.join(CI, name))):
            holds(f"{path} is there", os.path.exists(os.path.join(ROOT, path)))

names = apigcheck("list").out.split()

for name, variables in SERVERS.items():
    with row(f"{name}: its shards run each case once"), Gateway() as gateway:
        lines = commands(name, "run")
        same("lines that run cases", len(lines), 1)
        folder = new_folder()
        my_gateway(folder, gateway.url)
        line = lines[0].replace("/config/", folder + "/")
        ran = []
        for i in range(1, SHARDS + 1):
            ended = shell(line, folder, APIG_TOKEN=TOKEN, **variables(i))
            same("the exit status", ended.returncode, 0, ended.stdout.decode())
            results = record(os.path.join(folder, f"shard-{i}", "results.json"))
            ran += [case["full_name"] for case in results["cases"]]
            holds("a part of them", 0 < len(results["cases"]) < len(names))
        same("the cases", sorted(ran), sorted(names))

if not HAS_REPORT:
    print_line("skipped: the lines with 'apigcheck report', which this program does not have")
for name in MERGES if HAS_REPORT else []:
    with row(f"{name}: one report of all shards"):
        lines = commands(name, "report")
        same("lines that merge", len(lines), 1)
        folder = new_folder()
        for i in range(1, SHARDS + 1):
            os.mkdir(os.path.join(folder, f"shard-{i}"))
        with Gateway() as gateway:
            my_gateway(folder, gateway.url)
            for i in range(1, SHARDS + 1):
                shell(f"apigcheck run --target my-gateway.yaml --shard {i}/{SHARDS} "
                      f"--reports shard-{i}", folder, APIG_TOKEN=TOKEN)
        ended = shell(lines[0], folder)
        same("the exit status", ended.returncode, 0, ended.stdout.decode())
        same("the testcases", len(JUnit(os.path.join(folder, "reports/junit.xml")).cases),
             len(names))

# ---- Reports of hostile responses ----

CASES = """\
operation: look
request: {method: GET, path: /, headers: {X-Auth-Token: "{{token}}"}}
cases:
  - id: text
    title: A text is given
    tags: [smoke]
    expect: {status: 200, json: {word: good}}
  - id: header
    title: A header is given
    expect: {headers: {X-Word: good}}
  - id: bytes
    title: Bytes are given
    with: {path: /bytes}
    expect: {status: 500}
"""
SECRET = 'Zq7&hunter/"2+two=%ok'


def hostile(request):
    if request.path == "/bytes":
        return response(200, b"\x00\xff::error::x\n" * 100, (("Content-Type", "image/png"),))
    token = request.values("X-Auth-Token")[0]
    body = json.dumps({"word": HOSTILE + " " + token + urllib.parse.quote(token, safe="")})
    return response(200, body, (("Content-Type", "application/json"),
                              ("X-Word", "::error::owned ##[error]x " + token)))


FILES = ["--junit", "junit.xml", "--junit-flavour", "extended", "--har", "r.har", "--ctrf",
         "ctrf.json", "--markdown", "r.md", "--github", "--all"]


def run_hostile(folder, *words, **env):
    write(folder, "repository/cases/x.yaml", CASES)
    write(folder, "repository/target.yaml",
          "name: Hostile\nurl: http://127.0.0.1:1\nsecrets: {token: {env: T}}\n")
    with Recorder(hostile) as server:
        ended = apigcheck("run", "cases/x.yaml", "--target", "target.yaml", "--url", server.url,
                          *words, cwd=os.path.join(folder, "repository"),
                          env={"T": SECRET, **env})
    same("the exit status", ended.status, 1, ended)
    return ended


folder = new_folder()
with row("every report of hostile responses is written"):
    ended = run_hostile(folder, *FILES, GITHUB_WORKSPACE=folder,
                        GITHUB_STEP_SUMMARY=os.path.join(folder, "summary.md"))


def report(name):
    return read(os.path.join(folder, "repository", name))


with row("the log has no workflow command except the program's own"):
    for line in (ended.out + ended.err).splitlines():
        if line.strip().startswith("::"):
            holds("a command of the program", re.match(r"::(error|group|endgroup)\b", line), line)
        lacks("a line", line, "##")
    same("groups", ended.out.count("\n::group::") + ended.out.startswith("::group::"), 3, ended)
    same("their ends", ended.out.count("\n::endgroup::\n"), 3, ended)

with row("annotations have the lines of the case file, relative to the workspace"):
    marks = re.findall(r"(?m)^::error file=([^,]*),line=(\d+),.*?title=([^:]*)::(.*)$", ended.out)
    same("files", {mark[0] for mark in marks}, {"repository/cases/x.yaml"})
    same("lines", sorted(int(mark[1]) for mark in marks), [7, 10, 14])
    same("titles", {mark[2] for mark in marks}, {"look/text", "look/header", "look/bytes"})

with row("the step's summary is the Markdown report"):
    same("the summary", read(os.path.join(folder, "summary.md")), report("r.md"))

with row("in Markdown all parts of a response are in code spans or blocks"):
    text = re.sub(r"(?ms)^(`{3,})text\n.*?^\1$", "", report("r.md"))
    text = re.sub(r"(?s)(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "", text)
    for part in ("script", "@", "](", "http", "::", "\x1b", "owned"):
        lacks("it", text, part)

with row("HAR: consistent entries, raw bodies"):
    log = json.loads(report("r.har"))["log"]
    same("entries", len(log["entries"]), 3)
    for entry in log["entries"]:
        parts = entry["timings"]
        total = sum(max(0, parts[name]) for name in
                    ("blocked", "dns", "connect", "send", "wait", "receive"))
        holds("the sum", abs(total - entry["time"]) < 0.0005, entry)
        holds("none is negative but -1", all(x >= 0 or x == -1 for x in parts.values()), parts)
        same("the server", entry["serverIPAddress"], "127.0.0.1")
    content = log["entries"][2]["response"]["content"]
    same("the encoding", content["encoding"], "base64")
    holds("it starts with the raw body", content["text"].startswith("AP86OmVycm9yOjp4"), content)

with row("CTRF: the counts of the run"):
    summary = json.loads(report("ctrf.json"))["results"]["summary"]
    same("failed", summary["failed"], 3)
    same("tests", summary["tests"], 3)

with row("JUnit, extended: the same counts, with file, line and properties"):
    text = report("junit.xml")
    same("failures", len(re.findall("<failure ", text)), 3)
    has("it", text, 'file="cases/x.yaml" line="4"')
    has("it", text, '<property name="tag" value="smoke"/>')

with row("the secret is in none of them, and no raw control character"):
    outputs = {name: report(name) for name in ("junit.xml", "r.har", "ctrf.json", "r.md")}
    outputs.update({"standard output": ended.out, "standard error": ended.err,
                    "the summary": read(os.path.join(folder, "summary.md"))})
    for where, text in outputs.items():
        for secret in (SECRET, urllib.parse.quote(SECRET, safe=""), json.dumps(SECRET)[1:-1],
                       SECRET.replace("&", "&amp;").replace('"', "&quot;"),
                       SECRET.replace("%", "%25")):
            lacks(where, text, secret)
        holds(f"{where}: control characters", not re.search(r"[\x00-\x08\x0b-\x1f\x7f]", text))
        lacks(where, text, "\u202e")

for kind, schema in (("r.har", "har/har.json"), ("ctrf.json", "ctrf.schema.json")):
    if not os.path.exists(os.path.join(SCHEMAS, schema)):
        print_line(f"skipped: no schema for {kind}")
        continue
    with row(f"{kind} is valid by its published schema"):
        schemas = new_folder()
        above = os.path.dirname(os.path.join(SCHEMAS, schema))
        for name in os.listdir(above):
            if name.endswith(".json"):  # one schema uses a draft earlier than draft 7
                write(schemas, name, read(os.path.join(above, name)).replace("draft-06", "draft-07"))
        checked = apigcheck("try", "schema", os.path.join(schemas, os.path.basename(schema)),
                            os.path.join(folder, "repository", kind), "--formats")
        same("the exit status", checked.status, 0, checked)

# ---- Options ----

with row("--reports writes all its files"):
    out = new_folder()
    apigcheck("run", "--mock", "--case", "no-token", "--reports", out, "--github")
    same("its files", sorted(os.listdir(out)), ["junit.xml", "report.html", "results.json"])

with row("--github with a report on standard output: rejected"):
    refused = apigcheck("run", "--mock", "--github", "--ctrf", "-")
    same("the exit status", refused.status, 2, refused)
    has("standard error", refused.err, "cannot write two reports to '-'")

with row("--github if nothing is sent: the reason is an annotation"):
    refused = apigcheck("run", "--github", "--case", "no-token")
    same("the exit status", refused.status, 2, refused)
    has("standard output", refused.out, "::error title=apigcheck%3A no request was sent::no target")

for option in ("har", "ctrf", "markdown"):
    with row(f"--{option} -: the report on standard output, the console on standard error"):
        ended = apigcheck("run", "--mock", "--case", "no-token", f"--{option}", "-")
        same("the exit status", ended.status, 0, ended)
        has("standard error", ended.err, "PASSED  1 passed")
        if option == "markdown":
            has("the report", ended.out, "PASSED: 1 passed")
        else:
            json.loads(ended.out)

finish()
