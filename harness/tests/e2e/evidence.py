"""For each way of authentication, the evidence contains no secret, and can be verified."""
import os
import re
import shutil
import subprocess

from checks import finish, has, holds, row, same
from program import ROOT, Gateway, apigcheck, new_folder, read, write

TARGETS = os.path.join(ROOT, "fixtures", "targets")
PASSWORD = "reference-gateway-password-of-an-operator"
IDS = {"your-account": "reference", "your-user": "operator",
       "your-project-id": "73d69ae0cfcf460190522d06b60f05ad",
       "your-gateway-id": "f0fa1789-3b76-433b-a787-9892951c620e",
       "your-quota-id": "c900c5612dbe451bb43cbcc49cfaf2f3",
       "your-credential-id": "98df09fb-d459-4cbf-83a7-2b55ca6f3d5d",
       "your-other-credential-id": "356de8eb7a8742168586e5daf5339965"}


def target_folder():
    folder = os.path.join(new_folder(), "targets")
    shutil.copytree(TARGETS, folder)
    return folder


def with_token(folder, _):
    return os.path.join(folder, "embedded.yaml")


def with_keys(folder, _):
    text = re.sub(r"\n  token: .*", "", read(with_token(folder, None)))
    return write(folder, "keys.yaml", text.replace("\nsecrets:", "\nauth: aksk\nsecrets:"))


def with_password(folder, url):
    text = read(os.path.join(folder, "iam-password.yaml"))
    text = re.sub(r"(\n(?:url|  iam_url): )\S+", rf"\g<1>{url}", text)
    text = re.sub(r"\nconfirm_host: .*|rate: 5/s, ", "", text)
    for old, new in IDS.items():
        text = re.sub(rf"\b{old}\b", new, text)
    # core makes forbidden-token mandatory
    text = text.replace("\nsecrets:", "\nsecrets:\n  forbidden_token: {file: embedded-forbidden.token}")
    text = text.replace("capabilities: [", "capabilities: [forbidden-token, ")
    return write(folder, "password.yaml", text)


def secrets_of(folder):
    return [PASSWORD] + [read(os.path.join(folder, name)).strip() for name in os.listdir(folder)
                         if name.endswith((".token", ".key"))]


def bytes_below(folder):
    for place, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(place, name), "rb") as file:
                yield os.path.join(place, name), file.read()


def signing_key(folder):
    private, public = os.path.join(folder, "v.pem"), os.path.join(folder, "v.pub.pem")
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", private], check=True)
    subprocess.run(["openssl", "pkey", "-in", private, "-pubout", "-out", public], check=True)
    os.chmod(private, 0o600)
    return private, public


for name, make in (("a token", with_token), ("keys", with_keys), ("a password", with_password)):
    with row(f"{name}: certified, verified, and no secret in a byte of it"), \
            Gateway() as gateway:
        folder = target_folder()
        target, out = make(folder, gateway.url), os.path.join(new_folder(), "evidence")
        private, public = signing_key(new_folder())
        certified = apigcheck("certify", "--target", target, "--url", gateway.url, "--profile", "core",
                           "--vendor", "V", "--product", "P", "--product-version", "1", "--key",
                           private, "--out", out, env={**os.environ, "APIG_PASSWORD": PASSWORD})
        same("the exit status of certify", certified.status, 0, certified)
        has("the output of certify", certified.out, "CONFORMANT")
        verified = apigcheck("verify", os.path.join(out, "certificate.json"), "--key", public)
        same("the exit status of verify", verified.status, 0, verified)
        found = [(path, secret) for path, content in bytes_below(out) for secret in secrets_of(folder)
                 if secret.encode() in content]
        same("secrets found", found, [])
        holds("the evidence has files", os.path.exists(os.path.join(out, "exchanges.har")))
        if make is with_password:
            record = read(os.path.join(out, "results.json"))
            has("the response to the log-in", record, '"X-Subject-Token","***"')

finish()
