"""Somebody helps: only where the person ticked, always in sight, ended by either at once."""

import pytest
from django.test import Client

from alongside.kit import messages
from alongside.people import signin
from alongside.people.person import introduce
from alongside.people.supporter import Support, accept_to_help, choose_supporter, end_support
from alongside.people.tests.cast import asked, come_in, text_of
from alongside.people.who import who_is_here

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(db):
    """Pat, Amina's sister."""
    return introduce("Pat", "pat@example.org")


@pytest.fixture
def helped(pair, amina, marta, pat):
    asked(pair, amina, by=marta)
    support = choose_supporter(pat, areas=["needs"], by=amina)
    accept_to_help(support, by=pat)
    return support


def helping(support) -> Client:
    client = come_in(Client(), support.supporter)
    client.post(f"/helping/{support.pk}/", {"answer": "start"})
    return client


def who(client):
    """Who is here for a page that this browser asks for now."""

    class Request:
        session = client.session
        user = support_user = Support.objects.first().supporter

    return who_is_here(Request)


def test_a_person_chooses_somebody_and_ticks_what_they_help_with(client, pair, amina, marta, mailoutbox):
    asked(pair, amina, by=marta)
    come_in(client, amina)
    client.post("/supporters/new/", {"name": "Pat", "email": "pat@example.org"})
    client.post("/supporters/new/areas/", {"areas": ["needs", "story"], "kept": "no"})
    messages.wait_until_sent()
    support = Support.objects.get()
    assert support.areas == ["needs", "story"]
    assert not support.also_kept
    assert not support.active
    assert mailoutbox[-1].to == ["pat@example.org"]


def test_a_new_helper_comes_in_by_the_link_and_says_yes(pair, amina, marta, pat):
    asked(pair, amina, by=marta)
    support = choose_supporter(pat, areas=["needs"], by=amina)
    browser = Client()
    browser.post(f"/come-in/link/{signin.token('support', support.pk)}/")
    assert browser.post("/come-in/device/", {"device": "own"})["Location"] == f"/helping/{support.pk}/"
    browser.post(f"/helping/{support.pk}/", {"answer": "yes"})
    support.refresh_from_db()
    assert support.active


def test_the_link_of_a_helper_who_is_known_here_leads_to_the_code(pair, amina, ben, marta, pat, helped):
    again = choose_supporter(pat, areas=["needs"], by=ben)
    browser = Client()
    answer = browser.post(f"/come-in/link/{signin.token('support', again.pk)}/")
    assert answer["Location"] == f"/come-in/?next=/helping/{again.pk}/"
    assert "_auth_user_id" not in browser.session


def test_a_helper_acts_as_the_person_and_only_where_they_ticked(helped, amina, pat):
    here = who(helping(helped))
    assert (here.person, here.hand, here.typed_by) == (amina, pat, pat)
    assert here.may_open("what-i-need")
    assert not here.may_open("story")


def test_it_ends_at_once_also_in_a_browser_that_is_helping_now(helped, amina, pat):
    browser = helping(helped)
    end_support(helped, by=amina)
    assert who(browser).person == pat


def test_helping_does_not_begin_before_the_helper_has_said_yes(pair, amina, marta, pat):
    asked(pair, amina, by=marta)
    support = choose_supporter(pat, areas=["needs"], by=amina)
    assert "supporting" not in helping(support).session


@pytest.mark.parametrize("page", ["/supporters/", "/me/", "/me/passkey/", "/pair/{}/pause/", "/pair/{}/end/"])
def test_what_only_the_person_does_is_closed_to_a_helper(helped, pair, page):
    answer = helping(helped).get(page.format(pair.public))
    assert answer.status_code == 404
    assert "You cannot say yes or no, sign or share for Amina." in text_of(answer)


def test_a_helper_stops_for_today_and_is_on_their_own_pages_again(helped, pat):
    browser = helping(helped)
    browser.post("/helping/stop/")
    assert who(browser).person == pat


def test_the_other_one_of_the_pair_cannot_be_the_helper(client, pair, amina, marta):
    asked(pair, amina, by=marta)
    come_in(client, amina)
    page = client.post("/supporters/new/", {"name": "Ben", "email": "Ben@example.org"})
    assert "cannot help you here" in text_of(page)


def test_nobody_sees_whom_somebody_else_has_chosen(helped, ben):
    browser = come_in(Client(), ben)
    assert browser.get(f"/supporters/{helped.pk}/").status_code == 404
    assert browser.get(f"/helping/{helped.pk}/").status_code == 404


def test_coming_in_again_begins_on_ones_own_pages(helped, pat):
    browser = helping(helped)
    come_in(browser, pat)
    assert "supporting" not in browser.session


def test_every_page_says_whom_somebody_helps_and_leads_back(helped, pat):
    browser = helping(helped)
    for page in ("/", "/help/", "/helping/"):
        words = browser.get(page).content.decode().split("<main")[0]
        assert "You are helping Amina" in words
        assert 'action="/helping/stop/"' in words
    browser.post("/helping/stop/")
    assert "You are helping" not in browser.get("/helping/").content.decode().split("<main")[0]


def test_a_helper_without_an_address_gets_a_paper_key_from_the_coordinator(
    client, pair, amina, marta, programme
):
    asked(pair, amina, by=marta)
    lou = introduce("Lou")
    choose_supporter(lou, areas=["needs"], by=amina)
    come_in(client, marta)
    assert "Lou" in text_of(client.get(f"/programme/{programme.public}/"))
    assert client.get(f"/programme/{programme.public}/paper-key/{lou.public}/").status_code == 200
