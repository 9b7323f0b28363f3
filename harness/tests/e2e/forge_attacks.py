"""Attacks on a certificate by the owner of its key: each must be refused, with its reason."""
import base64
import datetime
import json
import os
import shutil

from checks import finish, has, row, same
from forging import (KEY, OTHER_PUBLIC, PUBLIC, R, SUITE, certify, copied, regenerate_reports, results_of,
                     rewrite, verify, with_file, with_results, with_statement)
from program import Gateway, IS_SANITIZED, apigcheck, read, record, write
from sealing import openssl, reseal, statement

def drop_case(value):
    value["counts"][value["cases"].pop(0)["verdict"]] -= 1
    value["deselected"] += 1


def skip_case(value):
    case = value["cases"][0]
    value["counts"][case["verdict"]] -= 1
    value["counts"]["skip"] += 1
    case.update(verdict="skip", reason="not now", steps=[])
    for cite in case["verifies"]:
        cite["status"] = "not-applicable"
    value.pop("requirement_results", None)


def other_result(value):
    body = next(one for one in value["cases"] if one["id"] == "unknown-quota")
    body["steps"][0]["response"]["status"] = 200


def weaken_suite(out):
    path = os.path.join(out, "suite/bind/operation.yaml")
    with_file("suite/bind/operation.yaml", read(path).replace("status: 404", "status: 4xx"))(out)


def key_twice(out):
    text = read(os.path.join(out, "target.json"))
    write(out, "target.json", text.replace("{", '{"name": "x",', 1))
    reseal(out, KEY)


def traverse(out):
    manifest = record(os.path.join(out, "manifest.json"))
    manifest["../" + os.path.basename(out) + "/target.json"] = manifest["target.json"]
    reseal(out, KEY, manifest=manifest)


def link(out):
    path = os.path.join(out, "junit.xml")
    shutil.move(path, os.path.join(os.path.dirname(out), "junit.xml"))
    os.symlink("../junit.xml", path)
    reseal(out, KEY)


def pass_in(number, year):
    """All times of a pass, in its responses too, are moved to that year, and the certificate follows."""
    def attack(out):
        now = read(results_of(out, number))
        when = record(results_of(out, number))["started_at"]
        value = json.loads(now.replace(when[:5], f"{year}-"))
        rewrite(out, value, number)

        def follow(said):
            ours = said["predicate"]["apigcheck"]
            for name in ("startedOn",) if number == 1 else ("finishedOn", "notAfter"):
                ours[name] = f"{year}-" + ours[name][5:]
        reseal(out, KEY, follow)
    return attack


def ten_years_long(out):
    years = datetime.timedelta(days=3650)

    def lengthen(value):
        value["elapsed_us"] += int(years.total_seconds()) * 1000000

    def follow(said):
        ours = said["predicate"]["apigcheck"]
        for name in ("finishedOn", "notAfter"):
            ours[name] = (datetime.datetime.fromisoformat(ours[name][:19]) + years).isoformat() + \
                ours[name][19:]
    with_results(lengthen, (2,), follow)(out)


def copy_pass(out):
    for name in os.listdir(os.path.join(out, "pass-2")):
        if os.path.isfile(os.path.join(out, name)):
            shutil.copy(os.path.join(out, name), os.path.join(out, "pass-2", name))
    first = record(results_of(out))
    end = datetime.datetime.fromisoformat(first["started_at"][:-1]) + datetime.timedelta(
        milliseconds=first["elapsed_us"] // 1000)

    def follow(said):
        ours = said["predicate"]["apigcheck"]
        for name, time in (("finishedOn", end), ("notAfter", end + datetime.timedelta(days=30))):
            ours[name] = time.isoformat(timespec="milliseconds") + "Z"
    reseal(out, KEY, follow)


def in_file_order(out):
    def order(value):
        names = [case["id"] for case in record(results_of(out))["cases"]]
        value["cases"].sort(key=lambda case: names.index(case["id"]))
        value.pop("shuffle", None)
    with_results(order, (2,))(out)


def rename_target(out):
    text = read(os.path.join(out, "target.json"))
    write(out, "target.json", text.replace(json.loads(text)["name"], "Another"))
    reseal(out, KEY)


def six_gigabytes(out):
    os.truncate(os.path.join(out, "exchanges.har"), 0)
    manifest = record(os.path.join(out, "manifest.json"))
    reseal(out, KEY, manifest=manifest)
    os.truncate(os.path.join(out, "exchanges.har"), 6 << 30)


def low_order(out):
    """A public key of order one: the same signature fits every message."""
    envelope, _ = statement(out)
    envelope["signatures"] = [{"keyid": "", "sig": base64.b64encode(b"\1" + bytes(63)).decode()}]
    write(out, "certificate.json", json.dumps(envelope))
    der = bytes.fromhex("302a300506032b6570032100") + b"\1" + bytes(31)
    write(out, "../key.pem", "-----BEGIN PUBLIC KEY-----\n" + base64.b64encode(der).decode() +
          "\n-----END PUBLIC KEY-----\n")


def two_keys(out):
    write(out, "../key.pem", read(PUBLIC) + read(OTHER_PUBLIC))


def another_kind_of_key(out):
    private = os.path.join(os.path.dirname(out), "rsa.pem")
    openssl("genpkey", "-algorithm", "RSA", "-out", private)
    openssl("pkey", "-in", private, "-pubout", "-out", os.path.join(out, "../key.pem"))


# What it is: (how, the exit status of verify, a part of its message).
ATTACKS = {
    "a dropped case": (with_results(drop_case), 3, "is missing from the results"),
    "a forged skip": (with_results(skip_case), 3, "there is no reason to skip it"),
    "an edited response": (with_results(other_result), 3, "was judged again as"),
    "a weakened suite": (weaken_suite, 3, "'suite/bind/operation.yaml' differs"),
    "a key twice": (key_twice, 3, "is not the target of a certificate"),
    "a name that leaves the folder": (traverse, 3, "../"),
    "a symbolic link": (link, 3, "is a symbolic link"),
    "a key of another kind": (another_kind_of_key, 2, ""),
    "a pass in 1990": (pass_in(1, 1990), 3, ""),
    "a pass in 2090": (pass_in(2, 2090), 3, "ends in the future"),
    "a pass of ten years": (ten_years_long, 3, "ends in the future"),
    "pass 2 is a copy of pass 1": (copy_pass, 3, "the results have another seed"),
    "pass 2 in file order": (in_file_order, 3, "the results have another order"),
    "another report.html": (with_file("report.html", "<p>All is well.</p>"), 3, "'report.html' is not"),
    "another junit.xml": (with_file("junit.xml", "<testsuites/>"), 3, "'junit.xml' is not the report"),
    "another exchanges.har": (with_file("exchanges.har", "{}"), 3, "'exchanges.har' is not the report"),
    "an extra file": (with_file("approval.txt", "Approved."), 3, "is not a file of the evidence"),
    "a renamed target": (rename_target, 3, "'name' of 'target.json' does not follow"),
    "a file of 6 GB": (six_gigabytes, 3, "'exchanges.har' is larger than 512 MiB"),
    "a key of low order": (low_order, 2, "is a low-order point"),
    "two keys in a file": (two_keys, 2, "contains several PEM blocks"),
    "an empty vendor": (with_statement(lambda ours: ours.update(vendor="")), 3, "no visible character"),
    "an empty product": (with_statement(lambda ours: ours.update(product="")), 3, "no visible character"),
    "an unknown program version": (
        with_statement(lambda ours: ours.update(program="99.0")), 3, "does not know"),
}
# What is not refused yet, and the subject that it belongs to: empty in the end.
NOT_YET = {"a pass in 1990": "times"}


def limit_memory():
    import resource
    if not IS_SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def attack(good, how):
    out = copied(good)
    how(out)
    key = os.path.join(os.path.dirname(out), "key.pem")
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key",
                     key if os.path.exists(key) else PUBLIC, "--suite", SUITE, prepare=limit_memory)


def test_attacks(good):
    for name, (how, status, reason) in ATTACKS.items():
        with row(name):
            ended = attack(good, how)
            if name in NOT_YET:
                same("not refused yet; remove it from NOT_YET if it is", ended.status, 0, ended)
                continue
            same("the exit status", ended.status, status, ended)
            has("the reason", ended.err, reason)


with Gateway() as HEALTHY:
    GOOD, DONE = certify(HEALTHY.url)
    with row("certified, verified"):
        same("certify", DONE.status, 0, DONE)
        same("verify", verify(GOOD).status, 0, verify(GOOD))
test_attacks(GOOD)
finish()
