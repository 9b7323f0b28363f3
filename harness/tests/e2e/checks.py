"""Rows of checks, counted; a test file ends with finish(), which says the last line."""
import sys
import threading
import traceback

_lock = threading.Lock()  # rows may run side by side
_passed = 0
_failed = 0
_at_end = []


class Broken(Exception):
    """What a row promises does not hold."""


class row:
    """with row("what must hold"): ... - one row; it holds when nothing in it raises."""

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
            told = what if kind is Broken else "".join(
                traceback.format_exception(kind, what, trace))
            print(f"FAILED: {self.name}: {told}", flush=True)
        else:
            _passed += 1


def say(line):
    with _lock:
        print(line, flush=True)


def holds(what, is_so, seen=""):
    if not is_so:
        raise Broken(f"{what}{_told(seen)}")


def same(what, actual, expected, seen=""):
    holds(f"{what}: expected {expected!r}, got {actual!r}", actual == expected, seen)


def has(what, text, part):
    holds(f"{what} does not say {part!r}", part in text, text)


def lacks(what, text, part):
    holds(f"{what} says {part!r}", part not in text, text)


def at_end(function):
    """Has finish() call it first: for rows that every test file has."""
    _at_end.append(function)


def finish():
    for function in _at_end:
        function()
    print(f"{_passed} passed, {_failed} failed")
    sys.exit(0 if _passed and not _failed else 1)


def _told(seen):
    text = str(seen)
    if len(text) > 3000:
        text = text[:1500] + "\n[...]\n" + text[-1500:]
    return "\n    " + text.replace("\n", "\n    ") if text else ""
