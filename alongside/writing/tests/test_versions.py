"""A version never moves; restoring it says the same again, as a change like any other."""

import pytest

from alongside.kit.sheets import Answers
from alongside.privacy import keys
from alongside.writing.document import Document, Row
from alongside.writing.store import document_key, read_or_new
from alongside.writing.tests.live_door import type_live
from alongside.writing.tests.test_store import typed_live
from alongside.writing.versions import (
    Version,
    answers_of,
    changes_between,
    content_hash,
    freeze,
    hash_of,
    newest,
    restore,
)

ROW, OTHER = "actions/k3f9x2m7qa", "actions/k3f9x2m7qb"


@pytest.fixture
def agreed(opened, cast):
    """A plan of one action, frozen as agreed."""
    opened("amira").send(
        {"aim": "A library", f"{ROW}/what": "Ask"},
        {"our-say": "co-design", "ways/money": True},
        add={ROW: None},
    )
    return freeze(document_key(cast.pair, "plan"), by=cast.ben, name="agreed", definition_hash="d1")


def test_a_version_stays_whatever_is_written_later(agreed, opened, cast):
    before = agreed.hash, answers_of(agreed).flat
    opened("ben").send({"aim": "A garden"}, {"our-say": None}, remove=[ROW])
    type_live(agreed.document.place, typed_live(agreed.document, "Or "), by=cast.ben)
    again = Version.objects.get()
    assert (again.hash, answers_of(again).flat) == before
    assert again.is_sound()
    assert (again.by, again.name, again.seq) == (cast.ben, "agreed", 1)


def test_a_version_that_somebody_altered_is_noticed(agreed):
    Version.objects.update(definition_hash="d2")
    assert not Version.objects.get().is_sound()
    Version.objects.update(hash="0" * 64)
    with pytest.raises(keys.CannotOpen):
        answers_of(Version.objects.get())


def test_a_restored_version_reads_the_same(agreed, opened, now_there, cast):
    opened("ben").send(
        {"aim": "A garden", "why": "Air", f"{OTHER}/what": "Dig"},
        {"our-say": "consult", "ways/money": None},
        add={OTHER: None},
        remove=[ROW],
    )
    posted = restore(agreed, by=cast.amira)
    assert now_there() == answers_of(agreed)
    assert content_hash(posted.now.answers) == content_hash(answers_of(agreed))
    assert Row.objects.order_by("-seq").first().by == cast.amira


def test_restoring_what_is_there_adds_nothing(agreed, cast):
    before = Row.objects.count()
    restore(agreed, by=cast.amira)
    assert Row.objects.count() == before


def test_two_sheets_are_frozen_at_the_same_moment_or_not_at_all(opened, cast, monkeypatch):
    opened("amira", person=cast.amira).send({"aim": "Hers"})
    places = [document_key(cast.pair, "plan", cast.amira), document_key(cast.pair, "plan", cast.ben)]
    with monkeypatch.context() as broken:
        broken.setattr(
            "alongside.writing.versions.hash_of", lambda answers, *more: "h" if answers.texts else 1 / 0
        )
        with pytest.raises(ZeroDivisionError):
            freeze(places, by=cast.amira, name="shared")
    assert not Version.objects.exists()
    hers, his = freeze(places, by=cast.amira, name="shared")
    assert (answers_of(hers).text("aim"), answers_of(his).is_empty()) == ("Hers", True)
    assert newest(hers.document, "shared") == hers
    assert newest(Document.objects.get(pk=his.document_id), "agreed") is None


def test_what_is_left_out_is_in_no_version(opened, cast):
    opened("ben", person=cast.ben).send({"aim": "Open", "secret": "Mine only"})

    def without_secret(flat):
        return flat | {"texts": {name: text for name, text in flat["texts"].items() if name != "secret"}}

    version = freeze(
        document_key(cast.pair, "plan", cast.ben), by=cast.ben, name="shared", pick=without_secret
    )
    assert answers_of(version).flat["texts"] == {"aim": "Open"}


def test_the_hash_in_the_open_does_not_give_a_short_answer_away(agreed, cast):
    other = freeze(agreed.document, by=cast.amira, name="agreed", definition_hash="d1")
    assert answers_of(other) == answers_of(agreed)
    assert other.hash != agreed.hash
    assert agreed.hash != hash_of(answers_of(agreed), "d1", "")


def test_what_changed_is_said_by_name_with_before_and_after(agreed, opened, now_there):
    opened("ben").send({"aim": "A garden", f"{OTHER}/what": "Dig"}, {"our-say": None}, add={OTHER: None})
    assert changes_between(agreed, now_there()) == [
        (OTHER, None, True),
        (f"{OTHER}/what", None, "Dig"),
        ("aim", "A library", "A garden"),
        ("our-say", "co-design", None),
    ]
    assert changes_between(agreed, answers_of(agreed)) == []


def test_equal_answers_have_equal_hashes_in_whatever_order_they_were_given():
    one = Answers({"texts": {"a": "1", "b": "2"}, "values": {}, "rows": {}})
    two = Answers({"texts": {"b": "2", "a": "1", "c": ""}, "values": {"x": None}, "rows": {}})
    assert content_hash(one) == content_hash(two)
    assert content_hash(one) != content_hash(Answers({"texts": {"a": "1"}}))


def test_an_unwritten_sheet_can_be_frozen_and_written_afterwards(opened, cast, now_there):
    form = opened("ben")
    freeze(form.place, by=cast.ben, name="shared")
    assert form.send({"aim": "Now"}).seq == 1
    assert read_or_new(cast.pair, "plan").answers.text("aim") == "Now"
