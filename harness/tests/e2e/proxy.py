"""A proxy with a user name and a password: requests go through it, and neither is in any report, message
or journal, with any form of URL and any response of the proxy."""
import base64
import glob
import json
import os
import signal
import time

from checks import finish, has, holds, lacks, row, same
from program import Process, apigcheck, new_folder, read, record, verdicts, write
from servers import Recorder, response

USER, PASSWORD = "joe-the-user", "pa/ss-word"  # a user name is not masked in a response
BASIC = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
CASES = """operation: a
request: {method: GET, path: /a}
cases:
  - id: one
    title: One
    expect: {status: 200}
"""
SECRETS = (USER, PASSWORD, "pa%2Fss-word", "ss-word", BASIC)


def folder_of(cases=CASES):
    folder = new_folder()
    write(folder, "a.yaml", cases)
    return folder


def lacks_secrets(ended, folder, secrets=SECRETS):
    outputs = [ended.out, ended.err]
    for path in glob.glob(os.path.join(folder, "reports", "*")):
        outputs.append(read(path))
    for text in outputs:
        for secret in secrets:
            lacks("the files", text, secret)


def run(folder, proxy, *words):
    return apigcheck("run", "a.yaml", "--url", "http://api.example.test", "--proxy", proxy, "-vv",
                     "--reports", "reports", *words, cwd=folder)


def echo(request):
    return response(407, json.dumps({"you sent": request.values("Proxy-Authorization"),
                                   "which is": f"{USER}:{PASSWORD}", "as": "pa%2Fss-word"}))


for answers, verdict in ((lambda request: response(200), "pass"), (echo, "fail")):
    with row(f"a password with an escape, and an @ in the path: {verdict}"), \
            Recorder(answers) as server:
        folder = folder_of()
        for proxy, shown in ((f"http://{USER}:pa%2Fss-word@127.0.0.1:{server.port}/a@b",
                              f"http://***@127.0.0.1:{server.port}/a@b"),
                             (f"{USER}:pa%2Fss-word@127.0.0.1:{server.port}",
                              f"***@127.0.0.1:{server.port}")):
            ended = run(folder, proxy)
            results = record(os.path.join(folder, "reports", "results.json"))
            same("the verdict", verdicts(results), {"one": verdict}, ended)
            same("the requests that the proxy got", server.requests[-1].values("Proxy-Authorization"),
                 [f"Basic {BASIC}"])
            same("the recorded URL", dict(map(tuple, results["options"]))["proxy"], shown)
            lacks_secrets(ended, folder, SECRETS[1:] if verdict == "fail" else SECRETS)

with row("the rerun command"), Recorder(echo) as server:
    for word in (("--proxy", f"{USER}:pa%2Fss-word@127.0.0.1:{server.port}"),
                 (f"--proxy={USER}:pa%2Fss-word@127.0.0.1:{server.port}",)):
        ended = apigcheck("run", "a.yaml", "--url", "http://api.example.test", *word,
                          cwd=folder_of())
        lines = [line for line in ended.out.splitlines() if line.startswith("rerun:")]
        same("commands", len(lines), 1, ended)
        has("it", lines[0], '"$SECRET"')
        has("it", lines[0], f"@127.0.0.1:{server.port}")
        has("it", lines[0], "--proxy")
        lacks("it", lines[0], USER)

for proxy in (f"http://{USER}:{PASSWORD}@127.0.0.1:1/", f"http:\\\\{USER}:ss-word@127.0.0.1:1",
              f"//{USER}:ss-word@127.0.0.1:1", f"gopher://{USER}:ss-word@127.0.0.1:1",
              f"http://{USER}:ss-word@[::1", f"http://{USER}:ss-word@127.0.0.1:99999",
              f"http://{USER}:ss-word@no-such-name.invalid:1", f"http://{USER}:{'ss-word' * 60}@:1"):
    with row(f"a proxy that cannot be used: {proxy[:60]}"):
        folder = folder_of()
        ended = run(folder, proxy, "--wait", "1s", "--connect-timeout", "1s")
        same("the exit status", ended.status, 3, ended)
        lacks_secrets(ended, folder)

for url in (f"http://{USER}:ss-word@127.0.0.1:1", f"//{USER}:ss-word@127.0.0.1:1",
            f"{USER}:ss-word@127.0.0.1:1", f"http:\\\\{USER}:ss-word@127.0.0.1:1",
            f"http:///{USER}:ss-word@127.0.0.1:1", f"http://{USER}:{PASSWORD}@127.0.0.1:1"):
    with row(f"a target's URL with a user name and a password is rejected: {url}"):
        folder = folder_of()
        for words in (("--url", url),
                      ("--target", write(folder, "target.yaml", f"url: '{url}'\n"))):
            ended = apigcheck("run", "a.yaml", *words, "--reports", "reports", cwd=folder)
            same("the exit status", ended.status, 2, ended)
            has("standard error", ended.err, "must not contain a user or password")
            lacks_secrets(ended, folder)

with row("a URL in a variable"), Recorder(lambda request: response(404)) as server:
    folder = folder_of(CASES.replace("path: /a}", "path: '/a', query: {back: $(back)}}"))
    ended = apigcheck("run", "a.yaml", "--url", server.url, "--reports", "reports", "--var",
                      f"back=http://{USER}:ss-word@h/", cwd=folder)
    same("the verdict", ended.status, 1, ended)
    same("the sent requests", server.requests[-1].path,
         f"/a?back=http%3A%2F%2F{USER}%3Ass-word%40h%2F")
    lacks_secrets(ended, folder)

MAKES = """operation: a
request: {method: POST, path: /a}
cases:
  - id: one
    title: One
    expect: {status: 200}
    cleanup: [{request: {method: DELETE, path: /a}}]
"""

with row("the journal of a killed run has no password: clean-up requires it"), \
        Recorder(lambda request: time.sleep(60) if request.method == "POST" else response(204)) \
        as server:
    folder = folder_of(MAKES)
    target = write(folder, "target.yaml",
                   "url: http://api.example.test\nconfirm_host: api.example.test\n")
    proxy = f"http://{USER}:pa%2Fss-word@127.0.0.1:{server.port}"
    process = Process("run", "a.yaml", "--target", target, f"--proxy={proxy}", cwd=folder,
                      env={"TMPDIR": folder})
    end = time.monotonic() + 20
    while not server.requests:
        holds("a request, in time", time.monotonic() < end)
        time.sleep(0.01)
    process.kill(signal.SIGKILL)
    process.wait()
    journal, = glob.glob(os.path.join(folder, "*.journal"))
    text = read(journal)
    has("the journal", text, f"--proxy=http://***@127.0.0.1:{server.port}")
    for secret in SECRETS:
        lacks("the journal", text, secret)
    ended = apigcheck("cleanup", journal)
    same("the exit status without the proxy", ended.status, 2, ended)
    has("standard error", ended.err, "the journal does not contain")
    has("standard error", ended.err, "--proxy URL")
    ended = apigcheck("cleanup", "--proxy", proxy, journal)
    same("the exit status with it", ended.status, 0, ended)
    same("the requests that the proxy got", server.requests[-1].values("Proxy-Authorization"), [f"Basic {BASIC}"])
    same("the method", server.requests[-1].method, "DELETE")
    lacks_secrets(ended, folder)

finish()
