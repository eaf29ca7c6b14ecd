"""One's own pace without a script, and a story that can wait."""

import pytest
import time_machine
from django.test import Client

from alongside.journey.models import Progress
from alongside.people.models import Pair
from alongside.portfolio.models import LeftOut
from alongside.portfolio.sheet import Mine
from tests.journeys.robot import Robot

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("the walk")]


@pytest.fixture
def pair(world):
    """Kasia and Tom, in their third meeting."""
    return Pair.objects.get(partner__name__startswith="Kasia")


@pytest.fixture
def kasia(world):
    return _come_in(world, "kasia")


@pytest.fixture
def tom(world):
    return _come_in(world, "tom")


def _come_in(world, key):
    link = next(p["sign_in"] for p in world["people"] if p["key"] == key)
    client = Client()
    client.post("/" + link.split("/", 3)[3])
    client.post("/come-in/device/", {"device": "own"})
    return client


def answer(client, address, **given):
    """Fill in the form of a question page with a value for its one field, and go on."""
    robot = Robot("someone", client)
    robot.get(address)
    form = next(f for f in robot.soup.find("main").find_all("form") if "next" in (f.get("rel") or []))
    data = robot.fill_in(form)
    for name in list(data):
        key = name.split(".")[-1]
        if key in given:
            data[name] = [given[key]]
    return client.post(address, data, follow=True)


def pace(pair):
    return f"/pair/{pair.public}/meeting-3/own-pace/"


def seconds_of(pair):
    return Mine(pair, pair.content.sheets["own-pace"], pair.partner).answers().value("seconds")


def test_start_and_stop_count_the_seconds_without_a_script(kasia, pair):
    answer(kasia, f"{pace(pair)}q/how/", how="aloud")
    answer(kasia, f"{pace(pair)}q/card/", card="soup")
    page = kasia.get(f"{pace(pair)}q/seconds/").content.decode()
    assert "My neighbour makes a soup" in page
    with time_machine.travel("2026-11-25 12:00:00", tick=False) as clock:
        page = kasia.post(f"{pace(pair)}clock/", {"start": "yes"}, follow=True).content.decode()
        assert "My neighbour makes a soup" in page
        clock.shift(27)
        page = kasia.post(f"{pace(pair)}clock/", {"stop": "yes"}, follow=True).content.decode()
    assert seconds_of(pair) == "27"
    assert "Your 30 seconds are 60 words." in page
    assert "slow" not in page.split("<main")[1].casefold()
    assert "fast" not in page.split("<main")[1].casefold()


def test_a_clock_that_was_stopped_at_once_writes_nothing_down(kasia, pair):
    before = seconds_of(pair)
    kasia.post(f"{pace(pair)}clock/", {"start": "yes"})
    page = kasia.post(f"{pace(pair)}clock/", {"stop": "yes"}, follow=True).content.decode()
    assert "We count from 10 to 600" in page
    assert seconds_of(pair) == before


def test_somebody_with_a_watch_may_type_the_seconds(kasia, pair):
    answer(kasia, f"{pace(pair)}q/how/", how="aloud")
    page = answer(kasia, f"{pace(pair)}q/seconds/", seconds="40").content.decode()
    assert seconds_of(pair) == "40"
    assert "Your 30 seconds are" in page


def test_the_forms_first_button_on_that_page_goes_on_and_does_not_start_the_clock(kasia, pair):
    robot = Robot("kasia", kasia)
    robot.get(f"{pace(pair)}q/seconds/")
    first = robot.soup.find("main").find("form")
    assert "next" in first["rel"]
    assert "Save and go on" in first.find("button").text


def test_who_does_not_read_aloud_is_asked_for_a_time_of_their_own(kasia, pair):
    after = answer(kasia, f"{pace(pair)}q/how/", how="device")
    assert after.request["PATH_INFO"] == f"{pace(pair)}q/time-instead/"
    after = answer(kasia, f"{pace(pair)}q/how/", how="aloud")
    assert after.request["PATH_INFO"] == f"{pace(pair)}q/card/"


# --- not today


def readiness(pair, meeting="meeting-3"):
    return f"/pair/{pair.public}/{meeting}/readiness/"


def test_not_today_offers_something_else_and_the_story_moves(kasia, tom, pair):
    Progress.objects.filter(pair=pair, stop="meeting-3.story-feedback").delete()
    after = answer(kasia, f"{readiness(pair)}q/today/", today="not-today")
    assert after.request["PATH_INFO"] == f"{readiness(pair)}not-today/"
    page = after.content.decode()
    for words in ("Meet, and do another step", "Meet for a short time", "Choose another day", "Decide later"):
        assert words in page
    kasia.post(f"{readiness(pair)}not-today/", {"what-else": "meet-something-else"})
    assert LeftOut.objects.filter(pair=pair, sheet="story-feedback", person=pair.partner).exists()
    step = f"/pair/{pair.public}/meeting-3/step/story-feedback-and-talks/"
    of_tom = tom.get(step).content.decode()
    assert "Kasia has chosen “not today”" in of_tom
    of_kasia = kasia.get(step).content.decode()
    assert "Do it after all" in of_kasia
    kasia.post(f"/pair/{pair.public}/meeting-3/story-feedback/out/", {"after-all": "yes"})
    assert not LeftOut.objects.filter(pair=pair, sheet="story-feedback", person=pair.partner).exists()


def test_deciding_later_changes_nothing(kasia, pair):
    Progress.objects.filter(pair=pair, stop="meeting-3.story-feedback").delete()
    answer(kasia, f"{readiness(pair)}q/today/", today="not-today")
    kasia.post(f"{readiness(pair)}not-today/", {"what-else": "decide-later"})
    assert not LeftOut.objects.filter(pair=pair, sheet="story-feedback", person=pair.partner).exists()


def test_another_answer_goes_on_with_the_card(kasia, pair):
    """The control: only "not today" ends the card."""
    after = answer(kasia, f"{readiness(pair)}q/today/", today="short")
    assert after.request["PATH_INFO"] == f"{readiness(pair)}q/want-you-to-know/"


@pytest.mark.parametrize(("said", "place"), [("listen", "read/"), ("short", "q/moments/"), ("full", "q/why-this/")])
def test_how_ready_somebody_is_changes_where_the_story_begins(world, said, place):
    pair = Pair.objects.get(partner__name__startswith="Marlon")
    Progress.objects.filter(pair=pair, stop="meeting-2.story").delete()
    marlon = _come_in(world, "marlon")
    answer(marlon, f"{readiness(pair, 'meeting-2')}q/today/", today=said)
    page = marlon.get(f"/pair/{pair.public}/meeting-2/story/", follow=True)
    assert page.request["PATH_INFO"] == f"/pair/{pair.public}/meeting-2/story/{place}"


def test_the_list_of_your_say_stands_before_the_story_opens(world):
    pair = Pair.objects.get(partner__name__startswith="Marlon")
    marlon = _come_in(world, "marlon")
    page = marlon.get(f"/pair/{pair.public}/meeting-2/story/q/why-this/").content.decode()
    assert "Nobody corrects it, and nobody makes it nicer." in page
    assert f"/pair/{pair.public}/pause/" in page
