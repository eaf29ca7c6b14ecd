"""Each person whom a release concerns is told of it once, as they chose; nobody else is."""

import re

import pytest
from django.core import mail
from django.test import Client

from alongside.kit import messages
from alongside.people.tests.cast import asked, text_of
from alongside.voices import telling
from alongside.voices.contribution import Reach
from alongside.voices.release import Told
from alongside.voices.tests.afterwards import (
    CODE,
    DONE,
    a_change,
    a_decision,
    both_say_yes,
    somebody_said,
    under,
    write,
)
from alongside.voices.tests.cast import an_open_round, two
from alongside.voices.withdrawal import take_back

pytestmark = pytest.mark.django_db

WORDS = "Nobody answers on Sunday, my sister rang nine times."


@pytest.fixture
def pair(db):
    pair = two()
    asked(pair, pair.partner, by=pair.programme.coordinator)
    return pair


@pytest.fixture
def round(pair):
    return an_open_round(pair)


@pytest.fixture
def tell(django_capture_on_commit_callbacks):
    """Both say yes and everyone is told; returns what was sent."""

    def all_of(piece) -> list:
        mail.outbox.clear()
        both_say_yes(piece)
        with django_capture_on_commit_callbacks(execute=True):
            telling.tell_everyone(piece, by=piece.pair.partner)
        messages.wait_until_sent()
        return list(mail.outbox)

    return all_of


@pytest.fixture
def marta(pair):
    client = Client()
    client.force_login(pair.programme.coordinator)
    return client


def page_of(pair) -> str:
    return f"/programme/{pair.programme.public}/telling/"


# --- whom it concerns


def test_only_those_who_said_something_about_it_are_told(pair, round, tell):
    mine = somebody_said(round, WORDS, how=Reach.EMAIL, address="sunday@home.example")
    somebody_said(round, "There is no toast.", how=Reach.EMAIL, address="toast@home.example")
    sent = tell(a_change(pair, theme=under("Sundays", mine)))
    assert [each.to for each in sent] == [["sunday@home.example"]]
    assert [row.contribution for row in Told.objects.all()] == [mine]


def test_a_release_without_a_heading_concerns_everybody_who_answered(pair, round, tell):
    for name in ("one", "two"):
        somebody_said(round, how=Reach.EMAIL, address=f"{name}@home.example")
    assert len(tell(a_change(pair))) == 2


def test_whoever_gave_no_way_to_reach_them_gets_no_message(pair, round, tell):
    somebody_said(round, WORDS, code=CODE)
    assert tell(a_change(pair)) == []
    assert not Told.objects.exists()


def test_whoever_took_back_their_words_gets_none_either(pair, round, tell):
    person = somebody_said(round, WORDS, how=Reach.EMAIL, address="sunday@home.example")
    take_back(person)
    assert tell(a_change(pair)) == []


def test_once_for_a_release_and_again_for_a_new_version(pair, round, tell):
    somebody_said(round, WORDS, how=Reach.EMAIL, address="sunday@home.example")
    change = a_change(pair)
    assert len(tell(change)) == 1
    assert tell(change) == []
    write(change, {"we-did": DONE})
    assert len(tell(change)) == 1


# --- what the message says


def test_the_message_says_nothing_of_what_was_said(pair, round, tell):
    somebody_said(round, WORDS, how=Reach.EMAIL, address="sunday@home.example")
    (sent,) = tell(a_change(pair, texts={"we-did": DONE}))
    assert sent.subject == "News for you"
    assert f"/r/{round.short}/happened/" in sent.body
    for private in (WORDS, "Sunday", DONE):
        assert private not in sent.subject + sent.body


def test_where_others_may_see_it_there_is_news_and_nothing_more(pair, round, tell):
    somebody_said(round, WORDS, how=Reach.EMAIL, address="sunday@home.example", discreet=True)
    (sent,) = tell(a_change(pair, texts={"we-did": DONE}))
    assert sent.subject == "News"
    assert sent.body.startswith("There is news:")
    assert "told us" not in sent.body


@pytest.mark.parametrize(
    ("make", "starts"),
    [
        (lambda pair: a_decision(pair, outcome="no"), "It was decided not to do this."),
        (lambda pair: a_decision(pair), "There is an answer to what you said."),
        (lambda pair: a_change(pair, state="did-not", texts={"because": "money"}), "It was decided not to do this."),
        (lambda pair: a_change(pair, state="not-yet"), "There is an answer to what you said."),
        (lambda pair: a_change(pair), "Something was done."),
    ],
)
def test_each_answer_has_its_own_message(pair, round, tell, make, starts):
    somebody_said(round, how=Reach.EMAIL, address="sunday@home.example")
    (sent,) = tell(make(pair))
    assert starts in sent.body


# --- STOP


def stop_address(body: str) -> str:
    return re.search(r"https?://[^/]+(/r/\S+/stop/\S+/)", body)[1]


def test_stop_is_a_page_with_a_button_and_then_nothing_more_is_sent(pair, round, tell):
    person = somebody_said(round, how=Reach.EMAIL, address="sunday@home.example")
    (sent,) = tell(a_change(pair))
    address, client = stop_address(sent.body), Client()
    assert "Do you want no more messages?" in text_of(client.get(address))
    person.reach.refresh_from_db()
    assert person.reach.stopped is None  # a mail scanner that opens links stops nothing
    client.post(address, {"stop": "1"})
    assert "We do not write about this again." in text_of(client.get(address))
    assert tell(a_decision(pair)) == []
    client.post(address, {"again": "1"})
    assert len(tell(a_decision(pair, texts={"question": "Another?"}))) == 1


def test_a_made_up_link_stops_nobody(round):
    somebody_said(round, how=Reach.EMAIL, address="sunday@home.example")
    assert Client().get(f"/r/{round.short}/stop/nonsense/").status_code == 404


# --- by hand


def test_the_coordinator_sees_how_to_reach_people_and_no_word_of_theirs(pair, round, tell, marta):
    for how, address in ((Reach.CALL, "01632 960 555"), (Reach.TEXT, "07700 900 111"), (Reach.LETTER, "1 High Street")):
        somebody_said(round, WORDS, how=how, address=address)
    tell(a_change(pair, texts={"we-did": DONE}))
    page = text_of(marta.get(page_of(pair)))
    assert "01632 960 555" in page
    assert "07700 900 111" in page
    assert DONE in page  # what to say on the phone is what everybody can read
    assert WORDS not in page
    assert "1 High Street" not in page  # on the sheet of addresses, which is destroyed


def test_nobody_but_the_coordinator_sees_an_address(pair, round, tell):
    somebody_said(round, WORDS, how=Reach.CALL, address="01632 960 555")
    change = a_change(pair)
    tell(change)
    for person in pair.two:
        client = Client()
        client.force_login(person)
        assert client.get(page_of(pair)).status_code == 404
        assert "01632 960 555" not in client.get(f"/pair/{pair.public}/asking/{change.public}/").content.decode()


def test_told_on_the_phone_stands_with_name_and_day(pair, round, tell, marta):
    person = somebody_said(round, WORDS, code=CODE, how=Reach.CALL, address="01632 960 555")
    tell(a_change(pair))
    row = Told.objects.get()
    marta.post(f"{page_of(pair)}{row.pk}/", {"told": "1"})
    row.refresh_from_db()
    assert (row.outcome, row.by) == ("told", pair.programme.coordinator)
    assert "01632" not in text_of(marta.get(page_of(pair)))
    browser = Client()
    browser.post("/code/", {"code": CODE})
    assert "Marta called you on" in text_of(browser.get(f"/r/{round.short}/happened/"))
    assert person.told.count() == 1


def test_after_three_calls_that_nobody_took_the_page_has_to_do(pair, round, tell, marta):
    somebody_said(round, WORDS, how=Reach.CALL, address="01632 960 555")
    tell(a_change(pair))
    row = Told.objects.get()
    for tries in (1, 2):
        marta.post(f"{page_of(pair)}{row.pk}/", {"nobody": "1"})
        row.refresh_from_db()
        assert (row.tries, row.outcome) == (tries, "")
    marta.post(f"{page_of(pair)}{row.pk}/", {"nobody": "1"})
    row.refresh_from_db()
    assert row.outcome == "none"
    assert "01632 960 555" not in text_of(marta.get(page_of(pair)))


def test_whoever_wants_no_more_calls_is_on_no_list_any_more(pair, round, tell, marta):
    person = somebody_said(round, WORDS, how=Reach.CALL, address="01632 960 555")
    tell(a_change(pair))
    tell(a_decision(pair))
    marta.post(f"{page_of(pair)}{Told.objects.first().pk}/", {"stop": "1"})
    person.reach.refresh_from_db()
    assert person.reach.stopped
    assert "01632 960 555" not in text_of(marta.get(page_of(pair)))


def test_letters_are_marked_only_as_far_as_they_stood_on_the_page(pair, round, tell, marta):
    somebody_said(round, WORDS, how=Reach.LETTER, address="1 High Street")
    tell(a_change(pair))
    seen = Told.objects.get()
    later = somebody_said(round, WORDS, how=Reach.LETTER, address="2 High Street")
    Told.objects.create(contribution=later, release=seen.release, how=Reach.LETTER)
    marta.post(f"{page_of(pair)}all/letter/", {"told": [seen.pk]})
    assert Told.objects.get(contribution=later).day is None
    seen.refresh_from_db()
    assert seen.day


def test_a_new_version_takes_the_place_of_what_nobody_was_told_yet(pair, round, tell):
    somebody_said(round, WORDS, how=Reach.LETTER, address="1 High Street")
    change = a_change(pair)
    tell(change)
    write(change, {"we-did": DONE})
    tell(change)
    assert [row.release.said.text("we-did") for row in Told.objects.all()] == [DONE]
