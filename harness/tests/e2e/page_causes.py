"""The HTML report in a real browser: causes, the expected and the received response side by side,
findings first, polling, flaky cases, the keyboard, small screens, and paper.

Without Chromium and its driver (Debian: chromium, chromium-driver) it is skipped.
"""
import json
import os
import re
import sys

from browser import Browser, chromium
from checks import finish, has, holds, lacks, row, same
from program import apigcheck, new_folder, read, record, write
from servers import Recorder, response
from things import EVIL, plain

if not chromium():
    print("skipped: chromium and chromedriver are not installed")
    sys.exit(77)

REQUIREMENTS = """\
requirements:
  - {id: GET-CODE, level: MUST, text: An error has its code., source: Errors}
  - {id: GET-NAME, level: MUST, text: A thing has a name., source: Things}
  - {id: GET-LIST, level: MUST, text: A thing is listed., source: Things}
"""

OPERATION = """\
operation: get
title: Show a thing
request: {method: GET, path: /thing}
"""

CASES = """\
cases:
  - id: wrapped
    title: An error has its code
    verifies: [GET-CODE]
    with: {path: /wrapped}
    expect: {status: 404, json: {error_code: A.1, error_msg: !any string}}
  - id: wrapped-too
    title: An error has its code and its text
    verifies: [GET-CODE]
    with: {path: /wrapped}
    expect: {status: 404, json: {error_code: A.1, error_msg: !any string}}
  - id: odd
    title: A thing has what it has
    verifies: [GET-NAME]
    with: {path: /odd}
    expect:
      status: 200
      headers: {X-Kind: plain}
      json: {id: 7, name: !any string, secret: !absent , tags: [a, b], owner: {name: ann}}
  - id: status
    title: A thing is made
    verifies: [GET-NAME]
    with: {path: /made}
    expect: {status: 201, json: {id: 8}}
  - id: text
    title: A text is a text
    verifies: [GET-NAME]
    with: {path: /text}
    expect: {status: 200, text: another}
  - id: not-json
    title: A body can be read
    verifies: [GET-NAME]
    with: {path: /not-json}
    expect: {status: 200, json: {id: 7}}
  - id: no-body
    title: A body is there
    verifies: [GET-NAME]
    with: {path: /nothing}
    expect: {status: 200, json: {id: 7}}
  - id: lines
    title: A string has its lines
    verifies: [GET-NAME]
    with: {path: /lines}
    expect: {status: 200, json: {said: "one\\ntwo\\nthree", more: 1}}
  - id: polled
    title: A thing is listed in the end
    verifies: [GET-LIST]
    steps:
      - title: It is made
        with: {path: /ok}
        expect: {status: 200}
      - title: It is listed
        with: {path: /list}
        expect: {status: 200, json: {things: [!any object]}}
        within: 600ms
        every: 150ms
  - id: flaky
    title: A thing is there sometimes
    verifies: [GET-LIST]
    with: {path: /sometimes}
    expect: {status: 200}
  - id: broken
    title: A response can be read
    verifies: [GET-LIST]
    with: {path: /broken}
    expect: {status: 200}
  - id: good
    title: A thing is good
    verifies: [GET-LIST]
    with: {path: /ok}
    expect: {status: 200}
"""

ODD = {"id": "7", "secret": {"deep": [1, 2]}, "tags": ["a"], "owner": [], EVIL: EVIL,
       **{f"more{n:02}": n for n in range(30)}}

calls = {"sometimes": 0}


def reply(request):
    if request.path == "/wrapped":
        return response(404, json.dumps({"data": {"error_code": "A.1", "error_msg": "no"}}))
    if request.path == "/odd":
        return response(200, json.dumps(ODD))
    if request.path == "/made":
        return response(200, json.dumps({"id": 9, "list": list(range(40))}))
    if request.path == "/text":
        return response(200, EVIL, fields=(("Content-Type", "text/plain"),))
    if request.path == "/lines":
        return response(200, json.dumps({"said": "one\nother\nthree", "more": 2}))
    if request.path == "/nothing":
        return response(200, "")
    if request.path == "/not-json":
        return response(200, '{"id":\n7')
    if request.path == "/list":
        return response(200, '{"things": []}')
    if request.path == "/broken":
        return b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nshort"
    if request.path == "/sometimes":
        calls["sometimes"] += 1
        return response(200 if calls["sometimes"] % 2 else 503)
    return response(200)


def make_report():
    folder = new_folder()
    write(folder, "cases/requirements.yaml", REQUIREMENTS)
    write(folder, "cases/get/operation.yaml", OPERATION)
    write(folder, "cases/get/things.yaml", CASES)
    with Recorder(reply) as server:
        ended = apigcheck("run", "cases", "--url", server.url, "--html", "report.html",
                          "--json", "results.json", "--timeout", "10s", "--repeat", "2",
                          cwd=folder)
    same("the exit status", ended.status, 1, ended)
    return os.path.join(folder, "report.html"), record(os.path.join(folder, "results.json"))


def edited(page, name, edit):
    """The same page with another run in it: edit(run) changes the run."""
    text = read(page)
    start, end = re.search(r'id="run">(.*?)</script>', text, re.S).span(1)
    whole = json.loads(text[start:end])
    edit(whole["run"])
    return write(os.path.dirname(page), name, text[:start] + plain(whole) + text[end:])


def many_files(page):
    """The same page with each case in a file of its own: a column of the requirements."""
    text = read(page)
    start, end = re.search(r'id="rows">(.*?)</script>', text, re.S).span(1)
    rows = json.loads(text[start:end])
    for n, line in enumerate(rows):
        line[5] = f"cases/get/40{n}-a-name-of-some-length.yaml"
    return write(os.path.dirname(page), "files.html", text[:start] + plain(rows) + text[end:])


def many_causes(page, count, causes):
    """A page with this number of cases, all failed, of this number of causes."""
    text = read(page)
    block = '<script type="application/json" class="cases">'
    case = json.loads(re.search(block + "(.*?)</script>", text, re.S)[1])[0]
    line = json.loads(re.search(r'id="rows">(.*?)</script>', text, re.S)[1])[0]
    names = [f"{line[0]}-{n}" for n in range(count)]
    parts = [{**case, "case": {**case["case"], "full_name": name}} for name in names]

    def edit(run):
        [one, *_] = run["causes"]
        run["causes"] = [{**one, "id": n + 1, "first": names[n], "cases": [
            {"case": name, "step": 0, "finding": 0} for name in names[n::causes]]}
            for n in range(causes)]
    text = read(edited(page, "many.html", edit))
    start = text.index(block)
    end = text.index("<script>", start)
    data = "".join(f"{block}{plain(parts[i:i + 32])}</script>\n" for i in range(0, count, 32))
    rows = plain([[name, *line[1:]] for name in names])
    data += f'<script type="application/json" id="rows">{rows}</script>\n'
    return write(os.path.dirname(page), "many.html", text[:start] + data + text[end:])


# ---- The page as a test sees it ----

def each(browser, selector, of="innerText"):
    return browser.run("return [...document.querySelectorAll(arguments[0])]"
                       ".map(n => arguments[1].split('.').reduce((v, name) => v[name], n))",
                       selector, of)


def one(browser, selector, of="innerText"):
    return each(browser, selector, of)[0]


def diff_of(browser, selector):
    """[(kind, expected, received)] of the lines of a diff; None for the empty side."""
    return [tuple(line) for line in browser.run("""
        const side = (cell) => cell.classList.contains("is-blank") ? null : cell.textContent;
        return [...document.querySelectorAll(arguments[0] + " .diff tbody tr:not(.gap)")].map(
          (row) => [row.className, side(row.children[0]), side(row.children[1])])""", selector)]


def changes(browser, selector):
    return [(old, now) for kind, old, now in diff_of(browser, selector) if kind == "is-changed"]


def titles(browser):
    return [text.split(" — ")[0] for text in each(browser, ".row .row-name")]


def focused(browser):
    return browser.run("return document.activeElement.id")


def check_quiet(browser):
    same("the browser's console", browser.complaints(), [])
    same("requests", browser.requests(), [])
    same("window.evil", browser.run("return window.evil === undefined"), True)


def script(name):
    return read(os.path.join(os.path.dirname(__file__), name))


CONTRAST, TARGETS, CUT = script("contrast.js"), script("targets.js"), script("cut.js")
PAGE, RECORD = make_report()
CAUSES = RECORD["causes"]


def cause_of(name):
    return next(cause for cause in CAUSES if name in (entry["case"] for entry in cause["cases"]))


def shown_first(name):
    """The selector of the cause that this case represents."""
    return "#cause-" + str(next(cause["id"] for cause in CAUSES if cause["first"] == name))


VIEWS = ["", "#case=get/odd", "#case=get/polled", "#case=get/text", "#case=get/flaky",
         "#case=get/broken"]

with Browser() as browser:
    browser.open(PAGE)

    with row("the causes are the first section, each with its title and its number of cases"):
        same("the first section after the banner", browser.run(
            "return document.querySelector('#overview > section:not(.banner)').id"), "causes")
        same("the titles", [text.replace("\n", " ") for text in each(browser, ".cause > h3")],
             [f"Cause {cause['id']} {cause['text']}" for cause in CAUSES])
        for cause in CAUSES:
            number = len({entry["case"] for entry in cause["cases"]})
            has("its facts", one(browser, f"#cause-{cause['id']} .facts"),
                f"{number} case{'s' * (number > 1)}")
        has("the summary", one(browser, "#causes > .facts"), f"{len(CAUSES)} causes explain all")
        check_quiet(browser)

    with row("wrapped: what is missing is shown beside what is there instead"):
        same("the lines", changes(browser, shown_first("get/wrapped")), [
            (None, '+  "data": {'),
            ('−    "error_code": "A.1"', '+    "error_code": "A.1",'),
            ('−    "error_msg": a string', '+    "error_msg": "no"'),
            (None, '+  }')])
        same("the first line", diff_of(browser, shown_first("get/wrapped"))[0],
             ("is-same", " HTTP/1.1 404 Not Found", " HTTP/1.1 404 Not Found"))

    with row("missing, another value, another type, not allowed, a header: each on its line"):
        lines = changes(browser, shown_first("get/odd"))
        has("the header", lines, ('−X-Kind: plain', None))
        has("another value", lines, ('−  "id": 7', '+  "id": "7",'))
        has("missing in the object", lines, ('−  "name": a string', None))
        has("missing in the list", lines, ('−    "b"', None))
        has("not allowed", lines, (None, '+  "secret": {'))
        has("all of it", lines, (None, '+      2'))
        holds("another type", any(old and old.startswith('−  "owner": an object')
                                  and now.startswith('+  "owner": []') for old, now in lines), lines)
        has("equal lines", diff_of(browser, shown_first("get/odd")),
            ("is-same", '   "more00": 0,', '   "more00": 0,'))
        lacks("equal lines far away", one(browser, shown_first("get/odd")), '"more10"')
        browser.click(shown_first("get/odd") + " .gap button")
        has("on request", one(browser, shown_first("get/odd")), '"more10"')
        check_quiet(browser)

    with row("a wrong status: only the status differs, with the first lines of the body"):
        where = shown_first("get/status")
        same("the lines", changes(browser, where), [("−HTTP/1.1 201", "+HTTP/1.1 200 OK")])
        has("the body", one(browser, where), '"id": 9')
        has("not all of it", one(browser, where), "more lines")

    with row("text, and no response at all"):
        [(old, now)] = changes(browser, shown_first("get/text"))
        has("expected", old, "another")
        has("received", now, "\\u202edrow")
        where = shown_first("get/broken")
        browser.run("const more = document.querySelector(arguments[0]); if (more) more.click()",
                    where + " > p > button")
        same("no lines", diff_of(browser, where), [])
        holds("the error", one(browser, where + " .trouble"))

    with row("a body that is not JSON, and no body: what was expected beside what came"):
        where = shown_first("get/not-json")
        [(old, now), (_, rest)] = changes(browser, where)
        has("expected", old, "−an object")
        same("received", [now, rest], ['+{"id":', "+7"])
        browser.open(edited(PAGE, "no-body.html", lambda run: run.update(causes=[
            {**cause_of("get/no-body"), "first": "get/no-body"}])))
        [(old, now)] = changes(browser, ".cause")
        has("expected", old, "−an object")
        same("received", now, None)

    with row("a text with a diff of its own is shown as that diff"):
        def edit(run):
            run["causes"] = [cause_of("get/text")]
        page = edited(PAGE, "diff.html", edit)
        text = read(page)
        at = text.index('"subject":"text"')
        with_diff = '"diff":["  same","- gone","+ new\\u003cb\\u003e","+ more"],'
        browser.open(write(os.path.dirname(PAGE), "diff.html", text[:at] + with_diff + text[at:]))
        same("the lines", diff_of(browser, ".cause"), [
            ("is-same", "  HTTP/1.1 200 OK".replace("  ", " "), " HTTP/1.1 200 OK"),
            ("is-same", "  same", "  same"), ("is-changed", "− gone", "+ new<b>"),
            ("is-changed", None, "+ more")])
        check_quiet(browser)

    with row("the lines of a string in JSON: in the finding, and the cause has the whole body"):
        browser.open(PAGE, "#case=get/lines")
        same("the lines", changes(browser, "#case .finding"), [("−two", "+other")])
        cause = cause_of("get/lines")
        browser.open(edited(PAGE, "lines.html", lambda run: run.update(causes=[
            {**cause, "first": "get/lines"}])))
        same("the body", [now for _, now in changes(browser, ".cause")],
             ['+  "said": "one\\nother\\nthree",', '+  "more": 2'])

    with row("a link to the cases of a cause filters the list"):
        browser.open(PAGE)
        cause = cause_of("get/wrapped")
        browser.click(f"#cause-{cause['id']} .facts a")
        same("the names", sorted(titles(browser)),
             sorted({entry["case"] for entry in cause["cases"]}))
        same("the address", browser.run("return location.hash"), f"#cause={cause['id']}")
        same("the control", browser.run("return document.getElementById('cause').value"),
             str(cause["id"]))
        browser.open(PAGE, f"#cause={cause['id']}&verdict=fail")
        same("by the address", sorted(titles(browser)),
             sorted({entry["case"] for entry in cause["cases"]}))
        browser.open(PAGE, "#cause=99")
        same("no such cause", len(titles(browser)), len(RECORD["cases"]))
        browser.open(PAGE, f"#cause-{cause['id']}")
        holds("a link to the cause", browser.run(
            "return document.querySelector(arguments[0]).getBoundingClientRect().top < 200",
            f"#cause-{cause['id']}"))

    with row("a cause's case, its consequence, its requirements"):
        def edit(run):
            run["causes"][1]["follows"] = 1
            run["causes"][0]["violates"] = ["GET-CODE"] + ["GET-NAME", "GET-LIST", EVIL]
        browser.open(edited(PAGE, "follows.html", edit))
        has("what it follows", one(browser, "#cause-2"), "probably a consequence of cause 1")
        has("the requirements", one(browser, "#cause-1 .violated h4"), "3 MUST, 1")
        browser.click("#cause-1 .ids a")
        same("the requirement", browser.run("return document.activeElement.dataset.id"),
             "GET-CODE")
        browser.run("document.querySelector('#cause-1 .its-cases a').click()")
        browser.until("return document.querySelector('#case:not([hidden])')")
        browser.click(".its-cause a")
        browser.until("return document.querySelector('#case[hidden]')")
        check_quiet(browser)

    with row("statuses of requirements are those of the run"):
        def edit(run):
            run["requirement_results"] = [
                {"id": "GET-CODE", "status": "failed", "cases": ["get/wrapped"]},
                {"id": "GET-NAME", "status": "not-verified", "cases": ["get/odd"]},
                {"id": "GET-LIST", "status": "passed", "cases": ["get/good"]}]
        browser.open(edited(PAGE, "statuses.html", edit))
        same("statuses", dict(zip(each(browser, "#contract tr[data-id]", "dataset.id"),
                                  each(browser, "#contract tr[data-id]", "dataset.status"))),
             {"GET-CODE": "fail", "GET-NAME": "not verified", "GET-LIST": "pass"})
        same("chips", each(browser, "#contract .chip"),
             ["1 failed", "1 not verified", "1 passed"])
        browser.click('#contract .chip[data-verdict="not verified"]')
        same("rows", len(each(browser, "#contract tr[data-id]:not([hidden])")), 1)

    with row("an opened case: findings first, each fact once, requirements folded at the end"):
        browser.open(PAGE, "#case=get/odd")
        same("sections", each(browser, "#case > section", "className"),
             ["all-findings", "steps", "timeline", "cited"])
        same("folded", each(browser, "#case .cited details", "open"), [False])
        has("its requirement", one(browser, "#case .cited summary"), "GET-NAME")
        text = one(browser, "#case")
        same("expected name", text.count("$['name']"), 1)
        numbers = each(browser, "#case .differences tbody .number")
        marks = [text.split()[-1] for text in each(browser, "#case .response .note")
                 if "missing" not in text]
        holds("each mark has the number of a finding",
              marks and set(marks) <= set(numbers) | set(each(browser, "#case h4 .number")), marks)

    with row("polling: attempts in the time bar, and in words"):
        browser.open(PAGE, "#case=get/polled")
        attempts = next(case for case in RECORD["cases"]
                        if case["full_name"] == "get/polled")["steps"][1]["attempts"]
        holds("attempts", attempts > 2, attempts)
        same("marks", len(each(browser, ".bar .attempt", "tagName")), attempts - 1)
        has("in words", each(browser, ".bar-text")[1], f"{attempts} attempts, waited")
        has("as a label", each(browser, ".bar", "ariaLabel")[1], f"{attempts} attempts, waited")
        bars = browser.run("""
            const bar = document.querySelectorAll('.bar')[1].getBoundingClientRect();
            return [...document.querySelectorAll('.attempt')].every((one) => {
              const {left, right} = one.getBoundingClientRect();
              return left >= bar.left - 1 && right <= bar.right + 1;
            })""")
        holds("inside the bar", bars)

    with row("a flaky case is marked, and can be filtered"):
        browser.open(PAGE)
        same("marked", [name for name, flaky in zip(titles(browser), browser.run(
            "return [...document.querySelectorAll('.row')].map(n => !!n.querySelector('.flaky'))"))
            if flaky], ["get/flaky"])
        browser.click("#flaky")
        same("the names", titles(browser), ["get/flaky"])
        same("the address", browser.run("return location.hash"), "#flaky=1")
        same("pressed", each(browser, "#flaky", "ariaPressed"), ["true"])
        browser.open(PAGE, "#flaky=1")
        same("by the address", titles(browser), ["get/flaky"])

    with row("the skip link is the first stop, and leaves the address alone"):
        browser.open(PAGE, "#case=get/odd")
        browser.run("document.activeElement.blur(); document.getElementById('skip').focus()")
        top = browser.run("return document.getElementById('skip').getBoundingClientRect().top")
        holds("it is seen", top >= 0, top)
        same("it is the first", browser.run("return document.querySelector('a, button').id"), "skip")
        browser.press("Enter")
        same("the focus", focused(browser), "main")
        same("the address", browser.run("return location.hash"), "#case=get/odd")

    with row("? opens the keys, Escape closes them and nothing else"):
        for fragment in ("", "#case=get/odd"):
            browser.open(PAGE, fragment)
            browser.run("document.activeElement.blur()")
            browser.press("?")
            same("open", each(browser, "dialog", "open"), [True])
            has("it", one(browser, "dialog"), "Next case")
            before = one(browser, "#main")
            browser.press("j", "Escape")
            same("closed", each(browser, "dialog", "open"), [False])
            same("the page", one(browser, "#main"), before)
        browser.open(PAGE)
        browser.press("/", "?")
        same("while searching it is a letter", each(browser, "dialog", "open"), [False])
        browser.click("#keys-button")
        same("by the button", each(browser, "dialog", "open"), [True])
        browser.press("Enter")
        same("its button has the focus", each(browser, "dialog", "open"), [False])
        check_quiet(browser)

    with row("the focus can be seen on every control"):
        browser.open(PAGE)
        poor = browser.run("""
            const poor = [];
            for (const node of document.querySelectorAll('a[href], button, select, input, summary')) {
              node.focus({focusVisible: true});
              if (document.activeElement !== node) continue;
              const {outlineStyle, outlineWidth} = getComputedStyle(node);
              if (outlineStyle === 'none' || parseFloat(outlineWidth) < 2) poor.push(node.outerHTML);
            }
            return poor""")
        same("not seen", poor, [])

    for width in (1280, 420):
        with row(f"{width} px: targets of at least 24 px, and nothing is wider than the screen"):
            browser.size(width, 900)
            for fragment in VIEWS:
                browser.open(PAGE, fragment)
                same(f"small targets at {fragment}", browser.run(TARGETS), [])
                holds(f"nothing is wider at {fragment}", browser.run(
                    "return document.documentElement.scrollWidth <= innerWidth"))

    with row("420 px: the sides of a diff are one below the other, and equal lines are shown once"):
        browser.open(PAGE)
        same("equal lines", browser.run(
            "return [...document.querySelectorAll('.is-same .old')].every(n => !n.offsetHeight)"),
            True)
        same("changed lines", browser.run("""
            const row = [...document.querySelectorAll('.is-changed')].find(
              (one) => !one.querySelector('.is-blank'));
            const [old, now] = [...row.children].map((one) => one.getBoundingClientRect());
            return now.top >= old.bottom - 1 && old.width === now.width"""), True)
        browser.size(1280, 900)

    for scheme in ("light", "dark"):
        with row(f"{scheme}: everything can be read (WCAG AA)"):
            browser.media(prefers_color_scheme=scheme)
            for fragment in VIEWS:
                browser.open(PAGE, fragment)
                browser.run("document.querySelectorAll('details').forEach(n => n.open = true)")
                same(f"too little contrast in {fragment}", browser.run(CONTRAST), [])
    browser.media()

    with row("reduced motion: nothing moves"):
        browser.media(prefers_reduced_motion="reduce")
        browser.open(PAGE)
        same("moving", browser.run("""
            return [...document.querySelectorAll('*')].filter((node) => {
              const style = getComputedStyle(node);
              return style.transitionDuration !== '0s' || style.animationName !== 'none';
            }).length"""), 0)
        browser.media()

    with row("paper: every case, every section unfolded, nothing cut; and the screen as before"):
        for fragment in VIEWS:
            browser.open(many_files(PAGE), fragment)
            folded = each(browser, "details", "open")
            browser.media("print")
            browser.size(700, 1000)
            browser.run("window.dispatchEvent(new Event('beforeprint'))")
            same(f"cut at {fragment}", browser.run(CUT), [])
            if not fragment:
                same("cases", sorted(each(browser, "#paper .row-name")),
                     sorted(case["full_name"] for case in RECORD["cases"]))
                same("cut messages", [text for text in each(browser, "#paper .row-message")
                                      if text.endswith("...")], [])
            browser.run("window.dispatchEvent(new Event('afterprint'))")
            browser.media()
            browser.size(1280, 900)
            same(f"folded again at {fragment}", each(browser, "details", "open"), folded)

    with row("10,000 failures of 30 causes: causes are drawn as they are asked for"):
        page = many_causes(PAGE, 10000, 30)
        browser.open(page)
        same("causes", len(each(browser, ".cause > h3", "tagName")), 30)
        same("drawn", len(each(browser, ".cause .diff", "tagName")), 8)
        browser.click("#cause-30 button")
        same("drawn", len(each(browser, ".cause .diff", "tagName")), 9)
        took = browser.run("""
            const begin = performance.now();
            const cause = document.getElementById('cause');
            for (const value of ['1', '2', '30', '']) {
              cause.value = value;
              cause.dispatchEvent(new Event('change', {bubbles: true}));
            }
            return (performance.now() - begin) / 4""")
        holds("filtering takes less than half a second", took < 500, took)
        browser.open(page, "#cause=30")
        has("the list", one(browser, ".list-summary"), "of 10\u202f000")
        check_quiet(browser)

finish()
