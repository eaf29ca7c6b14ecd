"""A newcomer opens the printed link, sets everything up, and two people come in by what was sent to them."""

import re

import pytest
from django.test import Client

from alongside.journey.progress import Fact
from alongside.kit import messages
from alongside.people.pair import Pair
from alongside.people.setup import start_link
from alongside.portfolio.models import Action
from tests.journeys.robot import Robot, walk_together

pytestmark = pytest.mark.django_db


def follow(robot, steps=80):
    """Go on until there is nothing to do."""
    for _ in range(steps):
        if robot.next is None:
            return robot
        robot.press_on()
    raise AssertionError(f"{robot.name} goes round in circles: {robot.visited[-8:]}")


def link_to(address, sent) -> str:
    messages.wait_until_sent()
    body = next(message.body for message in reversed(sent) if message.to == [address])
    return re.search(r"/come-in/link/\S+", body)[0]


def test_from_the_printed_link_to_a_plan_that_two_people_have_signed(mailoutbox):
    newcomer = Robot("newcomer", Client())
    newcomer.get(start_link())
    follow(newcomer)
    pair = Pair.objects.get()
    assert newcomer.visited[-1].startswith(f"/programme/{pair.programme.public}/invitation/")
    ben = Robot("ben", Client()).come_in(link_to(pair.professional.email, mailoutbox))
    follow(ben)
    amina = Robot("amina", Client()).come_in(link_to(pair.partner.email, mailoutbox))
    walk_together(amina, ben)
    assert Fact.objects.get(pair=pair).stage == "working"
    assert Action.objects.filter(pair=pair).exists()


def test_the_other_one_is_asked_only_when_the_first_has_said_yes_and_written_what_they_promise(mailoutbox):
    newcomer = Robot("newcomer", Client())
    newcomer.get(start_link())
    follow(newcomer)
    pair = Pair.objects.get()
    messages.wait_until_sent()
    assert pair.partner.email not in [message.to[0] for message in mailoutbox]
    follow(Robot("ben", Client()).come_in(link_to(pair.professional.email, mailoutbox)))
    assert link_to(pair.partner.email, mailoutbox)
