"""Order keys: there is always a place between two."""

from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.writing.order import between


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.integers(0, 1000), max_size=60))
def test_a_key_lies_between_its_neighbours(places):
    keys = []
    for place in places:
        at = place % (len(keys) + 1)
        left, right = (keys[at - 1] if at else None), (keys[at] if at < len(keys) else None)
        made = between(left, right)
        assert left is None or left < made
        assert right is None or made < right
        keys.insert(at, made)


def test_thirty_rows_one_after_the_other_keep_short_keys():
    keys = [None]
    for _ in range(30):
        keys.append(between(keys[-1], None))
    assert max(len(key) for key in keys[1:]) <= 2


def test_beside_two_equal_keys_there_is_still_a_place():
    assert between("i", "i") > "i"
