"""Keys, and forged certificates: changed, and signed again."""
import base64
import hashlib
import json
import os
import subprocess

from checks import same
from program import new_folder, record, write


def openssl(*words, data=None):
    return subprocess.run(["openssl", *words], input=data, capture_output=True, check=False)


def new_key(folder, name):
    path = os.path.join(folder, name + ".pem")
    same("a key", openssl("genpkey", "-algorithm", "ed25519", "-out", path).returncode, 0)
    os.chmod(path, 0o600)
    public = os.path.join(folder, name + ".pub.pem")
    same("its public half", openssl("pkey", "-in", path, "-pubout", "-out", public).returncode, 0)
    return path, public


def files(out):
    found = []
    for folder, _, names in os.walk(out):
        found += [os.path.relpath(os.path.join(folder, name), out) for name in names]
    return sorted(found)


def statement(out):
    envelope = record(os.path.join(out, "certificate.json"))
    return envelope, base64.b64decode(envelope["payload"])


def pae(kind, body):
    return b"DSSEv1 %d %s %d " % (len(kind), kind.encode(), len(body)) + body


def reseal(out, key, change=None, profile="small"):
    """Forges evidence with a known key: new digests, a new manifest, a new signature."""

    def digest(path):
        with open(os.path.join(out, path), "rb") as file:
            data = file.read()
        return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest = {name: digest(name) for name in sorted(files(out))
                if name not in ("manifest.json", "certificate.json")}
    write(out, "manifest.json", json.dumps(manifest))
    envelope, body = statement(out)
    said = json.loads(body)
    said["subject"][1]["digest"]["sha256"] = digest("manifest.json")["sha256"]
    lines = "".join(f"{entry['sha256']}  {name[6:]}\n" for name, entry in manifest.items()
                    if name.startswith("suite/"))
    said["predicate"]["configuration"][0]["digest"]["sha256"] = hashlib.sha256(
        lines.encode()).hexdigest()
    for entry, name in zip(said["predicate"]["configuration"][1:],
                           ("suite/requirements.yaml", f"suite/profiles/{profile}.yaml")):
        entry["digest"]["sha256"] = manifest[name]["sha256"]
    if change:
        change(said)
    body = json.dumps(said).encode()
    message = os.path.join(new_folder(), "pae")
    with open(message, "wb") as file:
        file.write(pae(envelope["payloadType"], body))
    signed = openssl("pkeyutl", "-sign", "-inkey", key, "-rawin", "-in", message)
    same("openssl signs", signed.returncode, 0, signed.stderr)
    envelope["payload"] = base64.b64encode(body).decode()
    envelope["signatures"] = [{"keyid": "", "sig": base64.b64encode(signed.stdout).decode()}]
    write(out, "certificate.json", json.dumps(envelope))
