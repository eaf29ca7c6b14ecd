"""The numbers of a round: published in steps, hidden once for everybody, and they stay when words go."""

import pytest

from alongside.voices import withdrawal
from alongside.voices.contribution import Answer, Contribution, Vote
from alongside.voices.counting import renew, renew_all
from alongside.voices.snapshot import Snapshot, newest
from alongside.voices.tests.counted import chose, closed, gave, people, voted

pytestmark = pytest.mark.django_db
NIGHT = "first-night"


def figures(round) -> dict:
    renew(round)
    return newest(round).figures


def question(round, key=NIGHT) -> dict:
    return figures(round)["questions"][key]


def test_nothing_is_published_of_fewer_than_five_people(open_round):
    chose(open_round, NIGHT, family=4)
    assert not renew(open_round)
    assert newest(open_round) is None


def test_fewer_than_eight_get_a_list_and_no_numbers(open_round):
    chose(open_round, NIGHT, family=5, nobody=1)
    found = question(open_round)
    assert found["few"]
    assert "options" not in found
    assert sorted(found["said"]) == ["family", "nobody"]


def test_each_option_is_counted(open_round):
    chose(open_round, NIGHT, family=12, nobody=8)
    found = question(open_round)
    assert found["options"] == {"family": 12, "nobody": 8}
    assert found["answered"] == found["people"] == 20


def test_a_number_under_five_is_hidden_and_one_more_with_it(open_round):
    chose(open_round, NIGHT, family=17, nobody=3)
    found = question(open_round)
    assert found["options"]["nobody"] is None
    hidden = [name for name, number in {**found["options"], **found["passed"]}.items() if number is None]
    assert len(hidden) >= 2, "a single hidden number is the total less the others"


def test_who_passed_is_counted_by_why(open_round):
    chose(open_round, NIGHT, family=10, nobody=10)
    Answer.objects.bulk_create(
        Answer(contribution=person, question=NIGHT, passed="do-not-know") for person in people(open_round, 6)
    )
    found = question(open_round)
    assert found["passed"]["do-not-know"] == 6
    assert found["answered"] == 20


def test_who_said_nothing_to_a_question_did_not_get_to_it(open_round):
    chose(open_round, NIGHT, family=10, nobody=10)
    people(open_round, 7)
    found = question(open_round)
    assert (found["people"], found["passed"]["not-reached"]) == (27, 7)


def test_own_and_gathered_stand_beside_a_number(open_round):
    chose(open_round, NIGHT, gathered=8, family=12, nobody=8)
    found = figures(open_round)
    assert found["people"] == {"all": 20, "own": 12, "gathered": 8}
    assert (found["questions"][NIGHT]["own"], found["questions"][NIGHT]["gathered"]) == (12, 8)


def test_of_few_who_were_asked_nobody_is_counted(open_round):
    chose(open_round, NIGHT, gathered=2, family=12, nobody=8)
    assert figures(open_round)["people"] == {"all": 20, "own": None, "gathered": None}


def test_people_who_have_not_sent_it_are_not_counted(open_round):
    chose(open_round, NIGHT, family=10, nobody=10)
    half = people(open_round, 6)
    Contribution.objects.filter(pk__in=[person.pk for person in half]).update(sent=None)
    assert figures(open_round)["people"]["all"] == 20


def test_of_numbers_the_middle_is_given_and_never_the_last_person_at_an_end(open_round):
    gave(open_round, "days", [*range(1, 21), 58])
    found = question(open_round, "days")
    assert found["median"] == "11"
    assert (found["least"], found["most"]) == ("5", "17")


def test_eight_numbers_have_a_middle_and_no_ends(open_round):
    gave(open_round, "days", range(8))
    found = question(open_round, "days")
    assert found["median"] == "3"
    assert "least" not in found


def test_one_more_person_changes_nothing_that_is_published(open_round):
    chose(open_round, NIGHT, family=12, nobody=8)
    before = figures(open_round)
    chose(open_round, NIGHT, nobody=1)
    assert not renew(open_round)
    assert newest(open_round).figures == before


def test_five_more_people_come_in_together(open_round):
    chose(open_round, NIGHT, family=12, nobody=8)
    renew(open_round)
    chose(open_round, NIGHT, nobody=5)
    assert question(open_round)["options"] == {"family": 12, "nobody": 13}


def test_a_number_that_would_move_by_little_stays_until_the_round_ends(open_round):
    chose(open_round, NIGHT, family=12, nobody=8)
    renew(open_round)
    chose(open_round, NIGHT, family=4, nobody=4)
    assert question(open_round)["options"] == {"family": 12, "nobody": 8}


def test_a_large_round_is_counted_when_a_fifth_more_have_answered(open_round):
    chose(open_round, NIGHT, family=60, nobody=40)
    renew(open_round)
    chose(open_round, NIGHT, family=19)
    assert not renew(open_round)
    chose(open_round, NIGHT, family=1)
    assert renew(open_round)


def test_when_a_round_closes_the_last_ones_are_counted(open_round):
    chose(open_round, NIGHT, family=60, nobody=40)
    renew(open_round)
    chose(open_round, NIGHT, family=10)
    assert renew(closed(open_round))
    assert newest(open_round).figures["questions"][NIGHT]["options"]["family"] == 70
    assert newest(open_round).final


def test_a_round_is_one_row_a_day(open_round):
    for _ in range(3):
        chose(open_round, NIGHT, family=10)
        renew(open_round)
    assert Snapshot.objects.filter(round=open_round).count() == 1


def test_every_opened_round_is_looked_after(open_round):
    chose(open_round, NIGHT, family=10)
    assert renew_all() == 1
    assert renew_all() == 0


def test_published_numbers_stay_when_somebody_takes_back_their_words(open_round):
    everybody = chose(open_round, NIGHT, family=12, nobody=8)
    voted(open_round, everybody)
    before = figures(open_round)
    withdrawal.take_back(everybody[0])
    chose(open_round, NIGHT, nobody=5)
    after = figures(open_round)
    assert after["questions"][NIGHT]["options"] == {"family": 12, "nobody": 13}
    assert after["people"]["all"] == before["people"]["all"] + 5
    assert after["cards"]["people"]["all"] == before["cards"]["people"]["all"]


def test_no_vote_of_somebody_who_took_it_back_is_kept_as_theirs(open_round):
    everybody = chose(open_round, NIGHT, family=12, nobody=8)
    voted(open_round, everybody)
    renew(open_round)
    withdrawal.take_back(everybody[0])
    assert not Vote.objects.filter(contribution=everybody[0]).exists()
    assert not Answer.objects.filter(contribution=everybody[0]).exists()


def test_who_took_back_before_they_were_counted_was_never_counted(open_round):
    everybody = chose(open_round, NIGHT, family=12, nobody=8)
    withdrawal.take_back(everybody[0])
    assert figures(open_round)["people"]["all"] == 19


def test_one_answer_that_is_taken_back_stays_in_the_numbers(open_round):
    everybody = chose(open_round, NIGHT, family=12, nobody=8)
    renew(open_round)
    withdrawal.take_back_answer(everybody[0].answers.get())
    chose(open_round, NIGHT, nobody=5)
    assert question(open_round)["options"] == {"family": 12, "nobody": 13}


def test_cards_are_counted_with_those_who_did_not_get_to_them(open_round):
    voted(open_round, people(open_round, 30), chance=1)
    people(open_round, 6)
    card = next(iter(figures(open_round)["cards"]["of"].values()))
    assert (card["agree"], card["disagree"], card["not-seen"]) == (30, 0, 6)
    assert card["agreement"] == round((30 + 0.5) / 31, 4)


def test_a_share_is_given_only_where_both_numbers_are(open_round):
    everybody = people(open_round, 30)
    card = open_round.statements.first()
    Vote.objects.bulk_create(
        Vote(contribution=person, statement=card, value=1 if place < 27 else -1)
        for place, person in enumerate(everybody)
    )
    found = figures(open_round)["cards"]["of"][str(card.pk)]
    assert found["disagree"] is None
    assert found["agreement"] is None


def test_there_is_no_map_under_forty_people(open_round):
    voted(open_round, people(open_round, 39))
    assert figures(open_round)["cards"]["map"]["why"] == "few"


def test_nothing_that_is_published_names_a_person(open_round):
    everybody = people(open_round, 50)
    voted(open_round, everybody, seed=3)
    text = str(figures(open_round))
    assert not [person.pk for person in everybody if str(person.pk) in text]
