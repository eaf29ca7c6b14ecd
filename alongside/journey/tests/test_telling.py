"""Messages of the walk: once, to whom they concern, and never anybody's words."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from alongside.journey import meeting, progress, telling
from alongside.journey.models import Fact, MeetingTime, Told
from alongside.journey.progress import Walk
from alongside.journey.tests import cast
from alongside.kit import messages
from alongside.people.pair import pause
from alongside.people.tests.cast import come_in, text_of
from alongside.portfolio import share

SECRET = "heliotrope"
DAY = datetime.date(2027, 3, 27)


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """What goes out while something is done: a function that does it."""

    def during(do):
        messages.wait_until_sent()
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            do()
        messages.wait_until_sent()
        return list(mail.outbox)

    return during


def profile(pair):
    return Walk(pair).way.stop("meeting-1", "one-page-profile")


def test_whoever_is_waited_for_hears_once_that_the_other_is_ready(pair, amina, ben, sent):
    first = sent(lambda: telling.they_are_ready(pair, profile(pair), to=ben))
    assert [message.to for message in first] == [["ben@example.org"]]
    assert "Amina is ready." in first[0].body
    assert sent(lambda: telling.they_are_ready(pair, profile(pair), to=ben)) == []


def test_pressing_ready_tells_the_other_and_the_second_press_tells_nobody(pair, amina, ben, client, sent):
    come_in(client, amina)
    address = f"/pair/{pair.public}/meeting-1/one-page-profile/end/"
    assert len(sent(lambda: client.post(address, {"ready": "yes"}))) == 1
    share.be_ready(cast.mine(pair, "one-page-profile", ben), by=ben)
    assert sent(lambda: client.post(address, {"ready": "yes"})) == []


def test_nothing_is_sent_while_a_pair_rests(pair, amina, ben, sent):
    pause(pair, by=amina)
    assert sent(lambda: telling.they_are_ready(pair, profile(pair), to=ben)) == []
    assert not Told.objects.exists()


def test_a_message_waits_until_what_it_tells_of_is_on_disk(pair, ben, django_capture_on_commit_callbacks):
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        telling.they_are_ready(pair, profile(pair), to=ben)
    messages.wait_until_sent()
    assert len(waiting) == 1
    assert mail.outbox == []


def test_somebody_without_an_email_address_waits_on_the_coordinators_board(pair, amina, client, sent):
    amina.email = None
    amina.save()
    pair.refresh_from_db()
    assert sent(lambda: telling.they_are_ready(pair, profile(pair), to=pair.partner)) == []
    come_in(client, pair.programme.coordinator)
    assert "To write or to say Th" in text_of(client.get("/pairs/"))
    told = Told.objects.get()
    client.post(f"/pairs/told/{told.pk}/")
    assert "To write or to say" not in text_of(client.get("/pairs/"))


def test_a_signed_plan_is_told_to_both_and_to_the_coordinator_without_a_word_of_it(pair, sent):
    went = sent(lambda: cast.at_work(pair, title=f"Plant {SECRET}"))
    assert sorted(message.to[0] for message in went) == [
        "amina@example.org",
        "ben@example.org",
        "marta@example.org",
    ]
    assert all(SECRET not in message.body + message.subject for message in went)


def test_a_meeting_that_is_arranged_moved_or_put_off_is_told_to_both_and_never_why(pair, amina, client, sent):
    come_in(client, amina)
    address = f"/pair/{pair.public}/meeting-1/when/"
    form = {
        "on-day": "27",
        "on-month": "3",
        "on-year": "2027",
        "time": f"after {SECRET}",
        "place": f"at {SECRET}",
    }
    arranged = sent(lambda: client.post(address, form))
    moved = sent(lambda: client.post(address, form | {"on-day": "28"}))
    put_off = sent(lambda: client.post(address, {"put-off": "yes"}))
    for went, words in ((arranged, "27 March"), (moved, "28 March"), (put_off, "is put off")):
        assert len(went) == 2
        assert all(words in message.body for message in went)
        assert all(SECRET not in message.body + message.subject for message in went)
    assert "It was: Saturday 27 March" in moved[0].body


def test_changing_only_the_place_sends_nothing(pair, amina, sent):
    before = meeting.arrange(pair, "meeting-1", on=DAY, time="10am", by=amina)
    now = meeting.arrange(pair, "meeting-1", on=DAY, time="10am", place="Elsewhere", by=amina)
    assert sent(lambda: telling.meeting_set(now, before)) == []
    assert MeetingTime.objects.filter(ended__isnull=True).count() == 1


def waiting(pair, person, step, days):
    progress.note(pair)
    since = timezone.now() - datetime.timedelta(days=days)
    Fact.objects.filter(pair=pair).update(waits_for=person, waits_since=since, step=step)


def test_whoever_is_waited_for_since_a_week_is_reminded_once(pair, ben, sent):
    waiting(pair, ben, "meeting-1.why-i-am-here", days=8)
    went = sent(telling.those_waited_for)
    assert [message.to for message in went] == [["ben@example.org"]]
    assert "One page is waiting for you" in went[0].body
    assert sent(telling.those_waited_for) == []


@pytest.mark.parametrize(("step", "days"), [("meeting-2.story", 30), ("meeting-1.why-i-am-here", 6)])
def test_nobody_reminds_a_storyteller_or_hurries_anybody(pair, amina, sent, step, days):
    waiting(pair, amina, step, days)
    assert sent(telling.those_waited_for) == []


def test_the_daily_command_reminds(pair, ben, capsys):
    waiting(pair, ben, "meeting-1.why-i-am-here", days=8)
    call_command("remind")
    assert capsys.readouterr().out == "1 told\n"
