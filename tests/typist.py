"""Somebody who types live and posts forms, with nothing of ours between them and the server but the protocol."""

import json
import secrets
import threading
import time
from contextlib import suppress
from http.cookiejar import CookieJar
from urllib.parse import urlencode, urljoin, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from bs4 import BeautifulSoup
from pycrdt import Doc, Text
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from alongside.writing.lib0 import Reader, block, number

SYNC, AWARENESS, ACK = 0, 1, 120
STEP_1, STEP_2, UPDATE = 0, 1, 2


def until(ready, what: str, seconds: float = 15.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < end, what
        time.sleep(0.01)


class Visitor:
    """One person at a browser without JavaScript, signed in by a link of the demo."""

    def __init__(self, link: str):
        self.jar = CookieJar()
        self._web = build_opener(HTTPCookieProcessor(self.jar))
        self.get(link)
        self.send(self.soup.find("main").find("form"))

    @property
    def cookie(self) -> str:
        return "; ".join(f"{each.name}={each.value}" for each in self.jar)

    def get(self, address: str) -> BeautifulSoup:
        return self._arrive(self._web.open(address, timeout=20))

    def send(self, form, **words) -> BeautifulSoup:
        """Post a form of the page that is open, with some boxes filled in anew."""
        boxes = form.find_all("input", attrs={"name": True})
        data = {
            box["name"]: box.get("value", "")
            for box in boxes
            if box.get("type") not in ("radio", "checkbox") or box.has_attr("checked")
        }
        data |= {box["name"]: box.text.removeprefix("\n") for box in form.find_all("textarea")}
        to = urljoin(self.at, form.get("action") or self.at)
        return self._arrive(self._web.open(to, urlencode(data | words).encode(), timeout=20))

    def _arrive(self, response) -> BeautifulSoup:
        self.at = response.url
        self.soup = BeautifulSoup(response.read(), "html.parser")
        return self.soup


class Typist:
    """One open sheet. `sent` and `acked` count this connection's updates; the document outlives it."""

    def __init__(self, address: str, cookie: str, text: str, doc: Doc | None = None):
        self.doc = doc if doc is not None else Doc(client_id=secrets.randbits(32))  # as a browser draws it
        self.text = self.doc.get(text, type=Text)
        self._lock = threading.RLock()
        self.sent = self.acked = self.heard = self.code = 0
        self.words: list[tuple[int, str]] = []  # under which number each word was sent
        self.here: dict[int, dict | None] = {}
        self._clock = 0
        self._line = connect(
            address + "?ack=1", additional_headers={"Cookie": cookie}, compression=None, close_timeout=1,
            open_timeout=20, proxy=None, legacy=True,
        )  # fmt: skip
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        self._send(bytes((SYNC, STEP_1)) + block(self.doc.get_state()))
        until(lambda: self.heard, "the server does not answer")

    def type(self, word: str) -> None:
        """At the end of the box."""
        with self._lock:
            before = self.doc.get_state()
            self.text += word
            self._update(UPDATE, self.doc.get_update(before))
            self.words.append((self.sent, word))

    def stand_in(self, box: str | None) -> None:
        """Say in which box I am."""
        self._clock += 1
        state = json.dumps({"box": box, "name": "somebody else"}).encode()
        update = number(1) + number(self.doc.client_id) + number(self._clock) + block(state)
        self._send(bytes((AWARENESS,)) + block(update))

    def says(self) -> str:
        with self._lock:
            return str(self.text)

    def acked_words(self) -> list[str]:
        return [word for at, word in self.words if at <= self.acked]

    def close(self) -> None:
        self._line.close()
        self._reading.join(5)

    def until_gone(self, seconds: float = 5.0) -> int:
        """The code with which the server closed the line."""
        self._reading.join(seconds)
        assert not self._reading.is_alive(), "the line is still open"
        return self.code

    def _update(self, kind: int, update: bytes) -> None:
        self.sent += 1
        self._send(bytes((SYNC, kind)) + block(update))

    def _send(self, frame: bytes) -> None:
        with suppress(ConnectionClosed):
            self._line.send(frame)

    def _read(self) -> None:
        try:
            for frame in self._line:
                with self._lock:
                    self._take(Reader(frame))
        except ConnectionClosed:
            pass
        self.code, self.reason = self._line.close_code or 0, self._line.close_reason

    def _take(self, frame: Reader) -> None:
        while frame.rest:
            kind = frame.number()
            if kind == SYNC:
                self._sync(frame.number(), frame.block())
            elif kind == AWARENESS:
                self._aware(Reader(frame.block()))
            elif kind == ACK:
                self.acked, _ = frame.number(), frame.number()
            else:
                raise AssertionError(f"a message of the kind {kind}")

    def _sync(self, step: int, data: bytes) -> None:
        if step == STEP_1:
            self._update(STEP_2, self.doc.get_update(data))
        else:
            self.doc.apply_update(data)
            self.heard += 1

    def _aware(self, states: Reader) -> None:
        for _ in range(states.number()):
            client, _, words = states.number(), states.number(), states.block()
            self.here[client] = json.loads(words)


def moved(address: str, port: int) -> str:
    """The same address at another process."""
    return urlsplit(address)._replace(netloc=f"127.0.0.1:{port}").geturl()
