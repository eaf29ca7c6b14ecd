"""Ending by either, kindly: the coordinator's facts follow, and both hear of it once."""

from django.core import mail

from alongside.journey.models import Fact, Told
from alongside.kit import messages
from alongside.people.tests.cast import come_in


def end_it(client, pair, person, capture):
    come_in(client, person)
    messages.wait_until_sent()
    mail.outbox.clear()
    with capture(execute=True):
        for _press in range(2):
            client.post(f"/pair/{pair.public}/end/")
    messages.wait_until_sent()
    return {message.to[0]: message for message in mail.outbox}


def test_both_hear_once_that_it_has_ended_and_nobody_is_told_why(
    pair, amina, client, django_capture_on_commit_callbacks
):
    went = end_it(client, pair, amina, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 2
    assert "as you asked" in went["amina@example.org"].body
    assert "It is not about blame" in went["ben@example.org"].body
    assert Fact.objects.get(pair=pair).stage == "ended"


def test_the_other_without_an_email_address_is_told_by_the_coordinator(
    pair, amina, ben, client, django_capture_on_commit_callbacks
):
    amina.email = None
    amina.save()
    end_it(client, pair, ben, django_capture_on_commit_callbacks)
    assert Told.objects.get(person=amina).way == "by-hand"
