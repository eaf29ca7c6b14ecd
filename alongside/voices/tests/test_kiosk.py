"""A screen that stands somewhere: nothing of one person is there when the next one comes."""

import re

import pytest
from django.test import Client

from alongside.voices import marks
from alongside.voices.contribution import KIOSK, Contribution
from alongside.voices.tests.answerer import Answerer, on_a_screen


@pytest.fixture
def tablet(open_round):
    return on_a_screen(open_round)


def test_one_of_the_two_puts_it_up_and_is_signed_out_on_it(open_round):
    amina = Answerer(open_round)
    amina.browser.force_login(open_round.pair.partner)
    assert amina.at("here/").status_code == 200
    assert amina.post("here/").status_code == 302
    assert marks.SCREEN in amina.browser.cookies
    assert "_auth_user_id" not in amina.browser.session
    assert "Touch here to begin" in amina.at().content.decode()


def test_the_coordinator_may_too_and_nobody_else(open_round):
    from alongside.people.person import introduce

    marta = Answerer(open_round)
    marta.browser.force_login(open_round.pair.programme.coordinator)
    assert marta.at("here/").status_code == 200
    stranger = Answerer(open_round)
    stranger.browser.force_login(introduce("Hester", "hester@example.org"))
    assert stranger.at("here/").status_code == 404
    assert stranger.post("here/").status_code == 404
    assert Answerer(open_round).at("here/")["Location"].startswith("/come-in/")


def test_nobody_makes_a_screen_by_typing_a_cookie(open_round):
    fake = Answerer(open_round)
    fake.browser.cookies[marks.SCREEN] = "mine:signed"
    assert "Touch here to begin" not in fake.at().content.decode()


def test_answers_on_it_say_so_and_nobody_is_asked_for_a_name_first(tablet):
    assert "/q/first-night/" in tablet.at().content.decode()
    tablet.answer("tell", "From the ward")
    assert (tablet.mine.way, tablet.mine.known) == (KIOSK, "anonymous")


def test_the_next_person_finds_nothing_of_the_last(tablet):
    tablet.answer("tell", "Only for Amina and Ben")
    assert "I am finished. Clear it now" in tablet.at("q/whom/").content.decode()
    tablet.post("clear/")
    assert "Cleared. Nobody can go back" in tablet.follow().content.decode()
    for path in ("q/tell/", "last/", "thanks/", "mine/", ""):
        assert "Only for Amina" not in tablet.at(path).content.decode(), path
    tablet.answer("tell", "The next one")
    assert Contribution.objects.count() == 2


def test_back_shows_nothing(tablet):
    tablet.answer("tell", "Mine")
    for path in ("q/tell/", "last/"):
        assert "no-store" in tablet.at(path)["Cache-Control"]


def test_an_old_page_of_the_last_person_adds_nothing_to_theirs(tablet):
    tablet.answer("tell", "Mine")
    tablet.at("q/whom/")
    old, box = tablet.hidden(), tablet.box("whom")
    tablet.post("clear/")
    assert tablet.post("q/whom/", old, **{box: "Not mine"}).status_code == 409


def test_the_code_stands_on_the_screen_before_it_clears(tablet):
    tablet.answer("tell", "Mine")
    page = tablet.at("q/whom/").content.decode()
    assert "Write down this code before you go" in page
    code = re.search(r"before you go: ([a-z ]+)<", page)[1]
    assert code in page
    assert Client().post("/code/", {"code": code}).status_code == 302


def test_a_page_on_somebodys_own_device_has_no_such_things(open_round):
    somebody = Answerer(open_round)
    somebody.answer("tell", "Mine")
    page = somebody.at("q/whom/").content.decode()
    assert "data-screen" not in page
    assert "Clear it now" not in page
