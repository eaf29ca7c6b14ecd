"""Small numbers, as an attack: somebody who has every table that was ever published, and a solver."""

import itertools
import json
import random
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from alongside.voices import small_numbers
from alongside.voices.small_numbers import BOUNDS, Moment, step, step_many

FACES = ("good", "fair", "bad", "left-out")
GROUPS = ("link", "paper", "phone")


class Attacker:
    """Knows every published table, the reason for each hidden number, all sums, and that numbers only grow."""

    def __init__(self, moments: list[Moment]):
        self.moments = moments
        self.shown = [moment.shown() for moment in moments]
        self.options = list(moments[-1].options)
        self.breakdowns = {name: groups for moment in moments for name, groups in moment.groups.items()}
        cells = [("", "", option) for option in self.options] + [
            (name, group, option)
            for name, groups in self.breakdowns.items()
            for group in groups
            for option in self.options
        ]
        self.place = {key: at for at, key in enumerate(itertools.product(range(len(moments)), cells))}
        self.rows, self.low, self.high = [], [], []
        self.least, self.most = np.zeros(len(self.place)), np.full(len(self.place), 10_000.0)
        for at in range(len(moments)):
            self.reads(at)
            self.adds_up(at)

    def reads(self, at: int) -> None:
        """Shown numbers are what they are; hidden ones lie within the bounds of their reason."""
        for (when, cell), place in self.place.items():
            if when != at or not self.moments[at].has(cell):
                continue
            number = self.number(at, cell)
            if number is not None:
                self.least[place] = self.most[place] = number
            else:
                low, high = BOUNDS[self.moments[at].hidden[cell]]
                self.least[place], self.most[place] = low, 10_000 if high is None else high

    def number(self, at: int, cell: tuple) -> int | None:
        """What stands in the published table, and nothing else."""
        breakdown, group, option = cell
        if self.shown[at]["few"]:
            return None if option in self.shown[at]["said"] else 0
        if breakdown:
            return self.shown[at]["by"][breakdown][group][option]
        return self.shown[at]["options"][option]

    def adds_up(self, at: int) -> None:
        """All people; each option over the groups; each group's size, which they may know from elsewhere."""
        moment = self.moments[at]
        self.sums({(at, ("", "", option)): 1 for option in self.options}, moment.people)
        for name, groups in self.breakdowns.items():
            for option in self.options:
                line = {(at, (name, group, option)): 1 for group in groups}
                self.sums({**line, (at, ("", "", option)): -1}, 0)
            for group in groups:
                size = sum(moment.value((name, group, option)) for option in self.options)
                self.sums({(at, (name, group, option)): 1 for option in self.options}, size)
        if at:
            for when, cell in self.place:
                if when == at:
                    self.sums({(at, cell): 1, (at - 1, cell): -1}, 0, np.inf)

    def sums(self, line: dict, low: float, high: float | None = None) -> None:
        row = np.zeros(len(self.place))
        for key, factor in line.items():
            row[self.place[key]] = factor
        self.rows.append(row)
        self.low.append(low)
        self.high.append(low if high is None else high)

    def end_of(self, wanted: dict, sign: int) -> int:
        """The smallest (1) or largest (-1) value that a sum of numbers can have."""
        aim = np.zeros(len(self.place))
        for key, factor in wanted.items():
            aim[self.place[key]] = factor
        found = milp(
            sign * aim,
            constraints=LinearConstraint(csr_array(np.array(self.rows)), self.low, self.high),
            bounds=Bounds(self.least, self.most),
            integrality=np.ones(len(self.place)),
        )
        assert found.success, found.message  # the truth itself is a solution
        return round(sign * found.fun)

    def finds(self) -> list[tuple]:
        """Every hidden number, and every change of 1 to 4, that can have one value only."""
        found = []
        for at, moment in enumerate(self.moments):
            found += [(at, cell) for cell in moment.hidden if self.pinned({(at, cell): 1})]
            if at:
                for cell in moment.cells():
                    came = moment.value(cell) - self.moments[at - 1].value(cell)
                    if 0 < came < 5 and self.moments[at - 1].has(cell):
                        change = {(at, cell): 1, (at - 1, cell): -1}
                        found += [(at, cell, "change")] if self.pinned(change) else []
        return found

    def pinned(self, wanted: dict) -> bool:
        """Whether both ends are the truth; mostly one look is enough to see that they are not."""
        truth = sum(factor * self.moments[at].value(cell) for (at, cell), factor in wanted.items())
        return self.end_of(wanted, 1) == truth == self.end_of(wanted, -1)


def numbers(options=FACES, most=14):
    return st.fixed_dictionaries({option: st.integers(0, most) for option in options})


def tables(most=9):
    return st.fixed_dictionaries({group: numbers(most=most) for group in GROUPS})


def added(*tables_of_groups) -> dict:
    """option → number, of tables by group."""
    return {option: sum(table[option] for table in tables_of_groups) for option in FACES}


def more(first: dict, then: dict) -> dict:
    return {
        group: {option: first[group][option] + then[group][option] for option in FACES} for group in first
    }


@settings(max_examples=80, deadline=None)
@given(numbers())
def test_nobody_is_found_in_one_table(counts):
    moments = step([], counts)
    assert not moments or not Attacker(moments).finds()


@settings(max_examples=20, deadline=None)
@given(tables())
def test_nobody_is_found_with_a_filter(groups):
    moments = step([], added(*groups.values()), {"way": groups})
    assert not moments or not Attacker(moments).finds()


@settings(max_examples=20, deadline=None)
@given(st.lists(numbers(most=8), min_size=2, max_size=4), st.booleans())
def test_nobody_is_found_from_one_day_to_the_next(days, closing):
    moments, counts = [], dict.fromkeys(FACES, 0)
    for day, came in enumerate(days):
        counts = {option: counts[option] + came[option] for option in FACES}
        moments = step(moments, counts, closing=closing and day == len(days) - 1)
    assert not moments or not Attacker(moments).finds()


@settings(max_examples=8, deadline=None)
@given(tables(most=6), tables(most=5), tables(most=5))
def test_nobody_is_found_with_filters_on_three_days(first, second, third):
    moments, now = [], {group: dict.fromkeys(FACES, 0) for group in GROUPS}
    for came, closing in ((first, False), (second, True), (third, True)):
        now = more(now, came)
        moments = step(moments, added(*now.values()), {"way": now}, closing=closing)
    assert not moments or not Attacker(moments).finds()


@settings(max_examples=20, deadline=None)
@given(tables(most=8), st.data())
def test_two_filters_of_the_same_people_do_not_give_a_number_away(groups, data):
    late = {
        group: {option: data.draw(st.integers(0, n)) for option, n in numbers.items()}
        for group, numbers in groups.items()
    }
    weeks = {
        "late": added(*late.values()),
        "early": {o: added(*groups.values())[o] - added(*late.values())[o] for o in FACES},
    }
    moments = step([], added(*groups.values()), {"way": groups, "week": weeks})
    assert not moments or not Attacker(moments).finds()


def test_without_complementary_hiding_the_attack_finds_somebody(monkeypatch):
    counts = {"good": 12, "fair": 9, "bad": 2, "left-out": 7}
    assert not Attacker(step([], counts)).finds()
    monkeypatch.setattr(small_numbers, "unprotected", lambda *given: None)
    assert Attacker(step([], counts)).finds() == [(0, ("", "", "bad"))]


def test_without_it_a_filter_gives_somebody_away(monkeypatch):
    groups = {
        "link": {"good": 9, "fair": 3, "bad": 8, "left-out": 0},
        "paper": {"good": 6, "fair": 9, "bad": 7, "left-out": 0},
        "phone": {"good": 5, "fair": 8, "bad": 6, "left-out": 5},
    }
    counts = added(*groups.values())
    assert not Attacker(step([], counts, {"way": groups})).finds()
    monkeypatch.setattr(small_numbers, "unprotected", lambda *given: None)
    assert Attacker(step([], counts, {"way": groups})).finds() == [(0, ("way", "link", "fair"))]


def test_without_steps_two_days_give_somebody_away(monkeypatch):
    first = {"good": 12, "fair": 9, "bad": 8, "left-out": 7}
    then = {"good": 14, "fair": 13, "bad": 13, "left-out": 7}
    assert step(step([], first), then) == step([], first)
    monkeypatch.setattr(small_numbers, "_moved_little", lambda *given: False)
    monkeypatch.setattr(small_numbers, "unprotected", lambda *given: None)
    assert Attacker(step(step([], first), then)).finds() == [
        (1, ("", "", "good"), "change"),
        (1, ("", "", "fair"), "change"),
    ]


@settings(max_examples=100, deadline=None)
@given(numbers(most=30), st.lists(numbers(most=10), max_size=3))
def test_no_number_from_1_to_4_is_ever_shown(counts, days):
    moments = step([], counts)
    for came in days:
        counts = {option: counts[option] + came[option] for option in FACES}
        moments = step(moments, counts, closing=True)
    for shown in (moment.shown() for moment in moments):
        assert shown["few"] or not {1, 2, 3, 4} & set(shown["options"].values())


@settings(max_examples=100, deadline=None)
@given(numbers(most=20), st.lists(numbers(most=12), min_size=1, max_size=3))
def test_while_a_round_is_open_a_number_that_was_shown_moves_by_nothing_or_by_five(counts, days):
    moments = step([], counts)
    for came in days:
        counts = {option: counts[option] + came[option] for option in FACES}
        moments = step(moments, counts)
    for before, after in itertools.pairwise(moments):
        assert after.people - before.people >= 5
        for option in FACES:
            if before.shows(("", "", option)):
                assert after.shows(("", "", option))
                assert abs(after.options[option] - before.options[option]) not in (1, 2, 3, 4)


def test_many_days_are_compared_in_little_time():
    dice, moments = random.Random(1), []
    now = {group: dict.fromkeys(FACES, 0) for group in GROUPS}
    began = time.process_time()
    for _ in range(15):
        for _ in range(25):
            now[dice.choice(GROUPS)][dice.choices(FACES, (8, 4, 2, 1))[0]] += 1
        moments = step(moments, added(*now.values()), {"way": now}, closing=True)
    assert len(moments) > 10
    assert time.process_time() - began < 10


def test_large_numbers_are_all_shown():
    shown = step([], {"good": 12, "fair": 9, "bad": 0, "left-out": 7})[-1].shown()
    assert shown == {
        "few": False,
        "people": 28,
        "options": {"good": 12, "fair": 9, "bad": 0, "left-out": 7},
        "by": {},
    }


def test_a_small_number_takes_the_last_large_one_with_it():
    shown = step([], {"good": 12, "fair": 9, "bad": 2, "left-out": 7})[-1].shown()
    assert shown["options"] == {"good": 12, "fair": 9, "bad": None, "left-out": None}


def test_somebody_who_knows_our_rules_by_heart_cannot_tell_which_of_two_is_small():
    """Every table of 3 options and 20 people that is published alike; each hidden number has several values."""
    alike = {}
    for first, second in itertools.product(range(21), repeat=2):
        if first + second <= 20:
            counts = dict(zip("abc", (first, second, 20 - first - second), strict=True))
            shown = [moment.shown() for moment in step([], counts)]
            alike.setdefault(json.dumps(shown), []).append(counts)
    for shown, tables_alike in alike.items():
        for option, number in json.loads(shown)[0]["options"].items():
            assert number is not None or len({counts[option] for counts in tables_alike}) > 1


def test_the_reason_for_hiding_is_not_published():
    assert "why" not in step([], {"good": 12, "fair": 9, "bad": 2, "left-out": 7})[-1].shown()


def test_under_8_people_there_are_no_numbers_and_under_5_nothing():
    assert step([], {"good": 3, "fair": 4, "bad": 0, "left-out": 0})[-1].shown() == {
        "few": True,
        "said": ["good", "fair"],
    }
    assert step([], {"good": 2, "fair": 2, "bad": 0, "left-out": 0}) == []
    assert step([], {"good": 6, "fair": 0, "bad": 0, "left-out": 0}) == []  # all said the same: six


def test_groups_of_fewer_than_5_are_put_together_and_stay_so():
    def table(phone):
        return {
            "link": dict(zip(FACES, (9, 8, 7, 6), strict=True)),
            "paper": dict(zip(FACES, (6, 5, 5, 5), strict=True)),
            "phone": dict(zip(FACES, phone, strict=True)),
        }

    few, many = table((1, 1, 1, 0)), table((11, 11, 11, 10))
    first = step([], added(*few.values()), {"way": few})
    then = step(first, added(*many.values()), {"way": many})
    assert list(first[-1].groups["way"]) == ["link", "paper+phone"]
    assert len(then) == 2
    assert list(then[-1].shown()["by"]["way"]) == ["link", "paper+phone"]
    assert then[-1].shown()["by"]["way"]["paper+phone"]["good"] == 17


def test_the_last_table_of_a_round_comes_with_a_number_hidden_that_moved_a_little():
    first = step([], {"good": 12, "fair": 9, "bad": 8, "left-out": 7})
    then = {"good": 14, "fair": 15, "bad": 8, "left-out": 7}
    assert step(first, then) == first
    last = step(first, then, closing=True)[-1].shown()
    assert last["people"] == 44
    assert last["options"]["good"] is None


def test_what_is_kept_comes_back_from_json_as_it_was():
    groups = {"link": dict.fromkeys(FACES, 7), "paper": dict.fromkeys(FACES, 6)}
    groups["link"]["bad"] = 2
    for moment in step([], added(*groups.values()), {"way": groups}):
        assert Moment.from_json(moment.as_json()) == moment


def possible(moments: dict[str, list[Moment]], people: int):
    """All (numbers that chose each option) that agree with what is shown of a question with several answers."""
    ranges = []
    for option in moments:
        chosen = moments[option][-1].shown()["options"]["chosen"]
        ranges.append(range(people + 1) if chosen is None else [chosen])
    for found in itertools.product(*ranges):
        hidden = [moments[o][-1].hidden.get(("", "", "chosen")) for o in moments]
        fits = all(
            why is None or BOUNDS[why][0] <= n <= (BOUNDS[why][1] or people)
            for n, why in zip(found, hidden, strict=True)
        )
        if fits and sum(found) >= people:
            yield found


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=2, max_size=3).filter(lambda chosen: sum(chosen) >= 20))
def test_where_people_choose_several_nobody_is_found_from_the_number_of_people(chosen):
    counts = dict(zip("abc", chosen, strict=False))
    moments = step_many({}, counts, 20)
    if moments and not any(each[-1].few for each in moments.values()):
        columns = list(zip(*possible(moments, 20), strict=True))
        for option, values in zip(counts, columns, strict=True):
            if ("", "", "chosen") in moments[option][-1].hidden:
                assert len(set(values)) > 1


@pytest.mark.parametrize("people", [9, 40])
def test_several_answers_show_what_is_large(people):
    shown = step_many({}, {"a": people, "b": 0}, people)
    assert {option: each[-1].shown()["options"]["chosen"] for option, each in shown.items()} == {
        "a": people,
        "b": 0,
    }
