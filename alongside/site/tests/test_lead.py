"""A lead sees numbers, none of them small, and nobody's name."""

import pytest

from alongside.journey.models import Fact
from alongside.people.models import Pair
from alongside.people.organisation import Role, give_role
from alongside.people.person import introduce
from alongside.people.tests.cast import come_in, text_of
from alongside.site.lead import shown_number, total_of


@pytest.fixture
def lead(pair, marta):
    lead = introduce("Lena", "lena@example.org")
    give_role(Role.LEAD, lead, organisation=pair.programme.organisation, by=marta)
    return lead


def grow(programme, stage, number):
    for n in range(number):
        two = introduce(f"Zebedee{n}"), introduce(f"Yolanda{n}")
        pair = Pair.objects.create(programme=programme, partner=two[0], professional=two[1], partner_is_left=True)
        Fact.objects.create(pair=pair, programme=programme, stage=stage)


def test_a_lead_sees_how_many_and_nobodys_name(pair, lead, client):
    grow(pair.programme, "meeting-2", 6)
    grow(pair.programme, "working", 3)
    come_in(client, lead)
    page = text_of(client.get("/counts/"))
    assert "Meeting 2: 6" in page
    assert "Working: fewer than 5" in page
    assert "Zebedee" not in page
    assert "Amina" not in page


def test_a_lead_finds_the_numbers_from_the_home_page(lead, client):
    come_in(client, lead)
    assert '/counts/"' in client.get("/").content.decode()


def test_the_numbers_do_not_exist_for_somebody_who_leads_nothing(pair, amina, client):
    come_in(client, amina)
    assert client.get("/counts/").status_code == 404


@pytest.mark.parametrize(("number", "seen"), [(0, None), (4, None), (5, 5), (60, 60)])
def test_fewer_than_five_are_hidden(number, seen):
    assert shown_number(number) == seen


@pytest.mark.parametrize(
    ("numbers", "total"),
    [([10, 20], 30), ([10, 3], None), ([10, 1, 1], None), ([10, 3, 3], 16), ([0, 0, 4], None)],
)
def test_a_sum_never_gives_a_hidden_number_away(numbers, total):
    assert total_of(numbers) == total
