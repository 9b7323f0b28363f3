"""Forged certificates, signed with the vendor's own key. Each leaf of the evidence is deleted, retyped and
changed, every digest is recomputed, the envelope is signed again, and `verify` judges it.

What is still accepted equals ACCEPTED: a field that is not listed there fails the test, and so does a
listed field that is refused. In the short form a few leaves of each kind are tried; with CT_LONG in the
environment, every leaf.
"""
import base64
import collections
import concurrent.futures
import copy
import datetime
import json
import os
import re
import shutil
import subprocess

from checks import finish, has, holds, row, same
from program import (EMBEDDED, PROGRAM, ROOT, Gateway, IS_SANITIZED, apigcheck, environment,
                     new_folder, read, record, write)
from records import save
from sealing import files, new_key, openssl, reseal, statement

IS_LONG = bool(os.environ.get("CT_LONG"))
AT_ONCE = 2
OF_EACH_KIND = 1  # leaves of a kind that the short form tries: from the middle of its list

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
  - {id: no-token, title: Who proves nothing is refused, verifies: [BIND-401], with: {auth: none}, expect: {status: 401}}
  - {id: unknown-quota, title: No such quota, verifies: [BIND-404], with: {path: {app_quota_id: $(uuid_hex)}},
     expect: {status: 404, json: {error_code: !re '^APIG'}}}
  - {id: declined, title: What is declined is not asked for, verifies: [BIND-GONE], requires: [gone], expect: {status: 410}}
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


SUITE = new_suite()


def certify(url, *words, suite=SUITE, product=("A", "G", "1")):
    out = os.path.join(new_folder(), "evidence")
    ended = apigcheck("certify", "--target", EMBEDDED, "--url", url, "--profile", "small", "--vendor",
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


# ---- Leaves ----

def leaves(value, path=()):
    """The paths of all values that contain no other."""
    children = (value.items() if isinstance(value, dict) else
                enumerate(value) if isinstance(value, list) else ())
    if not value or not isinstance(value, (dict, list)):
        yield path
    for name, one in children:
        yield from leaves(one, path + (name,))


def at(value, path):
    for name in path:
        value = value[name]
    return value


def kind_of(path):
    """The path with [*] instead of each index; names of files, headers and cases stay."""
    return "".join("[*]" if isinstance(one, int) else f"/{one}" for one in path)


def edited(value, path, change):
    """A copy of the value in which the leaf was changed: change(parent, name)."""
    result = copy.deepcopy(value)
    change(at(result, path[:-1]), path[-1])
    return result


def delete(parent, name):
    del parent[name]


def retype(parent, name):
    old = parent[name]
    parent[name] = (str(old) if isinstance(old, (int, float)) and not isinstance(old, bool) else
                    7 if isinstance(old, (str, list, dict)) else "x")


TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")


def alter(parent, name):
    """Another value of the same type; a time stays a time, and a digest stays a digest."""
    old = parent[name]
    if isinstance(old, bool):
        parent[name] = not old
    elif isinstance(old, (int, float)):
        parent[name] = old + 1
    elif isinstance(old, str) and TIME.match(old):
        begin = datetime.datetime.fromisoformat(old[:19])
        parent[name] = (begin - datetime.timedelta(seconds=1)).isoformat() + old[19:]
    elif isinstance(old, str) and re.fullmatch(r"[0-9a-f]{16,}", old):
        parent[name] = old[:-1] + ("0" if old[-1] != "0" else "1")
    elif isinstance(old, str):
        parent[name] = old + "x"
    else:
        parent[name] = ["x"] if isinstance(old, list) else {"x": "x"} if isinstance(old, dict) else "x"


CHANGES = {"deleted": delete, "retyped": retype, "changed": alter}


def is_recomputed(name, path):
    """The digests of a results file and of the manifest's own entries follow from the rest."""
    return name.endswith("results.json") and path[-1] == "sha256" and "files" not in path


def chosen(name, value):
    """The leaves of a file that are tried, by kind."""
    kinds = collections.defaultdict(list)
    for path in leaves(value):
        if not is_recomputed(name, path):
            kinds[kind_of(path)].append(path)
    for kind, paths in kinds.items():
        middle = len(paths) // 2
        for path in paths if IS_LONG else paths[middle:middle + OF_EACH_KIND]:
            yield kind, path


def put_evidence(name, value):
    def put(out):
        path = os.path.join(out, name)
        if name.endswith("results.json"):
            save(path, value)
        else:
            write(out, name, json.dumps(value))
        reseal(out, KEY)
    return put


def put_manifest(value):
    return lambda out: reseal(out, KEY, manifest=value)


def put_statement(value):
    def put(out):
        def change(said):
            said.clear()
            said.update(value)
        reseal(out, KEY, change)
    return put


def accepts(good, put):
    """Whether the forged evidence is still accepted, with any outcome that is not worse."""
    folder = new_folder()
    out = os.path.join(folder, "evidence")
    shutil.copytree(good, out)
    put(out)
    ended = subprocess.run([PROGRAM, "verify", os.path.join(out, "certificate.json"), "--key", PUBLIC,
                            "--suite", SUITE], env=environment(), cwd=ROOT, capture_output=True,
                           stdin=subprocess.DEVNULL, timeout=60, check=False)
    shutil.rmtree(folder)
    holds("the exit status is one of verify's", ended.returncode in (0, 1, 2, 3, 4), ended.stderr)
    return ended.returncode == 0


def forgeries(good):
    """(field, put): each leaf of each file, in each way."""
    whole = [(name, record(os.path.join(good, name)), put_evidence)
             for name in ("results.json", "pass-2/results.json", "target.json",
                          "suite/profiles/small.yaml")]
    whole.append(("manifest", record(os.path.join(good, "manifest.json")),
                  lambda _, value: put_manifest(value)))
    whole.append(("statement", json.loads(statement(good)[1]), lambda _, value: put_statement(value)))
    for name, value, put in whole:
        label = name.replace("pass-2/", "")
        for kind, path in chosen(name, value):
            for how, change in CHANGES.items():
                yield f"{label}{kind} {how}", put(name, edited(value, path, change))


def accepted_fields(good):
    jobs = list(forgeries(good))
    holds("there is something to try", len(jobs) > 300, len(jobs))
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        results = pool.map(lambda job: (job[0], accepts(good, job[1])), jobs)
        found = collections.defaultdict(list)
        for field, is_accepted in results:
            if is_accepted:
                name, how = field.rsplit(" ", 1)
                if how not in found[name]:
                    found[name].append(how)
    print(f"{len(jobs)} forgeries tried, {len(found)} fields accepted", flush=True)
    return found


R = "results.json"
CASE, STEP = R + "/cases[*]", R + "/cases[*]/steps[*]"
MADE_UP = "a part of the response that no case reads: the owner of the key can make up responses"
CLOCK = "a duration that no expectation limits"
# The fields that may be forged, each with its reason: at most 20.
ACCEPTED = {
    STEP + "/response/headers[*][*]": MADE_UP,
    STEP + "/response/reason": MADE_UP,
    STEP + "/response/version": MADE_UP,
    CASE + "/elapsed_us": CLOCK,
    STEP + "/elapsed_us": CLOCK,
    STEP + "/connect_us": CLOCK,
    STEP + "/first_byte_us": CLOCK,
    STEP + "/name_us": CLOCK,
    STEP + "/sent_us": CLOCK,
    R + "/elapsed_us": "a microsecond more of a pass does not change a time of the certificate",
    CASE + "/started_at": "a second earlier, with the same requests",
    STEP + "/started_at": "a second earlier, with the same requests",
    STEP + "/received_at": "a second earlier, with the same requests",
    R + "/host": "the name of the vendor's machine, for information",
    R + "/suite/root": "the suite's place on the vendor's machine, for information",
}
SUITE_SAYS = "must equal the verifier's suite"
JUDGE_SAYS = "must equal what judging again finds"
# The fields that may still be forged, and must not: empty in the end.
FIELDS_NOT_YET = {
    R + "/apigcheck/version": "unknown program version",
    STEP + "/address": "the address is not compared",
    R + "/shuffle": "the order of a pass is not computed again",
    R + "/target/name": "must equal the name in target.json",
    **{R + "/suite/" + name: SUITE_SAYS for name in (
        "files[*]/name", "files[*]/sha256", "files[*]/size", "name", "operations[*]/file",
        "requirements[*]/text")},
    **{CASE + "/" + name: SUITE_SAYS for name in (
        "id", "title", "tags", "requires", "requires[*]", "place/file", "place/line", "place/column",
        "place/width")},
    **{STEP + "/" + name: SUITE_SAYS for name in (
        "is_cleanup", "place/file", "place/line", "place/column", "place/width", "request/is_safe")},
    STEP + "/checks": JUDGE_SAYS,
    STEP + "/notes": JUDGE_SAYS,
    CASE + "/reason": JUDGE_SAYS,
    CASE + "/verifies[*]/status": JUDGE_SAYS,
    R + "/cleanup_failures": JUDGE_SAYS,
    **{"target.json/" + name: "must equal what target.yaml gives" for name in (
        "name", "read_only", "capabilities[*]", "secrets[*]", "vars/project_id", "vars/instance_id",
        "vars/app_quota_id", "vars/app_id", "vars/second_app_id", "vars/failing_instance_id")},
}
if IS_LONG:  # only some of the headers, which the short form does not reach
    FIELDS_NOT_YET[STEP + "/request/headers[*][*]"] = "a header that is not compared"


# ---- Attacks ----

def results_of(out, number=1):
    return os.path.join(out, R if number == 1 else f"pass-{number}/{R}")


def with_results(change, numbers=(1, 2), said=None):
    def attack(out):
        for number in numbers:
            value = record(results_of(out, number))
            change(value)
            save(results_of(out, number), value)
        reseal(out, KEY, said)
    return attack


def with_statement(change):
    return lambda out: reseal(out, KEY, lambda said: change(said["predicate"]["apigcheck"]))


def with_file(name, text):
    def attack(out):
        write(out, name, text)
        reseal(out, KEY)
    return attack


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
        save(results_of(out, number), value)

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


# What it is: (how, the exit status of verify, a part of its message; None: see NOT_YET).
ATTACKS = {
    "a dropped case": (with_results(drop_case), 3, "is missing from the results"),
    "a forged skip": (with_results(skip_case), 3, "there is no reason to skip it"),
    "an edited response": (with_results(other_result), 3, "was judged again as"),
    "a weakened suite": (weaken_suite, 3, "'suite/bind/operation.yaml' differs"),
    "a key twice": (key_twice, 3, "is not the target of a certificate"),
    "a name that leaves the folder": (traverse, 3, "../"),
    "a symbolic link": (link, 3, "is a symbolic link"),
    "a key of another kind": (another_kind_of_key, 2, ""),
    "a pass in 1990": (pass_in(1, 1990), None, None),
    "a pass in 2090": (pass_in(2, 2090), None, None),
    "a pass of ten years": (ten_years_long, None, None),
    "pass 2 is a copy of pass 1": (copy_pass, None, None),
    "pass 2 in file order": (in_file_order, None, None),
    "another report.html": (with_file("report.html", "<p>All is well.</p>"), None, None),
    "another junit.xml": (with_file("junit.xml", "<testsuites/>"), None, None),
    "another exchanges.har": (with_file("exchanges.har", "{}"), None, None),
    "an extra file": (with_file("approval.txt", "Approved."), None, None),
    "a renamed target": (rename_target, None, None),
    "a file of 6 GB": (six_gigabytes, None, None),
    "a key of low order": (low_order, None, None),
    "two keys in a file": (two_keys, None, None),
    "an empty vendor": (with_statement(lambda ours: ours.update(vendor="")), None, None),
    "an empty product": (with_statement(lambda ours: ours.update(product="")), None, None),
    "an unknown program version": (
        with_statement(lambda ours: ours.update(program="apigcheck 99.0")), None, None),
}
# What is not refused yet, and the subject that it belongs to: empty in the end.
NOT_YET = {
    "a pass in 1990": "times",
    "a pass in 2090": "times",
    "a pass of ten years": "times",
    "pass 2 is a copy of pass 1": "passes",
    "pass 2 in file order": "passes",
    "another report.html": "reports are regenerated",
    "another junit.xml": "reports are regenerated",
    "another exchanges.har": "reports are regenerated",
    "an extra file": "known file names",
    "a renamed target": "target.json is rebuilt",
    "a file of 6 GB": "sizes",
    "a key of low order": "keys",
    "two keys in a file": "keys",
    "an empty vendor": "names",
    "an empty product": "names",
    "an unknown program version": "program version",
}


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
                same("not refused yet; move it if it is", ended.status == 0 or
                     "out of memory" in ended.err, True, ended)
                continue
            same("the exit status", ended.status, status, ended)
            has("the reason", ended.err, reason)


def test_fields(good):
    with row("the fields that may be forged are at most 20"):
        holds("their number", len(ACCEPTED) <= 20, len(ACCEPTED))
    with row("what is accepted is listed, and what is listed is accepted"):
        found = accepted_fields(good)
        listed = {**ACCEPTED, **FIELDS_NOT_YET}
        same("accepted, but not listed", {name: how for name, how in found.items()
                                          if name not in listed}, {})
        same("listed, but refused", sorted(set(listed) - set(found)), [])


with Gateway() as HEALTHY:
    GOOD, DONE = certify(HEALTHY.url)
    with row("certified, verified"):
        same("certify", DONE.status, 0, DONE)
        same("verify", verify(GOOD).status, 0, verify(GOOD))
with row("the unchanged evidence, signed again, is accepted"):
    OUT = copied(GOOD)
    reseal(OUT, KEY)
    same("verify", verify(OUT).status, 0, verify(OUT))
test_attacks(GOOD)
test_fields(GOOD)
finish()
