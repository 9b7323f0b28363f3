"""harness/tests/same: a program equals itself, and a difference is reported with its location; the
object files of two source trees.
"""
import os
import shutil
import stat
import subprocess
import sys

from checks import finish, has, lacks, row, same
from program import PROGRAM, ROOT, new_folder, read, write

SCRIPT = os.path.join(ROOT, "harness", "tests", "same")
PATIENCE_S = 240


class Ended:
    def __init__(self, *arguments):
        ended = subprocess.run([sys.executable, "-B", SCRIPT, *arguments], capture_output=True, text=True,
                               timeout=PATIENCE_S, check=False)
        self.status, self.out, self.err = ended.returncode, ended.stdout, ended.stderr

    def __str__(self):
        return f"exit status {self.status}\n{self.out}{self.err}"


def wrapper(changes):
    """A copy of the program in its own checkout, with one change in its behaviour."""
    folder = new_folder()
    for name in ("cases", "fixtures"):
        os.symlink(os.path.join(ROOT, name), os.path.join(folder, name))
    real = shutil.copy(PROGRAM, os.path.join(folder, "real"))  # finds its cases beside itself
    path = write(folder, "apigcheck", f"#!/bin/sh\nreal='{real}'\n{changes}\nexec \"$real\" \"$@\"\n")
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    return path


def only(*globs):
    return [word for glob in globs for word in ("--only", glob)]


# ---- Programs ----

with row("a program equals itself"):
    ended = Ended(PROGRAM, PROGRAM, *only("run/*", "fault/member-number:applies/*", "fault/status-500/*",
                                          "variant/escaped/*", "merged/*", "ids/*", "usage/*",
                                          "options/run", "help/prove", "list/*"))
    same("the exit status", ended.status, 0, ended)
    for name in ("run/junit", "run/junit-extended", "run/html", "run/har", "run/ctrf", "run/markdown",
                 "run/results", "run/console", "run/status", "fault/status-500/rejudge",
                 "variant/escaped/results", "merged/results", "ids/faults", "usage/no-connection",
                 "options/run", "help/prove", "list/needs", "list/requirements"):
        has("the output", ended.out, f"{name}: same\n")
    lacks("the output", ended.out, "differs")

OTHER_VERDICT = """
for word; do
  if [ "$word" = answers-last-call ]; then set -- mock --port 0; break; fi
done
"""
OTHER_WORD = """
if [ "$*" = list ]; then "$real" list 2>&1 | sed 's/not selected/omitted/' >&2; exit 0; fi
"""
with row("a changed message is reported, with its line; --diff writes both sides"):
    folder = new_folder()
    ended = Ended(PROGRAM, wrapper(OTHER_WORD), *only("list/plain", "list/v"), "--diff", folder)
    same("the exit status", ended.status, 1, ended)
    has("the output", ended.out, "list/plain: differs\n")
    has("the output", ended.out, " cases, 0 omitted\n")
    has("the output", ended.out, "list/v: same\n")
    has("the old side", read(os.path.join(folder, "old", "list", "plain")), "not selected")
    has("the new side", read(os.path.join(folder, "new", "list", "plain")), "omitted")

with row("--words: an intended change of a message"):
    words = write(new_folder(), "words", "not selected=>omitted\n")
    old = wrapper(OTHER_WORD.replace("s/not selected/omitted/", ""))
    ended = Ended(old, wrapper(OTHER_WORD), *only("list/plain"), "--words", words)
    same("the exit status", ended.status, 0, ended)

with row("a changed result is reported, with the path of the JSON value"):
    ended = Ended(PROGRAM, wrapper(OTHER_VERDICT), *only("fault/answers-last-call/*"))
    same("the exit status", ended.status, 1, ended)
    has("the output", ended.out, "fault/answers-last-call/status: differs\n")
    has("the output", ended.out, "    -exit status 1\n    +exit status 0\n")
    has("the output", ended.out, "fault/answers-last-call/results: differs\n    @@ line ")
    for line in ('-$.verdict: "fail"\n', "-$.counts.fail: ", '+$.verdict: "pass"\n',
                 "+$.counts.fail: 0\n"):
        has("the output", ended.out, f"    {line}")

with row("a changed option and a changed exit status are reported"):
    ended = Ended(PROGRAM, wrapper("""
if [ "$*" = "help run" ]; then "$real" help run | grep -v -e --rate; exit 0; fi
if [ "$1" = bogus ]; then "$real" "$@"; exit 3; fi
"""), *only("options/*", "usage/unknown-command"))
    same("the exit status", ended.status, 1, ended)
    has("the output", ended.out, "options/run: differs\n")
    has("the output", ended.out, "    ---rate=\n")
    has("the output", ended.out, "options/prove: same\n")
    has("the output", ended.out, "    -exit status 2\n    +exit status 3\n")

with row("programs without output are not the same"):
    broken = wrapper("if [ $1 = run ]; then exit 1; fi")
    ended = Ended(broken, broken, *only("run/junit", "run/results"))
    same("the exit status", ended.status, 1, ended)
    has("the output", ended.out, "neither program gave anything to compare")

with row("wrong usage: exit 2"):
    for arguments, message in (((), "OLD NEW"), ((PROGRAM, "/nowhere"), "cannot execute '/nowhere'"),
                               ((PROGRAM, PROGRAM, "--only", "nothing"), "nothing to compare"),
                               ((PROGRAM, PROGRAM, "--map", "x"), "--map does not go with"),
                               ((PROGRAM, PROGRAM, "--words", "/dev/null"), "holds no OLD=>NEW"),
                               (("--objects", ROOT, new_folder()), "no CMakeLists.txt in")):
        ended = Ended(*arguments)
        same(f"the exit status of {arguments}", ended.status, 2, ended)
        has("standard error", ended.err, message)

with row("--help names the modes"):
    ended = Ended("--help")
    same("the exit status", ended.status, 0, ended)
    has("the output", ended.out, "same --objects")

# ---- Source trees ----

PROJECT = """cmake_minimum_required(VERSION 3.25)
project(small LANGUAGES C)
add_executable(apigcheck {files})
"""
MAIN = """#include <string.h>
int ct_low(const char *text);
int ct_high(const char *text);
int main(int argc, char **argv) { return argc > 1 ? ct_low(argv[1]) : ct_high(argv[0]); }
"""
LEVEL = """#include <stdio.h>
#include <string.h>
int ct_low(const char *text);
int ct_high(const char *text);
__attribute__((noinline)) static int limit(const char *text)
{
    return (int)strlen(text) * 3;
}
int ct_low(const char *text) { puts("low"); return limit(text); }
int ct_high(const char *text) { puts("high"); return limit(text) + 7; }
"""


def tree(name="level.c", main=MAIN, level=LEVEL):
    folder = new_folder()
    write(folder, "CMakeLists.txt", PROJECT.format(files=f"main.c {name}"))
    write(folder, "main.c", main)
    write(folder, name, level)
    return folder


OLD = tree()


def renamed(text):
    return text.replace("ct_low", "ct_floor").replace("limit", "bound")


with row("--objects: a file, a static and a public function were renamed"):
    ended = Ended("--objects", OLD, tree("base/height.c", renamed(MAIN), renamed(LEVEL)))
    same("the exit status", ended.status, 0, ended)
    has("the output", ended.out, "level.c -> base/height.c: same\n")
    has("the output", ended.out, "renamed: ct_low -> ct_floor\n")
    has("the output", ended.out, "2 same, 0 differ\n")

for what, (main, level), expected in (
        ("a constant", (MAIN, LEVEL.replace("+ 7", "+ 8")), ".text: bytes differ at "),
        ("a constant, function", (MAIN, LEVEL.replace("+ 7", "+ 8")), " in ct_high: "),
        ("a string", (MAIN, LEVEL.replace('"low"', '"bow"')), ".rodata.str1.1: bytes differ at 0x0: 'low' -> 'bow'"),
        ("which function is called", (MAIN.replace("ct_low(argv", "ct_high(argv"), LEVEL), "'ct_low' became 'ct_high'"),
        ("what a library's function is called", (MAIN, LEVEL.replace("puts", "perror")),
         "'puts' became 'perror', and no definition did")):
    with row(f"--objects: {what} changed"):
        ended = Ended("--objects", OLD, tree("level.c", main, level))
        same("the exit status", ended.status, 1, ended)
        has("the output", ended.out, expected)

with row("--objects: a changed file that moved is found by --map"):
    moved = tree("other/q.c", MAIN, LEVEL.replace("+ 7", "+ 8"))
    mapped = write(new_folder(), "map", "# moved\nlevel.c other/q.c\n")
    ended = Ended("--objects", OLD, moved, "--map", mapped)
    same("the exit status", ended.status, 1, ended)
    has("the output", ended.out, "level.c -> other/q.c: differs\n")
    write(os.path.dirname(mapped), "map", "level.c nowhere.c\n")
    ended = Ended("--objects", OLD, moved, "--map", mapped)
    same("the exit status", ended.status, 2, ended)
    has("standard error", ended.err, "map:1: 'nowhere.c' is not compiled in the new tree")

with row("--objects --keep: the second time finds what changed since"):
    kept, changing = new_folder(), tree()
    same("the exit status", Ended("--objects", OLD, changing, "--keep", kept).status, 0)
    write(changing, "level.c", LEVEL.replace("+ 7", "+ 8"))
    ended = Ended("--objects", OLD, changing, "--keep", kept)
    same("the exit status", ended.status, 1, ended)

finish()
