"""Attacks on a certificate by the owner of its key: each must be refused, with its reason."""
import base64
import concurrent.futures
import copy
import datetime
import hashlib
import json
import os
import re
import resource
import shutil

from checks import finish, has, holds, row, same
from forging import (KEY, OTHER_PUBLIC, PROFILE, PUBLIC, R, SUITE, certify, copied, regenerate_reports, results_of,
                     rewrite, verify, with_file, with_results, with_statement)
from program import Gateway, IS_SANITIZED, apigcheck, read, record, write
from records import with_digests
from sealing import openssl, pae, reseal, statement

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


# ---- Notation ----

def sign_bytes(out, body, change=None):
    """Signs the bytes of a statement as they are; change: of the text of the envelope."""
    envelope, _ = statement(out)
    message = os.path.join(os.path.dirname(out), "pae")
    with open(message, "wb") as file:
        file.write(pae(envelope["payloadType"], body))
    signed = openssl("pkeyutl", "-sign", "-inkey", KEY, "-rawin", "-in", message).stdout
    envelope["payload"] = base64.b64encode(body).decode()
    envelope["signatures"] = [{"keyid": "", "sig": base64.b64encode(signed).decode()}]
    text = json.dumps(envelope)
    write(out, "certificate.json", change(text) if change else text)


def replaced(text, old, new):
    holds("there is something to replace", old in text, old)
    return text.replace(old, new, 1)


def with_statement_text(old, new):
    def attack(out):
        reseal(out, KEY)
        sign_bytes(out, replaced(statement(out)[1], old, new))
    return attack


def with_manifest_text(old, new):
    def attack(out):
        reseal(out, KEY)
        path = os.path.join(out, "manifest.json")
        write(out, "manifest.json", replaced(read(path), old, new))

        said = json.loads(statement(out)[1])
        with open(path, "rb") as file:
            said["subject"][1]["digest"]["sha256"] = hashlib.sha256(file.read()).hexdigest()
        sign_bytes(out, json.dumps(said).encode())
    return attack


def with_results_text(old, new):
    def attack(out):
        for number in (1, 2):
            path = results_of(out, number)
            write(out, os.path.relpath(path, out), with_digests(replaced(read(path), old, new)))
            regenerate_reports(path)
        reseal(out, KEY)
    return attack


def with_text(name, old, new):
    def attack(out):
        write(out, name, replaced(read(os.path.join(out, name)), old, new))
        reseal(out, KEY)
    return attack


def with_envelope_text(old, new):
    def attack(out):
        reseal(out, KEY)
        sign_bytes(out, statement(out)[1], lambda text: replaced(text, old, new))
    return attack


def product(name):
    return with_statement(lambda ours: ours.update(product=name))


NO_SIGNATURE = json.dumps({"keyid": "", "sig": base64.b64encode(bytes(64)).decode()}) + ","
ENTRY = '":{"size":1,"sha256":"x"},'


# ---- Cases and steps ----

def each_step(change):
    return with_results(lambda value: [change(step) for case in value["cases"] for step in case["steps"]])


def swap_responses(value):
    a, b = (next(case["steps"][0] for case in value["cases"] if case["id"] == name)
            for name in ("binds", "unknown-quota"))
    a["response"], b["response"] = b["response"], a["response"]


def twice(value):
    case = value["cases"][0]
    value["cases"].append(copy.deepcopy(case))
    value["counts"][case["verdict"]] += 1


def swap_passes(out):
    """Each case of pass 1 and the same case of pass 2 change places."""
    first, second = (record(results_of(out, number)) for number in (1, 2))
    for i, case in enumerate(first["cases"]):
        j = next(j for j, other in enumerate(second["cases"]) if other["id"] == case["id"])
        first["cases"][i], second["cases"][j] = second["cases"][j], case
    rewrite(out, first, 1)
    rewrite(out, second, 2)
    reseal(out, KEY)


def mask_app(value):
    body = next(case for case in value["cases"] if case["id"] == "binds")["steps"][0]["response"]["body"]
    body["text"] = re.sub('"app_id":"[^"]+"', '"app_id":"***"', body["text"])
    body["size"] = len(body["text"])


def evidence_profile(out):
    """The certificate names a weaker profile of the evidence, by its path from the verifier's suite."""
    write(out, "suite/profiles/small.yaml", json.dumps({**PROFILE, "validity": "9000d"}))
    path = os.path.relpath(os.path.join(out, "suite/profiles/small"), os.path.join(SUITE, "profiles"))
    with_statement(lambda ours: ours["profile"].update(name=path))(out)


ESCAPE = ('"before": [{"request": {"method": "GET", "path": "/"}, '
          '"expect": {"status": 200, "json": !schema ../../../../../etc/hostname}}], ')


# ---- Files ----

def with_link(name):
    def attack(out):
        path, place = os.path.join(out, name), os.path.join(os.path.dirname(out), "moved")
        shutil.move(path, place)
        os.symlink(place, path)
    return attack


def with_entry(name, make):
    def attack(out):
        path = os.path.join(out, name)
        if os.path.exists(path):
            os.remove(path)
        make(path)
    return attack


def many_files(out):
    os.mkdir(os.path.join(out, "many"))
    for i in range(20001):
        with open(os.path.join(out, "many", str(i)), "w", encoding="utf-8"):
            pass


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
    "a pass in 1990": (pass_in(1, 1990), 3, "max_time of the profile exceeded"),
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
AT_ONCE = 2
# The same for other notations of JSON, combined edits, and files that are not files.
MORE = {
    "results: a byte order mark": (with_results_text("{", "\ufeff{"), 3, "byte order mark"),
    "results: a verdict twice": (
        with_results_text('"verdict":"pass"', '"verdict":"fail","verdict":"pass"'), 3, "duplicate property"),
    "results: NaN": (with_results_text('"elapsed_us": ', '"elapsed_us": NaN, "x": '), 3, "expected a value"),
    "results: something after the end": (
        with_text(R, "  ]\n}\n", "  ]\n}\nx"), 3, "unexpected content after the end"),
    "results: 10^40 microseconds": (
        with_results(lambda value: value.update(elapsed_us=10**40)), 3, "'elapsed_us'"),
    "results: 2^63 - 1 microseconds": (
        with_results(lambda value: value.update(elapsed_us=2**63 - 1)), 3, "number too large"),
    "results: a step of 2^62 microseconds": (
        each_step(lambda step: step.update(elapsed_us=2**62)), 3, "number too large"),
    "results: millions of values": (
        with_results_text('"tags":[', '"tags":[' + "[]," * 2000000), 3, "more than 2,000,000 JSON values"),
    "results: another order": (
        with_results(lambda value: value.update(shuffle="0" * 64)), 3, "the results have another order"),
    "results: a journal beside them": (
        lambda out: shutil.copy(results_of(out), results_of(out) + ".journal"), 3, "was added"),
    "results: swapped responses": (with_results(swap_responses), 3, "was judged again as"),
    "results: a step twice": (
        with_results(lambda value: value["cases"][0]["steps"].append(value["cases"][0]["steps"][0])), 3,
        "was sent, now it is not"),
    "results: a case twice": (with_results(twice), 3, "out of order, or a duplicate"),
    "results: no steps": (
        with_results(lambda value: value["cases"][0].update(steps=[])), 3, "is sent now, but is not in the results"),
    "results: a masked URL": (
        each_step(lambda step: step["request"].update(url=step["request"]["url"].split("/v2")[0] + "/***")), 3,
        "its URL is masked"),
    "results: the cases of both passes swapped": (swap_passes, 3, "the recorded request differs"),
    "results: a line break in the name of a header": (
        each_step(lambda step: step["response"]["headers"].append(["X\r\nY", "1"])), 3, "is not a token"),
    "results: a line break in a header": (
        each_step(lambda step: step["response"]["headers"].append(["X", "1\r\nY: 1"])), 3, "has a line break"),
    "results: a line break in the reason": (
        each_step(lambda step: step["response"].update(reason="OK\r\nX: 1")), 3, "has a line break"),
    "results: HTTP/9.9": (
        each_step(lambda step: step["response"].update(version="9.9")), 3, "is not one of HTTP"),
    "results: 100,000 headers": (
        each_step(lambda step: step["response"]["headers"].extend([["X-A", "b"]] * 100000)), 3,
        "headers of a response exceed the limit"),
    "results: a masked value that a case checks": (
        with_results(mask_app), 3, "a value that it checks is masked"),
    "results: a body that is cut": (
        each_step(lambda step: step["response"]["body"].update(text="{")), 3, "does not match the content"),
    "results: steps in the year 9999": (
        each_step(lambda step: step.update(started_at="9999-12-31T23:59:59.999Z")), 3,
        "the response was received before the request was made"),
    "statement: a byte order mark": (with_statement_text(b"{", b"\xef\xbb\xbf{"), 4, "byte order mark"),
    "statement: a second value": (with_statement_text(b"{", b"{} {"), 4, "unexpected text after"),
    "statement: a predicate twice": (
        with_statement_text(b"{", b'{"predicate":{},'), 4, "duplicate property name"),
    "statement: the same name, escaped": (
        with_statement_text(b'"vendor":', b'"v\\u0065ndor":"B","vendor":'), 4, "duplicate property name"),
    "statement: a lone surrogate": (with_statement_text(b'"A"', b'"A\\ud800"'), 4, "unpaired surrogate"),
    "statement: U+0000": (with_statement_text(b'"A"', b'"A\\u0000"'), 4, "NUL character"),
    "statement: deep nesting": (
        with_statement_text(b"{", b'{"x":' + b"[" * 100000 + b"]" * 100000 + b","), 4, "nested too deeply"),
    "statement: an empty challenge": (
        with_statement(lambda ours: ours.update(challenge="")), 3, "challenge' has no visible character"),
    "statement: the end of its validity": (
        with_statement(lambda ours: ours.update(notAfter="2099-01-01T00:00:00.000Z")), 3, "notAfter'"),
    "statement: an approval": (
        with_statement(lambda ours: ours.update(approvedBy="The authority")), 3, "approvedBy'"),
    "statement: the profile of the evidence": (evidence_profile, 3, "unknown profile '../../"),
    "statement: a profile that leaves its folder": (
        with_statement(lambda ours: ours["profile"].update(name="../profiles/small")), 3, "unknown profile"),
    "statement: version 2.0": (
        with_statement(lambda ours: ours.update(schemaVersion=float(ours["schemaVersion"]))), 4,
        "but this version of apigcheck supports only"),
    "statement: a line break in a name": (product("G\nVALID\x1b[31m"), 3, "has a hidden character"),
    "statement: a name in the other direction": (product("G\u202eB"), 3, "has a hidden character"),
    "statement: a name of 5 MB": (product("G" * 5000000), 3, "is longer than 200 bytes"),
    "envelope: the payload twice": (
        with_envelope_text('"payload":', '"payload": "e30=", "payload":'), 4, "duplicate property name"),
    "envelope: a line break in the payload": (
        with_envelope_text('"payload": "', '"payload": "\\n'), 4, "not a DSSE envelope"),
    "envelope: 400,000 signatures": (
        with_envelope_text('"signatures": [', '"signatures": [' + NO_SIGNATURE * 400000), 4,
        "more than 16 signatures"),
    "manifest: a byte order mark": (with_manifest_text("{", "\ufeff{"), 3, "is not a manifest"),
    "manifest: a file twice": (with_manifest_text("{", '{"target.json' + ENTRY), 3, "is not a manifest"),
    "manifest: itself": (with_manifest_text("{", '{"manifest.json' + ENTRY), 3, "'manifest.json' is missing"),
    "manifest: ./junit.xml": (with_manifest_text('"junit.xml"', '"./junit.xml"'), 3, "'./junit.xml' is missing"),
    "manifest: /junit.xml": (with_manifest_text('"junit.xml"', '"/junit.xml"'), 3, "'/junit.xml' is missing"),
    "manifest: a size with a fraction": (with_manifest_text('"size": ', '"size": 0.5, "s": '), 3, "was changed"),
    "manifest: 20,001 files": (
        with_manifest_text("{", "{" + "".join(f'"suite/{i}' + ENTRY for i in range(20001))), 3,
        "more than 20000 files"),
    "manifest: millions of values": (
        with_manifest_text("{", '{"x": [' + "[]," * 3000000 + "1],"), 3, "is not a manifest"),
    "manifest: deep nesting": (
        with_manifest_text("{", '{"x":' + "[" * 100000 + "]" * 100000 + ","), 3, "is not a manifest"),
    "target.yaml: aliases that expand": (
        with_file("target.yaml", "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
            f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi"))), 3,
        "expand to too many values"),
    "target.yaml: deep nesting": (
        with_file("target.yaml", "[" * 100000 + "]" * 100000), 3, "nested too deeply"),
    "target.yaml: a schema of the verifier's machine": (
        with_text("target.yaml", '"capabilities"', ESCAPE + '"capabilities"'), 3, "is outside the folder"),
    "target.yaml: a second document": (
        with_text("target.yaml", '["unbind"]}', '["unbind"]}\n---\nname: other\n'), 3, "only one YAML document"),
    "target.yaml: 5 MB": (with_text("target.yaml", "{", "#" * 5000000 + "\n{"), 3, "larger than 4 MiB"),
    "target.json: the name of a variable": (
        with_text("target.json", '"vars": {', '"vars": {"a:=b": 1, '), 3, "invalid JSON in --var a"),
    "target.json: a secret with a source": (
        with_text("target.json", '"token"', '"token=file:/etc/passwd"'), 3, "'secrets' of 'target.json'"),
    "waivers.yaml: not YAML": (with_file("waivers.yaml", "waivers: ["), 3, "invalid YAML"),
    "waivers.yaml: not waivers": (with_file("waivers.yaml", "approved: yes\n"), 3, "is not a list of waivers"),
    "manifest.json is a link": (with_link("manifest.json"), 3, "'manifest.json' is a symbolic link"),
    "certificate.json is a link": (with_link("certificate.json"), 3, "'certificate.json' is a symbolic link"),
    "results.json is a link": (with_link(R), 3, "'results.json' is a symbolic link"),
    "pass-2 is a link": (with_link("pass-2"), 3, "'pass-2' is a symbolic link"),
    "receipts is a link": (
        with_entry("receipts", lambda path: os.symlink("/etc", path)), 3, "'receipts' is a symbolic link"),
    "manifest.json is a pipe": (with_entry("manifest.json", os.mkfifo), 3, "is not a regular file"),
    "certificate.json is a pipe": (with_entry("certificate.json", os.mkfifo), 4, "is not a regular file"),
    "results.json is a pipe": (with_entry(R, os.mkfifo), 3, "'results.json' is not a regular file"),
    "junit.xml is a pipe": (with_entry("junit.xml", os.mkfifo), 3, "'junit.xml' is not a regular file"),
    "certificate.json is /dev/zero": (
        with_entry("certificate.json", lambda path: os.symlink("/dev/zero", path)), 4, "is not a regular file"),
    "a hard link": (
        with_entry("copy.xml", lambda path: os.link(os.path.join(os.path.dirname(path), "junit.xml"), path)), 3,
        "'copy.xml' was added"),
    "a file that NFS left": (lambda out: write(out, ".nfs01", "x"), 3, "'.nfs01' was added"),
    "an empty folder": (
        with_entry("approved", os.mkdir), 3, "'approved' is an empty folder"),
    "deep folders": (
        with_entry("deep", lambda path: os.makedirs(path + "/x" * 40)), 3, "is nested too deeply"),
    "20,001 files": (many_files, 3, "more than 20000 files"),
    "a report of 400 MB": (
        lambda out: (os.truncate(os.path.join(out, "junit.xml"), 400 << 20), reseal(out, KEY)), 3,
        "is not the report that its results file gives"),
}
# What is not refused yet, and the subject that it belongs to: empty in the end.


def limit_memory():
    if not IS_SANITIZED:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def attack(good, how):
    out = copied(good)
    how(out)
    key = os.path.join(os.path.dirname(out), "key.pem")
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key",
                     key if os.path.exists(key) else PUBLIC, "--suite", SUITE, prepare=limit_memory)


def test_attacks(good):
    attacks = {**ATTACKS, **MORE}
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        tried = {name: pool.submit(attack, good, how) for name, (how, _, _) in attacks.items()}
    for name, (_, status, reason) in attacks.items():
        with row(name):
            ended = tried[name].result()
            same("the exit status", ended.status, status, ended)
            has("the reason", ended.err, reason)


# ---- Waivers ----

WAIVER = """\
  - requirement: BIND-404
    case: bind/unknown-quota
    vendor: A
    product: G
    reason: Binds to it until 4.3.
    owner: gateway team
    expires: 2999-12-31
    observed: {status: 201, json: {applies: !any array }}
"""
OF_ANOTHER = WAIVER.replace("vendor: A", "vendor: B")
WAIVERS = "waivers:\n" + WAIVER


def with_waivers(text):
    """text: None: no file."""
    def attack(out):
        path = os.path.join(out, "waivers.yaml")
        if text is None:
            os.remove(path)
        else:
            write(out, "waivers.yaml", text)
        digest = hashlib.sha256((text or "").encode()).hexdigest()

        def follow(said):
            said["predicate"]["configuration"][3]["digest"]["sha256"] = digest
        reseal(out, KEY, follow)
    return attack


def test_waivers(url):
    own = write(os.path.dirname(SUITE), "waivers.yaml", WAIVERS)
    good, done = certify(url, "--waivers", own)
    differs, missing = "differs from the verifier's waivers", "is not in 'waivers.yaml' of the evidence"
    with row("certified with a waiver, verified"):
        same("certify", done.status, 0, done)
        same("verify", verify(good, "--waivers", own).status, 0, verify(good, "--waivers", own))
    for what, text, message in (
            ("a comment, another order and notation",
             "# x\nwaivers:\n" + WAIVER.replace("    vendor: A\n", "").replace(
                 "    owner:", "    vendor: 'A'\n    owner:"), None),
            ("a waiver of another vendor more", WAIVERS + OF_ANOTHER, None),
            ("another reason", WAIVERS.replace("4.3", "4.4"), differs),
            ("another last day", WAIVERS.replace("2999", "2998"), differs),
            ("another owner", WAIVERS.replace("gateway team", "nobody"), differs),
            ("another observed response", WAIVERS.replace("status: 201", "status: 2xx"), differs),
            ("another tag", WAIVERS.replace("!any array", "!any object"), differs),
            ("a link more", WAIVERS + "    link: https://example.org/approved\n", differs),
            ("no vendor and product",
             WAIVERS.replace("    vendor: A\n    product: G\n", ""), differs),
            ("another vendor", "waivers:\n" + OF_ANOTHER, missing),
            ("no waivers", "waivers: []\n", missing), ("no file", None, missing)):
        with row(f"waivers.yaml with {what}"):
            out = copied(good)
            with_waivers(text)(out)
            ended = verify(out, "--waivers", own)
            same("the exit status", ended.status, 3 if message else 0, ended)
            has("the reason", ended.err, message or "")
    with row("a waiver that expired before the pass"):
        expired = write(os.path.dirname(SUITE), "expired.yaml", WAIVERS.replace("2999", "2020"))
        out = copied(good)
        with_waivers(read(expired))(out)
        ended = verify(out, "--waivers", expired)
        same("the exit status", ended.status, 3, ended)
        has("the reason", ended.err, "has expired: its last day was 2020-12-31")


with Gateway() as HEALTHY:
    GOOD, DONE = certify(HEALTHY.url)
    with row("certified, verified"):
        same("certify", DONE.status, 0, DONE)
        same("verify", verify(GOOD).status, 0, verify(GOOD))
test_attacks(GOOD)
with Gateway("--defect", "quota-unchecked") as WRONG:
    test_waivers(WRONG.url)
finish()
