"""Requirements are blamed by finding: whatever fault the reference gateway has, no requirement that
the fault violates passes, and no failed case leaves the run green. CT_LONG in the environment tries
all faults."""
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor

from checks import finish, has, holds, row, same
from program import EMBEDDED, Gateway, apigcheck, new_folder, record

EACH = 1 if "CT_LONG" in os.environ else 12
ALWAYS = ["app-ids-optional", "token-missing-accepted", "status-202", "member-dropped", "body-wrapped",
          "time-without-zone", "binds-nothing", "media-type-html", "unbinds-nothing"]
STATUSES = {"passed", "failed", "warned", "not-verified", "not-applicable", "not-tested"}

LISTED = re.findall(r"^  (\S+) ", apigcheck("help", "mock", "faults").out, re.M)
REQUIREMENTS = json.loads(apigcheck("list", "--requirements", "--json").out)


# The body is still JSON, but not the documented one: what is about JSON itself holds, and what is
# about the properties that are missing does not.
STILL_JSON = {"body-wrapped", "body-wrapped-result", "body-empty-object", "body-member-twice"}


# It compares the times of two responses. The gateway changes the times of both in the same way, so
# that they are equal; a mutant changes one of them.
COMPARES_TIMES = "LIST-BOUND-TIME-SAME"


def violated_by(fault):
    return {r["id"] for r in REQUIREMENTS if fault in (r["proven_by"] or [])
            and not (fault in STILL_JSON and r["id"].endswith("-JSON"))
            and not (fault.startswith("time-") and r["id"] == COMPARES_TIMES)}


def run(fault, *words):
    """Runs the shipped cases against the gateway with the fault. A fault can make cases wait for a
    state that never comes: the time is limited. Each fault has its own seed, because runs with one
    seed share the names of the journals that they leave."""
    path = os.path.join(new_folder(), "results.json")
    with Gateway("--defect", fault) as gateway:
        ended = apigcheck("run", "--target", EMBEDDED, "--json", path, "--seed", fault.encode().hex()[-16:],
                          "--url", gateway.url, *words)
    return ended, record(path), path


def statuses(results):
    return {one["id"]: one["status"] for one in results["requirement_results"]}


def unverified(case):
    """The citations of a case that did not pass."""
    return [cite["id"] for cite in case["verifies"] if cite["status"] != "passed"]


def blamed_by(case):
    """The requirements that its findings count against, cited or not."""
    return {id for step in case["steps"] for finding in step["findings"]
            for id in finding.get("violates", [])}


def try_fault(fault):
    with row(fault):
        ended, results, path = run(fault, "--max-time", "4s")
        found = statuses(results)
        holds("the statuses", set(found.values()) <= STATUSES, found)
        for id in violated_by(fault):
            holds(f"{id} did not pass", found[id] != "passed", json.dumps(found))
        failed = [case for case in results["cases"] if case["verdict"] in ("fail", "error")]
        same("exit status", ended.status != 0, bool(failed) or "stopped" in results, ended)
        for case in failed:
            holds("a requirement did not pass because of " + case["full_name"],
                  unverified(case) or blamed_by(case), case)
            for id in {*unverified(case), *blamed_by(case)}:
                holds(f"{id} did not pass", found[id] != "passed", case)
        if any(case["verdict"] == "fail" for case in failed):
            holds("a requirement did not pass", {"failed", "not-verified"} & set(found.values()), found)
        blamed = {id for case in failed for id in blamed_by(case)}
        named = {id for cause in results.get("causes", []) for id in cause.get("violates", [])}
        holds("the causes name what is blamed", named <= blamed, (named, blamed))


with ThreadPoolExecutor(3) as pool:
    list(pool.map(try_fault, dict.fromkeys(ALWAYS + LISTED[::EACH])))

with row("a requirement that holds is not blamed"):
    ended, results, path = run("app-ids-optional", "--parallel", "1")
    found = statuses(results)
    same("exit status", ended.status, 1)
    same("what failed", sorted(id for id, status in found.items() if status == "failed"),
         ["BIND-APP-IDS-MANDATORY", "BIND-BAD-REQUEST"])
    for id in ("BIND-URI", "BIND-REQUEST-ID"):
        same(id, found[id], "passed")
    for part in ("JSON", "ERROR-CODE", "ERROR-MSG", "FAULT"):
        same(part, found["BIND-BAD-REQUEST-" + part], "not-verified")
    same("the cause", [set(cause["violates"]) for cause in results["causes"]],
         [{"BIND-APP-IDS-MANDATORY", "BIND-BAD-REQUEST"}])

with row("what fails like its control is not verified"):
    ended, results, path = run("token-missing-accepted")
    found = statuses(results)
    same("BIND-TOKEN-MANDATORY", found["BIND-TOKEN-MANDATORY"], "failed")
    same("BIND-TOKEN-PLACE", found["BIND-TOKEN-PLACE"], "not-verified")
    failed = {id for id, status in found.items() if status == "failed"}
    cause = next(cause for cause in results["causes"]
                 if "bind-credentials/no-token" in [one["case"] for one in cause["cases"]])
    same("what its cause violates", set(cause["violates"]) - failed, set())

with row("shards that are merged, and a journal, have the statuses of the whole run"):
    folder = new_folder()
    shards = [os.path.join(folder, f"{n}.json") for n in (1, 2)]
    with Gateway("--defect", "token-missing-accepted") as gateway:
        for n, path in enumerate(shards, 1):
            apigcheck("run", "--target", EMBEDDED, "--json", path, "--seed", "12", "--url", gateway.url,
                      "--parallel", "1", "--shard", f"{n}/2")
    merged = os.path.join(folder, "merged.json")
    ended = apigcheck("report", *shards, "--json", merged)
    both = statuses(record(merged))
    _, whole, _ = run("token-missing-accepted", "--parallel", "1")
    same("the statuses", both, statuses(whole), ended)

with row("without a fault each requirement passes that can be tested"):
    path = os.path.join(new_folder(), "results.json")
    with Gateway() as gateway:
        ended = apigcheck("run", "--target", EMBEDDED, "--json", path, "--url", gateway.url)
    same("exit status", ended.status, 0, ended)
    same("the statuses", set(statuses(record(path)).values()), {"passed", "not-tested"})

finish()
