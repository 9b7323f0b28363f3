"""Causes of failures of another API: docker-registry behind a proxy that changes its responses in one
way, or in two, run with a suite that cites no requirement. Each change is named by a cause.

Without the registry (Debian: docker-registry) it is skipped. CT_LONG in the environment tries all
pairs."""
import itertools
import os
import random
import re
import shutil
import sys

from checks import finish, has, holds, row, same
from docker_registry_server import SUITE, TARGET, command
from fault_runs import CAUSES_MAX, judge_pair
from foreign import Daemon, Proxy, missing, names, run
from program import new_folder, read, write

if missing("docker-registry"):
    print("skipped: docker-registry is not installed (Debian: docker-registry)")
    sys.exit(77)


def suite_without_requirements():
    folder = os.path.join(new_folder(), "docker_registry")
    shutil.copytree(SUITE, folder)
    os.remove(os.path.join(folder, "requirements.yaml"))
    for name in os.listdir(folder):
        if name.endswith(".yaml"):
            text = re.sub(r"^ *verifies: \[[^]]*\]\n", "", read(os.path.join(folder, name)), flags=re.M)
            write(folder, name, text)
    return folder


# ---- Changes of a response ----

def is_json(response):
    return any(name.lower() == "content-type" and "json" in value for name, value in response.headers) \
        and response.body[:1] in (b"{", b"[")


def in_json(change):
    """Changes the body as JSON."""
    def changed(response):
        if is_json(response) and change(response.json) != response.json:
            response.json = change(response.json)
    return changed


def each_object(value, change):
    if isinstance(value, list):
        return [each_object(one, change) for one in value]
    if isinstance(value, dict):
        return change({name: each_object(one, change) for name, one in value.items()})
    return value


def instead(status, other):
    def changed(response):
        response.status = other if response.status == status else response.status
    return changed


def content_type(value):
    def changed(response):
        response.without("Content-Type")
        response.headers.append(("Content-Type", value))
    return changed


def cut(response):
    if is_json(response):
        response.body = response.body[:-2]


# name: the change, and a part of the title of the first cause; in the order in which they are made
CHANGES = {
    "null-code": (in_json(lambda body: each_object(body, lambda one: {
        name: None if name == "code" else value for name, value in one.items()})),
        "$.errors[*].code is null"),
    "no-tags": (in_json(lambda body: each_object(body, lambda one: {
        name: value for name, value in one.items() if name != "tags"})), "$.tags is missing"),
    "renamed": (in_json(lambda body: each_object(body, lambda one: {
        name.capitalize(): value for name, value in one.items()})), "is named 'Errors'"),
    "wrapped": (in_json(lambda body: {"result": body}), "wrapped in a property 'result'"),
    "gone": (instead(404, 410), "status 410 instead of 404"),
    "no-digest": (lambda response: response.without("Docker-Content-Digest"),
                  "header Docker-Content-Digest is missing"),
    "cut": (cut, "the body is not JSON"),
    "text": (content_type("text/plain"), 'header Content-Type is "text/plain" instead of'),
}


def through(*changes):
    """What the proxy does. The steps that prepare the registry only write, and must succeed."""
    def fault(request, send):
        response = send(request)
        if request.method in ("GET", "HEAD", "DELETE") or response.status >= 400:
            for change in changes:
                change(response)
        return response
    return fault


with Daemon(command, "/v2/") as registry, Proxy(registry.port) as proxy:
    words = [suite_without_requirements(), *TARGET, "--url", proxy.url, "--not-tag", "breaks-off",
             "--not-tag", "deviates"]
    alone = {}
    run(words)  # a case reads the second page of the repositories: a new registry has only one
    with row("without a change all cases pass"):
        ended, results, _ = run(words)
        same("the exit status", ended.status, 0, ended)
        same("causes", results.get("causes"), None)
        same("cases that cite a requirement", [c["id"] for c in results["cases"] if c["verifies"]], [])
    for name, (change, title) in CHANGES.items():
        with row(name):
            proxy.fault = through(change)
            ended, alone[name], _ = run(words)
            causes = alone[name].get("causes", [])
            holds("a few causes explain them", 1 <= len(causes) <= 3, causes)
            has("the first cause", causes[0]["text"], title)
            same("the cases that the causes explain",
                 sorted({one["case"] for cause in causes for one in cause["cases"]}),
                 names(alone[name], "fail", "error"))
    pairs = list(itertools.combinations(CHANGES, 2))
    if "CT_LONG" not in os.environ:
        pairs = random.Random(7).sample(pairs, 8)
    masked = 0
    for pair in pairs:
        with row(" and ".join(pair)):
            proxy.fault = through(*(CHANGES[name][0] for name in pair))
            ended, both, _ = run(words)
            outcomes = judge_pair(both, [alone[name] for name in pair])
            lacking = [name for name, outcome in zip(pair, outcomes) if outcome == "missed"]
            titles = "\n".join(cause["text"] for cause in both["causes"])
            same("the changes that no cause names", lacking, [], titles)
            holds("few causes", len(both["causes"]) <= CAUSES_MAX, titles)
            holds("one of them is named", "named" in outcomes, titles)
            masked += outcomes.count("masked")
    print(f"{2 * len(pairs)} changes in {len(pairs)} pairs: {masked} cannot be seen")

finish()
