"""Test rows and assertions. A test file ends with finish(), which prints the summary line."""
import sys
import threading
import traceback

_lock = threading.Lock()  # rows may run in parallel
_passed = 0
_failed = 0
_at_end = []


class Failed(Exception):
    """An assertion of a row failed."""


class row:
    """with row("expected behaviour"): ... - one test; it passes if its body raises no exception."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, kind, what, trace):
        if kind and not issubclass(kind, Exception):
            return False
        with _lock:
            self._count(kind, what, trace)
        return True

    def _count(self, kind, what, trace):
        global _passed, _failed
        if kind:
            _failed += 1
            message = what if kind is Failed else "".join(
                traceback.format_exception(kind, what, trace))
            print(f"FAILED: {self.name}: {message}", flush=True)
        else:
            _passed += 1


def print_line(line):
    with _lock:
        print(line, flush=True)


def holds(what, is_so, seen=""):
    if not is_so:
        raise Failed(f"{what}{_excerpt(seen)}")


def same(what, actual, expected, seen=""):
    holds(f"{what}: expected {expected!r}, got {actual!r}", actual == expected, seen)


def has(what, text, part):
    holds(f"{what} does not contain {part!r}", part in text, text)


def lacks(what, text, part):
    holds(f"{what} contains {part!r}", part not in text, text)


def at_end(function):
    """Makes finish() call the function first: for rows that every test file has."""
    _at_end.append(function)


def finish():
    for function in _at_end:
        function()
    print(f"{_passed} passed, {_failed} failed")
    sys.exit(0 if _passed and not _failed else 1)


def _excerpt(seen):
    text = str(seen)
    if len(text) > 3000:
        text = text[:1500] + "\n[...]\n" + text[-1500:]
    return "\n    " + text.replace("\n", "\n    ") if text else ""
