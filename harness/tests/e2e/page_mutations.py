"""The HTML page of `prove` in a real browser: it agrees with the JSON document, can be filtered,
linked and printed, and shows hostile strings as text.

Without Chromium and its driver (Debian: chromium, chromium-driver) it is skipped.
"""
import http.server
import json
import os
import shutil
import sys
import threading

from browser import Browser, chromium
from checks import finish, has, holds, lacks, row, same
from program import ROOT, apigcheck, new_folder, read, write
from things import EVIL, yaml_text

if not chromium():
    print("skipped: chromium and chromedriver are not installed")
    sys.exit(77)


def script(name):
    return read(os.path.join(os.path.dirname(__file__), name))


CONTRAST, TARGETS, CUT = script("contrast.js"), script("targets.js"), script("cut.js")


# ---- The pages ----

class Api(http.server.BaseHTTPRequestHandler):
    """One object with hostile names and values."""
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = json.dumps({EVIL: EVIL, "name": "Rex", "tags": ["dog", "old"]}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def prove(*words):
    """The page, its document, and the exit status."""
    page = os.path.join(new_folder(), "proof.html")
    ended = apigcheck("prove", *words, "--json", "--html", page)
    holds("a document", ended.out, ended)
    return page, json.loads(ended.out), ended.status


def weak_folder():
    """Two cases that look at the status only, and a MUST that no fault violates."""
    folder, source = new_folder(), os.path.join(ROOT, "cases", "bind-credentials")
    write(folder, "bind/operation.yaml", read(os.path.join(source, "operation.yaml"))
          .replace("operation: bind-credentials", "operation: bind"))
    for extra in os.listdir(source):
        if extra.endswith(".json"):
            shutil.copy(os.path.join(source, extra), os.path.join(folder, "bind"))
    write(folder, "requirements.yaml", """requirements:
  - {id: CREATED, level: MUST, text: The status is 201., source: there, about: {status: 201}}
  - {id: LISTED, level: MUST, text: It is listed., source: there, about: {status: 201, at: $.applies}}
  - {id: BOUND, level: MUST, text: It is <b>bound</b>., source: there}
""")
    write(folder, "bind/case.yaml", """cases:
  - id: bound
    title: A request <i>binds</i>
    verifies: [CREATED, LISTED, BOUND]
    expect: {status: 2xx}
  - id: again
    title: Another request binds
    verifies: [CREATED]
    expect: {status: 2xx}
""")
    return folder


def hostile_folder():
    folder = new_folder()
    evil = '"' + yaml_text(EVIL) + '"'
    write(folder, "pets/case.yaml", f"""operation: pets
title: {evil}
request: {{method: GET, path: "/pets/1"}}
cases:
  - {{id: one, title: {evil}, expect: {{status: 200}}}}
  - {{id: two, title: Once more, expect: {{status: 200, json: {{name: Rex}}}}}}
""")
    return folder


def text_of(browser, selector):
    return browser.run("const n = document.querySelector(arguments[0]); return n && n.innerText", selector)


def each(browser, selector, of="textContent"):
    return browser.run("return [...document.querySelectorAll(arguments[0])].map(n => arguments[1]"
                       ".split('.').reduce((value, name) => value[name], n))", selector, of)


def check_quiet(browser):
    same("the browser's console", browser.complaints(), [])
    same("requests", browser.requests(), [])
    same("window.evil", browser.run("return window.evil === undefined"), True)
    same("unexpected elements", each(browser, "img, form, link, base, iframe, frame, object, embed, b b, [onerror], "
                                              "[onclick]", "tagName"), [])


def shown_mutants(browser):
    return int(text_of(browser, "#mutants-shown").split(" mutant")[0].split(" of ")[0].replace("\u202f", ""))


def fates(proof):
    """How many mutants a page shows of each fate."""
    allowed = "survived" if proof["outcome"] == "mutation score" else "allowed"
    counts = {}
    for name, survivor in (("trials", "survived"), ("uncharged_trials", allowed), ("order_trials", "uncounted")):
        for trial in proof[name]:
            fate = "killed" if trial["fate"] == "caught" else survivor
            counts[fate] = counts.get(fate, 0) + 1
    return counts


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Api)
threading.Thread(target=server.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{server.server_address[1]}"

SHIPPED = prove()
WEAK = prove(weak_folder())
HOSTILE = prove(hostile_folder(), "--learn", URL)

with Browser() as browser:
    for title, (page, proof, _) in (("PROVEN", SHIPPED), ("NOT PROVEN", WEAK), ("mutation score", HOSTILE)):
        with row(f"{title}: the banner, the counts and the sections agree with the JSON"):
            browser.open(page)
            has("the banner", text_of(browser, ".banner h1"), title)
            numbers = dict(zip(each(browser, ".numbers span"), each(browser, ".numbers b")))
            part = proof["total"] if title == "mutation score" else proof["charged"]
            same("killed", int(numbers["killed"].replace("\u202f", "")), part["caught"])
            same("survived", int(numbers["survived"].replace("\u202f", "")), part["survived"])
            same("groups", len(each(browser, ".survivor")), len(proof["groups"]))
            same("requirements", each(browser, "#contract tr[data-id]", "dataset.id"),
                 [one["id"] for one in proof["requirements"]])
            same("cases", len(each(browser, "#proving tbody tr")), len(proof["cases"]))
            same("variants", len(each(browser, "#variants > ul > li")), len(proof["variants"]))
            same("mutants", shown_mutants(browser), sum(fates(proof).values()))
            check_quiet(browser)

    with row("the target of the faults"):
        has("it", text_of(browser, ".banner .target"), URL)
        browser.open(SHIPPED[0])
        has("it", text_of(browser, ".banner .target"), "the reference gateway")

    with row("a secret in the name of the target is masked"):
        folder = new_folder()
        write(folder, "secret.txt", "hunter2-hunter2\n")
        target = write(folder, "target.yaml", f"""url: {URL}
name: pets of hunter2-hunter2
secrets: {{token: {{file: secret.txt}}}}
""")
        page, _, _ = prove(hostile_folder(), "--learn", URL, "--target", target)
        has("the page", read(page), "pets of ***")
        lacks("the page", read(page), "hunter2")

    with row("the grid adds up to all mutants"):
        page, proof, _ = WEAK
        browser.open(page)
        marks = [text.replace("\u202f", "").split("/") for text in each(browser, ".grid .mark")]
        same("killed", sum(int(killed) for killed, _ in marks), fates(proof)["killed"])
        same("all", sum(int(whole) for _, whole in marks), sum(fates(proof).values()))

    with row("a filter by fate, by a cell of the grid, by text; the address keeps it; all again"):
        for fate, number in fates(proof).items():
            browser.click(f"#faults .chip[data-fate={fate}]")
            same(fate, shown_mutants(browser), number)
            browser.click(f"#faults .chip[data-fate={fate}]")
        browser.click(".grid .mark")
        killed, whole = each(browser, ".grid .mark")[0].split("/")
        same("those of the cell", shown_mutants(browser), int(whole))
        browser.press("Escape", "/", "status-500")
        address = browser.run("return location.hash")
        has("the address", address, "text=status-500")
        browser.open(page, "#text=status-500")
        same("faults", set(each(browser, "#faults .fault .fault-name")), {"status-500"})
        same("mutants", shown_mutants(browser), sum(
            "status-500" in trial["defect"] for trial in proof["trials"] + proof["uncharged_trials"]))
        browser.click("#mutants-shown button")
        same("all", shown_mutants(browser), sum(fates(proof).values()))
        check_quiet(browser)

    with row("a requirement that is not proven has its text; a mutant names the cases that kill it"):
        has("it", text_of(browser, "#unproven"), "It is <b>bound</b>.")
        browser.open(page, "#fate=killed")
        browser.run("const box = document.querySelector('#faults .subject'); box.open = true; box.draw();"
                    "box.querySelector('.mutants').open = true")
        browser.until("return document.querySelector('.mutants[open] .mutant')")
        has("it", text_of(browser, ".mutants[open] .mutant"), "bind/")

    with row("each group of survivors: what was changed, the cases, and the suggestion or why there is none"):
        browser.open(page)
        holds("groups", proof["groups"])
        for index, group in enumerate(proof["groups"], 1):
            browser.open(page, f"#group={index}")
            text = text_of(browser, f"#group-{index}")
            for word in (group["part"], group["defects"][0]["summary"], group["cases"][0],
                         group.get("suggestion") or group["no_suggestion"]):
                has(f"group {index}", text, word)
            same("the focus", browser.run("return document.activeElement.id"), f"group-{index}")

    with row("a search in the groups; from group to group with j and k"):
        browser.open(page)
        browser.press("j", "j")
        same("the second one", browser.run("return document.activeElement.id"), "group-2")
        browser.press("k")
        same("the first one", browser.run("return document.activeElement.id"), "group-1")
        browser.run("const n = document.getElementById('group-search'); n.value = 'no such words';"
                    "n.dispatchEvent(new Event('input', {bubbles: true}))")
        same("none", each(browser, ".survivor:not([hidden])", "id"), [])

    with row("the suggestion is copied"):
        at = next(i for i, group in enumerate(proof["groups"], 1) if group.get("suggestion"))
        browser.open(page, f"#group={at}")
        browser.cdp("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        browser.click(f"#group-{at} .copy")
        browser.until(f"return document.querySelector('#group-{at} .copy').textContent === 'Copied'")
        browser.run("const area = document.createElement('textarea'); area.id = 'pasted';"
                    "document.body.append(area); area.focus()")
        browser.cdp("Input.dispatchKeyEvent", type="keyDown", modifiers=2, key="v", code="KeyV",
                    windowsVirtualKeyCode=86, commands=["paste"])
        same("what was copied", browser.until("return document.getElementById('pasted').value"),
             proof["groups"][at - 1]["suggestion"])

    with row("a link to each case opens it; Escape, j and k; a link to nothing shows a message"):
        for case in proof["cases"]:
            browser.open(page, "#case=" + case["name"])
            has("it", text_of(browser, "#case"), case["title"])
            has("it", text_of(browser, "#case"), f"Kills {case['catches']} mutant")
        browser.open(page, "#case=" + proof["cases"][0]["name"])
        browser.press("j")
        has("the next one", text_of(browser, "#case"), proof["cases"][1]["name"])
        browser.press("Escape")
        same("the report", browser.run("return document.getElementById('overview').hidden"), False)
        for fragment in ("#case=nothing", "#group=99999", "#requirement=NOTHING", "#group=<img>"):
            browser.open(page, fragment)
            has("it", text_of(browser, "#lost"), "This report does not have")
        check_quiet(browser)

    with row("hostile strings are shown as text, and do nothing"):
        browser.open(HOSTILE[0])
        browser.run("for (const box of document.querySelectorAll('.subject')) { box.open = true; box.draw(); }"
                    "for (const box of document.querySelectorAll('.mutants')) { box.open = true; box.draw(); }"
                    "for (const box of document.querySelectorAll('.survivor')) box.draw()")
        text = each(browser, "#main")[0]
        for part in ("</script><script>window.evil=1</script>", "<img src=x", "]]>", "\\u{202E}"):
            has("it", text, part)
        for part in "\u202e\u202c\u200b\u001b\u0007\u2028\u2029\u0085\u007f":
            lacks("it", text, part)
        check_quiet(browser)
        browser.open(HOSTILE[0], "#case=pets/one")
        has("the title of a case", text_of(browser, "#case-title"), "<img src=x")
        lacks("the title of a case", text_of(browser, "#case-title"), "\u202e")
        check_quiet(browser)

    for scheme in ("light", "dark"):
        for width in (1280, 420):
            with row(f"{scheme}, {width} wide: contrast (WCAG AA), targets of 24 px, nothing wider than the screen"):
                browser.size(width, 900)
                browser.media(prefers_color_scheme=scheme)
                for page, proof, _ in (SHIPPED, WEAK, HOSTILE):
                    for fragment in ("", "#subject=Status", "#group=1", "#case=" + proof["cases"][0]["name"]):
                        browser.open(page, fragment)
                        same(f"too little contrast in {fragment}", browser.run(CONTRAST), [])
                        same(f"small targets in {fragment}", browser.run(TARGETS), [])
                        holds(f"nothing is wider at {fragment}", browser.run(
                            "return document.documentElement.scrollWidth <= innerWidth"))
    browser.size(1280, 900)
    browser.media()

    with row("headings stay in sight below the header"):
        browser.open(SHIPPED[0], "#contract")
        tops = browser.run("window.scrollBy(0, 900); return [document.querySelector('#top').getBoundingClientRect()"
                           ".bottom, document.querySelector('#contract thead th').getBoundingClientRect().top]")
        holds("the heading of the table", abs(tops[0] - tops[1]) <= 1, tops)

    with row("printed: nothing is cut, folded or in place"):
        browser.size(794, 1100)
        for page, _, _ in (SHIPPED, WEAK, HOSTILE):
            browser.open(page)
            browser.media("print")
            browser.run("window.dispatchEvent(new Event('beforeprint'))")
            same("what paper would cut", browser.run(CUT), [])
            browser.run("window.dispatchEvent(new Event('afterprint'))")
            browser.media("")

finish()
