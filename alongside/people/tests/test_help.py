"""Whom to call, at any hour: a number that can be dialled, in every sector, or no line at all."""

import pytest

from alongside.people.programme import content_of_sector
from alongside.people.tests import cast
from alongside.people.tests.cast import come_in, text_of
from alongside.people.views.words import Words

SECTORS = ("health", "social-care", "education", "justice")


@pytest.mark.django_db
@pytest.mark.parametrize("sector", SECTORS)
def test_every_number_can_be_dialled(rf, sector):
    words = Words(rf.get("/help/"), content_of_sector(sector), safeguarding_phone="01632 960 031")
    assert len(words.help_lines()) == len(words.content.sector["help_lines"]["lines"])
    for what_for, number in words.help_lines():
        assert number.replace(" ", "").isdigit() or "ask any officer" in what_for, (what_for, number)


@pytest.mark.django_db
def test_a_number_that_nobody_has_given_yet_is_left_out(rf):
    lines = Words(rf.get("/help/"), content_of_sector("social-care")).help_lines()
    assert "999" in [number for _, number in lines]
    assert all(number.replace(" ", "").isdigit() for _, number in lines)


@pytest.mark.django_db
def test_the_page_has_them(client):
    marta, _programme = cast.marta()
    come_in(client, marta)
    page = text_of(client.get("/help/"))
    assert "999" in page
    assert "{" not in page
