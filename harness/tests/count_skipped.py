"""Lists the tests that ctest skipped, whole or in part, and counts all of them.

    count_skipped.py REPORT       the file that `ctest --output-junit REPORT` wrote

A whole test is skipped by ctest (SKIP_RETURN_CODE, or disabled). A part is skipped by a test that
goes on: it prints `skipped: REASON` on a line of its own, or cmocka prints the name of the test.
The last line is `N passed, N failed, N skipped`; a skipped part counts as skipped, and the test that
it belongs to as passed or failed. Exit status 1: a test failed, no test ran, or more were skipped
than CT_MAX_SKIPPED allows; 2: there is no valid report, or CT_MAX_SKIPPED is not a number.
"""
import os
import re
import sys
import xml.etree.ElementTree as ElementTree

REASON = re.compile(r"(?:\w+: note: )?skipped: (.+)")
CMOCKA = re.compile(r"\[  SKIPPED \] ([A-Za-z_]\w*)")


def stop(message):
    print(f"count_skipped.py: error: {message}")
    sys.exit(2)


def skipped_parts(output):
    """[part, ...]: the reason, the name of a cmocka test, or `NAME: REASON`."""
    reasons, names, previous = [], {}, None
    for line in output.splitlines():
        reason, name = REASON.fullmatch(line), CMOCKA.fullmatch(line)
        if reason:
            reasons.append(reason[1])
        elif name and previous:
            # cmocka lists its skipped tests again at the end, or first where stderr overtakes stdout
            names[name[1]] = previous[1]
            reasons.pop()
        elif name:
            names.setdefault(name[1], None)
        previous = reason
    return [f"{name}: {reason}" if reason else name for name, reason in names.items()] + reasons


def is_skipped(test):
    skipped = test.find("skipped")
    # a test whose program is missing has such an element too, but ctest counts it as failed
    return test.get("status") == "disabled" or (
        skipped is not None and skipped.get("message", "").startswith("SKIP_"))


def reason_of(test):
    reasons = skipped_parts(test.findtext("system-out") or "")
    if test.get("status") == "disabled":
        return "disabled"
    return reasons[0] if reasons else test.find("skipped").get("message")


def read(report):
    try:
        return ElementTree.parse(report).getroot().findall("testcase")
    except (OSError, ElementTree.ParseError) as error:
        stop(f"cannot read '{report}': {error}")


def limit():
    text = os.environ.get("CT_MAX_SKIPPED")
    if text is not None and not re.fullmatch(r"[0-9]+", text):
        stop(f"CT_MAX_SKIPPED must be a number, got '{text}'")
    return None if text is None else int(text)


def main():
    most = limit()
    passed = failed = 0
    skipped = []
    for test in read(sys.argv[1]):
        name = test.get("name")
        if is_skipped(test):
            skipped.append(f"{name}: {reason_of(test)}")
            continue
        is_passed = test.get("status") == "run"
        passed, failed = passed + is_passed, failed + (not is_passed)
        skipped += [f"{name}, in part: {part}"
                    for part in skipped_parts(test.findtext("system-out") or "")]
    print(f"{len(skipped)} skipped:" if skipped else "no test was skipped")
    for line in skipped:
        print(f"  {line}")
    too_many = most is not None and len(skipped) > most
    if too_many:
        print(f"error: {len(skipped)} were skipped, but CT_MAX_SKIPPED allows only {most}")
    print(f"{passed} passed, {failed} failed, {len(skipped)} skipped")
    sys.exit(1 if failed or too_many or not passed else 0)


main()
