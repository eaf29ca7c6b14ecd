"""Somebody sits beside me today: my words stay mine, and the versions say with whose help."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from alongside.journey.tests import cast
from alongside.people.person import introduce
from alongside.people.supporter import accept_to_help, choose_supporter, end_support
from alongside.people.tests.cast import come_in, text_of
from alongside.portfolio.history import typed_for_somebody


@pytest.fixture
def pat(amina):
    pat = introduce("Pat", "pat@example.org")
    support = choose_supporter(pat, areas=["profile"], by=amina)
    accept_to_help(support, by=pat)
    return support


def say(client, pair, words, sheet="meeting-1/why-i-am-here", question="brings-me", **more):
    at = f"/pair/{pair.public}/{sheet}/q/{question}/"
    page = client.get(at).content.decode()
    token = page.split('name="seen" value="')[1].split('"')[0]
    client.post(at, {"seen": token, f"{token.split('.')[0]}.{question}": words, **more})
    return page


def versions(client, pair) -> str:
    return text_of(client.get(f"/pair/{pair.public}/meeting-1/why-i-am-here/versions/"))


def first_text(pair) -> str:
    questions = pair.content.sheets["why-i-am-here"].questions
    return next(q.key for q in questions if q.kind in ("short", "long"))


def test_what_was_written_with_help_says_so_and_stays_my_own(pair, amina, pat, client):
    come_in(client, amina)
    say(client, pair, "The letters", question=first_text(pair), helped=str(pat.pk))
    assert "With help from Pat" in versions(client, pair)
    assert "Typed by Pat" not in versions(client, pair)
    assert typed_for_somebody(cast.mine(pair, "why-i-am-here", amina)) == []


def test_it_counts_until_i_say_otherwise_or_the_day_is_over(pair, amina, pat, client):
    come_in(client, amina)
    say(client, pair, "One", question=first_text(pair), helped="nobody")
    assert "With help from Pat" not in versions(client, pair)
    say(client, pair, "Two", question=first_text(pair), helped=str(pat.pk))
    with time_machine.travel(timezone.now() + datetime.timedelta(days=1)):
        come_in(client, amina)
        say(client, pair, "Three", question=first_text(pair))
        assert versions(client, pair).count("With help from Pat") == 1


def test_whoever_does_not_help_me_with_this_cannot_be_named(pair, amina, pat, client):
    end_support(pat, by=amina)
    come_in(client, amina)
    page = say(client, pair, "The letters", question=first_text(pair), helped=str(pat.pk))
    assert "Does somebody help you today?" not in page
    assert "With help from" not in versions(client, pair)
