"""The made-up people's texts fit the sheets, so that a first look shows finished pages and not gaps."""

import re

import pytest

from alongside.kit.tests.demo_texts import (
    CONTENT,
    DEMO,
    PAIRS,
    PEOPLE,
    PROCESS,
    PROGRAMMES,
    STAGES,
    WORLD,
    finished_sheets,
    gaps_in_sheet,
    mistakes_in_sheet,
    read,
    sector_of,
    texts,
)


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
        addresses = re.findall(r"[\w.]+@[\w.-]+\.\w+", words)
        assert all(address.endswith(".example") for address in addresses)


def test_everybody_can_come_in_by_e_mail_or_with_a_paper_key():
    for person in WORLD["people"]:
        assert person.get("email") or person.get("paper_key")


@pytest.mark.parametrize("key", [key for key, pair in PAIRS.items() if pair["stage"] in ("working", "ended")])
def test_a_pair_at_work_has_a_signed_plan_with_actions_in_different_states(key):
    pair = texts(PAIRS[key])
    plan = pair["sheets"]["action-plan"]
    assert set(pair["signed"]) == set(PEOPLE)
    assert all(plan[whose]["i-agree"] == "agree" for whose in PEOPLE)
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
        assert "supporter" not in pair, "a guardian's yes does not open what a child writes"
