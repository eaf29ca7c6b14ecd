"""What a coordinator prints to ask somebody: nobody else can, and nothing before it is their turn."""

import io

import pytest
from django.test import Client
from pypdf import PdfReader

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
