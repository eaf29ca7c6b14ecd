"""Content is read, checked and kept."""

import json
import re
from dataclasses import FrozenInstanceError

import pytest

from alongside.kit import sheets, words
from alongside.kit.sheets import CONTENT, Answers, Content, ContentMistakes, load, texts_of

SECTORS = ("health", "social-care", "education", "justice")
JOURNEY = {
    "agreement-to-take-part",
    "what-i-need",
    "can-and-cannot-promise",
    "why-i-am-here",
    "one-page-profile",
    "action-plan",
}


@pytest.fixture
def own(tmp_path):
    """A function that writes a file into an organisation's own folder."""

    def write(name, text):
        path = tmp_path / "own" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return tmp_path / "own"

    return write


def mistakes_in(folder, sector="health"):
    with pytest.raises(ContentMistakes) as found:
        load(CONTENT, folder, sector=sector)
    return found.value.mistakes


def base(name):
    return (CONTENT / name).read_text(encoding="utf-8")


def changed(name, old, new):
    text = base(name)
    assert old in text, "the test changes words that are no longer there"
    return text.replace(old, new, 1)


# Reading


@pytest.mark.parametrize("sector", SECTORS)
def test_every_file_loads_in_every_sector(sector):
    content = load(sector=sector)
    assert set(content.sheets) == {path.stem for path in (CONTENT / "sheets").glob("*.yaml")}
    assert set(content.sheets) >= JOURNEY
    assert content.sector["sector"] == sector


def test_the_process_has_four_meetings_and_eight_steps_in_order():
    process = load().process
    assert [meeting.number for meeting in process.meetings] == [1, 2, 3, 4]
    assert [step.number for step in process.steps] == list(range(1, 9))
    assert "communication" in [step.key for step in process.meeting("meeting-2").steps]


@pytest.mark.parametrize("easy", [False, True])
def test_a_step_says_how_to_do_it_in_each_way_of_meeting(easy):
    process = load().process
    told = process.ways_of(process.step("communication"), easy)
    assert [way.key for way, _ in told] == ["in-person", "on-a-call", "by-phone", "one-device"]
    assert all(lines and isinstance(lines, tuple) for _, lines in told)


def test_a_sector_puts_its_own_questions_in_their_group():
    justice = load(sector="justice").sheet("story")
    keys = [question.key for question in justice.questions]
    assert keys.index("not-say-there") == keys.index("way-in") - 1
    assert not load(sector="health").sheet("story").has("not-say-there")


def test_the_cards_of_the_sector_take_the_place_of_the_general_ones():
    moments = load(sector="education").sheet("story").question("moments")
    keys = [option.key for option in moments.part("touchpoint").options]
    assert keys == [card["key"] for card in load(sector="education").sector["touchpoints"]]


def test_a_question_is_for_whom_its_sheet_is_for_unless_it_says_otherwise():
    promises = load().sheet("can-and-cannot-promise")
    assert promises.question("can").for_ == "professional"
    assert promises.question("my-questions").for_ == "partner"
    assert load().sheet("action-plan").question("actions").part("leads").for_ == "both"


def test_a_sheet_says_who_sees_it_in_the_words_that_forms_use():
    allowed = {"only-me", "us-two", "us-and-our-facilitator", "the-programme"}
    for sheet in load().sheets.values():
        assert sheet.who in allowed
        assert sheet.opening in {"at-once", "together", "when-shared"}


@pytest.mark.parametrize("easy", [False, True])
def test_a_sheet_says_when_others_can_read_it(easy):
    content = load()
    said = {key: content.opening_words(content.sheet(key), easy) for key in content.sheets}
    assert said["one-page-profile"].startswith("Nobody reads it")
    assert said["story"] == "Nobody else reads it until you share it."
    assert "both" in said["action-plan"]


@pytest.mark.parametrize("easy", [False, True])
def test_a_sheet_has_its_own_sentence_where_the_usual_one_says_too_much(easy):
    content = load()
    names = {"name": "Ben", "coordinator": "Marta", "facilitator": "Joe"}
    short, whole = content.seen_by(content.sheet("agreement-to-take-part"), easy, **names)
    assert (short, whole) == ("The programme", "You and Marta can see this.")
    assert content.seen_by(content.sheet("pitch"), easy, **names)[1] == "You and Ben can see this."


def test_a_definition_cannot_be_changed_by_whoever_reads_it():
    with pytest.raises(FrozenInstanceError):
        load().sheet("pitch").title = "Another"


def test_questions_stand_under_their_headings():
    plan = load().sheet("action-plan")
    assert [group.key for group, _ in plan.grouped()] == ["aim", "rows", "terms", "signing"]
    assert plan.after("aim").key == "would-see"
    assert plan.after(plan.questions[-1].key) is None


# Names of answers


def test_a_list_without_parts_calls_its_part_line():
    matters = load().sheet("one-page-profile").question("matters")
    assert matters.texts("a1b2c3d4e5") == ("matters/a1b2c3d4e5/line",)
    assert matters.texts() == ()


def test_a_row_owns_its_texts_and_each_tick_of_its_choices():
    names = load().sheet("story").question("moments").names_of("r1")
    assert "moments/r1/what-happened" in names
    assert "moments/r1/feelings/calm" in names
    assert "moments/r1/touchpoint" in names


def test_a_question_for_each_line_owns_names_for_that_line():
    review = load().sheet("profile-review")
    assert review.question("line-now").names_of("aaaaaaaaaa") == ("line-now/aaaaaaaaaa",)
    assert review.question("line-ask").names_of("aaaaaaaaaa") == ("line-ask/aaaaaaaaaa/ask",)
    assert review.question("line-now").names_of() == ()


def test_a_picture_owns_a_file_and_the_words_for_it():
    picture = load().sheet("one-page-profile").question("picture")
    assert picture.texts() == ("picture/alt",)
    assert picture.value_names() == ("picture",)


def test_the_texts_of_a_sheet_come_from_the_definition_and_the_rows():
    profile = load().sheet("one-page-profile")
    answers = Answers({"rows": {"matters/bbbbbbbbbb": "b", "matters/aaaaaaaaaa": "c"}})
    names = texts_of(profile, answers)
    assert names.index("matters/bbbbbbbbbb/line") < names.index("matters/aaaaaaaaaa/line")
    assert "name" in names
    assert len(names) == len(set(names))


# Answers


def test_answers_leave_out_what_is_empty():
    answers = Answers(
        {
            "texts": {"aim": "", "time": "four hours"},
            "values": {"ways/training": True, "ways/press": False, "our-say": ""},
        }
    )
    assert answers.flat == {"texts": {"time": "four hours"}, "values": {"ways/training": True}, "rows": {}}
    assert answers.ticked("ways") == ["training"]


def test_rows_come_in_their_order_and_a_tie_goes_by_id():
    answers = Answers({"rows": {"actions/zzz": "a", "actions/aaa": "a", "actions/mmm": "B"}})
    assert answers.rows("actions") == ["mmm", "aaa", "zzz"]


def test_an_empty_row_is_not_a_row():
    answers = Answers(
        {"texts": {"actions/aaa/action": "Ring"}, "rows": {"actions/aaa": "a", "actions/aaab": "b"}}
    )
    assert answers.full_rows("actions") == ["aaa"]
    assert Answers({"rows": {"actions/aaa": "a"}}).is_empty()


def test_a_question_is_answered_by_a_tick_or_by_words_in_a_row():
    plan = load().sheet("action-plan")
    answers = Answers({"values": {"ways/training": True}, "texts": {"actions/aaa/action": "Ring"}})
    assert answers.answers(plan.question("ways"))
    assert answers.answers(plan.question("actions"))
    assert not answers.answers(plan.question("aim"))


# Kept as it began


@pytest.mark.parametrize("sector", SECTORS)
def test_content_kept_as_json_is_the_same_content(sector):
    content = load(sector=sector)
    again = Content.from_json(content.to_json())
    assert again.to_json() == content.to_json()
    assert again.hash == content.hash
    assert again.sheets == content.sheets
    assert again.process == content.process


def test_one_changed_word_changes_the_hash(own):
    folder = own(
        "sheets/pitch.yaml", "sheet: pitch\nextends: base\nwords:\n  for-whom: {ask: Who is it for?}\n"
    )
    assert load(CONTENT, folder).hash != load().hash


def test_kept_content_is_fetched_only_once(own):
    folder = own("sheets/pitch.yaml", "sheet: pitch\nextends: base\ntitle: Ours alone\n")
    content = load(CONTENT, folder)
    fetched = []

    def fetch():
        fetched.append(1)
        return content.to_json()

    first = Content.kept(content.hash, fetch)
    assert Content.kept(content.hash, fetch) is first
    assert Content.from_json(content.to_json()) is first
    assert len(fetched) <= 1


def test_only_some_versions_stay_at_hand_and_the_newest_is_one_of_them(monkeypatch):
    monkeypatch.setattr(sheets, "_READ", {})
    monkeypatch.setattr(sheets, "VERSIONS_AT_HAND", 2)
    kept = [load(sector=sector) for sector in SECTORS]
    for content in kept:
        Content.from_json(content.to_json())
    assert list(sheets._READ) == [content.hash for content in kept[-2:]]


# An organisation's own folder


def test_an_organisation_changes_words_of_a_question_an_option_and_a_part(own):
    folder = own(
        "sheets/one-page-profile.yaml",
        """
sheet: one-page-profile
extends: base
title: My page
words:
  appreciate: {ask: What do people like in me?}
  appreciate/who-said: {ask: Who told me}
  for-what:
    options:
      work: {words: For the ward, easy: For the ward}
""",
    )
    sheet = load(CONTENT, folder).sheet("one-page-profile")
    assert sheet.title == "My page"
    assert sheet.question("appreciate").ask == "What do people like in me?"
    assert sheet.question("appreciate").part("who-said").ask == "Who told me"
    assert sheet.question("for-what").option("work").words == "For the ward"
    assert sheet.question("matters") == load().sheet("one-page-profile").question("matters")


def test_an_organisation_adds_a_question_where_it_wants_it(own):
    folder = own(
        "sheets/pitch.yaml",
        """
sheet: pitch
extends: base
add:
  - {after: for-whom, key: where, kind: short, ask: Where do we say it?, easy: Where?}
  - {key: last, kind: short, ask: Anything else?, easy: Anything else?}
""",
    )
    keys = [question.key for question in load(CONTENT, folder).sheet("pitch").questions]
    assert keys[:2] == ["for-whom", "where"]
    assert keys[-1] == "last"


def test_an_organisation_replaces_a_whole_sheet(own):
    folder = own("sheets/pitch.yaml", changed("sheets/pitch.yaml", "Our thirty seconds", "Our short version"))
    assert load(CONTENT, folder).sheet("pitch").title == "Our short version"


def test_an_organisation_adds_a_step_and_a_sheet_and_steps_are_numbered_again(own):
    own(
        "sheets/our-walk.yaml",
        base("sheets/brief-questions.yaml").replace("sheet: brief-questions", "sheet: our-walk"),
    )
    folder = own(
        "process/four-meetings.yaml",
        """
process: four-meetings
extends: base
version: 2
words:
  meeting-1: {title: Hello}
add_sheets:
  - {step: profiles, after: one-page-profile, sheet: our-walk, when: during}
add_steps:
  - meeting: meeting-2
    after: review-profiles
    key: a-walk
    title: A walk
    easy_title: A walk
    words: You walk round the building together.
    easy: [Walk round the building.]
    sheets: [{sheet: our-walk, when: before}]
""",
    )
    process = load(CONTENT, folder).process
    assert process.version == 2
    assert process.meeting("meeting-1").title == "Hello"
    assert [each.sheet for each in process.step("profiles").sheets] == ["one-page-profile", "our-walk"]
    assert [step.number for step in process.steps] == list(range(1, 10))
    assert process.step("a-walk").number == 4


def test_an_organisation_changes_one_line_of_a_page_and_keeps_the_others(own):
    folder = own("pages.md", "## The reveal\n\n- title: Here we are\n")
    content = load(CONTENT, folder)
    assert content.words("the-reveal", "title") == "Here we are"
    assert content.words("the-reveal", "before-title") == load().words("the-reveal", "before-title")
    assert content.buttons("the-reveal") == load().buttons("the-reveal")


def test_a_sector_of_an_organisation_changes_only_what_it_names(own):
    folder = own("sectors/health.yaml", "sector: health\nextends: base\nwords:\n  people: guests\n")
    sector = load(CONTENT, folder).sector
    assert sector.people == "guests"
    assert sector.care_word == "care"


def test_a_saved_change_is_read_again_without_a_restart(own):
    folder = own("pages.md", "## The reveal\n\n- title: First\n")
    assert load(CONTENT, folder).words("the-reveal", "title") == "First"
    own("pages.md", "## The reveal\n\n- title: The second words\n")
    assert load(CONTENT, folder).words("the-reveal", "title") == "The second words"


# Mistakes: each says file, key, what is wrong and what to do

BROKEN = {
    "an unknown kind": (
        "sheets/pitch.yaml",
        "    kind: short\n",
        "    kind: shrt\n",
        "question `for-whom`",
        "kind `shrt` is not known",
        "short, long",
    ),
    "an unknown field": (
        "sheets/pitch.yaml",
        "    length: 120\n",
        "    only_if: yes\n",
        "question `for-whom`",
        "`only_if` is not known",
        "ask",
    ),
    "a key that is there twice": (
        "sheets/pitch.yaml",
        "key: one-moment",
        "key: who-we-are",
        "",
        "question `who-we-are` is there twice",
        "another key",
    ),
    "a name that is there twice": (
        "sheets/pitch.yaml",
        "for: both\n",
        "for: both\nfor: each\n",
        "line 3",
        "`for` is there twice",
        "Put it right",
    ),
    "a missing ask": (
        "sheets/pitch.yaml",
        "    ask: Who are we saying it to?\n",
        "",
        "question `for-whom`",
        "`ask` is missing",
        "Add `ask:`",
    ),
    "a missing Easy Read": (
        "sheets/pitch.yaml",
        "    easy: Who will hear it?\n",
        "",
        "question `for-whom`",
        "`easy` is missing",
        "Add `easy:`",
    ),
    "a choice without options": (
        "sheets/pulse.yaml",
        "    options: *how-much\n",
        "",
        "question `equal-say`",
        "a choice needs options",
        "Add `options:`",
    ),
    "an unknown for": (
        "sheets/pitch.yaml",
        "for: both\n",
        "for: us\n",
        "",
        "for `us` is not known",
        "each, both",
    ),
    "an unknown visible": (
        "sheets/pitch.yaml",
        "visible: us two",
        "visible: everyone",
        "",
        "visible `everyone` is not known",
        "only me, us two",
    ),
    "an unknown opens": (
        "sheets/pitch.yaml",
        "opens: at once",
        "opens: later",
        "",
        "opens `later` is not known",
        "at once, together",
    ),
    "a question for nobody": (
        "sheets/pitch.yaml",
        "    for: owner\n",
        "    for: author\n",
        "question `owner-says`",
        "for `author` is not known",
        "owner",
    ),
    "a group that is not there": (
        "sheets/talk.yaml",
        "    group: around\n",
        "    group: outside\n",
        "question `audience`",
        "group `outside` is not in this sheet",
        "parts, around",
    ),
    "a yes that became true": (
        "sheets/pulse.yaml",
        '{key: may, words: "Yes", easy: "Yes"}',
        '{key: yes, words: "Yes", easy: "Yes"}',
        "",
        "a key of option is read as true",
        '"yes"',
    ),
    "words that became true": (
        "sheets/pulse.yaml",
        '{key: may, words: "Yes", easy: "Yes"}',
        '{key: may, words: Yes, easy: "Yes"}',
        "option `may`",
        "this is read as true and not text",
        '"yes"',
    ),
    "a quoted yes": (
        "sheets/pitch.yaml",
        "record: yes",
        'record: "yes"',
        "question `both-happy`, record",
        "this is text and not yes or no",
        "without quotes",
    ),
    "a placeholder nobody fills": (
        "sheets/pitch.yaml",
        "Who are we saying it to?",
        "Who are we saying it to, {freind}?",
        "`for-whom` ask",
        "nobody fills in `{freind}`",
        "placeholders.yaml",
    ),
    "a list inside a list": (
        "sheets/one-page-profile.yaml",
        "      - key: what\n        kind: short\n",
        "      - key: what\n        kind: list\n",
        "part `what`",
        "a list inside a list is not possible",
        "another kind",
    ),
    "rows of something that is no list": (
        "sheets/one-page-profile.yaml",
        "    kind: list\n    ask: What do people value in me?\n",
        "    kind: short\n    ask: What do people value in me?\n",
        "question `appreciate`",
        "has no rows",
        "make it a list",
    ),
    "a least above its most": (
        "sheets/own-pace.yaml",
        "least: 10",
        "least: 1000",
        "",
        "`least` is 1000 and `most` is 600",
        "smaller",
    ),
    "a most for something that is not counted": (
        "sheets/pitch.yaml",
        "    length: 120\n",
        "    most: 3\n",
        "question `for-whom`",
        "has nothing to count",
        "Take `least` and `most` out",
    ),
    "a length in words": (
        "sheets/pitch.yaml",
        "length: 120",
        "length: short",
        "question `for-whom`, length",
        "this is text and not a number",
        "such as 5",
    ),
    "kept for ever": (
        "sheets/why-i-am-here.yaml",
        "    keep_to_myself: may\n",
        "",
        "question `unsure`",
        "can never be opened",
        "keep_to_myself",
    ),
    "a file with another name": (
        "sheets/pitch.yaml",
        "sheet: pitch",
        "sheet: pich",
        "sheet",
        "`pich` is not the name of the file",
        "sheet: pitch",
    ),
    "broken YAML": (
        "sheets/pitch.yaml",
        "title: Our thirty seconds",
        "title: Our: thirty seconds",
        "line",
        "mapping values are not allowed",
        "quotes",
    ),
    "a process with a sheet that is not there": (
        "process/four-meetings.yaml",
        "{sheet: brief, when: during}",
        "{sheet: breif, when: during}",
        "step `meet`",
        "there is no sheet `breif`",
        "sheets/breif.yaml",
    ),
    "a process with an unknown when": (
        "process/four-meetings.yaml",
        "{sheet: brief, when: during}",
        "{sheet: brief, when: now}",
        "`brief`",
        "when `now` is not known",
        "before, during",
    ),
    "a step that begins with nobody": (
        "process/four-meetings.yaml",
        "begins: professional",
        "begins: anybody",
        "opening",
        "begins `anybody` is not known",
        "partner, professional",
    ),
    "a sector without limits": (
        "sectors/health.yaml",
        "limits:\n",
        "limit:\n",
        "",
        "`limits` is missing",
        "Add `limits:`",
    ),
    "a sector's question for a sheet that is not there": (
        "sectors/health.yaml",
        "  agreement-to-take-part:\n",
        "  agreement:\n",
        "questions, `agreement`",
        "there is no such sheet",
        "action-plan",
    ),
    "an Easy Read without its line": (
        "pages.md",
        "- title: Come in\n",
        "- easy: Come in\n- title: Come in\n",
        "line",
        "`easy:` has no line above it",
        "Put it under",
    ),
    "a line of a page that is there twice": (
        "pages.md",
        "- how: We send",
        "- title: We send",
        "line",
        "`title` is there twice",
        "another key",
    ),
    "a hard word without an explanation": (
        "hard-words.yaml",
        "word: advocate, easy: An advocate helps you to say what you want.",
        "word: advocate",
        "word `advocate`",
        "`easy` is missing",
        "Add `easy:`",
    ),
}


@pytest.mark.parametrize(
    ("name", "old", "new", "where", "problem", "remedy"), BROKEN.values(), ids=BROKEN.keys()
)
def test_a_mistake_says_where_it_is_and_what_to_do(own, name, old, new, where, problem, remedy):
    folder = own(name, changed(name, old, new))
    found = [mistake for mistake in mistakes_in(folder) if problem in mistake.problem]
    assert found, "the mistake was not found"
    assert found[0].file == f"own/{name}"
    assert where in found[0].key
    assert remedy in found[0].remedy
    assert str(found[0]).startswith(f"own/{name}")


EXTENDED = {
    "a question to change that is not there": (
        "sheets/pitch.yaml",
        "words: {for-who: {ask: Who?}}",
        "words, `for-who`",
        "there is no such question",
    ),
    "an option to change that is not there": (
        "sheets/pitch.yaml",
        "words: {owner-says: {options: {yes-please: {words: 'Yes'}}}}",
        "words, `owner-says`",
        "there is no option `yes-please`",
    ),
    "a kind that cannot change": (
        "sheets/pitch.yaml",
        "words: {for-whom: {kind: long}}",
        "words, `for-whom`",
        "`kind` cannot be changed here",
    ),
    "a place to come after that is not there": (
        "sheets/pitch.yaml",
        "add: [{after: nowhere, key: new, kind: short, ask: New?, easy: New?}]",
        "add, `new`",
        "there is no question `nowhere`",
    ),
    "a sheet to change that is not there": (
        "sheets/new.yaml",
        "title: New",
        "extends",
        "there is no sheet `new` to change",
    ),
    "a step for a meeting that is not there": (
        "process/four-meetings.yaml",
        "add_steps: [{meeting: meeting-9, key: new}]",
        "add_steps",
        "which meeting it belongs to",
    ),
    "a sheet for a step that is not there": (
        "process/four-meetings.yaml",
        "add_sheets: [{step: meeting-1, sheet: pitch, when: during}]",
        "add_sheets",
        "which step it belongs to",
    ),
    "words for a meeting that is not there": (
        "process/four-meetings.yaml",
        "words: {meeting-9: {title: New}}",
        "words, `meeting-9`",
        "there is no such meeting or step",
    ),
}


@pytest.mark.parametrize(("name", "line", "where", "problem"), EXTENDED.values(), ids=EXTENDED.keys())
def test_a_mistake_in_changes_says_where_it_is(own, name, line, where, problem):
    kind, key = ("process", "four-meetings") if name.startswith("process") else ("sheet", name[7:-5])
    folder = own(name, f"{kind}: {key}\nextends: base\n{line}\n")
    (mistake,) = mistakes_in(folder)
    assert (mistake.file, mistake.key) == (f"own/{name}", where)
    assert problem in mistake.problem
    assert mistake.remedy


def test_all_mistakes_are_said_at_once(own):
    own("sheets/pitch.yaml", changed("sheets/pitch.yaml", "kind: short", "kind: shrt"))
    folder = own("sheets/talk.yaml", changed("sheets/talk.yaml", "opens: at once", "opens: later"))
    assert {mistake.file for mistake in mistakes_in(folder)} == {
        "own/sheets/pitch.yaml",
        "own/sheets/talk.yaml",
    }


def test_a_mistake_reads_as_a_sentence(own):
    folder = own("sheets/pitch.yaml", changed("sheets/pitch.yaml", "kind: short", "kind: shrt"))
    (mistake,) = mistakes_in(folder)
    kinds = "short, long, list, choice, choices, faces, date, number, picture, sound, paper, statements"
    assert (
        str(mistake)
        == f"own/sheets/pitch.yaml, question `for-whom`: kind `shrt` is not known. Use one of: {kinds}."
    )


def test_a_sector_that_is_not_there_is_a_mistake():
    with pytest.raises(ContentMistakes) as found:
        load(sector="housing")
    assert "there is no such sector. Use one of: education, health" in str(found.value)


# The words themselves


def every_text():
    for sector in SECTORS:
        yield from words.texts_in(load(sector=sector).data)


def easy_texts(data, easy=False):
    if isinstance(data, str) and easy:
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from easy_texts(value, easy or str(name).startswith("easy"))
    elif isinstance(data, list):
        for value in data:
            yield from easy_texts(value, easy)


@pytest.mark.parametrize("sector", SECTORS)
def test_an_easy_sentence_has_at_most_fifteen_words(sector):
    content = load(sector=sector)
    notices = [notice.partition("\n## Easy Read")[2] for notice in content.notices.values()]
    texts = [*easy_texts(content.data), *notices]
    sentences = [sentence for text in texts for sentence in re.split(r"(?<=[.?!])\s+|\n", text)]
    assert [sentence for sentence in sentences if len(re.findall(r"[\w{}'-]+", sentence)) > 15] == []
    assert len(sentences) > 1000


def test_easy_read_writes_numbers_as_figures():
    number = re.compile(r"\b(two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)
    texts = {text for sector in SECTORS for text in easy_texts(load(sector=sector).data)}
    assert [text for text in texts if number.search(text)] == []


def test_no_word_of_an_office_reaches_a_reader():
    office = re.compile(
        r"\b(lived experience|submit|invalid|user|users|client|clients|redact\w*|moderat\w*)\b", re.IGNORECASE
    )
    found = {(where, text) for where, text in every_text() if office.search(text)}
    assert found == set()


def test_not_is_written_out():
    short = re.compile(r"\b(don't|can't|won't|isn't|doesn't|didn't|you're|it's|we'll|I'm)\b", re.IGNORECASE)
    assert {(where, text) for where, text in every_text() if short.search(text)} == set()


def test_a_question_is_written_to_be_heard():
    marks = re.compile(r"[/()\[\]&;%]|\betc\b|\be\.g\b")
    for sheet in load().sheets.values():
        for question in sheet.questions:
            for text in (question.ask, question.easy, question.hint, *question.prompts):
                assert not marks.search(text), f"{sheet.key}, {question.key}: {text}"


def test_a_read_aloud_card_has_the_words_that_it_counts():
    cards = load().sheet("own-pace").cards
    assert [len(card.text.split()) for card in cards] == [card.word_count for card in cards]
    assert {option.key for option in load().sheet("own-pace").question("card").options} == {
        card.key for card in cards
    }


def test_the_ten_minutes_add_up():
    talk = load().sheet("talk")
    assert sum(question.minutes or 0 for question in talk.questions) == 10


def test_the_thirty_seconds_add_up():
    pitch = load().sheet("pitch")
    assert sum(question.seconds or 0 for question in pitch.questions) == 30


def test_subjects_and_text_messages_say_nothing_about_a_service():
    telling = re.compile(
        r"\b(story|plan|patient|care|support|prison|hospital|school|probation|service|feedback|profile)\b|\{organisation\}"
    )
    for name, ways in load().messages.items():
        for way, message in ways.items():
            quiet = [message["subject"], message["body"] if way.startswith("text-message") else ""]
            assert not telling.search(" ".join(quiet)), f"{name}, {way}"


def test_every_e_mail_says_who_it_is_from_and_what_it_is():
    for name, ways in load().messages.items():
        for way, message in ways.items():
            if way.startswith("e-mail"):
                assert message["from"], f"{name}, {way}"
                assert message["subject"], f"{name}, {way}"


def test_the_minutes_of_a_step_fit_into_its_meeting():
    for meeting in load().process.meetings:
        inside = sum(step.minutes for step in meeting.steps) + meeting.break_minutes
        assert inside + meeting.opening.minutes + meeting.closing.minutes <= meeting.minutes, meeting.key


def test_every_sheet_of_the_process_belongs_to_a_meeting_once_in_a_place():
    for stretch in load().process.stretches:
        for step in stretch.steps:
            named = [each.sheet for each in step.sheets]
            assert len(named) == len(set(named)), step.key


def test_sheets_module_offers_what_other_rooms_use():
    for name in sheets.__all__:
        assert hasattr(sheets, name)


@pytest.mark.parametrize("sector", SECTORS)
def test_the_bank_has_questions_of_each_kind_for_a_sector(sector):
    content = load(sector=sector)
    bank = content.bank()
    assert 40 < len(bank) < len(content.sheet("question-bank").questions)
    assert all(sector in question.sectors for question in bank)
    assert [(group.key, {q.kind for q in inside}) for group, inside in content.bank_in_groups()] == [
        (kind, {kind})
        for kind in ("choice", "choices", "faces", "number", "short", "long", "sound", "picture", "statements")
    ]


@pytest.mark.parametrize("sector", SECTORS)
def test_a_question_of_the_bank_has_all_that_a_round_asks(sector):
    for question in load(sector=sector).bank():
        assert question.ask, question.key
        assert question.easy, question.key
        assert (question.kind in ("choice", "choices", "faces")) == bool(question.options), question.key
        assert (question.kind == "statements") == bool(question.cards), question.key


def test_a_page_newer_than_a_kept_version_has_its_lists_buttons_and_messages_of_today():
    today = load()
    data = json.loads(today.to_json())
    del data["pages"]["how-to-ask"], data["pages"]["coming-back"], data["messages"]["round-read"]
    older = Content.from_json(json.dumps(data))
    assert older.lines("How to ask") == today.lines("How to ask")
    assert older.buttons("Coming back") == today.buttons("Coming back")
    names = dict.fromkeys(("sender_name", "link", "stop_link", "phone"), "x")
    assert older.message("round-read", "E-mail", **names) == today.message("round-read", "E-mail", **names)


def test_a_page_newer_than_a_kept_version_takes_its_words_from_today():
    today = load()
    data = json.loads(today.to_json())
    del data["pages"]["saving"]
    older = Content.from_json(json.dumps(data))
    assert older.words("Saving", "saved") == today.words("Saving", "saved")
    with pytest.raises(KeyError):
        older.words("Saving", "no-such-line")
