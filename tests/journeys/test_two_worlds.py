"""Two worlds that differ only in what a person may not know: everything that this person can fetch is the same."""

import re

import pytest
from django.db import transaction

from alongside.kit.fields import new_row_id
from alongside.people.models import Pair
from alongside.portfolio.sheet import Mine
from tests.journeys.test_canaries import reading_pages, seeds_of

ROW = new_row_id()
MADE_NEW = rb"/ID ?\[.*?\]|\(D:\d+.*?\)|<[0-9a-f]{32}>|xmp\w*:[^<]+<|uuid:[^<]+"  # in a PDF: its day and its name
SHORT, LONG = "Tea.", "A long walk by the river, every morning, before anybody else is up. " * 20


@pytest.fixture
def pair(world, db, monkeypatch):
    """Marlon is ready with his profile, and Sue is not. A row that is still empty has no chance name here."""
    monkeypatch.setattr("alongside.kit.fields.new_row_id", lambda: "n0thingyet")
    return Pair.objects.get(partner__name="Marlon")


def writes(pair, words):
    """Marlon puts these words into his profile, which is not open yet."""
    mine = Mine(pair, pair.content.sheets["one-page-profile"], pair.partner)
    question = mine.sheet.question("matters")
    changes = {"texts": {f"matters/{ROW}/line": words}, "values": {}, "rows": {"add": [f"matters/{ROW}"]}}
    mine.post(question, mine.see(question).token, "form", changes, by=mine.me)


def everything(client, pair) -> dict[str, tuple]:
    """Address → status, length and page, without what is new on each page."""
    found = {}
    for address in ("/", *seeds_of(pair)):
        with transaction.atomic():
            response = client.get(address)
            transaction.set_rollback(True)
        found[address] = (response.status_code, response.get("Location"), _page(response))
    return found


def _page(response) -> str:
    if response["Content-Type"] == "application/pdf":
        return re.sub(MADE_NEW, b"", response.content).hex()
    page = response.content.decode()
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return re.sub(r'name="form" value="\w+"', "", page)


def world_with(pair, words, client) -> dict[str, tuple]:
    with transaction.atomic():
        writes(pair, words)
        found = everything(client, Pair.objects.get(pk=pair.pk))
        transaction.set_rollback(True)
    return found


def apart(one, two) -> list[str]:
    return [address for address in one if one[address] != two[address]]


def test_the_other_cannot_tell_what_has_not_been_opened(pair, come_in):
    sue = come_in("sue").client
    assert apart(world_with(pair, SHORT, sue), world_with(pair, LONG, sue)) == []


def test_the_check_finds_a_page_that_tells(pair, come_in, monkeypatch):
    """The control: with the mechanism broken, the two worlds can be told apart."""
    sue = come_in("sue").client
    monkeypatch.setattr("alongside.portfolio.history.shared_versions", lambda mine: [])
    monkeypatch.setattr("alongside.portfolio.standing.Standing.open", lambda *_: True)
    monkeypatch.setattr(Mine, "shared", Mine.to_share)
    monkeypatch.setattr("tests.journeys.test_two_worlds.seeds_of", reading_pages)
    assert apart(world_with(pair, SHORT, sue), world_with(pair, LONG, sue))
