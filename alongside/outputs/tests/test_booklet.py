import pytest

from alongside.kit.sheets import Sheet
from alongside.outputs.booklet import booklet, lines_for, rows_for
from alongside.outputs.tests.cast import HEALTH, US_TWO
from alongside.outputs.tests.paper import Paper


def printed(key, **how):
    return Paper(booklet(HEALTH.sheet(key), seen=US_TWO, code="K7-42", **how))


@pytest.mark.parametrize("key", sorted(HEALTH.sheets))
def test_every_sheet_can_be_filled_in_on_paper(key):
    paper = printed(key)
    assert paper.promises_pdf_ua
    places = [paper.words.find(question.ask[:40]) for question in HEALTH.sheet(key).questions if not question.beside]
    assert -1 not in places


@pytest.mark.parametrize("key", ["one-page-profile", "how-was-today", "story"])
def test_a_booklet_in_large_print_and_easy_words(key):
    paper = printed(key, large=True, easy=True)
    assert paper.smallest_type() >= 14
    first = next(question for question in HEALTH.sheet(key).questions if not question.beside)
    assert first.easy in paper.words


def test_the_questions_keep_their_order_and_are_numbered():
    words = printed("pitch").words
    places = [words.index(question.ask) for question in HEALTH.sheet("pitch").questions]
    assert places == sorted(places)
    assert f"3. {HEALTH.sheet('pitch').questions[2].ask}" in words


def test_each_page_says_which_questions_it_has_and_its_code():
    paper = printed("one-page-profile")
    for number in range(1, paper.pages + 1):
        assert "Code K7-42" in paper.page(number)
        assert f"Page {number} of {paper.pages}" in paper.page(number)
    assert "Questions 1 to" in paper.page(1)


def test_who_can_see_stands_at_the_head():
    assert printed("one-page-profile").page(1).index("Us two") < 40


def test_a_choice_has_all_its_words():
    words = printed("one-page-profile").words
    for option in HEALTH.sheet("one-page-profile").question("for-what").options:
        assert option.words in words


def test_an_answer_that_starts_kept_has_a_box_to_share_it():
    assert "Without a tick it stays with me." in printed("one-page-profile").words
    assert "Without a tick it stays with me." not in printed("pitch").words


def test_our_words_are_filled_in_and_what_people_bring_is_not_markup():
    paper = printed(
        "feedback-preferences",
        fill=lambda text: text.replace("{name}", "#Ben$"),
        name="#strong[Amina]",
        statements={"no-effect": "Nothing changes your care."},
    )
    assert "#Ben$" in paper.words
    assert "#strong[Amina]" in paper.words
    assert "Nothing changes your care." in paper.words


def test_a_question_asked_of_each_line_comes_once_for_each():
    sheet = HEALTH.sheet("profile-review")
    asked = next(question for question in sheet.questions if question.each == "my-lines")
    words = Paper(booklet(sheet, each={"my-lines": ["Sunday lunch", "Prayers"]})).words
    assert words.count(asked.ask) == 2
    assert "Sunday lunch" in words


def test_questions_for_somebody_else_are_left_out():
    sheet = HEALTH.sheet("pitch")
    assert (
        sheet.question("facts-fair").ask not in Paper(booklet(sheet, whose={"both", "each", "owner"})).words
    )
    assert sheet.question("facts-fair").ask in Paper(booklet(sheet)).words


def test_a_long_answer_gets_more_lines_than_a_short_one():
    sheet = HEALTH.sheet("feedback-preferences")
    assert lines_for(sheet.question("helped")) > lines_for(sheet.question("hard-news-first")) > 1
    assert rows_for(HEALTH.sheet("one-page-profile").question("ask-me")) == 3
    assert rows_for(HEALTH.sheet("one-page-profile").question("appreciate")) == 4


def test_a_question_that_an_organisation_added_is_in_the_booklet():
    data = HEALTH.data["sheets"]["pitch"]
    extra = {
        "key": "song",
        "kind": "choice",
        "ask": "Which song?",
        "easy": "Which song?",
        "options": [{"key": "a", "words": "Calon Lân"}],
    }
    words = Paper(booklet(Sheet.of({**data, "questions": [*data["questions"], extra]}))).words
    assert "Which song?" in words
    assert "Calon Lân" in words
