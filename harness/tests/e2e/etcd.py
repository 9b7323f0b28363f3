"""A suite for the JSON gateway of etcd 3.4, written from its documentation, run against a real etcd.

Without etcd (Debian: etcd-server) it is skipped.
"""
import base64
import json
import os
import sys

from checks import finish
from foreign import Daemon, Response, check_faults, check_orders, check_proof, check_rejudge, missing, run
from program import ROOT, new_folder

if missing("etcd"):
    print("skipped: etcd is not installed (Debian: etcd-server)")
    sys.exit(77)

SUITE = os.path.join(ROOT, "harness", "tests", "e2e", "etcd")


def command(port):
    return ["etcd", "--data-dir", os.path.join(new_folder(), "data"), "--listen-client-urls",
            f"http://127.0.0.1:{port}", "--advertise-client-urls", f"http://127.0.0.1:{port}",
            "--listen-peer-urls", "http://127.0.0.1:0"]


# ---- Faults ----

FAULTS = []


def fault(*cases):
    """Registers a fault that makes exactly these cases fail."""
    return lambda function: FAULTS.append((function, cases))


def changed(request, **fields):
    """The request with fields of its JSON body replaced; None removes a field."""
    sent = json.loads(request.body)
    if isinstance(sent, dict):
        sent.update(fields)
        request.body = json.dumps({k: v for k, v in sent.items() if v is not None}).encode()
    return request


def sent_json(request):
    try:
        value = json.loads(request.body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def with_fields(response, **fields):
    """The response with fields of its JSON body replaced; None removes a field."""
    came = response.json
    came.update(fields)
    response.json = {k: v for k, v in came.items() if v is not None}
    return response


def done(request, send):
    """The response to a write without effect: the header of another request."""
    read = changed(request, key="AAAA", ID=None, revision=None, name=None)
    read.line = b"POST /v3/kv/range HTTP/1.1"
    return with_fields(send(read), count=None, kvs=None)


def ignores(path, *fields):
    def wrong(request, send):
        is_it = request.path == path and set(fields) & set(sent_json(request))
        return send(changed(request, **dict.fromkeys(fields)) if is_it else request)
    return wrong


def register(name, function, *cases):
    function.__doc__ = name
    FAULTS.append((function, cases))


RANGE = "/v3/kv/range"
register("a range ignores its end", ignores(RANGE, "range_end"), "deleterange/many", "range/prefix")
register("a range ignores its limit", ignores(RANGE, "limit"), "range/prefix")
register("a range ignores the order", ignores(RANGE, "sort_order", "sort_target"), "range/prefix")
register("a range ignores count_only", ignores(RANGE, "count_only"), "range/prefix")
register("a range ignores keys_only", ignores(RANGE, "keys_only"), "range/prefix")
register("a range ignores its revision", ignores(RANGE, "revision"), "compaction/forgets",
         "range/future-revision", "range/old-revision")
register("a put ignores prev_kv", ignores("/v3/kv/put", "prev_kv"), "put/overwrites")
register("a put ignores its lease", ignores("/v3/kv/put", "lease"), "lease/holds-keys",
         "put/unknown-lease")
register("a delete ignores its end", ignores("/v3/kv/deleterange", "range_end"), "deleterange/many")
register("a grant ignores the ID", ignores("/v3/lease/grant", "ID"), "lease/own-id")
register("the keys of a lease are not shown", ignores("/v3/lease/timetolive", "keys"),
         "lease/holds-keys")
register("a transaction ignores its comparisons", ignores("/v3/kv/txn", "compare"),
         "txn/compares-value", "txn/creates-once")


@fault("lease/holds-keys")
def lease_survives(request, send):
    """revoking a lease that exists has no effect"""
    if request.path == "/v3/lease/revoke" and len(sent_json(request)["ID"]) > 10:
        return done(request, send)
    return send(request)


@fault("compaction/forgets")
def history_survives(request, send):
    """a compaction has no effect"""
    if request.path == "/v3/kv/compaction" and len(sent_json(request)["revision"]) < 10:
        return done(request, send)
    return send(request)


@fault("users/lives")
def user_survives(request, send):
    """deleting a user has no effect"""
    return done(request, send) if request.path == "/v3/auth/user/delete" else send(request)


@fault("deleterange/many", "deleterange/one")
def miscounts(request, send):
    """the number of deleted keys is one too many"""
    response = send(request)
    if request.path == "/v3/kv/deleterange" and "deleted" in response.json:
        with_fields(response, deleted=str(int(response.json["deleted"]) + 1))
    return response


@fault("lease/keeps-alive")
def does_not_renew(request, send):
    """keeping a lease alive shortens its remaining time"""
    response = send(request)
    if request.path == "/v3/lease/keepalive":
        with_fields(response, result={**response.json["result"], "TTL": "59"})
    return response


@fault("compaction/future", "lease/own-id", "lease/unknown", "put/no-key[empty]", "put/no-key[null]",
       "put/not-base64[alphabet]", "put/not-base64[length]", "put/not-base64[number]",
       "put/not-json[cut]", "put/not-json[list]", "put/not-json[text]", "put/unknown-lease",
       "range/future-revision", "range/no-key", "txn/puts-twice", "users/lives", "users/no-root",
       "users/no-token", "users/without-name", "compaction/forgets")
def unknown_code(request, send):
    """each error has the code 2, unknown"""
    response = send(request)
    return with_fields(response, code=2) if response.status >= 400 and response.body[:1] == b"{" else response


@fault("range/unknown-path")
def every_path(request, send):
    """an unknown path gets a response like a known one"""
    response = send(request)
    return response if response.body[:1] == b"{" else Response(200, [], b"{}")


@fault("status/shows")
def no_leader(request, send):
    """the status has no leader"""
    response = send(request)
    return with_fields(response, leader=None) if request.path.endswith("/status") else response


@fault("range/none", "deleterange/one", "lease/holds-keys")
def finds_everything(request, send):
    """a key that does not exist is found"""
    response = send(request)
    is_read = request.path == RANGE and "count_only" not in sent_json(request)
    if is_read and response.status == 200 and "kvs" not in response.json:
        kv = {"key": sent_json(request)["key"], "value": base64.b64encode(b"x").decode()}
        with_fields(response, kvs=[kv], count="1")
    return response


@fault("lease/grants")
def hides_leases(request, send):
    """the list of leases is empty"""
    response = send(request)
    return with_fields(response, leases=[]) if request.path == "/v3/lease/leases" else response


# ---- The tests ----

with Daemon(command, "/health") as etcd:
    check_orders([SUITE], etcd.url)
    check_faults([SUITE], etcd.port, FAULTS, "--not-tag", "slow")

    _, _, path = run([SUITE, "--url", etcd.url])
    check_rejudge(path, SUITE)

    check_proof(SUITE, etcd.url)

finish()
