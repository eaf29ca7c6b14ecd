"""The words of pages, messages and notices are found, filled in and turned into plain text or HTML."""

import pytest

from alongside.kit import words
from alongside.kit.sheets import CONTENT, ContentMistakes, load


def test_a_name_is_filled_in():
    assert words.fill("{name} is ready, {name}.", {"name": "Amina"}) == "Amina is ready, Amina."


def test_a_name_that_nobody_gave_is_said():
    with pytest.raises(KeyError, match="phone"):
        words.fill("Call {phone}.", {"name": "Amina"})


def test_curly_brackets_in_a_name_stay_as_they_are():
    assert words.fill("Hello {name}", {"name": "{phone}"}) == "Hello {phone}"


def test_a_section_has_lines_easy_lines_numbers_and_buttons():
    sections, problems = words.sections(
        """# Pages

For whoever changes this.

## Coming in

A note.

- title: Come in
- how: We send a code.
- easy: We send a code. It has 6 numbers.

1. First thing.
2. Second thing.

Easy Read:

1. First.

**Buttons:** Come in · Leave
"""
    )
    section = sections["coming-in"]
    assert problems == []
    assert section.lines["title"] == {"words": "Come in"}
    assert section.lines["how"]["easy"] == "We send a code. It has 6 numbers."
    assert (section.numbered, section.easy_numbered) == (["First thing.", "Second thing."], ["First."])
    assert section.buttons == ["Come in", "Leave"]
    assert section.text == ["A note."]


def test_a_numbered_line_with_a_key_has_its_easy_read_below_it():
    lines = words.sections("## Errors\n\n1. no-line: There is no line.\n   easy: There is no internet.\n")[0][
        "errors"
    ].lines
    assert lines["no-line"] == {"words": "There is no line.", "easy": "There is no internet."}


def test_a_table_gives_rows_without_its_rule():
    section = words.sections("## Before\n\n| when | what |\n|---|---|\n| Today | Ring. |\n")[0]["before"]
    assert section.rows == [["when", "what"], ["Today", "Ring."]]


def test_a_line_without_an_easy_reading_is_read_as_it_is():
    content = load()
    assert content.words("saving", "saving", easy=True) == content.words("saving", "saving")
    assert content.words("saving", "saved-when", time="10:05") == "Saved at 10:05"


def test_a_page_asks_for_its_names():
    with pytest.raises(KeyError, match="name"):
        load().words("hand-over-the-device", "title")


def test_words_of_answering_and_of_hearing_back_are_found_as_those_of_other_pages_are():
    content = load()
    assert content.words("With your name or without", "anonymous") == "With no name"
    assert content.words("With your name or without", "anonymous", easy=True) == "No name"
    assert content.words("What happened to what I said", "step-1") == "You said it"


def test_a_list_is_read_in_its_order_and_in_both_readings():
    content, names = load(), {"safeguarding_name": "Anna", "coordinator": "Marta"}
    told = content.lines("Before you go", **names)
    assert told[1] == "Take the card with the help lines and the name of Anna."
    easy = content.lines("Before you go", True, **names)
    assert easy[2] == "Tell Marta where you go."
    assert len(told) == len(easy) == 5


def test_what_to_do_stands_beside_what_to_say_without_marks():
    said = load().lines("Call list: what to say", caller="Marta")
    assert said[0].startswith('"It is Marta.')
    assert said[2] == "Say the answer in one sentence. Then wait."


def test_a_list_that_an_organisation_did_not_change_is_ours(tmp_path):
    (tmp_path / "answering.md").write_text("## How to ask\n\n1. Ask, and wait.\n")
    content = load(CONTENT, tmp_path)
    assert content.lines("How to ask") == ["Ask, and wait."]
    assert content.lines("How to ask", easy=True) == load().lines("How to ask", easy=True)
    assert content.lines("What not to do") == load().lines("What not to do")


def test_a_heading_stands_in_one_file(tmp_path):
    (tmp_path / "hearing-back.md").write_text("## Saving\n\n- saved: Kept\n")
    with pytest.raises(ContentMistakes) as found:
        load(CONTENT, tmp_path)
    (mistake,) = found.value.mistakes
    assert mistake.file.endswith("/hearing-back.md")
    assert mistake.problem == "the heading `Saving` stands in pages.md too"
    assert mistake.remedy == "Give it another name, or put its lines into pages.md"


@pytest.mark.parametrize("kind", ["only me", "us two", "us and our facilitator", "the programme", "us-two"])
@pytest.mark.parametrize("easy", [False, True])
def test_each_word_for_who_can_see_has_a_sentence(kind, easy):
    short, whole = load().visible_words(kind, easy, name="Ben", facilitator="Joe", coordinator="Marta")
    assert short.lower() == kind.replace("-", " ").replace("us and our facilitator", "us and our facilitator")
    assert whole.endswith(".")


def test_the_sector_fills_in_its_own_words():
    health, justice = load(sector="health"), load(sector="justice")
    assert "care" in health.words("first-page-of-an-organisation", "no-effect")
    assert justice.words("first-page-of-an-organisation", "no-effect") == justice.sector["no_effect"]["short"]


def test_an_easy_reading_has_the_easy_word_for_care():
    justice = load(sector="justice")
    easy = justice.fill("{care_word}", easy=True)
    assert easy == justice.sector["words"]["easy_care_word"]


# Messages


def test_a_message_is_plain_text_with_its_names():
    code = load().message("code", "e-mail", sender_name="Marta", code="123456")
    assert code["from"] == "Marta"
    assert code["subject"] == "Your code"
    assert code["body"].startswith("Your code is 123456\n\nIt works for 15 minutes")


def test_bold_marks_go_and_stars_in_a_name_stay():
    names = dict.fromkeys(
        ("first_name", "name", "old_day", "old_time", "time", "day", "date", "link", "coordinator", "phone"),
        "x",
    )
    body = load().message("meeting-moved", "e-mail", **names | {"name": "Baz *the* Star"}, sender_name="Marta")["body"]
    assert "It is now: x" in body
    assert "**" not in body
    assert "Baz *the* Star" in body


def test_an_empty_line_of_needs_leaves_no_gap():
    names = dict.fromkeys(
        (
            "first_name",
            "name",
            "day",
            "date",
            "time",
            "place",
            "minutes",
            "bring_line",
            "link",
            "move_link",
            "coordinator",
            "phone",
            "sender_name",
        ),
        "x",
    )
    assert "\n\n\n" not in load().message("reminder", "e-mail", **names, needs_line="")["body"]


def test_a_letter_keeps_what_is_bold():
    letter = words.letter(
        "Dear {name},\n\n**Where:** {place}\n\n{line}", {"name": "Ben", "place": "**Hall**", "line": ""}
    )
    assert letter == [[[("Dear Ben,", False)]], [[("Where:", True), (" **Hall**", False)]]]


def test_every_message_can_be_sent_with_the_names_it_asks_for():
    content = load()
    for name, ways in content.messages.items():
        for way, message in ways.items():
            asked = set().union(*(words.placeholders(text) for text in message.values()))
            sent = content.message(name, way, **dict.fromkeys(asked, "Ben"))
            assert not words.placeholders(" ".join(sent.values())), f"{name}, {way}"
            assert "**" not in sent["body"]


@pytest.mark.parametrize(
    "name",
    ["round-read", "round-decided", "round-changed", "round-late", "round-not-done", "round-finished", "round-news"],
)
@pytest.mark.parametrize("way", ["E-mail", "Text message", "Letter", "Spoken, on the phone"])
def test_each_thing_that_people_hear_about_a_round_can_go_each_way(name, way):
    assert load().messages[name][words.slug(way)]["body"]


@pytest.mark.parametrize("easy", [False, True])
def test_whoever_is_not_shown_reads_the_reason_that_they_were_told_before(easy):
    content, names = load(), {"where": "the complaints team", "partner": "Amina", "professional": "Ben"}
    for reason in content.sheet("round").question("reasons").options:
        assert content.words("Not shown", f"reason-{reason.key}", easy, **names)


@pytest.mark.parametrize("easy", [False, True])
def test_each_thing_that_a_round_cannot_open_without_has_a_name(easy):
    content = load()
    needed = [question.key for question in content.sheet("round").questions if question.opens_round]
    assert len(needed) > 8
    for key in needed:
        assert content.words("Before it opens", f"missing-{key}", easy)


# Notices


def test_a_notice_lets_no_html_through_and_escapes_names():
    page = words.notice_html("# Terms\n\n<b>{organisation}</b>", {"organisation": "A & B <i>"})
    assert "<b>" not in page
    assert "A &amp; B &lt;i&gt;" in page


def test_a_line_that_the_organisation_did_not_fill_in_goes_out():
    page = words.notice_html("# Terms\n\n- Kept for {backup_days} days.\n- fixed: It is yours.\n", {})
    assert "Kept" not in page
    assert "<li>It is yours.</li>" in page


def test_a_table_and_a_heading_with_nothing_left_go_out():
    page = words.notice_html(
        "# Terms\n\n## How long\n\n| what | until |\n|---|---|\n| Sheets | {until} |\n\n## Yours\n\nYes.",
        {},
    )
    assert "How long" not in page
    assert "<table>" not in page
    assert "Yours" in page


def test_a_line_for_some_organisations_comes_in_when_its_names_are_known():
    notice = (
        "# Privacy\n\nWe decide. {supplier_line}\n\n*{supplier_line}, where it is so:* {supplier} runs it.\n"
    )
    assert "<p>We decide. Tidewell IT runs it.</p>" in words.notice_html(notice, {"supplier": "Tidewell IT"})
    assert "<p>We decide.</p>" in words.notice_html(notice, {})


def test_notes_to_the_organisation_are_not_shown():
    assert "check" not in words.notice_html("# Terms\n\n<!-- check\nthis -->\n\nYours.\n", {})


def test_the_easy_reading_of_a_notice_stands_alone():
    notice = "# Terms\n\nLong words.\n\n## Easy Read\n\n- Short words.\n"
    assert "Long" not in words.notice_html(notice, {}, easy=True)
    assert "<h1>Terms</h1>" in words.notice_html(notice, {}, easy=True)
    assert "Short" not in words.notice_html(notice, {})


@pytest.mark.parametrize("easy", [False, True])
def test_every_notice_is_whole_when_every_name_is_given(easy):
    content = load()
    for name, notice in content.notices.items():
        names = dict.fromkeys(words.placeholders(notice), "Ben")
        page = content.notice(name, easy, **names)
        assert page.startswith("<h1>")
        assert not words.placeholders(page)
        assert content.notice_gaps(name, **names) == set()


# Hard words


def test_hard_words_are_explained_in_the_order_they_are_met():
    content = load()
    found = content.explained("A facilitator can help. Supporters and your profile.")
    assert [word["key"] for word in found] == ["facilitator", "supporter", "profile"]


def test_a_hard_word_inside_another_word_is_left_alone():
    assert (
        words.hard_words_in("Around the house", [{"key": "round", "word": "round", "easy": "A round."}]) == []
    )
