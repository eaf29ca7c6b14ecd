"""Neither sees the other's sheet before both are ready; then both open in the same moment."""

import pytest
from django.urls import reverse

from alongside.journey.process import way_of
from alongside.people.models import Pair
from alongside.portfolio import share
from alongside.portfolio.models import Ready, Shared
from alongside.portfolio.sheet import Mine

SECRET = "quincebramble"


@pytest.fixture
def two(world, db):
    """Marlon and Sue: he is ready with his profile, and she is not."""
    pair = Pair.objects.get(partner__name="Marlon")
    profile = pair.content.sheets["one-page-profile"]
    return Mine(pair, profile, pair.partner), Mine(pair, profile, pair.professional)


def write(mine, words):
    """Put a line of these words into `matters`."""
    question = mine.sheet.question("matters")
    seen = mine.see(question)
    row = "a1b2c3d4e5"
    changes = {"texts": {f"matters/{row}/line": words}, "values": {}, "rows": {"add": [f"matters/{row}"]}}
    mine.post(question, seen.token, "form", changes, by=mine.me)


def pages_of(robot, pair):
    """Everything that this person can open of their pair."""
    way = way_of(pair.content)
    for stop in way.stops:
        if stop.spoken:
            continue
        for name in ("sheet", "read", "end"):
            address = reverse(f"journey:{name}", args=[pair.public, stop.meeting, stop.sheet])
            yield robot.client.get(address, follow=True).content.decode()
    for address in ("/", reverse("journey:pair", args=[pair.public])):
        yield robot.client.get(address, follow=True).content.decode()


def is_seen(robot, pair):
    return any(SECRET in page for page in pages_of(robot, pair))


def test_nothing_of_the_other_is_seen_before_both_are_ready(two, come_in):
    his, hers = two
    write(his, SECRET)
    assert not is_seen(come_in("sue"), his.pair)


def test_both_open_when_the_second_is_ready(two, come_in):
    his, hers = two
    write(his, SECRET)
    share.be_ready(hers, by=hers.me)
    assert is_seen(come_in("sue"), his.pair)
    assert Shared.objects.filter(**his.where(), closed__isnull=True).count() == 2


def test_the_check_finds_a_page_that_shows_too_early(two, come_in, monkeypatch):
    """The control: with the mechanism broken, the check of the first test fails."""
    his, _ = two
    write(his, SECRET)
    monkeypatch.setattr(Mine, "shared", Mine.to_share)
    monkeypatch.setattr("alongside.portfolio.standing.Standing.open", lambda *_: True)
    assert is_seen(come_in("sue"), his.pair)


def test_ready_can_be_taken_back_until_both_have_opened(two):
    his, hers = two
    assert share.not_ready(his, by=his.me)
    share.be_ready(hers, by=hers.me)
    assert his.shared() is None
    share.be_ready(his, by=his.me)
    assert not share.not_ready(his, by=his.me)
    assert his.shared() is not None


def test_pressing_ready_twice_is_once(two):
    his, hers = two
    for _ in range(2):
        share.be_ready(hers, by=hers.me)
    assert Ready.objects.filter(**hers.where(), person=hers.me).count() == 1
    assert Shared.objects.filter(**hers.where(), person=hers.me, closed__isnull=True).count() == 1


def test_what_is_written_after_the_opening_waits_until_it_is_shared_again(two, come_in):
    his, hers = two
    share.be_ready(hers, by=hers.me)
    write(his, SECRET)
    sue = come_in("sue")
    assert not is_seen(sue, his.pair)
    share.share(his, by=his.me)
    assert is_seen(sue, his.pair)


def test_a_kept_box_stays_kept_when_both_open(two, come_in):
    his, hers = two
    question = his.sheet.question("do-not-ask")
    seen = his.see(question)
    row = "f6g7h8j9k0"
    changes = {"texts": {f"do-not-ask/{row}/line": SECRET}, "values": {}, "rows": {"add": [f"do-not-ask/{row}"]}}
    his.post(question, seen.token, "form", changes, by=his.me)
    share.be_ready(hers, by=hers.me)
    sue = come_in("sue")
    assert not is_seen(sue, his.pair)
    share.open_box(his, "do-not-ask", True, by=his.me)
    assert not is_seen(sue, his.pair), "what is open already does not change until it is shared again"
    share.share(Mine(his.pair, his.sheet, his.me), by=his.me)
    assert is_seen(sue, his.pair)


def test_a_page_that_is_closed_again_is_gone(two, come_in):
    his, hers = two
    write(his, SECRET)
    share.be_ready(hers, by=hers.me)
    share.close(his, by=his.me)
    assert not is_seen(come_in("sue"), his.pair)
