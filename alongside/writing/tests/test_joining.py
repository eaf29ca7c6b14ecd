"""What was typed live becomes a few rows: same words, same authors, and every page shown still merges."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pycrdt import Doc, Text

from alongside.writing import compaction
from alongside.writing.compaction import RESTING, join, join_resting
from alongside.writing.document import Document, Row, Shown
from alongside.writing.history import authors, steps
from alongside.writing.store import read
from alongside.writing.tests.live_door import type_live

START = timezone.now().replace(microsecond=0) - timedelta(hours=2)


class Typist:
    """Somebody who types live, a row for each letter."""

    def __init__(self, document, by, client):
        self.document, self.by, self.doc = document, by, Doc(client_id=client)

    def type(self, words, at=0):
        for update in self.document.log().until(self.document.seq):
            self.doc.apply_update(update)
        text = self.doc.get("aim", type=Text)
        for place, letter in enumerate(words, start=at):
            before = self.doc.get_state()
            text.insert(place, letter)
            type_live(self.document, self.doc.get_update(before), by=self.by)
        self.document.refresh_from_db()


@pytest.fixture
def typed(opened, cast):
    """Amira and Ben type into one box by turns; a page is read in between, and its form is still open."""
    with time_machine.travel(START, tick=False):
        opened("amira").send({"aim": "."})
        document = Document.objects.get()
        Typist(document, cast.amira, 11).type("We meet")
        form = opened("ben")
        Typist(document, cast.ben, 12).type(" on Monday", at=7)
        Typist(document, cast.amira, 13).type("So: ")
    return form, document


def test_words_and_authors_are_the_same_and_most_rows_are_gone(typed):
    _form, document = typed
    answers, who = read(document).answers, authors(document)
    assert answers.text("aim") == "So: We meet on Monday."
    gone = join(document)
    document.refresh_from_db()
    assert gone == len("We meet on MondaySo: ") - 2
    assert read(document).answers == answers
    assert authors(document) == who


def test_a_form_that_was_shown_in_the_middle_still_merges(typed, now_there):
    form, document = typed
    join(document)
    assert not form.send({"aim": "We all meet."}).stale
    assert now_there().text("aim") == "So: We all meet on Monday."


def test_without_that_mark_the_form_would_be_turned_away(typed):
    form, document = typed
    Shown.objects.all().delete()
    join(document)
    assert form.send({"aim": "We all meet."}).stale


def test_one_sitting_of_two_is_one_step_of_nobody_alone(typed):
    _form, document = typed
    join(document)
    (together,) = steps(document)
    assert (together.by, together.ended) == (None, START)


def test_it_waits_until_nobody_types(typed):
    _form, document = typed
    assert join_resting(now=START + RESTING / 2) == 0
    assert join_resting(now=START + RESTING * 2) > 0
    assert join_resting(now=START + RESTING * 2) == 0


def test_what_was_typed_and_deleted_is_in_no_byte(typed, cast):
    _form, document = typed
    writer = Typist(document, cast.amira, 14)
    writer.type("secret ")
    before = writer.doc.get_state()
    del writer.doc.get("aim", type=Text)[0:7]
    type_live(document, writer.doc.get_update(before), by=cast.amira)
    join(document)
    document.refresh_from_db()
    assert read(document).answers.text("aim") == "So: We meet on Monday."
    assert not any(b"secret" in update for update in document.log().until(document.seq))


def test_rows_of_forms_stay_as_they_are(opened, now_there):
    opened("amira").send({"aim": "One."})
    form = opened("ben")
    opened("amira").send({"aim": "One. Two."})
    document = Document.objects.get()
    assert (document.joined, join(document), Row.objects.count()) == (2, 0, 2)
    assert not form.send({"aim": "Number one."}).stale


def test_a_join_that_ignored_what_was_shown_is_noticed(typed, monkeypatch):
    form, document = typed
    monkeypatch.setattr(compaction.Shown.objects, "filter", lambda **_: compaction.Shown.objects.none())
    join(document)
    assert form.send({"aim": "We all meet."}).stale
