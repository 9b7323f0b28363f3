"""Certificates to forge: a small suite, and edits that are signed again with the vendor's own key."""
import json
import os
import re
import shutil
import subprocess

from program import EMBEDDED, PROGRAM, ROOT, apigcheck, environment, new_folder, read, record, write
from records import save
from sealing import new_key, reseal

R = "results.json"
OPERATION = """\
operation: bind
needs: {always: [project_id, instance_id, app_quota_id, app_id], auth-token: [token], gone: []}
request:
  method: POST
  path: /v2/{project_id}/apigw/instances/{instance_id}/app-quotas/{app_quota_id}/binding-apps
  json: {app_ids: [$(app_id)]}
credential: {X-Auth-Token: $(token)}
cases:
  - id: binds
    title: A credential is bound
    verifies: [BIND-201]
    expect: {status: 201, json: {applies: [{app_id: $(app_id), bound_time: !date-time {within: 10m}}]}}
  - {id: no-token, title: A request without a token is rejected, verifies: [BIND-401], with: {auth: none}, expect: {status: 401}}
  - {id: unknown-quota, title: An unknown quota is not found, verifies: [BIND-404], with: {path: {app_quota_id: $(uuid_hex)}},
     expect: {status: 404, json: {error_code: !re '^APIG'}}}
  - {id: declined, title: A case of a capability that the target does not declare, verifies: [BIND-GONE], requires: [gone], expect: {status: 410}}
"""
NAMES = ["BIND-201", "BIND-401", "BIND-404", "BIND-GONE"]
PROFILE = {"profile": "small", "version": "1", "validity": "30d", "passes": 2, "requirements": NAMES,
           "cases": ["bind/binds", "bind/no-token", "bind/unknown-quota", "bind/declined"]}
KEY, PUBLIC = new_key(new_folder(), "vendor")
OTHER, OTHER_PUBLIC = new_key(new_folder(), "other")


def new_suite(**profile):
    folder = new_folder()
    write(folder, "bind/operation.yaml", OPERATION)
    write(folder, "requirements.yaml", "requirements:\n" + "".join(
        f"  - {{id: {name}, level: MUST, text: A promise., source: a page}}\n" for name in NAMES))
    # JSON is YAML, and its leaves can be changed as those of the other files.
    write(folder, "profiles/small.yaml", json.dumps({**PROFILE, **profile}))
    return folder


def new_target():
    folder = new_folder()
    shutil.copy(os.path.join(os.path.dirname(EMBEDDED), "embedded.token"), folder)
    names = ("project_id", "instance_id", "app_quota_id", "app_id")
    values = re.findall(r"^  (\w+): ([0-9a-f-]{32,36})$", read(EMBEDDED), re.M)
    return write(folder, "target.yaml", json.dumps({
        "name": "The gateway", "url": "http://127.0.0.1:8080", "vars": {name: value for name, value in values
                                                                   if name in names},
        "secrets": {"token": {"file": "embedded.token"}}, "capabilities": ["unbind"]}))


SUITE = new_suite()
TARGET = new_target()


def certify(url, *words, suite=SUITE, product=("A", "G", "1")):
    out = os.path.join(new_folder(), "evidence")
    ended = apigcheck("certify", "--target", TARGET, "--url", url, "--profile", "small", "--vendor",
                      product[0], "--product", product[1], "--product-version", product[2], "--key",
                      KEY, "--out", out, "--suite", suite, *words)
    return out, ended


def verify(out, *words, key=PUBLIC, suite=SUITE):
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key", key, "--suite", suite,
                     *words)


def copied(out):
    other = os.path.join(new_folder(), "evidence")
    shutil.copytree(out, other)
    return other


def regenerate_reports(path):
    """Writes the reports that a results file gives; `verify` compares them. It may be unreadable."""
    def beside(name):
        return os.path.join(os.path.dirname(path), name)
    subprocess.run([PROGRAM, "report", path, "--quiet", "--junit", beside("junit.xml"), "--html",
                    beside("report.html"), "--har", beside("exchanges.har")], env=environment(), cwd=ROOT,
                   capture_output=True, stdin=subprocess.DEVNULL, timeout=60, check=False)


def results_of(out, number=1):
    return os.path.join(out, R if number == 1 else f"pass-{number}/{R}")


def rewrite(out, value, number=1):
    """Replaces the results file of a pass, and its reports."""
    save(results_of(out, number), value)
    regenerate_reports(results_of(out, number))


def with_results(change, numbers=(1, 2), said=None):
    def attack(out):
        for number in numbers:
            value = record(results_of(out, number))
            change(value)
            rewrite(out, value, number)
        reseal(out, KEY, said)
    return attack


def with_statement(change):
    return lambda out: reseal(out, KEY, lambda said: change(said["predicate"]["apigcheck"]))


def with_file(name, text):
    def attack(out):
        write(out, name, text)
        reseal(out, KEY)
    return attack
