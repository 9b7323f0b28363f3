"""The HTML report in a real browser: what people do with it, and what it never does.

Without Chromium and its driver (Debian: chromium, chromium-driver) it is skipped.
"""
import json
import os
import re
import sys

from checks import finish, has, holds, lacks, row, same
from browser import Browser, chromium
from program import apigcheck, new_folder, read, write
from servers import Recorder, answer

if not chromium():
    print("skipped: chromium and chromedriver are not installed")
    sys.exit(77)

# ---- A run with one of everything ----

EVIL = ("</script><script>window.evil=1</script><img src=x onerror=window.evil=1>"
        "]]>--><!--\u202edrow\u202c\u200b\u001b[31mred\u001b]0;title\u0007"
        "\u2028::error::no\u2029{{7*7}}${7*7}`&lt;&amp;\U0001f600\u0085\u007f")

REQUIREMENTS = """\
requirements:
  - {id: GET-SHOWN, level: MUST, text: A thing is shown., source: "Status Codes, 200"}
  - {id: GET-FIELDS, level: MUST, text: A thing has its fields., source: "https://example.org/things#fields"}
  - {id: GET-TRACED, level: SHOULD, text: An answer can be traced., source: "javascript:window.evil=1"}
  - {id: GET-ABSENT, level: MUST, text: A thing that is absent is not found., source: "Status Codes, 404"}
  - {id: GET-QUICK, level: MAY, text: Answers are quick., source: Habits, not_tested: Nobody says how quick.}
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
        return answer(200, WRONG)
    if path == "/hostile":
        return answer(200, json.dumps({"said": EVIL, EVIL: EVIL}, ensure_ascii=False),
                      fields=(("Content-Type", "application/json"),
                              ("X-Evil", "<script>window.evil=1</script>\u202e".encode().decode("latin-1"))))
    if path == "/hostile-text":
        return answer(200, EVIL + "\r\n::error::x", fields=(("Content-Type", "text/html"),))
    if path == "/binary":
        return answer(200, bytes(range(256)), fields=(("Content-Type", "application/octet-stream"),))
    if path == "/large":
        return answer(200, json.dumps({"things": [{"n": n} for n in range(200000)]}))
    if path == "/broken":
        return b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nshort"
    return answer(404 if path == "/absent" else 200)


def yaml_text(text):
    """Inside of double quotes, as far as a case file may hold it: no control character."""
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
    return os.path.join(folder, "report.html"), json.loads(read(os.path.join(folder, "results.json")))


def many(page, count):
    """The same page with so many cases: its own again and again, each with a number."""
    text = read(page)
    blocks = re.findall(r'<script type="application/json" class="cases">(.*?)</script>\n', text, re.S)
    cases = [case for block in blocks for case in json.loads(block)]
    rows = json.loads(re.search(r'id="rows">(.*?)</script>', text, re.S)[1])
    more_cases, more_rows = [], []
    for n in range(count):
        case, line = json.loads(json.dumps(cases[n % len(cases)])), list(rows[n % len(rows)])
        line[0] = case["case"]["full_name"] = f"{line[0]}-{n}"
        more_cases.append(case)
        more_rows.append(line)
    plain = lambda value: (json.dumps(value).replace("<", "\\u003c").replace(">", "\\u003e")
                           .replace("&", "\\u0026"))
    start = text.index('<script type="application/json" class="cases">')
    end = text.index("<script>", start)
    data = "".join(f'<script type="application/json" class="cases">{plain(more_cases[i:i + 32])}</script>\n'
                   for i in range(0, count, 32))
    data += f'<script type="application/json" id="rows">{plain(more_rows)}</script>\n'
    path = os.path.join(os.path.dirname(page), f"{count}.html")
    write(os.path.dirname(page), f"{count}.html", text[:start] + data + text[end:])
    return path


# ---- What the tests ask of the page ----

TITLES = "return [...document.querySelectorAll('.row .row-name')].map(n => n.textContent.split(' — ')[0])"
OPENED = "const t = document.querySelector('#case:not([hidden]) .name'); return t && t.textContent"


def titles(browser):
    return browser.run(TITLES)


def text_of(browser, selector):
    return browser.run("const n = document.querySelector(arguments[0]); return n && n.innerText", selector)


def choose(browser, name, value):
    browser.run("const n = document.getElementById(arguments[0]); n.value = arguments[1];"
                "n.dispatchEvent(new Event('change', {bubbles: true}))", name, value)


def check_quiet(browser):
    """The console said nothing, nothing was asked of a network, and no text ran."""
    same("what the console said", browser.complaints(), [])
    same("what was asked for", browser.requests(), [])
    same("window.evil", browser.run("return window.evil === undefined"), True)
    same("elements that no page of ours has", browser.run(
        "return document.querySelectorAll('img, form, link, base, iframe, frame, object, embed, [onerror], [onclick]').length"), 0)


# Of every text that is seen: what it is, and its contrast with what is behind it, where that is
# less than WCAG AA asks for.
CONTRAST = """
const parse = (text) => { const m = text.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
const lum = ([r, g, b]) => { const f = [r, g, b].map((v) => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
  return .2126 * f[0] + .7152 * f[1] + .0722 * f[2]; };
const ground = (node) => { for (; node; node = node.parentElement) { const c = parse(getComputedStyle(node).backgroundColor); if (c[3] > .99) return c; }
  return [255, 255, 255, 1]; };
const poor = new Set();
for (const node of document.querySelectorAll('body *')) {
  if (!node.getClientRects().length || ['SCRIPT', 'STYLE', 'OPTION'].includes(node.tagName) || node.disabled) continue;
  if (![...node.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
  const style = getComputedStyle(node), size = parseFloat(style.fontSize);
  const [a, b] = [lum(parse(style.color)), lum(ground(node))].sort((x, y) => y - x);
  const ratio = (a + .05) / (b + .05);
  const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  if (ratio < (isLarge ? 3 : 4.5)) poor.add(`${node.tagName}.${node.className} ${ratio.toFixed(2)} ${node.textContent.slice(0, 30)}`);
}
return [...poor];
"""

PAGE, RECORD = make_report()
NAMES = [case["full_name"] for case in RECORD["cases"]]

with Browser() as browser:
    browser.open(PAGE)

    with row("the verdict, the counts and the title"):
        has("the banner", text_of(browser, ".banner"), "FAILED")
        numbers = browser.run("return [...document.querySelectorAll('.numbers li')].map(n => n.innerText.split(/\\s+/).slice(0, 2))")
        same("the counts", {word: int(number) for number, word in numbers},
             {"failed": 4, "error": 1, "warned": 1, "skipped": 1, "passed": 4})
        has("the title", browser.run("return document.title"), "FAILED: 4 passed, 1 warned, 4 failed")
        check_quiet(browser)

    with row("every case is in the list, the worst first"):
        seen = titles(browser)
        same("the names", sorted(seen), sorted(NAMES))
        same("the first ones", seen[:4], ["get/fields", "get/hostile", "get/hostile-text", "put/changed"])

    with row("a verdict chosen, and another beside it, and none again"):
        browser.click('.chip[data-verdict="error"]')
        same("the names", titles(browser), ["get/malformed"])
        browser.click('.chip[data-verdict="warn"]')
        same("the names", titles(browser), ["get/malformed", "get/traced"])
        has("the address", browser.run("return location.hash"), "verdict=error%2Cwarn")
        same("pressed", browser.run("return document.querySelectorAll('.controls .chip[aria-pressed=true]').length"), 2)
        browser.click('.list-told button')
        same("all again", len(titles(browser)), len(NAMES))

    with row("a tag, a requirement, an order"):
        choose(browser, "tag", "deep")
        same("by tag", titles(browser), ["get/fields"])
        choose(browser, "tag", "")
        choose(browser, "requirement", "GET-ABSENT")
        same("by requirement", sorted(titles(browser)), ["get/absent", "get/malformed", "get/unbound"])
        choose(browser, "requirement", "")
        choose(browser, "sort", "name")
        same("by name", titles(browser), sorted(NAMES))
        choose(browser, "sort", "slow")
        times = {case["full_name"]: case["elapsed_us"] if case["verdict"] != "skip" else -1
                 for case in RECORD["cases"]}
        same("by time", [times[name] for name in titles(browser)],
             sorted(times.values(), reverse=True))
        choose(browser, "sort", "worst")

    with row("a search, by keys alone: / words, down, Enter, Escape"):
        browser.press("/")
        same("the focus", browser.run("return document.activeElement.id"), "search")
        browser.press("fields kind")
        same("the names", titles(browser), ["get/fields"])
        browser.press("ArrowDown", "Enter")
        same("opened", browser.run(OPENED), "get/fields")
        browser.press("Escape")
        same("opened", browser.run(OPENED), None)
        same("the focus", browser.run("return document.activeElement.id"), "list")
        browser.press("/", "Escape")
        same("the search", browser.run("return document.getElementById('search').value"), "")
        same("all again", len(titles(browser)), len(NAMES))
        check_quiet(browser)

    with row("the list by keys: j, k, arrows, End, Home, Enter; and from case to case"):
        browser.press("Escape")
        order = titles(browser)
        browser.run("document.activeElement.blur()")
        browser.press("j", "j", "k", "ArrowDown", "Enter")
        same("opened", browser.run(OPENED), order[2])
        browser.press("j")
        same("the next one", browser.run(OPENED), order[3])
        browser.press("k", "k")
        same("two before", browser.run(OPENED), order[1])
        browser.press("Escape", "End", "Enter")
        same("the last one", browser.run(OPENED), order[-1])
        browser.press("Escape", "Home", "Enter")
        same("the first one", browser.run(OPENED), order[0])
        browser.back()
        same("back to the list", browser.run(OPENED), None)
        selected = browser.run("const id = document.getElementById('list').getAttribute('aria-activedescendant');"
                               "return document.getElementById(id).querySelector('.row-name').textContent")
        has("the one that is pointed at", selected, order[0])

    with row("a link to each case opens it"):
        for name in NAMES:
            browser.open(PAGE, "#case=" + name)
            same("opened", browser.run(OPENED), name)
            case = next(case for case in RECORD["cases"] if case["full_name"] == name)
            holds("its place", f"{case['place']['file']}:{case['place']['line']}:" in text_of(browser, "#case"))
            for cited in case["verifies"]:
                has("it", text_of(browser, ".cited"), cited["id"])
            check_quiet(browser)

    with row("a link to a filtered list; a link to no case says so"):
        browser.open(PAGE, "#verdict=fail,skip&sort=name")
        same("the names", titles(browser), ["get/fields", "get/hostile", "get/hostile-text", "get/unbound", "put/changed"])
        browser.open(PAGE, "#case=nowhere/%E2%80%AE%zz")
        browser.open(PAGE, "#case=nowhere/<b>")
        has("it", text_of(browser, "#lost"), "There is no case")
        check_quiet(browser)

    with row("a case that failed: findings, both sides, marks where they belong"):
        browser.open(PAGE, "#case=get/fields")
        text = text_of(browser, "#case")
        for part in ("Request", "Answer", "/wrong", "HTTP/1.1", "application/json", "expected", "actual"):
            has("it", text, part)
        marked = browser.run("return [...document.querySelectorAll('.response .body mark')].map(n => [n.dataset.path, n.textContent])")
        same("marked in the body", sorted(map(tuple, marked)),
             [("$['id']", '"7"'), ("$['owner']['it\\'s \\\\ odd']", "2")])
        missing = browser.run("return [...document.querySelectorAll('.response .missing')].map(n => n.dataset.path)")
        same("missing in the body", missing, ["$['tags'][1]", "$['name']"])
        same("the status is marked", browser.run("return document.querySelector('.response .first-line mark').textContent"), "200 OK")
        headers = browser.run("return [...document.querySelectorAll('.response .headers .is-marked th')].map(n => n.textContent.toLowerCase())")
        same("headers marked", headers, ["content-type", "x-missing"])
        body = browser.run("return document.querySelector('.response code.body').textContent")
        for part in ("1.100", "12345678901234567890", '"caf\u00e9 \\u001b"', '  "owner": {\n'):
            has("the body as it was written", body, part)
        browser.run("[...document.querySelectorAll('.path')].find(n => n.textContent === \"$['name']\").click()")
        same("its mark has the focus", browser.run("return document.activeElement.dataset.path"), "$['name']")
        holds("the time as a picture", browser.run(
            "return [...document.querySelectorAll('.bar')].every(n => n.getAttribute('aria-label').includes('wait'))"))
        browser.click(".response .body-head button")
        same("as it came", browser.run("return document.querySelector('.response code.body').textContent"), WRONG)
        check_quiet(browser)

    with row("the command is copied"):
        browser.open(PAGE, "#case=get/fields")
        browser.cdp("Browser.grantPermissions", permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        command = browser.run("return document.querySelector('.command code').textContent")
        has("it", command, "curl ")
        browser.click(".copy")
        browser.until("return document.querySelector('.copy').textContent === 'Copied'")
        browser.run("const a = document.createElement('textarea'); a.id = 'pasted'; document.body.append(a); a.focus()")
        browser.cdp("Input.dispatchKeyEvent", type="keyDown", modifiers=2, key="v", code="KeyV",
                    windowsVirtualKeyCode=86, commands=["paste"])
        same("what was copied", browser.until("return document.getElementById('pasted').value"), command)
        has("it is said", browser.run("return document.getElementById('said').textContent"), "Copied")

    with row("without a clipboard it is copied the old way"):
        browser.open(PAGE, "#case=get/fields")
        browser.run("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        browser.click(".copy")
        browser.until("return document.querySelector('.copy').textContent !== 'Copy'")
        same("it says", text_of(browser, ".copy"), "Copied")
        same("what is left over", browser.run("return document.querySelectorAll('textarea').length"), 0)

    with row("steps: each has its place, those that passed are folded until they are opened"):
        browser.open(PAGE, "#case=put/changed")
        same("steps", browser.run("return [...document.querySelectorAll('.step')].map(n => n.open)"), [False, True])
        same("the folded one is not drawn", browser.run("return document.querySelectorAll('.step')[0].children.length"), 1)
        browser.click(".step summary")
        browser.until("return document.querySelectorAll('.step')[0].children.length === 2")
        same("rows of time", browser.run("return document.querySelectorAll('.bars li').length"), 2)

    with row("no answer, bytes, a body that was cut"):
        browser.open(PAGE, "#case=get/malformed")
        has("it", text_of(browser, "#case"), "There was none.")
        browser.open(PAGE, "#case=get/binary")
        has("it", text_of(browser, ".response .body"), "000010  10 11 12")
        browser.open(PAGE, "#case=get/large")
        has("it", text_of(browser, ".response"), "Cut here")
        has("it is laid out all the same", browser.run("return document.querySelector('.response code.body').textContent"), '\n    {\n      "n": 1\n    },')
        before = browser.run("return document.querySelectorAll('.response .line').length")
        browser.click(".response .more button")
        holds("more lines", browser.run("return document.querySelectorAll('.response .line').length") > before)
        check_quiet(browser)

    with row("hostile texts are seen, and do nothing"):
        browser.open(PAGE, "#case=get/hostile")
        text = browser.run("return document.getElementById('main').textContent")
        for part in ("</script><script>window.evil=1</script>", "<img src=x", "]]>", "\\u{202E}",
                     "\\u001b[31m", "\\u{2028}", "::error::no", "{{7*7}}", "\\x85", "\\x7F", "\\u{200B}"):
            has("it", text, part)
        for part in "\u202e\u202c\u200b\u001b\u0007\u2028\u2029\u0085\u007f":
            lacks("it", text, part)
        check_quiet(browser)
        browser.run("document.querySelector('.response .body-head button').click()")
        lacks("as it came", browser.run("return document.getElementById('main').textContent"), "\u202e")
        browser.open(PAGE, "#case=get/hostile-text")
        text = browser.run("return document.getElementById('main').textContent")
        for part in ("\\x1B[31mred", "\\x1B]0;title\\x07", "</script>", "\\u{202E}", "\\r"):
            has("raw text", text, part)
        check_quiet(browser)
        browser.open(PAGE)
        links = browser.run("return [...document.querySelectorAll('a')].map(n => n.getAttribute('href'))"
                            ".filter(n => !n.startsWith('#'))")
        same("links to elsewhere", links, ["https://example.org/things#fields"])
        check_quiet(browser)

    with row("scripts of others do not run: the policy holds"):
        browser.open(PAGE)
        browser.run("const s = document.createElement('script'); s.textContent = 'window.evil = 1'; document.body.append(s)")
        same("window.evil", browser.run("return window.evil === undefined"), True)
        holds("the console names the policy", any("Content Security Policy" in one for one in browser.complaints()))

    with row("the contract: a row a requirement, with its verdict and its cases"):
        browser.open(PAGE)
        rows = browser.run("return [...document.querySelectorAll('#contract tr[data-id]')].map(n => [n.dataset.id, n.dataset.standing])")
        same("standings", sorted(map(tuple, rows)), [
            ("GET-ABSENT", "error"), ("GET-FIELDS", "fail"), ("GET-LONELY", "no case"), ("GET-QUICK", "not tested"),
            ("GET-SHOWN", "fail"), ("GET-TRACED", "warn"), ("PUT-CHANGED", "fail")])
        same("marks in the strip", browser.run("return document.querySelectorAll('.strip [data-id]').length"), 7)
        has("it says why", text_of(browser, "#contract"), "Nobody says how quick.")
        browser.run("document.querySelector('#contract tr[data-id=GET-ABSENT] button').click()")
        same("its cases", sorted(titles(browser)), ["get/absent", "get/malformed", "get/unbound"])
        browser.click('#contract .chip[data-verdict="not tested"]')
        same("rows seen", browser.run("return document.querySelectorAll('#contract tr[data-id]:not([hidden])').length"), 1)

    with row("what was not exercised, and the times"):
        has("it", text_of(browser, "#unexercised"), "unbind")
        has("it", text_of(browser, "#times"), "median")
        browser.run("document.querySelector('.slowest a').click()")
        browser.until(OPENED)

    for scheme in ("light", "dark"):
        with row(f"{scheme}: everything can be read (WCAG AA)"):
            browser.media(prefers_color_scheme=scheme)
            for fragment in ("", "#case=get/fields", "#case=get/hostile", "#case=put/changed", "#case=get/unbound",
                             "#case=get/malformed", "#case=get/traced"):
                browser.open(PAGE, fragment)
                same(f"too little contrast in {fragment}", browser.run(CONTRAST), [])

    with row("light and dark: as the machine says, or as the switch does"):
        ground = "return getComputedStyle(document.body).backgroundColor"
        browser.media(prefers_color_scheme="dark")
        browser.open(PAGE)
        dark = browser.run(ground)
        browser.media(prefers_color_scheme="light")
        light = browser.run(ground)
        holds("they differ", dark != light, (dark, light))
        browser.click("#theme")
        browser.click("#theme")
        same("switched", browser.run(ground), dark)
        browser.open(PAGE)
        same("remembered", browser.run(ground), dark)
        browser.click("#theme")
        same("as the machine says", browser.run(ground), light)

    with row("a phone: nothing wider than the screen"):
        browser.size(390, 800)
        for fragment in ("", "#case=get/fields", "#case=get/hostile", "#case=get/binary"):
            browser.open(PAGE, fragment)
            holds(f"nothing is wider at {fragment}", browser.run(
                "return document.documentElement.scrollWidth <= innerWidth"))
        browser.size(1280, 900)

    with row("paper has every case"):
        browser.open(PAGE)
        browser.run("window.dispatchEvent(new Event('beforeprint'))")
        same("cases", browser.run("return document.querySelectorAll('#paper tbody tr').length"), len(NAMES))
        browser.run("window.dispatchEvent(new Event('afterprint'))")
        same("nothing stays", browser.run("return document.getElementById('paper').children.length"), 0)

    with row("10,000 cases: only what is seen is drawn, and every act is answered"):
        browser.open(many(PAGE, 10000))
        drawn = "return document.querySelectorAll('.row').length"
        holds("few rows are drawn", browser.run(drawn) < 60, browser.run(drawn))
        same("elements of the page", browser.run("return document.querySelectorAll('#main *').length < 8000"), True)
        took = browser.run("""
            const begin = performance.now();
            const search = document.getElementById('search');
            for (const text of ['f', 'fi', 'fields', 'fields-9', 'fields-99', '']) {
              search.value = text;
              search.dispatchEvent(new Event('input', {bubbles: true}));
            }
            return (performance.now() - begin) / 6""")
        browser.run("document.getElementById('list').focus()")
        browser.press("End", "Enter")
        same("the last one", browser.run("return document.querySelector('#case .facts').textContent"), "10\u202f000 of 10\u202f000")
        last = f"{NAMES[9999 % len(NAMES)]}-9999"
        browser.open(os.path.join(os.path.dirname(PAGE), "10000.html"), "#case=" + last)
        same("a link to the last one", browser.run(OPENED), last)
        print(f"10,000 cases: a search takes {took:.0f} ms")
        check_quiet(browser)

finish()
