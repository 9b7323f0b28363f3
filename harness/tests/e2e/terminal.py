"""Output on a terminal: a progress line that never wraps and is erased at the end, optional colour, no
escape sequences without a terminal, and a command that reruns the failures.
"""
import fcntl
import os
import pty
import re
import select
import shlex
import struct
import subprocess
import termios
import time
import unicodedata

from checks import finish, has, holds, lacks, row, same
from program import (EMBEDDED, PATIENCE_S, PROGRAM, ROOT, Gateway, apigcheck, environment,
                     new_folder, write)
from servers import Server, response, read_request

ESCAPE = re.compile(r"\x1b\[([?0-9;]*)([A-Za-z])")


def width(text):
    """The display width in columns."""
    return sum(0 if unicodedata.combining(c) else
               2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


class Screen:
    """Emulates the functions of a terminal that a progress line needs."""

    def __init__(self, columns):
        self.columns = columns
        self.rows = [""]
        self.row = 0
        self.column = 0
        self.wraps = True
        self.drawn = []    # what was written while wrapping was off
        self.unknown = []  # unexpected escapes and control characters
        self.colors = 0

    def feed(self, text):
        at = 0
        while at < len(text):
            found = ESCAPE.match(text, at)
            if found:
                self._escape(*found.groups())
                at = found.end()
            else:
                self._character(text[at])
                at += 1

    def _escape(self, words, verb):
        if (words, verb) == ("?7", "l"):
            self.wraps = False
            self.drawn.append("")
        elif (words, verb) == ("?7", "h"):
            self.wraps = True
        elif verb == "m":
            self.colors += 1
        elif verb in "JK" and not words:
            self.rows[self.row] = self.rows[self.row][:self.column]
            if verb == "J":
                del self.rows[self.row + 1:]
        else:
            self.unknown.append(words + verb)

    def _character(self, c):
        if c == "\r":
            self.column = 0
        elif c == "\n":
            self._next_row()
        elif ord(c) < 32 or c == "\x7f":
            self.unknown.append(repr(c))
        else:
            self._put(c)

    def _next_row(self):
        self.row += 1
        if self.row == len(self.rows):
            self.rows.append("")

    def _put(self, c):
        if not self.wraps:
            self.drawn[-1] += c
        elif self.column >= self.columns:
            self._next_row()
            self.column = 0
        line = self.rows[self.row].ljust(self.column)
        self.rows[self.row] = line[:self.column] + c + line[self.column + 1:]
        self.column += 1

    def text(self):
        return "\n".join(line.rstrip() for line in self.rows)

    def __str__(self):
        return f"{self.text()}\n{self.drawn}\n{self.unknown}"


class Terminal:
    """The program on a terminal with this number of columns; "out" or "err" alone leaves the other stream
    to a pipe."""

    def __init__(self, columns, *words, streams=("out", "err"), command=(PROGRAM,), **env):
        self.screen = Screen(columns)
        self.master, slave = pty.openpty()
        self.resize(columns)
        self.columns = columns

        def own_terminal():
            os.setsid()
            fcntl.ioctl(slave, termios.TIOCSCTTY, 0)

        env = environment(**{"TERM": "xterm-256color", "COLUMNS": "", **env})
        self.child = subprocess.Popen(
            [*command, *words], cwd=ROOT, env=env, stdin=slave, preexec_fn=own_terminal,
            stdout=slave if "out" in streams else subprocess.PIPE,
            stderr=slave if "err" in streams else subprocess.PIPE)
        os.close(slave)
        self.raw = b""

    def resize(self, columns):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 30, columns, 0, 0))

    def type(self, keys):
        os.write(self.master, keys)

    def read(self, until=None):
        """Waits until the program ends, or until() is true for the output so far. False if it never was."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if until and until(self):
                return True
            if not select.select([self.master], [], [], 0.1)[0]:
                continue
            try:
                came = os.read(self.master, 65536)
            except OSError:
                came = b""
            if not came:
                return not until
            self.raw += came
        return False

    def finish(self):
        holds("it ends", self.read(), self.raw)
        self.piped = b"".join(s.read() for s in (self.child.stdout, self.child.stderr) if s)
        status = self.child.wait(PATIENCE_S)
        os.close(self.master)
        self.screen.feed(self.raw.decode("utf-8"))
        return status

    def __str__(self):
        return f"{self.raw!r}"


def run(columns, *words, **how):
    terminal = Terminal(columns, "run", *words, **how)
    terminal.status = terminal.finish()
    return terminal


CASES = write(new_folder(), "things.yaml", """\
operation: things
request: {method: GET, path: /quick}
cases:
  - {id: quick, title: 'Quick, 速い and e\u0301', expect: {status: 200}}
  - {id: slow-with-a-name-that-is-quite-long, title: It takes its time, with: {path: /slow},
     expect: {status: 200}}
  - {id: wrong, title: It is not there, with: {path: /quick}, expect: {status: 404}}
  - {id: silent, title: It says nothing, with: {path: /silent}, expect: {status: 200}}
  - {id: hostile, title: It is polite, with: {path: /hostile}, expect: {text: 'good morning'}}
  - {id: left-out, title: Never, skip: no magic here, expect: {status: 200}}
""")
HOSTILE = "\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b31m\u202e::error::x\r\n##[error]"


def serve(connection):
    path = read_request(connection)[0].split(b" ")[1]
    if path == b"/slow":
        time.sleep(1.4)
    if path == b"/hostile":
        connection.sendall(response(body=HOSTILE.encode(), fields=[("Content-Type", "text/plain")]))
    elif path != b"/silent":
        connection.sendall(response(body=b'{"a":[1,{}, [] ,"x: {"],"n":1.50}'))


def check_clean(terminal):
    """Checks that no progress is left, and that no data of the target was interpreted."""
    screen = terminal.screen
    same("unexpected escapes and control characters", screen.unknown, [], screen)
    holds("no progress is left", not re.search(r"\d/6\b", screen.text()), screen)
    holds("the last row is empty", not screen.rows[-1], screen)
    for line in screen.drawn:
        holds(f"{line!r} is narrower than the screen", width(line) < terminal.columns, screen)


with Server(serve) as server:
    AIM = [CASES, "--url", server.url]
    for columns in (80, 40, 20):
        with row(f"{columns} columns: the line changes, does not wrap, and is erased at the end"):
            terminal = run(columns, *AIM)
            same("the exit status", terminal.status, 1, terminal)
            check_clean(terminal)
            holds("it was drawn", len(terminal.screen.drawn) >= 8, terminal.screen)
            holds("at most ten times a second and once for each text",
                  len(terminal.screen.drawn) < 40, terminal.screen)
            holds("it says how far the run is",
                  any(re.match(r"5/6  2 failed|5/6  |83%  3 bad", d)
                      for d in terminal.screen.drawn), terminal.screen)
            has("the screen", re.sub(r"\s", "", terminal.screen.text()),
                "FAILED2passed,2failed,1error,1skipped")
            holds("there is colour", terminal.screen.colors > 4, terminal.screen)

    with row("80 columns: failures, errors, and running cases"):
        drawn = run(80, *AIM).screen.drawn
        for part in ("2 failed  1 error", "waiting 1 s: things/slow-with-a-name-...", " s left",
                     "/s  "):
            has("the line", "\n".join(drawn), part)

    with row("the terminal becomes narrower during the run"):
        terminal = Terminal(80, "run", *AIM)
        holds("a line", terminal.read(lambda t: b"\x1b[?7l" in t.raw), terminal)
        terminal.resize(20)
        before = len(terminal.raw)
        same("the exit status", terminal.finish(), 1)
        narrow = Screen(20)
        narrow.feed(terminal.raw[before:].decode())
        holds("lines are drawn for it", len(narrow.drawn) > 3, narrow)
        for line in narrow.drawn[2:]:
            holds(f"{line!r} is narrower than the screen", width(line) < 20, narrow)

    with row("--progress never, -q, TERM=dumb and no TERM: no line"):
        for words, env in ((["--progress", "never"], {}), (["-q"], {}), ([], {"TERM": "dumb"}),
                           ([], {"TERM": ""})):
            terminal = run(80, *AIM, *words, **env)
            same("lines", terminal.screen.drawn, [], terminal)
            holds("colour where the terminal has it",
                  (terminal.screen.colors > 0) == ("TERM" not in env), terminal)

    with row("NO_COLOR and --color never: a line without colour; --color always wins"):
        for words, env, is_colored in (([], {"NO_COLOR": "1"}, False),
                                       (["--color", "never"], {}, False),
                                       (["--color", "always"], {"NO_COLOR": "1"}, True),
                                       ([], {"NO_COLOR": ""}, True)):
            terminal = run(80, *AIM, *words, **env)
            check_clean(terminal)
            holds("a line", terminal.screen.drawn, terminal)
            same(f"colour of {words} {env}", terminal.screen.colors > 0, is_colored, terminal)

    with row("standard output is a pipe: the line is on the terminal, and the pipe has no escapes"):
        terminal = run(80, *AIM, streams=("err",))
        holds("a line", len(terminal.screen.drawn) >= 8, terminal)
        same("the rest of the line", terminal.screen.text().strip(), "", terminal)
        has("the pipe", terminal.piped.decode(), "FAILED  2 passed")
        lacks("the pipe", terminal.piped.decode(), "\x1b")

    with row("standard error is a pipe: no line anywhere"):
        terminal = run(80, *AIM, streams=("out",))
        same("lines", terminal.screen.drawn, [], terminal)
        same("the pipe", terminal.piped, b"")
        holds("there is colour", terminal.screen.colors > 0, terminal)

    with row("no terminal: no escapes except requested colour, and never cursor movement"):
        for words in ([], ["-v"], ["-vv"]):
            ended = apigcheck("run", *AIM, *words, env={"TERM": "xterm"})
            lacks("standard output", ended.out, "\x1b")
            same("standard error", ended.err, "")
            ended = apigcheck("run", *AIM, *words, "--color", "always", env={"TERM": "dumb"})
            holds("there is colour", "\x1b[1;31mFAIL" in ended.out, ended)
            same("escapes other than colour", ESCAPE.sub(lambda m: "" if m[2] == "m" else "?", ended.out)
                 .count("\x1b"), 0, ended)
            lacks("standard output", ended.out, "\x1b[J")

    with row("a report on standard output: the console moves to the terminal of standard error"):
        terminal = run(80, *AIM, "--json", "-", streams=("err",))
        check_clean(terminal)
        has("the screen", terminal.screen.text(), "FAILED  2 passed")
        holds("there is colour", terminal.screen.colors > 4, terminal)

    for columns in (60, 100, 160):
        with row(f"causes at {columns} columns: words are not broken; commands and places are on one line"):
            ended = apigcheck("run", *AIM, env={"COLUMNS": str(columns)})
            for line in ended.out.splitlines():
                holds(f"{line!r} fits", width(line) <= columns or
                      re.match(r"   reproduce   curl |rerun: |FAILED  |               /", line), ended)
            commands = re.findall(r"(?m)^   reproduce   (curl .*)$", ended.out)
            holds("a command", commands, ended)
            for command in commands:
                has("the command", command, f"{server.url}/")
            screen = run(columns, *AIM).screen
            has("the screen has the same width", screen.text().split("\n\n")[0],
                ended.out.split("\n\n")[0])

    with row("--all: each failure when it ends, and then the causes"):
        ended = apigcheck("run", *AIM, "--all")
        for name in ("things/wrong", "things/silent", "things/hostile"):
            holds(f"{name} in full", re.search(rf"(?m)^(FAIL|ERROR) +{name}  ", ended.out), ended)
        holds("the causes are after them", ended.out.rindex("\nFAIL ") <
              ended.out.index(" failures\n"), ended)

    with row("-v: a line for each case, with the reason; no failure in full"):
        ended = apigcheck("run", *AIM, "-v")
        has("standard output", ended.out, "things/wrong  It is not there\n        status: expected 404, got 200\n")
        lacks("standard output", ended.out, "= expected")

    with row("-vv: requests and responses, indented, with visible control characters"):
        out = apigcheck("run", *AIM, "-vv").out
        for line in (f"      > GET {server.url}/quick\n", "      < HTTP/1.1 200 OK  (",
                     '      < {\n      <   "a": [\n      <     1,\n      <     {},\n      <     [],\n'
                     '      <     "x: {"\n      <   ],\n      <   "n": 1.50\n      < }\n',
                     r"      < \x1B]0;owned\x07\x1B[2J\x1B[31m", r"\u{202E}::error::x" "\n"
                     "      < #\\x23[error]\n", "      < (no response", "User-Agent: apigcheck/"):
            has("standard output", out, line)

    with row("Ctrl-C: the line is erased, and the summary is printed"):
        terminal = Terminal(80, "run", *AIM)
        holds("a line", terminal.read(lambda t: t.raw.count(b"\x1b[?7l") > 4), terminal)
        terminal.type(b"\x03")
        same("the exit status", terminal.finish(), 130, terminal)
        lacks("the screen", terminal.screen.text(), "/6  ")
        has("the screen", terminal.screen.text(), "interrupted")
        has("the screen", terminal.screen.text(), "FAILED  ")

    with row("Ctrl-Z: the line is erased while the program is stopped, and comes back"):
        shell = ("bash", "--norc", "-c", 'set -m; "$@"; echo "[stopped $?]"; fg >/dev/null; exit',
                 "bash", PROGRAM)
        terminal = Terminal(80, "run", *AIM, command=shell)
        holds("a line", terminal.read(lambda t: t.raw.count(b"\x1b[?7l") > 4), terminal)
        terminal.type(b"\x1a")
        holds("it stops", terminal.read(lambda t: b"[stopped 148]" in t.raw), terminal)
        stopped = len(terminal.raw)
        same("the exit status", terminal.finish(), 1, terminal)
        screen = Screen(80)
        screen.feed(terminal.raw[:stopped].decode())
        lacks("the screen when it has stopped", screen.text(), "/6")
        check_clean(terminal)
        holds("a progress line again", b"\x1b[?7l" in terminal.raw[stopped:], terminal)

    # ---- The rerun command ----

    def again(text):
        """Runs the printed rerun command in a shell."""
        found = re.search(r"(?m)^rerun: (.*)\n", text)
        holds("there is a command", found, text)
        return found[1]

    def obey(command):
        return subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment(),
                              capture_output=True, text=True, timeout=PATIENCE_S, check=False)

    for words in ([], ["--json", os.path.join(new_folder(), "it's a record.json")],
                  ["--reports", new_folder()]):
        with row(f"the rerun command, after a run with {words[:1]}"):
            first = apigcheck("run", *AIM, *words, "--case", "things/*", "--parallel", "2")
            command = again(first.out)
            has("the command", command, "--parallel 2")
            lacks("the command", command, "things/*")
            ended = obey(command)
            same("the exit status", ended.returncode, 1, ended)
            has("it", ended.stdout, "FAILED  0 passed, 2 failed, 1 error")
            has("it", ended.stdout, "not selected: 3 cases")
            holds("no case is printed twice", again(ended.stdout).count("things/wrong") < 2, ended)

    with row("it contains no secret"):
        target = write(new_folder(), "target.yaml", f"name: A\nurl: {server.url}\n")
        ended = apigcheck("run", CASES, "--target", target, "--proxy",
                          f"http://me:pass-word-1@127.0.0.1:{server.port}", "--var",
                          "admin_token=hunter2-hunter2", "--var=other_secret:=\"hunter3\"",
                          "--secret", "t=env:SECRET_T", "--case", "wrong",
                          env={"SECRET_T": "hunter4-hunter4"})
        command = again(ended.out)
        for secret in ("pass-word", "hunter"):
            lacks("standard output", ended.out, secret)
        words = shlex.split(command)
        for word in ("admin_token=$SECRET", "t=env:SECRET_T", "--var=other_secret:=$SECRET"):
            holds(f"{word} is shown", word in words, command)

    with row("nothing to rerun: no command"):
        lacks("standard output", apigcheck("run", *AIM, "--case", "quick").out, "rerun:")

with row("the last lines, in their order"):
    folder = new_folder()
    with Gateway() as gateway:
        ended = apigcheck("run", "--target", EMBEDDED, "--url", gateway.url, "--reports", folder,
                          "--read-only")
    lines = [re.split(":|  ", line)[0] for line in ended.out.splitlines() if line[0] != " "]
    same("the first characters", [line for i, line in enumerate(lines) if line not in lines[:i]],
         ["skipped", "reports", "PASSED"], ended)
    has("skipped cases", ended.out, " cases: ")

finish()
