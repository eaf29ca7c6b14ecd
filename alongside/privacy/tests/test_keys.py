"""What is sealed opens with its key, in its place, and nowhere else."""

import pytest

from alongside.privacy import keys


def test_what_was_sealed_opens_again_in_its_own_place():
    key = keys.new_key()
    sealed = keys.seal(key, b"words", place="row", seq=4)
    assert b"words" not in sealed
    assert keys.unseal(key, sealed, place="row", seq=4) == b"words"


@pytest.mark.parametrize("wrong", [{"place": "rows", "seq": 4}, {"place": "row", "seq": 5}])
def test_it_opens_in_no_other_place(wrong):
    key = keys.new_key()
    sealed = keys.seal(key, b"words", place="row", seq=4)
    with pytest.raises(keys.CannotOpen):
        keys.unseal(key, sealed, **wrong)


def test_it_opens_with_no_other_key_and_not_when_somebody_changed_it():
    key = keys.new_key()
    sealed = keys.seal(key, b"words", place="row")
    for other, bytes_ in (
        (keys.new_key(), sealed),
        (key, sealed[:-1] + bytes([sealed[-1] ^ 1])),
        (key, b"short"),
    ):
        with pytest.raises(keys.CannotOpen):
            keys.unseal(other, bytes_, place="row")


def test_the_same_words_never_look_the_same_twice():
    key = keys.new_key()
    assert keys.seal(key, b"words", place="row") != keys.seal(key, b"words", place="row")


def test_a_key_wrapped_under_an_older_master_key_still_opens(settings):
    key = keys.new_key()
    wrapped = keys.wrap(key, keys.master(), place="pair 1")
    settings.OLD_MASTER_KEYS, settings.MASTER_KEY = [settings.MASTER_KEY], keys.new_key()
    assert keys.unwrap(wrapped, keys.master(), place="pair 1") == key
    settings.OLD_MASTER_KEYS = []
    with pytest.raises(keys.CannotOpen):
        keys.unwrap(wrapped, keys.master(), place="pair 1")


def test_a_derived_key_serves_one_purpose(settings):
    assert keys.derive("one") == keys.derive("one") != keys.derive("two")
    before = keys.derive("one")
    settings.MASTER_KEY = keys.new_key()
    assert keys.derive("one") != before
