"""Coming in: every way, and everything that can be wrong with it."""

import re

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alongside.kit import messages
from alongside.people import limits, paper_key, signin
from alongside.people.agreement import YES, say
from alongside.people.person import introduce
from alongside.people.tests.cast import asked, come_in, text_of

pytestmark = pytest.mark.django_db


def ask_for_code(client, address, outbox) -> str:
    client.post("/come-in/", {"email": address})
    messages.wait_until_sent()
    return re.search(r"\d{6}", outbox[-1].body)[0]


def who(client):
    return client.session.get("_auth_user_id")


# --- a code by e-mail


def test_a_code_signs_in_on_the_device_that_asked_for_it(client, marta, mailoutbox):
    code = ask_for_code(client, "Marta@example.org", mailoutbox)
    answer = client.post("/come-in/code/", {"code": f"{code[:3]} {code[3:]}"})
    assert answer["Location"] == "/come-in/device/"
    assert who(client) == str(marta.pk)


def test_a_code_does_not_work_on_another_device(client, marta, mailoutbox):
    code = ask_for_code(client, "marta@example.org", mailoutbox)
    other = Client()
    answer = other.post("/come-in/code/", {"code": code}, follow=True)
    assert "asked for on another device" in text_of(answer)
    assert who(other) is None


def test_nobody_can_tell_whether_an_address_is_known(client, marta, mailoutbox):
    known, unknown = Client(), Client()
    pages = [
        [
            browser.post("/come-in/", {"email": address}).headers["Location"],
            text_of(browser.get("/come-in/code/")).replace(address, "…"),
            text_of(browser.post("/come-in/code/", {"code": "000000"})).replace(address, "…"),
        ]
        for browser, address in [(known, "marta@example.org"), (unknown, "nobody@example.org")]
    ]
    messages.wait_until_sent()
    assert pages[0] == pages[1]
    assert [m.to for m in mailoutbox] == [["marta@example.org"]]


def test_a_code_runs_out_after_fifteen_minutes(client, marta, mailoutbox):
    with time_machine.travel("2026-11-25 10:00", tick=False) as clock:
        code = ask_for_code(client, "marta@example.org", mailoutbox)
        clock.shift(14 * 60)
        assert client.get("/come-in/code/").status_code == 200
        clock.shift(2 * 60)
        answer = client.post("/come-in/code/", {"code": code}, follow=True)
    assert who(client) is None
    assert "code" in text_of(answer)


def test_five_codes_that_do_not_fit_stop_this_account_for_fifteen_minutes(client, marta, mailoutbox):
    ask_for_code(client, "marta@example.org", mailoutbox)
    for _ in range(4):
        assert "not the code we sent last" in text_of(client.post("/come-in/code/", {"code": "1"}))
    assert "so we stopped for 15 minutes" in text_of(
        client.post("/come-in/code/", {"code": "1"}, follow=True)
    )
    elsewhere = Client()
    stopped = elsewhere.post("/come-in/", {"email": "marta@example.org"})
    assert "so we stopped for 15 minutes" in text_of(stopped)


def test_a_new_code_makes_the_one_before_useless(client, marta, mailoutbox):
    first = ask_for_code(client, "marta@example.org", mailoutbox)
    client.post("/come-in/code/", {"action": "again"})
    messages.wait_until_sent()
    second = re.search(r"\d{6}", mailoutbox[-1].body)[0]
    if first != second:
        client.post("/come-in/code/", {"code": first})
        assert who(client) is None
    client.post("/come-in/code/", {"code": second})
    assert who(client) == str(marta.pk)


def test_what_is_not_an_address_is_said_at_the_box_and_kept(client, db):
    page = client.post("/come-in/", {"email": "amina at home"})
    assert 'value="amina at home"' in page.content.decode()
    assert "does not look like an e-mail address" in text_of(page)
    assert "<title>Error: " in page.content.decode()


def test_a_message_with_a_code_says_nothing_about_what_it_opens(client, marta, mailoutbox):
    ask_for_code(client, "marta@example.org", mailoutbox)
    sent = mailoutbox[-1]
    assert sent.subject == "Your code"
    assert not re.search(r"hospital|pair|story|St Bride|Amina", sent.body + sent.from_email)


def test_tries_are_counted_for_a_whole_home_network():
    class Request:
        META = {"REMOTE_ADDR": "2001:db8:1:2:aaaa::1"}

    class Neighbour:
        META = {"REMOTE_ADDR": "2001:db8:1:2:bbbb::9"}

    assert limits.address(Request) == limits.address(Neighbour)


# --- a link with one button


def test_opening_a_link_does_not_sign_in_and_pressing_its_button_does(client, marta):
    link = signin.sign_in_link(marta, "")
    assert client.get(link).status_code == 200
    assert who(client) is None
    assert client.post(link)["Location"] == "/come-in/device/"
    assert who(client) == str(marta.pk)


@pytest.mark.parametrize("token", ["nonsense", "WyJwZXJzb24iLCJ4IiwwXQ:1xW9Ug:wexNwuJOgwjhL9s"])
def test_a_wrong_link_says_what_to_do(client, marta, token):
    page = client.get(f"/come-in/link/{token}/")
    assert page.status_code == 410
    assert "This link has run out. Ask for a new one" in text_of(page)


def test_a_link_runs_out_after_its_hour(client, marta):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        link = signin.sign_in_link(marta, "")
        clock.shift(3599)
        assert client.get(link).status_code == 200
        clock.shift(2)
        assert client.post(link).status_code == 410
    assert who(client) is None


def test_an_invitation_opens_only_once_it_is_sent(client, pair, amina, marta):
    invitation = pair.invitations.get(person=amina)
    assert client.get(f"/come-in/link/{signin.token('invitation', invitation.pk)}/").status_code == 410
    asked(pair, amina, by=marta)
    assert client.get(f"/come-in/link/{signin.token('invitation', invitation.pk)}/").status_code == 200


def test_an_invitation_link_of_somebody_who_has_answered_leads_to_the_code(client, pair, ben):
    invitation = pair.invitations.get(person=ben)
    say(YES, pair=pair, by=ben)
    answer = client.post(f"/come-in/link/{signin.token('invitation', invitation.pk)}/")
    assert answer["Location"] == "/come-in/?next=/"
    assert who(client) is None


def test_an_invitation_never_opens_the_pages_of_somebody_who_holds_a_role(client, pair, programme, marta):
    from alongside.people.invitation import invite, send
    from alongside.people.pair import begin_pair

    other = begin_pair(programme=programme, partner=introduce("Gwen"), professional=marta, by=marta)
    invitation = send(invite(other, marta, way="letter", by=marta), by=marta)
    page = client.post("/come-in/letter/", {"code": invitation.code})
    assert who(client) is None
    assert "does not open anything" in text_of(page)


# --- a letter


def test_the_code_of_a_letter_forgives_spaces(client, pair, amina, marta):
    code = asked(pair, amina, by=marta).code
    client.post("/come-in/letter/", {"code": f" {code[:4]} - {code[4:]} "})
    assert who(client) == str(amina.pk)


def test_a_letter_opens_nothing_before_it_is_sent(client, pair, amina):
    page = client.post("/come-in/letter/", {"code": pair.invitations.get(person=amina).code})
    assert who(client) is None
    assert "does not open anything" in text_of(page)


def test_a_letter_still_opens_for_somebody_who_has_no_other_way_in(client, pair, amina, marta):
    code = asked(pair, amina, by=marta).code
    say(YES, pair=pair, by=amina)
    client.post("/come-in/letter/", {"code": code})
    assert who(client) == str(amina.pk)


def test_a_letter_stops_opening_once_there_is_an_answer_and_a_paper_key(client, pair, amina, marta):
    code = asked(pair, amina, by=marta).code
    say(YES, pair=pair, by=amina)
    paper_key.give(amina, "4071", by=marta)
    client.post("/come-in/letter/", {"code": code})
    assert who(client) is None


def test_guessing_letters_from_one_address_is_stopped(client, pair):
    for _ in range(10):
        assert "does not open anything" in text_of(client.post("/come-in/letter/", {"code": "0000 0000"}))
    assert "so we stopped" in text_of(client.post("/come-in/letter/", {"code": "0000 0000"}))


# --- a paper key


def test_a_paper_key_opens_with_six_words_and_four_numbers(client, amina, marta):
    words = paper_key.give(amina, "4071", by=marta)
    assert len(words.split()) == 6
    client.post("/come-in/paper-key/", {"words": words.upper().replace(" ", ", "), "pin": "40 71"})
    assert who(client) == str(amina.pk)


def test_a_paper_key_is_kept_nowhere_in_words(amina, marta):
    words = paper_key.give(amina, "4071", by=marta)
    amina.refresh_from_db()
    assert not set(words.split()) & set(re.findall(r"\w+", amina.paper_words + amina.paper_pin))
    assert "4071" not in amina.paper_pin


def test_five_wrong_tries_lock_a_paper_key_until_another_is_given(client, amina, marta):
    words = paper_key.give(amina, "4071", by=marta)
    for _ in range(4):
        client.post("/come-in/paper-key/", {"words": words, "pin": "0000"})
    assert "locked now" in text_of(client.post("/come-in/paper-key/", {"words": words, "pin": "0000"}))
    assert "locked now" in text_of(client.post("/come-in/paper-key/", {"words": words, "pin": "4071"}))
    again = paper_key.give(amina, "4071", by=marta)
    client.post("/come-in/paper-key/", {"words": again, "pin": "4071"})
    assert who(client) == str(amina.pk)


def test_the_word_list_gives_sixty_bits():
    words = paper_key.words()
    assert len(words) == len(set(words)) >= 1024
    assert all(re.fullmatch(r"[a-z]{2,9}", word) for word in words)


# --- whose device, and leaving


def test_a_shared_device_closes_after_fifteen_quiet_minutes(client, marta):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        come_in(client, marta, shared=True)
        clock.shift(14 * 60)
        assert client.get("/me/").status_code == 200
        clock.shift(14 * 60)
        assert client.get("/me/").status_code == 200, "each page begins the fifteen minutes anew"
        clock.shift(16 * 60)
        assert client.get("/me/").status_code == 302


def test_a_device_of_ones_own_stays_open_for_days(client, marta):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        come_in(client, marta)
        clock.shift(29 * 24 * 3600)
        assert client.get("/me/").status_code == 200


def test_until_the_question_is_answered_a_device_counts_as_shared(client, marta):
    client.post(signin.sign_in_link(marta, ""))
    assert client.session.get_expiry_age() == 15 * 60


def test_the_question_about_the_device_is_a_page_of_the_way(client, marta):
    client.post(signin.sign_in_link(marta, ""))
    form = re.search(r"<main.*?<form[^>]*>", client.get("/come-in/device/").content.decode(), re.DOTALL)[0]
    assert 'rel="next"' in form


def test_after_coming_in_somebody_lands_where_they_were_going(client, marta):
    assert client.get("/roles/")["Location"] == "/come-in/"
    client.post(signin.sign_in_link(marta, ""))
    assert client.post("/come-in/device/", {"device": "own"})["Location"] == "/roles/"


def test_nobody_is_led_to_another_site_after_coming_in(client, marta):
    client.get("/come-in/?next=https://elsewhere.example/")
    client.post(signin.sign_in_link(marta, ""))
    assert client.post("/come-in/device/", {"device": "own"})["Location"] == "/"


def test_leaving_ends_the_session_and_keeps_nothing(client, marta):
    come_in(client, marta)
    answer = client.post("/leave/")
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert answer.cookies["alongside-was"].value == ""
    assert who(client) is None
    assert client.get("/leave/").status_code == 405


def test_leaving_everywhere_ends_the_session_of_a_lost_phone(client, marta):
    phone = come_in(Client(), marta)
    come_in(client, marta)
    client.post("/me/everywhere/")
    assert phone.get("/me/").status_code == 302


def test_signed_in_pages_are_kept_in_no_cache(client, marta):
    come_in(client, marta)
    assert "no-store" in client.get("/me/").headers["Cache-Control"]


def test_somebody_who_is_no_longer_active_cannot_come_in(client, marta, mailoutbox):
    marta.active = False
    marta.save()
    client.post("/come-in/", {"email": "marta@example.org"})
    messages.wait_until_sent()
    assert mailoutbox == []
    assert client.post(signin.sign_in_link(marta, "")).status_code == 410


# --- a new address


def test_a_new_address_counts_once_it_has_answered(client, amina, marta, mailoutbox):
    come_in(client, amina)
    client.post("/me/email/", {"email": "amina@example.org"})
    messages.wait_until_sent()
    amina.refresh_from_db()
    assert amina.email is None
    client.post("/me/email/code/", {"code": re.search(r"\d{6}", mailoutbox[-1].body)[0]})
    amina.refresh_from_db()
    assert amina.email == "amina@example.org"


def test_an_address_of_somebody_else_gets_no_code_and_the_same_page(client, amina, marta, mailoutbox):
    come_in(client, amina)
    messages.wait_until_sent()
    mailoutbox.clear()
    taken = client.post("/me/email/", {"email": "marta@example.org"})
    messages.wait_until_sent()
    assert mailoutbox == []
    assert taken["Location"] == client.post("/me/email/", {"email": "new@example.org"})["Location"]


# --- signed in by a coordinator


def test_a_coordinator_signs_somebody_in_as_a_recorded_act_that_they_can_see(client, pair, amina, marta):
    asked(pair, amina, by=marta)
    come_in(client, marta)
    client.post(f"/programme/{pair.programme.public}/sit-down/{amina.public}/")
    assert who(client) == str(amina.pk)
    assert client.session.get_expiry_age() == 15 * 60
    assert "Marta signed you in" in text_of(client.get("/me/"))


def test_a_coordinator_cannot_sign_in_somebody_who_has_a_way_of_their_own(client, pair, ben, marta):
    come_in(client, marta)
    for person in (ben, marta):
        page = f"/programme/{pair.programme.public}/sit-down/{person.public}/"
        assert client.post(page).status_code == 404
    assert who(client) == str(marta.pk)
