"""A browser without a window, driven through chromedriver's own HTTP interface.

It opens only local files, and the browser is configured to make no requests of its own.
"""
import base64
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import time

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync",
         "--disable-dev-shm-usage", "--force-color-profile=srgb", "--lang=en-US"]
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "ArrowUp": "\ue013", "ArrowDown": "\ue015",
        "Tab": "\ue004", "Home": "\ue011", "End": "\ue010", "PageDown": "\ue00f"}
PATIENCE_S = 120


def chromium():
    """(browser, driver), or None when either is not installed."""
    found = shutil.which("chromium"), shutil.which("chromedriver")
    return found if all(found) else None


class BrowserError(Exception):
    pass


class Browser:
    def __init__(self, width=1280, height=900, flags=()):
        browser, driver = chromium()
        self.home = tempfile.mkdtemp(prefix="apigcheck-browser-")
        environment = {"PATH": os.environ["PATH"], "HOME": self.home, "TMPDIR": self.home,
                       "LC_ALL": "C.UTF-8"}
        self.driver = subprocess.Popen(
            [driver, "--port=0"], env=environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = self._port()
        options = {"binary": browser, "args": [*FLAGS, *flags, f"--window-size={width},{height}",
                                               f"--user-data-dir={self.home}/profile"]}
        made = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}}})
        self.session = f"/session/{made['sessionId']}"
        self.cdp("Network.enable")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._ask("DELETE", self.session)
        finally:
            self.driver.terminate()
            self.driver.wait()
            shutil.rmtree(self.home, True)

    def _port(self):
        for line in self.driver.stdout:
            match = re.search(r"started successfully on port (\d+)", line)
            if match:
                return int(match[1])
        raise BrowserError("chromedriver did not start")

    def _ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        connection.request(method, path, None if body is None else json.dumps(body),
                           {"Content-Type": "application/json"})
        value = json.loads(connection.getresponse().read())["value"]
        connection.close()
        if isinstance(value, dict) and "error" in value:
            raise BrowserError(f"{value['error']}: {value['message']}")
        return value

    def _do(self, path, body=None, method="POST"):
        return self._ask(method, self.session + path, {} if body is None and method == "POST"
                         else body)

    def cdp(self, command, **parameters):
        return self._do("/goog/cdp/execute", {"cmd": command, "params": parameters})

    # ---- Pages ----

    def open(self, path, fragment=""):
        """Loads a file again, which a browser does not do for a different fragment only."""
        self._do("/url", {"url": "about:blank"})
        self._do("/url", {"url": pathlib.Path(path).as_uri() + fragment})

    def run(self, script, *arguments):
        """Evaluates the body of a function in the page."""
        return self._do("/execute/sync", {"script": script, "args": list(arguments)})

    def size(self, width, height):
        self.cdp("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=False)

    def media(self, kind="", **features):
        """media(prefers_color_scheme="dark"), media("print")"""
        self.cdp("Emulation.setEmulatedMedia", media=kind, features=[
            {"name": name.replace("_", "-"), "value": value} for name, value in features.items()])

    def picture(self, path, whole=False):
        shot = self.cdp("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        pathlib.Path(path).write_bytes(base64.b64decode(shot["data"]))

    def paper(self, path):
        printed = self.cdp("Page.printToPDF", printBackground=False, paperWidth=8.27,
                           paperHeight=11.69)
        pathlib.Path(path).write_bytes(base64.b64decode(printed["data"]))

    # ---- Input ----

    def find(self, selector):
        return self._do("/element", {"using": "css selector", "value": selector})[ELEMENT]

    def click(self, selector):
        self._do(f"/element/{self.find(selector)}/click")

    def press(self, *keys):
        """Sends keys to the focused element: "Enter", "j", or words letter by letter."""
        typed = [KEYS.get(key, key) for key in keys]
        actions = [{"type": kind, "value": letter} for text in typed for letter in text
                   for kind in ("keyDown", "keyUp")]
        self._do("/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def back(self):
        self._do("/back")

    # ---- Output ----

    def until(self, script, *arguments):
        """Polls until the value is true."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            value = self.run(script, *arguments)
            if value:
                return value
            time.sleep(0.05)
        raise BrowserError(f"never true: {script}")

    def complaints(self):
        """All console messages since the last call."""
        return [f"{one['level']}: {one['message']}"
                for one in self._do("/se/log", {"type": "browser"})]

    def requests(self):
        """URLs that pages from files requested since the last call."""
        asked = []
        for one in self._do("/se/log", {"type": "performance"}):
            message = json.loads(one["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                params = message["params"]
                if params["documentURL"].startswith("file:") and params.get("type") != "Document":
                    asked.append(params["request"]["url"])
        return asked
