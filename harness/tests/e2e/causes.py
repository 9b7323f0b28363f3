"""Causes of failures: few of them explain the failed cases of a faulty gateway, on the console and
in the results file, and `report` prints the same ones.

    causes.py PROGRAM ROOT                     ten faults, and some pairs of faults
    causes.py PROGRAM ROOT --pairs N --seed N  N pairs, drawn from all faults that a case detects
    causes.py PROGRAM ROOT --table             what each of many faults looks like, as Markdown

CT_LONG in the environment tries all faults. The other two print what they measure and end with 1 if
a limit is exceeded."""
import os
import random
import re
import sys
from concurrent.futures import ThreadPoolExecutor

from checks import finish, has, holds, row, same
from fault_runs import CAUSES_MAX, COLUMNS, FaultRun, fault_names, impatient_cases, judge_pair
from program import EMBEDDED, Gateway, apigcheck, new_folder, record

SINGLE_CAUSES_MAX = 3
ROWS_MAX = 60  # of the console
IN_PARALLEL = 4  # gateways; most of the time of a run is waiting

# fault: what the title of its first cause matches. The first ten are tried by the suite.
TITLES = {
    "status-202": r"status 202 instead of",
    "body-wrapped": r"every JSON response is wrapped in a property 'data'",
    "body-cut-half": r"the body is not JSON",
    "member-camel-case": r"\$\.error_code is named 'errorCode'",
    "member-null": r"\$\.error_code.* are null instead of",
    "member-dropped:error_code": r"\$\.error_code is missing",
    "time-without-zone": r"\$\.applies\[\*\]\.bound_time is \"\d{4}-\d\d-\d\dT[\d:.]+\"",
    "code-of-another-page": r"\$\.error_code is always \"APIG\.\d{4}\" instead of",
    "media-type-html": r"header Content-Type is \"text/html; charset=utf-8\" instead of .*application/json",
    "app-ids-optional": r"status 201 instead of 400 \(.*without app_ids",
    "token-missing-accepted": r"status 201 instead of 401 \(A request without a token",
    "token-any": r"status 201 instead of 401 \(.*token",
    "status-500": r"status 500 instead of",
    "status-204": r"status 204 instead of",
    "status-404": r"status 404 instead of",
    "media-type-text": r"header Content-Type is \"text/plain\"",
    "media-type-absent": r"header Content-Type is missing in every response",
    "body-absent": r"the body is missing in every response",
    "body-empty-object": r"\$\.error_code, \$\.error_msg.* are missing",
    "body-null": r"the body is null instead of an object",
    "body-in-array": r"the body is an array instead of an object",
    "body-wrapped-result": r"wrapped in a property 'error'",
    "body-encoded-twice": r"the body is a string instead of an object",
    "body-html": r"the body is not JSON",
    "member-upper-case": r"\$\.error_code is named 'ERROR_CODE'",
    "member-kebab-case": r"\$\.error_code is named 'error-code'",
    "member-prefixed": r"\$\.error_code is named '_error_code'",
    "member-number": r"\$\.error_.* are a number instead of",
    "member-empty-text": r"\$\.error_.* are always \"\"",
    "member-other-case": r"each of \$\.error_code.* differs in upper and lower case",
    "member-longer": r"each of \$\.error_code.* has extra characters at its end",
    "member-cut": r"each of \$\.error_code.* is cut at its end",
    "code-lower-case": r"\$\.error_code differs in upper and lower case",
    "code-of-nothing": r"\$\.error_code is always",
    "time-without-seconds": r"\$\.applies\[\*\]\.bound_time is",
    "time-tomorrow": r"\$\.applies\[\*\]\.bound_time is",
    "lists-nothing": r"\$\.apps.* does not show what was written before",
    "unbinds-all": r"\$\.apps.* does not show what was written before",
    "quota-unchecked": r"status 201 instead of .*404 \(.*quota",
    "gateway-unchecked": r"status 201 instead of .*40[04].* \(.*gateway",
    "second-fails": r"status 500 instead of 201",
    "app-ids-number-accepted": r"status 201 instead of 400 \(.*number",
    "token-in-query": r"status 201 instead of 401 \(A token in the query",
    "binds-first": r"\$\.appl?i?e?s",
    "answers-twice": r"\$\.applies.* not allowed",
}
SHORT = 10
PAIRS = [
    ("status-202", "time-without-zone"), ("member-null", "token-any"),
    ("media-type-html", "quota-unchecked"), ("body-wrapped", "member-camel-case"),
    ("code-of-another-page", "lists-nothing"), ("token-any", "quota-unchecked"),
]


def printed_causes(text):
    """The causes on the console: the line of the title, and the line of the first case."""
    found = re.findall(r"^(\d+ .*(?:\n   \S.*)*? cases?)\n(?:   .*\n)*?   (first +.*|follows +.*)$", text,
                       re.M)
    return [f"{title} {first}" for title, first in found]


def in_parallel(function, items):
    with ThreadPoolExecutor(IN_PARALLEL) as pool:
        return list(pool.map(function, items))


def titles(causes):
    return "\n".join(cause["text"] for cause in causes)


def check_fault(fault, cases):
    """What must hold for every fault: a few causes explain all failed cases, and reports agree."""
    one = FaultRun(fault, suite=cases)
    explained = {part["case"] for cause in one.causes for part in cause["cases"]}
    same("the cases that the causes explain", explained, one.failed())
    holds("a few causes explain them", not one.failed() or 1 <= len(one.causes) <= SINGLE_CAUSES_MAX,
          titles(one.causes))
    holds("a cause follows from another one that follows from none",
          all(not cause.get("follows") or not one.causes[cause["follows"] - 1].get("follows")
              for cause in one.causes), titles(one.causes))
    lines = printed_causes(one.ended.out)
    if len(one.failed()) > 1:
        same("the number of causes on the console", len(lines), min(len(one.causes), 10), one.ended)
        holds("the console fits on a screen", one.lines() <= ROWS_MAX, one.ended.out)
    for line, cause in zip(lines, one.causes):
        has("a line of the console", line, f"{len(cause['cases'])} case")
        holds("a line of the console", cause["first"] in line or "a consequence of" in line, line)
    printed = apigcheck("report", one.path, env={"COLUMNS": str(COLUMNS)}).out
    same("the causes that report prints", printed_causes(printed), lines)
    return one


def check_pair(pair, cases, known):
    for fault in pair:
        if fault not in known:
            known[fault] = FaultRun(fault, suite=cases).results
    both = FaultRun(*pair, suite=cases)
    outcomes = judge_pair(both.results, [known[fault] for fault in pair])
    missed = [fault for fault, outcome in zip(pair, outcomes) if outcome == "missed"]
    same("the faults that no cause names", missed, [], titles(both.causes))
    holds("one of them is named", "named" in outcomes, titles(both.causes))
    holds("few causes", len(both.causes) <= CAUSES_MAX, titles(both.causes))
    return outcomes


def draw_pairs(count, seed, cases, known):
    """Pairs of different faults, each of which makes a case fail alone."""
    chance, all_names, pairs = random.Random(seed), fault_names(), []
    while len(pairs) < count:
        drawn = [chance.sample(all_names, 2) for _ in range(count - len(pairs))]
        new = sorted({fault for pair in drawn for fault in pair} - set(known))
        for fault, run in zip(new, in_parallel(lambda name: FaultRun(name, suite=cases), new)):
            known[fault] = run.results
        pairs += [pair for pair in drawn if all(known[fault].get("causes") for fault in pair)]
    return pairs


def try_pairs(count, seed):
    cases, known, outcomes = impatient_cases(), {}, []

    def one(pair):
        with row(" and ".join(pair)):
            outcomes.extend(check_pair(pair, cases, known))

    in_parallel(one, draw_pairs(count, seed, cases, known))
    print(f"{count} pairs, of which the rows above failed; in the others {outcomes.count('named')} "
          f"faults are named, {outcomes.count('masked')} cannot be seen")


def print_table():
    """The shipped cases themselves, one run after the other, so that the seconds count."""
    print("| fault | failed | causes | console lines | seconds | first cause |")
    print("| --- | --- | --- | --- | --- | --- |")
    for fault, title in TITLES.items():
        with row(fault):
            one = FaultRun(fault, words=("--max-time", "70s"))
            first = one.causes[0]["text"] if one.causes else "none"
            print(f"| `{fault}` | {len(one.failed())} | {len(one.causes)} | {one.lines()} | "
                  f"{one.seconds:.1f} | {first.replace('|', '&#124;')} |", flush=True)
            holds("a few causes explain them", 1 <= len(one.causes) <= SINGLE_CAUSES_MAX)
            holds(f"its first cause matches {title}", re.search(title, first), first)


def try_suite():
    cases, known = impatient_cases(), {}
    names = list(TITLES)[:SHORT]
    names += [name for name in fault_names() if name not in names] if "CT_LONG" in os.environ else []
    for fault in names:
        with row(fault):
            one = check_fault(fault, cases)
            known[fault] = one.results
            if fault in TITLES:
                holds(f"its first cause matches {TITLES[fault]}",
                      re.search(TITLES[fault], one.causes[0]["text"]), titles(one.causes))
    for pair in PAIRS:
        with row(" and ".join(pair)):
            check_pair(pair, cases, known)
    with row("interference: if a list is wrong, it is because a request was accepted"):
        # Whether an accepted request disturbs a case that runs at the same time is a matter of luck.
        one = FaultRun("quota-unchecked", suite=cases)
        follows = [cause.get("follows", 0) for cause in one.causes if cause["kind"] == "state"]
        holds("such a cause follows from that of the status", all(
            number and one.causes[number - 1]["kind"] == "status" for number in follows), one.causes)
    check_runs_without_faults()


def check_runs_without_faults():
    with row("a run that passes has no causes"), Gateway() as gateway:
        path = os.path.join(new_folder(), "results.json")
        ended = apigcheck("run", "--target", EMBEDDED, "--url", gateway.url, "--json", path)
        same("the exit status", ended.status, 0, ended)
        same("causes", record(path).get("causes"), None)
        same("causes on the console", printed_causes(ended.out), [])
    with row("a target that is gone is one cause"):
        path = os.path.join(new_folder(), "results.json")
        ended = apigcheck("run", "--target", EMBEDDED, "--url", "http://127.0.0.1:1", "--json", path)
        causes = record(path)["causes"]
        same("the number of causes", len(causes), 1, causes)
        same("its kind", causes[0]["kind"], "error")
        same("it is said once", ended.out.count("cannot connect"), 1, ended)
        holds("at once", ended.seconds < 5, ended)
        holds("the last line is the verdict",
              ended.out.splitlines()[-1].startswith("NOT VERIFIED  0 passed"), ended)


def value_of(option, default):
    return int(sys.argv[sys.argv.index(option) + 1]) if option in sys.argv else default


if "--pairs" in sys.argv:
    try_pairs(value_of("--pairs", 200), value_of("--seed", 7))
elif "--table" in sys.argv:
    print_table()
else:
    try_suite()
finish()
