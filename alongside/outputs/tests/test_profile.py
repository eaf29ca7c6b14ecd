import io

import pytest
from PIL import Image

from alongside.kit import pdf
from alongside.kit.sheets import Sheet
from alongside.outputs.profile import THEMES, fits, one_page_profile, profile_of, size_of
from alongside.outputs.tests.cast import HEALTH, amina, answers, photograph, talkative
from alongside.outputs.tests.paper import Paper

SIGNS = [
    "#strong[x] costs $1$ and *not bold* _at all_ `code` @me <tag>",
    r"back\slash // not a comment /* nor this */ = no heading",
    "Ŵŷ, ŵyn a'r tŷ: Siân, Llŷr",
    "Zażółć gęślą jaźń, Škoda, ğüş",
    "“quotes” and I'm £5 better off…",
    "https://example.org/a?b=c&d=e#f",
]


@pytest.mark.parametrize("theme", THEMES)
def test_a_profile_is_one_a4_page_in_every_theme(theme):
    paper = Paper(one_page_profile(amina(picture={"content": photograph(), "alt": "My garden"}), theme))
    assert paper.pages == 1
    assert paper.size == (210, 297)


@pytest.mark.parametrize("theme", THEMES)
def test_a_screen_reader_is_told_title_language_headings_lists_and_pictures(theme):
    paper = Paper(one_page_profile(amina(picture={"content": photograph(), "alt": "My garden"}), theme))
    assert paper.is_tagged
    assert paper.promises_pdf_ua
    assert paper.language == "en-GB"
    assert paper.title == "One Page Profile of Amina"
    assert paper.tags().count("H1") == 1
    assert paper.tags().count("H2") == 3
    assert "LI" in paper.tags()
    assert paper.alternatives() == ["My garden"]


def test_the_language_is_that_of_the_reader():
    assert Paper(one_page_profile(amina(), lang="cy")).language == "cy"


def test_everything_that_somebody_said_stands_on_the_page():
    paper = Paper(one_page_profile(amina()))
    for words in (
        "Amina",
        "she, her",
        "a-MEE-na",
        "I go and sit by them.",
        "(my grandchildren)",
        "Sunday lunch.",
        "Send me the papers three days before.",
        "This does not help me",
        "Being told to calm down.",
        "Ask me about Broad beans",
        "My sister typed and I talked.",
        "24 November 2026",
        "again in May 2027",
        "It belongs to Amina",
    ):
        assert words in paper.words


@pytest.mark.parametrize("words", SIGNS)
def test_signs_that_people_type_are_printed_and_not_obeyed(words):
    assert words in Paper(one_page_profile(amina(name=words[:30], matters=[words]))).words


def test_signs_would_be_obeyed_if_words_were_markup(tmp_path):
    (tmp_path / "wrong.typ").write_text(
        '#let data = json(bytes(sys.inputs.data))\n#set document(title: "x")\n'
        '#eval(data.words, mode: "markup")'
    )
    assert "#strong" not in Paper(pdf.render(tmp_path / "wrong.typ", {"words": "#strong[x]"}, "x")).words


def test_arabic_and_hebrew_are_printed_with_all_their_letters():
    paper = Paper(one_page_profile(amina(matters=["سلام عليكم", "שלום לך"])))
    assert paper.promises_pdf_ua
    assert set("سلام عليكم שלום לך") <= set(paper.words)


def test_emoji_and_stacked_accents_come_back_as_they_were_typed():
    paper = Paper(
        one_page_profile(amina(matters=["🙂 and 👩\u200d💻", "q\u0323\u0307 and x\u030c, e\u0301"]))
    )
    for cluster in ("🙂", "👩\u200d💻", "q\u0323\u0307", "x\u030c", "é"):
        assert cluster in paper.words


def test_an_accent_does_not_rub_off_on_other_words():
    assert "quite quick" in Paper(one_page_profile(amina(matters=["q\u0323\u0307", "quite quick"]))).words


def test_a_letter_that_no_font_has_is_told_once_and_stops_nobody(caplog):
    profile = amina(matters=["My name in cuneiform: \U00012000", "Sunday lunch"])
    paper = Paper(one_page_profile(profile))
    one_page_profile(profile)
    assert "Sunday lunch" in paper.words
    assert paper.is_tagged
    assert not paper.promises_pdf_ua
    assert sum("𒀀" in record.getMessage() for record in caplog.records) == 1


def test_control_signs_and_broken_halves_of_emoji_stop_nobody():
    paper = Paper(one_page_profile(amina(matters=["tea\x00\x07 and \ud83d toast"])))
    assert "tea and toast" in paper.words


def test_a_word_without_end_stays_on_the_paper():
    word = "".join(chr(97 + number % 26) for number in range(300))
    paper = Paper(one_page_profile(amina(matters=[word])))
    assert word in paper.words.replace(" ", "")


def test_a_profile_begins_large_and_steps_down_when_there_is_more_to_say():
    assert size_of(amina()) == 17
    assert 14 <= size_of(talkative(lines=3, support=[])) < 17


@pytest.mark.parametrize("theme", THEMES)
def test_no_line_of_a_profile_is_under_fourteen_points(theme):
    assert Paper(one_page_profile(talkative(), theme)).smallest_type() >= 11
    assert Paper(one_page_profile(amina(), theme)).smallest_type() >= 14


def test_twelve_points_come_only_by_choice_and_less_never():
    assert Paper(one_page_profile(amina(), size=12)).smallest_type() == 12
    with pytest.raises(ValueError, match="never printed under 12"):
        one_page_profile(amina(), size=11)


@pytest.mark.parametrize("theme", THEMES)
def test_what_would_fall_off_the_page_is_named_line_by_line(theme):
    off = fits(talkative(), 14, theme)
    assert {line.question for line in off} <= {"matters", "support"}
    assert [line.words for line in off][-1] == talkative()["support"][7]["what"]
    kept = talkative(support=[])
    kept["matters"] = kept["matters"][:2]
    assert fits(kept, 14, theme) == []


@pytest.mark.parametrize("theme", THEMES)
def test_the_page_keeps_what_is_not_named(theme):
    """Taking out exactly the named lines leaves one page, and putting the first of them back does not."""
    profile = talkative(support=[])
    off = [line.row for line in fits(profile, 14, theme)]
    shorter = talkative(
        support=[], matters=[line for row, line in enumerate(profile["matters"]) if row not in off]
    )
    assert off
    assert Paper(one_page_profile(shorter, theme)).pages == 1
    one_more = {**shorter, "matters": [*shorter["matters"], profile["matters"][off[0]]]}
    assert Paper(one_page_profile(one_more, theme)).pages == 2


def test_nothing_is_lost_when_it_does_not_fit():
    paper = Paper(one_page_profile(talkative()))
    assert paper.pages == 2
    assert "Page 1 of 2" in paper.page(1)
    for line in talkative()["matters"] + [line["what"] for line in talkative()["support"]]:
        assert line.strip() in paper.words


@pytest.mark.parametrize("theme", ["plain", "ruled"])
def test_two_hundred_thousand_letters_are_printed_to_the_last(theme):
    paper = Paper(one_page_profile(amina(matters=["word " * 40_000 + "end of it"]), theme))
    assert paper.pages > 50
    assert "end of it" in paper.words


def test_large_print_runs_over_and_says_so():
    paper = Paper(one_page_profile(talkative(), size=24))
    assert paper.pages > 2
    assert f"Page 1 of {paper.pages}" in paper.words
    assert paper.smallest_type() > 16


def test_a_half_with_a_letter_stands_for_a_picture_and_is_not_read_out():
    paper = Paper(one_page_profile(amina()))
    assert paper.alternatives() == []
    assert paper.promises_pdf_ua


def test_a_picture_without_words_gets_some():
    picture = {"content": photograph(), "alt": ""}
    assert Paper(one_page_profile(amina(picture=picture))).alternatives() == ["A picture that Amina chose"]


def test_a_large_photograph_does_not_make_a_large_file():
    assert len(one_page_profile(amina(picture={"content": photograph(3000, 2000), "alt": "x"}))) < 300_000


def test_a_drawing_with_see_through_parts_is_printed():
    out = io.BytesIO()
    Image.new("RGBA", (900, 900), (200, 30, 30, 100)).save(out, "PNG")
    paper = Paper(one_page_profile(amina(picture={"content": out.getvalue(), "alt": "A red drawing"})))
    assert paper.alternatives() == ["A red drawing"]


def test_an_empty_profile_is_still_a_page():
    paper = Paper(one_page_profile({"name": "", "side": "right"}))
    assert paper.pages == 1


def test_a_theme_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="no theme comic"):
        one_page_profile(amina(), "comic")


def filled_in():
    return answers(
        "one-page-profile",
        {"name": "Amina", "pronouns": "she", "helped-by": "Nobody"},
        {},
        {
            "appreciate": [{"what": "I stay.", "who-said": "Joy"}],
            "matters": ["Prayers"],
            "support": [{"which": "do-not", "what": "Rushing"}, {"which": "do", "what": "Tea"}],
            "ask-me": ["Beans"],
        },
    )


def test_a_filled_in_sheet_becomes_a_profile():
    profile = profile_of(HEALTH.sheet("one-page-profile"), filled_in(), side="left", version=1)
    assert profile["appreciate"] == [{"what": "I stay.", "who": "Joy"}]
    assert profile["support"] == [{"do": False, "what": "Rushing"}, {"do": True, "what": "Tea"}]
    words = Paper(one_page_profile(profile)).words
    assert words.index("Tea") < words.index("This does not help me") < words.index("Rushing")
    assert "better not" not in words.lower()


@pytest.mark.parametrize("easy", [False, True])
def test_the_paper_has_the_headings_of_the_screen(easy):
    sheet = HEALTH.sheet("one-page-profile")
    words = Paper(one_page_profile(profile_of(sheet, filled_in(), side="left", easy=easy))).words
    for key in ("appreciate", "matters", "support", "ask-me"):
        question = sheet.question(key)
        assert (question.easy if easy else question.ask) in words


def test_a_question_that_an_organisation_added_stands_on_the_profile_too():
    ours = HEALTH.data["sheets"]["one-page-profile"]
    dreams = {"key": "dreams", "kind": "list", "ask": "What I dream of", "easy": "My dreams"}
    theirs = Sheet.of({**ours, "questions": [*ours["questions"], dreams]})
    found = filled_in()
    found.texts["dreams/rowabc/line"], found.order["dreams/rowabc"] = "A boat", "a0"
    words = Paper(one_page_profile(profile_of(theirs, found, side="left"))).words
    assert "What I dream of" in words
    assert "A boat" in words
