"""A pair rests, ends, and invites a facilitator; somebody is worried."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from alongside.kit import messages
from alongside.people import rules
from alongside.people.agreement import YES, say
from alongside.people.concern import Concern
from alongside.people.pair import carry_on, end, facilitator_of, has_ended, pause, paused
from alongside.people.tests import cast
from alongside.people.tests.cast import asked, come_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(pair, amina, ben, marta):
    """Both have said yes."""
    asked(pair, amina, by=marta)
    for one in pair.two:
        say(YES, pair=pair, by=one)
    return pair


# --- resting and ending


@pytest.mark.parametrize("one", ["partner", "professional"])
def test_either_may_pause_and_either_may_carry_on(both, one):
    client = come_in(Client(), getattr(both, one))
    client.post(f"/pair/{both.public}/pause/", {"how-long": "one-week"})
    assert paused(both).until == timezone.localdate() + datetime.timedelta(days=7)
    other = come_in(Client(), both.other(getattr(both, one)))
    other.post(f"/pair/{both.public}/pause/", {"carry-on": "yes"})
    assert paused(both) is None


def test_a_rest_ends_by_itself_on_its_date(both, ben):
    pause(both, until=timezone.localdate() + datetime.timedelta(days=7), by=ben)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=6)):
        assert paused(both)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=8)):
        assert paused(both) is None


def test_a_pair_can_rest_again_after_a_rest_that_ran_out(both, ben):
    pause(both, until=timezone.localdate() - datetime.timedelta(days=1), by=ben)
    pause(both, until=None, by=ben)
    assert paused(both).until is None
    carry_on(both, by=ben)
    carry_on(both, by=ben)
    assert paused(both) is None


def test_either_may_end_it_and_the_other_hears_no_reason(both, amina, mailoutbox):
    client = come_in(Client(), amina)
    client.post(f"/pair/{both.public}/end/")
    messages.wait_until_sent()
    assert has_ended(both)
    assert mailoutbox[-1].to == ["ben@example.org"]
    assert "not about blame" in mailoutbox[-1].body


def test_two_who_end_at_once_end_it_once(both, amina, ben):
    assert end(both, by=amina) == end(both, by=ben)
    assert both.ending.by == amina


@pytest.mark.parametrize("page", ["pause", "end", "facilitator", "worried"])
def test_another_pair_does_not_exist(both, page, marta, programme):
    stranger = cast.farah(programme, by=marta)
    client = come_in(Client(), stranger)
    there = client.get(f"/pair/{both.public}/{page}/")
    nowhere = client.get(f"/pair/aaaaaaaaaa/{page}/")
    assert there.status_code == nowhere.status_code == 404


# --- the facilitator


def ask(client, pair, farah):
    return client.post(f"/pair/{pair.public}/facilitator/", {"facilitator": farah.public})


def test_a_facilitator_is_there_once_all_three_have_said_yes(both, amina, ben, programme, marta, mailoutbox):
    farah = cast.farah(programme, by=marta)
    hers, his, theirs = come_in(Client(), amina), come_in(Client(), ben), come_in(Client(), farah)
    ask(hers, both, farah)
    hers.post(f"/pair/{both.public}/facilitator/", {"answer": "yes"})
    assert not facilitator_of(both).both_agreed, "one of the two cannot agree for both"
    assert "no pair asks for you" in text_of(theirs.get("/facilitating/")).lower()
    his.post(f"/pair/{both.public}/facilitator/", {"answer": "yes"})
    messages.wait_until_sent()
    assert mailoutbox[-1].to == ["farah@example.org"]
    assert not rules.pairs_facilitated_by(farah).exists()
    theirs.post(f"/facilitating/{facilitator_of(both).pk}/", {"answer": "yes"})
    assert rules.pairs_facilitated_by(farah).get() == both


@pytest.mark.parametrize("who", ["amina", "ben", "farah"])
def test_any_of_the_three_ends_it_at_once(request, both, amina, ben, programme, marta, who):
    farah = cast.farah(programme, by=marta)
    ask(come_in(Client(), amina), both, farah)
    come_in(Client(), ben).post(f"/pair/{both.public}/facilitator/", {"answer": "yes"})
    at = facilitator_of(both)
    come_in(Client(), farah).post(f"/facilitating/{at.pk}/", {"answer": "yes"})
    one = {"amina": amina, "ben": ben, "farah": farah}[who]
    where = f"/facilitating/{at.pk}/" if one == farah else f"/pair/{both.public}/facilitator/"
    come_in(Client(), one).post(where, {"answer": "end"})
    assert facilitator_of(both) is None
    assert not rules.pairs_facilitated_by(farah).exists()


def test_nobody_is_asked_to_facilitate_before_both_have_said_yes(pair, ben, programme, marta):
    farah = cast.farah(programme, by=marta)
    client = come_in(Client(), ben)
    ask(client, pair, farah)
    assert facilitator_of(pair) is None
    assert "Amina" not in text_of(client.get(f"/pair/{pair.public}/facilitator/"))


def test_only_a_facilitator_of_the_organisation_can_be_chosen(both, amina, marta):
    ask(come_in(Client(), amina), both, marta)
    assert facilitator_of(both) is None


# --- a worry


def worry(pair, person, words="Her brother takes her money."):
    client = come_in(Client(), person)
    client.post(f"/pair/{pair.public}/worried/", {"words": words, "answer": "phone", "contact": ""})
    return client


def test_a_worry_reaches_the_named_lead_and_nobody_else(both, amina, ben, marta, programme, mailoutbox):
    worry(both, ben)
    messages.wait_until_sent()
    ruth = programme.safeguarding_person
    concern = Concern.objects.get()
    lead = come_in(Client(), ruth)
    assert "Her brother" in text_of(lead.get(f"/worries/{concern.pk}/"))
    assert mailoutbox[-1].to == ["ruth@example.org"]
    assert "brother" not in mailoutbox[-1].body + mailoutbox[-1].subject
    for other in (amina, ben, marta):
        browser = come_in(Client(), other)
        assert browser.get(f"/worries/{concern.pk}/").status_code == 404
        assert browser.get("/worries/").status_code == 404


def test_a_worry_lies_sealed(both, ben):
    from django.db import connection

    worry(both, ben, words="lavender")
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM people_concern")
        assert b"lavender" not in bytes(cursor.fetchone()[0])


def test_an_empty_worry_is_not_sent(both, ben):
    worry(both, ben, words="   ")
    assert not Concern.objects.exists()


# --- what waits beside the walk


def test_a_coordinator_is_led_from_an_empty_programme_to_the_first_invitation(marta, programme):
    from alongside.people.tasks import tasks_for

    assert [task.address for task in tasks_for(marta)] == [f"/programme/{programme.public}/invite/"]
    cast.amina_and_ben(programme, by=marta)
    assert tasks_for(marta) == []


def test_the_named_lead_is_told_that_there_is_a_worry_and_nobody_else(both, ben, marta, programme):
    from alongside.people.tasks import tasks_for

    worry(both, ben)
    assert [task.address for task in tasks_for(programme.safeguarding_person)] == ["/worries/"]
    assert tasks_for(ben) == tasks_for(marta) == []


def test_somebody_for_whom_nothing_waits_costs_one_question(both, ben, django_assert_num_queries):
    from alongside.people.tasks import tasks_for

    with django_assert_num_queries(1):
        assert tasks_for(ben) == []
