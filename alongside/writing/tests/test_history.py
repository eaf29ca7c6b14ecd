"""Who wrote what, and when."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from alongside.writing.document import Document
from alongside.writing.history import answers_at, authors, steps
from alongside.writing.tests.live_door import type_live
from alongside.writing.tests.test_store import typed_live

NOW = timezone.now().replace(minute=5, second=0, microsecond=0) - timedelta(hours=2)


def after(minutes):
    return time_machine.travel(NOW + timedelta(minutes=minutes), tick=False)


def test_what_one_person_does_in_one_sitting_is_one_step(opened, cast):
    for minutes, who, text in (
        (0, "amira", "a"),
        (9, "amira", "a b"),
        (20, "amira", "a b c"),
        (21, "ben", "a b c d"),
    ):
        with after(minutes):
            opened(who).send({"aim": text})
    with after(22):
        opened("ben").send({"aim": "a b c d e"}, typed_by=cast.cleo, how="supported")
    found = steps(Document.objects.get())
    assert [(s.first, s.last, s.by.name, s.typed_by and s.typed_by.name) for s in found] == [
        (5, 5, "Ben", "Cleo"),
        (4, 4, "Ben", None),
        (3, 3, "Amira", None),
        (1, 2, "Amira", None),
    ]
    assert (found[-1].began, found[-1].ended) == (NOW, NOW + timedelta(minutes=9))


def test_the_answers_of_any_step_can_be_read_again(opened):
    opened("amira").send({"aim": "One"})
    opened("ben").send({"aim": "One two"}, {"our-say": "co-design"})
    document = Document.objects.get()
    assert answers_at(document, 0).is_empty()
    assert answers_at(document, 1).flat == {"texts": {"aim": "One"}, "values": {}, "rows": {}}
    assert answers_at(document, 2).value("our-say") == "co-design"
    assert answers_at(document, 3) is None


def test_each_word_knows_its_writer_through_both_doors(opened, cast):
    with after(0):
        opened("amira").send({"aim": "We 👩 meet."})
        opened("ben").send({"aim": "We 👩 all meet."})
        type_live(Document.objects.get(), typed_live(Document.objects.get(), "Né: "), by=cast.cleo)
    found = authors(Document.objects.get())["aim"]
    assert [(piece, by) for piece, by, *_ in found] == [
        ("Né: ", cast.cleo.pk),
        ("We 👩 ", cast.amira.pk),
        ("all ", cast.ben.pk),
        ("meet.", cast.amira.pk),
    ]


def test_words_that_somebody_took_out_have_no_writer_any_more(opened):
    opened("amira").send({"aim": "One two three"})
    opened("ben").send({"aim": "One three"})
    opened("ben").send({"aim": ""})
    assert authors(Document.objects.get()) == {}
