"""The look: what every macro promises to the people who read, write and listen to a page."""

import gzip
import re
from html import unescape
from html.parser import HTMLParser

import pytest
from django.template import engines
from django.test import RequestFactory
from jinja2 import UndefinedError

from alongside.kit.templates import KIT

PLAIN = {"person": None, "easy": False, "organisation_name": "", "menu": [], "exit_address": ""}


def page(words: str, **names) -> str:
    """What a template with those words in it becomes."""
    template = engines["jinja2"].env.from_string('{% import "kit/kit.html" as kit with context %}' + words)
    return template.render({**PLAIN, "csrf_input": "", **names})


class Tags(HTMLParser):
    """Every tag of a page, with its attributes."""

    def __init__(self, html: str):
        super().__init__()
        self.all = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.all.append((tag, dict(attributes)))

    def of(self, *names) -> list[dict]:
        return [attributes for tag, attributes in self.all if tag in names]


@pytest.fixture
def book(db, client) -> Tags:
    """The page that shows every component."""
    answer = client.get("/components/")
    assert answer.status_code == 200
    return Tags(answer.content.decode())


def test_the_book_of_components_gives_each_id_once(book):
    ids = [attributes["id"] for _, attributes in book.all if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_field_has_a_label(book):
    labelled = {attributes["for"] for attributes in book.of("label")}
    fields = [field for field in book.of("input", "textarea", "select") if field.get("type") != "hidden"]
    assert fields
    assert {field["id"] for field in fields} <= labelled


def test_what_describes_a_field_is_on_the_page(book):
    ids = {attributes.get("id") for _, attributes in book.all}
    described = [one["aria-describedby"].split() for _, one in book.all if "aria-describedby" in one]
    assert described
    assert {one for some in described for one in some} <= ids


def test_the_page_holds_no_styles_and_no_handlers(book):
    names = {name for _, attributes in book.all for name in attributes}
    assert "style" not in names
    assert not [name for name in names if name.startswith("on")]


def test_every_drawing_is_hidden_or_has_words(book):
    outer = [one for one in book.of("svg") if "viewBox" in one or "viewbox" in one]
    assert outer
    assert all(one.get("aria-hidden") == "true" or one.get("aria-label") for one in outer)


def test_every_macro_of_the_kit_is_in_its_list():
    source = (KIT / "templates" / "kit" / "kit.html").read_text()
    listed, made = source.split("#}", 1)
    for name in re.findall(r"{% set (\w+) = _", made):
        assert re.search(rf"\b{name}\b", listed), f"say in kit.html how to call {name}"


def test_every_component_is_shown_in_the_book():
    shown = (KIT / "templates" / "kit" / "components.html").read_text()
    macros = re.findall(r"{% set (\w+) = _", (KIT / "templates" / "kit" / "kit.html").read_text())
    nothing_to_see = {"heading_for", "field_id", "hidden", "form", "csrf"}
    assert {name for name in macros if f"kit.{name}(" not in shown} == nothing_to_see


@pytest.mark.parametrize("words", ["\nafter an empty line", "  two spaces", "a & b <c>\n\nd", ""])
@pytest.mark.parametrize("kind", ["short", "long"])
def test_a_box_gives_back_exactly_the_words_that_were_put_in(kind, words):
    html = page("{{ kit[kind]('a', 'What?', typed) }}", kind=kind, typed=words)
    inside = re.search(r"<textarea[^>]*>(.*)</textarea>", html, re.DOTALL)[1]
    # A browser drops the first newline after the tag.
    assert unescape(inside).removeprefix("\n") == words


def test_a_message_is_marked_with_its_field_and_the_summary_leads_to_it():
    html = page(
        "{{ kit.error_summary([('row/line', 'Write one thing')]) }}"
        "{{ kit.short('row/line', 'One thing', error='Write one thing') }}"
    )
    tags = Tags(html)
    (box,) = tags.of("textarea")
    assert box["id"] == "row-line"
    assert box["name"] == "row/line"
    assert "row-line-error" in box["aria-describedby"]
    assert "row-line-error" in [one.get("id") for one in tags.of("p")]
    assert [one["href"] for one in tags.of("a")] == ["#row-line"]
    assert html.count("Write one thing") == 2


def test_a_date_shows_what_was_typed_in_its_boxes():
    typed = {"by-day": "31", "by-month": "feb", "by-year": "26"}
    boxes = Tags(page("{{ kit.date('by', 'By when?', typed) }}", typed=typed)).of("input")
    assert [(box["name"], box["value"]) for box in boxes] == list(typed.items())


def test_a_date_that_is_known_fills_its_boxes():
    boxes = Tags(page("{{ kit.date('by', 'By when?', '2026-12-01') }}")).of("input")
    assert [box["value"] for box in boxes] == ["01", "12", "2026"]


def test_the_words_of_people_are_never_markup():
    words = "<script>x</script>"
    calls = [
        "kit.own(w, 'left', w)",
        "kit.who('me', w)",
        "kit.person(w, 'left', w)",
        "kit.talk_card(w, w)",
        "kit.prompt_card(w, [w])",
        "kit.moment(1, w, w, 'left', [w])",
        "kit.says([('left', w, w)])",
        "kit.choice('a', w, '', w, w, options=[(w, w, w)])",
        "kit.choices('a', w, [w], w, w, options=[(w, w, w)])",
        "kit.faces('a', w, options=[(w, w)], unsure=w)",
        "kit.long('a', w, w, w, w)",
        "kit.line('a', w, w, w, w)",
        "kit.date('a', w, {'a-day': w})",
        "kit.file('a', w, hint=w, error=w)",
        "kit.error_summary([('a', w)])",
        "kit.answers({'letter': w, 'name': w}, {'letter': w, 'name': w}, [(w, w, w)])",
        "kit.gauge([('left', w, 3)], 30, w, w)",
        "kit.note(w, heading=w)",
        "kit.sign(w, 'left', w, w)",
    ]
    for call in calls:
        html = page("{{ " + call + " }}", w=words)
        assert "&lt;script&gt;" in html, call
        assert "<script" not in html, call


def test_a_form_says_who_will_read_its_words():
    html = page("{% call kit.form('us two', 'when shared', next=True) %}{% endcall %}")
    (form,) = Tags(html).of("form")
    assert form["data-who"] == "us-two"
    assert form["data-opens"] == "when-shared"
    assert form["rel"] == "next"
    assert "action" not in form


def test_an_unknown_audience_is_a_mistake_and_not_an_empty_edge():
    with pytest.raises(UndefinedError):
        page("{{ kit.who('everybody', 'x') }}")


def test_easy_read_changes_after_the_page_so_that_the_first_form_is_the_pages_own(db):
    request = RequestFactory().get("/somewhere")
    template = engines["jinja2"].env.from_string(
        '{% extends "kit/page.html" %}{% import "kit/kit.html" as kit with context %}'
        "{% block main %}{{ kit.readings(easy) }}<form id='own'></form>{% endblock %}"
    )
    tags = Tags(template.render({**PLAIN, "csrf_input": "", "request": request}))
    assert [form["id"] for form in tags.of("form")] == ["own", "reading"]
    assert [button.get("form") for button in tags.of("button")] == ["reading"]


def test_the_way_out_is_a_plain_link_that_works_without_script():
    template = engines["jinja2"].env.from_string('{% extends "kit/page.html" %}')
    tags = Tags(template.render({**PLAIN, "exit_address": "https://www.bbc.co.uk/weather"}))
    out = [link for link in tags.of("a") if "data-exit" in link]
    assert [link["href"] for link in out] == ["https://www.bbc.co.uk/weather"]
    assert "has-exit" in tags.of("body")[0]["class"]


def test_a_page_with_something_to_put_right_says_so_first_in_its_title():
    template = engines["jinja2"].env.from_string(
        '{% extends "kit/page.html" %}{% block title %}Your code{% endblock %}'
    )
    html = template.render({**PLAIN, "errors": [("code", "Type all six numbers")]})
    assert "<title>Error: Your code · Alongside</title>" in html


def test_the_first_visit_stays_small():
    """100 KB over the wire without scripts is the most; the page itself gets 20 of them."""
    static = KIT / "static"
    style = gzip.compress((static / "alongside.css").read_bytes())
    font = (static / "fonts" / "atkinson-next-latin.woff2").read_bytes()
    assert len(style) + len(font) < 80_000


def test_a_page_that_is_not_there_looks_like_ours_and_leads_home(db, client):
    answer = client.get("/nowhere-at-all/")
    assert answer.status_code == 404
    tags = Tags(answer.content.decode())
    assert tags.of("main")
    assert "/" in [link["href"] for link in tags.of("a") if "govuk-button" in link.get("class", "")]


def test_when_something_breaks_the_page_asks_nothing_of_what_broke():
    html = engines["jinja2"].get_template("500.html").render()
    assert "What was saved is still there" in html
    assert not Tags(html).of("form")
