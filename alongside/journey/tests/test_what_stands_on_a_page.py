"""What a page asks, folds and says, for somebody who meets it for the first time."""

import datetime

import pytest
from django.utils import timezone

from alongside.journey import aftercare, progress, readiness, telling
from alongside.journey.aftercare import AftercareTask
from alongside.journey.models import Told
from alongside.journey.progress import Walk
from alongside.journey.tests import cast
from alongside.people.pair import accept_to_facilitate, agree_to_facilitator, ask_facilitator, carry_on, pause
from alongside.people.person import introduce
from alongside.people.supporter import accept_to_help, choose_supporter
from alongside.people.tests.cast import come_in, text_of
from alongside.portfolio import share
from alongside.portfolio.sheet import leave_out


def begun(pair):
    """What comes before meeting 1 is done by both."""
    walk = Walk(pair)
    for stop in walk.way.stops:
        for person in pair.two:
            if stop.meeting == "before" and walk.asks(stop, person):
                progress.finish(stop, pair=pair, by=person)


def before_the_story(pair):
    """Both have left out, or said, all that comes before the story in the first two meetings."""
    walk = Walk(pair)
    for stop in walk.way.stops:
        if stop.sheet == "readiness":
            return
        for person in pair.two if stop.meeting != "before" else ():
            if stop.spoken:
                progress.finish(stop, pair=pair, by=person)
            else:
                leave_out(cast.mine(pair, stop.sheet, person, stop.occasion), by=person)


PROMISES = "before/can-and-cannot-promise"


@pytest.mark.parametrize(("tie", "asked"), [("none", False), ("some", True), ("not-sure", True)])
def test_how_it_is_kept_apart_is_asked_where_there_is_something_to_keep_apart(pair, ben, client, tie, asked):
    cast.write(cast.mine(pair, "can-and-cannot-promise", ben), values={"our-other-tie": tie})
    come_in(client, ben)
    at = f"/pair/{pair.public}/{PROMISES}/q/our-other-tie/"
    onward = client.post(at, {"seen": token_of(client, at)})["Location"]
    assert onward.endswith("/q/kept-apart/") is asked


def token_of(client, at) -> str:
    page = client.get(at).content.decode()
    return page.split('name="seen" value="')[1].split('"')[0]


def test_what_was_written_about_keeping_apart_stays_in_reach(pair, ben, client):
    cast.write(
        cast.mine(pair, "can-and-cannot-promise", ben),
        values={"our-other-tie": "none"},
        texts={"kept-apart": "A colleague takes over"},
    )
    come_in(client, ben)
    at = f"/pair/{pair.public}/{PROMISES}/q/our-other-tie/"
    onward = client.post(at, {"seen": token_of(client, at)})["Location"]
    assert onward.endswith("/q/kept-apart/")


def test_the_answer_to_the_invitation_has_no_buttons_for_a_helper(pair, amina, client):
    pat = introduce("Pat", "pat@example.org")
    support = choose_supporter(pat, areas=["needs"], by=amina)
    accept_to_help(support, by=pat)
    at = f"/pair/{pair.public}/before/agreement-to-take-part/q/answer/"
    come_in(client, amina)
    assert "Yes. I would like to take part" in text_of(client.get(at))
    come_in(client, pat)
    client.post(f"/helping/{support.pk}/", {"answer": "start"})
    page = text_of(client.get(at))
    assert "Yes. I would like to take part" not in page
    assert "You cannot say yes or no, sign or share for Amina." in page


def test_nobody_is_promised_a_facilitator_whom_the_two_do_not_have(pair, amina, ben, client):
    begun(pair)
    come_in(client, amina)
    at = f"/pair/{pair.public}/meeting-1/pair-agreement/q/for-what/"
    assert "You and Ben can see this. A facilitator can too, if you both invite one." in text_of(
        client.get(at)
    )
    asked = ask_facilitator(pair, introduce("Farah", "farah@example.org"), by=amina)
    agree_to_facilitator(asked, by=ben)
    accept_to_facilitate(asked, by=asked.person)
    assert "Us and our facilitator You, Ben and Farah can see this." in text_of(client.get(at))


def test_not_today_says_nothing_of_a_meeting_before_there_is_one(pair, amina, client):
    come_in(client, amina)
    at = f"/pair/{pair.public}/not-today/"
    assert "The meeting can still happen" not in text_of(client.get(at))
    begun(pair)
    assert "The meeting can still happen" in text_of(client.get(at))


def test_home_says_kindly_that_the_other_has_chosen_not_today(pair, amina, ben, client):
    begun(pair)
    before_the_story(pair)
    readiness_of = Walk(pair).way.stop("meeting-2", "readiness")
    cast.write(
        cast.mine(pair, "readiness", amina, readiness_of.occasion), values={"today": readiness.NOT_TODAY}
    )
    progress.finish(readiness_of, pair=pair, by=amina)
    progress.finish(readiness_of, pair=pair, by=ben)
    come_in(client, ben)
    assert "Nothing is wrong, and there is nothing to do." in text_of(client.get("/"))
    come_in(client, amina)
    assert "Nothing is wrong, and there is nothing to do." not in text_of(client.get("/"))


# --- rings to make


def ring(pair, person, meeting, due, after=aftercare.DAY):
    return AftercareTask.objects.create(pair=pair, person=person, meeting=meeting, after=after, due=due)


def test_rings_stand_under_the_meeting_that_they_follow_and_today_means_today(pair, amina, ben, client):
    now = timezone.now()
    ring(pair, amina, "meeting-2", now)
    ring(pair, ben, "meeting-3", now + datetime.timedelta(days=1))
    come_in(client, pair.programme.coordinator)
    page = text_of(client.get("/pairs/"))
    assert "Amina and Ben, after meeting 2 Ring Amina today" in page
    assert "Amina and Ben, after meeting 3 Ring Ben on" in page
    assert "Ring Ben today" not in page
    assert "No pair is waiting for you today." not in page


# --- what is to be written or said by hand, and what was held back


def profile(pair):
    return Walk(pair).way.stop("meeting-1", "one-page-profile")


def test_nobody_has_to_write_to_somebody_who_has_done_it_meanwhile(pair, amina):
    amina.email = None
    amina.save()
    pair.refresh_from_db()
    telling.they_are_ready(pair, profile(pair), to=pair.partner)
    progress.note(pair)
    assert Told.objects.get().done is None
    share.be_ready(cast.mine(pair, "one-page-profile", pair.partner), by=pair.partner)
    progress.note(pair)
    assert Told.objects.get().done


def test_what_was_held_back_while_a_pair_rested_is_said_when_it_carries_on(pair, amina, ben, client):
    pause(pair, by=amina)
    share.be_ready(cast.mine(pair, "one-page-profile", amina), by=amina)
    telling.they_are_ready(pair, profile(pair), to=ben)
    assert not Told.objects.exists()
    come_in(client, amina)
    client.post(f"/pair/{pair.public}/pause/", {"carry-on": "yes"})
    assert [(told.person, told.message) for told in Told.objects.all()] == [(ben, "they-are-ready")]


def test_what_is_no_longer_true_after_a_rest_is_not_said(pair, amina, ben):
    pause(pair, by=amina)
    for person in pair.two:
        share.be_ready(cast.mine(pair, "one-page-profile", person), by=person)
    carry_on(pair, by=amina)
    telling.after_a_rest(pair)
    assert not Told.objects.exists()


def test_a_rest_that_ends_on_its_day_is_over_for_the_board_too(pair, amina, ben):
    pause(pair, by=amina, until=timezone.localdate() + datetime.timedelta(days=1))
    share.be_ready(cast.mine(pair, "one-page-profile", amina), by=amina)
    assert progress.note(pair).paused
    pair.pauses.update(until=timezone.localdate())
    telling.rests_that_ended_today()
    pair.fact.refresh_from_db()
    assert not pair.fact.paused
    assert [told.person for told in Told.objects.all()] == [ben]
