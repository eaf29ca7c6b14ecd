"""Compaction keeps answers, authors and forms of thirty days, and lets deleted words go."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pycrdt import merge_updates

from alongside.writing import compaction
from alongside.writing import flat as shape
from alongside.writing.compaction import FORM_LIVES, compact, compact_idle
from alongside.writing.document import Document, Row, Snapshot
from alongside.writing.history import answers_at, authors
from alongside.writing.store import alone, read, read_or_new, removed_rows
from alongside.writing.tests.histories import FORMS, History, at_random
from alongside.writing.tests.live_door import type_live
from alongside.writing.tests.test_store import Stored

ROW = "actions/k3f9x2m7qa"
NOW = timezone.now().replace(microsecond=0)


def days_ago(days):
    return time_machine.travel(NOW - timedelta(days=days), tick=False)


@pytest.fixture
def written(opened, cast):
    """Old words, one of them deleted; a form of thirty days ago, still open; and newer words."""
    with days_ago(60):
        opened("amira").send({"aim": "We meet secretly on Monday."}, add={ROW: None})
        opened("ben").send({"aim": "We meet on Monday.", f"{ROW}/what": "forgotten"})
    with days_ago(40):
        opened("ben").send(remove=[ROW])
    with time_machine.travel(NOW - FORM_LIVES, tick=False):
        form = opened("ben")
        opened("amira").send({"aim": "We meet on Monday at ten."})
    return form


def held(document):
    """Every byte of the document's log and state, unsealed."""
    return b"".join(document.log().until(document.seq))


def test_answers_and_authors_are_the_same_after_it(written, cast):
    document = Document.objects.get()
    answers, who = read(document).answers, authors(document)
    assert compact(document, now=NOW) == 3
    document.refresh_from_db()
    assert read(document).answers == answers
    assert shape.answers_in(shape.build(document.log().until(document.seq))) == answers
    assert authors(document) == who
    assert [(piece, by) for piece, by, *_ in who["aim"]] == [
        ("We meet on Monday", cast.amira.pk),
        (" at ten", cast.amira.pk),
        (".", cast.amira.pk),
    ]


def test_a_form_of_thirty_days_still_merges(written, now_there):
    compact(Document.objects.get(), now=NOW)
    assert not written.send({"aim": "We all meet on Monday."}).stale
    assert now_there().text("aim") == "We all meet on Monday at ten."


def test_compacting_at_the_head_would_turn_that_form_away(written, monkeypatch):
    monkeypatch.setattr(compaction, "LOG_LIVES", timedelta(0))
    compact(Document.objects.get(), now=NOW)
    posted = written.send({"aim": "We all meet on Monday."})
    assert posted.stale
    assert posted.now.answers.text("aim") == "We meet on Monday at ten."


def test_deleted_words_are_in_no_byte_any_more(written):
    document = Document.objects.get()
    assert b"secretly" in held(document)
    assert b"forgotten" in held(document)
    assert list(removed_rows(document)) == [ROW]
    compact(document, now=NOW)
    assert b"secretly" not in held(document)
    assert b"forgotten" not in held(document)
    assert removed_rows(document) == {}


def test_joining_updates_without_building_the_document_would_keep_them(written):
    document = Document.objects.get()
    assert b"secretly" in merge_updates(*document.log().until(document.seq))


def test_a_row_that_came_back_since_keeps_its_words(opened, now_there):
    with days_ago(60):
        opened("amira").send({f"{ROW}/what": "Ask"}, add={ROW: None})
        opened("amira").send(remove=[ROW])
    with days_ago(3):
        opened("amira").send(add={ROW: None})
        opened("amira").send(remove=[ROW])
    compact(Document.objects.get(), now=NOW)
    opened("amira").send(add={ROW: None})
    assert now_there().text(f"{ROW}/what") == "Ask"


def test_it_goes_on_from_the_last_snapshot(opened, now_there):
    for days in (90, 60, 3):
        with days_ago(days):
            opened("amira").send({"aim": f"{now_there().text('aim')} since {days}"})
        compact(Document.objects.get(), now=NOW)
    assert Snapshot.objects.get().seq == 2
    assert list(Row.objects.values_list("seq", flat=True)) == [3]
    assert now_there().text("aim") == " since 90 since 60 since 3"
    document = Document.objects.get()
    assert answers_at(document, 1) is None
    assert answers_at(document, 2).text("aim") == " since 90 since 60"


def test_a_device_that_was_away_still_fits_after_it(opened, cast, now_there):
    with days_ago(60):
        opened("amira").send({"aim": "We meet"})
    document = Document.objects.get()
    device = shape.build(document.log().until(1), 99)
    shape.text_of(device, "aim").insert(0, "Soon ")
    compact(document, now=NOW)
    type_live(document, device.get_update(), by=cast.ben)
    assert now_there().text("aim") == "Soon We meet"


class Folding(Stored):
    """A store whose log is folded after every post, as far as the open pages allow."""

    history = None

    def post(self, who, seen, form, changes):
        clashes = super().post(who, seen, form, changes)
        oldest = min(int(page.seen.split(".")[0]) for page in self.history.pages)
        if self.document and self.document.log().since < oldest:
            with alone(self.place) as document:
                compaction._fold(document, document.log(), oldest)
        return clashes


def test_random_histories_hold_while_the_log_is_folded(cast):
    folded = 0
    for seed in range(24):
        store = Folding(cast, f"plan-{seed}")
        store.history = History(store)
        store.history.play(at_random(FORMS, 500 + seed))
        assert store.history.lost_and_doubled() == (set(), set())
        folded += bool(store.document and store.document.log().since)
    assert folded > 8


def test_words_can_be_let_go_at_once(written):
    document = Document.objects.get()
    compact(document, everything=True)
    assert b"secretly" not in held(document)
    assert written.send({"aim": "x"}).stale
    assert read_or_new(document.pair, "plan").answers.text("aim") == "We meet on Monday at ten."


def test_only_documents_that_were_left_alone_are_compacted_by_themselves(opened):
    with days_ago(60):
        opened("amira", sheet="quiet").send({"aim": "Old"})
        opened("amira", sheet="busy").send({"aim": "Old"})
    with time_machine.travel(NOW, tick=False):
        opened("amira", sheet="busy").send({"aim": "Old and new"})
        assert compact_idle() == 1
    assert Snapshot.objects.get().document.sheet == "quiet"


def test_a_document_with_a_recent_log_only_is_left_alone(opened):
    opened("amira").send({"aim": "New"})
    assert compact(Document.objects.get()) == 0
