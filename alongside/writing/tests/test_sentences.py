"""The same sentence changed by both at once: nearly always only words that somebody wrote."""

import random
import re

from alongside.writing import posted
from alongside.writing.tests.histories import Memory

SENTENCES = [
    "We meet in the prayer house on Monday.",
    "The library is quiet and has good light for us.",
    "I would like somebody to use the library with me, please.",
]
WORDS = "library prayers house quiet belibrary use be light Tuesday tea with us"
PAIRS = 600


def changed(sentence, dice):
    words = sentence.split()
    for _ in range(dice.randint(1, 3)):
        at, what = dice.randrange(len(words)), dice.choice(["new", "instead", "gone"])
        if what == "gone":
            words.pop(at)
        else:
            words[at : at + (what == "instead")] = [dice.choice(WORDS.split())]
    return " ".join(words)


def new_words(seed):
    """Words of the merged sentence that stand in none of the three versions."""
    dice, store = random.Random(seed), Memory()
    base = dice.choice(SENTENCES)
    versions = [base, changed(base, dice), changed(base, dice)]
    for who, (seen, text) in enumerate(zip((0, 1, 1), versions, strict=True)):
        store.post(who, seen, f"form{who}", {"texts": {"aim": text}})
    merged = store.open(0)[1]["texts"]["aim"]
    return set(re.findall(r"\w+", merged)) - set(re.findall(r"\w+", " ".join(versions)))


def pairs_with_new_words():
    return sum(bool(new_words(seed)) for seed in range(PAIRS))


def test_hardly_ever_does_a_merge_make_a_word_that_nobody_wrote():
    assert pairs_with_new_words() <= PAIRS // 200  # letters put in front of a word, beside a new word


def test_without_spaces_and_whole_words_there_would_be_many(monkeypatch):
    monkeypatch.setattr(posted, "meeting_places", lambda *texts: [])
    monkeypatch.setattr(posted, "beside", lambda base, mine, theirs: mine)
    assert pairs_with_new_words() > PAIRS // 10
