"""The mark in a browser: signed, without a time, and nobody can make one."""

import datetime

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from alongside.voices import marks
from alongside.voices.contribution import Contribution
from alongside.voices.tests.cast import an_open_round


@pytest.fixture
def mine(open_round):
    return Contribution.objects.create(round=open_round)


def browser_with(response: HttpResponse):
    """The next request of the browser that got this answer."""
    request = RequestFactory().get("/")
    request.COOKIES = {name: cookie.value for name, cookie in response.cookies.items()}
    return request


def marked(contribution, own=True, **how):
    response = HttpResponse()
    marks.put_mark(response, contribution, own, **how)
    return response


def test_a_mark_opens_the_answers_of_one_person(mine):
    held = marks.holder(browser_with(marked(mine)))
    assert (held.contribution, held.own) == (mine, True)
    assert marks.holder(browser_with(marked(mine, own=False))).own is False


def test_a_mark_says_a_day_and_no_time(mine):
    said = signing.Signer(salt=marks.COOKIE).unsign_object(marked(mine).cookies[marks.COOKIE].value)
    assert said == [mine.pk, True, timezone.localdate().toordinal(), marks.BACK]


def test_nobody_makes_a_mark(mine):
    request = browser_with(marked(mine))
    request.COOKIES[marks.COOKIE] = request.COOKIES[marks.COOKIE].swapcase()
    assert marks.holder(request) is None
    forged = [mine.pk, True, timezone.localdate().toordinal(), marks.BACK]
    other_key = signing.Signer(salt="another thing").sign_object(forged)
    for made in (other_key, "", "nonsense", "W10:x"):
        request.COOKIES[marks.COOKIE] = made
        assert marks.holder(request) is None


def test_a_mark_that_was_left_opens_nothing_two_days_later(mine, monkeypatch):
    request = browser_with(marked(mine))
    later = timezone.localdate() + datetime.timedelta(days=marks.DAYS + 1)
    monkeypatch.setattr("alongside.voices.marks.timezone.localdate", lambda: later)
    assert marks.holder(request) is None


def test_a_mark_of_one_round_is_none_in_another(mine):
    assert marks.holder(browser_with(marked(mine)), an_open_round()) is None


def test_words_that_were_taken_back_are_nobodys(mine):
    mine.withdrawn = timezone.localdate()
    mine.save()
    held = marks.holder(browser_with(marked(mine)))
    assert held.contribution == mine
    assert held.own is False


def test_a_code_is_read_from_the_browser_of_its_person_alone(mine, open_round):
    response = HttpResponse()
    marks.put_code(response, mine, "four short words here")
    assert marks.shown_code(browser_with(response), mine) == "four short words here"
    assert marks.shown_code(browser_with(response), Contribution.objects.create(round=open_round)) == ""
    assert "short" not in response.cookies[marks.CODE].value


def test_clearing_takes_the_mark_and_the_code(mine):
    response = HttpResponse()
    marks.clear_mark(response)
    assert {name for name, cookie in response.cookies.items() if not cookie.value} == {
        marks.COOKIE,
        marks.CODE,
    }


def test_scripts_cannot_read_a_mark(mine):
    assert marked(mine).cookies[marks.COOKIE]["httponly"]
