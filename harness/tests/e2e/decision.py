"""`verify --sign`, `--revoke` and `--authority`: the decision of an authority about a certificate."""
import base64
import datetime
import json
import os
import shutil

from checks import finish, has, row, same
from program import EMBEDDED, Gateway, apigcheck, new_folder, record, write
from sealing import new_key, openssl, pae

FOLDER = new_folder()
VENDOR, VENDOR_PUBLIC = new_key(FOLDER, "vendor")
AUTHORITY, AUTHORITY_PUBLIC = new_key(FOLDER, "authority")
OTHER, OTHER_PUBLIC = new_key(FOLDER, "other")
DECISION = os.path.join("receipts", "decision.json")
REVOCATION = os.path.join("receipts", "revocation.json")


def certify(url):
    out = os.path.join(new_folder(), "evidence")
    return out, apigcheck("certify", "--target", EMBEDDED, "--url", url, "--profile", "core",
                          "--vendor", "Acme", "--product", "Gateway", "--product-version", "4.2",
                          "--key", VENDOR, "--out", out)


def verify(out, *words, key=VENDOR_PUBLIC):
    return apigcheck("verify", os.path.join(out, "certificate.json"), "--key", key, *words)


def sign(out, *words, key=AUTHORITY):
    return verify(out, "--sign", key, *words)


def third(out, *words, authority=AUTHORITY_PUBLIC):
    """A third person with the public keys of both."""
    return verify(out, "--authority", authority, *words)


def copy(out):
    other = os.path.join(new_folder(), "evidence")
    shutil.copytree(out, other)
    return other


def statement(out, name=DECISION):
    return json.loads(base64.b64decode(record(os.path.join(out, name))["payload"]))


def ends(what, ended, status, message=""):
    same(f"{what}: exit status", ended.status, status, ended)
    has(what, ended.err + ended.out, message)


def forge(out, name, change, key=None):
    """Changes a receipt; with a key, signs it again."""
    path = os.path.join(out, name)
    envelope = record(path)
    said = json.loads(base64.b64decode(envelope["payload"]))
    change(said)
    body = json.dumps(said).encode()
    envelope["payload"] = base64.b64encode(body).decode()
    if key:
        message = os.path.join(new_folder(), "pae")
        with open(message, "wb") as file:
            file.write(pae(envelope["payloadType"], body))
        signed = openssl("pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", message)
        same("openssl signs", signed.returncode, 0, signed.stderr)
        envelope["signatures"] = [{"keyid": "", "sig": base64.b64encode(signed.stdout).decode()}]
    write(out, name, json.dumps(envelope))


def test_accepted(good):
    with row("without a decision, --authority is not satisfied"):
        ends("none", third(good), 1, "the authority has not decided")
    with row("a decision is written after the verification, and a third person reads it"):
        out = copy(good)
        ends("sign", sign(out), 0, "decision (accepted): ")
        ends("third", third(out), 0, "decision of the authority: accepted, CONFORMANT")
        ends("unread", verify(out), 0, "receipts not read")
        predicate = statement(out)["predicate"]
        same("decision", [predicate[name] for name in ("decision", "outcome", "reasons")],
             ["accepted", "CONFORMANT", []])
        said = json.loads(third(out, "--json").out)
        same("json", [said["ok"], said["decision"]["decision"]], [True, "accepted"])
    with row("its subject is the file of the certificate, as sha256sum prints it"):
        import hashlib
        with open(os.path.join(out, "certificate.json"), "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        same("subject", statement(out)["subject"],
             [{"name": "certificate.json", "digest": {"sha256": digest}}])
    with row("a decision is not overwritten"):
        ends("again", sign(out), 2, "exists")
        ends("again", sign(out), 2, "delete it to replace it, or use --out FILE")
    with row("other files in receipts/ are no reason to refuse"):
        write(out, "receipts/letter.txt", "Dear vendor")
        ends("letter", third(out), 0, "VALID")
    with row("the authority can end the validity earlier"):
        out = copy(good)
        day = (datetime.date.today() + datetime.timedelta(days=9)).isoformat()
        ends("sign", sign(out, "--valid-until", day), 0, f"\n  valid until {day}T23:59:59.999Z\n")
        same("end", statement(out)["predicate"]["notAfter"], f"{day}T23:59:59.999Z")
    with row("but not later than the certificate"):
        out = copy(good)
        certificate = statement(out, "certificate.json")["predicate"]["apigcheck"]
        ends("sign", sign(out, "--valid-until", "2999-12-31"), 0,
             f"\n  valid until {certificate['notAfter']}\n")
        same("end", statement(out)["predicate"]["notAfter"], certificate["notAfter"])


def test_refused(good, failed):
    with row("a target that does not conform is rejected, with the reasons"):
        out = copy(failed)
        ends("sign", sign(out), 1, "decision (rejected): ")
        predicate = statement(out)["predicate"]
        same("decision", [predicate["decision"], predicate["outcome"]],
             ["rejected", "NON_CONFORMANT"])
        has("reasons", "".join(predicate["reasons"]), "did not conform")
        ended = third(out)
        ends("third", ended, 1, "rejects the certificate")
        has("third", ended.out, "decision of the authority: rejected, NON_CONFORMANT\n")
    with row("there is no decision about what is not supported or not authentic"):
        out = copy(good)
        write(out, "junit.xml", "changed")
        ends("changed", sign(out), 3, "'junit.xml' was changed")
        same("nothing is written", os.path.exists(os.path.join(out, "receipts")), False)
        ends("another key", verify(out, "--sign", AUTHORITY, key=OTHER_PUBLIC), 4, "not signed")
        same("nothing is written", os.path.exists(os.path.join(out, "receipts")), False)
    with row("a vendor cannot decide about its own certificate"):
        ends("its own", sign(out := copy(good), key=VENDOR), 4, "signed the certificate itself")
        said = json.loads(sign(out, "--json", key=VENDOR).out)
        same("json", [said["ok"], said["exit"]], [False, 4])
        same("nothing is written", os.path.exists(os.path.join(out, "receipts")), False)
    with row("a link instead of the folder is refused"):
        out = copy(good)
        os.symlink(new_folder(), os.path.join(out, "receipts"))
        ends("a link", sign(out), 3, "'receipts' is a symbolic link")


def test_forged(good):
    signed = copy(good)
    ends("sign", sign(signed), 0)
    rows = (("edited outcome", "other", None, "is not signed with the key"),
            ("edited outcome, signed by the vendor", "other", VENDOR, "is not signed with the key"),
            ("outcome of other evidence", "other", AUTHORITY, "has another outcome"),
            ("other certificate", "digest", AUTHORITY, "is about another certificate"),
            ("other kind", "kind", AUTHORITY, "is not a receipt of this kind"))

    def change(said, what):
        if what == "other":
            said["predicate"]["outcome"] = "CONFORMANT_WITH_FINDINGS"
        elif what == "digest":
            said["subject"][0]["digest"]["sha256"] = "0" * 64
        else:
            said["predicateType"] = "urn:apigcheck:revocation:v1"
    for name, what, key, message in rows:
        with row(f"forged decision: {name}"):
            out = copy(signed)
            forge(out, DECISION, lambda said, what=what: change(said, what), key)
            ends(name, third(out), 3, message)
    with row("the key of another authority"):
        ended = third(signed, authority=OTHER_PUBLIC)
        ends("another", ended, 3, "is not signed with the key")
        has("another", ended.out, "REFUSED: a decision, revocation or witnessed run is not valid\n")
    with row("a decision that has expired"):
        out = copy(signed)

        def expire(said):
            said["predicate"]["notAfter"] = "2020-01-01T00:00:00.000Z"
        forge(out, DECISION, expire, AUTHORITY)
        ends("expired", third(out), 1, "the decision has expired")
    with row("a decision of another certificate is not one of this"):
        other, ended = certify(GATEWAY.url)
        same("certify", ended.status, 0, ended)
        shutil.copytree(os.path.join(signed, "receipts"), os.path.join(other, "receipts"))
        ends("moved", third(other), 3, "is about another certificate")


def test_revoked(good):
    out = copy(good)
    ends("sign", sign(out), 0)
    with row("a revocation is read by a third person"):
        ends("revoke", sign(out, "--revoke=Recalled"), 0, "revocation: ")
        ends("third", third(out), 1, "the certificate was revoked on ")
        has("reason", third(out).err, ": Recalled")
    with row("a revocation by another key is not one, and is refused"):
        other = copy(good)
        ends("sign", sign(other), 0)
        ends("revoke", sign(other, "--revoke", key=OTHER), 0)
        ends("third", third(other), 3, "is not signed with the key")
    with row("a certificate whose evidence was changed can be revoked"):
        other = copy(good)
        write(other, "junit.xml", "changed")
        ends("revoke", sign(other, "--revoke"), 0, "revocation: ")


def test_usage(good):
    for words, message in ((("--revoke",), "--revoke requires --sign"),
                           (("--valid-until", "2999-01-01"), "--valid-until requires --sign"),
                           (("--out", "x"), "--out requires --sign"),
                           (("--sign", AUTHORITY, "--valid-until", "2020-01-01"), "in the past"),
                           (("--sign", AUTHORITY, "--valid-until", "2027-02-30"),
                            "expected a date"),
                           (("--sign", AUTHORITY, "--authority", AUTHORITY_PUBLIC), "exclude")):
        with row(f"usage: {words[0]} {message}"):
            ends("usage", verify(good, *words), 2, message)
    with row("usage: a folder instead of the certificate in it"):
        ended = apigcheck("verify", good, "--key", VENDOR_PUBLIC)
        ends("usage", ended, 2, f"'{good}' is a folder")
        has("help", ended.err, f"use {good}/certificate.json")
    with row("a file that does not exist is not called a forgery"):
        ended = apigcheck("verify", os.path.join(good, "none.json"), "--key", VENDOR_PUBLIC)
        ends("missing", ended, 4, "cannot open")
        has("missing", ended.out, "REFUSED: the certificate cannot be read\n")
    with row("--countersign is gone, and its successor is named"):
        ends("usage", apigcheck("certify", "--countersign", "x"), 2, "verify CERTIFICATE --key")


with Gateway() as GATEWAY:
    GOOD, DONE = certify(GATEWAY.url)
    same("certify", DONE.status, 0, DONE)
    with Gateway("--defect", "status-409") as wrong:
        FAILED, DONE = certify(wrong.url)
        same("certify", DONE.status, 1, DONE)
    test_accepted(GOOD)
    test_refused(GOOD, FAILED)
    test_forged(GOOD)
    test_revoked(GOOD)
    test_usage(GOOD)
finish()
