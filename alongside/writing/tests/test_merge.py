"""What somebody changed, by words; and the change made in a document that counts bytes."""


import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.writing import flat as shape
from alongside.writing.merge import DIFF_LIMIT, apply, edit, edits, nfc, words

PIECES = [
    "home",
    "house",
    "houses",
    "library",
    " ",
    "\n",
    ",",
    ".",
    "!",
    "a",
    "é",
    "e\u0301",
    "שלום",
    "מ\u05b8",
]
SIGNS = ["👩", "👩‍👩‍👧", "👍🏽", "🇬🇧", "🇺🇦", "\ufe0f", "n\u0303", "ż", "(", "”"]
TEXTS = st.lists(st.sampled_from(PIECES + SIGNS), max_size=14).map("".join)
SEVERAL = settings(max_examples=400, deadline=None, derandomize=True)


def in_document(base, changes, how=edit):
    doc = shape.build([], 5)
    text = shape.text_of(doc, "aim")
    text.insert(0, base)
    how(text, changes)
    return str(text)


@SEVERAL
@given(TEXTS, TEXTS)
def test_the_changes_give_the_posted_text(base, posted):
    posted = nfc(posted)
    changes = edits(base, posted)
    assert nfc(apply(base, changes)) == posted
    assert all(a[1] < b[0] or a[:2] != b[:2] for a, b in zip(changes, changes[1:], strict=False))


@SEVERAL
@given(TEXTS, TEXTS)
def test_a_document_that_counts_bytes_says_the_same(base, posted):
    changes = edits(base, nfc(posted))
    assert in_document(base, changes) == apply(base, changes)
    assert "\ufffd" not in in_document(base, changes)


def test_counting_letters_instead_of_bytes_would_spoil_the_text():
    def by_letters(text, changes):
        for start, end, new in reversed(changes):
            if end > start:
                del text[start:end]
            text.insert(start, new)

    base, posted = "👩 one two", "👩 one, two"
    assert in_document(base, edits(base, posted), by_letters) != posted
    assert in_document(base, edits(base, posted)) == posted


@pytest.mark.parametrize(
    ("base", "posted", "changes"),
    [
        ("We meet on Monday.", "We all meet on Monday.", [(3, 3, "all ")]),
        ("We meet on Monday.", "We meet on Tuesday.", [(11, 17, "Tuesday")]),
        ("the house", "the houses", [(9, 9, "s")]),
        ("going home", "going home, now", [(10, 10, ", now")]),
        ("one\n\ntwo", "one\ntwo", [(4, 5, "")]),
        ("caf\u0065\u0301 au lait", "café noir", [(6, 13, "noir")]),
        ("👩 writes", "👩🏽 writes", [(0, 1, "👩🏽")]),
        ("", "Tuesday", [(0, 0, "Tuesday")]),
    ],
)
def test_a_change_is_as_small_as_words_allow(base, posted, changes):
    assert edits(base, posted) == changes


def test_letters_that_are_only_composed_differently_are_left_alone():
    assert edits("e\u0301te\u0301", "été") == []


def test_a_comma_is_no_part_of_its_word_and_a_joined_emoji_stays_whole():
    assert [text[s:e] for text in ["home, 👩‍👩‍👧!"] for s, e in words(text)] == ["home", ",", "👩‍👩‍👧", "!"]


def test_a_very_long_text_is_compared_by_paragraphs():
    lines = [f"Paragraph {n} says something of its own about item {n}." for n in range(8000)]
    base = "\n".join(lines)
    lines[4000] = "Paragraph 4000 says nothing about item 4000."
    posted = "\n".join(lines)
    assert len(base) > DIFF_LIMIT
    changes = edits(base, posted)
    assert apply(base, changes) == posted
    assert sum(len(new) + end - start for start, end, new in changes) < 60


def test_one_endless_paragraph_is_replaced_without_filling_the_memory():
    base, posted = "a b " * 20_000, "b a " * 20_000
    assert apply(base, edits(base, posted)) == posted


def test_two_word_texts_of_full_length_are_compared():
    base, posted = "a b " * 15_000, "b c " * 15_000
    assert apply(base, edits(base, posted)) == posted
