"""A server that misbehaves in many ways: the right result, in bounded time, with a message that names
the clause of the standard, and no more requests than the case has."""
from checks import finish, print_line
from zoo import run_over
from zoo_broken import BROKEN
from zoo_endless import ENDLESS
from zoo_legal import LEGAL
from zoo_wrong import WRONG

KINDS = {"legal": LEGAL, "wrong": WRONG, "broken": BROKEN, "endless": ENDLESS}

print_line(", ".join(f"{len(table)} {kind}" for kind, table in KINDS.items()))
run_over(KINDS)
finish()
