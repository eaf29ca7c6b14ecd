"""What a coordinator prints to ask somebody: nobody else can, and nothing before it is their turn."""

import io
import re

import pytest
from django.test import Client
from pypdf import PdfReader

from alongside.people import paper_key
from alongside.people.tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(db):
    marta, programme = cast.marta()
    pair = cast.amina_and_ben(programme, by=marta)
    invitation = cast.asked(pair, pair.partner, by=marta)
    return (
        cast.come_in(Client(), marta),
        f"/programme/{programme.public}/invitation/{invitation.pk}/letter/",
        invitation,
    )


def text(response) -> str:
    return "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)


@pytest.mark.parametrize("paper", ["letter.pdf", "card.pdf"])
def test_the_paper_holds_the_code_and_both_names(asked, paper):
    client, at, invitation = asked
    words = text(client.get(at + paper))
    assert invitation.spaced_code in words.replace("\n", " ")
    assert "Amina" in words
    assert "Ben" in words


def test_the_letter_comes_in_large_print(asked):
    client, at, invitation = asked
    words = text(client.get(f"{at}letter.pdf?print=large"))
    assert invitation.spaced_code in words.replace("\n", " ")


def given_a_key(asked):
    """The page that shows a new paper key once, and the value of its button for print."""
    client, _, invitation = asked
    programme, person = invitation.pair.programme, invitation.person
    at = f"/programme/{programme.public}/paper-key/{person.public}/"
    page = client.post(at, {"pin": "4071"}).content.decode()
    return at + "letter.pdf", re.search(r'name="letter" value="([^"]+)"', page)[1]


@pytest.mark.parametrize("how", ["plain", "large"])
def test_a_paper_key_is_printed_from_the_page_that_shows_it(asked, how):
    address, sealed = given_a_key(asked)
    words = " ".join(text(asked[0].post(address, {"letter": sealed, "print": how})).split())
    key = re.search(r"Your words:? ((?:[a-z]+ ){5}[a-z]+)", words)[1]
    assert paper_key.open_with(key, "4071") == asked[2].person
    assert "4071" not in words


def test_a_paper_key_is_printed_by_nobody_else_and_not_after_a_newer_one(asked):
    address, sealed = given_a_key(asked)
    somebody = cast.come_in(Client(), asked[2].pair.professional)
    assert somebody.post(address, {"letter": sealed}).status_code == 404
    assert asked[0].post(address, {"letter": "nonsense"}).status_code == 404
    given_a_key(asked)
    assert asked[0].post(address, {"letter": sealed}).status_code == 404


def test_nobody_but_the_coordinator_can_print_it(asked):
    _, at, invitation = asked
    ben = cast.come_in(Client(), invitation.pair.professional)
    assert ben.get(f"{at}letter.pdf").status_code == 404


def test_the_letter_to_the_one_who_works_here_does_not_name_the_other(asked):
    client, at, invitation = asked
    to_ben = invitation.pair.invitations.get(person=invitation.pair.professional)
    at = at.replace(f"/{invitation.pk}/", f"/{to_ben.pk}/")
    assert "Amina" not in text(client.get(f"{at}letter.pdf"))
    assert client.get(f"{at}card.pdf").status_code == 404
