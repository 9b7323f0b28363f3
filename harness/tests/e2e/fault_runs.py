"""Runs of the shipped cases against the reference gateway with faults, and what their causes say.

The campaigns of causes.py use a copy of the cases in which polling ends early: a step that waits up
to 30 s for a change of the reference gateway, which is never late, only costs time."""
import os
import re
import shutil
import time

from program import EMBEDDED, ROOT, Gateway, Process, apigcheck, new_folder, record

COLUMNS = 100


def fault_names():
    return re.findall(r"^  (\S+) ", apigcheck("help", "mock", "faults").out, re.M)


def impatient_cases():
    """A copy of the shipped cases whose polling ends after a second."""
    folder = os.path.join(new_folder(), "cases")
    shutil.copytree(os.path.join(ROOT, "cases"), folder)
    for path, _, files in os.walk(folder):
        for name in files:
            if name.endswith(".yaml"):
                with open(os.path.join(path, name), encoding="utf-8") as file:
                    text = file.read()
                with open(os.path.join(path, name), "w", encoding="utf-8") as file:
                    file.write(re.sub(r"every: \d+s", "every: 250ms",
                                      re.sub(r"within: \d+s", "within: 1s", text)))
    return folder


class FaultRun:
    """One run: its results file, the output on the console, and the seconds that it took."""

    def __init__(self, *faults, suite=None, words=()):
        folder = new_folder()
        self.path = os.path.join(folder, "results.json")
        defects = [word for fault in faults for word in ("--defect", fault)]
        with Gateway(*defects) as gateway:
            begin = time.monotonic()
            process = Process("run", suite or os.path.join(ROOT, "cases"), "--target", EMBEDDED,
                              "--url", gateway.url, "--json", self.path, "--seed", "12", *words,
                              env={"COLUMNS": str(COLUMNS), "TMPDIR": folder}, cwd=folder)
            self.ended = process.wait(patience=900)
            self.seconds = time.monotonic() - begin
        if not os.path.exists(self.path):
            raise AssertionError(f"no results of {faults}: {self.ended}")
        self.results = record(self.path)
        self.causes = self.results.get("causes", [])

    def failed(self):
        return {case["full_name"] for case in self.results["cases"]
                if case["verdict"] in ("fail", "error")}

    def lines(self):
        """The lines on the console; a line that is wider than the terminal counts as several."""
        return sum(max(1, -(-len(line) // COLUMNS)) for line in self.ended.out.splitlines())


# ---- What a cause is about ----

def general(path):
    """A normalized JSONPath with [*] for each index, as causes have it."""
    path = re.sub(r"\[\d+\]", "[*]", path)
    return re.sub(r"\['([A-Za-z_]\w*)'\]", r".\1", path)


def class_of(actual):
    """The JSON type of a value as findings show it, or the words for what is not a value."""
    if actual is None:
        return ""
    for pattern, name in ((r"['\"]", "string"), (r"-?\d", "number"), (r"\[", "array"),
                          (r"\{", "object"), ("null", "null"), ("true|false", "boolean")):
        if re.match(pattern, actual):
            return name
    return actual


def is_about_status(difference):
    """Whether it is that of an alternative with another status than the response has."""
    return (difference.get("hint") or "").endswith(", status")


def facts_of_finding(finding):
    """(part, place, mismatch, class of the actual value) of each difference of a finding; of a status
    the expected one is the place, and its value the class."""
    if finding["verdict"] not in ("fail", "error"):
        return set()
    subject = finding["subject"]
    if subject == "status":
        return {("status", finding["expected"], "value", finding["actual"])}
    if not finding.get("differences"):
        return {(subject.lower(), "", finding.get("mismatch"), class_of(finding.get("actual")))}
    meant = [one for one in finding["differences"] if not is_about_status(one)]
    if not meant:  # no alternative has the status that was received
        return {("status", " or ".join(one["expected"] for one in finding["differences"]), "value",
                 finding["differences"][0]["actual"])}
    return {("body", general(one["path"]), one.get("mismatch"), class_of(one.get("actual")))
            for one in meant}


def facts_of(results, cases=None):
    """The facts of the step that decided each failed case, in all findings, or in those that
    `cases` of a cause name."""
    found = set()
    by_name = {case["full_name"]: case for case in results["cases"]}
    if cases is None:
        for case in by_name.values():
            for step in case["steps"]:
                if step["verdict"] in ("fail", "error") and not step["is_cleanup"]:
                    for finding in step["findings"]:
                        found |= facts_of_finding(finding)
                    break
        return found
    for one in cases:
        step = by_name[one["case"]]["steps"][one["step"]]
        if "finding" in one:
            found |= facts_of_finding(step["findings"][one["finding"]])
        else:
            found.add(("error", "", None, re.sub(r"\d+", "#", step["error"])))
    return found


# ---- Two faults at once ----

CAUSES_MAX = 4


def kind_of(cause):
    """A control only makes the title of a cause of statuses more precise."""
    return "status" if cause["kind"].startswith("unchecked-") else cause["kind"]


def names(results, facts, kinds):
    """Whether a cause of these results is of one of the kinds and has one of the facts."""
    return any(kind_of(cause) in kinds and facts_of(results, cause["cases"]) & facts
               for cause in results.get("causes", []))


def judge_pair(both, alone):
    """What the results of a run with two faults show of each, by the results of a run with it alone:
    "named", "masked" (no response shows what its first cause is about), or "missed"."""
    shown = facts_of(both)
    outcomes = []
    for results in alone:
        first = results["causes"][0]
        facts = facts_of(results, first["cases"])
        outcomes.append("named" if names(both, facts, {kind_of(first)}) else
                        "missed" if shown & facts else "masked")
    return outcomes
