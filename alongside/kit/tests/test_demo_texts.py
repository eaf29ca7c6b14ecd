"""The made-up people's texts fit the sheets, so that a first look shows finished pages and not gaps."""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

CONTENT = Path(__file__).resolve().parents[3] / "content"
DEMO = CONTENT / "demo"
STAGES = ["invited", "meeting-1", "meeting-2", "meeting-3", "meeting-4", "working", "ended"]
COMES_BACK = {"readiness", "how-was-today", "needs-met", "action-review", "pulse", "felt-say"}
PEOPLE = ("partner", "professional")
NOT_TYPED = {"sound", "picture"}


@cache
def read(path):
    """Read each file once, because many tests look at the same sheets."""
    return yaml.safe_load(path.read_text(encoding="utf-8"))


WORLD = read(DEMO / "world.yaml")
PAIRS = {pair["key"]: pair for pair in WORLD["pairs"]}
PROGRAMMES = {programme["key"]: programme for programme in WORLD["programmes"]}
PROCESS = read(CONTENT / "process" / "four-meetings.yaml")


def texts(pair):
    """What the two of a pair have written so far."""
    return read(DEMO / pair["file"])


def sector_of(pair):
    """The words of the sector in which a pair works."""
    return read(CONTENT / "sectors" / f"{PROGRAMMES[pair['programme']]['sector']}.yaml")


def questions_of(name, sector):
    """The questions of a sheet by key, those that the sector adds included."""
    sheet = read(CONTENT / "sheets" / f"{name}.yaml")
    added = (sector.get("questions") or {}).get(name, [])
    return sheet, {question["key"]: question for question in [*sheet["questions"], *added]}


def writers(sheet, question):
    """Who answers this question: one of the two, each of them, or both together."""
    whose = question.get("for", sheet["for"])
    return {"each": PEOPLE, "owner": ("partner",), "both": ("both",)}.get(whose, (whose,))


def options_of(question, sector):
    """The keys that may be chosen, where the sector's cards take the place of the general ones."""
    cards = sector["touchpoints"] if question.get("options_from") == "touchpoints" else question.get("options", [])
    return {option["key"] for option in cards}


def mistakes_in_value(question, value, sector, where):
    """What is wrong with one answer that is not a list of rows."""
    kind = question["kind"]
    if kind == "date":
        whole = isinstance(value, dict) and set(value) == {"days"} and isinstance(value["days"], int)
        return [] if whole else [f"{where}: {value!r} is not {{days: number}}"]
    if kind == "choices":
        unknown = set(value) - options_of(question, sector) if isinstance(value, list) else {value}
        return [f"{where}: {key!r} is no option" for key in sorted(map(str, unknown))]
    if not isinstance(value, str):
        return [f"{where}: {value!r} is not text"]
    if kind in ("choice", "faces"):
        return [] if value in options_of(question, sector) else [f"{where}: {value!r} is no option"]
    if kind == "number":
        fits = question.get("least", 0) <= int(value) <= question.get("most", int(value))
        return [] if fits else [f"{where}: {value} is outside what is asked for"]
    too_long = len(value) - question.get("length", len(value))
    return [f"{where}: too long by {too_long}"] if too_long > 0 else []


def mistakes_in_rows(question, rows, sector, where):
    """What is wrong with a list: too many rows, an unknown part, a missing part or a part's own mistake."""
    parts = {part["key"]: part for part in question.get("item", [])}
    line = {**question, "kind": "short"}
    found = [f"{where}: more than {question['most']}"] if len(rows) > question.get("most", len(rows)) else []
    for number, row in enumerate(rows, 1):
        here = f"{where}/{number}"
        if not parts:
            found += mistakes_in_value(line, row, sector, here)
            continue
        found += [f"{here}: no part {key!r}" for key in row if key not in parts]
        found += [f"{here}: part {key!r} is empty" for key, part in parts.items() if key not in row and not part.get("optional")]
        for key in row.keys() & parts.keys():
            found += mistakes_in_value(parts[key], row[key], sector, f"{here}/{key}")
    return found


def mistakes_about_lines(question, value, sector, where):
    """What is wrong with answers given once for each line of a profile."""
    groups = set(value) - {"appreciate", "matters", "support"}
    found = [f"{where}: no lines {key!r}" for key in groups]
    if question["each"] == "my-lines":
        chosen = [choice for choices in value.values() for choice in choices]
        found += [f"{where}: {key!r} is no option" for key in chosen if key not in options_of(question, sector)]
    return found


def mistakes_in_answer(question, value, sector, where):
    """What is wrong with one answer of any kind."""
    if question.get("each"):
        return mistakes_about_lines(question, value, sector, where)
    if question["kind"] == "list":
        return mistakes_in_rows(question, value, sector, where)
    return mistakes_in_value(question, value, sector, where)


def mistakes_in_keeping(questions, answers, where):
    """Only a box that may be kept can be kept, and only one that starts kept can be opened."""
    found = []
    for key in answers.get("kept", []):
        if questions.get(key, {}).get("keep_to_myself") != "may":
            found.append(f"{where}: {key!r} cannot be kept")
    for key in answers.get("opened", []):
        if not questions.get(key, {}).get("starts_kept"):
            found.append(f"{where}: {key!r} does not start kept")
    return found


def mistakes_in_sheet(name, by_whom, sector):
    """What is wrong with one filled-in sheet."""
    sheet, questions = questions_of(name.partition("@")[0], sector)
    found = []
    for whose, answers in by_whom.items():
        found += mistakes_in_keeping(questions, answers, f"{name}/{whose}")
        for key, value in answers.items():
            where = f"{name}/{whose}/{key}"
            if key in ("kept", "opened"):
                continue
            if key not in questions:
                found.append(f"{where}: no such question")
            elif whose not in writers(sheet, questions[key]):
                found.append(f"{where}: not theirs to answer")
            else:
                found += mistakes_in_answer(questions[key], value, sector, where)
    return found


def sheets_of(stop):
    """The sheets of a stop in order, those that come back with the stop's key behind them."""
    steps = stop.get("steps", [stop])
    names = [entry["sheet"] for step in steps for entry in step["sheets"]] + stop.get("after_sheets", [])
    names = list(dict.fromkeys(names))
    return [f"{name}@{stop['key']}" if name in COMES_BACK else name for name in names if name != "brief"]


def finished_sheets(stage):
    """Every sheet that a pair has behind it when it reaches a stage."""
    stops = [PROCESS["before"], *PROCESS["meetings"]][: STAGES.index(stage)]
    names = [name for stop in stops for name in sheets_of(stop)]
    return list(dict.fromkeys(names + (["ending"] if stage == "ended" else [])))


def must_be_filled(question):
    """Whether a finished sheet has words in this box; boxes kept to oneself are shown full as well."""
    asked = not question.get("optional") or question.get("keep_to_myself")
    return asked and question["kind"] not in NOT_TYPED


def gaps_in_sheet(name, by_whom, sector):
    """The boxes of a finished sheet that are still empty."""
    sheet, questions = questions_of(name.partition("@")[0], sector)
    return [
        f"{name}/{whose}/{key} is empty"
        for key, question in questions.items()
        if must_be_filled(question)
        for whose in writers(sheet, question)
        if not by_whom.get(whose, {}).get(key)
    ]


@pytest.mark.parametrize("key", PAIRS)
def test_every_answer_belongs_to_a_question_and_fits_it(key):
    sector = sector_of(PAIRS[key])
    found = []
    for name, by_whom in texts(PAIRS[key])["sheets"].items():
        found += mistakes_in_sheet(name, by_whom, sector)
    assert found == []


@pytest.mark.parametrize("key", PAIRS)
def test_everything_before_the_stage_is_filled_in(key):
    pair = PAIRS[key]
    written, sector = texts(pair)["sheets"], sector_of(pair)
    gaps = []
    for name in finished_sheets(pair["stage"]):
        gaps += gaps_in_sheet(name, written.get(name, {}), sector)
    assert gaps == []


@pytest.mark.parametrize("key", PAIRS)
def test_what_is_done_or_ready_has_been_written(key):
    pair = PAIRS[key]
    story = texts(pair)
    for field in ("done", "ready", "shared", "opened_to_facilitator"):
        for whose, names in story.get(field, {}).items():
            assert whose in PEOPLE
            for name in names:
                by_whom = story["sheets"].get(name, {})
                assert by_whom.get(whose) or by_whom.get("both"), f"{field}: {name} of {whose} is empty"
    for whose, names in story.get("done", {}).items():
        for name in names:
            gaps = gaps_in_sheet(name, story["sheets"][name], sector_of(pair))
            theirs = [gap for gap in gaps if f"/{whose}/" in gap]
            assert theirs == []


@pytest.mark.parametrize("key", PAIRS)
def test_each_line_of_a_profile_is_looked_at_again(key):
    written = texts(PAIRS[key])["sheets"]
    if "profile-review" not in written:
        return
    for whose, review in written["profile-review"].items():
        mine = written["one-page-profile"][whose]
        theirs = written["one-page-profile"][PEOPLE[whose == "partner"]]
        for group, choices in review.get("line-now", {}).items():
            assert len(choices) == len(mine[group]), f"{whose}: {group}"
        for group, numbers in review.get("line-ask", {}).items():
            assert all(1 <= number <= len(theirs[group]) for number in numbers), f"{whose}: {group}"


@pytest.mark.parametrize("key", PAIRS)
def test_meetings_are_in_order_and_have_a_way(key):
    meetings = texts(PAIRS[key]).get("meetings", [])
    ways = {way["key"] for way in PROCESS["ways"]}
    assert [meeting["days"] for meeting in meetings] == sorted(meeting["days"] for meeting in meetings)
    for meeting in meetings:
        assert {"meeting", "days", "from", "to", "place", "way"} <= set(meeting)
        assert meeting["way"] in ways
        assert meeting["from"] < meeting["to"]


@pytest.mark.parametrize("programme", WORLD["programmes"], ids=lambda programme: programme["key"])
def test_every_programme_has_a_whole_brief(programme):
    sector = read(CONTENT / "sectors" / f"{programme['sector']}.yaml")
    brief = {"coordinator": programme["brief"]}
    assert mistakes_in_sheet("brief", brief, sector) == []
    assert gaps_in_sheet("brief", brief, sector) == []


def test_there_is_a_pair_at_every_stage_and_one_untouched():
    assert {pair["stage"] for pair in PAIRS.values()} == set(STAGES)
    untouched = [pair for pair in PAIRS.values() if pair.get("untouched")]
    assert len(untouched) == 1
    assert untouched[0]["stage"] == "invited"
    assert texts(untouched[0])["sheets"] == {}
    assert PROGRAMMES[untouched[0]["programme"]]["sector"] in ("health", "social-care")
    in_pairs = [pair[role] for pair in PAIRS.values() for role in PEOPLE]
    assert len(in_pairs) == len(set(in_pairs))


def test_everybody_named_exists_and_the_two_have_different_letters():
    people = {person["key"]: person for person in WORLD["people"]}
    assert len(people) == len(WORLD["people"])
    for pair in PAIRS.values():
        for role in ("partner", "professional", "facilitator", "supporter"):
            assert role not in pair or people[pair[role]]["role"] == role
        assert len({people[pair[role]]["name"][0] for role in PEOPLE}) == 2
    for programme in PROGRAMMES.values():
        assert people[programme["coordinator"]]["role"] == "coordinator"
        assert people[programme["lead"]]["role"] == "lead"


def test_no_number_and_no_address_reaches_anybody():
    for file in DEMO.glob("*.yaml"):
        words = file.read_text(encoding="utf-8")
        assert re.findall(r"\b0(?!1632 960 \d{3}\b)\d{3,4} ?\d{3} ?\d{3,4}\b", words) == []
        assert [address for address in re.findall(r"\S+@[\w.-]+\.\w+", words) if not address.endswith(".example")] == []


def test_everybody_can_come_in_by_e_mail_or_with_a_paper_key():
    for person in WORLD["people"]:
        assert person.get("email") or person.get("paper_key")


@pytest.mark.parametrize("key", [key for key, pair in PAIRS.items() if pair["stage"] in ("working", "ended")])
def test_a_pair_at_work_has_a_signed_plan_with_actions_in_different_states(key):
    pair = texts(PAIRS[key])
    plan = pair["sheets"]["action-plan"]
    assert set(pair["signed"]) == {whose for whose in PEOPLE if plan[whose]["i-agree"] == "agree"} == set(PEOPLE)
    actions = plan["both"]["actions"]
    assert len(actions) == 4
    assert len({action["state"] for action in actions}) >= 3
    assert all(action["what-happened"] for action in actions)


def test_somebody_reads_easy_read_one_pair_rests_and_a_child_has_a_guardians_yes():
    assert any(person.get("easy_read") for person in WORLD["people"])
    assert any("paused" in pair for pair in PAIRS.values())
    children = [pair for pair in PAIRS.values() if pair.get("age")]
    assert children
    for pair in children:
        assert texts(pair)["guardian"]["answer"] == "may-take-part"
        assert texts(pair)["guardian"]["person"] == pair["guardian"]
