"""Nobody's words overwrite another's: random histories of two people, each promise with its control."""

import random

import pytest
from hypothesis import given, settings

from alongside.writing import flat as shape
from alongside.writing import posted
from alongside.writing.tests.histories import FORMS, LIVE, PRESSED, History, Memory, at_random, histories

MANY = settings(max_examples=300, deadline=None, derandomize=True)


def breaks(kinds, wrong):
    """Whether one of a thousand histories comes out wrong; what a control must find."""
    return any(wrong(History(Memory()).play(at_random(kinds, seed))) for seed in range(1000))


def loses_or_doubles(history):
    return any(history.lost_and_doubled())


def glued(history):
    """Words on the page that are not one word somebody typed."""
    return [
        word
        for text in history.shown()["texts"].values()
        for word in text.split()
        if word not in history.typed
    ]


@MANY
@given(histories(FORMS))
def test_a_word_that_nobody_took_out_stands_once_in_a_row_that_shows(steps):
    history = History(Memory()).play(steps)
    assert history.lost_and_doubled() == (set(), set())
    assert not history.came_back()


@MANY
@given(histories(FORMS + LIVE))
def test_the_same_holds_when_forms_and_live_devices_write_together(steps):
    history = History(Memory()).play(steps).in_touch()
    assert history.lost_and_doubled() == (set(), set())


@MANY
@given(histories(FORMS + PRESSED, longest=40))
def test_the_same_holds_when_a_page_is_posted_while_its_keys_are_on_their_way(steps):
    history = History(Memory()).play(steps).all_pressed()
    assert history.lost_and_doubled() == (set(), set())


@MANY
@given(histories(PRESSED, longest=40))
def test_what_one_page_typed_and_posted_is_there_as_it_stood_in_its_box(steps):
    history = History(Memory()).play([(what, 0, where) for what, _, where in steps]).all_pressed()
    assert history.shown()["texts"].get("aim", "") == str(history.live[0].text)


def test_to_post_the_words_of_the_box_instead_would_double_them(monkeypatch):
    def posts_words(history, page, who):
        words = {"texts": {"aim": str(page.text)}, "values": {}, "rows": {}}
        history.store.post(who, page.seen, page.form, words)

    monkeypatch.setattr(History, "posted_live", posts_words)
    assert breaks(PRESSED, lambda history: loses_or_doubles(history.all_pressed()))


def test_to_post_nothing_of_them_would_lose_them(monkeypatch):
    monkeypatch.setattr(History, "posted_live", lambda history, page, who: None)
    assert breaks(PRESSED, lambda history: loses_or_doubles(history.all_pressed()))


def test_comparing_with_the_newest_text_would_lose_words(monkeypatch):
    monkeypatch.setattr(posted.Log, "base", lambda log, seen, form: (log.until(10**9), []))
    assert breaks(FORMS, loses_or_doubles)


def test_taking_out_rows_blindly_would_lose_words(monkeypatch):
    monkeypatch.setattr(posted, "is_as_it_was_seen", lambda row, was, now: True)
    assert breaks(FORMS, loses_or_doubles)


def test_without_the_forms_own_id_pressing_twice_would_double_words(monkeypatch):
    monkeypatch.setattr(posted, "_is_of", lambda row, form: False)
    assert breaks(("say", "again"), loses_or_doubles)


@MANY
@given(histories(FORMS))
def test_forms_never_make_a_word_that_nobody_wrote(steps):
    history = History(Memory()).play(steps)
    assert glued(history) == []


def test_without_a_space_where_words_meet_they_would_be_glued(monkeypatch):
    monkeypatch.setattr(posted, "meeting_places", lambda *texts: [])
    assert breaks(FORMS, glued)


@MANY
@given(histories(FORMS))
def test_the_same_form_again_adds_no_row(steps):
    store = Memory()
    history = History(store).play(steps)
    for who in (0, 1):
        history.send(who)
        before = len(store)
        history.send(who)
        assert len(store) == before


@MANY
@given(histories(FORMS + LIVE))
def test_server_devices_and_a_replay_of_the_log_are_equal(steps):
    store = Memory()
    history = History(store).play(steps).in_touch()
    replay = shape.build(store.updates())
    server = shape.everything_in(store.doc())
    assert shape.everything_in(replay) == server
    assert [shape.everything_in(device) for device in history.devices] == [server, server]


def test_a_dropped_row_would_be_noticed():
    store = Memory()
    history = History(store).play([("say", 0, 1), ("say", 1, 1), ("live say", 0, 1)]).in_touch()
    replay = shape.build(store.updates()[:-1])
    assert shape.everything_in(replay) != shape.everything_in(history.devices[0])


@MANY
@given(histories(("open", "choose", "again", "say")))
def test_a_choice_is_the_one_that_was_posted_last(steps):
    history = History(Memory()).play([step for step in steps if step[0] != "again"])
    assert history.shown()["values"].get("our-say") == history.last_choice


def test_with_a_random_client_and_no_check_the_wrong_choice_would_win(monkeypatch):
    dice = random.Random(7)
    monkeypatch.setattr(posted, "not_won", lambda now, wanted: {})
    monkeypatch.setattr("alongside.writing.store.Clients.new", lambda clients: dice.randrange(1, 2**53))
    wrong = lambda history: history.shown()["values"].get("our-say") != history.last_choice  # noqa: E731
    assert breaks(("open", "choose"), wrong)


@pytest.mark.parametrize("who", [0, 1])
def test_going_back_and_adding_a_word_adds_that_word(who):
    history = History(Memory())
    history.say(who, 0)
    history.say(1 - who, 0)
    history.say(who, 1)
    assert history.lost_and_doubled() == (set(), set())
    assert len(history.shown()["texts"]["aim"].split()) == 3
