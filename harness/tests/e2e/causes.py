"""Causes of failures: few of them explain the failed cases of a faulty gateway, on the console and
in the results file, and `report` prints the same ones. CT_LONG in the environment tries all faults."""
import os
import re

from checks import finish, has, holds, row, same
from program import EMBEDDED, Gateway, apigcheck, new_folder, record

CAUSES_MAX = 3
ROWS_MAX = 60  # of the console

# fault, the causes that must be named
FAULTS = {
    "status-202": ["status: expected "],
    "body-wrapped": ["the response body is wrapped in a property 'data'"],
    "body-cut-half": ["a body that is not JSON"],
    "member-camel-case": ["renamed properties: ", "appId"],
    "member-null": ["got null"],
    "member-dropped:error_code": ["$.error_code: missing"],
    "time-without-zone": ["$.applies[*].bound_time: "],
    "code-of-another-page": ["$.error_code: "],
    "media-type-html": ["header Content-Type: ", "text/html"],
    "token-missing-accepted": ["status: expected 401, got 201"],
}
if "CT_LONG" in os.environ:
    LISTED = apigcheck("help", "mock", "faults").out
    FAULTS.update({name: [] for name in re.findall(r"^  (\S+) ", LISTED, re.M) if name not in FAULTS})


def printed_causes(text):
    """The causes on the console: the line of the title, and the line of the first case."""
    found = re.findall(r"^(\d+ .* cases?)\n(?:   .*\n)*?   (first +.*|follows +.*)$", text, re.M)
    return [f"{title} {first}" for title, first in found]


def rows_of(text, columns=100):
    """The rows that a terminal needs for a text."""
    return sum(max(1, -(-len(line) // columns)) for line in text.splitlines())


def run(*words):
    path = os.path.join(new_folder(), "results.json")
    ended = apigcheck("run", "--target", EMBEDDED, "--json", path, "--seed", "12", "--max-time", "5s",
                      *words)
    return ended, record(path), path


for fault, expected in FAULTS.items():
    with row(fault), Gateway("--defect", fault) as gateway:
        ended, results, path = run("--url", gateway.url)
        causes = results.get("causes", [])
        failed = {case["operation"] + "/" + case["id"] for case in results["cases"]
                  if case["verdict"] in ("fail", "error")}
        explained = {one["case"] for cause in causes for one in cause["cases"]}
        same("the cases that the causes explain", explained, failed)
        if expected:
            holds("a few causes explain them", 1 <= len(causes) <= CAUSES_MAX, causes)
        for text in expected:
            has("the causes", "\n".join(cause["text"] for cause in causes), text)
        lines = printed_causes(ended.out)
        if len(failed) > 1:
            same("the number of causes on the console", len(lines), min(len(causes), 10))
            holds("the console fits on a screen", rows_of(ended.out) <= ROWS_MAX, ended.out)
        for line, cause in zip(lines, causes):
            has("a line of the console", line, f"{len(cause['cases'])} case")
            holds("a line of the console", cause["first"] in line or "a consequence of" in line, line)
        same("the causes that report prints", printed_causes(apigcheck("report", path).out), lines)

with row("a run that passes has no causes"), Gateway() as gateway:
    ended, results, _ = run("--url", gateway.url)
    same("the exit status", ended.status, 0, ended)
    same("causes", results.get("causes"), None)
    same("causes on the console", printed_causes(ended.out), [])

with row("a target that is gone is one cause"):
    ended, results, _ = run("--url", "http://127.0.0.1:1")
    same("the number of causes", len(results["causes"]), 1, results["causes"])
    same("its kind", results["causes"][0]["kind"], "error")
    same("it is said once", ended.out.count("cannot connect"), 1, ended)
    holds("at once", ended.seconds < 5, ended)
    holds("the last line is the verdict", ended.out.splitlines()[-1].startswith("NOT VERIFIED  0 passed"),
          ended)

finish()
