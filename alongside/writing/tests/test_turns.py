"""Turns in a box of both: whose it is, when it ends, and what a live key does for it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from alongside.writing import turns
from alongside.writing.models import Document, Turn
from alongside.writing.store import document_key

NOW = timezone.now().replace(microsecond=0)


def after(seconds):
    return time_machine.travel(NOW + timedelta(seconds=seconds), tick=False)


@pytest.fixture
def plan(cast):
    return document_key(cast.pair, "plan")


def holders(place):
    return {turn.text: turn.holder.name for turn in turns.turns_at(place)}


def test_a_turn_stands_for_a_sheet_on_which_nobody_has_written(cast, plan):
    turns.take(plan, "aim", cast.ben)
    assert holders(plan) == {"aim": "Ben"}
    assert not Document.objects.exists()


def test_it_ends_two_minutes_after_the_last_sign_of_its_holder(cast, plan):
    with after(0):
        turns.take(plan, "aim", cast.ben)
    with after(119):
        assert holders(plan) == {"aim": "Ben"}
        turns.still_here(plan, cast.ben.pk)
    with after(238):
        turns.still_here(plan, cast.amira.pk)  # the other's keys do not keep it
        assert holders(plan) == {"aim": "Ben"}
    with after(240):
        assert holders(plan) == {}
        turns.still_here(plan, cast.ben.pk)  # too late: it has ended
        assert holders(plan) == {}
        turns.take(plan, "would-see", cast.amira)
    assert Turn.objects.count() == 1


def test_what_keeps_a_turn_is_written_each_half_minute_at_most(cast, plan):
    with after(0):
        turns.take(plan, "aim", cast.ben)
    for seconds, expected in ((29, 0), (31, 31), (45, 31)):
        with after(seconds):
            turns.still_here(plan, cast.ben.pk)
        assert Turn.objects.get().active == NOW + timedelta(seconds=expected)


def test_there_are_no_turns_on_what_is_one_persons_alone(cast):
    assert not turns.turns_at(document_key(cast.pair, "plan", cast.ben)).exists()


def test_two_boxes_of_a_sheet_have_turns_of_their_own(cast, plan):
    turns.take(plan, "aim", cast.ben)
    turns.take(plan, "would-see", cast.amira)
    turns.end(plan, "aim", cast.amira)
    assert holders(plan) == {"would-see": "Amira"}
