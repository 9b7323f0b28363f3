"""A run with each kind of content that a report must show, and pages with many cases."""
import json
import os
import re

from checks import same
from program import apigcheck, new_folder, read, record, write
from servers import Recorder, response

EVIL = ("</script><script>window.evil=1</script><img src=x onerror=window.evil=1>"
        "]]>--><!--\u202edrow\u202c\u200b\u001b[31mred\u001b]0;title\u0007"
        "\u2028::error::no\u2029{{7*7}}${7*7}`&lt;&amp;\U0001f600\u0085\u007f")

REQUIREMENTS = """\
requirements:
  - {id: GET-SHOWN, level: MUST, text: A thing is shown., source: "Status Codes, 200"}
  - {id: GET-FIELDS, level: MUST, text: A thing has its fields.,
     source: "https://example.org/things#fields"}
  - {id: GET-TRACED, level: SHOULD, text: An answer can be traced.,
     source: "javascript:window.evil=1"}
  - {id: GET-ABSENT, level: MUST, text: A thing that is absent is not found.,
     source: "Status Codes, 404"}
  - {id: GET-QUICK, level: MAY, text: Answers are quick., source: Habits,
     not_tested: Nobody says how quick.}
  - {id: GET-LONELY, level: MAY, text: Nothing verifies this., source: Habits}
  - {id: PUT-CHANGED, level: MUST, text: A thing can be changed., source: "Status Codes, 200"}
"""

OPERATION = """\
operation: %s
title: %s
needs: {always: [], unbind: []}
request: {method: %s, path: /thing}
"""

GROUP_200 = r"""
cases:
  - id: shown
    title: A thing is shown
    verifies: [GET-SHOWN]
    tags: [smoke]
    expect: {status: 200}
  - id: fields
    title: A thing has all its fields, each of its own kind
    verifies: [GET-FIELDS]
    tags: [smoke, deep]
    with: {path: /wrong}
    expect:
      status: 201
      headers: {Content-Type: !media-type application/problem+json, X-Missing: !any string}
      json:
        id: 7
        name: !any string
        tags: [a, b]
        owner: {name: ann, "it's \\ odd": 1}
        price: 1.10
  - id: traced
    title: An answer can be traced
    verifies: [GET-TRACED]
    should: {status: 200, headers: {X-Request-Id: !any string}}
  - id: hostile
    title: "A thing %s"
    verifies: [GET-SHOWN]
    with: {path: /hostile, json: {said: "%s"}}
    expect: {status: 200, json: {said: nothing}}
  - id: hostile-text
    title: A text is a text
    verifies: [GET-SHOWN]
    with: {path: /hostile-text}
    expect: {status: 200, text: nothing}
  - id: binary
    title: Bytes are bytes
    verifies: [GET-SHOWN]
    with: {path: /binary}
    expect: {status: 200}
  - id: large
    title: A large body is cut
    verifies: [GET-SHOWN]
    with: {path: /large}
    expect: {status: 200, json: !any object}
"""

GROUP_404 = """
cases:
  - id: absent
    title: A thing that is absent is not found
    verifies: [GET-ABSENT]
    with: {path: /absent}
    expect: {status: 404}
  - id: malformed
    title: A thing comes in good order
    verifies: [GET-ABSENT]
    with: {path: /broken}
    expect: {status: 404}
  - id: unbound
    title: What was unbound is absent
    verifies: [GET-ABSENT]
    requires: [unbind]
    expect: {status: 404}
"""

GROUP_PUT = """
cases:
  - id: changed
    title: What is changed is shown changed
    verifies: [PUT-CHANGED]
    steps:
      - title: It is changed
        with: {json: {name: new}}
        expect: {status: 200}
      - title: It is shown
        request: {method: GET, path: /wrong}
        expect: {status: 200, json: {name: new}}
"""

WRONG = ('{"id":"7","tags":["a"],"owner":{"name":"ann","it\'s \\\\ odd":2},'
         '"price":1.100,"big":12345678901234567890,"said":"caf\u00e9 \\u001b"}')


def reply(request):
    path = request.path
    if path == "/wrong":
        return response(200, WRONG)
    if path == "/hostile":
        evil = "<script>window.evil=1</script>\u202e".encode().decode("latin-1")
        return response(200, json.dumps({"said": EVIL, EVIL: EVIL}, ensure_ascii=False),
                      fields=(("Content-Type", "application/json"), ("X-Evil", evil)))
    if path == "/hostile-text":
        return response(200, EVIL + "\r\n::error::x",
                      fields=(("Content-Type", "text/html"),))
    if path == "/binary":
        return response(200, bytes(range(256)),
                      fields=(("Content-Type", "application/octet-stream"),))
    if path == "/large":
        return response(200, json.dumps({"things": [{"n": n} for n in range(150000)]}))
    if path == "/broken":
        return b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nshort"
    return response(404 if path == "/absent" else 200)


def yaml_text(text):
    """A double-quoted string without control characters, which a case file must not contain."""
    return "".join(c if 0x20 <= ord(c) < 0x7f and c not in '"\\' else f"\\U{ord(c):08x}"
                   for c in text if c >= " " and not "\u007f" <= c <= "\u009f" and c != "$")


def make_report():
    folder = new_folder()
    evil = yaml_text(EVIL)
    write(folder, "cases/requirements.yaml", REQUIREMENTS)
    write(folder, "cases/get/operation.yaml", OPERATION % ("get", "Show a thing", "GET"))
    write(folder, "cases/get/200-shown.yaml", GROUP_200.replace("%s", evil))
    write(folder, "cases/get/404-not-found.yaml", GROUP_404)
    write(folder, "cases/put/operation.yaml", OPERATION % ("put", "Change a thing", "PUT"))
    write(folder, "cases/put/200-changed.yaml", GROUP_PUT)
    with Recorder(reply) as server:
        ended = apigcheck("run", "cases", "--url", server.url, "--html", "report.html",
                          "--json", "results.json", "--timeout", "10s", cwd=folder)
    same("the exit status", ended.status, 1, ended)
    return os.path.join(folder, "report.html"), record(os.path.join(folder, "results.json"))


BLOCK = '<script type="application/json" class="cases">'


def plain(value):
    """JSON that is safe in an HTML page."""
    return (json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e")
            .replace("&", "\\u0026"))


def many(page, count):
    """The same page with this number of cases: its own cases repeated, each with a number."""
    text = read(page)
    cases = [case for block in re.findall(BLOCK + "(.*?)</script>\n", text, re.S)
             for case in json.loads(block)]
    rows = json.loads(re.search(r'id="rows">(.*?)</script>', text, re.S)[1])
    more_cases, more_rows = [], []
    for n in range(count):
        case, line = json.loads(json.dumps(cases[n % len(cases)])), list(rows[n % len(rows)])
        line[0] = case["case"]["full_name"] = f"{line[0]}-{n}"
        more_cases.append(case)
        more_rows.append(line)
    start = text.index(BLOCK)
    end = text.index("<script>", start)
    data = "".join(f"{BLOCK}{plain(more_cases[i:i + 32])}</script>\n"
                   for i in range(0, count, 32))
    data += f'<script type="application/json" id="rows">{plain(more_rows)}</script>\n'
    return write(os.path.dirname(page), f"{count}.html", text[:start] + data + text[end:])
