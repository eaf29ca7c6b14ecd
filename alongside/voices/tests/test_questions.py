"""The questions of a round: from the bank or our own, never overwritten by the other, and locked once people answer."""

import pytest

from alongside.people.tests.cast import text_of
from alongside.voices import bank, planning
from alongside.voices.contribution import SHOWN
from alongside.voices.tests.plans import address, both_say_yes, planned

pytestmark = pytest.mark.django_db


def keys(round):
    round.refresh_from_db()
    return [q["key"] for q in round.questions]


def add(client, round, kind, **said):
    return client.post(
        address(round, "questions", "new", kind), {"ask": "How was it?", "easy": "How was it?", **said}
    )


# --- from the bank


def test_the_bank_offers_what_fits_the_sector_by_kind(round, amina):
    page = text_of(amina.get(address(round, "questions", "bank")))
    assert "When you got home, who did you know you could call?" in page
    assert "When a lesson is hard, where do you go first?" not in page


def test_a_question_of_the_bank_is_taken_once_and_can_be_changed(round, amina):
    for _press in range(2):
        amina.post(address(round, "questions", "bank"), {"take": "waiting"})
    assert keys(round) == ["waiting"]
    page = amina.get(address(round, "questions", "waiting")).content.decode()
    assert "How was the wait?" in page
    seen = bank.fingerprint(round.questions[0])
    lines = "\n".join(o["words"] for o in round.questions[0]["options"])
    amina.post(
        address(round, "questions", "waiting"),
        {"ask": "How was the wait at the desk?", "easy": "How was the wait?", "lines": lines, "seen": seen},
    )
    keys(round)
    assert round.questions[0]["ask"] == "How was the wait at the desk?"
    assert [o["key"] for o in round.questions[0]["options"]] == [
        "very-good",
        "good",
        "in-between",
        "bad",
        "very-bad",
    ]


# --- our own


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("choice", {"lines": "Yes\nNo", "easy-lines": "Yes\nNo"}),
        ("choices", {"lines": "Yes\n\n  No  "}),
        ("faces", {"lines": "Good\nBetween\nBad"}),
        ("number", {"least": "0", "most": "30"}),
        ("short", {}),
        ("long", {}),
        ("sound", {}),
        ("picture", {}),
        ("statements", {"lines": "One\nTwo\nThree", "easy-lines": "1\n2\n3", "may-add": "yes"}),
    ],
)
def test_every_kind_can_be_written(round, amina, kind, said):
    assert add(amina, round, kind, **said).status_code == 302
    assert [q.kind for q in _fresh(round).asked()] == [kind]
    page = amina.get(address(round, "questions"))
    assert page.status_code == 200
    assert "How was it?" in text_of(page)


def _fresh(round):
    round.refresh_from_db()
    return round


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        ("choice", {"lines": "Only one"}, "at least two"),
        ("faces", {"lines": "Good\nBad"}, "three lines or five"),
        ("statements", {"lines": "One\nTwo"}, "at least three"),
        ("number", {"least": "many"}, "Write a number"),
        ("short", {"ask": "  "}, "Write the question first"),
    ],
)
def test_what_cannot_be_answered_is_not_kept_and_what_was_typed_stays(round, amina, kind, said, why):
    page = add(amina, round, kind, **said)
    assert page.status_code == 422
    assert why in text_of(page)
    assert not keys(round)
    for words in said.values():
        assert words.strip().split("\n")[0] in page.content.decode()


def test_cards_keep_their_easy_words_beside_them(round, amina):
    add(amina, round, "statements", **{"lines": "One\nTwo\nThree", "easy-lines": "1\n\n3"})
    assert [(c.words, c.easy) for c in _fresh(round).asked()[0].cards] == [
        ("One", "1"),
        ("Two", ""),
        ("Three", "3"),
    ]


def test_pressed_twice_it_is_one_question(round, amina):
    page = amina.get(address(round, "questions", "new", "short")).content.decode()
    key = page.split('name="key" value="')[1].split('"')[0]
    for _press in range(2):
        add(amina, round, "short", key=key)
    assert keys(round) == [key]


# --- order


def test_earlier_later_and_out_by_buttons(round, amina):
    for kind in ("waiting", "arriving", "keep"):
        amina.post(address(round, "questions", "bank"), {"take": kind})
    amina.post(address(round, "questions", "keep", "earlier"))
    assert keys(round) == ["waiting", "keep", "arriving"]
    amina.post(address(round, "questions", "waiting", "earlier"))
    assert keys(round) == ["waiting", "keep", "arriving"]
    seen = bank.fingerprint(bank.found(round.questions, "keep"))
    amina.post(address(round, "questions", "keep", "remove"), {"seen": seen})
    assert keys(round) == ["waiting", "arriving"]


# --- two at once


def test_both_add_at_once_and_both_are_there(round, amina, ben):
    add(amina, round, "short", ask="From Amina")
    add(ben, round, "short", ask="From Ben")
    assert [q["ask"] for q in _fresh(round).questions] == ["From Amina", "From Ben"]


def test_both_change_one_question_and_the_second_sees_both(round, amina, ben):
    amina.post(address(round, "questions", "bank"), {"take": "keep"})
    seen = bank.fingerprint(_fresh(round).questions[0])
    mine = {"ask": "What should stay, says Amina?", "easy": "x", "seen": seen}
    amina.post(address(round, "questions", "keep"), mine)
    page = ben.post(address(round, "questions", "keep"), {**mine, "ask": "What should stay, says Ben?"})
    assert page.status_code == 409
    assert "says Amina" in text_of(page)
    assert "says Ben" in page.content.decode()
    assert _fresh(round).questions[0]["ask"] == "What should stay, says Amina?"


def test_a_question_that_the_other_changed_is_not_removed_unseen(round, amina, ben):
    amina.post(address(round, "questions", "bank"), {"take": "keep"})
    seen = bank.fingerprint(_fresh(round).questions[0])
    amina.post(address(round, "questions", "keep"), {"ask": "What must stay?", "easy": "x", "seen": seen})
    ben.post(address(round, "questions", "keep", "remove"), {"seen": seen})
    assert keys(round) == ["keep"]


# --- what tires or leads people


def test_seven_are_plenty_and_more_are_said_and_never_blocked(round, amina):
    for place in range(9):
        add(amina, round, "short", ask=f"Number {place}?")
    page = text_of(amina.get(address(round, "questions")))
    assert len(_fresh(round).questions) == 9
    assert "There are 9 questions now" in page


@pytest.mark.parametrize(
    ("ask", "hint"),
    [
        ("How was the food and how was the wait?", "one-idea"),
        ("Don't you agree that the ward is clean?", "not-leading"),
        ("What is your diagnosis?", "not-the-person"),
        ("How old are you?", "who-you-are"),
        (
            "When you think back to the very first day on which you came here what was it that helped you?",
            "aloud",
        ),
    ],
)
def test_a_hint_names_what_may_be_wrong(ask, hint):
    assert hint in bank.hints_for({"kind": "long", "ask": ask, "easy": "x"})


def test_a_plain_question_gets_no_hint():
    assert (
        bank.hints_for({"kind": "long", "ask": "How was the first night at home?", "easy": "How was it?"})
        == []
    )


# --- while people answer


def test_questions_are_locked_while_people_answer(opened, amina):
    before = keys(opened)
    assert amina.get(address(opened, "questions", "bank")).status_code == 404
    assert add(amina, opened, "short").status_code == 404
    assert amina.post(address(opened, "questions", before[0], "remove"), {}).status_code == 404
    assert keys(opened) == before


def test_a_mistake_in_the_wording_is_put_right_and_everybody_is_told(opened, amina):
    there = bank.found(opened.questions, "first-night")
    lines = "\n".join(o["words"] for o in there["options"])
    said = {
        "ask": "Who was with you on the first night?",
        "easy": there["easy"],
        "lines": lines,
        "easy-lines": "Family\nNobody",
        "seen": bank.fingerprint(there),
    }
    assert amina.post(address(opened, "questions", "first-night"), said).status_code == 422
    amina.post(address(opened, "questions", "first-night"), {**said, "told": "A word was missing"})
    assert _fresh(opened).questions[0]["ask"] == "Who was with you on the first night?"
    assert [o["key"] for o in opened.questions[0]["options"]] == ["family", "nobody"]
    assert [c.what for c in opened.front_changes.all()] == ["A word was missing"]


def test_an_answer_to_choose_is_neither_added_nor_removed_while_people_answer(opened, amina):
    there = bank.found(opened.questions, "first-night")
    said = {
        "ask": there["ask"],
        "easy": there["easy"],
        "lines": "Family\nNobody\nThe cat",
        "seen": bank.fingerprint(there),
        "told": "x",
    }
    assert amina.post(address(opened, "questions", "first-night"), said).status_code == 422


def test_cards_are_added_while_people_answer_and_those_that_lie_there_keep_their_words(opened, amina):
    there = bank.found(opened.questions, "cards")
    lines = "\n".join(["Another wording", *[c["words"] for c in there["cards"][1:]], "A new card"])
    amina.post(
        address(opened, "questions", "cards"),
        {
            "ask": there["ask"],
            "easy": there["easy"],
            "lines": lines,
            "seen": bank.fingerprint(there),
            "told": "x",
        },
    )
    laid = [card.words for card in opened.statements.filter(state=SHOWN)]
    assert "A new card" in laid
    assert "Another wording" not in laid
    assert len(laid) == 4


def test_a_change_of_a_question_takes_both_yes_away(round, amina):
    planned(round)
    both_say_yes(round)
    amina.post(address(round, "questions", "bank"), {"take": "waiting"})
    assert not planning.Plan(_fresh(round)).both_said_yes


# --- see it as they will


def test_a_try_goes_through_every_page_and_leaves_nothing(round, amina):
    planned(round)
    at = address(round, "try")
    page = amina.get(at)
    assert "You are trying it out." in page.content.decode()
    for question in round.asked():
        page = amina.get(f"{at}q/{question.key}/")
        assert page.status_code == 200
        assert question.ask in page.content.decode()
    answered = amina.post(f"{at}q/tell/", {"words": "kept?", "passed": "left-out"})
    assert answered.status_code == 302
    assert answered.url.startswith(at)
    assert amina.post(f"{at}last/", {}).url.startswith(f"{at}thanks/")
    assert amina.get(f"{at}thanks/").status_code == 200
    round.refresh_from_db()
    assert not round.contributions.exists()
    assert not round.statements.exists()
    assert round.opening is None


def test_what_sends_or_opens_something_cannot_be_tried(round, amina):
    planned(round)
    for page in ("here/", "mine/", "thanks/send/", "talk/", "paper/", "nonsense/"):
        assert amina.get(address(round, "try") + page).status_code == 404
