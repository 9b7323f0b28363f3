"""The summary of skipped tests that ends `harness/setup test`, made from what the real ctest reports."""
import os
import shutil
import subprocess
import sys

from checks import finish, has, holds, lacks, row, same
from program import ROOT, new_folder, write

SCRIPT = os.path.join(ROOT, "harness", "tests", "count_skipped.py")
CMOCKA = """[ RUN      ] plain
[       OK ] plain
[ RUN      ] first
skipped: no vectors
[  SKIPPED ] first
[ RUN      ] second
[  SKIPPED ] second
[  PASSED  ] 1 test(s).
[  SKIPPED ] 2 test(s), listed below:
[  SKIPPED ] first
[  SKIPPED ] second

 2 SKIPPED TEST(S)
"""
TESTS = {"passes": ("everything is fine, 3 skipped\n    skipped: not a line of its own", 0),
         "whole": ("skipped: no browser", 77),
         "silent": ("", 77),
         "cmocka": (CMOCKA, 0),
         "stderr-first": ("[  SKIPPED ] only\nskipped: no disk\n[  SKIPPED ] only", 0),
         "python": ("skipped: no strace\n12 passed, 0 failed", 0),
         "long": ("x" * 5000 + "\nskipped: behind much output\n" + "x" * 5000, 0),
         "tidy": ("tidy: note: skipped: no formatter", 0)}


def summary(names, limit=None, disabled=(), missing=()):
    """The printed summary of a ctest run of these tests; `missing` have no program."""
    folder = new_folder()
    lines = []
    for name in names:
        text, status = TESTS[name]
        path = write(folder, f"{name}.txt", text)
        lines.append(f'add_test({name} "sh" "-c" "cat {path}; exit {status}")')
        lines.append(f"set_tests_properties({name} PROPERTIES SKIP_RETURN_CODE 77)")
    lines += [f"set_tests_properties({name} PROPERTIES DISABLED TRUE)" for name in disabled]
    lines += [f"add_test({name} /no/such/program)" for name in missing]
    write(folder, "CTestTestfile.cmake", "\n".join(lines) + "\n")
    report = os.path.join(folder, "ctest.xml")
    subprocess.run(["ctest", "--test-dir", folder, "--output-junit", report,
                    "--test-output-size-passed", "1000000"], capture_output=True, check=False)
    return script(report, limit)


def script(report, limit=None):
    more = {} if limit is None else {"CT_MAX_SKIPPED": limit}
    done = subprocess.run([sys.executable, "-B", SCRIPT, report], env={**os.environ, **more},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    done.lines = done.stdout.splitlines()
    return done


os.environ.pop("CT_MAX_SKIPPED", None)
TESTS["fails"] = ("skipped: a part before it failed", 1)

if not shutil.which("ctest"):
    print("skipped: ctest is not on the PATH")
    sys.exit(77)

with row("nothing skipped"):
    done = summary(["passes"])
    same("the output", done.lines, ["no test was skipped", "1 passed, 0 failed, 0 skipped"])
    same("the exit status", done.returncode, 0)

with row("whole tests and parts of tests are named with their reasons"):
    done = summary(["passes", "whole", "silent", "cmocka", "stderr-first", "python", "long", "tidy"])
    same("the output", done.lines, [
        "8 skipped:",
        "  whole: no browser",
        "  silent: SKIP_RETURN_CODE=77",
        "  cmocka, in part: first: no vectors",
        "  cmocka, in part: second",
        "  stderr-first, in part: only: no disk",
        "  python, in part: no strace",
        "  long, in part: behind much output",
        "  tidy, in part: no formatter",
        "6 passed, 0 failed, 8 skipped"])
    same("the exit status", done.returncode, 0)

with row("a disabled test is skipped, a test without its program failed"):
    done = summary(["passes", "python"], disabled=["python"], missing=["gone"])
    same("the output", done.lines,
         ["1 skipped:", "  python: disabled", "1 passed, 1 failed, 1 skipped"])
    same("the exit status", done.returncode, 1)

with row("a failed test counts as failed, and its skipped part as skipped"):
    done = summary(["fails"])
    same("the last line", done.lines[-1], "0 passed, 1 failed, 1 skipped")
    same("the exit status", done.returncode, 1)

with row("as many skipped as allowed"):
    done = summary(["passes", "whole", "python"], limit="2")
    same("the exit status", done.returncode, 0)

with row("more skipped than allowed fail, and the closing line stays the last"):
    for limit in ("1", "0"):
        done = summary(["passes", "whole", "python"], limit=limit)
        same("the exit status", done.returncode, 1)
        has("it", done.stdout, f"2 were skipped, but CT_MAX_SKIPPED allows only {limit}")
        same("the last line", done.lines[-1], "2 passed, 0 failed, 2 skipped")

with row("a limit that is not a number is rejected"):
    for limit in ("", "-1", "two"):
        done = summary(["passes"], limit=limit)
        holds("the exit status", done.returncode not in (0, 1), done.stdout)
        has("it", done.stdout, "CT_MAX_SKIPPED")

with row("no tests, and no report, are errors"):
    holds("no tests", summary([]).returncode, "")
    done = script(os.path.join(new_folder(), "missing.xml"))
    holds("no report", done.returncode, done.stdout)
    lacks("it", done.stdout, "Traceback")

finish()
