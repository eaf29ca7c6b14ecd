"""What people think of each statement."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betaincinv

from alongside.voices.statements import Counts, divides, may_be_chance, unites


def test_agreement_is_the_middle_of_what_we_believe():
    assert Counts(9, 3, 5).agreement == pytest.approx(9.5 / 13)
    assert Counts(8, 0, 0).agreement == pytest.approx(8.5 / 9)


def test_under_8_who_agreed_or_disagreed_it_is_too_few_to_say():
    assert Counts(4, 3, 50).agreement is None
    assert Counts(4, 4, 0).agreement == 0.5


@given(st.integers(0, 400), st.integers(0, 400))
def test_by_chance_means_that_jeffreys_interval_has_one_half_in_it(agree, disagree):
    low, high = (betaincinv(agree + 0.5, disagree + 0.5, part) for part in (0.025, 0.975))
    assert may_be_chance(agree, disagree) == (low <= 0.5 <= high)


def test_six_of_eight_may_be_chance_and_60_of_80_not():
    assert Counts(6, 2, 0).by_chance
    assert not Counts(60, 20, 0).by_chance


def test_what_unites_is_what_most_agree_with_beyond_chance():
    overall = {
        "few": Counts(7, 0, 0),
        "all": Counts(30, 1, 2),
        "most": Counts(25, 6, 2),
        "chance": Counts(17, 14, 2),
    }
    assert unites(overall) == ["all", "most"]


def test_with_groups_it_unites_only_where_every_group_agrees():
    overall = {"both": Counts(60, 20, 0), "large": Counts(70, 15, 0)}
    large = {"both": Counts(40, 15, 0), "large": Counts(68, 2, 0)}
    small = {"both": Counts(20, 5, 0), "large": Counts(2, 13, 0)}
    assert unites(overall, [large, small]) == ["both"]
    assert divides(overall, [large, small]) == ["large"]


def test_a_group_that_said_too_little_is_not_said_to_agree_or_to_differ():
    groups = [{"a": Counts(40, 5, 0)}, {"a": Counts(2, 1, 9)}]
    assert unites({"a": Counts(42, 6, 9)}, groups) == []
    assert divides({"a": Counts(42, 6, 9)}, groups) == []


def test_without_groups_it_divides_most_where_half_agree():
    overall = {
        "half": Counts(20, 20, 0),
        "third": Counts(13, 27, 0),
        "one side": Counts(38, 2, 0),
        "few": Counts(2, 2, 0),
    }
    assert divides(overall) == ["half", "third"]
