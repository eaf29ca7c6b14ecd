"""Two people plan a round: what is missing is said, both say yes, and it opens with what they wrote."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from alongside.people.person import introduce
from alongside.people.tests.cast import text_of
from alongside.voices import planning, rules
from alongside.voices.planning import Plan
from alongside.voices.round import begin_round
from alongside.voices.tests.cast import QUESTIONS
from alongside.voices.tests.plans import address, both_say_yes, planned, signed_in, write

pytestmark = pytest.mark.django_db


# --- what is missing


def test_an_empty_round_says_everything_that_it_needs(round):
    keys = {need.key for need in Plan(round).missing}
    assert keys == {
        "purpose", "who-decides", "their-say", "can-change", "cannot-change", "reply-by", "named", "who-reads",
        "reasons", "questions", "tried",
    }  # fmt: skip


@pytest.mark.parametrize(
    "question", ["purpose", "who-decides", "can-change", "reply-by", "who-reads", "reasons", "named"]
)
def test_it_does_not_open_while_one_thing_is_missing_and_says_which(round, question, amina):
    planned(round, without={question})
    both_say_yes(round)
    assert [need.key for need in Plan(round).missing] == [question]
    page = amina.get(address(round)).content.decode()
    assert f"/{round.piece.public}/round/q/{question}/" in page
    assert 'rel="next"' in page
    amina.post(address(round, "open"))
    assert rules.round_at(round.short) is None


def test_it_does_not_open_without_a_question_or_without_somebody_who_tried_it(round):
    write(round, without={"tried-with"})
    both_say_yes(round)
    assert not planning.open_to_people(round, by=round.pair.partner)
    assert {need.key for need in Plan(round).missing} == {"questions", "tried"}


def test_a_day_that_is_over_and_days_in_the_wrong_order_are_said(round, amina):
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    planned(round, more={"open-until": yesterday.isoformat()})
    assert Plan(round).passed.question == "open-until"
    far = timezone.localdate() + datetime.timedelta(days=400)
    other = planned(begin_round(pair=round.pair, by=round.pair.partner), more={"open-until": far.isoformat()})
    assert Plan(other).crossed
    assert not Plan(other).is_complete
    assert "before the last day" in text_of(amina.get(address(other)))


# --- both say yes


def test_both_say_yes_and_one_of_them_opens_it(round, amina, ben):
    planned(round)
    for client in (amina, ben):
        page = client.get(address(round))
        assert "Is it ready from your side?" in text_of(page)
        client.post(address(round, "ready"), {"edition": round.edition})
    assert "You have both said yes." in text_of(ben.get(address(round)))
    assert rules.round_at(round.short) is None
    ben.post(address(round, "open"))
    opened = rules.round_at(round.short)
    assert opened.is_open
    assert opened.shown.text("name") == "The first week at home"
    assert opened.statements.count() == 3
    assert f"/r/{round.short}" in text_of(amina.get(address(round)))


def test_one_yes_is_not_enough(round, amina):
    planned(round)
    amina.post(address(round, "ready"), {"edition": round.edition})
    assert "It waits for a yes from Ben." in text_of(amina.get(address(round)))
    amina.post(address(round, "open"))
    assert not Plan(round).may_open
    assert rules.round_at(round.short) is None


def test_a_change_of_the_sheet_or_of_a_question_asks_both_again(round):
    planned(round)
    both_say_yes(round)
    planning.change_questions(round, QUESTIONS[:3], edition=round.edition, by=round.pair.partner)
    assert not Plan(round).both_said_yes
    both_say_yes(round)
    write(round, more={"their-say": "co-design"}, by=round.pair.professional)
    assert not Plan(round).both_said_yes


def test_a_yes_to_questions_that_changed_meanwhile_counts_for_nothing(round, amina):
    planned(round)
    seen = round.edition
    planning.change_questions(round, QUESTIONS[:3], edition=seen, by=round.pair.professional)
    page = amina.post(address(round, "ready"), {"edition": seen}, follow=True)
    assert "changed the questions" in page.content.decode()
    assert not Plan(round).said_yes(round.pair.partner)


def test_a_yes_can_be_taken_back(round, amina):
    planned(round)
    both_say_yes(round)
    amina.post(address(round, "ready"), {"take-back": "yes"})
    assert not Plan(round).both_said_yes


def test_people_see_what_is_marked_and_nothing_else_of_the_sheet(round):
    planned(round, more={"checked/aloud": True})
    both_say_yes(round)
    planning.open_to_people(round, by=round.pair.partner)
    shown = rules.round_at(round.short).front
    said = {name.split("/")[0] for part in shown.values() for name in part}
    assert "purpose" in said
    assert not said & {
        "tried-with",
        "danger",
        "left-out",
        "asked-before",
        "checked",
        "ready",
    }


# --- while people answer


def test_a_change_of_the_first_page_reaches_people_only_with_a_line_and_both_yes(opened, amina, ben):
    write(opened, more={"their-say": "co-design"})
    assert opened.shown.value("their-say") == "engagement"
    assert "You changed the first page" in text_of(amina.get(address(opened)))
    amina.post(address(opened, "first-page"), {"what": "You have more say"})
    opened.refresh_from_db()
    assert opened.shown.value("their-say") == "engagement"
    assert not opened.front_changes.exists()
    both_say_yes(opened)
    assert amina.post(address(opened, "first-page"), {"what": " "}).status_code == 422
    ben.post(address(opened, "first-page"), {"what": "You have more say"})
    opened.refresh_from_db()
    assert opened.shown.value("their-say") == "co-design"
    assert [change.what for change in opened.front_changes.all()] == ["You have more say"]


def test_either_closes_it_with_a_reason_that_everybody_reads(opened, ben):
    assert ben.post(address(opened, "close"), {"because": ""}).status_code == 422
    ben.post(address(opened, "close"), {"because": "We heard enough, and the board meets on Monday"})
    closed = rules.round_at(opened.short)
    assert closed.state == "closed"
    assert closed.closing.because.startswith("We heard enough")
    assert ben.get(address(opened, "close")).status_code == 404


# --- who sees it


def test_a_coordinator_and_a_stranger_find_no_page_of_it(round, pair):
    write(round)
    assert signed_in(pair.programme.coordinator).get(address(round)).status_code == 404
    assert signed_in(introduce("Hester", "hester@example.org")).get(address(round)).status_code == 404
    assert Client().get(address(round)).status_code == 302


def test_the_overview_lists_what_was_begun_and_explains_what_was_not(pair, amina):
    page = text_of(amina.get(f"/pair/{pair.public}/asking/"))
    assert "Nobody has been asked yet" in page
    assert "No idea yet" in page
    begun = amina.post(f"/pair/{pair.public}/asking/begin/round/")
    assert "/round/" in begun.url
    write(pair.rounds.get())
    page = text_of(amina.get(f"/pair/{pair.public}/asking/"))
    assert "The first week at home" in page
    assert "You are planning it." in page


def test_an_overview_of_many_takes_no_more_queries(pair, amina, django_assert_max_num_queries):
    for _each in range(6):
        write(begin_round(pair=pair, by=pair.partner))
    with django_assert_max_num_queries(12):
        amina.get(f"/pair/{pair.public}/asking/")
    with django_assert_max_num_queries(12):
        amina.get(address(pair.rounds.first()))


def test_the_pages_of_an_open_round_take_no_more_queries(opened, amina, django_assert_max_num_queries):
    amina.get(address(opened))  # the first page of a session writes that it is there
    for page in ((), ("questions",), ("first-page",), ("close",), ("booklets",)):
        with django_assert_max_num_queries(12):
            assert amina.get(address(opened, *page)).status_code == 200
