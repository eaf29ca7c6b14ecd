"""Posting a form, and typing live, into the store: what two people who write at once may rely on."""

import threading

import pytest
from django.db import connection, connections
from pycrdt import Doc, Map, Text

from alongside.privacy import keys
from alongside.privacy.audit import AuditLine
from alongside.writing import flat as shape
from alongside.writing.brought import bring
from alongside.writing.compaction import compact, join
from alongside.writing.document import Document, Key, Row, Snapshot
from alongside.writing.flat import LONGEST, TooLong
from alongside.writing.merge import edit
from alongside.writing.store import (
    document_key,
    post,
    read,
    read_many,
    read_or_new,
    removed_rows,
    unwritten,
    will_come_back,
)
from alongside.writing.tests.histories import FORMS, LIVE, PRESSED, History, at_random
from alongside.writing.tests.live_door import ANYTHING, come_to_rest, type_live
from alongside.writing.tests.updates import ANY, DELETED, STRING, contents
from alongside.writing.versions import Version, freeze

ROW = "actions/k3f9x2m7qa"


def typed_live(document, text, name="aim", client=77):
    """An update as a device would send it that puts `text` at the beginning."""
    doc = shape.build(document.log().until(document.seq), client)
    edit(shape.text_of(doc, name), [(0, 0, text)])
    return doc.get_update()


def test_both_keep_their_words_when_both_saw_the_same_page(opened, now_there):
    opened("amira").send({"aim": "We meet on Monday."})
    hers, his = opened("amira"), opened("ben")
    hers.send({"aim": "We meet on Monday at ten."})
    posted = his.send({"aim": "We all meet on Monday."})
    assert now_there().text("aim") == "We all meet on Monday at ten."
    assert [(c.yours, c.theirs, c.now) for c in posted.both_changed] == [
        ("We all meet on Monday.", "We meet on Monday at ten.", "We all meet on Monday at ten.")
    ]


def test_an_unwritten_sheet_reads_as_empty_and_begins_with_the_first_word(opened, cast):
    seen = read_or_new(cast.pair, "plan")
    assert (seen.seq, seen.answers.is_empty(), seen.document) == (0, True, None)
    assert unwritten(document_key(cast.pair, "plan")).token == seen.token
    opened("amira").send({"aim": ""})
    assert not Document.objects.exists()
    posted = opened("amira").send({"aim": "A library"})
    assert (posted.seq, posted.now.answers.text("aim")) == (1, "A library")


def test_both_begin_a_sheet_that_neither_had_seen_written(opened, now_there):
    hers, his = opened("amira"), opened("ben")
    hers.send({"aim": "Tuesday"})
    his.send({"aim": "Wednesday"})
    assert sorted(now_there().text("aim").split()) == ["Tuesday", "Wednesday"]


def test_what_both_typed_alike_counts_once(opened, now_there):
    hers, his = opened("amira"), opened("ben")
    hers.send({"aim": "Tuesday"})
    assert his.send({"aim": "Tuesday"}).both_changed == []
    assert now_there().text("aim") == "Tuesday"


@pytest.mark.parametrize("letters_first", [True, False], ids=["letters first", "taken out first"])
def test_a_word_that_one_corrects_and_the_other_takes_out_stays_as_a_word(opened, now_there, letters_first):
    opened("amira").send({"aim": "We meet in the prayer house."})
    hers, his = opened("amira"), opened("ben")
    sent = [(hers, "We meet in the prayers house."), (his, "We meet in the house.")]
    for form, text in sent if letters_first else reversed(sent):
        form.send({"aim": text})
    assert now_there().text("aim") == "We meet in the prayers house."
    for form, text in sent:
        assert not form.send({"aim": text}).changed


def test_a_comma_does_not_bring_a_word_back(opened, now_there):
    opened("amira").send({"aim": "at home alone"})
    hers, his = opened("amira"), opened("ben")
    his.send({"aim": "at alone"})
    hers.send({"aim": "at home, alone"})
    assert "home" not in now_there().text("aim")


def test_what_the_form_did_not_show_is_left_alone(opened, now_there):
    opened("amira").send({"aim": "A library", "why": "Quiet"}, {"our-say": "co-design"})
    opened("ben").send({"why": "Quiet rooms"})
    assert now_there().flat["texts"] == {"aim": "A library", "why": "Quiet rooms"}
    assert now_there().value("our-say") == "co-design"


def test_the_later_choice_stands_and_the_page_says_what_the_other_had_chosen(opened, now_there):
    hers, his = opened("amira"), opened("ben")
    hers.send(values={"our-say": "co-design", "ways/training": True})
    posted = his.send(values={"our-say": "consult", "ways/money": True})
    assert now_there().value("our-say") == "consult"
    assert [(c.kind, c.yours, c.theirs) for c in posted.both_changed] == [("value", "consult", "co-design")]
    assert sorted(now_there().ticked("ways")) == ["money", "training"]


def test_a_choice_can_be_cleared(opened, now_there):
    opened("amira").send(values={"our-say": "co-design", "ways/training": True})
    opened("ben").send(values={"our-say": None, "ways/training": None})
    assert now_there().is_empty()


def test_a_row_that_somebody_changed_meanwhile_stays_and_the_page_says_so(opened, now_there):
    opened("amira").send({f"{ROW}/what": "Ask the library"}, add={ROW: None})
    hers, his = opened("amira"), opened("ben")
    hers.send({f"{ROW}/what": "Ask the library on Monday"})
    posted = his.send(remove=[ROW])
    assert [(c.kind, c.name) for c in posted.both_changed] == [("row", ROW)]
    assert now_there().text(f"{ROW}/what") == "Ask the library on Monday"
    opened("ben").send(remove=[ROW])
    assert now_there().is_empty()
    assert now_there().rows("actions") == []


def test_a_row_comes_back_when_somebody_had_been_writing_in_it(opened, now_there):
    opened("amira").send({f"{ROW}/what": "Ask"}, add={ROW: None})
    hers, his = opened("amira"), opened("ben")
    his.send(remove=[ROW])
    posted = hers.send({f"{ROW}/what": "Ask the library"})
    assert [(c.kind, c.theirs) for c in posted.both_changed] == [("row", None)]
    assert now_there().rows("actions") == ["k3f9x2m7qa"]
    assert now_there().text(f"{ROW}/what") == "Ask the library"


def test_a_row_that_was_taken_out_can_be_brought_back_with_its_words(opened, now_there, cast):
    opened("amira").send({f"{ROW}/what": "Ask"}, add={ROW: None})
    opened("ben").send(remove=[ROW])
    document = read_or_new(cast.pair, "plan").document
    assert removed_rows(document)[ROW].text(f"{ROW}/what") == "Ask"
    opened("ben").send(add={ROW: None})
    assert now_there().text(f"{ROW}/what") == "Ask"


def test_rows_stand_where_they_were_put(opened, now_there):
    first, second, third = "actions/aaaaaaaaa1", "actions/aaaaaaaaa2", "actions/aaaaaaaaa3"
    opened("amira").send(add={first: None, second: None})
    opened("ben").send(add={third: 0})
    assert now_there().rows("actions") == ["aaaaaaaaa3", "aaaaaaaaa1", "aaaaaaaaa2"]
    opened("ben").send(move={first: "0i"})
    assert now_there().rows("actions")[0] == "aaaaaaaaa1"


def test_a_form_with_another_number_than_its_answers_merges_nothing(opened, now_there):
    opened("amira").send({"aim": "One"})
    form = opened("ben")
    opened("amira").send({"aim": "One two"})
    number, mac = form.seen.token.split(".")
    for token in (f"2.{mac}", f"{number}.000000000000", f"9.{mac}", mac, "", "٢.x", f"-1.{mac}"):
        posted = post(form.place, token, form.id, {"texts": {"aim": "Mine"}}, by=form.by)
        assert posted.stale
        assert posted.now.answers.text("aim") == "One two"
    assert now_there().text("aim") == "One two"
    assert not form.send({"aim": "One more"}).stale


def test_a_number_from_before_a_restored_backup_merges_nothing(opened, now_there):
    opened("amira").send({"aim": "One"})
    backup = {
        field: getattr(Document.objects.get(), field)
        for field in ("seq", "answers", "answers_seq", "last_client")
    }
    opened("amira").send({"aim": "One two"})
    form = opened("ben")
    Row.objects.filter(seq=2).delete()
    Document.objects.update(**backup)
    assert form.send({"aim": "One two three"}).stale
    opened("amira").send({"aim": "One other"})
    assert form.send({"aim": "One two three"}).stale
    assert now_there().text("aim") == "One other"


def test_a_failed_save_leaves_nothing_behind(opened, now_there, monkeypatch):
    opened("amira").send({"aim": "One"})
    form = opened("ben")

    def fails(document, answers):
        raise OSError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(Document, "keep_answers", fails)
        with pytest.raises(OSError):
            form.send({"aim": "One two"})
    assert Row.objects.count() == 1
    assert form.send({"aim": "One two three"}).seq == 2
    assert now_there().text("aim") == "One two three"


def test_more_than_a_sheet_can_hold_is_refused_in_a_sentence_and_nothing_is_lost(opened, now_there):
    opened("amira").send({"aim": "Safe"})
    with pytest.raises(TooLong, match="by 2 letters. What you saved before is safe"):
        opened("ben").send({"aim": "x" * (LONGEST + 2)})
    with pytest.raises(TooLong):
        opened("ben").send({"why": "x" * (LONGEST - 1)})
    assert now_there().flat["texts"] == {"aim": "Safe"}
    assert opened("ben").send({"why": "x" * (LONGEST - 4)}).seq == 2


def test_pressing_twice_changes_nothing_and_says_so(opened):
    form = opened("amira")
    assert form.send({"aim": "One"}).changed
    again = form.send({"aim": "One"})
    assert (again.changed, again.stale, again.seq) == (False, False, 1)


def test_the_place_of_a_row_is_an_order_key(opened):
    with pytest.raises(ValueError, match="not the place of a row"):
        opened("amira").send(add={ROW: "Ü"})


def test_a_page_read_while_the_log_is_folded_is_still_right(cast, opened):
    opened("amira").send({"aim": "Ours"})
    old = read_or_new(cast.pair, "plan").document
    type_live(old, typed_live(old, "All "), by=cast.ben)
    half_read = Document.objects.get()
    type_live(old, typed_live(half_read, "Now "), by=cast.ben)
    compact(half_read, everything=True)
    assert read(half_read).answers.text("aim") == "Now All Ours"


def test_text_is_kept_with_one_kind_of_line_break_and_without_control_characters(opened, now_there):
    opened("amira").send({"aim": "one\r\ntwo\x00\x07\rthree e\u0301"})
    assert now_there().text("aim") == "one\ntwo\nthree é"


@pytest.mark.parametrize("name", ["#rows", "Aim", "a//b", "../x", "a/b/c/d/e", ""])
def test_a_name_that_no_form_makes_is_refused(opened, name):
    with pytest.raises(ValueError, match="not the name of an answer"):
        opened("amira").send({name: "words"})


def test_whoever_typed_it_stands_beside_whose_words_they_are(opened, cast):
    opened("ben").send({"aim": "One"}, typed_by=cast.cleo, how="supported")
    row = Row.objects.get()
    assert (row.by, row.typed_by, row.how) == (cast.ben, cast.cleo, "supported")


def test_each_person_has_a_document_of_their_own_and_one_for_what_they_keep(cast, opened, now_there):
    opened("ben", person=cast.ben).send({"aim": "Mine"})
    opened("ben", person=cast.ben, kept=True).send({"aim": "Only mine"})
    opened("amira", person=cast.amira).send({"aim": "Hers"})
    assert now_there(person=cast.ben).text("aim") == "Mine"
    assert now_there(person=cast.ben, kept=True).text("aim") == "Only mine"
    assert now_there().is_empty()


def test_the_documents_of_a_pair_are_read_in_one_query_and_as_they_are(
    cast, opened, django_assert_num_queries
):
    opened("ben", person=cast.ben).send({"aim": "Mine"})
    opened("amira").send({"aim": "Ours"})
    with django_assert_num_queries(1):
        seen = read_many(cast.pair, Document.objects.all())
    mine, ours = document_key(cast.pair, "plan", cast.ben), document_key(cast.pair, "plan")
    assert {key: each.answers.text("aim") for key, each in seen.items()} == {mine: "Mine", ours: "Ours"}
    assert seen[ours].token == read_or_new(cast.pair, "plan").token
    typed_by_hand = seen[ours].document
    type_live(ours, typed_live(typed_by_hand, "All "), by=cast.ben)
    assert read_many(cast.pair, Document.objects.all())[ours].answers.text("aim") == "All Ours"


def test_words_typed_live_are_read_at_once_and_settle_later(cast, opened):
    opened("amira").send({"aim": "Ours"})
    document = read_or_new(cast.pair, "plan").document
    update = typed_live(document, "All ")
    assert type_live(document, update, by=cast.ben) == 2
    assert type_live(document, update, by=cast.ben) == 2
    document.refresh_from_db()
    assert (document.answers_seq, read(document).answers.text("aim")) == (1, "All Ours")
    token = read(document).token
    come_to_rest(document)
    document.refresh_from_db()
    assert (document.answers_seq, read(document).token) == (2, token)


class Stored:
    """The real store under a history."""

    def __init__(self, cast, sheet):
        self.cast, self.place = cast, document_key(cast.pair, sheet)
        self.two = (cast.amira, cast.ben)

    @property
    def document(self):
        return Document.objects.filter(sheet=self.place.sheet).first()

    def open(self, who):
        seen = read_or_new(self.cast.pair, self.place.sheet)
        will_come_back(seen)
        return seen.token, seen.answers.flat

    def post(self, who, seen, form, changes):
        posted = post(self.place, seen, form, changes, by=self.two[who])
        assert not posted.stale
        return posted.both_changed

    def append(self, who, update):
        type_live(self.place, update, by=self.two[who])

    def bring(self, who, update):
        assert bring(self.place, update, ANYTHING, by=self.two[who]) is not None

    def join(self):
        if self.document:
            join(self.document)

    def updates(self):
        return self.document.log().until(self.document.seq) if self.document else []


@pytest.mark.parametrize(
    ("kinds", "many"), [(FORMS, 25), (FORMS + LIVE, 25), (PRESSED, 6)], ids=["forms", "both doors", "pressed"]
)
def test_random_histories_hold_in_the_store_too(cast, kinds, many):
    for seed in range(many):
        store = Stored(cast, f"plan-{seed}")
        history = History(store).play(at_random(kinds, seed))
        if kinds is PRESSED:
            history.all_pressed()
        elif kinds != FORMS:
            history.in_touch()
        assert history.lost_and_doubled() == (set(), set())
        if store.document:
            log = store.updates()
            assert read(store.document).answers == shape.answers_in(shape.build(log))
            holds_flat_things_only(log + [shape.build(log).get_update()])


def holds_flat_things_only(updates):
    for update in updates:
        for kind, what, root in contents(update):
            assert kind in (STRING, ANY, DELETED)
            assert "\ufffd" not in str(what)
            assert root is None or root.startswith(("#values", "#rows", "aim", "actions/"))


def test_a_nested_type_would_be_noticed():
    doc = Doc()
    doc.get("aim", type=Map)["nested"] = Text("words")
    with pytest.raises(AssertionError):
        holds_flat_things_only([doc.get_update()])


def test_words_lie_sealed_and_a_row_opens_only_in_its_own_place(opened, cast):
    opened("amira").send({"aim": "canary-in-the-library"})
    opened("amira").send({"aim": "canary-in-the-library again"})
    with connection.cursor() as cursor:
        for table in ("writing_document", "writing_row"):
            cursor.execute(f"SELECT * FROM {table}")
            assert b"canary" not in b"".join(
                bytes(cell) for row in cursor.fetchall() for cell in row if isinstance(cell, bytes)
            )
    document = read_or_new(cast.pair, "plan").document
    first, second = document.rows.order_by("seq")
    Row.objects.filter(pk=first.pk).update(sealed=second.sealed)
    with pytest.raises(keys.CannotOpen):
        document.log()


def test_an_erased_sheet_is_gone_and_an_old_page_cannot_fill_the_new_one(opened, now_there, cast):
    opened("amira").send({"aim": "We meet on Monday."})
    old = opened("ben")
    document = Document.objects.get()
    freeze(document, by=cast.amira, name="shared")
    document.erase(by=cast.amira)
    assert not any(model.objects.exists() for model in (Document, Row, Snapshot, Version))
    assert AuditLine.objects.get().thing == str(document.pk)
    assert old.send({"aim": "We meet on Monday at ten."}).stale
    opened("amira").send({"aim": "We meet on Monday."})
    assert old.send({"aim": "We meet on Monday at ten."}).stale
    assert now_there().text("aim") == "We meet on Monday."
    assert Document.objects.get().identity != document.identity


def test_ids_of_our_own_writing_are_never_the_same_twice(opened, cast, monkeypatch):
    monkeypatch.setattr("alongside.writing.store.time.time", lambda: 1_800_000_000.0)
    form = opened("amira")
    for n in range(5):
        form.send({"aim": " ".join("abcdefg"[: n + 1])})
    document = read_or_new(cast.pair, "plan").document
    assert document.last_client >= 2**32 + 1_800_000_000_000 + 9
    assert read(document).answers.text("aim") == "a b c d e"


def test_a_key_names_the_same_document_as_its_row(opened, cast):
    opened("ben", person=cast.ben, kept=True).send({"aim": "x"})
    document = Document.objects.get()
    assert document.place == document_key(cast.pair, "plan", cast.ben, True)
    assert document.place == Key(cast.pair.pk, "plan", cast.ben.pk, True, "")


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_the_same_instant_both_keep_every_word(cast):
    place, wrong = document_key(cast.pair, "plan"), []

    def writes(person, letter):
        try:
            for n in range(8):
                seen = read_or_new(cast.pair, "plan")
                text = f"{seen.answers.text('aim')} {letter}{n}".strip()
                wrong.extend(
                    ["stale"]
                    * post(place, seen.token, f"{letter}{n}", {"texts": {"aim": text}}, by=person).stale
                )
        finally:
            connections.close_all()

    threads = [threading.Thread(target=writes, args=who) for who in ((cast.amira, "a"), (cast.ben, "b"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    words = read_or_new(cast.pair, "plan").answers.text("aim").split()
    assert wrong == []
    assert sorted(words) == sorted(f"{letter}{n}" for letter in "ab" for n in range(8))
