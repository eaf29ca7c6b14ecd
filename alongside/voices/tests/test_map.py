"""Groups of people who answered alike."""

import csv
from pathlib import Path

import numpy as np
import pytest
from reddwarf.utils.stats import one_prop_test, two_prop_test
from sklearn.metrics import adjusted_rand_score, silhouette_score

from alongside.voices import map as opinion_map
from alongside.voices.figures import figures
from alongside.voices.map import Map, NoMap, map_of
from alongside.voices.polis import Statement, Study, Votes, read_folder

STUDIES = Path(__file__).parents[3] / "tests" / "material" / "opinions"


def votes_of(said: np.ndarray, seen: np.ndarray | None = None) -> Votes:
    """From people × statements."""
    who, on = np.nonzero(np.ones_like(said, bool) if seen is None else seen)
    people, statements = (
        [f"{letter}{n}" for n in range(size)] for letter, size in zip("ps", said.shape, strict=True)
    )
    return Votes(people, statements, who, on, said[who, on].astype(np.int8))


def two_camps(people=80, statements=20, share=0.75, seed=5) -> tuple[Votes, np.ndarray]:
    """Three quarters of everybody in one camp; 9 of 10 votes follow the camp, some are not given."""
    dice = np.random.default_rng(seed)
    camp = np.arange(people) >= people * share
    side = np.where(np.arange(statements) % 2, 1, -1) * np.where(camp, 1, -1)[:, None]
    said = np.where(dice.random(side.shape) < 0.9, side, -side)
    return votes_of(said, dice.random(side.shape) < 0.7), camp


def unrelated(people=200, statements=30, seed=1) -> Votes:
    """Votes that have nothing to do with each other; each statement has its own share that agrees."""
    dice = np.random.default_rng(seed)
    said = np.where(dice.random((people, statements)) < dice.random(statements), 1, -1)
    return votes_of(said, dice.random(said.shape) < 0.6)


def test_two_camps_are_found_the_larger_first():
    votes, camp = two_camps()
    found = map_of(votes)
    assert [len(group.people) for group in found.groups] == [60, 20]
    assert adjusted_rand_score(camp, [found.of()[person] for person in votes.people]) == 1


def test_a_group_is_described_by_what_it_says_more_than_the_others():
    votes, _ = two_camps()
    large, small = map_of(votes).groups
    assert {int(each.statement[1:]) % 2 for each in large.agrees} == {0}
    assert {int(each.statement[1:]) % 2 for each in large.disagrees} == {1}
    assert {int(each.statement[1:]) % 2 for each in small.agrees} == {1}
    assert all(each.said > each.voted / 2 for each in large.agrees)


def test_the_map_is_the_same_whatever_the_order_of_rows():
    votes, _ = two_camps()
    rows = [
        (votes.people[a], votes.statements[b], int(c))
        for a, b, c in zip(votes.who, votes.on, votes.said, strict=True)
    ]
    mixed = [rows[place] for place in np.random.default_rng(2).permutation(len(rows))]
    assert map_of(Votes.of(rows, votes.statements)) == map_of(Votes.of(mixed, votes.statements))


def test_under_40_people_who_voted_enough_there_is_none():
    votes, _ = two_camps(people=39)
    assert map_of(votes) == NoMap("few", 39)
    assert isinstance(map_of(two_camps(people=40)[0]), Map)


def test_somebody_with_6_votes_is_in_no_group_and_does_not_count_for_the_40():
    said = np.where(np.arange(41)[:, None] < 30, 1, -1) * np.where(np.arange(12) % 2, 1, -1)
    seen = np.ones_like(said, bool)
    seen[0, 6:] = False
    found = map_of(votes_of(said, seen))
    assert "p0" not in found.of()
    assert (found.left_out, len(found.of())) == (1, 40)
    seen[1, 6:] = False
    assert map_of(votes_of(said, seen)) == NoMap("few", 39)


def test_where_there_are_fewer_than_7_statements_all_of_them_are_enough():
    said = np.where(np.arange(60)[:, None] < 40, 1, -1) * np.array([1, -1, 1, 1])
    seen = np.ones_like(said, bool)
    seen[0, 0] = False
    found = map_of(votes_of(said, seen))
    assert [len(group.people) for group in found.groups] == [39, 20]


@pytest.mark.parametrize("value", [1, 0])
def test_people_who_all_say_the_same_have_no_map(value):
    assert map_of(votes_of(np.full((60, 12), value))) == NoMap("alike", 60)


def test_votes_that_have_nothing_to_do_with_each_other_have_no_map_but_one_time_in_twenty():
    maps = [map_of(unrelated(seed=seed)) for seed in range(40)]
    assert sum(isinstance(found, Map) for found in maps) <= 4
    assert maps[0] == NoMap("alike", 200)


def test_the_silhouette_alone_would_find_groups_in_them(monkeypatch):
    monkeypatch.setattr(opinion_map, "more_than_chance", lambda *given: True)
    assert all(isinstance(map_of(unrelated(seed=seed)), Map) for seed in range(10))


def test_no_votes_at_all_have_no_map():
    assert map_of(Votes.of([], ["a"])) == NoMap("few", 0)
    assert map_of(Votes.of([], [])) == NoMap("few", 0)


@pytest.mark.parametrize("statements", [1, 2, 3])
def test_one_two_or_three_statements_are_no_trap(statements):
    said = np.where(np.arange(50)[:, None] < 30, 1, -1) * np.ones((1, statements), int)
    found = map_of(votes_of(said))
    assert isinstance(found, NoMap) or sum(len(group.people) for group in found.groups) == 50


# --- the picture


def test_no_corner_of_an_area_tells_where_a_person_stands():
    """Somebody who walks away within the group moves an area by their share of its middle and spread, never to them."""
    points = np.random.default_rng(3).standard_normal((12, 2))
    labels = np.repeat([0, 1], 6)
    before = opinion_map.areas(points, labels, 2)
    furthest = points[np.argmax(np.abs(points[:6]).sum(axis=1))]
    rings = np.array([opinion_map._ellipse(points[labels == place]) for place in (0, 1)])
    assert min(np.abs(rings.reshape(-1, 2) - point).sum(axis=1).min() for point in points) > 1e-6
    assert np.abs(rings[0] - furthest).sum(axis=1).min() > 1e-3
    assert all(
        isinstance(part, int) and 0 <= part <= 100 for ring in before for corner in ring for part in corner
    )


def test_two_crowds_that_stand_elsewhere_but_spread_alike_are_drawn_alike():
    """So that nothing but middle and spread is in the picture: turning a hexagon moves everybody, and not the area."""

    def crowd(turn):
        angles = np.arange(6) * np.pi / 3 + turn
        return np.vstack([np.column_stack([np.cos(angles), np.sin(angles)]), np.eye(6, 2) * 0.1 + 5])

    labels = np.repeat([0, 1], 6)
    first, second = (np.array(opinion_map.areas(crowd(turn), labels, 2)[0]) for turn in (0, 0.4))
    assert np.abs(first.mean(axis=0) - second.mean(axis=0)).max() <= 1
    assert abs(np.ptp(first, axis=0) - np.ptp(second, axis=0)).max() <= 1


def test_a_group_of_fewer_than_5_has_no_area():
    points = np.vstack(
        [np.random.default_rng(0).normal(0, 1, (6, 2)), np.random.default_rng(1).normal(9, 1, (4, 2))]
    )
    drawn = opinion_map.areas(points, np.repeat([0, 1], (6, 4)), 2)
    assert drawn[0] is not None
    assert drawn[1] is None


# --- against others


def test_the_silhouette_is_that_of_scikit_learn():
    points = np.random.default_rng(4).standard_normal((300, 2))
    labels = opinion_map.k_means(points, 3, np.random.default_rng(0))
    ours = opinion_map.silhouette(opinion_map._distances(points), labels)
    assert ours == pytest.approx(silhouette_score(points, labels), abs=1e-5)


def test_the_two_tests_are_those_of_polis():
    said, others, voted, all_others = (
        np.array(each) for each in ([5, 0, 9], [2, 0, 9], [6, 3, 9], [9, 4, 9])
    )
    assert opinion_map.one_proportion(said, voted) == pytest.approx(one_prop_test(said, voted))
    expected = two_prop_test(said.copy(), others.copy(), voted, all_others)
    assert opinion_map.two_proportions(said, others, voted, all_others) == pytest.approx(expected)


def test_on_canada_the_groups_are_those_of_polis_but_for_a_few_people():
    with open(STUDIES / "canadian-electoral-reform" / "participants-votes.csv") as file:
        theirs = {row["participant"]: row["group-id"] for row in csv.DictReader(file) if row["group-id"]}
    ours = map_of(read_folder(STUDIES / "canadian-electoral-reform").votes).of()
    assert set(ours) == set(theirs)
    assert adjusted_rand_score([theirs[who] for who in ours], list(ours.values())) > 0.8


# --- as figures


def test_the_figures_say_who_is_in_which_group_or_why_nobody_is():
    votes, _ = two_camps()
    found = figures(Study([Statement(each) for each in votes.statements], votes, len(votes.people)))
    assert found["groups"]["count"] == 2
    assert set(found["groups"]["of"].values()) == {0, 1}
    assert found["why_no_groups"] is None
    found = figures(read_folder(STUDIES / "london.youth.policing"))
    assert found["groups"] is None
    assert found["why_no_groups"].startswith("24 people voted on 7 statements or more.")
