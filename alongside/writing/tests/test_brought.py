"""A form is posted while keys of its page are on their way: its words are there once, whatever arrives when."""

import asyncio
import base64
from types import SimpleNamespace

import pytest
from pycrdt import Doc, Text

from alongside.writing import brought
from alongside.writing import hub as hubs
from alongside.writing.brought import bring, read
from alongside.writing.compaction import join
from alongside.writing.document import TYPED, Document, Pen, Row, document_key
from alongside.writing.flat import LONGEST, TooLong
from alongside.writing.gate import Refused
from alongside.writing.hub import Hand, Hub
from alongside.writing.live import load
from alongside.writing.saver import Saved
from alongside.writing.store import post
from alongside.writing.tests.frames import GC, TEXT, piece, update
from alongside.writing.tests.live_door import ANYTHING, type_live


class Page:
    """A page that is typed live: its form, its document, and the keys that it has sent, in their order."""

    def __init__(self, form, client):
        self.form, self.doc, self.sent = form, Doc(client_id=client), []
        self.place, self.by = form.place, form.by
        self.hear()
        self.safe = self.doc.get_state()

    @property
    def text(self):
        return self.doc.get("aim", type=Text)

    def hear(self):
        document = Document.objects.filter(**self.place.columns).first()
        for each in document.log().until(document.seq) if document else []:
            self.doc.apply_update(each)

    def type(self, words, at=None):
        for place, letter in enumerate(words, start=len(self.text) if at is None else at):
            before = self.doc.get_state()
            self.text.insert(place, letter)
            self.sent.append(self.doc.get_update(before))

    def arrive(self, count=None):
        for each in self.sent[:count]:
            type_live(self.place, each, by=self.by)
        self.sent = [] if count is None else self.sent[count:]

    def press(self, **more):
        """What may not be there yet, and then the form without the words of the box."""
        taken = bring(self.place, self.doc.get_update(self.safe), ANYTHING, by=self.by)
        return taken, self.form.send(**more)

    def press_with_words_alone(self):
        return self.form.send({"aim": str(self.text)})


@pytest.fixture
def at_once(monkeypatch):
    monkeypatch.setattr(brought, "BETWEEN", 0)


@pytest.fixture
def amiras(opened):
    """Amira's page of an empty sheet; she types a sentence, of which the first half has arrived."""
    page = Page(opened("amira"), 11)
    page.type("Written without a mouse. ")
    page.arrive(11)
    return page


def test_what_had_not_arrived_comes_with_the_form_and_what_arrives_later_changes_nothing(amiras, now_there):
    taken, posted = amiras.press()
    assert taken
    assert not posted.stale
    assert not posted.both_changed
    assert now_there().text("aim") == "Written without a mouse. "
    amiras.arrive()
    assert now_there().text("aim") == "Written without a mouse. "


def test_to_compare_the_whole_words_with_what_had_arrived_would_double_them(amiras, now_there):
    """The negative control: what a page without this did."""
    posted = amiras.press_with_words_alone()
    assert posted.both_changed
    amiras.arrive()
    assert now_there().text("aim").count("Written") > 1


def test_the_words_of_the_other_in_between_stay_where_they_are(amiras, opened, now_there, cast):
    bens = Page(opened("ben"), 12)
    amiras.hear()
    bens.type("And then? ")
    bens.arrive()
    amiras.type("Yes.")
    opened("ben").send({"aim": now_there().text("aim") + " Posted."})
    amiras.press()
    amiras.arrive()
    words = now_there().text("aim")
    for said in ("Written without a mouse. ", "And then? ", "Yes.", "Posted."):
        assert words.count(said) == 1


def test_pressed_twice_it_says_everything_once_and_adds_no_row(amiras, now_there):
    amiras.press(values={"our-say": "yes"})
    rows = Row.objects.count()
    taken, posted = amiras.press(values={"our-say": "yes"})
    assert taken is False
    assert not posted.changed
    assert Row.objects.count() == rows
    assert now_there().text("aim") == "Written without a mouse. "


def test_back_on_the_page_one_goes_on_where_one_was(amiras, now_there):
    amiras.press()
    amiras.type("Nor a hand.")
    amiras.press()
    amiras.arrive()
    assert now_there().text("aim") == "Written without a mouse. Nor a hand."


def test_it_makes_no_difference_that_the_rows_were_joined_meanwhile(amiras, now_there):
    assert join(Document.objects.get())
    amiras.press()
    join(Document.objects.get())
    amiras.arrive()
    assert now_there().text("aim") == "Written without a mouse. "


def test_all_of_a_page_that_was_never_told_what_is_safe_can_come_again(amiras, now_there):
    amiras.safe = Doc().get_state()
    amiras.press()
    assert now_there().text("aim") == "Written without a mouse. "


def test_it_is_in_the_answers_and_the_hand_is_known(amiras, cast):
    amiras.press()
    document = Document.objects.get()
    assert document.answers_seq == document.seq
    assert Row.objects.order_by("seq").last().by == cast.amira
    assert Pen.objects.get(client=11).person == cast.amira


def test_a_document_that_nobody_has_written_in_begins_with_it(opened, now_there):
    page = Page(opened("amira"), 11)
    page.type("New")
    page.press()
    assert now_there().text("aim") == "New"


# --- what no page of ours says


def refused(cast, place, what, by=None) -> bool:
    """Nothing of it is left behind."""
    before = Row.objects.count(), Pen.objects.count(), Document.objects.count()
    taken = bring(place, what, ANYTHING, by=by or cast.amira)
    return taken is None and before == (Row.objects.count(), Pen.objects.count(), Document.objects.count())


def test_nobody_writes_under_the_id_of_somebody_else(amiras, cast, at_once):
    amiras.text.insert(0, "Not hers: ")
    assert refused(cast, amiras.place, amiras.doc.get_update(amiras.safe), by=cast.ben)


@pytest.mark.parametrize(
    "what",
    [
        b"", b"\x00", b"\xff" * 40, update((5, 3, piece(TEXT, "x", left=(5, 2)))), update((5, 0, piece(GC, 1))),
        update((2**32 + 5, 0, piece(TEXT, "ours", root="aim"))), update((5, 0, piece(TEXT, "\x07", root="aim"))),
    ],
)  # fmt: skip
def test_what_the_gate_does_not_let_through_by_a_socket_it_does_not_by_a_form(amiras, cast, at_once, what):
    assert refused(cast, amiras.place, what)


def test_a_sheet_that_is_not_there_is_not_begun_by_nonsense(cast, opened, at_once):
    assert refused(cast, opened("amira").place, b"\xff" * 40)


def test_more_than_a_sheet_can_hold_is_said_and_not_kept(amiras):
    amiras.text.insert(0, "x" * (LONGEST * 2 // 3))
    amiras.press()
    rows = Row.objects.count()
    amiras.text.insert(0, "x" * (LONGEST * 2 // 3))
    with pytest.raises(TooLong):
        bring(amiras.place, amiras.doc.get_update(amiras.safe), ANYTHING, by=amiras.by)
    assert Row.objects.count() == rows


def test_what_is_there_already_is_not_counted_again(opened, cast):
    page = Page(opened("amira"), 11)
    page.text.insert(0, "x" * (LONGEST * 2 // 3))
    assert bring(page.place, page.doc.get_update(), ANYTHING, by=cast.amira)
    page.text.insert(0, "y")
    assert bring(page.place, page.doc.get_update(), ANYTHING, by=cast.amira)


def test_a_field_is_read_only_if_it_is_one():
    assert read(base64.b64encode(b"update").decode()) == b"update"
    assert read("") == b""
    assert [read(each) for each in ("é", "abc", "a b=", "A" * 3_000_000)] == [None] * 4


def test_what_it_builds_on_may_be_a_moment_late(cast, opened, monkeypatch, now_there):
    page = Page(opened("amira"), 11)
    page.type("Tea at four")
    late, before = page.sent[:1], Doc()
    before.apply_update(page.sent[0])
    monkeypatch.setattr(
        brought.time, "sleep", lambda _: late and type_live(page.place, late.pop(), by=cast.amira)
    )
    assert bring(page.place, page.doc.get_update(before.get_state()), ANYTHING, by=cast.amira)
    assert now_there().text("aim") == "Tea at four"


# --- where this process has the document open


class Other:
    """Somebody who has the document open."""

    def __init__(self):
        self.heard, self.closed = [], []
        self.give_update, self.close_soon = self.heard.append, self.closed.append


@pytest.fixture
def story(monkeypatch, cast, opened):
    """Runs a story with a hub that has Amira's document open; what goes to its saver is collected."""
    opened("ben").send({"aim": "."})
    one = load(Document.objects.get().place)
    saving: list = []
    saver = SimpleNamespace(start=lambda: 0, put=saving.append, finish=lambda: 0)
    monkeypatch.setattr(hubs.live, "load", lambda place: one)
    monkeypatch.setattr(hubs, "Saver", lambda *_: saver)

    def run(tell):
        async def whole():
            hub = Hub()
            hub.start()
            other = Other()
            await hub.open(one.document.place, other)
            saving.clear()
            await tell(hub, one, saving, other)
            await hub.stop()

        asyncio.run(whole())

    return run


def amiras_words(one, words="Mine", client=11) -> bytes:
    doc = Doc(client_id=client)
    doc.apply_update(one.doc.get_update())
    before = doc.get_state()
    doc.get("aim", type=Text).insert(0, words)
    return doc.get_update(before)


def test_it_goes_through_the_copy_and_counts_when_it_is_on_disk(story, cast):
    hand = Hand(cast.amira.pk, None, TYPED)

    async def tell(hub, one, saving, other):
        words = amiras_words(one)
        done = hub.bring(one.document.place, words, ANYTHING, hand)
        await asyncio.sleep(0)
        (item,) = saving
        assert (item.door.admitted, item.new_clients) == (hand, {11})
        assert not done.done()
        assert other.heard == []
        item.seq = 2
        hub._take_saved([Saved(one, typed=[item])])
        assert done.result(0) is True
        assert other.heard == [item.update]
        again = hub.bring(one.document.place, words, ANYTHING, hand)
        await asyncio.sleep(0)
        hub._take_saved([Saved(one, typed=saving[-1:])])
        assert again.result(0) is False
        assert not one.forms

    story(tell)


def test_of_two_changes_under_one_id_the_copy_takes_the_first(story, cast):
    """Else the copy and the disk would say different words for ever."""
    hand = Hand(cast.amira.pk, None, TYPED)

    async def tell(hub, one, saving, other):
        sent, posted = amiras_words(one, "Sent"), amiras_words(one, "Post")
        one.take(sent, ANYTHING, cast.amira.pk)
        hub.bring(one.document.place, posted, ANYTHING, hand)
        await asyncio.sleep(0)
        assert saving[-1].update is None
        assert str(one.doc.get("aim", type=Text)) == "Sent."

    story(tell)


def test_a_copy_that_is_let_go_and_one_that_refuses_say_so(story, cast):
    async def tell(hub, one, saving, other):
        place, words = one.document.place, amiras_words(one)
        refused = hub.bring(place, b"nonsense", ANYTHING, Hand(cast.amira.pk, None, TYPED))
        waits = hub.bring(place, words, ANYTHING, Hand(cast.amira.pk, None, TYPED))
        theirs = hub.bring(place, amiras_words(one, "Longer"), ANYTHING, Hand(cast.ben.pk, None, TYPED))
        await asyncio.sleep(0)
        hub.drop(one)
        nobody = hub.bring(place, words, ANYTHING, Hand(cast.amira.pk, None, TYPED))
        await asyncio.sleep(0)
        assert isinstance(refused.exception(0), Refused)
        assert isinstance(theirs.exception(0), Refused)
        assert waits.result(0) is nobody.result(0) is None
        assert other.closed == [1012]

    story(tell)


def test_a_server_that_does_not_run_has_no_copy(cast):
    assert Hub().bring(document_key(cast.pair, "plan"), b"", ANYTHING, Hand(1, None, TYPED)) is None


# --- a page that cannot say any more what it has seen


def test_an_unsure_page_shows_both_texts_instead_of_guessing(amiras, now_there):
    posted = unsure(amiras)
    assert posted.stale
    assert now_there().text("aim") == "Written wit"


def test_an_unsure_page_whose_words_are_there_has_nothing_to_say(amiras, now_there):
    amiras.arrive()
    posted = unsure(amiras)
    assert not posted.stale
    assert not posted.changed
    assert now_there().text("aim") == "Written without a mouse. "


def test_an_unsure_page_of_a_text_that_nobody_has_touched_is_merged_as_ever(opened, now_there):
    page = Page(opened("amira"), 11)
    page.type("Fine")
    assert unsure(page).changed
    assert now_there().text("aim") == "Fine"


def unsure(page):
    changes = {"texts": {"aim": str(page.text)}, "values": {}, "rows": {}, "unsure": True}
    return post(page.place, page.form.seen.token, page.form.id, changes, by=page.by)
