"""`certify` and `verify`: a signed result is verified offline, and each kind of tampering is reported."""
import json
import os
import shutil

from checks import finish, has, holds, lacks, row, same
from program import (EMBEDDED, ROOT, Gateway, Process, apigcheck, new_folder, read, record, write)
from records import save, text_of
from sealing import files, new_key, openssl, pae, reseal, statement

CASES = os.path.join(ROOT, "cases")
FOLDER = new_folder()
TOKENS = [read(os.path.join(ROOT, "fixtures", "targets", name)).strip()
          for name in ("embedded.token", "embedded-forbidden.token")]

# A small suite, so that a faulty gateway fails quickly.
OPERATION = """\
operation: bind
needs: {always: [project_id, instance_id, app_quota_id, app_id], auth-token: [token], gone: []}
request:
  method: POST
  path: /v2/{project_id}/apigw/instances/{instance_id}/app-quotas/{app_quota_id}/binding-apps
  json: {app_ids: [$(app_id)]}
credential: {X-Auth-Token: $(token)}
responses:
  201: {json: !schema bindings.json}
"""
SUITE_CASES = """\
cases:
  - id: unknown-quota
    title: A quota that does not exist is not found
    verifies: [BIND-404]
    with: {path: {app_quota_id: $(uuid_hex)}}
    expect: {status: 404, headers: {Content-Type: !media-type application/json}, json: {error_code: !re '^APIG'}}
  - id: binds
    title: A credential is bound
    verifies: [BIND-201]
    expect: {status: 201, json: {applies: [{app_id: $(app_id), bound_time: !date-time {within: 10m}}]}}
  - id: no-token
    title: Who proves nothing is refused
    verifies: [BIND-401]
    with: {auth: none}
    expect: {status: 401}
  - id: traced
    title: An answer can be traced
    verifies: [BIND-TRACED]
    with: {path: {app_quota_id: $(uuid_hex)}}
    should: {headers: {X-Request-Id: !any string}}
  - id: declined
    title: What is declined is not asked for
    verifies: [BIND-GONE]
    requires: [gone]
    expect: {status: 410}
"""
REQUIREMENTS = "requirements:\n" + "".join(
    f"  - {{id: {name}, level: {level}, text: A promise., source: a page}}\n"
    for name, level in (("BIND-201", "MUST"), ("BIND-404", "MUST"), ("BIND-401", "MUST"),
                        ("BIND-TRACED", "SHOULD"), ("BIND-GONE", "MUST")))
PROFILE = """\
profile: small
version: "1"
validity: %s
passes: 2
requirements: [BIND-201, BIND-404, BIND-401, BIND-TRACED, BIND-GONE]
cases: [bind/unknown-quota, bind/binds, bind/no-token, bind/traced, bind/declined]
"""


def new_suite(validity="30d", **changed):
    folder = new_folder()
    sources = {"requirements.yaml": REQUIREMENTS, "bind/operation.yaml": OPERATION,
               "bind/cases.yaml": SUITE_CASES, "profiles/small.yaml": PROFILE % validity}
    sources.update(changed.get("sources", {}))
    for name, text in sources.items():
        write(folder, name, text)
    write(folder, "bind/bindings.json", '{"type": "object", "required": ["applies"]}')
    return folder


SUITE = new_suite()


KEY, PUBLIC = new_key(FOLDER, "vendor")
OTHER, OTHER_PUBLIC = new_key(FOLDER, "other")


def certify(url, *words, suite=SUITE, profile="small", out=None, key=KEY):
    out = out or os.path.join(new_folder(), "evidence")
    ended = apigcheck("certify", "--target", EMBEDDED, "--url", url, "--profile", profile,
                      "--vendor", "Acme", "--product", "Gateway", "--product-version", "4.2",
                      "--key", key, "--out", out, "--suite", suite, *words)
    return out, ended


def verify(out, *words, suite=SUITE, key=PUBLIC):
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key", key, "--suite",
                     suite, *words)


def copy(out):
    other = os.path.join(new_folder(), "evidence")
    shutil.copytree(out, other)
    return other


def refused(what, out, status, *messages, **how):
    ended = verify(out, *how.pop("words", ()), **how)
    same(f"{what}: exit status", ended.status, status, ended)
    for part in messages:
        has(what, ended.err, part)
    return ended


# ---- A conforming gateway ----

def test_shipped(url):
    with row("the shipped profile, certified and verified"):
        out, ended = certify(url, suite=CASES, profile="core")
        same("certify", ended.status, 0, ended)
        has("certify", ended.out, "CONFORMANT: profile core 2026.12: ")
        same("verify", verify(out, suite=CASES).status, 0, verify(out, suite=CASES))
        with row("rejudge works in its folder"):
            again = apigcheck("rejudge", os.path.join(out, "results.json"))
            same("rejudge", again.status, 0, again)
            has("rejudge", again.out, "0 not judged; 0 changed")
        for name in files(out):
            with open(os.path.join(out, name), "rb") as file:
                data = file.read()
            for token in TOKENS:
                holds(f"no secret in {name}", token.encode() not in data)


def test_certificate(out):
    envelope, body = statement(out)
    with row("the signature holds by openssl alone"):
        import base64
        message = write(FOLDER, "message", "")
        signature = write(FOLDER, "signature", "")
        with open(message, "wb") as file:
            file.write(pae(envelope["payloadType"], body))
        with open(signature, "wb") as file:
            file.write(base64.b64decode(envelope["signatures"][0]["sig"]))
        checked = openssl("pkeyutl", "-verify", "-pubin", "-inkey", PUBLIC, "-rawin", "-in", message,
                          "-sigfile", signature)
        same("openssl", checked.returncode, 0, checked.stdout + checked.stderr)
    with row("the certificate has the result and its counts"):
        said = json.loads(body)
        ours = said["predicate"]["apigcheck"]
        same("result", said["predicate"]["result"], "PASSED")
        same("passed", len(said["predicate"]["passedTests"]), 4)
        same("conformance", ours["conformance"], "CONFORMANT")
        same("assurance", ours["assurance"], "self-attested")
        same("not applicable", ours["requirements"]["not applicable"], ["BIND-GONE"])
        same("declined", ours["capabilities"]["declined"], ["gone"])
    with row("the evidence has every exchange of each pass"):
        for folder in (".", "pass-2"):
            har = record(os.path.join(out, folder, "exchanges.har"))
            same("exchanges", len(har["log"]["entries"]), 4)
    with row("the second pass has another order and its own evidence"):
        same("passes", [record(os.path.join(out, name))["counts"]["pass"]
                        for name in ("results.json", "pass-2/results.json")], [4, 4])
        holds("it is shuffled", record(os.path.join(out, "pass-2/results.json")).get("shuffle"))


def test_changes(out):
    for name in files(out):
        with row(f"{name}: flipped, truncated, appended to, deleted: rejected by name"):
            status = 4 if name == "certificate.json" else 3
            path = os.path.join(out, name)
            with open(path, "rb") as file:
                data = file.read()
            middle = len(data) // 2
            changes = (data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1:], data[:-2],
                       data + b"x")
            for changed in changes:
                other = copy(out)
                with open(os.path.join(other, name), "wb") as file:
                    file.write(changed)
                refused(name, other, status, name if status == 3 else "")
            other = copy(out)
            os.remove(os.path.join(other, name))
            refused(name, other, status, name)
    with row("an added file, file in a folder, or link is reported"):
        other = copy(out)
        write(other, "more/extra.txt", "x")
        os.symlink("/etc/hostname", os.path.join(other, "link"))
        refused("added", other, 3, "'more/extra.txt' was added", "'link' is a symbolic link",
                "error[evidence-mismatch]: ")


def make_passing(results):
    for case in results["cases"]:
        case["verdict"] = "pass"
        for step in case["steps"]:
            step["verdict"] = "pass"
            step["findings"] = []
    results["counts"] = {"fail": 0, "error": 0, "warn": 0, "pass": len(results["cases"]) - 1,
                         "skip": 1, "not run": 0}
    results["verdict"] = "pass"
    results.pop("causes")
    for case in results["cases"]:
        if case["id"] == "declined":
            case["verdict"] = "skip"
        for cite in case["verifies"]:
            cite["status"] = "not-applicable" if case["verdict"] == "skip" else "passed"


def test_tampering(failed, good):
    def say_green(said):
        ours = said["predicate"]["apigcheck"]
        original = json.loads(statement(good)[1])["predicate"]
        for name in ("result", "passedTests", "warnedTests", "failedTests"):
            said["predicate"][name] = original[name]
        ours["conformance"] = "CONFORMANT"
        ours["requirements"] = original["apigcheck"]["requirements"]
    for key, public, status, message in (
            (OTHER, PUBLIC, 4, "not signed with the key"),
            (KEY, PUBLIC, 3, "is recorded as pass, but was judged again as fail")):
        with row(f"edited to pass and signed again: {message}"):
            other = copy(failed)
            for name in ("results.json", "pass-2/results.json"):
                results = record(os.path.join(other, name))
                make_passing(results)
                save(os.path.join(other, name), results)
            reseal(other, key, say_green)
            refused("edited", other, status, message, key=public)
    with row("an edited request is detected: the suite does not send it"):
        other = copy(good)
        results = record(os.path.join(other, "results.json"))
        results["cases"][0]["steps"][0]["request"]["url"] += "x"
        save(os.path.join(other, "results.json"), results)
        reseal(other, KEY)
        refused("another request", other, 3, "'bind/unknown-quota': the recorded request differs: step 1: it was POST ")
    with row("a case that is missing in the results file is reported"):
        other = copy(good)
        results = record(os.path.join(other, "results.json"))
        results["counts"][results["cases"].pop(0)["verdict"]] -= 1
        results["deselected"] += 1
        save(os.path.join(other, "results.json"), results)
        reseal(other, KEY)
        refused("left out", other, 3, "'bind/unknown-quota' is missing from the results")
    with row("a journal instead of a results file is rejected"):
        other = copy(good)
        results = record(os.path.join(other, "results.json"))
        for name in ("elapsed_us", "verdict", "counts", "cleanup_failures", "before", "causes",
                     "requirement_results"):
            results.pop(name, None)
        results["apigcheck"]["is_journal"] = True
        text = text_of(results).replace("\n  ]\n}\n", ",\n")
        write(other, "results.json", text)
        reseal(other, KEY)
        refused("a journal", other, 3, "is the journal of a run that did not finish")
    with row("a NUL in or beside the signed payload is rejected"):
        other = copy(good)

        def end_in_nul(said):
            said["predicateType"] += "\0; junk"
        reseal(other, KEY, end_in_nul)
        refused("in the statement", other, 4, "NUL character in a string")
        other = copy(good)
        path = os.path.join(other, "target.json")
        write(other, "target.json", read(path).replace('"', '"\\u0000', 1))
        reseal(other, KEY)
        refused("in the target", other, 3, "is not the target of a certificate")
        other = copy(good)
        path = os.path.join(other, "certificate.json")
        write(other, "certificate.json", read(path).replace("in-toto+json", "in-toto+json\\u0000; junk"))
        refused("in the envelope", other, 4, "NUL character in a string")
    with row("the unchanged payload, signed again, is accepted (control)"):
        other = copy(good)
        reseal(other, KEY)
        same("verify", verify(other).status, 0, verify(other))


def test_weaker_suite(url):
    milder = {"case": ("bind/cases.yaml", SUITE_CASES.replace("status: 404,", "status: 4xx,")),
              "profile": ("profiles/small.yaml", (PROFILE % "30d").replace("passes: 2",
                                                                           "passes: 1")),
              "requirement": ("requirements.yaml", REQUIREMENTS.replace("A promise.", "A wish.")),
              "schema": ("bind/more.yaml", SUITE_CASES.replace("id: ", "id: more-"))}
    for what, (name, text) in milder.items():
        with row(f"a signed weaker {what} differs from the verifier's"):
            out, ended = certify(url, suite=new_suite(sources={name: text}))
            same("certify", ended.status, 0, ended)
            refused(what, out, 3, f"'suite/{name}'")


BOUND = "{status: 201, json: {applies: !any array }}"
WAIVER = """\
waivers:
  - requirement: BIND-404
    case: bind/unknown-quota
    reason: Binds to it until 4.3.
    owner: gateway team
    expires: %s
    observed: %s
"""


def test_waivers(url):
    good = write(FOLDER, "waivers.yaml", WAIVER % ("2999-12-31", BOUND))
    with row("a waived failure is a finding, and the case still runs and is listed"):
        out, ended = certify(url, "--waivers", good)
        same("certify", ended.status, 0, ended)
        has("certify", ended.out, "CONFORMANT_WITH_FINDINGS")
        same("verdict", [case["verdict"] for case in record(os.path.join(out, "results.json"))
                         ["cases"]][0], "fail")
        same("verify", verify(out, "--waivers", good).status, 0, verify(out, "--waivers", good))
        refused("without the waiver", out, 3,
                "the waiver of 'BIND-404' for 'bind/unknown-quota' is not among the verifier's")
    for what, text, status, message in (
            ("expired", WAIVER % ("2020-01-31", BOUND), 1, "has expired: its last day was 2020-01-31"),
            ("of another failure", WAIVER % ("2999-12-31", "{status: 201}"), 1, "does not cover this failure of the case"),
            ("of an unknown case", (WAIVER % ("2999-12-31", BOUND)).replace("bind/unk", "bind/unc"),
             2, "unknown case 'bind/uncnown-quota'")):
        path = write(FOLDER, "other-waivers.yaml", text)
        with row(f"a waiver that is {what} fails"):
            _, ended = certify(url, "--waivers", path)
            same("certify", ended.status, status, ended)
            has("certify", ended.err, message)
            ended = apigcheck("run", SUITE, "--target", EMBEDDED, "--url", url, "--waivers", path)
            same("run", ended.status, status, ended)
            has("run", ended.err, message)
    with row("run: a waived failure is a warning, with its reason"):
        junit = os.path.join(FOLDER, "junit.xml")
        ended = apigcheck("run", SUITE, "--target", EMBEDDED, "--url", url, "--waivers", good,
                          "--junit", junit, "--json", os.path.join(FOLDER, "waived.json"))
        same("run", ended.status, 0, ended)
        has("run", read(junit), "accepted, expires on 2999-12-31, BIND-404: Binds to it until 4.3.")
        lacks("junit", read(junit), "<failure")
        same("recorded", record(os.path.join(FOLDER, "waived.json"))["counts"]["warn"], 1)
        again = os.path.join(FOLDER, "again.xml")
        ended = apigcheck("report", os.path.join(FOLDER, "waived.json"), "--junit", again)
        same("report", ended.status, 0, ended)
        same("its JUnit file", read(again), read(junit))


def named(text, vendor, product):
    return text.replace("    owner:", f"    vendor: {vendor}\n    product: {product}\n    owner:")


def test_waiver_of_a_product(wrong, healthy):
    own = named(WAIVER % ("2999-12-31", BOUND), "Acme", "Gateway")
    paths = {vendor: write(FOLDER, f"{vendor}-waivers.yaml",
                           own.replace("vendor: Acme", f"vendor: {vendor}"))
             for vendor in ("Acme", "Other")}
    both = write(FOLDER, "both-waivers.yaml", read(paths["Acme"]) + read(paths["Other"]).split("\n", 1)[1])
    with row("a waiver of the product is a finding, with vendor and product in the certificate"):
        out, ended = certify(wrong, "--waivers", paths["Acme"])
        same("certify", ended.status, 0, ended)
        lacks("certify", ended.err, "waiver")
        waiver, = json.loads(statement(out)[1])["predicate"]["apigcheck"]["waivers"]
        same("its product", (waiver["vendor"], waiver["product"]), ("Acme", "Gateway"))
        same("verify", verify(out, "--waivers", paths["Acme"]).status, 0)
        with row("with waivers of other vendors beside it, too"):
            ended = verify(out, "--waivers", both)
            same("verify", ended.status, 0, ended)
            has("verify", ended.err, "1 waiver is for another vendor or product, and ignored")
        refused("only the waiver of another vendor", out, 3, "the waiver of 'BIND-404' for "
                "'bind/unknown-quota' is not among the verifier's",
                words=("--waivers", paths["Other"]))
        with row("verify warns about a waiver of every product"):
            ended = verify(out, "--waivers", write(FOLDER, "waivers.yaml",
                                                   WAIVER % ("2999-12-31", BOUND)))
            has("verify", ended.err, "names no vendor and product, so it applies to every product")
            same("verify", ended.status, 3, ended)
    with row("another vendor's waiver does not help"):
        out, ended = certify(wrong, "--waivers", paths["Other"])
        same("certify", ended.status, 1, ended)
        has("certify", ended.err, "1 waiver is for another vendor or product, and ignored")
        has("certify", ended.out, "NON_CONFORMANT")
        refused("not waived", out, 1, "NON_CONFORMANT", words=("--waivers", paths["Other"]))
    with row("a waiver of another product of the vendor does not help"):
        path = write(FOLDER, "product.yaml", own.replace("product: Gateway", "product: Router"))
        same("certify", certify(wrong, "--waivers", path)[1].status, 1)
    with row("another vendor's waiver does not harm: unneeded or expired, it is ignored"):
        for text in (read(paths["Other"]), read(paths["Other"]).replace("2999", "2020")):
            path = write(FOLDER, "harmless.yaml", text)
            out, ended = certify(healthy, "--waivers", path)
            same("certify", ended.status, 0, ended)
            has("certify", ended.out, "CONFORMANT: ")
            same("verify", verify(out, "--waivers", path).status, 0, verify(out))
    for what, text, message in (
            ("a vendor alone", own.replace("    product: Gateway\n", ""), "'vendor' and 'product' require each other"),
            ("a product alone", own.replace("    vendor: Acme\n", ""), "'vendor' and 'product' require each other"),
            ("an empty vendor", own.replace("Acme", "''"), "expected a string, got an empty string"),
            ("a vendor of spaces", own.replace("Acme", "'  '"), "'vendor' has no visible character"),
            ("the same twice", own + own.split("\n", 1)[1], "duplicate waiver of 'BIND-404'"),
            ("one of every product beside it", own + (WAIVER % ("2999-12-31", BOUND)).split("\n", 1)[1],
             "duplicate waiver of 'BIND-404'")):
        with row(f"a waiver with {what} is rejected"):
            ended = certify(wrong, "--waivers", write(FOLDER, "wrong.yaml", text))[1]
            same("certify", ended.status, 2, ended)
            has("certify", ended.err, message)
    with row("run applies the waivers of each product: it does not know the product"):
        ended = apigcheck("run", SUITE, "--target", EMBEDDED, "--url", wrong, "--waivers",
                          paths["Other"])
        same("run", ended.status, 0, ended)


def test_names(url, good):
    for option in ("vendor", "product", "product-version"):
        for value in ("", "  ", "\u200b\u3000"):
            with row(f"--{option} {value!r} is rejected, and nothing is written"):
                out, ended = certify(url, f"--{option}", value)
                same("certify", ended.status, 2, ended)
                has("certify", ended.err,
                f"--{option} {'has no visible character' if value else 'is empty'}")
                holds("no folder", not os.path.exists(out))
    for name, value, message in (
            ("vendor", "", "'predicate.apigcheck.vendor' has no visible character"),
            ("vendor", " \u00a0", "'predicate.apigcheck.vendor' has no visible character"),
            ("product", "", "'predicate.apigcheck.product' has no visible character"),
            ("productVersion", "\t", "'predicate.apigcheck.productVersion' has no visible character"),
            ("program", "99.0.0", "was made by version '99.0.0' of the program"),
            ("program", "", "was made by version '' of the program")):
        with row(f"a signed certificate with {name} {value!r} is rejected"):
            other = copy(good)

            def claim(said):
                said["predicate"]["apigcheck"][name] = value
            reseal(other, KEY, claim)
            refused(name, other, 3, message)
    with row("results of another version of the program are rejected"):
        other = copy(good)
        path = os.path.join(other, "pass-2", "results.json")
        results = record(path)
        results["apigcheck"]["version"] = "99.0.0"
        save(path, results)
        reseal(other, KEY)
        refused("another version", other, 3,
                "pass 2: the results are of version '99.0.0' of the program, not of '0.1.0'")


# A point of order 1: (R, 0) with R of any order is a signature of every message.
LOW_ORDER = "MCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="


def test_keys(url, good):
    low = write(FOLDER, "low.pem", f"-----BEGIN PUBLIC KEY-----\n{LOW_ORDER}\n"
                                   "-----END PUBLIC KEY-----\n")
    several = write(FOLDER, "several.pem", read(OTHER_PUBLIC) + read(PUBLIC))
    private = write(FOLDER, "several-private.pem", read(KEY) + read(OTHER))
    os.chmod(private, 0o600)
    for path, message in ((low, "is a low-order point"), (several, "contains several PEM blocks")):
        with row(f"a public key that {message} is rejected"):
            refused("key", good, 2, message, key=path)
    with row("a private key file with several PEM blocks is rejected"):
        ended = certify(url, key=private)[1]
        same("certify", ended.status, 2, ended)
        has("certify", ended.err, "contains several PEM blocks")


def test_unneeded_waiver(url):
    path = write(FOLDER, "passing.yaml", WAIVER % ("2999-12-31", BOUND))
    with row("a waiver that is no longer needed fails"):
        for ended in (certify(url, "--waivers", path)[1],
                      apigcheck("run", SUITE, "--target", EMBEDDED, "--url", url, "--waivers",
                                path)):
            same("exit status", ended.status, 1, ended)
            has("standard error", ended.err, "is no longer needed: the case passes")


# ---- Passes ----

def forge_pass_2(good, **changed):
    other = copy(good)
    path = os.path.join(other, "pass-2/results.json")
    results = record(path)
    for name, value in changed.items():
        if value is None:
            results.pop(name)
        else:
            results[name] = value
    save(path, results)
    reseal(other, KEY)
    return other


def test_passes(good):
    with row("each pass has its own seed, that of the certificate is the seed of the first"):
        seeds = [record(os.path.join(good, name))["seed"]
                 for name in ("results.json", "pass-2/results.json")]
        ours = json.loads(statement(good)[1])["predicate"]["apigcheck"]
        same("first", seeds[0], ours["seed"])
        holds("second", seeds[1] != seeds[0])
    with row("pass 2 as a copy of pass 1 is refused"):
        other = copy(good)
        for name in ("results.json", "junit.xml", "report.html", "exchanges.har"):
            shutil.copy(os.path.join(other, name), os.path.join(other, "pass-2", name))
        reseal(other, KEY)
        refused("a copy", other, 3, "pass 2: the results have another seed",
                "pass 2: the results have another order",
                "pass 2: it starts before the end of the pass before")
    with row("pass 2 in file order is refused"):
        refused("file order", forge_pass_2(good, shuffle=None), 3,
                "pass 2: the results have another order")
    for year, message in (("1990", "it starts before the end of the pass before"),
                          ("2090", "it ends in the future")):
        with row(f"a pass in {year} is refused: {message}"):
            refused(year, forge_pass_2(good, started_at=f"{year}-01-01T00:00:00.000Z"), 3,
                    f"pass 2: {message}", "ran outside the time of the pass")
    with row("a case that started out of order is refused"):
        other = copy(good)
        path = os.path.join(other, "results.json")
        results = record(path)
        results["cases"][0]["started_at"] = "2089-01-01T00:00:00.000Z"
        save(path, results)
        reseal(other, KEY)
        refused("out of order", other, 3, "pass 1: 'bind/binds' did not start in the order of the pass")


# ---- Faulty gateways ----

DEFECTS = ("status-200", "status-204", "status-301", "status-400", "status-403", "status-409",
           "status-500", "quota-unchecked", "path-unknown", "status-202")


def test_warnings(url):
    port = url.rsplit(":", 1)[1]
    targets = os.path.join(new_folder(), "targets")
    shutil.copytree(os.path.dirname(EMBEDDED), targets)
    named = write(targets, "named.yaml", read(EMBEDDED).replace(
        "\nurl:", "\nconfirm_host: gateway.example.net\nurl:"))
    host = "the host of the target, %s, is on loopback or in a private network: no one outside of it " \
           "can repeat the run"
    values = "the target has values of the shipped file fixtures/targets/embedded.yaml: project_id, "
    for what, words, messages in (
            ("127.0.0.1", (), (host % "127.0.0.1", values)),
            ("localhost", ("--url", f"http://localhost:{port}"), (host % "localhost", values)),
            ("a name below localhost", ("--url", f"http://a.LocalHost:{port}", "--resolve",
                                        f"a.LocalHost:{port}:127.0.0.1"),
             ("because of --resolve", host % "a.LocalHost", values)),
            ("a name that leads to a loopback address",
             ("--target", named, "--url", f"http://gateway.example.net:{port}", "--resolve",
              f"gateway.example.net:{port}:127.0.0.1"),
             ("because of --resolve", f"the peer 127.0.0.1:{port} has a loopback or private address",
              values))):
        with row(f"warnings, which change no status: {what}, values of a shipped target"):
            out, ended = certify(url, *words)
            same("certify", ended.status, 0, ended)
            checked = verify(out)
            same("verify", checked.status, 0, checked)
            warnings = json.loads(verify(out, "--json").out)["warnings"]
            same("json", len(warnings), len(messages), warnings)
            for message, warning in zip(messages, warnings):
                has("json", warning, message)
                for output in (ended.out, checked.out):
                    has("output", output, "warning: " + warning)


def test_faults():
    for name in DEFECTS:
        with row(f"a gateway with the fault {name}: certified as FAILED"):
            with Gateway("--defect", name) as gateway:
                out, ended = certify(gateway.url)
                same("certify", ended.status, 1, ended)
                same("result", json.loads(statement(out)[1])["predicate"]["result"], "FAILED")
                refused("wrong", out, 1, "the target did not conform: NON_CONFORMANT")


def test_interrupted_target():
    with row("a target that stops during the run: NOT_VERIFIED"):
        gateway = Gateway("--latency", "300ms")
        with gateway:
            out = os.path.join(new_folder(), "evidence")
            running = Process("certify", "--target", EMBEDDED, "--url", gateway.url, "--profile",
                              "small", "--vendor", "A", "--product", "G", "--product-version", "1",
                              "--key", KEY, "--out", out, "--suite", SUITE, "--parallel", "1")
            import time
            time.sleep(0.7)
        ended = running.wait()
        same("certify", ended.status, 3, ended)
        has("certify", ended.out, "NOT_VERIFIED")
        refused("half", out, 1, "NOT_VERIFIED")


# ---- Usage, challenges, expiry ----

def test_usage(url, out):
    base = ("certify", "--profile", "small", "--vendor", "A", "--product", "G",
            "--product-version", "1", "--key", KEY, "--suite", SUITE)
    rows = (("--mock", (*base, "--mock", "--out", "x"), "--mock is not an option of"),
            ("--insecure", (*base, "--insecure", "--out", "x"), "--insecure is not an option of"),
            ("a filter", (*base, "--case", "x", "--out", "x"), "--case is not an option of"),
            ("no target", (*base, "--out", os.path.join(FOLDER, "x")), "no target"),
            ("a folder that is not empty", (*base, "--target", EMBEDDED, "--url", url, "--out",
                                            out), "is not empty"),
            ("nothing", ("certify",), "missing required option --vendor"),
            ("verify without a key", ("verify", "x"), "--key FILE"))
    for what, words, message in rows:
        with row(f"{what} is rejected, and nothing is sent"):
            ended = apigcheck(*words)
            same("exit status", ended.status, 2, ended)
            has(what, ended.err, message)
    with row("a key that other users can read is rejected"):
        os.chmod(KEY, 0o644)
        ended = certify(url)[1]
        os.chmod(KEY, 0o600)
        same("exit status", ended.status, 2, ended)
        has("standard error", ended.err, "other users have access to the private key")


def test_challenge(url):
    with row("every generated value depends on the challenge"):
        out, ended = certify(url, "--challenge", "of today")
        same("certify", ended.status, 0, ended)
        same("verify", verify(out, "--challenge", "of today").status, 0)
        refused("another", out, 3, "not bound to the challenge", words=("--challenge", "of old"))
        other = copy(out)

        def claim(said):
            said["predicate"]["apigcheck"]["challenge"] = "of tomorrow"
        reseal(other, KEY, claim)
        refused("sold as new", other, 3, "predicate.apigcheck.seed",
                words=("--challenge", "of tomorrow"))


def test_expiry(url):
    import time
    with row("an expired certificate is authentic, and not acceptable"):
        suite = new_suite(validity="1s")
        out, ended = certify(url, suite=suite)
        same("certify", ended.status, 0, ended)
        time.sleep(1.5)
        refused("expired", out, 1, "the certificate has expired", suite=suite)
        ended = verify(out, "--json", suite=suite)
        same("json", [json.loads(ended.out)[name] for name in ("ok", "exit", "sound")],
             [False, 1, True])


with Gateway() as healthy:
    test_shipped(healthy.url)
    GOOD, DONE = certify(healthy.url)
    with row("certify and verify"):
        same("certify", DONE.status, 0, DONE)
        same("verify", verify(GOOD).status, 0, verify(GOOD))
    test_certificate(GOOD)
    test_changes(GOOD)
    test_passes(GOOD)
    test_weaker_suite(healthy.url)
    test_unneeded_waiver(healthy.url)
    test_usage(healthy.url, GOOD)
    test_names(healthy.url, GOOD)
    test_keys(healthy.url, GOOD)
    test_challenge(healthy.url)
    test_warnings(healthy.url)
    test_expiry(healthy.url)
    with Gateway("--defect", "quota-unchecked") as wrong:
        FAILED, DONE = certify(wrong.url)
        with row("a gateway that fails is certified as failed"):
            same("certify", DONE.status, 1, DONE)
        test_tampering(FAILED, GOOD)
        test_waivers(wrong.url)
        test_waiver_of_a_product(wrong.url, healthy.url)
test_faults()
test_interrupted_target()
finish()
