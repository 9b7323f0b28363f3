"""`certify --witness`: the authority runs the cases itself, and a third person verifies with two public keys."""
import base64
import hashlib
import json
import os
import shutil

from checks import finish, has, holds, lacks, row, same
from program import EMBEDDED, Gateway, apigcheck, new_folder, read, record, write
from sealing import new_key, openssl, reseal, statement

FOLDER = new_folder()
VENDOR, VENDOR_PUBLIC = new_key(FOLDER, "vendor")
AUTHORITY, AUTHORITY_PUBLIC = new_key(FOLDER, "authority")
STRANGER, STRANGER_PUBLIC = new_key(FOLDER, "stranger")
CHALLENGE = "2026-10-acme-7f3a"
CONFIRMED = "confirmed: it is the key of the authority"
UNCONFIRMED = "not confirmed: pass the key of the authority"
DECISION = os.path.join("receipts", "decision.json")


def key_id(public):
    der = openssl("pkey", "-pubin", "-in", public, "-outform", "DER").stdout
    return hashlib.sha256(der).hexdigest()


def new_target(change):
    """A copy of the target file, beside its secrets."""
    folder = new_folder()
    source = os.path.dirname(EMBEDDED)
    for name in os.listdir(source):
        if name.startswith("embedded"):
            shutil.copy(os.path.join(source, name), folder)
    text = read(EMBEDDED)
    changed = change(text)
    holds("the target is changed", changed != text)
    return write(folder, "embedded.yaml", changed)


def certify(url, *words, key=VENDOR, target=EMBEDDED, product="Gateway", version="4.2", status=0):
    out = os.path.join(new_folder(), "evidence")
    ended = apigcheck("certify", "--target", target, "--url", url, "--profile", "core",
                      "--vendor", "Acme", "--product", product, "--product-version", version,
                      "--key", key, "--out", out, *words)
    same("certify", ended.status, status, ended)
    return out, ended


def witness(url, *words, key=AUTHORITY, **how):
    return certify(url, "--witness", "--challenge", CHALLENGE, *words, key=key, **how)[0]


def path_of(out):
    return os.path.join(out, "certificate.json")


def verify(out, *words, key=AUTHORITY_PUBLIC):
    return apigcheck("verify", path_of(out), "--key", key, *words)


def third(own, witnessed, *words):
    """A third person: the public key of the vendor, and that of the authority."""
    return verify(own, "--authority", AUTHORITY_PUBLIC, "--witnessed", path_of(witnessed), *words,
                  key=VENDOR_PUBLIC)


def copy(out):
    other = os.path.join(new_folder(), "evidence")
    shutil.copytree(out, other)
    return other


def ours(out):
    return json.loads(statement(out)[1])["predicate"]["apigcheck"]


def ends(what, ended, status, *messages):
    same(f"{what}: exit status", ended.status, status, ended)
    for message in messages:
        has(what, ended.err + ended.out, message)
    return ended


# ---- The run and its certificate ----

def test_certificate(witnessed, own):
    with row("the statement names the witness, what the run was bound to, and what it proves"):
        said = ours(witnessed)
        same("assurance", said["assurance"], "witnessed")
        same("challenge", said["challenge"], CHALLENGE)
        same("keyid", said["witness"]["keyid"], key_id(AUTHORITY_PUBLIC))
        has("sentence", said["proves"], "ran the cases itself against the endpoint")
        same("version", said["schemaVersion"], 2)
    with row("the seed follows from challenge, profile, suite and capabilities"):
        files = {name[6:]: entry["sha256"]
                 for name, entry in sorted(record(os.path.join(witnessed, "manifest.json")).items())
                 if name.startswith("suite/")}
        fixed = {"type": "apigcheck witnessed run 1",
                 "profile": {"name": "core", "version": said["profile"]["version"]},
                 "suite": files, "capabilities": sorted(said["capabilities"]["declared"])}
        text = json.dumps(CHALLENGE) + json.dumps(fixed, ensure_ascii=False, separators=(",", ":"))
        binding = hashlib.sha256(text.encode()).hexdigest()
        same("binding", said["witness"]["challenge"], binding)
        seed = hashlib.sha256(b"apigcheck seed 1\0" + binding.encode() + b"\0" +
                              said["nonce"].encode()).hexdigest()
        same("seed", said["seed"], seed)
        same("seed of the run", record(os.path.join(witnessed, "results.json"))["seed"], seed)
    with row("a certificate of a vendor says that it proves less"):
        said = ours(own)
        same("assurance", [said["assurance"], said["witness"]], ["self-attested", None])
        has("sentence", said["proves"], "could have made them up")


def test_output(url, witnessed, own):
    witness_id = key_id(AUTHORITY_PUBLIC)
    with row("certify prints the assurance and the sentence"):
        _, ended = certify(url, "--witness", "--challenge", CHALLENGE, key=AUTHORITY)
        has("out", ended.out, f"assurance: witnessed by key {witness_id}\n  {ours(witnessed)['proves']}")
        _, ended = certify(url)
        has("out", ended.out, f"assurance: self-attested\n  {ours(own)['proves']}")
    with row("verify calls a run witnessed by a key, and confirms only the key of the authority"):
        ended = ends("without", verify(witnessed), 0, f"witnessed by key {witness_id}, {UNCONFIRMED}",
                     ours(witnessed)["proves"])
        ended = ends("with", verify(witnessed, "--authority", AUTHORITY_PUBLIC), 0,
                     f"witnessed by key {witness_id}, {CONFIRMED}")
        lacks("with", ended.out, "not confirmed")
        said = json.loads(verify(witnessed, "--authority", AUTHORITY_PUBLIC, "--json").out)
        same("json", [said["assurance"][name] for name in ("kind", "witness", "confirmed")],
             ["witnessed", witness_id, True])
        said = json.loads(verify(witnessed, "--json").out)
        same("json", said["assurance"]["confirmed"], False)
        ended = ends("own", verify(own, key=VENDOR_PUBLIC), 0, "assurance: self-attested",
                     ours(own)["proves"])
    with row("the challenge is required as the authority wrote it"):
        ends("its own", verify(witnessed, "--challenge", CHALLENGE), 0)
        ends("another", verify(witnessed, "--challenge", "another"), 3, "not bound to the challenge")


def test_usage(url):
    for words, message in ((("--witness",), "--witness requires --challenge"),
                           (("--witness", "--challenge", " "), "--challenge has no visible"),
                           (("--witness", "--challenge", "\u200b"), "--challenge has no visible"),
                           (("--challenge", " "), "--challenge has no visible"),
                           (("--challenge", os.fsdecode(b"x\xff")), "--challenge is not valid UTF")):
        with row(f"usage: {words!r}"):
            _, ended = certify(url, *words, status=2)
            has("message", ended.err, message)
            lacks("nothing else", ended.err, "2 errors")
    with row("usage: verify --witnessed"):
        for words, message in ((("--witnessed", "x"), "--witnessed requires --authority"),
                               (("--witnessed", "x", "--sign", AUTHORITY, "--revoke"), "exclude")):
            ends("usage", apigcheck("verify", "x", "--key", VENDOR_PUBLIC, *words), 2, message)


# ---- The decision, the third person, the revocation ----

def test_third_person(witnessed, own):
    own, witnessed = copy(own), copy(witnessed)
    with row("the authority decides about the vendor's certificate after its own run"):
        ends("undecided", third(own, witnessed), 1, "the authority has not decided")
        ends("sign", verify(own, "--sign", AUTHORITY, "--witnessed", path_of(witnessed),
                            key=VENDOR_PUBLIC), 0, "decision (accepted): ")
        with open(path_of(witnessed), "rb") as file:
            digest = hashlib.sha256(file.read()).hexdigest()
        said = json.loads(base64.b64decode(record(os.path.join(own, DECISION))["payload"]))
        same("witnessed", said["predicate"]["witnessed"], digest)
    with row("a third person verifies both folders with two public keys"):
        ends("third", third(own, witnessed), 0, "decision of the authority: accepted, CONFORMANT",
             f"witnessed by the authority: certificate with the SHA-256 {digest}", "VALID")
        said = json.loads(third(own, witnessed, "--json").out)
        same("json", [said["ok"], said["witnessed"]], [True, digest])
    with row("the decision names the run for a reader who does not have its folder"):
        ends("without", verify(own, "--authority", AUTHORITY_PUBLIC, key=VENDOR_PUBLIC), 0,
             f"after a witnessed run: certificate with the SHA-256 {digest}")
    with row("another witnessed run than that of the decision"):
        ends("another", third(own, witness(GATEWAY.url)), 3, "names another witnessed run")
    with row("the authority revokes its run"):
        revoked = copy(witnessed)
        ends("revoke", verify(revoked, "--sign", AUTHORITY, "--revoke=Recalled"), 0, "revocation: ")
        ends("third", third(own, revoked), 1, "the certificate was revoked on ", "Recalled")
        ends("alone", verify(revoked, "--authority", AUTHORITY_PUBLIC), 1, "was revoked")
    with row("the authority revokes the certificate of the vendor"):
        ends("revoke", verify(own, "--sign", AUTHORITY, "--revoke=Recalled", key=VENDOR_PUBLIC), 0)
        ends("third", third(own, witnessed), 1, "the certificate was revoked on ", "Recalled")


def test_own_decision(witnessed):
    with row("the witness can decide about its own run, and no other key can"):
        out = copy(witnessed)
        ends("stranger", verify(out, "--sign", STRANGER), 4, "only this key can decide")
        ends("revocation", verify(out, "--sign", STRANGER, "--revoke"), 4, "only this key")
        same("nothing is written", os.path.exists(os.path.join(out, "receipts")), False)
        ends("sign", verify(out, "--sign", AUTHORITY, "--valid-until", "2099-12-31"), 0,
             "decision (accepted): ", CONFIRMED)
        ends("third", verify(out, "--authority", AUTHORITY_PUBLIC), 0, "accepted, CONFORMANT")
    with row("the key of another authority confirms nothing"):
        ended = ends("other", verify(witnessed, "--authority", STRANGER_PUBLIC), 3,
                     "which is not the key of the authority")
        lacks("other", ended.out, CONFIRMED)


def test_differences(url, witnessed, own):
    def differs(what, other, status, message, **how):
        with row(f"--witnessed: {what}"):
            ends(what, third(copy(own), other), status, message)
            rejected = copy(own)
            signed = verify(rejected, "--sign", AUTHORITY, "--witnessed", path_of(other),
                            key=VENDOR_PUBLIC)
            same("no acceptance", signed.status, status, signed)
            same("written", os.path.exists(os.path.join(rejected, DECISION)), status == 1)
    less = new_target(lambda text: text.replace("auth-aksk, provoke-500, ", "auth-aksk, "))
    differs("another product", witness(url, product="Router"), 1, "'product' differs")
    differs("another version", witness(url, version="4.3"), 1, "'productVersion' differs")
    differs("other capabilities", witness(url, target=less), 1, "'capabilities' differs")
    with Gateway() as second:
        differs("another URL", witness(second.url), 1, "'target.url' differs")
    with Gateway("--defect", "status-409") as wrong:
        differs("a target that does not conform", witness(wrong.url, status=1), 1,
                "the target did not conform")
    differs("the vendor's key", witness(url, key=VENDOR), 3, "not signed with the key")
    differs("self-attested, by the authority", certify(url, key=AUTHORITY)[0], 3,
            "the certificate is not witnessed")
    changed = copy(witnessed)
    write(changed, "junit.xml", "changed")
    differs("changed evidence", changed, 3, "'junit.xml' was changed")
    with row("--witnessed for a certificate that is witnessed itself"):
        ends("itself", verify(witnessed, "--authority", AUTHORITY_PUBLIC, "--witnessed",
                              path_of(witnessed)), 3, "is witnessed itself")


# ---- Attacks ----

def test_vendor_as_witness(url):
    out = witness(url, key=VENDOR)
    with row("a vendor that witnesses itself is named by its key, and never confirmed"):
        ended = ends("alone", verify(out, key=VENDOR_PUBLIC), 0,
                     f"witnessed by key {key_id(VENDOR_PUBLIC)}, {UNCONFIRMED}")
        lacks("alone", ended.out, CONFIRMED)
        ends("authority", verify(out, "--authority", AUTHORITY_PUBLIC, key=VENDOR_PUBLIC), 3,
             "which is not the key of the authority")
        ends("sign", verify(out, "--sign", AUTHORITY, key=VENDOR_PUBLIC), 4, "only this key can decide")
    with row("nor with a decision of its own"):
        ends("sign", verify(out, "--sign", VENDOR, key=VENDOR_PUBLIC), 0)
        ended = ends("third", verify(out, "--authority", AUTHORITY_PUBLIC, key=VENDOR_PUBLIC), 3,
                     "which is not the key of the authority", "is not signed with the key of the")
        lacks("third", ended.out, CONFIRMED)


def change_claims(**changed):
    return lambda said: said["predicate"]["apigcheck"].update(changed)


def forged(good, key, claim, change=lambda out: None):
    out = copy(good)
    change(out)
    reseal(out, key, claim, profile="core")
    return out


def declare(name):
    """Declares one more capability in the target of the evidence."""

    def change(out):
        path = os.path.join(out, "target.yaml")
        write(out, "target.yaml", read(path).replace("[auth-aksk, ", f"[auth-aksk, {name}, "))
        said = record(os.path.join(out, "target.json"))
        said["capabilities"].insert(2, name)
        write(out, "target.json", json.dumps(said))
    return change


def declare_claims(name):
    def change(said):
        said["predicate"]["apigcheck"]["capabilities"]["declared"].insert(2, name)
    return change


def test_forged(witnessed, own):
    witness_id, vendor_id = key_id(AUTHORITY_PUBLIC), key_id(VENDOR_PUBLIC)
    said = ours(witnessed)
    binding = said["witness"]["challenge"]
    sentence = {"proves": said["proves"], "assurance": "witnessed"}
    less = {"assurance": "self-attested", "witness": None, "proves": ours(own)["proves"]}
    claimed = {"keyid": vendor_id, "challenge": binding}
    rows = (
        ("signed by the vendor", witnessed, VENDOR, {}, "not signed by the witness that it names"),
        ("another witness", witnessed, AUTHORITY,
         {"witness": {"keyid": vendor_id, "challenge": binding}}, "not signed by the witness"),
        ("the vendor as the witness", witnessed, VENDOR,
         {"witness": claimed, "challenge": "mine"}, "field 'predicate.apigcheck.seed'"),
        ("no witness any more", witnessed, VENDOR, less, "apigcheck.seed'"),
        ("only the word self-attested", witnessed, AUTHORITY, {"assurance": "self-attested"},
         "field 'predicate.apigcheck.assurance'"),
        ("the sentence", witnessed, AUTHORITY, {"proves": "Everything."}, "apigcheck.proves'"),
        ("another challenge", witnessed, AUTHORITY, {"challenge": "another"},
         "predicate.apigcheck.witness.challenge'"),
        ("no challenge", witnessed, AUTHORITY, {"challenge": None}, "has no challenge"),
        ("a blank challenge", witnessed, AUTHORITY, {"challenge": " "}, "has no challenge"),
        ("another binding", witnessed, AUTHORITY,
         {"witness": {"keyid": witness_id, "challenge": "0" * 64}},
         "predicate.apigcheck.witness.challenge'"),
        ("one more field", witnessed, AUTHORITY,
         {"witness": {"keyid": witness_id, "challenge": binding, "more": 1}}, "witness.more'"),
        ("self-attested, called witnessed", own, VENDOR, sentence,
         "field 'predicate.apigcheck.assurance'"),
        ("self-attested, with a witness", own, VENDOR,
         {**sentence, "witness": claimed, "challenge": CHALLENGE}, "apigcheck.seed'"),
        ("self-attested, with the authority as the witness", own, VENDOR,
         {**sentence, "witness": {"keyid": witness_id, "challenge": binding},
          "challenge": CHALLENGE}, "not signed by the witness that it names"),
        ("a witness without a key", own, VENDOR, {**sentence, "witness": {"keyid": 1}},
         "field 'predicate.apigcheck.assurance'"),
    )
    for name, good, key, changed, message in rows:
        with row(f"changed and signed again: {name}"):
            public = VENDOR_PUBLIC if key == VENDOR else AUTHORITY_PUBLIC
            out = forged(good, key, change_claims(**changed))
            ended = ends(name, verify(out, key=public), 3, message)
            lacks(name, ended.out, "confirmed: it is")
            ended = verify(out, "--authority", AUTHORITY_PUBLIC, key=public)
            same(name, ended.status, 3, ended)
            lacks(name, ended.out, CONFIRMED)
    with row("changed and signed again: a capability that was not hashed"):
        out = forged(witnessed, AUTHORITY, declare_claims("binds-twice"), declare("binds-twice"))
        ends("capability", verify(out), 3, "predicate.apigcheck.witness.challenge'",
             "predicate.apigcheck.seed'")
    with row("a second signature does not make the vendor's key a witness"):
        out = copy(witnessed)
        envelope = record(path_of(out))
        other = record(path_of(forged(witnessed, VENDOR, None)))
        envelope["signatures"] += other["signatures"]
        write(out, "certificate.json", json.dumps(envelope))
        ends("two", verify(out), 3, "has other signatures")


def test_version(own):
    with row("a certificate of an earlier format is refused with the reason"):
        out = forged(own, VENDOR, change_claims(schemaVersion=1))
        ends("version", verify(out, key=VENDOR_PUBLIC), 4,
             "has schemaVersion 1, but this version of apigcheck supports only 2")


with Gateway() as GATEWAY:
    OWN, _ = certify(GATEWAY.url)
    WITNESSED = witness(GATEWAY.url)
    test_certificate(WITNESSED, OWN)
    test_output(GATEWAY.url, WITNESSED, OWN)
    test_usage(GATEWAY.url)
    test_third_person(WITNESSED, OWN)
    test_own_decision(WITNESSED)
    test_differences(GATEWAY.url, WITNESSED, OWN)
    test_vendor_as_witness(GATEWAY.url)
    test_forged(WITNESSED, OWN)
    test_version(OWN)
finish()
