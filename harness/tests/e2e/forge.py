"""Forged certificates, signed with the vendor's own key. Each leaf of the evidence is deleted, retyped and
changed, every digest is recomputed, the envelope is signed again, and `verify` judges it.

What is still accepted equals ACCEPTED: a field that is not listed there fails the test, and so does a
listed field that is refused. In the short form one leaf of each kind is tried, and pass 2 is only changed;
with CT_LONG in the environment, every leaf. The reports of a changed results file are written again, so that
the field is tested and not the reports.
"""
import collections
import concurrent.futures
import copy
import datetime
import json
import os
import re
import shutil
import subprocess

from checks import finish, holds, row, same
from forging import KEY, PUBLIC, R, SUITE, certify, copied, regenerate_reports, verify
from program import PROGRAM, ROOT, Gateway, environment, new_folder, record, write
from records import save
from sealing import reseal, statement

IS_LONG = bool(os.environ.get("CT_LONG"))
AT_ONCE = 2
OF_EACH_KIND = 1  # leaves of a kind that the short form tries: from the middle of its list

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
    """The path with [*] instead of each index, and * instead of the name of a variable or a secret; names of
    files, headers and cases stay."""
    return re.sub("^/(vars|secrets)/[a-z_]+", r"/\1/*",
                  "".join("[*]" if isinstance(one, int) else f"/{one}" for one in path))


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
            regenerate_reports(path)
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
    holds("the exit status is one of verify's", ended.returncode in (0, 1, 2, 3, 4),
          f"{ended.returncode}: {ended.stderr}")
    return ended.returncode == 0


def forgeries(good):
    """(field, put): each leaf of each file, in each way."""
    whole = [(name, record(os.path.join(good, name)), put_evidence)
             for name in ("results.json", "pass-2/results.json", "target.json", "target.yaml",
                          "suite/profiles/small.yaml")]
    whole.append(("manifest", record(os.path.join(good, "manifest.json")),
                  lambda _, value: put_manifest(value)))
    whole.append(("statement", json.loads(statement(good)[1]), lambda _, value: put_statement(value)))
    for name, value, put in whole:
        label = name.replace("pass-2/", "")
        for kind, path in chosen(name, value):
            for how, change in CHANGES.items():
                if how != "changed" and name.startswith("pass-2/") and not IS_LONG:
                    continue
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


CASE, STEP = R + "/cases[*]", R + "/cases[*]/steps[*]"
MADE_UP = "a part of the response that no case reads: the owner of the key can make up responses"
CLOCK = "a duration that no expectation limits"
OVERRIDDEN = "an option of certify may replace it: what was used is in target.json, and is compared"
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
    STEP + "/started_at": "a second is tolerated, because the clock may be adjusted during a run",
    R + "/elapsed_us": "a microsecond more of a pass does not change a time of the certificate",
    R + "/host": "the name of the vendor's machine, for information",
    R + "/suite/name": "the name of the suite's folder on the vendor's machine",
    R + "/suite/root": "the suite's place on the vendor's machine, for information",
    "target.yaml/url": OVERRIDDEN,
    "target.yaml/vars/*": OVERRIDDEN,
    "target.yaml/secrets/*/file": "the place of a secret on the vendor's machine",
}
if IS_LONG:  # the short form reaches no skipped case, and no header that is not compared
    ACCEPTED[CASE + "/started_at"] = "the time of a skipped case, which sends nothing"


def test_fields(good):
    with row("the fields that may be forged are at most 20"):
        holds("their number", len(ACCEPTED) <= 20, len(ACCEPTED))
    with row("what is accepted is listed, and what is listed is accepted"):
        found = accepted_fields(good)
        listed = set(ACCEPTED)
        same("accepted, but not listed", {name: how for name, how in found.items()
                                          if name not in listed}, {})
        same("listed, but refused", sorted(listed - set(found)), [])


with Gateway() as HEALTHY:
    GOOD, DONE = certify(HEALTHY.url)
    with row("certified, verified"):
        same("certify", DONE.status, 0, DONE)
        same("verify", verify(GOOD).status, 0, verify(GOOD))
with row("the unchanged evidence, signed again, is accepted"):
    OUT = copied(GOOD)
    reseal(OUT, KEY)
    same("verify", verify(OUT).status, 0, verify(OUT))
test_fields(GOOD)
finish()
