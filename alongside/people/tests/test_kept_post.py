"""A session that ended while somebody wrote: their words are there when they come in again."""

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alongside.people.concern import Concern
from alongside.people.tests.cast import asked, come_in, text_of

pytestmark = pytest.mark.django_db
WORDS = "Nobody rings my neighbour back, and I think she has fallen.\nسلام 👋🏽"


@pytest.fixture
def closed(client, pair, amina, marta):
    """Amina's browser, whose session has ended while the form about a worry was open."""
    asked(pair, amina, by=marta)
    come_in(client, amina, shared=True)
    client.get(f"/pair/{pair.public}/worried/")
    del client.cookies["alongside"]
    return client


def send(client, pair):
    return client.post(f"/pair/{pair.public}/worried/", {"words": WORDS, "answer": "phone", "contact": ""})


def test_the_words_are_shown_again_to_the_one_who_wrote_them_and_can_be_saved(closed, pair, amina):
    answer = send(closed, pair)
    assert answer["Location"] == "/come-in/?why=timed-out"
    assert "what you wrote is here" in text_of(closed.get(answer["Location"]))
    again = come_in(closed, amina).get("/come-in/kept/")
    assert "she has fallen" in text_of(again)
    closed.post(
        f"/pair/{pair.public}/worried/", {"was_kept": "yes", "words": WORDS, "answer": "phone", "contact": ""}
    )
    assert Concern.objects.get().words["words"] == WORDS
    assert closed.get("/come-in/kept/")["Location"] == "/"


def test_after_the_question_about_the_device_the_words_come_first(closed, pair, amina):
    from alongside.people.signin import sign_in_link

    send(closed, pair)
    closed.post(sign_in_link(amina, ""))
    assert closed.post("/come-in/device/", {"device": "shared"})["Location"] == "/come-in/kept/"


def test_whoever_comes_in_next_on_this_device_does_not_see_them(closed, pair, ben):
    send(closed, pair)
    come_in(closed, ben)
    page = closed.get("/come-in/kept/")
    assert page.status_code == 302
    assert "fallen" not in page.content.decode()


def test_they_are_not_readable_in_the_table_of_sessions(closed, pair):
    from django.contrib.sessions.models import Session

    send(closed, pair)
    assert not any("fallen" in str(session.get_decoded()) for session in Session.objects.all())


def test_after_an_hour_they_are_gone(closed, pair, amina):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        send(closed, pair)
        clock.shift(3601)
        come_in(closed, amina)
        assert closed.get("/come-in/kept/").status_code == 302


def test_a_browser_that_nobody_used_keeps_nothing(pair):
    stranger = Client()
    assert send(stranger, pair)["Location"] == "/come-in/"
    assert "kept_post" not in stranger.session


def test_an_old_form_in_a_second_window_loses_nothing_either(pair, amina, marta):
    asked(pair, amina, by=marta)
    browser = come_in(Client(enforce_csrf_checks=False), amina)
    browser.handler.enforce_csrf_checks = True
    path = f"/pair/{pair.public}/worried/"
    answer = browser.post(path, {"words": WORDS}, headers={"Origin": "http://testserver"})
    assert answer["Location"] == "/come-in/kept/"
    assert "fallen" in text_of(browser.get("/come-in/kept/"))
    assert not Concern.objects.exists()


def test_a_form_from_another_site_is_refused_and_not_kept(pair, amina, marta):
    asked(pair, amina, by=marta)
    browser = come_in(Client(), amina)
    browser.handler.enforce_csrf_checks = True
    path = f"/pair/{pair.public}/worried/"
    answer = browser.post(path, {"words": "spam"}, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403
    assert browser.get("/come-in/kept/")["Location"] == "/"
