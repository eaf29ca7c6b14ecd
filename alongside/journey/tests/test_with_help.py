"""Somebody sits beside me today: my words stay mine, and the versions say with whose help."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from alongside.journey.admission import admit
from alongside.journey.tests import cast
from alongside.people.models import Person
from alongside.people.person import introduce
from alongside.people.supporter import accept_to_help, choose_supporter, end_support
from alongside.people.tests.cast import come_in, text_of
from alongside.portfolio.history import typed_for_somebody
from alongside.writing.document import Document
from alongside.writing.tests.live_door import type_live
from alongside.writing.tests.test_store import typed_live


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


def test_what_is_typed_live_with_help_says_so_too(pair, amina, pat, client):
    question = first_text(pair)
    come_in(client, amina)
    say(client, pair, "Said first.", question=question, helped="nobody")
    page = say(client, pair, "Said first.", question=question, helped=str(pat.pk))
    name = page.split('data-write="')[1].split('"')[0]
    at = f"/pair/{pair.public}/meeting-1/why-i-am-here/q/{question}/"
    assert f'data-text="{question}"' in client.get(at).content.decode()
    with_help = come_to_the_door(client, name)
    document = Document.objects.get(**with_help.place.columns)
    helper = Person.objects.get(pk=with_help.typed_by)
    typed = typed_live(document, "Typed live. ", name=question)
    type_live(with_help.place, typed, by=amina, typed_by=helper, how=with_help.how)
    assert "With help from Pat" in versions(client, pair)
    say(client, pair, "Said alone.", question=question, helped="nobody")
    assert come_to_the_door(client, name).typed_by is None


def come_to_the_door(client, name):
    """The handshake of the page's script."""
    cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
    headers = [(b"host", b"testserver"), (b"cookie", cookies.encode())]
    return admit({"path": f"/write/{name}", "headers": headers}, False)
