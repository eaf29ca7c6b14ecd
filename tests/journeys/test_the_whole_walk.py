"""Two people who know only the contract go from an invitation to a signed plan, without JavaScript."""

import pytest
from django.test import Client

from alongside.journey.progress import Fact
from alongside.people.models import Pair
from alongside.portfolio.models import Action
from tests.journeys.robot import Robot, walk_together

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("the walk")]


@pytest.fixture(scope="module")
def walked(world, django_db_blocker):
    """Farida and Rhys, on whose pair nothing was written, after the whole walk."""
    links = {person["key"]: person["sign_in"] for person in world["people"]}
    with django_db_blocker.unblock():
        rhys, farida = (Robot(key, Client()).come_in(links[key]) for key in ("rhys", "farida"))
        walk_together(rhys, farida)
    return rhys, farida


def test_two_people_walk_from_an_invitation_to_a_signed_plan(walked):
    pair = Pair.objects.get(professional__name="Rhys")
    assert Fact.objects.get(pair=pair).stage == "working"
    assert Action.objects.filter(pair=pair).count() == 1
    for robot in walked:
        robot.home()
        assert robot.next is None
        assert "You have both signed" in robot.html


def test_what_only_one_may_read_is_on_no_page_of_the_other(walked):
    rhys, farida = walked
    for writer, reader in ((rhys, farida), (farida, rhys)):
        private = [w for w in writer.written if w.who == "only-me"]
        assert len(private) > 10
        seen = "\n".join(reader.pages.values())
        assert [w for w in private if w.word in seen] == []


def test_the_search_for_private_words_finds_words_that_may_be_read(walked):
    """The control: words for the two of them are found by the same search."""
    rhys, farida = walked
    shared = [w for w in rhys.written if w.who == "us-two" and w.opens == "together"]
    seen = "\n".join(farida.pages.values())
    assert len([w for w in shared if w.word in seen]) > 5


def test_every_form_that_takes_words_says_who_reads_them_and_when(walked):
    for robot in walked:
        for written in robot.written:
            assert written.who in {"only-me", "us-two", "us-and-our-facilitator", "the-programme"}, written
            assert written.opens in {"at-once", "together", "when-shared"}, written
