"""A decision or a change record reaches others only when both have said yes to exactly what they read."""

import threading

import pytest
from django.db import connections
from django.test import Client

from alongside.kit.fields import new_row_id
from alongside.people.tests.cast import asked, text_of
from alongside.portfolio import share
from alongside.portfolio.sheet import Mine
from alongside.privacy.audit import AuditLine
from alongside.voices import telling
from alongside.voices.release import Release
from alongside.voices.stand import Stand
from alongside.voices.tests.afterwards import (
    DONE,
    a_change,
    a_decision,
    both_say_yes,
    says_yes,
    somebody_said,
    told,
    under,
    write,
)
from alongside.voices.tests.cast import an_open_round, two

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    pair = two()
    asked(pair, pair.partner, by=pair.programme.coordinator)
    return pair


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(piece, *more) -> str:
    return f"/pair/{piece.pair.public}/asking/{piece.public}/" + "".join(f"{part}/" for part in more)


# --- both, or nobody


def test_nobody_reads_what_only_one_said_yes_to(pair):
    change = a_change(pair)
    says_yes(change, pair.partner)
    with pytest.raises(telling.NotBoth):
        telling.tell_everyone(change, by=pair.partner)
    assert not Release.objects.exists()


def test_a_press_without_the_second_yes_tells_nobody(pair):
    change = a_change(pair)
    says_yes(change, pair.partner)
    amina = signed_in(pair.partner)
    assert "Tell everyone" not in text_of(amina.get(at(change)))
    amina.post(at(change, "tell"))
    assert not Release.objects.exists()


def test_a_yes_to_an_earlier_version_is_no_yes(pair):
    change = a_change(pair)
    both_say_yes(change)
    write(change, {"we-did": "Something else."})
    with pytest.raises(telling.NotBoth):
        telling.tell_everyone(change, by=pair.partner)


def test_without_an_answer_there_is_nothing_to_tell(pair):
    change = a_change(pair, state="")
    both_say_yes(change)
    assert not Stand(change).may_be_told
    with pytest.raises(telling.NotBoth):
        telling.tell_everyone(change, by=pair.partner)


def test_both_yes_and_one_press_and_it_is_there_for_everybody(pair):
    change = a_change(pair, texts={"we-did": DONE})
    both_say_yes(change)
    public = f"/said-and-done/{pair.programme.public}/"
    assert DONE not in Client().get(public).content.decode()
    signed_in(pair.professional).post(at(change, "tell"))
    assert DONE in text_of(Client().get(public))
    assert AuditLine.objects.filter(verb="released a change-record", by=pair.professional).count() == 1


def test_nothing_has_happened_is_an_answer_too(pair):
    change = a_change(pair, state="nothing", texts={"because": "The post is empty since May"})
    told(change)
    page = text_of(Client().get(f"/said-and-done/{pair.programme.public}/"))
    assert "Nothing has happened so far" in page
    assert "The post is empty since May." in page


# --- once


def test_a_second_press_changes_nothing(pair):
    change = a_change(pair)
    first = told(change)
    assert telling.tell_everyone(change, by=pair.professional) == first
    assert Release.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_people_who_press_at_once_release_it_once():
    pair = two()
    change = a_change(pair)
    both_say_yes(change)
    gate, found = threading.Barrier(2), []

    def press(person):
        gate.wait()
        try:
            found.append(telling.tell_everyone(change, by=person).pk)
        finally:
            connections.close_all()

    hands = [threading.Thread(target=press, args=(person,)) for person in pair.two]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(set(found)) == 1
    assert Release.objects.count() == 1


# --- a change after it was told


def test_others_go_on_reading_the_earlier_version_until_both_say_yes_again(pair):
    change = a_change(pair, texts={"we-did": DONE})
    told(change)
    write(change, {"we-did": "Saturday has one too."})
    public = f"/said-and-done/{pair.programme.public}/"
    assert DONE in text_of(Client().get(public))
    page = text_of(signed_in(pair.partner).get(at(change)))
    assert "Others still read the earlier one" in page
    told(change)
    page = text_of(Client().get(public))
    assert "Saturday has one too." in page
    assert DONE not in page
    earlier = change.releases.exclude(ended=None).get()
    assert earlier.said.text("we-did") == DONE


def test_it_can_be_taken_down_and_stays_on_record(pair):
    change = a_change(pair, texts={"we-did": DONE})
    told(change)
    amina = signed_in(pair.partner)
    assert "Those who read it know it." in text_of(amina.get(at(change, "take-down")))
    amina.post(at(change, "take-down"))
    assert DONE not in text_of(Client().get(f"/said-and-done/{pair.programme.public}/"))
    assert change.releases.filter(ended__isnull=False).count() == 1
    with pytest.raises(AssertionError):  # the page of the two does not say that it stands there
        assert "Everyone can read it since" in text_of(amina.get(at(change)))


# --- the page of the two


def test_the_page_says_who_has_said_yes_and_for_whom_it_waits(pair):
    change = a_change(pair)
    amina, ben = signed_in(pair.partner), signed_in(pair.professional)
    assert "Is it true, and may others see it?" in text_of(amina.get(at(change)))
    says_yes(change, pair.partner)
    assert "It waits for Ben." in text_of(amina.get(at(change)))
    assert "has said yes. It waits for you." in text_of(ben.get(at(change)))


def test_saying_yes_on_the_page_leads_back_to_it(pair):
    change = a_change(pair)
    say = f"/pair/{pair.public}/{change.public}/change-record/say/true-to-both/"
    page = signed_in(pair.partner).get(at(change)).content.decode()
    assert f'action="{say}"' in page
    assert signed_in(pair.partner).post(say, {"say": "show"}).headers["Location"] == at(change)
    assert Stand(change).yes(pair.partner)


def test_before_the_press_it_says_who_will_read_it_and_who_is_told(pair):
    round = an_open_round(pair)
    theme = under("Sundays", somebody_said(round, how="letter", address="1 High Street"), somebody_said(round))
    change = a_change(pair, theme=theme)
    both_say_yes(change)
    page = text_of(signed_in(pair.partner).get(at(change)))
    assert "Those who said it see it behind their code." in page  # two people, so no number
    assert "A few people have asked to be told." in page
    assert f"/said-and-done/{pair.programme.public}/" in page


def test_a_decision_says_what_was_weighed_who_had_a_say_and_why(pair):
    rows = {"options/rowaaaaaa1": "1", "had-say/rowaaaaaa2": "1"}
    decision = a_decision(pair, texts={
        "options/rowaaaaaa1/option": "The ward rings", "options/rowaaaaaa1/speaks-for": "They know the person",
        "options/rowaaaaaa1/speaks-against": "Nights are short of staff",
        "had-say/rowaaaaaa2/who": "58 people who answered",
    }, **{"had-say/rowaaaaaa2/how-much": "consultation"})  # fmt: skip
    write(decision, rows=rows)
    told(decision)
    page = text_of(Client().get(f"/said-and-done/{pair.programme.public}/"))
    for words in (
        "The ward rings everyone on day two.", "41 people said that the first two days were the hardest.",
        "Decided by Ruth Ansah, head of the ward on 2 November 2026.", "They know the person",
        "Nights are short of staff",
        "58 people who answered : They were asked and others decided",
    ):  # fmt: skip
        assert words.replace(" :", ":") in page.replace(" :", ":")


def test_not_now_has_a_day_and_no_is_said(pair):
    told(a_decision(pair, outcome="not-now", look_again="2027-06-01"))
    told(a_decision(pair, outcome="no", texts={"question": "Shall the gate open at 8.15?", "why": "It is the law"}))
    page = text_of(Client().get(f"/said-and-done/{pair.programme.public}/"))
    assert "It is looked at again on 1 June 2027." in page
    assert "The reason: It is the law." in page


def test_how_much_say_was_promised_stands_beside_how_it_felt(pair):
    an_open_round(pair)
    decision = a_decision(pair)
    told(decision)
    page = text_of(signed_in(pair.partner).get(at(decision)))
    assert "They take part from early on and others decide" in page
    assert "Fewer than eight people have said how it felt" in page


def test_the_two_say_how_much_say_it_was_and_read_it_only_together(pair):
    an_open_round(pair)
    decision = a_decision(pair)
    sheet, at_felt = pair.content.sheets["felt-say"], f"/pair/{pair.public}/{decision.public}/felt-say/q/felt/"
    amina = signed_in(pair.partner)
    assert "How much say did I really have?" in text_of(amina.get(at_felt))
    for person, level in ((pair.partner, "consultation"), (pair.professional, "co-design")):
        page = text_of(amina.get(at(decision)))
        assert "I was asked and others decided" not in page
        mine = Mine(pair, sheet, person, decision.public)
        asked_first = mine.questions[0]
        changes = {"texts": {}, "values": {"felt": level}, "rows": {}}
        mine.post(asked_first, mine.see(asked_first).token, new_row_id(), changes, by=person)
        share.be_ready(mine, by=person)
    page = text_of(amina.get(at(decision)))
    assert "I was asked and others decided" in page
    assert "I designed it with them and they decided" in page


def test_the_number_of_questions_to_the_database_does_not_grow(pair, django_assert_max_num_queries):
    for number in range(6):
        told(a_change(pair, texts={"we-did": f"{number}"}))
    with django_assert_max_num_queries(12):
        assert Client().get(f"/said-and-done/{pair.programme.public}/").status_code == 200
