"""A suite for the HTTP API V2 of docker-registry 2.8, written from its specification, run against
a real registry.

Without the registry (Debian: docker-registry) it is skipped.
"""
import json
import os
import re
import sys

from checks import finish, has, row, same
from docker_registry_server import HERE, SUITE, TARGET, command
from foreign import (Daemon, Response, check_faults, check_orders, check_proof, check_rejudge, missing,
                     names, run)

if missing("docker-registry"):
    print("skipped: docker-registry is not installed (Debian: docker-registry)")
    sys.exit(77)

WORDS = [SUITE, *TARGET, "--waivers", os.path.join(HERE, "docker_registry.waivers.yaml"),
         "--not-tag", "breaks-off"]
WAIVED = ["manifest/without-layers", "tags/paged", "upload/bad-name[dots]",
          "upload/bad-name[upper-case]", "upload/out-of-order", "upload/unknown"]


# ---- Faults ----

FAULTS = []


def fault(*cases):
    """Registers a fault that makes exactly these cases fail."""
    return lambda function: FAULTS.append((function, cases))


def is_blob(request, *methods):
    return request.method in methods and "/blobs/sha256" in request.path


def is_mount(request):
    return request.method == "POST" and "mount=" in request.path


def created(path, digest):
    return Response(201, [("Location", f"http://127.0.0.1{path}"), ("Docker-Content-Digest", digest)],
                    b"")


@fault("version/is-two")
def no_version(request, send):
    """the version header is missing"""
    response = send(request)
    response.without("Docker-Distribution-API-Version")
    return response


@fault("blob/part[first]", "blob/part[middle]", "blob/part[open]")
def ignores_range(request, send):
    """a range request gets the whole blob"""
    request.fields = [field for field in request.fields if not field.startswith(b"Range:")]
    return send(request)


@fault("blob/part[middle]")
def ends_early(request, send):
    """a range in the middle starts one byte later"""
    request.fields = [field.replace(b"bytes=10-14", b"bytes=11-14") for field in request.fields]
    return send(request)


@fault("blob/whole", "upload/monolithic", "upload/chunks")
def flips_a_byte(request, send):
    """the last byte of a blob is wrong"""
    response = send(request)
    if is_blob(request, "GET") and response.status == 200:
        response.body = response.body[:-1] + b"!"
    return response


@fault("blob/head", "manifest/head")
def wrong_length(request, send):
    """HEAD shows another length"""
    response = send(request)
    if request.method == "HEAD" and response.status == 200:
        response.without("Content-Length")
        response.headers.append(("Content-Length", "30"))
    return response


@fault("blob/head-unknown", "manifest/head")
def head_finds_everything(request, send):
    """HEAD finds every object"""
    if request.method != "HEAD":
        return send(request)
    whole = "sha256:44532fd168e1c943b0a5c1fe3d749450b8ac8e94fc92df61e337e2ed9217edd7"
    return Response(200, [("Content-Length", "29"), ("Docker-Content-Digest", whole),
                          ("Content-Type", "application/octet-stream")], b"")


@fault("blob/deleted")
def keeps_blobs(request, send):
    """deleting a blob that exists has no effect"""
    if is_blob(request, "DELETE") and "000000" not in request.path:
        return Response(202, [], b"")
    return send(request)


@fault("manifest/lives")
def keeps_manifests(request, send):
    """deleting a manifest by its digest has no effect"""
    if request.method == "DELETE" and "/manifests/sha256" in request.path:
        return Response(202, [], b"")
    return send(request)


@fault("manifest/lives")
def deletes_by_tag(request, send):
    """deleting a manifest by its tag succeeds"""
    if request.method == "DELETE" and request.path.endswith("/manifests/one"):
        return Response(202, [], b"")
    return send(request)


@fault("upload/wrong-digest[of-other-content]", "upload/wrong-digest[too-short]",
       "upload/wrong-digest[no-algorithm]", "upload/wrong-digest[empty]")
def trusts(request, send):
    """the digest of an upload is not compared"""
    response = send(request)
    if request.method == "PUT" and "/uploads/" in request.path and response.status == 400:
        return created("/v2/x/blobs/sha256:0", "sha256:0")
    return response


@fault("manifest/wrong-digest", "manifest/invalid[not-json]", "manifest/invalid[empty-object]",
       "manifest/invalid[cut]", "manifest/without-layers")
def takes_every_manifest(request, send):
    """every manifest is accepted"""
    response = send(request)
    if request.method == "PUT" and "/manifests/" in request.path and response.status >= 400:
        return created("/v2/x/manifests/sha256:0", "sha256:0")
    return response


@fault("upload/mount", "blob/deleted", "manifest/lives")
def mounts_nothing(request, send):
    """mounting a blob has no effect"""
    if is_mount(request) and "000000" not in request.path:
        digest = request.path.split("mount=")[1].split("&")[0].replace("%3A", ":")
        return created(f"/v2/x/blobs/{digest}", digest)
    return send(request)


@fault("upload/cancelled")
def cancels_nothing(request, send):
    """cancelling an upload has no effect"""
    return Response(204, [], b"") if request.method == "DELETE" and "/uploads/" in request.path \
        else send(request)


@fault("upload/chunks")
def loses_a_chunk(request, send):
    """the second chunk is lost, and the registry reports success"""
    if request.values("Content-Range") != ["9-28"]:
        return send(request)
    upload = request.path.split("/uploads/")[1].split("?")[0]
    return Response(202, [("Location", f"http://127.0.0.1{request.path}"), ("Range", "0-28"),
                          ("Docker-Upload-UUID", upload)], b"")


@fault("upload/chunks")
def no_progress(request, send):
    """the progress of an upload is one byte too small"""
    response = send(request)
    if request.method == "GET" and "/uploads/" in request.path and response.status == 204:
        response.headers = [(k, "0-7" if k == "Range" else v) for k, v in response.headers]
    return response


@fault("manifest/as-pushed[tag]", "manifest/as-pushed[digest]")
def rewrites_manifests(request, send):
    """a manifest is reformatted JSON"""
    response = send(request)
    if request.method == "GET" and "/manifests/" in request.path and response.status == 200:
        response.json = response.json
    return response


@fault("tags/all", "tags/paged")
def loses_a_tag(request, send):
    """the list of tags lacks one"""
    response = send(request)
    if "/tags/list" in request.path and response.status == 200:
        came = response.json
        came["tags"].remove("two")
        response.json = came
    return response


@fault("catalog/paged")
def starts_anew(request, send):
    """each page of the catalog is the first one"""
    if re.search(r"/_catalog\?.*last=case-", request.path):
        request.line = b"GET /v2/_catalog?n=1 HTTP/1.1"
    return send(request)


@fault("catalog/lists")
def forgets(request, send):
    """the catalog shows one repository at most"""
    response = send(request)
    if "last=suite-" in request.path:
        response.json = {"repositories": ["another"]}
    return response


@fault("manifest/unknown[tag]", "manifest/unknown[digest]", "manifest/lives")
def other_code(request, send):
    """an unknown manifest has the code UNKNOWN"""
    response = send(request)
    response.body = response.body.replace(b"MANIFEST_UNKNOWN", b"UNKNOWN")
    return response


@fault("tags/unknown")
def no_code(request, send):
    """the error of an unknown repository has no code"""
    response = send(request)
    if response.status == 404 and "/tags/list" in request.path:
        response.json = {"errors": [{"message": "unknown"}]}
    return response


# ---- The tests ----

with Daemon(command, "/v2/") as registry:
    check_orders(WORDS, registry.url)
    check_faults(WORDS, registry.port, FAULTS)

    with row("the deviations from its specification are found, and nothing else"):
        ended, results, path = run([SUITE, *TARGET, "--url", registry.url, "--not-tag", "breaks-off"])
        same("the exit status", ended.status, 1, ended)
        same("the cases that fail", names(results, "fail"), WAIVED, ended)
        same("the cases that warn", names(results, "warn"), ["upload/single-post"], ended)

    check_rejudge(path, SUITE, *TARGET)
    check_proof(SUITE, registry.url, *TARGET, "--not-tag", "breaks-off", "--not-tag", "deviates")

    with row("a response with a truncated body is an error, not a failure of the case"):
        ended, results, _ = run([SUITE, *TARGET, "--url", registry.url, "--tag", "breaks-off"])
        same("the exit status", ended.status, 3, ended)
        same("errors", names(results, "error"), ["blob/part-outside"], ended)
        has("why", json.dumps(results), "29 bytes remaining")

finish()
