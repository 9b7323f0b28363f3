"""Discovery of files: cases beside files of other kinds, and the data that comes with the program."""
import os
import shutil
import subprocess

import program
from checks import finish, has, holds, lacks, row, same
from program import EMBEDDED, PROGRAM, ROOT, apigcheck, environment, new_folder, write
from servers import Recorder

# ---- Cases beside other files ----

CASES = """\
operation: look
request: {method: GET, path: /}
cases:
  - {id: looks, title: It is there, expect: {status: 200}}
"""

TARGET = """\
name: Staging
url: URL
vars: {project_id: p}
"""


def suite(url="http://127.0.0.1:1", **files):
    folder = new_folder()
    write(folder, "look.yaml", CASES)
    for name, text in files.items():
        write(folder, name.replace("__", "/") + ".yaml", text.replace("URL", url))
    return folder


with row("a target beside the cases, given with --target: the cases run"), Recorder() as server:
    folder = suite(server.url, staging=TARGET)
    for words in ([".", "--target", "staging.yaml"], [".", "--target", "./staging.yaml"],
                  [folder, "--target", os.path.join(folder, "staging.yaml")]):
        ended = apigcheck("run", *words, cwd=folder)
        same("the exit status", ended.status, 0, ended)
        has("one case", ended.out, "1 passed")
    same("lint", apigcheck("lint", ".", "--target", "staging.yaml", cwd=folder).status, 0)
    same("requests", len(server.requests), 3)

with row("a target beside the cases, without --target: it is reported as a target file"), Recorder() as server:
    folder = suite(server.url, staging=TARGET, production=TARGET)
    ended = apigcheck("run", ".", "--target", "staging.yaml", cwd=folder)
    same("the exit status", ended.status, 2, ended)
    has("the other one", ended.err, "production.yaml:2:1: error[not-a-case-file]: this is a target file")
    has("what to do", ended.err, "pass it with --target")
    lacks("the one that is given", ended.err, "staging.yaml")
    same("requests", server.requests, [])

with row("a target file that is given as a case file"):
    folder = suite(staging=TARGET)
    ended = apigcheck("run", "staging.yaml", "--target", "staging.yaml", cwd=folder)
    same("the exit status", ended.status, 2, ended)
    has("the words", ended.err, "this is a target file")

with row("a folder targets/, and files that start with '_'"), Recorder() as server:
    folder = suite(server.url, targets__staging=TARGET, targets__other=TARGET, _notes="a: b",
                   _later=CASES.replace("look", "later"))
    ended = apigcheck("run", ".", "--target", "targets/staging.yaml", cwd=folder)
    same("the exit status", ended.status, 0, ended)
    has("one case", ended.out, "1 passed")
    ended = apigcheck("run", "_later.yaml", "--target", "targets/staging.yaml", cwd=folder)
    same("a file that is named is read", ended.status, 0, ended)

with row("a folder of ignored files only has no cases"):
    folder = new_folder()
    write(folder, "_look.yaml", CASES)
    ended = apigcheck("run", ".", "--url", "http://127.0.0.1:1", cwd=folder)
    same("the exit status", ended.status, 2, ended)
    has("the words", ended.err, "has no cases")

# ---- The data that comes with the program ----

DATA = ("cases", "fixtures")


def copied(*path):
    """The program alone, copied to a new folder without data in the folders above."""
    folder = os.path.join(new_folder(), "a", "b", "c", *path)
    os.makedirs(folder)
    return shutil.copy2(PROGRAM, os.path.join(folder, "apigcheck"))


def with_data(folder):
    for name in DATA:
        shutil.copytree(os.path.join(ROOT, name), os.path.join(folder, name))
    return folder


def lint(path, cwd=None, **env):
    """`lint --mock` without a suite needs the cases, and the target file of the fixtures."""
    child = subprocess.run([path, "lint", "--mock"], env=environment(**env), cwd=cwd or new_folder(),
                           stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False)
    return program.Ended(child.returncode, child.stdout, child.stderr, 0)


def is_found(what, ended):
    same(f"{what}: the exit status", ended.status, 0, ended)
    has(f"{what}: it read the shipped cases", ended.out, " files: no problems found")


def is_not_found(ended, *places):
    same("the exit status", ended.status, 2, ended)
    has("what is missing", ended.err, "cannot find the data file or folder 'cases'")
    has("what to do", ended.err, "APIGCHECK_HOME")
    for place in places:
        has("the searched folders", ended.err, place)
    lacks("the output without errors", ended.out, "no problems")


with row("the program in the tree"):
    is_found("from anywhere", lint(PROGRAM))
    is_found("from the tree", lint(PROGRAM, cwd=ROOT))

with row("the program, copied out of the tree: it lists the folders that it searched"):
    path = copied()
    folder = os.path.dirname(path)
    is_not_found(lint(path), f"{folder},", f"{folder}/share/apigcheck", os.path.dirname(folder),
                 "/usr/local/share/apigcheck")

with row("the program, copied beside the data, and below it"):
    for below in ([], ["build"], ["build", "Release"]):
        path = copied(*below)
        folder = os.path.dirname(path)
        for _ in below:
            folder = os.path.dirname(folder)
        with_data(folder)
        is_found(str(below), lint(path))

with row("installed: PREFIX/bin and PREFIX/share/apigcheck"):
    path = copied("bin")
    prefix = os.path.dirname(os.path.dirname(path))
    with_data(os.path.join(prefix, "share", "apigcheck"))
    is_found("installed", lint(path))
    link = os.path.join(new_folder(), "apigcheck")
    os.symlink(path, link)
    is_found("through a link", lint(link))
    moved = os.path.join(new_folder(), "moved")
    shutil.move(prefix, moved)
    is_found("moved", lint(os.path.join(moved, "bin", "apigcheck")))

with row("a link to the program in the tree"):
    link = os.path.join(new_folder(), "apigcheck")
    os.symlink(PROGRAM, link)
    is_found("through a link", lint(link))

with row("a moved tree"):
    tree = with_data(os.path.join(new_folder(), "tree"))
    os.makedirs(os.path.join(tree, ".build"))
    path = shutil.copy2(PROGRAM, os.path.join(tree, ".build", "apigcheck"))
    is_found("before", lint(path))
    shutil.move(tree, tree + "-moved")
    is_found("moved", lint(os.path.join(tree + "-moved", ".build", "apigcheck")))

with row("APIGCHECK_HOME"):
    path = copied()
    is_found("the tree", lint(path, APIGCHECK_HOME=ROOT))
    is_found("with a slash", lint(path, APIGCHECK_HOME=ROOT + "/"))
    is_found("relative", lint(path, cwd=os.path.dirname(ROOT),
                              APIGCHECK_HOME=os.path.basename(ROOT)))
    prefix = new_folder()
    with_data(os.path.join(prefix, "share", "apigcheck"))
    is_found("a prefix", lint(path, APIGCHECK_HOME=prefix))
    is_found("empty is as if it were not set", lint(PROGRAM, APIGCHECK_HOME=""))

with row("APIGCHECK_HOME overrides the data beside the program"):
    home = with_data(os.path.join(new_folder(), "home"))
    with open(os.path.join(home, "cases", "lifecycle", "operation.yaml"), "a",
              encoding="utf-8") as file:
        file.write("mistake: here\n")
    ended = lint(PROGRAM, APIGCHECK_HOME=home)
    same("the exit status", ended.status, 2, ended)
    has("the error in the file", ended.err, "unknown key 'mistake'")

for name, home in {"a missing folder": "/nonexistent/home",
                   "a folder without the data": os.path.join(ROOT, "harness"),
                   "the cases themselves": os.path.join(ROOT, "cases"),
                   "a file": EMBEDDED}.items():
    with row(f"APIGCHECK_HOME is invalid ({name}): no other place is tried"):
        ended = lint(PROGRAM, APIGCHECK_HOME=home)
        is_not_found(ended, home)
        has("the reason", ended.err, "APIGCHECK_HOME is set, so no other folder was searched")
        lacks("other places", ended.err, "/usr/local")

with row("incomplete data, and other cases beside the program, are not used"):
    path = copied()
    folder = os.path.dirname(path)
    shutil.copytree(os.path.join(ROOT, "cases"), os.path.join(folder, "cases"))
    is_not_found(lint(path), folder)

with row("commands that need no data work without it"):
    path = copied()
    folder = new_folder()
    cases = write(folder, "cases.yaml", CASES)
    child = subprocess.run([path, "lint", cases], env=environment(), cwd=folder, check=False,
                           capture_output=True, timeout=30)
    same("the exit status of lint", child.returncode, 0, child.stderr)

# ---- Built outside the tree ----

with row("configured outside the tree, and installed: the program finds the data"):
    if shutil.which("cmake") and shutil.which("ninja"):
        build = os.path.join(new_folder(), "build")
        child = subprocess.run(["cmake", "-S", ROOT, "-B", build, "-G", "Ninja"], env=environment(),
                               capture_output=True, timeout=120, check=False)
        same("cmake's exit status", child.returncode, 0, child.stderr.decode())
        shutil.copy2(PROGRAM, os.path.join(build, "apigcheck"))
        is_found("the program there", lint(os.path.join(build, "apigcheck")))
        prefix = os.path.join(new_folder(), "prefix")
        child = subprocess.run(["cmake", "--install", build, "--prefix", prefix], timeout=120,
                               env=environment(), capture_output=True, check=False)
        same("the exit status of the installation", child.returncode, 0, child.stderr.decode())
        shutil.rmtree(build)
        is_found("the installed one", lint(os.path.join(prefix, "bin", "apigcheck")))

finish()
