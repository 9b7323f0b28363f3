"""The HTML report in a real browser: how people use it, and that nothing in it runs.

Without Chromium and its driver (Debian: chromium, chromium-driver) it is skipped.
"""
import os
import sys
import time

from browser import Browser, chromium
from checks import finish, has, holds, lacks, row, same
from program import read
from things import WRONG, make_report, many

if not chromium():
    print("skipped: chromium and chromedriver are not installed")
    sys.exit(77)

# ---- Helpers ----

OPENED = "const t = document.querySelector('#case:not([hidden]) .name'); return t && t.textContent"


def titles(browser):
    """The names in the list."""
    return [text.split(" — ")[0] for text in each(browser, ".row .row-name")]


def text_of(browser, selector):
    return browser.run("const n = document.querySelector(arguments[0]); return n && n.innerText",
                       selector)


def each(browser, selector, of="textContent"):
    """The text of each element, or another property."""
    return browser.run("return [...document.querySelectorAll(arguments[0])].map(n => arguments[1]"
                       ".split('.').reduce((value, name) => value[name], n))", selector, of)


def many_of(browser, selector):
    return len(each(browser, selector, "tagName"))


def choose(browser, name, value):
    browser.run("const n = document.getElementById(arguments[0]); n.value = arguments[1];"
                "n.dispatchEvent(new Event('change', {bubbles: true}))", name, value)


def check_quiet(browser):
    """The browser reported no problem, sent no requests, and ran no injected script."""
    same("the browser's console", browser.complaints(), [])
    same("requests", browser.requests(), [])
    same("window.evil", browser.run("return window.evil === undefined"), True)
    same("unexpected elements", many_of(
        browser, "img, form, link, base, iframe, frame, object, embed, [onerror], [onclick]"), 0)


CONTRAST = read(os.path.join(os.path.dirname(__file__), "contrast.js"))
PAGE, RECORD = make_report()
NAMES = [case["full_name"] for case in RECORD["cases"]]

with Browser() as browser:
    browser.open(PAGE)

    with row("the result, the counts and the title"):
        has("the banner", text_of(browser, ".banner"), "FAILED")
        numbers = [text.split() for text in each(browser, ".numbers li")]
        same("the counts", {word: int(number) for number, word in numbers},
             {"failed": 4, "error": 1, "warned": 1, "skipped": 1, "passed": 4})
        has("the title", browser.run("return document.title"),
            "FAILED: 4 passed, 1 warned, 4 failed")
        check_quiet(browser)

    with row("the list has every case, the worst result first"):
        seen = titles(browser)
        same("the names", sorted(seen), sorted(NAMES))
        same("the first ones", seen[:4],
             ["get/fields", "get/hostile", "get/hostile-text", "put/changed"])

    with row("one result filter, two, and none"):
        browser.click('.chip[data-verdict="error"]')
        same("the names", titles(browser), ["get/malformed"])
        browser.click('.chip[data-verdict="warn"]')
        same("the names", titles(browser), ["get/malformed", "get/traced"])
        has("the address", browser.run("return location.hash"), "verdict=error%2Cwarn")
        same("pressed", many_of(browser, ".controls .chip[aria-pressed=true]"), 2)
        browser.click('.list-summary button')
        same("all again", len(titles(browser)), len(NAMES))

    with row("a tag, a requirement, a sort order"):
        choose(browser, "tag", "deep")
        same("by tag", titles(browser), ["get/fields"])
        choose(browser, "tag", "")
        choose(browser, "requirement", "GET-ABSENT")
        same("by requirement", sorted(titles(browser)),
             ["get/absent", "get/malformed", "get/unbound"])
        choose(browser, "requirement", "")
        choose(browser, "sort", "name")
        same("by name", titles(browser), sorted(NAMES))
        choose(browser, "sort", "slow")
        times = {case["full_name"]: case["elapsed_us"] if case["verdict"] != "skip" else -1
                 for case in RECORD["cases"]}
        same("by time", [times[name] for name in titles(browser)],
             sorted(times.values(), reverse=True))
        choose(browser, "sort", "worst")

    with row("a search with the keyboard: / words, Down, Enter, Escape"):
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

    with row("the list with the keyboard: j, k, arrows, End, Home, Enter; and from case to case"):
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
        pointed = browser.run("return document.getElementById('list')"
                              ".getAttribute('aria-activedescendant')")
        has("the one that is pointed at", each(browser, f"#{pointed} .row-name")[0], order[0])

    with row("a link to each case opens it"):
        for name in NAMES:
            browser.open(PAGE, "#case=" + name)
            same("opened", browser.run(OPENED), name)
            case = next(case for case in RECORD["cases"] if case["full_name"] == name)
            has("it", text_of(browser, "#case"), "{file}:{line}:".format(**case["place"]))
            for cited in case["verifies"]:
                has("it", text_of(browser, ".cited"), cited["id"])
            check_quiet(browser)

    with row("a link to a filtered list; a link to a missing case shows a message"):
        browser.open(PAGE, "#verdict=fail,skip&sort=name")
        same("the names", titles(browser),
             ["get/fields", "get/hostile", "get/hostile-text", "get/unbound", "put/changed"])
        browser.open(PAGE, "#case=nowhere/%E2%80%AE%zz")
        browser.open(PAGE, "#case=nowhere/<b>")
        has("it", text_of(browser, "#lost"), "This run has no case")
        check_quiet(browser)

    with row("a failed case: findings, both sides, marks in the right places"):
        browser.open(PAGE, "#case=get/fields")
        text = text_of(browser, "#case")
        for part in ("Request", "Response", "/wrong", "HTTP/1.1", "expected", "actual"):
            has("it", text, part)
        marked = zip(each(browser, ".response .body mark", "dataset.path"),
                     each(browser, ".response .body mark"))
        same("marked in the body", sorted(marked),
             [("$['id']", '"7"'), ("$['owner']['it\\'s \\\\ odd']", "2")])
        missing = each(browser, ".response .missing", "dataset.path")
        same("missing in the body", missing, ["$['tags'][1]", "$['name']"])
        same("the status is marked", each(browser, ".response .first-line mark"), ["200 OK"])
        headers = each(browser, ".response .headers .is-marked th")
        same("headers marked", [name.lower() for name in headers], ["content-type", "x-missing"])
        body = each(browser, ".response code.body")[0]
        for part in ("1.100", "12345678901234567890", '"caf\u00e9 \\u001b"', '  "owner": {\n'):
            has("the body as it was written", body, part)
        browser.run("[...document.querySelectorAll('.path')]"
                    ".find(n => n.textContent === arguments[0]).click()", "$['name']")
        same("its mark has the focus",
             browser.run("return document.activeElement.dataset.path"), "$['name']")
        has("the time as a picture", each(browser, ".bar", "ariaLabel")[0], "wait")
        browser.click(".response .body-head button")
        same("raw", each(browser, ".response code.body"), [WRONG])
        check_quiet(browser)

    with row("the command is copied"):
        browser.open(PAGE, "#case=get/fields")
        browser.cdp("Browser.grantPermissions",
                    permissions=["clipboardReadWrite", "clipboardSanitizedWrite"])
        command = browser.run("return document.querySelector('#case .command code').textContent")
        has("it", command, "curl ")
        browser.click("#case .copy")
        browser.until("return document.querySelector('#case .copy').textContent === 'Copied'")
        browser.run("const area = document.createElement('textarea');"
                    "area.id = 'pasted'; document.body.append(area); area.focus()")
        browser.cdp("Input.dispatchKeyEvent", type="keyDown", modifiers=2, key="v", code="KeyV",
                    windowsVirtualKeyCode=86, commands=["paste"])
        same("what was copied",
             browser.until("return document.getElementById('pasted').value"), command)
        same("the message", each(browser, "#said"), ["Copied"])

    with row("without the clipboard API it is copied with the older one"):
        browser.open(PAGE, "#case=get/fields")
        browser.run("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        browser.click("#case .copy")
        browser.until("return document.querySelector('#case .copy').textContent !== 'Copy'")
        same("the text", text_of(browser, "#case .copy"), "Copied")
        same("what is left over", many_of(browser, "textarea"), 0)

    with row("steps: in their order, and those that passed are folded until they are opened"):
        browser.open(PAGE, "#case=put/changed")
        same("steps", each(browser, ".step", "open"), [False, True])
        same("the folded one is not drawn", each(browser, ".step", "children.length")[0], 1)
        browser.click(".step summary")
        browser.until("return document.querySelectorAll('.step')[0].children.length === 2")
        same("rows of time", many_of(browser, ".bars li"), 2)

    with row("no response, binary data, a truncated body"):
        browser.open(PAGE, "#case=get/malformed")
        has("it", text_of(browser, "#case"), "No response.")
        browser.open(PAGE, "#case=get/binary")
        has("it", text_of(browser, ".response .body"), "000010  10 11 12")
        browser.open(PAGE, "#case=get/large")
        has("it", text_of(browser, ".response"), "Truncated")
        has("it is laid out all the same", each(browser, ".response code.body")[0],
            '\n    {\n      "n": 1\n    },')
        before = many_of(browser, ".response .line")
        browser.click(".response .more button")
        holds("more lines", many_of(browser, ".response .line") > before)
        check_quiet(browser)

    with row("hostile strings are shown, and do nothing"):
        browser.open(PAGE, "#case=get/hostile")
        text = each(browser, "#main")[0]
        for part in ("</script><script>window.evil=1</script>", "<img src=x", "]]>", "\\u{202E}",
                     "\\u001b[31m", "\\u{2028}", "::error::no", "{{7*7}}", "\\x85", "\\x7F",
                     "\\u{200B}"):
            has("it", text, part)
        for part in "\u202e\u202c\u200b\u001b\u0007\u2028\u2029\u0085\u007f":
            lacks("it", text, part)
        check_quiet(browser)
        browser.run("document.querySelector('.response .body-head button').click()")
        lacks("raw", each(browser, "#main")[0], "\u202e")
        browser.open(PAGE, "#case=get/hostile-text")
        text = each(browser, "#main")[0]
        for part in ("\\x1B[31mred", "\\x1B]0;title\\x07", "</script>", "\\u{202E}", "\\r"):
            has("raw text", text, part)
        check_quiet(browser)
        browser.open(PAGE)
        links = [link for link in each(browser, "a", "href") if not link.startswith("file:")]
        same("links to elsewhere", links, ["https://example.org/things#fields"])
        check_quiet(browser)

    with row("the content security policy stops injected scripts"):
        browser.open(PAGE)
        browser.run("const script = document.createElement('script');"
                    "script.textContent = 'window.evil = 1'; document.body.append(script)")
        same("window.evil", browser.run("return window.evil === undefined"), True)
        has("the console", "\n".join(browser.complaints()), "Content Security Policy")

    with row("the requirements: one row each, with its result and its cases"):
        browser.open(PAGE)
        rows = zip(each(browser, "#contract tr[data-id]", "dataset.id"),
                   each(browser, "#contract tr[data-id]", "dataset.status"))
        same("statuses", dict(rows), {
            "GET-SHOWN": "fail", "GET-FIELDS": "fail", "GET-TRACED": "warn", "GET-ABSENT": "not verified",
            "PUT-CHANGED": "fail", "GET-QUICK": "not tested", "GET-LONELY": "no case"})
        same("marks in the strip", many_of(browser, ".strip [data-id]"), 7)
        has("it says why", text_of(browser, "#contract"), "Nobody says how quick.")
        browser.run("document.querySelector('#contract tr[data-id=GET-ABSENT] button').click()")
        same("its cases", sorted(titles(browser)), ["get/absent", "get/malformed", "get/unbound"])
        browser.click('#contract .chip[data-verdict="not tested"]')
        same("rows seen", many_of(browser, "#contract tr[data-id]:not([hidden])"), 1)
        choose(browser, "tag", "smoke")
        same("pressed after a filter of the list", each(
            browser, ".chip[aria-pressed=true]", "dataset.verdict"), ["not tested"])

    with row("skipped cases, and the times"):
        has("it", text_of(browser, "#unexercised"), "unbind")
        has("it", text_of(browser, "#times"), "median")
        browser.run("document.querySelector('.slowest a').click()")
        browser.until(OPENED)

    for scheme in ("light", "dark"):
        with row(f"{scheme}: everything can be read (WCAG AA)"):
            browser.media(prefers_color_scheme=scheme)
            for fragment in ("", "#case=get/fields", "#case=get/hostile", "#case=put/changed",
                             "#case=get/unbound", "#case=get/malformed", "#case=get/traced"):
                browser.open(PAGE, fragment)
                same(f"too little contrast in {fragment}", browser.run(CONTRAST), [])

    with row("light and dark: from the system setting, or from the switch"):
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
        # storage reaches the next renderer through a third process, with a delay
        end = time.monotonic() + 10
        while browser.run(ground) != dark and time.monotonic() < end:
            browser.open(PAGE)
        same("remembered", browser.run(ground), dark)
        browser.click("#theme")
        same("from the system setting", browser.run(ground), light)

    with row("a phone: nothing is wider than the screen"):
        browser.size(390, 800)
        for fragment in ("", "#case=get/fields", "#case=get/hostile", "#case=get/binary"):
            browser.open(PAGE, fragment)
            holds(f"nothing is wider at {fragment}", browser.run(
                "return document.documentElement.scrollWidth <= innerWidth"))
        browser.size(1280, 900)

    with row("the print view has every case"):
        browser.open(PAGE)
        browser.run("window.dispatchEvent(new Event('beforeprint'))")
        same("cases", many_of(browser, "#paper tbody tr"), len(NAMES))
        browser.run("window.dispatchEvent(new Event('afterprint'))")
        same("nothing stays", many_of(browser, "#paper > *"), 0)

    with row("10,000 cases: only visible rows are drawn, and the page stays responsive"):
        browser.open(many(PAGE, 10000))
        holds("few rows are drawn", many_of(browser, ".row") < 60)
        holds("few elements",
              browser.run("return document.querySelectorAll('#main *').length") < 8000)
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
        same("the last one", each(browser, "#case .facts")[0], "10\u202f000 of 10\u202f000")
        last = f"{NAMES[9999 % len(NAMES)]}-9999"
        browser.open(os.path.join(os.path.dirname(PAGE), "10000.html"), "#case=" + last)
        same("a link to the last one", browser.run(OPENED), last)
        print(f"10,000 cases: a search takes {took:.0f} ms")
        check_quiet(browser)

finish()
