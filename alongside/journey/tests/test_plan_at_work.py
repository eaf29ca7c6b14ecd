"""A plan that both have signed: its actions, its reviews, and what a change of it asks."""

import datetime

import pytest
from django.utils import timezone

from alongside.journey import progress, signing
from alongside.journey.progress import Walk
from alongside.journey.tests import cast
from alongside.people.models import Ending
from alongside.people.tests.cast import come_in, text_of
from alongside.portfolio import changes, plan, said
from alongside.portfolio.models import Action, Review, Said
from alongside.portfolio.standing import Standing

FOUR_WEEKS = datetime.timedelta(weeks=4)


def days_from_now(days):
    return timezone.localdate() + datetime.timedelta(days=days)


def plan_page(pair):
    return f"/pair/{pair.public}/plan/"


# --- signing


def test_a_plan_counts_when_the_second_has_signed(pair, amina, ben):
    cast.write_a_plan(pair)
    cast.sign(pair, amina)
    assert not Standing(pair).plan_is_signed
    cast.sign(pair, ben)
    assert Standing(pair).plan_is_signed


def test_signing_twice_reads_already_agreed(pair, amina, client):
    cast.write_a_plan(pair)
    come_in(client, amina)
    address = f"/pair/{pair.public}/meeting-4/action-plan/read/"
    client.post(address, {"say": "agree"})
    second = client.post(address, {"say": "agree"}, follow=True)
    assert "Already agreed." in second.content.decode()
    assert Said.objects.filter(person=amina, question="i-agree", ended__isnull=True).count() == 1


def test_two_who_sign_at_the_same_instant_begin_the_plan_once(pair, amina, ben):
    cast.write_a_plan(pair)
    for person in pair.two:
        cast.sign(pair, person)
    for person in pair.two:
        signing.begin_plan(cast.mine(pair, "action-plan", person), by=person)
    assert Action.objects.filter(pair=pair).count() == 1
    assert pair.told.filter(message="plan-signed", person=amina).count() == 1


def test_a_signature_on_paper_is_recorded_as_that(pair, amina, client):
    cast.write_a_plan(pair)
    come_in(client, amina)
    client.post(f"/pair/{pair.public}/meeting-4/action-plan/read/", {"say": "agree", "how": "paper"})
    row = Said.objects.get(person=amina, question="i-agree", ended__isnull=True)
    assert (row.how, row.typed_by) == ("paper", None)


def test_a_paper_handed_to_the_coordinator_is_recorded_with_who_recorded_it(pair, amina, ben):
    cast.write_a_plan(pair)
    cast.sign(pair, ben)
    signing.signed_on_paper(pair, amina, by=pair.programme.coordinator)
    row = Said.objects.get(person=amina, question="i-agree", ended__isnull=True)
    assert (row.how, row.typed_by) == ("paper", pair.programme.coordinator)
    assert Action.objects.filter(pair=pair).count() == 1


def test_an_empty_plan_cannot_be_signed_on_paper(pair):
    assert signing.may_sign_on_paper(pair) == []
    cast.write_a_plan(pair)
    assert len(signing.may_sign_on_paper(pair)) == 2


def test_a_change_after_signing_asks_both_again_and_shows_what_changed(pair, amina, ben, client):
    row = cast.at_work(pair)
    cast.write(cast.mine(pair, "action-plan", ben), texts={f"actions/{row}/action": "Rewrite both letters"})
    assert not Standing(pair).plan_is_signed
    come_in(client, amina)
    page = text_of(client.get(f"/pair/{pair.public}/meeting-4/action-plan/read/"))
    assert "This changed since you signed" in page
    assert "Before: Rewrite the first letter" in page
    assert "Now: Rewrite both letters" in page


def test_saving_without_a_change_asks_nobody_again(pair, ben):
    row = cast.at_work(pair)
    cast.write(
        cast.mine(pair, "action-plan", ben), texts={f"actions/{row}/action": "Rewrite the first letter"}
    )
    assert Standing(pair).plan_is_signed
    assert changes.since_signed(cast.mine(pair, "action-plan", ben), say=str) == []


def test_the_version_that_was_signed_cannot_move(pair, amina, ben):
    row = cast.at_work(pair)
    signed = Said.objects.get(person=amina, question="i-agree").version
    cast.write(cast.mine(pair, "action-plan", ben), texts={f"actions/{row}/action": "Something else"})
    assert signed.answers.text(f"actions/{row}/action") == "Rewrite the first letter"
    assert signed.is_sound()
    assert said.last_signed(cast.mine(pair, "action-plan", amina)) == signed


# --- actions


def test_how_far_an_action_is_can_be_said_without_signing_again(pair, amina, client):
    row = cast.at_work(pair)
    come_in(client, amina)
    answer = client.post(
        f"{plan_page(pair)}{row}/", {"state": "doing", "what-happened": "Four versions so far."}
    )
    assert answer.status_code == 302
    page = text_of(client.get(plan_page(pair)))
    assert "Four versions so far." in page
    assert "Under way" in page
    assert Standing(pair).plan_is_signed


def test_a_state_that_does_not_exist_is_asked_again_and_keeps_the_words(pair, amina, client):
    row = cast.at_work(pair)
    come_in(client, amina)
    page = client.post(f"{plan_page(pair)}{row}/", {"state": "lost", "what-happened": "Kept words"})
    assert page.status_code == 422
    assert "Kept words" in page.content.decode()
    assert 'href="#state"' in page.content.decode()


def test_the_form_of_an_action_says_who_reads_it(pair, amina, client):
    row = cast.at_work(pair)
    come_in(client, amina)
    assert 'data-who="the-programme"' in client.get(f"{plan_page(pair)}{row}/").content.decode()


def test_signing_again_keeps_how_far_an_action_is(pair, amina, ben):
    row = cast.at_work(pair)
    action = Action.objects.get(pair=pair)
    plan.move_on(action, "done", "It went out.", by=amina)
    cast.write(cast.mine(pair, "action-plan", ben), texts={f"actions/{row}/why": "Another reason"})
    for person in pair.two:
        cast.sign(pair, person)
    signing.begin_plan(cast.mine(pair, "action-plan", amina), by=amina)
    action.refresh_from_db()
    assert (action.state, action.words["what-happened"]) == ("done", "It went out.")
    assert action.words["why"] == "Another reason"


def test_before_both_have_signed_the_address_of_the_plan_leads_to_the_sheet(pair, amina, client):
    come_in(client, amina)
    assert client.get(plan_page(pair)).url == f"/pair/{pair.public}/meeting-4/action-plan/"


def test_somebody_outside_the_pair_cannot_tell_that_a_plan_is_there(pair, client):
    row = cast.at_work(pair)
    come_in(client, pair.programme.coordinator)
    for address in (plan_page(pair), f"{plan_page(pair)}{row}/", "/pair/aaaaaaaaaa/plan/"):
        assert client.get(address).status_code == 404


# --- reviews


def test_the_reviews_come_on_the_days_that_the_plan_names(pair):
    cast.at_work(pair, reviews=[days_from_now(28), days_from_now(84)])
    assert list(Review.objects.values_list("occasion", "day")) == [
        ("week-4", days_from_now(28)),
        ("week-12", days_from_now(84)),
    ]


def test_a_plan_without_review_days_gets_those_of_the_process(pair):
    cast.at_work(pair)
    assert list(Review.objects.values_list("occasion", flat=True)) == ["week-4", "week-12"]


def through_everything(pair):
    """Both have walked the whole way."""
    for stop in Walk(pair).way.stops:
        for person in pair.two:
            progress._mark(stop, pair, person, "finished")
    for sheet in pair.content.sheets.values():
        for person in pair.two:
            at = cast.mine(pair, sheet.key, person)
            for question in at.records if at.joint else ():
                said.say(at, question.key, question.options[0].key, by=person)


def test_in_working_there_is_nothing_to_do_until_a_review_is_due(pair, amina):
    cast.at_work(pair, reviews=[days_from_now(28)])
    through_everything(pair)
    assert Walk(pair).next_for(amina).waits == "working"
    Review.objects.update(day=days_from_now(0))
    coming = Walk(pair).next_for(amina)
    assert coming.to_do
    assert coming.stop.key == "week-4.action-review"


def test_a_review_that_is_due_stands_on_the_home_page(pair, amina, client):
    cast.at_work(pair, reviews=[days_from_now(28)])
    through_everything(pair)
    come_in(client, amina)
    assert 'rel="next"' not in client.get("/").content.decode().split("<main")[1]
    Review.objects.update(day=days_from_now(0))
    page = client.get("/")
    assert 'rel="next"' in page.content.decode()
    assert "How is it going?" in text_of(page)
    assert client.get(f"/pair/{pair.public}/week-4/action-review/", follow=True).status_code == 200


def test_a_review_that_is_not_due_does_not_exist(pair, amina, client):
    cast.at_work(pair, reviews=[days_from_now(28)])
    come_in(client, amina)
    assert client.get(f"/pair/{pair.public}/week-4/action-review/").status_code == 404
    assert client.get(f"/pair/{pair.public}/week-99/action-review/").status_code == 404


def test_when_the_last_review_is_over_the_next_one_is_arranged(pair, amina):
    cast.at_work(pair, reviews=[days_from_now(28)])
    Review.objects.update(day=days_from_now(0))
    stop = Walk(pair).way.review("week-4")[0]
    progress.finish(stop, pair=pair, by=amina)
    assert Review.objects.latest("day").day == days_from_now(13 * 7)


# --- ending well


def test_after_a_kind_end_both_may_say_goodbye_and_nothing_waits(pair, amina, ben, client):
    cast.at_work(pair)
    Ending.objects.create(pair=pair, by=ben)
    come_in(client, amina)
    home = client.get("/").content.decode()
    assert 'rel="next"' not in home.split("<main")[1]
    assert client.get(f"/pair/{pair.public}/ending/ending/", follow=True).status_code == 200


def test_a_pair_that_goes_on_has_no_goodbye_sheet(pair, amina, client):
    come_in(client, amina)
    assert client.get(f"/pair/{pair.public}/ending/ending/").status_code == 404


@pytest.mark.parametrize("person", ["partner", "professional"])
def test_both_see_the_same_actions_on_their_home_page(pair, client, person):
    cast.at_work(pair)
    come_in(client, getattr(pair, person))
    assert "Rewrite the first letter" in text_of(client.get("/"))
