#!/usr/bin/env python3
"""Compares the cost of a run with the cost of its requests alone: see README.md in this folder.

    bench.py BUILD [--sizes 1,100,1000,10000] [--rounds 5] [--parallel 8] [--file-size 1000] [--json FILE]

BUILD is the folder that has `apigcheck` and `bare_loop`. All programs of a round run one after the
other against the same server, so that a busy machine affects them equally. The output has the medians
of all rounds, and the medians of the ratios within a round.
"""
import argparse
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ITEM = {"id": "5f918d104dc84480a75166ba99efff21", "name": "quota_demo", "call_limits": 200,
        "time_unit": "DAY", "tags": ["a", "b"], "create_time": "2026-02-03T04:05:06Z"}

OPERATION = """operation: items
title: An item is read
request: {method: GET, path: /item.json}
"""

CASE = """
  - id: item-{n:06d}
    title: Item {n} is answered as it is documented
    with: {{query: {{n: {n}}}}}
    expect:
      status: 200
      headers: {{Content-Type: !media-type application/json}}
      json:
        id: !re '\\A[0-9a-f]{{32}}\\z'
        name: quota_demo
        call_limits: 200
        time_unit: !in [SECOND, MINUTE, HOUR, DAY]
        tags: [a, b]
"""

NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    keepalive_requests 10000000;
    types {{ application/json json; }}
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{ listen 127.0.0.1:{port}; root {folder}/www; }}
}}
"""


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


# ---- The server ----

def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Server:
    """nginx with one file, on a free port of loopback."""

    def __init__(self, folder):
        program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
        if not program:
            sys.exit("bench.py: nginx is not installed")
        self.port = free_port()
        write(f"{folder}/www/item.json", json.dumps(ITEM))
        os.chmod(folder, 0o755)  # nginx's worker is another user where we are root
        config = write(f"{folder}/nginx.conf", NGINX.format(folder=folder, port=self.port))
        self.child = subprocess.Popen([program, "-e", f"{folder}/error.log", "-c", config])
        self.url = f"http://127.0.0.1:{self.port}"
        self.wait()

    def wait(self):
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        sys.exit("bench.py: nginx did not come up")

    def stop(self):
        self.child.terminate()
        self.child.wait()


# ---- What is asked ----

def write_suite(folder, count, file_size):
    write(f"{folder}/operation.yaml", OPERATION)
    for start in range(0, count, file_size):
        numbers = range(start, min(start + file_size, count))
        text = "cases:\n" + "".join(CASE.format(n=n) for n in numbers)
        write(f"{folder}/{start:06d}.yaml", text)
    return folder


def write_curl_config(path, count, url):
    return write(path, "".join(f'url = "{url}/item.json?n={n}"\noutput = "/dev/null"\n'
                               for n in range(count)))


def write_hurl(path, count, url):
    entry = ('GET {url}/item.json?n={n}\nHTTP 200\n[Asserts]\n'
             'header "Content-Type" == "application/json"\n'
             'jsonpath "$.id" matches /^[0-9a-f]{{32}}$/\n'
             'jsonpath "$.name" == "quota_demo"\njsonpath "$.call_limits" == 200\n\n')
    return write(path, "".join(entry.format(url=url, n=n) for n in range(count)))


def commands(options, folder, count, url):
    """What is compared: a name, and the words of its command. The first one is ours."""
    program, bare = f"{options.build}/apigcheck", f"{options.build}/bare_loop"
    suite = write_suite(f"{folder}/suite-{count}", count, options.file_size)
    parallel = str(options.parallel)
    ours = [program, "run", suite, "--url", url, "--parallel", parallel]
    junit = ["--junit", f"{folder}/junit.xml"]
    loop = [bare, f"{url}/item.json", str(count), parallel]
    curl = ["curl", "--no-progress-meter", "--parallel", "--parallel-max", parallel, "--config",
            write_curl_config(f"{folder}/curl-{count}", count, url)]
    yield "apigcheck", ours + ["--reuse-connections"] + junit
    yield "bare loop", loop + ["reuse"]
    yield "curl --parallel", curl
    if shutil.which("hurl"):
        yield "hurl", ["hurl", "--test", write_hurl(f"{folder}/{count}.hurl", count, url)]
    yield "apigcheck, fresh", ours + junit
    yield "bare loop, fresh", loop
    yield "apigcheck, no report", ours + ["--reuse-connections"]


# ---- Measuring ----

def environment():
    """Nothing of the caller's: no proxy, no settings."""
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"}


def measure(name, words, folder):
    """Returns wall and CPU time in seconds, and the peak memory in MiB. /usr/bin/time starts the
    program, because the peak counts from the fork."""
    note = f"{folder}/peak"
    begin = time.perf_counter()
    child = subprocess.Popen(["/usr/bin/time", "-f", "%M", "-o", note] + words, env=environment(),
                             stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    wall = time.perf_counter() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"bench.py: {name} ended with status {child.returncode}: {' '.join(words)}")
    with open(note, encoding="utf-8") as file:
        peak = int(file.read()) / 1024
    return {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": peak}


def middle(figures, fact):
    return statistics.median(f[fact] for f in figures)


def ratio(table, ours, other, fact):
    return statistics.median(a[fact] / b[fact] for a, b in zip(table[ours], table[other]))


def measure_all(options, folder, count, url):
    """Name -> the figures of each round."""
    wanted = list(commands(options, folder, count, url))
    rounds = options.rounds * 10 if count == 1 else options.rounds
    table = {name: [] for name, _ in wanted}
    for _ in range(rounds):
        for name, words in wanted:
            table[name].append(measure(name, words, folder))
    return table


def print_table(count, table):
    print(f"\n{count:,} case{'' if count == 1 else 's'}")
    for name, figures in table.items():
        print(f"  {name:22} {1000 * middle(figures, 'wall'):9.1f} ms wall"
              f" {1000 * middle(figures, 'cpu'):9.1f} ms CPU {middle(figures, 'peak'):7.1f} MiB")
    if count == 1:
        more = 1000 * (middle(table["apigcheck, no report"], "wall") -
                       middle(table["bare loop"], "wall"))
        print(f"  above the bare loop: {more:.1f} ms")
        return
    for other in table:
        if not other.startswith("apigcheck"):
            ours = "apigcheck, fresh" if other.endswith("fresh") else "apigcheck"
            print(f"  {ours} to {other}: {ratio(table, ours, other, 'wall'):.2f} wall,"
                  f" {ratio(table, ours, other, 'cpu'):.2f} CPU")


def read_options():
    parser = argparse.ArgumentParser(usage="bench.py BUILD [options]")
    parser.add_argument("build")
    parser.add_argument("--sizes", default="1,100,1000,10000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--parallel", type=int, default=8)
    parser.add_argument("--file-size", type=int, default=1000, help="cases in one file")
    parser.add_argument("--json", help="all figures, for other programs")
    options = parser.parse_args()
    options.build = os.path.abspath(options.build)
    return options


def main():
    options = read_options()
    folder = tempfile.mkdtemp(prefix="apigcheck-bench-")
    everything = {}
    server = None
    try:
        server = Server(folder)
        for count in map(int, options.sizes.split(",")):
            everything[count] = measure_all(options, folder, count, server.url)
            print_table(count, everything[count])
        if options.json:
            write(os.path.abspath(options.json), json.dumps(everything))
    finally:
        if server:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


main()
