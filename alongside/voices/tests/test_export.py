"""Files of numbers: the page and every file say the same, hide the same, and do nothing by themselves."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse

from alongside.voices import export, withdrawal
from alongside.voices.contribution import Vote
from alongside.voices.counting import renew
from alongside.voices.covering import read_first
from alongside.voices.polis import read
from alongside.voices.quotes import ask_for, say
from alongside.voices.snapshot import newest
from alongside.voices.tests.counted import chose, closed, people, voted
from alongside.voices.tests.said import a_round_to_read, at, browser, said

pytestmark = pytest.mark.django_db
NIGHT = "first-night"
FORMULA = '=HYPERLINK("https://evil.example";"Click")'


@pytest.fixture
def round(db):
    return a_round_to_read()


FILES = {"columns": "columns.csv", "sentences": "sentences.csv", "votes": "votes.zip"}


def taken(round, kind):
    return browser(round.pair.partner).get(at(round, "take-file", FILES.get(kind, f"numbers.{kind}")))


def rows(round) -> list[dict]:
    return list(csv.DictReader(io.StringIO(taken(round, "csv").content.decode("utf-8-sig"))))


def number(found: list[dict], item: str) -> str:
    return next(row["number"] for row in found if row["item"] == item)


def test_a_row_for_each_thing_that_was_counted(round):
    chose(round, NIGHT, family=12, nobody=8)
    renew(round)
    found = rows(round)
    assert number(found, "family") == "12"
    assert number(found, "answered") == "20"
    assert set(found[0]) == set(export.COLUMNS)


def test_a_hidden_number_is_hidden_in_every_file(round):
    chose(round, "clear", good=17, middle=16, bad=3)
    renew(round)
    row = next(row for row in rows(round) if row["item"] == "bad")
    assert (row["number"], row["hidden"]) == ("", "hidden")
    in_json = json.loads(taken(round, "json").content)
    assert next(row for row in in_json["rows"] if row["item"] == "bad")["number"] is None
    numbers = re.findall(rb'<c r="E\d+"(?: s="\d+")?><v>([\d.]+)</v>', _sheets(taken(round, "xlsx").content))
    assert b"36" in numbers
    assert b"3" not in numbers


def test_every_file_says_what_its_columns_mean(round):
    chose(round, NIGHT, family=12, nobody=8)
    renew(round)
    means = export.COLUMNS["out_of"]
    assert means in taken(round, "columns").content.decode()
    assert means in json.loads(taken(round, "json").content)["columns"].values()
    assert means.encode() in _sheets(taken(round, "xlsx").content)
    assert means in browser(round.pair.partner).get(at(round, "take")).content.decode()


@pytest.mark.parametrize("begins", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "＝1+1"])
def test_words_that_a_spreadsheet_would_work_out_are_words(begins):
    assert export.defused(begins) == f"'{begins}"


def test_a_formula_in_a_card_is_words_in_every_file(round):
    card = round.statements.first()
    card.words = FORMULA
    card.save()
    voted(closed_with(round, 45), list(round.contributions.all()))
    renew(round)
    assert next(row for row in rows(round) if row["part"] == "card")["words"].startswith("'=")
    assert b"<f>" not in _sheets(taken(round, "xlsx").content)
    comments = _zip(taken(round, "votes").content)["comments.csv"]
    assert "'=HYPERLINK" in comments.decode()


def test_numbers_below_nought_stay_numbers():
    assert export._cell(-1) == -1


def test_only_sentences_with_a_yes_are_in_the_file_of_words(round):
    yes, no, waiting = (
        said(round, words=f"It rained on {day}. I waited.") for day in ("Monday", "Friday", "Sunday")
    )
    for answer, answered in ((yes, True), (no, False), (waiting, None)):
        read_first(answer, [], by=round.pair.partner)
        quote = ask_for(answer, answer.words.split(". ")[0] + ".", by=round.pair.partner)
        if answered is not None:
            say(quote, answered)
    text = taken(round, "sentences").content.decode()
    assert "It rained on Monday." in text
    assert "Friday" not in text
    assert "Sunday" not in text
    withdrawal.take_back(yes.contribution)
    assert "Monday" not in taken(round, "sentences").content.decode()


def test_the_licence_that_was_chosen_stands_in_every_row(round):
    chose(round, NIGHT, family=12, nobody=8)
    renew(round)
    assert {row["licence"] for row in rows(round)} == {""}
    browser(round.pair.partner).post(at(round, "take"), {"licence": "cc-by-4-0"})
    assert {row["licence"].split(",")[0] for row in rows(round)} == {"CC BY 4.0"}
    assert {row["source"] for row in rows(round)} == {export.source_of(round)}


def test_a_licence_that_there_is_not_is_not_kept(round):
    browser(round.pair.partner).post(at(round, "take"), {"licence": "mine"})
    round.refresh_from_db()
    assert round.licence == ""


# --- votes of single persons


def closed_with(round, number: int):
    people(round, number)
    return closed(round)


def _zip(content: bytes) -> dict[str, bytes]:
    packed = zipfile.ZipFile(io.BytesIO(content))
    return {name: packed.read(name) for name in packed.namelist()}


def _sheets(content: bytes) -> bytes:
    return b"".join(_zip(content).values())


def test_votes_come_in_again_as_they_went_out(round):
    over = closed_with(round, 45)
    voted(over, list(round.contributions.all()), chance=0.5)
    renew(over)
    files = _zip(taken(round, "votes").content)
    study = read(io.BytesIO(files["comments.csv"]), io.BytesIO(files["votes.csv"]))
    shown = newest(round).figures["cards"]["of"]
    for card, (agree, disagree, _) in zip(round.statements.all(), study.votes.counts(), strict=True):
        assert (agree, disagree) == (shown[str(card.pk)]["agree"], shown[str(card.pk)]["disagree"])


def test_no_row_of_the_file_of_votes_names_or_times_anybody(round):
    over = closed_with(round, 45)
    voted(over, list(round.contributions.all()))
    renew(over)
    files = _zip(taken(round, "votes").content)
    assert not [
        person.pk
        for person in round.contributions.all()
        if str(person.pk).encode() in _sheets(taken(round, "votes").content)
    ]
    votes = list(csv.DictReader(io.StringIO(files["votes.csv"].decode())))
    assert {row["timestamp"] for row in votes} == {"0"}
    assert sorted({int(row["voter-id"]) for row in votes}) == list(range(1, 46))


def test_votes_whose_number_is_hidden_do_not_go_out(round):
    over = closed_with(round, 45)
    everybody = list(round.contributions.all())
    card = round.statements.first()
    Vote.objects.bulk_create(
        Vote(contribution=person, statement=card, value=1 if place > 2 else -1)
        for place, person in enumerate(everybody)
    )
    renew(over)
    assert newest(round).figures["cards"]["of"][str(card.pk)]["disagree"] is None
    votes = _zip(taken(round, "votes").content)["votes.csv"].decode()
    assert ",-1\n" not in votes


@pytest.mark.parametrize(("number", "over"), [(39, True), (45, False)])
def test_there_is_no_such_file_of_few_people_or_of_an_open_round(round, number, over):
    people(round, number)
    voted(round, list(round.contributions.all()))
    renew(closed(round) if over else round)
    assert taken(round, "votes").status_code == 404


def test_there_is_none_after_somebody_took_back_their_votes(round):
    over = closed_with(round, 45)
    everybody = list(round.contributions.all())
    voted(over, everybody)
    renew(over)
    withdrawal.take_back(everybody[7])
    assert taken(round, "votes").status_code == 404
    assert (
        "Somebody has taken back their votes"
        in browser(round.pair.partner).get(at(round, "take")).content.decode()
    )


def test_everybody_takes_numbers_of_a_public_round_and_nothing_else():
    round = a_round_to_read(**{"reply-ways/public-page": True})
    voted(round, people(round, 45))
    renew(closed(round))
    files = ("numbers.csv", "votes.zip", "sentences.csv")
    where = [reverse("voices:public-take-file", args=[round.short, file]) for file in files]
    assert [Client().get(each).status_code for each in where] == [200, 404, 404]
