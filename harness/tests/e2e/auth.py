"""Authentication with tokens, passwords and keys, on objects that are given and objects that are
created. No resources are left over, even after the program was killed, and no secret is printed."""
import datetime
import glob
import http.client
import json
import os
import re
import signal
import threading
import time

from checks import finish, has, holds, lacks, row, same
from cloud import Served, sign
from program import ROOT, Gateway, Process, apigcheck, new_folder, read, record, verdicts, write

CASES = ["binds-two", "bound-listed-unbound-bound", "no-token", "altered-token", "wrong-*",
         "stale-date", "unknown-quota*"]
TARGETS = os.path.join(ROOT, "fixtures", "targets")


def shipped(name, served, **more):
    """A shipped target file with this cloud's address and ids."""
    cloud = served.cloud
    values = {"your-project-id": cloud.project, "your-gateway-id": cloud.gateway,
              "your-quota-id": cloud.quota["app_quota_id"],
              "your-credential-id": cloud.given[0]["id"],
              "your-other-credential-id": cloud.given[1]["id"], "your-account": "tests",
              "your-user": "tester", **more}
    text = read(os.path.join(TARGETS, name))
    text = re.sub(r"(?m)^(\w*url): .*|^  (iam_url): .*",
                  lambda found: f"  iam_url: {served.url}" if found[2] else f"url: {served.url}", text)
    text = re.sub(r"(?m)^confirm_host: .*", "confirm_host: 127.0.0.1", text)
    text = text.replace("rate: 5/s, ", "")
    for word, value in values.items():
        text = re.sub(rf"\b{word}\b", json.dumps(value) if value.isalnum() else value, text)
    return text


def with_token(text):
    """The same steps for a target with a token."""
    text = text.replace("auth: aksk", "auth: token")
    text = re.sub(r"(?m)^( +)(path: /v2/.*)$", r"\1\2\n\1headers: {X-Auth-Token: $(token)}", text)
    return re.sub(r"(?s)secrets:\n.*?\n\n", "secrets: {token: {env: APIG_TOKEN}}\n\n", text)


def environment(cloud):
    return {"APIG_TOKEN": cloud.token, "APIG_PASSWORD": cloud.password,
            "HUAWEICLOUD_SDK_AK": cloud.key, "HUAWEICLOUD_SDK_SK": cloud.secret}


KINDS = {
    "a token, objects given": lambda served: shipped("example.yaml", served),
    "a password, objects given": lambda served: shipped("iam-password.yaml", served),
    "keys, objects given": lambda served: shipped("example.yaml", served).replace(
        "secrets:\n", "auth: aksk\nsecrets:\n  access_key: {env: HUAWEICLOUD_SDK_AK}\n"
        "  secret_key: {env: HUAWEICLOUD_SDK_SK}\n"),
    "keys, objects made": lambda served: shipped("self-provisioned.yaml", served),
    "a token, objects made": lambda served: with_token(shipped("self-provisioned.yaml", served)),
}


def secrets_in(folder, cloud, *outputs):
    seen = [text.encode() for text in outputs]
    for path in glob.glob(os.path.join(folder, "**"), recursive=True):
        if os.path.isfile(path):
            with open(path, "rb") as file:
                seen.append(file.read())
    return [secret for secret in cloud.all_secrets() for text in seen if secret.encode() in text]


def run_kind(name, make):
    with row(f"{name}: the cases pass, and no resources are left"), Served() as served:
        folder, reports = new_folder(), new_folder()
        target = write(folder, "target.yaml", make(served))
        words = [word for case in CASES for word in ("--case", case)]
        env = {**environment(served.cloud), "TMPDIR": folder}
        process = Process("run", "--target", target, *words, "-vv", "--throttle", "60s", "--reports",
                          reports, env=env)
        ended = process.wait(100)
        same("the exit status", ended.status, 0, ended)
        results = verdicts(record(os.path.join(reports, "results.json")))
        same("bound and listed", [results[case] for case in ("binds-two",
                                                            "bound-listed-unbound-bound")], ["pass", "pass"])
        same("cases of signatures ran", results["wrong-key"] == "pass", "keys" in name)
        holds("it was as given afterwards", served.cloud.is_as_given(), served.cloud.__dict__)
        same("writes at the same time", served.cloud.overlaps(), [])
        holds("patience was asked for", served.cloud.patience, served.cloud.asked)
        holds("no key was in danger", served.cloud.most_refused < 4, served.cloud.most_refused)
        same("log-ins", len(served.cloud.issued), 1 if "password" in name else 0)
        same("journals", glob.glob(os.path.join(reports, "*.journal")), [])
        listed = apigcheck("list", "-vv", "--target", target, env=env)
        same("the list's exit status", listed.status, 0, listed)
        same("secrets printed", secrets_in(reports, served.cloud, ended.out, ended.err, listed.out,
                                        listed.err), [])


threads = [threading.Thread(target=run_kind, args=pair) for pair in KINDS.items()]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()


# ---- Killed -----------------------------------------------------------------------------------


def wait_until(what, holds_now, seconds=20):
    end = time.monotonic() + seconds
    while not holds_now():
        holds(what, time.monotonic() < end)
        time.sleep(0.01)


def killed(served, text, when):
    """Runs and kills the program; returns the folder of its target, the journal, and its output."""
    folder = new_folder()
    target = write(folder, "target.yaml", text)
    process = Process("run", "--target", target, "-v",
                      env={**environment(served.cloud), "TMPDIR": folder})
    wait_until("it gets that far", when)
    process.kill(signal.SIGKILL)
    ended = process.wait()
    journals = glob.glob(os.path.join(folder, "*.journal"))
    same("journals", len(journals), 1, ended)
    return folder, journals[0], ended


for name, make in KINDS.items():
    with row(f"{name}: killed in the middle, and cleaned up"), Served(lag=0) as served:
        cloud = served.cloud
        folder, journal, ended = killed(served, make(served), lambda: cloud.bound)
        holds("something is left", not cloud.is_as_given())
        env = environment(cloud)
        cleaned = apigcheck("cleanup", journal, env={})
        same("the exit status without secrets", cleaned.status, 2, cleaned)
        holds("the journal stays", os.path.exists(journal), cleaned)
        cleaned = apigcheck("cleanup", journal, env=env, cwd=folder)
        # after a 429 of the cloud the request is sent again
        for _ in range(3):
            if cleaned.status == 1:
                cleaned = apigcheck("cleanup", journal, env=env, cwd=folder)
        same("the exit status", cleaned.status, 0, cleaned)
        has("standard output", cleaned.out, "no resources are left")
        holds("it is as given", cloud.is_as_given(), cleaned)
        holds("the journal is gone", not os.path.exists(journal))
        same("secrets printed", secrets_in(folder, cloud, ended.out, ended.err, cleaned.out,
                                        cleaned.err), [])

with row("killed while a credential was created: the possible leftover is named"), \
        Served(lag=0, patience_each=0) as served:
    cloud = served.cloud
    cloud.holds_responses = threading.Event()
    folder, journal, _ = killed(served, shipped("self-provisioned.yaml", served),
                                lambda: len(cloud.apps) == 3)
    cleaned = apigcheck("cleanup", journal, env=environment(cloud))
    same("the exit status", cleaned.status, 1, cleaned)
    made = [app["name"] for app in cloud.apps.values() if app["name"].startswith("apigcheck_")]
    has("standard output", cleaned.out, "'Create the credential apigcheck_RUN_ID_first' was interrupted")
    has("the run id", cleaned.out, made[0].split("_")[1])
    holds("the journal stays", os.path.exists(journal), cleaned)

with row("an invalid journal is rejected"):
    for text, words in (("", "not a journal"), ("{}\n", "line 1"), ("no\n", "line 1"),
                        ('{"journal": {}}\n{"x": 1}\n', "line 2"),
                        ('{"journal": {}}\n{"case": "a"}\n', "does not describe its run")):
        ended = apigcheck("cleanup", write(new_folder(), "j", text))
        same("the exit status", ended.status, 2, ended)
        has("standard error", ended.err, words)

# ---- User and password ---------------------------------------------------------------------------

with row("a user name and a password are sent, and never printed"), Served(patience_each=0) as served:
    folder = new_folder()
    suite = write(folder, "suite.yaml", """operation: basic
request: {method: GET, path: /basic}
cases:
  - {id: known, title: Who is known is let in, expect: {status: 200, json: {echo: none}}}
  - {id: unknown, title: Nobody is not, with: {auth: none}, expect: {status: 401}}
""")
    target = write(folder, "target.yaml", f"""url: {served.url}
auth: basic
secrets: {{user: {{file: user}}, password: {{env: PASSWORD}}}}
""")
    write(folder, "user", "tester")
    reports = new_folder()
    ended = apigcheck("run", suite, "--target", target, "-vv", "--reports", reports,
                      env={"PASSWORD": served.cloud.password})
    same("the verdicts", verdicts(record(os.path.join(reports, "results.json"))),
         {"known": "fail", "unknown": "pass"})
    has("it says what it saw", ended.out, "echo")
    same("secrets printed", secrets_in(reports, served.cloud, ended.out, ended.err), [])

# ---- A program of the vendor's SDK, and the reference gateway ----------------------------------

KEY, SECRET = "REFERENCEGATEWAYKEY0", "reference-gateway-secret-key-of-an-operator"
PROJECT = "73d69ae0cfcf460190522d06b60f05ad"
OF_GATEWAY = f"/v2/{PROJECT}/apigw/instances/f0fa1789-3b76-433b-a787-9892951c620e"
QUOTA = OF_GATEWAY + "/app-quotas/c900c5612dbe451bb43cbcc49cfaf2f3"
APP = "98df09fb-d459-4cbf-83a7-2b55ca6f3d5d"


def call(url, method, target, body=None, key=KEY, secret=SECRET):
    """A request as the SDKs send it: all its headers are signed."""
    host = url.partition("://")[2]
    sent = json.dumps(body).encode() if body is not None else b""
    now = datetime.datetime.utcnow().strftime("%Y%m%dT%H%M%SZ")
    headers = {"content-type": "application/json;charset=UTF-8", "host": host,
               "user-agent": "huaweicloud-usdk-python/3.0", "x-project-id": PROJECT,
               "x-sdk-date": now}
    names = sorted(headers)
    signature = sign(method, target, headers, names, sent, secret)
    headers["Authorization"] = (f"SDK-HMAC-SHA256 Access={key}, SignedHeaders={';'.join(names)}, "
                                f"Signature={signature}")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request(method, target, sent or None, headers)
    response = connection.getresponse()
    text = response.read()
    connection.close()
    return response.status, json.loads(text) if text else None


with row("a program that signs as the SDKs do works against the reference gateway"), \
        Gateway() as gateway:
    status, bound = call(gateway.url, "POST", QUOTA + "/binding-apps", {"app_ids": [APP]})
    same("binding", (status, bound["applies"][0]["app_id"]), (201, APP))
    status, listed = call(gateway.url, "GET", QUOTA + "/bound-apps?offset=0&limit=20&app_name=app_orders")
    same("listing", (status, [app["app_id"] for app in listed["apps"]]), (200, [APP]))
    status, listed = call(gateway.url, "GET", OF_GATEWAY + "/app-quotas?name=quota_basic")
    same("quotas", [one["bound_app_num"] for one in listed["quotas"]], [1])
    same("projects", call(gateway.url, "GET", "/v3/projects?name=staging")[1]["projects"][0]["id"],
         PROJECT)
    same("unbinding", call(gateway.url, "DELETE", QUOTA + "/bound-apps/" + APP)[0], 204)
    for words, refusal in (({"key": "NOBODYSKEY"}, "ak NOBODYSKEY not exist"),
                           ({"secret": "wrong"}, "verify aksk signature fail")):
        status, response = call(gateway.url, "GET", QUOTA + "/bound-apps", **words)
        same("the refusal", (status, response["error_code"]), (401, "APIGW.0301"), response)
        has("the refusal", response["error_msg"], refusal)
    status, response = call(gateway.url, "DELETE", QUOTA + "/bound-apps/" + APP)
    same("unbinding again", (status, response["error_code"]), (404, "APIG.3093"))

with row("the shipped cases with the reference gateway's keys: cases that need a token are skipped"), \
        Gateway() as gateway:
    text = read(os.path.join(TARGETS, "embedded.yaml"))
    text = text.replace("auth-aksk, ", "").replace("vars:", "auth: aksk\nvars:", 1)
    text = re.sub(r"\{file: (\S+)\}", rf"{{file: {TARGETS}/\1}}", text)
    reports = new_folder()
    ended = apigcheck("run", "--target", write(new_folder(), "t.yaml", text), "--url", gateway.url,
                      "--reports", reports)
    same("the exit status", ended.status, 0, ended)
    results = verdicts(record(os.path.join(reports, "results.json")))
    holds("most ran", list(results.values()).count("pass") > 80, results)
    lacks("the output", ended.out, SECRET)

finish()
