"""The button is pressed while keys are on their way: they come with the form, through the gate of the live door."""

import re
from base64 import b64encode

import pytest
from django.utils.html import escape
from pycrdt import Doc, Map, Text

from alongside.people.tests.cast import come_in
from alongside.writing.document import Document, document_key
from alongside.writing.live import Rules
from alongside.writing.store import read
from alongside.writing.tests.live_door import type_live

AIM = "meeting-4/action-plan/q/aim/"


@pytest.fixture
def client(client, amina):
    come_in(client, amina)
    return client


class Typed:
    """A page of Amina's that is typed live."""

    def __init__(self, client, pair, question=AIM):
        self.client, self.at, self.doc = client, f"/pair/{pair.public}/{question}", Doc(client_id=11)
        page = client.get(self.at).content.decode()
        self.hidden = dict(re.findall(r'name="(seen|form|row)" value="([^"]*)"', page))
        self.field = f"{self.hidden['seen'].split('.')[0]}.{question.split('/')[-2]}"

    def type(self, words, name="aim", at=0):
        self.doc.get(name, type=Text).insert(at, words)

    def press(self, live=None, also=(), **boxes):
        live = self.doc.get_update() if live is None else live
        posted = self.hidden | {"live": b64encode(live).decode(), "live-box": list(boxes)}
        return self.client.post(self.at, posted | boxes | dict(also))


@pytest.fixture
def page(client, pair):
    """The page of the aim, of whose words a part has arrived."""
    page = Typed(client, pair)
    page.type("Letters that")
    type_live(where(pair), page.doc.get_update(), by=pair.partner)
    page.type(" nobody fears", at=12)
    return page


def where(pair):
    return document_key(pair, "action-plan")


def aim(pair):
    return read(Document.objects.get(pair=pair, sheet="action-plan", person=None)).answers.text("aim")


def test_the_words_are_there_once_and_the_way_goes_on(page, pair):
    answer = page.press(**{page.field: "Letters that nobody fears"})
    assert answer.status_code == 302
    assert aim(pair) == "Letters that nobody fears"
    assert page.press(**{page.field: "Letters that nobody fears"}).status_code == 302
    type_live(where(pair), page.doc.get_update(), by=pair.partner)
    assert aim(pair) == "Letters that nobody fears"


def test_without_what_was_on_its_way_both_texts_are_shown_and_nothing_is_guessed(page, pair):
    answer = page.press(live=b"nonsense", **{page.field: "Letters that nobody fears"})
    assert answer.status_code == 409
    assert "Letters that nobody fears" in answer.content.decode()
    assert aim(pair) == "Letters that"


def test_a_page_that_has_said_everything_live_says_so_and_goes_on(page, pair):
    type_live(where(pair), page.doc.get_update(), by=pair.partner)
    answer = page.client.post(page.at, page.hidden | {"live": ""})
    assert answer.status_code == 302
    assert aim(pair) == "Letters that nobody fears"


def test_words_of_another_page_are_taken_as_ever_where_nothing_has_changed(client, pair):
    page = Typed(client, pair)
    answer = page.press(live=b"nonsense", **{page.field: "By the form alone"})
    assert answer.status_code == 302
    assert aim(pair) == "By the form alone"


def test_what_this_sheet_does_not_ask_is_not_taken_from_a_form(client, pair):
    page = Typed(client, pair)
    page.type("Nobody asked", name="nowhere")
    page.press(**{page.field: ""})
    assert not Document.objects.filter(sheet="action-plan").exists()


def test_the_same_rules_hold_as_at_the_live_door(client, pair, monkeypatch):
    """The negative control of the one above."""
    page = Typed(client, pair)
    page.type("Nobody asked", name="nowhere")
    yes = lambda *_: True  # noqa: E731
    monkeypatch.setattr("alongside.journey.live_form.rules_of", lambda *_: Rules(yes, yes, yes))
    page.press(**{page.field: ""})
    assert Document.objects.filter(sheet="action-plan").exists()


@pytest.fixture
def action(client, pair):
    """A page of one action, with a name typed live and a day that is none."""
    page = Typed(client, pair, "meeting-4/action-plan/q/actions/")
    page.name = f"actions/{page.hidden['row']}"
    page.type("Rewrite the letter", name=f"{page.name}/action")
    page.doc.get("#rows", type=Map)[page.name] = "i"
    version = page.hidden["seen"].split(".")[0]
    page.day = {f"{version}.{page.name}/by-when-{part}": "31" for part in ("day", "month", "year")}
    page.box = {f"{version}.{page.name}/action": "Rewrite the letter"}
    return page


def test_a_form_with_a_mistake_keeps_the_live_words_and_remembers_that_it_was_live(action):
    answer = action.press(also=action.day, **action.box)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Rewrite the letter" in html
    assert 'name="unsure"' in html
    (document,) = Document.objects.filter(sheet="action-plan")
    assert read(document).answers.text(f"{action.name}/action") == "Rewrite the letter"


def test_after_it_words_are_not_doubled_where_the_script_does_not_come_back(action):
    action.press(also=action.day, **action.box)
    (box,) = action.box
    more = {box: "Rewrite the letter, and soon"}
    unsure = action.client.post(action.at, action.hidden | more | {"unsure": "1"})
    assert unsure.status_code == 409
    seen = dict(re.findall(r'name="(seen|form|row)" value="([^"]*)"', unsure.content.decode()))
    new = box.replace(action.hidden["seen"].split(".")[0], seen["seen"].split(".")[0], 1)
    assert action.client.post(action.at, seen | {new: "Rewrite the letter, and soon"}).status_code == 302
    (document,) = Document.objects.filter(sheet="action-plan")
    assert read(document).answers.text(f"{action.name}/action") == "Rewrite the letter, and soon"


def test_more_than_a_sheet_can_hold_is_said_in_the_same_sentence(page, pair, monkeypatch):
    monkeypatch.setattr("alongside.writing.live.LONGEST", 15)
    answer = page.press(**{page.field: "Letters that nobody fears"})
    assert answer.status_code == 422
    assert escape("This is more than a sheet can hold") in answer.content.decode()
    assert "Letters that nobody fears" in answer.content.decode()
    assert aim(pair) == "Letters that"
