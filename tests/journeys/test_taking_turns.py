"""Taking turns in a box of both, without a script: a courtesy that never refuses or loses a word."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from alongside.people.models import Pair
from alongside.portfolio.sheet import Mine
from alongside.writing.models import Document, Turn

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]


@pytest.fixture
def ours(world, db):
    pair = Pair.objects.get(partner__name="Amina")
    Document.objects.filter(pair=pair, sheet="action-plan").delete()
    return pair


@pytest.fixture
def at(ours):
    return reverse("journey:question", args=[ours.public, "meeting-4", "action-plan", "aim"])


def box(robot, at):
    robot.get(at)
    return robot.soup.find("main").find("textarea", attrs={"data-text": "aim"})


def press(robot, at, what):
    """Press the button of this name on the page; it must be there."""
    robot.get(at)
    button = robot.soup.find("button", attrs={"name": "do", "value": what})
    robot.client.post(f"{at}turn/", {"text": "aim", "do": what})
    return button is not None


def buttons(robot, at):
    robot.get(at)
    return [button["value"] for button in robot.soup.find_all("button", attrs={"name": "do"})]


def words_there(ours):
    return Mine(ours, ours.content.sheets["action-plan"], ours.partner).joint_answers().text("aim")


def test_one_takes_the_turn_the_other_asks_and_is_handed_it(ours, at, come_in):
    amina, ben = come_in("amina"), come_in("ben")
    assert not box(ben, at).has_attr("readonly")
    assert press(amina, at, "one-at-a-time")
    assert box(ben, at).has_attr("readonly")
    assert "Amina writes here now." in ben.html
    assert not box(amina, at).has_attr("readonly")
    assert press(ben, at, "may-i")
    assert "Ben would like to write here." in amina.get(at).html
    assert press(amina, at, "here-you-are")
    assert box(amina, at).has_attr("readonly")
    assert not box(ben, at).has_attr("readonly")


def test_either_switches_it_off_again(at, come_in):
    amina, ben = come_in("amina"), come_in("ben")
    press(amina, at, "one-at-a-time")
    assert press(ben, at, "both-at-once")
    assert not box(ben, at).has_attr("readonly")
    assert buttons(amina, at) == ["one-at-a-time"]


def test_only_the_holder_hands_over_and_nobody_takes_what_is_taken(at, come_in):
    amina, ben = come_in("amina"), come_in("ben")
    press(amina, at, "one-at-a-time")
    press(ben, at, "may-i")
    assert not press(ben, at, "here-you-are")
    assert not press(ben, at, "one-at-a-time")
    assert Turn.objects.get().holder.name == "Amina"


def test_a_turn_ends_two_minutes_after_its_holder_has_gone_and_not_while_they_are_there(at, come_in):
    amina, ben = come_in("amina"), come_in("ben")
    began = timezone.now()
    press(amina, at, "one-at-a-time")
    for seconds, expected in ((100, True), (219, True)):
        with time_machine.travel(began + datetime.timedelta(seconds=seconds), tick=False):
            assert box(ben, at).has_attr("readonly") is expected
            if seconds == 100:
                amina.get(at)
    with time_machine.travel(began + datetime.timedelta(seconds=225), tick=False):
        assert not box(ben, at).has_attr("readonly")
        assert press(ben, at, "one-at-a-time")
        assert Turn.objects.get().holder.name == "Ben"


def test_what_is_posted_into_the_others_turn_is_merged_and_the_page_says_whose_turn_it_was(ours, at, come_in):
    amina, ben = come_in("amina"), come_in("ben")
    area = box(ben, at)
    hidden = {i["name"]: i["value"] for i in area.find_parent("form").find_all("input", type="hidden")}
    press(amina, at, "one-at-a-time")
    answer = ben.client.post(at, hidden | {area["name"]: "Words of Ben."}, follow=True)
    assert words_there(ours) == "Words of Ben."
    assert "It was Amina's turn in this box." in answer.content.decode().replace("&#39;", "'")
    hidden["form"] = "another"
    amina_page = amina.client.post(at, {}, follow=True).content.decode()
    assert "turn in this box" not in amina_page


def test_a_page_of_ones_own_has_no_turns(ours, come_in):
    own = reverse("journey:question", args=[ours.public, "meeting-1", "one-page-profile", "name"])
    amina = come_in("amina")
    assert buttons(amina, own) == []
    assert amina.client.post(f"{own}turn/", {"text": "name", "do": "one-at-a-time"}).status_code == 404


def test_a_name_that_the_sheet_does_not_have_makes_no_turn(at, come_in):
    amina = come_in("amina")
    for text in ("nonsense", "aim/x", "aim" * 100):
        amina.client.post(f"{at}turn/", {"text": text, "do": "one-at-a-time"})
    assert not Turn.objects.exists()
