"""Each allocation fails in turn, once or with all later ones: no crash, no wrong result, exit
status 4 or the correct one. This tests a sample; CT_LONG in the environment tests all.

Called as memory.py PROGRAM ROOT SHIM: the library to preload.
"""
import json
import os
import sys

from checks import finish, holds, row, same, print_line
from program import Process, new_folder, read, record, verdicts, write
from servers import Recorder, response

SHIM = os.path.abspath(sys.argv[3])
SAMPLE = 150  # of each kind

CASES = """\
operation: short
vars: {word: x}
request: {method: POST, path: /right, json: {a: [1, "two"]}}
cases:
  - id: right
    title: It is right
    expect:
      status: 200
      headers: {Content-Type: !media-type application/json }
      json: {ok: true, at: !re '^[0-9T:-]+$'}
      at: {$..list: !each [!len 3]}
  - id: wrong
    title: It is wrong
    with: {path: /wrong}
    expect: {status: 200, json: {ok: true}}
  - id: again
    title: It is right in two steps
    steps:
      - with: {path: '/first/$(word)'}
        expect: {status: 200}
        capture: {id: {at: $.id}}
      - with: {path: '/second/$(id)'}
        expect: {status: 200}
"""
RIGHT = {"right": "pass", "wrong": "fail", "again": "pass"}


def reply(request):
    return response(500 if request.path == "/wrong" else 200, json.dumps(
        {"ok": True, "at": "2026-09-01T10:00:00", "list": [1, 2, 3], "id": "\u00e4b" * 50}))


def run(server, path, **env):
    folder = new_folder()
    ended = Process("run", path, "--url", server.url, "--reports", folder, "--parallel", "2",
                    "--github", "--har", f"{folder}/har", "--ctrf", f"{folder}/ctrf",
                    "--markdown", f"{folder}/markdown", "--seed", "1", env={"LD_PRELOAD": SHIM, **env}).wait()
    return ended, folder


def check(ended, folder, with_verdicts):
    holds("no signal, and no other exit status", ended.status in (1, 4), ended)
    holds("only reports are left", set(os.listdir(folder)) <= {
        "junit.xml", "report.html", "results.json", "results.json.journal", "har", "ctrf", "markdown"},
          os.listdir(folder))
    if ended.status == 4:
        holds("it says why", "memory" in ended.err or "cannot" in ended.err, ended)
    if os.path.exists(os.path.join(folder, "results.json")) and with_verdicts:
        results = record(os.path.join(folder, "results.json"))
        same("the verdicts", verdicts(results), RIGHT, ended)


with Recorder(reply) as server:
    path = write(new_folder(), "short.yaml", CASES)
    count_file = os.path.join(new_folder(), "count")
    with row("without a failure"):
        ended, folder = run(server, path, FAIL_COUNT=count_file)
        same("the exit status", ended.status, 1, ended)
        check(ended, folder, True)
    total = int(read(count_file))
    step = 1 if "CT_LONG" in os.environ else max(1, total // SAMPLE)
    print_line(f"{total} allocations, every {step}")
    for how, more in (("once", {}), ("with all later ones", {"FAIL_ON": "1"})):
        for number in range(1, total + 1, step):
            with row(f"allocation {number} fails, {how}"):
                ended, folder = run(server, path, FAIL_AT=str(number), **more)
                check(ended, folder, True)

finish()
