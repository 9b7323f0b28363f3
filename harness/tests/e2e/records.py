"""Records (results.json) as a careful forger would write them: with digests that fit."""
import hashlib
import json


def digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def line_of(case):
    """A case as a line of a record, with its digest. Takes JSON text or an object."""
    text = case if isinstance(case, str) else json.dumps(
        {name: value for name, value in case.items() if name != "sha256"}, separators=(",", ":"))
    covered = text[:-1]
    return f'{covered},"sha256":"{digest(covered)}"}}'


def text_of(record, dump=json.dumps):
    """The whole record as text. `dump` writes each member of the head."""
    head = "{\n" + ",\n".join(f"  {json.dumps(name)}: {dump(value)}"
                              for name, value in record.items()
                              if name not in ("cases", "other_shards", "sha256"))
    text = f'{head},\n  "sha256": "{digest(head)}",\n  "cases": [\n'
    text += ",\n".join(line_of(case) for case in record["cases"]) + "\n  ]"
    if "other_shards" in record:
        text += ',\n  "other_shards": [\n'
        text += ",\n".join(line_of(case) for case in record["other_shards"]) + "\n  ]"
    return text + "\n}\n"


def save(path, record):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text_of(record))
    return path
