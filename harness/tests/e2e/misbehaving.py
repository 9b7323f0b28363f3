"""A server that misbehaves in every way that it can think of: the right verdict, in bounded time,
with a sentence that names the clause, and never a request more than the case asks for."""
from checks import finish, say
from zoo import run_over
from zoo_broken import BROKEN
from zoo_endless import ENDLESS
from zoo_legal import LEGAL
from zoo_wrong import WRONG

KINDS = {"legal": LEGAL, "wrong": WRONG, "broken": BROKEN, "endless": ENDLESS}

say(", ".join(f"{len(table)} {kind}" for kind, table in KINDS.items()))
run_over(KINDS)
finish()
