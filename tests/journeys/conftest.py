"""The demo world, filled in once for all journeys of a test process; each test leaves it as it was."""

import pytest
from django.test import Client

from alongside.site import demo
from tests.journeys.robot import Robot


@pytest.fixture(scope="session")
def world(django_db_setup, django_db_blocker):
    """The made-up people and pairs, as `bin/alongside demo --json` tells them."""
    with django_db_blocker.unblock():
        demo.fill()
        return demo.as_json("http://testserver")


@pytest.fixture
def come_in(world, db):
    """A function that brings a person of the demo to their home page, without JavaScript."""
    links = {person["key"]: person["sign_in"] for person in world["people"]}
    return lambda key: Robot(key, Client()).come_in(links[key])


@pytest.fixture
def pair(world):
    """A function that finds a pair of the demo by its key."""
    return lambda key: next(p for p in world["pairs"] if p["key"] == key)
