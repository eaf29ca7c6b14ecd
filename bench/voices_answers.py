"""Answers to a round as they come in: 50 a second against bin/serve on SQLite, a kill in the middle, large rounds.

An answer here is a post and the next page, from the first byte sent to the last byte read, by somebody with a
cookie and an address of their own (127.0.x.y, because one address may not begin for many). `hello` is
an empty page of the same process behind the same middleware, asked for in turn with the answers.
"""

import base64
import json
import os
import random
import re
import signal
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from alongside.site.folder import ROOT
from bench.pages import HELLO, Page, bytes_of, milliseconds, session_of, start_django
from bench.visiting import Serving

A_SECOND, SECONDS, QUICK = 50, 60, 10
HANDS = 12  # threads that type
HELLOS = 5  # a second
BEFORE_THE_KILL = 200  # answers that were seen
MANY = 10_000
Tell = Callable[[str], None]


def figures(tell: Tell, quick: bool = False) -> dict:
    """One demo folder for all of it; the 10,000 come last."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        data = Path(folder)
        os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
        with Serving(ROOT, data, "--demo") as serving:
            short = serving.world()["codes"][0]["round"]
            found = first_visit(serving, short)
            crowd = Crowd(serving.base, short)
            found |= crowd.answer(QUICK if quick else SECONDS)
            tell(f"{len(crowd.seen)} answers of {crowd.begun} people, each with its next page")
        seen = crowd.seen + killed_in_the_middle(data, short, tell)
        start_django(data)
        found["answers_lost"] = lost(seen)
        return found | pages_of_a_large_round(data, short, tell)


# --- people who answer


@dataclass
class Someone:
    """One browser without a script."""

    number: int
    base: str
    short: str
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    at: str = ""
    wire: HTTPConnection | None = None

    def ask(self, path: str, form: dict | None = None):
        """One request over this person's own line; returns status, where to, and the page."""
        place = urlsplit(self.base)
        if self.wire is None:
            own = f"127.1.{self.number // 250}.{self.number % 250 + 1}"
            self.wire = HTTPConnection(place.hostname, place.port, timeout=20, source_address=(own, 0))
        head = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode(form, doseq=True)
            head |= {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.base + path}
        self.wire.request("GET" if form is None else "POST", path, body, head)
        answer = self.wire.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location", ""), text

    def open(self, path: str) -> None:
        status, _, self.page = self.ask(path)
        self.at = path
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")

    def answer(self) -> tuple[str, int]:
        """Post what stands in the page, and read the next one; returns the question and whose answer it is."""
        question = self.at.rstrip("/").rsplit("/", 1)[1]
        status, to, text = self.ask(self.at, filled_in(self.page))
        if status != 302:
            raise RuntimeError(f"{self.at} answered {status}: {text[:300]}")
        self.open(to)
        return question, self.who

    @property
    def who(self) -> int:
        """The number in the mark, which is signed and not secret."""
        packed = self.cookies["alongside-answer"].split(":")[0].strip('"').lstrip(".")
        return json.loads(base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)))[0]

    @property
    def finished(self) -> bool:
        return "/q/" not in self.at or "cards" in self.at

    def close(self) -> None:
        if self.wire:
            self.wire.close()


def filled_in(page: str) -> dict:
    """The page's own form with something chosen or written in it."""
    form = re.search(r"<main.*?<form[^>]*>(.*?)</form>", page, re.DOTALL)[1]
    found: dict = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for kind in ("radio", "checkbox"):
        options = [
            (_of(one, "name"), _of(one, "value"))
            for one in re.findall(rf'<input[^>]*type="{kind}"[^>]*>', form)
        ]
        if options:
            name, value = random.choice(options)
            found[name] = value
    for one in re.findall(r"<textarea[^>]*>", form):
        if _of(one, "name") != "note":
            found[_of(one, "name")] = "It came on a Friday, and nobody answers on a Friday."
    for one in re.findall(r'<input[^>]*type="(?:text|number)"[^>]*>', form):
        if _of(one, "name") != "leave_empty":
            found[_of(one, "name")] = str(random.randint(1, 30))
    return found


def _of(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1] if found else ""


class Crowd:
    """So many answers a second, whoever is free gives the next one."""

    def __init__(self, base: str, short: str, begin_at: int = 0):
        self.base, self.short, self.begun = base, short, begin_at
        self.free: list[Someone] = []
        self.seen: list[tuple[str, int]] = []
        self.took: list[float] = []
        self.hellos: list[float] = []
        self.lock = threading.Lock()
        self.why: list[str] = []

    def answer(self, seconds: float) -> dict:
        began = time.perf_counter()
        ticks = iter([began + n / A_SECOND for n in range(int(seconds * A_SECOND))])
        hands = [threading.Thread(target=self._hand, args=(ticks,)) for _ in range(HANDS)]
        asking = threading.Thread(target=self._hello, args=(began + seconds,))
        for each in (*hands, asking):
            each.start()
        for each in (*hands, asking):
            each.join()
        for someone in self.free:
            someone.close()
        if not self.took or len(self.why) > len(self.took) / 100:
            raise RuntimeError(f"{len(self.why)} of {len(self.took)} answers failed: {self.why[:3]}")
        answer, hello = _p95(self.took), _p95(self.hellos)
        return {
            "answers_a_second": round(len(self.took) / (time.perf_counter() - began), 1),
            "answer_p95_ms": round(answer, 1),
            "answer_median_ms": round(statistics.median(self.took), 1),
            "answer_hello_p95_ms": round(hello, 1),
            "answer_hello_median_ms": round(statistics.median(self.hellos), 1),
            "answer_p95_vs_hello": round(answer / hello, 1),
        }

    def _hand(self, ticks) -> None:
        while True:
            with self.lock:
                tick = next(ticks, None)
                someone = self.free.pop() if self.free else None
                if someone is None:
                    someone = Someone(self.begun, self.base, self.short)
                    self.begun += 1
            if tick is None:
                return
            try:
                self._one(someone, tick)
            except (OSError, HTTPException, RuntimeError) as why:
                someone.close()
                self.why.append(repr(why))
                if isinstance(why, OSError):
                    return  # nobody is there any more

    def _one(self, someone: Someone, tick: float) -> None:
        if not someone.page:
            someone.open(f"/r/{self.short}/q/clear/")
        time.sleep(max(0, tick - time.perf_counter()))
        began = time.perf_counter()
        given = someone.answer()
        with self.lock:
            self.took.append((time.perf_counter() - began) * 1000)
            self.seen.append(given)
            if someone.finished:
                someone.close()
            else:
                self.free.append(someone)

    def _hello(self, until: float) -> None:
        someone = Someone(60_000, self.base, self.short)
        while time.perf_counter() < until:
            began = time.perf_counter()
            someone.ask(HELLO)
            self.hellos.append((time.perf_counter() - began) * 1000)
            time.sleep(1 / HELLOS)
        someone.close()


def _p95(numbers: list[float]) -> float:
    return statistics.quantiles(numbers, n=20)[-1]


def killed_in_the_middle(data: Path, short: str, tell: Tell) -> list[tuple[str, int]]:
    """Answers whose next page was seen before the server was killed while others were on their way."""
    serving = Serving(ROOT, data)
    crowd = Crowd(serving.base, short, begin_at=20_000)
    hands = [
        threading.Thread(target=crowd._hand, args=(iter([time.perf_counter()] * 10_000),))
        for _ in range(HANDS)
    ]
    for each in hands:
        each.start()
    until = time.perf_counter() + 60
    while len(crowd.seen) < BEFORE_THE_KILL and time.perf_counter() < until:
        time.sleep(0.05)
    serving.process.send_signal(signal.SIGKILL)
    serving.process.wait()
    for each in hands:
        each.join()
    serving.process.stdout.close()
    tell(f"killed after {len(crowd.seen)} answers were seen; then: {crowd.why[:1]}")
    return crowd.seen


def lost(seen: list[tuple[str, int]]) -> int:
    """Answers whose next page was seen and that are not in the database."""
    from alongside.voices.models import Answer

    there = set(Answer.objects.values_list("question", "contribution"))
    return len([each for each in seen if each not in there])


# --- what the pages weigh


def first_visit(serving: Serving, short: str) -> dict:
    """Kilobytes over the wire with nothing in the cache, with scripts and without: a page with a question."""
    from playwright.sync_api import sync_playwright

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox", "--disable-quic"]
        )
        for key, scripts in (("answering_page_kb", False), ("answering_page_scripts_kb", True)):
            context = browser.new_context(java_script_enabled=scripts)
            taken = [
                bytes_of(context.new_page(), f"{serving.base}/r/{short}/q/{question}/")
                for question in ("first",)
            ]
            found[key] = round(max(taken) / 1000, 1)
            context.close()
        browser.close()
    return found


# --- a round with 10,000 answers


def pages_of_a_large_round(data: Path, short: str, tell: Tell) -> dict:
    """Queries and milliseconds of every page of the two about a round with so many answers."""
    from alongside.voices.counting import renew
    from alongside.voices.models import Round

    round_ = Round.objects.select_related("opened", "pair__partner", "piece").get(short=short)
    grow(round_)
    began = time.perf_counter()
    renew(round_)
    counted = time.perf_counter() - began
    cookies = session_of(round_.pair.partner)
    paths = pages_of(round_)
    pages = [Page(cookies, path) for path in paths]
    queries = {page.path: page.queries() for page in pages}
    with Serving(ROOT, data) as serving:
        wire = HTTPConnection(urlsplit(serving.base).netloc)
        took = {page.path: statistics.median(milliseconds(wire, page) for _ in range(31)) for page in pages}
        wire.close()
    for path in sorted(took, key=took.__getitem__, reverse=True):
        tell(f"{took[path]:8.1f} ms {queries[path]:4} queries  {path}")
    return {
        "large_round_queries_max": max(queries.values()),
        "large_round_ms_max": round(max(took.values()), 1),
        "large_round_count_s": round(counted, 2),
    }


def pages_of(round_) -> list[str]:
    """The pages of the two about this round, by their addresses."""
    from django.urls import reverse

    at = [round_.pair.public, round_.piece.public]
    names = ("piece", "results", "results-cards", "take", "read-next")
    found = [reverse(f"voices:{name}", args=at) for name in names]
    return [*found, reverse("voices:asking", args=at[:1]), reverse("voices:front", args=[round_.short])]


def grow(round_) -> None:
    """So many people, each with an answer to every question and a vote on every card."""
    from django.utils import timezone

    from alongside.voices.contribution import SHOWN, Answer, Contribution, Vote

    today, dice = timezone.localdate(), random.Random(1)
    people = [Contribution(round=round_, day=today, sent=today) for _ in range(MANY)]
    Contribution.objects.bulk_create(people, batch_size=2000)
    asked = [question for question in round_.asked() if question.kind != "statements"]
    cards = list(round_.statements.filter(state=SHOWN).values_list("pk", flat=True))
    for start in range(0, MANY, 2000):
        some = people[start : start + 2000]
        Answer.objects.bulk_create(_said(person, question, dice) for person in some for question in asked)
        Vote.objects.bulk_create(
            Vote(contribution=person, statement_id=card, value=dice.choice((1, 1, -1, 0)))
            for person in some
            for card in cards
        )


def _said(person, question, dice):
    from alongside.voices.contribution import Answer

    said = {"contribution": person, "question": question.key}
    if question.options:
        return Answer(**said, picked=[dice.choice(question.options).key])
    if question.kind == "number":
        return Answer(**said, number=dice.randint(0, 40))
    return Answer(**said, words="It came on a Friday.")
