"""Polling that cannot succeed ends. The reference gateway has a fault, and the shipped cases poll its
list. The time that they waited is read from the results, so that a busy machine changes nothing."""
import concurrent.futures
import os
import re
import shutil

from checks import finish, has, holds, row, same
from program import EMBEDDED, ROOT, Gateway, apigcheck, new_folder, record

WITHIN_S, EVERY_S = 2, 0.4
SUITE = os.path.join(new_folder(), "cases")


def copy_suite():
    """The shipped cases, but they wait for two seconds instead of thirty."""
    shutil.copytree(os.path.join(ROOT, "cases"), SUITE)
    replaced = 0
    for folder, _, names in os.walk(SUITE):
        for name in (one for one in names if one.endswith(".yaml")):
            path = os.path.join(folder, name)
            with open(path, encoding="utf-8") as file:
                text = file.read()
            text, count = re.subn(r"within: 30s\n( *)every: 2s",
                                  rf"within: {WITHIN_S}s\n\1every: {int(EVERY_S * 1000)}ms", text)
            replaced += count
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
    return replaced


def run(suite, fault, *words):
    path = os.path.join(new_folder(), "results.json")
    with Gateway("--defect", fault) as gateway:
        ended = apigcheck("run", suite, "--target", EMBEDDED, "--url", gateway.url, "--json", path,
                          "--seed", "12", *words)
    return ended, record(path), path


def steps(results, key):
    return [(case, step) for case in results["cases"] for step in case["steps"] if step.get(key)]


def counts_match(ended, results, path):
    """The console and `report` print the same sums."""
    waited, saved = steps(results, "waited_ms"), steps(results, "saved_ms")
    line = re.search(r"^polling: .*$", ended.out, re.M)
    same("a line about polling", line is not None, bool(waited or saved), ended)
    if waited:
        has("the line", line[0], f" in {len(waited)} step")
    if saved:
        has("the line", line[0], f" {len(saved)} step")
    if line:
        has("what report prints", apigcheck("report", path).out, line[0])


def form_is_wrong(fault):
    with row(f"{fault}: no step waits for a list of a wrong form"):
        ended, results, path = run(os.path.join(ROOT, "cases"), fault)
        same("exit status", ended.status, 1, ended)
        same("steps that waited", len(steps(results, "waited_ms")), 0, ended)
        same("cases that were not run", results["counts"]["not run"], 0)
        holds("it takes less time than one wait", results["elapsed_us"] < 25e6, results["elapsed_us"])
        counts_match(ended, results, path)


def list_is_wrong(fault):
    with row(f"{fault}: two cases wait for a list that never changes, the others are not run"):
        ended, results, path = run(SUITE, fault)
        same("exit status", ended.status, 1, ended)
        late = {case["id"] for case, step in steps(results, "waited_ms") if step["verdict"] == "fail"}
        same("cases that ran out of time", len(late), 2, ended)
        waited = sum(step["waited_ms"] for _, step in steps(results, "waited_ms"))
        holds("the time of two waits", waited <= 2 * WITHIN_S * 1000, waited)
        left = [case for case in results["cases"] if case["verdict"] == "not run"]
        holds("some cases are not run", len(left) > 3, ended)
        for case in left:
            has("the reason", case["reason"], "ran out of time in two other cases: ")
            named = re.findall(r"[\w-]+/([\w-]+)", case["reason"].partition(": ")[2])
            same("the cases that it names", set(named), late)
            last = [step for step in case["steps"] if not step["is_cleanup"]][-1]
            same("its last step", last["verdict"], "not run")
            holds("its cleanup ran", any(step["is_cleanup"] for step in case["steps"]), case["id"])
        counts_match(ended, results, path)


with row("the copy of the shipped cases waits less"):
    holds("the number of steps that poll", copy_suite() > 10)

with concurrent.futures.ThreadPoolExecutor() as pool:
    for one in ("body-wrapped", "member-null", "member-dropped:apps", "array-as-object"):
        pool.submit(form_is_wrong, one)
    for one in ("lists-nothing", "lists-unbound", "binds-nothing"):
        pool.submit(list_is_wrong, one)

with row("with --repeat, each case waits"):
    ended, results, _ = run(SUITE, "lists-nothing", "--repeat", "2", "--case", "lifecycle/*")
    same("exit status", ended.status, 1, ended)
    same("cases that were not run", results["counts"]["not run"], 0, ended)
    holds("several cases waited", len(steps(results, "waited_ms")) > 2, ended)

with row("a part of the suite finds the operations that its steps name"):
    path = os.path.join(new_folder(), "results.json")
    ended = apigcheck("run", os.path.join(ROOT, "cases", "lifecycle"), "--target", EMBEDDED,
                      "--mock", "--json", path)
    same("exit status", ended.status, 0, ended)
    same("cases", len(record(path)["cases"]), 7)
    part = os.path.join(ROOT, "cases", "bind-credentials", "201-bound.yaml")
    same("lint", apigcheck("lint", part).status, 0)

with row("a suite with operations without cases is listed and checked"):
    same("lint", apigcheck("lint", os.path.join(ROOT, "cases")).status, 0)
    same("list", apigcheck("list", os.path.join(ROOT, "cases")).status, 0)

finish()
