"""The look as a browser shows it: it keeps nobody out, and each script improves what works without it."""

import pytest

from alongside.kit.templates import KIT
from alongside.kit.tests.conftest import AWAY, BASE

BOOK = '{% extends "kit/components.html" %}'
AXE = (KIT.parents[1] / "tests" / "material" / "axe.min.js").read_text()
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}, "color-contrast-enhanced": {"enabled": True}},
}
ASKED = """
{% extends "kit/page.html" %}{% import "kit/kit.html" as kit with context %}
{% block main %}<h1>What matters to you?</h1>
{% call kit.form("only me", "together", next=True) %}
{{ kit.long("matters", "One thing", "Sunday lunch") }}
{{ kit.prompt_card("What would a good friend say?", ["What did you do last?", "Who makes you laugh?"]) }}
{{ kit.button("Save and go on") }}
{% endcall %}<p>{{ kit.go("Elsewhere", "/before") }}</p>{% endblock %}
"""


@pytest.mark.parametrize(
    ("scheme", "width", "easy"),
    [("light", 360, False), ("dark", 1280, False), ("light", 1280, True), ("dark", 360, True)],
)
def test_nothing_in_the_book_of_components_keeps_anybody_out(visit, scheme, width, easy):
    page = visit(BOOK, color_scheme=scheme, viewport={"width": width, "height": 900}, easy=easy, leave=AWAY)
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


@pytest.mark.parametrize("size", [{"width": 320, "height": 640}, {"width": 320, "height": 256}])
@pytest.mark.parametrize("easy", [False, True])
def test_nothing_scrolls_sideways_on_a_small_phone_or_at_four_times_the_size(visit, size, easy):
    page = visit(BOOK, viewport=size, easy=easy, leave=AWAY)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_scrolls_sideways_with_the_browsers_text_at_double_size(visit, large_text):
    page = visit(BOOK, browser=large_text, viewport={"width": 390, "height": 800})
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_content_policy_has_nothing_to_object_to(visit):
    assert visit(BOOK, leave=AWAY).problems == []


def test_prompts_come_one_at_a_time_and_begin_again(visit):
    page = visit(ASKED)
    shown = page.locator(".card__say")
    seen = [shown.inner_text()]
    for _ in range(3):
        page.get_by_role("button", name="Show me a different one").click()
        seen.append(shown.inner_text())
    assert seen == [
        "What would a good friend say?",
        "What did you do last?",
        "Who makes you laugh?",
        "What would a good friend say?",
    ]


def test_without_script_all_prompts_can_be_opened(visit):
    page = visit(ASKED, java_script_enabled=False)
    page.get_by_text("Show me a different one").click()
    assert page.get_by_text("Who makes you laugh?").is_visible()


def test_a_box_grows_with_its_words(visit):
    page = visit(ASKED)
    box = page.get_by_label("One thing")
    before = box.bounding_box()["height"]
    box.fill("\n".join("one more line" for _ in range(12)))
    assert box.bounding_box()["height"] > before + 200


def test_leaving_by_the_button_takes_this_page_out_of_the_history_and_clears_the_device(visit):
    page = visit(ASKED, leave=AWAY)
    page.evaluate("localStorage.draft = sessionStorage.draft = 'my words'")
    page.get_by_role("link", name="Leave this page").click()
    page.wait_for_url(AWAY)
    page.go_back()
    assert page.url == f"{BASE}/before"
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_shift_three_times_leaves_even_with_words_not_saved(visit):
    page = visit(ASKED, leave=AWAY)
    page.get_by_label("One thing").fill("Not saved yet")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(AWAY)


def test_capital_letters_do_not_leave(visit):
    page = visit(ASKED, leave=AWAY)
    page.get_by_label("One thing").focus()
    for letter in "NHS ABC":
        page.keyboard.press(f"Shift+{letter}" if letter.strip() else "Space")
    assert page.url == f"{BASE}/page"
    assert "NHS ABC" in page.get_by_label("One thing").input_value()


def test_words_that_are_not_saved_are_not_lost_by_a_wrong_press(visit):
    page = visit(ASKED)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label("One thing").fill("Not saved yet")
    page.get_by_role("link", name="Elsewhere").click()
    page.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    assert page.url == f"{BASE}/page"


def test_words_as_they_were_saved_ask_nothing(visit):
    page = visit(ASKED)
    page.on("dialog", lambda dialog: pytest.fail("asked without need"))
    page.get_by_label("One thing").focus()
    page.get_by_role("link", name="Elsewhere").click()
    page.wait_for_url(f"{BASE}/before")


def test_two_presses_are_one_post(visit):
    page = visit(ASKED)
    posts = []
    page.context.route(f"{BASE}/page", lambda route: (posts.append(1), route.fulfill(status=204)))
    page.get_by_role("button", name="Save and go on").dblclick()
    page.wait_for_timeout(300)
    assert len(posts) == 1


def test_the_list_of_things_to_put_right_has_the_focus_and_leads_to_the_field(visit):
    page = visit(
        '{% extends "kit/page.html" %}{% import "kit/kit.html" as kit with context %}'
        "{% block main %}{{ kit.error_summary([('code', 'Type all six numbers')]) }}"
        "{{ kit.code('code', 'Code', error='Type all six numbers') }}{% endblock %}"
    )
    assert page.evaluate("document.activeElement.className") == "govuk-error-summary"
    page.get_by_role("link", name="Type all six numbers").click()
    assert page.evaluate("document.activeElement.id") == "code"


def test_other_letters_and_easy_read_load_their_fonts_only_when_they_are_there(visit):
    fonts = "[...document.fonts].filter(one => one.status === 'loaded').map(one => one.family)"
    plain = visit(ASKED)
    plain.evaluate("document.fonts.ready")
    easy = visit(ASKED, easy=True)
    easy.evaluate("document.fonts.ready")
    assert {name.strip('"') for name in plain.evaluate(fonts)} == {"Atkinson Next"}
    assert len(plain.evaluate(fonts)) == 1
    assert {name.strip('"') for name in easy.evaluate(fonts)} == {"Andika"}
