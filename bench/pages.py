"""What a page costs: queries, milliseconds beside an empty page, and bytes of a first visit.

`queries_max`, `median_ms_max` and `page_vs_hello` are over the home page of each role and every page of
the way; what ends in `_anywhere` is over all pages.

Milliseconds are from the request to the last byte, over a socket to bin/serve as anybody starts it, from
this computer and over one connection: what the web server takes is in them. `hello_ms` is an empty page
of the same process behind the same middleware, for the same signed-in person; it looks the session up
and nothing else. It is asked for in turn with the page that it is compared with, so that a busy machine
slows both. Queries are counted in this process, where they can be counted.
"""

import os
import statistics
import tempfile
import time
from datetime import timedelta
from html.parser import HTMLParser
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from alongside.site.folder import ROOT
from bench.visiting import Serving

FEW, MANY = 10, 10_000
MOST_PAGES = 80  # of one person
HELLO = "/bench-hello/"
TIMES = 51


def measure() -> tuple[dict, dict]:
    """One demo folder for all of it; the 10,000 pairs come last."""
    with tempfile.TemporaryDirectory(prefix="alongside-bench-") as folder:
        with Serving(ROOT, Path(folder), "--demo") as serving:
            figures = first_visit(serving)
        start_django(Path(folder))
        return figures | what_pages_cost(Path(folder)), {}


# --- bytes of a first visit


def first_visit(serving: Serving) -> dict:
    """Kilobytes over the wire with nothing in the cache: front page, then somebody's home page."""
    from playwright.sync_api import sync_playwright

    partner = next(person for person in serving.people() if person["role"] == "partner")
    figures = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM"), args=["--no-sandbox", "--disable-quic"]
        )
        for key, scripts in (("first_visit_kb", False), ("first_visit_scripts_kb", True)):
            sizes = [
                bytes_of_front_page(browser, serving, scripts),
                bytes_of_home(browser, serving, scripts, partner),
            ]
            figures[key] = round(max(sizes) / 1000, 1)
        browser.close()
    return figures


def bytes_of_front_page(browser, serving: Serving, scripts: bool) -> int:
    """A stranger's first page."""
    context = browser.new_context(java_script_enabled=scripts)
    taken = bytes_of(context.new_page(), serving.base + "/")
    context.close()
    return taken


def bytes_of_home(browser, serving: Serving, scripts: bool, person: dict) -> int:
    """Somebody's home page in a fresh browser to which their session was carried."""
    entrance = browser.new_context(java_script_enabled=False)
    page = entrance.new_page()
    page.goto(person["sign_in"])
    page.locator("main form button").first.click()
    context = browser.new_context(java_script_enabled=scripts)
    context.add_cookies(entrance.cookies())
    taken = bytes_of(context.new_page(), serving.base + "/")
    entrance.close()
    context.close()
    return taken


def bytes_of(page, address: str) -> int:
    """Everything that the browser took from the wire, headers included."""
    wire = page.context.new_cdp_session(page)
    sizes = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    wire.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    return int(sum(sizes))


# --- queries and milliseconds


def start_django(data: Path) -> None:
    """Here, and in a server that is started from here, with the empty page."""
    os.environ["ALONGSIDE_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()


def what_pages_cost(folder: Path) -> dict:
    """Every page that anybody of the demo can find, with 10 pairs and with 10,000."""
    pages, broken = find_pages()
    tell(f"{len(pages)} pages, {broken} broken; now with {FEW} pairs, then with {MANY:,}")
    grow_to(FEW)
    few = {page: page.queries() for page in pages}
    grow_to(MANY)
    many = {page: page.queries() for page in pages}
    with Serving(ROOT, folder) as serving:
        beside = heaviest(pages, serving.base)
    slowest, empty, _ = next(row for row in beside if row[2].of_the_way)
    for took, _empty, heavy in beside:
        tell(f"{took:8.1f} ms {many[heavy]:4} queries  {heavy.path}")
    for page in sorted(pages, key=lambda page: -many[page])[:5]:
        tell(f"{many[page]:4} queries, {many[page] - few[page]:+} with {MANY:,} pairs  {page.path}")
    return {
        "pages": len(pages),
        "pages_broken": broken,
        "queries_max": max(many[page] for page in pages if page.of_the_way),
        "queries_max_anywhere": max(many.values()),
        "queries_growth": max(many[page] - few[page] for page in pages),
        "median_ms_max": round(slowest, 2),
        "median_ms_max_anywhere": round(beside[0][0], 2),
        "hello_ms": round(empty, 2),
        "page_vs_hello": round(slowest / empty, 1),
    }


def tell(words: str) -> None:
    """Beside the figures, for whoever wants to make them better."""
    import sys

    print(words, file=sys.stderr)


class Page:
    """One address as one person, asked for without a network in between."""

    def __init__(self, cookies: str, path: str):
        self.cookies, self.path = cookies, path

    @property
    def of_the_way(self) -> bool:
        """A home page, or a page of a pair."""
        return self.path == "/" or self.path.startswith("/pair/")

    def get(self):
        """The answer of the whole stack, middleware included."""
        from django.core.handlers.wsgi import WSGIHandler
        from django.test import RequestFactory

        global _handler
        _handler = _handler or WSGIHandler()
        return _handler.get_response(RequestFactory(HTTP_COOKIE=self.cookies).get(self.path))

    def queries(self) -> int:
        """How often the database was asked, once the process is warm."""
        from django.db import connection

        asked = []

        def counted(execute, sql, *rest):
            asked.append(sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE")))
            return execute(sql, *rest)

        self.get()
        with connection.execute_wrapper(counted):
            self.get()
        return sum(asked)


def heaviest(pages: list[Page], base: str) -> list[tuple[float, float, Page]]:
    """The slowest pages of the way and of all: (median milliseconds, those of the empty page beside it, page)."""
    wire = HTTPConnection(urlsplit(base).netloc)
    times = {page: statistics.median(milliseconds(wire, page) for _ in range(3)) for page in pages}
    slow, found = sorted(pages, key=times.__getitem__), []
    for page in {*slow[-3:], *[page for page in slow if page.of_the_way][-5:]}:
        hello = Page(page.cookies, HELLO)
        both = [(milliseconds(wire, page), milliseconds(wire, hello)) for _ in range(TIMES)]
        took, empty = map(statistics.median, zip(*both, strict=True))
        found.append((took, empty, page))
    wire.close()
    return sorted(found, key=lambda row: -row[0])


def milliseconds(wire: HTTPConnection, page: Page) -> float:
    """From the request to the last byte of the answer."""
    began = time.perf_counter()
    wire.request("GET", page.path, headers={"Cookie": page.cookies})
    answer = wire.getresponse()
    answer.read()
    taken = (time.perf_counter() - began) * 1000
    if answer.status != 200:
        raise RuntimeError(f"{page.path} answered {answer.status}")
    return taken


_handler = None


def find_pages() -> tuple[list[Page], int]:
    """Everybody's home page, two of each other kind that links lead to, and how many were broken."""
    from alongside.people.models import Person

    kinds: dict[tuple, list[Page]] = {}
    broken = sum(look_around(person, kinds) for person in Person.objects.all())
    return [page for pages in kinds.values() for page in pages], broken


def look_around(person, kinds: dict[tuple, list[Page]]) -> int:
    """Add the pages that this person finds and that are still wanted; returns how many were broken."""
    cookies, waiting, seen, broken = session_of(person), ["/"], set(), 0
    while waiting and len(seen) < MOST_PAGES:
        page = Page(cookies, waiting.pop(0))
        kind = (person.pk,) if page.path == "/" else kind_of(page.path)
        if page.path in seen or len(kinds.get(kind, [])) >= 2:
            continue
        seen.add(page.path)
        answer = page.get()
        broken += answer.status_code >= 500
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            kinds.setdefault(kind, []).append(page)
            waiting += [link for link in links(answer.content.decode(), page.path) if link not in seen]
    return broken


def kind_of(path: str) -> tuple:
    """The route, with the sheet or step that it is about; empty for what is no page of ours."""
    from django.urls import Resolver404, resolve

    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return ()
    return match.route, *(match.kwargs.get(name) for name in ("meeting", "sheet", "step"))


def session_of(person) -> str:
    """Signed in, on a device of their own."""
    from django.contrib.auth import get_user_model
    from django.test import Client

    from alongside.people.signin import BACKEND, SHARED

    assert isinstance(person, get_user_model())
    client = Client()
    client.force_login(person, backend=BACKEND)
    session = client.session
    session[SHARED] = False
    session.save()
    return "; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items())


def links(html: str, path: str) -> list[str]:
    """Paths within the site that a page links to."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            address = dict(attributes).get("href")
            if tag == "a" and address:
                found.append(urldefrag(urljoin(path, address))[0])

    Reader().feed(html)
    return [address for address in found if not urlsplit(address).netloc]


def grow_to(pairs: int) -> None:
    """More pairs in the first programme, as far as lists and counts can tell them from real ones."""
    from django.utils import timezone

    from alongside.journey.models import Fact
    from alongside.people.models import Invitation, Pair, Person, Programme, TakingPart

    missing = pairs - Pair.objects.count()
    if missing <= 0:
        return
    programme, now = Programme.objects.order_by("pk").first(), timezone.now()
    people = Person.objects.bulk_create(Person(name=f"Person {n}") for n in range(2 * missing))
    made = Pair.objects.bulk_create(
        Pair(programme=programme, partner=one, professional=other, partner_is_left=True)
        for one, other in zip(people[::2], people[1::2], strict=True)
    )
    each = [(pair, person) for pair in made for person in (pair.partner, pair.professional)]
    Invitation.objects.bulk_create(
        Invitation(pair=pair, person=person, code=f"{90_000_000 + pair.pk * 2 + side:08d}", sent=now)
        for side, (pair, person) in zip([0, 1] * len(made), each, strict=True)
    )
    TakingPart.objects.bulk_create(
        TakingPart(pair=pair, person=person, answer="take-part", said=now) for pair, person in each
    )
    Fact.objects.bulk_create(
        Fact(pair=pair, programme=programme, stage=f"meeting-{1 + n % 4}", since=now - timedelta(days=n % 60))
        for n, pair in enumerate(made)
    )
