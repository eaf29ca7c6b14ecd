"""Firefox, driven by the protocol that it serves itself (WebDriver BiDi): no driver, no download."""

import itertools
import json
import re
import shutil
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path

from websockets.sync.client import connect

KEYS = {"ArrowLeft": "\ue012", "End": "\ue010", "Home": "\ue011", "Control": "\ue009", "Enter": "\ue007"}
QUIET = {
    "app.update.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.systemAddon.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "http://127.0.0.1:1",
    "toolkit.telemetry.enabled": False,
}


class Firefox:
    """One browser with one page. Scripts run in a world of their own, so the page's content policy stays as it is."""

    def __init__(self, profile: Path):
        path = shutil.which("firefox-esr") or shutil.which("firefox")
        assert path, "The test needs Firefox. Debian: apt-get install firefox-esr"
        profile.mkdir(parents=True, exist_ok=True)
        lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in QUIET.items())
        (profile / "user.js").write_text("".join(lines))
        command = [path, "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", str(profile)]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        said = (re.search(r"BiDi listening on (ws://\S+)", line) for line in self._process.stderr)
        address = next(found[1] for found in said if found)
        self._open = ExitStack()
        self._socket = self._open.enter_context(connect(f"{address}/session", max_size=None))
        self._numbers = itertools.count(1)
        self.ask("session.new", capabilities={"alwaysMatch": {"unhandledPromptBehavior": {"default": "accept"}}})
        self._page = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def ask(self, method: str, **params):
        """One command and its answer; events are not asked for."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv(timeout=60))
            if answer.get("id") == number:
                break
        if answer["type"] == "error":
            raise RuntimeError(f"{method}: {answer['message']}")
        return answer["result"]

    def open(self, address: str) -> None:
        self.ask("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def back(self) -> None:
        self.ask("browsingContext.traverseHistory", context=self._page, delta=-1)

    def run(self, script: str):
        """What an expression comes to: words, numbers, truth, or nothing."""
        target = {"context": self._page, "sandbox": "tests"}
        found = self.ask("script.evaluate", expression=script, target=target, awaitPromise=True)
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return found["result"].get("value")

    def wait_for(self, script: str, within: float = 15) -> None:
        """Wait until it is true; a page that is just going away says nothing."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            try:
                if self.run(script):
                    return
            except RuntimeError:
                pass
            time.sleep(0.05)
        raise AssertionError(f"Firefox waited in vain for {script}")

    def press(self, *keys: str) -> None:
        """Press keys by their names, or letters, one after the other."""
        actions = [
            {"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")
        ]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        self.ask("input.performActions", context=self._page, actions=[source])

    def type(self, words: str) -> None:
        self.press(*words)

    def stop(self) -> None:
        try:
            self.ask("browser.close")
            self._process.wait(20)
        finally:
            self._process.kill()
            self._process.wait()
            self._open.close()
