"""A server of our own with its demo, and a visitor who signs in and looks at every page."""

import json
import os
import re
import signal
import subprocess
import time
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener


class Serving:
    """bin/serve of the project in `root`, on a free port, until `stop()`."""

    def __init__(self, root: Path, data: Path, *more: str):
        environment = {name: value for name, value in os.environ.items() if not name.startswith("ALONGSIDE_")}
        self.root, self.data = root, data
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            [root / "bin" / "serve", "--port", "0", "--data", data, *more],
            cwd=root,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.base = self._base()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _base(self) -> str:
        said = ""
        for line in self.process.stdout:
            said += line
            if found := re.search(r"answers at (http://\S+)", line):
                return found[1]
        self.process.wait()
        raise RuntimeError(f"the server did not start:\n{said}")

    def memory_mb(self) -> float:
        """Resident memory of the one process."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def people(self) -> list[dict]:
        """The demo's people with their sign-in links."""
        return self.world()["people"]

    def world(self) -> dict:
        """The demo world as programs are told of it."""
        said = subprocess.run(
            [self.root / "bin" / "alongside", "demo", "--json", "--data", self.data, "--base", self.base],
            cwd=self.root,
            capture_output=True,
            check=True,
        ).stdout
        return json.loads(said)

    def stop(self) -> None:
        """As Ctrl-C would."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)
        self.process.stdout.close()


class Page(HTMLParser):
    """The links of a page, and the hidden fields and address of its first form."""

    def __init__(self, html: str):
        super().__init__()
        self.links: list[str] = []
        self.form: dict[str, str] | None = None
        self.action = ""
        self.inside = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])
        elif tag == "main":
            self.inside = True
        elif tag == "form" and self.inside and self.form is None:
            self.form, self.action = {}, found.get("action") or ""
        elif tag == "input" and self.form is not None and found.get("type") == "hidden":
            self.form.setdefault(found["name"], found.get("value") or "")


class Scripts(HTMLParser):
    """The scripts of a page: addresses, and what stands in the page itself."""

    def __init__(self, html: str):
        super().__init__()
        self.addresses: list[str] = []
        self.inside: list[str] = []
        self._open = False
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        code = tag == "script" and found.get("type") in (None, "module", "text/javascript")
        if code and found.get("src"):
            self.addresses.append(found["src"])
        self._open = code and not found.get("src")

    def handle_data(self, data):
        if self._open:
            self.inside.append(data)

    def handle_endtag(self, tag):
        self._open = False


class Visitor:
    """One person with a browser of their own."""

    def __init__(self, base: str):
        self.base = base
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, address: str) -> tuple[str, bytes]:
        """Where it led, and what was there; an error page counts as a page."""
        try:
            with self.opener.open(address, timeout=30) as answer:
                return answer.url, answer.read()
        except HTTPError as answer:
            return address, answer.read()

    def sign_in(self, address: str) -> None:
        """Open the link and press its one button."""
        url, html = self.get(address)
        page = Page(html.decode())
        request = Request(urljoin(url, page.action or url), urlencode(page.form).encode(), {"Referer": url})
        self.opener.open(request, timeout=30).close()

    def look_around(self, most: int = 150) -> int:
        """Follow every link within the site; returns how many pages were seen."""
        waiting, seen = [self.base + "/"], set()
        while waiting and len(seen) < most:
            address = waiting.pop(0)
            if address in seen:
                continue
            seen.add(address)
            url, content = self.get(address)
            if content.lstrip()[:1] != b"<":
                continue
            for link in Page(content.decode(errors="replace")).links:
                there = urldefrag(urljoin(url, link))[0]
                if urlsplit(there).netloc == urlsplit(self.base).netloc:
                    waiting.append(there)
        return len(seen)
