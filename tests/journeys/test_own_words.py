"""An organisation changes words, adds a question and a step, without code; pairs that began keep theirs."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils.formats import date_format

from alongside.journey import progress
from alongside.journey.process import way_of
from alongside.people import agreement
from alongside.people.invitation import LINK, invite, send
from alongside.people.organisation import begin_organisation
from alongside.people.own_content import start_folder
from alongside.people.pair import begin_pair
from alongside.people.person import introduce
from alongside.people.programme import begin_programme, content_of
from alongside.people.signin import sign_in_link
from alongside.people.tests.cast import come_in as come_in_with
from alongside.site import cli
from tests.journeys.robot import Robot

pytestmark = pytest.mark.django_db

FAITH = """\
sheet: one-page-profile
extends: base
words:
  matters: {ask: What counts for me, easy: What is important}
add:
  - after: matters
    key: faith
    kind: short
    ask: What should people know about my faith?
    easy: Is there something about your faith?
"""
STEP = """\
process: four-meetings
extends: base
add_steps:
  - meeting: meeting-1
    after: meet
    key: a-walk
    title: A walk round the building
    easy_title: A walk
    minutes: 20
    begins: partner
    words: You walk round the building together.
    easy: [Walk round the building.]
    ways: {}
    sheets:
      - {sheet: our-walk, when: after}
"""
SHEET = """\
sheet: our-walk
for: both
visible: us two
opens: at once
minutes: 5
title: Our walk
easy_title: Our walk
about: What the two of you saw on the way.
easy_about: [What did you see?]
questions:
  - {key: saw, kind: long, ask: What did we see?, easy: What did you see?}
"""


@pytest.fixture
def folder(settings, tmp_path):
    """The data folder of this test, without any content of its own yet."""
    settings.DATA = tmp_path
    content_of.cache_clear()  # numbers of rows come again after a test was rolled back
    return tmp_path / "content" / "st-brides"


@pytest.fixture
def marta(folder):
    marta = introduce("Marta", "marta@example.org")
    begin_organisation(name="St Brides", phone="01632 960 001", sector="health", by=marta)
    return marta


def pair_of(marta, partner, professional):
    """A pair of a programme that begins now; both are asked."""
    programme = begin_programme(name="Mornings", organisation=marta.roles.first().organisation, by=marta)
    two = [introduce(name, f"{name}@example.org") for name in (partner, professional)]
    pair = begin_pair(programme=programme, partner=two[0], professional=two[1], by=marta)
    for person in two:
        send(invite(pair, person, way=LINK, by=marta), by=marta)
    return pair


def past(pair, step):
    """Both have said yes and done everything before this step."""
    for person in pair.two:
        agreement.say(agreement.YES, pair=pair, by=person)
    for stop in way_of(pair.content).stops:
        if stop.step == step:
            return pair
        for person in pair.two:
            progress.finish(stop, pair=pair, by=person)
    raise AssertionError(f"no step {step}")


def put(folder, **files):
    for name, text in files.items():
        file = folder / (name.replace("__", "/").replace("_", "-") + ".yaml")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def robot_of(person):
    return Robot(person.name, Client()).come_in(sign_in_link(person, ""))


def asked_on_the_way(robot):
    """The questions that this person meets on the way to the end of the sheet."""
    found = []
    for _ in range(40):
        found.append(robot.soup.find("h1").get_text(" ", strip=True))
        if robot.next is None or robot.at.endswith("/end/"):
            return found
        robot.press_on()
    return found


def test_an_added_question_is_asked_of_a_new_pair_and_not_of_an_old_one(folder, marta):
    old = past(pair_of(marta, "Olive", "Otto"), "profiles")
    put(folder, sheets__one_page_profile=FAITH)
    new = past(pair_of(marta, "Nell", "Noor"), "profiles")
    words = {}
    for pair in (old, new):
        robot = robot_of(pair.partner).get(f"/pair/{pair.public}/meeting-1/one-page-profile/")
        words[pair] = asked_on_the_way(robot)
        words[pair.pk] = "\n".join(robot.pages.values())
    assert "What should people know about my faith?" in words[new]
    assert "What counts for me" in words[new.pk]
    assert "What should people know about my faith?" not in words[old]
    assert "What counts for me" not in words[old.pk]
    assert len(words[new]) == len(words[old]) + 1


def test_what_is_said_to_an_added_question_stands_on_the_reading_page(folder, marta):
    put(folder, sheets__one_page_profile=FAITH)
    pair = past(pair_of(marta, "Nell", "Noor"), "profiles")
    robot = robot_of(pair.partner).get(f"/pair/{pair.public}/meeting-1/one-page-profile/q/faith/")
    robot.press_on()
    said = robot.written[-1].word
    assert said in robot.get(f"/pair/{pair.public}/meeting-1/one-page-profile/read/").html


def test_an_added_step_with_a_sheet_of_its_own_is_walked(folder, marta):
    put(folder, process__four_meetings=STEP, sheets__our_walk=SHEET)
    pair = past(pair_of(marta, "Nell", "Noor"), "a-walk")
    left, right = robot_of(pair.partner), robot_of(pair.professional)
    left.home().press_on()
    assert left.soup.find("h1").get_text(strip=True) == "A walk round the building"
    left.press_on()
    assert left.soup.find("h1").get_text(strip=True) == "What did we see?"
    left.press_on()
    said = left.written[-1].word
    right.home()
    for _ in range(4):
        right.press_on()
        if said in right.html:
            break
    assert said in right.html
    for robot in (left, right):
        robot.get(f"/pair/{pair.public}/meeting-1/our-walk/read/").press_on()
        robot.home()
        assert "A walk" not in robot.soup.find("main").get_text()  # on to the next step


def test_a_step_is_not_there_for_a_pair_that_began_before(folder, marta):
    old = past(pair_of(marta, "Olive", "Otto"), "profiles")
    put(folder, process__four_meetings=STEP, sheets__our_walk=SHEET)
    robot = robot_of(old.partner)
    assert robot.client.get(f"/pair/{old.public}/meeting-1/our-walk/").status_code == 404
    assert robot.client.get(f"/pair/{old.public}/meeting-1/step/a-walk/").status_code == 404


BROKEN = FAITH.replace("kind: short", "kind: shorts")


def begin_another(client):
    return client.post("/programme/new/", {"name": "Evenings"})


def words_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").find("main").get_text(" ").split())


def test_a_mistake_stops_only_new_programmes_and_the_page_says_what_to_write(folder, marta):
    running = past(pair_of(marta, "Olive", "Otto"), "profiles")
    put(folder, sheets__one_page_profile=BROKEN)
    client = come_in_with(Client(), marta)
    answer = begin_another(client)
    words = words_of(answer)
    assert answer.status_code == 409
    assert "sheets/one-page-profile.yaml" in words
    assert "`faith`" in words
    assert re.search(r"(Use|Write) one of", words)
    assert "Programmes that have begun keep their words" in words
    assert 'value="Evenings"' in answer.content.decode() or ">Evenings<" in answer.content.decode()
    robot = robot_of(running.partner)
    assert robot.get(f"/pair/{running.public}/meeting-1/one-page-profile/").soup.find("h1")
    put(folder, sheets__one_page_profile=FAITH)
    assert begin_another(client).status_code == 302


def test_the_programme_page_says_of_which_day_its_words_are_and_what_is_wrong_now(folder, marta):
    programme = pair_of(marta, "Olive", "Otto").programme
    client = come_in_with(Client(), marta)

    def page():
        return words_of(client.get(f"/programme/{programme.public}/"))

    assert f"It keeps the words of {date_format(programme.begun, 'l j F Y')}" in page()
    assert "A programme that begins now has the same." in page()
    put(folder, sheets__one_page_profile=FAITH)
    assert "The words have been changed since." in page()
    assert "Your organisation has changed: sheets/one-page-profile.yaml." in page()
    put(folder, sheets__one_page_profile=BROKEN)
    assert "`faith`" in page()


def test_the_command_names_file_key_and_remedy(tmp_path, capsys):
    put(tmp_path / "content" / "st-brides", sheets__one_page_profile=BROKEN)
    assert cli.main(["content", "check", "--data", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "st-brides/sheets/one-page-profile.yaml" in said
    assert "`faith`" in said
    assert "one of" in said


@pytest.mark.parametrize(
    "text",
    [
        "sheet: one-page-profile\nextends: base\nadd: faith\n",
        "sheet: one-page-profile\nextends: base\nadd: [faith]\n",
        "sheet: one-page-profile\nextends: base\nwords: [matters]\n",
        "sheet: one-page-profile\nextends: base\nwords: {matters: What matters}\n",
        "sheet: one-page-profile\nextends: base\nwords: {matters: {options: [a]}}\n",
        "sheet: one-page-profile\nextends: base\nwords: {for-what: {options: {work: For the ward}}}\n",
        "sheet: one-page-profile\nquestions: none\n",
        "- a list\n",
        "sheet: [",
        "",
    ],
)
def test_whatever_stands_in_a_file_is_a_mistake_with_a_name_and_never_a_crash(tmp_path, capsys, text):
    put(tmp_path / "content" / "st-brides", sheets__one_page_profile=text)
    assert cli.main(["content", "check", "--data", str(tmp_path)]) == 1
    assert "one-page-profile.yaml" in capsys.readouterr().out


def test_the_examples_of_a_new_own_folder_change_nothing_and_hold_no_mistake(folder, marta, capsys):
    before = pair_of(marta, "Olive", "Otto").content
    start_folder("st-brides")
    assert pair_of(marta, "Nell", "Noor").content.hash == before.hash
    assert cli.main(["content", "check", "--data", str(folder.parents[1])]) == 0
    with pytest.raises(FileExistsError):
        start_folder("st-brides")


def test_the_examples_work_once_their_marks_are_taken_away(folder, marta):
    own = start_folder("st-brides")
    sheet = own / "sheets" / "our-walk.yaml.example"
    sheet.rename(sheet.with_suffix(""))
    for file in own.rglob("*.yaml"):
        file.write_text(re.sub(r"^# (?=[ a-z_-]*:)", "", file.read_text(), flags=re.MULTILINE))
    pair = pair_of(marta, "Nell", "Noor")
    assert pair.content.sheets["one-page-profile"].has("faith")
    assert pair.content.process.step("a-walk").title == "A walk"


def test_nobody_starts_a_folder_for_an_organisation_that_is_not_there(tmp_path, capsys):
    assert cli.main(["content", "copy", "nowhere", "--data", str(tmp_path)]) == 2
    assert "no organisation with the key nowhere" in capsys.readouterr().err
    assert not (tmp_path / "content").exists()
