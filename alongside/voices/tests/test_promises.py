"""A promise past its day is seen by the two, the coordinator and, where the round said so, by everybody."""

import datetime

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from alongside.kit import messages
from alongside.people.pair import pause
from alongside.people.tests.cast import asked, text_of
from alongside.voices import promises
from alongside.voices.contribution import Reach
from alongside.voices.release import Reminder
from alongside.voices.tests.afterwards import a_change, somebody_said, told, under, write
from alongside.voices.tests.cast import an_open_round, two

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(db):
    pair = two()
    asked(pair, pair.partner, by=pair.programme.coordinator)
    return pair


def day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def in_days(days: int):
    return time_machine.travel(timezone.now() + datetime.timedelta(days=days), tick=False)


def words(when: datetime.date) -> str:
    return when.strftime("%-d %B %Y")


def public(pair) -> str:
    return text_of(Client().get(f"/said-and-done/{pair.programme.public}/"))


def a_promise(pair, days=10, **more):
    return a_change(pair, state="not-yet", not_yet_by=day(days).isoformat(), **more)


# --- late


def test_a_promise_is_late_from_the_day_after_on(pair):
    told(a_promise(pair, 10))
    with in_days(10):
        assert promises.late_of([pair]) == []
    with in_days(11):
        (late,) = promises.late_of([pair])
        assert late.promise.days == 1


def test_what_nobody_was_told_is_no_promise(pair):
    a_promise(pair, 10)
    with in_days(30):
        assert promises.late_of([pair]) == []


def test_what_was_done_is_no_longer_late(pair):
    change = a_promise(pair, 10)
    told(change)
    with in_days(12):
        write(change, values={"state": "did"})
        told(change)
        assert promises.late_of([pair]) == []


def test_the_public_page_counts_late_days_where_the_round_said_so(pair):
    theme = under("Sundays", somebody_said(an_open_round(pair, late_in_public="yes")))
    told(a_promise(pair, 10, theme=theme))
    first = words(day(10))
    with in_days(13):
        page = public(pair)
    assert f"It was promised for {first}. That was 3 days ago." in page
    assert "Late: 1." in page


def test_where_it_did_not_the_days_are_not_counted_there(pair):
    theme = under("Sundays", somebody_said(an_open_round(pair, late_in_public="no")))
    told(a_promise(pair, 10, theme=theme))
    with in_days(13):
        page = public(pair)
    assert "days ago" not in page
    assert "Late: 0." in page
    assert "This organisation has chosen not to show late days in public." in page


def test_one_round_that_says_no_is_enough(pair):
    yes, no = an_open_round(pair, late_in_public="yes"), an_open_round(pair, late_in_public="no")
    told(a_promise(pair, 10, theme=under("Sundays", somebody_said(yes), somebody_said(no))))
    with in_days(13):
        assert "days ago" not in public(pair)


# --- a new day


def test_a_new_day_keeps_the_first_one(pair):
    an_open_round(pair)
    change = a_promise(pair, 10)
    told(change)
    first, new = day(10), day(40)
    with in_days(12):
        write(change, {"late-because": "The phone line comes later"}, {"new-day": new.isoformat()})
        told(change)
        assert promises.late_of([pair]) == []
        page = public(pair)
    assert f"It was promised for {words(first)}." in page
    assert f"The new day is {words(new)}." in page
    assert "The reason: The phone line comes later." in page


def test_writing_over_the_first_day_does_not_hide_it(pair):
    an_open_round(pair)
    change = a_promise(pair, 10)
    told(change)
    first, new = day(10), day(40)
    with in_days(12):
        write(change, values={"not-yet-by": new.isoformat()})
        told(change)
        assert f"It was promised for {words(first)}." in public(pair)


def test_two_days_that_have_passed_are_both_said(pair):
    an_open_round(pair)
    change = a_promise(pair, 10)
    told(change)
    first, new = day(10), day(20)
    with in_days(12):
        write(change, values={"new-day": new.isoformat()})
        told(change)
    with in_days(23):
        assert f"It was promised for {words(first)}, and then for {words(new)}. Both have passed." in public(pair)


# --- who sees it inside


def test_the_two_read_on_its_page_that_it_is_late_and_what_to_do(pair):
    change = a_promise(pair, 10)
    told(change)
    amina = Client()
    with in_days(13):
        amina.force_login(pair.partner)
        page = text_of(amina.get(f"/pair/{pair.public}/asking/{change.public}/"))
    assert "Late by 3 days." in page
    assert "Write one line: what happened, and the new day." in page


def test_the_coordinator_reads_it_on_the_board_and_on_the_page_of_telling(pair):
    told(a_promise(pair, 10))
    ruth = Client()
    due = words(day(10))
    with in_days(13):
        ruth.force_login(pair.programme.coordinator)
        board = text_of(ruth.get("/pairs/"))
        page = text_of(ruth.get(f"/programme/{pair.programme.public}/telling/"))
    assert f"“I did not know who to call on Sunday” was promised for {due}." in board
    assert f"was promised for {due}." in page
    assert "Ring Ruth Ansah, head of the ward." in page


# --- a round past its day


def test_a_round_without_an_answer_past_its_day_is_late_too(pair):
    round = an_open_round(pair)
    with in_days(61):
        (late,) = promises.late_of([pair])
    assert late.round == round
    told(a_change(pair))
    with in_days(61):
        assert promises.late_of([pair]) == []


# --- reminders


@pytest.fixture
def carried(django_capture_on_commit_callbacks):
    """Run the job as the server does, and return to whom messages went."""

    def run() -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            promises.remind()
        messages.wait_until_sent()
        return sorted(each.to[0] for each in mail.outbox)

    return run


def test_staff_are_reminded_once_a_week_and_those_who_answered_never(pair, carried):
    round = an_open_round(pair)
    somebody_said(round, how=Reach.EMAIL, address="reader@home.example")
    staff = sorted(person.email for person in (pair.programme.coordinator, pair.professional))
    assert carried() == []
    with in_days(55):
        assert carried() == staff  # in the week before
        assert carried() == []
    with in_days(61):
        assert carried() == staff
    with in_days(64):
        assert carried() == []
    with in_days(68):
        assert carried() == staff
    assert "reader@home.example" not in {row.person.email for row in Reminder.objects.all()}


def test_the_reminder_says_the_day_and_where_and_nothing_that_anybody_said(pair, carried):
    somebody_said(an_open_round(pair), "Nobody answers on Sunday.")
    due = words(day(60))
    with in_days(61):
        carried()
    for each in mail.outbox:
        assert each.subject == "A day to keep"
        assert due in each.body
        assert "Sunday" not in each.body


def test_two_who_rest_are_left_in_peace_and_the_coordinator_is_not(pair, carried):
    an_open_round(pair)
    pause(pair, by=pair.partner)
    with in_days(61):
        assert carried() == [pair.programme.coordinator.email]
