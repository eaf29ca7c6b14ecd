"""Every box of a pair holds a word of its own; everybody's whole site is crawled; no word is where it may not be."""

import io
import logging
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.urls import reverse
from pypdf import PdfReader

from alongside.journey.process import way_of
from alongside.kit import messages
from alongside.people.models import Needs
from alongside.portfolio.models import Shared
from alongside.portfolio.sheet import Mine
from tests.journeys.canaries import may_know, plant
from tests.journeys.cast import EVERYBODY, TWO, Cast

WORD = re.compile(r"zq(?:[bcdfghjklm][ae]){4}")
LINK = re.compile(r'(?:href|src)="([^"]+)"')
MOST = 1500  # addresses for one person
NEAR = {*TWO, "supporter", "facilitator", "coordinator"}  # everybody else knows the addresses of reading pages
NOT_FOLLOWED = ("/static/", "/components/")
SAME_AGAIN = re.compile(r"/versions/[^/]+/|\?(theme|size|pdf|print|taken|why|next|stage|programme|page)=")


@pytest.fixture(autouse=True)
def quiet():
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    yield
    logging.getLogger("django.request").setLevel(logging.NOTSET)


@pytest.fixture
def cast(world, db):
    return Cast()


@pytest.fixture
def canaries(cast):
    return plant(cast.pair)


def words_in(response) -> set[str]:
    """Every planted word in a page, a PDF, or the head of an answer."""
    head = str(response.headers)
    if response.headers.get("Content-Type", "").startswith("application/pdf"):
        reader = PdfReader(io.BytesIO(response.content))
        text = "".join(page.extract_text() for page in reader.pages) + str(reader.metadata)
        return set(WORD.findall(head + re.sub(r"\s|\u200b", "", text)))
    return set(WORD.findall(head + response.content.decode(errors="replace")))


def unfilled(response) -> list[str]:
    """Names in curly brackets that a person would read as they are."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return re.findall(r"\{[a-z][a-z_0-9]*\}", BeautifulSoup(response.content, "html.parser").get_text())


def links_of(response, at: str) -> set[str]:
    """Addresses that a page points to; where forms go is tried elsewhere, by posting."""
    found = {response["Location"]} if "Location" in response else set()
    if response.headers.get("Content-Type", "").startswith("text/html"):
        found |= {unescape(link) for link in LINK.findall(response.content.decode())}
    return {urljoin(at, link).split("#")[0] for link in found}


def worth_following(address: str, seen: set[str]) -> bool:
    parts = urlsplit(address)
    if parts.netloc not in ("", "testserver") or parts.scheme not in ("", "http"):
        return False
    if parts.path.startswith(NOT_FOLLOWED) or address in seen:
        return False
    return not SAME_AGAIN.search(address) or _once(parts) not in seen


def crawl(cast, who: str, seeds, *, follow=True) -> dict[str, set[str]]:
    """Word → addresses on which this person came across it, going wherever a link leads."""
    client = cast.sit_down(who)
    waiting, seen, found = ["/", *seeds], set(), {}
    while waiting:
        address = waiting.pop()
        if not worth_following(address, seen):
            continue
        parts = urlsplit(address)
        seen |= {address, _once(parts)}
        query = dict(p.split("=", 1) for p in parts.query.split("&") if "=" in p)
        response = client.get(parts.path, query_params=query)
        assert response.status_code < 500, f"{who} sees that {address} is broken"
        assert not unfilled(response), f"{who} reads a place on {address} into which nobody put a word"
        for word in words_in(response):
            found.setdefault(word, set()).add(address)
        waiting += links_of(response, parts.path) if follow else ()
        assert len(seen) < MOST, f"The site goes on for ever, such as {sorted(seen)[-5:]}"
    return found


def _once(parts) -> str:
    """A page that only differs by how it is shown, and the versions of a sheet, are read once for each kind."""
    path = re.sub(r"/versions/[^/]+/", "/versions/one/", parts.path)
    return f"{path}?{parts.query.split('&')[0].split('=')[0]}"


def seeds_of(pair) -> list[str]:
    """Addresses that somebody could know without a link: every page of every sheet."""
    found = []
    for stop in way_of(pair.content).stops:
        where = [pair.public, stop.meeting, stop.sheet]
        if stop.spoken:
            continue
        found += [reverse(f"journey:{name}", args=where) for name in ("sheet", "end", "read", "versions", "since")]
        found += [reverse("outputs:booklet", args=where)] if stop.meeting == "meeting-1" else []
        found += [
            reverse("journey:question", args=[*where, q.key]) for q in pair.content.sheets[stop.sheet].questions
        ]
        found.append(reverse("coordinated-read", args=[pair.programme.public, pair.public, stop.sheet]))
    return found


def reading_pages(pair) -> list[str]:
    """The pages on which words are read, each once."""
    return [address for address in seeds_of(pair) if address.endswith("/read/") or "/read/" in address]


def leaks(cast, canaries, who: str, *, shared: bool, found=None) -> list[str]:
    """What this person came across and may not know."""
    by_word = {canary.word: canary for canary in canaries}
    if found is None:
        found = crawl(cast, who, reading_pages(cast.pair), follow=False)
    return [
        f"{who} reads {by_word[word]} at {sorted(at)[0]}"
        for word, at in sorted(found.items())
        if who not in may_know(by_word[word], shared=shared)
    ]


def walk_all(cast, canaries, *, shared: bool):
    """Everybody's site: for each what they came across; fails with every leak.

    Links are followed by those who are near; everybody else knows the addresses on which words are read.
    """
    seeds = {True: seeds_of(cast.pair), False: reading_pages(cast.pair)}
    found = {who: crawl(cast, who, seeds[who in NEAR and not shared], follow=who in NEAR) for who in EVERYBODY}
    told = [leak for who in EVERYBODY for leak in leaks(cast, canaries, who, shared=shared, found=found[who])]
    assert told == [], "\n".join(told)
    return found


def open_everything(cast):
    """Both press "ready" or "share" on every sheet, and sign the plan again, as people do: by posting."""
    pair = cast.pair
    for stop in way_of(pair.content).stops:
        for role in ("partner", "professional"):
            mine = not stop.spoken and Mine(pair, pair.content.sheets[stop.sheet], getattr(pair, role), stop.occasion)
            if not mine:
                continue
            where = [pair.public, stop.meeting, stop.sheet]
            client = cast.sit_down(role)
            if mine.joint and mine.records and not stop.continues:
                for record in mine.records:
                    client.post(reverse("journey:say", args=[*where, record.key]), {"say": record.options[0].key})
            elif mine.sheet.opens != "at once":
                client.post(reverse("journey:end", args=where), {"share": "yes"})


def test_nobody_reads_what_has_not_been_opened(cast, canaries):
    found = walk_all(cast, canaries, shared=False)
    for who in TWO:  # without this, a crawl that finds nothing would prove nothing
        mine = [c for c in canaries if c.owner == who]
        assert mine
        assert [str(c) for c in mine if c.word not in found[who]] == []


def test_nobody_reads_more_than_what_was_opened_to_them(cast, canaries):
    open_everything(cast)
    found = walk_all(cast, canaries, shared=True)
    opened = [c for c in canaries if c.owner == "partner" and c.sheet in ("one-page-profile", "communication")]
    opened = [c for c in opened if "professional" in may_know(c, shared=True)]
    assert opened
    assert [str(c) for c in opened if c.word not in found["professional"]] == []


def test_no_word_goes_out_by_e_mail_or_into_the_log(cast, canaries, django_capture_on_commit_callbacks):
    log = io.StringIO()
    listening = logging.StreamHandler(log)
    logging.getLogger().addHandler(listening)
    with django_capture_on_commit_callbacks(execute=True):
        open_everything(cast)
        partner = cast.sit_down("partner")
        partner.post(reverse("worried", args=[cast.pair.public]), {"words": canaries[0].word, "answer": "here"})
        partner.post(reverse("stop", args=[cast.pair.public]))
    logging.getLogger().removeHandler(listening)
    messages.wait_until_sent()
    sent = "".join(m.subject + m.body for m in mail.outbox)
    assert mail.outbox
    assert WORD.findall(sent) == []
    assert WORD.findall(log.getvalue()) == []


def test_no_word_lies_open_in_a_table(cast, canaries):
    """What people wrote is sealed before it reaches the database; so is the place where they meet."""
    open_everything(cast)
    open_words = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells = [bytes(c) if isinstance(c, memoryview) else c for row in cursor.fetchall() for c in row]
            open_words |= {(table, word) for word in WORD.findall(repr(cells))}
    assert open_words == set()


# --- the controls: with one rule broken, the check of the first test fails


def test_the_check_finds_a_sheet_that_opens_too_early(cast, canaries, monkeypatch):
    monkeypatch.setattr("alongside.portfolio.history.shared_versions", lambda mine: [])
    monkeypatch.setattr(Mine, "shared", Mine.to_share)
    assert leaks(cast, canaries, "professional", shared=False)


def test_the_check_finds_a_kept_box_that_opens(cast, canaries, monkeypatch):
    monkeypatch.setattr(Needs, "for_others", Needs.flat)
    assert any("(kept)" in leak for leak in leaks(cast, canaries, "coordinator", shared=False))


def test_the_check_finds_a_pair_that_is_open_to_a_stranger(cast, canaries, monkeypatch):
    pair = type(cast.pair).objects
    monkeypatch.setattr("alongside.people.rules.pairs_coordinated_by", lambda person: pair.all())
    monkeypatch.setattr("alongside.site.coordinating.pairs_coordinated_by", lambda person: pair.all())
    assert leaks(cast, canaries, "stranger", shared=False)


def test_the_check_finds_a_helper_who_may_open_everything(cast, canaries, monkeypatch):
    monkeypatch.setattr("alongside.people.who.Who.may_open", lambda *_: True)
    assert leaks(cast, canaries, "supporter", shared=False)


def test_old_versions_of_a_closed_sheet_are_closed(cast, canaries):
    """Taking back what was shared takes back every version of it."""
    open_everything(cast)
    client = cast.sit_down("partner")
    client.post(reverse("journey:close", args=[cast.pair.public, "meeting-1", "one-page-profile"]), {"close": "yes"})
    found = crawl(cast, "professional", [p for p in seeds_of(cast.pair) if "one-page-profile" in p], follow=False)
    still = [str(c) for c in canaries if (c.owner, c.sheet) == ("partner", "one-page-profile") and c.word in found]
    assert still == []
    assert not Shared.objects.filter(
        pair=cast.pair, sheet="one-page-profile", person=cast.pair.partner, closed=None
    ).exists()
