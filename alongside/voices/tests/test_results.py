"""The page of numbers: words first, one table under each picture, the same for everybody who may read it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from alongside.voices import withdrawal
from alongside.voices.contribution import Answer
from alongside.voices.counting import renew
from alongside.voices.covering import read_first
from alongside.voices.tests.counted import chose, closed, gave, people, voted
from alongside.voices.tests.said import a_round_to_read, at, browser, text_of

pytestmark = pytest.mark.django_db
NIGHT = "first-night"


@pytest.fixture
def round(db):
    return a_round_to_read()


def page(round, name="results"):
    return browser(round.pair.partner).get(at(round, name))


def words(round, name="results") -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page(round, name).content.decode()))


def test_before_anybody_has_answered_the_page_says_so(round):
    assert "There are no numbers yet" in words(round)


def test_words_come_before_the_table(round):
    chose(round, NIGHT, family=12, nobody=8)
    renew(round)
    html = page(round).content.decode()
    assert html.index("20 people answered this question") < html.index('<table class="bars">')
    assert re.search(r'<th scope="row"><span dir="auto">Family or friends</span>', html)
    assert "60 %" in html


def test_a_hidden_number_is_said_in_words_and_drawn_like_any_other_hidden_one(round):
    chose(round, "clear", good=17, middle=16, bad=3)
    renew(round)
    html = page(round).content.decode()
    assert "hidden" in html
    assert not re.search(r">3<", html)
    drawn = set(re.findall(r'<rect class="bars__open"[^>]+>', html))
    assert len(drawn) == 1


def test_under_eight_there_is_what_they_said_and_no_percentage(round):
    for person in people(round, 6):
        Answer.objects.create(
            contribution=person, question="tell", words=f"It was cold in room {person.pk % 7}."
        )
    for answer in Answer.objects.all():
        read_first(answer, [], by=round.pair.partner)
    renew(round)
    said = words(round)
    assert "Fewer than 8 answered this one" in said
    assert "It was cold in room" in said
    assert " %" not in said


def test_only_what_was_read_and_covered_is_on_the_page(round):
    for person in people(round, 6):
        Answer.objects.create(contribution=person, question="tell", words="Nurse Maureen was kind.")
    renew(round)
    assert "Maureen" not in words(round)
    read_first(Answer.objects.first(), [(6, 13)], by=round.pair.partner)
    said = words(round)
    assert "was kind" in said
    assert "Maureen" not in said


def test_faces_have_no_average(round):
    chose(round, "clear", good=17, middle=16, bad=12)
    renew(round)
    assert "We do not make an average out of faces" in words(round)


def test_of_numbers_the_middle_is_said(round):
    gave(round, "days", range(20))
    renew(round)
    assert "Half of them said 9 or less" in words(round)


def test_cards_are_sorted_into_what_unites_and_what_divides(round):
    everybody = people(round, 30)
    voted(round, everybody, chance=1)
    renew(round)
    said = words(round)
    assert said.index("What most people agree on") < said.index("Somebody should ring on the second day")
    assert "30 agreed, 0 disagreed" in said
    assert "There is no card on which people clearly differ" in said


def test_a_card_that_somebody_added_says_so(round):
    everybody = people(round, 30)
    round.statements.filter(number=1).update(contribution=everybody[0])
    voted(round, everybody, chance=1)
    renew(round)
    assert "Written by someone who answered, and not by us" in words(round)


def test_under_forty_people_the_page_says_why_there_is_no_map(round):
    voted(round, people(round, 30))
    renew(round)
    assert "There is no map, because 30 people answered cards" in words(round)
    assert "<polygon" not in page(round).content.decode()


def test_after_somebody_took_back_their_words_the_page_says_that_the_number_stays(round):
    everybody = chose(round, NIGHT, family=12, nobody=8)
    renew(round)
    assert "If somebody takes back their words, the words go" in words(round)
    withdrawal.take_back(everybody[0])
    said = words(round)
    assert "has taken back their words" in said
    assert "20 people answered this question" in said


def test_a_page_of_numbers_asks_the_database_little(round, django_assert_max_num_queries):
    everybody = chose(round, NIGHT, family=120, nobody=80)
    voted(round, everybody)
    renew(round)
    client = browser(round.pair.partner)
    client.get(at(round, "results"))
    with django_assert_max_num_queries(12):
        client.get(at(round, "results"))


def test_everybody_reads_the_numbers_when_the_round_is_over_and_its_sheet_says_so():
    round = a_round_to_read(**{"reply-ways/public-page": True})
    chose(round, NIGHT, family=12, nobody=8)
    where = reverse("voices:public-results", args=[round.short])
    assert Client().get(where).status_code == 404
    renew(closed(round))
    answer = Client().get(where)
    assert answer.status_code == 200
    assert "20 people answered this question" in text_of(answer)


def test_a_round_without_a_page_for_all_has_none():
    round = a_round_to_read()
    chose(round, NIGHT, family=12, nobody=8)
    renew(closed(round))
    assert Client().get(reverse("voices:public-results", args=[round.short])).status_code == 404


def test_nobody_reads_words_of_the_few_on_the_public_page():
    round = a_round_to_read(**{"reply-ways/public-page": True})
    for person in people(round, 6):
        Answer.objects.create(contribution=person, question="tell", words="It was cold.")
    for answer in Answer.objects.all():
        read_first(answer, [], by=round.pair.partner)
    renew(closed(round))
    said = text_of(Client().get(reverse("voices:public-results", args=[round.short])))
    assert "Fewer than 8 answered this one" in said
    assert "It was cold" not in said


def test_the_other_reading_has_every_line(round):
    everybody = chose(round, "clear", good=17, middle=16, bad=12)
    voted(round, everybody)
    renew(round)
    client = browser(round.pair.partner)
    session = client.session
    session["easy"] = True
    session.save()
    assert client.get(at(round, "results")).status_code == 200
    assert client.get(at(round, "take")).status_code == 200
    assert client.get(at(round, "results-cards")).status_code == 200
