"""The two real studies of the demo, from their files to the page and back: counted here a second time, in few lines."""

import csv
import io
import re
from collections import Counter
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from alongside.people.models import Person
from alongside.voices import withdrawal
from alongside.voices.contribution import Contribution
from alongside.voices.counting import renew
from alongside.voices.round import Round
from alongside.voices.snapshot import newest

STUDIES = Path(__file__).resolve().parents[1] / "material" / "opinions"
LONDON, CANADA = "london.youth.policing", "canadian-electoral-reform"
SAID = {"1": "agree", "-1": "disagree", "0": "not-sure"}


def counted(study: str) -> tuple[dict[tuple[str, str], int], int]:
    """(card, what was said) → how many, of the last vote of each person; and how many people."""
    shown = {row["comment-id"] for row in _rows(study, "comments") if row["moderated"] != "-1"}
    last: dict[tuple[str, str], tuple] = {}
    for place, row in enumerate(_rows(study, "votes")):
        key = row["comment-id"], row["voter-id"]
        if row["comment-id"] in shown and (int(row["timestamp"]), place) >= last.get(key, (0, 0))[:2]:
            last[key] = int(row["timestamp"]), place, SAID[row["vote"]]
    found = Counter((card, said) for (card, _), (_, _, said) in last.items())
    people = {person for _, person in last}
    return {(card, said): found[card, said] for card in shown for said in SAID.values()}, len(people)


def _rows(study: str, file: str):
    with open(STUDIES / study / f"{file}.csv", newline="", encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


@pytest.fixture
def amina(world, db) -> Client:
    client = Client()
    client.force_login(Person.objects.get(email="amina@home.example"))
    return client


def round_of(study: str) -> Round:
    name = {LONDON: "London", CANADA: "Canada"}[study]
    return Round.objects.select_related("piece", "pair", "opened", "closed").get(source__contains=name)


def at(round: Round, page: str, *more) -> str:
    return reverse(f"voices:{page}", args=[round.pair.public, round.piece.public, *more])


def in_file(client: Client, round: Round) -> list[dict]:
    text = client.get(at(round, "take-file", "numbers.csv")).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("study", [LONDON, CANADA])
def test_every_number_that_is_shown_is_what_the_files_add_up_to(amina, study):
    expected, people = counted(study)
    rows = [
        row
        for row in in_file(amina, round_of(study))
        if row["part"] == "card" and row["item"] in SAID.values()
    ]
    assert {(row["key"], row["item"]) for row in rows} == set(expected)
    assert [
        row for row in rows if row["number"] and int(row["number"]) != expected[row["key"], row["item"]]
    ] == []
    assert f"{people} people are counted here" in amina.get(at(round_of(study), "results")).content.decode()


@pytest.mark.parametrize("study", [LONDON, CANADA])
def test_every_number_from_one_to_four_is_hidden_and_never_alone(amina, study):
    expected, people = counted(study)
    hidden: dict[str, set] = {}
    for row in in_file(amina, round_of(study)):
        if row["part"] == "card" and row["hidden"]:
            hidden.setdefault(row["key"], set()).add(row["item"])
    cards = {card for card, _ in expected}
    for card in cards:
        numbers = {said: expected[card, said] for said in SAID.values()}
        numbers["not-seen"] = people - sum(numbers.values())
        small = {item for item, number in numbers.items() if 0 < number < 5}
        assert small <= hidden.get(card, set())
        assert len(hidden.get(card, set())) != 1, "the one that is hidden is the total less the others"


@pytest.mark.parametrize("study", [LONDON, CANADA])
def test_the_page_and_the_table_of_cards_say_what_the_file_says(amina, study):
    round = round_of(study)
    table = amina.get(at(round, "results-cards")).content.decode()
    on_page = re.findall(
        r'data-label="Agree">(\w+)</td>.*?data-label="Not sure">(\w+)</td>.*?data-label="Disagree">(\w+)</td>',
        table,
    )
    rows = [row for row in in_file(amina, round) if row["part"] == "card"]
    cards = list(dict.fromkeys(row["key"] for row in rows))
    said = {(row["key"], row["item"]): row["number"] or "hidden" for row in rows}
    assert on_page == [
        tuple(said[card, item] for item in ("agree", "not-sure", "disagree")) for card in cards
    ]


def test_of_a_small_study_there_is_no_map_and_of_a_large_one_areas_without_a_dot(amina):
    small = amina.get(at(round_of(LONDON), "results")).content.decode()
    large = amina.get(at(round_of(CANADA), "results")).content.decode()
    assert "There is no map" in small
    assert "<polygon" not in small
    assert large.count("<polygon") == 2
    assert "<circle" not in large[large.index("<main") :].split("areas")[1]
    assert large.index("More than others, they agree") < large.index("<polygon")


def test_where_it_comes_from_stands_on_its_pages_and_in_each_row(amina):
    round = round_of(LONDON)
    for page in ("results", "results-cards", "take"):
        assert (
            "Attribution to The Computational Democracy Project"
            in amina.get(at(round, page)).content.decode()
        )
    assert all("Computational Democracy Project" in row["source"] for row in in_file(amina, round))


def test_what_london_said_is_there_for_everybody_and_what_canada_said_is_not(world, db):
    assert Client().get(reverse("voices:public-results", args=[round_of(LONDON).short])).status_code == 200
    assert Client().get(reverse("voices:public-results", args=[round_of(CANADA).short])).status_code == 404


def test_the_round_of_their_own_goes_on_and_one_person_who_leaves_gives_nothing_back(amina):
    round = Round.objects.select_related("piece", "pair", "opened").get(source="")
    before = in_file(amina, round)
    someone = Contribution.objects.filter(
        round=round, answers__question="clear", answers__picked=["all"]
    ).first()
    withdrawal.take_back(someone)
    renew(Round.objects.select_related("opened", "closed").get(pk=round.pk))
    assert in_file(amina, round) == before
    assert "has taken back their words" in amina.get(at(round, "results")).content.decode()


def test_codes_of_the_demo_open_what_came_of_them(world, db):
    assert len(world["codes"]) == 3
    for each in world["codes"]:
        answer = Client().post(each["come_back"].removeprefix("http://testserver"), {"code": each["code"]})
        assert answer.status_code == 302, each["key"]


def test_a_page_of_a_large_round_costs_as_little_as_one_of_a_small_one(amina, django_assert_max_num_queries):
    for study in (LONDON, CANADA):
        round = round_of(study)
        assert newest(round).final
        for page in ("results", "results-cards", "take"):
            amina.get(at(round, page))
            with django_assert_max_num_queries(12):
                amina.get(at(round, page))
